"""The kernel: no city can press another for more than that one can press back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.players import Coalition, coalition_name
from solvers.coalitional.excess import Violation, read_split
from solvers.coalitional.excess_table import excess_table
from solvers.coalitional.gains import gains, refuse_untabulated

__all__ = ["Outweighing", "kernel_violation", "maximum_surpluses", "prekernel_violation"]


@dataclass(frozen=True, slots=True)
class Outweighing:
    """``city`` outweighs ``other``: the most that each gains without the other, and with whom.

    See ``kernel_violation`` for the concept, an example and its source.
    """

    city: str
    other: str
    surplus: Fraction
    coalition: Coalition
    other_surplus: Fraction
    other_coalition: Coalition

    def __str__(self) -> str:
        return (
            f"{self.city} can press {self.other}: without it {coalition_name(self.coalition)} "
            f"would {_gain(self.surplus)}, while {coalition_name(self.other_coalition)} would "
            f"{_gain(self.other_surplus)} without {self.city}."
        )


def _gain(amount: Fraction) -> str:
    return f"{'lose' if amount < 0 else 'gain'} {approximately(abs(amount))}"


def maximum_surpluses(
    game: CoalitionalGame, split: Mapping[str, Any]
) -> dict[tuple[str, str], Fraction]:
    """s_ij for all i and j: the most that i can gain by leaving with others, but without j.

    Errors: ``InvalidInput`` names a city without a payoff in the split.

    See ``kernel_violation`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_array(["1", "2", "3"], [0, 0, 0, 20, 0, 30, 40, 42])
    >>> maximum_surpluses(pairs, {"1": 14, "2": 14, "3": 14})["3", "1"]
    Fraction(12, 1)
    """
    refuse_untabulated(game)
    payoffs, _ = read_split(game, split)
    table, unit = excess_table(game, payoffs)
    names = game.players
    found: dict[tuple[str, str], Fraction] = {}
    for i, j, with_i, with_j in _halves(table):
        found[names[i], names[j]] = int(with_i.max()) * unit
        found[names[j], names[i]] = int(with_j.max()) * unit
    return dict(sorted(found.items(), key=lambda entry: list(map(names.index, entry[0]))))


def prekernel_violation(
    game: CoalitionalGame, split: Mapping[str, Any]
) -> Outweighing | Violation | None:
    """What keeps a split out of the prekernel: who outweighs whom most; ``None``: nothing.

    A split that does not add up to v(N) is reported first, as a violation of the grand coalition.
    One that contains floats is judged within the radius that ``read_split`` tells.

    Errors: ``InvalidInput`` names a city without a payoff in the split.

    See ``kernel_violation`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_array(["1", "2", "3"], [0, 0, 0, 20, 0, 30, 40, 42])
    >>> print(prekernel_violation(pairs, {"1": 14, "2": 14, "3": 14}))
    3 can press 1: without it {2, 3} would gain 12, while {1, 2} would lose 8 without 3.
    """
    refuse_untabulated(game)
    payoffs, radius = read_split(game, split)
    return _inefficiency(game, payoffs, radius) or _pressure(game, payoffs, radius, game.players)


def kernel_violation(
    game: CoalitionalGame, split: Mapping[str, Any]
) -> Outweighing | Violation | None:
    """What keeps a split out of the kernel, where no city outweighs another; ``None``: nothing.

        s_ij(x) = max { e(S, x) : i in S, j not in S }          what i can gain at most without j
        prekernel:  s_ij = s_ji  for all i and j
        kernel:     s_ij <= s_ji  or  x_j = v(j)                who gets no more than alone is safe

    The kernel is asked of imputations (x(N) = v(N), x_i >= v(i)). It holds the nucleolus and lies
    in the bargaining set; the prekernel holds the prenucleolus.

    A city outweighs another, or can press it, where it gains more without that one than that one
    without it (s_ij > s_ji). Of several pairs the one is shown in which it is most.

    Reported first: a split that does not add up to v(N), then a city that gets less than alone.
    One that contains floats is judged within the radius that ``read_split`` tells.

    Errors: ``InvalidInput`` names a city without a payoff in the split.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_array(["1", "2", "3"], [0, 0, 0, 20, 0, 30, 40, 42])
    >>> print(kernel_violation(pairs, {"1": 14, "2": 14, "3": 14}))
    3 can press 1: without it {2, 3} would gain 12, while {1, 2} would lose 8 without 3.
    >>> print(kernel_violation(pairs, {"1": 4, "2": 14, "3": 24}))
    None

    Source: Davis and Maschler (1965).
    """
    refuse_untabulated(game)
    payoffs, radius = read_split(game, split)
    short = _inefficiency(game, payoffs, radius)
    if short is not None:
        return short
    more = gains(
        game, [x - game.worth([city]) for city, x in zip(game.players, payoffs, strict=True)]
    )
    least = min(range(len(more)), key=more.__getitem__)
    if more[least] < -radius:
        return Violation((game.players[least],), -more[least])
    exposed = [city for city, gain in zip(game.players, more, strict=True) if gain > radius]
    return _pressure(game, payoffs, radius, exposed)


def _inefficiency(
    game: CoalitionalGame, payoffs: Sequence[Fraction], radius: Fraction
) -> Violation | None:
    (left,) = gains(game, [game.grand_worth - sum(payoffs)])
    return Violation(game.players, left) if abs(left) > radius else None


def _pressure(
    game: CoalitionalGame,
    payoffs: Sequence[Fraction],
    radius: Fraction,
    exposed: Sequence[str],
) -> Outweighing | None:
    """The greatest s_ij - s_ji over all i and all exposed j, if it is more than 0."""
    table, unit = excess_table(game, payoffs)
    most, worst = 2 * radius / unit, None
    for i, j, with_i, with_j in _halves(table):
        difference = int(with_i.max()) - int(with_j.max())
        weaker, stronger = (j, i) if difference > 0 else (i, j)
        if abs(difference) > most and game.players[weaker] in exposed:
            most, worst = Fraction(abs(difference)), (stronger, weaker)
    if worst is None:
        return None
    (one, with_one), (other, with_other) = (
        _greatest_surplus(table, *worst),
        _greatest_surplus(table, *worst[::-1]),
    )
    return Outweighing(
        game.players[worst[0]],
        game.players[worst[1]],
        one * unit,
        game.members(with_one),
        other * unit,
        game.members(with_other),
    )


def _halves(table: npt.NDArray[Any]) -> Iterator[tuple[int, int, Any, Any]]:
    """For i < j the excesses of the coalitions with i but not j, and with j but not i."""
    for i, j in itertools.combinations(range(len(table).bit_length() - 1), 2):
        cube = table.reshape(-1, 2, 1 << (j - i - 1), 2, 1 << i)
        yield i, j, cube[:, 0, :, 1], cube[:, 1, :, 0]


def _greatest_surplus(table: npt.NDArray[Any], i: int, j: int) -> tuple[int, int]:
    """s_ij, and the first coalition with i but not j that attains it."""
    masks = np.arange(len(table))
    masks = masks[(masks >> i & 1 == 1) & (masks >> j & 1 == 0)]
    mask = int(masks[table[masks].argmax()])
    return int(table[mask]), mask
