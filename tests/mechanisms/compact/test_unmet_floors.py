"""Floors that are asked for where they are not reached: what is found with the floor of each group.

Regions are drawn; of their few members each group is asked one by one, which is the oracle.
"""

import random
from fractions import Fraction
from itertools import combinations

import pytest

from games.annuity import Annuity
from games.errors import NotProven
from games.oracle_game import OracleGame
from games.production import Activity, LinearProductionGame, Resource, Use, Value
from mechanisms.compact import negotiation
from mechanisms.compact.clauses import Transfer
from mechanisms.compact.contributions import contribution_caps
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.gain_curve import gain_curves, pieces
from mechanisms.compact.instrument import amount_of, payments_between, price_of
from mechanisms.compact.nearest_terms import nearest_by_money, nearest_on_pieces, range_on_pieces
from mechanisms.compact.negotiation import SOLUTIONS, Negotiation
from mechanisms.compact.offers_among_many import OffersAmongMany
from tests.properties.strategies import NIGHTLY

CLOSE = Fraction(1, 10**9)
"""Of Nash's terms where these are no fractions: they are found to 1e-15 of the gains."""


class Drawn:
    """A hub buys the land of hills; a town that is no member would build there, too, for less."""

    def __init__(self, seed):
        r = random.Random(seed)
        hills = [f"H{k}" for k in range(r.choice([2, 3, 4]))]
        self.members = ("Hub", *hills)
        owned = {c: r.randrange(2, 9) for c in hills}
        land = Resource("land", "tradable", owned)
        lots = Resource("lots", "bound", {"Hub": r.choice([12, 40]), "Town": r.randrange(2, 9)})
        worth = {"Hub": r.randrange(8, 14), "Town": r.randrange(2, 8)}
        work = [
            Activity(f"farm {c}", (c,), (Use("land", 1),), (Value(c, "cash", r.randrange(1, 4)),))
            for c in hills
        ]
        work += [
            Activity(
                f"build {c}", (c,), (Use("land", 1), Use("lots", 1, c)), (Value(c, "cash", x),)
            )
            for c, x in worth.items()
        ]
        region = LinearProductionGame((*self.members, "Town"), (land, lots), work)
        sold = tuple(
            Transfer("land", c, "Hub", owned[c], price=Fraction(r.randrange(1, 9), 2))
            for c in hills
        )
        self.deal = EnclaveCompact(region, Annuity(20, 0), self.members, transfers=sold)
        self.payoffs = dict(deal_payoffs(self.deal).payoffs)
        self.offers = OffersAmongMany(region, self.members, self.payoffs)
        self.alone = {c: self.offers.worth((c,)) for c in self.members}
        self.asked = [g for k in range(1, len(self.members)) for g in combinations(self.members, k)]
        self.every = {group: self.offers.floor_at_split(group).amount for group in self.asked}

    def talks(self, instruments, floors):
        return Negotiation(self.deal, self.alone, instruments, floors=floors)


SEEDS = range(200 if NIGHTLY else 5)


@pytest.mark.parametrize("seed", SEEDS)
def test_payoffs_are_told_the_floor_that_they_miss_most(seed):
    drawn, r = Drawn(seed), random.Random(seed)
    for _ in range(3):
        payoffs = {c: x + r.randrange(0, 60) for c, x in drawn.alone.items()}
        missed = {g: x - sum(payoffs[c] for c in g) for g, x in drawn.every.items()}
        found = drawn.offers.floor_above(payoffs)
        assert bool(found) is (max(missed.values()) > 0)
        for group, floor in found.items():
            assert floor == drawn.every[group]
            assert missed[group] > 0
        if found:
            first = next(iter(found))
            assert missed[first] == max(missed.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_talks_find_what_they_find_with_the_floor_of_each_group(seed):
    drawn = Drawn(seed)
    for opened in (
        (price_of(drawn.deal),),
        (amount_of(drawn.deal),),
        payments_between(drawn.deal),
        payments_between(drawn.deal, 9),
    ):
        one = drawn.talks(opened, {}).held_to(drawn.offers.floor_above, SOLUTIONS.values())
        other = drawn.talks(opened, drawn.every)
        assert one.floors.items() <= other.floors.items()
        assert one.all_can_gain == other.all_can_gain
        if not other.all_can_gain:
            assert one.shortfall == other.shortfall
            continue
        assert one.range == other.range
        for solution in SOLUTIONS.values():
            found, right = one.under(solution), other.under(solution)
            assert set(found.at_floor) <= set(right.at_floor)
            if right.proof.kind == "exact":
                assert (found.asked, found.terms) == (right.asked, right.terms)
                assert (found.gains, found.values) == (right.gains, right.values)
            else:
                assert all(abs(found.asked[c] - x) < CLOSE for c, x in right.asked.items())


def test_some_of_these_talks_are_held_by_floors_and_some_agree():
    """Of the first draws, so that the comparison compares something."""
    held = agreed = short = 0
    for seed in range(6):
        drawn = Drawn(seed)
        talks = drawn.talks(payments_between(drawn.deal), drawn.every)
        short += bool(talks.floors) and talks.shortfall > 0
        if talks.all_can_gain:
            agreed += 1
            held += any(talks.under(solution).at_floor for solution in SOLUTIONS.values())
    assert held
    assert agreed
    assert short


def test_talks_that_miss_floors_too_often_are_not_proven(monkeypatch):
    monkeypatch.setattr(negotiation, "_MISSED", 1)
    drawn = Drawn(0)
    talks = drawn.talks(payments_between(drawn.deal), {})
    with pytest.raises(NotProven, match="1 times some group had less"):
        talks.held_to(drawn.offers.floor_above, SOLUTIONS.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_caps_are_those_with_the_floor_of_each_group(seed):
    drawn = Drawn(seed)
    game = OracleGame(drawn.offers.production.cities, drawn.offers.worth)
    above = drawn.offers.floor_above
    each = {(city,): drawn.every[city,] for city in drawn.members}
    found = contribution_caps(game, drawn.members, each, floor_above=above)
    assert found == contribution_caps(game, drawn.members, drawn.every)


@pytest.mark.parametrize("seed", SEEDS)
def test_nearest_terms_are_those_with_the_floor_of_each_group(seed):
    drawn = Drawn(seed)
    above, deal, payoffs = drawn.offers.floor_above, drawn.deal, drawn.payoffs
    prices = tuple(price_of(deal, k) for k in range(len(deal.transfers)))
    for opened in ((), prices, payments_between(deal, 9), payments_between(deal)):
        one = nearest_by_money(opened, payoffs, {}, floor_above=above)
        other = nearest_by_money(opened, payoffs, drawn.every)
        assert (one.outside, one.unique) == (other.outside, other.unique)
        assert one.outside or one.distance == other.distance
        if other.unique:
            assert (one.values, one.changes) == (other.values, other.changes)
    amount = amount_of(deal)
    lines = pieces(gain_curves(deal, dict.fromkeys(drawn.members, Fraction(0)), amount))
    one = nearest_on_pieces(lines, amount, payoffs, {}, floor_above=above)
    other = nearest_on_pieces(lines, amount, payoffs, drawn.every)
    assert (one.outside, one.distance) == (other.outside, other.distance) or one.outside
    assert one.unique == other.unique
    ends = range_on_pieces(lines, amount, payoffs, {}, floor_above=above)
    assert ends == range_on_pieces(lines, amount, payoffs, drawn.every)
