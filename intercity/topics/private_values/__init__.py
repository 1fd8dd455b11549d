"""What is lost because each city alone knows what a trade is worth to it?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.private_values.check import TradeOutcome, check
    from intercity.topics.private_values.english import WORDS
    from intercity.topics.private_values.equations import state
    from intercity.topics.private_values.exchange import ExchangeOutcome
    from intercity.topics.private_values.project import ProjectOutcome
    from intercity.topics.private_values.proposals import proposals
    from intercity.topics.private_values.section import Information
    from intercity.topics.private_values.validation import information_violations

    return Contents(
        sections={"information": Information},
        violations=information_violations,
        check=check,
        outcomes=(
            TradeOutcome,
            ExchangeOutcome,
            ProjectOutcome,
        ),
        proposals=proposals,
        words={"en": WORDS},
        equations=state,
    )


TOPIC = Topic(
    "private values",
    number=9,
    tables={
        "information": "a trade, or a project, of which a city alone knows what it is worth to it"
    },
    signed=(("information", "rule"),),
    load=_contents,
)
