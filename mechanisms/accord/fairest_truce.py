"""The fairest truce among unequal cities: bids of each its own, that repetition keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.approximately import approximately
from games.subsidy import SubsidyCompetition
from mechanisms.accord.unequal_truce import KeptTruce, UnequalTruce
from solvers.answer import UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.joint_optimum import JointOptimumCertificate, joint_optimum
from solvers.competition.logit_choice import (
    SHARE_DECIMALS,
    ball,
    logit_choice,
    money_decimals,
    shown,
    shown_by_city,
)
from solvers.competition.subsidy_equilibrium import (
    SubsidyEquilibriumCertificate,
    subsidy_equilibrium,
)
from solvers.maximin_search import climb, maximin, stuck

__all__ = ["FairestTruce", "FairestTruceCertificate", "fairest_truce"]

Floats = npt.NDArray[np.float64]

ZERO = Fraction(0)
CUTS = (Fraction(1, 20), Fraction(3, 10), Fraction(7, 10), Fraction(99, 100))
PULLS = (ZERO, *(Fraction(1, 10**k) for k in range(6, 0, -1)))


@dataclass(frozen=True, slots=True, repr=False)
class FairestTruce(Answer):
    """The fairest truce that was found, and its side effects.

    ``subsidies``: what each city bids in it; the race's, if there is none. ``exists``: whether one
    was found; ``False``: proven that there is none (see ``status``); ``None``: none was found.
    ``gains``: of each city over the race, payments included; ``smallest_gain``; ``at_most``: proven
    that no truce gives the city that gains least more than this. ``paid``: what each city is paid.
    ``critical``: the discount factor that each city needs to keep this truce. ``firms_loss``: what
    firms lose by it. Nobody outside pays.
    Figures are within ``proof.radius`` of the true ones; that no fairer truce lies elsewhere is the
    word of a search. Unproven where none was found, as there may be one.

    See ``fairest_truce`` for the concept, an example and its source.
    """

    subsidies: Mapping[str, Fraction]
    exists: bool | None
    gains: Mapping[str, Fraction]
    smallest_gain: Fraction
    at_most: Fraction
    paid: Mapping[str, Fraction]
    critical: Mapping[str, Fraction]
    firms_loss: Fraction
    status: str
    method: str
    proof: Proof
    certificate: FairestTruceCertificate


@dataclass(frozen=True, slots=True)
class FairestTruceCertificate(Certificate, kind="fairest truce"):
    """The race, the joint optimum of the treasuries, and the bids; ``None`` where none were found.

    No city's next step on the grid of bids makes the truce fairer.
    """

    race: SubsidyEquilibriumCertificate
    optimum: JointOptimumCertificate
    bids: Mapping[str, Fraction] | None

    def violations(self, rule: UnequalTruce) -> Iterator[str]:
        game = rule.game
        yield from self.race.violations(game)
        yield from self.optimum.violations(replace(game, firm_weight=ZERO))
        if self.bids is None:
            return
        if tuple(self.bids) != game.cities:
            yield "The bids do not fit the cities."
        bids = [self.bids[city] for city in game.cities]
        unit = _unit(self.race.equilibria[0].values())
        if any((bid / unit).denominator != 1 for bid in bids):
            yield f"A bid is no multiple of {unit}."
        with logit_choice(game) as choice:
            talks = KeptTruce(choice, rule, self.race.equilibria[0])
            if not stuck(talks.fairness, bids, unit):
                yield "A city would break the truce, or one city's next bid makes it fairer."
            elif not talks.fairness(bids) > 0:
                yield "Not every city gains by the truce."

    def answer(self, rule: UnequalTruce) -> FairestTruce:
        game, money = rule.game, money_decimals(rule.game)
        race = self.race.answer(game)
        best = self.optimum.answer(replace(game, firm_weight=ZERO))
        with logit_choice(game) as choice:
            talks = KeptTruce(choice, rule, self.race.equilibria[0])
            bids = race.subsidies if self.bids is None else self.bids
            outcome = choice.at([bids[city] for city in game.cities])
            paid = [ball(0)] * choice.n if self.bids is None else talks.payments(outcome)
            gains = [gain + m for gain, m in zip(talks.gains(outcome), paid, strict=True)]
            critical = (
                []
                if self.bids is None
                else [talks.critical(outcome, i, m) for i, m in enumerate(paid)]
            )
            together = choice.at([best.subsidies[city] for city in game.cities])
            loss = ball(best.loss)
            at_most = sum(talks.gains(together), loss) / choice.n
            firms = talks.race.firms_gain(outcome)

            shown_gains = shown_by_city(game, gains, money)
            shown_paid = shown_by_city(game, paid, money)
            limit, firms_loss = shown(at_most, money), shown(firms, money)
            needed = shown_by_city(game, critical, SHARE_DECIMALS) if critical else {}
        why = None if self.bids is not None else _ruled_out(rule, self.race, unique=race.unique)
        exists = True if self.bids is not None else False if why else None
        smallest = min(shown_gains.values()) if self.bids is not None else ZERO
        return FairestTruce(
            subsidies=dict(bids),
            exists=exists,
            gains=shown_gains,
            smallest_gain=smallest,
            at_most=max(ZERO, limit),
            paid=shown_paid,
            critical=needed,
            firms_loss=firms_loss,
            status=why or _status(smallest if exists else None, limit),
            method="sequential linear programs find the bids; balls prove that all keep the truce",
            proof=UNPROVEN if exists is None else Proof("enclosed", Fraction(10) ** -money),
            certificate=self,
        )


def fairest_truce(
    game: SubsidyCompetition, discount: Any, *, lag: int = 1, payments: bool = False
) -> FairestTruce:
    """The fairest truce among unequal cities: bids of each its own, that repetition keeps.

    Among bids s_i at or below the race's, with a race for ever after a breach that is noticed L
    periods late, look for the truce in which the city that gains least over the race gains most:

        max min_i (R_i - P_i)   such that    R_i - P_i  >=  (1 - delta_i^L) (T_i - P_i)  for each i,

    R_i, P_i and T_i being what i gets in the truce, in the race, and in a period of its best
    breach, and delta_i its own discount factor. Where cities may pay each other m_i (adding up to
    0), R_i + m_i stands for R_i and T_i + m_i for T_i; and who is to pay may rather stop, which is
    noticed at once:

        R_i + m_i  >=  (1 - delta_i) T_i + delta_i P_i    where m_i < 0.

    Given the bids the best payments follow: all gain the same, but for who must be given more to
    keep the truce. Near the race a cut of all bids costs each city nothing to the first order and
    helps all others, so that where two or more bid and nobody likes others' bids, *some* truce
    holds at any discount factors above 0.

    The truce at which the city that gains least gains most, among those that all would keep.

    Bids of a truce are in steps of about a millionth of the race's. A breach leads to the race that
    ``subsidy_equilibrium`` shows. Errors: ``InvalidInput`` for a discount factor outside [0, 1), a
    lag that is no whole number, budgets.

    >>> from games import SubsidyCompetition
    >>> parks = SubsidyCompetition(["Quzhou", "Lishui"], value=[4, 3], mu=1)
    >>> found = fairest_truce(parks, discount=Fraction(9, 10))
    >>> {city: round(float(gain), 3) for city, gain in found.gains.items()}
    {'Quzhou': 0.675, 'Lishui': 0.675}

    Source: Friedman (1971); on truces among unequal players, Harrington (1991), The determination
    of price and output quotas in a heterogeneous cartel; the maximin is Kalai's (1977) egalitarian
    one.
    """
    rule = UnequalTruce(game, discount, lag, payments)
    race = subsidy_equilibrium(game).certificate
    optimum = joint_optimum(replace(game, firm_weight=ZERO)).certificate
    nothing = FairestTruceCertificate(race, optimum, None)
    if _ruled_out(rule, race, unique=race.answer(game).unique):
        return nothing.answer(rule)
    best: list[Fraction] | None = None
    with logit_choice(game) as choice:
        talks = KeptTruce(choice, rule, race.equilibria[0])
        found = [bids for bids in _truces(talks) if bids is not None]
        if found:
            fairest = max(found, key=lambda bids: float(talks.fairness(bids)))
            best = climb(talks.fairness, fairest, _unit(talks.bids))
    if best is not None:
        certificate = FairestTruceCertificate(
            race, optimum, dict(zip(game.cities, best, strict=True))
        )
        if certificate.verify(rule):
            return certificate.answer(rule)
    return nothing.answer(rule)


def _unit(bids: Iterable[Fraction]) -> Fraction:
    """The power of ten at or below a millionth of the race's highest bid."""
    unit, most = Fraction(1, 10**6), max(bids)
    while unit * 10**6 > most:
        unit /= 10
    while unit * 10**7 <= most:
        unit *= 10
    return unit


