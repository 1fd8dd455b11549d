"""Rules over whole ranges of types: the classics, and the finite audit as an oracle."""

import copy
import itertools
import pickle
import random
import re
import sys
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from games import BayesianProblem, ContinuousProblem, InvalidInput
from games.known_number import KnownNumber
from mechanisms import (
    ContinuousMechanism,
    DirectMechanism,
    audit,
    balanced_auction,
    clarke_pivot,
    exchange_on_ranges,
    expected_externality,
    k_double_auction,
    mcafee,
    trade_reduction,
)
from mechanisms.direct import best_lie, decision_cells, interim_checks
from mechanisms.direct.interim_functions import InterimFunctions, interim_functions
from mechanisms.direct.range_cases import RangeCases
from mechanisms.direct.range_verdicts import CASES, verdict_of
from mechanisms.direct.verdict import Fails, Holds, NotApplicable, NotRefuted
from solvers import polytope_integral
from solvers.certificate import Certificate
from solvers.polynomial import Polynomial
from solvers.polytope import at_point
from tests.properties.strategies import examples

F = Fraction
SWAP = ContinuousProblem.bilateral_trade({"Hangzhou": (0, 1)}, {"Quzhou": (0, 1)})
NO_TRADE = ("no trade", None)


def ranges(problem, rule):
    return ContinuousMechanism.from_rule(problem, rule)


def sale(bidders, high=1):
    return ContinuousProblem.auction({f"city {k}": (0, high) for k in range(1, bidders + 1)})


def second_price(told):
    winner = max(told, key=told.get)
    return winner, {winner: sorted(told.values())[-2]}


def first_price(told, shade=1):
    winner = max(told, key=told.get)
    return winner, {winner: shade * told[winner]}


def linear_equilibrium(told):
    value, cost = told.values()
    price = (value + cost) / 3 + F(1, 6)
    return ("trade", [price, -price]) if value - cost >= 0.25 else NO_TRADE


def verdicts(report, held, failed):
    for name in held:
        assert isinstance(report[name], Holds), report[name]
    for name in failed:
        assert isinstance(report[name], Fails), report[name]


def test_the_linear_equilibrium_is_honest_on_average_only():
    # Chatterjee and Samuelson (1983); gains 9/64 of 1/6: Myerson and Satterthwaite (1983)
    rule = ranges(SWAP, linear_equilibrium)
    report = audit(rule)
    held = ["BIC", "interim IR", "ex post IR", "exact budget balance", "monotonicity"]
    verdicts(report, held, ["DSIC", "efficiency", "core"])
    assert (report.surplus, report.first_best, report.lost_share) == (F(9, 64), F(1, 6), F(5, 32))
    assert report["BIC"].by.startswith("Myerson's lemma")
    assert report.certificate.verify(rule) is True
    assert Certificate.from_json(report.certificate.to_json()) == report.certificate
    assert str(report.certificate.answer(rule)) == str(report)
    loss = report["efficiency"]
    assert rule.payoffs() == {"Hangzhou": F(9, 128), "Quzhou": F(9, 128)}
    top = rule.interim("Hangzhou", 1)  # trades with costs up to 3/4, at (1 + c)/3 + 1/6
    assert (top.lottery["trade"], top.payment, top.payoff) == (F(3, 4), F(15, 32), F(9, 32))
    with pytest.raises(InvalidInput, match="a city is 'Lishui'"):
        rule.interim("Lishui", 1)
    assert loss.supremum == F(1, 4) > loss.gain >= F(99, 400)  # just below the line of trade
    assert report.status == "9 of 15 properties hold, 4 fail."


def test_the_proof_is_checked_without_a_solver(monkeypatch):
    rule = ranges(SWAP, linear_equilibrium)
    written = audit(rule).certificate.to_json()
    for solver in ("highspy", "pulp", "flint"):
        monkeypatch.setitem(sys.modules, solver, None)
    polytope_integral._numbers.cache_clear()
    try:
        certificate = Certificate.from_json(written)
        assert certificate.verify(rule) is True
        assert certificate.answer(rule).surplus == F(9, 64)
    finally:
        polytope_integral._numbers.cache_clear()


