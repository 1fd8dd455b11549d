"""A corridor of cities: what each gets, what passes, and where it would be cut.

>>> line = Corridor(["Shanghai", "Hangzhou", "Jinhua"], [8, 4, 0], [3, 5], kept=0.5)
>>> corridor_picture(line).texts[0].get_text()
'The corridor does not reach Jinhua, which adds 4 and costs 5'

Source: Jackson and Wolinsky (1996), A strategic model of social and economic networks, Journal of
Economic Theory 71, 44-74; Myerson (1977), Graphs and cooperation in games.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from games.corridor import Corridor
from games.errors import InvalidInput, of_kind
from intercity.drawing.page import BLUE, GREY, INK, ORANGE, drawing, narrow, page, room, written
from intercity.english import listed
from intercity.topics.corridor.section import corridor_game

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from intercity.region.context import Context
    from solvers.coalitional.corridor_ends import CorridorEnds

__all__ = ["corridor_picture", "pictures"]

MOST_CITIES = 12


def corridor_picture(game: Corridor, *, money: str = "") -> Figure:
    """What each city of a corridor gets, and the stretches that all together would build.

    Bars: the Myerson value of the whole corridor, links paid; below 0 a city pays more than it
    gets. Below them the corridor: a stretch that all together would rather not build is dashed,
    and each has what its link costs.

    ``money``: the unit, as "million yuan a year".

    Errors: ``InvalidInput`` for more than twelve cities; ``IntercityError`` without matplotlib.

    >>> game = Corridor(["Shanghai", "Jiaxing", "Hangzhou"], [8, 3, 5], [1, 1], kept=0.5)
    >>> corridor_picture(game).texts[0].get_text()
    'The corridor reaches both ends, Shanghai and Hangzhou'

    Source: Myerson (1977).
    """
    from solvers.coalitional.corridor_ends import corridor_ends

    of_kind(game, Corridor, place="subject of corridor_picture")
    of_kind(money, str, place="the unit of money")
    n = len(game.cities)
    if n > MOST_CITIES:
        raise InvalidInput("the cities of a picture", n, f"at most {MOST_CITIES}")
    found = corridor_ends(game)
    built = {pair for part in found.stretches for pair in pairwise(part)}
    letters = 15 if n < 7 else 11
    with drawing():
        figure = page(*_words(game, found))
        bars = figure.add_axes((0.1, 0.38, 0.87, room(figure) - 0.45))
        line = figure.add_axes((0.1, 0.04, 0.87, 0.26))
        for k, city in enumerate(game.cities):
            value = found.values[city]
            colour = BLUE if value >= 0 else ORANGE
            bars.bar(k, float(value), color=colour, width=0.5, gid=f"value of {city}")
            up = value >= 0
            bars.annotate(
                written(value),
                (k, float(value)),
                xytext=(0, 6 if up else -6),
                textcoords="offset points",
                ha="center",
                va="bottom" if up else "top",
                weight="bold",
                fontsize=letters,
            )
            text = line.annotate(
                city, (k, -0.3), ha="center", va="top", weight="bold", fontsize=letters
            )
            narrow(text, 0.95 * line.bbox.width / n)
            line.plot([k], [0], marker="o", markersize=16, color=INK, zorder=3)
        for k, pair in enumerate(pairwise(game.cities)):
            stays = pair in built
            line.plot(
                [k, k + 1],
                [0, 0],
                color=INK if stays else GREY,
                linewidth=5 if stays else 2,
                linestyle="-" if stays else (0, (4, 3)),
                gid=f"link of {pair[0]} and {pair[1]}",
            )
            cost = f"link {written(game.link_costs[k])}"
            line.annotate(cost, (k + 0.5, 0.2), ha="center", va="bottom", fontsize=letters)
        for axes in (bars, line):
            axes.set_xlim(-0.5, n - 0.5)
            axes.set_xticks([])
        bars.margins(y=0.2)
        bars.axhline(0, color=INK, linewidth=1.5)
        bars.spines["bottom"].set_visible(False)
        bars.yaxis.get_major_locator().set_params(nbins=5)
        bars.set_title("What each gets, links paid", loc="left", weight="bold")
        if money:
            narrow(bars.set_ylabel(money), bars.bbox.height)
        line.set_ylim(-1, 1)
        line.set_axis_off()
        if len(built) < n - 1:
            line.set_title("Dashed: not built if all together decide", loc="left", fontsize=14)
        figure.draw_without_rendering()
    return figure


def _words(game: Corridor, found: CorridorEnds) -> tuple[str, str]:
    if found.dead_ends:
        told = [
            f"{city}, which adds {written(found.adds[city])} and costs {written(found.costs[city])}"
            for city in found.dead_ends
        ]
        title = f"The corridor does not reach {listed(told)}"
    else:
        title = f"The corridor reaches both ends, {game.cities[0]} and {game.cities[-1]}"
    parts = listed(" to ".join(dict.fromkeys((p[0], p[-1]))) for p in found.stretches)
    losers = found.losers
    lose = f"; {listed(losers)} would pay more than it gets" if len(losers) == 1 else ""
    if len(losers) > 1:
        lose = f"; {listed(losers)} would pay more than they get"
    return title, f"All together have most, {written(found.most)}, in the parts {parts}{lose}"


def pictures(context: Context) -> dict[str, Callable[[], Figure]]:
    """The corridor, where the scenario has one that a page holds."""
    game, money = context.once(corridor_game), context.scenario.money
    if game is None or len(game.cities) > MOST_CITIES:
        return {}
    return {"corridor": lambda: corridor_picture(game, money=money)}
