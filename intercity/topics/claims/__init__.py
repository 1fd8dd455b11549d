"""Does a group lose what nobody else claims?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.claims.builder import claims_problem
    from intercity.topics.claims.check import ClaimsOutcome, check
    from intercity.topics.claims.english import WORDS
    from intercity.topics.claims.equations import state
    from intercity.topics.claims.picture import pictures
    from intercity.topics.claims.proposals import proposals
    from intercity.topics.claims.section import Claims
    from intercity.topics.claims.validation import claims_violations

    return Contents(
        sections={"claims": Claims},
        violations=claims_violations,
        games=(claims_problem,),
        check=check,
        proposals=proposals,
        outcomes=(ClaimsOutcome,),
        words={"en": WORDS},
        equations=state,
        pictures=pictures,
    )


TOPIC = Topic(
    "claims",
    number=21,
    tables={"claims": "claims on what is not enough, and how it is shared"},
    signed=(("claims", "weight"),),
    load=_contents,
)
