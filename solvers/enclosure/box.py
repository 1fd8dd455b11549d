"""Boxes, and the paths of a calculation through them.

A calculation is run on a whole box at once. Where it compares numbers and the answer is the same
everywhere, it goes on; where it is not, it is run once for each answer. Each path holds for the
points at which its answers are right: these lie in a polygon, since what is compared is enclosed in
affine forms. Together the polygons cover the box, so that a result which all paths agree on at a
point is proven there.

>>> def larger_one(x, y):
...     return "x" if x > y else "y"
>>> cells = paths(Box([(Fraction(0), Fraction(4)), (Fraction(1), Fraction(2))]), larger_one)
>>> for cell in cells:
...     print(cell.found, cell.share)
x 5/8
y 3/8

Source: King (1976), Symbolic execution and program testing; Moore (1966), Interval analysis.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Generic, TypeVar

from solvers.enclosure.active_box import Unsettled, active, enter, leave
from solvers.enclosure.enclosed_number import EnclosedNumber
from solvers.enclosure.polygons import Polygon, area, clipped, difference, on_grid
from solvers.rational import Rational, fraction, rational

__all__ = ["Box", "Cell", "any_negative", "none_negative", "on_box", "paths", "settled"]

T = TypeVar("T")
Answer = tuple[Any, str, bool]
"""Form and relation that a path was asked for, and what it answered."""
Script = tuple[Answer, ...]
MOST_PATHS = 64
MOST_BITS = 64
GRID = 2**24
"""Cells to half a side of a box: on corners of these a border lies of which more bits are known."""


class _Nowhere(Unsettled):
    """A path whose answers are right at no point of the box."""


@dataclass(slots=True)
class _Trace:
    """What was asked while something was worked out.

    ``questions``: those that are open on the whole box, with their answers, in the order asked.
    ``seen``: what was compared with 0, open or not. ``alone``: what came of it serves one path.
    """

    questions: dict[tuple[Any, str], tuple[EnclosedNumber, str, bool]] = field(default_factory=dict)
    seen: dict[Any, EnclosedNumber] = field(default_factory=dict)
    hints: dict[str, Any] = field(default_factory=dict)
    counted: dict[Any, None] = field(default_factory=dict)
    alone: bool = False

    def add(self, other: _Trace) -> None:
        self.questions |= other.questions
        self.seen |= other.seen
        self.hints |= other.hints
        self.counted |= other.counted
        self.alone |= other.alone


class Box:
    """An interval for each number that moves, and what is known of calculations in it.

    ``hints``: what was found at the centre of the box, by what it was found for; whoever has none
    finds them with solvers, and they are kept. ``fork``: the path decides, too, which of two is the
    larger, where else the larger of both would be enclosed. ``most_work``: how much is done on a
    path at most.
    """

    def __init__(
        self,
        sides: Sequence[tuple[Fraction, Fraction]],
        hints: Mapping[str, Any] | None = None,
        *,
        fork: bool = False,
        most_work: int | None = None,
    ) -> None:
        self.most_work = most_work
        self.sides = tuple(sides)
        self.size = len(self.sides)
        self.fork, self.given = fork, hints
        self._symbols: dict[Any, int] = {}
        self._known: dict[Any, Any] = {}
        self._recalled: dict[Any, list[tuple[_Trace, Any]]] = {}
        self._for_all_paths = False
        self._begin()
        self._start(())

    def _begin(self) -> None:
        """Begin a calculation; what others came to is kept."""
        self.steps, self.kinks = 0, False
        self.hints: dict[str, Any] = {}
        self.seen: dict[Any, EnclosedNumber] = {}
        """What was compared with 0 on the first path, settled or not."""
        self.curved: list[Fraction] = []
        """What curves were taken over, which enclose the less the more it moves."""

    def _start(self, script: Script) -> None:
        """Begin a path that answers its first open questions so."""
        self.script, self.answers = script, list[Answer]()
        self.work = 0
        self.steps += 1
        self._trace = _Trace(seen={} if script else self.seen, hints=self.hints)
        self.counted = set[Any]()
        self._on_path: dict[Any, tuple[_Trace, Any]] = {}
        self.other_ways: list[tuple[Script, list[tuple[Rational, Rational]]]] = []
        self.left_open: list[list[tuple[Rational, Rational]]] = []
        self.signs: dict[Any, tuple[str, bool]] = {}
        one = rational(1)
        self.region: list[tuple[Rational, Rational]] = {
            1: [(-one, 0 * one), (one, 0 * one)],
            2: [(-one, -one), (one, -one), (one, one), (-one, one)],
        }.get(self.size, [])

    @cached_property
    def numbers(self) -> list[Fraction]:
        """The numbers that move, each in its interval."""
        return [
            EnclosedNumber.of(rational((low + high) / 2), {k: rational((high - low) / 2)})
            for k, (low, high) in enumerate(self.sides)
        ]

    def count(self, key: Any) -> None:
        """A worth, counted once on a path; its work is as the numbers that move."""
        self._trace.counted[key] = None  # of each step that takes it, whichever was first
        if key in self.counted:
            return
        self.counted.add(key)
        self.work += self.size
        self.steps += 1
        if self.most_work is not None and self.work > self.most_work:
            raise Unsettled("more work than is done here")

    @property
    def moves_most(self) -> int | None:
        """The number by which what curves are taken over moves most; ``None`` without any."""
        pulls = [rational(0)] * self.size
        for x in self.curved:
            for k in range(self.size):
                if isinstance(x, EnclosedNumber) and k in x.terms:
                    pulls[k] += abs(x.terms[k])
        return max(range(self.size), key=pulls.__getitem__) if any(pulls) else None

    def symbol(self, key: Any) -> int:
        """The symbol of what was left out of a form; the same for the same step."""
        return self._symbols.setdefault(key, self.size + len(self._symbols))

    def once(self, key: Any, work: Callable[[], T]) -> T:
        """What does not depend on the path, worked out once: without asking what holds on it."""
        if key not in self._known:
            before, self._for_all_paths = self._for_all_paths, True
            try:
                self._known[key] = work()
            finally:
                self._for_all_paths = before
        found: T = self._known[key]
        return found

    def recall(self, key: Any, work: Callable[[], T], *, alone: bool = False) -> T:
        """What a step comes to, worked out once for each way its open questions are answered.

        On another path, and in another calculation, they are asked again, in the same order: where
        they are answered the same, so is the step. ``alone``: what it comes to works out more later
        on, and serves this path alone.
        """
        known = self._recalled.get(key, [])
        for trace, found in known if key not in self._on_path else [self._on_path[key]]:
            if all(self.holds(x, relation) is answer
                   for x, relation, answer in trace.questions.values()):  # fmt: skip
                self._trace.add(trace)
                for counted in trace.counted:
                    self.count(counted)
                again: T = found
                return again
        before, self._trace = self._trace, _Trace(alone=alone)
        try:
            new = work()
        finally:
            trace, self._trace = self._trace, before
            before.add(trace)
        # Where a path has a region, what it answered before may have settled what was asked now.
        if trace.alone or (self.region and (self.answers or self.left_open)):
            self._on_path[key] = trace, new
        else:
            self._recalled.setdefault(key, known).append((trace, new))
        return new

    def hint(self, key: Any, find: Callable[[], Any]) -> Any:
        """What was found at the centre for this; proofs do not rest on it."""
        name = self.once(("name", key), lambda: _digest(key))
        found = self.once(("hint", name), lambda: self._hint(name, find))
        self._trace.hints[name] = found
        return found

    def _hint(self, name: str, find: Callable[[], Any]) -> Any:
        if self.given is None:
            return find()
        if name not in self.given:
            raise Unsettled("a certificate that is not there")
        return self.given[name]

    @property
    def places(self) -> list[dict[int, int]]:
        """The corners of a small box, where else than at its centre hints are looked for."""
        if not self.fork or not 1 <= self.size <= 2:
            return []
        return [dict(enumerate(at)) for at in itertools.product((-1, 1), repeat=self.size)]

    @property
    def path_middle(self) -> dict[int, Fraction]:
        """About the middle of where the path's answers are right; empty at the centre of the box.

        Hints are looked for there, too.
        """
        if not self.region:
            return {}
        found = {
            k: Fraction(round(fraction(sum(at, rational(0))) / len(at) * 1024), 1024)
            for k, at in enumerate(zip(*self.region, strict=True))
            if k < self.size
        }
        return found if any(found.values()) else {}

    def middle(self, x: Fraction) -> Rational:
        """About what a number is where the path's answers are right."""
        if not isinstance(x, EnclosedNumber):
            return rational(x)
        total = x.centre
        for k, corners in enumerate(zip(*self.region, strict=True) if self.region else ()):
            if k in x.terms:
                total = total + x.terms[k] * sum(corners, rational(0)) / len(self.region)
        return total

    def extent(self, x: EnclosedNumber) -> tuple[Rational, Rational]:
        """The least and the most that a number can be where the path's answers are right."""
        if not self.region:
            return _limited(x, x.centre - x.spread, x.centre + x.spread)
        own = [x.terms.get(k, 0) for k in range(self.size)]
        rest = x.spread - sum(map(abs, own), start=rational(0))
        values = [
            sum((a * at for a, at in zip(own, corner, strict=False) if a), start=x.centre)
            for corner in self.region
        ]
        return _limited(x, min(values) - rest, max(values) + rest)

    def surely(self, x: Fraction, relation: str) -> bool:
        """Whether ``x relation 0`` at all points where the path's answers are right."""
        if not isinstance(x, EnclosedNumber):
            return x < 0 if relation == "<" else x <= 0 if relation == "<=" else x == 0
        return self._settled(x, relation) is True

    def _settled(self, x: EnclosedNumber, relation: str) -> bool | None:
        assert not self._for_all_paths  # noqa: S101 - it would hold on this path alone
        self._trace.seen.setdefault(x.key, x)
        low, high = self.extent(x)
        if relation == "<":
            return True if high < 0 else False if low >= 0 else None
        if relation == "<=":
            return True if high <= 0 else False if low > 0 else None
        return False if low > 0 or high < 0 else None

    def holds(self, x: EnclosedNumber, relation: str) -> bool:
        """Whether ``x relation 0``: settled, or answered by the path."""
        answer = self._settled(x, relation)
        if answer is None:
            answer = self._remembered(x, relation)
            if answer is None:
                answer = self._answered(x, relation)
            self._trace.questions.setdefault((x.key, relation), (x, relation, answer))
        return answer

    def _answered(self, x: EnclosedNumber, relation: str) -> bool:
        """The path's answer to an open question; by default what is so at the centre."""
        place = len(self.answers)
        if place < len(self.script):
            *asked, answer = self.script[place]
            if asked != [x.key, relation]:
                raise Unsettled("a calculation that asks something else on the same path")
        else:
            centre = x.centre
            answer = {"<": centre < 0, "<=": centre <= 0, "==": centre == 0}[relation]
            other = self._clipped(x, relation, not answer)
            if other or not self.region:
                way = (*self.answers, (x.key, relation, not answer))
                self.other_ways.append((way, other))
        region = self._clipped(x, relation, answer)
        if self.region and not region:
            raise _Nowhere("a path that is right nowhere")
        self.region = region
        self.answers.append((x.key, relation, answer))
        self._remember(x, relation, holds=answer)
        return answer

    def demand(self, numbers: Sequence[Fraction], reason: str) -> None:
        """Go on where none of the numbers is negative; of the rest of the path nothing is said.

        ``Unsettled`` where that may be all of it.
        """
        for x in numbers:
            if not isinstance(x, EnclosedNumber):
                if x < 0:
                    raise Unsettled(reason)
                continue
            self._trace.seen.setdefault(x.key, x)
            low, high = self.extent(x)
            if low >= 0:
                continue
            kept = self._clipped(x, "<", False) if high >= 0 else []
            if not kept or self._remembered(x, "<") is True:
                raise Unsettled(reason)
            self.left_open.append(self._clipped(x, "<", True))
            self.region = kept

    def _remember(self, x: EnclosedNumber, relation: str, *, holds: bool) -> None:
        """Keep the answer, for the same form and multiples of it."""
        form, up = _scaled(x)
        if relation == "==":
            self.signs[form, "=="] = ("==", holds)
            return
        # x < 0, x <= 0 or their contraries, as a sign of the scaled form
        sign = relation if holds else {"<": ">=", "<=": ">"}[relation]
        self.signs[form, sign if up else _turned(sign)] = ("", True)

    def _remembered(self, x: EnclosedNumber, relation: str) -> bool | None:
        form, up = _scaled(x)
        known = {sign for sign in ("<", "<=", ">", ">=") if (form, sign) in self.signs}
        zero = self.signs.get((form, "=="))
        if not up:
            known = {_turned(sign) for sign in known}
        if zero is not None and (zero[1] or relation == "=="):
            return relation != "<" if zero[1] else False
        if zero is not None and ("<=" in known or ">=" in known):
            known |= {"<" if "<=" in known else ">"}
        if relation == "==":
            both = {"<=", ">="} <= known
            return False if known & {"<", ">"} else True if both else None
        if "<" in known:
            return True
        if ">" in known:
            return False
        if relation == "<=" and "<=" in known:
            return True
        return False if relation == "<" and ">=" in known else None

    def _clipped(
        self,
        x: EnclosedNumber,
        relation: str,
        holds: bool,  # noqa: FBT001
    ) -> list[tuple[Rational, Rational]]:
        """Where in the path's region the answer may be right."""
        if not self.region:
            return []
        zero = rational(0)
        across = x.terms.get(0, zero)
        up = x.terms.get(1, zero) if self.size > 1 else zero  # else a symbol of what was left out
        rest = x.spread - abs(across) - abs(up)
        region = self.region
        if relation == "==" and not holds:
            return region
        if relation == "==" or holds:
            region = clipped(region, (across, up), x.centre - rest)
        if relation == "==" or not holds:
            region = clipped(region, (-across, -up), -x.centre - rest)
        # A border that is not exact anyway needs no long fractions.
        longest = max(int(a.q).bit_length() for a in (x.centre, across, up))
        return on_grid(region, GRID) if region and rest and longest > MOST_BITS else region


