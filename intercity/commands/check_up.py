"""A check-up as commands run it: announced where it takes long, with progress at a terminal."""

from __future__ import annotations

import math
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from intercity.commands.arguments import of_file
from intercity.files import wrong
from intercity.terminal import print_error, progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from intercity.checkup.searched_ahead import KnownAnswers
    from intercity.report import Report
    from intercity.scenario.scenario import Scenario

__all__ = ["announce", "processes", "run_check_up", "say_what_was_left_out"]


def run_check_up(
    scenario: Scenario,
    *,
    ranges: bool,
    seconds: float | None = None,
    begun: Callable[[Report], None] | None = None,
    known: KnownAnswers | None = None,
) -> Report:
    """The check-up, announced where it takes long, with progress at a terminal."""
    from intercity.checkup.check_up import check_up

    if seconds is not None and not 0 < seconds < math.inf:
        expected = "a number above 0, as 5; left out, the work is limited"
        raise wrong("--seconds", f"{seconds:g}", expected)
    with of_file(scenario.path):
        announce(scenario, ranges=ranges)
    with of_file(scenario.path), progress() as tell:
        return check_up(
            scenario,
            ranges=ranges,
            progress=partial(tell, "assumed numbers"),
            begun=begun,
            processes=processes(),
            seconds=math.inf if seconds is None else seconds,
            known=known,
        )


def processes() -> int:
    """So many processes share a check-up."""
    return min(2, os.cpu_count() or 1)


def say_what_was_left_out(report: Report, *, ranges: bool, seconds: float | None) -> None:
    """Of many cities: that numbers were not moved, or that searches ended early."""
    from intercity.region.effort import MOST, tabled

    if tabled(report.context.region.production):
        return
    if ranges:
        print_error(
            f"Numbers are not moved in their ranges among more than {MOST} cities: intercity "
            "sweep moves those that you name; or check a file of fewer cities."
        )
    if seconds is not None:
        some = f"{seconds:g} second{'' if seconds == 1 else 's'}"
        told = f"Searches ended after {some} at most: answers may be bounds"
        print_error(f"{told}, and not the same from run to run.")


def announce(scenario: Scenario, *, ranges: bool) -> None:
    """Say what the groups of many cities will take, before it is begun."""
    from intercity.proofs import Recorder
    from intercity.region.context import Context
    from intercity.region.effort import ANNOUNCED, effort_of, tabled

    production = Context(scenario, Recorder()).region.production
    if production is None or not tabled(production):
        return
    if len(production.cities) >= ANNOUNCED:
        from intercity.checkup.sensitivity import movable

        numbers = len(movable(scenario)) if ranges else 0
        sys.stderr.write(f"{effort_of(production).announcement(numbers)}\n")
