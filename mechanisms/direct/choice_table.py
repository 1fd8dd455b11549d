"""What is chosen at every profile of types by scores of them, and what that brings.

A city's types stand from the least eager up: a buyer's by what a lot is worth to it, a seller's by
minus what it costs, a member's by what the project is worth. By scores, an exchange lets the best
of each side trade as long as a pair gains, and a project is built where scores exceed its cost.

>>> ladder = Ladder([Fraction(0), Fraction(3)], [Fraction(1, 2), Fraction(1, 2)])
>>> [str(number) for number in ladder.virtual]
['-3', '3']

Source: Myerson (1981), Optimal auction design, for virtual worths and ironing.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.private_exchange import PrivateExchange
from games.private_project import PrivateProject
from mechanisms.direct.direct_mechanism import packed
from mechanisms.direct.type_profiles import TypeProfiles
from mechanisms.direct.virtual_values import ironed

__all__ = ["Choice", "ChoiceTable", "Ladder", "Question"]

ZERO = Fraction(0)
Question = PrivateExchange | PrivateProject


@dataclass(frozen=True, slots=True)
class Choice:
    """By city and type how likely it is of the type and takes part; and what that comes to."""

    joint: tuple[tuple[Fraction, ...], ...]
    gains: Fraction
    funds: Fraction

    def worth(self, multiplier: Fraction) -> Fraction:
        return self.gains + multiplier * self.funds


class Ladder:
    """A city's types from the least eager up: what taking part is worth, and virtually."""

    def __init__(self, worths: Sequence[Fraction], chances: Sequence[Fraction]) -> None:
        self.worths, self.chances = worths, chances
        above = [1 - below for below in itertools.accumulate(chances)]
        steps = [b - a for a, b in itertools.pairwise(worths)] + [ZERO]
        self.virtual = [
            w - step * rest / chance
            for w, step, rest, chance in zip(worths, steps, above, chances, strict=True)
        ]

    def scores(self, multiplier: Fraction) -> list[Fraction]:
        """Worth plus multiplier times virtual worth, ironed."""
        raw = self.raw(multiplier)
        return ironed([f * s for f, s in zip(self.chances, raw, strict=True)], self.chances)

    def raw(self, multiplier: Fraction) -> list[Fraction]:
        return [w + multiplier * psi for w, psi in zip(self.worths, self.virtual, strict=True)]


class ChoiceTable:
    """The question with its ladders, and what is chosen at every profile by given scores."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.buyers = len(question.buyers) if isinstance(question, PrivateExchange) else 0
        self.cost = question.cost if isinstance(question, PrivateProject) else ZERO
        self.lots = list(question.lots.values()) if isinstance(question, PrivateExchange) else []
        self.ladders = []
        priors: list[dict[Fraction, Fraction]] = []
        for i, prior in enumerate(question.priors):
            sells = isinstance(question, PrivateExchange) and i >= self.buyers
            own = sorted((-kind if sells else kind, chance) for kind, chance in prior.items())
            priors.append(dict(own))
            self.ladders.append(Ladder(list(priors[i]), list(priors[i].values())))
        self.priors = priors
        self.profiles = TypeProfiles(priors)
        nobody = tuple(tuple(ZERO for _ in prior) for prior in priors)
        self.nothing = Choice(nobody, ZERO, ZERO)
        # Among efficient rules, the one best for the fund: ties are broken by virtual worth.
        pairs = [list(zip(ladder.worths, ladder.virtual, strict=True)) for ladder in self.ladders]
        if isinstance(question, PrivateExchange):
            self.efficient = self._choice(self._traders(pairs))
        else:
            self.efficient = self.best(ZERO)

    def best(self, multiplier: Fraction) -> Choice:
        """The rule with the greatest gains plus multiplier times funds."""
        scores = [ladder.scores(multiplier) for ladder in self.ladders]
        if isinstance(self.question, PrivateExchange):
            return self._choice(self._traders([[(s,) for s in own] for own in scores]))
        needed = (1 + multiplier) * self.cost
        whole, _ = packed([*itertools.chain.from_iterable(scores), needed])
        numbers = whole.astype(object)
        total, start = -numbers[-1], 0
        for own, at in zip(scores, self.profiles.at, strict=True):
            total = total + numbers[start : start + len(own)][at]
            start += len(own)
        built = (total > 0).astype(np.int64)
        return self._choice(np.broadcast_to(built, (len(scores), len(built))), built)

    def _traders(self, keys: Sequence[Sequence[tuple[Fraction, ...]]]) -> npt.NDArray[Any]:
        """Who trades how many lots: the best of each side, as long as a pair gains."""
        bids = keys[: self.buyers]
        asks = [[tuple(-part for part in key) for key in own] for own in keys[self.buyers :]]
        places = {
            key: n for n, key in enumerate(sorted({k for own in (*bids, *asks) for k in own}))
        }
        sides, orders = [], []
        for own, sign, start in ((bids, -1, 0), (asks, 1, self.buyers)):
            ranks = np.stack(
                [
                    np.array([places[key] for key in types])[self.profiles.at[start + i]]
                    for i, types in enumerate(own)
                ]
            )
            ranks = np.repeat(ranks, self.lots[start : start + len(own)], axis=0)
            order = np.argsort(sign * ranks, axis=0, kind="stable")
            sides.append(np.take_along_axis(ranks, order, axis=0))
            orders.append(np.argsort(order, axis=0))
        most = min(map(len, sides))
        deals = (sides[0][:most] > sides[1][:most]).sum(axis=0)
        traded = np.concatenate([order < deals for order in orders]).astype(np.int64)
        found: npt.NDArray[Any] = np.add.reduceat(
            traded, [0, *itertools.accumulate(self.lots[:-1])], axis=0
        )
        return found

    def _choice(
        self, takes_part: npt.NDArray[Any], built: npt.NDArray[Any] | None = None
    ) -> Choice:
        joint = tuple(tuple(self.profiles.joint(i, part)) for i, part in enumerate(takes_part))
        spent = ZERO if built is None else self.cost * self.profiles.expected(built)
        gains = funds = -spent
        for ladder, chances in zip(self.ladders, joint, strict=True):
            gains += sum((p * w for p, w in zip(chances, ladder.worths, strict=True)), ZERO)
            funds += sum((p * w for p, w in zip(chances, ladder.virtual, strict=True)), ZERO)
        return Choice(joint, gains, funds)
