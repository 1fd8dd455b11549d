"""The verdict on a race, from whether the cities lose by it with firms' gain at weight 0 and at 1.

>>> race_verdict([True, False]), race_verdict([True, None])
('race for the treasuries, transfer for the region', 'undecided')
>>> print(ADVICE[race_verdict([True, True])])
Cities lose by bidding even if firms' gain counts in full; agree on a cap or a truce.
>>> price_of_anarchy(Fraction(6), [Fraction(4), Fraction(3)])
Fraction(2, 1)

Source: the comparison at both weights is ours (``arms_race.py``); the price of anarchy, over the
worst equilibrium, is Koutsoupias and Papadimitriou's (1999).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

__all__ = ["ADVICE", "Verdict", "price_of_anarchy", "race_verdict"]

Verdict = Literal[
    "race", "race for the treasuries, transfer for the region", "no race", "undecided"
]

ADVICE: dict[Verdict, str] = {
    "race": "Cities lose by bidding even if firms' gain counts in full; agree on a cap or a truce.",
    "race for the treasuries, transfer for the region": (
        "The treasuries lose what the firms gain; whether to stop it depends on how firms count."
    ),
    "no race": "The cities do not lose by bidding; a cap or a truce would not help them.",
    "undecided": "The equilibrium is known too roughly to say whether the cities lose by bidding.",
}


def race_verdict(losses: Sequence[bool | None]) -> Verdict:
    """From whether the cities lose with firms at weight 0, and at weight 1; ``None``: not known."""
    treasuries, region = losses
    if treasuries is False:
        return "no race"
    if treasuries is None or region is None:
        return "undecided"
    return "race" if region else "race for the treasuries, transfer for the region"


def price_of_anarchy(joint: Fraction, kept: Iterable[Fraction]) -> Fraction | None:
    """What the cities could keep, over the least that they keep; ``None`` if that is not above 0.

    ``kept``: what they keep at each equilibrium that was found; with others that were not found the
    price may be higher.
    """
    worst = min(kept)
    return joint / worst if worst > 0 else None
