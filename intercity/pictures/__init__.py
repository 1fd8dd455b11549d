"""Pictures for a class or a council: a core, a bargaining problem, terms, a race, pairs.

Each is a function that returns a matplotlib ``Figure``, to be saved with ``figure.savefig(file)``.
What is drawn is computed exactly first; floating point begins at the pixels. Titles state the
finding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from intercity.pictures.bargaining import bargaining_picture, deal_picture
from intercity.pictures.core_triangle import core_triangle
from intercity.pictures.offers import offers_picture
from intercity.pictures.page import png, require_matplotlib
from intercity.pictures.pairing import MOST_NAMES, pairing_picture
from intercity.pictures.race import race_picture
from intercity.pictures.strategic import best_response_picture
from intercity.pictures.terms import terms_picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from intercity.report import Report

__all__ = [
    "bargaining_picture",
    "best_response_picture",
    "core_triangle",
    "offers_picture",
    "pairing_picture",
    "pictures_of",
    "png",
    "race_picture",
    "require_matplotlib",
    "terms_picture",
]


def pictures_of(report: Report) -> dict[str, Callable[[], Figure]]:
    """The pictures that a scenario has, by name, each to be drawn when called."""
    context, money = report.context, report.scenario.money
    game, race = context.game, context.region.subsidies
    found: dict[str, Callable[[], Figure]] = {}
    if game is not None and len(game.players) == 3:
        found["core_triangle"] = lambda: core_triangle(game, money=money)
    if context.compact is not None and context.compact.transfers:
        found["terms"] = lambda: terms_picture(report)
        if len(context.compact.members) == 2:
            found["bargaining"] = lambda: deal_picture(report)
    pairing = context.pairing
    if pairing is not None and max(len(pairing.game.hubs), len(pairing.game.cities)) <= MOST_NAMES:
        given = context.scenario.pairing
        pays = given is None or given.payments
        found["pairing"] = lambda: pairing_picture(pairing, money=money, payments=pays)
    if race is not None:
        found["race"] = lambda: race_picture(race, money=money)
    return found
