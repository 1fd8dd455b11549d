"""Egalitarian, utilitarian, equal loss, Raiffa, Perles-Maschler, the frontier: values and oracles.

Values without a source are computed by hand; the computation stands beside them.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.bargaining import BargainingProblem
from games.errors import InvalidInput, Undefined
from solvers.answer import EXACT
from solvers.bargaining.egalitarian import egalitarian
from solvers.bargaining.equal_loss import equal_loss
from solvers.bargaining.feasible_payoffs import agreement_program
from solvers.bargaining.kalai_smorodinsky import kalai_smorodinsky
from solvers.bargaining.lexicographic_egalitarian import lexicographic_egalitarian
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.bargaining.pareto_frontier import pareto_frontier
from solvers.bargaining.perles_maschler import perles_maschler
from solvers.bargaining.raiffa import raiffa
from solvers.bargaining.utilitarian import utilitarian
from solvers.optimum import optimal_basis, solve
from tests.properties.strategies import examples

TWO, THREE = ("A", "B"), ("A", "B", "C")
POINTS = (
    kalai_smorodinsky,
    egalitarian,
    lexicographic_egalitarian,
    utilitarian,
    equal_loss,
    raiffa,
    perles_maschler,
)
ALL = pytest.mark.parametrize("solution", POINTS)
OF_THREE = pytest.mark.parametrize("solution", POINTS[:-1])
HALF = Fraction(1, 2)


def rows(players: tuple[str, ...], *given_rows, d=None) -> BargainingProblem:
    start = [0] * len(players) if d is None else d
    return BargainingProblem.from_inequalities(players, given_rows, start)


def points(*listed, d=None) -> BargainingProblem:
    players = THREE[: len(listed[0])]
    return BargainingProblem.from_vertices(players, listed, d or [0] * len(players))


def test_huge_weights_are_told_in_words():
    split = kalai_smorodinsky(points((1, 0), (0, 1)), {"A": 10**400, "B": 10**400})
    assert dict(split) == {"A": HALF, "B": HALF}
    assert "everybody gets 0.5 of that" in split.status


# --- by hand --------------------------------------------------------------------------------------

CORNER = rows(TWO, ((1, 0), 1), ((0, 1), 1), ((1, 2), 2))
WIDE = rows(TWO, ((1, 2), 2))
TRIANGLE = rows(TWO, ((5, 3), 15))
STUCK = rows(THREE, ((1, 1, 0), 2), ((0, 0, 1), 5), d=(0, 0, 5))
LAST = rows(THREE, ((1, 1, 1), 12), ((0, 0, 1), 1))
KINK = points((2, 0), (1, 4), (0, 5))


@pytest.mark.parametrize(
    ("solution", "problem", "payoffs"),
    [
        # Kalai and Smorodinsky (1975): both on x = y where x + 2y = 2.
        (egalitarian, CORNER, (Fraction(2, 3), Fraction(2, 3))),
        (lexicographic_egalitarian, CORNER, (Fraction(2, 3), Fraction(2, 3))),
        # Ideals (1, 1): 1 - t + 2 (1 - t) = 2 at t = 1/3.
        (equal_loss, CORNER, (Fraction(2, 3), Fraction(2, 3))),
        # 1 + 1/2 against 0 + 1 at the corners.
        (utilitarian, CORNER, (1, HALF)),
        # (1/2, 1/2), from where the best are 1 and 3/4: the midpoint is on the edge.
        (raiffa, CORNER, (Fraction(3, 4), Fraction(5, 8))),
        # One edge from (1, 1/2) to (0, 1).
        (perles_maschler, CORNER, (HALF, Fraction(3, 4))),
        # Ideals (2, 1): 2 - t + 2 (1 - t) = 2 at t = 2/3.
        (equal_loss, WIDE, (Fraction(4, 3), Fraction(1, 3))),
        (egalitarian, WIDE, (Fraction(2, 3), Fraction(2, 3))),
        (utilitarian, WIDE, (2, 0)),
        # Midpoints of a single edge.
        (raiffa, TRIANGLE, (Fraction(3, 2), Fraction(5, 2))),
        (perles_maschler, TRIANGLE, (Fraction(3, 2), Fraction(5, 2))),
        # C has its most already.
        (egalitarian, STUCK, (0, 0, 5)),
        (lexicographic_egalitarian, STUCK, (1, 1, 5)),
        (utilitarian, STUCK, (1, 1, 5)),
        (equal_loss, STUCK, (1, 1, 5)),
        (raiffa, STUCK, (1, 1, 5)),
        # Herrero and Marco (1993): C, who hopes for 1, cannot lose 6, and keeps 0.
        (equal_loss, LAST, (6, 6, 0)),
        (egalitarian, LAST, (1, 1, 1)),
        (lexicographic_egalitarian, LAST, (Fraction(11, 2), Fraction(11, 2), 1)),
        # Edges of lengths sqrt(1 * 4) = 2 and sqrt(1 * 1) = 1: half of 3 is 3/4 of the first.
        (perles_maschler, KINK, (Fraction(5, 4), 3)),
        # All can have their ideals: half of the way, half of the rest, and so on.
        (raiffa, points((3, 4), d=(1, 1)), (3, 4)),
        (equal_loss, points((3, 4), d=(1, 1)), (3, 4)),
        (egalitarian, points((3, 4), d=(1, 1)), (3, 3)),
    ],
)
def test_by_hand(solution, problem, payoffs):
    found = solution(problem)
    assert tuple(found.values()) == payoffs
    assert found.proof == EXACT
    assert found.certificate.verify(problem) is True


@pytest.mark.parametrize(
    ("solution", "payoffs"),
    [
        # On x + y = 12 with weights 2 and 1.
        (egalitarian, (8, 4)),
        (lexicographic_egalitarian, (8, 4)),
        (kalai_smorodinsky, (8, 4)),
        (utilitarian, (12, 0)),
        # Losses t/2 and t of 12 each: 24 - 3t/2 = 12 at t = 8.
        (equal_loss, (8, 4)),
        # (2/3) 12 and (1/3) 12.
        (raiffa, (8, 4)),
    ],
)
def test_weights_are_bargaining_power(solution, payoffs):
    equal = rows(TWO, ((1, 1), 12))
    found = solution(equal, {"A": 2})
    assert tuple(found.values()) == payoffs
    stronger = dataclasses.replace(equal, weights={"A": Fraction(2)})
    assert dict(solution(stronger)) == dict(found)
    assert found.certificate.verify(stronger) is True
    # Bases may prove two problems' answers, but to each problem its own.
    other = found.certificate
    assert not other.verify(equal) or dict(other.answer(equal)) == dict(solution(equal))


@pytest.mark.parametrize("solution", [nash_bargaining, *POINTS[:-1]])
def test_weights_without_names_are_refused_in_a_sentence(solution):
    with pytest.raises(InvalidInput, match=r"bargaining power is .* a weight for each city"):
        solution(CORNER, [1, 2])


def test_kalai_smorodinsky_weights_multiply_the_hopes():
    """Hopes 2 and 1, weights 1 and 2: gains in proportion 2 to 2, as the egalitarian ones."""
    assert dict(kalai_smorodinsky(WIDE, {"B": 2})) == dict(egalitarian(WIDE))


def test_perles_maschler_knows_no_weights():
    problem = dataclasses.replace(CORNER, weights={"A": Fraction(2)})
    with pytest.raises(InvalidInput, match="equal: the Perles-Maschler"):
        perles_maschler(problem)
    assert not perles_maschler(CORNER).certificate.verify(problem)


# --- the frontier ---------------------------------------------------------------------------------


def test_the_frontier_of_a_projection():
    """Money m moves from A to B: x = 3 - m, y = 1 + m, 0 <= m <= 2."""
    problem = rows(
        TWO,
        ({"A": 1, "m": 1}, 3),
        ({"B": 1, "m": -1}, 1),
        ({"m": 1}, 2),
        ({"m": -1}, 0),
        d=(1, 0),
    )
    assert pareto_frontier(problem).vertices == ((3, 1), (1, 3))
    assert tuple(perles_maschler(problem).values()) == (2, 2)


def test_the_frontier_stops_where_somebody_would_lose():
    problem = rows(TWO, ((1, 2), 10), ((2, 1), 10), d=(1, 2))
    third = Fraction(10, 3)
    assert pareto_frontier(problem).vertices == ((4, 2), (third, third), (1, Fraction(9, 2)))


NUMBERS = st.integers(0, 6).map(Fraction) | st.fractions(0, 6, max_denominator=5)
PLANE = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=9)


def chain(listed):
    """The efficient corners of the convex hull, from the right end to the left, by turns."""
    found = []
    for x, y in sorted(listed, reverse=True):
        if found and y <= max(b for _, b in found):
            continue
        while len(found) > 1:
            (a, b), (c, d) = found[-2:]
            if (c - a) * (y - b) > (d - b) * (x - a):
                break
            found.pop()
        found.append((x, y))
    return tuple(found)


@examples(62)
@given(PLANE)
def test_the_frontier_is_the_upper_right_of_the_hull(listed):
    problem = points(*listed, (0, 0))
    found = pareto_frontier(problem)
    assert found.vertices == chain(listed)
    assert found.certificate.verify(problem) is True


def test_points_within_an_edge_are_no_corners():
    """Of four on x + y = 12, whichever the linear program reaches first."""
    half = [(Fraction(k, 2), 12 - Fraction(k, 2)) for k in (13, 15, 9, 14)]
    problem = points(*half, (8, 0), (0, 8))
    ends = (half[1], half[2])
    assert pareto_frontier(problem).vertices == ((8, 0), *ends, (0, 8))


def test_the_frontier_is_of_two():
    for concept in (pareto_frontier, perles_maschler):
        with pytest.raises(InvalidInput, match="players is 3; it should be two"):
            concept(LAST)
    with pytest.raises(InvalidInput, match="points or inequalities, not a formula"):
        pareto_frontier(BargainingProblem.from_frontier(TWO, "4 - x**2", (0, 0)))


# --- oracles in the plane: the frontier's corners and nothing else --------------------------------


def on_chain(corners, height):
    """Where height(x, y) is 0 on the chain, falling from positive at the right to the left."""
    for (a, b), (c, d) in itertools.pairwise(corners):
        here, there = height(a, b), height(c, d)
        if here >= 0 >= there and here != there:
            share = here / (here - there)
            return (a + share * (c - a), b + share * (d - b))
    return None


@examples(62)
@given(PLANE)
def test_leximin_in_the_plane(listed):
    """Where x = y meets the chain, or else its end on that side."""
    corners = chain(listed)
    met = on_chain(corners, lambda x, y: x - y)
    end = corners[0] if corners[0][0] <= corners[0][1] else corners[-1]
    assert tuple(lexicographic_egalitarian(points(*listed, (0, 0))).values()) == (met or end)


@examples(62)
@given(PLANE)
def test_equal_loss_in_the_plane(listed):
    """Where the chain meets x - y = a - b, with the ideals a and b."""
    corners = chain(listed)
    a, b = corners[0][0], corners[-1][1]
    met = on_chain(corners, lambda x, y: (x - y) - (a - b)) or corners[0]
    assert tuple(equal_loss(points(*listed, (0, 0))).values()) == met


@examples(62)
@given(PLANE)
def test_raiffa_in_the_plane(listed):
    """Midpoints in floating point, with the best offers read off the chain."""
    corners = [(float(x), float(y)) for x, y in chain(listed)]

    def best(axis, floor):
        other = 1 - axis
        ordered = sorted(corners, key=lambda corner: corner[other])
        if floor <= ordered[0][other]:
            return ordered[0][axis]
        for low, high in itertools.pairwise(ordered):
            if low[other] <= floor <= high[other]:
                share = (floor - low[other]) / (high[other] - low[other])
                return low[axis] + share * (high[axis] - low[axis])
        return ordered[-1][axis]

    x = y = 0.0
    for _ in range(60):
        x, y = (x + best(0, y)) / 2, (y + best(1, x)) / 2
    found = raiffa(points(*listed, (0, 0)))
    assert (float(found["A"]), float(found["B"])) == pytest.approx((x, y), abs=1e-12)


@examples(62)
@given(PLANE)
def test_perles_maschler_halves_the_length(listed):
    """The lengths on both sides of the point, by roots in floating point."""
    found = perles_maschler(points(*listed, (0, 0)))
    x = found["A"]
    before = after = 0.0
    for (a, b), (c, d) in itertools.pairwise(chain(listed)):
        # Of the edge from (a, b) to (c, d), what lies to the right of x, and what to the left.
        right = min(max((a - x) / (a - c), 0), 1)
        length = math.sqrt((a - c) * (d - b))
        before, after = before + right * length, after + (1 - right) * length
    assert before == pytest.approx(after, abs=1e-9)
    assert solve(agreement_program(points(*listed, (0, 0)), found, {})).outcome == "optimal"


def test_perles_maschler_of_unlike_roots_is_enclosed():
    """Edges sqrt(2) and 1 long: the middle is at (1 + 1 / sqrt(2)) / 2 of the first."""
    found = perles_maschler(points((2, 0), (1, 2), (0, 3)))
    share = (1 + 1 / math.sqrt(2)) / 2
    assert float(found["A"]) == pytest.approx(2 - share, abs=1e-15)
    assert float(found["B"]) == pytest.approx(2 * share, abs=1e-15)
    assert found.proof.radius == Fraction(2, 10**18)


def test_perles_maschler_knows_when_roots_cancel():
    """Lengths sqrt(2), 1, sqrt(2): the middle of the middle edge, exactly."""
    found = perles_maschler(points((4, 0), (3, 2), (2, 3), (0, 4)))
    assert (tuple(found.values()), found.proof) == ((Fraction(5, 2), Fraction(5, 2)), EXACT)
    # Lengths sqrt(2) and 2 sqrt(2): half of three is a quarter into the second.
    found = perles_maschler(points((5, 0), (4, 2), (0, 4)))
    assert (tuple(found.values()), found.proof) == ((3, Fraction(5, 2)), EXACT)


def test_perles_maschler_adds_up_over_the_edges():
    """Two triangles added, x/2 + y/8 <= 1 and x/8 + y/2 <= 1: no less than the sum of middles."""
    together = perles_maschler(points((10, 0), (8, 8), (0, 10)))
    assert tuple(together.values()) == (8, 8)
    assert all(x >= 5 for x in together.values())


# --- three and more -------------------------------------------------------------------------------

SPACE = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=5)


def mixes(listed):
    """The corners, and the mixes of three of them in tenths."""
    tenths = [(i, j, 10 - i - j) for i in range(11) for j in range(11 - i)]
    for chosen in itertools.combinations_with_replacement(listed, min(3, len(listed))):
        for parts in tenths if len(chosen) == 3 else [(5, 5)]:
            yield tuple(
                sum(k * point[axis] for k, point in zip(parts, chosen, strict=False)) / sum(parts)
                for axis in range(3)
            )


@examples(50)
@given(SPACE)
def test_no_mix_is_better_for_the_worst_off(listed):
    problem = points(*listed, (0, 0, 0))
    leximin = sorted(lexicographic_egalitarian(problem).values())
    least = min(egalitarian(problem).values())
    assert leximin[0] == least
    ideal = [max(column) for column in zip(*listed, strict=True)]
    loss = max(a - x for a, x in zip(ideal, equal_loss(problem).values(), strict=True))
    total = utilitarian(problem).total()
    for mix in mixes(listed):
        assert sorted(mix) <= leximin
        assert max(a - x for a, x in zip(ideal, mix, strict=True)) >= loss
        assert sum(mix) <= total


def test_leximin_of_four_levels():
    """D can have 1, C 2, B 3, and A what is left of 10."""
    problem = rows(
        ("A", "B", "C", "D"),
        ((1, 1, 1, 1), 10),
        ((0, 0, 0, 1), 1),
        ((0, 0, 1, 1), 3),
        ((0, 1, 1, 1), 6),
    )
    found = lexicographic_egalitarian(problem)
    assert tuple(found.values()) == (4, 3, 2, 1)
    assert found.status == "Who stops first, and who goes on: D, then C, then B, then A."
    assert len(found.certificate.levels) == 4


def test_raiffa_of_three_without_end_is_enclosed():
    """A and B share 2, C has 5 by itself: A and B approach 1 by thirds, C 5 by two thirds."""
    problem = rows(THREE, ((1, 1, 0), 2), ((0, 0, 1), 5))
    found = raiffa(problem)
    assert found.proof.radius < Fraction(1, 10**14)
    for name, limit in zip(THREE, (1, 1, 5), strict=True):
        assert 0 <= limit - found[name] <= found.proof.radius
    assert found.certificate.verify(problem) is True


def test_nash_of_three_is_exact_in_any_unit():
    """(8, 8, 4) / 3 has sum y_i / x_i = (3 y_1 + 3 y_2 + 6 y_3) / 8 = 3 at all three points."""
    listed = ((4, 4, 0), (1, 3, 2), (4, 2, 1))
    small, large = Fraction(1, 10**14), 10**14
    for units in ((1, 1, 1), (small, large, 1)):
        scaled = [[x * unit for x, unit in zip(point, units, strict=True)] for point in listed]
        found = nash_bargaining(points(*scaled))
        assert found.proof == EXACT
        shares = [x / unit for x, unit in zip(found.values(), units, strict=True)]
        assert shares == [Fraction(8, 3), Fraction(8, 3), Fraction(4, 3)]


def test_raiffa_knows_no_units():
    """The problem above with B's payoffs in a unit 10^12 times as large, C's 10^9 as small."""
    units = (1, Fraction(1, 10**12), 10**9)
    found = raiffa(rows(THREE, ((1, 10**12, 0), 2), ((0, 0, 1), 5 * 10**9)))
    for name, limit, unit in zip(THREE, (1, 1, 5), units, strict=True):
        assert 0 <= limit - found[name] / unit < Fraction(1, 10**14)


def test_raiffa_shows_its_steps_and_a_radius_for_each_city():
    """Luce and Raiffa (1957), 6.7: half-way, and half-way again; who is done keeps what it has."""
    found = raiffa(rows(TWO, ((1, 0), 1), ((0, 1), 1), ((1, 2), 2)))
    half, last = Fraction(1, 2), (Fraction(3, 4), Fraction(5, 8))
    assert [tuple(step.values()) for step in found.steps] == [(0, 0), (half, half), last]
    assert dict(found) == found.steps[-1]
    far = raiffa(rows(THREE, ((1, 10**12, 0), 2), ((0, 0, 1), 5 * 10**9)))
    assert far.proof.radii["B"] < far.proof.radii["A"] / 10**9
    for before, after in itertools.pairwise(far.steps):
        assert all(before[name] <= after[name] for name in THREE)


def test_raiffa_where_all_can_have_their_ideals_is_exact_with_weights_too():
    """The midpoints bend on their way (C is slower than A and B), and end in the ideals."""
    box = rows(THREE, ((1, 0, 0), 3), ((0, 1, 0), 2), ((0, 0, 1), 5))
    problem = dataclasses.replace(box, weights={"C": 9})
    found = raiffa(problem)
    assert tuple(found.values()) == (3, 2, 5)
    assert found.proof.kind == "exact"
    assert found.status == "The midpoints approach what is the best for all at once."
    assert found.certificate.verify(problem) is True


# --- what the status says -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("solution", "problem", "says"),
    [
        (egalitarian, STUCK, "C cannot gain, so that nobody does"),
        (egalitarian, STUCK, "lexicographic_egalitarian() goes on"),
        (egalitarian, LAST, "All gain the same. A, B could have more at no cost to others."),
        (lexicographic_egalitarian, STUCK, "C, then A, B."),
        (utilitarian, CORNER, "greatest here and nowhere else"),
        (utilitarian, LAST, "A gets 0 to 12, B 0 to 12, C 0 to 1"),
        (equal_loss, LAST, "C loses less"),
        (raiffa, CORNER, "2 steps lead to the frontier"),
        (raiffa, points((3, 4), d=(1, 1)), "approach what is the best for all at once"),
        (perles_maschler, points((3, 4), d=(1, 1)), "the best for both"),
        (kalai_smorodinsky, points((1, 0, 1), (0, 1, 1)), "C could have more"),
    ],
)
def test_the_status_says_who(solution, problem, says):
    assert says in solution(problem).status


# --- degenerate -----------------------------------------------------------------------------------


@ALL
def test_where_nobody_can_gain_all_keep_what_they_have(solution):
    for problem in (rows(TWO, ((1, 1), 0)), points((3, 4), d=(3, 4))):
        found = solution(problem)
        assert dict(found) == problem.disagreement
        assert found.status.startswith("Nobody can gain")
        assert found.certificate.verify(problem) is True


@ALL
def test_problems_without_a_solution_say_why(solution):
    endless = rows(TWO, ((1, -1), 1))
    with pytest.raises(Undefined, match="A's payoff can grow without end") as refused:
        solution(endless)
    assert refused.value.witness == "A"
    with pytest.raises(Undefined, match="no payoffs satisfy"):
        solution(rows(TWO, ((1, 0), 0), ((-1, 0), -1)))
    with pytest.raises(InvalidInput, match="A 5, B 5"):
        solution(points((3, 4), d=(5, 5)))


def test_equal_gains_need_only_one_limit():
    """B's payoff has no limit, A's has: both gain 1. All others would go on with B for ever."""
    problem = rows(TWO, ((1, 0), 1))
    found = egalitarian(problem)
    assert dict(found) == {"A": 1, "B": 1}
    assert found.status.endswith("B could have more at no cost to others.")
    with pytest.raises(Undefined, match="B's payoff can grow"):
        lexicographic_egalitarian(problem)


@pytest.mark.parametrize("unit", [Fraction(1, 10**12), Fraction(10**15)])
@OF_THREE
def test_units_of_any_size(solution, unit):
    """One unit for all players: every solution follows it."""
    listed = [(0, 3, 0), (5, 0, 1), (1, 1, 4), (2, 2, 2)]
    scaled = points(*([x * unit for x in point] for point in listed))
    small, large = solution(points(*listed)), solution(scaled)
    assert large.certificate.verify(scaled) is True
    slack = (small.proof.radius or 0) * unit + (large.proof.radius or 0)
    assert all(abs(large[name] - small[name] * unit) <= slack for name in THREE)


@ALL
def test_players_may_be_called_like_the_variables_of_the_programs(solution):
    for names in (("weight of point 1", "the step"), ("spare of B", "B")):
        problem = BargainingProblem.from_vertices(names, [(2, 0), (0, 2)], (0, 0))
        assert tuple(solution(problem).values()) == (1, 1)


# --- what an agreement means for one variable -----------------------------------------------------


def test_what_a_clause_may_be_under_an_agreement():
    """A pays m for quota q, worth 6 to it and 2 to B a unit: 2q <= m <= 6q, of 5 units at most."""
    problem = rows(
        TWO,
        ({"A": 1, "q": -6, "m": 1}, 0),
        ({"B": 1, "q": 2, "m": -1}, 0),
        ({"q": 1}, 5),
        ({"q": -1}, 0),
    )
    fair = egalitarian(problem)
    assert tuple(fair.values()) == (10, 10)

    def interval(payoffs, name):
        return tuple(
            solve(agreement_program(problem, payoffs, {name: Fraction(1)}, sense)).optimum
            for sense in ("min", "max")
        )

    assert interval(fair, "q") == (5, 5)
    assert interval(fair, "m") == (20, 20)
    assert interval(dict.fromkeys(TWO, Fraction(4)), "q") == (2, 5)
    assert interval(dict.fromkeys(TWO, Fraction(4)), "m") == (8, 26)


# --- proofs that prove too little -----------------------------------------------------------------


def test_who_can_go_on_cannot_be_said_to_be_stuck():
    """At the first level, 1, only C is stuck; a true basis of A's most does not make A so."""
    proof = lexicographic_egalitarian(LAST).certificate
    (first, second) = proof.levels
    assert (first.fixed.keys(), second.fixed.keys()) == ({"C"}, {"A", "B"})
    here = dict.fromkeys(THREE, Fraction(1))
    most = {
        name: optimal_basis(agreement_program(LAST, here, {name: Fraction(1)})) for name in THREE
    }
    forged = dataclasses.replace(proof, levels=(dataclasses.replace(first, fixed=most),))
    assert forged.verify(LAST).reason == "A can go further."
    alone = dataclasses.replace(second, fixed={"A": second.fixed["A"]})
    again = dataclasses.replace(second, fixed={"B": second.fixed["B"]})
    torn = dataclasses.replace(proof, levels=(first, alone, again))
    assert torn.verify(LAST).reason == "Each level leads further than the one before."
    short = dataclasses.replace(proof, levels=(first,))
    assert short.verify(LAST).reason == "Not all players are fixed in the end."


