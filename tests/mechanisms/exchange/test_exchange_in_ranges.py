"""A posted price and VCG on whole ranges: against fine cuts, by hand, and against all prices."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games import UniformExchange
from games.errors import InvalidInput
from mechanisms import exchange_in_ranges, expected_exchange, uniform_voluntary_rule


def ranges():
    return st.tuples(st.integers(0, 8), st.integers(0, 4)).map(lambda x: (x[0], x[0] + x[1]))


@settings(max_examples=10, deadline=None)
@given(st.lists(ranges(), min_size=2, max_size=3), st.integers(1, 2), st.integers(1, 2))
def test_against_sums_over_small_squares(types, buyers, lots):
    """Types in the middles of 8 parts: the means of what is linear are the same, all else near."""
    buyers = min(buyers, len(types) - 1)
    named = [(f"c{i}", ends) for i, ends in enumerate(types)]
    market = UniformExchange(dict(named[:buyers]), dict(named[buyers:]), {"c0": lots})
    found = exchange_in_ranges(market)
    assert found.certificate.verify(market) is True
    cut = expected_exchange(market.cut(8))
    assert float(found.first_best) == pytest.approx(float(cut.first_best), abs=0.1)
    vcg = found.rules["VCG"]
    assert float(vcg.kept) == pytest.approx(float(cut.rules["VCG"].kept), abs=0.3)
    posted = found.rules["posted price"]
    assert posted.kept == 0
    assert posted.gain == sum(posted.payoffs.values())
    best = uniform_voluntary_rule(market)
    assert posted.gain <= best.gains + (best.proof.radius or 0)
    assert -vcg.kept >= best.subsidy
    # No price of a walk gains more, but for what rounding may cost.
    assert float(posted.gain) >= max(map(walked(market), walk(market))) * (1 - 1e-3) - 1e-12


def walk(market):
    ends = [end for side in (market.buyers, market.sellers) for one in side.values() for end in one]
    low, high = float(min(ends)), float(max(ends))
    return [low + (high - low) * k / 29 for k in range(30)]


def walked(market):
    """The gain at a price, by who is willing."""
    lots = list(market.lots.values())
    sides = [(1, ends) for ends in market.buyers.values()]
    sides += [(-1, ends) for ends in market.sellers.values()]

    def gain(price):
        chances, means = [], []
        for sign, (low, high) in sides:
            a, b = (max(low, price), high) if sign > 0 else (low, min(high, price))
            wide = float(high - low)
            chances.append((1.0 if a <= b else 0.0) if not wide else max(0.0, float(b - a) / wide))
            means.append(float(a + b) / 2)
        whole = 0.0
        for group in product((0, 1), repeat=len(sides)):
            chance, traded, worth = 1.0, [0, 0], [0.0, 0.0]
            for here, p, mean, size, (sign, _) in zip(
                group, chances, means, lots, sides, strict=True
            ):
                chance *= p if here else 1 - p
                traded[sign < 0] += here * size
                worth[sign < 0] += here * size * mean
            if chance and min(traded):
                whole += chance * min(traded) * (worth[0] / traded[0] - worth[1] / traded[1])
        return whole

    return gain


def test_one_and_one_by_hand():
    """At p each is willing with 1 - p and p: p (1 - p) / 2 is greatest at 1/2."""
    market = UniformExchange({"B": (0, 1)}, {"S": (0, 1)})
    found = exchange_in_ranges(market)
    assert (found.price, found.first_best) == (Fraction(1, 2), Fraction(1, 6))
    assert found.rules["posted price"].payoffs == {"B": Fraction(1, 16), "S": Fraction(1, 16)}
    assert found.rules["VCG"].kept == Fraction(-1, 6)


def test_prices_that_lose_nothing_are_found():
    """Between what keeps out B and what keeps out T."""
    market = UniformExchange({"A": (100, 101), "B": (0, 50)}, {"S": (0, 1), "T": (52, 60)})
    found = exchange_in_ranges(market)
    assert (found.price, found.lost("posted price")) == (51, 0)
    narrow = UniformExchange({"A": (5, Fraction("5.0002"))}, {"S": (Fraction("4.9999"), 5)})
    assert exchange_in_ranges(narrow).lost("posted price") == 0


def test_degenerate_and_bad_input():
    never = UniformExchange({"A": (1, 2)}, {"S": (2, 5)})
    found = exchange_in_ranges(never)
    assert (found.first_best, found.rules["posted price"].gain) == (0, 0)
    assert found.certificate.verify(never) is True
    assert found.status == "There is nothing to gain at any values."
    with pytest.raises(InvalidInput, match="a rule is 'McAfee'"):
        found.lost("McAfee")
    with pytest.raises(InvalidInput, match="the number of cities is 13"):
        exchange_in_ranges(UniformExchange({f"c{k}": 3 for k in range(12)}, {"S": 2}))
    with pytest.raises(InvalidInput, match="subject of exchange_in_ranges"):
        exchange_in_ranges({"A": 1})
