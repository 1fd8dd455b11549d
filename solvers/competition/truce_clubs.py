"""Truce clubs: which cities would stop outbidding each other, and stay together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.contest import Contest
from games.errors import Undefined, of_kind
from games.partition_game import PartitionGame
from games.quadratic_game import QuadraticGame
from games.subsidy import SubsidyCompetition
from solvers.answer import EXACT, UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.core import CoreCertificate, EmptyCoreCertificate, core
from solvers.competition.club_payoffs import PartitionForm
from solvers.competition.partition_form import partition_form

__all__ = ["Club", "PairDeparture", "TruceClubs", "TruceClubsCertificate", "club_of", "truce_clubs"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class PairDeparture:
    """Two members that leave a club together, and what each gains by it.

    ``pays``: both gain; ``None`` where the enclosure does not decide.
    """

    cities: tuple[str, str]
    gains: Mapping[str, Fraction]
    pays: bool | None


@dataclass(frozen=True, slots=True)
class Club:
    """A truce club of two cities or more: what it brings, and whether it is stable.

    ``worth``: what its members get together. ``share``: of the possible gain, ``None`` if nothing
    can be gained. ``internal``, ``external``: its stability without transfers; ``held``,
    ``closed``: with transfers. ``None`` where the enclosure does not decide.
    ``split``: if held, each member's payoff by leaving and an equal part of the surplus.
    ``transfers``: if held, the least money that holds it: who would leave receives what it lacks,
    the others pay it in proportion to what they would lose by leaving (negative).
    ``pair``: the best departure by two members together, without transfers. ``closed``, ``pair``:
    also ``None`` where not all clubs that decide it were asked about.

    See ``truce_clubs`` for the concept, an example and its source.
    """

    members: tuple[str, ...]
    worth: Fraction
    share: Fraction | None
    internal: bool | None
    external: bool | None
    held: bool | None
    closed: bool | None
    split: Mapping[str, Fraction] | None
    transfers: Mapping[str, Fraction] | None
    pair: PairDeparture | None


@dataclass(frozen=True, slots=True, repr=False)
class TruceClubs(Answer):
    """Which truce clubs are stable.

    ``clubs``: all of two or more, the largest share first. ``stable``: internally and externally,
    without transfers. ``stable_with_transfers``: held and closed.
    ``core_empty``: of the clubs' worths; ``None`` where the enclosure does not decide.
    ``game``: the certificate's subject.

    See ``truce_clubs`` for the concept, an example and its source.
    """

    game: PartitionGame
    clubs: tuple[Club, ...]
    core_empty: bool | None
    status: str
    method: str
    proof: Proof
    certificate: TruceClubsCertificate

    @property
    def stable(self) -> tuple[Club, ...]:
        """The clubs that are stable without transfers."""
        return tuple(club for club in self.clubs if club.internal and club.external)

    @property
    def stable_with_transfers(self) -> tuple[Club, ...]:
        """The clubs that transfers hold together, and that no outsider can be brought into."""
        return tuple(club for club in self.clubs if club.held and club.closed)

    @property
    def best(self) -> Club | None:
        """The stable club with the largest share of the possible gain, or ``None``."""
        return self.stable[0] if self.stable else None

    @property
    def best_with_transfers(self) -> Club | None:
        """The club with the largest share that transfers make stable, or ``None``."""
        return self.stable_with_transfers[0] if self.stable_with_transfers else None


@dataclass(frozen=True, slots=True)
class TruceClubsCertificate(Certificate, kind="truce clubs", of="truce_clubs"):
    """Proof that the core is empty, or not; ``None`` where the enclosure does not decide.

    Stability is a comparison of the game's own figures. That the core is not empty is proven for
    the worths at their most and the grand club's at its least; that it is empty, the other way.
    """

    core: CoreCertificate | EmptyCoreCertificate | None

    def violations(self, game: PartitionGame) -> Iterator[str]:
        if self.core is None:
            if not game.radius:
                yield "A proof that the core is empty, or not, is missing; payoffs are exact here."
            return
        yield from self.core.violations(_worths(game, empty=self._empty))

    def answer(self, game: PartitionGame) -> TruceClubs:
        clubs = sorted(
            (club_of(game, mask) for mask in range(1 << len(game.players)) if mask.bit_count() > 1),
            key=lambda club: (-(club.share or ZERO), -len(club.members)),
        )
        empty = None if self.core is None else self._empty
        found = TruceClubs(
            game=game,
            clubs=tuple(clubs),
            core_empty=empty,
            status="",
            method="comparison of each club with those one member smaller and larger; core by LP",
            proof=Proof("enclosed", game.radius) if game.radius else EXACT,
            certificate=self,
        )
        found = _with_status(found)
        if empty is not None:
            return found
        return replace(found, status=f"{found.status} {_OPEN}", proof=UNPROVEN)

    @property
    def _empty(self) -> bool:
        return isinstance(self.core, EmptyCoreCertificate)


_OPEN = "Whether the core is empty is left open."


def truce_clubs(
    game: PartitionGame | SubsidyCompetition | Contest | QuadraticGame,
) -> TruceClubs:
    """Truce clubs: which cities would stop outbidding each other, and stay together.

    A club is *internally stable* if no member gains by leaving it, the others staying, and
    *externally stable* if no outsider gains by joining it (d'Aspremont and others, on cartels).
    With transfers inside the club it is stable internally iff it makes at least what its members
    would get by leaving, one at a time; then a split exists in which each gets that and a part of
    the surplus. It is stable externally with transfers iff no outsider's joining makes such a club.

    Where the others do their worst (alpha, beta), a city gets outside any club what it can be sure
    of alone, in the share below, too. Both are about departures and entries of one city alone. Two
    members may also leave together, and then act singly like other outsiders: the *pair* to watch
    is the one of whose two gains the smaller is largest.

    The *share of the possible gain* is what all cities together gain by the club, over what they
    would gain if all were in it. The worths of all clubs make a coalitional game; its core (the
    gamma-core, if outsiders act singly) is not empty iff all can share the grand club's worth so
    that none leaves.

    The figures may be enclosed only: a claim is made where it holds wherever the true figures may
    be, else it is ``None``.

    The stable truce clubs of a game in partition form, or of a race (outsiders act singly).

    One city, or a race in which nothing can be gained: no club has a share, and none is best.
    Ties: who is indifferent stays in, and stays out. Of a race whose payoffs are not proven the
    clubs are not either. Errors: ``Undefined`` for a race in which a budget binds in the presence
    of some club.

    >>> cartel = PartitionGame.from_function(
    ...     ["A", "B", "C"], lambda club: {0: [1, 1, 1], 1: [1, 1, 1], 3: [2, 2, 2]}.get(len(club))
    ...     or [Fraction(3, 2) if city in club else Fraction(5, 2) for city in "ABC"])
    >>> found = truce_clubs(cartel)
    >>> [(club.members, club.share) for club in found.stable]
    [(('A', 'B'), Fraction(5, 6)), (('A', 'C'), Fraction(5, 6)), (('B', 'C'), Fraction(5, 6))]
    >>> found.core_empty, found.certificate.verify(cartel)
    (False, True)

    Source: d'Aspremont, Jacquemin, Gabszewicz and Weymark (1983), On the stability of collusive
    price leadership; Carraro and Siniscalco (1993); Eyckmans and Finus (2004) on transfers; Chander
    and Tulkens (1997) on the gamma-core.
    """
    kinds = (PartitionGame, SubsidyCompetition, Contest, QuadraticGame)
    of_kind(game, *kinds, place="subject of truce_clubs")
    if isinstance(game, PartitionGame):
        return _from_form(game)
    form = _form(game)
    found = _from_form(form.game)
    return replace(found, proof=UNPROVEN) if form.proof == UNPROVEN else found


def _from_form(form: PartitionGame) -> TruceClubs:
    for empty in (False, True):
        proof = core(_worths(form, empty=empty)).certificate
        if isinstance(proof, EmptyCoreCertificate if empty else CoreCertificate):
            return TruceClubsCertificate(proof).answer(form)
    return TruceClubsCertificate(None).answer(form)


def _form(game: SubsidyCompetition | Contest | QuadraticGame) -> PartitionForm:
    found = partition_form(game)
    if found.overspent:
        club, city = found.overspent[0]
        when = f"when the club {', '.join(club)} forms" if club else "while nobody forms a club"
        raise Undefined("game of clubs", f"the budget of {city} binds {when}", found.overspent)
    return found


def _worths(game: PartitionGame, *, empty: bool) -> CoalitionalGame:
    """The clubs' worths where a core is hardest to find; to prove it empty, where it is easiest."""
    n = len(game.players)
    if not game.radius:
        return game.coalitional_game()
    sign = -1 if empty else 1
    off = n * game.radius * sign
    return game.coalitional_game(grand=-off, others=off)


def _at_least(one: Fraction, other: Fraction, doubt: Fraction) -> bool | None:
    """Whether one >= other wherever the true numbers are; with no doubt, exactly."""
    if one - other >= doubt:
        return True
    return False if other - one > doubt else None


def _all(claims: list[bool | None]) -> bool | None:
    return False if False in claims else None if None in claims else True


def _without(game: PartitionGame, mask: int) -> dict[int, int]:
    """The club whose row says what each member gets by leaving, the others staying."""
    inside = (i for i in range(len(game.players)) if mask >> i & 1)
    return {i: game.outside(mask ^ (1 << i), i) for i in inside}


def _leaving(game: PartitionGame, mask: int) -> dict[int, Fraction]:
    """What each member gets by leaving, the others staying."""
    return {i: game.row(club)[i] for i, club in _without(game, mask).items()}


def _club_holds(game: PartitionGame, mask: int) -> bool | None:
    """Whether a club makes what its members would get by leaving."""
    if not all(map(game.knows, _without(game, mask).values())):
        return None
    leaving = _leaving(game, mask)
    worth = game.worth(game.members(mask))
    return _at_least(worth, sum(leaving.values(), ZERO), 2 * len(leaving) * game.radius)


def club_of(game: PartitionGame, mask: int) -> Club:
    """A club of two or more, as far as the game knows the clubs on which it depends."""
    n, members = len(game.players), game.members(mask)
    outside = [i for i in range(n) if not mask >> i & 1]
    leaving, worth, got = _leaving(game, mask), game.worth(members), game.row(mask)
    internal = _all([_at_least(got[i], x, 2 * game.radius) for i, x in leaving.items()])
    alone = {i: game.row(game.outside(mask, i))[i] for i in outside}
    joins = [_at_least(x, game.row(mask | 1 << i)[i], 2 * game.radius) for i, x in alone.items()]
    held = _club_holds(game, mask)
    larger = [_club_holds(game, mask | 1 << i) for i in outside]
    closed = _all([None if one is None else not one for one in larger])
    race, all_in = (sum(game.row(one), ZERO) for one in (0, (1 << n) - 1))
    possible = all_in - race
    surplus = (worth - sum(leaving.values(), ZERO)) / len(leaving)
    return Club(
        members=members,
        worth=worth,
        share=(worth + sum(alone.values(), -race)) / possible
        if possible > 2 * n * game.radius
        else None,
        internal=internal,
        external=_all(joins),
        held=held,
        closed=closed,
        split={game.players[i]: x + surplus for i, x in leaving.items()} if held else None,
        transfers=_transfers(game, mask, leaving) if held else None,
        pair=_pair(game, mask),
    )


def _pair(game: PartitionGame, mask: int) -> PairDeparture | None:
    """The best departure by two members together: by the smaller gain, then by both."""
    inside = [i for i in range(len(game.players)) if mask >> i & 1]
    left = {
        pair: [game.outside(mask & ~(1 << pair[0] | 1 << pair[1]), i) for i in pair]
        for pair in combinations(inside, 2)
    }
    if not all(game.knows(row) for rows in left.values() for row in rows):
        return None

    def gains(pair: tuple[int, int]) -> list[Fraction]:
        both = zip(pair, left[pair], strict=True)
        return [game.row(row)[i] - game.row(mask)[i] for i, row in both]

    best = max(left, key=lambda pair: (min(gains(pair)), sum(gains(pair))))
    found, doubt = gains(best), 2 * game.radius
    one, other = (game.players[i] for i in best)
    return PairDeparture(
        cities=(one, other),
        gains=dict(zip((one, other), found, strict=True)),
        pays=True if min(found) > doubt else False if min(found) <= -doubt else None,
    )


def _transfers(
    game: PartitionGame, mask: int, leaving: Mapping[int, Fraction]
) -> Mapping[str, Fraction]:
    got = game.row(mask)
    lacks = {i: max(ZERO, x - got[i]) for i, x in leaving.items()}
    spare = {i: max(ZERO, got[i] - x) for i, x in leaving.items()}
    part = sum(lacks.values(), ZERO) / (sum(spare.values(), ZERO) or 1)
    return {game.players[i]: lacks[i] - part * spare[i] for i in leaving}


def _with_status(found: TruceClubs) -> TruceClubs:
    best, with_transfers = found.best, found.best_with_transfers
    if all(club.share is None for club in found.clubs):
        status = "Together the cities can gain nothing, or it is not proven that they can."
    elif best is None:
        status = "No truce club of two or more is proven stable without transfers."
    else:
        status = (
            f"The best stable club, {', '.join(best.members)}, brings "
            f"{approximately(100 * (best.share or ZERO), '.3g')} per cent of the possible gain."
        )
    if with_transfers is not None and with_transfers is not best:
        status += (
            f" With transfers {', '.join(with_transfers.members)} hold together: "
            f"{approximately(100 * (with_transfers.share or ZERO), '.3g')} per cent."
        )
    return replace(found, status=status)
