"""The limits of a long search: its seconds, and a function that is told of each round."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from games.errors import InvalidInput

__all__ = ["Progress", "SearchLimits", "check_limits", "time_of"]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a long search stands: ``rounds`` done, and bounds so far, in the game's money.

    A game too large to tabulate is searched, round by round, and what is known when time is over is
    the answer. A table of worths, or a formula, is answered for good: it takes the same limits, so
    that a line of code serves every game, and needs none.

    >>> print(Progress(3, -1.5, 2))
    round 3: between -1.5 and 2
    >>> check_limits("a minute", None)
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: seconds is 'a minute'; it should be a number, 0 or more; inf for no
    end.
    """

    rounds: int
    lowest: float
    highest: float

    def __str__(self) -> str:
        return f"round {self.rounds}: between {self.lowest:.6g} and {self.highest:.6g}"


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """When to stop, whom to tell, and the unit in which the search counts, to tell it in money."""

    seconds: float
    progress: Callable[[Progress], None] | None
    unit: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        check_limits(self.seconds, self.progress)


def check_limits(seconds: object = math.inf, progress: object = None) -> None:
    """Refuse a time that is none (NaN would never be over), and who cannot be told."""
    if not time_of(seconds) >= 0:
        raise InvalidInput("seconds", seconds, "a number, 0 or more; inf for no end")
    if progress is not None and not callable(progress):
        raise InvalidInput("progress", progress, "a function that is told of each round")


def time_of(seconds: object) -> float:
    """The seconds as a number; NaN for what is none.

    >>> time_of(Fraction(3, 2)), time_of("5"), time_of(True)
    (1.5, nan, nan)
    """
    number = isinstance(seconds, numbers.Real) and not isinstance(seconds, bool)
    try:
        return float(seconds) if number else math.nan  # type: ignore[arg-type]
    except OverflowError:
        return math.nan
