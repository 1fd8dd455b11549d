"""What each member of the deal gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from intercity.topics.deal.english import deal_line
from intercity.topics.deal.equations import state
from intercity.topics.topic import Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["DEAL_LINE", "TOPIC"]

DEAL_LINE: Mapping[str, Callable[[Context], str]] = {"en": deal_line}
"""By language, what each member hands over, pays or promises."""

TOPIC = Topic(
    "the deal",
    equations=state,
)
