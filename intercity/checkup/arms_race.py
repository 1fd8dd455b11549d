"""Check 7: do the cities outbid each other, and who ends up with the money?"""

from __future__ import annotations

from fractions import Fraction

from games.subsidy import SubsidyCompetition
from intercity.checkup.context import Context
from intercity.checkup.finding import Finding, listed, percent, shown

__all__ = ["check"]

NUMBER, NAME = 7, "arms race"
ZERO = Fraction(0)


def check(context: Context) -> Finding:
    """The equilibrium of the race against no subsidies and the joint optimum; what would end it."""
    game, given = context.region.subsidies, context.scenario.subsidies
    if game is None or given is None:
        return Finding(NUMBER, NAME, "not asked", "add [subsidies]")
    race = context.race
    assert race is not None  # noqa: S101 - there is a game
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
    if race.verdict == "undecided":
        says += f"; whether that is a race is open: {race.status}"
        return Finding(NUMBER, NAME, "undecided", says, figures=figures, proof=str(race.proof))
    if race.verdict == "no race":
        return Finding(
            NUMBER, NAME, "stands", says, figures=figures, finer=race.verdict, proof=str(race.proof)
        )
    if race.verdict == "race":
        says += "; a race even if firms' profit counts in full"
    else:
        lost = race.region.joint_optimum - race.region.equilibrium
        says += (
            f"; mostly a transfer: with firms' profit in full the region has {shown(lost)} less "
            "than it could"
        )
    repair = _repair(context, game, given.truce_lag, figures)
    return Finding(
        NUMBER, NAME, "fails", says, repair, None, figures, race.verdict, str(race.proof)
    )


def _repair(
    context: Context, game: SubsidyCompetition, lag: int, figures: dict[str, Fraction]
) -> str:
    """A cap that a court enforces, or a truce that repetition keeps, with the patience it needs."""
    from mechanisms.subsidy_accord import SubsidyTruce, cap_accord, critical_discount

    options = []
    accord = context.ask(cap_accord, game)
    if accord.cap is not None:
        figures["common cap"], figures["gain by the cap"] = accord.cap, accord.gain
        text = f"a common cap of {shown(accord.cap)} per firm (the cities gain {shown(accord.gain)}"
        text += f"; {listed(accord.losers)} must be paid to sign)" if accord.losers else ")"
        options.append(text)
    level = accord.cap or ZERO
    terms = context.ask(critical_discount, SubsidyTruce(game, level, lag))
    needed = terms.critical_discount
    if needed is None:
        like = "like" if len(terms.unwilling) > 1 else "likes"
        options.append(
            f"no truce at {shown(level)} would keep itself: {listed(terms.unwilling)} {like} the "
            "race as much"
        )
        return "; ".join(options)
    figures["truce needs a discount factor of"] = needed
    impatient = [c for c in game.cities if context.region.discounts.get(c, needed) < needed]
    text = (
        f"a truce at {shown(level)} keeps itself from a discount factor of {float(needed):.2f} on"
    )
    if impatient:
        given = min(context.region.discounts[c] for c in impatient)
        text += f", which {listed(impatient)} lack ({float(given):.2f} with officials' tenure)"
    return "; ".join([*options, text])
