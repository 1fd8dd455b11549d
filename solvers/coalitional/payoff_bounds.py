"""Corners of sets with bounds by city: imputations, the core cover, the reasonable set."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.errors import InvalidInput
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.tau_value import minimal_rights, utopia_payoffs

__all__ = [
    "BoundedSplits",
    "BoundedSplitsCertificate",
    "core_cover",
    "imputation_set",
    "reasonable_set",
]

MOST_CITIES = 12
ZERO = Fraction(0)
Bounds = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True, repr=False)
class BoundedSplits(Sequence[Allocation], Answer):
    """The corners of a set of splits between bounds by city; none where it is empty.

    ``lowest``, ``highest``: the bounds that each city's payoff has by definition.

    See ``core_cover`` for the concept, an example and its source.
    """

    vertices: tuple[Allocation, ...]
    lowest: Allocation
    highest: Allocation
    certificate: BoundedSplitsCertificate = field(compare=False)
    method: str = "all but one city at a bound, and that one between its own"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if not self.vertices:
            return "The set is empty: no split is between the bounds."
        return "Every split in the set is an average of these, and of these only."

    def __getitem__(self, k: int) -> Allocation:  # type: ignore[override]
        return self.vertices[k]

    def __len__(self) -> int:
        return len(self.vertices)


def imputation_set(game: CoalitionalGame) -> BoundedSplits:
    """Imputations: splits that give each city what it makes alone, or more.

        I(v) = { x : x(N) = v(N),  x_i >= v(i) }

    It has a corner for each city, which gets all that is gained; one where nothing is gained.

    For games of gains or costs, exact, for 12 cities at most.

    Errors: ``InvalidInput`` for more cities, or a game without a table of worths.

    >>> from games import CoalitionalGame
    >>> park = CoalitionalGame(["A", "B"], {"A": 1, "B": 2, ("A", "B"): 6})
    >>> [dict(corner) for corner in imputation_set(park)]
    [{'A': Fraction(1, 1), 'B': Fraction(5, 1)}, {'A': Fraction(4, 1), 'B': Fraction(2, 1)}]

    Source: von Neumann and Morgenstern (1944).
    """
    return _answer(game, "imputations")


def core_cover(game: CoalitionalGame) -> BoundedSplits:
    """The core cover: splits between what each city can claim at least and hope for at most.

        CC(v) = { x : x(N) = v(N),  m_i <= x_i <= M_i }

    M_i is what i adds to all others, the utopia payoff; m_i the most that is left to i if it pays
    the others of some group their utopia payoffs. The core is inside. The tau value is the point of
    the line from m to M; it exists where this set is not empty.

    For games of gains or costs, exact, for 12 cities at most.

    Errors: ``InvalidInput`` for more cities, or a game without a table of worths.

    >>> from games import CoalitionalGame
    >>> glove = CoalitionalGame(["L", "R", "S"], {"L": 0, "R": 0, "S": 0, ("L", "R"): 4,
    ...                                           ("L", "S"): 3, ("R", "S"): 0, ("L", "R", "S"): 4})
    >>> cover = core_cover(glove)
    >>> [list(map(str, corner.values())) for corner in cover], cover.certificate.verify(glove)
    ([['3', '1', '0'], ['4', '0', '0']], True)

    Source: Tijs and Lipperts (1982), The hypercube and the core cover of n-person games.
    """
    return _answer(game, "core cover")


def reasonable_set(game: CoalitionalGame) -> BoundedSplits:
    """The reasonable set: splits that give no city less or more than it ever adds.

        R(v) = { x : x(N) = v(N),  min_S (v(S + i) - v(S)) <= x_i <= max_S (v(S + i) - v(S)) }

    Whoever gets more than it adds to any group has no claim to it. Shapley value and nucleolus are
    inside, and so is the core.

    For games of gains or costs, exact, for 12 cities at most.

    Errors: ``InvalidInput`` for more cities, or a game without a table of worths.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
    >>> len(reasonable_set(pairs)), reasonable_set(pairs).highest["A"]
    (6, Fraction(60, 1))

    Source: Milnor (1952), Reasonable outcomes for n-person games; Gerard-Varet and Zamir (1987).
    """
    return _answer(game, "reasonable set")


def _answer(game: CoalitionalGame, kind: str) -> BoundedSplits:
    refuse_untabulated(game)
    if len(game.players) > MOST_CITIES:
        raise InvalidInput("the number of cities", len(game.players), f"at most {MOST_CITIES}")
    low, high = _bounds(game, kind)
    total = game.as_gains().grand_worth
    corners = sorted(set(_corners(low, high, total)))
    return BoundedSplitsCertificate(kind, tuple(corners)).answer(game)


def _bounds(game: CoalitionalGame, kind: str) -> Bounds:
    """The bounds of each city's gain."""
    own, n = game.as_gains(), len(game.players)
    alone = tuple(own.worth(1 << i) for i in range(n))
    if kind == "imputations":
        rest = own.grand_worth - sum(alone, ZERO)
        return alone, tuple(worth + max(rest, ZERO) for worth in alone)
    if kind == "core cover":
        return tuple(minimal_rights(own).values()), tuple(utopia_payoffs(own).values())
    added = [
        [own.worth(m | 1 << i) - own.worth(m) for m in range(1 << n) if not m >> i & 1]
        for i in range(n)
    ]
    return tuple(map(min, added)), tuple(map(max, added))


