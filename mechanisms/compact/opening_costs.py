"""When the opening of platforms is paid: in the year before they are first used.

Yearly figures count what a platform costs once as an annual equivalent at the region's interest r.
By dates it is paid as it is opened: from year t to t + 1 its annual equivalent a rises, and

    paid[t]  =  (a[t + 1] - a[t]) (1 + (1 + r)^-1 + ... , over the years t + 1..T, valued in t),

so that all of it is paid in year 0 for what is open from year 1 on, and less for what serves fewer
years; who closes a platform gets back what its years left are worth. At the region's interest both
are worth the same. Where the region goes on for ever, platforms are built anew in years T, 2T, ...:
from year T + 1 on that counts as the even yearly amount that it is worth at the region's interest.

>>> from games.annuity import Annuity
>>> years = Annuity(4, 0)                                   # 100 once are 25 a year
>>> [str(x) for x in opening_flows([Fraction(25)] * 4, years)]
['100', '0', '0', '0', '0']
>>> [str(x) for x in opening_flows([Fraction(0), Fraction(25), Fraction(25), Fraction(25)], years)]
['0', '75', '0', '0', '0']

Source: any text on capital budgeting; Brealey, Myers and Allen (2019), chapter 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from games.annuity import Annuity

__all__ = ["opening_flows", "opening_flows_from"]

ZERO = Fraction(0)


def opening_flows(yearly: Sequence[Fraction], annuity: Annuity) -> list[Fraction]:
    """What is paid in years 0, 1, ... for annual equivalents of years 1, 2, ..."""
    flows = [ZERO, *opening_flows_from(1, ZERO, yearly, annuity)]
    if yearly:
        # Platforms open in year 1 are paid at signing.
        flows[1] -= yearly[0] * (1 + annuity.present_value(1, annuity.horizon - 1))
        flows[0] += yearly[0] / annuity.renewed
    return flows


def opening_flows_from(
    first: int, before: Fraction, yearly: Sequence[Fraction], annuity: Annuity
) -> list[Fraction]:
    """What is paid from year ``first`` on, for annual equivalents of those years.

    ``before``: that of what is paid for already for year ``first`` and all later ones. What differs
    in that year is paid in it.

    >>> from games.annuity import Annuity
    >>> [str(x) for x in opening_flows_from(3, Fraction(25), [Fraction(30)] * 2, Annuity(4, 0))]
    ['10', '0']
    """
    end, flows = annuity.horizon, [ZERO] * len(yearly)
    for k, amount in enumerate(yearly):
        year = first + k
        if year > end:
            flows[k] += amount
            continue
        more = amount - (yearly[k - 1] if k else before)
        if more and k:
            flows[k - 1] += more * annuity.present_value(1, end + 1 - year)
        elif more:
            flows[0] += more * (1 + annuity.present_value(1, end - year))
    return flows
