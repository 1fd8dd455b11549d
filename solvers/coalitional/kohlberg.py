"""Kohlberg's criterion: which split makes the greatest excess small, then the next, and so on.

Level k looks at the coalitions whose payoff is not settled by the levels before it. The least value
of their greatest excess is proven by multipliers y_S > 0 of coalitions that attain it, such that

    sum y_S e_S  (+ sum m_i e_i over cities held at their floor v(i))  is settled:

whatever else the split, the sum of y_S (v(S) - x(S)) cannot fall. They, and the cities held at
their floor, are settled from now on. When the settled coalitions have rank n, the split is the only
one left. Checking it takes an elimination for each level, and one pass over the coalitions.

The same holds where each coalition's excess is divided by a weight of its own.

>>> from games import CoalitionalGame
>>> estate = CoalitionalGame.from_array(["c100", "c200", "c300"], [0, 0, 0, 0, 0, 0, 100, 200])
>>> half = Fraction(1, 2)
>>> levels = [
...     Level((WeightedCoalition(("c100",), half), WeightedCoalition(("c200", "c300"), half)), {}),
...     Level((WeightedCoalition(("c200",), half), WeightedCoalition(("c300",), half)), {}),
... ]
>>> split = {"c100": Fraction(50), "c200": Fraction(75), "c300": Fraction(75)}
>>> list(kohlberg_violations(estate, split, levels, floors=False))
[]
>>> print(*kohlberg_violations(estate, split, levels[:1], floors=False))
The levels leave the split open: their rank is 2, not 3.

Source: Kohlberg (1971); Maschler, Peleg and Shapley (1979); Sobolev (1975) for the prenucleolus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from games.players import coalition_name
from solvers.coalitional.balanced_collection import (
    WeightedCoalition,
    collection_violations,
)
from solvers.coalitional.excesses import Excesses
from solvers.coalitional.gains import gains
from solvers.coalitional.span import Span, incidence

__all__ = ["Level", "kohlberg_violations"]


@dataclass(frozen=True, slots=True)
class Level:
    """The coalitions that attain the level, with multipliers that add up to 1.

    ``floors``: the cities held at x_i = v(i), with their multipliers (nucleolus only). A level
    without coalitions holds cities at their floors because what is settled leaves them no more.
    """

    collection: tuple[WeightedCoalition, ...]
    floors: Mapping[str, Fraction]

    def __str__(self) -> str:
        terms = [str(member) for member in self.collection]
        terms += [f"{multiplier} floor of {city}" for city, multiplier in self.floors.items()]
        return " + ".join(terms)


def kohlberg_violations(
    game: CoalitionalGame,
    split: Mapping[str, Fraction],
    levels: Iterable[Level],
    *,
    floors: bool,
    weights: npt.NDArray[Any] | None = None,
) -> Iterator[str]:
    """Each reason why the levels do not prove the split; the form of Kohlberg's proof above.

    ``weights``: what the excess of each coalition is divided by; 1 if not given. A coalition of
    weight 0 does not count.
    """
    weights, skipped = _counting(weights)
    if tuple(split) != game.players:
        yield "The split does not fit the players."
    excesses = Excesses(game, weights)
    n = excesses.players
    payoffs = excesses.units(gains(game, split.values()))
    if sum(payoffs) != excesses.worth(excesses.grand):
        yield "The split does not add up to what all make together."
    if floors:
        for i, city in enumerate(game.players):
            if payoffs[i] < excesses.worth(1 << i):
                yield f"{city} would do better alone."
    span = Span(n)
    span.add(incidence(excesses.grand, n))
    values: list[Fraction] = []
    spans: list[Span] = []
    for number, level in enumerate(levels, start=1):
        for violation in _level_violations(game, excesses, payoffs, level, span):
            yield f"Level {number}: {violation}"
        if any(skipped[game.mask(member.coalition)] for member in level.collection):
            yield f"Level {number}: a coalition that does not count stands in it."
        if level.floors and not floors:
            yield f"Level {number} holds cities at a floor, and there is none."
        if level.collection:
            spans.append(span.copy())
            values.append(excesses.excess(game.mask(level.collection[0].coalition), payoffs))
        _settle(game, level, span)
    if any(later > earlier for earlier, later in pairwise(values)):
        yield "A later level is higher."
    elif values:
        asked = [_OrSkipped(each, skipped) for each in spans] if skipped else spans
        for k, mask in excesses.above_levels(payoffs, values, asked, limit=1):
            yield f"Level {k + 1}: {coalition_name(game.members(mask))} has a greater excess."
    if not span.full:
        yield f"The levels leave the split open: their rank is {span.rank}, not {n}."


class _Skipped:
    """Which coalitions have the weight 0; false where none has."""

    def __init__(self, weights: npt.NDArray[Any] | None) -> None:
        self.zero = None if weights is None else np.asarray(weights == 0)

    def __bool__(self) -> bool:
        return self.zero is not None and bool(self.zero[1:-1].any())

    def __getitem__(self, masks: Any) -> Any:
        return self.zero[masks] if self.zero is not None else np.zeros_like(masks, bool)


def _counting(weights: npt.NDArray[Any] | None) -> tuple[npt.NDArray[Any] | None, _Skipped]:
    """The weights, 1 where a coalition is skipped, and which are."""
    skipped = _Skipped(weights)
    if weights is None or not skipped:
        return weights, skipped
    return np.where(skipped.zero, 1, weights), skipped  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _OrSkipped:
    """What is settled, or does not count."""

    span: Span
    skipped: _Skipped

    def contains(self, masks: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        found: npt.NDArray[np.bool_] = self.span.contains(masks) | self.skipped[masks]
        return found


def _settle(game: CoalitionalGame, level: Level, span: Span) -> None:
    """From now on the payoffs of the level's coalitions and cities are settled."""
    for member in level.collection:
        span.add(incidence(game.mask(member.coalition), len(game.players)))
    for city in level.floors:
        span.add(incidence(game.mask(city), len(game.players)))


def _level_violations(
    game: CoalitionalGame,
    excesses: Excesses,
    payoffs: list[Fraction],
    level: Level,
    span: Span,
) -> Iterator[str]:
    """Why a level does not prove that its excess is the least, given what is settled already."""
    yield from collection_violations(game, level.collection)
    masks = np.array([game.mask(member.coalition) for member in level.collection], dtype=np.int64)
    if not level.collection and not level.floors:
        yield "It settles nothing."
    total = sum(member.weight for member in level.collection)
    if level.collection and total != 1:
        yield "The weights do not add up to 1."
    floors = np.array([game.mask(city) for city in level.floors], dtype=np.int64)
    if span.contains(masks).any() or span.contains(floors).any():
        yield "A coalition is settled already."
    if any(multiplier <= 0 for multiplier in level.floors.values()):
        yield "A city's multiplier is not positive."
    for i, city in enumerate(game.players):
        if city in level.floors and payoffs[i] != excesses.worth(1 << i):
            yield f"{city} does not stand at its floor."
    attained = {excesses.excess(int(mask), payoffs) for mask in masks}
    if len(attained) > 1:
        yield "The coalitions have different excesses."

    combined = [
        sum((m.weight for m in level.collection if city in m.coalition), Fraction(0))
        + level.floors.get(city, Fraction(0))
        for city in game.players
    ]
    if not span.contains_vector(combined):
        yield "The coalitions do not balance."
