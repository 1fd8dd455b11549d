"""What would end a race, or raise bids that are too low: each rule, and what it changes for whom.

A cap, a truce, a floor, levies and matching grants, a ban: each is tried, also those that do not
help, in an order in which solvers are asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, ClassVar

from games.approximately import last_place
from games.contest import Contest
from games.errors import IntercityError
from games.subsidy import SubsidyCompetition
from intercity.proofs import Unverified
from intercity.region.context import Context
from intercity.topics.arms_race.builder import played_once, years_until_seen
from intercity.topics.outcome import Clause, NoRepair, Repair
from solvers.competition.race_verdict import RaceVerdict

if TYPE_CHECKING:
    from mechanisms.accord.contest_truce import ContestTruce
    from mechanisms.accord.subsidy_accord import SubsidyTruce
    from solvers.competition.arms_race import ArmsRace
    from solvers.competition.contest_race import ContestRace

__all__ = [
    "Ban",
    "CommonCap",
    "CommonFloor",
    "Effect",
    "Grants",
    "KeptBy",
    "NoRaceRepair",
    "Patience",
    "RaceRepair",
    "Reach",
    "Rule",
    "Truce",
    "WhyNot",
    "effect_on",
    "grants",
    "kept_truce",
    "race_repair",
]

ZERO, HALF = Fraction(0), Fraction(1, 2)
FEW_DIGITS = (3, 4, 5, 6)
"""Of the rates of a levy, as it would be signed."""


class WhyNot(StrEnum):
    """Why nothing repairs it."""

    NOTHING_HELPS = "no rule that was tried helps"
    NOT_SOLVED = "a solver came to no answer"
    NO_BETTER = "no rule that was tried mends more than the accord"
    BUDGETS = "what would raise bids is not computed with budgets"


class KeptBy(StrEnum):
    """What keeps a truce, at the cities' own discount factors."""

    NOTHING_NEEDED = "nothing needed"
    RACE = "race"
    PENAL_CODE = "penal code"
    NO_PUNISHMENT = "no punishment"
    UNKNOWN = "unknown"


class Reach(StrEnum):
    """What a city's own patience is enough for."""

    KEEPS = "keeps"
    BETWEEN = "between"
    BREAKS = "breaks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a rule changes a year, for each city and for all firms.

    ``mends``: the share of the treasuries' loss by the race; ``None`` where they lose nothing.
    ``to_be_paid``: who signs, or bids in the race where all do, and keeps less by the rule.
    """

    cities: Mapping[str, Fraction]
    firms: Fraction
    mends: Fraction | None
    to_be_paid: tuple[str, ...]

    @property
    def treasuries(self) -> Fraction:
        """What all cities gain."""
        return sum(self.cities.values(), ZERO)

    @property
    def loss_left(self) -> Fraction | None:
        """What all cities still lose by the race; ``None`` where nothing of it is mended."""
        return self.treasuries / self.mends - self.treasuries if self.mends else None

    @property
    def region(self) -> Fraction:
        """What cities and firms gain, firms' profit counted in full."""
        return self.treasuries + self.firms


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Clause):
    """A rule on bids. ``mends``: of the treasuries' loss; ``None`` where it does not hold.

    ``effect``: what it changes; ``None`` where none that was tried helps.
    """

    mends: Fraction | None = None
    effect: Effect | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonCap(Rule):
    """Nobody pays more per firm; ``None``: no cap that was tried helps.

    ``firm_weight``: at which firms' profit counts in that.
    """

    kind: ClassVar[str] = "cap"
    level: Fraction | None = None
    firm_weight: Fraction = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonFloor(Rule):
    """Nobody pays less per firm; ``None``: no floor that was tried helps."""

    kind: ClassVar[str] = "floor"
    level: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants(Rule):
    """Levies (negative: grants) on what each city pays firms, shared equally.

    ``rates``: which make bids at the joint optimum, or just below it, an equilibrium; ``None``:
    none does for that city.
    ``effect``: at the equilibrium with the least subsidies of the ``equilibria`` found under them.
    """

    kind: ClassVar[str] = "levies and grants"
    rates: Mapping[str, Fraction | None]
    equilibria: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban(Rule):
    """Nobody bids, and the firm draws even lots."""

    kind: ClassVar[str] = "ban"
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """The discount factor that a city needs for a truce, and that it has.

    ``any_punishment``: below it no punishment keeps the city in (``None``: none does ever).
    ``race_for_ever``: from it on the threat of that does (``None``: never). ``own``, ``reach``:
    its own, where known, by officials' ``tenure`` or not.
    """

    any_punishment: Fraction | None
    race_for_ever: Fraction | None
    own: Fraction | None = None
    reach: Reach | None = None
    tenure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Truce(Rule):
    """Nobody pays more per firm than ``level``, or bids (``None``), kept by what follows a breach.

    ``lag``: the years until a breach is seen. ``patience``: of each party. ``critical_discount``:
    from which on the threat of the race for ever keeps it. ``unwilling``: who likes the race at
    least as much. ``stick``, ``ends``: the bids of a harsher punishment that keeps it, and the
    chance that it ends after a round. ``once``: cities bid once, so that nothing follows a breach.
    """

    kind: ClassVar[str] = "truce"
    level: Fraction | None
    lag: int
    effect: Effect
    kept_by: KeptBy
    patience: Mapping[str, Patience]
    critical_discount: Fraction | None
    unwilling: tuple[str, ...]
    stick: Mapping[str, Fraction]
    ends: Fraction | None
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceRepair(Repair):
    """The rules that help, and those that were tried in vain."""

    in_vain: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRaceRepair(NoRepair):
    """That no rule helps, or the ``error`` of a solver."""

    in_vain: tuple[Rule, ...] = ()
    error: IntercityError | None = None