def test_a_posted_price_keeps_all_but_efficiency():
    # Hagerty and Rogerson (1987)
    rule = ranges(
        SWAP,
        lambda told: (
            ("trade", {"Hangzhou": 0.5, "Quzhou": -0.5})
            if told["Hangzhou"] >= 0.5 >= told["Quzhou"]
            else NO_TRADE
        ),
    )
    report = audit(rule)
    verdicts(
        report,
        ["DSIC", "BIC", "ex post IR", "exact budget balance", "monotonicity"],
        ["efficiency"],
    )
    assert (report.surplus, report["efficiency"].supremum) == (F(1, 8), F(1, 2))
    assert isinstance(report["anonymity"], NotApplicable)


@pytest.mark.parametrize(
    ("asked", "judged"),
    [
        (["dominant-strategy incentive compatibility"],) * 2,
        (["DSIC"],) * 2,
        (["strategy-proofness of every kind"],) * 2,
        (["interim individual rationality"] * 2,) * 2,
        (["interim individual rationality", "Bayesian incentive compatibility"],) * 2,
        (["interim individual rationality", "DSIC"], ["interim individual rationality"]),
    ],
)
def test_an_average_cannot_pass_for_another_property(asked, judged):
    rule = ranges(SWAP, linear_equilibrium)
    written = audit(rule, ["interim IR"]).certificate.to_json()
    (average,) = written["averages"]
    written["asked"], written["averages"] = (
        asked,
        [{**average, "property": name} for name in judged],
    )
    assert Certificate.from_json(written).verify(rule) is not True


def test_a_greatest_gain_cannot_pass_for_a_supremum_that_nothing_reaches():
    def rule(told):
        price = sum(told.values()) / 2
        return ("trade", [price, -price]) if told["Hangzhou"] >= told["Quzhou"] else NO_TRADE

    mechanism = ranges(SWAP, rule)
    proof = audit(mechanism, ["DSIC"]).certificate
    (judged,) = proof.judged
    cases = RangeCases(mechanism)
    listed = list(CASES["dominant-strategy incentive compatibility"](cases))
    case = listed[judged.case]
    found = [
        each.polytope.emptiness or each.polytope.most(each.gain).prices
        for each in listed
        if each.polytope.box_bound(each.gain) >= at_point(case.gain, judged.witness)
    ]
    inside = tuple(
        peak + F(1, 1000) * (x - peak)
        for peak, x in zip(judged.witness, case.polytope.point, strict=True)
    )
    assert inside in case.polytope
    hidden = replace(judged, witness=inside, peak=judged.witness, proofs=tuple(found))
    hidden = replace(hidden, verdict=str(verdict_of(cases, hidden)))
    for unreached in ((), (found[0],), tuple(found)):
        forged = replace(proof, judged=(replace(hidden, unreached=unreached),))
        assert "supremum" in forged.verify(mechanism).reason


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


def test_vcg_trade_needs_a_sixth_on_average():
    rule = ranges(
        SWAP,
        lambda told: (
            ("trade", [told["Quzhou"], -told["Hangzhou"]])
            if told["Hangzhou"] >= told["Quzhou"]
            else NO_TRADE
        ),
    )
    report = audit(rule)
    verdicts(report, ["DSIC", "BIC", "ex post IR", "efficiency"], ["no deficit", "core"])
    assert report["no deficit ex ante"].gain == F(1, 6)
    assert (report["no deficit"].gain, report["no deficit"].supremum) == (1, None)


def test_splitting_the_difference_invites_the_lie_of_two_thirds():
    def rule(told):
        price = sum(told.values()) / 2
        return ("trade", [price, -price]) if told["Hangzhou"] >= told["Quzhou"] else NO_TRADE

    report = audit(ranges(SWAP, rule))
    verdicts(report, ["efficiency", "exact budget balance", "interim IR"], ["DSIC", "BIC"])
    lie = report["BIC"]  # type 1 has r - 3 r^2/4 from the report r: most at 2/3
    assert (lie.truth, lie.reports, lie.gain) == (
        {"Hangzhou": 1},
        {"Hangzhou": F(2, 3)},
        F(1, 12),
    )
    assert report["DSIC"].gain == F(1, 2)


