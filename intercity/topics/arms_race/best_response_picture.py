"""Best replies of two cities with two actions each, in the unit square, and where they meet.

Along the axes: the chance with which each city plays its second action. City 1's best reply to y is
to play it for sure where

    (1 - y) d_0 + y d_1  >  0,     d_b = u_1(second, b) - u_1(first, b),

never where that is below 0, and any chance in between where it is 0. So a city's best replies are a
step; a city with d_0 = d_1 = 0 does not care, and its step is the whole square. The equilibria are
where both steps meet: points, but with ties also segments, or areas.

>>> from games import StrategicGame
>>> race = StrategicGame.from_payoffs(["Quzhou", "Lishui"], [[3, 1], [4, 2]], [[3, 4], [1, 2]],
...                                   actions=["hold", "bid"])
>>> print(*best_response_picture(race).texts[0].get_text().split())
Prisoners' dilemma: the only equilibrium is (bid, bid), and both would rather be at (hold, hold)

Source: Nash (1950); for drawing them, Osborne and Rubinstein (1994), section 3.2.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from games.approximately import approximately
from games.errors import InvalidInput, of_kind
from games.strategic import StrategicGame
from intercity.drawing.page import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    YELLOW,
    drawing,
    narrow,
    page,
    room,
    written,
)
from intercity.english import listed, sentences
from solvers.strategic.learning import LearningPath

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from solvers.strategic.nash_equilibria import Component, NashEquilibria
    from solvers.strategic.two_by_two import TwoByTwo

Strategy = Mapping[str, Fraction]
Place = tuple[Fraction, Fraction]

COLOURS = (BLUE, ORANGE)
BAND = "#B8B8B8"
POINT: dict[str, Any] = {
    "marker": "o",
    "markersize": 15,
    "color": INK,
    "mec": "white",
    "mew": 1.5,
    "linestyle": "none",
}


def best_response_picture(
    game: StrategicGame, path: LearningPath | None = None, *, money: str = ""
) -> Figure:
    """Both cities' best replies, all equilibria, the payoffs, and which game it is.

    ``path``: how the cities learned to play this game (``learning_path``), drawn from its first
    point, a ring, to its last, a square. ``money`` is the unit of payoffs.

    A continuum of equilibria is drawn as a grey band or area; where a city does not care what it
    does, its best replies are hatched. In a game of zeros both are the whole square.

    Errors: ``InvalidInput`` for other than two cities with two actions each, or the path of another
    game; ``IntercityError`` without matplotlib.

    >>> game = StrategicGame.from_payoffs(["A", "B"], [[2, 0], [3, 1]], [[2, 3], [0, 1]])
    >>> best_response_picture(game).texts[0].get_text().split(":")[0]
    "Prisoners' dilemma"

    Source: Nash (1950).
    """
    from solvers.strategic.nash_equilibria import nash_equilibria
    from solvers.strategic.two_by_two import two_by_two

    of_kind(game, StrategicGame, place="subject of best_response_picture")
    of_kind(money, str, place="the unit of money")
    if path is not None:
        of_kind(path, LearningPath, place="the path of learning")
    name, found = two_by_two(game), nash_equilibria(game)
    if path is not None and path.game != game:
        raise InvalidInput("the path of learning", repr(path), "one of the game that is drawn")
    with drawing():
        figure = page(_title(game, name, found), _subtitle(name, path))
        high = room(figure) - 0.17
        axes = figure.add_axes((0.1, 0.13, high * 7.2 / 12.8, high))
        axes.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04), xticks=(0, 0.5, 1), yticks=(0, 0.5, 1))
        _draw_equilibria(axes, found)
        _draw_replies(axes, game)
        if path is not None:
            _draw_path(axes, path)
        _axis_labels(axes, game)
        _draw_column(axes, game, name, found, money)
        figure.draw_without_rendering()
    return figure


def step(game: StrategicGame, i: int) -> list[Place] | None:
    """Corners of city i's best replies (its own chance, the other's); ``None``: all of them."""
    table = game.tables[i] if i == 0 else game.tables[i].T
    d = [int(table[1, b]) - int(table[0, b]) for b in (0, 1)]
    if not any(d):
        return None
    ends = [Fraction(d[0] > 0 or (d[0] == 0 and d[1] < 0)), Fraction(d[1] > 0)]
    if d[1] == 0:
        ends[1] = 1 - ends[0]
    if ends[0] == ends[1]:
        return [(ends[0], Fraction(0)), (ends[0], Fraction(1))]
    at = Fraction(d[0], d[0] - d[1])
    corners = [(ends[0], Fraction(0)), (ends[0], at), (ends[1], at), (ends[1], Fraction(1))]
    return list(dict.fromkeys(corners))


def _draw_replies(axes: Axes, game: StrategicGame) -> None:
    from matplotlib.patches import Rectangle

    for i, (city, colour) in enumerate(zip(game.players, COLOURS, strict=True)):
        corners = step(game, i)
        gid, label = f"best replies of {city}", f"best replies of {city}"
        dashes = "-" if i == 0 else (0, (3, 1.5))
        if corners is None:
            axes.add_patch(
                Rectangle(
                    (0, 0), 1, 1, facecolor="none", edgecolor=colour, hatch="/" if i else "\\",
                    linewidth=3, linestyle=dashes, alpha=0.6, label=label, gid=gid, zorder=2,
                )
            )  # fmt: skip
            continue
        own, other = ([float(c[k]) for c in corners] for k in (0, 1))
        x, y = (own, other) if i == 0 else (other, own)
        axes.plot(
            x, y, color=colour, linewidth=5, linestyle=dashes, label=label, gid=gid, zorder=3 + i,
            solid_capstyle="butt", clip_on=False,
        )  # fmt: skip


def _draw_equilibria(axes: Axes, found: NashEquilibria) -> None:
    """Points above all lines, bands below them."""
    from matplotlib.patches import Rectangle

    for subset in (one for component in found.components for one in component.subsets):
        (left, right), (low, high) = (
            (float(min(chances)), float(max(chances)))
            for chances in ([_second(one) for one in corners] for corners in subset.values())
        )
        if (left, low) == (right, high):
            axes.plot(left, low, zorder=6, gid="equilibria", clip_on=False, **POINT)
        elif left < right and low < high:
            area = Rectangle((left, low), right - left, high - low, facecolor=BAND, zorder=1)
            area.set_gid("equilibria")
            axes.add_patch(area)
        else:
            axes.plot(
                [left, right], [low, high], color=BAND, linewidth=20, solid_capstyle="round",
                zorder=2.5, gid="equilibria", clip_on=False,
            )  # fmt: skip


def _draw_path(axes: Axes, path: LearningPath) -> None:
    places = [tuple(float(strategy[1]) for strategy in point) for point in path.path]
    x, y = zip(*places, strict=True)
    look = {"color": GREEN, "clip_on": False, "zorder": 7}
    axes.plot(x, y, linewidth=2, gid="path", label=f"path of {path.rule}", **look)
    for k, marker in ((0, "o"), (-1, "s")):
        axes.plot(x[k], y[k], marker=marker, markersize=9, fillstyle="none", mew=2.5, **look)


def _axis_labels(axes: Axes, game: StrategicGame) -> None:
    """In the largest letters that stay beside their axis and on the page."""
    figure = axes.figure
    for axis, city, actions, colour in zip(
        (axes.xaxis, axes.yaxis), game.players, game.actions, COLOURS, strict=True
    ):
        words = f"chance that {city} plays {actions[1]}, not {actions[0]}"
        label = axis.get_label()
        for width, size in ((60, 15), (44, 14), (60, 11), (60, 9), (80, 7)):
            label.set(text=textwrap.fill(words, width), fontsize=size, color=colour)
            figure.draw_without_rendering()
            box = label.get_window_extent()
            if max(box.width, box.height) < axes.bbox.width and min(box.x0, box.y0) > 0:
                break


def _draw_column(
    axes: Axes, game: StrategicGame, name: TwoByTwo, found: NashEquilibria, money: str
) -> None:
    """Right of the square: what the lines are, the payoffs, and the equilibria in words."""
    figure = axes.figure
    left = axes.bbox.x1 / figure.bbox.width + 0.04
    right, top = 0.97, axes.bbox.y1 / figure.bbox.height
    width = (right - left) * figure.bbox.width
    legend = figure.legend(
        handles=list(_signs(axes, found)), loc="upper left", fontsize=13, frameon=False,
        bbox_to_anchor=(left - 0.01, top + 0.02), handlelength=2.2, borderpad=0, markerscale=0.7,
    )  # fmt: skip
    for text in legend.get_texts():
        narrow(text, width - 90)
    figure.draw_without_rendering()
    under = legend.get_window_extent().y0 / figure.bbox.height - 0.02
    lines = list(_in_words(found))
    for size in (13, 12, 11, 10, 9, 8):
        texts = [figure.text(left, 0, words, size=size, color=INK, va="bottom") for words in lines]
        for text in texts:
            narrow(text, width)
        bottom = 0.02
        for text in reversed(texts):
            text.set_y(bottom)
            bottom += text.get_window_extent().height / figure.bbox.height + 0.012
        if under - bottom > 0.24:
            break
        if size > 8:
            for text in texts:
                text.remove()
    table = figure.add_axes((left, bottom + 0.02, right - left, max(under - bottom - 0.04, 0.2)))
    _draw_table(table, game, name, money)


def _signs(axes: Axes, found: NashEquilibria) -> Iterator[Artist]:
    """What the signs in the picture mean."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    yield from axes.get_legend_handles_labels()[0]
    if any(component.isolated for component in found.components):
        yield Line2D([], [], label="equilibrium", **POINT)
    if not all(component.isolated for component in found.components):
        yield Patch(facecolor=BAND, label="equilibria: every point of it")
    if any(one.pure for one in found):
        yield Patch(facecolor=YELLOW, edgecolor=GREY, label="in the table: pure equilibrium")


