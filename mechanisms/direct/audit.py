"""The audit of a rule: what it keeps of the properties that cities ask for, and what breaks the
others.

Each verdict is one of four: the property *holds*, exactly and for all cases; it *fails*, with the
lie, the walk-out or the profile that breaks it; it was *not refuted* in so many cases, where a full
search would be too long; or it *does not apply*. On finite types a verdict is about these types and
this prior. For all types between two figures no grid is a proof: see ``ContinuousMechanism``.

>>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [1, 3]}, {"Quzhou": [0, 2]})
>>> def split_the_difference(reports):
...     value, cost = reports["Hangzhou"], reports["Quzhou"]
...     price = (value + cost) / 2
...     return ("trade", [price, -price]) if value >= cost else ("no trade", [0, 0])
>>> report = audit(DirectMechanism.from_rule(swap, split_the_difference))
>>> print(report["dominant-strategy incentive compatibility"])
fails: Hangzhou of type 3 gains 1 by reporting 1 when Quzhou reports 0
>>> print(report["exact budget balance ex post"], report["efficiency"].by, sep="; ")
holds (all 4 profiles); all 4 profiles

Source: as in the files of checks; Myerson and Satterthwaite (1983) say why no rule can keep all.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.bayesian_problem import BayesianProblem, shown
from games.errors import InvalidInput, of_kind
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
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
from mechanisms.direct.properties import PROPERTIES, ByProperty, property_name
from mechanisms.direct.verdict import Fails, Holds, NotApplicable, NotRefuted, Verdict
from solvers.answer import EXACT, UNPROVEN, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["Audit", "AuditCertificate", "audit"]

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


class Audit(ByProperty[Verdict], Answer):
    """The verdicts by property; frozen. Short names of properties are understood.

    ``surplus``: what the outcome is expected to be worth to all cities, costs deducted;
    ``first_best``: the most that this could be; ``lost_share``: the part of the gain over all
    outside options that is lost, 1 if all is, above 1 if the cities together have less than without
    the rule (``None`` if there is nothing to gain).
    """

    __slots__ = ("certificate", "first_best", "lost_share", "surplus")

    certificate: Certificate
    surplus: Fraction | None
    first_best: Fraction | None
    lost_share: Fraction | None

    def __init__(
        self,
        verdicts: Mapping[str, Verdict],
        surplus: Fraction | None,
        first_best: Fraction | None,
        lost_share: Fraction | None,
        certificate: Certificate,
    ) -> None:
        super().__init__(verdicts)
        for field, value in (
            ("surplus", surplus),
            ("first_best", first_best),
            ("lost_share", lost_share),
            ("certificate", certificate),
        ):
            object.__setattr__(self, field, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an Audit is frozen: {name} cannot be set")

    def __reduce__(self) -> tuple[Any, ...]:
        fields = (self._verdicts, self.surplus, self.first_best, self.lost_share, self.certificate)
        return type(self), fields

    @property
    def failures(self) -> dict[str, Fails]:
        """The properties that fail, with what breaks them."""
        return {name: found for name, found in self.items() if isinstance(found, Fails)}

    @property
    def status(self) -> str:
        kept = sum(isinstance(found, Holds) for found in self.values())
        open_ones = sum(isinstance(found, NotRefuted) for found in self.values())
        return (
            f"{kept} of {len(self)} properties hold, {len(self.failures)} fail"
            + (f", {open_ones} not refuted by a search that was not exhaustive" * bool(open_ones))
            + "."
        )

    @property
    def method(self) -> str:
        return "all types, lies and profiles, in whole numbers"

    @property
    def proof(self) -> Proof:
        searched = any(isinstance(found, NotRefuted) for found in self.values())
        return UNPROVEN if searched else EXACT

    def __str__(self) -> str:
        lines = [self.status]
        for title, kind in (("Holds", Holds), ("Fails", Fails), ("Not refuted", NotRefuted)):
            for name, found in self.items():
                if isinstance(found, kind):
                    lines.append(f"{title}: {name}{_because(found)}.")
        applied = [name for name, found in self.items() if isinstance(found, NotApplicable)]
        if applied:
            lines.append(f"Does not apply: {', '.join(applied)}.")
        if self.lost_share and self.first_best is not None and self.surplus is not None:
            loss = self.first_best - self.surplus
            gain = loss / self.lost_share
            part = f"{shown(100 * self.lost_share)} per cent is lost"
            if loss > gain:
                part = f"all is lost, and {shown(loss - gain)} more"
            lines.append(
                f"Of the gain of {shown(gain)} that is possible on average, compared with no rule, "
                f"{part}."
            )
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.status})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{html.escape(str(found))}</td></tr>"
            for name, found in self.items()
        )
        return f"<table>{rows}</table><p>{html.escape(self.method)}; {self.proof}</p>"


def _because(found: Verdict) -> str:
    if isinstance(found, Fails):
        return f": {found.sentence}"
    if isinstance(found, NotRefuted) and not found.cases:
        return ": not searched, as integrals over so many cities take too long"
    if isinstance(found, NotRefuted):
        return f": no case among {found.cases} breaks it, which is no proof"
    return ""


def audit(
    mechanism: DirectMechanism | ContinuousMechanism, properties: Iterable[str] | None = None
) -> Audit:
    """What the rule keeps of the properties named, or of all in ``PROPERTIES``.

    Of a rule on ranges of types the verdicts are about all of them, see ``RangeAudit``. On finite
    types all verdicts are exhaustive, but for collusion where there are more than some hundred
    million joint lies: there a sample is tried. A city alone cannot collude, and what nobody can
    lie about holds.

    Errors: ``InvalidInput`` for a property of another name.
    """
    of_kind(mechanism, DirectMechanism, ContinuousMechanism, place="mechanism to audit")
    if isinstance(properties, str):
        raise InvalidInput("the list of properties", properties, "a list of names")
    asked = PROPERTIES if properties is None else [property_name(name) for name in properties]
    if isinstance(mechanism, ContinuousMechanism):
        from mechanisms.direct.range_audit import audit_ranges  # which builds on this file

        return audit_ranges(mechanism, tuple(asked))
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

    name = verdict.axiom if isinstance(verdict, NotRefuted) else verdict.property
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
class AuditCertificate(Certificate, kind="audit of a mechanism"):
    """The verdicts, to be found again: an audit needs no solver, only sums and comparisons.

    Counterexamples are checked once more, each by itself, in fractions.
    """

    asked: tuple[str, ...]
    verdicts: tuple[WrittenVerdict, ...]

    def faults(self, subject: DirectMechanism) -> Iterator[str]:
        if audit(subject, self.asked).certificate != self:
            yield "The audit does not find these verdicts."
        for each in self.verdicts:
            if each.property in _LIES and each.gain:
                found = _gain_of(subject, each)
                if found != each.gain:
                    yield f"The lie brings {found}, not {each.gain}."

    def answer(self, subject: DirectMechanism) -> Audit:
        return audit(subject, self.asked)


_LIES = {"dominant-strategy incentive compatibility", "no collusion by a pair"}


def _gain_of(mechanism: DirectMechanism, case: WrittenVerdict) -> Fraction:
    """What the cities of the case gain by their lie, from the outcomes alone."""
    problem = mechanism.problem

    def total(positions: tuple[int | None, ...]) -> Fraction:
        told = [problem.types[i][k] for i, k in enumerate(positions) if k is not None]
        outcome = mechanism.outcome(told)
        money = Fraction(0)
        for city in case.who:
            kind = case.truth[problem.cities.index(city)]
            if kind is None:
                raise ValueError("a city that lies has a type")
            true = problem.types[problem.cities.index(city)][kind]
            money += sum(p * problem.value(city, a, true) for a, p in outcome.lottery.items())
            money -= outcome.payments[city]
        return money

    return total(case.reports) - total(case.truth)
