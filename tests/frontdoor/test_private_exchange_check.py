"""Check 9 among several buyers and sellers, and what is common to it and to shared projects."""

import copy
import json
import random
import re
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from games import PrivateExchange, midpoint_types
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.english import enough, inside
from intercity.equations import model_text
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.report import label
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.outcome import to_json
from intercity.topics.private_values.best_rule import PostPrice
from intercity.topics.private_values.english import WORDS
from intercity.topics.private_values.exchange import Auction, Rule
from intercity.topics.registry import context_of
from mechanisms import best_voluntary_rule, expected_exchange
from tests.frontdoor.private_scenarios import (
    HEAD,
    MEMBERS,
    best_by_program,
    checked,
    known,
    listed,
    market,
    n,
    no_row_beats_the_best,
    profiles,
    project,
    ranged,
)

ROOT = Path(__file__).parents[2]
EXCHANGE = ROOT / "examples" / "quota_exchange" / "scenario.toml"
DYKE = ROOT / "examples" / "shared_dyke" / "scenario.toml"
BUYERS = {"A": {7: 1, 11: 3}, "B": {4: 1, 5: 3}}
SELLERS = {"C": {6: 2, 10: 1}, "D": {7: 1, 11: 2}}


def test_a_market_of_lists_by_own_sums():
    found = checked(market(BUYERS, SELLERS))
    assert found.verdict == "fails"
    facts = found.facts
    first = vcg = Fraction(0)
    posted = {price: Fraction(0) for price in (*range(4, 12),)}
    reduced = kept = Fraction(0)
    for (*v, c, d), chance in profiles(BUYERS, SELLERS):
        high, low = sorted(v, reverse=True), sorted((c, d))
        gains = [max(0, b - a) for b, a in zip(high, low, strict=True)]
        first += chance * sum(gains)
        # VCG: buyers pay the higher of the next bid and the last ask, sellers get the reverse.
        lots = sum(gain > 0 for gain in gains)
        if lots == 1:
            vcg += chance * (min(high[0], low[1]) - max(low[0], high[1]))
        elif lots == 2:
            vcg += chance * 2 * (high[1] - low[1])
            reduced += chance * gains[0]
            kept += chance * (high[1] - low[1])
        for price in posted:
            buyers, sellers = [x for x in v if x >= price], [x for x in (c, d) if x <= price]
            deals = min(len(buyers), len(sellers))
            if deals:
                posted[price] += (
                    chance
                    * deals
                    * (Fraction(sum(buyers), len(buyers)) - Fraction(sum(sellers), len(sellers)))
                )
    assert facts.gain == 10 * first
    assert facts.rules["VCG"].kept == -10 * vcg
    assert facts.rules["posted price"].gain == 10 * max(posted.values())
    assert facts.rules["trade reduction"].gain == 10 * reduced
    assert facts.rules["trade reduction"].kept == 10 * kept

    trades = [
        some + others
        for lots in range(3)
        for some in combinations("AB", lots)
        for others in combinations("CD", lots)
    ]
    best = best_by_program(
        {**BUYERS, **SELLERS},
        trades,
        lambda city, trade, kind: 0 if city not in trade else kind if city in "AB" else -kind,
    )
    assert facts.best_gain == 10 * best < 10 * first
    gains = {name: result.gain for name, result in facts.rules.items()}
    simple = ("posted price", "balanced double auction", "McAfee's double auction")
    rule = max(simple, key=lambda name: gains[name])
    assert gains[rule] > gains["trade reduction"]
    left = sum(facts.rules[rule].payoffs.values())
    assert left == gains[rule] - facts.rules[rule].kept
    price = facts.posted.price
    clause = PostPrice(price=price) if rule == "posted price" else Auction(rule=Rule(rule))
    assert facts.repair.clauses == (clause,)
    assert facts.repair.mends == left / (10 * first)
    assert rule in found.repair.split(":")[0]
    assert "loses less than 1% of it" in found.says
    rows = {row.rule: row for row in found.tables}
    share = 1 - float(gains["trade reduction"] / gains["VCG"])
    assert rows["trade reduction"].loses == f"{100 * share:.0f}%"
    lacks = -facts.rules["VCG"].kept
    assert rows["VCG"].loses == "nothing"
    assert f"; {enough(lacks)} a year has to come from outside" in rows["VCG"].asks
    least = facts.outside_money
    assert rows["VCG"].asks.endswith(
        f"(at least {inside(least, None, least)} by any voluntary rule)"
    )


