"""The Owen set against the slopes of what all make, and against the cores of markets."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import AssignmentGame, InvalidInput, Undefined
from games.production import Activity, LinearProductionGame, Resource, Use, Value
from intercity.testing import production_games
from solvers import coalitional_form, core, core_violation, owen_point, owen_set
from solvers.optimum import solve
from solvers.production.coalition_program import coalition_program
from tests.properties.strategies import examples
from tests.solvers.production.test_production import park, pool

HAIR = Fraction(1, 10**9)


def made_by_all(game: LinearProductionGame) -> Fraction:
    return solve(coalition_program(game, game.cities)).optimum


def scaled(game: LinearProductionGame, city: str, factor: Fraction) -> LinearProductionGame:
    """The game in which a city owns so many times as much, of limits too."""
    more = (factor - 1) / len(game.cities)
    resources = tuple(
        dataclasses.replace(
            r,
            owned={c: u * factor if c == city else u for c, u in r.owned.items()},
            exchange=r.exchange
            and dataclasses.replace(r.exchange, cap=r.exchange.cap * (1 + more)),
        )
        for r in game.resources
    )
    activities = tuple(
        a
        if a.limit is None or city not in a.sites
        else dataclasses.replace(a, limit=a.limit * (1 + (factor - 1) / len(set(a.sites))))
        for a in game.activities
    )
    return dataclasses.replace(game, resources=resources, activities=activities)


@examples(30)
@given(production_games(allow_platforms=False))
def test_the_ends_are_the_slopes_of_what_all_make(game: LinearProductionGame) -> None:
    """A city that owns a hair more adds its least, one that owns a hair less takes its most."""
    found = owen_set(game)
    assert found.certificate.verify(game) is True
    together = made_by_all(game)
    for city in game.cities:
        more, less = (made_by_all(scaled(game, city, 1 + step)) for step in (HAIR, -HAIR))
        assert found.lowest[city] == (more - together) / HAIR
        assert found.highest[city] == (together - less) / HAIR
    one = owen_point(game)
    assert all(found.lowest[c] <= one[c] <= found.highest[c] for c in game.cities)
    assert found.single is (found.lowest.total() == together)
    assert core_violation(coalitional_form(game).game, found.point) is None


@examples(15)
@given(st.lists(st.integers(0, 6), min_size=4, max_size=6))
def test_in_a_market_it_is_the_core(surplus: list[int]) -> None:
    """Shapley and Shubik (1971): dual prices of an assignment are all of its core."""
    sellers, buyers = ("s", "t"), ("x", "y", "z")[: len(surplus) // 2]
    owned = [Resource(f"of {c}", "tradable", {c: 1}) for c in (*sellers, *buyers)]
    rows = [surplus[k * len(buyers) : (k + 1) * len(buyers)] for k in range(2)]
    deals = [
        Activity(
            f"{s} with {b}",
            (s, b),
            (Use(f"of {s}", 1), Use(f"of {b}", 1)),
            (Value(s, "cash", rows[i][j]),),
        )
        for i, s in enumerate(sellers)
        for j, b in enumerate(buyers)
    ]
    found = owen_set(LinearProductionGame((*sellers, *buyers), tuple(owned), tuple(deals)))
    stable = core(AssignmentGame(sellers, buyers, rows))
    assert dict(found.lowest) == dict(stable.lowest)
    assert dict(found.highest) == dict(stable.highest)


def test_nobody_who_owns_nothing_is_paid() -> None:
    game = LinearProductionGame(
        ("A", "B"),
        (Resource("land", "tradable", {"A": 2}), Resource("sand", "tradable")),
        (
            Activity("farm", ("A",), (Use("land", 1),), (Value("A", "cash", 3),)),
            Activity("glass", ("B",), (Use("sand", 1),), (Value("B", "cash", 9),)),
        ),
    )
    found = owen_set(game)
    assert dict(found.lowest) == dict(found.highest) == dict(found.point) == {"A": 6, "B": 0}
    assert found.status == "All optimal prices pay one and the same split; it is in the core."


def test_where_prices_do_not_pay_out_all_it_is_refused() -> None:
    with pytest.raises(Undefined, match="Owen set"):
        owen_set(park())
    with pytest.raises(Undefined, match="Owen set"):
        owen_set(pool("race"))
    with pytest.raises(InvalidInput, match="subject of owen_set"):
        owen_set("a name")


def test_a_basis_that_pays_a_city_too_much_is_refused() -> None:
    wear = Activity("wear", ("L",), (Use("left", 1), Use("right", 1)), (Value("L", "cash", 1),))
    game = LinearProductionGame(
        ("L", "R"),
        (Resource("left", "tradable", {"L": 1}), Resource("right", "tradable", {"R": 1})),
        (wear,),
    )
    proof = owen_set(game).certificate
    swapped = dataclasses.replace(proof, least=proof.greatest, greatest=proof.least)
    assert proof.verify(game) is True
    assert swapped.verify(game) is not True
