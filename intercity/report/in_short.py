"""IN SHORT: the answer, in two sentences or in full."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.region.context import own_gains
from intercity.topics.clauses.own_rate import hanging
from intercity.topics.outside_offers.check import OutsideOffersOutcome
from intercity.words import words

if TYPE_CHECKING:
    from intercity.findings.finding import Finding
    from intercity.region.context import Context

__all__ = ["in_short"]


def in_short(context: Context, findings: Sequence[Finding], *, full: bool = False) -> str:
    """Who gains, what fails and what repairs it; without a deal, what each question came to.

    In two sentences, or in full. What is undecided is named last.
    """
    undecided = [words().term(f.name) for f in findings if f.verdict == "undecided"]
    if context.compact is not None:
        told = _of_the_deal(context, findings, full)
    else:
        told = _without_a_deal(findings, full)
    if undecided:
        told.append(words().undecided(undecided))
    return " ".join(told) or words().nothing_to_check


def _of_the_deal(context: Context, findings: Sequence[Finding], full: bool) -> list[str]:
    if context.deal is None or context.compact is None:
        return [words().promises_too_much]
    gains = context.gains
    # Known only if a check asked for it; do not ask again.
    own = context.known(own_gains) or {}
    open_ones = hanging(gains, own)
    told = [words().as_signed(gains, bool(open_ones), *_returning(context))]
    if open_ones:
        interest = context.compact.annuity.interest
        told.append(words().sentence(words().hangs(open_ones, context.discounts, interest)))
    if full:
        told += _otherwise(context)
    failing = [f for f in findings if f.verdict == "fails"]
    if failing:
        whole, mended = (sum(f.mends == 1 for f in failing), sum(f.mended for f in failing))
        return [*told, words().failing(len(failing), whole, mended - whole)]
    decided = not any(f.verdict == "undecided" for f in findings)
    offers = (f.facts for f in findings if isinstance(f.facts, OutsideOffersOutcome))
    consent = any(found.by_consent_alone for found in offers)
    return [*told, words().nothing_breaks_it(of_all=decided, by_consent=consent)]


def _otherwise(context: Context) -> list[str]:
    """Gains if all went as planned, and with a bonus that mends the deal."""
    told, planned = [], context.planned_by_date
    if not context.as_planned and planned is not None:
        hoped = {c: planned[c] - context.status_quo[c] for c in context.members}
        told.append(words().as_planned(hoped))
    if context.with_bonus is not None:
        bonus = {c: context.with_bonus[c] - context.status_quo[c] for c in context.members}
        if min(bonus.values()) >= 0 > min(context.gains.values()):
            losers = [city for city, gain in context.own_with_bonus.items() if gain < 0]
            told.append(words().a_bonus_mends(bonus, losers))
    return told


def _returning(context: Context) -> tuple[Fraction, Fraction | None]:
    """How many projects return, and of how many, where some are suited to."""
    compact = context.compact
    if compact is None or not any(e.suited for e in compact.enclaves):
        return Fraction(0), None
    return compact.returning, sum((e.projects for e in compact.enclaves), Fraction(0))


def _without_a_deal(findings: Sequence[Finding], full: bool) -> list[str]:
    """The answer to each question that was decided."""
    asked = [one for one in findings if one.verdict in ("stands", "fails") and one.headline]
    return [words().sentence(one.headline if full else one.line) for one in asked]
