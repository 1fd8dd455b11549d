"""Change one thing at a time in the code, and see whether a test turns red.

    python -m tests.mutants.sample --mutants 300 --seed 0 --minutes 60

A mutant is the project with one comparison, operator, constant or truth value of a certificate
checker, a check or its words changed. Test files are asked in the order in which they should
notice: those of its certificate or topic first (see ``candidates``). Each file is run once as it
is, to learn which of its tests run which lines; then, of a mutant, only the tests that run its
line, the quickest first, until one turns red. A mutant that none notices has survived. What is set
aside as equivalent stands in equivalent.toml, each with its reason. The exit code is 1 where fewer
than nine of ten are killed, or more than one of twenty is set aside.

Mutants are installed in a fork of this process, so that nothing is imported anew.

Source: DeMillo, Lipton and Sayward (1978), Hints on test data selection.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import json
import os
import resource
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("games", "solvers", "mechanisms", "intercity")
OPTIONS = ("-q", "-x", "--no-header", "-p", "no:cacheprovider", "--hypothesis-profile=mutants")
MOST_FILES = 4
"""So many test files are asked about a mutant."""
ENOUGH, SLOW = 20.0, 5.0
"""Seconds after which no further test of a file is traced, and of a test that is not asked.

All of CERTIFIED are traced.
"""

CHECKERS = ("violations", "recomputed")
CERTIFIED = ("tests/solvers/test_certificates_tampered.py",)
"""What is asked first of certificates."""
TOPICS = ("tests/frontdoor/test_explanation.py", "tests/frontdoor/test_replay.py")
"""What is asked of any topic, when its own tests have not noticed."""
OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Add, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A file, a line of it, what is changed there, and the whole file with the change."""

    file: str
    line: int
    change: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return f"{self.file}:{self.line} {self.change}"

    @property
    def module(self) -> str:
        return self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def text_of(file: str) -> str:
    return (ROOT / file).read_text("utf-8")


def places() -> Iterator[tuple[str, ast.Module, list[ast.AST]]]:
    """Each file of checkers, checks or words with the nodes that may be changed in it."""
    for package in SOURCES:
        for path in sorted((ROOT / package).rglob("*.py")):
            file = path.relative_to(ROOT).as_posix()
            tree = ast.parse(text_of(file))
            if package == "intercity":
                whole = path.name in ("check.py", "english.py") and "topics" in file
                scopes: list[ast.AST] = [tree] if whole else []
            else:
                scopes = [
                    node
                    for node in ast.walk(tree)
                    if isinstance(node, ast.FunctionDef) and node.name in CHECKERS
                ]
            options = {
                id(n)
                for definition in ast.walk(tree)
                if isinstance(definition, ast.ClassDef | ast.FunctionDef)
                for decorator in definition.decorator_list
                for n in ast.walk(decorator)
            }  # of dataclasses, as slots=True: they say nothing of what a check finds
            nodes = [
                n
                for scope in scopes
                for n in ast.walk(scope)
                if changes(n) and id(n) not in options
            ]
            if nodes:
                yield file, tree, nodes


def changes(node: ast.AST) -> bool:
    """Whether something can be changed at a node."""
    if isinstance(node, ast.BinOp | ast.BoolOp):
        return type(node.op) in OTHER
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, bool)
    return isinstance(node, ast.Compare) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


def mutants(count: int, seed: int) -> list[Mutant]:
    """So many changes, spread over all places alike; fewer are the first of more."""
    random = Random(seed)
    known = [(file, tree, node) for file, tree, nodes in places() for node in nodes]
    random.shuffle(known)
    return [changed(*each) for each in known[:count]]


def changed(file: str, tree: ast.Module, node: ast.AST) -> Mutant:
    before = ast.unparse(node)
    found = copy.deepcopy(tree)
    twin = next(b for a, b in zip(ast.walk(tree), ast.walk(found), strict=True) if a is node)
    if isinstance(twin, ast.Compare):
        twin.ops[0] = OTHER[type(twin.ops[0])]()  # type: ignore[call-overload]
    elif isinstance(twin, ast.BinOp | ast.BoolOp):
        twin.op = OTHER[type(twin.op)]()  # type: ignore[assignment]
    elif isinstance(twin, ast.Constant):
        value = twin.value
        twin.value = not value if isinstance(value, bool) else value + 1  # type: ignore[operator]
    elif isinstance(twin, ast.UnaryOp):
        twin.op, twin.operand = ast.Not(), ast.UnaryOp(ast.Not(), twin.operand)
    ast.fix_missing_locations(found)
    line = node.lineno  # type: ignore[attr-defined]
    return Mutant(file, line, f"{before} -> {ast.unparse(twin)}", found)


# --------------------------------------------------------------- which tests should notice


