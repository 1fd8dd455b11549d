"""Games given by integer programs: against the table of all coalitions, and beyond any table."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import (
    Activity,
    Arc,
    CoalitionalGame,
    Exchange,
    FacilityLocation,
    FlowGame,
    InvalidInput,
    LinearProductionGame,
    NotProven,
    OracleGame,
    Platform,
    Resource,
    Undefined,
    Use,
    Value,
)
from games.exact import exact
from solvers import (
    CostOfStability,
    LeastCore,
    LinearProgram,
    NoCoalitionFound,
    ProgramGame,
    Row,
    Violation,
    blocking_coalitions,
    core,
    core_violation,
    cost_of_stability,
    excess,
    greatest_excess,
    least_core,
    program_game,
    tabulated,
)
from solvers.answer import Allocation, Proof
from solvers.families import large_split
from solvers.families.branch_and_bound import branch_and_bound
from solvers.families.coalition_search import CoalitionSearch
from solvers.families.integer_program import Case, IntegerProgram, Step, proven_bound
from solvers.families.opening_climb import OpeningClimb
from solvers.families.program_oracle import ProgramOracle
from solvers.families.proven_plan import plan_violations, plan_worth
from tests.properties.strategies import examples

ONE, NONE = Fraction(1), Fraction(0)


@st.composite
def facility_games(draw):
    cities = [f"c{k}" for k in range(draw(st.integers(1, 5)))]
    sites = [f"f{k}" for k in range(draw(st.integers(1, 3)))]
    number = draw(st.sampled_from([st.integers(0, 9), st.fractions(0, 5, max_denominator=4)]))
    opening = [draw(number) for _ in sites]
    service = []
    for _ in cities:
        row = [draw(st.none() | number) for _ in sites]
        service.append(row if any(c is not None for c in row) else [draw(number) for _ in sites])
    return FacilityLocation(cities, sites, opening, service)


@st.composite
def park_games(draw):
    """Batches, quota with an outside market, and parks with a fixed cost, owned or not."""
    cities = [f"c{k}" for k in range(draw(st.integers(1, 4)))]
    small = st.integers(0, 3)
    resources = [
        Resource("batch", "tradable", {c: draw(small) for c in cities}),
        Resource("room", "tradable"),
        Resource(
            "quota",
            "tradable",
            {c: draw(small) for c in cities},
            draw(st.none() | st.just(Exchange(9, 2, 1))),
        ),
    ]
    serve = [
        Activity(
            f"serve {c}",
            (c,),
            (Use("batch", 1), Use("room", 1), Use("quota", draw(small))),
            (Value(c, "cash", draw(st.integers(1, 20))),),
            limit=draw(st.none() | st.sampled_from([1, 2])),
        )
        for c in cities
    ]
    parks = [
        Platform(
            f"park {k}",
            draw(st.none() | st.sampled_from(cities)),
            draw(st.integers(0, 20)),
            (Use("room", 2),),
            limit=draw(st.integers(1, 2)),
        )
        for k in range(draw(st.integers(1, 2)))
    ]
    return LinearProductionGame(tuple(cities), resources, serve, parks)


def same_answers(game):
    table = tabulated(game)
    found = least_core(game)
    assert found.proof.kind == "exact"
    assert found.certificate.verify(game) is True
    assert found.epsilon == least_core(table).epsilon
    worst = max(
        (table.as_gains().worth(m) - sum(_gains(game, found.point[c]) for c in table.members(m)))
        for m in range(1, max(table.grand, 2))
    )
    assert len(table.players) == 1 or worst == found.epsilon
    paid = cost_of_stability(game)
    assert paid.proof.kind == "exact"
    assert paid.certificate.verify(game) is True
    assert paid.value == cost_of_stability(table).value

    answer = core(game)
    assert answer.certificate.verify(game) is True
    assert answer.empty == core(table).empty
    if not answer.empty:
        assert core_violation(table, answer.point) is None
        assert answer.contains(answer.point)
        assert core_violation(game, {c: float(x) for c, x in answer.point.items()}) is None
    even = {city: table.grand_worth / len(table.players) for city in table.players}
    for more in (1, -1):  # who are to share out more than there is have less to gain
        unpaid = {city: x + more for city, x in even.items()}
        assert core_violation(game, unpaid) == core_violation(table, unpaid)
    ours, theirs = core_violation(game, even), core_violation(table, even)
    assert (ours and ours.gain) == (theirs and theirs.gain)
    if ours is not None:
        assert excess(table, even, ours.coalition) == ours.gain
    most = greatest_excess(table, even)
    found_most = greatest_excess(game, even)
    assert (most and most.gain) == (found_most and found_most.gain)


def _gains(game, x):
    return x if getattr(game, "sense", "gain") == "gain" else -x


@examples(8)
@given(facility_games())
def test_facilities_agree_with_the_table_of_all_coalitions(game):
    same_answers(game)


@examples(8)
@given(park_games())
def test_parks_agree_with_the_table_of_all_coalitions(game):
    same_answers(game)


def test_a_coalition_that_floats_take_for_unhappy_does_not_end_the_search():
    """HiGHS lets 0 or 1 be missed by a millionth, which looked like an excess."""
    cities = ("c0", "c1", "c2")
    resources = [
        Resource("batch", "tradable", {"c0": 3, "c1": 2}),
        Resource("room", "tradable"),
        Resource("quota", "tradable", {"c0": 1, "c1": 1}, Exchange(9, 2, 1)),
    ]
    serve = [
        Activity(
            f"serve {city}",
            (city,),
            (Use("batch", 1), Use("room", 1), Use("quota", quota)),
            (Value(city, "cash", worth),),
            limit=limit,
        )
        for city, quota, worth, limit in (("c0", 3, 12, 2), ("c1", 1, 15, 1), ("c2", 1, 3, 2))
    ]
    parks = [
        Platform("park 0", "c2", 10, (Use("room", 3),)),
        Platform("park 1", "c0", 4, (Use("room", 3),), limit=2),
        Platform("park 2", "c2", 1, (Use("room", 1),), limit=2),
    ]
    same_answers(LinearProductionGame(cities, resources, serve, parks))


def _some_16_digits(table, chance):
    """A split of v(N) in floats that use all their digits."""
    size = 1 + abs(float(table.grand_worth))
    paid = [chance.uniform(-size, size) for _ in table.players[1:]]
    return dict(zip(table.players, [*paid, float(table.grand_worth) - sum(paid)], strict=True))


@examples(12)
@given(st.one_of(facility_games(), park_games()), st.integers(0, 10**6))
def test_splits_of_sixteen_digits_are_judged_as_by_the_table(game, seed):
    table, chance = tabulated(game), random.Random(seed)
    for _ in range(4):
        split = _some_16_digits(table, chance)
        ours, theirs = core_violation(game, split), core_violation(table, split)
        assert (ours and ours.gain) == (theirs and theirs.gain)
        ours, theirs = greatest_excess(game, split), greatest_excess(table, split)
        assert (ours and ours.gain) == (theirs and theirs.gain)


def test_no_split_of_two_cities_is_too_fine_to_judge():
    hub = FacilityLocation(["A", "B"], ["hub"], [8], [[6], [9]])
    split = {"A": 1.2647553001602057, "B": 21.735244699839797}
    assert core_violation(hub, split) == Violation(("B",), exact(split["B"]) - 17)
    chance = random.Random(1)
    for _ in range(150):
        paid = chance.uniform(-5, 25)
        split = {"A": paid, "B": 23 - paid}
        most = max((exact(split["A"]) - 14, ("A",)), (exact(split["B"]) - 17, ("B",)))
        assert greatest_excess(hub, split) == Violation(most[1], most[0])


@pytest.mark.parametrize("size", [1, 10**10])
def test_costs_of_sixteen_digits_are_proven_too(size):
    chance = random.Random(5)
    for _ in range(4):
        service = [[size * chance.uniform(0, 9) for _ in range(3)] for _ in range(4)]
        game = FacilityLocation(
            list("ABCD"), list("xyz"), [size * chance.uniform(0, 9) for _ in "xyz"], service
        )
        found = least_core(game)
        assert found.proof.kind == "exact"
        assert found.epsilon == least_core(tabulated(game)).epsilon
        near = {city: float(x) for city, x in found.point.items()}
        assert (core_violation(game, near) is None) == (found.epsilon <= 0)


@pytest.mark.parametrize(("size", "least", "more"), [(1, "3", "6"), (10**12, "3e+12", "6e+12")])
def test_what_is_left_unproven_says_how_much(size, least, more, monkeypatch):
    hub = FacilityLocation(["A", "B"], ["hub"], [8 * size], [[6 * size], [9 * size]])

    def left_open(oracle, *_):
        case = Case((), {}, NONE, 9 * size / oracle.unit)
        return (case,), case.bound, None

    monkeypatch.setattr(ProgramOracle, "prove", left_open)
    with pytest.raises(NotProven) as caught:
        core_violation(hub, {"A": 3 * size, "B": 20 * size})
    assert caught.value.witness == 9 * size
    assert str(caught.value) == (
        f"No proof of the most unhappy coalition was found: {{B}} gains {least} by leaving, and "
        f"another up to {more} more for all that is known (cases looked at: 1)."
    )


SIZES = [Fraction(1, 10**7), Fraction(1, 10**12), Fraction(1, 10**400), Fraction(10**12)]


@pytest.mark.parametrize("size", SIZES)
def test_games_worth_next_to_nothing_or_trillions_are_judged_as_those_worth_something(size):
    """HiGHS' tolerances are absolute: unscaled, it takes 1e-8 for nothing."""
    costs = [[0, None, 0], [0, 0, None], [None, 0, 0]]
    ring = FacilityLocation(list("ABC"), ["ab", "bc", "ca"], [2 * size] * 3, costs)
    least, paid, verdict = least_core(ring), cost_of_stability(ring), core(ring)
    assert (least.epsilon, paid.value, verdict.empty) == (2 * size / 3, size, True)
    for answer in (least, paid, verdict):
        assert answer.certificate.verify(ring) is True
    assert least.proof.kind == paid.proof.kind == "exact"
    split = {"A": size, "B": size, "C": 2 * size}
    assert core_violation(ring, split).gain == greatest_excess(ring, split).gain == size
    assert core_violation(ring, {"A": 10**15, "B": 0, "C": 0}).gain == 10**15 - 4 * size
    told = []
    hub = FacilityLocation(["A", "B"], ["hub"], [8 * size], [[6 * size], [9 * size]])
    assert least_core(hub, progress=told.append).epsilon == -4 * size
    assert all(abs(line.lowest) <= 100 * size for line in told)
    assert tabulated(program_game(hub)) == tabulated(hub)


