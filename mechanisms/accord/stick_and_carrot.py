"""Stick and carrot: after a breach all cities bid high for a while, then keep the truce again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from games.approximately import factor_below, factor_from
from games.errors import of_kind
from games.exact import Number, exact
from games.subsidy import SubsidyCompetition
from mechanisms.accord.punished_truce import PunishedTruce, greatest
from mechanisms.accord.subsidy_accord import SubsidyTruce, TruceCertificate
from solvers.answer import UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.float_replies import FloatReplies
from solvers.competition.logit_choice import (
    SHARE_DECIMALS,
    logit_choice,
    money_decimals,
    shown,
)
from solvers.competition.subsidy_equilibrium import subsidy_equilibrium
from solvers.maximin_search import climb, maximin, stuck

__all__ = [
    "StickAndCarrot",
    "StickAndCarrotCertificate",
    "best_stick",
    "stick_and_carrot",
    "stick_unit",
]

Floats = npt.NDArray[np.float64]

ZERO = Fraction(0)
STARTS = (1.2, 2.0, 3.0)  # times what the race adds to the truce
SMALL = 1e-9  # what counts as nothing, in floating point, in units of mass times mu
SLACK = 1e-5  # of a budget: the search stays so far within it, as rounding moves the bids


@dataclass(frozen=True, slots=True, repr=False)
class StickAndCarrot(Answer):
    """The patience that a truce needs if a breach is followed by a while of high bids.

    ``stick``: what each city bids then; empty where no breach pays, or no stick was found that does
    better than a race for ever. ``ends``: the chance, after each round, that the stick ends, at the
    critical discount factor; 1 is a stick of one round. ``hurts``: what such a round costs each
    city against one of truce.
    ``critical``: what each city needs; ``critical_discount``: the truce's, the largest; ``None``:
    no punishment was found that does. ``grim``: what a race for ever needs; ``None``: does not do.
    ``at_least``: no punishments whatever keep the truce below it; ``None``: none at all do.
    Discount factors are within ``proof.radius`` of the true ones of this stick. Unproven where no
    stick was found and a race for ever leaves open whether there is one.

    See ``stick_and_carrot`` for the concept, an example and its source.
    """

    stick: Mapping[str, Fraction]
    critical: Mapping[str, Fraction]
    critical_discount: Fraction | None
    at_least: Fraction | None
    grim: Fraction | None
    ends: Fraction | None
    hurts: Mapping[str, Fraction]
    status: str
    method: str
    proof: Proof
    certificate: StickAndCarrotCertificate


@dataclass(frozen=True, slots=True)
class StickAndCarrotCertificate(Certificate, kind="stick and carrot"):
    """The truce under grim trigger, and the stick; no city's next grid step makes it better."""

    grim: TruceCertificate
    stick: Mapping[str, Fraction] | None

    def violations(self, rule: SubsidyTruce) -> Iterator[str]:
        yield from self.grim.violations(rule)
        if self.stick is None:
            return
        game = rule.game
        if tuple(self.stick) != game.cities:
            yield "The stick's bids do not fit the cities."
        bids, unit = [self.stick[city] for city in game.cities], stick_unit(game)
        if any((bid / unit).denominator != 1 for bid in bids):
            yield f"A bid of the stick is no multiple of {unit}."
        with logit_choice(game) as choice:
            truce = PunishedTruce(choice, rule)
            if not truce.tempted:
                yield "No breach pays, so that no stick is called for."
            if not stuck(truce.leniency, bids, unit):
                yield "The stick is not carried out, or one city's next bid makes a better one."
        claimed = self.answer(rule)
        if claimed.grim is not None and claimed.grim <= (claimed.critical_discount or ZERO):
            yield "A race for ever does as well as the stick."

    def answer(self, rule: SubsidyTruce) -> StickAndCarrot:
        game, money = rule.game, money_decimals(rule.game)
        grim = self.grim.answer(rule)
        critical: dict[str, Fraction] = {}
        hurts: dict[str, Fraction] = {}
        ends = None
        with logit_choice(game) as choice:
            truce = PunishedTruce(choice, rule)
            least = truce.at_least(rule.lag)
            looked_for = self.stick is None and truce.tempted
            if self.stick is not None:
                outcome = choice.at([self.stick[city] for city in game.cities])
                theta, weights = truce.needed(*truce.rounds(outcome))
                x = greatest([theta, *weights])
                ends = min(Fraction(1), shown(theta * (1 - x) / (x * (1 - theta)), SHARE_DECIMALS))
                for i, (city, payoff) in enumerate(
                    zip(game.cities, outcome.payoffs(), strict=True)
                ):
                    delta = greatest([theta, weights[i]]).root(rule.lag)
                    critical[city] = shown(delta, SHARE_DECIMALS)
                    hurts[city] = shown(truce.reward[i] - payoff, money)
            elif grim.critical_discount is not None:
                critical = {city: d for city, d in grim.critical.items() if d is not None}
        most = max(critical.values()) if critical else None
        is_open = looked_for and least is not None and most != least
        return StickAndCarrot(
            stick=dict(self.stick or {}),
            critical=critical,
            critical_discount=most,
            at_least=least,
            grim=grim.critical_discount,
            ends=ends,
            hurts=hurts,
            status=_status(most, least, grim.critical_discount),
            method="sequential linear programs find the stick; balls prove what it needs",
            proof=UNPROVEN if is_open else Proof("enclosed", Fraction(1, 10**SHARE_DECIMALS)),
            certificate=self,
        )


