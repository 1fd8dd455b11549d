from dataclasses import replace
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given

from games import SubsidyCompetition
from intercity.testing import subsidy_competitions
from solvers import subsidy_equilibrium
from solvers.competition.logit_choice import logit_choice
from solvers.competition.subsidy_equilibrium import SubsidyEquilibriumCertificate, is_contraction

F = Fraction
TWO_RACES = SubsidyCompetition(  # A and B each think the other's firms nearly as good as their own
    ["A", "B", "C"],
    value=[1, 1, 1],
    mu=F(1, 20),
    spillovers=[[0, F(9, 10), 0], [F(9, 10), 0, 0], [0, 0, 0]],
)


@pytest.mark.parametrize("n", [2, 3, 4, 5])
@pytest.mark.parametrize("mu", [F(1, 10), F(3, 10), F(1, 3), F(1, 2), F(2)])
def test_identical_cities(n, mu):
    game = SubsidyCompetition([f"c{i}" for i in range(n)], value=[1] * n, mu=mu)
    race = subsidy_equilibrium(game)
    expected = max(F(0), 1 - mu * n / (n - 1))
    for city in game.cities:
        assert abs(race.subsidies[city] - expected) <= race.proof.radius < F(1, 10**19)
        assert abs(race.payoffs[city] - (1 - expected) / n) < F(1, 10**13)
        assert abs(race.shares[city] - F(1, n)) < F(1, 10**14)
    assert race.unique


@pytest.mark.parametrize("mu", [F(1, 10), F(1, 3)])
def test_unlike_cities_that_end_up_alike(mu):
    """Where a_i + b_i is the same for all, so is a_i + s_i, and shares are equal: by hand."""
    game = SubsidyCompetition(["A", "B", "C"], value=[3, 2, 4], attractiveness=[1, 2, 0], mu=mu)
    race = subsidy_equilibrium(game)
    for city, b in zip("ABC", (3, 2, 4), strict=True):
        assert abs(race.subsidies[city] - (b - mu * 3 / 2)) <= race.proof.radius


def test_outside_option_spillovers_and_funds_by_hand():
    """Outside as good as each city after its subsidy: shares 1/3, s = (b - c)/k - 3 mu/2."""
    k, theta, mu, b = F(5, 4), F(1, 5), F(1, 5), F(2)
    c = theta * b / 2  # half of those who do not choose the city go to the other one
    s = (b - c) / k - mu * 3 / 2
    game = SubsidyCompetition(
        ["A", "B"],
        [b, b],
        mu=mu,
        spillovers=[[0, theta], [theta, 0]],
        outside_option=s,
        public_funds_cost=k - 1,
    )
    race = subsidy_equilibrium(game)
    assert race.unique
    assert abs(race.subsidies["A"] - s) <= race.proof.radius
    assert abs(race.payoffs["A"] - ((b - k * s) / 3 + theta * b / 3)) < F(1, 10**14)


@pytest.mark.parametrize(
    "game",
    [
        SubsidyCompetition(["A", "B"], value=[3, 2], mu=F(1, 3)),
        SubsidyCompetition(
            ["A", "B", "C"],
            [3, 2, F(5, 2)],
            [0, F(1, 2), F(1, 7)],
            mu=F(1, 4),
            outside_option=1,
            spillovers=[[0, F(1, 10), 0], [F(1, 20), 0, F(1, 10)], [0, 0, 0]],
            public_funds_cost=F(1, 10),
        ),
    ],
)
def test_against_the_first_order_conditions_solved_by_mpmath(game):
    n = range(len(game.cities))
    mp = mpmath.mpf
    with mpmath.workdps(40):

        def number(x):
            return mp(x.numerator) / x.denominator

        b, a = [number(x) for x in game.value], [number(x) for x in game.attractiveness]
        mu, k = number(game.mu), number(game.cost_of_subsidy)
        theta = [[number(x) for x in row] for row in game.spillovers]

        def slopes(*s):
            weights = [mpmath.exp((a[i] + s[i]) / mu) for i in n]
            z = sum(weights)
            if game.outside_option is not None:
                z += mpmath.exp(number(game.outside_option) / mu)
            p = [w / z for w in weights]
            return [
                -k * p[i]
                + (b[i] - k * s[i]) * p[i] * (1 - p[i]) / mu
                - sum(theta[i][j] * b[j] * p[j] * p[i] for j in n if j != i) / mu
                for i in n
            ]

        solution = mpmath.findroot(slopes, [number(x) / k - 2 * mu for x in game.value])
        race = subsidy_equilibrium(game)
        assert race.unique
        for i, city in enumerate(game.cities):
            assert abs(number(race.subsidies[city]) - solution[i]) < mp(10) ** -19


