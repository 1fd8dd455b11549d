"""What may be drawn, as the caller bounds it, and for whom; bounds that cannot be are one sentence.

>>> number_of("players", 5, 4)
Traceback (most recent call last):
    ...
games.errors.InvalidInput: min_players is 5; it should be at most 4, which is max_players.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_uppercase
from typing import TypeVar

from hypothesis import strategies as st

from games.by_city import whole
from games.errors import InvalidInput

__all__ = ["bounds_of", "choice_of", "city_names", "number_of"]

Name = TypeVar("Name", bound=str)


def city_names(count: int) -> list[str]:
    """So many cities, called alike by all strategies: A, B, ..., Z, A1, B1, ...

    >>> city_names(2), city_names(28)[26:]
    (['A', 'B'], ['A1', 'B1'])
    """
    return [ascii_uppercase[k % 26] + (str(k // 26) if k >= 26 else "") for k in range(count)]


MANY = 100
"""Cities, points or types that an example may have, unless a table says less."""


def bounds_of(
    what: str, least: int, most: int, highest: int = MANY, lowest: int = 1
) -> tuple[int, int]:
    """``min_what`` and ``max_what``, from ``lowest`` to ``highest``."""
    low = whole(least, f"min_{what}", lowest)
    high = whole(most, f"max_{what}", lowest, highest)
    if low > high:
        raise InvalidInput(f"min_{what}", least, f"at most {most}, which is max_{what}")
    return low, high


def number_of(
    what: str, least: int, most: int, highest: int = MANY, lowest: int = 1
) -> st.SearchStrategy[int]:
    """A number from ``min_what``, ``lowest`` or more, to ``max_what``."""
    return st.integers(*bounds_of(what, least, most, highest, lowest))


def choice_of(given: Iterable[Name], known: Sequence[Name], place: str) -> st.SearchStrategy[Name]:
    """Draw one of the names given, all of which must be known."""
    names = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    unknown = [name for name in names if name not in known]
    if unknown or not isinstance(given, Iterable) or isinstance(given, str) or not names:
        raise InvalidInput(place, given, "a list of some of " + ", ".join(map(repr, known)))
    return st.sampled_from(names)
