"""The linear program of a coalition with its platforms given, to read, export or solve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from games.by_city import whole
from games.errors import InvalidInput, of_kind
from games.production import LinearProductionGame
from solvers.linear_program import LinearProgram
from solvers.production.common_pool import OutsidersPlans, pools
from solvers.production.opening_search import outsiders_proof
from solvers.production.production_program import coalition_members, open_to, production_program

__all__ = ["coalition_program"]


def coalition_program(
    game: LinearProductionGame,
    coalition: Iterable[str],
    openings: Mapping[str, int] | None = None,
) -> LinearProgram:
    """The linear program of a coalition with its platforms given, to read, export or solve.

    Variables: the activities that the coalition can run, and "buy r" and "sell r" where resource r
    has an exchange. Rows: "r" for a pooled resource, "r at city" for a bound one. ``openings``: how
    often each platform is open (one not named is closed). Opening costs are no part of it: the
    coalition's worth is the largest optimum less the cost of the openings.

    What outsiders leave of a residual pool is found in rational arithmetic alone, without HiGHS (if
    they have up to 64 ways to open platforms), so that programs can be rebuilt where it is missing.

    Errors: ``InvalidInput`` names a member that is no city of the game, and a platform that the
    coalition cannot open.

    >>> from games.production import *
    >>> land = Resource("land", "tradable", {"Hangzhou": 1, "Quzhou": 5})
    >>> plant = Activity("plant", ("Hangzhou",), (Use("land", 1),), (Value("Hangzhou", "cash", 3),))
    >>> game = LinearProductionGame(("Hangzhou", "Quzhou"), (land,), (plant,))
    >>> hub, home = (coalition_program(game, [city]) for city in ("Hangzhou", "Quzhou"))
    >>> hub.rows[0].bound, home.rows
    (Fraction(1, 1), ())

    Source: Owen (1975), On the core of linear production games.
    """
    of_kind(game, LinearProductionGame, place="subject of coalition_program")
    members = coalition_members(game, coalition)
    openings = {} if openings is None else openings
    of_kind(openings, Mapping, place="openings", hint="how often each platform is open")
    opened = {name: whole(k, f"openings of {name}", 0) for name, k in openings.items()}
    for name in opened:
        if name not in {platform.name for platform in open_to(game, members)}:
            raise InvalidInput("an open platform", name, "one that the coalition can open")
    vector = tuple(opened.get(platform.name, 0) for platform in game.platforms)
    return production_program(
        game,
        members,
        pools(game, members, OutsidersPlans(game, partial(outsiders_proof, floats=False))),
        vector,
    )
