"""What each club would get where payoffs are quadratic: replies are lines, and all is exact.

A club chooses what makes the sum of its members' payoffs u_i largest. Where that sum is concave in
what the members choose together, it is largest iff no member alone can raise it. So an equilibrium
of the club and the others is one of the same game in which each member counts what all members get,

    slope_j  =  sum over i in S of  du_i/dx_j  =  0    for j in S  (at a bound: at most, or least),

a linear system but for who is at which bound (``generalised_equilibrium.py``).

Taxes on mobile capital, emissions and quantities in textbook models are games of this kind. Where
choices are complements, as taxes are, a club helps the others, and itself; where they are
substitutes, as quantities, others answer a smaller choice by a larger one, and a small club loses.

>>> from games import ClubRace, QuadraticGame
>>> cartel = ClubRace(QuadraticGame.from_formulas(
...     {firm: f"{firm} * (12 - A - B - C)" for firm in "ABC"}, upper=12))
>>> form = quadratic_form(cartel)
>>> [str(form.game.worth(list(club))) for club in ("", "A", "AB", "ABC")]
['0', '9', '16', '36']

Two of three firms lose by a merger (9 + 9 > 16), all three gain. If a club does not care which of
its members acts, as here, one of the ways is shown: its worth is right, who gets what in it is a
matter of transfers.

Source: Salant, Switzer and Reynolds (1983), Losses from horizontal merger; on emissions Carraro and
Siniscalco (1993); on taxes Konrad and Schjelderup (1999), Fortress building in global tax
competition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games.errors import Undefined
from games.partition_game import ClubRace, PartitionGame
from games.quadratic_game import Matrix, QuadraticGame
from solvers.answer import EXACT
from solvers.certificate import Certificate
from solvers.competition.club_payoffs import STATUS, PartitionForm, acting_together, asked
from solvers.strategic.generalised_equilibrium import (
    GeneralisedEquilibriumCertificate,
    generalised_equilibrium,
)

__all__ = ["QuadraticFormCertificate", "quadratic_form"]

ZERO = Fraction(0)


def quadratic_form(race: ClubRace) -> PartitionForm:
    """The game in partition form of a game of quadratic payoffs; see ``partition_form``.

    Errors: ``Undefined`` where what some club gets together is not concave, or no choices beside it
    are an equilibrium (no bounds), or there are too many bounds to try them all.
    """
    found = []
    for mask in race.masks:
        try:
            uneven = _not_concave(race, mask)
            if uneven is not None:
                raise Undefined("equilibrium", f"what {uneven} get together is not concave")
            found.append(generalised_equilibrium(_counted_together(race, mask)).certificate)
        except Undefined as error:
            club = ", ".join(city for i, city in enumerate(race.players) if mask >> i & 1)
            beside = f"with the club {club}" if club else "with no club"
            reason = f"{beside} the {error.concept} is not: {error.reason}"
            raise Undefined("partition form", reason, error.witness) from None
    return QuadraticFormCertificate(tuple(found)).answer(race)


@dataclass(frozen=True, slots=True)
class QuadraticFormCertificate(Certificate, kind="partition form of a quadratic game"):
    """For each club that is asked about, the choices in equilibrium."""

    equilibria: tuple[GeneralisedEquilibriumCertificate, ...]

    def violations(self, race: ClubRace) -> Iterator[str]:
        if len(self.equilibria) != len(race.masks):
            yield "There is not one entry for each club."
        for mask, one in zip(race.masks, self.equilibria, strict=True):
            uneven = _not_concave(race, mask)
            if uneven is not None:
                yield f"What {uneven} get together is not concave."
            yield from one.violations(_counted_together(race, mask))

    def answer(self, race: ClubRace) -> PartitionForm:
        game = _quadratic(race)
        payoffs = tuple(tuple(game.payoffs(one.point).values()) for one in self.equilibria)
        unique = all(
            one.answer(_counted_together(race, mask)).unique
            for mask, one in zip(race.masks, self.equilibria, strict=True)
        )
        several = "" if unique else " With some club there may be other equilibria."
        return PartitionForm(
            game=PartitionGame(
                race.players, payoffs, conjecture=race.conjecture, clubs=asked(race)
            ),
            overspent=(),
            status=STATUS[race.conjecture] + several,
            method="members count what all members get; who is at which bound, tried exactly",
            proof=EXACT,
            certificate=self,
        )


def _quadratic(race: ClubRace) -> QuadraticGame:
    if not isinstance(race.game, QuadraticGame):
        raise TypeError("the payoffs of the race are not quadratic")
    return race.game


def _counted_together(race: ClubRace, mask: int) -> QuadraticGame:
    """The game in which each player counts what all those get who act together with it."""
    game = _quadratic(race)
    constant, linear, quadratic = list(game.constant), list(game.linear), list(game.quadratic)
    n = range(len(game.players))
    for group in acting_together(race, mask):
        sums = (
            sum((game.constant[i] for i in group), ZERO),
            tuple(sum((game.linear[i][j] for i in group), ZERO) for j in n),
            _squares(game, group),
        )
        for i in group:
            constant[i], linear[i], quadratic[i] = sums
    return replace(game, constant=tuple(constant), linear=tuple(linear), quadratic=tuple(quadratic))


def _squares(game: QuadraticGame, group: Sequence[int]) -> Matrix:
    n = range(len(game.players))
    return tuple(tuple(sum((game.quadratic[i][j][k] for i in group), ZERO) for k in n) for j in n)


def _not_concave(race: ClubRace, mask: int) -> str | None:
    """Those who act together and whose payoffs' sum is not concave in what they choose."""
    game = _quadratic(race)
    for group in acting_together(race, mask):
        squares = _squares(game, group)
        if not _semidefinite([[-squares[j][k] for k in group] for j in group]):
            return ", ".join(game.players[i] for i in group)
    return None


def _semidefinite(rows: list[list[Fraction]]) -> bool:
    """Whether d'Ad >= 0 for every d, A symmetric: pivots are positive, or their row is zero."""
    for k in range(len(rows)):
        if rows[k][k] < 0 or (rows[k][k] == 0 and any(rows[k][k + 1 :])):
            return False
        for other in rows[k + 1 :] if rows[k][k] else ():
            factor = other[k] / rows[k][k]
            for j in range(k, len(rows)):
                other[j] -= factor * rows[k][j]
    return True
