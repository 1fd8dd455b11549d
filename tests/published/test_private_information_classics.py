"""Classics of private information: the numbers of the sources, derived once more beside them."""

import itertools
from fractions import Fraction

import pytest
import sympy
from hypothesis import example, given
from hypothesis import strategies as st

from games import BayesianProblem, InvalidInput, midpoint_types
from mechanisms import (
    DirectMechanism,
    audit,
    chatterjee_samuelson,
    design,
    dissolution,
    optimal_auction,
    second_best_trade,
)
from tests.properties.strategies import examples

V, C = sympy.symbols("v c", nonnegative=True)


def test_myerson_and_satterthwaite_1983_on_the_unit_square():
    """Trade iff v - c >= t, where E[2v - 1 - 2c; v - c >= t] = 0: t = 1/4, gains 9/64."""
    t = sympy.symbols("t", positive=True)

    def over(integrand):
        return sympy.integrate(integrand, (C, 0, V - t), (V, t, 1))

    roots = sympy.solve(sympy.factor(over(2 * V - 1 - 2 * C)) / (1 - t) ** 2, t)
    assert roots == [sympy.Rational(1, 4)]
    gains = over(V - C).subs(t, roots[0])
    assert gains == sympy.Rational(9, 64)
    # The grid of 200 midpoints, solved exactly, is a tenth of a step away.
    assert 0 < second_best_trade(_square(200)).gains - Fraction(9, 64) < Fraction(1, 1000)
    # The Clarke mechanism pays each the whole gain: it lacks the gain once, 1/6.
    assert over(V - C).subs(t, 0) == sympy.Rational(1, 6)


def _square(k):
    types = midpoint_types(0, 1, k)
    return BayesianProblem.bilateral_trade({"B": types}, {"S": types})


def test_the_clarke_mechanism_of_bilateral_trade_lacks_the_gain_once():
    """Buyer pays the cost, seller gets the value: efficient, honest, in deficit."""

    def clarke(told):
        if told["B"] < told["S"]:
            return "no trade", None
        return "trade", {"B": told["S"], "S": -told["B"]}

    report = audit(DirectMechanism.from_rule(_square(24), clarke))
    kept = ["DSIC", "BIC", "ex post IR", "interim IR", "efficiency", "monotonicity"]
    assert all(report[name] for name in kept)
    assert report["weak budget balance ex ante"].gain == report.first_best
    assert report.first_best == Fraction(1, 6) - Fraction(1, 6 * 24**2)


@pytest.mark.parametrize("k", [Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1)])
def test_chatterjee_and_samuelson_1983(k):
    """Each bid is the best reply to the other's line, and gains are the integral: by SymPy."""
    deal = chatterjee_samuelson("B", "S", k=k)
    b, x = sympy.symbols("b x")
    lowest, step = deal.ask(0), deal.ask(1) - deal.ask(0)
    payoff = sympy.integrate((V - k * b - (1 - k) * x) / step, (x, lowest, b))
    (best,) = sympy.solve(sympy.diff(payoff, b), b)
    assert sympy.simplify(best - (deal.bid(0) + V * (deal.bid(1) - deal.bid(0)))) == 0
    # Trade from the value at which the bid meets the ask.
    (meet,) = sympy.solve(deal.bid(0) + V * (deal.bid(1) - deal.bid(0)) - deal.ask(0) - C * step, V)
    dearest = sympy.solve(meet - 1, C)[0]
    gains = sympy.integrate(sympy.integrate(V - C, (V, meet, 1)), (C, 0, dearest))
    assert sympy.Rational(deal.gains.numerator, deal.gains.denominator) == sympy.nsimplify(gains)
    assert deal.certificate.verify(deal.game) is True
    if k == Fraction(1, 2):
        assert deal.bid(Fraction(3, 7)) == Fraction(2, 3) * Fraction(3, 7) + Fraction(1, 12)
        assert deal.ask(Fraction(3, 7)) == Fraction(2, 3) * Fraction(3, 7) + Fraction(1, 4)
        assert deal.gains == Fraction(9, 64)
        assert deal.trades(Fraction(1, 2), Fraction(1, 4))
        assert not deal.trades(Fraction(1, 2), Fraction(13, 50))


