"""What a repair of a race does, and to whom: the cities, the firms, and the region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.errors import of_kind
from games.exact import exact
from solvers.competition.arms_race import ArmsRace
from solvers.competition.contest_race import ContestRace

__all__ = ["RepairEffect", "repair_effect"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class RepairEffect:
    """Changes against the race, a period.

    ``cities``: of what each city keeps. ``firms``: of what firms gain. ``possible``: what the
    treasuries could gain in all, by their joint optimum. ``radius``: changes up to it count as 0.

    See ``repair_effect`` for the concept and its source.

    >>> effect = RepairEffect({"A": Fraction(3), "B": Fraction(-1)}, Fraction(-4), Fraction(8))
    >>> effect.treasuries, effect.region, effect.mends
    (Fraction(2, 1), Fraction(-2, 1), Fraction(1, 4))
    """

    cities: Mapping[str, Fraction]
    firms: Fraction
    possible: Fraction
    radius: Fraction = ZERO

    @property
    def treasuries(self) -> Fraction:
        """What all cities gain together."""
        return sum(self.cities.values(), ZERO)

    @property
    def region(self) -> Fraction:
        """What cities and firms gain together, firms' profit counted in full."""
        total, doubt = self.treasuries + self.firms, (len(self.cities) + 1) * self.radius
        return total if abs(total) > doubt else ZERO

    @property
    def losers(self) -> tuple[str, ...]:
        """The cities that keep less."""
        return tuple(city for city, change in self.cities.items() if change < -self.radius)

    @property
    def mends(self) -> Fraction | None:
        """The share of the treasuries' loss that is mended; ``None`` where there is none."""
        doubt = len(self.cities) * self.radius
        if self.possible <= doubt:
            return None
        if self.possible - self.treasuries <= doubt:
            return Fraction(1)
        return ZERO if self.treasuries <= doubt else self.treasuries / self.possible


def repair_effect(
    race: ArmsRace | ContestRace, cities: Mapping[str, Fraction], firms: Fraction
) -> RepairEffect:
    """What a repair of a race does, and to whom: the cities, the firms, and the region.

    A cap, a floor, a ban or a truce changes what each city keeps (d_i) and what firms gain (G).
    With firms' profit in full the region changes by  sum of d_i + G,  which may be a loss where the
    treasuries gain. The repair *mends* the share

        (sum of d_i) / (T - sum of payoffs in the race),    kept in [0, 1],

    of what the treasuries lose by the race, T the total of their joint optimum.

    The effect of a repair on this race, from what it changes for cities and for firms.

    ``cities``: the change of what each keeps a period; ``firms``: of what all firms gain. Changes
    within twice the race's ``radius`` count as 0.

    Errors: ``InvalidInput`` for what is no answer of ``arms_race``, and what is no number.

    >>> from games import SubsidyCompetition
    >>> from solvers.competition.arms_race import arms_race
    >>> race = arms_race(SubsidyCompetition(["A", "B"], [1, 1], mu=Fraction(1, 4)))
    >>> effect = repair_effect(race, {"A": Fraction(1, 4), "B": Fraction(1, 4)}, Fraction(-1, 2))
    >>> effect.treasuries, effect.region, effect.mends
    (Fraction(1, 2), Fraction(0, 1), Fraction(1, 1))

    Source: the accounting is ours; on measures that help treasuries at firms' cost, Slattery and
    Zidar (2020).
    """
    of_kind(race, ArmsRace, ContestRace, place="race")
    of_kind(cities, Mapping, place="changes of what cities keep", hint="by city")
    changes = {city: exact(x, f"the change of what {city} keeps") for city, x in cities.items()}
    gained = exact(firms, "the change of what firms gain")
    possible = race.treasuries.joint_optimum - sum(race.equilibrium.payoffs.values(), ZERO)
    radius = 2 * (race.proof.radius or ZERO)
    return RepairEffect(
        {city: change if abs(change) > radius else ZERO for city, change in changes.items()},
        gained if abs(gained) > radius else ZERO,
        possible,
        radius,
    )
