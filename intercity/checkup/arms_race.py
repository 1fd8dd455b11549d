"""Check 7: do the cities outbid each other, and who ends up with the money?"""

from __future__ import annotations

from fractions import Fraction

from intercity.checkup.context import Context
from intercity.checkup.finding import Finding, listed, percent, shown

__all__ = ["check"]

NUMBER, NAME = 7, "arms race"
ZERO = Fraction(0)


def check(context: Context) -> Finding:
    """The equilibrium of the race against no subsidies and the joint optimum; what would end it."""
    from solvers.arms_race import arms_race

    game = context.region.subsidies
    if game is None:
        return Finding(NUMBER, NAME, "not asked", "add [subsidies]")
    race = context.ask(arms_race, game)
    payoffs = race.equilibrium.payoffs
    keep = sum(payoffs.values(), ZERO)
    figures = {f"{city} pays per firm": s for city, s in race.equilibrium.subsidies.items()}
    figures |= {
        "outlay": race.outlay,
        "firms' gain": race.firms_gain,
        "windfall": race.windfall,
        "cities keep": keep,
        "cities keep, no subsidies": race.treasuries.no_subsidy,
        "cities keep, joint optimum": race.treasuries.joint_optimum,
        "region, race": race.region.equilibrium,
        "region, joint optimum": race.region.joint_optimum,
    }
    paid = shown(race.outlay)
    says = (
        f"{listed(game.cities)} pay firms {paid} in all and keep {shown(keep)}; jointly they could "
        f"keep {shown(race.treasuries.joint_optimum)}, without subsidies "
        f"{shown(race.treasuries.no_subsidy)}"
    )
    if race.outlay > 0:
        says += (
            f"; {percent(race.windfall / race.outlay)} of the money goes to firms that would have "
            "come anyway"
        )
    lost = race.treasuries.joint_optimum - race.treasuries.equilibrium
    if race.verdict == "no race":
        return Finding(NUMBER, NAME, "stands", says, margin=lost, figures=figures)
    if race.verdict == "race":
        says += "; a race even if firms' profit counts in full"
    else:
        says += "; not a race if firms' profit counts in full: a transfer to firms"
    return Finding(NUMBER, NAME, "fails", says, _repair(context, figures), None, figures)


def _repair(context: Context, figures: dict[str, Fraction]) -> str:

    game, given = context.region.subsidies, context.scenario.subsidies
    assert game is not None and given is not None  # noqa: S101, PT018
    return ""
