"""The rule to sign of a trade or a shared project, as the file says it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.region.context import Context
from intercity.topics.outcome import Clause, Outcome, Repair
from intercity.topics.private_values.best_rule import PostPrice
from intercity.topics.private_values.check import SealedReports, best_trade
from intercity.topics.private_values.exchange import Auction
from intercity.topics.private_values.project import FixedShares
from intercity.topics.private_values.rule_validation import ALONE, BEST
from intercity.topics.private_values.section import Information
from intercity.topics.private_values.signed import NamedRule
from intercity.topics.proposal import Bare, Entry, Path, Proposal, Row

__all__ = ["proposals"]

AT: Path = ("information", "rule")
CHECK = "private values"
DIGITS = (4, 8)
"""After the point, of a chance in a table."""
Said = tuple[str, tuple[tuple[Path, Entry], ...]]
"""The key of a rule, and its entries."""


def proposals(context: Context, found: Outcome) -> Iterator[Proposal]:
    """The rule that repairs it; the best one by its name, where its table cannot be said."""
    given = context.scenario.section(Information)
    clauses = found.repair.clauses if isinstance(found.repair, Repair) else ()
    if given is None or len(clauses) != 1:
        return
    (clause,) = clauses
    for key, entries in _entries_of(context, given, clause):
        yield _proposal(given, clause, key, entries)
    if isinstance(clause, SealedReports):
        yield _proposal(given, NamedRule(by=BEST), "by", (((*AT, "by"), BEST),))


def _entries_of(context: Context, given: Information, clause: Clause) -> Iterator[Said]:
    if isinstance(clause, PostPrice):
        yield "price", (((*AT, "price"), clause.price),)
    elif isinstance(clause, FixedShares):
        yield "shares", tuple(((*AT, "shares", city), x) for city, x in clause.shares.items())
    elif isinstance(clause, NamedRule):
        yield "by", (((*AT, "by"), clause.by),)
    elif isinstance(clause, Auction):
        yield "by", (((*AT, "by"), str(clause.rule)),)
    elif isinstance(clause, SealedReports) and clause.rounded_gain is not None:
        yield "least_gain", (((*AT, "least_gain"), clause.rounded_gain),)
    elif isinstance(clause, SealedReports) and clause.deals:
        for digits in DIGITS:
            yield "deals", (((*AT, "deals"), _rows(context, given, digits)),)


def _rows(context: Context, given: Information, digits: int) -> tuple[Row, ...]:
    """Each pair of reports, with the chance of a deal: at most the best rule's."""
    from mechanisms.direct.second_best_trade import SecondBestTrade

    best, unit = best_trade(context, given), Fraction(1, 10**digits)
    assert isinstance(best, SecondBestTrade)  # noqa: S101 - only of lists there is a table
    values, costs = best.types
    return tuple(
        {
            "value": Bare(value),
            "cost": Bare(cost),
            "chance": Bare(best.chance(value, cost) // unit * unit),
        }
        for value in sorted(values)
        for cost in sorted(costs)
    )


def _proposal(
    given: Information, clause: Clause, key: str, entries: tuple[tuple[Path, Entry], ...]
) -> Proposal:
    """In place of the rule as signed, run by who runs that if it needs somebody."""
    signed = given.rule
    rules = () if signed is None else signed.rules
    gone = [one for one in rules if one != key or one == "deals"]  # a table is written anew
    if signed is not None and key in ALONE and signed.run_by is not None:
        gone.append("run_by")
    if key not in ALONE and (signed is None or signed.run_by is None):
        by = "the province's exchange" if given.project is None else "the province's fund"
        entries = (*entries, ((*AT, "run_by"), by))
    return Proposal(CHECK, clause, entries, tuple((*AT, one) for one in gone))
