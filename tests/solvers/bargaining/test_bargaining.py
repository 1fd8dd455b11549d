"""Nash's and Kalai-Smorodinsky's solutions: published values, axioms, degenerate problems."""

from __future__ import annotations

import dataclasses
import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.bargaining import BargainingProblem
from games.errors import InvalidInput, Undefined
from intercity.testing import bargaining_problems
from solvers.answer import EXACT
from solvers.bargaining.kalai_smorodinsky import kalai_smorodinsky
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.optimum import solve
from tests.properties.strategies import examples

TWO, THREE = ("A", "B"), ("A", "B", "C")
BOTH = pytest.mark.parametrize("solution", [nash_bargaining, kalai_smorodinsky])


def corner() -> BargainingProblem:
    """{x <= 1, y <= 1, x + 2y <= 2}, d = 0, where the two solutions part."""
    return BargainingProblem.from_inequalities(
        TWO, [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0)
    )


def simplex(*coefficients: int, bound: int = 1) -> BargainingProblem:
    names = tuple("ABCDE"[: len(coefficients)])
    return BargainingProblem.from_inequalities(
        names, [(coefficients, bound)], disagreement=[0] * len(names)
    )


# ------------------------------------------------------------------- published


def test_where_the_two_solutions_part() -> None:
    """Kalai and Smorodinsky (1975): Nash gives (1, 1/2), theirs (2/3, 2/3)."""
    nash, ks = nash_bargaining(corner()), kalai_smorodinsky(corner())
    assert dict(nash) == {"A": 1, "B": Fraction(1, 2)}
    assert dict(ks) == {"A": Fraction(2, 3), "B": Fraction(2, 3)}
    assert nash.proof == ks.proof == EXACT


# Goods: (worth to Bill, worth to Jack). Nash (1950), Econometrica 18, 155-162.
BILLS = [(2, 4), (2, 2), (2, 1), (2, 2), (4, 1)]
JACKS = [(10, 1), (4, 1), (6, 2), (2, 2)]


def test_nash_1950_bill_and_jack() -> None:
    moves = [(-bill, jack) for bill, jack in BILLS] + [(bill, -jack) for bill, jack in JACKS]
    barters = {
        tuple(map(sum, zip((0, 0), *traded, strict=True)))
        for k in range(len(moves) + 1)
        for traded in itertools.combinations(moves, k)
    }
    problem = BargainingProblem.from_vertices(("Bill", "Jack"), sorted(barters), (0, 0))
    nash, ks = nash_bargaining(problem), kalai_smorodinsky(problem)
    assert dict(nash) == {"Bill": 12, "Jack": 5}
    # With lotteries, and nobody losing, Bill could hope for 18 and Jack for 17/2.
    assert ks["Bill"] / ks["Jack"] == 18 / Fraction(17, 2)
    assert ks["Bill"] + 3 * ks["Jack"] == 12 + 3 * 5  # on the edge through Nash's point
    for answer in (nash, ks):
        assert answer.certificate is not None
        assert answer.certificate.verify(problem) is True


# ------------------------------------------------------------------- by hand


def test_weights_are_bargaining_power() -> None:
    split = nash_bargaining(simplex(1, 1), {"A": 2})
    assert dict(split) == {"A": Fraction(2, 3), "B": Fraction(1, 3)}
    three = nash_bargaining(simplex(1, 2, 3), {"A": 3, "B": 2, "C": 1})
    assert dict(three) == {"A": Fraction(1, 2), "B": Fraction(1, 6), "C": Fraction(1, 18)}
    assert three.proof == EXACT


def test_three_players_on_an_edge_are_enclosed_in_a_tiny_radius() -> None:
    """On the edge x = 1 + t, y = 1 - t, z = 1 - 2t: x y z is greatest where 6 t^2 - 2t - 2 = 0."""
    problem = BargainingProblem.from_vertices(
        THREE, [(0, 2, 3), (Fraction(3, 2), Fraction(1, 2), 0)], (0, 0, 0)
    )
    split = nash_bargaining(problem)
    assert split.proof.kind == "enclosed"
    assert split.proof.radius is not None
    assert split.proof.radius < Fraction(1, 10**13)
    t = (1 - 13**0.5) / 6
    for name, value in zip(THREE, (1 + t, 1 - t, 1 - 2 * t), strict=True):
        assert float(split[name]) == pytest.approx(value, abs=1e-14)
    assert split.certificate is not None
    assert split.certificate.verify(problem) is True


