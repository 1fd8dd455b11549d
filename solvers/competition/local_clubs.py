"""A truce club that nobody would leave or join alone, where there are too many clubs to see all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from games.contest import Contest
from games.errors import InvalidInput, of_kind
from games.partition_game import ClubRace, PartitionGame, others_do_their_worst
from games.quadratic_game import QuadraticGame
from games.subsidy import SubsidyCompetition
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.club_payoffs import PartitionForm
from solvers.competition.contest_clubs import ContestFormCertificate
from solvers.competition.logit_clubs import PartitionFormCertificate
from solvers.competition.partition_form import partition_form
from solvers.competition.quadratic_clubs import QuadraticFormCertificate
from solvers.competition.spillover_clubs import SpilloverFormCertificate
from solvers.competition.truce_clubs import Club, club_of

__all__ = ["LocalClubs", "LocalClubsCertificate", "local_clubs"]

_AT_ONCE = 4  # a quarter of those who would leave do, while they are many
_FEW = 8  # members of a club of which every pair is looked at


@dataclass(frozen=True, slots=True, repr=False)
class LocalClubs(Answer):
    """The truce of all, and the club that a search by single departures and joins ends with.

    ``everyone``: the truce of all. ``club``: one that nobody would leave or join alone, or of which
    that is too close to say; ``None`` where the search ends with no club of two or more, which does
    not say that there is none. Of clubs one larger, and of pairs of more than eight members,
    nothing is said. ``game``: what cities get by the clubs that decide this.

    See ``local_clubs`` for the concept, an example and its source.
    """

    game: PartitionGame
    everyone: Club
    club: Club | None
    overspent: tuple[tuple[tuple[str, ...], str], ...]
    status: str
    method: str
    proof: Proof
    certificate: LocalClubsCertificate


@dataclass(frozen=True, slots=True)
class LocalClubsCertificate(Certificate, kind="local truce clubs", of="local_clubs", searches=True):
    """The ``club``, empty where none was found, and the races beside the clubs that decide it.

    These are no club, that of all, those one member smaller than it, the club, those one member
    smaller or larger, and those two members smaller where it is small.
    """

    club: tuple[str, ...]
    form: (
        PartitionFormCertificate
        | ContestFormCertificate
        | SpilloverFormCertificate
        | QuadraticFormCertificate
    )

    def violations(self, race: ClubRace) -> Iterator[str]:
        parties = _parties(race)
        if len(self.club) == 1 or self.club != tuple(c for c in parties if c in self.club):
            yield "The club is none of two or more parties, in their order."
        asked = _with_deciding_clubs(race, self.club)
        yield from self.form.violations(asked)
        found = self.answer(race).club
        if found is not None and (found.internal is False or found.external is False):
            yield "Somebody would leave or join the club alone."

    def answer(self, race: ClubRace) -> LocalClubs:
        form = self.form.answer(_with_deciding_clubs(race, self.club))
        game = _parties_game(form.game, _parties(race))
        club = club_of(game, game.mask(self.club)) if self.club else None
        if club is None:
            status = "No club of two or more that lasts was found; not all were looked at."
        else:
            certain = club.internal and club.external
            lasts = "would leave or join" if certain else "is proven to leave or join"
            status = f"Nobody {lasts} the club of {', '.join(club.members)} alone."
        return LocalClubs(
            game=game,
            everyone=club_of(game, (1 << len(game.players)) - 1),
            club=club,
            overspent=form.overspent,
            status=status,
            method="departures and joins, one at a time near the end, from the truce of all",
            proof=form.proof,
            certificate=self,
        )


def local_clubs(
    game: SubsidyCompetition | Contest | QuadraticGame | ClubRace,
) -> LocalClubs:
    """A truce club that nobody would leave or join alone, where there are too many to see all.

    With n cities there are 2^n clubs. Whether one lasts depends on few of them: it is *internally
    stable* if no member gains by leaving it, and *externally stable* if no outsider gains by
    joining, so that the clubs one member smaller and one larger decide. The search starts at the
    truce of all. Those who gain by leaving do, most eager first, a quarter of them at once while
    they are many; where nobody does, the outsider joins that gains most. It ends where nobody would
    leave or join alone, or with no club.

    Other clubs may last, too, and bring more: only ``truce_clubs``, which looks at all clubs of up
    to 10 cities, tells the best.

    ``game``: a race; as a ``ClubRace`` with a conjecture, and with one club of those who may be in
    a club, if not all. Ties: who is indifferent stays in, and stays out.

    Errors: ``InvalidInput`` for fewer than two who may be in a club; else as ``partition_form``.

    >>> race = SubsidyCompetition(["A", "B", "C", "D"], value=[2, 1, 1, 1], mu=0.5)
    >>> found = local_clubs(race)
    >>> found.club.members, round(float(found.club.share), 2), found.everyone.internal
    (('B', 'C', 'D'), 0.51, False)
    >>> found.certificate.verify(ClubRace(race))
    True

    Source: d'Aspremont, Jacquemin, Gabszewicz and Weymark (1983), On the stability of collusive
    price leadership, for the stability; Carraro and Siniscalco (1993).
    """
    kinds = (SubsidyCompetition, Contest, QuadraticGame, ClubRace)
    of_kind(game, *kinds, place="subject of local_clubs")
    race = game if isinstance(game, ClubRace) else _race_of_all(game)
    club = _Search(race).club()
    form = partition_form(_with_deciding_clubs(race, club))
    return LocalClubsCertificate(club, form.certificate).answer(race)  # type: ignore[arg-type]


def _race_of_all(game: SubsidyCompetition | Contest | QuadraticGame) -> ClubRace:
    cities = game.players if isinstance(game, QuadraticGame) else game.cities
    return ClubRace(game, clubs=(cities,))


def _parties(race: ClubRace) -> tuple[str, ...]:
    """Who may be in a club."""
    if race.clubs is None:
        return race.players
    if len(race.clubs) != 1 or len(race.clubs[0]) < 2:
        raise InvalidInput("who may be in a club", race.clubs, "one club of two or more")
    return race.clubs[0]


def _with_deciding_clubs(race: ClubRace, club: tuple[str, ...]) -> ClubRace:
    """The race, asked about the clubs that decide."""
    parties = _parties(race)
    clubs = [(), parties, *_without_one(parties)]
    if club:
        clubs += [club, *_without_one(club), *((*club, c) for c in parties if c not in club)]
        if len(club) <= _FEW:
            pairs = combinations(club, 2)
            clubs += [tuple(c for c in club if c not in pair) for pair in pairs]
    if others_do_their_worst(race.conjecture):
        clubs += [(city,) for city in parties]
    return replace(race, clubs=tuple(clubs))


def _without_one(club: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for city in club:
        yield tuple(other for other in club if other != city)


def _parties_game(game: PartitionGame, parties: tuple[str, ...]) -> PartitionGame:
    """The game of the parties alone; the other cities join no club."""
    at = [game.players.index(city) for city in parties]
    masks = game.clubs or range(len(game.payoffs))
    return PartitionGame(
        parties,
        tuple(tuple(row[i] for i in at) for row in game.payoffs),
        game.radius,
        game.conjecture,
        tuple(sum(1 << k for k, i in enumerate(at) if mask >> i & 1) for mask in masks),
    )


class _Search:
    """Departures and joins, from the truce of all."""

    def __init__(self, race: ClubRace) -> None:
        self.race, self.parties = race, _parties(race)
        self.rows: dict[frozenset[str], tuple[Mapping[str, Fraction], Fraction]] = {}

    def club(self) -> tuple[str, ...]:
        """Where it ends; empty where that is no club, or where it would go round."""
        club, seen = frozenset(self.parties), set()
        while len(club) > 1 and club not in seen:
            seen.add(club)
            leave = self._gains(club, {city: club - {city} for city in club})
            if leave:
                club -= set(leave[: max(1, len(leave) // _AT_ONCE)])
                continue
            outside = [city for city in self.parties if city not in club]
            join = self._gains(club, {city: club | {city} for city in outside})
            if not join:
                return tuple(city for city in self.parties if city in club)
            club |= {join[0]}
        return ()

    def _gains(self, club: frozenset[str], moves: Mapping[str, frozenset[str]]) -> list[str]:
        """Who is proven to gain by its move, most first."""
        sides = {c: (self._seen_by(c, club), self._seen_by(c, to)) for c, to in moves.items()}
        self._ask([club for pair in sides.values() for club in pair])
        gains = {}
        for city in (city for city in self.parties if city in moves):
            (now, radius), (then, other) = (self.rows[one] for one in sides[city])
            if then[city] - now[city] > radius + other:
                gains[city] = then[city] - now[city]
        return sorted(gains, key=lambda city: -gains[city])

    def _seen_by(self, city: str, club: frozenset[str]) -> frozenset[str]:
        """The club whose row says what a city gets if this club forms."""
        alone = city not in club and others_do_their_worst(self.race.conjecture)
        return frozenset({city}) if alone else club

    def _ask(self, clubs: Iterable[frozenset[str]]) -> None:
        new = [club for club in clubs if club not in self.rows]
        if not new:
            return
        named = tuple(tuple(c for c in self.race.players if c in club) for club in new)
        form: PartitionForm = partition_form(replace(self.race, clubs=named))
        for club in new:
            mask = form.game.mask(club)
            got = dict(zip(form.game.players, form.game.row(mask), strict=True))
            self.rows[club] = got, form.game.radius
