"""Solutions on a smooth frontier: by hand, against the polyhedral solvers, and their bad inputs."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import BargainingProblem, InvalidInput, Undefined
from solvers.answer import EXACT
from solvers.bargaining.balance import BALANCES
from solvers.bargaining.egalitarian import egalitarian
from solvers.bargaining.equal_loss import equal_loss
from solvers.bargaining.kalai_smorodinsky import kalai_smorodinsky
from solvers.bargaining.lexicographic_egalitarian import lexicographic_egalitarian
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.bargaining.perles_maschler import perles_maschler
from solvers.bargaining.raiffa import raiffa
from solvers.bargaining.smooth_frontier import on_frontier
from solvers.bargaining.utilitarian import utilitarian
from solvers.certificate import Certificate
from tests.properties.strategies import examples

TWO = ("Hangzhou", "Quzhou")
SOLUTIONS = [
    nash_bargaining,
    kalai_smorodinsky,
    egalitarian,
    lexicographic_egalitarian,
    utilitarian,
    equal_loss,
    perles_maschler,
    raiffa,
]
ALL = pytest.mark.parametrize("solution", SOLUTIONS)
TINY = Fraction(1, 10**25)


def under(frontier: object, disagreement: tuple = (0, 0), **options: object) -> BargainingProblem:
    return BargainingProblem.from_frontier(TWO, frontier, disagreement, **options)


def split(solution, problem: BargainingProblem) -> tuple[Fraction, Fraction]:
    answer = solution(problem)
    assert answer.certificate.verify(problem) is True
    copy = Certificate.from_json(answer.certificate.to_json())
    assert copy.answer(problem) == answer
    return answer[TWO[0]], answer[TWO[1]]


def close(value: Fraction, expected: object, digits: int = 28) -> bool:
    with mpmath.workdps(70):
        return (
            abs(mpmath.mpf(value.numerator) / value.denominator - expected)
            < mpmath.mpf(10) ** -digits
        )


# ------------------------------------------------------------------- by hand


def test_where_the_answer_is_a_fraction_it_is_exact() -> None:
    """12 - x^2: 3x^2 = 12 for Nash, x = 3 for equal gains; 4 - x^2: x = 1 for equal losses."""
    expected = {nash_bargaining: (2, 8), egalitarian: (3, 3), utilitarian: (0.5, 11.75)}
    for solution, payoffs in expected.items():
        assert split(solution, under("12 - x**2")) == payoffs
        assert solution(under("12 - x**2")).proof == EXACT
    assert split(equal_loss, under("4 - x**2")) == (1, 3)
    assert split(utilitarian, under("4 - x**2")) == (0.5, 3.75)


@ALL
def test_on_a_circle_whose_radius_is_irrational_all_meet_at_a_fraction(solution) -> None:
    problem = under("sqrt(2 - x**2)")
    hangzhou, quzhou = split(solution, problem)
    if solution in {perles_maschler, raiffa}:  # integrals and steps are enclosed
        assert max(abs(hangzhou - 1), abs(quzhou - 1)) < TINY
    else:
        assert (hangzhou, quzhou) == (1, 1)
        assert solution(problem).proof == EXACT


def test_where_it_is_no_fraction_it_is_enclosed() -> None:
    mp = mpmath
    with mp.workdps(70):
        expected = {
            # 4 - x^2, d = 0: 4 - 3x^2 = 0; 2(4 - x^2) = 4x; 4 - x^2 = x; x^(3/2) halves 2^(3/2).
            nash_bargaining: mp.sqrt(mp.mpf(4) / 3),
            kalai_smorodinsky: mp.sqrt(5) - 1,
            egalitarian: (mp.sqrt(17) - 1) / 2,
            lexicographic_egalitarian: (mp.sqrt(17) - 1) / 2,
            perles_maschler: mp.mpf(2) ** (mp.mpf(1) / 3),
        }
        for solution, x in expected.items():
            hangzhou, quzhou = split(solution, under("4 - x**2"))
            assert close(hangzhou, x, 59)
            assert close(quzhou, 4 - x * x, 58)
            assert solution(under("4 - x**2")).proof.radius < Fraction(1, 10**59)


def test_nash_on_a_logarithm_is_where_lambert_says() -> None:
    """x = log(2 - x) (2 - x): with u = 2 - x, u log u + u = 2, so u = 2/W(2e)."""
    with mpmath.workdps(70):
        u = 2 / mpmath.lambertw(2 * mpmath.e).real
        hangzhou, quzhou = split(nash_bargaining, under("log(2 - x)"))
        assert close(hangzhou, 2 - u, 58)
        assert close(quzhou, mpmath.log(u), 58)


@pytest.mark.parametrize(
    ("text", "speed", "end"),
    [
        ("1 - x**4", lambda x: 2 * x ** mpmath.mpf("1.5"), 1),
        ("log(2 - x)", lambda x: 1 / mpmath.sqrt(2 - x), 1),
        ("2 - x - x**3/3", lambda x: mpmath.sqrt(1 + x * x), None),
    ],
)
def test_perles_maschler_halves_the_integral(text, speed, end) -> None:
    with mpmath.workdps(40):
        if end is None:
            end = mpmath.findroot(lambda x: 2 - x - x**3 / 3, 1.4)
        hangzhou, _ = split(perles_maschler, under(text))
        x = mpmath.mpf(hangzhou.numerator) / hangzhou.denominator
        before, after = mpmath.quad(speed, [0, x]), mpmath.quad(speed, [x, end])
        assert abs(before - after) < mpmath.mpf(10) ** -25


def test_weights_are_those_of_the_solutions() -> None:
    """4 - x^2 with weights (2, 1): Nash 2y = 2x^2, utilitarian 2x = 2, egalitarian 2y = x."""
    power = {TWO[0]: 2}
    with mpmath.workdps(70):
        assert close(nash_bargaining(under("4 - x**2"), power)[TWO[0]], mpmath.sqrt(2), 58)
        half = egalitarian(under("4 - x**2"), power)
        assert close(half[TWO[1]] * 2 - half[TWO[0]], 0, 58)
        ks = kalai_smorodinsky(under("4 - x**2"), power)  # 2 * 2y = 4x
        assert close(ks[TWO[0]], (mpmath.sqrt(17) - 1) / 2, 58)
        assert close(ks[TWO[1]] - ks[TWO[0]], 0, 58)
        # equal loss 2(2 - x) = 4 - y = x^2
        assert close(equal_loss(under("4 - x**2"), power)[TWO[0]], mpmath.sqrt(5) - 1, 58)
    assert dict(utilitarian(under("4 - x**2"), power)) == {TWO[0]: 1, TWO[1]: 3}
    with pytest.raises(InvalidInput, match="Perles-Maschler"):
        perles_maschler(dataclasses.replace(under("4 - x**2"), weights=power))


# ------------------------------------------------------------------- against polyhedra


@st.composite
def straight_problems(draw):
    integers = st.integers(1, 6)
    a, b = draw(integers), draw(integers)
    d = (Fraction(draw(st.integers(-4, 4)), 2), Fraction(draw(st.integers(-4, 4)), 3))
    room = draw(integers)
    top = d[1] + Fraction(b, a) * d[0] + room
    weights = {TWO[0]: Fraction(draw(integers)), TWO[1]: Fraction(draw(integers))}
    low = d[0] + Fraction(draw(st.integers(0, 2)), 4) * room * Fraction(a, b)
    high = low + Fraction(draw(st.integers(0, 2)), 4) * room * Fraction(a, b)
    smooth = under(f"{top} - {b}*x/{a}", d, between=(low, high))
    corners = [(x, top - Fraction(b, a) * x) for x in (low, high)]
    # Whoever has the right to throw payoffs away has the rectangle below each corner.
    rows = [((b, a), top * a), ((1, 0), corners[1][0]), ((0, 1), corners[0][1])]
    polyhedral = BargainingProblem.from_inequalities(TWO, rows, d)
    return tuple(dataclasses.replace(p, weights=weights) for p in (smooth, polyhedral))


@given(straight_problems(), st.sampled_from(SOLUTIONS))
def test_a_straight_frontier_is_solved_as_its_polyhedron(problems, solution) -> None:
    if solution is perles_maschler:
        problems = tuple(dataclasses.replace(p, weights={}) for p in problems)
    smooth, polyhedral = problems
    found, expected = solution(smooth), solution(polyhedral)
    within = expected.proof.radius or 0  # by corners Raiffa's steps may have no end
    assert all(abs(found[name] - expected[name]) <= within for name in TWO)
    assert found.certificate.verify(smooth) is True


@ALL
def test_a_curve_is_the_limit_of_its_chords(solution) -> None:
    """Chords of 3 - x - x^2/3 between 41 points are within 1e-3 of it."""
    curve = under("3 - x - x**2/3", (Fraction(1, 4), Fraction(1, 3)))
    xs = [Fraction(k, 20) for k in range(41)]
    chords = BargainingProblem.from_vertices(
        TWO, [*((x, 3 - x - x * x / 3) for x in xs), (0, 0)], tuple(curve.disagreement.values())
    )
    for name in TWO:
        gap = solution(curve)[name] - solution(chords)[name]
        assert abs(gap) < Fraction(1, 20 if solution is utilitarian else 500)


@examples(62)
@given(
    st.sampled_from([s for s in SOLUTIONS if s not in {perles_maschler, raiffa}]),
    st.sampled_from(["4 - x**2", "2 - exp(x)/2", "sqrt(9 - x**2) - x/2", "3 - x**(3/2)"]),
    st.integers(1, 5),
    st.integers(1, 5),
)
def test_no_float_grid_finds_a_better_balance(solution, text, w1, w2) -> None:
    """The balance, in floats, changes sign at the answer, and is monotone over a grid."""
    problem = dataclasses.replace(under(text), weights={TWO[0]: w1, TWO[1]: w2})
    answer = solution(problem)
    f, x = problem.frontier.at, float(answer[TWO[0]])
    end = float(answer.certificate.end)
    objective = {
        nash_bargaining: lambda u: u**w1 * f(u) ** w2,
        utilitarian: lambda u: w1 * u + w2 * f(u),
        egalitarian: lambda u: min(u / w1, f(u) / w2),
        lexicographic_egalitarian: lambda u: min(u / w1, f(u) / w2),
        kalai_smorodinsky: lambda u: min(u / w1 / end, f(u) / w2 / f(0)),
        equal_loss: lambda u: -max(w1 * (end - u), w2 * (f(0) - f(u))),
    }[solution]
    best = objective(x)
    for k in range(101):
        assert objective(end * k / 101) <= best + 1e-9 * max(1, abs(best))


# ------------------------------------------------------------------- degenerate


@ALL
def test_where_nobody_can_gain_all_keep_what_they_have(solution) -> None:
    for problem in (under("4 - x**2", (1, 3)), under("sqrt(1 - x**2)", (1, 0))):
        assert dict(solution(problem)) == problem.disagreement
        assert solution(problem).status.startswith("Nobody can gain")
        assert solution(problem).certificate.verify(problem) is True


@ALL
def test_who_cannot_gain_does_not_stop_the_other(solution) -> None:
    problem = under("4 - x**2", between=(2, 2))
    proportional = solution is egalitarian
    assert split(solution, problem) == ((0, 0) if proportional else (2, 0))
    raiffas = "The midpoints approach what is the best for all at once."
    assert solution(problem).status == (raiffas if solution is raiffa else "Quzhou cannot gain.")


def test_an_end_of_the_frontier_may_be_the_solution() -> None:
    short = under("4 - x**2", between=(0, 1))
    assert split(nash_bargaining, short) == (1, 3)
    assert split(lexicographic_egalitarian, short) == (1, 3)
    assert split(egalitarian, short) == (1, 1)  # it keeps to equal gains
    flat = under("4 - x**2", between=(Fraction(3, 2), Fraction(7, 4)))
    assert split(nash_bargaining, flat) == (Fraction(3, 2), Fraction(7, 4))
    assert split(utilitarian, flat) == (Fraction(3, 2), Fraction(7, 4))
    assert split(egalitarian, under("4 - x**2", (1, 0), between=(1.9, 2)))[1] < 1


def test_beside_a_start_above_its_ray_the_egalitarian_leaves_something() -> None:
    problem = under("10 - x", between=(8, 9))
    assert split(egalitarian, problem) == (2, 2)
    assert split(lexicographic_egalitarian, problem) == (8, 2)


def test_a_root_may_end_the_frontier_above_the_disagreement_payoff() -> None:
    problem = under("1 + sqrt(1 - 3*x)")
    assert split(nash_bargaining, problem) == (Fraction(8, 27), Fraction(4, 3))
    assert split(kalai_smorodinsky, problem) == (Fraction(1, 4), Fraction(3, 2))
    assert split(egalitarian, problem) == (Fraction(1, 3), Fraction(1, 3))


@pytest.mark.parametrize("scale", [10**9, Fraction(1, 10**9)])
@ALL
def test_units_do_not_matter_but_to_those_who_compare_payoffs(solution, scale) -> None:
    unit = split(solution, under("4 - x**2"))
    scaled = under(f"({scale})*(4 - (x/({scale}))**2)")
    for one, other in zip(unit, split(solution, scaled), strict=True):
        assert abs(other / scale - one) < TINY


# ------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        (under("4 + x - x**2"), "x = 0 is 'rising'"),
        (under("sqrt(x)"), "x = 0 is 'rising'"),
        (under("1/(1 + x)", (0, Fraction(1, 3))), "'bending outwards'"),
        (under("1/(1 + x)"), "'bending outwards'"),
        (under("(1 - sqrt(x))**2"), "'bending outwards'"),
        (under("exp(-x)", (0, Fraction(1, 2))), "'bending outwards'"),
        (under("3 - x + x**2/2 - x**3"), "'bending outwards'"),
        (under("4 - x**2", (3, 0)), "on or below the frontier"),
        (under("4 - x**2", (3, 0), between=(0, 2)), "no more than 2"),
        (under("log(x)"), "without a value"),
    ],
)
@pytest.mark.parametrize("solution", [nash_bargaining, kalai_smorodinsky])
def test_a_frontier_that_is_none_is_refused_at_the_place(problem, place, solution) -> None:
    with pytest.raises(InvalidInput, match=place):
        solution(problem)


def test_the_place_where_it_bends_the_wrong_way_is_right() -> None:
    """f'' = 1 - 6x is positive before 1/6 only."""
    with pytest.raises(InvalidInput, match="bending outwards") as refused:
        nash_bargaining(under("3 - x + x**2/2 - x**3"))
    assert 0 < float(refused.value.place.rpartition("= ")[2]) < 1 / 6
    assert nash_bargaining(under("3 - x + x**2/2 - x**3", between=(Fraction(1, 6), 1)))


def test_a_name_that_is_no_solution() -> None:
    with pytest.raises(InvalidInput, match="nash_bargaining"):
        on_frontier(under("4 - x**2"), "Gauthier")
    assert dict(on_frontier(under("12 - x**2"), "Nash")) == {TWO[0]: 2, TWO[1]: 8}


def test_payoffs_that_grow_without_end() -> None:
    with pytest.raises(Undefined, match="without end"):
        nash_bargaining(under("10**900*sqrt(2) - x/10**900"))


def test_a_certificate_of_one_frontier_proves_nothing_of_another() -> None:
    for name in BALANCES:
        certificate = on_frontier(under("4 - x**2"), name).certificate
        assert not certificate.verify(under("5 - x**2"))
        assert not certificate.verify(under("4 - x**2", (1, 0)))


def test_perles_maschler_on_a_straight_line_to_an_irrational_end() -> None:
    """The middle of it: pi/2 each, and 1/sqrt(2) each."""
    for text, half in (("pi - x", math.pi / 2), ("sqrt(2) - x", 0.5**0.5)):
        problem = BargainingProblem.from_frontier(TWO, text, (0, 0))
        answer = perles_maschler(problem)
        assert [float(payoff) for payoff in answer.values()] == pytest.approx([half, half])
        assert answer.proof.radius < Fraction(1, 10**29)
        assert answer.certificate.verify(problem) is True


def test_long_numbers_and_high_powers() -> None:
    """a - x^200 has equal gains where x^200 + x = a; 10^400 is shared in halves."""
    high = egalitarian(BargainingProblem.from_frontier(TWO, "1 - x**200", (0, 0)))
    x = high[TWO[0]]
    assert abs(x**200 + x - 1) < Fraction(1, 10**55)
    for size in (10**200, 10**300, 10**400):
        assert split(nash_bargaining, under(f"{size} - x")) == (size // 2, size // 2)


@ALL
def test_a_concept_says_the_same_on_any_frontier(solution) -> None:
    """One concept, one sentence, whether payoffs are given by a formula or by corners."""
    straight = solution(BargainingProblem.from_frontier(TWO, "6 - 2*x", (0, 0))).status
    corners = solution(BargainingProblem.from_inequalities(TWO, [((2, 1), 6)], (0, 0))).status
    said = straight.removesuffix(" It is at an end of the frontier.").removesuffix(".")
    assert corners.startswith(said)
