"""A proof of what a group can make, looked at again where gains, sides and costs have changed.

What activities use being the same, the matrix B of each basis is: its prices change by B^-T dc, its
plan by B^-1 db. So the proof is checked again without an equation solved. Where it holds, it proves
what the group makes now.

>>> from games.production import *
>>> from solvers.production.games_on_a_line import changes
>>> from solvers.production.opening_search import search
>>> def game(gain):
...     land = Resource("land", "tradable", {"Quzhou": 4})
...     plant = Activity("plant", ("Quzhou",), (Use("land", 2),), (Value("Quzhou", "cash", gain),))
...     return GameNumbers(LinearProductionGame(("Quzhou",), (land,), (plant,)))
>>> program = OpeningPrograms(game(3).game, ("Quzhou",), {})
>>> program.prepare()
>>> standing = StandingProof(game(3), ("Quzhou",), search(program))
>>> standing.after(changes(game(3), game(5))).worth, standing.after(changes(game(3), game(-1)))
(Fraction(10, 1), None)

Source: Dantzig (1963), Linear programming and extensions, on changes of gains and sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from solvers.production.game_numbers import GameNumbers
from solvers.production.games_on_a_line import COSTS, GAINS, Change
from solvers.production.opening_proof import OpeningPrograms, Prices, Settled
from solvers.rational import Rational, fraction, rational

__all__ = ["StandingProof"]


@dataclass(slots=True)
class _Changes:
    """What changes in a group's program, by column, row and platform."""

    gains: dict[int, Rational] = field(default_factory=dict)
    limits: dict[int, Rational] = field(default_factory=dict)
    sides: dict[int, Rational] = field(default_factory=dict)
    rooms: dict[tuple[int, int], Rational] = field(default_factory=dict)
    costs: dict[int, Rational] = field(default_factory=dict)


