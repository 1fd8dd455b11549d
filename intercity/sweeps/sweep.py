"""A sweep: what checks find at many points of a scenario's numbers.

One number moved alone is what the check-up looks at. A sweep moves several at once, and says at
which of the points each check stands or fails. It looks at the points and proves nothing between
them. At each point verdict, margin and facts are those of the check-up of a file with these
numbers; repairs, and figures that only accompany a verdict, are left out. Where nothing but
verdicts is wanted, points whose verdicts a map of proof settles are not checked up.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from games.by_city import truth
from games.errors import IntercityError, InvalidInput, Told, all_of_kind, missing_extra, of_kind
from intercity.findings.checks import CHECKS
from intercity.report import check_named
from intercity.report.tables import Table as ReportTable
from intercity.scenario.scenario import Scenario
from intercity.sweeps.backends import Backend, worked_out, workers_of
from intercity.sweeps.design import Design, Values
from intercity.sweeps.design import design as points_of
from intercity.sweeps.english import VERDICTS, summary, time_left
from intercity.sweeps.runs import BY_MAP, ERROR, Done, Task, require_pyarrow, run_key
from intercity.sweeps.settled import settled_verdicts
from intercity.sweeps.store import FolderStore, MemoryStore, Store, Subject
from solvers.progress import asking, followed

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from pyarrow import Table

__all__ = ["Sweep", "sweep"]

FIRST, MOST = 1, 1000
"""Points of the first task, after which progress is told, and of the largest."""
SECONDS = 1
"""How long a task takes, about: a sweep that is killed loses no more of each worker's time."""
FEW = 50
"""So few points are not shared unless it is asked for: a process takes longer to start."""
Progress = Callable[[int, int, float | None], None]


