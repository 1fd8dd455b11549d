"""Check 3, first half: would every member sign these terms, and which others would do?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from intercity.english import amount, gains_told, inside, listed, shown
from intercity.region.context import Context
from intercity.topics.clauses.nearest_terms import Repair, nearest_repair
from intercity.topics.clauses.own_rate import (
    amounts_at_own_rate,
    figures_of,
    first_decides,
    own_rate_words,
)
from intercity.topics.clauses.unused import money_of_firms, unused
from intercity.topics.clauses.which_clause import which_clause
from intercity.topics.finding import Finding, Verdict
from intercity.topics.outside_offers.check import beyond_stable
from intercity.topics.outside_offers.english import beyond_stable_words
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import amount_of, like_clauses_together, main_transfer
from mechanisms.compact.terms import Terms, terms_of_trade

__all__ = ["check"]

NUMBER, NAME = 3, "terms"
ZERO = Fraction(0)


def check(context: Context) -> Finding:
    """Each member's gain at the signed terms, and the interval in which all gain."""
    compact = context.compact
    if compact is None:
        return Finding(NUMBER, NAME, "not asked", "add [compact]")
    deal = context.deal
    if deal is None:
        return Finding(NUMBER, NAME, "undecided", "the deal promises more than its members have")
    gains = context.gains
    least = min(gains.values())
    figures = {f"gain of {city}": gain for city, gain in gains.items()}
    spare, clawed = unused(context), money_of_firms(context)
    figures["left unused"] = spare
    terms = _open_terms(context, compact)
    if terms is not None and terms.lowest is not None and terms.highest is not None:
        figures |= {"all gain from": terms.lowest, "all gain to": terms.highest}
    both = "both" if len(gains) == 2 else "all"
    own = context.own_gains
    figures |= figures_of(own)
    if least > 0:
        at = "at the region's interest " if min(own.values(), default=least) < 0 else ""
        says = f"{at}{both} gain ({gains_told(gains)})"
    elif least == 0:
        idle = [city for city, gain in gains.items() if not gain]
        told = f"nobody loses, but {listed(idle)} would gain nothing"
        says = (
            "nobody gains or loses" if len(idle) == len(gains) else f"{told} ({gains_told(gains)})"
        )
    else:
        losers = [city for city, gain in gains.items() if gain < 0]
        says = f"{listed(losers)} would lose ({gains_told(gains)})"
    if compact.returning:
        planned = ", as planned" if context.as_planned else ""
        says += f" as {amount(compact.returning)} projects return{planned}"
    if context.dated is not None:
        told = gains_told(_at_signing(context))
        says += f", what comes later counted from then on (were it at signing: {told})"
    if terms is not None:
        says += "; " + (
            "were all handed over at signing, at the region's interest " if context.dated else ""
        )
        says += _interval(context, terms, both)
    elif compact.transfers and (reason := first_decides(context)):
        says += f"; for which amounts nobody loses is undecided: {reason}"
    if spare > 0:
        says += f"; the deal leaves {shown(spare)} unused{_to_buy(context)}"
        if clawed:
            says += f" (beside the {shown(clawed)} that its clawback takes of firms or spares)"
    if words := own_rate_words(context, own):
        says += f"; {words}"
    if not context.brief and not context.outsiders and len(context.members) == 2:
        says += beyond_stable_words(beyond_stable(context))  # else outside offers tells it
    least = min([least, *own.values()])
    mend = _repair(context) if least < 0 and not context.brief else Repair("", None)
    verdict: Verdict = "stands" if least >= 0 else "fails"
    return Finding(NUMBER, NAME, verdict, says, mend.words, least, figures, mends=mend.mends)


def _open_terms(context: Context, compact: EnclaveCompact) -> Terms | None:
    """The amounts of the largest transfer at which nobody loses, at its own factor neither."""
    whole = like_clauses_together(compact)
    if not whole.transfers or first_decides(context):
        return None
    one = amount_of(whole, main_transfer(whole))
    beside = amounts_at_own_rate(context, one)
    return terms_of_trade(whole, context.status_quo, one, context.ask, beside)


def _at_signing(context: Context) -> dict[str, Fraction]:
    """What each member would gain if all were handed over, and paid for, at signing."""
    assert context.deal is not None  # noqa: S101 - the deal can be carried out
    payoffs = context.deal.payoffs
    return {city: payoffs[city] - context.status_quo[city] for city in context.members}


def _interval(context: Context, terms: Terms, both: str) -> str:
    compact, resource, signed = context.compact, terms.instrument.resource, terms.instrument.signed
    assert compact is not None  # noqa: S101 - it has terms
    unit = compact.region.resource(resource).unit or "units"
    which = which_clause(like_clauses_together(compact), terms.instrument)
    if which:
        unit += f" of {resource}{which}"
    if terms.lowest is None or terms.highest is None:
        return (
            f"with the other clauses as they are, no amount of {resource}{which} makes {both} gain"
        )
    floor = sum((e.floor for e in compact.enclaves), ZERO)

    def per_floor(*amounts: Fraction) -> str:
        if not floor:
            return ""
        each = [a / floor for a in amounts]
        ends = (inside(x, each[0], each[-1]) if each[1:] else shown(x) for x in each)
        return f" ({' to '.join(ends)} per 1,000 m2)"

    told = f"signed {amount(signed)}{per_floor(signed)}"
    low, high = terms.lowest, terms.highest
    if low == high:
        return f"{both} would gain only at {amount(low)} {unit}{per_floor(low)}, {told}"
    start, end = (inside(x, low, high, amount) for x in (low, high))
    # Gains are concave: where nobody loses at the ends and all can gain, all do in between.
    return (
        f"nobody would lose from {start} to {end} {unit}{per_floor(low, high)}, and {both} gain in "
        f"between{_as_many(compact)}, {told}"
    )


def _as_many(compact: EnclaveCompact) -> str:
    """That returns are held as they are where the amount is open."""
    return f", with {amount(compact.returning)} returning" if compact.returning else ""


def _to_buy(context: Context) -> str:
    """What the members' best plan buys on an exchange beyond what they buy under the deal."""
    deal, game, best, form = context.deal, context.game, context.best, context.form
    members = context.members
    if deal is None or game is None or best is None or form is None:
        return ""
    if game.worth(members) < best.worth(members):
        return ""  # they do better in parts
    for name, units in form.plan(members).bought.items():
        bought = sum((plan.get(f"buy {name}", ZERO) for plan in deal.plans.values()), ZERO)
        if units > bought:
            unit = form.production.resource(name).unit or "units"
            of = "" if unit == name else f" of {name}"
            return f", among it {amount(units - bought)} {unit}{of} to be bought on the exchange"
    return ""


def _repair(context: Context) -> Repair:
    """What comes later handed over at signing, or the nearest terms at which nobody loses."""
    plan = context.plan
    assert plan is not None  # noqa: S101 - there is a deal
    at_once = plan.with_transfers(tuple(replace(t, when=0) for t in plan.transfers))
    own = context.own_gains_of(at_once) if context.dated is not None else {}
    nobody_loses = context.dated is not None and min(_at_signing(context).values()) >= 0
    if nobody_loses and min(own.values(), default=ZERO) >= 0:
        words = "hand over at signing what comes later, for the same price then"
        return Repair(words, Fraction(1))
    return nearest_repair(context, {(city,): context.status_quo[city] for city in context.members})
