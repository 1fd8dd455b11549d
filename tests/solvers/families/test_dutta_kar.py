"""The Dutta-Kar rule: in the core, and no city pays more if its link gets cheaper."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, SpanningTreeGame
from solvers import core_violation, dutta_kar, spanning_tree, tabulated
from solvers.families.dutta_kar import DuttaKarCertificate
from tests.properties.strategies import examples

trees = st.from_type(SpanningTreeGame)


@examples(80)
@given(trees)
def test_it_shares_the_cost_of_a_cheapest_tree_in_the_core(game):
    split = dutta_kar(game)
    assert split.total() == spanning_tree(game).cost
    assert core_violation(tabulated(game), split) is None
    assert split.certificate.verify(game) is True


@examples(80)
@given(trees, st.data())
def test_a_city_whose_link_gets_cheaper_pays_no_more(game, data):
    city = data.draw(st.sampled_from(game.players))
    k = game.players.index(city)
    source = list(game.source)
    source[k] = source[k] * Fraction(data.draw(st.integers(0, 3)), 4)
    assert dutta_kar(replace(game, source=source))[city] <= dutta_kar(game)[city]


def test_by_hand():
    """A is linked first; it pays the link of B, and B keeps the dearer one."""
    game = SpanningTreeGame(
        ["A", "B", "C"], {"A": 10, "B": 20, "C": 25}, {("A", "B"): 6, ("B", "C"): 8, ("A", "C"): 9}
    )
    assert dutta_kar(game) == {"A": 6, "B": 8, "C": 10}
    alike = SpanningTreeGame(["A", "B"], {"A": 4, "B": 4}, {("A", "B"): 2})
    assert dutta_kar(alike) == {"A": 3, "B": 3}


def test_many_cities_only_without_ties():
    names = [f"c{k}" for k in range(9)]
    assert dutta_kar(SpanningTreeGame(names, range(1, 10), {})).total() == 45
    with pytest.raises(InvalidInput, match="some links cost the same"):
        dutta_kar(SpanningTreeGame(names, [1] * 9, {}))


def test_a_certificate_of_too_many_tied_cities_is_refused_at_once():
    """Twelve cities have 479 million orders."""
    cities = [f"C{k}" for k in range(12)]
    tied = SpanningTreeGame(cities, dict.fromkeys(cities, 1), {})
    forged = DuttaKarCertificate(dict.fromkeys(cities, Fraction(1)))
    refuted = forged.verify(tied)
    assert not refuted
    assert "at most 7" in refuted.reason
