"""Change one thing at a time in the code, and see whether a test turns red.

    python -m tests.mutants.sample --mutants 300 --seed 0 --minutes 60
    python -m tests.mutants.sample --of intercity/topics/park/check.py

A mutant is the project with one comparison, operator, constant or truth value of a certificate
checker, a check or its words changed (see mutant.py). Of all tests of the project those are asked
in which the change could matter (see reach.py), the quickest first, until one turns red or
``PATIENCE`` seconds have passed. A mutant that none notices has survived. What is set aside as
equivalent stands in equivalent.toml, each with its reason. The exit code is 1 where fewer than nine
of ten are killed, or more than one of twenty is set aside.

Verdicts are kept in build/mutants until a file of the project changes: a run that was stopped goes
on where it was when it is asked for again.

``--of`` takes all mutants of the files whose names begin so, and not a sample, unless
``--mutants`` says how many.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tomllib
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from tests.mutants.forks import cpu, first_red, in_fork
from tests.mutants.mutant import ROOT, SOURCES, Place, install, places
from tests.mutants.reach import KEPT, runs, write

SAMPLE = 300
PATIENCE, SLOW = 8.0, 4.0
"""Seconds that all tests asked of a mutant take, and of a test that is not asked."""


class Sampler:
    """Collects all tests, and asks them of mutants instead of running them."""

    def __init__(self, chosen: list[Place], seconds: float | None) -> None:
        self.chosen, self.seconds = chosen, seconds
        self.out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        self.enough = False

    def say(self, line: str) -> None:
        self.out.write(f"{line}\n")
        self.out.flush()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        self.runs = runs(session.items, self.say)
        self.enough = self.judged()
        return True

    def judged(self) -> bool:
        """Whether enough mutants are killed, and few set aside."""
        equivalent = tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text("utf-8"))
        for name in equivalent.keys() - {place.name for place in places()}:
            self.say(f"equivalent.toml names no place of the code: {name}")
        counts = dict.fromkeys(("killed", "survived", "set aside", "run on import"), 0)
        verdicts, start = Verdicts(), cpu()
        for number, place in enumerate(self.chosen, start=1):
            if self.seconds is not None and cpu() - start > self.seconds:
                break
            if place.name in equivalent:
                counts["set aside"] += 1
                continue
            before = cpu()
            if place.name not in verdicts.known:
                verdicts.keep(place, self.verdict(place))
            verdict, how = verdicts.known[place.name]
            counts[verdict] += 1
            self.say(
                f"{number} of {len(self.chosen)} {verdict} in {cpu() - before:.1f} s{how}: "
                f"line {place.line}, {place.name}"
            )
        dead, judged = counts["killed"], counts["killed"] + counts["survived"]
        self.say(
            f"{dead} of {judged} mutants killed, {counts['set aside']} set aside as equivalent,"
        )
        self.say(f"{counts['run on import']} not judged, since they are run on import;")
        self.say(f"{(cpu() - start) / 60:.0f} minutes of CPU")
        return dead >= 0.9 * judged and counts["set aside"] <= 0.05 * len(self.chosen)

    def verdict(self, place: Place) -> tuple[str, str]:
        """What becomes of a mutant, and by which test or after how many."""
        if not in_fork(lambda: install(place), 60):
            return "run on import", ""
        tests = self.asked(place)
        by = self.killer(place, tests)
        return ("survived", f" {len(tests)} tests") if by is None else ("killed", f" by {by}")

    def asked(self, place: Place) -> list[str]:
        """Tests in which the place matters, the quickest first."""
        of = [(r.seconds, name) for name, r in self.runs.items() if place.name in r.places]
        found, total = list[str](), 0.0
        for seconds, name in sorted(of):
            total += seconds
            if seconds > SLOW or total > PATIENCE:
                break
            found.append(name)
        return found

    def killer(self, place: Place, tests: list[str]) -> str | None:
        """The test that turns red, or ``"time"``; a fork that gives no answer is one that hangs."""
        if not tests:
            return None

        def work() -> list[str | None]:
            install(place)
            return [first_red([self.items[name] for name in tests])]

        seconds = sum(self.runs[name].seconds for name in tests)
        answer = in_fork(work, 30 + 5 * seconds)
        return "time" if answer is None else answer[0]


class Verdicts:
    """What became of mutants, as long as no file of the project changes."""

    def __init__(self) -> None:
        folders = (*SOURCES, "tests", "examples", "docs")
        inside = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.*")))
        digest = hashlib.sha256()
        for path in [*sorted(ROOT.glob("*.*")), *inside]:
            is_set_aside = path.name == "equivalent.toml"
            if path.suffix in (".py", ".toml", ".json", ".csv", ".md") and not is_set_aside:
                digest.update(path.as_posix().encode() + path.read_bytes())
        self.kept, self.of = KEPT / "verdicts.json", digest.hexdigest()
        self.known: dict[str, tuple[str, str]] = {}
        if self.kept.exists():
            record = json.loads(self.kept.read_text("utf-8"))
            self.known = record["verdicts"] if record["of"] == self.of else {}

    def keep(self, place: Place, verdict: tuple[str, str]) -> None:
        self.known[place.name] = verdict
        write(self.kept, {"of": self.of, "verdicts": self.known})


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mutants", type=int, default=None, help=f"{SAMPLE}, or all with --of")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--of", default="", help="the beginning of names of files")
    parser.add_argument("--minutes", type=float, default=None, help="of CPU, then it ends")
    options = parser.parse_args()
    os.chdir(ROOT)
    chosen = [place for place in places() if place.file.startswith(options.of)]
    if options.mutants is not None or not options.of:
        Random(options.seed).shuffle(chosen)
        chosen = chosen[: options.mutants or SAMPLE]
    seconds = None if options.minutes is None else 60 * options.minutes
    sampler = Sampler(chosen, seconds)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what pytest prints
    with TemporaryDirectory() as folder:
        arguments = ["-q", "-p", "no:cacheprovider", "--hypothesis-profile=mutants"]
        pytest.main([*arguments, f"--basetemp={folder}"], plugins=[sampler])
    return 0 if sampler.enough else 1


if __name__ == "__main__":
    sys.exit(main())
