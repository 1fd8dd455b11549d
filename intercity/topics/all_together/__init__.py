"""Is there a split of the gain that no group of cities would leave?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.all_together.check import NoStableSplit, StableSplit, check
    from intercity.topics.all_together.english import WORDS
    from intercity.topics.all_together.picture import pictures

    return Contents(
        check=check,
        outcomes=(
            StableSplit,
            NoStableSplit,
        ),
        words={"en": WORDS},
        pictures=pictures,
    )


def _on_box(context: Context) -> str:
    from intercity.topics.all_together.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "all together",
    number=2,
    on_box=_on_box,
    of_the_deal=True,
    of_groups=True,
    by_component=True,
    load=_contents,
)
