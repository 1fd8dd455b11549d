"""Six paths by which innovation could reach small cities, side by side.

No check: it does not ask whether a deal holds. ``intercity paths FILE`` shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.paths.section import Paths
    from intercity.topics.paths.validation import paths_violations

    return Contents(
        sections={"paths": Paths},
        violations=paths_violations,
    )


def _on_box(context: Context) -> str:
    from intercity.topics.paths.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "paths",
    tables={"paths": "a province, and paths by which innovation could reach all of it"},
    on_box=_on_box,
    load=_contents,
)
