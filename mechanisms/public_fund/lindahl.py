"""Lindahl prices: each city pays for each unit what the last one is worth to it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import one_of
from games.coalitional import CoalitionalGame
from games.errors import of_kind
from games.public_good import PublicGood
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = [
    "LindahlCertificate",
    "LindahlEquilibrium",
    "Understatement",
    "efficient_level",
    "lindahl",
    "public_good_game",
    "understatement",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class LindahlEquilibrium(Answer):
    """The level that is best for all, and the price per unit at which each city wants it.

    ``prices``: per unit, by city; ``payments``: price times level; ``payoffs``: benefit less
    payment. Where nothing is worth building the level is 0, and each price is what a first unit is
    worth to the city and an equal part of what it costs beyond that; other prices would do as well.

    See ``lindahl`` for the concept, an example and its source.
    """

    level: Fraction
    prices: Mapping[str, Fraction]
    payments: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    status: str
    method: str
    proof: Proof
    certificate: LindahlCertificate


@dataclass(frozen=True, slots=True)
class LindahlCertificate(Certificate, kind="public good: Lindahl"):
    """The level: there the benefits of a little more add up to its cost."""

    level: Fraction

    def violations(self, subject: PublicGood) -> Iterator[str]:
        worth = sum((subject.marginal(city, self.level) for city in subject.cities), ZERO)
        if self.level < 0:
            yield f"The level is {self.level}, less than 0."
        elif worth > subject.cost or (self.level > 0 and worth < subject.cost):
            yield f"At {self.level} a little more is worth {worth}, and costs {subject.cost}."

    def answer(self, subject: PublicGood) -> LindahlEquilibrium:
        prices = _prices(subject, self.level)
        payments = {city: price * self.level for city, price in prices.items()}
        return LindahlEquilibrium(
            level=self.level,
            prices=prices,
            payments=payments,
            payoffs={
                city: subject.benefit(city, self.level) - payment
                for city, payment in payments.items()
            },
            status="At its own price every city wants just this level."
            if self.level
            else "Even the first unit costs more than it is worth to all.",
            method="Samuelson's condition, solved piece by piece",
            proof=EXACT,
            certificate=self,
        )


def _prices(good: PublicGood, level: Fraction) -> dict[str, Fraction]:
    """What a little more is worth to each, and an equal part of what it costs beyond that."""
    worth = {city: good.marginal(city, level) for city in good.cities}
    beyond = (good.cost - sum(worth.values(), ZERO)) / len(worth)
    return {city: each + beyond for city, each in worth.items()}


def lindahl(good: PublicGood) -> LindahlEquilibrium:
    """Lindahl prices: each city pays for each unit what the last one is worth to it.

    At level G* with (Samuelson's condition)

        sum over i of v_i'(G*) = c,        city i's price p_i = v_i'(G*),

    every city would choose just G* at its own price, the prices add up to the cost, nobody loses,
    and no group could do better alone: the payoffs are in the core. But the price follows what a
    city says about itself, so it gains by saying less (``understatement``).

    The Lindahl equilibrium; its level is the only efficient one.

    Errors: ``InvalidInput`` for what is not a ``PublicGood``.

    >>> river = PublicGood(["Up", "Down"], first=[6, 10], falls=[1, 1], cost=8)
    >>> found = lindahl(river)
    >>> found.level, found.prices
    (Fraction(4, 1), {'Up': Fraction(2, 1), 'Down': Fraction(6, 1)})
    >>> print(understatement(river, "Down"))
    Down says that a first unit is worth 7.333 to it, not 10: of 2.667 it pays 4.667 a unit, and
    gains
    2.667.

    Source: Lindahl (1919); Samuelson (1954), who saw the misreport; Foley (1970) for the core.
    """
    of_kind(good, PublicGood, place="subject of lindahl")
    return LindahlCertificate(efficient_level(good, good.cities)).answer(good)


def efficient_level(good: PublicGood, members: Iterable[str]) -> Fraction:
    """The level that is best for these cities together, if they bear the cost."""
    pairs = [(good.first[i], good.falls[i]) for i in map(good.cities.index, members)]
    pairs.sort(key=lambda pair: pair[0] / pair[1], reverse=True)
    a = b = ZERO
    for k, (first, fall) in enumerate(pairs):
        # Only those who still want more at this level count.
        a, b = a + first, b + fall
        level = (a - good.cost) / b
        if k + 1 == len(pairs) or level >= pairs[k + 1][0] / pairs[k + 1][1]:
            return max(ZERO, level)
    return ZERO


def public_good_game(good: PublicGood) -> CoalitionalGame:
    """What each coalition can have if it alone pays, and the others give nothing.

    Errors: ``InvalidInput`` for what is not a ``PublicGood``.

    See ``lindahl`` for the concept and its source.

    >>> river = PublicGood(["Up", "Down"], first=[6, 10], falls=[1, 1], cost=8)
    >>> alone = public_good_game(river)
    >>> alone.worth(["Down"]), alone.grand_worth
    (Fraction(2, 1), Fraction(16, 1))
    """
    of_kind(good, PublicGood, place="subject of public_good_game")

    def worth(members: tuple[str, ...]) -> Fraction:
        level = efficient_level(good, members)
        benefits = sum((good.benefit(city, level) for city in members), ZERO)
        return benefits - good.cost * level

    return CoalitionalGame.from_function(good.cities, worth)


@dataclass(frozen=True, slots=True)
class Understatement:
    """The best a city can do by what it says of a first unit's worth, if the others are honest.

    ``says`` and ``truth``: the worth of a first unit; ``level`` and ``price``: what comes of it;
    ``gain``: against honesty, 0 where there is nothing to gain.

    See ``lindahl`` for the concept, an example and its source.
    """

    city: str
    says: Fraction
    truth: Fraction
    level: Fraction
    price: Fraction
    gain: Fraction

    def __str__(self) -> str:
        if not self.gain:
            return f"{self.city} has nothing to gain by a lie."
        says, truth, level, price, gain = (
            approximately(number, ".4g")
            for number in (self.says, self.truth, self.level, self.price, self.gain)
        )
        return (
            f"{self.city} says that a first unit is worth {says} to it, not {truth}: of {level} it "
            f"pays {price} a unit, and gains {gain}."
        )


def understatement(good: PublicGood, city: str) -> Understatement:
    """A city's best misreport under Lindahl prices, exact.

    By what it says it chooses a level G between what the others alone would have and the honest
    one, at the price that the others leave, c - sum of their v_j'(G).

    Errors: ``InvalidInput`` for what is not a ``PublicGood``.

    See ``lindahl`` for the concept and its source.

    >>> river = PublicGood(["Up", "Down"], first=[6, 10], falls=[1, 1], cost=8)
    >>> print(understatement(river, "Down"))
    Down says that a first unit is worth 7.333 to it, not 10: of 2.667 it pays 4.667 a unit, and
    gains
    2.667.
    """
    of_kind(good, PublicGood, place="subject of understatement")
    one_of(city, good.cities, "a city")
    others = [other for other in good.cities if other != city]
    i = good.cities.index(city)
    low, honest = efficient_level(good, others), efficient_level(good, good.cities)

    def price(level: Fraction) -> Fraction:
        return good.cost - sum((good.marginal(other, level) for other in others), ZERO)

    def payoff(level: Fraction) -> Fraction:
        return good.benefit(city, level) - price(level) * level if level else ZERO

    kinks = {a / b for a, b in zip(good.first, good.falls, strict=True)}
    cuts = sorted({low, honest, *(kink for kink in kinks if low < kink < honest)})
    candidates = set(cuts)
    for start, end in itertools.pairwise(cuts):
        middle = (start + end) / 2
        active = [j for j, other in enumerate(good.cities) if good.marginal(other, middle)]
        mine = good.first[i] - good.falls[i] * middle if i in active else ZERO
        slope = sum((good.falls[j] for j in active if j != i), ZERO)
        # Marginal benefit less marginal outlay at the middle, and how fast that falls.
        rises = mine - price(middle) - slope * middle
        bends = (good.falls[i] if i in active else ZERO) + 2 * slope
        if bends:
            candidates.add(min(max(middle + rises / bends, start), end))
    best = max(sorted(candidates), key=payoff)
    gain = payoff(best) - payoff(honest)
    if gain <= 0:
        best, gain = honest, ZERO
    paid = max(ZERO, price(best)) if best else _prices(good, ZERO)[city]
    says = good.first[i]
    if gain:
        says = paid + good.falls[i] * best if paid else ZERO
    return Understatement(city, says, good.first[i], best, paid, gain)
