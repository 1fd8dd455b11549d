"""The verdict of a check on a whole box of numbers, worked out again from hints without solvers.

Some assumed numbers move, each in an interval. The check is run once on all of the box (affine
forms take the place of fractions), and again for each way in which what it compares may come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import IntercityError
from intercity.findings.checks import CHECKS, objection
from intercity.region.box_context import BoxContext
from intercity.scenario_file import refused
from intercity.topics.registry import TOPICS
from solvers.enclosure.active_box import Unsettled
from solvers.enclosure.box import Box, Cell, paths

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario
    from intercity.topics.topic import Topic

__all__ = ["COVERED", "MAPPED", "ScenarioBox", "cells_on_box"]

COVERED = tuple(name for name, topic in CHECKS.items() if topic.on_box is not None)
"""The checks of which something is proven on boxes."""
MAPPED = {topic.name: topic for topic in TOPICS if topic.on_box is not None}
"""The same, and what is asked by no check: the conclusion on paths."""
Sides = Mapping[str, tuple[Fraction, Fraction]]


class ScenarioBox:
    """A scenario some of whose numbers move in a ``box``: ``sides`` has their ends.

    What is worked out for one check serves the others. ``hints``, ``fork``, ``most_work``: as a
    ``Box`` has them.
    """

    def __init__(
        self,
        scenario: Scenario,
        sides: Sides,
        *,
        hints: Mapping[str, Any] | None = None,
        fork: bool = False,
        most_work: int | None = None,
    ) -> None:
        fixed = {key: low for key, (low, high) in sides.items() if low == high}
        self.moved = [key for key in sides if key not in fixed]
        self.scenario = scenario.moved(fixed)
        ends = [sides[key] for key in self.moved]
        self.box = Box(ends, hints, fork=fork, most_work=most_work)

    def cells(self, check: str, *, most: int = 24, wanted: str | None = None) -> list[Cell[str]]:
        """Polygons that cover the box, each with the verdict that a check may have there.

        A verdict is empty where the numbers fit with no other, so that there is none. The box has
        the hints and what was seen for this check.
        """
        topic, box = MAPPED[check], self.box

        def verdict(*numbers: Fraction) -> str:
            try:
                context = box.recall("context", lambda: self._context(numbers))
            except IntercityError:
                return ""
            return "" if context is None else _verdict(context, topic)

        return paths(box, verdict, most, wanted)

    def _context(self, numbers: Sequence[Fraction]) -> BoxContext | None:
        at = self.scenario.moved(dict(zip(self.moved, numbers, strict=True)))
        return None if refused(at) else BoxContext(at)


def cells_on_box(
    scenario: Scenario,
    sides: Sides,
    check: str,
    *,
    hints: Mapping[str, Any] | None = None,
    fork: bool = False,
) -> tuple[list[Cell[str]], Box]:
    """The cells of one check, and the box."""
    found = ScenarioBox(scenario, sides, hints=hints, fork=fork)
    return found.cells(check), found.box


WORST = ("fails", "undecided", "stands", "not asked")


def _worst(found: Iterable[str]) -> str:
    """The verdict of a region from those of its components, as ``in_components`` has it."""
    return min(found, key=WORST.index)


def _verdict(context: BoxContext, topic: Topic) -> str:
    """The verdict of ``findings.checks.evaluate``; empty where it is not decided."""
    assert topic.on_box is not None  # noqa: S101 - the caller looked
    # Shares of kept tax are looked up, not compared: not proven on boxes. Only checks use them.
    if context.scenario.kept_tax and topic.number:
        raise Unsettled("taxes for which grants are adjusted")
    try:
        apart = topic.by_component and len(context.parts) > 1
        found = _worst(map(topic.on_box, context.parts)) if apart else topic.on_box(context)
        if found == "not asked":
            return ""
        doubt = objection(context) is not None if topic.of_groups else topic.in_doubt(context)
    except IntercityError:
        return ""
    return "" if doubt or found == "undecided" else found
