"""Assignment games against their published answers, the coalition table and a brute force."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import AssignmentGame, CoalitionalGame, InvalidInput
from solvers import (
    assignment_core,
    core,
    cost_of_stability,
    least_core,
    nucleolus,
    optimal_assignment,
    prenucleolus,
    shapley_value,
    tabulated,
)
from solvers.families import assignment_nucleolus as by_cycles
from tests.properties.strategies import examples

HOUSES = AssignmentGame.from_values(
    {"s1": 18, "s2": 15, "s3": 19},
    {
        "b1": {"s1": 23, "s2": 22, "s3": 21},
        "b2": {"s1": 26, "s2": 24, "s3": 22},
        "b3": {"s1": 20, "s2": 21, "s3": 17},
    },
)


def worth_by_listing(game, coalition):
    """The best of all injections of the smaller side into the larger."""
    sellers = [i for i, name in enumerate(game.sellers) if name in coalition]
    buyers = [j for j, name in enumerate(game.buyers) if name in coalition]
    made = {(i, j): max(game.surplus[i][j], 0) for i in sellers for j in buyers}
    few, many = sorted((sellers, buyers), key=len)
    if few is buyers:
        made = {(j, i): max(game.surplus[i][j], 0) for i in sellers for j in buyers}
    return max(
        sum((made[pair] for pair in zip(few, chosen, strict=True)), Fraction(0))
        for chosen in itertools.permutations(many, len(few))
    )


def by_listing(game):
    return CoalitionalGame.from_function(game.players, lambda s: worth_by_listing(game, s))


@st.composite
def assignment_games(draw, *, max_side: int = 3):
    sides = [
        [f"{letter}{k}" for k in range(draw(st.integers(1, max_side)))] for letter in ("s", "b")
    ]
    number = draw(
        st.sampled_from(
            [
                st.integers(0, 2),
                st.integers(-5, 20),
                st.fractions(-2, 9, max_denominator=6),
                st.integers(-3, 9).map(lambda k: k * 10**20),
            ]
        )
    )
    row = st.lists(number, min_size=len(sides[1]), max_size=len(sides[1]))
    rows = draw(st.lists(row, min_size=len(sides[0]), max_size=len(sides[0])))
    return AssignmentGame(*sides, rows)


def test_shapley_and_shubik_1971():
    assert HOUSES.surplus == ((5, 8, 2), (7, 9, 6), (2, 3, 0))
    answer = assignment_core(HOUSES)
    assert answer.value == optimal_assignment(HOUSES).value == 16
    assert tuple(answer.seller_optimal.values()) == (5, 6, 1, 1, 3, 0)
    assert tuple(answer.buyer_optimal.values()) == (3, 5, 0, 2, 5, 1)
    assert answer.certificate.verify(HOUSES) is True


@examples(40)
@given(assignment_games())
def test_agrees_with_the_table_of_all_coalitions(game):
    table = by_listing(game)
    best, answer = optimal_assignment(game), assignment_core(game)
    assert best.value == answer.value == table.grand_worth
    assert best.certificate.verify(game) is True
    assert answer.certificate.verify(game) is True
    generic = core(table)
    assert generic.contains(best.split)
    assert generic.contains(answer.point)
    assert answer.lowest == generic.lowest
    assert answer.highest == generic.highest


def test_nobody_trades_where_nothing_is_to_be_gained():
    game = AssignmentGame(["s", "t"], ["b"], [[-1], [0]])
    best = optimal_assignment(game)
    assert (best.value, best.pairs, best.partner("s")) == (0, {}, None)
    assert assignment_core(game).seller_optimal.total() == 0
    assert assignment_core(game).certificate.verify(game) is True


def test_rows_by_name_leave_out_what_is_zero():
    game = AssignmentGame(["s", "t"], ["b", "c"], {"t": {"c": 0.5}})
    assert game.surplus == ((0, 0), (0, Fraction(1, 2)))
    assert optimal_assignment(game).pairs == {"t": "c"}


@pytest.mark.parametrize(
    ("sides", "surplus", "names"),
    [
        ((["s"], ["s"]), [[1]], "a buyer is 's'"),
        ((["s"], ["b"]), [[1, 2]], "buyer's surplus with s"),
        ((["s"], ["b"]), [[1], [2]], "seller's surplus"),
        ((["s"], ["b"]), [[float("nan")]], "surplus with s of b is nan"),
        ((["s"], ["b"]), {"x": {"b": 1}}, "a seller with a surplus is 'x'"),
        (([], ["b"]), [], "players is missing"),
        ((["s"], ["b"]), 3, "list of each seller's surplus is 3"),
    ],
)
def test_bad_input_is_one_sentence(sides, surplus, names):
    with pytest.raises(InvalidInput, match=names):
        AssignmentGame(*sides, surplus)


@examples(40)
@given(assignment_games())
def test_the_nucleolus_by_cycles_is_that_of_the_table(game):
    split = nucleolus(game)
    assert split.certificate.verify(game) is True
    assert split == nucleolus(tabulated(game))


@examples(40)
@given(assignment_games(max_side=2))
def test_the_table_holds_the_best_pairs_of_each_coalition(game):
    assert tabulated(game) == by_listing(game)


def test_the_nucleolus_is_found_without_floats_where_they_fail(monkeypatch):
    """Surpluses that differ in the last of sixty digits look alike to Howard's floats."""
    near = [[10**60 * a + b for a, b in row] for row in [[(5, 1), (5, 2)], [(5, 0), (5, 7)]]]
    game = AssignmentGame(["s", "t"], ["b", "c"], near)
    assert nucleolus(game) == nucleolus(tabulated(game))
    asked = []
    real = by_cycles.least_mean_cycle

    def mistaken(matrix, tolerance):
        asked.append(tolerance)
        return real(matrix, tolerance) if not tolerance else ([0, 1], np.zeros(len(matrix)))

    monkeypatch.setattr(by_cycles, "least_mean_cycle", mistaken)
    assert nucleolus(HOUSES) == nucleolus(tabulated(HOUSES))
    assert 0 in asked


def test_eighty_on_each_side():
    """A market of 160: the nucleolus lies in the core, and its cycles prove it."""
    surplus = [[(7 * i + 13 * j + i * j) % 101 for j in range(80)] for i in range(80)]
    game = AssignmentGame([f"s{i}" for i in range(80)], [f"b{j}" for j in range(80)], surplus)
    split = nucleolus(game)
    ends = assignment_core(game)
    assert split.certificate.verify(game) is True
    assert all(ends.lowest[name] <= split[name] <= ends.highest[name] for name in game.players)


def test_a_concept_without_a_fast_way_says_what_to_do():
    for concept in (prenucleolus, shapley_value, least_core, cost_of_stability):
        with pytest.raises(InvalidInput, match=r"tabulated\(game\)"):
            concept(HOUSES)


def test_the_core_is_said_to_be_one_split_where_it_is():
    """Of two buyers alike the seller gets all; with one there is something to bargain over."""
    rivals = assignment_core(AssignmentGame(["s"], ["b", "c"], [[3, 3]]))
    alone = assignment_core(AssignmentGame(["s"], ["b"], [[3]]))
    assert (rivals.lowest, alone.lowest) == ({"s": 3, "b": 0, "c": 0}, {"s": 0, "b": 0})
    assert "the core is one split" in rivals.status
    assert "between its corners" in alone.status
