"""Check 27 in the model text: what firms cost and are offered, and the best menu."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.firm_offers.builder import firm_menu

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Kinds of firms, the value of investment, offers, and the program of the best menu."""
    game = context.once(firm_menu)
    if game is None:
        return
    yield from check(27, "firm offers", "do firms have no more than they create?")
    yield "Of n_i firms of kind i each that invests q for s has s - c_i q; the city has V(q) - s."
    yield "V is straight between these points:"
    yield ""
    yield "    " + ", ".join(f"V({number(q)}) = {number(v)}" for q, v in game.value)
    for kind, cost in game.costs.items():
        offer = ""
        if kind in game.offers:
            invested, subsidy = game.offers[kind]
            offer = f", q = {number(invested)} for s = {number(subsidy)}"
        yield f"    {kind}: n = {number(game.numbers[kind])}, c = {number(cost)}{offer}"
    yield ""
    yield (
        "Each takes the offer that leaves it most, or none; of equals its own, then what is best "
        "for the city. The check fails if the sum of s - c_i q over all firms is above the sum of "
        "V(q) - c_i q. The best menu is the"
    )
    yield ""
    yield "    max  sum_i n_i (V(q_i) - s_i)"
    yield "    s_i - c_i q_i >= s_j - c_i q_j,  s_i - c_i q_i >= 0  for all i, j"
