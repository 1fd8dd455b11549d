"""A proposer of conjectures: linear inequalities between invariants, seen in random games.

Random games are drawn and their invariants worked out. Of each pair of invariants the least factor
q with  left <= q * right  in all of these games is a conjecture, the better the more games it holds
in with equality. Then linear programs decide it for all games of that size: the least factor for
all of them is the one that was seen, which proves it, or larger, and a game that says so is there.

>>> most = propose("convex", 3, games=40)[1]
>>> most.left, most.right, str(most.factor), most.verdict
('spread of Shapley gains', 'largest gain of a smaller group', '1/2', 'proved')

Source: Davila (2024), Automated conjecturing in mathematics with TxGraffiti, for the manner; Farkas
(1902) for the proof.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Literal

from games.by_city import one_of, whole
from games.errors import Undefined
from intercity.conjectures.linear_inequality import (
    CONES,
    INVARIANTS,
    Inequality,
    prove_inequality,
)

__all__ = ["Proposal", "propose"]

ZERO = Fraction(0)
LARGEST = 4
MOST_CITIES = 4
"""With five, all pairs take half an hour; ``prove_inequality`` decides one of them in seconds."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """left <= factor * right, as seen in random games, and what linear programs say of it.

    ``equal``: in how many of the games both sides are equal. ``verdict``: ``"proved"`` for all
    games of the class and size, or ``"refuted"`` by the sharp game of ``inequality``, whose factor
    is larger; that is ``None`` where no factor will do.
    """

    left: str
    right: str
    cone: str
    players: int
    factor: Fraction
    equal: int
    verdict: Literal["proved", "refuted"]
    inequality: Inequality | None

    def __str__(self) -> str:
        return (
            f"In {self.cone} games of {self.players} cities the {self.left} is at most "
            f"{self.factor} times the {self.right}: {self.verdict}."
        )


def propose(cone: str, players: int, *, games: int = 300, seed: int = 0) -> list[Proposal]:
    """Conjectures about a class of games of one size, those with most equalities first.

    ``cone``: "superadditive", "balanced superadditive" or "convex". ``players``: 2 to 4.
    ``games``: how many are drawn.

    Errors: ``InvalidInput`` for another class or number.
    """
    one_of(cone, tuple(CONES), "a class of games")
    n = whole(players, "the number of cities", 2, MOST_CITIES)
    count = whole(games, "the number of games", 1)
    table = [_invariants(n, worths) for worths in itertools.islice(_drawn(cone, n, seed), count)]
    found = []
    for left, right in itertools.permutations(INVARIANTS, 2):
        pairs = [(row[left], row[right]) for row in table]
        if any(x > 0 >= y for x, y in pairs):
            continue
        factor = max((x / y for x, y in pairs if y > 0), default=ZERO)
        if factor <= 0:
            continue
        equal = sum(x == factor * y and y > 0 for x, y in pairs)
        found.append(_decided(Proposal(left, right, cone, n, factor, equal, "refuted", None)))
    return sorted(found, key=lambda each: (-each.equal, each.left, each.right))


def _decided(seen: Proposal) -> Proposal:
    try:
        proven = prove_inequality(seen.left, seen.right, seen.cone, seen.players)
    except Undefined:
        return seen
    verdict: Literal["proved", "refuted"] = "proved" if proven.factor <= seen.factor else "refuted"
    return Proposal(
        seen.left, seen.right, seen.cone, seen.players, seen.factor, seen.equal, verdict, proven
    )


def _invariants(n: int, worths: tuple[Fraction, ...]) -> dict[str, Fraction]:
    return {
        name: max(
            sum((a * b for a, b in zip(form, worths, strict=True) if a), ZERO) for form in forms(n)
        )
        for name, forms in INVARIANTS.items()
    }


def _drawn(cone: str, n: int, seed: int) -> Iterator[tuple[Fraction, ...]]:
    """Random games of the class: small whole worths of groups, and the best of their partitions."""
    random = Random(seed)
    rows = [form for _, form in CONES[cone](n)]
    while True:
        worths = [ZERO] * (1 << n)
        for mask in range(1, 1 << n):
            if mask.bit_count() > 1 and random.random() < 0.6:
                worths[mask] = Fraction(random.randint(0, LARGEST))
        if cone == "convex":
            worths = [
                sum((d for part, d in enumerate(worths) if part & mask == part), ZERO)
                for mask in range(1 << n)
            ]
        else:
            _cover(worths)
        if all(sum((a * b for a, b in zip(f, worths, strict=True)), ZERO) >= 0 for f in rows):
            yield tuple(worths)


def _cover(worths: list[Fraction]) -> None:
    for mask in range(1, len(worths)):
        part = (mask - 1) & mask
        while part:
            worths[mask] = max(worths[mask], worths[part] + worths[mask ^ part])
            part = (part - 1) & mask
