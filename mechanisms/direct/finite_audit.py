"""The audit of a rule on finite types: each property by all types, misreports and profiles.

Source: as in the files of checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bayesian_problem import BayesianProblem
from games.errors import IntercityError
from mechanisms.direct.audit_answer import Audit
from mechanisms.direct.direct_mechanism import DirectMechanism
from mechanisms.direct.incentive_checks import (
    bayesian,
    dominant_strategy,
    monotone,
    no_collusion,
    non_bossy,
)
from mechanisms.direct.outcome_checks import (
    anonymous,
    balanced,
    core_stable,
    efficient,
    envy_free,
    individually_rational,
)
from mechanisms.direct.payoff_tables import PayoffTables
from mechanisms.direct.properties import PROPERTIES
from mechanisms.direct.verdict import Fails, NotRefuted, Verdict
from solvers.certificate import Certificate

__all__ = ["AuditCertificate", "audit_types"]

_CHECKS: dict[str, Callable[[PayoffTables], Verdict]] = {
    "dominant-strategy incentive compatibility": dominant_strategy,
    "Bayesian incentive compatibility": bayesian,
    "ex post individual rationality": lambda t: individually_rational(t, ex_post=True),
    "interim individual rationality": lambda t: individually_rational(t, ex_post=False),
    "weak budget balance ex post": lambda t: balanced(t, exact=False, ex_post=True),
    "exact budget balance ex post": lambda t: balanced(t, exact=True, ex_post=True),
    "weak budget balance ex ante": lambda t: balanced(t, exact=False, ex_post=False),
    "exact budget balance ex ante": lambda t: balanced(t, exact=True, ex_post=False),
    "allocative efficiency": efficient,
    "anonymity": anonymous,
    "non-bossiness": non_bossy,
    "envy-freeness": envy_free,
    "core stability": core_stable,
    "monotonicity": monotone,
    "no collusion by a pair": no_collusion,
}


def audit_types(mechanism: DirectMechanism, asked: tuple[str, ...]) -> Audit:
    """The verdicts on these properties, by their full names."""
    tables = PayoffTables(mechanism)
    verdicts = {name: _CHECKS[name](tables) for name in PROPERTIES if name in asked}
    return _answer(mechanism.problem, tables, verdicts)


def _answer(problem: BayesianProblem, tables: PayoffTables, verdicts: dict[str, Verdict]) -> Audit:
    total, lost = tables.welfare
    surplus, expected_loss = tables.expected(total), tables.expected(lost)
    apart = sum(
        (
            p * option
            for prior, options in zip(problem.priors, problem.outside, strict=True)
            for p, option in zip(prior, options, strict=True)
        ),
        Fraction(0),
    )
    gain = surplus + expected_loss - apart
    certificate = AuditCertificate(
        tuple(verdicts), tuple(_written(problem, verdict) for verdict in verdicts.values())
    )
    return Audit(
        verdicts,
        surplus,
        surplus + expected_loss,
        expected_loss / gain if gain > 0 else None,
        certificate,
    )


@dataclass(frozen=True, slots=True)
class WrittenVerdict:
    """A verdict with types by their positions: ``None`` where a city's type plays no part."""

    property: str
    verdict: str
    who: tuple[str, ...]
    truth: tuple[int | None, ...]
    reports: tuple[int | None, ...]
    gain: Fraction


def _written(problem: BayesianProblem, verdict: Verdict) -> WrittenVerdict:

    def positions(profile: Mapping[str, object]) -> tuple[int | None, ...]:
        return tuple(
            problem.types[i].index(profile[city]) if city in profile else None
            for i, city in enumerate(problem.cities)
        )

    name = verdict.claim if isinstance(verdict, NotRefuted) else verdict.property
    if not isinstance(verdict, Fails):  # not a truth value: all but Holds are false
        return WrittenVerdict(name, str(verdict), (), positions({}), positions({}), Fraction(0))
    return WrittenVerdict(
        name,
        str(verdict),
        verdict.who,
        positions(verdict.truth),
        positions(verdict.reports),
        verdict.gain,
    )


@dataclass(frozen=True, slots=True)
class AuditCertificate(Certificate, kind="audit of a mechanism", of="audit"):
    """The verdicts, to be found again: an audit needs no solver, only sums and comparisons.

    Counterexamples are checked once more, each by itself, in fractions.
    """

    asked: tuple[str, ...]
    verdicts: tuple[WrittenVerdict, ...]

    def violations(self, subject: DirectMechanism) -> Iterator[str]:
        if not self.asked:
            yield "Nothing was asked for."
        if audit_types(subject, self.asked).certificate != self:
            yield "The audit does not find these verdicts."
        for each in self.verdicts:
            if each.property in _LIES and each.gain:
                found = _gain_of(subject, each)
                if found != each.gain:
                    yield f"The lie brings {found}, not {each.gain}."

    def answer(self, subject: DirectMechanism) -> Audit:
        return audit_types(subject, self.asked)


_LIES = {"dominant-strategy incentive compatibility", "no collusion by a pair"}


def _gain_of(mechanism: DirectMechanism, case: WrittenVerdict) -> Fraction:
    """What the cities of the case gain by misreporting, from the outcomes alone."""
    problem = mechanism.problem

    def total(positions: tuple[int | None, ...]) -> Fraction:
        reported = [problem.types[i][k] for i, k in enumerate(positions) if k is not None]
        outcome = mechanism.outcome(reported)
        money = Fraction(0)
        for city in case.who:
            kind = case.truth[problem.cities.index(city)]
            if kind is None:
                raise IntercityError("a city that lies has a type")
            true = problem.types[problem.cities.index(city)][kind]
            money += sum(p * problem.value(city, a, true) for a, p in outcome.lottery.items())
            money -= outcome.payments[city]
        return money

    return total(case.reports) - total(case.truth)
