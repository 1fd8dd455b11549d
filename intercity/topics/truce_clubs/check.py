"""Check 8: if only some cities stop outbidding each other, who stays in, and what is it worth?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from games.contest import Contest
from games.errors import IntercityError
from games.partition_game import ClubRace, Conjecture, PartitionGame
from intercity.proofs import NotProven
from intercity.region.context import Context
from intercity.topics.arms_race.builder import competition, subsidy_race
from intercity.topics.outcome import (
    Clause,
    NoRepair,
    NotAsked,
    Outcome,
    Repair,
    Undecided,
    Verdict,
)
from intercity.topics.truce_clubs.section import Clubs
from intercity.topics.truce_clubs.signed_club import SignedClub, signed_club

if TYPE_CHECKING:
    from solvers.competition.truce_clubs import Club as SolvedClub
    from solvers.competition.truce_clubs import TruceClubs

__all__ = [
    "BudgetBinds",
    "Club",
    "ClubRepair",
    "Need",
    "SmallerClub",
    "TruceClubsOutcome",
    "TruceWithTransfers",
    "WhyNot",
    "WhyOpen",
    "check",
    "conjecture",
]

ZERO = Fraction(0)
ALL_TOLD = 4


class Need(StrEnum):
    """What the check needs that is no section of its own."""

    THIRD_BIDDER = "a third bidder"


class WhyOpen(StrEnum):
    """Why what clubs bring is not computed."""

    SPILLOVERS = "spillovers in a contest"
    BUDGET = "a budget would bind"


class WhyNot(StrEnum):
    """Why no transfers hold a club together, or a larger one."""

    NO_TRANSFERS = "no transfers hold it"
    LAW = "the law does not allow the transfers"


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetBinds(Undecided):
    """That a ``city`` would spend all that it has if these form a club; empty: if none do."""

    city: str
    club: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Club:
    """What a club brings, and who would leave or join it.

    ``share``: of what a truce of all brings; ``None`` if that is nothing. ``gets``: each city, in
    the club or not. ``gain_by_leaving``, ``gain_by_joining``: each alone. ``nobody_leaves``,
    ``nobody_joins``: ``None`` where it is too close to say. ``pair_gains``: of the two members that
    would gain most by leaving together; ``pair_leaves``: whether both gain. ``transfers``: the
    least that hold it (negative: paid), where any do.
    """

    members: tuple[str, ...]
    share: Fraction | None
    gets: Mapping[str, Fraction]
    gain_by_leaving: Mapping[str, Fraction]
    gain_by_joining: Mapping[str, Fraction]
    nobody_leaves: bool | None
    nobody_joins: bool | None
    pair_gains: Mapping[str, Fraction]
    pair_leaves: bool | None
    transfers: Mapping[str, Fraction] | None

    @property
    def lasts(self) -> bool:
        """Whether nobody would leave or join it alone."""
        return bool(self.nobody_leaves and self.nobody_joins)


@dataclass(frozen=True, slots=True, kw_only=True)
class TruceWithTransfers(Clause):
    """These keep a truce, by transfers a year (negative: paid), and bring a share of the gain."""

    kind: ClassVar[str] = "truce with transfers"
    members: tuple[str, ...]
    transfers: Mapping[str, Fraction]
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallerClub(Clause):
    """These keep a truce by themselves."""

    kind: ClassVar[str] = "truce"
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubRepair(Repair):
    """The club that brings most; ``no_larger``: why no larger one is held by transfers."""

    no_larger: WhyNot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TruceClubsOutcome(Outcome):
    """Whether a truce of all lasts, and which smaller clubs do.

    ``parties``: who bids, in the race or beside the truce; ``bystanders``: who does not.
    ``possible``: what a truce of all brings all together. ``would_leave``, ``may_leave``: who gains
    by leaving it, and who does or does not by too little to say. ``clubs``: the largest share
    first; of more than four parties only the truce of all, and the best without and with
    transfers. ``all_clubs``: how many there are; ``lasting``: that nobody would leave or join;
    ``too_close``: of which that is open. ``signed``: the club of an accord in the file, to which
    the verdict then applies.
    """

    conjecture: Conjecture
    parties: tuple[str, ...]
    bystanders: tuple[str, ...]
    possible: Fraction
    would_leave: tuple[str, ...]
    may_leave: tuple[str, ...]
    clubs: tuple[Club, ...]
    all_clubs: int
    lasting: int
    too_close: int
    side_payment_limit: Fraction | None
    signed: SignedClub | None = None

    @property
    def everyone(self) -> Club:
        """The truce of all."""
        return next(club for club in self.clubs if club.members == self.parties)

    @property
    def best(self) -> Club | None:
        """The lasting club with the largest share, or ``None``."""
        return next((club for club in self.clubs if club.lasts), None)


def conjecture(context: Context) -> Conjecture:
    """What is taken of those outside a club."""
    clubs = context.scenario.section(Clubs)
    return "gamma" if clubs is None else clubs.conjecture


def _payment_limit(context: Context) -> Fraction | None:
    compact = context.region.compact
    return None if compact is None else compact.side_payment_limit


def check(context: Context) -> Outcome:
    """Whether a truce of all bidders lasts; else the best club that does, and what holds all."""
    from solvers.competition.partition_form import partition_form
    from solvers.competition.truce_clubs import truce_clubs

    race = context.once(competition)
    if race is None:
        return NotAsked(needs=("subsidies",))
    if len(race.cities) < 3:
        return NotAsked(needs=(Need.THIRD_BIDDER,))
    if isinstance(race, Contest) and any(map(any, race.spillovers)):
        return Undecided(reason=WhyOpen.SPILLOVERS)
    form = context.run_solver(partition_form, ClubRace(race, conjecture(context)))
    if form.overspent:
        club, city = form.overspent[0]
        club = club if len(club) > 1 else ()
        return BudgetBinds(reason=WhyOpen.BUDGET, proof=form.proof, city=city, club=club)
    found: TruceClubs = context.run_solver(truce_clubs, _of_parties(context, form.game))
    game, limit = found.game, context.once(_payment_limit)
    all_of_them = next(club for club in found.clubs if club.members == game.players)
    told = [all_of_them, found.best, found.best_with_transfers]
    clubs = [club for club in found.clubs if len(game.players) <= ALL_TOLD or club in told]
    everyone, doubt = _club(game, all_of_them), 2 * game.radius
    gains = everyone.gain_by_leaving
    worthwhile = everyone.share is not None
    verdict = Verdict.STANDS
    if worthwhile and not everyone.nobody_leaves:
        verdict = Verdict.UNDECIDED if everyone.nobody_leaves is None else Verdict.FAILS
    signed = signed_club(context, form.game)
    margin = min(-gain for gain in gains.values()) if worthwhile else None
    if signed is not None:
        verdict = Verdict.FAILS if signed.would_leave else Verdict.STANDS
        margin = min(-gain for gain in signed.gain_by_leaving.values())
    fails = verdict is Verdict.FAILS
    return TruceClubsOutcome(
        verdict=verdict,
        margin=margin,
        repair=_repair(found, all_of_them, limit) if fails and not context.brief else None,
        proof=form.proof,
        conjecture=conjecture(context),
        parties=game.players,
        bystanders=tuple(city for city in race.cities if city not in game.players),
        possible=sum(game.payoffs[-1], ZERO) - sum(game.payoffs[0], ZERO),
        would_leave=tuple(city for city, gain in gains.items() if gain > doubt),
        may_leave=tuple(city for city, gain in gains.items() if abs(gain) <= doubt),
        clubs=tuple(_club(game, club) for club in clubs),
        all_clubs=len(found.clubs),
        lasting=len(found.stable),
        too_close=sum(club.internal is None or club.external is None for club in found.clubs),
        side_payment_limit=limit,
        signed=signed,
    )


def _of_parties(context: Context, game: PartitionGame) -> PartitionGame:
    """The clubs of those that are a party to a truce; bystanders stay outside, as they never bid.

    Only where outsiders bid each for itself: else what a bystander does is part of the conjecture.
    """
    from mechanisms.compact.threat_point import truce_parties

    try:
        race = context.once(subsidy_race)
    except NotProven:
        raise
    except IntercityError:
        return game
    if race is None or not race.equilibrium.unique or game.conjecture != "gamma":
        return game
    inside = [i for i, city in enumerate(game.players) if city in truce_parties(race)]
    if len(inside) < 2 or len(inside) == len(game.players):
        return game
    payoffs = []
    for club in range(1 << len(inside)):
        mask = sum(1 << i for k, i in enumerate(inside) if club >> k & 1)
        payoffs.append(tuple(game.payoffs[mask][i] for i in inside))
    return replace(game, players=tuple(game.players[i] for i in inside), payoffs=tuple(payoffs))


def _club(game: PartitionGame, club: SolvedClub) -> Club:
    inside = club.members
    gets = {city: game.payoff(inside, city) for city in game.players}
    without = {city: [c for c in inside if c != city] for city in inside}
    outside = [city for city in game.players if city not in inside]
    return Club(
        members=inside,
        share=club.share,
        gets=gets,
        gain_by_leaving={c: game.payoff(rest, c) - gets[c] for c, rest in without.items()},
        gain_by_joining={c: game.payoff([*inside, c], c) - gets[c] for c in outside},
        nobody_leaves=club.internal,
        nobody_joins=club.external,
        pair_gains=club.pair.gains,
        pair_leaves=club.pair.pays,
        transfers=club.transfers,
    )


def _repair(
    found: TruceClubs, everyone: SolvedClub, limit: Fraction | None
) -> ClubRepair | NoRepair:
    """Transfers that hold all, or the largest gain that can be held; else the best club.

    ``limit``: what the law lets one city pay another.
    """
    from mechanisms.compact.threat_point import payable

    wanted = [everyone] if everyone.held else []
    wanted += [club for club in found.stable_with_transfers if club is not everyone]
    wanted = [club for club in wanted if club.transfers is not None and (club.share or ZERO) > 0]
    lawful = [club for club in wanted if payable((club.transfers or {}).values(), limit)]
    held, best = lawful[0] if lawful else None, found.best
    share = ZERO if best is None else best.share or ZERO
    why = WhyNot.LAW if len(lawful) < len(wanted) else WhyNot.NO_TRANSFERS
    if held is not None and (held.share or ZERO) > share:
        share, paid = held.share or ZERO, held.transfers or {}
        clause = TruceWithTransfers(members=held.members, transfers=paid, share=share)
        return ClubRepair(clauses=(clause,), mends=min(share, Fraction(1)))
    if best is None or share <= 0:
        return NoRepair(reason=why)
    club = SmallerClub(members=best.members)
    return ClubRepair(clauses=(club,), mends=min(share, Fraction(1)), no_larger=why)
