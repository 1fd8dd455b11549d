"""A sheet of a spreadsheet: what stands in which cell, and what a cell is called.

>>> sheet = Sheet("region.xlsx", "cities", {2: {28: "Quzhou"}})
>>> sheet.place(2, 28), sheet.source(2, 28)
('region.xlsx: sheet cities, cell AB2', 'region.xlsx, sheet cities, cell AB2')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from games.printable import cut, printable

__all__ = ["MergedCells", "Sheet", "cell_name", "shown_name"]

LONGEST_NAME = 500
"""Characters of the name of a file or a sheet, of which sources are made."""


def shown_name(name: str) -> str:
    r"""The name of a file or a sheet, as a scenario may have it.

    >>> shown_name("w\u202e.csv")
    'w\\u202e.csv'
    """
    return cut(printable(name), LONGEST_NAME)


def cell_name(row: int, column: int) -> str:
    """What a spreadsheet calls a cell.

    >>> cell_name(1, 1), cell_name(10, 26), cell_name(3, 27), cell_name(3, 703)
    ('A1', 'Z10', 'AA3', 'AAA3')
    """
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


@dataclass(frozen=True, slots=True)
class MergedCells:
    """Cells that were merged: their name, and the last of their rows."""

    name: str
    last_row: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands in each cell that is not empty, by row and column, counted from 1.

    ``name``: empty for a CSV file, which is one sheet. ``typed``: whether cells know that they hold
    numbers; in CSV all are texts. ``not_calculated``: cells with a formula whose value is not kept.
    """

    file: str
    name: str
    cells: Mapping[int, Mapping[int, object]]
    typed: bool = True
    not_calculated: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[MergedCells, ...] = field(default=())

    @property
    def here(self) -> str:
        """The sheet, as errors call it."""
        return f"{self.file}: sheet {self.name}" if self.name else self.file

    def place(self, row: int, column: int) -> str:
        """A cell, as errors call it."""
        return f"{self.here}{',' if self.name else ':'} cell {cell_name(row, column)}"

    def source(self, row: int, column: int, last: tuple[int, int] | None = None) -> str:
        """A cell, or the cells up to another, as the source of a number."""
        where = f"{self.file}, sheet {self.name}" if self.name else self.file
        if last is None or last == (row, column):
            return f"{where}, cell {cell_name(row, column)}"
        return f"{where}, cells {cell_name(row, column)} to {cell_name(*last)}"

    def row(self, row: int) -> Mapping[int, object]:
        """What stands in a row, by column."""
        return self.cells.get(row, {})

    def rows(self) -> list[int]:
        """The rows in which anything stands."""
        return sorted({*self.cells, *(row for row, _ in self.not_calculated)})
