"""What is enclosed on a box holds at each of its points."""

import random
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from games.annuity import Annuity
from games.production import (
    Activity,
    Exchange,
    LinearProductionGame,
    Platform,
    Resource,
    Use,
    Value,
)
from solvers import coalitional_form
from solvers.enclosure.active_box import Unsettled
from solvers.enclosure.box import Box, on_box, paths
from solvers.enclosure.core_on_box import CoreHint, core_is_empty
from solvers.enclosure.enclosed_maximum import larger, largest
from solvers.enclosure.enclosed_number import EnclosedNumber, bounds_of, hull
from solvers.enclosure.hints import hint_from_json, hint_to_json
from solvers.enclosure.polygons import inside
from solvers.enclosure.worth_on_box import BoxedGame, form_on_box, in_best_parts
from solvers.rational import fraction
from tests.properties.strategies import NIGHTLY

F = Fraction
small = st.fractions(min_value=-4, max_value=4, max_denominator=8)
part = st.fractions(min_value=0, max_value=1, max_denominator=8)


def at(x, box, point):
    """The least and the most that an enclosure says of a point of the box."""
    if not isinstance(x, EnclosedNumber):
        return x, x
    middle, rest = fraction(x.centre), Fraction(0)
    for symbol, slope in x.terms.items():
        if symbol < box.size:
            low, high = box.sides[symbol]
            middle += fraction(slope) * (2 * point[symbol] - low - high) / (high - low)
        else:
            rest += abs(fraction(slope))
    return middle - rest, middle + rest


def formula(x, y):
    return [
        x * y - x,
        (x + y) ** 3,
        x / (y + 5),
        (x - y) / (x + 6) + x * x,
        1 / (y + 5) ** 2,
        (y + 5) ** 7 - (x + 6) ** -5,
        x - x + y * 2 - y,
    ]


@given(st.tuples(small, small), st.tuples(small, small), part, part)
def test_sums_products_and_quotients_are_enclosed(one, two, s, t):
    box = Box([(min(one), max(one) + 1), (min(two), max(two) + 1)])
    point = [low + (high - low) * u for (low, high), u in zip(box.sides, (s, t), strict=True)]
    with on_box(box) as numbers:
        enclosed = formula(*numbers)
    for x, value in zip(enclosed, formula(*point), strict=True):
        low, high = at(x, box, point)
        assert low <= value <= high
        assert bounds_of(x)[0] <= value <= bounds_of(x)[1]


def test_the_same_number_within_other_bounds_has_another_symbol():
    # Between 0 and 2, and between 0 and 4: what is 1 is half way up one, a quarter up the other.
    with on_box(Box([(F(0), F(1))])):
        near, far = (hull(F(0), F(most), ("a number",)) for most in (2, 4))
        low, high = bounds_of(far - 2 * near)
        assert low <= 1 - 2 * 1 <= high


def test_the_largest_of_the_same_numbers_within_other_bounds_has_another_symbol():
    with on_box(Box([(F(1), F(3))] * 3)) as (x, y, z):
        # A product is known to be 1 or more. As x was added and taken away, that is forgotten.
        close = largest([F(-3), -(x * y), -(x * z)])
        loose = largest([F(-3), -(x * y + x - x), -(x * z + x - x)])
        low, high = bounds_of((loose + 3) - 2 * (close + 3))
    at_ones = -1 + 3
    assert low <= at_ones - 2 * at_ones <= high


@given(st.tuples(small, small), st.tuples(small, small), part, part, small, small, small)
def test_the_larger_of_two_is_enclosed(one, two, s, t, a, b, c):  # noqa: PLR0917 - drawn numbers
    box = Box([(min(one), max(one) + 1), (min(two), max(two) + 1)])
    point = [low + (high - low) * u for (low, high), u in zip(box.sides, (s, t), strict=True)]
    with on_box(box) as (x, y):
        enclosed = larger(a * x + c, b * y * x)
    low, high = at(enclosed, box, point)
    assert low <= max(a * point[0] + c, b * point[1] * point[0]) <= high


