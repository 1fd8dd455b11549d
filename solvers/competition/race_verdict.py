"""The verdict on a race, from whether bids are too high with firms' gain at weight 0 and at 1.

>>> race_verdict("too much", "neither"), race_verdict("too much", "undecided")
('race for the treasuries, transfer for the region', 'undecided')
>>> print(ADVICE[race_verdict("too much", "too much")])
Cities bid too much even if firms' gain counts in full; agree on a cap or a truce.
>>> price_of_anarchy(Fraction(6), [Fraction(4), Fraction(3)])
Fraction(2, 1)

Source: the comparison at both weights is ours (``bid_direction.py``); the price of anarchy, over
the worst equilibrium, is Koutsoupias and Papadimitriou's (1999).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from solvers.competition.bid_direction import Overall

__all__ = ["ADVICE", "RACES", "Verdict", "price_of_anarchy", "race_verdict"]

Verdict = Literal[
    "race",
    "race for the treasuries, transfer for the region",
    "race for the treasuries, too little for the region",
    "race for the treasuries, mixed for the region",
    "mixed",
    "bids too low",
    "no race",
    "undecided",
]

ADVICE: dict[Verdict, str] = {
    "race": "Cities bid too much even if firms' gain counts in full; agree on a cap or a truce.",
    "race for the treasuries, transfer for the region": (
        "The treasuries lose what the firms gain; whether to stop it depends on how firms count."
    ),
    "race for the treasuries, too little for the region": (
        "Bids are too high for the treasuries, and too low for the region with firms' gain in full;"
        " a cap helps the treasuries at the region's cost."
    ),
    "race for the treasuries, mixed for the region": (
        "Bids are too high for the treasuries; with firms' gain in full some cities bid too much "
        "and others too little."
    ),
    "mixed": "Some cities bid too much and others too little; a common cap may do harm.",
    "bids too low": (
        "The cities bid too little for their own treasuries; a cap does not help, a floor or a "
        "matching grant may."
    ),
    "no race": "For the treasuries no bid is too high or too low; a cap or a truce brings nothing.",
    "undecided": "The equilibrium is known too roughly to say whether the cities bid too much.",
}

_AT_FULL_WEIGHT: dict[Overall, Verdict] = {
    "too much": "race",
    "neither": "race for the treasuries, transfer for the region",
    "too little": "race for the treasuries, too little for the region",
    "mixed": "race for the treasuries, mixed for the region",
    "undecided": "undecided",
}
RACES = frozenset(_AT_FULL_WEIGHT.values()) - {"undecided"}
"""The verdicts by which bids are too high for the treasuries."""
_OTHERWISE: dict[Overall, Verdict] = {
    "neither": "no race",
    "too little": "bids too low",
    "mixed": "mixed",
    "undecided": "undecided",
}


def race_verdict(treasuries: Overall, region: Overall) -> Verdict:
    """From what is true of bids with firms' gain at weight 0, and at weight 1."""
    return _AT_FULL_WEIGHT[region] if treasuries == "too much" else _OTHERWISE[treasuries]


def price_of_anarchy(joint: Fraction, kept: Iterable[Fraction]) -> Fraction | None:
    """What the cities could keep, over the least that they keep; ``None`` if that is not above 0.

    ``kept``: what they keep at each equilibrium that was found; with others that were not found the
    price may be higher.
    """
    worst = min(kept)
    return joint / worst if worst > 0 else None
