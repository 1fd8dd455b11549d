"""White space: land that cities commit to a use at once, or leave white until more is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import ByCity, amounts, in_order, numbers, one_of, within
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import exact
from games.newsvendor import chances

__all__ = ["WhiteSpace"]

ZERO = Fraction(0)

Table = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""A number by scenario, city and use."""


@dataclass(frozen=True, init=False, slots=True, repr=False)
class WhiteSpace:
    """White space: land that cities commit to a use at once, or leave white until more is known.

    Two stages. First city i commits land to uses, and leaves the rest white. Then one of several
    scenarios comes true: land of a use brings its return there, up to so much land as is asked for;
    the rest lies idle. White land goes to any use, at its return less ``late``. To keep a
    unit white costs ``holding``.

    ``land``: by city, which says who the cities are. ``returns``: by scenario, city and use; a use
    that is not named brings nothing there. ``demand``: the most land that a use asks for, in the
    same way; no limit where not given. ``chance``: relative weights of scenarios above 0, equal
    where not given. ``holding``, ``late``: 0 or more, by city, 0 where not given.

    Errors: ``InvalidInput`` names the number or name that cannot be right.

    >>> plan = WhiteSpace({"Quzhou": 10}, {"boom": {"Quzhou": {"labs": 9, "homes": 4}},
    ...                                    "slump": {"Quzhou": {"labs": 1, "homes": 4}}})
    >>> plan.uses, plan.chance["boom"]
    (('labs', 'homes'), Fraction(1, 2))

    Source: Dantzig (1955), Linear programming under uncertainty; Arrow and Fisher (1974) for the
    value of what can still be decided. "Land white space" is Hu and Zhang's (2024).
    """

    land: Mapping[str, Fraction] = field(hash=False)
    uses: tuple[str, ...]
    returns: Mapping[tuple[str, str, str], Fraction] = field(hash=False)
    demand: Mapping[tuple[str, str, str], Fraction] = field(hash=False)
    chance: Mapping[str, Fraction] = field(hash=False)
    holding: tuple[Fraction, ...]
    late: tuple[Fraction, ...]

    def __init__(
        self,
        land: Mapping[str, Any],
        returns: Table,
        *,
        demand: Table | None = None,
        chance: Mapping[str, Any] | None = None,
        holding: ByCity | None = None,
        late: ByCity | None = None,
    ) -> None:
        owned = dict(amounts(land, "land"))
        cities = tuple(owned)
        if not isinstance(returns, Mapping) or not returns:
            raise InvalidInput("the returns", MISSING, "at least one scenario, with its returns")
        found = _by_place(returns, cities, "return")
        uses = tuple(dict.fromkeys(use for _, _, use in found))
        if not uses:
            raise InvalidInput("the returns", MISSING, "at least one use with a return")
        limits = _by_place({} if demand is None else demand, cities, "demand")
        for scenario, _, use in limits:
            one_of(scenario, returns, "a scenario with demand")
            one_of(use, uses, "a use with demand")
        for (scenario, city, use), limit in limits.items():
            within(limit, f"demand of {use} in {city} in {scenario}", "0 or more")
        for entry, value in {
            "land": owned,
            "uses": uses,
            "returns": found,
            "demand": limits,
            "chance": chances(chance, tuple(returns)),
            "holding": numbers(holding, cities, "holding cost", ZERO),
            "late": numbers(late, cities, "cost of being late", ZERO),
        }.items():
            object.__setattr__(self, entry, value)
        for k, city in enumerate(cities):
            within(self.holding[k], f"holding cost of {city}", "0 or more")
            within(self.late[k], f"cost of being late of {city}", "0 or more")

    @property
    def cities(self) -> tuple[str, ...]:
        return tuple(self.land)

    @property
    def scenarios(self) -> tuple[str, ...]:
        return tuple(self.chance)

    def __repr__(self) -> str:
        land = ", ".join(f"{city} {approximately(x)}" for city, x in self.land.items())
        return f"WhiteSpace({land}; {len(self.uses)} uses, {len(self.chance)} scenarios)"


def _by_place(
    table: Any, cities: tuple[str, ...], what: str
) -> dict[tuple[str, str, str], Fraction]:
    """The numbers by scenario, city and use."""
    of_kind(table, Mapping, place=f"the {what}s", hint="by scenario, city and use")
    found = {}
    for scenario, rows in table.items():
        for city, row in zip(cities, in_order(rows, cities, f"{what} in {scenario}"), strict=True):
            if row is not None and not isinstance(row, Mapping):
                raise InvalidInput(f"{what} of {city} in {scenario}", row, "a number for each use")
            for use, number in (row or {}).items():
                found[scenario, city, use] = exact(number, f"{what} of {use} in {city}, {scenario}")
    return found
