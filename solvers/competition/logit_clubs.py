"""What each club would get where many firms choose, without spillovers: one number a race.

Each club's race is enclosed by one number (``club_race.py``), and the figures are rounded: each is
within ``game.radius`` of the true one.

Under alpha and beta the worst that outsiders can do is to pay as much as they may, whatever the
club does, so that the two agree here; what that costs outsiders themselves is in their figures.
Without caps on all of them a club is then worth nothing, and what they would lose has no bound:
every city is shown with 0.

Races are solved without budgets. Where they leave each city within its budget, they are equilibria
with budgets too; ``overspent`` says where they do not.

>>> three = SubsidyCompetition(["A", "B", "C"], [1, 1, 1], mu=Fraction(1, 4))
>>> form = logit_form(ClubRace(three))
>>> [round(float(form.game.worth(club)), 4) for club in (["A"], ["A", "B"], ["A", "B", "C"])]
[0.125, 0.3146, 1.0]

Source: Chander and Tulkens (1997), The core of an economy with multilateral environmental
externalities; on one number that decides, Nocke and Schutz (2018).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import Undefined
from games.partition_game import ClubRace, PartitionGame, others_do_their_worst
from games.subsidy import SubsidyCompetition
from solvers.answer import Proof
from solvers.certificate import Certificate
from solvers.competition.club_payoffs import STATUS, PartitionForm, acting_together, asked
from solvers.competition.club_race import BlockRace
from solvers.competition.logit_choice import (
    Choice,
    ball,
    logit_choice,
    money_decimals,
    power_of_ten_above,
    shown,
)

__all__ = ["PartitionFormCertificate", "club_blocks", "logit_form", "logit_of"]


def logit_form(race: ClubRace) -> PartitionForm:
    """The game in partition form of a logit race without spillovers; see ``partition_form``.

    Errors: ``Undefined`` where a race is not enclosed in floating point (a tiny mu).
    """
    levels: list[Fraction | None] = []
    with logit_choice(logit_of(race)) as choice:
        alone = BlockRace(choice, [[i] for i in range(choice.n)]).root()
        for mask in race.masks:
            if mask == 0 or (mask.bit_count() == 1 and race.conjecture == "gamma"):
                levels.append(alone)
                continue
            blocks = club_blocks(choice, race, mask)
            levels.append(None if blocks is None else blocks.root(alone))
    try:
        return PartitionFormCertificate(tuple(levels)).answer(race)
    except ValueError as error:
        raise Undefined("partition form", str(error), race) from None


@dataclass(frozen=True, slots=True)
class PartitionFormCertificate(
    Certificate, kind="partition form", of="partition_form", searches=True
):
    """For each club asked about, ln Z of its race; ``None``: outsiders can pay without limit."""

    levels: tuple[Fraction | None, ...]

    def violations(self, race: ClubRace) -> Iterator[str]:
        if any(map(any, logit_of(race).spillovers)):
            yield "One number does not decide a race with spillovers."
        if len(self.levels) != len(race.masks):
            yield "There is not one level for each club."
        with logit_choice(logit_of(race)) as choice:
            for mask, level in zip(race.masks, self.levels, strict=True):
                blocks = club_blocks(choice, race, mask)
                if (blocks is None) != (level is None):
                    yield "A level stands where outsiders can pay without limit, or is missing."
                if blocks is not None and level is not None and not blocks.encloses(level):
                    yield f"The race of club {mask} is not enclosed by {float(level)}."

    def answer(self, race: ClubRace) -> PartitionForm:
        game = logit_of(race)
        money = money_decimals(game)
        unit = Fraction(10) ** -money
        radius = unit
        payoffs, beyond = [], []
        profiles: dict[Any, list[tuple[Any, Any]]] = {}
        with logit_choice(game) as choice:
            for mask, level in zip(race.masks, self.levels, strict=True):
                found: list[Any] = [choice.mass * 0] * choice.n
                blocks = club_blocks(choice, race, mask)
                if blocks is not None and level is not None:
                    same = level, *sorted(map(tuple, blocks.blocks))  # nobody, or one: no club
                    if same not in profiles:
                        profiles[same] = blocks.bids_and_shares(level)
                    found = blocks.payoffs(profiles[same])
                    outlays = blocks.outlays(profiles[same])
                    beyond += [(mask, city) for city in _beyond_budget(game, outlays)]
                radius = max(radius, *(unit / 2 + power_of_ten_above(one.rad()) for one in found))
                payoffs.append(tuple(shown(one, money) for one in found))
        form = PartitionGame(game.cities, tuple(payoffs), radius, race.conjecture, asked(race))
        limited = any(limit is not None for limit in (*game.caps, *game.budgets))
        return PartitionForm(
            game=form,
            overspent=tuple((form.members(mask), city) for mask, city in beyond),
            status=STATUS[race.conjecture]
            + (" With limits, each club's race may have other equilibria." if limited else "")
            + (f" The budget of {beyond[0][1]} would not do, and is left out." if beyond else ""),
            method="one number for each club's race, enclosed by signs in balls",
            proof=Proof("enclosed", radius),
            certificate=self,
        )


def logit_of(race: ClubRace) -> SubsidyCompetition:
    """The race, if it is one in which many firms choose one by one."""
    if not isinstance(race.game, SubsidyCompetition):
        raise TypeError("in the race many firms do not choose one by one")
    return race.game


def _beyond_budget(game: SubsidyCompetition, outlays: list[Any]) -> Iterator[str]:
    for city, budget, paid in zip(game.cities, game.budgets, outlays, strict=True):
        if budget is not None and not paid <= ball(budget):
            yield city


def club_blocks(choice: Choice, race: ClubRace, mask: int) -> BlockRace | None:
    """Who acts together when a club forms; ``None`` where outsiders can pay without limit."""
    groups = acting_together(race, mask)
    if not others_do_their_worst(race.conjecture) or mask == 0 or len(groups) == 1:
        return BlockRace(choice, groups)
    fixed = {}
    for (i,) in groups[1:]:
        cap = logit_of(race).caps[i]
        if cap is None:
            return None
        fixed[i] = cap
    return BlockRace(choice, groups[:1], fixed)
