"""Offers of many outsiders, who have no stable split, or of whom it is not known."""

from fractions import Fraction

from games.errors import NotProven
from games.production import Activity, LinearProductionGame, Platform, Resource, Use, Value
from mechanisms.compact.offers_among_many import OffersAmongMany
from mechanisms.compact.run_solver import call
from solvers.coalitional.core import core

TOWNS = ("T1", "T2", "T3")
MEMBERS = ("Hub", "Home")


def region():
    """A park of two places costs 100; a batch of each town is worth 80: any two make 60, all 60."""
    lots = Resource("lots", "bound", {"Hub": 1})
    batches = Resource("batches", "bound", dict.fromkeys(TOWNS, 1))
    places = Resource("places", "tradable", {})
    alone = Activity("shop", ("Hub",), (Use("lots", 1, "Hub"),), (Value("Hub", "cash", 9),))
    serve = [
        Activity(
            f"serve {town}",
            (town,),
            (Use("batches", 1, town), Use("places", 1)),
            (Value(town, "cash", 80),),
        )
        for town in TOWNS
    ]
    park = Platform("park", None, Fraction(100), (Use("places", 2),))
    return LinearProductionGame(
        (*MEMBERS, *TOWNS), (lots, batches, places), (alone, *serve), (park,)
    )


def found(payoff, solver=call):
    payoffs = {"Hub": Fraction(payoff), "Home": Fraction(0)}
    return OffersAmongMany(region(), MEMBERS, payoffs, solver).offers


def test_the_outsiders_have_no_stable_split():
    assert core(region().subgame(TOWNS)).empty


def test_where_they_have_none_a_deal_that_fails_says_so():
    offers = found(5)
    assert (offers.verdict, offers.shortfall, offers.stable) == ("fails", 4, False)


def test_where_it_is_not_known_it_is_not_said_that_they_have_none():
    def limited(solver, subject):
        if solver is core:
            raise NotProven("core", "limited work did not decide it", None)
        return call(solver, subject)

    offers = found(5, limited)
    assert (offers.verdict, offers.shortfall, offers.stable) == ("fails", 4, True)
