"""Doubts: numbers that are lawful, and look like a slip that no schema catches.

A percent written for a share, yuan for million yuan, months for years: the check-up goes on, and a
report names the place, the number and the likely mistake. Nothing is blocked.

>>> from intercity import parse_scenario
>>> scenario = parse_scenario('''
... format = 1
... title = "Two cities"
... [time]
... horizon = { v = 20, low = 10, high = 30 }
... interest = { v = 5, low = 3, high = 8 }
... [cities.A]
... [cities.B]
... ''')
>>> for doubt in doubts(scenario):
...     print(doubt)
[time] interest is 5, or 500% a year: a percent in place of a share? (5% is 0.05)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import median_low
from typing import TYPE_CHECKING, Any, Literal

from games.exact import number_to_json
from intercity.scenario.errors import Keys, dotted, place
from intercity.scenario.quantity import Quantity, toml_text
from intercity.words import words

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["Doubt", "Slip", "doubts"]

HIGH_INTEREST = Fraction(30, 100)
"""Above it, interest is more likely a percent than a share."""
THOUSAND = 1000
"""So many times its kin, an amount is more likely in another unit."""
LONG_TENURE = 30
"""From so many years in office on, months are more likely."""
LEAST_GROWTH, MOST_GROWTH = Fraction(80, 100), Fraction(105, 100)
"""Where discount * (1 + interest) lies if a city counts time much as the region does."""

Slip = Literal[
    "percent",
    "unit",
    "price",
    "unused",
    "idle",
    "short tenure",
    "long tenure",
    "end of range",
    "discount",
]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number that looks like a slip: where it stands, what it is, and which slip is likely.

    ``compared``: what makes it doubtful: the median of its kin, what a unit brings a year, the
    interest, the other end of its range.
    """

    keys: Keys
    value: Fraction
    slip: Slip
    compared: Fraction | None = None

    @property
    def key(self) -> str:
        """The dotted key of the number."""
        return dotted(self.keys)

    @property
    def likely(self) -> str:
        """The likely mistake, in words."""
        return words().likely(self.slip, self.value, self.compared or Fraction(0))

    def __str__(self) -> str:
        return words().doubt(place(self.keys), toml_text(self.value), self.likely)

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "value": number_to_json(self.value),
            "slip": self.slip,
            "says": str(self),
        }


def doubts(scenario: Scenario) -> tuple[Doubt, ...]:
    """Every number that looks like a slip, the likeliest slips first."""
    rules = (_interest, _units, _prices, _unused, _idle, _discounts, _tenures, _ends)
    return tuple(doubt for rule in rules for doubt in rule(scenario))


def _interest(scenario: Scenario) -> Iterator[Doubt]:
    """An interest above 30 per cent, or a range that reaches so far."""
    if scenario.time is None:
        return
    interest = scenario.time.interest
    for end, value in (("v", interest.v), ("low", interest.low), ("high", interest.high)):
        if value is not None and value > HIGH_INTEREST:
            keys: Keys = ("time", "interest")
            yield Doubt(keys if end == "v" else (*keys, end), value, "percent")
            return


def _units(scenario: Scenario) -> Iterator[Doubt]:
    """An amount a thousand times the median of its kin, or a thousandth of it.

    Of an even number of them it is the lower of the two in the middle: of two, the larger is
    doubtful.
    """
    kin: dict[Keys, list[tuple[Keys, Quantity]]] = {}
    for keys, quantity in scenario.located_quantities():
        if quantity.value and keys[0] != "benchmarks":
            kin.setdefault(_kind(scenario, keys), []).append((keys, quantity))
    for group in kin.values():
        usual = median_low(abs(quantity.value) for _, quantity in group)
        for keys, quantity in group:
            size = abs(quantity.value)
            if size >= THOUSAND * usual or size * THOUSAND <= usual:
                yield Doubt(keys, quantity.value, "unit", usual)


