"""What brings a firm back, put to the test against forgery."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games import CountedDeal, TalentEnclave
from mechanisms import ReturnContract, double_counting, double_guarantee, return_or_stay
from tests.certified._subjects import PARTIES

CERTIFIED: dict[str, tuple[Any, Any]] = {}
_RETURN = ReturnContract(
    *PARTIES[:2],
    support=1,
    chance=Fraction(1, 2),
    stay=4,
    back=3,
    home={"return": 6},
    hub={"stay": 5},
    bonus=Fraction(3, 2),
    promised=True,
    patience=Fraction(3, 4),
)
CERTIFIED |= {"return_or_stay": (_RETURN, return_or_stay)}
_LOSERS = dict(zip(PARTIES[:2], (-4, -3), strict=True))
_WORTH = dict(zip(PARTIES[:2], (Fraction(1, 10), Fraction(1, 20)), strict=True))
CERTIFIED |= {
    f"double_counting, {what}": (CountedDeal(_LOSERS, tax, 50, _WORTH), double_counting)
    for what, tax in (("once", Fraction(5, 2)), ("twice", 2), ("in vain", Fraction(1, 4)))
}
CERTIFIED |= {
    f"double_guarantee at {factor}": (
        TalentEnclave(
            *PARTIES[:2],
            alone={"teams": 10, "share": Fraction(2, 5), "rent": 3},
            signed={"teams": 20, "share": Fraction(1, 2), "rent": 1},
            back=2,
            stay=3,
            buzz=1,
            room=4,
            quota_cost=9,
            quota_worth=12,
            discounts=factor,
        ),
        double_guarantee,
    )
    for factor in (Fraction(3, 5), Fraction(1, 100))
}
