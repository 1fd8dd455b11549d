"""Would any hub and city rather leave their partners for each other?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.pairing.builder import given_pairs
    from intercity.topics.pairing.check import PairingOutcome, check
    from intercity.topics.pairing.english import WORDS
    from intercity.topics.pairing.equations import state
    from intercity.topics.pairing.picture import pictures
    from intercity.topics.pairing.proposals import proposals
    from intercity.topics.pairing.section import Pairing
    from intercity.topics.pairing.validation import pairing_violations

    return Contents(
        sections={"pairing": Pairing},
        violations=pairing_violations,
        games=(given_pairs,),
        check=check,
        proposals=proposals,
        outcomes=(PairingOutcome,),
        words={"en": WORDS},
        equations=state,
        pictures=pictures,
    )


def _on_box(context: Context) -> str:
    from intercity.topics.pairing.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "pairing",
    number=10,
    tables={"pairing": "who could pair with whom; [province] pairs says who has to"},
    on_box=_on_box,
    on_many=False,
    signed=(("pairing", "paid"),),
    load=_contents,
)