def _limited(x: EnclosedNumber, low: Rational, high: Rational) -> tuple[Rational, Rational]:
    return (low, high) if x.limits is None else (max(low, x.limits[0]), min(high, x.limits[1]))


def _digest(key: Any) -> str:
    """A short name for what something was found for."""
    return hashlib.sha256(repr(key).encode()).hexdigest()[:16]


def _turned(sign: str) -> str:
    return {"<": ">", ">": "<", "<=": ">=", ">=": "<="}[sign]


def _scaled(x: EnclosedNumber) -> tuple[Any, bool]:
    """The form over the size of its first coefficient, and whether that is positive."""
    terms = sorted(x.terms.items())
    first = terms[0][1]
    return (x.centre / first, tuple((s, a / first) for s, a in terms)), first > 0


def none_negative(numbers: Sequence[Fraction]) -> bool:
    """Whether none of them is below 0; the path decides where that is not settled."""
    numbers = [x for x in numbers if isinstance(x, EnclosedNumber) or x < 0]
    if not numbers:
        return True
    return not any_negative(numbers) and all(x >= 0 for x in numbers)


def any_negative(numbers: Iterable[Fraction]) -> bool:
    """Whether one of them is below 0 wherever the path's answers are right."""
    return any(active().surely(x, "<") if isinstance(x, EnclosedNumber) else x < 0 for x in numbers)


