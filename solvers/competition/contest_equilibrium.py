"""The equilibrium of a contest, whatever its technology: who bids what, wins, pays and keeps."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.contest import Contest
from games.exact import exact
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate

__all__ = [
    "BidDistribution",
    "ContestEquilibrium",
    "ContestEquilibriumCertificate",
    "Piece",
    "sure",
]


@dataclass(frozen=True, slots=True)
class Piece:
    """Bids spread evenly from ``low`` to ``high``, with a chance in all; a point if they agree."""

    low: Fraction
    high: Fraction
    chance: Fraction


@dataclass(frozen=True, slots=True)
class BidDistribution:
    """A bid at random: pieces whose chances add up to 1.

    See ``ContestEquilibrium`` for the concept, an example and its source.
    """

    pieces: tuple[Piece, ...]

    @property
    def mean(self) -> Fraction:
        """What is bid on average."""
        return sum(((one.low + one.high) / 2 * one.chance for one in self.pieces), Fraction(0))

    def below(self, bid: Fraction) -> Fraction:
        """The chance of a bid less than this one."""
        bid = exact(bid, "the bid")
        return self.up_to(bid) - sum(
            (one.chance for one in self.pieces if one.low == one.high == bid), Fraction(0)
        )

    def up_to(self, bid: Fraction) -> Fraction:
        """The chance of this bid or less: the distribution function."""
        bid, total = exact(bid, "the bid"), Fraction(0)
        for one in self.pieces:
            if bid >= one.high:
                total += one.chance
            elif bid > one.low:
                total += one.chance * (bid - one.low) / (one.high - one.low)
        return total

    def __str__(self) -> str:
        def shown(one: Piece) -> str:
            low, high, chance = map(approximately, (one.low, one.high, one.chance))
            bids = low if one.low == one.high else f"{low} to {high}"
            return f"{bids} with chance {chance}"

        return "; ".join(shown(one) for one in self.pieces)


def sure(bid: Fraction) -> BidDistribution:
    """The distribution of a bid that is not left to chance."""
    return BidDistribution((Piece(bid, bid, Fraction(1)),))


@dataclass(frozen=True, slots=True, repr=False)
class ContestEquilibrium(Answer):
    """The equilibrium of a contest, whatever its technology: who bids what, wins, pays and keeps.

    A city may bid at random (in an all-pay contest it must): its bid is a *distribution*, made of
    pieces over which it is even, some of them single points. A sure bid is one point of chance 1.

    ``bids``: each city's distribution. ``subsidies``: what each bids on average.
    ``shares``: each city's chance of getting the firm. ``outlays``: what each spends on average.
    ``payoffs``: what each keeps. ``regret``: a bound on what each gains by any other bid.
    ``unique``: there is no other equilibrium, by the theorem that the solver's chapter names (for
    Bertrand: none in which losers bid no more than the firm is worth to them).
    ``others``: average bids of further equilibria that were found.
    ``totals``: what all cities keep at each equilibrium found, the one that is shown first.
    ``proof``: exact, or enclosed with the largest regret.

    >>> even = BidDistribution((Piece(Fraction(0), Fraction(0), Fraction(1, 2)),
    ...                         Piece(Fraction(0), Fraction(2), Fraction(1, 2))))
    >>> even.mean, even.below(Fraction(1)), even.up_to(Fraction(0))
    (Fraction(1, 2), Fraction(3, 4), Fraction(1, 2))

    How each technology is solved: ``tullock.py``, ``all_pay.py``, ``bertrand.py``, by
    ``solve_contest.py``.

    Source: Konrad (2009), Strategy and Dynamics in Contests.
    """

    game: Contest
    bids: Mapping[str, BidDistribution]
    subsidies: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]
    outlays: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    regret: Mapping[str, Fraction]
    unique: bool
    others: tuple[Mapping[str, Fraction], ...]
    totals: tuple[Fraction, ...]
    status: str
    method: str
    proof: Proof
    certificate: ContestEquilibriumCertificate

    def total(self) -> Fraction:
        """What all cities get together."""
        return sum(self.payoffs.values(), Fraction(0))

    @property
    def outlay(self) -> Fraction:
        """What all cities spend together."""
        return sum(self.outlays.values(), Fraction(0))

    @property
    def rent(self) -> Fraction:
        """What of it the firm pockets."""
        return self.game.pocketed * self.outlay

    @property
    def dissipation(self) -> Fraction | None:
        """What is spent, as a share of what the firm is worth where it is worth most."""
        most = max(self.game.value)
        return self.outlay / most if most else None


class ContestEquilibriumCertificate(Certificate):
    """What proves an equilibrium of a contest, whatever its technology."""

    @abstractmethod
    def violations(self, game: Contest) -> Iterator[str]: ...

    @abstractmethod
    def answer(self, game: Contest) -> ContestEquilibrium: ...


def kept(
    game: Contest, shares: Sequence[Fraction], outlays: Sequence[Fraction]
) -> tuple[Fraction, ...]:
    """Each city's payoff: the firm's value there or what spills over, less what it spends."""
    n, k = range(len(game.cities)), game.cost_of_subsidy
    return tuple(
        sum((shares[j] * game.gross(i, j) for j in n), Fraction(0)) - k * outlays[i] for i in n
    )
