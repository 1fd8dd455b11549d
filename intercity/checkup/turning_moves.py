"""The search for moves of several assumed numbers together that turn a verdict.

What a check compares with 0, enclosed on the smallest part of all ranges, tells by which numbers it
changes most, and about where it is 0: there a verdict may turn. So the numbers are moved that way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import IntercityError
from intercity.checkup.break_even import decided
from intercity.checkup.part_of_ranges import SMALLEST, short_fraction, to_the_ends
from intercity.checkup.sensitivity import movable
from intercity.findings.checks import evaluate
from intercity.findings.robustness import TurningMoves
from intercity.proofs import Recorder, Unverified
from intercity.scenario.scenario import Scenario
from intercity.scenario_file import refused
from intercity.topics.registry import context_of
from solvers.enclosure.enclosed_number import EnclosedNumber, centre_of
from solvers.rational import fraction, rational

if TYPE_CHECKING:
    from intercity.findings.switching_value import SwitchingValue

__all__ = ["TurningSearch", "Way", "verdict_at", "ways_to_turn"]

ZERO, ONE = Fraction(0), Fraction(1)
BEYOND = Fraction(9, 8)
"""How much farther than where forms are 0 it is looked for what turns a verdict."""
LITTLE = Fraction(1, 512)
"""How much before and after it is looked first for where exactly it turns."""
TRIED = 96
"""So many ways to turn a verdict are tried."""


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """A way to turn a check: numbers that go up (1) or down (-1), at about which ``part``."""

    part: Fraction
    check: str
    goes: tuple[tuple[str, int], ...]


def _places(scenario: Scenario) -> dict[str, Fraction]:
    """By key, where the number itself is in its side of a box, from -1 to 1."""
    ways = {key: to_the_ends(scenario, key) for key in movable(scenario)}
    return {key: (down - up) / (down + up) for key, (down, up) in ways.items() if down + up}


def ways_to_turn(scenario: Scenario, check: str, seen: Iterable[EnclosedNumber]) -> Iterator[Way]:
    """By what a check compares with 0 on the smallest part, about where that is 0."""
    places = {key: rational(at) for key, at in _places(scenario).items()}
    keys = [key for key in places if not scenario.quantity(key).whole]
    zero, smallest = rational(ZERO), rational(SMALLEST)
    for x in seen:
        slopes = [(keys[s], slope) for s, slope in x.terms.items() if s < len(keys)]
        # Where a range is not centred on the number, the centre is not at the number.
        here = rational(centre_of(x)) + sum((a * places[key] for key, a in slopes), zero)
        for rises in (True, False) if not here else (here < 0,):
            goes = [1 if (slope > 0) == rises else -1 for _, slope in slopes]
            ways = zip(slopes, goes, strict=True)
            reach = sum((abs(a) * abs(there - places[key]) for (key, a), there in ways), zero)
            if reach and abs(here) / reach * smallest <= 1:
                order = sorted(zip(slopes, goes, strict=True), key=lambda way: -abs(way[0][1]))
                part = short_fraction(max(fraction(abs(here) / reach * smallest), SMALLEST))
                yield Way(part, check, tuple((key, there) for (key, _), there in order))


class TurningSearch:
    """The search for an example that turns a verdict, from what the smallest part tells."""

    def __init__(
        self,
        scenario: Scenario,
        verdicts: Mapping[str, str],
        proven: Iterable[str],
        ways: Iterable[Way],
    ) -> None:
        self.scenario, self.verdicts = scenario, verdicts
        self.proven = set(proven)
        """The checks of which something is proven."""
        ways = sorted(ways)
        self.ways = [way for way in ways if way.check in self.proven and way.part > SMALLEST]
        self.near = [way for way in ways if way.check not in self.proven]
        """Ways to turn others within the smallest part."""

    def nearest(self, switching_values: Sequence[SwitchingValue] | None) -> TurningMoves | None:
        """The nearest example found that turns a verdict of which something is proven."""
        best: Way | None = None
        for one in switching_values or ():
            if one.check in self.proven and not one.in_kind:
                down, up = to_the_ends(self.scenario, one.key)
                rises = one.after > one.value
                part = abs(one.after - one.value) / (up if rises else down)
                way = Way(part, one.check, ((one.key, 1 if rises else -1),))
                best = way if best is None else min(best, way)
        tried = set[tuple[str, frozenset[tuple[str, int]]]]()
        for way in self.ways:
            if len(tried) >= TRIED or (best is not None and way.part >= best.part):
                break
            if (way.check, frozenset(way.goes)) in tried:
                continue
            if switching_values is not None and len(way.goes) == 1:
                continue  # what one number turns is known
            tried.add((way.check, frozenset(way.goes)))
            most = min(way.part * BEYOND, ONE if best is None else best.part)
            if self._turns(way, most):
                best = self._nearest(way, most)
        return None if best is None else self._example(best)

    def edges(self, switching_values: Sequence[SwitchingValue] | None) -> dict[str, TurningMoves]:
        """By check, the example of one that turns within the smallest part: it is on a knife-edge.

        Of what single numbers turn, too: they are no nearer.
        """
        known = {(one.check, one.key) for one in switching_values or ()}
        found: dict[str, TurningMoves] = {}
        for way in self.near[:TRIED]:
            if switching_values is not None and len(way.goes) == 1:
                ((key, _),) = way.goes
                if (way.check, key) not in known:
                    continue  # it turns nothing by itself
            if way.check not in found and self._turns(way, SMALLEST):
                found[way.check] = self._example(self._nearest(way, SMALLEST))
        return found

    def _example(self, best: Way) -> TurningMoves:
        """As few numbers as turn it, with what proves it."""
        recorder = Recorder()
        moves = self._moves(self._few(best))
        becomes = verdict_at(self.scenario, best.check, moves, recorder)
        return TurningMoves(best.check, becomes, best.part, moves, recorder)

    def _moves(self, way: Way) -> dict[str, Fraction]:
        moves = {}
        for key, sign in way.goes:
            down, up = to_the_ends(self.scenario, key)
            value = self.scenario.quantity(key).value
            moves[key] = value + way.part * (up if sign > 0 else -down)
        return {k: x for k, x in moves.items() if x != self.scenario.quantity(k).value}

    def _turns(self, way: Way, part: Fraction) -> bool:
        moves = self._moves(replace(way, part=part))
        return verdict_at(self.scenario, way.check, moves) not in ("", self.verdicts[way.check])

    def _nearest(self, way: Way, high: Fraction) -> Way:
        """The smallest part of this way that turns it, within a hundredth, if it stays turned."""
        low, places = ZERO, [short_fraction(way.part * (1 + by)) for by in (-LITTLE, LITTLE)]
        while high - low > high / 100:
            places = [place for place in places if low < place < high]
            middle = places.pop() if places else short_fraction((low + high) / 2)
            if not low < middle < high:
                break
            low, high = (low, middle) if self._turns(way, middle) else (middle, high)
        return replace(way, part=high)

    def _few(self, way: Way) -> Way:
        """As few of the numbers, those that matter most first, as turn it so far."""
        low, high = 0, len(way.goes)
        while high - low > 1:
            middle = (low + high) // 2
            if self._turns(replace(way, goes=way.goes[:middle]), way.part):
                high = middle
            else:
                low = middle
        return replace(way, goes=way.goes[:high])


def verdict_at(
    scenario: Scenario, check: str, moves: Mapping[str, Fraction], run_solver: Any = None
) -> str:
    """The verdict of a check with some numbers moved; empty where there is none to turn."""
    try:
        at = scenario.moved(moves)
        if refused(at):
            return ""
        context = context_of(at, run_solver or (lambda solver, x: solver(x)), brief=True)
        context.verdict_alone = True
    except Unverified:
        raise
    except IntercityError:
        return ""
    return decided(evaluate(context, check))
