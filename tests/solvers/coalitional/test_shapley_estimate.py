"""Estimated Shapley values: their intervals cover the true ones as often as they say."""

from __future__ import annotations

import pytest

from games import CoalitionalGame, InvalidInput, OracleGame
from solvers import shapley_estimate, shapley_value

# Five cities, no two alike: worths by bitmask drawn once.
_WORTHS = [0, 3, 1, 9, 2, 2, 8, 14, 0, 7, 5, 9, 3, 12, 9, 20]
_WORTHS += [1, 6, 4, 15, 9, 11, 13, 22, 4, 13, 8, 19, 6, 18, 17, 40]
GAME = CoalitionalGame.from_array(list("ABCDE"), _WORTHS)
TRUTH = shapley_value(GAME)


@pytest.mark.parametrize(("marginals", "least"), [(None, 0.92), ((-10, 25), 0.95)])
def test_the_intervals_cover_as_often_as_they_say(marginals, least):
    runs = [
        shapley_estimate(GAME, orders=60, seed=seed, marginals=marginals) for seed in range(150)
    ]
    covered = [
        run.interval(city)[0] <= TRUTH[city] <= run.interval(city)[1]
        for run in runs
        for city in GAME.players
    ]
    share = sum(covered) / len(covered)
    assert share >= least
    if marginals is None:
        assert share <= 0.98  # no wider than they need be
    assert all(run.value.total() == GAME.grand_worth for run in runs)
    assert len({run.value for run in runs}) > 100


def test_rotations_leave_less_to_chance_than_orders_alone():
    """Where what a city adds depends on its place alone, one round is exact."""
    squares = OracleGame(list("ABCDEFG"), lambda s: len(s) ** 2)
    answer = shapley_estimate(squares, orders=1)
    assert set(answer.value.values()) == {7}
    assert set(answer.radius.values()) == {0}
    assert answer.orders == 28


def test_the_same_seed_gives_the_same_answer_and_progress_is_told():
    told = []
    first = shapley_estimate(GAME, orders=33, seed=5, progress=lambda *done: told.append(done))
    assert first == shapley_estimate(GAME, orders=33, seed=5)
    assert told[0] == (5, 35)
    assert told[-1] == (35, 35)
    assert first.proof.kind == "unproven"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"orders": 0}, "number of orders is 0"),
        ({"confidence": 1}, "confidence is 1"),
        ({"marginals": (3, 1)}, "limits of what a city adds"),
        ({"marginals": (0, 5)}, "adds to"),
    ],
)
def test_bad_options_are_refused(options, words):
    with pytest.raises(InvalidInput, match=words):
        shapley_estimate(GAME, **options)
