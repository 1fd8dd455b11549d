"""Do the prices of innovation factors settle, or swing ever wider?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.cobweb.check import CobwebOutcome, check
    from intercity.topics.cobweb.english import WORDS
    from intercity.topics.cobweb.equations import state
    from intercity.topics.cobweb.picture import pictures
    from intercity.topics.cobweb.section import FactorMarkets, cobweb_violations, factor_markets

    return Contents(
        sections={"cobweb": FactorMarkets},
        violations=cobweb_violations,
        games=(factor_markets,),
        check=check,
        outcomes=(CobwebOutcome,),
        words={"en": WORDS},
        equations=state,
        pictures=pictures,
    )


TOPIC = Topic(
    "cobweb",
    number=16,
    tables={"cobweb": "markets of innovation factors, of which one side lags"},
    load=_contents,
)
