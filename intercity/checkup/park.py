"""Check 1, second half: does the platform pay, or would the members do better without it?"""

from __future__ import annotations

from intercity.checkup.context import Context
from intercity.checkup.finding import Finding, shown

__all__ = ["check"]

NUMBER, NAME = 1, "the park"


def check(context: Context) -> Finding:
    """What the deal's platforms add to what its members make without any."""
    production, game = context.region.production, context.game
    if production is None or game is None or not production.platforms:
        return Finding(NUMBER, NAME, "not asked", "add [platforms]")
    adds = game.worth(context.members) - context.without_platforms
    figures = {"added by platforms": adds}
    if adds > 0:
        says = f"it adds {shown(adds)} to what the members make without it"
        return Finding(NUMBER, NAME, "stands", says, margin=adds, figures=figures)
    says = "it costs more than it brings: the members do as well without it"
    return Finding(NUMBER, NAME, "fails", says, "leave it out", adds, figures)
