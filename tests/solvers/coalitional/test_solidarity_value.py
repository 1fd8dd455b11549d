"""The solidarity value by its definition, order by order."""

import itertools
import math
from fractions import Fraction

import numpy as np
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


def test_whole_numbers_that_fit_while_their_multiples_do_not():
    """Of 12 cities, near 2^49: parts of 12 and fewer are told over 27,720, beyond 64 bits."""
    worths = np.random.default_rng(1).integers(-(2**49), 2**49, size=1 << 12)
    worths[[0, 1, 2, -1]] = 0, 2**49, -(2**49), 2**49
    cities = [f"c{i}" for i in range(12)]
    split = solidarity_value(CoalitionalGame.from_array(cities, worths))
    tall = solidarity_value(CoalitionalGame.from_array(cities, worths.astype(object) * 3**40))
    assert dict(split) == {city: x / 3**40 for city, x in tall.items()}
    assert split.certificate.verify(CoalitionalGame.from_array(cities, worths)) is True
