"""Check 27: do subsidies by name leave firms no more than they create?

Any firm takes the offer that leaves it most, whoever it is meant for. What it has beyond its costs
is its rent. The check fails if firms have more rent, in all, than they create: the city loses.

Sources: Mussa and Rosen (1978), Monopoly and product quality; Baron and Myerson (1982), Regulating
a monopolist with unknown costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.firm_offers.builder import firm_menu
from intercity.topics.outcome import Clause, NotAsked, Outcome, Repair, Verdict
from mechanisms.operator.profit_taking import FirmOffers

__all__ = ["FirmOffersOutcome", "Menu", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu(Clause):
    """Let firms choose between these: by kind, what to invest, and the subsidy for it.

    A kind that is to invest nothing is left out.
    """

    kind: ClassVar[str] = "menu"
    invest: Mapping[str, Fraction]
    subsidies: Mapping[str, Fraction]
    kept: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmOffersOutcome(Outcome):
    """What firms create and have by the offers.

    ``created``: by all, what their investment is worth less what it costs; ``rent``: what they have
    beyond their costs. ``kept``: what is left to the city, negative if it loses. ``poses``: by kind
    of firm, whose offer it takes in place of its own. ``takes_none``: the kinds that would
    lose by any offer. ``rents``: by kind, of one firm.
    """

    created: Fraction
    rent: Fraction
    kept: Fraction
    poses: Mapping[str, str]
    takes_none: tuple[str, ...]
    rents: Mapping[str, Fraction]


def check(context: Context) -> Outcome:
    """What firms make of the offers; the best menu where they take more than they create."""
    from mechanisms.operator.profit_taking import profit_taking

    game = context.once(firm_menu)
    if game is None:
        return NotAsked(needs=("firm_offers",))
    offered, repair = FirmOffers(game, dict(game.offers)), None
    fails = offered.rent > offered.value
    if fails and not context.brief:
        found = context.run_solver(profit_taking, game)
        menu = {k: found.best.offers[k] for k in game.kinds if found.best.offers[k][0]}
        clause = Menu(
            invest={kind: invested for kind, (invested, _) in menu.items()},
            subsidies={kind: subsidy for kind, (_, subsidy) in menu.items()},
            kept=found.best.kept,
        )
        repair = Repair(clauses=(clause,), unique=False)
    return FirmOffersOutcome(
        verdict=Verdict.FAILS if fails else Verdict.STANDS,
        margin=offered.kept,
        repair=repair,
        created=offered.value,
        rent=offered.rent,
        kept=offered.kept,
        poses=offered.envy,
        takes_none=tuple(kind for kind, one in offered.taken.items() if one is None),
        rents=offered.rents,
    )
