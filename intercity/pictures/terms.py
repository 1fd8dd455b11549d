"""The terms of a deal: each member's gain against the amount that is handed over.

A member's gain is the optimum of its own program, with the amount on the right-hand side, plus what
it is paid: concave and piecewise linear in the amount. Its kinks are found exactly, by tangents.

>>> kinks = _kinks(lambda q: (q, ONE) if q < 2 else (4 - q, -ONE), ZERO, Fraction(3))
>>> [(int(amount), int(gain)) for amount, gain in kinks]
[(0, 0), (2, 2), (3, 1)]

Source: the tangents are Eisner and Severance's (1976), Mathematical techniques for efficient record
segmentation in large shared databases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from games.errors import InvalidInput, Undefined
from intercity.checkup.finding import amount
from intercity.pictures.page import (
    COLOURS,
    DASHES,
    INK,
    YELLOW,
    cycled,
    drawing,
    end_labels,
    page,
    room,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from intercity.checkup import Report
    from mechanisms.enclave_compact import EnclaveCompact
    from mechanisms.terms import Terms

ZERO, ONE = Fraction(0), Fraction(1)


def terms_picture(report: Report) -> Figure:
    """Each member's gain against the amount handed over, all other clauses as signed.

    The curves are concave and piecewise linear, with exact kinks; they end where a member could not
    deliver. Shaded: the amounts at which all gain. Returns are as planned, which the caption says
    where firms will not do it.

    Errors: ``InvalidInput`` where there is no deal, or it hands over nothing; ``Undefined`` where
    it promises more than its members have; ``IntercityError`` without matplotlib.
    """
    context = report.context
    compact = context.compact
    if compact is None or not compact.transfers:
        raise InvalidInput(
            "[compact] of the scenario",
            "missing" if compact is None else "without [[compact.transfer]]",
            "a deal in which something is handed over",
        )
    if context.planned is None:
        raise Undefined("picture of the terms", "the deal promises more than its members have")
    from mechanisms.terms import terms_of_trade

    alone = {city: context.status_quo[city] for city in compact.members}
    terms = terms_of_trade(compact, alone)
    assert terms is not None  # noqa: S101 - there is a transfer
    curves = gain_curves(compact, alone)
    unit = next(r.unit for r in compact.region.resources if r.name == terms.resource) or "units"
    with drawing():
        figure = page(*_terms_words(report, terms, unit))
        axes = figure.add_axes((0.105, 0.12, 0.74, room(figure) - 0.16))
        _draw_terms(axes, terms, curves)
        most = amount(max(q for points in curves.values() for q, _ in points))
        axes.set_xlabel(
            f"{terms.resource} that {terms.giver} hands over to {terms.taker} ({unit}); at most "
            f"{most} can be delivered"
        )
        axes.set_ylabel(f"gain over having no deal\n({report.scenario.money})")
        figure.draw_without_rendering()
    return figure


def gain_curves(
    compact: EnclaveCompact, alone: Mapping[str, Fraction]
) -> dict[str, list[tuple[Fraction, Fraction]]]:
    """By member, the kinks (amount, gain) of its gain over all amounts that can be delivered."""
    from mechanisms.terms import AMOUNT, terms_program
    from solvers.linear_program import solve

    gains = {f"gain of {city}" for city in compact.members}
    ends = []
    for sense in ("min", "max"):
        program = terms_program(compact, alone, {AMOUNT: ONE}, sense=sense)
        rows = tuple(row for row in program.rows if row.name not in gains)
        ends.append(solve(replace(program, rows=rows)).value)
    low, high = ends
    if low is None or high is None:
        raise Undefined("picture of the terms", "no amount can be delivered")
    return {
        city: _kinks(partial(_gain, compact, city, alone[city]), low, high)
        for city in compact.members
    }


def _gain(
    compact: EnclaveCompact, city: str, alone: Fraction, moved: Fraction
) -> tuple[Fraction, Fraction]:
    """A member's gain if this amount is handed over, and a slope of the gain there."""
    from mechanisms.enclave_compact import own_program
    from solvers.linear_program import solve

    first, *others = compact.transfers
    deal = replace(compact, transfers=(replace(first, amount=moved), *others))
    best = solve(own_program(deal, city))
    assert best.value is not None  # noqa: S101 - the amount can be delivered
    direction = (first.giver == city) - (first.taker == city)
    slope = direction * (first.price - best.prices.get(first.resource, ZERO))
    return best.value + sum(deal.incidence(city).values()) - alone, slope


def _kinks(
    curve: Callable[[Fraction], tuple[Fraction, Fraction]], low: Fraction, high: Fraction
) -> list[tuple[Fraction, Fraction]]:
    """All kinks of a concave piecewise-linear curve, its ends first and last, exactly.

    Two tangents meet above the curve, or on it in a kink; else the curve below is looked at, and
    has a piece that was not seen before.
    """
    known = {q: curve(q) for q in (low, high)}
    spans = [(low, high)]
    while spans:
        left, right = spans.pop()
        (y, slope), (z, other) = known[left], known[right]
        chord = z - y
        if slope * (right - left) == chord or other * (right - left) == chord:
            continue
        middle = (chord + slope * left - other * right) / (slope - other)
        known[middle] = curve(middle)
        if known[middle][0] < y + slope * (middle - left):
            spans += [(left, middle), (middle, right)]
    return _bends([(q, known[q][0]) for q in sorted(known)])


