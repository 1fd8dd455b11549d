"""The operator's contract, as signed: against an operator that tries every effort; read back."""

import json
import math
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.checkup.schema import report_schema
from intercity.equations import model_text
from intercity.findings.checks import CHECKS, evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.operator.check import Admission, Flaw, OtherOperator
from intercity.topics.operator.contract import ContractTerms
from intercity.topics.outcome import Verdict, facts_of
from tests.frontdoor.starter import found_by
from tests.frontdoor.test_operator_check import FIGURES, text_of

ROOT = Path(__file__).parents[2]
F = Fraction
MONEY = {"value_quantity", "value_quality", "effort_cost", "outside", "elsewhere", "fixed"}
MONEY |= {"cost.hosted", "cost.public", "cost.joint", "profit_noise"}


def decimal(x):
    x = Fraction(x)
    return f"{Decimal(x.numerator) / Decimal(x.denominator):f}"


def quantity(x):
    return f'{{ v = {decimal(x)}, src = "S" }}'


def contract(enforceable="true", park=None, **figures):
    lines = [f"{key} = {quantity(x)}" for key, x in figures.items() if x is not None]
    lines += [] if park is None else [f'park = "{park}"']
    return "\n[operator.contract]\n" + "\n".join([*lines, f"enforceable = {enforceable}"]) + "\n"


def with_keys(text, **figures):
    """More keys of [operator]."""
    lines = "".join(f"{key} = {quantity(x)}\n" for key, x in figures.items())
    return text.replace("[operator]\n", f"[operator]\n{lines}", 1)


def found(text, name="operator"):
    return found_by(name, parse_scenario(text))


def written(clause, run=None):
    """A clause of a repair as the file has it."""
    return contract(fixed=clause.fixed, slope=clause.slope, fee=clause.fee)


def drawn(seed):
    """Figures of a park, some of whose operators look after quality and some do not."""
    luck = random.Random(seed)
    figures = dict.fromkeys(FIGURES, 0)
    figures |= {
        "value_quantity": luck.randint(1, 4),
        "value_quality": luck.randint(1, 4),
        "effort_cost": luck.choice([Fraction(1, 2), 1, 2]),
        "substitution": luck.choice([0, Fraction(1, 4), Fraction(1, 2)]),
        "risk_aversion": luck.choice([0, Fraction(1, 2), 1]),
        "index_noise": luck.randint(0, 2),
        "profit_noise": luck.randint(0, 3),
        "basic_quantity": luck.randint(0, 2),
        "basic_quality": luck.randint(0, 2),
        "cost.public": luck.randint(0, 1),
        "outside": luck.randint(0, 3),
    }
    more = {"elsewhere": luck.randint(0, 1), "index_quality": luck.choice([0, Fraction(1, 4)])}
    more |= {"cost.hosted": luck.randint(0, 1), "cost.joint": luck.randint(0, 1)}
    terms = {"fixed": luck.randint(-2, 3), "slope": Fraction(luck.randint(0, 8), 8)}
    return figures, more, terms


def park_text(run, figures, more=None):
    changes = {key.replace(".", "_"): decimal(x) for key, x in figures.items()}
    return with_keys(text_of(run, **changes), **(more or {}))


def best_reply(figures, more, terms, run):
    """An operator that tries efforts in steps of 1/64, and takes bets on noise as it is afraid."""
    v = [float(figures[f"value_{task}"]) for task in ("quantity", "quality")]
    basic = [float(figures[f"basic_{task}"]) for task in ("quantity", "quality")]
    m = v if run == "joint" else [1.0, float(more["index_quality"])]
    sigma = float(figures["profit_noise" if run == "joint" else "index_noise"])
    c, s, r = (float(figures[k]) for k in ("effort_cost", "substitution", "risk_aversion"))
    w, b = float(terms["fixed"]), float(terms["slope"])
    e = np.arange(0, 18, 1 / 64)
    e1, e2 = e[:, None], e[None, :]
    x1, x2 = e1 - basic[0], e2 - basic[1]
    mean = w + b * (m[0] * e1 + m[1] * e2) - c * (x1**2 + 2 * s * x1 * x2 + x2**2) / 2
    i, j = np.unravel_index(np.argmax(mean), mean.shape)
    nodes, weights = np.polynomial.hermite.hermgauss(60)
    bets = mean[i, j] + b * sigma * math.sqrt(2) * nodes
    if r:  # the certain sum that it likes as much: -ln E exp(-r X) / r
        certain = -math.log((weights @ np.exp(-r * (bets - mean[i, j]))) / math.sqrt(math.pi)) / r
        certain += mean[i, j]
    else:
        certain = mean[i, j]
    pay = w + b * (m[0] * e[i] + m[1] * e[j])
    return e[i], e[j], certain, pay, v[0] * e[i] + v[1] * e[j] - pay


