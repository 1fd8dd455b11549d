"""Certificates of pairings to forge; see tests/solvers/test_certificates_tampered.py."""

from __future__ import annotations

from typing import Any

from games import MatchingMarket
from mechanisms import deferred_acceptance

_RING = MatchingMarket(
    {"A": ["X", "Y"], "B": ["Y", "X"]},
    {"X": ["B", "A"], "Y": ["A", "B"]},
)

CERTIFIED: dict[str, tuple[Any, Any]] = {
    "deferred_acceptance, best for cities": (_RING, deferred_acceptance),
    "deferred_acceptance, best for hubs": (
        _RING,
        lambda market: deferred_acceptance(market, proposing="hubs"),
    ),
}