def stick_and_carrot(game: SubsidyCompetition, level: Number = 0, lag: int = 1) -> StickAndCarrot:
    """Stick and carrot: after a breach all cities bid high for a while, then keep the truce again.

    A race for ever is a mild punishment that hurts for long. Bids p above the race's hurt more,
    until a public draw ends them. With D_i = R_i - payoff_i(p), what a round of the stick takes
    from i, T_i(.) what i gets by its best reply, and theta the weight of the carrot, i's punishment
    is worth R_i - (1 - theta) D_i. Nobody shirks the stick, which would start it anew, and nobody
    breaks the truce s, iff with x = delta^L

        x  >=  theta  >=  (T_i(p) - payoff_i(p)) / D_i,
        x / (1 - x)  >=  (T_i(s) - R_i) / ((1 - theta) D_i)

    for each city. Theta = x is a stick of one round; theta = 0 with the race's bids is grim
    trigger. The stick is found by a search, so it bounds the critical discount factor from above.
    From below: no punishment of any kind takes more from a city than all but what it can secure by
    itself, m_i, hence

        x  >=  (T_i(s) - R_i) / (T_i(s) - m_i).

    The patience that keeps a truce at a common level, under the best stick found.

    A round is as long as the lag: so long shirking the stick pays, too. Never more than what a race
    for ever needs.
    Every bid of the stick is within the city's cap and, at the shares that result, its budget.

    Errors: ``InvalidInput`` for what is not a ``SubsidyCompetition``, a level below 0 and a lag of
    less than a period, and those of ``subsidy_equilibrium``.

    Cities alike do best with one round that tempts as much as the truce, T(p) - payoff(p) = T(s) -
    R:

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> found = stick_and_carrot(park)
    >>> for delta in (found.at_least, found.critical_discount, found.grim):
    ...     print(round(float(delta), 6))
    0.094178
    0.111411
    0.172144
    >>> round(float(found.stick["Quzhou"]), 3), round(float(found.ends), 3)
    (0.933, 1.0)

    Source: Abreu (1986), Extremal equilibria of oligopolistic supergames, J. Econ. Theory 39,
    191-225; Abreu (1988), On the theory of infinitely repeated games with discounting.
    """
    of_kind(game, SubsidyCompetition, place="subject of stick_and_carrot")
    rule = SubsidyTruce(game, exact(level, "level of the truce"), lag)
    race = subsidy_equilibrium(game)
    grim, best = TruceCertificate(race.certificate), best_stick(rule, race.subsidies)
    if best is not None:
        stick = dict(zip(game.cities, best, strict=True))
        certificate = StickAndCarrotCertificate(grim, stick)
        if certificate.verify(rule):
            return certificate.answer(rule)
    return StickAndCarrotCertificate(grim, None).answer(rule)


