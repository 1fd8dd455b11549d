"""Ranges: which assumed number, moved alone inside its own range, flips a verdict, and where?

Each assumed number is put at its low and at its high end, and in between where an end is undecided
or has the same verdict for another reason. Where a verdict differs from the one at the analyst's
value, the break-even between the two is closed in on (by the check's margin where it has one, else
by halving) until the verdicts on its two sides are proven within half a per cent of the range.
Beyond the break-even, the verdict may change again.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from games.approximately import approximately
from games.errors import IntercityError
from games.exact import number_to_json
from intercity.checks import CHECKS, evaluate
from intercity.checks.context import Context
from intercity.proofs import NotProven, Recorder, Replayer

if TYPE_CHECKING:
    from intercity.checks.finding import Finding
    from intercity.scenario import Scenario

__all__ = ["Flip", "find_flips", "replay_flip"]

CLOSE = Fraction(1, 200)
_SHORT = 100_000  # denominators of numbers that are tried


@dataclass(frozen=True, slots=True, repr=False)
class Flip:
    """A number that flips a verdict: the check holds its verdict at ``before``, not at ``after``.

    ``value`` is the analyst's number; the break-even lies between ``before`` and ``after``.
    """

    key: str
    check: str
    value: Fraction
    before: Fraction
    after: Fraction
    becomes: str
    certificates: tuple[Recorder, Recorder]

    def __repr__(self) -> str:
        value, before, after = map(approximately, (self.value, self.before, self.after))
        between = f"{self.key} {value}, between {before} and {after}"
        return f"Flip({between}: {self.check} {self.becomes})"

    @property
    def distance(self) -> Fraction:
        """How far the break-even is from the analyst's number, relative to it."""
        return abs(self.after - self.value) / (abs(self.value) or 1)

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "check": self.check,
            "value": number_to_json(self.value),
            "before": number_to_json(self.before),
            "after": number_to_json(self.after),
            "becomes": self.becomes,
            "certificates": [recorder.to_json() for recorder in self.certificates],
        }


_known: dict[tuple[str, bytes], Any] = {}
"""Answers at the analyst's own numbers, in each process: most numbers leave most of them as is."""


def _plain(solver: Callable[..., Any], subject: Any) -> Any:
    known = _known.get(_question(solver, subject))
    return solver(subject) if known is None else known


def _question(solver: Callable[..., Any], subject: Any) -> tuple[str, bytes]:
    return solver.__name__, pickle.dumps(subject)


def _remember(scenario: Scenario) -> None:
    """Fill ``_known`` for a scenario."""

    def ask(solver: Callable[..., Any], subject: Any) -> Any:
        answer = _plain(solver, subject)
        _known[_question(solver, subject)] = answer
        return answer

    _known.clear()
    context = Context(scenario, ask, brief=True)
    for name in CHECKS:
        evaluate(context, name)


class _Moved:
    """A scenario of which one number is moved: what checks find there, each place made up once."""

    def __init__(self, scenario: Scenario, key: str) -> None:
        self.scenario, self.key = scenario, key
        self.known: dict[Fraction, Context | None] = {}

    def context(self, value: Fraction, ask: Callable[..., Any] = _plain) -> Context | None:
        """The region with the number there; ``None`` where it fits with no other."""
        try:
            return Context(self.scenario.moved({self.key: value}), ask, brief=True)
        except NotProven:
            raise
        except IntercityError:
            return None

    def look(
        self, name: str, value: Fraction, ask: Callable[..., Any] | None = None
    ) -> Finding | None:
        """What one check finds there; asked otherwise, everything is asked anew."""
        if ask is not None:
            context = self.context(value, ask)
        elif value in self.known:
            context = self.known[value]
        else:
            context = self.known[value] = self.context(value)
        return None if context is None else evaluate(context, name)


def flips_of(scenario: Scenario, key: str, verdicts: Mapping[str, str]) -> list[Flip]:
    """Every verdict that one number flips, at the nearer end where both ends flip it."""
    quantity = scenario.quantity(key)
    moved, found = _Moved(scenario, key), dict[str, Flip]()
    for end in (quantity.low, quantity.high):
        if end is None or end == quantity.value:
            continue
        for name, verdict in verdicts.items():
            here, there, at = moved.look(name, quantity.value), moved.look(name, end), end
            if there is None or there.outcome in (verdict, "undecided"):
                if not _may_flip_before(here, there):
                    continue
                between = _flipped_before(moved, name, end, verdict)
                if between is None:
                    continue
                at = between
            flip = _close_in(moved, name, at)
            if flip is not None and (name not in found or flip.distance < found[name].distance):
                found[name] = flip
    return list(found.values())


def _may_flip_before(here: Finding | None, there: Finding | None) -> bool:
    """Whether an end that does not flip the verdict is undecided, or there for another reason.

    A verdict that a margin measures at one of the two and not at the other has two reasons.
    """
    if here is None or there is None or there.outcome == "undecided":
        return True
    return (here.margin is None) != (there.margin is None)


def _flipped_before(moved: _Moved, name: str, end: Fraction, verdict: str) -> Fraction | None:
    """A number short of an end at which the verdict differs, if one is met."""
    quantity = moved.scenario.quantity(moved.key)
    for part in (Fraction(3, 4), Fraction(1, 2), Fraction(1, 4)):
        at = quantity.value + part * (end - quantity.value)
        at = Fraction(round(at)) if quantity.whole else at
        found = moved.look(name, at)
        if found is not None and found.outcome not in (verdict, "undecided"):
            return at
    return None


