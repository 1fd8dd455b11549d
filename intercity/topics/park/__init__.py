"""Is each park worth its cost, and who should pay for it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.park.check import ParkOutcome, check
    from intercity.topics.park.english import WORDS

    return Contents(
        check=check,
        outcomes=(ParkOutcome,),
        words={"en": WORDS},
    )


def _on_box(context: Context) -> str:
    from intercity.topics.park.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "the park",
    number=1,
    on_box=_on_box,
    on_many=False,
    of_the_deal=True,
    of_groups=True,
    by_component=True,
    load=_contents,
)
