"""What several topics say in plain English: reasons, what refunds are shares of, wishes.

>>> base_words("moved_tax"), base_words("moved_tax", "Core")
('the tax of what moved', 'the tax of what moved from Core')
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from intercity.english import listed
from intercity.topics.condition import Condition, Wish
from intercity.topics.outcome import NoPayoffs

__all__ = ["NO_PAYOFFS", "base_words", "wish_words"]

NO_PAYOFFS: Mapping[StrEnum, str] = {
    NoPayoffs.PROMISES_TOO_MUCH: "the deal promises more than its members have"
}
BASES: Mapping[str, str] = {
    "stay_tax": "the tax of projects that stay",
    "return_tax": "the tax of plants that return",
    "moved_tax": "the tax of what moved",
    "rent": "the rent",
}
WISHES = {
    Wish.GAIN: "{0} does not lose by the deal at the region's interest",
    Wish.OWN_GAIN: "{0} does not lose at its own discount factor",
    Wish.NO_BETTER_OFFER: "{0} could not have more without the others",
    Wish.STAYS: "{0} does not gain by leaving in year {1}",
    Wish.SIGNS: "{0}, if all bargain again after year {1}, still has what it has alone",
    Wish.GAIN_IN_STATISTICS: "{0} does not lose as projects are counted",
    Wish.OWN_GAIN_IN_STATISTICS: (
        "{0} does not lose at its own discount factor as projects are counted"
    ),
}


def base_words(base: str, payee: str = "") -> str:
    """The base of a refund, what it is a share of; whose it was, if the payee is named."""
    whose = f" from {payee}" if payee and base == "moved_tax" else ""
    return f"{BASES[base]}{whose}"


def wish_words(wish: Condition) -> str:
    """A wish as a clause of a sentence.

    >>> wish_words(Condition(Wish.STAYS, ("Harbour",), year=3))
    'Harbour does not gain by leaving in year 3'
    """
    return WISHES[wish.wish].format(listed(wish.cities), wish.year)
