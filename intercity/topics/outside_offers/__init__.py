"""Could groups that are free to form offer members more than the deal?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.outside_offers.check import (
        OffersInALargeRegion,
        OutsideOffersOutcome,
        check,
        conditions,
    )
    from intercity.topics.outside_offers.english import WORDS
    from intercity.topics.outside_offers.equations import state

    return Contents(
        check=check,
        conditions=conditions,
        outcomes=(OutsideOffersOutcome, OffersInALargeRegion),
        words={"en": WORDS},
        equations=state,
    )


def _on_box(context: Context) -> str:
    from intercity.topics.outside_offers.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "outside offers",
    number=3,
    on_box=_on_box,
    of_the_deal=True,
    of_groups=True,
    asks_outsiders=True,
    load=_contents,
)