def candidates(file: str) -> list[str]:
    """Test files, those first that should notice a change in a file.

    Of a topic: those that have its name in theirs, then those that speak of it. Of a certificate:
    the forgeries, the docstrings of its file, then the files that use its names, those of its own
    room first.
    """
    parts = file.split("/")
    if parts[0] == "intercity":
        topic = parts[2] if len(parts) > 3 else parts[-1].removesuffix(".py")
        words = topic.split("_")
        by_name = [f for f in _test_files() if "frontdoor" in f and topic in f]
        nearly = [f for f in _test_files() if "frontdoor" in f and any(w in f for w in words)]
        names = (topic, topic.replace("_", " "), topic.replace("_", "-"))
        counts = {f: sum(text_of(f).count(name) for name in names) for f in _test_files()}
        told = sorted((f for f in counts if counts[f]), key=lambda f: -counts[f])
        return list(dict.fromkeys([*by_name, *nearly, *told, *TOPICS]))
    tree = ast.parse(text_of(file))
    names = tuple(n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef))
    public = [name for name in names if not name.startswith("_")]
    room = f"tests/{'/'.join(parts[:-1])}/"
    stem = parts[-1].removesuffix(".py")
    counts = {f: sum(text_of(f).count(name) for name in public) for f in _test_files()}
    uses = sorted(
        (f for f in counts if counts[f]),
        key=lambda f: (stem not in f, not f.startswith(room), -counts[f]),
    )
    return list(dict.fromkeys([*CERTIFIED, file, *uses]))


@cache
def _test_files() -> list[str]:
    found = sorted((ROOT / "tests").rglob("test_*.py"))
    return [path.relative_to(ROOT).as_posix() for path in found]


# --------------------------------------------------------------- forks, and pytest in them


def in_fork(work: Callable[[], Any], seconds: float) -> Any:
    """What ``work`` returns in a fork of this process; ``None`` where it does not end in time."""
    with TemporaryDirectory() as place:
        answer = Path(place, "answer.json")
        child = os.fork()
        if child == 0:
            status = 1
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
                nowhere = os.open(os.devnull, os.O_RDWR)
                for stream in (0, 1, 2):
                    os.dup2(nowhere, stream)
                answer.write_text(json.dumps(work()), "utf-8")
                status = 0
            finally:
                os._exit(status)
        os.waitpid(child, 0)
        return json.loads(answer.read_text("utf-8")) if answer.exists() else None


class Chosen:
    """Runs these tests alone, in this order."""

    def __init__(self, tests: list[str]) -> None:
        self.order = {test: k for k, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order),
            key=lambda item: self.order[item.nodeid],
        )


