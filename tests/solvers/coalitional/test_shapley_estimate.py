"""Estimated Shapley values: their intervals cover the true ones as often as they say."""

from __future__ import annotations

import math
import random
from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import NormalDist, variance

import pytest

from games import CoalitionalGame, InvalidInput, OracleGame
from solvers import shapley_estimate, shapley_value
from solvers.coalitional.bounded_mean import mean_interval
from solvers.coalitional.shapley_estimate import student

# Five cities, no two alike: worths by bitmask drawn once.
_WORTHS = [0, 3, 1, 9, 2, 2, 8, 14, 0, 7, 5, 9, 3, 12, 9, 20]
_WORTHS += [1, 6, 4, 15, 9, 11, 13, 22, 4, 13, 8, 19, 6, 18, 17, 40]
GAME = CoalitionalGame.from_array(list("ABCDE"), _WORTHS)
TRUTH = shapley_value(GAME)


# Published: Fisher and Yates' table; and 3 degrees, of which the tail is known in closed form.
@pytest.mark.parametrize(
    ("risk", "freedom", "quantile"),
    [
        (0.05, 1, 12.706205),
        (0.05, 2, 4.302653),
        (0.05, 3, 3.182446),
        (0.05, 4, 2.776445),
        (0.001, 3, 12.923979),
        (0.001, 10, 4.586894),
        (0.01, 60, 2.660283),
        (0.01, 120, 2.617421),
    ],
)
def test_student_quantiles(risk, freedom, quantile):
    assert student(risk, freedom) == pytest.approx(quantile, abs=2e-6)


@pytest.mark.parametrize("risk", [5e-14, 1e-12, 1e-6, 0.05, 0.5, 0.9])
def test_student_quantiles_keep_the_digits_of_a_small_risk(risk):
    """One and two degrees of freedom, in closed form; and of four the tail, in long decimals."""
    assert student(risk, 1) == pytest.approx(1 / math.tan(math.pi / 2 * risk), rel=1e-13)
    two = (1 - risk) * math.sqrt(2 / (risk * (2 - risk)))
    assert student(risk, 2) == pytest.approx(two, rel=1e-13)
    with localcontext() as wide:  # t/sqrt(4 + t^2) = sin: the chance inside is (3 sin - sin^3)/2
        wide.prec = 50
        t = Decimal(student(risk, 4))
        sine = t / (4 + t * t).sqrt()
        outside = 1 - (3 * sine - sine**3) / 2
    assert float(outside) == pytest.approx(risk, rel=1e-13)


def test_a_small_risk_is_kept_with_few_rounds():
    t = student(5e-7, 3)
    angle = math.atan(t / math.sqrt(3))
    assert 1 - 2 / math.pi * (angle + math.sin(angle) * math.cos(angle)) == pytest.approx(5e-7)
    assert t > 150  # its expansion about the normal quantile is far shorter


def test_of_many_rounds_the_quantile_keeps_its_digits():
    """Its expansion about the normal quantile (Abramowitz and Stegun 26.7.5): two terms do here."""
    z = -NormalDist().inv_cdf(0.45)
    many = z + (z**3 + z) / 4e6 + (5 * z**5 + 16 * z**3 + 3 * z) / 96e12
    assert student(0.9, 10**6) == pytest.approx(many, rel=1e-14, abs=0)


def bernstein(draws, risk):
    """Maurer and Pontil (2009), theorem 4, at half the risk on each side."""
    log = math.log(4 / risk)
    return math.sqrt(2 * variance(draws) * log / len(draws)) + 7 * log / (3 * (len(draws) - 1))


def test_bets_give_shorter_intervals_than_the_empirical_bernstein_inequality():
    """Rare ones, even ones, and all between: the interval holds the mean, and is shorter."""
    kinds = {
        "rare": (Fraction(1, 50), lambda r: float(r.random() < 0.02)),
        "even": (Fraction(1, 2), lambda r: r.random()),
        "small": (Fraction(1, 20), lambda r: r.betavariate(5, 95)),
    }
    for name, (mean, draw) in kinds.items():
        missed = 0
        for seed in range(200):
            r = random.Random(seed)
            draws = [draw(r) for _ in range(60)]
            low, high = mean_interval(draws, 0.05)
            missed += not low <= mean <= high
            assert (high - low) / 2 < bernstein(draws, 0.05), name
        assert missed <= 18, name  # 5 per cent are 10


