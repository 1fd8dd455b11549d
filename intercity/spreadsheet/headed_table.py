"""A table in a sheet: a row of heads, and the rows below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from games.errors import InvalidInput, Told
from games.printable import cut
from intercity.scenario.quantity import without_commas
from intercity.scenario.within_limits import DIGITS, beyond, decimal, illegible
from intercity.spreadsheet.sheet import Sheet

__all__ = ["HEADS", "HeadedTable", "first_heads", "headed_table", "refuse_alike", "words_of"]

HEADS = ("coalition", "city")
"""By which a table is known."""
MOST_ROWS = 20
"""The heads stand in one of so many rows that are not empty."""
SHOWN_DIGITS = 15
"""So many Excel shows; what a formula adds beyond them is noise."""
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)


def words_of(value: object) -> str:
    """What stands in a cell as words, with single blanks; a whole number is a name too."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table whose heads stand in row ``top``: ``heads`` by column, in lower case."""

    sheet: Sheet
    top: int
    heads: Mapping[int, str]

    def rows(self) -> Iterator[int]:
        """The rows below the heads in which anything stands.

        Errors: ``InvalidInput`` for merged cells, and for what stands under no head.
        """
        for merged in self.sheet.merged:
            if merged.last_row >= self.top:
                where = f"{self.sheet.here}, cells {merged.name}"
                raise InvalidInput(where, Told("merged"), "split, with a value in each cell")
        for row in self.sheet.rows():
            if row <= self.top:
                continue
            for column in self.sheet.row(row):
                if column not in self.heads:
                    place = self.sheet.place(row, column)
                    comma = "" if self.sheet.typed else " (a comma splits what is not in quotes)"
                    expected = f"in a column with a head{comma}"
                    raise InvalidInput(place, Told("under no head"), expected)
            yield row

    def name(self, row: int, column: int) -> str:
        """A name in a cell; ``InvalidInput`` where there is none."""
        place, value = self.sheet.place(row, column), self._value(row, column)
        if value is None:
            raise InvalidInput(place, Told("empty"), f"a {self.heads[column]}")
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise InvalidInput(place, Told(str(value)), "a text")
        found = words_of(value)
        _refuse_illegible(place, found)
        return found

    def words(self, row: int, column: int | None) -> str:
        """The words in a cell, empty where there are none or there is no such column."""
        if column is None or self._value(row, column) is None:
            return ""
        return self.name(row, column)

    def number(self, row: int, column: int) -> Decimal | None:
        """A number in a cell, as it is shown; ``None`` where it is empty.

        Errors: ``InvalidInput`` for words, dates and decimal commas.
        """
        place, value = self.sheet.place(row, column), self._value(row, column)
        if value is None:
            return None
        if isinstance(value, str):
            right = without_commas(value)
            if right is not None:
                also = "" if self.sheet.typed else " (or save the table as .xlsx, as it is)"
                raise InvalidInput(place, Told(value), right + also)
            if not _NUMBER.fullmatch(value):
                raise InvalidInput(place, value, "a number, as 1250 or 12.5")
            if self.sheet.typed:
                found = Told(f"the text {value!r}")
                raise InvalidInput(place, found, "a number (convert the cell, or type it again)")
            number = decimal(value)
        elif isinstance(value, bool) or not isinstance(value, int | float):
            raise InvalidInput(place, Told(str(value)), "a number")
        else:
            number = Decimal(f"{value:.{SHOWN_DIGITS}g}" if isinstance(value, float) else value)
        if not isinstance(number, Decimal) or not number.is_finite() or beyond(number):
            raise InvalidInput(place, Told(cut(str(value), 24)), DIGITS)
        return number

    def _value(self, row: int, column: int) -> object:
        if (row, column) in self.sheet.not_calculated:
            place = self.sheet.place(row, column)
            what = "given its value (open the file in a spreadsheet, and save it)"
            raise InvalidInput(place, Told("a formula that was not calculated"), what)
        return self.sheet.row(row).get(column)


def _refuse_illegible(place: str, words: str) -> None:
    """``InvalidInput`` for a name that no scenario may have."""
    wrong = illegible(words)
    if wrong is not None:
        raise InvalidInput(place, Told(f"a name {wrong[0]}"), wrong[1])


def headed_table(sheet: Sheet) -> HeadedTable | None:
    """The table of a sheet, by its heads; ``None`` where no row has one by which it is known."""
    for row in sheet.rows()[:MOST_ROWS]:
        heads = {column: words_of(value).lower() for column, value in sheet.row(row).items()}
        if set(HEADS) & set(heads.values()):
            told = Counter(heads.values())
            for column, head in heads.items():
                place = sheet.place(row, column)
                _refuse_illegible(place, head)
                if told[head] > 1:
                    raise InvalidInput(place, head, "a head that stands once")
            return HeadedTable(sheet, row, heads)
    return None


def refuse_alike(table: HeadedTable, column: int, cities: Iterable[tuple[str, int]]) -> None:
    """``InvalidInput`` where two rows name cities that differ in capitals alone, or not at all.

    ``cities``: each with the row in which it stands.
    """
    seen: dict[str, tuple[str, int]] = {}
    for city, row in cities:
        other, first = seen.setdefault(city.casefold(), (city, row))
        if first != row or other != city:
            where = table.sheet.place(first, column).rpartition(" ")[2]
            told = "it" if other == city else other
            expected = f"given once, in one spelling ({told} stands in {where} too)"
            raise InvalidInput(table.sheet.place(row, column), city, expected)


def first_heads(sheet: Sheet) -> InvalidInput:
    """What is wrong with a sheet that has no head by which its table is known."""
    right = "coalition (beside worth or cost), or city (beside a head for each resource)"
    rows = [row for row in sheet.rows() if sheet.row(row)]
    if not rows:
        return InvalidInput(sheet.here, Told("empty"), f"a table with the head {right}")
    for row in rows[:MOST_ROWS]:
        cells = sheet.row(row)
        if any(_NUMBER.fullmatch(words_of(value)) for value in cells.values()):
            continue  # no row of heads
        for column, value in cells.items():
            near = get_close_matches(words_of(value).lower(), HEADS, 1)
            if near:
                return InvalidInput(sheet.place(row, column), value, f"the head {near[0]}")
    column, value = next(iter(sheet.row(rows[0]).items()))
    return InvalidInput(sheet.place(rows[0], column), value, f"a head: {right}")
