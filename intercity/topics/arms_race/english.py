"""What is said of the race for firms, and of what would end it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from games.approximately import approximately
from intercity.english import (
    fitting,
    listed,
    percent,
    percent_in_full,
    sentences,
    shown,
    told_apart,
)
from intercity.topics.arms_race.accord import InForce, RuleKind, Signed
from intercity.topics.arms_race.check import ArmsRaceOutcome, Open, Replies, Rest
from intercity.topics.arms_race.proposals_english import clause, signed
from intercity.topics.arms_race.race_repair_english import (
    MOST_NAMED,
    NAMED_GAINS,
    effect_words,
    falls,
    level_words,
    named,
    remedy,
    repair,
    truce_words,
)
from intercity.topics.outcome import Verdict
from intercity.topics.words import LINE, Words
from solvers.competition.bid_direction import overall
from solvers.competition.race_verdict import RaceVerdict

__all__ = ["WORDS", "accord_name", "direction_words"]

ZERO = Fraction(0)
NO_LESS = "no less than it could"
ONE_TENTH_MORE = Fraction(11, 10)
A_HUNDREDFOLD = Fraction(199, 2)


def says(found: ArmsRaceOutcome) -> str:
    """Who pays, who keeps, whether that is a race; other equilibria; where replies lead."""
    parts = [headline(found), _others(found), _replies(found.replies), _race_or_truce(found)]
    return sentences(parts)


def headline(found: ArmsRaceOutcome) -> str:
    """Who pays, who keeps, and whether that is a race."""
    text = _money(found)
    if not found.unique and found.technology != "logit":
        text += "; other equilibria are possible"
    race = _why_open(found) if found.open else direction_words(found)
    return sentences([_accord(found), text, race, _ends(found)])


def _why_open(found: ArmsRaceOutcome) -> str:
    if found.open is Open.ACCORD:
        why = "it depends on whether the accord is kept (these figures are without it)"
    elif found.open is Open.SEVERAL:
        why = "it depends on the equilibrium that the cities end in"
    else:
        why = "the equilibrium is known too roughly to say whether the cities bid too much"
    return f"whether that is a race is open: {why}"


def direction_words(found: ArmsRaceOutcome) -> str:
    """Whether bids are too high or too low: for the treasuries, and with firms' profit in full."""
    firms = "firms'" if found.technology == "logit" else "the firm's"
    with_firms = f"for the region, with {firms} profit in full,"
    for_region = f"{with_firms} {_who_bids(found.for_region)}: the region has {_short(found)}"
    if found.race is RaceVerdict.RACE:
        return f"a race even if {firms} profit counts in full"
    if found.race is RaceVerdict.TRANSFER_FOR_REGION:
        counted = f"a race for the treasuries; with {firms} profit in full"
        if _short(found) == NO_LESS:
            return f"{counted} it only moves money: no bid is too high or too low"
        return f"{counted} no small change of bids helps, though the region has {_short(found)}"
    if found.race in (RaceVerdict.TOO_LITTLE_FOR_REGION, RaceVerdict.MIXED_FOR_REGION):
        return f"a race for the treasuries; {for_region}"
    if found.race is RaceVerdict.NO_RACE:
        no_race = "no race: no city can change its bid to the gain of all treasuries"
        neither = overall(found.for_region.values()) in ("neither", "undecided")
        return no_race if neither else f"{no_race}; {for_region}"
    what = "no race" if found.race is RaceVerdict.BIDS_TOO_LOW else "part race, part not"
    return f"{what}: for the treasuries {_who_bids(found.for_treasuries)}"


def _who_bids(directions: Mapping[str, str]) -> str:
    """Who bids too much, and who too little."""
    high = [city for city, one in directions.items() if one == "too much"]
    low = [city for city, one in directions.items() if one == "too little"]
    if len(low) == len(directions):
        return "bids are too low"
    if len(high) == len(directions):
        return "bids are too high"
    told = [
        f"{named(cities, directions)} {'bid' if cities[1:] else 'bids'} too {what}"
        for cities, what in ((high, "much"), (low, "little"))
        if cities
    ]
    return " and ".join(told)


def _short(found: ArmsRaceOutcome) -> str:
    """How much less than it could the region has, if more than its proof leaves open."""
    lost = found.region_could_have - found.region
    if lost > 2 * (found.proof.radius or 0):
        more = "" if found.region_affordable else " with more money than all budgets together"
        return f"{shown(lost)} less than it could{more}"
    return NO_LESS


