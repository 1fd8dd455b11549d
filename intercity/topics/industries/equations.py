"""Check 22 in the model text: what cities believe of industries, and what they have."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.industries.section import industry_choice

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Industries, fit, and what is compared."""
    game = context.once(industry_choice)
    if game is None:
        return
    yield from check(22, "industries", "do cities avoid to court too much of the same?")
    yield "City i courts one industry k, as one of n_k. It believes to have by it, and has,"
    yield ""
    yield "    f_ik + s_k - c_k (n_k - 1),      f_ik + t_k - c_k (n_k - 1)"
    yield ""
    rows = zip(game.industries, game.signal, game.truth, game.crowding, strict=True)
    for industry, said, true, crowding in rows:
        yield f"    {industry}: s = {number(said)}, t = {number(true)}, c = {number(crowding)}"
    for city, row in zip(game.cities, game.fit, strict=True):
        for industry, fit in zip(game.industries, row, strict=True):
            if fit:
                yield f"    {industry} in {city}: f = {number(fit)}"
    yield ""
    yield (
        "Of all equilibria in pure strategies the one with the least true total is compared with "
        "the choices of the greatest. It fails if sum over k of (n_k/n)^2 is larger there, and the "
        "total less."
    )
