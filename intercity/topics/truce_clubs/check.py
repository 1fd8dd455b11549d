"""Check 8: if only some cities stop outbidding each other, who stays in, and what is it worth?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from operator import mul
from typing import TYPE_CHECKING, ClassVar

from games.contest import Contest
from games.errors import IntercityError
from games.partition_game import MOST_PLAYERS, ClubRace, Conjecture, PartitionGame
from intercity.proofs import Unverified
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
    from games.subsidy import SubsidyCompetition
    from solvers.answer import Proof
    from solvers.competition.club_payoffs import PartitionForm
    from solvers.competition.local_clubs import LocalClubs
    from solvers.competition.truce_clubs import Club as SolvedClub

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
    "alike",
    "check",
    "conjecture",
]

ZERO, ONE = Fraction(0), Fraction(1)
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
    NOT_FOUND = "none was found, and not all clubs were looked at"


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
    would gain most by leaving together; ``pair_leaves``: whether both gain; empty and ``None``
    where pairs were not looked at. ``transfers``: the least that hold it (negative: paid), where
    any do.
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
    transfers; of more than ten bidders the truce of all, and the club that a search by single
    departures and joins ends with. ``all_clubs``: how many there are; ``None`` where they were not
    all looked at. ``lasting``: that nobody would leave or join; ``too_close``: of which that is
    open. ``signed``: the club of an accord in the file, to which the verdict then applies.
    ``host``: of a contest the city that has the firm under a truce of all. ``alike``: groups of
    parties that the race does not tell apart: in a club one of them is as good as another.
    """

    conjecture: Conjecture
    parties: tuple[str, ...]
    bystanders: tuple[str, ...]
    possible: Fraction
    would_leave: tuple[str, ...]
    may_leave: tuple[str, ...]
    clubs: tuple[Club, ...]
    all_clubs: int | None
    lasting: int
    too_close: int
    side_payment_limit: Fraction | None
    signed: SignedClub | None = None
    host: str | None = None
    alike: tuple[tuple[str, ...], ...] = ()

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


