"""The subsidy truce: a common level of subsidies that repetition keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import whole
from games.contest import Contest
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.subsidy import SubsidyCompetition
from mechanisms.accord.contest_truce import ContestTruce, ContestTruceCertificate
from mechanisms.accord.truce_terms import (
    TruceTerms,
    TruceTermsCertificate,
    breach_gain,
    patience,
    truce_status,
)
from solvers.answer import Proof
from solvers.competition.logit_choice import (
    logit_choice,
    money_decimals,
    shown,
    shown_by_city,
)
from solvers.competition.subsidy_equilibrium import (
    SubsidyEquilibriumCertificate,
    equilibria_of,
    subsidy_equilibrium,
)

__all__ = [
    "SubsidyTruce",
    "TruceCertificate",
    "critical_discount",
    "truce",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class SubsidyTruce:
    """The rule: pay ``level`` per firm (or one's cap, if lower), no more and no less, or race.

    ``lag`` L >= 1: how many periods a breach pays before it is noticed. In a period payments are
    made first, then breaches are seen.
    ``bids``: what each city pays, if not all the level (which then plays no part).
    Errors: ``InvalidInput`` for a negative level or a lag that is not a whole number from 1.

    See ``truce`` for the concept and its source.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> late = SubsidyTruce(park, lag=2)         # a breach pays for two periods
    >>> round(float(critical_discount(late).critical_discount), 3)
    0.415
    """

    game: SubsidyCompetition
    level: Fraction = ZERO
    lag: int = 1
    bids: Any = None

    def __post_init__(self) -> None:
        of_kind(self.game, SubsidyCompetition, place="game of a subsidy truce")
        object.__setattr__(self, "level", exact(self.level, "level of the truce"))
        if self.level < 0:
            raise InvalidInput("level of the truce", self.level, "0 or more")
        object.__setattr__(self, "lag", whole(self.lag, "lag of the truce", 1, 10**6))
        if self.bids is not None:
            object.__setattr__(self, "bids", self.game.profile(self.bids))

    @property
    def profile(self) -> list[Fraction]:
        """What each city pays as long as the truce holds."""
        if self.bids is not None:
            return list(self.bids)
        return [self.level if cap is None else min(self.level, cap) for cap in self.game.caps]


@dataclass(frozen=True, slots=True)
class TruceCertificate(TruceTermsCertificate, kind="subsidy truce"):
    """The race that a breach leads to; its subject is the rule, a ``SubsidyTruce``."""

    race: SubsidyEquilibriumCertificate

    def violations(self, rule: SubsidyTruce) -> Iterator[str]:
        yield from self.race.violations(rule.game)

    def answer(self, rule: SubsidyTruce) -> TruceTerms:
        game, money = rule.game, money_decimals(rule.game)
        race, *others = self.race.equilibria
        with logit_choice(game) as choice:
            held = choice.at(rule.profile)
            fought = choice.at([race[city] for city in game.cities])
            R, P = held.payoffs(), fought.payoffs()
            # T: the payoff of the best reply to the truce, which may be the truce itself.
            gains = [breach_gain(held, i) for i in range(choice.n)]
            T = [reward + gain for reward, gain in zip(R, gains, strict=True)]
            critical = {
                city: patience(gains[i], R[i] - P[i], rule.lag)
                for i, city in enumerate(game.cities)
            }
            bystanders = tuple(
                city
                for i, city in enumerate(game.cities)
                if not race[city] and not held.given[i] and not gains[i] > 0
            )
            firms = shown(held.firms_gain(fought), money)
            reward, temptation, punishment = (shown_by_city(game, x, money) for x in (R, T, P))
        unwilling = tuple(city for city, delta in critical.items() if delta is None)
        most = None if unwilling else max(delta for delta in critical.values() if delta is not None)
        return TruceTerms(
            reward=reward,
            temptation=temptation,
            punishment=punishment,
            critical=critical,
            critical_discount=most,
            unwilling=unwilling,
            bystanders=bystanders,
            firms=firms,
            status=truce_status(unwilling, most, races=1 + len(others), remedy="try another level"),
            method="grim trigger, best breach by Lambert W, balls",
            proof=Proof("enclosed", Fraction(10) ** -money),
            certificate=self,
        )


def critical_discount(rule: SubsidyTruce | ContestTruce) -> TruceTerms:
    """The discount factors at which a truce keeps itself; its certificate's subject is the rule.

    Errors: ``InvalidInput`` for what is neither a ``SubsidyTruce`` nor a ``ContestTruce``.

    See ``truce`` for the concept and its source.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> terms = critical_discount(SubsidyTruce(park, level=Fraction(1, 10)))
    >>> round(float(terms.critical_discount), 3)
    0.147
    """
    of_kind(rule, SubsidyTruce, ContestTruce, place="subject of critical_discount")
    if isinstance(rule, ContestTruce):
        return ContestTruceCertificate(subsidy_equilibrium(rule.game).certificate).answer(rule)
    return TruceCertificate(equilibria_of(rule.game)).answer(rule)


def truce(
    game: SubsidyCompetition | Contest, level: Fraction | int = 0, lag: int = 1
) -> TruceTerms:
    """The subsidy truce: a common level of subsidies that repetition keeps.

    In a *truce* every city pays a level (0: no subsidies), and a breach, noticed after L periods,
    means the race for ever. City i gets R_i in the truce, P_i in the race, and at most T_i in each
    period of its best breach. It keeps the truce iff its discount factor is at least

        delta_i* = ((T_i - R_i) / (T_i - P_i))^(1/L),

    and never if it likes the race as much as the truce. The truce holds at the largest of them.
    Instead of a level the truce may name what each city pays, such as its bid in the race under a
    common cap.

    The terms of a truce at a common level of subsidies: ``critical_discount`` of that rule.

    In a ``Contest`` the truce is not to bid; another level is ``InvalidInput``.

    Errors: ``InvalidInput`` for what is neither a ``SubsidyCompetition`` nor a ``Contest``, a level
    below 0 (in a contest: other than 0) and a lag of less than a period, and those of
    ``subsidy_equilibrium``.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> terms = truce(park)
    >>> float(terms.critical_discount)
    0.172144...

    Source: Friedman (1971), A non-cooperative equilibrium for supergames; for detection lags,
    Tirole (1988), The Theory of Industrial Organization, chapter 6.
    """
    of_kind(game, SubsidyCompetition, Contest, place="subject of truce")
    level = exact(level, "level of the truce")
    if isinstance(game, Contest):
        if level != 0:
            raise InvalidInput("level of the truce", level, "0 in a contest: not to bid")
        return critical_discount(ContestTruce(game, lag))
    return critical_discount(SubsidyTruce(game, level, lag))
