"""Do cities outbid each other for firms, and what would end it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.arms_race.builder import competition
    from intercity.topics.arms_race.charts import charts
    from intercity.topics.arms_race.check import KINDS, ArmsRaceOutcome, check
    from intercity.topics.arms_race.english import WORDS
    from intercity.topics.arms_race.equations import state
    from intercity.topics.arms_race.picture import pictures
    from intercity.topics.arms_race.proposals import proposals
    from intercity.topics.arms_race.section import Subsidies
    from intercity.topics.arms_race.validation import subsidies_violations

    return Contents(
        sections={"subsidies": Subsidies},
        violations=subsidies_violations,
        games=(competition,),
        check=check,
        kinds=KINDS,
        proposals=proposals,
        outcomes=(ArmsRaceOutcome,),
        words={"en": WORDS},
        equations=state,
        pictures=pictures,
        charts={"en": charts},
    )


def _on_box(context: Context) -> str:
    from intercity.topics.arms_race.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "arms race",
    number=7,
    tables={"subsidies": "the race for mobile projects"},
    on_box=_on_box,
    on_many=False,  # enclosed to about a tenth of what the other checks are
    signed=(("subsidies", "accord"),),
    kept="keeps",
    load=_contents,
)
