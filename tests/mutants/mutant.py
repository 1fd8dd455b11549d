"""Mutants: the project with one comparison, operator, constant or truth value changed.

What may be changed is in certificate checkers (``violations``, ``recomputed``), in checks and in
their words. A place is one such node of a file's syntax tree. A mutant is installed by giving the
functions that exist the changed code; what is run on import cannot be changed in this way.

Source: DeMillo, Lipton and Sayward (1978), Hints on test data selection.
"""

from __future__ import annotations

import ast
import builtins
import copy
import importlib
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("games", "solvers", "mechanisms", "intercity")
CHECKERS = ("violations", "recomputed")
OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Add, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
VALUE: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A node that may be changed: the how manyeth of its file it is, and its name.

    The name says in which function it stands, and not in which line: it outlives edits elsewhere.
    """

    file: str
    number: int
    line: int
    name: str

    @property
    def function(self) -> str:
        """The file and function that it stands in."""
        return self.name.split(":")[0]


@cache
def text_of(file: str) -> str:
    return (ROOT / file).read_text("utf-8")


@cache
def places() -> tuple[Place, ...]:
    """All places of all files, in their order."""
    found, names = list[Place](), dict[str, int]()
    for file in files():
        within = _functions_of(ast.parse(text_of(file)))
        for number, node in enumerate(nodes(ast.parse(text_of(file)), file)):
            line = node.lineno  # type: ignore[attr-defined]
            inside = [name for name, first, last in within if first <= line <= last]
            before, after = ast.unparse(node), ast.unparse(changed(copy.deepcopy(node)))
            name = f"{file} {inside[-1] if inside else 'module'}: {before} -> {after}"
            names[name] = names.get(name, 0) + 1
            again = f" ({names[name]})" if names[name] > 1 else ""
            found.append(Place(file, number, line, name + again))
    return tuple(found)


@cache
def files() -> tuple[str, ...]:
    """Files of checkers, checks and words."""
    paths = (path for package in SOURCES for path in sorted((ROOT / package).rglob("*.py")))
    found = (path.relative_to(ROOT).as_posix() for path in paths)
    return tuple(file for file in found if nodes(ast.parse(text_of(file)), file))


def nodes(tree: ast.Module, file: str) -> list[ast.AST]:
    """What may be changed in a file, always in the same order."""
    if file.startswith("intercity"):
        whole = file.endswith(("/check.py", "/english.py")) and "/topics/" in file
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
    found = (n for scope in scopes for n in ast.walk(scope))
    return [n for n in found if _may_change(n) and id(n) not in options]


def _may_change(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp | ast.BoolOp):
        return type(node.op) in OTHER
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, bool)
    return isinstance(node, ast.Compare) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


def changed(node: Any) -> Any:
    """The node, changed in place."""
    if isinstance(node, ast.Compare):
        node.ops[0] = OTHER[type(node.ops[0])]()  # type: ignore[call-overload]
    elif isinstance(node, ast.BinOp | ast.BoolOp):
        node.op = OTHER[type(node.op)]()  # type: ignore[assignment]
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1  # type: ignore[operator]
    else:
        node.operand = ast.UnaryOp(ast.Not(), node.operand)
    return node


def _functions_of(tree: ast.AST, above: str = "") -> list[tuple[str, int, int]]:
    """Functions and classes with their first and last lines, those within others after them."""
    found = []
    for node in ast.iter_child_nodes(tree):
        name = above
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{above}.{node.name}" if above else node.name
            found.append((name, node.lineno, node.end_lineno or node.lineno))
        found += _functions_of(node, name)
    return found


# --------------------------------------------------------------- which places matter when


class _Watch(ast.NodeTransformer):
    """The tree in which each place says that it was run, and would have been another if changed."""

    def __init__(self, names: list[str], watched: list[ast.AST]) -> None:
        self.names = {id(node): name for name, node in zip(names, watched, strict=True)}

    def visit(self, node: ast.AST) -> Any:
        key = self.names.get(id(node))
        if isinstance(node, ast.pattern):
            return node
        found: Any = self.generic_visit(node)
        if key is None:
            return found
        here = ast.Constant(key)
        if isinstance(node, ast.BinOp) or (isinstance(node, ast.Compare) and len(node.ops) == 1):
            op = node.op if isinstance(node, ast.BinOp) else node.ops[0]
            right = node.right if isinstance(node, ast.BinOp) else node.comparators[0]
            if type(op) in VALUE:
                ways = [ast.Constant(type(o).__name__) for o in (op, OTHER[type(op)]())]
                return _call("either", [here, *ways, node.left, right])
        both = ast.Tuple([_call("run", [here]), found], ast.Load())
        return ast.Subscript(both, ast.Constant(1), ast.Load())


def _call(name: str, arguments: list[Any]) -> ast.Call:
    of = ast.Attribute(ast.Name("__mutants__", ast.Load()), name, ast.Load())
    return ast.Call(of, arguments, [])


_BY_NAME = {kind.__name__: value for kind, value in VALUE.items()}


class Watched:
    """Names of the places that were run and mattered since ``seen`` was last emptied.

    A comparison, sum or product matters where the changed one has another value: a < b where
    a = b, a + b where b is not zero.
    """

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def run(self, key: str) -> None:
        self.seen.add(key)

    def either(self, key: str, way: str, other: str, left: Any, right: Any) -> Any:
        value = _BY_NAME[way](left, right)
        if key not in self.seen:
            try:
                same = bool(value == _BY_NAME[other](left, right))
            except Exception:  # noqa: BLE001 - whatever goes wrong, it is another way
                same = False
            if not same:
                self.seen.add(key)
        return value


def prepare() -> None:
    """Compile what ``watch`` needs, so that forks need not."""
    for file in files():
        _with_watches(file)
        _as_it_is(file)


def watch() -> Watched:
    """Have all places of all files watched, in this process."""
    watched = Watched()
    builtins.__mutants__ = watched  # type: ignore[attr-defined]
    for file in files():
        _replace(file, _with_watches(file))
    return watched


@cache
def _with_watches(file: str) -> CodeType:
    """The code of a file in which all places are watched."""
    names = [place.name for place in places() if place.file == file]
    tree = ast.parse(text_of(file))
    watching: ast.Module = _Watch(names, nodes(tree, file)).visit(tree)
    return compile(ast.fix_missing_locations(watching), str(ROOT / file), "exec")


# --------------------------------------------------------------- code of functions, replaced


def install(place: Place) -> bool:
    """Change a place in this process; false where it is run on import."""
    tree = ast.parse(text_of(place.file))
    changed(nodes(tree, place.file)[place.number])
    path = str(ROOT / place.file)
    return _replace(place.file, compile(ast.fix_missing_locations(tree), path, "exec"))


@cache
def _as_it_is(file: str) -> CodeType:
    return compile(text_of(file), str(ROOT / file), "exec")


def _replace(file: str, code: CodeType) -> bool:
    """Whether functions have other code in the file compiled anew: they have it from now on."""
    module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
    new = {_of(inner): inner for inner in _outermost(code)}
    done = False
    for old in _outermost(_as_it_is(file)):
        if new[_of(old)] != old:
            for function in _functions(module, old.co_qualname):
                if function.__code__.co_firstlineno == old.co_firstlineno:
                    function.__code__ = new[_of(old)]
                    done = True
    return done


def _of(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


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
    found = module
    for part in qualname.split("."):
        found = vars(found).get(part)
        if found is None:
            return
    while found is not None:
        if isinstance(found, FunctionType):
            yield found
        below = ("fget", "func", "__func__", "__wrapped__")
        found = next((getattr(found, name) for name in below if hasattr(found, name)), None)