def test_a_projected_problem() -> None:
    """Money m moves from A to B: x = 3 - m, y = 1 + m, 0 <= m <= 2."""
    rows = [
        ({"A": 1, "m": 1}, 3),
        ({"B": 1, "m": -1}, 1),
        ({"m": 1}, 2),
        ({"m": -1}, 0),
    ]
    problem = BargainingProblem.from_inequalities(TWO, rows, (1, 0))
    split = nash_bargaining(problem)
    assert dict(split) == {"A": Fraction(5, 2), "B": Fraction(3, 2)}
    assert dict(kalai_smorodinsky(problem)) == {"A": Fraction(11, 5), "B": Fraction(9, 5)}


# ------------------------------------------------------------------- degenerate


@BOTH
def test_where_nobody_can_gain_all_keep_what_they_have(solution) -> None:
    for problem in (
        simplex(1, 1, bound=0),
        BargainingProblem.from_vertices(TWO, [(3, 4)], (3, 4)),
    ):
        split = solution(problem)
        assert dict(split) == problem.disagreement
        assert split.status.startswith("Nobody can gain")
        assert split.certificate.verify(problem) is True


@BOTH
def test_who_cannot_gain_does_not_stop_the_others(solution) -> None:
    problem = BargainingProblem.from_inequalities(
        THREE, [((1, 1, 0), 2), ((0, 0, 1), 5)], (0, 0, 5)
    )
    split = solution(problem)
    assert dict(split) == {"A": 1, "B": 1, "C": 5}
    assert split.certificate.verify(problem) is True


@BOTH
def test_a_single_agreement_is_the_agreement(solution) -> None:
    problem = BargainingProblem.from_vertices(TWO, [(3, 4)], (1, 1))
    assert dict(solution(problem)) == {"A": 3, "B": 4}


@BOTH
def test_problems_without_a_solution_say_why(solution) -> None:
    unbounded = BargainingProblem.from_inequalities(TWO, [((1, 0), 1)], (0, 0))
    with pytest.raises(Undefined, match="B's payoff can grow without end") as refused:
        solution(unbounded)
    assert refused.value.witness == "B"
    empty = BargainingProblem.from_inequalities(TWO, [((1, 0), 0), ((-1, 0), -1)], (0, 0))
    with pytest.raises(Undefined, match="no payoffs satisfy"):
        solution(empty)
    with pytest.raises(InvalidInput, match="A 5, B 5"):
        solution(BargainingProblem.from_vertices(TWO, [(3, 4)], (5, 5)))


def test_input_that_cannot_be_right() -> None:
    with pytest.raises(InvalidInput, match="two or more"):
        BargainingProblem.from_vertices(["A"], [(1,)], (0,))
    with pytest.raises(InvalidInput, match="2 numbers"):
        BargainingProblem.from_vertices(TWO, [(1, 2, 3)], (0, 0))
    with pytest.raises(InvalidInput, match="list of feasible points is missing"):
        BargainingProblem.from_vertices(TWO, [], (0, 0))
    with pytest.raises(InvalidInput, match="more than 0"):
        nash_bargaining(corner(), {"A": 0})


@pytest.mark.parametrize("unit", [Fraction(1, 10**12), Fraction(10**15)])
@BOTH
def test_units_of_any_size(solution, unit: Fraction) -> None:
    """Both solutions follow a change of units; no size is too large or too small."""
    points = [(0, 3, 0), (5, 0, 1), (1, 1, 4), (2, 2, 2)]
    small = solution(BargainingProblem.from_vertices(THREE, points, (0, 0, 0)))
    scaled = BargainingProblem.from_vertices(
        THREE, [[x * unit for x in point] for point in points], (0, 0, 0)
    )
    large = solution(scaled)
    assert large.certificate.verify(scaled) is True
    slack = (small.proof.radius or 0) * unit + (large.proof.radius or 0)
    for name in THREE:
        assert abs(large[name] - small[name] * unit) <= slack


