"""What would be agreed on, in deals that an analyst would try next: words, figures and proof."""

import copy
import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.english import enough, shown
from intercity.equations import model_text
from intercity.pictures import terms_picture
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.clauses.clause import RefundShare, ReturnBonus, SidePayment
from intercity.topics.negotiation import negotiated
from intercity.topics.negotiation.english import solution_name, value_words
from intercity.topics.negotiation.formula import Decides, Equation, GainLine, Reason, Solution
from intercity.topics.negotiation.formula_english import formula_words
from tests.frontdoor.starter import STARTER, finding, found_by, proven, replayed, screen, starter

TRANSFER = STARTER[STARTER.index("[[compact.transfer]]") : STARTER.index("[[compact.refund]]")]
REFUND = STARTER[STARTER.index("[[compact.refund]]") : STARTER.index("# More sections")]
PARK = 'platforms.park = { paid_by = "Uplands", rent_to = "Uplands" }'
PROJECTS = "projects = { v = 40, low = 30, high = 42 }               # admitted to the park\n"
VALLEY = (
    ("[cities.Uplands]", "[cities.Valley]\n[cities.Uplands]"),
    ('members  = ["Harbour", "Uplands"]', 'members  = ["Harbour", "Uplands", "Valley"]'),
    (
        "owned.Uplands = { v = 250",
        "owned.Valley = { v = 60, low = 0, high = 90 }\nowned.Uplands = { v = 250",
    ),
)
YEARLY = Fraction(5, 100) / (1 - Fraction(100, 105) ** 20)
SHARED = 28 * Fraction(4, 10) * sum(Fraction(100, 105) ** t for t in range(1, 6)) * YEARLY


def priced(amount, price, giver="Uplands"):
    return (
        TRANSFER.replace("v = 120, low = 60", f"v = {amount}, low = 0")
        .replace("when  ", f"price_one_off = {{ v = {price}, low = 0, high = 9 }}\nwhen  ")
        .replace('"Uplands"', f'"{giver}"')
    )


def reported(*changes):
    return replayed(starter(*changes))


def clause(report, kind):
    return next(one for one in report.negotiated.clauses if one.kind == kind)


def test_by_default_quota_ends_where_plants_need_the_rest():
    report = reported()
    quota = clause(report, "amount")
    # Uplands has no use for quota but its plants' 48 mu: it gains the same at any amount up to 202.
    uplands = quota.agreed["nash"].gains["Uplands"]
    for found in quota.agreed.values():
        assert list(found.terms.values()) == [202]
        assert found.gains == {
            "Harbour": report.payoffs.signed["Harbour"] - 24 + Fraction(82, 10),
            "Uplands": uplands,
        }
    # Equal gains go on from where Uplands cannot gain more: only Harbour does.
    assert quota.agreed["equal_gains"].values["amount of quota, Uplands to Harbour"] == (202, 202)
    assert {name: found.reason.decides for name, found in quota.agreed.items()} == {
        "equal_gains": Decides.MOST,
        "kalai_smorodinsky": Decides.IDEAL,
        "nash": Decides.MOST,
    }
    assert quota.agreed["equal_gains"].reason.held_back == ("Harbour",)
    # Each mu is worth 0.1 a year to Harbour, up to the last.
    assert quota.agreed["nash"].reason.gains["Harbour"].per_unit == Fraction(1, 10)
    assert quota.agreed["nash"].reason.gains["Uplands"].per_unit == 0
    assert "largest least gain" in screen(report)


HALF_REFUND = REFUND.replace(
    "{ v = 0.50, low = 0.30, high = 0.70 }", "{ v = 0.25, low = 0, high = 1 }"
)
HALF_SALE = TRANSFER.replace("{ v = 120, low = 60, high = 150 }", "{ v = 60, low = 30, high = 75 }")


@pytest.mark.parametrize(
    "halves", [(REFUND, HALF_REFUND + HALF_REFUND), (TRANSFER, HALF_SALE + HALF_SALE)]
)
def test_a_clause_in_two_halves_is_one_clause(halves):
    whole, split = (check_up(starter(*change), ranges=False) for change in ((), (halves,)))
    assert split.negotiated.to_json() == whole.negotiated.to_json()
    assert finding(split, "terms").facts == finding(whole, "terms").facts
    assert finding(split, "terms").says == finding(whole, "terms").says


