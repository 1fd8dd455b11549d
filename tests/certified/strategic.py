"""Equilibria, dominance and repetition, put to the test against forgery."""

from __future__ import annotations

from typing import Any

from games import (
    CommonAgency,
    LocalBuzz,
    QuadraticGame,
    RepeatedGame,
    StrategicGame,
    TacitAgreement,
)
from solvers import (
    CorrelatedProblem,
    coarse_correlated_equilibrium,
    colocation,
    common_agency,
    correlated_equilibrium,
    dominance,
    generalised_equilibrium,
    grim_trigger,
    iterated_elimination,
    minmax_values,
    nash_equilibria,
    nash_equilibrium,
    penal_code,
    potential,
    pure_equilibria,
    supermodular,
    sustainable_profiles,
    two_by_two,
    zero_sum_value,
)
from tests.certified._subjects import PARTIES

CERTIFIED: dict[str, tuple[Any, Any]] = {}
CERTIFIED |= {
    f"generalised_equilibrium {name}": (
        QuadraticGame.from_formulas(payoffs, shared=[({"A": 1, "B": 1}, 2)]),
        generalised_equilibrium,
    )
    for name, payoffs in {
        "quota": {"A": "A - A**2/2", "B": "2*B - B**2/2"},
        "slack": {"A": "A - A**2", "B": "B - B**2 + A*B"},
    }.items()
}
_PENNIES = StrategicGame.from_payoffs(PARTIES[:2], [[3, -1], [-2, 1]], [[-3, 1], [2, -1]])
_YIELD = StrategicGame.from_payoffs(
    PARTIES[:2], [[6, 2], [7, 0]], [[6, 7], [2, 0]], actions=["yield", "go"]
)
_STEPS = StrategicGame.from_payoffs(
    PARTIES[:2],
    [[3, 0, 1], [0, 3, 1], [1, 1, 1], [2, 0, 1]],
    [[1, 0, 0], [0, 1, 0], [2, 1, 0], [1, 1, 0]],
    actions=[["up", "down", "middle", "aside"], ["left", "right", "out"]],
)
CERTIFIED |= {
    "colocation": (
        LocalBuzz(
            PARTIES, ["hub", "home"], [[3, 1], [2, 4], [2, 2]], [[0, 2, 1], [3, 0, 0], [1, 1, 0]]
        ),
        colocation,
    ),
    "zero_sum_value": (_PENNIES, zero_sum_value),
    "correlated_equilibrium": (
        CorrelatedProblem(_YIELD),
        lambda problem: correlated_equilibrium(problem.game),
    ),
    "coarse_correlated_equilibrium": (
        CorrelatedProblem(_YIELD, "Bill", coarse=True),
        lambda problem: coarse_correlated_equilibrium(problem.game, "Bill"),
    ),
    "dominance": (_STEPS, dominance),
    "iterated_elimination": (_STEPS, iterated_elimination),
    "iterated_elimination weakly": (
        _STEPS,
        lambda game: iterated_elimination(game, weakly=True),
    ),
}
_DILEMMA = StrategicGame.from_payoffs(
    PARTIES[:2], [[9, 1], [10, 3]], [[9, 10], [1, 3]], actions=["hold", "bid"]
)
_DUOPOLY = StrategicGame.from_function(
    PARTIES[:2],
    {"Bill": [6, 8, 9, 10], "Jack": [6, 8, 9, 10]},
    lambda q: [own * (24 - sum(q)) for own in q],
)
CERTIFIED |= {
    f"{concept.__name__} {name}": (game, concept)
    for concept in (potential, supermodular)
    for name, game in {
        "dilemma": _DILEMMA,
        "pennies": _PENNIES,
        "duopoly": _DUOPOLY,
    }.items()
}
CERTIFIED |= {
    "two_by_two dilemma": (_DILEMMA, two_by_two),
    "two_by_two border": (
        StrategicGame.from_payoffs(PARTIES[:2], [[3, 1], [5, 1]], [[3, 5], [1, 1]]),
        two_by_two,
    ),
}
CERTIFIED |= {
    f"{concept.__name__} {name}": (
        TacitAgreement(RepeatedGame(stage, lag=2), target),
        lambda agreement, concept=concept: concept(agreement.game, agreement.target),
    )
    for concept in (grim_trigger, penal_code)
    for name, (stage, target) in {
        "dilemma": (_DILEMMA, ["hold", "hold"]),
        "duopoly": (_DUOPOLY, [6, 6]),
        "never": (_DILEMMA, ["hold", "bid"]),
    }.items()
}
_CHASE = StrategicGame.from_payoffs(PARTIES[:2], [[2, 0], [0, 1]], [[0, 1], [3, 0]])
_STAGS = StrategicGame.from_payoffs(PARTIES[:2], [[4, 1], [3, 3]], [[4, 3], [1, 3]])
# Jordan (1993): each follows the next, the last flees the first; one equilibrium, which is mixed.
_JORDAN = StrategicGame.from_function(
    PARTIES[:3],
    ["left", "right"],
    lambda acts: [int(acts[0] == acts[1]), int(acts[1] == acts[2]), int(acts[2] != acts[0])],
)
CERTIFIED |= {
    f"{concept.__name__} {name}": (game, concept)
    for concept in (pure_equilibria, nash_equilibria, nash_equilibrium)
    for name, game in {
        "chase": _CHASE,
        "stags": _STAGS,
        "indifferent": StrategicGame.from_payoffs(PARTIES[:2], [[1, 1], [1, 0]], [[0, 0], [0, 0]]),
        "three": _JORDAN,
    }.items()
    if (concept, name) not in {(pure_equilibria, "chase"), (pure_equilibria, "three")}
    # Where all are indifferent, a name changed may be another equilibrium.
    and (concept, name) != (nash_equilibrium, "indifferent")
}
CERTIFIED |= {
    "sustainable_profiles dilemma": (RepeatedGame(_DILEMMA, 0.5), sustainable_profiles),
    "sustainable_profiles duopoly": (RepeatedGame(_DUOPOLY, 0.3), sustainable_profiles),
}
CERTIFIED["minmax_values"] = (_PENNIES, minmax_values)
CERTIFIED |= {
    "common_agency": (
        CommonAgency(PARTIES, [9, 9, 8], [1, 2, 1], 40, tiredness=1, travel=[1, 1, 2]),
        common_agency,
    ),
    "common_agency full": (CommonAgency(PARTIES[:2], [20, 18], [1, 1], 4), common_agency),
    "common_agency idle": (
        CommonAgency(PARTIES[:2], [[4, 4], [4, 4]], [1, 1], 20, travel=[5, 5]),
        common_agency,
    ),
}
