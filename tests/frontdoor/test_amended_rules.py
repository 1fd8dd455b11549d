"""The operator's contract and the rule of a trade, written into the file as repairs of checks."""

import tomllib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from games.errors import InvalidInput
from intercity.amendment import amend
from intercity.amendment.entries import with_proposal
from intercity.amendment.repairs import with_repairs
from intercity.checkup.check_up import check_up
from intercity.findings.checks import CHECKS, evaluate
from intercity.page import report_page
from intercity.page.altered_page import refuse_altered
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.outcome import Repair, Verdict
from intercity.topics.private_values.exchange import Auction, Rule
from intercity.topics.private_values.section import Information
from tests.frontdoor.amended_deals import IN_TRANCHES, amended, context_of
from tests.frontdoor.private_scenarios import listed, n, ranged
from tests.frontdoor.small_scenarios import quota_for_a_price
from tests.frontdoor.starter import STARTER, finding, found_by
from tests.frontdoor.test_operator_check import FIGURES
from tests.frontdoor.test_operator_contract import contract, park_text

F = Fraction
EXAMPLES = Path(__file__).parents[2] / "examples"
DEAL = quota_for_a_price(price=(0, 2, 40))


def operator(run, **signed):
    """[operator] with v = (1, 2), in which the best share of a joint company is 4/5."""
    text = park_text(run, {k: F(str(v)) for k, v in FIGURES.items()})
    section = text[text.index("[operator]") :]
    return section.replace('src = "S"', 'src = "derived"') + (
        contract(**signed).replace('src = "S"', 'src = "derived"') if signed else ""
    )


TRADE = '[information]\nbuyer = "Hub"\nseller = "Hills"\namount = ' + n(10) + "\n"
EVEN = TRADE + ranged("value", 0, 1) + ranged("cost", 0, 1)
LISTS = TRADE + listed("value", {1: 1, 4: 1}) + listed("cost", {0: 1, 3: 1})
RULE = "[information.rule]\n"
RUN_BY = 'run_by = "an exchange"\n'
MARKET = (
    f"[information]\namount = {n(1)}\n"
    + listed("buyers.Hub", {1: 1, 4: 1})
    + listed("buyers.Port", {1: 1, 4: 1})
    + listed("sellers.Hills", {0: 1, 3: 1})
)
ONE_EACH = (
    f"[information]\namount = {n(1)}\n"
    + listed("buyers.Hub", {2: 1, 6: 1, 8: 1})
    + listed("sellers.Hills", {0: 1, 3: 1, 7: 1})
)
GAP = TRADE + listed("value", {4: 1, 6: 1}) + listed("cost", {0: 1, 1: 1})
WIDE_GAP = TRADE + ranged("value", 4, 6) + ranged("cost", 0, 1)
PROJECT = (
    f'[information.project]\nname = "the dyke"\ncost_per_year = {n(6)}\n'
    + listed("project.members.Hub", {1: 1, 4: 1})
    + listed("project.members.Hills", {1: 1, 4: 1})
)


def repaired(text, check):
    """What is written of a file, read again, and its finding of this check before and after."""
    found = amended(text)
    before, after = finding(found.before, check), found_by(check, parse_scenario(found.text))
    assert (before.verdict, after.verdict) == ("fails", "stands")
    assert check not in found.not_standing
    [clause] = [one for one in found.clauses if check in one.mends]
    assert found.to_json()["clauses"][0]["words"].endswith(".")
    return found, clause, after.facts


IDLE = contract(enforceable="false", fixed=0).replace(
    "enforceable = false", "enforceable = false   # a promise"
)


@pytest.mark.parametrize("section", [operator("hosted"), operator("joint") + IDLE])
def test_the_best_contract_is_written(section):
    """A share of 4/5 for which the company pays 64/25 a year: see test_operator_contract.py.

    For nothing, in the second, it does nothing beyond what it does anyway.
    """
    found, _, facts = repaired(DEAL + section.replace('src = "S"', 'src = "derived"'), "operator")
    written = tomllib.loads(found.text)["operator"]
    assert written["run"] == "joint"
    assert {key: written["contract"][key] for key in ("fixed", "slope")} == {
        "fixed": written["contract"]["fixed"] | {"v": -2.56},
        "slope": written["contract"]["slope"] | {"v": 0.8},
    }
    assert written["contract"]["enforceable"] is True
    assert ("# was false; a promise" in found.text) == ("# a promise" in section)
    assert facts.signed.for_cities == F(18, 5)
    assert facts.signed.for_operator == 0


