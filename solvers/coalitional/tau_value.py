"""The tau-value: a compromise between the most and the least that each city can ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.errors import Undefined
from solvers.answer import Allocation
from solvers.coalitional.gains import gains, refuse_untabulated
from solvers.coalitional.separable_costs import separable
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.coalitional.subset_sums import subset_sums

__all__ = [
    "MinimalRightsCertificate",
    "TauCertificate",
    "UtopiaCertificate",
    "minimal_rights",
    "tau_value",
    "utopia_payoffs",
]


def tau_value(game: CoalitionalGame) -> Allocation:
    """The tau-value: a compromise between the most and the least that each city can ask for.

        utopia payoff   M_i = v(N) - v(N - i),  what i adds to all others
        minimal right   m_i = max over S with i of  v(S) - sum over j in S - i of M_j
        tau-value       x = m + t (M - m),  with t such that x(N) = v(N)

    Nobody can ask for more than M_i, since the others would rather go without; and i can make m_i
    by paying the others of some coalition their utopia payoffs. It exists if the game is
    quasi-balanced: m <= M and m(N) <= v(N), which also implies v(N) <= M(N); every game with a core
    is.

    For quasi-balanced games of gains or costs, exact.

    Errors: ``Undefined`` when the game is not quasi-balanced; its witness is the city whose minimal
    right exceeds its utopia payoff or, where none does, the amount by which minimal rights are more
    than there is.

    >>> from games import CoalitionalGame
    >>> trio = CoalitionalGame(["1", "2", "3"], {"1": 0, "2": 0, "3": 0, ("1", "2"): 1,
    ...                                          ("1", "3"): 2, ("2", "3"): 1, ("1", "2", "3"): 3})
    >>> utopia_payoffs(trio), minimal_rights(trio)
    (Allocation(1=2, 2=1, 3=2), Allocation(1=0, 2=0, 3=0))
    >>> split = tau_value(trio)
    >>> split, split.certificate.verify(trio)
    (Allocation(1=1.2, 2=0.6, 3=1.2), True)

    The certificate is checked by the gap function g(S) = M(S) - v(S): a city concedes at most c_i =
    min over S with i of g(S), and tau takes g(N) from the utopia payoffs in proportion to c. Of
    costs, all this holds of the negated game: M_i is the least that i can hope to pay (its
    separable cost), m_i the most. There tau is the cost gap method.

    Source: Tijs (1981); Tijs and Driessen (1986); Driessen and Tijs (1983) for the gap function;
    the example: Stach (2011).
    """
    refuse_untabulated(game)
    most, least = gains(game, separable(game)), gains(game, minimal_rights(game).values())
    (worth,) = gains(game, [game.grand_worth])
    for city, high, low in zip(game.players, most, least, strict=True):
        if low > high:
            raise Undefined(
                "tau-value",
                f"{city} can claim {approximately(low)} and adds {approximately(high)} to the "
                "others, so the game is not quasi-balanced" + _IN_GAINS[game.sense],
                city,
            )
    excess = sum(least) - worth
    if excess > 0:  # utopia payoffs never fall short then: v(N) - M(N - i) <= m_i <= M_i
        raise Undefined(
            "tau-value",
            f"minimal rights are {approximately(excess)} more than all make together, so the game "
            "is not quasi-balanced" + _IN_GAINS[game.sense],
            excess,
        )
    room = sum(most) - sum(least)
    step = (worth - sum(least)) / room if room else Fraction(0)
    split = [low + step * (high - low) for high, low in zip(most, least, strict=True)]
    return TauCertificate(dict(zip(game.players, gains(game, split), strict=True))).answer(game)


_IN_GAINS = {"gain": "", "cost": " (costs count as negative gains)"}


def utopia_payoffs(game: CoalitionalGame) -> Allocation:
    """M_i = v(N) - v(N - i), the most that a city can ask for (of costs: the least it can pay).

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    See ``tau_value`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> trio = CoalitionalGame(["1", "2", "3"], {"1": 0, "2": 0, "3": 0, ("1", "2"): 1,
    ...                                          ("1", "3"): 2, ("2", "3"): 1, ("1", "2", "3"): 3})
    >>> utopia_payoffs(trio), minimal_rights(trio)
    (Allocation(1=2, 2=1, 3=2), Allocation(1=0, 2=0, 3=0))
    """
    refuse_untabulated(game)
    split = dict(zip(game.players, separable(game), strict=True))
    return UtopiaCertificate(split).answer(game)


def minimal_rights(game: CoalitionalGame) -> Allocation:
    """What each city can make by paying others their utopia payoffs (of costs: pays at most).

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    See ``tau_value`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> trio = CoalitionalGame(["1", "2", "3"], {"1": 0, "2": 0, "3": 0, ("1", "2"): 1,
    ...                                          ("1", "3"): 2, ("2", "3"): 1, ("1", "2", "3"): 3})
    >>> utopia_payoffs(trio), minimal_rights(trio)
    (Allocation(1=2, 2=1, 3=2), Allocation(1=0, 2=0, 3=0))
    """
    refuse_untabulated(game)
    most = gains(game, separable(game))
    worths, unit = game.as_gains().integers()
    remainders = worths - subset_sums(_with_room(_units(most, unit), worths))
    best = _best_with_each(remainders)
    rights = [high + int(left) * unit for high, left in zip(most, best, strict=True)]
    split = dict(zip(game.players, gains(game, rights), strict=True))
    return MinimalRightsCertificate(split).answer(game)


@dataclass(frozen=True, slots=True)
class TauCertificate(SplitCertificate, kind="tau-value"):
    """The value itself: it is checked by concessions from the utopia payoffs."""

    method: ClassVar[str] = "between minimal rights and utopia payoffs, one pass for each"
    status: ClassVar[str] = "The compromise between what each can claim and what it adds."
    second: ClassVar[str] = "concessions in proportion to the least gap"

    def recomputed(self, subject: CoalitionalGame) -> list[Fraction]:
        most, concessions, joint = _gaps(subject)
        total = sum(concessions)
        if min(concessions) < 0 or not 0 <= joint <= total:
            raise Undefined("tau-value", "the game is not quasi-balanced")
        step = joint / total if total else Fraction(0)
        split = [m - step * c for m, c in zip(most, concessions, strict=True)]
        return gains(subject, split)


@dataclass(frozen=True, slots=True)
class UtopiaCertificate(SplitCertificate, kind="utopia payoffs"):
    """The payoffs themselves."""

    method: ClassVar[str] = "the worth of all with and without each city"
    status: ClassVar[str] = "What each city adds to all others; together this may be too much."
    second: ClassVar[str] = "the definition"

    def recomputed(self, subject: CoalitionalGame) -> list[Fraction]:
        worth = subject.worth
        return [
            worth(subject.grand) - worth([c for c in subject.players if c != city])
            for city in subject.players
        ]


@dataclass(frozen=True, slots=True)
class MinimalRightsCertificate(SplitCertificate, kind="minimal rights"):
    """The rights themselves: utopia payoffs less the greatest concession of each."""

    method: ClassVar[str] = "one pass over all coalitions for each city"
    status: ClassVar[str] = "What each makes at least by paying others what they add."
    second: ClassVar[str] = "utopia payoffs less the least gap"

    def recomputed(self, subject: CoalitionalGame) -> list[Fraction]:
        most, concessions, _ = _gaps(subject)
        return gains(subject, [m - c for m, c in zip(most, concessions, strict=True)])


def _gaps(game: CoalitionalGame) -> tuple[list[Fraction], list[Fraction], Fraction]:
    """Utopia payoffs, each city's least gap and the gap of all, in gains, coalition by coalition.

    g(S) is built up from smaller coalitions: g(S + i) = g(S) + M_i - (v(S + i) - v(S)).
    """
    worths, unit = game.as_gains().integers()
    worths = _with_room(worths, worths)
    players, grand = len(game.players), game.grand
    most = [int(worths[grand]) - int(worths[grand ^ 1 << i]) for i in range(players)]
    gaps = -worths
    for i, high in enumerate(most):
        gaps.reshape(-1, 2, 1 << i)[:, 1] += high
    least = [int(gaps.reshape(-1, 2, 1 << i)[:, 1].min()) for i in range(players)]
    return [m * unit for m in most], [c * unit for c in least], int(gaps[grand]) * unit


def _best_with_each(table: npt.NDArray[Any]) -> Iterator[int]:
    """The greatest entry among the coalitions with each city."""
    for i in range(len(table).bit_length() - 1):
        yield table.reshape(-1, 2, 1 << i)[:, 1].max()


def _units(payoffs: Sequence[Fraction], unit: Fraction) -> npt.NDArray[Any]:
    return np.array([int(payoff / unit) for payoff in payoffs], dtype=object)


def _with_room(numbers: npt.NDArray[Any], worths: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """As int64 where sums of n differences of worths fit, else as Python integers."""
    n = len(worths).bit_length()
    fits = worths.dtype != object and int(abs(worths).max()) < 2**61 // (n + 1)
    return numbers.astype(np.int64 if fits else object)
