"""Trees of cases against lists of all points, games with an empty core against the table."""

from __future__ import annotations

import itertools
import random
import time
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import FacilityLocation
from games.errors import IntercityError, NotProven
from solvers import (
    LinearProgram,
    ProgramGame,
    Row,
    Violation,
    core,
    cost_of_stability,
    greatest_excess,
    least_core,
    program_game,
    tabulated,
)
from solvers.families.branch_and_bound import branch_and_bound
from solvers.families.case_tree import CaseTree, Node, Relaxation
from solvers.families.integer_program import Case, IntegerProgram, Step, proven_bound, rounded
from solvers.families.opening_climb import OpeningClimb
from solvers.families.program_oracle import ProgramOracle
from solvers.families.worth_of_all import worth_of_all
from tests.properties.strategies import examples


@st.composite
def integer_programs(draw):
    """Up to five whole variables from 0 to 2, and up to three rows, of which the point 0 is one."""
    names = list("abcde")[: draw(st.integers(1, 5))]
    number = draw(st.sampled_from([st.integers(-4, 4), st.fractions(-3, 3, max_denominator=5)]))
    line = st.fixed_dictionaries({name: number.map(Fraction) for name in names})
    rows = [
        Row(f"row {k}", draw(line), "<=", Fraction(draw(st.integers(0, 6))))
        for k in range(draw(st.integers(0, 3)))
    ]
    bounds = {name: (Fraction(0), Fraction(draw(st.integers(0, 2)))) for name in names}
    return IntegerProgram(LinearProgram("max", draw(line), tuple(rows), bounds), tuple(names))


def all_worths(program):
    """What all whole points are worth that keep to the rows."""
    lp = program.lp
    ranges = [range(int(high) + 1) for _, high in lp.bounds.values()]
    points = (
        dict(zip(lp.bounds, map(Fraction, at), strict=True)) for at in itertools.product(*ranges)
    )
    return [lp.value(point) for point in points if not list(lp.infeasibilities(point))]


@examples(20)
@given(integer_programs(), st.integers(-3, 8))
def test_a_tree_bounds_all_points_and_finds_those_beyond_its_target(program, target):
    most = max(all_worths(program))
    tree = CaseTree(Relaxation(program.lp, program.integers), target + 0.5)
    points = list(tree.grow())
    values = [float(tree.cost @ point) for point in points]
    assert all(value > target + 0.5 for value in values)
    assert bool(points) == (most > target + Fraction(1, 2))
    assert max([tree.bound, *values]) >= float(most) - 1e-6
    rising = CaseTree(Relaxation(program.lp, program.integers), -100.0, rises=True)
    best = [float(rising.cost @ point) for point in rising.grow()]
    assert best == sorted(best)
    assert best[-1] == pytest.approx(float(most), abs=1e-6)


@examples(20)
@given(integer_programs(), st.integers(0, 3))
def test_cases_prove_the_optimum_or_a_better_point_is_met(program, short):
    most = max(all_worths(program))
    cases, better = branch_and_bound(program, most - short)
    if short:
        assert better is not None
        assert float(Relaxation(program.lp, ()).cost @ better) > float(most - short)
    else:
        assert better is None
        assert proven_bound(program, cases) == most
    assert proven_bound(program, branch_and_bound(program, most - short, until=0.0)[0]) >= most


@examples(20)
@given(integer_programs())
def test_prices_of_the_wrong_sign_prove_nothing(program):
    prices, most = Node.prices, max(all_worths(program))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            Node, "prices", lambda node: [x for y in prices(node) for x in (0 * y - 1, y)]
        )
        cases, _ = branch_and_bound(program, most)
    assert proven_bound(program, cases) == most


def test_what_cannot_pay_is_left_out_and_brought_back_where_a_cut_asks_for_it():
    """A site for each city at 1, and one for all at 100: the root's prices rule the latter out."""
    costs = [[0 if i == j else None for j in range(4)] + [0] for i in range(4)]
    game = FacilityLocation(list("ABCD"), list("abcde"), [1, 1, 1, 1, 100], costs)
    program = program_game(game).with_members(list("ABCD"))
    relaxation = Relaxation(program.lp, program.integers)
    tree = CaseTree(relaxation, -4.5)
    dear = relaxation.place["open e"]
    assert tree.part.fixed[dear] == 0
    assert len(tree.part.kept) < len(relaxation.names)
    (point,) = tree.grow()
    assert float(tree.cost @ point) == pytest.approx(-4)
    opened = tree.solve(((dear, 1.0, np.inf),))
    assert opened.part is tree.whole
    assert opened.value == pytest.approx(-100)


