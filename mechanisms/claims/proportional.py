"""The proportional rule: every yuan, or mu, of a claim gets the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.division import claims_rule, division_violations
from solvers.answer import Allocation
from solvers.certificate import Certificate

__all__ = ["ProportionalCertificate", "proportional_rule"]


@claims_rule
def proportional_rule(problem: BankruptcyProblem) -> Allocation:
    """The proportional rule: every yuan, or mu, of a claim gets the same.

        x_i = c_i E / (sum of claims)

    It is the only rule by which nobody ever gains by merging claims or by splitting its own, and so
    the rule where a city can claim under several names, or through a joint company.

    All get 0 if all claims are 0.

    Errors: ``InvalidInput`` for what is not a ``BankruptcyProblem``.

    >>> quota = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Lishui": 300}, estate=200)
    >>> proportional_rule(quota)
    Allocation(Quzhou=33.3333, Jinhua=66.6667, Lishui=100)

    Source: Aristotle, Nicomachean Ethics, V; on merging and splitting O'Neill (1982), Chun (1988),
    de Frutos (1999), Ju, Miyagawa and Sakai (2007).
    """
    claimed = sum(problem.claims.values(), Fraction(0)) or Fraction(1)
    rate = problem.estate / claimed
    awards = {city: claim * rate for city, claim in problem.claims.items()}
    return ProportionalCertificate(awards).answer(problem)


@dataclass(frozen=True, slots=True)
class ProportionalCertificate(Certificate, kind="claims: proportional"):
    """The awards: any two are to each other as the claims, x_i c_j = x_j c_i."""

    awards: Mapping[str, Fraction]

    def violations(self, subject: BankruptcyProblem) -> Iterator[str]:
        yield from division_violations(subject, self.awards)
        largest = max(subject.claims, key=lambda city: subject.claims[city])
        for city, award in self.awards.items():
            if award * subject.claims[largest] != self.awards[largest] * subject.claims[city]:
                yield f"{city} and {largest} do not get in proportion to their claims."

    def answer(self, subject: BankruptcyProblem) -> Allocation:
        return Allocation(
            self.awards,
            method="claims times the estate, over the sum of claims",
            status="All get the same share of their claims.",
            certificate=self,
        )