# ------------------------------------------------------------------- axioms

NUMBERS = st.integers(0, 8).map(Fraction) | st.fractions(0, 8, max_denominator=7)


def with_points(problem: BargainingProblem, *points: tuple[Fraction, ...]) -> BargainingProblem:
    assert problem.points is not None
    return dataclasses.replace(problem, points=(*problem.points, *points))


@given(bargaining_problems(), NUMBERS, NUMBERS)
def test_nash_does_not_depend_on_irrelevant_alternatives(
    problem: BargainingProblem, x: Fraction, y: Fraction
) -> None:
    larger = with_points(problem, (x, y))
    split = nash_bargaining(larger)
    kept = with_points(problem, tuple(split.values()))
    assert dict(nash_bargaining(kept)) == dict(split)


@given(bargaining_problems(), NUMBERS, NUMBERS)
def test_kalai_smorodinsky_is_monotone_for_two(
    problem: BargainingProblem, x: Fraction, y: Fraction
) -> None:
    """More agreements, while A's ideal stays what it is, never hurt B."""
    assert problem.points is not None
    ideal = max(point[0] for point in problem.points)
    larger = with_points(problem, (min(x, ideal), y))
    assert kalai_smorodinsky(larger)["B"] >= kalai_smorodinsky(problem)["B"]


def test_nash_is_not_monotone() -> None:
    """The counterexample that the other solution answers: more agreements, and B gets less."""
    small = BargainingProblem.from_vertices(
        TWO, [(0, 0), (1, 0), (0, 1), (Fraction(3, 4), Fraction(3, 4))], (0, 0)
    )
    large = with_points(small, (Fraction(1), Fraction(7, 10)))
    assert nash_bargaining(large)["B"] < nash_bargaining(small)["B"]
    assert kalai_smorodinsky(large)["B"] >= kalai_smorodinsky(small)["B"]


@given(bargaining_problems(min_players=5, max_players=5, max_points=9))
def test_five_players_are_enclosed_tightly(problem: BargainingProblem) -> None:
    split = nash_bargaining(problem)
    assert split.certificate is not None
    assert split.certificate.verify(problem) is True
    assert (split.proof.radius or 0) <= Fraction(1, 10**13)


@examples(62)
@given(bargaining_problems(min_players=3, max_players=3))
def test_no_vertex_and_no_mix_has_a_greater_product(problem: BargainingProblem) -> None:
    split = nash_bargaining(problem)
    assert split.certificate is not None
    assert split.certificate.verify(problem) is True
    moving = [name for name in THREE if split[name]]
    product = Fraction(1)
    for name in moving:
        product *= split[name]
    assert problem.points is not None
    for one, other in itertools.combinations_with_replacement(problem.points, 2):
        mix = dict(zip(THREE, [(a + b) / 2 for a, b in zip(one, other, strict=True)], strict=True))
        value = Fraction(1)
        for name in moving:
            value *= mix[name]
        assert value <= product * (1 + Fraction(1, 10**14)) or not moving


@examples(62)
@given(bargaining_problems(min_players=3, max_players=3))
def test_kalai_smorodinsky_gains_are_in_proportion_to_hopes(problem: BargainingProblem) -> None:
    split = kalai_smorodinsky(problem)
    assert split.certificate is not None
    assert split.certificate.verify(problem) is True
    assert problem.points is not None
    ideal_point = [max(point[i] for point in problem.points) for i in range(3)]
    parts = {split[name] / ideal for name, ideal in zip(THREE, ideal_point, strict=True) if ideal}
    assert len(parts) <= 1


def test_the_program_of_a_lottery_is_written_for_people() -> None:
    from solvers.bargaining.feasible_payoffs import payoff_program

    problem = BargainingProblem.from_vertices(TWO, [(2, 0), (0, 2)], (0, 0))
    lp = payoff_program(problem, {"A": Fraction(1)})
    assert [row.name for row in lp.rows] == ["lottery", "payoff of A", "payoff of B"]
    assert solve(lp)["weight of point 1"] == 1


