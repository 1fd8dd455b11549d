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
