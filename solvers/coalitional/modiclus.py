"""The modiclus, or modified nucleolus: what coalitions can deny the others counts as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from games.coalitional import CoalitionalGame, refuse_too_large
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.dual_game import dual_game
from solvers.coalitional.gains import gains, refuse_untabulated
from solvers.coalitional.kohlberg import Level, kohlberg_violations
from solvers.coalitional.level_search import lexicographic

__all__ = ["ModiclusCertificate", "modiclus"]


def modiclus(game: CoalitionalGame) -> Allocation:
    """The modiclus, or modified nucleolus: what coalitions can deny the others counts as well.

    Order the differences e(S, x) - e(T, x) of all pairs of coalitions from the greatest down, with
    those of the empty one, whose excess is 0; the modiclus is the one split of v(N) whose list is
    lexicographically smallest. The nucleolus looks at coalitions that could do better alone; this
    also at those that are treated too well. It is the same for a game and its dual: what groups can
    make and what they can prevent weigh the same.

    On the cities N and a copy N* of them, the *dual cover* is the game

        w(S u T*) = max { v(S) + v*(T),  v*(S) + v(T) },       v*(S) = v(N) - v(N - S).

    Its prenucleolus gives each city and its copy the same, and that is the modiclus: so it is
    found, and proven by Kohlberg's criterion.

    For every game of gains or costs, exact, with Kohlberg's proof.

    It is in the core of a convex game. n cities take a table of 2^(2n) worths: a second at 11.
    Errors: ``TooLarge`` where it does not fit into memory.

    >>> from games import CoalitionalGame
    >>> hub = CoalitionalGame(["A", "B", "C"], {"A": 0, "B": 0, "C": 0, ("A", "B"): 6,
    ...                                         ("A", "C"): 3, ("B", "C"): 0, ("A", "B", "C"): 12})
    >>> split = modiclus(hub)                                  # the nucleolus gives 4.5, 4.5, 3
    >>> split, split.certificate.verify(hub)
    (Allocation(A=6, B=4.5, C=1.5), True)

    Source: Sudhölter (1996, 1997); Peleg and Sudhölter (2007), chapter 6.
    """
    refuse_untabulated(game)
    split, levels = lexicographic(_dual_cover(game), floors=False)
    payoffs = gains(game, [split[city] for city in game.players])
    return ModiclusCertificate(
        dict(zip(game.players, payoffs, strict=True)),
        tuple(level.collection for level in levels),
    ).answer(game)


def _dual_cover(game: CoalitionalGame) -> CoalitionalGame:
    """The dual cover, of gains; the copies are named with a star."""
    refuse_too_large(
        2 * len(game.players),
        "players, each city and its copy,",
        "prenucleolus() takes twice as many cities",
    )
    own = game.as_gains()
    worths, unit = own.integers()
    duals, _ = dual_game(own).integers()
    cover = np.maximum(duals[:, None] + worths, worths[:, None] + duals).reshape(-1)
    star = "*" * (1 + max(len(city) - len(city.rstrip("*")) for city in game.players))
    names = [*game.players, *(city + star for city in game.players)]
    return CoalitionalGame.from_integers(names, cover, unit)


@dataclass(frozen=True, slots=True)
class ModiclusCertificate(Certificate, kind="modiclus"):
    """The split and, level by level, balanced collections of the dual cover; see ``kohlberg``."""

    split: Mapping[str, Fraction]
    collections: tuple[tuple[WeightedCoalition, ...], ...]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        cover = _dual_cover(subject)
        payoffs = gains(subject, self.split.values())
        both = dict(zip(cover.players, payoffs * 2, strict=True))
        levels = [Level(collection, {}) for collection in self.collections]
        yield from kohlberg_violations(cover, both, levels, floors=False)

    def answer(self, subject: Any) -> Allocation:
        return Allocation(
            self.split,
            method="the prenucleolus of the dual cover",
            status="The one split at which coalitions differ least in how content they are.",
            certificate=self,
        )