def _money(found: ArmsRaceOutcome) -> str:
    """Who pays, who keeps, and who gets it."""
    keep, joint, anarchy = found.all_keep, found.all_could_keep, found.price_of_anarchy
    keeps, could, without = _kept(found, found.all_keep_without_bids)
    worst = " as at the worst equilibrium found" if found.at_worst else ""
    little = joint - keep <= len(found.keeps) * 2 * (found.proof.radius or ZERO)
    jointly = "jointly" if little else _jointly(found)
    kept = f"{keeps}; {jointly} they could keep "
    if little and not worst:
        kept += "no more, "
    elif anarchy is None:
        kept += f"{could}, "
    else:
        form = ".2g" if anarchy < A_HUNDREDFOLD else ",.0f"
        times = f"{approximately(anarchy, form)} times as much"
        if anarchy < ONE_TENTH_MORE:
            times = f"{percent(anarchy - 1)} more"
        kept += f"{could}, {times}{worst} (the price of anarchy), "
    paid = shown(found.outlay)
    if found.worth is None:
        text = f"{_payers(found, 'pay')} firms {paid} in all{_keepers(found)} {kept}"
        return f"{text}without subsidies {without}{_stopping(found)}"
    if not found.outlay and keep != found.all_keep_without_bids:
        paid = "next to nothing"  # the least bid gets the firm, for which lots would be drawn
    text = f"{_payers(found, 'spend')} {paid} on bids for one firm"
    if found.outlay > 0 and found.worth > 0:
        text += f" ({percent(found.outlay / found.worth)} of the most that it is worth)"
    text += f"{_keepers(found)} {kept}without bids {without}"
    if found.outlay > 0:
        gets = percent(found.firms_gain / found.outlay) if found.firms_gain else "none"
        text += f"; the firm gets {gets} of the money"
    return text


def _jointly(found: ArmsRaceOutcome) -> str:
    """By whose money they could keep that, where a budget would not do."""
    if not found.affordable:
        return "jointly, with more money than all budgets together,"
    if found.paid_for:
        bid = f"{listed(found.paid_for)} would bid"
        return f"jointly, if others paid what {bid} beyond {_budgets(found.paid_for)},"
    return "jointly"


def _budgets(cities: Sequence[str]) -> str:
    return "their budgets" if cities[1:] else "its budget"


def _kept(found: ArmsRaceOutcome, *others: Fraction) -> tuple[str, ...]:
    """The sums that all keep and could keep, and others, with digits that tell them apart."""
    sums = (found.all_keep, found.all_could_keep, *others)
    known = 2 * len(found.keeps) * (found.proof.radius or ZERO)
    near = (abs(one - other) for one in sums for other in sums if one != other)
    return tuple(map(shown, sums)) if min(near, default=known) <= known else told_apart(*sums)


def _keepers(found: ArmsRaceOutcome) -> str:
    """Who keeps what is left: those that pay, or all."""
    bidders = len(found.bids)
    if len(_paying(found)) in (0, bidders):
        return " and keep"
    return f"; {'both' if bidders == 2 else f'all {bidders}'} together keep"


def _paying(found: ArmsRaceOutcome) -> tuple[str, ...]:
    """Who pays anything: nobody where no firm comes for what is bid."""
    return found.payers if found.outlay or found.technology != "logit" else ()


def _payers(found: ArmsRaceOutcome, verb: str) -> str:
    """Who pays, and who bids nothing."""
    payers = _paying(found)
    if len(payers) in (0, len(found.bids)):
        return f"{named(found.bids, found.bids)} {verb}"
    others = [city for city in found.bids if city not in payers]
    idle = listed(others) if len(others) <= MOST_NAMED else f"the other {len(others)}"
    return f"{named(payers, found.bids)} (not {idle}) {verb}{'' if payers[1:] else 's'}"


def _stopping(found: ArmsRaceOutcome) -> str:
    """What the money moves: if nobody paid, and if one city alone stopped."""
    if found.outlay <= 0:
        return ""
    share = percent(found.windfall / found.outlay)
    text = f". {share} of the money goes to firms that would be in the same city if nobody paid"
    losses = {city: one for city, one in found.own_loss.items() if found.bids[city] > 0}
    if len(losses) == 1:
        ((city, part),) = losses.items()
        return f"{text}. If {city} stopped, it would lose {percent(part)} of its firms"
    if len(losses) > NAMED_GAINS:
        low, high = percent(min(losses.values())), percent(max(losses.values()))
        lost = low if low == high else f"from {low} to {high}"
        return f"{text}. If one alone stopped, it would lose {lost} of its firms"
    else:
        lost = ", ".join(f"{city} {percent(one)}" for city, one in losses.items())
    return f"{text}. If one alone stopped, it would lose of its firms: {lost}"


