"""Proof by replay: a report is re-checked by running the check-up again without solvers.

Wherever the check-up would call a solver it takes the report's certificate, verifies it against
what it has just built from the scenario file, and reads off the answer. So no number of a report
can differ from what its certificates prove, and no solver needs to be trusted, or present.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from games.errors import IntercityError, of_kind
from games.exact import number_to_json
from games.input_limits import fraction_from_json
from games.strict_json import strict_json
from intercity.checkup.check_up import examine
from intercity.checkup.robustness import radius_told, verified
from intercity.checkup.sensitivity import replay_switching_value
from intercity.findings.robustness import Robustness
from intercity.findings.switching_value import SwitchingValue
from intercity.plausibility import doubts
from intercity.proofs import Replayer, Unverified
from intercity.report import Report, head
from intercity.report.in_short import in_short
from intercity.scenario.scenario import Scenario
from intercity.topics.registry import context_of
from solvers.highs import without_solvers

if TYPE_CHECKING:
    from intercity.findings.finding import Finding

__all__ = ["ReplayOutcome", "replay", "verify_report"]


@dataclass(frozen=True, slots=True)
class ReplayOutcome:
    """``ok``, how many certificates were ``checked``, and where not ok the ``reason``.

    In a condition it is true where ``ok``, and false where the report is refused.
    ``unproven``: answers that the report itself says are not proven. ``report``: the report, built
    again from what was proven; ``None`` where it is refused.
    """

    ok: bool
    checked: int
    claims: int
    reason: str = ""
    unproven: tuple[str, ...] = ()
    report: Report | None = None

    def __bool__(self) -> bool:
        return self.ok


def verify_report(scenario: Scenario, report: Any) -> ReplayOutcome:
    """Re-check a report, its JSON or its text, with solvers out of reach of this thread.

    In a text a key that stands twice is refused; of a dict it can no longer be seen.

    Errors: ``InvalidInput`` for what is no scenario. A report that does not hold is no error: it is
    refused, with the ``reason``.

    >>> from intercity import check_up, parse_scenario
    >>> scenario = parse_scenario('''
    ... format = 1
    ... title = "Two cities"
    ... [game]
    ... sense = "gain"
    ... assumed = "an example"
    ... worths = { Port = 1, Hill = 2, "Port, Hill" = 5 }
    ... ''')
    >>> found = check_up(scenario)
    >>> report = found.to_json()
    >>> verify_report(scenario, found).ok, verify_report(scenario, report).ok
    (True, True)
    >>> report["payoffs"]["nucleolus"]["Port"]["exact"] = "3"
    >>> verify_report(scenario, report).ok
    False
    """
    of_kind(scenario, Scenario, place="scenario of verify_report", hint="load_scenario reads it")
    if isinstance(report, Report):
        report = report.to_json()
    if isinstance(report, str | bytes):
        try:
            report = strict_json(report)
        except ValueError as error:
            return ReplayOutcome(ok=False, checked=0, claims=0, reason=f"This is no JSON: {error}.")
    try:
        with without_solvers():
            checked, again = replay(scenario, report)
    except Unverified as error:
        return ReplayOutcome(ok=False, checked=0, claims=0, reason=str(error))
    except (
        ArithmeticError,
        AttributeError,
        ImportError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        own = isinstance(error, IntercityError)
        why = f": {error}" if own else "; a part of it is missing, or of another kind."
        reason = f"The report is not one that intercity check --json wrote{why}"
        return ReplayOutcome(ok=False, checked=0, claims=0, reason=reason)
    unproven = tuple(again.certificates.unproven)
    return ReplayOutcome(
        ok=True, checked=checked, claims=again.claims, unproven=unproven, report=again
    )


def replay(scenario: Scenario, report: Any) -> tuple[int, Report]:
    """Run the check-up again from a report's certificates; ``Unverified`` where it differs.

    Returns how many certificates were verified, and the report that they prove. That no further
    number turns a verdict is not part of the proof.
    """
    parts = {*head(scenario), "warnings", "in_short", "claims", "payoffs", "negotiated"}
    parts |= {"findings", "switching_values", "unproven", "certificates"}
    if not isinstance(report, dict) or report.keys() - {"robustness"} != parts:
        raise Unverified("The report is not one that intercity check --json wrote.")
    if any(report[name] != told for name, told in head(scenario).items()):
        raise Unverified("The report is of another scenario, unit or format.")
    if report["warnings"] != [doubt.to_json() for doubt in doubts(scenario)]:
        raise Unverified("The report's warnings are not those of the scenario.")
    replayer = Replayer(report["certificates"])
    context = context_of(scenario, replayer)
    findings, payoffs, agreed = examine(context)
    replayer.finish()
    if not isinstance(report["findings"], list) or len(report["findings"]) != len(findings):
        raise Unverified(f"The report does not list the {len(findings)} checks, each once.")
    for finding, told in zip(findings, report["findings"], strict=True):
        if finding.to_json() != told:
            raise Unverified(
                f"The report's words or figures on {finding.name} are not what is proven."
            )
    if in_short(context, findings) != report["in_short"]:
        raise Unverified("The report's first sentences are not what is proven.")
    if payoffs.to_json() != report["payoffs"]:
        raise Unverified("The report's payoffs are not what is proven.")
    if agreed.to_json() != report["negotiated"]:
        raise Unverified("The report's negotiated terms are not what is proven.")
    if replayer.proven.unproven != report["unproven"]:
        raise Unverified("The report hides which answers are not proven.")
    checked, moved = _replayed_moves(scenario, findings, report["switching_values"])
    robust = None
    if "robustness" in report:
        robust = Robustness.from_json(report["robustness"])
        if not _consistent(report["robustness"]) or robust.to_json() != report["robustness"]:
            raise Unverified("The report tells of the radius in another way.")
        checked += verified(scenario, robust)
        if robust != radius_told(findings, robust):
            raise Unverified("The report's radius is of other checks.")
    again = Report(scenario, context, payoffs, findings, moved, replayer.proven, robust)
    if report["claims"] != again.claims:
        raise Unverified("The report counts its claims wrongly.")
    return replayer.checked + checked, again


def _replayed_moves(
    scenario: Scenario, findings: Sequence[Finding], switching_values: Any
) -> tuple[int, tuple[SwitchingValue, ...] | None]:
    """The switching values that certificates prove, and how many were verified."""
    if switching_values is None:
        return 0, None
    if not _consistent(switching_values):
        raise Unverified("The report gives a number in two ways that differ.")
    found = [replay_switching_value(scenario, findings, one) for one in switching_values]
    told = [one for _, one in found]
    for one, other in pairwise(sorted(told, key=lambda one: (one.key, one.check, one.low))):
        if (one.key, one.check) == (other.key, other.check) and other.low <= one.high:
            raise Unverified("The report lists a switching value twice.")
    return sum(checked for checked, _ in found), tuple(told)


def _consistent(part: Any) -> bool:
    """Whether each exact number stands beside the same in floating point."""
    if isinstance(part, dict):
        if part.keys() == {"exact", "value"}:
            return number_to_json(fraction_from_json(part["exact"])) == part
        return all(map(_consistent, part.values()))
    return not isinstance(part, list) or all(map(_consistent, part))
