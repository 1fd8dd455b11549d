"""The check-up: in which of the known ways would cooperation fail, and what would repair it?

Each check is one function of a topic, from a ``Context`` to an ``Outcome``. Every answer that a
check needs is obtained through the context, so that its certificate is kept, and the whole check-up
can be replayed without solvers (``replay``).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from games.by_city import truth, whole
from games.errors import InvalidInput, of_kind
from intercity.checkup.garbage import rarely_collecting
from intercity.findings.checks import CHECKS, evaluate
from intercity.findings.finding import Finding
from intercity.findings.payoffs import Payoffs, payoffs
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.region.effort import tabled
from intercity.report import Report
from intercity.scenario.scenario import Scenario
from intercity.topics.all_together import TOPIC as ALL_TOGETHER
from intercity.topics.registry import context_of
from solvers.limited_work import limited_work, work_left
from solvers.production.opening_proof import Memory, memory
from solvers.production.opening_search import with_memory
from solvers.progress import asking, tell
from solvers.search_limits import time_of
from solvers.shared_coalitions import shared_coalitions

if TYPE_CHECKING:
    from intercity.checkup.searched_ahead import KnownAnswers
    from intercity.topics.negotiation.negotiated import Negotiated

__all__ = ["Report", "check_up", "examine"]


MOST_SHARE = 2
"""So many processes share the searches of many cities: there are few, and each needs room."""


def examine(context: Context) -> tuple[tuple[Finding, ...], Payoffs, Negotiated]:
    """All checks, the table and what would be agreed on, in the order of asking for answers."""
    from intercity.topics.negotiation.negotiated import negotiated

    found = checks_and_payoffs(context)
    with asking("what would be agreed on"):
        return *found, context.once(negotiated)


def checks_and_payoffs(context: Context) -> tuple[tuple[Finding, ...], Payoffs]:
    """All checks and the table, which the first screen has."""
    findings = tuple(_examined(context, name) for name in CHECKS)
    with asking("payoffs"):
        return findings, payoffs(context)


def _examined(context: Context, name: str) -> Finding:
    """One check, of which whoever listens is told."""
    with asking(name):
        tell("checks", list(CHECKS).index(name), len(CHECKS))
        return evaluate(context, name)


def together(context: Context) -> Finding:
    """Whether all cities have a stable split, and what it would take where they have none."""
    return _examined(context, ALL_TOGETHER.name)


def check_up(
    scenario: Scenario,
    *,
    ranges: bool = True,
    progress: Callable[[int, int], None] | None = None,
    begun: Callable[[Report], None] | None = None,
    processes: int = 1,
    seconds: float = math.inf,
    known: KnownAnswers | None = None,
) -> Report:
    """Examine a scenario; with ``ranges``, also move each assumed number inside its range.

    And all of them together (``robustness``). Numbers are not moved where there are too many cities
    for a table, as each would take as long.

    ``progress(done, total)`` is called as numbers are finished, which ``processes`` share, and
    ``begun(report)`` before any is moved, with the report without ranges.
    ``seconds``: when searches among many cities end, with what is known by then; left out, they end
    after a fixed amount of work, so that reports are the same from run to run.
    ``known``: answers of long searches among many cities, which several check-ups share. Those
    found where time is limited are not added to it: with more time they might be better.
    Errors: ``InvalidInput`` where the scenario's numbers do not fit together.

    >>> from intercity import parse_scenario
    >>> scenario = parse_scenario('''
    ... format = 1
    ... title = "Two cities"
    ... [game]
    ... sense = "gain"
    ... assumed = "an example"
    ... worths = { Port = 1, Hill = 2, "Port, Hill" = 5 }
    ... ''')
    >>> report = check_up(scenario)
    >>> [(one.name, one.verdict) for one in report.findings if one.verdict != "not asked"]
    [('surplus', 'stands'), ('all together', 'stands')]
    >>> report.payoffs.nucleolus["Hill"]
    Fraction(3, 1)
    """
    of_kind(scenario, Scenario, place="subject of check_up", hint="load_scenario reads it")
    processes = whole(processes, "the number of processes", 1, 64)
    ranges = truth(ranges, "ranges")
    if not time_of(seconds) > 0:
        raise InvalidInput(
            "seconds", seconds, "a number above 0, or left out: the work is then limited"
        )
    if progress is not None and not callable(progress):
        raise InvalidInput("progress", progress, "a function of how many are done, and of all")
    if begun is not None and not callable(begun):
        raise InvalidInput("begun", begun, "a function of the report without ranges")
    if known is not None:
        from intercity.checkup.searched_ahead import KnownAnswers

        of_kind(known, KnownAnswers, place="known", hint="KnownAnswers() is empty")
    recorder = Recorder()
    with ExitStack() as started, rarely_collecting():
        # The same certificates, whatever was solved before.
        with with_memory(Memory()), shared_coalitions(), limited_work(seconds):
            context = context_of(scenario, recorder)
            many = not tabled(context.region.production)
            moved = ranges and not many
            if many:
                from intercity.checkup.searched_ahead import KnownAnswers, search_ahead
                from intercity.checkup.workers import Workers

                answers, recorder = KnownAnswers() if known is None else known, Recorder()
                if math.isfinite(work_left().until):
                    answers = KnownAnswers(answers.known)
                if processes > 1:
                    with Workers(MOST_SHARE, __name__) as others:
                        search_ahead(
                            scenario,
                            answers,
                            others,
                            examine=examine,
                            together=together,
                            seconds=seconds,
                        )
                context = context_of(scenario, answers.recorded(recorder))
            if moved:
                from intercity.checkup.sensitivity import workers_for

                workers = started.enter_context(workers_for(scenario, processes))
            findings, payoffs = checks_and_payoffs(context)
            if many:  # what is known of long searches is known here
                from intercity.topics.negotiation.negotiated import negotiated

                with asking("what would be agreed on"):
                    context.once(negotiated)
            report = Report(
                scenario, context, payoffs, findings, None, recorder, remembered=memory()
            )
        if not moved:
            return report
        if begun is not None:
            begun(report)
        from intercity.checkup.robustness import radius_of
        from intercity.checkup.sensitivity import find_switching_values

        switching_values = find_switching_values(scenario, findings, progress, workers)
        robust = radius_of(scenario, findings, switching_values, workers)
        return replace(report, switching_values=switching_values, robustness=robust)
