"""What an amendment changes, in plain English."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.amendment.open_clause import Kind, OpenClause
from intercity.amendment.rounding import as_written
from intercity.amendment.step import (
    AtSigning,
    HandOverLess,
    InTranches,
    LeaveOutParks,
    PayBonus,
    PlanReturns,
)
from intercity.english import amount, gains_told, listed, one_unit, shown
from intercity.topics.condition import Condition, Wish

if TYPE_CHECKING:
    from intercity.amendment import AmendedClause, Amendment, Help
    from intercity.findings.finding import Finding

__all__ = ["clause_words", "summary", "wish_words"]

WIDTH = 100
LABEL = 12
WISHES = {
    Wish.GAIN: "{0} does not lose by the deal at the region's interest",
    Wish.OWN_GAIN: "{0} does not lose, counting later years as it does",
    Wish.NO_BETTER_OFFER: "{0} could not have more without the others",
    Wish.STAYS: "{0} does not gain by leaving in year {1}",
    Wish.SIGNS: "{0}, if all bargain again after year {1}, still has what it has alone",
    Wish.GAIN_IN_STATISTICS: "{0} does not lose as projects are counted",
}


def wish_words(wish: Condition) -> str:
    """A wish as a clause of a sentence."""
    return WISHES[wish.wish].format(listed(wish.cities), wish.year)


def clause_words(amendment: Amendment, clause: AmendedClause) -> str:
    """A change, as a sentence."""
    change, value = clause.change, clause.value
    if isinstance(change, PayBonus):
        return f"{change.payer} pays {_signed(change.amount)} a year for each project that returns."
    if isinstance(change, PlanReturns):
        return f"The plan says that {_signed(change.returns)} projects return, as firms choose."
    if isinstance(change, LeaveOutParks):
        return f"Without {listed(change.parks)}, and the refunds and bonuses that hang on it."
    if isinstance(change, HandOverLess | InTranches):
        return _amount_words(amendment, change)
    if isinstance(change, AtSigning):
        return "All that is handed over later is handed over at signing."
    assert value is not None  # noqa: S101 - a number was changed
    return _number_words(amendment, change, clause)


def _amount_words(amendment: Amendment, change: HandOverLess | InTranches) -> str:
    scenario, compact = amendment.scenario, amendment.scenario.compact
    assert compact is not None  # noqa: S101 - it was amended
    if isinstance(change, HandOverLess):
        less = []
        for place, size in change.amounts:
            one = compact.transfer[place]
            of_what = f"{scenario.resources[one.resource].unit} of {one.resource}"
            was = amount(one.amount.value)
            less.append(f"{one.giver} hands over {amount(size)} {of_what} (was {was})")
        return f"{listed(less)}, as no more can be had."
    one = compact.transfer[0]
    later = listed(f"{amount(size)} in year {year}" for year, size in change.releases)
    of_what = f"{scenario.resources[one.resource].unit} of {one.resource}"
    return f"Of its {of_what} {one.giver} hands over {later}, what is left as signed."


def _number_words(amendment: Amendment, change: OpenClause, clause: AmendedClause) -> str:
    value = change.signed if clause.value is None else clause.value
    was = f" (was {_signed(change.signed)})" if change.places else ""
    compact = amendment.scenario.compact
    assert compact is not None  # noqa: S101 - it was amended
    if change.kind is Kind.PRICE:
        resource = compact.transfer[change.places[0]].resource
        unit = f"{one_unit(amendment.scenario.resources[resource].unit)} of {resource}"
        return f"{change.giver} pays {change.taker} {_signed(value)} once per {unit}{was}."
    if change.kind is Kind.SHARE:
        refund = compact.refund[change.places[0]]
        base, was = refund.base.replace("_", " "), f" (was {_share(refund.share.value)})"
        return f"{change.giver} gives {change.taker} {_share(value)} of {base}{was}."
    if change.kind is Kind.POOL:
        was = f" (was {_share(change.signed)})"
        return f"All pool {_share(value)} of the tax that the deal brings them{was}."
    if change.kind is Kind.PAYMENT:
        return f"{change.giver} pays {change.taker} {_signed(value)} a year{was}."
    if change.kind is Kind.DEPOSIT:
        return (
            f"{change.giver} pays a deposit of {_signed(value)} at signing{was}, which it loses if "
            "it leaves, and gets back with interest when all is done."
        )
    if change.kind is Kind.LOAN:
        return (
            f"The province's fund lends {change.taker} {_signed(value)} at signing{was}, paid back "
            "with interest over the years of the deal."
        )
    return f"The province grants the members {_signed(value)} a year in all{was}."


def _signed(number: Fraction) -> str:
    """A number of a clause, with all its digits: rounded once more, it could break a wish."""
    return f"{as_written(number):,f}"


def _share(share: Fraction) -> str:
    return f"{_signed(100 * share)}%"


def _help_words(one: Help) -> str:
    if one.kind == "grant":
        return (
            f"a grant of {shown(sum(one.amounts.values(), Fraction(0)))} a year (--outside grant)"
        )
    lent = listed(f"{shown(x)} to {city}" for city, x in one.amounts.items())
    return f"a loan of {lent} (--outside loan)"


def summary(amendment: Amendment) -> str:
    """The whole amendment, as it is printed."""
    lines = [*_line("AMENDED", amendment.scenario.title), *_line("", amendment.scenario.money)]
    lines += _line("IN SHORT", _in_short(amendment))
    for k, clause in enumerate(amendment.clauses):
        lines += _line("" if k else "CHANGES", _with_effect(amendment, clause))
    if amendment.conflict is not None:
        lines += _line("CONFLICT", _conflict(amendment))
        ways = [_help_words(one) for one in amendment.help]
        if ways:
            lines += _line("", f"What would bring all that members wish: {', or '.join(ways)}.")
    beside = [f.name for f in amendment.after.findings if _beside(f)]
    if beside:
        fail = "fail" if beside[1:] else "fails"
        moves = f"{listed(beside)} {fail}, and no clause of the deal bears on that."
        lines += _line("BESIDE", f"{moves} What repairs it: intercity check --full.")
    for title, (head, *rows) in list(amendment.comparison.tables().items())[:2]:
        lines += ["", title, *_columns((head, *rows))]
    return "\n".join(lines)


def _beside(finding: Finding) -> bool:
    """Whether a check fails that is not of the deal."""
    return finding.verdict == "fails" and not finding.topic.of_the_deal


def _columns(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    """Rows as text, the columns as wide as they must be."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = (
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return [line.rstrip() for line in padded]


