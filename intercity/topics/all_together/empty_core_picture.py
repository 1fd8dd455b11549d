"""The proof of an empty core as a drawing: groups that, with weights, use each city just once.

>>> from games import CoalitionalGame
>>> park = CoalitionalGame.from_function(["A", "B", "C"], lambda s: 60 if len(s) > 1 else 0)
>>> print(empty_core_picture(park).texts[0].get_text())
No split keeps all in: the groups ask for 90, all together make 60

Source: Bondareva (1963) and Shapley (1967), On balanced sets and cores, Naval Research Logistics
Quarterly 14, 453-460.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from games.coalitional import CoalitionalGame
from games.errors import InvalidInput, Undefined, of_kind
from intercity.drawing.page import BLUE, GREY, INK, ORANGE, drawing, narrow, page, room, written

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from solvers.coalitional.core import EmptyCoreCertificate

__all__ = ["empty_core_picture"]

MOST_CITIES, MOST_GROUPS = 10, 10


def empty_core_picture(game: CoalitionalGame, *, money: str = "") -> Figure:
    """A row for each group of the proof: its members, its weight, and its weight times its worth.

    Each column adds up to 1, so that the weights share out each city's time; the last one adds up
    to more than all together make (of costs, to less). ``money``: the unit of worths.

    Errors: ``Undefined`` where the core is not empty; ``InvalidInput`` for more than ten cities or
    groups; ``IntercityError`` without matplotlib.

    >>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: 60 if len(s) > 1 else 0)
    >>> empty_core_picture(pairs).texts[0].get_text()
    'No split keeps all in: the groups ask for 90, all together make 60'

    Source: Bondareva (1963); Shapley (1967).
    """
    from solvers.coalitional.core import EmptyCoreCertificate, core

    of_kind(game, CoalitionalGame, place="subject of empty_core_picture")
    of_kind(money, str, place="the unit of money")
    if len(game.players) > MOST_CITIES:
        raise InvalidInput("the cities of a picture", len(game.players), f"at most {MOST_CITIES}")
    answer = core(game)
    proof = answer.certificate
    if not isinstance(proof, EmptyCoreCertificate):
        raise Undefined("proof of an empty core", "the core is not empty", answer.point)
    if len(proof.collection) > MOST_GROUPS:
        raise InvalidInput(
            "the groups of a picture", len(proof.collection), f"at most {MOST_GROUPS}"
        )
    total = sum((w.weight * game.worth(w.coalition) for w in proof.collection), Fraction(0))
    cost = game.sense == "cost"
    with drawing():
        unit = f" {money}" if money else ""
        ask, have = ("pay", "cost") if cost else ("ask for", "make")
        only, bound = ("would ", "most") if cost else ("", "least")
        figure = page(
            f"No split keeps all in: the groups {only}{ask} {written(total)}, all together {have} "
            f"{written(game.grand_worth)}{unit}",
            "Each row is a group that may leave. The weights on the left count each city once: a "
            f"split that no group leaves adds up to at {bound} {written(total)}",
        )
        axes = figure.add_axes((0.02, 0.03, 0.96, room(figure) - 0.05))
        axes.set_axis_off()
        _rows(axes, game, proof, total)
        figure.draw_without_rendering()
    return figure


def _rows(axes: Axes, game: CoalitionalGame, proof: EmptyCoreCertificate, total: Fraction) -> None:
    """Head, a row for each group, and what all columns add up to."""
    n, rows = len(game.players), len(proof.collection)
    letters = 17 if n < 6 and rows < 6 else 12
    axes.set_xlim(-1.6, n + 2.4)
    axes.set_ylim(-rows - 1.6, 1)
    wide = axes.bbox.width / (n + 4)

    def write(x: float, y: float, words: str, **look: object) -> None:
        style = {"ha": "center", "va": "center", "fontsize": letters, "color": INK, **look}
        narrow(axes.annotate(words, (x, y), **style), 0.96 * wide * (2 if x > n else 1))

    letter = "c" if game.sense == "cost" else "v"
    write(-1.1, 0.4, "weight", color=GREY)
    write(n + 0.9, 0.4, f"weight × {letter}(group)", color=GREY)
    for k, city in enumerate(game.players):
        write(k, 0.4, city, weight="bold")
    for row, one in enumerate(proof.collection):
        y = -row - 0.4
        inside = [k for k, city in enumerate(game.players) if city in one.coalition]
        axes.plot([inside[0], inside[-1]], [y, y], color="#CCCCCC", linewidth=8, zorder=1)
        for k in inside:
            axes.plot(
                [k], [y], marker="o", markersize=44 if letters > 12 else 30, zorder=2,
                color=BLUE, gid=f"{game.players[k]} in row {row + 1}",
            )  # fmt: skip
            write(k, y, str(one.weight), color="white", weight="bold", zorder=3)
        write(-1.1, y, str(one.weight))
        worth = game.worth(one.coalition)
        write(n + 0.9, y, f"{one.weight} × {written(worth)} = {written(one.weight * worth)}")
    axes.plot([-1.5, n + 2.2], [-rows, -rows], color=INK, linewidth=1.5)
    for k in range(n):
        write(k, -rows - 0.4, "1", weight="bold")
    write(n + 0.9, -rows - 0.4, written(total), weight="bold")
    more = "<" if game.sense == "cost" else ">"
    write(
        n + 0.9, -rows - 1.1, f"{more} {letter}(all) = {written(game.grand_worth)}",
        weight="bold", color=ORANGE,
    )  # fmt: skip
