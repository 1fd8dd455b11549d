"""What the check needs that is no section of its own."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Need"]


class Need(StrEnum):
    """What the check needs that is no section of its own."""

    EQUALISED_DEAL = "[equalisation] to a deal"
