"""What an exchange rule brings on average,
where each city alone knows what a lot is worth to it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.errors import of_kind
from games.private_exchange import PrivateExchange
from mechanisms.direct.compared_rules import ComparedRules
from mechanisms.direct.direct_mechanism import packed
from mechanisms.direct.lot_counts import lot_counts
from mechanisms.direct.type_profiles import TypeProfiles
from mechanisms.exchange.vcg_exchange import vcg_exchange
from solvers.answer import EXACT, Proof
from solvers.certificate import Certificate

__all__ = ["ExpectedExchange", "ExpectedExchangeCertificate", "ExpectedRule", "expected_exchange"]

ZERO = Fraction(0)
Integers = npt.NDArray[Any]
_INT64_SAFE = 1 << 61
POSTED, BALANCED, MCAFEE, REDUCTION, VCG = (
    "posted price",
    "balanced double auction",
    "McAfee's double auction",
    "trade reduction",
    "VCG",
)
RULES = (POSTED, BALANCED, MCAFEE, REDUCTION, VCG)


@dataclass(frozen=True, slots=True)
class ExpectedRule:
    """``gain``: of the cities and the exchange together; ``kept``: by the exchange, below 0 where
    somebody pays in; ``payoffs``: by city. ``gain`` is ``kept`` and all payoffs.

    See ``expected_exchange`` for the concept, an example and its source.
    """

    gain: Fraction
    kept: Fraction
    payoffs: Mapping[str, Fraction]

    @property
    def for_cities(self) -> Fraction:
        """What the cities have of the gain: all but what the exchange keeps."""
        return self.gain - self.kept


@dataclass(frozen=True, slots=True, repr=False)
class ExpectedExchange(ComparedRules):
    """The rules side by side, in money per lot and on average over all types.

    ``first_best``: the gain if types were known; ``rules``: by name; ``price``: the best posted
    one, the middle of the lowest range of prices that gain as much. ``given_up``: by auction how
    likely it leaves out the last deal where one is worth making (0 where none ever is). ``least``:
    by city the least that all together expect to gain, over its types: min E[W | t_i].

    See ``expected_exchange`` for the concept, an example and its source.
    """

    first_best: Fraction
    rules: Mapping[str, ExpectedRule]
    price: Fraction
    given_up: Mapping[str, Fraction]
    least: Mapping[str, Fraction]
    certificate: ExpectedExchangeCertificate
    method: str = "sum over all profiles of types"
    proof: Proof = EXACT

    @property
    def simplest(self) -> str:
        """Of the rules that need no money from outside, the one that leaves the cities most; among
        several the one that gains most, and then that is named first.
        """
        able = [name for name in self.rules if name != VCG]
        return max(able, key=lambda name: (self.rules[name].for_cities, self.rules[name].gain))

    @property
    def externality_payoffs(self) -> Mapping[str, Fraction] | None:
        """What each city expects by expected externality, with zero-sum yearly sums that leave no
        type with a loss; ``None``: no sums do. What is to spare is split in equal parts.
        """
        n = len(self.least)
        spare = sum(self.least.values(), ZERO) - (n - 1) * self.first_best
        if spare < 0:
            return None
        return {city: self.first_best - least + spare / n for city, least in self.least.items()}

    @property
    def status(self) -> str:
        if not self.first_best:
            return "There is nothing to gain at any profile of types."
        best = self.simplest
        left = float(100 * self.rules[best].for_cities / self.first_best)
        named = best if best == MCAFEE else f"a {best}"
        return f"Of the simple rules {named} leaves cities most: {left:.3g} per cent of the gain."


def expected_exchange(market: PrivateExchange) -> ExpectedExchange:
    """What an exchange rule brings on average,
    where each city alone knows what a lot is worth to it.

    For every profile of types, weighted by how likely it is: who trades, what all gain, what the
    exchange keeps (or, below 0, what somebody has to pay in), and what each city is left with.
    Under each of these rules a false report never pays and nobody loses by taking part, so that
    true reports are what to expect; they differ in what they give up.

    *Posted price*: whoever likes it trades at it, and on the longer side lots are drawn. The
    *balanced* double auction, *McAfee's* and *trade reduction* leave out the last buyer and a
    seller, at times or always (``given_up``); they are for cities with one lot each. *VCG* leaves
    out nobody, and is short of money. Rules are ranked by what they leave the cities, not by trade:
    what the exchange keeps is not theirs.

    *Expected externality* pays each city what its report is expected to bring the others, so that
    it expects E[W | t_i] less a constant, with W the gain of all. The constants add up to (n - 1) E
    W. Zero-sum yearly sums that leave no type with a loss exist iff the sum over cities of min E[W
    | t_i] is (n - 1) E W or more: ``externality_payoffs``.

    Exact, over all profiles (``MOST_PROFILES`` at most).

    Where a city has several lots: a posted price and VCG alone. Errors: ``InvalidInput`` for more
    profiles.

    >>> quota = PrivateExchange({"Harbour": [4, 8], "Port": [5, 9]},
    ...                         {"Uplands": [2, 6], "Valley": [3]})
    >>> found = expected_exchange(quota)
    >>> for name, rule in found.rules.items():
    ...     print(f"{name}: {found.lost(name)} of {found.first_best} lost, {rule.kept} kept")
    posted price: 7/8 of 53/8 lost, 0 kept
    balanced double auction: 33/16 of 53/8 lost, 0 kept
    McAfee's double auction: 11/8 of 53/8 lost, 11/8 kept
    trade reduction: 3 of 53/8 lost, 11/8 kept
    VCG: 0 of 53/8 lost, -13/4 kept
    >>> found.price, found.simplest
    (Fraction(7, 2), 'posted price')
    >>> found.given_up["McAfee's double auction"], found.externality_payoffs
    (Fraction(5, 8), {'Harbour': Fraction(33, 16), 'Port': Fraction(37, 16),
    'Uplands': Fraction(29, 16), 'Valley': Fraction(7, 16)})

    Source: McAfee (1992); Segal-Halevi, Hassidim and Aumann (2016); Hagerty and Rogerson (1987) for
    the posted price; Rustichini, Satterthwaite and Williams (1994); Krishna and Perry (1998),
    Efficient mechanism design, and Williams (1999), A characterization of efficient, Bayesian
    incentive compatible mechanisms, for yearly sums.
    """
    of_kind(market, PrivateExchange, place="subject of expected_exchange")
    sums = _Sums(market)
    price, posted = sums.posted()
    rules = {POSTED: posted, **sums.auctions()}
    return ExpectedExchangeCertificate(
        sums.first_best, rules, price, sums.given_up, sums.least()
    ).answer(market)


def _rules(market: PrivateExchange) -> tuple[str, ...]:
    """The rules that are for so many lots each."""
    return RULES if set(market.lots.values()) == {1} else (POSTED, VCG)


class _Numbers:
    """Types as whole numbers of ``unit``, fine enough for halves and to be drawn from any number.

    ``lots``: of each city; ``wanted`` and ``offered``: of all buyers, and of all sellers.
    """

    def __init__(self, market: PrivateExchange) -> None:
        self.market = market
        self.buyers, self.sellers = len(market.buyers), len(market.sellers)
        self.lots = list(market.lots.values())
        self.wanted, self.offered = sum(self.lots[: self.buyers]), sum(self.lots[self.buyers :])
        self.profiles = TypeProfiles(market.priors)
        self.fine = 2 * math.lcm(*range(1, max(self.wanted, self.offered) + 1))
        whole, unit = packed([kind for prior in market.priors for kind in prior])
        numbers = [int(number) * self.fine for number in whole]
        self.unit = unit / self.fine
        self.types: list[list[int]] = []
        for prior in market.priors:
            self.types.append(numbers[: len(prior)])
            numbers = numbers[len(prior) :]

    def rule(self, gain: Fraction, payoffs: Sequence[Fraction]) -> ExpectedRule:
        """Sums in whole numbers as an answer."""
        each = [payoff * self.unit for payoff in payoffs]
        named = dict(zip(self.market.cities, each, strict=True))
        return ExpectedRule(gain * self.unit, gain * self.unit - sum(each, ZERO), named)


class _Sums(_Numbers):
    """All profiles at once: by profile the bids from the highest and the asks from the lowest."""

    def __init__(self, market: PrivateExchange) -> None:
        super().__init__(market)
        most = max(map(max, self.types)) * (self.wanted + self.offered) * self.fine
        dtype: Any = np.int64 if most < _INT64_SAFE else object
        kinds = [np.array(own, dtype=dtype) for own in self.types]
        worths = [own[at] for own, at in zip(kinds, self.profiles.at, strict=True)]
        self.worths = worths
        self.v, self.c = (
            np.repeat(np.stack(side), lots, axis=0)
            for side, lots in (
                (worths[: self.buyers], self.lots[: self.buyers]),
                (worths[self.buyers :], self.lots[self.buyers :]),
            )
        )
        first, second = (np.argsort(side, axis=0, kind="stable") for side in (-self.v, self.c))
        self.bids = np.take_along_axis(self.v, first, axis=0)
        self.asks = np.take_along_axis(self.c, second, axis=0)
        self.buyer_place, self.seller_place = np.argsort(first, axis=0), np.argsort(second, axis=0)
        pairs = min(self.wanted, self.offered)
        self.deals = (self.bids[:pairs] > self.asks[:pairs]).sum(axis=0)
        self.won = np.maximum(self.bids[:pairs] - self.asks[:pairs], 0).sum(axis=0)
        self.first_best = self.profiles.expected(self.won) * self.unit
        self.given_up: dict[str, Fraction] = {}

    def least(self) -> dict[str, Fraction]:
        """By city the least that all expect to gain, given its type."""
        return {
            city: min(
                part * self.unit / chance
                for part, chance in zip(
                    self.profiles.joint(i, self.won), prior.values(), strict=True
                )
            )
            for i, (city, prior) in enumerate(
                zip(self.market.cities, self.market.priors, strict=True)
            )
        }

    def posted(self) -> tuple[Fraction, ExpectedRule]:
        """The best posted price and what it brings."""
        best, price = Fraction(-1), 0
        # Types are scaled to even integers, so that midpoints are integers.
        for candidate in map(int, _candidates({kind for own in self.types for kind in own})):
            gain = self.profiles.expected(np.sum(self._at_price(candidate), axis=0)) / self.fine
            if gain > best:
                best, price = gain, candidate
        middle = _middle(self.market, price * self.unit)
        at_middle = self._at_price(int(middle / self.unit))
        shares = [self.profiles.expected(part) / self.fine for part in at_middle]
        return middle, self.rule(best, shares)

    def _at_price(self, price: int) -> list[Integers]:
        """By city what it is left with at a price, times ``fine``: of the longer side lots decide.

        Where k of them like the price and m deals can be made, each is drawn with chance m / k.
        """
        sides = []
        likes = (self.v >= price, self.c <= price)
        kind: Any = np.int64 if self.fine < _INT64_SAFE else object
        counts = [side.sum(axis=0).astype(kind) for side in likes]
        deals = np.minimum(*counts)
        for like, count, surplus in zip(
            likes, counts, (self.v - price, price - self.c), strict=True
        ):
            chance = deals * (self.fine // np.maximum(count, 1))
            sides += list(like * surplus * chance)
        starts = [0, *itertools.accumulate(self.lots[:-1])]
        return list(np.add.reduceat(np.stack(sides), starts, axis=0))

    def auctions(self) -> dict[str, ExpectedRule]:
        """The four auctions, or VCG alone."""
        if _rules(self.market)[1] == VCG:
            return {VCG: self._pivotal()}
        m = self.deals
        bid, ask = self._at_rank(self.bids, m - 1), self._at_rank(self.asks, m - 1)
        next_bid, next_ask = self._at_rank(self.bids, m), self._at_rank(self.asks, m)
        more_bids, more_asks = m < self.buyers, m < self.sellers
        fewer = np.maximum(m - 1, 0)
        reduction = (fewer, fewer, bid, ask)
        half = (next_bid + next_ask) // 2
        suits = more_bids & more_asks & (m > 0) & (ask <= half) & (half <= bid)
        mcafee = tuple(
            np.where(suits, one, other)
            for one, other in zip((m, m, half, half), reduction, strict=True)
        )
        full = more_asks & (next_ask <= bid)
        price = np.where(full, next_ask, bid)
        balanced = (np.where(full, m, fewer), m, price, price)
        buyers_pay = np.where(more_bids, np.maximum(ask, next_bid), ask)
        sellers_get = np.where(more_asks, np.minimum(bid, next_ask), bid)
        found = {BALANCED: balanced, MCAFEE: mcafee, REDUCTION: reduction}
        likely = self.profiles.expected((m > 0).astype(np.int64))
        for name, (bought, *_) in found.items():
            fewer_deals = self.profiles.expected((bought < m).astype(np.int64))
            self.given_up[name] = fewer_deals / likely if likely else ZERO
        found[VCG] = (m, m, buyers_pay, sellers_get)
        return {name: self._auction(*terms) for name, terms in found.items()}

    def _pivotal(self) -> ExpectedRule:
        """VCG: each city is left with the gain of all less the gain of all without it."""
        whole = self.first_best / self.unit
        payoffs = []
        for i in range(len(self.lots)):
            kept = [j for j in range(len(self.lots)) if j != i]
            sides = []
            for side in (
                [j for j in kept if j < self.buyers],
                [j for j in kept if j >= self.buyers],
            ):
                rows = [self.worths[j] for j in side for _ in range(self.lots[j])]
                sides.append(np.sort(np.stack(rows), axis=0) if rows else None)
            if sides[0] is None or sides[1] is None:
                payoffs.append(whole)
                continue
            pairs = min(len(sides[0]), len(sides[1]))
            gains = np.maximum(sides[0][::-1][:pairs] - sides[1][:pairs], 0).sum(axis=0)
            payoffs.append(whole - self.profiles.expected(gains))
        return self.rule(whole, payoffs)

    def _at_rank(self, side: Integers, place: Integers) -> Integers:
        """The bid or ask at a place in the order, where there is one; else any."""
        place = np.clip(place, 0, len(side) - 1)
        found: Integers = np.take_along_axis(side, place[np.newaxis], axis=0)[0]
        return found

    def _auction(
        self, bought: Integers, sold: Integers, pays: Integers, gets: Integers
    ) -> ExpectedRule:
        """The best ``bought`` bids trade; of the ``sold`` best asks as many, each drawn alike."""
        buys, sells = self.buyer_place < bought, self.seller_place < sold
        chance = bought * self.fine // np.maximum(sold, 1)
        payoffs = [self.profiles.expected(row) for row in buys * (self.v - pays)]
        payoffs += [
            self.profiles.expected(row) / self.fine for row in sells * (gets - self.c) * chance
        ]
        worth = (buys * self.v).sum(axis=0) * self.fine - (sells * self.c).sum(axis=0) * chance
        return self.rule(self.profiles.expected(worth) / self.fine, payoffs)


@dataclass(frozen=True, slots=True)
class ExpectedExchangeCertificate(Certificate, kind="expected exchange", of="expected_exchange"):
    """The figures themselves: each is checked by a second formula, profile by profile.

    What VCG leaves a city is what all gain with it less what they gain without it; a posted price
    needs only how likely it is that so many others like it.
    """

    first_best: Fraction
    rules: Mapping[str, ExpectedRule]
    price: Fraction
    given_up: Mapping[str, Fraction]
    least: Mapping[str, Fraction]

    def violations(self, subject: PrivateExchange) -> Iterator[str]:
        numbers = _Numbers(subject)
        if tuple(self.rules) != _rules(subject):
            yield "The rules are not those asked for, in their order."
        price, posted = _posted_by_counts(subject)
        if price != self.price or posted != self.rules[POSTED]:
            yield f"By how many like it the best posted price is {price}, or brings another gain."
        one_each = _rules(subject) == RULES
        given_up: dict[str, Fraction] = {}
        if one_each:
            first_best, again, given_up = _profile_by_profile(numbers)
        else:
            first_best, again = _by_vcg(numbers)
        if self.given_up != given_up:
            yield "Profile by profile the last deal is given up more or less often."
        if self.least != _least_one_by_one(numbers):
            yield "With the least eager type of a city all expect to gain more or less."
        if first_best != self.first_best:
            yield f"The sum over profiles is {first_best}, not {self.first_best}."
        for name, rule in again.items():
            if rule != self.rules[name]:
                yield f"Profile by profile {name} gains {rule.gain}, or leaves others with it."

    def answer(self, subject: PrivateExchange) -> ExpectedExchange:
        del subject
        return ExpectedExchange(
            self.first_best, self.rules, self.price, self.given_up, self.least, self
        )


def _posted_by_counts(market: PrivateExchange) -> tuple[Fraction, ExpectedRule]:
    """The best posted price, by the chances that so many others are willing."""
    best, price = Fraction(-1), ZERO
    for candidate in _candidates({kind for prior in market.priors for kind in prior}):
        gain = sum(_left_at(market, candidate), ZERO)
        if gain > best:
            best, price = gain, candidate
    middle = _middle(market, price)
    payoffs = _left_at(market, middle)
    named = dict(zip(market.cities, payoffs, strict=True))
    return middle, ExpectedRule(sum(payoffs, ZERO), ZERO, named)


def _candidates(kinds: set[Any]) -> list[Fraction]:
    """All prices that matter: types, and one between each two, which may suit neither of them.

    Where lots are drawn, it can pay to keep out a buyer below the price and a seller above it.
    """
    found = sorted(map(Fraction, kinds))
    return sorted([*found, *((a + b) / 2 for a, b in itertools.pairwise(found))])


def _left_at(market: PrivateExchange, price: Fraction) -> list[Fraction]:
    """By city what it expects at a posted price."""
    sides = []
    lots = [[market.lots[city] for city in side] for side in (market.buyers, market.sellers)]
    for side, sign in ((market.buyers, 1), (market.sellers, -1)):
        own = []
        for prior in side.values():
            willing = [(kind, p) for kind, p in prior.items() if sign * (kind - price) >= 0]
            surplus = sum((p * sign * (kind - price) for kind, p in willing), ZERO)
            own.append((sum((p for _, p in willing), ZERO), surplus))
        sides.append(own)
    return drawn_payoffs(sides, lots)


def drawn_payoffs(
    sides: Sequence[Sequence[tuple[Fraction, Fraction]]], lots: Sequence[Sequence[int]]
) -> list[Fraction]:
    """By city what it expects at a price, by how likely each is willing and what it then gains.

    ``sides``: of the buyers, then of the sellers, the chance and E[surplus; willing].
    """
    payoffs = []
    for (own, others), (mine, theirs) in zip((sides, sides[::-1]), (lots, lots[::-1]), strict=True):
        across = lot_counts([chance for chance, _ in others], theirs)
        for i, (_, surplus) in enumerate(own):
            kept = [j for j in range(len(own)) if j != i]
            beside = lot_counts([own[j][0] for j in kept], [mine[j] for j in kept])
            drawn = sum(
                (
                    p * q * mine[i] * Fraction(min(k + mine[i], n), k + mine[i])
                    for k, p in enumerate(beside)
                    for n, q in enumerate(across)
                ),
                ZERO,
            )
            payoffs.append(surplus * drawn)
    return payoffs


def _middle(market: PrivateExchange, price: Fraction) -> Fraction:
    """Half-way between the prices at which just the same types would trade as at this one."""
    values = [kind for prior in market.buyers.values() for kind in prior]
    costs = [kind for prior in market.sellers.values() for kind in prior]
    if max(values) < price or min(costs) > price:
        return price
    low = max([cost for cost in costs if cost <= price] + [v for v in values if v < price])
    high = min([v for v in values if v >= price] + [cost for cost in costs if cost > price])
    return (low + high) / 2


def _by_vcg(numbers: _Numbers) -> tuple[Fraction, dict[str, ExpectedRule]]:
    """The first best and VCG, as the library's own rule clears each profile, lot by lot."""
    gain, payoffs = ZERO, dict.fromkeys(numbers.market.cities, ZERO)
    kinds = [list(prior) for prior in numbers.market.priors]
    for at, chance in numbers.profiles.each():
        reported = [own[k] for own, k in zip(kinds, at, strict=True)]
        found = vcg_exchange(numbers.market.market(reported))
        likely = Fraction(chance, numbers.profiles.total)
        gain += likely * found.gain
        for city, left in found.gains.items():
            payoffs[city] += likely * left
    return gain, {VCG: ExpectedRule(gain, gain - sum(payoffs.values(), ZERO), payoffs)}