def race_repair(
    context: Context,
    game: SubsidyCompetition | Contest,
    race: ArmsRace | ContestRace,
    has: Fraction | None,
) -> RaceRepair | NoRaceRepair:
    """What would end the race, or raise bids that are too low, each with its effect.

    ``has``: what an accord mends already, so that only rules that mend more are repairs.
    """
    tried: list[Rule] = []
    try:
        for rule in _rules(context, game, race, tried):
            tried.append(rule)  # noqa: PERF402 - what was found before an error is kept
    except Unverified:
        raise
    except IntercityError as error:
        return NoRaceRepair(reason=WhyNot.NOT_SOLVED, in_vain=tuple(tried), error=error)
    helping = tuple(rule for rule in tried if rule.mends and (has is None or rule.mends > has))
    if has is not None:  # what mends no more need not be told of
        tried = [rule for rule in tried if rule in helping]
    in_vain = tuple(rule for rule in tried if not rule.mends)
    if not helping:
        reason = WhyNot.NOTHING_HELPS if in_vain else WhyNot.BUDGETS
        reason = reason if has is None else WhyNot.NO_BETTER
        return NoRaceRepair(reason=reason, in_vain=in_vain)
    most = max(rule.mends for rule in helping if rule.mends is not None)
    return RaceRepair(clauses=helping, mends=most, in_vain=in_vain)


def _rules(
    context: Context,
    game: SubsidyCompetition | Contest,
    race: ArmsRace | ContestRace,
    tried: list[Rule],
) -> Iterator[Rule]:
    if isinstance(game, Contest):
        yield from _of_contest(context, game, race)
    elif race.verdict is RaceVerdict.BIDS_TOO_LOW:
        if all(budget is None for budget in game.budgets):
            yield _floor(context, game, race)
            yield grants(context, game, race)
    else:
        yield from _cap_and_truce(context, game, race)
        little = not any(rule.mends and rule.mends >= HALF for rule in tried)
        # No levy where there are budgets: what a city owes may exceed them.
        if (race.verdict is RaceVerdict.MIXED or little) and not any(
            budget is not None for budget in game.budgets
        ):
            yield grants(context, game, race)


