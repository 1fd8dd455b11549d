"""Minimal overlap: claims laid on the estate so that as little as can be is claimed by many."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.division import claims_rule, division_violations
from solvers.answer import Allocation
from solvers.certificate import Certificate

__all__ = ["MinimalOverlapCertificate", "minimal_overlap"]

ZERO = Fraction(0)


@claims_rule
def minimal_overlap(problem: BankruptcyProblem) -> Allocation:
    """Minimal overlap: claims laid on the estate so that as little as can be is claimed by many.

    Each city claims particular units, chosen so that the part with exactly one claimant is largest,
    then the part with two, and so on; a unit is shared equally by those who claim it. With t such
    that

        sum of max(c_i - t, 0) = E - t      (t = E if the largest claim is not below the estate),

    city i has max(c_i - t, 0) to itself; on [0, t] the claims min(c_i, t) lie upon each other, and
    each layer is shared by those who reach it. A claim beyond E counts as E.

    Sole claims where there is room for them, and layers shared equally where there is not.

    Errors: ``InvalidInput`` for what is not a ``BankruptcyProblem``.

    >>> minimal_overlap(BankruptcyProblem({"Reuben": 120, "Simeon": 60, "Levi": 40, "Judah": 30},
    ...                                   120))
    Allocation(Reuben=80.8333, Simeon=20.8333, Levi=10.8333, Judah=7.5)

    Source: O'Neill (1982), extending Ibn Ezra (12th century), whose problem this is; Chun and
    Thomson (2005), On the minimal overlap rule.
    """
    contested = _contested(problem)
    awards = {}
    below = share = ZERO
    ascending = sorted(problem.claims, key=lambda city: problem.claims[city])
    for k, city in enumerate(ascending):
        reach = min(problem.claims[city], contested)
        share += (reach - below) / (len(ascending) - k)
        below = reach
        awards[city] = min(problem.claims[city], problem.estate) - reach + share
    in_order = {city: awards[city] for city in problem.claims}
    return MinimalOverlapCertificate(in_order, contested).answer(problem)


def _contested(problem: BankruptcyProblem) -> Fraction:
    """t, up to where claims lie upon each other."""
    claims = sorted(problem.claims.values(), reverse=True)
    if claims[0] >= problem.estate:
        return problem.estate
    for k in range(2, len(claims) + 1):
        t = (sum(claims[:k], ZERO) - problem.estate) / (k - 1)
        if t >= (claims[k] if k < len(claims) else ZERO):
            break
    return t


@dataclass(frozen=True, slots=True)
class MinimalOverlapCertificate(Certificate, kind="claims: minimal overlap"):
    """The awards, and t: between any two neighbours in size, who claims more gets what it reaches
    beyond the other, shared with those who reach as far.
    """

    awards: Mapping[str, Fraction]
    contested: Fraction

    def violations(self, subject: BankruptcyProblem) -> Iterator[str]:
        yield from division_violations(subject, self.awards)
        t, estate = self.contested, subject.estate
        claims = {city: min(claim, estate) for city, claim in subject.claims.items()}
        if max(claims.values()) == estate:
            if t != estate:
                yield f"One claims all there is, so all of {estate} is contested."
        elif t < 0 or sum(max(claim - t, ZERO) for claim in claims.values()) != estate - t:
            yield f"Beyond {t} the claims do not fill the estate side by side."
        ascending = sorted(claims, key=lambda city: claims[city])
        for k, (less, more) in enumerate(itertools.pairwise(ascending), start=1):
            layer = min(claims[more], t) - min(claims[less], t)
            alone = max(claims[more] - t, ZERO) - max(claims[less] - t, ZERO)
            due = alone + layer / (len(ascending) - k)
            if self.awards[more] - self.awards[less] != due:
                yield f"{more} is due {due} more than {less}."

    def answer(self, subject: BankruptcyProblem) -> Allocation:
        return Allocation(
            self.awards,
            method="layers of nested claims, each shared by those who reach it",
            status=f"Up to {approximately(self.contested)} of the estate claims lie upon each "
            "other; beyond, each has its own part.",
            certificate=self,
        )
