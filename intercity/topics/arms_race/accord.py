"""What bidders have signed on their bids: the game under it, and whether it is kept.

A rule that a court enforces binds. A promise is a truce: members pay what the rule leads to as long
as nobody pays otherwise, and then race for ever; it is kept by who is patient enough. A promise
whose end is known unravels from the end: in its last year nothing keeps it, so that nothing does
the year before, if the race has one equilibrium (Benoît and Krishna 1985, Finitely repeated games).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from games.contest import Contest
from games.errors import Undefined
from games.subsidy import SubsidyCompetition
from intercity.region.context import Context
from intercity.scenario.quantity import Quantity
from intercity.topics.arms_race.builder import competition, subsidy_race, years_until_seen
from intercity.topics.arms_race.race_repair import Effect, KeptBy, Truce, effect_on, kept_truce
from intercity.topics.arms_race.section import Accord, Subsidies
from solvers.competition.arms_race import ArmsRace, ComparedBids, compared_bids
from solvers.competition.contest_race import ContestRace

if TYPE_CHECKING:
    from mechanisms.accord.bid_rule import BidRule

__all__ = [
    "InForce",
    "RuleKind",
    "Signed",
    "SignedRace",
    "accord_bids",
    "accord_rule",
    "race_under",
    "signed_race",
    "without_bidders",
]

ZERO = Fraction(0)


class RuleKind(StrEnum):
    """Which rule on bids is signed."""

    CAP = "cap"
    FLOOR = "floor"
    LEVY = "levy"
    TRUCE = "truce"
    JOINT = "joint"


class InForce(StrEnum):
    """Whether members keep to what they signed."""

    ENFORCED = "enforced"
    KEPT = "kept"
    BROKEN = "broken"
    UNRAVELS = "unravels"
    OPEN = "open"

    @property
    def holds(self) -> bool:
        """Whether the cities bid by it."""
        return self in (InForce.ENFORCED, InForce.KEPT)

    @property
    def may_hold(self) -> bool:
        """Whether they do, or that is open."""
        return self.holds or self is InForce.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An accord as signed, whether it is in force, and what it changes if it is.

    ``level``: per firm; ``rates``: of a levy. ``sunset``: its last year; ``race_after``: whether
    the race is back within the years that count. ``effect``: against the race, transfers and levies
    included. ``promise``: how patient members must be, and are, where no court enforces it.
    """

    rule: RuleKind
    members: tuple[str, ...]
    level: Fraction | None
    rates: Mapping[str, Fraction]
    transfers: Mapping[str, Fraction]
    sunset: int | None
    race_after: bool
    in_force: InForce
    effect: Effect
    promise: Truce | None


@dataclass(frozen=True, slots=True)
class SignedRace:
    """The facts of an accord, and the race under it: compared bids, or a contest without bids.

    ``bids``, ``keeps``: of each city under it. ``unique``, ``others``: whether a theorem says that
    there is no other equilibrium under it, and whether others were found.
    """

    signed: Signed
    race: ComparedBids | ContestRace
    bids: Mapping[str, Fraction]
    keeps: Mapping[str, Fraction]
    unique: bool
    others: bool


@dataclass(frozen=True, slots=True)
class _Bids:
    """What the cities bid under a rule, in each equilibrium found."""

    found: tuple[Mapping[str, Fraction], ...]
    unique: bool
    radius: Fraction


def signed_race(context: Context) -> SignedRace | None:
    """The accord of the file, and the race under it; ``None`` without one."""
    return race_under(context, context.scenario.section(Subsidies))


def race_under(context: Context, given: Subsidies | None) -> SignedRace | None:
    """The accord of this table, and the race of the file under it; ``None`` without one."""
    game, race = context.once(competition), context.once(subsidy_race)
    if given is None or given.accord is None or game is None or race is None:
        return None
    if isinstance(game, Contest):
        return _in_contest(context, given, given.accord, game, race)
    return _in_logit(context, given, given.accord, game, race)


def accord_rule(
    game: SubsidyCompetition, accord: Accord, members: tuple[str, ...]
) -> BidRule | None:
    """The rule on bids of these members; ``None`` where they bid as one."""
    from mechanisms.accord.bid_rule import BidRule

    if accord.floor is not None:
        return BidRule(game, members, floor=accord.floor.value)
    if accord.levy:
        rates = {c: rate.value for c, rate in accord.levy.items() if c in members}
        return BidRule(game, members, levy=rates or dict.fromkeys(members, ZERO))
    level = accord.cap if accord.cap is not None else accord.truce
    return BidRule(game, members, cap=level.value) if isinstance(level, Quantity) else None


def without_bidders(game: Contest, cities: Collection[str]) -> Contest:
    """The contest in which these cities bid nothing."""
    return replace(
        game,
        budgets=tuple(
            ZERO if city in cities else own
            for city, own in zip(game.cities, game.budgets, strict=True)
        ),
    )


