"""Would all bidders keep a truce, and which smaller club would?"""

from __future__ import annotations

from intercity.topics.topic import Topic
from intercity.topics.truce_clubs.charts import charts
from intercity.topics.truce_clubs.check import BudgetBinds, TruceClubsOutcome, check
from intercity.topics.truce_clubs.english import WORDS
from intercity.topics.truce_clubs.equations import state
from intercity.topics.truce_clubs.proposals import proposals
from intercity.topics.truce_clubs.section import Clubs
from intercity.topics.truce_clubs.validation import clubs_violations

__all__ = ["TOPIC"]

TOPIC = Topic(
    "truce clubs",
    number=8,
    sections={"clubs": (Clubs, "truces between some of the bidders of [subsidies]")},
    violations=clubs_violations,
    check=check,
    proposals=proposals,
    signed=(("subsidies", "accord"),),
    outcomes=(
        TruceClubsOutcome,
        BudgetBinds,
    ),
    words={"en": WORDS},
    equations=state,
    charts={"en": charts},
)