def _draw_table(axes: Axes, game: StrategicGame, name: TwoByTwo, money: str) -> None:
    """The payoffs as in a book: the first city's actions downwards, its payoff on the left."""
    from matplotlib.patches import Rectangle

    axes.set(xlim=(0, 3), ylim=(3, 0.3))
    axes.axis("off")
    told = [_in_distinct_digits([game.payoff(profile)[city] for profile in game])
            for city in game.players]  # fmt: skip
    for a, row in enumerate(game.actions[0]):
        _fit(axes, (0.96, 1.5 + a), row, 0.94, color=BLUE, ha="right")
        top = game.actions[1][a]
        _fit(axes, (1.5 + a, 0.9), top, 0.94, color=ORANGE, ha="center", va="bottom")
        for b, column in enumerate(game.actions[1]):
            marked = (row, column) in name.equilibria
            axes.add_patch(
                Rectangle(
                    (1 + b, 1 + a), 1, 1, facecolor=YELLOW if marked else "none", edgecolor=GREY,
                    gid="pure equilibrium" if marked else None, clip_on=False,
                )
            )  # fmt: skip
            payoffs = game.payoff((row, column)).values()
            for k, (payoff, colour) in enumerate(zip(payoffs, COLOURS, strict=True)):
                place = (1.07 + 0.86 * k + b, 1.28 + 0.44 * k + a)
                side = ("left", "right")[k]
                _fit(axes, place, told[k][payoff], 0.86, color=colour, ha=side)
    if money:
        _fit(axes, (0.96, 0.65), f"in {money}", 0.94, color=GREY, ha="right")


