"""The solidarity value by its definition, order by order."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from games import CoalitionalGame
from solvers import solidarity_value
from tests.properties.strategies import coalitional_games, examples, up_to


def by_orders(game):
    """Over all orders: the mean of what each member of the coalition that one joins adds to it."""
    found = dict.fromkeys(game.players, Fraction(0))
    for order in itertools.permutations(game.players):
        for k, city in enumerate(order):
            joined = order[: k + 1]
            added = [
                game.worth(joined) - game.worth([c for c in joined if c != other])
                for other in joined
            ]
            found[city] += sum(added) / Fraction(len(joined) * math.factorial(len(order)))
    return found


@examples(40)
@given(coalitional_games(max_players=up_to(6)))
def test_solidarity_by_orders(game):
    split = solidarity_value(game)
    assert dict(split) == by_orders(game)
    assert sum(split.values()) == game.grand_worth
    assert split.certificate.verify(game) is True


def test_numbers_beyond_int64():
    big = CoalitionalGame.from_array(list("ABC"), [0, 10**30, 1, 7 * 10**29, 3, 10**31, 0, 10**32])
    assert dict(solidarity_value(big)) == by_orders(big)


@pytest.mark.parametrize("largest", [2**61, 2**57])
def test_whole_numbers_that_fit_while_their_sums_do_not(largest):
    """Times six, and over all coalitions: both go beyond 64 bits."""
    tall = np.array([0, largest, 1, -largest, 3, largest - 1, 0, 7 - largest])
    game = CoalitionalGame.from_array(list("ABC"), tall)
    split = solidarity_value(game)
    assert dict(split) == by_orders(game)
    assert split.certificate.verify(game) is True
