"""Check 4: how many projects return against the plan, and what it takes; numbers by hand.

In the starter 12 of 40 projects are suited to return, and earn 1.30 - 0.25 = 1.05 at home and 1 in
the hub. Uplands has 150 mu of factory land; a plant takes 8.
"""

from fractions import Fraction

import pytest

from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.firms_choice.check import PlannedReturns, ReturnBonus, WhyNot
from intercity.topics.firms_choice.english import WORDS
from tests.frontdoor.starter import STARTER, starter

PROFIT = "return_small_city = { v = 1.30, low = 1.10"
LAND = "owned.Uplands = { v = 150, low = 80"
NO_LAND = (LAND, "owned.Uplands = { v = 0, low = 0")


def found(*changes, brief=False):
    return evaluate(Context(starter(*changes), Recorder(), brief=brief), "firms' choice")


def planned(returns):
    plan = f"returns = {{ v = {returns}, low = 0, high = 12 }}"
    return ("[[compact.transfer]]", f"{plan}\n[[compact.transfer]]")


def paid(amount, payer="Uplands", first=None):
    bonus = f'[[compact.bonus]]\nfrom = "{payer}"\namount = {{ v = {amount}, low = 0, high = 1 }}'
    if first is not None:
        bonus += f"\nfirst = {{ v = {first}, low = 0, high = 12 }}"
    return ("[[compact.refund]]", f"{bonus}\n\n[[compact.refund]]")


def test_twelve_return_as_planned():
    facts = found().facts
    assert (facts.verdict, facts.repair, facts.margin) == ("stands", None, Fraction(1, 20))
    assert (facts.homes, facts.hosts) == (("Uplands",), ("Harbour",))
    assert (facts.profit_at_home, facts.profit_in_hub) == (Fraction(105, 100), 1)
    assert (facts.returns_planned, facts.returns_as_signed, facts.willing) == (12, 12, 12)
    assert facts.against_plan == {}
    assert WORDS.line(facts) == "12 projects return to Uplands, as planned"
    assert not WORDS.remedy(facts)


def test_the_smallest_bonus_and_whom_it_is_paid():
    """1.15 - 0.25 is a tenth less than in the hub."""
    facts = found((PROFIT, "return_small_city = { v = 1.15, low = 1.10")).facts
    bonus = ReturnBonus(
        payer="Uplands", amount=Fraction(1, 10), qualifying=Fraction(12), cost=Fraction(12, 10)
    )
    assert (facts.verdict, facts.margin) == ("fails", Fraction(-1, 10))
    assert (facts.repair.clauses, facts.repair.mends) == ((bonus,), 1)
    assert (facts.returns_as_signed, facts.returns_with_bonus) == (0, 12)
    # Of each project Uplands misses 8 mu x 0.4 x 0.4 of tax, and 0.2 of refunds are paid to it for
    # five years of twenty; it keeps its quota, which is of no use to it.
    discount = Fraction(100, 105)
    refund = Fraction(2, 10) * (1 - discount**5) / (1 - discount**20)
    assert facts.against_plan["Uplands"] == 12 * (refund - Fraction(128, 100))
    assert WORDS.line(facts) == (
        "no project returns to Uplands (12 planned): Uplands loses 14.5 a year by it"
    )
    assert WORDS.remedy(facts) == "a bonus of 0.1 a year for each return to Uplands"


def test_a_second_bonus_as_high_as_the_first_is_told():
    """A tenth is paid and two are missing: another tenth."""
    facts = found((PROFIT, "return_small_city = { v = 1.05, low = 1"), paid(0.1)).facts
    assert [(b.payer, b.amount) for b in facts.bonuses] == [("Uplands", Fraction(1, 10))]
    (bonus,) = facts.repair.clauses
    assert (bonus.amount, bonus.cost) == (Fraction(1, 10), Fraction(12, 10))
    told = "a further bonus of 0.1 a year for each return to Uplands, 1.2 in all"
    assert WORDS.repair(facts).startswith(told)


def test_half_of_them_have_room():
    """48 mu are enough for six plants, so that the bonus mends half."""
    facts = found(
        (PROFIT, "return_small_city = { v = 1.15, low = 1.10"),
        (LAND, "owned.Uplands = { v = 48, low = 0"),
    ).facts
    assert (facts.repair.mends, facts.returns_with_bonus) == (Fraction(1, 2), 6)
    assert WORDS.repair(facts).endswith("; there is room for 6 returns only")


