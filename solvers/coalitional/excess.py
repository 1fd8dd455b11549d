"""Excess: what a coalition could gain by leaving a split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from games.approximately import approximately
from games.by_city import by_index, one_of, within
from games.coalitional import CoalitionalGame, Sense
from games.errors import MISSING, InvalidInput
from games.exact import exact
from games.players import Coalition, coalition_name
from solvers.coalitional.excesses import Excesses
from solvers.coalitional.gains import gains, refuse_untabulated
from solvers.single_dispatch import single_dispatch

__all__ = [
    "NoCoalitionFound",
    "Violation",
    "blocking_coalitions",
    "excess",
    "greatest_excess",
    "read_division",
    "read_payoffs",
    "read_split",
    "split_radius",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Violation:
    """A coalition and what it gains by leaving (for costs: what it saves).

    Of the grand coalition: what the split leaves undistributed, or, if negative, what it promises
    beyond what there is.

    See ``excess`` for the concept, an example and its source.
    """

    coalition: Coalition
    gain: Fraction

    def __str__(self) -> str:
        who = coalition_name(self.coalition)
        if self.gain < 0:
            by = approximately(-self.gain)
            return f"{who} fares better by {by} in this split than it can by itself"
        return f"{who} can gain {approximately(self.gain)}"


@dataclass(frozen=True, slots=True)
class NoCoalitionFound:
    """No coalition was found that gains by leaving, which does not prove that none does.

    ``asked``: how many were asked what they make. False in a condition, as None is, which says
    that it is proven.

    See ``excess`` for the concept and its source.

    >>> bool(NoCoalitionFound(12))
    False
    >>> print(NoCoalitionFound(12))
    No coalition was found that gains by leaving, of 12 asked; others may exist.
    """

    asked: int

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return (
            f"No coalition was found that gains by leaving, of {self.asked} asked; others may "
            "exist."
        )


@single_dispatch
def excess(
    game: CoalitionalGame | Any, split: Mapping[str, Any], coalition: Iterable[str]
) -> Fraction:
    """Excess: what a coalition could gain by leaving a split.

        e(S, x) = v(S) - x(S)   for gains,      e(S, x) = x(S) - c(S)   for costs.

    A coalition with a positive excess blocks the split: its members can do better alone.

    e(S, x) of one coalition, exact.

    Errors: ``InvalidInput`` names a city without a payoff in the split, and a member that is no
    city of the game.

    >>> glove = CoalitionalGame(["L", "R"], {"L": 0, "R": 0, ("L", "R"): 1})
    >>> excess(glove, {"L": 0.25, "R": 0.75}, ["L"])
    Fraction(-1, 4)

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_function(["A", "B", "C"],
    ...                                       lambda s: {1: 0, 2: 60, 3: 72}[len(s)])
    >>> greatest_excess(pairs, {"A": 40, "B": 32, "C": 0})
    Violation(coalition=('B', 'C'), gain=Fraction(28, 1))

    Source: Davis and Maschler (1965); Schmeidler (1969).
    """
    payoffs, _ = read_split(game, split)
    mask = game.mask(coalition)
    total = sum((x for i, x in enumerate(payoffs) if mask >> i & 1), ZERO)
    return gains(game, [game.worth(mask) - total])[0]


@single_dispatch
def greatest_excess(game: CoalitionalGame | Any, split: Mapping[str, Any]) -> Violation | None:
    """The coalition that gains most (or loses least) by leaving; None for a game of one city.

    Of several, the first by bitmask. The empty and the grand coalition are not considered.

    Errors: ``InvalidInput`` names a city without a payoff in the split.

    See ``excess`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_function(["A", "B", "C"],
    ...                                       lambda s: {1: 0, 2: 60, 3: 72}[len(s)])
    >>> greatest_excess(pairs, {"A": 40, "B": 32, "C": 0})
    Violation(coalition=('B', 'C'), gain=Fraction(28, 1))
    """
    payoffs, _ = read_split(game, split)
    table = Excesses(game)
    found = table.greatest(table.units(gains(game, payoffs)))
    if found is None:
        return None
    mask, most = found
    return Violation(game.members(mask), most * table.unit)


def blocking_coalitions(
    game: CoalitionalGame, split: Mapping[str, Any], *, radius: Fraction = Fraction(0)
) -> tuple[Violation, ...]:
    """The coalitions that gain more than ``radius`` by leaving, the greatest gain first.

    Errors: ``InvalidInput`` names a city without a payoff in the split.

    See ``excess`` for the concept and its source.

    >>> three = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
    >>> print(*blocking_coalitions(three, {"A": 40, "B": 32, "C": 0}), sep="; ")
    {B, C} can gain 28; {A, C} can gain 20
    """
    payoffs, _ = read_split(game, split)
    radius = within(radius, "the radius", "0 or more")
    table = Excesses(game)
    found = table.above(table.units(gains(game, payoffs)), radius / table.unit)
    return tuple(Violation(game.members(mask), e * table.unit) for mask, e in found)


def read_split(game: CoalitionalGame, split: Mapping[str, Any]) -> tuple[list[Fraction], Fraction]:
    """The payoffs in the order of the players, and the radius within which the split is judged.

    The radius is 0 for a split of exact numbers. One that contains a float cannot add up better
    than floats do, so it is judged within n 2^-52 (sum |x_i| + |v(N)|).

    >>> halves = CoalitionalGame(["A", "B"], {"A": 0, "B": 0, ("A", "B"): 1})
    >>> read_split(halves, {"A": Fraction(1, 2), "B": 0.5})
    ([Fraction(1, 2), Fraction(1, 2)], Fraction(1, 1125899906842624))
    """
    refuse_untabulated(game)
    payoffs, floats = read_payoffs(game.players, split)
    return payoffs, split_radius(payoffs, game.grand_worth, floats=floats)


def read_division(
    players: Sequence[str], split: Mapping[str, Any], worth: Fraction, sense: Sense
) -> tuple[dict[str, Fraction], Fraction, Violation | None]:
    """What each city has, the radius, and what is left where the split does not add up to v(N).

    >>> read_division(("A", "B"), {"A": 1, "B": 1}, Fraction(3), "gain")[2]
    Violation(coalition=('A', 'B'), gain=Fraction(1, 1))
    """
    payoffs, floats = read_payoffs(players, split)
    radius = split_radius(payoffs, worth, floats=floats)
    left = worth - sum(payoffs) if sense == "gain" else sum(payoffs) - worth
    uneven = Violation(tuple(players), left) if abs(left) > radius else None
    return dict(zip(players, payoffs, strict=True)), radius, uneven


def split_radius(payoffs: Sequence[Fraction], worth: Fraction, *, floats: bool) -> Fraction:
    """The radius within which a split of a worth is judged: 0 if there are no floats in it."""
    return len(payoffs) * sum(map(abs, payoffs), abs(worth)) / 2**52 if floats else ZERO


def read_payoffs(
    players: Sequence[str], split: Mapping[str, Any], what: str = "the split"
) -> tuple[list[Fraction], bool]:
    """The payoffs in the order of the players, and whether any is a float.

    ``what``: what the user knows them as.
    """
    given: Any = by_index(split, f"a city of {what}")
    if not isinstance(given, Mapping):
        right = "a dict, a number for each city, by name: dict(zip(players, numbers))"
        raise InvalidInput(what, given, right)
    for name in given:
        one_of(name, players, f"a city of {what}")
    for name in players:
        if name not in given:
            raise InvalidInput(f"{what}'s payoff of {name}", MISSING, "a number")
    payoffs = [exact(given[name], f"{what}'s payoff of {name}") for name in players]
    return payoffs, any(isinstance(given[name], float | np.floating) for name in players)
