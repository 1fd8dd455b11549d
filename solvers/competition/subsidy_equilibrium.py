"""The equilibrium of subsidy competition: no city gains by paying firms more or less.

Each city's best reply is one root (``logit_choice.py``). An equilibrium is shown to some
decimals, each city's subsidy being its best reply to the others' *as shown*, rounded; what is left
is each city's ``regret``, an enclosed upper bound on its gain from any deviation.

Where the spillovers that a city receives differ by less than 2 k mu between the places where a firm
may go,

    max_j theta_ij b_j - min_j theta_ij b_j  <  2 k mu     (0 for the outside option, if there is),

replies contract: |ds_i/ds_j| sums to at most share_i + (1 - share_i) * spread/(2 k mu) < 1. Then
there is one equilibrium, and best replies lead to it from anywhere. That is always so without
spillovers, and with two cities and no outside option. Else equilibria are *found*, from several
starts.

Identical cities, no outside option, no spillovers: s* = max(0, b/k - mu n/(n - 1)).

>>> from games import SubsidyCompetition
>>> park = SubsidyCompetition(["Quzhou", "Lishui", "Jinhua"], value=[1, 1, 1], mu=Fraction(1, 2))
>>> race = subsidy_equilibrium(park)
>>> race.subsidies["Quzhou"], race.unique, race.certificate.verify(park)
(Fraction(1, 4), True, True)

Source: the fixed point is Banach's; on prices instead of subsidies, Anderson, de Palma and Thisse
(1992), chapter 7. With budgets it is a generalised equilibrium (Harker 1991): what a city can pay
depends on the others, but contracts as well, so that it is unique under the same condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, overload

import numpy as np

from games.contest import Contest
from games.errors import Undefined, of_kind
from games.subsidy import SubsidyCompetition
from solvers.answer import Proof
from solvers.certificate import Certificate
from solvers.competition.all_pay import all_pay
from solvers.competition.bertrand import bertrand
from solvers.competition.contest_equilibrium import ContestEquilibrium
from solvers.competition.logit_choice import (
    GUARD_DECIMALS,
    SHARE_DECIMALS,
    Choice,
    Outcome,
    ball,
    logit_choice,
    money_decimals,
    power_of_ten_above,
    rate_decimals,
    shown,
)
from solvers.competition.tullock import tullock

__all__ = ["SubsidyEquilibrium", "SubsidyEquilibriumCertificate", "subsidy_equilibrium"]

TRIED_GRIDS = 30
ROUNDS = 200
MORE_ROUNDS = 40  # from further starts, once an equilibrium is found


@dataclass(frozen=True, slots=True)
class SubsidyEquilibrium:
    """An equilibrium of subsidy competition.

    ``subsidies``, ``shares`` (of all firms), ``payoffs``: one number for each city.
    ``regret``: for each city an upper bound on its gain from any subsidy that it may pay.
    ``unique``: there is no other equilibrium, by the contraction theorem.
    ``others``: subsidies of further equilibria that were found; there may be more.
    ``proof``: if unique, how far the true subsidies are at most; else the largest regret.
    """

    subsidies: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    regret: Mapping[str, Fraction]
    unique: bool
    others: tuple[Mapping[str, Fraction], ...]
    status: str
    method: str
    proof: Proof
    certificate: SubsidyEquilibriumCertificate

    def total(self) -> Fraction:
        """What all cities get together."""
        return sum(self.payoffs.values(), Fraction(0))


@dataclass(frozen=True, slots=True)
class SubsidyEquilibriumCertificate(Certificate, kind="subsidy equilibrium"):
    """Subsidies of the equilibria found: in order of what they add up to, then city by city.

    The first is the one that is shown.
    """

    equilibria: tuple[Mapping[str, Fraction], ...]

    def faults(self, game: SubsidyCompetition) -> Iterator[str]:
        if not self.equilibria:
            yield "There is no equilibrium in it."
        if len(self.equilibria) > 1 and is_contraction(game):
            yield "Replies contract, so there is one equilibrium only."
        profiles = [[each[city] for city in game.cities] for each in self.equilibria]
        if any(len(each) != len(game.cities) for each in self.equilibria):
            yield "A subsidy is of no city of the game."
        if len({tuple(profile) for profile in profiles}) < len(profiles):
            yield "An equilibrium stands twice."
        if profiles != sorted(profiles, key=_rank):
            yield "The equilibria are out of order."
        with logit_choice(game) as choice:
            for profile in profiles:
                decimals = _decimals(choice, profile)
                outcome = choice.at(profile)
                for i, city in enumerate(game.cities):
                    if outcome.rounded_reply(i, decimals) != profile[i]:
                        yield f"{profile[i]} is not the best reply of {city}, rounded."

    def answer(self, game: SubsidyCompetition) -> SubsidyEquilibrium:
        profile = [self.equilibria[0][city] for city in game.cities]
        cities, unique = range(len(game.cities)), is_contraction(game)
        with logit_choice(game) as choice:
            outcome = choice.at(profile)
            regret = [power_of_ten_above(outcome.regret(i)) for i in cities]
            money = money_decimals(game)
            payoffs = [shown(payoff, money) for payoff in outcome.payoffs()]
            shares = [shown(share, SHARE_DECIMALS) for share in outcome.shares]
            status = _status(outcome, unique=unique, found=len(self.equilibria))
            radius = _distance(choice, profile) if unique else max(regret)

        def by_city(numbers: Sequence[Fraction]) -> Mapping[str, Fraction]:
            return dict(zip(game.cities, numbers, strict=True))

        return SubsidyEquilibrium(
            subsidies=by_city(profile),
            shares=by_city(shares),
            payoffs=by_city(payoffs),
            regret=by_city(regret),
            unique=unique,
            others=tuple(self.equilibria[1:]),
            status=status,
            method="best replies (Lambert W), Newton's method, balls",
            proof=Proof("enclosed", radius),
            certificate=self,
        )


@overload
def subsidy_equilibrium(game: SubsidyCompetition) -> SubsidyEquilibrium: ...
@overload
def subsidy_equilibrium(game: Contest) -> ContestEquilibrium: ...
def subsidy_equilibrium(
    game: SubsidyCompetition | Contest,
) -> SubsidyEquilibrium | ContestEquilibrium:
    """The equilibrium subsidies of a game; of several found, the one with the smallest sum.

    A ``Contest`` is solved by its technology: ``tullock.py``, ``all_pay.py`` or
    ``bertrand.py``. What follows is about the logit choice of many firms.

    A race starts without subsidies and each city in turn replies to the others. With spillovers
    so uneven that replies do not contract, further starts look for ``others``; which one a race
    ends in then depends on who moves first, so that the order is by what is paid.

    With one city and no outside option nobody bids: the subsidy is 0. A city to which a firm is
    worth nothing pays nothing. Errors: ``Undefined`` if no start led to an equilibrium.
    """
    of_kind(game, SubsidyCompetition, Contest, place="subject of subsidy_equilibrium")
    if isinstance(game, Contest):
        return {"Tullock": tullock, "all-pay": all_pay, "Bertrand": bertrand}[game.technology](game)
    with logit_choice(game) as choice:
        found: list[list[Fraction]] = []
        for start in _starts(choice):
            if found and is_contraction(game):
                break
            point = _fixed_point(choice, start, rounds=MORE_ROUNDS if found else ROUNDS)
            profile = None if point is None else _on_a_grid(choice, point)
            if profile is not None and not any(_same(game, profile, other) for other in found):
                found.append(profile)
    if not found:
        raise Undefined(
            "subsidy equilibrium", "best replies from no start that was tried settle", game
        )
    certificate = SubsidyEquilibriumCertificate(
        tuple(dict(zip(game.cities, profile, strict=True)) for profile in sorted(found, key=_rank))
    )
    return certificate.answer(game)


def _rank(profile: Sequence[Fraction]) -> tuple[Fraction, Sequence[Fraction]]:
    return sum(profile, Fraction(0)), profile


def is_contraction(game: SubsidyCompetition) -> bool:
    """Whether replies contract, exactly: the spillovers to each city differ by less than 2 k mu."""
    return all(_unevenness(game, i) < 1 for i in range(len(game.cities)))


def _unevenness(game: SubsidyCompetition, i: int) -> Fraction:
    if not any(game.spillovers[i]):
        return Fraction(0)
    spilled = [
        theta * b
        for j, (theta, b) in enumerate(zip(game.spillovers[i], game.value, strict=True))
        if j != i
    ]
    if game.outside_option is not None:
        spilled.append(Fraction(0))
    spread = max(spilled) - min(spilled) if spilled else Fraction(0)
    return spread / (2 * game.cost_of_subsidy * game.mu)


def _distance(choice: Choice, profile: Sequence[Fraction]) -> Fraction:
    """How far the equilibrium is at most: the largest step to a best reply, over 1 - modulus.

    The modulus is largest where i's share is largest, at its reply to no subsidies: 1/(1 - share)
    is 1 + W(x) there, and W(x) <= max(1, ln x). A budget contracts by u/(1 + u), u <= s/mu.
    """
    game = choice.game
    outcome, free = choice.at(profile), choice.at(_zero(choice))
    step = slack = ball(0)
    for i in range(choice.n):
        step = _largest(step, abs(outcome.reply(i) - outcome.subsidies[i]))
        if free.alone(i):
            continue
        top = choice.value[i]
        for theta, one in zip(game.spillovers[i], choice.spilled[i], strict=True):
            if theta:
                top = _largest(top, choice.value[i] - one)
        top /= choice.cost
        log_x = (choice.attractiveness[i] + top) / choice.mu - 1 - free.others[i].log()
        slack = _largest(slack, (1 + _largest(ball(1), log_x)) / ball(1 - _unevenness(game, i)))
        if game.budgets[i] is not None:
            slack = _largest(slack, 1 + top / choice.mu)
    return power_of_ten_above(step * slack)


def _largest(one: Any, other: Any) -> Any:
    from flint import arb

    return arb.max(one, other)


def _zero(choice: Choice) -> list[Any]:
    return [ball(0)] * choice.n


def _starts(choice: Choice) -> Iterator[list[Any]]:
    """No subsidies; all as high as they may be; each city alone high, or alone at 0; continuation.

    Where replies contract every start leads to the equilibrium. From below it can be far: where mu
    is small, two cities outbid each other by a little at a time. So the high one comes first.
    """
    game, n = choice.game, choice.n
    spilled = [
        theta * b
        for row in game.spillovers
        for theta, b in zip(row, game.value, strict=True)
        if theta
    ]
    most = max(map(abs, game.value)) + max(map(abs, spilled), default=0)
    most /= game.cost_of_subsidy
    high = [ball(most if cap is None else min(cap, most)) for cap in game.caps]
    yield from [high, _zero(choice)] if is_contraction(game) else [_zero(choice), high]
    for i in range(n):
        yield [high[j] if j == i else ball(0) for j in range(n)]
        yield [ball(0) if j == i else high[j] for j in range(n)]
    yield _from_large_mu(choice)


def _from_large_mu(choice: Choice) -> list[Any]:
    """The one equilibrium at a mu so large that replies contract, followed as mu falls."""
    game, point = choice.game, _zero(choice)
    mu = game.mu * (1 + max(_unevenness(game, i) for i in range(choice.n)))
    while mu > game.mu:
        point = _fixed_point(Choice(replace(game, mu=mu)), point, rounds=MORE_ROUNDS) or point
        mu *= Fraction(4, 5)
    return point


def _fixed_point(choice: Choice, start: list[Any], rounds: int) -> list[Any] | None:
    """Best replies in turn, then Newton's method, to more decimals than are shown; or ``None``."""
    n = choice.n
    goal = ball(Fraction(1, 10 ** (rate_decimals(choice.game) + GUARD_DECIMALS // 2)))
    point, last = start, None
    for round_ in range(rounds):
        outcome = choice.at(point)
        step = [(outcome.reply(i) - point[i]).mid() for i in range(n)]
        size = _norm(step)
        if size < goal:
            return point
        if last is None or round_ < 8 or size < last / 2:
            last = size
            newton = _newton(choice, point, step) if round_ >= 8 else None
            point = newton or _in_turn(choice, point)
        else:  # Newton did not help: some rounds of replies, and again
            for _ in range(8):
                point = _in_turn(choice, point)
            last = None
    return None


def _norm(step: Sequence[Any]) -> Any:
    size = ball(0)
    for one in step:
        size = _largest(size, abs(one)).mid()
    return size


def _in_turn(choice: Choice, point: Sequence[Any]) -> list[Any]:
    outcome = choice.at(point)
    for i in range(choice.n):
        outcome = outcome.moved(i, outcome.reply(i).mid())
    return outcome.subsidies


def _newton(choice: Choice, point: Sequence[Any], step: Sequence[Any]) -> list[Any] | None:
    """One step: slopes in floating point, the distance left in balls, so that digits double up."""
    outcome, n = choice.at(point), choice.n
    slopes = np.array([[float(one) for one in outcome.slopes(i)] for i in range(n)])
    scale = _norm(step)
    try:
        move = np.linalg.solve(np.eye(n) - slopes, [float(one / scale) for one in step])
    except np.linalg.LinAlgError:
        return None
    if not np.isfinite(move).all():
        return None
    return [(s + scale * float(m)).mid() for s, m in zip(point, move, strict=True)]


def _on_a_grid(choice: Choice, point: Sequence[Any]) -> list[Fraction] | None:
    """Subsidies of so many decimals that each is the rounded best reply to the others.

    That may fail on one grid by bad luck, hence a few more decimals.
    """
    first = rate_decimals(choice.game)
    for decimals in range(first, first + TRIED_GRIDS):
        outcome = choice.at(point)
        profile = [outcome.rounded_reply(i, decimals) for i in range(choice.n)]
        for _ in range(4):
            if any(s is None for s in profile):
                break
            settled = [s for s in profile if s is not None]
            outcome = choice.at(settled)
            profile = [outcome.rounded_reply(i, decimals) for i in range(choice.n)]
            if profile == settled and _decimals(choice, settled) <= decimals:
                return settled
    return None


def _decimals(choice: Choice, profile: Sequence[Fraction]) -> int:
    """The decimals of a profile, read off its subsidies below their caps; not below the default."""
    decimals = rate_decimals(choice.game)
    for s, cap in zip(profile, choice.game.caps, strict=True):
        while s != cap and 10**decimals % s.denominator:
            decimals += 1
            if decimals > rate_decimals(choice.game) + TRIED_GRIDS:
                raise ValueError(f"the subsidy {s} is not a decimal number of the usual length")
    return decimals


def _same(game: SubsidyCompetition, one: Sequence[Fraction], other: Sequence[Fraction]) -> bool:
    return max(abs(s - t) for s, t in zip(one, other, strict=True)) < game.mu / 10**9


def _status(race: Outcome, *, unique: bool, found: int) -> str:
    game = race.choice.game
    bound = [
        city
        for i, (city, cap) in enumerate(zip(game.cities, game.caps, strict=True))
        if cap is not None and race.peak(i) > ball(cap)
    ]
    what = "No city gains by paying more or less" if any(race.given) else "No city pays a subsidy"
    what += f"; {', '.join(bound)} would pay more without a cap." if bound else "."
    if unique:
        return f"{what} It is the only equilibrium."
    if found == 1:
        return f"{what} One equilibrium was found; with these spillovers there may be others."
    return (
        f"{what} {found} equilibria were found and there may be others; of these, this is the one "
        "in which the cities' subsidies add up to least."
    )
