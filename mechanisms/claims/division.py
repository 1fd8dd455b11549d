"""A division of an estate among claims: nobody below 0 or above its claim, and nothing left.

    0 <= x_i <= c_i,        sum of x_i = E.

These are exactly the points of the core of O'Neill's game, so no coalition of claimants can argue
that it was sure of more. Every rule of this room chooses one of them.

>>> quota = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200}, estate=150)
>>> list(division_violations(quota, {"Quzhou": Fraction(120), "Jinhua": Fraction(30)}))
['Quzhou gets 120, more than its claim of 100.']

Source: Curiel, Maschler and Tijs (1987), Bankruptcy games.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from numbers import Rational
from typing import Any

from games.approximately import approximately
from games.bankruptcy import BankruptcyProblem
from games.errors import InvalidInput, about, called
from games.exact import exact

__all__ = [
    "FLOATING",
    "ClaimsRule",
    "awards_of",
    "claims_rule",
    "division_breach",
    "division_violations",
    "float_slack",
    "read_awards",
    "returned",
]

ZERO = Fraction(0)
AWARDS = "one award for each city, by name"
FLOATING = Fraction(1, 10**9)
"""Awards in floats are taken to be right to nine digits."""

claims_rule = about(BankruptcyProblem, "made by BankruptcyProblem(claims, estate)")
"""A decorator for each rule: claims and estate in place of a problem are told what makes one."""

ClaimsRule = Callable[[BankruptcyProblem], Mapping[str, Any]]
"""A rule: from a problem to what each city gets, by name. Yours may return plain numbers."""


def division_violations(
    problem: BankruptcyProblem, awards: Mapping[str, Fraction]
) -> Iterator[str]:
    """Each reason why these are no division of the estate, as a sentence."""
    if tuple(awards) != problem.players:
        yield "The awards do not fit the cities."
    for city, award in awards.items():
        if award < 0:
            yield f"{city} gets {award}, less than 0."
        if award > problem.claims[city]:
            yield f"{city} gets {award}, more than its claim of {problem.claims[city]}."
    handed_out = sum(awards.values(), ZERO)
    if handed_out != problem.estate:
        yield f"The awards add up to {handed_out}, not to the estate of {problem.estate}."


def returned(rule: ClaimsRule, problem: BankruptcyProblem) -> Any:
    """What a rule returns, perhaps no awards; ``InvalidInput`` where it stops."""
    return called(f"what the rule returns for {problem!r}", AWARDS, rule, problem)


def read_awards(rule: ClaimsRule, problem: BankruptcyProblem) -> dict[str, Fraction]:
    """What a rule, perhaps the user's own, gives each city; ``InvalidInput`` if it skips one."""
    if not callable(rule):
        raise InvalidInput("the rule", rule, "a function from a problem to awards by city")
    found = returned(rule, problem)
    if not isinstance(found, Mapping) or set(found) != set(problem.players):
        raise InvalidInput(f"what the rule returns for {problem!r}", found, AWARDS)
    return {city: exact(found[city], f"award of {city}") for city in problem.players}


def division_breach(problem: BankruptcyProblem, awards: Mapping[str, Fraction]) -> str | None:
    """Why these awards are no division, up to what floats may miss; ``None`` where they are one."""
    within = FLOATING * sum(problem.claims.values(), ZERO)
    near = {city: min(max(award, ZERO), problem.claims[city]) for city, award in awards.items()}
    off = max(abs(near[city] - award) for city, award in awards.items())
    if off <= within and abs(sum(near.values()) - problem.estate) <= within:
        return None
    return next(division_violations(problem, awards))


def float_slack(rule: ClaimsRule, *problems: BankruptcyProblem) -> Fraction:
    """What floats may miss at these problems, by a rule that counts in them; 0 by an exact rule."""
    inexact = (
        problem
        for problem in problems
        if not all(isinstance(award, Rational) for award in rule(problem).values())
    )
    return max((FLOATING * sum(one.claims.values(), ZERO) for one in inexact), default=ZERO)


def awards_of(rule: ClaimsRule, problem: BankruptcyProblem) -> dict[str, Fraction]:
    """What a rule gives each city, refused where that is no division: it would compare as one."""
    awards = read_awards(rule, problem)
    breach = division_breach(problem, awards)
    if breach:
        raise InvalidInput(
            f"what the rule returns for {problem!r}",
            {city: approximately(award) for city, award in awards.items()},
            f"a division of the estate ({breach.rstrip('.')})",
        )
    return awards
