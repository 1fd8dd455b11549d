"""Check 2: is there a split of what all can make that no group would leave?"""

from __future__ import annotations

from fractions import Fraction

from games.coalitional import CoalitionalGame, coalition_name
from intercity.checkup.context import Context
from intercity.checkup.finding import Finding, listed, shown

__all__ = ["check", "veto_player"]

NUMBER, NAME = 2, "all together"


def check(context: Context) -> Finding:
    """Whether the core is empty; its ranges, or the three prices of stability."""
    game = context.game
    if game is None:
        return Finding(NUMBER, NAME, "not asked", "add [resources] or [game]")
    found = context.core
    assert found is not None  # noqa: S101 - there is a game
    if found.empty:
        return _empty(context, game)
    figures = {f"{city}, least": x for city, x in (found.lowest or {}).items()}
    figures |= {f"{city}, most": x for city, x in (found.highest or {}).items()}
    says = f"a split that none of the {len(game.players)} cities, alone or in a group, would leave"
    veto = veto_player(game)
    if veto is not None:
        says += f"; it cannot fail, as every gain needs {veto}: see checks 3 to 6 instead"
    elif context.region.production is not None and not context.region.production.platforms:
        says += "; it cannot fail, as everything scarce has an owner and no platform is needed"
    return Finding(NUMBER, NAME, "stands", says, margin=None, figures=figures)


def _empty(context: Context, game: CoalitionalGame) -> Finding:
    from solvers.core import EmptyCoreCertificate
    from solvers.cost_of_stability import cost_of_stability
    from solvers.least_core import least_core

    found = context.core
    assert found is not None  # noqa: S101 - it is empty, so it was asked for
    fine = context.ask(least_core, game).epsilon
    money = context.ask(cost_of_stability, game).value
    assert isinstance(found.certificate, EmptyCoreCertificate)  # noqa: S101
    groups = [weighted.coalition for weighted in found.certificate.collection]
    figures = {"fine for leaving": fine, "outside money": money}
    says = (
        f"no split: {listed(coalition_name(group) for group in groups)} would each leave, since "
        f"together they could have more than all {len(game.players)} can make"
    )
    repair = (
        f"a fine of {shown(fine)} on a group that leaves, or {shown(money)} a year of outside "
        f"money, or bar one of {listed(coalition_name(group) for group in groups)} from dealing "
        "apart"
    )
    return Finding(NUMBER, NAME, "fails", says, repair, -fine, figures)


def veto_player(game: CoalitionalGame) -> str | None:
    """A city without which no group makes more than its members do alone, if there is one."""
    if len(game.players) < 2:
        return None
    gains = game.as_gains()
    alone = [gains.worth(1 << i) for i in range(len(gains.players))]

    def surplus(mask: int) -> Fraction:
        own = sum((worth for i, worth in enumerate(alone) if mask >> i & 1), Fraction(0))
        return gains.worth(mask) - own

    if surplus(gains.grand) <= 0:
        return None
    for i, city in enumerate(gains.players):
        if all(surplus(mask) <= 0 for mask in range(1, gains.grand) if not mask >> i & 1):
            return city
    return None
