"""A race on a grid of bids: the finite game that is left if only these bids may be made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from games.by_city import in_order
from games.contest import Contest
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import exact
from games.strategic import StrategicGame
from games.subsidy import SubsidyCompetition
from solvers.competition.contest_equilibrium import kept
from solvers.competition.logit_choice import logit_choice, money_decimals, shown
from solvers.competition.rivalry import exact_rivalry, rivalry_in_balls
from solvers.competition.tullock_search import BITS, DIGITS
from solvers.precision import precision

__all__ = ["RaceOnGrid", "race_on_grid"]

MOST_PROFILES = 20_000
ZERO = Fraction(0)


class RaceOnGrid(StrategicGame):
    """A finite game whose actions are some bids of a race; a ``StrategicGame`` in all else.

    ``race``: where it comes from. ``radius``: each payoff is within it of the true one; 0 if exact.

    See ``race_on_grid`` for the concept, an example and its source.
    """

    __slots__ = ("race", "radius")

    race: SubsidyCompetition | Contest
    radius: Fraction

    def __init__(
        self,
        race: SubsidyCompetition | Contest,
        bids: Sequence[Sequence[Any]],
        payoffs: Sequence[npt.ArrayLike],
        radius: Fraction,
    ) -> None:
        super().__init__(race.cities, bids, payoffs)
        object.__setattr__(self, "race", race)
        object.__setattr__(self, "radius", radius)

    def __repr__(self) -> str:
        how = self.race.technology if isinstance(self.race, Contest) else "logit"
        return f"RaceOnGrid{super().__repr__()[len('StrategicGame') : -1]}; {how}, only these bids)"


def race_on_grid(race: SubsidyCompetition | Contest, bids: Any) -> RaceOnGrid:
    """A race on a grid of bids: the finite game that is left if only these bids may be made.

    Every verb for finite games then answers for a race: its equilibria on the grid, dominance,
    learning and above all repetition (``RepeatedGame``). What it says is about the game *on that
    grid*. A bid between two others may pay more than both, so an equilibrium on the grid need not
    be one of the race, and a truce that holds on the grid needs a little more patience off it; how
    much a finer grid shows. The race itself is answered by ``subsidy_equilibrium`` and ``truce``.

    The game in which cities may make only these bids.

    ``bids``: one list for all, or one for each city, by name or in order. A bid is named as it
    prints, as an action is: ``game.payoff([0, 0.5])``.

    Payoffs are exact in contests (but for powers that are no fraction), else shown to the decimals
    of ``radius``. Errors: ``InvalidInput`` for a bid beyond a cap or budget, for more than 20,000
    profiles, and for a ``SubsidyCompetition`` with budgets, since what a city may bid is then up to
    the others; caps may be.

    >>> from games import Contest, RepeatedGame
    >>> from solvers.strategic.grim_trigger import grim_trigger
    >>> race = Contest(["Quzhou", "Lishui"], value=[8, 8])
    >>> game = race_on_grid(race, [0, Fraction(1, 2), 2])
    >>> game
    RaceOnGrid(Quzhou: 0, 1/2, 2; Lishui: 0, 1/2, 2; tullock, only these bids)
    >>> game.payoff(["1/2", "2"])
    {'Quzhou': Fraction(11, 10), 'Lishui': Fraction(22, 5)}
    >>> grim_trigger(RepeatedGame(game), [0, 0], reversion=[2, 2]).critical_discount
    Fraction(7, 11)

    Without the grid 2/3: a bid of next to nothing wins as well as one of 1/2.

    Source: on contests with a smallest unit of money, Baye, Kovenock and de Vries (1994), The
    solution to the Tullock rent-seeking game when R > 2.
    """
    of_kind(race, SubsidyCompetition, Contest, place="subject of race_on_grid")
    lists = _lists(bids, race.cities)
    numbers = [
        [exact(bid, f"bid of {city}") for bid in each]
        for city, each in zip(race.cities, lists, strict=True)
    ]
    number = prod(map(len, numbers))
    if number > MOST_PROFILES:
        raise InvalidInput("number of profiles", number, f"at most {MOST_PROFILES}")
    for i, each in enumerate(numbers):  # caps and budgets hold for each city by itself
        for bid in each:
            race.profile([bid if j == i else ZERO for j in range(len(numbers))])
    tables = [np.empty([len(each) for each in numbers], dtype=object) for _ in numbers]

    def fill(payoffs: Callable[[list[Fraction]], Sequence[Fraction]]) -> None:
        for at in np.ndindex(tables[0].shape):
            found = payoffs([each[k] for each, k in zip(numbers, at, strict=True)])
            for table, one in zip(tables, found, strict=True):
                table[at] = one

    if isinstance(race, Contest):
        fill(lambda profile: _kept_in_contest(race, profile))
        exactly = race.technology != "tullock" or race.exponent == 1
        return RaceOnGrid(race, lists, tables, ZERO if exactly else _rounding(race))
    if any(budget is not None for budget in race.budgets):
        raise InvalidInput("budgets of a race on a grid", "given", "caps on bids instead")
    money = money_decimals(race)
    with logit_choice(race) as choice:
        fill(lambda profile: [shown(one, money) for one in choice.at(profile).payoffs()])
    return RaceOnGrid(race, lists, tables, Fraction(10) ** -money)


def _lists(bids: Any, cities: tuple[str, ...]) -> list[list[Any]]:
    """One list of bids for each city."""
    entries = list(bids) if _is_list(bids) and not isinstance(bids, Mapping) else bids
    if isinstance(entries, list) and not any(map(_is_list, entries)):
        entries = [entries] * len(cities)
    if not isinstance(entries, list | Mapping):
        raise InvalidInput("bids", bids, "one list for all, or one for each city")
    each = in_order(entries, cities, "list of bids")
    for city, one in zip(cities, each, strict=True):
        if not _is_list(one):
            shown = MISSING if one is None else one
            raise InvalidInput(f"bids of {city}", shown, "a list of numbers")
    return [list(one) for one in each]


def _is_list(given: Any) -> bool:
    return isinstance(given, Iterable) and not isinstance(given, str)


def _kept_in_contest(race: Contest, bids: list[Fraction]) -> Sequence[Fraction]:
    chances = race.idle_shares
    if any(bids) and race.technology == "tullock":
        chances = _by_lot(race, bids)
    elif any(bids):
        scores = [e * bid for e, bid in zip(race.efficiency, bids, strict=True)]
        level = scores.count(max(scores))
        chances = tuple(Fraction(score == max(scores), level) for score in scores)
    paid = bids
    if race.technology == "bertrand":
        paid = [chance * bid for chance, bid in zip(chances, bids, strict=True)]
    return kept(race, chances, paid)


def _by_lot(race: Contest, bids: list[Fraction]) -> tuple[Fraction, ...]:

    rivalry = exact_rivalry(race, bids)
    if rivalry is not None:
        return rivalry.p
    with precision(BITS):
        return tuple(shown(one, DIGITS) for one in rivalry_in_balls(race, bids).p)


def _rounding(race: Contest) -> Fraction:
    """How far a payoff is off at most, as chances are rounded."""
    n = range(len(race.cities))
    most = max(sum((abs(race.gross(i, j)) for j in n), ZERO) for i in n)
    return most * Fraction(1, 10**DIGITS)