def _fit(axes: Axes, place: tuple[float, float], words: str, share: float, **style: str) -> None:
    """Write words in the largest letters that leave room for others, in a share of a cell."""
    most, tall = share * axes.bbox.width / 3, axes.bbox.height / 3.9 - 4
    for size in (16, 14, 12, 10, 8, 6, 4):
        text = axes.text(*place, words, size=size, linespacing=1, **{"va": "center", **style})
        if " " in words:
            narrow(text, most)
        box = text.get_window_extent()
        if (box.width <= most and box.height <= tall) or size == 4:
            return
        text.remove()


def _in_distinct_digits(payoffs: Sequence[Fraction]) -> dict[Fraction, str]:
    """Each payoff in as few digits as tell different ones apart."""
    for digits in range(3, 40):
        told = {payoff: written(payoff, digits) for payoff in payoffs}
        if len(set(told.values())) == len(told):
            break
    return told


def _second(strategy: Strategy) -> Fraction:
    """The chance of a city's second action."""
    return list(strategy.values())[1]


def _profile(equilibrium: Mapping[str, Strategy]) -> str:
    """A pure one."""
    return _written([max(one, key=lambda a: one[a]) for one in equilibrium.values()])


def _written(profile: Sequence[str]) -> str:
    """As (bid, bid), on one line where it is short."""
    words = f"({', '.join(profile)})"
    return words.replace(" ", "\N{NO-BREAK SPACE}") if len(words) < 24 else words


