"""Tables as files: CSV, and one Excel workbook.

No cell is ever a formula. In CSV, which has no types, a text that a spreadsheet would take for one
gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from io import BytesIO, StringIO
from pathlib import Path

from games.errors import IntercityError, missing_extra
from intercity.files import write_file, write_files
from intercity.report.tables import Cell, Table

__all__ = ["as_csv", "as_workbook", "require_openpyxl", "write_csv", "write_tables"]

BYTE_ORDER_MARK = "\ufeff"
"""By which Excel knows UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?([eE][+-]?[0-9]+)?(/[0-9]+)?")
"""What begins like a formula and is none: of digits throughout. The page's save.js has the same."""
MOST_LETTERS = 32_767
"""Of a cell in Excel."""
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WIDEST = 60


def as_csv(table: Table) -> bytes:
    r"""A table as CSV: UTF-8 with its mark, floats with all their digits.

    >>> told = as_csv(Table("split", ("city", "exact"), (("=A", "-3/2"), ("B, C", "5"))))
    >>> print(told.decode("utf-8-sig").replace("\r", ""), end="")
    city,exact
    '=A,-3/2
    "B, C",5
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.head)
    writer.writerows([_no_formula(cell) for cell in row] for row in table.rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8", errors="replace")


def _no_formula(cell: Cell) -> Cell:
    if not isinstance(cell, str) or not cell.startswith(FORMULA) or NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"


def require_openpyxl() -> None:
    """``IntercityError``, with the remedy, where openpyxl is missing."""
    try:
        import openpyxl
    except ImportError:
        raise missing_extra("Excel files need openpyxl", "tables") from None
    del openpyxl


def as_workbook(tables: Iterable[Table]) -> bytes:
    """Tables as an Excel workbook, a sheet each: numbers as numbers, words as words.

    Errors: ``IntercityError`` without openpyxl, or without room for temporary files.
    """
    require_openpyxl()
    from openpyxl import Workbook
    from openpyxl.cell import Cell as ExcelCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.name)
        for i, row in enumerate((table.head, *table.rows), 1):
            for k, content in enumerate(row, 1):
                cell: ExcelCell = sheet.cell(i, k)
                if isinstance(content, str):
                    cell.value = "text"  # whatever stands in it is set as a text, never read
                    cell._value = _fitting(_NO_XML.sub("\ufffd", content))
                    cell.quotePrefix = content.startswith(FORMULA)
                elif content is not None:
                    cell.value = content
                if i == 1:
                    cell.font = Font(bold=True)
        for k in range(1, len(table.head) + 1):
            longest = max(len(str(row[k - 1] or "")) for row in (table.head, *table.rows))
            sheet.column_dimensions[get_column_letter(k)].width = min(longest + 2, WIDEST)
        sheet.freeze_panes = "A2"
    written = BytesIO()
    try:
        book.save(written)
    except OSError as error:  # openpyxl drafts sheets in the folder for temporary files
        reason = (error.strerror or "unknown reason").lower()
        raise IntercityError(f"The Excel file cannot be drafted ({reason}).") from None
    return written.getvalue()


def _fitting(words: str) -> str:
    """What Excel can hold of a text; a number that is cut cannot be taken for one."""
    return words if len(words) <= MOST_LETTERS else f"{words[: MOST_LETTERS - 1]}…"


def write_tables(
    tables: Callable[[], tuple[Table, ...]], folder: Path | None, file: Path | None
) -> list[str]:
    """Write tables where they are asked for, into a folder or one Excel file; the paths."""
    if file is not None:
        write_file(file, as_workbook(tables()))
        return [str(file)]
    return [] if folder is None else write_csv(folder, tables())


def write_csv(folder: Path, found: tuple[Table, ...]) -> list[str]:
    """A file for each table that has rows; the paths."""
    files = {f"{table.name}.csv": as_csv(table) for table in found if table.rows}
    write_files(folder, files)
    return [str(folder / name) for name in files]
