"""Accords that end a race, put to the test against forgery."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games import Contest, SubsidyCompetition
from mechanisms import (
    ContestTruce,
    FundRule,
    PatientTruce,
    SubsidyClawback,
    SubsidyTruce,
    UnequalTruce,
    WatchedTruce,
    bid_floor,
    cap_accord,
    clawback,
    common_fund,
    critical_discount,
    detection_lags,
    fairest_truce,
    matching_levy,
    stick_and_carrot,
    truce_patience,
)
from tests.certified._subjects import CONTESTS, RACES

CERTIFIED: dict[str, tuple[Any, Any]] = {}
CERTIFIED |= {
    f"{concept.__name__} {name}": (game, concept)
    for concept in (cap_accord, matching_levy)
    for name, game in RACES.items()
}
CERTIFIED |= {
    f"truce {name}": (SubsidyTruce(game), critical_discount) for name, game in RACES.items()
}
CERTIFIED |= {
    f"{name} {race}": (subject(game), solve)
    for race, game in RACES.items()
    for name, (subject, solve) in {
        "common fund": (FundRule, lambda rule: common_fund(rule.game, rule.key)),
        "clawback": (
            lambda game: SubsidyClawback(game, Fraction(9, 10)),
            lambda rule: clawback(rule.game, rule.leaving),
        ),
        "detection lags": (
            lambda game: WatchedTruce(SubsidyTruce(game), Fraction(9, 10)),
            lambda rule: detection_lags(rule.truce.game, rule.discount),
        ),
        "stick and carrot": (SubsidyTruce, lambda rule: stick_and_carrot(rule.game)),
        "fairest truce": (
            lambda game: UnequalTruce(game, Fraction(1, 8)),
            lambda rule: fairest_truce(rule.game, rule.discount),
        ),
        "fairest truce, paid": (
            lambda game: UnequalTruce(game, Fraction(2, 3), payments=True),
            lambda rule: fairest_truce(rule.game, rule.discount, payments=True),
        ),
    }.items()
}
CERTIFIED |= {
    f"contest truce {name}": (ContestTruce(CONTESTS[name], lag=2), critical_discount)
    for name in ("two", "all-pay", "level")
}
CERTIFIED["cap on bids"] = (Contest(["A", "B"], [2, 1], "bertrand"), cap_accord)
CERTIFIED |= {
    f"truce patience {name}": (
        PatientTruce(SubsidyTruce(game, lag=2), dict.fromkeys(game.cities, Fraction(2, 5))),
        truce_patience,
    )
    for name, game in RACES.items()
}
CERTIFIED["truce patience, contest"] = (
    PatientTruce(ContestTruce(CONTESTS["two"]), {}),
    truce_patience,
)
CERTIFIED["truce patience, paid"] = (
    PatientTruce(
        SubsidyTruce(SubsidyCompetition(["A", "B"], [1, 1], mu=Fraction(1, 4))),
        {"A": Fraction(1, 4), "B": Fraction(1, 4)},
        {"A": Fraction(1, 10), "B": Fraction(-1, 10)},
    ),
    truce_patience,
)
CERTIFIED["truce patience, penal code"] = (
    PatientTruce(
        SubsidyTruce(SubsidyCompetition(["A", "B"], [1, 1], mu=Fraction(1, 4))),
        {"A": Fraction(14, 100), "B": Fraction(16, 100)},
    ),
    truce_patience,
)
CERTIFIED["bid floor"] = (
    SubsidyCompetition(
        ["A", "B"],
        [1, 1],
        mu=Fraction(1, 5),
        outside_option=Fraction(3, 4),
        spillovers=[[0, 1], [1, 0]],
    ),
    bid_floor,
)
