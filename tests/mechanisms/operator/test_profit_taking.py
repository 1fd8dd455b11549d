"""Menus for firms: rents by hand, choices one by one, and the best menu against all levels."""

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import FirmMenu, InvalidInput
from mechanisms import profit_taking
from tests.properties.strategies import examples

F = Fraction
KINDS = ["lean", "middling", "dear"]
small = st.fractions(0, 6, max_denominator=2)
DUEL = {"lean": 1, "dear": 3}
VALUE = {2: 11, 4: 16}


@st.composite
def menus(draw):
    n = draw(st.integers(1, 3))
    slopes = sorted(draw(st.lists(small, min_size=2, max_size=2)), reverse=True)
    value = {1: slopes[0], 3: slopes[0] + 2 * slopes[1]}
    offer = st.one_of(st.none(), st.tuples(st.sampled_from([0, 1, 2, 3]), small))
    offers = dict(zip(KINDS[:n], draw(st.lists(offer, min_size=n, max_size=n)), strict=True))
    return FirmMenu(
        dict(zip(KINDS, draw(st.lists(small, min_size=n, max_size=n)), strict=False)),
        value,
        numbers=draw(st.lists(st.integers(1, 3), min_size=n, max_size=n)),
        offers={kind: one for kind, one in offers.items() if one is not None},
    )


def most_kept(game):
    """Over all levels by kind, the dearer no more than the leaner, with the rents they cause."""
    kinds = sorted(game.kinds, key=lambda kind: game.costs[kind])
    best = -math.inf
    for levels in itertools.product((0, 1, 3), repeat=len(kinds)):
        if list(levels) != sorted(levels, reverse=True):
            continue
        kept = F(0)
        for i, kind in enumerate(kinds):
            rent = sum(
                (game.costs[kinds[j]] - game.costs[kinds[j - 1]]) * levels[j]
                for j in range(i + 1, len(kinds))
            )
            made = dict([(0, F(0)), *game.value])[levels[i]] - game.costs[kind] * levels[i]
            kept += game.numbers[kind] * (made - rent)
        best = max(best, kept)
    return best


@examples(40)
@given(menus())
def test_the_best_menu_against_all_levels(game):
    found = profit_taking(game)
    assert found.best.kept == most_kept(game)
    assert found.best.envy == {}
    assert min(found.best.rents.values()) >= 0
    assert not found.best.rent > found.best.value
    assert found.certificate.verify(game) is True


@examples(40)
@given(menus())
def test_who_takes_what(game):
    """Each kind has the most of all offers and of none; the city has what is left of V."""
    found, kept, rent = profit_taking(game).offered, F(0), F(0)
    for kind in game.kinds:
        options = [s - game.costs[kind] * q for q, s in game.offers.values()]
        assert found.rents[kind] == max([F(0), *options])
        one = found.taken[kind]
        if one is not None:
            q, s = game.offers[one]
            kept += game.numbers[kind] * (game.worth(q) - s)
            rent += game.numbers[kind] * (s - game.costs[kind] * q)
    assert (found.kept, found.rent) == (kept, rent)
    assert profit_taking(game).takes_profit == (kept < 0)


def test_the_verdict_stands_and_fails():
    """All take (2, s): 9 and 5 are created, and rents are s - 2 and s - 6."""
    for subsidy, takes in ((12, True), (11, False), (8, False)):
        offers = {"lean": (4, 8), "dear": (2, subsidy)}
        found = profit_taking(FirmMenu(DUEL, VALUE, offers=offers))
        assert found.offered.envy == {"lean": "dear"}
        assert found.offered.pooled == (("lean", "dear"),)
        assert (found.offered.rent, found.offered.value) == (2 * subsidy - 8, 14)
        assert found.takes_profit == takes
    honest = profit_taking(FirmMenu(DUEL, VALUE, offers={"lean": (4, 8), "dear": (2, 6)}))
    assert (honest.offered.envy, honest.offered.pooled, honest.lost) == ({}, (), 0)


def test_the_dear_are_given_up_where_the_lean_are_many():
    """A unit for the dear costs 3 + 2 n: at n = 1 5 < 11/2, at n = 2 7 is too much."""
    both = profit_taking(FirmMenu(DUEL, VALUE)).best
    lean = profit_taking(FirmMenu(DUEL, VALUE, numbers={"lean": 2})).best
    assert both.offers == {"lean": (4, 8), "dear": (2, 6)}
    assert (lean.offers["dear"], lean.rents["lean"]) == ((0, 0), 0)


@pytest.mark.parametrize(
    ("costs", "value", "more", "words"),
    [
        ({"A": -1}, {1: 1}, {}, "cost of A is -1"),
        ({"A": 1}, {1: 1, 2: 3}, {}, "what a unit adds up to 2 is 2"),
        ({"A": 1}, {}, {}, "the value"),
        ({"A": 1}, {1: 1}, {"offers": {"A": (2, 1)}}, "investment of A is 2"),
        ({"A": 1}, {1: 1}, {"offers": {"A": 3}}, "the offer to A is 3"),
        ({"A": 1}, {1: 1}, {"numbers": {"B": 3}}, "'B'"),
    ],
)
def test_what_cannot_be_right_is_named(costs, value, more, words):
    with pytest.raises(InvalidInput, match=words):
        FirmMenu(costs, value, **more)


def test_of_another_kind():
    with pytest.raises(InvalidInput, match="subject of profit_taking"):
        profit_taking(3)


@pytest.mark.parametrize("kinds", list(itertools.permutations(KINDS)))
def test_of_equal_offers_to_others_a_firm_takes_what_is_best_for_the_city(kinds):
    costs, offers = {"lean": 1, "middling": 2, "dear": 3}, {"lean": (0, 3), "dear": (2, 7)}
    game = FirmMenu({kind: costs[kind] for kind in kinds}, {2: 10}, offers=offers)
    offered = profit_taking(game).offered
    assert offered.taken == {"lean": "dear", "middling": "dear", "dear": "lean"}
    assert (offered.value, offered.rent, offered.kept) == (8 + 6 + 0, 5 + 3 + 3, 3)
