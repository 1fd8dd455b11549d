"""The all-pay contest: every bid is spent, the largest gets the firm.

Let w_i be what the firm is worth to city i in bids, w_1 >= w_2 >= w_3 ... Nobody can bid for sure,
since the other would bid a little more, or nothing. In equilibrium city 1 bids anything from 0 to
w_2 evenly; city 2 bids nothing with chance 1 - w_2/w_1, else likewise; the others stay out. City 1
keeps w_1 - w_2, the others nothing; spent are, on average, w_2/2 by city 1 and w_2^2/(2 w_1) by
city 2. It is the only equilibrium if w_2 > w_3; else there is a continuum, in which payoffs are the
same but what is spent need not be.

A common cap m < w_2 (Che and Gale), two cities: with m <= w_2/2 both bid m; else both bid m with
some chance, and from 0 to 2m - w_2 evenly. A cap above w_2/2 does not save anything. Under a low
cap the n strongest bid it, n the most for which w_n >= n m.

The proof is exact over the whole interval of bids: between the ends of the others' pieces the
chance to win is a product of rising straight lines, hence convex, and so is the payoff; its largest
values are at the ends.

>>> from games import Contest
>>> race = all_pay(Contest(["Quzhou", "Lishui"], value=[4, 2], technology="all-pay"))
>>> race.payoffs["Quzhou"], race.outlay, race.shares["Quzhou"]
(Fraction(2, 1), Fraction(3, 2), Fraction(3, 4))
>>> print(race.bids["Lishui"])
0 with chance 0.5; 0 to 2 with chance 0.5

Source: Hillman and Riley (1989), Politically contestable rents and transfers; Baye, Kovenock and de
Vries (1996), The all-pay auction with complete information; Che and Gale (1998), Caps on political
lobbying.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from games.contest import Contest
from games.errors import Undefined
from solvers.answer import EXACT
from solvers.competition.contest_equilibrium import (
    BidDistribution,
    ContestEquilibrium,
    ContestEquilibriumCertificate,
    Piece,
    kept,
    sure,
)
from solvers.polynomial import Polynomial

__all__ = ["AllPayCertificate", "all_pay"]

ZERO, ONE = Fraction(0), Fraction(1)


def all_pay(game: Contest) -> ContestEquilibrium:
    """The mixed equilibrium in closed form; of a continuum, the one in which two cities bid.

    Spillovers change what is at stake: w_i is the value of the firm less what spills over if
    another gets it, which must be the same whoever that is (it is with two cities). Cities to
    which nothing is at stake bid nothing.

    Errors: ``Undefined`` for other spillovers, and for budgets that bind in another way.
    """
    reasons = []
    for strategies in _candidates(game, _scores(game)):
        certificate = AllPayCertificate(dict(zip(game.cities, strategies, strict=True)))
        verdict = certificate.verify(game)
        if verdict is True:
            return certificate.answer(game)
        reasons.append(verdict.reason.rstrip("."))
    scores = _scores(game)
    bidding = [city for i, city in enumerate(game.cities) if _reach(game, scores, i) > 0]
    if len(bidding) == 1:
        raise Undefined(
            "all-pay equilibrium",
            f"only {bidding[0]} would bid; the least bid gets it the firm, and there is no least",
            bidding[0],
        )
    raise Undefined(
        "all-pay equilibrium in closed form",
        f"with these budgets the known formulas fail ({reasons[0]}); take equal budgets, or "
        "Tullock's contest",
        reasons[0],
    )


def _candidates(game: Contest, scores: list[Fraction]) -> Iterator[list[BidDistribution]]:
    """The two who would go highest bid as a pair; or the strongest few all bid the common cap."""
    strategies = [sure(ZERO)] * len(scores)
    first, second = _contenders(game, scores)
    if first is not None and second is not None and scores[second] > 0:
        w1, w2 = scores[first], scores[second]
        pair = _pair(w1, w2, _cap(game, first), _cap(game, second))
        strategies[first] = _scaled(pair[0], 1 / game.efficiency[first])
        strategies[second] = _scaled(pair[1], 1 / game.efficiency[second])
    yield strategies
    strongest = sorted(range(len(scores)), key=lambda i: -scores[i])
    for size in range(3, len(scores) + 1):
        bidding = {i: game.budgets[i] for i in strongest[:size]}
        yield [sure(bidding.get(i) or ZERO) for i in range(len(scores))]


@dataclass(frozen=True, slots=True)
class AllPayCertificate(
    ContestEquilibriumCertificate, kind="all-pay contest", of="subsidy_equilibrium", searches=True
):
    """Each city's distribution of bids."""

    bids: Mapping[str, BidDistribution]

    def violations(self, game: Contest) -> Iterator[str]:
        if game.technology != "all-pay":
            yield "The contest is not all-pay."
        if tuple(self.bids) != game.cities:
            yield "The bids do not fit the cities."
        for city, own in self.bids.items():
            if sum(one.chance for one in own.pieces) != 1:
                yield f"The chances of {city}'s bids do not add up to 1."
            budget = game.budgets[game.cities.index(city)]
            for one in own.pieces:
                if one.chance <= 0 or not 0 <= one.low <= one.high:
                    yield f"A piece of {city}'s bids is no piece."
                if budget is not None and one.high > budget:
                    yield f"{city} bids beyond its budget."
        scores = _scores(game)
        bids = [_scaled(bid, e) for bid, e in zip(self.bids.values(), game.efficiency, strict=True)]
        wins = _wins(game, bids)
        for i, city in enumerate(game.cities):
            best, bid = _best_reply(game, bids, i, scores[i])
            gain = best - (scores[i] * wins[i] - bids[i].mean)
            if gain > 0:
                yield f"{city} gains {gain / game.efficiency[i]} by bidding {bid}."

    def answer(self, game: Contest) -> ContestEquilibrium:
        bids = [_scaled(bid, e) for bid, e in zip(self.bids.values(), game.efficiency, strict=True)]
        shares = _wins(game, bids)
        means = [bid.mean for bid in self.bids.values()]

        def by_city(found: Sequence[Fraction]) -> dict[str, Fraction]:
            return dict(zip(game.cities, found, strict=True))

        unique, status = _status(game, _scores(game), list(self.bids.values()))
        return ContestEquilibrium(
            game=game,
            bids=dict(self.bids),
            subsidies=by_city(means),
            shares=by_city(shares),
            outlays=by_city(means),
            payoffs=by_city(kept(game, shares, means)),
            regret=dict.fromkeys(game.cities, ZERO),
            unique=unique,
            others=(),
            totals=(sum(kept(game, shares, means), ZERO),),
            status=status,
            method="closed form of the all-pay auction",
            proof=EXACT,
            certificate=self,
        )