def check(context: Context) -> Outcome:
    """Whether a truce of all bidders lasts; else the best club that does, and what holds all."""
    race = context.once(competition)
    if race is None:
        return NotAsked(needs=("subsidies",))
    if len(race.cities) < 3:
        return NotAsked(needs=(Need.THIRD_BIDDER,))
    if isinstance(race, Contest) and any(map(any, race.spillovers)):
        return Undecided(reason=WhyOpen.SPILLOVERS)
    found = (
        _all_clubs(context, race)
        if len(race.cities) <= MOST_PLAYERS
        else _club_near_truce(context, race)
    )
    return found if isinstance(found, BudgetBinds) else _outcome(context, race.cities, found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What is known of clubs: of all, or of those that decide of a few.

    ``told``: those to be told beside the truce of all. ``held``: those that transfers hold, the
    best first. ``brings``: of a club, a game that knows it.
    """

    game: PartitionGame
    proof: Proof
    everyone: SolvedClub
    told: list[SolvedClub]
    best: SolvedClub | None
    held: list[SolvedClub]
    all_clubs: int | None
    lasting: int
    too_close: int
    brings: Callable[[tuple[str, ...]], PartitionGame]


def _all_clubs(context: Context, race: SubsidyCompetition | Contest) -> _Found | BudgetBinds:
    """Each club of two or more is looked at."""
    from solvers.competition.partition_form import partition_form
    from solvers.competition.truce_clubs import truce_clubs

    form = context.run_solver(partition_form, ClubRace(race, conjecture(context)))
    if form.overspent:
        return _budget_binds(form)
    found = context.run_solver(truce_clubs, _of_parties(context, form.game))
    game, best = found.game, [found.best, found.best_with_transfers]
    everyone = next(club for club in found.clubs if club.members == game.players)
    return _Found(
        game=game,
        proof=form.proof,
        everyone=everyone,
        told=[club for club in found.clubs if len(game.players) <= ALL_TOLD or club in best],
        best=found.best,
        held=list(found.stable_with_transfers),
        all_clubs=len(found.clubs),
        lasting=len(found.stable),
        too_close=sum(club.internal is None or club.external is None for club in found.clubs),
        brings=lambda _: form.game,
    )


def _club_near_truce(context: Context, race: SubsidyCompetition | Contest) -> _Found | BudgetBinds:
    """Of so many bidders one club is looked for, by departures and joins from the truce of all."""
    from solvers.competition.local_clubs import local_clubs
    from solvers.competition.partition_form import partition_form

    assumed = conjecture(context)
    parties = _parties(context, race.cities, assumed)
    found = context.run_solver(local_clubs, ClubRace(race, assumed, (parties,)))
    if found.overspent:
        return _budget_binds(found)

    def brings(club: tuple[str, ...]) -> PartitionGame:
        asked = ClubRace(race, assumed, (club,))
        return context.run_solver(partition_form, asked).game

    club = found.club
    lasts = club is not None and bool(club.internal and club.external)
    return _Found(
        game=found.game,
        proof=found.proof,
        everyone=found.everyone,
        told=[] if club is None else [club],
        best=club if lasts else None,
        held=[],
        all_clubs=None,
        lasting=int(lasts),
        too_close=int(club is not None and not lasts),
        brings=brings,
    )


def _budget_binds(form: PartitionForm | LocalClubs) -> BudgetBinds:
    club, city = form.overspent[0]
    club = club if len(club) > 1 else ()
    return BudgetBinds(reason=WhyOpen.BUDGET, proof=form.proof, city=city, club=club)


def _outcome(context: Context, bidders: tuple[str, ...], found: _Found) -> TruceClubsOutcome:
    game, limit = found.game, context.side_payment_limit
    clubs = [found.everyone, *(club for club in found.told if club.members != game.players)]
    clubs.sort(key=lambda club: (-(club.share or ZERO), -len(club.members)))
    everyone, doubt = _club(game, found.everyone), 2 * game.radius
    gains = everyone.gain_by_leaving
    worthwhile = everyone.share is not None
    verdict = Verdict.STANDS
    if worthwhile and not everyone.nobody_leaves:
        verdict = Verdict.UNDECIDED if everyone.nobody_leaves is None else Verdict.FAILS
    signed = signed_club(context, found.brings, game.radius)
    margin = min(-gain for gain in gains.values()) if worthwhile else None
    if signed is not None:
        verdict = Verdict.FAILS if signed.would_leave else Verdict.STANDS
        margin = min(-gain for gain in signed.gain_by_leaving.values())
    fails = verdict is Verdict.FAILS
    whole = (1 << len(game.players)) - 1
    return TruceClubsOutcome(
        verdict=verdict,
        margin=margin,
        repair=_repair(found, limit) if fails and not context.brief else None,
        proof=found.proof,
        conjecture=conjecture(context),
        parties=game.players,
        bystanders=tuple(city for city in bidders if city not in game.players),
        possible=sum(game.row(whole), ZERO) - sum(game.row(0), ZERO),
        would_leave=tuple(city for city, gain in gains.items() if gain > doubt),
        may_leave=tuple(city for city, gain in gains.items() if abs(gain) <= doubt),
        clubs=tuple(_club(game, club) for club in clubs),
        all_clubs=found.all_clubs,
        lasting=found.lasting,
        too_close=found.too_close,
        side_payment_limit=limit,
        signed=signed,
        host=_host(context, everyone.gets),
        alike=() if signed is not None else alike(context.once(competition), game.players),
    )


def alike(
    race: SubsidyCompetition | Contest | None, cities: tuple[str, ...]
) -> tuple[tuple[str, ...], ...]:
    """Groups of two cities or more that can change places without changing the race.

    >>> from games.subsidy import SubsidyCompetition
    >>> three = SubsidyCompetition(["A", "B", "C"], value=[1, 1, 2], mu=1)
    >>> alike(three, ("A", "B", "C"))
    (('A', 'B'),)
    """
    groups: list[list[str]] = []
    for city in cities if race is not None else ():
        group = next((one for one in groups if _same_place(race, one[0], city)), None)
        if group is None:
            groups.append([city])
        else:
            group.append(city)
    return tuple(tuple(group) for group in groups if len(group) > 1)


def _same_place(race: SubsidyCompetition | Contest | None, one: str, other: str) -> bool:
    assert race is not None  # noqa: S101 - the caller looked
    i, j = race.cities.index(one), race.cities.index(other)
    by_city = ("value", "attractiveness", "efficiency", "caps", "budgets")
    rows = [getattr(race, name) for name in by_city if hasattr(race, name)]
    if any(row[i] != row[j] for row in rows):
        return False
    spills, others = race.spillovers, [k for k in range(len(race.cities)) if k not in (i, j)]
    return spills[i][j] == spills[j][i] and all(
        spills[i][k] == spills[j][k] and spills[k][i] == spills[k][j] for k in others
    )


def _host(context: Context, gets: Mapping[str, Fraction]) -> str | None:
    """Who has the firm to itself, as the only one that gets anything in a contest."""
    winners = [city for city, payoff in gets.items() if payoff]
    return (
        winners[0] if isinstance(context.once(competition), Contest) and len(winners) == 1 else None
    )


def _parties(context: Context, bidders: tuple[str, ...], assumed: Conjecture) -> tuple[str, ...]:
    """Those that are a party to a truce; bystanders stay outside, as they never bid.

    Where outsiders bid as one, only those to which no firm is worth anything, wherever it is: what
    others do outside is part of the conjecture, as all of it is where they do their worst.
    """
    from mechanisms.compact.threat_point import truce_parties

    if assumed == "delta":
        return _with_stakes(context.once(competition), bidders)

    try:
        race = context.once(subsidy_race)
    except Unverified:
        raise
    except IntercityError:
        return bidders
    if race is None or not race.equilibrium.unique or assumed != "gamma":
        return bidders
    parties = truce_parties(race)
    inside = tuple(city for city in bidders if city in parties)
    return inside if len(inside) > 1 else bidders


def _with_stakes(
    game: SubsidyCompetition | Contest | None, bidders: tuple[str, ...]
) -> tuple[str, ...]:
    """To whom a firm is worth something, here or elsewhere; all, unless they are two or more."""
    if game is None:
        return bidders
    rows = dict(zip(game.cities, zip(game.value, game.spillovers, strict=True), strict=True))
    inside = tuple(
        city for city in bidders if rows[city][0] or any(map(mul, rows[city][1], game.value))
    )
    return inside if len(inside) > 1 else bidders


def _of_parties(context: Context, game: PartitionGame) -> PartitionGame:
    """The clubs of those that are a party to a truce."""
    parties = _parties(context, game.players, game.conjecture)
    if parties == game.players:
        return game
    inside = [i for i, city in enumerate(game.players) if city in parties]
    payoffs = []
    for club in range(1 << len(inside)):
        mask = sum(1 << i for k, i in enumerate(inside) if club >> k & 1)
        payoffs.append(tuple(game.row(mask)[i] for i in inside))
    return replace(game, players=parties, payoffs=tuple(payoffs))


def _club(game: PartitionGame, solved: SolvedClub) -> Club:
    inside = solved.members
    bits = {city: game.mask([city]) for city in game.players}
    club = game.mask(inside)

    def outside(city: str) -> Fraction:
        at = game.players.index(city)
        return game.row(game.outside(club & ~bits[city], at))[at]

    gets = {c: game.payoff(inside, c) if c in inside else outside(c) for c in game.players}
    return Club(
        members=inside,
        share=solved.share,
        gets=gets,
        gain_by_leaving={city: outside(city) - gets[city] for city in inside},
        gain_by_joining={
            city: game.payoff([*inside, city], city) - gets[city]
            for city in game.players
            if city not in inside
        },
        nobody_leaves=solved.internal,
        nobody_joins=solved.external,
        pair_gains={} if solved.pair is None else solved.pair.gains,
        pair_leaves=None if solved.pair is None else solved.pair.pays,
        transfers=solved.transfers,
    )


def _repair(found: _Found, limit: Fraction | None) -> ClubRepair | NoRepair:
    """Transfers that hold all, or the largest gain that can be held; else the best club.

    ``limit``: what the law lets one city pay another.
    """
    from mechanisms.compact.threat_point import payable

    everyone = found.everyone
    wanted = [everyone, *found.held] if everyone.held else found.held
    wanted = [club for club in wanted if (club.share or ZERO) > 0]
    lawful = [club for club in wanted if payable((club.transfers or {}).values(), limit)]
    held, best = lawful[0] if lawful else None, found.best
    share = ZERO if best is None else best.share or ZERO
    why = WhyNot.LAW if len(lawful) < len(wanted) else WhyNot.NO_TRANSFERS
    if held is not None and (held.share or ZERO) > share:
        share, paid = held.share or ZERO, held.transfers or {}
        clause = TruceWithTransfers(members=held.members, transfers=paid, share=share)
        return ClubRepair(clauses=(clause,), mends=min(share, ONE))
    if best is None or share <= 0:
        return NoRepair(reason=why if found.all_clubs is not None else WhyNot.NOT_FOUND)
    club = SmallerClub(members=best.members)
    no_larger = None if found.all_clubs is None else why
    return ClubRepair(clauses=(club,), mends=min(share, ONE), no_larger=no_larger)
