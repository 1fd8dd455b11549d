"""A table of what cities own: a row for each city, a column for each resource."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from games.errors import MISSING, InvalidInput, Told
from games.input_limits import MOST_CITIES
from intercity.spreadsheet.headed_table import HeadedTable, refuse_alike
from intercity.spreadsheet.scenario_text import key, plain, text
from intercity.spreadsheet.sheet import cell_name

__all__ = ["holdings_text"]

KINDS = ("tradable", "bound")
BESIDE = ("low", "high", "source")
"""What a head may say of a resource: ends of the range of what is assumed, or who says so."""
_UNIT = re.compile(r"(.*?)\s*[(（](.*)[)）]")
_BRACKETS = re.compile(r"\s*[(（].*?[)）]")
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
    """What a head says: the resource, what it is counted in, and whether a deal can move it.

    ``beside``: by low, high and source, the column in which that is said of it.
    """

    name: str
    unit: str
    kind: str
    beside: Mapping[str, int]


def holdings_text(table: HeadedTable) -> str:
    """The sections [cities] and [resources] of a scenario; errors name the cell.

    A number is assumed unless it has a source: a head as "quota source" is of the resource quota,
    and so are "quota low" and "quota high", between which what is assumed may be.
    Errors: ``InvalidInput`` for a city twice, a resource twice, no number or one below 0, half a
    range, or one without the number.
    """
    at_city = next(at for at, head in table.heads.items() if head == "city")
    resources = _resources(table)
    cities = _cities(table, at_city)
    lines = [f"[cities.{key(city)}]" for city in cities.values()]
    sources: dict[str, str] = {}
    for column, resource in resources.items():
        lines += ["", f"[resources.{key(resource.name)}]", f'kind = "{resource.kind}"']
        if resource.unit:
            lines.append(f"unit = {text(resource.unit)}")
        for row, city in cities.items():
            number, place = table.number(row, column), table.sheet.place(row, column)
            if number is None:
                for what, at in resource.beside.items():
                    if table.words(row, at):
                        raise InvalidInput(place, Told("empty"), f"a number, beside its {what}")
                continue
            if number < 0:
                raise InvalidInput(place, Told(plain(number)), "0 or more")
            source = table.words(row, resource.beside.get("source"))
            if source:
                sources.setdefault(source, table.sheet.source(row, resource.beside["source"]))
            basis, cell = _basis(table, row, resource, number, source), cell_name(row, column)
            lines.append(f"owned.{key(city)} = {{ v = {plain(number)}, {basis} }}  # {cell}")
    first = next(iter(resources.values())).name
    example = NEXT.format(city=text(next(iter(cities.values()))), resource=text(first))
    told = [f"{text(source)} = {text(where)}" for source, where in sources.items()]
    head = ["[sources]", *told, ""] if told else []
    return "\n".join([*head, *lines]) + "\n" + example


def _basis(table: HeadedTable, row: int, resource: _Resource, number: Decimal, source: str) -> str:
    """The source of a number, or the range in which it is assumed; without one, itself alone."""
    beside = resource.beside
    low, high = (
        table.number(row, beside[end]) if end in beside else None for end in ("low", "high")
    )
    if low is None and high is None:
        alone = f"low = {plain(number)}, high = {plain(number)}"
        return f"src = {text(source)}" if source else alone
    at = beside["low" if low is not None else "high"]
    place = table.sheet.place(row, at)
    if source:
        raise InvalidInput(place, Told("given beside a source"), "a range or a source, not both")
    if low is None or high is None:
        raise InvalidInput(place, Told("one end of a range"), "given with the other end")
    if not 0 <= low <= number <= high:
        told = Told(f"{plain(low)} to {plain(high)}")
        raise InvalidInput(place, told, f"a range of 0 or more in which {plain(number)} lies")
    return f"low = {plain(low)}, high = {plain(high)}"


def _beside(table: HeadedTable) -> dict[int, tuple[str, str]]:
    """By column of a head as "quota low": the resource, and what is said of it."""
    bare = {column: _BRACKETS.sub("", head) for column, head in table.heads.items()}
    found: dict[int, tuple[str, str]] = {}
    for column, head in bare.items():
        resource, _, what = head.rpartition(" ")
        if what not in BESIDE:
            continue
        place, shown = table.sheet.place(table.top, column), table.heads[column]
        if resource not in bare.values():
            right = f"the {what} of a resource with a head of its own, as quota and quota {what}"
            raise InvalidInput(place, shown, right)
        if (resource, what) in found.values():
            raise InvalidInput(place, shown, "a head that stands once")
        found[column] = resource, what
    return found


def _resources(table: HeadedTable) -> dict[int, _Resource]:
    found: dict[int, _Resource] = {}
    seen: set[str] = set()
    of = _beside(table)
    for column, head in table.heads.items():
        if head in ("city", "note") or column in of:
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
        beside = {what: at for at, (whose, what) in of.items() if whose == name}
        name = "_".join(name.split())
        if name == "floor":
            raise InvalidInput(place, head, "called otherwise (floor is what platforms open)")
        if name in seen:
            raise InvalidInput(place, head, "a resource that stands once")
        seen.add(name)
        found[column] = _Resource(name, "".join(units), "".join(kinds) or KINDS[0], beside)
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
