"""The disruption nucleolus: no coalition should lose little by leaving, and others much."""

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

__all__ = ["DisruptionNucleolusCertificate", "disruption_nucleolus"]


def disruption_nucleolus(
    game: CoalitionalGame, *, zero_weight: ZeroWeight = "refuse"
) -> Allocation:
    """The disruption nucleolus: no coalition should lose little by leaving, and others much.

    A coalition S that leaves a split x loses x(S) - v(S); the others lose x(N - S) - v(N - S). The
    ratio is its propensity to disrupt,

        d(S, x) = (x(N - S) - v(N - S)) / (x(S) - v(S)) = w(S) / (x(S) - v(S)) - 1,
        w(S) = v(N) - v(S) - v(N - S),  what is lost in all when S and the others part.

    Making the greatest propensity small, then the next, is making (v(S) - x(S)) / w(S) small,
    wherever each coalition gets more than it makes alone; and so it is defined here for all
    imputations.

    For games of gains or costs, exact, with Kohlberg's proof.

    ``zero_weight``: "skip" leaves coalitions out that lose 0 when they and the others part, and so
    have no propensity, as published values do. The status names them.
    Errors: ``Undefined`` where a coalition and the others lose nothing when they part, with the
    coalition as the witness, where there is no imputation, and where the coalitions that are not
    skipped leave the split open.

    >>> from games import CoalitionalGame
    >>> hub = CoalitionalGame(["A", "B", "C"], {"A": 0, "B": 0, "C": 0, ("A", "B"): 6,
    ...                                         ("A", "C"): 3, ("B", "C"): 0, ("A", "B", "C"): 12})
    >>> split = disruption_nucleolus(hub)
    >>> split, split.certificate.verify(hub)
    (Allocation(A=5.33333, B=4, C=2.66667), True)

    Source: Littlechild and Vaidya (1976), The propensity to disrupt and the disruption nucleolus of
    a characteristic function game; Gately (1974).
    """
    refuse_untabulated(game)
    weights = _losses(game, skip=skips_zero_weight(zero_weight))
    found = skipping_split(game, weights, "disruption nucleolus")
    return DisruptionNucleolusCertificate(*found).answer(game)


def _losses(game: CoalitionalGame, *, skip: bool) -> Weights:
    worths, unit = game.as_gains().integers()
    losses: Weights = worths[-1] - worths - worths[::-1]  # the others' bitmask is N's less S's
    least = 1 + int(np.argmin(losses[1:-1])) if len(game.players) > 1 else game.grand
    if least != game.grand and losses[least] <= 0 and not (skip and losses[least] == 0):
        coalition = game.members(least)
        raise Undefined(
            "disruption nucleolus",
            f"{coalition_name(coalition)} and the others lose "
            f"{approximately(losses[least] * unit)} when they part, and a propensity to disrupt "
            "needs more than 0; nucleolus() needs none"
            + ("" if losses[least] else ', and zero_weight="skip" leaves such coalitions out'),
            coalition,
        )
    return losses


@dataclass(frozen=True, slots=True)
class DisruptionNucleolusCertificate(SkippingCertificate, kind="disruption nucleolus"):
    """The imputation, and balanced collections of equal excesses per unit lost by parting."""

    without: ClassVar[str] = "they and the others lose 0 when they part"
    status: ClassVar[str] = (
        "The one imputation whose propensities to disrupt, from the greatest down, are smallest."
    )

    def weights(self, subject: CoalitionalGame, *, skip: bool) -> Weights:
        return _losses(subject, skip=skip)
