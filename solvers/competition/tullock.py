"""Tullock's contest: every bid is spent, and the firm goes to i with chance e_i x_i^r / sum.

Let s_ij = (V_i - theta_ij V_j)/k be what i has at stake against j, p_i the chances, and
S_i = sum_{j != i} p_j s_ij. The slope of i's payoff is zero where

    x_i = r p_i S_i,

so that chances alone give the bids. For r <= 1 the payoff is concave in the bid, and that is the
best reply. For r > 1 it is first convex, then concave, so that the only rival is to bid nothing:
x_i is the best reply iff p_i >= 1 - 1/r as well. A city stays out for r <= 1 iff e_i S_i is at most
sum_j e_j x_j (for r = 1; never for r < 1 if S_i > 0), for r > 1 iff its best bid,
((r - 1) sum/e_i)^(1/r), would cost at least S_i (r - 1)/r.

n alike: x = r (n - 1) s/n^2, and r (n - 1)/n of the value is spent; pure equilibria end at
r = n/(n - 1). Two cities: p_1/p_2 = (e_1/e_2) (s_12/s_21)^r. With r = 1 all bids are exact
fractions, from a linear system in the chances; else they are enclosed: each city's gain from *any*
other bid is at most its slope times the largest bid that could pay, as the payoff lies below its
tangents.

>>> from games import Contest
>>> race = tullock(Contest(["Quzhou", "Lishui"], value=[4, 2]))
>>> race.subsidies["Quzhou"], race.subsidies["Lishui"], race.unique, race.outlay
(Fraction(8, 9), Fraction(4, 9), True, Fraction(4, 3))

Source: Tullock (1980), Efficient rent seeking; Perez-Castrillo and Verdier (1992) for r > 1. One
equilibrium for r <= 1: Szidarovszky and Okuguchi (1997), Cornes and Hartley (2005); for two cities
Nti (1999).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.contest import Contest
from games.errors import Undefined
from solvers.answer import EXACT, Proof
from solvers.competition.contest_equilibrium import (
    ContestEquilibrium,
    ContestEquilibriumCertificate,
    kept,
    sure,
)
from solvers.competition.logit_choice import ball, power_of_ten_above, shown
from solvers.competition.rivalry import Rivalry, broken, exact_rivalry, rivalry_in_balls
from solvers.competition.tullock_search import (
    BITS,
    DIGITS,
    active_sets,
    first_order_point,
    smallest_unit,
    surplus_slopes,
)
from solvers.precision import precision

__all__ = ["TullockCertificate", "tullock"]

ZERO = Fraction(0)


def tullock(game: Contest) -> ContestEquilibrium:
    """The equilibrium of Tullock's contest; with r > 1, or uneven spillovers, those found.

    Of several, the one with the most bidders is shown. Nobody bids where no city that can pay
    would gain by the least bid: at most one has anything at stake, or the others' budgets are 0.

    Errors: ``Undefined`` where bids that satisfy every first-order condition leave a city to gain
    by bidding nothing; the witness is that city, its bid and its gain. For r beyond n/(n - 1)
    cities must then bid at random; an all-pay contest is the limit.
    """
    if _idle_is_stable(game):
        return TullockCertificate((dict.fromkeys(game.cities, ZERO),)).answer(game)
    found: list[tuple[Fraction, ...]] = []
    failed: list[tuple[Fraction, ...]] = []
    counted, unit = _within_floats(game)
    for active in active_sets(game):
        point = first_order_point(counted, active)
        bids = None if point is None else tuple(bid * unit for bid in point)
        if bids is None or bids in found:
            continue
        good = next(_violations(game, bids), None) is None
        (found if good else failed).append(bids)
    if not found:
        raise _no_equilibrium(game, failed)
    certificate = TullockCertificate(
        tuple(dict(zip(game.cities, bids, strict=True)) for bids in sorted(found, key=_rank))
    )
    return certificate.answer(game)


def _within_floats(game: Contest) -> tuple[Contest, Fraction]:
    """The game with its money in a unit in which floats can look for bids, and the unit."""
    digits = smallest_unit(game) * 10**DIGITS
    unit = Fraction(1) if Fraction(1, 10**100) < digits < 10**100 else digits
    value = tuple(one / unit for one in game.value)
    budgets = tuple(None if budget is None else budget / unit for budget in game.budgets)
    return replace(game, value=value, budgets=budgets), unit


@dataclass(frozen=True, slots=True)
class TullockCertificate(
    ContestEquilibriumCertificate, kind="Tullock contest", of="subsidy_equilibrium", searches=True
):
    """The bids of the equilibria found: most bidders first, then city by city."""

    equilibria: tuple[Mapping[str, Fraction], ...]

    def violations(self, game: Contest) -> Iterator[str]:
        if game.technology != "tullock":
            yield "The contest is not Tullock's."
        if not self.equilibria:
            yield "There is no equilibrium in it."
        profiles = [tuple(each[city] for city in game.cities) for each in self.equilibria]
        if any(len(each) != len(game.cities) for each in self.equilibria):
            yield "A bid is of no city of the contest."
        if profiles != sorted(profiles, key=_rank):
            yield "The equilibria are out of order."
        if len(set(profiles)) < len(profiles):
            yield "An equilibrium stands twice."
        if len(profiles) > 1 and is_unique(game):
            yield "There is one equilibrium only."
        for profile in profiles:
            yield from _violations(game, profile)

    def answer(self, game: Contest) -> ContestEquilibrium:

        bids = tuple(self.equilibria[0][city] for city in game.cities)
        exact = exact_rivalry(game, bids)
        proven = exact is not None and next(broken(exact), None) is None
        with precision(BITS):
            rivalry = exact if proven and exact is not None else rivalry_in_balls(game, bids)
            shares = [one if proven else shown(one, DIGITS) for one in rivalry.p]
            regret = [
                ZERO
                if proven
                else power_of_ten_above(rivalry.regret(i) * ball(game.cost_of_subsidy))
                for i in range(len(bids))
            ]

        def by_city(numbers: Sequence[Fraction]) -> dict[str, Fraction]:
            return dict(zip(game.cities, numbers, strict=True))

        return ContestEquilibrium(
            game=game,
            bids={city: sure(bid) for city, bid in zip(game.cities, bids, strict=True)},
            subsidies=by_city(bids),
            shares=by_city(shares),
            outlays=by_city(bids),
            payoffs=by_city(kept(game, shares, bids)),
            regret=by_city(regret),
            unique=is_unique(game),
            others=tuple(self.equilibria[1:]),
            totals=(
                sum(kept(game, shares, bids), ZERO),
                *(_total(game, [one[city] for city in game.cities]) for one in self.equilibria[1:]),
            ),
            status=_status(game, bids, len(self.equilibria)),
            method="first-order conditions in chances; payoffs lie below their tangents",
            proof=EXACT if proven else Proof("enclosed", max(regret)),
            certificate=self,
        )


def _total(game: Contest, bids: Sequence[Fraction]) -> Fraction:
    """What all cities keep, to the usual number of digits."""
    with precision(BITS):
        rivalry = exact_rivalry(game, bids) or rivalry_in_balls(game, bids)
        shares = [one if isinstance(one, Fraction) else shown(one, DIGITS) for one in rivalry.p]
    return sum(kept(game, shares, bids), ZERO)


def is_unique(game: Contest) -> bool:
    """Whether a theorem says that there is no other equilibrium."""
    n, stakes = range(len(game.cities)), game.stakes
    if game.exponent > 1:
        return len(n) <= 2 and not any(budget is not None for budget in game.budgets)
    return all(len({stakes[i][j] for j in n if j != i}) <= 1 for i in n)


def _idle_is_stable(game: Contest) -> bool:
    """No city gains by the least bid when nobody else bids."""
    idle = game.idle_shares
    return all(
        budget == 0 or sum(share * stake for share, stake in zip(idle, row, strict=True)) <= 0
        for row, budget in zip(game.stakes, game.budgets, strict=True)
    )


def _violations(game: Contest, bids: Sequence[Fraction]) -> Iterator[str]:
    """Why the bids are no equilibrium: exactly, or to the usual number of digits."""
    if any(
        x < 0 or (limit is not None and x > limit)
        for x, limit in zip(bids, game.budgets, strict=True)
    ):
        yield "A bid is below 0 or beyond its budget."
    if not any(bids):
        if not _idle_is_stable(game):
            yield "A city gains by the least bid."
        return
    with precision(BITS):
        exact = exact_rivalry(game, bids)
        if exact is not None and next(broken(exact), None) is None:
            return
        unit, rivalry = smallest_unit(game), rivalry_in_balls(game, bids)
        slack = [unit * (1 + Fraction(one)) for one in abs(surplus_slopes(rivalry)).sum(axis=1)]
        for i, city in enumerate(game.cities):
            if bids[i] != game.budgets[i] and (bids[i] / unit).denominator != 1:
                yield f"The bid of {city} is no number of the usual length."
            if not rivalry.regret(i) <= ball(unit * 10 ** (DIGITS // 2)):
                yield f"{city} gains by another bid."
            if bids[i] and not _is_best_reply(rivalry, i, ball(slack[i])):
                yield f"The bid of {city} is not where its payoff peaks."


def _is_best_reply(rivalry: Rivalry, i: int, slack: Any) -> bool:
    """Whether i's bid is the best reply, but for the rounding of all bids."""
    surplus = rivalry.surplus(i)
    return bool(surplus >= -slack) and (
        rivalry.bids[i] == rivalry.game.budgets[i] or bool(surplus <= slack)
    )


