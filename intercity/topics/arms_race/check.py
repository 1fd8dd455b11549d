"""Check 7: do the cities outbid each other, and who ends up with the money?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeVar

from games.contest import Contest
from games.errors import IntercityError
from games.subsidy import SubsidyCompetition
from intercity.proofs import Unverified
from intercity.region.context import Context
from intercity.topics.arms_race.accord import InForce, Signed, SignedRace, signed_race
from intercity.topics.arms_race.builder import competition, subsidy_race
from intercity.topics.arms_race.race_repair import CommonCap, race_repair
from intercity.topics.outcome import Clause, NotAsked, Outcome, Repair, Verdict
from solvers.competition.arms_race import ArmsRace, ComparedBids
from solvers.competition.bid_direction import Direction
from solvers.competition.contest_race import ContestRace
from solvers.competition.race_verdict import RaceVerdict, price_of_anarchy, race_verdict

if TYPE_CHECKING:
    from games.strategic import StrategicGame
    from solvers.strategic.two_by_two import TwoByTwo

__all__ = [
    "KINDS",
    "ArmsRaceOutcome",
    "Open",
    "RaceOrTruce",
    "Replies",
    "Rest",
    "check",
    "race_games",
    "race_outcome",
    "under_accord",
]

T = TypeVar("T")

ZERO = Fraction(0)
FEW_BIDDERS = 3  # of which all equilibria are soon proven to be all

VERDICTS = {
    RaceVerdict.NO_RACE: Verdict.STANDS,
    RaceVerdict.BIDS_TOO_LOW: Verdict.STANDS,
    RaceVerdict.UNDECIDED: Verdict.UNDECIDED,
}
"""Of the check, by that on the race; any other: fails."""
KINDS = {race.value: VERDICTS.get(race, Verdict.FAILS).value for race in RaceVerdict}


class Open(StrEnum):
    """Why it is open whether that is a race."""

    TOO_ROUGH = "the equilibrium is known too roughly"
    SEVERAL = "it depends on the equilibrium"
    ACCORD = "it depends on whether the accord is kept"


class Rest(StrEnum):
    """Whether replies to each other come to rest."""

    AT_RANDOM = "bids are at random"
    OUTBIDDING = "each outbids the next"
    SETTLES = "settles"
    OVERSHOOTS = "overshoots"
    GOES_FURTHER = "goes further"
    NEITHER = "neither settles nor grows"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Whether bidding comes to rest.

    ``spectral_radius``: by what deviations are multiplied in a round, where bids move little by
    little.
    """

    rest: Rest
    spectral_radius: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceOrTruce:
    """The 2x2 game of a city against another, or against the rest: to race or to keep a truce.

    ``name``: of the game, such as "chicken". ``payoffs``: the city's own, by what it does and what
    the other does. ``equilibria``: where neither would change alone.
    """

    name: str
    against: str
    payoffs: Mapping[tuple[str, str], Fraction]
    equilibria: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsRaceOutcome(Outcome):
    """Who pays, who keeps, and whether that is a race.

    ``technology``: how bids decide; the fields are those of many firms if "logit", else of one.
    ``bids``: a firm, or on average. ``payers``: who bids anything. ``worth``: the most that the one
    firm is worth. ``windfall``: what goes to firms that would be in the same city if nobody paid.
    ``keeps``: what each city has left. ``all_keep_without_bids``, ``all_could_keep``: what all have
    without bids, and by the joint optimum; ``region``, ``region_could_have``: the same with firms'
    profit in full, in the race and at best. ``for_treasuries``, ``for_region``: who bids too much.
    ``at_worst``: whether the price of anarchy is that of another equilibrium than this.
    ``paid_for``: who would bid more than its budget in the joint optimum, so that others would have
    to pay part of it; ``affordable``, ``region_affordable``: whether all budgets together suffice.
    ``own_loss``: the share of its firms that a city loses if it alone stops. ``unique``: whether a
    theorem says that there is no other equilibrium; ``equilibria``: else how many there are.
    ``accord``: what is signed on bids; where it is in force, all figures are those under it.
    ``race_after``: what it is once the accord has ended, within the years that count.
    """

    race: RaceVerdict
    open: Open | None
    technology: Literal["logit", "tullock", "all-pay", "bertrand"]
    bids: Mapping[str, Fraction]
    payers: tuple[str, ...]
    outlay: Fraction
    worth: Fraction | None
    firms_gain: Fraction
    windfall: Fraction
    keeps: Mapping[str, Fraction]
    all_keep_without_bids: Fraction
    all_could_keep: Fraction
    price_of_anarchy: Fraction | None
    at_worst: bool
    region: Fraction
    region_could_have: Fraction
    for_treasuries: Mapping[str, Direction]
    for_region: Mapping[str, Direction]
    own_loss: Mapping[str, Fraction]
    unique: bool
    equilibria: int | None = None
    accord: Signed | None = None
    race_after: RaceVerdict | None = None
    side_payments_banned: bool = False
    paid_for: tuple[str, ...] = ()
    affordable: bool = True
    region_affordable: bool = True
    replies: Replies | None = None
    race_or_truce: Mapping[str, RaceOrTruce] = field(default_factory=dict)

    @property
    def turns_on(self) -> str:
        if self.verdict is Verdict.UNDECIDED:
            return self.verdict.value
        return (self.race_after or self.race).value

    @property
    def under_accord(self) -> bool:
        """Whether the cities bid by what they signed."""
        return self.accord is not None and self.accord.in_force.holds

    @property
    def all_keep(self) -> Fraction:
        """What all cities together have left."""
        return sum(self.keeps.values(), ZERO)


