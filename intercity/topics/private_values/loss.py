"""Check 9 among several cities: what private values cost an exchange, and a project alike.

The best rule that is honest, voluntary and pays for itself is asked for over whole ranges, by
theorem, unless a list is among them. A cut in place of a range shows less of a loss than there is,
so that nothing which it alone would decide is decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from games.uniform_values import UniformExchange, UniformProject
from intercity.english import percent, shown
from intercity.region.context import Context
from intercity.topics.finding import Verdict
from intercity.topics.private_values.types import FINEST, cut_told, fine_enough, is_cut

if TYPE_CHECKING:
    from games.private_exchange import PrivateExchange
    from games.private_project import PrivateProject
    from intercity.topics.private_values.section import Reservation
    from mechanisms.direct.uniform_voluntary_rule import UniformVoluntaryRule
    from mechanisms.direct.voluntary_rule import BestVoluntaryRule

    Question = PrivateExchange | UniformExchange | PrivateProject | UniformProject
    BestRule = BestVoluntaryRule | UniformVoluntaryRule

__all__ = [
    "INDEPENDENT",
    "about",
    "best_figures",
    "best_rule",
    "cost_told",
    "from_outside",
    "part",
    "part_lost",
    "payment_figures",
    "payments_told",
    "verdict_of",
]

INDEPENDENT = "if values are independent of each other"
"""What every impossibility assumes: with correlated values it vanishes (Cremer and McLean 1988)."""
FEW = 4
"""So many types of a city are told one by one."""


def best_rule(context: Context, asked: Question) -> BestRule:
    """The best rule, with its certificate: over whole ranges, or over all profiles of types."""
    from mechanisms.direct.uniform_voluntary_rule import uniform_voluntary_rule
    from mechanisms.direct.voluntary_rule import best_voluntary_rule

    whole = isinstance(asked, UniformExchange | UniformProject)
    found: BestRule = context.ask(uniform_voluntary_rule if whole else best_voluntary_rule, asked)
    return found


def best_figures(best: BestRule, units: Fraction) -> Iterator[tuple[str, Fraction]]:
    """What the best rule brings and loses in so many units, and what efficiency would cost."""
    yield "gain if values were known", best.first_best * units
    yield "gain by the best rule", best.gains * units
    yield "share lost by the best rule", best.lost_share
    yield "money that efficiency would need from outside", best.subsidy * units
    yield "gain from the first unit of such money", best.multiplier


def payment_figures(best: BestRule, units: Fraction) -> Iterator[tuple[str, Fraction]]:
    """What each type of a list expects to pay by the best voluntary rule."""
    from mechanisms.direct.voluntary_rule import BestVoluntaryRule

    if isinstance(best, BestVoluntaryRule):
        for city, due in best.payments.items():
            for kind, x in due.items():
                yield (
                    f"{city}, pays on average by the best rule if {approximately(kind)}",
                    x * units,
                )


def verdict_of(given: Mapping[str, Reservation], *, had: bool) -> Verdict:
    """Whether all of the gain can be had: no cut shows that it can, and no coarse one that not."""
    if is_cut(given) and (had or not fine_enough(given, FINEST)):
        return "undecided"
    return "stands" if had else "fails"


def about(given: Mapping[str, Reservation]) -> str:
    """The word before a figure that is one of a cut."""
    return "about " if is_cut(given) else ""


def cost_told(given: Mapping[str, Reservation], brings: str, best: BestRule, rule: str) -> str:
    """What private values cost of it; ``rule`` is one that has all of it, empty if none has."""
    cut = f"with {cut_told(given)} in place of a range" if is_cut(given) else ""
    if rule and cut:
        return f"{brings}; {cut} {rule} has all of it, with all values of the range perhaps none"
    if rule:
        return f"{brings}, and private values cost nothing of it: {rule} has it"
    return (
        f"{brings}; the best rule that is honest, voluntary and pays for itself loses "
        f"{about(given)}{part(best.lost_share)} of it, {INDEPENDENT}"
    ) + (f" ({cut}; perhaps more with all)" if cut else "")


def payments_told(best: BestVoluntaryRule, units: Fraction = Fraction(1)) -> str:
    """What each city expects to pay by the best voluntary rule, as it reports.

    >>> from games.private_project import PrivateProject
    >>> from mechanisms.direct.voluntary_rule import best_voluntary_rule
    >>> payments_told(best_voluntary_rule(PrivateProject({"A": [0, 5], "B": [0, 5]}, 2)))
    'A -0.5 if 0, 2.0 if 5; B -0.5 if 0, 2.0 if 5'
    """
    told = []
    for city, due in best.payments.items():
        paid = [(kind, x * units) for kind, x in due.items()]
        if len(paid) == 1:
            told.append(f"{city} {shown(paid[0][1])}")
        elif len(paid) <= FEW:
            each = (f"{shown(x)} if {approximately(kind)}" for kind, x in paid)
            told.append(f"{city} {', '.join(each)}")
        else:
            least, most = min(x for _, x in paid), max(x for _, x in paid)
            told.append(f"{city} between {shown(least)} and {shown(most)}")
    return "; ".join(told)


def part(share: Fraction) -> str:
    """A share in per cent that is not rounded to nothing.

    >>> part(Fraction(1, 1000)), part(Fraction(1, 50)), part(Fraction(999, 1000))
    ('less than 1%', '2%', 'more than 99%')
    """
    if 0 < share < Fraction(1, 200):
        return "less than 1%"
    return "more than 99%" if Fraction(199, 200) <= share < 1 else percent(share)


def part_lost(share: Fraction) -> str:
    """The same of a loss, in words where there is none."""
    return part(share) if share else "nothing"


def from_outside(lacks: Fraction, least: Fraction, gain: Fraction) -> str:
    """What VCG needs, or leaves, in a year; ``least``: what any rule that has it all needs."""
    if lacks <= 0:
        return f"{shown(-lacks)} a year is left over" if lacks else "needs no money"
    told = f"{shown(lacks)} a year has to come from outside"
    if lacks > gain:
        told += ", more than all of the gain"
    if least < lacks:
        any_rule = f"at least {shown(least)} by any voluntary rule"
        told += f" ({any_rule if least else 'another voluntary rule needs none'})"
    return told