PARK_FLOOR = "floor        = { v = 30,  low = 28, high = 40 }"
RENT, PLANTS = Fraction(28, 10), 12 * Fraction(128, 100)  # what Uplands has of a park full of 40
GENEROUS = (  # 40 projects from outside, of which 28 stay in Harbour, which gives back 5 per cent
    (TRANSFER, ""),
    (PARK_FLOOR, f"{PARK_FLOOR}\nbrings = {{ v = 40, low = 0, high = 40 }}"),
    ("v = 0.50, low = 0.30, high = 0.70", "v = 0.05, low = 0, high = 1"),
    ("years = [1, 5]", "years = [1, 20]"),
    (
        "cost_one_off = { v = 100, low = 70, high = 140 }",
        "cost_per_year = { v = 20, low = 5, high = 25 }",
    ),
)


def limited(share, payment):
    limits = f"[compact.limits]\ntax_share = [0, {share}]\n"
    limits += f"side_payment = {{ v = {payment}, low = 0, high = 9 }}\n"
    return "# What if each side alone", f"{limits}# What if each side alone"


def test_a_share_repairs_what_payments_may_not():
    # The park costs 20 a year, less rent and plants, less 0.05 x 11.2 of refund.
    lost = 20 - RENT - PLANTS - Fraction(56, 100)
    found = proven("terms", starter(*GENEROUS, limited(1, 0)))
    assert found.facts.gains["Uplands"] == -lost
    least = Fraction(5, 100) + lost / Fraction(112, 10)
    (clause,) = found.facts.repair.clauses
    assert clause.share == clause.lowest == least
    assert (clause.refund.payer, clause.refund.payee) == ("Harbour", "Uplands")
    told = re.fullmatch(
        r"give Uplands (\S+)% of the tax of projects that stay in place of 5%", found.repair
    )
    assert told is not None
    assert least <= Fraction(told[1]) / 100 < least + Fraction(1, 1000)
    assert found.mends == 1
    given = GENEROUS[2][0], f"v = {Fraction(told[1]) / 100 + 0.0}, low = 0, high = 1"
    mended = starter(*GENEROUS[:2], given, *GENEROUS[3:], limited(1, 0))
    assert found_by("terms", mended).verdict == "stands"


RETURNS = re.search(r"return_small_city = \{.*?\}", STARTER)[0]


def test_an_early_clause_in_two_halves_leaves_a_later_one_its_years():
    """At 0.8 a year what is given back late is worth little to Uplands."""
    one = REFUND[: REFUND.index("# What if")]

    def share(v, years):
        given = one.replace("v = 0.50, low = 0.30, high = 0.70", f"v = {v}, low = 0, high = 1")
        return given.replace("years = [1, 5]", f"years = {years}")

    city = '[cities.Uplands]\nrole     = "small city"\ndiscount = { v = 0.95, low = 0.90'
    base = [change for change in GENEROUS if not change[0].startswith(("v = ", "years"))]
    base += [limited(1, 0), (city, city.replace("v = 0.95, low = 0.90", "v = 0.80, low = 0.70"))]
    early, halves = share("0.04", "[1, 5]"), share("0.02", "[1, 5]") * 2
    late = share("0.02", "[6, 20]")
    whole, split = (
        found_by("terms", starter(*base, (one, first + late))) for first in (early, halves)
    )
    assert whole.mends == 1
    assert split.repair == whole.repair


def test_none_that_is_lawful_means_no_kind_of_clause():
    # No project returns for less than 2 a year, more than Uplands would have of it.
    dear = RETURNS, "return_small_city = { v = -0.75, low = -1, high = 1.5 }"
    found = proven("terms", starter(*GENEROUS, dear, limited("0.2", 3)))
    lost = 20 - RENT - Fraction(8, 10)  # all stay
    # A share of 20 per cent would bring 2.4 more, a payment 3.
    assert found.mends is None
    assert found.facts.repair.outside == lost - 3
    assert found.facts.repair.tried == (RefundShare.kind, SidePayment.kind)
    assert found.repair.startswith("none that is lawful: no share or payment alone does it; ")
    assert f"it takes {enough(lost - 3)} a year from outside" in found.repair