def test_sealed_bids_on_another_range_and_what_is_refused():
    deal = chatterjee_samuelson("B", "S", low=2, high=6)
    assert deal.bid(6) == 2 + 4 * Fraction(3, 4)
    assert (deal.gains, deal.first_best) == (4 * Fraction(9, 64), Fraction(2, 3))
    for call, sentence in (
        (lambda: chatterjee_samuelson("B", "B"), "players is 'B'"),
        (lambda: chatterjee_samuelson("B", "S", k=2), "k is 2"),
        (lambda: chatterjee_samuelson("B", "S", low=1), "the highest type is 1"),
        (lambda: deal.bid(7), "type of B is 7; it should be 2 to 6"),
    ):
        with pytest.raises(InvalidInput) as refused:
            call()
        assert sentence in str(refused.value)


def test_myerson_1981_reserves_and_revenue():
    """n bidders on [0, 1]: (n - 1 + 2^-n)/(n + 1), with a reserve of 1/2 whatever n."""
    for n, revenue in ((1, Fraction(1, 4)), (2, Fraction(5, 12)), (3, Fraction(17, 32))):
        sale = optimal_auction({f"bidder {i}": (0, 1) for i in range(n)})
        assert set(sale.reserves.values()) == {Fraction(1, 2)}
        assert sale.revenue == revenue == (n - 1 + Fraction(1, 2**n)) / (n + 1)
        # Vickrey (1961): (n - 1)/(n + 1), and as much by first-price bids of (n - 1) v/n, since the
        # greatest of n values is n/(n + 1) on average.
        assert sale.second_price_revenue == Fraction(n - 1, n + 1)
        assert sale.second_price_revenue == Fraction(n - 1, n) * Fraction(n, n + 1)
    unequal = optimal_auction({"weak": (0, 1), "strong": (0, 2)})
    assert unequal.revenue == Fraction(31, 48)
    assert unequal.reserves == {"weak": Fraction(1, 2), "strong": 1}
    # 2 * 0.9 - 1 > 2 * 1.3 - 2: the weak bidder wins with the lower value, at 1/2 (0.6 + 1).
    assert unequal.outcome({"weak": 0.9, "strong": 1.3}) == ("weak", Fraction(4, 5))
    assert unequal.outcome({"weak": 0.5, "strong": 1}) == (None, 0)
    # Far above the other, a winner still pays the reserve.
    assert unequal.outcome({"weak": 0.1, "strong": 2}) == ("strong", 1)


@examples(60)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3)), min_size=1, max_size=3))
@example([(5, 1), (2, 1)])  # B is in 2 to 3, A in 5 to 6: B never wins.
@example([(2, 1), (1, 2)])  # B's highest value only ties with A's lowest.
def test_a_reserve_is_where_a_bidder_begins_to_win(spans):
    """Every profile of a grid, by ``outcome``: who wins with which values, and pays what."""
    ranges = {f"bidder {i}": (low, low + width) for i, (low, width) in enumerate(spans)}
    sale, step = optimal_auction(ranges), Fraction(1, 4)
    grids = {
        name: [low + step * k for k in range(int((high - low) / step) + 1)]
        for name, (low, high) in ranges.items()
    }
    won = {name: set() for name in ranges}
    for values in itertools.product(*grids.values()):
        profile = dict(zip(ranges, values, strict=True))
        winner, price = sale.outcome(profile)
        if winner is not None:
            assert sale.reserves[winner] is None or price >= sale.reserves[winner]
            won[winner].add(profile[winner])
    for name, (_, high) in ranges.items():
        reserve = sale.reserves[name]
        above = set() if reserve is None else {v for v in grids[name] if v > reserve}
        # At the reserve itself, as at a top that others' lowest values reach, it is a tie.
        assert above <= won[name] <= above | {high if reserve is None else reserve}


def test_the_best_auction_on_a_grid_comes_to_the_same():
    """The linear program on midpoints, against (n - 1 + 2^-n)/(n + 1) in the continuum."""
    bidders = ["A", "B"]
    types = midpoint_types(0, 1, 8)
    problem = BayesianProblem(
        bidders,
        dict.fromkeys(bidders, types),
        ["keep", *bidders],
        lambda city, winner, bid: bid if city == winner else 0,
    )
    found = design(problem, "revenue", ["BIC", "interim IR"])
    virtual = [2 * t - 1 + Fraction(1, 16) for t in types]  # v - step (1 - F)/f on this grid
    best = sum(max(0, a, b) for a, b in itertools.product(virtual, repeat=2)) / 64
    assert found.value == best
    assert abs(found.value - Fraction(5, 12)) < Fraction(1, 12)


