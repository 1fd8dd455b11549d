"""The sheets of an Excel or CSV file."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from games.errors import IntercityError, InvalidInput, Told
from games.input_limits import LARGEST_TABLE, MOST_CELLS
from intercity.report.table_files import require_openpyxl
from intercity.spreadsheet.headed_table import HEADS
from intercity.spreadsheet.sheet import MergedCells, Sheet, shown_name

__all__ = ["read_sheets"]

SEPARATORS = (",", ";", "\t")


def read_sheets(file: Path, content: bytes) -> list[Sheet]:
    """The sheets of a file, by its ending; ``content`` is what it holds.

    Errors: ``InvalidInput`` where it is no such file; ``IntercityError`` without openpyxl.
    """
    ending, name = file.suffix.lower(), shown_name(file.name)
    if ending == ".csv":
        return [_csv(name, content)]
    if ending == ".xlsx":
        return _excel(name, content)
    raise InvalidInput("the table to read", str(file), "a file that ends in .xlsx or .csv")


def _csv(file: str, content: bytes) -> Sheet:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = Told(f"not UTF-8 at byte {error.start}")
        raise InvalidInput(file, found, "saved as CSV UTF-8") from None
    lines = [line for line in text.lower().splitlines() if any(head in line for head in HEADS)]
    head = lines[0] if lines else ""
    separator = max(SEPARATORS, key=head.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    cells = ((i, k, cell) for i, row in enumerate(rows, 1) for k, cell in enumerate(row, 1) if cell)
    try:
        return Sheet(file, "", _by_row(file, cells), typed=False)
    except csv.Error as error:
        raise InvalidInput(file, Told(f"no CSV ({error})"), "a table as CSV") from None


def _by_row(here: str, cells: Iterable[tuple[int, int, object]]) -> dict[int, dict[int, object]]:
    """Cells by row and column, without blanks at their ends and without empty ones.

    Errors: ``InvalidInput`` where there are too many.
    """
    found: dict[int, dict[int, object]] = {}
    count = 0
    for row, column, value in cells:
        kept = value.strip() if isinstance(value, str) else value
        if kept in (None, ""):
            continue
        found.setdefault(row, {})[column] = kept
        count += 1
        if count > MOST_CELLS:
            what = Told(f"a sheet of more than {MOST_CELLS:,} cells")
            raise InvalidInput(here, what, "smaller (keep the table in a file of its own)")
    return found


def _excel(file: str, content: bytes) -> list[Sheet]:
    require_openpyxl()
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(), ZipFile(BytesIO(content)) as packed:
            warnings.simplefilter("ignore")  # of drawings and validations, which are not read
            if sum(part.file_size for part in packed.infolist()) > LARGEST_TABLE:
                what = Told(f"a workbook of more than {LARGEST_TABLE:,} bytes, unpacked")
                raise InvalidInput(file, what, "smaller (keep the table in a file of its own)")
            book = load_workbook(BytesIO(content), read_only=True)
            return [_sheet(file, one) for one in book.worksheets]
    except IntercityError:
        raise
    except Exception:  # noqa: BLE001 - openpyxl raises whatever its parsers do
        found = Told("no Excel workbook")
        raise InvalidInput(file, found, "saved as .xlsx, without a password") from None


def _sheet(file: str, sheet: Any) -> Sheet:
    """A sheet, from the cells that are stored: one far away makes none between."""
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    name, book = shown_name(sheet.title), sheet.parent
    not_calculated = set()

    class Parser(WorkSheetParser):  # type: ignore[misc]
        """Notes the formulas that have no value."""

        def parse_cell(self, element: Any) -> dict[str, Any]:
            cell: dict[str, Any] = super().parse_cell(element)
            if cell["value"] is None and element.find(FORMULA_TAG) is not None:
                not_calculated.add((cell["row"], cell["column"]))
            return cell

    with sheet._get_source() as source:
        parser = Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        stored = (
            (cell["row"], cell["column"], cell["value"])
            for _, row in parser.parse()
            for cell in row
        )
        cells = _by_row(f"{file}: sheet {name}", stored)
    merges = parser.merged_cells.mergeCell if parser.merged_cells else ()
    merged = tuple(MergedCells(one.coord, one.max_row) for one in merges)
    return Sheet(file, name, cells, True, frozenset(not_calculated), merged)
