"""Runs: what the checks find at points of a sweep, as one Parquet part for some points.

A part is worked out from texts alone (``Task``): so it is the same in this process, in another one
and on another machine. A row is one fact of a check at one point. At a point where the numbers fit
with no others the verdict is "error", and the reason is a fact. Where only verdicts are wanted, a
check has one row, and those that a map of proof has settled are not worked out again.
"""

from __future__ import annotations

import gc
import hashlib
import json
import pickle
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from games.errors import IntercityError, missing_extra
from intercity.checkup.garbage import rarely_collecting
from intercity.scenario.errors import place
from intercity.scenario_file import inconsistencies, parse_scenario
from intercity.sweeps.traces import TracedContext, Traces
from intercity.topics.outcome import facts_of
from solvers.production.opening_proof import Memory, become, memory
from solvers.progress import asking
from solvers.tidy_rows import as_float, tidy_rows

if TYPE_CHECKING:
    from intercity.findings.finding import Finding

__all__ = [
    "BY_MAP",
    "COLUMNS",
    "ERROR",
    "Done",
    "Each",
    "Task",
    "require_pyarrow",
    "run_key",
    "work_out",
]

ERROR = "error"
"""The verdict where there is none, since numbers do not fit together there."""
BY_CHECK_UP, BY_MAP = "check-up", "map"
"""What a verdict was found by."""
COLUMNS = ("check", "verdict", "by", "margin", "fact", "of", "value", "exact")
"""Of a row, beside the run, its moves and a column for each number that is moved."""
KNOWN = 2000
"""So many answers of solvers are known at once."""


