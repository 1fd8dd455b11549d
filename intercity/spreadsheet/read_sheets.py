"""The sheets of an Excel or CSV file."""

from __future__ import annotations

import csv
import warnings
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from games.errors import InvalidInput, Told
from intercity.report.table_files import require_openpyxl
from intercity.spreadsheet.headed_table import HEADS
from intercity.spreadsheet.sheet import MergedCells, Sheet

__all__ = ["read_sheets"]

SEPARATORS = (",", ";", "\t")


def read_sheets(file: Path, content: bytes) -> list[Sheet]:
    """The sheets of a file, by its ending; ``content`` is what it holds.

    Errors: ``InvalidInput`` where it is no such file; ``IntercityError`` without openpyxl.
    """
    ending = file.suffix.lower()
    if ending == ".csv":
        return [_csv(file, content)]
    if ending == ".xlsx":
        return _excel(file, content)
    raise InvalidInput("the table to read", str(file), "a file that ends in .xlsx or .csv")


def _csv(file: Path, content: bytes) -> Sheet:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = Told(f"not UTF-8 at byte {error.start}")
        raise InvalidInput(file.name, found, "saved as CSV UTF-8") from None
    lines = [line for line in text.lower().splitlines() if any(head in line for head in HEADS)]
    head = lines[0] if lines else ""
    separator = max(SEPARATORS, key=head.count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise InvalidInput(file.name, Told(f"no CSV ({error})"), "a table as CSV") from None
    cells = {
        i: {k: cell.strip() for k, cell in enumerate(row, 1) if cell.strip()}
        for i, row in enumerate(rows, 1)
    }
    return Sheet(file.name, "", {i: row for i, row in cells.items() if row}, typed=False)


def _excel(file: Path, content: bytes) -> list[Sheet]:
    require_openpyxl()
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drawings and validations, which are not read
            values = load_workbook(BytesIO(content), data_only=True)
            formulas = load_workbook(BytesIO(content))
    except Exception:  # noqa: BLE001 - openpyxl raises whatever its parsers do
        found = Told("no Excel workbook")
        raise InvalidInput(file.name, found, "saved as .xlsx, without a password") from None
    return [_sheet(file.name, one, formulas[one.title]) for one in values.worksheets]


def _sheet(file: str, values: Any, formulas: Any) -> Sheet:
    cells: dict[int, dict[int, object]] = {}
    not_calculated = set()
    for row in values.iter_rows():
        for cell in row:
            at, value = (cell.row, cell.column), cell.value
            if isinstance(value, str):
                value = value.strip()
            if value not in (None, ""):
                cells.setdefault(cell.row, {})[cell.column] = value
            elif value is None and formulas.cell(*at).data_type == "f":
                not_calculated.add(at)
    merged = tuple(MergedCells(one.coord, one.max_row) for one in formulas.merged_cells.ranges)
    return Sheet(file, values.title, cells, True, frozenset(not_calculated), merged)