@dataclass(frozen=True, slots=True)
class Cell(Generic[T]):
    """A polygon of the box, outside of which the path is right nowhere, and what it ``found``.

    ``found``: ``None`` where nothing is settled. In a box of other than two numbers, which has no
    polygon, ``corners`` is empty: the path may be right anywhere. ``share``: of the box's area.
    """

    corners: Polygon
    found: T | None
    share: Fraction = field(compare=False)


@contextmanager
def on_box(box: Box, script: Script = ()) -> Iterator[list[Fraction]]:
    """Work on a box: its numbers move in it. The path answers its first open questions so."""
    box._start(script)
    token = enter(box)
    try:
        yield box.numbers
    finally:
        leave(token)


def paths(
    box: Box, work: Callable[..., T], most: int = MOST_PATHS, wanted: T | None = None
) -> list[Cell[T]]:
    """All paths of a calculation on the box's numbers, each with where it may be right.

    Beyond ``most`` paths what is left has nothing found. ``wanted``: where one finds anything else,
    the others are left out.
    """
    cells: list[Cell[T]] = []
    waiting: list[tuple[Script, list[tuple[Rational, Rational]]]] = [((), [])]
    box._begin()
    while waiting:
        script, region = waiting.pop()
        if len(cells) >= most:
            cells.append(_cell(box, region, None))
            continue
        found: T | None
        with on_box(box, script) as numbers:
            try:
                found = work(*numbers)
            except _Nowhere:
                waiting += box.other_ways
                cells += [_cell(box, region, None) for region in box.left_open]
                continue
            except Unsettled:
                found = None
            waiting += box.other_ways
            cells += [_cell(box, region, None) for region in box.left_open]
            cells.append(_cell(box, box.region, found))
        if wanted is not None and any(cell.found != wanted for cell in cells):
            break
    return cells


