"""Pictures for a class or a council: the core of three cities, the terms of a deal, a subsidy race.

Each is a function that returns a matplotlib ``Figure``, to be saved with ``figure.savefig(file)``.
What is drawn is computed exactly first; floating point begins at the pixels. Titles state the
finding, and colours are those that colour-blind readers tell apart.

>>> from games import CoalitionalGame
>>> park = CoalitionalGame.from_function(["A", "B", "C"], lambda s: 60 if len(s) > 1 else 0)
>>> core_triangle(park, money="million yuan a year").texts[0].get_text()
'No way to share 60.0 keeps every group in: it takes a fine of 20.0 for leaving'

Source: the triangle of splits is von Neumann and Morgenstern's (1944); the colours are those of
Okabe and Ito (2008), Color universal design.
"""

from __future__ import annotations

import math
import re
import textwrap
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from games.coalitional import CoalitionalGame, coalition_name
from games.errors import IntercityError, InvalidInput, Undefined
from games.subsidy import SubsidyCompetition
from intercity.checkup.finding import amount, listed, percent, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from intercity.checkup import Report
    from mechanisms.enclave_compact import EnclaveCompact
    from mechanisms.terms import Terms
    from solvers.arms_race import ArmsRace

__all__ = [
    "core_triangle",
    "pictures_of",
    "png",
    "race_picture",
    "require_matplotlib",
    "terms_picture",
]

ZERO, ONE = Fraction(0), Fraction(1)
Shares = tuple[Fraction, ...]

BLUE, ORANGE, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
INK, GREY = "#222222", "#666666"
YELLOW, OLIVE = "#F5EC86", "#8A7F00"
COLOURS = (BLUE, ORANGE, GREEN, PURPLE, "#56B4E9", "#E69F00", INK)
DASHES = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)))
STYLE = {
    "font.size": 15,
    "axes.labelsize": 15,
    "axes.titlesize": 16,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 1.5,
    "text.parse_math": False,  # a dollar is a dollar
}
SCRIPTS = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Microsoft YaHei")
"""Fonts for names in Chinese, of which those that are installed are used."""
SHOWN_ROUNDS = 24


def require_matplotlib() -> None:
    """``IntercityError``, with the remedy, where matplotlib is missing."""
    try:
        import matplotlib as mpl
    except ImportError:
        raise IntercityError("pictures need matplotlib: pip install 'intercity[plots]'") from None
    del mpl


@contextmanager
def _drawing() -> Iterator[None]:
    """Our style for the time of drawing; ``IntercityError`` without matplotlib, or without glyphs.

    The style is given back at the end, and pyplot is not touched.
    """
    require_matplotlib()
    import matplotlib as mpl
    from matplotlib.font_manager import get_font_names

    installed = set(get_font_names())
    fonts = ["DejaVu Sans", *(font for font in SCRIPTS if font in installed)]
    with mpl.rc_context({**STYLE, "font.family": fonts}), warnings.catch_warnings():
        warnings.filterwarnings("error", r"Glyph .* missing from", UserWarning)
        try:
            yield
        except UserWarning as warning:
            raise IntercityError(
                f"no installed font can write all names ({warning}); install Noto Sans CJK SC"
            ) from None


def png(figure: Figure) -> bytes:
    """The picture as PNG, 1920 x 1080 points: as wide as a projector."""
    from io import BytesIO

    with _drawing():
        file = BytesIO()
        figure.savefig(file, format="png")
    return file.getvalue()


def pictures_of(report: Report) -> dict[str, Callable[[], Figure]]:
    """The pictures that a scenario has, by name, each to be drawn when called."""
    context, money = report.context, report.scenario.money
    game, race = context.game, context.region.subsidies
    found: dict[str, Callable[[], Figure]] = {}
    if game is not None and len(game.players) == 3:
        found["core_triangle"] = lambda: core_triangle(game, money=money)
    if context.compact is not None and context.compact.transfers:
        found["terms"] = lambda: terms_picture(report)
    if race is not None:
        found["race"] = lambda: race_picture(race, money=money)
    return found