def test_quantities_next_to_nothing_are_asked_for_in_a_smaller_unit():
    tiny = Fraction(1, 10**9)
    flow = FlowGame("s", "t", [Arc("s", "t", tiny, "A"), Arc("s", "t", 2 * tiny, "B")])
    for concept in (least_core, cost_of_stability):
        with pytest.raises(InvalidInput, match=r"quantity .* 2e-09; .* 1e-08 or more.*smaller"):
            concept(flow)


@examples(20)
@given(facility_games(), st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_a_climb_ends_at_coalitions_with_their_plans(game, drawn):
    model = program_game(game)
    climb = OpeningClimb.of(model, list(model.program.bounds))
    if climb is None:
        assert any(cost == (None,) * len(cost) for cost in zip(*game.service, strict=True))
        return
    payoffs = dict(zip(game.players, map(Fraction, drawn), strict=False))
    paid = np.array([-float(x) for x in payoffs.values()])
    ends, table = [], tabulated(game)
    for point in climb.above(paid, 0.0):
        plan = {n: Fraction(x) for n, x in zip(climb.names, point.tolist(), strict=True) if x}
        members = tuple(name for name in game.players if plan.pop(name, None))
        assert not list(plan_violations(model, members, plan))
        ends.append(sum(payoffs[name] for name in members) + plan_worth(model, plan))
        assert 0 < ends[-1] <= sum(payoffs[name] for name in members) - table.worth(members)
    most = max(sum(payoffs[c] for c in s) - table.worth(s) for s in table)
    assert len(game.facilities) > 1 or max(ends, default=0) == max(most, 0)


def test_a_climb_closes_what_later_openings_make_useless():
    """From the middle alone, for which each would pay 6: 7 are gained; with both ends 10."""
    sites = ["middle", "left", "right"]
    game = FacilityLocation(["A", "B"], sites, [1, 1, 1], [[2, 0, 9], [2, 9, 0]])
    model = program_game(game)
    climb = OpeningClimb.of(model, list(model.program.bounds))
    climb.starts = {(0,): None}
    (point,) = climb.above(np.array([-6.0, -6.0]), 9.5)
    opened = [climb.names[k] for k in np.flatnonzero(point) if climb.names[k].startswith("open")]
    assert opened == ["open left", "open right"]


def test_no_climb_where_more_is_at_stake_than_openings():
    unit = (NONE, ONE)
    needed = Row("z needs A", {"z": ONE, "A": -ONE}, "<=", NONE)
    program = LinearProgram("max", {"z": ONE}, (needed,), {"A": unit, "z": unit})
    model = ProgramGame(["A"], program, ["z"])
    assert OpeningClimb.of(model, ["A", "z"]) is None


@examples(5)
@given(facility_games())
def test_the_program_is_worth_what_all_sets_of_facilities_are(game):
    assert tabulated(program_game(game)) == tabulated(game)


def test_a_park_for_two_of_three_costs_thirty_to_stabilise():
    """The design's example: pairs make 60, all three no more."""
    park = ProgramGame(
        ["A", "B", "C"],
        LinearProgram(
            "max",
            {"batches": Fraction(80), "park": Fraction(-100)},
            (
                Row("room", {"batches": ONE, "park": Fraction(-2)}, "<=", NONE),
                Row("owned", {"batches": ONE, "A": -ONE, "B": -ONE, "C": -ONE}, "<=", NONE),
            ),
            dict.fromkeys("ABC", (NONE, ONE))
            | {"batches": (NONE, Fraction(3)), "park": (NONE, Fraction(2))},
        ),
        ["park"],
    )
    assert tabulated(park).grand_worth == 60
    assert cost_of_stability(park).value == 30
    assert least_core(park).epsilon == least_core(tabulated(park)).epsilon == 20


def forty_towns():
    """Forty towns on a ring road, a possible hub in every second, towns far apart cost more."""
    towns = [f"t{k}" for k in range(40)]
    hubs = [f"h{k}" for k in range(0, 40, 2)]

    def apart(i, j):
        return min(abs(i - j), 40 - abs(i - j))

    return FacilityLocation(
        towns,
        hubs,
        [25 + (7 * k) % 11 for k in range(20)],
        [[3 * apart(i, j) + (i * j) % 4 for j in range(0, 40, 2)] for i in range(40)],
    )


def test_forty_towns_with_proof_and_progress():
    told = []
    game = forty_towns()
    answer = least_core(game, progress=told.append)
    assert answer.proof.kind == "exact"
    assert answer.certificate.verify(game) is True
    assert told
    assert "between" in str(told[-1])


def test_where_time_is_up_epsilon_is_enclosed():
    fans = FacilityLocation(
        [f"c{i}" for i in range(7)],
        [f"f{j}" for j in range(7)],
        [10] * 7,
        [[(i * j + i) % 3 if (i - j) % 9 in (0, 1, 3) else 60 for j in range(7)] for i in range(7)],
    )
    hasty, full = least_core(fans, seconds=0), least_core(tabulated(fans))
    assert hasty.certificate.verify(fans) is True
    radius = hasty.proof.radius or 0
    assert hasty.epsilon - radius <= full.epsilon <= hasty.epsilon
    paid = cost_of_stability(fans, seconds=0)
    assert paid.certificate.verify(fans) is True
    assert paid.value - (paid.proof.radius or 0) <= cost_of_stability(tabulated(fans)).value
    assert cost_of_stability(tabulated(fans)).value <= paid.value


def test_cases_that_leave_a_gap_are_refused():
    lp = LinearProgram(
        "max",
        {"a": Fraction(2), "b": Fraction(3)},
        (Row("room", {"a": Fraction(2), "b": Fraction(3)}, "<=", Fraction(4)),),
        {"a": (NONE, ONE), "b": (NONE, ONE)},
    )
    program = IntegerProgram(lp, ("a", "b"))
    cases, better = branch_and_bound(program, Fraction(3))
    assert better is None
    assert proven_bound(program, cases) == 3
    for k, case in enumerate(cases):
        for forged in (
            (*cases[:k], *cases[k + 1 :]),
            (*cases[:k], replace(case, bound=case.bound - 1), *cases[k + 1 :]),
            (*cases[:k], replace(case, path=()), *cases[k + 1 :]),
        ):
            with pytest.raises(ValueError, match="case"):
                proven_bound(program, forged)
    with pytest.raises(ValueError, match="cover"):
        proven_bound(program, (Case((Step("a", "<=", 0),), {}, NONE, Fraction(3)),))
    _, better = branch_and_bound(program, Fraction(2))
    assert better is not None
    assert round(better[1]) == 1


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: FacilityLocation(["A"], ["f"], [-1], [[1]]), "opening cost of f"),
        (lambda: FacilityLocation(["A"], [], [], [[]]), "the list of facilities is missing"),
        (lambda: FacilityLocation(["A"], [""], [1], [[1]]), "a facility is ''"),
        (lambda: FacilityLocation(["A"], ["f"], [1], [[None]]), "service of A is missing"),
        (lambda: FacilityLocation(["A"], ["f"], [1], [[math.inf]]), "A from f is inf"),
        (lambda: program_game(3), "the game is of type int"),
        (
            lambda: ProgramGame(["A"], LinearProgram("max", {}, (), {})),
            "the variable of A is missing",
        ),
        (
            lambda: ProgramGame(["A"], LinearProgram("max", {}, (), {"A": (NONE, Fraction(2))})),
            "the variable of A is 'bounded by 0 and 2'",
        ),
    ],
)
def test_bad_input_is_one_sentence(make, words):
    with pytest.raises(InvalidInput, match=words):
        make()


