"""Power in weighted voting, counted by weight: exact for hundreds of voters, enclosed beyond.

City i is decisive for the coalitions S of others with q - w_i <= w(S) < q. With c_i(s, w) of them
of size s and weight w, the generating function  prod over j of (1 + x y^(w_j))  counts all sets,
and dividing by city i's factor leaves those without it:

    Shapley-Shubik  phi_i = sum over s, w of  s! (n - s - 1)! / n!  c_i(s, w)
    Banzhaf        beta_i = sum over s, w of  c_i(s, w) / 2^(n-1)

Sizes matter to the first alone; so a thousand voters take the second a fraction of a second. The
coefficients of one weight, for all sizes, are packed into one long integer. Where that would take
more than about a second, the first is an integral over one number instead of a sum over sizes
(``multilinear_extension``), and is enclosed: its ``proof`` says within which radius. A vote with a
quota above half has the same decisive coalitions as its dual, which needs the least quota that
stops a decision; the proof counts without this turn, by losing coalitions instead.

>>> from games import WeightedVoting
>>> from solvers import normalised_banzhaf_value, shapley_value
>>> council = WeightedVoting({"Germany": 4, "France": 4, "Italy": 4, "Belgium": 2,
...                           "Netherlands": 2, "Luxembourg": 1}, quota=12)
>>> power = shapley_value(council)
>>> power["Germany"], power["Belgium"], power["Luxembourg"], power.certificate.verify(council)
(Fraction(7, 30), Fraction(3, 20), Fraction(0, 1), True)
>>> normalised_banzhaf_value(council)["Germany"]
Fraction(5, 21)

Source: Mann and Shapley (1962), after Cantor; Brams and Affuso (1976); Shapley and Shubik (1954).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from games.errors import InvalidInput
from games.weighted_voting import WeightedVoting
from solvers.answer import Allocation, Proof
from solvers.coalitional.banzhaf import banzhaf_value, normalised_banzhaf_value
from solvers.coalitional.shapley import shapley_value
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.families.multilinear_extension import enclosed_power, error_of
from solvers.power.coleman import ColemanCertificate, ColemanPower, coleman_power

__all__ = [
    "BanzhafVotingCertificate",
    "ColemanVotingCertificate",
    "EnclosedShapleyShubikCertificate",
    "NormalisedBanzhafVotingCertificate",
    "ShapleyShubikCertificate",
    "exact_shapley_shubik",
    "voting_banzhaf",
    "voting_coleman",
    "voting_normalised_banzhaf",
    "voting_shapley",
]

_METHOD = "generating functions in whole numbers"


_WORDS = 5 * 10**8
"""Additions of 64 bits that an exact index may take: about a second."""
_MOST_VOTES = 10**7
"""A quota for which tables of probabilities fit in memory."""


@shapley_value.register
def voting_shapley(game: WeightedVoting) -> Allocation:
    """The Shapley-Shubik index: exact, or enclosed where counting by size would take too long.

    Errors: ``InvalidInput`` where votes are counted too finely for either.
    """
    weights, quota = game.integers()
    quota = min(quota, sum(weights) - quota + 1)
    if quota * len(weights) ** 3 // 64 > _WORDS:
        if quota > _MOST_VOTES:
            right = f"at most {_MOST_VOTES:,} in whole votes: count them in thousands"
            raise InvalidInput("the quota of a vote", quota, right)
        shares, _, _ = enclosed_power(weights, quota)
        return EnclosedShapleyShubikCertificate(_by_name(game, shares)).answer(game)
    return exact_shapley_shubik(game)


def exact_shapley_shubik(game: WeightedVoting) -> Allocation:
    """The Shapley-Shubik index, exact, however long it takes."""
    return ShapleyShubikCertificate(_by_name(game, _shapley(_decisive(game)))).answer(game)


@banzhaf_value.register
def voting_banzhaf(game: WeightedVoting) -> Allocation:
    """The Banzhaf (Penrose) measure: in how many of the others' coalitions one is decisive."""
    return BanzhafVotingCertificate(_by_name(game, _banzhaf(_swings(game)))).answer(game)


@normalised_banzhaf_value.register
def voting_normalised_banzhaf(game: WeightedVoting) -> Allocation:
    """The Banzhaf index: the measure scaled to add up to 1."""
    shares = _scaled(_banzhaf(_swings(game)))
    return NormalisedBanzhafVotingCertificate(_by_name(game, shares)).answer(game)


@coleman_power.register
def voting_coleman(game: WeightedVoting) -> ColemanPower:
    """Coleman's indices: the coalitions that win, and those that need each voter, counted."""
    weights, quota = game.integers()
    winning = Fraction((1 << len(weights)) - sum(_by_weight(Counter(weights), quota)))
    return ColemanVotingCertificate(winning, _by_name(game, map(Fraction, _swings(game)))).answer(
        game
    )


