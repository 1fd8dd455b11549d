import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, SubsidyCompetition
from intercity.testing import subsidy_competitions
from mechanisms import UnequalTruce, fairest_truce
from solvers import joint_optimum, subsidy_equilibrium
from tests.properties.strategies import NIGHTLY, examples
from tests.solvers.competition.subsidy_games import log_sum

F = Fraction
PAIR = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4))
UNLIKE = SubsidyCompetition(["Quzhou", "Lishui"], [4, 3], mu=1)
PARKS = SubsidyCompetition(
    ["Quzhou", "Lishui", "Jinhua"],
    value=[F("0.448"), F("0.384"), F("0.256")],
    mu=F("0.05"),
    mass=100,
    outside_option=F("0.1"),
)


def breach(game, bids, city):
    """The most that a city gets against the others' bids: ternary search, one peak, floats."""
    i = game.cities.index(city)
    low, high = 0.0, 6.0 if game.caps[i] is None else float(game.caps[i])
    value, k, mu = float(game.value[i]), float(game.cost_of_subsidy), float(game.mu)
    others = [
        (j, math.exp(float(game.attractiveness[j] + bids[j]) / mu))
        for j in range(len(bids))
        if j != i
    ]
    outside = 0.0 if game.outside_option is None else math.exp(float(game.outside_option) / mu)
    spilled = sum(float(game.spillovers[i][j] * game.value[j]) * w for j, w in others)

    def payoff(s):
        own = math.exp((float(game.attractiveness[i]) + s) / mu)
        total = own + outside + sum(w for _, w in others)
        return float(game.mass) * ((value - k * s) * own + spilled) / total

    for _ in range(100):
        one, two = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, two) if payoff(one) >= payoff(two) else (one, high)
    return max(payoff(low), payoff(0.0))


def test_patient_cities_alike_stop_bidding():
    found = fairest_truce(PAIR, F(1, 2))
    assert found.subsidies == {"A": 0, "B": 0}
    assert found.smallest_gain == found.at_most == F(1, 4)
    assert found.firms_loss == F(1, 2)


@pytest.mark.parametrize(("delta", "lag"), [(F(1, 10), 1), (F(1, 100), 1), (F(1, 4), 2)])
def test_impatient_cities_alike_cut_what_they_can_keep(delta, lag):
    """The level at which (1 - x)(T - P) = R - P, by halving: R = (1 - s)/2, P = 1/4."""
    x, low, high = float(delta) ** lag, 0.0, 0.5
    for _ in range(60):
        s = (low + high) / 2
        T = breach(PAIR, [F(s), F(s)], "A")
        low, high = (low, s) if (1 - s) / 2 - 0.25 >= (1 - x) * (T - 0.25) else (s, high)
    found = fairest_truce(PAIR, delta, lag=lag)
    assert found.exists
    assert float(found.subsidies["A"]) == pytest.approx(high, abs=1e-5)
    assert found.subsidies["A"] == found.subsidies["B"]
    assert 0 <= delta - found.critical["A"] < F(1, 10**4)


@pytest.mark.parametrize("payments", [False, True])
def test_two_unlike_against_every_pair_of_bids(payments):
    """A grid over all bids up to the race's finds nothing fairer, and nearly as much."""
    delta = {"Quzhou": F(1, 8), "Lishui": F(1, 5)}
    race = subsidy_equilibrium(UNLIKE)
    found = fairest_truce(UNLIKE, delta, payments=payments)
    best = 0.0
    steps = 60 if NIGHTLY else 40
    for a, b in itertools.product(range(steps + 1), repeat=2):
        bids = [race.subsidies["Quzhou"] * a / steps, race.subsidies["Lishui"] * b / steps]
        R, gains, needs = UNLIKE.payoffs(bids), [], []
        for city in UNLIKE.cities:
            P, d = float(race.payoffs[city]), float(delta[city])
            T = breach(UNLIKE, bids, city)
            gains.append(R[city] - P)
            need = (1 - d) * T + d * P - R[city]
            needs.append(max(need / d, min(0.0, need)) if payments else need)
        if payments:
            # All that i can be paid is what j can pay: between the needs, level the gains.
            low, high = needs[0], -needs[1]
            if low <= high:
                m = min(max((gains[1] - gains[0]) / 2, low), high)
                best = max(best, min(gains[0] + m, gains[1] - m))
        elif max(needs) <= 0:
            best = max(best, min(gains))
    assert 0 < best <= float(found.smallest_gain)
    assert float(found.smallest_gain) - best < 0.03