def test_draws_that_all_agree_leave_the_chance_of_another_value():
    """Bets of all but a twentieth of what they can lose come near the exact limit, 1 - r^(1/n)."""
    exact = 1 - 0.025 ** (1 / 100)
    low, high = mean_interval([0.0] * 100, 0.05)
    assert low == 0
    assert exact < high < 1.1 * exact
    assert mean_interval([1.0] * 100, 0.05) == pytest.approx((1 - high, 1))


@pytest.mark.parametrize(("marginals", "least"), [(None, 0.92), ((-10, 25), 0.95)])
def test_the_intervals_cover_as_often_as_they_say(marginals, least):
    runs = [
        shapley_estimate(GAME, orders=60, seed=seed, marginals=marginals) for seed in range(150)
    ]
    held = [
        [run.interval(city)[0] <= TRUTH[city] <= run.interval(city)[1] for city in GAME.players]
        for run in runs
    ]
    covered = [all(run) for run in held] if marginals else [one for run in held for one in run]
    share = sum(covered) / len(covered)
    assert share >= least
    if marginals is None:
        assert share <= 0.98  # no wider than they need be
    assert all(run.value.total() == GAME.grand_worth for run in runs)
    assert len({run.value for run in runs}) > 100


def test_rotations_leave_less_to_chance_than_orders_alone():
    """Where what a city adds depends on its place alone, one round is exact."""
    squares = OracleGame(list("ABCDEFG"), lambda s: len(s) ** 2)
    answer = shapley_estimate(squares, orders=1)
    assert set(answer.value.values()) == {7}
    assert answer.orders == 28


def test_rounds_that_all_agree_give_no_interval_of_zero_width():
    """A pair that decides in one order of 435: most samples never see it."""
    cities = [f"c{i}" for i in range(30)]
    rare = OracleGame(cities, lambda s: int(set(s) == {"c0", "c1"}))
    runs = [shapley_estimate(rare, orders=120, seed=seed) for seed in range(8)]
    truth = 1 / 870
    assert any(run.value["c0"] == 0 for run in runs)
    for run in runs:
        low, high = run.interval("c0")
        assert low <= truth <= high
    unseen = next(run for run in runs if not any(run.value.values()))
    assert set(unseen.highest.values()) == {math.inf}
    assert unseen.status.startswith("No interval for c0 and 29 more: all rounds agree")
    assert "marginals" in unseen.status
    limited = shapley_estimate(rare, orders=120, seed=1, marginals=(-1, 1))
    assert all(-1 <= limited.lowest[c] < limited.highest[c] <= 1 for c in cities)
    assert limited.status.startswith("Within ")


def test_the_status_says_what_is_approximate_and_who_is_closer():
    assert shapley_estimate(GAME, orders=60).status.startswith("Approximately within ")
    even = shapley_estimate(OracleGame(["A", "B"], len), orders=8, marginals=(0, 2))
    assert "for each city, with 95% confidence for all at once" in even.status
    alone = shapley_estimate(OracleGame(["A"], len), orders=1)
    assert alone.interval("A") == (1, 1)
    assert alone.status == "Within 0 for A, with 95% confidence each."


def test_the_same_seed_gives_the_same_answer_and_progress_is_told():
    told = []
    first = shapley_estimate(GAME, orders=33, seed=5, progress=lambda *done: told.append(done))
    assert first == shapley_estimate(GAME, orders=33, seed=5)
    assert told[0] == (5, 35)
    assert told[-1] == (35, 35)
    assert first.proof.kind == "unproven"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"orders": 0}, "number of orders is 0"),
        ({"confidence": 1}, "confidence is 1"),
        ({"marginals": (3, 1)}, "limits of what a city adds"),
        ({"marginals": (0, 5)}, "adds to"),
    ],
)
def test_bad_options_are_refused(options, words):
    with pytest.raises(InvalidInput, match=words):
        shapley_estimate(GAME, **options)