def _with_effect(amendment: Amendment, clause: AmendedClause) -> str:
    mends = f" It mends {listed(clause.mends)}." if clause.mends else ""
    gives = {city: x for city, x in clause.gives.items() if x}
    money = f" A year: {gains_told(gives)}." if gives else ""
    return f"{clause_words(amendment, clause)}{mends}{money}"


def _in_short(amendment: Amendment) -> str:
    number, left = len(amendment.clauses), amendment.not_standing
    changes = f"{number} change{'' if number == 1 else 's'}" if number else "no change"
    if not left and not number:
        return "All checks of the deal stand as it is: nothing has to be changed."
    if not left:
        return f"With {changes} all checks of the deal stand together."
    best = f"With {changes} all checks of the deal stand together but {listed(left)}."
    none = "No change was found with which more checks of the deal would stand"
    return best if number else f"{none}. Not standing: {listed(left)}."


def _conflict(amendment: Amendment) -> str:
    conflict = amendment.conflict
    assert conflict is not None  # noqa: S101 - the caller looked
    wishes = "; ".join(f"{wish_words(wish)}" for wish in conflict.wishes)
    rest = "All else in the deal being as it then is, no lawful prices, shares of refunds, yearly"
    money = f"{rest} payments, deposits or loans over all its years"
    found = "" if conflict.proven else " were found that"
    what = "bring about that" if len(conflict.wishes) == 1 else "do all of this:"
    return f"{money}{found} {what} {wishes}."


def _line(label: str, text: str) -> list[str]:
    from textwrap import wrap

    parts = wrap(text, WIDTH - LABEL) or [""]
    return [f"{label if k == 0 else '':<{LABEL}}{part}" for k, part in enumerate(parts)]
