"""Private types: what a city alone knows about itself, how likely the others hold it to be."""

from __future__ import annotations

import numbers
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from games.approximately import approximately
from games.by_city import whole
from games.errors import MISSING, InvalidInput, Told
from games.exact import Number, exact

__all__ = [
    "Prior",
    "Type",
    "kept",
    "midpoint_types",
    "number_prior",
    "position",
    "profile_name",
    "profiles_apart",
    "read_prior",
    "shown",
    "shown_apart",
    "types_in_order",
]

Type = Hashable
"""A type or an alternative: a number (kept as a fraction), a text, or a tuple of these."""

Prior = Mapping[Fraction, Fraction]
"""Types that are numbers, with their probabilities."""


def kept(given: Any, place: str) -> Hashable:
    """A type with its numbers as fractions, so that 0.1 and Fraction(1, 10) are the same."""
    if isinstance(given, str):
        if not given:
            raise InvalidInput(place, given, "a number, a text that is not empty, or a tuple")
        return given
    if isinstance(given, tuple):
        return tuple(kept(part, place) for part in given)
    if isinstance(given, numbers.Number) or hasattr(given, "__index__"):
        return exact(given, place)
    raise InvalidInput(place, given, "a number, a text, or a tuple of these")


def position(kind: Hashable, known: tuple[Hashable, ...], place: str) -> int:
    """Where a type or an alternative stands; ``InvalidInput`` lists those known."""
    try:
        return known.index(kind)
    except ValueError:
        given = kind if isinstance(kind, str) else shown(kind)
        raise InvalidInput(place, given, map(shown, known)) from None


def read_prior(given: Any, city: str) -> dict[Type, Fraction]:
    """A city's types, of any kind, with their probabilities; ``given`` as in ``number_prior``."""
    place = f"the list of types of {city}"
    if hasattr(given, "to_frame") and not isinstance(given, Mapping):  # a pandas Series
        given = dict(given.items())
    if given is None:
        raise InvalidInput(place, MISSING, "a list of types, or their probabilities")
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidInput(place, given, "a list of types, or their probabilities")
    kinds = [kept(kind, f"a type of {city}") for kind in given]
    if not kinds:
        raise InvalidInput(place, Told("missing: there is none"), "at least one type")
    if len(set(kinds)) < len(kinds):
        twice = next(kind for kind in kinds if kinds.count(kind) > 1)
        raise InvalidInput(f"a type of {city}", shown(twice), "given once (this one stands twice)")
    if not isinstance(given, Mapping):
        return dict.fromkeys(kinds, Fraction(1, len(kinds)))
    prior = {
        kind: exact(chance, f"probability of type {shown(kind)} of {city}")
        for kind, chance in zip(kinds, given.values(), strict=True)
    }
    for kind, chance in prior.items():
        if chance <= 0:
            raise InvalidInput(
                f"probability of type {shown(kind)} of {city}",
                chance,
                "more than 0 (leave out a type that does not occur)",
            )
    if sum(prior.values()) != 1:
        raise InvalidInput(
            f"the sum of the probabilities of {city}'s types",
            sum(prior.values()),
            "1 (fractions, such as Fraction(1, 3), are exact)",
        )
    return prior


def number_prior(given: Any, city: str) -> Prior:
    """A city's prior over types that are numbers, from the least up.

    ``given``: a list of types, alike likely, or their probabilities. Errors: ``InvalidInput``.

    >>> dict(number_prior([3, 1], "Quzhou"))
    {Fraction(1, 1): Fraction(1, 2), Fraction(3, 1): Fraction(1, 2)}
    """
    prior = {exact(kind, f"a type of {city}"): p for kind, p in read_prior(given, city).items()}
    return MappingProxyType(dict(sorted(prior.items())))


def midpoint_types(low: Number, high: Number, count: int) -> tuple[Fraction, ...]:
    """Equally likely types of a city: the midpoints of ``count`` equal parts of [low, high].

    A private type is what a city alone knows about itself: a number (kept as an exact fraction), a
    text, or a tuple of these. A *prior* gives each of a city's types its probability, and a
    *profile* has one type of each city.

    A verdict about midpoints is a verdict about this grid, not about the interval.

    Errors: ``InvalidInput`` unless low < high and ``count`` is 1 or more.

    >>> midpoint_types(0, 1, 2)
    (Fraction(1, 4), Fraction(3, 4))

    >>> prior = read_prior({1: 0.25, "poor": 0.75}, "Quzhou")
    >>> prior[Fraction(1)], prior["poor"]
    (Fraction(1, 4), Fraction(3, 4))

    Source: Harsanyi (1967), Games with incomplete information played by Bayesian players.
    """
    start, end = exact(low, "the lowest type"), exact(high, "the highest type")
    count = whole(count, "the number of types", 1, 10**6)
    if not start < end:
        raise InvalidInput("the highest type", end, f"more than the lowest, {start}")
    return tuple(start + (end - start) * Fraction(2 * k + 1, 2 * count) for k in range(count))


def types_in_order(profile: Mapping[str, Any] | Sequence[Any], cities: Sequence[str]) -> list[Any]:
    """One type of each city, given by name or in the order of the cities; else ``InvalidInput``.

    >>> types_in_order({"Quzhou": 2, "Hangzhou": 1}, ["Hangzhou", "Quzhou"])
    [1, 2]
    """
    expected = "one type of " + ", ".join(cities)
    if isinstance(profile, Mapping):
        if set(profile) != set(cities):
            raise InvalidInput("a profile of types", dict(profile), expected)
        return [profile[city] for city in cities]
    if isinstance(profile, str) or not isinstance(profile, Iterable):
        raise InvalidInput("a profile of types", profile, expected)
    kinds = list(profile)
    if len(kinds) != len(cities):
        raise InvalidInput("a profile of types", profile, expected)
    return kinds


def shown(kind: Hashable) -> str:
    """How a type or an alternative is printed.

    >>> shown((Fraction(1, 8), "park"))
    '(0.125, park)'
    """
    if isinstance(kind, Fraction):
        return approximately(kind)
    if isinstance(kind, tuple):
        return f"({', '.join(map(shown, kind))})"
    return str(kind)


def shown_apart(one: Hashable, two: Hashable) -> tuple[str, str]:
    """How two types are printed side by side: with as many digits as tell them apart.

    >>> shown_apart(Fraction(250_000), Fraction(250_000) - Fraction(1, 8))
    ('250000', '249999.875')
    """
    names = shown(one), shown(two)
    if one == two or not (isinstance(one, Fraction) and isinstance(two, Fraction)):
        return names
    for form in (".6g", ".9g", ".12g", ".15g"):
        names = approximately(one, form), approximately(two, form)
        if names[0] != names[1]:
            return names
    return str(one), str(two)


def profile_name(profile: Mapping[str, Hashable]) -> str:
    """How a profile of types is printed.

    >>> profile_name({"Hangzhou": Fraction(1, 2), "Quzhou": "poor"})
    '(Hangzhou: 0.5, Quzhou: poor)'
    """
    return "(" + ", ".join(f"{city}: {shown(kind)}" for city, kind in profile.items()) + ")"


def profiles_apart(one: Mapping[str, Hashable], two: Mapping[str, Hashable]) -> tuple[str, str]:
    """How two profiles of the same cities are printed side by side."""
    names = {city: shown_apart(kind, two[city]) for city, kind in one.items()}
    return (
        profile_name({city: name for city, (name, _) in names.items()}),
        profile_name({city: name for city, (_, name) in names.items()}),
    )
