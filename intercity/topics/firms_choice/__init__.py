"""Do firms return as the deal plans?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.firms_choice.check import FirmsChoiceOutcome, check
    from intercity.topics.firms_choice.english import WORDS
    from intercity.topics.firms_choice.equations import state

    return Contents(
        check=check,
        outcomes=(FirmsChoiceOutcome,),
        words={"en": WORDS},
        equations=state,
    )


def _on_box(context: Context) -> str:
    from intercity.topics.firms_choice.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "firms' choice",
    number=4,
    on_box=_on_box,
    of_the_deal=True,
    of_plans=True,
    load=_contents,
)
