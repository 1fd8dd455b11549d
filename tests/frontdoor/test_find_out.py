"""FIND OUT names first what a failure hangs on; small files whose break-evens are known by hand."""

import re
from fractions import Fraction

from intercity.checkup.check_up import check_up
from intercity.findings.switching_value import SwitchingValue
from intercity.report.switching_values import find_out
from intercity.scenario_file import parse_scenario

RENTED = """
format = 1
title = "Quota against payments of later years"
[time]
horizon = { v = 5, src = "S" }
interest = { v = 0.05, src = "S" }
[sources]
S = "given"
[cities.Hub]
discount = { v = 0.95, low = 0.94, high = 0.96 }
tenure = { v = 5, low = 3, high = 30 }
[cities.Hill]
discount = { v = 0.95, src = "S" }
[resources.quota]
kind = "tradable"
owned.Hill = { v = 10, low = 8, high = 20 }
[[activities]]
name = "plants in the hub"
sites = ["Hub"]
values = [{ city = "Hub", kind = "cash", amount = { v = 5, low = 4, high = 6 } }]
uses = [{ resource = "quota" }]
[[activities]]
name = "plants in the hills"
sites = ["Hill"]
values = [{ city = "Hill", kind = "cash", amount = { v = 1, low = 0.9, high = 2.1 } }]
uses = [{ resource = "quota" }]
[compact]
members = ["Hub", "Hill"]
[[compact.transfer]]
resource = "quota"
from = "Hill"
to = "Hub"
amount = { v = 10, src = "S" }
when = 0
reversible = false
[[compact.payment]]
from = "Hub"
to = "Hill"
amount = { v = 20, low = 11, high = 21 }
years = [1, 5]
enforceable = false
[[compact.deposit]]
from = "Hub"
amount = { v = 120, src = "S" }
"""


def leaving(tenure, paid=20):
    """What Hub gains by leaving in year 1: five payments, less what its deposit is worth to it."""
    d = Fraction(95, 100) * (1 - 1 / Fraction(tenure))
    return sum(paid * d**k for k in range(5)) - 120 * Fraction(105, 100) ** 5 * d**4


def first_of(text):
    """The numbers that FIND OUT names, in order, and what it says of each."""
    told = " ".join(str(check_up(parse_scenario(text))).split())
    told = told.split("FIND OUT first: ")[1].split("TOGETHER")[0]
    return re.findall(r"(?:, | and |^)([^(),]+?) \(yours ([^;]+); ([^:]*):", told)


def test_what_ends_a_failure_is_named_before_what_is_nearer_and_turns_a_check_that_holds():
    """With a tenure of 5 a year counts 0.76 of the one before: the deposit does not hold Hub."""
    assert leaving(5) > 0 > leaving(30)
    assert leaving(Fraction(74, 10)) > 0 > leaving(Fraction(76, 10))
    tenure, paid, quota = first_of(RENTED)
    assert tenure == ("the years that Hub's officials stay", "5", "above 7.5 up to 30")
    # At 0.76 a payment of 16.4 is too little to leave for.
    assert leaving(5, Fraction(165, 10)) > 0 > leaving(5, Fraction(163, 10))
    assert paid == ("what Hub pays Hill", "20", "from 16.4 down to 11")
    assert quota == ("the quota that Hill owns", "10", "below 10 down to 8")


def test_of_what_nobody_can_know_first():
    """Two numbers end no failure; how patient a city is comes first, though it moves more."""
    scenario = parse_scenario(RENTED)
    values = [
        SwitchingValue(
            key, "consistency", *map(Fraction, (5, 10, before, after, 10)), None, "fails", ()
        )
        for key, before, after in (
            ("compact.payment.0.amount", "5.1", "5.2"),
            ("cities.Hub.tenure", "6.9", "7"),
        )
    ]
    told = find_out(scenario, [], tuple(values))
    assert told.index("officials stay") < told.index("pays Hill")
