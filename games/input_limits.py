"""How much is read from outside: beyond these limits a file is refused in a sentence.

All are far above what the check-up can answer, and low enough that reading ends in seconds.
"""

from __future__ import annotations

import re
from fractions import Fraction

__all__ = ["fraction_from_json"]

LARGEST_SCENARIO = 2 * 2**20
"""Bytes of a scenario file: looked up before it is read."""
LARGEST_REPORT = 64 * 2**20
"""Bytes of a report: the same."""
MOST_SHARED = 8 * LARGEST_REPORT
"""Letters that certificates of a report have from earlier ones, each time they are read."""
LARGEST_TABLE = 16 * 2**20
"""Bytes of a spreadsheet: looked up before it is read; an Excel file's also once unpacked."""
MOST_CELLS = 100_000
"""Cells of a sheet in which anything stands."""
MOST_VALUES = 20_000
"""Numbers, texts, lists and tables in a scenario; a table of 14 cities' worths has 16,384."""
DEEPEST_SCENARIO = 20
"""Tables and lists inside each other, in a scenario."""
DEEPEST_REPORT = 100
"""Tables and lists inside each other, in a report or in any certificate in JSON."""
MOST_DIGITS = 100
"""Digits of a number in a scenario, before and after its point, and its largest exponent."""
MOST_DIGITS_PROVEN = 4_300
"""Digits above and below the line of a fraction in a report; as many as Python reads."""
LONGEST_TEXT = 2_000
"""Characters of a name or text in a scenario."""
MOST_CITIES = 200
"""Cities in a scenario."""
MOST_CITIES_OF_WORTHS = 14
"""Cities of a table of worths in a spreadsheet: 15 have more coalitions than ``MOST_VALUES``."""
MOST_FAULTS = 20
"""Faults of a scenario that are told at once."""
LONGEST_SENTENCE = 2_000
"""Characters of an error's sentence; what a file says is cut much earlier inside it."""

_FRACTION = re.compile(
    rf"-?[0-9]{{1,{MOST_DIGITS_PROVEN}}}(?:/(?!0+$)[0-9]{{1,{MOST_DIGITS_PROVEN}}})?", re.ASCII
)


def fraction_from_json(text: object) -> Fraction:
    """A fraction as a report writes it, a whole number over another; else ``ValueError``.

    No other spelling is read: not 1e9, whose digits could fill the memory.

    >>> fraction_from_json("-3/2")
    Fraction(-3, 2)
    >>> fraction_from_json("1e300000000")
    Traceback (most recent call last):
        ...
    ValueError: not a whole number, nor a fraction of two, of at most 4,300 digits each
    """
    if not isinstance(text, str) or not _FRACTION.fullmatch(text):
        raise ValueError(
            "not a whole number, nor a fraction of two, "
            f"of at most {MOST_DIGITS_PROVEN:,} digits each"
        )
    return Fraction(text)
