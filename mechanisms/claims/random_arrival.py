"""Random arrival: who comes first is served first, averaged over all orders.

    x_i = average over orders of  min(c_i, max(0, E - claims of those before i))

In an order with i after S, city i gets what it adds to what S and i are sure of when all others are
served first, so random arrival is the Shapley value of O'Neill's game.

>>> quota = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Lishui": 300}, estate=200)
>>> random_arrival(quota)
Allocation(Quzhou=33.3333, Jinhua=83.3333, Lishui=83.3333)

Source: O'Neill (1982), who calls it recursive completion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.division import division_faults
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.shapley import ShapleyCertificate, shapley_value

__all__ = ["RandomArrivalCertificate", "random_arrival"]


def random_arrival(problem: BankruptcyProblem) -> Allocation:
    """What each city can expect if they are served in an order drawn by lot.

    Exact, by passes over all coalitions of claimants: about 25 cities at most, then ``TooLarge``.
    """
    return RandomArrivalCertificate(dict(shapley_value(problem.game()))).answer(problem)


@dataclass(frozen=True, slots=True)
class RandomArrivalCertificate(Certificate, kind="claims: random arrival"):
    """The awards: Harsanyi's dividends of O'Neill's game, each shared equally, add up to them."""

    awards: Mapping[str, Fraction]

    def faults(self, subject: BankruptcyProblem) -> Iterator[str]:
        yield from division_faults(subject, self.awards)
        yield from ShapleyCertificate(self.awards).faults(subject.game())

    def answer(self, subject: BankruptcyProblem) -> Allocation:
        return Allocation(
            self.awards,
            method="Shapley value of what coalitions of claimants are sure of",
            status="What each can expect if an order drawn by lot decides who is served first.",
            certificate=self,
        )
