"""Audits by sample: what they find is real, and what they do not find is not said to hold."""

import itertools
from fractions import Fraction

import pytest

from games import BayesianProblem, ExchangeMarket, InvalidInput
from mechanisms import DirectMechanism, audit, k_double_auction, mcafee, sampled_audit
from mechanisms.direct.sampled_audit import SAMPLED
from mechanisms.direct.verdict import Fails, NotRefuted

BUYERS, SELLERS = [f"buyer {k}" for k in range(4)], [f"seller {k}" for k in range(4)]
TYPES = {city: [Fraction(3 * n + k, 2) for n in range(6)] for k, city in enumerate(BUYERS)} | {
    city: [Fraction(3 * n + k, 2) for n in range(6)] for k, city in enumerate(SELLERS)
}


def market():
    """Four buyers and four sellers with six types each: 1.7 million profiles."""
    cities = [*BUYERS, *SELLERS]
    trades = [
        (*b, *s)
        for n in range(5)
        for b in itertools.combinations(BUYERS, n)
        for s in itertools.combinations(SELLERS, n)
    ]
    return BayesianProblem(
        cities,
        TYPES,
        trades,
        lambda city, trade, kind: 0 if city not in trade else kind if city in BUYERS else -kind,
    )


def cleared_by(rule):
    def told(reports):
        found = rule(
            ExchangeMarket({b: reports[b] for b in BUYERS}, {s: reports[s] for s in SELLERS})
        )
        return tuple(city for city in [*BUYERS, *SELLERS] if found.lots[city]), found.payments

    return told


def test_mcafee_with_many_traders():
    found = sampled_audit(market(), cleared_by(mcafee), cases=150)
    broken = {name for name, verdict in found.items() if isinstance(verdict, Fails)}
    # McAfee (1992): honest and never short, but deals are lost, or money is left over.
    assert broken <= set(SAMPLED[3:])
    assert {"exact budget balance ex post", "allocative efficiency"} <= broken
    assert found["DSIC"] == NotRefuted("dominant-strategy incentive compatibility", 150)
    assert not found["DSIC"]
    assert "no case among 150 breaks it, which is no proof" in str(found)


def test_a_lie_that_is_found_brings_what_is_said():
    rule = cleared_by(k_double_auction)
    misreport = sampled_audit(market(), rule, ["DSIC"], cases=150)["DSIC"]
    assert isinstance(misreport, Fails)
    (city,) = misreport.who

    def payoff(reports):
        trade, payments = rule(reports)
        sign = 1 if city in BUYERS else -1
        return sign * misreport.truth[city] * (city in trade) - payments[city]

    assert payoff(misreport.reports) - payoff(misreport.truth) == misreport.gain > 0
    assert misreport.sentence.startswith("at (buyer 0: ")


def test_the_sample_never_contradicts_the_full_audit():
    """On a small problem: what fails in the sample fails, with at most the greatest gain."""
    cities = ["A", "B", "C"]
    problem = BayesianProblem(
        cities,
        {city: [0, 1, 2] for city in cities},
        ["leave", "build"],
        lambda _, each, kind: kind if each == "build" else 0,
        outside={"A": Fraction(1, 3)},
        costs={"build": 2},
    )

    def rule(told):
        build = sum(told.values()) >= 3
        odds = {"build": Fraction(1, 2), "leave": Fraction(1, 2)}
        return ("build" if build else odds), [told["A"], 1, 0]

    full = audit(DirectMechanism.from_rule(problem, rule), SAMPLED)
    found = sampled_audit(problem, rule, cases=1500)
    for name in SAMPLED:
        if isinstance(found[name], Fails):
            # So many cases of so few meet the worst one.
            assert found[name].gain == full[name].gain, name
        else:
            assert full[name], name
    again = sampled_audit(problem, rule, cases=1500)
    assert again == found


def test_what_is_refused():
    problem = BayesianProblem(["A"], {"A": [1]}, ["x"], lambda *_: 0)
    for call, sentence in (
        (lambda: sampled_audit(problem, lambda _: ("x", None), ["BIC"]), "a property to sample"),
        (lambda: sampled_audit(problem, lambda _: ("x", None), 5), "or a list of properties"),
        (
            lambda: sampled_audit(problem, lambda _: ("x", None), cases=0),
            "the number of cases is 0",
        ),
        (lambda: sampled_audit(problem, lambda _: "x"), "what the rule returns at (A: 1)"),
        (lambda: sampled_audit("x", lambda _: "x"), "is of kind str"),
        (
            lambda: sampled_audit(problem, lambda _: ("x", None), ["DSIC"])["efficiency"],
            "one of those asked for",
        ),
    ):
        with pytest.raises(InvalidInput) as refused:
            call()
        assert sentence in str(refused.value)
    alone = sampled_audit(problem, lambda _: ("x", None), cases=3)
    assert all(isinstance(verdict, NotRefuted) for verdict in alone.values())
    # One city is no pair.
    assert alone["no collusion by a pair"].cases == 0
    assert {verdict.cases for name, verdict in alone.items() if "pair" not in name} == {3}


def test_a_float_in_a_rule_is_the_decimal_that_it_prints_as():
    types = {"Hangzhou": [0, 0.2], "Quzhou": [0.2, 1]}
    swap = BayesianProblem.bilateral_trade(*({city: kinds} for city, kinds in types.items()))

    def posted(told):
        agree = told["Hangzhou"] >= 0.2 >= told["Quzhou"]
        return ("trade" if agree else "no trade"), ([0.2, -0.2] if agree else None)

    found = sampled_audit(swap, posted, cases=50)
    assert all(isinstance(verdict, NotRefuted) for verdict in found.values())