def test_a_number_less_itself_is_nothing():
    with on_box(Box([(Fraction(1), Fraction(2))])) as (x,):
        assert x * 3 - x - x - x == 0
        assert x * x - x * x == 0


@given(st.fractions(0, F(1, 5), max_denominator=100), part, st.integers(1, 28))
@example(F(0), F(0), 28)
def test_what_flows_are_worth_is_enclosed_within_a_hundredth(low, t, years):
    """Of 28 years; of 29 without interest it is 1.01 per cent."""
    box = Box([(low, low + F(1, 100))])
    point = low + t / 100
    with on_box(box) as (rate,):
        enclosed = Annuity(years, rate).yearly
    least, most = at(enclosed, box, [point])
    assert least <= Annuity(years, point).yearly <= most < least * F(101, 100)


@pytest.mark.parametrize("step", [int, float, round, lambda x: x.numerator, lambda x: x // 1])
def test_what_only_a_known_number_can_do_is_refused(step):
    with on_box(Box([(Fraction(1), Fraction(2))])) as (x,), pytest.raises(Unsettled):
        step(x)


@given(small, small, small, part, part)
def test_paths_cover_each_point_with_the_answer_that_is_right(a, b, c, s, t):
    def work(x, y):
        return ("left" if a * x + b * y < c else "right"), ("up" if x * y > c else "down")

    box = Box([(Fraction(-1), Fraction(2)), (Fraction(0), Fraction(3))])
    point = (3 * s - 1, 3 * t)
    cells = paths(box, work)
    assert work(*point) in {cell.found for cell in cells if inside(cell.corners, point)}


@given(st.tuples(small, small), part, small, small)
def test_paths_of_one_number_cover_each_point_too(ends, t, a, b):
    """What a product leaves out is no direction of the box."""
    low, high = min(ends), max(ends) + 1
    box, point = Box([(low, high)]), low + (high - low) * t

    def found(x):
        return x * x > a * x + b

    cells = paths(box, found)
    right = [cell for cell in cells if cell.found in (found(point), None)]
    assert any(
        not cell.corners or min(cell.corners)[0] <= point <= max(cell.corners)[0] for cell in right
    )


def region(draw, numbers):
    """A small region of three cities; its numbers drawn, some of them those that move."""
    waiting = iter(numbers)

    def some(low, high):
        drawn, moves = Fraction(draw.randint(low, high)), draw.random() < 0.4
        return next(waiting, drawn) if moves else drawn

    cities = ("A", "B", "C")
    land = Resource("land", "tradable", {c: some(0, 9) for c in cities}, Exchange(6, 1, some(0, 3)))
    site = Resource("site", "bound", {c: some(0, 6) for c in cities})
    room = Resource("room", "tradable", {})
    acts = [
        Activity(
            f"build {c}", (c,), (Use("land", some(1, 3)), Use("site", 1, c)),
            (Value(c, "cash", some(1, 5)),),
        )
        for c in cities
    ] + [
        Activity(
            "joint", ("A", "B"), (Use("land", 1), Use("room", some(1, 2))),
            (Value("A", "cash", some(0, 4)), Value("B", "cash", some(0, 4))),
        )
    ]  # fmt: skip
    park = Platform("park", "A", some(1, 8), (Use("room", some(1, 6)),))
    return LinearProductionGame(cities, (land, site, room), tuple(acts), (park,))


@pytest.mark.parametrize("seed", range(200 if NIGHTLY else 16))
@pytest.mark.parametrize("fork", [False, True])
def test_worths_at_points_are_enclosed(seed, fork):
    draw = random.Random(seed)
    sides = []
    for _ in range(2 if seed % 2 else 6):
        low = Fraction(draw.randint(0, 8), 2) + 1
        sides.append((low, low + Fraction(draw.randint(1, 8), 2)))
    box, state = Box(sides, fork=fork), draw.getstate()

    def game(*numbers):
        draw.setstate(state)
        return region(draw, numbers)

    groups = [("A",), ("B",), ("A", "B"), ("B", "C"), ("A", "B", "C")]

    def work(*numbers):
        form = form_on_box(game(*numbers)).game
        best = in_best_parts(form)
        return [(form.worth(group), best.worth(group)) for group in groups]

    cells = paths(box, work)
    points = random.Random(seed)
    for _ in range(6):
        point = tuple(
            low + (high - low) * Fraction(points.choice([0, 0, 3, 8, 8]), 8) for low, high in sides
        )
        exact = coalitional_form(game(*point)).game
        here = [cell for cell in cells if box.size > 2 or inside(cell.corners, point)]
        assert here
        for k, group in enumerate(groups):
            ends = [at(cell.found[k][0], box, point) for cell in here if cell.found is not None]
            unknown = any(cell.found is None for cell in here)
            assert unknown or any(low <= exact.worth(group) <= high for low, high in ends)


def test_a_core_hint_of_other_cities_settles_nothing():
    def empty(pair):
        worths = [Fraction(0), Fraction(0), pair, Fraction(72)]
        return core_is_empty(BoxedGame(("A", "B", "C"), lambda group: worths[len(group)]))

    sides = [(Fraction(50), Fraction(60))]
    known = Box(sides)
    assert {cell.found for cell in paths(known, empty)} == {True}
    for strange in (
        CoreHint((), ((("A", "D"), Fraction(1)),)),
        CoreHint((("A", "D"), ("B",), ("C",)), ()),
    ):
        forged = dict.fromkeys(known.hints, strange)
        assert {cell.found for cell in paths(Box(sides, forged), empty)} == {None}


@pytest.mark.parametrize("plan", [None, {"tight": [], "weights": []}])
def test_a_hint_of_platforms_has_a_basis(plan):
    with pytest.raises((KeyError, TypeError)):
        hint_from_json({"openings": [1], "plan": plan, "bounds": []})


def test_weights_of_a_hint_have_no_exponents():
    told = hint_to_json(CoreHint((), ((("A",), Fraction(3, 2)),)))
    assert hint_to_json(hint_from_json(told)) == told
    told["weights"][0][1] = "1e999999999"
    with pytest.raises(ValueError, match="fraction"):
        hint_from_json(told)


@pytest.mark.parametrize("fork", [False, True])
def test_a_park_that_pays_at_one_end_alone_is_enclosed_at_both(fork):
    use, each = (Use("room", 1),), (Value("A", "cash", 3),)
    room, work = Resource("room", "tradable", {}), Activity("work", ("A",), use, each)

    def game(cost):
        park = Platform("park", "A", cost, (Use("room", 2),))
        return LinearProductionGame(("A", "B"), (room,), (work,), (park,))

    box = Box([(Fraction(1), Fraction(9))], fork=fork)
    cells = paths(box, lambda cost: form_on_box(game(cost)).game.worth(["A", "B"]))
    for cost in (1, 5, 6, 9):
        worth = max(0, 6 - cost)
        here = [cell for cell in cells if inside(cell.corners, (Fraction(cost), Fraction(0)))]
        ends = [at(cell.found, box, [Fraction(cost)]) for cell in here]
        assert any(low <= worth <= high for low, high in ends)


@pytest.mark.parametrize(("gain", "shares"), [(5, [1]), (15, [Fraction(1, 2), Fraction(1, 2)])])
def test_room_for_a_hall_is_asked_for_only_where_the_hall_pays(gain, shares):
    # There may or may not be a lot for the hall, which costs 10: it pays where it brings more.
    hall = Platform("hall", "A", 10, (Use("desks", 1),), (Use("lots", 1, "A"),))
    work = Activity("work", ("A",), (Use("desks", 1),), (Value("A", "cash", gain),))
    desks = Resource("desks", "tradable", {})

    def worth(lots):
        own = Resource("lots", "bound", {"A": lots})
        game = LinearProductionGame(("A", "B"), (own, desks), (work,), (hall,))
        return form_on_box(game).game.worth(("A",))

    cells = paths(Box([(Fraction(1, 2), Fraction(3, 2))]), worth)
    assert [cell.share for cell in cells] == shares
    assert {cell.found for cell in cells} == ({0} if len(shares) == 1 else {0, gain - 10})


def test_a_step_is_worked_out_once_for_each_answer_in_all_calculations():
    box, worked_out = Box([(Fraction(-1), Fraction(1))] * 3), []

    def up(name, x):
        def work():
            worked_out.append(name)
            return x > 0

        return box.recall(name, work)

    def both(x, y):
        return box.recall("both", lambda: (up("x", x), up("y", y)))

    every = {(a, b) for a in (True, False) for b in (True, False)}
    assert {cell.found for cell in paths(box, lambda x, y, _: (up("x", x), up("y", y)))} == every
    assert sorted(worked_out) == ["x", "x", "y", "y"]
    # Another calculation takes the steps in another order, and one makes a step of both.
    cells = paths(box, lambda x, y, _: (up("y", y), both(x, y), up("x", x)))
    assert {cell.found for cell in cells} == {(b, (a, b), a) for a, b in every}
    cells = paths(box, lambda x, y, _: (*both(x, y), x > 0, y > 0))
    assert {cell.found for cell in cells} == {(a, b, a, b) for a, b in every}
    assert len(worked_out) == 4


def test_a_step_that_works_out_more_later_on_serves_one_path_alone():
    box = Box([(Fraction(-1), Fraction(1))] * 3)

    def work(x, y, _):
        kept = box.recall("outer", lambda: box.recall("kept", dict, alone=True))
        return kept.setdefault("x", x > 0), y > 0, x > 0

    assert all(a is b for a, _, b in (cell.found for cell in paths(box, work)))


def test_what_a_region_has_settled_serves_no_other_path():
    box = Box([(Fraction(0), Fraction(4))])

    def work(x):
        high = x > 2
        return high, box.recall("step", lambda: x > 1)

    assert {cell.found for cell in paths(box, work)} == {
        (True, True), (False, True), (False, False)
    }  # fmt: skip


def test_the_work_of_a_step_is_counted_whatever_was_worked_out_before():
    box = Box([(Fraction(0), Fraction(4))] * 3, most_work=3)

    def step(name, *worths):
        return box.recall(name, lambda: [box.count(worth) for worth in worths])

    # The second step takes what the first has counted; on its own it takes as much.
    paths(box, lambda *_: (step("first", "v(A)"), step("second", "v(A)")))
    paths(box, lambda *_: step("second", "v(A)"))
    assert box.work == 3
    assert paths(box, lambda *_: (step("second", "v(A)"), box.count("v(B)")))[0].found is None


def test_a_city_by_itself_is_enclosed_the_same_whatever_it_was_asked_for_before():
    # A city sells what it owns, up to a cap: which is less the path decides for a city by itself.
    def worth(cities):
        def of(owned, cap):
            quota = Resource("quota", "tradable", {"A": owned}, Exchange(3, 2, cap))
            return form_on_box(LinearProductionGame(cities, (quota,), ())).game.worth(("A",))

        return of

    sides = [(Fraction(1), Fraction(3))] * 2
    box, halves = Box(sides), [Fraction(1, 2), Fraction(1, 2)]
    assert [cell.share for cell in paths(box, worth(("A",)))] == halves
    box = Box(sides)
    assert [cell.share for cell in paths(box, worth(("A", "B")))] == [1]
    assert [cell.share for cell in paths(box, worth(("A",)))] == halves
