"""Subsidy accords: a truce that repetition keeps, and a common cap on subsidies.

In a *truce* every city pays at most a level (0: no subsidies), and a breach, noticed after L
periods, means the race for ever. City i gets R_i in the truce, P_i in the race, and at most T_i in
each period of its best breach. It keeps the truce iff its discount factor is at least

    delta_i* = ((T_i - R_i) / (T_i - P_i))^(1/L),

and never if it likes the race as much as the truce. The truce holds at the largest of them.

>>> from games import SubsidyCompetition
>>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
>>> terms = truce(park)
>>> float(terms.critical_discount)
0.172144...

A *cap accord* forbids to pay more than a common cap per firm, and is enforced. A cap need not be 0
to be best: where firms can go elsewhere, some subsidy pays even jointly.

Source: Friedman (1971), A non-cooperative equilibrium for supergames; for detection lags, Tirole
(1988), The Theory of Industrial Organization, chapter 6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from games.contest import Contest
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.subsidy import SubsidyCompetition
from mechanisms.accord.contest_truce import ContestTruce, ContestTruceCertificate
from mechanisms.accord.truce_terms import TruceTerms, patience, truce_status
from solvers.answer import Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import ball, logit_choice, money_decimals, shown
from solvers.competition.subsidy_equilibrium import (
    SubsidyEquilibrium,
    SubsidyEquilibriumCertificate,
    subsidy_equilibrium,
)

__all__ = [
    "CapAccord",
    "CapAccordCertificate",
    "SubsidyTruce",
    "TruceCertificate",
    "cap_accord",
    "critical_discount",
    "truce",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class SubsidyTruce:
    """The rule: pay ``level`` per firm (or one's cap, if lower), or race for ever.

    ``lag`` L >= 1: how many periods a breach pays before it is noticed.
    Errors: ``InvalidInput`` for a negative level or a lag that is not a whole number from 1.
    """

    game: SubsidyCompetition
    level: Fraction = ZERO
    lag: int = 1

    def __post_init__(self) -> None:
        of_kind(self.game, SubsidyCompetition, place="game of a subsidy truce")
        object.__setattr__(self, "level", exact(self.level, "level of the truce"))
        if self.level < 0:
            raise InvalidInput("level of the truce", str(self.level), "0 or more")
        if type(self.lag) is not int or self.lag < 1:
            raise InvalidInput("lag of the truce", self.lag, "a whole number from 1")

    @property
    def profile(self) -> list[Fraction]:
        """What each city pays as long as the truce holds."""
        return [self.level if cap is None else min(self.level, cap) for cap in self.game.caps]


@dataclass(frozen=True, slots=True)
class TruceCertificate(Certificate, kind="subsidy truce"):
    """The race that a breach leads to; its subject is the rule, a ``SubsidyTruce``."""

    race: SubsidyEquilibriumCertificate

    def faults(self, rule: SubsidyTruce) -> Iterator[str]:
        yield from self.race.faults(rule.game)

    def answer(self, rule: SubsidyTruce) -> TruceTerms:
        game, money = rule.game, money_decimals(rule.game)
        race = self.race.answer(game)
        with logit_choice(game) as choice:
            held = choice.at(rule.profile)
            fought = choice.at([race.subsidies[city] for city in game.cities])
            R, P = held.payoffs(), fought.payoffs()
            # A breach pays what replies to the truce; if that is the truce itself, nothing more.
            T = [held.payoff(i, held.reply(i)) for i in range(choice.n)]
            critical = {
                city: patience(T[i] - R[i], R[i] - P[i], rule.lag)
                for i, city in enumerate(game.cities)
            }

            def by_city(numbers: list[Any]) -> dict[str, Fraction]:
                return {
                    city: shown(number, money)
                    for city, number in zip(game.cities, numbers, strict=True)
                }

            reward, temptation, punishment = (by_city(numbers) for numbers in (R, T, P))
        unwilling = tuple(city for city, delta in critical.items() if delta is None)
        most = None if unwilling else max(delta for delta in critical.values() if delta is not None)
        return TruceTerms(
            reward=reward,
            temptation=temptation,
            punishment=punishment,
            critical=critical,
            critical_discount=most,
            unwilling=unwilling,
            status=truce_status(unwilling, most),
            method="grim trigger, best breach by Lambert W, balls",
            proof=Proof("enclosed", Fraction(10) ** -money),
            certificate=self,
        )


def critical_discount(rule: SubsidyTruce | ContestTruce) -> TruceTerms:
    """The discount factors at which a truce keeps itself; its certificate's subject is the rule."""
    of_kind(rule, SubsidyTruce, ContestTruce, place="subject of critical_discount")
    if isinstance(rule, ContestTruce):
        return ContestTruceCertificate(subsidy_equilibrium(rule.game).certificate).answer(rule)
    return TruceCertificate(subsidy_equilibrium(rule.game).certificate).answer(rule)


def truce(
    game: SubsidyCompetition | Contest, level: Fraction | int = 0, lag: int = 1
) -> TruceTerms:
    """The terms of a truce at a common level of subsidies: ``critical_discount`` of that rule.

    In a ``Contest`` the truce is not to bid; another level is ``InvalidInput``.
    """
    of_kind(game, SubsidyCompetition, Contest, place="subject of truce")
    if isinstance(game, Contest):
        if level != 0:
            raise InvalidInput("level of the truce", str(level), "0 in a contest: not to bid")
        return critical_discount(ContestTruce(game, lag))
    return critical_discount(SubsidyTruce(game, exact(level, "level of the truce"), lag))


@dataclass(frozen=True, slots=True)
class CapAccord:
    """A common cap on subsidies per firm, and what it changes.

    ``cap``: ``None`` where no cap that was tried raises the cities' total.
    ``equilibrium``: of the race under the cap. ``change``: what each city gains by the accord.
    ``gain``: the sum. ``losers``: cities that need a side payment to sign.
    The gain is enclosed; that no other cap gives more is the word of a search, not proven.
    """

    cap: Fraction | None
    equilibrium: SubsidyEquilibrium
    change: Mapping[str, Fraction]
    gain: Fraction
    losers: tuple[str, ...]
    status: str
    method: str
    proof: Proof
    certificate: CapAccordCertificate


@dataclass(frozen=True, slots=True)
class CapAccordCertificate(Certificate, kind="cap accord"):
    """The cap, the equilibrium under it (``None`` without a cap) and the one without."""

    cap: Fraction | None
    race: SubsidyEquilibriumCertificate
    capped: SubsidyEquilibriumCertificate | None

    def faults(self, game: SubsidyCompetition) -> Iterator[str]:
        yield from self.race.faults(game)
        if self.cap is None or self.capped is None:
            if self.cap is not None or self.capped is not None:
                yield "A cap and the equilibrium under it belong together."
            return
        if not 0 <= self.cap < max(self.race.equilibria[0].values()):
            yield "The cap binds nobody."
        yield from self.capped.faults(_under(game, self.cap))
        if not self._change(game)[1] > 0:
            yield "The cap does not raise the cities' total."

    def answer(self, game: SubsidyCompetition) -> CapAccord:
        money = money_decimals(game)
        change, gain = self._change(game)
        by_city = {city: shown(one, money) for city, one in zip(game.cities, change, strict=True)}
        losers = tuple(city for city, one in zip(game.cities, change, strict=True) if one < 0)
        capped = self.race.answer(game)
        status = "No common cap that was tried raises the cities' total."
        if self.cap is not None and self.capped is not None:
            capped = self.capped.answer(_under(game, self.cap))
            status = f"The best cap found is {float(self.cap):.6g} per firm" + (
                f"; {', '.join(losers)} would lose by it and must be compensated."
                if losers
                else "; no city loses by it."
            )
        return CapAccord(
            cap=self.cap,
            equilibrium=capped,
            change=by_city,
            gain=shown(gain, money),
            losers=losers,
            status=status,
            method="search over round caps; equilibria enclosed by balls",
            proof=Proof("enclosed", Fraction(10) ** -money),
            certificate=self,
        )

    def _change(self, game: SubsidyCompetition) -> tuple[list[Any], Any]:
        with logit_choice(game) as choice:
            profiles = [
                [each.equilibria[0][city] for city in game.cities]
                for each in (self.race, self.capped or self.race)
            ]
            before, after = (choice.at(profile).payoffs() for profile in profiles)
            change = [new - old for old, new in zip(before, after, strict=True)]
            return change, sum(change, ball(0))


def cap_accord(game: SubsidyCompetition) -> CapAccord:
    """The common cap on subsidies per firm that maximises the cities' total, by search.

    Caps are tried in steps of a thousandth of the highest equilibrium subsidy's magnitude, since
    accords are signed in round numbers: coarsely first, then closer around the best.
    """
    of_kind(game, SubsidyCompetition, place="subject of cap_accord")
    race = subsidy_equilibrium(game)
    highest = max(race.subsidies.values())
    if highest == 0:
        return CapAccordCertificate(None, race.certificate, None).answer(game)
    step = Fraction(1, 1000)
    while step * 1000 > highest:
        step /= 10
    while step * 10000 <= highest:
        step *= 10
    most = -(-highest // step) - 1  # the last round cap that binds
    tried: dict[int, SubsidyEquilibrium] = {}

    def total(k: int) -> Fraction:
        if k not in tried:
            tried[k] = subsidy_equilibrium(_under(game, k * step))
        return tried[k].total()

    width = max(1, most // 10)
    best = max(range(0, most + 1, width), key=total)
    while width > 1:
        width = -(-width // 3)
        best = max((k for k in (best - width, best, best + width) if 0 <= k <= most), key=total)
    certificate = CapAccordCertificate(best * step, race.certificate, tried[best].certificate)
    if not certificate.verify(game):  # no gain
        certificate = CapAccordCertificate(None, race.certificate, None)
    return certificate.answer(game)


def _under(game: SubsidyCompetition, cap: Fraction) -> SubsidyCompetition:
    return replace(game, caps=tuple(cap if own is None else min(own, cap) for own in game.caps))
