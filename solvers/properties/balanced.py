"""Balanced games: those whose core is not empty; totally balanced: of every group, too.

    sum of w_S v(S) <= v(N)   whenever the weights w_S > 0 of the coalitions with i add up to 1,
                              for every city i                   (of costs: >=)

>>> from games import CoalitionalGame
>>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
>>> print(balanced_violation(pairs))
1/2 {A, B} + 1/2 {A, C} + 1/2 {B, C} makes 90, and {A, B, C} makes 72.

Source: Bondareva (1963); Shapley (1967); Shapley and Shubik (1969) for total balancedness.
"""

from __future__ import annotations

import numpy as np

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.players import coalition_name
from solvers.coalitional.balanced_collection import collection_worth
from solvers.coalitional.convexity import worst_second_difference
from solvers.coalitional.cost_of_stability import CostOfStabilityCertificate, cost_of_stability
from solvers.coalitional.excess import ZERO
from solvers.coalitional.excesses import Excesses
from solvers.coalitional.row_generation import CoalitionProgram
from solvers.properties.violation import PropertyViolation, verb

__all__ = ["balanced_violation", "totally_balanced_violation"]


def balanced_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """A balanced collection that makes more than all together; None: the core is not empty."""
    return _breach(game, "balanced")


def totally_balanced_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """A balanced collection of the smallest group whose own core is empty; None: there is none.

    Convex games are totally balanced, which is quick to see; else it takes up to half a second at
    10 cities, and some seconds at 15.
    """
    worst = worst_second_difference(game.as_gains().integers()[0])
    if worst is None or worst[0] >= 0:
        return None
    mask = _first_without_core(game)
    return None if mask is None else _breach(game.subgame(game.members(mask)), "totally balanced")


def _first_without_core(game: CoalitionalGame) -> int | None:
    """The smallest group with an empty core, by the demands x(T) >= v(T) of all T in all cities.

    S has a core just if some such x pays S no more than v(S), since the others can be paid as much
    as it takes. Each x that is found, exactly, settles all groups that it pays just their worth; so
    the others are to be paid little, too, wherever that costs S nothing.
    """
    excesses = Excesses(game).beyond_own()
    program = CoalitionProgram(excesses, grand=True)
    n, grand = excesses.players, excesses.grand
    settled = np.zeros(grand + 1, dtype=bool)
    for mask in sorted(range(1, grand + 1), key=int.bit_count):
        for outside in (1, 0):
            if settled[mask]:
                break
            demands = program.minimise([n + 1 if mask >> i & 1 else outside for i in range(n)])
            for masks in excesses.equal_to(demands.payoffs, ZERO):
                settled[masks] = True
            settled[grand] |= sum(demands.payoffs) == excesses.worth(grand)
        if not settled[mask]:
            return mask
    return None


def _breach(game: CoalitionalGame, kind: str) -> PropertyViolation | None:
    answer = cost_of_stability(game)
    if not answer.value:
        return None
    certificate = answer.certificate
    assert isinstance(certificate, CostOfStabilityCertificate)  # noqa: S101 - its own kind
    worth = collection_worth(game, certificate.collection)
    return PropertyViolation(
        kind,
        tuple(member.coalition for member in certificate.collection),
        abs(worth - game.grand_worth),
        f"{' + '.join(map(str, certificate.collection))} {verb(game)} {approximately(worth)}, and "
        f"{coalition_name(game.players)} {verb(game)} {approximately(game.grand_worth)}.",
        tuple(member.weight for member in certificate.collection),
    )
