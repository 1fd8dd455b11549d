"""Piniles' rule: equal awards up to half of each claim, then equal awards again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.constrained_equal_awards import filled_up
from mechanisms.claims.division import claims_rule, division_violations
from solvers.answer import Allocation
from solvers.certificate import Certificate

__all__ = ["PinilesCertificate", "piniles_rule"]

ZERO = Fraction(0)


@claims_rule
def piniles_rule(problem: BankruptcyProblem) -> Allocation:
    """Piniles' rule: equal awards up to half of each claim, then equal awards again.

        x = equal awards of E among the halves               if E is at most half of all claims,
        x_i = c_i / 2 + equal awards of the rest among the halves    beyond.

    It too explains the three estates of the Talmud, and favours small claims in both halves, where
    the Talmud rule turns round at the middle.

    Errors: ``InvalidInput`` for what is not a ``BankruptcyProblem``.

    >>> piniles_rule(BankruptcyProblem({"A": 100, "B": 200, "C": 300}, 400))
    Allocation(A=83.3333, B=133.333, C=183.333)

    Source: Piniles (1861), after Aumann and Maschler (1985); Thomson (2003).
    """
    halves = {city: claim / 2 for city, claim in problem.claims.items()}
    if problem.estate <= problem.missing:
        awards = filled_up(halves, problem.estate)
    else:
        rest = filled_up(halves, problem.estate - sum(halves.values(), ZERO))
        awards = {city: halves[city] + rest[city] for city in halves}
    return PinilesCertificate(awards).answer(problem)


@dataclass(frozen=True, slots=True)
class PinilesCertificate(Certificate, kind="claims: Piniles"):
    """The awards: in each half nobody short of it has less there than another.

    So nobody has more than half of its claim before all have half.
    """

    awards: Mapping[str, Fraction]

    def violations(self, subject: BankruptcyProblem) -> Iterator[str]:
        yield from division_violations(subject, self.awards)
        first = {city: min(x, subject.claims[city] / 2) for city, x in self.awards.items()}
        second = {city: x - first[city] for city, x in self.awards.items()}
        for part in (first, second):
            most = max(part.values())
            for city, amount in part.items():
                if amount < min(subject.claims[city] / 2, most):
                    yield f"{city} is short of half of its claim by more than another."

    def answer(self, subject: BankruptcyProblem) -> Allocation:
        return Allocation(
            self.awards,
            method="equal awards among the halves of the claims, twice",
            status="Equal awards in the first half of the claims, and again in the second.",
            certificate=self,
        )
