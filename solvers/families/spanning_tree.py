"""A cheapest tree, and two ways to share what it costs: Bird's rule and the folk rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import IntercityError, of_kind
from games.spanning_tree import SpanningTreeGame
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["SpanningTree", "SpanningTreeCertificate", "spanning_tree"]

ZERO = Fraction(0)
_METHOD = "the nearest city next; links bought from the cheapest up"


@dataclass(frozen=True, slots=True, repr=False)
class SpanningTree(Answer):
    """``cost`` of a cheapest tree; ``links``: to whom each city is linked, None being the source.

    ``bird`` and ``folk`` share the cost; both are in the core.

    See ``spanning_tree`` for the concept, an example and its source.
    """

    cost: Fraction
    links: Mapping[str, str | None]
    bird: Allocation
    folk: Allocation
    certificate: SpanningTreeCertificate
    method: str = _METHOD
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        return "A cheapest tree, and splits of its cost that no coalition can improve on."


def spanning_tree(game: SpanningTreeGame) -> SpanningTree:
    """A cheapest tree, and two ways to share what it costs: Bird's rule and the folk rule.

    *Bird's rule*: each city pays the link through which the tree reaches it from the source. It is
    in the core, but jumps where two trees cost the same. The *folk rule* forgets links that are
    dearer than need be: with c*(i, j) the dearest link on the tree's path from i to j (the
    irreducible costs), it is the Shapley value of the tree game with costs c*, in the core too, and
    continuous. Links are bought from the cheapest up; each city pays a link for the share of a
    whole connection that it is thereby relieved of, 1/|component| before it is linked to the source
    and 0 after.

    A cheapest tree and its cost shared by Bird's and by the folk rule, exact.

    Errors: ``InvalidInput`` for what is not a ``SpanningTreeGame``.

    >>> from games import SpanningTreeGame
    >>> grid = SpanningTreeGame(["A", "B"], source={"A": 4, "B": 6}, links={("A", "B"): 3})
    >>> tree = spanning_tree(grid)
    >>> tree.cost, tree.links
    (Fraction(7, 1), {'A': None, 'B': 'A'})
    >>> tree.bird, tree.folk, tree.certificate.verify(grid)
    (Allocation(A=4, B=3), Allocation(A=3.5, B=3.5), True)

    Source: Prim (1957); Bird (1976); Feltkamp, Tijs and Muto (1994) and Bergantiños and Vidal-Puga
    (2007) for the folk rule; Bogomolnaia and Moulin (2010) for the formula that proves it.
    """
    of_kind(game, SpanningTreeGame, place="subject of spanning_tree")
    near: dict[str, tuple[Any, str | None]] = {
        city: (cost, None) for city, cost in zip(game.players, game.source, strict=True)
    }
    links: dict[str, str | None] = {}
    while near:
        city = min(near, key=lambda name: near[name][0])
        links[city] = near.pop(city)[1]
        for name, (cost, _) in near.items():
            link = game.cost(city, name)
            if link is not None and link < cost:
                near[name] = (link, city)
    ordered = {city: links[city] for city in game.players}
    return SpanningTreeCertificate(ordered, _folk(game, ordered)).answer(game)


def _folk(game: SpanningTreeGame, links: Mapping[str, str | None]) -> dict[str, Fraction]:
    """Links from the cheapest up, each paid by whom it relieves."""
    share = dict.fromkeys(game.players, ZERO)
    component: dict[str | None, frozenset[str | None]] = {
        name: frozenset([name]) for name in (None, *game.players)
    }

    def due(group: frozenset[str | None]) -> Fraction:
        return ZERO if None in group else Fraction(1, len(group))

    bought = sorted((_cost(game, city, to), city) for city, to in links.items())
    for cost, city in bought:
        one, other = component[city], component[links[city]]
        together = one | other
        for group in (one, other):
            for name in group:
                if name is not None:
                    share[name] += cost * (due(group) - due(together))
        for name in together:
            component[name] = together
    return share


def _cost(game: SpanningTreeGame, one: str, other: str | None) -> Fraction:
    found = game.cost(one, other)
    if found is None:
        raise IntercityError(f"there is no link of {one} and {other}")
    return found


@dataclass(frozen=True, slots=True)
class SpanningTreeCertificate(Certificate, kind="spanning tree"):
    """The tree, and the folk rule's shares.

    The tree is cheapest: no link that it leaves out is cheaper than the dearest link on the path
    that it would close. The shares are checked by a formula of their own.
    """

    links: Mapping[str, str | None]
    folk: Mapping[str, Fraction]

    def violations(self, subject: SpanningTreeGame) -> Iterator[str]:
        if tuple(self.links) != subject.players or tuple(self.folk) != subject.players:
            yield "The tree does not fit the players."
        dearest = _irreducible(subject, self.links)
        names = (None, *subject.players)
        for k, one in enumerate(names):
            for other in names[k + 1 :]:
                cost = subject.cost(one, other)
                if cost is not None and cost < dearest[one][other]:
                    yield f"The link of {one or 'the source'} and {other} would make it cheaper."
        n = len(subject.players)
        for city, share in self.folk.items():
            alone = dearest[city][None]
            near = sorted(dearest[city][other] for other in subject.players if other != city)
            owed = alone / n + sum(
                (min(c, alone) / (k * (k + 1)) for k, c in enumerate(near, start=1)), ZERO
            )
            if owed != share:
                yield f"By the irreducible costs {city} pays {owed}, not {share}."

    def answer(self, subject: SpanningTreeGame) -> SpanningTree:
        bird = {city: _cost(subject, city, to) for city, to in self.links.items()}

        def allocation(split: Mapping[str, Fraction], rule: str) -> Allocation:
            return Allocation(
                split, method=rule, status="A core split of the tree's cost.", certificate=self
            )

        cost = sum(bird.values(), ZERO)
        return SpanningTree(
            cost,
            self.links,
            allocation(bird, "Bird's rule"),
            allocation(self.folk, "the folk rule"),
            self,
        )


def _irreducible(
    game: SpanningTreeGame, links: Mapping[str, str | None]
) -> dict[str | None, dict[str | None, Any]]:
    """c*: the dearest link on the tree's path; ``ValueError`` where this is no tree."""
    dearest: dict[str | None, dict[str | None, Any]] = {None: {None: ZERO}}
    left = dict(links)
    while left:
        reached = [city for city, to in left.items() if to in dearest]
        if not reached:
            raise IntercityError("the links do not reach the source")
        for city in reached:
            to = left.pop(city)
            cost = _cost(game, city, to)
            row = {other: max(cost, path) for other, path in dearest[to].items()}
            for other, path in row.items():
                dearest[other][city] = path
            dearest[city] = {**row, city: ZERO}
    return dearest