def best_stick(rule: SubsidyTruce, race: Mapping[str, Fraction]) -> list[Fraction] | None:
    """The bids of the best stick found; ``None`` where none is called for, or none was found."""
    unit = stick_unit(rule.game)
    with logit_choice(rule.game) as choice:
        truce = PunishedTruce(choice, rule)
        if not truce.tempted:
            return None
        found = [
            [round(bid / unit) * unit for bid in bids]
            for bids in _sticks(truce, [race[city] for city in rule.game.cities])
        ]
        valued = [(truce.leniency(bids), bids) for bids in found]
        allowed = [(float(value), bids) for value, bids in valued if value is not None]
        return climb(truce.leniency, max(allowed)[1], unit) if allowed else None


def stick_unit(game: SubsidyCompetition) -> Fraction:
    """Bids of a stick are in steps of about a millionth of mu."""
    return Fraction(1, 10**6) * Fraction(10) ** (1 - len(str(int(1 / game.mu))))


def _sticks(truce: PunishedTruce, race: list[Fraction]) -> Iterator[list[Fraction]]:
    """Sticks found from several starts, in floating point, within the caps."""
    game, held, scale = truce.rule.game, truce.rule.profile, float(truce.rule.game.mu)
    most = float(max(map(abs, game.value)) / game.cost_of_subsidy) * 2 + 20 * scale
    tops = [most if cap is None else float(cap) for cap in game.caps]

    try:
        floats, unit = FloatReplies(game), scale * float(game.mass)
    except OverflowError:
        return
    reward = np.array([float(one) for one in truce.reward]) / unit
    gains = np.maximum([float(gain) / unit for gain in truce.gains], SMALL)
    some = np.where(floats.budgets > 0, floats.budgets, 1.0)[floats.limited]

    def numbers(points: Floats) -> tuple[Floats, Floats]:
        bids, theta = points[:, :-1], points[:, -1:]
        stuck_to, shirked, shares = floats.payoffs(bids)
        hurts = np.maximum(reward - stuck_to, SMALL)
        spent = (bids * shares)[:, floats.limited]
        return (
            np.hstack([-theta, -gains / (gains + np.maximum(1 - theta, SMALL) * hurts)]),
            np.hstack(
                [
                    theta - (shirked - stuck_to) / hurts,
                    (floats.budgets[floats.limited] - spent) / some - SLACK,
                ]
            ),
        )

    for times in STARTS:
        start = [
            min(top, float(s) + times * max(float(e - s), scale)) / scale
            for s, e, top in zip(held, race, tops, strict=True)
        ]
        shirked = -float(numbers(np.array([[*start, 0.0]]))[1][0, : len(tops)].min())
        found = maximin(
            numbers,
            [*start, min(1.0, shirked)],
            [0.0] * (len(tops) + 1),
            [*(top / scale for top in tops), 1.0],
        )
        yield [Fraction(x * scale) for x in found[:-1]]


def _status(most: Fraction | None, least: Fraction | None, grim: Fraction | None) -> str:
    if most == 0:
        return "The truce keeps itself: no city gains by a breach even once."
    if least is None:
        return "No punishment keeps this truce, however patient the cities; try another level."
    if most is None:
        return "It is open whether a stick does: none was found that all would carry out."
    found, below = factor_from(most), factor_below(least)
    if most == grim:
        return (
            f"No stick was found that does better than a race for ever, which keeps the truce from "
            f"{found} on; no punishment does below {below}, and what is between is open."
        )
    kept = f"High bids for a while keep the truce from a discount factor of {found} on"
    than = "where a race for ever does not" if grim is None else f"against {factor_from(grim)}"
    than += "" if grim is None else " with a race for ever"
    return f"{kept}, {than}; no punishment does below {below}."
