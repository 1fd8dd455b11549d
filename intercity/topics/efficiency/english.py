"""What is said of how much of what members could gain a deal brings them."""

from __future__ import annotations

from intercity.english import fitting, measured, percent, sentences, shown
from intercity.topics.clauses.english import remedy_words, repair_words
from intercity.topics.efficiency.check import EfficiencyOutcome
from intercity.topics.outcome import NoRepair, Repair, Verdict
from intercity.topics.words import LINE, Words

__all__ = ["WORDS"]


def says(found: EfficiencyOutcome) -> str:
    """How much is gained and could be; what would be bought for it; what the law leaves open."""
    if found.verdict is Verdict.STANDS:
        return sentences([_nobody_more(found)])
    told = [_captured(found)]
    if found.to_buy is not None:
        more = measured(found.to_buy.amount, found.to_buy.unit, found.to_buy.resource)
        told.append(f"for it they would buy {more} on the exchange")
    if found.money_of_firms:
        clawed = shown(found.money_of_firms)
        told.append(f"the {clawed} that its clawback takes of firms or spares is not counted")
    return sentences(told)


def line(found: EfficiencyOutcome) -> str:
    """The same in short."""
    if found.verdict is Verdict.STANDS:
        return fitting(LINE, _nobody_more(found), "nobody could have more, and none less")
    if found.verdict is Verdict.UNDECIDED:
        return fitting(LINE, _captured(found), "whether lawful clauses bring more is open")
    more, brought = shown(found.beyond), found.brought
    if brought <= 0:
        return f"members could have {more} a year more, and nobody less"
    could = f"{shown(brought + found.beyond)} a year that members could gain"
    return fitting(LINE, f"the deal brings {shown(brought)} of {could}", f"{more} a year is unused")


def _nobody_more(found: EfficiencyOutcome) -> str:
    if not found.unused:
        return "members could not have more together"
    assert found.limit is not None  # noqa: S101 - else it would fail
    return (
        f"by lawful clauses nobody could have more, and none less; if money could flow freely, "
        f"members could have {shown(found.unused)} a year more together"
    )


def _captured(found: EfficiencyOutcome) -> str:
    """How much of what could be gained is gained, or that it is not known whether more could be."""
    if found.verdict is Verdict.UNDECIDED:
        return (
            f"if money could flow freely, members could have {shown(found.unused)} a year more; "
            "whether lawful clauses bring any of it is open"
        )
    more, brought = found.beyond, found.brought
    lawfully = "" if found.limit is None else ", by lawful clauses"
    could = f"members could have {shown(more)} a year more, and nobody less{lawfully}"
    if brought <= 0:
        return f"{could}; the deal brings them nothing together"
    share = percent(brought / (brought + more))
    return f"{could}: the deal brings {share} of what they could gain"


def repair(found: EfficiencyOutcome) -> str:
    """The nearest clauses with which members have all of it."""
    if found.repair is None or isinstance(found.repair, Repair):
        return "" if found.repair is None else repair_words(found.repair)
    return "no clause alone brings all of it; what else is handed over, built or paid must change"


def remedy(found: EfficiencyOutcome) -> str:
    """The same in short."""
    if isinstance(found.repair, NoRepair):
        return "none by one clause alone"
    return remedy_words(found.repair)


WORDS = Words(
    asks="Could some member have more by another deal, and none have less?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    turned={"stands": "members could not have more", "fails": "members could have more"},
)
