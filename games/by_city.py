"""Figures by city: a mapping from names, or a sequence in the order of the cities.

Every figure is read as an exact fraction, and what cannot be right is named: the city, the number,
and what would be right.

>>> numbers({"Quzhou": 0.5}, ("Quzhou", "Lishui"), "value", default=Fraction(0))
(Fraction(1, 2), Fraction(0, 1))
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar

from games.approximately import approximately
from games.errors import MISSING, InvalidInput, Told, of_kind, with_article
from games.exact import exact
from games.players import validated_players

__all__ = [
    "ByCity",
    "Spillovers",
    "amounts",
    "by_index",
    "by_name",
    "entry_of",
    "figures",
    "in_order",
    "in_range",
    "limits",
    "listed",
    "numbers",
    "one_of",
    "powers",
    "spillover_matrix",
    "truth",
    "whole",
    "within",
]

ONE = Fraction(1)

T = TypeVar("T")
ByCity = Mapping[str, Any] | Sequence[Any]
"""One number for each city: by name, or in the order of the cities."""

Spillovers = Mapping[str, Mapping[str, Any]] | Sequence[Sequence[Any]]
"""theta_ij by ``spillovers[i][j]``: what reaches i of a firm's value in j."""


def numbers(
    given: ByCity | None,
    cities: tuple[str, ...],
    what: str,
    default: Fraction | None = None,
    who: str = "city",
) -> tuple[Fraction, ...]:
    """A figure for each city; ``default`` where none is given, else that is an error.

    ``who``: what has the figures, if it is not cities.
    """
    return tuple(
        _default(entry, default, f"{what} of {city}")
        for city, entry in zip(cities, in_order(given, cities, what, who), strict=True)
    )


def _default(entry: Any, default: Fraction | None, place: str) -> Fraction:
    if entry is not None:
        return exact(entry, place)
    if default is None:
        raise InvalidInput(place, MISSING, "a number")
    return default


def by_index(given: Any, place: str) -> Any:
    """A pandas Series as a mapping by its index, whatever its order; all else as it is.

    A DataFrame is a mapping to its rows. One with the index that pandas counts, 0 and on, is a
    list. Errors: ``InvalidInput`` for a name that stands twice.
    """
    rows = hasattr(given, "iterrows")
    if callable(getattr(given, "index", len)) or not (rows or hasattr(given, "to_frame")):
        return given
    names = list(given.index)
    if rows:
        given = [row for _, row in given.astype(object).iterrows()]
    if names == list(range(len(names))):
        return list(given)
    for name in names:
        if names.count(name) > 1:
            raise InvalidInput(place, name, "named once (this one stands twice)")
    return dict(zip(names, given, strict=True))


def in_order(
    given: ByCity | None, cities: tuple[str, ...], what: str, who: str = "city"
) -> list[Any]:
    """The entries in the order of the cities, ``None`` where a mapping has none."""
    if given is None:
        return [None] * len(cities)
    given = by_index(given, f"{with_article(who)} with {with_article(what)}")
    if isinstance(given, Mapping):
        for name in given:
            if name not in cities:
                raise InvalidInput(f"{with_article(who)} with {with_article(what)}", name, cities)
        return [given.get(city) for city in cities]
    if not isinstance(given, Iterable) or isinstance(given, str):
        raise InvalidInput(
            f"the list of each {who}'s {what}", given, "one number for each, by name or in order"
        )
    entries = list(given)
    if len(entries) != len(cities):
        raise InvalidInput(
            f"the list of each {who}'s {what}",
            Told(f"of length {len(entries)}"),
            f"one for each of the {len(cities)}" + (" cities" if who == "city" else ""),
        )
    return entries


def one_of(name: Any, names: Iterable[str], place: str) -> str:
    """The name, if it is one of ``names``; else ``InvalidInput`` lists these.

    >>> one_of("Quzhu", ("Quzhou", "Lishui"), "the host")
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: the host is 'Quzhu'; it should be one of Quzhou, Lishui.
    """
    if not isinstance(name, str) or name not in names:
        raise InvalidInput(place, name, names)
    return name


def entry_of(entries: Mapping[str, T], name: Any) -> T:
    """What square brackets give; the ``KeyError`` of another name says which there are.

    >>> entry_of({"Quzhou": 3}, "Quzhu")
    Traceback (most recent call last):
        ...
    KeyError: 'Quzhu is not one of Quzhou'
    """
    if not isinstance(name, str) or name not in entries:
        raise KeyError(f"{name} is not one of {', '.join(map(str, entries))}")
    return entries[name]


def limits(given: ByCity | None, cities: tuple[str, ...], what: str) -> tuple[Fraction | None, ...]:
    """A limit from 0 on for each city, ``None`` where there is none."""
    return tuple(
        None if entry is None else within(entry, f"{what} of {city}", "0 or more")
        for city, entry in zip(cities, in_order(given, cities, what), strict=True)
    )


