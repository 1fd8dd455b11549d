"""Groups of cities in production games that lie on a line, between two for which proofs are known.

As one number of a region moves, its game moves on a line: either what activities, sales and
purchases bring changes, or what there is of resources, room in platforms and limits; and what
platforms cost. Where one proof (``opening_proof.py``) holds at two places of the line, it mostly
holds between them, so that no program is solved there:

- If what is brought changes, the plan stays as it is and prices move on a line. So they stay at
  least 0, and the bound of each basis moves on a line where none of its slopes changes its sign.
- If what there is changes, prices stay and the plan moves on a line, within its limits; so do the
  bounds.

Either way the worth is on the line, and whichever basis is the first that beats an opening vector
at both places is so between them.

>>> from games.production import *
>>> def game(land):
...     owned = Resource("land", "tradable", {"Quzhou": land})
...     plant = Activity("plant", ("Quzhou",), (Use("land", 2),), (Value("Quzhou", "cash", 3),))
...     return GameNumbers(LinearProductionGame(("Quzhou",), (owned,), (plant,)))
>>> changes(game(1), game(5))
[(('sides', 'owned', 0, 'Quzhou'), 4)]
>>> far, near = (way(changes(game(1), game(x))) for x in (5, 3))
>>> far.direction == near.direction, far.place, near.place
(True, 4, 2)

Source: Gass and Saaty (1955), The computational algorithm for the parametric objective function;
Gal (1995), Postoptimal analyses, parametric programming and related topics.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from games.production import Platform
from solvers.production.game_numbers import GameNumbers
from solvers.production.opening_proof import Grounds, Settled
from solvers.production.production_program import row_of
from solvers.rational import Rational, fraction, rational

__all__ = ["COSTS", "GAINS", "Change", "Line", "Way", "between", "changes", "neighbours", "way"]

ZERO, ONE = Fraction(0), Fraction(1)
GAINS, SIDES, COSTS = "gains", "sides", "costs"
Change = tuple[tuple[Any, ...], Rational]
"""What changes, its kind first, and by how much."""
Line = list[tuple[Rational, list[Settled]]]
"""By place, in order, what all groups do."""


class Way(NamedTuple):
    """In which direction from a game another one is, and how far; ``sides``: if these change."""

    direction: Any
    place: Rational
    sides: bool


def changes(one: GameNumbers, other: GameNumbers) -> list[Change] | None:
    """What differs in two games of one ``structure``; ``None`` if it is also what is used."""
    found = list[Change]()
    for name, mine in one.columns.items():
        theirs = other.columns[name]
        if mine is theirs or mine.key == theirs.key:
            continue
        if mine.terms != theirs.terms or (mine.high is None) != (theirs.high is None):
            return None
        if mine.gain != theirs.gain:
            found.append(((GAINS, name), theirs.gain - mine.gain))
        if mine.high != theirs.high:
            found.append(((SIDES, "limit", name), theirs.high - mine.high))
    for k, resource in enumerate(one.game.resources):
        found += _by_name((SIDES, "owned", k), one.owned[k], other.owned[k])
        if resource.exchange is not None:
            exchange = other.game.resources[k].exchange
            caps = [_caps(x.cap) for x in (resource.exchange, exchange) if x is not None]
            if ("" in caps[0]) != ("" in caps[1]):
                return None
            found += _by_name((SIDES, "cap", k), *caps)
    for k, platform in enumerate(one.game.platforms):
        if platform is other.game.platforms[k]:
            continue
        if _fixed(platform) != _fixed(other.game.platforms[k]):
            return None
        rooms = [{row: x for row, (x, _) in game.changes[k].items()} for game in (one, other)]
        found += _by_name((SIDES, "room", k), *rooms)
        if one.costs[k] != other.costs[k]:
            found.append(((COSTS, k), other.costs[k] - one.costs[k]))
    return found


def way(found: Sequence[Change]) -> Way | None:
    """The way that these changes go; ``None`` where there are none, or both gains and sides do."""
    kinds = {kind for (kind, *_), _ in found}
    if not found or {GAINS, SIDES} <= kinds:
        return None
    place = found[0][1]
    ratios = [(part, change / place) for part, change in found]
    direction = tuple((part, int(ratio.p), int(ratio.q)) for part, ratio in ratios)
    return Way(direction, place, SIDES in kinds)


def _fixed(platform: Platform) -> tuple[Any, ...]:
    """How often a platform can be opened, and the rows that it draws on and adds to."""
    return (
        platform.limit,
        tuple(map(row_of, platform.uses)),
        tuple(map(row_of, platform.provides)),
    )


def _caps(cap: Any) -> Mapping[str, Rational]:
    """The caps of an exchange by city; of each city where they are one number."""
    if isinstance(cap, Mapping):
        return {city: rational(most) for city, most in cap.items()}
    return {"": rational(cap)}


def _by_name(
    part: tuple[Any, ...], one: Mapping[str, Rational], other: Mapping[str, Rational]
) -> Iterator[Change]:
    if one is other:
        return
    zero = rational(ZERO)
    for name in {**one, **other}:
        change = other.get(name, zero) - one.get(name, zero)
        if change:
            yield (*part, name), change


def neighbours(line: Line, place: Rational) -> tuple[Fraction, list[Settled], list[Settled]] | None:
    """The nearest two places of a line between which one lies, and at which part of the way."""
    k = bisect_left(line, place, key=_place)
    if not 0 < k < len(line):
        return None
    (low, before), (high, after) = line[k - 1], line[k]
    return fraction((place - low) / (high - low)), before, after


def _place(known: tuple[Rational, list[Settled]]) -> Rational:
    return known[0]


def between(one: Settled, other: Settled, part: Fraction, *, sides: bool) -> Settled | None:
    """What a group does at a part of the way from a place to another; ``None`` if not known.

    ``sides``: whether it is they that change. ``Settled`` as if it was checked there.
    """
    first, second = one.grounds, other.grounds
    if first is None or second is None:
        return None
    if first.beaten != second.beaten or one.proof != other.proof:
        return None
    grounds, point, rest = first, one.point, ONE - part
    if sides:
        # An opening vector that is impossible at both places might be possible between them.
        if not (first.all_open and second.all_open):
            return None
        point = _between_plans(one.point, other.point, part)
    elif first.signs != second.signs:
        if any(a * b < 0 for a, b in _pairs(first, second)):
            return None
        signs = [
            tuple(a or b for a, b in zip(mine, theirs, strict=True))
            for mine, theirs in zip(first.signs, second.signs, strict=True)
        ]
        grounds = replace(first, signs=tuple(signs))
    return Settled(one.proof, rest * one.worth + part * other.worth, point, grounds)


def _pairs(one: Grounds, other: Grounds) -> Iterator[tuple[int, int]]:
    """The signs of each slope at two places."""
    for mine, theirs in zip(one.signs, other.signs, strict=True):
        yield from zip(mine, theirs, strict=True)


def _between_plans(
    one: Mapping[str, Fraction], other: Mapping[str, Fraction], part: Fraction
) -> Mapping[str, Fraction]:
    if one == other:
        return one
    rest = ONE - part
    found = {
        name: rest * one.get(name, ZERO) + part * other.get(name, ZERO) for name in {**one, **other}
    }
    return {name: x for name, x in found.items() if x}
