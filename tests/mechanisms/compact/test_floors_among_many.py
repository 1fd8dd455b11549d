"""What members of a deal could have without the others, among many cities."""

from dataclasses import replace
from fractions import Fraction

import pytest

from games.errors import NotProven
from games.production import Activity, LinearProductionGame, Resource, Use, Value
from mechanisms.compact.floors_among_many import FloorsAmongMany
from mechanisms.compact.member_floors import member_floors
from mechanisms.compact.offers_among_many import OffersAmongMany
from mechanisms.compact.run_solver import call
from solvers.coalitional.core import core
from solvers.coalitional.superadditive_cover import superadditive_cover
from solvers.families.program_game import ProgramGame
from solvers.families.stable_optimum import stable_optimum
from solvers.families.worth_at_most import worth_at_most
from solvers.production.coalitional_form import coalitional_form
from tests.mechanisms.compact.test_offers_among_many import UNSTABLE, drawn


def test_a_floor_that_is_not_proven_ends_the_search_for_it():
    """What was found before stands, and is not said to be the most."""
    game, payoffs = drawn(1)
    many = OffersAmongMany(game, payoffs, payoffs)
    assert many.split
    assert all(map(many.dearest, many.groups()))
    at_split = {group: many.floor_at_split(group).amount for group in many.groups()}

    def limited(solver, subject):
        if isinstance(subject, ProgramGame):
            raise NotProven("worth of {M1}", "limited work did not decide it", None)
        return call(solver, subject)

    many.run_solver = limited
    found = FloorsAmongMany(many)
    assert not found.exact
    assert {group: floor.amount for group, floor in found.floors.items()} == at_split


@pytest.mark.parametrize(("members", "groups"), [(1, 0), (4, 14), (5, 5)])
def test_of_more_than_four_members_each_has_a_floor_by_itself(members, groups):
    """As the page of the check says; four have 2^4 - 2 groups of some, one has none."""
    cities = tuple(f"C{k}" for k in range(members + 1))
    lots = Resource("lots", "bound", dict.fromkeys(cities, 1))
    shops = [
        Activity(f"shop in {c}", (c,), (Use("lots", 1, c),), (Value(c, "cash", 9),)) for c in cities
    ]
    region = LinearProductionGame(cities, (lots,), shops)
    found = FloorsAmongMany(OffersAmongMany(region, cities[:-1], dict.fromkeys(cities[:-1], 9)))
    assert {group: floor.amount for group, floor in found.floors.items()} == {
        group: 9 * len(group) for group in found.floors
    }
    assert len(found.floors) == groups


def test_what_each_outsider_has_in_stable_splits_makes_a_floor_exact():
    """What each makes alone leaves open how much members could have in some of these regions."""
    exact = {}
    for seed in range(6):
        game, payoffs = drawn(seed)
        many = OffersAmongMany(game, payoffs, payoffs)
        exact[seed] = not many.split or FloorsAmongMany(many).exact
    assert all(exact.values())


@pytest.mark.parametrize("seed", [10, 58, 95])
def test_what_coalitions_are_known_to_make_leads_to_floors_in_few_questions(seed, monkeypatch):
    """Three about each group; by the ends of each outsider alone these took up to six."""
    monkeypatch.setattr("mechanisms.compact.floors_among_many._AT_LEAST", 4)
    monkeypatch.setattr("mechanisms.compact.floors_among_many._ASKED", 0)
    game, payoffs = drawn(seed)
    floors = member_floors(superadditive_cover(coalitional_form(game).game), payoffs)
    found = FloorsAmongMany(OffersAmongMany(game, payoffs, payoffs))
    told = {group: floor.amount for group, floor in found.floors.items()}
    assert told == {group: floor.amount for group, floor in floors.items()}
    assert found.exact


@pytest.mark.parametrize("money", [Fraction(1, 10**9), Fraction(10**9)])
def test_floors_are_exact_in_any_unit_of_money(money):
    game, payoffs = drawn(10)
    counted = replace(
        game,
        activities=tuple(
            replace(one, values=tuple(replace(x, amount=x.amount * money) for x in one.values))
            for one in game.activities
        ),
        platforms=tuple(replace(one, cost=one.cost * money) for one in game.platforms),
    )
    paid = {city: x * money for city, x in payoffs.items()}
    floors = FloorsAmongMany(OffersAmongMany(game, payoffs, payoffs)).floors
    found = FloorsAmongMany(OffersAmongMany(counted, paid, paid))
    assert found.exact
    for group, floor in floors.items():
        assert found.floors[group].amount == floor.amount * money