@dataclass(frozen=True, slots=True)
class Task:
    """Some points of a scenario: its ``text``, and the numbers at each point, as texts too.

    ``moved``: numbers of the scenario that were moved before, the same at all points. ``runs``: the
    key of each run. ``version``: that of the library by which it is to be worked out. ``figures``:
    whether more than verdicts is wanted. ``settled``: at each point, verdicts by check that a map
    of proof has settled.
    """

    text: str
    moved: Mapping[str, str]
    checks: tuple[str, ...]
    version: str
    keys: tuple[str, ...]
    runs: tuple[str, ...]
    points: tuple[tuple[str, ...], ...]
    figures: bool
    settled: tuple[Mapping[str, str], ...]

    def to_json(self) -> str:
        """As it is sent."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Task:
        """As it is received."""
        told: dict[str, Any] = json.loads(text)
        for name in ("checks", "keys", "runs"):
            told[name] = tuple(told[name])
        told["points"] = tuple(map(tuple, told["points"]))
        told["settled"] = tuple(told["settled"])
        return cls(**told)


@dataclass(frozen=True, slots=True)
class Done:
    """A ``part`` of so many ``runs``, as the bytes of a Parquet file.

    ``seconds`` of a processor that it took, all that is done once for a scenario left out.
    """

    part: bytes
    runs: int
    seconds: float


def run_key(text: str, moves: Mapping[str, str], checks: Sequence[str], version: str) -> str:
    """What a run is kept by: a hash of the scenario, the moved numbers, the checks and the version.

    >>> run_key("format = 1", {"time.horizon": "20"}, ["terms"], "0.1.0")
    '44754511870a31c57cae'
    """
    told = json.dumps([text, dict(moves), list(checks), version], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def require_pyarrow() -> None:
    """``IntercityError``, with the remedy, where pyarrow is missing."""
    try:
        import pyarrow as pa
    except ImportError:
        raise missing_extra("sweeps need pyarrow", "sweep") from None
    del pa


Each = Callable[[int], AbstractContextManager[None]]
"""What a point is worked out in, by its place in the task."""


def work_out(told: str, each: Each = lambda _: nullcontext()) -> Done:
    """The part of a task in JSON. Errors: ``IntercityError`` where this is another version."""
    from intercity import __version__

    task = Task.from_json(told)
    if task.version != __version__:
        raise IntercityError(
            f"a worker has intercity {__version__}, and the sweep was begun with {task.version}"
        )
    points = _prepared(task)
    begun = time.thread_time()
    part = _parquet(task, points.rows(task, each))
    return Done(part, len(task.runs), time.thread_time() - begun)


_local = threading.local()


def _prepared(task: Task) -> _Points:
    """What this thread knows of the scenario of a task, from the tasks before."""
    known: _Points | None = getattr(_local, "points", None)
    asked = task.text, dict(task.moved), task.checks, task.figures
    if known is None or known.asked != asked:
        known = _local.points = _Points(*asked)
    return known


Row = tuple[str, str, str, float | None, str, str, float | None, str]


@dataclass
class _Points:
    """Points of one scenario, each looked at with what is known from those before."""

    text: str
    moved: Mapping[str, str]
    checks: tuple[str, ...]
    figures: bool
    traces: Traces = field(default_factory=Traces)
    memory: Memory = field(default_factory=lambda: Memory(any_plan=True))
    known: dict[tuple[str, bytes], Any] = field(default_factory=dict)
    told: dict[int, tuple[Finding, list[Row]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scenario = parse_scenario(self.text).moved(_numbers(self.moved))
        gc.collect()

    @property
    def asked(self) -> tuple[str, Mapping[str, str], tuple[str, ...], bool]:
        return self.text, self.moved, self.checks, self.figures

    def rows(self, task: Task, each: Each) -> list[list[Row]]:
        """The rows of each point."""
        before, rows = memory(), []
        become(self.memory)
        try:
            with rarely_collecting():
                for k, (point, settled) in enumerate(zip(task.points, task.settled, strict=True)):
                    with each(k):
                        moves = _numbers(dict(zip(task.keys, point, strict=True)))
                        rows.append(self._at(moves, settled))
        finally:
            become(before)
        return rows

    def _at(self, moves: Mapping[str, Fraction], settled: Mapping[str, str]) -> list[Row]:
        if settled.keys() >= set(self.checks):
            return [_settled(check, settled[check]) for check in self.checks]
        try:
            moved = self.scenario.moved(moves)
            for wrong in islice(inconsistencies(moved), 1):
                where = place(wrong.keys)
                return self._without(f"{where} is {wrong.found}; it should be {wrong.expected}.")
            context = TracedContext(moved, self._answer, self.traces)
        except IntercityError as error:
            return self._without(str(error))
        except Exception as error:  # noqa: BLE001 - a fault of ours at one point is no other's
            return self._without(_fault(error))
        return [
            row
            for check in self.checks
            for row in (
                [_settled(check, settled[check])] if check in settled else self._of(context, check)
            )
        ]

    def _of(self, context: TracedContext, check: str) -> list[Row]:
        try:
            with asking(check):
                found = context.find(check)
        except IntercityError as error:
            return list(_failed(check, str(error)))
        except Exception as error:  # noqa: BLE001 - the same
            return list(_failed(check, _fault(error)))
        known = self.told.get(id(found))
        if known is None:
            if len(self.told) > KNOWN:
                self.told.clear()
            known = self.told[id(found)] = found, list(_told(found, figures=self.figures))
        return known[1]

    def _without(self, reason: str) -> list[Row]:
        return [row for check in self.checks for row in _failed(check, reason)]

    def _answer(self, solver: Callable[..., Any], subject: Any) -> Any:
        """The answer of a solver; the same question is asked once."""
        question = solver.__name__, pickle.dumps(subject)
        if question not in self.known:
            answer = solver(subject)
            if len(self.known) > KNOWN:
                self.known.clear()
            self.known[question] = answer
        return self.known[question]


def _numbers(texts: Mapping[str, str]) -> dict[str, Fraction]:
    return {key: Fraction(text) for key, text in texts.items()}


def _fault(error: Exception) -> str:
    return f"the check stops with {type(error).__name__}, {error}".split("\n")[0]


def _failed(check: str, reason: str) -> Iterator[Row]:
    for row in tidy_rows({"margin": None, ERROR: reason}):
        yield check, ERROR, BY_CHECK_UP, None, *row


def _settled(check: str, verdict: str) -> Row:
    """The row of a verdict that is proven by a map: nothing else is known."""
    return check, verdict, BY_MAP, None, *next(tidy_rows({"margin": None}))


def _told(found: Finding, *, figures: bool) -> Iterator[Row]:
    """The margin first, so that each check has one such row at each point; then the facts.

    What there is none of has no row: whether it is none, or was left out with all that only
    accompanies a verdict, is not told.
    """
    head = found.name, found.verdict, BY_CHECK_UP
    if not figures:
        yield *head, None, *next(tidy_rows({"margin": None}))
        return
    margin = None if found.margin is None else as_float(found.margin)
    yield *head, margin, *next(tidy_rows({"margin": found.margin}))
    for row in tidy_rows({"proof": str(found.proof), **facts_of(found.facts)}):
        if row.exact != "none":
            yield *head, margin, *row


def _parquet(task: Task, rows: Sequence[Sequence[Row]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    lengths = [len(each) for each in rows]

    def each(values: Sequence[Any]) -> list[Any]:
        return [x for x, n in zip(values, lengths, strict=True) for _ in range(n)]

    moves = [json.dumps(dict(zip(task.keys, point, strict=True))) for point in task.points]
    columns: dict[str, Any] = {"run": pa.array(each(task.runs), pa.string())}
    for k, key in enumerate(task.keys):
        values = [as_float(Fraction(point[k])) for point in task.points]
        columns[key] = pa.array(each(values), pa.float64())
    columns["moves"] = pa.array(each(moves), pa.string())
    cells = list(zip(*(row for point in rows for row in point), strict=True))
    for name, column in zip(COLUMNS, cells, strict=True):
        kind = pa.float64() if name in ("margin", "value") else pa.string()
        columns[name] = pa.array(column, kind)
    file = BytesIO()
    pq.write_table(pa.table(columns), file, compression="zstd")
    return file.getvalue()