def test_revenue_against_a_direct_integral():
    """Three unequal bidders, one of which always bids above its reserve: by SymPy."""
    ranges = {"A": (0, 1), "B": (1, 2), "C": (0, 3)}
    x = sympy.symbols("x")

    def below(low, high):
        least = 2 * low - high
        return sympy.Piecewise((0, x < least), ((x - least) / (high - least), x < high), (1, True))

    chance = 1 - sympy.prod([below(low, high) for low, high in ranges.values()])
    cuts = [0, 1, 2, 3]
    total = sum(
        sympy.integrate(sympy.piecewise_fold(chance), (x, a, b))
        for a, b in itertools.pairwise(cuts)
    )
    sale = optimal_auction(ranges)
    assert sale.revenue == Fraction(int(total.p), int(total.q))
    assert sale.reserves["B"] == 1
    assert sale.certificate.verify(sale.bidders) is True
    with pytest.raises(InvalidInput, match="the range of A is '1 to 1'"):
        optimal_auction({"A": (1, 1)})
    with pytest.raises(InvalidInput, match="value of A is 2"):
        sale.outcome({"A": 2, "B": 1, "C": 1})
    with pytest.raises(InvalidInput, match="the bidders is missing"):
        optimal_auction({})


def test_cramton_gibbons_and_klemperer_1987():
    """Two: 1/2 -+ sqrt(3)/6, that is 6 (r - 1/2)^2 <= 1/2; n alike always, one owner never."""
    for share in map(Fraction, ("0.2113", "0.2114", "0.7886", "0.7887", "0.5", "0")):
        inside = 6 * (share - Fraction(1, 2)) ** 2 <= Fraction(1, 2)
        assert dissolution({"A": share, "B": 1 - share}).possible == inside
    for n in (2, 3, 7):
        alike = dissolution({f"city {i}": Fraction(1, n) for i in range(n)})
        assert alike.possible
        owner = dissolution({f"city {i}": int(not i) for i in range(n)})
        assert not owner.possible
        assert (owner.inequality, owner.limit) == (1, Fraction(n, n + 1))
    three = dissolution({"A": 0.7, "B": 0.2, "C": 0.1})
    total = sum(share**1.5 for share in (0.7, 0.2, 0.1))
    assert float(three.inequality) == pytest.approx(total, abs=1e-12)
    assert three.possible == (total <= 0.75)
    with pytest.raises(InvalidInput, match=r"the sum of the shares is 0\.9"):
        dissolution({"A": 0.5, "B": 0.4})
    with pytest.raises(InvalidInput, match="the partners"):
        dissolution({"A": 1})


def test_a_sum_for_two_partners_is_rounded_though_half_way():
    """With r = 1/2000000, r^2 + (1 - r)^2 is 0.999999 and half of the twelfth decimal."""
    r = Fraction(1, 2 * 10**6)
    assert r**2 + (1 - r) ** 2 == Fraction(999999, 10**6) + Fraction(1, 2 * 10**12)
    found = dissolution({"A": r, "B": 1 - r})
    assert not found.possible
    assert abs(found.inequality - Fraction(999999, 10**6)) <= Fraction(1, 10**12)


def test_a_partnership_on_a_grid_agrees_with_the_theorem():
    """Half and half is dissolved at the first best, a single owner is not: eight midpoints each."""
    types = midpoint_types(0, 1, 8)

    def park(share):
        def worth(city, owner, value):
            return value if city == owner else 0

        return BayesianProblem(
            ["A", "B"],
            {"A": types, "B": types},
            ["A", "B"],
            worth,
            outside={"A": {t: share * t for t in types}, "B": {t: (1 - share) * t for t in types}},
        )

    wishes = ["BIC", "interim IR", "budget balance", "efficiency"]
    assert design(park(Fraction(1, 2)), "welfare", wishes).mechanism is not None
    assert design(park(Fraction(1)), "welfare", wishes).mechanism is None


def test_mechaudit_gives_no_reason_and_the_program_does():
    """mechaudit 0.1.0: "check whether IC, participation, budget ..." where no mechanism exists."""
    wishes = ["BIC", "interim IR", "budget balance", "efficiency"]
    never = design(_square(6), "welfare", wishes)
    assert never.mechanism is None
    weights = {name: weight for name, weight in never.reasons.items() if "fund" in name}
    assert [abs(weight) for weight in weights.values()] == [1]
    assert never.certificate.verify(never.question) is True
    assert sum("does not expect to gain" in name for name in never.reasons) == 8
