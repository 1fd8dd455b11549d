"""The provision point: it is built if contributions reach its cost, else they are handed back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.bayesian_problem import BayesianProblem
from games.by_city import ByCity, numbers, truth, within
from games.errors import InvalidInput, of_kind
from games.exact import Number
from games.players import validated_players
from games.strategic import StrategicGame
from mechanisms.direct.direct_mechanism import DirectMechanism

__all__ = ["ProvisionDeviation", "ProvisionOutcome", "ProvisionPoint"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class ProvisionOutcome:
    """Whether it is built, what each city has paid in the end, and what was paid too much.

    See ``ProvisionPoint`` for the concept and its source.

    >>> park = ProvisionPoint(["A", "B"], cost=10)
    >>> park.outcome([7, 4])
    ProvisionOutcome(built=True, payments={'A': Fraction(7, 1), 'B': Fraction(4, 1)},
    excess=Fraction(1, 1))
    """

    built: bool
    payments: Mapping[str, Fraction]
    excess: Fraction


@dataclass(frozen=True, slots=True)
class ProvisionDeviation:
    """A city that does better by another contribution, and by how much at best.

    See ``ProvisionPoint`` for the concept, an example and its source.
    """

    city: str
    given: Fraction
    better: Fraction
    gain: Fraction

    def __str__(self) -> str:
        better, given, gain = (
            approximately(x, ".4g") for x in (self.better, self.given, self.gain)
        )
        return f"{self.city} would rather give {better} than {given}, and gains {gain}."


@dataclass(frozen=True, init=False, slots=True)
class ProvisionPoint:
    """The provision point: it is built if contributions reach its cost, else they are handed back.

        built  iff  sum of c_i >= C.        Payoff of city i: v_i - c_i if built; else 0 (refunded),
        or -c_i without a refund. What is paid too much is lost, or handed back in proportion.

    Any division of the cost in which nobody pays more than the project is worth to it is an
    equilibrium: if one leaves, it is not built. So are contributions that are so low that nobody
    alone would fill the gap; but with the refund trying costs nothing, and undominated perfect
    equilibria build whenever it is worth it. All this needs values that all know: if each knows its
    own only, what a city gives is a guess.

    The rule: who takes part, the cost, and what becomes of money that is too little or too much.

    ``refund``: contributions are handed back where it is not built. ``rebate``: what exceeds the
    cost is handed back in proportion to contributions; else it is lost.

    Errors: ``InvalidInput`` for a cost that is not positive, or a contribution below 0.

    >>> park = ProvisionPoint(["A", "B"], cost=10)
    >>> park.deviation([8, 7], [6, 4]) is None
    True
    >>> print(park.deviation([8, 7], [5, 4]))
    A would rather give 6 than 5, and gains 2.

    Source: Bagnoli and Lipman (1989), Provision of public goods: fully implementing the core
    through private contributions; Marks and Croson (1998) for rebates.
    """

    cities: tuple[str, ...]
    cost: Fraction
    refund: bool
    rebate: bool

    def __init__(
        self, cities: Iterable[str], cost: Number, *, refund: bool = True, rebate: bool = False
    ) -> None:
        for field, value in (
            ("cities", validated_players(cities, "city")),
            ("cost", within(cost, "the cost", "more than 0")),
            ("refund", truth(refund, "refund")),
            ("rebate", truth(rebate, "rebate")),
        ):
            object.__setattr__(self, field, value)

    def outcome(self, contributions: ByCity) -> ProvisionOutcome:
        """What comes of these contributions."""
        given = numbers(contributions, self.cities, "contribution")
        for city, amount in zip(self.cities, given, strict=True):
            if amount < 0:
                raise InvalidInput(f"contribution of {city}", amount, "0 or more")
        total = sum(given, ZERO)
        built = total >= self.cost
        kept = Fraction(1)
        if built and self.rebate:
            kept = self.cost / total
        elif not built and self.refund:
            kept = ZERO
        payments = {city: amount * kept for city, amount in zip(self.cities, given, strict=True)}
        needed = self.cost if built else ZERO
        return ProvisionOutcome(built, payments, sum(payments.values(), ZERO) - needed)

    def payoffs(self, values: ByCity, contributions: ByCity) -> dict[str, Fraction]:
        """What each city has in the end, if the project is worth this to it."""
        worth = numbers(values, self.cities, "value")
        outcome = self.outcome(contributions)
        return {
            city: (value if outcome.built else ZERO) - outcome.payments[city]
            for city, value in zip(self.cities, worth, strict=True)
        }

    def deviation(self, values: ByCity, contributions: ByCity) -> ProvisionDeviation | None:
        """Who gains most by giving another amount, of all amounts; ``None``: an equilibrium.

        A city's best amount is just what the others leave missing, or nothing.
        """
        given = dict(
            zip(self.cities, numbers(contributions, self.cities, "contribution"), strict=True)
        )
        found: ProvisionDeviation | None = None
        now = self.payoffs(values, given)
        for city in self.cities:
            gap = max(ZERO, self.cost - sum(given.values(), ZERO) + given[city])
            for amount in (ZERO, gap):
                gain = self.payoffs(values, {**given, city: amount})[city] - now[city]
                if gain > (found.gain if found else 0):
                    found = ProvisionDeviation(city, given[city], amount, gain)
        return found

    def game(self, values: ByCity, amounts: Iterable[Number]) -> StrategicGame:
        """The game in which each city gives one of these amounts, all at once.

        >>> from solvers import pure_equilibria
        >>> list(pure_equilibria(ProvisionPoint(["A", "B"], 2).game([3, 1], [0, 1, 2])))
        [{'A': '1', 'B': '1'}, {'A': '2', 'B': '0'}]
        """
        of_kind(amounts, Iterable, place="the list of amounts")
        return StrategicGame.from_function(
            self.cities,
            list(amounts),
            lambda given: list(self.payoffs(values, given).values()),
        )

    def direct_mechanism(
        self, types: Mapping[str, Any], gives: Callable[[str, Fraction], Any] | None = None
    ) -> DirectMechanism:
        """The rule over values that only the cities know, for audits.

        ``types``: by city the values it may have, as in ``BayesianProblem``. ``gives``: what a city
        gives at a value, as a function of both; all of its value where not given.
        """
        if gives is not None and not callable(gives):
            raise InvalidInput("what cities give", gives, "a function of the city and its value")
        problem = BayesianProblem(
            self.cities,
            types,
            ["not built", "built"],
            lambda _city, choice, value: value if choice == "built" else 0,
            costs={"built": self.cost},
        )

        def rule(reports: dict[str, Any]) -> tuple[str, Mapping[str, Fraction]]:
            outcome = self.outcome(
                {city: gives(city, v) if gives else v for city, v in reports.items()}
            )
            return ("built" if outcome.built else "not built"), outcome.payments

        return DirectMechanism.from_rule(problem, rule)
