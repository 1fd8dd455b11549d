"""What each club of cities would get in a race whose firms are worth something next door, too.

What a club has of a firm in its member j is  b_j (1 + sum over other members i of theta_ij); of one
that comes to no member it has what spills over, on average. Its best bids are those of one that
decides for all members (``club_reply.py``).

Clubs and outsiders reply to each other in turn, from the race that is shown, until nothing moves.
Each club's bids are then its best reply to the others' as shown, but for rounding; how far a true
equilibrium is from there, the slopes of replies say (``krawczyk.py``). Whether there are others is
not proven.

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

from games.errors import NotFound, Undefined
from games.partition_game import ClubRace, PartitionGame, others_do_their_worst
from solvers.answer import UNPROVEN, Proof
from solvers.certificate import Certificate
from solvers.competition.club_payoffs import STATUS, PartitionForm, acting_together, asked
from solvers.competition.club_reply import ClubReply
from solvers.competition.krawczyk import distance, nearly_inverse
from solvers.competition.logit_choice import (
    Choice,
    ball,
    larger,
    logit_choice,
    money_decimals,
    power_of_ten_above,
    rate_decimals,
    shown,
)
from solvers.competition.logit_clubs import logit_of
from solvers.competition.subsidy_equilibrium import subsidy_equilibrium

__all__ = ["SpilloverFormCertificate", "spillover_form"]

ROUNDS, TURNS, NEWTON_STEPS = 100, 4, 6
LOOSE = 1000  # units of the last decimal that a bid may be off its best reply
ROOM = Fraction(10) ** 5  # of the radius where no box is found, in units of money's last decimal


def spillover_form(race: ClubRace) -> PartitionForm:
    """The game in partition form of a logit race with spillovers; see ``partition_form``.

    The race without a club is the one that ``subsidy_equilibrium`` shows, if replies do not lead
    away from it. Errors: ``NotFound`` where replies do not come to rest.
    """
    game = logit_of(race)
    found = []
    bids = subsidy_equilibrium(game).subsidies
    with logit_choice(game) as choice:
        start = [ball(bids[city]) for city in game.cities]
        for mask in race.masks:
            profile = _at_rest(choice, _blocks(choice, race, mask), start)
            if profile is None:
                raise NotFound("joint equilibrium of clubs", "replies in turn from the race", race)
            found.append(profile)
    return SpilloverFormCertificate(tuple(found)).answer(race)


@dataclass(frozen=True, slots=True)
class SpilloverFormCertificate(
    Certificate, kind="partition form with spillovers", of="partition_form", searches=True
):
    """For each club that is asked about, every city's subsidy."""

    subsidies: tuple[tuple[Fraction, ...], ...]

    def violations(self, race: ClubRace) -> Iterator[str]:
        game = logit_of(race)
        if others_do_their_worst(race.conjecture):
            yield "Outsiders do their worst to the club, and are in no equilibrium with it."
        if len(self.subsidies) != len(race.masks):
            yield "There is not one profile for each club."
        unit = Fraction(10) ** -rate_decimals(game)
        with logit_choice(game) as choice:
            for mask, profile in zip(race.masks, self.subsidies, strict=True):
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
        game = logit_of(race)
        money = money_decimals(game)
        radius, near = Fraction(10) ** -money, True
        payoffs, beyond = [], []
        with logit_choice(game) as choice:
            for mask, profile in zip(race.masks, self.subsidies, strict=True):
                far = _distance(choice, _blocks(choice, race, mask), profile)
                outcome, near = choice.at(profile), near and far is not None
                kept = outcome.payoffs()
                if far is not None:
                    room = [(ball(s) - far).union(ball(s) + far) for s in profile]
                    kept = choice.at(room).payoffs()
                payoffs.append(tuple(shown(one, money) for one in kept))
                most = max(power_of_ten_above(one.rad()) for one in kept)
                radius = max(radius, most + Fraction(10) ** -money / 2)
                for i, budget in enumerate(game.budgets):
                    paid = choice.mass * outcome.subsidies[i] * outcome.shares[i]
                    if budget is not None and not paid <= ball(budget):
                        beyond.append((mask, game.cities[i]))
        radius = radius if near else max(radius, ROOM * Fraction(10) ** -money)
        form = PartitionGame(game.cities, tuple(payoffs), radius, race.conjecture, asked(race))
        return PartitionForm(
            game=form,
            overspent=tuple((form.members(mask), city) for mask, city in beyond),
            status=STATUS[race.conjecture]
            + " With spillovers each club's race may have other equilibria."
            + (f" The budget of {beyond[0][1]} would not do, and is left out." if beyond else ""),
            method="replies of clubs in turn, from the race; each a best reply, in balls",
            proof=Proof("enclosed", radius) if near else UNPROVEN,
            certificate=self,
        )


def _blocks(choice: Choice, race: ClubRace, mask: int) -> list[ClubReply]:
    return [ClubReply(choice, group) for group in acting_together(race, mask)]


def _at_rest(
    choice: Choice, blocks: Sequence[ClubReply], start: Sequence[Any]
) -> tuple[Fraction, ...] | None:
    """Where replies come to rest, in decimals; ``None`` where they do not.

    Replies in turn, and now and then Newton's steps, which double the digits if they lead anywhere.
    """
    decimals = rate_decimals(choice.game)
    near = ball(Fraction(1, 10 ** (decimals + 3)))
    paid = list(start)
    for _ in range(ROUNDS):
        for block in [*blocks] * TURNS:
            for i, bid in zip(block.members, block.near_best(block.outside(paid)), strict=True):
                paid[i] = bid
        point = paid
        for _ in range(NEWTON_STEPS):
            steps = [
                (r.mid() - s).mid() for r, s in zip(_replies(blocks, point), point, strict=True)
            ]
            if reduce(larger, map(abs, steps)) < near:
                caps = choice.game.caps
                bids = [shown(bid, decimals) for bid in point]
                return tuple(
                    s if cap is None else min(s, cap) for s, cap in zip(bids, caps, strict=True)
                )
            found = nearly_inverse(_slopes(blocks, point))
            if found is None:
                break
            moves = ([row[i] * one for i, one in enumerate(steps)] for row in found[1])
            point = [
                larger((s + sum(move, ball(0))).mid(), ball(0))
                for s, move in zip(point, moves, strict=True)
            ]
    return None


def _replies(blocks: Sequence[ClubReply], point: Sequence[Any]) -> list[Any]:
    """Each city's part of its club's best reply to the others, all at once."""
    replies = [ball(0)] * len(point)
    for block in blocks:
        for i, bid in zip(block.members, block.best(block.outside(point)), strict=True):
            replies[i] = bid
    return replies


def _slopes(blocks: Sequence[ClubReply], box: Sequence[Any]) -> list[list[Any]]:
    """How the replies move with what each city pays, anywhere in a small box."""
    rows = [[ball(0)] * len(box) for _ in box]
    for block in blocks:
        for i, row in zip(block.members, block.slopes(box), strict=True):
            for j, slope in zip(block.others, row, strict=True):
                rows[i][j] = slope
    return rows


def _distance(choice: Choice, blocks: Sequence[ClubReply], profile: Sequence[Fraction]) -> Any:
    """How far a true equilibrium is from a profile at most; ``None`` where that is not known."""
    point = [ball(s) for s in profile]

    def slopes(width: Any) -> list[list[Any]] | None:
        try:
            return _slopes(blocks, [(s - width).union(s + width) for s in point])
        except Undefined:
            return None

    return distance(point, _replies(blocks, point), slopes, float(choice.game.mu) / 10**6)
