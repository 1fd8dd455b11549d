"""The repair of terms, written into the file as it is told, repairs them."""

import re
from fractions import Fraction

import pytest

from intercity.scenario_file import parse_scenario
from intercity.topics.walk_away.english import WORDS as WALK_AWAY
from intercity.words.english import English
from tests.frontdoor.starter import checked, found_by, rendered

REGION = """
format = 1
title  = "A swap between two"
money  = "million a year"
[time]
horizon  = { v = 5, low = 3, high = 8 }
interest = { v = 0.05, low = 0.03, high = 0.07 }
[cities.Port]
discount = { v = 0.95, low = 0.9, high = 0.98 }
[cities.Hill]
discount = { v = 0.6, low = 0.5, high = 0.7 }
[resources.quota]
kind = "tradable"
unit = "mu"
owned.Port = { v = 50, low = 20, high = 100 }
owned.Hill = { v = 50, low = 20, high = 100 }
[build]
Port = { v = 0.05, low = 0.01, high = 0.1 }
Hill = { v = 0.06, low = 0.01, high = 0.1 }
[resources.buildable]
kind = "bound"
owned.Port = { v = 300, low = 100, high = 500 }
owned.Hill = { v = 300, low = 100, high = 500 }
[compact]
members = ["Port", "Hill"]
"""


def transfer(giver, taker, amount, price="0"):
    return (
        f'[[compact.transfer]]\nresource = "quota"\nfrom = "{giver}"\nto = "{taker}"\n'
        f"amount = {{ v = {amount}, low = 0, high = 50 }}\nreversible = false\n"
        f"price_one_off = {{ v = {price}, low = 0, high = 5 }}\n"
    )


def payment(amount, enforceable):
    return (
        f'[[compact.payment]]\nfrom = "Hill"\nto = "Port"\nenforceable = {enforceable}\n'
        f"amount = {{ v = {amount}, low = 0, high = 9 }}\n"
    )


DEPOSIT = '[[compact.deposit]]\nfrom = "Hill"\namount = { v = 5, low = 1, high = 9 }\n'
LIMIT = "[compact.limits]\nside_payment = { v = 2, low = 1, high = 3 }\n"


def terms(*clauses):
    return found_by("terms", parse_scenario(REGION + "".join(clauses)))


@pytest.mark.parametrize("small", [False, True])
def test_a_payment_that_would_hold_a_deposit_longer_is_to_be_enforced(small):
    """A promise for five years keeps Hill's 5 in escrow as long: that costs more than it gains."""
    deposit = DEPOSIT.replace("v = 5, low = 1", "v = 0.1, low = 0") if small else DEPOSIT
    deposit += "until = 1\n" if small else ""
    signed = transfer("Port", "Hill", 10), deposit, LIMIT
    found = terms(*signed)
    told = re.fullmatch(r"a side payment of ([\d.]+) a year from Hill to Port(.*)", found.repair)
    assert (told[2] == ", enforced by a court or guaranteed by the province") is not small
    assert terms(*signed).verdict == "fails"
    assert terms(*signed, payment(told[1], "true")).verdict == "stands"
    assert (terms(*signed, payment(told[1], "false")).verdict == "stands") is small


def test_one_price_of_several_is_told_with_all_that_do_it():
    """Port gives up 0.35 a year for Hill's 0.364; rounded to 0.16, Hill would pay more than that.

    Once a year over five years at 5 per cent counts 0.231, for 10 mu: 0.1515 to 0.1576 each; at a
    factor of 0.95, 0.1505 to 0.1565.
    """
    text = REGION.replace("Hill = { v = 0.06,", "Hill = { v = 0.052,")
    text = text.replace("v = 0.6, low = 0.5, high = 0.7", "v = 0.95, low = 0.9, high = 0.98")

    def at(price):
        clauses = transfer("Port", "Hill", 10, price), transfer("Hill", "Port", 3)
        no_money = LIMIT.replace("v = 2, low = 1", "v = 0, low = 0")
        return found_by("terms", parse_scenario(text + "".join(clauses) + no_money))

    found = at("0")
    assert found.verdict == "fails"
    told = re.match(r"a price from 0.152 to 0.156 per mu of quota \(Port to Hill\)", found.repair)
    assert told
    prices = ("0.150", "0.151", "0.152", "0.156", "0.157", "0.158")
    assert [at(price).verdict for price in prices] == [
        *("fails", "undecided", "stands", "stands", "undecided", "fails")
    ]