def hard(seed, n=6, sites=7):
    """Each site serves three cities well: the core is empty more often than not."""
    chance = random.Random(seed)
    service = [[30] * sites for _ in range(n)]
    for j in range(sites):
        for i in chance.sample(range(n), 3):
            service[i][j] = chance.randint(0, 2)
    names = [f"t{i}" for i in range(n)]
    opening = [chance.randint(8, 12) for _ in range(sites)]
    return FacilityLocation(names, [f"f{j}" for j in range(sites)], opening, service)


def without_climb(game):
    """The same game, with a row that excludes nothing and that no climb understands."""
    model = program_game(game)
    sites = [name for name in model.program.bounds if name.startswith("open")]
    loose = Row("loose", dict.fromkeys(sites, Fraction(1)), "<=", Fraction(len(sites)))
    lp = replace(model.program, rows=(*model.program.rows, loose))
    assert OpeningClimb.of(ProgramGame(model.players, lp, model.integers), list(lp.bounds)) is None
    return ProgramGame(model.players, lp, model.integers)


@pytest.mark.parametrize("seed", [0, 5, 6])
def test_with_and_without_climbs_an_empty_core_is_what_the_table_says(seed):
    game = hard(seed)
    table = tabulated(game)
    least, stable = least_core(table), cost_of_stability(table)
    shifted = {city: x + (-1) ** k for k, (city, x) in enumerate(least.point.items())}
    for same in (game, without_climb(game)):
        found, paid = least_core(same), cost_of_stability(same)
        assert (found.epsilon, found.proof.kind) == (least.epsilon, "exact")
        assert (paid.value, paid.proof.kind) == (stable.value, "exact")
        assert found.certificate.verify(same) is True
        assert paid.certificate.verify(same) is True
        assert greatest_excess(same, shifted).gain == greatest_excess(table, shifted).gain


@pytest.mark.parametrize("make", [hard, lambda seed: without_climb(hard(seed))])
def test_where_time_is_up_what_is_said_holds(make, monkeypatch):
    """A clock that runs out after so many looks: wherever it stops, the enclosure is proven."""
    table = tabulated(hard(6))
    exact = least_core(table).epsilon, cost_of_stability(table).value
    assert min(exact) > 0
    game, widths = make(6), []
    for looks in (0, 3, 6, 12, 25, 50, 1000):
        ticks = itertools.count()
        monkeypatch.setattr(time, "monotonic", lambda ticks=ticks: float(next(ticks)))
        found, paid = least_core(game, seconds=looks), cost_of_stability(game, seconds=looks)
        for answer, value, truth in zip(
            (found, paid), (found.epsilon, paid.value), exact, strict=True
        ):
            assert answer.certificate.verify(game) is True
            assert value - (answer.proof.radius or 0) <= truth <= value
        widths.append(found.proof.radius or 0)
    assert widths[-1] == 0
    assert make is not hard or max(widths) == widths[0] > 0  # HiGHS keeps a clock of its own


def test_eighteen_towns_with_an_empty_core_are_settled():
    """Twenty sites, each for three of the towns: the least core is exact."""
    game = hard(3, n=18, sites=20)
    found = least_core(game)
    assert found.proof.kind == "exact"
    assert found.epsilon > 0
    assert found.certificate.verify(game) is True


def test_a_split_is_made_stable_by_what_the_unhappiest_may_miss():
    model = program_game(hard(6))
    payoffs = dict.fromkeys(model.players, Fraction(-1))
    program = model.separation(payoffs, grand=True)
    cases, _ = branch_and_bound(program, Fraction(0), until=0.0)
    most = proven_bound(program, cases)
    assert most < 0
    cases = tuple(case.paid(Fraction(-2)) for case in cases)
    less = {name: x - 2 for name, x in payoffs.items()}
    assert max(case.bound for case in cases) >= proven_bound(
        model.separation(less, grand=True), cases
    )


