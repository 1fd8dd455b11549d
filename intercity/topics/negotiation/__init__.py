"""What members would agree on if one clause were open."""

from __future__ import annotations

from intercity.topics.negotiation.picture import pictures
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "negotiated terms",
    pictures=pictures,
    of_plans=True,
)