def _least_one_by_one(numbers: _Numbers) -> dict[str, Fraction]:
    """By city what all expect to gain if it is of its least eager type: of all bids the lowest, of
    all asks the highest.
    """
    sums = [0] * len(numbers.types)
    chances = [0] * len(numbers.types)
    n = numbers.buyers
    least = [own.index(min(own) if i < n else max(own)) for i, own in enumerate(numbers.types)]
    for at, chance in numbers.profiles.each():
        reported = [
            [own[k]] * lots for own, k, lots in zip(numbers.types, at, numbers.lots, strict=True)
        ]
        bids = sorted((bid for own in reported[:n] for bid in own), reverse=True)
        asks = sorted(ask for own in reported[n:] for ask in own)
        gain = sum(max(0, bid - ask) for bid, ask in zip(bids, asks, strict=False))
        for i, (k, kept) in enumerate(zip(at, least, strict=True)):
            if k == kept:
                sums[i] += chance * gain
                chances[i] += chance
    return {
        city: Fraction(whole, chance) * numbers.unit
        for city, whole, chance in zip(numbers.market.cities, sums, chances, strict=True)
    }


def _profile_by_profile(
    numbers: _Numbers,
) -> tuple[Fraction, dict[str, ExpectedRule], dict[str, Fraction]]:
    """The first best, the four auctions, and how often each gives up the last deal."""
    n = numbers.buyers
    with_deals, fewer = 0, dict.fromkeys((BALANCED, MCAFEE, REDUCTION), 0)
    gains = dict.fromkeys(RULES[1:], 0)
    payoffs = {name: [0] * len(numbers.types) for name in RULES[1:]}
    for at, chance in numbers.profiles.each():
        reported = [own[k] for own, k in zip(numbers.types, at, strict=True)]
        bids = sorted(range(n), key=lambda i: -reported[i])
        asks = sorted(range(n, len(reported)), key=reported.__getitem__)
        m = sum(reported[b] > reported[a] for b, a in zip(bids, asks, strict=False))
        worth = sum(reported[b] for b in bids[:m]) - sum(reported[a] for a in asks[:m])
        gains[VCG] += chance * worth
        if not m:
            continue
        with_deals += chance
        for i in (*bids[:m], *asks[:m]):
            payoffs[VCG][i] += chance * (worth - _gain_without(reported, n, without=i))
        bid, ask = reported[bids[m - 1]], reported[asks[m - 1]]
        terms = dict.fromkeys((BALANCED, MCAFEE, REDUCTION), (m - 1, bid, ask))
        terms[BALANCED] = (m - 1, bid, bid)
        if m < len(asks):
            beyond = reported[asks[m]]
            if beyond <= bid:
                terms[BALANCED] = (m, beyond, beyond)
            if m < n:
                half = (beyond + reported[bids[m]]) // 2
                if ask <= half <= bid:
                    terms[MCAFEE] = (m, half, half)
        for name, (lots, pays, gets) in terms.items():
            sold = m if name == BALANCED else lots
            fewer[name] += chance * (lots < m)
            for i in bids[:lots]:
                gains[name] += chance * reported[i]
                payoffs[name][i] += chance * (reported[i] - pays)
            for i in asks[:sold]:  # of whom ``lots`` are drawn; all numbers can be divided by m
                gains[name] -= chance * reported[i] * lots // sold
                payoffs[name][i] += chance * (gets - reported[i]) * lots // sold
    total = numbers.profiles.total
    rules = {
        name: numbers.rule(
            Fraction(gains[name], total), [Fraction(x, total) for x in payoffs[name]]
        )
        for name in RULES[1:]
    }
    given_up = {
        name: Fraction(times, with_deals) if with_deals else ZERO for name, times in fewer.items()
    }
    return Fraction(gains[VCG], total) * numbers.unit, rules, given_up


def _gain_without(reported: Sequence[int], buyers: int, without: int) -> int:
    """The greatest gain of all cities but one."""
    bids = sorted((x for i, x in enumerate(reported[:buyers]) if i != without), reverse=True)
    asks = sorted(x for i, x in enumerate(reported[buyers:], buyers) if i != without)
    return sum(max(0, bid - ask) for bid, ask in zip(bids, asks, strict=False))
