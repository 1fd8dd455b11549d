"""Names of 2x2 games: the textbook ones, all 576 strict ones, and ties."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, StrategicGame
from solvers.strategic.two_by_two import MEANING, two_by_two

CITIES = ["Quzhou", "Lishui"]


def game(first, second=None):
    """Without a second table, the symmetric game."""
    second = np.array(first).T if second is None else second
    return StrategicGame.from_payoffs(CITIES, first, second, actions=["hold", "bid"])


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("prisoners' dilemma", [[3, 0], [5, 1]], None),  # Axelrod (1984)
        ("chicken", [[6, 2], [7, 0]], None),  # Aumann (1974)
        ("stag hunt", [[9, 0], [8, 7]], None),  # Aumann (1990)
        ("stag hunt", [[4, 1], [3, 2]], None),  # R > T > P > S, too
        ("coordination", [[4, 1], [0, 2]], None),
        ("coordination", [[9, 0], [8, 7]], [[4, 0], [1, 2]]),  # only Quzhou is safer with the other
        ("coordination", [[4, 1], [0, 2]], [[9, 8], [0, 7]]),  # only Lishui
        ("battle of the sexes", [[2, 0], [0, 1]], [[1, 0], [0, 2]]),  # Luce and Raiffa (1957)
        ("matching pennies", [[1, -1], [-1, 1]], [[-1, 1], [1, -1]]),  # von Neumann (1928)
        ("deadlock", [[1, 0], [3, 2]], None),  # T > P > R > S: Snyder and Diesing (1977)
        ("harmony", [[4, 2], [3, 1]], None),  # Licht (1999)
        ("leader and follower", [[4, 3], [2, 1]], [[1, 2], [4, 3]]),
        # A dilemma for Quzhou only: at (hold, hold) Lishui has 1, at (bid, bid) 2.
        ("one-sided dilemma", [[3, 1], [4, 2]], [[1, 3], [0, 2]]),
    ],
)
def test_textbook(name, first, second):
    played = game(first, second)
    found = two_by_two(played)
    assert (found.name, found.names) == (name, (name,))
    assert found.certificate.verify(played)
    assert found.status.lower().startswith(name)


def test_all_strict_games():
    """24 x 24 orders of payoffs: what independent signs of four comparisons must give.

    Each city has a dominant action in half of its orders; no equilibrium and two equilibria come
    with 1/8 each. Dilemma and chicken fix both orders up to the names of actions.
    """
    orders = [np.array(p).reshape(2, 2) for p in permutations(range(4))]
    found = Counter(two_by_two(game(a, b)).name for a in orders for b in orders)
    two = ("stag hunt", "coordination", "chicken", "battle of the sexes")
    one = ("prisoners' dilemma", "deadlock", "harmony", "one-sided dilemma")
    assert found["matching pennies"] == sum(found[name] for name in two) == 72
    assert found["leader and follower"] == 288
    assert sum(found[name] for name in one) == 144
    assert found["prisoners' dilemma"] == found["chicken"] == 4
    assert set(found) == set(MEANING)


tables = st.lists(st.integers(0, 3), min_size=8, max_size=8)


@given(tables)
def test_labels_and_currencies_do_not_matter(numbers):
    first, second = np.array(numbers[:4]).reshape(2, 2), np.array(numbers[4:]).reshape(2, 2)
    names = two_by_two(game(first, second)).names
    assert two_by_two(game(second.T, first.T)).names == names
    assert two_by_two(game(first[::-1], second[::-1])).names == names
    assert two_by_two(game(first[:, ::-1], second[:, ::-1])).names == names
    assert two_by_two(game(first**3, second * 10**15)).names == names


@given(tables, st.permutations(range(8)))
def test_a_hair_leads_to_a_game_of_the_border(numbers, hairs):
    moved = [Fraction(n) + Fraction(h, 100) for n, h in zip(numbers, hairs, strict=True)]

    def split(eight):
        return game(
            *(np.array(part, dtype=object).reshape(2, 2) for part in (eight[:4], eight[4:]))
        )

    found = two_by_two(split(moved))
    assert found.name != "border"
    assert found.name in two_by_two(split(numbers)).names


def test_on_the_border():
    """A dilemma in which losing alone is as bad as losing together is nearly chicken."""
    found = two_by_two(game([[3, 1], [5, 1]]))
    assert found.name == "border"
    assert set(found.names) == {"prisoners' dilemma", "chicken", "leader and follower"}
    assert two_by_two(game([[0, 0], [0, 0]])).names == tuple(MEANING)


def test_plain_words():
    found = two_by_two(game([[3, 0], [5, 1]]))
    assert found.conditions == (
        "Quzhou does better by bid whatever Lishui does (5 against 3, 1 against 0).",
        "Lishui does better by bid whatever Quzhou does (5 against 3, 1 against 0).",
        "Both prefer (hold, hold) to (bid, bid).",
    )
    assert found.equilibria == (("bid", "bid"),)
    chicken = two_by_two(game([[6, 2], [7, 0]]))
    assert "If Lishui plays hold, Quzhou does better by bid (7 against 6)." in chicken.conditions


def test_other_shapes():
    with pytest.raises(InvalidInput, match="it should be 2 and 2"):
        two_by_two(
            StrategicGame.from_payoffs(CITIES, np.eye(2, 3, dtype=int), np.eye(2, 3, dtype=int))
        )
