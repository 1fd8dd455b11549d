"""What each member of the deal gives."""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.deal.equations import state

    return Contents(equations=state)


TOPIC = Topic(
    "the deal",
    load=_contents,
)
