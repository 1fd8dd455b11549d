"""Check 7: do the cities outbid each other, and who ends up with the money?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.approximately import approximately
from games.contest import Contest
from games.errors import IntercityError
from games.subsidy import SubsidyCompetition
from intercity.english import listed, percent, share_words, shown
from intercity.proofs import NotProven
from intercity.region.context import Context
from intercity.topics.arms_race.builder import competition, subsidy_race
from intercity.topics.arms_race.race_repair import race_repair
from intercity.topics.finding import Finding, Verdict
from solvers.competition.arms_race import ArmsRace

if TYPE_CHECKING:
    from games.strategic import StrategicGame
    from solvers.competition.contest_race import ContestRace
    from solvers.strategic.two_by_two import TwoByTwo

__all__ = ["check", "direction_words", "headline", "race_games"]

NUMBER, NAME = 7, "arms race"
ZERO = Fraction(0)
NAMED_GAINS = 4
ONE_TENTH_MORE = Fraction(11, 10)
FEW_BIDDERS = 3  # of which all equilibria are soon proven to be all


def check(context: Context) -> Finding:
    """The equilibrium of the race against no subsidies and the joint optimum; what would end it."""
    game, race = context.once(competition), context.once(subsidy_race)
    if game is None or race is None:
        return Finding(NUMBER, NAME, "not asked", "add [subsidies]")
    figures = _figures(game, race)
    says, proof = headline(game, race), str(race.proof)
    if isinstance(game, SubsidyCompetition) and not race.equilibrium.unique and not context.brief:
        says += _others(context, game)
    verdict = VERDICTS.get(race.verdict, "fails")
    repair, mends = "", None
    if verdict != "undecided" and race.verdict != "no race" and not context.brief:
        try:
            repair, mends = race_repair(context, game, race, figures)
        except NotProven:
            raise
        except IntercityError as error:
            repair = f"none found: {error}".rstrip(".")
    if verdict == "fails" and not context.brief:
        says += _if_found(_settles, context, game, figures)
        says += _if_found(_looks_like, context, game, figures)
    return Finding(
        NUMBER,
        NAME,
        verdict,
        says,
        repair,
        figures=figures,
        finer="" if verdict == "undecided" else race.verdict,
        proof=proof,
        mends=mends,
    )


VERDICTS: Mapping[str, Verdict] = {
    "no race": "stands",
    "bids too low": "stands",
    "undecided": "undecided",
}
"""Of the check, by that on the race; any other: fails."""


def headline(game: SubsidyCompetition | Contest, race: ArmsRace | ContestRace) -> str:
    """Who pays, who keeps, and whether that is a race."""
    says = _money(game, race)
    if isinstance(game, Contest) and not race.equilibrium.unique:
        says += "; other equilibria are possible"
    if race.verdict == "undecided":
        return f"{says}; whether that is a race is open: {race.status}"
    firms = "firms'" if isinstance(game, SubsidyCompetition) else "the firm's"
    return f"{says}; {direction_words(race, firms)}"


def direction_words(race: ArmsRace | ContestRace, firms: str) -> str:
    """Whether bids are too high or too low: for the treasuries, and with firms' profit in full."""
    treasuries, region = race.treasuries, race.region
    with_firms = f"for the region with {firms} profit in full"
    less = f"the region has {falls_short(race)}"
    if race.verdict == "race":
        return f"a race even if {firms} profit counts in full"
    if race.verdict == "race for the treasuries, transfer for the region":
        return (
            f"a race for the treasuries; {with_firms} a transfer, no bid being too high or too low"
        )
    if treasuries.direction == "too much":
        return f"a race for the treasuries; {with_firms} {_bids(region.bids)}: {less}"
    if treasuries.direction == "neither":
        no_race = "no race: no city can change its bid to the gain of all treasuries"
        if region.direction in ("neither", "undecided"):
            return no_race
        return f"{no_race}; {with_firms} {_bids(region.bids)}: {less}"
    if treasuries.direction == "too little":
        return f"no race: for the treasuries {_bids(treasuries.bids)}"
    return f"part race, part not: for the treasuries {_bids(treasuries.bids)}"


def _bids(bids: Mapping[str, str]) -> str:
    """Who bids too much, and who too little."""
    high = [city for city, one in bids.items() if one == "too much"]
    low = [city for city, one in bids.items() if one == "too little"]
    if len(low) == len(bids):
        return "bids are too low"
    if len(high) == len(bids):
        return "bids are too high"
    told = [
        f"{listed(cities)} {'bid' if cities[1:] else 'bids'} too {what}"
        for cities, what in ((high, "much"), (low, "little"))
        if cities
    ]
    return " and ".join(told)