@pytest.mark.parametrize("bidders", [2, 3])
def test_auctions(bidders):
    # Vickrey (1961): 1/(n + 1), 2/(n + 1) of the range for the second price; shading (n - 1)/n
    rule = ranges(sale(bidders), second_price)
    asked = ["DSIC", "BIC", "ex post IR", "efficiency", "no deficit ex ante", "monotonicity"]
    report = audit(rule, [*asked, "envy-free", "no collusion by a pair"])
    verdicts(report, [*asked, "envy-free"], ["no collusion by a pair"])
    revenue = F(bidders - 1, bidders + 1)
    assert report["no deficit ex ante"].by == f"the fund expects {float(revenue):.6g}"
    assert report.surplus == report.first_best == F(bidders, bidders + 1)
    assert report.certificate.verify(rule) is True
    naive = audit(ranges(sale(bidders), first_price), ["DSIC", "BIC", "efficiency"])
    verdicts(naive, ["efficiency"], ["DSIC", "BIC"])
    best = F(bidders - 1, bidders) ** (bidders - 1) / bidders  # type 1: (1 - r) r^(n - 1)
    assert F(99, 100) * best <= naive["BIC"].gain <= best
    shaded = ranges(sale(bidders), lambda told: first_price(told, F(bidders - 1, bidders)))
    verdicts(audit(shaded, ["BIC", "interim IR", "DSIC"]), ["BIC", "interim IR"], ["DSIC"])


def test_a_first_price_on_unlike_ranges_is_not_honest_though_shaded():
    unlike = ContinuousProblem.auction({"A": (0, 1), "B": (0, 2)})
    lie = audit(ranges(unlike, lambda told: first_price(told, F(1, 2))), ["BIC"])["BIC"]
    # B of type 2 wins for sure with the report 1 and pays 1/2 instead of 1.
    assert (lie.truth, lie.reports, lie.gain) == ({"B": 2}, {"B": 1}, F(1, 2))


UNIT = {"Hangzhou": (0, 1), "Ningbo": (0, 1)}, {"Quzhou": (0, 1), "Lishui": (0, 1)}


def test_trade_reduction_and_mcafee_with_two_buyers_and_two_sellers():
    # McAfee (1992)
    report = audit(
        exchange_on_ranges(trade_reduction, *UNIT), ["DSIC", "BIC", "ex post IR", "no deficit"]
    )
    verdicts(report, ["DSIC", "BIC", "ex post IR", "no deficit"], [])
    assert report["BIC"].by == "truth is best whatever the others report"
    report = audit(exchange_on_ranges(mcafee, *UNIT), ["ex post IR", "no deficit", "efficiency"])
    verdicts(report, ["ex post IR", "no deficit"], ["efficiency"])
    # Segal-Halevi, Hassidim and Aumann (2016): a seller is left out by lot, nothing is left over
    report = audit(exchange_on_ranges(balanced_auction, *UNIT), ["DSIC", "budget balance"])
    verdicts(report, ["DSIC", "budget balance"], [])


def test_with_four_cities_what_is_not_implied_is_not_refuted():
    rule = exchange_on_ranges(k_double_auction, *UNIT)
    assert isinstance(audit(rule, ["ex post IR"])["ex post IR"], Holds)
    lie = interim_checks.bayesian(rule, None)
    assert isinstance(lie, Fails)
    assert lie.sentence.endswith(", the most among 5 types of each city that were tried")
    equilibrium = ranges(SWAP, linear_equilibrium)
    assert interim_checks.bayesian(equilibrium, None) == NotRefuted(
        "Bayesian incentive compatibility", 40
    )
    assert interim_checks.interim_rational(equilibrium, None).cases == 10


def test_the_pivot_makes_who_decides_pay():
    # Clarke (1971): three cities, each worth up to 4, for a road of 6 that they share equally
    road = ContinuousProblem.public_project({"A": (0, 4), "B": (0, 4), "C": (0, 4)}, 6)
    report = audit(clarke_pivot(road), ["DSIC", "efficiency", "no deficit", "budget balance"])
    verdicts(report, ["DSIC", "efficiency", "no deficit"], ["budget balance"])
    grid = {"A": [0, 1, 4], "B": [1, 3], "C": [0, 2, 4]}
    finite, whole = clarke_pivot(road.on_grid(grid)), clarke_pivot(road)
    assert all(finite.outcome(types) == whole.outcome(types) for types in finite.problem.profiles())


