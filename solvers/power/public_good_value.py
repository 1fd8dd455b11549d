"""The public good value: what coalitions that need each of their members make, for who is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["PublicGoodValueCertificate", "public_good_value"]


def public_good_value(game: CoalitionalGame) -> Allocation:
    """The public good value: what coalitions that need each of their members make, for who is in.

        h_i = sum over S in G with i of v(S),       G = { S : v(S) > v(T) for every T inside S }

    A coalition of G is a *real gaining* one. What it makes is a public good, so that no member's
    part is another's loss, and nothing is divided. In a vote it counts the minimal winning
    coalitions of a city, of which the public good index is the share.

    Exact. For games of gains.

    Errors: ``InvalidInput`` for a game without a table of worths.

    >>> from games import CoalitionalGame
    >>> park = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
    >>> value = public_good_value(park)
    >>> value["A"], value.certificate.verify(park)
    (Fraction(192, 1), True)

    Source: Holler and Li (1995), From public good index to public value.
    """
    refuse_untabulated(game)
    n = len(game.players)
    worths = [game.worth(mask) for mask in range(1 << n)]
    below = list(worths)  # the most that a coalition or a part of it makes
    gaining = []
    for mask in range(1 << n):
        parts = [below[mask ^ 1 << i] for i in range(n) if mask >> i & 1]
        if mask and worths[mask] > max(parts):
            gaining.append(mask)
        below[mask] = max([worths[mask], *parts])
    split = {
        city: sum((worths[mask] for mask in gaining if mask >> i & 1), Fraction(0))
        for i, city in enumerate(game.players)
    }
    return PublicGoodValueCertificate(split).answer(game)


@dataclass(frozen=True, slots=True)
class PublicGoodValueCertificate(SplitCertificate, kind="public good value"):
    """The value itself: it is checked by comparing each coalition with all of its parts."""

    method: ClassVar[str] = "coalitions that make more than each of their parts, added up"
    status: ClassVar[str] = "What the coalitions make that need each member, by city."
    second: ClassVar[str] = "all parts of all coalitions"

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        n = len(subject.players)
        found = [Fraction(0)] * n
        for mask in range(1, 1 << n):
            worth, part, most = subject.worth(mask), mask, None
            while part:
                part = (part - 1) & mask
                here = subject.worth(part)
                most = here if most is None else max(most, here)
            if most is None or worth > most:
                for i in range(n):
                    found[i] += worth if mask >> i & 1 else 0
        return found
