"""Limits of shadow prices, by hand."""

from fractions import Fraction

from games.production import Activity, LinearProductionGame, Resource, Use, Value
from solvers.families.price_limits import PriceLimits


def test_a_price_is_limited_by_what_other_resources_cost_and_not_by_itself():
    """A stall earns 12 on one lot with two units of water, which cost 3 each or more: 6 is left."""
    lots, water = (Resource(name, "tradable", {"A": 4}) for name in ("lots", "water"))
    uses = Use("lots", 1), Use("water", 2)
    stall = Activity("stall", ("A",), uses, (Value("A", "cash", 12),))
    limits = PriceLimits(LinearProductionGame(("A", "B"), (lots, water), (stall,)))
    assert limits.highest("lots") == 12
    assert limits.highest("lots", least={"water": Fraction(3)}) == 6
    assert limits.highest("lots", least={"water": Fraction(3), "lots": Fraction(5)}) == 6
    assert limits.highest("water", least={"lots": Fraction(2)}) == 5


def test_of_two_ways_to_use_what_goes_with_it_only_the_better_is_given_up():
    """A lot turns a unit of water that brings 4 in a well, or 3 in a pond, into a stall's 12."""
    lots, water = (Resource(name, "tradable", {"A": 4}) for name in ("lots", "water"))
    stall, well, pond = (
        Activity(name, ("A",), uses, (Value("A", "cash", earned),))
        for name, uses, earned in (
            ("stall", (Use("lots", 1), Use("water", 1)), 12),
            ("well", (Use("water", 1),), 4),
            ("pond", (Use("water", 1),), 3),
        )
    )
    limits = PriceLimits(LinearProductionGame(("A",), (lots, water), (stall, well, pond)))
    assert limits.highest("lots") == 8


def test_water_for_a_well_that_needs_more_than_a_stall_has_is_not_set_free_by_it():
    lots, water = (Resource(name, "tradable", {"A": 4}) for name in ("lots", "water"))
    stall = Activity("stall", ("A",), (Use("lots", 1), Use("water", 1)), (Value("A", "cash", 12),))
    well = Activity("well", ("A",), (Use("water", 2),), (Value("A", "cash", 4),))
    assert (
        PriceLimits(LinearProductionGame(("A",), (lots, water), (stall, well))).highest("lots")
        == 12
    )
