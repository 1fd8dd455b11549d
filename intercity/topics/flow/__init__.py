"""Does what moves freely between cities end where a planner would have it, and in time?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.flow.builder import factor_flow, flow_policy
    from intercity.topics.flow.check import FlowOutcome, check
    from intercity.topics.flow.english import WORDS
    from intercity.topics.flow.equations import state
    from intercity.topics.flow.picture import pictures
    from intercity.topics.flow.section import Flow
    from intercity.topics.flow.validation import flow_violations

    return Contents(
        sections={"flow": Flow},
        violations=flow_violations,
        games=(
            factor_flow,
            flow_policy,
        ),
        check=check,
        outcomes=(FlowOutcome,),
        words={"en": WORDS},
        equations=state,
        pictures=pictures,
    )


TOPIC = Topic(
    "flow",
    number=15,
    tables={"flow": "what moves between cities to where it earns more"},
    load=_contents,
)
