"""Two-city games on which other libraries were found wrong: all equilibria, and one of them."""

from fractions import Fraction

import pytest

from games import StrategicGame
from solvers import nash_equilibria, nash_equilibrium, pure_equilibria
from tests.solvers.strategic.bimatrix_games import CITIES, extreme_equilibria, pair, regret

F = Fraction
H = F(1, 2)

GAMES = {
    # Lemke-Howson permutes a strategy where there are more rows than columns.
    "more rows than columns": (
        [[5, 2, 3, 0], [0, 0, 1, 8], [6, 9, 5, 6], [9, 7, 6, 5], [5, 9, 2, 8]],
        [[6, 0, 3, 8], [5, 0, 7, 7], [8, 1, 0, 8], [0, 5, 0, 2], [4, 4, 4, 0]],
    ),
    # Support enumeration returns nothing.
    "one equilibrium, mixed": (
        [[1, 4, 5], [4, 0, 4], [0, 6, 3]],
        [[1, 6, 4], [0, 3, 5], [0, 2, 4]],
    ),
    # Vertex enumeration fails.
    "second city indifferent": ([[1, 1], [1, 0]], [[0, 0], [0, 0]]),
    # Vertex enumeration returns nothing.
    "weakly dominated": ([[0, 0], [0, 1]], [[0, 1], [0, 0]]),
    # The global Newton method returns a profile with a regret of 3/2.
    "dominant column": ([[1, 2], [2, 1]], [[0, 1], [0, 2]]),
}


def game_of(name):
    return StrategicGame.from_payoffs(CITIES, *GAMES[name])


@pytest.mark.parametrize("name", GAMES)
def test_all_are_found_and_one_is_an_equilibrium(name):
    game = game_of(name)
    answer = nash_equilibria(game)
    assert {pair(one) for one in answer} == extreme_equilibria(game)
    assert answer.certificate.verify(game) is True
    one = nash_equilibrium(game)
    assert regret(game, pair(one)) == 0
    assert one.certificate.verify(game) is True


def test_what_they_are():
    found = {name: [pair(one) for one in nash_equilibria(game_of(name))] for name in GAMES}
    assert found["one equilibrium, mixed"] == [((H, 0, H), (0, H, H))]
    # (1, 0) against anything, and anything against (1, 0): two edges with a corner in common.
    assert found["second city indifferent"] == [
        ((1, 0), (1, 0)),
        ((1, 0), (0, 1)),
        ((0, 1), (1, 0)),
    ]
    # A's first action: B must choose the second, so A must too, unless B chooses the first.
    assert found["weakly dominated"] == [((0, 1), (1, 0)), ((0, 1), (0, 1))]
    assert found["dominant column"] == [((1, 0), (0, 1))]


def test_continua_are_reported_with_their_pieces():
    (component,) = nash_equilibria(game_of("second city indifferent")).components
    assert [[len(corners) for corners in subset.values()] for subset in component.subsets] == [
        [1, 2],
        [2, 1],
    ]


@pytest.mark.parametrize("unit", [F(1, 10**8), F(1, 10**12), 10**15])
def test_pure_equilibria_of_tiny_payoffs(unit):
    """Differences of 1e-8 are taken for ties elsewhere."""
    game = StrategicGame.from_payoffs(
        CITIES, [[2 * unit, 0], [3 * unit, unit]], [[2 * unit, 3 * unit], [0, unit]]
    )
    assert pure_equilibria(game).profiles == (("2", "2"),)
    assert [one.pure for one in nash_equilibria(game)] == [True]


def test_no_pure_equilibrium_of_a_degenerate_game_is_missed():
    """Two or three ties in each column; float vertex enumeration loses some pure ones."""
    game = StrategicGame.from_payoffs(
        CITIES,
        [[1, 1, 0], [1, 1, 1], [0, 1, 1]],
        [[1, 0, 1], [1, 1, 1], [1, 1, 0]],
    )
    pure = {
        tuple(next(iter(played)) for played in one.played.values())
        for one in nash_equilibria(game)
        if one.pure
    }
    by_hand = {("1", "1"), ("2", "1"), ("2", "2"), ("2", "3"), ("3", "2")}
    assert pure == set(pure_equilibria(game).profiles) == by_hand