@pytest.mark.parametrize(("first", "last"), [(6, 20), (5, 18)])
def test_a_share_counts_by_its_years_at_the_own_factor(first, last):
    """The park costs 20 a year, less rent and plants; the rest must come in these years."""
    uplands = 'role     = "small city"\ndiscount = { v = 0.95'
    own = uplands, uplands.replace("0.95", "0.93")
    years = "years = [1, 5]", f"years = [{first}, {last}]"
    deal = (*GENEROUS[:2], own, years, limited(1, 0), GENEROUS[4])
    found = proven("terms", starter(*deal, GENEROUS[2]))
    lacking = (20 - RENT - PLANTS) / Fraction(112, 10)
    least = max(
        lacking * sum(d**t for t in range(1, 21)) / sum(d**t for t in range(first, last + 1))
        for d in (Fraction(93, 100), Fraction(100, 105))
    )
    told = re.fullmatch(
        r"give Uplands (\S+)% of the tax of projects that stay in place of 5%", found.repair
    )
    assert told is not None
    assert least <= Fraction(told[1]) / 100 < least + Fraction(1, 1000)
    given = GENEROUS[2][0], f"v = {float(Fraction(told[1]) / 100)}, low = 0, high = 1"
    assert found_by("terms", starter(*deal, given)).verdict == "stands"


def test_a_bonus_that_brings_the_projects_back_is_a_lawful_clause():
    # Harbour has 0.2 of a project that stays; no plant returns for 1.15 and a way of 0.25.
    none = (
        (RETURNS, "return_small_city = { v = 1.15, low = 1, high = 1.5 }"),
        ("stay_tax.Harbour = { v = 0.40, low = 0.20", "stay_tax.Harbour = { v = 0.20, low = 0.10"),
        ("cost_per_year = { v = 20", "cost_per_year = { v = 11"),
        limited("0.2", 3),
    )
    found = proven("terms", starter(*GENEROUS, *none))
    (clause,) = found.facts.repair.clauses
    assert clause == ReturnBonus(payer="Uplands", a_year=Fraction(1, 10))
    told = re.fullmatch(r"a bonus of (\S+) a year for each return to Uplands", found.repair)
    assert told is not None
    assert found.mends == 1
    paid = f'[[compact.bonus]]\nfrom = "Uplands"\namount = {{ v = {told[1]}, low = 0, high = 1 }}\n'
    bonus = "[[compact.refund]]", f"{paid}\n[[compact.refund]]"
    mended = starter(*GENEROUS, *none, bonus)
    assert found_by("terms", mended).verdict == "stands"


def test_the_picture_says_where_gains_cannot_be_equal():
    figure = terms_picture(reported())
    told = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
    assert "largest least gain" in " ".join(told.split())


def test_the_price_of_a_transfer_of_nothing_is_not_up_for_talks():
    """Such a price would change nothing, so that any would do."""
    nothing = priced(0, 3)
    report = reported((TRANSFER, nothing))
    assert [one.kind for one in report.negotiated.clauses][:3] == ["amount", "share", "money"]
    assert "price of quota" not in model_text(parse_scenario(STARTER.replace(TRANSFER, nothing)))


def test_without_a_transfer_the_tax_share_is_the_first_clause():
    report = reported((TRANSFER, ""))
    assert [one.kind for one in report.negotiated.clauses] == ["share", "money"]
    share = clause(report, "share")
    assert not share.agreed  # without the quota Harbour loses at any share
    assert (
        "no share of the tax of projects that stay makes both gain, the rest as signed"
        in screen(report)
    )
    # Money alone mends it, if there is something to share: Uplands pays.
    total = sum(report.payoffs.signed.values()) - sum(report.payoffs.alone.values())
    money = clause(report, "money")
    assert total > 0
    for found in money.agreed.values():
        assert set(found.gains.values()) == {total / 2}
    assert "money (no limit by law is given)" in screen(report)


def test_a_mere_sale_has_a_price_and_no_floor():
    report = reported((PARK, ""), (PROJECTS, ""), (REFUND, ""), (TRANSFER, priced(120, "0.6")))
    price = clause(report, "price")
    # A mu is worth 0.1 a year to Harbour and nothing to Uplands.
    for found in price.agreed.values():
        assert list(found.terms.values()) == [Fraction(1, 20)]
        assert found.gains == {"Harbour": 6, "Uplands": 6}
    assert price.range == (0, Fraction(1, 10))
    quota = clause(report, "amount")
    assert list(quota.agreed["nash"].terms.values()) == [250]
    told = screen(report)
    assert "per 1,000 m2" not in told
    assert f"all three solutions {float(Fraction(1, 20) / YEARLY):.2g} each, once (+6.0, +6.0)" in (
        told
    )
    # The range is told in the unit of the price, paid once.
    assert f"nobody loses from 0 to {float(Fraction(1, 10) / YEARLY):.2g})" in told


