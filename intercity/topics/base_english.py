"""What a refund is a share of, in plain English, wherever it is told.

>>> base_words("moved_tax"), base_words("moved_tax", "Core")
('the tax of what moved', 'the tax of what moved from Core')
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["base_words"]

BASES: Mapping[str, str] = {
    "stay_tax": "the tax of projects that stay",
    "return_tax": "the tax of plants that return",
    "moved_tax": "the tax of what moved",
    "rent": "the rent",
}


def base_words(base: str, payee: str = "") -> str:
    """Of what a refund with this base is a share; whose it was, if the payee is named."""
    whose = f" from {payee}" if payee and base == "moved_tax" else ""
    return f"{BASES[base]}{whose}"
