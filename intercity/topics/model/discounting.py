"""Time in the model text: what money paid once is a year, and how each city discounts."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.notation import number, section
from intercity.region.context import Context
from intercity.region.games import annuity_of

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """The annuity and the discount factors, where the scenario has either."""
    time, region = context.scenario.time, context.region
    once = time is not None and region.production is not None
    if not once and not region.discounts:
        return
    yield from section("Time")
    if time is not None and once:
        annuity = annuity_of(context.scenario)
        rate = "1 / T" if not annuity.interest else "r / (1 - (1 + r)^-T)"
        years = "year" if annuity.horizon == 1 else "years"
        horizon = f"Horizon T = {annuity.horizon} {years}, interest r = {number(annuity.interest)}"
        if annuity.forever:
            yield (
                f"{horizon}; the region goes on for ever. Money paid once counts as r = "
                f"{number(annuity.yearly)} of it a year, a park, which is built anew every T "
                f"years, as {rate} = {number(annuity.renewed)}, and 1 a year in years a..b as "
                "(1 + r)^(1 - a) - (1 + r)^-b. The flow of the year after the horizon stands for "
                "all later ones."
            )
        else:
            yield (
                f"{horizon}: money paid once counts as {rate} = {number(annuity.yearly)} of it a "
                "year. Nothing counts after the horizon."
            )
    if region.discounts:
        if once:
            yield ""
        yield "Discount factors per year, discount x (1 - 1 / tenure) where officials rotate:"
        if once:
            yield "(at its own factor what a city pays once counts in the year in which it is paid)"
        yield ""
    for name, effective in region.discounts.items():
        tenure = context.scenario.cities[name].tenure
        rule = number(region.impatience[name])
        if tenure is not None:
            rule += f" (1 - 1 / {number(tenure.value)}) = {number(effective)}"
        yield f"    d_{name} = {rule}"
