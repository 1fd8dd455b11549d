"""Formulas against the numeric solvers, point by point; signs against differences."""

from __future__ import annotations

import functools
from fractions import Fraction

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from games import BargainingProblem, InvalidInput, Undefined
from solvers.answer import EXACT
from solvers.bargaining.balance import BALANCES
from solvers.bargaining.closed_form import ClosedForm, closed_form
from solvers.bargaining.comparative_statics import ComparativeStatics, proven_sign
from solvers.bargaining.egalitarian import egalitarian
from solvers.bargaining.equal_loss import equal_loss
from solvers.bargaining.kalai_smorodinsky import kalai_smorodinsky
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.bargaining.rubinstein_formula import rubinstein_formula, rubinstein_limit
from solvers.bargaining.smooth_frontier import on_frontier
from solvers.bargaining.utilitarian import utilitarian
from tests.properties.strategies import NIGHTLY, examples

TWO = ("Hangzhou", "Quzhou")
SYMBOLIC = {"disagreement": ("d1", "d2"), "weights": ("w1", "w2")}
FORMULAS = [
    (name, frontier)
    for name in BALANCES
    for frontier in ("a - b*x", "a - b*x**2", "sqrt(a**2 - x**2)")
    if (name, frontier) != ("utilitarian", "a - b*x")
    and (name == "egalitarian" or frontier != "sqrt(a**2 - x**2)")
    and (NIGHTLY or name != "lexicographic_egalitarian")  # of two players the egalitarian one
]


@functools.cache
def formula(name: str, frontier: str) -> ClosedForm:
    """Found once, and when it is first asked for: some take a second."""
    symbols = {} if name == "perles_maschler" else SYMBOLIC
    return closed_form(name, frontier, players=TWO, **symbols)


@functools.cache
def statics_of(key: tuple[str, str]) -> ComparativeStatics:
    return formula(*key).comparative_statics()


def fractions(low: int, high: int) -> st.SearchStrategy[Fraction]:
    return st.builds(Fraction, st.integers(low, high), st.sampled_from([1, 2, 5]))


# ------------------------------------------------------------------- oracles of each other


@given(
    st.sampled_from(sorted(FORMULAS)),
    st.fixed_dictionaries(
        {
            "a": fractions(4, 40),
            "b": fractions(1, 9),
            "d1": fractions(1, 4),
            "d2": fractions(1, 4),
            "w1": fractions(1, 6),
            "w2": fractions(1, 6),
        }
    ),
)
def test_the_formula_is_what_the_numeric_solver_encloses(key, numbers) -> None:
    form = formula(*key)
    used = {name: numbers[name] for name in map(str, form.parameters)}
    problem = form.problem(used)
    try:
        answer = on_frontier(problem, key[0])
    except InvalidInput:
        assume(False)
    if "end of" in answer.status or "an gain" in answer.status or "gain." in answer.status:
        return  # formulas are for inner solutions
    value = form.at(used)
    for city in TWO:
        radius = (answer.proof.radius or 0) + (value.proof.radius or 0)
        assert abs(value[city] - answer[city]) <= radius
    if answer.proof == EXACT:
        assert dict(value) == dict(answer)


@given(
    st.sampled_from([nash_bargaining, kalai_smorodinsky, egalitarian, equal_loss]),
    st.tuples(fractions(9, 40), fractions(1, 5), fractions(1, 4), fractions(1, 4), fractions(1, 6)),
)
def test_the_straight_frontiers_formula_is_what_linear_programs_find(solution, numbers) -> None:
    a, b, d1, d2, w1 = numbers
    assume(a - b * d1 > d2)
    form = formula(solution.__name__, "a - b*x")
    problem = BargainingProblem.from_inequalities(TWO, [((b, 1), a)], (d1, d2))
    value = form.at({"a": a, "b": b, "d1": d1, "d2": d2, "w1": w1, "w2": 2})
    assert dict(value) == dict(solution(problem, {TWO[0]: w1, TWO[1]: 2}))
    assert value.proof == EXACT


