"""The winner-pays contest (Bertrand): a subsidy auction in which only the winner's bid is paid.

City l would pay at most its stake, the firm's value to it less what spills over to it from the
winner w, and at most its budget. In scores, reach_l(w) = e_l min((V_l - theta_lw V_w)/k, B_l). Then
w wins at the price max_l reach_l(w), and that is an equilibrium if w itself would pay as much to
keep the firm from the one that pushes it there. Without spillovers: the city of the largest reach
wins at the second largest; if two are level they draw lots.

The winner bids a hair more than the one that pushes, or is preferred at equal bids. There are also
equilibria at higher prices, in which a loser bids more than it would like to pay; they are left out
(a bid that is weakly dominated), as the lowest price is what an open auction ends at.

>>> from games import Contest
>>> race = bertrand(Contest(["Quzhou", "Lishui"], value=[4, 2], technology="bertrand"))
>>> race.shares["Quzhou"], race.subsidies["Quzhou"], race.payoffs["Quzhou"], race.rent
(Fraction(1, 1), Fraction(2, 1), Fraction(2, 1), Fraction(2, 1))

Source: Vickrey (1961); Black and Hoyt (1989), Bidding for firms; with externalities Jehiel and
Moldovanu (1996), Strategic nonparticipation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.by_city import listed
from games.contest import Contest
from games.errors import Undefined
from solvers.answer import EXACT
from solvers.competition.contest_equilibrium import (
    ContestEquilibrium,
    ContestEquilibriumCertificate,
    kept,
    sure,
)

__all__ = ["BertrandCertificate", "SettledPrice", "bertrand"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class SettledPrice:
    """Who wins (several: by lot), and the price, in scores."""

    winners: tuple[str, ...]
    price: Fraction


def bertrand(game: Contest) -> ContestEquilibrium:
    """The equilibrium at the lowest price; with spillovers there can be several, or none.

    Where nobody has anything at stake nobody pays, and the firm draws lots.

    Errors: ``Undefined`` where whoever wins is outbid by another; the witness is who outbids whom.
    """
    settled = _all_settled(game)
    if not settled:
        outbid = {}
        for i, city in enumerate(game.cities):
            _, pusher = _pushed_to(game, i)
            if pusher is not None:
                outbid[city] = game.cities[pusher]
        raise Undefined(
            "equilibrium of the winner-pays contest",
            "whoever wins is outbid by another, as what each would pay depends on who wins: "
            + ", ".join(f"{winner} by {other}" for winner, other in outbid.items()),
            outbid,
        )
    return BertrandCertificate(settled).answer(game)


def _all_settled(game: Contest) -> tuple[SettledPrice, ...]:
    """Every equilibrium at the lowest price: each city as winner is tried, with those level."""
    settled: list[SettledPrice] = []
    for i in range(len(game.cities)):
        price, pusher = _pushed_to(game, i)
        if price == 0 and not game.idle_shares[i]:
            continue
        level = [i]
        if pusher is not None and _reach(game, i, [pusher]) == price:
            level = [j for j in range(len(game.cities)) if j == i or _reach(game, j, [i]) == price]
        if price == 0 and _reach(game, i, [j for j in _wanting(game) if j != i]) <= 0:
            level = _wanting(game)
        for winners in (level, [i]):
            found = SettledPrice(tuple(game.cities[j] for j in winners), price)
            if next(_gains(game, found), None) is None:
                settled.append(found)
                break
    return tuple(sorted(set(settled), key=lambda one: _rank(game, one)))


@dataclass(frozen=True, slots=True)
class BertrandCertificate(
    ContestEquilibriumCertificate,
    kind="winner-pays contest",
    of="subsidy_equilibrium",
    searches=True,
):
    """The equilibria, from the lowest price; the first is the one that is shown."""

    settled: tuple[SettledPrice, ...]

    def violations(self, game: Contest) -> Iterator[str]:
        if game.technology != "bertrand":
            yield "In this contest it is not only the winner who pays."
        if not self.settled or self.settled != _all_settled(game):
            yield "These are not the equilibria, from the lowest price."
        for one in self.settled:
            yield from _gains(game, one)

    def answer(self, game: Contest) -> ContestEquilibrium:
        best, *others = self.settled
        n = range(len(game.cities))
        bids = [_bid(game, best, i) for i in n]
        shares, outlays = _drawn(game, best)

        def by_city(found: Sequence[Fraction]) -> dict[str, Fraction]:
            return dict(zip(game.cities, found, strict=True))

        return ContestEquilibrium(
            game=game,
            bids={city: sure(bid) for city, bid in zip(game.cities, bids, strict=True)},
            subsidies=by_city(bids),
            shares=by_city(shares),
            outlays=by_city(outlays),
            payoffs=by_city(kept(game, shares, outlays)),
            regret=dict.fromkeys(game.cities, ZERO),
            unique=len(self.settled) == 1,
            others=tuple(by_city([_bid(game, one, i) for i in n]) for one in others),
            totals=tuple(_total(game, one) for one in self.settled),
            status=_status(best, len(others)),
            method="the winner is pushed to what the next would pay",
            proof=EXACT,
            certificate=self,
        )


def _drawn(game: Contest, settled: SettledPrice) -> tuple[list[Fraction], list[Fraction]]:
    """Each city's chance to win, and what it spends on average."""
    chances = [Fraction(city in settled.winners, len(settled.winners)) for city in game.cities]
    return chances, [p * _bid(game, settled, i) for i, p in enumerate(chances)]