def _scores(game: Contest) -> list[Fraction]:
    """w_i, each city's stake in scores e_i x_i."""
    n = range(len(game.cities))
    scores = []
    for i in n:
        stakes = {game.stake(i, j) for j in n if j != i} or {game.value[i] / game.cost_of_subsidy}
        if len(stakes) > 1:
            raise Undefined(
                "all-pay equilibrium in closed form",
                f"what {game.cities[i]} loses depends on which other city wins; take Tullock's "
                "contest or Bertrand's",
                game.cities[i],
            )
        scores.append(game.efficiency[i] * stakes.pop())
    return scores


def _cap(game: Contest, i: int) -> Fraction | None:
    budget = game.budgets[i]
    return None if budget is None else budget * game.efficiency[i]


def _reach(game: Contest, scores: list[Fraction], i: int) -> Fraction:
    """The highest score that i would bid, and can."""
    cap = _cap(game, i)
    return scores[i] if cap is None else min(cap, scores[i])


def _contenders(game: Contest, scores: list[Fraction]) -> tuple[int | None, int | None]:
    """The two cities that would go highest, the one with more at stake first."""

    def reach(i: int) -> tuple[Fraction, Fraction]:
        return _reach(game, scores, i), scores[i]

    by_reach = sorted(range(len(scores)), key=reach, reverse=True)[:2]
    both = sorted(by_reach, key=lambda i: -scores[i])
    return (both[0], both[1]) if len(both) == 2 else (both[0], None)


def _pair(
    w1: Fraction, w2: Fraction, cap1: Fraction | None, cap2: Fraction | None
) -> tuple[BidDistribution, BidDistribution]:
    """The equilibrium of two cities, in scores."""
    cap = min((c for c in (cap1, cap2) if c is not None), default=w2)
    if cap >= w2:
        low = _distribution(Piece(ZERO, ZERO, 1 - w2 / w1), Piece(ZERO, w2, w2 / w1))
        return _distribution(Piece(ZERO, w2, ONE)), low
    if 2 * cap <= w2:
        return sure(cap), sure(cap)
    gap = 2 * cap - w2
    return (
        _distribution(Piece(ZERO, gap, gap / w2), Piece(cap, cap, 1 - gap / w2)),
        _distribution(
            Piece(ZERO, ZERO, 1 - w2 / w1),
            Piece(ZERO, gap, gap / w1),
            Piece(cap, cap, (w2 - gap) / w1),
        ),
    )


def _distribution(*pieces: Piece) -> BidDistribution:
    return BidDistribution(tuple(one for one in pieces if one.chance))


