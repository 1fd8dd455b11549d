"""What a member could have with free outsiders later on: a lease, played year by year."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from tests.frontdoor.starter import finding, replayed
from tests.properties.strategies import simulations

LEASE = """
format = 1
title = "A lends quota to B"
time = { horizon = { v = 10, src = "S" }, interest = { v = 0.05, src = "S" } }
sources = { S = "given" }
[cities.A]
discount = { v = 0.95, src = "S" }
[cities.B]
discount = { v = 0.95, src = "S" }
[cities.X]
[resources.quota]
kind = "tradable"
owned.A = { v = 1, src = "S" }
[[activities]]
name = "in A"
sites = ["A"]
uses = [{ resource = "quota" }]
values = [{ city = "A", kind = "cash", amount = { v = %s, src = "S" } }]
[[activities]]
name = "in B"
sites = ["B"]
uses = [{ resource = "quota" }]
values = [{ city = "B", kind = "cash", amount = { v = %s, src = "S" } }]
limit = { v = 1, src = "S" }
[[activities]]
name = "in X"
sites = ["X"]
uses = [{ resource = "quota" }]
values = [{ city = "X", kind = "cash", amount = { v = %s, src = "S" } }]
limit = { v = 1, src = "S" }
[compact]
members = ["A", "B"]
[[compact.transfer]]
resource = "quota"
from = "A"
to = "B"
amount = { v = 1, src = "S" }
when = 0
reversible = true
"""
PAID = """[[compact.payment]]
from = "B"
to = "A"
amount = { v = %s, src = "S" }
years = [%s, %s]
enforceable = false
"""
FACTOR, YEARS = Fraction(95, 100), 10


def lease(in_a, in_b, in_x, payments):
    """A lends B for ten years what is worth so much in each; B pays so much in each year."""
    text = LEASE % (in_a, in_b, in_x)
    text += "".join(PAID % (x, year, year) for year, x in enumerate(payments, 1) if x)
    return parse_scenario(text)


def gains_of_leaving(in_a, in_b, in_x, payments):
    """By city and year, what leaving then brings, played: answered a year later, B pays first.

    A gets the year's payment still, and from the next on the best of its own and X's use; B saves
    that payment, uses the quota in that year still, or has X use it, and then has none. In the deal
    B may have X use it, too.
    """
    found = {}
    for year in range(1, YEARS + 1):
        elsewhere = max(in_a, in_x)
        used = max(in_b, in_x)
        kept = {"A": payments[year - 1 :], "B": [used - x for x in payments[year - 1 :]]}
        left = {"A": [payments[year - 1]], "B": [used]}
        left["A"] += [elsewhere] * (YEARS - year)
        left["B"] += [0] * (YEARS - year)
        for city in "AB":
            both = zip(left[city], kept[city], strict=True)
            found[city, year] = sum(FACTOR**k * (x - y) for k, (x, y) in enumerate(both))
    return found


CASE = [7, 7, 7, 7, 2, 2, 2, 2, 2, 2]


@pytest.mark.parametrize(("in_x", "leaves"), [(4, True), (1, False)])
def test_who_lends_leaves_once_another_gives_more(in_x, leaves):
    """From year 5 on B pays 2 and X would give 4; the deal was told to hold."""
    report = replayed(lease(1, 10, in_x, CASE))
    path = finding(report, "walk-away").facts.paths["A"]
    assert (path.leaves_in is not None) == leaves
    assert finding(report, "outside offers").verdict == "stands"
    if leaves:
        assert path.pays_most_in == 4
        assert path.gain_of_leaving == sum(2 * FACTOR**k for k in range(1, 7))


worths = st.integers(0, 9)


@simulations(200)
@given(worths, worths, worths, st.lists(worths, min_size=YEARS, max_size=YEARS))
def test_walk_away_and_hold_up_are_those_of_a_lease_that_is_played(in_a, in_b, in_x, payments):
    context = Context(lease(in_a, in_b, in_x, payments), Recorder(), brief=True)
    found, played = (
        evaluate(context, "walk-away").facts,
        gains_of_leaving(in_a, in_b, in_x, payments),
    )
    for city, path in found.paths.items():
        most = max(played[city, year] for year in range(1, YEARS + 1))
        assert path.gain_of_leaving == max(most, 0)
        assert (path.leaves_in is None) == (most <= 0)
    # Talks after signing: B falls back on nothing, and A on its own use; X is an outside option.
    held = evaluate(context, "hold-up").facts.members
    floor, shared = max(in_a, in_x), in_a + Fraction(in_b - in_a, 2)
    goes_on = in_b > floor
    assert held["A"].bargained_again == (max(floor, shared) if goes_on else floor)
    assert held["B"].bargained_again == (in_b - max(floor, shared) if goes_on else 0)
