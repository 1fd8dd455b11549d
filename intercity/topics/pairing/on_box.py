"""Whether the mandated pairs hold, on a whole box of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.outcome import Verdict
from intercity.topics.pairing.builder import mandate
from intercity.topics.pairing.check import Held, gains_by_leaving
from intercity.topics.pairing.section import Pairing
from mechanisms.pairing.mandated_pairing import gains_by_ending, pairs_that_would_be

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """What holds the pairs: what each pair would gain by leaving them, enclosed."""
    pairs, given = context.once(mandate), context.scenario.section(Pairing)
    if pairs is None or given is None:
        return Verdict.NOT_ASKED.value
    if not pairs.pairs:
        return Verdict.STANDS.value
    free, bound = gains_by_leaving(
        pairs, pairs_that_would_be(pairs), gains_by_ending(pairs), may_pay=given.payments
    )
    if any(gain > 0 for gain in free):
        return Verdict.FAILS.value
    held = any(gain > 0 for gain in bound)
    return Held.BY_CONSENT.value if held else Verdict.STANDS.value
