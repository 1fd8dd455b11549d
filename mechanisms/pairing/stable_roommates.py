"""Stable roommates: a pairing of cities among themselves that no two would leave, if any."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from games.errors import of_kind
from games.roommates import Roommates
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["RoommatesPairing", "StablePartitionCertificate", "stable_roommates"]


@dataclass(frozen=True, slots=True, repr=False)
class RoommatesPairing(Answer):
    """``stable``: whether there is a stable pairing; ``pairs``: who is with whom, if not alone.

    ``rings``: the stable partition; a ring of three or more, of an odd number, is why there is
    none.

    See ``stable_roommates`` for the concept, an example and its source.
    """

    stable: bool
    pairs: Mapping[str, str]
    rings: tuple[tuple[str, ...], ...]
    certificate: Certificate = field(compare=False)
    method: str = "a search for a stable partition"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if self.stable:
            return "No two cities would rather be with each other."
        return "There is no stable pairing: cities in an odd ring each like the next one better."


def stable_roommates(game: Roommates) -> RoommatesPairing:
    """Stable roommates: a pairing of cities among themselves that no two would leave, if any.

    A *stable partition* is a set of rings in which each city likes the next no less than the one
    before, and no two cities would both rather have each other than the one before. There always is
    one, and its odd rings of three or more are the same in all: a stable pairing exists just where
    it has none. So it proves either answer.

    For 8 cities or so, as pairings and rings are searched.

    Errors: ``InvalidInput`` for what is not a ``Roommates``.

    >>> circle = Roommates({"A": ["B", "C"], "B": ["C", "A"], "C": ["A", "B"]})
    >>> answer = stable_roommates(circle)
    >>> answer.stable, answer.rings, answer.certificate.verify(circle)
    (False, (('A', 'B', 'C'),), True)

    Source: Gale and Shapley (1962) for the problem; Irving (1985); Tan (1991), A necessary and
    sufficient condition for the existence of a complete stable matching.
    """
    of_kind(game, Roommates, place="subject of stable_roommates")
    rings = next(_stable_partitions(game))
    return StablePartitionCertificate(rings).answer(game)


def _stable_partitions(game: Roommates) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Partitions without odd rings first: pairs and cities alone; then with rings."""
    for largest in (2, len(game.cities)):
        for rings in _partitions(game, game.cities, largest):
            if not any(_blocked(game, rings)):
                yield rings


def _partitions(
    game: Roommates, cities: tuple[str, ...], largest: int
) -> Iterator[tuple[tuple[str, ...], ...]]:
    if not cities:
        yield ()
        return
    first, rest = cities[0], cities[1:]
    for ring in _rings(game, (first,), rest, largest):
        left = tuple(city for city in rest if city not in ring)
        for others in _partitions(game, left, largest):
            yield (ring, *others)


def _rings(
    game: Roommates, path: tuple[str, ...], rest: tuple[str, ...], largest: int
) -> Iterator[tuple[str, ...]]:
    """Rings that begin with a path: pairs, or an odd number of cities; one alone."""
    if len(path) <= 2 or len(path) % 2:
        yield path
    if len(path) < largest:
        for city in rest:
            if city not in path and city in game.rankings[path[-1]]:
                yield from _rings(game, (*path, city), rest, largest)


def _blocked(game: Roommates, rings: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """Each reason why it is no stable partition."""
    before: dict[str, str | None] = {}
    for ring in rings:
        for k, city in enumerate(ring):
            previous, following = ring[k - 1], ring[(k + 1) % len(ring)]
            before[city] = None if len(ring) == 1 else previous
            if len(ring) > 1 and game.prefers(city, None, previous):
                yield f"{city} would rather be alone than with {previous}."
            if len(ring) > 2 and not game.prefers(city, following, previous):
                yield f"{city} does not like {following} better than {previous}."
    for (one, mine), (other, yours) in itertools.combinations(before.items(), 2):
        if game.prefers(one, other, mine) and game.prefers(other, one, yours):
            yield f"{one} and {other} would rather be a pair."


@dataclass(frozen=True, slots=True)
class StablePartitionCertificate(Certificate, kind="stable partition", of="stable_roommates"):
    """The rings of a stable partition, each from its first city on."""

    rings: tuple[tuple[str, ...], ...]

    def violations(self, subject: Roommates) -> Iterator[str]:
        if sorted(city for ring in self.rings for city in ring) != sorted(subject.cities):
            yield "The rings are not a partition of the cities."
        firsts = [ring[0] for ring in self.rings]
        if firsts != sorted(firsts, key=subject.cities.index) or any(
            subject.cities.index(ring[0]) > subject.cities.index(city)
            for ring in self.rings
            for city in ring
        ):
            yield "The rings are not in order."
        if any(len(ring) > 2 and not len(ring) % 2 for ring in self.rings):
            yield "A ring of four or more has an even number of cities."
        yield from _blocked(subject, self.rings)

    def answer(self, subject: Roommates) -> RoommatesPairing:
        stable = all(len(ring) <= 2 for ring in self.rings)
        pairs: dict[str, str] = {}
        for ring in self.rings if stable else ():
            if len(ring) == 2:
                pairs |= {ring[0]: ring[1], ring[1]: ring[0]}
        return RoommatesPairing(stable, pairs, self.rings, self)
