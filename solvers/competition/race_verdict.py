"""The verdict on a race, from whether bids are too high with firms' gain at weight 0 and at 1."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from solvers.competition.bid_direction import Overall

__all__ = ["ADVICE", "RACES", "RaceVerdict", "price_of_anarchy", "race_verdict"]


class RaceVerdict(StrEnum):
    """The verdict on a race, from whether bids are too high with firms' gain at weight 0 and at 1.

    Whether bids are too high, for the treasuries and for the region.

    >>> RaceVerdict("mixed") in RACES
    False

    >>> print(race_verdict("too much", "neither"))
    race for the treasuries, transfer for the region
    >>> print(ADVICE[race_verdict("too much", "too much")])
    Cities bid too much even if firms' gain counts in full; agree on a cap or a truce.
    >>> price_of_anarchy(Fraction(6), [Fraction(4), Fraction(3)])
    Fraction(2, 1)

    Source: the comparison at both weights is ours (``bid_direction.py``); the price of anarchy,
    over the worst equilibrium, is Koutsoupias and Papadimitriou's (1999).
    """

    RACE = "race"
    TRANSFER_FOR_REGION = "race for the treasuries, transfer for the region"
    TOO_LITTLE_FOR_REGION = "race for the treasuries, too little for the region"
    MIXED_FOR_REGION = "race for the treasuries, mixed for the region"
    MIXED = "mixed"
    BIDS_TOO_LOW = "bids too low"
    NO_RACE = "no race"
    UNDECIDED = "undecided"


ADVICE: dict[RaceVerdict, str] = {
    RaceVerdict.RACE: (
        "Cities bid too much even if firms' gain counts in full; agree on a cap or a truce."
    ),
    RaceVerdict.TRANSFER_FOR_REGION: (
        "The treasuries lose what the firms gain; whether to stop it depends on how firms count."
    ),
    RaceVerdict.TOO_LITTLE_FOR_REGION: (
        "Bids are too high for the treasuries, and too low for the region with firms' gain in full;"
        " a cap helps the treasuries at the region's cost."
    ),
    RaceVerdict.MIXED_FOR_REGION: (
        "Bids are too high for the treasuries; with firms' gain in full some cities bid too much "
        "and others too little."
    ),
    RaceVerdict.MIXED: (
        "Some cities bid too much and others too little; a common cap may do harm."
    ),
    RaceVerdict.BIDS_TOO_LOW: (
        "The cities bid too little for their own treasuries; a cap does not help, a floor or a "
        "matching grant may."
    ),
    RaceVerdict.NO_RACE: (
        "For the treasuries no bid is too high or too low; a cap or a truce brings nothing."
    ),
    RaceVerdict.UNDECIDED: (
        "The equilibrium is known too roughly to say whether the cities bid too much."
    ),
}

_AT_FULL_WEIGHT: dict[Overall, RaceVerdict] = {
    "too much": RaceVerdict.RACE,
    "neither": RaceVerdict.TRANSFER_FOR_REGION,
    "too little": RaceVerdict.TOO_LITTLE_FOR_REGION,
    "mixed": RaceVerdict.MIXED_FOR_REGION,
    "undecided": RaceVerdict.UNDECIDED,
}
RACES = frozenset(_AT_FULL_WEIGHT.values()) - {RaceVerdict.UNDECIDED}
"""The verdicts by which bids are too high for the treasuries."""
_OTHERWISE: dict[Overall, RaceVerdict] = {
    "neither": RaceVerdict.NO_RACE,
    "too little": RaceVerdict.BIDS_TOO_LOW,
    "mixed": RaceVerdict.MIXED,
    "undecided": RaceVerdict.UNDECIDED,
}


def race_verdict(treasuries: Overall, region: Overall) -> RaceVerdict:
    """From what is true of bids with firms' gain at weight 0, and at weight 1."""
    return _AT_FULL_WEIGHT[region] if treasuries == "too much" else _OTHERWISE[treasuries]


def price_of_anarchy(joint: Fraction, kept: Iterable[Fraction]) -> Fraction | None:
    """What the cities could keep, over the least that they keep; ``None`` if that is not above 0.

    ``kept``: what they keep at each equilibrium that was found; with others that were not found the
    price may be higher.
    """
    worst = min(kept)
    return joint / worst if worst > 0 else None