def check(context: Context) -> Outcome:
    """The equilibrium of the race against no subsidies and the joint optimum; what would end it."""
    game = context.once(competition)
    if game is None:
        return NotAsked(needs=("subsidies",))
    race = context.once(subsidy_race)
    assert race is not None  # noqa: S101 - it is asked
    found = race_outcome(game, race)
    signed = context.once(signed_race)
    if signed is not None:
        found = under_accord(found, signed)
    if context.brief:
        return found
    equilibria = repair = replies = None
    games: Mapping[str, RaceOrTruce] = {}
    if isinstance(game, SubsidyCompetition) and not found.unique and not found.under_accord:
        equilibria = _count(context, game)
    if found.race_after or found.race not in (RaceVerdict.NO_RACE, RaceVerdict.UNDECIDED):
        repair = race_repair(context, game, race, _mended(found))
    if found.verdict is Verdict.FAILS and not found.under_accord:
        rules: list[Clause] = [] if repair is None else [*repair.in_vain]
        rules += repair.clauses if isinstance(repair, Repair) else ()
        caps = [rule.level for rule in rules if isinstance(rule, CommonCap)]
        replies = _or_none(lambda: _replies(context, game))
        games = _or_none(lambda: _race_or_truce(context, game, (*caps, None)[0] or ZERO)) or {}
    return replace(
        found,
        equilibria=equilibria,
        repair=repair,
        side_payments_banned=context.side_payment_limit == 0,
        replies=replies,
        race_or_truce=games,
    )


def _mended(found: ArmsRaceOutcome) -> Fraction | None:
    """What the accord mends already; ``None`` where there is none that lasts."""
    if found.accord is None or not found.under_accord or found.race_after:
        return None
    return found.accord.effect.mends or ZERO


def under_accord(race: ArmsRaceOutcome, found: SignedRace) -> ArmsRaceOutcome:
    """The facts of a race between cities that signed an accord: under it, where it is in force.

    Where it is open whether it is kept, the verdict is what holds with it and without; the figures
    are those of the race. Where it ends within the years that count, the race after it counts too.
    """
    signed, played = found.signed, found.race
    verdict, now = VERDICTS.get(played.verdict, Verdict.FAILS), played.verdict
    if signed.in_force is InForce.OPEN:
        if verdict is race.verdict:
            return replace(race, accord=signed)
        return replace(
            race,
            accord=signed,
            verdict=Verdict.UNDECIDED,
            race=RaceVerdict.UNDECIDED,
            open=Open.ACCORD,
        )
    if not signed.in_force.holds:
        return replace(race, accord=signed)
    after = race.race if signed.race_after and race.verdict is Verdict.FAILS else None
    return replace(
        race,
        accord=signed,
        verdict=verdict if after is None else Verdict.FAILS,
        race=now,
        race_after=after,
        open=_why_open(played) if now is RaceVerdict.UNDECIDED else None,
        bids=found.bids,
        payers=tuple(city for city, bid in found.bids.items() if bid > 0),
        outlay=played.outlay,
        firms_gain=played.firms_gain,
        windfall=played.windfall,
        keeps=found.keeps,
        price_of_anarchy=(
            played.price_of_anarchy
            if isinstance(played, ContestRace)
            else price_of_anarchy(played.treasuries.joint_optimum, played.kept)
        ),
        at_worst=found.others,
        region=played.region.equilibrium,
        for_treasuries=played.treasuries.bids,
        for_region=played.region.bids,
        own_loss={} if isinstance(played, ContestRace) else played.own_loss,
        unique=found.unique,
    )