def _title(game: StrategicGame, name: TwoByTwo, found: NashEquilibria) -> str:
    if len(name.names) == 1:
        called = name.name.capitalize()
    elif len(name.names) == 2:
        called = f"Between {' and '.join(name.names)}"
    else:
        called = "Ties leave the name open"
    return f"{called}: {_finding(game, found)}"


def _finding(game: StrategicGame, found: NashEquilibria) -> str:
    if len(found) == 1:
        (only,) = found
        if not only.pure:
            return "the only equilibrium is that both draw lots"
        words = f"the only equilibrium is {_profile(only)}"
        better = [
            profile
            for profile in game
            if all(u > only.payoffs[city] for city, u in game.payoff(profile).items())
        ]
        if better:
            words += f", and both would rather be at {_written(better[0])}"
        return words
    if all(component.isolated for component in found.components):
        pure = [_profile(one) for one in found if one.pure]
        words = f"the equilibria are {listed(pure)}"
        return words + (", and one in which both draw lots" if len(pure) < len(found) else "")
    if _is_all(found.components[0]):
        return "whatever the cities do is an equilibrium"
    return "infinitely many equilibria"


def _is_all(component: Component) -> bool:
    """Whether every pair of strategies is one of these."""
    return any(all(len(corners) == 2 for corners in one.values()) for one in component.subsets)


def _subtitle(name: TwoByTwo, path: LearningPath | None) -> str:
    from solvers.strategic.two_by_two import MEANING

    told = [MEANING.get(name.name, "each city's best replies, and where they meet")]
    if path is not None:
        told.append(path.status.rstrip("."))
    words = sentences(told)
    return words[:1].upper() + words[1:]


def _in_words(found: NashEquilibria) -> Iterator[str]:
    """A line for each equilibrium, with what the cities get, and for each continuum of them."""
    for component in found.components:
        for subset in component.subsets:
            ends = list(product(*subset.values()))
            start, end = (
                _strategies(dict(zip(subset, corner, strict=True)))
                for corner in (ends[0], ends[-1])
            )
            if len(ends) == 4:
                yield "all that the two can do"
            elif len(ends) == 2:
                yield f"from {start} to {end}"
            else:
                payoffs = " | ".join(written(u) for u in component.extreme[0].payoffs.values())
                yield f"{start}: {payoffs}"


def _strategies(equilibrium: Mapping[str, Strategy]) -> str:
    return _written(
        [
            " or ".join(
                action if p == 1 else f"{action} {_chance(p)}"
                for action, p in strategy.items()
                if p
            )
            for strategy in equilibrium.values()
        ]
    )


def _chance(p: Fraction) -> str:
    return str(p) if p.denominator < 1000 else approximately(p, ".3g")