@settings(max_examples=6, deadline=None)
@given(
    st.sampled_from(sorted(FORMULAS)),
    st.fixed_dictionaries({name: st.integers(1, 4) for name in ("b", "d1", "d2", "w1", "w2")}),
    st.integers(75, 90),
)
def test_proven_signs_are_those_of_differences(key, numbers, a) -> None:
    form = formula(*key)
    statics = statics_of(key)
    step = Fraction(1, 10**6)
    numbers = {
        name: value
        for name, value in {**numbers, "a": a}.items()
        if name in map(str, form.parameters)
    }
    try:
        before = form.at(numbers)
    except Undefined:
        return
    for name in numbers:
        try:
            after = form.at({**numbers, name: numbers[name] + step})
        except Undefined:
            return
        for city in TWO:
            change = after[city] - before[city]
            match statics[name][city]:
                case "+":
                    assert change > 0
                case "-":
                    assert change < 0
                case "0":
                    assert abs(change) <= 2 * (after.proof.radius or 0)


# ------------------------------------------------------------------- by hand


def test_nash_with_unequal_power_splits_the_surplus_by_weights() -> None:
    form = formula("nash_bargaining", "a - b*x")
    a, b, d1, d2, w1, w2 = form.parameters
    assert [str(p) for p in form.parameters] == ["a", "b", "d1", "d2", "w1", "w2"]
    surplus = a - b * d1 - d2
    assert sympy.simplify(form[TWO[0]] - d1 - w1 / (w1 + w2) * surplus / b) == 0
    assert sympy.simplify(form[TWO[1]] - d2 - w2 / (w1 + w2) * surplus) == 0
    assert form.proof.startswith("proven")


def test_quadratic_frontiers_by_hand() -> None:
    """a - bx^2: Nash a = 3bx^2; equal gains bx^2 + x = a; KS is the golden section of the range."""
    a, b = sympy.symbols("a b", positive=True)
    expected = {
        "nash": sympy.sqrt(a / (3 * b)),
        "egalitarian": (sympy.sqrt(1 + 4 * a * b) - 1) / (2 * b),
        "ks": sympy.sqrt(a / b) * (sympy.sqrt(5) - 1) / 2,
        "utilitarian": 1 / (2 * b),
    }
    for name, x in expected.items():
        assert sympy.simplify(closed_form(name, "a - b*x**2")["A"] - x) == 0
    circle = closed_form("nash", "sqrt(r**2 - x**2)", weights=("w1", "w2"))
    r, w1, w2 = circle.parameters
    assert sympy.simplify(circle["A"] - r * sympy.sqrt(w1 / (w1 + w2))) == 0


def test_names_numbers_symbols_and_functions_may_be_mixed() -> None:
    k = sympy.Symbol("k", negative=True)
    form = closed_form("egalitarian", lambda x: 5 + k - 0.5 * x, disagreement=(k, 0.5))
    assert form.at({"k": -1})["A"] - Fraction(-1) == form.at({"k": -1})["B"] - Fraction(1, 2)
    with pytest.raises(InvalidInput):
        form.at({"k": "many"})
    assert closed_form("nash", "10 - x").at({}) == {"A": 5, "B": 5}


def test_comparative_statics_in_plain_sentences() -> None:
    statics = formula("nash_bargaining", "a - b*x").comparative_statics()
    assert statics["w2"] == {"Hangzhou": "-", "Quzhou": "+"}
    assert statics["d1"] == {"Hangzhou": "+", "Quzhou": "-"}
    assert "A larger d2 gives Hangzhou less and Quzhou more." in statics.sentences
    loss = formula("equal_loss", "a - b*x").comparative_statics()
    assert loss["b"] == {"Hangzhou": "-", "Quzhou": "depends"}
    assert any("depends on the numbers: the derivative is" in s for s in loss.sentences)


