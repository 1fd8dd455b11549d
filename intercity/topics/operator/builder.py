"""From [operator] to who may run the park, and how its projects are screened."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.scenario.quantity import amount_of
from intercity.topics.operator.section import Operator

if TYPE_CHECKING:
    from games.park_operator import ParkOperator
    from games.project_screening import ProjectScreening
    from intercity.region.context import Context

__all__ = ["park_operator", "project_screening"]


def park_operator(context: Context) -> ParkOperator | None:
    """The park run by its host, by the public or by both; ``None`` without the section."""
    given = context.scenario.section(Operator)
    if given is None:
        return None
    from games.park_operator import ParkOperator

    elsewhere = amount_of(given.elsewhere)
    running: dict[str, Fraction] = {way: cost.value for way, cost in given.cost.items()}
    for way in ("hosted", "joint"):
        running[way] = running.get(way, Fraction(0)) + elsewhere
    return ParkOperator(
        given.paid_by_index,
        public=(given.public_quantity.value, given.public_quality.value),
        joint_noise=given.profit_noise.value,
        running=running,
        outside=amount_of(given.outside),
    )


def project_screening(context: Context) -> ProjectScreening | None:
    """How projects are screened; ``None`` where nothing is said of it."""
    given = None if (park := context.scenario.section(Operator)) is None else park.screening
    if given is None:
        return None
    from games.project_screening import ProjectScreening

    return ProjectScreening(
        bad=given.bad.value,
        look=given.look.value,
        admit=given.admit.value,
        accuracy=given.accuracy.value,
        good_worth=given.good_worth.value,
        bad_harm=amount_of(given.bad_harm),
        tolerated=amount_of(given.tolerated),
    )
