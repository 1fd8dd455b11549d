"""The exact half must finish whatever the float half proposes."""

import itertools
import random
from fractions import Fraction

import numpy as np
import pytest

from games import CoalitionalGame
from solvers import core, cost_of_stability, least_core, nucleolus, prenucleolus
from solvers.coalitional import level_search, row_generation, slack_table
from solvers.coalitional.pool_program import PoolProgram
from tests.properties.strategies import CITIES


@pytest.fixture(autouse=True)
def few_cities_too(monkeypatch):
    """The pool is for many cities; here it has to do with few."""
    monkeypatch.setattr(slack_table, "_FEW", 0)
    monkeypatch.setattr(slack_table, "_FEW_LONG", 0)


def near_ties(n: int, seed: int) -> CoalitionalGame:
    """Ties that float arithmetic cannot see: |S|^2 and perturbations of 10^-30."""
    rng = random.Random(seed)
    names = [*CITIES, "G", "H", "I", "J"][:n]
    return CoalitionalGame.from_function(
        names, lambda s: len(s) ** 2 + Fraction(rng.randrange(-9, 10), 10**30)
    )


def numbers(game):
    return (
        core(game).lowest,
        least_core(game).epsilon,
        cost_of_stability(game).value,
        prenucleolus(game),
        nucleolus(game),
    )


@pytest.mark.parametrize("seed", range(5))
def test_ties_below_float_resolution(seed, monkeypatch):
    game = near_ties(5, seed)
    found = numbers(game)
    monkeypatch.setattr(PoolProgram, "solve", lambda self: False)
    assert numbers(game) == found  # by the exact linear program, or the simplex method from afar
    assert nucleolus(game).certificate.verify(game) is True


@pytest.mark.parametrize("bland", [False, True])
def test_any_dual_feasible_start_reaches_the_optimum(bland, monkeypatch):
    """Start from whatever rows HiGHS did not mean: the dual simplex method has to do the work."""
    if bland:
        monkeypatch.setattr(row_generation, "_PATIENCE", 0)
    rng = random.Random(7)
    honest = PoolProgram.tight

    def confused(program):
        tight = honest(program)
        rng.shuffle(tight)
        return tight[: len(tight) // 2]

    for seed in range(6):
        game = near_ties(4, seed)
        expected = numbers(game)
        with monkeypatch.context() as patch:
            patch.setattr(PoolProgram, "tight", confused)
            patch.setattr(level_search, "_all_levels", lambda *_, **__: None)
            assert numbers(game) == expected


def test_wrong_proposals_of_all_levels_are_noticed(monkeypatch):
    """Supports with a coalition too few, or levels out of order, prove nothing."""
    honest = level_search._PoolSearch.levels
    for spoil in (lambda found: [(masks[1:], held) for masks, held in found], lambda f: f[::-1]):
        for seed in range(4):
            game = near_ties(4, seed)
            expected = numbers(game)
            with monkeypatch.context() as patch:
                patch.setattr(
                    level_search._PoolSearch, "levels", lambda self, s=spoil: s(honest(self))
                )
                assert numbers(game) == expected


def test_rows_join_the_pool_beyond_six_cities():
    rng = np.random.default_rng(3)
    n = 9
    worths = rng.integers(0, 1000, 1 << n)
    worths[0] = 0
    game = CoalitionalGame.from_array([f"c{i}" for i in range(n)], worths)
    answer = least_core(game)
    assert answer.certificate.verify(game) is True
    split = prenucleolus(game)
    assert split.certificate.verify(game) is True
    assert len(split.certificate.collections) >= 1


@pytest.mark.parametrize("kind", ["additive", "glove", "squares"])
def test_noise_of_floats_is_told_apart_as_by_whole_numbers(kind, monkeypatch):
    """Worths in floats with noise of 1e-10: the pool, its repair, and the tableau agree."""
    rng = random.Random(kind)
    for _ in range(3):
        share = {f"c{k}": rng.choice([0.1, 0.3, rng.random()]) for k in range(8)}
        base = {
            "additive": lambda s, share=share: sum(share[name] for name in s),
            "glove": lambda s: float(min(sum(c < "c4" for c in s), sum(c >= "c4" for c in s))),
            "squares": lambda s: len(s) ** 2 / 10,
        }[kind]
        worths = {
            s: base(s) + (len(s) > 1) * rng.randint(-3, 3) * 1e-10
            for k in range(1, 9)
            for s in itertools.combinations(share, k)
        }
        worths[tuple(share)] += 1e-8  # more together than each alone
        game = CoalitionalGame(share, worths)
        found = prenucleolus(game), nucleolus(game)
        assert all(split.certificate.verify(game) is True for split in found)
        with monkeypatch.context() as patch:
            patch.setattr(slack_table, "_FEW", 8)
            assert (prenucleolus(game), nucleolus(game)) == found
        with monkeypatch.context() as patch:
            patch.setattr(level_search, "_all_levels", lambda *_, **__: None)
            assert (prenucleolus(game), nucleolus(game)) == found
