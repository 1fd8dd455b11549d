"""What each club of cities would get in a contest: a club puts in one bid, for one seat.

Members of a club would only drive up each other's bids. So they agree on the *seat*, where the firm
is to settle if the club gets it: the member to which it is worth most. The club bids for that seat
alone, with the money of all. It is one city in a smaller contest, of the value and efficiency of
its seat and with the sum of its members' budgets:

    worth(S)  =  max over bids x of   p_seat(x) V_seat - k x.

If r >= 1 no club does better by bids for several seats: what a bid counts for costs less and less.
(If r < 1 many small bids count more than a large one; a club of one seat leaves that aside.) Among
members that would be as good a seat lots decide. The seat bids, and has the firm; what it pays the
others to keep them in is the matter of transfers (``truce_clubs.py``).

Of n cities alike in Tullock's contest with r = 1 a club of m gets V/(n - m + 1)^2, and so does each
outsider: two of three gain by a club (1/4 > 2/9), two of four lose (1/9 < 1/8). All together get V,
and nobody gains by leaving up to n = 4. In the other two technologies who leaves gets nothing.

Who would be the only one to bid gets the firm at next to no cost, which is left out. Under alpha
and beta outsiders bid without limit, so that only the club of all is worth anything; beside other
clubs every city is shown with 0. If no bidder has money, the firm draws lots, whatever the club.

>>> from games import ClubRace, Contest
>>> form = contest_form(ClubRace(Contest(["A", "B", "C"], [36, 36, 36])))
>>> [str(form.game.worth(club)) for club in (["A"], ["A", "B"], ["A", "B", "C"])]
['4', '9', '36']
>>> [str(form.game.payoff(["A", "B"], city)) for city in "ABC"]
['9/2', '9/2', '9']

Source: Huck, Konrad and Müller (2002), Merger and collusion in contests; that a group in a contest
has a second one inside, which it may settle beforehand: Skaperdas (1998), On the formation of
alliances in conflict and contests; Esteban and Sákovics (2003), Olson vs. Coase: coalitional worth
in conflict; Bloch, Sánchez-Pagés and Soubeyran (2006), When does universal peace prevail?
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games.contest import Contest
from games.errors import Undefined
from games.partition_game import ClubRace, PartitionGame, others_do_their_worst
from solvers.answer import EXACT, UNPROVEN, Proof
from solvers.certificate import Certificate
from solvers.competition.club_payoffs import STATUS, PartitionForm, acting_together, asked
from solvers.competition.contest_equilibrium import (
    ContestEquilibriumCertificate,
)
from solvers.competition.share_enclosure import NEAR, near_the_equilibrium
from solvers.competition.solve_contest import contest_equilibrium

__all__ = ["ContestFormCertificate", "contest_form"]

ZERO = Fraction(0)


def contest_form(race: ClubRace) -> PartitionForm:
    """The game in partition form of a contest, up to 10 cities; see ``partition_form``.

    Exact where each equilibrium is (all-pay, winner pays, r = 1 without budgets that bind). Else
    enclosed if r <= 1; and if r > 1 unproven: figures are of bids from which nobody gains more than
    the equilibria's regrets, in a radius that leaves ample room for that.

    Errors: ``Undefined`` where the contest beside some club has no equilibrium, or it is not known.
    """
    known: dict[Contest, ContestEquilibriumCertificate] = {}
    found: list[ContestEquilibriumCertificate | None] = []
    for mask in race.masks:
        contest = _merged(race, mask)
        if contest is not None and contest not in known:
            try:
                known[contest] = contest_equilibrium(contest).certificate
            except Undefined as error:
                club = ", ".join(_names(race, mask))
                beside = f"with the club {club}" if club else "with no club"
                reason = f"{beside} the {error.concept} is not defined: {error.reason}"
                raise Undefined("partition form", reason, error.witness) from None
        found.append(None if contest is None else known[contest])
    return ContestFormCertificate(tuple(found)).answer(race)


@dataclass(frozen=True, slots=True)
class ContestFormCertificate(
    Certificate, kind="partition form of a contest", of="partition_form", searches=True
):
    """For each club asked about, its contest's equilibrium; ``None`` if fewer than two bid."""

    equilibria: tuple[ContestEquilibriumCertificate | None, ...]

    def violations(self, race: ClubRace) -> Iterator[str]:
        if len(self.equilibria) != len(race.masks):
            yield "There is not one entry for each club."
        for mask, one in zip(race.masks, self.equilibria, strict=True):
            contest = _merged(race, mask)
            if (contest is None) != (one is None):
                yield "An equilibrium stands where fewer than two bid, or is missing."
            if contest is not None and one is not None:
                yield from one.violations(contest)

    def answer(self, race: ClubRace) -> PartitionForm:
        payoffs, exact, unique, near = [], True, True, True
        for mask, one in zip(race.masks, self.equilibria, strict=True):
            contest = _merged(race, mask)
            kept = {}
            if contest is not None and one is not None:
                found = one.answer(contest)
                kept = dict(found.payoffs)
                exact, unique = exact and found.proof == EXACT, unique and found.unique
                bids = list(found.subsidies.values())
                near = near and (found.proof == EXACT or near_the_equilibrium(contest, bids))
            payoffs.append(tuple(_shared(race, mask, kept)))
        radius = ZERO if exact else NEAR * max(_contest(race).value)
        several = "" if unique else " Some club's contest may have other equilibria."
        return PartitionForm(
            game=PartitionGame(race.players, tuple(payoffs), radius, race.conjecture, asked(race)),
            overspent=(),
            status=STATUS[race.conjecture] + several,
            method="each club as one city, with its best seat and all its money",
            proof=EXACT if exact else Proof("enclosed", radius) if near else UNPROVEN,
            certificate=self,
        )


