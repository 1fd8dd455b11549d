"""Zero-normalised games, in which no city makes anything alone; and the game that is left then."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from games.approximately import approximately
from games.by_city import ByCity, numbers, within
from games.coalitional import CoalitionalGame
from games.players import coalition_name
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.subset_sums import subset_sums
from solvers.properties.violation import PropertyViolation, verb

__all__ = ["strategically_equivalent", "zero_normalised", "zero_normalised_violation"]


def zero_normalised_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """The city that makes most (or loses most) alone."""
    worst = max(game.players, key=lambda city: abs(game.worth([city])))
    worth = game.worth([worst])
    if not worth:
        return None
    sentence = f"{coalition_name([worst])} {verb(game)} {approximately(worth)} alone."
    return PropertyViolation("zero-normalised", ((worst,),), abs(worth), sentence)


def zero_normalised(game: CoalitionalGame) -> CoalitionalGame:
    """The zero-normalised game: what each coalition makes beyond its members alone.

        v0(S) = v(S) - sum over i in S of v(i)

    Strategically equivalent games, a v(S) + b(S) with a > 0, differ in unit and starting point
    only: most concepts move along.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    >>> from games import CoalitionalGame
    >>> duo = CoalitionalGame(["A", "B"], {"A": 1, "B": 2, ("A", "B"): 7})
    >>> print(zero_normalised_violation(duo))
    {B} makes 2 alone.
    >>> zero_normalised(duo)
    CoalitionalGame(A, B; worth of all 4)
    >>> strategically_equivalent(zero_normalised(duo), 1, {"A": 1, "B": 2}) == duo
    True

    Source: von Neumann and Morgenstern (1944).
    """
    refuse_untabulated(game)
    return strategically_equivalent(game, 1, [-game.worth([city]) for city in game.players])


def strategically_equivalent(game: CoalitionalGame, scale: Any, shift: ByCity) -> CoalitionalGame:
    """The game a v(S) + b(S): ``scale`` a, more than 0, and ``shift`` b_i, 0 where not named.

    Errors: ``InvalidInput`` for a scale of 0 or less, and names a city with a shift that is not of
    the game.

    See ``zero_normalised`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> duo = CoalitionalGame(["A", "B"], {"A": 1, "B": 2, ("A", "B"): 7})
    >>> strategically_equivalent(zero_normalised(duo), 1, {"A": 1, "B": 2}) == duo
    True
    """
    refuse_untabulated(game)
    a = within(scale, "the scale", "more than 0")
    b = numbers(shift, game.players, "shift", default=Fraction(0))
    worths, unit = game.integers()
    denominator = math.lcm((a * unit).denominator, *(x.denominator for x in b))
    factor = int(a * unit * denominator)
    added = subset_sums(np.array([int(x * denominator) for x in b], dtype=object))
    fits = worths.dtype != object and (
        int(abs(worths).max()) * factor + int(abs(added).max()) < 2**62
    )
    kind: Any = np.int64 if fits else object
    whole = worths.astype(kind) * factor + added.astype(kind)
    return CoalitionalGame.from_integers(game.players, whole, Fraction(1, denominator), game.sense)
