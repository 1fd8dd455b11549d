"""Can whoever runs the park be paid so that it is worth having?"""

from __future__ import annotations

from intercity.topics.operator.builder import park_operator, project_screening
from intercity.topics.operator.check import OperatorOutcome, check
from intercity.topics.operator.english import WORDS
from intercity.topics.operator.equations import state
from intercity.topics.operator.proposals import proposals
from intercity.topics.operator.section import Operator
from intercity.topics.operator.validation import operator_violations
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "operator",
    number=11,
    sections={"operator": (Operator, "who runs the park, and paid how")},
    violations=operator_violations,
    games=(
        park_operator,
        project_screening,
    ),
    check=check,
    proposals=proposals,
    signed=(("operator", "run"), ("operator", "contract")),
    outcomes=(OperatorOutcome,),
    words={"en": WORDS},
    equations=state,
)
