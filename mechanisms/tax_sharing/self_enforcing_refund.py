"""Self-enforcing refunds: how much can be promised if neither city can be made to go on?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import one_of
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import Number, exact
from games.players import validated_players
from mechanisms.tax_sharing.intergovernmental_refund import yearly
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import InfeasibilityCertificate, OptimalityCertificate, bounded_optimum

__all__ = [
    "RefundTerms",
    "SelfEnforcingRefund",
    "SelfEnforcingRefundCertificate",
    "self_enforcing_refund",
]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, init=False, slots=True)
class RefundTerms:
    """What the two cities have to offer each other, year by year; the last year goes on for ever.

    ``host`` and ``home``: names. ``taxes``: what enclave firms pay to the host, the most that it
    can refund; ``gains``: what the year's cooperation brings the host, refunds not counted;
    ``costs``: what it costs the home city. ``discounts``: factors by name, from 0 to below 1.

    Errors: ``InvalidInput`` names the figure that cannot be right.

    See ``self_enforcing_refund`` for the concept, an example and its source.
    """

    host: str
    home: str
    taxes: tuple[Fraction, ...]
    gains: tuple[Fraction, ...]
    costs: tuple[Fraction, ...]
    discounts: Mapping[str, Fraction]

    def __init__(
        self,
        host: str,
        home: str,
        *,
        taxes: Any,
        gains: Any,
        costs: Any,
        discounts: Mapping[str, Number],
    ) -> None:
        validated_players([host], "host"), validated_players([home], "home city")
        if host == home:
            raise InvalidInput("the home city", home, "another than the host")
        tax = yearly(taxes, "tax")
        if not tax:
            raise InvalidInput("the years of the tax", MISSING, "one or more")
        if not isinstance(discounts, Mapping):
            raise InvalidInput("the discount factors", discounts, "a number for each, by name")
        factors = {}
        for city in (host, home):
            if city not in discounts:
                raise InvalidInput(f"the discount factor of {city}", MISSING, "from 0 to below 1")
            factors[city] = exact(discounts[city], f"the discount factor of {city}")
            if not 0 <= factors[city] < 1:
                raise InvalidInput(
                    f"the discount factor of {city}", factors[city], "from 0 to below 1"
                )
        for field, value in (
            ("host", host),
            ("home", home),
            ("taxes", tax),
            ("gains", yearly(gains, "gain of the host", len(tax))),
            ("costs", yearly(costs, "cost of the home city", len(tax))),
            ("discounts", factors),
        ):
            object.__setattr__(self, field, value)

    def __hash__(self) -> int:
        factors = tuple(self.discounts.items())
        return hash((self.host, self.home, self.taxes, self.gains, self.costs, factors))

    def weights(self, city: str, start: int) -> list[Fraction]:
        """What a yuan of each year is worth in year ``start``, by year; the last for ever after."""
        factor = self.discounts[one_of(city, (self.host, self.home), "a city")]
        last = len(self.taxes) - 1
        found = [factor ** (t - start) if t >= start else ZERO for t in range(last + 1)]
        found[last] /= 1 - factor
        return found

    def program(self, sense: Any) -> LinearProgram:
        """The program of all contracts that neither city breaks, for the refunds' worth at home."""
        names = [f"refund in year {t}" for t in range(1, len(self.taxes) + 1)]
        rows = []
        for t, year in enumerate(names):
            host, home = self.weights(self.host, t), self.weights(self.home, t)
            # The weights of the years after t; in year t less 1, for the payment itself.
            ahead = [w if s > t else ZERO for s, w in enumerate(host)]
            ahead[t] = host[t] - ONE
            paid = {
                name: ahead[s] + (ONE if s == t else ZERO) for s, name in enumerate(names) if s >= t
            }
            gained = sum((w * g for w, g in zip(ahead, self.gains, strict=True)), ZERO)
            rows.append(Row(f"host pays the {year}", paid, "<=", gained))
            cost = sum((w * k for w, k in zip(home, self.costs, strict=True)), ZERO)
            got = {name: home[s] for s, name in enumerate(names) if s >= t}
            rows.append(Row(f"home goes on to the {year}", got, ">=", cost))
        objective = dict(zip(names, self.weights(self.home, 0), strict=True))
        bounds = dict(zip(names, ((ZERO, tax) for tax in self.taxes), strict=True))
        return LinearProgram(sense, objective, tuple(rows), bounds)


