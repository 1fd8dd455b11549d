"""The common fund: cities share what mobile firms bring, so that luring them pays less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import numbers, within
from games.errors import IntercityError, InvalidInput, of_kind
from games.exact import exact
from games.subsidy import SubsidyCompetition
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.joint_optimum import JointOptimum, JointOptimumCertificate, joint_optimum
from solvers.competition.logit_choice import (
    SHARE_DECIMALS,
    Outcome,
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

__all__ = ["CommonFund", "CommonFundCertificate", "FundRule", "common_fund", "under_fund"]

ZERO, ONE = Fraction(0), Fraction(1)
STEPS = 1000  # where no rate restores the optimum, rates are tried in thousandths


@dataclass(frozen=True, slots=True)
class FundRule:
    """A race, and the key by which the fund returns: positive shares that add up to 1.

    ``key``: by city; equal shares where not given. Errors: ``InvalidInput``.

    See ``common_fund`` for the concept and its source.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> FundRule(park).key, FundRule(park, key=[Fraction(3, 4), Fraction(1, 4)]).key
    ({'Quzhou': Fraction(1, 2), 'Lishui': Fraction(1, 2)}, {'Quzhou': Fraction(3, 4), 'Lishui':
    Fraction(1, 4)})
    """

    game: SubsidyCompetition
    key: Any = None

    def __post_init__(self) -> None:
        of_kind(self.game, SubsidyCompetition, place="game of a common fund")
        cities = self.game.cities
        default = Fraction(1, len(cities)) if self.key is None else None
        key = numbers(self.key, cities, "share of the fund", default)
        for city, share in zip(cities, key, strict=True):
            within(share, f"share of the fund of {city}", "more than 0")
        if sum(key) != 1:
            raise InvalidInput("the sum of the shares of the fund", sum(key), "1")
        object.__setattr__(self, "key", dict(zip(cities, key, strict=True)))


@dataclass(frozen=True, slots=True, repr=False)
class CommonFund(Answer):
    """The smallest rate at which the race ends in the joint optimum, and its side effects.

    ``rate``: tau. ``restored``: the joint optimum is an equilibrium, as it is at no smaller rate;
    where no rate does that, ``rate`` is the best that a search in thousandths found: second best.
    ``equilibrium``: of the race under the fund, payoffs after it. ``pays``: what each city pays
    into the fund less what it gets, per period; adds up to 0.
    ``change``: what each city gains over the race without; ``gain``: the sum; ``losers``: who needs
    compensation to sign. ``firms_loss``: what firms lose. The province pays nothing.

    See ``common_fund`` for the concept, an example and its source.
    """

    rate: Fraction
    restored: bool
    equilibrium: SubsidyEquilibrium
    optimum: JointOptimum
    pays: Mapping[str, Fraction]
    change: Mapping[str, Fraction]
    gain: Fraction
    losers: tuple[str, ...]
    firms_loss: Fraction
    status: str
    method: str
    proof: Proof
    certificate: CommonFundCertificate


@dataclass(frozen=True, slots=True)
class CommonFundCertificate(Certificate, kind="common fund"):
    """The race without, the joint optimum, the race under the fund.

    ``rate``: what the search found; ``None`` where the rate that restores the optimum follows.
    """

    rate: Fraction | None
    race: SubsidyEquilibriumCertificate
    optimum: JointOptimumCertificate
    shared: SubsidyEquilibriumCertificate

    def violations(self, rule: FundRule) -> Iterator[str]:
        yield from self.race.violations(rule.game)
        yield from self.optimum.violations(rule.game)
        if self.rate is not None and _restoring_rate(rule, self.optimum) is not None:
            yield "The rate that restores the joint optimum is not searched for, but follows."
        rate = self._rate(rule)
        if self.rate is not None and STEPS % rate.denominator:
            yield f"The rate is not a number of {STEPS}ths."
        yield from self.shared.violations(under_fund(rule.game, rate, rule.key))
        if self.rate is not None and rate and not self._gain(rule, rate) > 0:
            yield "The fund does not make the cities, and firms at their weight, better off."

    def answer(self, rule: FundRule) -> CommonFund:
        game, money = rule.game, money_decimals(rule.game)
        rate = self._rate(rule)
        after = self.shared.answer(under_fund(game, rate, rule.key))
        with logit_choice(game) as choice:
            old = choice.at([self.race.equilibria[0][city] for city in game.cities])
            new = choice.at([after.subsidies[city] for city in game.cities])
            into = _into(new, rate, list(rule.key.values()))
            change = [
                now - one - before
                for now, one, before in zip(new.payoffs(), into, old.payoffs(), strict=True)
            ]
            losers = tuple(city for city, one in zip(game.cities, change, strict=True) if one < 0)

            return CommonFund(
                rate=rate,
                restored=self.rate is None,
                equilibrium=after,
                optimum=self.optimum.answer(game),
                pays=shown_by_city(game, into, money),
                change=shown_by_city(game, change, money),
                gain=shown(sum(change, ball(0)), money),
                losers=losers,
                firms_loss=shown(old.firms_gain(new), money),
                status=_status(rate, losers, restored=self.rate is None),
                method=(
                    "first-order conditions at the joint optimum, balls"
                    if self.rate is None
                    else "search over round rates; equilibria enclosed by balls"
                ),
                proof=Proof("enclosed", Fraction(10) ** -money),
                certificate=self,
            )

    def _rate(self, rule: FundRule) -> Fraction:
        rate = _restoring_rate(rule, self.optimum) if self.rate is None else self.rate
        if rate is None:
            raise IntercityError("no rate restores the joint optimum")
        return rate

    def _gain(self, rule: FundRule, rate: Fraction) -> Any:
        game = rule.game
        with logit_choice(game) as choice:
            old, new = (
                choice.at([each.equilibria[0][city] for city in game.cities])
                for each in (self.race, self.shared)
            )
            return (
                sum(new.payoffs(), ball(0))
                - sum(old.payoffs(), ball(0))
                + ball(game.firm_weight) * new.firms_gain(old)
            )


def under_fund(
    game: SubsidyCompetition, rate: Fraction | int, key: Any = None
) -> SubsidyCompetition:
    """The race under a fund that takes a share ``rate`` of what firms bring.

    ``key``: how the fund returns, see ``FundRule``. All cities together get what they would get
    without it, whatever they bid.

    Errors: ``InvalidInput`` for a rate that is not between 0 and 1.

    See ``common_fund`` for the concept and its source.

    >>> pair = SubsidyCompetition(["A", "B"], value=[3, 1], mu=1)
    >>> pair.payoffs([0, 0]), under_fund(pair, 1).payoffs([0, 0])
    ({'A': 1.5, 'B': 0.5}, {'A': 1.0, 'B': 1.0})
    """
    w = list(FundRule(game, key).key.values())
    tau = within(exact(rate, "rate of the fund"), "rate of the fund", "between 0 and 1")
    kept = [1 - tau + tau * one for one in w]
    return replace(
        game,
        value=tuple(b * one for b, one in zip(game.value, kept, strict=True)),
        spillovers=tuple(
            tuple(ZERO if i == j else (theta + w[i] * tau) / kept[j] for j, theta in enumerate(row))
            for i, row in enumerate(game.spillovers)
        ),
    )


def common_fund(game: SubsidyCompetition, key: Any = None) -> CommonFund:
    """The common fund: cities share what mobile firms bring, so that luring them pays less.

    Each city pays a share tau of what its firms bring it, b_i share_i, into a fund that returns to
    the cities by a fixed key w (positive, adding up to 1). Firms elsewhere are then worth something
    too:

        payoff_i = M (((1 - tau) b_i - k s_i) share_i + w_i tau sum_j b_j share_j + spillovers),

    which is again a race, with value b_i (1 - tau + w_i tau) and spillovers theta_ij b_j + w_i tau
    b_j. What a city pays for firms stays its own. The joint optimum s is an equilibrium iff, m_i
    being the mean of the others' b_j over the firms that do not choose i, for each city that is to
    bid

        tau (b_i (1 - w_i) + w_i m_i)  =  b_i - c_i - k s_i - k mu / (1 - share_i),

    and >= for each that is not to bid. Cities alike need tau = 1 - n mu/((n - 1) b).

    The smallest rate at which the race ends in the joint optimum, else the best found.

    The optimum is the one at ``game.firm_weight``, and "best" counts firms at that weight. Where
    the joint optimum asks several unlike cities to bid, one rate seldom suits them all. With full
    sharing nobody bids, but for firms that would else go elsewhere. Negative values are sums that
    the fund pays out. The rate is rounded up to 15 decimals.

    Errors: ``InvalidInput`` for a key whose shares are not positive or do not add up to 1.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> fund = common_fund(park)
    >>> round(float(fund.rate), 9), fund.restored, fund.equilibrium.subsidies["Quzhou"]
    (0.5, True, Fraction(0, 1))

    Source: Köthenbürger (2002), Tax competition and fiscal equalization; Bucovetsky and Smart
    (2006), The efficiency consequences of local revenue equalization.
    """
    rule = FundRule(game, key)
    race, best = subsidy_equilibrium(game), joint_optimum(game).certificate
    rate = _restoring_rate(rule, best)
    if rate is not None:
        shared = subsidy_equilibrium(under_fund(game, rate, rule.key)).certificate
        return CommonFundCertificate(None, race.certificate, best, shared).answer(rule)
    tried: dict[int, SubsidyEquilibrium] = {}

    def welfare(step: int) -> float:
        if step not in tried:
            tried[step] = subsidy_equilibrium(under_fund(game, Fraction(step, STEPS), rule.key))
        with logit_choice(game) as choice:
            outcome = choice.at([tried[step].subsidies[city] for city in game.cities])
            gain = outcome.firms_gain(choice.at([ZERO] * choice.n))
            return float(sum(outcome.payoffs(), ball(game.firm_weight) * gain))

    width = STEPS // 10
    found = max(range(0, STEPS + 1, width), key=welfare)
    while width > 1:
        width = -(-width // 3)
        near = (found - width, found, found + width)
        found = max((step for step in near if 0 <= step <= STEPS), key=welfare)
    certificate = CommonFundCertificate(
        Fraction(found, STEPS), race.certificate, best, tried[found].certificate
    )
    if not certificate.verify(rule):  # no gain
        certificate = CommonFundCertificate(ZERO, race.certificate, best, race.certificate)
    return certificate.answer(rule)


def _restoring_rate(rule: FundRule, optimum: JointOptimumCertificate) -> Fraction | None:
    """The smallest rate at which no city gains by leaving the joint optimum, or ``None``.

    One candidate: the largest rate that any city's condition asks for.
    """
    game = rule.game
    best = [optimum.answer(game).subsidies[city] for city in game.cities]
    with logit_choice(game) as choice:
        outcome = choice.at(best)
        needed = [_needed(outcome, i, rule.key[city]) for i, city in enumerate(game.cities)]
        rate = max([ZERO, *(one for one in needed if one is not None)])
    if rate > 1:
        return None
    with logit_choice(under_fund(game, rate, rule.key)) as choice:
        outcome = choice.at(best)
        near = game.mu / 10**9
        at_rest = all(
            abs(outcome.reply(i) - outcome.subsidies[i]) < ball(near) for i in range(choice.n)
        )
    return rate if at_rest else None


def _needed(outcome: Outcome, i: int, w: Fraction) -> Fraction | None:
    """The rate that i's first-order condition asks for; ``None`` if it asks for nothing.

    Nor does it where i cannot pay more: it is at its cap, or its budget ends there.
    """
    choice = outcome.choice
    if outcome.alone(i) or outcome.subsidies[i] >= _most_payable(outcome, i):
        return None
    too_much = (
        choice.value[i]
        - outcome.external(i)
        - choice.cost * (outcome.subsidies[i] + choice.mu / (1 - outcome.shares[i]))
    )
    elsewhere = (
        sum(
            (
                b * one
                for j, (b, one) in enumerate(zip(choice.value, outcome.weights, strict=True))
                if j != i
            ),
            ball(0),
        )
        / outcome.others[i]
    )
    weight = choice.value[i] * ball(1 - w) + ball(w) * elsewhere
    if not too_much > 0 or not weight > 0:
        return None
    unit = 10**SHARE_DECIMALS
    return Fraction(int((too_much / weight * unit).mid().ceil().unique_fmpz()), unit)


def _most_payable(outcome: Outcome, i: int) -> Any:
    """What i can pay at most, but for rounding."""
    from flint import arb

    cap, affordable = outcome.choice.game.caps[i], outcome.affordable(i)
    most = arb("inf") if cap is None else ball(cap)
    most = most if affordable is None else arb.min(most, affordable)
    return most - ball(outcome.choice.game.mu / 10**9)


def _into(outcome: Outcome, rate: Fraction, key: list[Fraction]) -> list[Any]:
    """What each city pays into the fund, less what it gets back."""
    choice = outcome.choice
    paid = [
        choice.mass * ball(rate) * b * share
        for b, share in zip(choice.value, outcome.shares, strict=True)
    ]
    pot = sum(paid, ball(0))
    return [one - ball(w) * pot for one, w in zip(paid, key, strict=True)]


def _status(rate: Fraction, losers: tuple[str, ...], *, restored: bool) -> str:
    who = f"; {', '.join(losers)} would lose by it." if losers else "; no city loses by it."
    if restored and rate == 0:
        return "The race ends in the joint optimum without a fund."
    if restored:
        shown = approximately(rate)
        return f"From a rate of {shown} on no city gains by leaving the joint optimum{who}"
    if rate == 0:
        return "No rate that was tried makes up for what it changes; try a levy for each city."
    return f"No rate restores the joint optimum; the best found is {approximately(rate)}{who}"
