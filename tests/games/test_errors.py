"""How an error tells what it found."""

from fractions import Fraction

import pytest

from games import InvalidInput


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Fraction(-3), "-3"),
        (Fraction(9, 10), "0.9"),  # as it was typed
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 10**12), "1e-12"),
        (Fraction(2**100 + 1, 3**60), "29.9036557"),
        ("3", "'3'"),  # a text, not a number
        ([1, 2], "[1, 2]"),
        ("x" * 300, "'" + "x" * 199 + "..."),
        (int, "of kind int"),
        (len, "the function len"),
    ],
)
def test_what_was_found_is_told_as_it_was_given(found, words):
    error = InvalidInput("a number", found, "another")
    assert str(error) == f"a number is {words}; it should be another."
    assert error.value is found
