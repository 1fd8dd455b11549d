"""The parts of a region, each built of a scenario and of other parts.

Whoever builds them may keep them: where a number moves, most parts are as they were.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["Parts", "parts_of"]

T = TypeVar("T")


class Parts(Protocol):
    """Builds a part, given the function that makes it of the scenario."""

    def __call__(self, build: Callable[[Scenario, Parts], T]) -> T: ...


def parts_of(scenario: Scenario) -> Parts:
    """A ``Parts`` that keeps nothing: each part is built whenever it is asked for."""

    def part(build: Callable[[Scenario, Parts], T]) -> T:
        return build(scenario, part)

    return part
