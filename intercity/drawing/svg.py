"""Charts as SVG, drawn without matplotlib: sharp on a phone and in print, light and dark.

Series differ in colour *and* in shape or dash, so that they can be told apart without colour. The
words of a chart are escaped: a city may be called ``<script>``.

Source: W3C (2011), Scalable Vector Graphics 1.1; Okabe and Ito (2008), Color universal design.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from html import escape

from intercity.drawing.chart import Chart, Curves, Lanes
from intercity.english import shown
from intercity.words import words

__all__ = ["SERIES", "svg"]

WIDTH = 340
"""In the units of the picture, in which letters are 12 high: it is read on a phone, too."""
LETTER, BAR, GAP, LEFT, RIGHT = 12, 13, 5, 8, 8
SERIES = 5
"""So many bars, marks or lines can be told apart."""

STYLE = """<style>
.chart{--ink:#1b1b1b;--soft:#8a8a8a;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#a3527f;--c4:#5b5b5b}
.chart text{font:12px system-ui,'Noto Sans CJK SC',sans-serif;fill:var(--ink)}
.chart .b{font-weight:600}.chart .e{text-anchor:end}.chart .m{text-anchor:middle}
.chart .axis{stroke:var(--soft);stroke-width:1}.chart .band{fill:var(--soft);fill-opacity:.35}
.chart .f0{fill:var(--c0)}.chart .f1{fill:var(--c1)}.chart .f2{fill:var(--c2)}
.chart .f3{fill:var(--c3)}.chart .f4{fill:var(--c4)}
.chart .l0{stroke:var(--c0)}.chart .l1{stroke:var(--c1);stroke-dasharray:7 3}
.chart .l2{stroke:var(--c2);stroke-dasharray:2 2}
.chart .l3{stroke:var(--c3);stroke-dasharray:8 3 2 3}
.chart .l4{stroke:var(--c4);stroke-dasharray:1 4}.chart polyline{fill:none;stroke-width:2.5}
@media (prefers-color-scheme:dark){.chart{--ink:#eee;--soft:#9a9a9a;--c0:#56b4e9;--c1:#f0803c;
--c2:#2fd0a3;--c3:#e39ac2;--c4:#bdbdbd}}
@media print{.chart{--ink:#000;--soft:#777;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#a3527f;
--c4:#5b5b5b}}
</style>"""


def svg(chart: Chart) -> str:
    """The chart as the text of an SVG picture of its own.

    Errors: none; a chart without numbers is a picture of its title.

    >>> picture = svg(Lanes(title="Gain", unit="a year", columns={"now": {"<A>": Fraction(-9)}}))
    >>> "&lt;A&gt;" in picture, "<A>" in picture
    (True, False)
    """
    parts, height = _lanes(chart) if isinstance(chart, Lanes) else _curves(chart)
    head = (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-label="{escape(_described(chart))}">{STYLE}'
    )
    return head + "".join(parts) + "</svg>"


def _described(chart: Chart) -> str:
    """The description for screen readers: the title, and how many lanes or lines there are."""
    return words().described(
        chart.title, chart.rows if isinstance(chart, Lanes) else tuple(chart.curves)
    )


def _text(x: float, y: float, words: str, style: str = "") -> str:
    kind = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{kind}>{escape(words)}</text>'


def _width(words: str) -> float:
    """The approximate width of a text; East Asian letters are as wide as high."""
    return sum(LETTER if ord(letter) > 0x2E7F else 0.6 * LETTER for letter in words)


def _cut(words: str, most: float) -> str:
    """The words, cut to a width with an ellipsis."""
    if _width(words) <= most:
        return words
    while words and _width(words) > most - LETTER:
        words = words[:-1]
    return f"{words}…"


def _lines(words: str, x: float, y: float, style: str = "") -> tuple[list[str], float]:
    """The words on as many lines as they need, and where the last stands.

    No word is broken; one that is too wide for a line is cut.
    """
    first, *others = words.split(" ")
    lines = [first]
    for word in others:
        longer = f"{lines[-1]} {word}"
        if _width(longer) <= WIDTH - 20:
            lines[-1] = longer
        else:
            lines.append(word)
    step = LETTER + GAP
    told = [_text(x, y + k * step, _cut(one, WIDTH - 20), style) for k, one in enumerate(lines)]
    return told, y + (len(lines) - 1) * step


def _legend(names: Sequence[str], y: float, *, marks: bool) -> tuple[list[str], float]:
    """A line for each series, or as many on a line as fit."""
    parts, x = [], float(LEFT)
    for k, name in enumerate(names):
        told = _cut(name, WIDTH - LEFT - RIGHT - 20)
        wide = 20 + _width(told) + 14
        if x > LEFT and x + wide > WIDTH:
            x, y = float(LEFT), y + LETTER + GAP
        sign = _mark(k, x + 6, y - 4) if marks else _bar(k, x, y - 10, 12)
        parts += [sign, _text(x + 18, y, told)]
        x += wide
    return parts, y + GAP + 3


def _mark(k: int, x: float, y: float) -> str:
    """A shape of its own for each series: circle, square, diamond, triangle, cross."""
    kind = k % SERIES
    if kind == 0:
        return f'<circle class="f0" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    points = {
        1: ((-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)),
        2: ((0, -6.5), (5.5, 0), (0, 6.5), (-5.5, 0)),
        3: ((0, -6), (6, 5), (-6, 5)),
        4: ((-6, -5), (6, -5), (0, 6)),
    }[kind]
    told = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in points)
    return f'<polygon class="f{kind}" points="{told}"/>'


def _bar(k: int, x: float, y: float, width: float) -> str:
    """Full, with a stripe of the paper's colour along it, or hollow."""
    kind, wide = k % SERIES, max(width, 1.0)
    box = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{BAR - 2}"'
    if kind == 1:
        return f'<rect {box} class="f1" fill-opacity=".25"/>' + _frame(box, kind)
    if kind == 2:
        stripe = f'x="{x:.1f}" y="{y + 4:.1f}" width="{wide:.1f}" height="3"'
        return _frame(box, kind) + f'<rect {stripe} class="f2"/>'
    return f'<rect {box} class="f{kind}"/>'


def _frame(box: str, kind: int) -> str:
    return f'<rect {box} fill="none" style="stroke:var(--c{kind});stroke-width:1.5"/>'


class _Scale:
    """From numbers to places between two sides of the picture."""

    def __init__(self, numbers: Iterable[Fraction], start: float, end: float) -> None:
        found = list(numbers) or [Fraction(0)]
        self.low, self.high = min(found), max(found)
        if self.low == self.high:
            self.low, self.high = self.low - 1, self.high + 1
        self.start, self.end = start, end

    def __call__(self, number: Fraction) -> float:
        return self.start + float((number - self.low) / (self.high - self.low)) * (
            self.end - self.start
        )

    def ticks(self) -> Iterator[Fraction]:
        """Three to six round numbers."""
        span = self.high - self.low
        # The power of ten by counting digits: a logarithm of a large fraction would overflow.
        power = len(str(span.numerator)) - len(str(span.denominator))
        ten = Fraction(10) ** (power - 1)
        step = next(
            ten * k
            for k in (Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), 1, 2, 5, 10, 20, 50)
            if span / (ten * k) <= 5
        )
        at = math.ceil(self.low / step) * step
        while at <= self.high:
            yield at
            at += step


def _lanes(chart: Lanes) -> tuple[list[str], int]:
    return _ranges(chart) if chart.ranges else _bars(chart)


def _bars(chart: Lanes) -> tuple[list[str], int]:
    """Bars from a common line at 0, each with its number at its end."""
    names = tuple(chart.columns)
    parts, y = _legend(names, 14, marks=False) if len(names) > 1 else ([], 6.0)
    numbers = [x for column in chart.columns.values() for x in column.values()]
    room = max((_width(shown(x)) for x in numbers), default=0) + 8
    below = room if min(numbers, default=Fraction(0)) < 0 else 0
    above = room if max(numbers, default=Fraction(0)) > 0 else 0
    scale = _Scale([Fraction(0), *numbers], LEFT + below, WIDTH - RIGHT - above)
    zero = scale(Fraction(0))
    for row in chart.rows:
        y += LETTER + GAP
        parts.append(_text(LEFT, y, _cut(row, WIDTH - LEFT - RIGHT), "b"))
        y += GAP
        top = y
        for k, column in enumerate(chart.columns.values()):
            if row not in column:
                continue
            end = scale(column[row])
            parts.append(_bar(k, min(zero, end), y, abs(end - zero)))
            left = column[row] < 0
            parts.append(
                _text(end - 4 if left else end + 4, y + 10, shown(column[row]), "e" if left else "")
            )
            y += BAR + 2
        # The axis stands beside the bars alone: it would strike through a row's name.
        x = f'x1="{zero:.1f}" x2="{zero:.1f}"'
        parts.append(f'<line class="axis" {x} y1="{top:.1f}" y2="{y:.1f}"/>')
    return parts, math.ceil(y + GAP)


def _ranges(chart: Lanes) -> tuple[list[str], int]:
    """A band from end to end in each lane, marks on it, and one axis below."""
    heads = (*chart.columns, *([chart.range_of] if chart.range_of else ()))
    parts, y = _legend(tuple(chart.columns), 14, marks=True)
    if len(heads) > len(chart.columns):
        y += LETTER
        parts.append(f'<rect class="band" x="{LEFT}" y="{y - 10:.1f}" width="12" height="10"/>')
        parts.append(_text(LEFT + 18, y, _cut(chart.range_of, WIDTH - 40)))
        y += GAP
    numbers = [x for column in chart.columns.values() for x in column.values()]
    numbers += [end for ends in chart.ranges.values() for end in ends]
    scale = _Scale(numbers, LEFT + 14, WIDTH - RIGHT - 14)
    top = y
    for row in chart.rows:
        y += LETTER + GAP
        parts.append(_text(LEFT, y, _cut(row, WIDTH - LEFT - RIGHT), "b"))
        y += 4
        if row in chart.ranges:
            low, high = map(scale, chart.ranges[row])
            wide = max(high - low, 2)
            parts.append(
                f'<rect class="band" x="{low:.1f}" y="{y:.1f}" width="{wide:.1f}" height="14"/>'
            )
        for k, column in enumerate(chart.columns.values()):
            if row in column:
                parts.append(_mark(k, scale(column[row]), y + 7))
        y += 16
    y += 4
    axis = []
    for at in scale.ticks():
        x = scale(at)
        axis.append(
            f'<line class="axis" stroke-opacity=".4" x1="{x:.1f}" x2="{x:.1f}" '
            f'y1="{top + 4:.1f}" y2="{y:.1f}"/>'
        )
    axis += _under(scale, y + 13)
    parts.append(_text(WIDTH / 2, y + 28, _cut(chart.unit, WIDTH - 20), "m"))
    return axis + parts, math.ceil(y + 36)


def _under(scale: _Scale, y: float) -> Iterator[str]:
    """The numbers under an axis, within the picture; one that would touch the last is left out."""
    end = 0.0
    for at in scale.ticks():
        told = _tick_text(at)
        half = _width(told) / 2
        x = min(max(scale(at), half), WIDTH - half)
        if x - half >= end:
            yield _text(x, y, told, "m")
            end = x + half + 4


def _tick_text(number: Fraction) -> str:
    """A tick's number: whole where it is, and no longer than can stand there."""
    whole = number.denominator == 1 and abs(number) < 10**7
    return f"{number.numerator:,}" if whole else shown(number)


def _curves(chart: Curves) -> tuple[list[str], int]:
    """Lines over one axis, each with its dash and, at its points, its mark."""
    parts, y = _legend(tuple(chart.curves), 14, marks=True)
    points = [point for line in chart.curves.values() for point in line]
    above, y = _lines(chart.up, LEFT, y + 10)
    parts += above
    top, bottom = y + 10, y + 190
    up = _Scale([Fraction(0), *(v for _, v in points)], bottom, top)
    heights = list(up.ticks())
    left = LEFT + max((_width(_tick_text(at)) for at in heights), default=0) + 10
    marked = (x for x, _ in chart.marks.values())
    across = _Scale([*(x for x, _ in points), *marked], left, WIDTH - RIGHT - 10)
    for at in heights:
        opacity = "" if at == 0 else ' stroke-opacity=".3"'
        parts.append(
            f'<line class="axis"{opacity} x1="{left:.1f}" x2="{WIDTH - RIGHT}" '
            f'y1="{up(at):.1f}" y2="{up(at):.1f}"/>'
        )
        parts.append(_text(left - 8, up(at) + 4, _tick_text(at), "e"))
    parts += _under(across, bottom + 16)
    below, foot = _lines(chart.across, WIDTH / 2, bottom + 32, "m")
    parts += below
    for k, line in enumerate(chart.curves.values()):
        told = " ".join(f"{across(x):.1f},{up(v):.1f}" for x, v in line)
        parts.append(f'<polyline class="l{k % SERIES}" points="{told}"/>')
        if len(line) <= 12:
            parts += [_mark(k, across(x), up(v)) for x, v in line]
    for name, (at, told) in chart.marks.items():
        x = across(at)
        parts.append(
            f'<line class="axis" stroke-dasharray="3 3" x1="{x:.1f}" x2="{x:.1f}" '
            f'y1="{top:.1f}" y2="{bottom:.1f}"/>'
        )
        label = f"{words().dashed}: {name}, {told}"
        below, foot = _lines(label, LEFT, foot + LETTER + GAP)
        parts += below
    return parts, math.ceil(foot + 10)
