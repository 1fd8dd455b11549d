"""Tullock's contest: published closed forms, SymPy's first-order conditions, grids of bids."""

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from games import Contest, Undefined
from solvers import arms_race, joint_optimum, subsidy_equilibrium
from solvers.competition.rivalry import exact_power
from solvers.competition.tullock import TullockCertificate
from tests.properties.strategies import examples

F = Fraction
NAMES = ["A", "B", "C", "D", "E", "F"]


def gains(game, race, steps=400):
    """The most that each city gains by a bid on a grid up to its value, in floating point."""
    paid = [race.subsidies[city] for city in game.cities]
    before = game.payoffs(paid)
    for i, city in enumerate(game.cities):
        most = max(game.value) * 3 / 2 if game.budgets[i] is None else game.budgets[i]
        # finer near 0, where the first yuan counts most
        grid = [most * F(k, steps) ** 3 for k in range(steps + 1)]
        yield (
            city,
            max(
                game.payoffs([*paid[:i], bid, *paid[i + 1 :]])[city] - before[city] for bid in grid
            ),
        )


@pytest.mark.parametrize("n", [2, 3, 6])
@pytest.mark.parametrize("r", [F(1, 2), F(2, 3), F(1), F(6, 5)])
def test_cities_alike(n, r):
    """Tullock (1980): x = r (n - 1) V/n^2, of the value r (n - 1)/n is spent."""
    race = subsidy_equilibrium(Contest(NAMES[:n], [9] * n, exponent=r))
    assert race.subsidies == dict.fromkeys(NAMES[:n], r * (n - 1) * 9 / F(n * n))
    assert race.dissipation == r * (n - 1) / F(n)
    assert race.payoffs["A"] == F(9, n) * (1 - r * F(n - 1, n))
    assert race.proof.kind == "exact"
    assert race.unique == (r <= 1 or n == 2)


def test_pure_bids_end_at_n_over_n_minus_1():
    alike = Contest(["A", "B", "C"], [1, 1, 1], exponent=F(3, 2))
    race = subsidy_equilibrium(alike)
    assert race.payoffs == {"A": 0, "B": 0, "C": 0}
    beyond = subsidy_equilibrium(replace(alike, exponent=F(8, 5)))  # then two of the three bid
    assert sorted(beyond.subsidies.values()) == [0, F(2, 5), F(2, 5)]
    assert len(beyond.others) == 2
    with pytest.raises(Undefined, match=r"gain 0\.25 by bidding nothing instead of 0\.75") as error:
        subsidy_equilibrium(Contest(["A", "B"], [1, 1], exponent=3))
    witness = error.value.witness
    assert witness["gain"] == F(1, 4)
    game = Contest(["A", "B"], [1, 1], exponent=3)
    assert game.payoffs([0, F(3, 4)])["A"] - game.payoffs([F(3, 4), F(3, 4)])["A"] == 0.25


@pytest.mark.parametrize(("V", "W"), [(4, 2), (7, 3), (10**15, 1), (F(1, 10**12), F(3, 10**12))])
def test_two_unequal(V, W):
    """x_i = V_i^2 V_j/(V_1 + V_2)^2 (Nti 1999)."""
    race = subsidy_equilibrium(Contest(["A", "B"], [V, W]))
    assert race.subsidies == {"A": F(V) ** 2 * W / (V + W) ** 2, "B": F(W) ** 2 * V / (V + W) ** 2}
    assert race.shares["A"] == F(V) / (V + W)
    assert race.unique


def test_who_would_rather_stay_out_is_named_with_what_it_gains():
    """The weakest pair is no equilibrium: with r = 3/2 nobody bids for a chance below 1/3.

    C against A: odds (5/13)^(3/2), p = 0.1926, a bid of (3/2) p (1 - p) 5, and 5 p less than that.
    """
    with pytest.raises(Undefined, match="leaves C, where its slope is zero") as error:
        subsidy_equilibrium(Contest(["A", "B", "C"], [13, 1, 5], exponent=F(3, 2)))
    p = (5 / 13) ** 1.5 / (1 + (5 / 13) ** 1.5)
    assert float(error.value.witness["bid"]) == pytest.approx(1.5 * p * (1 - p) * 5)
    assert float(error.value.witness["gain"]) == pytest.approx(1.5 * p * (1 - p) * 5 - 5 * p)


def test_two_unequal_with_an_exponent_by_hand():
    """V = 9, 4 and r = 1/2: odds 3 to 2, so bids 1/2 * 6/25 of each value."""
    race = subsidy_equilibrium(Contest(["A", "B"], [9, 4], exponent=F(1, 2)))
    assert race.shares == {"A": F(3, 5), "B": F(2, 5)}
    assert race.subsidies == {"A": F(27, 25), "B": F(12, 25)}