@pytest.mark.parametrize(("name", "tilt"), [("kalai_smorodinsky", "--"), ("equal_loss", "-?")])
def test_where_roots_are_long_the_balance_itself_proves_the_signs(name, tilt) -> None:
    signs = statics_of((name, "a - b*x**2")).signs
    found = {p: "".join(of.values()).replace("depends", "?") for p, of in signs.items()}
    assert found == {"a": "++", "b": tilt, "d1": "+-", "d2": "-+", "w1": "+-", "w2": "-+"}


def test_a_frontier_that_ends_at_nothing() -> None:
    statics = closed_form("equal_loss", "sqrt(a**2 - x**2)", weights=("w", 1)).comparative_statics()
    assert statics["w"] == {"A": "+", "B": "-"}
    assert statics["a"] == {"A": "+", "B": "+"}


def test_a_sign_is_proven_or_it_is_not() -> None:
    a, b = sympy.symbols("a b", positive=True)
    assert proven_sign(a / (a + b) - 1) == "-"
    assert proven_sign(sympy.sqrt(a + b) - sympy.sqrt(a)) == "+"
    assert proven_sign((a + b) ** 2 - a**2 - 2 * a * b - b**2) == "0"
    assert proven_sign(a**2 - 2 * a * b + b**2 + 1 - 2 * a) is None
    assert proven_sign(a - b, [{a: b + sympy.Symbol("s", positive=True)}]) == "+"


def test_latex_has_the_cities_and_subscripts() -> None:
    latex = rubinstein_formula(TWO).latex()
    assert latex.startswith("\\begin{aligned}\nx_{\\text{Hangzhou}} &= ")
    assert "\\delta_{\\text{Quzhou}}" in latex


# ------------------------------------------------------------------- Rubinstein


def test_rubinstein_1982_and_its_limit() -> None:
    form = rubinstein_formula(TWO, {"Hangzhou": "delta_1", "Quzhou": "delta_2"})
    one, two = form.parameters
    assert sympy.simplify(form["Hangzhou"] - (1 - two) / (1 - one * two)) == 0
    common = rubinstein_formula(TWO, ("delta", "delta"))
    (delta,) = common.parameters
    assert sympy.simplify(common["Hangzhou"] - 1 / (1 + delta)) == 0
    limit = rubinstein_limit(TWO, ("r1", "r2"))
    r1, r2 = limit.parameters
    assert sympy.simplify(limit["Hangzhou"] - r2 / (r1 + r2)) == 0


def test_a_patient_city_gets_a_larger_share() -> None:
    statics = rubinstein_formula(TWO).comparative_statics()
    assert statics["delta_Quzhou"] == {"Hangzhou": "-", "Quzhou": "+"}
    assert statics["delta_Hangzhou"] == {"Hangzhou": "+", "Quzhou": "-"}
    rates = rubinstein_limit(TWO).comparative_statics()
    assert rates["r_Quzhou"] == {"Hangzhou": "+", "Quzhou": "-"}


@functools.cache
def with_breakdown(cities: tuple[str, str]) -> ClosedForm:
    return rubinstein_formula(cities, breakdown="p")


@examples(62)
@given(*[st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20)] * 3)
def test_rubinsteins_shares_leave_each_indifferent_between_now_and_next_round(d1, d2, p) -> None:
    """The share solves the game in which roles change, in fractions: no formula is used."""
    first, second = with_breakdown(TWO), with_breakdown(TWO[::-1])
    numbers = {"delta_Hangzhou": d1, "delta_Quzhou": d2, "p": p}
    now, later = first.at(numbers), second.at(numbers)
    assert now["Quzhou"] == (1 - p) * d2 * later["Quzhou"]
    assert later["Hangzhou"] == (1 - p) * d1 * now["Hangzhou"]
    assert now.total() == later.total() == 1


