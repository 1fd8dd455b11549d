"""Payments, deposits and loans of a file: read, refused, said, counted and checked again."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from games.errors import InvalidInput
from intercity.checkup.check_up import check_up
from intercity.equations import model_text
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.report.labels import label
from intercity.scenario_file import json_schema, parse_scenario
from intercity.topics.clauses.clause import SidePayment
from intercity.topics.clauses.english import remedy_words, repair_words
from intercity.topics.deal.english import deal_sentences
from intercity.topics.negotiation.english import clause_name
from intercity.topics.negotiation.negotiated import OpenKind, open_clauses
from intercity.topics.negotiation.over_time import left_to_pay
from intercity.topics.outcome import Repair
from intercity.topics.walk_away.check import check as walks_away
from intercity.topics.walk_away.english import WORDS as WALK_AWAY
from mechanisms.compact.clauses import Deposit, Loan, Payment
from mechanisms.compact.instrument import payments_between
from tests.frontdoor.starter import NONE_RETURNS, STARTER, finding, rendered, replayed, reported

SIGNED = "[[compact.transfer]]"
LIMITS = "[compact.limits]\nside_payment = {{ v = {}, low = 0, high = 90 }}\n"


def payment(amount, payer="Harbour", payee="Uplands", *, years=None, enforceable="false"):
    when = "" if years is None else f"years = {years}\n"
    return (
        f'[[compact.payment]]\nfrom = "{payer}"\nto = "{payee}"\n{when}'
        f"amount = {{ v = {amount}, low = 0, high = 90 }}\nenforceable = {enforceable}\n"
    )


def deposit(amount, member="Harbour", until=None):
    end = "" if until is None else f"until = {until}\n"
    return (
        f'[[compact.deposit]]\nfrom = "{member}"\n{end}'
        f"amount = {{ v = {amount}, low = 0, high = 900 }}\n"
    )


def loan(amount, member="Uplands", years="[2, 9]", lender="the province's fund"):
    return (
        f'[[compact.loan]]\nto = "{member}"\nyears = {years}\nlender = "{lender}"\n'
        f"amount = {{ v = {amount}, low = 0, high = 900 }}\n"
    )


def signed(*clauses, text=STARTER):
    assert text.count(SIGNED) == 1
    return text.replace(SIGNED, f"{''.join(clauses)}{SIGNED}")


def looked_at(*clauses):
    return Context(parse_scenario(signed(*clauses)), Recorder())


def test_the_clauses_are_read_as_they_are_written():
    context = looked_at(
        payment(3),
        payment("0.5", "Uplands", "Harbour", years="[2, 4]", enforceable="true"),
        deposit(7),
        deposit(2, "Uplands", until=9),
        loan(30),
        "[compact.limits]\nloan = { v = 40, low = 0, high = 90 }\n",
    )
    compact = context.compact
    assert compact.payments == (
        Payment("Harbour", "Uplands", 3),
        Payment("Uplands", "Harbour", Fraction(1, 2), 2, 4, enforceable=True),
    )
    assert compact.deposits == (Deposit("Harbour", 7), Deposit("Uplands", 2, 9))
    assert compact.loans == (Loan("Uplands", 30, 2, 9),)
    assert compact.loan_limit == 40


@pytest.mark.parametrize(
    ("clause", "where", "right"),
    [
        (payment(1, payee="Port"), "[compact.payment #1] to", "one of Harbour, Uplands"),
        (payment(1, payee="Harbour"), "[compact.payment #1] to", "another member"),
        (payment(-1).replace("low = 0", "low = -2"), "[compact.payment #1] amount", "not negative"),
        (payment(1, years="[3, 2]"), "[compact.payment #1] years", "from 1 on"),
        (payment(1, years="[1, 21]"), "[compact.payment #1] years", "within the 20 years"),
        (deposit(1, "Port"), "[compact.deposit #1] from", "one of Harbour, Uplands"),
        (deposit(-1).replace("low = 0", "low = -2"), "[compact.deposit #1] amount", "not negative"),
        (deposit(1, until=21), "[compact.deposit #1] until", "within the 20 years"),
        (deposit(1, until=0), "[compact.deposit #1] until", "from 1 on"),
        (loan(1, "Port"), "[compact.loan #1] to", "one of Harbour, Uplands"),
        (loan(-1).replace("low = 0", "low = -2"), "[compact.loan #1] amount", "not negative"),
        (loan(1, years="[0, 2]"), "[compact.loan #1] years", "from 1 on"),
        (loan(1, years="[1, 21]"), "[compact.loan #1] years", "within the 20 years"),
        (loan(1, lender="Harbour"), "[compact.loan #1] lender", "no member"),
        (payment(4) + LIMITS.format(3), "[compact.payment #1] amount", "at most 3"),
        (
            payment(2) + payment(2) + LIMITS.format(3),
            "[compact.payment #2] amount",
            "at most 3",
        ),
        (
            loan(30) + loan(20) + "[compact.limits]\nloan = { v = 40, low = 0, high = 90 }\n",
            "[compact.loan #2] amount",
            "at most 40",
        ),
    ],
)
def test_each_fault_is_one_sentence(clause, where, right):
    with pytest.raises(InvalidInput) as refused:
        parse_scenario(signed(clause))
    said = str(refused.value).removeprefix("scenario.toml: ")
    assert said.startswith(where), said
    assert right in said
    assert "\n" not in said


def test_payments_within_the_limit_net_and_over_the_years_are_lawful():
    # 5 in five of 20 years at 5%: 5 x 4.3295 / 12.4622 = 1.74 a year.
    looked_at(payment(5, years="[1, 5]"), LIMITS.format("1.74"))
    looked_at(payment(9), payment(7, "Uplands", "Harbour"), LIMITS.format(2))
    with pytest.raises(InvalidInput, match=r"Harbour pays Uplands 1\.737"):
        looked_at(payment(5, years="[1, 5]"), LIMITS.format("1.73"))


def test_a_limit_below_what_is_paid_in_its_range_is_refused_too():
    given = parse_scenario(signed(payment(4), LIMITS.format(5)))
    moved = given.moved({"compact.limits.side_payment": 3})
    with pytest.raises(InvalidInput, match=r"at most 3, by compact\.limits"):
        Context(moved, Recorder())


def test_numbers_are_called_by_their_clause():
    given = parse_scenario(signed(payment(1), payment(2), deposit(3), loan(4)))
    keys = [f"compact.{kind}.amount" for kind in ("payment.0", "payment.1", "deposit.0", "loan.0")]
    told = [
        *("what Harbour pays Uplands", "what Harbour pays Uplands (#2)"),
        *("the deposit of Harbour", "the loan to Uplands"),
    ]
    assert [label(given, key) for key in keys] == told
    found = json_schema()["$defs"]["Compact"]["properties"]
    assert {"payment", "deposit", "loan"} <= set(found)


def assert_one(told, *parts):
    """One sentence, and no other, has all of these."""
    assert sum(all(part in one for part in parts) for one in told) == 1, (parts, told)


def test_the_deal_and_the_model_text_say_them():
    clauses = payment(3), payment(2, years="[4, 6]", enforceable="true"), deposit(7), loan(30)
    given = parse_scenario(signed(*clauses))
    told = deal_sentences(Context(given, Recorder()))
    assert_one(told, "Harbour", "Uplands", "3 a year", "every year", "no court")
    assert_one(told, "Harbour", "Uplands", "2 a year", "years 4 to 6", "a court enforces")
    assert_one(told, "Harbour", "deposit of 7 at signing", "after year 20")
    assert_one(told, "province's fund lends Uplands 30", "years 2 to 9")
    text = model_text(given)
    assert "7 x (1 + r)^20 = 18.5731" in text
    worth = sum(Fraction(100, 105) ** t for t in range(2, 10))
    assert f"{float(30 / worth):.5f} a year in years 2 to 9" in text


def of_quzhou(*deposits):
    """The main example with a bonus of 0.1 that makes firms return, and deposits by Hangzhou."""
    bonus = '[[compact.bonus]]\nfrom = "Quzhou"\namount = { v = 0.1, low = 0, high = 1 }\n'
    held = "".join(deposit(1, "Hangzhou") for _ in deposits)
    text = NONE_RETURNS.replace("  [compact.limits]", f"{bonus}{held}[compact.limits]")
    context = Context(parse_scenario(text), Recorder())
    # A file has decimals only; these are exact.
    exact = [
        replace(one, amount=amount)
        for one, amount in zip(context.region.compact.deposits, deposits, strict=True)
    ]
    compact = replace(context.region.compact, deposits=tuple(exact))
    context.region = replace(context.region, compact=compact)
    return context


def test_the_deposit_that_is_proposed_holds_once_it_is_in_the_file():
    """Hangzhou saves 14 a year until year 5, and then loses the province's 2 for good."""
    d, proposed = Fraction(19, 25), walks_away(of_quzhou())
    saved = {
        t: 14 * sum(d**k for k in range(6 - t)) - 2 * sum(d**k for k in range(1, 21 - t))
        for t in range(1, 6)
    }
    enough = max(x / (d ** (5 - t) * Fraction(105, 100) ** 5) for t, x in saved.items())
    assert proposed.verdict == "fails"
    assert "a deposit of 87.5 (once) by Hangzhou" in WALK_AWAY.repair(proposed)
    assert walks_away(of_quzhou(enough)).verdict == "stands"
    assert walks_away(of_quzhou(enough / 2, enough / 2)).verdict == "stands"
    short = walks_away(of_quzhou(enough - Fraction(1, 1000)))
    assert short.verdict == "fails"
    assert list(short.leavers) == ["Hangzhou"]
    more = short.leavers["Hangzhou"].deposit
    assert (more.amount, more.further) == (Fraction(1, 1000), True)
    assert "a further deposit of" in WALK_AWAY.repair(short)
    assert "a further deposit" in WALK_AWAY.remedy(short)


