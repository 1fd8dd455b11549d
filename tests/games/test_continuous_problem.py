"""Problems on ranges: what is kept of them, and what cannot be right."""

import copy
import math
import pickle
from fractions import Fraction

import pytest

from games import ContinuousProblem, InvalidInput
from games.affine_number import Oracle, affine_reports
from games.known_number import KnownNumber

NAN = float("nan")
UNIT = {"Hangzhou": (0, 1)}, {"Quzhou": (0, 1)}


def test_values_are_lines_and_priors_parts():
    problem = ContinuousProblem(
        ["A", "B"],
        {"A": {(0, 1): 0.25, (1, 4): 0.75}, "B": (2, 3)},
        ["x", "y"],
        lambda city, choice, kind: (kind - 1) / 2 if (city, choice) == ("A", "x") else 7,
        outside={"A": lambda kind: 3 * kind, "B": 1},
        costs={"y": 5},
    )
    half = Fraction(1, 2)
    assert problem.values == (((-half, half), (7, 0)), ((7, 0), (7, 0)))
    assert problem.outside == ((0, 3), (1, 0))
    assert problem.ranges == ((0, 4), (2, 3))
    assert problem.prior("A") == {(0, 1): Fraction(1, 4), (1, 4): Fraction(3, 4)}
    assert problem.value("A", "x", 4) == Fraction(3, 2)
    assert problem.outside_option("A", 2) == 6
    assert problem.profile({"B": 2, "A": 0.5}) == (Fraction(1, 2), 2)
    assert pickle.loads(pickle.dumps(problem)) == copy.deepcopy(problem) == problem
    assert hash(problem) == hash(copy.copy(problem))


def test_the_same_problem_on_a_grid():
    swap = ContinuousProblem.bilateral_trade(*UNIT)
    grid = swap.on_grid({"Hangzhou": [0, 0.5], "Quzhou": {1: 0.25, 0: 0.75}})
    assert grid.value("Quzhou", "trade", 1) == -1
    assert grid.priors == ((Fraction(1, 2),) * 2, (Fraction(1, 4), Fraction(3, 4)))
    with pytest.raises(InvalidInput, match="a type of Hangzhou is 2; it should be between 0 and 1"):
        swap.on_grid({"Hangzhou": [2], "Quzhou": [0]})


@pytest.mark.parametrize(
    ("types", "said"),
    [
        ({"A": (1, 1)}, "range of A is '1 to 1'"),
        ({"A": (2, 1)}, "range of A is '2 to 1'"),
        ({"A": 3}, "range of A is 3"),
        ({"A": "01"}, "range of A is '01'"),
        ({"A": (0, math.inf)}, "an end of the range of A is inf"),
        ({}, "the range of A is missing"),
        ({"A": {}}, "the range of A is missing"),
        ({"B": (0, 1)}, "a city with types is 'B'"),
        ({"A": {(0, 1): 0.5, (2, 3): 0.5}}, "one that starts at 1"),
        ({"A": {(0, 2): 0.5, (1, 3): 0.5}}, "one that starts at 2"),
        ({"A": {(0, 1): 0.5, (1, 3): 0.25}}, "types is 0.75; it should be 1"),
        ({"A": {(0, 1): 1, (1, 3): 0}}, "of 1 to 3 of A is 0; it should be more than 0"),
        ([(0, 1)], "table of types is of kind list"),
    ],
)
def test_ranges_that_cannot_be_right(types, said):
    with pytest.raises(InvalidInput, match=said):
        ContinuousProblem(["A"], types, ["x"], lambda *_: 0)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (lambda _c, _a, kind: kind * kind, "a product of two reports"),
        (lambda _c, _a, kind: max(kind, 0), "a comparison"),
        (lambda _c, _a, kind: round(kind), "rounding"),
        (lambda *_: None, "value of x to A is None"),
        (lambda *_: 1 / 0, "value of x to A is missing: the function stops with ZeroDivision"),
        ("kind", "table of values is of kind str"),
    ],
)
def test_values_that_are_not_affine(values, said):
    with pytest.raises(InvalidInput, match=said):
        ContinuousProblem(["A"], {"A": (0, 1)}, ["x"], values)


def test_names_and_profiles_that_cannot_be_right():
    swap = ContinuousProblem.bilateral_trade(*UNIT)
    for wrong in ({"Hangzhou": 0}, [0], "01", 7, {"Hangzhou": 0, "Lishui": 1}):
        with pytest.raises(InvalidInput, match="a profile of types"):
            swap.profile(wrong)
    with pytest.raises(
        InvalidInput, match=r"a type of Quzhou is 1\.5; it should be between 0 and 1"
    ):
        swap.profile([0, 1.5])
    with pytest.raises(InvalidInput, match="the seller is 'Hangzhou'"):
        ContinuousProblem.bilateral_trade(UNIT[0], UNIT[0])
    with pytest.raises(InvalidInput, match="the buyer is"):
        ContinuousProblem.bilateral_trade({}, UNIT[1])
    with pytest.raises(InvalidInput, match="a city with an outside option is 'B'"):
        ContinuousProblem(["A"], {"A": (0, 1)}, ["x"], lambda *_: 0, outside={"B": 1})


def test_numbers_that_are_not_known_yet():
    (x, y) = affine_reports(["A", "B"], Oracle())
    assert str(2 * x - (1 - y) / 4) == "2 A + 1/4 B - 1/4"
    assert str(-x) == "-A"
    assert str(0.1 + x) == f"{x + Fraction(1, 10)}" == "A + 1/10"
    assert sum([x, y, -x, -y]) == 0
    assert type(x - x) is KnownNumber
    assert (x + 1) * True - x == 1
    assert not x < -math.inf
    assert x < math.inf
    assert max(-math.inf, x) is x
    assert not x == math.inf  # noqa: SIM201
    assert not x > NAN
    assert x != "A"
    for refused in (
        lambda: x * y,
        lambda: 1 / x,
        lambda: x / y,
        lambda: x**2,
        lambda: x // 1,
        lambda: 5 % x,
        lambda: float(x),
        lambda: int(x),
        lambda: math.floor(x),
        lambda: round(x, 2),
        lambda: hash(x),
        lambda: x.numerator,
        lambda: x.limit_denominator(7),
        lambda: pickle.dumps(x),
        lambda: bool(x),
        lambda: abs(x),
        lambda: x == y,
    ):
        with pytest.raises(InvalidInput, match="a step with what is reported is"):
            refused()
    with pytest.raises(TypeError):
        x + "1"


def test_a_value_that_swallows_what_is_refused_is_refused():
    def worth(city, alternative, kind):
        try:
            return round(kind, 1)
        except ValueError:
            return 0

    with pytest.raises(InvalidInput, match="'rounding'"):
        ContinuousProblem(["A"], {"A": (0, 1)}, ["park"], worth)
