"""Annual equivalents: a one-off amount, spread evenly over years at a rate of interest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Literal, get_args

from games.by_city import one_of, whole, within
from games.errors import InvalidInput, of_kind
from games.exact import exact

__all__ = ["Annuity", "Beyond"]

CLOSELY = 100
"""So many years are added up for a rate that moves: dividing by it would enclose less closely."""
Beyond = Literal["nothing", "perpetuity"]
"""What counts after the horizon."""


@dataclass(frozen=True, slots=True)
class Annuity:
    """Annual equivalents: a one-off amount, spread evenly over years at a rate of interest.

    One unit paid now is worth ``yearly`` a year, paid at each year's end. If nothing counts after a
    horizon of T years (``beyond="nothing"``), the T payments of an annuity repay it:

        yearly = r / (1 - (1 + r)^-T),    and 1/T when r = 0.

    If the region goes on for ever (``beyond="perpetuity"``), what is handed over for good, such as
    land, keeps its value after year T, and

        yearly = r,    which needs r > 0.

    What wears out and is built anew every T years, such as a park, costs ``renewed`` a year, which
    is the first formula in both cases.

    A horizon in years, a rate of interest, and what counts ``beyond`` the horizon.

    ``InvalidInput`` unless they make sense together: a perpetuity needs interest above 0.

    >>> park = Annuity(horizon=20, interest=Fraction(5, 100))
    >>> round(float(park.yearly), 5), round(float(320 * park.yearly), 2)
    (0.08024, 25.68)
    >>> round(float(park.share_of_years(1, 5)), 4)   # one unit in each of the first five years
    0.3474
    >>> land = Annuity(horizon=20, interest=Fraction(5, 100), beyond="perpetuity")
    >>> land.yearly, land.renewed == park.yearly
    (Fraction(1, 20), True)

    Source: any text on capital budgeting; Brealey, Myers and Allen (2019), chapters 2 and 6.
    """

    horizon: int
    interest: Fraction
    beyond: Beyond = "nothing"

    def __post_init__(self) -> None:
        object.__setattr__(self, "horizon", whole(self.horizon, "the horizon in years", 1, 10**4))
        interest = within(self.interest, "the rate of interest", "0 or more")
        object.__setattr__(self, "interest", interest)
        one_of(self.beyond, get_args(Beyond), "what counts beyond the horizon")
        if self.forever and not interest:
            raise InvalidInput(
                "the rate of interest",
                self.interest,
                "above 0 where the region goes on for ever, as yearly sums would add up without "
                "end",
            )

    @property
    def forever(self) -> bool:
        """Whether yearly flows go on after the horizon."""
        return self.beyond == "perpetuity"

    @property
    def last(self) -> int:
        """The last year of a stream: T, or T + 1, which stands for all years after the horizon."""
        return self.horizon + self.forever

    def present_value(self, first: int, last: int) -> Fraction:
        """What one unit at the end of each of the years first..last is worth now."""
        first, last = whole(first, "the first year", 0), whole(last, "the last year", 0)
        if last < first:
            return Fraction(0)
        if not self.interest:
            return Fraction(last - first + 1)
        if type(self.interest) is Fraction:
            return _exact_value(self.interest, first, last)
        growth = 1 + self.interest
        if last - first < CLOSELY:
            return sum((growth**-year for year in range(first, last + 1)), Fraction(0))
        return (growth ** (1 - first) - growth**-last) / self.interest

    @property
    def yearly(self) -> Fraction:
        """The even yearly amount that one unit now is worth."""
        return self.interest if self.forever else self.renewed

    @property
    def renewed(self) -> Fraction:
        """The even yearly amount of one unit that is paid anew every T years."""
        return 1 / self.present_value(1, self.horizon)

    def from_year(self, first: int) -> Fraction:
        """What one unit a year from year ``first`` on is worth in the year before that.

        >>> str(Annuity(4, 0).from_year(3)), str(Annuity(4, 0.1, "perpetuity").from_year(3))
        ('2', '10')
        """
        if self.forever:
            return 1 / self.interest
        return self.present_value(1, self.horizon + 1 - whole(first, "the first year", 0))

    def evenly(self, flows: Sequence[Fraction]) -> Fraction:
        """The even yearly amount that flows at the ends of the years 0, 1, ... are worth.

            yearly * sum_t flow_t (1 + r)^-t,    in a perpetuity + the last flow (1 + r)^-t / r,

        as there the last flow goes on for ever.

        >>> str(Annuity(2, Fraction(0)).evenly([Fraction(-1), Fraction(3), Fraction(4)]))
        '3'
        >>> str(Annuity(2, 0.1, "perpetuity").evenly([Fraction(-10), Fraction(3), Fraction(3)]))
        '2'
        """
        of_kind(flows, Iterable, place="the flows", hint="a number for each year")
        growth, last = 1 + self.interest, len(flows) - 1
        read = [exact(x, f"the flow of year {t}") for t, x in enumerate(flows)]
        total = Fraction(0)
        if all(type(x) is Fraction for x in (self.interest, *read)):
            first = 0
            for amount, years in groupby(read):  # most years bring as much as the year before
                after = first + sum(1 for _ in years)
                if amount:
                    total += amount * self.present_value(first, after - 1)
                first = after
        else:
            total = sum((x * growth**-t for t, x in enumerate(read) if x), total)
        if self.forever and read:
            total += read[-1] * growth**-last / self.interest
        return self.yearly * total

    def share_of_years(self, first: int, last: int) -> Fraction:
        """The even yearly amount that one unit in each of the years first..last is worth."""
        return self.yearly * self.present_value(
            first, min(whole(last, "the last year", 0), self.horizon)
        )


@lru_cache(maxsize=1024)
def _exact_value(interest: Fraction, first: int, last: int) -> Fraction:
    """What one unit in each of these years is worth now: each sum of a deal asks for the same."""
    growth = 1 + interest
    return (growth ** (1 - first) - growth**-last) / interest