def test_many_cities_and_breakdown() -> None:
    three = rubinstein_formula(["A", "B", "C"])
    assert dict(three.at({"delta": Fraction(1, 2)})) == {
        "A": Fraction(4, 7),
        "B": Fraction(2, 7),
        "C": Fraction(1, 7),
    }
    assert three.comparative_statics()["delta"]["A"] == "-"
    risk = rubinstein_limit(TWO, hazard="h")
    assert risk.at({"r_Hangzhou": 1, "r_Quzhou": 2, "h": 3})["Hangzhou"] == Fraction(5, 9)


# ------------------------------------------------------------------- refused


def test_where_there_is_no_formula_the_numeric_solver_is_named() -> None:
    with pytest.raises(Undefined, match="on_frontier"):
        closed_form("nash", "log(c - x)")


def test_a_formula_is_not_used_where_it_does_not_hold() -> None:
    form = formula("nash_bargaining", "a - b*x")
    numbers = {"a": 10, "b": 1, "d1": 1, "d2": 1, "w1": 1, "w2": 1}
    with pytest.raises(InvalidInput, match="on or below"):
        form.at({**numbers, "d1": 11})
    with pytest.raises(InvalidInput, match="b is -1; it should be greater than 0"):
        form.at({**numbers, "b": -1})
    with pytest.raises(InvalidInput, match="w2 is missing"):
        form.at(dict.fromkeys(("a", "b", "d1", "d2", "w1"), 1))
    with pytest.raises(InvalidInput, match="one of a, b"):
        form.at({**numbers, "c": 1})
    corner = closed_form("utilitarian", "a - b*x**2")
    assert dict(corner.at({"a": 4, "b": 1})) == {"A": Fraction(1, 2), "B": Fraction(15, 4)}
    with pytest.raises(Undefined, match="on_frontier"):
        corner.at({"a": 4, "b": Fraction(1, 100)})
    with pytest.raises(InvalidInput, match="less than 1"):
        rubinstein_formula(TWO).at({"delta_Hangzhou": 1, "delta_Quzhou": 0.5})
    with pytest.raises(InvalidInput, match=r"in \[0, 1\)"):
        rubinstein_formula(TWO, (1, 0.5))


def test_frontiers_that_are_none_whatever_the_parameters() -> None:
    with pytest.raises(InvalidInput, match="rising"):
        closed_form("nash", "a + b*x")
    with pytest.raises(InvalidInput, match="bending outwards"):
        closed_form("nash", "a - b*x + c*x**2")
    with pytest.raises(InvalidInput, match="a formula of x"):
        closed_form("nash", "a - b*y")
    with pytest.raises(InvalidInput, match="equal"):
        closed_form("perles_maschler", "a - b*x", weights=("w1", "w2"))


# ------------------------------------------------------------------- the utilitarian corner


@examples(50)
@given(*[st.integers(1, 6)] * 5)
def test_the_sum_is_greatest_at_an_end_of_a_straight_frontier(b, d1, d2, w1, w2) -> None:
    """w1 against b w2: an end of it, or all of it, and then equal gains for their weights."""
    form = formula("utilitarian", "a - b*x")
    numbers = {"a": 60, "b": b, "d1": d1, "d2": d2, "w1": w1, "w2": w2}
    problem = BargainingProblem.from_inequalities(TWO, [((b, 1), 60)], (d1, d2))
    assert dict(form.at(numbers)) == dict(
        utilitarian(problem, {TWO[0]: Fraction(w1), TWO[1]: Fraction(w2)})
    )


def test_the_utilitarian_corner_in_words() -> None:
    corner = formula("utilitarian", "a - b*x")
    assert "Piecewise" in str(corner[TWO[0]])
    assert "\\begin{cases}" in corner.latex()
    with pytest.raises(Undefined, match=r"it jumps between the ends .* where -b\*w2 \+ w1 is 0"):
        corner.comparative_statics()
    plain = closed_form("utilitarian", "a - 2*x")  # more for B than A gives up
    assert (str(plain["A"]), str(plain["B"])) == ("0", "a")
    level = closed_form("utilitarian", "a - x", players=TWO)
    assert str(level[TWO[0]]) == "a/2"
    assert level.comparative_statics()["a"][TWO[0]] == "+"


