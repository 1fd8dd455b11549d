"""The reverse Talmud rule: up to half of each claim equal losses, beyond that equal awards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.constrained_equal_awards import filled_up
from mechanisms.claims.division import claims_rule
from solvers.answer import Allocation
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["ReverseTalmudCertificate", "reverse_talmud"]

ZERO = Fraction(0)


@claims_rule
def reverse_talmud(problem: BankruptcyProblem) -> Allocation:
    """The reverse Talmud rule: up to half of each claim equal losses, beyond that equal awards.

        x = equal losses from the halves,   if E is at most half of all claims,
        x_i = c_i / 2 + equal awards of the rest among the halves,    beyond.

    Where the Talmud rule is kind to small claims while there is little, this one is to large ones.
    It is its own dual: awards of E are losses where E is missing.

    Errors: ``InvalidInput`` for what is not a ``BankruptcyProblem``.

    >>> reverse_talmud(BankruptcyProblem({"A": 100, "B": 200, "C": 300}, 200))
    Allocation(A=16.6667, B=66.6667, C=116.667)

    Source: Chun, Schummer and Thomson (2001), Constrained egalitarianism: a new solution for claims
    problems; Thomson (2003).
    """
    halves = {city: claim / 2 for city, claim in problem.claims.items()}
    total = sum(halves.values(), ZERO)
    if problem.estate <= total:
        losses = filled_up(halves, total - problem.estate)
        awards = {city: halves[city] - losses[city] for city in halves}
    else:
        rest = filled_up(halves, problem.estate - total)
        awards = {city: halves[city] + rest[city] for city in halves}
    return ReverseTalmudCertificate(awards).answer(problem)


@dataclass(frozen=True, slots=True)
class ReverseTalmudCertificate(SplitCertificate, kind="claims: reverse Talmud"):
    """The awards: checked as claims less the awards of what is missing."""

    method: ClassVar[str] = "equal losses from the halves of claims, then equal awards"
    status: ClassVar[str] = "Up to half of each claim equal losses, beyond that equal awards."
    second: ClassVar[str] = "what is missing, shared by the same rule,"

    def recomputed(self, subject: BankruptcyProblem) -> Sequence[Fraction]:
        claims = subject.claims
        halves = {city: claim / 2 for city, claim in claims.items()}
        total, missing = sum(halves.values(), ZERO), subject.missing
        if missing > total:
            rest = filled_up(halves, missing - total)
            return [halves[city] - rest[city] for city in claims]
        losses = filled_up(halves, total - missing)
        return [halves[city] + losses[city] for city in claims]
