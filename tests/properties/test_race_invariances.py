"""Invariances of a race: names, order, the money unit, the number of firms, a bidder that is none.

Each changes the race in a way that must not change what is said of it, and compares the answers.
"""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from games import Contest, SubsidyCompetition, Undefined
from intercity.checkup.check_up import check_up
from intercity.scenario_file import parse_scenario
from intercity.testing import subsidy_competitions
from intercity.topics.outcome import to_json
from mechanisms import PatientTruce, SubsidyTruce, disarmament, truce_patience
from mechanisms.compact.threat_point import truce_parties
from solvers import arms_race, egalitarian
from tests.properties.strategies import simulations

F = Fraction

races = subsidy_competitions(min_cities=2, max_cities=3)


def money(race):
    """Figures in money."""
    return {
        "outlay": race.outlay,
        "firms' gain": race.firms_gain,
        "windfall": race.windfall,
        "keep": race.treasuries.equilibrium,
        "joint": race.treasuries.joint_optimum,
        "idle": race.treasuries.no_subsidy,
        "region": race.region.equilibrium,
    }


def same(race, other, *, times=1, names=None):
    """Whether two races tell the same, money ``times`` as much, cities called by ``names``."""
    names = names or {city: city for city in race.equilibrium.subsidies}
    if "undecided" in (race.verdict, other.verdict) or not race.equilibrium.unique:
        return
    assert other.verdict == race.verdict
    for one, two in ((race.treasuries, other.treasuries), (race.region, other.region)):
        assert {names[city]: bid for city, bid in one.bids.items()} == {
            city: bid for city, bid in two.bids.items() if city in names.values()
        }
    far = F(1, 10**9) * max(1, times)
    for name, figure in money(race).items():
        assert abs(money(other)[name] - times * figure) <= far * max(1, abs(figure)), name
    for city, lost in race.own_loss.items():
        assert abs(other.own_loss[names[city]] - lost) <= F(1, 10**9)


def reordered(game, order):
    def pick(row):
        return [row[i] for i in order]

    return SubsidyCompetition(
        pick(game.cities),
        pick(game.value),
        pick(game.attractiveness),
        mu=game.mu,
        mass=game.mass,
        caps=pick(game.caps),
        spillovers=pick([pick(row) for row in game.spillovers]),
        outside_option=game.outside_option,
        public_funds_cost=game.public_funds_cost,
        budgets=pick(game.budgets),
    )


@simulations(12)
@given(races, st.randoms(use_true_random=False))
def test_order_does_not_matter(game, draw):
    order = list(range(len(game.cities)))
    draw.shuffle(order)
    same(arms_race(game), arms_race(reordered(game, order)))


@simulations(12)
@given(races)
def test_names_do_not_matter(game):
    names = {city: f"Z{k}" for k, city in enumerate(reversed(game.cities))}
    same(arms_race(game), arms_race(replace_names(game, names)), names=names)


def replace_names(game, names):
    other = reordered(game, range(len(game.cities)))
    return SubsidyCompetition(
        [names[city] for city in game.cities],
        other.value,
        other.attractiveness,
        mu=game.mu,
        mass=game.mass,
        caps=game.caps,
        spillovers=game.spillovers,
        outside_option=game.outside_option,
        public_funds_cost=game.public_funds_cost,
        budgets=game.budgets,
    )


@simulations(12)
@given(races, st.sampled_from([F(1, 7), F(10), F(10_000)]))
def test_the_unit_of_money_does_not_matter(game, k):
    def scaled(row):
        return tuple(None if x is None else k * x for x in row)

    other = replace(
        game,
        value=scaled(game.value),
        attractiveness=scaled(game.attractiveness),
        mu=k * game.mu,
        caps=scaled(game.caps),
        budgets=scaled(game.budgets),
        outside_option=None if game.outside_option is None else k * game.outside_option,
    )
    same(arms_race(game), arms_race(other), times=k)


@simulations(12)
@given(races)
def test_twice_as_many_firms_are_twice_as_much_of_everything(game):
    budgets = tuple(None if x is None else 2 * x for x in game.budgets)
    other = replace(game, mass=2 * game.mass, budgets=budgets)
    same(arms_race(game), arms_race(other), times=2)


def with_null_bidder(game):
    """A bidder to which a firm is worth nothing, and to which none would come."""
    return SubsidyCompetition(
        [*game.cities, "Nowhere"],
        [*game.value, 0],
        [*game.attractiveness, min(game.attractiveness) - 60 * game.mu],
        mu=game.mu,
        mass=game.mass,
        caps=[*game.caps, None],
        spillovers=[*([*row, 0] for row in game.spillovers), [0] * (len(game.cities) + 1)],
        outside_option=game.outside_option,
        public_funds_cost=game.public_funds_cost,
        budgets=[*game.budgets, None],
    )


def beside_null(game):
    """The race without and with the null bidder; some optima are too flat to enclose with it."""
    try:
        return arms_race(game), arms_race(with_null_bidder(game))
    except Undefined:
        reject()


@simulations(12)
@given(races)
def test_a_bidder_that_is_none_changes_nothing_for_the_others(game):
    race, other = beside_null(game)
    same(race, other)
    assert other.equilibrium.subsidies["Nowhere"] == 0
    if race.equilibrium.unique and any(race.equilibrium.subsidies.values()):
        assert "Nowhere" not in truce_parties(other)