def _figure(title: str, subtitle: str) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12.8, 7.2), dpi=150)
    FigureCanvasAgg(figure)
    head = _wrapped(figure, title, 0.97, size=19, weight="bold", color=INK, gid="title")
    below = figure.transFigure.inverted().transform(head.get_window_extent().p0)[1] - 0.02
    _wrapped(figure, subtitle, below, size=14, color=GREY, gid="subtitle")
    return figure


def _wrapped(figure: Figure, words: str, y: float, **style: Any) -> Any:
    """Write from the left margin in as few lines as fit, of about equal length."""
    text = figure.text(0.03, y, words, va="top", **style)
    width = len(words)
    while text.get_window_extent().x1 > 0.97 * figure.bbox.x1 and width > 20:
        width -= 1
        text.set_text(textwrap.fill(words, width))
    lines = text.get_text().count("\n")
    while width > 20 and textwrap.fill(words, width - 1).count("\n") == lines:
        width -= 1
    if lines:
        text.set_text(textwrap.fill(words, width))
    return text


def _room(figure: Figure) -> float:
    """The height of the page below its words."""
    bottom: float = figure.texts[-1].get_window_extent().y0 / figure.bbox.height
    return bottom


def _in_money(money: str) -> str:
    return f" ({money})" if money else ""


# ------------------------------------------------------------------------------ the core triangle


@dataclass(frozen=True, slots=True)
class _Triangle:
    """The splits of v(N) that give each of three players what it has alone, or more.

    A split is drawn at its *shares*: how much of the gain over going alone each player gets.
    """

    game: CoalitionalGame
    alone: Shares
    gain: Fraction

    @classmethod
    def of(cls, game: CoalitionalGame) -> _Triangle:
        gains = game.as_gains()
        alone = tuple(gains.worth(1 << i) for i in range(3))
        return cls(gains, alone, gains.grand_worth - sum(alone, ZERO))

    def shares(self, split: Mapping[str, Fraction], sign: int) -> Shares:
        """Where a split lies; ``sign`` is -1 for costs."""
        payoffs = (sign * split[city] for city in self.game.players)
        return tuple((x - own) / self.gain for x, own in zip(payoffs, self.alone, strict=True))

    @property
    def most(self) -> Shares:
        """The largest share that the two others leave to each player."""
        game = self.game
        return tuple(
            (game.grand_worth - game.worth(game.grand ^ 1 << i) - self.alone[i]) / self.gain
            for i in range(3)
        )

    def core(self) -> list[Shares]:
        """The vertices of the core in order around it: where two of its constraints meet."""
        most, found = self.most, set()
        for i, j in ((0, 1), (1, 2), (2, 0)):
            for one in {ZERO, most[i]}:
                for other in {ZERO, most[j]}:
                    shares = [ONE - one - other] * 3
                    shares[i], shares[j] = one, other
                    if all(ZERO <= t <= high for t, high in zip(shares, most, strict=True)):
                        found.add(tuple(shares))
        points = sorted(found)
        middle = [float(sum(t) / max(len(points), 1)) for t in zip(*points, strict=True)]

        def angle(shares: Shares) -> float:
            (x, y), (x0, y0) = _at(shares), _at(middle)
            return math.atan2(y - y0, x - x0)

        return sorted(points, key=angle)


def _at(shares: Sequence[Fraction | float]) -> tuple[float, float]:
    """The point of the page: player 0 on top, 1 on the left, 2 on the right."""
    top, _, right = map(float, shares)
    return right + top / 2, top * math.sqrt(3) / 2


