r"""Entries of a scenario's file: numbers that are set, and tables and keys that are new.

Comments, order and provenance stay. A number that is changed keeps its range while it is inside.
Else, and where it had a source, it is what is proposed, as a new one is, and says so: it is no
estimate, of which a range would tell how far it may be off.

>>> from intercity.topics.outcome import Clause
>>> text = '[a]\nb = 1   # as agreed\n\n# of c\n[c]\n'
>>> print(with_proposal(text, Proposal("", Clause(), ((("a", "d"), True), (("a", "e", "f"), 2)))))
[a]
b = 1   # as agreed
d = true
[a.e]
f = 2
<BLANKLINE>
# of c
[c]
<BLANKLINE>
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import tomlkit
from tomlkit.items import AoT, InlineTable, Item, Table

from intercity.amendment.rounding import as_written
from intercity.topics.proposal import Bare, Entry, Path, Proposal, Row

__all__ = [
    "item",
    "number_text",
    "plain",
    "say_what_was",
    "set_number",
    "text_of",
    "with_lines",
    "with_proposal",
]

NOTE = "by an amendment of this deal"


def with_proposal(text: str, proposal: Proposal) -> str:
    """The text with the entries of a proposal, in place of what it leaves out."""
    document: Any = tomlkit.parse(text)
    for path in proposal.left_out:
        table = _at(document, path[:-1])
        if table is not None and path[-1] in table:
            del table[path[-1]]
    new: dict[Path, dict[Path, Entry]] = {}
    for path, entry in proposal.entries:
        parents, key = path[:-1], path[-1]
        table = _at(document, parents)
        if table is not None and key in table:
            _set(table, key, entry)
        elif isinstance(table, InlineTable):
            table[key] = tomlkit.value(_written(entry))
        else:
            known = _known(document, parents)
            header = path[: min(known + 1, len(path) - 1)]
            new.setdefault(header, {})[path[len(header) :]] = entry
    text = tomlkit.dumps(document)
    for header, entries in new.items():
        text = _with_entries(text, header, entries)
    return text


def _at(document: Any, path: Path) -> Any:
    for key in path:
        if not isinstance(document, Mapping) or key not in document:
            return None
        document = document[key]
    return document


def _known(document: Any, path: Path) -> int:
    """How many keys of a path, from the first, are there."""
    there = (k for k in range(len(path), 0, -1) if _at(document, path[:k]) is not None)
    return next(there, 0)


def _with_entries(text: str, header: Path, entries: Mapping[Path, Entry]) -> str:
    """The text with new keys in this table, which may be new itself."""
    document: Any = tomlkit.parse(text)
    lines = [f"{_dotted(key)} = {_written(entry)}" for key, entry in entries.items()]
    if isinstance(_at(document, header), Table) and (found := _own_end(text, header)) is not None:
        return _inserted(text, found, lines)
    if isinstance(_at(document, header[:-1]), Table) and _at(document, header) is None:
        return with_lines(text, header[:-1], [f"[{_dotted(header)}]", *lines])
    table = document  # braces, dotted keys, or a file's first lines: tomlkit finds a place
    for parent in header:
        if parent not in table:
            table[parent] = tomlkit.inline_table()
        table = table[parent]
    for path, entry in entries.items():
        inside = table
        for key in path[:-1]:
            inside = inside.setdefault(key, tomlkit.inline_table())
        inside[path[-1]] = tomlkit.value(_written(entry))
    return tomlkit.dumps(document)


def with_lines(text: str, section: Path, new: list[str]) -> str:
    """The text with new lines after the last of a section, its own tables included.

    What is no more than a comment after that is of the next one. They are indented as these tables.
    """
    lines, indent, last, inside = text.split("\n"), "", None, False
    headers = _headers(lines)
    for k, line in enumerate(lines):
        if k in headers:
            inside = headers[k][: len(section)] == section
            nested = inside and len(headers[k]) > len(section)
            indent = line[: len(line) - len(line.lstrip())] if nested else indent
        if inside and line.strip() and not line.strip().startswith("#"):
            last = k
    at = len(lines) - 1 if last is None else last
    return _inserted(text, at, [f"{indent}{line}" for line in new])


def _own_end(text: str, header: Path) -> int | None:
    """The last line of a table before any other header; ``None`` where it has no header."""
    lines, last, inside = text.split("\n"), None, False
    headers = _headers(lines)
    for k, line in enumerate(lines):
        if k in headers:
            inside = headers[k] == header
        if inside and line.strip() and not line.strip().startswith("#"):
            last = k
    return last


def _inserted(text: str, at: int, new: list[str]) -> str:
    lines = text.split("\n")
    return "\n".join([*lines[: at + 1], *new, *lines[at + 1 :]])


def _headers(lines: list[str]) -> dict[int, Path]:
    """The lines that open a table, and which: what looks like one may stand in a list or a text."""
    found = {}
    for k, line in enumerate(lines):
        if re.match(r"\s*\[\[?\s*[\"'\w-]+", line) and _complete("\n".join(lines[:k])):
            try:
                table: Any = tomllib.loads(line)
            except tomllib.TOMLDecodeError:
                continue
            path: list[str] = []
            while isinstance(table, dict | list) and table:
                if isinstance(table, list):
                    table = table[0]
                    continue
                key = next(iter(table))
                path.append(key)
                table = table[key]
            found[k] = tuple(path)
    return found


def _complete(text: str) -> bool:
    """Whether no value goes on after a text's last line."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _dotted(path: Path) -> str:
    return ".".join(key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else text_of(key) for key in path)


