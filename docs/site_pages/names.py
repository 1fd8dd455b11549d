"""The entries of docs/reference.md: public names by the question that they answer."""

from __future__ import annotations

import importlib
import inspect
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "reference.md"
NAME = re.compile(r"`([A-Za-z_][\w.]*)(?:\(.*?\))?`")
LONGEST_TITLE = 48
TITLE = r"([^\W\d_]|[ '’,-])+"


@dataclass(frozen=True)
class Entry:
    """A row of the reference: its names, what it is in plain words, the source, its question."""

    names: tuple[str, ...]
    plain: str
    source: str
    question: str

    @property
    def slug(self) -> str:
        """The file of its page, the same whatever a system thinks of capitals."""
        last = self.names[0].rpartition(".")[2]
        if last.islower():
            return last
        kebab = re.sub(r"(?<!^)(?=[A-Z][a-z])", "-", last).lower()
        return kebab if "-" in kebab else f"{kebab}-class"  # cobweb is a function

    @property
    def page(self) -> str:
        return f"generated/concepts/{self.slug}"

    @cached_property
    def title(self) -> str:
        """What it is called; where two are called alike, the name in Python tells them apart."""
        if sum(one.words == self.words for one in entries()) == 1:
            return self.words
        name = self.names[0].rpartition(".")[2]
        return name.replace("_", " ").capitalize() if name.islower() else f"{name} (class)"

    @cached_property
    def words(self) -> str:
        """What its docstring calls it, if that is a short name; else its own name in words."""
        name = self.names[0].rpartition(".")[2]
        first = documentation(self.names[0]).split("\n\n")[0]
        called, colon, _ = " ".join(first.split()).partition(":")
        if not colon or len(called) > LONGEST_TITLE or not re.fullmatch(TITLE, called):
            called = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ")
            called = called if re.search("[A-Z]{2}", called) else called.lower()
        called = re.sub(r"^(The|A|An) ", "", called)
        return called[0].upper() + called[1:]


def thing(name: str) -> Any:
    """What a name of the reference stands for."""
    module, _, last = name.rpartition(".")
    return getattr(importlib.import_module(module or "intercity"), last)


def documentation(name: str) -> str:
    """The docstring of what a name stands for; of a plain table there is none."""
    found = thing(name)
    return "" if type(found) is dict else inspect.getdoc(found) or ""


@cache
def entries() -> tuple[Entry, ...]:
    """All rows of all tables, in their order."""
    found, question = [], ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            question = line[3:]
        if not line.startswith("| `"):
            continue
        first, plain, *rest = [cell.strip() for cell in line.strip("|").split(" | ")]
        source = rest[0].rstrip("| ") if rest else ""
        found.append(Entry(tuple(NAME.findall(first)), plain, source, question))
    slugs = [one.slug for one in found]
    twice = {slug for slug in slugs if slugs.count(slug) > 1}
    if twice:
        raise ValueError(f"two rows of {PAGE.name} have the page {', '.join(sorted(twice))}")
    return tuple(found)


@cache
def pages_by_name() -> dict[str, str]:
    """The page of each name, with and without its module."""
    found = {}
    for one in entries():
        for name in one.names:
            found[name] = found[name.rpartition(".")[2]] = one.page
    return found