def _rank(bids: Sequence[Fraction]) -> tuple[int, list[Fraction]]:
    return -sum(1 for x in bids if x), [-x for x in bids]


def _no_equilibrium(game: Contest, failed: list[tuple[Fraction, ...]]) -> Undefined:
    concept = "equilibrium in sure bids"
    failed = sorted(failed, key=lambda bids: -sum(bids, ZERO))  # those who would bid most, first
    leaving = next(filter(None, (_leaving(game, bids) for bids in failed)), None)
    if leaving is not None:
        gain, i, bid = leaving
        return Undefined(
            concept,
            f"so high an exponent leaves {game.cities[i]}, where its slope is zero, to gain "
            f"{approximately(gain)} by bidding nothing instead of {approximately(bid)}; "
            "cities must bid at random, as in an all-pay contest",
            {"city": game.cities[i], "bid": bid, "deviation": ZERO, "gain": gain},
        )
    willing = [
        city
        for city, row, budget in zip(game.cities, game.stakes, game.budgets, strict=True)
        if max(row) > 0 and budget != 0
    ]
    if len(willing) == 1:
        reason = (
            f"only {willing[0]} would bid; the least bid gets it the firm, and there is no least"
        )
    else:
        reason = "no bids at which all slopes are zero were found"
        if game.exponent > 1:
            reason += "; cities may have to bid at random, as in an all-pay contest"
    return Undefined(concept, reason, game)


