"""Who breaks which axiom: the textbook's table, and some counterexamples by hand."""

from __future__ import annotations

import functools
from fractions import Fraction

import pytest

from games import BargainingProblem, InvalidInput, Undefined
from solvers.bargaining.axiom import AXIOMS, NotRefuted, violation
from solvers.bargaining.egalitarian import egalitarian
from solvers.bargaining.equal_loss import equal_loss
from solvers.bargaining.kalai_smorodinsky import kalai_smorodinsky
from solvers.bargaining.lexicographic_egalitarian import lexicographic_egalitarian
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.bargaining.perles_maschler import perles_maschler
from solvers.bargaining.utilitarian import utilitarian
from tests.properties.strategies import NIGHTLY

IIA = "independence of irrelevant alternatives"

# Thomson (1994), Cooperative models of bargaining, for two players.
BROKEN = {
    nash_bargaining: {
        "restricted monotonicity",
        "individual monotonicity",
        "strong monotonicity",
        "superadditivity",
    },
    kalai_smorodinsky: {IIA, "strong monotonicity", "superadditivity"},
    egalitarian: {"efficiency", "scale invariance", "midpoint domination"},
    perles_maschler: {IIA, "strong monotonicity"},
    utilitarian: {"scale invariance", "midpoint domination"},
    equal_loss: {IIA, "scale invariance", "strong monotonicity"},
    lexicographic_egalitarian: {"scale invariance", "strong monotonicity"},
}
KEPT = {
    nash_bargaining: {"efficiency", "symmetry", "scale invariance", IIA, "midpoint domination"},
    kalai_smorodinsky: {
        "efficiency",
        "symmetry",
        "scale invariance",
        "individual monotonicity",
        "restricted monotonicity",
        "midpoint domination",
    },
    egalitarian: {"weak efficiency", "symmetry", IIA, "strong monotonicity", "superadditivity"},
    perles_maschler: {"efficiency", "symmetry", "scale invariance", "superadditivity"},
    utilitarian: {"efficiency", "symmetry", "individual rationality"},
    equal_loss: {"efficiency", "symmetry"},
    lexicographic_egalitarian: {"efficiency", "symmetry", IIA},
}


@functools.cache
def remembered(solution):
    """The solution, which solves each problem once: every axiom is tried on the same ones."""
    return functools.cache(solution)


