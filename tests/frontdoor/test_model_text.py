"""The model text against the check-up: its figures, recomputed from the printed numbers alone."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from intercity import load_scenario
from intercity.checkup import check_up
from intercity.model_text import model_text
from intercity.model_text.notation import changes, flows, number, signed, sum_of
from intercity.region import region
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.self_enforcement import walk_away
from mechanisms.compact.walk_away import at_stake
from tests.frontdoor.starter import starter

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
    return model_text(load_scenario(QUZHOU))


@pytest.fixture(scope="module")
def figures():
    report = check_up(load_scenario(QUZHOU), ranges=False)
    return {name: float(x) for f in report.findings for name, x in f.figures.items()}


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


def test_the_deposit_follows_from_the_printed_flows(text, figures):
    for city in ("Hangzhou", "Quzhou"):
        stake = yearly(line(f"c_{city} = ", text))
        factor = one(rf"d_{city} = .* = #$", text)
        worst = min(present_value(stake, date, factor) for date in range(21))
        assert worst == pytest.approx(figures[f"{city}, least value of staying"])
    stake = yearly(line("c_Hangzhou = ", text))
    worst = min(present_value(stake, date, 0.76) for date in range(21))
    assert -worst == pytest.approx(figures["deposit of Hangzhou"])


def test_the_flows_are_the_difference_of_the_columns(text):
    """Staying less leaving, of the rows printed for Hangzhou in a year with a refund."""
    start = text.index("**Hangzhou**, a year")
    rows = text[start : text.index("c_Hangzhou = ")].splitlines()[3:]
    columns = [re.findall(rf"({NUMBER})\s+({NUMBER})$", row) for row in rows]
    difference = sum(float(a) - float(b) for found in columns for a, b in found)
    assert difference == yearly(line("c_Hangzhou = ", text))[1] == -12
    assert "the province's credit" in text[start:]


def test_the_equal_split_follows_from_the_printed_fall_backs(text, figures):
    printed = text[text.index("## Check 6") :]
    fallback = {
        "Hangzhou": one(r"^    Hangzhou: # \[w", printed),
        "Quzhou": one(r"^    Quzhou: # \[w", printed) - one(r"- # \[park cost\]", printed),
    }
    payoffs = {city: one(rf"payoff .* = #,    alone v\({{{city}}}\)", text) for city in fallback}
    share = (sum(payoffs.values()) - sum(fallback.values())) / 2
    for city, alone in fallback.items():
        assert alone == pytest.approx(figures[f"{city}, if it breaks"], abs=1e-3)
        assert alone + share == pytest.approx(figures[f"{city}, bargained again"], abs=1e-3)


@pytest.mark.parametrize(
    ("given", "figure"),
    [
        (r"d = d_Hangzhou = #", "quota held back"),
        (r"for comparison d = #", "quota held back, without rotation"),
    ],
)
def test_the_tranches_follow_from_the_last_year_backwards(text, figures, given, figure):
    factor = float(one(given.replace("#", r"#(?=[,.] |,)"), text))
    honoured = yearly(line("f[u] = ", text))
    value, end = one(r"m = #", text), max(honoured)
    ahead = {year: present_value(honoured, year, factor) for year in range(1, 6)}
    held = {}
    for year in range(5, 0, -1):
        worth = {
            y: value * sum(factor ** (u - year) for u in range(y + 1, end + 1))
            for y in range(year, 6)
        }
        later = sum(worth[y] * q for y, q in held.items())
        held[year] = max(0.0, -(ahead[year] + later) / worth[year])
    assert sum(held.values()) == pytest.approx(figures[figure])


def test_gains_with_statistics_follow_from_the_printed_sum(text, figures):
    printed = text[text.index("## Check 12") :]
    for city in ("Hangzhou", "Quzhou"):
        row = re.search(
            rf"{city}: # - # \+ # \+ # \(# x # - #\)".replace("#", f"({NUMBER})"), printed
        )
        assert row is not None
        payoff, alone, credit, u, share, projects, lost = map(float, row.groups())
        gain = payoff - alone + credit + u * (share * projects - lost)
        assert gain == pytest.approx(figures[f"gain of {city}, statistics counted"], abs=1e-3)


def test_promises_are_held_against_what_is_owned(text):
    row = line("Quzhou, quota: ", text)
    assert row.strip() == "Quzhou, quota: 300 [given] + 120 [30 plants] <= 400 + 100 [bought]"


def test_what_groups_may_not_do_without_consent(text):
    barred = re.search(r"partner, so (.*) = 0", text)
    assert barred is not None
    for name in barred[1].split(", "):
        activity = re.search(rf"- {name}: incubate in (\w+)(?:, produce in| for) (\w+)", text)
        assert activity is not None
        assert activity.groups() not in {("Hangzhou", "Quzhou"), ("Ningbo", "Lishui")}
    assert len(barred[1].split(", ")) == 8


@pytest.mark.parametrize("changed", [LATER, TAKEN_BACK, LATER + TAKEN_BACK, ()])
def test_flows_of_quota_to_come_or_to_be_taken_back(changed):
    """The value of staying at every date, from the printed flows, is the check's."""
    scenario = starter(*changed)
    text, compact = model_text(scenario), region(scenario).compact
    deal = deal_payoffs(compact)
    for city in compact.members:
        tails = at_stake(compact, deal, city)
        printed = [
            (yearly(row.split(", leaving")[0]), re.findall(r"leaving in years? (\d+)", row))
            for row in text.splitlines()
            if row.strip().startswith(f"c_{city} = ")
        ]
        for date, tail in enumerate(tails):
            stake = [s for s, since in printed if not since or int(since[0]) <= date][-1]
            exact = walk_away([tail], region(scenario).discounts[city]).margin
            assert present_value(stake, date, 0.95) == pytest.approx(float(exact), abs=1e-4)


def test_a_deal_that_cannot_be_carried_out_is_said_to_have_no_payoffs():
    amount = "amount     = { v = 120, low = 60, high = 150 }"
    text = model_text(starter((amount, amount.replace("120", "240").replace("150", "250"))))
    assert "there are no payoffs" in text
    assert "240 [given] + 48 [12 plants] <= 250" in text
    assert "Check 5" not in text


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
