"""Bargaining, offers, threats, swaps and councils, put to the test against forgery."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

from games import (
    AgreedBarter,
    AlternatingOffers,
    BargainingProblem,
    Barter,
    ContractNetwork,
    LegislativeBargaining,
    Right,
    StrategicGame,
    ThreatGame,
)
from solvers import (
    agreed_swap,
    alternating_offers,
    best_swap,
    egalitarian,
    equal_loss,
    kalai_smorodinsky,
    legislative_bargaining,
    lexicographic_egalitarian,
    nash_bargaining,
    nash_in_nash,
    pareto_frontier,
    perles_maschler,
    raiffa,
    utilitarian,
    variable_threats,
)
from tests.certified._subjects import PARTIES

CERTIFIED: dict[str, tuple[Any, Any]] = {}
_BARGAINS = {
    "corner": BargainingProblem.from_inequalities(
        PARTIES[:2], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], (0, 0)
    ),
    "lottery": BargainingProblem.from_vertices(
        PARTIES[:3], [(0, 2, 3), (Fraction(3, 2), Fraction(1, 2), 0)], (0, 0, 0)
    ),
    "one stuck": BargainingProblem.from_inequalities(
        PARTIES[:3], [((1, 1, 0), 2), ((0, 0, 1), 5)], (0, 0, 5)
    ),
}
_BARGAINS["unequal power"] = dataclasses.replace(_BARGAINS["corner"], weights={"Bill": Fraction(3)})
CERTIFIED |= {
    f"{concept.__name__} {name}": (problem, concept)
    for concept in (
        nash_bargaining,
        kalai_smorodinsky,
        egalitarian,
        lexicographic_egalitarian,
        utilitarian,
        equal_loss,
        raiffa,
    )
    for name, problem in _BARGAINS.items()
}
_BARGAINS["kinked"] = BargainingProblem.from_vertices(
    PARTIES[:2], [(0, 5), (3, 4), (5, 1), (1, 1)], (0, 0)
)
CERTIFIED |= {
    f"{concept.__name__} {name}": (_BARGAINS[name], concept)
    for concept in (pareto_frontier, perles_maschler)
    for name in ("corner", "kinked")
}
_BARGAINS["arc"] = BargainingProblem.from_frontier(
    PARTIES[:2], "5 - x**2/3 - x", (1, Fraction(1, 3))
)
_BARGAINS["root"] = BargainingProblem.from_frontier(PARTIES[:2], "1 + sqrt(1 - 3*x)", (0, 0))
CERTIFIED |= {
    f"{concept.__name__} {name}": (_BARGAINS[name], concept)
    for concept in (nash_bargaining, kalai_smorodinsky, egalitarian, equal_loss, raiffa)
    for name in ("arc", "root")
}
CERTIFIED |= {"perles_maschler arc": (_BARGAINS["arc"], perles_maschler)}
_TALKS = AlternatingOffers(
    _BARGAINS["corner"],
    {"Bill": Fraction(4, 5), "Jack": Fraction(9, 10)},
    breakdown=Fraction(1, 8),
    outside={"Jack": Fraction(1, 3)},
)
CERTIFIED |= {
    "alternating_offers for ever": (_TALKS, alternating_offers),
    "alternating_offers arc": (
        dataclasses.replace(_TALKS, problem=_BARGAINS["arc"], outside={"Jack": 1}),
        alternating_offers,
    ),
    "alternating_offers three rounds": (dataclasses.replace(_TALKS, rounds=3), alternating_offers),
}
# Names of actions that are no player's and no number: a mixture, a corner, and side payments.
_THREATS = StrategicGame.from_payoffs(
    PARTIES[:2], [[4, 0], [0, 3]], [[2, 1], [2, 0]], actions=["hold", "bid"]
)
_CORNER = StrategicGame.from_payoffs(PARTIES[:2], [[3, 0], [4, 0]], [[3, 4], [0, 0]])
CERTIFIED |= {
    "variable_threats money": (ThreatGame(_THREATS, True), variable_threats),
    "variable_threats lotteries": (ThreatGame(_THREATS), variable_threats),
    "variable_threats corner": (ThreatGame(_CORNER), variable_threats),
}
_RIGHTS = Barter(
    PARTIES[:2],
    [
        Right("quota", "Jack", {"Bill": 9, "Jack": 4}),
        Right("site", "Bill", {"Bill": 3, "Jack": 6}),
        Right("clause", "Bill", {"Bill": 2, "Jack": 5}),
    ],
)
CERTIFIED |= {
    "best_swap": (_RIGHTS, best_swap),
    "agreed_swap": (
        AgreedBarter(_RIGHTS, {"Bill": Fraction(9, 2), "Jack": Fraction(6)}),
        lambda agreed: agreed_swap(agreed.barter, agreed.gains),
    ),
}
_DEALS = {
    "hubs": ContractNetwork.from_surplus(
        {"Quzhou": {"Hangzhou": 10, "Ningbo": 6}, "Jinhua": {"Ningbo": 5}}, {"Hangzhou": 3}
    ),
    "one unsigned": ContractNetwork(
        ["Hub", "Quzhou", "Jinhua"],
        [("Hub", "Quzhou"), ("Hub", "Jinhua")],
        [(0, 0, 0), (8, 0, 0), (3, 0, 0), (6, 0, 0)],
    ),
}
CERTIFIED |= {f"nash_in_nash {name}": (network, nash_in_nash) for name, network in _DEALS.items()}
_COUNCIL = LegislativeBargaining(
    ["Hub", "Quzhou", "Jinhua", "Lishui"],
    Fraction(9, 10),
    3,
    {"Hub": 0.5, "Quzhou": 0.25, "Jinhua": 0.125, "Lishui": 0.125},
)
CERTIFIED |= {"legislative_bargaining": (_COUNCIL, legislative_bargaining)}
