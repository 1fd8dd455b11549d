"""The best voluntary rule among several cities: against the linear program, and by hand."""

from fractions import Fraction
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games import BayesianProblem, PrivateExchange, PrivateProject, midpoint_types
from games.errors import InvalidInput
from mechanisms import best_voluntary_rule, design, second_best_trade
from tests.mechanisms.direct.drawn_problems import priors

WISHES = ["BIC", "interim IR", "budget balance"]


def exchange_problem(market):
    """Who trades with how many, written out as alternatives."""
    sides = tuple(
        tuple(city for city in side for _ in range(market.lots[city]))
        for side in (market.buyers, market.sellers)
    )
    trades = [
        some + others
        for lots in range(min(map(len, sides)) + 1)
        for some in sorted(set(combinations(sides[0], lots)))
        for others in sorted(set(combinations(sides[1], lots)))
    ]

    def worth(city, trade, kind):
        return trade.count(city) * (kind if city in market.buyers else -kind)

    types = {city: dict(p) for city, p in zip(market.cities, market.priors, strict=True)}
    return BayesianProblem(market.cities, types, trades, worth)


def agrees_with_the_linear_program(question, problem):
    found = best_voluntary_rule(question)
    assert found.certificate.verify(question) is True
    assert found.gains == design(problem, "welfare", WISHES).value
    # The least that efficiency needs from outside; below 0 what it leaves.
    assert -found.spare == design(problem, "subsidy", ["BIC", "interim IR", "efficiency"]).value
    assert sum(found.payoffs.values()) == found.gains
    is_honest_and_voluntary(question, found)


def is_honest_and_voluntary(question, found):
    """No type gains by passing for another, none loses, and money comes out even."""
    paid = Fraction(0)
    sellers = getattr(question, "sellers", {})
    for city, prior in zip(question.cities, question.priors, strict=True):
        sign = -1 if city in sellers else 1
        for kind, chance in prior.items():
            own = found.chances[city][kind] * sign * kind - found.payments[city][kind]
            assert own >= 0
            for misreport in prior:
                assert (
                    own
                    >= found.chances[city][misreport] * sign * kind
                    - found.payments[city][misreport]
                )
            paid += chance * found.payments[city][kind]
            lots = question.lots[city] if sellers else 1
            assert 0 <= found.chances[city][kind] <= lots
    if sellers:
        assert paid == 0
    else:
        value = sum(
            chance * kind * found.chances[city][kind]
            for city, prior in question.members.items()
            for kind, chance in prior.items()
        )
        assert value - paid == sum(found.payoffs.values())


@settings(max_examples=12, deadline=None)
@given(st.lists(priors(st.integers(0, 9)), min_size=2, max_size=4), st.integers(1, 2))
def test_exchanges_against_the_linear_program(types, buyers):
    buyers = min(buyers, len(types) - 1)
    named = {f"c{i}": prior for i, prior in enumerate(types)}
    sides = list(named.items())
    market = PrivateExchange(dict(sides[:buyers]), dict(sides[buyers:]))
    agrees_with_the_linear_program(market, exchange_problem(market))


@settings(max_examples=8, deadline=None)
@given(
    st.lists(priors(st.integers(0, 9)), min_size=2, max_size=3),
    st.lists(st.integers(1, 2), min_size=3),
)
def test_several_lots_against_the_linear_program(types, lots):
    named = {f"c{i}": prior for i, prior in enumerate(types)}
    sides = list(named.items())
    market = PrivateExchange(dict(sides[:1]), dict(sides[1:]), dict(zip(named, lots, strict=False)))
    agrees_with_the_linear_program(market, exchange_problem(market))


@settings(max_examples=12, deadline=None)
@given(st.lists(priors(st.integers(-3, 8)), min_size=2, max_size=3), st.integers(0, 12))
def test_projects_against_the_linear_program(types, cost):
    project = PrivateProject({f"c{i}": prior for i, prior in enumerate(types)}, cost)
    agrees_with_the_linear_program(project, project.problem())


def test_equal_values_and_costs():
    """Ties everywhere, and two buyers between whom efficiency does not choose."""
    market = PrivateExchange({"A": [2, 4], "B": {2: 0.75, 4: 0.25}}, {"C": [2, 3], "D": [4]})
    agrees_with_the_linear_program(market, exchange_problem(market))


