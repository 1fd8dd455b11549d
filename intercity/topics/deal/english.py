"""DEAL: who gives how much of what to whom, from when on, at what price, and who can enforce it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from intercity.english import (
    amount,
    as_words,
    counted,
    listed,
    one_unit,
    shown,
    when_words,
    years_words,
)
from intercity.scenario.deal import Payment, Pool, Refund
from intercity.topics.english import base_words
from mechanisms.compact.instrument import (
    most_handed_over,
    straight_amounts,
    with_clauses_merged,
)
from mechanisms.compact.last_obligation import last_obligation

if TYPE_CHECKING:
    from intercity.region.context import Context
    from intercity.scenario.deal import Bonus, Compact, Deposit, Transfer

__all__ = ["clause_sentences", "deal_notes", "deal_sentences"]


def deal_sentences(context: Context) -> list[str]:
    """The deal as it is signed, a sentence for each clause; none where there is no deal.

    Numbers have the digits of the file, as what is signed with fewer may not do what is said.
    """
    signed = context.scenario.compact
    if signed is None:
        return []
    told = clause_sentences(context)
    transfers = [sentence for (table, _), sentence in told.items() if table == "transfer"]
    others = [sentence for (table, _), sentence in told.items() if table != "transfer"]
    return [*transfers, *_parks(context), *others, *_grant(context)]


def clause_sentences(context: Context) -> dict[tuple[str, int], str]:
    """A sentence for each clause that there can be several of, by its table and place.

    Instalments are told at the place of the first.
    """
    signed = context.scenario.compact
    if signed is None:
        return {}
    told = {
        "transfer": _transfers(context, signed),
        "bonus": [_bonus(one) for one in signed.bonus],
        "clawback": [
            f"Each project that could return, and stays, pays {one.receiver} "
            f"{_given(one.amount.value)} a year."
            for one in signed.clawback
        ],
        "refund": [_refund(one) for one in signed.refund],
        "payment": [_payment(one) for one in signed.payment],
        "pool": [_pool(one, signed.members) for one in signed.pool],
        "deposit": [_deposit(context, one) for one in signed.deposit],
        "loan": [
            f"{_capital(one.lender)} lends {one.receiver} {_given(one.amount.value)} at signing, "
            f"paid back with interest in equal sums {years_words(*one.years)}, whatever happens."
            for one in signed.loan
        ],
    }
    return {
        (table, place): sentence
        for table, sentences in told.items()
        for place, sentence in enumerate(sentences)
        if sentence
    }


def _bonus(one: Bonus) -> str:
    """Empty where nothing is paid."""
    if not one.amount.value:
        return ""
    whom = "each project" if one.first is None else _first(one.first.value)
    return f"{one.payer} pays {_given(one.amount.value)} a year to {whom} that returns to it."


def deal_notes(context: Context) -> Iterator[str]:
    """How a deal's clauses are counted, where a reader could take it otherwise."""
    if context.compact is None:
        return
    yield from _straight(context)
    later = dict.fromkeys(t.resource for t in context.compact.transfers if t.when)
    if later and context.deal is not None:
        yield _dates(listed(map(as_words, later)), counted=context.dated is not None)


def _given(number: Fraction) -> str:
    """A number as it stands in the file.

    >>> _given(Fraction(1300)), _given(Fraction("0.0624"))
    ('1,300', '0.0624')
    """
    if number.denominator == 1:
        return amount(number)
    return approximately(number, ",.10g")


def _share(share: Fraction) -> str:
    return f"{_given(100 * share)}%"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _transfers(context: Context, signed: Compact) -> list[str]:
    told = [_handing_over(context, one) for one in signed.transfer]
    for places in signed.instalments:
        parts = sorted((signed.transfer[place] for place in places), key=lambda one: one.when)
        told[places[0]] = _handing_over(context, parts[0], *parts[1:])
        for place in places[1:]:
            told[place] = ""
    return told


def _handing_over(context: Context, one: Transfer, *later: Transfer) -> str:
    """``later``: further instalments."""
    unit, name = context.scenario.resources[one.resource].unit, as_words(one.resource)
    units = one_unit(unit) if one.amount.value == 1 else unit or "units"
    what = units if unit == one.resource else f"{units} of {name}"
    price = None if one.price_one_off is None else one.price_one_off.value
    dated = [f"{_given(one.amount.value)} {what} to {one.receiver} {when_words(one.when)}"]
    dated += [f"{_given(more.amount.value)} {when_words(more.when)}" for more in later]
    text = f"{one.giver} hands over {listed(dated)}"
    if one.tax is not None:
        text += f" (each pays {_given(one.tax.value)} in tax a year there)"
    text += ", until the deal ends" if one.reversible else ", for good"
    if not price:
        return f"{text}, without a price per {one_unit(unit)}."
    back = ", part of which goes back with it" if one.reversible else ""
    return (
        f"{text}; {one.receiver} pays {_given(price)} per {one_unit(unit)} for it then, once, "
        f"{_given(price * one.amount.value)} in all{back}."
    )