def test_cases_settled_before_are_gone_on_from():
    """At another objective their prices may bound too little: then they are cut further."""
    rows = (Row("room", dict.fromkeys("abc", Fraction(2)), "<=", Fraction(3)),)
    bounds = dict.fromkeys("abc", (Fraction(0), Fraction(1)))
    program = IntegerProgram(
        LinearProgram("max", dict.fromkeys("abc", Fraction(1)), rows, bounds), tuple("abc")
    )
    relaxation = Relaxation(program.lp, program.integers)
    tree = CaseTree(relaxation, 1.2)
    assert not list(tree.grow())
    assert len(tree.left) > 1
    for worths in ([1, 1, 1], [1, 1, 2]):
        cost = dict(zip("abc", map(Fraction, worths), strict=True))
        again = IntegerProgram(replace(program.lp, objective=cost), program.integers)
        most = max(all_worths(again))
        cases, better = branch_and_bound(again, most, relaxation=relaxation, leaves=tree.left)
        assert better is None
        assert proven_bound(again, cases) == most


def shops(*integers):
    """At most so many as room for five lots, of which each takes two: two if they are whole."""
    room = Row("room", {"shops": Fraction(2), "stalls": Fraction(1)}, "<=", Fraction(5))
    bounds = {"shops": (Fraction(0), Fraction(3)), "stalls": (Fraction(0), Fraction(1))}
    return IntegerProgram(LinearProgram("max", {"shops": Fraction(1)}, (room,), bounds), integers)


def case(bound, *steps, price=0):
    """A case of as many shops as these steps say, and what the price of room proves of it."""
    path = tuple(Step("shops", relation, value) for relation, value in steps)
    prices = {"room": Fraction(price)} if price else {}
    return Case(path, prices, Fraction(price), Fraction(bound))


FEW, MANY = case(2, ("<=", 2)), case(2, (">=", 3), price=1)


def test_cases_that_cover_all_points_prove_the_greatest_of_their_bounds():
    one, two = ("<=", 2), ("<=", 1)
    halves = [case(1, one, two), case(2, one, (">=", 2))]
    wider = [case(2, one, ("<=", 3)), case(0, one, (">=", 4))]
    above = [case(2, (">=", 3), (">=", 2), price=1), case(0, (">=", 3), ("<=", 1))]
    assert proven_bound(shops("shops"), [FEW, MANY]) == 2
    assert proven_bound(shops("shops"), [*halves, MANY]) == 2
    assert proven_bound(shops("shops"), [*wider, MANY]) == 2
    assert proven_bound(shops("shops"), [FEW, *above]) == 2


@pytest.mark.parametrize(
    ("integers", "cases"),
    [
        (["shops"], [FEW]),
        (["shops"], [MANY]),
        (["shops"], [case(1, ("<=", 1)), MANY]),
        (["stalls"], [FEW, MANY]),  # two and a half are in neither
        (["shops"], [case(1, ("<=", 2), ("<=", 1)), MANY]),
        (["shops"], [case(0, ("<=", 0)), case(1, (">=", 1), ("<=", 1))]),
        (["shops"], [FEW, replace(MANY, path=(Step("stalls", ">=", 3),))]),
    ],
)
def test_cases_that_leave_out_some_points_are_refused(integers, cases):
    with pytest.raises(IntercityError, match="do not cover all points"):
        proven_bound(shops(*integers), cases)


def test_a_bound_that_prices_do_not_prove_is_refused():
    for wrong in (replace(FEW, bound=Fraction(1)), replace(FEW, bound=Fraction(3))):
        with pytest.raises(IntercityError, match="prove the bound 2, not"):
            proven_bound(shops("shops"), [wrong, MANY])
    with pytest.raises(IntercityError, match="do not add up"):
        proven_bound(shops("shops"), [FEW, replace(MANY, total=Fraction(2))])
    for wrong in (replace(MANY, prices={"space": Fraction(1)}), MANY):
        few = replace(FEW, prices={"room": Fraction(0)}) if wrong is MANY else FEW
        with pytest.raises(IntercityError, match="price of no row, or one of 0"):
            proven_bound(shops("shops"), [few, wrong])


