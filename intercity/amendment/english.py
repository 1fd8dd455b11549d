"""What an amendment changes, in plain English."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.amendment.amendable_clause import AmendableClause, Kind
from intercity.amendment.rounding import as_written
from intercity.amendment.step import (
    AtSigning,
    DueIn,
    FewerParks,
    Guarantee,
    HandOver,
    InTranches,
    LeaveOutParks,
    PayBonus,
    PlanReturns,
    PromiseList,
    Within,
)
from intercity.english import (
    as_words,
    counted,
    each_unit,
    gains_told,
    listed,
    measured,
    one_unit,
    shown,
    when_words,
    years_words,
)
from intercity.findings.checks import CHECKS
from intercity.region.effort import MOST, tabled, too_many_to_amend
from intercity.scenario.deal import Compact, Refund
from intercity.topics.english import base_words, wish_words
from intercity.topics.proposal import Proposal
from intercity.words import chosen, words

if TYPE_CHECKING:
    from intercity.amendment import AmendedClause, Amendment, Help

__all__ = ["clause_words", "summary"]

WIDTH = 100
LABEL = 12
DEAL_IS_KEPT = (
    "Only clauses were changed: to have no deal at all, each with what it has alone, was not "
    "looked at."
)
"""What is said where a check of the deal stands with no amendment that was found."""
OFFERS_SEARCHED = (
    "What outsiders could offer was searched for again in the deal that was found, not in each "
    "that was tried."
)
DIGITS = 12
"""So many digits of a number are told as they are written; of more, what is next to it."""


def clause_words(amendment: Amendment, clause: AmendedClause) -> str:
    """A change, as a sentence."""
    change, value = clause.change, clause.value
    if isinstance(change, PayBonus):
        told = _as_written(change.amount)
        return f"{change.payer} pays {told} a year for each project that returns."
    if isinstance(change, PlanReturns):
        returns = as_written(change.returns)
        return_ = "project returns" if returns == 1 else "projects return"
        return f"The plan says that {returns:,f} {return_}, as firms choose."
    if isinstance(change, FewerParks):
        parks = listed(map(as_words, change.parks))
        return f"Without {parks}; the deal is then for {counted(change.projects, 'project')}."
    if isinstance(change, LeaveOutParks):
        it = "them" if change.parks[1:] else "it"
        parks = listed(map(as_words, change.parks))
        return f"Without {parks}, and the refunds and bonuses that hang on {it}."
    if isinstance(change, Proposal):
        return f"{chosen(CHECKS[change.check].contents.words).clause(change.clause)}."
    if isinstance(change, HandOver | InTranches):
        return _amount_words(amendment, change)
    if isinstance(change, DueIn | Within | Guarantee):
        return _promise_words(amendment, change)
    if isinstance(change, AtSigning):
        return "All that is handed over later is handed over at signing."
    assert value is not None  # noqa: S101 - a number was changed
    return _number_words(amendment, change, clause)


def _amount_words(amendment: Amendment, change: HandOver | InTranches) -> str:
    scenario, compact = amendment.scenario, amendment.scenario.compact
    assert compact is not None  # noqa: S101 - it was amended
    if isinstance(change, HandOver):
        told = []
        for place, size in change.amounts:
            one = compact.transfer[place]
            unit = scenario.resources[one.resource].unit
            amount = measured(size, unit, one.resource, f"{as_written(size):,f}")
            was = f"{as_written(one.amount.value):,f}"
            told.append(f"{one.giver} hands over {amount} (was {was})")
        why = ", since more was promised than can be had" if amendment.lacking[0] is None else ""
        return f"{listed(told)}{why}."
    one = compact.transfer[0]
    later = listed(f"{as_written(size):,f} in year {year}" for year, size in change.releases)
    size = sum((part.amount.value for part in compact.transfer), Fraction(0))
    unit = scenario.resources[one.resource].unit
    whole = measured(size, unit, one.resource, f"{as_written(size):,f}")
    text = f"Of the {whole} {one.giver} hands over {later}, the rest as signed."
    priced = ((t.amount, t.price_one_off) for t in compact.transfer)
    paid = sum((size.value * price.value for size, price in priced if price), Fraction(0))
    if not paid or any(other.change.kind is Kind.PRICE for other in amendment.clauses):
        return text
    return f"{text} The price of all, {_as_written(paid)} once, is paid with the first part."


def _promise_words(amendment: Amendment, change: DueIn | Within | Guarantee) -> str:
    """Other terms of a promise that was signed, which is told by who owes what to whom."""
    compact = amendment.amended.compact  # its lists are as after steps
    assert compact is not None  # noqa: S101 - it was amended
    of = "refunds" if isinstance(change, Within) else change.of
    promise = _promise(compact, of, change.places[0])
    if isinstance(change, Guarantee):
        return (
            f"The province guarantees {promise}: it pays what is not paid, and takes it back "
            "from who owes it."
        )
    if isinstance(change, DueIn):
        was = _due(_signed_years(amendment, change))
        now = _due((change.first, change.last))
        return f"{promise[:1].upper()}{promise[1:]} is due{now} (was{was})."
    ends = []
    if change.at_least:
        ends.append(f"no less than {_as_written(change.at_least)}")
    if change.at_most is not None:
        ends.append(f"no more than {_as_written(change.at_most)}")
    return f"{promise[:1].upper()}{promise[1:]} is {' and '.join(ends)} in each of its years."


def _signed_years(amendment: Amendment, change: DueIn) -> tuple[int, int | None] | None:
    compact, after_it = amendment.scenario.compact, amendment.amended.compact
    assert compact is not None and after_it is not None  # noqa: S101, PT018 - it was amended
    if change.of == "refunds":
        return _refunds(compact, after_it)[change.places[0]].years
    promises = compact.payment if change.of == "payments" else compact.pool
    return promises[change.places[0]].years


def _refunds(signed: Compact, amended: Compact) -> tuple[Refund, ...]:
    """The refunds as signed, of which some may be left out, with parks."""
    if len(amended.refund) == len(signed.refund):
        return signed.refund
    return tuple(one for one in signed.refund if one.base == "moved_tax")


def _promise(compact: Compact, of: PromiseList, place: int) -> str:
    if of == "pools":
        return "the pool of tax"
    one = compact.refund[place] if of == "refunds" else compact.payment[place]
    what = base_words(one.base, one.receiver) if isinstance(one, Refund) else ""
    return f"what {one.payer} pays {one.receiver}{f' of {what}' if what else ''}"


def _as_written(number: Fraction) -> str:
    """A number as the file has it: what is signed with fewer digits may not do what is said.

    >>> _as_written(Fraction("0.0624")), _as_written(Fraction(375)), _as_written(Fraction(1, 3))
    ('0.0624', '375', 'about 0.33')
    """
    digits = as_written(number)
    written = f"{digits:,f}"
    exact = Fraction(digits) == number and len(written) <= DIGITS
    return written if exact else f"about {shown(number)}"


def _share_as_written(share: Fraction) -> str:
    return f"{_as_written(100 * share)}%"


def _due(years: tuple[int, int | None] | None) -> str:
    """In which years, where a clause says so."""
    if years is None or years[1] is None:
        return ""
    return f" {years_words(years[0], years[1])}"


def _number_words(amendment: Amendment, change: AmendableClause, clause: AmendedClause) -> str:
    value = change.parts * (change.signed if clause.value is None else clause.value)
    signed = change.parts * change.signed
    new, place = not change.places, change.places[0] if change.places else 0
    was = "" if new else f" (was {_as_written(signed)})"
    compact, told = amendment.amended.compact, _as_written(value)  # its lists are as after steps
    assert compact is not None  # noqa: S101 - it was amended
    if change.kind is Kind.PRICE:
        resource = compact.transfer[place].resource
        unit = each_unit(amendment.scenario.resources[resource].unit, resource)
        which = _which(amendment, compact, change.places)
        return f"{change.giver} pays {change.taker} {told} once per {unit}{which}{was}."
    if change.kind is Kind.SHARE:
        refund, was = compact.refund[place], _was_share(amendment, change)
        base, told = base_words(refund.base, refund.receiver), _share_as_written(value)
        due = _due(refund.years)
        return f"{change.giver} gives {change.taker} {told} of {base}{due}{was}."
    if change.kind is Kind.POOL:
        due = _due(compact.pool[place].years)
        told, was = _share_as_written(value), f" (was {_share_as_written(signed)})"
        return f"All pool {told} of the tax that the deal brings them{due}{was}."
    if change.kind is Kind.PAYMENT:
        due = "" if new else _due(compact.payment[place].years)
        kept = ", enforced by a court" if change.enforced else ", a promise"
        promise = kept if new else ""
        return f"{change.giver} pays {change.taker} {told} a year{due}{promise}{was}."
    if change.kind is Kind.DEPOSIT and not value:
        return f"{change.giver} pays no deposit{was}."
    if change.kind is Kind.LOAN and not value:
        return f"Nothing is lent to {change.taker}{was}."
    if change.kind is Kind.DEPOSIT:
        until = None if new else compact.deposit[place].until
        end = "once the last promise is kept" if until is None else f"after year {until}"
        return (
            f"{change.giver} pays a deposit of {told} at signing{was}, which it loses if "
            f"it leaves before, and gets back with interest {end}."
        )
    if change.kind is Kind.LOAN:
        loans = [compact.loan[k] for k in change.places]
        lenders = list(dict.fromkeys(one.lender for one in loans)) or ["the province's fund"]
        over = _due(loans[0].years) if loans else " over the years of the deal"
        who = f"{listed(lenders)} {'lend' if lenders[1:] else 'lends'}"
        return (
            f"{who[:1].upper()}{who[1:]} {change.taker} {told} at signing{was}, paid back with "
            f"interest{over}."
        )
    was = f" (was {_as_written(signed)})" if signed else ""
    return f"The province grants the members {told} a year in all{_granted(amendment)}{was}."


def _which(amendment: Amendment, compact: Compact, places: tuple[int, ...]) -> str:
    """What tells transfers at one date from others of the same resource between the same two."""
    one = compact.transfer[places[0]]
    parties = one.resource, one.giver, one.receiver
    like = sum((t.resource, t.giver, t.receiver) == parties for t in compact.transfer)
    if like == len(places):
        return ""
    size = sum((compact.transfer[k].amount.value for k in places), Fraction(0))
    unit = amendment.scenario.resources[one.resource].unit or "units"
    much = f"{as_written(size):,f} {one_unit(unit) if size == 1 else unit}"
    return f", for the {much} handed over {when_words(one.when)}"


def _was_share(amendment: Amendment, change: AmendableClause) -> str:
    """What it was as signed, of which a floor or a cap may have left another share to be paid."""
    before, after_it = amendment.scenario.compact, amendment.amended.compact
    assert before is not None and after_it is not None  # noqa: S101, PT018 - it was amended
    refunds = _refunds(before, after_it)
    signed = sum((refunds[k].share.value for k in change.places), Fraction(0))
    paid = change.parts * change.signed
    cut = "" if paid == signed else f", of which {_share_as_written(paid)} was due"
    return f" (was {_share_as_written(signed)}{cut})"


def _granted(amendment: Amendment) -> str:
    province = amendment.scenario.province
    return _due(None if province is None else province.grant_years)


def _help_words(amendment: Amendment, one: Help) -> str:
    """The amounts of the file that was checked up."""
    if one.kind == "grant":
        province = amendment.scenario.province
        more = "" if province is None or province.grant is None else "more "
        a_year = _as_written(sum(one.amounts.values(), Fraction(0)))
        return f"a grant of {a_year} {more}a year{_granted(amendment)} (--outside grant)"
    lent = listed(f"{_as_written(x)} to {city}" for city, x in one.amounts.items())
    return f"a loan of {lent} (--outside loan)"


def summary(amendment: Amendment) -> str:
    """The whole amendment, as it is printed."""
    lines = [*_line("AMENDED", amendment.scenario.title), *_line("", amendment.scenario.money)]
    not_standing, _ = _left_and_gone(amendment)
    fails = any(CHECKS[name].of_the_deal for name in not_standing)
    kept = f" {DEAL_IS_KEPT}" if fails else ""
    told = f"{_in_short(amendment)}{_losses(amendment)}{_uneven(amendment)}"
    lines += _line("IN SHORT", f"{told}{_unasked_promises(amendment)}{kept}")
    for k, clause in enumerate(amendment.clauses):
        lines += _line("" if k else "CHANGES", _with_effect(amendment, clause))
    if amendment.conflict is not None:
        lines += _line("CONFLICT", _conflict(amendment))
        ways = [_help_words(amendment, one) for one in amendment.help if not one.unmet]
        if ways:
            lines += _line("", f"What would bring all that members wish: {', or '.join(ways)}.")
        for one in amendment.help:
            if one.unmet:
                left = "; ".join(map(wish_words, one.unmet))
                told = f"With {_help_words(amendment, one)} this would still not be so: {left}."
                lines += _line("", told)
    lines += _line("NOT FOUND", told) if (told := _not_found(amendment)) else []
    if not tabled(amendment.before.context.region.production):
        lines += _line("SEARCHED", _searched(amendment))
    (title, gains), (verdicts, stand) = list(amendment.comparison.tables().items())[:2]
    if amendment.by_other_clauses:
        title, gains = "What each city gains by all that it signs", _by_all(amendment)
    for name, rows in ((title, gains), (verdicts, stand)):
        lines += ["", name, *_columns(tuple(rows))]
    return "\n".join(lines)


def _by_all(amendment: Amendment) -> tuple[tuple[str, ...], ...]:
    """Gains by the deal before and after, and by other clauses, of all who sign any of them."""
    deal, beside = amendment.comparison.gains, amendment.by_other_clauses
    rows: list[tuple[str, ...]] = [
        ("city", "by the deal before", "by the deal after", "more beside the deal", "in all")
    ]
    for city in dict.fromkeys((*deal, *beside)):
        before, after_it = deal.get(city, (None, None))
        parts = [x for x in (after_it, beside.get(city)) if x is not None]
        whole = sum(parts, Fraction(0)) if parts else None
        cells = (before, after_it, beside.get(city), whole)
        rows.append((city, *("" if x is None else shown(x, sign=True) for x in cells)))
    return tuple(rows)


def _searched(amendment: Amendment) -> str:
    """How far deals among many cities were looked at."""
    context = amendment.before.context
    who = "members"
    if too_many_to_amend(context.region.production, len(context.members)):
        who = "each member by itself, not groups of so many,"
    where = "elsewhere in the deal as signed"
    if context.talks_without_outsiders:
        where = "without the others, outsiders left out, as no stable split of theirs is known"
    how = f"deals were compared by what {who} could have {where}"
    missed = "; ".join(map(listed, amendment.missed))
    ended = f" The search ended where these could still have more: {missed}." if missed else ""
    return f"Among more than {MOST} cities, {how}. {OFFERS_SEARCHED}{ended}"


def _not_found(amendment: Amendment) -> str:
    """What was not mended, and why is not told: no more is said than that nothing was found."""
    left, _ = _left_and_gone(amendment)
    left = tuple(name for name in left if not CHECKS[name].of_waste)  # it was not looked for
    if amendment.conflict is not None:
        left = tuple(name for name in left if not CHECKS[name].of_the_deal)
    if not left:
        return ""
    one = left[0] if len(left) == 1 else f"one of {listed(left)}"
    found = f"No clause that the file can say was found with which {one} would stand"
    return f"{found} and no other fall. More on it: intercity check --full."


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
    if clause.keeps:
        mends += f" Without it the other changes would make {listed(clause.keeps)} fail."
    gives = {city: x for city, x in clause.gives.items() if x}
    # Against the same deal with all other changes: what changes do together need not add up.
    deal = [one for one in amendment.clauses if not isinstance(one.change, Proposal)]
    beside = ", with the other changes" if clause in deal and deal[1:] else ""
    money = f" A year{beside}: {gains_told(gives)}." if gives else ""
    own = {city: x for city, x in clause.at_own_factor.items() if x}
    waits = f" A year, at its own discount factor: {gains_told(own)}." if own else ""
    return f"{clause_words(amendment, clause)}{mends}{money}{waits}"


def _in_short(amendment: Amendment) -> str:
    number, (left, gone) = len(amendment.clauses), _left_and_gone(amendment)
    changes = f"{number} change{'' if number == 1 else 's'}" if number else "no change"
    if not left and not number:
        return "All checks stand for the deal as it is: nothing has to be changed."
    if not left and not gone:
        return f"With {changes} all checks stand together."
    if not left:
        return f"With {changes} all checks still asked stand together.{_no_longer_asked(gone)}"
    none = "No change was found with which more checks would stand and no other fall"
    if not number:
        return f"{none}. Not standing: {listed(left)}."
    if not amendment.more_stand:
        less = f" With {changes} members lack less of what they wish."
        less = less if amendment.less_lacking else ""
        not_standing = f"Not standing with {changes}: {listed(left)}." if left else ""
        return f"{none}.{less} {not_standing}{_no_longer_asked(gone)}"
    asked = "checks still asked" if gone else "checks"
    told = f"With {changes} all {asked} stand together but {listed(left)}.{_no_longer_asked(gone)}"
    if amendment.conflict is not None:
        told += (
            " Of what members wish, and do not have then, as little is lacking as was found "
            "with as many checks standing."
        )
    return told


def _left_and_gone(amendment: Amendment) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The checks that do not stand, and those of what the changed deal does without."""
    gone = {one.name for one in amendment.after.findings if one.verdict == "not asked"}
    names = amendment.not_standing
    left = tuple(name for name in names if name not in gone)
    return left, tuple(name for name in names if name in gone)


