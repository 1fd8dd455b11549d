"""The Shapley value: each city gets what it adds, averaged over all orders of joining.

Beside a concept's own file, its name goes into ``solvers/public.py`` and docs/reference.md, a
line for its certificate into its room's file in tests/certified, and its published values into
tests/published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb
from typing import Any

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.dividend_sums import shared_dividends
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.semivalue_sums import semivalue_proof, semivalue_radius, semivalue_sums
from solvers.single_dispatch import single_dispatch

__all__ = ["ShapleyCertificate", "shapley_value", "shapley_weights"]


@single_dispatch
def shapley_value(game: CoalitionalGame | Any) -> Allocation:
    """The Shapley value: each city gets what it adds, averaged over all orders of joining.

        phi_i = sum over S without i of  s! (n - s - 1)! / n!  (v(S + i) - v(S)),      s = |S|

    The certificate is checked by another formula. Harsanyi's dividends say what each coalition
    makes beyond what its parts make, d(S) = v(S) - sum of d(T) over T inside S; each member gets an
    equal share: phi_i = sum over S with i of d(S) / |S|.

    For games of gains or costs.

    It is defined for every game, and linear: of costs it is what each city pays. It can lie
    outside the core even if that is not empty. Exact, but for float64 arrays of more than 16
    cities, where it is enclosed: ``proof`` tells the radius, some 3 * 10^-11 of the largest worth.

    Errors: ``InvalidInput`` for a game without a table of worths or a way of its own to the answer
    (``tabulated`` makes a table).

    >>> from games import CoalitionalGame
    >>> glove = CoalitionalGame(["L", "R", "S"], {"L": 0, "R": 0, "S": 0, ("L", "R"): 1,
    ...                                           ("L", "S"): 1, ("R", "S"): 0, ("L", "R", "S"): 1})
    >>> split = shapley_value(glove)
    >>> split["L"], split["R"], split.certificate.verify(glove)
    (Fraction(2, 3), Fraction(1, 6), True)

    Source: Shapley (1953); Harsanyi (1963); the example: Peters (2015).
    """
    refuse_untabulated(game)
    payoffs = semivalue_sums(game, shapley_weights(len(game.players)))
    return ShapleyCertificate(dict(zip(game.players, payoffs, strict=True))).answer(game)


@lru_cache(maxsize=64)
def shapley_weights(n: int) -> tuple[Fraction, ...]:
    """The chance that a city comes after s given others, in an order drawn at random, by s."""
    return tuple(Fraction(1, n * comb(n - 1, s)) for s in range(n))


@dataclass(frozen=True, slots=True)
class ShapleyCertificate(Certificate, kind="Shapley value", of="shapley_value"):
    """The value itself: it is checked against the dividends."""

    split: Mapping[str, Fraction]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        n = len(subject.players)
        radius = semivalue_radius(subject, shapley_weights(n))
        equal = [Fraction(1, t) for t in range(1, n + 1)]
        again = shared_dividends(subject, equal, floats=radius > 0)
        for city, share in zip(subject.players, again, strict=True):
            if abs(self.split[city] - share) > radius / 2:  # each is off by less
                yield f"By the second formula {city} gets {share}, not {self.split[city]}."

    def answer(self, subject: CoalitionalGame) -> Allocation:
        return Allocation(
            self.split,
            method="marginal contributions, weighted by the size of the coalition, in one pass",
            status="What each city adds, averaged over all orders of joining.",
            proof=semivalue_proof(subject, shapley_weights(len(subject.players))),
            certificate=self,
        )