def accord_bids(
    context: Context, game: SubsidyCompetition, accord: Accord, members: tuple[str, ...]
) -> _Bids:
    """What all cities bid if these members keep to the rule."""
    from games.partition_game import MOST_PLAYERS, ClubRace
    from solvers.competition.club_bids import club_bids
    from solvers.competition.partition_form import partition_form
    from solvers.competition.subsidy_equilibrium import subsidy_equilibrium

    rule = accord_rule(game, accord, members)
    if rule is None:
        few = len(game.cities) <= MOST_PLAYERS
        club = ClubRace(game, "gamma", None if few else (members,))
        form = context.run_solver(partition_form, club)
        over = next((city for one, city in form.overspent if set(one) == set(members)), None)
        if over is not None:
            raise Undefined(
                "equilibrium under the accord", f"the budget of {over} would bind", members
            )
        unique = not any(map(any, game.spillovers))
        return _Bids((club_bids(form, club, members),), unique, ZERO)
    found = context.run_solver(subsidy_equilibrium, rule.race())
    bids = tuple(rule.bids(one) for one in (found.subsidies, *found.others))
    return _Bids(bids, found.unique, found.proof.radius or ZERO if found.unique else ZERO)


def _in_logit(
    context: Context,
    given: Subsidies,
    accord: Accord,
    game: SubsidyCompetition,
    race: ArmsRace | ContestRace,
) -> SignedRace:
    from mechanisms.accord.subsidy_accord import SubsidyTruce

    if not isinstance(race, ArmsRace):
        raise TypeError("a race in which many firms choose is solved as such")
    members = given.signatories
    found = accord_bids(context, game, accord, members)
    bids, rule = found.found[0], accord_rule(game, accord, members)
    compared = compared_bids(
        game, found.found, race.treasuries.joint, race.region.joint, found.radius
    )
    money = {city: accord.transfers.get(city, ZERO) for city in game.cities}
    if accord.levy and rule is not None:
        for city, one in rule.money(bids).items():
            money[city] += one
    keeps = {city: one + money[city] for city, one in compared.payoffs.items()}
    promise = None
    if accord.enforceable:
        change = {city: one - race.equilibrium.payoffs[city] for city, one in keeps.items()}
        effect = effect_on(race, change, compared.firms_gain - race.firms_gain, members)
    else:
        truce = SubsidyTruce(
            game, ZERO, years_until_seen(context, accord), [bids[c] for c in game.cities]
        )
        promise = kept_truce(
            context,
            truce,
            race,
            _level(accord),
            members=members,
            paid=money if accord.transfers else None,
        )
        effect = promise.effect
    return SignedRace(
        _signed(context, given, accord, effect, promise, unique=race.equilibrium.unique),
        compared,
        bids,
        keeps,
        found.unique,
        len(found.found) > 1,
    )


def _in_contest(
    context: Context,
    given: Subsidies,
    accord: Accord,
    game: Contest,
    race: ArmsRace | ContestRace,
) -> SignedRace:
    """Nobody bids, and the firm draws lots."""
    from mechanisms.accord.contest_truce import ContestTruce
    from solvers.competition.arms_race import arms_race

    idle = context.run_solver(arms_race, without_bidders(game, game.cities))
    money = {city: accord.transfers.get(city, ZERO) for city in game.cities}
    keeps = {city: one + money[city] for city, one in idle.equilibrium.payoffs.items()}
    promise = None
    if accord.enforceable:
        change = {city: one - race.equilibrium.payoffs[city] for city, one in keeps.items()}
        effect = effect_on(race, change, idle.firms_gain - race.firms_gain, given.signatories)
    else:
        truce = ContestTruce(game, years_until_seen(context, accord))
        paid = money if accord.transfers else None
        promise = kept_truce(context, truce, race, None, paid=paid)
        effect = promise.effect
    signed = _signed(context, given, accord, effect, promise, unique=race.equilibrium.unique)
    bids = idle.equilibrium.subsidies
    return SignedRace(signed, idle, bids, keeps, unique=True, others=False)


def _signed(
    context: Context,
    given: Subsidies,
    accord: Accord,
    effect: Effect,
    promise: Truce | None,
    *,
    unique: bool,
) -> Signed:
    kind = RuleKind.JOINT if accord.truce == "joint" else RuleKind(accord.rules[0])
    time = context.scenario.time
    ends = accord.sunset is not None and (time is None or accord.sunset < time.horizon.value)
    in_force = InForce.ENFORCED
    if promise is not None:
        in_force = _in_force(promise, ends=accord.sunset is not None, unique=unique)
    return Signed(
        rule=kind,
        members=given.signatories,
        level=_level(accord),
        rates={city: rate.value for city, rate in accord.levy.items()},
        transfers=accord.transfers,
        sunset=accord.sunset,
        race_after=ends,
        in_force=in_force,
        effect=effect,
        promise=promise,
    )


def _in_force(promise: Truce, *, ends: bool, unique: bool) -> InForce:
    """Whether a promise is kept; one whose end is known is not, where a breach pays at all."""
    if promise.kept_by is KeptBy.NOTHING_NEEDED:
        return InForce.KEPT
    if promise.kept_by is KeptBy.NO_PUNISHMENT:
        return InForce.BROKEN
    if ends:
        return InForce.UNRAVELS if unique else InForce.OPEN
    return InForce.OPEN if promise.kept_by is KeptBy.UNKNOWN else InForce.KEPT


def _level(accord: Accord) -> Fraction | None:
    level = next((x for x in (accord.cap, accord.floor, accord.truce) if x is not None), None)
    return level.value if isinstance(level, Quantity) else None
