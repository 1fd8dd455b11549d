"""The model text against the check-up: its figures, recomputed from the printed numbers alone."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from intercity import load_scenario, parse_scenario
from intercity.checkup.check_up import check_up
from intercity.equations import model_text
from intercity.notation import changes, flows, number, signed, sum_of
from intercity.proofs import Recorder
from intercity.region.context import Context
from mechanisms.compact.self_enforcement import walk_away
from mechanisms.compact.walk_away import at_stake
from tests.frontdoor.small_scenarios import quota_scenario
from tests.frontdoor.starter import NONE_RETURNS, checked, starter

ROOT = Path(__file__).parents[2]
EXAMPLES = {file.parent.name: file for file in sorted(ROOT.glob("examples/*/scenario.toml"))}
QUZHOU = EXAMPLES["quzhou_hangzhou"]
NUMBER = r"-?\d+(?:\.\d+)?"
LATER = (
    ("when       = 0 ", "when       = 3 "),
    ("enforceable = false", "enforceable = true"),
)
TAKEN_BACK = (("reversible = false", "reversible = true "),)


@pytest.fixture(scope="module")
def text():
    return model_text(parse_scenario(NONE_RETURNS))


@pytest.fixture(scope="module")
def report():
    return checked(NONE_RETURNS)


def facts(report, name):
    return next(found for found in report.findings if found.name == name).facts


def one(pattern, text):
    """The only number in the text that the pattern, with # for a number, finds."""
    (found,) = set(re.findall(pattern.replace("#", f"({NUMBER})"), text, re.MULTILINE))
    return float(found)


def yearly(told):
    """``-12 in years 1 to 5, 2 in year 6`` as flows by year."""
    runs = re.findall(rf"({NUMBER}) in years? (\d+)(?: to (\d+))?", told)
    return {
        year: float(flow)
        for flow, first, last in runs
        for year in range(int(first), int(last or first) + 1)
    }


def present_value(by_year, date, factor):
    return sum(factor ** (year - date) * flow for year, flow in by_year.items() if year >= date)


def line(start, text):
    (found,) = [row for row in text.splitlines() if row.strip().startswith(start)]
    return found


def staying(text, city, date, factor, *, last=20):
    """V_i[t] from the printed flows, with a lag of one year."""
    now = yearly(line(f"now_{city}[t] = ", text))
    rows = [row for row in text.splitlines() if row.strip().startswith(f"c_{city} = ")]
    later = {}
    for row in rows:
        since = re.findall(r"leaving in years? (\d+)", row)
        if not since or int(since[0]) <= date:
            later = yearly(row.split(", leaving")[0])
    after = {year: flow for year, flow in later.items() if date < year <= last}
    return now[date] + present_value(after, date, factor)


def test_the_deposit_follows_from_the_printed_flows(text, report):
    paths, least = facts(report, "walk-away").paths, []
    for city in ("Hangzhou", "Quzhou"):
        factor = one(rf"d_{city} = .* = #$", text)
        worst = min(staying(text, city, date, factor) for date in range(1, 21))
        assert min(0, worst) == pytest.approx(float(paths[city].least_value))
        least.append(min(0, worst))
    assert least[0] != least[1]
    assert min(least) == pytest.approx(float(facts(report, "walk-away").margin))
    rate, end = one(r"interest r = # after", text), one(r"after year E = #,", text)
    deposit = max(
        -staying(text, "Hangzhou", date, 0.76) / (0.76 ** (end - date) * (1 + rate) ** end)
        for date in range(1, 6)
    )
    held = paths["Hangzhou"].deposit
    assert deposit == pytest.approx(float(held.amount))
    cost = deposit * (1 - (0.76 * (1 + rate)) ** end)
    assert cost == pytest.approx(float(held.cost))


def test_the_flows_are_the_difference_of_the_columns(text):
    """Staying less leaving, of the rows printed for Hangzhou in a year with a refund."""
    start = text.index("**Hangzhou**, in year 2")
    rows = text[start : text.index("now_Hangzhou[t] = ")].splitlines()[3:]
    columns = [re.findall(rf"({NUMBER})\s+({NUMBER})$", row) for row in rows]
    difference = sum(float(a) - float(b) for found in columns for a, b in found)
    assert difference == yearly(line("c_Hangzhou = ", text))[2] == 2 - 20
    assert yearly(line("now_Hangzhou[t] = ", text))[1] == -20  # the credit is still got
    assert "credit" in text[start:]


def test_paths_follow_from_the_printed_fall_backs(text, report):
    members = facts(report, "hold-up").members
    printed = text[text.index("## Check 6") :]
    cities = ("Hangzhou", "Quzhou")
    told = {c: list(map(float, re.findall(NUMBER, line(f"{c}: before", printed)))) for c in cities}
    going_on, fallback = (sum(row[k] for row in told.values()) for k in (1, 2))
    for city, (before, _, alone, renegotiated, path) in told.items():
        share = max(0, going_on - fallback) / 2
        assert renegotiated == pytest.approx(alone + share, abs=1e-3)
        assert path == pytest.approx(before + renegotiated, abs=1e-3)
        assert path == pytest.approx(float(members[city].bargained_again), abs=1e-3)


