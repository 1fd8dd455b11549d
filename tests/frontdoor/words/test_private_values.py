"""What is said of private values is so: of a trade, an exchange and a shared project."""

from fractions import Fraction

import pytest

from intercity.topics.outcome import Repair, Verdict
from intercity.topics.private_values.best_rule import Payment, PostedPrice, PostPrice
from intercity.topics.private_values.check import AtTimes, DealsAt, SealedReports, TradeOutcome
from intercity.topics.private_values.english import (
    clause,
    headline,
    line,
    remedy,
    repair,
    says,
    tables,
)
from intercity.topics.private_values.exchange import Auction, ExchangeOutcome, Rule, RuleResult
from intercity.topics.private_values.project import (
    FixedShares,
    FundRule,
    FundRuleResult,
    ProjectOutcome,
)
from intercity.topics.private_values.signed import NamedRule
from mechanisms.public_fund.expected_project import UnderstatedWorth, WorstOff
from tests.frontdoor.words.facts import facts

F = Fraction
FAILS, STANDS, UNDECIDED = Verdict.FAILS, Verdict.STANDS, Verdict.UNDECIDED
CUT = {"by_theorem": False, "midpoints": (5, 9)}
WHOLE = {"by_theorem": True, "midpoints": ()}


def price(at, values=(), costs=()):
    return facts(PostedPrice, price=F(at), values=values, costs=costs)


def trade(verdict=FAILS, **given):
    found = {
        "buyer": "Ost", "seller": "West", "good": "quota", "units": 6, "posted": price(3),
        "gain": 8, "best_gain": 5, "share_lost": F(1, 4), "posted_share_lost": F(1, 2),
        "outside_money": 7, "by_theorem": True,
    }  # fmt: skip
    return facts(TradeOutcome, verdict=verdict, **{**found, **given})


def exchange(verdict=FAILS, **given):
    found = {
        "good": "quota", "units": 6, "lots": {"Ost": 1, "West": 1}, "posted": price(3), "gain": 8,
        "share_lost": F(1, 4), "by_theorem": True, "outside_money": 2,
    }  # fmt: skip
    return facts(ExchangeOutcome, verdict=verdict, **{**found, **given})


def project(verdict=FAILS, **given):
    found = {
        "project": "the bridge", "cost": 9, "gain": 8, "share_lost": F(1, 4), "by_theorem": True,
        "shares_to_sign": {"Ost": 4, "West": 5}, "outside_money": 2,
    }  # fmt: skip
    return facts(ProjectOutcome, verdict=verdict, **{**found, **given})


def mended(*clauses):
    return {"repair": Repair(clauses=clauses)}


# --------------------------------------------------------------- a trade


def test_a_trade_that_loses():
    told = (
        "quota would bring 8.0 a year on average if values were known; the best rule that is "
        "honest, voluntary and pays for itself loses 25% of it, and a posted price (3.0 a unit) "
        "50%: where ranges overlap no such rule has all (Myerson and Satterthwaite), if values are "
        "independent of each other, and it would take 7.0 a year from outside to have the other 3.0"
    )
    assert says(trade()) == told
    cut = says(trade(**CUT))
    assert cut.startswith(told.split(": where", maxsplit=1)[0])
    assert ": no such rule does better, if values" in cut
    assert cut.endswith(" to have the other 3.0 (a range stands for 5 or 9 equally likely values)")
    assert "less than 1% of it, and a posted price (3.0 a unit) less than 1%: " in says(
        trade(share_lost=0, posted_share_lost=0)
    )


def test_a_trade_that_costs_nothing():
    told = "private values cost nothing of the 8.0 a year on average if values were known (a posted"
    assert says(trade(STANDS, posted_share_lost=0)) == f"{told} price of 3.0 a unit does it)"
    assert says(trade(STANDS)) == (
        f"{told} price of 3.0 a unit would lose 50%; sealed reports, with payments by report, have "
        "it all)"
    )
    assert says(trade(STANDS, **CUT)).endswith("all) (a range stands for 5 or 9 equally likely "
                                               "values)")  # fmt: skip