def test_no_bonus_makes_room_and_a_plan_for_what_there_is_room_for_stands():
    """ "None by a clause" was false: ``returns = 6`` is one, and with it the check stands."""
    land = (LAND, "owned.Uplands = { v = 48, low = 0")
    context = Context(starter(land), Recorder())
    facts = evaluate(context, "firms' choice").facts
    assert (facts.willing, facts.returns_as_signed) == (12, 6)
    assert facts.repair.clauses == (PlannedReturns(returns=Fraction(6), more=Fraction(-6)),)
    assert context.bonus_deal is None
    assert evaluate(Context(starter(land, planned(6)), Recorder()), "firms' choice").verdict == (
        "stands"
    )


def test_a_bonus_that_brings_nobody_is_no_repair():
    """None would return, and there is land for none."""
    facts = found((PROFIT, "return_small_city = { v = 1.15, low = 1.10"), NO_LAND).facts
    assert facts.repair.clauses == (PlannedReturns(returns=Fraction(0), more=Fraction(-12)),)


def test_more_return_than_planned():
    facts = found(planned(5)).facts
    assert (facts.verdict, facts.repair, facts.as_planned) == ("stands", None, False)
    assert WORDS.line(facts).startswith(
        "12 projects return to Uplands (5 planned): Harbour loses 2.3 a year by it"
    )
    assert sum(facts.against_plan.values()) == 7 * Fraction(128 - 40, 100)


def test_returns_that_take_a_member_below_no_deal_fail():
    """Of 12 plants at 0.15 of tax each Uplands has too little beside a park that it pays for."""
    dear = ("tax_per_mu  = { v = 0.40, low = 0.30", "tax_per_mu  = { v = 0.04, low = 0.03")
    facts = found(planned(5), dear).facts
    assert facts.verdict == "fails"
    assert facts.repair.clauses == (PlannedReturns(returns=Fraction(12), more=Fraction(7)),)
    assert WORDS.remedy(facts) == "plan for 12 returns"


def two_homes():
    """Another park as large, for Valley, which has no land for plants."""
    park = 'site         = "Harbour"\ncost_one_off = { v = 100, low = 70, high = 140 }\n'
    park += "floor        = { v = 30,  low = 28, high = 40 }\n"
    rate = "return_rate.Harbour.%s = { v = 0.30, low = 0.10, high = 0.45 }"
    paid_by = 'platforms.%s = { paid_by = "%s", rent_to = "%s" }'
    return (
        ("[cities.Uplands]", "[cities.Valley]\n[cities.Uplands]"),
        ("[platforms.park]", f"[platforms.hall]\n{park}\n[platforms.park]"),
        (rate % "Uplands", f"{rate % 'Uplands'}\n{rate % 'Valley'}"),
        ('members  = ["Harbour", "Uplands"]', 'members = ["Harbour", "Uplands", "Valley"]'),
        (
            paid_by % ("park", "Uplands", "Uplands"),
            f"{paid_by % ('park', 'Uplands', 'Uplands')}\n{paid_by % ('hall', 'Valley', 'Valley')}",
        ),
    )


def test_as_many_as_planned_but_from_another_park():
    """Three are to return to each of two homes: Uplands takes all six suited, Valley none."""
    facts = found(*two_homes(), planned(6)).facts
    assert (facts.verdict, facts.returns_planned, facts.returns_as_signed) == ("fails", 6, 6)
    assert facts.repair.reason is WhyNot.NOT_ALIKE
    assert "6 return as planned, but not from the same parks" in WORDS.says(facts)
    assert WORDS.line(facts) == "6 projects return as planned, but not from the same parks"


def test_a_plan_for_more_is_no_repair_where_parks_differ():
    """Six return to Uplands and none to Valley; a plan for six would be for three to each."""
    facts = found(*two_homes(), planned(5)).facts
    assert (facts.returns_planned, facts.returns_as_signed) == (5, 6)
    assert facts.repair.reason is WhyNot.NOT_ALIKE