def _accord(found: ArmsRaceOutcome) -> str:
    """What is signed, whether it is in force and why, and what it changes against the race."""
    signed = found.accord
    if signed is None:
        return ""
    name = accord_name(signed)
    if signed.promise is None:
        return f"a court enforces a {name} ({effect_words(found, signed.effect)})"
    promise, ended = signed.promise, f", as it ends after year {signed.sunset}"
    if signed.in_force is InForce.UNRAVELS:
        return f"a promised {name} unravels at any patience{ended}; the cities bid as without it"
    told = truce_words(found, promise, name, f" ({effect_words(found, promise.effect)})")
    if signed.in_force is InForce.BROKEN:
        return f"{told}. So the cities bid as without it"
    if signed.in_force is InForce.OPEN and signed.sunset is not None:
        return f"it is open whether a promised {name} is kept{ended}"
    unknown = all(one.own is None for one in promise.patience.values())
    if signed.in_force is InForce.OPEN and unknown:
        return f"{told}. No member's own is known"
    return told


def accord_name(signed: Signed) -> str:
    """The rule that is signed, by whom, and with which money."""
    who = f" of {listed(signed.members)}"
    if signed.rule is RuleKind.LEVY:
        told = ", ".join(
            f"{city} {'is granted' if rate < 0 else 'pays'} {percent_in_full(abs(rate))}"
            for city, rate in signed.rates.items()
            if rate
        )
        name = f"levy{who} on what each pays firms, shared equally ({told or 'none'})"
    elif signed.rule is RuleKind.JOINT or signed.level is None:
        name = f"truce{who} without bids"
        if signed.rule is RuleKind.JOINT:
            name = f"truce{who}, who bid what is best for them together"
    elif signed.rule is RuleKind.TRUCE:
        name = f"truce{who} at {level_words(signed.level)}"
    else:
        name = f"{signed.rule.value} of {level_words(signed.level)} per firm{who}"
    gets = [f"{city} {shown(x)}" for city, x in signed.transfers.items() if x > 0]
    pays = [f"{city} {shown(-x)}" for city, x in signed.transfers.items() if x < 0]
    return f"{name}, with {listed(gets)} a year from {listed(pays)}" if gets else name


def _ends(found: ArmsRaceOutcome) -> str:
    """That the race is back once the accord has ended."""
    if found.race_after is None or found.accord is None:
        return ""
    return (
        f"the accord ends after year {found.accord.sunset}, and then the race is back: "
        f"{TURNED[found.race_after]}"
    )


def _others(found: ArmsRaceOutcome) -> str:
    """Whether there are other equilibria, where no theorem says that there are none."""
    if found.unique or found.technology != "logit":
        return ""
    if found.equilibria is None:
        return "other equilibria are possible"
    if found.equilibria == 1:
        return "it is the only equilibrium"
    return (
        f"there are {found.equilibria} equilibria in all, and this is the one of the least "
        "subsidies"
    )


def _replies(found: Replies | None) -> str:
    """Whether replies to each other come to rest."""
    if found is None or found.rest is Rest.OPEN:
        return ""
    radius = found.spectral_radius
    if radius is None:
        if found.rest is Rest.AT_RANDOM:
            return "no bid comes to rest, so that cities bid at random"
        return "each outbids the next until one gives up"
    if found.rest is Rest.NEITHER:
        return (
            "bidding neither settles nor grows: each round of replies leaves deviations as large "
            "as they were"
        )
    if found.rest is Rest.SETTLES:
        how = f"settles, each round of replies leaving {percent(radius)} of the way"
        return f"bidding {how if radius else 'settles at once'}"
    how = "overshoots" if found.rest is Rest.OVERSHOOTS else "goes further"
    return (
        f"bidding does not settle: each round of replies {how}: deviations grow by "
        f"{percent(radius - 1)} a round"
    )


CALLED = {
    "prisoners' dilemma": "a prisoners' dilemma",
    "one-sided dilemma": "a one-sided dilemma",
    "stag hunt": "a stag hunt",
    "battle of the sexes": "a battle of the sexes",
}
"""As one would say it; any other is a game of its name."""


