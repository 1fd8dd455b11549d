"""Check 11 on parks written by hand: verdicts, words, repairs, replay, and bad input."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.english import shown
from intercity.equations import model_text
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.operator.check import Admission, Flaw, OtherOperator, WhyNot
from intercity.topics.operator.contract import ContractTerms
from intercity.topics.operator.english import WORDS
from tests.frontdoor.starter import screen

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "park_operator" / "scenario.toml"
FIGURES = {
    "value_quantity": 1,
    "value_quality": 2,
    "effort_cost": 1,
    "substitution": 0.5,
    "risk_aversion": 1,
    "index_noise": 1,
    "profit_noise": 1,
    "basic_quantity": 0,
    "basic_quality": 1,
    "public_quantity": 0.5,
    "public_quality": 1,
    "cost.public": 1,
    "outside": 3,
}
"""As in tests/mechanisms/operator/test_regimes.py: hosted 2, public 3/2, joint 18/5 by hand."""
DESK = {"bad": 0.5, "look": 1, "admit": 4, "accuracy": 0.9, "good_worth": 20, "tolerated": 0.2}


def text_of(run, desk=None, **changes):
    def lines(figures):
        return "\n".join(f'{key} = {{ v = {v}, src = "S" }}' for key, v in figures.items())

    text = 'format = 1\ntitle = "A park"\nsources.S = "made up"\n[cities]\nA = {}\n'
    text += f'[operator]\nrun = "{run}"\n'
    figures = {key: changes.pop(key.replace(".", "_"), v) for key, v in FIGURES.items()}
    assert not changes
    text += lines(figures)
    if desk is not None:
        text += "\n[operator.screening]\n" + lines(DESK | desk)
    return text


def checked(text):
    report = check_up(parse_scenario(text), ranges=False)
    return next(f for f in report.findings if f.name == "operator")


def test_death_if_managed_chaos_if_released():
    for run, made in (("hosted", "2.0"), ("public", "1.5")):
        found = checked(text_of(run))
        assert found.verdict == "fails"
        assert (
            f"the park makes {made} a year, less than the 3.0 without it; whether a paid operator "
            "or officials run it, having no park makes more"
        ) in found.says
        assert found.repair == (
            "have it run by a joint company, worth 3.6 a year, paid 80% of what the park makes, "
            "for which it pays 2.56 a year"
        )
    assert found.facts.ways["joint"].worth == Fraction(18, 5)
    assert found.margin == Fraction(-3, 2)


def test_the_joint_company_stands():
    found = checked(text_of("joint"))
    assert found.verdict == "stands"
    assert found.says.startswith("run by a joint company, the park makes 3.6 a year. Side by side")
    assert found.margin == Fraction(3, 5)


def test_an_index_that_buys_nothing():
    """Worth it, but the best slope is 0: v2 = v1/s."""
    found = checked(text_of("hosted", outside=0))
    assert found.verdict == "fails"
    assert "a salary alone: paying by an index of results would take from quality" in found.says
    assert found.margin is None


def test_no_way_is_worth_it():
    found = checked(text_of("hosted", outside=9))
    assert found.repair == "none: no way to run it makes as much as there is without the park"


def test_quality_that_is_given_up():
    found = checked(
        text_of(
            "hosted",
            value_quantity=4,
            value_quality=1.9,
            basic_quality=0.25,
            risk_aversion=0,
            outside=0,
        )
    )
    assert "at the best pay by an index of results quality is not looked after at all" in found.says


def test_bad_projects_that_are_let_in():
    """By hand: below an accuracy of 3/4 no fee makes the operator look."""
    good = {"value_quality": 0.5, "outside": 0}
    fine = checked(text_of("hosted", desk={}, **good))
    assert fine.verdict == "stands"
    assert fine.says.endswith(
        "A fee of 6.7 per passed project makes the operator look before admitting"
    )
    noisy = checked(text_of("hosted", desk={"accuracy": 0.7}, **good))
    assert noisy.verdict == "fails"
    assert "50% of the projects let in are bad, where 20% would be borne" in noisy.says
    assert noisy.repair == (
        "an assessment that is right in 75% of cases (now 70%): below, no fee makes the operator "
        "look"
    )
    assert checked(
        text_of("hosted", desk={"accuracy": 0.7, "tolerated": 0.5}, **good)
    ).says.endswith("50% of what the operator admits is bad")


def test_a_park_that_fails_for_money_tells_what_makes_its_operator_look():
    """The fee as above; and the example, which is not worth having as it is run."""
    found = checked(text_of("hosted", desk={}))
    assert found.verdict == "fails"
    assert found.says.endswith(
        "A fee of 6.7 per passed project makes the operator look before admitting"
    )
    shipped = checked(EXAMPLE.read_text("utf-8"))
    assert (shipped.verdict, shipped.facts.screened.fee > 0) == ("fails", True)
    assert shipped.says.endswith(
        "A fee of 1.21 per passed project makes the operator look before admitting"
    )
    careless = checked(text_of("hosted", desk={"accuracy": 0.7, "tolerated": 0.5}))
    assert careless.says.endswith("50% of what the operator admits is bad")


@pytest.mark.parametrize(
    ("run", "begins"),
    [
        (
            "hosted",
            "Run by a paid operator, the park makes 2.0 a year, less than the 3.0",
        ),
        ("joint", "Run by a joint company, the park makes 3.6 a year. Side by side: a paid"),
    ],
)
def test_the_report_begins_with_what_the_park_makes(run, begins):
    """The fee for a look is told further down."""
    report = check_up(parse_scenario(text_of(run, desk={})), ranges=False)
    told, rest = screen(report).split("IN SHORT ")[1].split(" BASIS")
    assert told.startswith(begins)
    assert told.endswith("no park 3.0, a year.")
    assert ("A fee of 6.7 per passed project" in rest) == (run == "hosted")


def test_not_asked():
    found = checked('format = 1\ntitle = "x"\n[cities]\nA = {}\n')
    assert (found.verdict, found.says) == ("not asked", "add [operator]")


def test_the_report_is_re_checked_and_forgeries_are_refused():
    scenario = load_scenario(EXAMPLE)
    told = json.loads(json.dumps(check_up(scenario, ranges=False).to_json()))
    assert verify_report(scenario, told).ok
    assert [e["answer"] for e in told["certificates"]] == ["operator_regimes", "screening_contract"]
    forged = copy.deepcopy(told)
    forged["certificates"][0]["certificate"]["hosted"]["slope"] = {"exact": "1", "value": 1.0}
    assert not verify_report(scenario, forged).ok


def test_the_model_text_has_the_formula_and_the_numbers():
    text = model_text(parse_scenario(text_of("hosted", desk={})))
    assert "bring e1 + 2 e2" in text
    assert "K(x) = 1 (x1^2 + 1 x1 x2 + x2^2) / 2" in text
    assert "joint: m = (1, 2), r = 1, sigma = 1, cost 0" in text
    assert "Of the projects that apply 0.5 are bad. A look costs 1, admitting 4; the" in text
    assert "assessment is right with chance 0.9. Paid y per passed project" in " ".join(
        text.split()
    )
    assert "(4 + 1 / 0.5) / 0.9 <= y <= (4 - 1 / 0.5) / 0.1" in text


def test_the_starter_s_sections_can_be_switched_on():
    starter = (ROOT / "intercity" / "starter.toml").read_text("utf-8")
    on = starter
    for section in ("pairing", "operator"):
        (lines,) = re.findall(rf"^# \[{section}\]\n(?:# .*\n)+", starter, flags=re.MULTILINE)
        on = on.replace(lines, re.sub("^# ", "", lines, flags=re.MULTILINE))
    scenario = parse_scenario(on)
    assert scenario.pairing is not None
    assert scenario.operator is not None
    findings = {f.name: f.verdict for f in check_up(scenario, ranges=False).findings}
    assert findings["pairing"] == "stands"
    assert findings["operator"] in ("stands", "fails")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('run              = "hosted"', 'run = "private"', '"hosted", "public" or "joint"'),
        ("effort_cost      = { v = 0.2, low = 0.1", "effort_cost = { v = 0.2, low = 0", "above 0"),
        ("high = 0.9 }   # who", "high = 1 }   # who", "below 1"),
        ("bad        = { v = 0.4, low = 0.2", "bad = { v = 0.4, low = 0", "above 0 and below 1"),
        ("accuracy   = { v = 0.8, low = 0.6", "accuracy = { v = 0.8, low = 0.4", "1/2 or more"),
        ("cost.hosted ", "cost.private ", "private"),
        (
            "index_noise      = { v = 2,   low = 1",
            "index_noise = { v = 2, low = -1",
            "not negative",
        ),
        ("outside          = { v = 8,   low = 5,   high = 10 }", "outside = 8", "{ v = 8, src"),
        ("value_quantity   = { v = 1,", "value_amount = { v = 1,", "value_amount"),
    ],
)
def test_bad_parks_are_refused_in_a_sentence(old, new, words):
    text = EXAMPLE.read_text("utf-8")
    changed = text.replace(old, new, 1)
    assert changed != text
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(changed)
    assert words in str(caught.value)


def test_a_park_that_is_worth_nothing():
    with pytest.raises(ScenarioError, match="value_quantity is 0, as is value_quality"):
        parse_scenario(text_of("hosted", value_quantity=0, value_quality=0))


def test_what_a_paid_operator_is_paid_is_told():
    """The repair of a park run by officials, as if it were to hand it to a paid operator."""
    found = checked(text_of("public", outside=1.8)).facts
    hosted = found.ways["hosted"]
    clause = OtherOperator(run="hosted", slope=hosted.slope, worth=hosted.worth)
    told = WORDS.repair(replace(found, repair=replace(found.repair, clauses=(clause,))))
    assert f"the best pay is {shown(hosted.slope)} per point" in told


def facts_of(text, *, brief=False):
    return evaluate(Context(parse_scenario(text), Recorder(), brief=brief), "operator").facts


@pytest.mark.parametrize(("outside", "margin"), [(3.1, "0.5"), (3.6, 0), (3.7, "-0.1")])
def test_a_park_that_makes_as_much_as_there_is_without_it_is_worth_it(outside, margin):
    joint, hosted = (facts_of(text_of(run, outside=outside)) for run in ("joint", "hosted"))
    assert joint.margin == Fraction(margin)
    assert joint.verdict.value == ("fails" if joint.margin < 0 else "stands")
    if joint.margin < 0:
        assert hosted.repair.reason is joint.repair.reason is WhyNot.NO_PARK_IS_BEST
        return
    assert joint.repair is None
    assert [one.run for one in hosted.repair.clauses] == ["joint"]
    assert facts_of(text_of("hosted", outside=outside), brief=True).repair is None


@pytest.mark.parametrize(("outside", "flaws"), [(3.5, ()), (3.51, (Flaw.TOO_DEAR,))])
def test_a_contract_that_leaves_cities_what_they_have_without_it_is_not_too_dear(outside, flaws):
    """The company just signs at -2.56 and a share of 4/5; a tenth more is the cities' loss."""
    signed = "\n[operator.contract]\nenforceable = true\n"
    signed += 'slope = { v = 0.8, src = "S" }\nfixed = { v = -2.46, src = "S" }\n'
    found = facts_of(text_of("joint", outside=outside) + signed)
    assert (found.signed.for_cities, found.signed.for_operator) == (
        Fraction("3.5"),
        Fraction("0.1"),
    )
    assert found.flaws == flaws