def test_a_trade_that_is_never_worth_making():
    assert says(trade(units=0)) == "nothing changes hands"
    assert says(trade(gain=0)) == "a deal is never worth making: no value of Ost exceeds a cost"
    assert says(trade(UNDECIDED, gain=0, **CUT)) == (
        "quota is worth no deal at any of the 5 or 9 equally likely values of a range"
    )


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (trade(), "private values cost 25% of a gain of 8.0 a year, even by the best rule"),
        (trade(**CUT), (
            "private values cost 25% of a gain of about 8.0 a year, even by the best rule")),
        (trade(share_lost=0), (
            "private values cost less than 1% of a gain of 8.0 a year, even by the best rule")),
        (trade(STANDS), "nothing is lost of a gain of 8.0 a year"),
        (trade(gain=0), "there is nothing to gain"),
        (trade(gain=0, **CUT), "among the values that stand for a range there is nothing to gain"),
        (trade(UNDECIDED, **CUT), (
            "25% of about 8.0 a year is lost where 9 values stand for a range")),
        (trade(UNDECIDED, **CUT, share_lost=0), (
            "nothing of about 8.0 a year is lost where 9 values stand for a range")),
    ],
)  # fmt: skip
def test_what_is_lost_in_a_line(found, told):
    assert line(found) == told


def test_the_headline_of_what_is_lost():
    assert headline(trade(STANDS)) == "private values cost nothing of a gain of 8.0 a year"
    assert headline(trade()).endswith("even the best voluntary rule loses 25% of a gain of 8.0 a "
                                      "year")  # fmt: skip
    open_ = trade(UNDECIDED)
    assert headline(open_) == line(open_) == says(open_)
    assert line(open_).startswith("how much the auction that is signed leaves is open")
    cut = trade(UNDECIDED, **CUT)
    assert headline(cut).endswith("rule loses 25% of a gain of 8.0 a year")


# --------------------------------------------------------------- sealed reports


def sealed(**given):
    return facts(SealedReports, **given)


def at(report, surely=None, *times):
    each = tuple(facts(AtTimes, report=r, chance=chance) for r, chance in times)
    return facts(DealsAt, report=report, surely_from=surely, at_times=each)


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (sealed(rounded_gain=F(5, 2)), (
            "no deal unless the value exceeds the cost by 2.5 a unit or more")),
        (sealed(rounded_gain=F(0)), (
            "no deal unless the value exceeds the cost by 0 a unit or more")),
        (sealed(rounded_gain=F(2), missed=F(1, 4)), (
            "no deal unless the value exceeds the cost by 2 a unit or more (25% of all "
            "meetings end without a deal that would gain)")),
        (sealed(missed=F(1, 4)), (
            "a deal with the chance that the rule's table has for each pair of reports (25% "
            "of all meetings end without a deal that would gain)")),
        (sealed(deals=(at(3, 5, (4, F(1, 4))), at(6))), (
            "a deal at a cost of 3 from a value of 5 on and at a value of 4 in 25% of cases; "
            "at a cost of 6 never")),
        (sealed(by_cost=False, deals=(at(3, 5, (4, F(1, 4))),)), (
            "a deal at a value of 3 from a cost of 5 down and at a cost of 4 in 25% of cases")),
    ],
)  # fmt: skip
def test_when_there_is_a_deal_by_sealed_reports(one, told):
    assert clause(one) == f"Sealed reports: {told}"
    assert repair(trade(**mended(one))) == f"that rule: sealed reports, and {told}"


# --------------------------------------------------------------- an exchange


def result(**given):
    return facts(RuleResult, **{"share_lost": F(1, 4), "share_left": F(3, 4), **given})


