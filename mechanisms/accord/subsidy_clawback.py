"""Clawback: firms that leave early repay a share of their subsidy. Does that end the race?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from games.by_city import numbers, whole, within
from games.errors import of_kind
from games.subsidy import SubsidyCompetition
from mechanisms.accord.matching_levy import MatchingLevyCertificate
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.joint_optimum import JointOptimum, JointOptimumCertificate, joint_optimum
from solvers.competition.logit_choice import (
    SHARE_DECIMALS,
    ball,
    logit_choice,
    money_decimals,
    shown,
    shown_by_city,
)
from solvers.competition.subsidy_equilibrium import (
    SubsidyEquilibrium,
    SubsidyEquilibriumCertificate,
    subsidy_equilibrium,
)

__all__ = ["Clawback", "ClawbackCertificate", "SubsidyClawback", "clawback"]

ZERO, ONE, HAIR = Fraction(0), Fraction(1), Fraction(1, 10**SHARE_DECIMALS)


@dataclass(frozen=True, slots=True)
class SubsidyClawback:
    """Clawback: firms that leave early repay a share of their subsidy. Does that end the race?

    Of the firms that come to city i a share q_i leaves within the clawback's years, for reasons of
    their own; they repay a share kappa_i of the subsidy, of which the city keeps rho and a common
    fund gets the rest. A headline subsidy h then is worth u = h (1 - kappa q) to a firm, and costs
    the city k h (1 - rho kappa q): so a yuan that firms *count on* costs it

        k (1 - rho kappa q) / (1 - kappa q)  =  k + l     (l the matching levy of ``matching_levy``)

    and the joint optimum is an equilibrium from   kappa = l / (q (k + l - k rho))   on.

    Where the city keeps all it claws back (rho = 1) the left side is k at any kappa: the clawback
    is *neutral*. Cities raise headlines until firms count on as much as before; shares and payoffs
    stay.

    The rule, but for the share that is to be repaid.

    ``leaving``: the share of firms that leave a city in a year, by city or one for all. ``years``:
    how long the clawback lasts. ``kept`` in [0, 1]: rho, the part of a repayment that the city
    keeps; the rest goes to a fund that returns to the cities in equal lumps.
    ``game.caps`` and ``game.budgets`` limit what firms count on, not the headline.
    Errors: ``InvalidInput`` for a share outside [0, 1], or years that are no whole number.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(2, 5))
    >>> rule = clawback(park, leaving=Fraction(1, 2))
    >>> round(float(rule.shares["Quzhou"]), 9), rule.restored  # l = 1/4, kappa = l / (q (1 + l))
    (0.4, True)
    >>> clawback(park, leaving=Fraction(1, 2), kept=1).status
    'A clawback that the city keeps changes nothing: headline subsidies rise by what firms will
    repay.'

    Source: the neutrality is ours (offers net of what is repaid play the same game); on stipulated
    damages, Diamond and Maskin (1979) and Aghion and Bolton (1987).
    """

    game: SubsidyCompetition
    leaving: Any
    years: int = 1
    kept: Any = ZERO

    def __post_init__(self) -> None:
        of_kind(self.game, SubsidyCompetition, place="game of a clawback")
        cities, given = self.game.cities, self.leaving
        if not isinstance(given, Mapping | list | tuple):
            given = dict.fromkeys(cities, given)
        found = numbers(given, cities, "share of firms that leave")
        for city, share in zip(cities, found, strict=True):
            within(share, f"share of firms that leave {city}", "between 0 and 1")
        object.__setattr__(self, "years", whole(self.years, "years of the clawback", 1, 10**4))
        object.__setattr__(self, "leaving", dict(zip(cities, found, strict=True)))
        object.__setattr__(
            self, "kept", within(self.kept, "part of a repayment that is kept", "between 0 and 1")
        )

    @property
    def leavers(self) -> tuple[Fraction, ...]:
        """q_i = 1 - (1 - leaving)^years: the share of firms that will have to repay."""
        return tuple(1 - (1 - share) ** self.years for share in self.leaving.values())


@dataclass(frozen=True, slots=True, repr=False)
class Clawback(Answer):
    """The smallest shares that make cities bid what is best for all, and their side effects.

    ``shares``: kappa of each city. ``short``: the cities that no lawful share (at most all of the
    subsidy) makes bid their part of the joint optimum; they have the share 1 if they bid too much
    and it helps, else 0. ``restored``: there are none. ``neutral``: what is repaid is kept by who
    paid it, so that no share changes anything.
    ``subsidies``: what firms count on in ``equilibrium``, the race under the clawback.
    ``headline``: what is announced. ``fund``: what the fund takes in and returns, per period, in
    what public money costs.
    ``change``: what each city gains over the race without; ``gain``: the sum; ``losers``: who needs
    compensation to sign. ``firms_loss``: what firms lose. The province pays nothing.

    See ``SubsidyClawback`` for the concept, an example and its source.
    """

    shares: Mapping[str, Fraction]
    short: tuple[str, ...]
    neutral: bool
    subsidies: Mapping[str, Fraction]
    headline: Mapping[str, Fraction]
    fund: Fraction
    change: Mapping[str, Fraction]
    gain: Fraction
    losers: tuple[str, ...]
    firms_loss: Fraction
    optimum: JointOptimum
    equilibrium: SubsidyEquilibrium
    status: str
    method: str
    proof: Proof
    certificate: ClawbackCertificate

    @property
    def restored(self) -> bool:
        """Whether the joint optimum is an equilibrium under it."""
        return not self.short

    @property
    def uniform(self) -> Fraction | None:
        """One share for all that does it too: the largest, where nobody is to bid; else ``None``.

        Where some are to bid it takes equal shares.
        """
        most = max(self.shares.values())
        alike = set(self.shares.values()) == {most} or not any(self.optimum.subsidies.values())
        return most if self.restored and alike else None


@dataclass(frozen=True, slots=True)
class ClawbackCertificate(Certificate, kind="subsidy clawback"):
    """The race without, the joint optimum, and the race under the shares that follow from it."""

    race: SubsidyEquilibriumCertificate
    optimum: JointOptimumCertificate
    clawed: SubsidyEquilibriumCertificate

    def violations(self, rule: SubsidyClawback) -> Iterator[str]:
        yield from self.race.violations(rule.game)
        yield from self.optimum.violations(rule.game)
        yield from self.clawed.violations(_under(rule, _shares(rule, self.optimum)[0]))

    def answer(self, rule: SubsidyClawback) -> Clawback:
        game, money = rule.game, money_decimals(rule.game)
        shares, short = _shares(rule, self.optimum)
        race = self.race.answer(game)
        after = self.clawed.answer(_under(rule, shares))
        costs = _costs(rule, shares)
        with logit_choice(game) as choice:
            old = choice.at([race.subsidies[city] for city in game.cities])
            new = choice.at([after.subsidies[city] for city in game.cities])
            paid = [
                choice.mass * s * share * ball(ZERO if cost is None else cost)
                - choice.cost * choice.mass * s * share
                for s, share, cost in zip(new.subsidies, new.shares, costs, strict=True)
            ]
            fund = sum(paid, ball(0))
            change = [
                now - one + fund / choice.n - before
                for now, one, before in zip(new.payoffs(), paid, old.payoffs(), strict=True)
            ]
            by_city = shown_by_city(game, change, money)
            losers = tuple(city for city, one in zip(game.cities, change, strict=True) if one < 0)
            gain, takings = shown(sum(change, ball(0)), money), shown(fund, money)
            loss = shown(old.firms_gain(new), money)
        headline = {
            city: s if shares[i] * q == 1 else s / (1 - shares[i] * q)
            for i, ((city, s), q) in enumerate(
                zip(after.subsidies.items(), rule.leavers, strict=True)
            )
        }
        named = tuple(game.cities[i] for i in short)
        return Clawback(
            shares=dict(zip(game.cities, shares, strict=True)),
            short=named,
            neutral=rule.kept == 1 and not any(shares),
            subsidies=after.subsidies,
            headline=headline,
            fund=takings,
            change=by_city,
            gain=gain,
            losers=losers,
            firms_loss=loss,
            optimum=self.optimum.answer(game),
            equilibrium=after,
            status=_status(rule, shares, named, losers),
            method="first-order conditions at the joint optimum; the race under it enclosed",
            proof=Proof("enclosed", max(Fraction(10) ** -money, HAIR)),
            certificate=self,
        )


def clawback(
    game: SubsidyCompetition, leaving: Any, *, years: int = 1, kept: Fraction | int = 0
) -> Clawback:
    """The smallest share to be repaid, city by city, at which the race ends in the joint optimum.

    The optimum is the one at ``game.firm_weight``. A city that would bid its part of it anyway has
    the share 0; so has one that bids less than its part, since no clawback makes a city bid more.
    With spillovers there may be other equilibria too: see ``equilibrium.unique``. Shares are
    rounded up to 15 decimals.

    ``leaving``, ``years``, ``kept``: as of ``SubsidyClawback``.

    Errors: ``InvalidInput`` as of ``SubsidyClawback``.

    See ``SubsidyClawback`` for the concept and its source.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(2, 5))
    >>> rule = clawback(park, leaving=Fraction(1, 2))
    >>> round(float(rule.shares["Quzhou"]), 9), rule.restored  # l = 1/4, kappa = l / (q (1 + l))
    (0.4, True)
    """
    rule = SubsidyClawback(game, leaving, years, kept)
    best = joint_optimum(game).certificate
    return ClawbackCertificate(
        subsidy_equilibrium(game).certificate,
        best,
        subsidy_equilibrium(_under(rule, _shares(rule, best)[0])).certificate,
    ).answer(rule)


def _shares(
    rule: SubsidyClawback, optimum: JointOptimumCertificate
) -> tuple[list[Fraction], list[int]]:
    """Each city's share, and the cities by index for which none is enough."""
    levy = MatchingLevyCertificate(optimum).answer(rule.game)
    k, rho = rule.game.cost_of_subsidy, rule.kept
    shares, short = [], []
    for i, ((city, rate), q) in enumerate(zip(levy.rates.items(), rule.leavers, strict=True)):
        idle, budget = levy.optimum.subsidies[city] == 0, rule.game.budgets[i]
        spent = rule.game.mass * levy.optimum.subsidies[city] * levy.optimum.shares[city]
        if rate is None or rate <= 0 or (budget is not None and spent > budget):
            shares.append(ZERO)
            if rate != 0:  # it bids less than its part, or cannot pay for it
                short.append(i)
            continue
        works = q > 0 and (rho < 1 or (q == 1 and idle))
        if not works or rate > q * (k + rate - k * rho):
            short.append(i)
        rate += HAIR  # it may be rounded down, and a city that is not to bid is to stay at 0
        shares.append(min(ONE, _up(rate / (q * (k + rate - k * rho)))) if works else ZERO)
    return shares, short


