"""What every answer offers: ``status``, ``method``, ``proof`` and ``certificate``.

``status`` is a sentence, ``method`` says how the answer was found, ``proof`` says whether it is
exact, enclosed within a radius, or unproven, and ``certificate`` is what proves it. An answer with
one number per city is an ``Allocation``: a frozen mapping from names to fractions.

>>> split = Allocation({"Hangzhou": Fraction(3, 2), "Quzhou": Fraction(1)}, method="by hand")
>>> split["Hangzhou"], split.total()
(Fraction(3, 2), Fraction(5, 2))
>>> split
Allocation(Hangzhou=1.5, Quzhou=1)
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from games.approximately import approximately
from games.by_city import figures
from games.exact import exact
from solvers.certificate import Certificate
from solvers.tidy_rows import Tidy, Word, as_float, frame

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["EXACT", "UNPROVEN", "Allocation", "Answer", "Proof"]


@dataclass(frozen=True, slots=True)
class Proof(Word):
    """How far an answer is proven.

    ``exact``: the certificate proves the very numbers. ``enclosed``: the true number lies within
    ``radius`` of the one shown. ``unproven``: found, and not proven. ``radii``: each city's own
    radius where they are of different size, as payoffs in different units have; ``radius`` is then
    the largest.
    """

    kind: Literal["exact", "enclosed", "unproven"]
    radius: Fraction | None = None
    radii: Mapping[str, Fraction] | None = field(default=None, hash=False)

    @staticmethod
    def enclosed(radii: Mapping[str, Fraction]) -> Proof:
        """By city, how far its true number can be from the one shown; exact where all are 0.

        >>> print(Proof.enclosed({"A": Fraction(1, 10**20), "B": Fraction(10)}))
        enclosed within 1.0e-20 (A), 1.0e+01 (B)
        """
        largest, least = max(radii.values()), min(radii.values())
        if not largest:
            return EXACT
        return Proof("enclosed", largest, dict(radii) if largest > 10 * least else None)

    def __str__(self) -> str:
        if not self.radius:
            return "exact" if self.kind == "enclosed" else self.kind
        if self.radii is None:
            return f"{self.kind} within {approximately(self.radius, '.1e')}"
        each = (f"{approximately(r, '.1e')} ({city})" for city, r in self.radii.items())
        return f"{self.kind} within {', '.join(each)}"


EXACT = Proof("exact")
UNPROVEN = Proof("unproven")


class Answer(Tidy):
    """What all answers share; printed as the sentence, the figures, and last how far it is proven.

    A figure is a number, a word, a truth value, a number for each of a few names, or another
    answer's sentence; what else an answer holds is named, to be looked at by its attribute.

    >>> @dataclass(frozen=True, slots=True, repr=False)
    ... class Fine(Answer):
    ...     level: Fraction
    ...     paid: Mapping[str, Fraction]
    ...     path: tuple[int, ...]
    ...     status: str = "A fine keeps all in."
    ...     method: str = "by hand"
    ...     proof: Proof = EXACT
    ...     certificate: Certificate | None = None
    >>> Fine(Fraction(3, 2), {"Hangzhou": Fraction(1, 3)}, tuple(range(50)))
    Fine(A fine keeps all in.)
    >>> print(Fine(Fraction(3, 2), {"Hangzhou": Fraction(1, 3)}, tuple(range(50))))
    A fine keeps all in.
      level  1.5
      paid   Hangzhou=0.333333
      path   0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, and 38 more
    Proof: exact (by hand).
    """

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def status(self) -> str: ...
        @property
        def method(self) -> str: ...
        @property
        def proof(self) -> Proof: ...
        @property
        def certificate(self) -> Certificate | None: ...

    def _rows(self) -> Iterator[tuple[str, str]]:
        """The figures that are told, by name; an answer without fields for them says its own."""
        return _figures(self)

    def _facts(self) -> Iterator[tuple[str, object]]:
        """What it holds, by name, but for what proves it; and how far it is proven."""
        if isinstance(self, Mapping):
            yield re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self).__name__).lower(), dict(self)
        else:
            for entry in fields(self):  # type: ignore[arg-type]
                value = getattr(self, entry.name)
                described = entry.name in ("status", "method", "proof", "certificate")
                if not described and not type(value).__module__.startswith("games."):
                    yield entry.name, value
        yield "proof", self.proof

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.status})"

    def __str__(self) -> str:
        rows = list(self._rows())
        width = max((len(name) for name, _ in rows), default=0)
        body = "".join(f"\n  {name:{width}}  {figure}" for name, figure in rows)
        return f"{self.status}{body}\nProof: {self.proof} ({self.method})."

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{html.escape(figure)}</td></tr>"
            for name, figure in self._rows()
        )
        return (
            f"<p>{html.escape(self.status)}</p><table>{rows}</table>"
            f"<p>{html.escape(f'Proof: {self.proof} ({self.method}).')}</p>"
        )


MANY, WIDE = 12, 240
"""The most entries, and letters, of a line; of more entries it says only how many there are."""


def _figures(answer: Answer) -> Iterator[tuple[str, str]]:
    """The fields that can be told in a line, and last the names of the others."""
    others = []
    for entry in fields(answer):  # type: ignore[arg-type]
        if entry.name in ("status", "method", "proof", "certificate"):
            continue
        value = getattr(answer, entry.name)
        figure = _figure(value)
        if figure is not None and len(figure) <= WIDE:
            yield entry.name.replace("_", " "), figure
        elif figure is not None or not type(value).__module__.startswith("games."):
            others.append(f".{entry.name}")
    if others:
        yield "see", ", ".join(others)


def _figure(value: object) -> str | None:
    """A figure in a line; ``None`` if it is none."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case float() if not math.isfinite(value):
            return "undefined" if math.isnan(value) else "no bound"
        case Fraction() | int() | float():
            return approximately(Fraction(value))
        case str():
            return value
        case Mapping():
            parts = [(_name(key), part) for key, part in islice(value.items(), MANY)]
            inner = [part for _, part in parts if isinstance(part, Mapping)]
            nested = bool(inner) and not any(
                isinstance(one, Mapping) for part in inner for one in part.values()
            )
            figures = [(name, (_figure if nested else _part)(part)) for name, part in parts]
            if all(part is not None for _, part in figures):
                mark, between = (": ", "; ") if nested else ("=", ", ")
                entries = [f"{name}{mark}{part}" for name, part in figures]
                return between.join(entries + _more(value)) or "none"
        case tuple() | frozenset():
            entries = [part for one in islice(value, MANY) if (part := _part(one)) is not None]
            if len(entries) == min(len(value), MANY):
                sentences = bool(entries) and all(entry.endswith(".") for entry in entries)
                return (" " if sentences else ", ").join(entries + _more(value)) or "none"
        case Answer():
            return value.status
        case _ if type(value).__str__ is not object.__str__:
            return str(value)
    return None


