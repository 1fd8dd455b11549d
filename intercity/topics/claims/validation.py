"""Claims and weights of cities, and less than is claimed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.scenario.errors import Violation
from intercity.scenario.names import unknown_cities, unknown_names
from intercity.scenario.quantity import toml_text
from intercity.topics.claims.section import Claims

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["claims_violations"]


def claims_violations(s: Scenario) -> Iterator[Violation]:
    """Weights are of who claims, and not all 0; the claims are more than there is."""
    given = s.section(Claims)
    if given is None:
        return
    yield from unknown_cities(s, ("claims", "claim"), given.claim)
    known = "city of claims.claim"
    yield from unknown_names(("claims", "weight"), given.weight, given.claim, known)
    claimed = sum((one.value for one in given.claim.values()), Fraction(0))
    if given.estate.value >= claimed:
        right = f"less than all claims together, {toml_text(claimed)}: else there is enough"
        yield Violation(("claims", "estate"), toml_text(given.estate.value), right)
    if given.weight and not any(one.value for one in given.weight.values()):
        yield Violation(("claims", "weight"), "0 for all", "above 0 for at least one city")
