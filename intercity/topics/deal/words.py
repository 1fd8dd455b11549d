"""What is said of a deal, by language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from intercity.topics.deal.english import clause_sentences, deal_notes, deal_sentences

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["CLAUSE_SENTENCES", "DEAL_NOTES", "DEAL_SENTENCES"]

DEAL_SENTENCES: Mapping[str, Callable[[Context], list[str]]] = {"en": deal_sentences}
"""By language, what each member hands over, pays or promises, clause by clause."""
CLAUSE_SENTENCES: Mapping[str, Callable[[Context], Mapping[tuple[str, int], str]]] = {
    "en": clause_sentences
}
"""By language, the sentence of each clause that there can be several of, by table and place."""
DEAL_NOTES: Mapping[str, Callable[[Context], Iterator[str]]] = {"en": deal_notes}
"""By language, what is to be known beside the clauses."""
