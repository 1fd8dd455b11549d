"""From [pairing] to the pairs that the province mandates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from intercity.quantity import amount_of

if TYPE_CHECKING:
    from fractions import Fraction

    from games.pairing_game import MandatedPairing
    from intercity.quantity import Quantity
    from intercity.scenario import Scenario

__all__ = ["mandated_pairing", "mandated_pairs"]


def mandated_pairing(scenario: Scenario) -> MandatedPairing | None:
    """The pairing whose values the file lists; ``None`` where they follow from the region."""
    given = scenario.pairing
    if given is None or given.from_region:
        return None
    cities = tuple(city for city in scenario.players if city not in given.hubs)

    def table(rows: Mapping[str, Mapping[str, Quantity]]) -> list[list[Fraction]]:
        return [[amount_of(rows.get(hub, {}).get(city)) for city in cities] for hub in given.hubs]

    return mandated_pairs(scenario, table(given.to_hub), table(given.to_city))


def mandated_pairs(
    scenario: Scenario, to_hub: list[list[Fraction]], to_city: list[list[Fraction]]
) -> MandatedPairing:
    """The pairing that the province mandates, where pairs bring so much: by hub, then city."""
    from games.pairing_game import MandatedPairing, PairingGame
    from intercity.agreement.pairing import mandated_hubs

    given = scenario.pairing
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