@dataclass(frozen=True, slots=True, repr=False)
class SelfEnforcingRefund(Answer):
    """The refunds that both cities would keep to, year by year; the last goes on for ever.

    ``most``: the contract that is best for the home city, ``least``: worst for it among those that
    both keep; empty where there is none. ``home_gains``: what they bring it, from least to most, in
    present value at its own discount factor.

    See ``self_enforcing_refund`` for the concept, an example and its source.
    """

    most: tuple[Fraction, ...]
    least: tuple[Fraction, ...]
    home_gains: tuple[Fraction, Fraction] | None
    status: str
    method: str
    proof: Proof
    certificate: SelfEnforcingRefundCertificate


@dataclass(frozen=True, slots=True)
class SelfEnforcingRefundCertificate(Certificate, kind="self-enforcing refund"):
    """Proofs of both linear programs; where there is no contract, twice that there is none."""

    most: OptimalityCertificate | InfeasibilityCertificate
    least: OptimalityCertificate | InfeasibilityCertificate

    def violations(self, subject: RefundTerms) -> Iterator[str]:
        yield from self.most.violations(subject.program("max"))
        yield from self.least.violations(subject.program("min"))

    def answer(self, subject: RefundTerms) -> SelfEnforcingRefund:
        most = self.most.answer(subject.program("max"))
        least = self.least.answer(subject.program("min"))
        gains = None
        status = (
            f"No refund keeps both in: what {subject.host} can promise does not pay "
            f"for what {subject.home} must give."
        )
        if most.value is not None:
            home = subject.weights(subject.home, 0)
            cost = sum((w * k for w, k in zip(home, subject.costs, strict=True)), ZERO)
            gains = (least.optimum - cost, most.optimum - cost)
            status = "Neither city ever gains by stopping."
        return SelfEnforcingRefund(
            most=tuple(most.point.values()),
            least=tuple(least.point.values()),
            home_gains=gains,
            status=status,
            method="linear programs over all refunds, exact",
            proof=EXACT,
            certificate=self,
        )


def self_enforcing_refund(terms: RefundTerms) -> SelfEnforcingRefund:
    """Self-enforcing refunds: how much can be promised if neither city can be made to go on?

    Each year the home city bears a cost k_t (quota, support), the host gains w_t and has the tax
    T_t; then it refunds r_t, at most the tax. If either stops, nothing follows. With discount
    factors h of the host and d of the home city, no one ever stops iff for every year t

        host, when it pays:     r_t  <=  sum over s > t of  h^(s-t) (w_s - r_s),
        home, as the year opens:   sum over s >= t of  d^(s-t) (r_s - k_s)  >=  0,

    and the last year's figures go on for ever after. These are linear, so the contracts are a
    polyhedron; the best for either city is a linear program. Where every year is alike the host can
    promise h w a year at most: what it gains next year, discounted once.

    The most and the least that the host can refund so that neither city ever stops.

    Errors: ``InvalidInput`` for what is not a ``RefundTerms``.

    >>> yearly = RefundTerms("Hangzhou", "Quzhou", taxes=[20], gains=[10], costs=[5],
    ...                      discounts={"Hangzhou": Fraction(4, 5), "Quzhou": Fraction(9, 10)})
    >>> found = self_enforcing_refund(yearly)
    >>> found.most, found.least
    ((Fraction(8, 1),), (Fraction(5, 1),))

    Source: MacLeod and Malcomson (1989), Implicit contracts; Levin (2003), Relational incentive
    contracts; Telser (1980).
    """
    of_kind(terms, RefundTerms, place="subject of self_enforcing_refund")
    return SelfEnforcingRefundCertificate(
        bounded_optimum(terms.program("max")), bounded_optimum(terms.program("min"))
    ).answer(terms)
