"""Families of coalitional games: small subjects whose certificates are changed leaf by leaf."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games import (
    Activity,
    AirportGame,
    Arc,
    AssignmentGame,
    DividendGame,
    FacilityLocation,
    FlowGame,
    GloveGame,
    LinearProductionGame,
    OracleGame,
    PointHubs,
    Resource,
    SpanningTreeGame,
    StationNodes,
    Use,
    Value,
    WeightedVoting,
)
from solvers import (
    LinearProgram,
    ProgramGame,
    Row,
    assignment_core,
    banzhaf_value,
    coleman_power,
    core,
    cost_of_stability,
    dutta_kar,
    hub_plans,
    least_core,
    maximum_flow,
    normalised_banzhaf_value,
    nucleolus,
    optimal_assignment,
    shapley_estimate,
    shapley_value,
    spanning_tree,
    station_plan,
)
from solvers.families.multilinear_extension import enclosed_power
from solvers.families.shortfall_search import Requirements, shortfall_search
from solvers.families.stable_optimum import StableProgram, StableSplits, stable_optimum
from solvers.families.weighted_voting import EnclosedShapleyShubikCertificate
from solvers.families.worth_at_most import worth_at_most
from solvers.families.worth_of_all import worth_of_all
from tests.certified._subjects import PARTIES

_HOUSES = AssignmentGame(["s1", "s2", "s3"], ["b1", "b2"], [[5, 8], [7, 9], [2, 3]])

# A park for 100 serves two batches worth 80 each; three cities have one batch each.
_PARK = ProgramGame(
    ["A", "B", "C"],
    LinearProgram(
        "max",
        {"batches": Fraction(80), "park": Fraction(-100)},
        (
            Row("room", {"batches": Fraction(1), "park": Fraction(-2)}, "<=", Fraction(0)),
            Row(
                "owned",
                {"batches": Fraction(1)} | dict.fromkeys("ABC", Fraction(-1)),
                "<=",
                Fraction(0),
            ),
        ),
        dict.fromkeys("ABC", (Fraction(0), Fraction(1)))
        | {"batches": (Fraction(0), Fraction(3)), "park": (Fraction(0), Fraction(2))},
    ),
    ["park"],
)


def majority(group):
    return int(len(group) > 1)


_MARKET = LinearProductionGame(
    ["A", "B", "C"],
    [Resource("lots", "tradable", {"A": 2, "B": 1})],
    [
        Activity(f"stall at {c}", (c,), (Use("lots", 1),), (Value(c, "cash", worth),), limit=2)
        for c, worth in (("A", 3), ("C", 7))
    ],
)


def _estimate(market):
    return shapley_estimate(market, orders=8)


_HUB = FacilityLocation(["A", "B"], ["hub"], [6], [[1], [2]])

CERTIFIED: dict[str, tuple[Any, Any]] = {
    f"{concept.__name__} of {name}": (game, concept)
    for concept in (optimal_assignment, assignment_core, nucleolus)
    for name, game in {
        "a market": _HOUSES,
        "no market": AssignmentGame(["s"], ["b"], [[0]]),
    }.items()
}
CERTIFIED |= {
    "core of a park for two": (_PARK, core),
    "least_core of two and a hub": (_HUB, least_core),
    "cost_of_stability of two and a hub": (_HUB, cost_of_stability),
}
CERTIFIED["worth_of_all of a market"] = _MARKET, worth_of_all
CERTIFIED["shapley_estimate of a market"] = _MARKET, _estimate
CERTIFIED["worth_at_most of a park for two"] = _PARK, worth_at_most
CERTIFIED["stable_optimum of two and a hub"] = (
    StableProgram(StableSplits(_HUB, ("A", "B"), Fraction(-9)), {"A": Fraction(1)}),
    stable_optimum,
)
# A and B have enough for no group to count: nothing is claimed of groups that are named.
CERTIFIED["shortfall_search of a market"] = (
    Requirements(
        game=_MARKET,
        payoffs={"A": Fraction(20), "B": Fraction(10)},
        alone={"C": Fraction(0)},
        start={"C": Fraction(0)},
    ),
    shortfall_search,
)
_VOTE = WeightedVoting({"A": 3, "B": 2, "C": 1}, 4)
_LINE = AirportGame({"A": 10, "B": 40, "C": 60})


def _enclosed(vote):
    shares, _, _ = enclosed_power(*vote.integers())
    return EnclosedShapleyShubikCertificate(dict(zip(vote.players, shares, strict=True))).answer(
        vote
    )


CERTIFIED |= {
    "shapley_value of a vote": (_VOTE, shapley_value),
    "shapley_value of a vote, enclosed": (_VOTE, _enclosed),
    "banzhaf_value of a vote": (_VOTE, banzhaf_value),
    "normalised_banzhaf_value of a vote": (_VOTE, normalised_banzhaf_value),
    "shapley_value of a line": (_LINE, shapley_value),
    "nucleolus of a line": (_LINE, nucleolus),
    "shapley_value of gloves": (GloveGame(["L"], ["R", "S"]), shapley_value),
    "shapley_value of dividends": (DividendGame(["A", "B"], {("A", "B"): 3}), shapley_value),
    "banzhaf_value of dividends": (DividendGame(["A", "B"], {("A", "B"): 3}), banzhaf_value),
    "dutta_kar": (
        SpanningTreeGame(["A", "B", "C"], [10, 20, 25], {("A", "B"): 6, ("B", "C"): 8}),
        dutta_kar,
    ),
    "spanning_tree of a grid": (
        SpanningTreeGame(["A", "B"], [4, 6], {("A", "B"): 3}),
        spanning_tree,
    ),
    "core of a majority that is asked": (
        OracleGame(PARTIES, majority),
        core,
    ),
    "core of a vote": (_VOTE, core),
    "core of a line": (_LINE, core),
    "core of gloves": (GloveGame(["L"], ["R", "S"]), core),
    "core of a pair of gloves": (GloveGame(["L"], ["R"]), core),
    "core of a grid": (SpanningTreeGame(["A", "B"], [4, 6], {("A", "B"): 3}), core),
    "core of a vote without a veto": (WeightedVoting(dict.fromkeys(PARTIES, 1), 2), core),
    "coleman_power of a vote": (_VOTE, coleman_power),
    "nucleolus of gloves": (GloveGame(["L"], ["R", "S"]), nucleolus),
    "nucleolus of a pair of gloves": (GloveGame(["L"], ["R"]), nucleolus),
    "maximum_flow of a line": (
        FlowGame("s", "t", [Arc("s", "a", 5, "A"), Arc("a", "t", 3, "B")]),
        maximum_flow,
    ),
    "hub_plans": (
        PointHubs(
            ["A", "B"], ["north", "south"], [3, 4], [[5, 1], [None, 2]], 7, planned=["south"]
        ),
        hub_plans,
    ),
    "station_plan": (
        StationNodes(
            ["A", "B"],
            ["station", "park"],
            [3, 1],
            [[9, 8], [7, 6]],
            minutes=[[10, 40], [20, 30]],
            minute=[Fraction(1, 10), Fraction(1, 5)],
            remote="park",
        ),
        station_plan,
    ),
}
