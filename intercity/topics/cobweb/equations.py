"""Check 16 in the model text: curves, expectations, and by what an error is multiplied."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.cobweb.section import factor_markets

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Each market, and the ratio of errors."""
    game = context.once(factor_markets)
    if game is None:
        return
    yield from check(16, "cobweb", "do the prices of innovation factors settle?")
    linear = game.curves == "linear"
    curves = "D(p) = A - d p, S(p) = C + b p" if linear else "D(p) = A p^-d, S(p) = C p^b"
    yield (
        f"In each city {curves}. The side that lags, {game.lag_side}, commits itself at the price "
        "e_t that it expects; p_t clears the market. Expectations are "
        + {
            "naive": "e_t+1 = p_t:",
            "adaptive": f"e_t+1 = e_t + w (p_t - e_t), w = {number(game.learned)}:",
            "rational": "the price of rest:",
        }[game.expectations]
    )
    yield ""
    rows = zip(
        game.cities, game.demand, game.demand_slope, game.supply, game.supply_slope, strict=True
    )
    for city, *figures in rows:
        told = zip(("A", "d", "C", "b"), figures, strict=True)
        yield f"    {city}: " + ", ".join(f"{name} = {number(value)}" for name, value in told)
    yield ""
    if game.expectations == "rational":
        yield "No error outlasts a period: r = 0."
        return
    lag = "b/d" if game.lag_side == "supply" else "d/b"
    near = ""
    if not linear:
        near = ", near rest" if game.expectations == "adaptive" else ", in logarithms"
    yield f"With k = {lag} and w the weight of the last price (1: naive), errors follow{near}"
    yield ""
    yield "    e_t+1 - p* = r (e_t - p*),   r = 1 - w (1 + k):"
    yield ""
    yield "|r| < 1 settles, |r| = 1 goes round, above it swings ever wider."