def test_more_cities_than_can_be_integrated_over():
    names = [f"city {k}" for k in range(1, 8)]
    park = ContinuousProblem.public_project(dict.fromkeys(names, (0, 1)), 7)

    def equal_shares(told):
        return ("built", [1] * 7) if sum(told.values()) >= 7 else ("not built", None)

    report = audit(ranges(park, equal_shares), ["BIC", "interim IR", "budget balance ex ante"])
    verdicts(report, ["BIC", "interim IR", "budget balance ex ante"], [])
    assert report["interim IR"].by == "nobody ever ends with less than without the rule"
    assert (report.surplus, report.first_best, report.lost_share) == (None, None, None)
    forced = ranges(park, lambda _: ("built", {"city 1": 7}))
    report = audit(forced, ["interim IR", "budget balance ex ante"])
    assert report["interim IR"] == NotRefuted("interim individual rationality", 0)
    assert str(report["budget balance ex ante"]) == "holds (the fund never needs or keeps money)"


def test_a_report_that_is_a_case_of_its_own_is_found():
    # Who says exactly 1/2 gets the good for nothing: no type is drawn there, but a lie is.
    def rule(told):
        return ("city 1", None) if told["city 1"] == 0.5 else ("unsold", None)

    report = audit(ranges(sale(1), rule), ["DSIC", "BIC", "monotonicity", "interim IR"])
    lie = report["BIC"]
    assert (lie.truth, lie.reports, lie.gain) == ({"city 1": 1}, {"city 1": F(1, 2)}, 1)
    verdicts(report, ["interim IR"], ["DSIC", "monotonicity"])
    assert report.surplus == 0


def test_a_report_that_only_others_envy_is_found():
    # At 1/2 the good costs 1/2, so type 1/2 is as well off as its neighbours; type 1 is not.
    def rule(told):
        return ("city 1", [0.5]) if told["city 1"] == 0.5 else ("unsold", None)

    lie = audit(ranges(sale(1), rule), ["BIC"])["BIC"]
    assert (lie.truth, lie.reports, lie.gain) == ({"city 1": 1}, {"city 1": F(1, 2)}, F(1, 2))


def test_alternatives_that_are_worth_the_same_count_once():
    twins = ContinuousProblem(["A"], {"A": (0, 1)}, ["x", "y"], lambda _c, _a, kind: kind)
    report = audit(ranges(twins, lambda _: ("y", None)))
    assert (report.surplus, report.first_best, report.lost_share) == (F(1, 2), F(1, 2), 0)


def test_parts_of_a_range_weigh_as_they_are_likely():
    half = ContinuousProblem.bilateral_trade(
        {"Hangzhou": {(0, F(1, 2)): F(1, 4), (F(1, 2), 1): F(3, 4)}}, {"Quzhou": (0, 1)}
    )
    rule = ranges(
        half,
        lambda told: (
            ("trade", [0.5, -0.5]) if told["Hangzhou"] >= 0.5 >= told["Quzhou"] else NO_TRADE
        ),
    )
    # 3/4 of the buyers and 1/2 of the sellers trade, with 3/4 - 1/4 on average.
    assert audit(rule).surplus == F(3, 16)


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
        (lambda told: ("trade", [told["Hangzhou"] ** 2, 0]), "a power"),
        (lambda told: ({told["Hangzhou"]: 1}, None), "as a key of a table"),
        (lambda told: (told["Hangzhou"], None), "what the rule chooses everywhere is"),
        (
            lambda told: ({"trade": told["Hangzhou"], "no trade": 1 - told["Hangzhou"]}, None),
            "a number that does not move with the reports",
        ),
        (lambda _: "trade", "it should be a pair"),
        (lambda _: ("rent", None), "one of no trade, trade"),
        (lambda _: ({"trade": 0.5}, None), "probabilities everywhere is"),
        (lambda _: ("trade", [1]), "the payments everywhere"),
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
            lambda: ranges(SWAP, lambda told: ("trade", [told["Quzhou"] ** 2, 0])),
            "DirectMechanism takes any step, on a list of types",
        ),
        (lambda: clarke_pivot(3), "a BayesianProblem or a ContinuousProblem"),
        (lambda: expected_externality(SWAP), "which ContinuousProblem.on_grid makes of ranges"),
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


def test_what_takes_too_long_with_seven_cities_is_said_to_be_not_searched():
    def first(told):
        return "city 1", {"city 1": told["city 2"]}

    report = audit(ranges(sale(7), first), ["interim IR"])
    assert report["interim IR"] == NotRefuted("interim individual rationality", 0)
    assert "rationality: not searched, as integrals over so many cities take too" in str(report)
    assert (
        str(report["interim IR"])
        == "No case was tried that could break interim individual rationality."
    )


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