@examples(62)
@given(
    subsidy_competitions(min_cities=2, max_cities=3, allow_budgets=False),
    st.sampled_from([F(1, 4), F(2, 3), F(19, 20)]),
    st.integers(1, 2),
    st.booleans(),
)
def test_every_city_keeps_what_is_found(game, delta, lag, payments):
    found = fairest_truce(game, delta, lag=lag, payments=payments)
    assert found.certificate.verify(UnequalTruce(game, delta, lag, payments)) is True
    race = subsidy_equilibrium(game)
    if not found.exists:
        assert found.proof.kind == ("unproven" if found.exists is None else "enclosed")
        assert not any(found.paid.values())
        assert found.subsidies == race.subsidies
        assert found.smallest_gain == 0
        return
    assert abs(sum(found.paid.values())) < 8 * found.proof.radius
    bids = [found.subsidies[city] for city in game.cities]
    held, x, size = game.payoffs(bids), float(delta) ** lag, 1e-8 * float(game.mass)
    assert 0 < found.smallest_gain <= found.at_most + found.proof.radius
    for city in game.cities:
        paid, P = float(found.paid[city]), float(race.payoffs[city])
        T = breach(game, bids, city)
        assert found.subsidies[city] <= race.subsidies[city]
        assert float(found.gains[city]) == pytest.approx(held[city] + paid - P, abs=size)
        assert held[city] + paid >= (1 - x) * (T + paid) + x * P - size
        if paid < -size:
            assert held[city] + paid >= (1 - float(delta)) * T + float(delta) * P - size
        assert found.critical[city] <= delta + F(1, 10**12)
        if not payments:
            assert paid == 0
    lost = log_sum(game, race.subsidies.values()) - log_sum(game, bids)
    assert float(found.firms_loss) == pytest.approx(float(game.mass) * lost, abs=size)


def test_patient_cities_that_may_pay_share_the_joint_optimum_equally():
    found = fairest_truce(PARKS, F(99, 100), payments=True)
    best = joint_optimum(PARKS)
    for city in PARKS.cities:
        assert abs(found.subsidies[city] - best.subsidies[city]) < F(1, 10**6)
        assert abs(found.gains[city] - found.at_most) < F(1, 10**6)
    assert found.paid["Quzhou"] < 0 < found.paid["Jinhua"]


def test_patience_and_payments_never_hurt_who_gains_least():
    gains = {
        (delta, payments): fairest_truce(PARKS, delta, payments=payments).smallest_gain
        for delta in (F(1, 5), F(1, 2), F(4, 5))
        for payments in (False, True)
    }
    for payments in (False, True):
        low, middle, high = (gains[delta, payments] for delta in (F(1, 5), F(1, 2), F(4, 5)))
        assert 0 < low < middle < high
    assert all(gains[delta, False] <= gains[delta, True] for delta, _ in gains)


def test_some_truce_holds_however_impatient():
    """A small cut costs nothing to the first order and helps the others."""
    found = fairest_truce(UNLIKE, F(1, 1000))
    assert found.exists
    assert found.smallest_gain > 0


def test_where_there_is_none_by_proof():
    idle = fairest_truce(SubsidyCompetition(["A", "B"], [1, 1], mu=5), F(9, 10))
    assert idle.exists is False
    assert "no race" in idle.status
    alone = SubsidyCompetition(["A", "B"], [3, 0], mu=F(1, 2))
    assert (
        subsidy_equilibrium(alone).subsidies["B"] == 0 < subsidy_equilibrium(alone).subsidies["A"]
    )
    assert fairest_truce(alone, F(9, 10)).exists is False
    today = fairest_truce(UNLIKE, 0)
    assert today.exists is False
    assert "today alone" in today.status
    one = fairest_truce(UNLIKE, [0, F(1, 2)])
    assert one.exists is None
    assert "No truce was found" in one.status
    assert "whether there is one is open" in one.status
    assert one.proof.kind == "unproven"


def test_who_bids_alone_can_be_paid_to_bid_less():
    """B is worth less to others than a firm in A: B gains as A bids less, and can pay for it."""
    game = SubsidyCompetition(["A", "B"], [3, F(1, 2)], mu=F(1, 2), attractiveness=[0, 1])
    race = subsidy_equilibrium(game)
    assert race.subsidies["B"] == 0 < race.subsidies["A"]
    found = fairest_truce(game, F(9, 10), payments=True)
    assert (found.exists is True) == (joint_optimum(game).total() > race.total())
    if found.exists:
        assert found.paid["A"] > 0


@pytest.mark.parametrize(
    ("discount", "lag", "message"), [(1, 1, "discount factor of A"), (F(1, 2), 0, "lag")]
)
def test_bad_questions_are_refused(discount, lag, message):
    with pytest.raises(InvalidInput, match=message):
        fairest_truce(PAIR, discount, lag=lag)
    with pytest.raises(InvalidInput, match="caps on bids"):
        fairest_truce(SubsidyCompetition(["A", "B"], [1, 1], mu=1, budgets=[1, 1]), F(1, 2))
