"""The joint optimum of subsidy competition: what cities would pay if they decided together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, overload

from games.contest import Contest
from games.errors import Undefined, of_kind
from games.subsidy import SubsidyCompetition
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.contest_optimum import ContestOptimum, contest_optimum
from solvers.competition.logit_choice import (
    ABOVE,
    BELOW,
    SHARE_DECIMALS,
    Choice,
    Outcome,
    ball,
    between,
    logit_choice,
    money_decimals,
    power_of_ten_above,
    rate_decimals,
    shown,
    shown_by_city,
)
from solvers.rational import fraction

__all__ = ["JointOptimum", "JointOptimumCertificate", "joint_optimum", "optimum_of"]

ZERO = Fraction(0)
PRECISIONS = (1, 4, 16, 64)


@dataclass(frozen=True, slots=True, repr=False)
class JointOptimum(Answer):
    """The subsidies that are best for all cities together, and for firms at the game's weight.

    ``subsidies``, ``shares``, ``payoffs``: one number for each city.
    ``firms_gain``: M mu (ln Z(s) - ln Z(0)). ``welfare``: payoffs plus weight times firms' gain.
    ``outlay``: what all cities spend. ``loss``: an upper bound on what is missing to the optimum.

    See ``joint_optimum`` for the concept, an example and its source.
    """

    subsidies: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    firms_gain: Fraction
    outlay: Fraction
    welfare: Fraction
    loss: Fraction
    status: str
    method: str
    proof: Proof
    certificate: JointOptimumCertificate

    def total(self) -> Fraction:
        """What all cities get together."""
        return sum(self.payoffs.values(), ZERO)

    def outlays(self, game: SubsidyCompetition) -> dict[str, Fraction]:
        """What each city pays firms."""
        return {city: game.mass * s * self.shares[city] for city, s in self.subsidies.items()}

    def overdrawn(self, game: SubsidyCompetition) -> tuple[str, ...]:
        """Who pays more than its budget, so that others have to chip in."""
        budgets, slack = dict(zip(game.cities, game.budgets, strict=True)), self._slack(game)
        return tuple(
            city
            for city, paid in self.outlays(game).items()
            if (budget := budgets[city]) is not None and paid > budget + slack
        )

    def affordable(self, game: SubsidyCompetition) -> bool:
        """Whether the budgets of all cities together suffice.

        >>> half = Fraction(1, 2)
        >>> race = SubsidyCompetition(["A", "B"], [0, 4], mu=half, budgets=[1, 1], outside_option=1)
        >>> best = joint_optimum(race)
        >>> float(round(best.outlay, 2)), best.overdrawn(race), best.affordable(race)
        (1.33, ('B',), True)
        """
        budgets = [budget for budget in game.budgets if budget is not None]
        some_have_none = len(budgets) < len(game.cities)
        return some_have_none or self.outlay <= sum(budgets, self._slack(game))

    def _slack(self, game: SubsidyCompetition) -> Fraction:
        """What shares and bids are rounded by, in money."""
        bids = sum(self.subsidies.values(), Fraction(1))
        return game.mass * bids * Fraction(10, 10**SHARE_DECIMALS)


@dataclass(frozen=True, slots=True)
class JointOptimumCertificate(Certificate, kind="joint optimum"):
    """The level: each city pays what a firm is worth to all cities beyond it."""

    level: Fraction

    def violations(self, game: SubsidyCompetition) -> Iterator[str]:
        exact = _exact_level(game)
        if exact is not None:
            if self.level != exact:
                yield f"The level is not {exact}."
            return
        unit = _unit(game)
        if (self.level / unit).denominator != 1:
            yield "The level is not a decimal number of the usual length."
        low, high = self.level - BELOW * unit, self.level + ABOVE * unit
        if _sign(game, low) >= 0 or _sign(game, high) <= 0:
            yield "The first-order condition has no root at the level."

    def answer(self, game: SubsidyCompetition) -> JointOptimum:
        profile = _profile(game, self.level)
        money = money_decimals(game)
        with logit_choice(game) as choice:
            outcome = choice.at(profile)
            payoffs = outcome.payoffs()
            gain = outcome.firms_gain(choice.at([ZERO] * choice.n))
            welfare = sum(payoffs, ball(game.firm_weight) * gain)
            exact = _exact_level(game) is not None
            loss = ZERO if exact else _loss(choice, self.level)
            outlay = outcome.outlay()
            over = _overdrawn(outcome)

            return JointOptimum(
                subsidies=dict(zip(game.cities, profile, strict=True)),
                shares=shown_by_city(game, outcome.shares, SHARE_DECIMALS),
                payoffs=shown_by_city(game, payoffs, money),
                firms_gain=shown(gain, money),
                outlay=shown(outlay, money),
                welfare=shown(welfare, money),
                loss=loss,
                status=_status(game, profile, over),
                method="first-order conditions of a concave problem, one root, balls",
                proof=Proof("enclosed", loss),
                certificate=self,
            )


@overload
def joint_optimum(game: SubsidyCompetition) -> JointOptimum: ...
@overload
def joint_optimum(game: Contest) -> ContestOptimum: ...
def joint_optimum(game: SubsidyCompetition | Contest) -> JointOptimum | ContestOptimum:
    """The joint optimum of subsidy competition: what cities would pay if they decided together.

    They maximise the sum of their payoffs plus w times the firms' gain,

        welfare / M = sum_j (B_j - k s_j) share_j + w mu ln Z(s),    B_j = b_j (1 + sum_i theta_ij),

    where k >= 1 is what a yuan of subsidy costs and w in [0, 1] the weight of firms. Put s_j in
    terms of shares, mu ln(share_j / share_0) - a_j + a_0: the welfare is

        sum_j (B_j + k a_j) share_j - k mu sum_j share_j ln share_j + (k - w) mu ln share_0 + ...,

    which is concave, and 0 <= s_j <= cap_j are linear. (Without an outside option share_0 stands
    for 1/Z, which is free.) So what satisfies the first-order conditions is the optimum, and they
    read

        k s_j = B_j - level, kept in [0, k cap_j],    level = mean of (B - k s) + (k - w) mu:

    one number to find. The level less its right-hand side has slope 1 - w/k * (share of the cities
    strictly inside) at a root, so it crosses zero upwards, once. Where the slope is 0 (w = k, no
    outside option, no city at an end) a common rise of all subsidies is a mere transfer to the
    firms; then the optimum with the least outlay is shown, k s_j = B_j - min B.

    The weight w is ``game.firm_weight``.

    Unique, but for the pure transfer above, where the least outlay is shown.
    ``budgets`` are left out: cities that decide together can pay for one another; the status says
    which city would overdraw its own. Errors: ``Undefined`` where the root cannot be told apart
    from its neighbours, which takes shares below e^-10000.

    Of a ``Contest``: see ``contest_optimum.py``.

    >>> from dataclasses import replace
    >>> game = SubsidyCompetition(["A", "B"], value=[3, 2], mu=1)
    >>> joint_optimum(game).total() - joint_optimum(replace(game, firm_weight=1)).total() > 0
    True

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[3, 2], mu=1, firm_weight=1)
    >>> best = joint_optimum(park)
    >>> best.subsidies["Quzhou"], best.subsidies["Lishui"], best.certificate.verify(park)
    (Fraction(1, 1), Fraction(0, 1), True)

    Source: Small and Rosen (1981), Applied welfare economics with discrete choice models; the
    concavity of logit welfare in shares is the entropy's (Anderson, de Palma and Thisse 1988).
    """
    of_kind(game, SubsidyCompetition, Contest, place="subject of joint_optimum")
    if isinstance(game, Contest):
        return contest_optimum(game)
    return optimum_of(game).answer(game)


def optimum_of(game: SubsidyCompetition) -> JointOptimumCertificate:
    """The joint optimum, without the figures that an answer has of it."""
    exact = _exact_level(game)
    if exact is not None:
        return JointOptimumCertificate(exact)
    for more in PRECISIONS:
        with logit_choice(game, more) as choice:
            level = _root(choice)
        certificate = JointOptimumCertificate(level)
        if certificate.verify(game):
            return certificate
    raise Undefined(
        "joint optimum", "its first-order condition is too flat to enclose a root", game
    )


def _unit(game: SubsidyCompetition) -> Fraction:
    return Fraction(1, 10 ** rate_decimals(game))


def _profile(game: SubsidyCompetition, level: Fraction) -> list[Fraction]:
    cost = game.cost_of_subsidy
    profile = [(b - level) / cost if b > level else ZERO for b in game.regional_value]
    return [s if cap is None else min(s, cap) for s, cap in zip(profile, game.caps, strict=True)]


def _is_transfer(game: SubsidyCompetition) -> bool:
    """A common rise of all subsidies only moves money to the firms, who count as much."""
    return game.outside_option is None and _exact_level(game) is not None


def _exact_level(game: SubsidyCompetition) -> Fraction | None:
    """The level where firms count as much as money and no cap binds, else ``None``.

    Each city then pays what a firm is worth to all beyond the least such value, or beyond the
    outside option's, which is 0.
    """
    least = min(game.regional_value) if game.outside_option is None else ZERO
    cost = game.cost_of_subsidy
    within = all(
        b - least >= 0 and (cap is None or b - least <= cost * cap)
        for b, cap in zip(game.regional_value, game.caps, strict=True)
    )
    return least if within and game.firm_weight == cost else None


def _mean_left(outcome: Outcome) -> Any:
    """The mean of B - k s over all firms, those outside included."""
    choice = outcome.choice
    return sum(
        (
            (b - choice.cost * s) * share
            for b, s, share in zip(
                choice.regional_value, outcome.subsidies, outcome.shares, strict=True
            )
        ),
        ball(0),
    )


def _markup(choice: Choice) -> Any:
    return ball(choice.game.cost_of_subsidy - choice.game.firm_weight) * choice.mu


def _outcome_at(choice: Choice, level: Fraction) -> Outcome:
    """What firms do where cities pay what this level asks of them."""
    return choice.at(_profile(choice.game, level))


def _excess(outcome: Outcome, level: Fraction) -> Any:
    """The level less what the first-order conditions ask it to be, with the outcome there."""
    return ball(level) - _mean_left(outcome) - _markup(outcome.choice)


def _sign(game: SubsidyCompetition, level: Fraction) -> int:
    for more in PRECISIONS:
        with logit_choice(game, more) as choice:
            excess = _excess(_outcome_at(choice, level), level)
            if excess > 0 or excess < 0:
                return 1 if excess > 0 else -1
    return 0


def _root(choice: Choice) -> Fraction:
    """Newton's method in a bracket that is halved whenever Newton's steps do not halve."""
    game, unit = choice.game, _unit(choice.game)
    fine = unit / 10**10
    high = max(game.regional_value)
    idle = choice.at([ZERO] * choice.n)
    level = _nearest(_mean_left(idle) + _markup(choice), unit)
    if level >= high:  # nobody pays anything
        return level
    width = max(high - min(game.regional_value), game.mu)
    for _ in range(64):
        if _excess(_outcome_at(choice, high - width), high - width) < 0:
            break
        width *= 2
    low, last = high - width, width
    level = high - width / 2
    for _ in range(1000):
        there = _outcome_at(choice, level)
        excess = _excess(there, level)
        slope = _slope(there, excess)
        low, high = (level, high) if excess < 0 else (low, level)
        middle = _nearest(ball((low + high) / 2), fine)
        step = level - middle if slope.contains(0) else _nearest(excess / slope, fine)
        if abs(step) > last / 2 or not low <= level - step <= high:
            step = level - middle
        level, last = level - step, abs(step)
        if last <= fine:
            break
    return _nearest(ball(level), unit)


def _slope(outcome: Outcome, excess: Any) -> Any:
    """The slope of the excess in the level: with the share of the cities strictly inside."""
    choice = outcome.choice
    inside = sum(
        (
            share
            for share, s, cap in zip(outcome.shares, outcome.given, choice.game.caps, strict=True)
            if s > 0 and s != cap
        ),
        ball(0),
    )
    return 1 - inside * (1 - (excess + _markup(choice)) / (choice.cost * choice.mu))


def _nearest(number: Any, unit: Fraction) -> Fraction:
    """The multiple of the unit around which the ball's middle lies, as BELOW and ABOVE say."""
    nearest = (number.mid() / ball(unit) + ball(BELOW)).floor().mid().fmpq()
    return fraction(nearest) * unit