@pytest.mark.parametrize("changes", [(), (planned(5),)])
def test_a_verdict_alone_is_the_same(changes):
    full, brief = found(*changes), found(*changes, brief=True)
    assert (brief.verdict, brief.margin) == (full.verdict, full.margin)
    assert (brief.facts.repair, brief.facts.break_even) == (None, {})


def clawback(amount):
    one = f'[[compact.clawback]]\nto = "Uplands"\namount = {{ v = {amount}, low = 0, high = 1 }}'
    return ("[[compact.refund]]", f"{one}\n\n[[compact.refund]]")


def test_clauses_count_for_how_much_better_returning_is():
    assert found(paid(0.1)).margin == Fraction("0.05") + Fraction("0.1")
    assert found(clawback(0.02)).margin == Fraction("0.05") + Fraction("0.02")


@pytest.mark.parametrize(("returns", "margin"), [(6, "0.05"), (5, "-0.15")])
def test_a_bonus_counts_for_the_parks_of_who_pays_it(returns, margin):
    """0.1 of Valley: least by 0.05 to Uplands, and too many by up to 0.15 to Valley."""
    assert found(*two_homes(), planned(returns), paid(0.1, "Valley")).margin == Fraction(margin)


def fewest(bonus):
    """Of 40 projects each that stays brings 0.2 in 5 of 20 years, and each that returns 1.28.

    Rent is 2.8, and the park costs 100 once.
    """
    discount = Fraction(100, 105)
    refund = Fraction(2, 10) * (1 - discount**5) / (1 - discount**20)
    cost = 100 * Fraction(5, 100) / (1 - discount**20)
    lost = cost - Fraction(28, 10) - 40 * refund
    return lost / (Fraction(128, 100) - Fraction(str(bonus)) - refund)


@pytest.mark.parametrize(
    ("changes", "bonus"),
    [((), 0), ((paid(0.1),), 0.1), ((paid(0.1, first=3),), None), ((clawback(0.1),), None)],
)
def test_from_how_many_returns_on_a_home_gains(changes, bonus):
    """That of who is paid, or pays, for a part of them alone is not told."""
    known = {} if bonus is None else {"Uplands": fewest(bonus)}
    assert found(*changes).facts.break_even == known


def test_of_two_homes_each_counts_the_bonus_that_it_pays():
    """A bonus of Valley, which has land, changes from how many on Valley gains, and no more."""
    owned = "owned.Uplands = { v = 250, low = 200, high = 300 }"
    land = (
        (owned, f"{owned}\nowned.Valley = {{ v = 250, low = 200, high = 300 }}"),
        (LAND, f"owned.Valley = {{ v = 150, low = 0, high = 200 }}\n{LAND}"),
    )
    plain, one = (found(*two_homes(), *land, *m).facts for m in ((), (paid(0.1, "Valley"),)))
    assert plain.verdict == one.verdict == "stands"
    assert plain.break_even["Uplands"] == one.break_even["Uplands"]
    # Of each return Valley, to which nobody refunds a tax, has 1.28, or 0.1 less.
    assert plain.break_even["Valley"] * Fraction("1.28") == one.break_even["Valley"] * Fraction(
        "1.18"
    )


@pytest.mark.parametrize(("land", "returning"), [(150, 12), (64, 8)])
def test_the_first_bonus_moves_some_and_the_second_mends_the_rest(land, returning):
    """0.2 for the first three of twelve, where 0.1 is missing for each."""
    facts = found(
        (PROFIT, "return_small_city = { v = 1.15, low = 1.10"),
        (LAND, f"owned.Uplands = {{ v = {land}, low = 0"),
        paid(0.2, first=3),
    ).facts
    assert (facts.returns_as_signed, facts.returns_with_bonus) == (3, returning)
    assert facts.repair.mends == Fraction(returning - 3, 12 - 3)


def test_without_a_deal_or_a_suited_project_it_is_not_asked():
    rate = "return_rate.Harbour.Uplands = { v = 0.30, low = 0.10"
    assert found((rate, rate.replace("0.30, low = 0.10", "0, low = 0"))).verdict == "not asked"
    text = STARTER[: STARTER.index("# The deal on the table")]
    assert (
        evaluate(Context(parse_scenario(text), Recorder()), "firms' choice").verdict == "not asked"
    )
