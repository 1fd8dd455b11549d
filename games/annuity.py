"""Annual equivalents: a one-off amount, spread evenly over a horizon at a rate of interest.

One unit paid now is worth ``yearly`` a year for ``horizon`` years, paid at each year's end:

    yearly = r / (1 - (1 + r)^-T),    and 1/T when r = 0.

>>> park = Annuity(horizon=20, interest=Fraction(5, 100))
>>> round(float(park.yearly), 5), round(float(320 * park.yearly), 2)
(0.08024, 25.68)
>>> round(float(park.share_of_years(1, 5)), 4)   # one unit in each of the first five years
0.3474

Source: any text on capital budgeting; Brealey, Myers and Allen (2019), chapter 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.by_city import whole, within
from games.errors import of_kind
from games.exact import exact

__all__ = ["Annuity"]


@dataclass(frozen=True, slots=True)
class Annuity:
    """A horizon in years and a rate of interest; ``InvalidInput`` unless both make sense."""

    horizon: int
    interest: Fraction

    def __post_init__(self) -> None:
        object.__setattr__(self, "horizon", whole(self.horizon, "the horizon in years", 1, 10**4))
        interest = within(self.interest, "the rate of interest", "0 or more")
        object.__setattr__(self, "interest", interest)

    def present_value(self, first: int, last: int) -> Fraction:
        """What one unit at the end of each of the years first..last is worth now."""
        first, last = whole(first, "the first year", 0), whole(last, "the last year", 0)
        if last < first:
            return Fraction(0)
        if not self.interest:
            return Fraction(last - first + 1)
        growth = 1 + self.interest
        return (growth ** (1 - first) - growth**-last) / self.interest

    @property
    def yearly(self) -> Fraction:
        """The even yearly amount over the horizon that one unit now is worth."""
        return 1 / self.present_value(1, self.horizon)

    def evenly(self, flows: Sequence[Fraction]) -> Fraction:
        """The even yearly amount that flows at the ends of the years 0, 1, ... are worth.

        >>> str(Annuity(2, Fraction(0)).evenly([Fraction(-1), Fraction(3), Fraction(4)]))
        '3'
        """
        of_kind(flows, Iterable, place="the flows", hint="a number for each year")
        growth = 1 + self.interest
        total = sum(
            (exact(x, f"the flow of year {t}") * growth**-t for t, x in enumerate(flows)),
            Fraction(0),
        )
        return self.yearly * total

    def share_of_years(self, first: int, last: int) -> Fraction:
        """The even yearly amount that one unit in each of the years first..last is worth."""
        return self.yearly * self.present_value(
            first, min(whole(last, "the last year", 0), self.horizon)
        )