def test_power_shares_in_proportion_and_is_said():
    power = (
        "[[compact.transfer]]",
        "[compact.bargaining]\nweights.Uplands = 3\n\n[[compact.transfer]]",
    )
    report = reported(power)
    money = clause(report, "money")
    total = sum(report.payoffs.signed.values()) - sum(report.payoffs.alone.values())
    for found in money.agreed.values():
        assert found.gains == {"Harbour": total / 4, "Uplands": 3 * total / 4}
    share = clause(report, "share")
    harbour = report.payoffs.signed["Harbour"] - 24
    uplands = report.payoffs.signed["Uplands"]
    best = Fraction(1, 2) + (harbour - (harbour + uplands) / 4) / SHARED
    assert list(share.agreed["nash"].terms.values()) == [best]
    assert "bargaining power: Uplands 3; 1 if not named" in screen(report)
    assert "equal gains" not in screen(report)  # the name of what is not equal
    assert "gains by power" in screen(report)
    assert "p_Harbour = 1, p_Uplands = 3" in model_text(report.scenario)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ("weights.Valley = 2", r"compact\.bargaining\.weights\] Valley is an unknown"),
        ("weights.Uplands = 0", r"\.weights\] Uplands is 0; .* more than 0"),
    ],
)
def test_power_of_a_stranger_or_of_nothing_is_refused(weights, message):
    with pytest.raises(ScenarioError, match=message):
        reported(
            ("[[compact.transfer]]", f"[compact.bargaining]\n{weights}\n\n[[compact.transfer]]")
        )


def test_lawful_shares_limit_what_is_agreed_on():
    limits = (
        "[[compact.transfer]]",
        "[compact.limits]\ntax_share = [0.4, 0.6]\n\n[[compact.transfer]]",
    )
    share = clause(reported(limits), "share")
    assert share.range == (Fraction(4, 10), Fraction(6, 10))
    # Harbour gains less than Uplands, and would have a smaller share refunded.
    for name in ("equal_gains", "nash"):
        assert list(share.agreed[name].terms.values()) == [Fraction(4, 10)]
        reason = share.agreed[name].reason
        assert (reason.decides, reason.value) == (Decides.LEAST, Fraction(4, 10))
        assert reason.held_back == ("Harbour",)
    # A share more moves as much from one to the other, and the product of gains falls.
    assert reason.equation is Equation.GREATEST_PRODUCT
    assert [gain.per_unit for gain in reason.gains.values()] == [-SHARED, SHARED]
    assert reason.rise(Fraction(4, 10)) < 0


@pytest.mark.parametrize(
    ("limit", "told"),
    [("0", "if the law allowed it"), ("1", "if the law allowed more than 1.0 a year")],
)
def test_money_beyond_the_law_is_told_as_such(limit, told):
    limits = f"[compact.limits]\nside_payment = {{ v = {limit}, low = 0, high = 9 }}\n\n"
    report = reported(
        (
            "[[compact.transfer]]",
            f"{limits}[[compact.transfer]]",
        )
    )
    (paid,) = clause(report, "money").agreed["nash"].terms.values()
    assert abs(paid) > 1
    assert f"or money ({told}): all three solutions" in screen(report)


def test_a_deal_of_nothing_is_not_said_to_bring_a_gain():
    report = reported((PARK, ""), (PROJECTS, ""), (REFUND, ""), (TRANSFER, ""))
    says = next(f.says for f in report.findings if f.name == "terms")
    assert says.startswith("nobody gains or loses")
    assert next(f for f in report.findings if f.name == "efficiency").facts.brought == 0
    assert "no payment makes both gain, the rest as signed" in screen(report)


def test_three_members_and_two_transfers():
    report = reported(*VALLEY, (TRANSFER, TRANSFER + priced(40, "0.5", "Valley")))
    quota = clause(report, "amount")
    for found in quota.agreed.values():
        assert found.gains["Valley"] == 40 * Fraction(1, 2) * YEARLY
    money = clause(report, "money")
    total = sum(report.payoffs.signed.values()) - sum(
        report.payoffs.alone[c] for c in report.context.members
    )
    for found in money.agreed.values():
        assert set(found.gains.values()) == {total / 3}
        assert [one.name for one in money.instruments] == [
            "payment, Harbour to Uplands",
            "payment, Harbour to Valley",
        ]
    assert "Nash" in screen(report)
    assert "gain_Valley" in model_text(report.scenario)


