"""What a rule over whole ranges may be, and the cases that it is read into."""

import copy
import itertools
import pickle
import random
from decimal import Decimal
from fractions import Fraction

import pytest

from games import BayesianProblem, ContinuousProblem, InvalidInput
from games.known_number import KnownNumber
from games.moving_slope import powers_of
from mechanisms import (
    ContinuousMechanism,
    DirectMechanism,
    clarke_pivot,
    exchange_on_ranges,
    groves,
    k_double_auction,
)
from mechanisms.direct import decision_cells
from tests.mechanisms.direct.range_rules import (
    NO_TRADE,
    SWAP,
    linear_equilibrium,
    ranges,
    sale,
    second_price,
)

F = Fraction


def test_every_posted_price_of_two_digits_is_taken_as_it_is_written():
    for k in range(1, 100):
        price = k / 100

        def posted(told, price=price):
            agree = told["Hangzhou"] >= price >= told["Quzhou"]
            return ("trade", [price, -price]) if agree else NO_TRADE

        here = F(k, 100)
        assert ranges(SWAP, posted).outcome([here, here]).payments["Hangzhou"] == here
        listed = BayesianProblem.bilateral_trade({"Hangzhou": [0, price]}, {"Quzhou": [price, 1]})
        at_price = DirectMechanism.from_rule(listed, posted).outcome([price, price])
        assert at_price.payments == {"Hangzhou": here, "Quzhou": -here}


def test_a_value_that_begins_at_a_float_begins_there():
    listed = BayesianProblem(
        ["Hangzhou"],
        {"Hangzhou": [0.2, 0.3]},
        ["park"],
        lambda city, choice, kind: 1 if kind >= 0.2 else 0,
    )
    assert listed.values == (((1,), (1,)),)


def test_powers_of_a_report_are_kept_as_they_are():
    def rule(told):
        h, q = told.values()
        return "trade", [(h + 1) ** 2 * (h - 1) / 3 + 2 * q - q**2 + h**0 - h**2 / 3, 1 - (h - q)]

    mechanism = ranges(SWAP, rule)
    (cell,) = mechanism.cells
    # (h^3 + h^2 - h - 1)/3 + 1 - h^2/3 = h^3/3 - h/3 + 2/3
    assert [powers_of(slope) for slope in cell.payments[0][1:]] == [
        (F(-1, 3), 0, F(1, 3)),
        (2, -1),
    ]
    assert cell.payments == ((F(2, 3), *cell.payments[0][1:]), (1, -1, 1))
    assert mechanism.outcome({"Hangzhou": 0.5, "Quzhou": 1}).payments["Hangzhou"] == F(37, 24)
    again = pickle.loads(pickle.dumps(mechanism.cells))
    assert again == mechanism.cells == copy.deepcopy(mechanism.cells)
    assert hash(again[0].payments) == hash(cell.payments)


def test_comparisons_that_do_not_matter_are_no_cases():
    def sorted_prices(told):
        winner = max(told, key=told.get)
        return winner, [len(sorted(told.values()))] * 3

    assert len(ranges(sale(3), sorted_prices).cells) == 4  # as many as max alone distinguishes
    assert len(ranges(sale(3), lambda _: ("unsold", None)).cells) == 1
    assert len(ranges(sale(2), lambda told: (sorted(told.values()) and "unsold", None)).cells) == 1


def test_ties_belong_to_a_side_where_the_rule_does_the_same():
    def ordered(told):  # tuples compare by == first, so that each tie is a case
        winner = min(told, key=lambda city: (-told[city], city))
        return winner, {winner: sorted(told.values())[-2]}

    words = [
        cell.words(("A", "B"))
        for cell in ranges(ContinuousProblem.auction({"A": (0, 1), "B": (0, 1)}), ordered).cells
    ]
    assert words == ["A - B >= 0", "A - B < 0"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (lambda told: ("trade", [told["Hangzhou"] * told["Quzhou"], 0]), "a product of two"),
        (lambda told: ("trade", [told["Hangzhou"] ** 0.5, 0]), "a power"),
        (
            lambda told: ("trade", [told["Hangzhou"] ** 12 * told["Hangzhou"], 0]),
            "a power above 12",
        ),
        (lambda told: ("trade", [max(told["Hangzhou"] ** 2, 0.5), 0]), "a comparison of powers"),
        (lambda told: ({"trade": told["Hangzhou"] ** 2}, None), r"is Hangzhou\^2"),
        (lambda told: ({told["Hangzhou"]: 1}, None), "as a key of a table"),
        (lambda told: (told["Hangzhou"], None), "what the rule chooses everywhere is"),
        (
            lambda told: ({"trade": told["Hangzhou"], "no trade": 1 - told["Hangzhou"]}, None),
            "a number that does not move with the reports",
        ),
        (lambda _: "trade", "it should be a pair"),
        (lambda _: ("rent", None), "one of no trade, trade"),
        (lambda _: ({"trade": 0.5}, None), "probabilities everywhere is"),
        (lambda _: ("trade", [1]), r"what the cities pay everywhere is \[1\]"),
        (
            lambda told: ("trade", told["Hangzhou"] / 2),
            "what the cities pay everywhere is 1/2 Hangzhou; it should be one number for each of",
        ),
        (
            lambda told: ({"trade": told["Hangzhou"] / 2, "no trade": 0.5}, None),
            "probability of trade everywhere is 1/2 Hangzhou; it should be a number",
        ),
        (lambda _: ("trade", {"Lishui": 1}), "a city that pays everywhere is 'Lishui'"),
        (lambda _: 1 / 0, "ZeroDivisionError"),
        ("trade", "rule is of kind str"),
    ],
)
def test_rules_that_cannot_be_right(rule, said):
    with pytest.raises(InvalidInput, match=said):
        ranges(SWAP, rule)