def core_triangle(game: CoalitionalGame, *, money: str = "") -> Figure:
    """The core of three players in the triangle of splits, with nucleolus and Shapley value.

    At a corner one player takes the whole gain over going alone, on the side opposite it has none
    of it. A line shows the most that two players leave to the third before they walk out; the core
    is on the near side of all three. Where it is empty, the least core's point (the prenucleolus)
    is shown with what the groups miss there. ``money`` is the unit of worths, for the captions.

    Errors: ``InvalidInput`` for other than three players; ``Undefined`` where all together make no
    more than each alone, so that the triangle has no inside; ``IntercityError`` without matplotlib.
    """
    if len(game.players) != 3:
        raise InvalidInput(
            "the number of players of a core triangle", len(game.players), "3, as on a page"
        )
    triangle = _Triangle.of(game)
    if triangle.gain <= 0:
        reason = "all three together make no more than each of them alone"
        raise Undefined("core triangle", reason, triangle.gain)
    from solvers.core import core, core_violation
    from solvers.least_core import least_core
    from solvers.nucleolus import nucleolus
    from solvers.prenucleolus import prenucleolus
    from solvers.shapley import shapley_value

    found, shapley = core(game), shapley_value(game)
    breach = core_violation(game, shapley)
    points = {"nucleolus": nucleolus(game), "Shapley value": shapley}
    notes = {"nucleolus": "", "Shapley value": ""}
    if found.empty:
        points["least core"] = prenucleolus(game)
        notes["least core"] = f": no group more than {shown(least_core(game).epsilon)} short"
    elif breach is None:
        notes["Shapley value"] = ", in the core"
    else:
        notes["Shapley value"] = f": {' + '.join(breach.coalition)} would leave"
    with _drawing():
        figure = _figure(*_triangle_words(game, triangle, shapley_stable=breach is None))
        axes = figure.add_axes((0.01, 0.02, 0.7, _room(figure) - 0.04))
        axes.set_axis_off()
        _draw_triangle(axes, game, triangle, points, notes)
        _caption(axes, f"in {money}" if money else "")
        figure.draw_without_rendering()
    return figure


def _caption(axes: Axes, unit: str) -> None:
    """The legend right of the triangle, in the largest letters that fit the page."""
    figure = axes.figure
    for size in (14, 13, 12, 11, 10):
        legend = axes.legend(
            loc="center left",
            bbox_to_anchor=(0.72, 0.43),
            bbox_transform=figure.transFigure,
            frameon=False,
            title=textwrap.fill(unit, 30),
            alignment="left",
            labelspacing=1.1,
            fontsize=size,
            title_fontsize=size,
        )
        if legend.get_window_extent().x1 < 0.99 * figure.bbox.x1:
            break


def _triangle_words(
    game: CoalitionalGame, triangle: _Triangle, *, shapley_stable: bool
) -> tuple[str, str]:
    """Title and subtitle."""
    from solvers.balanced_collection import collection_worth
    from solvers.core import EmptyCoreCertificate, core
    from solvers.least_core import least_core

    gain = game.sense == "gain"
    whole = ("" if gain else "the cost of ") + shown(game.grand_worth)
    vertices = triangle.core()
    if vertices:
        if len(vertices) == 1:
            title = f"Only one way to share {whole} keeps every group in"
            title += "; the Shapley value " + ("is it" if shapley_stable else "does not")
        else:
            title = f"Some ways to share {whole} keep every group in"
            title += "; the Shapley value " + ("is one" if shapley_stable else "does not")
        return title, (
            f"At a corner one player takes the whole {'gain' if gain else 'saving'} of "
            f"{shown(triangle.gain)} over going alone; on the side opposite it gets none of it"
        )
    title = f"No way to share {whole} keeps every group in: it takes a fine of "
    title += f"{shown(least_core(game).epsilon)} for leaving"
    proof = core(game).certificate
    assert isinstance(proof, EmptyCoreCertificate)  # noqa: S101 - the core is empty
    groups = listed(coalition_name(weighted.coalition) for weighted in proof.collection)
    weights = {weighted.weight for weighted in proof.collection}
    if weights == {1}:
        plan = f"{groups}, each apart,"
    elif len(weights) == 1:
        plan = f"Working {percent(weights.pop())} of the time in each of {groups}"
    else:
        plan = f"Working part of the time in each of {groups}"
    return title, (
        f"{plan} would {'make' if gain else 'cost'} "
        f"{shown(collection_worth(game, proof.collection))}, all together {'only ' * gain}"
        f"{shown(game.grand_worth)}: the lines leave no room between them"
    )


