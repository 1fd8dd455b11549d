"""Would all bidders keep a truce, and which smaller club would?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.truce_clubs.charts import charts
    from intercity.topics.truce_clubs.check import BudgetBinds, TruceClubsOutcome, check
    from intercity.topics.truce_clubs.english import WORDS
    from intercity.topics.truce_clubs.equations import state
    from intercity.topics.truce_clubs.proposals import proposals
    from intercity.topics.truce_clubs.section import Clubs
    from intercity.topics.truce_clubs.validation import clubs_violations

    return Contents(
        sections={"clubs": Clubs},
        violations=clubs_violations,
        check=check,
        proposals=proposals,
        outcomes=(
            TruceClubsOutcome,
            BudgetBinds,
        ),
        words={"en": WORDS},
        equations=state,
        charts={"en": charts},
    )


TOPIC = Topic(
    "truce clubs",
    number=8,
    tables={"clubs": "truces between some of the bidders of [subsidies]"},
    needs=("subsidies",),
    signed=(("subsidies", "accord"),),
    load=_contents,
)
