"""Numbers that are handed to a rule read the floats beside them as decimals."""

import copy
import math
import operator
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.affine_number import Oracle, affine_reports
from games.exact import exact
from games.known_number import KnownNumber, handed
from tests.properties.strategies import examples

F = Fraction
COMPARISONS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]
ARITHMETIC = [operator.add, operator.sub, operator.mul]
DIVISIONS = [operator.truediv, operator.floordiv, operator.mod, divmod]
DECIMALS = st.integers(-300, 300).map(lambda k: k / 100)
FRACTIONS = st.integers(-300, 300).map(lambda k: F(k, 100))


@examples(60)
@given(FRACTIONS, DECIMALS)
def test_a_float_beside_it_is_the_decimal_that_it_prints_as(number, beside):
    known, meant = KnownNumber(number), exact(beside)
    for operation in COMPARISONS + ARITHMETIC + (DIVISIONS if number and meant else []):
        assert operation(known, beside) == operation(number, meant)
        assert operation(beside, known) == operation(meant, number)
    for operation in ARITHMETIC:
        assert type(operation(known, beside)) is type(operation(beside, known)) is KnownNumber


def test_it_stays_what_it_is_until_it_is_read():
    known = KnownNumber(1, 5)
    for same in (+known, abs(-known), -known * -1, round(known, 1), known**1, sum([known])):
        assert type(same) is KnownNumber
        assert same == 0.2
    assert all(type(part) is KnownNumber or part == 1 for part in divmod(known, F(1, 6)))
    assert type(exact(known)) is Fraction
    assert exact(known) == F(1, 5)
    assert repr(known) == "Fraction(1, 5)"
    assert f"{known}" == "1/5"
    assert hash(known) == hash(F(1, 5))
    assert pickle.loads(pickle.dumps(known)) == copy.copy(known) == known


def test_beside_what_is_no_finite_number():
    known = KnownNumber(1, 5)
    assert known < math.inf
    assert known > -math.inf
    assert known != "0.2"
    assert known + math.inf == math.inf
    with pytest.raises(TypeError):
        known < "0.2"  # noqa: B015
    assert known == Decimal("0.2")
    assert Decimal("0.2") * known == F(1, 25)


def test_beside_a_report_that_is_not_known_yet():
    (report,) = affine_reports(["Hangzhou"], Oracle())
    known = KnownNumber(1, 5)
    assert (known + report).form == (report + known).form == (F(1, 5), 1)
    assert (known * report).form == (0, F(1, 5))
    assert (known - report).form == (F(1, 5), -1)
    constant = report - report + F(1, 5)
    assert type(constant) is KnownNumber
    assert constant >= 0.2


def test_types_that_are_handed_over():
    assert handed("poor") == "poor"
    assert type(handed((F(1, 5), ("park", F(1, 3))))[1][1]) is KnownNumber
