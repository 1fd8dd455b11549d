"""The map of proof: where two numbers may be for a verdict to hold, all of it proven.

The rectangle of two assumed numbers is covered by boxes. On each the check is run once for all of
its numbers (``verdict_on_box.py``), which parts it in polygons, proven to hold, proven to fail, or
open; the box of which most is open is halved next. So shares are exact, and each box carries what
its proof is worked out from.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from games.by_city import one_of, whole
from games.errors import InvalidInput, Told, of_kind
from games.exact import exact
from games.input_limits import fraction_from_json
from intercity.map_of_proof.english import MappedNumber, summary
from intercity.map_of_proof.verdict_on_box import MAPPED, cells_on_box
from intercity.proofs import Unverified
from intercity.scenario.scenario import Scenario
from solvers.enclosure.box import Cell, settled
from solvers.enclosure.hints import hint_from_json, hint_to_json
from solvers.enclosure.polygons import Polygon, area, clipped, inside
from solvers.production.opening_proof import Memory
from solvers.production.opening_search import with_memory
from solvers.rational import rational

if TYPE_CHECKING:
    from games.exact import Number
    from intercity.scenario.quantity import Quantity

__all__ = ["MapBox", "ProofMap", "proof_map", "range_of"]

ZERO, ONE = Fraction(0), Fraction(1)
Side = tuple[Fraction, Fraction]
ENOUGH = Fraction(1, 1000)
"""A map is done when no more than this share is open,"""
MOST_BOXES = 256
"""or when so many boxes were looked at,"""
MOST_STEPS = 10_000
"""or when so much was done: a step is a path through a check, or a worth that is enclosed."""
PART_FORKS = Fraction(1, 500)
"""A box of which more is open is looked at again, more closely, before it is halved,"""
MANY_STEPS = 16
"""unless nothing of it is settled and one look took more steps than this."""


@dataclass(frozen=True, eq=False)
class MapBox:
    """A box of the map: its ``sides``, the polygons of its proof, and what they come from.

    ``cells``: polygons that cover the box, each with the verdict that may be right in it, empty
    where there is none to turn. A point in several is settled where these agree. ``halved``: the
    number across which it is halved, where the box says so.
    """

    sides: tuple[Side, Side]
    cells: tuple[Cell[str], ...]
    hints: Mapping[str, Any]
    fork: bool
    steps: int = 0
    halved: int | None = None

    @property
    def moved(self) -> tuple[int, ...]:
        """Which of the two numbers move in it."""
        return tuple(k for k, (low, high) in enumerate(self.sides) if low < high)

    @cached_property
    def parts(self) -> Mapping[str, list[Polygon]]:
        """Polygons in the plane of both numbers, by the verdict that is proven there.

        A whole number has a strip of width 1 around it.
        """
        if len(self.moved) == 2:
            return settled(self.cells)
        return settled(Cell(self._drawn(c.corners), c.found, c.share) for c in self.cells)

    def _drawn(self, corners: Polygon) -> Polygon:
        half = Fraction(1, 2)
        spans = [(low - half, high + half) if low == high else (low, high)
                 for low, high in self.sides]  # fmt: skip
        if self.moved:
            at = [x for x, _ in corners]
            spans[self.moved[0]] = (min(at), max(at))
        (a, b), (c, d) = spans
        return ((a, c), (b, c), (b, d), (a, d))

    @property
    def outline(self) -> Polygon:
        """The box itself, as it is drawn."""
        (a, b), (c, d) = self.sides
        half = Fraction(1, 2)
        if a == b:
            a, b = a - half, b + half
        if c == d:
            c, d = c - half, d + half
        return ((a, c), (b, c), (b, d), (a, d))

    @cached_property
    def open(self) -> Fraction:
        """The share of it of which nothing is proven."""
        known = sum((area(part) for parts in self.parts.values() for part in parts), ZERO)
        return 1 - known / area(self.outline)

    def at(self, point: Side) -> str | None:
        """The verdict that is proven at a point of it; ``None`` where none is."""
        moved = [rational(point[k]) for k in self.moved]
        there: Any = (*moved, *[rational(0)] * (2 - len(moved)))
        found = set[str | None]()
        for verdict, corners in self._corners:
            if verdict not in found and (not corners or inside(corners, there)):
                found.add(verdict)
                if len(found) > 1:
                    return None
        return found.pop() if found else None

    @cached_property
    def _corners(self) -> list[tuple[str | None, Any]]:
        """Of each cell its verdict and its corners, as rationals that are quick to compare."""
        return [
            (cell.found, tuple((rational(x), rational(y)) for x, y in cell.corners))
            for cell in self.cells
        ]


@dataclass(frozen=True, eq=False, repr=False)
class ProofMap:
    """Where two numbers may be for a check to have which verdict, all of it proven.

    ``keys``: the two numbers; ``boxes`` cover the rectangle of their ``ranges``. ``shares``: by
    verdict the exact share of the rectangle in which it is proven; empty is where there is no
    verdict; ``open``: the share of which nothing is proven.
    """

    keys: tuple[str, str]
    check: str
    values: tuple[Fraction, Fraction]
    ranges: tuple[Side, Side]
    boxes: tuple[MapBox, ...]

    @cached_property
    def shares(self) -> dict[str, Fraction]:
        """By verdict, the share of the rectangle in which it is proven."""
        found: dict[str, Fraction] = {}
        for box in self.boxes:
            for verdict, parts in box.parts.items():
                found[verdict] = found.get(verdict, ZERO) + sum(map(area, parts), ZERO)
        whole = self._total_area
        return {verdict: found[verdict] / whole for verdict in sorted(found)}

    @property
    def open(self) -> Fraction:
        """The share of the rectangle of which nothing is proven."""
        return 1 - sum(self.shares.values(), ZERO)

    @property
    def _total_area(self) -> Fraction:
        return sum((area(box.outline) for box in self.boxes), ZERO)

    def at(self, one: Number, other: Number) -> str | None:
        """The verdict that is proven at a point; empty where there is none, ``None`` if open."""
        point = (exact(one, self.keys[0]), exact(other, self.keys[1]))
        found = {
            box.at(point)
            for box in self.boxes
            if all(low <= x <= high for x, (low, high) in zip(point, box.sides, strict=True))
        }
        return found.pop() if len(found) == 1 else None

    def verify(self, scenario: Scenario) -> None:
        """Work all boxes out again from their hints, without solvers; ``Unverified`` if one fails.

        And that they cover the rectangle of the numbers' ranges.
        """
        from solvers.highs import without_solvers

        of_kind(scenario, Scenario, place="subject of verify", hint="load_scenario reads it")
        numbers = dict(scenario.quantities())
        if any(
            key not in numbers or numbers[key].value != value or ends != _ends(numbers[key])
            for key, value, ends in zip(self.keys, self.values, self.ranges, strict=True)
        ):
            raise Unverified("The map is of other numbers, or of other ranges.")
        if not _covered(scenario, self):
            raise Unverified("The boxes of the map do not cover its rectangle once.")
        with without_solvers():
            for box in self.boxes:
                cells, _ = cells_on_box(
                    scenario,
                    dict(zip(self.keys, box.sides, strict=True)),
                    self.check,
                    hints=box.hints,
                    fork=box.fork,
                )
                if tuple(cells) != box.cells:
                    told = ", ".join(f"{float(a):g} to {float(b):g}" for a, b in box.sides)
                    raise Unverified(f"The box of {told} is not proven as the map says.")

    def to_json(self) -> dict[str, Any]:
        """The map with its proofs."""
        return {
            "map": 1,
            "keys": list(self.keys),
            "check": self.check,
            "values": [str(x) for x in self.values],
            "ranges": [[str(x) for x in side] for side in self.ranges],
            "shares": {verdict: str(share) for verdict, share in self.shares.items()},
            "open": str(self.open),
            "boxes": [
                {
                    "sides": [[str(x) for x in side] for side in box.sides],
                    "fork": box.fork,
                    "cells": [
                        {
                            "corners": [[str(x), str(y)] for x, y in cell.corners],
                            "verdict": cell.found,
                        }
                        for cell in box.cells
                    ],
                    "hints": {name: hint_to_json(hint) for name, hint in box.hints.items()},
                }
                for box in self.boxes
            ],
        }

    @classmethod
    def from_json(cls, found: Any) -> ProofMap:
        """The map that was written; ``Unverified`` where it is none, or its shares are not so."""
        try:
            boxes = tuple(
                MapBox(
                    _pair([_pair(map(fraction_from_json, side)) for side in box["sides"]]),
                    tuple(
                        Cell(
                            tuple(
                                _pair(map(fraction_from_json, corner)) for corner in cell["corners"]
                            ),
                            cell["verdict"],
                            ZERO,
                        )
                        for cell in box["cells"]
                    ),
                    {name: hint_from_json(hint) for name, hint in box["hints"].items()},
                    bool(box["fork"]),
                )
                for box in found["boxes"]
            )
            known = cls(
                _pair(map(str, found["keys"])),
                one_of(found["check"], MAPPED, "the check of the map"),
                _pair(map(fraction_from_json, found["values"])),
                _pair([_pair(map(fraction_from_json, side)) for side in found["ranges"]]),
                boxes,
            )
            told = {name: fraction_from_json(share) for name, share in found["shares"].items()}
            rest = fraction_from_json(found["open"])
        except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
            raise Unverified(f"This is no map of proof: {error}.") from None
        if told != known.shares or rest != known.open:
            raise Unverified("The shares of the map are not those of its boxes.")
        return known

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"

    def __str__(self) -> str:
        """What is proven, in a few lines."""
        named = zip(self.keys, self.values, self.ranges, strict=True)
        numbers = [MappedNumber(*one, self.alone(k)) for k, one in enumerate(named)]
        told = summary(
            self.check,
            numbers,
            self.shares,
            left=self.open,
            boxes=(sum(1 for box in self.boxes if box.open), len(self.boxes)),
            here=self.at(*self.values),
        )
        return "\n".join(told)

    def alone(self, number: int) -> Side:
        """Between which values of one of both numbers, moved alone, the file's verdict is proven.

        ``number``: 0 or 1. Both are the file's own value where nothing is proven there.
        """
        here, value, other = self.at(*self.values), self.values[number], self.values[1 - number]
        low = high = value
        if here is None:
            return low, high
        line = (ZERO, ONE) if number == 0 else (ONE, ZERO)
        spans = []
        for box in self.boxes:
            for polygon in box.parts.get(here, ()):
                below = clipped(polygon, line, -other)
                at = [corner[number] for corner in clipped(below, (-line[0], -line[1]), other)]
                spans += [(min(at), max(at))] if at else []
        for start, end in sorted(spans):
            high = max(high, end) if start <= high else high
        for start, end in sorted(spans, key=lambda span: -span[1]):
            low = min(low, start) if end >= low else low
        least, most = self.ranges[number]
        return max(low, least), min(high, most)

    def __repr__(self) -> str:
        told = ", ".join(f"{name or 'no verdict'} {x:.1%}" for name, x in self._floats.items())
        return f"ProofMap({self.check}: {self.keys[0]}, {self.keys[1]}: {told})"

    @property
    def _floats(self) -> dict[str, float]:
        return {**{name: float(x) for name, x in self.shares.items()}, "open": float(self.open)}


def _ends(quantity: Quantity) -> tuple[Fraction | None, Fraction | None]:
    return quantity.low, quantity.high


def _pair(found: Any) -> tuple[Any, Any]:
    one, other = found
    return one, other


def range_of(quantity: Quantity, key: str) -> Side:
    """The range of an assumed number; ``InvalidInput`` where it has none, or results none of it."""
    if key.startswith("benchmarks."):
        raise InvalidInput(
            "the number of a map", key, "one that results rest on, not one printed beside them"
        )
    if quantity.low is None or quantity.high is None:
        raise InvalidInput(
            key, Told(f"sourced ({quantity.src})"), "an assumed number: only those have a range"
        )
    if quantity.low == quantity.high:
        raise InvalidInput(
            key, Told(f"always {float(quantity.low):g}"), "a number whose range is wider than that"
        )
    return quantity.low, quantity.high


def proof_map(
    scenario: Scenario,
    key: str,
    other: str,
    *,
    check: str,
    enough: Number = ENOUGH,
    most_boxes: int = MOST_BOXES,
    progress: Callable[[int, Fraction], None] | None = None,
) -> ProofMap:
    """Where two assumed numbers may be, in their ranges, for a check to hold: all of it proven.

    A sampler looks at points; here a verdict is proven for whole areas, as the linear programs
    behind it are solved in affine forms. Other numbers stay as they are.

    ``enough``: the map is done when no more than this share of it is open; ``most_boxes``: or when
    so many boxes were looked at, or about a minute's work was done. ``progress(boxes, open)`` is
    told of each box.

    Errors: ``InvalidInput`` for a key that is not there, a number that a source gives, twice the
    same number, a check of which nothing is proven on boxes, and whole numbers with more values.

    >>> from intercity import parse_scenario
    >>> scenario = parse_scenario('''
    ... format = 1
    ... title = "Land for a plant"
    ... cities = { Hangzhou = {}, Quzhou = {} }
    ... [resources.quota]
    ... kind = "tradable"
    ... owned.Quzhou = { v = 100, low = 0, high = 200 }
    ... [[activities]]
    ... name = "plant"
    ... sites = ["Hangzhou"]
    ... uses = [{ resource = "quota" }]
    ... values = [{ city = "Hangzhou", kind = "cash", amount = { v = 3, low = 0, high = 6 } }]
    ... [[activities]]
    ... name = "farm"
    ... sites = ["Quzhou"]
    ... uses = [{ resource = "quota" }]
    ... values = [{ city = "Quzhou", kind = "cash", amount = { v = 2, low = 1, high = 3 } }]
    ... ''')
    >>> found = proof_map(scenario, "activities.0.values.0.amount", "activities.1.values.0.amount",
    ...                   check="surplus")
    >>> {verdict: str(share) for verdict, share in found.shares.items()}, str(found.open)
    ({'fails': '1/3', 'stands': '2/3'}, '0')
    >>> found.at(2.5, 2), found.at(1.5, 2)
    ('stands', 'fails')

    Source: Moore (1966), Interval analysis; Comba and Stolfi (1993), Affine arithmetic.
    """
    of_kind(scenario, Scenario, place="subject of proof_map", hint="load_scenario reads it")
    ranges = tuple(range_of(scenario.quantity(one), one) for one in (key, other))
    if key == other:
        raise InvalidInput("the second number", key, "another than the first")
    one_of(check, MAPPED, "the check of a map")
    if not MAPPED[check].concerns(scenario):
        tables = " or ".join(f"[{name}]" for name in MAPPED[check].tables)
        asked = f"one that the file asks: {tables} is missing"
        raise InvalidInput("the check of a map", check, asked)
    enough = exact(enough, "the share that may stay open")
    if not 0 <= enough <= 1:
        raise InvalidInput("the share that may stay open", enough, "from 0 to 1")
    if progress is not None and not callable(progress):
        raise InvalidInput("progress", progress, "a function of how many boxes, and what is open")
    most_boxes = whole(most_boxes, "the number of boxes", 1)
    keys = key, other
    leaves: list[tuple[MapBox, Fraction]] = []
    with with_memory(Memory(), any_plan=True):
        first = _first_boxes(scenario, keys, ranges)
        if len(first) > MOST_BOXES:
            right = f"at most {MOST_BOXES}, as whole numbers are looked at one by one"
            raise InvalidInput("the number of values of the two numbers", len(first), right)
        waiting = [(sides, Fraction(1, len(first))) for sides in first]
        looked = steps = 0
        while waiting:
            for sides, share in waiting:
                leaves.append((_box(scenario, keys, check, sides), share))
                looked, steps = looked + 1, steps + leaves[-1][0].steps
                if progress is not None:
                    progress(looked, _left(leaves) + sum((x for _, x in waiting), ZERO))
            waiting = []
            if _left(leaves) > enough and looked < most_boxes and steps < MOST_STEPS:
                worst = max(range(len(leaves)), key=lambda k: leaves[k][0].open * leaves[k][1])
                box, share = leaves[worst]
                if box.moved:
                    del leaves[worst]
                    waiting = [(half, share / 2) for half in _halves(box, ranges)]
    boxes = sorted((box for box, _ in leaves), key=lambda box: box.sides)
    values = (scenario.quantity(key).value, scenario.quantity(other).value)
    return ProofMap(keys, check, values, _pair(ranges), tuple(boxes))


def _left(leaves: Sequence[tuple[MapBox, Fraction]]) -> Fraction:
    """The share of which nothing is proven yet."""
    return sum((box.open * share for box, share in leaves), ZERO)


def _box(scenario: Scenario, keys: tuple[str, str], check: str, sides: tuple[Side, Side]) -> MapBox:
    """A box with its proof; more closely where too much is open at first."""
    given = dict(zip(keys, sides, strict=True))
    cells, box = cells_on_box(scenario, given, check)
    found = MapBox(sides, tuple(cells), box.hints, False, box.steps, box.moves_most)
    if found.open <= PART_FORKS or not box.kinks:
        return found
    if found.open == 1 and box.steps > MANY_STEPS:
        return found  # halves of it take less than all ways through it
    cells, more = cells_on_box(scenario, given, check, fork=True)
    closer = MapBox(sides, tuple(cells), more.hints, fork=True)
    best = min(found, closer, key=lambda one: one.open)
    return replace(best, steps=box.steps + more.steps, halved=box.moves_most)


def _first_boxes(
    scenario: Scenario, keys: tuple[str, str], ranges: Sequence[Side]
) -> list[tuple[Side, Side]]:
    """The rectangle; for a number that must stay whole, each of its values."""
    each = []
    for key, (low, high) in zip(keys, ranges, strict=True):
        if scenario.quantity(key).whole:
            each.append([(Fraction(x), Fraction(x)) for x in range(int(low), int(high) + 1)])
        else:
            each.append([(low, high)])
    return [(one, two) for one in each[0] for two in each[1]]


def _halves(box: MapBox, ranges: Sequence[Side]) -> list[tuple[Side, Side]]:
    """The box halved across the number that it says, else its longer side in parts of its range."""
    k = max(
        box.moved if box.halved is None else [box.moved[box.halved]],
        key=lambda k: (box.sides[k][1] - box.sides[k][0]) / (ranges[k][1] - ranges[k][0]),
    )
    low, high = box.sides[k]
    middle = (low + high) / 2
    return [
        _pair(half if k == n else side for n, side in enumerate(box.sides))
        for half in ((low, middle), (middle, high))
    ]


def _covered(scenario: Scenario, found: ProofMap) -> bool:
    """Whether the boxes cover the rectangle, none of it twice."""
    total = ONE
    for k, (key, (least, most)) in enumerate(zip(found.keys, found.ranges, strict=True)):
        is_whole = scenario.quantity(key).whole
        total *= int(most) - int(least) + 1 if is_whole else most - least
        for box in found.boxes:
            low, high = box.sides[k]
            fits = low == high and low.denominator == 1 if is_whole else low < high
            if not (fits and least <= low and high <= most):
                return False

    def apart(one: MapBox, other: MapBox) -> bool:
        return any(
            a != c if a == b and c == d else b <= c or d <= a
            for (a, b), (c, d) in zip(one.sides, other.sides, strict=True)
        )

    pairs = itertools.combinations(found.boxes, 2)
    return found._total_area == total and all(apart(one, other) for one, other in pairs)
