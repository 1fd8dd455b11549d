"""What is said of the clauses that could repair a deal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from intercity.english import (
    amount,
    as_words,
    each_unit,
    enough,
    factor_words,
    fitting,
    from_to,
    in_full,
    inside,
    listed,
    measured,
    one_unit,
    shown,
    when_words,
    years_words,
)
from intercity.topics.clauses.clause import (
    Amount,
    AtSigning,
    Enforcement,
    Mark,
    NoLawfulClause,
    Price,
    RefundShare,
    ReturnBonus,
    SidePayment,
    WhichRefund,
    WhichTransfer,
    WhyNot,
)
from intercity.topics.clauses.untried import Untried
from intercity.topics.english import base_words
from intercity.topics.outcome import Clause, NoRepair, Repair
from intercity.topics.words import REMEDY

__all__ = [
    "bonus_words",
    "first_decides_words",
    "loses_words",
    "own_rate_words",
    "remedy_words",
    "repair_words",
    "which_words",
]

DECIMALS = 15
"""With more of them a number is told by its first digits."""
KINDS = {
    Price.kind: "price",
    RefundShare.kind: "share",
    SidePayment.kind: "payment",
    Amount.kind: "amount",
}
"""What is looked for in one clause."""
UNTRIED = {
    Untried.AMOUNT: "other amounts to be handed over",
    Untried.AMOUNT_BEYOND_A_KINK: (
        "amounts beyond the one at which a floor or cap of a refund begins or ceases to bind"
    ),
    Untried.PAYMENT: "other sums of what is paid in some years",
    Untried.POOL: "other shares of the pool",
    Untried.DEPOSIT: "other deposits",
    Untried.LOAN: "other loans",
    Untried.BONUS: "other bonuses",
    Untried.CLAWBACK: "other clawbacks",
}
"""What is told of clauses whose numbers were not tried, or not all."""


def repair_words(repair: Repair | NoRepair) -> str:
    """The clauses; or that there are none, and why."""
    if isinstance(repair, Repair):
        several = "" if repair.unique else ", one of several ways"
        alone = len(repair.clauses) == 1
        return f"{listed(_clause(one, alone=alone) for one in repair.clauses)}{several}"
    assert isinstance(repair, NoLawfulClause)  # noqa: S101 - who looks for a clause has this one
    if repair.reason is WhyNot.FIRST_DECIDES or repair.outside is None:
        return f"undecided: {first_decides_words(repair.cities)}"
    kinds = " or ".join(KINDS[kind] for kind in repair.tried)
    kinds = kinds.replace(" or ", ", ", kinds.count(" or ") - 1)
    others = listed(UNTRIED[kind] for kind in repair.untried)
    parts = (kinds and f"no {kinds} alone does it", others and f"{others} were not tried")
    tried = f"{', and '.join(filter(None, parts))}; " if kinds or others else ""
    most = "at most " if repair.bound or others else ""
    outside = f"it takes {most}{enough(repair.outside)} a year from outside"
    if kinds:
        best = "the best that was tried" if others else "the one that helps most"
        outside = f"with {best} {outside} (several together: intercity amend)"
    spare = repair.unused or Fraction(0)
    none = "none was found" if others else "none that is lawful"
    return f"{none}: {tried}{outside}{_not_used(spare, proven=not others)}"


def _not_used(spare: Fraction, *, proven: bool) -> str:
    """Why money from outside is needed where members leave a gain unused."""
    if spare <= 0:
        return ""
    told = f". Members could make {shown(spare)} a year more together, which the deal leaves unused"
    if not proven:
        return told
    return f"{told}, but no clause alone both makes that and shares it so that each has enough"


def remedy_words(repair: Repair | NoRepair | None) -> str:
    """The clauses in one short line, or the money from outside that would do; else empty."""
    if isinstance(repair, NoLawfulClause):
        if repair.reason is WhyNot.FIRST_DECIDES or repair.outside is None:
            return "undecided, as later years count for nothing"
        if repair.bound or repair.untried:
            none = "no clause found" if repair.untried else "no clause"
            return f"{none}; at most {enough(repair.outside)} a year from outside would do"
        return f"none by a clause without {enough(repair.outside)} a year from outside"
    if not isinstance(repair, Repair):
        return ""
    named = [_short(clause, names=True) for clause in repair.clauses]
    bare = _short(repair.clauses[0], names=False)
    which = _which(repair.clauses[0])
    more = f" and {len(named) - 1} more" if len(named) > 1 else ""
    whole = [f"{told}{_which(clause)}" for told, clause in zip(named, repair.clauses, strict=True)]
    shorter = [
        f"{_price_per_unit(clause)}{which}{more}"
        for clause in repair.clauses[:1]
        if isinstance(clause, Price) and which
    ]
    return fitting(
        REMEDY,
        listed(whole),
        f"{named[0]}{which}{more}",
        *shorter,
        f"{named[0]}{more}",
        f"{bare}{more}",
    )


def _which(clause: Clause) -> str:
    """What tells the price that is changed from others of the deal."""
    return which_words(clause.transfer) if isinstance(clause, Price) else ""


def _clause(clause: Clause, *, alone: bool) -> str:
    """One clause, with the range of values that do it where it is the only one."""
    exactly = _exactly(clause) if alone else ""
    match clause:
        case Price(transfer=transfer):
            low = clause.price if clause.lowest is None else clause.lowest
            high = clause.price if clause.highest is None else clause.highest
            least, most = from_to(low, high)
            price = f"from {least} to {most}"
            if low == high:
                price = f"of {_price(clause)}"
            per = each_unit(transfer.unit, transfer.resource) + which_words(transfer)
            return f"a price {price} per {per}, paid once{exactly}"
        case RefundShare(refund=refund):
            return (
                f"give {refund.payee} {_share(clause)} of {base_words(refund.base)} in place of "
                f"{in_full(100 * clause.signed, amount)}%{which_words(refund)}{exactly}"
            )
        case SidePayment() if len(clause.paid) > 1:
            each = clause.paid.items()
            pays = listed(f"{one} pays {other} {inside(x, x, x)}" for (one, other), x in each)
            called = "further side payments" if clause.further else "side payments"
            told = f"{called} every year: {pays}"
            backed = ", all enforced by a court or guaranteed by the province"
            return f"{told}{backed}" if clause.enforced else told
        case SidePayment():
            paid = _paid(clause)
            payers, payees = listed(clause.payers), listed(clause.payees)
            further = "further " if clause.further else ""
            told = f"a {further}side payment of {paid} a year from {payers} to {payees}"
            told += exactly
            backed = ", enforced by a court or guaranteed by the province"
            return f"{told}{backed}" if clause.enforced else told
        case Enforcement():
            return f"have a court enforce, or the province guarantee, {_promise(clause)}"
        case Amount(transfer=transfer) if not clause.amount and not transfer.tax_is_shared:
            return f"leave out the transfer of {as_words(transfer.resource)}{which_words(transfer)}"
        case Amount(transfer=transfer):
            return (
                f"move the amount of {as_words(transfer.resource)}{which_words(transfer)} from "
                f"{in_full(clause.signed, amount)} to {_moved(clause)}"
            )
        case ReturnBonus():
            return bonus_words(clause)
        case AtSigning():
            return "hand over at signing, for the same price, what comes later"
    return clause.kind


def _exactly(clause: Clause) -> str:
    """That it is one number alone that does it, and no decimal, which a contract could have.

    Of clauses that change together others in few digits may do it as well.
    """
    if not isinstance(clause, Price | RefundShare | SidePayment):
        return ""
    only = clause.lowest
    endless = only is not None and (only * 10**DECIMALS).denominator > 1
    return " (no rounded number does)" if endless and only == clause.highest else ""


def _short(clause: Clause, *, names: bool) -> str:
    """One clause in short, with or without the names of cities and resources."""
    match clause:
        case Price(transfer=transfer) if names:
            per = each_unit(transfer.unit, transfer.resource)
            return f"a price of {_price(clause)} per {per}, paid once"
        case Price():
            return f"{_price_per_unit(clause)}, paid once"
        case RefundShare(refund=refund):
            to = f" {refund.payee}" if names else " back"
            return f"give{to} {_share(clause)} of {base_words(refund.base)}"
        case SidePayment():
            paid = _paid(clause)
            between = f" from {listed(clause.payers)} to {listed(clause.payees)}" if names else ""
            called = "enforced payment" if clause.enforced else "side payment"
            further = "further " if clause.further else ""
            if len(clause.paid) > 1:
                total = in_full(sum(clause.paid.values(), Fraction(0)))
                return f"{len(clause.paid)} {further}{called}s, {total} a year in all"
            one = "an" if clause.enforced and not further else "a"
            return f"{one} {further}{called} of {paid} a year{between}"
        case Enforcement():
            bare = replace(clause, base="")
            return f"enforce {_promise(bare)}" if names else "enforce what is promised"
        case Amount(transfer=transfer) if not clause.amount and not transfer.tax_is_shared:
            return f"leave out the transfer{f' of {as_words(transfer.resource)}' if names else ''}"
        case Amount(transfer=transfer):
            units = one_unit(transfer.unit) if clause.amount == 1 else transfer.unit or "units"
            told = f"{_moved(clause)} {units}"
            if names:
                told = measured(clause.amount, transfer.unit, transfer.resource, _moved(clause))
            return f"hand over {told} in place of {in_full(clause.signed, amount)}"
        case ReturnBonus():
            return bonus_words(clause, names=names)
        case AtSigning():
            return "hand over at signing what comes later"
    return clause.kind


def bonus_words(clause: ReturnBonus, *, names: bool = True) -> str:
    """A bonus for each return, with or without the name of the home that pays it."""
    called = "a further bonus" if clause.further else "a bonus"
    to = f" to {clause.payer}" if names else ""
    return f"{called} of {enough(clause.a_year)} a year for each return{to}"


def _promise(clause: Enforcement) -> str:
    """The promise that is enforced: who owes what to whom."""
    if not clause.payer:
        return "the pool of tax"
    of = f" of {base_words(clause.base)}" if clause.base else ""
    return f"what {clause.payer} pays {clause.payee}{of}"


def _paid(clause: SidePayment) -> str:
    """The payment, rounded so that it is enough."""
    lowest = clause.a_year if clause.lowest is None else clause.lowest
    return inside(clause.a_year, lowest, clause.highest)


def _moved(clause: Amount) -> str:
    """The amount nearest to the signed one, rounded so that it still does it."""
    if clause.lowest is not None and clause.highest is not None:
        ends = clause.lowest, clause.highest
        return inside(clause.amount, *ends, amount, apart_from=clause.signed)
    low, high = (None, clause.amount) if clause.amount < clause.signed else (clause.amount, None)
    return inside(clause.amount, low, high, amount, apart_from=clause.signed)


def _price_per_unit(clause: Price) -> str:
    return f"a price of {_price(clause)} per {one_unit(clause.transfer.unit)}"


def _price(clause: Price) -> str:
    return inside(clause.price, *_ends(clause, clause.price), apart_from=clause.signed)


def _ends(clause: Price | RefundShare, value: Fraction) -> tuple[Fraction | None, Fraction | None]:
    """Between what it may be rounded; where no ends are known, no nearer to the signed one."""
    if clause.lowest is None and clause.highest is None:
        return (value, None) if value > clause.signed else (None, value)
    return clause.lowest, clause.highest


def _share(clause: RefundShare) -> str:
    low, high = (None if end is None else 100 * end for end in _ends(clause, clause.share))
    return f"{inside(100 * clause.share, low, high, apart_from=100 * clause.signed)}%"


def which_words(clause: WhichTransfer | WhichRefund | None) -> str:
    """What tells a clause from others, in brackets after its name; empty for the only one."""
    if clause is None or not clause.marks:
        return ""
    told = _refund(clause) if isinstance(clause, WhichRefund) else _transfer(clause)
    return f" ({', '.join(told[mark] for mark in clause.marks)})"


def _transfer(it: WhichTransfer) -> dict[Mark, str]:
    return {
        Mark.PARTIES: f"{it.giver} to {it.taker}",
        Mark.YEAR: when_words(it.year),
        Mark.PRICE: f"at {shown(it.price)} each" if it.price else "free",
        Mark.REVERSIBLE: "reversible" if it.reversible else "for good",
    }


def _refund(it: WhichRefund) -> dict[Mark, str]:
    return {
        Mark.PARTIES: f"paid by {it.payer} {years_words(it.first, it.last)}",
        Mark.ENFORCEABLE: (
            "guaranteed" if it.guaranteed else "enforceable" if it.enforceable else "a promise"
        ),
    }


def first_decides_words(cities: Iterable[str]) -> str:
    """Why amounts are not compared at a discount factor of 0."""
    return f"to {listed(cities)} later years count for nothing, so that what comes first decides"


def loses_words(city: str, loss: Fraction, discount: Fraction) -> str:
    """What a city would lose, or gain if it is below 0, at its own factor: a year, or at first."""
    does = f"lose {shown(loss)}" if loss > 0 else f"gain {shown(-loss)}"
    return f"{city} would {does}{' a year' if discount else ' at first'}"


def own_rate_words(
    gains: Mapping[str, Fraction],
    own_gains: Mapping[str, Fraction],
    discounts: Mapping[str, Fraction],
) -> str:
    """Who loses at its own factor, or gains there and loses at the region's interest.

    Empty where there is nothing to say, as it reads alike at both rates.
    """
    told = []
    for city, gain in own_gains.items():
        alike = shown(gain) == shown(gains[city]) and discounts[city]
        if alike or (gain >= 0 and (gains[city] >= 0 or not gain)):
            continue
        factor = factor_words(discounts[city])
        loses = loses_words(city, -gain, discounts[city])
        told.append(f"at its own discount factor (1 a year later is worth {factor}) {loses}")
    return "; ".join(told)
