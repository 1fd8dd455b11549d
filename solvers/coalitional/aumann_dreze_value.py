"""The Aumann-Drèze value: each union works alone, and shares what it makes by the Shapley value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from games.errors import InvalidInput
from games.players import Coalition, coalition_name
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.owen_value import Structure, structure_of
from solvers.coalitional.semivalue import semivalue_again
from solvers.coalitional.semivalue_sums import semivalue_sums
from solvers.coalitional.shapley import shapley_weights
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["AumannDrezeCertificate", "aumann_dreze_value"]


def aumann_dreze_value(game: CoalitionalGame, structure: Structure) -> Allocation:
    """The Aumann-Drèze value: each union works alone,
    and shares what it makes by the Shapley value.

        x_i = Shapley value of i in the game among the members of its union

    Unlike with Owen, cities of different unions do not cooperate at all.

    For games of gains or costs with unions, exact.

    ``structure``: a ``CoalitionStructure`` of the players, or the list of its unions. It adds up to
    what the unions make, each alone.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``, and names a member of a union
    that is no city of the game.

    >>> from games import CoalitionalGame
    >>> majority = CoalitionalGame.from_function(["A", "B", "C"], lambda s: int(len(s) >= 2))
    >>> split = aumann_dreze_value(majority, [["A", "B"]])
    >>> split, split.certificate.verify(majority)
    (Allocation(A=0.5, B=0.5, C=0), True)

    Source: Aumann and Drèze (1974).
    """
    refuse_untabulated(game)
    unions = structure_of(game, structure).unions
    return AumannDrezeCertificate(_payoffs(game, unions, semivalue_sums), unions).answer(game)


def _payoffs(
    game: CoalitionalGame,
    unions: Sequence[Coalition],
    shapley: Callable[[CoalitionalGame, Sequence[Fraction]], Sequence[Fraction]],
) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for union in unions:
        part = game.subgame(union)
        whole = CoalitionalGame.from_integers(union, *part.integers(), game.sense)
        found |= dict(zip(union, shapley(whole, shapley_weights(len(union))), strict=True))
    return {city: found[city] for city in game.players}


@dataclass(frozen=True, slots=True)
class AumannDrezeCertificate(SplitCertificate, kind="Aumann-Drèze value"):
    """The value and the unions: it is checked against the dividends within each union."""

    method: ClassVar[str] = "marginal contributions within each union"
    status: ClassVar[str] = "What each adds within its union, averaged over all orders of joining."
    second: ClassVar[str] = "the dividends within the union"

    unions: tuple[Coalition, ...]

    def chosen(self) -> str:
        return f"Unions: {', '.join(map(coalition_name, self.unions))}."

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        if structure_of(subject, self.unions).unions != self.unions:
            raise InvalidInput("the unions", self.unions, "in the order of the players, each named")
        return list(_payoffs(subject, self.unions, semivalue_again).values())
