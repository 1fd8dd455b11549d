"""What an exchange rule brings on average, where each city alone knows what a lot is worth to it.

For every profile of types, weighted by how likely it is: who trades, what all gain, what the
exchange keeps (or, below 0, what somebody has to pay in), and what each city is left with. Under
each of these rules a false report never pays and nobody loses by taking part, so that true reports
are what to expect; they differ in what they give up.

*Posted price*: whoever likes it trades at it, and on the longer side lots are drawn. The *balanced*
double auction, *McAfee's* and *trade reduction* give up the last deal, at times or always; they are
for cities with one lot each. *VCG* gives up none, and is short of money.

>>> quota = PrivateExchange({"Harbour": [4, 8], "Port": [5, 9]}, {"Uplands": [2, 6], "Valley": [3]})
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

Source: McAfee (1992); Segal-Halevi, Hassidim and Aumann (2016); Hagerty and Rogerson (1987) for the
posted price; Rustichini, Satterthwaite and Williams (1994).
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
    """

    gain: Fraction
    kept: Fraction
    payoffs: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, repr=False)
class ExpectedExchange(ComparedRules):
    """The rules side by side, in money per lot and on average over all types.

    ``first_best``: the gain if types were known; ``rules``: by name; ``price``: the best posted
    one, the middle of the lowest range of prices that gain as much.
    """

    first_best: Fraction
    rules: Mapping[str, ExpectedRule]
    price: Fraction
    certificate: ExpectedExchangeCertificate
    method: str = "sum over all profiles of types"
    proof: Proof = EXACT

    @property
    def simplest(self) -> str:
        """Of the rules that need no money from outside, the one that gains most; among several the
        one that keeps least, and then that is named first.
        """
        able = [name for name in self.rules if name != VCG]
        return max(able, key=lambda name: (self.rules[name].gain, -self.rules[name].kept))

    @property
    def status(self) -> str:
        if not self.first_best:
            return "There is nothing to gain at any profile of types."
        best = self.simplest
        lost = float(100 * self.lost(best) / self.first_best)
        named = best if best == MCAFEE else f"a {best}"
        return f"Of the simple rules {named} gains most: {lost:.3g} per cent of the gain is lost."


def expected_exchange(market: PrivateExchange) -> ExpectedExchange:
    """What five rules bring on average, exact, over all profiles (``MOST_PROFILES`` at most).

    Where a city has several lots: a posted price and VCG alone. Errors: ``InvalidInput`` for more
    profiles.
    """
    of_kind(market, PrivateExchange, place="subject of expected_exchange")
    sums = _Sums(market)
    price, posted = sums.posted()
    rules = {POSTED: posted, **sums.auctions()}
    return ExpectedExchangeCertificate(sums.first_best, rules, price).answer(market)


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
        won = np.maximum(self.bids[:pairs] - self.asks[:pairs], 0).sum(axis=0)
        self.first_best = self.profiles.expected(won) * self.unit

    def posted(self) -> tuple[Fraction, ExpectedRule]:
        """The best posted price and what it brings."""
        best, price = Fraction(-1), 0
        # All types are even, so that what is between them is whole.
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
        bid, ask = self._at(self.bids, m - 1), self._at(self.asks, m - 1)
        next_bid, next_ask = self._at(self.bids, m), self._at(self.asks, m)
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
        found[VCG] = (m, m, buyers_pay, sellers_get)
        return {name: self._auction(*terms) for name, terms in found.items()}

    def _pivotal(self) -> ExpectedRule:
        """VCG: each city is left with what all gain with it less what they gain without it."""
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

    def _at(self, side: Integers, place: Integers) -> Integers:
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
class ExpectedExchangeCertificate(Certificate, kind="expected exchange"):
    """The figures themselves: each is checked by a second formula, profile by profile.

    What VCG leaves a city is what all gain with it less what they gain without it; a posted price
    needs only how likely it is that so many others like it.
    """

    first_best: Fraction
    rules: Mapping[str, ExpectedRule]
    price: Fraction

    def faults(self, subject: PrivateExchange) -> Iterator[str]:
        numbers = _Numbers(subject)
        if tuple(self.rules) != _rules(subject):
            yield "The rules are not those asked for, in their order."
        price, posted = _posted_by_counts(subject)
        if price != self.price or posted != self.rules[POSTED]:
            yield f"By how many like it the best posted price is {price}, or brings another gain."
        one_each = _rules(subject) == RULES
        first_best, again = _profile_by_profile(numbers) if one_each else _by_vcg(numbers)
        if first_best != self.first_best:
            yield f"The sum over profiles is {first_best}, not {self.first_best}."
        for name, rule in again.items():
            if rule != self.rules[name]:
                yield f"Profile by profile {name} gains {rule.gain}, or leaves others with it."

    def answer(self, subject: PrivateExchange) -> ExpectedExchange:
        return ExpectedExchange(self.first_best, self.rules, self.price, self)


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
        told = [own[k] for own, k in zip(kinds, at, strict=True)]
        found = vcg_exchange(numbers.market.market(told))
        likely = Fraction(chance, numbers.profiles.total)
        gain += likely * found.gain
        for city, left in found.gains.items():
            payoffs[city] += likely * left
    return gain, {VCG: ExpectedRule(gain, gain - sum(payoffs.values(), ZERO), payoffs)}


