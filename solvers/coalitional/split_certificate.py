"""Certificates of values: the split itself, checked against a formula that did not find it.

A value gives each city a number by a formula. Its certificate is that number for each city;
``recomputed`` says what another formula gives, and the two have to agree to the last digit.

Source: McConnell, Mehlhorn, Näher and Schweitzer (2011), Certifying algorithms.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from solvers.answer import EXACT, Allocation, Proof
from solvers.certificate import Certificate

__all__ = ["SplitCertificate"]


@dataclass(frozen=True, slots=True)
class SplitCertificate(Certificate):
    """A number for each city, and a second formula for it. What a concept adds is said below.

    ``method`` and ``status`` are the answer's; ``second`` names the formula of ``recomputed``.
    """

    method: ClassVar[str]
    status: ClassVar[str]
    second: ClassVar[str]

    split: Mapping[str, Fraction]

    @abstractmethod
    def recomputed(self, subject: Any) -> Iterable[Fraction]:
        """What each city gets by the second formula, in the order of the players."""

    def radius(self, subject: Any) -> Fraction:
        """How far the numbers may be off; the second formula is off by half of it at most."""
        return Fraction(0)

    def chosen(self) -> str:
        """What the user chose that the numbers depend on, as a sentence; nothing by default."""
        return ""

    def told(self, subject: Any) -> str:
        """The status of the answer, with what it depends on."""
        return " ".join(filter(None, (self.status, self.chosen())))

    def violations(self, subject: Any) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        within = self.radius(subject) / 2
        for city, payoff in zip(subject.players, self.recomputed(subject), strict=True):
            if abs(self.split[city] - payoff) > within:
                yield f"By {self.second} {city} gets {payoff}, not {self.split[city]}."

    def answer(self, subject: Any) -> Allocation:
        radius = self.radius(subject)
        return Allocation(
            self.split,
            method=self.method,
            status=self.told(subject),
            proof=Proof("enclosed", radius) if radius else EXACT,
            certificate=self,
        )
