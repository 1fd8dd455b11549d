"""Team: cities whose efforts all go into one result that they share; nobody sees who did what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, numbers, within
from games.players import validated_players

__all__ = ["Team"]


@dataclass(frozen=True, init=False, slots=True)
class Team:
    """Team: cities whose efforts all go into one result that they share; nobody sees who did what.

    City i's effort a costs it c_i a^2 / 2 and adds v_i a to what all have together.

    Cities, what a unit of each one's effort adds, and how costly effort is.

    ``value``: v_i >= 0; ``cost``: c_i > 0; by name or in order, or one number for all.

    Errors: ``InvalidInput`` names the city and number that cannot be right.

    >>> park = Team(["Quzhou", "Hangzhou"], value=[1, 2], cost=1)
    >>> park.made({"Quzhou": 1, "Hangzhou": 2}), park.welfare({"Quzhou": 1, "Hangzhou": 2})
    (Fraction(5, 1), Fraction(5, 2))

    Source: Holmström (1982), Moral hazard in teams, Bell Journal of Economics 13, 324-340.
    """

    cities: tuple[str, ...]
    value: tuple[Fraction, ...]
    cost: tuple[Fraction, ...]

    def __init__(
        self, cities: Iterable[str], value: ByCity | Any = 1, cost: ByCity | Any = 1
    ) -> None:
        names = validated_players(cities, "city")
        object.__setattr__(self, "cities", names)
        for field, given, expected in (
            ("value", value, "0 or more"),
            ("cost", cost, "more than 0"),
        ):
            each = [given] * len(names) if not hasattr(given, "__len__") else given
            found = numbers(each, names, field)
            for city, one in zip(names, found, strict=True):
                within(one, f"{field} of {city}", expected)
            object.__setattr__(self, field, found)

    def made(self, efforts: ByCity) -> Fraction:
        """What all have together, before the cost of effort."""
        found = numbers(efforts, self.cities, "effort", Fraction(0))
        return sum((v * a for v, a in zip(self.value, found, strict=True)), Fraction(0))

    def welfare(self, efforts: ByCity) -> Fraction:
        """The sum of all payoffs: the result less the costs of effort."""
        found = numbers(efforts, self.cities, "effort", Fraction(0))
        costs = (c * a * a / 2 for c, a in zip(self.cost, found, strict=True))
        return self.made(efforts) - sum(costs, Fraction(0))
