"""Alternating offers: what cities agree on that propose in turn, and for whom waiting costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games.alternating_offers import AlternatingOffers
from games.approximately import approximately
from games.bargaining import BargainingProblem
from games.by_city import entry_of, figures
from games.errors import IntercityError, InvalidInput, Undefined, of_kind
from solvers.answer import EXACT, Answer, Proof
from solvers.bargaining.feasible_payoffs import best_basis, greatest_payoff, payoff_program
from solvers.bargaining.frontier_shape import end_violations, last_point, shape_violation
from solvers.bargaining.offers_search import stationary_payoffs
from solvers.bargaining.smooth_offers import SmoothOffers, above_floors
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import Basis, optimal_basis, proven_optimum, solve

__all__ = [
    "FiniteOffersCertificate",
    "Offer",
    "OffersEquilibrium",
    "SmoothOffersCertificate",
    "StationaryOffersCertificate",
    "alternating_offers",
]

CONCEPT = "equilibrium of alternating offers"
UNIQUE = (
    "Two cities: as long as a proposer who must give more keeps less, no other subgame-perfect "
    "equilibrium exists."
)
ONE = Fraction(1)
Payoffs = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Offer:
    """What ``proposer`` proposes in ``round``, and what a no would bring to each city.

    ``payoffs`` and ``reservations`` are valued in that round.
    """

    round: int
    proposer: str
    payoffs: Payoffs
    reservations: Payoffs


@dataclass(frozen=True, slots=True, repr=False)
class OffersEquilibrium(Answer):
    """An equilibrium in which the first offer is accepted; ``deal["Quzhou"]`` is a city's payoff.

    ``agreement``: the first offer. ``offers``: one for each round, also those after a no; without a
    last round the first n, after which they start again.
    ``openings``: what the agreement would be if that city opened.
    ``first_mover_gain``: what a city gains by opening, compared with the city after it opening.

    See ``alternating_offers`` for the concept, an example and its source.
    """

    agreement: Payoffs
    offers: tuple[Offer, ...]
    openings: Mapping[str, Payoffs]
    first_mover_gain: Payoffs
    status: str
    method: str
    certificate: OffersCertificate
    proof: Proof = EXACT

    def __getitem__(self, city: str) -> Fraction:
        return entry_of(self.agreement, city)

    def __repr__(self) -> str:
        opener = self.offers[0].proposer
        return f"OffersEquilibrium({opener} opens: {figures(self.agreement)})"


@dataclass(frozen=True, slots=True)
class StationaryOffersCertificate(Certificate, kind="alternating offers: stationary"):
    """What each city gets when it proposes, and a basis which proves that it can get no more."""

    own: Mapping[str, Fraction]
    best: Mapping[str, Basis]

    def violations(self, subject: AlternatingOffers) -> Iterator[str]:
        names = subject.problem.players
        if subject.rounds is not None or tuple(self.own) != names or tuple(self.best) != names:
            yield "The proposals do not fit the game."
        for offer in _stationary(subject, self.own):
            proposer = offer.proposer
            lp = proposal_program(subject.problem, proposer, offer.reservations)
            if proven_optimum(lp, self.best[proposer])[0] != self.own[proposer]:
                yield f"{proposer} can get another payoff when it proposes."
            yield from _unwilling(offer)

    def answer(self, subject: AlternatingOffers) -> OffersEquilibrium:
        status = UNIQUE
        if len(subject.problem.players) > 2:
            status = (
                "A stationary equilibrium. With three or more cities that must all agree, patient "
                "cities have others too, in which offers depend on the past."
            )
        offers = _stationary(subject, self.own)
        return _equilibrium(
            subject,
            offers,
            {offer.proposer: offer.payoffs for offer in offers},
            method="Newton steps on the proposers' linear programs",
            status=f"The first offer is accepted. {status}",
            certificate=self,
        )


@dataclass(frozen=True, slots=True)
class FiniteOffersCertificate(Certificate, kind="alternating offers: finite"):
    """For each opener, and each round from the last to the first, a basis of the proposer's best.

    All else follows backwards from the last round.
    """

    best: Mapping[str, tuple[Basis, ...]]

    def violations(self, subject: AlternatingOffers) -> Iterator[str]:
        if tuple(self.best) != subject.problem.players:
            yield "The proposals do not fit the game."
        for opener, bases in self.best.items():
            if len(bases) != subject.rounds:
                yield "Each round has one proposal."
            for offer in _backwards(replace(subject, first=opener), bases):
                yield from _unwilling(offer)

    def answer(self, subject: AlternatingOffers) -> OffersEquilibrium:
        played = {
            opener: _backwards(replace(subject, first=opener), bases)
            for opener, bases in self.best.items()
        }
        return _equilibrium(
            subject,
            played[subject.first],
            {opener: offers[0].payoffs for opener, offers in played.items()},
            method="backward induction by exact linear programs",
            status="The first offer is accepted: it follows backwards from the last round.",
            certificate=self,
        )


@dataclass(frozen=True, slots=True)
class SmoothOffersCertificate(Certificate, kind="alternating offers: smooth frontier"):
    """Where the frontier ends, and what the first city gets when it proposes.

    Each exactly, or the multiple of a tiny grid below (see ``smooth_offers``).
    """

    end: Fraction
    own: Fraction

    def violations(self, subject: AlternatingOffers) -> Iterator[str]:
        if subject.rounds is not None:
            yield "The game has a last round."
        offers = SmoothOffers(subject, self.end)
        yield from end_violations(offers.problem, self.end)
        violation = shape_violation(offers.problem, self.end)
        if violation is not None:
            yield str(violation)
        if offers.place(self.own) is None:
            yield "Another payoff makes both indifferent between yes and no."

    def answer(self, subject: AlternatingOffers) -> OffersEquilibrium:
        smooth = SmoothOffers(subject, self.end)
        place = smooth.place(self.own)
        if place is None:
            raise IntercityError("another payoff makes both indifferent between yes and no")
        own, radii = smooth.centres(self.own, place)
        offers = _stationary(subject, own)
        return _equilibrium(
            subject,
            offers,
            {offer.proposer: offer.payoffs for offer in offers},
            method="one equation along the frontier, its root enclosed by ball arithmetic",
            status=f"The first offer is accepted. {UNIQUE}",
            certificate=self,
            proof=Proof.enclosed(radii),
        )


def _equilibrium(
    game: AlternatingOffers,
    offers: tuple[Offer, ...],
    openings: Mapping[str, Payoffs],
    *,
    method: str,
    status: str,
    certificate: OffersCertificate,
    proof: Proof = EXACT,
) -> OffersEquilibrium:
    names = game.problem.players
    nexts = dict(zip(names, names[1:] + names[:1], strict=True))
    gain = {name: openings[name][name] - openings[nexts[name]][name] for name in names}
    return OffersEquilibrium(
        offers[0].payoffs, offers, openings, gain, status, method, certificate, proof
    )


def _unwilling(offer: Offer) -> Iterator[str]:
    if offer.payoffs[offer.proposer] < offer.reservations[offer.proposer]:
        yield f"{offer.proposer} would rather be refused."


def proposal_program(
    problem: BargainingProblem, proposer: str, reservations: Payoffs
) -> LinearProgram:
    """The most that a proposer can get while each other city gets at least its reservation."""
    rows = [
        Row(f"reservation of {name}", {name: ONE}, ">=", reservations[name])
        for name in problem.players
        if name != proposer
    ]
    return payoff_program(problem, {proposer: ONE}, rows, rational=False)


def _stationary(game: AlternatingOffers, own: Payoffs) -> tuple[Offer, ...]:
    """The offers of rounds 1 to n, where every proposer gets ``own`` for itself."""
    order = game.order
    offers: list[Offer] = []
    after = dict(own)  # what the next proposal gives to each
    for k in reversed(range(2 * len(order))):
        proposer = order[k % len(order)]
        reservations = {name: game.after_no(name, after[name]) for name in own}
        after = {**reservations, proposer: own[proposer]}
        offers.append(Offer(k + 1, proposer, after, reservations))
    return tuple(reversed(offers))[: len(order)]


def _backwards(game: AlternatingOffers, bases: Sequence[Basis]) -> tuple[Offer, ...]:
    """The offers of all rounds; ``bases`` from the last to the first."""
    offers: list[Offer] = []
    after: Payoffs = game.problem.disagreement
    for k, basis in zip(reversed(range(len(bases))), bases, strict=True):
        proposer = game.order[k % len(game.order)]
        reservations = {name: game.after_no(name, after[name]) for name in after}
        lp = proposal_program(game.problem, proposer, reservations)
        after = {**reservations, proposer: proven_optimum(lp, basis)[0]}
        offers.append(Offer(k + 1, proposer, after, reservations))
    return tuple(reversed(offers))


OffersCertificate = StationaryOffersCertificate | FiniteOffersCertificate | SmoothOffersCertificate


def alternating_offers(game: AlternatingOffers) -> OffersEquilibrium:
    """Alternating offers: what cities agree on that propose in turn, and for whom waiting costs.

    A city that is asked says yes iff the offer is at least its *reservation* r_j, what a no would
    bring it: if x^(i+1) is what the next city would propose,

        r_j = max { outside_j,  e_j + g_j (x_j^(i+1) - e_j) },       g_j = (1 - p) delta_j,

    with the impasse payoffs e of the game. So city i offers r_j to each other city j, and itself
    gets

        x_i^i = max { x_i : x feasible, x_j >= r_j for all j other than i }.

    Without a last round a stationary equilibrium is a solution of these equations, one for each
    city; with one, the offers follow backwards from the disagreement payoffs. All is exact. The
    offers are accepted at once: patience, risk and outside payoffs matter through what would happen
    after a no.

    The subgame-perfect equilibrium in which the first offer is accepted, exact.

    Two cities: the only one there is, unless a proposer could give more at no cost to itself (then
    there are others, in which it does). More cities: the stationary one found, with a proof that it
    is one (where what they divide is a sum of money, no other is stationary). With a last round:
    the one that backward induction gives. On a smooth frontier, of two cities without a last round,
    each number is within the ``proof``'s radius of the true one (a difference within twice that).
    A proposer gives each other city exactly its reservation,
    even where more would cost it nothing. Where nobody can gain, all get what a no would bring.

    Errors: ``Undefined`` where payoffs are without end, nothing is feasible, or what cities get by
    leaving or by an impasse is more, together, than any agreement gives them; ``InvalidInput``
    where the disagreement payoffs are out of reach.

    >>> from games import AlternatingOffers, BargainingProblem
    >>> pie = BargainingProblem.from_inequalities(["Hangzhou", "Quzhou"], [((1, 1), 1)], (0, 0))
    >>> deal = alternating_offers(AlternatingOffers(pie, {"Hangzhou": 0.9, "Quzhou": 0.8}))
    >>> deal["Hangzhou"]                        # (1 - 0.8) / (1 - 0.9 * 0.8)
    Fraction(5, 7)
    >>> deal.first_mover_gain["Quzhou"]
    Fraction(1, 14)

    What this comes to as rounds get short is in ``solvers.bargaining.nash_limit``.

    Source: Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50, 97-109;
    Binmore (1987), Perfect equilibria in bargaining models; Kultti and Vartiainen (2010),
    Multilateral non-cooperative bargaining in a general utility space, for three and more.
    """
    of_kind(game, AlternatingOffers, place="subject of alternating_offers")
    problem, floor = game.problem, _floor(game)
    if problem.frontier is not None:
        return _on_frontier(game, floor)
    for name in problem.players:
        if any(floor[city] != kept for city, kept in problem.disagreement.items()):
            _refuse_out_of_reach(problem, name, floor)
        else:
            greatest_payoff(problem, name, CONCEPT)
    if game.rounds is not None:
        played = {opener: _induced(replace(game, first=opener)) for opener in problem.players}
        return FiniteOffersCertificate(played).answer(game)
    own = stationary_payoffs(
        game, floor, lambda proposer, kept: solve(proposal_program(problem, proposer, kept))
    )
    if own is None:
        raise Undefined(CONCEPT, "the search found no stationary one; try other discount factors")
    best: dict[str, Basis] = {}
    for offer in _stationary(game, own):
        lp = proposal_program(problem, offer.proposer, offer.reservations)
        best[offer.proposer] = best_basis(problem, lp, CONCEPT)
    ordered = {name: best[name] for name in problem.players}
    return StationaryOffersCertificate(own, ordered).answer(game)


def _on_frontier(game: AlternatingOffers, floor: Payoffs) -> OffersEquilibrium:
    problem = above_floors(game)
    try:
        end = last_point(problem)
    except InvalidInput as error:
        if error.place == "the disagreement point" and floor != game.problem.disagreement:
            raise _greedy(floor) from None
        raise
    violation = shape_violation(problem, end)
    if violation is not None:
        raise violation
    certificate = SmoothOffersCertificate(end, SmoothOffers(game, end).find())
    if not certificate.verify(game):
        raise Undefined(CONCEPT, "neither balls nor exact arithmetic could prove the one found")
    return certificate.answer(game)


def _greedy(floor: Payoffs) -> Undefined:
    shown = ", ".join(f"{city} {approximately(low)}" for city, low in floor.items())
    reason = f"no agreement gives all what they get without one ({shown})"
    return Undefined(CONCEPT, reason, dict(floor))


def _floor(game: AlternatingOffers) -> dict[str, Fraction]:
    """What a city can make sure of: it leaves, or says no for ever."""
    floor = {name: max(game.outside[name], game.impasse[name]) for name in game.problem.players}
    if game.rounds is not None:
        kept = game.problem.disagreement
        floor = {name: max(low, game.after_no(name, kept[name])) for name, low in floor.items()}
    return floor


def _refuse_out_of_reach(problem: BargainingProblem, name: str, floor: Payoffs) -> None:
    outcome = solve(proposal_program(problem, name, floor))
    if outcome.outcome == "unbounded":
        raise Undefined(CONCEPT, f"{name}'s payoff can grow without end; a limit is missing", name)
    if outcome.outcome == "infeasible" or outcome.optimum < floor[name]:
        raise _greedy(floor)


def _induced(game: AlternatingOffers) -> tuple[Basis, ...]:
    bases: tuple[Basis, ...] = ()
    after: Payoffs = game.problem.disagreement
    for k in reversed(range(game.rounds or 0)):
        proposer = game.order[k % len(game.order)]
        reservations = {name: game.after_no(name, after[name]) for name in after}
        lp = proposal_program(game.problem, proposer, reservations)
        basis = optimal_basis(lp)
        if basis is None:
            raise Undefined(CONCEPT, f"in round {k + 1} no offer is accepted", reservations)
        bases = (*bases, basis)
        after = {**reservations, proposer: proven_optimum(lp, basis)[0]}
    return bases