def test_who_drops_out():
    """Hillman and Riley (1989): with r = 1 the harmonic mean decides; 4, 2 leave 1 no room."""
    race = subsidy_equilibrium(Contest(["A", "B", "C"], [4, 2, 1]))
    assert race.subsidies == {"A": F(8, 9), "B": F(4, 9), "C": 0}
    wider = subsidy_equilibrium(Contest(["A", "B", "C"], [4, 2, F(7, 5)]))
    total = 2 / (F(1, 4) + F(1, 2) + F(5, 7))
    for city, V in (("A", F(4)), ("B", F(2)), ("C", F(7, 5))):
        assert wider.subsidies[city] == total * (1 - total / V)
    edge = subsidy_equilibrium(Contest(["A", "B", "C"], [4, 2, F(4, 3)]))  # exactly indifferent
    assert edge.subsidies == {"A": F(8, 9), "B": F(4, 9), "C": 0}


def test_spillovers_against_sympy():
    theta = [[0, F(1, 2), 0], [F(1, 5), 0, F(1, 3)], [0, F(-1, 4), 0]]
    V, e, k = [4, 3, 3], [1, 2, 1], F(5, 4)
    game = Contest(["A", "B", "C"], V, efficiency=e, spillovers=theta, public_funds_cost=k - 1)
    race = subsidy_equilibrium(game)
    x = sympy.symbols("x:3", positive=True)
    impact = [e[i] * x[i] for i in range(3)]
    slopes = [
        sympy.diff(
            sum(
                impact[j] / sum(impact) * (V[i] if i == j else theta[i][j] * V[j]) for j in range(3)
            )
            - k * x[i],
            x[i],
        )
        for i in range(3)
    ]
    at = dict(zip(x, (sympy.Rational(str(bid)) for bid in race.subsidies.values()), strict=True))
    assert [sympy.simplify(slope.subs(at)) for slope in slopes] == [0, 0, 0]
    assert race.proof.kind == "exact"


def test_an_enclosed_equilibrium_against_mpmath():
    import mpmath

    V, r = [4, 3, 2], mpmath.mpf(2) / 3
    race = subsidy_equilibrium(Contest(["A", "B", "C"], V, exponent=F(2, 3)))
    with mpmath.workdps(40):
        r = mpmath.mpf(2) / 3

        def slopes(*x):
            y = [one**r for one in x]
            total = sum(y)
            return [V[i] * r * y[i] / x[i] * (total - y[i]) / total**2 - 1 for i in range(3)]

        solution = mpmath.findroot(slopes, [0.6, 0.5, 0.4])
        for bid, true in zip(race.subsidies.values(), solution, strict=True):
            assert abs(mpmath.mpf(bid.numerator) / bid.denominator - true) < mpmath.mpf(10) ** -35
    assert race.proof.kind == "enclosed"
    assert race.unique


def test_a_budget_binds():
    """B = 1/10 against two at V = 3: 2 y (Y - y)/... solved by hand: Y is a root of a quadratic."""
    race = subsidy_equilibrium(Contest(["A", "B", "C"], [4, 3, 3], budgets={"A": F(1, 10)}))
    assert race.subsidies["A"] == F(1, 10)
    total = sum(race.subsidies.values())
    # 1/10 + 2 (Y - Y^2/3) = Y
    assert abs(F(1, 10) + total - total**2 * F(2, 3)) < F(1, 10**50)
    all_bound = subsidy_equilibrium(Contest(["A", "B"], [4, 3], budgets=[F(1, 10)] * 2))
    assert all_bound.subsidies == {"A": F(1, 10), "B": F(1, 10)}
    assert all_bound.proof.kind == "exact"


@st.composite
def contests(draw):
    n = draw(st.integers(1, 4))

    def each(numbers):
        return draw(st.lists(numbers, min_size=n, max_size=n))

    tenths = st.integers(0, 40).map(lambda k: F(k, 10))
    matrix = [[F(0)] * n for _ in range(n)]
    if draw(st.booleans()):
        matrix = [
            [draw(st.integers(-2, 4)) * F(1, 8) if i != j else F(0) for j in range(n)]
            for i in range(n)
        ]
    return Contest(
        NAMES[:n],
        each(tenths),
        exponent=draw(st.sampled_from([F(1, 3), F(1, 2), F(1), F(1), F(5, 4), F(3, 2)])),
        efficiency=each(st.integers(1, 8).map(lambda k: F(k, 4))),
        budgets=each(st.one_of(st.none(), tenths)) if draw(st.booleans()) else None,
        spillovers=matrix,
        public_funds_cost=draw(st.sampled_from([0, F(1, 4)])),
    )


