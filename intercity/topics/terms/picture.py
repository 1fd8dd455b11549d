"""The terms of a deal: each member's gain against the amount that is handed over.

The curves are the exact ones of ``gain_curves``; on them stand what was signed and what
three bargaining solutions would sign.

Source: Raiffa (1982), The Art and Science of Negotiation, for the zone of possible agreement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from games.errors import InvalidInput, Told, Undefined, of_kind
from intercity.drawing.page import (
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
from intercity.english import amount, from_to
from intercity.region.context import Context, Examined
from intercity.topics.negotiation.english import as_signed_words, solution_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mechanisms.compact.terms import Terms


def terms_picture(report: Examined | Context) -> Figure:
    """Each member's gain against the amount handed over, all other clauses as signed.

    The curves are concave and piecewise linear, with exact kinks; they end where a member could not
    deliver. Shaded: the amounts at which all gain, at their own discount factors, too. Returns are
    as firms choose.

    Errors: ``InvalidInput`` where there is no deal, or it hands over nothing; ``Undefined`` where
    it promises more than its members have; ``IntercityError`` without matplotlib.

    >>> from intercity import check_up, load_scenario
    >>> scenario = load_scenario("examples/two_compacts/land_for_funds.toml")
    >>> terms_picture(check_up(scenario, ranges=False)).texts[0].get_text()
    'Nobody loses from 21.0 to 500 mu of quota; signed: 300'
    """
    given: Any = report
    context: Context = getattr(given, "context", given)
    of_kind(context, Context, place="subject of terms_picture", hint="check_up gives it")
    compact = context.compact
    if compact is None or not compact.transfers:
        raise InvalidInput(
            "[compact] of the scenario",
            Told("missing") if compact is None else "without [[compact.transfer]]",
            "a deal in which something is handed over",
        )
    if context.deal is None:
        raise Undefined("picture of the terms", "the deal promises more than its members have")
    if context.several_rates:
        raise Undefined("picture of the terms", "grants are cut at another rate in each")
    from intercity.topics.clauses.english import first_decides_words
    from intercity.topics.clauses.own_rate import amounts_at_own_rate, first_decides
    from intercity.topics.negotiation.negotiated import CONCEPTS, talks_over
    from mechanisms.compact.gain_curve import gain_curves
    from mechanisms.compact.instrument import amount_of, main_transfer, with_clauses_merged
    from mechanisms.compact.run_solver import call
    from mechanisms.compact.terms import terms_of_trade

    if cities := first_decides(context):
        raise Undefined("picture of the terms", first_decides_words(cities))
    compact = with_clauses_merged(compact).at_signing
    alone = {city: context.status_quo[city] for city in compact.members}
    open_amount = amount_of(compact, main_transfer(compact))
    beside = amounts_at_own_rate(context, compact, open_amount)
    terms = terms_of_trade(compact, alone, open_amount, beside=beside)
    assert terms is not None  # noqa: S101 - there is a transfer
    curves = gain_curves(compact, alone, open_amount)
    talks = talks_over(context, compact, (open_amount,), call)
    agreed = {solution: talks.under(concept) for solution, concept in CONCEPTS.items()}
    fair = {
        solution_name(solution, found.gains, context.region.power): found.terms[open_amount.name]
        for solution, found in agreed.items()
        if found.terms
    }
    transfer = compact.transfers[main_transfer(compact)]
    unit = compact.region.resource(transfer.resource).unit or "units"
    with drawing():
        figure = page(*_terms_words(context, terms, unit))
        axes = figure.add_axes((0.105, 0.12, 0.74, room(figure) - 0.16))
        _draw_terms(axes, terms, curves, fair)
        most = amount(max(q for points in curves.values() for q, _ in points))
        reach = f"at most {most} can be delivered"
        if open_amount.kinks:
            reach = "as far as no floor or cap of a refund begins or ceases to bind"
        axes.set_xlabel(
            f"{transfer.resource} that {transfer.giver} hands over to {transfer.taker} ({unit}); "
            f"{reach}"
        )
        axes.set_ylabel(f"gain over having no deal\n({context.scenario.money})")
        figure.draw_without_rendering()
    return figure


def _terms_words(context: Context, terms: Terms, unit: str) -> tuple[str, str]:
    compact = context.compact
    assert compact is not None  # noqa: S101 - the caller looked
    resource, signed = terms.instrument.resource, terms.instrument.signed
    all_of_them = "Both" if len(compact.members) == 2 else f"All {len(compact.members)}"
    if terms.lowest is None or terms.highest is None:
        title = f"No amount of {resource} makes {all_of_them.lower()} gain"
    elif terms.lowest == terms.highest:
        title = f"{all_of_them} gain only at {amount(terms.lowest)} {unit} of {resource}"
    else:
        low, high = terms.lowest, terms.highest
        ends = " to ".join(from_to(low, high, amount))
        title = f"Nobody loses from {ends} {unit} of {resource}"
    if context.dated is not None:  # the clauses as signed lead to something else
        title += ", if all is handed over at signing"
    title += f"; signed: {amount(signed)}"
    return title, as_signed_words(context)


def _draw_terms(
    axes: Axes,
    terms: Terms,
    curves: Mapping[str, list[tuple[Fraction, Fraction]]],
    fair: Mapping[str, Fraction],
) -> None:
    signed = terms.instrument.signed
    first, *_, last = next(iter(curves.values()))[:1] + next(iter(curves.values()))[-1:]
    low, high = min(first[0], signed), max(last[0], signed)
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
        inside = (q for q in (signed, *fair.values()) if terms.lowest < q < terms.highest)
        marks = sorted({terms.lowest, terms.highest, *inside})
        left, right = max(pairwise((marks[0], *marks)), key=lambda gap: gap[1] - gap[0])
        axes.annotate(
            "both gain" if len(curves) == 2 else "all gain",
            (float(left + right) / 2, 0.69),  # where no line crosses it
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
    _draw_amounts(axes, {"signed": signed, **fair}, (low + high) / 2)


def _draw_amounts(axes: Axes, amounts: Mapping[str, Fraction], middle: Fraction) -> None:
    """A line for each amount; the outermost ends highest, so that its name meets no other line."""
    lines = [
        (name, at, dashes) for (name, at), dashes in zip(amounts.items(), DASHES, strict=False)
    ]
    lines.sort(key=lambda line: -abs(line[1] - middle))
    for row, (name, where, dashes) in enumerate(lines):
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


def pictures(context: Context) -> dict[str, Callable[[], Figure]]:
    """The terms of a deal in which something is handed over."""
    if context.compact is None or not context.compact.transfers:
        return {}
    return {"terms": lambda: terms_picture(context)}
