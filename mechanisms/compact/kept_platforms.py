"""Each member opens, besides the deal's parks, the platforms of its own that are best for it."""

from __future__ import annotations

from dataclasses import replace

from games.errors import of_kind
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_program import fall_back_game, own_game
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.production.coalitional_form import coalitional_form

__all__ = ["with_kept_platforms"]


def with_kept_platforms(compact: EnclaveCompact, run_solver: RunSolver = call) -> EnclaveCompact:
    """Each member opens, besides the deal's parks, the platforms of its own that are best for it.

    With what it owns under the deal: land that it gets may make a hall of its own worth opening,
    land that it gives may make one worth closing. Signing alone changes nothing.

    The compact when each member has open what is best for it with what it then owns.

    A park of the deal that its host would also open by itself is the deal's from then on. A member
    that cannot do its part keeps open what it would have open alone.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> lots = Resource("lots", "bound", {"Harbour": 30})
    >>> hall = Platform("hall", "Harbour", 10, (Use("halls", 20),))
    >>> use = (Use("lots", 1, "Harbour"), Use("halls", 1))
    >>> build = Activity("build", ("Harbour",), use, (Value("Harbour", "cash", 1),))
    >>> halls = Resource("halls", "tradable", {})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (lots, halls), (build,), (hall,))
    >>> deal = EnclaveCompact(region, Annuity(10, 0), region.cities)
    >>> with_kept_platforms(deal).kept
    {'Harbour': {'hall': 1}}

    Source: Myerson (1991), chapter 8, on bargaining with a status quo.
    """
    check_run_solver(run_solver)
    of_kind(compact, EnclaveCompact, place="deal")
    parks = [e.name for e in compact.enclaves]
    kept = {}
    for city in compact.members:
        game = own_game(compact.region, city)
        if all(platform.limit <= parks.count(platform.name) for platform in game.platforms):
            continue  # nothing but parks of the deal
        left = fall_back_game(compact, city, compact.endowment_changes(city))
        opened = (
            run_solver(coalitional_form, game if left is None else left[0]).plan((city,)).openings
        )
        if left is None:
            opened = {name: times - parks.count(name) for name, times in opened.items()}
        kept[city] = {name: times for name, times in opened.items() if times > 0}
    return replace(compact, kept=kept)
