"""Whether a group can better a deal by lawful clauses, when numbers move in a box.

A contract that is best at the centre is moved along: where it leaves each member of the group more
than it has now, the group blocks. Prices of the same program bound the smallest gain of every
contract from above: where that is nowhere positive, for any group and any way to open platforms,
no group does.

See ``lawful_contract`` for the definitions.

Source: Scarf (1967); Ben-Tal, Goryashko, Guslitzer and Nemirovski (2004) for plans that move.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.players import Coalition
from games.production import LinearProductionGame
from mechanisms.compact.lawful_contract import MOST_OPENINGS, ContractDraft, contract_drafts
from solvers.enclosure.active_box import Unsettled, active
from solvers.enclosure.enclosed_number import at_point, bounds_of, centre_of
from solvers.enclosure.program_on_box import BoxedProgram, standard_form
from solvers.linear_program import LinearProgram
from solvers.optimum import Basis, optimal_basis
from solvers.production.production_program import open_to
from solvers.rational import Rational

__all__ = ["Lawful", "blocks_on_box"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Lawful:
    """What the law lets cities sign: the most that one may ``pay``, and limits on ``tax_shares``.

    ``beside``: what members of a group get besides.
    """

    pay: Fraction | None
    tax_shares: tuple[Fraction, Fraction]
    beside: Callable[[Coalition], Mapping[str, Fraction]]


@dataclass(frozen=True, slots=True)
class _Contract:
    """``gains``: of each member, by the contract moved along; ``most``: of the smallest."""

    gains: tuple[Fraction, ...] | None
    most: Fraction | None

    @property
    def in_the_middle(self) -> Rational:
        """The smallest gain about the middle of the path."""
        return min(map(active().middle, self.gains or ()))


def blocks_on_box(
    game: LinearProductionGame,
    gains: Mapping[Coalition, Fraction],
    now: Mapping[str, Fraction],
    law: Lawful,
) -> bool:
    """Whether one of some groups can give each member more than it has ``now``; the path decides.

    ``gains``: by group of two or more, what it makes beyond what its members have now, if money
    flows freely.
    """
    box = active()
    asked = {group: gain for group, gain in gains.items() if not box.surely(gain, "<=")}
    for group in asked:
        if math.prod(p.limit + 1 for p in open_to(game, group)) > MOST_OPENINGS:
            raise Unsettled("more ways to open platforms than are tried")
    found = [contract for group in asked for contract in _contracts(game, group, now, law)]
    known = [contract for contract in found if contract.gains is not None]
    best = max(known, key=lambda one: one.in_the_middle, default=None)
    if best is not None and best.gains is not None:
        gains_of_best = sorted(best.gains, key=box.middle)
        if all(bounds_of(gain)[1] > 0 for gain in gains_of_best) and all(
            gain > 0 for gain in gains_of_best
        ):
            return True
    if any(contract.most is None for contract in found):
        raise Unsettled("prices that are no bound everywhere")
    mosts = [-contract.most for contract in found if contract.most is not None]
    box.demand(mosts, "a lawful contract that may be better")
    return False


def _contracts(
    game: LinearProductionGame, group: Coalition, now: Mapping[str, Fraction], law: Lawful
) -> Iterator[_Contract]:
    platforms = open_to(game, group)
    possible = False
    for counts in itertools.product(*(range(p.limit + 1) for p in platforms)):
        opened = {p.name: times for p, times in zip(platforms, counts, strict=True)}
        drafts = contract_drafts(game, group, opened, law.pay, law.tax_shares, law.beside(group))
        for draft in drafts:
            lp = draft.smallest_gain(now)
            if _no_room(lp):
                break
            possible = True
            yield _contract(draft, lp, now)
    if not possible:
        raise Unsettled("a group that promised more than it has")


def _no_room(lp: LinearProgram) -> bool:
    """Whether some row cannot be kept, whatever is bought; the path decides."""
    for row in lp.rows:
        if row.relation != "<=" or any(centre_of(a) < 0 and lp.bounds[name][1] is None
                                       for name, a in row.coefficients.items()):  # fmt: skip
            continue
        bought = (
            -a * high
            for name, a in row.coefficients.items()
            if centre_of(a) < 0 and (high := lp.bounds[name][1]) is not None
        )
        if sum(bought, row.bound) < 0:
            return True
    return False


def _contract(draft: ContractDraft, lp: LinearProgram, now: Mapping[str, Fraction]) -> _Contract:
    """The contract that is best at the centre, and what its prices allow any."""
    standard = standard_form(lp)
    soft = [f"gain of {city}" for city in draft.members]
    program = BoxedProgram(standard, fork=active().fork, soft=soft)
    place = active().path_middle
    key = ("contract", program.key, tuple(place.values()))
    basis = active().hint(key, lambda: optimal_basis(at_point(standard, place)))
    square = program.matrix(basis) if isinstance(basis, Basis) else None
    if square is None:
        raise Unsettled("a contract that is not possible everywhere")
    active().count(key)
    caps = program.caps([bounds_of(b)[1] for b in program.ends])
    most = program.bound(program.prices(square), program.ends, caps)
    plan = program.plan(square, program.ends)
    if plan is None:
        return _Contract(None, most)
    point = dict(zip(program.columns, plan, strict=True))
    gains = tuple(draft.payoff_at(city, point) - now[city] for city in draft.members)
    return _Contract(gains, most)
