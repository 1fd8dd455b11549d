"""An exchange, or a shared project, in which every value in a city's range is equally likely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from games.by_city import within
from games.errors import InvalidInput, of_kind
from games.exact import Number, exact
from games.players import validated_players
from games.private_exchange import PrivateExchange, both_sides, lots_by_city
from games.private_project import PrivateProject
from games.private_types import midpoint_types

__all__ = ["UniformExchange", "UniformProject"]

Ranges = Mapping[str, tuple[Fraction, Fraction]]


@dataclass(frozen=True, init=False, slots=True)
class UniformExchange:
    """Buyers and sellers of lots; every value in the range of each is equally likely.

    Each city alone knows its own number; the others know its range [low, high], or the number
    itself. Cities are independent. ``cut`` makes of it a question with finitely many types.

    ``buyers``, ``sellers``: by city (low, high), or one number that all know; not below 0. Kept as
    pairs. ``lots``: by city how many it would buy or sell; 1 where not given. Errors:
    ``InvalidInput`` names the city and what cannot be right.

    >>> quota = UniformExchange({"Harbour": (4, 12), "Port": 7}, {"Uplands": (1, 8)})
    >>> quota.buyers["Harbour"], quota.buyers["Port"]
    ((Fraction(4, 1), Fraction(12, 1)), (Fraction(7, 1), Fraction(7, 1)))
    >>> quota.cut(2).sellers["Uplands"]
    mappingproxy({Fraction(11, 4): Fraction(1, 2), Fraction(25, 4): Fraction(1, 2)})

    Source: Myerson and Satterthwaite (1983); Gresik and Satterthwaite (1989).
    """

    buyers: Ranges
    sellers: Ranges
    lots: Mapping[str, int]

    def __init__(
        self,
        buyers: Mapping[str, Any],
        sellers: Mapping[str, Any],
        lots: Mapping[str, int] | None = None,
    ) -> None:
        both_sides(buyers, sellers, "a range for each, by name")
        for side, given in (("buyers", buyers), ("sellers", sellers)):
            found = _ranges(given)
            for city, (low, _) in found.items():
                if low < 0:
                    raise InvalidInput(f"the lowest value of {city}", low, "0 or more")
            object.__setattr__(self, side, found)
        object.__setattr__(self, "lots", lots_by_city(lots, self.cities))

    @property
    def cities(self) -> tuple[str, ...]:
        """Buyers, then sellers."""
        return (*self.buyers, *self.sellers)

    def cut(self, steps: int) -> PrivateExchange:
        """The exchange with ``steps`` equally likely midpoints in place of each range."""
        return PrivateExchange(_cut(self.buyers, steps), _cut(self.sellers, steps), self.lots)

    def __hash__(self) -> int:
        sides = (tuple(self.buyers.items()), tuple(self.sellers.items()))
        return hash((*sides, tuple(self.lots.values())))

    def __reduce__(self) -> tuple[Any, ...]:
        return UniformExchange, (dict(self.buyers), dict(self.sellers), dict(self.lots))


@dataclass(frozen=True, init=False, slots=True)
class UniformProject:
    """The members of a project with the range of what it is worth to each, and its cost.

    ``members``: by city (low, high), or one number that all know; two or more, below 0 where it
    does harm. ``cost``: 0 or more. Errors: ``InvalidInput`` names the city and what is wrong.

    See ``UniformExchange`` for the concept and its source.

    >>> dyke = UniformProject({"Ford": (0, 6), "Delta": 4}, cost=5)
    >>> dyke.members["Ford"], dyke.members["Delta"]
    ((Fraction(0, 1), Fraction(6, 1)), (Fraction(4, 1), Fraction(4, 1)))
    """

    members: Ranges
    cost: Fraction

    def __init__(self, members: Mapping[str, Any], cost: Number) -> None:
        of_kind(members, Mapping, place="table of the members", hint="a range for each, by name")
        if len(members) < 2:
            raise InvalidInput("the number of members", len(members), "2 or more")
        validated_players(members)
        object.__setattr__(self, "members", _ranges(members))
        object.__setattr__(self, "cost", within(cost, "the cost", "0 or more"))

    @property
    def cities(self) -> tuple[str, ...]:
        """The members in their order."""
        return tuple(self.members)

    def cut(self, steps: int) -> PrivateProject:
        """The project with ``steps`` equally likely midpoints in place of each range."""
        return PrivateProject(_cut(self.members, steps), self.cost)

    def __hash__(self) -> int:
        return hash((self.cost, tuple(self.members.items())))

    def __reduce__(self) -> tuple[Any, ...]:
        return UniformProject, (dict(self.members), self.cost)


def _ranges(given: Mapping[str, Any]) -> Ranges:
    found = {}
    for city, ends in given.items():
        pair = ends if isinstance(ends, tuple | list) else (ends, ends)
        if len(pair) != 2:
            raise InvalidInput(f"the range of {city}", ends, "(low, high), or one number")
        low, high = (
            exact(end, f"the {which} value of {city}")
            for end, which in zip(pair, ("lowest", "highest"), strict=True)
        )
        if high < low:
            raise InvalidInput(f"the highest value of {city}", high, f"{low} or more")
        found[city] = (low, high)
    return MappingProxyType(found)


def _cut(ranges: Ranges, steps: int) -> dict[str, tuple[Fraction, ...]]:
    return {
        city: (low,) if low == high else midpoint_types(low, high, steps)
        for city, (low, high) in ranges.items()
    }
