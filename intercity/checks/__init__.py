"""The checks by name, and how one of them is made."""

from __future__ import annotations

from dataclasses import replace

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
from intercity.checks.finding import Finding, listed
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

OF_COMPONENTS = (surplus, park, all_together)
"""The checks that, without a deal, look at each component of a region by itself."""


def evaluate(context: Context, name: str) -> Finding:
    """One check; where its numbers do not fit together it is undecided, and says why."""
    try:
        if CHECKS[name] in OF_COMPONENTS and len(context.parts) > 1:
            return _joined([CHECKS[name].check(part) for part in context.parts], context)
        found: Finding = CHECKS[name].check(context)
    except NotProven:
        raise
    except IntercityError as error:
        return Finding(CHECKS[name].NUMBER, name, "undecided", str(error))
    return found


def _joined(found: list[Finding], context: Context) -> Finding:
    """What a check found in unrelated components: the worst verdict counts."""
    order = ("fails", "undecided", "stands")
    named = [
        (listed(part.cities), one)
        for part, one in zip(context.parts, found, strict=True)
        if one.verdict != "not asked"
    ]
    if not named:
        return found[0]
    found = [one for _, one in named]
    verdict = min((one.verdict for one in found), key=order.index)
    failing = [one for one in found if one.verdict == "fails"]
    margins = [one.margin for one in found if one.margin is not None]
    return replace(
        found[0],
        verdict=verdict,
        says="; ".join(f"in {cities}: {one.says}" for cities, one in named),
        repair="; ".join(f"in {cities}: {one.repair}" for cities, one in named if one.repair),
        margin=min(margins, default=None),
        figures={
            f"{cities}: {name}": x for cities, one in named for name, x in one.figures.items()
        },
        rules=tuple(row for one in found for row in one.rules),
        shares=tuple(row for one in found for row in one.shares),
        mends=min((one.mends for one in failing if one.mends is not None), default=None)
        if all(one.mends is not None for one in failing)
        else None,
    )
