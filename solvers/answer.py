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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, Protocol, runtime_checkable

from games.by_city import figures
from games.exact import approximately
from solvers.certificate import Certificate

__all__ = ["EXACT", "UNPROVEN", "Allocation", "Answer", "Proof"]


@dataclass(frozen=True, slots=True)
class Proof:
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
        if self.radius is None:
            return self.kind
        if self.radii is None:
            return f"{self.kind} within {approximately(self.radius, '.1e')}"
        each = (f"{approximately(r, '.1e')} ({city})" for city, r in self.radii.items())
        return f"{self.kind} within {', '.join(each)}"


EXACT = Proof("exact")
UNPROVEN = Proof("unproven")


@runtime_checkable
class Answer(Protocol):
    """The protocol of answers."""

    @property
    def status(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def proof(self) -> Proof: ...
    @property
    def certificate(self) -> Certificate | None: ...


class Allocation(Mapping[str, Fraction]):
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

    def __repr__(self) -> str:
        return f"Allocation({figures(self)})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(city)}</td><td style='text-align:right' title='{payoff}'>"
            f"{approximately(payoff)}</td></tr>"
            for city, payoff in self.items()
        )
        return f"<table>{rows}</table><p>{html.escape(self.method)}; {self.proof}</p>"