def test_all_who_could_have_more_are_named():
    """A and B could share 1 more, in any way; the prices of a vertex give it to one of them."""
    for units in ((1, 1), (10**12, 1), (1, 10**12)):
        problem = rows(THREE, ((0, 0, 1), 1), ((*units, 0), units[0] + units[1] + 1))
        found = egalitarian(problem)
        assert tuple(found.values()) == (1, 1, 1)
        assert found.status == "All gain the same. A, B could have more at no cost to others."


def test_a_frontier_cannot_leave_out_a_corner_or_add_one():
    proof = pareto_frontier(KINK).certificate
    assert len(proof.vertices) == 3
    straight = (proof.vertices[0], proof.vertices[2])
    for k in range(2):
        forged = dataclasses.replace(
            proof, vertices=straight, corners=proof.corners[::2], edges=(proof.edges[k],)
        )
        assert not forged.verify(KINK)
    between = (Fraction(1, 2), Fraction(9, 2))
    forged = dataclasses.replace(
        proof,
        vertices=(*proof.vertices[:2], between, proof.vertices[2]),
        corners=(*proof.corners, proof.corners[2]),
        edges=(*proof.edges, proof.edges[1]),
    )
    assert not forged.verify(KINK)


def test_a_way_of_midpoints_cannot_stop_early_or_go_on():
    proof = raiffa(LAST).certificate
    assert proof.verify(LAST) is True
    for by in (-1, 1):
        last = proof.stretches[-1]
        changed = dataclasses.replace(last, times=last.times + by)
        forged = dataclasses.replace(proof, stretches=(*proof.stretches[:-1], changed))
        assert not forged.verify(LAST)
