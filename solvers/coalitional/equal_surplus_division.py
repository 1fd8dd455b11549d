"""Equal surplus division: each city gets what it makes alone, and all share the rest equally."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["EqualSurplusCertificate", "equal_surplus_division"]


def equal_surplus_division(game: CoalitionalGame) -> Allocation:
    """Equal surplus division: each city gets what it makes alone, and all share the rest equally.

        x_i = v(i) + (v(N) - sum over j of v(j)) / n

    It is the centre of the imputation set (CIS value): the mean of the splits at which one city
    takes all of the surplus. Groups of more than one and less than all play no part.

    For every game of gains or costs.

    Where the cities do better each alone than all together, they share the loss.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    >>> from games import CoalitionalGame
    >>> duo = CoalitionalGame(["Hangzhou", "Quzhou"], {"Hangzhou": 30, "Quzhou": 6,
    ...                                                ("Hangzhou", "Quzhou"): 96})
    >>> split = equal_surplus_division(duo)
    >>> split, split.certificate.verify(duo)
    (Allocation(Hangzhou=60, Quzhou=36), True)

    Source: Driessen and Funaki (1991); van den Brink and Funaki (2009).
    """
    refuse_untabulated(game)
    alone = {city: game.worth([city]) for city in game.players}
    share = (game.grand_worth - sum(alone.values())) / len(alone)
    split = {city: worth + share for city, worth in alone.items()}
    return EqualSurplusCertificate(split).answer(game)


@dataclass(frozen=True, slots=True)
class EqualSurplusCertificate(SplitCertificate, kind="equal surplus division"):
    """The division itself: the mean of the corners of the imputation set."""

    method: ClassVar[str] = "one division"
    status: ClassVar[str] = "What each makes alone, and an equal part of what all make beyond."
    second: ClassVar[str] = "the mean of the imputation set's corners"

    def recomputed(self, subject: CoalitionalGame) -> Iterator[Fraction]:
        alone = [subject.worth([city]) for city in subject.players]
        for i, own in enumerate(alone):
            takes_all = subject.grand_worth - sum(alone[:i] + alone[i + 1 :])
            yield (takes_all + (len(alone) - 1) * own) / len(alone)
