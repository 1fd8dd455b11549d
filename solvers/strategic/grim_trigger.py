"""Grim trigger: keep to the agreement until somebody breaks it;
then play an equilibrium for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.approximately import factor_from
from games.errors import Undefined, of_kind
from games.repeated import RepeatedGame, TacitAgreement
from games.strategic import StrategicGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = [
    "GrimTrigger",
    "GrimTriggerCertificate",
    "breach_gains",
    "grim_trigger",
    "least_weight",
    "per_period",
    "reply_payoffs",
]

CONCEPT = "grim trigger"
ZERO, ONE = Fraction(0), Fraction(1)
_DECIMALS = 18


@dataclass(frozen=True, slots=True, repr=False)
class GrimTrigger(Answer):
    """Which discount factors keep an agreement, if a breach ends it for ever.

    ``agreement``: the question. ``reward`` R and ``punishment`` P of each city; ``temptation``: the
    most that a breach gains in a round, T - R. ``after``: what is played after a breach by each
    city, a profile or (if the agreement names it) strategies.
    ``critical``: each city's delta*; 0 where no breach pays, ``None`` where no discount factor
    keeps the city to it. ``critical_discount``: the largest; ``None`` if a city has none.
    ``unwilling``: those cities. ``holds``: whether it holds at the game's discount factors;
    ``None`` where there are none. A delta* that is irrational is rounded up, by less than 10^-18.

    See ``grim_trigger`` for the concept, an example and its source.
    """

    agreement: TacitAgreement
    reward: Mapping[str, Fraction]
    temptation: Mapping[str, Fraction]
    punishment: Mapping[str, Fraction]
    after: Mapping[str, Any]
    critical: Mapping[str, Fraction | None]
    critical_discount: Fraction | None
    unwilling: tuple[str, ...]
    holds: bool | None
    status: str
    method: str
    proof: Proof
    certificate: GrimTriggerCertificate

    @property
    def binding(self) -> tuple[str, ...]:
        """The cities whose patience decides."""
        return self.unwilling or tuple(
            city for city, delta in self.critical.items() if delta == self.critical_discount
        )


def grim_trigger(game: RepeatedGame, target: Any, *, reversion: Any = None) -> GrimTrigger:
    """Grim trigger: keep to the agreement until somebody breaks it;
    then play an equilibrium for ever.

    City i gets R_i while all keep to it, at most T_i in a round in which it breaks it, and P_i in
    the equilibrium afterwards. It keeps to it iff its discount factor is at least

        delta_i* = ((T_i - R_i) / (T_i - P_i))^(1/L),

    never if T_i > R_i but not R_i > P_i, and always if T_i = R_i: breaches by a city that can gain
    nothing by one are let pass, so that it does not break the agreement to get a P_i above R_i. If
    the agreement is a lottery, that must hold at each profile that may be drawn: T_i - R_i is then
    what a breach of that profile gains.

    The critical discount factors under grim trigger; for the target see ``TacitAgreement``.

    Errors: ``Undefined`` where the stage game has no pure equilibrium and no ``reversion`` is
    given, or one from which a city gains by deviating; the witness is then that city.

    >>> dilemma = StrategicGame.from_payoffs(["A", "B"], [[9, 1], [10, 3]], [[9, 10], [1, 3]])
    >>> found = grim_trigger(RepeatedGame(dilemma, discount=0.1), ["1", "1"])
    >>> found.critical_discount, found.holds
    (Fraction(1, 7), False)

    Source: Friedman (1971), A non-cooperative equilibrium for supergames, Review of Economic
    Studies 38, 1-12; for detection lags, Tirole (1988), chapter 6.
    """
    of_kind(game, RepeatedGame, place="subject of grim_trigger")
    agreement = TacitAgreement(game, target, reversion)
    after = _punishment(agreement)[0]
    gains = breach_gains(agreement)
    patience = {
        city: least_weight(gains[city], agreement.reward[city] - after[city])
        for city in game.stage.players
    }
    return GrimTriggerCertificate(patience).answer(agreement)


def least_weight(gain: Fraction, worth: Fraction) -> Fraction | None:
    """The ratio gain / (gain + worth): the least weight on the future that outweighs the gain."""
    if not gain:
        return ZERO
    return gain / (gain + worth) if worth > 0 else None


# Payoffs of the stage game by profile, in each city's own unit.


def reply_payoffs(stage: StrategicGame) -> list[npt.NDArray[Any]]:
    """What each city's best reply brings, at each profile of the others."""
    return [
        np.broadcast_to(table.max(axis=i, keepdims=True), table.shape)
        for i, table in enumerate(stage.tables)
    ]


def breach_gains(agreement: TacitAgreement) -> dict[str, Fraction]:
    """The most that each city gains, in a round, by a breach of a profile that may be drawn."""
    stage = agreement.game.stage
    best = reply_payoffs(stage)
    drawn = [stage.profile(profile) for profile in agreement.target]
    return {
        city: max((int(best[i][at]) - int(table[at])) * unit for at in drawn)
        for i, (city, table, unit) in enumerate(
            zip(stage.players, stage.tables, stage.units, strict=True)
        )
    }


