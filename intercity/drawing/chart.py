"""Charts as data: what is drawn, apart from how. Each has a table behind it.

``Lanes`` have a lane for each row (a city, a number), with bars, marks, and a range; ``Curves`` are
lines over one number. ``svg`` (see ``intercity.drawing.svg``) draws either without matplotlib.

Source: Few (2012), Show Me the Numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from intercity.english import amount, shown

__all__ = ["Chart", "Curves", "Lanes"]

Points = Sequence[tuple[Fraction, Fraction]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """A lane for each row: a bar for each column, or, over a range, a mark for each column.

    ``columns``: by name, the numbers by row. ``ranges``: from where to where, by row; ``range_of``
    is what that is. ``unit``: what is counted.

    >>> chart = Lanes(title="Gain", unit="a year", columns={"as signed": {"Quzhou": Fraction(-9)}})
    >>> chart.rows, chart.table()
    (('Quzhou',), (('', 'as signed'), ('Quzhou', '-9.0')))
    """

    title: str
    unit: str
    columns: Mapping[str, Mapping[str, Fraction]]
    ranges: Mapping[str, tuple[Fraction, Fraction]] = field(default_factory=dict)
    range_of: str = ""

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows that some column or range has, in their order."""
        found = dict.fromkeys(row for column in self.columns.values() for row in column)
        return tuple(found | dict.fromkeys(self.ranges))

    def table(self) -> tuple[tuple[str, ...], ...]:
        """The chart's numbers as rows of text, the heads first."""
        head = ("", *self.columns, *([self.range_of] if self.ranges else ()))
        lines = []
        for row in self.rows:
            line = [row]
            line += [
                shown(column[row]) if row in column else "" for column in self.columns.values()
            ]
            if self.ranges:
                ends = self.ranges.get(row)
                line.append("" if ends is None else f"{shown(ends[0])} .. {shown(ends[1])}")
            lines.append(tuple(line))
        return (head, *lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Lines through points, by name, and ``marks``: places on the horizontal axis with a name.

    Each place comes with the words that tell it, as its number may be rounded one way only.
    ``across`` and ``up``: what the axes count.

    >>> line = ((Fraction(0), Fraction(1)), (Fraction(2), Fraction(3)))
    >>> Curves(title="Terms", across="mu", up="gain", curves={"Quzhou": line}).table()
    (('mu', 'Quzhou'), ('0', '1.0'), ('2', '3.0'))
    """

    title: str
    across: str
    up: str
    curves: Mapping[str, Points]
    marks: Mapping[str, tuple[Fraction, str]] = field(default_factory=dict)

    def table(self) -> tuple[tuple[str, ...], ...]:
        """The points of all lines, by their place on the horizontal axis, the heads first."""
        heights = [dict(points) for points in self.curves.values()]
        places = sorted({x for points in self.curves.values() for x, _ in points})
        lines = [
            (amount(x), *(shown(line[x]) if x in line else "" for line in heights)) for x in places
        ]
        return ((self.across, *self.curves), *lines)


Chart = Lanes | Curves
