"""The entries of a scenario in an economist's words, and its numbers as they were given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from intercity.english import amount, in_full
from intercity.scenario.label import label_of
from intercity.words import words

if TYPE_CHECKING:
    from intercity.scenario.errors import Keys
    from intercity.scenario.scenario import Scenario

__all__ = ["as_given", "is_rounded", "label", "label_at", "labels"]


def label(scenario: Scenario, key: str) -> str:
    """A number of a scenario in an economist's words.

    Where another number has the same words, its key tells it apart.

    >>> from intercity import parse_scenario
    >>> scenario = parse_scenario('''
    ... format = 1
    ... title = "One city"
    ... cities."St. Louis".tenure = { v = 5, low = 3, high = 8 }
    ... benchmarks.price_per_mu = { v = 70, low = 60, high = 80 }
    ... ''')
    >>> label(scenario, 'cities."St. Louis".tenure'), label(scenario, "benchmarks.price_per_mu")
    ("the years that St. Louis's officials stay", 'price per mu, a figure from elsewhere')
    """
    named = _named(scenario, key)
    others = (other for other, _ in scenario.quantities() if other != key)
    return f"{named} ({key})" if named in (_named(scenario, one) for one in others) else named


def labels(scenario: Scenario) -> Mapping[str, str]:
    """What every number of a scenario is called, by its key.

    >>> from intercity import parse_scenario
    >>> labels(parse_scenario('''
    ... format = 1
    ... title = "One city"
    ... cities.Quzhou.tenure = { v = 5, low = 3, high = 8 }
    ... '''))
    {'cities.Quzhou.tenure': "the years that Quzhou's officials stay"}
    """
    named = {key: _named(scenario, key) for key, _ in scenario.quantities()}
    count = Counter(named.values())
    return {key: name if count[name] == 1 else f"{name} ({key})" for key, name in named.items()}


def label_at(scenario: Scenario, keys: Keys) -> str:
    """What the entry of a scenario's file is called that keys lead to, a number or not.

    >>> from intercity import parse_scenario
    >>> scenario = parse_scenario('''
    ... format = 1
    ... title = "One city"
    ... cities.Quzhou.role = "small city"
    ... ''')
    >>> label_at(scenario, ("cities", "Quzhou", "role"))
    'the role of Quzhou'
    """
    found = label_of(type(scenario), keys, words().term, scenario)
    assert found is not None, keys  # noqa: S101 - each field has a label
    return found


def _named(scenario: Scenario, key: str) -> str:
    return label_at(scenario, scenario.keys_of(key))


def as_given(number: Fraction) -> str:
    """As it was given; to three digits where it has more than six decimals.

    >>> as_given(Fraction("0.1255")), as_given(Fraction(1, 3)), as_given(Fraction(12000))
    ('0.1255', '0.333', '12,000')
    """
    return in_full(number, _nearly)


def is_rounded(number: Fraction) -> bool:
    """Whether ``as_given`` rounds it: it has more than six decimals, and more than three digits.

    >>> is_rounded(Fraction("0.1255")), is_rounded(Fraction(1, 3)), is_rounded(Fraction("1.25e-9"))
    (False, True, False)
    """
    if (number * 10**6).denominator == 1:
        return False
    size = abs(number)
    while size < 100:
        size *= 10
    return size >= 1000 or size.denominator > 1


def _nearly(number: Fraction) -> str:
    if number.denominator == 1 or abs(number) >= 1000:
        return amount(number)
    return approximately(number, ".3g")
