"""Change one thing at a time in the code, and see whether a test turns red.

    python -m tests.mutants.sample --mutants 300 --seed 0

A mutant is a copy of the project in which one comparison, operator, constant or truth value of a
certificate checker, a check or its words is another. The tests of its room are run on the copy: a
mutant that they pass has survived. What is set aside as equivalent stands in equivalent.toml, each
with its reason. The exit code is 1 where fewer than nine of ten are killed.

Source: DeMillo, Lipton and Sayward (1978), Hints on test data selection.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("games", "solvers", "mechanisms", "intercity")
KEPT = (*SOURCES, "tests", "examples", "docs", "pyproject.toml", "conftest.py", "README.md")
SECONDS = 300
"""Of one run of tests; a mutant that takes longer is killed, as it would never end."""

CHECKERS = ("violations", "recomputed")
CERTIFIED = "tests/solvers/test_certificates_tampered.py"
OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Add, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A file, a line of it, and the whole text with one change."""

    file: str
    line: int
    change: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.file}:{self.line} {self.change}"


def places() -> Iterator[tuple[str, ast.Module, list[ast.AST]]]:
    """Each file of checkers, checks or words with the nodes that may be changed in it."""
    for package in SOURCES:
        for path in sorted((ROOT / package).rglob("*.py")):
            file = path.relative_to(ROOT).as_posix()
            tree = ast.parse(path.read_text("utf-8"))
            if package == "intercity":
                whole = path.name in ("check.py", "english.py") and "topics" in file
                scopes: list[ast.AST] = [tree] if whole else []
            else:
                scopes = [
                    node
                    for node in ast.walk(tree)
                    if isinstance(node, ast.FunctionDef)
                    and node.name in ("violations", "recomputed")
                ]
            nodes = [n for scope in scopes for n in ast.walk(scope) if changes(n)]
            if nodes:
                yield file, tree, nodes


def changes(node: ast.AST) -> list[str]:
    """What can be changed at a node, in words."""
    if isinstance(node, ast.Compare):
        return [type(node.ops[0]).__name__]
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in OTHER:
        return [type(node.op).__name__]
    if isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        return [repr(node.value)]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ["not"]
    return []


def mutants(count: int, seed: int) -> list[Mutant]:
    """So many changes, spread over all places alike."""
    random = Random(seed)
    known = [(file, tree, node) for file, tree, nodes in places() for node in nodes]
    return [changed(*each) for each in random.sample(known, min(count, len(known)))]


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
        twin.value = not value if isinstance(value, bool) else value + 1
    elif isinstance(twin, ast.UnaryOp):
        twin.op, twin.operand = ast.Not(), ast.UnaryOp(ast.Not(), twin.operand)
    ast.fix_missing_locations(found)
    return Mutant(file, node.lineno, f"{before} -> {ast.unparse(twin)}", ast.unparse(found))


def tests_of(file: str) -> list[str]:
    """The tests that should notice: of the room, of certificates, of the front door."""
    parts = file.split("/")
    if parts[0] == "intercity":
        topic = parts[2]
        named = sorted((ROOT / "tests/frontdoor").glob(f"test_*{topic.split('_')[0]}*.py"))
        files = [path.relative_to(ROOT).as_posix() for path in named]
        return [
            *files,
            "tests/frontdoor/test_amended_examples.py",
            "tests/frontdoor/test_replay.py",
        ]
    room = Path("tests", *parts[:-1])
    found = [room.as_posix()] if (ROOT / room).is_dir() else []
    return [CERTIFIED, "tests/solvers/test_certificates_nested.py", *found, file]


def killed(mutant: Mutant, folder: Path) -> bool:
    """Whether a test turns red on the copy with the change."""
    target = folder / mutant.file
    original = target.read_text("utf-8")
    target.write_text(mutant.text, "utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider"]
    try:
        run = subprocess.run(
            [*command, *tests_of(mutant.file)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        target.write_text(original, "utf-8")
    return run.returncode not in (0, 5)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    equivalent = tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text("utf-8"))
    survived, set_aside, dead = [], 0, 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in KEPT:
            copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copied(ROOT / name, folder / name)
        for mutant in mutants(options.mutants, options.seed):
            if mutant.name in equivalent:
                set_aside += 1
            elif killed(mutant, folder):
                dead += 1
            else:
                survived.append(mutant)
                say(f"survived: {mutant.name}")
    judged = dead + len(survived)
    say(f"{dead} of {judged} mutants killed, {set_aside} set aside as equivalent")
    enough = dead >= 0.9 * judged and set_aside <= 0.05 * options.mutants
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
