"""Check 2, where worths are costs to be shared: which of the usual ways to share them would hold?

Beside the Shapley value: separable costs with the rest in proportion to what each saves, shares in
proportion to what each would pay alone, and equal ones. And whether cities may just be asked if
they will pay their Shapley share, so that no lie about what it is worth to them pays (Moulin).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.players import coalition_name
from intercity.english import listed, shown
from intercity.region.context import Context

__all__ = ["asked_freely", "cost_shares"]

SHAPLEY = "Shapley shares"
MOST_ASKED = 8
"""So many cities, at most, are gone through with every coalition's own Shapley shares."""


def cost_shares(
    context: Context, game: CoalitionalGame, *, stable: bool
) -> tuple[str, dict[str, Fraction]]:
    """What to say of them, and each city's share by each; ``stable``: some split is."""
    from solvers.coalitional.core import core_violation

    ways = dict(_ways(context, context.to_split or game))
    breaches = {name: core_violation(game, split) for name, split in ways.items()}
    keep = [name for name, breach in breaches.items() if breach is None]
    leave = {name: breach for name, breach in breaches.items() if breach is not None}
    told = []
    if not stable:
        gain, nearest = min((breach.gain, name) for name, breach in leave.items())
        told.append(
            f"of the usual ways to share, {nearest} come nearest: by leaving a group would save at "
            f"most {shown(gain)}"
        )
    elif keep:
        told.append(f"{listed(keep)} {'are such splits' if len(keep) > 1 else 'are one'}")
    if stable and leave:
        saves = [
            f"{name} ({coalition_name(one.coalition)} would save {shown(one.gain)} by leaving)"
            for name, one in leave.items()
        ]
        told.append(f"{'not so' if keep else 'none of the usual ones is:'} {listed(saves)}")
    if asked_freely(game):
        told.append("if each is asked whether it joins at its Shapley share, nobody gains by a lie")
    figures = {
        f"{city}, {name}": share for name, split in ways.items() for city, share in split.items()
    }
    return "; ".join(told), figures


def _ways(context: Context, game: CoalitionalGame) -> Iterator[tuple[str, Mapping[str, Fraction]]]:
    """The ways that are defined for these costs, each proven."""
    from solvers.coalitional.proportional_division import proportional_division
    from solvers.coalitional.separable_costs import alternative_costs_avoided, separable
    from solvers.coalitional.shapley import shapley_value

    yield SHAPLEY, context.ask(shapley_value, game)
    alone = sum((game.worth((city,)) for city in game.players), Fraction(0))
    own = sum(separable(game), Fraction(0))
    if alone != own or game.grand_worth == own:  # there are savings, or no rest
        savings = context.ask(alternative_costs_avoided, game)
        yield "separable costs with the rest by savings", savings
    if alone:
        proportional = context.ask(proportional_division, game)
        yield "shares in proportion to costs alone", proportional
    each = game.grand_worth / len(game.players)
    yield "equal shares", dict.fromkeys(game.players, each)


def asked_freely(game: CoalitionalGame) -> bool:
    """Whether no Shapley share rises when another city joins.

    >>> asked_freely(CoalitionalGame.from_array(["A", "B"], [0, 1, 2, 2], "cost"))
    True
    """
    from mechanisms.cost_sharing.moulin import MoulinMechanism

    if not 1 < len(game.players) <= MOST_ASKED:
        return False
    return bool(MoulinMechanism(game).group_strategyproof())
