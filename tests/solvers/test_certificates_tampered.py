"""A certificate with any one number, name or word changed does not verify, or cannot be read.

To have a certificate tested, add a line to CERTIFIED, here or in the file of its room in
tests/certified/: its subject and a function that solves it.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterator
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from games import (
    Activity,
    AgreedBarter,
    AlternatingOffers,
    BargainingProblem,
    Barter,
    Centres,
    ClubRace,
    CoalitionalGame,
    Contest,
    ContractNetwork,
    Exchange,
    Firm,
    HubCongestion,
    IndustryChoice,
    LegislativeBargaining,
    LinearProductionGame,
    PartitionGame,
    Platform,
    Quadrants,
    QuadraticGame,
    RepeatedGame,
    Resource,
    RichardsonRace,
    Right,
    StrategicGame,
    SubsidyCompetition,
    TacitAgreement,
    ThreatGame,
    Use,
    Value,
)
from mechanisms import (
    ContestTruce,
    FundRule,
    ReturnContract,
    SubsidyClawback,
    SubsidyTruce,
    UnequalTruce,
    WatchedTruce,
    cap_accord,
    clawback,
    common_fund,
    critical_discount,
    detection_lags,
    fairest_truce,
    matching_levy,
    return_or_stay,
    stick_and_carrot,
)
from solvers import (
    CorrelatedProblem,
    alternating_offers,
    arms_race,
    best_swap,
    coalitional_form,
    coarse_correlated_equilibrium,
    congestion_equilibrium,
    core,
    correlated_equilibrium,
    cost_of_stability,
    dominance,
    egalitarian,
    equal_loss,
    escalation,
    generalised_equilibrium,
    grim_trigger,
    iterated_elimination,
    joint_optimum,
    kalai_smorodinsky,
    least_core,
    legislative_bargaining,
    lexicographic_egalitarian,
    minmax_values,
    nash_bargaining,
    nash_equilibria,
    nash_equilibrium,
    nash_in_nash,
    nucleolus,
    one_or_several_centres,
    owen_point,
    owen_prices,
    pareto_frontier,
    partition_form,
    penal_code,
    perles_maschler,
    potential,
    prenucleolus,
    pure_equilibria,
    quadrant_choice,
    raiffa,
    shapley_value,
    subsidy_equilibrium,
    supermodular,
    sustainable_profiles,
    swap_of,
    truce_clubs,
    two_by_two,
    utilitarian,
    variable_threats,
    windfall_industries,
    zero_sum_value,
)
from solvers.certificate import Certificate, MalformedCertificate

_NAMES = ["A", "B", "C", "D"]
_ROOMY = CoalitionalGame.from_array(_NAMES, [0, 1, 0, 3, 0, 2, 4, 7, 0, 0, 3, 7, 3, 6, 3, 14])
_TIGHT = CoalitionalGame.from_array(_NAMES, [0, 1, 0, 3, 0, 2, 4, 7, 0, 0, 3, 9, 3, 6, 3, 9])
_DUO = CoalitionalGame.from_array(_NAMES[:3], [0, 0, 0, 10, 0, 0, 0, 2])
_COSTS = CoalitionalGame.from_array(_NAMES[:3], [0, 15, 20, 35, 55, 61, 65, 78], "cost")
_ONE = CoalitionalGame(["A"], {"A": 5})
_RACES = {
    "alike": SubsidyCompetition(["A", "B"], [1, 1], mu=Fraction(1, 4)),
    "unlike": SubsidyCompetition(
        ["A", "B", "C"],
        [3, 2, 1],
        [0, 1, 0],
        mu=Fraction(1, 3),
        caps={"A": Fraction(7, 3)},
        spillovers={"A": {"B": Fraction(1, 10)}},
        outside_option=1,
        public_funds_cost=Fraction(1, 10),
    ),
    "idle": SubsidyCompetition(["A", "B"], [1, 2], mu=9),
}

CERTIFIED: dict[str, tuple[Any, Any]] = {
    f"{concept.__name__} {name}": (game, concept)
    for concept in (core, least_core, cost_of_stability, nucleolus, prenucleolus, shapley_value)
    for name, game in {
        "roomy": _ROOMY,
        "tight": _TIGHT,
        "duo": _DUO,
        "costs": _COSTS,
        "one city": _ONE,
    }.items()
}
CERTIFIED |= {
    f"{concept.__name__} {name}": (game, concept)
    for concept in (subsidy_equilibrium, joint_optimum, arms_race, cap_accord, matching_levy)
    for name, game in _RACES.items()
}
CERTIFIED |= {
    f"truce {name}": (SubsidyTruce(game), critical_discount) for name, game in _RACES.items()
}

CERTIFIED |= {
    f"{name} {race}": (subject(game), solve)
    for race, game in _RACES.items()
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


_CONTESTS = {
    "two": Contest(_NAMES[:2], [4, 2]),
    "three": Contest(
        _NAMES[:3], [4, 2, 3], exponent=Fraction(1, 2), budgets={"C": Fraction(1, 10)}
    ),
    "several": Contest(_NAMES[:3], [5, 4, 4], exponent=Fraction(5, 4)),
    "all-pay": Contest(_NAMES[:3], [5, 4, 3], "all-pay"),
    "all-pay, capped": Contest(_NAMES[:2], [5, 4], "all-pay", budgets=[3, 3]),
    "winner pays": Contest(_NAMES[:3], [5, 4, 4], "Bertrand", spillovers={"B": {"C": -1}}),
    "level": Contest(_NAMES[:3], [5, 5, 4], "Bertrand"),
}
CERTIFIED |= {
    f"{concept.__name__} {name}": (game, concept)
    for concept in (subsidy_equilibrium, joint_optimum, arms_race)
    for name, game in _CONTESTS.items()
}


CERTIFIED |= {
    "escalation logit": (_RACES["unlike"], escalation),
    "escalation contest": (_CONTESTS["three"], escalation),
    "escalation in time": (
        RichardsonRace(
            _NAMES[:2],
            [[0, 2], [1, 0]],
            fatigue=[1, 1],
            grievance=[1, Fraction(1, 2)],
            budgets={"A": 5, "B": 40},
        ),
        escalation,
    ),
    "escalation that rests": (RichardsonRace(["A"], [[0]], fatigue=[2], grievance=[1]), escalation),
}


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


CERTIFIED |= {
    f"contest truce {name}": (ContestTruce(_CONTESTS[name], lag=2), critical_discount)
    for name in ("two", "all-pay", "level")
}
_CLUBS = ClubRace(
    SubsidyCompetition(_NAMES[:3], [3, 2, 1], mu=Fraction(1, 3), caps={"C": 1}, outside_option=0)
)
CERTIFIED |= {
    "partition_form gamma": (_CLUBS, partition_form),
    "partition_form alpha": (dataclasses.replace(_CLUBS, conjecture="alpha"), partition_form),
    "truce_clubs of a race": (partition_form(_CLUBS).game, truce_clubs),
    "truce_clubs, empty core": (
        PartitionGame.from_function(
            _NAMES[:3], lambda club: {3: [1, 1, 2], 2: [2, 2, 2]}.get(len(club), [0, 0, 0])
        ),
        truce_clubs,
    ),
}


def _park(conjecture: str | None = None, limit: int = 1) -> LinearProductionGame:
    """A park with room for two of three batches; the batches owned, or a common pool."""
    batches = (
        Resource(
            "batch", "tradable", dict.fromkeys(_NAMES[:3], 1), Exchange(90, 30, Fraction(1, 2))
        )
        if conjecture is None
        else Resource("batch", "common", amount=3, conjecture=conjecture)
    )
    serve = tuple(
        Activity(
            f"serve {city}",
            (city,),
            (Use("batch", 1), Use("room", 1)),
            (Value(city, "cash", 80 + k),),
            limit=2 if k else None,
        )
        for k, city in enumerate(_NAMES[:3])
    )
    park = Platform("park", None, 100, (Use("room", 2),), limit=limit)
    return LinearProductionGame(_NAMES[:3], (batches, Resource("room", "tradable")), serve, (park,))


_LAND = dataclasses.replace(
    _park(),
    resources=(*_park().resources[:1], Resource("room", "tradable", {"A": 2})),
    platforms=(),
)
CERTIFIED |= {
    "coalitional_form park": (_park(), coalitional_form),
    "coalitional_form two parks": (_park(limit=2), coalitional_form),
    "coalitional_form residual": (_park("residual"), coalitional_form),
    "coalitional_form race": (_park("race"), coalitional_form),
    "owen_prices park": (_park(), owen_prices),
    "owen_prices land": (_LAND, owen_prices),
    "owen_point land": (_LAND, owen_point),
}
# Names of their own: to swap one player for another in a basis may be a second proof of the same.
_PARTIES = ["Bill", "Jack", "Jill"]
_BARGAINS = {
    "corner": BargainingProblem.from_inequalities(
        _PARTIES[:2], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], (0, 0)
    ),
    "lottery": BargainingProblem.from_vertices(
        _PARTIES[:3], [(0, 2, 3), (Fraction(3, 2), Fraction(1, 2), 0)], (0, 0, 0)
    ),
    "one stuck": BargainingProblem.from_inequalities(
        _PARTIES[:3], [((1, 1, 0), 2), ((0, 0, 1), 5)], (0, 0, 5)
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
    _PARTIES[:2], [(0, 5), (3, 4), (5, 1), (1, 1)], (0, 0)
)
CERTIFIED |= {
    f"{concept.__name__} {name}": (_BARGAINS[name], concept)
    for concept in (pareto_frontier, perles_maschler)
    for name in ("corner", "kinked")
}
_BARGAINS["arc"] = BargainingProblem.from_frontier(
    _PARTIES[:2], "5 - x**2/3 - x", (1, Fraction(1, 3))
)
_BARGAINS["root"] = BargainingProblem.from_frontier(_PARTIES[:2], "1 + sqrt(1 - 3*x)", (0, 0))
CERTIFIED |= {
    f"{concept.__name__} {name}": (_BARGAINS[name], concept)
    for concept in (nash_bargaining, kalai_smorodinsky, egalitarian, equal_loss)
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
    "alternating_offers three rounds": (dataclasses.replace(_TALKS, rounds=3), alternating_offers),
}

# Names of actions that are no player's and no number: a mixture, a corner, and side payments.
_THREATS = StrategicGame.from_payoffs(
    _PARTIES[:2], [[4, 0], [0, 3]], [[2, 1], [2, 0]], actions=["hold", "bid"]
)
_CORNER = StrategicGame.from_payoffs(_PARTIES[:2], [[3, 0], [4, 0]], [[3, 4], [0, 0]])
CERTIFIED |= {
    "variable_threats money": (ThreatGame(_THREATS, True), variable_threats),
    "variable_threats lotteries": (ThreatGame(_THREATS), variable_threats),
    "variable_threats corner": (ThreatGame(_CORNER), variable_threats),
}

_RIGHTS = Barter(
    _PARTIES[:2],
    [
        Right("quota", "Jack", {"Bill": 9, "Jack": 4}),
        Right("site", "Bill", {"Bill": 3, "Jack": 6}),
        Right("clause", "Bill", {"Bill": 2, "Jack": 5}),
    ],
)
CERTIFIED |= {
    "best_swap": (_RIGHTS, best_swap),
    "swap_of": (
        AgreedBarter(_RIGHTS, {"Bill": Fraction(9, 2), "Jack": Fraction(6)}),
        lambda agreed: swap_of(agreed.barter, agreed.gains),
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

_PENNIES = StrategicGame.from_payoffs(_PARTIES[:2], [[3, -1], [-2, 1]], [[-3, 1], [2, -1]])
_YIELD = StrategicGame.from_payoffs(
    _PARTIES[:2], [[6, 2], [7, 0]], [[6, 7], [2, 0]], actions=["yield", "go"]
)
_STEPS = StrategicGame.from_payoffs(
    _PARTIES[:2],
    [[3, 0, 1], [0, 3, 1], [1, 1, 1], [2, 0, 1]],
    [[1, 0, 0], [0, 1, 0], [2, 1, 0], [1, 1, 0]],
    actions=[["up", "down", "middle", "aside"], ["left", "right", "out"]],
)
CERTIFIED |= {
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

_COUNCIL = LegislativeBargaining(
    ["Hub", "Quzhou", "Jinhua", "Lishui"],
    Fraction(9, 10),
    3,
    {"Hub": 0.5, "Quzhou": 0.25, "Jinhua": 0.125, "Lishui": 0.125},
)
CERTIFIED |= {"legislative_bargaining": (_COUNCIL, legislative_bargaining)}

_DILEMMA = StrategicGame.from_payoffs(
    _PARTIES[:2], [[9, 1], [10, 3]], [[9, 10], [1, 3]], actions=["hold", "bid"]
)
_DUOPOLY = StrategicGame.from_function(
    _PARTIES[:2],
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
        StrategicGame.from_payoffs(_PARTIES[:2], [[3, 1], [5, 1]], [[3, 5], [1, 1]]),
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
_CHASE = StrategicGame.from_payoffs(_PARTIES[:2], [[2, 0], [0, 1]], [[0, 1], [3, 0]])
_STAGS = StrategicGame.from_payoffs(_PARTIES[:2], [[4, 1], [3, 3]], [[4, 3], [1, 3]])
# Jordan (1993): each follows the next, the last flees the first; one equilibrium, which is mixed.
_JORDAN = StrategicGame.from_function(
    _PARTIES[:3],
    ["left", "right"],
    lambda acts: [int(acts[0] == acts[1]), int(acts[1] == acts[2]), int(acts[2] != acts[0])],
)
CERTIFIED |= {
    f"{concept.__name__} {name}": (game, concept)
    for concept in (pure_equilibria, nash_equilibria, nash_equilibrium)
    for name, game in {
        "chase": _CHASE,
        "stags": _STAGS,
        "indifferent": StrategicGame.from_payoffs(_PARTIES[:2], [[1, 1], [1, 0]], [[0, 0], [0, 0]]),
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

_KINDS_OF_FIRMS = [
    Firm("software", [5, 2], [1, 1], 1, number=3),
    Firm("devices", [5, 2], [4, 1], 1),
]
_RETURN = ReturnContract(
    *_PARTIES[:2],
    support=1,
    chance=Fraction(1, 2),
    stay=4,
    back=3,
    home={"return": 6},
    hub={"stay": 5},
    bonus=Fraction(3, 2),
    promised=True,
    patience=Fraction(3, 4),
)
CERTIFIED |= {
    "congestion_equilibrium many": (
        HubCongestion(_PARTIES, [9, 7, 1], [1, 2, 1], 5, outside=2, tolls=[0, 1, 0]),
        congestion_equilibrium,
    ),
    "congestion_equilibrium whole": (
        HubCongestion(_PARTIES, [5, 5, 4], [1, 2, 1], 5, whole=True),
        congestion_equilibrium,
    ),
    "windfall_industries": (
        IndustryChoice(
            _PARTIES[:3], ["chips", "tea"], signal=[9, 4], truth=[6, 4], crowding=[3, 0]
        ),
        windfall_industries,
    ),
    "windfall_industries clusters": (
        IndustryChoice(_PARTIES[:3], ["chips", "tea"], signal=[3, 2], crowding=[-2, -2]),
        windfall_industries,
    ),
    "quadrant_choice": (Quadrants("Hub", "Home", _KINDS_OF_FIRMS), quadrant_choice),
    "quadrant_choice logit": (
        Quadrants("Hub", "Home", _KINDS_OF_FIRMS, mu=1, bonus=1, target=0.9),
        quadrant_choice,
    ),
    "return_or_stay": (_RETURN, return_or_stay),
    "one_or_several_centres": (
        Centres(
            HubCongestion(["Hub", "Port"], [9, 8], [1, 1], 8, outside=0),
            SubsidyCompetition(_PARTIES, [1, 1, 2], mu=Fraction(1, 4)),
            {"Bill": "Hub", "Jack": "Port", "Jill": "Port"},
            "Hub",
        ),
        one_or_several_centres,
    ),
}
for _room in sorted((Path(__file__).parents[1] / "certified").glob("[!_]*.py")):
    CERTIFIED |= import_module(f"tests.certified.{_room.stem}").CERTIFIED


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every leaf of the JSON with its path; a fraction is one leaf."""
    if isinstance(data, dict) and data.keys() != {"exact", "value"}:
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list | tuple):
        for k, value in enumerate(data):
            yield from leaves(value, (*path, k))
    else:
        yield path, data


