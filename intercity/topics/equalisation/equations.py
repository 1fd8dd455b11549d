"""Check 14 in the model text: what of 1 of tax each city keeps."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.scenario.kept_tax import KeptTax
from intercity.topics.equalisation.section import Equalisation

__all__ = ["state"]


def _steps(kept: KeptTax) -> Iterator[str]:
    begins = number(Fraction(0))
    for ends, share in kept.steps:
        rate = f"t = {number(1 - share)}"
        yield f"{rate} beyond {begins}" if ends is None else f"{rate} of {begins} to {number(ends)}"
        begins = "" if ends is None else number(ends)


def state(context: Context) -> Iterator[str]:
    """The rates, and where they stand in the program."""
    given = context.scenario.section(Equalisation)
    if given is None:
        return
    yield from check(14, "equalisation", "does the gain survive the adjustment of grants?")
    yield (
        "Of 1 of additional tax of its own a city keeps 1 - t, where t is taken from its grants. "
        "The taxes above are what is kept:"
    )
    yield ""
    for city, rate in given.rate.items():
        yield f"    {city}: t = {number(rate.value)}"
    for city, formula in given.formula.items():
        yield f"    {city}: {', '.join(_steps(formula.kept))}"
    yield ""
    if context.several_rates:
        yield (
            f"The taxes of {', '.join(context.several_rates)} above are what is kept on average of "
            "all that this deal brings: they hold for it alone."
        )
        yield ""
    if given.payee_is_cut:
        yield (
            "What a payer gives up of a shared tax is (1 - t) of it at the payer's rate, what the "
            "payee has is (1 - t) of it at its own. Prices, rents and land are no tax: t = 0."
        )
    else:
        yield "A shared tax counts for the grants of the city that collects it, at its rate."
