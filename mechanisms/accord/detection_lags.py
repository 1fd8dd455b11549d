"""Detection lags: what it costs a truce that breaches are noticed late, and what meetings buy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from games.by_city import listed, whole
from games.contest import Contest
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.repeated import discount_factors
from games.subsidy import SubsidyCompetition
from mechanisms.accord.contest_truce import ContestTruce
from mechanisms.accord.subsidy_accord import SubsidyTruce, critical_discount
from mechanisms.accord.truce_terms import TruceTerms, TruceTermsCertificate
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import SHARE_DECIMALS, ball, shown
from solvers.competition.tullock_search import BITS
from solvers.precision import precision

__all__ = ["DetectionLags", "DetectionLagsCertificate", "WatchedTruce", "detection_lags"]

ZERO, HAIR = Fraction(0), Fraction(1, 10**SHARE_DECIMALS)


@dataclass(frozen=True, slots=True)
class WatchedTruce:
    """A truce (whose own lag plays no part), the cities' patience, and how long a table to make.

    ``discount``: by city, in their order, or one for all, from 0 and below 1; ``None``: not known.
    Errors: ``InvalidInput``.

    See ``detection_lags`` for the concept and its source.

    >>> from games import SubsidyCompetition
    >>> from mechanisms.accord.subsidy_accord import SubsidyTruce
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> WatchedTruce(SubsidyTruce(park), discount=Fraction(9, 10), lags=4).discount
    {'Quzhou': Fraction(9, 10), 'Lishui': Fraction(9, 10)}
    """

    truce: SubsidyTruce | ContestTruce
    discount: Any = None
    lags: int = 12

    def __post_init__(self) -> None:
        of_kind(self.truce, SubsidyTruce, ContestTruce, place="truce that is watched")
        if self.discount is not None:
            found = discount_factors(self.discount, self.truce.game.cities)
            object.__setattr__(self, "discount", found)
        object.__setattr__(self, "lags", whole(self.lags, "the longest lag of the table", 1, 10**4))


@dataclass(frozen=True, slots=True, repr=False)
class DetectionLags(Answer):
    """What a truce needs at each detection lag, and the longest lag that it bears.

    ``critical``: the truce's critical discount factor at lags 1, 2, ...; ``None`` if a city would
    not keep it at any. ``longest``: the longest lag at which each city keeps the truce at its own
    discount factor; 0 if at none, ``None`` if at any. ``longest_lag``: the truce's, the smallest;
    ``None`` too where no discount factors are given (``longest`` is then empty).
    ``terms``: of the truce at a lag of 1. What is within 10^-15 of a city's limit counts as beyond.

    See ``detection_lags`` for the concept, an example and its source.
    """

    critical: Mapping[int, Fraction | None]
    longest: Mapping[str, int | None]
    longest_lag: int | None
    terms: TruceTerms
    status: str
    method: str
    proof: Proof
    certificate: DetectionLagsCertificate


@dataclass(frozen=True, slots=True)
class DetectionLagsCertificate(Certificate, kind="detection lags"):
    """The truce at a lag of 1; the rest are powers and logarithms."""

    truce: TruceTermsCertificate

    def violations(self, rule: WatchedTruce) -> Iterator[str]:
        yield from self.truce.violations(rule.truce)  # whatever its lag

    def answer(self, rule: WatchedTruce) -> DetectionLags:

        terms = self.truce.answer(replace(rule.truce, lag=1))
        most = terms.critical_discount
        with precision(BITS):
            critical = {
                lag: None if most is None else shown(ball(most).root(lag), SHARE_DECIMALS)
                for lag in range(1, rule.lags + 1)
            }
            longest = {
                city: _longest(terms.critical[city], delta)
                for city, delta in (rule.discount or {}).items()
            }
        known = [lag for lag in longest.values() if lag is not None]
        least = min(known, default=None)
        return DetectionLags(
            critical=critical,
            longest=longest,
            longest_lag=least,
            terms=terms,
            status=_status(terms, longest, least),
            method=f"{terms.method}; its powers",
            proof=terms.proof,
            certificate=self,
        )


def detection_lags(
    game: SubsidyCompetition | Contest,
    discount: Any = None,
    *,
    level: Fraction | int = 0,
    lags: int = 12,
) -> DetectionLags:
    """Detection lags: what it costs a truce that breaches are noticed late, and what meetings buy.

    A breach that goes unnoticed for L periods pays L times before the race begins. With x_i the
    discount factor that city i needs if a breach is noticed at once, it needs x_i^(1/L) at a lag of
    L, and at its own discount factor delta_i it keeps the truce iff

        L  <=  ln x_i / ln delta_i.

    Joint meetings, open books and shared registers shorten the lag: this is how often cities must
    meet.

    The patience that a truce takes at each lag, and the longest lag that it bears.

    In a ``Contest`` the truce is not to bid, and ``level`` is 0.

    Errors: ``InvalidInput`` for what is neither a ``SubsidyCompetition`` nor a ``Contest``, a
    discount factor that is not from 0 to below 1 and a level as for ``truce``, and those of
    ``subsidy_equilibrium``.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> lags = detection_lags(park, discount={"Quzhou": 0.9, "Lishui": 0.8}, lags=4)
    >>> [round(float(delta), 3) for delta in lags.critical.values()]
    [0.172, 0.415, 0.556, 0.644]
    >>> lags.longest, lags.longest_lag
    ({'Quzhou': 16, 'Lishui': 7}, 7)

    Source: Tirole (1988), The Theory of Industrial Organization, chapter 6, on detection lags.
    """
    of_kind(game, SubsidyCompetition, Contest, place="subject of detection_lags")
    if isinstance(game, Contest):
        if level != 0:
            raise InvalidInput("level of the truce", level, "0 in a contest: not to bid")
        rule = WatchedTruce(ContestTruce(game), discount, lags)
    else:
        rule = WatchedTruce(SubsidyTruce(game, exact(level, "level of the truce")), discount, lags)
    return DetectionLagsCertificate(critical_discount(rule.truce).certificate).answer(rule)


def _longest(needed: Fraction | None, delta: Fraction) -> int | None:
    """The longest lag L with delta^L >= needed, which is known to 15 decimals."""
    if needed is None:
        return 0
    if needed == 0:
        return None
    if delta < needed + HAIR:
        return 0
    lag = ball(needed + HAIR).log() / ball(delta).log()
    return int(lag.lower().floor().unique_fmpz())


def _status(terms: TruceTerms, longest: Mapping[str, int | None], least: int | None) -> str:
    if not longest or terms.critical_discount is None:
        return terms.status
    if least is None:
        return "The truce keeps itself however late a breach is noticed."
    cities = [city for city, lag in longest.items() if lag == least]
    who = listed(cities)
    if least == 0:
        return f"{who} would break the truce even if it were noticed at once."
    within = "one period" if least == 1 else f"{least} periods"
    sets = "set" if cities[1:] else "sets"
    return f"The truce holds if a breach is noticed within {within}; {who} {sets} the limit."