def _scaled(bid: BidDistribution, factor: Fraction) -> BidDistribution:
    return BidDistribution(
        tuple(Piece(one.low * factor, one.high * factor, one.chance) for one in bid.pieces)
    )


def _rivals(bids: Sequence[BidDistribution], i: int) -> list[BidDistribution]:
    return [bid for j, bid in enumerate(bids) if j != i]


def _chance(game: Contest, bids: Sequence[BidDistribution], i: int, score: Fraction) -> Fraction:
    """The chance that i wins at a score: with m others level it wins one lot in m + 1.

    That is the integral of the product of (chance below + t * chance level) over t from 0 to 1.
    """
    product = Polynomial.of(ONE)
    for j, bid in enumerate(bids):
        if j == i:
            continue
        below = bid.below(score)
        if score == 0 and not game.idle_shares[j]:  # draws no lot, but wins if it bids
            product *= Polynomial.of(bid.up_to(ZERO))
            continue
        product *= Polynomial.of(below, bid.up_to(score) - below)
    if score == 0 and not game.idle_shares[i]:
        return ZERO
    return product.integral(ZERO, ONE)


def _just_above(bids: Sequence[BidDistribution], i: int, score: Fraction) -> Fraction:
    chance = ONE
    for bid in _rivals(bids, i):
        chance *= bid.up_to(score)
    return chance


def _knots(bids: Sequence[BidDistribution]) -> list[Fraction]:
    return sorted(
        {ZERO, *(end for bid in bids for one in bid.pieces for end in (one.low, one.high))}
    )


def _best_reply(
    game: Contest, bids: Sequence[BidDistribution], i: int, stake: Fraction
) -> tuple[Fraction, Fraction]:
    """The least upper bound on i's payoff in scores, and the score at which it is (just above)."""
    cap = _cap(game, i)
    best = (stake * _chance(game, bids, i, ZERO), ZERO)
    for score in [*_knots(bids), *([] if cap is None else [cap])]:
        if cap is None or score <= cap:
            best = max(best, (stake * _chance(game, bids, i, score) - score, score))
        if cap is None or score < cap:
            best = max(best, (stake * _just_above(bids, i, score) - score, score))
    return best


def _wins(game: Contest, bids: Sequence[BidDistribution]) -> list[Fraction]:
    """Each city's chance of winning: at its points, and integrated over its even pieces."""
    knots = _knots(bids)
    wins = []
    for i, own in enumerate(bids):
        total = ZERO
        for one in own.pieces:
            if one.low == one.high:
                total += one.chance * _chance(game, bids, i, one.low)
                continue
            for low, high in pairwise(knots):
                if low < one.low or high > one.high:
                    continue
                product = Polynomial.of(ONE)
                for bid in _rivals(bids, i):
                    start, end = bid.up_to(low), bid.below(high)
                    slope = (end - start) / (high - low)
                    product *= Polynomial.of(start - slope * low, slope)
                total += one.chance * product.integral(low, high) / (one.high - one.low)
        wins.append(total)
    return wins


def _status(
    game: Contest, scores: list[Fraction], bids: Sequence[BidDistribution]
) -> tuple[bool, str]:
    first, second = _contenders(game, scores)
    if sum(score > 0 for score in scores) <= 1:
        return True, "Nobody bids: at most one city has anything at stake."
    if first is None or second is None or not any(one.high for bid in bids for one in bid.pieces):
        return True, "Nobody bids: no city that has anything at stake can pay."
    one, other = game.cities[first], game.cities[second]
    w2 = scores[second]
    others = [i for i in range(len(scores)) if i not in (first, second)]
    third = max((scores[i] for i in others), default=ZERO)
    capped = [
        city
        for city, bid, budget in zip(game.cities, bids, game.budgets, strict=True)
        if budget and any(one.low == one.high == budget for one in bid.pieces)
    ]
    if capped:
        unique = third <= 0 and 2 * (_cap(game, second) or ZERO) != w2
        return unique, f"The cap binds: {', '.join(capped)} bid it with some chance, or for sure."
    if any(_reach(game, scores, i) == w2 for i in others):
        return False, (
            f"{one} and {other} bid, at random; another city has as much at stake as {other}, so "
            "there is a continuum of equilibria with the same payoffs."
        )
    if any(scores[i] > w2 and _cap(game, i) != 0 for i in others):
        return False, (
            f"{one} and {other} bid, at random. A city that has more at stake than {other} is kept "
            "out by its budget; whether there are other equilibria is not known."
        )
    stay_out = "; the others stay out" if others else ""
    return True, f"{one} and {other} bid, at random{stay_out}. No other bids are stable."