def _draw_triangle(
    axes: Axes,
    game: CoalitionalGame,
    triangle: _Triangle,
    points: Mapping[str, Mapping[str, Fraction]],
    notes: Mapping[str, str],
) -> None:
    from matplotlib.patches import Polygon

    sign = 1 if game.sense == "gain" else -1
    corners = [_at([float(i == j) for j in range(3)]) for i in range(3)]
    axes.add_patch(Polygon(corners, fill=False, edgecolor=INK, linewidth=2, gid="splits"))
    vertices = [_at(shares) for shares in triangle.core()]
    words = "the core: nobody, alone\nor in a group, gains\nby leaving"
    if len(vertices) > 2:
        look = {"facecolor": YELLOW, "edgecolor": OLIVE, "linewidth": 3}
        axes.add_patch(Polygon(vertices, **look, label=words, gid="core", zorder=1.5))
    elif vertices:  # a segment or a point, in the same colours
        dot = {"marker": "o", "markersize": 24, "mec": OLIVE, "mew": 3}
        xs, ys = zip(*vertices, strict=True)
        axes.plot(xs, ys, color=YELLOW, linewidth=9, **dot, label=words, gid="core", zorder=3.2)
    ends = {i: _line(i, high) for i, high in enumerate(triangle.most) if -1 <= high < 1}
    places = {name: triangle.shares(split, sign) for name, split in points.items()}
    near = [_at(shares) for shares in places.values() if all(-1 <= t <= 2 for t in shares)]
    xs, ys = zip(*corners, *near, *(end for pair in ends.values() for end in pair), strict=True)
    axes.set_xlim(min(xs) - 0.42, max(xs) + 0.42)
    scale = max(1, (max(ys) - min(ys)) / 0.9)
    axes.set_ylim(min(ys) - 0.2 * scale, max(ys) + 0.17 * scale)
    axes.set_aspect("equal")
    axes.figure.draw_without_rendering()
    taken = [_corner_label(axes, game, triangle, i, corners[i]) for i in range(3)]
    for i, pair in ends.items():
        _constraint(axes, game, i, pair, taken)
    for i, high in enumerate(triangle.most):
        if i not in ends:
            others = " + ".join(city for j, city in enumerate(game.players) if j != i)
            never = "never leave here" if high >= 1 else "always leave: their line is far out"
            axes.plot([], [], " ", label=textwrap.fill(f"{others} {never}", 26))
    marks: dict[str, dict[str, Any]] = {
        "least core": {"marker": "s", "markersize": 27, "fillstyle": "none", "mew": 2.5},
        "Shapley value": {"marker": "D", "markersize": 17, "fillstyle": "none", "mew": 2.5},
        "nucleolus": {"marker": "o", "markersize": 11, "fillstyle": "full", "mew": 0},
    }
    if "least core" in places:
        _shortfalls(axes, triangle, places["least core"])
    for name, style in marks.items():
        if name in places:
            split = points[name]
            numbers = "\n".join(f"    {city} {shown(split[city])}" for city in game.players)
            axes.plot(
                *_at(places[name]),
                linestyle="none",
                color=INK,
                zorder=4,
                gid=name,
                label=f"{textwrap.fill(name + notes[name], 26)}\n{numbers}",
                **style,
            )


