"""The menu that repairs it, in place of the offers."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.region.context import Context
from intercity.topics.firm_offers.check import Menu
from intercity.topics.firm_offers.section import FirmOffers
from intercity.topics.outcome import Outcome, Repair
from intercity.topics.proposal import Entry, Path, Proposal

__all__ = ["proposals"]


def proposals(context: Context, found: Outcome) -> Iterator[Proposal]:
    """What is on the menu; kinds of firms that are to invest nothing are offered nothing."""
    given = context.scenario.section(FirmOffers)
    for one in found.repair.clauses if isinstance(found.repair, Repair) else ():
        if isinstance(one, Menu) and given is not None and one.invest:
            entries: list[tuple[Path, Entry]] = []
            for kind, invest in one.invest.items():
                at = ("firm_offers", "offers", kind)
                entries += [((*at, "invest"), invest), ((*at, "subsidy"), one.subsidies[kind])]
            gone = (("firm_offers", "offers", k) for k in given.offers if k not in one.invest)
            yield Proposal("firm offers", one, tuple(entries), tuple(gone))
