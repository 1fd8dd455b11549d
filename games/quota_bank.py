"""A quota bank: cities may use their land quota later, or before they get it, or sell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from games.by_city import one_of, within
from games.errors import MISSING, InvalidInput
from games.players import validated_players

__all__ = ["QuotaBank"]

Way = tuple[Fraction, Fraction]
"""What a mu is worth in this way, and how many mu it takes at most."""


@dataclass(frozen=True, init=False, slots=True, repr=False)
class QuotaBank:
    """A quota bank: cities may use their land quota later, or before they get it, or sell it.

    In year t city i is allotted e_it and can use quota in ways k, of which each takes up to a_itk
    and is worth v_itk per mu. With a bank, what is not used in a year can be kept, a share c of it
    counting in the next year, and the cities together may use up to B of next year's quota ahead of
    time.

    What cities are allotted and can use, year by year.

    ``allotted``: by city, mu of quota for each year. ``uses``: by city, for each year the ways to
    use quota, pairs of (money per mu, most mu). ``discount``: what money of the next year is worth
    now, more than 0 and at most 1. ``carry``: the share of kept quota that counts in the next year.
    ``borrowing``: how many mu of the next year's quota all together may use ahead of time.

    Errors: ``InvalidInput`` names the city, the year and the number.

    >>> bank = QuotaBank(
    ...     {"Quzhou": [30, 30], "Hangzhou": [10, 10]},
    ...     {"Quzhou": [[(2, 40)], [(2, 40)]], "Hangzhou": [[(5, 20)], [(9, 70)]]})
    >>> bank.years, bank.alone("Hangzhou")
    (2, (Fraction(50, 1), Fraction(90, 1)))

    Here is data only: ``quota_banking`` in ``mechanisms`` finds the plan and the prices.

    Source: Rubin (1996), A model of intertemporal emission trading, banking and borrowing; Cronshaw
    and Kruse (1996).
    """

    allotted: Mapping[str, tuple[Fraction, ...]]
    uses: Mapping[str, tuple[tuple[Way, ...], ...]]
    discount: Fraction
    carry: Fraction
    borrowing: Fraction

    def __init__(
        self,
        allotted: Mapping[str, Any],
        uses: Mapping[str, Any],
        *,
        discount: Any = 1,
        carry: Any = 1,
        borrowing: Any = 0,
    ) -> None:
        for what, given in (("allotted quota", allotted), ("uses of quota", uses)):
            if not isinstance(given, Mapping):
                raise InvalidInput(what, given, "a list of years for each city, by name")
        cities = validated_players(allotted, "city")
        for city in (*cities, *uses):
            if city not in uses or city not in allotted:
                raise InvalidInput(f"quota and uses of {city}", MISSING, "given both")
        lists = {city: _years(allotted[city], f"quota of {city}") for city in cities}
        years = len(lists[cities[0]])
        if not years:
            raise InvalidInput("the number of years", 0, "1 or more")
        quota, ways = {}, {}
        for city in cities:
            wanted = _years(uses[city], f"uses of {city}")
            for what, found in (("quota", lists[city]), ("uses", wanted)):
                if len(found) != years:
                    raise InvalidInput(
                        f"{what} of {city}", f"for {len(found)} years", f"for {years}, as all have"
                    )
            quota[city] = tuple(
                within(one, f"quota of {city} in year {t}", "0 or more")
                for t, one in enumerate(lists[city], start=1)
            )
            ways[city] = tuple(
                tuple(
                    _read_use(way, f"a use of {city} in year {t}") for way in _years(each, "uses")
                )
                for t, each in enumerate(wanted, start=1)
            )
        factor = within(discount, "discount", "between 0 and 1")
        if not factor:
            raise InvalidInput("discount", factor, "more than 0")
        for field, one in (
            ("allotted", MappingProxyType(quota)),
            ("uses", MappingProxyType(ways)),
            ("discount", factor),
            ("carry", within(carry, "carry", "between 0 and 1")),
            ("borrowing", within(borrowing, "borrowing", "0 or more")),
        ):
            object.__setattr__(self, field, one)

    @property
    def cities(self) -> tuple[str, ...]:
        """The cities, in their order."""
        return tuple(self.allotted)

    @property
    def years(self) -> int:
        """How many years there are."""
        return len(self.allotted[self.cities[0]])

    def alone(self, city: str) -> tuple[Fraction, ...]:
        """What a city makes in each year of its own quota of that year, undiscounted."""
        one_of(city, self.cities, "a city")
        return tuple(
            _greatest_yield(quota, ways)
            for quota, ways in zip(self.allotted[city], self.uses[city], strict=True)
        )

    def together(self) -> tuple[Fraction, ...]:
        """What all make in each year if they trade quota, and keep and borrow none; undiscounted.

        >>> QuotaBank({"A": [1], "B": [1]}, {"A": [[]], "B": [[(3, 9)]]}).together()
        (Fraction(6, 1),)
        """
        return tuple(
            _greatest_yield(
                sum((self.allotted[city][t] for city in self.cities), Fraction(0)),
                tuple(way for city in self.cities for way in self.uses[city][t]),
            )
            for t in range(self.years)
        )

    def __hash__(self) -> int:
        return hash((tuple(self.allotted.items()), self.discount, self.carry, self.borrowing))

    def __reduce__(self) -> tuple[Any, ...]:
        schedules = (dict(self.allotted), dict(self.uses))
        return _restored, (*schedules, self.discount, self.carry, self.borrowing)

    def __repr__(self) -> str:
        return f"QuotaBank({len(self.cities)} cities, {self.years} years)"


def _restored(
    allotted: Any, uses: Any, discount: Fraction, carry: Fraction, borrowing: Fraction
) -> QuotaBank:
    return QuotaBank(allotted, uses, discount=discount, carry=carry, borrowing=borrowing)


def _greatest_yield(quota: Fraction, ways: tuple[Way, ...]) -> Fraction:
    made = Fraction(0)
    for worth, most in sorted(ways, reverse=True):
        used = min(quota, most)
        made += used * worth
        quota -= used
    return made


def _years(given: Any, place: str) -> list[Any]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidInput(place, given, "a list, one entry for each year")
    return list(given)


def _read_use(given: Any, place: str) -> Way:
    entries = list(given) if isinstance(given, Iterable) and not isinstance(given, str) else []
    if len(entries) != 2:
        raise InvalidInput(place, given, "a pair: money per mu, and how many mu at most")
    worth = within(entries[0], f"money per mu of {place}", "0 or more")
    return worth, within(entries[1], f"mu of {place}", "0 or more")
