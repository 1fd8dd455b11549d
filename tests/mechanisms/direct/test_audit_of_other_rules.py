"""Rules of other rooms on a grid of types: what the audit says is what their theorems say."""

import itertools
from fractions import Fraction

import pytest

from games import BayesianProblem, ExchangeMarket, MatchingMarket
from mechanisms import (
    DirectMechanism,
    audit,
    clarke_pivot,
    deferred_acceptance,
    expected_externality,
    k_double_auction,
    mcafee,
    trade_reduction,
    vcg_exchange,
)
from mechanisms.direct.verdict import Fails, Holds

BUYERS, SELLERS = ["Hangzhou", "Ningbo"], ["Quzhou", "Lishui"]
# Different grids for each, so that nobody ties with another but where it matters.
GRIDS = {"Hangzhou": [1, 5, 9], "Ningbo": [2, 6], "Quzhou": [0, 4, 8], "Lishui": [3, 7]}


def exchange(rule):
    """The rule as a direct mechanism: who trades is the alternative."""
    cities = [*BUYERS, *SELLERS]
    trades = [
        (*b, *s)
        for n in range(3)
        for b in itertools.combinations(BUYERS, n)
        for s in itertools.combinations(SELLERS, n)
    ]
    names = {trade: " and ".join(trade) or "nobody" for trade in trades}
    problem = BayesianProblem(
        cities,
        GRIDS,
        list(names.values()),
        lambda city, name, kind: (
            0 if city not in name.split(" and ") else kind if city in BUYERS else -kind
        ),
    )

    def told(reports):
        market = ExchangeMarket({b: reports[b] for b in BUYERS}, {s: reports[s] for s in SELLERS})
        clearing = rule(market)
        who = tuple(city for city in cities if clearing.lots[city])
        return names[who], clearing.payments

    return DirectMechanism.from_rule(problem, told)


@pytest.mark.parametrize(
    ("rule", "kept", "broken"),
    [
        (  # McAfee (1992): honest, never short, at times a deal too few
            mcafee,
            ["DSIC", "ex post IR", "no deficit", "monotonicity"],
            ["efficiency", "budget balance"],
        ),
        (
            trade_reduction,
            ["DSIC", "ex post IR", "no deficit", "monotonicity"],
            ["efficiency", "budget balance"],
        ),
        (  # Vickrey, Clarke, Groves: honest and efficient, and the province pays
            vcg_exchange,
            ["DSIC", "ex post IR", "efficiency"],
            ["no deficit", "weak budget balance ex ante"],
        ),
        (  # Chatterjee and Samuelson (1983): whoever may set the price shades
            k_double_auction,
            ["ex post IR", "budget balance", "efficiency", "monotonicity"],
            ["DSIC"],
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_exchanges(rule, kept, broken):
    report = audit(exchange(rule), [*kept, *broken])
    assert all(isinstance(report[name], Holds) for name in kept), str(report)
    assert all(isinstance(report[name], Fails) for name in broken), str(report)


def test_what_a_trader_gains_is_what_the_rule_pays():
    """The audit's lie in the k-double auction, played back against the rule itself."""
    misreport = audit(exchange(k_double_auction), ["DSIC"])["DSIC"]
    (city,) = misreport.who

    def payoff(reports):
        market = ExchangeMarket({b: reports[b] for b in BUYERS}, {s: reports[s] for s in SELLERS})
        found = k_double_auction(market)
        sign = 1 if city in BUYERS else -1
        return sign * found.lots[city] * misreport.truth[city] - found.payments[city]

    assert payoff(misreport.reports) - payoff(misreport.truth) == misreport.gain > 0


def test_deferred_acceptance_is_honest_for_who_proposes_alone():
    """Dubins and Freedman (1981): no city lies when cities propose, some do when hubs do."""
    cities, hubs = ["Quzhou", "Lishui"], ["Hangzhou", "Ningbo"]
    orders = [("Hangzhou",), ("Ningbo",), ("Hangzhou", "Ningbo"), ("Ningbo", "Hangzhou")]
    likes = {"Hangzhou": ["Lishui", "Quzhou"], "Ningbo": ["Quzhou", "Lishui"]}
    pairings = [
        (one, two)
        for one in [*hubs, "none"]
        for two in [*hubs, "none"]
        if one != two or one == "none"
    ]
    problem = BayesianProblem(
        cities,
        dict.fromkeys(cities, orders),
        pairings,
        # A place on the own list is worth 2 or 1, none 0, a hub not on the list -1.
        lambda city, pairing, order: (
            0
            if (hub := pairing[cities.index(city)]) == "none"
            else -1
            if hub not in order
            else 2 - order.index(hub)
        ),
    )

    def rule(proposing):
        def told(reports):
            market = MatchingMarket({c: list(reports[c]) for c in cities}, likes)
            pairs = deferred_acceptance(market, proposing=proposing).pairs
            return tuple(pairs.get(city) or "none" for city in cities), None

        return DirectMechanism.from_rule(problem, told)

    assert audit(rule("cities"), ["DSIC", "ex post IR", "non-bossiness"])["DSIC"]
    misreport = audit(rule("hubs"), ["DSIC"])["DSIC"]
    assert isinstance(misreport, Fails)
    assert len(misreport.reports[misreport.who[0]]) < len(
        misreport.truth[misreport.who[0]]
    )  # it drops the hub it gets


def test_the_fund_by_clarke_and_by_expected_externalities():
    """d'Aspremont and Gerard-Varet (1979) balance the fund, for honesty on average only."""
    fund = BayesianProblem(
        ["A", "B", "C"],
        {city: [0, 1, 3] for city in "ABC"},
        ["leave", "build"],
        lambda _, each, kind: kind if each == "build" else 0,
        costs={"build": 3},
    )
    clarke = audit(clarke_pivot(fund), ["DSIC", "efficiency", "budget balance"])
    assert clarke["DSIC"]
    assert clarke["efficiency"]
    assert not clarke["budget balance"]
    balanced = audit(expected_externality(fund), ["DSIC", "BIC", "efficiency", "budget balance"])
    assert balanced["BIC"]
    assert balanced["efficiency"]
    assert balanced["budget balance"]
    assert isinstance(balanced["DSIC"], Fails)


def test_agv_for_one_object_by_its_closed_form():
    """Two bidders on [0, 1]: i pays (v_i^2 - v_j^2)/2; the lowest type expects 1/6."""
    types = [Fraction(2 * k + 1, 40) for k in range(20)]
    sale = BayesianProblem(
        ["A", "B"],
        {"A": types, "B": types},
        ["A", "B"],
        lambda city, winner, value: value if city == winner else 0,
    )
    rule = expected_externality(sale)
    step = Fraction(1, 20)  # of the grid
    for a, b in ((0, 19), (7, 3), (12, 12)):
        paid = rule.outcome([types[a], types[b]]).payments
        assert abs(paid["A"] - (types[a] ** 2 - types[b] ** 2) / 2) <= step
        assert sum(paid.values()) == 0
    assert abs(rule.interim("A")[types[0]].payoff - Fraction(1, 6)) <= step
