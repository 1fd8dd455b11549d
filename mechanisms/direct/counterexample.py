"""Counterexamples in words: the same for lists of types and for ranges.

Types that a sentence sets side by side are printed with as many digits as tell them apart.

>>> misreport("Hangzhou", Fraction(3), Fraction(1), Fraction(1), {"Quzhou": Fraction(0)})
'Hangzhou of type 3 gains 1 by reporting 1 when Quzhou reports 0'
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction

from games.players import coalition_name
from games.private_types import profile_name, profiles_apart, shown, shown_apart

__all__ = [
    "bossiness",
    "envy",
    "exchange_of_types",
    "expected_misreport",
    "expected_need",
    "expected_walk_out",
    "joint_misreport",
    "misreport",
    "need",
    "overspending",
    "secession",
    "walk_out",
    "waste",
]

Types = Mapping[str, Hashable]


def misreport(city: str, true: Hashable, told: Hashable, gain: Fraction, others: Types) -> str:
    """A misreport that pays, whatever it is that the others report."""
    kind, report = shown_apart(true, told)
    return (
        f"{city} of type {kind} gains {shown(gain)} by reporting {report}{_when(others, 'report')}"
    )


def expected_misreport(city: str, true: Hashable, told: Hashable, gain: Fraction) -> str:
    """A misreport that pays on average."""
    kind, report = shown_apart(true, told)
    return f"{city} of type {kind} expects to gain {shown(gain)} by reporting {report}"


def joint_misreport(
    who: Sequence[str], true: Types, told: Types, gain: Fraction, others: Types
) -> str:
    """A misreport of two that pays both together."""
    kinds, reports = profiles_apart({city: true[city] for city in who}, told)
    return (
        f"{who[0]} and {who[1]} of types {kinds} gain {shown(gain)} together by reporting {reports}"
        f"{_when(others, 'report')}"
    )


def exchange_of_types(
    city: str, one: Hashable, two: Hashable, gain: Fraction, others: Types
) -> str:
    """Two types that would rather have each other's outcome."""
    kind, other = shown_apart(one, two)
    return (
        f"if types {kind} and {other} of {city} changed places, both outcomes together would be "
        f"worth {shown(gain)} more to them{_when(others, 'report')}; no payments can keep both "
        "honest"
    )


def bossiness(city: str, one: Hashable, two: Hashable, others: Types, what: str) -> str:
    """A report that changes what others get, and not what the city gets; ``what`` changes."""
    kind, other = shown_apart(one, two)
    return (
        f"{city} gets the same whether it reports {kind} or {other}{_when(others, 'report')}, but "
        f"{what}"
    )


def walk_out(city: str, kind: Hashable, short: Fraction, others: Types) -> str:
    """A city that has less than outside."""
    where = f" when the others are {profile_name(others)}" if others else ""
    return (
        f"{city} of type {shown(kind)} ends with {shown(short)} less than without the rule{where}"
    )


def expected_walk_out(city: str, kind: Hashable, short: Fraction) -> str:
    """A city that has less than outside on average."""
    return f"{city} of type {shown(kind)} expects {shown(short)} less than without the rule"


def need(left: Fraction, truth: Types) -> str:
    """A fund that keeps money, or needs some."""
    verb = "keeps" if left > 0 else "needs"
    return f"the fund {verb} {shown(abs(left))} at {profile_name(truth)}"


def expected_need(left: Fraction) -> str:
    """A fund that keeps money on average, or needs some."""
    verb = "keep" if left > 0 else "need"
    return f"the fund expects to {verb} {shown(abs(left))}"


def waste(truth: Types, lost: Fraction, best: Hashable) -> str:
    """An alternative that is worth more to all."""
    return f"at {profile_name(truth)} all would have {shown(lost)} more by {shown(best)}"


def secession(who: Sequence[str], gain: Fraction, truth: Types) -> str:
    """A group that has more by itself."""
    return (
        f"{coalition_name(who)} would have {shown(gain)} more without the rule at "
        f"{profile_name(truth)}"
    )


def overspending(short: Fraction, truth: Types) -> str:
    """Payments that nobody makes."""
    return f"it pays out {shown(short)} more than there is at {profile_name(truth)}"


def envy(city: str, other: str, gain: Fraction, truth: Types) -> str:
    """A city that would rather be in the place of another."""
    return f"{city} would have {shown(gain)} more in the place of {other} at {profile_name(truth)}"


def _when(others: Types, verb: str) -> str:
    """The condition on the others' types, as words."""
    if len(others) == 1:
        ((city, kind),) = others.items()
        return f" when {city} {verb}s {shown(kind)}"
    return f" when the others {verb} {profile_name(others)}" if others else ""
