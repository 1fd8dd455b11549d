"""What each club of cities would get in a race whose firms are worth something next door, too.

What a club has of a firm in its member j is  B_j = b_j (1 + sum over other members i of theta_ij);
of one that comes to no member it has c on average. With R what firms find outside the club,

    payoffs of S / M  =  c + sum over j in S of (B_j - c - k s_j) share_j,

which is concave in shares, as the joint optimum is (``joint_optimum.py``): the club's best bids are

    k s_j = B_j - c - L, kept in [0, k cap_j],    L = k mu + sum in S of (B_j - c - k s_j) share_j,

with one root L. Clubs and outsiders reply to each other in turn, from the race that is shown, until
nothing moves; each club's bids are then its best reply to the others' as shown, but for rounding.
How far that is from a true equilibrium, and whether there are others, is not proven.

>>> from games import ClubRace, SubsidyCompetition
>>> next_door = {"A": {"B": 0.5}, "B": {"A": 0.5}}
>>> race = SubsidyCompetition(["A", "B", "C"], [1, 1, 1], mu=0.1, spillovers=next_door)
>>> form = spillover_form(ClubRace(race))
>>> [round(float(form.game.worth(club)), 3) for club in (["A", "B"], ["A", "B", "C"])]
[0.443, 1.345]

Source: as ``club_race.py``; Anderson, de Palma and Thisse (1992), Discrete Choice Theory of Product
Differentiation, on firms with several products.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

from games.errors import NotFound
from games.partition_game import ClubRace, PartitionGame
from games.subsidy import SubsidyCompetition
from solvers.answer import UNPROVEN
from solvers.certificate import Certificate
from solvers.competition.logit_choice import (
    Choice,
    ball,
    larger,
    logit_choice,
    money_decimals,
    rate_decimals,
    shown,
    smaller,
)
from solvers.competition.partition_form import STATUS, PartitionForm
from solvers.competition.subsidy_equilibrium import subsidy_equilibrium

__all__ = ["SpilloverFormCertificate", "spillover_form"]

ROUNDS, STEPS = 400, 400
LOOSE = 1000  # units of the last decimal that a bid may be off its best reply
ROOM = Fraction(10) ** 5  # of the radius, in units of the last decimal of money


def spillover_form(race: ClubRace) -> PartitionForm:
    """The game in partition form of a logit race with spillovers; see ``partition_form``.

    The race without a club is the one that ``subsidy_equilibrium`` shows, if replies do not lead
    away from it. Errors: ``NotFound`` where replies do not come to rest.
    """
    game = _logit(race)
    found = []
    bids = subsidy_equilibrium(game).subsidies
    with logit_choice(game) as choice:
        start = [ball(bids[city]) for city in game.cities]
        for mask in range(1 << choice.n):
            profile = _at_rest(choice, _blocks(choice, race, mask), start)
            if profile is None:
                raise NotFound("joint equilibrium of clubs", "replies in turn from the race", race)
            found.append(profile)
    return SpilloverFormCertificate(tuple(found)).answer(race)


@dataclass(frozen=True, slots=True)
class SpilloverFormCertificate(Certificate, kind="partition form with spillovers"):
    """For each club, by bitmask, every city's subsidy."""

    subsidies: tuple[tuple[Fraction, ...], ...]

    def faults(self, race: ClubRace) -> Iterator[str]:
        game = _logit(race)
        if len(self.subsidies) != 1 << len(race.players):
            yield "There is not one profile for each club."
        unit = Fraction(10) ** -rate_decimals(game)
        with logit_choice(game) as choice:
            for mask, profile in enumerate(self.subsidies):
                if len(profile) != choice.n:
                    yield "A profile does not fit the cities."
                for s, cap in zip(profile, game.caps, strict=True):
                    if s != cap and (s / unit).denominator != 1:
                        yield f"The subsidy {s} is not a decimal number of the usual length."
                for block in _blocks(choice, race, mask):
                    best = block.best(block.outside([ball(s) for s in profile]))
                    for i, bid in zip(block.members, best, strict=True):
                        if not abs(bid - ball(profile[i])) <= ball(LOOSE * unit):
                            yield f"With club {mask} the bid of {game.cities[i]} is no best reply."

    def answer(self, race: ClubRace) -> PartitionForm:
        game = _logit(race)
        money = money_decimals(game)
        radius = ROOM * Fraction(10) ** -money
        payoffs, beyond = [], []
        with logit_choice(game) as choice:
            for mask, profile in enumerate(self.subsidies):
                outcome = choice.at(profile)
                payoffs.append(tuple(shown(one, money) for one in outcome.payoffs()))
                for i, budget in enumerate(game.budgets):
                    paid = choice.mass * outcome.subsidies[i] * outcome.shares[i]
                    if budget is not None and not paid <= ball(budget):
                        beyond.append((mask, game.cities[i]))
        form = PartitionGame(game.cities, tuple(payoffs), radius, race.conjecture)
        return PartitionForm(
            game=form,
            overspent=tuple((form.members(mask), city) for mask, city in beyond),
            status=STATUS[race.conjecture]
            + " With spillovers each club's race may have other equilibria."
            + (f" The budget of {beyond[0][1]} would not do, and is left out." if beyond else ""),
            method="replies of clubs in turn, from the race; each a best reply, in balls",
            proof=UNPROVEN,
            certificate=self,
        )


