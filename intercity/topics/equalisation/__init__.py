"""Does the deal's gain survive fiscal equalisation, which cuts grants as own tax grows?"""

from __future__ import annotations

from enum import StrEnum

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC", "Need"]


class Need(StrEnum):
    """What the check needs that is no section of its own."""

    EQUALISED_DEAL = "[equalisation] to a deal"


def _contents() -> Contents:
    from intercity.topics.equalisation.check import EqualisationOutcome, check, groups_make_grants
    from intercity.topics.equalisation.english import WORDS
    from intercity.topics.equalisation.equations import state
    from intercity.topics.equalisation.section import Equalisation
    from intercity.topics.equalisation.validation import equalisation_violations

    return Contents(
        sections={"equalisation": Equalisation},
        violations=equalisation_violations,
        check=check,
        guard=groups_make_grants,
        outcomes=(EqualisationOutcome,),
        words={"en": WORDS},
        equations=state,
    )


TOPIC = Topic(
    "equalisation",
    number=14,
    tables={"equalisation": "what a city loses in grants as its own tax grows"},
    needs=(Need.EQUALISED_DEAL,),
    of_the_deal=True,
    of_the_file=True,
    load=_contents,
)