# ------------------------------------------------------------------- whose weights


def test_weights_are_the_problems_and_not_the_certificates() -> None:
    """The answer to one question is no answer to another: who has twice the power gets 2/3."""
    problem = simplex(1, 1)
    stronger = dataclasses.replace(problem, weights={"A": Fraction(2)})
    split = nash_bargaining(problem, {"A": 2})
    assert dict(split) == dict(nash_bargaining(stronger))
    assert split.certificate is not None
    assert split.certificate.verify(stronger) is True
    assert not split.certificate.verify(problem)
    equal = nash_bargaining(problem).certificate
    assert equal is not None
    assert equal.verify(problem) is True
    assert not equal.verify(stronger)
    assert "weights" not in equal.to_json()


def test_weights_that_cannot_be_right() -> None:
    with pytest.raises(InvalidInput, match="weight of B is -1"):
        dataclasses.replace(corner(), weights={"B": Fraction(-1)})
    with pytest.raises(InvalidInput, match="a city with a weight is 'C'"):
        nash_bargaining(corner(), {"C": 1})


@BOTH
def test_players_may_be_called_like_the_variables_of_the_program(solution) -> None:
    names, points = ("weight of point 1", "weight of point 2"), [(2, 0), (0, 6)]
    problem = BargainingProblem.from_vertices(names, points, (0, 0))
    split = solution(problem)
    assert tuple(split.values()) == (1, 3)
    assert split.certificate.verify(problem) is True


def test_shapes_that_cannot_be_right_are_named():
    two = ("A", "B")
    for points in ((3, 4), [(3,)], ["34"]):
        with pytest.raises(InvalidInput, match="point 1"):
            BargainingProblem.from_vertices(two, points, (0, 0))
    for disagreement in (0, None, (0,)):
        with pytest.raises(InvalidInput, match=r"the disagreement point is .* one for each player"):
            BargainingProblem.from_vertices(two, [(3, 4)], disagreement)
    for row in ((1, 1, 3), 3, ((1, 1),), (1, 3)):
        with pytest.raises(InvalidInput, match="row 1"):
            BargainingProblem.from_inequalities(two, [row], (0, 0))
    with pytest.raises(InvalidInput, match="bargaining power"):
        dataclasses.replace(BargainingProblem.from_vertices(two, [(3, 4)], (0, 0)), weights=[1, 2])


# ------------------------------------------------------------------- sizes

POWERS = st.tuples(*[st.integers(1, 9)] * 3, *[st.integers(-12, 12)] * 3).map(
    lambda drawn: {name: drawn[k] * Fraction(10) ** drawn[3 + k] for k, name in enumerate(THREE)}
)


@examples(62)
@given(POWERS)
def test_power_of_any_size_divides_a_pie_in_its_own_proportion(weights) -> None:
    """Harsanyi and Selten (1972): each gets its weight's part, be that a millionth."""
    problem = dataclasses.replace(simplex(1, 1, 1), weights=weights)
    split = nash_bargaining(problem)
    assert split.certificate is not None
    assert split.certificate.verify(problem) is True
    for name, weight in weights.items():
        radius = (split.proof.radii or {}).get(name, split.proof.radius or 0)
        assert abs(split[name] - weight / sum(weights.values())) <= radius
    assert (split.proof.radius or 0) < Fraction(1, 10**15)


@settings(max_examples=15)
@given(POWERS, st.lists(st.tuples(*[st.integers(0, 5)] * 3), min_size=1, max_size=3))
def test_power_of_any_size_is_proven_on_any_frontier(weights, rows) -> None:
    listed = [((1, 1, 1), 9), *((row, 7) for row in rows if any(row))]
    problem = BargainingProblem.from_inequalities(THREE, listed, (0, 0, 0))
    problem = dataclasses.replace(problem, weights=weights)
    split = nash_bargaining(problem)
    assert split.certificate is not None
    assert split.certificate.verify(problem) is True


