"""The charts of every report: what each city gains, what is stable, and which numbers turn it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.drawing.chart import Chart, Lanes
from intercity.report.labels import label
from intercity.report.payoffs import payoff_heads, stable_head

if TYPE_CHECKING:
    from intercity.report import Report

__all__ = ["charts"]

SPLITS = ("nucleolus", "shapley")


def charts(report: Report) -> Iterator[Chart]:
    """Those that there is something to draw of.

    >>> from intercity import check_up, parse_scenario
    >>> scenario = parse_scenario('''
    ... format = 1
    ... title = "Two cities"
    ... [game]
    ... sense = "gain"
    ... assumed = "an example"
    ... worths = { A = 1, B = 2, "A, B" = 5 }
    ... ''')
    >>> [chart.title for chart in charts(check_up(scenario))]
    ['What each city gains, against having no deal', 'The splits that no city or group would leave']
    """
    found, unit = report.payoffs, report.scenario.money
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
        what = "saves, against paying alone" if costs else "gains, against having no deal"
        yield Lanes(title=f"What each city {what}", unit=unit, columns=gains)
    if found.lowest:
        marks = {heads[name]: getattr(found, name) for name in ("signed", *SPLITS) if name in heads}
        yield Lanes(
            title="The splits that no city or group would leave",
            unit=unit,
            columns={"alone": found.alone, **marks},
            ranges={city: (low, found.highest[city]) for city, low in found.lowest.items()},
            range_of=stable_head(report.context, found),
        )
    if found.race:
        kept = {heads["race"]: found.race}
        yield Lanes(title="What each city keeps in the race", unit=unit, columns=kept)
    # As far as a number has to move, in per cent of its range: the nearest first.
    moves: dict[str, Fraction] = {}
    for one in report.switching_values or ():
        if not one.in_kind:
            moves.setdefault(label(report.scenario, one.key), 100 * one.distance)
    if moves:
        nearest = sorted(moves.items(), key=lambda item: item[1])[:10]
        yield Lanes(
            title="How far a number has to move until a verdict turns, in per cent of its range",
            unit="per cent of the number's own range",
            columns={"moves by": dict(nearest)},
        )