def effect_on(
    race: ArmsRace | ContestRace,
    cities: Mapping[str, Fraction],
    firms: Fraction,
    members: Collection[str] | None = None,
) -> Effect:
    """What a rule does that changes what each city keeps, and what firms gain, against the race.

    ``members``: who signs it, if not all that bid in the race.
    """
    from mechanisms.accord.repair_effect import repair_effect

    found, bids = repair_effect(race, cities, firms), race.equilibrium.subsidies
    signs = {city for city, bid in bids.items() if bid} if members is None else members
    return Effect(
        cities=found.cities,
        # A regional effect of 0 within the enclosures counts as 0: firms get what treasuries lose.
        firms=found.firms if found.region else -found.treasuries,
        mends=found.mends,
        to_be_paid=tuple(city for city in found.losers if city in signs),
    )


def _floor(context: Context, game: SubsidyCompetition, race: ArmsRace | ContestRace) -> CommonFloor:
    from mechanisms.accord.bid_floor import bid_floor

    found = context.run_solver(bid_floor, game)
    if found.floor is None:
        return CommonFloor()
    effect = effect_on(race, found.change, found.firms, game.cities)  # all have to pay it
    return CommonFloor(mends=effect.mends, level=found.floor, effect=effect)


def grants(context: Context, game: SubsidyCompetition, race: ArmsRace | ContestRace) -> Grants:
    """Matching grants under which the treasuries' joint optimum is an equilibrium, or just below.

    The rates are as they would be signed: rounded up to the fewest digits with which no bid is too
    high; to all digits where none of the few does.
    """
    from mechanisms.accord.bid_rule import BidRule
    from mechanisms.accord.matching_levy import matching_levy
    from solvers.competition.arms_race import ArmsRace, compared_bids
    from solvers.competition.subsidy_equilibrium import subsidy_equilibrium

    if not isinstance(race, ArmsRace):
        raise TypeError("a race in which many firms choose is solved as such")
    found = context.run_solver(matching_levy, replace(game, firm_weight=ZERO))
    rates = {city: rate for city, rate in found.rates.items() if rate is not None}
    if len(rates) < len(found.rates):
        return Grants(rates=found.rates)
    joint = race.treasuries.joint, race.region.joint
    for digits in (*FEW_DIGITS, None):
        levy = {city: _rounded_up(rate, digits) for city, rate in rates.items()}
        rule = BidRule(game, game.cities, levy=levy)
        under = context.run_solver(subsidy_equilibrium, rule.race())
        bids = [rule.bids(one) for one in (under.subsidies, *under.others)]
        doubt = under.proof.radius or ZERO if under.unique else ZERO
        after = compared_bids(game, bids, *joint, doubt)
        if after.verdict in (RaceVerdict.NO_RACE, RaceVerdict.BIDS_TOO_LOW):
            break
    before, money = race.equilibrium.payoffs, rule.money(bids[0])
    change = {city: has - before[city] + money[city] for city, has in after.payoffs.items()}
    # Also who bids nothing pays its share.
    effect = effect_on(race, change, after.firms_gain - race.firms_gain, game.cities)
    return Grants(
        mends=effect.mends if effect.treasuries > 0 else None,
        rates=levy,
        equilibria=len(bids),
        effect=effect,
    )


def _rounded_up(rate: Fraction, digits: int | None) -> Fraction:
    """A levy so that no more is bid, a grant by which no more is.

    >>> _rounded_up(Fraction(2, 3), 3), _rounded_up(Fraction(-2, 3), 3)
    (Fraction(667, 1000), Fraction(-333, 500))
    """
    if not rate or digits is None:
        return rate
    unit = last_place(rate, digits)
    return ceil(rate / unit) * unit