def test_the_repair_is_the_rule_that_leaves_cities_most():
    """Two and two on [0, 1]: McAfee's auction loses less trade, but keeps money."""
    text = "".join(
        ranged(f"{side}.{city}", 0, 1, "steps = 10")
        for side, cities in (("buyers", "AB"), ("sellers", "CD"))
        for city in cities
    )
    found = checked(HEAD + text)
    assert found.repair.startswith("a posted price of 0.5 a unit: ")
    cut = PrivateExchange(*({c: midpoint_types(0, 1, 10) for c in side} for side in ("AB", "CD")))
    rules = expected_exchange(cut).rules
    shares = {name: found.facts.rules[name].share_lost for name in list(rules)[1:4]}
    assert all(found.facts.rules[name].on_midpoints for name in shares)
    assert min(shares, key=shares.__getitem__) == "McAfee's double auction"
    assert shares["McAfee's double auction"] < found.facts.rules["posted price"].share_lost
    left = {name: sum(rule.payoffs.values()) for name, rule in rules.items() if name != "VCG"}
    assert max(left, key=left.__getitem__) == "posted price"


def test_a_posted_price_is_told_so_that_the_same_types_trade_at_it():
    """The price is read in the sentence, and every type asked at it."""
    draw, fine = random.Random(6), 0
    for _ in range(40):
        base = draw.choice((0, 100, 20_000))
        near = [base + Fraction(draw.randint(1, 60), 100) for _ in range(4)]
        buyers, sellers = {"A": near[:1], "B": near[1:2]}, {"C": near[2:3], "D": near[3:]}
        sides = [
            {city: {float(x): 1 for x in one} for city, one in side.items()}
            for side in (buyers, sellers)
        ]
        found = checked(market(*sides, amount=1).replace("high = 99 ", "high = 99999 "))
        price = re.search(r"a posted price of ([\d,.]+) a unit", found.says)
        if price is None:
            continue
        told = Fraction(price[1].replace(",", ""))
        likes = sorted((x for (x,) in buyers.values() if x >= told), reverse=True)
        offers = sorted(x for (x,) in sellers.values() if x <= told)
        deals = min(len(likes), len(offers))
        first = found.facts.gain
        assert first == sum(
            max(0, v - c)
            for v, c in zip(sorted(near[:2], reverse=True), sorted(near[2:]), strict=True)
        )
        drawn = deals * (Fraction(sum(likes), len(likes)) - Fraction(sum(offers), len(offers)))
        assert drawn == first
        fine += len(price[1].split(".")[-1]) > 1
    assert fine > 3


def test_one_buyer_and_one_seller_always_give_up_their_deal():
    found = checked(market({"A": {7: 1, 11: 1}}, {"C": {6: 1, 10: 1}}))
    rows = {row.rule: row for row in found.tables}
    for rule in ("balanced double auction", "McAfee's double auction", "trade reduction"):
        assert rows[rule].loses == "100%"
        assert "; always the last " in rows[rule].asks
        assert "at times" not in rows[rule].asks


def test_a_list_that_costs_nothing_by_other_payments_than_yearly_sums():
    """One buyer and one seller: no zero-sum sums make expected externality voluntary, yet a rule
    has all; its payments are replayed for every type and lie.
    """
    buyers, sellers = {"A": {4: 1, 10: 1}}, {"C": {1: 1, 6: 1}}
    found = checked(market(buyers, sellers, amount=1))
    assert found.verdict == "stands"
    assert "expected externality" not in found.says
    assert "the best voluntary rule" in found.says
    best = best_voluntary_rule(PrivateExchange({"A": [4, 10]}, {"C": [1, 6]}))
    first = sum(p * max(0, v - c) for (v, c), p in profiles(buyers, sellers))
    assert best.gains == first == found.facts.gain
    assert found.facts.reached_by is Rule.BEST
    told = {city: {x.report: x.pays for x in due} for city, due in found.facts.payments.items()}
    assert told == {city: dict(due) for city, due in best.payments.items()}
    assert sum(sum(due.values()) / 2 for due in best.payments.values()) == 0
    for city, sign in (("A", 1), ("C", -1)):
        payments, chances = best.payments[city], best.chances[city]
        for true in payments:
            honest = sign * true * chances[true] - payments[true]
            assert honest >= 0
            assert all(
                honest >= sign * true * chances[misreport] - payments[misreport]
                for misreport in payments
            )


