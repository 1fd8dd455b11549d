"""Do brokers get more than they add?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.broker.check import BrokerOutcome, check
    from intercity.topics.broker.english import WORDS
    from intercity.topics.broker.equations import state
    from intercity.topics.broker.section import Broker, broker_violations, brokered_links

    return Contents(
        sections={"broker": Broker},
        violations=broker_violations,
        games=(brokered_links,),
        check=check,
        outcomes=(BrokerOutcome,),
        words={"en": WORDS},
        equations=state,
    )


TOPIC = Topic(
    "broker",
    number=25,
    tables={"broker": "brokers, what they could bring together, and what links cost"},
    load=_contents,
)
