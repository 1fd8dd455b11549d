"""Semivalues: each city gets what it adds, averaged over coalitions weighted by their size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from games.by_city import within
from games.coalitional import CoalitionalGame
from games.errors import InvalidInput, Told
from solvers.answer import Allocation
from solvers.coalitional.dividend_sums import shared_dividends
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.semivalue_sums import semivalue_radius, semivalue_sums
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["SemivalueCertificate", "semivalue", "semivalue_again"]


def semivalue(game: CoalitionalGame, weights: Sequence[Any]) -> Allocation:
    """Semivalues: each city gets what it adds, averaged over coalitions weighted by their size.

        psi_i = sum over S without i of  p_s (v(S + i) - v(S)),      s = |S|,
        p_s >= 0,      sum over s of  C(n - 1, s) p_s = 1

    p_s is the chance that a city finds one particular coalition of s others when it comes. The
    Shapley value (every size as likely) and the Banzhaf value (every coalition as likely) are
    semivalues; of all of them only the Shapley value adds up to v(N) in every game.

    The semivalue with the weights p_0, ..., p_(n-1) of coalitions by their size.

    It is defined for every game of gains or costs; it need not add up to v(N). Exact, but for
    float64 arrays of more than 16 cities, where it is enclosed: ``proof`` tells the radius.
    Errors: ``InvalidInput`` for weights that are negative, of a wrong number, or do not add up.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
    >>> first_or_last = semivalue(pairs, [Fraction(1, 2), 0, Fraction(1, 2)])
    >>> first_or_last, first_or_last.total(), first_or_last.certificate.verify(pairs)
    (Allocation(A=6, B=6, C=6), Fraction(18, 1), True)

    The certificate is checked by Harsanyi's dividends: a member of T gets the part of d(T) that is
    the chance of coming when all others of T are there, sum over s of  C(n - t, s - t + 1) p_s.

    Source: Dubey, Neyman and Weber (1981); Weber (1988).
    """
    refuse_untabulated(game)
    p = _weights(weights, len(game.players))
    split = dict(zip(game.players, semivalue_sums(game, p), strict=True))
    return SemivalueCertificate(split, p).answer(game)


@dataclass(frozen=True, slots=True)
class SemivalueCertificate(SplitCertificate, kind="semivalue"):
    """The value and the weights by size: it is checked against the dividends."""

    method: ClassVar[str] = "marginal contributions, weighted by size, in one pass"
    status: ClassVar[str] = "What each city adds, averaged over coalitions weighted by size."
    second: ClassVar[str] = "the dividends"

    weights: tuple[Fraction, ...]

    def chosen(self) -> str:
        shown = ", ".join(map(str, self.weights))
        return f"Weights of coalitions of 0 to {len(self.weights) - 1} others: {shown}."

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        return semivalue_again(subject, _weights(self.weights, len(subject.players)))

    def radius(self, subject: CoalitionalGame) -> Fraction:
        return semivalue_radius(subject, self.weights)


def semivalue_again(game: CoalitionalGame, weights: Sequence[Fraction]) -> Sequence[Fraction]:
    """By another formula, from the dividends: a member's part of d(T) depends on |T|."""
    n = len(game.players)
    parts = [
        sum((math.comb(n - t, s - t + 1) * weights[s] for s in range(t - 1, n)), Fraction(0))
        for t in range(1, n + 1)
    ]
    return shared_dividends(game, parts, floats=semivalue_radius(game, weights) > 0)


def _weights(given: Sequence[Any], n: int) -> tuple[Fraction, ...]:
    what = "the list of weights by size"
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidInput(what, given, f"{n} numbers, for coalitions of 0 to {n - 1} others")
    entries = list(given)
    if len(entries) != n:
        expected = f"of length {n}: for coalitions of 0 to {n - 1} others"
        raise InvalidInput(what, Told(f"of length {len(entries)}"), expected)
    weights = tuple(
        within(p, f"weight of coalitions of {s}", "0 or more") for s, p in enumerate(entries)
    )
    total = sum(math.comb(n - 1, s) * p for s, p in enumerate(weights))
    if total != 1:
        raise InvalidInput(
            "the sum of the weights, each times the number of coalitions of that size",
            total,
            "1",
        )
    return weights
