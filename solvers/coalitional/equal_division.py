"""Equal division: what all make together, split into equal parts; the yardstick for other rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["EqualDivisionCertificate", "equal_division"]


def equal_division(game: CoalitionalGame) -> Allocation:
    """Equal division: what all make together, split into equal parts;
    the yardstick for other rules.

        x_i = v(N) / n

    Worths of smaller groups play no part, so any of them may be better off alone.

    For every game of gains or costs.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    >>> from games import CoalitionalGame
    >>> duo = CoalitionalGame(["Hangzhou", "Quzhou"], {"Hangzhou": 30, "Quzhou": 6,
    ...                                                ("Hangzhou", "Quzhou"): 96})
    >>> split = equal_division(duo)
    >>> split, split.certificate.verify(duo)
    (Allocation(Hangzhou=48, Quzhou=48), True)

    Source: van den Brink (2007), null or nullifying players.
    """
    refuse_untabulated(game)
    share = game.grand_worth / len(game.players)
    return EqualDivisionCertificate(dict.fromkeys(game.players, share)).answer(game)


@dataclass(frozen=True, slots=True)
class EqualDivisionCertificate(SplitCertificate, kind="equal division"):
    """The division itself: each has what the others leave, and as much as their mean."""

    method: ClassVar[str] = "one division"
    status: ClassVar[str] = "What all make together, in equal parts."
    second: ClassVar[str] = "the mean of the others, if the sum is right,"

    def recomputed(self, subject: CoalitionalGame) -> Iterator[Fraction]:
        total, n = sum(self.split.values()), len(subject.players)
        for city in subject.players:
            missing = subject.grand_worth - total
            others = total - self.split[city]
            yield (others / (n - 1) if n > 1 else total) + missing
