"""Which clauses of several deals are the same one, with other numbers.

A clause is known by what it is: its kind, who gives what to whom, and in which years. So an amount
that was halved is a changed number wherever its clause stands in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from intercity.scenario.section import Section

if TYPE_CHECKING:
    from intercity.scenario.deal import Compact
    from intercity.scenario.errors import Keys

__all__ = ["clauses_of", "matched_clauses", "placed"]


def clauses_of(deal: Compact | None) -> dict[str, tuple[Section, ...]]:
    """The clauses of a deal that there can be several of, by the table that they stand in."""
    if deal is None:
        return {}
    tables = {
        field.alias or name: getattr(deal, name) for name, field in type(deal).model_fields.items()
    }
    return {
        name: found
        for name, found in tables.items()
        if isinstance(found, tuple) and all(isinstance(one, Section) for one in found)
    }


def matched_clauses(deals: Sequence[Compact | None]) -> list[dict[tuple[str, int], int]]:
    """For each deal, by table and place of a clause, its place among those of all deals.

    Of clauses of one kind between the same cities those with the same numbers are matched first,
    then those of the same years, then the others in their order. Those that a deal has alone come
    after all others.
    """
    seen: dict[str, list[Section]] = {}
    return [
        {
            (table, place): matched
            for table, clauses in clauses_of(deal).items()
            for place, matched in _matched(clauses, seen.setdefault(table, [])).items()
        }
        for deal in deals
    ]


def _matched(clauses: Sequence[Section], seen: list[Section]) -> dict[int, int]:
    """By place of a clause, that of its match among those ``seen``; what has none joins them."""
    places: dict[int, int] = {}
    free = list(range(len(seen)))
    for alike in (_whole, _parties_and_years, _parties):
        for place, clause in enumerate(clauses):
            if place in places:
                continue
            found = next((k for k in free if alike(seen[k]) == alike(clause)), None)
            if found is not None:
                free.remove(found)
                places[place] = found
    for place, clause in enumerate(clauses):
        if place not in places:
            places[place] = len(seen)
            seen.append(clause)
    return places


def placed(keys: Keys, places: Mapping[tuple[str, int], int]) -> Keys:
    """Keys of a file, with a clause's place among those of all deals."""
    if keys[:1] != ("compact",) or len(keys) < 3 or (keys[1], keys[2]) not in places:
        return keys
    return (*keys[:2], places[str(keys[1]), int(keys[2])], *keys[3:])


def _parties(clause: Section) -> tuple[Any, ...]:
    """Who gives what to whom, and of which base."""
    return *getattr(clause, "called", ()), getattr(clause, "base", None)


def _whole(clause: Section) -> Section:
    """The clause with all its numbers."""
    return clause


def _parties_and_years(clause: Section) -> tuple[Any, ...]:
    """The same, and in which years."""
    when = (getattr(clause, name, None) for name in ("when", "years", "until"))
    return *_parties(clause), *when