def _total(game: Contest, settled: SettledPrice) -> Fraction:
    return sum(kept(game, *_drawn(game, settled)), ZERO)


def _wanting(game: Contest) -> list[int]:
    return [i for i, share in enumerate(game.idle_shares) if share]


def _stake(game: Contest, i: int, winners: Sequence[int]) -> Fraction:
    """The most that i would pay to take the firm from the winners, who draw lots."""
    if not winners:
        return ZERO
    return sum((game.stake(i, j) for j in winners), ZERO) / len(winners)


def _reach(game: Contest, i: int, winners: Sequence[int]) -> Fraction:
    """The highest score that i would bid, and can."""
    wanted, most = game.efficiency[i] * _stake(game, i, winners), _budget_score(game, i)
    return wanted if most is None else min(wanted, most)


def _budget_score(game: Contest, i: int) -> Fraction | None:
    budget = game.budgets[i]
    return None if budget is None else game.efficiency[i] * budget


def _pushed_to(game: Contest, winner: int) -> tuple[Fraction, int | None]:
    others = [j for j in range(len(game.cities)) if j != winner]
    pusher = max(others, key=lambda j: _reach(game, j, [winner]), default=None)
    price = ZERO if pusher is None else _reach(game, pusher, [winner])
    return (price, pusher) if price > 0 else (ZERO, None)


def _gains(game: Contest, settled: SettledPrice) -> Iterator[str]:
    """Who would bid more, or less; and whether a loser bids the price."""
    winners, price = [game.cities.index(city) for city in settled.winners], settled.price
    if winners != sorted(set(winners)) or not winners:
        yield "The winners are out of order."
    pushed = price == 0 or len(winners) > 1
    outbids = len(winners) == 1 and _budget_score(game, winners[0]) != price  # by a hair
    for i, city in enumerate(game.cities):
        if i in winners:
            rivals = [j for j in winners if j != i]
            if rivals and _reach(game, i, rivals) > price:
                yield f"{city} would bid a little more."
            if price and rivals and _stake(game, i, rivals) * game.efficiency[i] < price:
                yield f"{city} would rather not win."
            most = _budget_score(game, i)
            if most is not None and price > most:
                yield f"{city} cannot pay the price."
            continue
        reach = _reach(game, i, winners)
        if reach > price:
            yield f"{city} would bid more than {price}."
        wanted = game.efficiency[i] * _stake(game, i, winners)
        if not outbids and 0 < price == reach < wanted:
            yield f"{city} would draw lots too."
        pushed = pushed or reach == price
        if len(winners) == 1 and reach == price > 0 and _reach(game, winners[0], [i]) < price:
            yield f"{settled.winners[0]} would rather let {city} win."
    if price == 0 and any(not game.idle_shares[i] for i in winners):
        yield "A city that does not want the firm wins it."
    if price == 0 and winners != _wanting(game) and not _takes(game, winners[0]):
        yield f"{settled.winners[0]} would rather draw lots."
    if price < 0 or not pushed:
        yield "No loser pushes the price there."


def _takes(game: Contest, i: int) -> bool:
    """Whether i would bid a hair, and can, if nobody else bids."""
    return game.budgets[i] != 0 and _stake(game, i, [j for j in _wanting(game) if j != i]) >= 0


def _bid(game: Contest, settled: SettledPrice, i: int) -> Fraction:
    """The price for winners and whoever drives it up; for the others what they would pay."""
    winners = [game.cities.index(city) for city in settled.winners]
    if i in winners:
        return settled.price / game.efficiency[i]
    return max(ZERO, _reach(game, i, winners)) / game.efficiency[i]


def _rank(game: Contest, settled: SettledPrice) -> tuple[Fraction, list[int]]:
    return settled.price, [game.cities.index(city) for city in settled.winners]


def _status(settled: SettledPrice, others: int) -> str:
    several = (
        ""
        if not others
        else f" With these spillovers there are {others} more equilibria with another winner."
    )
    if settled.price == 0:
        if len(settled.winners) > 1:
            return f"Nobody has to pay: {listed(settled.winners)} draw lots for the firm.{several}"
        return f"Nobody has to pay: {settled.winners[0]} has the firm.{several}"
    if len(settled.winners) > 1:
        return f"{listed(settled.winners)} are level and draw lots; the firm gets all.{several}"
    return f"{settled.winners[0]} wins at what the next would pay; the firm gets that.{several}"