def test_officials_have_no_contract():
    """They bring 1/2 + 2 x 9 for 1 a year, and a host 2 in all."""
    better = FIGURES | {"public_quality": 9}
    text = park_text("hosted", {k: F(str(v)) for k, v in better.items()})
    text = text[text.index("[operator]") :] + contract(fixed=1)
    found, _, facts = repaired(DEAL + text.replace('src = "S"', 'src = "derived"'), "operator")
    assert tomllib.loads(found.text)["operator"]["run"] == "public"
    assert "contract" not in tomllib.loads(found.text)["operator"]
    assert facts.ways["public"].worth == F(35, 2)


def test_another_operator_runs_the_same_park():
    text = STARTER + "\n" + operator("hosted", fixed=1, park="park")
    park = next(iter(tomllib.loads(STARTER)["platforms"]))
    context = context_of(text.replace('park = "park"', f'park = "{park}"'))
    context.brief = False
    proposed = list(
        CHECKS["operator"].contents.proposals(context, evaluate(context, "operator").facts)
    )
    assert proposed
    assert all(dict(one.entries)["operator", "contract", "park"] == park for one in proposed)


TABLE = TRADE + listed("value", {2: 1, 6: 1, 8: 1}) + listed("cost", {0: 1, 3: 1, 7: 1})
ALWAYS = "".join(
    f"[[information.rule.deals]]\nvalue = {value}\ncost = {cost}\n"
    for value in (2, 6, 8)
    for cost in (0, 3, 7)
)
ROWS = [(2, 0, 1), (2, 3, 0), (2, 7, 0), (6, 0, 1), (6, 3, 1), (6, 7, 0), (8, 0, 1), (8, 3, 1)]
DEALS = [{"value": v, "cost": c, "chance": p} for v, c, p in (*ROWS, (8, 7, 0.8571))]


@pytest.mark.parametrize(
    ("section", "key", "written"),
    [
        # of values even on [0, 1]: Myerson and Satterthwaite (1983)
        (EVEN, "least_gain", 0.25),
        (EVEN + RULE + f"price = {n(0.9)}\n", "least_gain", 0.25),
        (EVEN + RULE + "k = { v = 0.5, low = 0, high = 1 }\n" + RUN_BY, "least_gain", 0.25),
        # virtual gains -6, 4, 8 at a cost of 0, -2 and 2 at 3, and -7 at 7: a chance of 6/7
        (TABLE, "deals", DEALS),
        (TABLE + RULE + RUN_BY + ALWAYS, "deals", DEALS),
        # at any price from 1 to 4 all trade, at 5 only half of the buyers
        (GAP + RULE + f"price = {n(5)}\n", "price", 1),
        # of a range from 4 to 6 and one from 0 to 1, halfway between
        (WIDE_GAP + RULE + f"price = {n(5)}\n", "price", 2.5),
        # one buyer, one seller: by no simple rule is more left than by a price
        (ONE_EACH, "price", 4.5),
        # built if both gain 4, of a cost of 6
        (PROJECT + RULE + f"shares = {{ Hub = {n(6)}, Hills = {n(0)} }}\n", "shares", (3, 3)),
        # all is left by the best rule, and at 3.5 no deal of a value of 1 and a cost of 0
        (MARKET + RULE + f"price = {n(3.5)}\n", "by", "best voluntary rule"),
    ],
)
def test_the_rule_to_sign_is_written(section, key, written):
    found, _, facts = repaired(DEAL + section, "private values")
    rule = tomllib.loads(found.text)["information"]["rule"]
    signed = found.amended.section(Information).rule
    assert signed.rules == (key,)
    if key == "shares":
        assert tuple(share["v"] for share in rule[key].values()) == written
    else:
        assert (rule[key]["v"] if isinstance(rule[key], dict) else rule[key]) == written
    runs = {None: "the province's exchange", True: "an exchange"}
    needs = None if key in ("shares", "price") else runs[True if RUN_BY in section else None]
    assert signed.run_by == needs
    assert not facts.signed.flaws