def test_a_float_in_a_rule_is_named_where_it_is_all_that_fails():
    thirds = [1 / 3, 1 / 3, 1 / 3 - 1]  # the printed decimals do not add up to 0
    park = ContinuousProblem.public_project(dict.fromkeys("ABC", (0, 1)), 0)
    report = audit(
        ranges(park, lambda _: ("built", thirds)), ["budget balance", "budget balance ex ante"]
    )
    for verdict in report.values():
        assert verdict.sentence.endswith(
            "so little may come from a float in the rule: write 1/3 as Fraction(1, 3)"
        )


def test_a_mechanism_is_a_frozen_value():
    rule = ranges(SWAP, linear_equilibrium)
    assert pickle.loads(pickle.dumps(rule)) == copy.deepcopy(rule) == rule
    assert rule.outcome([0.5, 0.5]).lottery == {"no trade": 1}
    assert rule.outcome({"Quzhou": 0, "Hangzhou": 1}).payments == {"Hangzhou": 0.5, "Quzhou": -0.5}
    with pytest.raises(InvalidInput, match="a type of Hangzhou is 2"):
        rule.outcome([2, 0])
    with pytest.raises(InvalidInput, match="problem of a mechanism on ranges"):
        ranges(BayesianProblem.bilateral_trade({"A": [0]}, {"B": [1]}), linear_equilibrium)


@st.composite
def rules(draw):
    """A problem of two cities on [0, 1] and a small decision tree of affine comparisons."""
    cities, alternatives = ("A", "B"), ("x", "y")
    small = st.integers(-2, 2).map(F)
    alike = draw(st.booleans())
    lines = {
        (city, each): draw(st.tuples(small, small)) for city in cities for each in alternatives
    }
    if alike:
        lines |= {("B", each): lines["A", each] for each in alternatives}

    def worth(city, each, kind):
        level, slope = lines[city, each]
        return level + slope * kind

    form = st.tuples(small | st.just(F(1, 2)), small, small)
    flat = st.tuples(small, st.just(F(0)), st.just(F(0)))
    lottery = st.sampled_from(["x", "y", {"x": F(1, 3), "y": F(2, 3)}])
    leaf = st.tuples(lottery, st.tuples(flat | form, flat | form))
    tree = st.recursive(
        leaf,
        lambda below: st.tuples(st.sampled_from(["<", "<=", "=="]), form, below, below),
        max_leaves=4,
    )
    root = draw(tree)

    def at(line, told):
        return line[0] + line[1] * told["A"] + line[2] * told["B"]

    def rule(told):
        node = root
        while len(node) == 4:
            value = at(node[1], told)
            holds = (
                {"<": value < 0, "<=": value <= 0}.get(node[0]) if node[0] != "==" else (value == 0)
            )
            node = node[2] if holds else node[3]
        return node[0], [at(line, told) for line in node[1]]

    problem = ContinuousProblem(
        cities, dict.fromkeys(cities, (0, 1)), alternatives, worth, costs={"y": draw(small)}
    )
    return problem, rule


@examples(25)
@given(given=rules())
def test_the_finite_audit_never_says_otherwise(given):
    problem, rule = given
    mechanism = ranges(problem, rule)
    report = audit(mechanism)
    assert report.certificate.verify(mechanism) is True
    quarters = {city: [F(k, 4) for k in range(5)] for city in problem.cities}
    finite = audit(DirectMechanism.from_rule(problem.on_grid(quarters), rule))
    for name in CASES:
        found = report[name]
        if isinstance(found, Holds):
            assert not isinstance(finite[name], Fails)
        elif isinstance(found, Fails):
            told = {**found.truth, **found.reports}
            types = {city: {found.truth[city], told[city]} for city in problem.cities}
            if name in {"anonymity", "envy-freeness"}:  # which compare cities of the same types
                types = {city: set(found.truth.values()) for city in problem.cities}
            both = problem.on_grid({city: sorted(kinds) for city, kinds in types.items()})
            again = audit(DirectMechanism.from_rule(both, rule), [name])[name]
            assert isinstance(again, Fails)
            if name not in {"anonymity", "non-bossiness"} and (found.who or name[0] != "c"):
                assert again.gain >= found.gain
            if isinstance(finite[name], Fails) and name not in {"anonymity", "non-bossiness"}:
                assert finite[name].gain <= (found.supremum or found.gain)


