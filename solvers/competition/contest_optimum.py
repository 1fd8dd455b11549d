"""The joint optimum of a contest: no bids, and the firm where it is worth most to all cities.

In city j the firm is worth  V_j (1 + sum_i theta_ij)  to all of them together; bids only cost, so
that the best is the largest of these, with a bid of next to nothing by that city alone.

>>> from games import Contest
>>> both = Contest(["Quzhou", "Lishui"], [4, 3], spillovers={"Quzhou": {"Lishui": 1}})
>>> best = contest_optimum(both)
>>> best.site, best.welfare, best.payoffs["Quzhou"]
('Lishui', Fraction(6, 1), Fraction(3, 1))

Source: Jehiel and Moldovanu (1996) on who should win where others gain by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.contest import Contest
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["ContestOptimum", "ContestOptimumCertificate", "contest_optimum"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class ContestOptimum(Answer):
    """What is best for all cities together: no bids, and the firm where it is worth most.

    ``site``: the city; of several the first. Other fields as in ``JointOptimum``.
    """

    site: str
    subsidies: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    firms_gain: Fraction
    outlay: Fraction
    welfare: Fraction
    loss: Fraction
    status: str
    method: str
    proof: Proof
    certificate: ContestOptimumCertificate

    def total(self) -> Fraction:
        """What all cities get together."""
        return self.welfare


@dataclass(frozen=True, slots=True)
class ContestOptimumCertificate(Certificate, kind="joint optimum of a contest"):
    """The city to which the firm should go."""

    site: str

    def violations(self, game: Contest) -> Iterator[str]:
        worth = game.regional_value
        if game.cities.index(self.site) != worth.index(max(worth)):
            yield f"{self.site} is not the first city in which the firm is worth most."

    def answer(self, game: Contest) -> ContestOptimum:
        j = game.cities.index(self.site)
        none = dict.fromkeys(game.cities, ZERO)
        return ContestOptimum(
            site=self.site,
            subsidies=none,
            shares={**none, self.site: Fraction(1)},
            payoffs={city: game.gross(i, j) for i, city in enumerate(game.cities)},
            firms_gain=ZERO,
            outlay=ZERO,
            welfare=game.regional_value[j],
            loss=ZERO,
            status=f"Together the cities would not bid, and let {self.site} have the firm.",
            method="comparison of what the firm is worth to all, by site",
            proof=EXACT,
            certificate=self,
        )


def contest_optimum(game: Contest) -> ContestOptimum:
    """The joint optimum of a contest; a bid of next to nothing is left out."""
    worth = game.regional_value
    return ContestOptimumCertificate(game.cities[worth.index(max(worth))]).answer(game)