@given(subsidy_competitions())
def test_no_deviation_on_a_grid_gains_more_than_the_regret(game):
    race = subsidy_equilibrium(game)
    assert race.certificate.verify(game) is True
    paid = [race.subsidies[city] for city in game.cities]
    before = game.payoffs(paid)
    shares = game.shares(paid)
    for i, city in enumerate(game.cities):
        decimals = 17 if any(game.budgets) else 35  # of second order, but where money runs out
        assert race.regret[city] < game.mass / 10**decimals
        assert shares[city] == pytest.approx(float(race.shares[city]), abs=1e-12)
        assert before[city] == pytest.approx(float(race.payoffs[city]), abs=1e-10)
        most = game.caps[i] if game.caps[i] is not None else F(6)
        for step in range(61):
            deviation = [*paid[:i], most * step / 60, *paid[i + 1 :]]
            spent = game.mass * deviation[i] * F(game.shares(deviation)[city])
            if game.budgets[i] is not None and spent > game.budgets[i]:
                break  # beyond its budget, and so is every higher one
            gain = game.payoffs(deviation)[city] - before[city]
            assert gain <= float(race.regret[city]) + 1e-10


@given(subsidy_competitions())
def test_the_least_regret_claimed_is_an_upper_bound_near_the_equilibrium(game):
    """Regret at the profile itself is of second order: a hundredth of mu away it is larger."""
    race = subsidy_equilibrium(game)
    if not is_contraction(game):
        return
    for city in game.cities:
        moved = dict(race.subsidies)
        moved[city] += game.mu / 100
        assert not SubsidyEquilibriumCertificate((moved,)).verify(game)


@given(subsidy_competitions(min_cities=2, max_cities=3, allow_spillovers=False))
def test_the_names_and_the_order_of_cities_do_not_matter(game):
    order = list(reversed(range(len(game.cities))))
    turned = replace(
        game,
        cities=tuple(game.cities[i] for i in order),
        **{
            field: tuple(getattr(game, field)[i] for i in order)
            for field in ("value", "attractiveness", "caps", "budgets")
        },
    )
    one, other = subsidy_equilibrium(game), subsidy_equilibrium(turned)
    radius = one.proof.radius + other.proof.radius
    for city in game.cities:
        assert abs(one.subsidies[city] - other.subsidies[city]) <= radius


@given(subsidy_competitions(min_cities=2, max_cities=3, allow_spillovers=False))
def test_a_more_valuable_firm_raises_every_bid(game):
    """Without spillovers subsidies are strategic complements."""
    more = replace(game, value=(game.value[0] + F(1, 2), *game.value[1:]))
    low, high = subsidy_equilibrium(game), subsidy_equilibrium(more)
    radius = low.proof.radius + high.proof.radius
    for city in game.cities:
        assert high.subsidies[city] >= low.subsidies[city] - radius


def test_three_equilibria_are_found_and_all_are_proven():
    race = subsidy_equilibrium(TWO_RACES)
    assert not race.unique
    assert len(race.others) == 2
    assert "3 equilibria" in race.status
    assert "64 starts" in race.method
    level = race.others[1]  # the one between the two, from which replies lead away
    assert abs(level["A"] - level["B"]) < F(1, 10**15)
    assert SubsidyEquilibriumCertificate((level,)).verify(TWO_RACES) is True
    for profile in (race.subsidies, race.others[0]):
        assert SubsidyEquilibriumCertificate((profile,)).verify(TWO_RACES) is True
    favoured = {
        max("AB", key=lambda city: profile[city]) for profile in (race.subsidies, race.others[0])
    }
    assert favoured == {"A", "B"}  # by symmetry: one equilibrium for each of the two
    reordered = SubsidyEquilibriumCertificate((*race.others, race.subsidies))
    assert "out of order" in str(reordered.verify(TWO_RACES))
    twice = SubsidyEquilibriumCertificate((race.subsidies, race.subsidies))
    assert not twice.verify(TWO_RACES)


def test_caps_bind_exactly():
    game = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 10), caps={"A": F(1, 3)})
    race = subsidy_equilibrium(game)
    assert race.subsidies["A"] == F(1, 3)
    assert race.regret["A"] == 0
    assert "A would pay more without a cap" in race.status


def test_a_budget_is_spent_to_the_last_unit_and_not_more():
    game = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 10), mass=10, budgets={"A": 1})
    race = subsidy_equilibrium(game)
    spent = 10 * race.subsidies["A"] * race.shares["A"]
    assert abs(spent - 1) < F(1, 10**12)
    assert race.unique
    assert race.subsidies["B"] > race.subsidies["A"]


@pytest.mark.parametrize("value", [5, 0, -5])
def test_one_city_without_an_outside_option_pays_nothing(value):
    race = subsidy_equilibrium(SubsidyCompetition(["A"], [value], mu=1))
    assert race.subsidies == {"A": 0}
    assert race.payoffs == {"A": value}
    assert race.regret == {"A": 0}


def test_worthless_firms_get_nothing():
    game = SubsidyCompetition(["A", "B"], [0, -1], mu=1, outside_option=0)
    assert set(subsidy_equilibrium(game).subsidies.values()) == {0}


