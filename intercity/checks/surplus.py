"""Check 1: is there anything to share, and which instrument makes it?"""

from __future__ import annotations

from fractions import Fraction

from intercity.checks.context import Context
from intercity.checks.finding import Finding, listed, percent, shown

__all__ = ["check", "gain_of_all"]

ZERO = Fraction(0)
NUMBER, NAME = 1, "surplus"


def check(context: Context) -> Finding:
    """The gain over the status quo, for the deal's members and for all, split by instrument."""
    game = context.game
    if game is None:
        return Finding(NUMBER, NAME, "not asked", "add [resources] or [game]")
    sign = 1 if game.sense == "gain" else -1
    alone = context.status_quo
    all_gain = gain_of_all(context)
    members = context.members
    gain = sign * (game.worth(members) - sum(alone[city] for city in members))
    figures = {"gain of the members": gain, "gain of all": all_gain}
    word = "saved" if sign < 0 else "to be gained"
    if set(members) == set(game.players):
        together = "both" if len(members) == 2 else f"all {len(members)}"
        says = f"{shown(all_gain)} {word} by {together} together"
    else:
        says = (
            f"{shown(gain)} {word} by {listed(members)}, {shown(all_gain)} by all "
            f"{len(game.players)}"
        )
    if gain > 0 and context.region.production is not None and context.region.production.platforms:
        says += _by_instrument(context, gain, figures)
    if gain > 0 and context.region.production is not None:
        says += _bottleneck(context, figures)
    if gain < 0:
        says = f"{listed(members)} would lose {shown(-gain)} by acting together"
    if gain <= 0:
        return Finding(
            NUMBER, NAME, "fails", says, "none: there is nothing to share", gain, figures
        )
    return Finding(NUMBER, NAME, "stands", says, margin=gain, figures=figures)


def gain_of_all(context: Context) -> Fraction:
    """What all together have more than each alone; for costs, what they save."""
    game = context.game
    if game is None:
        return ZERO
    gain = game.grand_worth - sum(context.status_quo.values(), ZERO)
    return gain if game.sense == "gain" else -gain


def _by_instrument(context: Context, gain: Fraction, figures: dict[str, Fraction]) -> str:
    alone = sum((context.status_quo[city] for city in context.members), ZERO)
    exchange = context.without_platforms - alone
    figures["gain without platforms"] = exchange
    if gain == exchange:
        return f"; all of it without a {_platform(context)}"
    if not exchange:
        return f"; all of it by the {_platform(context)}"
    if exchange < 0:  # alone each would open one
        lost, each = shown(-exchange), _platform(context)
        return f"; without any {each} they would have {lost} less than each has alone"
    return f"; {percent(exchange / gain)} of it without a {_platform(context)}"


def _platform(context: Context) -> str:
    return "park" if context.scenario.project is not None else "platform"


def _bottleneck(context: Context, figures: dict[str, Fraction]) -> str:
    from solvers.production.owen import owen_prices

    game = context.between_members(platforms=True)
    if game.common_pools:
        return ""
    prices = context.ask(owen_prices, game).prices
    scarce = [
        (price * sum(resource.owned.values()), price, resource)
        for resource in game.resources
        if (price := prices.get(resource.name, ZERO)) > 0
    ]
    if not scarce:
        return ""
    _, price, resource = max(scarce, key=lambda found: found[0])
    figures[f"worth of one more of {resource.name}"] = price
    unit = "unit" if resource.unit in ("", "units", resource.name) else resource.unit
    return (
        f"; the bottleneck is {resource.name}: one more {unit} of {resource.name} would add "
        f"{shown(price)}"
    )
