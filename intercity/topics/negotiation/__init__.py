"""What members would agree on if one clause were open."""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.negotiation.picture import pictures

    return Contents(pictures=pictures)


TOPIC = Topic(
    "negotiated terms",
    of_plans=True,
    load=_contents,
)