def listed(names: Iterable[str]) -> str:
    """Names as a list in a sentence.

    >>> listed(["Quzhou", "Lishui", "Jinhua"])
    'Quzhou, Lishui and Jinhua'
    """
    names = list(names)
    return "".join(names) if len(names) < 2 else ", ".join(names[:-1]) + " and " + names[-1]


def spillover_matrix(
    given: Spillovers | None, cities: tuple[str, ...], what: str = "spillover"
) -> tuple[tuple[Fraction, ...], ...]:
    """The matrix of what reaches i from j, 0 where not given; its diagonal must be 0."""
    matrix = tuple(
        numbers(row, cities, f"{what} to {city}", Fraction(0))
        for city, row in zip(cities, in_order(given, cities, what), strict=True)
    )
    for i, city in enumerate(cities):
        if matrix[i][i]:
            raise InvalidInput(
                f"{what} to {city} of {city}", matrix[i][i], "0: what is its own stands apart"
            )
    return matrix


def figures(numbers: Mapping[str, Fraction]) -> str:
    """One line for people.

    >>> figures({"Quzhou": Fraction(2, 3), "Lishui": Fraction(1)})
    'Quzhou=0.666667, Lishui=1'
    """
    return ", ".join(f"{city}={approximately(number)}" for city, number in numbers.items())


def by_name(
    given: Any, cities: tuple[str, ...], what: str, default: Mapping[str, Fraction] | None = None
) -> dict[str, Fraction]:
    """A figure for each city: by name, with each city's own default, or one number for all.

    >>> by_name(0.9, ("Quzhou", "Lishui"), "discount factor")["Lishui"]
    Fraction(9, 10)
    """
    given = by_index(given, f"a city with {with_article(what)}")
    if not isinstance(given, Mapping):
        given = dict.fromkeys(cities, given)
    known = {**(default or {}), **{city: x for city, x in given.items() if x is not None}}
    in_order(given, cities, what)
    return dict(zip(cities, numbers(known, cities, what), strict=True))


def amounts(given: Any, what: str, who: str = "city") -> Mapping[str, Fraction]:
    """An amount, 0 or more, for each name of a mapping, which says who there is; kept read-only.

    >>> dict(amounts({"Hangzhou": 1.5}, "claim"))
    {'Hangzhou': Fraction(3, 2)}
    """
    given = by_index(given, f"{with_article(who)} with {with_article(what)}")
    if not isinstance(given, Mapping):
        raise InvalidInput(f"{what}s", given, f"a {what} for each {who}, by name")
    names = validated_players(given, who)
    return MappingProxyType(
        {name: within(given[name], f"{what} of {name}", "0 or more") for name in names}
    )


def powers(given: Any, cities: tuple[str, ...]) -> dict[str, Fraction]:
    """Bargaining power: a weight above 0 for each city, by name; 1 for who has none.

    >>> powers({"Quzhou": 2}, ("Quzhou", "Lishui"))
    {'Quzhou': Fraction(2, 1), 'Lishui': Fraction(1, 1)}
    """
    given = by_index(given, "a city with a weight")
    of_kind(given, Mapping, place="bargaining power", hint="a weight for each city, by name")
    return {
        city: within(weight, f"weight of {city}", "more than 0")
        for city, weight in zip(cities, numbers(given, cities, "weight", ONE), strict=True)
    }


_RANGES: dict[str, Callable[[Fraction], bool]] = {
    "more than 0": lambda number: number > 0,
    "0 or more": lambda number: number >= 0,
    "between 0 and 1": lambda number: 0 <= number <= 1,
    "above 0, at most 1": lambda number: 0 < number <= 1,
}


def in_range(number: Fraction, expected: str) -> bool:
    """Whether a number is in the range that ``expected`` names in words, one of ``_RANGES``."""
    return _RANGES[expected](number)


def within(given: Any, place: str, expected: str) -> Fraction:
    """A number in the range that ``expected`` names in words, one of ``_RANGES``."""
    if given is MISSING:
        raise InvalidInput(place, given, f"a number, {expected}")
    number = exact(given, place)
    if not _RANGES[expected](number):
        raise InvalidInput(place, number, expected)
    return number


def truth(given: object, place: str) -> bool:
    """A truth value, and no word, which would count as true even if it is "no".

    >>> truth("no", "refund")
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: refund is 'no'; it should be True or False.
    """
    if type(given).__name__ not in ("bool", "bool_"):  # numpy's, as it calls it before 2.0
        raise InvalidInput(place, given, "True or False")
    return bool(given)


def whole(given: object, place: str, least: int, most: int | None = None) -> int:
    """A whole number from ``least`` on, and up to ``most`` where each takes a step of its own.

    >>> whole(True, "the number of types", 1)
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: the number of types is True; it should be a whole number from 1 on.
    """
    try:
        number = operator.index(given)  # type: ignore[arg-type]
    except TypeError:
        number = least - 1
    if isinstance(given, bool) or number < least or (most is not None and number > most):
        up_to = "on" if most is None else f"to {most}"
        raise InvalidInput(place, given, f"a whole number from {least} {up_to}")
    return number
