"""What each club of cities would get in a race, whatever outsiders do: a game in partition form."""

from __future__ import annotations

from games.contest import Contest
from games.errors import of_kind
from games.partition_game import ClubRace, Conjecture
from games.quadratic_game import QuadraticGame
from games.subsidy import SubsidyCompetition
from solvers.competition.club_payoffs import PartitionForm

__all__ = ["partition_form"]


def partition_form(
    game: SubsidyCompetition | Contest | QuadraticGame | ClubRace,
    conjecture: Conjecture = "gamma",
) -> PartitionForm:
    """What each club of cities would get in a race, whatever outsiders do:
    a game in partition form.

    The members of a club act as one, for what they get together; the conjecture says what outsiders
    do (``games/partition_game.py``). How that is found depends on the race: where many firms
    choose, see ``logit_clubs.py``, and with spillovers ``spillover_clubs.py``; for contests
    ``contest_clubs.py``; for quadratic payoffs ``quadratic_clubs.py``.

    The game in partition form of a race, up to 10 cities.

    The certificate's subject is the ``ClubRace``. Errors: ``InvalidInput`` as in ``ClubRace``;
    ``Undefined`` or ``NotFound`` as in the file of that kind of race.

    >>> from games import SubsidyCompetition
    >>> three = SubsidyCompetition(["A", "B", "C"], [1, 1, 1], mu=0.25)
    >>> form = partition_form(three)
    >>> [round(float(form.game.worth(club)), 4) for club in (["A"], ["A", "B"], ["A", "B", "C"])]
    [0.125, 0.3146, 1.0]
    >>> form.certificate.verify(ClubRace(three))
    True

    Source: Thrall and Lucas (1963), N-person games in partition function form; Chander and Tulkens
    (1997), The core of an economy with multilateral environmental externalities.
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
    from solvers.competition.logit_clubs import logit_form

    return logit_form(race)
