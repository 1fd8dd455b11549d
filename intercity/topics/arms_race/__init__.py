"""Do cities outbid each other for firms, and what would end it?"""

from __future__ import annotations

from intercity.topics.arms_race.builder import competition
from intercity.topics.arms_race.charts import charts
from intercity.topics.arms_race.check import KINDS, ArmsRaceOutcome, check
from intercity.topics.arms_race.english import WORDS
from intercity.topics.arms_race.equations import state
from intercity.topics.arms_race.on_box import on_box
from intercity.topics.arms_race.picture import pictures
from intercity.topics.arms_race.proposals import proposals
from intercity.topics.arms_race.section import Subsidies
from intercity.topics.arms_race.validation import subsidies_violations
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "arms race",
    number=7,
    sections={"subsidies": (Subsidies, "the race for mobile projects")},
    violations=subsidies_violations,
    games=(competition,),
    check=check,
    on_box=on_box,
    kinds=KINDS,
    on_many=False,  # enclosed to about a tenth of what the other checks are
    proposals=proposals,
    signed=(("subsidies", "accord"),),
    kept="keeps",
    outcomes=(ArmsRaceOutcome,),
    words={"en": WORDS},
    equations=state,
    pictures=pictures,
    charts={"en": charts},
)
