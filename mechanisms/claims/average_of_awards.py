"""The average of awards: the mean of all divisions that nobody can call unreasonable."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.division import claims_rule
from solvers.answer import Allocation
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["AverageOfAwardsCertificate", "average_of_awards"]

ZERO = Fraction(0)


@claims_rule
def average_of_awards(problem: BankruptcyProblem) -> Allocation:
    """The average of awards: the mean of all divisions that nobody can call unreasonable.

        x = mean of { y : 0 <= y_i <= c_i, sum of y_i = E },   all of them alike likely

    It is the core-centre of O'Neill's game. Volumes of such sets are sums of powers,

        V(c, E) = sum over groups S of (-1)^|S| max(0, E - c(S))^(n - 1) / (n - 1)!

    Exact, and of a sum over all groups of cities, so that twenty cities are about the limit.

    Errors: ``InvalidInput`` for what is not a ``BankruptcyProblem``.

    >>> average_of_awards(BankruptcyProblem({"A": 100, "B": 200, "C": 300}, 200))
    Allocation(A=44.4444, B=77.7778, C=77.7778)

    Source: Mirás Calvo, Quinteiro Sandomingo and Sánchez Rodríguez (2022), The average-of-awards
    rule for claims problems; González-Díaz and Sánchez-Rodríguez (2007) for the core-centre.
    """
    return AverageOfAwardsCertificate(_means(problem.claims, problem.estate)).answer(problem)


def _means(claims: Mapping[str, Fraction], estate: Fraction) -> dict[str, Fraction]:
    """By city the mean of its awards, by integrating its own award out last."""
    wanting = {city: claim for city, claim in claims.items() if claim}
    found = dict.fromkeys(claims, ZERO)
    if not estate or estate == sum(claims.values(), ZERO):
        return dict(claims) if estate else found
    if len(wanting) == 1:
        return {city: estate if city in wanting else ZERO for city in claims}
    for city, claim in wanting.items():
        others = [other for name, other in wanting.items() if name != city]
        m = len(others) - 1
        mass = moment = ZERO
        for size in range(len(others) + 1):
            for group in itertools.combinations(others, size):
                room = estate - sum(group, ZERO)
                if room <= 0:
                    continue
                sign, top = (-1) ** size, min(claim, room)
                past = (room - top) ** (m + 1)
                mass += sign * (room ** (m + 1) - past) / (m + 1)
                moment += sign * (
                    (room ** (m + 2) - (room - top) ** (m + 2)) / ((m + 1) * (m + 2))
                    - top * past / (m + 1)
                )
        found[city] = moment / mass
    return found


@dataclass(frozen=True, slots=True)
class AverageOfAwardsCertificate(SplitCertificate, kind="claims: average of awards"):
    """The awards: checked as claims less average losses, which are other integrals."""

    method: ClassVar[str] = "sums of powers over all groups of cities"
    status: ClassVar[str] = "The mean of all divisions between nothing and the claims."
    second: ClassVar[str] = "the average of losses"

    def recomputed(self, subject: BankruptcyProblem) -> Sequence[Fraction]:
        losses = _means(subject.claims, subject.missing)
        return [claim - losses[city] for city, claim in subject.claims.items()]
