"""What all cities make at most with more of one resource, by the proof of what they make without.

The prices of each case bound the larger game too, as its program differs in few numbers: the
resource, and the limits of activities that the resource alone held down. One more unit of either
raises the bound of a case by its price at most.

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> from solvers.families.worth_of_all import worth_of_all
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 1})
>>> stall = Activity("stall at A", ("A",), (Use("lots", 2),), (Value("A", "cash", 5),))
>>> market = LinearProductionGame(("A", "B"), (lots,), (stall,))
>>> WorthWithMore(market, worth_of_all(market)).at_most("lots", Fraction(1))
Fraction(10, 1)

Source: Land and Doig (1960); Neumaier and Shcherbina (2004) for bounds that are safe.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.production import LinearProductionGame
from solvers.families.integer_program import Case, narrowed
from solvers.families.program_game import place_of, program_game
from solvers.families.worth_of_all import WorthOfAll

__all__ = ["WorthWithMore"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Prices:
    """The bound of a case, and by how much it rises with a unit of a resource or of a limit."""

    bound: Fraction
    of_resources: Mapping[str, Fraction]
    of_limits: Mapping[str, Fraction]


class WorthWithMore:
    """Bounds of what all make with more of one resource, by the proof of what they ``make``.

    They are near where there is little more.
    """

    def __init__(self, game: LinearProductionGame, make: WorthOfAll) -> None:
        model = program_game(game)
        self._lp = model.with_members(model.players).lp
        # What limits an activity that the file does not: all that its resources allow.
        self._uses = {
            activity.name: dict.fromkeys(map(place_of, activity.uses), ZERO)
            for activity in game.activities
            if activity.limit is None
        }
        self._brought: dict[str, Fraction] = {}
        places = {place_of(use) for activity in game.activities for use in activity.uses}
        self._limits = [row for row in self._lp.rows if row.name not in places]
        for row in self._lp.rows:
            if row.name not in places:
                continue
            brought = row.upper or ZERO
            for name, a in row.coefficients.items():
                if a < 0:
                    brought -= a * (self._lp.bounds[name][1] or ZERO)
                elif row.name in self._uses.get(name, ()):
                    self._uses[name][row.name] = a
            self._brought[row.name] = brought
        told = (self._prices(case) for case in make.certificate.proven.cases)
        self._cases = [prices for prices in told if prices is not None]

    def at_most(self, place: str, more: Fraction) -> Fraction:
        """What all make at most, in gains, with more of what a city has at a place, or of a pool.

        Not of what platforms alone bring: the limits by what each of them brings are as before.
        """
        raised = self._raised(place, more)
        return max(
            (
                case.bound
                + case.of_resources.get(place, ZERO) * more
                + sum((case.of_limits[name] * by for name, by in raised.items()), ZERO)
                for case in self._cases
            ),
            default=ZERO,
        )

    def _raised(self, place: str, more: Fraction) -> dict[str, Fraction]:
        """By how much limits rise, by activity."""
        raised = {}
        for name, uses in self._uses.items():
            if uses.get(place):
                limit = min(
                    (self._brought[other] + (more if other == place else ZERO)) / used
                    for other, used in uses.items()
                    if used
                )
                by = limit - (self._lp.bounds[name][1] or ZERO)
                if by:
                    raised[name] = by
        return raised

    def _prices(self, case: Case) -> _Prices | None:
        """Those of a case; None where it has no room left."""
        bounds: dict[str, Any] | None = narrowed(self._lp, case.path)
        if bounds is None:
            return None
        slopes = {name: self._lp.objective.get(name, ZERO) for name in self._uses}
        for row in self._lp.rows:
            if price := case.prices.get(row.name):
                for name, a in row.coefficients.items():
                    if name in slopes:
                        slopes[name] -= price * a
        limits = {name: max(slope, ZERO) for name, slope in slopes.items()}
        for row in self._limits:  # each of an activity, which is as large as what it needs
            if price := case.prices.get(row.name):
                needed = [name for name in row.coefficients if name not in slopes]
                of = next((name for name in row.coefficients if name in slopes), None)
                if of is not None:
                    limits[of] += price * sum((bounds[name][1] for name in needed), ZERO)
        return _Prices(case.bound, case.prices, limits)
