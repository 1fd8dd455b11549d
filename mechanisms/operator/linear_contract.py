"""Linear contract: an operator is paid a fixed sum and so much per point of an index."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import within
from games.errors import of_kind
from games.exact import Number, exact
from games.multitask_agency import MultitaskAgency

__all__ = ["LinearContract"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class LinearContract:
    """Linear contract: an operator is paid a fixed sum and so much per point of an index.

    Paid w + b (m1 e1 + m2 e2 + noise), the operator chooses its efforts e(b), and has

        U = w + b m.e(b) - effort - r sigma^2 b^2 / 2

    in money that is certain. It signs iff U is at least what it has elsewhere. The city keeps
    v.e(b) - w - b m.e(b). Both together have the surplus, whatever w is.

    ``fixed``: w, below 0 where the operator pays for the park. ``slope``: b >= 0.

    Errors: ``InvalidInput`` for what is not a ``MultitaskAgency``, and for a slope below 0.

    >>> park = MultitaskAgency(value=(1, 1), risk_aversion=1, noise=1, substitution=0.5,
    ...                        basic=(0, 2))
    >>> signed = LinearContract(park, fixed=1, slope=0.3)
    >>> signed.efforts, signed.pay, signed.for_operator, signed.for_city
    ((Fraction(2, 5), Fraction(9, 5)), Fraction(28, 25), Fraction(203, 200), Fraction(27, 25))
    >>> signed.least_fixed(elsewhere=2)
    Fraction(397, 200)

    Source: Holmström and Milgrom (1987), Aggregation and linearity; (1991).
    """

    agency: MultitaskAgency
    fixed: Any
    slope: Any

    def __post_init__(self) -> None:
        of_kind(self.agency, MultitaskAgency, place="the agency of a linear contract")
        object.__setattr__(self, "fixed", exact(self.fixed, "the fixed sum"))
        object.__setattr__(self, "slope", within(self.slope, "the slope", "0 or more"))

    @property
    def efforts(self) -> tuple[Fraction, Fraction]:
        """Quantity and quality that the operator chooses."""
        return self.agency.efforts(self.slope)

    @property
    def pay(self) -> Fraction:
        """What the operator is paid on average."""
        index = sum((m * e for m, e in zip(self.agency.index, self.efforts, strict=True)), ZERO)
        paid: Fraction = self.fixed + self.slope * index
        return paid

    @property
    def for_city(self) -> Fraction:
        """What the city keeps on average."""
        worth = sum((v * e for v, e in zip(self.agency.value, self.efforts, strict=True)), ZERO)
        kept: Fraction = worth - self.pay
        return kept

    @property
    def for_operator(self) -> Fraction:
        """What the operator has: its pay, less what effort and risk cost it."""
        return self.agency.surplus(self.slope) - self.for_city

    def least_fixed(self, elsewhere: Number = 0) -> Fraction:
        """The least fixed sum at which the operator has as much as elsewhere."""
        least: Fraction = self.fixed + exact(elsewhere, "what it has elsewhere") - self.for_operator
        return least