def test_an_oracle_with_a_separation_function_finds_what_the_table_proves():
    def value(s):
        return len(s) ** 2 - (7 if "c3" in s else 0)

    def separation(x):
        """By size the cheapest members; with or without c3."""
        rest = sorted((name for name in x if name != "c3"), key=x.get)
        groups = [[*rest[:k], *extra] for k in range(6) for extra in ([], ["c3"])]
        groups = [group for group in groups if 0 < len(group) < 6]
        return max(groups, key=lambda s: value(s) - sum(x[name] for name in s))

    names = [f"c{k}" for k in range(6)]
    for game in (OracleGame(names, value, separation), OracleGame(names, value)):
        assert least_core(game).epsilon == least_core(tabulated(game)).epsilon
        assert least_core(game).proof.kind == "unproven"
        assert cost_of_stability(game).value == cost_of_stability(tabulated(game)).value == 0
    costs = OracleGame(names, lambda s: 3 + len(s), sense="cost")
    assert least_core(costs).epsilon == least_core(tabulated(costs)).epsilon
    assert least_core(OracleGame(["A"], len)).point["A"] == 1


def hidden_half():
    """Thirty cities of which one half alone makes more than all: no search will find it."""
    cities = [f"c{i}" for i in range(30)]
    half = frozenset(cities[::2])
    return OracleGame(
        cities, lambda s: 1000 if half.issubset(s) and len(s) == 15 else 100 * (len(s) == 30)
    )


