"""The newsvendor: how much to hold ready before demand is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import amounts
from games.errors import InvalidInput
from games.exact import exact

__all__ = ["Newsvendor"]

ZERO = Fraction(0)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class Newsvendor:
    """The newsvendor: how much to hold ready before demand is known.

    Who holds x ready, at ``cost`` each, sells min(x, D) for ``worth`` each and has ``salvage`` for
    each of the rest. For land: cost is what it would bring at once, and of keeping it white; worth
    what it brings to the use that may come; salvage what it brings if that does not come.

    ``demand``: D by scenario, 0 or more. ``chance``: how likely each scenario is, by name; the
    chances are taken as relative weights above 0, equal where not given. worth > salvage, and
    cost > salvage: else nothing is too much.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> Newsvendor({"slump": 0, "boom": 30}, worth=9, cost=4).expected(Fraction(10))
    Fraction(5, 1)

    Source: Edgeworth (1888); Arrow, Harris and Marschak (1951), Optimal inventory policy.
    """

    demand: Mapping[str, Fraction] = field(hash=False)
    chance: Mapping[str, Fraction] = field(hash=False)
    worth: Fraction
    cost: Fraction
    salvage: Fraction

    def __init__(
        self,
        demand: Mapping[str, Any],
        worth: Any,
        cost: Any,
        salvage: Any = 0,
        *,
        chance: Mapping[str, Any] | None = None,
    ) -> None:
        asked = dict(amounts(demand, "demand", "scenario"))
        for entry, found in {
            "demand": asked,
            "chance": chances(chance, tuple(asked)),
            "worth": exact(worth, "the worth"),
            "cost": exact(cost, "the cost"),
            "salvage": exact(salvage, "the salvage"),
        }.items():
            object.__setattr__(self, entry, found)
        for place, number in (("the worth", self.worth), ("the cost", self.cost)):
            if number <= self.salvage:
                raise InvalidInput(place, number, f"above the salvage, {self.salvage}")

    def value(self, amount: Fraction, scenario: str) -> Fraction:
        """What an amount brings in a scenario."""
        sold = min(amount, self.demand[scenario])
        return self.worth * sold + self.salvage * (amount - sold) - self.cost * amount

    def expected(self, amount: Fraction) -> Fraction:
        """What an amount brings on average."""
        return sum((p * self.value(amount, s) for s, p in self.chance.items()), ZERO)

    def __repr__(self) -> str:
        demand = (f"{name} {approximately(d)}" for name, d in self.demand.items())
        return f"Newsvendor({', '.join(demand)})"


def chances(given: Mapping[str, Any] | None, scenarios: tuple[str, ...]) -> dict[str, Fraction]:
    """The probability of each scenario, from relative weights above 0.

    >>> chances({"slump": 1, "boom": 3}, ("slump", "boom"))
    {'slump': Fraction(1, 4), 'boom': Fraction(3, 4)}
    """
    weights = amounts(dict.fromkeys(scenarios, 1) if given is None else given, "chance", "scenario")
    for name in (*weights, *scenarios):
        if name not in scenarios:
            raise InvalidInput("a scenario with a chance", name, scenarios)
        if not weights.get(name):
            raise InvalidInput(f"the chance of {name}", weights.get(name, ZERO), "more than 0")
    total = sum(weights.values(), ZERO)
    return {name: weights[name] / total for name in scenarios}