def test_who_has_no_discount_factor_may_leave_beside_who_does():
    text = REGION.replace("discount = { v = 0.95, low = 0.9, high = 0.98 }\n", "", 1)
    promised = (
        payment(2, "false"),
        payment(1, "false").replace("Hill", "X").replace("Port", "Hill").replace("X", "Port"),
    )
    found = found_by("walk-away", parse_scenario(text + "".join(promised)))
    assert found.verdict == "fails"
    told = WALK_AWAY.says(found.facts)
    assert "Whether Port would leave is open, as no discount factor is given. Who" in told


@pytest.mark.parametrize("factor", ["0.945", "0.97"])
def test_what_a_deposit_leaves_is_what_terms_find_with_it(factor):
    """At 0.97 and 5 per cent a deposit earns more than its member waits for: it gains by it."""
    text = REGION.replace("v = 0.6, low = 0.5, high = 0.7", f"v = {factor}, low = 0.5, high = 0.98")
    text += transfer("Port", "Hill", 10) + payment("0.55", "false")
    found = found_by("walk-away", parse_scenario(text))
    deposit = found.facts.paths["Hill"].deposit
    own = found_by("terms", parse_scenario(text)).facts.own_gains["Hill"]
    written = re.match(r"a deposit of ([\d.]+) \(once\) by Hill", found.repair)[1]
    paid = f'[[compact.deposit]]\nfrom = "Hill"\namount = {{ v = {written}, low = 0, high = 99 }}\n'
    after = found_by("terms", parse_scenario(text + paid)).facts.own_gains["Hill"]
    each = (after - own) / Fraction(written)
    assert deposit.gain_with_deposit == own + each * deposit.amount
    assert (each > 0) is (factor == "0.97")
    assert found_by("walk-away", parse_scenario(text + paid)).verdict == "stands"


def three(hill, lake, *clauses):
    """Port gives each of two 10 mu, worth 0.5 a year to it."""
    text = REGION.replace("Hill = { v = 0.06,", f"Hill = {{ v = {hill},")
    text = text.replace('members = ["Port", "Hill"]', 'members = ["Port", "Hill", "Lake"]')
    for table, entry in (
        ("[resources.quota]", "[cities.Lake]\ndiscount = { v = 0.9, low = 0.8, high = 0.95 }\n"),
        ("[compact]", "owned.Lake = { v = 300, low = 100, high = 500 }\n"),
    ):
        text = text.replace(table, f"{entry}{table}")
    text = text.replace("[build]\n", f"[build]\nLake = {{ v = {lake}, low = 0.01, high = 0.1 }}\n")
    text = text.replace("v = 0.6, low = 0.5, high = 0.7", "v = 0.95, low = 0.9, high = 0.98")
    given = transfer("Port", "Hill", 10), transfer("Port", "Lake", 10)
    return found_by("terms", parse_scenario(text + "".join(clauses or given)))


def paid(payer, payee, amount):
    return payment(amount, "false").replace('"Hill"', f'"{payer}"').replace('"Port"', f'"{payee}"')


@pytest.mark.parametrize("limit", ["", LIMIT.replace("v = 2, low = 1", "v = 0.56, low = 0")])
def test_who_pays_whom_how_much_is_told_of_several_payments(limit):
    """Port needs 1.0 a year of what Hill's 0.502 and Lake's 0.503 can spare; each pays its part."""
    given = transfer("Port", "Hill", 10), transfer("Port", "Lake", 10)
    found = three("0.0502", "0.0503", *given, limit)
    assert found.verdict == "fails"
    told = re.findall(r"(\w+) pays (\w+) ([\d.]*\d)", found.repair)
    assert [one[:2] for one in told] == [("Hill", "Port"), ("Lake", "Port")]
    assert found.remedy == "2 side payments, 1.0 a year in all"
    with_them = three("0.0502", "0.0503", *given, *(paid(*one) for one in told), limit)
    assert with_them.verdict == "stands"


def test_prices_that_change_together_are_told_so_that_nobody_loses():
    """Rounded away from 0 each, Hill or Lake would pay more than its land brings it."""
    limit = LIMIT.replace("v = 2, low = 1", "v = 0, low = 0")
    pairs = ("Port", "Hill", 10), ("Port", "Lake", 10)
    found = three("0.0521", "0.058", *(transfer(*one) for one in pairs), limit)
    assert found.verdict == "fails"
    told = re.findall(r"a price of ([\d.]+) per mu of quota \(Port to (\w+)\)", found.repair)
    assert [city for _, city in told] == ["Hill", "Lake"]
    prices = (transfer(*one, price) for one, (price, _) in zip(pairs, told, strict=True))
    assert three("0.0521", "0.058", *prices, limit).verdict == "stands"


