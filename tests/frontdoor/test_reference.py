"""docs/reference.md lists every public name, and nothing that is not there."""

import ast
import builtins
import importlib
import inspect
import re
from pathlib import Path

import intercity

PAGE = (Path(__file__).parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")
IDENTIFIER = r"[A-Za-z_][\w.]*"


def rows(page):
    """Each table's rows as lists of cells, without heads and rules."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("|")
    ]
    return [row for row in cells if row[0] != "name" and not row[0].startswith("---")]


def named(text):
    return re.findall(rf"`({IDENTIFIER})(?:\(.*?\))?`", text)


def found(name):
    """What a name of the page stands for; flat names are intercity's."""
    module, _, last = name.removeprefix("ic.").rpartition(".")
    return getattr(importlib.import_module(module or "intercity"), last)


LISTED = [name for row in rows(PAGE) for name in named(row[0])]


def test_the_page_lists_every_public_name_once_and_no_other():
    flat = [name for name in LISTED if "." not in name]
    assert sorted(flat) == intercity.__all__
    layers = [importlib.import_module(layer) for layer in ("games", "solvers", "mechanisms")]
    assert {name for layer in layers for name in layer.__all__} <= set(flat)


def test_type_checkers_are_told_each_name_of_the_front_door():
    tree = ast.parse(Path(intercity.__file__).read_text(encoding="utf-8"))
    told = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module.startswith("intercity.")
        for alias in node.names
    }
    assert told == intercity._OWN


def test_every_other_word_in_backticks_is_a_field_or_a_builtin():
    known = {*dir(builtins), "exact", "enclosed", "unproven"}  # the kinds of proof
    for name in LISTED:
        thing = found(name)
        if inspect.isclass(thing):
            known |= {*dir(thing), *inspect.get_annotations(thing)}
            if issubclass(thing, BaseException):  # its fields are set by its constructor
                known |= {*inspect.signature(thing.__init__).parameters}
    prose = re.sub(r"^(>>>|\.\.\.).*$", "", PAGE, flags=re.MULTILINE)
    for word in named(prose):
        assert word in known or found(word) is not None, word


def test_each_line_says_what_the_name_is():
    for row in rows(PAGE):
        assert len(row) in (2, 3), row
        assert named(row[0]), row
        assert len(row[1]) > 10, row


def test_no_room_has_the_name_of_what_its_layer_offers():
    """Else importing the room would hide the function: a layer's attribute can be only one."""
    for layer in ("games", "solvers", "mechanisms"):
        offered = importlib.import_module(layer)
        files = {file.stem for file in Path(offered.__file__).parent.iterdir()}
        assert not files & set(offered.__all__), layer


def parameters(thing):
    """``(game[, radius])``: what may be left out in brackets."""
    known = [p for p in inspect.signature(thing).parameters.values() if p.kind != p.VAR_KEYWORD]
    needed = [str(p).split(":")[0] for p in known if p.default is p.empty]
    spare = ", ".join(p.name for p in known if p.default is not p.empty)
    inside = ", ".join(needed) + (f"{', ' * bool(needed)}{spare}".join("[]") if spare else "")
    return f"({inside})"


def test_how_to_call_it_is_said_as_it_is():
    """Of functions and of what is played; answers are read, not made."""
    for row in rows(PAGE):
        for name, shown in re.findall(rf"`({IDENTIFIER})(\(.*?\))?`", row[0]):
            thing = found(name)
            played = inspect.isclass(thing) and thing.__module__.startswith("games.")
            if inspect.isclass(thing) and (not played or issubclass(thing, BaseException)):
                assert not shown, name
            elif callable(thing):
                assert shown == parameters(thing), f"`{name}{parameters(thing)}`"
