"""What brings a firm back, put to the test against forgery."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mechanisms import ReturnContract, return_or_stay
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