def costing(text, run, cost):
    line = f'cost.{run} = {{ v = {cost}, src = "S" }}'
    return text.replace("[operator]\n", f"[operator]\n{line}\n", 1)


@pytest.mark.parametrize("cost", [0, 1])
def test_what_a_host_would_make_if_it_could_be_seen(cost):
    """Then quality is pulled by two: 2 x (1 + 2) less 2^2 / 2, and what it costs to run."""
    assert facts_of(costing(text_of("joint"), "hosted", cost)).if_seen == 4 - cost


def test_officials_have_no_share():
    ways = facts_of(text_of("joint")).ways
    assert (ways["public"].slope, ways["joint"].slope) == (0, Fraction(4, 5))


def test_where_a_salary_is_best_there_is_nothing_better():
    found = facts_of(costing(text_of("hosted", outside=0), "joint", 9))
    assert found.repair.reason is WhyNot.SALARY_IS_BEST


GOOD = {"value_quality": 0.5, "outside": 0}


@pytest.mark.parametrize(
    ("admit", "fee", "told"),
    [(4, Fraction(20, 3), "6.7"), (4.228, Fraction("6.92"), "6.92"), (4.3, Fraction(7), "7")],
)
def test_a_fee_is_told_in_few_digits_and_at_most_a_hundredth_higher(admit, fee, told):
    """The least that makes it look is (admit + 1 / 0.5) / 0.9."""
    assert fee == (Fraction(str(admit)) + 2) / Fraction("0.9")
    desk = facts_of(text_of("hosted", desk={"admit": admit}, **GOOD)).screened
    assert desk.fee == desk.best_fee == Fraction(told)
    assert (desk.lets_in, desk.best, desk.bought) == (Admission.LOOK, Admission.LOOK, True)
    assert (desk.bad_share, desk.tolerated, desk.tolerable) == (0, Fraction("0.2"), True)