def test_a_better_plan_of_the_same_coalition_is_no_end_of_the_search():
    """The first plan found for A alone serves it from the dearer site."""
    service = [
        [30, Fraction(25, 3), Fraction(53, 4), Fraction(33, 2), 30],
        [23, Fraction(45, 4), Fraction(1, 6), 12, 0],
    ]
    opening = [Fraction(x, 42) for x in (156, 413, 156, 280, 854)]
    game = FacilityLocation(["A", "B"], list("vwxyz"), opening, service)
    paid = {"A": Fraction(1297, 84), "B": Fraction(19, 14)}
    assert greatest_excess(game, paid) == greatest_excess(tabulated(game), paid)


def test_a_variable_that_is_whole_but_for_a_hair_is_not_whole():
    # Half a unit costs nothing where a millionth of an opening of a million pays for it.
    one, half = Fraction(1), Fraction(1, 2)
    room = Row("room", {"made": one, "open": Fraction(-(10**6))}, "<=", Fraction(0))
    bounds = {"A": (Fraction(0), one), "made": (Fraction(0), half), "open": (Fraction(0), one)}
    program = LinearProgram("max", {"made": one, "open": Fraction(-5)}, (room,), bounds)
    found = worth_of_all(ProgramGame(["A"], program, ["open"]))
    assert (found.worth, dict(found.plan)) == (0, {})


def test_what_floats_make_by_a_hair_does_not_hide_a_lesser_plan():
    # As above; or a shed is opened for a quarter, which nothing else can be made beside.
    one, none, half = Fraction(1), Fraction(0), Fraction(1, 2)
    rows = (
        Row("room", {"made": one, "open": Fraction(-(10**6))}, "<=", none),
        Row("either", {"made": one, "shed": half}, "<=", half),
    )
    bounds = {"A": (none, one), "made": (none, half), "open": (none, one), "shed": (none, one)}
    gains = {"made": one, "open": Fraction(-5), "shed": Fraction(1, 4)}
    game = ProgramGame(["A"], LinearProgram("max", gains, rows, bounds), ["open", "shed"])
    found = worth_of_all(game)
    assert (found.worth, dict(found.plan)) == (Fraction(1, 4), {"shed": 1})


HAIR = Fraction(1, 10**8)


@pytest.mark.parametrize("size", [1, 10**8])
@pytest.mark.parametrize("beside", [True, False])
def test_a_plan_of_whole_numbers_that_breaks_a_limit_by_a_hair_is_none(size, beside):
    """What is made does not fit, or is less than one, but for a millionth."""
    one, none, unit = Fraction(1), Fraction(0), (Fraction(0), Fraction(1))
    for row, ends in ((3 + HAIR, unit), (one, (none, 1 - HAIR)), (-one, (HAIR - 1, none))):
        rows = [Row("room", {"made": size * row}, "<=", size * Fraction(3))]
        bounds = {"A": unit, "made": ends}
        if beside:  # something that may be done in part
            rows.append(Row("yard", {"stored": one}, "<=", Fraction(1, 3)))
            bounds["stored"] = unit
        lp = LinearProgram("max", {"made": ends[0] + ends[1]}, tuple(rows), bounds)
        game = ProgramGame(["A"], lp, ["made"])
        found = worth_of_all(game)
        assert (found.worth, found.certificate.verify(game)) == (0, True)


def test_a_lesser_plan_stands_where_a_better_one_breaks_a_limit_by_a_hair():
    """A makes 2, and B 3; together there is room for one of them, but for a hair."""
    one, none = Fraction(1), Fraction(0)
    needs = [Row(f"{city} joins", {f"by {city}": one, city: -one}, "<=", none) for city in "AB"]
    room = Row("room", {"by A": one, "by B": 1 + HAIR}, "<=", Fraction(2))
    bounds = dict.fromkeys(["A", "B", "by A", "by B"], (none, one))
    gains = {"by A": Fraction(2), "by B": Fraction(3)}
    lp = LinearProgram("max", gains, (*needs, room), bounds)
    game = ProgramGame(list("AB"), lp, ["by A", "by B"])
    assert greatest_excess(game, {"A": 0, "B": 3}) == Violation(("A",), Fraction(2))
    for concept in (worth_of_all, core, least_core, cost_of_stability, tabulated):
        with pytest.raises(NotProven, match="in gains it is 3 at least"):
            concept(game)


