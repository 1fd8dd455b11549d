"""Supermodular games: textbook extremes, brute force over all profiles, and laws."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from games import StrategicGame
from solvers.strategic.correlated_equilibrium import correlated_equilibrium
from solvers.strategic.iterated_elimination import iterated_elimination
from solvers.strategic.supermodular import supermodular

CITIES = ["A", "B", "C"]


def pure_equilibria(game):
    return [
        profile
        for profile in game
        if all(
            game.payoff((*profile[:i], other, *profile[i + 1 :]))[city]
            <= game.payoff(profile)[city]
            for i, city in enumerate(game.players)
            for other in game.actions[i]
        )
    ]


def test_diamonds_search():
    """Diamond (1982), as in Milgrom and Roberts (1990): nobody searches, or everybody does.

    Effort x in 0..4 brings x times the others' mean effort, and costs x (x - 1) / 2.
    """

    def worth(x):
        return [Fraction(own * (sum(x) - own), 2) - Fraction(own * (own - 1), 2) for own in x]

    game = StrategicGame.from_function(CITIES, range(5), worth)
    found = supermodular(game)
    assert found.holds
    assert found.certificate.verify(game)
    assert found.least == ("0", "0", "0")
    assert found.greatest == ("4", "4", "4")


def test_bertrand_with_substitutes():
    """Vives (1990): prices are complements. Demand 10 - 2p + q, no costs: p = (10 + q)/4 = 10/3.

    In thirds of a unit the reply to 10/3 is 10/3, and nothing else replies to itself.
    """
    prices = [Fraction(k, 3) for k in range(31)]
    game = StrategicGame.from_function(
        CITIES[:2], prices, lambda p: [p[i] * (10 - 2 * p[i] + p[1 - i]) for i in range(2)]
    )
    found = supermodular(game)
    assert found.unique
    assert found.least == ("10/3", "10/3")
    assert iterated_elimination(game).solution == ("10/3", "10/3")


def test_cournot_is_one_in_reverse():
    """Quantities of two firms are substitutes; with one firm's in reverse, complements."""
    q = [0, 1, 2, 3, 4]

    def profit(x):
        return [x[i] * (6 - x[0] - x[1]) for i in range(2)]

    game = StrategicGame.from_function(CITIES[:2], q, profit)
    found = supermodular(game)
    assert not found.holds
    assert (found.violation.before, found.violation.after) == (5, 4)  # 1 (6 - 1), then 1 (6 - 2)
    assert "reverse" in found.status
    reversed_ = StrategicGame.from_function(CITIES[:2], {"A": q, "B": q[::-1]}, profit)
    extremes = supermodular(reversed_)
    assert extremes.holds
    # Replies 3 - q/2, ties taken upwards and downwards: (1, 3) and (3, 1) are the extremes.
    assert {extremes.least, extremes.greatest} == {("1", "3"), ("3", "1")}


def drawn_tables(shape):
    """u_i = sum of c_ij f_i(a_i) f_j(a_j) + g_i(own) + h_i(others), c >= 0 and f rising."""
    n = len(shape)
    rising = [
        st.lists(st.integers(0, 3), min_size=m, max_size=m).map(lambda s: np.cumsum([0, *s[1:]]))
        for m in shape
    ]

    def build(parts):
        f, numbers = parts
        stream = iter(numbers)
        tables = []
        for i in range(n):
            table = np.zeros(shape, dtype=int)
            for j in range(n):
                if j != i:
                    c = abs(next(stream)) % 3
                    grid = np.zeros(shape, dtype=int)
                    for at in itertools.product(*map(range, shape)):
                        grid[at] = c * f[i][at[i]] * f[j][at[j]]
                    table = table + grid
            own = [next(stream) for _ in range(shape[i])]
            for at in itertools.product(*map(range, shape)):
                table[at] += own[at[i]] + 2 * sum(at[:i] + at[i + 1 :])
            tables.append(table)
        return StrategicGame.from_payoffs(CITIES[:n], *tables)

    return st.tuples(
        st.tuples(*rising), st.lists(st.integers(-9, 9), min_size=40, max_size=40)
    ).map(build)


@given(st.sampled_from([(3, 3), (4, 2), (2, 3, 2)]).flatmap(drawn_tables))
def test_all_equilibria_lie_between(game):
    found = supermodular(game)
    assert found.holds
    assert found.certificate.verify(game)
    equilibria = pure_equilibria(game)
    assert found.least in equilibria
    assert found.greatest in equilibria
    low, high = game.profile(found.least), game.profile(found.greatest)
    for profile in equilibria:
        at = game.profile(profile)
        assert all(a <= b <= c for a, b, c in zip(low, at, high, strict=True))
    # Milgrom and Roberts (1990), theorem 5: what survives elimination lies between them too.
    surviving = iterated_elimination(game).surviving
    for i, city in enumerate(game.players):
        left = [game.actions[i].index(action) for action in surviving[city]]
        assert (min(left), max(left)) == (low[i], high[i])
    # Here others' actions help: the greatest equilibrium is everybody's best (their theorem 7).
    for city in game.players:
        assert correlated_equilibrium(game, city).value >= game.payoff(found.greatest)[city]
        assert game.payoff(found.greatest)[city] == max(game.payoff(e)[city] for e in equilibria)


@given(
    st.lists(st.integers(-3, 3), min_size=6, max_size=6),
    st.lists(st.integers(-3, 3), min_size=6, max_size=6),
)
def test_a_violation_is_one(first, second):
    tables = [np.array(t).reshape(2, 3) for t in (first, second)]
    game = StrategicGame.from_payoffs(CITIES[:2], *tables)
    found = supermodular(game)
    assert found.certificate.verify(game)
    rises = all(t[1, b + 1] - t[0, b + 1] >= t[1, b] - t[0, b] for t in tables for b in range(2))
    assert found.holds == rises
    if not rises:
        assert found.violation.after < found.violation.before


def test_degenerate():
    zeros = StrategicGame.from_payoffs(CITIES[:2], np.zeros((2, 3), int), np.zeros((2, 3), int))
    found = supermodular(zeros)
    assert (found.least, found.greatest) == (("1", "1"), ("2", "3"))
    alone = supermodular(StrategicGame.from_payoffs(["A"], [1, 5, 5, 0]))
    assert (alone.least, alone.greatest) == (("2",), ("3",))
    huge = 2**61
    wide = StrategicGame.from_payoffs(
        CITIES[:2], [[huge, -huge], [-huge, huge + 1]], [[huge, -huge], [-huge, huge + 1]]
    )
    assert supermodular(wide).holds  # second differences of 2^63 do not overflow


def test_what_holds_in_no_order_of_actions_is_not_said_to_in_reverse():
    """A is rewarded for doing as B does, B for doing otherwise."""
    game = StrategicGame.from_function(
        CITIES[:2], [0, 1], lambda x: [int(x[0] == x[1]), int(x[0] != x[1])]
    )
    found = supermodular(game)
    assert not found.holds
    assert "reverse" not in found.status
