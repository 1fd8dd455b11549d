"""Check 19 in the model text: the engineer's hours, and each city's payoff."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.weekend_engineers.builder import shared_engineer

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Wages, hours, payoffs, and the sum that all together could make largest."""
    game = context.once(shared_engineer)
    if game is None:
        return
    yield from check(19, "engineers", "are as many hours bought as are best for all?")
    yield "City i offers a wage w_i an hour. The engineer chooses hours h, H their sum, that make"
    yield "largest"
    yield ""
    yield f"    sum_i (w_i - t_i) h_i - sum_i c_i h_i^2 / 2 - {number(game.tiredness)} H^2 / 2"
    yield f"    h_i >= 0,  H <= {number(game.allowed)}"
    yield ""
    yield "City j has sum_k v_jk h_k + (g_j - w_j) h_j, g_j what others pay it for each hour"
    yield "there, and chooses w_j best against the others' wages."
    yield ""
    for j, city in enumerate(game.cities):
        spilled = "".join(
            f", v = {number(x)} of {game.cities[k]}"
            for k, x in enumerate(game.value[j])
            if x and k != j
        )
        yield (
            f"    {city}: v = {number(game.value[j][j])}{spilled}, c = {number(game.burden[j])}, "
            f"t = {number(game.travel[j])}, g = {number(game.grant[j])}"
        )
    yield ""
    yield (
        f"All together could make largest the sum of v less t, less {number(game.home_loss)} an "
        f"hour at home and the engineer's burden, with up to {number(game.time)} hours."
    )