def _close_in(moved: _Moved, name: str, end: Fraction) -> Flip | None:
    """The flip between the analyst's number and ``end``; ``None`` if undecided lies between."""
    quantity = moved.scenario.quantity(moved.key)
    value, whole = quantity.value, quantity.whole
    start, finish = moved.look(name, value), moved.look(name, end)
    assert start is not None and finish is not None  # noqa: S101, PT018 - both gave verdicts
    before, after = (value, start), (end, finish)
    width = CLOSE * abs(end - value)
    halve = False
    while abs(after[0] - before[0]) > (1 if whole else width):
        middle = _between(before, after, halve=halve, whole=whole, width=width)
        found = moved.look(name, middle)
        if found is None or found.outcome == "undecided":
            return None
        shrunk = abs(after[0] - before[0])
        if found.outcome == start.outcome:
            before = (middle, found)
        else:
            after = (middle, found)
        halve = not halve and abs(after[0] - before[0]) > shrunk / 2
    recorders = (Recorder(), Recorder())
    ends = [
        moved.look(name, at, recorder)
        for (at, _), recorder in zip((before, after), recorders, strict=True)
    ]
    return Flip(
        moved.key, name, value, before[0], after[0], ends[1].outcome if ends[1] else "", recorders
    )


def _between(
    before: tuple[Fraction, Finding],
    after: tuple[Fraction, Finding],
    *,
    halve: bool,
    whole: bool,
    width: Fraction,
) -> Fraction:
    """A number between the two sides: where the margins cross if they do, else the middle."""
    (a, first), (b, second) = before, after
    middle = (a + b) / 2
    if not halve and first.margin is not None and second.margin is not None:
        span = abs(first.margin) + abs(second.margin)
        if (first.margin < 0) != (second.margin < 0) and span:
            middle = a + (b - a) * abs(first.margin) / span
            step = width / 3 if b > a else -width / 3  # look just past the crossing, then before it
            middle = min(max(middle + step, min(a, b) + abs(step)), max(a, b) - abs(step))
    if whole:
        rounded = Fraction(round(middle))
        return rounded if rounded not in (a, b) else Fraction((a + b) // 2)
    return middle.limit_denominator(max(_SHORT, ceil(4 / width)))  # off by a quarter at most


def find_flips(
    scenario: Scenario,
    findings: Sequence[Finding],
    progress: Callable[[int, int], None] | None = None,
    processes: int = 1,
) -> tuple[Flip, ...]:
    """Every flip of every assumed number, nearest first; last, what changes but the kind of race.

    That no other number flips a verdict is the word of a search at the ends of the ranges, and
    between them where an end has its verdict for another reason.

    With more than one of ``processes``, a script that calls this needs the usual
    ``if __name__ == "__main__":``.
    """
    verdicts = {finding.name: finding.outcome for finding in findings}
    keys = [
        key
        for key, quantity in scenario.quantities()
        if not quantity.sourced and not key.startswith("benchmarks.")
    ]
    found: list[Flip] = []
    for done, flips in enumerate(_each(scenario, keys, verdicts, processes), start=1):
        found += flips
        if progress is not None:
            progress(done, len(keys))

    def rank(flip: Flip) -> tuple[bool, Fraction, str]:
        kind_of_race_only = flip.becomes.startswith("race") and verdicts[flip.check].startswith(
            "race"
        )
        return kind_of_race_only, flip.distance, flip.key

    return tuple(sorted(found, key=rank))


def _each(
    scenario: Scenario, keys: list[str], verdicts: Mapping[str, str], processes: int
) -> Iterator[list[Flip]]:
    if processes == 1 or len(keys) < 12:
        _remember(scenario)
        for key in keys:
            yield flips_of(scenario, key, verdicts)
        return
    with ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_remember, initargs=(scenario,)
    ) as pool:
        jobs = [pool.submit(flips_of, scenario, key, verdicts) for key in keys]
        for job in jobs:
            yield job.result()


def replay_flip(scenario: Scenario, findings: Sequence[Finding], flip: Any) -> int:
    """Re-check a recorded flip from its certificates; how many were verified."""
    verdicts = {finding.name: finding.outcome for finding in findings}
    quantity = scenario.quantity(flip["key"])
    before, after, value = (Fraction(flip[name]["exact"]) for name in ("before", "after", "value"))
    where = f"The report's flip of {flip['check']} by {flip['key']}"
    if quantity.low is None or quantity.high is None or value != quantity.value:
        raise NotProven(f"{where} is of a number that is not assumed so.")
    inside = all(quantity.low <= at <= quantity.high for at in (before, after))
    beyond = abs(after - quantity.value) > abs(before - quantity.value)
    if not (inside and beyond and (after - quantity.value) * (before - quantity.value) >= 0):
        raise NotProven(f"{where} is outside the number's range.")
    end = quantity.high if after > quantity.value else quantity.low
    if abs(after - before) > max(CLOSE * abs(end - value), 1 if quantity.whole else 0):
        raise NotProven(f"{where} does not enclose the break-even closely.")
    checked = 0
    for at, expected, entries in zip(
        (before, after),
        (verdicts[flip["check"]], flip["becomes"]),
        flip["certificates"],
        strict=True,
    ):
        replayer = Replayer(entries)
        found = _Moved(scenario, flip["key"]).look(flip["check"], at, replayer)
        replayer.finish()
        if found is None or found.outcome != expected:
            raise NotProven(f"{where} does not hold.")
        checked += replayer.checked
    if flip["becomes"] in (verdicts[flip["check"]], "undecided"):
        raise NotProven(f"{where} flips nothing.")
    return checked
