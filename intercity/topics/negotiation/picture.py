"""A bargaining problem of two cities: what they can agree on, and what each solution picks.

The payoffs that leave neither city below its disagreement payoff are shaded; their upper edge is
the Pareto frontier. On it stand the solutions, with the lines by which a teacher would find them:

    Nash                (x - d_x)(y - d_y) = const, the hyperbola that touches the frontier
    Kalai-Smorodinsky   from d to the ideal point, where each has the most that it could hope for
    egalitarian         from d, one for me and one for you
    equal loss          from the ideal point, one less for me and one less for you

>>> from games import BargainingProblem
>>> problem = BargainingProblem.from_inequalities(
...     ["Hangzhou", "Quzhou"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0))
>>> bargaining_picture(problem).texts[0].get_text()
'Nash gives Hangzhou 1, Kalai–Smorodinsky 0.667'

Source: the drawing is that of every textbook since Nash (1950).
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.bargaining import BargainingProblem
from games.errors import InvalidInput, Told, Undefined, of_kind
from games.exact import Number
from intercity.drawing.label_column import label_column
from intercity.drawing.page import (
    BLUE,
    DASHES,
    GREEN,
    GREY,
    INK,
    OLIVE,
    ORANGE,
    PURPLE,
    YELLOW,
    drawing,
    page,
    room,
)
from intercity.english import amount, listed, shown
from intercity.topics.negotiation.english import as_signed_words
from intercity.topics.negotiation.picture_points import (
    Drawn,
    Payoffs,
    Solution,
    by_place,
    chosen,
    computed,
)
from intercity.topics.negotiation.picture_words import capital, subtitle_of, teller, title_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from intercity.region.context import Context

__all__ = ["bargaining_picture", "deal_picture", "pictures"]

LOOKS: Mapping[str, tuple[str, Any]] = {
    "Nash": (BLUE, "-"),
    "Kalai–Smorodinsky": (ORANGE, DASHES[1]),
    "egalitarian": (GREEN, DASHES[3]),
    "equal loss": (PURPLE, DASHES[2]),
}


def bargaining_picture(
    problem: BargainingProblem,
    solutions: Solution | Iterable[Solution] | None = None,
    *,
    marks: Mapping[str, Mapping[str, Number]] | None = None,
    money: str = "",
    subtitle: str = "",
) -> Figure:
    """What two cities can agree on, with the solutions as points of the frontier.

    ``solutions``: functions of the problem (or one), the library's or your own; by default Nash,
    Kalai-Smorodinsky, egalitarian, utilitarian, Raiffa (not on smooth frontiers), Perles-Maschler
    (with equal weights) and equal loss. Those that coincide share a label, which gives the payoffs
    in the order of the axes. ``marks`` are further points by name, such as the payoffs of the deal
    as signed; ``money`` is the unit of payoffs, ``subtitle`` what the reader should know first.

    Where payoffs without an agreement dwarf all gains, the axes show gains. Where nobody can gain,
    all solutions are the disagreement point, and the title says so.

    Errors: ``InvalidInput`` for other than two players, or a mark without a payoff; ``Undefined``
    where nothing is feasible or payoffs grow without end; ``IntercityError`` without matplotlib.

    >>> deal = BargainingProblem.from_inequalities(
    ...     ["Hangzhou", "Quzhou"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0))
    >>> bargaining_picture(deal).texts[0].get_text()
    'Nash gives Hangzhou 1, Kalai–Smorodinsky 0.667'
    """
    of_kind(problem, BargainingProblem, place="subject of bargaining_picture")
    if len(problem.players) != 2:
        raise InvalidInput(
            "the number of players of a bargaining picture", len(problem.players), "2, as on a page"
        )
    of_kind(subtitle, str, place="the subtitle")
    of_kind(money, str, place="the unit of money")
    of_kind(marks, Mapping, type(None), place="list of marks", hint="payoffs by name")
    found = computed(problem, chosen(problem, solutions), {} if marks is None else marks)
    told = teller(found)
    with drawing():
        figure = page(title_of(found, told), subtitle_of(found, subtitle))
        high = room(figure) - 0.17
        axes = figure.add_axes((0.115, 0.13, high * 7.2 / 12.8, high))
        _draw_set(axes, found)
        _draw_ways(axes, found)
        _axis_labels(axes, found, money)
        _label_points(axes, found, told)
        figure.draw_without_rendering()
    return figure


def deal_picture(context: Context) -> Figure:
    """The bargaining picture of a deal of two cities: what the amount handed over alone can reach.

    All other clauses are as signed, and so are the payoffs that are marked; disagreement is having
    no deal. What a city could have with others is told below, and cuts no solution.

    Errors: ``Undefined`` where no amount leaves both as well off as without a deal, or where the
    deal promises more than they have; else as ``bargaining_picture``.
    """
    from mechanisms.compact.instrument import main_transfer, with_clauses_merged
    from mechanisms.compact.terms import bargaining_problem

    compact = context.compact
    if compact is None or not compact.transfers:
        raise InvalidInput(
            "[compact] of the scenario", Told("missing"), "one that hands something over"
        )
    if context.deal is None:
        raise Undefined("bargaining picture", "the deal promises more than its members have")
    alone = {city: context.status_quo[city] for city in compact.members}
    compact = with_clauses_merged(compact).at_signing
    problem = bargaining_problem(compact, alone, weights=context.region.power)
    moved = compact.transfers[main_transfer(compact)].resource
    more = (
        [city for city in compact.members if context.talk_floors[city,] > alone[city]]
        if len(compact.members) == 2
        else []
    )
    beside = listed(f"{c} could have {shown(context.talk_floors[c,])} without it" for c in more)
    beside = f". Not counted: {beside}" if beside else ""
    rest = as_signed_words(context)
    try:
        return bargaining_picture(
            problem,
            marks={"as signed": context.payoffs_by_date},
            money=context.scenario.money,
            subtitle=f"What the amount of {moved} can bring. {rest}{beside}",
        )
    except InvalidInput as error:
        if error.place != "the disagreement point":
            raise
        reason = f"no amount of {moved} leaves both as well off as without a deal"
        raise Undefined("bargaining picture", reason) from None


def _limits(found: Drawn) -> tuple[tuple[float, float], tuple[float, float]]:
    """Of both axes, on one scale where neither can hope for much more than the other."""
    corner, ideal = found.at(found.problem.disagreement), found.at(found.ideal)
    places = [corner, ideal, *map(found.at, [*found.solutions.values(), *found.marks.values()])]
    ends = [(min(values), max(values)) for values in zip(*places, strict=True)]
    spans = [high - low for low, high in ends]
    if min(spans) > 0.6 * max(spans) or not min(spans):
        spans = [max(spans)] * 2
    if not spans[0]:
        spans = [max(map(abs, corner)) / 2 or 1.0] * 2
    (left, right), (low, high) = (
        (start - 0.07 * span, max(end, start + span) + 0.1 * span)
        for (start, end), span in zip(ends, spans, strict=True)
    )
    return (left, right), (low, high)


def _draw_set(axes: Axes, found: Drawn) -> None:
    from matplotlib.patches import Polygon

    horizontal, vertical = _limits(found)
    axes.set_xlim(*horizontal)
    axes.set_ylim(*vertical)
    frontier = [found.at(point) for point in found.frontier]
    (x, y), (u, v) = found.at(found.problem.disagreement), found.at(found.ideal)
    if all(found.ideal_point):
        outline = [(x, y), (x, v), *frontier, (u, y)]
        axes.add_patch(Polygon(outline, facecolor=YELLOW, edgecolor="none", gid="agreements"))
        axes.plot([u, u, x], [y, v, v], color=GREY, linewidth=1, linestyle=":", zorder=1.5)
        axes.plot(*zip(*outline[1:], strict=True), color=OLIVE, linewidth=1.2, zorder=1.6)
    else:  # a segment, or nothing but the disagreement point
        axes.plot([x, u], [y, v], color=YELLOW, linewidth=9, zorder=1.2, gid="agreements")
    pure = found.problem.points or ()
    places = [found.at(dict(zip(found.problem.players, point, strict=True))) for point in pure]
    look = {"linestyle": "none", "marker": ".", "markersize": 5, "color": "#AAA380"}
    axes.plot([x for x, _ in places], [y for _, y in places], gid="pure", **look)
    axes.plot(*zip(*frontier, strict=True), color=OLIVE, linewidth=3.5, zorder=2.5, gid="frontier")


def _draw_ways(axes: Axes, found: Drawn) -> None:
    """The lines by which a teacher would find the solutions."""
    if not all(found.ideal_point):
        return
    d, ideal = found.at(found.problem.disagreement), found.at(found.ideal)
    at = {name: found.at(point) for name, point in found.solutions.items() if name in LOOKS}
    first, second = (float(found.problem.weights[name]) for name in found.problem.players)
    lines: dict[str, list[tuple[float, float]]] = {}
    for name, place in at.items():
        if name == "Nash":
            lines[name] = _hyperbola(axes, d, place, first / second)
        elif name == "Kalai–Smorodinsky":
            lines[name] = [d, place, ideal] if first == second else [d, place]
        else:
            lines[name] = [d if name == "egalitarian" else ideal, place]
    along = [name for name in lines if name != "Nash" and _on_the_diagonal(found, name)]
    for name, line in lines.items():
        colour, dashes = LOOKS[name]
        if name in along and len(along) > 1:  # one on another: their dashes take turns
            dashes = (6 * along.index(name), (6, 6 * (len(along) - 1)))
        look = {"color": colour, "linestyle": dashes, "linewidth": 1.5 + (name in along)}
        axes.plot(*zip(*line, strict=True), **look, gid=f"way of {name}")


def _on_the_diagonal(found: Drawn, name: str) -> bool:
    """Whether a solution is on the line from no agreement to the ideal point."""
    d, ideal, point = found.problem.disagreement, found.ideal, found.solutions[name]
    x, y = found.problem.players
    return (ideal[x] - d[x]) * (point[y] - d[y]) == (ideal[y] - d[y]) * (point[x] - d[x])


def _hyperbola(
    axes: Axes, d: tuple[float, float], place: tuple[float, float], power: float
) -> list[tuple[float, float]]:
    """(x - d_x)^power (y - d_y) as great as at a place, inside the frame."""
    right, top = axes.get_xlim()[1], axes.get_ylim()[1]
    gain, other = place[0] - d[0], place[1] - d[1]
    most = (right - d[0]) / gain
    least = ((top - d[1]) / other) ** (-1 / power)
    factors = [least * (most / least) ** (k / 200) for k in range(201)]
    return [(d[0] + gain * f, d[1] + other * f**-power) for f in factors]


def _axis_labels(axes: Axes, found: Drawn, money: str) -> None:
    """Name the axes, in the largest letters that stay beside them and on the page."""
    figure = axes.figure
    axes.locator_params(nbins=6)
    axes.ticklabel_format(useOffset=False, scilimits=(-3, 5))
    figure.draw_without_rendering()
    for axis, name, most in (
        (axes.xaxis, found.problem.players[0], axes.bbox.width),
        (axes.yaxis, found.problem.players[1], axes.bbox.height),
    ):
        words = f"payoff of {name}"
        if found.origin[name]:
            words = f"gain of {name} over {amount(found.origin[name])}"
        if money:
            words += f" ({money})"
        if power := axis.get_major_formatter().get_offset():  # such as 1e15
            words += f", in {power}"
            axis.offsetText.set_visible(False)
        label = axis.get_label()
        for width, size in ((60, 15), (60, 13), (48, 13), (48, 12), (60, 11), (60, 9), (80, 7)):
            label.set(text=textwrap.fill(words, width), fontsize=size)
            axis.get_tightbbox()  # which places the label, as a drawing of all would
            box = label.get_window_extent()
            if max(box.width, box.height) < most and min(box.x0, box.y0) > 0:
                break


def _label_points(axes: Axes, found: Drawn, told: Callable[[Fraction], str]) -> None:
    """A marker at each point, and its name and payoffs in a column on the right."""
    first, second = found.problem.players

    def words(names: Sequence[str], point: Payoffs) -> str:
        x, y = (told(point[name] - found.origin[name]) for name in (first, second))
        return f"{capital(listed(names))}: {x}\N{NO-BREAK SPACE}|\N{NO-BREAK SPACE}{y}"

    labels = []
    for names, point in by_place(found):
        colour, _ = LOOKS.get(names[0], (INK, "-"))
        above = (
            4.1 if names[0] in LOOKS else 4
        )  # what a line leads to is not hidden by what is near
        axes.plot(
            *found.at(point), marker="o", markersize=10, color=colour, mec="white", zorder=above,
            gid=" = ".join(names),
        )  # fmt: skip
        rings = [LOOKS[name][0] for name in names[1:] if name in LOOKS]
        for k, ring in enumerate(rings, 1):  # each solution that coincides keeps its colour
            axes.plot(
                *found.at(point), marker="o", markersize=10 + 6 * k, color=ring, fillstyle="none",
                mew=2.2, zorder=above,
            )  # fmt: skip
        labels.append((found.at(point), words(names, point), INK if rings else colour))
    others = {"no agreement": (found.problem.disagreement, "s"), "ideal point": (found.ideal, "o")}
    if not any(found.ideal_point):
        del others["ideal point"]
    others |= {name: (point, "D") for name, point in found.marks.items()}
    for name, (point, marker) in others.items():
        axes.plot(
            *found.at(point), marker=marker, markersize=9, color=INK, fillstyle="none", mew=2,
            zorder=3.5, gid=name,
        )  # fmt: skip
        labels.append((found.at(point), words([name], point), GREY))
    labels.sort(key=lambda label: (label[0][1], label[0][0]))
    label_column(axes, labels)


def pictures(context: Context) -> dict[str, Callable[[], Figure]]:
    """What two members can bargain for."""
    compact = context.compact
    if compact is None or not compact.transfers or len(compact.members) != 2:
        return {}
    return {"bargaining": lambda: deal_picture(context)}
