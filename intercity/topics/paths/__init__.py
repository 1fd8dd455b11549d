"""Six paths by which innovation could reach small cities, side by side.

No check: it does not ask whether a deal holds. ``intercity paths FILE`` shows it.
"""

from __future__ import annotations

from intercity.topics.paths.on_box import on_box
from intercity.topics.paths.section import Paths
from intercity.topics.paths.validation import paths_violations
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "paths",
    sections={"paths": (Paths, "a province, and paths by which innovation could reach all of it")},
    violations=paths_violations,
    on_box=on_box,
)
