"""Variable threats: the disagreement point is what cities threaten each other with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from games.approximately import approximately
from games.by_city import entry_of
from games.strategic import StrategicGame
from games.threat_game import ThreatGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.strategic.zero_sum import zero_sum_value

__all__ = ["ThreatSolution", "VariableThreatsCertificate", "variable_threats"]

ZERO, ONE = Fraction(0), Fraction(1)
Point = tuple[Fraction, Fraction]
Table = list[list[Fraction]]
Measure = Callable[[Fraction], Fraction]
"""l d_1 - d_2 by l: at a disagreement point, or the value of the game in which it is the stake."""


@dataclass(frozen=True, slots=True, repr=False)
class ThreatSolution(Answer):
    """What the cities get, and what each threatens with; ``deal["Quzhou"]`` is a city's payoff.

    ``threats``: for each city, the actions that it commits to with their probabilities. Other
    threats may do as well; payoffs are the same with all.
    ``disagreement``: what the threats would bring if they were carried out.
    ``agreement``: the profiles that they play instead, with their probabilities.
    ``side_payment``: what the first city is paid beside that by the second (negative: it pays).

    See ``variable_threats`` for the concept, an example and its source.
    """

    payoffs: Mapping[str, Fraction]
    threats: Mapping[str, Mapping[str, Fraction]]
    disagreement: Mapping[str, Fraction]
    agreement: Mapping[tuple[str, ...], Fraction]
    side_payment: Fraction
    status: str
    certificate: VariableThreatsCertificate
    method: str = "zero-sum games along the edges of the Pareto frontier"
    proof: Proof = EXACT

    def __getitem__(self, city: str) -> Fraction:
        return entry_of(self.payoffs, city)


@dataclass(frozen=True, slots=True)
class VariableThreatsCertificate(Certificate, kind="variable threats"):
    """The threats. Its subject is the ``ThreatGame``."""

    threats: Mapping[str, Mapping[str, Fraction]]

    def violations(self, subject: ThreatGame) -> Iterator[str]:
        names, game = subject.game.players, subject.game
        if tuple(self.threats) != names:
            yield "The threats do not fit the cities."
        if any(not share > 0 for threat in self.threats.values() for share in threat.values()):
            yield "A threat holds actions that are not part of it."
        disagreement = game.expected(self.threats)
        place = _place(subject, _measure_at(disagreement, names))
        one, two = names
        for k, action in enumerate(game.actions[1]):
            found = game.expected({one: self.threats[one], two: action})
            if place.left is not None and _measure_at(found, names)(place.left) < place.stake(
                place.left
            ):
                yield f"{one}'s threat does not guarantee its payoff against action {k + 1}."
        for k, action in enumerate(game.actions[0]):
            found = game.expected({one: action, two: self.threats[two]})
            if place.right is not None and _measure_at(found, names)(place.right) > place.stake(
                place.right
            ):
                yield f"{two}'s threat does not guarantee its payoff against action {k + 1}."

    def answer(self, subject: ThreatGame) -> ThreatSolution:
        names = subject.game.players
        disagreement = subject.game.expected(self.threats)
        place = _place(subject, _measure_at(disagreement, names))
        payoffs = dict(zip(names, place.point, strict=True))
        agreement = _agreement(subject.game, place)
        first = sum(
            (share * subject.game.payoff(p)[names[0]] for p, share in agreement.items()), ZERO
        )
        gains = {name: payoffs[name] - disagreement[name] for name in names}
        status = "The threats stay unused: " + " and ".join(
            f"{name} gains {approximately(gain, '.4g')} over them" for name, gain in gains.items()
        )
        if not any(gains.values()):
            status = "Nobody gains by agreeing: the threats are as good as any agreement"
        return ThreatSolution(
            payoffs=payoffs,
            threats=self.threats,
            disagreement=disagreement,
            agreement=agreement,
            side_payment=place.point[0] - first,
            status=f"{status}.",
            certificate=self,
        )


def _measure_at(payoffs: Mapping[str, Fraction], names: tuple[str, ...]) -> Measure:
    d1, d2 = (payoffs[name] for name in names)
    return lambda slope: slope * d1 - d2


@dataclass(frozen=True, slots=True)
class _Place:
    """A point of the frontier, and how steep the frontier falls to its left and to its right.

    No slope (None) where the frontier ends; the same slope twice inside an edge, and then
    ``ends`` are the edge's corners and ``share`` is the weight of the second.
    """

    point: Point
    left: Fraction | None
    right: Fraction | None
    ends: tuple[Point, Point]
    share: Fraction = ZERO

    def stake(self, slope: Fraction) -> Fraction:
        return slope * self.point[0] - self.point[1]


def _place(subject: ThreatGame, measure: Measure) -> _Place:
    """Where on the frontier the Nash solution lies for a disagreement point, or for a value."""
    points = [
        tuple(subject.game.payoff(profile)[name] for name in subject.game.players)
        for profile in subject.game
    ]
    corners = _frontier([(x, y) for x, y in points])
    if subject.side_payments:
        best = max(corners, key=sum)
        x = (sum(best, ZERO) + measure(ONE)) / 2
        return _Place((x, sum(best, ZERO) - x), ONE, ONE, (best, best))
    left: Fraction | None = None
    for here, there in pairwise(corners):
        slope = (here[1] - there[1]) / (there[0] - here[0])
        stake = measure(slope)
        if stake <= slope * here[0] - here[1]:
            return _Place(here, left, slope, (here, here))
        if stake < slope * there[0] - there[1]:
            x = (here[1] + slope * here[0] + stake) / (2 * slope)
            share = (x - here[0]) / (there[0] - here[0])
            point = (x, here[1] + slope * (here[0] - x))
            return _Place(point, slope, slope, (here, there), share)
        left = slope
    last = corners[-1]
    return _Place(last, left, None, (last, last))


def _frontier(points: list[Point]) -> list[Point]:
    """The corners of the Pareto frontier of all lotteries, from left to right, falling steeper."""
    chain: list[Point] = []
    highest = None
    for x, y in sorted(points, reverse=True):  # from the right: each must be higher than the last
        if highest is not None and y <= highest:
            continue
        highest = y
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2:]
            if (ax - bx) * (y - by) < (bx - x) * (by - ay):
                break
            chain.pop()
        chain.append((x, y))
    return chain[::-1]


def _agreement(game: StrategicGame, place: _Place) -> dict[tuple[str, ...], Fraction]:
    shares = dict(zip(reversed(place.ends), (place.share, 1 - place.share), strict=True))
    found: dict[tuple[str, ...], Fraction] = {}
    for profile in game:
        x, y = game.payoff(profile).values()
        share = shares.pop((x, y), ZERO)
        if share:
            found[profile] = share
    return found


def variable_threats(
    game: StrategicGame | ThreatGame, *, side_payments: bool = False
) -> ThreatSolution:
    """Variable threats: the disagreement point is what cities threaten each other with.

    If city 1 threatens with the mixture p and city 2 with q, disagreement is d = (pAq, pBq), and
    the Nash solution for it is what they get. On an edge x_2 + l x_1 = c of the Pareto frontier
    that is

        x_1 = (c + l d_1 - d_2) / (2 l),

    so that there the cities play the zero-sum game l A - B with their threats: one wants its value
    large, the other small. A solution inside the edge has optimal threats of that game; one at a
    corner has city 1's threat from the edge to the left, and city 2's from the edge to the right.
    With side payments the frontier is one line x_1 + x_2 = s, the most that the two can make, and
    city 1 gets

        x_1 = (s + value(A - B)) / 2.

    Optimal threats of two cities and what they lead to, exact.

    A ``StrategicGame`` stands for ``ThreatGame(game, side_payments)``, which is the certificate's
    subject. The payoffs are unique; threats need not be. Where one outcome is best for both, it is
    what they get, and threats do not matter. A city with one action has nothing to choose.

    Errors: ``InvalidInput`` for other than two cities.

    >>> from games.strategic import StrategicGame
    >>> game = StrategicGame.from_payoffs(["Hangzhou", "Quzhou"], [[5, 3], [0, 0]],
    ...                                   [[4, 3], [0, 2]])
    >>> deal = variable_threats(game, side_payments=True)
    >>> deal["Hangzhou"], deal.threats["Quzhou"], deal.side_payment
    (Fraction(9, 2), {'2': Fraction(1, 1)}, Fraction(-1, 2))

    Threats that guarantee city 1 as much, and city 2 as much, as the solution prove that no other
    payoffs are those of optimal threats.

    Source: Nash (1953), Two-person cooperative games, Econometrica 21, 128-140; Owen (1995), Game
    Theory, on two-person cooperative games.
    """
    subject = game if isinstance(game, ThreatGame) else ThreatGame(game, side_payments)
    game = subject.game
    place = _place(subject, lambda slope: _stakes(game, slope)[0])
    steep = (place.left, place.right)
    threats = {}
    for i, name in enumerate(game.players):
        slope = steep[i] if steep[i] is not None else steep[1 - i]
        if slope is None:
            threats[name] = {game.actions[i][0]: ONE}
        else:
            threats[name] = dict(_stakes(game, slope)[1][name])
    return VariableThreatsCertificate(threats).answer(subject)


def _stakes(
    game: StrategicGame, slope: Fraction
) -> tuple[Fraction, Mapping[str, Mapping[str, Fraction]]]:
    """The zero-sum game l A - B: its value and optimal strategies."""

    def stake(profile: tuple[str, ...]) -> tuple[Fraction, Fraction]:
        one, two = game.payoff(profile).values()
        return slope * one - two, two - slope * one

    found = zero_sum_value(StrategicGame.from_function(game.players, game.actions, stake))
    return found.value, found.strategies
