"""Which accords lead to the bids best for all: each race is played here, in floats.

Cities alike: each of them. Unlike cities: the levy, whose rates are city by city; a single cap, or
one share for a fund, often does not. ``restored`` says so, and docs/mechanisms.md.
"""

import math
import random

import pytest

from games import SubsidyCompetition
from mechanisms import cap_accord, common_fund, matching_levy
from solvers import joint_optimum

MU = 0.5
CLOSE = 1e-4  # ternary search and best replies in floats


def shares_of(bids):
    weights = [math.exp(bid / MU) for bid in bids]
    return [weight / sum(weights) for weight in weights]


def played(values, *, cap=10.0, levies=None, fund=0.0):
    """Best replies until nobody moves: each pays its levy, and a share of what firms bring."""
    n = len(values)
    bids, levies = [0.0] * n, levies or [0.0] * n

    def payoff(i, bid):
        shares = shares_of([*bids[:i], bid, *bids[i + 1 :]])
        back = fund * sum(b * share for b, share in zip(values, shares, strict=True)) / n
        return ((1 - fund) * values[i] - (1 + levies[i]) * bid) * shares[i] + back

    for _ in range(200):
        before = list(bids)
        for i in range(n):
            low, high = 0.0, cap
            for _ in range(100):  # the payoff has one peak in the own bid
                one, two = low + (high - low) / 3, high - (high - low) / 3
                low, high = (one, high) if payoff(i, one) < payoff(i, two) else (low, two)
            bids[i] = (low + high) / 2
        if max(abs(a - b) for a, b in zip(bids, before, strict=True)) < CLOSE / 100:
            break
    return bids


def alike(bids, best):
    return max(abs(a - b) for a, b in zip(bids, best, strict=True)) < CLOSE


@pytest.mark.parametrize("n", [2, 3])
def test_a_cap_or_a_fund_for_unlike_cities_often_does_not_and_a_levy_does(n):
    draw, seen = random.Random(n), {("cap", True): 0, ("cap", False): 0, ("fund", False): 0}
    for k in range(8):
        values = [draw.randint(4, 12) / 4 for _ in range(n)] if k else [2.0] * n
        race = SubsidyCompetition(["A", "B", "C"][:n], value=values, mu=MU)
        best = [float(bid) for bid in joint_optimum(race).subsidies.values()]
        levies = [float(rate) for rate in matching_levy(race).rates.values()]
        assert alike(played(values, levies=levies), best)
        cap, fund = cap_accord(race), common_fund(race)
        # A cap below the highest of the best bids forbids it, and one above lets races go on.
        assert alike(played(values, cap=max(best)), best) == cap.restored
        seen["cap", cap.restored] = seen.get(("cap", cap.restored), 0) + 1
        rates = [float(fund.rate)] if fund.restored else [rate / 20 for rate in range(21)]
        assert any(alike(played(values, fund=rate), best) for rate in rates) == fund.restored
        seen["fund", fund.restored] = seen.get(("fund", fund.restored), 0) + 1
    assert seen["cap", True] > 0
    assert n == 2 or min(seen["cap", False], seen["fund", False]) > 0