def test_instalments_are_looked_for_in_each_transfer_whatever_their_order():
    """The tax of the first ten comes with them, so that they cannot be held back; the eight can."""
    text = REGION.replace("v = 0.6, low = 0.5, high = 0.7", "v = 0.95, low = 0.9, high = 0.98")
    text = text.replace("Hill = { v = 0.06,", "Hill = { v = 0.1,")
    taxed = transfer("Port", "Hill", 10, "0.4") + "tax = { v = 0.01, low = 0, high = 0.05 }\n"
    untaxed = transfer("Port", "Hill", 8)
    rest = payment("0.5", "false").replace("enforceable", "years = [1, 2]\nenforceable") + (
        '[[compact.refund]]\nbase = "moved_tax"\nfrom = "Hill"\nto = "Port"\nyears = [1, 5]\n'
        "share = { v = 0.5, low = 0, high = 1 }\nenforceable = true\n"
    )
    told = {
        found_by("walk-away", parse_scenario(text + "".join(given) + rest)).repair
        for given in ((taxed, untaxed), (untaxed, taxed))
    }
    assert len(told) == 1
    assert re.search("hand over quota in instalments of .* of 8 held back at signing", told.pop())


def test_an_amount_is_rounded_into_the_range_that_does_it():
    """Port and Hill have land for 50 of Port's 100 mu each, worth 0.03 a mu and year, for 3 years.

    Port pays 1 in year 2 and gets 0.015 a mu in years 2 and 3, so that up to 50 mu it gains 0.01 a
    mu and year, less 1/3; beyond, 0.02 less. From 33.34 to 58.3 nobody loses: 33.3 is too little.
    """
    text = REGION
    for old, new in (
        ("horizon  = { v = 5, low = 3", "horizon  = { v = 3, low = 3"),
        ("interest = { v = 0.05, low = 0.03", "interest = { v = 0, low = 0"),
        ("owned.Port = { v = 50, low = 20", "owned.Port = { v = 100, low = 20"),
        ("owned.Hill = { v = 50, low = 20, high = 100 }\n", ""),
        ("owned.Port = { v = 300, low = 100", "owned.Port = { v = 50, low = 10"),
        ("owned.Hill = { v = 300, low = 100", "owned.Hill = { v = 50, low = 10"),
        ("Port = { v = 0.05,", "Port = { v = 0.03,"),
        ("Hill = { v = 0.06,", "Hill = { v = 0.03,"),
        ("discount = { v = 0.6, low = 0.5, high = 0.7 }", ""),
        ("discount = { v = 0.95, low = 0.9, high = 0.98 }", ""),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    text += (
        '[[compact.payment]]\nfrom = "Port"\nto = "Hill"\nenforceable = true\n'
        "amount = { v = 1, low = 0, high = 9 }\nyears = [2, 2]\n"
        '[[compact.refund]]\nbase = "moved_tax"\nfrom = "Hill"\nto = "Port"\nyears = [2, 3]\n'
        "share = { v = 0.5, low = 0, high = 1 }\nenforceable = true\n"
    )

    def at(amount):
        given = transfer("Port", "Hill", amount).replace("high = 50", "high = 100")
        taxed = f"{given}tax = {{ v = 0.03, low = 0, high = 0.1 }}\n"
        return found_by("terms", parse_scenario(text + taxed))

    found = at(100)
    assert found.repair == "move the amount of quota from 100 to 33.4"
    assert [at(amount).verdict for amount in (33.3, 33.4, 58.3, 58.4)] == [
        *("fails", "stands", "stands", "fails")
    ]


def test_a_payment_between_two_of_three_is_no_more_than_its_payer_can_spare():
    """Without a limit by law payments are looked for through Port, which has no part in it."""
    signed = paid("Hill", "Lake", "0.123")
    found = three("0.05", "0.05", signed)
    told = re.fullmatch(
        r"a further side payment of ([\d.]+) a year from Lake to Hill", found.repair
    )
    assert three("0.05", "0.05", signed, paid("Lake", "Hill", told[1])).verdict == "stands"


def test_that_a_repair_may_break_another_check_is_said_where_one_does():
    """A court makes Port pay 2 a year, Hill only promises 2 in return: it would stop at once."""
    paid = payment(2, "true").replace("Hill", "X").replace("Port", "Hill").replace("X", "Port")
    signed, mended = (checked(REGION + paid + more) for more in ("", payment(2, "false")))
    told = "a further side payment of 2.0 a year from Hill to Port"
    assert signed["terms"].repair.startswith(told)
    verdicts = [(one["terms"].verdict, one["walk-away"].verdict) for one in (signed, mended)]
    assert verdicts == [("fails", "stands"), ("stands", "fails")]
    words = " ".join(rendered(signed, full=False).split())
    assert "as a repair may break another check: intercity amend" in words


def test_repairs_are_counted_one_by_one():
    assert (
        English().failing(3, 2)
        == "3 checks fail; clauses below repair 2 of them, each taken alone."
    )
    assert English().failing(3, 1) == "3 checks fail; a clause below repairs 1 of them."
    for count, every in ((2, "both of them"), (3, "all of them")):
        told = f"{count} checks fail; clauses below repair {every}, each taken alone."
        assert English().failing(count, count) == told
    assert English().failing(9, 0, 1) == (
        "9 checks fail; a clause below repairs 1 of them at least by half."
    )
    assert English().failing(9, 4, 2) == (
        "9 checks fail; clauses below repair 4 of them, and 2 at least by half, each taken alone."
    )


RACE = """
[subsidies]
bidders = ["Port", "Hill", "Lake"]
mass = { v = 100, low = 50, high = 150 }
mu = { v = 0.3, low = 0.1, high = 0.6 }
value.Port = { v = 2, low = 1, high = 3 }
value.Hill = { v = 1, low = 0.5, high = 2 }
value.Lake = { v = 0.3, low = 0.1, high = 0.5 }
"""


def test_a_check_that_a_clause_mends_in_part_is_not_counted_as_repaired():
    """With the cap that takes a part of what racing costs, the race fails still."""
    race = REGION.replace("[cities.Hill]", "[cities.Lake]\n[cities.Hill]") + RACE
    signed = checked(race)
    cap = re.search(r"at most ([\d.]+) per firm", signed["arms race"].remedy)[1]
    accord = f"[subsidies.accord]\nenforceable = true\ncap = {{ v = {cap}, low = 0, high = 9 }}\n"
    assert checked(race + accord)["arms race"].verdict == "fails"
    words = " ".join(rendered(signed, full=False).split())
    assert "2 checks fail; a clause below repairs 1 of them at least by half." in words


def test_of_who_stays_it_is_told_what_leaving_would_cost():
    """Each has 5 in escrow until year 5, 6.38 then: in year 1 worth 0.6^4 of it to Hill."""
    late = DEPOSIT + "until = 5\n"
    found = found_by("walk-away", parse_scenario(REGION + late + late.replace("Hill", "Port")))
    back = 5 * Fraction(21, 20) ** 5
    assert found.margin == back * Fraction(6, 10) ** 4
    assert found.facts.paths["Port"].least_value == back * Fraction(19, 20) ** 4
    told = "nobody gains by leaving; Hill would lose 0.83 or more in present value"
    assert WALK_AWAY.line(found.facts) == told


def test_amounts_of_which_some_is_bought_on_an_exchange_are_looked_at():
    """Hill pays 3.3 a year for 50 mu at 0.06: from 55 on it gains. Port has 50, and can buy 20.

    At 0.04 a year each (0.173 once), while what it keeps brings it 0.05.
    """
    exchange = "{ v = 0.173, low = 0.1, high = 0.3 }"
    exchange = f"buy_one_off = {exchange}, sell_one_off = {exchange.replace('0.173', '0.1')}"
    cap = "cap = { v = 20, low = 10, high = 30 }"
    text = REGION.replace('unit = "mu"\n', f'unit = "mu"\nexchange = {{ {exchange}, {cap} }}\n')

    def handed_over(amount):
        sale = transfer("Port", "Hill", amount).replace("high = 50", "high = 80")
        paid = payment("3.3", "true")
        return found_by("terms", parse_scenario(text + sale + paid))

    found = handed_over(50)
    assert found.verdict == "fails"
    assert found.facts.open_amount.lowest == 55
    assert "move the amount of quota from 50 to 55" in found.repair
    assert [handed_over(amount).verdict for amount in (54, 55, 60)] == ["fails", "stands", "stands"]
