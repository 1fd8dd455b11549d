"""Corners of bounded sets, points of the pre-kernel, and k-convexity, by their definitions."""

import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from games import CoalitionalGame, InvalidInput
from solvers import (
    core_cover,
    core_vertices,
    imputation_set,
    k_convex_violation,
    kernel_violation,
    minimal_rights,
    nucleolus,
    prekernel_points,
    prekernel_violation,
    prenucleolus,
    property_violation,
    reasonable_set,
    shapley_value,
    utopia_payoffs,
)
from tests.properties.strategies import coalitional_games, convex_games, examples, table

SETS = (imputation_set, core_cover, reasonable_set)


@pytest.mark.parametrize("bounded", SETS)
def test_corners_are_proven(bounded):
    @examples(40)
    @given(coalitional_games(max_players=4))
    def law(game):
        found = bounded(game)
        assert found.certificate.verify(game) is True
        for corner in found:
            assert corner.total() == game.grand_worth
            assert all(found.lowest[c] <= corner[c] <= found.highest[c] for c in game.players)
        if len(found) > 1:
            fewer = replace(found.certificate, corners=found.certificate.corners[1:])
            assert not fewer.verify(game)

    law()


@examples(40)
@given(convex_games(max_players=4, senses=["gain"]))
def test_a_convex_game_has_a_corner_for_each_city_and_its_core_inside(game):
    imputations, cover, reasonable = (bounded(game) for bounded in SETS)
    assert all(
        cover.lowest[c] <= x <= cover.highest[c]
        for corner in core_vertices(game)
        for c, x in corner.items()
    )
    spare = game.grand_worth - sum(game.worth([c]) for c in game.players)
    assert len(imputations) == (len(game.players) if spare else 1)
    assert dict(cover.highest) == dict(utopia_payoffs(game))
    assert dict(cover.lowest) == dict(minimal_rights(game))
    value = shapley_value(game)
    assert all(reasonable.lowest[c] <= value[c] <= reasonable.highest[c] for c in value)


def test_the_glove_game_by_hand():
    """L has at least what R or S cannot keep from it, and R at most what it adds (Tijs 1981)."""
    glove = CoalitionalGame.from_array(["L", "R", "S"], [0, 0, 0, 4, 0, 3, 0, 4])
    assert [list(corner.values()) for corner in core_cover(glove)] == [[3, 1, 0], [4, 0, 0]]
    costs = CoalitionalGame(["A", "B"], {"A": 4, "B": 5, ("A", "B"): 7}, "cost")
    assert [dict(corner) for corner in imputation_set(costs)] == [
        {"A": 2, "B": 5},
        {"A": 4, "B": 3},
    ]
    with pytest.raises(InvalidInput, match="number of cities is 13"):
        core_cover(CoalitionalGame.from_function([f"c{k}" for k in range(13)], len))


@examples(25)
@given(coalitional_games(max_players=4, kinds=["integers", "ties"]))
def test_points_of_the_prekernel_are(game):
    points = prekernel_points(game)
    assert dict(prenucleolus(game)) in [dict(point) for point in points]
    for point in points:
        assert prekernel_violation(game, point) is None
        assert point.certificate.verify(game) is True
    if property_violation(game.as_gains(), "superadditive") is None:
        assert all(kernel_violation(game, point) is None for point in points)


@examples(40)
@given(convex_games(max_players=4, senses=["gain"]))
def test_the_kernel_of_a_convex_game_is_the_nucleolus(game):
    """Maschler, Peleg and Shapley (1972)."""
    assert [dict(point) for point in prekernel_points(game)] == [dict(nucleolus(game))]


@examples(40)
@given(coalitional_games(max_players=4, senses=["gain"], kinds=["integers", "ties"]))
def test_k_convexity_runs_from_one_to_convex(game):
    n = len(game.players)
    convex = property_violation(game, "convex") is None
    assert (k_convex_violation(game, n) is None) == convex
    if convex:
        assert property_violation(game, "semi-convex") is None


def test_one_convex_games_have_a_core_of_n_corners():
    """Driessen (1988): the utopia payoffs, less the gap of all for one city."""
    game = table([0, 0, 0, 4, 0, 4, 4, 10])
    hopes = utopia_payoffs(game)
    gap = sum(hopes.values()) - game.grand_worth
    assert gap == 8
    assert k_convex_violation(game, 1) is not None  # gaps of single cities are only 6
    easy = table([0, 0, 0, 1, 0, 1, 1, 1])
    assert sum(utopia_payoffs(easy).values()) == 0
    narrow = table([0, -9, -9, 5, -9, 5, 5, 9])
    assert k_convex_violation(narrow, 1) is None
    hopes, gap = utopia_payoffs(narrow), Fraction(3)
    expected = [
        {c: hopes[c] - (gap if c == city else 0) for c in narrow.players} for city in narrow.players
    ]
    assert [dict(corner) for corner in core_vertices(narrow)] == sorted(
        expected, key=lambda x: list(x.values())
    )
    for k in itertools.count(1):
        if k > 3:
            break
        assert k_convex_violation(narrow, 1) is None
    with pytest.raises(InvalidInput, match="k is 4"):
        k_convex_violation(narrow, 4)
