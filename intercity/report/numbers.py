"""The numbers of a scenario as a list: keys to be copied, values, where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.printable import printable
from intercity.report.labels import labels
from intercity.scenario.quantity import toml_text

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["numbers_text"]


def numbers_text(scenario: Scenario) -> str:
    """A line for each number: its key, its value and range, what it is, and its source.

    >>> from intercity import parse_scenario
    >>> print(numbers_text(parse_scenario('''
    ... format = 1
    ... title = "One city"
    ... [sources]
    ... YB = "Yearbook 2020"
    ... [cities.Quzhou]
    ... tenure = { v = 5, low = 3, high = 8 }
    ... discount = { v = 0.95, src = "YB" }
    ... ''')))
    key                     value  range   what it is                      source
    cities.Quzhou.tenure    5      3 to 8  the years that Quzhou's officials stay
    cities.Quzhou.discount  0.95           the discount factor of Quzhou   YB
    """
    names = labels(scenario)
    rows = [("key", "value", "range", "what it is", "source")]
    for key, one in scenario.quantities():
        known = one.low is not None and one.high is not None
        between = f"{toml_text(one.low)} to {toml_text(one.high)}" if known else ""
        rows.append((key, toml_text(one.value), between, names[key], one.src or ""))
    if len(rows) == 1:
        return "no number has a key: worths of [game] stand in a table, and are not moved"
    cells = [tuple(map(printable, row)) for row in rows]
    widths = [max(len(row[k]) for row in cells) for k in range(4)]
    return "\n".join(
        "  ".join([*(f"{x:<{n}}" for x, n in zip(row, widths, strict=False)), row[4]]).rstrip()
        for row in cells
    )
