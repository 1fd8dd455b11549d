"""A page for each entry of the reference: in plain words, formula, example, picture, source."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import partial

from site_pages.docstring import markdown
from site_pages.gallery import example_page, example_title, users
from site_pages.links import rooted_links
from site_pages.names import Entry, documentation, entries, thing
from site_pages.pictures import awards, shown_by
from site_pages.pictures import pictures as drawn

MOST_EXAMPLES = 6
ABOUT = """What each is in plain words, the formula, an example that runs, a picture where the
example has one, and the source. They are listed by the question that they answer; the
[reference](/reference.md) has the same in tables."""


def concept_pages(*, pictures: bool) -> dict[str, str]:
    """By name, the text of each page, and of one that lists them by question."""
    found = {
        f"concepts/{one.slug}": "\n\n".join(filter(None, _page(one, pictures=pictures))) + "\n"
        for one in entries()
    }
    return {**found, "concepts/index": _index()}


def questions() -> dict[str, list[Entry]]:
    """The entries by the question that they answer."""
    found: dict[str, list[Entry]] = {}
    for one in entries():
        found.setdefault(one.question, []).append(one)
    return found


def _index() -> str:
    parts = [
        "# Concepts and rules, a page for each",
        ABOUT,
    ]
    for question, found in questions().items():
        parts.append(f"## {question}")
        parts.append(" · ".join(f"[{one.title}](/{one.page}.md)" for one in found))
    listed = "\n".join(f"{one.title} <{one.slug}>" for one in entries())
    parts.append(f"```{{toctree}}\n:hidden:\n\n{listed}\n```")
    return "\n\n".join(parts) + "\n"


def _page(entry: Entry, *, pictures: bool) -> Iterator[str]:
    yield f"# {entry.title}"
    yield f"*{entry.question}*"
    yield f"**In plain words:** {_cell(entry.plain)}."
    for k, name in enumerate(entry.names):
        if k:
            yield f"## `{name.rpartition('.')[2]}`"
        yield _signature(name)
        yield _documented(name)
        if pictures:
            yield from _pictures(name)
    yield from _neighbours(entry)


def _cell(text: str) -> str:
    """A cell of the reference as a sentence; its code keeps its links off."""
    return rooted_links("docs/reference.md", text[:1].upper() + text[1:].rstrip("."))


def _signature(name: str) -> str:
    """As Sphinx's Python domain takes it, so that the name is in the index and the search."""
    called = thing(name)
    last = name.rpartition(".")[2]
    module = name.rpartition(".")[0] or "intercity"
    kind, told = "data", ""
    if inspect.isclass(called):
        kind = "class"
        if called.__module__.startswith("games.") and not issubclass(called, Exception):
            told = _parameters(called)
    elif inspect.isroutine(called) or isinstance(called, partial):
        kind, told = "function", _parameters(called)
    return f"```{{py:{kind}}} {last}{told}\n:module: {module}\n```"


def _parameters(called: object) -> str:
    """Names and defaults; types are in the docstring's words."""
    shown = []
    star = False
    for one in inspect.signature(called).parameters.values():  # type: ignore[arg-type]
        if one.kind is one.KEYWORD_ONLY and not star:
            shown.append("*")
            star = True
        star = star or one.kind is one.VAR_POSITIONAL
        default = "" if one.default is one.empty else f"={_default(one.default)}"
        shown.append(f"{str(one).partition(':')[0].partition('=')[0].strip()}{default}")
    return f"({', '.join(shown)})"


def _default(value: object) -> str:
    if isinstance(value, Enum):
        return repr(value.value)
    told = repr(value)
    return told if len(told) < 30 and "<" not in told and "Fraction" not in told else "..."


def _documented(name: str) -> str:
    """Its docstring; of an answer, its fields too where they have no words of their own."""
    called = thing(name)
    told = documentation(name)
    text = markdown(told)
    if inspect.isclass(called) and is_dataclass(called) and "fields" not in told:
        listed = [one.name for one in fields(called) if not one.name.startswith("_")]
        if listed and not called.__module__.startswith("games."):
            text += "\n\n**Fields.** " + ", ".join(f"`{one}`" for one in listed) + "."
    return text


def _pictures(name: str) -> Iterator[str]:
    called = thing(name)
    told = documentation(name)
    if ">>>" not in told:
        return
    home = getattr(called, "__module__", "intercity")
    if home.startswith("mechanisms.claims.") and _parameters(called) == "(problem)":
        yield from filter(None, [awards(called)])
        return
    module = sys.modules[home]
    yield from drawn(shown_by(name.rpartition(".")[2], told, vars(module)))


def _neighbours(entry: Entry) -> Iterator[str]:
    """Where it is used, what answers the same question, and the source."""
    used = dict.fromkeys(file for name in entry.names if "." not in name for file in users(name))
    if used:
        yield "## Used in"
        yield " · ".join(
            f"[{example_title(file)}]({example_page(file)})" for file in list(used)[:MOST_EXAMPLES]
        )
    told = "".join(map(documentation, entry.names))
    if entry.source and "Source" not in told:
        yield f"**Source.** {_cell(entry.source)}."
    others = [one for one in questions()[entry.question] if one is not entry]
    if others:
        listed = " · ".join(f"[{one.title}](/{one.page}.md)" for one in others)
        yield f":::{{dropdown}} The same question: {entry.question}\n{listed}\n:::"
