"""Is there a split of the gain that no group of cities would leave?"""

from __future__ import annotations

from intercity.topics.all_together.check import NoStableSplit, StableSplit, check
from intercity.topics.all_together.english import WORDS
from intercity.topics.all_together.on_box import on_box
from intercity.topics.all_together.picture import pictures
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "all together",
    number=2,
    check=check,
    on_box=on_box,
    of_the_deal=True,
    of_groups=True,
    outcomes=(
        StableSplit,
        NoStableSplit,
    ),
    words={"en": WORDS},
    by_component=True,
    pictures=pictures,
)
