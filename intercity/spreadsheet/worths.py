"""A table of worths: a row for each coalition, its cities in one cell with commas between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from games.errors import MISSING, InvalidInput, Told
from games.input_limits import MOST_CITIES_OF_WORTHS
from games.players import coalition_name
from intercity.scenario.table_of_worths import joined
from intercity.spreadsheet.headed_table import HeadedTable, refuse_alike
from intercity.spreadsheet.scenario_text import key, plain, text

__all__ = ["worths_text"]

HEADS = ("coalition", "worth", "cost", "source", "note")
COMMAS = re.compile(r"[,，、;；]")


@dataclass(frozen=True, slots=True)
class _Row:
    """A coalition, its worth, and the rows of the sheet."""

    cities: tuple[str, ...]
    worth: Decimal
    at: int


def worths_text(table: HeadedTable) -> str:
    """The section [game] of a scenario; errors name the cell.

    It is assumed unless each row has a source, in a column of that head.

    Errors: ``InvalidInput`` for an unknown head, a coalition twice or missing, no number.
    """
    column, sense = _columns(table)
    rows = list(_rows(table, column["coalition"], column[sense]))
    _refuse_holes(table, rows, column["coalition"])
    first, last = (rows[k].at for k in (0, -1))
    cells = table.sheet.source(first, column[sense], (last, column[sense]))
    told = [table.words(row.at, column.get("source")) for row in rows]
    source = text("; ".join(dict.fromkeys(told)))
    basis, lines = f"assumed = {text(f'no source in {cells}')}", []
    if all(told):
        basis, lines = f"src   = {source}", ["[sources]", f"{source} = {text(cells)}", ""]
    lines += [
        "[game]",
        f'sense = "{"gain" if sense == "worth" else "cost"}"',
        basis,
        "",
        "[game.worths]",
    ]
    for row in rows:
        cell = table.sheet.source(row.at, column[sense]).rpartition(" ")[2]
        lines.append(f"{key(', '.join(row.cities))} = {plain(row.worth)}  # {cell}")
    return "\n".join(lines) + "\n"


def _columns(table: HeadedTable) -> tuple[dict[str, int], str]:
    """The columns by their heads, and which of worth and cost there is."""
    column = {head: at for at, head in table.heads.items()}
    for head, at in column.items():
        if head not in HEADS:
            near = get_close_matches(head, HEADS, 1)
            known = "a known head: coalition, worth (or cost), source, note"
            expected = f"{near[0]} ({known})" if near else known
            raise InvalidInput(table.sheet.place(table.top, at), head, expected)
    given = [head for head in ("worth", "cost") if head in column]
    if len(given) != 1:
        found = Told("given beside cost") if given else MISSING
        place = f"{table.sheet.here}, the head worth in row {table.top}"
        raise InvalidInput(place, found, "either worth (more is better) or cost")
    return column, given[0]


def _rows(table: HeadedTable, coalitions: int, worths: int) -> list[_Row]:
    seen: dict[frozenset[str], int] = {}
    found = []
    for at in table.rows():
        place = table.sheet.place(at, coalitions)
        told = table.name(at, coalitions)
        cities = tuple(name.strip() for name in COMMAS.split(told))
        if not all(cities):
            raise InvalidInput(place, told, "names with one comma between them")
        if len(set(cities)) < len(cities):
            raise InvalidInput(place, told, "a coalition of different cities")
        group = frozenset(cities)
        if group in seen:
            first = table.sheet.place(seen[group], coalitions).rpartition(" ")[2]
            raise InvalidInput(place, told, f"given once (it stands in {first} too)")
        seen[group] = at
        worth = table.number(at, worths)
        if worth is None:
            place = table.sheet.place(at, worths)
            raise InvalidInput(place, Told("empty"), f"the {table.heads[worths]} of {told}")
        found.append(_Row(cities, worth, at))
    if not found:
        raise InvalidInput(
            f"{table.sheet.here}, the table under row {table.top}",
            Told("empty"),
            "a row for each coalition",
        )
    return found


def _refuse_holes(table: HeadedTable, rows: list[_Row], column: int) -> None:
    """``InvalidInput`` where a city is written otherwise than alone, or a coalition is missing."""
    alone = {row.cities[0] for row in rows if len(row.cities) == 1}
    folded = {name.casefold(): name for name in sorted(alone)}
    cities: dict[str, int] = {}
    for row in rows:
        for name in row.cities:
            cities.setdefault(name, row.at)
    missing = (1 << len(cities)) - 1 - len(rows)
    if len(cities) <= 2 * MOST_CITIES_OF_WORTHS:  # else no spelling explains them
        for name, at in cities.items():
            place = table.sheet.place(at, column)
            if missing and (cities_in_it := joined(name, alone)):
                raise InvalidInput(place, name, f"{', '.join(cities_in_it)}, with commas")
            near = get_close_matches(name.casefold(), folded, 1, 0.75)
            if name not in alone and near:
                raise InvalidInput(place, name, f"{folded[near[0]]}, or have a row of its own")
    refuse_alike(table, column, cities.items())
    if len(cities) > MOST_CITIES_OF_WORTHS:
        what = Told(f"of {len(cities):,} cities")
        raise InvalidInput(
            table.sheet.here,
            what,
            f"a table of at most {MOST_CITIES_OF_WORTHS}, or one of what each city owns, with the "
            "head city",
        )
    if missing:
        bit = {name: 1 << i for i, name in enumerate(cities)}
        given = {sum(bit[name] for name in row.cities) for row in rows}
        first = next(mask for mask in range(1, len(rows) + 2) if mask not in given)
        group = coalition_name(name for name in cities if first & bit[name])
        more = f" (and {missing - 1} more)" if missing > 1 else ""
        expected = f"given, as one of the {len(rows) + missing} coalitions of {len(cities)} cities"
        raise InvalidInput(f"{table.sheet.here}, the row of {group}{more}", MISSING, expected)
