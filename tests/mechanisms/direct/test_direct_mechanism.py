"""Direct mechanisms: from tables and from rules, what types expect, and what is refused."""

import copy
import itertools
from fractions import Fraction

import numpy as np
import pytest

from games import BayesianProblem, InvalidInput
from mechanisms import DirectMechanism
from mechanisms.direct.payoff_tables import PayoffTables

SWAP = BayesianProblem.bilateral_trade(
    {"Hangzhou": {1: 0.2, 3: 0.3, 5: 0.5}}, {"Quzhou": {0: Fraction(1, 3), 2: Fraction(2, 3)}}
)


def split(reports):
    """A lottery with odds that depend on both reports, and money that leaks."""
    chance = Fraction(1, 2 + int(reports["Hangzhou"] + reports["Quzhou"]))
    return (
        {"trade": chance, "no trade": 1 - chance},
        {"Hangzhou": reports["Hangzhou"] / 7, "Quzhou": -reports["Quzhou"] / 3},
    )


def test_tables_and_rules_make_the_same_mechanism():
    profiles = list(itertools.product(*SWAP.types))
    told = [split(dict(zip(SWAP.cities, profile, strict=True))) for profile in profiles]
    tables = [dict(zip(profiles, column, strict=True)) for column in zip(*told, strict=True)]
    rule = DirectMechanism.from_rule(SWAP, split)
    assert DirectMechanism(SWAP, *tables) == rule
    assert copy.deepcopy(rule) == rule
    assert rule != DirectMechanism(SWAP, tables[0])
    assert rule.outcome([3, 2]).lottery == {"no trade": Fraction(6, 7), "trade": Fraction(1, 7)}


def test_interim_payoffs_against_plain_sums():
    rule = DirectMechanism.from_rule(SWAP, split)
    expected = dict.fromkeys(SWAP.cities, Fraction(0))
    for city, other in (SWAP.cities, SWAP.cities[::-1]):
        for kind, expects in rule.interim(city).items():
            payoff = Fraction(0)
            for against, chance in SWAP.prior(other).items():
                outcome = rule.outcome({city: kind, other: against})
                gross = sum(p * SWAP.value(city, a, kind) for a, p in outcome.lottery.items())
                payoff += chance * (gross - outcome.payments[city])
            assert expects.payoff == payoff
            assert sum(expects.lottery.values()) == 1
            expected[city] += SWAP.prior(city)[kind] * payoff
    assert rule.payoffs() == expected


def test_numbers_beyond_sixty_four_bits_stay_exact():
    huge = BayesianProblem.bilateral_trade({"B": [10**30, 1]}, {"S": [Fraction(1, 10**25), 2]})
    rule = DirectMechanism.from_rule(
        huge, lambda r: ("trade", [r["B"] - Fraction(1, 7), -(10**28)])
    )
    assert rule.outcome([10**30, 2]).payments["B"] == 10**30 - Fraction(1, 7)
    assert rule.interim("B")[10**30].payoff == Fraction(1, 7)


@pytest.mark.parametrize(
    ("returned", "sentence"),
    [
        (("rent", None), "what the rule chooses at (Hangzhou: 1, Quzhou: 0) is 'rent'"),
        ((None, None), "what the rule chooses at (Hangzhou: 1, Quzhou: 0) is missing"),
        (
            ({"trade": 0.5}, None),
            "the sum of the probabilities at (Hangzhou: 1, Quzhou: 0) is 0.5",
        ),
        (({"trade": 2, "no trade": -1}, None), "1, and none below 0"),
        ("trade", "what the rule returns at (Hangzhou: 1, Quzhou: 0) is 'trade'"),
        (("trade", [1]), "what the cities pay at (Hangzhou: 1, Quzhou: 0) is [1]"),
        (("trade", {"Lishui": 1}), "a city that pays at (Hangzhou: 1, Quzhou: 0) is 'Lishui'"),
        (("trade", {"Quzhou": "two"}), "payment of Quzhou at (Hangzhou: 1, Quzhou: 0) is 'two'"),
    ],
)
def test_what_a_rule_may_not_return_is_named_with_its_profile(returned, sentence):
    with pytest.raises(InvalidInput) as refused:
        DirectMechanism.from_rule(SWAP, lambda reports: returned)
    assert sentence in str(refused.value)


def test_tables_that_miss_a_profile_or_have_one_twice():
    with pytest.raises(InvalidInput, match=r"chooses at \(Hangzhou: 1, Quzhou: 2\) is missing"):
        DirectMechanism(SWAP, {(1, 0): "trade"})
    tenths = BayesianProblem.bilateral_trade({"B": [0.1]}, {"S": [0]})
    twice = {(0.1, 0): "trade", (Fraction(1, 10), 0): "no trade"}  # two keys, one profile
    with pytest.raises(InvalidInput, match="one profile stands twice"):
        DirectMechanism(tenths, twice)


def test_arrays_must_fit():
    rule = DirectMechanism.from_rule(SWAP, split)
    with pytest.raises(InvalidInput, match="the shape of fees"):
        DirectMechanism.from_arrays(SWAP, rule.chances, rule.certainty, rule.fees[:1], rule.unit)
    with pytest.raises(InvalidInput, match="probabilities that add up to 1"):
        DirectMechanism.from_arrays(
            SWAP, np.zeros_like(rule.chances), rule.certainty, rule.fees, rule.unit
        )
    with pytest.raises(InvalidInput, match="a city is 'Lishui'"):
        rule.interim("Lishui")


HALVES = {"trade": Fraction(1, 2), "no trade": Fraction(1, 2)}


@pytest.mark.parametrize("worth", [2**57, 2**60, 2**62, 10**30])
def test_sums_of_amounts_near_two_to_the_63_stay_exact(worth):
    """Half a chance to trade: a value of v for B is v/2, and all that the fund has is the fees."""
    large = BayesianProblem.bilateral_trade({"B": [worth, 1]}, {"S": [0, -worth]})
    rule = DirectMechanism.from_rule(large, lambda _: (HALVES, {"B": worth, "S": worth}))
    tables = PayoffTables(rule)
    assert tables.money(tables.gross(0, 0)[0, 0]) == Fraction(worth, 2)
    assert tables.money(tables.truthful[1][0, 1]) == Fraction(worth, 2)
    assert tables.money(tables.balance[0, 0]) == 2 * worth
    total, short = tables.welfare
    assert (tables.money(total[0, 1]), tables.money(short[0, 1])) == (worth, worth)
    assert rule.interim("B")[worth].payoff == -Fraction(worth, 2)


def test_expectations_over_odd_chances_stay_exact():
    """A seller of 0 trades, one of 1 does not: B expects its value with the chance of the first."""
    worth, first = 10**17, Fraction(1008, 1009)
    swap = BayesianProblem.bilateral_trade({"B": [worth]}, {"S": {0: first, 1: 1 - first}})
    rule = DirectMechanism.from_rule(
        swap, lambda reports: ("no trade" if reports["S"] else "trade", {"B": -worth, "S": 0})
    )
    tables = PayoffTables(rule)
    found, scale = tables.interim(0)
    assert int(found[0, 0]) * tables.unit / scale == first * worth + worth
    assert rule.interim("B")[worth].payoff == first * worth + worth
