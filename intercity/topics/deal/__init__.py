"""What each member of the deal gives."""

from __future__ import annotations

from intercity.topics.deal.equations import state
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "the deal",
    equations=state,
)
