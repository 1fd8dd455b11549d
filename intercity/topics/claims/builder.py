"""From [claims] to claims on an estate, and what is awarded."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from games.errors import InvalidInput
from intercity.scenario.quantity import amount_of
from intercity.topics.claims.section import Claims

if TYPE_CHECKING:
    from games.bankruptcy import BankruptcyProblem
    from intercity.region.context import Context

__all__ = ["awards", "claims_problem", "counted_in"]


def claims_problem(context: Context) -> BankruptcyProblem | None:
    """The claims of all cities that have one; ``None`` without the section."""
    given = context.scenario.section(Claims)
    if given is None:
        return None
    from games.bankruptcy import BankruptcyProblem

    claims = {c: given.claim[c].value for c in context.scenario.players if c in given.claim}
    return BankruptcyProblem(claims, given.estate.value)


def counted_in(context: Context) -> str:
    """What is counted; empty if it is money."""
    given = context.scenario.section(Claims)
    return "" if given is None else given.unit


def awards(context: Context) -> dict[str, Fraction]:
    """The estate in proportion to weights, or to claims where no weights are given."""
    problem, given = context.once(claims_problem), context.scenario.section(Claims)
    assert problem is not None and given is not None  # noqa: S101, PT018 - the caller looked
    weights = {city: amount_of(given.weight.get(city)) for city in problem.claims}
    if not given.weight:
        weights = dict(problem.claims)
    total = sum(weights.values())
    if not total:
        raise InvalidInput("the sum of all weights", 0, "more than 0")
    return {city: problem.estate * weight / total for city, weight in weights.items()}
