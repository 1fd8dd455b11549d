"""The corners of the core: the splits of which all others in the core are averages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.errors import InvalidInput
from games.players import coalition_name
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.core import EMPTY_CORE, EmptyCoreCertificate, core
from solvers.coalitional.double_description import cone_edges
from solvers.coalitional.gains import gains, refuse_untabulated

__all__ = ["CoreVertices", "CoreVerticesCertificate", "core_vertices"]

_MOST = 7  # cities; a convex game of n cities has up to n! corners
Point = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, repr=False)
class CoreVertices(Sequence[Allocation], Answer):
    """The corners of the core, in lexicographic order; none where it is empty.

    See ``core_vertices`` for the concept, an example and its source.
    """

    vertices: tuple[Allocation, ...]
    certificate: CoreVerticesCertificate
    method: str = "the imputations, cut by one coalition after another"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if not self.vertices:
            return EMPTY_CORE
        return "Every split in the core is an average of these, and of these only."

    def __getitem__(self, k: int) -> Allocation:  # type: ignore[override]
        return self.vertices[k]

    def __len__(self) -> int:
        return len(self.vertices)


def core_vertices(game: CoalitionalGame) -> CoreVertices:
    """The corners of the core: the splits of which all others in the core are averages.

    At a corner so many coalitions get just what they make alone that no other split gives them
    that. A game with increasing returns (convex) has a corner for each order of joining: each city
    gets what it adds. The corners show how far the core reaches, and which coalitions hold it
    together.

    For games of gains or costs, exact, for 7 cities at most.

    An empty core has none, and the answer proves it; one city has one, v(N).
    Errors: ``InvalidInput`` for more cities; ``core`` gives each city's range for those.

    >>> from games import CoalitionalGame
    >>> glove = CoalitionalGame(["L", "R", "S"], {"L": 0, "R": 0, "S": 0, ("L", "R"): 4,
    ...                                           ("L", "S"): 3, ("R", "S"): 0, ("L", "R", "S"): 4})
    >>> answer = core_vertices(glove)
    >>> print(*answer, sep="; ")
    Allocation(L=3, R=1, S=0); Allocation(L=4, R=0, S=0)
    >>> answer.certificate.verify(glove)
    True

    They are found by cutting the imputations, a simplex, by one coalition after another. The proof
    goes from corner to corner: along each edge that leaves one, another of the list is met, so that
    none is missing, since the corners of a polytope hang together.

    Source: Shapley (1971), Cores of convex games; Balinski (1961), On the graph structure of convex
    polyhedra.
    """
    refuse_untabulated(game)
    n = len(game.players)
    if n > _MOST:
        raise InvalidInput(
            "the number of cities", n, f"at most {_MOST} (core() gives each city's range)"
        )
    found = core(game)
    if isinstance(found.certificate, EmptyCoreCertificate):
        return CoreVerticesCertificate((), found.certificate.collection).answer(game)
    own = game.as_gains()
    corners = [dict(zip(game.players, gains(game, point), strict=True)) for point in _corners(own)]
    corners.sort(key=lambda corner: tuple(corner.values()))
    return CoreVerticesCertificate(tuple(corners), ()).answer(game)


def _corners(game: CoalitionalGame) -> list[Point]:
    """The corners of a core that is not empty, in gains.

    A split is a direction (x_1, ..., x_{n-1}, 1); what is left is the last city's.
    """
    n, grand = len(game.players), game.grand
    if sum(game.worth(1 << i) for i in range(n)) == game.grand_worth:
        return [tuple(game.worth(1 << i) for i in range(n))]  # the only imputation
    singles = [1 << i for i in range(n)]
    rows = []
    for mask in [*singles, *(m for m in range(1, grand) if m not in singles)]:
        members, least = _without_last(game, mask)
        whole = least.denominator
        rows.append([a * whole for a in members] + [-least.numerator])
    points = []
    for *payoffs, one in cone_edges(rows):
        point = [Fraction(x, one) for x in payoffs]
        points.append((*point, game.grand_worth - sum(point)))
    return points


def _without_last(game: CoalitionalGame, mask: int) -> tuple[list[int], Fraction]:
    """x(S) >= v(S) as a row and a bound for x_1 to x_{n-1}."""
    n = len(game.players)
    last = mask >> n - 1 & 1
    members = [(mask >> i & 1) - last for i in range(n - 1)]
    return members, game.worth(mask) - last * game.grand_worth


@dataclass(frozen=True, slots=True)
class CoreVerticesCertificate(Certificate, kind="core vertices"):
    """The corners; or, of an empty core, the balanced collection that is worth more than all."""

    corners: tuple[Mapping[str, Fraction], ...]
    collection: tuple[WeightedCoalition, ...]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if not self.corners:
            yield from EmptyCoreCertificate(self.collection).violations(subject)
            return
        if self.collection:
            yield "A core that has corners is not empty."
        own = subject.as_gains()
        points = [tuple(gains(subject, corner.values())) for corner in self.corners]
        if any(tuple(corner) != subject.players for corner in self.corners):
            yield "A corner does not fit the players."
        if [tuple(c.values()) for c in self.corners] != sorted(
            {tuple(c.values()) for c in self.corners}
        ):
            yield "The corners do not stand in order, each once."
        known = set(points)
        for point in points:
            yield from _corner_violations(own, point, known)

    def answer(self, subject: CoalitionalGame) -> CoreVertices:
        return CoreVertices(
            tuple(
                Allocation(
                    corner,
                    method="the imputations, cut by one coalition after another",
                    status="A corner of the core.",
                    certificate=self,
                )
                for corner in self.corners
            ),
            self,
        )


def _corner_violations(game: CoalitionalGame, point: Point, known: set[Point]) -> Iterator[str]:
    """Why a point is no corner of the core, or which of its neighbours is not known."""
    n = len(game.players)
    if sum(point) != game.grand_worth:
        yield "A corner does not add up to what all make together."
    slack = {
        mask: sum((x for i, x in enumerate(point) if mask >> i & 1), Fraction(0)) - game.worth(mask)
        for mask in range(1, game.grand)
    }
    for mask, room in slack.items():
        if room < 0:
            yield f"{coalition_name(game.members(mask))} blocks a corner."
    if n == 1:
        return
    rows = {mask: _without_last(game, mask)[0] for mask in slack}
    tight = [rows[mask] for mask, room in slack.items() if not room]
    try:
        edges = cone_edges(tight or [[0] * (n - 1)])
    except ValueError:
        yield "A point of the list is no corner."
        return
    for edge in edges:
        speeds = {mask: sum(a * b for a, b in zip(rows[mask], edge, strict=True)) for mask in slack}
        step = min(slack[mask] / -speed for mask, speed in speeds.items() if speed < 0)
        along = [x + step * d for x, d in zip(point, edge, strict=False)]
        if (*along, game.grand_worth - sum(along)) not in known:
            yield "An edge of the core leads to a corner that is not listed."
