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
    clubs, race = s.section(Clubs), s.section(Subsidies)
    if clubs is not None and race is not None and race.accord and clubs.conjecture != "gamma":
        yield Violation(
            ("clubs", "conjecture"),
            f'"{clubs.conjecture}", given with subsidies.accord',
            '"gamma", or left out: who does not sign bids for itself',
        )
