"""Can whoever runs the park be paid so that it is worth having?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.operator.builder import park_operator, project_screening
    from intercity.topics.operator.check import OperatorOutcome, check
    from intercity.topics.operator.english import WORDS
    from intercity.topics.operator.equations import state
    from intercity.topics.operator.proposals import proposals
    from intercity.topics.operator.section import Operator
    from intercity.topics.operator.validation import operator_violations

    return Contents(
        sections={"operator": Operator},
        violations=operator_violations,
        games=(
            park_operator,
            project_screening,
        ),
        check=check,
        proposals=proposals,
        outcomes=(OperatorOutcome,),
        words={"en": WORDS},
        equations=state,
    )


TOPIC = Topic(
    "operator",
    number=11,
    tables={"operator": "who runs the park, and paid how"},
    signed=(("operator", "run"), ("operator", "contract")),
    load=_contents,
)
