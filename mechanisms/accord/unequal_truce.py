"""Truces with bids of each city's own: what each gains by one, and must be paid to keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import truth, whole
from games.errors import InvalidInput, of_kind
from games.repeated import discount_factors
from games.subsidy import SubsidyCompetition
from mechanisms.accord.truce_terms import temptation
from solvers.competition.logit_choice import Choice, Outcome, ball

__all__ = ["KeptTruce", "UnequalTruce"]


@dataclass(frozen=True, slots=True)
class UnequalTruce:
    """Truces with bids of each city's own: what each gains by one, and must be paid to keep it.

    With R_i, P_i and T_i what city i gets in the truce, in the race and by its best breach, m_i
    what the others pay it, and x = delta_i^L, it keeps the truce iff

        m_i  >=  ((1 - x) (T_i - R_i) - x (R_i - P_i)) / x,
        m_i  >=  min(0, (1 - delta_i) T_i + delta_i P_i - R_i),

    the second since a city that is to pay may rather stop, which is noticed at once.

    The question: the race, each city's patience, how late a breach is noticed, and payments.

    ``discount``: by city, in their order, or one for all, from 0 and below 1. ``lag``: L.
    ``payments``: whether cities may pay each other for the truce.
    Errors: ``InvalidInput``; also for a game with budgets.

    >>> from games import SubsidyCompetition
    >>> from solvers.competition.logit_choice import logit_choice
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> rule = UnequalTruce(park, discount=0.5)
    >>> with logit_choice(park) as choice:  # nobody bids: 1/2 each, in the race 1/4
    ...     truce = KeptTruce(choice, rule, {"Quzhou": Fraction(1, 2), "Lishui": Fraction(1, 2)})
    ...     [round(float(gain), 6) for gain in truce.gains(choice.at([0, 0]))]
    [0.25, 0.25]

    Source: Friedman (1971); on payments between members of a cartel, Harrington and Skrzypacz
    (2007).
    """

    game: SubsidyCompetition
    discount: Any
    lag: int = 1
    payments: bool = False

    def __post_init__(self) -> None:
        of_kind(self.game, SubsidyCompetition, place="game of an unequal truce")
        found = discount_factors(self.discount, self.game.cities)
        object.__setattr__(self, "discount", found)
        object.__setattr__(self, "lag", whole(self.lag, "lag of the truce", 1, 10**6))
        truth(self.payments, "payments")
        if any(budget is not None for budget in self.game.budgets):
            raise InvalidInput("budgets of a race that a truce ends", "given", "caps on bids")


class KeptTruce:
    """What each city gains by a truce, and whether it keeps it; in balls."""

    def __init__(self, choice: Choice, rule: UnequalTruce, race: Mapping[str, Fraction]) -> None:
        self.choice, self.rule = choice, rule
        self.bids = [race[city] for city in rule.game.cities]
        self.race = choice.at(self.bids)
        self.punishment = self.race.payoffs()
        self.discount = [ball(delta) for delta in rule.discount.values()]
        self.future = [ball(delta**rule.lag) for delta in rule.discount.values()]

    def gains(self, outcome: Outcome) -> list[Any]:
        """R - P."""
        return [R - P for R, P in zip(outcome.payoffs(), self.punishment, strict=True)]

    def needs(self, outcome: Outcome, i: int, gain: Any) -> Any:
        """The least payment at which i keeps the truce, negative where it can pay."""
        from flint import arb

        tempted, x, delta = temptation(outcome, i), self.future[i], self.discount[i]
        if not self.rule.payments:
            return tempted * (1 - x) - x * gain
        if x == 0:  # no payment keeps who thinks of today alone, if a breach pays
            return ball(0) if tempted == 0 else self.choice.mass * ball(10**6) * self.choice.mu
        secret = (tempted * (1 - x) - x * gain) / x
        stops = arb.min(ball(0), (1 - delta) * tempted - delta * gain)
        return arb.max(secret, stops)

    def fairness(self, bids: Sequence[Fraction]) -> Any:
        """The smallest gain; ``None`` where it is not proven that all keep the truce."""
        if any(not 0 <= bid <= top for bid, top in zip(bids, self.bids, strict=True)):
            return None
        limits, levels = self.numbers(self.choice.at(bids))
        return least(levels) if all(limit >= 0 for limit in limits) else None

    def numbers(self, outcome: Outcome) -> tuple[list[Any], list[Any]]:
        """What must not be negative for all to keep the truce; of what the smallest gain is least.

        With payments all can have the level at which sum_i max(needs_i, level - gain_i) = 0, the
        least over groups K of (gains of K - needs of the others)/|K|; the groups to look at are
        those of the first m by needs + gain.
        """
        gains = self.gains(outcome)
        needs = [self.needs(outcome, i, gain) for i, gain in enumerate(gains)]
        if not self.rule.payments:
            return [ball(0) - need for need in needs], gains
        order = sorted(range(len(gains)), key=lambda i: float((needs[i] + gains[i]).mid()))
        spare = ball(0) - sum(needs, ball(0))
        left, levels = spare, []
        for m, i in enumerate(order, start=1):
            left = left + needs[i] + gains[i]
            levels.append(left / m)
        return [spare], levels

    def payments(self, outcome: Outcome) -> list[Any]:
        """What each city is paid; adds up to 0."""
        from flint import arb

        if not self.rule.payments:
            return [ball(0)] * self.choice.n
        level = least(self.numbers(outcome)[1])
        return [
            arb.max(self.needs(outcome, i, gain), level - gain)
            for i, gain in enumerate(self.gains(outcome))
        ]

    def critical(self, outcome: Outcome, i: int, paid: Any) -> Any:
        """The discount factor from which on i keeps the truce."""
        from flint import arb

        tempted, gain = temptation(outcome, i), self.gains(outcome)[i]
        worth = gain + paid
        secret = (tempted / (tempted + worth)).root(self.rule.lag) if tempted > 0 else ball(0)
        if not paid < 0:
            return secret
        return arb.max(secret, (tempted - paid) / (tempted + gain))


def least(numbers: Sequence[Any]) -> Any:
    """The minimum of balls."""
    from flint import arb

    least = numbers[0]
    for one in numbers[1:]:
        least = arb.min(least, one)
    return least
