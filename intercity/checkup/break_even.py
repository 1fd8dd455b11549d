"""Break-evens: between which numbers of its range one number turns the verdict of one check.

The number is moved to both ends; where the check finds something else there, and its margins do
not lie on a straight line, half-way; and to the quarters, unless they stay far from 0. Where the
check's margin falls towards 0 between two of these places, or where its verdict has another reason
at one of them, the search looks there too. Where the verdict differs, the break-even is closed in
on: by the margin where there is one, else by halving. From there the search goes on, in eighths of
what is left of the way, for where that other verdict ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from games.errors import IntercityError
from intercity.checkup.looked_at import NotingContext
from intercity.findings.checks import evaluate
from intercity.findings.switching_value import NEAR, STEPS
from intercity.proofs import Unverified
from intercity.region.context import Context
from intercity.scenario_file import refused
from intercity.topics.registry import context_of

if TYPE_CHECKING:
    from intercity.checkup.looked_at import Key, Noted
    from intercity.findings.finding import Finding
    from intercity.scenario.scenario import Scenario

__all__ = ["CLOSE", "Moved", "Stretch", "Way", "crossing", "decided", "first_looks", "shortest"]

C = TypeVar("C", bound=Context)
CLOSE = Fraction(1, 200)
"""How closely a break-even is enclosed, as a part of the way to the end of the range."""
QUARTER, HALF, ALL = Fraction(1, 4), Fraction(1, 2), Fraction(1)
LOOKS = 5
"""How many more places are looked at between two neighbouring ones."""


def decided(finding: Finding | None) -> str:
    """The verdict; empty where there is none that could be turned."""
    if finding is None or finding.turns_on in ("undecided", "not asked"):
        return ""
    return finding.turns_on


class Moved:
    """A scenario of which one number is moved: what checks find there, each looked at once."""

    def __init__(
        self,
        scenario: Scenario,
        key: str,
        run_solver: Callable[..., Any],
        before: Mapping[Key, Noted] | None = None,
    ) -> None:
        self.scenario, self.key, self.run_solver, self.before = scenario, key, run_solver, before
        quantity = scenario.quantity(key)
        assert quantity.low is not None and quantity.high is not None  # noqa: S101, PT018 - assumed
        self.value, self.low, self.high = quantity.value, quantity.low, quantity.high
        self.whole = quantity.whole
        self.contexts: dict[Fraction, NotingContext | None] = {}
        self.findings: dict[tuple[str, Fraction], Finding | None] = {}

    def look(self, name: str, value: Fraction) -> Finding | None:
        """What one check finds there; ``None`` where the number fits with no other."""
        if (name, value) not in self.findings:
            self.findings[name, value] = self._found(name, value)
        return self.findings[name, value]

    def _found(self, name: str, value: Fraction) -> Finding | None:
        here = self.before.get(("check", name)) if self.before and value == self.value else None
        if here is not None:
            return cast("Finding", here.found)
        if value not in self.contexts:
            self.contexts[value] = self._built(
                lambda moved: NotingContext(moved, self.run_solver, self.before), value
            )
        context = self.contexts[value]
        return None if context is None else context.find(name)

    def prove(self, name: str, value: Fraction, run_solver: Callable[..., Any]) -> Finding | None:
        """The same, everything asked anew."""
        context = self._built(lambda moved: context_of(moved, run_solver, brief=True), value)
        if context is None:
            return None
        context.verdict_alone = True
        return evaluate(context, name)

    def _built(self, build: Callable[[Scenario], C], value: Fraction) -> C | None:
        try:
            moved = self.scenario.moved({self.key: value})
            return None if refused(moved) else build(moved)
        except Unverified:
            raise
        except IntercityError:
            return None


class Stretch(NamedTuple):
    """A stretch of the way in which the verdict is another: from ``after`` on, up to ``until``.

    It is not that one at ``before``, close to ``after``, nor at ``beyond``, close to ``until``;
    where that is ``None``, the stretch goes to the end of the range.
    """

    before: Fraction
    after: Fraction
    until: Fraction
    beyond: Fraction | None


@dataclass(frozen=True, slots=True)
class Way:
    """The way from a number to an end of its range, as one check sees it.

    ``verdict``: what it comes to at the number, or at ``start``, if the way begins there.
    """

    moved: Moved
    check: str
    verdict: str
    end: Fraction
    start: Fraction | None = None

    def stretches(
        self, looked: Sequence[Fraction] = (), met: Iterable[tuple[Fraction, Fraction]] = ()
    ) -> list[Stretch]:
        """The stretches in which the verdict is another one, in order.

        ``looked``: the first looks, those on the other side of the number among them if there are.
        ``met``: the two sides of break-evens of other checks on the same way.
        """
        looked = looked or first_looks([self])
        found, met, way = list[Stretch](), list(met), self
        sides = self._break_even(looked, met)
        while sides is not None:
            before, after = sides
            way = replace(self, start=after, verdict=self._decided(after))
            sides = None if after == self.end else way._break_even(way._next_looks(looked), met)
            if way.verdict not in ("", self.verdict):
                found.append(Stretch(before, after, *(sides or (self.end, None))))
        return found

    def _next_looks(self, looked: Iterable[Fraction]) -> list[Fraction]:
        """Where the check is looked at beyond the place at which another verdict begins."""
        first = self._part(self._begin)
        eighths = {self._place(first + (ALL - first) * k / 8) for k in range(1, 9)}
        onwards = {at for at in looked if self._onwards(at)}
        return sorted({at for at in eighths if self._onwards(at)} | onwards | {self._begin})

    @property
    def _begin(self) -> Fraction:
        return self.moved.value if self.start is None else self.start

    def _break_even(
        self, looked: Sequence[Fraction], met: Iterable[tuple[Fraction, Fraction]]
    ) -> tuple[Fraction, Fraction] | None:
        """The first two sides of a break-even that are met; ``None`` where none are."""
        here = self._look(self._begin)
        if all(self._look(at) == here for at in looked):
            return None
        sides = self._first_change(looked)
        if sides is None:
            return None
        before, after = self._where_others_turn(*sides, met)
        line = len(looked) == 3 and self._straight(*looked)
        at = self._where_0(before, after) if line else None
        if at is not None and (at * 10**6).denominator == 1 and not self.moved.whole:
            before, after = self._beside(at, before, after, both=True)
        return self._close_in(before, after)

    def _where_others_turn(
        self, before: Fraction, after: Fraction, met: Iterable[tuple[Fraction, Fraction]]
    ) -> tuple[Fraction, Fraction]:
        """The nearest two sides among those between which other checks are turned.

        Often what firms choose changes there, and many checks with it.
        """
        for first, last in met:
            if self._in_order([before, first, last, after]) != [before, first, last, after]:
                continue
            if self._decided(first) == self.verdict and self._turned(last):
                before, after = first, last
        return before, after

    def wants(self, end: Fraction | None) -> bool:
        """Whether what is found at both ends of the range leaves open what is between.

        ``end``: the other one, if there is one.
        """
        value = self.moved.value
        if end is None:
            return True
        if self._look(end) == self._look(value) == self._look(self.end):
            return False
        return not self._straight(end, value, self.end)

    def first_looks(self) -> set[Fraction]:
        """Where the check is looked at between the number and the end: half-way, and at quarters.

        Not at the quarters where the end and half the way leave all that the check finds as it is,
        or its margin on a straight line or far from 0; and no farther than the first place at which
        its verdict is turned.
        """
        value, (half, end) = self.moved.value, map(self._place, (HALF, ALL))
        looked, places = {half, end}, (value, half, end)
        same = self._look(value) == self._look(half) == self._look(end)
        if not (same or self._straight(*places) or self._far(*places)):
            looked.add(self._place(QUARTER))
            if not self._turned(self._place(QUARTER)) and not self._turned(half):
                looked.add(self._place(3 * QUARTER))
        return looked

    def _straight(self, *places: Fraction) -> bool:
        """Whether the margins of three places lie on a line, whatever their verdicts."""
        points = [(at, margin) for at in places if (margin := self._signed(at)) is not None]
        if len(points) < 3:
            return False
        (a, x), (b, y), (c, z) = points
        return (y - x) * (c - b) == (z - y) * (b - a)

    def _far(self, *places: Fraction) -> bool:
        """Whether the margins of places are all more than half of the greatest of them."""
        margins = [margin for at in places if (margin := self._margin(at)) is not None]
        return len(margins) == len(places) and 2 * min(margins) > max(margins)

    def _place(self, part: Fraction) -> Fraction:
        """A part of the way, in short steps, so that the unit of the number does not matter."""
        steps = Fraction(round(part * STEPS), STEPS)
        at = self.moved.value + steps * (self.end - self.moved.value)
        return Fraction(round(at)) if self.moved.whole else at

    def _short_place(self, part: Fraction) -> Fraction:
        """That part itself, if it has few digits: a verdict may be turned at one number alone."""
        at = self.moved.value + part * (self.end - self.moved.value)
        return at if (at * 10**6).denominator == 1 and not self.moved.whole else self._place(part)

    def _in_order(self, places: Iterable[Fraction]) -> list[Fraction]:
        """Places in the order in which they lie on the way."""
        return sorted(places, reverse=self.end < self.moved.value)

    def _onwards(self, at: Fraction) -> bool:
        """Whether a place is on the way, not on the other side of where it begins."""
        return self._part(at) >= self._part(self._begin)

    def _part(self, at: Fraction) -> Fraction:
        return (at - self.moved.value) / (self.end - self.moved.value)

    def _rounded(self, at: Fraction) -> Fraction:
        return self._place(self._part(at))

    def _look(self, at: Fraction) -> Finding | None:
        return self.moved.look(self.check, at)

    def _decided(self, at: Fraction) -> str:
        return decided(self._look(at))

    def _turned(self, at: Fraction) -> bool:
        return self._decided(at) != self.verdict

    def _margin(self, at: Fraction) -> Fraction | None:
        """How far the verdict is from being turned; ``None`` where there is no measure of it."""
        found = self._look(at)
        if found is None or decided(found) != self.verdict or found.margin is None:
            return None
        return abs(found.margin)

    def _signed(self, at: Fraction) -> Fraction | None:
        """The margin, below 0 where the verdict is that something fails."""
        found = self._look(at)
        return None if found is None or not decided(found) else found.margin

    def _slope(self, places: Sequence[Fraction]) -> Fraction | None:
        """How the margin changes with the way from the first of two places to the second."""
        if len(places) < 2:
            return None
        first, second = map(self._margin, places)
        if first is None or second is None:
            return None
        return (second - first) / (self._part(places[1]) - self._part(places[0]))

    def _first_change(self, looked: Iterable[Fraction]) -> tuple[Fraction, Fraction] | None:
        """The first two places between which the verdict is turned, if any are met."""
        before = self._begin
        places = self._in_order(set(looked))
        for here, there in pairwise(places[places.index(before) :]):
            if self._decided(here) == self.verdict:
                before = here
            between = self._turned_between(places, here, there)
            if between is not None:
                return between
            if self._turned(there):
                return before, there
        return None

    def _turned_between(
        self, looked: list[Fraction], here: Fraction, there: Fraction
    ) -> tuple[Fraction, Fraction] | None:
        """Two places between neighbouring ones between which the verdict is turned, if met."""
        places, inside = list(looked), (here, there)
        for _ in range(LOOKS):
            doubtful = [
                found
                for k in range(places.index(inside[0]), places.index(inside[1]))
                if (found := self._doubt(places, k)) is not None
            ]
            if not doubtful:
                return None
            _, at = min(doubtful)
            places = self._in_order({*places, at})
            if self._turned(at):
                holding = [
                    place
                    for place in places[: places.index(at)]
                    if self._onwards(place) and self._decided(place) == self.verdict
                ]
                return holding[-1], at
        return None

    def _doubt(self, places: list[Fraction], k: int) -> tuple[Fraction, Fraction] | None:
        """Where the verdict may be turned between a place and the next; first, how deep it falls.

        The margins beside them are drawn on as straight lines, which bound a convex margin from
        below. Half-way, where one of the two has no margin or no verdict.
        """
        left, right = places[k], places[k + 1]
        middle = self._rounded((left + right) / 2)
        here, there = self._margin(left), self._margin(right)
        if (here is None and there is None) or middle in (left, right):
            return None
        if k and self._straight(*places[k - 1 : k + 2]):
            return None
        falls = self._slope(places[k - 1 : k + 1]) if k else None
        rises = self._slope(places[k + 1 : k + 3])
        length = self._part(right) - self._part(left)
        if length <= CLOSE:
            return None
        if here is None or there is None:
            both = self._decided(left) == self._decided(right) == self.verdict
            heading = (falls or 0) < 0 if there is None else (rises or 0) > 0
            return (Fraction(0), middle) if both or heading else None
        if falls is None or rises is None:
            drop = Fraction(0)
            drop = here + falls * length if falls is not None else drop
            drop = there - rises * length if rises is not None else drop
            return (drop, middle) if drop < 0 else None
        if falls >= 0 or rises <= 0:
            return None
        step = (there - here - rises * length) / (falls - rises)
        depth, at = here + falls * step, self._short_place(self._part(left) + step)
        return (depth, at) if depth <= 0 and at not in (left, right) and 0 < step < length else None

    def _close_in(self, before: Fraction, after: Fraction) -> tuple[Fraction, Fraction]:
        width = Fraction(1) if self.moved.whole else CLOSE * abs(self.end - self.moved.value)
        halve = False
        while abs(after - before) > width:
            middle = self._between(before, after, halve=halve, width=width)
            shrunk = abs(after - before)
            line = self._straight(before, middle, after)
            if self._turned(middle):
                after = middle
            else:
                before = middle
            halve = not (halve or line) and abs(after - before) > shrunk / 2
        return self._in_few_digits(*self._off_the_start(before, after))

    def _in_few_digits(self, before: Fraction, after: Fraction) -> tuple[Fraction, Fraction]:
        """The two sides, of which one has few digits: what is told of them is proven.

        The one at which it is turned; or, where it is turned just beyond it, the other. A quarter
        of the range, up to which it is near, is not between them.
        """
        if self.moved.whole or before == self._begin:
            return before, after
        way = 1 if after > before else -1
        quarter = self.moved.value + way * NEAR * (self.moved.high - self.moved.low)
        for at in (quarter, *self._short_ones(before, after)):
            before, after = self._beside(at, before, after)
            if abs(after - before) <= self._step:
                return before, after
        limits = [before + way * CLOSE * abs(self.end - self.moved.value)]
        limits += [quarter] if self._in_order([after, quarter]) == [after, quarter] else []
        return before, self._farther(after, limits)

    def _farther(self, after: Fraction, limits: Sequence[Fraction]) -> Fraction:
        """A place with fewer digits at which it is turned as well, if one is so near."""
        low, high = sorted((after, self._in_order([*limits, self.end])[0]))
        at = shortest(low, high, after)
        return at if self._turned(at) else after

    def _beside(
        self, at: Fraction, before: Fraction, after: Fraction, *, both: bool = False
    ) -> tuple[Fraction, Fraction]:
        """The two sides, if ``at`` is no farther off than one of them: it, and next to it.

        ``both``: next to it also where the verdict is turned at it.
        """
        if self._in_order([before, at, after]) != [before, at, after] or at == after:
            return before, after
        step = self._step if self.end > self.moved.value else -self._step
        if self._turned(at):
            holds = both and self._decided(at - step) == self.verdict
            return (at - step if holds else before), at
        if self._decided(at) == self.verdict:
            return at, (at + step if self._turned(at + step) else after)
        return before, after

    @property
    def _step(self) -> Fraction:
        return Fraction(1) if self.moved.whole else abs(self.end - self.moved.value) / STEPS

    def _short_ones(self, before: Fraction, after: Fraction) -> list[Fraction]:
        """Where margins drawn on as a straight line are 0, if that is short; the shortest one."""
        low, high = sorted((before, after))
        at = self._where_0(before, after)
        exact = [at] if at is not None and (at * 10**6).denominator == 1 else []
        return [*exact, shortest(low, high, (low + high) / 2 if at is None else at)]

    def _where_0(self, before: Fraction, after: Fraction) -> Fraction | None:
        """Where margins of two places, drawn on as a straight line, are 0; ``None`` if outside."""
        first, last = (None if f is None else f.margin for f in map(self._look, (before, after)))
        if first is None or last is None or first == last:
            return None
        at = before + (after - before) * first / (first - last)
        return at if min(before, after) < at < max(before, after) else None

    def _off_the_start(self, before: Fraction, after: Fraction) -> tuple[Fraction, Fraction]:
        """The two sides, looked at next to where the way begins, if that is one of them.

        So that it stays one of them only where the least move turns the verdict.
        """
        nearest = self._begin + (self._step if self.end > self.moved.value else -self._step)
        if before != self._begin or self.moved.whole or self._part(nearest) >= self._part(after):
            return before, after
        return (before, nearest) if self._turned(nearest) else (nearest, after)

    def _half(self, one: Fraction, other: Fraction) -> Fraction:
        if self.moved.whole:
            return Fraction((one + other) // 2)
        return self._rounded((one + other) / 2)

    def _between(
        self, before: Fraction, after: Fraction, *, halve: bool, width: Fraction
    ) -> Fraction:
        """A number between the two sides, at which to look next."""
        margins = [None if f is None else f.margin for f in map(self._look, (before, after))]
        middle = self._half(before, after)
        if halve or margins[0] is None or margins[1] is None:
            return middle
        at = self._rounded(crossing((before, margins[0]), (after, margins[1]), width))
        return middle if at in (before, after) else at


def first_looks(ways: Sequence[Way]) -> list[Fraction]:
    """Where a check is looked at first, on the ways to all ends of a range, in order."""
    looked = {way.moved.value for way in ways} | {way.end for way in ways}
    for way in ways:
        others = [other.end for other in ways if other is not way]
        if way.wants(others[0] if others else None):
            looked |= way.first_looks()
    return sorted(looked)


def shortest(low: Fraction, high: Fraction, near: Fraction) -> Fraction:
    """The number with the fewest decimals between two others, or one of them.

    Of several the nearest to a third.

    >>> shortest(Fraction("0.1641"), Fraction("0.1671"), Fraction(1, 6))
    Fraction(167, 1000)
    >>> shortest(Fraction(118), Fraction(134), Fraction(118))
    Fraction(120, 1)
    """
    if low <= 0 <= high:
        return Fraction(0)
    unit = Fraction(1)
    while unit <= max(abs(low), abs(high)):
        unit *= 10
    while low < high:
        first, last = math.ceil(low / unit), math.floor(high / unit)
        if first <= last:
            return min(max(round(near / unit), first), last) * unit
        unit /= 10
    return low


def crossing(
    before: tuple[Fraction, Fraction], after: tuple[Fraction, Fraction], width: Fraction
) -> Fraction:
    """Just past where the margins of two places cross 0, else the middle.

    A third of ``width`` past it, so that the next look is before it; never outside the two.
    """
    (a, first), (b, second) = before, after
    span = abs(first) + abs(second)
    if (first < 0) == (second < 0) or not span:
        return (a + b) / 2
    step = width / 3 if b > a else -width / 3
    at = a + (b - a) * abs(first) / span + step
    return min(max(at, min(a, b) + abs(step)), max(a, b) - abs(step))
