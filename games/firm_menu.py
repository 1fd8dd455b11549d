"""Menus for firms: what a city offers by name to firms whose costs it does not see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from games.by_city import ByCity, in_order, numbers, within
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.players import validated_players

__all__ = ["FirmMenu", "Offer"]

ZERO = Fraction(0)

Offer = tuple[Fraction, Fraction]
"""How much a firm is to invest, and the subsidy that it is paid for it."""


@dataclass(frozen=True, init=False, slots=True, repr=False)
class FirmMenu:
    """Menus for firms: what a city offers by name to firms whose costs it does not see.

    A firm of kind i that invests q and is paid s has s - c_i q; to the city that is worth V(q) - s.
    The city knows which kinds there are and how many of each, and not which firm is which: whatever
    it offers to one kind, any firm may take, or leave.

    Kinds of firms, what a unit of investment costs each, and what investment is worth to the city.

    ``costs``: c_i by name, 0 or more. ``numbers``: how many firms of each kind, 1 where not given.
    ``value``: V as a mapping from investment to worth; straight between the levels, from 0 at 0;
    each level adds less a unit than the one before. ``offers``: (investment, subsidy) by kind, for
    the kinds that are offered something.

    Errors: ``InvalidInput`` names the number that cannot be right, and a level that adds too much.

    >>> menu = FirmMenu({"lean": 1, "dear": 3}, value={2: 10, 4: 16},
    ...                 offers={"lean": (4, 6), "dear": (2, 6)})
    >>> menu.worth(3), menu.profit("lean", (4, 6)), menu.profit("lean", (2, 6))
    (Fraction(13, 1), Fraction(2, 1), Fraction(4, 1))

    Source: Mussa and Rosen (1978); Baron and Myerson (1982), Regulating a monopolist with unknown
    costs.
    """

    costs: Mapping[str, Fraction]
    numbers: Mapping[str, Fraction]
    value: tuple[tuple[Fraction, Fraction], ...]
    offers: Mapping[str, Offer]

    def __init__(
        self,
        costs: Mapping[str, Any],
        value: Mapping[Any, Any],
        *,
        numbers: ByCity | None = None,
        offers: Mapping[str, tuple[Any, Any]] | None = None,
    ) -> None:
        of_kind(costs, Mapping, place="the costs", hint="a number for each kind of firm, by name")
        kinds = validated_players(costs, "firm")
        of_kind(value, Mapping, place="the value", hint="a worth by investment")
        found: dict[str, Offer] = {}
        for kind, offer in zip(kinds, in_order(offers, kinds, "offer", "firm"), strict=True):
            if offer is None:
                continue
            if not isinstance(offer, (tuple, list)) or len(offer) != 2:
                raise InvalidInput(f"the offer to {kind}", offer, "an investment and a subsidy")
            invested = within(offer[0], f"investment of {kind}", "0 or more")
            found[kind] = (invested, within(offer[1], f"subsidy of {kind}", "0 or more"))
        for field, figure in {
            "costs": _not_negative(costs, kinds, "cost", None),
            "numbers": _not_negative(numbers, kinds, "number", Fraction(1)),
            "value": _concave(value),
            "offers": MappingProxyType(found),
        }.items():
            object.__setattr__(self, field, figure)
        most = self.value[-1][0]
        for kind, (invested, _) in self.offers.items():
            if invested > most:
                raise InvalidInput(
                    f"investment of {kind}", invested, f"{most} at most, where the value ends"
                )

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of firms."""
        return tuple(self.costs)

    def worth(self, invested: Any) -> Fraction:
        """V(q), straight between the levels."""
        level = within(invested, "the investment", "0 or more")
        for (low, below), (high, above) in pairwise(self.value):
            if level <= high:
                return below + (above - below) * (level - low) / (high - low)
        raise InvalidInput("the investment", level, f"{self.value[-1][0]} at most")

    def profit(self, kind: str, offer: tuple[Any, Any]) -> Fraction:
        """The profit of a firm of that kind under that offer."""
        invested, subsidy = (exact(one, "an offer") for one in offer)
        return subsidy - self.costs[kind] * invested

    def __hash__(self) -> int:
        return hash((tuple(self.costs.items()), self.value, tuple(self.offers.items())))

    def __reduce__(self) -> tuple[Any, ...]:
        from functools import partial

        more: dict[str, Any] = {"numbers": dict(self.numbers), "offers": dict(self.offers)}
        return partial(FirmMenu, **more), (dict(self.costs), dict(self.value[1:]))

    def __repr__(self) -> str:
        return f"FirmMenu({', '.join(self.kinds)}; {len(self.offers)} offers)"


def _not_negative(
    given: ByCity | None, kinds: tuple[str, ...], what: str, default: Fraction | None
) -> Mapping[str, Fraction]:
    found = numbers(given, kinds, what, default, "firm")
    for kind, number in zip(kinds, found, strict=True):
        within(number, f"{what} of {kind}", "0 or more")
    return MappingProxyType(dict(zip(kinds, found, strict=True)))


def _concave(given: Mapping[Any, Any]) -> tuple[tuple[Fraction, Fraction], ...]:
    points = sorted(
        (within(q, "a level of investment", "0 or more"), exact(v, f"the worth of {q}"))
        for q, v in given.items()
    )
    levels = [(ZERO, ZERO), *(point for point in points if point != (ZERO, ZERO))]
    slopes: list[Fraction] = []
    for (low, below), (high, above) in pairwise(levels):
        if high == low:
            raise InvalidInput("a level of investment", high, "given once, and worth 0 at 0")
        slopes.append((above - below) / (high - low))
        if len(slopes) > 1 and slopes[-1] > slopes[-2]:
            raise InvalidInput(
                f"what a unit adds up to {high}", slopes[-1], f"{slopes[-2]} at most, as before it"
            )
    if not slopes:
        raise InvalidInput("the value", given, "a worth for one level of investment at least")
    return tuple(levels)
