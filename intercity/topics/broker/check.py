"""Check 25: does each broker add at least what it gets?

Cities and brokers make the links that pay, and share what comes of it by the Myerson value. A
broker adds what all make more with it, links paid. It fails if a broker gets more than it adds: the
others together would do better without it.

Sources: Myerson (1977), Graphs and cooperation in games; Slikker and van den Nouweland (2000) for
costs; Rubinstein and Wolinsky (1987), Middlemen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.broker.section import Broker, brokered_links
from intercity.topics.outcome import Clause, NotAsked, Outcome, Repair, Verdict

__all__ = ["BrokerFees", "BrokerOutcome", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerFees(Clause):
    """Pay each of these brokers no more than so much a year, its links paid."""

    kind: ClassVar[str] = "brokers' fees"
    most: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerOutcome(Outcome):
    """What brokers get and add, links paid.

    ``values``: what each city and broker gets. ``adds``: by broker, what all make more with it.
    ``together``: what all make more with all brokers than with none.
    ``overpaid``: by broker, by how much it gets more, where it does. ``losers``: by broker,
    who else has less than without it, and how much; empty where only the verdict was asked for.
    """

    values: Mapping[str, Fraction]
    adds: Mapping[str, Fraction]
    together: Fraction
    overpaid: Mapping[str, Fraction]
    losers: Mapping[str, Mapping[str, Fraction]]


def check(context: Context) -> Outcome:
    """What each broker gets against what it adds."""
    from solvers.coalitional.broker_take import costly_links_game
    from solvers.coalitional.shapley import shapley_value

    given = context.scenario.section(Broker)
    if given is None:
        return NotAsked(needs=("broker",))
    links = context.once(brokered_links)
    assert links is not None  # noqa: S101 - it is asked
    game = costly_links_game(links)
    values = dict(context.run_solver(shapley_value, game))
    adds, losers = {}, {}
    for broker in given.brokers:
        others = game.subgame([one for one in game.players if one != broker])
        adds[broker] = game.grand_worth - others.grand_worth
        if not context.brief:
            alone = context.run_solver(shapley_value, others)
            lost = {one: alone[one] - values[one] for one in others.players}
            losers[broker] = {one: less for one, less in lost.items() if less > 0}
    over = {broker: values[broker] - x for broker, x in adds.items() if values[broker] > x}
    cities = [one for one in game.players if one not in given.brokers]
    fees = BrokerFees(most={broker: adds[broker] for broker in over})
    return BrokerOutcome(
        verdict=Verdict.FAILS if over else Verdict.STANDS,
        margin=min(x - values[broker] for broker, x in adds.items()),
        repair=Repair(clauses=(fees,), unique=False) if over else None,
        values=values,
        adds=adds,
        together=game.grand_worth - game.worth(cities),
        overpaid=over,
        losers=losers,
    )
