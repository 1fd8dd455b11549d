"""The charts of a report: what each city gains, what is stable, which numbers turn it, and those
of its checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from games.errors import of_kind
from intercity.drawing.chart import Chart, Lanes
from intercity.drawing.svg import svg
from intercity.findings.payoffs import race_in_force
from intercity.report.labels import labels
from intercity.report.payoffs import payoff_heads, stable_head
from intercity.words import words

if TYPE_CHECKING:
    from intercity.report import Report

__all__ = ["DrawnChart", "charts", "charts_of_all", "drawn"]

SPLITS = ("nucleolus", "shapley", "shapley_sampled")


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """A chart as it is drawn: its ``title``, the picture as SVG text, and the numbers behind it.

    ``rows``: the head, then a row for each city or place. A notebook shows the picture.

    See ``charts`` for an example.
    """

    title: str
    svg: str
    rows: tuple[tuple[str, ...], ...]

    def __repr__(self) -> str:
        return f"DrawnChart({self.title!r})"

    def _repr_svg_(self) -> str:
        return self.svg


def charts(report: Report) -> dict[str, DrawnChart]:
    """The charts of a report by name, as its page shows them: drawn without matplotlib.

    "gains", "stable splits", "race" and "switching values", as far as there is something to draw of
    them; then those of checks, by the check, of several "terms", "terms 2" and so on.

    Errors: ``InvalidInput`` for what is no report.

    >>> from intercity import check_up, parse_scenario
    >>> scenario = parse_scenario('''
    ... format = 1
    ... title = "Two cities"
    ... [game]
    ... sense = "gain"
    ... assumed = "an example"
    ... worths = { A = 1, B = 2, "A, B" = 5 }
    ... ''')
    >>> found = charts(check_up(scenario))
    >>> found["gains"]
    DrawnChart('What each city gains, against having no deal')
    >>> found["gains"].rows[1], found["gains"].svg[:20], list(found)
    (('A', '1.0', '1.0'), '<svg class="chart" x', ['gains', 'stable splits'])
    """
    of_kind(report, _report(), place="subject of charts", hint="check_up gives it")
    found = {name: drawn(chart) for name, chart in charts_of_all(report)}
    for one in report.findings:
        for k, chart in enumerate(one.charts(report.context), 1):
            found[one.name if k == 1 else f"{one.name} {k}"] = drawn(chart)
    return found


def drawn(chart: Chart) -> DrawnChart:
    """A chart with its picture and the table behind it."""
    return DrawnChart(chart.title, svg(chart), chart.table())


def _report() -> type[Report]:
    from intercity.report import Report

    return Report


def charts_of_all(report: Report) -> Iterator[tuple[str, Chart]]:
    """The charts, by name, that belong to no check."""
    found, unit, told = report.payoffs, report.scenario.money, words().charts
    heads = dict(payoff_heads(report.context, found))
    game = report.context.game
    costs = game is not None and game.sense == "cost"
    gains = {
        heads[name]: {
            city: found.alone[city] - x if costs else x - found.alone[city]
            for city, x in getattr(found, name).items()
        }
        for name in ("planned", "signed", "with_bonus", *SPLITS)
        if name in heads and set(getattr(found, name)) <= set(found.alone)
    }
    if gains:
        title = told["savings" if costs else "gains"]
        if gains.keys() == {heads.get("shapley_sampled")}:
            title = f"{title}: {heads['shapley_sampled']}"
        yield "gains", Lanes(title=title, unit=unit, columns=gains)
    if found.lowest:
        marks = {heads[name]: getattr(found, name) for name in ("signed", *SPLITS) if name in heads}
        stable = Lanes(
            title=told["stable splits"],
            unit=unit,
            columns={words().columns["alone"]: found.alone, **marks},
            ranges={city: (low, found.highest[city]) for city, low in found.lowest.items()},
            range_of=stable_head(report.context),
        )
        yield "stable splits", stable
    if found.race:
        title = told["race" if race_in_force(report.context) is None else "accord"]
        yield "race", Lanes(title=title, unit=unit, columns={heads["race"]: found.race})
    # How far each number has to move, in per cent of its range; the nearest first.
    moves: dict[str, Fraction] = {}
    names = labels(report.scenario) if report.switching_values else {}
    for one in report.switching_values or ():
        if not one.in_kind:
            moves.setdefault(names[one.key], 100 * one.distance)
    if moves:
        nearest = sorted(moves.items(), key=lambda item: item[1])[:10]
        turning = Lanes(
            title=told["moves"],
            unit=told["range"],
            columns={told["moves by"]: dict(nearest)},
        )
        yield "switching values", turning