def _line(i: int, high: Fraction) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where player i has the share ``high``: from the side of the next to that of the last."""
    ends = []
    for other in ((i + 1) % 3, (i + 2) % 3):
        shares = [ZERO] * 3
        shares[i], shares[other] = high, ONE - high
        ends.append(_at(shares))
    return ends[0], ends[1]


def _corner_label(
    axes: Axes, game: CoalitionalGame, triangle: _Triangle, i: int, corner: tuple[float, float]
) -> Any:
    best = triangle.alone[i] + triangle.gain
    if game.sense == "gain":
        words = f"{game.players[i]} gets {shown(best)}\n(alone {shown(triangle.alone[i])})"
    else:
        words = f"{game.players[i]} pays {shown(-best)}\n(alone {shown(-triangle.alone[i])})"
    x, y = corner
    where = (x, y + 0.055, "center", "bottom") if i == 0 else (x, y - 0.06, "center", "top")
    return _placed(axes, words, [where], [], weight="bold", size=14)


def _constraint(
    axes: Axes,
    game: CoalitionalGame,
    i: int,
    ends: tuple[tuple[float, float], tuple[float, float]],
    taken: list[Any],
) -> None:
    """The line beyond which two players leave: named at an end, arrows to where they stay."""
    others = [city for j, city in enumerate(game.players) if j != i]
    (x, y), (u, v) = ends
    length = math.hypot(u - x, v - y)
    dx, dy = (u - x) / length, (v - y) / length
    stub = 0.04
    axes.plot(
        [x - stub * dx, u + stub * dx],
        [y - stub * dy, v + stub * dy],
        color=COLOURS[i],
        linestyle=DASHES[i],
        linewidth=3,
        gid=f"line of {' + '.join(others)}",
        zorder=3,
    )
    corner, middle = _at([float(i == j) for j in range(3)]), _at([1 / 3] * 3)
    away = math.hypot(middle[0] - corner[0], middle[1] - corner[1])
    for part in (0.25, 0.75) if length > 0.3 else (0.5,):
        start = (x + part * (u - x), y + part * (v - y))
        head = [start[k] + 0.075 * (middle[k] - corner[k]) / away for k in (0, 1)]
        arrow = {"arrowstyle": "-|>", "color": COLOURS[i], "linewidth": 2, "mutation_scale": 16}
        axes.annotate("", xy=head, xytext=start, arrowprops={**arrow, "shrinkA": 0, "shrinkB": 0})
    ask = "ask for" if game.sense == "gain" else "pay up to"
    plus = " + " if len(others[0] + others[1]) < 18 else "\n+ "
    words = f"{plus.join(others)}\n{ask} {shown(game.worth(others))}"
    options = [
        option
        for reach in (0.08, 0.14, 0.2, 0.28)
        for end, way in (((x, y), (-dx, -dy)), ((u, v), (dx, dy)))
        for option in _beyond(end, way, reach)
    ]
    taken.append(_placed(axes, words, options, taken, color=COLOURS[i], size=14))


def _beyond(
    end: tuple[float, float], way: tuple[float, float], reach: float
) -> list[tuple[float, float, str, str]]:
    """Places for a text past the end of a line that leads this way."""
    x, y = end[0] + reach * way[0], end[1] + reach * way[1]
    side, sign = ("left", 1) if way[0] > 0 else ("right", -1)
    up = "center" if abs(way[1]) < 0.1 else "bottom" if way[1] > 0 else "top"
    here = [(x, y, "center", "top")] if up == "top" else []
    return here + [
        (x + sign * shift, y, side, where)
        for shift in (0, 0.1, 0.2, 0.3)
        for where in (up, "center", "top", "bottom")
    ]


def _placed(
    axes: Axes,
    words: str,
    options: Sequence[tuple[float, float, str, str]],
    taken: list[Any],
    **style: Any,
) -> Any:
    """Write at the first place where nothing stands yet; the box that the text takes."""
    frame = axes.figure.bbox
    for x, y, across, up in options:
        text = axes.text(x, y, words, ha=across, va=up, zorder=5, **style)
        box = text.get_window_extent()
        inside = box.x0 > 0 and box.y0 > 0 and box.x1 < 0.72 * frame.x1 and box.y1 < 0.86 * frame.y1
        if inside and not any(box.padded(6).overlaps(other) for other in taken):
            return box
        text.remove()
    x, y, across, up = options[0]
    return axes.text(x, y, words, ha=across, va=up, zorder=5, **style).get_window_extent()


def _shortfalls(axes: Axes, triangle: _Triangle, point: Shares) -> None:
    """From the least core's point to each line or side that it misses most, and by how much."""
    most = triangle.most
    missed = [(i, high, point[i] - high) for i, high in enumerate(most)]
    missed += [(i, ZERO, -point[i]) for i in range(3)]
    worst = max(missing for _, _, missing in missed)
    for i, goal, missing in missed:
        if missing < worst or not all(-1 <= t <= 2 for t in point):
            continue
        foot = [t + (point[i] - goal) / 2 for t in point]
        foot[i] = goal
        (x, y), (u, v) = _at(point), _at(foot)
        if math.hypot(u - x, v - y) < 0.12:  # the captions say it
            continue
        arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.8, "mutation_scale": 16}
        axes.annotate("", xy=(u, v), xytext=(x, y), arrowprops=arrow, zorder=3.5)
        axes.text(
            (x + 1.3 * u) / 2.3,
            (y + 1.3 * v) / 2.3,
            f"{shown(missing * triangle.gain)} short",
            ha="center",
            va="center",
            size=13,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            gid="short",
            zorder=3.6,
        )


