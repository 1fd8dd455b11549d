"""Accords that end a race: subjects where every part of a certificate counts."""

from __future__ import annotations

from typing import Any

from games import Contest
from mechanisms import cap_accord

CERTIFIED: dict[str, tuple[Any, Any]] = {
    "cap on bids": (Contest(["A", "B"], [2, 1], "Bertrand"), cap_accord),
}
