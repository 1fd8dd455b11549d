"""A division of an estate among claims: nobody below 0 or above its claim, and nothing left.

    0 <= x_i <= c_i,        sum of x_i = E.

These are exactly the points of the core of O'Neill's game, so no coalition of claimants can argue
that it was sure of more. Every rule of this room chooses one of them.

>>> quota = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200}, estate=150)
>>> list(division_faults(quota, {"Quzhou": Fraction(120), "Jinhua": Fraction(30)}))
['Quzhou gets 120, more than its claim of 100.']

Source: Curiel, Maschler and Tijs (1987), Bankruptcy games.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from games.bankruptcy import BankruptcyProblem

__all__ = ["ClaimsRule", "division_faults"]

ClaimsRule = Callable[[BankruptcyProblem], Mapping[str, Any]]
"""A rule: from a problem to what each city gets, by name. Yours may return plain numbers."""


def division_faults(problem: BankruptcyProblem, awards: Mapping[str, Fraction]) -> Iterator[str]:
    """Each reason why these are no division of the estate, as a sentence."""
    if tuple(awards) != problem.players:
        yield "The awards do not fit the cities."
    for city, award in awards.items():
        if award < 0:
            yield f"{city} gets {award}, less than 0."
        if award > problem.claims[city]:
            yield f"{city} gets {award}, more than its claim of {problem.claims[city]}."
    handed_out = sum(awards.values(), Fraction(0))
    if handed_out != problem.estate:
        yield f"The awards add up to {handed_out}, not to the estate of {problem.estate}."
