"""The demand game: each city asks for what it likes, and pays what the rule then charges it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from games.cost_sharing import CostSharingProblem
from games.errors import InvalidInput, called, of_kind
from games.exact import Number, exact
from games.players import validated_players
from games.strategic import StrategicGame

__all__ = ["demand_game"]

FLOATING = Fraction(1, 10**9)
"""Shares in floats are taken to add up to the cost to nine digits."""

CostRule = Callable[[CostSharingProblem], Mapping[str, Any]]
"""A rule: from a problem to what each city pays, by name. Yours may return plain numbers."""


def demand_game(
    rule: CostRule,
    costs: Callable[[Fraction], Any],
    benefits: Mapping[str, Any],
    demands: Iterable[Number],
) -> StrategicGame:
    """The demand game: each city asks for what it likes, and pays what the rule then charges it.

        payoff of i  =  benefit_i(q_i) - x_i(q),        x the shares of a rule at the demands q.

    By average cost a city pays less than what its last unit adds to the cost where that rises, so
    all ask for too much, as on a common pasture. By the serial rule it never pays for what others
    want on top, and if costs rise ever more steeply there is one equilibrium, which no group would
    leave.

    The game in which each city asks for one of these quantities, all at once.

    ``rule``: how the cost is shared; ``costs``: as in ``CostSharingProblem``. ``benefits``: by city
    what a unit is worth to it, or a function of its quantity. ``demands``: the quantities, 0 or
    more, the same for all.

    Errors: ``InvalidInput`` for a benefit or share that is no number, a rule that skips a city, and
    shares that do not add up to the cost (to nine digits, for rules in floats).

    >>> from mechanisms.cost_sharing.average_cost import average_cost_sharing
    >>> from mechanisms.cost_sharing.serial import serial_cost_sharing
    >>> from solvers import pure_equilibria
    >>> for rule in (average_cost_sharing, serial_cost_sharing):
    ...     game = demand_game(rule, lambda q: q**2, {"A": 12, "B": 12}, range(7))
    ...     print([(*p.values(),
    ...             *map(float, game.payoff(p).values())) for p in pure_equilibria(game)])
    [('3', '5', 12.0, 20.0), ('4', '4', 16.0, 16.0), ('5', '3', 20.0, 12.0)]
    [('3', '3', 18.0, 18.0)]

    Source: Moulin and Shenker (1992), Serial cost sharing; Moulin and Shenker (1994); Shenker
    (1995) on networks.
    """
    if not callable(rule):
        raise InvalidInput("the rule", rule, "a function from a problem to shares by city")
    if not isinstance(benefits, Mapping):
        raise InvalidInput(
            "the benefits", benefits, "a number or a function for each city, by name"
        )
    cities = validated_players(benefits, "city")

    def benefit(city: str, quantity: Fraction) -> Fraction:
        given, place = benefits[city], f"the benefit of {city}"
        if callable(given):
            named = f"{place} from {quantity}"
            return exact(called(named, "a number", given, quantity), named)
        return exact(given, place) * quantity

    def payoffs(asked: tuple[Any, ...]) -> list[Fraction]:
        quantities = [exact(q, "a quantity") for q in asked]
        problem = CostSharingProblem(dict(zip(cities, quantities, strict=True)), costs)
        shares = called(
            f"what the rule returns for {problem!r}", "one share for each city", rule, problem
        )
        if not isinstance(shares, Mapping) or set(shares) != set(cities):
            raise InvalidInput(
                f"what the rule returns for {problem!r}", shares, "one share for each city, by name"
            )
        paid = {city: exact(shares[city], f"share of {city}") for city in cities}
        cost, sum_paid = problem.cost(problem.total), sum(paid.values(), Fraction(0))
        if abs(sum_paid - cost) > FLOATING * abs(cost):
            raise InvalidInput(
                f"the sum of the shares for {problem!r}", sum_paid, f"{cost}, what it costs"
            )
        return [benefit(city, q) - paid[city] for city, q in problem.demands.items()]

    of_kind(demands, Iterable, place="the list of quantities")
    return StrategicGame.from_function(cities, list(demands), payoffs)
