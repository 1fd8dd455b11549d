"""A technology market with a broker: who still trades if each deal costs a fee?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.assignment import AssignmentGame
from games.by_city import within
from games.errors import of_kind
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.families.assignment import AssignmentCertificate, Pairs, optimal_assignment

__all__ = ["Brokerage", "BrokeredMarket", "FeeCertificate", "best_fee", "brokered_market"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Brokerage:
    """An assignment game and a fee per deal, 0 or more: what ``brokered_market`` is about.

    See ``brokered_market`` for the concept and its source.

    >>> from games import AssignmentGame
    >>> market = AssignmentGame(["lab", "institute"], ["plant", "mill"], [[9, 2], [3, 4]])
    >>> Brokerage(market, 5).fee
    Fraction(5, 1)
    """

    game: AssignmentGame
    fee: Any

    def __post_init__(self) -> None:
        of_kind(self.game, AssignmentGame, place="the market of a broker")
        object.__setattr__(self, "fee", within(self.fee, "the fee", "0 or more"))

    @property
    def after_fee(self) -> AssignmentGame:
        """The game of what pairs make after the fee."""
        rows = [[a - self.fee for a in row] for row in self.game.surplus]
        return AssignmentGame(self.game.sellers, self.game.buyers, rows)


@dataclass(frozen=True, slots=True, repr=False)
class BrokeredMarket(Answer):
    """The deals that are made at a ``fee``, and what it costs.

    ``pairs``: the buyer by seller. ``revenue``: the broker's, fee times deals. ``traders``: what
    sellers and buyers keep. ``lost``: how much more all could make without a fee. ``share``: of
    that most, what is still made, 1 where there is nothing to make. Where traders do not care, as
    at an end of a piece, the deals shown are those of the lower fee.

    See ``brokered_market`` for the concept, an example and its source.
    """

    fee: Fraction
    pairs: Pairs
    revenue: Fraction
    traders: Fraction
    lost: Fraction
    share: Fraction
    status: str
    certificate: Certificate
    method: str = "assignment after the fee, against the assignment without"
    proof: Proof = EXACT


@dataclass(frozen=True, slots=True)
class BrokerageCertificate(Certificate, kind="brokered market"):
    """The best pairs after the fee, and without a fee, each with a split in its core."""

    after: AssignmentCertificate
    free: AssignmentCertificate

    def violations(self, subject: Brokerage) -> Iterator[str]:
        yield from self.after.violations(subject.after_fee)
        yield from self.free.violations(subject.game)

    def answer(self, subject: Brokerage) -> BrokeredMarket:
        most = self.free.answer(subject.game).value
        return _brokered(subject.game, subject.fee, self.after.pairs, most, self)


@dataclass(frozen=True, slots=True)
class FeeStage:
    """Pairs that are best at every fee from the stage before up to ``fee``.

    ``split``: at ``fee``, in the core of the game after the fee: it proves that the pairs are best
    there. Those of the next stage make as much, so both ends of the next piece are proven, and
    between two points on a line a convex function lies on that line or below it.
    """

    fee: Fraction
    pairs: Pairs
    split: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class FeeCertificate(Certificate, kind="best fee"):
    """All pieces of V(f), from no fee to the fee at which nobody trades."""

    free: AssignmentCertificate
    stages: tuple[FeeStage, ...]

    def violations(self, subject: AssignmentGame) -> Iterator[str]:
        yield from self.free.violations(subject)
        pairs, fee = self.free.pairs, ZERO
        for stage in self.stages:
            if stage.fee <= fee:
                yield f"The fee {stage.fee} does not rise from {fee}."
            if _made(subject, stage.pairs, fee) != _made(subject, pairs, fee):
                yield f"The pairs of fee {stage.fee} are not best at fee {fee}."
            fee, pairs = stage.fee, stage.pairs
            after = Brokerage(subject, fee).after_fee
            kept = {one: other for one, other in pairs.items() if after.surplus_of(one, other) > 0}
            yield from AssignmentCertificate(kept, stage.split).violations(after)
            if _made(subject, pairs, fee) != sum(stage.split.values(), ZERO):
                yield f"The pairs of fee {fee} do not make what their split pays out."
        if _made(subject, pairs, fee) != 0:
            yield "At the last fee the traders still make something."
        if self.stages and self.stages[0].pairs != self.free.pairs:
            yield "The first pairs are not those without a fee."

    def answer(self, subject: AssignmentGame) -> BrokeredMarket:
        most = self.free.answer(subject).value
        if not self.stages:
            return _brokered(subject, ZERO, {}, most, self)
        best = max(self.stages, key=lambda stage: stage.fee * len(stage.pairs))
        found = _brokered(subject, best.fee, best.pairs, most, self)
        status = f"No fee brings the broker more than {approximately(best.fee)} a deal. "
        return replace(found, status=status + found.status, method="every piece of V(f)")


def brokered_market(game: AssignmentGame, fee: Any) -> BrokeredMarket:
    """A technology market with a broker: who still trades if each deal costs a fee?

    Sellers and buyers of technology form an assignment game. With a fee f per deal, pairs trade
    that make most together after the fee,

        V(f) = max over disjoint pairs of  sum (a_ij - f),

    and the broker earns f for each. V is convex and falls in straight pieces: as f rises past the
    ends of a piece, deals disappear. So the broker's best fee is at such an end, and a large fee
    brings it more by losing more trade: what it takes is not what it costs.

    The deals that are made where each costs a fee, exact; a fee of 0 loses nothing.

    Errors: ``InvalidInput`` for a fee below 0.

    >>> from games import AssignmentGame
    >>> market = AssignmentGame(["lab", "institute"], ["plant", "mill"], [[9, 2], [3, 4]])
    >>> found = brokered_market(market, fee=5)
    >>> found.pairs, found.revenue, found.lost
    ({'lab': 'plant'}, Fraction(5, 1), Fraction(4, 1))
    >>> dearest = best_fee(market)
    >>> dearest.fee, dearest.revenue, dearest.lost, dearest.share
    (Fraction(9, 1), Fraction(9, 1), Fraction(4, 1), Fraction(9, 13))

    Source: Shapley and Shubik (1971); Rubinstein and Wolinsky (1987), Middlemen; Gale (1960) for
    how the optimum moves with f.
    """
    subject = Brokerage(game, fee)
    after, free = optimal_assignment(subject.after_fee), optimal_assignment(game)
    assert isinstance(after.certificate, AssignmentCertificate)  # noqa: S101 - for the type checker
    assert isinstance(free.certificate, AssignmentCertificate)  # noqa: S101
    return BrokerageCertificate(after.certificate, free.certificate).answer(subject)


def best_fee(game: AssignmentGame) -> BrokeredMarket:
    """The fee per deal that brings the broker most, with proof; 0 where nobody has any deal.

    Of several, the lowest. Traders who do not care trade.

    Errors: ``InvalidInput`` for what is not an ``AssignmentGame``.

    See ``brokered_market`` for the concept and its source.

    >>> from games import AssignmentGame
    >>> market = AssignmentGame(["lab", "institute"], ["plant", "mill"], [[9, 2], [3, 4]])
    >>> dearest = best_fee(market)
    >>> dearest.fee, dearest.revenue, dearest.lost, dearest.share
    (Fraction(9, 1), Fraction(9, 1), Fraction(4, 1), Fraction(9, 13))
    """
    of_kind(game, AssignmentGame, place="subject of best_fee")
    free = optimal_assignment(game)
    assert isinstance(free.certificate, AssignmentCertificate)  # noqa: S101 - for the type checker
    stages: list[FeeStage] = []
    pairs = free.pairs
    while pairs:
        fee, split, lower = _end(game, pairs)
        stages.append(FeeStage(fee, pairs, split))
        pairs = lower
    return FeeCertificate(free.certificate, tuple(stages)).answer(game)


def _end(game: AssignmentGame, pairs: Pairs) -> tuple[Fraction, Mapping[str, Fraction], Pairs]:
    """Up to which fee the pairs are best, the split that shows it there, and the pairs beyond.

    From the fee at which the pairs make nothing down, each time to where the better pairs and
    these make the same, until none is better.
    """
    made = _made(game, pairs, ZERO)
    fee, lower = made / len(pairs), dict[str, str]()
    while True:
        best = optimal_assignment(Brokerage(game, fee).after_fee)
        if best.value == made - fee * len(pairs):
            return fee, best.split, lower
        lower = dict(best.pairs)
        fee = (made - _made(game, lower, ZERO)) / (len(pairs) - len(lower))


def _made(game: AssignmentGame, pairs: Pairs, fee: Fraction) -> Fraction:
    return sum((game.surplus_of(one, other) - fee for one, other in pairs.items()), ZERO)


def _brokered(
    game: AssignmentGame, fee: Fraction, pairs: Pairs, most: Fraction, certificate: Certificate
) -> BrokeredMarket:
    made, revenue = _made(game, pairs, ZERO), fee * len(pairs)
    share = made / most if most else Fraction(1)
    status = (
        f"{len(pairs)} deals bring the broker {approximately(revenue)} and the traders "
        f"{approximately(made - revenue)}: {approximately(100 * share, '.3g')} per cent of what is "
        "possible."
        if pairs
        else "Nobody trades."
    )
    return BrokeredMarket(
        fee, pairs, revenue, made - revenue, most - made, share, status, certificate
    )