def _written(entry: Entry | Row) -> str:
    """An entry as it stands in the file."""
    if isinstance(entry, bool):
        return str(entry).lower()
    if isinstance(entry, Fraction):
        return number_text(entry)
    if isinstance(entry, Bare):
        return f"{as_written(entry.number):f}"
    if isinstance(entry, str):
        return text_of(entry)
    if isinstance(entry, Mapping):
        inside = ", ".join(f"{_dotted((key,))} = {_written(x)}" for key, x in entry.items())
        return f"{{ {inside} }}"
    if isinstance(entry, tuple):
        return "[" + ", ".join(map(_written, entry)) + "]"
    return str(entry)


def _set(table: Any, key: str, entry: Entry) -> None:
    """Another entry in place of one, with its comment and what it was; the same is left alone."""
    old = item(table, key)
    if isinstance(entry, Fraction) and isinstance(old, Mapping):
        if _exact(old, "v") != Fraction(as_written(entry)):
            set_number(table, key, entry)
        return
    if isinstance(old, AoT):
        raise TypeError(f"{key} is a list of tables")
    was, told = plain(old), old.trivia.comment if isinstance(old, Item) else ""
    written = _written(entry)
    if tomllib.loads(f"x = {written}") == tomllib.loads(f"x = {was}"):
        return
    table[key] = tomlkit.value(written)
    new = item(table, key)
    if isinstance(new, Item):
        new.trivia.comment = told
        if isinstance(old, Item):
            new.trivia.comment_ws = old.trivia.comment_ws
    say_what_was(table, new, was)


def item(table: Any, key: str) -> Any:
    """An entry with its comment: by its key alone a table gives a bare true or false."""
    return table.item(key) if hasattr(table, "item") else table[key]


def set_number(table: Any, key: str, value: Fraction) -> None:
    """Another number in a table, with its range if it is inside, its comment and what it was."""
    number = f"{as_written(value):f}"
    old: Any = table.get(key)
    if old is None:
        table[key] = tomlkit.value(number_text(value))
        return
    was = plain(old["v"])
    if "src" not in old and _exact(old, "low") < value < _exact(old, "high"):
        old["v"] = tomlkit.value(number)
    elif isinstance(old, InlineTable):
        comment, space = old.trivia.comment, old.trivia.comment_ws
        table[key] = tomlkit.value(number_text(value))
        old = table[key]
        old.trivia.comment, old.trivia.comment_ws = comment, space
    else:
        old.pop("src", None)
        old.update({one: tomlkit.value(number) for one in ("v", "low", "high")} | {"note": NOTE})
    if isinstance(old, InlineTable):
        say_what_was(table, old, was)
    else:
        say_what_was(old, old["v"], was)


def say_what_was(table: Any, entry: Any, was: str) -> None:
    """What an entry of a table was, in a comment; one inside braces can have none."""
    if isinstance(entry, Item) and not isinstance(table, InlineTable):
        told, space = entry.trivia.comment.lstrip("# ").strip(), entry.trivia.comment_ws
        entry.comment(f"was {was}" + (f"; {told}" if told else ""))
        entry.trivia.comment_ws = space or " "


def _exact(quantity: Mapping[str, Any], key: str) -> Fraction:
    number = quantity[key if key in quantity else "v"]
    # a whole number may stand there as 0x1F, which no fraction reads
    return Fraction(int(number) if isinstance(number, int) else plain(number))


def plain(number: Any) -> str:
    """A number, or true or false, as it stands in the file."""
    if isinstance(number, bool):
        return str(number).lower()
    return number.as_string() if isinstance(number, Item) else str(number)


def number_text(value: Fraction) -> str:
    """A number that is proposed, with the range that it has and a note that says so."""
    told = f"{as_written(value):f}"
    return f'{{ v = {told}, low = {told}, high = {told}, note = "{NOTE}" }}'


def text_of(name: str) -> str:
    """A name in quotation marks."""
    return tomlkit.string(name).as_string()
