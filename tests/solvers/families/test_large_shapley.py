"""Shapley values of production games from random orders: against the table of all coalitions."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from games import Activity, LinearProductionGame, Platform, Resource, Use, Value
from solvers import coalitional_form, shapley_estimate, shapley_value
from solvers.families.floating_worths import FloatingWorths
from solvers.families.limited_work import limited_work


def park_towns(seed, towns=5, parks=2):
    """Towns with lots and firms, and parks, opened up to twice, that need a firm and some lots."""
    r = random.Random(seed)
    names = [f"T{k}" for k in range(towns)]
    lots = Resource("lots", "tradable", {c: r.randrange(1, 9) for c in names})
    firms = Resource("firms", "tradable", {c: r.randrange(0, 4) for c in names})
    sites = names[:parks]
    room = Resource("room", "bound")
    opened = [
        Platform(f"park {c}", c, r.randrange(4, 15), (Use("room", 3, c),), limit=2) for c in sites
    ]
    work = [
        Activity(f"work {c}", (c,), (Use("firms", 1), Use("room", 1, c), Use("lots", 1)),
                 (Value(c, "cash", r.randrange(4, 12)),))
        for c in sites
    ]  # fmt: skip
    build = [
        Activity(f"build {c}", (c,), (Use("lots", 1),), (Value(c, "cash", r.randrange(1, 3)),),
                 limit=3)
        for c in names
    ]  # fmt: skip
    return LinearProductionGame(names, [lots, firms, room], [*work, *build], opened)


@pytest.mark.parametrize("seed", range(6))
def test_worths_along_an_order_are_those_of_the_table(seed):
    game = park_towns(seed)
    table, worths = coalitional_form(game).game, FloatingWorths(game)
    r = random.Random(seed)
    for _ in range(8):
        order = r.sample(range(5), 5)
        told = worths.along(order)
        for size, worth in enumerate(told, start=1):
            exact = table.worth([game.cities[i] for i in order[:size]])
            assert worth == pytest.approx(float(exact), abs=1e-7)


def test_intervals_hold_the_value_as_often_as_they_say():
    """In 24 games of five towns: of 120 intervals at 95 per cent, 114 on average."""
    inside, seen = 0, 0
    for seed in range(24):
        game = park_towns(seed)
        truth = shapley_value(coalitional_form(game).game)
        answer = shapley_estimate(game, orders=60, seed=seed)
        assert answer.value.total() == sum(truth.values())
        assert answer.proof.kind == "unproven"
        for city in game.cities:
            low, high = answer.interval(city)
            inside += low <= truth[city] <= high
            seen += 1
    assert seen == 120
    assert inside >= 108  # fewer: once in 100 runs, were towns independent


def test_a_pair_of_an_order_and_its_reverse_is_exact_where_places_alone_count():
    """Each pair of towns makes 1 together; who comes k-th adds k - 1."""
    towns = [f"T{k}" for k in range(7)]
    pairs = [(a, b) for k, a in enumerate(towns) for b in towns[k + 1 :]]
    deals = [
        Activity(f"{a} with {b}", (a, b), (), (Value(a, "cash", 1),), limit=1) for a, b in pairs
    ]
    answer = shapley_estimate(LinearProductionGame(towns, [], deals), orders=8)
    assert set(answer.value.values()) == {3}
    assert answer.status.startswith("No interval for T0 and 6 more: all rounds agree")


def test_the_same_seed_draws_the_same_and_another_one_not():
    game = park_towns(1)
    one, two = (shapley_estimate(game, orders=20, seed=3) for _ in range(2))
    assert one == two
    assert one.value != shapley_estimate(game, orders=20, seed=4).value
    assert one.orders == 20


def test_what_was_drawn_is_checked_against_a_proven_worth_of_all():
    game = park_towns(2)
    found = shapley_estimate(game, orders=20).certificate
    assert found.verify(game)
    first = found.drawn[0]
    more = (first[0] + 1, *first[1:])
    assert "in pair 1" in replace(found, drawn=(more, *found.drawn[1:])).verify(game).reason
    assert not replace(found, drawn=found.drawn[:3]).verify(game)
    grand = replace(found.grand, worth=found.grand.worth + Fraction(1, 10**30))
    assert not replace(found, grand=grand).verify(game)


def test_a_run_out_of_time_draws_few_pairs_and_has_wider_intervals():
    game = park_towns(3)
    with limited_work(seconds=1e-9):
        hasty = shapley_estimate(game)
    full = shapley_estimate(game)
    assert (hasty.orders, full.orders) == (8, 200)
    assert max(hasty.radius.values()) > max(full.radius.values())
