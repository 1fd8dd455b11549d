"""Clubs of those who would end a race."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Violation
from intercity.topics.arms_race.section import Subsidies
from intercity.topics.truce_clubs.section import Clubs

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["clubs_violations"]


def clubs_violations(s: Scenario) -> Iterator[Violation]:
    """Clubs are of a race."""
    if s.section(Clubs) is not None and s.section(Subsidies) is None:
        yield Violation(("clubs",), "given without [subsidies]", "left out, or [subsidies] added")
