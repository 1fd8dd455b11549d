"""What cannot be a coalitional game, or a coalition of it, is refused in one sentence."""

from __future__ import annotations

import os
import tracemalloc
from fractions import Fraction

import numpy as np
import pytest

from games import CoalitionalGame
from games.coalitional import refuse_too_large
from games.errors import InvalidInput, TooLarge

GAME = CoalitionalGame.from_array(["A", "B"], [0, 1, 2, 5])


@pytest.mark.parametrize("mask", [3, np.int64(3), np.uint8(3)])
def test_a_bitmask_of_any_integer_type_is_a_coalition(mask: int) -> None:
    assert GAME.worth(mask) == Fraction(5)


@pytest.mark.parametrize("mask", [-1, 4, np.int64(-1), np.int64(4), True, np.True_])
def test_what_is_no_coalition_has_no_worth(mask: int) -> None:
    with pytest.raises(InvalidInput, match="a coalition"):
        GAME.worth(mask)


def test_one_text_names_a_coalition_wherever_one_is_asked_for() -> None:
    worths = {"A": 1, "B": 2, "C": 4, "A, B": 8, "A,C": 16, "B, C": 32, "A, B, C": 64}
    game = CoalitionalGame(["A", "B", "C"], worths)
    assert [game.worth(text) for text in worths] == list(worths.values())
    comma = CoalitionalGame(["A, B", "C"], {"A, B": 1, "C": 2, ("A, B", "C"): 4})
    assert comma.worth("A, B") == 1


def test_wide_floats_are_refused_and_narrow_ones_are_exact() -> None:
    third = np.array([0, 1, 1, 1]) / np.longdouble(3)
    with pytest.raises(InvalidInput, match=f"dtype of the array of worths is '{third.dtype}'"):
        CoalitionalGame.from_array(["A", "B"], third)
    narrow = CoalitionalGame.from_array(["A", "B"], third.astype(np.float32))
    assert narrow.worth("A") == Fraction(float(np.float32(1) / np.float32(3)))


def test_masked_worths_are_refused() -> None:
    masked = np.ma.masked_array([0.0, 1.0, 2.0, 3.0], mask=[0, 0, 1, 0])
    with pytest.raises(InvalidInput, match="is 'masked float64'"):
        CoalitionalGame.from_array(["A", "B"], masked)


def test_a_game_beyond_memory_says_what_needs_no_table():
    with pytest.raises(TooLarge, match="an OracleGame needs no table") as raised:
        CoalitionalGame.from_function([str(i) for i in range(50)], len)
    assert raised.value.needed == 2**53


def raises(*_):
    raise ValueError("unrecognized configuration name")


@pytest.mark.parametrize("says", [None, raises, {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": -1}.get])
def test_a_system_that_does_not_say_how_much_memory_it_has_is_taken_to_have_8_gib(
    says, monkeypatch
):
    if says is None:  # as on Windows
        monkeypatch.delattr(os, "sysconf", raising=False)
    else:
        monkeypatch.setattr(os, "sysconf", says, raising=False)
    game = CoalitionalGame.from_function(["A", "B", "C"], len)
    assert [game.worth(set(group)) for group in ("A", "AB", "ABC")] == [1, 2, 3]
    refuse_too_large(29)  # 2^29 worths of 8 bytes: half of 8 GiB
    with pytest.raises(TooLarge, match="tells of no memory, 8 GiB") as raised:
        refuse_too_large(30)
    assert (raised.value.needed, raised.value.available) == (2**33, None)


def test_a_table_may_take_half_of_the_memory_that_the_system_tells_of(monkeypatch):
    told = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 2**20}  # 4 GiB
    monkeypatch.setattr(os, "sysconf", told.__getitem__, raising=False)
    refuse_too_large(28)
    with pytest.raises(TooLarge, match="this machine has 4 GiB of memory") as raised:
        refuse_too_large(29)
    assert raised.value.available == 2**32


def test_arrays_of_integers_are_read_at_once_or_as_python_integers():
    small = CoalitionalGame.from_array(["A", "B"], np.array([0, 1, 2, 250], dtype=np.uint8))
    assert small.array.dtype == np.int64
    assert small.grand_worth == 250
    large = CoalitionalGame.from_array(["A", "B"], np.array([0, 1, 2, 2**63], dtype=np.uint64))
    assert large.array.dtype == object
    assert large.grand_worth == 2**63
    assert (small.largest, large.largest) == (250, 2**63)


def test_numpys_whole_numbers_in_a_list_are_whole_numbers():
    listed = [np.int64(0), 1, np.int32(2), 6]
    game = CoalitionalGame.from_integers(["A", "B"], listed, Fraction(1, 2))
    assert game == CoalitionalGame.from_array(["A", "B"], [k / 2 for k in listed])
    assert game.worth(["A", "B"]) == 3


@pytest.mark.parametrize("sense", ["gain", "cost"])
@pytest.mark.parametrize(
    "worths",
    [
        [0, 1, 2, 5, -3, 4, 0, 9],
        [0.0, 0.5, 2.25, 5.0, -3.0, 4.0, 0.0, 9.125],
        [Fraction(k, 7) for k in range(8)],
        [k * 10**25 for k in range(8)],
        [k * 2**55 for k in range(8)],
    ],
)
def test_dividends_are_had_by_all_with_the_coalition_in_them(worths, sense) -> None:
    game = CoalitionalGame.from_array(["A", "B", "C"], worths, sense)
    given = {("C", "A"): Fraction(1, 1001), ("B",): -2, ("A", "B", "C"): 0.5, ("A", "C"): 1}
    more = game.with_dividends(given)
    for group in game:
        inside = [amount for part, amount in given.items() if set(part) <= set(group)]
        assert more.worth(group) == game.worth(group) + sum(map(Fraction, inside))
    assert (more.sense, more.players) == (sense, game.players)
    again = CoalitionalGame.from_function(game.players, more.worth, sense)
    assert (again == more, again.array.dtype) == (True, more.array.dtype)
    assert game.with_dividends({}) == game


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ({(): 1}, "a coalition with a dividend is 'nobody'"),
        ({("D",): 1}, "D"),
        ({("A",): "much"}, "the dividend of {A} is 'much'"),
        ([1], "the dividends"),
    ],
)
def test_what_is_no_dividend_is_refused(given, right) -> None:
    with pytest.raises(InvalidInput, match=right):
        GAME.with_dividends(given)


def test_a_worth_that_is_missing_is_told_before_room_is_made_for_all() -> None:
    """A table of 30 cities filled the memory until the process was ended."""
    names = [f"c{k}" for k in range(27)]
    tracemalloc.start()
    try:
        with pytest.raises(InvalidInput, match=r"worth of \{c1\} \(and 134,217,725 more\)"):
            CoalitionalGame(names, {"c0": 1})
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2**20
