"""Check 3, first half, in the model text: who would sign, and at which amounts."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.checkup import terms
from intercity.checkup.context import Context
from intercity.model_text.notation import check, number

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Gains, and the interval of the amount transferred."""
    compact = context.compact
    if compact is None:
        return
    yield from check(terms.NUMBER, terms.NAME, "would every member sign?")
    yield "    gain_i = payoff_i - v({i}) >= 0    for every member i"
    if not compact.transfers:
        return
    one = compact.transfers[0]
    yield ""
    yield (
        f"Other amounts q of {one.resource} in place of {number(one.amount)}: w_i is taken at the "
        f"endowment with q, all else as signed, for 0 <= q <= what {one.giver} owns. Nobody "
        "loses from the least to the largest q with every gain_i(q) >= 0; fair are the q that "
        "makes the smallest gain largest, and the q that makes the product of gains largest (Nash)."
    )