def test_what_an_exchange_would_bring():
    told = "would bring 8.0 a year on average if values were known; the best rule that is honest"
    assert says(exchange()).startswith(f"quota (6 each) {told}")
    lots = says(exchange(lots={"Ost": 1, "West": 2}))
    assert lots.startswith(f"quota (in lots of 6) {told}")
    twice = says(exchange(lots={"Ost": 2, "West": 2}))
    assert twice.startswith(f"quota (in lots of 6) {told}")
    assert "itself loses 25% of it, if values are independent of each other" in lots
    assert says(exchange(units=0)) == "nothing changes hands"
    assert says(exchange(gain=0)).endswith(": no value of a buyer exceeds a seller's cost")
    assert says(exchange(gain=0, **CUT)) == (
        "quota is worth no deal at any of the 5 or 9 equally likely values of a range"
    )


@pytest.mark.parametrize(
    ("by_theorem", "midpoints", "lots", "told"),
    [
        (True, (5,), 1, (
            " (what double auctions lose is worked out for 5 equally likely values in place of a "
            "range)")),
        (True, (5,), 2, (
            " (what double auctions lose is worked out for 5 equally likely values in place of a "
            "range)")),
        (True, (), 1, " (the double auctions are left out: too many ranges for a fine cut)"),
        (True, (), 2, ""),
        (False, (), 1, ""),
        (False, (5,), 1, (
            " (with 5 equally likely values in place of a range; perhaps more with all)")),
    ],
)  # fmt: skip
def test_what_is_said_of_the_cut_of_an_exchange(by_theorem, midpoints, lots, told):
    found = exchange(by_theorem=by_theorem, midpoints=midpoints, lots={"Ost": lots, "West": lots})
    about = "about " * (not by_theorem and bool(midpoints))
    assert says(found).endswith(f"loses {about}25% of it, if values are independent of each other"
                                f"{told}")  # fmt: skip


PAYMENTS = {"Ost": (facts(Payment, report=3, pays=-1), facts(Payment, report=4, pays=2))}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (Rule.BEST, (
            "the best voluntary rule (sealed reports, every deal worth making, and each pays "
            "by its report, on average a year and below 0 if it is paid: Ost -1.0 if 3, 2.0 "
            "if 4)")),
        (Rule.EXTERNALITY, (
            "expected externality (each is paid what its report is expected to bring the "
            "others) with yearly sums between cities (on average Ost +2.0, West -1.0)")),
        (Rule.POSTED_PRICE, "a posted price of 3.0 a unit"),
        (Rule.MCAFEE, "McAfee's double auction"),
        (Rule.TRADE_REDUCTION, "a trade reduction"),
    ],
)  # fmt: skip
def test_the_rule_by_which_cities_have_all_of_the_gain(rule, told):
    payoffs = {"Ost": 2, "West": -1}
    found = exchange(reached_by=rule, payments=PAYMENTS, externality_payoffs=payoffs)
    assert f", and private values cost nothing of it: {told} has it" in says(found)
    cut = says(exchange(reached_by=rule, payments=PAYMENTS, externality_payoffs=payoffs, **CUT))
    assert cut.startswith("quota (6 each) would bring about 8.0 a year on average if values were")
    assert cut.endswith(f"; with 5 or 9 equally likely values in place of a range {told} "
     "has all of "
                        "it, with all values of the range perhaps none")  # fmt: skip


@pytest.mark.parametrize("few", [1, 2, 3, 4, 5])
def test_a_few_payments_are_told_one_by_one(few):
    due = tuple(facts(Payment, report=10 * k, pays=k) for k in range(1, few + 1))
    said = says(exchange(reached_by=Rule.BEST, payments={"Ost": due}))
    assert ("Ost 1.0)" in said) == (few == 1)
    assert ("Ost 1.0 if 10, 2.0 if 20" in said) == (2 <= few <= 4)
    assert ("Ost between 1.0 and 5.0)" in said) == (few == 5)


