"""IN SHORT: the answer, in two sentences or in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.english import amount, gains_told, listed
from intercity.region.context import own_gains

if TYPE_CHECKING:
    from intercity.findings.finding import Finding
    from intercity.region.context import Context

__all__ = ["in_short"]


def in_short(context: Context, findings: Sequence[Finding], *, full: bool = False) -> str:
    """Who gains, what fails and what repairs it; without a deal, what each question came to.

    In two sentences, or in full. What is undecided is named last.
    """
    open_ones = [f.name for f in findings if f.verdict == "undecided"]
    deal = context.compact is not None
    told = _of_the_deal(context, findings, full) if deal else _without_a_deal(findings, full)
    if not open_ones:
        return told or "Nothing in this scenario can be checked."
    return f"{told} Undecided: {listed(open_ones)}; why is told below.".lstrip()


def _of_the_deal(context: Context, findings: Sequence[Finding], full: bool) -> str:
    assert context.compact is not None  # noqa: S101 - there is a deal
    if context.deal is None:
        return "The deal cannot be carried out: it promises more than its members have."
    gains = context.gains
    # What a check came to no answer on is not asked for again.
    own = context.known(own_gains) or {}
    losers = [city for city, gain in own.items() if gain < 0 <= gains[city]]
    at = ", at the region's interest," if losers else ""
    text = f"As signed{at} {_who_gains(gains)}{_returning(context)}: {gains_told(gains)} a year."
    if losers:
        do = "it does" if len(losers) == 1 else "they do"
        text += f" {listed(losers)} would lose, counting later years as {do}."
    if full:
        text += _otherwise(context)
    failing = [f for f in findings if f.verdict == "fails"]
    mended = [f for f in failing if f.mended]
    if not failing:
        decided = not any(f.verdict == "undecided" for f in findings)
        return text + f" Nothing that was {'asked' if decided else 'decided'} would break it."
    if len(failing) == 1:
        can = "it can be repaired by a clause below" if mended else "no clause repairs it"
        return f"{text} 1 check fails; {can}."
    can = f"{len(mended)} can be repaired by a clause below" if mended else "no clause repairs them"
    return f"{text} {len(failing)} checks fail; {can}."


def _otherwise(context: Context) -> str:
    """What it would be as planned, and with a bonus that mends it."""
    text, planned = "", context.planned_by_date
    if not context.as_planned and planned is not None:
        hoped = {c: planned[c] - context.status_quo[c] for c in context.members}
        text += f" As planned it would be {gains_told(hoped)} a year."
    if context.with_bonus is not None:
        bonus = {c: context.with_bonus[c] - context.status_quo[c] for c in context.members}
        if min(bonus.values()) >= 0 > min(context.gains.values()):
            text += (
                f" A bonus mends that{_at_own(context.own_with_bonus)}: {gains_told(bonus)} a year."
            )
    return text


def _who_gains(gains: Mapping[str, Fraction]) -> str:
    losers = [c for c, gain in gains.items() if gain < 0]
    idle = [c for c, gain in gains.items() if not gain]
    if losers:
        return f"{listed(losers)} would lose"
    if len(idle) == len(gains):
        return "nobody gains or loses"
    if idle:
        return f"nobody loses, but {listed(idle)} would gain nothing"
    return "both gain" if len(gains) == 2 else "all gain"


def _at_own(own: Mapping[str, Fraction]) -> str:
    """Who would still lose at its own factor."""
    losers = [city for city, gain in own.items() if gain < 0]
    if not losers:
        return ""
    count = "counts" if len(losers) == 1 else "count"
    return f" at the region's interest, not as {listed(losers)} {count} later years"


def _returning(context: Context) -> str:
    """How many projects return, where some are suited to."""
    compact = context.compact
    if compact is None or not any(e.suited for e in compact.enclaves):
        return ""
    projects = sum((e.projects for e in compact.enclaves), Fraction(0))
    if not compact.returning:
        return ", with none of the projects returning"
    return f", with {amount(compact.returning)} of {amount(projects)} projects returning"


def _without_a_deal(findings: Sequence[Finding], full: bool) -> str:
    """What each question came to, of those that were decided."""
    asked = [one for one in findings if one.verdict in ("stands", "fails") and one.headline]
    told = [one.headline if full else one.line for one in asked]
    return " ".join(f"{text[0].upper()}{text[1:].rstrip('.')}." for text in told)