@settings(max_examples=10)
@example(SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4)))  # few that are drawn have a truce
@example(SubsidyCompetition(["A", "B", "C"], [3, 2, 2], mu=F(1, 2)))
@given(
    subsidy_competitions(min_cities=2, max_cities=3, allow_spillovers=False, allow_budgets=False)
)
def test_a_bidder_that_is_none_is_no_party_to_the_truce(game):
    race, other = beside_null(game)
    if len(truce_parties(race)) < 2 or not any(race.equilibrium.subsidies.values()):
        return
    for limit in (None, 0):
        one, two = (disarmament(each, egalitarian, limit=limit) for each in (race, other))
        assert two.paid["Nowhere"] == 0
        assert two.how == one.how
        for city in truce_parties(race):
            assert abs(one.gains[city] - two.gains[city]) < F(1, 10**8)
    patience, again = (
        truce_patience(PatientTruce(SubsidyTruce(each))) for each in (game, with_null_bidder(game))
    )
    for city, bounds in patience.between.items():
        for bound, other_bound in zip(bounds, again.between[city], strict=True):
            assert (bound is None) == (other_bound is None)
            assert bound is None or abs(bound - other_bound) < F(1, 10**6)


CONTESTS = {
    "tullock": Contest(["A", "B", "C"], [6, 4, 3], captured=F(1, 2)),
    "all-pay": Contest(["A", "B", "C"], [6, 4, 3], "all-pay", captured=F(1, 2)),
    "bertrand": Contest(["A", "B", "C"], [6, 4, 3], "bertrand"),
}


@pytest.mark.parametrize("game", CONTESTS.values(), ids=CONTESTS)
def test_contests_keep_what_is_said_of_them(game):
    race = arms_race(game)
    order = [2, 0, 1]
    turned = Contest(
        [game.cities[i] for i in order],
        [game.value[i] for i in order],
        game.technology,
        captured=game.captured,
    )
    times = replace(game, value=tuple(10 * v for v in game.value))
    null = Contest(
        [*game.cities, "Null"], [*game.value, 0], game.technology, captured=game.captured
    )
    for other, k in ((turned, 1), (times, 10), (null, 1)):
        found = arms_race(other)
        assert found.verdict == race.verdict
        assert abs(found.outlay - k * race.outlay) < F(1, 10**9)
        for city in game.cities:
            assert found.treasuries.bids[city] == race.treasuries.bids[city]
            assert found.region.bids[city] == race.region.bids[city]
            gap = found.equilibrium.payoffs[city] - k * race.equilibrium.payoffs[city]
            assert abs(gap) < F(1, 10**9)
    assert "Null" not in truce_parties(arms_race(null))


SCENARIO = """
format = 1
title = "Bidders"
[subsidies]
bidders = {bidders}
mass = {{ v = 10, low = 1, high = 20 }}
mu = {{ v = 0.25, low = 0.1, high = 9 }}
value.A = {{ v = 1, low = 0, high = 2 }}
value.B = {{ v = 0.9, low = 0, high = 2 }}
value.C = {{ v = 0.8, low = 0, high = 2 }}
{more}
"""


def told(bidders, more=""):
    report = check_up(
        parse_scenario(SCENARIO.format(bidders=json.dumps(bidders), more=more)), ranges=False
    )
    names = ("arms race", "truce clubs")
    return {f.name: f for f in report.findings if f.name in names}, report


def numbers_of(fact, place=()):
    """The numbers in facts, each with its place."""
    if isinstance(fact, dict) and fact.keys() == {"exact", "value"}:
        yield place, fact["value"]
    elif isinstance(fact, dict | list):
        for key, one in fact.items() if isinstance(fact, dict) else enumerate(fact):
            yield from numbers_of(one, (*place, key))


def test_a_city_that_is_no_bidder_changes_nothing():
    cities = "".join(f"[cities.{c}]\n" for c in "ABC")
    alone, report = told(["A", "B", "C"], cities)
    more = cities + "[cities.D]\ndiscount = { v = 0.5, low = 0.1, high = 0.9 }"
    beside, other = told(["A", "B", "C"], more)
    for name, found in alone.items():
        assert beside[name].says == found.says
        assert beside[name].repair == found.repair
        assert beside[name].facts == found.facts
    assert other.negotiated.truce.gains == report.negotiated.truce.gains


def test_the_order_of_bidders_changes_no_verdict_and_no_figure():
    one, _ = told(["A", "B", "C"])
    two, _ = told(["C", "A", "B"])
    assert {name: (f.verdict, f.turns_on) for name, f in one.items()} == {
        name: (f.verdict, f.turns_on) for name, f in two.items()
    }
    figures = dict(numbers_of(to_json(two["arms race"].facts)))
    found = dict(numbers_of(to_json(one["arms race"].facts)))
    assert found.keys() == figures.keys()
    assert ("keeps", "A") in found
    for place, figure in found.items():
        assert figures[place] == pytest.approx(figure, abs=1e-9), place
    assert one["arms race"].mends == pytest.approx(two["arms race"].mends)