# ------------------------------------------------------------------------------ terms of a deal


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
    with _drawing():
        figure = _figure(*_terms_words(report, terms, unit))
        axes = figure.add_axes((0.105, 0.12, 0.74, _room(figure) - 0.16))
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
        curves.items(), _cycle(COLOURS, len(curves)), _cycle(DASHES, len(curves)), strict=True
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
    _end_labels(
        axes, {city: float(points[-1][1]) for city, points in curves.items()}, float(last[0])
    )
    fair = (
        "smallest gain largest (equal gains)"
        if terms.lowest is not None
        else "worst-off loses least"
    )
    marks = [
        ("signed", terms.signed, "-"),
        (fair, terms.equal_gains, DASHES[1]),
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


def _cycle(choices: Sequence[Any], n: int) -> list[Any]:
    return [choices[k % len(choices)] for k in range(n)]


def _end_labels(axes: Axes, ends: Mapping[str, float], x: float) -> None:
    """Each curve's name right of its end, apart from the others and inside the frame."""
    low, high = axes.get_ylim()
    colours = dict(zip(ends, _cycle(COLOURS, len(ends)), strict=True))
    names = sorted(ends, key=lambda name: ends[name])
    words = [textwrap.fill(name, 16, break_long_words=False) for name in names]
    half = [0.03 * (high - low) * (1 + text.count("\n")) for text in words]
    heights: list[float] = []
    for k, name in enumerate(names):  # upwards, none on the one before
        least = heights[-1] + half[k - 1] + half[k] if heights else -math.inf
        heights.append(max(ends[name], least))
    ceiling = high
    for k in reversed(range(len(names))):  # downwards, none above the frame
        heights[k] = min(heights[k], ceiling - half[k])
        ceiling = heights[k] - half[k]
    for name, text, height in zip(names, words, heights, strict=True):
        axes.annotate(
            text,
            (x, height),
            xytext=(12, 0),
            textcoords="offset points",
            color=colours[name],
            weight="bold",
            va="center",
            annotation_clip=False,
        )


# ------------------------------------------------------------------------------ the subsidy race


def race_picture(game: SubsidyCompetition, *, money: str = "") -> Figure:
    """How bidding escalates round by round, and who ends up with the money.

    Left: from no subsidies, all cities reply to each other's last bid, up to the equilibrium
    (dotted). Right: what the cities keep in all without subsidies, in the race, and if they decided
    jointly; what firms gain by the race, and the part of it that goes to firms that would have come
    anyway (windfall). Where replies do not settle in 100 rounds, the first ones are shown.

    Errors: ``Undefined`` where no equilibrium is found; ``IntercityError`` without matplotlib.
    """
    from solvers.arms_race import arms_race

    race = arms_race(game)
    path = best_replies(game, SHOWN_ROUNDS if race.rounds is None else race.rounds + 1)
    with _drawing():
        figure = _figure(*_race_words(race))
        _draw_path(figure, game, race, path, money)
        _draw_money(figure, race, money)
        figure.draw_without_rendering()
    return figure


def best_replies(game: SubsidyCompetition, rounds: int) -> list[dict[str, float]]:
    """What each city pays in each round: nothing in round 0, then the reply to the round before."""
    from solvers.logit_choice import ball, logit_choice

    with logit_choice(game) as choice:
        point = [ball(0)] * choice.n
        path = [point]
        for _ in range(rounds):
            outcome = choice.at(point)
            point = [outcome.reply(i).mid() for i in range(choice.n)]
            path.append(point)
        return [dict(zip(game.cities, map(float, bids), strict=True)) for bids in path]


def _race_words(race: ArmsRace) -> tuple[str, str]:
    keep, joint = race.treasuries.equilibrium, race.treasuries.joint_optimum
    without = race.treasuries.no_subsidy
    if race.verdict == "no race":
        title = f"No arms race: the cities keep {shown(keep)}, without subsidies {shown(without)}"
    else:
        title = (
            f"Bidding leaves the cities {shown(keep)} of the {shown(joint)} that they could keep "
            f"jointly; firms gain {shown(race.firms_gain)}"
        )
    if race.outlay <= 0:
        return title, "In the equilibrium nobody pays firms anything"
    subtitle = (
        f"They pay firms {shown(race.outlay)} in all, {percent(race.windfall / race.outlay)} of it "
        "to firms that would have come anyway"
    )
    if race.verdict == "race":
        subtitle += "; the region loses even if firms' gain counts in full"
    elif race.verdict != "no race":
        subtitle += "; if firms' gain counts in full, the region does not lose"
    if not race.equilibrium.unique:
        subtitle += "; there may be other equilibria"
    return title, subtitle


def _draw_path(
    figure: Figure,
    game: SubsidyCompetition,
    race: ArmsRace,
    path: Sequence[Mapping[str, float]],
    money: str,
) -> None:
    axes = figure.add_axes((0.09, 0.13, 0.37, _room(figure) - 0.2))
    n = len(game.cities)
    for city, colour, dashes in zip(
        game.cities, _cycle(COLOURS, n), _cycle(DASHES, n), strict=True
    ):
        end = float(race.equilibrium.subsidies[city])
        axes.axhline(end, color=colour, linewidth=1.5, linestyle=":", gid=f"equilibrium of {city}")
        axes.plot(
            range(len(path)),
            [bids[city] for bids in path],
            color=colour,
            linestyle=dashes,
            linewidth=3,
            marker="o" if len(path) <= SHOWN_ROUNDS else "",
            markersize=6,
            gid=f"bids of {city}",
        )
    most = max([*map(float, race.equilibrium.subsidies.values()), *(max(b.values()) for b in path)])
    axes.set_ylim(-0.04 * (most or 1), 1.1 * (most or 1))
    ends = race.equilibrium.subsidies if race.rounds is not None else path[-1]
    _end_labels(axes, {city: float(ends[city]) for city in game.cities}, len(path) - 1)
    axes.set_title("The race, bid by bid", loc="left", weight="bold")
    axes.set_xlabel("round of replies to the others' last bid")
    axes.xaxis.get_major_locator().set_params(integer=True)
    unit = re.split(r" (?:per|a) ", money)[0]  # of one firm, not of all in a year
    axes.set_ylabel(f"subsidy per firm{_in_money(unit)}")


def _draw_money(figure: Figure, race: ArmsRace, money: str) -> None:
    axes = figure.add_axes((0.7, 0.13, 0.26, _room(figure) - 0.2))
    bars = {
        "cities keep,\nno subsidies": (race.treasuries.no_subsidy, "#BBBBBB"),
        "cities keep,\nin the race": (race.treasuries.equilibrium, BLUE),
        "cities keep,\ndeciding jointly": (race.treasuries.joint_optimum, "#56B4E9"),
        "firms gain\nby the race": (race.firms_gain, "#E69F00"),
    }
    for row, (value, colour) in enumerate(bars.values()):
        axes.barh(row, float(value), color=colour, height=0.62)
        axes.annotate(
            shown(value),
            (max(float(value), 0.0), row),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            weight="bold",
        )
    last = len(bars) - 1
    axes.barh(
        last, float(race.windfall), color="none", edgecolor=INK, hatch="///", height=0.62,
        label=f"windfall, to firms that would\nhave come anyway: {shown(race.windfall)}",
        gid="windfall",
    )  # fmt: skip
    axes.set_yticks(range(len(bars)), list(bars))
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(last + 1.35, -0.6)
    axes.legend(loc="lower left", frameon=False, fontsize=13, borderpad=0)
    axes.axvline(0, color=INK, linewidth=1.5)
    values = [float(value) for value, _ in bars.values()]
    low, high = min(0.0, *values), max(0.0, *values)
    axes.set_xlim(low, high + 0.32 * (high - low) if high > low else 1)
    axes.xaxis.get_major_locator().set_params(nbins=4)
    axes.xaxis.set_major_formatter("{x:,g}")
    axes.set_title("Who has the money", loc="left", weight="bold")
    axes.set_xlabel(textwrap.fill(money or "money", 36))