class Traced:
    """Keeps which lines of a file a test runs, in itself or by what it sets up, and how long."""

    def __init__(self, files: set[str], enough: float) -> None:
        self.paths = {str(ROOT / file): file for file in files}
        self.runs: dict[str, tuple[float, list[tuple[str, int]]]] = {}
        self.until = time.process_time() + enough

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        seen: set[tuple[str, int]] = set()
        start = time.process_time()

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            file = self.paths.get(frame.f_code.co_filename)
            if file is None:
                return None
            seen.add((file, frame.f_lineno))
            return trace

        if start > self.until:
            item.session.shouldstop = "long enough"
        sys.settrace(trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            if seen:
                self.runs[item.nodeid] = time.process_time() - start, sorted(seen)


def run(file: str, *plugins: Any) -> int:
    options = [each for each in OPTIONS if each != "-x" or not isinstance(plugins[0], Traced)]
    return int(pytest.main([*options, str(ROOT / file)], plugins=list(plugins)))


class Lines:
    """Which tests of a file run which lines of the files that mutants are in."""

    def __init__(self, files: set[str]) -> None:
        self.files, self.known = files, dict[str, dict[str, tuple[float, set[tuple[str, int]]]]]()

    def tests(self, test_file: str, mutant: Mutant) -> list[str]:
        """The tests of a file that run a line, the quickest first."""
        if test_file not in self.known:
            self.known[test_file] = self._traced(test_file)
        of_line = [
            (seconds, test)
            for test, (seconds, lines) in self.known[test_file].items()
            if seconds < SLOW and any((mutant.file, line) in lines for line in mutant_lines(mutant))
        ]
        return [test for _, test in sorted(of_line)]

    def seconds(self, test_file: str, tests: list[str]) -> float:
        return sum(self.known[test_file][test][0] for test in tests)

    def _traced(self, test_file: str) -> dict[str, tuple[float, set[tuple[str, int]]]]:
        def work() -> Any:
            traced = Traced(self.files, 600 if test_file in CERTIFIED else ENOUGH)
            run(test_file, traced)
            return traced.runs

        # The modules of tests are imported in this process, so that no fork does so again.
        silently(lambda: pytest.main(["--collect-only", "-qq", str(ROOT / test_file)]))
        found = in_fork(work, 900) or {}
        return {
            test: (seconds, {(file, line) for file, line in lines})
            for test, (seconds, lines) in found.items()
        }


def silently(work: Callable[[], Any]) -> None:
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    try:
        work()
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


@cache
def _statements(file: str) -> tuple[tuple[int, int], ...]:
    return tuple(
        (node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(ast.parse(text_of(file)))
        if isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef)
    )


def mutant_lines(mutant: Mutant) -> range:
    """The lines of the statement that is changed; of a compound one, up to the changed line."""
    around = [ends for ends in _statements(mutant.file) if ends[0] <= mutant.line <= ends[1]]
    if not around:
        return range(mutant.line, mutant.line + 1)
    first, last = max(around)
    return range(first, max(mutant.line, last if last - first < 12 else mutant.line) + 1)


# --------------------------------------------------------------- a mutant, installed


def installed(mutant: Mutant) -> bool:
    """Put the changed code into the functions that exist; false for what is run on import."""
    module = importlib.import_module(mutant.module)
    path = str(ROOT / mutant.file)
    new = {
        code.co_qualname: code
        for code in _outermost(compile(mutant.tree, path, "exec"))
        if code.co_firstlineno <= mutant.line
    }
    old = compile(ast.parse(text_of(mutant.file)), path, "exec")
    changed_ = [c for c in _outermost(old) if new.get(c.co_qualname, c) != c]
    done = False
    for code in changed_:
        for function in _functions(module, code.co_qualname):
            if function.__code__.co_firstlineno == code.co_firstlineno:
                function.__code__ = new[code.co_qualname]
                done = True
    return done


def _outermost(code: CodeType) -> Iterator[CodeType]:
    """The functions and methods of a module, not those within them."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            is_class = not inner.co_flags & 0x2  # CO_NEWLOCALS
            if is_class:
                yield from _outermost(inner)
            elif not inner.co_name.startswith("<"):
                yield inner


def _functions(module: Any, qualname: str) -> Iterator[FunctionType]:
    """The function of that name, below whatever decorators keep."""
    owner, found = module, None
    for part in qualname.split("."):
        if owner is None:
            return
        found = vars(owner).get(part)
        owner = found
    while found is not None:
        if isinstance(found, FunctionType):
            yield found
        for below in ("fget", "__func__", "__wrapped__"):
            if (inner := getattr(found, below, None)) is not None:
                found = inner
                break
        else:
            return


def killed(mutant: Mutant, lines: Lines) -> str | None:
    """The test file of which a test turns red on the change; ``None`` where none does."""
    if not in_fork(lambda: installed(mutant), 60):
        raise LookupError
    for test_file in candidates(mutant.file)[:MOST_FILES]:
        tests = lines.tests(test_file, mutant)
        if not tests:
            continue

        def work(test_file: str = test_file, tests: list[str] = tests) -> int:
            installed(mutant)
            return run(test_file, Chosen(tests))

        status = in_fork(work, 30 + 10 * lines.seconds(test_file, tests))
        if status is None or status == 1:
            return test_file
    return None


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=None, help="of CPU, then it ends")
    options = parser.parse_args()
    os.chdir(ROOT)
    equivalent = tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text("utf-8"))
    chosen = mutants(options.mutants, options.seed)
    lines = Lines({mutant.file for mutant in chosen})
    for mutant in chosen:
        importlib.import_module(mutant.module)
    survived, set_aside, on_import, dead = [], 0, 0, 0
    for mutant in chosen:
        if options.minutes is not None and cpu() > 60 * options.minutes:
            break
        if mutant.name in equivalent:
            set_aside += 1
            continue
        start = cpu()
        try:
            by = killed(mutant, lines)
        except LookupError:
            on_import += 1
            continue
        if by is None:
            survived.append(mutant)
            say(f"survived: {mutant.name}")
        else:
            dead += 1
            say(f"killed in {cpu() - start:.1f} s by {by}: {mutant.name}")
    judged = dead + len(survived)
    say(f"{dead} of {judged} mutants killed, {set_aside} set aside as equivalent,")
    say(f"{on_import} not judged, since they are run on import; {cpu() / 60:.0f} minutes of CPU")
    enough = dead >= 0.9 * judged and set_aside <= 0.05 * options.mutants
    return 0 if enough else 1


def cpu() -> float:
    """Seconds of CPU of this process and its forks."""
    here, forks = (
        resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return here.ru_utime + here.ru_stime + forks.ru_utime + forks.ru_stime


if __name__ == "__main__":
    sys.exit(main())