def _others(context: Context, game: SubsidyCompetition) -> str:
    """Whether there are other equilibria, where no theorem says that there are none."""
    from solvers.competition.all_subsidy_equilibria import all_subsidy_equilibria

    if len(game.cities) > FEW_BIDDERS:
        return "; other equilibria are possible"
    found = context.ask(all_subsidy_equilibria, game)
    number = len(found.equilibria)
    if not found.complete:
        return "; other equilibria are possible"
    if number == 1:
        return "; it is the only equilibrium"
    return f"; there are {number} equilibria in all, and this is the one of the least subsidies"


def falls_short(race: ArmsRace | ContestRace) -> str:
    """How much less than it could the region has, if more than its proof leaves open."""
    lost = race.region.joint_optimum - race.region.equilibrium
    if lost > 2 * (race.proof.radius or 0):
        return f"{shown(lost)} less than it could"
    return "no less than it could"


def _figures(
    game: SubsidyCompetition | Contest, race: ArmsRace | ContestRace
) -> dict[str, Fraction]:
    pays = "pays per firm" if isinstance(game, SubsidyCompetition) else "bids on average"
    figures = {f"{city} {pays}": s for city, s in race.equilibrium.subsidies.items()}
    figures |= {
        "outlay": race.outlay,
        "firms' gain": race.firms_gain,
        "windfall": race.windfall,
        "cities keep": sum(race.equilibrium.payoffs.values(), ZERO),
        "cities keep, no subsidies": race.treasuries.no_subsidy,
        "cities keep, joint optimum": race.treasuries.joint_optimum,
        "region, race": race.region.equilibrium,
        "region, joint optimum": race.region.joint_optimum,
    }
    if isinstance(race, ArmsRace):
        figures |= {
            f"share of its firms that {city} loses if it alone stops": lost
            for city, lost in race.own_loss.items()
        }
    if race.price_of_anarchy is not None:
        figures["price of anarchy"] = race.price_of_anarchy
    return figures


def _money(game: SubsidyCompetition | Contest, race: ArmsRace | ContestRace) -> str:
    """Who pays, who keeps, and who gets it."""
    keep = sum(race.equilibrium.payoffs.values(), ZERO)
    anarchy = race.price_of_anarchy
    worst = " as at the worst equilibrium found" if race.equilibrium.others else ""
    joint = race.treasuries.joint_optimum
    kept = f"{shown(keep)}; jointly they could keep "
    if joint - keep <= len(game.cities) * 2 * (race.proof.radius or ZERO) and not worst:
        kept += "no more, "
    elif anarchy is None:
        kept += f"{shown(joint)}, "
    else:
        times = f"{approximately(anarchy, '.2g')} times as much"
        if anarchy < ONE_TENTH_MORE:
            times = f"{share_words(anarchy - 1)} more"
        kept += f"{shown(joint)}, {times}{worst} (the price of anarchy), "
    without = shown(race.treasuries.no_subsidy)
    paid = shown(race.outlay)
    if isinstance(game, SubsidyCompetition):
        says = f"{_payers(race)} firms {paid} in all"
        says += f"{_keepers(race)} {kept}without subsidies {without}"
        return says + _stopping(race)
    says = f"{_payers(race, 'spend')} {paid} on bids for one firm"
    worth = max(game.value)
    if race.outlay > 0 and worth > 0:
        says += f" ({percent(race.outlay / worth)} of the most that it is worth)"
    says += f"{_keepers(race)} {kept}without bids {without}"
    if race.outlay > 0:
        gets = percent(race.firms_gain / race.outlay) if race.firms_gain else "none"
        says += f"; the firm gets {gets} of the money"
    return says


def _keepers(race: ArmsRace | ContestRace) -> str:
    """Who keeps what is left: those that pay, or all."""
    paid = [one > 0 for one in _spent(race).values()]
    if all(paid) or not any(paid):
        return " and keep"
    return f"; {'both' if len(paid) == 2 else f'all {len(paid)}'} together keep"


def _spent(race: ArmsRace | ContestRace) -> Mapping[str, Fraction]:
    if isinstance(race, ArmsRace):
        return race.equilibrium.subsidies
    return race.equilibrium.outlays


def _payers(race: ArmsRace | ContestRace, verb: str = "pay") -> str:
    """Who pays, and who bids nothing."""
    spent = _spent(race)
    payers = [city for city, one in spent.items() if one > 0]
    if not payers or len(payers) == len(spent):
        return f"{listed(spent)} {verb}"
    others = [city for city in spent if city not in payers]
    alone = "" if payers[1:] else "s"
    return f"{listed(payers)} (not {listed(others)}) {verb}{alone}"