small = st.integers(-4, 4)
lines = st.tuples(small, small).map(lambda c: Polynomial.of(*c))
parabolas = st.tuples(small, small, small).map(lambda c: Polynomial.of(*c))


@examples(60)
@given(
    between=st.lists(st.tuples(parabolas, lines), min_size=2, max_size=2),
    at_points=st.lists(st.tuples(small.map(F), small.map(F)), min_size=3, max_size=3),
)
# A concave payment for low reports, a convex one for high types: best well inside of both.
@example(
    [(Polynomial.of(1, 1, -2), Polynomial(())), (Polynomial.of(2, -3, 2), Polynomial(()))],
    [(F(1), F(0))] * 3,
)
def test_the_best_lie_against_a_grid(between, at_points):
    functions = InterimFunctions((F(0), F(1, 2), F(1)), tuple(at_points), tuple(between))
    kinds = [F(k, 16) for k in range(17)]
    most = max(functions.payoff(t, r) - functions.payoff(t, t) for t in kinds for r in kinds)
    breach = best_lie.best_lie(functions)
    if breach is None:
        assert most <= 0
        return
    gain, bound, true, lie = breach
    assert gain == functions.payoff(true, lie) - functions.payoff(true, true)
    assert bound >= max(most, gain) >= gain >= F(99, 100) * bound > 0


TINY = F(1, 10**18)


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),  # A = -2/3 r^3 and B = r^2 are those of an honest rule
    [
        # W' - B is tiny, up or down
        ((-F(2, 3) - TINY), 0, (0, 0), (-F(2, 3) - TINY, 1)),
        ((-F(2, 3) + TINY), 0, (0, 0), (-F(2, 3) + TINY, 1)),
        # B = r^2 - TINY r falls up to TINY / 2, and A makes W its integral
        (-F(2, 3), TINY, (0, 0), (-F(2, 3) + TINY / 2, 1 - TINY)),
        # W jumps at an end
        (-F(2, 3), 0, (TINY, 0), (-F(2, 3), 1)),
        (-F(2, 3), 0, (-TINY, 0), (-F(2, 3), 1)),
        (-F(2, 3), 0, (0, 0), (-F(2, 3) + TINY, 1)),
        (-F(2, 3), 0, (0, 0), (-F(2, 3) - TINY, 1)),
        # B falls at an end
        (-F(2, 3), 0, (0, TINY), (-F(2, 3), 1)),
        (-F(2, 3), 0, (0, 0), (-F(2, 3) + TINY, 1 - TINY)),
    ],
)
def test_a_lie_that_pays_next_to_nothing_is_found_with_three_cities(a, b, low, high):
    between = Polynomial.of(0, 0, b / 2, a), Polynomial.of(0, -b, 1)
    ends = [(F(level), F(slope)) for level, slope in (low, high)]
    functions = InterimFunctions((F(0), F(1)), tuple(ends), (between,))
    gain, bound, true, lie = best_lie.best_lie(functions)
    assert gain == bound == functions.payoff(true, lie) - functions.payoff(true, true) > 0


def test_a_first_price_of_three_that_is_shaded_a_little_too_little():
    audited = audit(ranges(sale(3), lambda told: first_price(told, 0.667)), ["BIC"])["BIC"]
    # A type t has r^2 (t - 0.667 r) from r: the best is 2 t / 2.001, and the most to gain t = 1's
    most = F(2000, 2001) ** 2 / 3 - F("0.333")
    assert F(9, 10) * most <= audited.gain <= most


def test_who_loses_beside_an_open_end_alone():
    # Only B above 1/2 trades, at a price a little higher: types just above 1/2 lose
    price = F("0.50001")

    def rule(told):
        trades = told["Hangzhou"] > F(1, 2) and told["Quzhou"] <= F(1, 4)
        return ("trade", [price, -price]) if trades else NO_TRADE

    loss = audit(ranges(SWAP, rule), ["interim IR"])["interim IR"]
    assert loss.supremum == (price - F(1, 2)) / 4 > loss.gain >= F(99, 100) * loss.supremum
    assert F(1, 2) < loss.truth["Hangzhou"] < price
    assert re.match(r"fails: Hangzhou of type 0\.50000\d+ expects", str(loss))


