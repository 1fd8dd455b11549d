"""A frontier is read as what the user wrote: exactly, from a text, an expression or a function."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy

from games import BargainingProblem, Frontier, InvalidInput

TWO = ("Hangzhou", "Quzhou")


def frontier(given: object, **options: object) -> Frontier:
    found = BargainingProblem.from_frontier(TWO, given, (0, 0), **options).frontier
    assert found is not None
    return found


def test_a_text_an_expression_and_a_function_are_the_same_frontier() -> None:
    q = sympy.Symbol("q")
    forms = ["1 - 0.3*x**2", "1 - 0.3*x^2", 1 - 0.3 * q**2, lambda x: 1 - 0.3 * x**2]
    assert len({frontier(form) for form in forms}) == 1
    (x,) = frontier(forms[0]).expression.free_symbols
    assert frontier(forms[0]).expression.subs(x, 1) == sympy.Rational(7, 10)


def test_every_digit_that_is_typed_counts() -> None:
    (x,) = frontier("1 - 0.12345678901234567890123*x").expression.free_symbols
    slope = -frontier("1 - 0.12345678901234567890123*x").expression.diff(x)
    assert Fraction(int(slope.p), int(slope.q)) == Fraction("0.12345678901234567890123")
    assert frontier("1e9 - 1e-9*x") == frontier(sympy.Integer(10) ** 9 - sympy.Symbol("x") / 10**9)


@pytest.mark.parametrize(
    "text",
    [
        "log(2 - x)",
        "sqrt(1 - x**2)",
        "2 - exp(x)",
        "(1 - x)**(2/3)",
        "pi - E*x",
        "1/(1 + x)",
        "-x",
        "1 - x**1.5",
    ],
)
def test_the_formula_says_the_same_when_it_is_read_again(text: str) -> None:
    found = frontier(text)
    assert frontier(found.formula) == found
    direct = eval(text.replace("E", "e"), {**vars(math)}, {"x": 0.4})
    assert found.at(0.4) == pytest.approx(direct, rel=1e-12)


def test_beyond_its_domain_a_frontier_has_no_height() -> None:
    assert math.isnan(frontier("sqrt(1 - x**2)").at(1.5))
    assert math.isnan(frontier("1/x").at(0))
    assert math.isnan(frontier("log(2 - x)").at(2))


def test_ends() -> None:
    assert frontier("1 - x", between=(0.1, Fraction(1, 2))).low == Fraction(1, 10)
    with pytest.raises(InvalidInput, match="the lowest x first"):
        frontier("1 - x", between=(1, 0))
    with pytest.raises(InvalidInput, match="two numbers"):
        frontier("1 - x", between=(1,))
    with pytest.raises(InvalidInput, match="finite"):
        frontier("1 - x", between=(0, math.inf))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (lambda x: math.sqrt(1 - x), "use sympy.sqrt"),
        (lambda x: np.sqrt(1 - x), "use sympy.sqrt"),
        ("1 - x - y", "one name"),
        ("3", "from_vertices"),
        ("1 - x +", "a formula of one variable"),
        ("__import__('os').getcwd()", "a formula of one variable"),
        ("x.real", "a formula of one variable"),
        ("True*x", "a formula of one variable"),
        ("sin(x)", "a formula of one variable"),
        (sympy.Abs(sympy.Symbol("x")), "a formula of one variable"),
        ("x/0", "a formula of one variable"),
        (None, "a formula of one variable"),
        ([1, 2], "a formula of one variable"),
    ],
)
def test_what_is_no_frontier_is_refused_in_one_sentence(given: object, message: str) -> None:
    with pytest.raises(InvalidInput, match=message) as refused:
        frontier(given)
    assert "\n" not in str(refused.value)


def test_a_frontier_is_for_two_cities() -> None:
    with pytest.raises(InvalidInput, match="is for two"):
        BargainingProblem.from_frontier([*TWO, "Jinhua"], "1 - x", (0, 0, 0))


def test_numbers_are_read_as_they_are_typed() -> None:
    assert frontier("0x10 - x") == frontier("16 - x") == frontier("1_6.0 - x")
    assert frontier("1e400 - x") == frontier(f"{10**400} - x")


@pytest.mark.parametrize(
    "text",
    ["9**9**9 - x", "1 - x**2000000", "(x**90)**90 - x", "1e9999999 - x", "x**-1e9", "7**2000"],
)
def test_what_would_keep_a_computer_busy_for_years_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="exponents up to 200, and numbers of up to 1000 digits"):
        frontier(text)
    with pytest.raises(InvalidInput, match="exponents up to 200"):
        frontier(1 - sympy.Symbol("x") ** 201)