@pytest.mark.parametrize(
    ("rule", "by", "told"),
    [
        (Rule.POSTED_PRICE, result(), (
            "a posted price of 3.0 a unit: who likes it trades at it, and on the longer side "
            "lots decide. It loses 25%, and needs no outside money; on average Ost +2.0 a "
            "year")),
        (Rule.BALANCED, result(), (
            "a balanced double auction: sealed bids and one price for all. It loses 25%, and "
            "needs no outside money; on average Ost +2.0 a year")),
        (Rule.MCAFEE, result(kept=1, given_up=F(1, 4)), (
            "McAfee's double auction: sealed bids and one price for all; in 25% of cases "
            "with a deal the last deal is given up, and buyers pay its bid while sellers get "
            "its ask. It loses 25% and leaves cities 75%, and needs no outside money; on "
            "average Ost +2.0 a year, the exchange keeps 1.0")),
        (Rule.MCAFEE, result(kept=1, share_left=0), (
            "McAfee's double auction: sealed bids and one price for all. It loses 25% and "
            "leaves cities 0%, and needs no outside money; on average Ost +2.0 a year, the "
            "exchange keeps 1.0")),
        (Rule.TRADE_REDUCTION, result(given_up=1, on_midpoints=True, kept=1), (
            "a trade reduction: sealed bids; always the last deal is given up, and buyers "
            "pay its bid while sellers get its ask. It loses about 25% and leaves cities "
            "about 75%, and needs no outside money; on average about Ost +2.0 a year, the "
            "exchange keeps about 1.0")),
        (Rule.BALANCED, result(given_up=F(1, 4), on_midpoints=True), (
            "a balanced double auction: sealed bids and one price for all; in about 25% of "
            "cases with a deal the last buyer is left out, and one seller by lot. It loses "
            "about 25%, and needs no outside money; on average about Ost +2.0 a year")),
    ],
)  # fmt: skip
def test_a_simple_rule_to_sign(rule, by, told):
    by = facts(RuleResult, **{name: getattr(by, name) for name in by.__dataclass_fields__
                              if name != "payoffs"}, payoffs={"Ost": 2})  # fmt: skip
    one = facts(PostPrice, price=3) if rule is Rule.POSTED_PRICE else Auction(rule=rule)
    found = exchange(rules={rule: by}, **mended(one))
    assert repair(found) == told
    assert remedy(found) == told.split(": ")[0]


def vcg(kept, least=2, gain=8):
    rules = {
        Rule.POSTED_PRICE: result(),
        Rule.MCAFEE: result(kept=1, on_midpoints=True, share_lost=F(1, 2)),
        Rule.BALANCED: result(kept=0, share_lost=0),
        Rule.VCG: result(kept=kept),
    }
    return tables(exchange(rules=rules, gain=gain, outside_money=least))


def test_the_rules_of_an_exchange_side_by_side():
    rows = {row.rule: row for row in vcg(-3)}
    assert list(rows) == ["posted price of 3.0 a unit", "McAfee's double auction",
                          "balanced double auction", "VCG"]  # fmt: skip
    assert [row.loses for row in rows.values()] == ["25%", "about 50%", "nothing", "nothing"]
    assert rows["McAfee's double auction"].asks == (
        "sealed bids and one price for all; the exchange keeps about 1.0 a year"
    )
    assert "keeps" not in rows["balanced double auction"].asks
    small = {Rule.POSTED_PRICE: result(kept=F(1, 2)), Rule.VCG: result()}
    assert tables(exchange(rules=small))[0].asks.endswith("the exchange keeps 0.5 a year")
    assert tables(exchange()) == tables(trade()) == tables(project()) == ()