def _punishment(agreement: TacitAgreement) -> tuple[dict[str, Fraction], dict[str, Any]]:
    """What each city gets after its breach, and what is played then."""
    stage = agreement.game.stage
    if agreement.reversion is not None:
        expected = stage.expected(agreement.reversion)
        for city, payoffs in stage.action_payoffs(agreement.reversion).items():
            if max(payoffs.values()) > expected[city]:
                raise Undefined(CONCEPT, f"in the reversion {city} gains by deviating", city)
        return expected, dict.fromkeys(stage.players, agreement.reversion)
    equilibria = np.logical_and.reduce(
        [
            (t == best).astype(bool)
            for t, best in zip(stage.tables, reply_payoffs(stage), strict=True)
        ]
    )
    places = [tuple(map(int, at)) for at in np.argwhere(equilibria)]
    if not places:
        raise Undefined(
            CONCEPT,
            "the stage game has no pure equilibrium to return to; give one in mixed strategies as "
            "reversion, or see penal_code()",
        )
    payoffs, played = {}, {}
    for i, city in enumerate(stage.players):
        worst = min(places, key=lambda at: int(stage.tables[i][at]))
        payoffs[city] = int(stage.tables[i][worst]) * stage.units[i]
        played[city] = tuple(a[k] for a, k in zip(stage.actions, worst, strict=True))
    return payoffs, played


def per_period(patience: Fraction, lag: int) -> Fraction:
    """The discount factor of one period whose power ``lag`` is this; irrational ones rounded up.

    >>> per_period(Fraction(4, 9), 2), float(per_period(Fraction(1, 2), 2))
    (Fraction(2, 3), 0.707106...)
    """
    exact_root = Fraction(_root(patience.numerator, lag), _root(patience.denominator, lag))
    if exact_root**lag == patience:
        return exact_root
    scale = 10**_DECIMALS
    return Fraction(_root(patience.numerator * scale**lag // patience.denominator, lag) + 1, scale)


def _root(number: int, degree: int) -> int:
    """The greatest whole number whose power is at most this one, by Newton's method from above."""
    if degree == 1 or number < 2:
        return number
    found = 1 << -(-number.bit_length() // degree)
    while True:
        step = ((degree - 1) * found + number // found ** (degree - 1)) // degree
        if step >= found:
            return found
        found = step


@dataclass(frozen=True, slots=True)
class GrimTriggerCertificate(Certificate, kind="grim trigger"):
    """The weight delta^L on the future at which each city is indifferent; ``None``: there is none.

    It is checked by what keeping to the agreement and breaking it are worth at that weight.
    """

    patience: Mapping[str, Fraction | None]

    def violations(self, subject: TacitAgreement) -> Iterator[str]:
        players = subject.game.stage.players
        if tuple(self.patience) != players:
            yield "The weights do not fit the cities."
        after, gains, reward = _punishment(subject)[0], breach_gains(subject), subject.reward
        for city in players:
            weight = self.patience[city]
            if weight is None:
                if gains[city] == 0 or reward[city] > after[city]:
                    yield f"Some patience keeps {city} to the agreement."
            elif not 0 <= weight < 1 or (weight == 0) != (gains[city] == 0):
                yield f"{city}'s weight on the future is not one."
            else:
                broken = (1 - weight) * (reward[city] + gains[city]) + weight * after[city]
                # What follows a breach counts only if there is something to gain by one.
                if weight and broken != reward[city]:
                    yield f"At its weight {city} is not indifferent."

    def answer(self, subject: TacitAgreement) -> GrimTrigger:
        game = subject.game
        after, played = _punishment(subject)
        critical = {
            city: None if weight is None else per_period(weight, game.lag)
            for city, weight in self.patience.items()
        }
        unwilling = tuple(city for city, delta in critical.items() if delta is None)
        most = None if unwilling else max(d for d in critical.values() if d is not None)
        holds = None
        if game.discount is not None:
            holds = not unwilling and all(
                weight is not None and game.discount[city] ** game.lag >= weight
                for city, weight in self.patience.items()
            )
        rational = all(
            weight is None or critical[city] ** game.lag == weight  # type: ignore[operator]
            for city, weight in self.patience.items()
        )
        return GrimTrigger(
            agreement=subject,
            reward=subject.reward,
            temptation=breach_gains(subject),
            punishment=after,
            after=played,
            critical=critical,
            critical_discount=most,
            unwilling=unwilling,
            holds=holds,
            status=_status(unwilling, most),
            method="best breach against the equilibrium that follows it",
            proof=EXACT if rational else Proof("enclosed", Fraction(1, 10**_DECIMALS)),
            certificate=self,
        )


def _status(unwilling: tuple[str, ...], most: Fraction | None) -> str:
    if most is None:
        return f"{', '.join(unwilling)} would break it however patient; see penal_code() or target."
    if most == 0:
        return "The agreement keeps itself: no city gains by a breach even once."
    least = factor_from(most)
    return f"The agreement keeps itself if all discount factors are at least {least}."
