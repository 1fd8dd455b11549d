"""Groups that two games have in common, against the programs of each group."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.production import (
    Activity,
    Exchange,
    LinearProductionGame,
    Platform,
    Resource,
    Use,
    Value,
)
from intercity.testing import production_games
from solvers.production.coalitional_form import coalitional_form
from solvers.production.game_numbers import GameNumbers
from solvers.production.groups_alike import differ, structure
from solvers.production.opening_proof import EXHAUSTIVE, Memory, OpeningPrograms
from solvers.production.opening_search import memory, with_memory

FACTORS = st.sampled_from([Fraction(k, 4) for k in (0, 1, 3, 5, 8)])
MOVES = ("owned", "value", "use", "limit", "cost", "room")


@st.composite
def with_one_part_moved(draw: st.DrawFn) -> tuple[LinearProductionGame, LinearProductionGame]:
    """A game, and the same with one number of one part of it moved."""
    game, factor = draw(production_games()), draw(FACTORS)
    kind = draw(st.sampled_from(MOVES))
    parts = {"owned": "resources", "cost": "platforms", "room": "platforms"}.get(kind, "activities")
    known = list(getattr(game, parts))
    if not known:
        return game, game
    k = draw(st.integers(0, len(known) - 1))
    part = known[k]
    if kind == "owned" and part.owned:
        city = draw(st.sampled_from(sorted(part.owned)))
        known[k] = replace(part, owned={**part.owned, city: factor * part.owned[city] + 1})
    elif kind == "value" and part.values:
        first, *others = part.values
        known[k] = replace(part, values=(replace(first, amount=factor * first.amount), *others))
    elif kind == "use" and part.uses:
        first, *others = part.uses
        known[k] = replace(part, uses=(replace(first, amount=factor * first.amount + 1), *others))
    elif kind == "limit":
        known[k] = replace(part, limit=1 + 3 * factor)
    elif kind == "cost":
        known[k] = replace(part, cost=part.cost + factor, opening_cost=Fraction(0))
    elif kind == "room" and part.provides:
        first, *others = part.provides
        known[k] = replace(part, provides=(replace(first, amount=factor * first.amount), *others))
    return game, replace(game, **{parts: tuple(known)})


def keys(game: LinearProductionGame) -> list[object]:
    """All that each group's worth and proof depend on."""
    numbers = GameNumbers(game)
    groups = (
        tuple(city for i, city in enumerate(game.cities) if mask >> i & 1)
        for mask in range(1, 1 << len(game.cities))
    )
    return [OpeningPrograms(game, members, {}, numbers=numbers).key for members in groups]


def alike(one: LinearProductionGame, other: LinearProductionGame) -> list[bool]:
    """By group, whether it has all cities of none of the sets by which the two differ."""
    moved = [
        sum(1 << one.cities.index(city) for city in cities)
        for cities in differ(GameNumbers(one), GameNumbers(other))
    ]
    return [
        not any(mask & cities == cities for cities in moved)
        for mask in range(1, 1 << len(one.cities))
    ]


@given(with_one_part_moved())
def test_groups_that_are_alike_have_the_same_program(games):
    one, other = games
    assert structure(one) == structure(other)
    for same, mine, theirs in zip(alike(one, other), keys(one), keys(other), strict=True):
        assert mine == theirs or not same


@given(with_one_part_moved())
def test_worths_beside_a_game_that_is_known_are_those_found_afresh(games):
    one, other = games
    with with_memory(Memory(), any_plan=True):
        coalitional_form(one)
        beside = coalitional_form(other)
    with with_memory(Memory()):
        afresh = coalitional_form(other)
        assert beside.game == afresh.game
        assert beside.certificate.verify(other)


LAND = Resource("land", "tradable", {"A": 2, "B": 3}, Exchange(3, 1, {"A": 2, "B": 0, "C": 1}))
GROUNDS = Resource("grounds", "bound", {"A": 1, "C": 2})
PLANT = Activity("plant", ("A", "B"), (Use("land", 1),), (Value("A", "cash", 5),))
PARK = Platform("park", "C", 4, uses=(Use("grounds", 1, "C"),))
REGION = LinearProductionGame(("A", "B", "C"), (LAND, GROUNDS), (PLANT,), (PARK,))


@pytest.mark.parametrize(
    ("moved", "cities"),
    [
        ({"resources": (replace(LAND, owned={"A": 2, "B": 4}), GROUNDS)}, "B"),
        ({"resources": (replace(LAND, exchange=Exchange(4, 1, LAND.exchange.cap)), GROUNDS)}, ""),
        ({"resources": (replace(LAND, exchange=Exchange(3, 2, LAND.exchange.cap)), GROUNDS)}, ""),
        ({"resources": (replace(LAND, exchange=Exchange(3, 1, {"A": 2, "C": 2})), GROUNDS)}, "C"),
        ({"resources": (replace(LAND, exchange=Exchange(3, 1, 1)), GROUNDS)}, ""),
        ({"activities": (replace(PLANT, limit=9),)}, "AB"),
        ({"platforms": (replace(PARK, limit=2),)}, "C"),
        ({"platforms": (replace(PARK, cost=5),)}, "C"),
        ({"platforms": (replace(PARK, provides=(Use("land", 1),)),)}, "C"),
    ],
)
def test_what_moves_is_seen_by_the_groups_that_have_it_alone(moved, cities):
    found = differ(GameNumbers(REGION), GameNumbers(replace(REGION, **moved)))
    assert found == [frozenset(cities)]


def test_a_row_that_a_platform_draws_on_counts_even_if_it_draws_nothing():
    """Who can open it has the row in its program; who is given nothing of it has not."""
    nothing = (Use("land", 0),)
    given_, drawn = (replace(PARK, **{part: nothing}) for part in ("provides", "uses"))
    one, other = (
        replace(REGION, platforms=(replace(park, uses=uses),))
        for park, uses in ((given_, ()), (drawn, nothing))
    )
    assert differ(GameNumbers(one), GameNumbers(other)) == [frozenset("C")]


def test_a_game_of_which_not_all_openings_are_looked_at_is_not_remembered():
    """What its groups make is not proven: it may depend on what was found before."""
    for limit, kept in ((EXHAUSTIVE - 1, 1), (EXHAUSTIVE, 0)):
        with with_memory(Memory(), any_plan=True):
            coalitional_form(replace(REGION, platforms=(replace(PARK, limit=limit),)))
            assert len(memory().groups) == kept


def test_games_of_other_parts_or_with_a_common_pool_are_not_compared():
    assert structure(replace(REGION, platforms=())) != structure(REGION)
    pool = Resource("firms", "common", amount=3, conjecture="stay_home")
    assert structure(replace(REGION, resources=(*REGION.resources, pool))) is None
