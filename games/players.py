"""Players and the coalitions that they form, by name.

>>> players = validated_players(["Hangzhou", "Quzhou", "Lishui"])
>>> coalition_name(members_of(0b110, players))
'{Quzhou, Lishui}'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from games.errors import MISSING, InvalidInput, called, one_of_names, with_article
from games.exact import exact

__all__ = [
    "Coalition",
    "coalition_mask",
    "coalition_name",
    "members_named",
    "members_of",
    "told_worth",
    "validated_players",
]

Coalition = tuple[str, ...]
"""A coalition as the tuple of its members' names, in the order of the game's players."""


def coalition_name(coalition: Iterable[str]) -> str:
    """How a coalition is printed.

    >>> coalition_name(("Quzhou", "Hangzhou"))
    '{Quzhou, Hangzhou}'
    """
    return "{" + ", ".join(coalition) + "}"


def validated_players(players: Iterable[str], kind: str = "player") -> tuple[str, ...]:
    """The players as a tuple; ``InvalidInput`` when there are none, or one is named twice.

    ``kind``: what they are to the user who gave them.

    >>> validated_players([], "city")
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: the list of cities is missing; it should be at least one name.
    """
    several = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
    many = several if kind == "player" else f"the list of {several}"
    if isinstance(players, str) or not isinstance(players, Iterable):
        raise InvalidInput(many, players, "a list of names")
    names = tuple(players)
    if not names:
        raise InvalidInput(many, MISSING, "at least one name")
    for name in names:
        if not isinstance(name, str) or not name:
            raise InvalidInput(with_article(kind), name, "a name (a text that is not empty)")
    for name in names:
        if names.count(name) > 1:
            if kind != "player":
                raise InvalidInput(with_article(kind), name, "named once (this one stands twice)")
            raise InvalidInput(many, name, "a list of different names (this one stands twice)")
    return tuple(map(str, names))  # also of a kind of its own, as numpy's names are


def members_named(
    coalition: Iterable[str], players: Iterable[str], what: str = "coalition"
) -> set[str]:
    """The names in a coalition, also in one text; ``InvalidInput`` names what is no player.

    >>> sorted(members_named(["B", "A"], ["A", "B", "C"])), members_named("C", ["A", "B", "C"])
    (['A', 'B'], {'C'})
    >>> sorted(members_named("B, A", ["A", "B", "C"])), members_named("B, A", ["B, A", "C"])
    (['A', 'B'], {'B, A'})
    >>> members_named("A and B", ["A", "B"])
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: a coalition's member is 'A and B'; it should be one of A, B, or
    several with commas between them.
    """
    if not isinstance(coalition, Iterable):
        raise InvalidInput(f"a {what}", coalition, "a list of names")
    known = players if isinstance(players, Mapping) else set(players)
    if not isinstance(coalition, str):
        names = tuple(coalition)
    elif coalition in known:
        names = (coalition,)
    else:
        names = tuple(name.strip() for name in coalition.split(","))
    for name in names:
        if not isinstance(name, str) or name not in known:
            right = one_of_names(str(name), tuple(map(str, players)))
            if name == coalition:  # one text, in which no comma parts the names
                right += ", or several with commas between them"
            raise InvalidInput(f"a {what}'s member", name, right)
    return set(names)


def members_of(mask: int, names: Sequence[str]) -> Coalition:
    """The coalition of a bitmask."""
    return tuple(name for i, name in enumerate(names) if mask >> i & 1)


def coalition_mask(coalition: Iterable[str], index: Mapping[str, int]) -> int:
    """The bitmask of a coalition, or of one name; ``InvalidInput`` names what is no player."""
    return sum(1 << index[name] for name in members_named(coalition, index))


def told_worth(worth: Callable[[Coalition], Any], coalition: Coalition) -> Fraction:
    """What a function of the user's own says that a coalition is worth."""
    place = f"worth of {coalition_name(coalition)}"
    return exact(called(place, "a number, found from a tuple of names", worth, coalition), place)
