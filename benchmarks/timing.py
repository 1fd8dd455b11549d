"""What the benchmarks share: taking turns, comparing, and tables in Markdown."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

QUICK = "--quick" in sys.argv[1:]
ROUNDS = 5

Thunk = Callable[[], Any]


@dataclass(frozen=True)
class Timed:
    """One answerer on one game: the median of its rounds in seconds, and its answer."""

    seconds: float
    answer: Any


def race(thunks: Mapping[str, Thunk], number: int = ROUNDS) -> dict[str, Timed | str]:
    """All answerers, round by round; a first call warms up and sets the calls per round.

    ``number``: of rounds, where a peer takes so long that fewer must do.

    A text instead says why a peer failed.
    """
    found: dict[str, Any] = {}
    failed: dict[str, Timed | str] = {}
    calls = {}
    for name, thunk in thunks.items():
        began = time.perf_counter()
        try:
            found[name] = thunk()
        except (ArithmeticError, LookupError, RuntimeError, ValueError) as error:
            if name == "intercity":
                raise
            failed[name] = str(error)
        else:
            calls[name] = max(1, round(0.02 / max(time.perf_counter() - began, 1e-7)))
    rounds: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(number):
        for name, repeat in calls.items():
            thunk = thunks[name]
            began = time.perf_counter()
            for _ in range(repeat):
                thunk()
            rounds[name].append((time.perf_counter() - began) / repeat)
    return failed | {name: Timed(median(rounds[name]), found[name]) for name in calls}


@dataclass
class Comparison:
    """Our time over a peer's in each family, and how many families have no such ratio, and why."""

    ratios: list[float] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        ends = (
            dict.fromkeys(map(brief, (min(self.ratios), max(self.ratios)))) if self.ratios else ()
        )
        shown = [" .. ".join(ends)] if ends else []
        return ", ".join([*shown, *(f"{count} {reason}" for reason, count in self.reasons.items())])


def brief(number: float) -> str:
    """Two digits that count, or the whole number."""
    return f"{number:.0f}" if number >= 100 else f"{number:.2g}"


def table(head: list[str], rows: list[list[str]]) -> None:
    for row in (head, ["---"] * len(head), *rows):
        print("| " + " | ".join(row) + " |")
    print()
