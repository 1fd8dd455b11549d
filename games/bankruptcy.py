"""Claims on scarce quota: cities claim more than there is to hand out."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from games.approximately import approximately
from games.by_city import amounts
from games.coalitional import CoalitionalGame, refuse_too_large
from games.errors import InvalidInput
from games.exact import Number, exact, over_one_denominator

__all__ = ["BankruptcyProblem"]

ZERO = Fraction(0)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class BankruptcyProblem:
    """Claims on scarce quota: cities claim more than there is to hand out.

    City i claims c_i, and the estate E is not enough: 0 <= E <= sum of the c_i. What coalition S is
    sure of is what the others leave even if all their claims are met,

        v(S) = max(0, E - sum of the claims outside S),

    a convex game whose core is all divisions that give nobody less than 0 or more than its claim.

    Claims by city, and an estate that does not exceed them.

    ``claims``: what each city claims, 0 or more; their order is that of the cities.
    ``estate``: what there is, from 0 to the sum of the claims.

    Frozen, hashable, and changed by ``dataclasses.replace``.

    Errors: ``InvalidInput`` names the claim or the estate that cannot be right.

    >>> quota = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Lishui": 300}, estate=400)
    >>> quota.missing, quota.minimal_rights["Lishui"]
    (Fraction(200, 1), Fraction(100, 1))
    >>> quota.game().worth(["Jinhua", "Lishui"])
    Fraction(300, 1)

    Source: O'Neill (1982), A problem of rights arbitration from the Talmud; Aumann and Maschler
    (1985); Thomson (2003, 2015), the axiomatic literature on bankruptcy. The claims: Ketubot 93a.
    """

    claims: Mapping[str, Fraction]
    estate: Fraction

    def __init__(self, claims: Mapping[str, Number], estate: Number) -> None:
        claimed = amounts(claims, "claim")
        there = exact(estate, "the estate")
        if there < 0:
            raise InvalidInput("the estate", estate, "0 or more")
        if there > sum(claimed.values()):
            raise InvalidInput(
                "the estate",
                estate,
                f"at most {sum(claimed.values())}, the sum of the claims: beyond that there is "
                "enough for everybody",
            )
        object.__setattr__(self, "claims", claimed)
        object.__setattr__(self, "estate", there)

    @property
    def players(self) -> tuple[str, ...]:
        """The cities, in the order of their claims."""
        return tuple(self.claims)

    @property
    def missing(self) -> Fraction:
        """What the claims exceed the estate by."""
        return sum(self.claims.values(), ZERO) - self.estate

    @property
    def minimal_rights(self) -> Mapping[str, Fraction]:
        """What each city is left even if all others get their claims: v({i})."""
        missing = self.missing
        return {city: max(ZERO, claim - missing) for city, claim in self.claims.items()}

    def of_losses(self) -> BankruptcyProblem:
        """The dual problem: the same claims on what is missing, a division of the losses."""
        return BankruptcyProblem(self.claims, self.missing)

    def game(self) -> CoalitionalGame:
        """O'Neill's game of what each coalition is sure of."""
        refuse_too_large(len(self.claims))
        amounts, denominator = over_one_denominator([*self.claims.values(), self.missing])
        *whole, missing = amounts
        kind = np.int64 if sum(whole) < 2**53 else object
        claimed = np.zeros(1, dtype=kind)  # by bitmask: the claims of S
        for claim in whole:
            claimed = np.concatenate((claimed, claimed + claim))
        sure = np.maximum(claimed - missing, 0)  # E - c(N - S) = c(S) - (c(N) - E)
        return CoalitionalGame.from_integers(self.players, sure, Fraction(1, denominator))

    def __hash__(self) -> int:
        return hash((frozenset(self.claims.items()), self.estate))

    def __reduce__(self) -> tuple[type[BankruptcyProblem], tuple[dict[str, Fraction], Fraction]]:
        return BankruptcyProblem, (dict(self.claims), self.estate)

    def __repr__(self) -> str:
        claims = ", ".join(f"{city} {approximately(claim)}" for city, claim in self.claims.items())
        return f"BankruptcyProblem({claims}; estate {approximately(self.estate)})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(city)}</td>"
            f"<td style='text-align:right'>{approximately(claim)}</td></tr>"
            for city, claim in self.claims.items()
        )
        head = "<tr><th>city</th><th>claim</th></tr>"
        return f"<table>{head}{rows}</table><p>estate: {approximately(self.estate)}</p>"
