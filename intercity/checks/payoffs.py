"""The first table of a report: who gets what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.exact import number_to_json
from intercity.checks import surplus
from intercity.checks.context import Context

__all__ = ["Payoffs", "payoffs"]


@dataclass(frozen=True, slots=True)
class Payoffs:
    """The first table: by city, what it has alone, in the deal, in stable splits, or in a race."""

    alone: Mapping[str, Fraction]
    planned: Mapping[str, Fraction]
    dated: Mapping[str, Fraction]
    unreturned: Mapping[str, Fraction]
    with_bonus: Mapping[str, Fraction]
    lowest: Mapping[str, Fraction]
    highest: Mapping[str, Fraction]
    nucleolus: Mapping[str, Fraction]
    shapley: Mapping[str, Fraction]
    bids: Mapping[str, Fraction]
    race: Mapping[str, Fraction]

    def to_json(self) -> dict[str, Any]:
        return {
            column: {city: number_to_json(x) for city, x in getattr(self, column).items()}
            for column in self.__slots__
        }


def payoffs(context: Context) -> Payoffs:
    """The table of a scenario: those columns that its sections ask for."""
    from solvers.coalitional.nucleolus import nucleolus
    from solvers.coalitional.shapley import shapley_value

    empty: dict[str, Fraction] = {}
    planned, unreturned = context.planned, context.unreturned
    found = context.core
    # Without a deal to look at, the splits themselves are the answer.
    splits = context.game if context.compact is None and context.game is not None else None
    # The nucleolus is a split at which nobody gets less than alone; there may be none.
    rational = splits is not None and surplus.gain_of_all(context) >= 0
    # A race that came to no answer when its check asked is not asked for again.
    race = context.__dict__.get("race") if context.game is None else None
    plan = context.compact is not None and context.compact.planned_returns
    return Payoffs(
        context.status_quo,
        planned.payoffs if planned is not None else empty,
        context.dated or empty,
        unreturned if unreturned is not None and plan else empty,
        context.with_bonus or empty,
        (found.lowest if found is not None else None) or empty,
        (found.highest if found is not None else None) or empty,
        dict(context.ask(nucleolus, splits)) if splits is not None and rational else empty,
        dict(context.ask(shapley_value, splits)) if splits is not None else empty,
        race.equilibrium.subsidies if race is not None else empty,
        race.equilibrium.payoffs if race is not None else empty,
    )