def _bends(points: list[tuple[Fraction, Fraction]]) -> list[tuple[Fraction, Fraction]]:
    """Without the points at which a curve goes straight on."""
    kept = points[:1]
    for (q, y), (after, z) in pairwise(points[1:]):
        before, x = kept[-1]
        if (y - x) * (after - q) != (z - y) * (q - before):
            kept.append((q, y))
    return kept + points[1:][-1:]


def _terms_words(report: Report, terms: Terms, unit: str) -> tuple[str, str]:
    context, compact = report.context, report.context.compact
    assert compact is not None  # noqa: S101 - the caller looked
    all_of_them = "Both" if len(compact.members) == 2 else f"All {len(compact.members)}"
    if terms.lowest is None or terms.highest is None:
        title = f"No amount of {terms.resource} makes {all_of_them.lower()} gain"
    elif terms.lowest == terms.highest:
        title = f"{all_of_them} gain only at {amount(terms.lowest)} {unit} of {terms.resource}"
    else:
        title = (
            f"{all_of_them} gain from {amount(terms.lowest)} to {amount(terms.highest)} {unit} of "
            f"{terms.resource}"
        )
    title += f"; signed: {amount(terms.signed)}"
    returns = compact.planned_returns
    if not returns:
        return title, "All other clauses as signed"
    subtitle = f"All other clauses as signed, if {amount(returns)} projects return as planned"
    if not context.returns_as_planned:
        subtitle += " - but as signed none of them will (check of firms' choice)"
    return title, subtitle


def _draw_terms(
    axes: Axes, terms: Terms, curves: Mapping[str, list[tuple[Fraction, Fraction]]]
) -> None:
    first, *_, last = next(iter(curves.values()))[:1] + next(iter(curves.values()))[-1:]
    low, high = min(first[0], terms.signed), max(last[0], terms.signed)
    wide = float(high - low) or 1.0
    gains = [float(gain) for points in curves.values() for _, gain in points]
    floor, top = min(*gains, 0.0), max(*gains, 0.0)
    tall = (top - floor) or 1.0
    axes.set_xlim(float(low) - 0.02 * wide, float(high) + 0.02 * wide)
    axes.set_ylim(floor - 0.06 * tall, top + 0.5 * tall)
    axes.axhline(0, color=INK, linewidth=1.5, gid="zero")
    if terms.lowest is not None and terms.highest is not None:
        axes.axvspan(
            float(terms.lowest),
            float(terms.highest),
            ymax=0.76,
            color=YELLOW,
            alpha=0.6,
            linewidth=3 if terms.lowest == terms.highest else 0,
            gid="all gain",
        )
        axes.annotate(
            "both gain" if len(curves) == 2 else "all gain",
            (float(terms.lowest + terms.highest) / 2, 0.75),
            xycoords=("data", "axes fraction"),
            ha="center",
            va="top",
            weight="bold",
            color="#6B6200",
        )
    for (city, points), colour, dashes in zip(
        curves.items(), cycled(COLOURS, len(curves)), cycled(DASHES, len(curves)), strict=True
    ):
        axes.plot(
            [float(q) for q, _ in points],
            [float(gain) for _, gain in points],
            color=colour,
            linestyle=dashes,
            linewidth=3.5,
            marker="o",
            markersize=6,
            gid=f"gain of {city}",
            zorder=3,
        )
    end_labels(
        axes, {city: float(points[-1][1]) for city, points in curves.items()}, float(last[0])
    )
    fair = "smallest gain largest" if terms.lowest is not None else "worst-off loses least"
    marks = [
        ("signed", terms.signed, "-"),
        (fair, terms.egalitarian, DASHES[1]),
        ("product of gains largest (Nash)", terms.nash, DASHES[2]),
    ]
    middle = (low + high) / 2
    known = [(name, where, dashes) for name, where, dashes in marks if where is not None]
    # The outermost stands highest, so that its name, which runs inwards, meets no other line.
    known.sort(key=lambda mark: -abs(mark[1] - middle))
    for row, (name, where, dashes) in enumerate(known):
        height = 1 - 0.075 * row
        axes.axvline(
            float(where), ymax=height, color=INK, linestyle=dashes, linewidth=2, gid=name, zorder=2
        )
        leftwards = where > middle
        axes.annotate(
            f"{name}: {amount(where)}",
            (float(where), height),
            xycoords=("data", "axes fraction"),
            xytext=(-8 if leftwards else 8, 0),
            textcoords="offset points",
            ha="right" if leftwards else "left",
            va="top",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            zorder=4,
        )