def test_types_that_are_close_are_told_apart():
    # Only who says 250,000 buys, and pays 1/2 less: types just below had better say so, too.
    dear = ContinuousProblem.bilateral_trade({"B": (0, 250_000)}, {"S": (0, 1)})
    price = F(499_999, 2)

    def rule(told):
        return ("trade", [price, -price]) if told["B"] == 250_000 else NO_TRADE

    lie = audit(ranges(dear, rule), ["DSIC"])["DSIC"]
    assert re.match(r"B of type 249999\.99\d+ gains 0\.49\d+ by reporting 250000 ", lie.sentence)
    listed = dear.on_grid({"B": [250_000, F(2_499_999, 10)], "S": [0]})
    for name in ("DSIC", "BIC", "no collusion by a pair"):
        lie = audit(DirectMechanism.from_rule(listed, rule), [name])[name]
        assert "249999.9" in lie.sentence


@pytest.mark.parametrize("short", [F("0.12830005981991"), F("0.1")])
def test_who_loses_most_in_a_dip_between_fractions(short):
    # With the second price A expects t^3 / 3, and has t / 3 - short outside: most lost at 1/sqrt(3)
    names = ["A", "B", "C"]
    problem = ContinuousProblem(
        names,
        dict.fromkeys(names, (0, 1)),
        ["unsold", *names],
        lambda city, winner, kind: kind if city == winner else 0,
        outside={"A": lambda kind: kind / 3 - short},
    )
    loss = audit(ranges(problem, second_price), ["interim IR"])["interim IR"]
    # 2/9 sqrt(1/3) - short is the root above 0 of (x + short)^2 = 4/243
    slightly_more = loss.gain * (1 + F(1, 10**9))
    assert (loss.gain + short) ** 2 < F(4, 243) < (slightly_more + short) ** 2


@examples(20)
@given(given=rules())
def test_expected_payoffs_are_the_mean_of_interim_ones(given):
    problem, rule = given
    mechanism = ranges(problem, rule)
    report = audit(mechanism, ["budget balance ex ante"])
    for city, payoff in mechanism.payoffs().items():
        functions = interim_functions(mechanism, city)
        mean = F(0)
        for (low, high), honest in zip(
            itertools.pairwise(functions.points), functions.honest, strict=True
        ):
            for power, coefficient in enumerate(honest.coefficients, start=1):
                mean += coefficient * (high**power - low**power) / power
        assert mean == payoff
        kind = F(1, 3)
        level, slope = functions.at(kind)
        assert mechanism.interim(city, kind).payoff == level + slope * kind
    balance = report["budget balance ex ante"]
    left = report.surplus - sum(mechanism.payoffs().values())
    assert bool(balance) == (left == 0)
    assert isinstance(balance, Holds) or balance.gain == abs(left)


@examples(15)
@given(given=rules(), at=st.fractions(0, 1, max_denominator=7))
def test_expectations_against_the_rule_itself_in_many_small_steps(given, at):
    problem, rule = given
    mechanism = ranges(problem, rule)
    steps = 200
    for city, other in (("A", "B"), ("B", "A")):
        functions = interim_functions(mechanism, city)
        level = slope = F(0)
        for k in range(steps):
            told = {city: at, other: F(2 * k + 1, 2 * steps)}
            chosen, paid = rule(told)
            lottery = chosen if isinstance(chosen, dict) else {chosen: F(1)}
            for each, chance in lottery.items():
                start, rise = problem.values[problem.cities.index(city)]["xy".index(each)]
                level += chance * start / steps
                slope += chance * rise / steps
            level -= paid[problem.cities.index(city)] / steps
        found = functions.at(at)
        # Each of at most three changes of case is off by less than one step, of at most 10.
        assert abs(found[0] - level) <= F(3 * 12, steps)
        assert abs(found[1] - slope) <= F(3 * 4, steps)
        kinds = sorted({F(k, 5) for k in range(6)} | set(functions.points))
        most = max(functions.payoff(t, r) - functions.payoff(t, t) for t in kinds for r in kinds)
        verdict = audit(mechanism, ["BIC"])["BIC"]
        if isinstance(verdict, Holds):
            assert most <= 0
        else:
            assert most <= (verdict.supremum or verdict.gain)
            (liar,), (true,), (lie,) = verdict.who, verdict.truth.values(), verdict.reports.values()
            expects = interim_functions(mechanism, liar)
            assert verdict.gain == expects.payoff(true, lie) - expects.payoff(true, true)
