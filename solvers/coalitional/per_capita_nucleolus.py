"""The per-capita nucleolus: excesses are counted a head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.level_search import lexicographic
from solvers.coalitional.subset_sums import subset_sums
from solvers.coalitional.weighted_nucleolus import (
    WeightedNucleolusCertificate,
    Weights,
    refuse_without_imputation,
)

__all__ = [
    "PerCapitaNucleolusCertificate",
    "PerCapitaPrenucleolusCertificate",
    "per_capita_nucleolus",
    "per_capita_prenucleolus",
]


def per_capita_nucleolus(game: CoalitionalGame) -> Allocation:
    """The per-capita nucleolus: excesses are counted a head.

        e(S, x) = (v(S) - x(S)) / |S|

    A coalition of many has less reason to complain of the same excess, since each member's part is
    smaller. The *per-capita prenucleolus* looks at all splits of v(N), and is monotonic: what all
    together make more is shared equally. The per-capita nucleolus leaves no city worse off than
    alone, at the price that one may lose where all make more.

    For games of gains or costs, exact, with Kohlberg's proof.

    Errors: ``Undefined`` when there is no imputation; ``per_capita_prenucleolus`` is defined then.

    >>> from games import CoalitionalGame
    >>> hub = CoalitionalGame(["A", "B", "C"], {"A": 0, "B": 0, "C": 0, ("A", "B"): 6,
    ...                                         ("A", "C"): 3, ("B", "C"): 0, ("A", "B", "C"): 12})
    >>> split = per_capita_nucleolus(hub)
    >>> split, split.certificate.verify(hub)
    (Allocation(A=6.5, B=3.5, C=2), True)

    Source: Grotte (1970); Young, Okada and Hashimoto (1982), Cost allocation in water resources
    development.
    """
    refuse_untabulated(game)
    refuse_without_imputation(game, "per-capita nucleolus", "per_capita_prenucleolus() allows less")
    found = lexicographic(game, floors=True, weights=_heads(game))
    return PerCapitaNucleolusCertificate(*found).answer(game)


def per_capita_prenucleolus(game: CoalitionalGame) -> Allocation:
    """The per-capita nucleolus among all splits of v(N), exact: defined in every game.

    It may leave a city with less than it makes alone, in superadditive games, too.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    See ``per_capita_nucleolus`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> hub = CoalitionalGame(["A", "B", "C"], {"A": 0, "B": 0, "C": 0, ("A", "B"): 6,
    ...                                         ("A", "C"): 3, ("B", "C"): 0, ("A", "B", "C"): 12})
    >>> per_capita_prenucleolus(hub)
    Allocation(A=6.5, B=3.5, C=2)
    """
    refuse_untabulated(game)
    found = lexicographic(game, floors=False, weights=_heads(game))
    return PerCapitaPrenucleolusCertificate(*found).answer(game)


def _heads(game: CoalitionalGame) -> Weights:
    return subset_sums(np.ones(len(game.players)))


@dataclass(frozen=True, slots=True)
class PerCapitaNucleolusCertificate(WeightedNucleolusCertificate, kind="per-capita nucleolus"):
    """The imputation, and balanced collections of equal excesses a head."""

    status: ClassVar[str] = (
        "The one imputation whose excesses a head, from the greatest down, are smallest."
    )

    def weights(self, subject: CoalitionalGame) -> Weights:
        return _heads(subject)


@dataclass(frozen=True, slots=True)
class PerCapitaPrenucleolusCertificate(
    WeightedNucleolusCertificate, kind="per-capita prenucleolus"
):
    """The split, and balanced collections of equal excesses a head."""

    floors: ClassVar[bool] = False
    status: ClassVar[str] = (
        "The one split whose excesses a head, from the greatest down, are smallest."
    )

    def weights(self, subject: CoalitionalGame) -> Weights:
        return _heads(subject)
