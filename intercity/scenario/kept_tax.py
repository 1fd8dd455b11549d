"""What a city keeps of additional own tax, in steps."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

__all__ = ["KeptTax"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class KeptTax:
    """What a city keeps of additional own tax: a piecewise linear function of that tax.

    ``steps``: up to which tax (the last: ``None``, whatever it is) which share is kept of a unit.

    >>> kept = KeptTax(((Fraction(10), Fraction(1, 4)), (None, Fraction(1))))
    >>> [str(kept.of(Fraction(tax))) for tax in (4, 10, 14)]
    ['1', '5/2', '13/2']
    >>> str(kept.share(Fraction(14))), str(kept.next_share(Fraction(14)))
    ('13/28', '1')
    """

    steps: tuple[tuple[Fraction | None, Fraction], ...]

    def of(self, tax: Fraction) -> Fraction:
        """What is kept of so much additional tax."""
        kept, begins = ZERO, ZERO
        for ends, share in self.steps:
            top = tax if ends is None else min(tax, ends)
            kept += share * max(ZERO, top - begins)
            begins = top
        return kept

    def share(self, tax: Fraction) -> Fraction:
        """The share of it that is kept; of nothing, that of the first unit."""
        return self.of(tax) / tax if tax else self.next_share(tax)

    def next_share(self, tax: Fraction) -> Fraction:
        """The share kept of one more unit of tax."""
        return next(share for ends, share in self.steps if ends is None or tax < ends)

    @property
    def one_rate_up_to(self) -> Fraction | None:
        """The tax up to which each unit is kept alike; ``None`` if it always is."""
        first = self.steps[0][1]
        changes = (k for k, (_, share) in enumerate(self.steps) if share != first)
        k = next(changes, None)
        return None if k is None else self.steps[k - 1][0]