@pytest.mark.parametrize("seed", range(12))
def test_the_operator_does_what_pays_it_most(seed):
    figures, more, terms = drawn(seed)
    run = ("hosted", "joint")[seed % 2]
    facts = found(park_text(run, figures, more) + contract(**terms)).facts
    quantity_, quality, certain, pay, kept = best_reply(figures, more, terms, run)
    signed = facts.signed
    assert float(signed.quantity) == pytest.approx(quantity_, abs=1 / 64)
    assert float(signed.quality) == pytest.approx(quality, abs=1 / 64)
    assert float(signed.for_operator) == pytest.approx(certain - float(more["elsewhere"]), abs=0.01)
    assert float(signed.pay) == pytest.approx(pay, abs=0.2)
    assert float(signed.for_cities) == pytest.approx(kept - more[f"cost.{run}"], abs=0.2)
    # together they have what the park makes, whoever has it
    best = facts.ways[run].worth
    assert signed.for_cities + signed.for_operator == best - signed.lost
    accepted = signed.for_operator >= 0
    assert (Flaw.NOT_ACCEPTED in facts.flaws) == (not accepted)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_proposed_stands_once_it_is_signed(seed):
    figures, more, terms = drawn(seed)
    run = ("hosted", "joint")[seed % 2]
    text = park_text(run, figures, more) + contract(**terms)
    first = found(text)
    clauses = getattr(first.facts.repair, "clauses", ())
    if not clauses:
        assert first.verdict == "stands" or first.repair.startswith("none")
        return
    (clause,) = clauses
    way = clause.run if isinstance(clause, OtherOperator) else run
    terms = clause.terms if isinstance(clause, OtherOperator) else clause
    signed = "" if terms is None else written(terms)
    assert isinstance(terms, ContractTerms) == (way != "public")
    after = found(park_text(way, figures, more) + signed)
    assert after.verdict == "stands", after.says
    if terms is not None:
        # the operator is left next to nothing beyond what it has elsewhere
        assert 0 <= after.facts.signed.for_operator <= abs(after.facts.ways[way].worth) + 1
        assert not after.facts.signed.wasteful


def test_each_flaw_by_hand():
    """With v = (1, 2) and s = 1/2 the best share, 4/5, pulls by 3/4 v: e = (0, 1 + 8/5).

    Quantity would be -4/5 x 0 = 0. So v.e = 26/5, of which the share is 104/25; effort costs
    (8/5)^2 / 2 = 32/25 and risk 8/25, and both have 26/5 - 8/5 = 18/5. The operator just signs at
    w = -(104 - 40) / 25 = -64/25.
    """
    joint = park_text("joint", {k: Fraction(str(v)) for k, v in FIGURES.items()})
    fine = found(joint + contract(fixed=Fraction(-64, 25), slope=Fraction(4, 5)))
    assert (fine.verdict, fine.facts.signed.for_operator) == ("stands", 0)
    assert fine.facts.signed.for_cities == Fraction(18, 5)
    assert fine.facts.signed.lost == 0
    refused = found(joint + contract(fixed=Fraction(-266, 100), slope=Fraction(4, 5)))
    assert refused.facts.flaws == (Flaw.NOT_ACCEPTED,)
    assert refused.facts.signed.for_operator == refused.margin == Fraction(-1, 10)
    dear = found(joint + contract(fixed=-1, slope=Fraction(4, 5)))
    assert dear.facts.flaws == (Flaw.TOO_DEAR,)
    assert dear.margin == Fraction(18, 5) - Fraction(39, 25) - 3
    # b = 0: nothing is done beyond the basic (0, 1), worth 2, of which 1.6 is lost
    idle = found(joint + contract(fixed=0))
    assert set(idle.facts.flaws) == {Flaw.TOO_DEAR, Flaw.POOR_CONTRACT}
    assert idle.facts.signed.lost == Fraction(18, 5) - 2
    assert idle.facts.repair.clauses == (
        ContractTerms(run="joint", fixed=Fraction(-64, 25), slope=Fraction(4, 5)),
    )
    # with an outside worth less than 2 it is only a poor contract, which money does not decide
    poor = found(joint.replace("outside = { v = 3,", "outside = { v = 1,") + contract(fixed=0))
    assert (poor.facts.flaws, poor.margin) == ((Flaw.POOR_CONTRACT,), None)