def test_the_tranches_follow_from_the_last_year_backwards():
    """In the starter, by the printed numbers alone: each held as little as will do."""
    scenario = starter()
    printed, end = model_text(scenario), 20
    value = one(r"at least m = #", printed)
    factor = one(r"d_Harbour = #", printed)
    held = {}
    for year in range(5, 0, -1):
        worth = {
            y: value * sum(factor ** (u - year) for u in range(y + 1, end + 1))
            for y in range(year + 1, 7)
        }
        short = -staying(printed, "Harbour", year, factor)
        short -= sum(worth[y] * q for y, q in held.items())
        held[year + 1] = max(0.0, short / worth[year + 1])
    released = yearly(line("q = ", printed))
    assert {y: pytest.approx(q, rel=1e-4) for y, q in released.items()} == held
    found = facts(check_up(scenario, ranges=False), "walk-away")
    (clause,) = found.repair.instead.clauses
    assert sum(held.values()) <= float(clause.held_back) < 1.02 * sum(held.values())


def test_gains_with_statistics_follow_from_the_printed_sum(text, report):
    found = next(f for f in report.findings if f.name == "statistics").facts
    printed = text[text.index("## Check 12") :]
    for city in ("Hangzhou", "Quzhou"):
        row = re.search(rf"{city}: # - # \+ # \(# x # - #\)".replace("#", f"({NUMBER})"), printed)
        assert row is not None
        payoff, alone, u, share, projects, lost = map(float, row.groups())
        gain = payoff - alone + u * (share * projects - lost)
        assert gain == pytest.approx(float(found.gains[city]), abs=1e-3)


def test_promises_are_held_against_what_is_owned(text):
    row = line("Quzhou, quota: ", text)
    assert row.strip() == "Quzhou, quota: 300 [given] + 120 [30 plants] <= 400 + 100 [bought]"


def test_what_groups_may_not_do_without_consent(text):
    barred = re.search(r"partner, so (.*) = 0", text)
    assert barred is not None
    for name in barred[1].split(", "):
        activity = re.search(rf"- {name}: incubate in (\w+), produce in (\w+)", text)
        assert activity is not None
        assert activity.groups() not in {("Hangzhou", "Quzhou"), ("Ningbo", "Lishui")}
    assert len(barred[1].split(", ")) == 4


@pytest.mark.parametrize("changed", [LATER, TAKEN_BACK, LATER + TAKEN_BACK, ()])
def test_flows_of_quota_to_come_or_to_be_taken_back(changed):
    """The value of staying at every date, from the printed flows, is the check's."""
    scenario = starter(*changed)
    context = Context(scenario, Recorder())
    text, compact = model_text(scenario), context.compact
    for city in compact.members:
        tails = at_stake(compact, context.deal, city)
        for date, tail in list(enumerate(tails))[1:]:
            (_, exact) = walk_away([[], tail], context.region.discounts[city]).values
            assert staying(text, city, date, 0.95) == pytest.approx(float(exact), abs=1e-4)


def test_a_deal_of_one_year_has_no_flows_after_the_lag():
    """Its one year is that of the lag: what staying brings beyond that is no sum of anything."""
    found = model_text(quota_scenario())
    assert "now_Hub[t]" in found
    assert "c_Hub =" not in found


def test_a_deal_that_cannot_be_carried_out_is_said_to_have_no_payoffs():
    amount = "amount     = { v = 120, low = 60, high = 150 }"
    text = model_text(starter((amount, amount.replace("120", "260").replace("150", "270"))))
    assert "there are no payoffs" in text
    assert "260 [given] + 48 [12 plants] <= 250" in text
    assert "Check 5" not in text


def test_of_one_project_the_number_is_told_and_no_plural():
    """A park that takes a project, whose plant returns."""
    changes = (
        ("projects = { v = 40, low = 30", "projects = { v = 1, low = 1"),
        (
            "return_rate.Harbour.Uplands = { v = 0.30, low = 0.10, high = 0.45 }",
            "return_rate.Harbour.Uplands = { v = 1, low = 0.1, high = 1 }",
        ),
    )
    text = model_text(starter(*changes))
    assert "for Uplands: 1 project, 0 of them from outside" in text
    assert "Harbour, projects: 1 [to park] <= 60" in text
    assert "8 [1 plant] <=" in text


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_equation_says_the_same_twice(name):
    for row in model_text(load_scenario(EXAMPLES[name])).splitlines():
        assert not re.search(rf"= ({NUMBER}) = \1(?![.\d])", row), row
    assert "d_Harbour = 0.95\n" in model_text(starter())


def test_notation():
    assert sum_of([]) == "0"
    assert sum_of([(-Fraction("1"), "x"), (Fraction("0.5"), "y")]) == "-x + 0.5 y"
    assert (signed(Fraction("-2")), signed(Fraction("0"))) == ("- 2", "+ 0")
    assert changes({}) == changes({"quota": Fraction("0")}) == "unchanged"
    assert flows({4: Fraction("1.5")}) == "1.5 in year 4"
    assert number(Fraction("1e-12")) == "1e-12"


def test_the_model_says_how_payoffs_count_what_comes_later():
    counted = "The payoffs a year count it from year 0 on."
    assert counted in " ".join(model_text(starter(*LATER)).split())
    assert counted not in " ".join(model_text(starter()).split())


def test_a_deal_without_a_park_has_no_returns_that_firms_choose(text):
    told = "with the returns firms choose"
    assert told in text
    assert told not in model_text(quota_scenario())
