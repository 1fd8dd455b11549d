"""Pictures for a class or a council: cores, bargaining, terms, races, truces, pairs, claims, flows.

Each is a function that returns a matplotlib ``Figure``, to be saved with ``figure.savefig(file)``.
What is drawn is computed exactly first; floating point begins at the pixels. Titles state the
finding.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from games.errors import Undefined
from intercity.drawing.page import png, require_matplotlib
from intercity.files import write_files
from intercity.topics.all_together.empty_core_picture import empty_core_picture
from intercity.topics.all_together.picture import core_triangle
from intercity.topics.arms_race.best_response_picture import best_response_picture
from intercity.topics.arms_race.picture import race_picture
from intercity.topics.arms_race.truce_picture import truce_picture
from intercity.topics.claims.picture import claims_picture
from intercity.topics.cobweb.picture import cobweb_picture
from intercity.topics.corridor.picture import corridor_picture
from intercity.topics.firms_choice.quadrants_picture import quadrants_picture
from intercity.topics.flow.picture import flow_picture
from intercity.topics.negotiation.picture import bargaining_picture
from intercity.topics.outside_offers.picture import offers_picture
from intercity.topics.pairing.picture import pairing_picture
from intercity.topics.registry import topics_of
from intercity.topics.terms.picture import terms_picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from intercity.report import Report

__all__ = [
    "bargaining_picture",
    "best_response_picture",
    "claims_picture",
    "cobweb_picture",
    "core_triangle",
    "corridor_picture",
    "empty_core_picture",
    "flow_picture",
    "offers_picture",
    "pairing_picture",
    "pictures_of",
    "png",
    "quadrants_picture",
    "race_picture",
    "require_matplotlib",
    "terms_picture",
    "truce_picture",
    "write_pictures",
]


def pictures_of(report: Report) -> dict[str, Callable[[], Figure]]:
    """The pictures that a scenario has, by name, each to be drawn when called."""
    found: dict[str, Callable[[], Figure]] = {}
    for topic in topics_of(report.scenario):
        if not topic.in_doubt(report.context):
            found |= topic.contents.pictures(report.context)
    return found


def write_pictures(report: Report, folder: Path) -> list[str]:
    """Write the pictures that a scenario has; their paths, or why there is none."""
    available = pictures_of(report)
    if not available:  # the report is worth having all the same
        drawn = "of three cities, of a deal that hands something over, and of tables such as"
        tables = "[subsidies], [pairing], [claims], [corridor], [flow] and [cobweb]"
        return [f"none is drawn of this scenario: there are pictures {drawn} {tables}"]
    found, told = {}, []
    for name, picture in available.items():
        try:
            found[f"{name}.png"] = png(picture())
            told.append(str(folder / f"{name}.png"))
        except Undefined as error:
            told.append(f"no {name}.png: {error}")
    write_files(folder, found)
    return told
