"""All corners of the core: against every system of tight rows, and orders of joining."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given

from games import CoalitionalGame, InvalidInput
from solvers import core, core_vertices
from solvers.coalitional.core_vertices import CoreVerticesCertificate
from tests.properties.strategies import coalitional_games, examples, table
from tests.solvers import oracles


@examples(15)
@given(coalitional_games(max_players=4))
def test_agrees_with_all_systems_of_tight_rows(game):
    found = core_vertices(game)
    assert found.certificate.verify(game) is True
    sign = 1 if game.sense == "gain" else -1
    points = {tuple(sign * x for x in vertex.values()) for vertex in found}
    assert len(points) == len(found)
    assert points == oracles.core_vertices(game)
    ranges = core(game)
    assert ranges.empty == (not found)
    for city in game.players if found else ():
        assert ranges.lowest[city] == min(vertex[city] for vertex in found)
        assert ranges.highest[city] == max(vertex[city] for vertex in found)


def test_a_convex_game_has_a_corner_for_each_order_of_joining():
    """Shapley (1971): with weights that all differ, the 120 marginal vectors are the corners."""
    weights = [1, 2, 4, 7, 12]
    names = tuple("ABCDE")
    game = CoalitionalGame.from_function(
        names, lambda s: sum(weights[names.index(c)] for c in s) ** 2
    )
    found = core_vertices(game)
    expected = set()
    for order in itertools.permutations(names):
        gains = {c: game.worth(order[: k + 1]) - game.worth(order[:k]) for k, c in enumerate(order)}
        expected.add(tuple(gains[c] for c in names))
    assert {tuple(vertex.values()) for vertex in found} == expected
    assert found.certificate.verify(game) is True


def test_forgeries_are_refuted():
    game = table([0, 0, 0, 4, 0, 4, 4, 9])
    corners = core_vertices(game).certificate.corners
    assert len(corners) == 6
    for k in range(6):
        short = CoreVerticesCertificate((*corners[:k], *corners[k + 1 :]), ())
        assert "not listed" in short.verify(game).reason
    inside = dict.fromkeys("ABC", Fraction(3))
    more = sorted((*corners, inside), key=lambda corner: tuple(corner.values()))
    assert "no corner" in CoreVerticesCertificate(tuple(more), ()).verify(game).reason
    assert "order" in CoreVerticesCertificate(corners[::-1], ()).verify(game).reason
    assert not CoreVerticesCertificate((), ()).verify(game)


def test_degenerate_cores():
    assert [dict(v) for v in core_vertices(table([0, 5]))] == [{"A": 5}]
    assert [dict(v) for v in core_vertices(table([0] * 16))] == [dict.fromkeys("ABCD", 0)]
    segment = core_vertices(table([0, 1, 2, 9]))
    assert [dict(v) for v in segment] == [{"A": 1, "B": 8}, {"A": 7, "B": 2}]
    empty = core_vertices(table([0, 0, 0, 60, 0, 60, 60, 72]))
    assert len(empty) == 0
    assert "least_core()" in empty.status


def test_eight_cities_are_too_many():
    game = CoalitionalGame.from_array([f"c{i}" for i in range(8)], [0] * 256)
    with pytest.raises(InvalidInput, match=r"at most 7 \(core\(\) gives each city's range\)"):
        core_vertices(game)
