"""The report: what a check-up found, in plain words, the proof in its last line.

The first screen has the answer in two sentences, who gets what, and a line for each check that
fails, with the clause that repairs it. All else is told when it is asked for.
"""

from __future__ import annotations

import html
import threading
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, Any

from rich.console import Console

from games.errors import IntercityError, of_kind
from intercity.plausibility import Doubt, doubts
from intercity.report.everything import print_everything
from intercity.report.first_screen import print_first_screen
from intercity.report.in_short import in_short
from intercity.report.labels import label
from intercity.report.one_check import check_named, explain
from intercity.topics.negotiation.negotiated import Negotiated, negotiated
from solvers.production.opening_proof import Memory
from solvers.production.opening_search import with_memory

if TYPE_CHECKING:
    from pandas import DataFrame

    from intercity.findings.finding import Finding
    from intercity.findings.payoffs import Payoffs
    from intercity.findings.robustness import Robustness
    from intercity.findings.switching_value import SwitchingValue
    from intercity.proofs import Recorder
    from intercity.region.context import Context
    from intercity.scenario.scenario import Scenario

__all__ = ["Report", "check_named", "explain", "head", "label", "render", "written"]

WIDTH = 100
"""Columns where no terminal says how many it has."""


_ONE_AT_A_TIME = threading.RLock()
"""Two threads that ask for what would be agreed on would have its certificates kept twice."""


def _begun(_: Context) -> bool:
    """Kept in a context once what would be agreed on is asked for."""
    return True


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What a check-up found, with the certificates of every answer it rests on.

    ``print`` shows the first screen, ``report["terms"]`` is what one check found.
    ``robustness``: how far all assumed numbers may be off together, where they were moved in their
    ranges. ``remembered``: what was solved for it, on which it depends which of several proofs is
    found. ``certificates`` are all of them: those kept so far may lack what would be agreed on.
    """

    scenario: Scenario
    context: Context
    payoffs: Payoffs
    findings: tuple[Finding, ...]
    switching_values: tuple[SwitchingValue, ...] | None
    _recorder: Recorder
    robustness: Robustness | None = None
    remembered: Memory = field(default_factory=Memory, compare=False)

    def __reduce__(self) -> tuple[type[Report], tuple[object, ...]]:
        """For another process, with what would be agreed on: there it would be asked anew."""
        _ = self.negotiated
        parts = self.scenario, self.context, self.payoffs, self.findings, self.switching_values
        return Report, (*parts, self._recorder, self.robustness)

    def __repr__(self) -> str:
        verdicts = [finding.verdict for finding in self.findings]
        counts = (f"{verdicts.count(one)} {one}" for one in ("fails", "undecided", "stands"))
        return f"Report({self.scenario.title!r}: {', '.join(counts)})"

    def __str__(self) -> str:
        return written(self)

    def __getitem__(self, check: str) -> Finding:
        """What one check found, by its name: ``report["hold-up"].verdict``.

        Errors: ``InvalidInput`` where there is no such check, with the one that is most like it.
        """
        of_kind(check, str, place="the name of the check")
        name = check_named(check, [finding.name for finding in self.findings])
        return next(finding for finding in self.findings if finding.name == name)

    def _repr_html_(self) -> str:
        """The first screen, in a notebook."""
        return f"<pre>{html.escape(written(self))}</pre>"

    @property
    def negotiated(self) -> Negotiated:
        """What would be agreed on, worked out when asked for: the first screen is without it.

        Errors: ``IntercityError`` where that was begun before and interrupted.
        """
        with _ONE_AT_A_TIME, with_memory(self.remembered):
            if self.context.known(negotiated) is None and self.context.known(_begun):
                raise IntercityError(
                    "What would be agreed on was asked for before and did not end, so that some "
                    "certificates are missing: call check_up again."
                )
            self.context.once(_begun)
            return self.context.once(negotiated)

    @property
    def certificates(self) -> Recorder:
        """Those of all answers; those of what would be agreed on come last."""
        _ = self.negotiated
        return self._recorder

    @property
    def warnings(self) -> tuple[Doubt, ...]:
        """Numbers of the scenario that are lawful, and look like a slip."""
        return doubts(self.scenario)

    @property
    def sensitive(self) -> frozenset[str]:
        """The checks of which some assumed number turns the verdict inside its range."""
        return frozenset(one.check for one in self.switching_values or ())

    @property
    def claims(self) -> int:
        """How many claims it makes: verdicts, figures, payoffs, agreements, switching values."""
        return (
            sum(finding.claims for finding in self.findings)
            + sum(len(getattr(self.payoffs, column)) for column in self.payoffs.__slots__)
            + self.negotiated.claims
            + len(self.switching_values or ())
        )

    def to_frame(self, table: str = "facts") -> DataFrame:
        """One of its tables as a pandas table; by default all facts: check, fact, of, value, exact.

        The others: payoffs, checks, agreements, switching_values and numbers.
        Errors: ``InvalidInput`` where there is no such table; ``IntercityError`` without pandas.
        """
        from intercity.report.tables import table_named, tables

        return table_named(table, tables(self)).to_frame()

    def to_json(self) -> dict[str, Any]:
        """The report with its certificates: what ``intercity verify`` re-checks."""
        return {
            **head(self.scenario),
            "warnings": [doubt.to_json() for doubt in self.warnings],
            "in_short": in_short(self.context, self.findings),
            "claims": self.claims,
            "payoffs": self.payoffs.to_json(),
            "negotiated": self.negotiated.to_json(),
            "findings": [finding.to_json() for finding in self.findings],
            "switching_values": None
            if self.switching_values is None
            else [switching_value.to_json() for switching_value in self.switching_values],
            "unproven": self.certificates.unproven,
            "certificates": self.certificates.to_json(),
        } | ({} if self.robustness is None else {"robustness": self.robustness.to_json()})


def head(scenario: Scenario) -> dict[str, Any]:
    """The head of a report in JSON: its format, and its scenario."""
    return {"format": 2, "title": scenario.title, "money": scenario.money}


def render(report: Report, console: Console, *, full: bool = False) -> None:
    """Print the first screen on a rich console, or everything."""
    if full:
        print_everything(report, console)
    else:
        print_first_screen(report, console)


def written(report: Report, width: int | None = WIDTH, *, full: bool = False) -> str:
    """The first screen as text, or everything, without the blanks that fill its lines."""
    text = StringIO()
    render(report, Console(file=text, width=width, highlight=False, emoji=False), full=full)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())