def test_a_deposit_and_a_loan_count_at_a_members_own_factor_alone():
    plain, held = looked_at(), looked_at(deposit(10), loan(30))
    assert held.gains == plain.gains
    d, r = Fraction(95, 100), Fraction(105, 100)
    even = sum(d**t for t in range(1, 21))
    cost = 10 * (1 - (d * r) ** 5)  # the refunds end in year 5
    assert plain.own_gains["Harbour"] - held.own_gains["Harbour"] == cost / even
    each = 30 / sum(r**-t for t in range(2, 10))
    brings = 30 - each * sum(d**t for t in range(2, 10))
    assert held.own_gains["Uplands"] - plain.own_gains["Uplands"] == brings / even


def test_what_the_law_leaves_for_other_payments_is_less():
    context = looked_at(payment(3, enforceable="true"), LIMITS.format(5))
    (left,) = payments_between(context.compact, context.compact.side_payment_limit)
    assert dict(left.money) == {"Harbour": -1, "Uplands": 1}
    assert (left.lowest, left.highest) == (-8, 2)
    (money,) = (one for one in open_clauses(context.compact) if one.kind is OpenKind.MONEY)
    assert clause_name(money) == "further money"
    (plain,) = (one for one in open_clauses(looked_at().compact) if one.kind is OpenKind.MONEY)
    assert clause_name(plain) == "money"


