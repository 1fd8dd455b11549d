"""Duality: a rule for awards is a rule for losses, too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.bankruptcy import BankruptcyProblem
from games.errors import InvalidInput
from games.exact import exact
from mechanisms.claims.division import ClaimsRule, awards_of, returned
from solvers.answer import UNPROVEN, Allocation
from solvers.certificate import Certificate

__all__ = ["DualRuleCertificate", "dual_rule"]


def dual_rule(rule: ClaimsRule) -> Callable[[BankruptcyProblem], Allocation]:
    """The dual of a claims rule: it divides losses as the rule divides awards.

        x_i = c_i - (what the rule gives i of the same claims on the missing amount).

    Equal awards and equal losses are dual. A *self-dual* rule (proportional, Talmud, adjusted
    proportional, random arrival) comes to the same whether cities argue over gains or over losses.

    Its awards are proven where those of ``rule`` come with a certificate. Errors:
    ``InvalidInput``, when the dual is asked, where the rule stops, or does not divide the losses.

    >>> from mechanisms.claims.constrained_equal_awards import constrained_equal_awards
    >>> quota = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Lishui": 300}, estate=200)
    >>> dual_rule(constrained_equal_awards)(quota)
    Allocation(Quzhou=0, Jinhua=50, Lishui=150)

    Source: Aumann and Maschler (1985); Thomson and Yeh (2008), Operators for the adjudication of
    conflicting claims.
    """
    if not callable(rule):
        raise InvalidInput("the rule", rule, "a function from a problem to awards by city")

    def dual(problem: BankruptcyProblem) -> Allocation:
        losses = returned(rule, problem.of_losses())
        certificate = getattr(losses, "certificate", None)
        if isinstance(certificate, Certificate):
            return DualRuleCertificate(certificate).answer(problem)
        return _answer(problem, awards_of(lambda _: losses, problem.of_losses()), None)

    dual.__name__ = f"dual of {getattr(rule, '__name__', 'the rule')}"
    return dual


@dataclass(frozen=True, slots=True)
class DualRuleCertificate(Certificate, kind="claims: dual rule"):
    """What proves the division of the losses."""

    losses: Certificate

    def violations(self, subject: BankruptcyProblem) -> Iterator[str]:
        losses = subject.of_losses()
        verdict = self.losses.verify(losses)
        if not verdict:
            yield verdict.reason
        elif not isinstance(self.losses.answer(losses), Allocation):
            yield "What is proven of the losses is not how they are divided."

    def answer(self, subject: BankruptcyProblem) -> Allocation:
        return _answer(subject, self.losses.answer(subject.of_losses()), self)


def _answer(
    problem: BankruptcyProblem, losses: Mapping[str, Any], certificate: Certificate | None
) -> Allocation:
    awards: dict[str, Fraction] = {
        city: claim - exact(losses[city], f"loss of {city}")
        for city, claim in problem.claims.items()
    }
    shown: dict[str, Any] = {} if certificate else {"proof": UNPROVEN}
    return Allocation(
        awards,
        method="claims less the division of what is missing",
        status="What is missing is divided as the rule divides what is there.",
        certificate=certificate,
        **shown,
    )
