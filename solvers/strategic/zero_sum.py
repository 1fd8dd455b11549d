"""Zero-sum games: what one city gains the other loses, so each can only guard itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy.typing as npt

from games.approximately import approximately
from games.errors import InvalidInput, Undefined, of_kind
from games.strategic import StrategicGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["ZeroSumCertificate", "ZeroSumValue", "optimal_mixes", "zero_sum_value"]

CONCEPT = "value of a zero-sum game"
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, repr=False)
class ZeroSumValue(Answer):
    """What each city can guarantee itself, and how.

    ``payoffs``: each city's; they add up to the constant of the game.
    ``strategies``: for each city, the actions that it plays with their probabilities. Another
    strategy may be optimal too; whatever the other city plays, none guarantees more.

    See ``zero_sum_value`` for the concept, an example and its source.
    """

    payoffs: Mapping[str, Fraction]
    strategies: Mapping[str, Mapping[str, Fraction]]
    status: str
    method: str
    proof: Proof
    certificate: ZeroSumCertificate

    @property
    def value(self) -> Fraction:
        """What the first city gets."""
        return next(iter(self.payoffs.values()))


def zero_sum_value(game: StrategicGame) -> ZeroSumValue:
    """Zero-sum games: what one city gains the other loses, so each can only guard itself.

    The value v is what the first city can guarantee itself, and what the second can hold it down
    to:

        v = max over x  min over b  sum_a x_a u(a, b)  =  min over y  max over a  sum_b y_b u(a, b).

    Payoffs may add up to any constant c; the second city then has c - v. Two strategies whose
    guarantees add up to c prove the value and each other.

    The value of a two-city game whose payoffs add up to a constant, and optimal strategies.

    A game of zeros has the value 0, and every strategy is optimal; a city with one action plays it.

    Errors: ``InvalidInput`` for other than two cities; ``Undefined`` where the payoffs do not add
    up to a constant, its witness is the first profile at which they add up to something else.

    >>> pennies = StrategicGame.from_payoffs(["A", "B"], [[3, -1], [-2, 1]], [[-3, 1], [2, -1]])
    >>> found = zero_sum_value(pennies)
    >>> found.value, found.strategies["A"], found.certificate.verify(pennies)
    (Fraction(1, 7), {'1': Fraction(3, 7), '2': Fraction(4, 7)}, True)

    Source: von Neumann (1928), Zur Theorie der Gesellschaftsspiele; Dantzig (1951) for the program.
    """
    of_kind(game, StrategicGame, place="subject of zero_sum_value")
    constant_sum(game)
    mixes = optimal_mixes(game.tables[0])
    return ZeroSumCertificate(
        {
            city: {action: p for action, p in zip(actions, mix, strict=True) if p}
            for city, actions, mix in zip(game.players, game.actions, mixes, strict=True)
        }
    ).answer(game)


def optimal_mixes(table: npt.NDArray[Any]) -> tuple[list[Fraction], list[Fraction]]:
    """The probabilities of rows that guarantee most of a matrix, and of columns that allow least.

    The columns' are the prices of the rows' linear program.
    """
    # In [0, 1], so that floating point can tell payoffs apart: a shift and a unit change no choice.
    low = int(table.min())
    range_ = int(table.max()) - low or 1
    rows, columns = table.shape
    value = "value"  # no other name is a word
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {
        str(a): (ZERO, None) for a in range(rows)
    }
    bounds[value] = (None, None)
    guarantees = tuple(
        Row(
            str(b),
            {
                value: ONE,
                **{str(a): -Fraction(int(u) - low, range_) for a, u in enumerate(table[:, b])},
            },
            "<=",
            ZERO,
        )
        for b in range(columns)
    )
    whole = Row("whole", {str(a): ONE for a in range(rows)}, "==", ONE)
    best = solve(LinearProgram("max", {value: ONE}, (*guarantees, whole), bounds))
    return [best[str(a)] for a in range(rows)], [best.prices[str(b)] for b in range(columns)]


def constant_sum(game: StrategicGame) -> Fraction:
    """What the two cities' payoffs add up to at every profile; ``Undefined`` where they do not."""
    if len(game.players) != 2:
        raise InvalidInput(f"the number of cities in a {CONCEPT}", len(game.players), "two")
    first, second = (
        table.astype(object) * (unit.numerator * other.denominator)
        for table, unit, other in zip(game.tables, game.units, reversed(game.units), strict=True)
    )
    total = first + second
    unit = Fraction(1, game.units[0].denominator * game.units[1].denominator)
    constant: int = total.flat[0]
    for profile, found in zip(game, total.ravel().tolist(), strict=True):
        if found != constant:
            raise Undefined(
                CONCEPT,
                f"at ({', '.join(profile)}) the payoffs add up to {approximately(found * unit)}, "
                f"at ({', '.join(next(iter(game)))}) to {approximately(constant * unit)}",
                profile,
            )
    return constant * unit


@dataclass(frozen=True, slots=True)
class ZeroSumCertificate(Certificate, kind="zero-sum value"):
    """A strategy for each city: together they guarantee all there is."""

    strategies: Mapping[str, Mapping[str, Fraction]]

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        constant = constant_sum(subject)
        if any(p == 0 for mix in self.strategies.values() for p in mix.values()):
            yield "An action that is not played is named in a strategy."
        kept = self._guarantees(subject)
        if sum(kept.values()) != constant:
            yield f"The guarantees add up to {sum(kept.values())}, not to {constant}."

    def _guarantees(self, game: StrategicGame) -> dict[str, Fraction]:
        """What each strategy leaves its city at worst: the constant less the other's best reply."""
        constant = constant_sum(game)
        replies = game.action_payoffs(self.strategies)
        first, second = game.players
        return {
            first: constant - max(replies[second].values()),
            second: constant - max(replies[first].values()),
        }

    def answer(self, subject: StrategicGame) -> ZeroSumValue:
        payoffs = self._guarantees(subject)
        pure = all(len(mix) == 1 for mix in self.strategies.values())
        one = "an action" if pure else "a lottery over its actions"
        return ZeroSumValue(
            payoffs={city: payoffs[city] for city in subject.players},
            strategies={city: dict(self.strategies[city]) for city in subject.players},
            status=f"Each city has {one} that guarantees it this much; the other can prevent more.",
            method="linear program, its solution and its prices in rational arithmetic",
            proof=EXACT,
            certificate=self,
        )
