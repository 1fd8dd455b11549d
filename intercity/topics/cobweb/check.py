"""Check 16: do the prices of innovation factors settle?

A price settles if errors in what is expected die out, and does not if they repeat or grow: it then
stays at rest only until anything moves it. Where it does not settle, slower learning mends it: who
lags expects a mean of past prices, of which the last one is a small part.

Sources: Ezekiel (1938), The cobweb theorem; Nerlove (1958), Adaptive expectations and cobweb
phenomena.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.cobweb.section import factor_markets
from intercity.topics.outcome import Clause, NotAsked, Outcome, Repair, Verdict

__all__ = ["CityPrices", "CobwebOutcome", "Error", "SlowerLearning", "check"]

PERIODS = 100
"""So many periods are looked at for a price or a quantity below 0."""


class Error(StrEnum):
    """Of which errors one is the ratio times the one before."""

    PRICE = "each error"
    LOGARITHM = "each error of its logarithm"
    NEAR_REST = "near rest, each error"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowerLearning(Clause):
    """Expect a mean of past prices, less of which is the last one than this."""

    kind: ClassVar[str] = "slower learning"
    below: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPrices:
    """A city's prices: where they rest, by what an error is multiplied, and what they do off rest.

    ``converges_if``: the sides of which one has to lag. ``everywhere``: whether that is proven from
    every start. ``below_zero``: the first period in which a price or a quantity would be below 0,
    where lines no longer hold; ``None``: in none of the first hundred.
    """

    rest: Fraction
    starts_at_rest: bool
    ratio: Fraction
    error: Error
    verdict: str
    converges_if: tuple[str, ...]
    supply_reacts_more: bool
    everywhere: bool
    below_zero: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CobwebOutcome(Outcome):
    """Each city's prices where ``lag_side`` lags."""

    lag_side: str
    cities: Mapping[str, CityPrices]

    @property
    def unsettled(self) -> dict[str, CityPrices]:
        """The cities whose prices do not settle, the widest swings first."""
        found = {c: one for c, one in self.cities.items() if one.verdict != "convergent"}
        return dict(sorted(found.items(), key=lambda entry: -abs(entry[1].ratio)))


def check(context: Context) -> Outcome:
    """Whether errors in expectations die out in each city."""
    from solvers.competition.cobweb import cobweb

    game = context.once(factor_markets)
    if game is None:
        return NotAsked(needs=("cobweb",))
    found = context.run_solver(cobweb, game)
    margin = 1 - max(abs(market.ratio) for market in found.markets.values())
    below = min(
        (one.critical_weight for one in found.markets.values() if one.critical_weight is not None),
        default=Fraction(1),
    )
    error = Error.PRICE
    if game.curves != "linear":
        error = Error.NEAR_REST if game.expectations == "adaptive" else Error.LOGARITHM
    return CobwebOutcome(
        verdict=Verdict.STANDS if found.settles else Verdict.FAILS,
        margin=margin,
        repair=None if found.settles else Repair(clauses=(SlowerLearning(below=below),)),
        proof=found.proof,
        lag_side=game.lag_side,
        cities={
            city: CityPrices(
                rest=market.price,
                starts_at_rest=game.start[game.cities.index(city)] == market.price,
                ratio=market.ratio,
                error=error,
                verdict=market.verdict,
                converges_if=market.converges_if,
                supply_reacts_more=market.supply_reacts_more,
                everywhere=market.everywhere,
                below_zero=found.below_zero(city, PERIODS),
            )
            for city, market in found.markets.items()
        },
    )
