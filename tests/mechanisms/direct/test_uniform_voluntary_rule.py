"""The best voluntary rule on whole ranges: published figures, simulation, and ever finer grids."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from games import UniformExchange, UniformProject
from games.errors import InvalidInput
from mechanisms import UniformTrade, best_voluntary_rule, myerson_satterthwaite
from mechanisms import uniform_voluntary_rule as best_rule
from mechanisms.direct.range_sums import exchange_sums, project_sums


@pytest.mark.parametrize(
    ("traders", "lost"), [(1, "0.156"), (2, "0.056"), (3, "0.027"), (4, "0.015")]
)
def test_gresik_and_satterthwaite(traders, lost):
    """Their table of the least inefficiency with values and costs even on [0, 1]."""
    market = UniformExchange(
        {f"b{i}": (0, 1) for i in range(traders)}, {f"s{i}": (0, 1) for i in range(traders)}
    )
    found = best_rule(market)
    assert f"{float(found.lost_share):.3f}" == lost
    assert found.certificate.verify(market) is True
    assert sum(found.payoffs.values()) == found.gains
    # E[sum of the best trades] of 2n even values, by order statistics.
    assert found.first_best == Fraction(traders**2, 2 * (2 * traders + 1))


@pytest.mark.parametrize("ends", [((0, 1), (0, 1)), ((2, 12), (1, 8)), ((5, 6), (1, 4))])
def test_two_cities_are_myerson_and_satterthwaite(ends):
    known = myerson_satterthwaite(UniformTrade("B", "S", *ends))
    found = best_rule(UniformExchange({"B": ends[0]}, {"S": ends[1]}))
    assert found.first_best == known.first_best
    assert found.spare == known.spare
    assert abs(found.gains - known.gains) <= Fraction(1, 10**8)


def simulated(question, stretch, draws=200_000):
    """Gains and what is left in the fund, by drawing values."""
    random = np.random.default_rng(7)

    def drawn(ranges):
        ends = [tuple(map(float, one)) for one in ranges.values()]
        values = np.stack([random.uniform(*one, draws) for one in ends])
        return values, np.array([a for a, _ in ends])[:, None], np.array([b for _, b in ends])

    if isinstance(question, UniformProject):
        values, low, high = drawn(question.members)
        high = high[:, None]
        cost = float(question.cost)
        built = (high - stretch * (high - values)).sum(axis=0) > cost
        psi = np.where(high > low, 2 * values - high, values)
        return ((values.sum(axis=0) - cost) * built).mean(), (
            (psi.sum(axis=0) - cost) * built
        ).mean()

    def lots_of(side):
        values, low, high = drawn(side)
        lots = [question.lots[city] for city in side]
        return (np.repeat(one, lots, axis=0) for one in (values, low, high[:, None]))

    v, v_low, v_high = lots_of(question.buyers)
    c, c_low, c_high = lots_of(question.sellers)
    bids, asks = v_high - stretch * (v_high - v), c_low + stretch * (c - c_low)
    psi, phi = (
        np.where(v_high > v_low, 2 * v - v_high, v),
        np.where(c_high > c_low, 2 * c - c_low, c),
    )
    buy, sell = np.argsort(-bids, axis=0), np.argsort(asks, axis=0)
    pairs = min(len(bids), len(asks))

    def best(side, order):
        return np.take_along_axis(side, order, axis=0)[:pairs]

    trade = best(bids, buy) > best(asks, sell)
    gain = ((best(v, buy) - best(c, sell)) * trade).sum(axis=0).mean()
    return gain, ((best(psi, buy) - best(phi, sell)) * trade).sum(axis=0).mean()


QUESTIONS = [
    UniformExchange({"A": (4, 12), "B": (2, 10)}, {"C": (1, 8), "D": (2, 9)}),
    UniformExchange({"A": (4, 12), "B": 6}, {"C": (1, 8), "D": 6, "E": (2, 7)}),
    UniformExchange({"A": (0, 5)}, {"C": (1, 4), "D": (0, 6), "E": 3}),
    UniformExchange({"A": (4, 12), "B": (2, 10)}, {"C": (1, 8), "D": 5}, {"A": 3, "C": 2}),
    UniformProject({"A": (2, 9), "B": (0, 5), "C": 3}, 9),
    UniformProject({"A": (-2, 4), "B": (0, 5), "C": (1, 2)}, 4),
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_against_simulation(question):
    found = best_rule(question)
    assert found.certificate.verify(question) is True
    first, spare = simulated(question, 1)
    assert float(found.first_best) == pytest.approx(first, abs=0.03)
    assert float(found.spare) == pytest.approx(spare, abs=0.06)
    gains, left = simulated(question, float(found.stretch))
    assert float(found.gains) == pytest.approx(gains, abs=0.03)
    if found.spare < 0:
        assert left == pytest.approx(0, abs=0.06)
        assert 1 < found.stretch < 2
        assert found.gains < found.first_best
    assert sum(found.payoffs.values()) == found.gains


def test_ever_finer_grids_come_near():
    """A type between others has less to hide than a value in a range: grids gain more."""
    whole = best_rule(QUESTIONS[4])
    gaps = [
        best_voluntary_rule(QUESTIONS[4].cut(steps)).gains - whole.gains for steps in (5, 10, 20)
    ]
    assert gaps == sorted(gaps, reverse=True)
    assert 0 < gaps[-1] < whole.first_best / 20


def test_lots_alike_are_as_many_markets():
    one = QUESTIONS[0]
    two = best_rule(UniformExchange(one.buyers, one.sellers, dict.fromkeys(one.cities, 2)))
    found = best_rule(one)
    assert (two.gains, two.spare, two.stretch) == (2 * found.gains, 2 * found.spare, found.stretch)


def test_only_known_values():
    found = best_rule(UniformExchange({"A": 5, "B": 5}, {"C": 3, "D": 5}))
    assert (found.gains, found.spare, found.stretch) == (2, 2, 1)
    assert found.chances == {"A": 1, "B": 0, "C": 1, "D": 0}
    never = best_rule(UniformProject({"A": 1, "B": (0, 1)}, 3))
    assert (never.gains, never.first_best, never.lost_share) == (0, 0, 0)
    assert never.status == "There is nothing to gain at any values."


@pytest.mark.parametrize(
    "question",
    [
        UniformProject({f"c{i}": (0, 1 + i) for i in range(12)}, 40),
        UniformProject({f"c{i}": (0, 1) for i in range(12)}, Fraction(119, 10)),
        UniformExchange({"A": (10**12, 10**12 + 1)}, {"B": (10**12 - 1, 10**12 + 1)}),
        UniformExchange({"A": (0, 10**9), "B": Fraction(1, 3)}, {"C": (0, Fraction(1, 10**6))}),
        UniformExchange({f"b{i}": (i, 10 + i) for i in range(5)}, {"C": (0, 8), "D": (2, 9)}),
    ],
)
def test_many_cities_and_unlike_ranges(question):
    found = best_rule(question)
    assert found.certificate.verify(question) is True
    assert found.gains <= found.first_best
    assert (found.proof.radius or 0) <= found.gains / 10**9


def test_ranges_that_touch():
    """At the edge a posted price has all; a hair further it does not."""
    assert best_rule(UniformExchange({"A": (3, 5)}, {"B": (1, 3)})).lost_share == 0
    hair = best_rule(UniformExchange({"A": (Fraction("2.99"), 5)}, {"B": (1, 3)}))
    assert 0 < hair.lost_share < Fraction(1, 1000)


def test_bounds_of_the_theorem():
    """G falls and bends up; G(t) / (2 - t) bounds the gains for any t."""
    question = QUESTIONS[0]
    found = best_rule(question)
    sides = (list(question.buyers.values()), list(question.sellers.values()))
    sums = [exchange_sums(*sides, Fraction(k, 10)) for k in range(10, 20)]
    gains = [one.gain for one in sums]
    assert gains == sorted(gains, reverse=True)
    steps = [a - b for a, b in pairwise(gains)]
    assert steps == sorted(steps, reverse=True)
    for k, one in enumerate(sums, start=10):
        assert one.gain / (2 - Fraction(k, 10)) >= found.gains
        # The slope is that of the curve.
        nearby = exchange_sums(*sides, Fraction(k, 10) + Fraction(1, 10**6)).gain
        assert (nearby - one.gain) * 10**6 == pytest.approx(float(one.slope), abs=1e-4)


def test_a_sum_of_even_values():
    """Three on [0, 1] against 3/2: E(S - 3/2)+ = 13/64."""
    unit = (Fraction(0), Fraction(1))
    assert project_sums([unit] * 3, Fraction(3, 2), Fraction(1)).gain == Fraction(13, 64)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: UniformExchange({}, {"B": 1}), "the list of buyers is missing"),
        (lambda: UniformExchange({"A": (3, 2)}, {"B": 1}), "the highest value of A is 2"),
        (lambda: UniformExchange({"A": (1, 2, 3)}, {"B": 1}), "the range of A"),
        (lambda: UniformExchange({"A": (-1, 2)}, {"B": 1}), "the lowest value of A is -1"),
        (lambda: UniformExchange({"A": 1}, {"A": 1}), "a seller is 'A'"),
        (lambda: UniformProject({"A": 1}, 1), "the number of members is 1"),
        (lambda: UniformProject({"A": 1, "B": "much"}, 1), "the lowest value of B is 'much'"),
        (lambda: best_rule({"A": 1}), "subject of uniform_voluntary_rule"),
        (
            lambda: best_rule(UniformProject({f"c{i}": (0, 1) for i in range(13)}, 1)),
            "the number of cities is 13; it should be at most 12",
        ),
    ],
)
def test_bad_input(make, sentence):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert sentence in str(refused.value)


def test_values_are_stored_and_hashed():
    import pickle

    for value in QUESTIONS:
        again = pickle.loads(pickle.dumps(value))
        assert again == value
        assert hash(again) == hash(value)
