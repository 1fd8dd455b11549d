"""Dissolving a partnership: a park owned in shares goes to who values it most, if all agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import within
from games.errors import InvalidInput, of_kind
from games.players import validated_players
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.precision import precision
from solvers.rational import rational

__all__ = ["Dissolution", "DissolutionCertificate", "Partnership", "dissolution"]


@dataclass(frozen=True)
class Partnership:
    """Partners and their shares, which add up to 1."""

    shares: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Dissolution(Answer):
    """Whether an honest, voluntary and balanced rule gives the park to who values it most.

    ``possible``; ``inequality``: the sum of r^(n/(n-1)), to 12 decimals; ``limit``: n/(n+1), what
    it may be at most. The verdict itself is exact.

    See ``dissolution`` for the concept, an example and its source.
    """

    partnership: Partnership
    possible: bool
    inequality: Fraction
    limit: Fraction
    certificate: DissolutionCertificate
    method: str = "the theorem's sum of powers, in balls"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        text = f"({approximately(self.inequality)} against at most {approximately(self.limit)})"
        if self.possible:
            return f"It can be dissolved efficiently: the shares are alike enough {text}."
        return (
            "No honest and voluntary rule that pays for itself dissolves it efficiently, if values "
            f"are independent: the shares are too unequal {text}."
        )


def dissolution(shares: Mapping[str, Any]) -> Dissolution:
    """Dissolving a partnership: a park owned in shares goes to who values it most, if all agree.

    With one owner (a share of 1) no rule that is honest, voluntary and pays for itself gives the
    park to who values it most: that is trade between a seller and buyers. Shares that are alike do
    it: each partner is then buyer and seller at once, and has less reason to exaggerate either way.
    For values even on [0, 1], n partners with shares r_i can dissolve efficiently iff

        sum of r_i^(n/(n-1))  <=  n/(n+1).

    Whether partners whose values are even on a common range can dissolve efficiently.

    The range does not matter, only that it is the same for all.

    Errors: ``InvalidInput`` for fewer than two partners, or shares that do not add up to 1.

    >>> dissolution({"Hangzhou": 0.5, "Quzhou": 0.5}).possible
    True
    >>> print(dissolution({"Hangzhou": 0.9, "Quzhou": 0.1}).status)
    No honest and voluntary rule that pays for itself dissolves it efficiently, if values are
    independent: the shares are too unequal (0.82 against at most 0.666667).

    Two can if each has between 1/2 - sqrt(3)/6 and 1/2 + sqrt(3)/6, about 0.21 and 0.79.

    Source: Cramton, Gibbons and Klemperer (1987), Dissolving a partnership efficiently.
    """
    of_kind(shares, Mapping, place="table of shares")
    names = validated_players(shares)
    if len(names) < 2:
        raise InvalidInput("the partners", list(names), "two or more")
    kept = tuple(
        (name, within(shares[name], f"share of {name}", "between 0 and 1")) for name in names
    )
    if sum(share for _, share in kept) != 1:
        raise InvalidInput("the sum of the shares", sum(share for _, share in kept), "1")
    partnership = Partnership(kept)
    possible, inequality = _compare(partnership)
    return DissolutionCertificate(possible, inequality).answer(partnership)


def _compare(partnership: Partnership) -> tuple[bool, Fraction]:
    """Whether the sum of powers is within its limit, and the sum to 12 decimals.

    For two partners the sum is rational; else a tie, which balls cannot decide, is shut out where
    more and more digits still do not separate the two.
    """
    from flint import arb, fmpq

    n = len(partnership.shares)
    limit = Fraction(n, n + 1)
    if n == 2:
        total = sum((share**2 for _, share in partnership.shares), Fraction(0))
        return total <= limit, Fraction(round(total * 10**12), 10**12)
    for bits in (128, 512, 2048):
        with precision(bits):
            power = arb(fmpq(n, n - 1))
            terms = (arb(rational(share)) ** power for _, share in partnership.shares if share)
            total = sum(terms, arb(0))
            gap = total - arb(rational(limit))
            if gap > 0 or gap < 0:
                scaled = (total * 10**12 + arb("0.5")).floor().unique_fmpz()
                return bool(gap < 0), Fraction(int(scaled), 10**12)
    raise InvalidInput("the shares", "a tie to 2,048 bits", "shares off the limit of the theorem")


@dataclass(frozen=True, slots=True)
class DissolutionCertificate(Certificate, kind="dissolution of a partnership"):
    """The verdict and the sum: both follow from the shares alone."""

    possible: bool
    inequality: Fraction

    def violations(self, subject: Partnership) -> Iterator[str]:
        possible, inequality = _compare(subject)
        if possible != self.possible:
            yield "The sum of powers says otherwise."
        if inequality != self.inequality:
            yield f"The sum is {inequality}, not {self.inequality}."

    def answer(self, subject: Partnership) -> Dissolution:
        n = len(subject.shares)
        return Dissolution(subject, self.possible, self.inequality, Fraction(n, n + 1), self)
