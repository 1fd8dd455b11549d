"""The audit of rules over whole ranges: the classics, and the finite audit as an oracle."""

import re
from fractions import Fraction

import pytest
from hypothesis import given

from games import ContinuousProblem, InvalidInput
from mechanisms import (
    DirectMechanism,
    audit,
    balanced_auction,
    clarke_pivot,
    exchange_on_ranges,
    k_double_auction,
    mcafee,
    trade_reduction,
)
from mechanisms.direct import interim_checks
from mechanisms.direct.range_verdicts import CASES
from mechanisms.direct.verdict import Fails, Holds, NotApplicable, NotRefuted
from solvers.certificate import Certificate
from tests.mechanisms.direct.range_rules import (
    NO_TRADE,
    SWAP,
    first_price,
    linear_equilibrium,
    ranges,
    rules,
    sale,
    second_price,
    verdicts,
)
from tests.properties.strategies import examples

F = Fraction


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
    misreport = report["BIC"]  # type 1 has r - 3 r^2/4 from the report r: most at 2/3
    assert (misreport.truth, misreport.reports, misreport.gain) == (
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


def test_a_first_price_of_four_bidders_is_honest_on_average_if_shaded():
    # Vickrey (1961): three quarters of the value; nothing else that was asked implies it
    report = audit(ranges(sale(4), lambda told: first_price(told, F(3, 4))), ["BIC"])
    assert report["BIC"].by.startswith("Myerson's lemma")


def test_a_first_price_on_unlike_ranges_is_not_honest_though_shaded():
    unlike = ContinuousProblem.auction({"A": (0, 1), "B": (0, 2)})
    misreport = audit(ranges(unlike, lambda told: first_price(told, F(1, 2))), ["BIC"])["BIC"]
    # B of type 2 wins for sure with the report 1 and pays 1/2 instead of 1.
    assert (misreport.truth, misreport.reports, misreport.gain) == ({"B": 2}, {"B": 1}, F(1, 2))


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
    misreport = interim_checks.bayesian(rule, None)
    assert isinstance(misreport, Fails)
    assert misreport.sentence.endswith(", the most among 5 types of each city that were tried")
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
    misreport = report["BIC"]
    assert (misreport.truth, misreport.reports, misreport.gain) == (
        {"city 1": 1},
        {"city 1": F(1, 2)},
        1,
    )
    verdicts(report, ["interim IR"], ["DSIC", "monotonicity"])
    assert report.surplus == 0


def test_a_report_that_only_others_envy_is_found():
    # At 1/2 the good costs 1/2, so type 1/2 is as well off as its neighbours; type 1 is not.
    def rule(told):
        return ("city 1", [0.5]) if told["city 1"] == 0.5 else ("unsold", None)

    misreport = audit(ranges(sale(1), rule), ["BIC"])["BIC"]
    assert (misreport.truth, misreport.reports, misreport.gain) == (
        {"city 1": 1},
        {"city 1": F(1, 2)},
        F(1, 2),
    )


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


@examples(25)
@given(given=rules())
def test_the_finite_audit_never_says_otherwise(given):
    never_says_otherwise(*given)


@examples(4)
@given(given=rules(powers=True))
def test_nor_does_it_where_powers_of_reports_are_paid(given):
    never_says_otherwise(*given, greatest=False)


def never_says_otherwise(problem, rule, *, greatest=True):
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
            if not greatest:
                continue
            if isinstance(finite[name], Fails) and name not in {"anonymity", "non-bossiness"}:
                assert finite[name].gain <= (found.supremum or found.gain)


@pytest.mark.parametrize(("rest", "kind"), [("0.01", Holds), ("0", NotRefuted), ("-0.01", Fails)])
def test_a_fund_that_is_bent_both_ways_is_settled_unless_it_just_touches_nothing(rest, kind):
    # The fund has (h - 1/2)^2 + (q - 1/3)^2 and the rest: least in the middle
    def rule(told):
        h, q = told.values()
        return "no trade", [(h - F(1, 2)) ** 2 + F(rest), (q - F(1, 3)) ** 2]

    verdict = audit(ranges(SWAP, rule), ["no deficit"])["no deficit"]
    assert type(verdict) is kind
    if kind is Fails:
        assert 0 < verdict.gain <= F(1, 100)


def test_groves_with_powers_of_the_others_reports_is_honest():
    # What a city cannot move may be bent as it likes: it cancels from what a lie brings
    def rule(told):
        h, q = told.values()
        fees = [q**3 - q**2 / 2, h**5]
        return ("trade", [fees[0] + q, fees[1] - h]) if h >= q else ("no trade", fees)

    report = audit(ranges(SWAP, rule), ["DSIC", "BIC", "efficiency", "non-bossiness"])
    verdicts(report, ["DSIC", "BIC", "efficiency"], ["non-bossiness"])


@pytest.mark.parametrize(("step", "kind"), [(F(1, 4), Fails), (F(0), Holds)])
def test_who_pays_the_same_for_two_reports_is_bossy_if_another_pays_more(step, kind):
    # Hangzhou pays h^2, less a step from 1/2 on: with a step of 1/4 as much for 1/2 as for 0
    def rule(told):
        h, _ = told.values()
        return "no trade", ([h**2, 0] if h < F(1, 2) else [h**2 - step, 1])

    assert type(audit(ranges(SWAP, rule), ["non-bossiness"])["non-bossiness"]) is kind


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

    misreport = audit(ranges(dear, rule), ["DSIC"])["DSIC"]
    assert re.match(
        r"B of type 249999\.99\d+ gains 0\.49\d+ by reporting 250000 ", misreport.sentence
    )
    listed = dear.on_grid({"B": [250_000, F(2_499_999, 10)], "S": [0]})
    for name in ("DSIC", "BIC", "no collusion by a pair"):
        misreport = audit(DirectMechanism.from_rule(listed, rule), [name])[name]
        assert "249999.9" in misreport.sentence


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