@pytest.mark.parametrize("unit", [Fraction(1, 10**9), 1e-12, Fraction(1, 10**40), 10**12, 1e12])
@pytest.mark.parametrize("alone", [0, 10**5])
def test_an_oracle_is_judged_in_whatever_unit_and_beside_whatever_each_makes_alone(unit, alone):
    votes = {"A": 3, "B": 1, "C": 4, "D": 1, "E": 5, "F": 9}

    def worth(members):
        held = sum(votes[name] for name in members)
        return (held * held // 10 + alone * len(members)) * exact(unit)

    def unhappiest(payoffs):
        groups = [s for k in range(1, 6) for s in itertools.combinations(votes, k)]
        return max(groups, key=lambda s: worth(s) - sum(exact(payoffs[name]) for name in s))

    for separation in (None, unhappiest):
        game = OracleGame(list(votes), worth, separation)
        table = tabulated(game)
        assert least_core(game).epsilon == least_core(table).epsilon
        assert cost_of_stability(game).value == cost_of_stability(table).value
        assert separation is None or core_violation(table, core(game).point) is None
        assert core_violation(game, dict.fromkeys(votes, worth(votes) / 6)) is not None


def test_an_oracle_of_which_only_pairs_make_next_to_nothing():
    """All that is asked at first is worth 0: the unit is found on the way."""
    tiny = Fraction(1, 10**14)
    game = OracleGame(list("ABCDEF"), lambda s: tiny * (len(s) in (2, 3)))
    assert least_core(game).epsilon == least_core(tabulated(game)).epsilon == tiny
    assert cost_of_stability(game).value == cost_of_stability(tabulated(game)).value


@pytest.mark.parametrize(("sense", "sign"), [("gain", 1), ("cost", -1)])
def test_that_a_core_is_empty_is_proven_alike_of_a_game_that_is_asked_and_of_its_table(sense, sign):
    game = OracleGame(list("ABCDE"), lambda s: sign * (len(s) > 2), sense=sense)
    for one in (game, tabulated(game)):
        proof = core(one).certificate
        assert proof.verify(game) is proof.verify(tabulated(game)) is True
        assert not proof.verify(OracleGame(game.players, lambda s: sign * len(s), sense=sense))
        assert not proof.verify(OracleGame(list("BACDE"), game.value, sense=sense))


def test_what_no_search_found_is_not_said_to_be_so():
    """Its core is empty: fifteen cities alone make ten times what all make."""
    game = hidden_half()
    for answer in (least_core(game), cost_of_stability(game)):
        assert answer.proof.kind == "unproven"
        assert "core is not empty" not in answer.status
        assert answer.status.startswith("No coalition was found")
        assert "lower bound" in answer.status
    majority = OracleGame(["A", "B", "C"], lambda s: int(len(s) > 1))
    for answer in (least_core(majority), cost_of_stability(majority)):
        assert answer.status.startswith("The core is empty")
        assert "others may exist" in answer.status


def test_one_coalition_is_asked_and_one_that_blocks_is_found():
    cities = [f"c{i}" for i in range(30)]
    asked = []

    def value(s):
        asked.append(s)
        return len(s) * (len(s) - 1)

    split = {city: 29 + (k == 0) - (k == 1) for k, city in enumerate(cities)}
    game = OracleGame(cities, value)
    assert excess(game, split, ["c2", "c1"]) == 2 - 28 - 29
    assert asked == [("c1", "c2")]
    costs = OracleGame(cities, value, sense="cost")
    assert excess(costs, split, (name for name in ["c2", "c1"])) == 28 + 29 - 2
    greedy = dict.fromkeys(cities, 0) | {"c0": 870}
    found = core_violation(game, greedy)
    assert found.gain == excess(game, greedy, found.coalition) == 29 * 28
    assert "c0" not in found.coalition
    short = core_violation(game, dict.fromkeys(cities, 28))
    assert short == Violation(tuple(cities), Fraction(30))


def test_that_nobody_was_found_is_not_said_to_be_proof():
    game = hidden_half()
    even = dict.fromkeys(game.players, Fraction(10, 3))
    assert not core_violation(game, even)
    found = core_violation(game, even)
    assert isinstance(found, NoCoalitionFound)
    assert f"of {found.asked} asked; others may exist" in str(found)
    answer = core(game)
    assert answer.empty is None
    assert answer.proof.kind == "unproven"
    assert "not proven" in answer.status
    assert answer.certificate is None
    with pytest.raises(Undefined, match="others may exist"):
        answer.contains(answer.point)
    assert not answer.contains(dict.fromkeys(game.players, 1000))
    alone = OracleGame(["A"], len)
    assert core(alone).empty is False
    assert core_violation(alone, {"A": 1}) is None


@pytest.mark.parametrize("sense", ["gain", "cost"])
def test_an_empty_core_is_proven_by_the_coalitions_asked(sense):
    sign = 1 if sense == "gain" else -1
    names = [f"c{k}" for k in range(9)]
    game = OracleGame(names, lambda s: sign * int(len(s) >= 5), sense=sense)
    answer = core(game)
    assert answer.empty is True
    assert answer.proof.kind == "exact"
    assert answer.certificate.verify(game) is True
    assert core(tabulated(game)).empty
    calm = OracleGame(names, lambda s: sign * int(len(s) == 9), sense=sense)
    assert not answer.certificate.verify(calm)
    found = core(calm)
    assert found.empty is None
    assert core_violation(tabulated(calm), found.point) is None


@examples(20)
@given(st.lists(st.integers(-3, 9), min_size=15, max_size=15))
def test_the_core_by_questions_is_never_wrong(worths):
    game = CoalitionalGame.from_array(["A", "B", "C", "D"], [0, *worths])
    answer = core(OracleGame(game.players, game.worth))
    truth = core(game)
    if answer.empty:
        assert truth.empty
    else:
        assert answer.point.total() == game.grand_worth
        breach = core_violation(OracleGame(game.players, game.worth), answer.point)
        assert not breach


def test_what_takes_a_table_says_so_to_sixty_cities():
    """Advice that cannot be followed is none."""
    many = OracleGame([f"c{k}" for k in range(60)], len)
    for concept in (greatest_excess, blocking_coalitions):
        with pytest.raises(InvalidInput, match="60 players are too many") as told:
            concept(many, dict.fromkeys(many.players, 1))
        assert "tabulated" not in str(told.value)


def test_where_time_is_up_nothing_undecided_is_said():
    """An enclosed value that may be 0 leaves open whether the core is empty."""
    split = Allocation({"A": ONE}, method="by hand")
    for kind in (LeastCore, CostOfStability):
        open_ = kind(ONE, split, None, proof=Proof("enclosed", Fraction(2)))
        assert "left open" in open_.status
        decided = kind(ONE, split, None, proof=Proof("enclosed", Fraction(1, 2)))
        assert decided.status.startswith("The core is empty")
        assert "smallest" not in decided.status


def test_an_oracle_that_answers_nonsense_is_refused():
    with pytest.raises(InvalidInput, match="separation oracle's answer"):
        least_core(OracleGame(["A", "B"], len, lambda x: ["Z"]))
    with pytest.raises(InvalidInput, match=r"worth of \{A\} is nan"):
        least_core(OracleGame(["A", "B"], lambda s: math.nan if s == ("A",) else 1))
    with pytest.raises(InvalidInput, match="value oracle"):
        OracleGame(["A"], 3)
    with pytest.raises(InvalidInput, match="'Z'"):
        OracleGame(["A"], len).worth(["Z"])


def test_weights_that_do_not_add_up_to_one_prove_no_least_core():
    """The three pairs at 1/3 each cover each city 2/3 times; twice as often says twice as much."""
    costs = [[0, None, 0], [0, 0, None], [None, 0, 0]]
    ring = FacilityLocation(list("ABC"), ["ab", "bc", "ca"], [2, 2, 2], costs)
    certificate = least_core(ring).certificate
    assert certificate.verify(ring) is True
    twice = tuple(replace(one, weight=2 * one.weight) for one in certificate.collection)
    for forged in (
        replace(certificate, collection=twice, lowest=2 * certificate.lowest),
        replace(certificate, collection=twice),
    ):
        assert not forged.verify(ring)


def test_nobody_has_no_place_in_a_proof_of_the_least_core():
    """A hub for 2 serves A, B or both: epsilon is -1, not -1/2, as with a weight for nobody."""
    hub = FacilityLocation(list("AB"), ["hub"], [2], [[0], [0]])
    certificate = least_core(hub).certificate
    assert certificate.verify(hub) is True
    assert certificate.lowest == -1
    halves = [replace(one, weight=one.weight / 2) for one in certificate.collection]
    nobody = replace(halves[0], coalition=(), weight=Fraction(1, 2), plan={})
    forged = replace(certificate, collection=(nobody, *halves), lowest=Fraction(-1, 2))
    assert not forged.verify(hub)


def paying_more(patch):
    """All that the first search brings is a split that pays each city one more than it has to."""
    proven = CoalitionSearch.until_proven

    def left_open(search):
        ended = proven(search)
        if search.level:
            return ended
        dear = [x + 1 for x in ended.payoffs]
        cases = tuple(case.paid(ONE) for case in ended.cases)
        none = {1 << i: ONE for i in range(search.oracle.size)}
        alone = sum(map(search.oracle.exact, none), NONE)
        return replace(ended, payoffs=dear, cases=cases, lowest=alone, weights=none)

    patch.setattr(large_split, "stable_priced_split", lambda *_: None)
    patch.setattr(large_split, "_cheaper", lambda model, oracle, ended, until: ended)
    patch.setattr(CoalitionSearch, "until_proven", left_open)


@examples(20)
@given(park_games())
def test_where_the_cost_of_stability_stays_open_the_least_core_tells_of_a_stable_split(game):
    table = tabulated(game)
    with pytest.MonkeyPatch.context() as patch:
        paying_more(patch)
        if core(table).empty:
            with pytest.raises(NotProven, match="or only with money from outside, at most"):
                core(game)
            return
        found = core(game)
    assert not found.empty
    assert found.certificate.verify(game)
    assert core_violation(table, found.point) is None


def two_batches(size=1):
    """A park of which two cities fill half each; without it each makes nothing."""
    batches = Resource("batches", "tradable", {"A": 1, "B": 1})
    use = (Use("batches", 1), Use("room", 1))
    work = Activity("work", ("A",), use, (Value("A", "cash", 80 * size),))
    park = Platform("park", "A", 100 * size, (Use("room", 2),))
    return LinearProductionGame(
        ("A", "B"), (batches, Resource("room", "tradable")), (work,), (park,)
    )


def test_in_any_unit_of_money_the_least_core_tells_of_a_stable_split(monkeypatch):
    game = two_batches(10**12)
    paying_more(monkeypatch)
    found = core(game)
    assert found.certificate.verify(game)
    assert sum(found.point.values()) == 60 * 10**12


def test_a_split_that_is_not_proven_to_be_stable_is_no_point_of_the_core(monkeypatch):
    prove = ProgramOracle.prove

    def left_open(oracle, *question):
        cases, most, better = prove(oracle, *question)
        return (cases, most + 1, None) if oracle.grand else (cases, most, better)

    paying_more(monkeypatch)
    monkeypatch.setattr(ProgramOracle, "prove", left_open)
    with pytest.raises(NotProven, match="may exist, or only with money"):
        core(two_batches())
