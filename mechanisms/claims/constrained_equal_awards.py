"""Constrained equal awards: all get the same, but nobody more than it claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.division import claims_rule, division_violations
from solvers.answer import Allocation
from solvers.certificate import Certificate

__all__ = ["EqualAwardsCertificate", "constrained_equal_awards", "filled_up"]


def filled_up(claims: Mapping[str, Fraction], estate: Fraction) -> dict[str, Fraction]:
    """min(c_i, a) with the sum ``estate``, the smallest claim first; claims not below it in sum."""
    awards: dict[str, Fraction] = {}
    left = estate
    for k, city in enumerate(sorted(claims, key=lambda city: claims[city])):
        awards[city] = min(claims[city], left / (len(claims) - k))
        left -= awards[city]
    return {city: awards[city] for city in claims}


@claims_rule
def constrained_equal_awards(problem: BankruptcyProblem) -> Allocation:
    """Constrained equal awards: all get the same, but nobody more than it claims.

        x_i = min(c_i, a),        a such that the awards add up to E.

    The rule of the small claimant: it gets all it asks for as long as that is no more than an equal
    part. Who claims more than it can get gains nothing by it; who splits its claim does.

    Errors: ``InvalidInput`` for what is not a ``BankruptcyProblem``.

    >>> quota = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Lishui": 300}, estate=400)
    >>> constrained_equal_awards(quota)
    Allocation(Quzhou=100, Jinhua=150, Lishui=150)

    Source: Maimonides (12th century); Dagan (1996); Herrero and Villar (2001), The three
    musketeers.
    """
    return EqualAwardsCertificate(filled_up(problem.claims, problem.estate)).answer(problem)


@dataclass(frozen=True, slots=True)
class EqualAwardsCertificate(Certificate, kind="claims: constrained equal awards"):
    """The awards: nobody whose claim is not met gets less than anybody else."""

    awards: Mapping[str, Fraction]

    def violations(self, subject: BankruptcyProblem) -> Iterator[str]:
        yield from division_violations(subject, self.awards)
        most = max(self.awards.values())
        for city, award in self.awards.items():
            if award < min(subject.claims[city], most):
                yield f"{city} gets {award} while another gets {most}, and claims more."

    def answer(self, subject: BankruptcyProblem) -> Allocation:
        met = sum(award == subject.claims[city] for city, award in self.awards.items())
        return Allocation(
            self.awards,
            method="equal parts of what is left, from the smallest claim on",
            status=f"{met} of {len(self.awards)} claims are met in full; the others get the same.",
            certificate=self,
        )
