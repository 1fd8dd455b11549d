"""Would every member sign these terms, and which others would do?"""

from __future__ import annotations

from intercity.topics.terms.charts import charts
from intercity.topics.terms.check import TermsOutcome, check, conditions
from intercity.topics.terms.english import WORDS
from intercity.topics.terms.equations import state
from intercity.topics.terms.on_box import on_box
from intercity.topics.terms.picture import pictures
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "terms",
    number=3,
    check=check,
    on_box=on_box,
    conditions=conditions,
    of_the_deal=True,
    outcomes=(TermsOutcome,),
    words={"en": WORDS},
    equations=state,
    pictures=pictures,
    charts={"en": charts},
)