def _by_name(game: WeightedVoting, shares: Iterable[Fraction]) -> dict[str, Fraction]:
    return dict(zip(game.players, shares, strict=True))


def _shapley(decisive: list[list[int]]) -> list[Fraction]:
    n = len(decisive)
    orders = [math.factorial(s) * math.factorial(n - s - 1) for s in range(n)]
    return [
        Fraction(sum(o * c for o, c in zip(orders, counts, strict=False)), math.factorial(n))
        for counts in decisive
    ]


def _banzhaf(swings: list[int]) -> list[Fraction]:
    return [Fraction(count, 1 << len(swings) - 1) for count in swings]


def _scaled(raw: Sequence[Fraction]) -> list[Fraction]:
    total = sum(raw)
    return [x / total for x in raw]


def _counts(
    weights: Iterable[int], below: int, field: int, start: Sequence[int] | None = None
) -> list[int]:
    """The sets of each weight below a limit: one integer with a field of bits for each size.

    ``start``: the sets of further members, to be combined with these.
    """
    counts = [1, *[0] * (below - 1)] if start is None else list(start)
    for weight in weights:
        if weight == 0:
            counts = [count + (count << field) for count in counts]
        for w in range(below - 1, weight - 1, -1) if weight else ():
            if counts[w - weight]:
                counts[w] += counts[w - weight] << field
    return counts


