"""Whether the tables of a scenario agree: names that exist, shares that add up, nothing forgotten.

A file for each part of a scenario. Each rule yields what is wrong as a ``Fault``; the first in the
order of the scenario's file is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.agreement.cities import players_faults, sources_faults, time_faults
from intercity.agreement.deal import compact_faults, province_faults, statistics_faults
from intercity.agreement.information import information_faults
from intercity.agreement.operator import operator_faults
from intercity.agreement.pairing import pairing_faults
from intercity.agreement.production import (
    activities_faults,
    platforms_faults,
    project_faults,
    resources_faults,
)
from intercity.agreement.race import clubs_faults, subsidies_faults
from intercity.agreement.table_of_worths import game_faults
from intercity.faults import Fault

if TYPE_CHECKING:
    from intercity.scenario import Scenario

__all__ = ["inconsistencies"]

RULES = (
    players_faults,
    sources_faults,
    time_faults,
    resources_faults,
    platforms_faults,
    project_faults,
    activities_faults,
    compact_faults,
    province_faults,
    statistics_faults,
    subsidies_faults,
    clubs_faults,
    information_faults,
    pairing_faults,
    operator_faults,
    game_faults,
)


def inconsistencies(scenario: Scenario) -> Iterator[Fault]:
    """Everything that is wrong between the tables."""
    for rule in RULES:
        yield from rule(scenario)