def test_a_deal_that_cannot_be_done_is_not_bargained_over():
    report = reported(
        (
            "amount     = { v = 120, low = 60, high = 150 }",
            "amount = { v = 260, low = 60, high = 300 }",
        )
    )
    assert report.negotiated.clauses == ()
    assert "NEGOTIATED" not in screen(report)


def test_other_terms_gains_or_formulas_are_refused():
    scenario = parse_scenario(STARTER)
    told = json.loads(json.dumps(check_up(scenario, ranges=False).to_json()))
    agreed = told["negotiated"]["clauses"][1]["agreed"]["nash"]
    for part in ("terms", "gains"):
        for name in agreed[part]:
            forged = copy.deepcopy(told)
            forged["negotiated"]["clauses"][1]["agreed"]["nash"][part][name]["exact"] = "1/7"
            assert not verify_report(scenario, forged).ok
    forged = copy.deepcopy(told)
    forged["negotiated"]["clauses"][1]["agreed"]["nash"]["reason"]["decides"] = "kink"
    assert not verify_report(scenario, forged).ok
    del forged["negotiated"]["clauses"][1]
    assert not verify_report(scenario, forged).ok


LINE = re.compile(r"\(?(-?[\d.,]+)(?: ([+-]) (?:([\d.,]+) )?q)?\)?")


def read_line(text):
    """a and b of "a + b q", as a student reads them off the page."""
    a, sign, b = LINE.fullmatch(text.strip()).groups()
    slope = Fraction((b or "1").replace(",", "")) if sign else Fraction(0)
    return Fraction(a.replace(",", "")), -slope if sign == "-" else slope


LIMITED = (
    "[[compact.transfer]]",
    "[compact.limits]\ntax_share = [0.4, 0.6]\n\n[[compact.transfer]]",
)
WEIGHTED = (
    "[[compact.transfer]]",
    "[compact.bargaining]\nweights.Uplands = 3\n\n[[compact.transfer]]",
)


@pytest.mark.parametrize(
    "changes",
    [None, (), (LIMITED,), (WEIGHTED,)],
    ids=["quzhou_hangzhou", "starter", "limited", "weighted"],
)
def test_who_solves_the_printed_line_gets_the_printed_figures(changes):
    """By hand: q where the lines meet or are in proportion; where the product's slope is 0."""
    example = Path(__file__).parents[2] / "examples/quzhou_hangzhou/scenario.toml"
    scenario = load_scenario(example) if changes is None else starter(*changes)
    report, solved = check_up(scenario, ranges=False), 0
    for clause in report.negotiated.clauses:
        for found in clause.agreed.values():
            if found.reason is None or found.reason.floor:
                continue
            one, unit = clause.instruments[0], clause.unit
            text = formula_words(
                found.reason, one, lambda q, one=one, unit=unit: value_words(one, q, unit)
            )
            value = found.terms[one.name]
            if " x " in text:
                parts = re.split(r" x ", re.split(r" is largest| still rises| falls from", text)[0])
                lines = [read_line(part.partition("^")[0]) for part in parts]
                powers = [Fraction(part.partition("^")[2] or 1) for part in parts]
                if " is largest" in text:
                    ((a, b), (c, d)), (p, q) = lines, powers
                    value = -(p * b * c + q * d * a) / ((p + q) * b * d)
                else:
                    slope = sum(
                        p * b / (a + b * value) for p, (a, b) in zip(powers, lines, strict=True)
                    )
                    assert (slope > 0) == (" still rises" in text)
            elif " = " in text:
                left, right = text.partition(", their")[0].split(" = ")
                if ":" in left:
                    (a, b), (c, d) = map(read_line, left.split(" : "))
                    p, q = (Fraction(n.replace(",", "")) for n in right.split(" : "))
                    value = (p * c - q * a) / (q * b - p * d)
                else:
                    lines = [read_line(left), read_line(right)]
                    ((a, b), (c, d)) = lines
                    value = (c - a) / (b - d)
                lines = [(a, b), (c, d)]
            else:
                continue
            assert value_words(one, value, clause.unit) == value_words(
                one, found.terms[one.name], clause.unit
            )
            gains = {shown(a + b * value) for a, b in lines}
            assert gains <= {shown(gain) for gain in found.gains.values()}
            solved += 1
    assert solved