MEANING = {
    "deadlock": "each side has a best choice whatever the other does, and nothing else is better "
    "for both, so that there is nothing to agree on",
    "one-sided dilemma": "each side has a best choice whatever the other does, and if both chose "
    "otherwise only one would gain",
    "leader and follower": "one side has a best choice whatever the other does, and the other "
    "follows",
    "harmony": "what is best for each side is good for the other, too",
}
"""What the names mean that not every economist knows."""
AGAINST_THE_REST = {
    "deadlock": "each side has a best choice whatever the other does, and nothing else is better "
    "for both, though all may gain by a truce of all",
}
"""The same where each city plays against the rest: it leaves open what all could agree on."""


def _race_or_truce(found: ArmsRaceOutcome) -> str:
    """Which 2x2 game it is, where it is the same one for all."""
    games, bidders = found.race_or_truce.values(), len(found.bids)
    names, two = {game.name for game in games}, bidders == 2
    if len(names) != 1 or len(games) < (1 if two else bidders):
        return ""
    where = {
        _lasting(city, game.against, game.equilibria, two=two)
        for city, game in found.race_or_truce.items()
    }
    lasts = f" ({where.pop()})" if len(where) == 1 else ""
    name = names.pop()
    called = CALLED.get(name, f"a game of {name}")
    players = "" if two else ", played by each city against the rest as one,"
    meaning = f": {MEANING[name]}" if name in MEANING else ""
    if name in AGAINST_THE_REST and not two:
        meaning = f": {AGAINST_THE_REST[name]}"
    return f"race or truce{players} is {called}{meaning}{lasts}"


def _lasting(city: str, against: str, equilibria: Sequence[tuple[str, str]], *, two: bool) -> str:
    """Where neither would change alone."""
    one, other = (city, against) if two else ("the city", "the rest")
    keeps, races = ("keeps", "races") if two else ("keep", "race")
    told = {
        ("race", "race"): "both race" if two else "all race",
        ("truce", "truce"): "both keep the truce" if two else "all keep the truce",
        ("race", "truce"): f"{one} races and {other} {keeps} the truce",
        ("truce", "race"): f"{one} keeps the truce and {other} {races}",
    }
    places = [told[place] for place in equilibria]
    if not places:
        return "whatever they do, one would rather change"
    return f"neither would change where {' or where '.join(places)}"


def line(found: ArmsRaceOutcome) -> str:
    """Who bids most, and what the cities have left of what they could keep."""
    if found.race_after is not None and found.accord is not None:
        return f"the accord ends after year {found.accord.sunset}, and the race is back"
    keep, could = _kept(found)
    many = found.technology == "logit"
    year = " a year" if many else ""
    best = "at best" if found.affordable else "without budgets"
    kept = f"the cities keep {keep}{year}, {could} {best}"
    if found.verdict is Verdict.UNDECIDED:
        return fitting(LINE, f"whether bids are too high is open; {kept}", kept)
    if found.race is RaceVerdict.BIDS_TOO_LOW:
        return f"bids are too low: {kept}"
    if found.race is RaceVerdict.NO_RACE:
        return f"no bid is too high; the cities keep {keep}{year}"
    most = max(found.bids.values())
    tied = [city for city, bid in found.bids.items() if bid == most]
    first = [city for city in tied if city in found.payers] or tied
    bids = f"bid{'' if first[1:] else 's'} most, {shown(most)}{' a firm' if many else ''}"
    short = f"cities keep {keep}{year}, {could} {best}"
    who = f"{listed(first)} {bids}"
    told = [f"{who}; {kept}", f"{who}; {short}"]
    if first[1:]:
        told += [f"{len(first)} cities {bids}; {kept}", f"{len(first)} cities {bids}; {short}"]
    return fitting(LINE, *told, kept)


TURNED: dict[str, str] = {
    RaceVerdict.RACE: "a race even with firms' profit in full",
    RaceVerdict.TRANSFER_FOR_REGION: "a race for the treasuries alone",
    RaceVerdict.TOO_LITTLE_FOR_REGION: "a race for the treasuries, bids too low for the region",
    RaceVerdict.MIXED_FOR_REGION: ("a race for the treasuries, some bids too low for the region"),
    RaceVerdict.MIXED: "some bids too high and some too low for the treasuries",
    RaceVerdict.BIDS_TOO_LOW: "bids too low for the treasuries",
    RaceVerdict.NO_RACE: "no race",
}

WORDS = Words(
    asks="Do cities bid no more for firms than is good for all of them?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    falls=falls,
    headline=headline,
    clause=clause,
    signed=signed,
    turned=TURNED,
)
