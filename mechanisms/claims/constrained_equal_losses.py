"""Constrained equal losses: all lose the same, but nobody more than it claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bankruptcy import BankruptcyProblem
from mechanisms.claims.constrained_equal_awards import filled_up
from mechanisms.claims.division import claims_rule, division_violations
from solvers.answer import Allocation
from solvers.certificate import Certificate

__all__ = ["EqualLossesCertificate", "constrained_equal_losses"]


@claims_rule
def constrained_equal_losses(problem: BankruptcyProblem) -> Allocation:
    """Constrained equal losses: all lose the same, but nobody more than it claims.

        x_i = max(0, c_i - m),        m such that the awards add up to E.

    The rule of the large claimant, and the dual of equal awards: it divides what is missing as that
    rule divides what is there. Small claims get nothing while there is little.

    Equal losses, no award below 0.

    Errors: ``InvalidInput`` for what is not a ``BankruptcyProblem``.

    >>> quota = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Lishui": 300}, estate=200)
    >>> constrained_equal_losses(quota)
    Allocation(Quzhou=0, Jinhua=50, Lishui=150)

    Source: Maimonides (12th century), after Aumann and Maschler (1985); Herrero and Villar (2001).
    """
    losses = filled_up(problem.claims, problem.missing)
    awards = {city: claim - losses[city] for city, claim in problem.claims.items()}
    return EqualLossesCertificate(awards).answer(problem)


@dataclass(frozen=True, slots=True)
class EqualLossesCertificate(Certificate, kind="claims: constrained equal losses"):
    """The awards: nobody who gets anything loses less than anybody else."""

    awards: Mapping[str, Fraction]

    def violations(self, subject: BankruptcyProblem) -> Iterator[str]:
        yield from division_violations(subject, self.awards)
        losses = {city: subject.claims[city] - award for city, award in self.awards.items()}
        worst = max(losses.values())
        for city, loss in losses.items():
            if self.awards[city] > 0 and loss < worst:
                yield f"{city} loses {loss} while another loses {worst}, and still gets something."

    def answer(self, subject: BankruptcyProblem) -> Allocation:
        nothing = sum(award == 0 for award in self.awards.values())
        return Allocation(
            self.awards,
            method="equal parts of what is missing, from the smallest claim on",
            status=f"{nothing} of {len(self.awards)} get nothing; the others lose the same.",
            certificate=self,
        )
