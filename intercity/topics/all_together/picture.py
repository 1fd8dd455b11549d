"""The core of three players, drawn in the triangle of all splits.

A split is drawn at each player's share of the gain over going alone, (x_i - v(i)) / g with
g = v(N) - v(1) - v(2) - v(3): at a corner one player takes all of it. What a pair asks for cuts the
triangle along a line; what the three lines leave is the core.

>>> from games import CoalitionalGame
>>> park = CoalitionalGame.from_function(["A", "B", "C"], lambda s: 60 if len(s) > 1 else 0)
>>> core_triangle(park, money="million yuan a year").texts[0].get_text()
'No way to share 60.0 keeps every group in: it takes a fine of 20.0 for leaving'

Source: the triangle of splits is von Neumann and Morgenstern's (1944).
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from games.by_city import in_order
from games.coalitional import CoalitionalGame
from games.errors import InvalidInput, Told, Undefined, of_kind
from games.exact import Number, exact
from games.players import coalition_name
from intercity.drawing.page import (
    COLOURS,
    DASHES,
    INK,
    OLIVE,
    YELLOW,
    cycled,
    drawing,
    page,
    room,
)
from intercity.english import listed, percent, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from intercity.region.context import Context

ZERO, ONE = Fraction(0), Fraction(1)
Shares = tuple[Fraction, ...]


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
            (x, y), (x0, y0) = _place(shares), _place(middle)
            return math.atan2(y - y0, x - x0)

        return sorted(points, key=angle)


def _place(shares: Sequence[Fraction | float]) -> tuple[float, float]:
    """The point of the page: player 0 on top, 1 on the left, 2 on the right."""
    top, _, right = map(float, shares)
    return right + top / 2, top * math.sqrt(3) / 2


def core_triangle(
    game: CoalitionalGame,
    marks: Mapping[str, Mapping[str, Number]] | None = None,
    *,
    money: str = "",
) -> Figure:
    """The core of three players in the triangle of splits, with nucleolus and Shapley value.

    At a corner one player takes the whole gain over going alone, on the side opposite it has none
    of it. A line shows the most that two players leave to the third before they walk out; the core
    is on the near side of all three. Where it is empty, the least core's point (the prenucleolus)
    is shown with what the groups miss there. Solutions that coincide share a mark and a caption.
    ``money`` is the unit of worths, for the captions; ``marks`` are further splits by name, such as
    one that a class proposes.

    Errors: ``InvalidInput`` for other than three players, or a mark that does not split the worth
    of all three; ``Undefined`` where all together make no
    more than each alone, so that the triangle has no inside; ``IntercityError`` without matplotlib.

    >>> park = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
    >>> core_triangle(park).texts[0].get_text()
    'No way to share 72.0 keeps every group in: it takes a fine of 12.0 for leaving'

    Source: von Neumann and Morgenstern (1944).
    """
    of_kind(game, CoalitionalGame, place="subject of core_triangle")
    of_kind(money, str, place="the unit of money")
    if len(game.players) != 3:
        raise InvalidInput(
            "the number of players of a core triangle", len(game.players), "3, as on a page"
        )
    triangle = _Triangle.of(game)
    if triangle.gain <= 0:
        reason = "all three together make no more than each of them alone"
        raise Undefined("core triangle", reason, triangle.gain)
    from solvers.coalitional.core import core, core_violation
    from solvers.coalitional.least_core import least_core
    from solvers.coalitional.nucleolus import nucleolus
    from solvers.coalitional.prenucleolus import prenucleolus
    from solvers.coalitional.shapley import shapley_value

    found, shapley = core(game), shapley_value(game)
    of_kind(marks, Mapping, type(None), place="list of marks", hint="splits by name")
    if any(isinstance(one, Number) for one in (marks or {}).values()):
        raise InvalidInput("list of marks", Told("one split"), 'splits by name: {"offer": split}')
    splits = {name: _split(game, name, split) for name, split in (marks or {}).items()}
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
    with drawing():
        figure = page(*_triangle_words(game, triangle, shapley_stable=breach is None))
        axes = figure.add_axes((0.01, 0.02, 0.7, room(figure) - 0.04))
        axes.set_axis_off()
        _draw_triangle(axes, game, triangle, points, notes, marks=splits)
        _caption(axes, f"in {money}" if money else "")
        figure.draw_without_rendering()
    return figure


def _split(game: CoalitionalGame, name: str, split: Any) -> dict[str, Fraction]:
    """A split that is to be marked, read exactly."""
    numbers = zip(game.players, in_order(split, game.players, f"the split {name}"), strict=True)
    read = {city: exact(x, f"what {city} has in {name}") for city, x in numbers}
    total = sum(read.values(), ZERO)
    if total != game.grand_worth:
        raise InvalidInput(f"the sum of the split {name}", total, str(game.grand_worth))
    return read


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
    from solvers.coalitional.balanced_collection import collection_worth
    from solvers.coalitional.core import EmptyCoreCertificate, core
    from solvers.coalitional.least_core import least_core

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
    *,
    marks: Mapping[str, Mapping[str, Fraction]],
) -> None:
    from matplotlib.patches import Polygon

    sign = 1 if game.sense == "gain" else -1
    corners = [_place([float(i == j) for j in range(3)]) for i in range(3)]
    axes.add_patch(Polygon(corners, fill=False, edgecolor=INK, linewidth=2, gid="splits"))
    _draw_core(axes, [_place(shares) for shares in triangle.core()])
    ends = {i: _line(i, high) for i, high in enumerate(triangle.most) if -1 <= high < 1}
    places = {name: triangle.shares(split, sign) for name, split in points.items()}
    marked = {name: triangle.shares(split, sign) for name, split in marks.items()}
    shown_at = [*places.values(), *marked.values()]
    near = [_place(shares) for shares in shown_at if all(-1 <= t <= 2 for t in shares)]
    xs, ys = zip(*corners, *near, *(end for pair in ends.values() for end in pair), strict=True)
    axes.set_xlim(min(xs) - 0.42, max(xs) + 0.42)
    scale = max(1, (max(ys) - min(ys)) / 0.9)
    axes.set_ylim(min(ys) - 0.2 * scale, max(ys) + 0.17 * scale)
    axes.set_aspect("equal")
    axes.figure.draw_without_rendering()
    taken = [_around(axes, _place(shares), 22) for shares in shown_at]
    for one, other in combinations(corners, 2):
        taken += _along(axes, one, other)
    for i, pair in ends.items():
        taken += _constraint(axes, game, i, pair)
    for i in range(3):
        taken.append(_corner_label(axes, game, triangle, i, taken))
    for i, pair in ends.items():
        _constraint_label(axes, game, i, pair, taken)
    for i, high in enumerate(triangle.most):
        if i not in ends:
            others = " + ".join(city for j, city in enumerate(game.players) if j != i)
            never = "never leave here" if high >= 1 else "always leave: their line is far out"
            axes.plot([], [], " ", label=textwrap.fill(f"{others} {never}", 26))
    if "least core" in places:
        _shortfalls(axes, triangle, places["least core"], taken)
    _draw_solutions(axes, game.players, points, places, notes)
    for (name, shares), colour in zip(marked.items(), cycled(COLOURS, len(marked)), strict=True):
        label = f"{textwrap.fill(name, 26)}\n{_numbers(game.players, marks[name])}"
        axes.plot(
            *_place(shares), linestyle="none", marker="X", markersize=17, color=colour, mec="white",
            zorder=4.2, gid=name, label=label,
        )  # fmt: skip


def _draw_core(axes: Axes, vertices: list[tuple[float, float]]) -> None:
    """The core: an area, or a segment or a point in the same colours."""
    from matplotlib.patches import Polygon

    words = "the core: nobody, alone\nor in a group, gains\nby leaving"
    if len(vertices) > 2:
        look = {"facecolor": YELLOW, "edgecolor": OLIVE, "linewidth": 3}
        axes.add_patch(Polygon(vertices, **look, label=words, gid="core", zorder=1.5))
    elif vertices:
        dot = {"marker": "o", "markersize": 24, "mec": OLIVE, "mew": 3}
        xs, ys = zip(*vertices, strict=True)
        axes.plot(xs, ys, color=YELLOW, linewidth=9, **dot, label=words, gid="core", zorder=3.2)


LOOKS: dict[str, dict[str, Any]] = {
    "least core": {"marker": "s", "markersize": 27, "fillstyle": "none", "mew": 2.5},
    "Shapley value": {"marker": "D", "markersize": 17, "fillstyle": "none", "mew": 2.5},
    "nucleolus": {"marker": "o", "markersize": 11, "fillstyle": "full", "mew": 0},
}
"""The mark of each solution."""


def _draw_solutions(
    axes: Axes,
    players: Sequence[str],
    points: Mapping[str, Mapping[str, Fraction]],
    places: Mapping[str, Shares],
    notes: Mapping[str, str],
) -> None:
    """The solutions, each with its payoffs in the legend."""
    for names in _names_by_place(places):
        title = " = ".join(names) + "".join(dict.fromkeys(notes[name] for name in names))
        label = f"{textwrap.fill(title, 26)}\n{_numbers(players, points[names[0]])}"
        style = next(look for name, look in LOOKS.items() if name in names)
        for name in names:  # one mark of those that coincide; each is found by its name
            axes.plot(
                *_place(places[name]),
                linestyle="none",
                color=INK,
                zorder=4,
                gid=name,
                visible=name == names[-1],
                label=label if name == names[-1] else "_",
                **style,
            )


def _numbers(players: Sequence[str], split: Mapping[str, Fraction]) -> str:
    """A split's payoffs, a line each."""
    return "\n".join(f"    {city} {shown(split[city])}" for city in players)