def _rounded_or_0(told):
    try:
        fee = float(round(told["Hangzhou"], 1))
    except ValueError:
        fee = 0
    return "trade", [fee, -fee]


def _looked_up_or_0(told):
    try:
        fee = {0: F(1, 4)}[told["Hangzhou"]]
    except ValueError:
        fee = 0
    return "trade", [fee, -fee]


def _asked_in_vain(told):
    try:
        told["Hangzhou"] * told["Quzhou"]
    except InvalidInput as error:
        raise KeyError("Hangzhou") from error
    return NO_TRADE


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (_rounded_or_0, "'rounding'"),
        (_looked_up_or_0, "'a report as a key of a table"),
        (_asked_in_vain, "KeyError"),
        (lambda told: ("trade" if len(str(told["Quzhou"])) == 3 else "no trade", None), "ranges"),
        (lambda told: ("trade" if len(str(told["Quzhou"])) > 6 else "no trade", None), "ranges"),
    ],
)
def test_a_rule_that_swallows_what_is_refused_is_not_audited(rule, reason):
    with pytest.raises(InvalidInput, match=reason):
        ranges(SWAP, rule)


def test_a_rule_that_draws_at_random_is_not_audited():
    for seed in range(20):
        draw = random.Random(seed)
        with pytest.raises(InvalidInput, match="the same whenever it is asked"):
            ranges(SWAP, lambda told, draw=draw: (draw.choice(["trade", "no trade"]), None))


def test_cases_in_which_a_rule_does_the_same_are_one_cell_before_they_are_counted(monkeypatch):
    def gates(told):
        return ("city 1" if sum(value > 0.5 for value in told.values()) >= 0 else "unsold"), None

    monkeypatch.setattr(decision_cells, "MOST_CELLS", 1)
    assert len(ranges(sale(3), gates).cells) == 1
    monkeypatch.setattr(decision_cells, "MOST_RUNS", 7)
    with pytest.raises(InvalidInput, match="cases that the rule distinguishes is 'more than 7'"):
        ranges(sale(3), gates)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: ranges(SWAP, lambda told: (Decimal("0.5") <= told["Quzhou"], None)), "a Decimal"),
        (
            lambda: ranges(SWAP, lambda told: ("trade", [told["Quzhou"] / 0, 0])),
            "'a division by 0'; it should be a division by another number",
        ),
        (
            lambda: ranges(SWAP, lambda told: ("trade", [told["Quzhou"] ** 0.5, 0])),
            "DirectMechanism takes any step, on a list of types",
        ),
        (lambda: clarke_pivot(3), "a BayesianProblem or a ContinuousProblem"),
        (lambda: groves(SWAP), "which ContinuousProblem.on_grid makes of ranges"),
        (
            lambda: exchange_on_ranges(k_double_auction, {"A": (-2, 2)}, {"C": (0, 1)}),
            "the range of A is '-2 to 2'; it should be from 0 or more",
        ),
        (
            lambda: exchange_on_ranges(k_double_auction, {"A": (1, 1)}, {"C": (0, 1)}),
            "a type that is known is no range",
        ),
    ],
)
def test_what_ranges_do_not_take_says_what_to_do_instead(made, said):
    with pytest.raises(InvalidInput, match=said):
        made()


def test_decimals_in_a_rule():
    def rule(told):
        high = told["Hangzhou"] >= Decimal("0.5")
        return ("trade", [Decimal("0.5") * told["Quzhou"], 0]) if high else NO_TRADE

    assert ranges(SWAP, rule).outcome([0.5, 0.5]).payments["Hangzhou"] == F(1, 4)


def test_cells_that_may_leave_a_gap_are_no_mechanism():
    rule = ranges(SWAP, linear_equilibrium)
    for cells in (rule.cells[:1], (), rule.cells):
        with pytest.raises(InvalidInput, match="'made from cells by hand'; it should be made by"):
            ContinuousMechanism(SWAP, cells)


def test_rules_that_are_not_functions_of_reports(monkeypatch):
    calls = itertools.count()

    def moody(told):
        return ("trade" if told["Hangzhou"] > F(1, 2 + next(calls)) else "no trade"), None

    with pytest.raises(InvalidInput, match="another thing when it is asked again"):
        ranges(SWAP, moody)

    def nosy(told):
        return ("trade" if type(told["Hangzhou"]) is KnownNumber else "no trade"), None

    with pytest.raises(InvalidInput, match="whatever kind of number"):
        ranges(SWAP, nosy)
    monkeypatch.setattr(decision_cells, "MOST_CELLS", 3)
    with pytest.raises(InvalidInput, match="more than 3'; it should be at most 3; such a rule can"):
        ranges(sale(3), second_price)


def test_a_mechanism_is_a_frozen_value():
    rule = ranges(SWAP, linear_equilibrium)
    assert pickle.loads(pickle.dumps(rule)) == copy.deepcopy(rule) == rule
    assert rule.outcome([0.5, 0.5]).lottery == {"no trade": 1}
    assert rule.outcome({"Quzhou": 0, "Hangzhou": 1}).payments == {"Hangzhou": 0.5, "Quzhou": -0.5}
    with pytest.raises(InvalidInput, match="a type of Hangzhou is 2"):
        rule.outcome([2, 0])
    with pytest.raises(InvalidInput, match="problem of a mechanism on ranges"):
        ranges(BayesianProblem.bilateral_trade({"A": [0]}, {"B": [1]}), linear_equilibrium)
