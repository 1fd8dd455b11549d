"""What each city bids in a race in which a club of cities acts as one."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from games.errors import Undefined, of_kind
from games.partition_game import ClubRace
from solvers.competition.club_payoffs import PartitionForm
from solvers.competition.logit_choice import logit_choice, rate_decimals, shown
from solvers.competition.logit_clubs import PartitionFormCertificate, club_blocks, logit_of
from solvers.competition.spillover_clubs import SpilloverFormCertificate

__all__ = ["club_bids"]


def club_bids(form: PartitionForm, race: ClubRace, club: Collection[str]) -> dict[str, Fraction]:
    """What each city bids in a race in which a club of cities acts as one.

    ``form``: the race's, by ``partition_form``. Errors: ``Undefined`` in a contest, and where
    outsiders pay without limit.

    >>> from games import SubsidyCompetition
    >>> from solvers.competition.partition_form import partition_form
    >>> race = ClubRace(SubsidyCompetition(["A", "B", "C"], [1, 1, 1], mu=Fraction(1, 4)))
    >>> bids = club_bids(partition_form(race), race, ["A", "B"])
    >>> [round(float(bid), 3) for bid in bids.values()]
    [0.435, 0.435, 0.551]

    Source: as ``logit_clubs.py`` and ``spillover_clubs.py``.
    """
    of_kind(form, PartitionForm, place="form of the race")
    mask = sum(1 << i for i, city in enumerate(race.players) if city in club)
    proof = form.certificate
    if isinstance(proof, SpilloverFormCertificate):
        return dict(zip(race.players, proof.subsidies[race.masks.index(mask)], strict=True))
    level = None
    if isinstance(proof, PartitionFormCertificate):
        level = proof.levels[race.masks.index(mask)]
    if level is None:
        raise Undefined("bids of a club", "outsiders pay without limit, or it is a contest", club)
    game = logit_of(race)
    with logit_choice(game) as choice:
        blocks = club_blocks(choice, race, mask)
        profile = [] if blocks is None else blocks.bids_and_shares(level)
        found = [shown(bid, rate_decimals(game)) for bid, _ in profile]
    return dict(zip(game.cities, found, strict=True))
