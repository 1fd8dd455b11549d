"""Check 7: do the cities outbid each other, and who ends up with the money?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.approximately import approximately
from games.contest import Contest
from games.errors import IntercityError
from games.subsidy import SubsidyCompetition
from intercity.checks.context import Context
from intercity.checks.finding import Finding, listed, percent, shown
from intercity.proofs import NotProven

if TYPE_CHECKING:
    from games.strategic import StrategicGame
    from mechanisms.accord.truce_terms import TruceTerms
    from solvers.competition.arms_race import ArmsRace
    from solvers.competition.contest_race import ContestRace
    from solvers.strategic.two_by_two import TwoByTwo

__all__ = ["check", "headline", "race_games"]

NUMBER, NAME = 7, "arms race"
ZERO = Fraction(0)
NAMED_GAINS = 4
FEW_BIDDERS = 3  # of which all equilibria are soon proven to be all


def check(context: Context) -> Finding:
    """The equilibrium of the race against no subsidies and the joint optimum; what would end it."""
    game, race = context.region.subsidies, context.race
    if game is None or race is None:
        return Finding(NUMBER, NAME, "not asked", "add [subsidies]")
    figures = _figures(game, race)
    says, proof = headline(game, race), str(race.proof)
    if isinstance(game, SubsidyCompetition) and not race.equilibrium.unique and not context.brief:
        says += _others(context, game)
    if race.verdict == "undecided":
        return Finding(NUMBER, NAME, "undecided", says, figures=figures, proof=proof)
    if race.verdict == "no race":
        return Finding(
            NUMBER, NAME, "stands", says, figures=figures, finer=race.verdict, proof=proof
        )
    repair = ""
    if not context.brief:
        try:
            repair = (
                _repair_of_contest(context, game, figures)
                if isinstance(game, Contest)
                else _repair(context, game, figures)
            )
        except NotProven:
            raise
        except IntercityError as error:
            repair = f"none found: {error}".rstrip(".")
        says += _if_found(_settles, context, game, figures)
        says += _if_found(_looks_like, context, game, figures)
    return Finding(NUMBER, NAME, "fails", says, repair, None, figures, race.verdict, proof)


def headline(game: SubsidyCompetition | Contest, race: ArmsRace | ContestRace) -> str:
    """Who pays, who keeps, and whether that is a race."""
    says = _money(game, race)
    if isinstance(game, Contest) and not race.equilibrium.unique:
        says += "; other equilibria are possible"
    if race.verdict == "undecided":
        return f"{says}; whether that is a race is open: {race.status}"
    if race.verdict == "no race":
        return says
    firms = "firms'" if isinstance(game, SubsidyCompetition) else "the firm's"
    if race.verdict == "race":
        return f"{says}; a race even if {firms} profit counts in full"
    less = falls_short(race)
    return f"{says}; mostly a transfer: with {firms} profit in full the region has {less}"


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
    if race.price_of_anarchy is not None:
        figures["price of anarchy"] = race.price_of_anarchy
    return figures


def _money(game: SubsidyCompetition | Contest, race: ArmsRace | ContestRace) -> str:
    """Who pays, who keeps, and who gets it."""
    keep = sum(race.equilibrium.payoffs.values(), ZERO)
    anarchy = race.price_of_anarchy
    worst = " as at the worst equilibrium found" if race.equilibrium.others else ""
    kept = f"{shown(keep)}; jointly they could keep {shown(race.treasuries.joint_optimum)}, "
    if anarchy is not None:
        times = approximately(anarchy, ".2g")
        kept += f"{times} times as much{worst} (the price of anarchy), "
    without = shown(race.treasuries.no_subsidy)
    paid = shown(race.outlay)
    if isinstance(game, SubsidyCompetition):
        says = (
            f"{listed(game.cities)} pay firms {paid} in all and keep {kept}without subsidies "
            f"{without}"
        )
        if race.outlay > 0:
            says += (
                f"; {percent(race.windfall / race.outlay)} of the money goes to firms that would "
                "have come anyway"
            )
        return says
    says = f"{listed(game.cities)} spend {paid} on bids for one firm"
    worth = max(game.value)
    if race.outlay > 0 and worth > 0:
        says += f", {percent(race.outlay / worth)} of what it is worth at most,"
    says += f" and keep {kept}without bids {without}"
    if race.outlay > 0:
        gets = percent(race.firms_gain / race.outlay) if race.firms_gain else "none"
        says += f"; the firm gets {gets} of the money"
    return says


def _gains(change: Mapping[str, Fraction]) -> str:
    """Who is better off by a rule."""
    if len(change) > NAMED_GAINS:
        return f"the cities gain {shown(sum(change.values(), ZERO))}"
    return ", ".join(f"{city} {shown(one, sign=True)}" for city, one in change.items())


def _repair(context: Context, game: SubsidyCompetition, figures: dict[str, Fraction]) -> str:
    """A cap that a court enforces, or a truce that repetition keeps, with the patience it needs."""
    from mechanisms.accord.cap_accord import cap_accord
    from mechanisms.accord.subsidy_accord import SubsidyTruce, critical_discount

    options = []
    accord = context.ask(cap_accord, game)
    if accord.cap is not None:
        figures["common cap"], figures["gain by the cap"] = accord.cap, accord.gain
        figures |= {f"{city} gains by the cap": one for city, one in accord.change.items()}
        text = f"a common cap of {_signed(accord.cap)} per firm ({_gains(accord.change)}"
        text += f"; {listed(accord.losers)} must be paid to sign)" if accord.losers else ")"
        options.append(text)
    level = accord.cap or ZERO
    terms = context.ask(critical_discount, SubsidyTruce(game, level, _lag(context)))
    return "; ".join([*options, _truce(context, terms, f"at {_signed(level)}", figures)])


def _signed(level: Fraction) -> str:
    """A level to be written into an accord, to more digits: patience is that of this very level."""
    return approximately(level, ".4g") if 0 < level < 10_000 else shown(level)


def _repair_of_contest(context: Context, game: Contest, figures: dict[str, Fraction]) -> str:
    """A ban on bids, or a truce without bids; the firm draws lots."""
    from mechanisms.accord.contest_truce import ContestTruce
    from mechanisms.accord.subsidy_accord import critical_discount

    terms = context.ask(critical_discount, ContestTruce(game, _lag(context)))
    change = {city: terms.reward[city] - terms.punishment[city] for city in game.cities}
    figures["gain by a ban"] = sum(change.values(), ZERO)
    figures |= {f"{city} gains by a ban": one for city, one in change.items()}
    options = []
    if figures["gain by a ban"] > 0:
        losers = [city for city, one in change.items() if one < 0]
        text = f"a ban on bids, the firm to draw lots ({_gains(change)}"
        options.append(text + (f"; {listed(losers)} must be paid to sign)" if losers else ")"))
    return "; ".join([*options, _truce(context, terms, "without bids", figures)])


def _lag(context: Context) -> int:
    given = context.scenario.subsidies
    return 1 if given is None else given.truce_lag


def _truce(context: Context, terms: TruceTerms, how: str, figures: dict[str, Fraction]) -> str:
    """How patient the cities must be, and who is not."""
    figures |= {
        f"{city} keeps the truce from a discount factor of": delta
        for city, delta in terms.critical.items()
        if delta is not None
    }
    from mechanisms.accord.truce_terms import least_patience

    needed = terms.critical_discount
    if needed is None:
        like = "like" if len(terms.unwilling) > 1 else "likes"
        who = f"{listed(terms.unwilling)} {like} the race at least as much"
        return f"no truce {how} would keep itself: {who}"
    figures["truce needs a discount factor of"] = needed
    discounts = context.region.discounts
    own = {city: delta for city, delta in terms.critical.items() if delta is not None}
    impatient = [city for city, delta in own.items() if discounts.get(city, delta) < delta]
    on = {city: least_patience(delta, ".2f") for city, delta in own.items()}
    most = max(own, key=lambda city: own[city])
    lag = _lag(context)
    seen = f", a breach being noticed after {lag} years," if lag > 1 else ""
    text = f"a truce {how}{seen} keeps itself from a discount factor of {on[most]} on"
    if len(set(on.values())) > 1:  # each city has to be as patient as its own breach is tempting
        others = [f"{city} {each}" for city, each in on.items() if each != on[most]]
        text += f" for {listed(city for city, each in on.items() if each == on[most])}"
        text += f" ({', '.join(others)})" if len(own) <= NAMED_GAINS else ", less for the others"
    if impatient:
        given, lack = min(discounts[c] for c in impatient), "lack" if impatient[1:] else "lacks"
        tenure = " with officials' tenure" if _tenure(context, impatient) else ""
        text += f", which {listed(impatient)} {lack} ({approximately(given, '.2f')}{tenure})"
    elif discounts and all(city in discounts for city in terms.critical):
        least = approximately(min(discounts[city] for city in own), ".2f")
        alike = len(set(on.values())) == 1
        text += f", which all have ({least} or more)" if alike else "; all are as patient as that"
    return text


def _tenure(context: Context, cities: list[str]) -> bool:
    given = context.scenario.cities
    return any(city in given and given[city].tenure is not None for city in cities)


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
    if isinstance(game, Contest) and game.technology == "Bertrand":
        return "; each outbids the next until one gives up"
    found = context.ask(escalation, game)
    figures["spectral radius of replies"] = radius = found.spectral_radius
    if found.settles is None:
        return ""
    if not found.settles:
        times = approximately(radius, ".2g")
        return f"; bidding escalates: each round of replies overshoots by {times} times"
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