def _more(value: Mapping[Any, object] | tuple[object, ...] | frozenset[object]) -> list[str]:
    return [f"and {len(value) - MANY} more"] if len(value) > MANY else []


def _part(value: object) -> str | None:
    """An entry of a figure: in brackets what has entries itself; no other answers."""
    if isinstance(value, Mapping | tuple | frozenset):
        figure = _figure(value)
        return figure and f"({figure})"
    return None if isinstance(value, Answer) else _figure(value)


def _name(key: object) -> str:
    return f"({', '.join(map(str, key))})" if isinstance(key, tuple | frozenset) else str(key)


class Allocation(Answer, Mapping[str, Fraction]):
    """One exact number for each city, read by name; frozen.

    Two allocations are equal when they give every city the same, however they were found.
    """

    __slots__ = ("_payoffs", "certificate", "method", "proof", "status")

    def __init__(
        self,
        payoffs: Mapping[str, Fraction],
        *,
        method: str,
        status: str = "Found.",
        proof: Proof = EXACT,
        certificate: Certificate | None = None,
    ) -> None:
        for name, value in (
            ("_payoffs", dict(payoffs)),
            ("method", method),
            ("status", status),
            ("proof", proof),
            ("certificate", certificate),
        ):
            object.__setattr__(self, name, value)

    _payoffs: Mapping[str, Fraction]
    method: str
    status: str
    proof: Proof
    certificate: Certificate | None

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an Allocation is frozen: {name} cannot be set")

    def __setstate__(self, state: tuple[None, dict[str, Any]]) -> None:
        for name, value in state[1].items():  # of a copy, or of what was pickled
            object.__setattr__(self, name, value)

    def __getitem__(self, city: str) -> Fraction:
        if city not in self._payoffs:
            raise KeyError(f"{city} is not one of {', '.join(self._payoffs)}")
        return self._payoffs[city]

    def __iter__(self) -> Iterator[str]:
        return iter(self._payoffs)

    def __len__(self) -> int:
        return len(self._payoffs)

    def __hash__(self) -> int:
        return hash(frozenset(self._payoffs.items()))

    def total(self) -> Fraction:
        """What all get together."""
        return sum(self._payoffs.values(), Fraction(0))

    def to_frame(self) -> DataFrame:
        """A pandas table of each city, its value (a float) and the exact fraction.

        Errors: ``IntercityError`` without pandas.
        """
        rows = ((city, as_float(x), str(exact(x))) for city, x in self.items())
        return frame(("city", "value", "exact"), rows)

    def __repr__(self) -> str:
        unproven = "; unproven" if self.proof.kind == "unproven" else ""
        return f"Allocation({figures(self)}{unproven})"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(city)}</td><td style='text-align:right' title='{payoff}'>"
            f"{approximately(payoff)}</td></tr>"
            for city, payoff in self.items()
        )
        note = html.escape(f"{self.status} Proof: {self.proof} ({self.method}).")
        return f"<table>{rows}</table><p>{note}</p>"