def test_ranges_by_the_published_table():
    """Two buyers and two sellers, all on [0, 1]: Gresik and Satterthwaite lose 5.6 per cent."""
    text = HEAD + "".join(
        ranged(f"{side}.{city}", 0, 1)
        for side, cities in (("buyers", "AB"), ("sellers", "CD"))
        for city in cities
    )
    found = checked(text)
    assert float(found.facts.share_lost) == pytest.approx(0.0563, abs=1e-4)
    assert "loses 6% of it" in found.says
    assert "10 equally likely values in place of a range" in found.says
    assert str(found.proof).startswith("enclosed")


def test_a_list_beside_a_range_cuts_it():
    text = (
        HEAD
        + ranged("buyers.A", 2, 8, "steps = 3")
        + listed("sellers.C", {1: 1, 5: 1})
        + known("sellers.D", 4)
    )
    found = checked(text)
    own = {"A": {3: 1, 5: 1, 7: 1}}
    sellers = {"C": {1: 1, 5: 1}, "D": {4: 1}}
    first = sum(p * max(0, a - min(c, d)) for (a, c, d), p in profiles(own, sellers))
    assert found.facts.gain == first
    assert found.facts.midpoints == (3,)
    assert "with 3 equally likely values in place of a range" in found.says
    assert found.verdict == "undecided"
    assert str(found.proof) == "exact"


def test_no_cut_decides():
    """Not where a posted price has all of the cut, nor where six values in a range's place lose."""
    sure = checked(HEAD + ranged("buyers.A", 6, 8) + listed("sellers.C", {1: 1, 2: 1}))
    assert sure.verdict == "undecided"
    assert "with 20 equally likely values in place of a range a posted price of 4.0 " in sure.says
    coarse = ranged("buyers.A", 0, 10, "steps = 6") + ranged("sellers.C", 0, 10, "steps = 6")
    found = checked(HEAD + coarse + listed("buyers.B", {0: 1, 0.01: 1}))
    assert found.facts.share_lost > 0
    assert found.verdict == "undecided"


def test_several_lots():
    """One buyer of two lots and two sellers of one: as two buyers that are one."""
    text = (
        HEAD + ranged("buyers.A", 2, 8, "lots = 2") + known("sellers.C", 4) + known("sellers.D", 5)
    )
    scenario = parse_scenario(text)
    report = check_up(scenario, ranges=False)
    assert verify_report(scenario, json.loads(json.dumps(report.to_json()))).ok
    found = next(finding for finding in report.findings if finding.name == "private values")
    # E(v - 4)+ + E(v - 5)+ for v even on [2, 8]: 16/12 + 9/12; known sellers have no rent.
    assert found.facts.gain == Fraction(25, 12)
    assert found.verdict == "stands"
    assert "(in lots of 1)" in found.says
    assert found.facts.lots == {"A": 2, "C": 1, "D": 1}
    assert set(found.facts.rules) == {"posted price", "VCG"}
    assert "several lots, each worth the same: A 2" in model_text(scenario)


def test_what_stands():
    sure = checked(HEAD + known("buyers.A", 9) + known("sellers.C", 4))
    assert sure.verdict == "stands"
    assert "private values cost nothing of it: a posted price of 6.5 a unit has it" in sure.says
    assert sure.repair == ""
    assert (sure.tables[0].rule, sure.tables[0].loses) == ("posted price of 6.5 a unit", "nothing")
    never = checked(HEAD + known("buyers.A", 3) + ranged("sellers.C", 4, 5))
    assert (never.verdict, never.repair) == ("stands", "")
    assert never.says == "nothing changes hands: no value of a buyer exceeds a seller's cost"
    nothing = checked(market(BUYERS, SELLERS, amount=0))
    assert nothing.says == "nothing changes hands"


