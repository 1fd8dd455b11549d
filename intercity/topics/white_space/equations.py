"""Check 17 in the model text: the stochastic program, and what it compares with."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.white_space.section import land_plan

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Land, scenarios, and the program of the best plan."""
    game = context.once(land_plan)
    if game is None:
        return
    yield from check(17, "white space", "would land left white bring more than a fixed plan?")
    yield (
        "City i commits land y_iu to uses u and leaves x_i white before it knows the scenario s. "
        "Then w_siu of y_iu and z_siu of the white land come into use:"
    )
    yield ""
    yield "    max  sum_s p_s sum_iu ( r_siu w_siu + (r_siu - l_i) z_siu ) - sum_i h_i x_i"
    yield "    sum_u y_iu + x_i <= L_i,  w_siu <= y_iu,  sum_u z_siu <= x_i"
    yield "    w_siu + z_siu <= d_siu where the use asks for no more,  all of them >= 0"
    yield ""
    for city, land, holding, late in zip(
        game.cities, game.land.values(), game.holding, game.late, strict=True
    ):
        yield f"    {city}: L = {number(land)}, h = {number(holding)}, l = {number(late)}"
    for scenario, chance in game.chance.items():
        yield f"    {scenario}: p = {number(chance)}"
        for city in game.cities:
            for use in game.uses:
                worth = game.returns.get((scenario, city, use))
                if worth is not None:
                    most = game.demand.get((scenario, city, use))
                    asked = "" if most is None else f", d = {number(most)}"
                    yield f"        {use} in {city}: r = {number(worth)}{asked}"
    yield ""
    yield (
        "The fixed plan is the best one with x = 0. It regrets in s what who knows s has more, and "
        "fails if the best plan makes more than it."
    )
