"""Time in the model text: what money paid once is a year, and how each city discounts."""

from __future__ import annotations

from collections.abc import Iterator

from games.annuity import Annuity
from intercity.checks.context import Context
from intercity.model_text.notation import number, section

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """The annuity and the discount factors, where the scenario has either."""
    time, region = context.scenario.time, context.region
    once = time is not None and region.production is not None
    if not once and not region.discounts:
        return
    yield from section("Time")
    if time is not None and once:
        annuity = Annuity(int(time.horizon.value), time.interest.value)
        rate = "1 / T" if not annuity.interest else "r / (1 - (1 + r)^-T)"
        yield (
            f"Horizon T = {annuity.horizon} years, interest r = {number(annuity.interest)}: money "
            f"paid once counts as {rate} = {number(annuity.yearly)} of it a year."
        )
    if region.discounts:
        if once:
            yield ""
        yield "Discount factors per year, discount x (1 - 1 / tenure) where officials rotate:"
        yield ""
    for name, effective in region.discounts.items():
        tenure = context.scenario.cities[name].tenure
        rule = number(region.impatience[name])
        if tenure is not None:
            rule += f" (1 - 1 / {number(tenure.value)}) = {number(effective)}"
        yield f"    d_{name} = {rule}"