def cheap_or_dear(*, beside):
    """One of two things has to be done; the cheap one does not fit, but for a hair."""
    one, none = Fraction(1), Fraction(0)
    rows = [
        Row("room", {"cheap": 3 + HAIR}, "<=", Fraction(3)),
        Row("must", {"cheap": one, "dear": one, "A": -one}, ">=", none),
    ]
    bounds = dict.fromkeys(["A", "cheap", "dear"], (none, one))
    if beside:
        rows.append(Row("yard", {"stored": one}, "<=", Fraction(1, 3)))
        bounds["stored"] = (none, one)
    lp = LinearProgram("min", {"cheap": one, "dear": Fraction(2)}, tuple(rows), bounds)
    return ProgramGame(["A"], lp, ["cheap", "dear"])


@pytest.mark.parametrize("beside", [True, False])
def test_where_something_has_to_be_done_no_plan_but_for_a_hair_is_none(beside):
    with pytest.raises(NotProven, match="no plan within its limits"):
        worth_of_all(cheap_or_dear(beside=beside))


def test_a_plan_that_is_known_stands_where_a_better_one_breaks_a_limit_by_a_hair():
    oracle = ProgramOracle(cheap_or_dear(beside=False), grand=True)
    assert oracle.names == ["A", "cheap", "dear"]
    for point in ([1.0, 0.0, 1.0], [1.0, 1.0, 0.0]):
        oracle.take(np.array(point))
        assert oracle.plan(1) == (-2, {"dear": 1})


@pytest.mark.parametrize("sign", [1, -1])
def test_a_price_that_is_short_by_a_hair_bounds_no_variable_without_a_limit(sign):
    """At less than 1/11, as rounded to 5040ths, ever more of x would pay: that is no bound."""
    bounds = {"x": (Fraction(0), None) if sign > 0 else (None, Fraction(0))}
    room = Row("room", {"x": Fraction(11)}, "<=" if sign > 0 else ">=", Fraction(22 * sign))
    worth = {"x": Fraction(sign), "k": Fraction(1)}
    lp = LinearProgram("max", worth, (room,), {**bounds, "k": (Fraction(0), Fraction(1))})
    best = Fraction(2 + 1)
    cases, better = branch_and_bound(IntegerProgram(lp, ("k",)), best)
    assert [case.bound for case in cases] == [best]
    assert better is None


def test_a_case_without_room_is_worth_nothing():
    """A whole number of half a unit at most: one or more of it is nothing that can be."""
    bounds = {"x": (Fraction(0), Fraction(1, 2)), "y": (Fraction(0), Fraction(1))}
    lp = LinearProgram("max", {"x": Fraction(2), "y": Fraction(3)}, (), bounds)
    program = IntegerProgram(lp, ("x", "y"))
    cases, better = branch_and_bound(program, Fraction(3))
    assert better is None
    assert proven_bound(program, cases) == 3
    assert [case.bound for case in cases if case.path[0].relation == ">="] == [0]


def test_rows_of_many_digits_are_priced():
    one, most = Fraction(1), Fraction(100)
    fine = {"made": one, "x": Fraction(1, 1_000_003), "y": Fraction(1, 999_983)}
    rows = (
        Row("room", fine, "<=", Fraction(2, 3)),
        Row("half", {"x": Fraction(2)}, "<=", one),
    )
    bounds = {"made": (Fraction(0), most), "x": (Fraction(0), one), "y": (Fraction(0), one)}
    lp = LinearProgram("max", {"made": one, "x": Fraction(1, 100)}, rows, bounds)
    program = IntegerProgram(lp, ("x", "y"))
    (root,), _ = branch_and_bound(program, Fraction(7, 10))
    assert Fraction(2, 3) <= proven_bound(program, [root]) <= Fraction(7, 10)


