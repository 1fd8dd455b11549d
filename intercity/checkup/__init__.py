"""The check-up: in which of the known ways would cooperation fail, and what would repair it?

Each check is one file with one function, from a ``Context`` to a ``Finding``. Every answer that a
check needs is asked for through the context, so that its certificate is kept, and the whole
check-up can be replayed without solvers (``intercity.replay``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from games.by_city import whole
from games.errors import InvalidInput, of_kind
from intercity.checkup.checks import CHECKS, evaluate
from intercity.checkup.context import Context
from intercity.checkup.finding import Finding
from intercity.checkup.negotiated import Negotiated, negotiated
from intercity.checkup.payoffs import Payoffs, payoffs
from intercity.proofs import Recorder
from intercity.scenario import Scenario

if TYPE_CHECKING:
    from intercity.ranges import Flip
    from intercity.scenario import Scenario

__all__ = ["CHECKS", "Negotiated", "Payoffs", "Report", "check_up", "examine", "head"]


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What a check-up found, with the certificates of every answer it rests on.

    ``print`` shows the first screen.
    """

    scenario: Scenario
    context: Context
    payoffs: Payoffs
    negotiated: Negotiated
    findings: tuple[Finding, ...]
    flips: tuple[Flip, ...] | None
    certificates: Recorder

    def __repr__(self) -> str:
        verdicts = [finding.verdict for finding in self.findings]
        counts = (f"{verdicts.count(one)} {one}" for one in ("fails", "undecided", "stands"))
        return f"Report({self.scenario.title!r}: {', '.join(counts)})"

    def __str__(self) -> str:
        from intercity.report import written

        return written(self)

    @property
    def claims(self) -> int:
        """How many claims it makes: verdicts, figures, payoffs, agreements, numbers that flip."""
        return (
            sum(1 + len(f.figures) for f in self.findings if f.verdict != "not asked")
            + sum(len(getattr(self.payoffs, column)) for column in Payoffs.__slots__)
            + self.negotiated.claims
            + len(self.flips or ())
        )

    def to_json(self) -> dict[str, Any]:
        """The report with its certificates: what ``intercity verify`` re-checks."""
        return {
            **head(self.scenario),
            "claims": self.claims,
            "payoffs": self.payoffs.to_json(),
            "negotiated": self.negotiated.to_json(),
            "findings": [finding.to_json() for finding in self.findings],
            "flips": None if self.flips is None else [flip.to_json() for flip in self.flips],
            "unproven": self.certificates.unproven,
            "certificates": self.certificates.to_json(),
        }


def head(scenario: Scenario) -> dict[str, Any]:
    """What a report says first: its format, and what it is about."""
    return {"format": 1, "title": scenario.title, "money": scenario.money}


def examine(context: Context) -> tuple[tuple[Finding, ...], Payoffs, Negotiated]:
    """All checks, the table and what would be agreed on, in the order of asking for answers."""
    findings = tuple(evaluate(context, name) for name in CHECKS)
    return findings, payoffs(context), negotiated(context)


def check_up(
    scenario: Scenario,
    *,
    ranges: bool = True,
    progress: Callable[[int, int], None] | None = None,
    processes: int = 1,
) -> Report:
    """Examine a scenario; with ``ranges``, also move each assumed number inside its range.

    ``progress(done, total)`` is called as numbers are finished, which ``processes`` share.
    Errors: ``InvalidInput`` where the scenario's numbers do not fit together.
    """
    of_kind(scenario, Scenario, place="subject of check_up", hint="load_scenario reads it")
    processes = whole(processes, "the number of processes", 1, 64)
    if progress is not None and not callable(progress):
        raise InvalidInput("progress", progress, "a function of how many are done, and of all")
    recorder = Recorder()
    context = Context(scenario, recorder)
    findings, payoffs, agreed = examine(context)
    flips = None
    if ranges:
        from intercity.ranges import find_flips

        flips = find_flips(scenario, findings, progress, processes)
    return Report(scenario, context, payoffs, agreed, findings, flips, recorder)