def _loss(choice: Choice, level: Fraction) -> Fraction:
    """The true level is within a unit: the loss is at most the steepest slope on that way.

    d welfare / d level = -M/k sum_inside share ((level - mean)/mu - (k - w)), in absolute value at
    most M/(k mu) |excess|, which is about 0 at a root.
    """
    game = choice.game
    unit = _unit(game)
    near = [
        between(low, high)
        for low, high in zip(
            _profile(game, level + unit), _profile(game, level - unit), strict=True
        )
    ]
    outcome = choice.at(near)
    excess = between(level - unit, level + unit) - _mean_left(outcome) - _markup(choice)
    return power_of_ten_above(ball(unit) * choice.mass * abs(excess) / (choice.cost * choice.mu))


def _overdrawn(outcome: Outcome) -> list[str]:
    game, mass = outcome.choice.game, outcome.choice.mass
    return [
        city
        for city, budget, s, share in zip(
            game.cities, game.budgets, outcome.subsidies, outcome.shares, strict=True
        )
        if budget is not None and mass * s * share > ball(budget)
    ]


def _status(game: SubsidyCompetition, profile: list[Fraction], over: list[str]) -> str:
    if not any(profile):
        what = "Together the cities would pay no subsidy."
    elif _is_transfer(game):
        what = "Any common rise of these subsidies is as good: it only moves money to the firms."
    else:
        what = "No other subsidies give cities, and firms at their weight, more in all."
    if over:
        what += f" {', '.join(over)} would overdraw the budget, so others would have to chip in."
    return what
