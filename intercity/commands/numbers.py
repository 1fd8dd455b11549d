"""``intercity numbers``: the numbers of a scenario by key."""

from __future__ import annotations

from intercity.commands.arguments import File
from intercity.terminal import print_text

__all__ = ["numbers"]


def numbers(file: File) -> None:
    """List the numbers of a scenario by key: value, range or source. These keys are swept."""
    from intercity.report.numbers import numbers_text
    from intercity.scenario_file import load_scenario

    print_text(numbers_text(load_scenario(file)))
