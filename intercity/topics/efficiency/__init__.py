"""Could some member have more by another deal, and none have less?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.efficiency.check import EfficiencyOutcome, check
    from intercity.topics.efficiency.english import WORDS
    from intercity.topics.efficiency.equations import state

    return Contents(
        check=check,
        outcomes=(EfficiencyOutcome,),
        words={"en": WORDS},
        equations=state,
    )


TOPIC = Topic(
    "efficiency",
    number=3,
    of_groups=True,
    of_waste=True,
    load=_contents,
)
