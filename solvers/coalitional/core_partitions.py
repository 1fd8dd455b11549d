"""The partitions into zones that no group would leave to make a zone of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from games.by_city import listed
from games.coalition_structure import CoalitionStructure
from games.errors import InvalidInput, NotProven, of_kind
from games.exact import over_one_denominator
from games.hedonic_game import HedonicGame
from games.players import Coalition, coalition_name, members_of
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = [
    "CorePartitions",
    "CorePartitionsCertificate",
    "ZonePartition",
    "blocking_zone",
    "core_partitions",
]

MOST, MOST_GROUPS = 8, 14
"""The most cities of which all partitions are looked at; and those of which all groups are."""

Partition = tuple[Coalition, ...]


@dataclass(frozen=True, slots=True)
class ZonePartition:
    """Cities in their zones.

    See ``core_partitions`` for the concept, an example and its source.
    """

    game: HedonicGame
    zones: Partition

    @property
    def payoffs(self) -> dict[str, Fraction]:
        found = {city: self.game.payoff(city, zone) for zone in self.zones for city in zone}
        return {city: found[city] for city in self.game.cities}

    @property
    def total(self) -> Fraction:
        return sum(self.payoffs.values(), Fraction(0))

    @property
    def assortative(self) -> bool:
        """Whether of any two zones the one has no city that is less advanced than the other's."""
        level = dict(zip(self.game.cities, self.game.levels, strict=True))
        levels = [[level[city] for city in zone] for zone in self.zones]
        ends = sorted((min(one), max(one)) for one in levels)
        return all(high <= low for (_, high), (low, _) in pairwise(ends))

    @property
    def left_out(self) -> tuple[str, ...]:
        """Who, not most advanced itself, shares a zone with nobody who is more advanced."""
        level = dict(zip(self.game.cities, self.game.levels, strict=True))
        top = max(level.values())
        highest = {city: max(level[c] for c in zone) for zone in self.zones for city in zone}
        return tuple(c for c in self.game.cities if level[c] < top and highest[c] == level[c])

    def __str__(self) -> str:
        return ", ".join(map(coalition_name, self.zones))


