"""Do firms take more than they create?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.firm_offers.builder import firm_menu
    from intercity.topics.firm_offers.check import FirmOffersOutcome, check
    from intercity.topics.firm_offers.english import WORDS
    from intercity.topics.firm_offers.equations import state
    from intercity.topics.firm_offers.proposals import proposals
    from intercity.topics.firm_offers.section import FirmOffers
    from intercity.topics.firm_offers.validation import offer_violations

    return Contents(
        sections={"firm_offers": FirmOffers},
        violations=offer_violations,
        games=(firm_menu,),
        check=check,
        proposals=proposals,
        outcomes=(FirmOffersOutcome,),
        words={"en": WORDS},
        equations=state,
    )


TOPIC = Topic(
    "firm offers",
    number=27,
    tables={"firm_offers": "what a city offers by name to kinds of firms"},
    signed=(("firm_offers", "offers"),),
    load=_contents,
)
