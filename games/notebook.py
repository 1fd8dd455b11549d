"""How a value shows itself in a notebook: a table of what it holds, all words escaped.

Games, problems and what is found about them are frozen classes. Those that have no page of their
own show their fields, with numbers as they are read and long lists cut.

>>> from dataclasses import dataclass
>>> @dataclass(frozen=True)
... class Park:
...     owner: str
...     worth: Fraction
>>> shown(Park("<Quzhou>", Fraction(3, 2)))
'<p><b>Park</b></p><table><tr><td>owner</td><td>&lt;Quzhou&gt;</td></tr><tr><td>worth</td><td>1.5</td></tr></table>'
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from games.approximately import approximately

__all__ = ["show_in_notebooks", "shown"]

MANY, WIDE, DEEP = 12, 240, 3
"""So many entries of a list, letters of a text, and tables inside each other are shown."""


def show_in_notebooks(names: Mapping[str, Any], public: Iterable[str]) -> None:
    """Let each public class that has no page of its own show its fields in notebooks.

    ``names``: what the names of a layer stand for.
    """
    for name in public:
        kind = names[name]
        if not isinstance(kind, type) or issubclass(kind, BaseException):
            continue
        if not hasattr(kind, "_repr_html_"):
            kind._repr_html_ = shown  # type: ignore[attr-defined]


def shown(value: Any) -> str:
    """A value as HTML: its fields as a table, or its ``repr`` where it has no fields."""
    return _page(value, DEEP)


def _page(value: Any, deep: int) -> str:
    if not is_dataclass(value):
        return f"<p>{_cut(repr(value))}</p>"
    rows = [
        (_cut(field.name.replace("_", " ")), _cell(getattr(value, field.name), deep - 1))
        for field in fields(value)
        if not field.name.startswith("_")
    ]
    return f"<p><b>{html.escape(type(value).__name__)}</b></p>{_table(rows)}"


def _cell(value: Any, deep: int) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case str():
            return _cut(value)
        case float() if not math.isfinite(value):
            return str(value)
        case Fraction() | int() | float():
            return html.escape(approximately(Fraction(value)))
    if not deep:
        return _cut(repr(value))
    if isinstance(value, Mapping):
        entries = islice(value.items(), MANY)
        rows = [(_cell(key, deep - 1), _cell(one, deep - 1)) for key, one in entries]
        return _table(rows) + _and_more(value) if rows else "none"
    if isinstance(value, tuple | list | frozenset | set):
        parts = [_cell(one, deep - 1) for one in islice(value, MANY)]
        if any("<table" in part for part in parts):
            return "".join(f"<div>{part}</div>" for part in parts) + _and_more(value)
        inside = ", ".join(parts) or "none"
        nested = parts and all(isinstance(one, tuple | list) for one in value)
        return ("; ".join(parts) if nested else inside) + _and_more(value)
    own = getattr(type(value), "_repr_html_", None)
    if own is not None and own is not shown:
        return str(value._repr_html_())
    return _page(value, deep) if is_dataclass(value) else _cut(repr(value))


def _table(rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"<tr><td>{name}</td><td>{cell}</td></tr>" for name, cell in rows)
    return f"<table>{lines}</table>"


def _and_more(value: Any) -> str:
    return f" and {len(value) - MANY} more" if len(value) > MANY else ""


def _cut(text: str) -> str:
    return html.escape(text if len(text) <= WIDE else f"{text[:WIDE]}…")
