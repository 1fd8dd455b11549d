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


def test_names_are_told_as_they_were_given():
    names = ["Quzhou, Zhejiang", "Lishui"]
    error = InvalidInput("the host", "Ningbo", names)
    assert error.expected == tuple(names)
    assert str(error).endswith("one of Quzhou, Zhejiang, Lishui.")


def test_of_many_names_the_nearest_are_told():
    error = InvalidInput("a city", "Hangzho", (*(f"X{k}" for k in range(30)), "Hangzhou, Zhejiang"))
    assert "one of Hangzhou, Zhejiang, " in str(error)
    assert str(error).endswith("or 28 more.")


def test_words_are_no_list_of_names():
    right = "one of " + ", ".join(f"line {k}" for k in range(30))
    assert str(InvalidInput("a number", 3, right)).endswith(f"{right}.")
