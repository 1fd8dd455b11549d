"""The alpha-min rule: everybody gets the smallest claim, and the rest is shared in proportion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.division import claims_rule
from solvers.answer import Allocation
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["AlphaMinCertificate", "alpha_min"]

ZERO = Fraction(0)


@claims_rule
def alpha_min(problem: BankruptcyProblem) -> Allocation:
    """The alpha-min rule: everybody gets the smallest claim, and the rest is shared in proportion.

        x_i = E / n                                  if E is at most n times the smallest claim,
        x_i = a + (c_i - a) (E - n a) / (C - n a)    beyond, a the smallest claim.

    A guaranteed minimum for all, as an aid programme has, and the proportional rule above it.

    Errors: ``InvalidInput`` for what is not a ``BankruptcyProblem``.

    >>> alpha_min(BankruptcyProblem({"A": 100, "B": 200, "C": 300}, 390))
    Allocation(A=100, B=130, C=160)

    Source: Giménez-Gómez and Peris (2014), A proportional approach to claims problems with a
    guaranteed minimum.
    """
    claims, estate, n = problem.claims, problem.estate, len(problem.claims)
    least = min(claims.values())
    if estate <= n * least:
        awards = dict.fromkeys(claims, estate / n)
    else:
        rest, above = estate - n * least, sum(claims.values(), ZERO) - n * least
        awards = {city: least + (claim - least) * rest / above for city, claim in claims.items()}
    return AlphaMinCertificate(awards).answer(problem)


@dataclass(frozen=True, slots=True)
class AlphaMinCertificate(SplitCertificate, kind="claims: alpha-min"):
    """The awards: checked as an average of all claims met and the minimum alone."""

    method: ClassVar[str] = "the smallest claim for all, then the proportional rule"
    status: ClassVar[str] = "Everybody gets the smallest claim; the rest is shared in proportion."
    second: ClassVar[str] = "an average of the minimum and the claims"

    def recomputed(self, subject: BankruptcyProblem) -> Sequence[Fraction]:
        claims, n = list(subject.claims.values()), len(subject.claims)
        least = min(*claims, subject.estate / n)
        span = sum(claims, ZERO) - n * least
        part = (subject.estate - n * least) / span if span else ZERO
        return [(1 - part) * least + part * claim for claim in claims]