def test_a_year_in_which_the_deal_pays_leaves_less_of_the_limit_for_that_year():
    compact = looked_at(payment(3, years="[2, 4]"), LIMITS.format(5)).compact
    assert left_to_pay(compact, "Uplands") == (-5, 2)
    assert left_to_pay(compact, "Harbour") == (-2, 5)


def test_a_side_payment_beside_one_of_the_deal_is_a_further_one():
    for further, called in ((True, "a further side payment of 2.0"), (False, "a side payment of")):
        clause = SidePayment(
            a_year=Fraction(2),
            paid={("Harbour", "Uplands"): Fraction(2)},
            payers=("Harbour",),
            payees=("Uplands",),
            lowest=None,
            highest=None,
            further=further,
        )
        assert repair_words(Repair(clauses=(clause,))).startswith(called)
        assert remedy_words(Repair(clauses=(clause,))).startswith(called)


def told(report):
    """All that is said of each check."""
    return [(one.name, one.verdict, one.says, one.repair, one.margin) for one in report.findings]


@pytest.fixture(scope="module")
def plain():
    return reported()


def test_clauses_of_nothing_change_nothing(plain):
    idle = payment(0), deposit(0, "Uplands"), loan(0)
    assert told(check_up(parse_scenario(signed(*idle)), ranges=False)) == told(plain)


def test_two_halves_say_what_the_whole_says():
    whole = payment(2, years="[2, 9]"), deposit(6), loan(8)
    halves = payment(1, years="[2, 9]") * 2, deposit(3) * 2, loan(4) * 2
    one, two = (check_up(parse_scenario(signed(*each)), ranges=False) for each in (whole, halves))
    assert told(one) == told(two)


def test_a_payment_in_place_of_the_refund_is_the_same_to_every_check(plain):
    """28 projects stay, and half of their 0.4 is 5.6 a year."""
    start = STARTER.index("[[compact.refund]]")
    end = STARTER.index("# What if each side alone")
    text = STARTER[:start] + payment("5.6", years="[1, 5]") + STARTER[end:]
    found = check_up(parse_scenario(text), ranges=False)
    assert {n: m for n, _, _, _, m in told(found)} == {n: m for n, _, _, _, m in told(plain)}
    paths = [finding(one, "walk-away").facts.paths for one in (found, plain)]
    assert paths[0] == paths[1]


def test_every_claim_is_checked_again_with_them():
    clauses = (
        payment(2, years="[2, 9]"),
        payment(1, "Uplands", "Harbour", enforceable="true"),
        deposit(20),
        loan(30),
        LIMITS.format(5) + "loan = { v = 40, low = 30, high = 50 }\n",
    )
    report = replayed(parse_scenario(signed(*clauses)))
    printed = " ".join(rendered(report).split())
    assert "The province's fund lends Uplands 30 at signing" in printed
    json.dumps(report.to_json())
