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
from intercity.checks.finding import Finding, Verdict, listed, percent, shown
from intercity.proofs import NotProven
from solvers.competition.arms_race import ArmsRace

if TYPE_CHECKING:
    from games.strategic import StrategicGame
    from mechanisms.accord.contest_truce import ContestTruce
    from mechanisms.accord.repair_effect import RepairEffect
    from mechanisms.accord.subsidy_accord import SubsidyTruce
    from mechanisms.accord.truce_patience import TrucePatience
    from solvers.competition.contest_race import ContestRace
    from solvers.strategic.two_by_two import TwoByTwo

__all__ = ["check", "direction_words", "headline", "race_games", "share_words"]

NUMBER, NAME = 7, "arms race"
ZERO = Fraction(0)
NAMED_GAINS = 4
ONE_TENTH_MORE, HALF = Fraction(11, 10), Fraction(1, 2)
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
    verdict = VERDICTS.get(race.verdict, "fails")
    repair, mends = "", None
    if verdict != "undecided" and race.verdict != "no race" and not context.brief:
        try:
            repair, mends = _repair(context, game, race, figures)
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


def _gains(change: Mapping[str, Fraction]) -> str:
    """Who is better off by a rule."""
    if len(change) > NAMED_GAINS:
        return f"the cities gain {shown(sum(change.values(), ZERO))}"
    return ", ".join(f"{city} {shown(one, sign=True)}" for city, one in change.items())


def _effect(context: Context, effect: RepairEffect, name: str, figures: dict[str, Fraction]) -> str:
    """What a repair does to cities, firms and the region: in words, and as figures."""
    figures |= {
        f"gain by {name}": effect.treasuries,
        f"firms gain by {name}": effect.firms,
        f"region gains by {name}": effect.region,
    }
    figures |= {f"{city} gains by {name}": one for city, one in effect.cities.items()}
    text = f"{_gains(effect.cities)}, firms {shown(effect.firms, sign=True)}, cities and firms "
    text += f"together {shown(effect.region, sign=True)}"
    if effect.mends is not None:
        figures[f"share of the loss that {name} mends"] = effect.mends
        text += f"; it mends {share_words(effect.mends)} of the treasuries' loss"
    race = context.race
    bids = {} if race is None else race.equilibrium.subsidies
    losers = [city for city in effect.losers if bids.get(city)]  # who bids nothing need not sign
    if losers:
        text += f"; {listed(losers)} must be paid to sign"
        compact = context.region.compact
        if compact is not None and compact.side_payment_limit == 0:
            text += ", which the law does not allow"
    return text


def share_words(share: Fraction) -> str:
    """A share for reading; a small one is not told as none, nor a large one as all.

    >>> [share_words(share) for share in (Fraction(1, 3000), Fraction(1, 2), Fraction(9999, 10**4))]
    ['0.033%', '50%', '99.99%']
    """
    if 0 < share < Fraction(1, 100):
        return f"{approximately(100 * share, '.2g')}%"
    if Fraction(99, 100) < share < 1:
        return f"{approximately(100 * share, '.4g')}%"
    return percent(share)


Option = tuple[str, Fraction | None]
"""A repair in words, and the share of the loss that it mends; ``None`` where it does not hold."""


def _repair(
    context: Context,
    game: SubsidyCompetition | Contest,
    race: ArmsRace | ContestRace,
    figures: dict[str, Fraction],
) -> Option:
    """What would end the race, or raise bids that are too low, each with its effect."""
    if isinstance(game, Contest):
        options = _of_contest(context, game, race, figures)
    elif race.verdict == "bids too low":
        options = _raised(context, game, race, figures)
    else:
        options = _cap_or_truce(context, game, race, figures)
        if race.verdict == "mixed" or not any(share and share >= HALF for _, share in options):
            options += _grants(context, game, race, figures)
    options.sort(key=lambda option: not option[1])  # first what helps
    shares = [share for _, share in options if share]
    if not shares:
        return f"none: {'; '.join(text for text, _ in options)}", None
    return "; ".join(text for text, _ in options), max(shares)


def _raised(
    context: Context,
    game: SubsidyCompetition,
    race: ArmsRace | ContestRace,
    figures: dict[str, Fraction],
) -> list[Option]:
    """A floor, and grants that match what cities pay."""
    from mechanisms.accord.bid_floor import bid_floor
    from mechanisms.accord.repair_effect import repair_effect

    options: list[Option] = []
    if all(budget is None for budget in game.budgets):
        found = context.ask(bid_floor, game)
        if found.floor is None:
            options.append(("no common floor that was tried brings the treasuries more", None))
        else:
            figures["common floor"] = found.floor
            effect = repair_effect(race, found.change, found.firms)
            text = _effect(context, effect, "the floor", figures)
            options.append(
                (f"a common floor of {_signed(found.floor)} per firm ({text})", effect.mends)
            )
    return options + _grants(context, game, race, figures)