def _no_longer_asked(gone: tuple[str, ...]) -> str:
    if not gone:
        return ""
    return f" No longer asked, as the changed deal has nothing that they ask about: {listed(gone)}."


def _losses(amendment: Amendment) -> str:
    """Where not all wishes can be met: who loses more than in the deal as signed."""
    if amendment.conflict is None or amendment.lacking[0] is None:
        return ""
    told = ""
    own = amendment.loses_more_at_own_factor
    at_own = f"{'Each at' if len(own) > 1 else 'At'} its own discount factor "
    for at, losses in (("", amendment.loses_more), (at_own, own)):
        if losses:
            more = listed(f"{city} loses {shown(x)} a year" for city, x in losses.items())
            told += f" {at}{more} more than as signed."
    return told or " Deals in which a member loses more than as signed were left out."


def _uneven(amendment: Amendment) -> str:
    """Who would have hardly anything of what members gain, and what shares that.

    Where wishes exclude each other it may be that no deal that meets as many shares it.
    """
    if not amendment.clauses:
        return ""
    world, told = amendment.after.context, ""
    if left := world.hardly_gaining:
        told = f" {words().hardly_gaining(left, at_interest=bool(world.own_gains))}"
        least = amendment.aim in ("least change", "least outside money")
        if amendment.conflict is None and least:
            told += '; --aim "equal gains" looks for a deal that is best for whoever gains least'
        told += "."
    if own := world.hardly_gaining_at_own_factor:
        told += f" {words().hardly_gaining_at_own_factor(own)}."
    return told


