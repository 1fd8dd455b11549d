"""Cost sharing: cities that demand quantities of one thing, made together at a joint cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import amounts
from games.coalitional import CoalitionalGame
from games.errors import InvalidInput, called
from games.exact import Number, exact

__all__ = ["CostSharingProblem"]

ZERO = Fraction(0)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class CostSharingProblem:
    """Cost sharing: cities that demand quantities of one thing, made together at a joint cost.

    City i demands q_i; all demands together cost C(sum of q). Who pays what? Alone, a coalition
    would pay for its own demand,

        c(S) = C(sum of q_i in S).

    Demands by city, and what any quantity costs.

    ``demands``: what each city wants, 0 or more; their order is that of the cities.
    ``costs``: a function of the quantity, an exact fraction; 0 for nothing, never less for more,
    and always the same for the same quantity.

    Errors: ``InvalidInput`` names the demand, or the quantity whose cost cannot be right.

    >>> works = CostSharingProblem({"A": 1, "B": 2, "C": 3}, lambda quantity: quantity**2)
    >>> works.total, works.cost(works.total), works.game().worth(["A", "B"])
    (Fraction(6, 1), Fraction(36, 1), Fraction(9, 1))

    Source: Moulin and Shenker (1992), Serial cost sharing; Moulin (2002), Axiomatic cost and
    surplus sharing.
    """

    demands: Mapping[str, Fraction]
    costs: Callable[[Fraction], Any]

    def __init__(self, demands: Mapping[str, Number], costs: Callable[[Fraction], Any]) -> None:
        wanted = amounts(demands, "demand")
        if not callable(costs):
            raise InvalidInput("the costs", costs, "a function of the quantity")
        object.__setattr__(self, "demands", wanted)
        object.__setattr__(self, "costs", costs)
        nothing = self.cost(ZERO)
        if nothing != 0:
            raise InvalidInput("the cost of 0", nothing, "0")
        at, paid = ZERO, ZERO
        for level in self.levels():
            cost = self.cost(level)
            if cost < paid:
                raise InvalidInput(
                    f"the cost of {level}", cost, f"no less than {paid}, the cost of {at}"
                )
            at, paid = level, cost

    @property
    def players(self) -> tuple[str, ...]:
        """The cities, in the order of their demands."""
        return tuple(self.demands)

    @property
    def total(self) -> Fraction:
        """What all demand together."""
        return sum(self.demands.values(), ZERO)

    def cost(self, quantity: Fraction) -> Fraction:
        """C(q), exact."""
        place = f"the cost of {quantity}"
        return exact(called(place, "a number", self.costs, quantity), place)

    def levels(self) -> list[Fraction]:
        """By rising demand: the total if nobody wanted more than this one."""
        rising = sorted(self.demands.values())
        return [
            sum(rising[:k], ZERO) + (len(rising) - k) * demand for k, demand in enumerate(rising)
        ]

    def game(self) -> CoalitionalGame:
        """The cost game: each coalition pays for its own demand."""
        return CoalitionalGame.from_function(
            self.players,
            lambda coalition: self.cost(sum((self.demands[city] for city in coalition), ZERO)),
            "cost",
        )

    def __hash__(self) -> int:
        return hash((frozenset(self.demands.items()), self.costs))

    def __reduce__(self) -> tuple[Any, ...]:
        return CostSharingProblem, (dict(self.demands), self.costs)

    def __repr__(self) -> str:
        demands = ", ".join(
            f"{city} {approximately(demand)}" for city, demand in self.demands.items()
        )
        return f"CostSharingProblem({demands}; cost of all {approximately(self.cost(self.total))})"
