"""Common pools: what a coalition can draw on, given what outsiders do.

Nobody owns a common pool. Outsiders leave it alone, or take their part per head, or come first:
then a coalition has what their best plan leaves over, and of their best plans it is one that uses
least. To charge each unit of the pool a small weight finds that plan; that it still reaches their
best worth proves it.

>>> from games.production import *
>>> firms = Resource("firms", "common", amount=10, conjecture="race")
>>> pools(LinearProductionGame(("Hangzhou", "Quzhou"), (firms,), ()), ("Quzhou",), None)
{'firms': Fraction(5, 1)}

Source: to come first is to be the leader of von Stackelberg (1934).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from games.errors import IntercityError
from games.players import coalition_name
from games.production import LinearProductionGame
from solvers.production.opening_proof import CoalitionProof, OpeningPrograms, Settled, checked

__all__ = ["LeaderProof", "OutsidersPlans", "drawn", "outsiders_program", "pools"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class LeaderProof:
    """What outsiders use of a pool that they may draw on first.

    ``best`` proves their worth. ``sparing`` proves the plan that is best when each unit of the pool
    is charged ``weight``; as it reaches the same worth, no best plan uses less of the pool.
    """

    best: CoalitionProof
    sparing: CoalitionProof
    weight: Fraction


class OutsidersPlans:
    """What outsiders, coming first, use of the residual pool, by the proofs that ``proof`` gives.

    ``proof``: of a game's outsiders; what it proves is checked here.
    """

    def __init__(
        self,
        game: LinearProductionGame,
        proof: Callable[[LinearProductionGame, tuple[str, ...]], LeaderProof],
    ) -> None:
        self.game, self.proof = game, proof
        self.found: dict[tuple[str, ...], tuple[LeaderProof, Fraction]] = {}

    def use(self, outsiders: tuple[str, ...]) -> Fraction:
        """The units of the pool that are gone."""
        if not outsiders:
            return ZERO
        if outsiders not in self.found:
            proof = self.proof(self.game, outsiders)
            self.found[outsiders] = proof, _proven_use(self.game, outsiders, proof)
        return self.found[outsiders][1]


def outsiders_program(
    game: LinearProductionGame, outsiders: tuple[str, ...], weight: Fraction = ZERO
) -> OpeningPrograms:
    """The program of those who come first, each unit of the residual pool charged ``weight``."""
    charged = {pool.name: weight for pool in game.common_pools if pool.conjecture == "residual"}
    return OpeningPrograms(game, outsiders, pools(game, outsiders, None), charged)


def drawn(game: LinearProductionGame, settled: Settled) -> Fraction:
    """The units of the residual pool that a plan uses."""
    residual = [pool.name for pool in game.common_pools if pool.conjecture == "residual"]
    return sum(
        (
            use.amount * settled.point.get(activity.name, ZERO)
            for activity in game.activities
            for use in activity.uses
            if use.resource in residual
        ),
        ZERO,
    )


def _proven_use(
    game: LinearProductionGame, outsiders: tuple[str, ...], proof: LeaderProof
) -> Fraction:
    best = checked(outsiders_program(game, outsiders), proof.best)
    sparing = checked(outsiders_program(game, outsiders, proof.weight), proof.sparing)
    units, weight = drawn(game, sparing), proof.weight
    while 0 < weight < 1:
        weight *= 1000
    if weight != 1 or sparing.worth + proof.weight * units != best.worth:
        name = coalition_name(outsiders)
        raise IntercityError(f"{name}: the plan that spares the pool is not among the best.")
    return units


def pools(
    game: LinearProductionGame, members: tuple[str, ...], plans: OutsidersPlans | None
) -> dict[str, Fraction]:
    """What a coalition can draw on of each common pool; without ``plans``, coming first."""
    amounts = {}
    for pool in game.common_pools:
        amounts[pool.name] = pool.amount
        if pool.conjecture == "race":
            amounts[pool.name] *= Fraction(len(members), len(game.cities))
        elif pool.conjecture == "residual" and plans is not None:
            outsiders = tuple(city for city in game.cities if city not in members)
            amounts[pool.name] -= plans.use(outsiders)
    return amounts