@pytest.mark.parametrize(
    ("text", "gain"),
    [
        ("".join(ranged(f"project.members.{c}", 0, 1) for c in "AB"), Fraction(1, 6 * 10**6)),
        (ranged("buyers.A", 0, 5.1) + ranged("sellers.C", 5, 10), Fraction(1, 6 * 25500)),
    ],
)
def test_gains_that_a_cut_would_not_see(text, gain):
    """Corners of the ranges alone: each of two lines leaves a triangle, r^3 / (6 width width)."""
    if "project" in text:
        text = f"[information.project]\ncost_per_year = {n(1.99)}\n" + text
    found = checked(HEAD + text)
    assert found.facts.gain == gain
    assert found.verdict == "fails"


RANGES = {  # ranges of buyers and sellers, the shares lost by a posted price, money, lost at best
    "crowd": ((((0, 10),) * 6, ((0, 10),) * 6), 0.1611, 2.31, 0.0069),
    "one and one": ((((0, 1),), ((0, 1),)), 0.25, 1 / 6, 0.15625),
    "a gap": ((((90, 91), (0, 50)), ((0, 1), (52, 60))), 0, None, 0),
    "just so": ((((6, 9), (5, 8)), ((1, 3), (2, 4))), 0, None, 0),
}


@pytest.mark.parametrize("name", RANGES)
def test_simple_rules_on_whole_ranges(name):
    """As integrated apart from this library."""
    sides, posted, lacks, best = RANGES[name]
    text = HEAD + "".join(f"[cities.{side}{k}]\n" for side in "XY" for k in range(6))
    for table, letter, ranges in zip(("buyers", "sellers"), "XY", sides, strict=True):
        text += "".join(ranged(f"{table}.{letter}{k}", *ends) for k, ends in enumerate(ranges))
    found = checked(text)
    facts = found.facts
    assert float(facts.share_lost) == pytest.approx(best, abs=1e-4)
    assert float(facts.rules["posted price"].share_lost) == pytest.approx(posted, abs=1e-3)
    if lacks:
        assert float(-facts.rules["VCG"].kept) == pytest.approx(lacks, abs=0.01)
    no_row_beats_the_best(found)


@pytest.mark.parametrize("more", ["", "steps = 2"])
def test_a_list_that_does_not_matter_lets_no_cut_decide(more):
    """Three and three on [0, 10] lose 3 per cent; a buyer to whom it is worth nothing too."""
    text = HEAD + "[cities.E]\n[cities.F]\n[cities.G]\n"
    for side, cities in (("buyers", "ABC"), ("sellers", "DEF")):
        text += "".join(ranged(f"{side}.{city}", 0, 10, more) for city in cities)
    whole = checked(text)
    assert whole.verdict == "fails"
    assert float(whole.facts.share_lost) == pytest.approx(0.027, abs=1e-3)
    assert checked(text + known("buyers.G", 0)).facts.share_lost == whole.facts.share_lost
    assert checked(text + listed("buyers.G", {0: 1, 0.01: 1})).verdict == "undecided"


def test_in_json_a_rule_has_one_name():
    """That under which its figures stand is that of the clause that names it."""
    facts = checked(market(BUYERS, SELLERS)).facts
    (clause,) = facts.repair.clauses
    figures = to_json(facts)["rules"]
    assert set(figures) == {"posted_price", "balanced", "mcafee", "trade_reduction", "vcg"}
    assert isinstance(clause, Auction)
    assert figures[to_json(clause)["rule"]] == to_json(facts.rules[clause.rule])


def test_a_forged_exchange_is_refused():
    scenario = load_scenario(EXCHANGE)
    told = json.loads(json.dumps(check_up(scenario, ranges=False).to_json()))
    assert verify_report(scenario, told).ok
    for entry in told["certificates"]:
        forged = copy.deepcopy(told)
        certificate = forged["certificates"][told["certificates"].index(entry)]["certificate"]
        certificate["first_best"] = {"exact": "5", "value": 5.0}
        outcome = verify_report(scenario, forged)
        assert not outcome.ok
        assert entry["answer"] in outcome.reason
    forged = copy.deepcopy(told)
    finding = next(f for f in forged["findings"] if f["check"] == 9)
    finding["repair"] = "trust each other"
    assert not verify_report(scenario, forged).ok