def _profile_by_profile(numbers: _Numbers) -> tuple[Fraction, dict[str, ExpectedRule]]:
    """The first best and the four auctions, one profile after the other."""
    n = numbers.buyers
    gains = dict.fromkeys(RULES[1:], 0)
    payoffs = {name: [0] * len(numbers.types) for name in RULES[1:]}
    for at, chance in numbers.profiles.each():
        told = [own[k] for own, k in zip(numbers.types, at, strict=True)]
        bids = sorted(range(n), key=lambda i: -told[i])
        asks = sorted(range(n, len(told)), key=told.__getitem__)
        m = sum(told[b] > told[a] for b, a in zip(bids, asks, strict=False))
        worth = sum(told[b] for b in bids[:m]) - sum(told[a] for a in asks[:m])
        gains[VCG] += chance * worth
        if not m:
            continue
        for i in (*bids[:m], *asks[:m]):
            payoffs[VCG][i] += chance * (worth - _best(told, n, without=i))
        bid, ask = told[bids[m - 1]], told[asks[m - 1]]
        terms = dict.fromkeys((BALANCED, MCAFEE, REDUCTION), (m - 1, bid, ask))
        terms[BALANCED] = (m - 1, bid, bid)
        if m < len(asks):
            beyond = told[asks[m]]
            if beyond <= bid:
                terms[BALANCED] = (m, beyond, beyond)
            if m < n:
                half = (beyond + told[bids[m]]) // 2
                if ask <= half <= bid:
                    terms[MCAFEE] = (m, half, half)
        for name, (lots, pays, gets) in terms.items():
            sold = m if name == BALANCED else lots
            for i in bids[:lots]:
                gains[name] += chance * told[i]
                payoffs[name][i] += chance * (told[i] - pays)
            for i in asks[:sold]:  # of whom ``lots`` are drawn; all numbers can be divided by m
                gains[name] -= chance * told[i] * lots // sold
                payoffs[name][i] += chance * (gets - told[i]) * lots // sold
    total = numbers.profiles.total
    return Fraction(gains[VCG], total) * numbers.unit, {
        name: numbers.rule(
            Fraction(gains[name], total), [Fraction(x, total) for x in payoffs[name]]
        )
        for name in RULES[1:]
    }


def _best(told: Sequence[int], buyers: int, without: int) -> int:
    """What all but one gain at best."""
    bids = sorted((x for i, x in enumerate(told[:buyers]) if i != without), reverse=True)
    asks = sorted(x for i, x in enumerate(told[buyers:], buyers) if i != without)
    return sum(max(0, bid - ask) for bid, ask in zip(bids, asks, strict=False))
