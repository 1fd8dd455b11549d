"""The quota bank: use each mu where and when it is worth most, and pay the price of its year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.errors import of_kind
from games.quota_bank import QuotaBank
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import OptimalityCertificate, solve

__all__ = ["QuotaBankCertificate", "QuotaBankPlan", "bank_program", "quota_banking"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class QuotaBankPlan(Answer):
    """What is used, kept and borrowed, at which prices, and who gains.

    ``uses``: by city, mu used in each year. ``kept`` and ``borrowed``: mu at the end of each year.
    ``prices``: of a mu in each year, in money of year 1; multiply by delta^(1-t) for money of year
    t. Where several prices clear, one of them. ``trade``: by city, mu bought in each year, negative
    where sold. ``gains``: by city, over what it makes of its own quota alone, in money of year 1;
    never negative. ``rent``: what the bank earns where borrowing hits its limit. ``value``: all
    together, of which ``gain_of_trade`` would be gained by trade within each year alone and
    ``gain_of_banking`` on top of that.

    See ``quota_banking`` for the concept, an example and its source.
    """

    uses: Mapping[str, tuple[Fraction, ...]]
    kept: tuple[Fraction, ...]
    borrowed: tuple[Fraction, ...]
    prices: tuple[Fraction, ...]
    trade: Mapping[str, tuple[Fraction, ...]]
    gains: Mapping[str, Fraction]
    rent: Fraction
    value: Fraction
    gain_of_trade: Fraction
    gain_of_banking: Fraction
    status: str
    certificate: Certificate
    method: str = "linear program and its prices"
    proof: Proof = EXACT


@dataclass(frozen=True, slots=True)
class QuotaBankCertificate(Certificate, kind="quota bank"):
    """The optimum of ``bank_program``: the plan, and prices that prove it."""

    optimum: OptimalityCertificate

    def violations(self, subject: QuotaBank) -> Iterator[str]:
        yield from self.optimum.violations(bank_program(subject))

    def answer(self, subject: QuotaBank) -> QuotaBankPlan:
        point, years = self.optimum.point, range(1, subject.years + 1)
        prices = tuple(self.optimum.prices[f"year {t}"] for t in years)
        worth, uses, trade = {}, {}, {}
        for city in subject.cities:
            ways = subject.uses[city]
            used = [[point[_use(city, t, k)] for k in range(len(ways[t - 1]))] for t in years]
            uses[city] = tuple(sum(each, ZERO) for each in used)
            trade[city] = tuple(
                one - own for one, own in zip(uses[city], subject.allotted[city], strict=True)
            )
            made = [
                sum((w * x for (w, _), x in zip(ways[t - 1], used[t - 1], strict=True)), ZERO)
                for t in years
            ]
            bill = sum((p * q for p, q in zip(prices, trade[city], strict=True)), ZERO)
            worth[city] = _present(subject, made) - bill
        gains = {c: worth[c] - _present(subject, subject.alone(c)) for c in subject.cities}
        value = self.optimum.value
        traded = _present(subject, subject.together())
        kept = tuple(point[f"kept {t}"] for t in years)
        gain = value - traded
        return QuotaBankPlan(
            uses=uses,
            kept=kept,
            borrowed=tuple(point[f"borrowed {t}"] for t in years),
            prices=prices,
            trade=trade,
            gains=gains,
            rent=value - sum(worth.values(), ZERO),
            value=value,
            gain_of_trade=traded
            - sum((_present(subject, subject.alone(c)) for c in subject.cities), ZERO),
            gain_of_banking=gain,
            status=f"The bank keeps up to {approximately(max(kept))} mu and adds "
            f"{approximately(gain)} to what trade within each year brings."
            if gain
            else "Keeping and borrowing quota add nothing to trade within each year.",
            certificate=self,
        )


def quota_banking(bank: QuotaBank) -> QuotaBankPlan:
    """The quota bank: use each mu where and when it is worth most, and pay the price of its year.

    With uses x, kept quota d and quota used ahead b, the bank's plan solves

        max  sum over t of  delta^(t-1) sum over i, k of v_itk x_itk
        subject to, in each year t,   sum x + d_t - b_t  <=  sum e + c d_t-1 - b_t-1,

    and p_t, the price of year t's constraint, is the price of quota then, in money of year 1. Each
    city buys or sells at these prices, and none does better on its own, nor does a group that keeps
    quota for itself (only the whole region may borrow). While the bank keeps quota, p_t = c p_t+1:
    in money of its year the price rises at the rate of interest. Where borrowing hits its limit,
    p_t is above p_t+1, and the difference on what is borrowed is the bank's.

    The best plan and its prices, exact.

    Without uses all is 0; a city that cannot gain has a gain of 0.

    Errors: ``InvalidInput`` for what is not a ``QuotaBank``.

    >>> from games import QuotaBank
    >>> bank = QuotaBank(
    ...     {"Quzhou": [30, 30], "Hangzhou": [10, 10]},
    ...     {"Quzhou": [[(2, 40)], [(2, 40)]], "Hangzhou": [[(5, 20)], [(9, 70)]]})
    >>> plan = quota_banking(bank)
    >>> plan.kept, plan.prices
    ((Fraction(30, 1), Fraction(0, 1)), (Fraction(5, 1), Fraction(5, 1)))
    >>> plan.gains, plan.gain_of_trade, plan.gain_of_banking
    ({'Quzhou': Fraction(180, 1), 'Hangzhou': Fraction(240, 1)}, Fraction(240, 1), Fraction(180, 1))

    Source: Rubin (1996), A model of intertemporal emission trading, banking and borrowing; Owen
    (1975), for what no group can better.
    """
    of_kind(bank, QuotaBank, place="subject of quota_banking")
    best = solve(bank_program(bank)).certificate
    assert isinstance(best, OptimalityCertificate)  # noqa: S101 - bounded, and doing nothing is feasible
    return QuotaBankCertificate(best).answer(bank)


def bank_program(bank: QuotaBank) -> LinearProgram:
    """The bank's plan as a linear program, to read or to export (``to_pulp``).

    Errors: ``InvalidInput`` for what is not a ``QuotaBank``.

    See ``quota_banking`` for the concept and its source.

    >>> from games import QuotaBank
    >>> program = bank_program(QuotaBank({"Quzhou": [30, 30]}, {"Quzhou": [[(2, 40)], [(3, 40)]]}))
    >>> program.sense, len(program.rows)
    ('max', 2)
    """
    of_kind(bank, QuotaBank, place="subject of bank_program")
    objective: dict[str, Fraction] = {}
    bounds: dict[str, tuple[Fraction, Fraction | None]] = {}
    rows = []
    for t in range(1, bank.years + 1):
        used: dict[str, Fraction] = {}
        for city in bank.cities:
            for k, (worth, most) in enumerate(bank.uses[city][t - 1]):
                name = _use(city, t, k)
                objective[name] = bank.discount ** (t - 1) * worth
                bounds[name] = (ZERO, most)
                used[name] = Fraction(1)
        last = t == bank.years
        bounds[f"kept {t}"] = (ZERO, ZERO if last else None)
        bounds[f"borrowed {t}"] = (ZERO, ZERO if last else bank.borrowing)
        used |= {f"kept {t}": Fraction(1), f"borrowed {t}": Fraction(-1)}
        if t > 1:
            used |= {f"kept {t - 1}": -bank.carry, f"borrowed {t - 1}": Fraction(1)}
        there = sum((bank.allotted[city][t - 1] for city in bank.cities), ZERO)
        rows.append(Row(f"year {t}", used, "<=", there))
    return LinearProgram("max", objective, tuple(rows), bounds)


def _use(city: str, t: int, k: int) -> str:
    return f"{city} in year {t}, use {k + 1}"


def _present(bank: QuotaBank, made: tuple[Fraction, ...] | list[Fraction]) -> Fraction:
    """Yearly amounts in money of year 1."""
    return sum((bank.discount**t * one for t, one in enumerate(made)), ZERO)