def _names(race: ClubRace, mask: int) -> list[str]:
    return [city for i, city in enumerate(race.players) if mask >> i & 1]


def _contest(race: ClubRace) -> Contest:
    if not isinstance(race.game, Contest):
        raise TypeError("the race is no contest")
    return race.game


@dataclass(frozen=True, slots=True)
class _Bidder:
    """A club or a city that bids: for one of these seats, which are alike."""

    seats: tuple[int, ...]
    budget: Fraction | None


def _bidders(race: ClubRace, mask: int) -> list[_Bidder] | None:
    """Who bids when a club forms; ``None`` where outsiders bid without limit."""
    game, groups = _contest(race), acting_together(race, mask)
    if mask and len(groups) > 1 and others_do_their_worst(race.conjecture):
        return None
    bidders = [_bidder(game, group) for group in groups]
    return [one for one in bidders if game.value[one.seats[0]] and one.budget != 0]


def _bidder(game: Contest, group: Sequence[int]) -> _Bidder:
    best = max((game.value[i], game.efficiency[i]) for i in group)
    budgets = [game.budgets[i] for i in group]
    given = [budget for budget in budgets if budget is not None]
    return _Bidder(
        tuple(i for i in group if (game.value[i], game.efficiency[i]) == best),
        sum(given, ZERO) if len(given) == len(budgets) else None,
    )


def _merged(race: ClubRace, mask: int) -> Contest | None:
    """The contest in which each club is one city; ``None`` if fewer than two bid."""
    bidders = _bidders(race, mask)
    if bidders is None or len(bidders) < 2:
        return None
    game, seats = _contest(race), [one.seats[0] for one in bidders]
    return replace(
        game,
        cities=tuple(game.cities[i] for i in seats),
        value=tuple(game.value[i] for i in seats),
        efficiency=tuple(game.efficiency[i] for i in seats),
        budgets=tuple(one.budget for one in bidders),
        spillovers=((ZERO,) * len(seats),) * len(seats),
    )


def _shared(race: ClubRace, mask: int, kept: dict[str, Fraction]) -> list[Fraction]:
    """What each city gets: its seat's part of what its club keeps."""
    game, bidders = _contest(race), _bidders(race, mask)
    payoffs = [ZERO] * len(game.cities)
    if bidders == []:  # nobody can bid: by lot
        return [share * worth for share, worth in zip(game.idle_shares, game.value, strict=True)]
    for one in bidders or []:
        alone = len(bidders or []) == 1
        total = game.value[one.seats[0]] if alone else kept[game.cities[one.seats[0]]]
        for i in one.seats:
            payoffs[i] = total / len(one.seats)
    return payoffs