@pytest.mark.parametrize(
    ("kept", "least", "gain", "told"),
    [
        (3, 2, 8, "3.0 a year is left over"),
        (0, 2, 8, "needs no money"),
        (-1, 2, 8, "1.0 a year has to come from outside"),
        (F(-1, 2), 2, 8, "0.5 a year has to come from outside"),
        (-2, 2, 8, "2.0 a year has to come from outside"),
        (-3, 2, 8, "3.0 a year has to come from outside (at least 2.0 by any voluntary rule)"),
        (
            F("-3.04"),
            F("1.96"),
            8,
            ("3.04 a year has to come from outside (at least 1.9 by any voluntary rule)"),
        ),
        (-3, 0, 8, "3.0 a year has to come from outside (another voluntary rule needs none)"),
        (-9, 9, 8, "9.0 a year has to come from outside, more than all of the gain"),
        (-8, 9, 8, "8.0 a year has to come from outside"),
    ],
)
def test_the_money_that_vcg_takes_from_outside(kept, least, gain, told):
    assert vcg(kept, least, gain)[-1].asks == f"each pays what its part costs the others; {told}"


# --------------------------------------------------------------- a shared project


def fund(payoff=0, kept=0, lost=0):
    worst = facts(WorstOff, city="Ost", value=3, payoff=payoff)
    return facts(FundRuleResult, share_lost=lost, kept=kept, worst=worst)


QUARTER = F(1, 4)


def funds(payoff=0, kept=0, veto=0, lost=QUARTER):
    by = {rule: fund(payoff, kept) for rule in FundRule}
    return {**by, FundRule.FIXED_SHARES: fund(lost=lost), FundRule.VETO: fund(kept=veto)}


def test_what_a_project_would_bring():
    assert says(project()).startswith(
        "the bridge would bring 8.0 a year on average if values were known, beyond its cost of 9.0;"
        " the best rule that is honest, voluntary and pays for itself loses 25% of it, "
    )
    assert says(project(gain=0)).startswith("the bridge is never worth its cost: no values of the")
    assert says(project(gain=0, **CUT)) == (
        "the bridge is worth its cost at none of the 5 or 9 equally likely values of a range"
    )


EXTERNALITY = (
    "expected externality (equal parts of the cost, and each is paid what "
    "its report is expected to "
    "bring the others)"
)


@pytest.mark.parametrize(
    ("rule", "payoff", "told"),
    [
        (FundRule.FIXED_SHARES, 0, (
            "a rule of fixed shares (Ost 4.0, West 5.0 a year), built only if all agree,")),
        (FundRule.BEST, 0, (
            "the best voluntary rule (sealed reports, built wherever it is worth its cost, "
            "and each pays by its report, on average a year and below 0 if it is paid: Ost "
            "-1.0 if 3, 2.0 if 4)")),
        (FundRule.EXTERNALITY, 0, f"{EXTERNALITY}, by which nobody expects to lose,"),
        (FundRule.EXTERNALITY, F(1, 2), f"{EXTERNALITY}, by which nobody expects to lose,"),
        (FundRule.EXTERNALITY, -1, (
            f"{EXTERNALITY} with yearly sums between members that make up for what some would "
            "lose (Ost gets 2.0, West pays 2.0; on average Ost +3.0)")),
    ],
)  # fmt: skip
def test_the_rule_by_which_a_project_is_built_wherever_it_is_worth_it(rule, payoff, told):
    sums = {"Ost": 2, "West": -2, "Nord": 0}
    found = project(reached_by=rule, rules=funds(payoff), payments=PAYMENTS, yearly_sums=sums,
                    externality_payoffs={"Ost": 3})  # fmt: skip
    assert says(found).endswith(f", and private values cost nothing of it: {told} has it")
    small = project(reached_by=FundRule.EXTERNALITY, rules=funds(-1), yearly_sums={"Ost": F(1, 2)})
    assert "(Ost gets 0.5; on average" in says(small)


