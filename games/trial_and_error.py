"""Trial and error: small cities that try projects themselves, or take mature ones from a hub."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import ByCity, numbers, within
from games.players import validated_players

__all__ = ["TrialAndError"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class TrialAndError:
    """Trial and error: small cities that try projects themselves, or take mature ones from a hub.

    A city wants one project that works, which is worth ``value`` to it once it is there. It can

    - *try*: each try costs it ``cost`` and works with chance p, independently of the others;
    - *import*: each try of the hub costs ``hub_cost`` and works with chance ``hub_chance``; of
      those that work, the share ``returns`` comes to the city. It pays the part ``paid`` of the
      hub's tries until one comes, and then once the ``price`` of it, adapting it included;
    - leave it.

    One try is made in each period, and 1 in the next counts ``discount`` now.

    ``cities``: the small cities. All figures by city are mappings from names, or sequences in the
    order of the cities. ``value``, ``cost``: 0 or more. ``chance``, ``hub_chance``: above 0, at
    most 1. ``returns``, ``paid``: between 0 and 1; all come, none is paid where not given.
    ``price``: 0 where not given. ``discount``: above 0, at most 1.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> plan = TrialAndError(["Quzhou"], value=[40], cost=[3], chance=[0.1], hub_cost=2,
    ...                      hub_chance=0.25, returns=[0.5], paid=[1])
    >>> plan.comes
    (Fraction(1, 8),)

    Source: DeGroot (1970), Optimal Statistical Decisions, for tries with a cost each. That small
    cities "avoid the high cost of trial and error" is Hu and Zhang's (2024).
    """

    cities: tuple[str, ...]
    value: tuple[Fraction, ...]
    cost: tuple[Fraction, ...]
    chance: tuple[Fraction, ...]
    hub_cost: Fraction
    hub_chance: Fraction
    returns: tuple[Fraction, ...]
    paid: tuple[Fraction, ...]
    price: tuple[Fraction, ...]
    discount: Fraction

    def __init__(
        self,
        cities: Iterable[str],
        value: ByCity,
        cost: ByCity,
        chance: ByCity,
        *,
        hub_cost: Any,
        hub_chance: Any,
        returns: ByCity | None = None,
        paid: ByCity | None = None,
        price: ByCity | None = None,
        discount: Any = 1,
    ) -> None:
        names = validated_players(cities, "city")

        def each(
            given: ByCity | None, what: str, expected: str, default: Fraction | None = None
        ) -> tuple[Fraction, ...]:
            found = numbers(given, names, what, default)
            for city, number in zip(names, found, strict=True):
                within(number, f"{what} of {city}", expected)
            return found

        for field, found in {
            "cities": names,
            "value": each(value, "value", "0 or more"),
            "cost": each(cost, "cost", "0 or more"),
            "chance": each(chance, "chance", "above 0, at most 1"),
            "hub_cost": within(hub_cost, "the cost of a hub's try", "0 or more"),
            "hub_chance": within(hub_chance, "the chance of a hub's try", "above 0, at most 1"),
            "returns": each(returns, "share that comes", "between 0 and 1", ONE),
            "paid": each(paid, "part paid", "between 0 and 1", ZERO),
            "price": each(price, "price", "0 or more", ZERO),
            "discount": within(discount, "the discount factor", "above 0, at most 1"),
        }.items():
            object.__setattr__(self, field, found)

    @property
    def comes(self) -> tuple[Fraction, ...]:
        """How likely a try of the hub brings a project to each city."""
        return tuple(self.hub_chance * share for share in self.returns)

    def __repr__(self) -> str:
        shown = self.cities if len(self.cities) <= 6 else (*self.cities[:5], "...")
        odds = f"{approximately(self.hub_chance)} in the hub"
        return f"TrialAndError({', '.join(shown)}; {odds})"
