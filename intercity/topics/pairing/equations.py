"""Check 10 in the model text: what pairs bring, who blocks, and which payments hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from games.players import coalition_name
from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.pairing.builder import mandate
from intercity.topics.pairing.section import Pairing

if TYPE_CHECKING:
    from games.pairing_game import MandatedPairing, PairingGame

__all__ = ["state"]

MOST_TOLD = 60


def state(context: Context) -> Iterator[str]:
    """The table of pairs, blocking with and without payments, and the least money that holds."""
    pairs, given = context.once(mandate), context.scenario.section(Pairing)
    if pairs is None or given is None:
        return
    game = pairs.game
    yield from check(10, "pairing", "would anybody rather have another partner?")
    yield (
        f"Hubs {coalition_name(game.hubs)}, cities {coalition_name(game.cities)}; a city has at "
        "most one hub. A pair of hub h and city c brings x_hc to the hub and y_hc to the city, "
        "a_hc = x_hc + y_hc:"
    )
    yield ""
    if given.from_region:
        yield "    x_hc = y_hc = (v({h, c}) - v({h}) - v({c})) / 2, with v as above:"
        yield ""
    if len(game.hubs) * len(game.cities) <= MOST_TOLD:
        for h, hub in enumerate(game.hubs):
            for c, city in enumerate(game.cities):
                x, y = number(game.to_hub[h][c]), number(game.to_city[h][c])
                yield f"    {hub}, {city}: x = {x}, y = {y}"
        yield ""
    yield from _places(game)
    if pairs.pairs:
        yield _mandated(pairs)
    yield ""
    yield (
        "h and c, not a pair, block a pairing if, with what each has in it, and d the city that h "
        "would let go (none in a free place, which costs its crowding),"
    )
    yield ""
    gives = "[what d brings h and pays it, or crowding]"
    if given.payments:
        yield f"    a_hc > {gives} + [what c has]"
    else:
        yield f"    x_hc > {gives}   and   y_hc > [what c has]"
    yield ""
    yield "The best pairing has the greatest sum of a_hc less crowding."
    if not given.payments:
        return
    yield "With v what cities keep and n_h cities at h, it holds iff"
    yield ""
    yield "    v_c >= 0;   v_c >= a_hc - gamma_h n_h where h has room;   v_c = 0 without a hub"
    yield "    v_c <= a_hc - gamma_h (n_h - 1)        for c at h"
    yield "    v_c - v_d >= a_hc - a_hd               for d at h, c not"
    yield ""
    yield "The least money that holds a mandated pairing is what it makes less than the best one,"
    yield "if those who take any other partner lose it."


def _places(game: PairingGame) -> Iterator[str]:
    places = ", ".join(f"{hub} {n}" for hub, n in zip(game.hubs, game.capacity, strict=True))
    yield f"Places: {places}."
    if any(game.crowding):
        slopes = ", ".join(
            f"gamma_{hub} = {number(slope)}"
            for hub, slope in zip(game.hubs, game.crowding, strict=True)
            if slope
        )
        yield f"The k-th city costs its hub gamma (k - 1): {slopes}."


def _mandated(mandate: MandatedPairing) -> str:
    paid = mandate.paid or {}
    told = ", ".join(
        f"{city} with {hub}" + (f" (pays it {number(paid[city])})" if paid[city] else "")
        for city, hub in mandate.pairs.items()
    )
    credit = ", ".join(f"{name} {number(worth)}" for name, worth in (mandate.credit or {}).items())
    if credit:
        told += f"; the province's credit for keeping it counts to what one has: {credit}"
    consent = "; changing that needs the province's consent" if mandate.consent else ""
    return f"Mandated: {told}{consent}."