def _why_open(race: ArmsRace | ContestRace | ComparedBids) -> Open:
    shown = race_verdict(race.treasuries.direction, race.region.direction)
    return Open.TOO_ROUGH if shown is RaceVerdict.UNDECIDED else Open.SEVERAL


def race_outcome(
    game: SubsidyCompetition | Contest, race: ArmsRace | ContestRace
) -> ArmsRaceOutcome:
    """The facts of a race itself, without what would end it and what goes with it."""
    found = race.equilibrium
    why = None
    if race.verdict is RaceVerdict.UNDECIDED:
        why = _why_open(race)
    contest = isinstance(game, Contest)
    spent = found.subsidies if isinstance(race, ArmsRace) else race.equilibrium.outlays
    logit = race if isinstance(race, ArmsRace) else None
    return ArmsRaceOutcome(
        verdict=VERDICTS.get(race.verdict, Verdict.FAILS),
        proof=race.proof,
        race=race.verdict,
        open=why,
        technology=game.technology if isinstance(game, Contest) else "logit",
        bids=found.subsidies,
        payers=tuple(city for city, one in spent.items() if one > 0),
        outlay=race.outlay,
        worth=max(game.value) if contest else None,
        firms_gain=race.firms_gain,
        windfall=race.windfall,
        keeps=found.payoffs,
        all_keep_without_bids=race.treasuries.no_subsidy,
        all_could_keep=race.treasuries.joint_optimum,
        price_of_anarchy=race.price_of_anarchy,
        at_worst=bool(found.others),
        region=race.region.equilibrium,
        region_could_have=race.region.joint_optimum,
        for_treasuries=race.treasuries.bids,
        for_region=race.region.bids,
        own_loss=race.own_loss if isinstance(race, ArmsRace) else {},
        unique=found.unique,
        paid_for=() if logit is None else logit.treasuries.joint.overdrawn(logit.game),
        affordable=logit is None or logit.treasuries.joint.affordable(logit.game),
        region_affordable=logit is None or logit.region.joint.affordable(logit.game),
    )


def _or_none(part: Callable[[], T]) -> T | None:
    """What goes with the verdict; ``None`` where it comes to no answer."""
    try:
        return part()
    except Unverified:
        raise
    except IntercityError:
        return None


def _count(context: Context, game: SubsidyCompetition) -> int | None:
    """How many equilibria there are, where that is proven."""
    from solvers.competition.all_subsidy_equilibria import all_subsidy_equilibria

    if len(game.cities) > FEW_BIDDERS:
        return None
    found = context.run_solver(all_subsidy_equilibria, game)
    return len(found.equilibria) if found.complete else None


def _replies(context: Context, game: SubsidyCompetition | Contest) -> Replies:
    """Whether replies to each other come to rest."""
    from solvers.competition.escalation import escalation

    if isinstance(game, Contest) and game.technology != "tullock":
        return Replies(rest=Rest.AT_RANDOM if game.technology == "all-pay" else Rest.OUTBIDDING)
    found = context.run_solver(escalation, game)
    radius = found.spectral_radius
    if found.settles:
        rest = Rest.SETTLES
    elif found.settles is None:
        neither = abs(radius - 1) <= (found.proof.radius or ZERO)
        rest = Rest.NEITHER if neither else Rest.OPEN
    else:
        slopes = [one for row in found.reactions.values() for one in row.values()]
        rest = Rest.OVERSHOOTS if max(slopes) <= 0 else Rest.GOES_FURTHER
    return Replies(rest=rest, spectral_radius=radius)


def race_games(
    context: Context, game: SubsidyCompetition | Contest, level: Fraction
) -> dict[str, tuple[StrategicGame, TwoByTwo]]:
    """Race or truce as a 2x2 game, by city, and which one it is."""
    from mechanisms.accord.race_or_truce import race_or_truce
    from solvers.strategic.two_by_two import two_by_two

    games = race_or_truce(game, level, context.run_solver)
    return {city: (one, context.run_solver(two_by_two, one)) for city, one in games.items()}


def _race_or_truce(
    context: Context, game: SubsidyCompetition | Contest, level: Fraction
) -> dict[str, RaceOrTruce]:
    return {
        city: RaceOrTruce(
            name=named.name,
            against=one.players[1],
            payoffs={(mine, theirs): one.payoff([mine, theirs])[city] for mine, theirs in one},
            equilibria=named.equilibria,
        )
        for city, (one, named) in race_games(context, game, level).items()
    }
