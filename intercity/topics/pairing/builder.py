"""From [pairing] to the pairs that the province mandates."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.scenario.quantity import amount_of
from intercity.topics.pairing.section import Pairing

if TYPE_CHECKING:
    from games.pairing_game import MandatedPairing
    from intercity.region.context import Context
    from intercity.scenario.scenario import Scenario

__all__ = ["given_pairs", "mandate"]


def mandate(context: Context) -> MandatedPairing | None:
    """The mandated pairs, and what each pair would bring: as given, or as the region has it.

    What two gain together in the region is shared equally, but for what is ``paid``. The
    province's credit is counted apart.
    """
    given = context.scenario.section(Pairing)
    if given is None or not given.from_region:
        return context.once(given_pairs)
    cities = [city for city in context.scenario.players if city not in given.hubs]
    game = context.region.table if context.form is None else context.form.game
    if game is None:
        return None
    halves = [
        [
            (game.worth((hub, city)) - game.worth((hub,)) - game.worth((city,))) / 2
            if {hub, city} <= set(game.players)
            else Fraction(0)
            for city in cities
        ]
        for hub in given.hubs
    ]
    return _mandated(context.scenario, halves, halves)


def given_pairs(context: Context) -> MandatedPairing | None:
    """The mandated pairing where the file lists what each pair brings."""
    given = context.scenario.section(Pairing)
    if given is None or given.from_region:
        return None
    cities = [city for city in context.scenario.players if city not in given.hubs]
    to_hub, to_city = (
        [[amount_of(rows.get(hub, {}).get(city)) for city in cities] for hub in given.hubs]
        for rows in (given.to_hub, given.to_city)
    )
    return _mandated(context.scenario, to_hub, to_city)


def _mandated(
    scenario: Scenario, to_hub: list[list[Fraction]], to_city: list[list[Fraction]]
) -> MandatedPairing:
    """The pairing that the province mandates, where pairs bring so much: by hub, then city."""
    from games.pairing_game import MandatedPairing, PairingGame
    from intercity.topics.pairing.validation import mandated_hubs

    given = scenario.section(Pairing)
    assert given is not None  # noqa: S101 - the callers looked
    game = PairingGame(
        given.hubs,
        tuple(city for city in scenario.players if city not in given.hubs),
        to_hub,
        to_city,
        capacity=given.capacity,
        crowding=[amount_of(given.crowding.get(hub)) for hub in given.hubs],
    )
    province, mandated = scenario.province, mandated_hubs(scenario)
    credit = {} if province is None else province.credit
    return MandatedPairing(
        game,
        mandated,
        {city: paid.value for city, paid in given.paid.items()},
        consent=province is not None and "change of pairing" in province.consent,
        credit={
            name: worth.value
            for name, worth in credit.items()
            if name in mandated or name in mandated.values()
        },
    )
