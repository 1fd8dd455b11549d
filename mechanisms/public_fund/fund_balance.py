"""The balance of the common fund: what is left when all have paid and the cost is met."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from games.affine_number import Form, times
from games.approximately import approximately
from games.errors import InvalidInput, of_kind
from games.moving_slope import moves
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
from mechanisms.direct.direct_mechanism import DirectMechanism
from mechanisms.direct.interim_outcome import expected
from mechanisms.direct.payoff_tables import PayoffTables
from mechanisms.direct.range_audit import MOST_INTEGRATED
from mechanisms.direct.range_cases import RangeCases
from solvers.polytope import Point, Polytope

__all__ = ["FundBalance", "fund_balance"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, repr=False)
class FundBalance:
    """What is left in the fund if all tell the truth: surplus, or if negative deficit.

    ``expected``: before types are known; ``least`` and ``most``: over all profiles, each at the
    first profile of types (``least_at``, ``most_at``) where it is so. On ranges a rule may jump so
    that no profile reaches them: then it is the one towards which they are approached.

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


def fund_balance(mechanism: DirectMechanism | ContinuousMechanism) -> FundBalance:
    """The balance of the common fund: what is left when all have paid and the cost is met.

        balance(t) = sum of p_i(t) - expected cost of what is done at t

    A surplus is money that the cities pay and nobody may hand back to them; a deficit is what
    somebody outside must add. By Green and Laffont (1979) no rule that is efficient, and in which
    truth is best whatever others report, balances at every profile where all values in a range are
    possible; on a short list of values one may.

    The fund's balance, expected and at its extremes, exact, for a list of types or for ranges.

    Errors: ``InvalidInput`` for what is no such mechanism; on ranges, for more than six cities, and
    where powers of reports stay in the balance (its extremes need not be fractions then).

    >>> from games.bayesian_problem import BayesianProblem
    >>> from mechanisms.public_fund.clarke_pivot import clarke_pivot
    >>> road = BayesianProblem(["A", "B"], {"A": [0, 4], "B": [0, 4]}, ["no road", "road"],
    ...                        lambda city, choice, value: value if choice == "road" else 0,
    ...                        costs={"road": 3})
    >>> found = fund_balance(clarke_pivot(road))
    >>> found.expected, found.least, found.most, found.most_at
    (Fraction(3, 4), Fraction(0, 1), Fraction(3, 2), {'A': Fraction(0, 1), 'B': Fraction(4, 1)})
    >>> from games.continuous_problem import ContinuousProblem
    >>> fund_balance(clarke_pivot(ContinuousProblem.public_project({"A": (0, 4), "B": (0, 4)}, 3)))
    FundBalance(expected 0.28125, from 0 to 1.5)

    Source: Green and Laffont (1979), Incentives in Public Decision-Making; Walker (1980).
    """
    of_kind(mechanism, DirectMechanism, ContinuousMechanism, place="subject of fund_balance")
    if isinstance(mechanism, ContinuousMechanism):
        return _on_ranges(mechanism)
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


def _on_ranges(mechanism: ContinuousMechanism) -> FundBalance:
    cases = RangeCases(mechanism)
    if cases.n > MOST_INTEGRATED:
        raise InvalidInput(
            "the number of cities",
            cases.n,
            f"at most {MOST_INTEGRATED}: an average over so many ranges takes too long",
        )
    parts = [(polytope, cases.balance(cell)) for cell, polytope in cases.single()]
    if any(moves(balance) for _, balance in parts):
        raise InvalidInput(
            "what the fund keeps",
            "a function with powers of reports",
            "affine in the reports in each case, as with the payments of clarke_pivot",
        )
    mean = sum((expected(cases.problem, part.conditions, form) for part, form in parts), ZERO)
    low, _, lowest = min((_most(part, times(-ONE, form)) for part, form in parts), key=_order)
    high, _, highest = min((_most(part, form) for part, form in parts), key=_order)
    return FundBalance(
        mean,
        -low,
        dict(zip(cases.cities, lowest, strict=True)),
        high,
        dict(zip(cases.cities, highest, strict=True)),
    )


def _most(part: Polytope, form: Form) -> tuple[Fraction, bool, Point]:
    """The supremum on a part of the ranges, whether a profile has it, and that or a limit."""
    peak = part.most(form)
    reached = part.level(form, peak.value).point
    return peak.value, reached is not None, peak.point if reached is None else reached


def _order(found: tuple[Fraction, bool, Point]) -> tuple[Fraction, bool]:
    """The greatest first, and of several one that is reached."""
    value, reached, _ = found
    return -value, not reached
