"""Check 3, between its halves, in the model text: what members could have together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.all_together.check import limits_money
from intercity.topics.clauses.unused import unused

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """What a deal leaves unused, and the contracts that are tried where the law limits money."""
    if context.compact is None or context.deal is None or context.several_rates:
        return
    yield from check(3, "efficiency", "could some member have more, and none less?")
    yield "    unused = v*(M) - sum over i in M of payoff_i"
    yield ""
    yield (
        "v*(M) is the most that the members M make in their best parts; payoffs count without what "
        "a clawback brings. If money can flow freely, the deal is efficient if nothing is unused."
    )
    if limits_money(context):
        yield ""
        yield "As the law limits money between cities, it is efficient, too, if no contract with"
        yield ""
        yield "    payoff_i(x, payments, prices, tax shares) >= payoff_i as signed,  i in M"
        yield ""
        yield "has a greater sum of payoffs."
    yield ""
    yield f"Here {number(max(unused(context), Fraction(0)))} is unused."