def _grants(
    context: Context,
    game: SubsidyCompetition,
    race: ArmsRace | ContestRace,
    figures: dict[str, Fraction],
) -> list[Option]:
    """Levies and matching grants under which the treasuries' joint optimum is an equilibrium."""
    from dataclasses import replace

    from mechanisms.accord.matching_levy import matching_levy

    if any(budget is not None for budget in game.budgets):
        return []  # what each would pay then may be more than it has
    found = context.ask(matching_levy, replace(game, firm_weight=ZERO))
    rates = {city: rate for city, rate in found.rates.items() if rate is not None}
    if len(rates) < len(found.rates):
        return [("no levy or matching grant makes the cities bid what is best for all", None)]
    figures |= {f"levy on what {city} pays": rate for city, rate in rates.items()}
    cities = race.treasuries.joint_optimum - sum(race.equilibrium.payoffs.values(), ZERO)
    firms = found.optimum.firms_gain - race.firms_gain
    figures |= {
        "gain by the grants": cities,
        "firms gain by the grants": firms,
        "region gains by the grants": cities + firms,
    }
    told = ", ".join(
        f"{city} {'is granted' if rate < 0 else 'pays'} {percent(abs(rate))}"
        for city, rate in rates.items()
        if rate
    )
    text = (
        f"levies and matching grants on what each pays firms, shared equally ({told}), make the "
        f"joint optimum an equilibrium (the cities together {shown(cities, sign=True)}, firms "
        f"{shown(firms, sign=True)}, both {shown(cities + firms, sign=True)})"
    )
    return [(text, Fraction(1) if told and cities > 0 else None)]


def _cap_or_truce(
    context: Context,
    game: SubsidyCompetition,
    race: ArmsRace | ContestRace,
    figures: dict[str, Fraction],
) -> list[Option]:
    """A cap that a court enforces, or a truce that repetition keeps, with the patience it needs."""
    from mechanisms.accord.cap_accord import cap_accord
    from mechanisms.accord.repair_effect import repair_effect
    from mechanisms.accord.subsidy_accord import SubsidyTruce

    options: list[Option] = []
    accord = context.ask(cap_accord, game)
    if accord.cap is None:
        rule, how = SubsidyTruce(game, ZERO, _lag(context)), "at 0"
        options.append(("no common cap that was tried helps", None))
    else:
        figures["common cap"] = accord.cap
        effect = repair_effect(race, accord.change, -accord.firms_loss)
        text = _effect(context, effect, "the cap", figures)
        options.append((f"a common cap of {_signed(accord.cap)} per firm ({text})", effect.mends))
        bids = accord.equilibrium.subsidies  # who would bid less than the cap goes on to do so
        rule, how = SubsidyTruce(game, ZERO, _lag(context), bids), f"at {_signed(accord.cap)}"
    return [*options, _truce(context, rule, race, how, figures, told=accord.cap is not None)]


def _signed(level: Fraction) -> str:
    """A level to be written into an accord, to more digits: patience is that of this very level."""
    return approximately(level, ".4g") if 0 < level < 10_000 else shown(level)


def _of_contest(
    context: Context, game: Contest, race: ArmsRace | ContestRace, figures: dict[str, Fraction]
) -> list[Option]:
    """A ban on bids, or a truce without bids; the firm draws lots."""
    from mechanisms.accord.contest_truce import ContestTruce, without_bids
    from mechanisms.accord.repair_effect import repair_effect

    change = {
        city: lots - race.equilibrium.payoffs[city]
        for city, lots in zip(game.cities, without_bids(game), strict=True)
    }
    effect = repair_effect(race, change, -race.firms_gain)
    text = _effect(context, effect, "a ban", figures)
    helps = effect.treasuries > 0
    ban: Option = (
        (f"a ban on bids, the firm to draw even lots ({text})", effect.mends)
        if helps
        else ("a ban on bids, the firm to draw even lots, brings the cities nothing", None)
    )
    rule = ContestTruce(game, _lag(context))
    return [ban, _truce(context, rule, race, "without bids", figures, told=helps)]


def _lag(context: Context) -> int:
    given = context.scenario.subsidies
    return 1 if given is None else given.truce_lag


