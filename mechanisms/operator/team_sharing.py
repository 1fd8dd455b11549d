"""Team sharing: cities that share a joint company's result do too little, however they share it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import ByCity, numbers, within
from games.errors import InvalidInput, of_kind
from games.team import Team
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["TeamSharing", "TeamSharingCertificate", "best_shares", "team_sharing"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, repr=False)
class TeamSharing(Answer):
    """What each city does with its share, and what is lost.

    ``shares``; ``efforts``: in the one equilibrium, in which each city does what is best for it
    whatever the others do. ``payoffs``: share of the result less cost of effort. ``welfare``, and
    ``first_best``: what it could be. ``best``: whether no other shares do better.

    See ``team_sharing`` for the concept, an example and its source.
    """

    shares: Mapping[str, Fraction]
    efforts: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    welfare: Fraction
    first_best: Fraction
    best: bool
    certificate: TeamSharingCertificate
    method: str = "first-order conditions"
    proof: Proof = EXACT

    @property
    def loss(self) -> Fraction:
        return self.first_best - self.welfare

    @property
    def status(self) -> str:
        if not self.loss:
            return "All do what is best for all."
        part = f"{approximately(100 * self.loss / self.first_best, '.3g')}% of what could be had"
        part += " is lost"
        return f"{part}, the least that any shares lose." if self.best else f"{part}."


@dataclass(frozen=True, slots=True)
class TeamSharingCertificate(Certificate, kind="team sharing"):
    """The shares and efforts. Best is where all who have a share gain as much by a bit more."""

    shares: Mapping[str, Fraction]
    efforts: Mapping[str, Fraction]
    best: bool

    def violations(self, team: Team) -> Iterator[str]:
        if tuple(self.shares) != team.cities or tuple(self.efforts) != team.cities:
            yield "The shares and efforts do not fit the cities."
        if any(share < 0 for share in self.shares.values()) or sum(self.shares.values()) != 1:
            yield "The shares do not share the result."
        for city, v, c in zip(team.cities, team.value, team.cost, strict=True):
            if self.shares[city] * v != c * self.efforts[city]:
                yield f"{city} would do more or less."
        if self.best != self._is_best(team):
            yield "Whether other shares do better is not as claimed."

    def _is_best(self, team: Team) -> bool:
        """Whether no bit of a share is worth more in other hands: d welfare / d s = K (1 - s)."""
        worth = {
            city: v * v / c * (1 - self.shares[city])
            for city, v, c in zip(team.cities, team.value, team.cost, strict=True)
        }
        held = [worth[city] for city, share in self.shares.items() if share]
        return max(worth.values()) == min(held)

    def answer(self, team: Team) -> TeamSharing:
        made = team.made(self.efforts)
        return TeamSharing(
            shares=dict(self.shares),
            efforts=dict(self.efforts),
            payoffs={
                city: self.shares[city] * made - c * self.efforts[city] ** 2 / 2
                for city, c in zip(team.cities, team.cost, strict=True)
            },
            welfare=team.welfare(self.efforts),
            first_best=sum(
                (v * v / c / 2 for v, c in zip(team.value, team.cost, strict=True)), ZERO
            ),
            best=self.best,
            certificate=self,
        )


def team_sharing(team: Team, shares: ByCity) -> TeamSharing:
    """Team sharing: cities that share a joint company's result do too little,
    however they share it.

    City i, with the share s_i of all that is made, does a_i = s_i v_i / c_i instead of v_i / c_i.
    Shares add up to 1 if the result is to be shared among the cities, so that not all can have all
    of it: with n cities alike each does 1/n of what would be best, and welfare is 1 - 1/(2n)
    against n/2. The best shares are unequal,

        s_i = max(0, 1 - lambda c_i / v_i^2),      adding up to 1.

    What would help is somebody outside who takes the result when it falls short of the best (the
    *budget breaker*): who sees that it does is never called on.

    What a team does with given shares, which add up to 1.

    Errors: ``InvalidInput`` for a share below 0, and for shares that do not add up to 1.

    >>> from games import Team
    >>> found = team_sharing(Team(["A", "B", "C"]), shares=[Fraction(1, 3)] * 3)
    >>> found.efforts["A"], found.welfare, found.first_best
    (Fraction(1, 3), Fraction(5, 6), Fraction(3, 2))
    >>> best_shares(Team(["A", "B"], value=[2, 1])).shares
    {'A': Fraction(4, 5), 'B': Fraction(1, 5)}

    Source: Holmström (1982).
    """
    of_kind(team, Team, place="subject of team_sharing")
    found = numbers(shares, team.cities, "share", ZERO)
    for city, share in zip(team.cities, found, strict=True):
        within(share, f"share of {city}", "0 or more")
    if sum(found) != 1:
        raise InvalidInput("the shares", f"{sum(found)} in all", "1 in all")
    return _proven(team, found)


def best_shares(team: Team) -> TeamSharing:
    """The shares that lose least. Where nobody's effort adds anything, the first city has all.

    Errors: ``InvalidInput`` for what is not a ``Team``.

    See ``team_sharing`` for the concept and its source.

    >>> from games import Team
    >>> best_shares(Team(["A", "B"], value=[2, 1])).shares
    {'A': Fraction(4, 5), 'B': Fraction(1, 5)}
    """
    of_kind(team, Team, place="subject of best_shares")
    worth = [v * v / c for v, c in zip(team.value, team.cost, strict=True)]
    strong = sorted(range(len(worth)), key=lambda i: -worth[i])
    strong = [i for i in strong if worth[i]]
    while strong:
        # Of those who have a share: sum of (1 - lambda / K) = 1.
        price = (len(strong) - 1) / sum((1 / worth[i] for i in strong), ZERO)
        if price < worth[strong[-1]]:
            break
        strong.pop()
    shares = [ONE - price / worth[i] if i in strong else ZERO for i in range(len(worth))]
    return _proven(team, tuple(shares) if strong else (ONE, *[ZERO] * (len(worth) - 1)))


def _proven(team: Team, shares: tuple[Fraction, ...]) -> TeamSharing:
    given = dict(zip(team.cities, shares, strict=True))
    efforts = {
        city: given[city] * v / c
        for city, v, c in zip(team.cities, team.value, team.cost, strict=True)
    }
    unmarked = TeamSharingCertificate(given, efforts, best=True)
    return TeamSharingCertificate(given, efforts, unmarked._is_best(team)).answer(team)