def _kind(scenario: Scenario, keys: Keys) -> Keys:
    """The key of a number without the names of cities, platforms and entries of lists."""
    names = {*scenario.players, *scenario.platforms}
    return tuple("*" if isinstance(key, int) or key in names else key for key in keys)


def _prices(scenario: Scenario) -> Iterator[Doubt]:
    """A price of a unit that is a thousand times what it brings in all years of the horizon."""
    if scenario.compact is None or scenario.time is None:
        return
    years = scenario.time.horizon.value
    for k, transfer in enumerate(scenario.compact.transfer):
        price, brings = transfer.price_one_off, _most_of_a_unit(scenario, transfer.resource)
        if price is not None and brings and price.value >= THOUSAND * brings * years:
            yield Doubt(("compact", "transfer", k, "price_one_off"), price.value, "price", brings)


def _most_of_a_unit(scenario: Scenario, resource: str) -> Fraction:
    """The most that a unit of a resource brings anywhere, a year, other resources at no cost."""
    found = [one.value for one in scenario.build.values()] if resource == "quota" else []
    for activity in scenario.activities:
        worth = sum((abs(one.amount.value) for one in activity.values), Fraction(0))
        found += [
            worth / use.value for use in activity.uses if use.resource == resource and use.value
        ]
    return max(map(abs, found), default=Fraction(0))


def _unused(scenario: Scenario) -> Iterator[Doubt]:
    """An amount that is handed over of what nothing uses, and nobody can sell."""
    used = _used(scenario)
    for k, transfer in enumerate(() if scenario.compact is None else scenario.compact.transfer):
        if transfer.resource not in used:
            yield Doubt(("compact", "transfer", k, "amount"), transfer.amount.value, "unused")


def _idle(scenario: Scenario) -> Iterator[Doubt]:
    """What cities own where nothing that they own can be used or sold: the first amount of it."""
    if _used(scenario) or (scenario.compact is not None and scenario.compact.transfer):
        return  # of what is handed over and not used another rule tells
    for name, resource in scenario.resources.items():
        for city, owned in resource.owned.items():
            if owned.value:
                yield Doubt(("resources", name, "owned", city), owned.value, "idle")
                return


def _used(scenario: Scenario) -> set[str]:
    """The resources that something in the file uses, or that can be sold outside."""
    used = {use.resource for activity in scenario.activities for use in activity.uses}
    used |= {"quota", "buildable"} if scenario.build else set()
    used |= {"projects", "factory_land", "quota"} if scenario.project is not None else set()
    return used | {name for name, one in scenario.resources.items() if one.exchange is not None}


def _discounts(scenario: Scenario) -> Iterator[Doubt]:
    """A discount factor, tenure left out, that lies far from the interest."""
    if scenario.time is None or scenario.time.interest.value > HIGH_INTEREST:
        return  # the interest is the slip
    interest = scenario.time.interest.value
    for city, given in scenario.cities.items():
        if given.discount is None:
            continue
        factor = given.discount.value
        if not LEAST_GROWTH <= factor * (1 + interest) <= MOST_GROWTH:
            yield Doubt(("cities", city, "discount"), factor, "discount", interest)


def _tenures(scenario: Scenario) -> Iterator[Doubt]:
    """Officials who stay one year, so that the next is worth nothing to them; or for decades."""
    for city, given in scenario.cities.items():
        if given.tenure is None:
            continue
        keys, years = ("cities", city, "tenure"), given.tenure.value
        if years <= 1:
            yield Doubt(keys, years, "short tenure")
        elif years >= LONG_TENURE:
            yield Doubt(keys, years, "long tenure")


def _ends(scenario: Scenario) -> Iterator[Doubt]:
    """An assumed number at an end of its own range, but for the end that its kind has anyway."""
    for keys, quantity in scenario.located_quantities():
        value, low, high = quantity.value, quantity.low, quantity.high
        if low is None or high is None or low == high or value not in (low, high):
            continue
        if value not in (0, quantity.least, quantity.most):
            yield Doubt(keys, value, "end of range", high if value == low else low)
