"""Lawful contracts: cases by hand, free money, and grids of payments that find nothing better."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CoalitionalGame, InvalidInput
from games.production import Activity, LinearProductionGame, Platform, Resource, Use, Value
from mechanisms.compact.lawful_contract import lawful_contract, lawful_stable_split
from solvers.production.coalitional_form import coalitional_form
from tests.properties.strategies import simulations

F = Fraction
PAIR = ("Harbour", "Uplands")


def fair(*values, kind="cash", resources=(), platforms=()):
    """One activity of both cities, up to one unit, with these values to them."""
    found = [Value(c, kind, x) for c, x in zip(PAIR, values, strict=True) if x]
    activity = Activity("fair", PAIR, (), tuple(found), limit=1)
    return LinearProductionGame(PAIR, tuple(resources), (activity,), tuple(platforms))


def on_land(game):
    """The same, if the activity takes a unit of land."""
    (activity,) = game.activities
    return replace(game, activities=(replace(activity, uses=(Use("land", 1),)),))


def gain(game, payoffs, **law):
    return lawful_contract(game, PAIR, dict(zip(PAIR, payoffs, strict=True)), **law).gain


def test_what_is_no_money_cannot_be_shared_where_the_law_allows_no_payment():
    """In transferable utility the pair blocks (3, 3); the gain is Harbour's spillover alone."""
    game = fair(10, 0, kind="spillover")
    assert gain(game, (3, 3)) == 2
    assert gain(game, (3, 3), side_payment=0) == -3
    assert gain(game, (3, 3), side_payment=4) == 1


def test_shares_of_tax_move_cash_and_nothing_else():
    assert gain(fair(10, 0), (3, 3), side_payment=0) == 2
    assert gain(fair(10, 0), (3, 3), side_payment=0, tax_shares=(0, F(2, 5))) == 1
    assert gain(fair(10, 0), (3, 3), side_payment=0, tax_shares=(0, 0)) == -3
    # With a least share of 9/10 there is either no such clause, or Harbour keeps 1.
    assert gain(fair(10, 0), (3, 3), side_payment=0, tax_shares=(F(9, 10), 1)) == -2


def test_what_is_handed_over_may_be_paid_for():
    land = Resource("land", "tradable", {"Uplands": 1})
    game = on_land(fair(10, 0, kind="spillover", resources=[land]))
    assert gain(game, (3, 3), side_payment=0) == 2
    # A thing that nobody has a use for is no reason to pay.
    assert gain(fair(10, 0, kind="spillover", resources=[land]), (3, 3), side_payment=0) == -3
    # Harbour owns nothing that could be handed over.
    lacks = on_land(fair(0, 10, kind="spillover", resources=[land]))
    assert gain(lacks, (3, 3), side_payment=0) == -3


def test_any_member_may_bear_what_a_platform_costs():
    hall = Platform("hall", "Uplands", 4, (Use("halls", 1),))
    halls = Resource("halls", "tradable", {})
    act = Activity(
        "fair", PAIR, (Use("halls", 1),), (Value("Harbour", "spillover", 10), *(
            [Value("Uplands", "spillover", 1)]))
    )  # fmt: skip
    game = LinearProductionGame(PAIR, (halls,), (act,), (hall,))
    found = lawful_contract(game, PAIR, {"Harbour": 5, "Uplands": F(1, 2)}, side_payment=0)
    assert (found.gain, found.openings) == (F(1, 2), {"hall": 1})
    assert found.complete
    assert found.payoffs == {"Harbour": 6, "Uplands": 1}


def test_more_ways_to_open_platforms_than_are_tried_are_not_said_to_be_all():
    """Two platforms, each opened 0 to 3 times, are 16 ways; 0 to 4 times, 25."""
    game = fair(10, 10)
    for limit, complete in ((3, True), (4, False)):
        both = tuple(Platform(name, "Harbour", 1, limit=limit) for name in ("hall", "barn"))
        found = lawful_contract(
            replace(game, platforms=both), PAIR, dict.fromkeys(PAIR, 0), side_payment=0
        )
        assert (found.gain, found.complete) == (10, complete)


def test_a_city_without_a_payoff_is_named():
    with pytest.raises(InvalidInput, match="payoff of Uplands"):
        lawful_contract(fair(1, 1), PAIR, {"Harbour": 1})


def test_a_stable_split_by_lawful_contracts_or_none_found():
    table = CoalitionalGame.from_function(PAIR, lambda s: [0, 4, 10][len(s)])
    assert lawful_stable_split(fair(10, 0, kind="spillover"), table, side_payment=0) is None
    assert lawful_stable_split(fair(10, 0, kind="spillover"), table, side_payment=4) == {
        "Harbour": 6,
        "Uplands": 4,
    }


@st.composite
def regions(draw):
    """Two cities with land, something to build in either, and something to do together."""
    few = st.integers(0, 4)
    land = Resource("land", "tradable", {c: draw(few) for c in PAIR[: draw(st.integers(0, 2))]})
    kinds = st.sampled_from(["cash", "spillover"])
    acts = [
        Activity(f"build in {c}", (c,), (Use("land", 1),), (Value(c, "cash", draw(few)),), limit=2)
        for c in PAIR
    ]
    both = [Value(c, draw(kinds), draw(few)) for c in PAIR]
    acts.append(Activity("fair", PAIR, (Use("land", draw(few)),), tuple(both), limit=1))
    return LinearProductionGame(PAIR, (land,), tuple(acts)), [draw(few) for _ in PAIR]


@given(regions())
@simulations(60)
def test_without_a_limit_the_group_shares_all_that_it_makes(drawn):
    game, payoffs = drawn
    worth = coalitional_form(game).game.grand_worth
    assert gain(game, payoffs) == (worth - sum(payoffs)) / 2


@given(regions(), st.integers(0, 3), st.sampled_from([(0, 1), (0, F(1, 2)), (F(1, 2), 1)]))
@simulations(40)
def test_no_contract_on_a_grid_does_better(drawn, limit, shares):
    game, payoffs = drawn
    found = gain(game, payoffs, side_payment=limit, tax_shares=shares)
    owns = game.resources[0].owned
    levels = [F(k, 2) for k in range(5)]
    cash = {v.city: v.amount for v in game.activities[2].values if v.kind == "cash"}
    best = None
    for x, y, z in product(levels, levels, levels[:3]):
        fair_uses = game.activities[2].uses[0].amount
        if x + y + fair_uses * z > sum(owns.values()):
            continue
        worth = [x * game.activities[0].worth, y * game.activities[1].worth]
        for v in game.activities[2].values:
            worth[PAIR.index(v.city)] += z * v.amount
        for i, j in ((0, 1), (1, 0)):
            most = 12 if owns.get(PAIR[j]) else limit
            for paid in range(most + 1):
                for share in {0, *shares}:
                    moved = paid + share * z * cash.get(PAIR[i], 0)
                    have = list(worth)
                    have[i] -= moved
                    have[j] += moved
                    least = min(h - p for h, p in zip(have, payoffs, strict=True))
                    best = least if best is None else max(best, least)
    assert found >= best


@given(regions(), st.integers(0, 3))
@simulations(40)
def test_what_a_contract_gives_is_made(drawn, limit):
    game, payoffs = drawn
    floor = dict(zip(PAIR, payoffs, strict=True))
    found = lawful_contract(game, PAIR, floor, side_payment=limit)
    assert min(found.payoffs[c] - floor[c] for c in PAIR) == found.gain
    assert sum(found.payoffs.values()) <= coalitional_form(game).game.grand_worth
