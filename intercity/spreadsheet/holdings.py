"""A table of what cities own: a row for each city, a column for each resource."""

from __future__ import annotations

import re
from dataclasses import dataclass

from games.errors import MISSING, InvalidInput, Told
from games.input_limits import MOST_CITIES
from intercity.spreadsheet.headed_table import HeadedTable, refuse_alike
from intercity.spreadsheet.scenario_text import key, plain, text

__all__ = ["holdings_text"]

KINDS = ("tradable", "bound")
_UNIT = re.compile(r"(.*?)\s*[(（](.*)[)）]")
NEXT = """
# What cities can do with it: an activity takes from each of its sites, and brings worth to cities.
# Take the # away and change it, or use [project] and [build] (intercity new FILE shows them).
# [[activities]]
# name   = "building on quota"
# sites  = [{city}]
# uses   = [{{ resource = {resource} }}]
# values = [{{ city = {city}, kind = "cash", amount = {{ v = 1, low = 0.5, high = 2 }} }}]
"""


@dataclass(frozen=True, slots=True)
class _Resource:
    """What a head says: the resource, what it is counted in, and whether a deal can move it."""

    name: str
    unit: str
    kind: str


def holdings_text(table: HeadedTable) -> str:
    """The sections [cities] and [resources] of a scenario; errors name the cell.

    Errors: ``InvalidInput`` for a city twice, a resource twice, no number or one below 0.
    """
    at_city = next(at for at, head in table.heads.items() if head == "city")
    resources = _resources(table)
    cities = _cities(table, at_city)
    lines = [f"[cities.{key(city)}]" for city in cities.values()]
    for column, resource in resources.items():
        lines += ["", f"[resources.{key(resource.name)}]", f'kind = "{resource.kind}"']
        if resource.unit:
            lines.append(f"unit = {text(resource.unit)}")
        for row, city in cities.items():
            number = table.number(row, column)
            if number is None:
                continue
            if number < 0:
                raise InvalidInput(table.sheet.place(row, column), Told(plain(number)), "0 or more")
            source = text(table.sheet.source(row, column))
            lines.append(f"owned.{key(city)} = {{ v = {plain(number)}, src = {source} }}")
    first = next(iter(resources.values())).name
    example = NEXT.format(city=text(next(iter(cities.values()))), resource=text(first))
    return "\n".join(lines) + "\n" + example


def _resources(table: HeadedTable) -> dict[int, _Resource]:
    found: dict[int, _Resource] = {}
    seen: set[str] = set()
    for column, head in table.heads.items():
        if head in ("city", "note"):
            continue
        place = table.sheet.place(table.top, column)
        split = _UNIT.fullmatch(head)
        name, inside = (split[1], split[2]) if split else (head, "")
        words = [word.strip() for word in inside.split(",") if word.strip()]
        kinds = [word for word in words if word in KINDS]
        units = [word for word in words if word not in KINDS]
        if not name or len(kinds) > 1 or len(units) > 1:
            raise InvalidInput(place, head, "a resource, as quota, quota (mu) or sites (bound)")
        if name in ("worth", "cost"):
            right = f"a resource, or beside the head coalition, in place of city, for a {name}"
            raise InvalidInput(place, head, right)
        name = "_".join(name.split())
        if name == "floor":
            raise InvalidInput(place, head, "called otherwise (floor is what platforms open)")
        if name in seen:
            raise InvalidInput(place, head, "a resource that stands once")
        seen.add(name)
        found[column] = _Resource(name, "".join(units), "".join(kinds) or KINDS[0])
    if not found:
        place = f"{table.sheet.here}, a head beside city in row {table.top}"
        raise InvalidInput(place, MISSING, "given, one for each resource")
    return found


def _cities(table: HeadedTable, column: int) -> dict[int, str]:
    found: dict[int, str] = {}
    for row in table.rows():
        city, place = table.name(row, column), table.sheet.place(row, column)
        if "," in city:
            raise InvalidInput(place, city, "the name of one city, without commas")
        found[row] = city
    refuse_alike(table, column, ((city, row) for row, city in found.items()))
    if not found:
        where = f"{table.sheet.here}, the table under row {table.top}"
        raise InvalidInput(where, Told("empty"), "a row for each city")
    if len(found) > MOST_CITIES:
        what = Told(f"of {len(found):,} cities")
        raise InvalidInput(table.sheet.here, what, f"a table of at most {MOST_CITIES}")
    return found