def test_two_cities_are_a_bilateral_trade():
    values, costs = midpoint_types(0, 10, 20), midpoint_types(2, 9, 15)
    known = second_best_trade(BayesianProblem.bilateral_trade({"B": values}, {"S": costs}))
    found = best_voluntary_rule(PrivateExchange({"B": values}, {"S": costs}))
    assert (found.gains, found.first_best, found.spare) == (
        known.gains,
        known.first_best,
        known.spare,
    )
    assert found.multiplier == known.multiplier


def test_mailath_and_postlewaite():
    """Values 0 or 3 alike, a cost of 1 a city: up to three cities have all, four do not."""
    shares = []
    for n in (2, 3, 4, 8, 12):
        found = best_voluntary_rule(PrivateProject({f"c{i}": [0, 3] for i in range(n)}, n))
        shares.append(1 - found.lost_share)
    assert shares[:3] == [1, 1, Fraction(9, 10)]
    assert shares == sorted(shares, reverse=True)


def test_more_traders_lose_less():
    """Values and costs on one grid: the loss falls fast with the number of traders."""
    types = midpoint_types(0, 1, 9)
    lost = [
        best_voluntary_rule(
            PrivateExchange({f"b{i}": types for i in range(n)}, {f"s{i}": types for i in range(n)})
        ).lost_share
        for n in (1, 2)
    ]
    assert lost[0] > 5 * lost[1] > 0


def test_degenerate():
    never = best_voluntary_rule(PrivateProject({"A": [0], "B": [1]}, 5))
    assert (never.gains, never.first_best, never.lost_share) == (0, 0, 0)
    assert never.chances["B"] == {1: 0}
    sure = best_voluntary_rule(PrivateExchange({"A": [5]}, {"B": [3]}))
    assert (sure.gains, sure.spare, sure.payoffs) == (2, 2, {"A": 1, "B": 1})
    huge = best_voluntary_rule(
        PrivateExchange({"A": [10**40, 10**40 + 1]}, {"B": [Fraction(1, 10**40), 10**40]})
    )
    assert huge.gains <= huge.first_best
    assert huge.certificate.verify(PrivateExchange({"A": [1, 2]}, {"B": [0, 1]})) is not True


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: PrivateExchange({}, {"B": [1]}), "the list of buyers is missing"),
        (lambda: PrivateExchange({"A": [1]}, {"A": [1]}), "a seller is 'A'"),
        (lambda: PrivateExchange({"A": [-1]}, {"B": [1]}), "a type of A is -1"),
        (lambda: PrivateExchange({"A": ["high"]}, {"B": [1]}), "a type of A is 'high'"),
        (lambda: PrivateExchange({"A": {1: 0.5}}, {"B": [1]}), "the sum of the probabilities"),
        (lambda: PrivateExchange([1], {"B": [1]}), "table of the buyers"),
        (lambda: PrivateExchange({"A": [1]}, {"B": [1]}, {"A": 0}), "lots of A is 0"),
        (lambda: PrivateExchange({"A": [1]}, {"B": [1]}, {"C": 1}), "a city with lots is 'C'"),
        (lambda: PrivateExchange({"A": [1]}, {"B": [1]}, {"A": 100}), "the number of lots of all"),
        (lambda: PrivateProject({"A": [1]}, 1), "the number of members is 1"),
        (lambda: PrivateProject({"A": [1], "B": []}, 1), "list of types of B is missing"),
        (lambda: PrivateProject({"A": [1], "B": [1]}, -1), "the cost is -1"),
        (lambda: best_voluntary_rule([1]), "subject of best_voluntary_rule"),
        (
            lambda: best_voluntary_rule(
                PrivateProject({f"c{i}": midpoint_types(0, 1, 30) for i in range(3)}, 1)
            ),
            "the number of profiles of types is 27000; it should be at most 20000",
        ),
    ],
)
def test_bad_input(make, sentence):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert sentence in str(refused.value)


def test_values_are_frozen_hashable_and_small():
    import copy
    import pickle

    for value in (
        PrivateExchange({"A": [1, 2]}, {"B": {0: 0.25, 3: 0.75}}),
        PrivateExchange({"A": [1, 2]}, {"B": [0]}, {"A": 2}),
        PrivateProject({"A": [1, 2], "B": [3]}, Fraction(1, 3)),
    ):
        again = pickle.loads(pickle.dumps(value))
        assert again == value == copy.deepcopy(value)
        assert hash(again) == hash(value)
        with pytest.raises((AttributeError, TypeError)):
            value.cost = 1
        assert value.profiles == prod(map(len, value.priors)) == len(list(product(*value.priors)))
        assert "profiles" in repr(value)
