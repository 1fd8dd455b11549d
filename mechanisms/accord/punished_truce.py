"""Punished truces: what a stick takes from each city, and the patience that then keeps the truce.

A stick p takes D_i = R_i - payoff_i(p) from city i in a round, and tempts it to shirk by
T_i(p) - payoff_i(p). With theta the weight of the carrot after it, and x = delta^L, it is carried
out iff x >= theta >= (T_i(p) - payoff_i(p))/D_i, and i then keeps the truce iff

    x / (1 - x)  >=  (T_i(s) - R_i) / ((1 - theta) D_i).

>>> from games import SubsidyCompetition
>>> from solvers.competition.logit_choice import logit_choice
>>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
>>> with logit_choice(park) as choice:  # the race itself as a stick
...     truce = PunishedTruce(choice, SubsidyTruce(park))
...     outcome = choice.at([Fraction(1, 2), Fraction(1, 2)])
...     theta, needed = truce.needed(*truce.rounds(outcome))
...     [round(float(x), 6) for x in (theta, *needed)]
[0.0, 0.172144, 0.172144]

Source: Abreu (1988), On the theory of infinitely repeated games with discounting.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from mechanisms.accord.subsidy_accord import SubsidyTruce
from mechanisms.accord.truce_terms import breach_gain, patience, temptation
from solvers.competition.logit_choice import Choice, Outcome, ball

__all__ = ["PunishedTruce", "greatest"]

ZERO = Fraction(0)


class PunishedTruce:
    """What the truce gives, what its breach brings, and what a stick then needs; in balls."""

    def __init__(self, choice: Choice, rule: SubsidyTruce) -> None:
        self.choice, self.rule = choice, rule
        self.held = choice.at(rule.profile)
        self.reward = self.held.payoffs()
        self.gains = [breach_gain(self.held, i) for i in range(choice.n)]
        self.tempted = any(gain > 0 for gain in self.gains)

    def needed(self, hurts: list[Any], shirks: list[Any]) -> tuple[Any, list[Any]]:
        """The least theta of a stick with such ``rounds``, and the x that each truce then needs."""
        theta = greatest([shirk / hurt for hurt, shirk in zip(hurts, shirks, strict=True)])
        return theta, [
            gain / (gain + (1 - theta) * hurt) if gain > 0 else ball(0)
            for gain, hurt in zip(self.gains, hurts, strict=True)
        ]

    def rounds(self, outcome: Outcome) -> tuple[list[Any], list[Any]]:
        """What a round of the stick takes from each city, and what shirking it brings."""
        hurts = [R - payoff for R, payoff in zip(self.reward, outcome.payoffs(), strict=True)]
        return hurts, [temptation(outcome, i) for i in range(self.choice.n)]

    def leniency(self, bids: Sequence[Fraction]) -> Any:
        """Minus the largest x needed; ``None`` where a bid is not allowed, or nobody minds it."""
        outcome = self.allowed(bids)
        if outcome is None:
            return None
        hurts, shirks = self.rounds(outcome)
        if not all(hurt > 0 for hurt in hurts):
            return None
        theta, weights = self.needed(hurts, shirks)
        most = greatest([theta, *weights])
        return -most if most < 1 else None

    def allowed(self, bids: Sequence[Fraction]) -> Outcome | None:
        """What firms do at these bids; ``None`` where a bid is beyond a cap or a budget."""
        game = self.rule.game
        for bid, cap in zip(bids, game.caps, strict=True):
            if bid < 0 or (cap is not None and bid > cap):
                return None
        outcome = self.choice.at(bids)
        within = all(self.left(outcome, i) >= 0 for i in range(self.choice.n))
        return outcome if within else None

    def left(self, outcome: Outcome, i: int) -> Any:
        """What i's budget leaves beyond its outlay; without a budget 0."""
        budget = self.rule.game.budgets[i]
        if budget is None:
            return ball(0)
        return ball(budget) - self.choice.mass * outcome.subsidies[i] * outcome.shares[i]

    def at_least(self, lag: int) -> Fraction | None:
        """The discount factor below which no punishments keep the truce."""
        needed = self.at_least_by_city(lag)
        found = [delta for delta in needed if delta is not None]
        return max(found) if len(found) == len(needed) else None

    def at_least_by_city(self, lag: int) -> list[Fraction | None]:
        """By city; ``None``: no patience makes it keep the truce, whatever the punishment."""
        return [
            patience(gain, self.reward[i] - self._secure(i), lag) if gain > 0 else ZERO
            for i, gain in enumerate(self.gains)
        ]

    def worth_at_most(self) -> list[Any]:
        """R less what each city secures by itself: what no punishment takes more than."""
        return [reward - self._secure(i) for i, reward in enumerate(self.reward)]

    def _secure(self, i: int) -> Any:
        """A payoff that i has whatever the others do: bidding nothing, or its reply to the caps."""
        game, choice = self.rule.game, self.choice
        worst = min(
            [
                *([] if game.outside_option is None else [ZERO]),
                *(
                    theta * b if j != i else b
                    for j, (theta, b) in enumerate(zip(game.spillovers[i], game.value, strict=True))
                ),
            ]
        )
        # If the others' bids have no limit, i may get no firms: spillovers are all that it secures.
        secure = choice.mass * ball(worst)
        # A city to which firms are worth nothing, here or elsewhere, never bids to punish.
        idle = [not b and not any(row) for b, row in zip(game.value, game.spillovers, strict=True)]
        caps = [ZERO if idle[j] else cap for j, cap in enumerate(game.caps)]
        others = [cap for j, cap in enumerate(caps) if j != i]
        if None not in others and not any(game.spillovers[i]) and game.value[i] >= 0:
            top = choice.at([ZERO if cap is None else cap for cap in caps])
            secure = greatest([secure, top.payoff(i, top.reply(i))])
        elif not any(game.spillovers[i]) and game.value[i] >= 0:
            secure = greatest([secure, ball(0)])
        return secure


def greatest(numbers: Sequence[Any]) -> Any:
    """The maximum of balls."""
    from flint import arb

    most = numbers[0]
    for one in numbers[1:]:
        most = arb.max(most, one)
    return most
