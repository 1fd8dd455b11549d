"""Races for firms, contests and quadrants, put to the test against forgery."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

from games import (
    Centres,
    ClubRace,
    Cobweb,
    Firm,
    HubCongestion,
    IndustryChoice,
    PartitionGame,
    Quadrants,
    QuadraticGame,
    RemoteTalent,
    RichardsonRace,
    SubsidyCompetition,
    Talent,
)
from solvers import (
    all_subsidy_equilibria,
    arms_race,
    cobweb,
    congestion_equilibrium,
    escalation,
    joint_optimum,
    local_clubs,
    one_or_several_centres,
    partition_form,
    quadrant_choice,
    residence_and_production,
    subsidy_equilibrium,
    truce_clubs,
    windfall_industries,
)
from tests.certified._subjects import CONTESTS, NAMES, PARTIES, RACES

CERTIFIED: dict[str, tuple[Any, Any]] = {}
CERTIFIED |= {
    f"{concept.__name__} {name}": (game, concept)
    for concept in (subsidy_equilibrium, joint_optimum, arms_race)
    for name, game in RACES.items()
}
CERTIFIED |= {
    f"{concept.__name__} {name}": (game, concept)
    for concept in (subsidy_equilibrium, joint_optimum, arms_race)
    for name, game in CONTESTS.items()
}
CERTIFIED |= {
    "escalation logit": (RACES["unlike"], escalation),
    "escalation contest": (CONTESTS["three"], escalation),
    "escalation in time": (
        RichardsonRace(
            NAMES[:2],
            [[0, 2], [1, 0]],
            fatigue=[1, 1],
            grievance=[1, Fraction(1, 2)],
            budgets={"A": 5, "B": 40},
        ),
        escalation,
    ),
    "escalation that rests": (RichardsonRace(["A"], [[0]], fatigue=[2], grievance=[1]), escalation),
}
_CLUBS = ClubRace(
    SubsidyCompetition(NAMES[:3], [3, 2, 1], mu=Fraction(1, 3), caps={"C": 1}, outside_option=0)
)
CERTIFIED |= {
    "partition_form gamma": (_CLUBS, partition_form),
    "partition_form alpha": (dataclasses.replace(_CLUBS, conjecture="alpha"), partition_form),
    "partition_form contest": (ClubRace(CONTESTS["two"]), partition_form),
    "partition_form contest, all-pay": (ClubRace(CONTESTS["all-pay, capped"]), partition_form),
    "partition_form spillovers": (
        ClubRace(
            SubsidyCompetition(
                NAMES[:2],
                [3, 2],
                mu=Fraction(1, 3),
                caps={"B": 1},
                outside_option=0,
                spillovers=[[0, Fraction(1, 2)], [Fraction(1, 4), 0]],
            )
        ),
        partition_form,
    ),
    "partition_form quadratic": (
        ClubRace(
            QuadraticGame.from_formulas(
                {"A": "3*A - A**2 + A*B/2", "B": "2*B - B**2 + A*B/3"}, upper={"A": 2, "B": 1}
            )
        ),
        partition_form,
    ),
    "all_subsidy_equilibria": (
        SubsidyCompetition(
            NAMES[:2],
            [1, 1],
            mu=Fraction(1, 20),
            outside_option=Fraction(1, 2),
            spillovers=[[0, Fraction(9, 10)], [Fraction(9, 10), 0]],
        ),
        all_subsidy_equilibria,
    ),
    "local_clubs of a race": (_CLUBS, local_clubs),
    "truce_clubs of a race": (partition_form(_CLUBS).game, truce_clubs),
    "truce_clubs, empty core": (
        PartitionGame.from_function(
            NAMES[:3], lambda club: {3: [1, 1, 2], 2: [2, 2, 2]}.get(len(club), [0, 0, 0])
        ),
        truce_clubs,
    ),
}
_KINDS_OF_FIRMS = [
    Firm("software", [5, 2], [1, 1], 1, number=3),
    Firm("devices", [5, 2], [4, 1], 1),
]
CERTIFIED |= {
    "congestion_equilibrium many": (
        HubCongestion(PARTIES, [9, 7, 1], [1, 2, 1], 5, outside=2, tolls=[0, 1, 0]),
        congestion_equilibrium,
    ),
    "congestion_equilibrium whole": (
        HubCongestion(PARTIES, [5, 5, 4], [1, 2, 1], 5, whole=True),
        congestion_equilibrium,
    ),
    "windfall_industries": (
        IndustryChoice(PARTIES[:3], ["chips", "tea"], signal=[9, 4], truth=[6, 4], crowding=[3, 0]),
        windfall_industries,
    ),
    "windfall_industries clusters": (
        IndustryChoice(PARTIES[:3], ["chips", "tea"], signal=[3, 2], crowding=[-2, -2]),
        windfall_industries,
    ),
    "quadrant_choice": (Quadrants("Hub", "Home", _KINDS_OF_FIRMS), quadrant_choice),
    "quadrant_choice logit": (
        Quadrants("Hub", "Home", _KINDS_OF_FIRMS, mu=1, bonus=1, target=0.9),
        quadrant_choice,
    ),
    "one_or_several_centres": (
        Centres(
            HubCongestion(["Hub", "Port"], [9, 8], [1, 1], 8, outside=0),
            SubsidyCompetition(PARTIES, [1, 1, 2], mu=Fraction(1, 4)),
            {"Bill": "Hub", "Jack": "Port", "Jill": "Port"},
            "Hub",
        ),
        one_or_several_centres,
    ),
    "residence_and_production": (
        RemoteTalent(
            *PARTIES[:2],
            [
                Talent("engineers", wage=5, in_hub=7, remote=9, at_home=8, trips=1, amenity=4),
                Talent("designers", wage=5, in_hub=7, remote=6, at_home=9, amenity=2),
            ],
            residence=dict(zip(PARTIES[:2], (2, 3), strict=True)),
            desk=1,
        ),
        residence_and_production,
    ),
}
_MARKETS = {
    "cities": PARTIES[:2],
    "demand": [90, 40],
    "demand_slope": [3, 2],
    "supply": [6, 7],
    "supply_slope": [4, 1],
    "start": [10, 5],
}
CERTIFIED |= {
    "cobweb": (Cobweb(**_MARKETS), cobweb),
    "cobweb adaptive": (Cobweb(**_MARKETS, expectations="adaptive", weight=0.3), cobweb),
    "cobweb elastic": (Cobweb(**_MARKETS, lag_side="demand", curves="constant elasticity"), cobweb),
}
