"""Which tests run which places of mutants, and how long each test takes.

Each test file is run once, in a fork, with all places watched. What was seen is kept in
build/mutants, and seen anew when the test file or its tests have changed. A place that is new since
then counts for all tests that ran its function. What else has changed may let tests run functions
that are not on record: remove the folder to see all anew.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Any

import pytest

from tests.mutants import mutant
from tests.mutants.forks import cpu, in_fork, played

KEPT = mutant.ROOT / "build" / "mutants"
ENOUGH = 45.0
"""Seconds of CPU after which no further test of a file is watched."""


@dataclass(frozen=True)
class Run:
    """Seconds of CPU of a test that passes, and the names of the places that mattered in it."""

    seconds: float
    places: frozenset[str]


def runs(items: list[pytest.Item], say: Callable[[str], None]) -> dict[str, Run]:
    """By the name of a test, what it runs, where that is a place; tests that fail are left out."""
    by_file: dict[str, list[pytest.Item]] = {}
    for item in items:
        by_file.setdefault(item.nodeid.split("::")[0], []).append(item)
    found: dict[str, Run] = {}
    for number, (file, tests) in enumerate(by_file.items(), start=1):
        kept = KEPT / f"{file.replace('/', '+')}.json"
        record = json.loads(kept.read_text("utf-8")) if kept.exists() else None
        if record is None or not _is_current(record, file, tests):
            start = cpu()
            mutant.prepare()
            record = in_fork(lambda tests=tests: _watched(tests), 10 * ENOUGH)
            record = _record(record or {}, file, tests)
            KEPT.mkdir(parents=True, exist_ok=True)
            write(kept, record)
            say(f"watched in {cpu() - start:.0f} s: {file}, {number} of {len(by_file)}")
        found |= _of(record)
    return found


class _Shared:
    """What tests of a file share is run by the first of them, and counted for each of them.

    Namely fixtures of a wider scope than one test, and functions with a cache that tests call.
    """

    def __init__(self, watched: mutant.Watched) -> None:
        self.watched = watched
        self.known: dict[Any, tuple[float, set[str]]] = {}
        self.saved = 0.0
        """Seconds that the test would have taken longer if it were the first of its file."""

    def run(self, key: Any, work: Callable[[], Any]) -> Any:
        """What the work returns; it runs, and takes as long as, what it did when first done."""
        before, saved, start = self.watched.seen, self.saved, time.process_time()
        self.watched.seen, self.saved = set(), 0.0
        try:
            return work()
        finally:
            here = time.process_time() - start
            seconds, seen = self.known.setdefault(key, (here + self.saved, self.watched.seen))
            self.watched.seen = before | seen
            self.saved = saved + max(0.0, seconds - here)

    def caches(self) -> None:
        """Have functions with a cache counted, by whatever name a module of tests calls them."""
        for module in [module for name, module in sys.modules.items() if name.startswith("tests")]:
            for name, function in vars(module).copy().items():
                if isinstance(function, type(cache(str))):
                    setattr(module, name, self._counted(function))

    def _counted(self, function: Any) -> Any:
        @wraps(function)
        def counted(*arguments: Any, **keywords: Any) -> Any:
            key = function, arguments, tuple(keywords.items())
            return self.run(key, lambda: function(*arguments, **keywords))

        counted.cache_clear = function.cache_clear  # type: ignore[attr-defined]
        return counted

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        before, start = self.watched.seen, time.process_time()
        self.watched.seen = set()
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                self.known[fixturedef.argname] = time.process_time() - start, self.watched.seen
            self.watched.seen |= before


def _watched(tests: list[pytest.Item]) -> dict[str, tuple[float, list[str]]]:
    watched = mutant.watch()
    shared, until = _Shared(watched), time.process_time() + ENOUGH
    shared.caches()
    tests[0].config.pluginmanager.register(shared)
    found = {}
    for item, following in zip(tests, [*tests[1:], None], strict=True):
        start, set_up = time.process_time(), set(shared.known)
        if start > until:
            break
        watched.seen, shared.saved = set(), 0.0
        if not played(item, following):
            continue
        for name in getattr(item, "fixturenames", ()):
            seconds, seen = shared.known.get(name, (0.0, set()))
            watched.seen |= seen
            shared.saved += seconds if name in set_up else 0.0
        if watched.seen:
            seconds = time.process_time() - start + shared.saved
            found[item.nodeid] = seconds, sorted(watched.seen)
    return found


def _record(found: dict[str, Any], file: str, tests: list[pytest.Item]) -> dict[str, Any]:
    function_of = {place.name: place.function for place in mutant.places()}
    ran = {function_of[name] for _, names in found.values() for name in names}
    return {
        "file": _digest(file),
        "tests": sorted(item.nodeid for item in tests),
        "places": {function: _places_of()[function] for function in sorted(ran)},
        "runs": found,
    }


def _is_current(record: dict[str, Any], file: str, tests: list[pytest.Item]) -> bool:
    names = sorted(item.nodeid for item in tests)
    return record["file"] == _digest(file) and record["tests"] == names


def _of(record: dict[str, Any]) -> dict[str, Run]:
    new = {
        function: set(_places_of().get(function, ())) - set(names)
        for function, names in record["places"].items()
    }
    function_of = {n: function for function, names in record["places"].items() for n in names}
    found = {}
    for test, (seconds, names) in record["runs"].items():
        more = (new[function] for function in {function_of[name] for name in names})
        found[test] = Run(seconds, frozenset(names).union(*more))
    return found


@cache
def _places_of() -> dict[str, list[str]]:
    """The places of each function."""
    names: dict[str, list[str]] = {}
    for place in mutant.places():
        names.setdefault(place.function, []).append(place.name)
    return names


def _digest(file: str) -> str:
    return hashlib.sha256((mutant.ROOT / file).read_bytes()).hexdigest()


def write(kept: Path, record: Any) -> None:
    """Write a record whole or not at all: who stops this leaves no half of it."""
    new = kept.with_suffix(".new")
    new.write_text(json.dumps(record), "utf-8")
    new.replace(kept)
