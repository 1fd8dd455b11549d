"""The best rule that is honest, voluntary and pays for itself: what every form of check 9 finds.

Among several cities it is asked for over whole ranges, by theorem, unless a list is among them. A
cut in place of a range shows less of a loss than there is, so that nothing which it alone would
decide is decided.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from games.uniform_values import UniformExchange, UniformProject
from intercity.region.context import Context
from intercity.topics.outcome import Clause, Outcome, Verdict
from intercity.topics.private_values.priors import FINEST, fine_enough, is_cut
from intercity.topics.private_values.signed import Judged

if TYPE_CHECKING:
    from games.private_exchange import PrivateExchange
    from games.private_project import PrivateProject
    from intercity.topics.private_values.section import Reservation
    from mechanisms.direct.myerson_satterthwaite import MyersonSatterthwaite
    from mechanisms.direct.second_best_trade import SecondBestTrade
    from mechanisms.direct.uniform_voluntary_rule import UniformVoluntaryRule
    from mechanisms.direct.voluntary_rule import BestVoluntaryRule

    Question = PrivateExchange | UniformExchange | PrivateProject | UniformProject
    BestRule = BestVoluntaryRule | UniformVoluntaryRule
    BestTrade = MyersonSatterthwaite | SecondBestTrade

__all__ = [
    "Payment",
    "PostPrice",
    "PostedPrice",
    "PrivateValuesOutcome",
    "best_figures",
    "best_rule",
    "payments_of",
    "posted_price",
    "verdict_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateValuesOutcome(Outcome):
    """What there is to gain in a year, on average, and what is lost as values are private.

    ``gain``: if values were known; ``best_gain``: by the best rule. ``outside_money``: with which
    all could be gained; ``outside_unit_gains``: what the first unit of it would bring.
    ``by_theorem``: whether all values of ranges were looked at; ``midpoints``: how many equally
    likely values stand for a range, where one was cut. ``signed``: the rule of the file, which the
    verdict is then about.
    """

    gain: Fraction
    best_gain: Fraction
    share_lost: Fraction
    outside_money: Fraction
    outside_unit_gains: Fraction
    by_theorem: bool
    midpoints: tuple[int, ...] = ()
    signed: Judged | None = None

    @property
    def cut(self) -> bool:
        """Whether ``gain`` and what is lost are those of values in a range's place."""
        return bool(self.midpoints) and not self.by_theorem


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedPrice:
    """The best price to post. ``values``, ``costs``: the next to it on either side, if listed: at
    any price between them the same types trade.
    """

    price: Fraction
    values: tuple[Fraction, ...] = ()
    costs: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPrice(Clause):
    """Trade at this price a unit, as each likes."""

    kind: ClassVar[str] = "posted price"
    price: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What a city expects to pay a year if it reports this value; below 0: to be paid."""

    report: Fraction
    pays: Fraction


def best_rule(context: Context, asked: Question) -> BestRule:
    """The best rule, with its certificate: over whole ranges, or over all profiles of types."""
    from mechanisms.direct.uniform_voluntary_rule import uniform_voluntary_rule
    from mechanisms.direct.voluntary_rule import best_voluntary_rule

    if isinstance(asked, UniformExchange | UniformProject):
        return context.run_solver(uniform_voluntary_rule, asked)
    return context.run_solver(best_voluntary_rule, asked)


def best_figures(
    best: BestRule | BestTrade, units: Fraction, spare: Fraction | None = None
) -> dict[str, Any]:
    """What the best rule brings and loses in so many units, and what efficiency would cost.

    ``spare``: what the fund is left with if all is gained, where not what the rule says.
    """
    spare = best.spare if spare is None else spare
    return {
        "margin": spare * units,
        "gain": best.first_best * units,
        "best_gain": best.gains * units,
        "share_lost": best.lost_share,
        "outside_money": max(Fraction(0), -spare) * units,
        "outside_unit_gains": best.multiplier,
        "proof": best.proof,
    }


def payments_of(best: BestRule, units: Fraction) -> dict[str, tuple[Payment, ...]]:
    """What each type of a list expects to pay by the best rule; empty for whole ranges."""
    from mechanisms.direct.voluntary_rule import BestVoluntaryRule

    if not isinstance(best, BestVoluntaryRule):
        return {}
    return {
        city: tuple(Payment(report=kind, pays=x * units) for kind, x in due.items())
        for city, due in best.payments.items()
    }


def posted_price(
    price: Fraction, values: Collection[Fraction], costs: Collection[Fraction]
) -> PostedPrice:
    """A price, and the values and costs next to it.

    >>> found = posted_price(Fraction(5), [Fraction(x) for x in (3, 5, 9)], [Fraction(1)])
    >>> [str(x) for x in found.values], [str(x) for x in found.costs]
    (['3', '5'], ['1'])
    """
    return PostedPrice(
        price=price,
        values=(
            *sorted(x for x in values if x < price)[-1:],
            *sorted(x for x in values if x >= price)[:1],
        ),
        costs=(
            *sorted(x for x in costs if x <= price)[-1:],
            *sorted(x for x in costs if x > price)[:1],
        ),
    )


def verdict_of(given: Mapping[str, Reservation], *, had: bool) -> Verdict:
    """Whether all of the gain can be had: no cut shows that it can, and no coarse one that not."""
    if is_cut(given) and (had or not fine_enough(given, FINEST)):
        return Verdict.UNDECIDED
    return Verdict.STANDS if had else Verdict.FAILS
