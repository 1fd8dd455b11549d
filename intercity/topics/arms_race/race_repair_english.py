"""What is said of the rules that would end the race, and of the patience that a truce takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from games.approximately import approximately, rounded_down
from intercity.english import (
    factor_floor_words,
    factor_words,
    listed,
    patience_words,
    percent,
    percent_in_full,
    sentences,
    shown,
    told_apart,
)
from intercity.topics.arms_race.check import ArmsRaceOutcome
from intercity.topics.arms_race.race_repair import (
    Ban,
    CommonCap,
    CommonFloor,
    Effect,
    Grants,
    KeptBy,
    NoRaceRepair,
    Patience,
    RaceRepair,
    Reach,
    Rule,
    Truce,
    WhyNot,
)
from intercity.topics.outcome import Clause

__all__ = [
    "MOST_NAMED",
    "NAMED_GAINS",
    "effect_words",
    "falls",
    "level_words",
    "named",
    "remedy",
    "repair",
    "truce_words",
]

ZERO = Fraction(0)
NAMED_GAINS = 4
MOST_NAMED = 8
"""Of so many cities each is named."""


def repair(found: ArmsRaceOutcome) -> str:
    """What would end the race, each with its effect; what was tried in vain comes last."""
    rules = _rules(found)
    if isinstance(found.repair, NoRaceRepair):
        if found.repair.reason is WhyNot.NOT_SOLVED:
            return f"none found: {found.repair.error}".rstrip(".")
        if found.repair.reason is WhyNot.BUDGETS:
            return "none: what would raise bids is not computed where budgets are given"
        if found.repair.reason is WhyNot.NO_BETTER and not found.repair.in_vain:
            return "none: no rule that was tried mends more than the accord"
        return f"none: {'; '.join(_rule(found, rule) for rule in rules)}"
    return sentences(_rule(found, rule) for rule in rules)


def _rules(found: ArmsRaceOutcome) -> tuple[Clause, ...]:
    if isinstance(found.repair, RaceRepair):
        return (*found.repair.clauses, *found.repair.in_vain)
    return found.repair.in_vain if isinstance(found.repair, NoRaceRepair) else ()


def _rule(found: ArmsRaceOutcome, rule: Clause) -> str:
    if isinstance(rule, CommonCap | CommonFloor):
        if rule.level is None or rule.effect is None:
            if isinstance(rule, CommonCap):
                firms = ""
                if rule.firm_weight:
                    firms = f" and firms, whose profit counts {percent(rule.firm_weight)},"
                return f"no common cap that was tried brings the treasuries{firms} more"
            return (
                "no common floor that was tried brings the treasuries more and leaves no bid too "
                "high"
            )
        what = "cap" if isinstance(rule, CommonCap) else "floor"
        effect = _instead(found, rule.effect)
        return f"a common {what} of {level_words(rule.level)} per firm ({effect})"
    if isinstance(rule, Ban):
        if rule.effect.treasuries <= 0:
            return "a ban on bids, the firm to draw even lots, brings the cities nothing"
        return f"a ban on bids, the firm to draw even lots ({_instead(found, rule.effect)})"
    if isinstance(rule, Grants):
        return _grants(found, rule)
    return truce_words(found, rule) if isinstance(rule, Truce) else ""


def remedy(found: ArmsRaceOutcome) -> str:
    """The rule that mends most."""
    best = _best(found)
    if best is None:
        return ""
    if isinstance(best, Truce):
        at = (
            "without bids"
            if best.level is None
            else f"in which nobody bids over {level_words(best.level)}"
        )
        return f"a truce {at}"
    if isinstance(best, CommonCap | CommonFloor) and best.level is not None:
        if not best.level:
            return "no city pays firms anything"
        most = "at most" if isinstance(best, CommonCap) else "at least"
        return f"every city pays {most} {level_words(best.level)} per firm"
    return "a ban on bids" if isinstance(best, Ban) else "levies and grants on what each pays firms"


def falls(found: ArmsRaceOutcome) -> str:
    """What cities keep less than they could, as it is and with the rule that mends most."""
    best = _best(found)
    effect = None if best is None else best.effect
    if effect is None or effect.loss_left is None:
        return ""
    # What a signed accord has mended is no longer a loss.
    before, after = told_apart(found.all_could_keep - found.all_keep, effect.loss_left)
    year = " a year" if found.technology == "logit" else ""
    return f"the cities' loss falls from {before} to {after}{year}"


def _best(found: ArmsRaceOutcome) -> Rule | None:
    if not isinstance(found.repair, RaceRepair):
        return None
    rules = [rule for rule in found.repair.clauses if isinstance(rule, Rule)]
    return max(rules, key=lambda rule: rule.mends or ZERO)


def named(cities: Collection[str], everyone: Collection[str]) -> str:
    """These cities of all that bid; many are counted.

    >>> named(["Ost", "West"], ["Ost", "West"]), named("ABCDEFGHI", "ABCDEFGHI")
    ('Ost and West', 'all 9')
    >>> named("ABCDEFGHI", "ABCDEFGHIJ")
    '9 cities'
    """
    if len(cities) <= MOST_NAMED:
        return listed(cities)
    return f"all {len(cities)}" if len(cities) == len(everyone) else f"{len(cities)} cities"


def level_words(level: Fraction) -> str:
    """A level to be written into an accord: to four digits, as patience is that of this very level.

    It is rounded down, as a little above what is best for all some bid is too high; a level within
    a billionth or so of such a number counts as that.

    >>> level_words(Fraction("0.83118")), level_words(Fraction(1, 4)), level_words(Fraction(0))
    ('0.8311', '0.25', '0')
    """
    if not 0 < level < 10_000:
        return shown(level)
    return approximately(rounded_down(level, 4), ".4g")


def effect_words(found: ArmsRaceOutcome, effect: Effect) -> str:
    """What a rule does to cities, firms and the region."""
    gains = ", ".join(f"{city} {shown(one, sign=True)}" for city, one in effect.cities.items())
    if len(effect.cities) > NAMED_GAINS:
        gains = f"the cities gain {shown(effect.treasuries)}"
    text = f"{gains}, firms {shown(effect.firms, sign=True)}, cities and firms together "
    text += shown(effect.region, sign=True)
    doubt = 2 * len(effect.cities) * (found.proof.radius or ZERO)
    if effect.treasuries < -doubt and effect.mends is not None:
        text += "; it adds to the treasuries' loss"
    elif effect.mends is not None:
        text += f"; it mends {percent(effect.mends)} of the treasuries' loss"
    if effect.to_be_paid:
        text += f"; {listed(effect.to_be_paid)} must be paid to sign"
        if found.side_payments_banned:
            text += ", which the law does not allow"
    return text


def _instead(found: ArmsRaceOutcome, effect: Effect) -> str:
    """The effect of a rule that is proposed; in place of an accord it is not over what now is."""
    over = "over the race without an accord: " if found.under_accord else ""
    return f"{over}{effect_words(found, effect)}"


def _grants(found: ArmsRaceOutcome, rule: Grants) -> str:
    if rule.effect is None:
        return "no levy or matching grant makes the cities bid what is best for all"
    told = ", ".join(
        f"{city} {'is granted' if rate < 0 else 'pays'} {percent_in_full(abs(rate))}"
        for city, rate in rule.rates.items()
        if rate
    )
    at = ""
    if rule.equilibria > 1:
        at = f", one of {rule.equilibria} found; with the least subsidies of them"
    return (
        f"levies and matching grants on what each pays firms, shared equally ({told}), make bids "
        f"at the joint optimum, or just below it, an equilibrium{at} "
        f"({_instead(found, rule.effect)})"
    )


def _how(rule: Truce) -> str:
    return "without bids" if rule.level is None else f"at {level_words(rule.level)}"


def truce_words(
    found: ArmsRaceOutcome, rule: Truce, signed: str | None = None, effects: str | None = None
) -> str:
    """How patient the cities must be, and who is not.

    ``signed``: what an accord is called; ``effects``: what it does, told whatever that is.
    """
    how, patience = _how(rule), rule.patience
    truce = signed or f"truce {how}"
    if rule.effect.treasuries <= 0 and signed is None:
        lots = ", the firm drawing even lots," if rule.level is None else ""
        return f"a truce {how}{lots} brings the treasuries nothing"
    if rule.once and rule.kept_by is not KeptBy.NOTHING_NEEDED:
        return f"no {truce} holds without a court: the cities bid once, so nothing answers a breach"
    never = [city for city, needs in patience.items() if needs.any_punishment is None]
    if never:
        keeps = "keep" if never[1:] else "keeps"
        return f"no {truce}: {listed(never)} {keeps} it under no punishment"
    if effects is None:
        effects = "" if _told_before(found) else f" ({_instead(found, rule.effect)})"
    if rule.kept_by is KeptBy.NOTHING_NEEDED:
        return f"a {truce}{effects} keeps itself: no breach pays even once"
    seen = f", a breach being seen after {rule.lag} years" if rule.lag > 1 else ""
    if rule.unwilling:
        like = "like" if rule.unwilling[1:] else "likes"
        text = (
            f"the race for ever does not keep a {truce}{effects}{seen}: "
            f"{listed(rule.unwilling)} {like} the race at least as much"
        )
        return text + _own_patience(found, rule)
    needed = {city: needs.race_for_ever or ZERO for city, needs in patience.items()}
    on = {city: _needed_words(patience, one) for city, one in needed.items()}
    most = max(needed, key=lambda city: needed[city])
    text = (
        f"the threat of the race for ever keeps a {truce}{effects}{seen + ',' * bool(seen)} "
        f"from a discount factor (what 1 a year later is worth now) of {on[most]} on"
    )
    if len(set(on.values())) > 1:  # each has to be as patient as its own breach is tempting
        others = [f"{city} {each}" for city, each in on.items() if each != on[most]]
        text += f" for {named([city for city, each in on.items() if each == on[most]], found.bids)}"
        text += f" ({', '.join(others)})" if len(on) <= NAMED_GAINS else ", less for the others"
    return text + _own_patience(found, rule)


def _needed_words(patience: Mapping[str, Patience], least: Fraction) -> str:
    """From which factor on, told apart from the nearest of the own ones of whom it binds."""
    if not least:
        return "0"
    bound = [needs for needs in patience.values() if (needs.race_for_ever or ZERO) == least]
    own = [needs.own for needs in bound if needs.own is not None]
    nearest = min(own, key=lambda factor: abs(factor - least), default=None)
    return patience_words(least, apart_from=nearest)


def _told_before(found: ArmsRaceOutcome) -> bool:
    """Whether the effect of a cap or a ban has been told, of which a truce has the same."""
    return any(
        rule.level is not None if isinstance(rule, CommonCap) else rule.effect.treasuries > 0
        for rule in _rules(found)
        if isinstance(rule, CommonCap | Ban)
    )


def _own_patience(found: ArmsRaceOutcome, rule: Truce) -> str:
    """Whether the cities are as patient as that, or another punishment does for theirs.

    Of those that would bid, and have signed where not all have: that of others does not matter.
    """
    patience = rule.patience
    if rule.kept_by is KeptBy.RACE:
        least = factor_words(min(needs.own or ZERO for needs in patience.values()))
        alike = len({needs.race_for_ever for needs in patience.values()}) == 1
        everyone, has = patience.keys() == found.bids.keys(), "have" if len(patience) > 1 else "has"
        who = named(patience, found.bids)
        if alike:
            return f", which {'all' if everyone else who} {has} ({least} or more)"
        return f". {'All' if everyone else who} are as patient as that"
    breaks = {c: needs for c, needs in patience.items() if needs.reach is Reach.BREAKS}
    if breaks:
        has = "have" if len(breaks) > 1 else "has"
        who = named(breaks, found.bids)
        who = f"{who.replace('all', 'All', 1) if len(breaks) > MOST_NAMED else who} {has} less"
        told = _have(rule, breaks, " against {floor}")
        return f". {who} than any punishment takes to keep it ({told})"
    between = {c: needs for c, needs in patience.items() if needs.reach is Reach.BETWEEN}
    if rule.kept_by is KeptBy.PENAL_CODE and rule.ends is not None:
        bids = ", ".join(f"{city} {shown(s)}" for city, s in rule.stick.items())
        who = _have(rule, between)
        every = "each year" if rule.lag == 1 else f"every {rule.lag} years"
        keeps = f"A harsher punishment keeps it at the cities' own discount factors ({who})"
        if not rule.unwilling:
            less = "have less" if len(between) > 1 else "has less"
            keeps = f"{listed(between)} {less} ({who}), but a harsher punishment keeps it"
        return (
            f". {keeps}. That is, after a breach, bids of {bids} per firm, which end "
            f"{every} with a chance of {percent(rule.ends)}"
        )
    if not between:
        return ""
    ends = {city: _own_and_floor(needs) for city, needs in between.items()}
    has = "; ".join(f"{c} has {own}, none does below {floor}" for c, (own, floor) in ends.items())
    return (
        f". Whether a harsher punishment keeps {listed(between)} in it is open "
        f"({has}{_tenure(between)})"
    )


def _have(rule: Truce, cities: Mapping[str, Patience], more: str = "") -> str:
    """How patient these cities are; a single one need not be named again, nor many alike."""
    by_name = len(cities) > 1 or rule.unwilling
    told = {}
    for city, needs in cities.items():
        own, floor = _own_and_floor(needs)
        told[city] = f"{own}{more.format(floor=floor)}"
    if len(told) > NAMED_GAINS and len(set(told.values())) == 1:
        return f"each {next(iter(told.values()))}{_tenure(cities)}"
    each = (f"{city} {one}" if by_name else one for city, one in told.items())
    return ", ".join(each) + _tenure(cities)


def _own_and_floor(needs: Patience) -> tuple[str, str]:
    """A city's factor, and the one below which no punishment does, with digits apart."""
    own, bound = needs.own or ZERO, needs.any_punishment or ZERO
    told, _ = told_apart(own, bound, told=factor_words)
    return told, factor_floor_words(bound, own)


def _tenure(cities: Mapping[str, Patience]) -> str:
    return " with officials' tenure" if any(needs.tenure for needs in cities.values()) else ""
