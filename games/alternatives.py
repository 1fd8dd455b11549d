"""Alternatives: what a rule can choose from, what each costs, and who can bring it about.

>>> chosen = read_alternatives(["no park", "park"])
>>> read_costs({"park": 0.5}, chosen), alternative_index("park", chosen)
((Fraction(0, 1), Fraction(1, 2)), 1)
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from games.by_city import one_of
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import exact
from games.players import Coalition, coalition_name
from games.private_types import kept, position, shown

__all__ = ["alternative_index", "groups", "read_alternatives", "read_coalitions", "read_costs"]


def read_alternatives(given: Iterable[Any]) -> tuple[Hashable, ...]:
    """The alternatives, numbers among them as fractions; each once."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidInput("the list of alternatives", given, "a list")
    found = [kept(each, "an alternative") for each in given]
    if not found:
        raise InvalidInput("the list of alternatives", MISSING, "at least one")
    if len(set(found)) < len(found):
        twice = next(each for each in found if found.count(each) > 1)
        raise InvalidInput("an alternative", shown(twice), "given once (this one stands twice)")
    return tuple(found)


def alternative_index(alternative: Any, known: tuple[Hashable, ...]) -> int:
    """Where an alternative stands among those known; ``InvalidInput`` where it is none."""
    return position(kept(alternative, "an alternative"), known, "the alternative chosen")


def read_costs(
    given: Mapping[Any, Any], alternatives: tuple[Hashable, ...]
) -> tuple[Fraction, ...]:
    """What each alternative costs, 0 where not given."""
    of_kind(given, Mapping, place="table of costs")
    costs = [Fraction(0)] * len(alternatives)
    for each, cost in given.items():
        at = position(kept(each, "an alternative"), alternatives, "an alternative with a cost")
        costs[at] = exact(cost, f"cost of {shown(each)}")
    return tuple(costs)


def read_coalitions(
    given: Mapping[Any, Iterable[Any]], cities: tuple[str, ...], alternatives: tuple[Hashable, ...]
) -> tuple[tuple[Coalition, tuple[Hashable, ...]], ...]:
    """The alternatives of each group that can act by itself, members in the order of the cities."""
    of_kind(given, Mapping, place="table of what coalitions can do")
    found: dict[Coalition, tuple[Hashable, ...]] = {}
    at = {each: k for k, each in enumerate(alternatives)}
    for group, able in given.items():
        of_kind(group, str, tuple, frozenset, place="group")
        for name in (group,) if isinstance(group, str) else group:
            one_of(name, cities, "a member of a group")
        members = tuple(city for city in cities if city in group)
        if isinstance(group, str) or len(members) < 2:
            raise InvalidInput(
                "a group", group, "two or more cities (alone a city has its outside option)"
            )
        place = f"an alternative of {coalition_name(members)}"
        if isinstance(able, str) or not isinstance(able, Iterable):
            raise InvalidInput(f"what {coalition_name(members)} can do", able, "a list")
        wanted = [kept(each, place) for each in able]
        found[members] = tuple(
            alternatives[at[each] if each in at else position(each, alternatives, place)]
            for each in wanted
        )
    return tuple(found.items())


def groups(
    cities: Sequence[str],
    alternatives: Sequence[Hashable],
    coalitions: Iterable[tuple[Coalition, Sequence[Hashable]]],
) -> list[tuple[tuple[int, ...], list[int]]]:
    """Each group that can act by itself, and what it can do, by positions; small groups first.

    All together can do anything, and a city alone has its outside option.
    """
    at = {each: k for k, each in enumerate(alternatives)}
    able = {
        tuple(cities.index(city) for city in members): [at[each] for each in open_]
        for members, open_ in coalitions
    }
    everybody = tuple(range(len(cities)))
    able[everybody] = list(range(len(alternatives)))
    for i in everybody:
        able.setdefault((i,), [])
    return sorted(able.items(), key=lambda group: (len(group[0]), group[0]))