def _logit(race: ClubRace) -> SubsidyCompetition:
    if not isinstance(race.game, SubsidyCompetition):
        raise TypeError("in the race many firms do not choose one by one")
    return race.game


@dataclass(frozen=True, slots=True)
class _Outside:
    """What firms find outside a club, and what the club has of one that goes there."""

    weight: Any
    mean: Any


class _Block:
    """Cities that bid together, by index."""

    def __init__(self, choice: Choice, members: Sequence[int]) -> None:
        self.choice, self.members = choice, list(members)
        self.others = [j for j in range(choice.n) if j not in members]
        self.worth = [
            sum((choice.spilled[i][j] for i in members if i != j), choice.value[j]) for j in members
        ]
        self.caps = [choice.game.caps[j] for j in members]
        self.markup = choice.cost * choice.mu

    def outside(self, paid: Sequence[Any]) -> _Outside:
        """Where the others pay this."""
        choice = self.choice
        weights = [choice.weight(j, paid[j]) for j in self.others]
        total = sum(weights, choice.outside)
        gains = (
            sum((choice.spilled[i][j] for i in self.members), ball(0)) * w
            for j, w in zip(self.others, weights, strict=True)
        )
        none = not self.others and choice.game.outside_option is None
        return _Outside(total, ball(0) if none else sum(gains, ball(0)) / total)

    def bids(self, level: Any, there: _Outside) -> list[Any]:
        """What the members pay at a level."""
        found = []
        for worth, cap in zip(self.worth, self.caps, strict=True):
            bid = larger((worth - there.mean - level) / self.choice.cost, ball(0))
            found.append(bid if cap is None else smaller(bid, ball(cap)))
        return found

    def gap(self, level: Any, there: _Outside) -> Any:
        """The level less what it should be; it crosses 0 once, upwards."""
        total, kept = there.weight, ball(0)
        for j, worth, bid in zip(self.members, self.worth, self.bids(level, there), strict=True):
            weight = self.choice.weight(j, bid)
            total += weight
            kept += (worth - there.mean - self.choice.cost * bid) * weight
        return level - self.markup - kept / total

    def best(self, there: _Outside, *, exact: bool = True) -> list[Any]:
        """The best bids: enclosed by signs, or in midpoints.

        The gap has slope 1 at its root, so that it is the step to there, once it is small.
        """
        ends = [self.markup + worth - there.mean for worth in self.worth]
        low = (reduce(smaller, ends, self.markup) - self.markup).mid()
        high = (reduce(larger, ends, self.markup) + self.markup).mid()
        level, fine = ((low + high) / 2).mid(), self.markup * ball(Fraction(1, 10**70))
        for _ in range(STEPS):
            gap = self.gap(level, there).mid()
            if abs(gap) < fine:
                break
            low, high = (low, level) if gap > 0 else (level, high)
            step = (level - gap).mid()
            level = step if low < step < high else ((low + high) / 2).mid()
        if not exact:
            return [bid.mid() for bid in self.bids(level, there)]
        width = self.markup * ball(Fraction(1, 10**40))
        low, high = (level - width).mid(), (level + width).mid()
        if not (self.gap(low, there) < 0 and self.gap(high, there) > 0):
            raise ValueError("a club's level is not enclosed")
        return self.bids(low.union(high), there)


def _blocks(choice: Choice, race: ClubRace, mask: int) -> list[_Block]:
    n = range(choice.n)
    club = [i for i in n if mask >> i & 1]
    others = [i for i in n if not mask >> i & 1]
    together = [others] if club and race.conjecture == "delta" else [[i] for i in others]
    return [_Block(choice, group) for group in (club, *together) if group]


def _at_rest(
    choice: Choice, blocks: Sequence[_Block], start: Sequence[Any]
) -> tuple[Fraction, ...] | None:
    """Where replies in turn come to rest, in decimals; ``None`` where they do not."""
    decimals = rate_decimals(choice.game)
    near = ball(Fraction(1, 10 ** (decimals + 3)))
    paid = list(start)
    for _ in range(ROUNDS):
        moved = ball(0)
        for block in blocks:
            best = block.best(block.outside(paid), exact=False)
            for i, bid in zip(block.members, best, strict=True):
                moved = larger(moved, abs(bid - paid[i]))
                paid[i] = bid
        if moved < near:
            caps = choice.game.caps
            told = [shown(bid, decimals) for bid in paid]
            return tuple(
                s if cap is None else min(s, cap) for s, cap in zip(told, caps, strict=True)
            )
    return None
