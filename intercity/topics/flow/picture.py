"""A factor flow over time: where talent or capital is, period by period, and what it earns.

>>> from games import FactorFlow
>>> flow = FactorFlow(["Hub", "Edge"], 1, 2, mass=2, congestion=0.5, speed=1,
...                   start={"Hub": 1.1, "Edge": 0.9})
>>> flow_picture(flow).texts[0].get_text()
'The gap does not close: in the end Hub has 2, Edge 0'

Source: Krugman (1991), Increasing returns and economic geography, Journal of Political Economy 99,
483-499, for who has more and so gets more; Weibull (1995), Evolutionary Game Theory, for the
dynamics.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from games.errors import InvalidInput, NotProven, of_kind
from games.factor_flow import FactorFlow
from intercity.drawing.page import (
    COLOURS,
    DASHES,
    cycled,
    drawing,
    end_labels,
    page,
    room,
    written,
)
from intercity.topics.flow.builder import factor_flow

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from intercity.region.context import Context
    from solvers.flow.flow_path import FlowPath

__all__ = ["flow_picture", "pictures"]

MOST_REGIONS, MOST_PERIODS = 6, 60


def flow_picture(game: FactorFlow, *, unit: str = "") -> Figure:
    """Where the mass is in each period up to the horizon, and what a unit of it earns there.

    ``unit``: what the mass is counted in, such as "engineers".

    Errors: ``InvalidInput`` for more than six regions or a horizon of more than 60 periods;
    ``NotProven`` where the path is too sensitive to be enclosed; ``IntercityError`` without
    matplotlib.

    >>> game = FactorFlow(["Hub", "Edge"], 1, 2, mass=20, congestion=0.5, speed=0.5,
    ...                   start={"Hub": 11, "Edge": 9}, horizon=12)
    >>> flow_picture(game, unit="engineers").texts[0].get_text()
    'The gap does not close: in the end Hub has 20, Edge 0'
    """
    from solvers.flow.flow_path import flow_path

    of_kind(game, FactorFlow, place="subject of flow_picture")
    of_kind(unit, str, place="the unit of the mass")
    if len(game.regions) > MOST_REGIONS:
        raise InvalidInput("the regions of a picture", len(game.regions), f"at most {MOST_REGIONS}")
    if game.horizon > MOST_PERIODS:
        raise InvalidInput("the horizon of a picture", game.horizon, f"at most {MOST_PERIODS}")
    found = flow_path(game)
    masses, earned = _walk(game)
    with drawing():
        figure = page(*_words(found))
        high = room(figure) - 0.2
        left = figure.add_axes((0.08, 0.12, 0.33, high))
        right = figure.add_axes((0.58, 0.12, 0.29, high))
        _curves(left, masses, f"Where it is ({unit})" if unit else "Where it is")
        _curves(right, earned, "What a unit earns there")
        left.set_ylim(-0.05 * float(game.mass), 1.05 * float(game.mass))
        for axes, numbers in ((left, masses), (right, earned)):
            end_labels(axes, {r: row[-1] for r, row in numbers.items() if row}, game.horizon)
        figure.draw_without_rendering()
    return figure


def _walk(game: FactorFlow) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Masses and returns by region, period by period; no return where nothing is."""
    from solvers.flow.flow_curves import curves_in_balls
    from solvers.flow.flow_path import PRECISIONS, TooWide, steps

    for bits in PRECISIONS:
        try:
            with curves_in_balls(bits):
                walked = list(islice(steps(game), game.horizon + 1))
                masses = [[float(n.mid()) for n in now] for now, _ in walked]
                paid = [[None if e is None else float(e.mid()) for e in at] for _, at in walked]
        except TooWide:
            continue
        by_mass = {r: [row[k] for row in masses] for k, r in enumerate(game.regions)}
        by_pay = {
            r: [x for row in paid if (x := row[k]) is not None] for k, r in enumerate(game.regions)
        }
        return by_mass, by_pay
    raise NotProven("path of the flow", "it is too sensitive to where it starts")


def _words(found: FlowPath) -> tuple[str, str]:
    game = found.game
    ends = ", ".join(
        f"{region} {'has ' if not k else ''}{written(n)}"
        for k, (region, n) in enumerate(found.ends.items())
    )
    closes = "The gap does not close" if found.closed is None else (
        f"The gap closes in period {found.closed}"
    )  # fmt: skip
    says = f"At first the returns differ by {written(found.gaps[0])}"
    says += f", at the horizon of {game.horizon} periods by {written(found.gaps[-1])}"
    if found.widest:
        says += f"; most, {written(found.gaps[found.widest])}, in period {found.widest}"
    return f"{closes}: in the end {ends}", says


def _curves(axes: Axes, numbers: dict[str, list[float]], title: str) -> None:
    n = len(numbers)
    for (region, row), colour, dashes in zip(
        numbers.items(), cycled(COLOURS, n), cycled(DASHES, n), strict=True
    ):
        axes.plot(row, color=colour, linestyle=dashes, linewidth=3, gid=f"{title}: {region}")
    axes.set_title(textwrap.fill(title, 40), loc="left", weight="bold")
    axes.set_xlabel("period")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.ticklabel_format(axis="y", useOffset=False)


def pictures(context: Context) -> dict[str, Callable[[], Figure]]:
    """The flow, where the scenario has one that a page holds."""
    game = context.once(factor_flow)
    if game is None or len(game.regions) > MOST_REGIONS or game.horizon > MOST_PERIODS:
        return {}
    return {"flow": lambda: flow_picture(game)}
