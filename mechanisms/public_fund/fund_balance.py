"""The balance of the common fund: what is left when all have paid and the cost is met."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from games.approximately import approximately
from games.errors import of_kind
from mechanisms.direct.direct_mechanism import DirectMechanism
from mechanisms.direct.payoff_tables import PayoffTables

__all__ = ["FundBalance", "fund_balance"]


@dataclass(frozen=True, slots=True, repr=False)
class FundBalance:
    """What is left in the fund if all tell the truth: surplus, or if negative deficit.

    ``expected``: before types are known; ``least`` and ``most``: over all profiles, each at the
    first profile of types (``least_at``, ``most_at``) where it is so.

    See ``fund_balance`` for the concept, an example and its source.
    """

    expected: Fraction
    least: Fraction
    least_at: Mapping[str, Hashable]
    most: Fraction
    most_at: Mapping[str, Hashable]

    def __repr__(self) -> str:
        expected, least, most = map(approximately, (self.expected, self.least, self.most))
        return f"FundBalance(expected {expected}, from {least} to {most})"


def fund_balance(mechanism: DirectMechanism) -> FundBalance:
    """The balance of the common fund: what is left when all have paid and the cost is met.

        balance(t) = sum of p_i(t) - expected cost of what is done at t

    A surplus is money that the cities pay and nobody may hand back to them; a deficit is what
    somebody outside must add. By Green and Laffont (1979) no rule that is efficient, and in which
    truth is best whatever others report, balances at every profile where all values in a range are
    possible; on a short list of values one may.

    The fund's balance, expected and at its extremes, exact.

    Errors: ``InvalidInput`` for what is not a ``DirectMechanism``.

    >>> from games.bayesian_problem import BayesianProblem
    >>> from mechanisms.public_fund.clarke_pivot import clarke_pivot
    >>> road = BayesianProblem(["A", "B"], {"A": [0, 4], "B": [0, 4]}, ["no road", "road"],
    ...                        lambda city, choice, value: value if choice == "road" else 0,
    ...                        costs={"road": 3})
    >>> found = fund_balance(clarke_pivot(road))
    >>> found.expected, found.least, found.most, found.most_at
    (Fraction(3, 4), Fraction(0, 1), Fraction(3, 2), {'A': Fraction(0, 1), 'B': Fraction(4, 1)})

    Source: Green and Laffont (1979), Incentives in Public Decision-Making; Walker (1980).
    """
    of_kind(mechanism, DirectMechanism, place="subject of fund_balance")
    tables = PayoffTables(mechanism)
    balance = tables.balance
    problem = mechanism.problem

    def profile(at: int) -> dict[str, Hashable]:
        return problem.profile_at(tuple(map(int, np.unravel_index(at, balance.shape))))

    low, high = int(np.argmin(balance)), int(np.argmax(balance))
    return FundBalance(
        tables.expected(balance),
        tables.money(balance.flat[low]),
        profile(low),
        tables.money(balance.flat[high]),
        profile(high),
    )
