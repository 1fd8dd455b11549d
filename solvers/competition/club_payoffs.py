"""What each club of cities gets in a race, whatever the race: the answer, and who acts together."""

from __future__ import annotations

from dataclasses import dataclass

from games.partition_game import ClubRace, Conjecture, PartitionGame
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate

__all__ = ["STATUS", "PartitionForm", "acting_together", "asked"]

STATUS: dict[Conjecture, str] = {
    "gamma": "Outsiders act each for itself, in equilibrium with the club.",
    "delta": "Outsiders stay together, in equilibrium with the club.",
    "alpha": "Outsiders do the worst that they can to the club.",
    "beta": "Outsiders do the worst that they can to the club, which sees it first.",
}


@dataclass(frozen=True, slots=True, repr=False)
class PartitionForm(Answer):
    """What each club of cities gets in a race, whatever the race: the answer,
    and who acts together.

    The members of a club act as one, for what they get together; the conjecture says what outsiders
    do (``games/partition_game.py``). How the figures are found is for ``logit_clubs.py``,
    ``spillover_clubs.py``, ``contest_clubs.py`` and ``quadratic_clubs.py``.

    ``game``: what every city gets for each club, with the radius of the figures.

    ``overspent``: clubs with which some city would pay more than its budget, and that city (or is
    not proven to pay less); their figures are of a race without budgets.

    >>> from games import SubsidyCompetition
    >>> race = ClubRace(SubsidyCompetition(["A", "B", "C"], [1, 1, 1], mu=1), "delta")
    >>> acting_together(race, 0b001), acting_together(race, 0b000)
    ([[0], [1, 2]], [[0], [1], [2]])

    Source: Thrall and Lucas (1963), N-person games in partition function form.
    """

    game: PartitionGame
    overspent: tuple[tuple[tuple[str, ...], str], ...]
    status: str
    method: str
    proof: Proof
    certificate: Certificate


def asked(race: ClubRace) -> tuple[int, ...] | None:
    """The clubs that are asked about, as a ``PartitionGame`` holds them; ``None``: all.

    >>> from games import SubsidyCompetition
    >>> race = SubsidyCompetition(["A", "B", "C"], [1, 1, 1], mu=1)
    >>> asked(ClubRace(race)), asked(ClubRace(race, clubs=[["B"]]))
    (None, (2,))
    """
    return None if race.clubs is None else tuple(race.masks)


def acting_together(race: ClubRace, mask: int) -> list[list[int]]:
    """Who acts together, by index, the club first; under alpha and beta outsiders singly."""
    n = range(len(race.players))
    club = [i for i in n if mask >> i & 1]
    others = [i for i in n if not mask >> i & 1]
    together = [others] if club and race.conjecture == "delta" else [[i] for i in others]
    return [group for group in (club, *together) if group]