def _without(counts: Sequence[int], weight: int, field: int) -> list[int]:
    """Such counts of coalitions without one member of that weight."""
    if weight == 0:
        return [sum_ // ((1 << field) + 1) for sum_ in counts]  # 2, where sizes are not counted
    left = list(counts)
    for w in range(weight, len(left)):
        if left[w - weight]:
            left[w] -= left[w - weight] << field
    return left


def _unpacked(packed: int, n: int, field: int) -> list[int]:
    mask = (1 << field) - 1
    return [packed >> field * s & mask for s in range(n)]


def _decisive(game: WeightedVoting) -> list[list[int]]:
    """For each voter, how many coalitions of each size it makes win."""
    weights, quota = game.integers()
    n, total = len(weights), sum(weights)
    quota = min(quota, total - quota + 1)  # of the dual: the same coalitions, complemented
    field = n + 1  # bits: no count exceeds 2^n
    counts = _counts(weights, quota, field)
    found = {}
    for weight in set(weights):
        left = _without(counts, weight, field)
        found[weight] = _unpacked(sum(left[max(0, quota - weight) : quota]), n, field)
    # In the dual a voter that joins s others is one that leaves n - 1 - s behind; sizes turn.
    return [found[weight] for weight in weights]


def _by_weight(voters: Counter[int], below: int) -> list[int]:
    """How many sets of voters there are of each weight below a limit, whatever their size.

    The coefficients of  prod over w of (1 + y^w)^(how many have weight w).
    """
    from flint import fmpz_poly

    product = fmpz_poly([1])
    for weight, count in sorted(voters.items()):
        most = min(count, (below - 1) // weight) if weight else count
        coefficients = [math.comb(count, k) for k in range(most + 1)]
        if weight:
            spaced = [0] * (weight * most + 1)
            spaced[::weight] = coefficients
            factor = fmpz_poly(spaced)
        else:
            factor = fmpz_poly([sum(coefficients)])
        product = fmpz_poly((product * factor).coeffs()[:below])
    found = list(map(int, product.coeffs()))
    return found + [0] * (below - len(found))


def _swings(game: WeightedVoting) -> list[int]:
    """For each voter, how many coalitions of others it makes win: sizes do not matter."""
    weights, quota = game.integers()
    quota = min(quota, sum(weights) - quota + 1)  # of the dual: the same coalitions, complemented
    counts = _by_weight(Counter(weights), quota)
    found = {}
    for weight in set(weights):
        left = _without(counts, weight, 0)
        found[weight] = sum(left[max(0, quota - weight) : quota])
    return [found[weight] for weight in weights]


def _swings_by_losing(game: WeightedVoting) -> list[int]:
    """For each voter its swings, as by ``_swings``, without dividing and without the dual.

    Of the sets of others, those that lose less those that still lose with the voter.
    """
    weights, quota = game.integers()
    found = {}
    for weight in set(weights):
        losing = _by_weight(Counter(weights) - Counter([weight]), quota)
        found[weight] = sum(losing[max(0, quota - weight) :])
    return [found[weight] for weight in weights]


def _by_losing(game: WeightedVoting) -> list[Fraction]:
    """The Shapley-Shubik index again, without dividing and without the dual.

    Of the sets of others, L_s of size s lose without i, and L'_s of them still lose with i: so i
    turns  L_s - L'_s  of them. To leave out one weight after another, halves are added in turn.
    """
    weights, quota = game.integers()
    n, field = len(weights), len(weights) + 1
    kinds = sorted(set(weights))
    spare = list(weights)
    for weight in kinds:
        spare.remove(weight)
    found: dict[int, Fraction] = {}

    def leave_out(kinds: Sequence[int], counts: list[int]) -> None:
        if len(kinds) > 1:
            half = len(kinds) // 2
            leave_out(kinds[:half], _counts(kinds[half:], quota, field, counts))
            leave_out(kinds[half:], _counts(kinds[:half], quota, field, counts))
            return
        (weight,) = kinds
        losing = _unpacked(sum(counts), n, field)
        still = _unpacked(sum(counts[: max(0, quota - weight)]), n, field)
        turned = [a - b for a, b in zip(losing, still, strict=True)]
        shares = (Fraction(t, n * math.comb(n - 1, s)) for s, t in enumerate(turned))
        found[weight] = sum(shares, Fraction(0))

    leave_out(kinds, _counts(spare, quota, field))
    return [found[weight] for weight in weights]


@dataclass(frozen=True, slots=True)
class ShapleyShubikCertificate(SplitCertificate, kind="Shapley-Shubik index"):
    """The index itself: checked by counting the losing coalitions, one voter left out at a time."""

    method: ClassVar[str] = _METHOD
    status: ClassVar[str] = "In which share of all orders each voter turns defeat into victory."
    second: ClassVar[str] = "the losing coalitions"

    def recomputed(self, subject: WeightedVoting) -> Iterable[Fraction]:
        return _by_losing(subject)


@dataclass(frozen=True, slots=True)
class EnclosedShapleyShubikCertificate(SplitCertificate, kind="Shapley-Shubik index, enclosed"):
    """Numbers near the index: checked by the dual vote, with other nodes."""

    method: ClassVar[str] = "Owen's multilinear extension, integrated with a proven bound"
    status: ClassVar[str] = ShapleyShubikCertificate.status
    second: ClassVar[str] = "the dual vote"

    def recomputed(self, subject: WeightedVoting) -> Iterable[Fraction]:
        return self._second(subject)[0]

    def _second(self, subject: WeightedVoting) -> tuple[list[Fraction], Fraction, Fraction]:
        weights, quota = subject.integers()
        dual = sum(weights) - quota + 1
        low, high = sorted((quota, dual))
        return enclosed_power(weights, high if high < 2 * low else low, more=5)

    def _radii(self, subject: WeightedVoting) -> dict[str, Fraction]:
        """How far each number may be from the index: some times what rounding can do to it."""
        relative, absolute = error_of(subject.integers()[0])
        return {city: 4 * (relative * share + absolute) for city, share in self.split.items()}

    def violations(self, subject: WeightedVoting) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        found, relative, absolute = self._second(subject)
        radii = self._radii(subject)
        for (city, share), other in zip(self.split.items(), found, strict=True):
            if abs(share - other) + relative * other + absolute > radii[city]:
                yield f"By {self.second} {city} gets {float(other)}, not {float(share)}."

    def answer(self, subject: WeightedVoting) -> Allocation:
        return Allocation(
            self.split,
            method=self.method,
            status=self.status,
            proof=Proof.enclosed(self._radii(subject)),
            certificate=self,
        )


@dataclass(frozen=True, slots=True)
class BanzhafVotingCertificate(SplitCertificate, kind="Banzhaf measure of a vote"):
    """The measure itself: checked by counting the losing coalitions."""

    method: ClassVar[str] = _METHOD
    status: ClassVar[str] = "In which share of the others' coalitions each voter is decisive."
    second: ClassVar[str] = "the losing coalitions"

    def recomputed(self, subject: WeightedVoting) -> Iterable[Fraction]:
        return _banzhaf(_swings_by_losing(subject))


@dataclass(frozen=True, slots=True)
class ColemanVotingCertificate(ColemanCertificate, kind="Coleman's indices of a vote"):
    """The counts: checked by counting the losing coalitions, and the winning ones by who is out."""

    def violations(self, subject: Any) -> Iterator[str]:
        if tuple(self.needing) != subject.players:
            yield "The counts do not fit the players."
        for city, count in zip(subject.players, _swings_by_losing(subject), strict=True):
            if self.needing[city] != count:
                yield f"{count} winning coalitions need {city}, not {self.needing[city]}."
        weights, quota = subject.integers()
        wins = sum(_by_weight(Counter(weights), sum(weights) - quota + 1))  # by who stays out
        if wins != self.winning:
            yield f"{wins} coalitions win, not {self.winning}."


@dataclass(frozen=True, slots=True)
class NormalisedBanzhafVotingCertificate(SplitCertificate, kind="Banzhaf index of a vote"):
    """The index itself: checked by counting the losing coalitions."""

    method: ClassVar[str] = f"{_METHOD}; scaled"
    status: ClassVar[str] = "Decisive coalitions, scaled to add up to 1."
    second: ClassVar[str] = "the losing coalitions"

    def recomputed(self, subject: WeightedVoting) -> Iterable[Fraction]:
        return _scaled(_banzhaf(_swings_by_losing(subject)))
