"""Would land that is left white bring more than a fixed plan?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.white_space.check import WhiteSpaceOutcome, check
    from intercity.topics.white_space.english import WORDS
    from intercity.topics.white_space.equations import state
    from intercity.topics.white_space.section import LandPlan, land_plan, white_space_violations

    return Contents(
        sections={"white_space": LandPlan},
        violations=white_space_violations,
        games=(land_plan,),
        check=check,
        outcomes=(WhiteSpaceOutcome,),
        words={"en": WORDS},
        equations=state,
    )


TOPIC = Topic(
    "white space",
    number=17,
    tables={"white_space": "land to commit to uses now, or to leave white"},
    load=_contents,
)