@dataclass(frozen=True, slots=True, repr=False)
class Sweep:
    """What a sweep found: ``print`` shows a summary, ``to_frame`` gives all of it as a table.

    ``design``: the points. ``checks``: those that were asked. ``computed``: how many runs were
    worked out now, the others having been there. ``folder``: where it is kept, if anywhere.
    """

    scenario: Scenario
    design: Design
    checks: tuple[str, ...]
    runs: Mapping[str, int]
    store: Store
    computed: int

    def __repr__(self) -> str:
        return f"Sweep({len(self.runs)} points of {', '.join(self.design.keys)})"

    def __str__(self) -> str:
        skipped = None if self.store.subject.figures else self.skipped
        told = summary(
            self.design, self.counts, self.reasons, self.folder, self.computed, skipped=skipped
        )
        return "\n".join(told)

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"

    @property
    def folder(self) -> Path | None:
        """The folder in which it is kept; its ``parts`` are Parquet files."""
        return self.store.folder if isinstance(self.store, FolderStore) else None

    def to_frame(self) -> DataFrame:
        """A tidy pandas table, a row for each fact of each check at each point, in their order.

        Columns: ``run`` (its key), a float for each number that is moved, ``moves`` (these numbers
        exactly, as JSON), ``check``, ``verdict``, what that was found ``by`` ("check-up", or "map"
        where the point was skipped), ``margin``, and the ``fact``, what it is ``of``, its ``value``
        (a float) and ``exact`` (a fraction, or a word). The first fact of a check is its margin.
        Errors: ``IntercityError`` without pandas.
        """
        return self._frame(self._table())

    def verdicts(self) -> DataFrame:
        """A pandas table with a row for each check at each point: its verdict and its margin.

        Columns as in ``to_frame``; ``exact``: the margin as a fraction. Errors: ``IntercityError``
        without pandas.
        """
        found = self._frame(self._table(only="margin"))
        return found.drop(columns=["fact", "of", "value"])

    def verdict_table(self) -> ReportTable:
        """Verdicts by run as a table of a report, to be written as CSV."""
        head = ("run", *self.design.keys, "check", "verdict", "by", "margin", "exact")
        found = self._table(only="margin").select(list(head))
        columns = (found[name].to_pylist() for name in head)
        return ReportTable("verdicts", head, tuple(zip(*columns, strict=True)))

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """By check, at how many points each verdict is found."""
        found: dict[str, Counter[str]] = {check: Counter() for check in self.checks}
        for check, verdicts in self.verdict_at().items():
            found[check].update(verdicts)
        return {
            check: {verdict: counted[verdict] for verdict in VERDICTS if counted[verdict]}
            for check, counted in found.items()
        }

    @property
    def skipped(self) -> dict[str, int]:
        """By check, at how many points a map of proof settles its verdict, without a check-up."""
        table = self._table(only="margin", columns=["run", "check", "by", "fact"])
        columns = (table[name].to_pylist() for name in ("check", "by"))
        counted = Counter(check for check, by in zip(*columns, strict=True) if by == BY_MAP)
        return {check: counted[check] for check in self.checks}

    def verdict_at(self) -> dict[str, list[str]]:
        """By check, the verdict at each point, in the order of the design."""
        found = {check: [""] * len(self.runs) for check in self.checks}
        table = self._table(only="margin", columns=["run", "check", "verdict", "fact"])
        columns = (table[name].to_pylist() for name in ("run", "check", "verdict"))
        for run, check, verdict in zip(*columns, strict=True):
            found[check][self.runs[run]] = verdict
        return found

    def margins_at(self, check: str) -> list[float | None]:
        """The margin of a check at each point, in the order of the design."""
        found: list[float | None] = [None] * len(self.runs)
        table = self._table(only="margin", columns=["run", "check", "margin", "fact"])
        columns = (table[name].to_pylist() for name in ("run", "check", "margin"))
        for run, name, margin in zip(*columns, strict=True):
            if name == check:
                found[self.runs[run]] = margin
        return found

    @property
    def reasons(self) -> dict[str, int]:
        """Why there is no result at some points, and at how many."""
        table = self._table(only=ERROR, columns=["run", "verdict", "fact", "exact"])
        columns = (table[name].to_pylist() for name in ("run", "verdict", "exact"))
        found = {
            (run, exact) for run, verdict, exact in zip(*columns, strict=True) if verdict == ERROR
        }
        return dict(Counter(reason for _, reason in sorted(found)).most_common())

    def phase_diagram(self, check: str) -> Figure:
        """Where a check stands and where it fails, over one or two numbers.

        Errors: ``InvalidInput`` for a check that was not asked, or for a sweep of more than two
        numbers; ``IntercityError`` without matplotlib.
        """
        from intercity.sweeps.picture import phase_diagram

        return phase_diagram(self, check_named(check, list(self.checks)))

    def _table(self, only: str | None = None, columns: list[str] | None = None) -> Table:
        """The rows of the runs of this sweep, each run once, in the order of the design."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        found, seen = [], set[str]()
        for part in self.store.tables(columns):
            here = set(part["run"].unique().to_pylist())
            kept = (here & self.runs.keys()) - seen
            if kept != here:
                part = part.filter(pc.is_in(part["run"], pa.array(sorted(kept), pa.string())))
            seen |= kept
            found.append(part if only is None else part.filter(pc.equal(part["fact"], only)))
        if seen != self.runs.keys():
            raise IntercityError("Parts of the sweep are no longer there: ask for it again.")
        table = pa.concat_tables(found)
        places = np.array([self.runs[run] for run in table["run"].to_pylist()], dtype=np.int64)
        return table.take(pa.array(np.argsort(places, kind="stable")))

    def _frame(self, table: Table) -> DataFrame:
        try:
            import pandas as pd
        except ImportError:
            raise missing_extra("tables need pandas", "tables") from None
        del pd
        return table.to_pandas()


def sweep(
    scenario: Scenario,
    over: Mapping[str, Values] | None = None,
    *,
    design: str | Any = "grid",
    checks: Iterable[str] | None = None,
    backend: Backend = None,
    output: str | PathLike[str] | None = None,
    seed: int = 0,
    figures: bool = True,
    progress: Progress | None = None,
) -> Sweep:
    """What checks find where several numbers of a scenario are moved at once.

    ``over``: by the key of each number ``"low:high:n"``, or a list of values; an end that is left
    out is that of the number's own range. Values may leave that range, and a number may be sourced:
    the sweep says so. ``design``: ``"grid"``, ``"zip"``, ``"lhs"`` or ``"sobol"``, or a table of
    points in place of ``over`` (``intercity.sweeps.design``); ``seed`` chooses those at random.
    ``checks``: the names of the checks to be asked, all where left out.

    ``backend``: a number of processes (all processors where left out), or the address of a Dask
    scheduler. ``output``: a folder to keep it in. A sweep that was ended there, in whatever way,
    goes on with the points that are not there yet; other points of the same numbers may be asked
    for later. ``figures=False``: only verdicts are wanted, no margins and facts; then points of two
    numbers whose verdicts a map of proof settles (``proof_map``) are not checked up.
    ``progress(done, of, seconds)`` is called with how many runs are done, and about how many
    seconds are left (``None`` before that is known).

    Errors: ``InvalidInput`` where something is not as it should be, ``IntercityError`` where a
    process or the cluster goes away. What is worked out by then is kept in the folder.

    >>> import intercity as ic
    >>> deal = ic.load_scenario("examples/quzhou_hangzhou/scenario.toml")
    >>> found = ic.sweep(
    ...     deal, {"firm.return_small_city": "1.15:1.35:3", "compact.refund.0.share": [0.5, 1]},
    ...     checks=["terms", "firms' choice"], backend=1)
    >>> found.counts["firms' choice"]
    {'stands': 4, 'fails': 2}
    """
    of_kind(scenario, Scenario, place="subject of sweep", hint="load_scenario reads it")
    text, moved = scenario.origin
    if not text:
        right = "one that was read from a file or a text, since its text is sent to workers"
        raise InvalidInput("subject of sweep", Told("a scenario without a text"), right)
    from intercity import __version__

    figures = truth(figures, "figures")
    if progress is not None and not callable(progress):
        raise InvalidInput("progress", progress, "a function of how many are done, and of all")
    if output is not None:
        of_kind(output, str, PathLike, place="the folder of a sweep")
    points = points_of(scenario, over, design, seed=seed)
    asked, workers = _asked(checks), workers_of(backend)
    require_pyarrow()
    about = text, {k: str(x) for k, x in moved.items()}, points.keys, asked, __version__
    subject = Subject(*about, figures)
    store: Store = MemoryStore(subject) if output is None else FolderStore(Path(output), subject)
    with store:
        return _swept(scenario, points, store, workers, progress, few=FEW if backend is None else 0)


def _asked(checks: Iterable[str] | None) -> tuple[str, ...]:
    """The checks, in the order of the report."""
    if checks is None:
        return tuple(CHECKS)
    given = all_of_kind(checks, str, place="checks")
    named = {check_named(name, list(CHECKS)) for name in given}
    if not named:
        raise InvalidInput("checks", Told("empty"), "left out, or a list of names")
    return tuple(name for name in CHECKS if name in named)


def _swept(
    scenario: Scenario,
    points: Design,
    store: Store,
    workers: int | str,
    progress: Progress | None,
    *,
    few: int,
) -> Sweep:
    about = store.subject
    texts = [tuple(map(str, point)) for point in points.points]
    runs = {
        run_key(
            about.text,
            {**about.moved, **dict(zip(points.keys, point, strict=True))},
            about.checks,
            about.version,
        ): place
        for place, point in enumerate(texts)
    }
    known = {run for part in store.tables(["run"]) for run in part["run"].unique().to_pylist()}
    places = [place for run, place in runs.items() if run not in known]
    before = done = len(runs) - len(places)
    of = len(runs)
    if progress is not None:
        progress(done, of, None if places else 0.0)
    settled = _settled(scenario, points, about, places)
    left = [(run, texts[place], settled[place]) for run, place in runs.items() if run not in known]
    skipped = [one for one in left if one[2].keys() >= set(about.checks)]
    others = [one for one in left if one[2].keys() < set(about.checks)]
    begun, rest = time.monotonic(), ""

    def each(k: int) -> AbstractContextManager[None]:
        return asking(f"run {done + k + 1:,} of {of:,}{rest}")

    for here, by in ((skipped, 1), (others, 1 if len(others) <= few else workers)):
        work = _Work(about, here)
        for part in worked_out(iter(work), by, each) if here else ():
            store.add(part.part)
            done += part.runs
            work.fit(part)
            seconds = (time.monotonic() - begun) / (done - before) * (of - done)
            rest = time_left(seconds)
            if progress is not None:
                progress(done, of, seconds)
    return Sweep(scenario, points, about.checks, runs, store, len(left))


def _settled(
    scenario: Scenario, points: Design, about: Subject, places: list[int]
) -> dict[int, dict[str, str]]:
    """By the place of a point that is left, the verdicts that a map of proof settles there."""
    found: dict[int, dict[str, str]] = {place: {} for place in places}
    if about.figures:
        return found
    left = [points.points[place] for place in places]
    for check in followed("maps of proof", about.checks):
        for k, verdict in settled_verdicts(scenario, points.keys, left, check).items():
            found[places[k]][check] = verdict
    return found


Left = tuple[str, tuple[str, ...], dict[str, str]]
"""A run, its point, and what is settled there."""


class _Work:
    """The runs that are left, cut into tasks that take about as long as is wished."""

    def __init__(self, about: Subject, left: list[Left]) -> None:
        self.about, self.left, self.size = about, left, FIRST

    def fit(self, done: Done) -> None:
        """From how long a task took, how many runs the next ones have; no more than twice."""
        fitting = round(SECONDS * done.runs / max(done.seconds, 1e-6))
        self.size = max(1, min(fitting, 2 * self.size, MOST))

    def __iter__(self) -> Iterator[str]:
        at = 0
        while at < len(self.left):
            here = self.left[at : at + self.size]
            at += len(here)
            runs, points, settled = zip(*here, strict=True)
            yield Task(
                self.about.text,
                self.about.moved,
                self.about.checks,
                self.about.version,
                self.about.keys,
                runs,
                points,
                self.about.figures,
                settled,
            ).to_json()