class StandingProof:
    """The proof of one group in a game, with its prices and its plan."""

    def __init__(self, numbers: GameNumbers, members: tuple[str, ...], settled: Settled) -> None:
        self.settled, self.costs = settled, numbers.costs
        self.program = program = OpeningPrograms(numbers.game, members, {}, numbers=numbers)
        program.prepare()
        self.bases = settled.proof.plan, *settled.proof.bounds
        self.prices = [program.prices(basis) for basis in self.bases]
        self._inverses: dict[int, Any] = {}
        self.point = [program.zero] * len(program.column)
        for name, x in settled.point.items():
            self.point[program.column[name]] = rational(x)

    def after(self, changes: Sequence[Change]) -> Settled | None:
        """What the group makes where these have changed; ``None`` where the proof does not hold."""
        found, grounds = self._of_group(changes), self.settled.grounds
        sides = bool(found.limits or found.sides or found.rooms)
        if grounds is None or (sides and not grounds.all_open):
            return None
        program, proof = self.program, self.settled.proof
        base, costs = _plus(program.program.row_high, found.sides), _plus(self.costs, found.costs)
        high = _plus(program.high, found.limits)
        rooms = [
            [(i, c + found.rooms[k, i] if (k, i) in found.rooms else c) for i, c in room]
            for k, room in enumerate(program.changes)
        ] if found.rooms else program.changes  # fmt: skip
        if sides and not self._all_open(found, base, high, rooms):
            return None
        point = self._plan(found, base, high, rooms) if sides else self.point
        if point is None:
            return None
        bases, allowed = list[Prices](), list[Mapping[Any, Rational]]()
        for k in range(len(self.bases)):
            prices = self._prices(k, found.gains, high)
            if prices is None:
                return None
            bases.append(prices)
            allowed.append(program.bounds(prices, (base, rooms, costs)))
        gains = _plus(program.program.cost, found.gains)
        value = sum([c * x for c, x in zip(gains, point, strict=True) if x], start=program.zero)
        paid = (t * cost for t, cost in zip(proof.openings, costs, strict=True) if t)
        worth = value - sum(paid, start=program.zero)
        if allowed[0][proof.openings] != worth:
            return None
        beaten = program.beaten(proof.openings, worth, allowed)
        if isinstance(beaten, str) or {*range(1, len(bases))} - {k for _, k in beaten}:
            return None
        grounds = program.grounds(beaten, bases)
        if sides:
            return program.settled(proof, worth, point, grounds)
        return Settled(proof, fraction(worth), self.settled.point, grounds)

    def _of_group(self, changes: Sequence[Change]) -> _Changes:
        """Those that are of this group's program."""
        found, program = _Changes(), self.program
        column, row, members = program.column, program.row, program.members
        for (kind, *part), change in changes:
            if kind == GAINS:
                if part[0] in column:
                    found.gains[column[part[0]]] = change
            elif kind == COSTS:
                found.costs[part[0]] = change
            elif part[0] == "limit":
                if part[1] in column:
                    found.limits[column[part[1]]] = change
            elif part[0] == "room":
                _, k, name = part
                if name in row and program.limits[k]:
                    found.rooms[k, row[name]] = change
            elif not part[2] or part[2] in members:
                what, k, city = part
                resource = program.game.resources[k]
                if what == "owned":
                    bound = resource.kind == "bound"
                    name = f"{resource.name} at {city}" if bound else resource.name
                    if name in row:
                        i = row[name]
                        found.sides[i] = found.sides.get(i, program.zero) + change
                else:
                    for trade in ("buy", "sell"):
                        j, times = column[f"{trade} {resource.name}"], 1 if city else len(members)
                        found.limits[j] = found.limits.get(j, program.zero) + times * change
        return found

    def _all_open(self, found: _Changes, base: Any, high: Any, rooms: Any) -> bool:
        """Whether each opening vector is still possible, when all is bought that may be."""
        program = self.program
        bought = {i for j in found.limits for i, a in program.by_column[j] if a < 0}
        for i in {*found.sides, *bought, *(i for _, i in found.rooms)}:
            least = base[i]
            for j, a in program.program.rows[i]:
                if a.p < 0:
                    least = least - a * high[j]
            for limit, room in zip(program.limits, rooms, strict=True):
                least = least + limit * sum(c for at, c in room if at == i and c < 0)
            if least.p < 0:
                return False
        return True

    def _inverse(self, k: int) -> Any:
        """Of a basis matrix: a row for each tight row, a column for each basic variable."""
        if k not in self._inverses:
            from flint import fmpq_mat

            basis, program = self.bases[k], self.program
            place = {program.row[name]: q for q, name in enumerate(basis.rows)}
            matrix = fmpq_mat(len(place), len(place))
            for p, name in enumerate(basis.columns):
                for i, a in program.by_column[program.column[name]]:
                    if i in place:
                        matrix[p, place[i]] = a
            self._inverses[k] = matrix.inv()
        return self._inverses[k]

    def _prices(self, k: int, gains: Mapping[int, Rational], high: Any) -> Prices | None:
        """The prices of a basis where gains have changed; ``None`` where they are not feasible."""
        known = self.prices[k]
        assert known is not None  # noqa: S101 - of a proof that was checked
        program, dual, slopes = self.program, known.prices, known.slopes
        if gains:
            slopes = list(slopes)
            for j, change in gains.items():
                slopes[j] = slopes[j] + change
            columns = enumerate(map(program.column.__getitem__, self.bases[k].columns))
            moved = [(p, gains[j]) for p, j in columns if j in gains]
            if moved:
                inverse, by_row = self._inverse(k), dict(dual)
                for q, name in enumerate(self.bases[k].rows):
                    rise = sum([inverse[q, p] * c for p, c in moved], start=program.zero)
                    if not rise:
                        continue
                    i = program.row[name]
                    by_row[i] = by_row.get(i, program.zero) + rise
                    if by_row[i].p < 0:
                        return None
                    for j, a in program.program.rows[i]:
                        slopes[j] = slopes[j] - rise * a
                dual = [(i, price) for i, price in by_row.items() if price]
        constant = program.zero
        for slope, most in zip(slopes, high, strict=True):
            if slope.p > 0:
                if most is None:
                    return None
                constant = constant + slope * most
        return Prices(dual, slopes, constant)

    def _plan(self, found: _Changes, base: Any, high: Any, rooms: Any) -> list[Any] | None:
        """The plan where sides and limits have changed; ``None`` where it breaks one."""
        program, proof = self.program, self.settled.proof
        right, point, rises = list(base), list(self.point), dict(found.sides)
        for k, times in enumerate(proof.openings):
            for i, c in rooms[k] if times else ():
                right[i] = right[i] + times * c
                if (k, i) in found.rooms:
                    rises[i] = rises.get(i, program.zero) + times * found.rooms[k, i]
        for name in proof.plan.upper:
            j = program.column[name]
            if j in found.limits:
                point[j] = high[j]
                for i, a in program.by_column[j]:
                    rises[i] = rises.get(i, program.zero) - a * found.limits[j]
        tight = {program.row[name]: q for q, name in enumerate(proof.plan.rows)}
        moved = [(tight[i], rise) for i, rise in rises.items() if i in tight]
        inverse: Any = self._inverse(0) if moved else None
        for p, name in enumerate(proof.plan.columns):
            j = program.column[name]
            for q, rise in moved:
                point[j] = point[j] + inverse[q, p] * rise
            if point[j].p < 0 or (high[j] is not None and point[j] > high[j]):
                return None
        for i, terms in enumerate(program.program.rows):
            if i not in tight and sum([a * point[j] for j, a in terms if point[j]]) > right[i]:
                return None
        return point


def _plus(numbers: list[Rational], changes: Mapping[int, Rational]) -> list[Rational]:
    """With what has changed."""
    if not changes:
        return numbers
    found = list(numbers)
    for k, change in changes.items():
        found[k] = found[k] + change
    return found
