"""The efficiency loss of the best voluntary rule, and the money from outside that would buy it off.

>>> from games import PrivateProject
>>> from mechanisms import best_voluntary_rule
>>> dyke = PrivateProject({city: [0, 3] for city in ("Bay", "Delta", "Ford", "Mill")}, cost=4)
>>> best = best_voluntary_rule(dyke)
>>> best.gains, best.first_best, best.lost_share, best.subsidy
(Fraction(9, 4), Fraction(5, 2), Fraction(1, 10), Fraction(1, 2))

Source: Myerson and Satterthwaite (1983), Efficient mechanisms for bilateral trading.
"""

from __future__ import annotations

from fractions import Fraction

from games.private_types import shown
from solvers.answer import Answer

__all__ = ["EfficiencyLoss"]

ZERO = Fraction(0)


class EfficiencyLoss(Answer):
    """What private information costs cities that nobody can force, read off three figures.

    ``gains``: expected, by the best rule; ``first_best``: if types were known; ``spare``: what the
    fund would be left with of all these (below 0: what it lacks).
    """

    __slots__ = ()
    gains: Fraction
    first_best: Fraction
    spare: Fraction

    @property
    def subsidy(self) -> Fraction:
        """The money from outside, on average over all types, that would buy the first best."""
        return max(ZERO, -self.spare)

    @property
    def lost_share(self) -> Fraction:
        """The part of the gains that private information costs; 0 if there are none."""
        return 1 - self.gains / self.first_best if self.first_best else ZERO

    @property
    def _loss(self) -> str:
        return (
            f"{shown(100 * self.lost_share)} per cent of the gain of {shown(self.first_best)} is "
            f"lost. To pay for all of it, {shown(self.subsidy)} on average would have to come from "
            "outside."
        )

    def _reached(self, nothing: str, money: str = "") -> str:
        """Whether the first best is, in a sentence; ``nothing``: why there may be none to reach."""
        if not self.first_best:
            return f"There is nothing to gain{nothing}."
        if self.gains == self.first_best:
            return f"The first best can be had{money}: all gains of {shown(self.first_best)}."
        paid = money.strip() or "that pays for itself"
        return (
            f"No honest and voluntary rule {paid} reaches the first best, if types are "
            f"independent: {self._loss}"
        )
