"""Agency: an operator chooses an effort that nobody sees; what comes of it is seen,
and paid for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, in_order, numbers, one_of, within
from games.errors import MISSING, InvalidInput
from games.exact import exact
from games.players import validated_players

__all__ = ["Agency"]


@dataclass(frozen=True, init=False, slots=True)
class Agency:
    """Agency: an operator chooses an effort that nobody sees; what comes of it is seen,
    and paid for.

    Effort e costs the operator c_e and leads to outcome y, worth b_y to the city, with chance
    p_e(y). A contract pays w_y for outcome y. Both are risk neutral, but the operator cannot pay:
    w_y has a lowest value (*limited liability*), and it has an offer elsewhere.

    Efforts with their costs, outcomes with their worth, and the chances of one given the other.

    ``outcomes``: by name, what each is worth to the city. ``efforts``: by name, what each costs the
    operator. ``chances``: for each effort the chance of each outcome, 0 where not given; they add
    up to 1. ``outside``: what the operator has elsewhere. ``least_pay``: the lowest pay that a
    contract can have, ``None``: any, also what the operator would have to bring.

    Errors: ``InvalidInput`` names the effort, outcome or number that cannot be right.

    >>> park = Agency(outcomes={"empty": 0, "full": 10}, efforts={"none": 0, "care": 1},
    ...               chances={"none": {"empty": 0.8, "full": 0.2},
    ...                        "care": {"empty": 0.3, "full": 0.7}})
    >>> park.expected("care", {"empty": 0, "full": 2}), park.value("care")
    (Fraction(7, 5), Fraction(7, 1))

    Source: Holmström (1979), Moral hazard and observability; Innes (1990) and Laffont and Martimort
    (2002), chapter 4, for limited liability.
    """

    outcomes: Mapping[str, Fraction] = field(hash=False)
    efforts: Mapping[str, Fraction] = field(hash=False)
    chances: Mapping[str, Mapping[str, Fraction]] = field(hash=False)
    outside: Fraction
    least_pay: Fraction | None

    def __init__(
        self,
        outcomes: Mapping[str, Any],
        efforts: Mapping[str, Any],
        chances: Mapping[str, ByCity],
        *,
        outside: Any = 0,
        least_pay: Any = 0,
    ) -> None:
        for what, given in (("the outcomes", outcomes), ("the efforts", efforts)):
            if not isinstance(given, Mapping) or not given:
                raise InvalidInput(what, given, "a number for each, by name")
        results, acts = validated_players(outcomes, "outcome"), validated_players(efforts, "effort")
        table = {}
        for act, row in zip(acts, in_order(chances, acts, "row of chances", "effort"), strict=True):
            if row is None:
                raise InvalidInput(f"the chances with {act}", MISSING, "one for each outcome")
            found = numbers(row, results, f"chance with {act}", Fraction(0), "outcome")
            for result, chance in zip(results, found, strict=True):
                within(chance, f"chance with {act} of {result}", "between 0 and 1")
            if sum(found) != 1:
                raise InvalidInput(f"the chances with {act}", f"{sum(found)} in all", "1 in all")
            table[act] = dict(zip(results, found, strict=True))
        for part, value in {
            "outcomes": {name: exact(outcomes[name], f"the worth of {name}") for name in results},
            "efforts": {name: exact(efforts[name], f"the cost of {name}") for name in acts},
            "chances": table,
            "outside": exact(outside, "what the operator has elsewhere"),
            "least_pay": None if least_pay is None else exact(least_pay, "the lowest pay"),
        }.items():
            object.__setattr__(self, part, value)

    def expected(self, effort: str, amounts: Mapping[str, Any]) -> Fraction:
        """The mean of amounts by outcome, given an effort."""
        found = numbers(amounts, tuple(self.outcomes), "amount", Fraction(0), "outcome")
        chances = self.chances[self.known(effort)].values()
        return sum((p * x for p, x in zip(chances, found, strict=True)), Fraction(0))

    def value(self, effort: str) -> Fraction:
        """What an effort is worth to the city on average, before pay."""
        return self.expected(effort, self.outcomes)

    def known(self, effort: str) -> str:
        """The effort; ``InvalidInput`` if it is none of the game's."""
        return one_of(effort, self.efforts, "an effort")

    def __repr__(self) -> str:
        return f"Agency({', '.join(self.efforts)}; {', '.join(self.outcomes)})"