def _names_by_place(places: Mapping[str, Shares]) -> list[list[str]]:
    """The names of solutions, those at the same place together."""
    found: dict[Shares, list[str]] = {}
    for name, shares in places.items():
        found.setdefault(shares, []).append(name)
    return list(found.values())


def _line(i: int, high: Fraction) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where player i has the share ``high``: from the side of the next to that of the last."""
    ends = []
    for other in ((i + 1) % 3, (i + 2) % 3):
        shares = [ZERO] * 3
        shares[i], shares[other] = high, ONE - high
        ends.append(_place(shares))
    return ends[0], ends[1]


def _corner_label(
    axes: Axes, game: CoalitionalGame, triangle: _Triangle, i: int, taken: list[Any]
) -> Any:
    best = triangle.alone[i] + triangle.gain
    if game.sense == "gain":
        words = f"{game.players[i]} gets {shown(best)}\n(alone {shown(triangle.alone[i])})"
    else:
        words = f"{game.players[i]} pays {shown(-best)}\n(alone {shown(-triangle.alone[i])})"
    x, y = _place([float(i == j) for j in range(3)])
    way, up = (1, "bottom") if i == 0 else (-1, "top")
    options = [(x, y + way * off, "center", up) for off in (0.055, 0.09, 0.13, 0.17)]
    return _placed(axes, words, options, taken, weight="bold", size=14)


def _constraint(
    axes: Axes,
    game: CoalitionalGame,
    i: int,
    ends: tuple[tuple[float, float], tuple[float, float]],
) -> list[Any]:
    """The line beyond which two players leave, with arrows to where they stay; where it stands."""
    (x, y), (u, v) = _longer(ends)
    axes.plot(
        [x, u],
        [y, v],
        color=COLOURS[i],
        linestyle=DASHES[i],
        linewidth=3,
        gid=f"line of {_pair(game, i)}",
        zorder=3,
    )
    corner, middle = _place([float(i == j) for j in range(3)]), _place([1 / 3] * 3)
    away = math.hypot(middle[0] - corner[0], middle[1] - corner[1])
    taken = _along(axes, (x, y), (u, v))
    for part in (0.25, 0.75) if math.hypot(u - x, v - y) > 0.4 else (0.5,):
        start = (x + part * (u - x), y + part * (v - y))
        across, up = (start[k] + 0.075 * (middle[k] - corner[k]) / away for k in (0, 1))
        arrow = {"arrowstyle": "-|>", "color": COLOURS[i], "linewidth": 2, "mutation_scale": 16}
        axes.annotate(
            "", xy=(across, up), xytext=start, arrowprops={**arrow, "shrinkA": 0, "shrinkB": 0}
        )
        taken += [*_along(axes, start, (across, up)), _around(axes, (across, up), 8)]
    return taken


def _longer(
    ends: tuple[tuple[float, float], tuple[float, float]],
) -> tuple[tuple[float, float], tuple[float, float]]:
    """A line a bit longer than between two sides, so that one near a corner can be seen, too."""
    (x, y), (u, v) = ends
    length = math.hypot(u - x, v - y)
    stub = max(0.04, (0.24 - length) / 2)
    dx, dy = stub * (u - x) / length, stub * (v - y) / length
    return (x - dx, y - dy), (u + dx, v + dy)


def _pair(game: CoalitionalGame, i: int) -> str:
    """The two players other than i."""
    return " + ".join(city for j, city in enumerate(game.players) if j != i)


def _constraint_label(
    axes: Axes,
    game: CoalitionalGame,
    i: int,
    ends: tuple[tuple[float, float], tuple[float, float]],
    taken: list[Any],
) -> None:
    """What two players ask for, past an end of their line, where nothing else stands."""
    others = [city for j, city in enumerate(game.players) if j != i]
    (x, y), (u, v) = ends
    length = math.hypot(u - x, v - y)
    dx, dy = (u - x) / length, (v - y) / length
    first = max(0.08, (0.24 - length) / 2 + 0.04)
    asks = "ask for" if game.sense == "gain" else "pay up to"
    plus = " + " if len(others[0] + others[1]) < 18 else "\n+ "
    words = f"{plus.join(others)}\n{asks} {shown(game.worth(others))}"
    options = [
        option
        for more in (0, 0.06, 0.12, 0.2, 0.3)
        for end, way in (((x, y), (-dx, -dy)), ((u, v), (dx, dy)))
        for option in _beyond(end, way, first + more)
    ]
    middle = _place([1 / 3] * 3)
    for part in (0.5, 0.35, 0.65, 0.2, 0.8):  # beside the line, on the far side
        at, up = x + part * (u - x), y + part * (v - y)
        off, side = (0.06, "left") if at > middle[0] else (-0.06, "right")
        options.append((at + off, up, side, "center"))
    taken.append(_placed(axes, words, options, taken, color=COLOURS[i], size=14))


def _along(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> list[Any]:
    """Small boxes along a line, for words that are to stand beside it."""
    parts = [k / 40 for k in range(41)]
    return [
        _around(axes, (start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1])), 2)
        for t in parts
    ]


def _around(axes: Axes, place: tuple[float, float], size: float) -> Any:
    """A box around a place, so many points of the page to each side."""
    from matplotlib.transforms import Bbox

    x, y = axes.transData.transform(place)
    return Bbox.from_extents(x - size, y - size, x + size, y + size)


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


def _shortfalls(axes: Axes, triangle: _Triangle, point: Shares, taken: list[Any]) -> None:
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
        (x, y), (u, v) = _place(point), _place(foot)
        if math.hypot(u - x, v - y) < 0.12:  # the captions say it
            continue
        arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.8, "mutation_scale": 16}
        axes.annotate("", xy=(u, v), xytext=(x, y), arrowprops=arrow, zorder=3.5)
        told = f"{shown(missing * triangle.gain)} short"
        look = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        for part in (0.57, 0.7, 0.85, 1.1, 1.25, 0.45):  # where it stands on no other words
            place = (x + part * (u - x), y + part * (v - y))
            text = axes.text(
                *place, told, ha="center", va="center", size=13, bbox=look, gid="short", zorder=3.6
            )
            box = text.get_window_extent()
            if not any(box.overlaps(other) for other in taken if other.width > 5):
                taken.append(box)
                break
            text.remove()


def pictures(context: Context) -> dict[str, Callable[[], Figure]]:
    """The core of three cities."""
    game, money = context.game, context.scenario.money
    if not isinstance(game, CoalitionalGame) or len(game.players) != 3:
        return {}
    return {"core_triangle": lambda: core_triangle(game, money=money)}
