"""Would every member sign these terms, and which others would do?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.terms.charts import charts
    from intercity.topics.terms.check import TermsOutcome, check, conditions
    from intercity.topics.terms.english import WORDS
    from intercity.topics.terms.equations import state
    from intercity.topics.terms.picture import pictures

    return Contents(
        check=check,
        conditions=conditions,
        outcomes=(TermsOutcome,),
        words={"en": WORDS},
        equations=state,
        pictures=pictures,
        charts={"en": charts},
    )


def _on_box(context: Context) -> str:
    from intercity.topics.terms.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "terms",
    number=3,
    on_box=_on_box,
    of_the_deal=True,
    load=_contents,
)
