"""Tranches: hand over quota step by step, so that the promise to refund keeps itself.

Once all quota is handed over, a host that promised refunds has no reason to pay the last one, and
so none before it. Held back and handed over after each refund, quota is the host's reason to pay:
with q[t] released after the refund of year t, worth m a year per mu until the horizon T, paying is
better than stopping in every year t, from the first in which a refund is due to the horizon, iff

    sum_{tau >= t} d^(tau-t) (credit - refund[tau])
      + sum_{tau >= t} q[tau] m sum_{s > tau} d^(s-t)  >=  0.

A price, if there is one, is paid at signing, also for what is held back. The schedule that holds
back the least is a linear program. Returns diminish, so that every mu held back is worth at least
what the last one is: m is the value of the last, the largest price of quota in the host's own
program (its optimal prices need not be unique).

Source: Thomas and Worrall (1994) and Ray (2002): self-enforcing agreements backload the reward of
the party that is tempted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.errors import of_kind
from games.exact import exact
from mechanisms.compact.ask import Ask, call, check_ask
from mechanisms.compact.clauses import Transfer
from mechanisms.compact.deal_payoffs import DealPayoffs, of_the_deal
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_program import own_program
from mechanisms.compact.self_enforcement import effective_discount
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = [
    "TrancheSchedule",
    "last_unit_value",
    "promised_years",
    "refund_flows",
    "tranche_schedule",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class TrancheSchedule:
    """Quota released after the refund of each year; ``held_back`` in all, of ``amount``."""

    amount: Fraction
    releases: Mapping[int, Fraction]

    @property
    def held_back(self) -> Fraction:
        return sum(self.releases.values(), ZERO)

    @property
    def feasible(self) -> bool:
        """Whether the deal transfers as much as must be held back."""
        return self.held_back <= self.amount


def refund_flows(compact: EnclaveCompact, payer: str) -> list[Fraction]:
    """Year by year (0..horizon), what keeping its promises brings a payer: credit less refund."""
    flows = [ZERO] * (compact.annuity.horizon + 1)
    credit = compact.credit.get(payer, ZERO)
    for year in range(1, compact.annuity.horizon + 1):
        flows[year] += credit
        for refund in compact.refunds:
            due = refund.first <= year <= refund.last and refund.payer == payer
            if due and not refund.enforceable:
                flows[year] -= compact.refund_a_year(refund)
    return flows


def last_unit_value(
    compact: EnclaveCompact, deal: DealPayoffs, city: str, resource: str, ask: Ask = call
) -> Fraction | None:
    """What a member loses a year per unit, if it has a little less of a tradable resource.

    The left derivative of its own program's value: the largest price of the resource among all
    optimal prices, found by a linear program over them. ``None`` if it cannot do its part with any
    less.
    """
    check_ask(ask)
    of_the_deal(compact, deal, city)
    own = own_program(compact, city)
    limits = {name: high for name, (_, high) in own.bounds.items() if high is not None}
    rows = []
    for name in own.bounds:
        prices = {f"price of {r.name}": r.coefficients.get(name, ZERO) for r in own.rows}
        if name in limits:
            prices[f"price of limit on {name}"] = Fraction(1)
        rows.append(Row(f"pays for {name}", prices, ">=", own.objective.get(name, ZERO)))
    total = {f"price of {r.name}": r.bound for r in own.rows}
    total |= {f"price of limit on {name}": high for name, high in limits.items()}
    rows.append(Row("optimal", total, "==", deal.own[city]))
    highest: Fraction | None = ask(
        solve,
        LinearProgram(
            "max",
            {f"price of {resource}": Fraction(1)},
            tuple(rows),
            dict.fromkeys(total, (ZERO, None)),
        ),
    ).value
    return highest


def promised_years(compact: EnclaveCompact, payer: str) -> range:
    """From the first to the last year in which a refund is due that no court enforces."""
    promises = [r for r in compact.refunds if r.payer == payer and not r.enforceable]
    promises = [r for r in promises if compact.refund_a_year(r) > 0]
    return range(
        min((r.first for r in promises), default=1),
        min(max((r.last for r in promises), default=0), compact.annuity.horizon) + 1,
    )


def tranche_schedule(
    compact: EnclaveCompact,
    transfer: Transfer,
    unit_value: Fraction,
    discount: Fraction,
    ask: Ask = call,
) -> TrancheSchedule | None:
    """The least of a transfer to hold back, by year, at its taker's discount factor.

    Keeps all promises of the taker: paying is better than stopping in every year from the first in
    which one is due to the horizon. ``unit_value`` is what a unit held back is worth to it a year
    (``last_unit_value``). ``None``: nothing held back is enough, or nothing is promised.
    """
    check_ask(ask)
    of_kind(compact, EnclaveCompact, place="deal")
    of_kind(transfer, Transfer, place="what may be held back")
    unit_value, discount = exact(unit_value, "the value of a unit"), effective_discount(discount)
    horizon, due = compact.annuity.horizon, promised_years(compact, transfer.taker)
    if not due:
        return None
    flows = refund_flows(compact, transfer.taker)
    rows = []
    for year in range(due.start, horizon + 1):
        ahead = sum((discount ** (y - year) * flows[y] for y in range(year, horizon + 1)), ZERO)
        rewards = {
            f"release after year {y}": unit_value
            * sum((discount ** (s - year) for s in range(y + 1, horizon + 1)), ZERO)
            for y in due
            if y >= year
        }
        rows.append(Row(f"pays in year {year}", rewards, ">=", -ahead))
    names = {f"release after year {year}": year for year in due}
    best = ask(
        solve,
        LinearProgram(
            "min",
            dict.fromkeys(names, Fraction(1)),
            tuple(rows),
            dict.fromkeys(names, (ZERO, None)),
        ),
    )
    if best.value is None:
        return None
    return TrancheSchedule(transfer.amount, {year: best[name] for name, year in names.items()})