def _stopping(race: ArmsRace | ContestRace) -> str:
    """What the money moves: if nobody paid, and if one city alone stopped."""
    if race.outlay <= 0 or not isinstance(race, ArmsRace):
        return ""
    share = share_words(race.windfall / race.outlay)
    says = f"; {share} of the money goes to firms that would be in the same city if nobody paid"
    losses = {
        city: one for city, one in race.own_loss.items() if race.equilibrium.subsidies[city] > 0
    }
    if len(losses) == 1:
        ((city, part),) = losses.items()
        return f"{says}; if {city} stopped, it would lose {share_words(part)} of its firms"
    if len(losses) > NAMED_GAINS:
        low, high = share_words(min(losses.values())), share_words(max(losses.values()))
        lost = low if low == high else f"from {low} to {high}"
    else:
        lost = ", ".join(f"{city} {share_words(one)}" for city, one in losses.items())
    return f"{says}; if one alone stopped, it would lose of its firms: {lost}"


def _if_found(part: Callable[..., str], *arguments: Any) -> str:
    """A clause that goes with the verdict, left out where it comes to no answer."""
    try:
        return part(*arguments)
    except NotProven:
        raise
    except IntercityError:
        return ""


def _settles(
    context: Context, game: SubsidyCompetition | Contest, figures: dict[str, Fraction]
) -> str:
    """Whether replies to each other come to rest."""
    from solvers.competition.escalation import escalation

    if isinstance(game, Contest) and game.technology == "all-pay":
        return "; no bid comes to rest, so that cities bid at random"
    if isinstance(game, Contest) and game.technology == "bertrand":
        return "; each outbids the next until one gives up"
    found = context.ask(escalation, game)
    figures["spectral radius of replies"] = radius = found.spectral_radius
    if found.settles is None:
        if abs(radius - 1) <= (found.proof.radius or ZERO):
            return (
                "; bidding neither settles nor grows: each round of replies leaves deviations as "
                "large as they were"
            )
        return ""
    if not found.settles:
        slopes = [one for row in found.reactions.values() for one in row.values()]
        how = "overshoots: deviations" if max(slopes) <= 0 else "goes further: deviations"
        return (
            f"; bidding does not settle: each round of replies {how} grow by "
            f"{share_words(radius - 1)} a round"
        )
    if radius == 0:
        return "; bidding settles at once"
    return f"; bidding settles, each round of replies leaving {percent(radius)} of the way"


def race_games(
    context: Context, game: SubsidyCompetition | Contest, level: Fraction
) -> dict[str, tuple[StrategicGame, TwoByTwo]]:
    """Race or truce as a 2x2 game, by city, and which one it is."""
    from mechanisms.accord.race_or_truce import race_or_truce
    from solvers.strategic.two_by_two import two_by_two

    games = race_or_truce(game, level, context.ask)
    return {city: (one, context.ask(two_by_two, one)) for city, one in games.items()}


def _looks_like(
    context: Context, game: SubsidyCompetition | Contest, figures: dict[str, Fraction]
) -> str:
    """Which 2x2 game it is, where it is the same one for all."""
    found = race_games(context, game, figures.get("common cap", ZERO))
    for city, (one, _) in found.items():
        other = one.players[1]
        figures |= {
            f"{city} gets by {mine}, {other} by {theirs}": one.payoff([mine, theirs])[city]
            for mine in one.actions[0]
            for theirs in one.actions[1]
        }
    names = {named.name for _, named in found.values()}
    two = len(game.cities) == 2
    if len(names) != 1 or len(found) < (1 if two else len(game.cities)):
        return ""
    name, where = names.pop(), {_lasting(one, named, two=two) for one, named in found.values()}
    lasts = f" ({where.pop()})" if len(where) == 1 else ""
    return f"; race or truce is {_called(name)}{'' if two else ' for each against the rest'}{lasts}"


def _lasting(game: StrategicGame, named: TwoByTwo, *, two: bool) -> str:
    """Where neither would change alone, in words."""
    one, other = game.players if two else ("it", "the rest")
    keeps, races = ("keeps", "races") if two else ("keep", "race")
    told = {
        ("race", "race"): "both race" if two else "all race",
        ("truce", "truce"): "both keep the truce" if two else "all keep the truce",
        ("race", "truce"): f"{one} races and {other} {keeps} the truce",
        ("truce", "race"): f"{one} keeps the truce and {other} {races}",
    }
    places = [told[mine, theirs] for mine, theirs in named.equilibria]
    if not places:
        return "whatever they do, one would rather change"
    return f"neither would change where {' or where '.join(places)}"


def _called(name: str) -> str:
    """As one would say it.

    >>> _called("stag hunt"), _called("chicken")
    ('a stag hunt', 'a game of chicken')
    """
    return f"a {name}" if name.endswith(("dilemma", "hunt", "sexes")) else f"a game of {name}"
