"""The Talmud rule: up to half of each claim equal awards, beyond that equal losses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.constrained_equal_awards import filled_up
from mechanisms.claims.division import claims_rule, division_violations
from solvers.answer import Allocation
from solvers.certificate import Certificate

__all__ = ["TalmudCertificate", "contested_garment", "talmud_rule"]


def contested_garment(one: Fraction, other: Fraction, estate: Fraction) -> Fraction:
    """What the first of two gets: all that the other concedes, and half of what both claim.

    >>> contested_garment(Fraction(1), Fraction(1, 2), Fraction(1))
    Fraction(3, 4)
    """
    mine, yours = max(Fraction(0), estate - other), max(Fraction(0), estate - one)
    return mine + (estate - mine - yours) / 2


@claims_rule
def talmud_rule(problem: BankruptcyProblem) -> Allocation:
    """The Talmud rule: up to half of each claim equal awards, beyond that equal losses.

        x_i = min(c_i / 2, a)  if E is at most half of the claims,  else  c_i - min(c_i / 2, m).

    Two claimants divide by the *contested garment*: each concedes to the other what it does not
    claim, and what both claim is halved. The Talmud rule is the only one by which every two,
    looking at what they got together, find just this division; and it is the nucleolus of O'Neill's
    game.

    The division that is the contested garment's between any two cities.

    Errors: ``InvalidInput`` for what is not a ``BankruptcyProblem``.

    >>> for estate in (100, 200, 300):
    ...     print(talmud_rule(BankruptcyProblem({"A": 100, "B": 200, "C": 300}, estate)))
    Allocation(A=33.3333, B=33.3333, C=33.3333)
    Allocation(A=50, B=75, C=75)
    Allocation(A=50, B=100, C=150)

    Source: Ketubot 93a; Bava Metzia 2a; Aumann and Maschler (1985), Game theoretic analysis of a
    bankruptcy problem from the Talmud; Kaminski (2000) for the vessels.
    """
    halves = {city: claim / 2 for city, claim in problem.claims.items()}
    if problem.estate <= problem.missing:
        awards = filled_up(halves, problem.estate)
    else:
        losses = filled_up(halves, problem.missing)
        awards = {city: claim - losses[city] for city, claim in problem.claims.items()}
    return TalmudCertificate(awards).answer(problem)


@dataclass(frozen=True, slots=True)
class TalmudCertificate(Certificate, kind="claims: Talmud", of="talmud_rule"):
    """The awards: any two divide their sum by the contested garment.

    Let water rise in vessels, from 0 to the largest claim, each narrow at half of its claim: an
    award fits a vessel at one level, or if it is half of the claim at several. Two cities divide by
    the contested garment iff some level fits both. So if the city with the highest least level
    and the one with the lowest greatest level do, all do.
    """

    awards: Mapping[str, Fraction]

    def violations(self, subject: BankruptcyProblem) -> Iterator[str]:
        yield from division_violations(subject, self.awards)
        claims = subject.claims
        top = max(claims.values())
        levels = {}
        for city, award in self.awards.items():
            half = claims[city] / 2
            low = award if award <= half else top - (claims[city] - award)
            levels[city] = low, top - half if award == half else low
        one = max(levels, key=lambda city: levels[city][0])
        other = min(levels, key=lambda city: levels[city][1])
        if one != other:
            together = self.awards[one] + self.awards[other]
            due = contested_garment(claims[one], claims[other], together)
            if self.awards[one] != due:
                yield f"Of what {one} and {other} share, {one} is due {due}."

    def answer(self, subject: BankruptcyProblem) -> Allocation:
        below = subject.estate <= subject.missing
        return Allocation(
            self.awards,
            method="equal awards up to half of the claims, equal losses beyond",
            status="At most half of all claims is there: equal awards, none above half a claim."
            if below
            else "More than half of all claims is there: equal losses, none above half a claim.",
            certificate=self,
        )