@dataclass(frozen=True, slots=True, repr=False)
class CorePartitions(Answer):
    """The stable partitions into zones; none: every partition has a group that would leave it.

    ``blocking``: of each partition that is not stable a group of which each member would have more
    as a zone of its own. ``best``: a partition with the greatest sum of payoffs, ``None`` where not
    all were looked at.

    See ``core_partitions`` for the concept, an example and its source.
    """

    game: HedonicGame
    stable: tuple[ZonePartition, ...]
    blocking: tuple[tuple[ZonePartition, Coalition], ...]
    best: ZonePartition | None
    certificate: CorePartitionsCertificate
    method: str = "groups that are best for all their members, then all partitions of the others"
    proof: Proof = EXACT

    @property
    def exists(self) -> bool:
        """Whether there is a stable partition."""
        return bool(self.stable)

    @property
    def assortative(self) -> bool:
        """Whether there are stable partitions, all of them assortative."""
        return self.exists and all(one.assortative for one in self.stable)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Who is left out of every stable partition; nobody where there is none."""
        sets = [set(one.left_out) for one in self.stable]
        return tuple(c for c in self.game.cities if sets and all(c in one for one in sets))

    @property
    def excludes(self) -> bool:
        """Whether stable zones are assortative and leave somebody out."""
        return self.assortative and bool(self.left_out)

    @property
    def status(self) -> str:
        if not self.stable:
            return "No partition into zones is stable."
        first = self.stable[0]
        many = f" (and {len(self.stable) - 1} more)" if len(self.stable) > 1 else ""
        kind = "assortative" if self.assortative else "not all assortative" if many else "mixed"
        out = f"; left out: {listed(self.left_out)}" if self.left_out else "; nobody is left out"
        return f"Stable: {first}{many}, {kind}{out}."


@dataclass(frozen=True, slots=True)
class CorePartitionsCertificate(
    Certificate, kind="core partitions", of="core_partitions", searches=True
):
    """Zones that are best for all their members, and a group that blocks each other partition.

    ``top``: zones, one after the other, each the one best zone of all its members among the others.
    ``blocking``: of each partition of the others, in their order, the first group that blocks it;
    empty where none does.
    """

    top: tuple[tuple[str, ...], ...]
    blocking: tuple[tuple[str, ...], ...]

    def violations(self, subject: HedonicGame) -> Iterator[str]:
        left = list(range(len(subject.cities)))
        for zone in self.top:
            members = [subject.cities.index(city) for city in zone]
            if len(subject.cities) <= MOST or any(
                _best_zone(subject, i, left) != members for i in members
            ):
                yield f"{coalition_name(zone)} is not the best zone of all its members."
            left = [i for i in left if i not in members]
        table = _Table(subject, left)
        partitions = [*_partitions(len(left), subject.largest)]
        if len(self.blocking) != len(partitions):
            yield "There is an entry for each partition."
        for partition, group in zip(partitions, self.blocking, strict=True):
            blocks = table.first_blocking(partition)
            if group != table.named(blocks):
                yield f"{coalition_name(group)} is not the first group that blocks its partition."

    def answer(self, subject: HedonicGame) -> CorePartitions:
        gone = {city for zone in self.top for city in zone}
        left = [i for i, city in enumerate(subject.cities) if city not in gone]
        table = _Table(subject, left)
        found = [
            (ZonePartition(subject, (*self.top, *map(table.named, partition))), group)
            for partition, group in zip(
                _partitions(len(left), subject.largest), self.blocking, strict=True
            )
        ]
        totals = [one.total for one, _ in found]
        return CorePartitions(
            game=subject,
            stable=tuple(one for one, group in found if not group),
            blocking=tuple((one, group) for one, group in found if group),
            best=None if self.top else found[totals.index(max(totals))][0],
            certificate=self,
        )


def core_partitions(game: HedonicGame) -> CorePartitions:
    """The partitions into zones that no group would leave to make a zone of its own.

    A group blocks a partition if each of its members would have more in it than in its zone. A
    partition that no group blocks is in the core of the hedonic game; there may be none. Of up to 8
    cities all partitions are looked at, and each that is not stable is shown with a group that
    blocks it. Of more, zones are taken out first that are the one best zone of all their members
    (each stable partition has them), and all partitions of the others are looked at.

    Zones are *assortative* if of any two the one has only cities at least as advanced as all of the
    other's. *Left out* is who shares a zone with nobody who is more advanced: nothing can reach it.

    Errors: ``NotProven`` where more than 8 cities are left, none of whose zones is best for all of
    its members.

    >>> from games import HedonicGame
    >>> zone = HedonicGame.from_levels({"Hub": 4, "Port": 3, "Hill": 1}, complementarity=1, cost=5)
    >>> found = core_partitions(zone)
    >>> print(found.status)
    Stable: {Hub, Port}, {Hill}, assortative; left out: Hill.

    Source: Bogomolnaia and Jackson (2002), The stability of hedonic coalition structures; Banerjee,
    Konishi and Sönmez (2001), Core in a simple coalition formation game; on zones of complements,
    Kremer (1993). That zones promote the frontier and not diffusion is Hu and Zhang's (2024).
    """
    of_kind(game, HedonicGame, place="subject of core_partitions")
    left, top = list(range(len(game.cities))), []
    while len(game.cities) > MOST and left:
        best = {i: _best_zone(game, i, left) for i in left}
        zone = next((z for z in best.values() if z and all(best[j] == z for j in z)), None)
        if zone is None:
            break
        top.append(tuple(game.cities[i] for i in zone))
        left = [i for i in left if i not in zone]
    if len(left) > MOST:
        reason = f"{len(left)} cities are left, of which no zone is best for all of its members"
        raise NotProven("core partition", reason, game)
    table = _Table(game, left)
    blocking = [
        table.named(table.first_blocking(partition))
        for partition in _partitions(len(left), game.largest)
    ]
    return CorePartitionsCertificate(tuple(top), tuple(blocking)).answer(game)


def blocking_zone(game: HedonicGame, zones: Iterable[Iterable[str]]) -> Coalition | None:
    """A group of which each member would have more as a zone of its own; ``None``: nobody leaves.

    ``zones``: a partition; who is in none is alone. The first such group in the order of bitmasks.

    Errors: ``InvalidInput`` for a city that stands in two zones, a zone that is too large, or more
    than 14 cities.

    >>> from games import HedonicGame
    >>> zone = HedonicGame.from_levels({"Hub": 4, "Port": 3, "Hill": 1}, complementarity=1, cost=5)
    >>> blocking_zone(zone, [["Hub", "Port", "Hill"]])
    ('Hub', 'Port')
    >>> blocking_zone(zone, [["Hub", "Port"]]) is None
    True

    Source: Bogomolnaia and Jackson (2002), The stability of hedonic coalition structures.
    """
    of_kind(game, HedonicGame, place="subject of blocking_zone")
    if len(game.cities) > MOST_GROUPS:
        raise InvalidInput("the number of cities", len(game.cities), f"at most {MOST_GROUPS}")
    unions = CoalitionStructure(game.cities, zones).unions
    for union in unions:
        if len(union) > game.largest:
            raise InvalidInput("the members of a zone", len(union), f"at most {game.largest}")
    table = _Table(game, range(len(game.cities)))
    masks = [sum(1 << game.cities.index(city) for city in union) for union in unions]
    return table.named(table.first_blocking(masks)) or None


def _best_zone(game: HedonicGame, i: int, left: Sequence[int]) -> list[int]:
    """The one zone that is best for a city among who is left; empty where there are several."""
    ranked = sorted((j for j in left if j != i), key=lambda j: -game.worth[i][j])
    liked = [j for j in ranked if game.worth[i][j] > 0]
    chosen, others = liked[: game.largest - 1], liked[game.largest - 1 :]
    level = bool(others and chosen) and game.worth[i][others[0]] == game.worth[i][chosen[-1]]
    indifferent = len(chosen) < game.largest - 1 and any(not game.worth[i][j] for j in ranked)
    return [] if level or indifferent else sorted([i, *chosen])


def _partitions(n: int, largest: int) -> Iterator[tuple[int, ...]]:
    """All partitions of n cities into zones that are not too large, as bitmasks."""

    def placed(k: int, zones: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if k == n:
            yield zones
            return
        for place, zone in enumerate(zones):
            if zone.bit_count() < largest:
                yield from placed(k + 1, (*zones[:place], zone | 1 << k, *zones[place + 1 :]))
        yield from placed(k + 1, (*zones, 1 << k))

    yield from placed(0, ())


class _Table:
    """Payoffs in whole numbers of all groups of some cities, by bitmask."""

    def __init__(self, game: HedonicGame, left: Sequence[int]) -> None:
        self.names = [game.cities[i] for i in left]
        n = len(left)
        flat, _ = over_one_denominator(game.worth[i][j] for i in left for j in left)
        worth = [flat[i * n : (i + 1) * n] for i in range(n)]
        self.groups = [
            (mask, [(i, sum(worth[i][j] for j in range(n) if mask >> j & 1)) for i in members])
            for mask in range(1, 1 << n)
            if mask.bit_count() <= game.largest
            for members in [[i for i in range(n) if mask >> i & 1]]
        ]
        self.payoff = {(mask, i): x for mask, row in self.groups for i, x in row}

    def named(self, mask: int) -> Coalition:
        return members_of(mask, self.names)

    def first_blocking(self, partition: Sequence[int]) -> int:
        """The first group of which each member would have more by itself; 0 if there is none."""
        has = {
            i: self.payoff[zone, i]
            for zone in partition
            for i in range(len(self.names))
            if zone >> i & 1
        }
        for mask, row in self.groups:
            if all(x > has[i] for i, x in row):
                return mask
        return 0