@pytest.mark.parametrize("slope", [F(11, 20), F(3, 5), F(7, 10), F(3, 4), F(4, 5), F(17, 20), F(1)])
def test_a_contract_may_lose_up_to_a_hundredth(slope):
    """With v = (1, 2), s = 1/2 and m = v only quality is pulled, by 2 b.

    v.e = 2 (1 + 2 b), effort costs 2 b^2, risk b^2 / 2: together 2 + 4 b - 5/2 b^2, at most 18/5.
    """
    joint = park_text("joint", {k: F(str(v)) for k, v in FIGURES.items()} | {"outside": F(0)})
    together = 2 + 4 * slope - F(5, 2) * slope**2
    facts = found(joint + contract(fixed=0, slope=slope)).facts
    assert facts.signed.lost == F(18, 5) - together
    poor = facts.signed.lost > F(18, 500)
    assert (Flaw.POOR_CONTRACT in facts.flaws) == poor == (slope < F(7, 10) or slope == 1)


def test_what_the_operator_has_elsewhere_is_asked_for_in_each_contract():
    plain = {k: Fraction(str(v)) for k, v in FIGURES.items()}
    facts = found(park_text("joint", plain, {"elsewhere": Fraction(1, 2)})).facts
    assert facts.ways["joint"].worth == Fraction(18, 5) - Fraction(1, 2)
    assert facts.ways["public"].worth == Fraction(3, 2)
    signed = contract(fixed=Fraction(-64, 25), slope=Fraction(4, 5))
    now = found(park_text("joint", plain, {"elsewhere": Fraction(1, 2)}) + signed).facts
    assert now.signed.for_operator == Fraction(-1, 2)
    assert now.signed.for_cities == Fraction(18, 5)


@pytest.mark.parametrize(
    ("fee", "lets_in", "flaws"),
    [
        (6, Admission.NOBODY, (Flaw.POOR_FEE,)),
        (7, Admission.LOOK, ()),
        (21, Admission.ALL, (Flaw.BAD_PROJECTS, Flaw.POOR_FEE)),
    ],
)
def test_the_fee_as_signed_decides_whom_the_operator_lets_in(fee, lets_in, flaws):
    """Half are bad, a look costs 1, admitting 4, and 9 of 10 assessments are right.

    Of 100 who apply: by a look 50 (0.9 y - 4) - 100, all 50 y - 400, so that it looks from 20/3 to
    20; at 6 a look brings 50 x 1.4 - 100 < 0.
    """
    quality = {"value_quality": 0.5, "outside": 0}
    text = text_of("hosted", desk={}, **quality)
    facts = found(text + contract(fixed=0, slope=Fraction(3, 8), fee=fee)).facts
    assert facts.screened.lets_in is lets_in
    own = {
        "look": 50 * (Fraction(9, 10) * fee - 4) - 100,
        "all": 50 * fee - 400,
        "nobody": 0,
    }
    assert own[lets_in.value] == max(own.values())
    assert set(facts.flaws) - {Flaw.TOO_DEAR, Flaw.NOT_ACCEPTED, Flaw.POOR_CONTRACT} == set(flaws)
    if flaws:
        (clause,) = facts.repair.clauses
        after = found(text + written(clause))
        assert (after.verdict, after.facts.screened.lets_in) == ("stands", Admission.LOOK)


def test_a_money_unit_changes_nothing():
    for seed in range(6):
        figures, more, terms = drawn(seed)
        run = ("hosted", "joint")[seed % 2]
        scale = 1000
        scaled = {k: x * scale if k in MONEY else x for k, x in figures.items()}
        scaled["risk_aversion"] = figures["risk_aversion"] / Fraction(scale)
        own = {k: x * scale if k in MONEY else x for k, x in more.items()}
        paid = {"fixed": terms["fixed"] * scale}
        paid["slope"] = terms["slope"] * (1 if run == "joint" else scale)
        one = found(park_text(run, figures, more) + contract(**terms)).facts
        other = found(park_text(run, scaled, own) + contract(**paid)).facts
        assert one.flaws == other.flaws
        assert one.signed.for_operator * scale == other.signed.for_operator


QUZHOU = (ROOT / "examples" / "quzhou_hangzhou" / "scenario.toml").read_text("utf-8")
DEAL = ("surplus", "the park", "all together", "terms", "outside offers", "firms' choice")
DEAL += ("walk-away", "hold-up", "consistency")


def of_the_deal(text):
    return checks_of_the_deal(parse_scenario(text))


def checks_of_the_deal(scenario):
    context = Context(scenario, Recorder())
    return {name: evaluate(context, name) for name, one in CHECKS.items() if one.of_the_deal}