def _cap_and_truce(
    context: Context, game: SubsidyCompetition, race: ArmsRace | ContestRace
) -> Iterator[Rule]:
    """A cap that a court enforces, and a truce at it that repetition keeps."""
    from mechanisms.accord.cap_accord import cap_accord
    from mechanisms.accord.subsidy_accord import SubsidyTruce

    accord = context.run_solver(cap_accord, game)
    if accord.cap is None:
        yield CommonCap(firm_weight=game.firm_weight)
        yield kept_truce(context, SubsidyTruce(game, ZERO, years_until_seen(context)), race, ZERO)
        return
    effect = effect_on(race, accord.change, -accord.firms_loss)
    yield CommonCap(mends=effect.mends, level=accord.cap, effect=effect)
    bids = accord.equilibrium.subsidies  # who would bid less than the cap goes on to do so
    yield kept_truce(
        context, SubsidyTruce(game, ZERO, years_until_seen(context), bids), race, accord.cap
    )


def _of_contest(context: Context, game: Contest, race: ArmsRace | ContestRace) -> Iterator[Rule]:
    """A ban on bids, and a truce without bids."""
    from mechanisms.accord.contest_truce import ContestTruce, without_bids

    change = {
        city: lots - race.equilibrium.payoffs[city]
        for city, lots in zip(game.cities, without_bids(game), strict=True)
    }
    effect = effect_on(race, change, -race.firms_gain)
    yield Ban(mends=effect.mends if effect.treasuries > 0 else None, effect=effect)
    yield kept_truce(context, ContestTruce(game, years_until_seen(context)), race, None)


def kept_truce(
    context: Context,
    rule: SubsidyTruce | ContestTruce,
    race: ArmsRace | ContestRace,
    level: Fraction | None,
    *,
    members: Collection[str] | None = None,
    paid: Mapping[str, Fraction] | None = None,
) -> Truce:
    """How patient the members (or all) must be, and how patient they are.

    Who is no member makes its best reply, and takes part in no punishment. ``paid``: what each gets
    of the others as long as the truce lasts.
    """
    from mechanisms.accord.truce_patience import PatientTruce, truce_patience

    cities, given, signs = rule.game.cities, context.scenario.cities, members
    members = cities if members is None else members
    once = played_once(context)  # then it counts nothing that comes later
    known = dict.fromkeys(cities, ZERO) if once else context.region.discounts
    discounts = {
        city: known[city] if city in members else ZERO
        for city in cities
        if city in known or city not in members
    }
    found = context.run_solver(truce_patience, PatientTruce(rule, discounts, paid))
    terms = found.terms
    between = {city: one for city, one in found.between.items() if city in members}
    own = {city: one for city, one in found.own.items() if city in members}
    money = paid or {}
    change = {c: terms.reward[c] - terms.punishment[c] + money.get(c, ZERO) for c in cities}
    effect = effect_on(race, change, terms.firms, signs)
    highest = [high for _, high in between.values()]
    unwilling = tuple(city for city, (_, high) in between.items() if high is None)
    kept_by = KeptBy(found.kept_by)
    kept = {KeptBy.NOTHING_NEEDED, KeptBy.RACE, KeptBy.PENAL_CODE}
    holds = kept_by in kept or (
        # No discount factor is known: it holds from the critical one on.
        kept_by is KeptBy.UNKNOWN and not own and not unwilling
    )
    if effect.treasuries <= 0 or any(low is None for low, _ in between.values()):
        holds = False
    return Truce(
        mends=effect.mends if holds else None,
        level=level,
        lag=rule.lag,
        effect=effect,
        kept_by=kept_by,
        patience={
            city: Patience(
                any_punishment=low,
                race_for_ever=high,
                own=discounts.get(city),
                reach=Reach(own[city]) if city in own else None,
                tenure=city in given and given[city].tenure is not None,
            )
            for city, (low, high) in between.items()
        },
        critical_discount=(
            None if unwilling else max((x for x in highest if x is not None), default=ZERO)
        ),
        unwilling=unwilling,
        stick=found.stick,
        ends=found.ends,
        once=once,
    )
