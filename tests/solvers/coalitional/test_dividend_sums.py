"""The second way to a value, against the dividends themselves, one coalition at a time."""

from fractions import Fraction

import numpy as np
import pytest

from games import CoalitionalGame
from solvers import harsanyi_dividends, shapley_value
from solvers.certificate import Refuted
from solvers.coalitional import dividend_sums, semivalue_sums

KINDS = ("small", "near 2^61", "negative", "floats", "floats from far", "long fractions")


def drawn(kind: str, n: int) -> CoalitionalGame:
    rng = np.random.default_rng(n)
    size = 1 << n
    worths = {
        "small": lambda: rng.integers(0, 9, size),
        "near 2^61": lambda: 2**61 + rng.integers(-9, 9, size),
        "negative": lambda: -rng.integers(0, 2**40, size),
        "floats": lambda: rng.standard_normal(size),
        "floats from far": lambda: rng.random(size) * 2.0 ** rng.integers(-300, 300, size),
        "long fractions": lambda: np.array([Fraction(int(k), 3**70) for k in range(size)]),
    }[kind]()
    worths[0] = worths[0] * 0
    return CoalitionalGame.from_array([f"c{i}" for i in range(n)], worths)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [1, 2, 5, 7])
def test_each_member_gets_its_part_of_every_dividend(kind, n, monkeypatch):
    game = drawn(kind, n)
    parts = [Fraction(3 - t, t + 1) for t in range(n)]
    dividends = harsanyi_dividends(game)
    plain = [
        sum(parts[len(s) - 1] * amount for s, amount in dividends.items() if city in s)
        for city in game.players
    ]
    assert dividend_sums.shared_dividends(game, parts) == plain
    monkeypatch.setattr(dividend_sums, "_COLUMNS", 2)  # few cities make many rows
    monkeypatch.setattr(semivalue_sums, "_FEW_NUMBERS", 0)
    assert dividend_sums.shared_dividends(game, parts) == plain
    if game.array.dtype != float:
        return
    enclosed = dividend_sums.shared_dividends(game, parts, floats=True)
    most = Fraction(game.largest) * game.unit * sum(map(abs, parts)) * 2 ** (2 * n)
    assert all(abs(a - b) <= most / 2**40 for a, b in zip(enclosed, plain, strict=True))


@pytest.mark.parametrize("kind", ["negative", "floats"])
def test_a_share_off_by_twice_the_radius_is_refuted(kind):
    game = drawn(kind, 17)
    split = shapley_value(game)
    assert split.certificate.verify(game) is True
    step = 2 * split.proof.radius if split.proof.radius else Fraction(1, 10**30)
    for city in ("c0", "c12", "c16"):
        forged = type(split.certificate)(dict(split) | {city: split[city] + step})
        assert isinstance(forged.verify(game), Refuted)
