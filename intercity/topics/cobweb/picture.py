"""The cobweb: supply, demand, and the way from each expected price to the next, city by city.

From the price that is expected the way goes across to the curve of the side that lags, up or down
to the price that clears that quantity, and to what is expected next.

>>> from games import Cobweb
>>> market = Cobweb(["Hangzhou"], demand=[100], demand_slope=[2], supply=[10], supply_slope=[1],
...                 start=[20])
>>> print(cobweb_picture(market).texts[0].get_text())
With supply lagging, prices settle in Hangzhou

Source: Ezekiel (1938), The cobweb theorem, Quarterly Journal of Economics 52, 255-280.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from games.by_city import listed
from games.cobweb import Cobweb
from games.errors import InvalidInput, NotProven, of_kind
from games.exact import floating
from intercity.drawing.page import BLUE, GREY, INK, ORANGE, drawing, page, room
from intercity.topics.cobweb.section import factor_markets
from solvers.competition.cobweb import CobwebAnswer, CobwebPeriod, cobweb

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from intercity.region.context import Context

__all__ = ["cobweb_picture", "pictures"]

MOST_CITIES, PERIODS, POINTS = 3, 12, 200
DOES = {
    ("convergent", True): "settle in",
    ("convergent", False): "settle from near rest in",
    ("closed", True): "once off rest go round for ever in",
    ("divergent", True): "once off rest swing ever wider in",
    ("divergent", False): "near rest swing away from it in",
}
"""By verdict, and whether it is proven from every start."""


def cobweb_picture(game: Cobweb, *, money: str = "") -> Figure:
    """The cobwebs of up to three cities side by side, a dozen periods of each.

    ``money``: the unit of prices.

    Errors: ``InvalidInput`` for more than three cities; ``IntercityError`` without matplotlib.

    >>> market = Cobweb(["Hangzhou"], demand=[100], demand_slope=[2], supply=[10], supply_slope=[1],
    ...                 start=[20])
    >>> cobweb_picture(market).texts[0].get_text()
    'With supply lagging, prices settle in Hangzhou'

    Source: Ezekiel (1938).
    """
    of_kind(game, Cobweb, place="subject of cobweb_picture")
    of_kind(money, str, place="the unit of money")
    if len(game.cities) > MOST_CITIES:
        raise InvalidInput("the cities of a picture", len(game.cities), f"at most {MOST_CITIES}")
    found = cobweb(game)
    with drawing():
        figure = page(_title(found), _subtitle(found))
        n = len(game.cities)
        width = 0.92 / n
        for panel, city in enumerate(game.cities):
            axes = figure.add_axes((0.075 + panel * width, 0.12, width - 0.075, room(figure) - 0.2))
            _panel(axes, found, city)
            axes.set_xlabel("quantity")
            if not panel:
                axes.set_ylabel(f"price ({money})" if money else "price")
        figure.draw_without_rendering()
    return figure


def pictures(context: Context) -> dict[str, Callable[[], Figure]]:
    """The cobwebs, where the scenario has markets and a page holds them."""
    game, money = context.once(factor_markets), context.scenario.money
    if game is None or len(game.cities) > MOST_CITIES:
        return {}
    return {"cobweb": lambda: cobweb_picture(game, money=money)}


def _title(found: CobwebAnswer) -> str:
    told = []
    for known, does in DOES.items():
        markets = found.markets.items()
        cities = [city for city, one in markets if (one.verdict, one.everywhere) == known]
        told += [f"{does} {listed(cities)}"] if cities else []
    return f"With {found.game.lag_side} lagging, prices {', and '.join(told)}"


def _subtitle(found: CobwebAnswer) -> str:
    ratios = ", ".join(f"{float(one.ratio):.3g} in {c}" for c, one in found.markets.items())
    of = ""
    if found.game.curves != "linear":
        of = ", near rest" if found.game.expectations == "adaptive" else ", in logarithms"
    return f"Each error in expectations over the one before{of}: {ratios}"


def _panel(axes: Axes, found: CobwebAnswer, city: str) -> None:
    game, rest = found.game, found[city]
    ways = _path_corners(found, city)
    far = max(abs(p - float(rest.price)) for _, p in ways) or float(rest.price) / 2
    low = max(0.0, float(rest.price) - 1.15 * far)
    high = float(rest.price) + 1.15 * far
    prices = [low + (high - low) * k / POINTS for k in range(POINTS + 1)]
    k = game.cities.index(city)
    a, d = float(game.demand[k]), float(game.demand_slope[k])
    c, b = float(game.supply[k]), float(game.supply_slope[k])
    linear = game.curves == "linear"
    curves: tuple[tuple[str, str, Callable[[float], float]], ...] = (
        ("demand", BLUE, lambda p: a - d * p if linear else a * float(p**-d)),
        ("supply", ORANGE, lambda p: c + b * p if linear else c * float(p**b)),
    )
    for name, colour, curve in curves:
        drawn = [(curve(p), p) for p in prices if p > 0 or linear]
        lags = " (lags)" if name == game.lag_side else ""
        axes.plot(
            *zip(*drawn, strict=True), color=colour, linewidth=3, label=f"{name}{lags}", gid=name
        )
    axes.plot(*zip(*ways, strict=True), color=INK, linewidth=1.5, gid="way", zorder=3)
    start = ways[0]
    axes.plot(*start, marker="o", color=INK, markersize=7, gid="start", zorder=4)
    axes.plot(
        float(rest.quantity),
        float(rest.price),
        marker="s",
        color=GREY,
        markersize=8,
        gid="rest",
        zorder=4,
    )
    quantities = [q for q, _ in ways] + [float(rest.quantity)]
    margin = 0.25 * (max(quantities) - min(quantities)) or float(rest.quantity) / 2
    axes.set_xlim(max(0.0, min(quantities) - margin), max(quantities) + margin)
    axes.set_ylim(low, high)
    axes.locator_params(nbins=5)
    axes.ticklabel_format(useOffset=False)
    axes.set_title(f"{city}: {rest.verdict}", loc="left", fontsize=15)
    axes.legend(loc="best", frameon=False, fontsize=12)


def _path_corners(found: CobwebAnswer, city: str) -> list[tuple[float, float]]:
    """The corners of the way, as far as prices and quantities stay above 0."""
    way: list[tuple[float, float]] = []
    for each in _path(found, city):
        numbers = (each.expected, each.quantity, each.price)
        expected, quantity, price = (floating(x, f"the path of {city}") for x in numbers)
        if way:
            way.append((way[-1][0], expected))
        if min(quantity, expected) < 0:
            break
        way.append((quantity, expected))
        if price < 0:
            break
        way.append((quantity, price))
    return way


def _path(found: CobwebAnswer, city: str) -> tuple[CobwebPeriod, ...]:
    """A dozen periods, or as many of them as digits can hold."""
    for periods in range(PERIODS, 1, -1):
        try:
            return found.path(city, periods)
        except NotProven:
            continue
    return found.path(city, 1)