def test_where_a_look_costs_too_much_nothing_makes_the_operator_look():
    found = facts_of(costing(text_of("hosted", desk={"look": 9}, **GOOD), "joint", 9))
    assert found.flaws == (Flaw.BAD_PROJECTS,)
    assert found.screened.critical_accuracy is None
    assert found.repair.reason is WhyNot.LOOKS_COST_TOO_MUCH
    assert (found.screened.bad_share, found.screened.bought) == (Fraction(1, 2), False)


def test_other_terms_mend_nothing_where_a_look_costs_too_much():
    """A salary of 5 is too dear, and whatever is paid bad projects are let in."""
    signed = "\n[operator.contract]\nenforceable = true\n"
    signed += "".join(
        f'{key} = {{ v = {x}, src = "S" }}\n'
        for key, x in (("fixed", 5), ("slope", 0.375), ("fee", 21))
    )
    found = facts_of(costing(text_of("hosted", desk={"look": 9}, **GOOD), "joint", 9) + signed)
    assert {Flaw.BAD_PROJECTS, Flaw.TOO_DEAR} <= set(found.flaws)
    assert found.screened.lets_in is found.screened.best is Admission.ALL
    assert found.repair.reason is WhyNot.LOOKS_COST_TOO_MUCH


def test_another_way_that_makes_as_much_repairs_what_is_wrong_with_a_salary():
    """Officials make 5/2 less their cost of 1/2, a host with a salary 2; the company costs 10."""
    text = costing(text_of("hosted", outside=1, cost_public=0.5), "joint", 10)
    found = facts_of(text)
    assert found.ways["public"].worth == found.ways["hosted"].worth == 2
    assert found.flaws == (Flaw.SALARY_ALONE,)
    [clause] = found.repair.clauses
    assert (clause.run, clause.worth) == ("public", 2)


