from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from games import StrategicGame
from intercity.testing import strategic_games
from solvers import nash_equilibrium, pure_equilibria
from solvers.integer_pivoting import largest_minor
from solvers.strategic.best_response_polytope import all_corners, positive
from solvers.strategic.equilibrium import proven_equilibrium
from solvers.strategic.lemke_howson import lemke_howson
from tests.solvers.strategic.bimatrix_games import (
    CITIES,
    corner_strategies,
    extreme_equilibria,
    pair,
    payoff_lists,
    regret,
)


@given(game=strategic_games(max_actions=4))
def test_the_path_ends_at_an_extreme_equilibrium_however_many_ties(game):
    found = lemke_howson(*game.tables)
    assert regret(game, found) == 0
    assert found in extreme_equilibria(game)


def test_ties_do_not_lead_the_path_in_a_circle():
    """Where the first of two rows is always taken, the path through this game never ends."""
    game = StrategicGame.from_payoffs(
        CITIES,
        [[1, 0, 0, 2, 0], [2, 0, 1, 0, 1], [0, 0, 0, 1, 0], [0, 1, 2, 0, 2]],
        [[1, 0, 1, 1, 0], [1, 0, 0, 0, 2], [0, 2, 0, 2, 0], [0, 1, 2, 2, 1]],
    )
    found = lemke_howson(*game.tables)
    assert regret(game, found) == 0
    assert found in extreme_equilibria(game)


@given(game=strategic_games())
def test_a_pure_one_if_there_is_one(game):
    found = nash_equilibrium(game)
    assert regret(game, pair(found)) == 0
    assert found.pure == bool(pure_equilibria(game).profiles)
    assert found.certificate.verify(game) is True


@pytest.mark.parametrize(("m", "n"), [(20, 20), (30, 12), (2, 40), (9, 31)])
def test_large_games(m, n):
    rng = np.random.default_rng(m)
    game = StrategicGame.from_payoffs(CITIES, *rng.integers(-50, 51, size=(2, m, n)))
    first, second = lemke_howson(*game.tables)
    assert regret(game, (first, second)) == 0
    assert len([p for p in first if p]) == len([q for q in second if q])
    assert regret(game, pair(nash_equilibrium(game))) == 0


def test_a_large_game_without_pure_equilibrium():
    """Each is best off one step ahead of the other, so both play all 25 actions alike."""
    ahead = [[int((i - j) % 25 == 1) for j in range(25)] for i in range(25)]
    turned = [list(column) for column in zip(*ahead, strict=True)]
    game = StrategicGame.from_payoffs(CITIES, ahead, turned)
    found = nash_equilibrium(game)
    assert not found.pure
    assert regret(game, pair(found)) == 0


def test_what_is_said_of_an_approximate_equilibrium():
    game = StrategicGame.from_payoffs(CITIES, [[2, 0], [0, 1]], [[0, 1], [3, 0]])
    near = proven_equilibrium(game, [[0.76, 0.24], [Fraction(1, 3), Fraction(2, 3)]])
    assert near.regret == regret(game, pair(near)) > 0
    assert near.proof.kind == "unproven"
    assert near.status == (
        "An epsilon-equilibrium: no city could gain more than 1.3e-02 by changing alone."
    )
    assert near.certificate.verify(game) is True


# ------------------------------------------------------------------------------- the machinery


@given(game=strategic_games(max_actions=4, min_value=0, max_value=2))
def test_corners_and_labels_are_those_of_every_choice_of_equations(game):
    """Ties make dictionaries of one corner many; the walk meets each corner all the same."""
    first, _ = payoff_lists(game)
    corners = all_corners(positive(game.tables[0]))
    found = {}
    for point, labels in zip(corners.points.tolist(), corners.labels.tolist(), strict=True):
        strategy = tuple(Fraction(weight, sum(point)) for weight in point)
        found[strategy] = {i for i in range(20) if labels >> i & 1}
    assert found == corner_strategies(first)
    assert len(found) == len(corners.points)


def test_hadamard_bounds_every_minor():
    rng = np.random.default_rng(0)
    for _ in range(20):
        table = rng.integers(-9, 10, size=(3, 4))
        for rows in ([0], [0, 1], [1, 2], [0, 1, 2]):
            for columns in ([3], [0, 2], [1, 3], [0, 1, 3]):
                if len(rows) == len(columns):
                    minor = np.linalg.det(table[np.ix_(rows, columns)].astype(float))
                    assert abs(round(minor)) <= largest_minor(table)