def test_fixed_shares_to_sign():
    one = FixedShares(shares={"Ost": F(4), "West": F(5)})
    found = project(rules=funds(), **mended(one))
    told = "fixed shares, built only if all agree (Ost 4.0, West 5.0 a year): it loses 25%, and "
    assert repair(found) == f"{told}needs no money; 2.0 a year from outside would buy all of it"
    more = project(rules=funds(), outside_money=9, **mended(one))
    assert repair(more).endswith("9.0 a year from outside, more than all of the gain, would "
     "buy all "
                                 "of it")  # fmt: skip
    just = project(rules=funds(), outside_money=8, **mended(one))
    assert "more than" not in repair(just)
    assert remedy(found) == "fixed shares: Ost 4.0, West 5.0 a year"
    long = project(shares_to_sign={"Ost" * 9: 4, "West" * 9: 5}, **mended(one))
    assert remedy(long) == "shares fixed beforehand; built only if all agree"
    assert clause(one) == "It is built if all agree, for fixed shares: Ost 4 and West 5 a year"


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (F(1, 2), "0.5"),
        (F(1, 4), "0.25"),
        (F(1, 8), "0.125"),
        (F(12345, 100000), "0.12345"),
        (F(123457, 10**6), "0.123457"),
        (F(1234567, 10**7), "0.123457"),
    ],
)
def test_shares_have_as_many_digits_as_it_takes(share, told):
    found = project(shares_to_sign={"Ost": share}, rules=funds(), **mended(facts(FixedShares)))
    assert f"(Ost {told} a year)" in repair(found)


def test_who_is_paid_by_fixed_shares():
    shares = {"Ost": F(-1, 2), "West": F(0)}
    found = project(shares_to_sign=shares, rules=funds(), **mended(facts(FixedShares)))
    assert "(Ost is paid 0.5, West 0.0 a year)" in repair(found)


def rows(**given):
    found = {"equal_part": 3, "rules": funds(), **given}
    return {row.rule: row for row in tables(project(**found))}


EACH_PAYS = "each pays an equal part of the cost (3.0) if it is built, "


def test_the_rules_of_a_fund_side_by_side():
    told = rows()
    assert [row.loses for row in told.values()] == ["25%", "nothing", "nothing", "nothing"]
    assert told["fixed shares"].asks == "each pays a part set beforehand; built only if all agree"
    assert told["Clarke's pivot"].asks == (
        f"{EACH_PAYS}and what its report costs the others beyond their parts"
    )
    assert told["expected externality"].asks.endswith("and shares alike in paying them")
    assert told["VCG, nobody loses"].asks.endswith("the gain of all; needs no money")
    lacking = rows(rules=funds(veto=-3))["VCG, nobody loses"].asks
    assert lacking.endswith("; 3.0 a year has to come from outside (at least 2.0 by any voluntary "
                            "rule)")  # fmt: skip
    assert rows(rules=funds(lost=0))["fixed shares"].loses == "nothing"


@pytest.mark.parametrize(
    ("kept", "payoff", "told"),
    [
        (2, -1, (
            "; the fund keeps 2.0 a year that may not go back; Ost, if it is worth 3.0 to "
            "it, expects to lose 1.0")),
        (F(1, 2), 0, "; the fund keeps 0.5 a year that may not go back"),
        (-2, 0, ""),
        (0, F(1, 2), ""),
    ],
)  # fmt: skip
def test_what_clarkes_pivot_keeps_and_who_loses_by_it(kept, payoff, told):
    asks = rows(rules=funds(payoff, kept))["Clarke's pivot"].asks
    assert asks == f"{EACH_PAYS}and what its report costs the others beyond their parts{told}"


def test_who_gains_by_giving_less_at_a_provision_point():
    one = facts(UnderstatedWorth, city="Ost", value=5, given=2, gain=1)
    row = rows(understated=one)["provision point"]
    assert row.loses == "nothing if honest"
    assert row.asks == (
        "each gives what it likes, and has it back if that does not do; if all others give what it "
        "is worth to them, Ost, to which it is worth 5.0, expects 1.0 more by giving 2.0"
    )


