"""Check 18 in the model text: what a partner is worth, and when a group leaves."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.scenario.quantity import amount_of
from intercity.topics.zone.builder import zone_game
from intercity.topics.zone.section import Zone

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Levels, the worth of partners, and blocking."""
    game, given = context.once(zone_game), context.scenario.section(Zone)
    if game is None or given is None:
        return
    yield from check(18, "zone", "do the zones that cities would form reach everybody?")
    a, b, c = (
        number(amount_of(one)) for one in (given.complementarity, given.learning, given.cost)
    )
    most = f" of at most {game.largest} members" if given.largest is not None else ""
    yield f"Each city joins one zone S{most}. A member i of level l_i has in it"
    yield ""
    yield f"    u_i(S) = sum over j in S, j != i, of  {a} l_i l_j + {b} max(0, l_j - l_i) - {c}"
    yield ""
    for city, level in zip(game.cities, game.levels, strict=True):
        yield f"    {city}: l = {number(level)}"
    yield ""
    yield "A group T blocks zones if u_i(T) > u_i(zone of i) for each i in T. Zones are stable if"
    yield "no group blocks them. Left out is who, below the highest level, has none above it in its"
    yield "zone."