def test_the_pay_of_the_operator_of_a_park_is_part_of_what_it_costs():
    """The same deal in all checks as if the park cost so much more a year; who pays it has less."""
    plain = QUZHOU.replace(
        'cost_one_off = { v = 320,  src = "CYD2017" }',
        "cost_per_year = { v = 20, low = 0, high = 90 }",
    )
    figures = {k: Fraction(str(v)) for k, v in FIGURES.items()}
    park = park_text("hosted", figures | {"value_quality": Fraction(1, 2), "outside": 0})
    park = park[park.index("[operator]") :].replace('src = "S"', 'src = "derived"')
    terms = contract(park="hai_chuang", fixed=3, slope=Fraction(1, 2))
    terms = terms.replace('src = "S"', 'src = "derived"')
    with_pay = of_the_deal(plain + "\n" + park + terms)
    pay = found(plain + "\n" + park + terms).facts.signed.pay
    assert pay == 3 + Fraction(1, 2) * Fraction(2, 3)  # e1 = b / (c (1 - s^2)) = 2/3
    dearer = plain.replace("v = 20, low", f"v = {decimal(20)}, low")
    cost = 20 + 3 + Fraction(1, 3)
    moved = parse_scenario(dearer).moved({"platforms.hai_chuang.cost_per_year": cost})
    as_cost = checks_of_the_deal(moved)
    free = of_the_deal(plain)
    assert with_pay.keys() == as_cost.keys()
    for name, one in with_pay.items():
        assert facts_of(one.facts) == facts_of(as_cost[name].facts), name
    gains = [each["terms"].facts.gains["Quzhou"] for each in (free, with_pay)]
    assert gains[0] - gains[1] == pay


def test_without_a_park_the_pay_is_in_no_other_check():
    figures = {k: Fraction(str(v)) for k, v in FIGURES.items()}
    park = park_text("hosted", figures)
    park = park[park.index("[operator]") :].replace('src = "S"', 'src = "derived"')
    terms = contract(fixed=3, slope=Fraction(1, 2)).replace('src = "S"', 'src = "derived"')
    before, after = of_the_deal(QUZHOU), of_the_deal(QUZHOU + "\n" + park + terms)
    for name, one in before.items():
        assert facts_of(one.facts) == facts_of(after[name].facts), name


def test_the_model_text_has_both_conditions():
    figures = {k: Fraction(str(v)) for k, v in FIGURES.items()}
    text = model_text(parse_scenario(park_text("joint", figures) + contract(fixed=-1, slope=0.8)))
    told = " ".join(text.split())
    assert "The contract that is signed pays w = -1 and b = 0.8" in told
    assert "w + b m.e - K(x) - r sigma^2 b^2 / 2 = 1.56 >= 0" in told
    assert "v.e - w - b m.e - running cost = 2.04 >= 3" in told


SIGNED = {"fixed": 1, "slope": Fraction(1, 2)}


@pytest.mark.parametrize(
    ("run", "desk", "signed", "words"),
    [
        ("public", None, contract(**SIGNED), 'left out with run = "public": officials have a sal'),
        ("hosted", None, contract(enforceable="false", **SIGNED), "true with pay by results"),
        ("hosted", None, contract(fixed=1, slope=-1), "slope is { v = -1"),
        ("joint", None, contract(fixed=1, slope=2), "slope is 2; it should be at most 1"),
        ("hosted", {}, contract(fixed=1, fee=-1), "fee is { v = -1"),
        ("hosted", None, contract(fixed=1, fee=1), 'it is for run = "hosted" with [operator.scr'),
        ("joint", {}, contract(fixed=1, fee=1), 'it is for run = "hosted" with [operator.scr'),
        ("hosted", None, contract(park="Nowhere", fixed=1), '"Nowhere", an unknown platform'),
        ("hosted", None, contract(slope=1), "fixed is missing"),
        ("hosted", None, "\n[operator.contract]\nfixed = 3\nenforceable = true\n", "{ v = 3, src"),
        ("hosted", None, contract(fixed=1).replace("enforceable = true", ""), "enforceable"),
    ],
)
def test_bad_contracts_are_refused_in_a_sentence(run, desk, signed, words):
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text_of(run, desk=desk) + signed)
    told = str(caught.value)
    assert words in told
    assert "[operator.contract]" in told or "[operator] contract" in told
    assert len(told.splitlines()) == 1


def test_a_fixed_sum_alone_may_be_a_promise():
    found_ = found(text_of("hosted") + contract(enforceable="false", fixed=1))
    assert found_.facts.signed.slope == 0
    assert found_.facts.verdict is Verdict.FAILS  # as it did: no park is worth more


def test_reports_on_contracts_are_in_order_and_replayed():
    scenario = parse_scenario(text_of("hosted", desk={}) + contract(fee=6, **SIGNED))
    told = json.loads(json.dumps(check_up(scenario).to_json()))
    jsonschema.validate(told, report_schema())
    assert verify_report(scenario, told).ok
