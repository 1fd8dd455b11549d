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
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any, Literal

from games.by_city import one_of, whole
from games.coalitional import CoalitionalGame
from games.errors import Undefined
from intercity.conjectures.linear_inequality import (
    CONES,
    INVARIANTS,
    Inequality,
    prove_inequality,
)
from intercity.testing.bounds import city_names
from intercity.testing.constructor_text import constructor_text
from solvers.progress import followed

__all__ = ["Proposal", "propose"]

ZERO, INFINITE = Fraction(0), math.inf
LARGEST = 4
MOST_CITIES = 4
"""With five, all pairs take half an hour; ``prove_inequality`` decides one of them in seconds."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """left <= factor * right, as seen in random games, and what linear programs say of it.

    ``equal``: in how many of the ``games`` both sides are equal. ``verdict``: ``"proved"`` for all
    games of the class and size, or ``"refuted"`` by ``case``, the sharp game of ``inequality``,
    whose factor is larger; both are ``None`` where no factor will do.
    """

    left: str
    right: str
    cone: str
    players: int
    factor: Fraction
    equal: int
    games: int
    verdict: Literal["proved", "refuted"]
    inequality: Inequality | None

    @property
    def case(self) -> CoalitionalGame | None:
        """A game in which the left is as many times the right as it can be."""
        if self.inequality is None:
            return None
        worths: Any = self.inequality.certificate.sharp
        return CoalitionalGame.from_array(city_names(self.players), worths)

    def __str__(self) -> str:
        said = (
            f"In {self.cone} games of {self.players} cities the {self.left} is at most "
            f"{self.factor} times the {self.right}: {self.verdict}"
        )
        if self.verdict == "proved":
            return f"{said}."
        if self.inequality is None:
            return f"{said}; no factor will do."
        largest = self.inequality.factor
        return f"{said} by {constructor_text(self.case)}, where it is {largest} times as much."


def propose(cone: str, players: int, *, games: int = 300, seed: int = 0) -> list[Proposal]:
    """Conjectures about a class of games of one size, those with most equalities first.

    What two others that are proved say together, A <= p B and B <= q C, is left out.

    ``cone``: "superadditive", "balanced superadditive" or "convex". ``players``: 2 to 4.
    ``games``: how many are drawn.

    Errors: ``InvalidInput`` for another class or number.
    """
    one_of(cone, tuple(CONES), "a class of games")
    n = whole(players, "the number of cities", 2, MOST_CITIES)
    count = whole(games, "the number of games", 1)
    table = [_invariants(n, worths) for worths in itertools.islice(_drawn(cone, n, seed), count)]
    found = []
    for left, right in followed("inequalities", [*itertools.permutations(INVARIANTS, 2)]):
        pairs = [(row[left], row[right]) for row in table]
        if any(x > 0 >= y for x, y in pairs):
            continue
        factor = max((x / y for x, y in pairs if y > 0), default=ZERO)
        if factor <= 0:
            continue
        equal = sum(x == factor * y and y > 0 for x, y in pairs)
        found.append(
            _decided(Proposal(left, right, cone, n, factor, equal, count, "refuted", None))
        )
    found.sort(key=lambda each: (-each.equal, each.left, each.right))
    for each in reversed(found[:]):
        if each.verdict == "proved" and _implied(each, found):
            found.remove(each)
    return found


def _implied(claim: Proposal, others: list[Proposal]) -> bool:
    """Whether two others that are proved say as much together."""
    proved = {(each.left, each.right): each.factor for each in others if each.verdict == "proved"}
    return any(
        left == claim.left and factor * proved.get((middle, claim.right), INFINITE) <= claim.factor
        for (left, middle), factor in proved.items()
    )


def _decided(seen: Proposal) -> Proposal:
    try:
        proven = prove_inequality(seen.left, seen.right, seen.cone, seen.players)
    except Undefined:
        return seen
    verdict: Literal["proved", "refuted"] = "proved" if proven.factor <= seen.factor else "refuted"
    return replace(seen, verdict=verdict, inequality=proven)


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
