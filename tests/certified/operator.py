"""Operators' contracts to forge; see tests/solvers/test_certificates_tampered.py."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games import Agency, FirmMenu, MultitaskAgency, ParkOperator, ProjectScreening, Team
from mechanisms import (
    best_contract,
    best_shares,
    index_contract,
    operator_regimes,
    profit_taking,
    screening_contract,
    team_sharing,
)

_AGENCY = Agency(
    {"A": 0, "B": 10},
    {"C": 0, "D": 1},
    {"C": {"A": 0.8, "B": 0.2}, "D": {"A": 0.3, "B": 0.7}},
    outside=-1,  # so that the programs' prices are the only ones
)
_HOST = MultitaskAgency(value=(3, 1), noise=1, risk_aversion=1, basic=(0, 2), substitution=0.5)
_TEAM = Team(["A", "B"], value=[2, 1])

CERTIFIED: dict[str, tuple[Any, Any]] = {
    "best_contract": (_AGENCY, best_contract),
    "index_contract": (_HOST, index_contract),
    "screening_contract": (ProjectScreening(0.5, 1, 4, 0.9, 20, 10), screening_contract),
    "profit_taking": (
        FirmMenu({"A": 1, "B": 3}, {2: 11, 4: 16}, numbers=[2, 3], offers={"B": (2, 12)}),
        profit_taking,
    ),
    "best_shares": (_TEAM, best_shares),
    "team_sharing": (_TEAM, lambda team: team_sharing(team, [Fraction(1, 2)] * 2)),
    "operator_regimes": (ParkOperator(_HOST, (1, 1), joint_noise=2), operator_regimes),
}