def test_a_number_that_flips_the_verdict():
    """A buyer worth more than any seller asks: the ranges must overlap for something to be lost."""
    text = HEAD + (
        "[information.buyers.A]\nlowest = { v = 4, low = 1, high = 6 }\n"
        "highest = { v = 9, low = 9, high = 9 }\n"
        "[information.sellers.C]\nlowest = { v = 0, low = 0, high = 0 }\n"
        "highest = { v = 3, low = 3, high = 3 }\n"
    )
    scenario = parse_scenario(text)
    report = check_up(scenario)
    (switching_value,) = report.switching_values
    assert (switching_value.key, switching_value.check, switching_value.becomes) == (
        "information.buyers.A.lowest",
        "private values",
        "fails",
    )
    assert switching_value.after < 3 <= switching_value.before
    assert verify_report(scenario, json.loads(json.dumps(report.to_json()))).ok
    assert label(scenario, switching_value.key) == "the least that a unit may be worth to A"


@pytest.mark.parametrize(
    ("buyer", "switching_values"),
    [
        # Where the buyer's range is a point at 0.5, nothing is left to be private: refused in a
        # file, and as a moved number.
        (
            "lowest = { v = 0.5, low = 0, high = 2 }\nhighest = { v = 1, low = 0, high = 3 }\n",
            [],
        ),
        # From 1 on, the lowest is no less than the seller's highest, and still in order.
        (
            "lowest = { v = 0.5, low = 0, high = 2 }\nhighest = { v = 3, low = 3, high = 3 }\n",
            ["information.buyers.A.lowest"],
        ),
    ],
)
def test_what_a_file_would_be_refused_for_flips_nothing(buyer, switching_values):
    text = HEAD + (
        f"[information.buyers.A]\n{buyer}[information.sellers.C]\n"
        "lowest = { v = 0.5, low = 0.5, high = 0.5 }\nhighest = { v = 1, low = 1, high = 1 }\n"
    )
    assert [
        switching_value.key for switching_value in check_up(parse_scenario(text)).switching_values
    ] == switching_values


def test_too_many_cities_is_said():
    """Undecided, in one sentence, and no traceback."""
    cities = [f"City{k}" for k in range(14)]
    text = 'format = 1\ntitle = "Many"\n' + "".join(f"[cities.{city}]\n" for city in cities)
    text += "".join(
        ranged(f"{'buyers' if k % 2 else 'sellers'}.{city}", 0, 1) for k, city in enumerate(cities)
    )
    found = checked(text)
    assert found.verdict == "undecided"
    assert "at most 12" in found.says
    fine = HEAD + "".join(
        ranged(f"{side}.{city}", 0, 1, "steps = 200")
        for side, city in (("buyers", "A"), ("buyers", "B"), ("sellers", "C"))
    )
    whole = checked(fine)
    assert whole.verdict == "fails"
    assert len(whole.tables) == 2  # no auction at eight million profiles
    found = checked(fine + listed("sellers.D", {1: 1, 2: 1}))
    assert found.verdict == "undecided"
    assert found.says.endswith(
        "fewer cities, fewer types of each, or fewer steps in place of a range."
    )


