"""Points of a sweep whose verdicts a map of proof settles, so that they need no check-up.

The points of a sweep over two numbers lie in a rectangle. A check is run once on all of it, in
affine forms (``intercity/map_of_proof``): that parts it in polygons, each with the verdict that is
proven there. A box with open points is halved, as long as a look at the half may save more than it
costs. Points that stay open are checked up, as are those at which there is no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.findings.checks import CHECKS
from intercity.map_of_proof.proof_map import MapBox
from intercity.map_of_proof.verdict_on_box import COVERED, cells_on_box
from solvers.production.opening_proof import Memory
from solvers.production.opening_search import with_memory

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["settled_verdicts"]

Point = tuple[Fraction, Fraction]
WORTH, STEP = 48, 4
"""A box with fewer open points is not looked at, or with fewer for each step of the last look: it
takes longer than to check them up."""
BARREN = 2
"""So often a box is halved, and its half again, without settling a point."""


def settled_verdicts(
    scenario: Scenario, keys: Sequence[str], points: Sequence[Sequence[Fraction]], check: str
) -> dict[int, str]:
    """By the place of a point, the verdict of a check that is proven there.

    None where the sweep is of other than two numbers, or of a check that no map is made of.
    """
    found: dict[int, str] = {}
    if len(keys) != 2 or check not in COVERED:
        return found
    with with_memory(Memory(), any_plan=True):
        waiting = [(each, 0, 0) for each in _by_whole(scenario, keys, points)]
        while waiting:
            places, barren, steps = waiting.pop()
            if barren > BARREN or len(places) < max(WORTH, STEP * steps):
                continue
            here = [points[place] for place in places]
            one, other = ((min(each), max(each)) for each in zip(*here, strict=True))
            cells, box = cells_on_box(scenario, {keys[0]: one, keys[1]: other}, check)
            box_of_map = MapBox((one, other), tuple(cells), {}, fork=False)
            settled = _settled(box_of_map, here, CHECKS[check].contents.kinds)
            found |= {places[k]: verdict for k, verdict in settled.items()}
            rest = [place for k, place in enumerate(places) if k not in settled]
            barren = 0 if settled else barren + 1
            waiting += [(half, barren, box.steps) for half in _halves(rest, points)]
    return found


def _by_whole(
    scenario: Scenario, keys: Sequence[str], points: Sequence[Sequence[Fraction]]
) -> Iterator[list[int]]:
    """The points with the same values of the numbers that must stay whole."""
    groups: dict[tuple[Fraction, ...], list[int]] = {}
    whole = [scenario.quantity(key).whole for key in keys]
    for place, point in enumerate(points):
        name = tuple(x for x, is_whole in zip(point, whole, strict=True) if is_whole)
        groups.setdefault(name, []).append(place)
    yield from groups.values()


def _settled(
    box: MapBox, points: Sequence[Sequence[Fraction]], kinds: Mapping[str, str]
) -> dict[int, str]:
    """By the place of a point in the box, the verdict that is proven there."""
    settled = {}
    everywhere = {cell.found for cell in box.cells}
    same = everywhere.pop() if len(everywhere) == 1 else None
    for place, (x, y) in enumerate(points):
        found = same or box.at((x, y)) or ""
        verdict = kinds.get(found, found)
        if verdict in ("stands", "fails"):
            settled[place] = verdict
    return settled


def _halves(places: list[int], points: Sequence[Sequence[Fraction]]) -> list[list[int]]:
    """The points on either side of their median, by the number that has more values there."""
    values = [sorted({points[place][k] for place in places}) for k in (0, 1)]
    k = max((0, 1), key=lambda k: len(values[k]))
    if len(values[k]) < 2:
        return []
    median = values[k][len(values[k]) // 2]
    return [
        [place for place in places if points[place][k] < median],
        [place for place in places if points[place][k] >= median],
    ]
