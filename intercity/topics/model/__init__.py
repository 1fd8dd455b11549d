"""What cities can do, and how time counts."""

from __future__ import annotations

from intercity.topics.model.equations import state
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "the model",
    equations=state,
)