def forgeries(leaf: Any) -> Iterator[Any]:
    if isinstance(leaf, dict):
        number = Fraction(leaf["exact"])
        for other in (number + 1, number - 1, -number, number * 2, number + Fraction(1, 10**9)):
            if other != number:
                yield {"exact": str(other), "value": float(other)}
        yield {**leaf, "exact": str(number + 1)}
        yield {**leaf, "value": float(number) + 0.5}
        yield str(number)
    elif isinstance(leaf, bool):
        yield not leaf
    elif isinstance(leaf, int):
        yield from (leaf + 1, leaf - 1, str(leaf))
    elif isinstance(leaf, str):
        yield from (other for other in (*_NAMES, leaf + "x", "") if other != leaf)
        yield from (kind for kind in _KINDS if kind != leaf)
    elif leaf is None:
        yield from (0, {"exact": "0", "value": 0.0})
    else:
        raise AssertionError(f"{leaf!r} is no leaf that a certificate should have")


def kinds() -> list[str]:
    return sorted({concept(subject).certificate.kind for subject, concept in CERTIFIED.values()})


_KINDS = kinds()


@pytest.mark.parametrize("name", CERTIFIED)
def test_no_leaf_can_be_changed(name):
    subject, concept = CERTIFIED[name]
    certificate = concept(subject).certificate
    assert certificate.verify(subject) is True
    data = certificate.to_json()
    assert Certificate.from_json(data) == certificate
    found = list(leaves(data))
    assert len(found) > 1
    for path, leaf in found:
        for forged in forgeries(leaf):
            changed = copy.deepcopy(data)
            at = changed
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = forged
            try:
                other = Certificate.from_json(changed)
            except MalformedCertificate:
                continue
            if path == ("kind",) and other.verify(subject):
                # One city, say, gets the same by most concepts: then it may be called by any.
                assert other.answer(subject) == certificate.answer(subject)
                continue
            assert not other.verify(subject), f"{path}: {leaf!r} -> {forged!r} passes"


@pytest.mark.parametrize("name", CERTIFIED)
def test_no_part_that_is_needed_can_be_left_out(name):
    """A proof may have a level too many; what is left then proves the same answer."""
    subject, concept = CERTIFIED[name]
    certificate = concept(subject).certificate
    data = certificate.to_json()

    def without_one(at: Any) -> Iterator[Any]:
        if isinstance(at, dict):
            for key, value in at.items():
                yield {k: v for k, v in at.items() if k != key}
                yield from ({**at, key: other} for other in without_one(value))
        elif isinstance(at, list):
            for k, value in enumerate(at):
                yield at[:k] + at[k + 1 :]
                yield from ([*at[:k], other, *at[k + 1 :]] for other in without_one(value))

    for changed in without_one(data):
        try:
            other = Certificate.from_json(changed)
        except MalformedCertificate:
            continue
        if other.verify(subject):
            assert other.answer(subject) == certificate.answer(subject), changed


def test_a_certificate_proves_nothing_about_another_game():
    for subject, concept in CERTIFIED.values():
        certificate = concept(subject).certificate
        others = [game for game in (_ROOMY, _TIGHT, _DUO, _COSTS) if game is not subject]
        assert all(not certificate.verify(other) for other in others if other != subject)
