"""What is said of a sweep, in English."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.english import listed, percent
from intercity.report.labels import as_given

if TYPE_CHECKING:
    from pathlib import Path

    from intercity.sweeps.design import Design

__all__ = ["VERDICTS", "summary", "time_left", "verdict_words"]

VERDICTS = ("stands", "fails", "undecided", "not asked", "error")
"""In the order in which they are told."""
HOW = {
    "grid": "on a grid",
    "zip": "side by side",
    "lhs": "in a Latin hypercube",
    "sobol": "in a Sobol sequence",
    "table": "of a table",
}
LINE, MOST_REASONS = 80, 3


def summary(
    design: Design,
    counts: Mapping[str, Mapping[str, int]],
    reasons: Mapping[str, int],
    folder: Path | None,
    computed: int,
    *,
    skipped: Mapping[str, int] | None = None,
) -> Iterator[str]:
    """The lines that are printed of a sweep.

    ``counts``: by check, of each verdict; ``reasons``: for having no result, and at how many
    points; ``computed``: how many points of those in the ``folder`` were worked out now;
    ``skipped``: by check, how many points were not checked up, if only verdicts were asked for.
    """
    points = "1 point" if len(design.points) == 1 else f"{len(design.points):,} points"
    yield f"SWEEP       {points} {HOW[design.name]}: looked at there, not proven between them"
    for k, key in enumerate(design.keys):
        values = sorted({point[k] for point in design.points})
        yield f"OVER        {key}: {_from_to(values)}"
    for note in design.notes:
        yield f"NOTE        {note}"
    silent = [check for check, counted in counts.items() if set(counted) == {"not asked"}]
    widest = max(map(len, counts.keys() - set(silent)), default=0)
    head = "VERDICTS"
    for check, counted in counts.items():
        if check not in silent:
            yield f"{head:<12}{check:<{widest}}  {verdict_words(counted)}"
            head = ""
    if silent:
        named, many = listed(silent), f"{len(silent)} checks: intercity check --full lists them"
        yield f"NOT ASKED   {named if len(named) <= LINE else many}"
    if skipped is not None:
        yield f"SKIPPED     {_skipped(skipped)}"
    for reason, n in list(reasons.items())[:MOST_REASONS]:
        at = "1 point" if n == 1 else f"{n:,} points"
        yield f"ERROR       at {at}: {reason}"
    if len(reasons) > MOST_REASONS:
        yield f"ERROR       and {len(reasons) - MOST_REASONS} more, in the table"
    if folder is not None:
        now = "all of it worked out now"
        if computed < len(design.points):
            now = f"{computed:,} worked out now, the others were there"
        yield f"KEPT        {folder / 'parts'} (Parquet): {now}"


def _skipped(skipped: Mapping[str, int]) -> str:
    told = [f"{check} at {n:,}" for check, n in skipped.items() if n]
    if not told:
        return "none: no point was settled by a map of proof"
    return f"{listed(told)}: proven by a map of the two numbers"


def _from_to(values: list[Fraction]) -> str:
    if len(values) < 4:
        return ", ".join(map(as_given, values))
    return f"{len(values):,} values from {as_given(values[0])} to {as_given(values[-1])}"


def verdict_words(counted: Mapping[str, int]) -> str:
    """At how many of the points each verdict is found.

    >>> verdict_words({"fails": 30, "stands": 10})
    'stands at 10 (25%), fails at 30 (75%)'
    """
    of = sum(counted.values())
    told = [
        f"{verdict} at {counted[verdict]:,} ({percent(Fraction(counted[verdict], of))})"
        for verdict in VERDICTS
        if counted.get(verdict)
    ]
    return ", ".join(told)


def time_left(seconds: float | None) -> str:
    """How long it takes yet, roughly, after a comma; empty before that is known.

    >>> time_left(42), time_left(150), time_left(9000), time_left(None)
    (', 42 s left', ', 3 min left', ', 2.5 h left', '')
    """
    if seconds is None:
        return ""
    if seconds < 60:
        return f", {math.ceil(seconds)} s left"
    if seconds < 3600:
        return f", {math.ceil(seconds / 60)} min left"
    return f", {seconds / 3600:.1f} h left"
