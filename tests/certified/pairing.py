"""Certificates of pairings to forge; see tests/solvers/test_certificates_tampered.py."""

from __future__ import annotations

from typing import Any

from games import HousingMarket, MandatedPairing, MatchingMarket, PairingGame, Roommates
from mechanisms import (
    deferred_acceptance,
    mandated_pairing,
    pairing_with_transfers,
    serial_dictatorship,
    stable_pairings,
    stable_roommates,
    star_pairing,
    top_trading_cycles,
)

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

_COAST = PairingGame(
    ["X", "Y"], ["A", "B", "C"], [[5, 2, 1], [4, 3, 0]], [[1, 1, 1], [0, 2, 1]],
    capacity=[2, 1], crowding=[1, 0],
)  # fmt: skip
_SITES = HousingMarket(
    {"A": "a", "B": "b", "C": "c"}, {"A": ["b", "c"], "B": ["a"], "C": ["a", "b"]}
)
_TWINS = Roommates({"A": ["B", "C"], "B": ["C", "A"], "C": ["A", "B"], "D": ["A"]})
CERTIFIED |= {
    "top_trading_cycles": (_SITES, top_trading_cycles),
    "serial_dictatorship": (_SITES, lambda market: serial_dictatorship(market, ["C", "A", "B"])),
    "stable_roommates": (_TWINS, stable_roommates),
}
_EVEN = PairingGame(["X", "Y"], ["A", "B"], [[5, 1], [5, 1]], [[2, 2], [2, 1]])
CERTIFIED |= {
    "pairing_with_transfers": (_COAST, pairing_with_transfers),
    "mandated_pairing": (MandatedPairing(_COAST, {"A": "Y", "C": "X"}), mandated_pairing),
    "stable_pairings": (_EVEN, stable_pairings),
    "star_pairing": ((_COAST, "X"), lambda subject: star_pairing(*subject)),
}
