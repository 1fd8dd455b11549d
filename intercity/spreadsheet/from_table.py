"""From a table that practitioners keep to a scenario file, in which each number names its cell."""

from __future__ import annotations

import hashlib
from pathlib import Path

from games.errors import InvalidInput, Told
from games.input_limits import LARGEST_TABLE
from intercity.files import NotAFile, read_file, why_unread
from intercity.spreadsheet.headed_table import HeadedTable, first_heads, headed_table
from intercity.spreadsheet.holdings import holdings_text
from intercity.spreadsheet.read_sheets import read_sheets
from intercity.spreadsheet.scenario_text import text
from intercity.spreadsheet.sheet import Sheet, shown_name
from intercity.spreadsheet.worths import worths_text

__all__ = ["scenario_from_table"]


def scenario_from_table(file: Path, sheet: str | None = None) -> str:
    """The text of a scenario, from a table of worths or costs, or of cities and what they own.

    A number is assumed unless the table has a source of it.
    ``sheet``: which sheet of an Excel file; not needed where only one has such a table.
    Errors: ``InvalidInput`` names the sheet and the cell; ``IntercityError`` without openpyxl.
    """
    try:
        content = read_file(file, LARGEST_TABLE)
    except (OSError, NotAFile) as error:
        found = Told(why_unread(error))
        raise InvalidInput(str(file), found, "a table, as .xlsx or .csv") from None
    table = _table(file, _chosen(file, read_sheets(file, content), sheet))
    body = worths_text(table) if "coalition" in table.heads.values() else holdings_text(table)
    called = table.sheet.file
    where = f"{called}, sheet {table.sheet.name}" if table.sheet.name else called
    mark = hashlib.sha256(content).hexdigest()
    head = (
        f"# Made from {where} (SHA-256 {mark}).\n"
        "# Each number names its cell, and is assumed unless the table has a source of it.\n\n"
        "format = 1\n"
        f"title  = {text(where)}\n"
        'money  = "money units per year"  # change it to yours\n\n'
    )
    return head + body


def _chosen(file: Path, sheets: list[Sheet], name: str | None) -> list[Sheet]:
    """The sheets to look at."""
    if name is None:
        return sheets
    found = [one for one in sheets if one.name == shown_name(name)]
    if not found:
        known = [one.name for one in sheets if one.name]
        raise InvalidInput(f"--sheet of {file.name}", name, known or "left out: CSV has no sheets")
    return found


def _table(file: Path, sheets: list[Sheet]) -> HeadedTable:
    """The one table of a file."""
    found = [table for one in sheets if (table := headed_table(one)) is not None]
    if len(found) > 1:
        names = " and ".join(one.sheet.name for one in found)
        raise InvalidInput(
            f"{file.name}: the table to read",
            Told(f"in several sheets ({names})"),
            f'one of them: add --sheet "{found[0].sheet.name}"',
        )
    if found:
        return found[0]
    filled = [one for one in sheets if one.rows()]
    if not filled:
        raise InvalidInput(file.name, Told("empty"), "a table of coalitions, or of cities")
    raise first_heads(filled[0])
