"""What is said of negotiated terms, by language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intercity.topics.negotiation.english import (
    negotiated_head,
    negotiated_lines,
    negotiated_table,
)
from intercity.topics.negotiation.truce_english import truce_line

if TYPE_CHECKING:
    from fractions import Fraction

    from intercity.region.context import Context
    from intercity.topics.negotiation.negotiated import Negotiated

__all__ = ["NEGOTIATED", "NegotiatedWords"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NegotiatedWords:
    """What is said in one language of negotiated terms; empty where there is nothing to say.

    ``head``: what the table tells. ``table``: the terms of the first clause. ``lines``: the others.
    ``truce``: the end of the race.
    """

    head: Callable[[Context], str]
    table: Callable[[Context, Negotiated, Mapping[str, Fraction]], tuple[tuple[str, ...], ...]]
    lines: Callable[[Context, Negotiated], Iterable[str]]
    truce: Callable[[Negotiated], str]


NEGOTIATED: Mapping[str, NegotiatedWords] = {
    "en": NegotiatedWords(
        head=negotiated_head,
        table=negotiated_table,
        lines=negotiated_lines,
        truce=truce_line,
    )
}
"""By language, what is said of them."""
