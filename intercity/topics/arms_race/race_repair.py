"""What would end a race, or raise bids that are too low: the repairs of check 7, with effects.

A cap, a truce, a floor, levies and matching grants, a ban: each is tried, and told with what it
does to the cities, to firms and to both together. Those that help come first.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from games.contest import Contest
from games.subsidy import SubsidyCompetition
from intercity.english import listed, percent, share_words, shown
from intercity.region.context import Context
from intercity.topics.arms_race.builder import competition, subsidy_race
from intercity.topics.arms_race.section import Subsidies

if TYPE_CHECKING:
    from mechanisms.accord.contest_truce import ContestTruce
    from mechanisms.accord.repair_effect import RepairEffect
    from mechanisms.accord.subsidy_accord import SubsidyTruce
    from mechanisms.accord.truce_patience import TrucePatience
    from solvers.competition.arms_race import ArmsRace
    from solvers.competition.contest_race import ContestRace

__all__ = ["race_repair"]

ZERO, HALF = Fraction(0), Fraction(1, 2)
NAMED_GAINS = 4

Option = tuple[str, Fraction | None]
"""A repair in words, and the share of the loss that it mends; ``None`` where it does not hold."""


def race_repair(
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
    race = context.once(subsidy_race)
    bids = {} if race is None else race.equilibrium.subsidies
    losers = [city for city in effect.losers if bids.get(city)]  # who bids nothing need not sign
    if losers:
        text += f"; {listed(losers)} must be paid to sign"
        compact = context.region.compact
        if compact is not None and compact.side_payment_limit == 0:
            text += ", which the law does not allow"
    return text


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
    given = context.scenario.section(Subsidies)
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

    game = context.once(competition)
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
