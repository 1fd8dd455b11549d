"""Richardson's arms race: what each city spends grows with the others' and tires by its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.by_city import ByCity, Spillovers, limits, numbers, spillover_matrix, within
from games.errors import InvalidInput
from games.players import validated_players

__all__ = ["RichardsonRace"]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class RichardsonRace:
    """Richardson's arms race: what each city spends grows with the others' and tires by its own.

    With x_i what city i spends, k_ij >= 0 how strongly it reacts to j, alpha_i >= 0 how much its
    own spending tires it, and g_i what it would add if nobody spent anything (grievance; may be
    negative):

        dx_i/dt = sum_{j != i} k_ij x_j - alpha_i x_i + g_i.

    Cities that react to each other in a straight line, in time.

    ``reaction``: k_ij >= 0, by ``reaction[i][j]``; the diagonal is 0. ``fatigue``: alpha_i >= 0.
    ``grievance``: g_i. ``start``: what each spends at first, 0 where not given.
    ``budgets``: most that each can spend; ``None`` is no budget.

    After building, all are tuples of fractions in the order of the cities; frozen, hashable.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> race = RichardsonRace(["Quzhou", "Lishui"], reaction=[[0, 1], [1, 0]], fatigue=[2, 2],
    ...                       grievance=[1, 1])
    >>> race.drift([Fraction(0), Fraction(1)])
    (Fraction(2, 1), Fraction(-1, 1))

    Source: Richardson (1960), Arms and Insecurity.
    """

    cities: tuple[str, ...]
    reaction: tuple[tuple[Fraction, ...], ...]
    fatigue: tuple[Fraction, ...]
    grievance: tuple[Fraction, ...]
    start: tuple[Fraction, ...]
    budgets: tuple[Fraction | None, ...]

    def __init__(
        self,
        cities: Iterable[str],
        reaction: Spillovers,
        fatigue: ByCity,
        grievance: ByCity,
        *,
        start: ByCity | None = None,
        budgets: ByCity | None = None,
    ) -> None:
        names = validated_players(cities, "city")
        fields = {
            "cities": names,
            "reaction": spillover_matrix(reaction, names, "reaction"),
            "fatigue": numbers(fatigue, names, "fatigue"),
            "grievance": numbers(grievance, names, "grievance"),
            "start": numbers(start, names, "start", Fraction(0)),
            "budgets": limits(budgets, names, "budget"),
        }
        for field, found in fields.items():
            object.__setattr__(self, field, found)
        for i, city in enumerate(names):
            within(self.fatigue[i], f"fatigue of {city}", "0 or more")
            within(self.start[i], f"start of {city}", "0 or more")
            for j, other in enumerate(names):
                within(self.reaction[i][j], f"reaction of {city} to {other}", "0 or more")
            budget = self.budgets[i]
            if budget is not None and self.start[i] > budget:
                raise InvalidInput(
                    f"start of {city}", self.start[i], f"at most its budget {budget}"
                )

    @property
    def damping(self) -> tuple[tuple[Fraction, ...], ...]:
        """The matrix diag(alpha) - K: dx/dt is g less this times x."""
        n = range(len(self.cities))
        return tuple(
            tuple(self.fatigue[i] if i == j else -self.reaction[i][j] for j in n) for i in n
        )

    def drift(self, spending: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """How fast each city's spending grows at these levels, budgets left aside."""
        spending = numbers(spending, self.cities, "spending")
        return tuple(
            g - sum((m * x for m, x in zip(row, spending, strict=True)), Fraction(0))
            for g, row in zip(self.grievance, self.damping, strict=True)
        )

    def __repr__(self) -> str:
        shown = self.cities if len(self.cities) <= 6 else (*self.cities[:5], "...")
        return f"RichardsonRace({', '.join(shown)})"