@pytest.mark.parametrize(
    "game",
    [
        SubsidyCompetition(["A", "B"], [10, 1], [50, 0], mu=F(1, 50)),
        SubsidyCompetition(["A", "B"], [100, 1], [0, 50], mu=F(1, 50), outside_option=0),
        SubsidyCompetition(["A", "B"], [10**15, 2 * 10**15], mu=F(1, 10**12)),
        SubsidyCompetition(["A", "B"], [F(1, 10**12), F(2, 10**12)], mu=F(1, 10**13)),
        SubsidyCompetition(["A", "B"], [10, 20], mu=10**15),
        SubsidyCompetition(["A", "B"], [F(1, 3), F(2, 7)], [F(1, 3), F(1, 9)], mu=F(1, 2**31)),
    ],
)
def test_extreme_magnitudes(game):
    race = subsidy_equilibrium(game)
    assert race.certificate.verify(game) is True
    assert max(race.regret.values()) <= game.mu / 10**15
    assert all(s < b for s, b in zip(race.subsidies.values(), game.value, strict=True) if s)


def test_unevenness_decides_uniqueness_exactly():
    theta, mu = F(1, 2), F(1, 4)
    game = SubsidyCompetition(["A", "B"], [1, 1], mu=mu, spillovers=[[0, theta], [theta, 0]])
    assert is_contraction(game)
    assert not is_contraction(replace(game, outside_option=F(0)))  # spread 1/2 = 2 mu
    assert is_contraction(replace(game, outside_option=F(0), mu=mu + F(1, 10**6)))


def _cycling(value, spillovers, **changes):
    names = list("ABCD")[: len(value)]
    return SubsidyCompetition(
        names, value, mu=F(3, 20), spillovers=spillovers, outside_option=0, **changes
    )


@pytest.mark.parametrize(
    "game",
    [
        _cycling([1, 4, 3], [[0, 2, -2], [-2, 0, 2], [-2, 0, 0]]),
        # replies lead away so fast that no grid has a profile of rounded best replies
        _cycling([3, 4, 4], [[0, -1, -2], [-2, 0, 1], [0, -1, 0]]),
        _cycling([3, 3, 4, 3], [[0, 2, -2, 2], [2, 0, -1, -1], [1, -2, 0, -2], [-2, -2, -1, 0]]),
        # with kinks, where a cap begins to bind
        _cycling([2, 4, 4], [[0, 1, -2], [-3, 0, 2], [3, 2, 0]], caps={"A": F(16, 5)}),
    ],
)
def test_an_equilibrium_is_found_where_replies_go_round_in_circles(game):
    """One exists: each payoff has a single peak, on an interval (Debreu, Fan, Glicksberg)."""
    race = subsidy_equilibrium(game)
    assert race.certificate.verify(game) is True
    assert max(race.regret.values()) < F(1, 10**15)


def test_that_equilibrium_is_the_one_known():
    race = subsidy_equilibrium(_cycling([1, 4, 3], [[0, 2, -2], [-2, 0, 2], [-2, 0, 0]]))
    known = (5.00769621, 4.42426053, 4.77810234)
    assert [float(s) for s in race.subsidies.values()] == pytest.approx(known, abs=1e-8)


def test_the_work_is_bounded_where_replies_do_not_contract():
    """40 cities with neighbours and an outside option took seconds: two starts for each city."""
    n = 40
    matrix = [[F(1, 2) if (j - i) % n in (1, 2) else 0 for j in range(n)] for i in range(n)]
    game = SubsidyCompetition(
        [f"c{i}" for i in range(n)], [2] * n, mu=F(1, 10), spillovers=matrix, outside_option=0
    )
    race = subsidy_equilibrium(game)
    assert not race.unique
    assert "from 64 starts" in race.method
    crowd = replace(
        game,
        cities=tuple(f"c{i}" for i in range(160)),
        **{
            name: (getattr(game, name) * 4)
            for name in ("value", "attractiveness", "caps", "budgets")
        },
        spillovers=[
            [F(1, 2) if (j - i) % 160 in (1, 2) else 0 for j in range(160)] for i in range(160)
        ],
    )
    assert "from 15 starts" in subsidy_equilibrium(crowd).method


@pytest.mark.parametrize(
    "game",
    [
        _cycling([4, 3, 3], [[0, 2, 0], [1, 0, -2], [2, 0, 0]]),
        _cycling([2, 1, 1], [[0, 2, 2], [1, 0, -2], [-1, 2, 0]]),
        TWO_RACES,
    ],
)
def test_no_equilibrium_is_missing_that_the_signs_show_to_be(game):
    """By hand, from replies by differences: the signs of det(1 - slopes) add up to 1.

    No start leads to the one between two from which replies lead away.
    """
    race = subsidy_equilibrium(game)
    signs = []
    for profile in (race.subsidies, *race.others):
        paid = [profile[city] for city in game.cities]
        step = game.mu / 10**6
        matrix = []
        with logit_choice(game) as choice:
            here = choice.at(paid)
            for j in range(len(paid)):
                there = choice.at([s + step * (i == j) for i, s in enumerate(paid)])
                column = [there.reply(i) - here.reply(i) for i in range(len(paid))]
                matrix.append([float(one) / float(step) for one in column])
        signs.append(np.sign(np.linalg.det(np.eye(len(paid)) - np.array(matrix).T)))
    assert sum(signs) == 1
    assert len(signs) == 3
