"""Check 5 in the model text: each member's yearly flows if it stays and once it has left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from intercity.notation import check, flows, number, years
from intercity.region.context import Context
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.last_obligation import last_obligation
from mechanisms.compact.walk_away import at_stake

__all__ = ["state"]

ZERO = Fraction(0)


def state(context: Context) -> Iterator[str]:
    """The flows, and the condition on them at every date."""
    compact, deal = context.compact, context.deal
    if compact is None or deal is None:
        return
    last, lag, forever = compact.annuity.last, compact.lag, compact.annuity.forever
    yield from check(5, "walk-away", "does a member ever do better by leaving?")
    yield (
        "In a year payments are made first, then breaches are seen, and answered after L = "
        f"{lag} {'year' if lag == 1 else 'years'}. Who leaves in year t stops what it owes and "
        "no court enforces, and still gets what others owe it in years t..t+L-1. From t+L on it "
        "has its fall-back: the best it can do with what it has left, and which platforms of its "
        "own it then opens; what was handed over for good, with its price, stays, and a park runs "
        "on if its payer rather runs it than closes it. Added is what free outsiders add to its "
        "own best, more than in the deal: the most over J of v*(i with J) - y(J) - v(i), y their "
        "split as in check 3. It loses its deposit, and still pays back what it was lent. With "
        "now_i[t, k] what i gets in year t+k, "
        "k < L, by staying less what it gets having left in t, and c_i[u] the same in year u from "
        "t+L on, staying is worth at date t"
    )
    yield ""
    rest = f" + d_i^({last} - t) d_i / (1 - d_i) c_i[{last}]" if forever else ""
    yield (
        "    V_i[t] = sum over k = 0..L-1 of d_i^k now_i[t, k]"
        f" + sum over u = t+L..{last} of d_i^(u - t) c_i[u]{rest},    t = 1..{last}"
    )
    yield ""
    if forever:
        yield f"(All later years are as year {last}.)"
        yield ""
    end, rate = last_obligation(compact), number(compact.annuity.interest)
    yield (
        "Member i stays iff V_i[t] >= 0 at every t. Else it leaves at the first t with V_i[t] < 0. "
        f"A deposit D, returned with interest r = {rate} after year E = {end}, in which all ends "
        "that no court enforces (or the last year in which leaving pays, if that is later), and "
        "forfeited on leaving, holds it iff"
    )
    yield ""
    yield "    D d_i^(E - t) (1 + r)^E + V_i[t] >= 0    at every t,"
    yield ""
    yield "and costs it D (1 - (d_i (1 + r))^E) in present value, if that is above 0."
    for city in compact.members:
        yield ""
        asked = "" if city in context.region.discounts else " (not asked: it has no discount)"
        yield f"**{city}**, in year {1 + lag}, staying or having left in year 1{asked}:"
        yield ""
        stake = at_stake(compact, deal, city, context.run_solver, context.continuation)
        if stake is None:
            yield "    (undecided: it could not do its part in some year, or having left)"
            continue
        if 1 + lag <= last:
            yield from _table(context, city, 1 + lag)
        yield from _at_stake(compact, city, stake)


def _table(context: Context, city: str, year: int) -> Iterator[str]:
    staying = context.continuation.by_kind(city, year)
    left = context.continuation.by_kind(city, year, left_in=1)
    told = [(kind, number(staying[kind]), number(x)) for kind, x in left.items()]
    told = [row for row in told if row[1:] != ("0", "0")]
    told.insert(0, ("", "staying", "has left"))
    wide = max(len(what) for what, _, _ in told)
    for what, stays, leaves in told:
        yield f"    {what:<{wide}}  {stays:>9}  {leaves:>9}"


def _at_stake(compact: EnclaveCompact, city: str, stake: list[Sequence[Fraction]]) -> Iterator[str]:
    """The differences: within the lag, and later by the dates of leaving that they depend on."""
    last, lag = compact.annuity.last, compact.lag
    dates = range(1, last + 1)
    for k in range(lag):
        by_date = {t: stake[t][k] for t in dates if t + k <= last}
        after = f"[t, {k}]" if lag > 1 else "[t]"
        if by_date:
            yield f"    now_{city}{after} = {flows(by_date)}"
    tails = {
        t: {u: stake[t][u - t] for u in range(t + lag, last + 1)} for t in dates if t + lag <= last
    }
    starts = [
        t
        for t, tail in tails.items()
        if t == 1 or any(tails[t - 1][u] != flow for u, flow in tail.items())
    ]
    following = [*starts[1:], len(tails) + 1]  # where none starts the lag is all there is
    for first, after_it in zip(starts, following, strict=False):
        when = f", leaving in {years(first, after_it - 1)}" if len(starts) > 1 else ""
        yield f"    c_{city} = {flows(tails[first])}{when}"
