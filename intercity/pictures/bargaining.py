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

import math
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from games.bargaining import BargainingProblem
from games.errors import InvalidInput, Undefined, of_kind
from games.exact import Number, exact
from intercity.checkup.finding import amount, listed
from intercity.pictures.page import (
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
    narrow,
    page,
    room,
)
from intercity.pictures.terms import as_signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from intercity.checkup import Report

Payoffs = Mapping[str, Fraction]
Solution = Callable[[BargainingProblem], Mapping[str, Number]]
ZERO = Fraction(0)
SMOOTH = 200
"""How many straight pieces stand for a smooth frontier."""

NAMES = {
    "nash_bargaining": "Nash",
    "kalai_smorodinsky": "Kalai–Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
    "raiffa": "Raiffa",
    "perles_maschler": "Perles–Maschler",
    "equal_loss": "equal loss",
}
"""How the solutions of the library are called in pictures, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is to be drawn: the problem, its frontier from left to right, and who stands where."""

    problem: BargainingProblem
    frontier: Sequence[Payoffs]
    ideal: Payoffs
    solutions: Mapping[str, Payoffs]
    marks: Mapping[str, Payoffs]
    origin: Payoffs

    def at(self, payoffs: Payoffs) -> tuple[float, float]:
        """Where payoffs are on the axes."""
        x, y = (float(payoffs[name] - self.origin[name]) for name in self.problem.players)
        return x, y

    @property
    def hopes(self) -> tuple[Fraction, Fraction]:
        """The most that each could gain."""
        d = self.problem.disagreement
        x, y = (self.ideal[name] - d[name] for name in self.problem.players)
        return x, y


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
    """
    of_kind(problem, BargainingProblem, place="subject of bargaining_picture")
    if len(problem.players) != 2:
        raise InvalidInput(
            "the number of players of a bargaining picture", len(problem.players), "2, as on a page"
        )
    of_kind(marks, Mapping, type(None), place="list of marks", hint="payoffs by name")
    found = _computed(problem, _chosen(problem, solutions), {} if marks is None else marks)
    told = _teller(found)
    with drawing():
        figure = page(_title(found, told), _subtitle(found, subtitle))
        high = room(figure) - 0.17
        axes = figure.add_axes((0.115, 0.13, high * 7.2 / 12.8, high))
        _draw_set(axes, found)
        _draw_ways(axes, found)
        _axis_labels(axes, found, money)
        _label_points(axes, found, told)
        figure.draw_without_rendering()
    return figure


def deal_picture(report: Report) -> Figure:
    """The bargaining picture of a deal of two cities: what the amount handed over alone can reach.

    All other clauses are as signed, and so are the payoffs that are marked, if firms return as
    planned; disagreement is having no deal.

    Errors: ``Undefined`` where no amount leaves both as well off as without a deal, or where the
    deal promises more than they have; else as ``bargaining_picture``.
    """
    from mechanisms.compact.terms import bargaining_problem

    context, compact = report.context, report.context.compact
    if compact is None or not compact.transfers:
        raise InvalidInput("[compact] of the scenario", "missing", "one that hands something over")
    if context.planned is None:
        raise Undefined("bargaining picture", "the deal promises more than its members have")
    alone = {city: context.status_quo[city] for city in compact.members}
    problem = bargaining_problem(compact, alone, weights=context.region.power)
    moved = compact.transfers[0].resource
    try:
        return bargaining_picture(
            problem,
            marks={"as signed": {city: context.planned.payoffs[city] for city in compact.members}},
            money=report.scenario.money,
            subtitle=f"What the amount of {moved} can bring. {as_signed(report)}",
        )
    except InvalidInput as error:
        if error.place != "the disagreement point":
            raise
        reason = f"no amount of {moved} leaves both as well off as without a deal"
        raise Undefined("bargaining picture", reason) from None


def _computed(
    problem: BargainingProblem,
    solutions: Iterable[Solution],
    marks: Mapping[str, Mapping[str, Number]],
) -> _Drawn:
    corners = _frontier(problem)
    first, second = problem.players
    ideal = {first: corners[-1][first], second: corners[0][second]}
    d = problem.disagreement
    hopes = {name: ideal[name] - d[name] for name in problem.players}
    scale = {name: hope or max(hopes.values()) for name, hope in hopes.items()}
    origin = {name: d[name] if 0 < 10**6 * scale[name] < abs(d[name]) else ZERO for name in d}
    points = {_name(one): _exact(problem, _name(one), one(problem)) for one in solutions}
    marked = {name: _exact(problem, name, point) for name, point in marks.items()}
    return _Drawn(problem, corners, ideal, points, marked, origin)


def _exact(problem: BargainingProblem, what: str, given: Mapping[str, Number]) -> Payoffs:
    of_kind(given, Mapping, place=what, hint="a payoff for each of the two, by name")
    for name in problem.players:
        if name not in given:
            raise InvalidInput(f"{what}, {name}", "missing", "a payoff for each of the two")
    return {name: exact(given[name], f"{what}, {name}") for name in problem.players}


def _chosen(problem: BargainingProblem, given: Any) -> list[Solution]:
    """One function, a list of functions, or by default all that the problem has."""
    import solvers

    if callable(given):
        return [given]
    if given is not None:
        of_kind(given, Iterable, place="list of solutions", hint="such as [nash_bargaining]")
        listed = list(given)
        for one in listed:
            if not callable(one):
                raise InvalidInput("a solution", one, "a function, such as nash_bargaining")
        return listed
    refused = set()
    if len(set(problem.weights.values())) > 1:
        refused.add("perles_maschler")
    if problem.frontier is not None:
        refused.add("raiffa")
    return [getattr(solvers, name) for name in NAMES if name not in refused]


def _name(solution: Solution) -> str:
    own = getattr(solution, "__name__", type(solution).__name__)
    return NAMES.get(own, own.replace("_", " "))


def _groups(found: _Drawn) -> list[tuple[list[str], Payoffs]]:
    """The solutions by where they are: two that a billionth of the hopes parts are one."""
    groups: list[tuple[list[str], Payoffs]] = []
    for name, point in found.solutions.items():
        for names, other in groups:
            if all(
                abs(point[city] - other[city]) * 10**9 <= hope
                for city, hope in zip(found.problem.players, found.hopes, strict=True)
            ):
                names.append(name)
                break
        else:
            groups.append(([name], point))
    return groups


def _teller(found: _Drawn) -> Callable[[Fraction], str]:
    """How to write payoffs: in as few digits, from three on, as tell different points apart."""
    players = found.problem.players
    points = [point for _, point in _groups(found)]
    for digits in range(3, 16):
        told = partial(written, digits=digits)
        words = {tuple(told(p[name] - found.origin[name]) for name in players) for p in points}
        if len(words) == len(points):
            break
    return told


def written(number: Fraction, digits: int = 3) -> str:
    """A payoff: whole where it is, else in some digits.

    >>> written(Fraction(12), 3), written(Fraction(2, 3), 3), written(Fraction(10**6, 3), 3)
    ('12', '0.667', '333,333')
    """
    if abs(number) < 10**9:
        if number.denominator == 1:
            return amount(number)
        digits = max(digits, len(str(int(abs(number)))))
    return f"{float(number):,.{digits}g}"


def _title(found: _Drawn, told: Callable[[Fraction], str]) -> str:
    """Who gets what: the difference that the choice of a solution makes to one of the cities."""
    players, groups = found.problem.players, _groups(found)

    def gets(name: str, point: Payoffs) -> str:
        return f"{name} {told(point[name] - found.origin[name])}"

    if not any(found.hopes):
        stays = " stays at {}, {} at {}".format
        d, (first, second) = found.problem.disagreement, players
        return f"Nobody can gain: {first}" + stays(amount(d[first]), second, amount(d[second]))
    if not groups:
        best = listed(gets(name, found.ideal) for name in players)
        return f"Neither can hope for more than {best}"
    if len(groups) == 1:
        ((names, only),) = groups
        who = "All agree:" if len(names) > 1 else f"{_capital(names[0])} gives"
        return f"{who} {listed(gets(name, only) for name in players)}"
    hopes = dict(zip(players, found.hopes, strict=True))
    famous = [group for group in groups if {"Nash", "Kalai–Smorodinsky"} & set(group[0])]
    told_of = famous if len(famous) == 2 else groups

    def spread(name: str) -> Fraction:
        payoffs = [point[name] for _, point in told_of]
        return (max(payoffs) - min(payoffs)) / hopes[name] if hopes[name] else ZERO

    city = max(reversed(players), key=spread)
    ordered = told_of if len(famous) == 2 else sorted(groups, key=lambda group: -group[1][city])
    (most, high), (least, low) = ordered[0], ordered[-1]
    other = told(low[city] - found.origin[city])
    return f"{_capital(most[0])} gives {gets(city, high)}, {least[0]} {other}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _subtitle(found: _Drawn, first: str) -> str:
    weights = found.problem.weights
    told = [first] if first else []
    if all(found.hopes):
        told.append("Shaded: what leaves neither worse off than no agreement")
    elif any(found.hopes):
        city = next(c for c, hope in zip(weights, found.hopes, strict=True) if hope)
        told.append(f"Only {city} can gain without a loss of the other")
    ways = [words for name, words in WAYS.items() if name in found.solutions]
    if all(found.hopes) and ways:
        told.append("Lines: " + ", ".join(ways))
    if len(set(weights.values())) > 1:
        told.append("Power: " + ", ".join(f"{name} {amount(w)}" for name, w in weights.items()))
    return ". ".join(told)


WAYS = {
    "Nash": "hyperbola (Nash)",
    "Kalai–Smorodinsky": "to the ideal point (Kalai–Smorodinsky)",
    "egalitarian": "equal gains (egalitarian)",
    "equal loss": "equal losses",
}
LOOKS: Mapping[str, tuple[str, Any]] = {
    "Nash": (BLUE, "-"),
    "Kalai–Smorodinsky": (ORANGE, DASHES[1]),
    "egalitarian": (GREEN, DASHES[3]),
    "equal loss": (PURPLE, DASHES[2]),
}


def _limits(found: _Drawn) -> tuple[tuple[float, float], tuple[float, float]]:
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


def _draw_set(axes: Axes, found: _Drawn) -> None:
    from matplotlib.patches import Polygon

    horizontal, vertical = _limits(found)
    axes.set_xlim(*horizontal)
    axes.set_ylim(*vertical)
    frontier = [found.at(point) for point in found.frontier]
    (x, y), (u, v) = found.at(found.problem.disagreement), found.at(found.ideal)
    if all(found.hopes):
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


def _draw_ways(axes: Axes, found: _Drawn) -> None:
    """The lines by which a teacher would find the solutions."""
    if not all(found.hopes):
        return
    d, ideal = found.at(found.problem.disagreement), found.at(found.ideal)
    at = {name: found.at(point) for name, point in found.solutions.items() if name in LOOKS}
    first, second = (float(found.problem.weights[name]) for name in found.problem.players)
    for name, place in at.items():
        colour, dashes = LOOKS[name]
        if name == "Nash":
            line = _hyperbola(axes, d, place, first / second)
        elif name == "Kalai–Smorodinsky":
            line = [d, place, ideal] if first == second else [d, place]
        elif name == "egalitarian":
            line = [d, place]
        else:
            line = [ideal, place]
        look = {"color": colour, "linestyle": dashes, "linewidth": 1.5}
        axes.plot(*zip(*line, strict=True), **look, gid=f"way of {name}")


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


def _axis_labels(axes: Axes, found: _Drawn, money: str) -> None:
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
            figure.draw_without_rendering()
            box = label.get_window_extent()
            if max(box.width, box.height) < most and min(box.x0, box.y0) > 0:
                break


def _label_points(axes: Axes, found: _Drawn, told: Callable[[Fraction], str]) -> None:
    """A marker at each point, and its name and payoffs in a column on the right."""
    first, second = found.problem.players

    def words(names: Sequence[str], point: Payoffs) -> str:
        x, y = (told(point[name] - found.origin[name]) for name in (first, second))
        return f"{_capital(listed(names))}: {x}\N{NO-BREAK SPACE}|\N{NO-BREAK SPACE}{y}"

    labels = []
    for names, point in _groups(found):
        colour, _ = LOOKS.get(names[0], (INK, "-"))
        axes.plot(
            *found.at(point), marker="o", markersize=10, color=colour, mec="white", zorder=4,
            gid=" = ".join(names),
        )  # fmt: skip
        labels.append((found.at(point), words(names, point), colour))
    others = {"no agreement": (found.problem.disagreement, "s"), "ideal point": (found.ideal, "o")}
    if not any(found.hopes):
        del others["ideal point"]
    others |= {name: (point, "D") for name, point in found.marks.items()}
    for name, (point, marker) in others.items():
        axes.plot(
            *found.at(point), marker=marker, markersize=9, color=INK, fillstyle="none", mew=2,
            zorder=3.5, gid=name,
        )  # fmt: skip
        labels.append((found.at(point), words([name], point), GREY))
    labels.sort(key=lambda label: (label[0][1], label[0][0]))
    _column(axes, labels)


def _column(axes: Axes, labels: Sequence[tuple[tuple[float, float], str, str]]) -> None:
    """Write the labels right of the frame, from below upwards, each tied to its point."""
    figure = axes.figure
    left, right = axes.bbox.x1 + 0.03 * figure.bbox.width, 0.98 * figure.bbox.x1
    for size in (15, 14, 13, 12, 11, 10, 9, 8):
        texts = [figure.text(0, 0, words, size=size, color=colour) for _, words, colour in labels]
        for text in texts:
            narrow(text, right - left)
        heights = [text.get_window_extent().height + 0.8 * size for text in texts]
        if sum(heights) < axes.bbox.height:
            break
        if size > 8:
            for text in texts:
                text.remove()
    wanted = [axes.transData.transform(place)[1] for place, _, _ in labels]
    middles = _spread(wanted, heights, axes.bbox.y0, axes.bbox.y1)
    for (place, _, colour), text, middle in zip(labels, texts, middles, strict=True):
        text.set(position=figure.transFigure.inverted().transform((left, middle)), va="center")
        axes.annotate(
            "",
            place,
            xytext=(left - 6, middle),
            textcoords="figure pixels",
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.8, "alpha": 0.6},
            annotation_clip=False,
            zorder=3,
        )


def _spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Middles as near as can be to those wanted, in their order, at which nothing overlaps.

    Above its own lower neighbours each wants a certain place; those that would overlap move as one
    block to the mean of their wishes.

    >>> _spread([10, 10, 50], [4, 4, 4], 0, 52)
    [8.0, 12.0, 50.0]
    """
    below = [sum(heights[:k]) + heights[k] / 2 for k in range(len(heights))]
    blocks: list[list[float]] = []
    for middle, offset in zip(wanted, below, strict=True):
        blocks.append([middle - offset])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    starts = [_mean(block) for block in blocks for _ in block]
    return [
        max(low, min(start, high - sum(heights))) + offset
        for start, offset in zip(starts, below, strict=True)
    ]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _frontier(problem: BargainingProblem) -> list[Payoffs]:
    """The ends and corners of the Pareto frontier, or many points of it, from left to right."""
    if problem.frontier is None:
        from solvers.bargaining.pareto_frontier import pareto_frontier

        vertices = reversed(pareto_frontier(problem).vertices)
    else:
        from solvers.bargaining.frontier_shape import last_point, start

        low, high = start(problem), last_point(problem)
        steps = [low + (high - low) * Fraction(k, SMOOTH) for k in range(SMOOTH + 1)]
        heights = [problem.frontier.at(float(x)) for x in steps]
        floor = problem.disagreement[problem.players[1]]
        vertices = (
            (x, max(Fraction(y), floor))
            for x, y in zip(steps, heights, strict=True)
            if math.isfinite(y)
        )
    return [dict(zip(problem.players, vertex, strict=True)) for vertex in vertices]
