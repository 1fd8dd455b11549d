"""Check 6 in the model text: fall-backs after each sunk step, and tranches that keep promises."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.notation import check, flows, number
from intercity.region.context import Context
from intercity.topics.hold_up.check import held_up
from intercity.topics.hold_up.english import why_no_tranches
from intercity.topics.hold_up.tranches import NoTranches, largest_promise, tranches
from mechanisms.compact.hold_up import Renegotiation

__all__ = ["state"]

ZERO = Fraction(0)


def state(context: Context) -> Iterator[str]:
    """How what going on brings is shared over the fall-backs, and the program of the tranches."""
    compact, deal = context.compact, context.deal
    if compact is None or deal is None:
        return
    answer = held_up(context)
    if answer is None:
        return
    several = len(compact.members) > 2
    yield from check(6, "hold-up", "would all sign, foreseeing that terms are reopened?")
    yield (
        "After each step that cannot be taken back, members can bargain again. If they fail, each "
        "has its fall-back, as in check 5 but at once, and with nobody keeping to the deal: what "
        "was handed over for good by then is gone, with its price; refunds and payments that no "
        "court enforces, credit and grant end; a loan is paid back, and a deposit comes back; a "
        "park stays with who paid for it, who runs it or closes it, and still bears what was paid "
        "once. With what free outsiders add to that (check 5) it is a floor: who would end below "
        "has its floor, and the others share the rest; if that is too little, nobody goes on. "
        "All figures are annual equivalents over the whole horizon."
    )
    yield ""
    if several:
        yield (
            "With v(C) what a group C of members has after the step if it keeps to the deal among "
            "itself and the others are gone, and v* its superadditive cover,"
        )
        yield ""
        yield "    renegotiated_i = Shapley value of v*"
    else:
        weights = [context.region.power.get(c, Fraction(1)) for c in compact.members]
        share = " / ".join(map(number, (weights[0], sum(weights, ZERO))))
        yield (
            "    renegotiated_i = fallback_i + share_i max(0, sum of going on - sum of fallbacks),"
            f"    share_{compact.members[0]} = {share}"
        )
    yield "    path_i = before_i + renegotiated_i"
    for step in answer.found.steps:
        yield ""
        yield f"After {f'year {step.year}' if step.year else 'signing'}{_parks(step)}:"
        yield ""
        for city in compact.members:
            yield (
                f"    {city}: before {number(step.before[city])}, going on "
                f"{number(step.going_on[city])}, fallback {number(step.fall_back[city])}, "
                f"renegotiated {number(step.renegotiated[city])}, path {number(step.path[city])}"
            )
    yield ""
    alone = ", ".join(f"v({{{c}}}) = {number(context.status_quo[c])}" for c in compact.members)
    yield (
        f"The deal fails if some path_i is below v({{i}}): {alone}; unless no path_i is below what "
        "i has as signed, and the first not below v({i}): then i bargains again at signing."
    )
    yield from _tranches(context)


def _parks(step: Renegotiation) -> str:
    told = [f"{name} {'runs on' if runs else 'is closed'}" for name, runs in step.runs.items()]
    return f" (if talks fail, {', '.join(told)})" if told else ""


def _tranches(context: Context) -> Iterator[str]:
    compact = context.compact
    if compact is None or (promise := largest_promise(compact)) is None:
        return
    found = context.once(tranches)
    yield ""
    if isinstance(found, NoTranches):
        yield f"No repair by tranches: {why_no_tranches(found)}."
        return
    schedule, end = found.schedule, compact.annuity.horizon
    transfer, payer = schedule.transfer, promise.payer
    giver, first = transfer.giver, transfer.when
    last = "for ever" if compact.annuity.forever else f"to year {end}"
    yield (
        f"Repair by tranches: hand over q[y] of {transfer.resource} in year y = {first + 1}.."
        f"{end - 1}, to be used from the next year {last}. A unit is worth at least m = "
        f"{number(schedule.taker_value)} a year to {payer} (the last one: its highest optimal "
        f"price) and at most n = {number(schedule.giver_value)} a year to {giver} (one more: its "
        "lowest optimal price). Hold back the least, q >= 0, at which both prefer to go on in "
        "every year t, with V of check 5:"
    )
    yield ""
    yield "    use_i(y, t) = sum over u > y, u >= t of d_i^(u - t)"
    yield (
        f"    V_{payer}[t] + m sum over y of q[y] ([y >= t+L] use_{payer}(y, t) - [{first} >= t+L]"
        f" use_{payer}({first}, t)) >= 0"
    )
    yield (
        f"    V_{giver}[t] - n sum over y of q[y] ([y >= t] use_{giver}(y, t) - [{first} >= t] "
        f"use_{giver}({first}, t)) >= 0"
    )
    yield ""
    only = "" if schedule.both_sides else f", which holds {payer} alone"
    yield f"    q = {flows(schedule.releases)}{only}"
    if found.releases != schedule.releases:
        yield f"    rounded up, to be signed: {flows(found.releases)}"
    for one in found.deposits:
        held = number(one.amount)
        yield f"    with a deposit of {one.member} of {held} until year {one.returned_in}"
