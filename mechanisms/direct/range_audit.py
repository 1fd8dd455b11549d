"""The audit of a rule on ranges of types: what holds, holds for every type, and not on a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.affine_number import Form, minus
from games.continuous_problem import ContinuousProblem
from mechanisms.direct.audit_answer import Audit
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
from mechanisms.direct.interim_checks import balanced_on_average, bayesian, interim_rational
from mechanisms.direct.interim_functions import MOST_QUICK
from mechanisms.direct.interim_outcome import expected
from mechanisms.direct.properties import PROPERTIES
from mechanisms.direct.range_cases import RangeCases
from mechanisms.direct.range_verdicts import CASES, Judged, judge, unproven, verdict_of
from mechanisms.direct.verdict import Holds, NotRefuted, Verdict
from solvers.certificate import Certificate
from solvers.polytope import Condition

__all__ = ["RangeAudit", "RangeAuditCertificate", "audit_ranges"]

ZERO = Fraction(0)

MOST_INTEGRATED = 6
"""With more cities no average is taken: integrals in so many dimensions take too long."""

_IMPLIED = {
    "Bayesian incentive compatibility": (
        "dominant-strategy incentive compatibility",
        "truth is best whatever the others report",
    ),
    "interim individual rationality": (
        "ex post individual rationality",
        "nobody ever ends with less than without the rule",
    ),
    "weak budget balance ex ante": (
        "weak budget balance ex post",
        "the fund never needs money",
    ),
    "exact budget balance ex ante": (
        "exact budget balance ex post",
        "the fund never needs or keeps money",
    ),
}
"""From which property another follows, and why: asked first where integrals take long."""


class RangeAudit(Audit):
    """The audit of a rule on ranges of types: what holds, holds for every type, and not on a grid.

    What can be seen at single profiles is settled by linear programs, whose prices are the proof
    (``range_verdicts``); what is meant on average by integrals and signs of polynomials
    (``interim_checks``). ``audit`` comes here by itself.

    An ``Audit`` of all types in ranges: what it says to hold has no exception between points.

    Where truth is not best on average with three or four cities, or with powers of reports paid,
    the misreport shown pays, and a better one may exist; who loses most by taking part is found up
    to a millionth of a millionth. Where such powers stay in what a city gains at single profiles, a
    case shown may not be the worst, and what is neither refuted nor proven is ``NotRefuted``. With
    five cities or more (or four, and a rule of many cases), what is to hold for each type on
    average and does not follow from what always holds is tried for some types: where one breaks it,
    it fails, else it is only ``NotRefuted``. With more than six, no average is taken: ``surplus``,
    ``first_best`` and ``lost_share`` are ``None``.

    >>> from mechanisms.direct.audit import audit
    >>> swap = ContinuousProblem.bilateral_trade({"Hangzhou": (0, 1)}, {"Quzhou": (0, 1)})
    >>> def split_the_difference(told):
    ...     price = (told["Hangzhou"] + told["Quzhou"]) / 2
    ...     return ("trade", [price, -price]) if told["Hangzhou"] >= told["Quzhou"] else (
    ...         "no trade", None)
    >>> rule = ContinuousMechanism.from_rule(swap, split_the_difference)
    >>> report = audit(rule)
    >>> print(report["DSIC"])
    fails: Hangzhou of type 1 gains 0.5 by reporting 0 when Quzhou reports 0
    >>> print(report["BIC"])
    fails: Hangzhou of type 1 expects to gain 0.0833333 by reporting 0.666667
    >>> print(report["efficiency"], report.surplus, report.certificate.verify(rule))
    holds (for all types in the ranges, in 4 cases) 1/6 True

    Source: as in the files of checks; Myerson (1981); Myerson and Satterthwaite (1983).
    """

    __slots__ = ()

    @property
    def method(self) -> str:
        return "linear programs over pairs of cells, and integrals piece by piece, in fractions"


def audit_ranges(mechanism: ContinuousMechanism, asked: Sequence[str]) -> RangeAudit:
    """What the rule keeps of the properties named, in the order of ``PROPERTIES``."""
    cases = RangeCases(mechanism)
    names = _in_order(asked)
    judged = tuple(judge(cases, name) for name in _to_judge(names, cases.n))
    verdicts = _verdicts(cases, names, judged)
    averages = tuple(Average(name, str(verdicts[name])) for name in names if name not in CASES)
    return _answer(cases, verdicts, RangeAuditCertificate(names, judged, averages))


def _in_order(asked: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in PROPERTIES if name in asked)


def _to_judge(asked: Sequence[str], cities: int) -> list[str]:
    """What is seen at profiles and was asked for, or stands for an average that takes long."""
    needed = set(asked)
    needed |= {_IMPLIED[name][0] for name in asked if _takes_long(name, cities)}
    return [name for name in PROPERTIES if name in needed and name in CASES]


def _takes_long(name: str, cities: int) -> bool:
    """Whether an average takes long with so many cities."""
    return name in _IMPLIED and cities > (MOST_INTEGRATED if "ex ante" in name else MOST_QUICK)


@dataclass(frozen=True, slots=True)
class Average:
    """The verdict on what is meant on average, in words."""

    property: str
    verdict: str


@dataclass(frozen=True, slots=True)
class RangeAuditCertificate(Certificate, kind="audit of a mechanism on ranges"):
    """The verdicts: prices and counterexamples of what can be seen at profiles, averages as text.

    Averages are found again: that takes sums and products of fractions, and no solver.
    """

    asked: tuple[str, ...]
    judged: tuple[Judged, ...]
    averages: tuple[Average, ...]

    def violations(self, subject: ContinuousMechanism) -> Iterator[str]:
        cases = RangeCases(subject)
        if self.asked != _in_order(self.asked):
            yield "What was asked for is no list of properties, each once, in their order."
            return
        if not self.asked:
            yield "Nothing was asked for."
            return
        if [each.property for each in self.judged] != _to_judge(self.asked, cases.n):
            yield "The verdicts are not on what was asked for."
            return
        for each in self.judged:
            yield from unproven(cases, each)
        verdicts = _verdicts(cases, self.asked, self.judged)
        averages = [Average(name, str(verdicts[name])) for name in self.asked if name not in CASES]
        if averages != list(self.averages):
            yield "The averages are others."

    def answer(self, subject: ContinuousMechanism) -> RangeAudit:
        cases = RangeCases(subject)
        return _answer(cases, _verdicts(cases, self.asked, self.judged), self)


def _answer(
    cases: RangeCases, verdicts: Mapping[str, Verdict], certificate: RangeAuditCertificate
) -> RangeAudit:
    problem = cases.problem
    if cases.n > MOST_INTEGRATED:
        return RangeAudit(verdicts, None, None, None, certificate)
    surplus = sum(
        (expected(problem, cell.conditions, cases.total(cell)) for cell in cases.cells), ZERO
    )
    first_best = _first_best(cases)
    gain = first_best - sum(_mean_outside(problem), ZERO)
    lost = (first_best - surplus) / gain if gain > 0 else None
    return RangeAudit(verdicts, surplus, first_best, lost, certificate)


def _verdicts(
    cases: RangeCases, asked: Sequence[str], judged: Sequence[Judged]
) -> dict[str, Verdict]:
    seen = {each.property: verdict_of(cases, each) for each in judged}
    return {name: seen[name] if name in CASES else _average(cases, name, seen) for name in asked}


def _average(cases: RangeCases, name: str, seen: Mapping[str, Verdict]) -> Verdict:
    """The verdict on a property that is meant on average."""
    if _takes_long(name, cases.n):
        source, why = _IMPLIED[name]
        if isinstance(seen[source], Holds):
            return Holds(name, why)
        if cases.n > MOST_INTEGRATED:
            return NotRefuted(name, 0)
    return _AVERAGES[name](cases)


def _balanced(cases: RangeCases, *, exact: bool) -> Verdict:
    """The verdict on what the fund expects."""
    left = sum(
        (expected(cases.problem, cell.conditions, cases.balance(cell)) for cell in cases.cells),
        ZERO,
    )
    return balanced_on_average(cases.problem, left, exact=exact)


_AVERAGES: dict[str, Callable[[RangeCases], Verdict]] = {
    "Bayesian incentive compatibility": lambda cases: bayesian(cases.mechanism, cases.interim),
    "interim individual rationality": lambda cases: interim_rational(
        cases.mechanism, cases.interim
    ),
    "weak budget balance ex ante": lambda cases: _balanced(cases, exact=False),
    "exact budget balance ex ante": lambda cases: _balanced(cases, exact=True),
}
"""How each property is judged that is meant on average."""


def _first_best(cases: RangeCases) -> Fraction:
    """What the best alternative at each profile is worth, on average."""
    problem, everybody = cases.problem, range(cases.n)
    worths = [cases.surplus(everybody, a) for a in range(len(problem.alternatives))]
    return sum(
        (
            expected(problem, where, worth)
            for a, worth in enumerate(worths)
            if (where := _where_best(worths, a)) is not None
        ),
        ZERO,
    )


def _where_best(worths: Sequence[Form], a: int) -> list[Condition] | None:
    """Where the a-th affine function is the greatest, the first of several; None: nowhere."""
    conditions = []
    for b, other in enumerate(worths):
        ahead = minus(worths[a], other)
        if any(ahead[1:]):
            conditions.append(Condition(ahead, ">="))
        elif ahead[0] < 0 or (ahead[0] == 0 and b < a):
            return None
    return conditions


def _mean_outside(problem: ContinuousProblem) -> Iterator[Fraction]:
    for (level, slope), prior in zip(problem.outside, problem.priors, strict=True):
        mean = sum((share * (low + high) / 2 for (low, high), share in prior), ZERO)
        yield level + slope * mean