def test_a_twentieth_of_the_power_by_hand() -> None:
    assert nash_bargaining(simplex(1, 1, 1), {"A": Fraction(1, 20)})["A"] == Fraction(1, 41)
    huge = nash_bargaining(simplex(1, 1, 1), {"A": 10**400})
    assert repr(huge) == "Allocation(A=1, B=1e-400, C=1e-400)"


def test_each_city_has_its_own_radius_where_units_differ() -> None:
    """The edge of three players above, with payoffs in units of 10^-30, 1 and 10^30."""
    units = (Fraction(1, 10**30), 1, 10**30)
    ends = [(0, 2, 3), (Fraction(3, 2), Fraction(1, 2), 0)]
    points = [tuple(x * unit for x, unit in zip(end, units, strict=True)) for end in ends]
    split = nash_bargaining(BargainingProblem.from_vertices(THREE, points, (0, 0, 0)))
    assert split.proof.radii is not None
    for name, unit in zip(THREE, units, strict=True):
        assert split.proof.radii[name] < unit / 10**15
    assert split.proof.radius == split.proof.radii["C"]
    assert [part.rpartition(" ")[2] for part in str(split.proof).split(", ")] == [
        "(A)",
        "(B)",
        "(C)",
    ]


@BOTH
def test_payoffs_beyond_floating_point_can_be_read(solution) -> None:
    split = solution(
        BargainingProblem.from_vertices(TWO, [(2 * 10**400, 0), (0, Fraction(2, 10**400))], (0, 0))
    )
    assert repr(split) == "Allocation(A=1e+400, B=1e-400)"
    assert "1e+400" in split._repr_html_()


# ------------------------------------------------------------------- problems made from others


def test_another_disagreement_point_is_read_like_the_first() -> None:
    """The tutorial's way to ask: what if the city had more without an agreement?"""
    problem = dataclasses.replace(simplex(1, 1), disagreement={"A": 0.5, "B": 0})
    assert dict(nash_bargaining(problem)) == {"A": Fraction(3, 4), "B": Fraction(1, 4)}
    for point in ((0.5, 0), (Fraction(1, 2), 0)):
        assert dataclasses.replace(simplex(1, 1), disagreement=point) == problem
    for wrong, message in (
        ({"A": float("nan"), "B": 0}, "the disagreement point, A is nan"),
        ({"A": "1/2", "B": 0}, "the disagreement point, A is '1/2'"),
        ({"A": 1}, "the disagreement point, B is missing"),
        ({"A": 1, "B": 0, "C": 0}, "a player of the disagreement point is 'C'"),
    ):
        with pytest.raises(InvalidInput, match=message):
            dataclasses.replace(problem, disagreement=wrong)


def test_a_problem_can_be_built_without_its_builders_and_looked_up() -> None:
    problem = BargainingProblem(TWO, {"A": 0, "B": 0}, ((2, 0), (0, 2)))
    assert dict(nash_bargaining(problem)) == {"A": 1, "B": 1}
    with pytest.raises(InvalidInput, match="point 1 is"):
        BargainingProblem(TWO, {"A": 0, "B": 0}, ((1,), (2, 3)))
    with pytest.raises(InvalidInput, match="row 1 is 5"):
        BargainingProblem(TWO, {"A": 0, "B": 0}, inequalities=(5,))
    same = BargainingProblem.from_vertices(TWO, [(2, 0), (0, 2)], (0, 0))
    assert len({problem, same, corner(), simplex(1, 1)}) == 3


@pytest.mark.parametrize("wrong", [5, None])
def test_lists_that_are_none_are_refused_in_a_sentence(wrong) -> None:
    for build in (
        lambda: BargainingProblem.from_vertices(wrong, [(1, 1)], (0, 0)),
        lambda: BargainingProblem.from_vertices(TWO, wrong, (0, 0)),
        lambda: BargainingProblem.from_inequalities(TWO, wrong, (0, 0)),
        lambda: BargainingProblem.from_vertices(TWO, [wrong], (0, 0)),
        lambda: BargainingProblem.from_inequalities(TWO, [wrong], (0, 0)),
        lambda: BargainingProblem.from_inequalities(TWO, [({1: 1}, 1)], (0, 0)),
    ):
        with pytest.raises(InvalidInput, match="it should be"):
            build()