def _ruled_out(
    rule: UnequalTruce, race: SubsidyEquilibriumCertificate, *, unique: bool
) -> str | None:
    """Why there is no truce, where that is proven; else ``None``."""
    bidders = [city for city, bid in race.equilibria[0].items() if bid > 0]
    if not bidders:
        return "No city bids, so that there is no race to end."
    if len(bidders) == 1 and not rule.payments:
        # The others bid 0, and its bid is its only best reply to that.
        return f"{bidders[0]} bids alone, and would lose by bidding less; pay it for that."
    if unique and not any(rule.discount.values()):  # each replies, so it is the equilibrium
        return "Cities that think of today alone keep no truce."
    return None


def _truces(talks: KeptTruce) -> Iterator[list[Fraction] | None]:
    """Truces on the grid that all keep, found from several starts in floating point."""
    unit, scale = _unit(talks.bids), float(max(talks.bids))
    size = scale * float(talks.rule.game.mass)

    def numbers(points: Floats) -> tuple[Floats, Floats]:
        at = [[Fraction(float(x) * scale) for x in point] for point in points]
        limits, levels = zip(*(talks.numbers(talks.choice.at(bids)) for bids in at), strict=True)
        return np.array(levels, dtype=float) / size, np.array(limits, dtype=float) / size

    tops = [float(bid) / scale for bid in talks.bids]
    for cut in CUTS:
        found = maximin(numbers, [top * float(1 - cut) for top in tops], [0.0] * len(tops), tops)
        yield _kept_on_grid(talks, [Fraction(x * scale) for x in found], unit)


def _kept_on_grid(talks: KeptTruce, bids: list[Fraction], unit: Fraction) -> list[Fraction] | None:
    """Bids on the grid, pulled towards the race until all keep the truce; else ``None``."""
    for pull in PULLS:
        at = [
            min(top // unit, round((s + pull * (top - s)) / unit)) * unit
            for s, top in zip(bids, talks.bids, strict=True)
        ]
        if talks.fairness(at) is not None:
            return at
    return None


def _status(smallest: Fraction | None, limit: Fraction) -> str:
    if smallest is None:
        return (
            "No truce was found that all gain by and keep; whether there is one is open. Payments "
            "or more patience may help."
        )
    return (
        f"Every city gains at least {approximately(smallest)} a period by the fairest truce found, "
        f"and keeps it; no truce gives the one that gains least more than {approximately(limit)}."
    )
