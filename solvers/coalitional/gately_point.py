"""The Gately point: the split at which every city is as eager as any other to break up."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.errors import Undefined
from solvers.answer import Allocation
from solvers.coalitional.excess import read_split
from solvers.coalitional.gains import gains, refuse_untabulated
from solvers.coalitional.separable_costs import separable
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["GatelyCertificate", "gately_point", "propensity_to_disrupt"]


def gately_point(game: CoalitionalGame) -> Allocation:
    """The Gately point: the split at which every city is as eager as any other to break up.

    A city's propensity to disrupt is what all others would lose if it left, for each unit that it
    would lose itself:

        d_i(x) = (x(N - i) - v(N - i)) / (x_i - v(i)),      all equal at
        x_i = v(i) + (M_i - v(i)) / (sum over j of M_j - v(j))  (v(N) - sum over j of v(j)),

    where M_i = v(N) - v(N - i) is what i adds to all others.

    For games of gains or costs, exact.

    If there is nothing to gain together, the only split that leaves nobody worse off than alone.
    Errors: ``Undefined`` when the cities do better each alone than all together (the witness is by
    how much), when a city adds less to the others than it makes alone (the witness is the city), or
    when no city adds more than that, though there is something to gain (the witness is how much).

    >>> from games import CoalitionalGame
    >>> trio = CoalitionalGame(["1", "2", "3"], {"1": 0, "2": 0, "3": 0, ("1", "2"): 4,
    ...                                          ("1", "3"): 0, ("2", "3"): 3, ("1", "2", "3"): 6})
    >>> split = gately_point(trio)
    >>> split["1"], split["2"], split["3"], split.certificate.verify(trio)
    (Fraction(18, 11), Fraction(36, 11), Fraction(12, 11), True)
    >>> propensity_to_disrupt(trio, split)["1"]
    Fraction(5, 6)

    Source: Gately (1974); Littlechild and Vaidya (1976); Gilles and Mallozzi (2023) for where it is
    defined; the example: the R package CoopGame.
    """
    refuse_untabulated(game)
    alone = gains(game, (game.worth([city]) for city in game.players))
    adds = gains(game, separable(game))
    (worth,) = gains(game, [game.grand_worth])
    surplus = worth - sum(alone)
    if surplus < 0:
        raise _undefined(
            f"alone the cities do better by {approximately(-surplus)} in all", -surplus
        )
    for city, own, added in zip(game.players, alone, adds, strict=True):
        if surplus and added < own:
            text = (
                f"{city} adds {approximately(own - added)} less to the others than it makes alone"
            )
            raise _undefined(text, city)
    room = sum(adds) - sum(alone)
    if surplus and not room:
        text = "no city adds more to the others than it makes alone, yet all together gain "
        raise _undefined(f"{text}{approximately(surplus)}", surplus)
    step = surplus / room if surplus else Fraction(0)
    split = [own + step * (added - own) for own, added in zip(alone, adds, strict=True)]
    return GatelyCertificate(dict(zip(game.players, gains(game, split), strict=True))).answer(game)


def propensity_to_disrupt(
    game: CoalitionalGame, split: Mapping[str, Any]
) -> dict[str, Fraction | None]:
    """The others' loss if a city leaves, per unit of its own; ``None`` where it loses nothing.

    A large number says that the city could threaten; below 0, that someone is better off without.

    Errors: ``InvalidInput`` names a city without a payoff in the split.

    See ``gately_point`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> trio = CoalitionalGame(["1", "2", "3"], {"1": 0, "2": 0, "3": 0, ("1", "2"): 4,
    ...                                          ("1", "3"): 0, ("2", "3"): 3, ("1", "2", "3"): 6})
    >>> split = gately_point(trio)
    >>> propensity_to_disrupt(trio, split)["1"]
    Fraction(5, 6)
    """
    refuse_untabulated(game)
    payoffs, _ = read_split(game, split)
    total = sum(payoffs)
    found: dict[str, Fraction | None] = {}
    for i, city in enumerate(game.players):
        own = payoffs[i] - game.worth([city])
        others = total - payoffs[i] - game.worth(game.grand ^ 1 << i)
        found[city] = others / own if own else None
    return found


def _undefined(reason: str, witness: object) -> Undefined:
    return Undefined("Gately point", reason, witness)


@dataclass(frozen=True, slots=True)
class GatelyCertificate(SplitCertificate, kind="Gately point"):
    """The split itself: the common propensity d is read off the game, then x_i from it."""

    method: ClassVar[str] = "the worths of one city and of all but one"
    status: ClassVar[str] = "All are as eager to break up, for what it would cost them."
    second: ClassVar[str] = "the common propensity to disrupt"

    def recomputed(self, subject: CoalitionalGame) -> list[Fraction]:
        alone = gains(subject, (subject.worth([city]) for city in subject.players))
        adds = gains(subject, separable(subject))
        (worth,) = gains(subject, [subject.grand_worth])
        surplus, d = worth - sum(alone), sum(adds) - worth
        if surplus < 0 or (surplus and (d + surplus <= 0 or any(map(operator.lt, adds, alone)))):
            raise _undefined("no propensity is common to all", None)
        if not surplus:
            return gains(subject, alone)
        d /= surplus  # (M(N) - v(N)) / (v(N) - sum of v(i)): d_i summed over numerators and parts
        return gains(
            subject, [(added + d * own) / (1 + d) for own, added in zip(alone, adds, strict=True)]
        )
