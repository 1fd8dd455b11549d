"""The simplex method on all coalitions, against the search on few: they share no step."""

from fractions import Fraction

import numpy as np
import pytest

import solvers
from games import CoalitionalGame
from games.errors import IntercityError
from solvers.coalitional import level_tableau, slack_table
from tests.solvers import oracles

KINDS = ("small", "ties", "near 2^61", "floats", "floats from far", "long fractions", "costs")


def drawn(kind: str, n: int, seed: int) -> CoalitionalGame:
    """Numbers from 0 up, and all together better off than alone: nucleoli are defined."""
    rng = np.random.default_rng(seed)
    size = 1 << n
    whole = rng.integers(0, {"small": 100, "ties": 2}.get(kind, 2**40), size)
    worths = {
        "near 2^61": whole * 2**21 + rng.integers(0, 2**20, size),
        "floats": rng.random(size),
        "floats from far": rng.random(size) * 2.0 ** rng.integers(-300, 300, size),
        "long fractions": np.array([Fraction(int(w), 3**70 + seed) for w in whole], dtype=object),
    }.get(kind, whole)
    worths = worths.astype(object) if kind == "near 2^61" else worths
    worths[0] = worths[0] * 0
    alone = [worths[1 << i] for i in range(n)]
    worths[-1] = min(alone) if kind == "costs" else max(alone) * n + worths[-1]
    names = [f"c{i}" for i in range(n)]
    return CoalitionalGame.from_array(names, worths, "cost" if kind == "costs" else "gain")


def answers(game):
    found = [solvers.prenucleolus(game), solvers.nucleolus(game)]
    found += [solvers.per_capita_prenucleolus(game), solvers.per_capita_nucleolus(game)]
    if (game.array[1:] > 0).all():
        found.append(solvers.proportional_nucleolus(game))
    for split in found:
        assert split.certificate.verify(game) is True
    return [dict(split) for split in found], stability(game)


def stability(game):
    """What does not depend on which of several optima is found."""
    point, cost, edges = (
        concept(game) for concept in (solvers.least_core, solvers.cost_of_stability, solvers.core)
    )
    for answer in (point, cost, edges):
        assert answer.certificate.verify(game) is True
    return point.epsilon, cost.value, edges.empty, edges.lowest, edges.highest


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_both_searches_find_the_same(kind, n, monkeypatch):
    game = drawn(kind, n, n)
    found = answers(game)
    assert "whole numbers" in solvers.prenucleolus(game).method
    monkeypatch.setattr(slack_table, "_FEW", 0)
    monkeypatch.setattr(slack_table, "_FEW_LONG", 0)
    assert "pool" in solvers.prenucleolus(game).method
    assert answers(game) == found


@pytest.mark.parametrize("spread", [0, 1, 4, 30])
def test_cores_with_room_of_one_point_and_empty_ones(spread, monkeypatch):
    """Additive worths of either sign, and up to ``spread`` less: v(N) from too little to ample."""
    games = []
    for n, seed in ((1, 0), (2, 1), (3, 2), (4, 3), (5, 4), (5, 5)):
        rng = np.random.default_rng(seed)
        sums = np.zeros(1, dtype=np.int64)
        for own in rng.integers(-9, 10, n):
            sums = np.concatenate((sums, sums + own))
        for more in (-3 * spread - 1, 0, spread):
            worths = sums - rng.integers(0, spread + 1, 1 << n)
            worths[0], worths[-1] = 0, sums[-1] + more
            names = [f"c{i}" for i in range(n)]
            games += [
                CoalitionalGame.from_array(names, sign * worths, sense)
                for sign, sense in ((1, "gain"), (-1, "cost"))
            ]
    found = [stability(game) for game in games]
    assert {empty for _, _, empty, _, _ in found} == {False, True}
    monkeypatch.setattr(slack_table, "_FEW", 0)
    assert [stability(game) for game in games] == found


@pytest.mark.parametrize("n", [7, 8])
def test_up_to_the_last_game_of_few_cities(n, monkeypatch):
    worths = np.array([mask.bit_count() for mask in range(1 << n)]) ** 2 * 100
    worths[1:-1] -= np.random.default_rng(n).integers(0, 60, (1 << n) - 2)
    game = CoalitionalGame.from_array([f"c{i}" for i in range(n)], worths)
    split = solvers.nucleolus(game)
    assert split.certificate.verify(game) is True
    monkeypatch.setattr(slack_table, "_FEW", 0)
    assert solvers.nucleolus(game) == split


@pytest.mark.parametrize("room", [1, 3, 10, 40])
def test_where_coefficients_outgrow_int64_python_integers_go_on(room, monkeypatch):
    games = [drawn(kind, 5, seed) for kind in ("small", "costs") for seed in range(3)]
    expected = [answers(game) for game in games]
    monkeypatch.setattr(slack_table, "ROOM", room)
    assert [answers(game) for game in games] == expected


def test_blands_rule_gets_there_too(monkeypatch):
    games = [drawn(kind, 5, seed) for kind in ("small", "ties", "floats") for seed in range(4)]
    expected = [answers(game) for game in games]
    monkeypatch.setattr(slack_table, "_PATIENCE", 0)
    assert [answers(game) for game in games] == expected


@pytest.mark.parametrize("floors", [False, True])
def test_games_in_which_a_floor_binds_or_all_ties(floors):
    """Peleg and Sudhölter's 5.5.12, additive games and the zero game, against the faces."""
    own = np.array([3, 1, 4, 1])
    additive = [sum(int(w) for i, w in enumerate(own) if mask >> i & 1) for mask in range(16)]
    for worths in ([0, 0, 0, 10, 0, 0, 0, 2], [0] * 16, additive, [0, -5, 7, 2]):
        n = len(worths).bit_length() - 1
        game = CoalitionalGame.from_array([f"c{i}" for i in range(n)], worths)
        payoffs, _ = level_tableau.tableau_levels(game, floors=floors)
        expected = oracles.nucleolus_by_faces(game, floors=floors)
        assert dict(zip(game.players, payoffs, strict=True)) == expected


def test_one_city_has_no_levels():
    alone = CoalitionalGame(["A"], {"A": 5})
    assert level_tableau.tableau_levels(alone, floors=True) == ([Fraction(5)], [])


def test_a_table_without_an_optimum_says_so():
    """s_3 = -s_1 - s_2 - 3 is never 0 or more; and nothing stops s_1, which lowers the goal."""
    below = np.array([-3, 0], dtype=object)
    never = slack_table.SlackTable(1, np.array([[-1, -1], [1, 1]]), below, [3], [1, 2])
    with pytest.raises(IntercityError, match="no optimum"):
        never.dual_steps()
    endless = slack_table.SlackTable(1, np.array([[1, 1], [-1, 1]]), -below, [3], [1, 2])
    with pytest.raises(IntercityError, match="no optimum"):
        endless.primal_steps()


def test_what_games_of_a_size_share_cannot_be_written_to():
    for shared in (*slack_table.coalitions_of_several(4), level_tableau._even(4, floors=True)[1]):
        with pytest.raises(ValueError, match="read-only"):
            shared[0] = 0
