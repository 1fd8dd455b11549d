"""The sections of a scenario file: what an analyst can say about a region and a deal.

A file for each part of a scenario. Each class is one table of the file, each field one key,
described in the words of the editor's completion (``intercity schema``). Money is what the city
*keeps* per year, in the scenario's unit; keys that end in ``_one_off`` are paid once, and are
spread over [time] as an annuity.
"""

from __future__ import annotations

from intercity.sections.cities import City, Time
from intercity.sections.deal import (
    Bargaining,
    Bonus,
    Clawback,
    Compact,
    Limits,
    PlatformTerms,
    Province,
    Refund,
    Statistics,
    Transfer,
)
from intercity.sections.information import (
    Information,
    PrivateType,
    Reservation,
    SharedProject,
    Trader,
)
from intercity.sections.operator import Operator, Screening
from intercity.sections.pairing import Pairing
from intercity.sections.production import (
    Activity,
    Exchange,
    Firm,
    Platform,
    Project,
    Resource,
    Use,
    Value,
)
from intercity.sections.race import Clubs, Subsidies
from intercity.sections.section import Section
from intercity.sections.table_of_worths import GivenGame, members

__all__ = [
    "Activity",
    "Bargaining",
    "Bonus",
    "City",
    "Clawback",
    "Clubs",
    "Compact",
    "Exchange",
    "Firm",
    "GivenGame",
    "Information",
    "Limits",
    "Operator",
    "Pairing",
    "Platform",
    "PlatformTerms",
    "PrivateType",
    "Project",
    "Province",
    "Refund",
    "Reservation",
    "Resource",
    "Screening",
    "Section",
    "SharedProject",
    "Statistics",
    "Subsidies",
    "Time",
    "Trader",
    "Transfer",
    "Use",
    "Value",
    "members",
]
