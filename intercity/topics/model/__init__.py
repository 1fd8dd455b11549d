"""What cities can do, and how time counts."""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.model.equations import state

    return Contents(equations=state)


TOPIC = Topic(
    "the model",
    load=_contents,
)
