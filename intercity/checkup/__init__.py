"""The check-up: in which of the known ways would cooperation fail, and what would repair it?

Each check is one file with one function, from a ``Context`` to a ``Finding``. Every answer that a
check needs is asked for through the context, so that its certificate is kept, and the whole
check-up can be replayed without solvers (``intercity.replay``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import IntercityError
from games.exact import number_to_json
from intercity.checkup import (
    all_together,
    arms_race,
    consistency,
    firms_choice,
    hold_up,
    outside_offers,
    park,
    statistics,
    surplus,
    terms,
    walk_away,
)
from intercity.checkup.context import Context
from intercity.checkup.finding import Finding
from intercity.replay import NotProven, Recorder, Replayer

if TYPE_CHECKING:
    from intercity.ranges import Flip
    from intercity.scenario import Scenario

__all__ = ["CHECKS", "NOT_ASKED", "Payoffs", "Report", "check_up", "evaluate", "replay"]

CHECKS = {
    module.NAME: module
    for module in (
        surplus,
        park,
        all_together,
        terms,
        outside_offers,
        firms_choice,
        walk_away,
        hold_up,
        arms_race,
        statistics,
        consistency,
    )
}
"""The checks by name, in the order of the report."""

NOT_ASKED = (
    (8, "truce clubs"),
    (9, "private information"),
    (10, "pairing"),
    (11, "operator"),
)
"""Checks of the list that this version does not make."""


@dataclass(frozen=True, slots=True)
class Payoffs:
    """The first table: by city, what it has alone, in the deal, in stable splits, or in a race."""

    alone: Mapping[str, Fraction]
    planned: Mapping[str, Fraction]
    unreturned: Mapping[str, Fraction]
    with_bonus: Mapping[str, Fraction]
    lowest: Mapping[str, Fraction]
    highest: Mapping[str, Fraction]
    nucleolus: Mapping[str, Fraction]
    shapley: Mapping[str, Fraction]
    bids: Mapping[str, Fraction]
    race: Mapping[str, Fraction]

    def to_json(self) -> dict[str, Any]:
        return {
            column: {city: number_to_json(x) for city, x in getattr(self, column).items()}
            for column in self.__slots__
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What a check-up found, with the certificates of every answer it rests on."""

    scenario: Scenario
    context: Context
    payoffs: Payoffs
    findings: tuple[Finding, ...]
    flips: tuple[Flip, ...] | None
    certificates: Recorder

    @property
    def claims(self) -> int:
        """How many claims the report makes: verdicts, figures, payoffs, and numbers that flip."""
        return (
            sum(1 + len(f.figures) for f in self.findings if f.verdict != "not asked")
            + sum(len(getattr(self.payoffs, column)) for column in Payoffs.__slots__)
            + len(self.flips or ())
        )

    def to_json(self) -> dict[str, Any]:
        """The report with its certificates: what ``intercity verify`` re-checks."""
        return {
            **_head(self.scenario),
            "claims": self.claims,
            "payoffs": self.payoffs.to_json(),
            "findings": [finding.to_json() for finding in self.findings],
            "flips": None if self.flips is None else [flip.to_json() for flip in self.flips],
            "unproven": self.certificates.unproven,
            "certificates": self.certificates.to_json(),
        }


def _head(scenario: Scenario) -> dict[str, Any]:
    return {"format": 1, "title": scenario.title, "money": scenario.money}


def evaluate(context: Context, name: str) -> Finding:
    """One check; where its numbers do not fit together it is undecided, and says why."""
    try:
        found: Finding = CHECKS[name].check(context)
    except NotProven:
        raise
    except IntercityError as error:
        return Finding(CHECKS[name].NUMBER, name, "undecided", str(error))
    return found


def _examine(context: Context) -> tuple[tuple[Finding, ...], Payoffs]:
    return tuple(evaluate(context, name) for name in CHECKS), _payoffs(context)


def _payoffs(context: Context) -> Payoffs:
    from solvers.nucleolus import nucleolus
    from solvers.shapley import shapley_value

    empty: dict[str, Fraction] = {}
    planned, unreturned = context.planned, context.unreturned
    found = context.core
    # Without a deal to look at, the splits themselves are the answer.
    splits = context.game if context.compact is None and context.game is not None else None
    # The nucleolus is a split at which nobody gets less than alone; there may be none.
    rational = splits is not None and surplus.gain_of_all(context) >= 0
    race = context.race if context.game is None else None
    plan = context.compact is not None and context.compact.planned_returns
    return Payoffs(
        context.status_quo,
        planned.payoffs if planned is not None else empty,
        unreturned.payoffs if unreturned is not None and plan else empty,
        context.with_bonus or empty,
        (found.lowest if found is not None else None) or empty,
        (found.highest if found is not None else None) or empty,
        dict(context.ask(nucleolus, splits)) if splits is not None and rational else empty,
        dict(context.ask(shapley_value, splits)) if splits is not None else empty,
        race.equilibrium.subsidies if race is not None else empty,
        race.equilibrium.payoffs if race is not None else empty,
    )


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
    recorder = Recorder()
    context = Context(scenario, recorder)
    findings, payoffs = _examine(context)
    flips = None
    if ranges:
        from intercity.ranges import find_flips

        flips = find_flips(scenario, findings, progress, processes)
    return Report(scenario, context, payoffs, findings, flips, recorder)


def replay(scenario: Scenario, report: Any) -> tuple[int, int, tuple[str, ...]]:
    """Run the check-up again from a report's certificates; ``NotProven`` where it differs.

    Returns how many certificates were verified, how many claims rest on them, and which answers
    are not proven. That no further number flips a verdict is not part of the proof.
    """
    parts = {*_head(scenario), "claims", "payoffs", "findings", "flips"}
    parts |= {"unproven", "certificates"}
    if not isinstance(report, dict) or report.keys() != parts:
        raise NotProven("The report is not one that intercity check --json wrote.")
    if any(report[name] != told for name, told in _head(scenario).items()):
        raise NotProven("The report is of another scenario, unit or format.")
    replayer = Replayer(report["certificates"])
    context = Context(scenario, replayer)
    findings, payoffs = _examine(context)
    replayer.finish()
    for found, told in zip(findings, report["findings"], strict=True):
        if found.to_json() != told:
            raise NotProven(
                f"The report's words or figures on {found.name} are not what is proven."
            )
    if payoffs.to_json() != report["payoffs"]:
        raise NotProven("The report's payoffs are not what is proven.")
    if replayer.unproven != report["unproven"]:
        raise NotProven("The report hides which answers are not proven.")
    checked = replayer.checked
    flips = report["flips"]
    if flips is not None:
        from intercity.ranges import replay_flip

        if len({(flip["key"], flip["check"]) for flip in flips}) < len(flips):
            raise NotProven("The report lists a flip twice.")
        checked += sum(replay_flip(scenario, findings, flip) for flip in flips)
    again = Report(scenario, context, payoffs, findings, None, Recorder())
    claims = again.claims + len(flips or ())
    if report["claims"] != claims:
        raise NotProven("The report counts its claims wrongly.")
    return checked, claims, tuple(replayer.unproven)
