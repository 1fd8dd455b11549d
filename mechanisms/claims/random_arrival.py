"""Random arrival: who comes first is served first, averaged over all orders."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from games.bankruptcy import BankruptcyProblem
from games.errors import InvalidInput
from mechanisms.claims.division import claims_rule, division_violations
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.shapley import ShapleyCertificate, shapley_value

__all__ = ["RandomArrivalCertificate", "random_arrival"]

FEW = 20
MOST = 60  # no binomial coefficient of 60 overflows int64
CELLS = 1 << 24
_CHUNK = 1 << 14


@claims_rule
def random_arrival(problem: BankruptcyProblem) -> Allocation:
    """Random arrival: who comes first is served first, averaged over all orders.

        x_i = average over orders of  min(c_i, max(0, E - claims of those before i))

    In an order with i after S, city i gets what it adds to what S and i are sure of when all others
    are served first, so random arrival is the Shapley value of O'Neill's game.

    The answer is exact.

    Errors: ``InvalidInput`` for more than 60 cities, or more than 20 whose claims have too many
    units in common to be counted (in whole hectares rather than square metres they are fewer).

    >>> quota = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Lishui": 300}, estate=200)
    >>> random_arrival(quota)
    Allocation(Quzhou=33.3333, Jinhua=83.3333, Lishui=83.3333)

    Of more than 20 cities only how many groups of each size claim each sum is counted, exactly; the
    proof is then that the losses, counted in the same way, come to the rest: the rule is self-dual.

    Source: O'Neill (1982), who calls it recursive completion.
    """
    if len(problem.claims) <= FEW:
        awards = dict(shapley_value(problem.game()))
    else:
        awards = served_first(problem.claims, problem.estate)
    return RandomArrivalCertificate(awards).answer(problem)


@dataclass(frozen=True, slots=True)
class RandomArrivalCertificate(Certificate, kind="claims: random arrival"):
    """The awards: Harsanyi's dividends of O'Neill's game, each shared equally, add up to them.

    Of more than 20 cities: claims less the expected losses, if losses are served first come first.
    """

    awards: Mapping[str, Fraction]

    def violations(self, subject: BankruptcyProblem) -> Iterator[str]:
        yield from division_violations(subject, self.awards)
        if len(subject.claims) <= FEW:
            yield from ShapleyCertificate(self.awards).violations(subject.game())
            return
        for city, loss in served_first(subject.claims, subject.missing).items():
            if self.awards[city] != subject.claims[city] - loss:
                yield f"{city} loses {loss} on average, and so gets {subject.claims[city] - loss}."

    def answer(self, subject: BankruptcyProblem) -> Allocation:
        return Allocation(
            self.awards,
            method="Shapley value of what coalitions of claimants are sure of",
            status="What each can expect if an order drawn by lot decides who is served first.",
            certificate=self,
        )


def served_first(claims: Mapping[str, Fraction], estate: Fraction) -> dict[str, Fraction]:
    """Random arrival by counting, for each city, the groups before it by size and sum of claims.

    >>> served_first({"A": Fraction(1), "B": Fraction(2), "C": Fraction(3)}, Fraction(2))
    {'A': Fraction(1, 3), 'B': Fraction(5, 6), 'C': Fraction(5, 6)}
    """
    amounts = [*claims.values(), estate]
    unit = Fraction(
        math.gcd(*(a.numerator for a in amounts)) or 1, math.lcm(*(a.denominator for a in amounts))
    )
    *whole, there = (int(amount / unit) for amount in amounts)
    n = len(whole)
    if n > MOST:
        raise InvalidInput("the number of cities", n, f"at most {MOST} for random arrival")
    if (n + 1) * (sum(whole) + 1) > CELLS:
        raise InvalidInput(
            f"the claims of {n} cities in their common unit",
            sum(whole),
            f"at most {CELLS // (n + 1) - 1} in sum for random arrival; round them to larger units",
        )
    counts: npt.NDArray[np.int64] = np.zeros((n + 1, there), dtype=np.int64)
    counts[:1, :1] = 1
    for claim in whole:
        if claim < there:
            counts[1:, claim:] += counts[:-1, : there - claim].copy()
    orders = [math.factorial(s) * math.factorial(n - s - 1) for s in range(n)]
    awards = {}
    left = there - np.arange(there, dtype=np.int64)
    for city, claim in zip(claims, whole, strict=True):
        others = counts.copy()  # groups without the city: all, less those with it
        if claim < there:
            for s in range(1, n):
                others[s, claim:] -= others[s - 1, : there - claim]
        served = np.minimum(claim, left)
        total = sum(w * _dot(others[s], served) for s, w in enumerate(orders))
        awards[city] = Fraction(total, math.factorial(n)) * unit
    return awards


def _dot(counts: npt.NDArray[np.int64], amounts: npt.NDArray[np.int64]) -> int:
    """The sum of products, exact: by chunks and halves that do not overflow."""
    total = 0
    for start in range(0, len(counts), _CHUNK):
        part, factor = counts[start : start + _CHUNK], amounts[start : start + _CHUNK]
        high, low = part >> 24, part & ((1 << 24) - 1)
        # high < 2^35 is split once more; amounts < 2^24, so no chunk reaches 2^62.
        top, middle = high >> 20, high & ((1 << 20) - 1)
        total += (int(top @ factor) << 44) + (int(middle @ factor) << 24) + int(low @ factor)
    return total