# ------------------------------------------------------------------- refused in a sentence


def test_weights_that_are_no_power() -> None:
    for weights in (
        (0, 1),
        (0, 0),
        (1, -1),
        {"A": 1, "B": 0},
        (sympy.Symbol("w", negative=True), 1),
    ):
        with pytest.raises(InvalidInput, match=r"weight of [AB] is .*; it should be more than 0"):
            closed_form("nash", "a - b*x", weights=weights)


def test_disagreement_payoffs_that_are_none() -> None:
    for wrong, message in (
        (("x", 0), "payoff or weight of A is 'x'"),
        (5, "list of each city's disagreement payoff is 5"),
        ((1, 2, 3), "of length 3"),
    ):
        with pytest.raises(InvalidInput, match=message):
            closed_form("nash", "a - b*x", disagreement=wrong)
    with pytest.raises(InvalidInput, match="list of parameters is of kind int"):
        formula("nash_bargaining", "a - b*x").at(5)


def test_a_frontier_that_rises_from_the_disagreement_point_on() -> None:
    """a - b x^2 at x = -1: no formula, since there are no numbers at which it would hold."""
    for payoff in (-1, sympy.Symbol("d1", negative=True)):
        with pytest.raises(InvalidInput, match="is 'rising'; it should be falling"):
            closed_form("nash", "a - b*x**2", disagreement=(payoff, 0))


def test_cities_whose_names_are_one_symbol_get_numbers() -> None:
    form = rubinstein_formula(("A B", "A_B"))
    assert [str(p) for p in form.parameters] == ["delta_1", "delta_2"]
    assert form.at({"delta_1": 0.5, "delta_2": 0.8})["A B"] == Fraction(1, 3)
    assert len(rubinstein_limit(("A B", "A_B")).parameters) == 2


def test_discount_factors_of_other_cities_are_refused() -> None:
    for cities in (TWO, ("A", "B", "C")):
        with pytest.raises(InvalidInput, match="a city with a discount factor is 'Z'"):
            rubinstein_formula(cities, {"Z": 0.9})
    with pytest.raises(InvalidInput, match="discount factor of B is missing"):
        rubinstein_formula(("A", "B", "C"), {"A": 0.9})
    with pytest.raises(InvalidInput, match=r"each city's discount factor is '0\.9'"):
        rubinstein_formula(TWO, "0.9")
    with pytest.raises(InvalidInput, match="the same for all"):
        rubinstein_formula(("A", "B", "C"), (0.9, 0.9, 0.8))
    assert dict(rubinstein_formula(("A", "B", "C"), 0.5).at({}))["A"] == Fraction(4, 7)


def test_a_sign_that_few_numbers_break_is_found_to_depend() -> None:
    statics = closed_form(
        "equal_loss", "a - b*x - x**2", disagreement=("d1", 0)
    ).comparative_statics()
    assert statics["b"] == {"A": "-", "B": "depends"}


def test_where_nobody_can_gain_a_formula_that_divides_by_what_is_gained_is_undefined():
    form = closed_form("kalai_smorodinsky", "a - x**2", disagreement=(0, "d"))
    with pytest.raises(Undefined, match="divides by 0 at these numbers"):
        form.at({"a": 8, "d": 8})


def test_roots_that_sympy_stumbles_over_stay_as_they_are(monkeypatch):
    def stumbles(_):
        raise IndexError("tuple index out of range")

    form = closed_form("egalitarian", "a - x**2", disagreement=(0, "d"))
    plain = form.at({"a": 8, "d": 1})
    monkeypatch.setattr(sympy, "sqrtdenest", stumbles)
    assert dict(form.at({"a": 8, "d": 1})) == dict(plain)
