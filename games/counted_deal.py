"""Deals that are counted: a tax to be shared, and projects that statistics count for cities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Any

from games.by_city import ByCity, in_order, numbers, within
from games.errors import InvalidInput
from games.players import validated_players

__all__ = ["CountedDeal"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class CountedDeal:
    """Deals that are counted: a tax to be shared, and projects that statistics count for cities.

    A member i that is given the part alpha_i of a tax T, and may count the share s_i of P projects,
    gains

        gain_i + alpha_i T + u_i (s_i P - lost_i),

    where u_i is what a project counted is worth to it, and lost_i what it can no longer count.

    Members, what each gains a year but for the tax and the statistics, and figures of both.

    ``gains``: by name. ``tax``: T, 0 or more. ``projects``: P, 0 or more. ``values``: u_i, 0 or
    more, 0 where not given. ``lost``: likewise. ``tax_shares``: the lowest and the highest alpha_i
    that the law allows, 0 and 1 where not given.

    Errors: ``InvalidInput`` names the figure that cannot be right, and shares of tax that cannot
    add up to 1.

    >>> deal = CountedDeal({"Hub": -4, "Home": -3}, tax=2, projects=50,
    ...                    values={"Hub": 0.1, "Home": 0.05})
    >>> deal.gain("Hub", Fraction(1, 2), Fraction(3, 5))
    Fraction(0, 1)

    Source: Hu and Zhang (2024), for the question.
    """

    gains: Mapping[str, Fraction]
    tax: Fraction
    projects: Fraction
    values: Mapping[str, Fraction]
    lost: Mapping[str, Fraction]
    tax_shares: Mapping[str, tuple[Fraction, Fraction]]

    def __init__(
        self,
        gains: Mapping[str, Any],
        tax: Any,
        projects: Any,
        values: ByCity,
        *,
        lost: ByCity | None = None,
        tax_shares: Mapping[str, tuple[Any, Any]] | None = None,
    ) -> None:
        if not isinstance(gains, Mapping):
            raise InvalidInput("the gains", gains, "a number for each member, by name")
        members = validated_players(gains, "member")
        allowed = {}
        for city, pair in zip(members, in_order(tax_shares, members, "tax share"), strict=True):
            if pair is not None and (not isinstance(pair, (tuple, list)) or len(pair) != 2):
                raise InvalidInput(f"the tax share of {city}", pair, "its lowest and highest value")
            low, high = (
                within(one, f"tax share of {city}", "between 0 and 1") for one in pair or (0, 1)
            )
            if low > high:
                raise InvalidInput(f"the lowest tax share of {city}", low, f"at most {high}")
            allowed[city] = (low, high)
        least, most = (sum((pair[k] for pair in allowed.values()), ZERO) for k in (0, 1))
        if not least <= 1 <= most:
            span = f"{least} to {most} in all"
            raise InvalidInput("the shares of the tax", span, "such that they can add up to 1")
        for field, found in {
            "gains": _by_member(numbers(gains, members, "gain", who="member"), members),
            "tax": within(tax, "the tax", "0 or more"),
            "projects": within(projects, "the number of projects", "0 or more"),
            "values": _positive(values, members, "value of a project"),
            "lost": _positive(lost, members, "loss of projects"),
            "tax_shares": MappingProxyType(allowed),
        }.items():
            object.__setattr__(self, field, found)

    @property
    def members(self) -> tuple[str, ...]:
        """Who would sign."""
        return tuple(self.gains)

    def gain(self, member: str, tax_share: Fraction, counted: Fraction) -> Fraction:
        """What a member gains with that part of the tax and that share of the projects."""
        statistics = self.values[member] * (counted * self.projects - self.lost[member])
        return self.gains[member] + tax_share * self.tax + statistics

    def __hash__(self) -> int:
        return hash((tuple(self.gains.items()), self.tax, self.projects))

    def __reduce__(self) -> tuple[Any, ...]:
        figures = (dict(self.gains), self.tax, self.projects, dict(self.values))
        more: dict[str, Any] = {"lost": dict(self.lost), "tax_shares": dict(self.tax_shares)}
        return partial(CountedDeal, **more), figures

    def __repr__(self) -> str:
        return f"CountedDeal({', '.join(self.members)}; {self.projects} projects)"


def _by_member(figures: tuple[Fraction, ...], members: tuple[str, ...]) -> Mapping[str, Fraction]:
    return MappingProxyType(dict(zip(members, figures, strict=True)))


def _positive(given: ByCity | None, members: tuple[str, ...], what: str) -> Mapping[str, Fraction]:
    found = numbers(given, members, what, ZERO, "member")
    for city, number in zip(members, found, strict=True):
        within(number, f"{what} of {city}", "0 or more")
    return _by_member(found, members)
