"""Proportional division: what all make together, split in proportion to what each makes alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from games.errors import Undefined
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["ProportionalDivisionCertificate", "proportional_division"]


def proportional_division(game: CoalitionalGame) -> Allocation:
    """Proportional division: what all make together, split in proportion to what each makes alone.

        x_i = v(i) / (sum over j of v(j))  v(N)

    For games of gains or costs.

    A city that makes a loss alone gets one, if alone the cities make a gain in all.
    Errors: ``Undefined`` when the stand-alone worths add up to 0; its witness are these worths.

    >>> from games import CoalitionalGame
    >>> duo = CoalitionalGame(["Hangzhou", "Quzhou"], {"Hangzhou": 30, "Quzhou": 6,
    ...                                                ("Hangzhou", "Quzhou"): 96})
    >>> split = proportional_division(duo)
    >>> split, split.certificate.verify(duo)
    (Allocation(Hangzhou=80, Quzhou=16), True)

    Source: Moriarity (1975) for costs; Zou, van den Brink, Chun and Funaki (2021).
    """
    refuse_untabulated(game)
    alone = {city: game.worth([city]) for city in game.players}
    total = sum(alone.values())
    if not total:
        raise Undefined(
            "proportional division",
            "what the cities make each alone adds up to 0, and nothing is in proportion to that; "
            "equal_surplus_division() is defined",
            alone,
        )
    split = {city: worth / total * game.grand_worth for city, worth in alone.items()}
    return ProportionalDivisionCertificate(split).answer(game)


@dataclass(frozen=True, slots=True)
class ProportionalDivisionCertificate(
    SplitCertificate, kind="proportional division", of="proportional_division"
):
    """The division itself: for every unit that a city makes alone, all get the same."""

    method: ClassVar[str] = "one division"
    status: ClassVar[str] = "What all make together, in proportion to what each makes alone."
    second: ClassVar[str] = "its share of what all make alone, times what all get,"

    def recomputed(self, subject: CoalitionalGame) -> Iterator[Fraction]:
        alone = sum((subject.worth([city]) for city in subject.players), Fraction(0))
        missing = subject.grand_worth - sum(self.split.values())
        for city in subject.players:
            yield subject.worth([city]) * sum(self.split.values()) / alone + missing