def test_coefficients_of_thirty_digits_that_do_not_bind_are_no_trouble():
    row = Row("room", {"x": 1 + Fraction(1, 10**30)}, "<=", Fraction(2))
    lp = LinearProgram("max", {"x": Fraction(1)}, (row,), {"x": (Fraction(0), Fraction(1))})
    program = IntegerProgram(lp, ("x",))
    assert proven_bound(program, branch_and_bound(program, Fraction(1))[0]) == 1


def test_a_plan_that_misses_a_limit_by_a_hair_is_sought_again():
    # HiGHS' presolve ends here with a plan that breaks a row by a millionth, and takes it back.
    one, none = Fraction(1), Fraction(0)
    priced = {"added": one, "x": Fraction(-5, 7)}
    rows = (
        Row("dear", {**priced, "y": Fraction(-8, 7), "choice": Fraction(-12)}, "<=", none),
        Row(
            "cheap",
            {**priced, "y": Fraction(-27, 28), "choice": Fraction(9)},
            "<=",
            Fraction(88, 7),
        ),
    )
    bounds = {"A": (none, one), "x": (none, Fraction(2)), "y": (none, Fraction(6)),
              "added": (none, Fraction(12)), "choice": (none, one)}  # fmt: skip
    program = LinearProgram("max", {"added": one}, rows, bounds)
    found = worth_of_all(ProgramGame(["A"], program, ["choice"]))
    assert found.worth == Fraction(151, 14)


# So many that each of products, sums and limits, of either sign, needs more than 64 bits in some.
@pytest.mark.parametrize("seed", [131, 722, 762])
def test_bounds_are_proven_where_numbers_are_too_large_for_machine_integers(seed):
    r = random.Random(seed)
    cost, entry, limit = (10 ** r.randint(0, 16) for _ in range(3))
    names = [f"x{k}" for k in range(r.choice([1, 2, 12]))]
    signs = r.choice([(1,), (-1,), (1, -1)])
    relation = r.choice(["<=", ">="])
    limit = r.choice([limit, limit, 0])

    def number(size, signs=signs):
        return Fraction(r.choice(signs) * r.randint(1, 9) * size)

    rows = [
        Row(
            f"row {k}",
            {x: number(entry) for x in names},
            relation,
            number(min(entry * limit, 10**16)),
        )
        for k in range(r.choice([1, 12]))
    ]
    low = r.choice([0, -1])
    bounds = {
        x: tuple(sorted([number(limit, (0, 1, 1, -1)), number(limit, (low,))])) for x in names
    }
    lp = LinearProgram("max", {x: number(cost) for x in names}, tuple(rows), bounds)
    program = IntegerProgram(lp, tuple(names))
    cases, _ = branch_and_bound(program, Fraction(0), most=5)
    assert proven_bound(program, cases) == max(
        rounded(case.bound, program.step()) for case in cases
    )


@pytest.mark.parametrize("seed", [1, 14])
def test_a_higher_claim_is_proven_first_and_the_lower_one_after(seed):
    """A hundred cases prove the one within a hundredth, and many more the optimum itself."""
    r, zero, one = random.Random(seed), Fraction(0), Fraction(1)
    names = [f"x{k}" for k in range(24)]
    rows = [
        Row(f"room {k}", {x: Fraction(r.randint(10, 60)) for x in names}, "<=", Fraction(420))
        for k in range(3)
    ]
    worth = {x: Fraction(r.randint(100, 400), 7) for x in names}
    lp = LinearProgram("max", worth, tuple(rows), dict.fromkeys(names, (zero, one)))
    program = IntegerProgram(lp, tuple(names))
    optimum = worth_of_all(ProgramGame(["A"], replace(lp, bounds={**lp.bounds, "A": (zero, one)}),
                                       names)).worth  # fmt: skip
    near = optimum * Fraction(101, 100)
    few, _ = branch_and_bound(program, optimum, most=100)
    first, _ = branch_and_bound(program, optimum, most=100, before=near)
    assert optimum < proven_bound(program, first) <= near < proven_bound(program, few)
    every, _ = branch_and_bound(program, optimum, before=near)
    assert proven_bound(program, every) == optimum
