"""The core-centre: the mean of all splits that no group would leave, each as likely."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.errors import InvalidInput, Undefined
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.core_vertices import CoreVerticesCertificate, core_vertices
from solvers.coalitional.gains import refuse_untabulated
from solvers.rational import fraction, rational

__all__ = ["CoreCentreCertificate", "core_centre"]

_MOST = 6  # cities; a convex game of seven has 5,040 corners
Face = frozenset[int]
Pick = Callable[[Face], int]


def core_centre(game: CoalitionalGame) -> Allocation:
    """The core-centre: the mean of all splits that no group would leave, each as likely.

        x = (integral of y over C(v)) / (volume of C(v))

    Where the nucleolus keeps away from the nearest edge of the core, this is its centre of gravity:
    what a city gets on average if nothing is known but that the deal is stable. If the core is a
    line or a point, its length or the point itself takes the place of the volume.

    The core is cut into simplices that share a corner: those of each face without it, face by face.
    A simplex weighs as much as its volume, and its own centre is the mean of its corners. The proof
    is the list of the core's corners, cut up once more from other corners.

    For games of gains or costs, exact, for 6 cities at most.

    It takes up to three seconds at six cities, and a tenth of one at five.

    Errors: ``InvalidInput`` for more cities; ``Undefined`` where the core is empty; its witness is
    a balanced collection that makes more than all together.

    >>> from games import CoalitionalGame
    >>> glove = CoalitionalGame(["L", "R", "S"], {"L": 0, "R": 0, "S": 0, ("L", "R"): 4,
    ...                                           ("L", "S"): 3, ("R", "S"): 0, ("L", "R", "S"): 4})
    >>> split = core_centre(glove)
    >>> split, split.certificate.verify(glove)
    (Allocation(L=3.5, R=0.5, S=0), True)

    Source: González-Díaz and Sánchez-Rodríguez (2007), A natural selection from the core of a TU
    game: the core-center; Büeler, Enge and Fukuda (2000) for volumes.
    """
    refuse_untabulated(game)
    n = len(game.players)
    if n > _MOST:
        raise InvalidInput("the number of cities", n, f"at most {_MOST} (nucleolus() takes more)")
    corners = core_vertices(game).certificate
    if not corners.corners:
        raise Undefined(
            "core-centre",
            "the core is empty; least_core() and prenucleolus() tell what comes nearest",
            corners.collection,
        )
    return CoreCentreCertificate(_centre(game, corners, min), corners).answer(game)


@dataclass(frozen=True, slots=True)
class CoreCentreCertificate(Certificate, kind="core-centre"):
    """The split, and the corners of the core with their own proof."""

    split: Mapping[str, Fraction]
    corners: CoreVerticesCertificate

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        if not self.corners.corners:
            yield "An empty core has no centre."
        yield from self.corners.violations(subject)
        for city, payoff in _centre(subject, self.corners, max).items():
            if self.split[city] != payoff:
                yield f"Cut up from other corners, {city} gets {payoff}, not {self.split[city]}."

    def answer(self, subject: CoalitionalGame) -> Allocation:
        return Allocation(
            self.split,
            method="the corners of the core, and simplices between them",
            status="The mean of all splits that leave no coalition a reason to leave.",
            certificate=self,
        )


def _centre(
    game: CoalitionalGame, corners: CoreVerticesCertificate, pick: Pick
) -> dict[str, Fraction]:
    """The centre of gravity of the corners' hull, cut up from the corner that ``pick`` takes."""
    points = [tuple(corner.values()) for corner in corners.corners]
    axes = _axes(points)
    tight = {_tight(game, points, mask) for mask in range(1, game.grand)}
    total, moment = Fraction(0), [Fraction(0)] * len(game.players)
    for simplex in _simplices(frozenset(range(len(points))), tight, pick):
        volume = _volume([points[k] for k in simplex], axes)
        total += volume
        for i in range(len(moment)):
            moment[i] += volume * sum(points[k][i] for k in simplex) / len(simplex)
    return {city: m / total for city, m in zip(game.players, moment, strict=True)}


def _tight(game: CoalitionalGame, points: Sequence[Sequence[Fraction]], mask: int) -> Face:
    """The corners at which a coalition gets just what it makes."""
    worth, inside = game.worth(mask), [i for i in range(len(game.players)) if mask >> i & 1]
    return frozenset(k for k, x in enumerate(points) if sum(x[i] for i in inside) == worth)


def _simplices(face: Face, tight: set[Face], pick: Pick) -> Iterator[tuple[int, ...]]:
    """A triangulation of a face: a corner, joined with simplices of the faces without it."""
    apex = pick(face)
    if len(face) == 1:
        yield (apex,)
        return
    parts = {face & other for other in tight} - {face, frozenset()}
    for part in parts:
        if apex not in part and not any(part < other for other in parts):
            for simplex in _simplices(part, tight, pick):
                yield (*simplex, apex)


def _axes(points: Sequence[Sequence[Fraction]]) -> list[int]:
    """As many coordinates as the hull has dimensions, in which no two of its points coincide."""
    from flint import fmpq_mat

    if len(points) == 1:
        return []
    first, *others = points
    away = [[rational(a - b) for a, b in zip(x, first, strict=True)] for x in others]
    reduced, rank = fmpq_mat(away).rref()
    return [next(j for j in range(len(first)) if reduced[k, j]) for k in range(rank)]


def _volume(corners: Sequence[Sequence[Fraction]], axes: Sequence[int]) -> Fraction:
    """The volume of a simplex in these coordinates, but for a factor that is the same for all."""
    from flint import fmpq_mat

    *others, apex = corners
    if not others:
        return Fraction(1)
    rows = [[rational(x[i] - apex[i]) for i in axes] for x in others]
    return abs(fraction(fmpq_mat(rows).det()))