def _up(share: Fraction) -> Fraction:
    return -(-share // HAIR) * HAIR


def _costs(rule: SubsidyClawback, shares: list[Fraction]) -> list[Fraction | None]:
    """What a yuan that firms count on costs each city; ``None`` where all is repaid."""
    k = rule.game.cost_of_subsidy
    return [
        None if share * q == 1 else k * (1 - rule.kept * share * q) / (1 - share * q)
        for share, q in zip(shares, rule.leavers, strict=True)
    ]


def _under(rule: SubsidyClawback, shares: list[Fraction]) -> SubsidyCompetition:
    """A race with the same replies: each city's payoff times k over what a yuan costs it."""
    game, k = rule.game, rule.game.cost_of_subsidy
    costs = _costs(rule, shares)
    scale = [ONE if cost is None else k / cost for cost in costs]
    return replace(
        game,
        value=tuple(b * f for b, f in zip(game.value, scale, strict=True)),
        spillovers=tuple(
            tuple(theta * f / g for theta, g in zip(row, scale, strict=True))
            for row, f in zip(game.spillovers, scale, strict=True)
        ),
        caps=tuple(
            ZERO if cost is None else cap for cap, cost in zip(game.caps, costs, strict=True)
        ),
    )


def _status(
    rule: SubsidyClawback,
    shares: list[Fraction],
    short: tuple[str, ...],
    losers: tuple[str, ...],
) -> str:
    if rule.kept == 1 and not any(shares):
        if not short:
            return "The race ends in the joint optimum without a clawback."
        return (
            "A clawback that the city keeps changes nothing: headline subsidies rise by what firms "
            "will repay."
        )
    if short:
        return (
            f"No clawback makes {', '.join(short)} bid what is best for all; a longer term, a "
            "smaller part kept by the city, or a levy or grant instead would be needed."
        )
    if not any(shares):
        return "The race ends in the joint optimum without a clawback."
    what = "With these shares no city gains by leaving the joint optimum"
    return what + (f"; {', '.join(losers)} would lose by it." if losers else "; no city loses.")
