"""What is said of a deal, by language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from intercity.topics.deal.english import deal_notes, deal_sentences

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["DEAL_NOTES", "DEAL_SENTENCES"]

DEAL_SENTENCES: Mapping[str, Callable[[Context], list[str]]] = {"en": deal_sentences}
"""By language, what each member hands over, pays or promises, clause by clause."""
DEAL_NOTES: Mapping[str, Callable[[Context], Iterator[str]]] = {"en": deal_notes}
"""By language, what is to be known beside the clauses."""
