"""What groups of cities make in a production game, from games like it of which proofs are known.

As one number of a region is moved, many games are solved that differ in few numbers. A group's
proof is known where its program is the same as in the first of them (``groups_alike.py``), where it
holds on both sides (``games_on_a_line.py``), or where that of the first game still holds
(``standing_proof.py``). What is left is searched for.
"""

from __future__ import annotations

from bisect import insort
from operator import itemgetter

from games.players import members_of
from solvers.production.game_numbers import GameNumbers
from solvers.production.games_on_a_line import between, changes, neighbours, way
from solvers.production.groups_alike import differ, structure
from solvers.production.opening_proof import REMEMBERED, Settled, memory
from solvers.production.standing_proof import StandingProof

__all__ = ["KnownGroups", "known_groups", "remember_groups"]


class KnownGroups:
    """What all groups do in a game, by bitmask, and their proofs to be looked at again."""

    def __init__(self, numbers: GameNumbers, settled: list[Settled]) -> None:
        self.numbers, self.settled = numbers, settled
        self._standing: dict[int, StandingProof] = {}

    def standing(self, mask: int) -> StandingProof:
        """The proof of a group."""
        if mask not in self._standing:
            members = members_of(mask, self.numbers.game.cities)
            self._standing[mask] = StandingProof(self.numbers, members, self.settled[mask - 1])
        return self._standing[mask]


def known_groups(numbers: GameNumbers) -> dict[int, Settled]:
    """By bitmask, the groups of which a proof is remembered that holds in this game."""
    kind = structure(numbers.game) if memory().any_plan else None
    if kind is None or kind not in memory().groups:
        return {}
    first: KnownGroups = memory().groups[kind]
    bits = {city: 1 << i for i, city in enumerate(numbers.game.cities)}
    moved = [sum(bits[city] for city in cities) for cities in differ(first.numbers, numbers)]
    known = {
        mask: settled
        for mask, settled in enumerate(first.settled, start=1)
        if not any(mask & cities == cities for cities in moved)
    }
    changed = changes(first.numbers, numbers)
    if changed is None:
        return known
    there, sides = way(changed), None
    if there is not None and (line := memory().lines.get((kind, there.direction))):
        sides = neighbours(line, there.place)
    for mask in range(1, len(first.settled) + 1):
        if mask in known:
            continue
        found = None
        if there is not None and sides is not None:
            part, low, high = sides
            found = between(low[mask - 1], high[mask - 1], part, sides=there.sides)
        found = found or first.standing(mask).after(changed)
        if found is not None:
            known[mask] = found
    return known


def remember_groups(numbers: GameNumbers, settled: list[Settled]) -> None:
    """Keep what all groups do in the first game of its kind, and in those on lines from it."""
    kind = structure(numbers.game)
    if kind is None:
        return
    first: KnownGroups = memory().groups.setdefault(kind, KnownGroups(numbers, settled))
    there = way(changes(first.numbers, numbers) or ()) if memory().any_plan else None
    if there is None:
        return
    lines = memory().lines
    if sum(len(known) for line in lines.values() for _, known in line) > REMEMBERED:
        lines.clear()
    line = lines.setdefault((kind, there.direction), [(0 * there.place, first.settled)])
    if all(there.place != place for place, _ in line):
        insort(line, (there.place, settled), key=itemgetter(0))