def _parks(context: Context) -> Iterator[str]:
    """Who pays for what is opened, who gets its rent, and how many are to return from a park."""
    for park in () if context.plan is None else context.plan.enclaves:
        whose = "" if park.rent_to == park.paid_by else f"{park.rent_to} "
        text = (
            f"{park.paid_by} pays for {as_words(park.name)} in {park.host} ({shown(park.cost)} a "
            f"year, what is paid once spread) and {whose}gets its rent; it is for "
            f"{counted(park.projects, 'project')}"
        )
        if park.suited:
            are = "is" if park.returning == 1 else "are"
            text += f", {amount(park.returning)} of which {are} planned to return to {park.home}"
        yield f"{text}."


def _first(number: Fraction) -> str:
    if number == 1:
        return "the first project"
    return f"each of the first {counted(number, 'project')}"


def _refund(one: Refund) -> str:
    ends = [] if one.at_least is None else [f"at least {_given(one.at_least.value)}"]
    ends += [] if one.at_most is None else [f"at most {_given(one.at_most.value)}"]
    band = f", {' and '.join(ends)} a year," if ends else ""
    return (
        f"{one.payer} gives {one.receiver} {_share(one.share.value)} of "
        f"{base_words(one.base, one.receiver)}{band} {years_words(*one.years)}: {_held(one)}."
    )


def _payment(one: Payment) -> str:
    when = "every year" if one.years is None else years_words(*one.years)
    return (
        f"{one.payer} pays {one.receiver} {_given(one.amount.value)} a year {when}: {_held(one)}."
    )


def _pool(one: Pool, members: tuple[str, ...]) -> str:
    total = sum((weight.value for weight in one.weights.values()), Fraction())
    weights = {city: weight.value / total for city, weight in one.weights.items()}
    equal = dict.fromkeys(members, Fraction(1, len(members)))
    parts = listed(f"{_part(part)} to {city}" for city, part in (weights or equal).items())
    return (
        f"All pool {_share(one.share.value)} of the tax that the deal brings them "
        f"{years_words(*one.years)}, {parts}: {_held(one)}."
    )


def _part(share: Fraction) -> str:
    """A part of a pool, exact: parts that are rounded may not add up.

    >>> _part(Fraction(1, 4)), _part(Fraction(1, 6))
    ('25%', '1/6')
    """
    return f"{share * 100}%" if (share * 100).denominator == 1 else str(share)


def _held(clause: Refund | Payment | Pool) -> str:
    """Who makes a member pay."""
    if clause.guaranteed_by is not None:
        return "the province pays it if the payer does not"
    return "a court enforces it" if clause.enforceable else "a promise, which no court enforces"


def _deposit(context: Context, one: Deposit) -> str:
    until = one.until
    if until is None and context.compact is not None:
        until = last_obligation(context.compact)
    back = "in the end" if until is None else f"after year {until}"
    paid = f"{one.payer} pays a deposit of {_given(one.amount.value)} at signing"
    if until == 0:
        return f"{paid} and has it back at once, as nothing is promised for later."
    return f"{paid}: it comes back with interest {back}, and is lost if {one.payer} leaves before."


def _grant(context: Context) -> Iterator[str]:
    province = context.scenario.province
    if province is not None and province.grant is not None and province.grant.value:
        years = province.grant_years
        when = "every year" if years is None else years_words(*years)
        much = _given(province.grant.value)
        yield f"The province grants the members {much} a year in all {when}, while all take part."


def _straight(context: Context) -> Iterator[str]:
    """Between which amounts of what moves a refund with a floor or cap is looked at."""
    compact = context.compact
    assert compact is not None  # noqa: S101 - the caller looked
    compact = with_clauses_merged(compact)
    for k, t in enumerate(compact.transfers):
        low, high = straight_amounts(compact, k)
        if low > 0 or high < most_handed_over(compact, t):
            yield (
                f"Other amounts of {as_words(t.resource)} from {t.giver} to {t.taker} "
                f"{when_words(t.when)} are looked at from {amount(low)} to {amount(high)} only, "
                "where no floor or cap of a refund begins or ceases to bind"
            )


def _dates(later: str, *, counted: bool) -> str:
    """From when on what comes later counts, and where."""
    if counted:
        return (
            f"Figures a year count {later}, and any price of it, from the year of handing over on; "
            "only the column 'were all at signing', NEGOTIATED, the terms at which all gain and "
            "returns to break even do not"
        )
    return (
        f"Figures a year count all {later}, and any price of it, from year 0 on, as in some year "
        "before it comes a member could not do its part; but walk-away, hold-up and money over "
        "time go by the year of handing over"
    )
