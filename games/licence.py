"""A licence: a patent's owner, cities that would use it, and what each has without a deal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import ByCity, numbers, powers, within
from games.errors import InvalidInput
from games.exact import exact
from games.players import validated_players

__all__ = ["Licence"]

ZERO = Fraction(0)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class Licence:
    """A licence: a patent's owner, cities that would use it, and what each has without a deal.

    If k cities use the patent, a user i makes of it

        worth_i - rivalry_i (k - 1),

    and the owner has ``keeps`` less ``loss`` for each user, since they compete with it.

    ``owner``: its name. ``cities``: who could use the patent. ``worth`` >= 0, ``rivalry`` >= 0: by
    city. ``keeps``, ``loss``: of the owner. ``outside``: what each city has without the patent, and
    a user no more; 0 where not given. ``weights``: bargaining power by name, 1 where not given.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> patent = Licence("Hangzhou", ["Quzhou", "Lishui"], worth=[10, 8], rivalry=[3, 3])
    >>> patent.made(["Quzhou", "Lishui"])
    {'Quzhou': Fraction(7, 1), 'Lishui': Fraction(5, 1)}

    Source: Katz and Shapiro (1986), How to license intangible property; Nash (1950), The bargaining
    problem. Patents that move to small cities are Hu and Zhang's (2024).
    """

    owner: str
    cities: tuple[str, ...]
    worth: tuple[Fraction, ...]
    rivalry: tuple[Fraction, ...]
    keeps: Fraction
    loss: Fraction
    outside: tuple[Fraction, ...]
    weights: Mapping[str, Fraction] = field(hash=False)

    def __init__(
        self,
        owner: str,
        cities: Iterable[str],
        worth: ByCity,
        *,
        rivalry: ByCity | None = None,
        keeps: Any = 0,
        loss: Any = 0,
        outside: ByCity | None = None,
        weights: Mapping[str, Any] | None = None,
    ) -> None:
        names = validated_players(cities, "city")
        everyone = validated_players([owner, *names], "name")
        for entry, found in {
            "owner": owner,
            "cities": names,
            "worth": numbers(worth, names, "worth"),
            "rivalry": numbers(rivalry, names, "rivalry", ZERO),
            "keeps": exact(keeps, "what the owner keeps"),
            "loss": within(loss, "the owner's loss for each user", "0 or more"),
            "outside": numbers(outside, names, "outside option", ZERO),
            "weights": powers({} if weights is None else weights, everyone),
        }.items():
            object.__setattr__(self, entry, found)
        for k, city in enumerate(names):
            within(self.worth[k], f"worth of {city}", "0 or more")
            within(self.rivalry[k], f"rivalry of {city}", "0 or more")

    def gain(self, city: str, users: int) -> Fraction:
        """The joint gain of a city and the owner by its licence, with so many users in all."""
        k = self.cities.index(city)
        return self.worth[k] - self.rivalry[k] * (users - 1) - self.outside[k] - self.loss

    def made(self, users: Iterable[str]) -> dict[str, Fraction]:
        """What each user makes of the patent, before it pays."""
        names = validated_players(users, "user") if (users := tuple(users)) else ()
        for name in names:
            if name not in self.cities:
                raise InvalidInput("a user", name, self.cities)
        return {
            city: self.gain(city, len(names)) + self.outside[k] + self.loss
            for k, city in enumerate(self.cities)
            if city in names
        }

    def total(self, users: Iterable[str]) -> Fraction:
        """The joint payoff of the owner and all cities, with these users."""
        made = self.made(users)
        others = (x for c, x in zip(self.cities, self.outside, strict=True) if c not in made)
        return self.keeps - self.loss * len(made) + sum((*made.values(), *others), ZERO)

    def __repr__(self) -> str:
        shown = self.cities if len(self.cities) <= 6 else (*self.cities[:5], "...")
        return f"Licence({self.owner} to {', '.join(shown)}; {approximately(self.loss)} each)"