@pytest.mark.parametrize("seed", range(6))
def test_bounds_that_limited_work_leaves_open_are_no_floors(seed):
    """Neither of what some outsiders have at least nor of what a group could have at most."""
    game, payoffs = drawn(seed)
    floors = member_floors(superadditive_cover(coalitional_form(game).game), payoffs)
    many = OffersAmongMany(game, payoffs, payoffs)
    assert not many.split or many.nearest

    def left_open(solver, subject):
        answer = call(solver, subject)
        if solver is stable_optimum:
            return replace(answer, lowest=answer.lowest - 1, attained=False)
        if solver is worth_at_most:
            return replace(answer, least=answer.least - 100, most=answer.most + 1)
        return answer

    many.run_solver = left_open
    found = FloorsAmongMany(many)
    for group, floor in found.floors.items():
        assert floor.amount <= floors[group].amount <= found.highest[group]


@pytest.mark.parametrize("seed", range(6))
def test_of_very_many_outsiders_none_is_asked_what_it_has_in_stable_splits(seed, monkeypatch):
    """That takes a program for each; what groups could have is then between bounds."""
    monkeypatch.setattr("mechanisms.compact.floors_among_many._EACH", 2)
    monkeypatch.setattr(FloorsAmongMany, "_asked_ends", None)
    game, payoffs = drawn(seed)
    floors = member_floors(superadditive_cover(coalitional_form(game).game), payoffs)
    found = FloorsAmongMany(OffersAmongMany(game, payoffs, payoffs))
    for group, floor in found.floors.items():
        assert floor.amount <= floors[group].amount <= found.highest[group]


@pytest.mark.parametrize("seed", UNSTABLE)
def test_most_of_what_a_group_adds_to_outsiders_without_a_stable_split_is_found(seed):
    game, payoffs = drawn(seed)
    floors = member_floors(superadditive_cover(coalitional_form(game).game), payoffs)
    found = FloorsAmongMany(OffersAmongMany(game, payoffs, payoffs)).floors
    assert {group: floor.amount for group, floor in found.items()} == {
        group: floor.amount for group, floor in floors.items()
    }


@pytest.mark.parametrize("seed", [0, 1, 2, UNSTABLE[0]])
def test_floors_hold_where_it_is_not_known_whether_outsiders_have_a_stable_split(seed):
    """What a group adds to some of them is no floor then; what is found need not be the most."""

    def unknown(solver, subject):
        if solver is core:
            raise NotProven("core", "limited work did not decide it", None)
        return call(solver, subject)

    game, payoffs = drawn(seed)
    floors = member_floors(superadditive_cover(coalitional_form(game).game), payoffs)
    found = FloorsAmongMany(OffersAmongMany(game, payoffs, payoffs, unknown))
    for group, floor in found.floors.items():
        assert floor.amount <= floors[group].amount <= found.highest[group]


def test_without_a_stable_split_what_a_group_adds_at_most_bounds_its_floor():
    """More closely than if each outsider had what it makes alone."""
    game, payoffs = drawn(19)
    many = OffersAmongMany(game, payoffs, payoffs)
    assert FloorsAmongMany(many).highest["M1",] < many.dearest(("M1",)).amount


@pytest.mark.parametrize("seed", UNSTABLE[:6])
def test_closer_bounds_of_what_a_group_adds_hold_and_are_replayed(seed, monkeypatch):
    """They are asked for wherever others are not exact, as far as those are."""
    for limit in ("_WIDE", "_CLOSER"):
        monkeypatch.setattr(f"solvers.families.marginal_search.{limit}", -1)
    game, payoffs = drawn(seed)
    floors = member_floors(superadditive_cover(coalitional_form(game).game), payoffs)
    asked = []

    def recorded(solver, subject):
        answer = call(solver, subject)
        asked.append(solver.__name__)
        assert answer.certificate.verify(subject)
        return answer

    found = FloorsAmongMany(OffersAmongMany(game, payoffs, payoffs, recorded))
    for group, floor in found.floors.items():
        assert floor.amount == floors[group].amount <= found.highest[group]