def test_a_reason_is_solved_by_hand():
    """-8 + q/8 and 50 - q/2, where they meet, are as 3 to 1, or have the greatest product."""
    harbour, uplands = (Fraction(-8), Fraction(1, 8)), (Fraction(50), Fraction(-1, 2))

    def solved(equation, power):
        gains = {
            "Harbour": GainLine(*harbour, Fraction(power)),
            "Uplands": GainLine(*uplands, Fraction(1)),
        }
        ends = {"first": Fraction(0), "last": Fraction(100), "value": Fraction(0)}
        return Reason(decides=Decides.EQUATION, equation=equation, gains=gains, **ends).solved()

    assert solved(Equation.EQUAL_GAINS, 1) == Fraction(464, 5)  # q/8 + q/2 = 58
    assert solved(Equation.EQUAL_SHARES, 3) == Fraction(1264, 13)  # -8 + q/8 = 150 - 3q/2
    assert solved(Equation.GREATEST_PRODUCT, 1) == 82  # midway from 64 to 100
    # Two thirds of the way from 64, where Harbour gains nothing, to 100, where Uplands does.
    assert solved(Equation.GREATEST_PRODUCT, 2) == 88


def test_coefficients_keep_so_many_digits_and_all_before_the_point():
    line = GainLine(Fraction(10**6, 7), Fraction(-1, 31), Fraction(2))
    reason = Reason(
        decides=Decides.EQUATION, equation=Equation.EQUAL_GAINS, gains={"Harbour": line},
        value=Fraction(0), first=Fraction(0), last=Fraction(1),
    )  # fmt: skip
    told = reason.rounded(3).gains["Harbour"]
    assert told == GainLine(Fraction(142857), Fraction(-323, 10**4), Fraction(2))


def test_the_terms_of_each_solution_bring_what_it_asks_for():
    report = reported()
    had = report.context.status_quo
    agreed = [one for clause in report.negotiated.clauses for one in clause.agreed.values()]
    for one in agreed:
        assert all(one.gains[city] >= asked - had[city] for city, asked in one.asked.items())
    assert len({tuple(one.asked.values()) for one in agreed}) > 1


def test_what_is_lost_at_own_factors_is_that_of_the_solutions_own_terms(monkeypatch):
    """Found once for terms on which several solutions agree, and anew for others."""
    monkeypatch.setattr(negotiated, "lost_at_own_rate", lambda *given: {"all": given[-1]})
    clauses = check_up(parse_scenario(STARTER), ranges=False).negotiated.clauses
    agreed = [one for clause in clauses for one in clause.agreed.values()]
    assert all(one.lost == {"all": one.terms} for one in agreed)
    assert len({tuple(one.terms.items()) for one in agreed}) > len(clauses)


def test_the_report_in_json_has_facts_and_no_words():
    told = check_up(parse_scenario(STARTER), ranges=False).to_json()["negotiated"]
    amount = told["clauses"][0]
    assert (amount["kind"], amount["resource"], amount["unit"]) == ("amount", "quota", "mu")
    reason = amount["agreed"]["equal_gains"]["reason"]
    assert (reason["decides"], reason["equation"]) == ("most", "equal_gains")
    assert reason["value"] == {"exact": "202", "value": 202.0}

    def keys(part):
        if isinstance(part, dict):
            yield from part
            for each in part.values():
                yield from keys(each)
        for each in part if isinstance(part, list) else ():
            yield from keys(each)

    named = {
        "Harbour",
        "Uplands",
        *(one["name"] for c in told["clauses"] for one in c["instruments"]),
    }
    assert all(re.fullmatch("[a-z_]+", key) for key in set(keys(told)) - named)


def test_gains_are_by_power_where_each_is_its_power_times_the_same():
    """A has twice the power of B: with 2 and 1 each gains 1 for each of its power."""
    power = {"A": Fraction(2), "B": Fraction(1)}
    for gains, told in (((2, 1), "gains by power"), ((1, 2), "largest least gain by power")):
        by_city = dict(zip(power, map(Fraction, gains), strict=True))
        assert solution_name(Solution.EQUAL_GAINS, by_city, power) == told
