"""A swap of quota for floor space: a small city has land quota, a large one a park with floor."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, numbers, within
from games.errors import InvalidInput
from games.players import validated_players

__all__ = ["QuotaSwap"]


@dataclass(frozen=True, slots=True)
class QuotaSwap:
    """A swap of quota for floor space: a small city has land quota, a large one a park with floor.

    The small city owns Q mu of quota, the large one offers F units of floor (say, of 1,000 m2).
    What a mu and a unit of floor are worth to each is given, so that both gain by a swap at r mu
    per unit iff

        floor to host / quota to host  <=  r  <=  floor to sender / quota to sender.

    The ``sender`` of quota and the ``host`` of floor, what there is, and what it is worth.

    ``quota``: mu that the sender can hand over; ``floor``: units that the host can offer, both 0 or
    more. ``quota_worth`` and ``floor_worth``: money per mu and per unit to each city, by name or
    sender first; a mu is worth more than 0 to both. Errors: ``InvalidInput``.

    >>> swap = QuotaSwap("Quzhou", "Hangzhou", quota=300, floor=50,
    ...                  quota_worth={"Quzhou": 1, "Hangzhou": 3},
    ...                  floor_worth={"Quzhou": 8, "Hangzhou": 6})
    >>> swap.lowest, swap.highest
    (Fraction(2, 1), Fraction(8, 1))

    Source: Hu and Zhang (2024) for the swap; Edgeworth (1881) for the range of ratios.
    """

    sender: str
    host: str
    quota: Any
    floor: Any
    quota_worth: ByCity = field(hash=False)
    floor_worth: ByCity = field(hash=False)

    def __post_init__(self) -> None:
        cities = validated_players([self.sender, self.host])
        for part in ("quota", "floor"):
            object.__setattr__(self, part, within(getattr(self, part), part, "0 or more"))
        for part, what, expected in (
            ("quota_worth", "worth of a mu", "more than 0"),
            ("floor_worth", "worth of a unit of floor", "0 or more"),
        ):
            worth = dict(zip(cities, numbers(getattr(self, part), cities, what), strict=True))
            for city, one in worth.items():
                within(one, f"{what} to {city}", expected)
            object.__setattr__(self, part, worth)

    @property
    def cities(self) -> tuple[str, str]:
        """Sender, then host."""
        return self.sender, self.host

    def _ratio(self, city: str) -> Fraction:
        ratio: Fraction = self.floor_worth[city] / self.quota_worth[city]  # type: ignore[call-overload]
        return ratio

    @property
    def lowest(self) -> Fraction:
        """The fewest mu per unit of floor that the host accepts."""
        return self._ratio(self.host)

    @property
    def highest(self) -> Fraction:
        """The most mu per unit of floor that the sender accepts."""
        return self._ratio(self.sender)

    def gain(self, city: str, quota: Fraction, floor: Fraction) -> Fraction:
        """What a city gains if so many mu go to the host and so many units to the sender."""
        if city not in self.cities:
            raise InvalidInput("a city", city, f"{self.sender} or {self.host}")
        gain: Fraction = floor * self.floor_worth[city] - quota * self.quota_worth[city]  # type: ignore[call-overload]
        return gain if city == self.sender else -gain
