"""Numbers of the file that a report repeats are those of the file: no digit is rounded away."""

import re
from fractions import Fraction

import pytest

from intercity.checkup.check_up import check_up
from intercity.report import written
from intercity.report.labels import as_given
from intercity.words.english import English
from tests.frontdoor.starter import starter

ODD = (
    ("interest = { v = 0.05,", "interest = { v = 0.0425,"),
    ("amount     = { v = 120,", "amount     = { v = 120.255,"),
    ("share = { v = 0.50,", "share = { v = 0.3345,"),
)


@pytest.mark.parametrize("rate", ["0.05", "0.045", "0.0425", "0.004", "0.0345"])
def test_the_interest_is_that_of_the_file(rate):
    """4.5 per cent was told as 4%, the rate at which all figures were said to be."""
    told = English().horizon(Fraction(20), Fraction(rate), ends=True)
    (percent,) = re.findall(r"at ([0-9.]+)%", told)
    assert Fraction(percent) == 100 * Fraction(rate)


def test_what_is_signed_is_told_as_the_file_has_it():
    text = " ".join(written(check_up(starter(*ODD), ranges=False), full=True).split())
    assert "20 years at 4.25%;" in text
    assert "as signed 120.255 mu" in text
    assert "(signed 33.45%; " in text
    assert ", signed 120.255 (4.0 per 1,000 m2)" in text


@pytest.mark.parametrize("given", ["0.1255", "120.255", "1234.56", "0.5", "12000", "0.000123"])
def test_yours_is_what_the_file_has(given):
    """Under FLIPS, FIND OUT and the page's numbers: 0.1255 was "yours 0.126"."""
    assert Fraction(as_given(Fraction(given)).replace(",", "")) == Fraction(given)
