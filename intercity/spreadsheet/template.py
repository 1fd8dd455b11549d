"""A workbook to start from: how it is filled in, a table of worths, a table of cities."""

from __future__ import annotations

from intercity.report.table_files import as_workbook
from intercity.report.tables import Table

__all__ = ["template"]

HOW = (
    "Fill in one of the two sheets, worths or cities, in place of the made-up numbers there.",
    "worths: what each group of cities makes by itself, a row for each group: of three cities, 7.",
    "worths: call the column cost in place of worth if the numbers are what groups must pay.",
    "cities: what each city owns, a column for each resource; leave empty what a city has none of.",
    "cities: a head may say the unit, and that a resource stays where it is: sites (bound).",
    "A number is assumed unless a column source says who says so: source, or quota source.",
    "cities: quota low and quota high are the range in which an assumed number may be.",
    "Both may have a column note. Type numbers as your spreadsheet writes them; merge no cell.",
    "Then: intercity new region.toml --from THIS_FILE.xlsx --sheet worths (or --sheet cities).",
    "In the scenario, each number names the cell that it comes from.",
)


def template() -> bytes:
    """The workbook, as the bytes of an Excel file; ``IntercityError`` without openpyxl."""
    worths = {"Aton": 30, "Bury": 12, "Cove": 6, "Aton, Bury": 45, "Aton, Cove": 94}
    worths |= {"Bury, Cove": 43, "Aton, Bury, Cove": 120}
    cities = (("Aton", None, 60.0, 300.0), ("Bury", 100.0, 20.0, 80.0), ("Cove", 250.0, None, None))
    return as_workbook(
        (
            Table("how to", ("How to fill in this workbook",), tuple((line,) for line in HOW)),
            Table(
                "worths", ("coalition", "worth"), tuple((k, float(x)) for k, x in worths.items())
            ),
            Table("cities", ("city", "quota (mu)", "projects", "buildable (mu, bound)"), cities),
        )
    )
