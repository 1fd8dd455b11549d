"""What each club of cities would get in a race, whatever outsiders do: a game in partition form.

The members of a club bid as one, for what they get together; the conjecture says what outsiders do
(``games/partition_game.py``). For contests see ``contest_clubs.py``, for quadratic payoffs
``quadratic_clubs.py``, for spillovers ``spillover_clubs.py``. What follows is about the logit
choice of many firms without spillovers. Each race is enclosed
by one number (``club_race.py``), and the figures are rounded: each is within ``game.radius`` of the
true one.

Under alpha and beta the worst that outsiders can do is to pay as much as they may, whatever the
club does, so that the two agree here; without caps on them a club is then worth nothing.

Races are solved without budgets. Where they leave each city within its budget, they are equilibria
with budgets too; ``overspent`` says where they do not.

>>> from games import SubsidyCompetition
>>> three = SubsidyCompetition(["A", "B", "C"], [1, 1, 1], mu=Fraction(1, 4))
>>> form = partition_form(three)
>>> [round(float(form.game.worth(club)), 4) for club in (["A"], ["A", "B"], ["A", "B", "C"])]
[0.125, 0.3146, 1.0]
>>> form.certificate.verify(ClubRace(three))
True

Source: Chander and Tulkens (1997), The core of an economy with multilateral environmental
externalities; on one number that decides, Nocke and Schutz (2018).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.contest import Contest
from games.errors import Undefined, of_kind
from games.partition_game import ClubRace, Conjecture, PartitionGame
from games.quadratic_game import QuadraticGame
from games.subsidy import SubsidyCompetition
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.club_race import BlockRace
from solvers.competition.logit_choice import (
    Choice,
    ball,
    logit_choice,
    money_decimals,
    power_of_ten_above,
    shown,
)

__all__ = ["STATUS", "PartitionForm", "PartitionFormCertificate", "partition_form"]


@dataclass(frozen=True, slots=True, repr=False)
class PartitionForm(Answer):
    """``game``: what every city gets for each club, with the radius of the figures.

    ``overspent``: clubs with which some city would pay more than its budget, and that city (or is
    not proven to pay less); their figures are of a race without budgets.
    """

    game: PartitionGame
    overspent: tuple[tuple[tuple[str, ...], str], ...]
    status: str
    method: str
    proof: Proof
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class PartitionFormCertificate(Certificate, kind="partition form"):
    """For each club, by bitmask, ln Z of its race; ``None``: outsiders can pay without limit."""

    levels: tuple[Fraction | None, ...]

    def faults(self, race: ClubRace) -> Iterator[str]:
        n = len(race.players)
        if len(self.levels) != 1 << n:
            yield "There is not one level for each club."
        with logit_choice(_logit(race)) as choice:
            for mask, level in enumerate(self.levels):
                blocks = _blocks(choice, race, mask)
                if (blocks is None) != (level is None):
                    yield "A level stands where outsiders can pay without limit, or is missing."
                if blocks is not None and level is not None and not blocks.encloses(level):
                    yield f"The race of club {mask} is not enclosed by {float(level)}."

    def answer(self, race: ClubRace) -> PartitionForm:
        game = _logit(race)
        money = money_decimals(game)
        unit = Fraction(10) ** -money
        radius = unit
        payoffs, beyond = [], []
        with logit_choice(game) as choice:
            for mask, level in enumerate(self.levels):
                found: list[Any] = [choice.mass * 0] * choice.n
                blocks = _blocks(choice, race, mask)
                if blocks is not None and level is not None:
                    found = blocks.payoffs(level)
                    beyond += [(mask, city) for city in _beyond_budget(game, blocks, level)]
                radius = max(radius, *(unit / 2 + power_of_ten_above(one.rad()) for one in found))
                payoffs.append(tuple(shown(one, money) for one in found))
        form = PartitionGame(game.cities, tuple(payoffs), radius, race.conjecture)
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


def partition_form(
    game: SubsidyCompetition | Contest | QuadraticGame | ClubRace,
    conjecture: Conjecture = "gamma",
) -> PartitionForm:
    """The game in partition form of a race, up to 10 cities.

    With spillovers: see ``spillover_clubs.py``; of a ``Contest``: ``contest_clubs.py``; of a
    ``QuadraticGame``: ``quadratic_clubs.py``. The certificate's subject is the ``ClubRace``.
    Errors: ``InvalidInput`` as in ``ClubRace``; ``Undefined`` where a race is not enclosed in
    floating point (a tiny mu).
    """
    kinds = (SubsidyCompetition, Contest, QuadraticGame, ClubRace)
    of_kind(game, *kinds, place="subject of partition_form")
    race = game if isinstance(game, ClubRace) else ClubRace(game, conjecture)
    if isinstance(race.game, Contest):
        from solvers.competition.contest_clubs import contest_form

        return contest_form(race)
    if isinstance(race.game, QuadraticGame):
        from solvers.competition.quadratic_clubs import quadratic_form

        return quadratic_form(race)
    if any(map(any, race.game.spillovers)):
        from solvers.competition.spillover_clubs import spillover_form

        return spillover_form(race)
    levels: list[Fraction | None] = []
    with logit_choice(_logit(race)) as choice:
        alone = BlockRace(choice, [[i] for i in range(choice.n)]).root()
        for mask in range(1 << choice.n):
            if mask == 0 or (mask.bit_count() == 1 and race.conjecture == "gamma"):
                levels.append(alone)
                continue
            blocks = _blocks(choice, race, mask)
            levels.append(None if blocks is None else blocks.root())
    try:
        return PartitionFormCertificate(tuple(levels)).answer(race)
    except ValueError as error:
        raise Undefined("partition form", str(error), race) from None


def _logit(race: ClubRace) -> SubsidyCompetition:
    if not isinstance(race.game, SubsidyCompetition):
        raise TypeError("in the race many firms do not choose one by one")
    return race.game


def _beyond_budget(game: SubsidyCompetition, blocks: BlockRace, level: Fraction) -> Iterator[str]:
    if any(budget is not None for budget in game.budgets):
        for city, budget, paid in zip(
            game.cities, game.budgets, blocks.outlays(level), strict=True
        ):
            if budget is not None and not paid <= ball(budget):
                yield city


STATUS: dict[Conjecture, str] = {
    "gamma": "Outsiders act each for itself, in equilibrium with the club.",
    "delta": "Outsiders stay together, in equilibrium with the club.",
    "alpha": "Outsiders do the worst that they can to the club.",
    "beta": "Outsiders do the worst that they can to the club, which sees it first.",
}


def _blocks(choice: Choice, race: ClubRace, mask: int) -> BlockRace | None:
    """Who acts together when a club forms; ``None`` where outsiders can pay without limit."""
    n = range(choice.n)
    club = [i for i in n if mask >> i & 1]
    others = [i for i in n if not mask >> i & 1]
    if not club or not others:
        return BlockRace(choice, [club] if club else [[i] for i in others])
    if race.conjecture == "gamma":
        return BlockRace(choice, [club, *([i] for i in others)])
    if race.conjecture == "delta":
        return BlockRace(choice, [club, others])
    fixed = {}
    for i in others:
        cap = _logit(race).caps[i]
        if cap is None:
            return None
        fixed[i] = cap
    return BlockRace(choice, [club], fixed)
