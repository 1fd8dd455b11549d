"""The proportional nucleolus: excesses are counted per unit of what the coalition makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.errors import Undefined
from games.players import coalition_name
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.weighted_nucleolus import (
    SkippingCertificate,
    Weights,
    ZeroWeight,
    skipping_split,
    skips_zero_weight,
)

__all__ = ["ProportionalNucleolusCertificate", "proportional_nucleolus"]


def proportional_nucleolus(
    game: CoalitionalGame, *, zero_weight: ZeroWeight = "refuse"
) -> Allocation:
    """The proportional nucleolus: excesses are counted per unit of what the coalition makes.

        e(S, x) = (v(S) - x(S)) / v(S)   for gains,      (x(S) - c(S)) / c(S)   for costs.

    A coalition that pays a tenth more than alone complains alike, whatever its size: of costs it is
    the even-handed *rate* of saving, and what two cities pay is in proportion to what each pays
    alone.

    For games of gains or costs, exact, with Kohlberg's proof.

    ``zero_weight``: "skip" leaves coalitions out that make (or pay) 0, as published values do; only
    what others make of their worth counts then. The status names them.
    Errors: ``Undefined`` where a proper coalition makes (or pays) nothing or less, with the
    coalition as the witness, where there is no imputation, and where the coalitions that are not
    skipped leave the split open.

    >>> from games import CoalitionalGame
    >>> works = CoalitionalGame(["A", "B"], {"A": 10, "B": 30, ("A", "B"): 32}, "cost")
    >>> split = proportional_nucleolus(works)
    >>> split, split.certificate.verify(works)
    (Allocation(A=8, B=24), True)

    Source: Young, Okada and Hashimoto (1982), Cost allocation in water resources development.
    """
    refuse_untabulated(game)
    weights = _worths(game, skip=skips_zero_weight(zero_weight))
    found = skipping_split(game, weights, "proportional nucleolus")
    return ProportionalNucleolusCertificate(*found).answer(game)


def _worths(game: CoalitionalGame, *, skip: bool) -> Weights:
    least = 1 + int(np.argmin(game.array[1:-1])) if len(game.players) > 1 else game.grand
    if least != game.grand and (worth := game.worth(least)) <= 0 and not (skip and worth == 0):
        coalition = game.members(least)
        verb = "makes" if game.sense == "gain" else "pays"
        raise Undefined(
            "proportional nucleolus",
            f"{coalition_name(coalition)} {verb} {approximately(game.worth(least))}, and a rate "
            "needs more than 0; per_capita_nucleolus() counts a head"
            + ("" if worth else ', and zero_weight="skip" leaves such coalitions out'),
            coalition,
        )
    return game.integers()[0] if skip else game.array


@dataclass(frozen=True, slots=True)
class ProportionalNucleolusCertificate(SkippingCertificate, kind="proportional nucleolus"):
    """The imputation, and balanced collections of equal excesses per unit of worth."""

    without: ClassVar[str] = "a rate needs a worth that is not 0"
    status: ClassVar[str] = (
        "The one imputation whose excesses per unit of worth, from the greatest down, are smallest."
    )

    def weights(self, subject: CoalitionalGame, *, skip: bool) -> Weights:
        return _worths(subject, skip=skip)