def test_the_model_text_has_what_a_reader_needs():
    text = model_text(load_scenario(EXCHANGE))
    assert "v (Harbour): even on [0.04, 0.12]" in text
    assert "best rule  0.0537104 per unit of a lot, at t = 1.1803" in text
    text = model_text(load_scenario(DYKE))
    assert "The dyke costs C = 7.80617 a year" in text
    text = model_text(parse_scenario(project(MEMBERS)))
    assert "v (B): 0 (0.75), 5 (0.25)" in text
    assert "psi(w) = w - (w+ - w) P(above w) / P(w)" in text
    # A list beside a range cuts it, for the best rule, too.
    beside = HEAD + ranged("buyers.A", 1, 8) + listed("buyers.B", {1: 1, 9: 1})
    text = model_text(parse_scenario(beside + ranged("sellers.C", 0, 6)))
    assert "v (A): even on [1, 8], cut into 20 midpoints" in text
    assert "c (C): even on [0, 6], cut into 20 midpoints" in text
    # Lots of 50 units, whose value and cost everybody knows: 2 x (9 - 4) per unit of a lot.
    amount = HEAD + f"[information]\namount = {n(50)}\n"
    lots = amount + known("buyers.A", 9) + "lots = 2\n" + known("sellers.C", 4) + "lots = 3\n"
    text = model_text(parse_scenario(lots))
    assert "as if a lot were one unit; times 50 it is what a year brings" in text
    assert "first best 10 per unit of a lot" in text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD + known("buyers.A", 1), "[information] sellers is missing"),
        (
            HEAD + known("buyers.A", 1) + "steps = 2\n" + known("sellers.B", 1),
            "[information.buyers.A] steps is 2 without a range; it should be left out",
        ),
        (
            HEAD
            + "[information.buyers.A]\nsteps = 2\n"
            + listed("buyers.A", {1: 1, 2: 1})
            + known("sellers.B", 1),
            "[information.buyers.A] steps is 2 without a range",
        ),
        (
            project(MEMBERS).replace(
                "[information.project]", '[information]\ngood = "quota"\n[information.project]'
            ),
            "[information] good is given beside a shared project; it should be left out",
        ),
        (
            HEAD + known("buyers.A", 1) + "lots = 0\n" + known("sellers.B", 1),
            "[information.buyers.A] lots is 0",
        ),
        (HEAD + known("buyers.A", 1) + known("sellers.A", 1), "it should be on one side only"),
        (HEAD + known("buyers.E", 1) + known("sellers.A", 1), "[information.buyers] E is an unkn"),
        (
            HEAD + known("buyers.A", -1) + known("sellers.B", 1),
            "[information.buyers.A] known is -1; it should be 0 or more, its range included",
        ),
        (
            HEAD + '[information]\nbuyer = "A"\n' + known("buyers.A", 1) + known("sellers.B", 1),
            "buyer is given beside several buyers and sellers",
        ),
        (
            HEAD + ranged("buyers.A", 3, 2) + known("sellers.B", 1),
            "[information.buyers.A] highest is 2; it should be more than lowest",
        ),
        (
            project(MEMBERS) + known("buyers.A", 1),
            "buyers is given beside a shared project; it should be left out",
        ),
        (project({"A": {1: 1}}), "members is a single city; it should be two cities or more"),
        (project(MEMBERS, ""), "cost_one_off is missing"),
        (
            project(MEMBERS, "cost_one_off = 3"),
            "cost_one_off",
        ),
        (project({"A": {1: 1}, "E": {1: 1}}), "E is an unknown city"),
        (HEAD + '[information]\ngood = "quota"\n', "[information] buyer is missing"),
        (
            HEAD + "[information.project]\ncost_per_year = " + n(1) + "\n",
            "[information.project] members is missing",
        ),
    ],
)
def test_bad_input(text, sentence):
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(text)
    first, *others = str(refused.value).splitlines()
    assert sentence in first
    assert all(other.startswith("scenario.toml: ") for other in others)


@pytest.mark.parametrize(
    ("example", "line", "remedy"),
    [
        (
            "private_quota",
            "private values cost 12% of a gain of 9.0 a year, even by the best rule",
            "sealed offers; trade from a gain of 0.027 a unit on",
        ),
        (
            "quota_exchange",
            "private values cost 3% of a gain of 5.5 a year, even by the best rule",
            "a posted price of 0.061 a unit",
        ),
        (
            "shared_dyke",
            "private values cost 27% of a gain of 2.5 a year, even by the best rule",
            "fixed shares: Delta 5.61, Ford 1.60, Mill 0.60 a year",
        ),
    ],
)
def test_each_form_has_a_short_line_and_a_short_remedy(example, line, remedy):
    """What the lines say is what the long sentences of these examples say, in few characters."""
    report = check_up(load_scenario(EXCHANGE.parents[1] / example / "scenario.toml"), ranges=False)
    found = next(finding for finding in report.findings if finding.name == "private values")
    assert WORDS.line(found.facts) == line
    assert WORDS.remedy(found.facts) == remedy
    share, gain = re.search(r"(\d+%) of a gain of ([\d.]+)", line).groups()
    assert f"would bring {gain} a year" in found.says
    assert f"loses {share} of it" in found.says


def test_where_the_verdict_alone_is_asked_for_no_rules_are_compared():
    context = context_of(load_scenario(EXCHANGE), Recorder(), brief=True)
    found = evaluate(context, "private values")
    assert (found.verdict, found.facts.repair) == ("fails", None)
    assert (found.facts.rules, found.facts.posted) == ({}, None)
    assert found.margin == -found.facts.outside_money < 0