# --------------------------------------------------------------- what is to be signed


@pytest.mark.parametrize(
    ("one", "told", "written"),
    [
        (facts(PostPrice, price=F(5, 2)), "a posted price of 3.0 a unit", (
            "Who likes trades at a posted price of 2.5 a unit")),
        (NamedRule(by="VCG"), "VCG", "By sealed reports, VCG decides"),
        (sealed(rounded_gain=F(2)), "sealed offers; trade from a gain of 2 a unit on", None),
        (sealed(rounded_gain=F(0)), "sealed offers; trade from a gain of 0 a unit on", None),
        (sealed(), "sealed offers, and trade by the table of the best rule", None),
    ],
)  # fmt: skip
def test_what_two_cities_are_to_sign(one, told, written):
    assert remedy(trade(**mended(one))) == told
    assert written is None or clause(one) == written
    assert remedy(trade()) == repair(trade()) == ""


def test_a_price_or_a_named_rule_in_full():
    assert repair(trade(**mended(facts(PostPrice, price=3)))).startswith("a posted price of 3.0 a "
                                                                         "unit: no")  # fmt: skip
    named = repair(trade(**mended(NamedRule(by="VCG"))))
    assert named == "VCG: what is decided, and what each pays, goes by sealed reports"
    assert clause(Auction(rule=Rule.TRADE_REDUCTION)) == (
        "By sealed reports, a trade reduction decides"
    )


FINE = 1 + F(1, 10**13)


@pytest.mark.parametrize(
    ("at", "values", "costs", "told"),
    [
        ("3", (), (), "3.0"),
        ("1234/1000", (), (), "1.2"),
        # The same types trade at the price as it is told, and it is near in its gap.
        ("5/4", (2,), (1,), "1.2"),
        ("21/20", (2,), (1,), "1.1"),
        ("251/200", (F(2),), (F(251, 200),), "1.26"),
        ("249/200", (F(249, 200),), (F(1),), "1.24"),
        ("10035/100", (F(1004, 10),), (F(1003, 10),), "100.35"),
        ("1/3", (F(2, 3),), (F(1, 3),), "0.34"),
        ("2/3", (F(2, 3),), (F(1, 3),), "0.66"),
        ("12345", (20000,), (1,), "12,345"),
        ("1/3", (F(1, 3),), (F(1, 3),), "1/3"),
        ("1", (1,), (1,), "1.0"),
        ("2", (2,), (), "2.0"),
        ("2", (), (2,), "2.0"),
        ("251/200", (), (F(251, 200),), "1.255"),
        ("251/200", (2,), (F(251, 200), 1), "1.26"),
        ("249/200", (F(249, 200), 2), (1,), "1.24"),
        ("26/25", (3,), (F(26, 25),), "1.1"),
        ("10000000000001/10000000000000", (FINE,), (FINE,), str(FINE)),
        ("99/100", (F(99, 100),), (F(9, 10),), "0.99"),
    ],
)
def test_a_posted_price_is_told_so_that_the_same_trade_at_it(at, values, costs, told):
    posted = price(at, values, costs)
    assert (
        says(trade(STANDS, posted=posted)).split("a posted price of ")[1].split(" a unit")[0]
        == told
    )


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (F(1, 1000), "less than 1%"),
        (F(1, 200), "less than 1%"),
        (F(11, 2000), "less than 1%"),
        (F(1, 100), "1%"),
        (F(1, 50), "2%"),
        (F(99, 100), "99%"),
        (F(1), "100%"),
        (F(199, 200), "more than 99%"),
        (F(1989, 2000), "more than 99%"),
        (F(11, 10), "110%"),
    ],
)
def test_a_share_is_not_rounded_to_nothing_nor_to_all(share, told):
    assert f"itself loses {told} of it, and a posted" in says(trade(share_lost=share))
