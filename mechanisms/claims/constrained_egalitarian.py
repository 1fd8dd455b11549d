"""The constrained egalitarian rule: as equal as can be, with half of its claim for everybody."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.constrained_equal_awards import filled_up
from mechanisms.claims.division import claims_rule, division_violations
from solvers.answer import Allocation
from solvers.certificate import Certificate

__all__ = ["ConstrainedEgalitarianCertificate", "constrained_egalitarian"]

ZERO = Fraction(0)


@claims_rule
def constrained_egalitarian(problem: BankruptcyProblem) -> Allocation:
    """The constrained egalitarian rule: as equal as can be, with half of its claim for everybody.

        x_i = min(c_i / 2, a)                       if E is at most half of all claims,
        x_i = max(c_i / 2, min(c_i, a))             beyond,    a such that the awards add up to E.

    Of all divisions that give nobody less than half once half of all claims is there, and that let
    nobody lose when more turns up, it is the most equal.

    The most equal division within these bounds.

    Errors: ``InvalidInput`` for what is not a ``BankruptcyProblem``.

    >>> constrained_egalitarian(BankruptcyProblem({"A": 100, "B": 200, "C": 300}, 400))
    Allocation(A=100, B=150, C=150)

    Source: Chun, Schummer and Thomson (2001), Constrained egalitarianism: a new solution for claims
    problems; on single-peaked preferences, Sprumont (1991).
    """
    claims = problem.claims
    if problem.estate <= problem.missing:
        halves = {city: claim / 2 for city, claim in claims.items()}
        return ConstrainedEgalitarianCertificate(filled_up(halves, problem.estate)).answer(problem)

    def at(level: Fraction) -> dict[str, Fraction]:
        return {city: max(claim / 2, min(claim, level)) for city, claim in claims.items()}

    levels = sorted({ZERO, *claims.values(), *(claim / 2 for claim in claims.values())})
    totals = [sum(at(level).values(), ZERO) for level in levels]
    level = levels[-1]
    for (low, below), (high, above) in itertools.pairwise(zip(levels, totals, strict=True)):
        if below < problem.estate <= above:
            level = low + (high - low) * (problem.estate - below) / (above - below)
    return ConstrainedEgalitarianCertificate(at(level)).answer(problem)


@dataclass(frozen=True, slots=True)
class ConstrainedEgalitarianCertificate(Certificate, kind="claims: constrained egalitarian"):
    """The awards: nobody above its lower bound has more than anybody below its upper bound.

    The bounds are 0 and half of the claim while at most half of all claims is there, and half of
    the claim and the claim beyond.
    """

    awards: Mapping[str, Fraction]

    def violations(self, subject: BankruptcyProblem) -> Iterator[str]:
        yield from division_violations(subject, self.awards)
        little = subject.estate <= subject.missing
        bounds = {
            city: (ZERO, claim / 2) if little else (claim / 2, claim)
            for city, claim in subject.claims.items()
        }
        for city, award in self.awards.items():
            if not bounds[city][0] <= award <= bounds[city][1]:
                yield f"{city} gets {award}, beyond its bounds."
        could_give = [x for city, x in self.awards.items() if x > bounds[city][0]]
        could_take = [x for city, x in self.awards.items() if x < bounds[city][1]]
        if could_give and could_take and max(could_give) > min(could_take):
            yield "Some could give to others that have less, and both would be within their bounds."

    def answer(self, subject: BankruptcyProblem) -> Allocation:
        return Allocation(
            self.awards,
            method="one level for all, within the bounds",
            status="As equal as can be, with at least half of its claim for each if there is half.",
            certificate=self,
        )