@pytest.mark.parametrize(
    ("solution", "axiom"),
    [(s, a) for s, axioms in BROKEN.items() for a in sorted(axioms)],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_breach_is_one_when_the_problems_are_solved_anew(solution, axiom) -> None:
    found = violation(axiom, remembered(solution))
    assert found, found
    assert found.axiom == axiom
    assert len(found.problems) == len(found.outcomes)
    for problem, outcome in zip(found.problems, found.outcomes, strict=True):
        assert dict(solution(problem)) == outcome


@pytest.mark.parametrize(
    ("solution", "axiom"),
    [(s, a) for s, axioms in KEPT.items() for a in sorted(axioms)],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_what_theorems_grant_is_not_refuted(solution, axiom) -> None:
    found = violation(axiom, remembered(solution), cases=150 if NIGHTLY else 60)
    assert isinstance(found, NotRefuted), found
    assert not found
    assert found.cases > 30
    assert "no proof" in str(found)


def test_kalai_smorodinsky_and_irrelevant_alternatives_by_hand() -> None:
    """(0,3), (1,2), (2,0): ideals (2, 3), so y = 3x/2 meets y = 4 - 2x at (8/7, 12/7).

    Without (0, 3), Quzhou can hope for 2 only: y = x meets y = 4 - 2x at (4/3, 4/3), while (8/7,
    12/7) is still on the edge.
    """
    found = violation("iia", kalai_smorodinsky)
    assert [problem.points for problem in found.problems] == [
        ((0, 3), (1, 2), (2, 0)),
        ((1, 2), (2, 0)),
    ]
    assert found.outcomes == (
        {"A": Fraction(8, 7), "B": Fraction(12, 7)},
        {"A": Fraction(4, 3), "B": Fraction(4, 3)},
    )
    assert "which was not chosen" in found.sentence


def test_nash_and_monotonicity_by_hand() -> None:
    """(0,3), (3,1) gives (9/4, 3/2); with (2, 2) more is feasible, and A gets 2."""
    found = violation("monotonicity", nash_bargaining)
    assert found.problems[0].points == ((0, 3), (2, 2), (3, 1))
    assert found.outcomes == ({"A": 2, "B": 2}, {"A": Fraction(9, 4), "B": Fraction(3, 2)})
    assert "A gets less" in str(found)


def test_egalitarian_units_by_hand() -> None:
    found = violation("scale invariance", egalitarian)
    assert [problem.points for problem in found.problems] == [((1, 1),), ((1, 2),)]
    assert found.outcomes[1] == {"A": 1, "B": 1}
    assert "<b>scale invariance</b>" in found._repr_html_()


# ------------------------------------------------------------------- a student's own


def dictator(problem: BargainingProblem) -> dict[str, Fraction]:
    x, y = max(problem.points)
    return {"A": x, "B": y}


def half_of_nash(problem: BargainingProblem) -> dict[str, float]:
    return {name: float(payoff) / 2 for name, payoff in nash_bargaining(problem).items()}


def dream(problem: BargainingProblem) -> dict[str, Fraction]:
    return {"A": max(x for x, _ in problem.points), "B": max(y for _, y in problem.points)}


def half_where_one_may_take_all(problem: BargainingProblem) -> dict[str, float]:
    return half_of_nash(problem) if max(problem.points)[1] == 0 else dict(nash_bargaining(problem))


def shifted(problem: BargainingProblem) -> dict[str, int]:
    return {"A": -1, "B": 0}


@pytest.mark.parametrize(
    ("solution", "axiom"),
    [
        (dictator, "symmetry"),
        (half_of_nash, "efficiency"),
        (half_of_nash, "weak efficiency"),
        (half_where_one_may_take_all, "weak efficiency"),
        (dream, "efficiency"),
        (dream, "weak efficiency"),
        (shifted, "individual rationality"),
        (dictator, "midpoint domination"),
    ],
)
def test_a_students_own_solution(solution, axiom) -> None:
    assert violation(axiom, solution)


def test_what_is_right_but_for_floats_is_not_blamed() -> None:
    def in_floats(problem: BargainingProblem) -> dict[str, float]:
        return {name: float(payoff) for name, payoff in nash_bargaining(problem).items()}

    for axiom in ("efficiency", "scale invariance", IIA):
        assert not violation(axiom, in_floats, cases=40)
    assert violation("individual monotonicity", in_floats)
    assert not violation(IIA, dictator, cases=40)


def test_the_first_is_the_smallest_and_always_the_same() -> None:
    found = [violation("strong monotonicity", nash_bargaining) for _ in range(2)]
    assert found[0] == found[1]
    assert violation("strong monotonicity", nash_bargaining, cases=found[0].cases) == found[0]
    assert not violation("strong monotonicity", nash_bargaining, cases=found[0].cases - 1)


def test_problems_without_a_solution_are_passed_over() -> None:
    def only_lotteries(problem: BargainingProblem) -> dict[str, Fraction]:
        if len(problem.points) == 1:
            raise Undefined("lottery", "there is one agreement")
        return dict(egalitarian(problem))

    found = violation("scale invariance", only_lotteries)
    assert found.problems[0].points == ((0, 1), (1, 0))


def test_input_that_cannot_be_right() -> None:
    with pytest.raises(InvalidInput, match="superadditivity"):
        violation("justice", nash_bargaining)
    with pytest.raises(InvalidInput, match="the solution's payoff"):
        violation("symmetry", lambda problem: {"A": "much", "B": 0})
    assert set().union(*BROKEN.values(), *KEPT.values()) == set(AXIOMS)