def test_where_a_look_costs_too_much_a_company_that_makes_more_repairs_it():
    found = facts_of(text_of("hosted", desk={"look": 9}, **GOOD))
    (clause,) = found.repair.clauses
    assert (clause.run, clause.worth) == ("joint", found.ways["joint"].worth)
    assert facts_of(text_of("joint", desk={"look": 9}, **GOOD)).verdict.value == "stands"


OF_THREE = {"value_quality": 0.5, "outside": 0.1, "public_quantity": 0, "public_quality": 0}
"""Officials make -1, a paid operator more than a company that costs 0.6 to run."""


@pytest.mark.parametrize("desk", [None, {"look": 9}])
def test_no_way_that_would_fail_itself_is_a_repair(desk):
    """A paid operator makes most, and with such projects lets in too many bad ones."""
    text = costing(text_of("public", desk=desk, **OF_THREE), "joint", 0.6)
    found = facts_of(text)
    worth = {way: one.worth for way, one in found.ways.items()}
    assert worth["public"] < found.outside < worth["joint"] < worth["hosted"]
    (clause,) = found.repair.clauses
    assert clause.run == ("joint" if desk else "hosted")
    assert facts_of(text.replace('run = "public"', f'run = "{clause.run}"')).verdict == "stands"


def test_where_the_one_way_that_makes_enough_would_fail_there_is_no_repair():
    text = costing(text_of("public", desk={"look": 9}, **OF_THREE), "joint", 9)
    assert facts_of(text).repair.reason is WhyNot.OPERATOR_FAILS_TOO
    assert facts_of(text.replace('run = "public"', 'run = "hosted"')).flaws == (Flaw.BAD_PROJECTS,)


@pytest.mark.parametrize(("fixed", "other"), [(0, ()), (5, (ContractTerms,))])
def test_a_fee_by_which_too_many_bad_projects_come_is_no_repair(fixed, other):
    """For no fee nobody is let in; for the best one all are, of whom half are bad."""
    desk = {"look": 1, "accuracy": 0.55}
    signed = "\n[operator.contract]\nenforceable = true\n"
    signed += "".join(
        f'{key} = {{ v = {x}, src = "S" }}\n'
        for key, x in (("fixed", fixed), ("slope", 0.375), ("fee", 0))
    )
    found = facts_of(text_of("hosted", desk=desk, **GOOD) + signed)
    assert Flaw.POOR_FEE in found.flaws
    assert (found.screened.lets_in, found.screened.best) == (Admission.NOBODY, Admission.ALL)
    *terms, better = found.repair.clauses
    assert [type(one) for one in terms] == list(other)
    assert all(one.fee is None for one in terms)
    right = desk | {"accuracy": float(better.accuracy) + 0.01}
    assert not facts_of(text_of("hosted", desk=right, **GOOD)).flaws


@pytest.mark.parametrize("noise", [1, 0.7, 1.3])
def test_by_the_share_and_the_sum_that_a_repair_tells_the_company_signs(noise):
    """A best share without end is told in few digits, and the sum is that of the share told."""
    changes = {"profit_noise": noise, "substitution": 0.4}
    told = checked(text_of("public", **changes)).repair
    pattern = r"paid ([\d.]+)% of what the park makes, for which it pays ([\d.]+) a year"
    share, pays = re.search(pattern, told).groups()
    signed = f"""
[operator.contract]
slope = {{ v = {Decimal(share) / 100}, src = "S" }}
fixed = {{ v = -{pays}, src = "S" }}
enforceable = true
"""
    found = checked(text_of("joint", **changes) + signed)
    assert found.verdict == "stands"
    assert found.facts.signed.for_operator >= 0
