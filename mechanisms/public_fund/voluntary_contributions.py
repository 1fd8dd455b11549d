"""Voluntary contributions: each city pays what it likes, and what the others pay serves it too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from games.by_city import listed
from games.errors import of_kind
from games.public_good import PublicGood
from mechanisms.public_fund.lindahl import LindahlCertificate, efficient_level
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["VoluntaryCertificate", "VoluntaryContributions", "voluntary_contributions"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class VoluntaryContributions(Answer):
    """The level of a public good if all pay what they like, who pays, and what is lost.

    ``level``: the only one in equilibrium; ``payers``: who pays (if several, any split of the cost
    is an equilibrium); ``efficient``: the level that is best for all; ``lost``: what all together
    lose against it.

    See ``voluntary_contributions`` for the concept, an example and its source.
    """

    level: Fraction
    payers: tuple[str, ...]
    efficient: Fraction
    lost: Fraction
    status: str
    method: str
    proof: Proof
    certificate: VoluntaryCertificate


@dataclass(frozen=True, slots=True)
class VoluntaryCertificate(Certificate, kind="public good: voluntary"):
    """The level: a little more is worth its cost to the payers, and no more to anybody."""

    level: Fraction
    efficient: Fraction

    def violations(self, subject: PublicGood) -> Iterator[str]:
        worth = [subject.marginal(city, self.level) for city in subject.cities]
        if self.level < 0:
            yield "The level is below 0."
        if max(worth) > subject.cost:
            yield f"At {self.level} somebody would pay for more."
        if self.level and max(worth) < subject.cost:
            yield f"Nobody would pay for the last of {self.level}."
        yield from LindahlCertificate(self.efficient).violations(subject)

    def answer(self, subject: PublicGood) -> VoluntaryContributions:
        def welfare(level: Fraction) -> Fraction:
            benefits = sum((subject.benefit(city, level) for city in subject.cities), ZERO)
            return benefits - subject.cost * level

        payers = tuple(
            city
            for city in subject.cities
            if self.level and subject.marginal(city, self.level) == subject.cost
        )
        lost = welfare(self.efficient) - welfare(self.level)
        return VoluntaryContributions(
            level=self.level,
            payers=payers,
            efficient=self.efficient,
            lost=lost,
            status="Nobody would pay for even a first unit."
            if not payers
            else f"Only {listed(payers)} would pay"
            + ("; the level is too low." if lost else ", and the level is right."),
            method="each city's own best level",
            proof=EXACT,
            certificate=self,
        )


def voluntary_contributions(good: PublicGood) -> VoluntaryContributions:
    """Voluntary contributions: each city pays what it likes, and what the others pay serves it too.

    In equilibrium only those pay who would want the highest level alone, and up to where a little
    more is worth its cost to them alone:

        G = max over i of the level with  v_i'(G) = c.

    All others ride free. The level is too low, since nobody counts what it is worth to the others.

    The equilibrium of voluntary payments, and what it loses against the best level.

    Errors: ``InvalidInput`` for what is not a ``PublicGood``.

    >>> river = PublicGood(["Up", "Down"], first=[6, 10], falls=[1, 1], cost=8)
    >>> found = voluntary_contributions(river)
    >>> found.level, found.payers, found.efficient, found.lost
    (Fraction(2, 1), ('Down',), Fraction(4, 1), Fraction(4, 1))

    Source: Samuelson (1954); Bergstrom, Blume and Varian (1986), On the private provision of public
    goods.
    """
    of_kind(good, PublicGood, place="subject of voluntary_contributions")
    level = max(efficient_level(good, [city]) for city in good.cities)
    return VoluntaryCertificate(level, efficient_level(good, good.cities)).answer(good)