def _unasked_promises(amendment: Amendment) -> str:
    """Who would newly promise a payment, where no discount factor tells whether it is kept."""
    new = [one.change for one in amendment.clauses if isinstance(one.change, AmendableClause)]
    promise = {
        one.giver for one in new if one.kind is Kind.PAYMENT and not one.places and not one.enforced
    }
    if not (who := promise - set(amendment.after.context.discounts)):
        return ""
    cities = [city for city in amendment.scenario.cities if city in who]
    keep = "each keep their new promises" if cities[1:] else "keeps its new promise"
    return f" Whether {listed(cities)} {keep} was not asked: no discount factor is given."


def _conflict(amendment: Amendment) -> str:
    conflict = amendment.conflict
    assert conflict is not None  # noqa: S101 - the caller looked
    wishes = "; ".join(f"{wish_words(wish)}" for wish in conflict.wishes)
    rest = (
        "All else in the deal being as it then is, no lawful prices, shares of refunds and pools,"
    )
    new = "promised" if not amendment.enforced_payments else "promised or enforced"
    money = f"{rest} payments (new ones {new} for all its years), deposits or loans"
    found = "" if conflict.proven else " were found that"
    what = "bring about that" if len(conflict.wishes) == 1 else "do all of this:"
    fewest = " No fewer gains, offers and statistics exclude each other." if conflict.fewest else ""
    return f"{money}{found} {what} {wishes}.{fewest}"


def _line(label: str, text: str) -> list[str]:
    from textwrap import wrap

    parts = wrap(text, WIDTH - LABEL) or [""]
    return [f"{label if k == 0 else '':<{LABEL}}{part}" for k, part in enumerate(parts)]
