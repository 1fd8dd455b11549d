"""The four quadrants: where firms do their research and where they produce, and who goes where.

>>> from games import Firm
>>> kinds = [Firm("software", [5, 2], [1, 1], 1, number=3), Firm("devices", [5, 2], [4, 1], 1)]
>>> print(quadrants_picture(Quadrants("Hangzhou", "Quzhou", kinds)).texts[0].get_text())
25% of firms choose research in Hangzhou and production in Quzhou

Source: Hu and Zhang (2024), figure 5.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import InvalidInput, of_kind
from games.quadrants import Quadrants
from intercity.drawing.page import (
    GREY,
    INK,
    OLIVE,
    YELLOW,
    drawing,
    narrow,
    page,
    room,
    written,
)
from intercity.english import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from solvers.competition.quadrant_choice import QuadrantChoice

__all__ = ["quadrants_picture"]

MOST_KINDS = 6


def quadrants_picture(game: Quadrants, *, money: str = "") -> Figure:
    """Research site by production site: each kind's profit there, and the share of firms that go.

    The quadrant that is wanted has a thick frame; who goes where is set in bold. ``money``: the
    unit of profits.

    Errors: ``InvalidInput`` for more than six kinds of firms; ``IntercityError`` without
    matplotlib.

    >>> from games import Firm
    >>> software = Firm("software", [5, 2], [1, 1], 1, number=30)
    >>> quadrants_picture(Quadrants("Hangzhou", "Quzhou", [software])).texts[0].get_text()
    '0% of firms choose research in Hangzhou and production in Quzhou'
    """
    from solvers.competition.quadrant_choice import quadrant_choice

    of_kind(game, Quadrants, place="subject of quadrants_picture")
    of_kind(money, str, place="the unit of money")
    if len(game.firms) > MOST_KINDS:
        raise InvalidInput(
            "the kinds of firms of a picture", len(game.firms), f"at most {MOST_KINDS}"
        )
    found = quadrant_choice(game)
    with drawing():
        figure = page(*_words(game, found, money))
        axes = figure.add_axes((0.02, 0.03, 0.96, room(figure) - 0.05))
        axes.set_xlim(-0.32, 2.02)
        axes.set_ylim(-0.02, 2.3)
        axes.set_axis_off()
        sites = (game.hub, game.home)
        for k, site in enumerate(sites):
            over = axes.annotate(
                f"production in {site}", (k + 0.5, 2.06), ha="center", va="bottom", color=INK,
                weight="bold",
            )  # fmt: skip
            beside = axes.annotate(
                f"research in {site}", (-0.03, 1.5 - k), ha="right", va="center", color=INK,
                weight="bold",
            )  # fmt: skip
            narrow(over, 0.38 * figure.bbox.width)
            narrow(beside, 0.11 * figure.bbox.width)
        for at in game.quadrants:
            _quadrant(axes, game, found, at)
        figure.draw_without_rendering()
    return figure


def _quadrant(axes: Axes, game: Quadrants, found: QuadrantChoice, at: Any) -> None:
    from matplotlib.patches import Rectangle

    sites = (game.hub, game.home)
    x, y = sites.index(at[1]), 1 - sites.index(at[0])
    share, wanted = found.shares[at], at == game.wanted
    axes.add_patch(
        Rectangle(
            (x + 0.01, y + 0.01),
            0.98,
            0.98,
            facecolor=YELLOW if share else "white",
            alpha=0.25 + 0.75 * float(share) if share else 1,
            edgecolor="none",
            gid=f"share of {at[0]} and {at[1]}",
        )
    )
    axes.add_patch(
        Rectangle(
            (x + 0.01, y + 0.01),
            0.98,
            0.98,
            fill=False,
            edgecolor=OLIVE if wanted else GREY,
            linewidth=5 if wanted else 1,
        )
    )
    words = f"{percent(share)} of firms" + (" (wanted)" if wanted else "")
    axes.annotate(words, (x + 0.05, y + 0.93), va="top", weight="bold", fontsize=16, color=INK)
    step = min(0.16, 0.68 / len(game.firms))
    for k, firm in enumerate(game.firms):
        own = found[firm.name]
        here = own.shares[at] > 0
        count = (
            f" ({written(own.shares[at] * firm.number)} of {written(firm.number)})" if here else ""
        )
        text = axes.annotate(
            f"{firm.name}: profit {written(own.profits[at])}{count}",
            (x + 0.05, y + 0.72 - k * step),
            va="top",
            fontsize=15 if len(game.firms) < 5 else 12,
            weight="bold" if here else "normal",
            color=INK if here else GREY,
            gid=f"{firm.name} in {at[0]} and {at[1]}",
        )
        while text.get_window_extent().width > 0.41 * axes.bbox.width and text.get_fontsize() > 7:
            text.set_fontsize(0.95 * text.get_fontsize())


def _words(game: Quadrants, found: QuadrantChoice, money: str) -> tuple[str, str]:
    assert game.wanted is not None  # noqa: S101 - the game sets it
    research, production = game.wanted
    title = f"{percent(found.share)} of firms choose research in {research} and production in "
    title += production
    profits = f"Profits by quadrant ({money})" if money else "Profits by quadrant"
    if found.share >= game.target:
        return title, f"{profits}; at least {percent(game.target)} were wanted there"
    if found.bonus is None:
        return title, f"{profits}; no bonus brings {percent(game.target)} there"
    cost = Fraction(0) if found.cost is None else found.cost
    lost = Fraction(0) if found.windfall is None else found.windfall
    return title, (
        f"{profits}. A bonus of {written(found.bonus)} a firm brings "
        f"{percent(game.target)} there; it costs {written(cost)}, of which {written(lost)} goes "
        "to firms that would come for nothing"
    )
