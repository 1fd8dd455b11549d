"""Do brokers get more than they add?"""

from __future__ import annotations

from intercity.topics.broker.check import BrokerOutcome, check
from intercity.topics.broker.english import WORDS
from intercity.topics.broker.equations import state
from intercity.topics.broker.section import Broker, broker_violations, brokered_links
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "broker",
    number=25,
    sections={"broker": (Broker, "brokers, what they could bring together, and what links cost")},
    violations=broker_violations,
    games=(brokered_links,),
    check=check,
    outcomes=(BrokerOutcome,),
    words={"en": WORDS},
    equations=state,
)
