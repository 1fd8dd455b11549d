"""The terms of a truce that repetition keeps: how patient each city must be."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import listed
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import (
    SHARE_DECIMALS,
    Outcome,
    ball,
    money_decimals,
    shown,
)

__all__ = [
    "TruceTerms",
    "TruceTermsCertificate",
    "breach_gain",
    "least_patience",
    "patience",
    "temptation",
    "truce_status",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class TruceTerms(Answer):
    """The terms of a truce that repetition keeps: how patient each city must be.

    City i gets R_i a period in the truce, P_i in the race that follows a breach for ever, and at
    most T_i in each of the L periods that its best breach goes unnoticed. It keeps the truce iff
    its discount factor is at least

        delta_i* = ((T_i - R_i) / (T_i - P_i))^(1/L),

    and never if it likes the race as much as the truce.

    Which discount factors keep a truce.

    ``reward`` R, ``temptation`` T and ``punishment`` P of each city, per period.
    ``critical``: each city's delta*; 0 where no breach pays, ``None`` where the city does not
    prefer the truce to the race, so that no discount factor keeps it in.
    ``critical_discount``: the truce's, the largest; ``None`` if a city has none.
    ``unwilling``: the cities that have none.
    ``bystanders``: cities that bid nothing in the race, in the truce, and in reply to the truce:
    they are no party to it. ``firms``: what firms gain by the truce, against the race.
    A breach leads to the equilibrium that ``subsidy_equilibrium`` shows; where several were found
    the status says so.
    Discount factors are within 10^-15 of the true ones, payoffs within ``proof.radius``.

    >>> [str(patience(ball(1), ball(worth), lag)) for worth, lag in [(3, 1), (3, 2), (0, 1)]]
    ['1/4', '1/2', 'None']

    Source: Friedman (1971), A non-cooperative equilibrium for supergames; for detection lags,
    Tirole (1988), The Theory of Industrial Organization, chapter 6.
    """

    reward: Mapping[str, Fraction]
    temptation: Mapping[str, Fraction]
    punishment: Mapping[str, Fraction]
    critical: Mapping[str, Fraction | None]
    critical_discount: Fraction | None
    unwilling: tuple[str, ...]
    bystanders: tuple[str, ...]
    firms: Fraction
    status: str
    method: str
    proof: Proof
    certificate: TruceTermsCertificate

    @property
    def binding(self) -> tuple[str, ...]:
        """The cities whose patience decides."""
        return self.unwilling or tuple(
            city for city, delta in self.critical.items() if delta == self.critical_discount
        )


class TruceTermsCertificate(Certificate):
    """What proves the terms of a truce, in whatever race."""

    @abstractmethod
    def answer(self, rule: Any) -> TruceTerms: ...


def temptation(outcome: Outcome, i: int) -> Any:
    """T_i less i's payoff: what its best reply gains, in a ball; exactly 0 where it replies."""
    if outcome.held_at_an_end(i):
        return ball(0)
    return outcome.payoff(i, outcome.reply(i)) - outcome.payoff(i)


def breach_gain(outcome: Outcome, i: int) -> Any:
    """What i gains by its best breach in a period, in a ball; exactly 0 where that is rounding."""
    gain = temptation(outcome, i)
    least = Fraction(10) ** -money_decimals(outcome.choice.game)
    return ball(0) if gain <= ball(least) else gain


def patience(gain: Any, worth: Any, lag: int) -> Fraction | None:
    """(gain / (gain + worth))^(1/lag), for balls gain = T - R and worth = R - P.

    0 where no gain is proven, ``None`` where it is not proven that the truce is worth anything.
    """
    if not gain > 0:
        return ZERO
    if not worth > 0:
        return None
    return shown((gain / (gain + worth)).root(lag), SHARE_DECIMALS)


def truce_status(
    unwilling: tuple[str, ...], most: Fraction | None, *, races: int, remedy: str
) -> str:
    """The verdict in words; ``races``: how many equilibria of the race were found."""
    several = (
        f" A breach leads to the first of {races} equilibria found; a worse one would ask for less."
        if races > 1
        else ""
    )
    if most is None:
        return f"{listed(unwilling)} would not give up the race for it; {remedy}.{several}"
    if most == 0:
        return "The truce keeps itself: no city gains by a breach even once."
    return (
        f"The truce keeps itself if every city's discount factor is at least "
        f"{least_patience(most)}.{several}"
    )


def least_patience(delta: Fraction, form: str = ".3g") -> str:
    """A critical discount factor for people to read, with digits enough not to be shown as 1.

    >>> least_patience(Fraction(2, 3)), least_patience(Fraction(99996, 100000))
    ('0.667', '0.99996')
    """
    forms = (form, *(f".{digits}g" for digits in range(4, SHARE_DECIMALS + 1)))
    factors = (approximately(delta, one) for one in forms)
    return next((one for one in factors if float(one) < 1), "1")
