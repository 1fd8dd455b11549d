"""Do all cities court the same industries, and lose by it?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.industries.check import IndustriesOutcome, check
    from intercity.topics.industries.english import WORDS
    from intercity.topics.industries.equations import state
    from intercity.topics.industries.section import Industries, industry_choice, industry_violations

    return Contents(
        sections={"industries": Industries},
        violations=industry_violations,
        games=(industry_choice,),
        check=check,
        outcomes=(IndustriesOutcome,),
        words={"en": WORDS},
        equations=state,
    )


TOPIC = Topic(
    "industries",
    number=22,
    tables={"industries": "industries that cities may court, and what they are worth"},
    load=_contents,
)