def _corners(
    low: Sequence[Fraction], high: Sequence[Fraction], total: Fraction
) -> Iterator[tuple[Fraction, ...]]:
    """Points of the sum at which all but at most one city are at a bound."""
    n = len(low)
    for free in range(n):
        others = [i for i in range(n) if i != free]
        for chosen in itertools.product((low, high), repeat=n - 1):
            point = list(low)
            for i, bound in zip(others, chosen, strict=True):
                point[i] = bound[i]
            point[free] = total - sum((point[i] for i in others), ZERO)
            if low[free] <= point[free] <= high[free] and all(
                a <= b for a, b in zip(low, high, strict=True)
            ):
                yield tuple(point)


@dataclass(frozen=True, slots=True)
class BoundedSplitsCertificate(Certificate, kind="splits between bounds"):
    """The corners as gains: each is one, and along each of its edges lies another.

    From a corner one city may get less and another more until one of them is at a bound; where all
    of these steps lead to corners of the list, the list is whole, as such a set is connected.
    """

    of_set: str
    corners: tuple[tuple[Fraction, ...], ...]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if self.of_set not in ("imputations", "core cover", "reasonable set"):
            yield f"{self.of_set} is no set that is known here."
            return
        low, high = _bounds(subject, self.of_set)
        total, n = subject.as_gains().grand_worth, len(subject.players)
        known = set(self.corners)
        if list(self.corners) != sorted(known):
            yield "The corners are not in order, or one stands twice."
        if not self.corners:
            inside = all(a <= b for a, b in zip(low, high, strict=True))
            if inside and sum(low, ZERO) <= total <= sum(high, ZERO):
                yield "There is a split between the bounds."
        for corner in self.corners:
            if len(corner) != n or sum(corner, ZERO) != total:
                yield "A corner is no split of what all make."
                return
            if any(not a <= x <= b for a, x, b in zip(low, corner, high, strict=True)):
                yield "A corner is not between the bounds."
            if sum(a < x < b for a, x, b in zip(low, corner, high, strict=True)) > 1:
                yield "Two cities of a corner are at no bound."
            for i, j in itertools.permutations(range(n), 2):
                step = min(corner[i] - low[i], high[j] - corner[j])
                following = list(corner)
                following[i] -= step
                following[j] += step
                free = sum(a < x < b for a, x, b in zip(low, following, high, strict=True))
                if free <= 1 and tuple(following) not in known:
                    yield "A corner is missing."

    def answer(self, subject: CoalitionalGame) -> BoundedSplits:
        low, high = _bounds(subject, self.of_set)
        if subject.sense == "cost":
            low, high = tuple(-x for x in high), tuple(-x for x in low)

        def split(values: Sequence[Fraction]) -> Allocation:
            return Allocation(
                dict(zip(subject.players, values, strict=True)), method="a bound or a corner"
            )

        found = _as_counted(subject, self.corners)
        return BoundedSplits(tuple(map(split, found)), split(low), split(high), self)


def _as_counted(
    game: CoalitionalGame, corners: Sequence[tuple[Fraction, ...]]
) -> list[tuple[Fraction, ...]]:
    """Gains as the game counts them: of costs, with the other sign."""
    sign = 1 if game.sense == "gain" else -1
    return sorted(tuple(sign * x for x in corner) for corner in corners)
