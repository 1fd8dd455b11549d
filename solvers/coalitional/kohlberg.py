"""Kohlberg's criterion: which split makes the greatest excess small, then the next, and so on.

Level k looks at the coalitions whose payoff is not settled by the levels before it. The least value
of their greatest excess is proven by weights w_S > 0 on coalitions that attain it, such that

    sum w_S e_S  (+ sum m_i e_i over cities held at their floor v(i))  is settled:

whatever else the split, the mean excess of these coalitions cannot fall. They, and the cities held
at their floor, are settled from now on. When the settled coalitions have rank n, the split is the
only one left. Checking it takes, level by level, one pass over the coalitions and one elimination.

>>> from games import CoalitionalGame
>>> estate = CoalitionalGame.from_array(["c100", "c200", "c300"], [0, 0, 0, 0, 0, 0, 100, 200])
>>> split, levels = lexicographic(estate, floors=False)
>>> split
{'c100': Fraction(50, 1), 'c200': Fraction(75, 1), 'c300': Fraction(75, 1)}
>>> print(*levels, sep="; ")
1/2 {c100} + 1/2 {c200, c300}; 1/2 {c200} + 1/2 {c300}

Source: Kohlberg (1971); Maschler, Peleg and Shapley (1979); Sobolev (1975) for the prenucleolus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from games.coalitional import CoalitionalGame, coalition_name
from solvers.coalitional.balanced_collection import (
    WeightedCoalition,
    collection,
    collection_faults,
)
from solvers.coalitional.excess import Chosen, Excesses, Masks, gains
from solvers.coalitional.row_generation import CoalitionProgram, starting_pool
from solvers.coalitional.span import Span, incidence

__all__ = ["Level", "kohlberg_faults", "lexicographic"]


@dataclass(frozen=True, slots=True)
class Level:
    """The coalitions that attain the level, with weights that add up to 1.

    ``floors``: the cities held at x_i = v(i), with their multipliers (nucleolus only).
    """

    collection: tuple[WeightedCoalition, ...]
    floors: Mapping[str, Fraction]

    def __str__(self) -> str:
        terms = [str(member) for member in self.collection]
        terms += [f"{multiplier} floor of {city}" for city, multiplier in self.floors.items()]
        return " + ".join(terms)


def lexicographic(
    game: CoalitionalGame, *, floors: bool
) -> tuple[dict[str, Fraction], tuple[Level, ...]]:
    """The split with the lexicographically smallest excesses, and the levels that prove it.

    ``floors``: only splits with x_i >= v(i) (costs: x_i <= c(i)) count; there must be one.
    """
    excesses = Excesses(game)
    n, grand = excesses.players, excesses.grand
    span, pool = Span(n), starting_pool(excesses)
    settled = {grand: Fraction(excesses.worth(grand))}
    span.add(incidence(grand, n))
    payoffs = tuple(settled.values())
    levels = []
    while not span.full:
        held = [i for i in range(n) if floors and not _in_span(span, 1 << i)]
        optimum = CoalitionProgram(
            excesses,
            count=lambda masks: excesses.proper(masks) & ~span.contains(masks),
            settled=settled,
            floors=held,
            level=True,
            pool=pool,
        ).minimise([0] * n + [1])
        payoffs = optimum.payoffs
        for mask in (*optimum.weights, *(1 << i for i in optimum.floors)):
            if span.add(incidence(mask, n)):
                settled[mask] = sum((payoffs[i] for i in range(n) if mask >> i & 1), Fraction(0))
        at_floor = {game.players[i]: multiplier for i, multiplier in optimum.floors.items()}
        levels.append(Level(collection(game, optimum.weights), at_floor))
    split = gains(game, (x * excesses.unit for x in payoffs))
    return dict(zip(game.players, split, strict=True)), tuple(levels)


def _in_span(span: Span, mask: int) -> bool:
    return bool(span.contains(np.array([mask]))[0])


def kohlberg_faults(
    game: CoalitionalGame, split: Mapping[str, Fraction], levels: Iterable[Level], *, floors: bool
) -> Iterator[str]:
    """Each reason why the levels do not prove the split; the form of Kohlberg's proof above."""
    if tuple(split) != game.players:
        yield "The split does not fit the players."
    excesses = Excesses(game)
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
    for number, level in enumerate(levels, start=1):
        for fault in _level_faults(game, excesses, payoffs, level, span):
            yield f"Level {number}: {fault}"
        if level.floors and not floors:
            yield f"Level {number} holds cities at a floor, and there is none."
        for member in level.collection:
            span.add(incidence(game.mask(member.coalition), n))
        for city in level.floors:
            span.add(incidence(game.mask(city), n))
    if not span.full:
        yield f"The levels leave the split open: their rank is {span.rank}, not {n}."


def _level_faults(
    game: CoalitionalGame,
    excesses: Excesses,
    payoffs: list[Fraction],
    level: Level,
    span: Span,
) -> Iterator[str]:
    """Why a level does not prove that its excess is the least, given what is settled already."""
    yield from collection_faults(game, level.collection)
    if sum(member.weight for member in level.collection) != 1:
        yield "The weights do not add up to 1."
    masks = np.array([game.mask(member.coalition) for member in level.collection])
    floors = np.array([game.mask(city) for city in level.floors], dtype=np.int64)
    if span.contains(masks).any() or span.contains(floors).any():
        yield "A coalition is settled already."
    if any(multiplier <= 0 for multiplier in level.floors.values()):
        yield "A city's multiplier is not positive."
    for i, city in enumerate(game.players):
        if city in level.floors and payoffs[i] != excesses.worth(1 << i):
            yield f"{city} does not stand at its floor."
    attained = {excesses.excess(int(mask), payoffs) for mask in masks}
    if len(attained) != 1:
        yield "The coalitions have different excesses."

    def unsettled(candidates: Masks) -> Chosen:
        return excesses.proper(candidates) & ~span.contains(candidates)

    for mask, _ in excesses.above(payoffs, max(attained), unsettled, limit=1):
        yield f"{coalition_name(game.members(mask))} has a greater excess."
    combined = [
        sum((m.weight for m in level.collection if city in m.coalition), Fraction(0))
        + level.floors.get(city, Fraction(0))
        for city in game.players
    ]
    if not span.contains_vector(combined):
        yield "The coalitions do not balance."
