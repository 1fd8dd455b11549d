"""Check 7 on races written by hand."""

from intercity.checkup import check_up
from intercity.scenario import parse_scenario

TWO = """
format = 1
title = "Two cities that bid"
[subsidies]
bidders = ["A", "B"]
mass = {{ v = 10, low = 1, high = 20 }}
mu = {{ v = {mu}, low = 0.1, high = 9 }}
value.A = {{ v = 1, low = 0, high = 2 }}
value.B = {{ v = 1, low = 0, high = 2 }}
{more}
"""


def race(mu, more=""):
    report = check_up(parse_scenario(TWO.format(mu=mu, more=more)), ranges=False)
    return next(f for f in report.findings if f.name == "arms race")


def test_identical_cities_pay_b_minus_two_mu():
    finding = race("0.25")
    assert finding.verdict == "fails"
    assert finding.figures["A pays per firm"] == 1 / 2
    assert finding.figures["outlay"] == 5
    assert finding.figures["windfall"] == 5  # all firms would have come to one or the other


def test_where_firms_hardly_heed_subsidies_there_is_no_race():
    finding = race("0.5")  # b - 2 mu = 0
    assert finding.verdict == "stands"
    assert finding.figures["outlay"] == 0


def test_costly_public_funds_make_the_transfer_a_loss():
    assert race("0.25", "public_funds_cost = { v = 0.5, low = 0, high = 1 }").finer == "race"
