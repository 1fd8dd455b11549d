"""The least-square nucleolus: all coalitions as content as each other, on average."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.banzhaf import banzhaf_value, banzhaf_weights
from solvers.coalitional.gains import gains, refuse_untabulated
from solvers.coalitional.semivalue import semivalue_again
from solvers.coalitional.semivalue_sums import semivalue_radius
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.coalitional.weighted_nucleolus import refuse_without_imputation

__all__ = [
    "LeastSquareNucleolusCertificate",
    "LeastSquarePrenucleolusCertificate",
    "least_square_nucleolus",
    "least_square_prenucleolus",
]


def least_square_prenucleolus(game: CoalitionalGame) -> Allocation:
    """The split of v(N) with the least squares of excesses, of gains or costs; always defined.

    Exact, but for float64 arrays of more than 16 cities, where it is enclosed.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    See ``least_square_nucleolus`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> duo = CoalitionalGame.from_array(["1", "2", "3"], [0, 0, 0, 10, 0, 0, 0, 2])
    >>> least_square_prenucleolus(duo)
    Allocation(1=2.33333, 2=2.33333, 3=-2.66667)
    """
    refuse_untabulated(game)
    split = dict(zip(game.players, _levelled(game, _banzhaf(game)), strict=True))
    return LeastSquarePrenucleolusCertificate(split).answer(game)


def least_square_nucleolus(game: CoalitionalGame) -> Allocation:
    """The least-square nucleolus: all coalitions as content as each other, on average.

        minimise  sum over S of (e(S, x) - m)^2,  m the mean excess, the same for all splits of v(N)

    Where the nucleolus looks at the most dissatisfied coalition, this looks at how far all are from
    their mean. Over all splits of v(N), the *least-square prenucleolus* has a formula,

        x_i = v(N) / n + beta_i - (sum over j of beta_j) / n,

    beta the Banzhaf value: what is wanting of v(N) is shared equally. Of the splits that leave no
    city worse off than alone, the least-square nucleolus is the one nearest to it: who would get
    less than alone gets just that, and the others bear it equally.

    The same among the splits that leave no city worse off than alone.

    Errors: ``Undefined`` when there is none; ``least_square_prenucleolus`` is defined even then.

    >>> from games import CoalitionalGame
    >>> duo = CoalitionalGame.from_array(["1", "2", "3"], [0, 0, 0, 10, 0, 0, 0, 2])
    >>> split = least_square_nucleolus(duo)
    >>> split, split.certificate.verify(duo)
    (Allocation(1=1, 2=1, 3=0), True)
    >>> least_square_prenucleolus(duo)
    Allocation(1=2.33333, 2=2.33333, 3=-2.66667)

    Source: Ruiz, Valenciano and Zarzuelo (1996), The least square prenucleolus and the least square
    nucleolus, two values for TU games based on the excess vector.
    """
    refuse_untabulated(game)
    refuse_without_imputation(game, *_OTHERWISE)
    own = game.as_gains()
    payoffs, floors = _levelled(own, _banzhaf(own)), [own.worth(city) for city in own.players]
    while any(x < least for x, least in zip(payoffs, floors, strict=True)):
        payoffs = [max(x, least) for x, least in zip(payoffs, floors, strict=True)]
        spare = [x > least for x, least in zip(payoffs, floors, strict=True)]
        each = (sum(payoffs) - own.grand_worth) / sum(spare)
        payoffs = [x - each * up for x, up in zip(payoffs, spare, strict=True)]
    split = dict(zip(game.players, gains(game, payoffs), strict=True))
    return LeastSquareNucleolusCertificate(split).answer(game)


_OTHERWISE = ("least-square nucleolus", "least_square_prenucleolus() allows less")


@dataclass(frozen=True, slots=True)
class LeastSquarePrenucleolusCertificate(SplitCertificate, kind="least-square prenucleolus"):
    """The split itself: it is checked against the dividends."""

    method: ClassVar[str] = "the Banzhaf value, and an equal part of what it leaves"
    status: ClassVar[str] = "The one split whose squared excesses about their mean are least."
    second: ClassVar[str] = "the dividends"

    def recomputed(self, subject: CoalitionalGame) -> list[Fraction]:
        return _levelled(subject, semivalue_again(subject, banzhaf_weights(subject)))

    def radius(self, subject: CoalitionalGame) -> Fraction:
        # Twice, since beta_i and the mean are both off.
        return 2 * semivalue_radius(subject, banzhaf_weights(subject))


@dataclass(frozen=True, slots=True)
class LeastSquareNucleolusCertificate(SplitCertificate, kind="least-square nucleolus"):
    """The split itself: all who get more than alone are as far below the prenucleolus."""

    method: ClassVar[str] = "the least-square prenucleolus, and from it to the nearest imputation"
    status: ClassVar[str] = "The one imputation whose squared excesses about their mean are least."
    second: ClassVar[str] = "the dividends, levelled from the city with most to spare,"

    def recomputed(self, subject: CoalitionalGame) -> list[Fraction]:
        refuse_without_imputation(subject, *_OTHERWISE)
        own = subject.as_gains()
        aims = _levelled(own, semivalue_again(own, banzhaf_weights(own)))
        floors = [own.worth(city) for city in own.players]
        spare = sorted((x - least for x, least in zip(aims, floors, strict=True)), reverse=True)
        left = own.grand_worth - sum(floors)
        # With the k cities that have most to spare above their floor, each is this much below.
        down = max((sum(spare[:k]) - left) / k for k in range(1, len(spare) + 1))
        payoffs = [max(x - down, least) for x, least in zip(aims, floors, strict=True)]
        return gains(subject, payoffs)

    def radius(self, subject: CoalitionalGame) -> Fraction:
        return 4 * semivalue_radius(subject, banzhaf_weights(subject))


def _banzhaf(game: CoalitionalGame) -> Sequence[Fraction]:
    return tuple(banzhaf_value(game).values())


def _levelled(game: CoalitionalGame, values: Sequence[Fraction]) -> list[Fraction]:
    """Values, and the same for all such that they add up to v(N)."""
    each = (game.grand_worth - sum(values, Fraction(0))) / len(values)
    return [value + each for value in values]
