"""A truce in a contest: nobody bids, and the firm draws lots; a breach means the race for ever."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import whole
from games.contest import Contest
from games.errors import of_kind
from mechanisms.accord.truce_terms import TruceTerms, TruceTermsCertificate, patience, truce_status
from solvers.answer import Proof
from solvers.competition.contest_equilibrium import (
    ContestEquilibriumCertificate,
)
from solvers.competition.logit_choice import SHARE_DECIMALS, ball
from solvers.competition.tullock_search import BITS
from solvers.precision import precision

__all__ = ["ContestTruce", "ContestTruceCertificate", "only_bidder", "without_bids"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class ContestTruce:
    """A truce in a contest: nobody bids, and the firm draws lots; a breach means the race for ever.

    By a breach a city gets the firm for sure at next to no cost, as nobody else bids. Cities alike
    that keep nothing in the race (all-pay, Bertrand) need delta >= (n - 1)/n; Tullock's race leaves
    them something, and they need delta >= n/(n + r): with a softer race the truce is harder to
    keep.

    The rule: nobody bids, or race for ever; ``lag`` periods of a breach go unnoticed.

    Errors: ``InvalidInput`` for a lag that is not a whole number from 1.

    >>> from mechanisms.accord.subsidy_accord import truce
    >>> for technology in ("tullock", "all-pay", "bertrand"):
    ...     terms = truce(Contest(["Quzhou", "Lishui", "Jinhua"], [6, 6, 6], technology))
    ...     print(technology, float(terms.critical_discount))
    tullock 0.75
    all-pay 0.666666666666667
    bertrand 0.666666666666667

    Source: Friedman (1971); on contests in repetition Shaffer and Shogren (2008), Infinitely
    repeated contests.
    """

    game: Contest
    lag: int = 1

    def __post_init__(self) -> None:
        of_kind(self.game, Contest, place="game of a contest truce")
        object.__setattr__(self, "lag", whole(self.lag, "lag of the truce", 1, 10**6))


def without_bids(game: Contest) -> list[Fraction]:
    """What each city gets if nobody bids: the firm draws lots."""
    n, idle = range(len(game.cities)), game.idle_shares
    return [sum((idle[j] * game.gross(i, j) for j in n), ZERO) for i in n]


def only_bidder(game: Contest, i: int) -> list[Fraction]:
    """What each gets if i alone may bid: next to nothing wins, if that is better than the lots."""
    idle = without_bids(game)
    if game.budgets[i] == 0 or game.value[i] <= idle[i]:
        return idle
    return [game.gross(j, i) for j in range(len(game.cities))]


@dataclass(frozen=True, slots=True)
class ContestTruceCertificate(TruceTermsCertificate, kind="contest truce"):
    """The race that a breach leads to; its subject is the rule, a ``ContestTruce``."""

    race: ContestEquilibriumCertificate

    def violations(self, rule: Any) -> Iterator[str]:
        if not isinstance(rule, ContestTruce):
            yield f"A {type(rule).__name__} is no truce in a contest."
        yield from self.race.violations(rule.game)

    def answer(self, rule: ContestTruce) -> TruceTerms:

        game = rule.game
        race = self.race.answer(game)
        n = range(len(game.cities))
        reward = without_bids(game)
        temptation = [only_bidder(game, i)[i] for i in n]
        punishment = [race.payoffs[city] for city in game.cities]
        doubt = race.proof.radius or ZERO
        with precision(BITS):
            critical = {
                city: patience(
                    ball(temptation[i] - reward[i]),
                    ball(reward[i] - punishment[i] - doubt),
                    rule.lag,
                )
                for i, city in enumerate(game.cities)
            }
        unwilling = tuple(city for city, delta in critical.items() if delta is None)
        most = None if unwilling else max(delta for delta in critical.values() if delta is not None)

        def by_city(found: Sequence[Fraction]) -> dict[str, Fraction]:
            return dict(zip(game.cities, found, strict=True))

        return TruceTerms(
            reward=by_city(reward),
            temptation=by_city(temptation),
            punishment=by_city(punishment),
            critical=critical,
            critical_discount=most,
            unwilling=unwilling,
            bystanders=tuple(
                city
                for i, city in enumerate(game.cities)
                if not race.subsidies[city] and temptation[i] <= reward[i]
            ),
            firms=-race.rent,
            status=truce_status(
                unwilling,
                most,
                races=1 + len(race.others),
                remedy="side payments might help",
            ),
            method="grim trigger; a breach bids next to nothing and wins",
            proof=Proof("enclosed", max(doubt, Fraction(1, 10**SHARE_DECIMALS))),
            certificate=self,
        )