@pytest.mark.parametrize(
    "section",
    [
        (operator("joint") + IDLE).replace('src = "S"', 'src = "derived"'),
        EVEN,
        TABLE,
        ONE_EACH,
        PROJECT + RULE + f"shares = {{ Hub = {n(6)}, Hills = {n(0)} }}\n",
        MARKET + RULE + f"price = {n(3.5)}\n",
    ],
    ids=["contract", "least gain", "deals", "price", "shares", "by"],
)
def test_a_page_carries_each_kind_of_rule(section):
    """With the words of its topic, and is read back."""
    found = amended(DEAL + section)
    report = check_up(parse_scenario(DEAL + section), ranges=False)
    assert found.package.report is not None
    refuse_altered(report_page(report, found.package).encode(), report)


@pytest.mark.parametrize("rule", [Rule.MCAFEE, Rule.TRADE_REDUCTION, Rule.BALANCED])
def test_an_auction_is_written_by_its_name(rule):
    """With who runs it, in place of the price as signed; the check then is about the auction."""
    context = context_of(DEAL + MARKET + RULE + f"price = {n(3.5)}\n")
    context.brief = False
    found = evaluate(context, "private values").facts
    by_auction = replace(found, repair=Repair(clauses=(Auction(rule=rule),)))
    [proposal] = CHECKS["private values"].contents.proposals(context, by_auction)
    scenario = parse_scenario(with_proposal(context.scenario.text, proposal))
    signed = scenario.section(Information).rule
    assert (signed.rules, signed.by) == (("by",), str(rule))
    assert signed.run_by == "the province's exchange"
    judged = evaluate(context_of(scenario.text), "private values").facts
    assert judged.gain == found.gain  # what could be had is the same
    assert judged.signed != found.signed


def test_nobody_need_run_fixed_shares():
    """By them no report decides."""
    rule = RULE + 'by = "VCG with a veto"\nrun_by = "a fund"\n'
    found, _, facts = repaired(DEAL + PROJECT + rule, "private values")
    assert found.amended.section(Information).rule.run_by is None
    assert facts.signed.shares == {"Hub": 3, "Hills": 3}


@pytest.mark.parametrize(
    ("example", "check"), [("private_quota", "private values"), ("park_operator", "operator")]
)
def test_of_an_example_what_is_written_stands(example, check):
    """They have no deal to amend; what repairs them is written all the same."""
    scenario = load_scenario(EXAMPLES / example / "scenario.toml")
    context = context_of(scenario.text)
    told = {name: Verdict(evaluate(context, name).verdict) for name in CHECKS}
    after, (kept,) = with_repairs(scenario, context, told)
    assert kept.mends == (check,)
    new = context_of(after.text)
    assert evaluate(new, check).verdict == "stands"
    assert evaluate(new, check).facts.signed is not None
    assert not any(evaluate(new, n).verdict == "fails" for n in told if told[n] == "stands")
    with pytest.raises(InvalidInput, match="no deal to amend"):
        amend(scenario)


def test_a_change_that_mends_nothing_is_not_said_to_mend():
    """Hills loses 30 by the deal and Hub gains 10, so that together they lose 20 at any price.

    Three wishes have them: to gain, to have no better offer, not to be talked down.
    """
    found = amended(quota_for_a_price(worth_in_hub=(1, 1, 1), worth_in_hills=(3, 3, 3)))
    assert found.lacking == (3 * 30, 3 * 20)
    assert [(one.mends, one.keeps) for one in found.clauses] == [((), ())]
    assert (found.more_stand, found.less_lacking, found.package.report) == (False, True, None)
    assert found.to_json()["more_stand"] is False
    assert [x["exact"] for x in found.to_json()["lacking"]] == ["90", "60"]
    short = str(found).split("IN SHORT")[1].split("CHANGES")[0]
    assert "stand together" not in short
    assert "lack less" in short


def test_a_change_mends_what_did_not_stand_and_keeps_what_did():
    """In tranches Hill is held; by these alone somebody loses, not with the price beside them."""
    found = amended(IN_TRANCHES, aim="equal gains")
    before, after = (
        {one.name: one.verdict for one in report.findings} for report in (found.before, found.after)
    )
    kept = {name for one in found.clauses for name in one.keeps}
    mended = {name for one in found.clauses for name in one.mends}
    assert "terms" in kept
    assert {before[name] for name in kept} == {"stands"}
    assert "stands" not in {before[name] for name in mended}
    assert {after[name] for name in kept | mended} == {"stands"}


def test_a_change_that_mends_something_has_nothing_to_add():
    found = amended(quota_for_a_price())
    assert found.more_stand
    assert found.lacking[1] == 0
    assert "No change" not in str(found)
