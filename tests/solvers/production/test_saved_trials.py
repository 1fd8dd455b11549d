"""Saved tries: by hand, by adding up years, and by a policy that is tried for every length."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, TrialAndError
from solvers import saved_trials

F = Fraction
# Alone 10 tries at 3; of the hub 8 at 2, as a quarter works and half of these come.
PLAN = TrialAndError(["Small"], value=[40], cost=[3], chance=[F(1, 10)], hub_cost=2,
                     hub_chance=F(1, 4), returns=[F(1, 2)], paid=[1])  # fmt: skip
chances, part = st.integers(1, 8).map(lambda k: F(k, 8)), st.integers(0, 4).map(lambda k: F(k, 4))


@st.composite
def plans(draw):
    n = draw(st.integers(1, 3))
    few = st.integers(0, 6)

    def each(of):
        return [draw(of) for _ in range(n)]

    return TrialAndError(
        list("abc")[:n], value=each(st.integers(0, 30)), cost=each(few), chance=each(chances),
        hub_cost=draw(few), hub_chance=draw(chances), returns=each(part), paid=each(part),
        price=each(few), discount=draw(st.sampled_from([F(1, 2), F(9, 10), F(1)])),
    )  # fmt: skip


def test_the_cost_of_tries_is_saved_by_hand():
    found = saved_trials(PLAN)
    assert (found.own_tries["Small"], found.hub_tries["Small"]) == (10, 8)
    assert (found.own_cost["Small"], found.import_cost["Small"]) == (30, 16)
    assert (found.own["Small"], found.imported["Small"]) == (10, 24)
    assert found.saved == {"Small": 14}
    assert found.savers == ("Small",)
    assert found.fails == ()
    assert "spare Small 14" in found.status


def test_it_fails_where_the_city_pays_for_the_hubs_tries_and_few_come():
    """16 of 60 that work: 2/(1/4 * 4/15) = 30, as much as by itself; with 1 in 5 it pays 40."""
    assert saved_trials(PLAN).returns_needed["Small"] == F(4, 15)
    even = saved_trials(replace(PLAN, returns=(F(4, 15),)))
    assert (even.import_cost["Small"], even.own["Small"], even.imported["Small"]) == (30, 10, 10)
    assert even.fails == ("Small",)
    fewer = saved_trials(replace(PLAN, returns=(F(1, 5),)))
    assert fewer.import_cost["Small"] == 40
    assert (fewer.importers, fewer.fails) == ((), ("Small",))
    assert "does better by itself" in fewer.status


def test_nothing_is_spared_where_the_city_would_not_have_tried():
    """A project worth 25 is not worth 30 of tries: it gains 9 by importing, and saves no tries."""
    found = saved_trials(replace(PLAN, value=(F(25),)))
    assert (found.own["Small"], found.imported["Small"]) == (0, 9)
    assert (found.importers, found.savers, found.saved) == (("Small",), (), {})
    assert found.fails == ("Small",)
    assert "would not have tried" in found.status


def test_the_chance_from_which_it_would_do_as_well_by_itself():
    """40 - 3/p = 24 at p = 3/16; nothing is enough where it has projects for nothing at all."""
    assert saved_trials(PLAN).chance_needed["Small"] == F(3, 16)
    as_good = saved_trials(replace(PLAN, chance=(F(3, 16),)))
    assert as_good.own == as_good.imported
    free = replace(PLAN, paid=(F(0),), cost=(F(41),))
    assert saved_trials(free).imported["Small"] == 40
    assert "Small" not in saved_trials(free).chance_needed


def test_who_pays_more_to_have_it_sooner_saves_nothing():
    """A cheap try in twenty against a mature one at a price: years count at a half."""
    plan = TrialAndError(["Small"], value=[40], cost=[F(1, 2)], chance=[F(1, 20)], hub_cost=0,
                         hub_chance=1, price=[20], discount=F(1, 2))  # fmt: skip
    found = saved_trials(plan)
    assert found.own["Small"] == F(3, 2) / (1 - F(19, 40))
    assert found.imported["Small"] == 20
    assert found.saved["Small"] == F(1, 2) / (1 - F(19, 40)) - 20
    assert found.fails == ("Small",)
    assert "to have it sooner" in found.status


def test_where_none_comes_there_is_no_cost_of_one():
    found = saved_trials(replace(PLAN, returns=(F(0),)))
    assert found.imported["Small"] == 0
    assert "Small" not in found.import_cost
    assert "Small" not in found.hub_tries


@given(plans())
def test_each_way_is_the_sum_over_tries_and_no_number_of_tries_is_better(plan):
    found = saved_trials(plan)
    assert found.certificate.verify(plan) is True
    for i, city in enumerate(plan.cities):
        own = (plan.value[i], plan.cost[i], plan.chance[i])
        come = plan.hub_chance * plan.returns[i]
        imports = (plan.value[i] - plan.price[i], plan.paid[i] * plan.hub_cost, come)
        for told, (prize, cost, p) in ((found.own[city], own), (found.imported[city], imports)):
            still, total, best = F(1), F(0), F(0)
            for _ in range(60):  # at most so many tries, then none
                total += still * (p * prize - cost)
                still *= plan.discount * (1 - p)
                best = max(best, total)
            assert told >= best
            # What is left after them is at most the prize.
            assert told - best <= still * max(prize, F(0))
    for city, cost in found.import_cost.items():
        i = plan.cities.index(city)
        q, paid = plan.hub_chance * plan.returns[i], plan.paid[i] * plan.hub_cost
        if plan.discount == 1:
            assert cost == paid * found.hub_tries[city] + plan.price[i]
            assert found.own_cost[city] == plan.cost[i] * found.own_tries[city]
        assert found.hub_tries[city] == 1 / q


@given(plans())
def test_both_numbers_that_turn_it_are_where_both_ways_are_equal(plan):
    found = saved_trials(plan)
    for i, city in enumerate(plan.cities):
        if city in found.chance_needed:
            at = found.chance_needed[city]
            if at:
                moved = replace(plan, chance=(*plan.chance[:i], at, *plan.chance[i + 1 :]))
                assert saved_trials(moved).own[city] == found.imported[city]
        else:
            sure = max(F(0), plan.value[i] - plan.cost[i])
            assert sure < found.imported[city] or plan.value[i] < plan.cost[i] or not plan.value[i]
        if city in found.returns_needed:
            at = found.returns_needed[city]
            moved = replace(plan, returns=(*plan.returns[:i], at, *plan.returns[i + 1 :]))
            assert saved_trials(moved).imported[city] == (found.own[city] if at else 0)
            assert (plan.returns[i] > at) is (city in found.importers)
        else:
            assert city not in found.importers


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"chance": [0]}, "chance of Small"),
        ({"chance": [2]}, "chance of Small"),
        ({"hub_chance": 0}, "the chance of a hub's try"),
        ({"returns": [2]}, "share that comes of Small"),
        ({"paid": [-1]}, "part paid of Small"),
        ({"cost": [-1]}, "cost of Small"),
        ({"discount": 0}, "the discount factor"),
        ({"value": []}, "value"),
    ],
)
def test_wrong_input_is_named(changes, place):
    numbers = {"cities": ["Small"], "value": [4], "cost": [1], "chance": [0.5], "hub_cost": 1,
               "hub_chance": 0.5}  # fmt: skip
    with pytest.raises(InvalidInput, match=place):
        TrialAndError(**(numbers | changes))
