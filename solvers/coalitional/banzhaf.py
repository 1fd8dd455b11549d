"""The Banzhaf value: each city gets what it adds, averaged over all coalitions of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from games.coalitional import CoalitionalGame
from games.errors import Undefined
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.semivalue import semivalue_again
from solvers.coalitional.semivalue_sums import semivalue_radius, semivalue_sums
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.single_dispatch import single_dispatch

__all__ = [
    "BanzhafCertificate",
    "NormalisedBanzhafCertificate",
    "banzhaf_value",
    "banzhaf_weights",
    "normalised_banzhaf_value",
]

_METHOD = "marginal contributions of all coalitions, in one pass"


@single_dispatch
def banzhaf_value(game: CoalitionalGame | Any) -> Allocation:
    """The Banzhaf value: each city gets what it adds, averaged over all coalitions of others.

        beta_i = sum over S without i of  (v(S + i) - v(S)) / 2^(n-1)

    In a vote it is the share of the others' coalitions in which city i is decisive. It does not add
    up to v(N); the normalised value is scaled so that it does, b_i = v(N) beta_i / sum_j beta_j.

    The Banzhaf value of a game of gains or costs.

    Exact, but for float64 arrays of more than 16 cities, where it is enclosed: ``proof`` tells the
    radius.

    Errors: ``InvalidInput`` for a game without a table of worths or a way of its own to the answer
    (``tabulated`` makes a table).

    >>> from games import CoalitionalGame
    >>> votes = {"Hangzhou": 3, "Quzhou": 2, "Lishui": 1}
    >>> council = CoalitionalGame.from_function(votes, lambda s: int(sum(map(votes.get, s)) >= 4))
    >>> banzhaf_value(council)
    Allocation(Hangzhou=0.75, Quzhou=0.25, Lishui=0.25)
    >>> index = normalised_banzhaf_value(council)
    >>> index["Hangzhou"], index["Quzhou"], index.certificate.verify(council)
    (Fraction(3, 5), Fraction(1, 5), True)

    Source: Penrose (1946); Banzhaf (1965); Owen (1975) for games beyond votes.
    """
    refuse_untabulated(game)
    split = dict(zip(game.players, semivalue_sums(game, banzhaf_weights(game)), strict=True))
    return BanzhafCertificate(split).answer(game)


@single_dispatch
def normalised_banzhaf_value(game: CoalitionalGame | Any) -> Allocation:
    """The Banzhaf value, scaled to add up to v(N); in a vote, the Banzhaf index.

    A city may get less than alone, even in a superadditive game. If nobody adds anything on average
    and v(N) = 0, all get 0. Enclosed where the Banzhaf value is.
    Errors: ``Undefined`` when the Banzhaf value adds up to 0 otherwise, or may do so as far as
    floats can tell; its witness is that value.

    See ``banzhaf_value`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> votes = {"Hangzhou": 3, "Quzhou": 2, "Lishui": 1}
    >>> council = CoalitionalGame.from_function(votes, lambda s: int(sum(map(votes.get, s)) >= 4))
    >>> index = normalised_banzhaf_value(council)
    >>> index["Hangzhou"], index["Quzhou"], index.certificate.verify(council)
    (Fraction(3, 5), Fraction(1, 5), True)
    """
    refuse_untabulated(game)
    raw = semivalue_sums(game, banzhaf_weights(game))
    split = dict(zip(game.players, _scaled(game, raw), strict=True))
    return NormalisedBanzhafCertificate(split).answer(game)


@dataclass(frozen=True, slots=True)
class BanzhafCertificate(SplitCertificate, kind="Banzhaf value"):
    """The value itself: it is checked against the dividends, d(T) / 2^(t-1) to each of T."""

    method: ClassVar[str] = _METHOD
    status: ClassVar[str] = "What each city adds, averaged over all coalitions of others."
    second: ClassVar[str] = "the dividends"

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        return semivalue_again(subject, banzhaf_weights(subject))

    def radius(self, subject: CoalitionalGame) -> Fraction:
        return semivalue_radius(subject, banzhaf_weights(subject))


@dataclass(frozen=True, slots=True)
class NormalisedBanzhafCertificate(SplitCertificate, kind="normalised Banzhaf value"):
    """The value itself: it is checked against the dividends, scaled."""

    method: ClassVar[str] = f"{_METHOD}; scaled"
    status: ClassVar[str] = "What each city adds on average, scaled to what all make together."
    second: ClassVar[str] = "the dividends, scaled,"

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        return _scaled(subject, semivalue_again(subject, banzhaf_weights(subject)))

    def radius(self, subject: CoalitionalGame) -> Fraction:
        """B = v x / t is off by |v| (r + |x| n r / |t|) / (|t| - n r), if x is by r and t by n r.

        Twice that, since each of two ways to x may be off, and in terms of b itself.
        """
        r = semivalue_radius(subject, banzhaf_weights(subject))
        if not r:
            return r
        total = abs(sum(semivalue_sums(subject, banzhaf_weights(subject)), Fraction(0)))
        off = len(subject.players) * r
        worth, most = abs(subject.grand_worth), max(map(abs, self.split.values()))
        return 2 * (worth * r + most * off) / (total - off)


def banzhaf_weights(game: CoalitionalGame) -> list[Fraction]:
    """The chance of each coalition of others, by its size: all are as likely."""
    n = len(game.players)
    return [Fraction(1, 2 ** (n - 1))] * n


def _scaled(game: CoalitionalGame, raw: Sequence[Fraction]) -> list[Fraction]:
    total = sum(raw, Fraction(0))
    if abs(total) > 2 * len(raw) * semivalue_radius(game, banzhaf_weights(game)):
        return [payoff * game.grand_worth / total for payoff in raw]
    if any(raw) or game.grand_worth:
        raise Undefined(
            "normalised Banzhaf value",
            "the Banzhaf value adds up to 0 and cannot be scaled; banzhaf_value() is defined",
            dict(zip(game.players, raw, strict=True)),
        )
    return list(raw)
