"""Each member's gain against the amount that is handed over, for the page of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.drawing.chart import Chart, Curves
from intercity.english import amount, as_words, from_to, in_full
from intercity.topics.terms.check import TermsOutcome

if TYPE_CHECKING:
    from intercity.region.context import Context
    from intercity.topics.outcome import Outcome

__all__ = ["charts"]


def charts(context: Context, found: Outcome) -> Iterator[Chart]:
    """The gain curves, all other clauses as signed, all handed over at signing."""
    from mechanisms.compact.gain_curve import gain_curves
    from mechanisms.compact.instrument import amount_of, main_transfer, with_clauses_merged

    if not isinstance(found, TermsOutcome) or found.open_amount is None or context.compact is None:
        return
    compact = with_clauses_merged(context.compact).at_signing
    transfer = compact.transfers[main_transfer(compact)]
    alone = {city: context.status_quo[city] for city in compact.members}
    unit = compact.region.resource(transfer.resource).unit or "units"
    resource = as_words(transfer.resource)
    signed, low, high = (
        found.open_amount.signed,
        found.open_amount.lowest,
        found.open_amount.highest,
    )
    marks = {"as signed": (signed, in_full(signed, amount))}
    if low is not None and high is not None:
        least, most = from_to(low, high, amount, apart_from=signed)
        marks |= {"nobody loses from": (low, least), "nobody loses up to": (high, most)}
    yield Curves(
        title=f"What members gain, by how much {resource} {transfer.giver} hands over at signing",
        across=f"{resource} from {transfer.giver} to {transfer.taker}, {unit}",
        up=f"gain over having no deal, {context.scenario.money}",
        curves=gain_curves(compact, alone, amount_of(compact, main_transfer(compact))),
        marks=marks,
    )