@given(contests())
def test_no_bid_on_a_grid_gains_more_than_the_regret(game):
    try:
        race = subsidy_equilibrium(game)
    except Undefined:
        return
    assert race.certificate.verify(game) is True
    assert max(race.regret.values()) < F(1, 10**14)
    assert abs(sum(race.shares.values()) - 1) < F(1, 10**25)
    for city, gain in gains(game, race, 120):
        assert gain <= float(race.regret[city]) + 1e-9
    found = game.payoffs(race.subsidies)
    for city in game.cities:
        assert found[city] == pytest.approx(float(race.payoffs[city]), abs=1e-9)


@given(
    st.lists(
        st.tuples(
            st.integers(1, 200).map(lambda k: F(k, 7)),
            st.integers(1, 20).map(lambda k: F(k, 4)),
            st.one_of(st.none(), st.integers(1, 30).map(lambda k: F(k, 10))),
        ),
        min_size=2,
        max_size=6,
    ),
    st.sampled_from([F(1), F(1, 2), F(3, 4), F(1, 7), F(1, 50)]),
)
def test_there_always_is_one_for_r_up_to_1(cities, r):
    """Szidarovszky and Okuguchi (1997), however unlike the cities are."""
    value, efficiency, budgets = zip(*cities, strict=True)
    game = Contest(NAMES[: len(cities)], value, exponent=r, efficiency=efficiency, budgets=budgets)
    race = subsidy_equilibrium(game)
    assert race.unique
    assert race.certificate.verify(game) is True
    for city, gain in gains(game, race, 40):
        assert gain <= float(race.regret[city]) + 1e-9


@examples(62)
@given(contests())
def test_a_bid_that_is_off_is_refuted(game):
    try:
        race = subsidy_equilibrium(game)
    except Undefined:
        return
    for city, bid in race.subsidies.items():
        if bid > 0:
            moved = {**race.subsidies, city: bid * F(999, 1000)}
            assert not TullockCertificate((moved,)).verify(game)


def test_the_race_wastes_what_is_spent():
    game = Contest(["A", "B"], [4, 2], spillovers={"A": {"B": F(3, 2)}})
    assert joint_optimum(game).site == "B"  # worth 2 + 3 to both, in A 4
    race = arms_race(game)
    kept = sum(race.equilibrium.payoffs.values())
    assert race.treasuries.equilibrium == kept == race.region.equilibrium
    assert race.verdict == "race"
    assert race.price_of_anarchy == 5 / kept
    assert race.firms_gain == race.windfall == 0
    assert race.certificate.verify(game) is True
    paid = arms_race(replace(game, captured=1))
    assert paid.firms_gain == race.outlay
    assert paid.region.equilibrium == kept + race.outlay


def test_powers_that_are_fractions():
    assert exact_power(F(27, 8), F(2, 3)) == F(9, 4)
    assert exact_power(F(2), F(1, 2)) is None
    assert exact_power(F(0), F(1, 2)) == 0


def test_what_all_keep_at_each_of_several_equilibria():
    """All three bid r (n - 1)/n^2 V = 56/45 each; or two of them r V/4 = 7/5 each."""
    game = Contest(["A", "B", "C"], [4] * 3, exponent=F(7, 5))
    race = arms_race(game)
    found = race.equilibrium
    assert found.totals == (4 - 3 * F(56, 45), F(6, 5), F(6, 5), F(6, 5))
    for bids, total in zip((found.subsidies, *found.others), found.totals, strict=True):
        assert float(total) == pytest.approx(sum(game.payoffs(bids).values()))
    assert race.price_of_anarchy == 15


def test_a_bid_of_a_stranger_is_refused():
    game = Contest(["A", "B"], [4, 4])
    certificate = subsidy_equilibrium(game).certificate
    assert certificate.verify(game) is True
    (bids,) = certificate.equilibria
    assert not replace(certificate, equilibria=({**bids, "C": F(1)},)).verify(game)


def test_two_roundings_of_one_equilibrium_are_not_two():
    """Bids are enclosed: a bid with another last decimal passes too, but not beside the first."""
    game = Contest(["A", "B", "C"], [9, 7, 5], exponent=F(2, 3))
    certificate = subsidy_equilibrium(game).certificate
    (bids,) = certificate.equilibria
    near = {**bids, "A": bids["A"] + F(1, 10**59)}
    for one in (bids, near):
        assert replace(certificate, equilibria=(one,)).verify(game) is True
    for both in ((bids, near), (near, bids)):
        assert not replace(certificate, equilibria=both).verify(game)
