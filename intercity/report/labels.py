"""The numbers of a scenario in an economist's words, and as they were given."""

from __future__ import annotations

from fractions import Fraction

from games.approximately import approximately
from intercity.english import amount
from intercity.scenario.label import label_of
from intercity.scenario_file import ScenarioFile

__all__ = ["as_given", "label"]


def label(key: str) -> str:
    """A dotted key in an economist's words; of several transfers or refunds, which one.

    Without words of its own: the key itself.

    >>> label("project.return_rate.Hangzhou.Quzhou"), label("build.Hangzhou")
    ('the return rate from Hangzhou to Quzhou', 'the value of a mu built on in Hangzhou')
    >>> label("compact.transfer.0.amount"), label("compact.transfer.1.amount")
    ('the amount transferred', 'the amount transferred (#2)')
    """
    found = label_of(ScenarioFile, key.split("."))
    return key.replace("_", " ").replace(".", ", ") if found is None else found


def as_given(number: Fraction) -> str:
    """As it was given, or nearly.

    >>> as_given(Fraction(2469, 2)), as_given(Fraction(1, 3)), as_given(Fraction(12000))
    ('1,234.5', '0.333', '12,000')
    """
    if number.denominator == 1 or abs(number) >= 1000:
        return amount(number)
    return approximately(number, ".3g")