def _leaving(game: Contest, bids: Sequence[Fraction]) -> tuple[Fraction, int, Fraction] | None:
    """The most that a city gains by bidding nothing, which city, and its bid; ``None`` if none.

    Next to nothing does not count: where one city alone would bid, the search ends at such bids.
    """
    top = max(map(max, game.stakes))
    gains = []
    with precision(BITS):
        rivalry = rivalry_in_balls(game, bids)
        for i, bid in enumerate(bids):
            if bid and game.exponent > 1:
                part = rivalry.exit_gain(i) * ball(game.cost_of_subsidy / top)
                gains.append((shown(part, DIGITS // 2) * top, -i, bid))
    gain, i, bid = max(gains, default=(ZERO, 0, ZERO))
    return (gain, -i, bid) if gain > top / 10**9 else None


def _status(game: Contest, bids: Sequence[Fraction], found: int) -> str:
    idle = [city for city, x in zip(game.cities, bids, strict=True) if not x]
    if not any(bids):
        if sum(max(row) > 0 for row in game.stakes) <= 1:
            return "Nobody bids: at most one city has anything at stake."
        return "Nobody bids: no city that can pay gains by the least bid."
    what = "No city gains by bidding more or less"
    if idle:
        names = ", ".join(idle) if len(idle) <= 6 else f"{len(idle)} cities"
        what += f"; {names} stay{'s' if len(idle) == 1 else ''} out"
    what += "."
    if is_unique(game):
        return f"{what} It is the only equilibrium."
    if found == 1:
        return f"{what} One equilibrium was found; there may be others."
    return f"{what} {found} equilibria were found; this is one with the most bidders."
