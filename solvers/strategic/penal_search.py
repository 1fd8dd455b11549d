"""The search for a penal code, in floating point: sticks and carrots from the lowest payoffs up.

At a given weight x on the future, each city's punishment payoff starts at the least that its best
reply ever brings. It is raised to that of the next stick until some carrot makes all cities carry
the stick out, given what threatens them; as threats only get weaker on the way, this ends at the
harshest code of its kind. The least x is then found by halving.

>>> race = StrategicGame.from_payoffs(["A", "B"], [[3, 0], [4, 1]], [[3, 4], [0, 1]],
...                                   actions=["hold", "bid"])
>>> harshest_code(race, Fraction(1, 2))[0]
Sanction(city='A', stick=('bid', 'bid'), carrot=('hold', 'hold'))

Source: Abreu (1988); the order from below: Tarski's least fixed point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.repeated import TacitAgreement
from games.strategic import StrategicGame
from solvers.strategic.grim_trigger import breach_gains, reply_payoffs

__all__ = ["Sanction", "harshest_code", "search"]

_HAIR = 1e-11
_HALVINGS = 34

Floats = npt.NDArray[np.float64]
Code = list[tuple[int, int | None]]
"""For each city the profile of its stick and of its carrot, by index; None for the agreement."""


@dataclass(frozen=True, slots=True)
class Sanction:
    """The stick for a city that breaks something, and the carrot (``None``: the agreement)."""

    city: str
    stick: tuple[str, ...]
    carrot: tuple[str, ...] | None


def search(
    agreement: TacitAgreement,
    bound: Fraction,
    weight_of: Callable[[TacitAgreement, tuple[Sanction, ...]], Fraction],
) -> tuple[Sanction, ...] | None:
    """The code with the least weight found, by ``weight_of``, that is no less than the bound."""
    problem = _Floats(agreement.game.stage, agreement)
    best: tuple[Fraction, tuple[Sanction, ...]] | None = None
    low = float(bound)
    high = max(1 - 1e-9, (1 + low) / 2)
    at = low
    for _ in range(_HALVINGS):
        code = problem.harshest(at)
        try:
            named = problem.named(code) if code is not None else None
            found = None if named is None else (weight_of(agreement, named), named)
        except ValueError:  # a hair too far
            found = None
        if found is not None and (best is None or found[0] < best[0]):
            best = found
            high = min(high, float(found[0]))
            if best[0] == bound:
                break
        elif best is None and at == low:
            at = high
            continue
        elif best is None:
            return None
        else:
            low = at
        if high - low < _HAIR:
            break
        at = (low + high) / 2
    return None if best is None else best[1]


def harshest_code(stage: StrategicGame, weight: Fraction) -> tuple[Sanction, ...] | None:
    """The harshest code at a weight, for whatever agreement; its carrots are profiles."""
    problem = _Floats(stage, None)
    code = problem.harshest(float(weight))
    return None if code is None else problem.named(code)


class _Floats:
    """Payoffs by city and profile, each city's between 0 and 1."""

    def __init__(self, stage: StrategicGame, agreement: TacitAgreement | None) -> None:
        self.stage = stage
        lows = [int(table.min()) for table in stage.tables]
        sizes = [int(table.max()) - low or 1 for table, low in zip(stage.tables, lows, strict=True)]

        def scaled(tables: list[Any]) -> Floats:
            return np.array(
                [
                    [(int(u) - low) / size for u in table.flat]
                    for table, low, size in zip(tables, lows, sizes, strict=True)
                ]
            )

        self.u = scaled(list(stage.tables))
        self.best = scaled(reply_payoffs(stage))
        self.agreed: tuple[Floats, Floats] | None = None
        if agreement is not None:
            rewards, gains = agreement.reward.values(), breach_gains(agreement).values()
            units = [u * size for u, size in zip(stage.units, sizes, strict=True)]
            starts = [u * low for u, low in zip(stage.units, lows, strict=True)]
            self.agreed = (
                np.array(
                    [float((R - s) / u) for R, s, u in zip(rewards, starts, units, strict=True)]
                ),
                np.array([float(g / u) for g, u in zip(gains, units, strict=True)]),
            )

    def named(self, code: Code) -> tuple[Sanction, ...]:
        profiles = list(self.stage)
        return tuple(
            Sanction(city, profiles[stick], None if carrot is None else profiles[carrot])
            for city, (stick, carrot) in zip(self.stage.players, code, strict=True)
        )

    def harshest(self, x: float) -> Code | None:
        """The harshest code at a weight x that keeps the agreement, if any; None: there is none."""
        worst = self.best.min(axis=1)
        while True:
            if self.agreed is not None:
                reward, gain = self.agreed
                kept = np.minimum(x * (reward - worst) - (1 - x) * gain, reward - worst)
                if (kept[gain > 0] < -_HAIR).any():
                    return None
            room = x * (self.u - worst[:, None]) - (1 - x) * (self.best - self.u)
            steady = (room.min(axis=0) >= -_HAIR) & (
                (self.u - worst[:, None]).min(axis=0) >= -_HAIR
            )
            carrots: list[int | None] = [*np.flatnonzero(steady).tolist()]
            worth = self.u[:, steady]
            if self.agreed is not None:
                carrots, worth = [None, *carrots], np.column_stack([self.agreed[0], worth])
            if not carrots:
                return None
            code, raised = [], worst.copy()
            for i in range(len(worst)):
                found = next(self._sticks(i, x, worst, worth), None)
                if found is None:
                    return None
                stick, carrot, raised[i] = found
                code.append((stick, carrots[carrot]))
            if (raised <= worst + _HAIR).all():
                return code
            worst = np.maximum(worst, raised)

    def _sticks(
        self, i: int, x: float, worst: Floats, worth: Floats
    ) -> Iterator[tuple[int, int, float]]:
        """Sticks for city i that are carried out, the harshest first, with their best carrots."""
        order = np.argsort(self.best[i], kind="stable")
        values = self.best[i][order]
        start = int(np.searchsorted(values, worst[i] - _HAIR))
        while start < len(order):
            stop = int(np.searchsorted(values, values[start] + _HAIR, side="right"))
            slack, stick, carrot = max(
                self._carried_out(i, int(p), x, worst, worth) for p in order[start:stop]
            )
            if slack >= -_HAIR:
                yield stick, carrot, float(values[start])
            start = stop

    def _carried_out(
        self, i: int, p: int, x: float, worst: Floats, worth: Floats
    ) -> tuple[float, int, int]:
        """The best carrot after stick p, and by how much all cities then carry it out."""
        stick, reply = self.u[:, p], self.best[:, p]
        threat = worst.copy()
        threat[i] = reply[i]
        gap, climb = reply[i] - stick[i], worth[i] - stick[i]
        share = np.zeros(worth.shape[1])
        if gap > _HAIR:
            share = np.where(climb > gap, gap / np.maximum(climb, gap), 2.0)
        payoffs = stick[:, None] + share * (worth - stick[:, None])
        slack = np.minimum(
            (payoffs - threat[:, None]).min(axis=0),
            (payoffs - ((1 - x) * reply + x * threat)[:, None]).min(axis=0),
        )
        slack = np.where(share > x + _HAIR, -1.0, slack)
        best = int(slack.argmax())
        return float(slack[best]), p, best
