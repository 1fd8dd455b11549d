"""Values of zero-sum games: published ones, Shapley and Snow's kernels, Nashpy, and laws."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, Undefined
from games.strategic import StrategicGame
from solvers.strategic.zero_sum import ZeroSumCertificate, zero_sum_value


def zero_sum(table, constant=0):
    table = np.array(table, dtype=object)
    return StrategicGame.from_payoffs(["A", "B"], table, constant - table)


def determinant(matrix):
    if not matrix:
        return Fraction(1)
    return sum(
        (-1) ** j * Fraction(x) * determinant([row[:j] + row[j + 1 :] for row in matrix[1:]])
        for j, x in enumerate(matrix[0])
    )


def value_by_kernels(table):
    """Shapley and Snow (1950): some square part with the value det / (sum of cofactors) decides.

    Its value is the game's if both mixes, padded with zeros, guarantee it.
    """
    rows, columns = len(table), len(table[0])
    for size in range(1, min(rows, columns) + 1):
        for R in itertools.combinations(range(rows), size):
            for C in itertools.combinations(range(columns), size):
                part = [[Fraction(table[r][c]) for c in C] for r in R]
                cofactors = [
                    [
                        (-1) ** (i + j)
                        * determinant(
                            [row[:j] + row[j + 1 :] for k, row in enumerate(part) if k != i]
                        )
                        for j in range(size)
                    ]
                    for i in range(size)
                ]
                total = sum(map(sum, cofactors))
                if not total:
                    continue
                value = determinant(part) / total
                x = [sum(row) / total for row in cofactors]
                y = [sum(column) / total for column in zip(*cofactors, strict=True)]
                if min(x) < 0 or min(y) < 0:
                    continue
                kept = [
                    sum(p * table[r][c] for p, r in zip(x, R, strict=True)) for c in range(columns)
                ]
                lost = [
                    sum(q * table[r][c] for q, c in zip(y, C, strict=True)) for r in range(rows)
                ]
                if min(kept) >= value >= max(lost):
                    return value
    raise AssertionError("every matrix game has a kernel")


tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(-4, 4), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@pytest.mark.parametrize(
    ("table", "value", "first"),
    [
        # Rock, paper, scissors: von Neumann (1928), p. 303, morra of the same kind.
        ([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], 0, ["1/3", "1/3", "1/3"]),
        # Two-finger morra: Dantzig (1963), Linear Programming and Extensions, chapter 13.
        ([[2, -3], [-3, 4]], "-1/12", ["7/12", "5/12"]),
        # A saddle: the row's worst is best at (1, 1), by hand.
        ([[3, 5], [2, 7]], 3, ["1", "0"]),
    ],
)
def test_published(table, value, first):
    game = zero_sum(table)
    found = zero_sum_value(game)
    assert found.value == Fraction(value)
    mix = [found.strategies["A"].get(action, 0) for action in game.actions[0]]
    assert mix == [Fraction(p) for p in first]


def test_kuhn_poker():
    """Kuhn (1950): three cards, ante 1, bet 1; the first player loses 1/18 a hand."""

    def hand(mine, theirs, plan, reply):
        high = 1 if mine > theirs else -1
        if plan == "bet":
            return 2 * high if reply[0] == "call" else 1
        if reply[1] == "check":
            return high
        return 2 * high if plan == "check, call" else -1

    plans = list(itertools.product(["bet", "check, call", "check, fold"], repeat=3))
    replies = list(
        itertools.product(itertools.product(["call", "fold"], ["bet", "check"]), repeat=3)
    )
    deals = list(itertools.permutations(range(3), 2))
    table = [
        [Fraction(sum(hand(i, j, p[i], q[j]) for i, j in deals), 6) for q in replies] for p in plans
    ]
    assert zero_sum_value(zero_sum(table)).value == Fraction(-1, 18)


def test_colonel_blotto():
    """Borel (1921); three armies against two at two posts, each post taken counts 1, by hand.

    A splits 3-0, 2-1, 1-2, 0-3; B 2-0, 1-1, 0-2; equal forces draw. Value by kernels.
    """

    def worth(a, b):
        return sum((x > y) - (x < y) for x, y in zip(a, b, strict=True))

    table = [
        [worth(a, b) for b in ((2, 0), (1, 1), (0, 2))] for a in ((3, 0), (2, 1), (1, 2), (0, 3))
    ]
    assert zero_sum_value(zero_sum(table)).value == value_by_kernels(table) == Fraction(1, 2)


@given(tables)
def test_kernels(table):
    game = zero_sum(table, constant=3)
    found = zero_sum_value(game)
    assert found.value == value_by_kernels(table)
    assert found.payoffs["B"] == 3 - found.value
    assert found.certificate.verify(game)
    # What the strategies guarantee, written out once more without the certificate.
    x = [found.strategies["A"].get(action, 0) for action in game.actions[0]]
    assert min(
        sum(p * u for p, u in zip(x, column, strict=True)) for column in zip(*table, strict=True)
    ) == (found.value)


@given(
    tables,
    st.integers(-5, 5),
    st.sampled_from([Fraction(1, 10**12), Fraction(3), Fraction(10**15)]),
)
def test_shift_scale_and_swap(table, shift, scale):
    value = zero_sum_value(zero_sum(table)).value
    moved = [[scale * u + shift for u in row] for row in table]
    assert zero_sum_value(zero_sum(moved)).value == scale * value + shift
    swapped = [[-u for u in column] for column in zip(*table, strict=True)]
    assert zero_sum_value(zero_sum(swapped)).value == -value


def test_payoffs_that_differ_by_a_hair():
    """1e15 and a little: the little decides, and floating point alone would not see it."""
    hair = Fraction(1, 10**6)
    table = [[10**15 + 2 * hair, 10**15 - 3 * hair], [10**15 - 3 * hair, 10**15 + 4 * hair]]
    assert zero_sum_value(zero_sum(table)).value == 10**15 - hair / 12


def test_nashpy_agrees():
    import nashpy

    rng = np.random.default_rng(7)
    for _ in range(5):
        table = rng.integers(-30, 30, (4, 4))
        x, y = nashpy.Game(table).linear_program()
        assert float(zero_sum_value(zero_sum(table.tolist())).value) == pytest.approx(x @ table @ y)


def test_others_are_refused():
    dilemma = StrategicGame.from_payoffs(["A", "B"], [[3, 0], [4, 1]], [[3, 4], [0, 1]])
    with pytest.raises(Undefined, match=r"add up to 4, at .* to 6") as caught:
        zero_sum_value(dilemma)
    assert caught.value.witness == ("1", "2")
    three = StrategicGame.from_payoffs(["A", "B", "C"], *np.zeros((3, 1, 1, 1), dtype=int))
    with pytest.raises(InvalidInput, match="two"):
        zero_sum_value(three)


def test_weaker_strategies_prove_nothing():
    game = zero_sum([[2, -3], [-3, 4]])
    half = Fraction(1, 2)
    even = ZeroSumCertificate({"A": {"1": half, "2": half}, "B": {"1": half, "2": half}})
    assert not even.verify(game)
    assert not zero_sum_value(game).certificate.verify(zero_sum([[2, -3], [-3, 5]]))
