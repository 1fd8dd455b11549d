"""Labels: what an entry of a scenario file is called in an economist's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from intercity.scenario.errors import Keys
from intercity.scenario.section import Section

__all__ = ["Label", "label_of"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a field's entry is called: ``{0}``, ``{1}`` stand for the names on the way to it.

    Names are keys of the user's own, and what a table of a list says that it is ``called``.
    On a table it is one more such name, for the numbers in it. ``numbered``: of several tables in a
    list that are called the same, the label says which: by their years (``dated``), where these
    differ, else by their number, after the first.
    """

    words: str
    numbered: bool = False


def label_of(
    table: type[Section], keys: Keys, told: Callable[[str], str] = str, given: Any = None
) -> str | None:
    """The label of the entry to which keys lead from a table; ``None`` where it has none.

    ``told``: the words of a label in the language that is wanted. ``given``: the table as it is
    filled in, which is asked what tables of its lists are called.

    >>> class Tax(Section):
    ...     share: Annotated[Mapping[str, float], Label("the share of {0}")]
    >>> label_of(Tax, ("share", "Quzhou")), label_of(Tax, ("share",))
    ('the share of Quzhou', None)
    """
    kind: Any = table
    label: Label | None = None
    names: list[str] = []
    place, dated = 0, ""
    for key in keys:
        for option, own in _options(kind, label):
            origin = get_origin(option) or option
            if origin is tuple and isinstance(key, int):
                kind, label, place = get_args(option)[0], own, key
                if given:
                    place, dated = _place(given, key), _dated(given, key, told)
                given = given and given[key]
                names += [
                    told(name.words) if isinstance(name, Label) else name
                    for name in getattr(given, "called", ())
                ]
                break
            if origin is Mapping:
                kind, label = get_args(option)[1], own
                names.append(str(key).replace("_", " "))
                given = given and given[key]
                break
            if _is(option, Section) and (field := _field(option, key)):
                names += [] if own is None else [told(own.words)]
                given = given and getattr(given, field)
                kind = option.model_fields[field].annotation
                label = _first(option.model_fields[field].metadata)
                break
        else:
            return None
    for option, own in _options(kind, label):
        if own is not None and not _is(option, Section) and get_origin(option) is not Mapping:
            which = dated or (f" (#{place + 1})" if place else "")
            return told(own.words).format(*names) + (which if own.numbered else "")
    return None


def _field(table: type[Section], key: object) -> str | None:
    """The field that has this key in the file."""
    fields = table.model_fields.items()
    return next((name for name, one in fields if key == (one.alias or name)), None)


def _place(tables: Sequence[Any], place: int) -> int:
    """Which of the tables that are called the same one of a list is."""
    called = [getattr(one, "called", ()) for one in tables[: place + 1]]
    return called[:place].count(called[place])


def _dated(tables: Sequence[Any], place: int, told: Callable[[str], str]) -> str:
    """The years of one of a list, where they tell it from the others that are called the same."""
    called = getattr(tables[place], "called", ())
    alike = [one for one in tables if getattr(one, "called", ()) == called]
    dates = [getattr(one, "dated", None) for one in alike]
    if len(alike) == 1 or None in dates or len(set(dates)) < len(dates):
        return ""
    words, *years = tables[place].dated
    return f" ({told(words).format(*years)})"


def _options(kind: Any, label: Label | None) -> Iterator[tuple[Any, Label | None]]:
    """The kinds that a value may have, each with its own label, or else that of the field."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from _options(arguments[0], _first(arguments[1:]) or label)
    elif origin in (Union, UnionType):
        for option in arguments:
            yield from _options(option, label)
    else:
        yield kind, label


def _first(marks: Iterable[Any]) -> Label | None:
    return next((mark for mark in marks if isinstance(mark, Label)), None)


def _is(kind: Any, other: type) -> bool:
    return isinstance(kind, type) and issubclass(kind, other)
