"""Does a race escalate? How the cities' replies to each other add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, overload

from games.contest import Contest
from games.errors import Undefined, of_kind
from games.richardson import RichardsonRace
from games.subsidy import SubsidyCompetition
from solvers.answer import UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.contest_equilibrium import ContestEquilibriumCertificate
from solvers.competition.logit_choice import (
    SHARE_DECIMALS,
    ball,
    logit_choice,
    power_of_ten_above,
    shown,
)
from solvers.competition.reply_slopes import logit_slopes, tullock_slopes
from solvers.competition.richardson import RichardsonPath, richardson
from solvers.competition.spectral_radius import spectral_radius
from solvers.competition.subsidy_equilibrium import (
    SubsidyEquilibriumCertificate,
    subsidy_equilibrium,
)
from solvers.competition.tullock_search import BITS
from solvers.precision import precision

__all__ = ["Escalation", "EscalationCertificate", "escalation"]


@dataclass(frozen=True, slots=True, repr=False)
class Escalation(Answer):
    """Whether best replies that are made at once lead back to an equilibrium, or away from it.

    ``spectral_radius``: by what the distance is multiplied in a round, in the long run.
    ``settles``: it is proven below 1 (or above: ``False``); ``None`` where it is 1 or too near.
    ``reactions``: ``reactions[i][j]``, what i adds when j adds one; 0 for a city at an end.
    ``proof``: how far the radius is at most from the true one: at the equilibrium wherever it may
    be if that is known (logit, unique; or exact), else at the bids that are shown. Unproven where
    the equilibrium is known too roughly for that: the figures are then at the bids as shown.

    See ``escalation`` for the concept, an example and its source.
    """

    spectral_radius: Fraction
    settles: bool | None
    reactions: Mapping[str, Mapping[str, Fraction]]
    status: str
    method: str
    proof: Proof
    certificate: EscalationCertificate


@dataclass(frozen=True, slots=True)
class EscalationCertificate(Certificate, kind="escalation", of="escalation", searches=True):
    """The equilibrium; slopes and their spectral radius follow, in balls."""

    equilibrium: SubsidyEquilibriumCertificate | ContestEquilibriumCertificate

    def violations(self, game: SubsidyCompetition | Contest) -> Iterator[str]:
        match self.equilibrium, game:
            case SubsidyEquilibriumCertificate(), SubsidyCompetition():
                yield from self.equilibrium.violations(game)
            case ContestEquilibriumCertificate(), Contest(technology="tullock"):
                yield from self.equilibrium.violations(game)
            case _:
                yield "The equilibrium is not of this race, or replies jump in it."

    def answer(self, game: SubsidyCompetition | Contest) -> Escalation:
        if isinstance(game, Contest):
            return self._answer(game, *self._of_contest(game))
        return self._answer(game, *self._of_logit(game))

    def _of_logit(self, game: SubsidyCompetition) -> tuple[list[list[Any]], Any]:
        if not isinstance(self.equilibrium, SubsidyEquilibriumCertificate):
            raise TypeError("the equilibrium is of a contest")
        race = self.equilibrium.answer(game)
        margin = race.proof.radius if race.unique and race.proof.radius else Fraction(0)
        with logit_choice(game) as choice:
            slopes = logit_slopes(choice, race.subsidies, margin)
            radius = spectral_radius(slopes) if _finite(slopes) else None
            if radius is not None and radius.is_finite():
                return slopes, radius
            return logit_slopes(choice, race.subsidies, Fraction(0)), None

    def _of_contest(self, game: Contest) -> tuple[list[list[Any]], Any]:

        if not isinstance(self.equilibrium, ContestEquilibriumCertificate):
            raise TypeError("the equilibrium is not of a contest")
        found = self.equilibrium.answer(game)
        bids = [found.subsidies[city] for city in game.cities]
        with precision(BITS):
            slopes = tullock_slopes(game, bids)
            return slopes, spectral_radius(slopes)

    def _answer(
        self, game: SubsidyCompetition | Contest, slopes: list[list[Any]], radius: Any
    ) -> Escalation:

        with precision(BITS):
            known = radius is not None
            settles = None if not known or not (radius < 1 or radius > 1) else bool(radius < 1)
            radius = radius if known else spectral_radius(slopes)
            return Escalation(
                spectral_radius=shown(radius, SHARE_DECIMALS),
                settles=settles,
                reactions={
                    city: {
                        other: shown(slope, SHARE_DECIMALS)
                        for other, slope in zip(game.cities, row, strict=True)
                    }
                    for city, row in zip(game.cities, slopes, strict=True)
                },
                status=_STATUS[settles],
                method="slopes of best replies, their powers in balls",
                proof=Proof(
                    "enclosed",
                    max(
                        Fraction(10) ** -SHARE_DECIMALS,
                        power_of_ten_above(radius.rad() if radius.rad() > 0 else ball(0)),
                    ),
                )
                if known
                else UNPROVEN,
                certificate=self,
            )


@overload
def escalation(game: SubsidyCompetition | Contest) -> Escalation: ...
@overload
def escalation(game: RichardsonRace) -> RichardsonPath: ...
def escalation(
    game: SubsidyCompetition | Contest | RichardsonRace,
) -> Escalation | RichardsonPath:
    """Does a race escalate? How the cities' replies to each other add up.

    *Best replies.* Let all reply at once to what they saw. Near the equilibrium the distance is
    multiplied each round by the matrix of slopes J_ij = dx_i/dx_j of the best replies, so that the
    race settles iff its spectral radius is below 1. Logit cities alike have radius 1/n: however
    many, they settle. Tullock cities alike with r = 1 have radius (n - 2)/2: two settle at once,
    from five on each round overshoots by more than the last.

    *Richardson.* A race in time, dx/dt = g - M x with M = diag(alpha) - K, settles iff M is an
    M-matrix with an inverse: iff each pivot of its elimination is positive. For two cities: alpha
    beta > k l; then x* = (beta g + k h)/(alpha beta - k l). Else it grows until budgets bind.

    Whether a race settles or escalates, near the equilibrium that is shown.

    A city that is held at a cap, a budget or 0 does not react; where it is only just there it may
    or may not, and both are enclosed. Nobody bids: nobody reacts, the radius is 0.

    Errors: ``Undefined`` for all-pay contests (cities bid at random; replies go round in circles)
    and where only the winner pays (each outbids the other up to the price).

    >>> from games import Contest, RichardsonRace
    >>> crowd = escalation(Contest(list("ABCDEF"), [1] * 6))
    >>> crowd.spectral_radius, crowd.settles
    (Fraction(2, 1), False)
    >>> pair = RichardsonRace(["A", "B"], [[0, 1], [2, 0]], fatigue=[3, 2], grievance=[4, 4])
    >>> rest = escalation(pair)
    >>> rest.settles, rest.rest["A"], rest.rest["B"]
    (True, Fraction(3, 1), Fraction(5, 1))

    Source: Richardson (1960), Arms and Insecurity; Berman and Plemmons (1994), Nonnegative Matrices
    in the Mathematical Sciences, on M-matrices; on replies at once, Moulin (1984).
    """
    of_kind(game, SubsidyCompetition, Contest, RichardsonRace, place="subject of escalation")
    if isinstance(game, RichardsonRace):
        return richardson(game)
    if isinstance(game, Contest) and game.technology != "tullock":
        raise Undefined(
            "escalation of replies",
            "best replies jump here: each outbids the other a little, until one gives up",
            game.technology,
        )
    return EscalationCertificate(subsidy_equilibrium(game).certificate).answer(game)


_STATUS: dict[bool | None, str] = {
    True: "The race settles: each round of replies brings the cities nearer to the equilibrium.",
    False: "The race does not settle by replies: each round overshoots by more than the last.",
    None: "Whether replies settle is not decided: the spectral radius is 1, or not enclosed well.",
}


def _finite(slopes: list[list[Any]]) -> bool:
    return all(one.is_finite() for row in slopes for one in row)
