r"""Words and numbers as TOML writes them.

>>> print(key("Quzhou"), key("St. Louis"), text('a "b"'), plain(Decimal("1E+2")))
Quzhou "St. Louis" "a \"b\"" 100
"""

from __future__ import annotations

import json
import re
from decimal import Decimal

__all__ = ["key", "plain", "text"]


def text(words: str) -> str:
    """A text in quotes."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def key(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else text(name)


def plain(number: Decimal) -> str:
    """All the digits of a number."""
    return f"{number:f}"