def _cell(box: Box, region: list[tuple[Rational, Rational]], found: T | None) -> Cell[T]:
    if not region:
        return Cell((), found, Fraction(1))
    corners: list[tuple[Fraction, Fraction]] = []
    middles = [(low + high) / 2 for low, high in box.sides]
    halves = [(high - low) / 2 for low, high in box.sides]
    for at in region:
        place = [m + h * fraction(e) for m, h, e in zip(middles, halves, at, strict=False)]
        corners.append((place[0], place[1] if len(place) > 1 else Fraction(0)))
    return Cell(tuple(corners), found, _part(region, box.size))


def _part(region: list[tuple[Rational, Rational]], size: int) -> Fraction:
    """Its share of the box, whose sides are from -1 to 1."""
    if size == 1:
        at = [x for x, _ in region]
        return fraction((max(at) - min(at)) / 2)
    return area(tuple((fraction(x), fraction(y)) for x, y in region)) / 4


def settled(cells: Iterable[Cell[T]]) -> Mapping[T, list[Polygon]]:
    """Where all cells agree, by what they found; the parts do not overlap."""
    known = [cell for cell in cells if area(cell.corners)]
    found: dict[T, list[Polygon]] = {}
    for cell in known:
        if cell.found is None:
            continue
        parts = [cell.corners]
        others = [other.corners for other in known if other.found != cell.found]
        for cutter in (*others, *found.get(cell.found, ())):
            parts = [rest for part in parts for rest in difference(part, cutter)]
        found.setdefault(cell.found, []).extend(parts)
    return found
