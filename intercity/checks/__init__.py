"""The checks by name, and how one of them is made."""

from __future__ import annotations

from games.errors import IntercityError
from intercity.checks import (
    all_together,
    arms_race,
    consistency,
    firms_choice,
    hold_up,
    operator,
    outside_offers,
    pairing,
    park,
    private_information,
    statistics,
    surplus,
    terms,
    truce_clubs,
    walk_away,
)
from intercity.checks.context import Context
from intercity.checks.finding import Finding
from intercity.proofs import NotProven

__all__ = ["CHECKS", "evaluate"]

CHECKS = {
    module.NAME: module
    for module in (
        surplus,
        park,
        all_together,
        terms,
        outside_offers,
        firms_choice,
        walk_away,
        hold_up,
        arms_race,
        truce_clubs,
        private_information,
        pairing,
        operator,
        statistics,
        consistency,
    )
}
"""The checks by name, in the order of the report."""


def evaluate(context: Context, name: str) -> Finding:
    """One check; where its numbers do not fit together it is undecided, and says why."""
    try:
        found: Finding = CHECKS[name].check(context)
    except NotProven:
        raise
    except IntercityError as error:
        return Finding(CHECKS[name].NUMBER, name, "undecided", str(error))
    return found
