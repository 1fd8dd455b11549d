"""The Domínguez-Thomson rule: all get a lower bound, again and again until nothing is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.division import claims_rule
from solvers.answer import Allocation
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["DominguezThomsonCertificate", "dominguez_thomson"]

ZERO = Fraction(0)


@claims_rule
def dominguez_thomson(problem: BankruptcyProblem) -> Allocation:
    """The Domínguez-Thomson rule: all get a lower bound, again and again until nothing is left.

        b_i = min(c_i, E) / n

    is what everybody could hope for at least if one of n took its claim as far as it goes. All get
    that; claims and the estate are revised, and the bound is applied to what is left. Once all who
    still claim something claim no less than is left, that is divided equally among them.

    Errors: ``InvalidInput`` for what is not a ``BankruptcyProblem``.

    >>> dominguez_thomson(BankruptcyProblem({"A": 100, "B": 200, "C": 300}, 200))
    Allocation(A=44.4444, B=77.7778, C=77.7778)

    Source: Domínguez and Thomson (2006), A new solution to the problem of adjudicating conflicting
    claims; the bound: Moreno-Ternero and Villar (2004).
    """
    left, estate, n = dict(problem.claims), problem.estate, len(problem.claims)
    awards = dict.fromkeys(left, ZERO)
    while estate:
        if estate == sum(left.values(), ZERO):  # the bounds would go on for ever, towards claims
            awards = {city: awards[city] + left[city] for city in left}
            break
        wanting = [city for city, claim in left.items() if claim]
        if all(left[city] >= estate for city in wanting):  # and here towards equal parts
            for city in wanting:
                awards[city] += estate / len(wanting)
            break
        bounds = {city: min(claim, estate) / n for city, claim in left.items()}
        for city, bound in bounds.items():
            awards[city] += bound
            left[city] -= bound
        estate -= sum(bounds.values(), ZERO)
    return DominguezThomsonCertificate(awards).answer(problem)


@dataclass(frozen=True, slots=True)
class DominguezThomsonCertificate(SplitCertificate, kind="claims: Domínguez-Thomson"):
    """The awards: checked with claims cut to the estate in each step, which changes nothing."""

    method: ClassVar[str] = "a lower bound for all, of what is left each time"
    status: ClassVar[str] = "Everybody gets a lower bound, of what is left each time."
    second: ClassVar[str] = "the same of claims that are cut to the estate"

    def recomputed(self, subject: BankruptcyProblem) -> Sequence[Fraction]:
        estate, claims, n = subject.estate, list(subject.claims.values()), len(subject.claims)
        if estate == sum(claims, ZERO):
            return claims
        found = [ZERO] * n
        while any(0 < claim < estate for claim in claims):
            claims = [min(claim, estate) for claim in claims]
            found = [x + claim / n for x, claim in zip(found, claims, strict=True)]
            estate -= sum(claims, ZERO) / n
            claims = [claim - claim / n for claim in claims]
        many = sum(claim > 0 for claim in claims)
        return [x + (estate / many if c else ZERO) for x, c in zip(found, claims, strict=True)]
