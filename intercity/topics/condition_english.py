"""What cities wish of a deal, in plain English."""

from __future__ import annotations

from intercity.english import listed
from intercity.topics.condition import Condition, Wish

__all__ = ["wish_words"]

WISHES = {
    Wish.GAIN: "{0} does not lose by the deal at the region's interest",
    Wish.OWN_GAIN: "{0} does not lose at its own discount factor",
    Wish.NO_BETTER_OFFER: "{0} could not have more without the others",
    Wish.STAYS: "{0} does not gain by leaving in year {1}",
    Wish.SIGNS: "{0}, if all bargain again after year {1}, still has what it has alone",
    Wish.GAIN_IN_STATISTICS: "{0} does not lose as projects are counted",
}


def wish_words(wish: Condition) -> str:
    """A wish as a clause of a sentence.

    >>> wish_words(Condition(Wish.STAYS, ("Harbour",), year=3))
    'Harbour does not gain by leaving in year 3'
    """
    return WISHES[wish.wish].format(listed(wish.cities), wish.year)