def _truce(
    context: Context,
    rule: SubsidyTruce | ContestTruce,
    race: ArmsRace | ContestRace,
    how: str,
    figures: dict[str, Fraction],
    *,
    told: bool,
) -> Option:
    """How patient the cities must be, and who is not; ``told``: its effect has been said."""
    from mechanisms.accord.repair_effect import repair_effect
    from mechanisms.accord.truce_patience import PatientTruce, truce_patience
    from mechanisms.accord.truce_terms import least_patience

    game = context.region.subsidies
    assert game is not None  # noqa: S101 - the caller has it
    discounts = {
        city: delta for city, delta in context.region.discounts.items() if city in game.cities
    }
    found = context.ask(truce_patience, PatientTruce(rule, discounts))
    terms = found.terms
    effect = repair_effect(
        race, {c: terms.reward[c] - terms.punishment[c] for c in game.cities}, terms.firms
    )
    if effect.treasuries <= 0:
        lots = ", the firm drawing even lots," if isinstance(game, Contest) else ""
        return f"a truce {how}{lots} brings the treasuries nothing", None
    for city, (low, high) in found.between.items():
        if low is not None:
            figures[f"no punishment keeps {city} in the truce below a discount factor of"] = low
        if high is not None:
            figures[f"{city} keeps the truce from a discount factor of"] = high
    effects = "" if told else f" ({_effect(context, effect, 'the truce', figures)})"
    never = [city for city, (low, _) in found.between.items() if low is None]
    if never:
        keeps = "keep" if never[1:] else "keeps"
        return f"no truce {how}: {listed(never)} {keeps} it under no punishment", None
    if found.kept_by == "nothing needed":
        return f"a truce {how}{effects} keeps itself: no breach pays even once", effect.mends
    if terms.critical_discount is not None:
        figures["truce needs a discount factor of"] = terms.critical_discount
    likes = [city for city in terms.unwilling if city in found.between]
    lag = _lag(context)
    seen = f", a breach being seen after {lag} years," if lag > 1 else ""
    if likes:
        like = "like" if likes[1:] else "likes"
        text = (
            f"the race for ever does not keep a truce {how}{effects}{seen.rstrip(',')}: "
            f"{listed(likes)} {like} the race at least as much"
        )
    else:
        on = {c: least_patience(high, ".2f") for c, (_, high) in found.between.items() if high}
        on |= {c: "0" for c, (_, high) in found.between.items() if high == 0}
        most = max(found.between, key=lambda city: found.between[city][1] or ZERO)
        text = (
            f"the threat of the race for ever keeps a truce {how}{effects}{seen} from a discount "
            f"factor of {on[most]} on"
        )
        if len(set(on.values())) > 1:  # each has to be as patient as its own breach is tempting
            others = [f"{city} {each}" for city, each in on.items() if each != on[most]]
            text += f" for {listed(city for city, each in on.items() if each == on[most])}"
            text += f" ({', '.join(others)})" if len(on) <= NAMED_GAINS else ", less for the others"
    text += _own_patience(context, found, discounts, figures)
    holds = found.kept_by in ("race", "penal code") or (
        found.kept_by == "unknown" and not found.own and not likes
    )
    return text, effect.mends if holds else None


def _own_patience(
    context: Context,
    found: TrucePatience,
    discounts: Mapping[str, Fraction],
    figures: dict[str, Fraction],
) -> str:
    """Whether the cities are as patient as that, or another punishment does for theirs."""

    def told(cities: list[str], *, floors: bool) -> str:
        items = []
        for city in cities:
            low = found.between[city][0] or ZERO
            own = approximately(discounts[city], ".2f")
            name = f"{city} " if cities[1:] or found.terms.unwilling else ""
            items.append(f"{name}{own}{f' against {_down(low)}' if floors else ''}")
        return ", ".join(items) + (" with officials' tenure" if _tenure(context, cities) else "")

    if found.kept_by == "race":
        least = approximately(min(discounts[city] for city in found.between), ".2f")
        alike = len({high for _, high in found.between.values()}) == 1
        return f", which all have ({least} or more)" if alike else "; all are as patient as that"
    breaks = [city for city, own in found.own.items() if own == "breaks"]
    if breaks:
        has = "have" if breaks[1:] else "has"
        who = f"{listed(breaks)} {has} less"
        return f"; {who} than any punishment takes to keep it ({told(breaks, floors=True)})"
    between = [city for city, own in found.own.items() if own == "between"]
    if found.kept_by == "penal code" and found.ends is not None:
        figures |= {f"{city} pays per firm in the punishment": s for city, s in found.stick.items()}
        figures["chance that the punishment ends after a round"] = found.ends
        bids = ", ".join(f"{city} {shown(s)}" for city, s in found.stick.items())
        lag, who = _lag(context), told(between, floors=False)
        every = "each year" if lag == 1 else f"every {lag} years"
        keeps = f"a harsher punishment keeps it at the cities' own discount factors ({who})"
        if not found.terms.unwilling:
            less = "have less" if between[1:] else "has less"
            keeps = f"{listed(between)} {less} ({who}), but a harsher punishment keeps it"
        return (
            f"; {keeps}: after a breach bids of {bids} per firm, {every} with a chance of "
            f"{share_words(found.ends)} to end"
        )
    if between:
        items = [
            f"{city} has {approximately(discounts[city], '.2f')}, none does below "
            f"{_down(found.between[city][0] or ZERO)}"
            for city in between
        ]
        tenure = " with officials' tenure" if _tenure(context, between) else ""
        return (
            f"; whether a harsher punishment keeps {listed(between)} in it is open "
            f"({'; '.join(items)}{tenure})"
        )
    return ""


def _down(bound: Fraction) -> str:
    """A lower bound for reading, with digits enough to be told from 0."""
    return approximately(bound, ".2f") if bound >= Fraction(1, 100) else approximately(bound, ".1g")


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
