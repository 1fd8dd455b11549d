"""A verdict that turns inside a range, and turns back before its end."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from intercity.checkup.break_even import CLOSE, Moved, Way, first_looks, shortest
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.findings.finding import Finding
from intercity.page import report_page
from intercity.report.switching_values import interval_ends, switching_value_lines
from intercity.scenario_file import load_scenario
from intercity.topics.outcome import Outcome, Verdict
from intercity.topics.topic import Topic
from tests.frontdoor.small_scenarios import quota_scenario
from tests.frontdoor.starter import rendered, screen, starter, with_ranges

PRICE = "compact.transfer.0.price_one_off"

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def sold():
    """Hills loses 10 below a price of 1, the hub above a price of 3; the range goes up to 40."""
    scenario = quota_scenario()
    return scenario, check_up(scenario)


def test_a_price_that_mends_the_deal_is_found_far_from_both_ends(sold):
    scenario, report = sold
    terms = next(f for f in report.findings if f.name == "terms")
    assert terms.verdict == "fails"
    switching_value = next(
        f for f in report.switching_values if (f.key, f.check) == (PRICE, "terms")
    )
    assert switching_value.before < 1 <= switching_value.low
    assert switching_value.high <= 3 < switching_value.beyond
    assert switching_value.becomes == "stands"
    assert switching_value.distance == switching_value.after / 40
    assert verify_report(scenario, json.loads(json.dumps(report.to_json()))).ok


@pytest.mark.parametrize(
    ("worth", "price"), [(1, (0, 3, 4)), (1.3, (0.2, 3, 4)), (2.71, (1, 1.1, 7)), (2.71, (0, 5, 7))]
)
def test_a_verdict_that_holds_at_one_number_alone_is_found(worth, price):
    """A unit is worth as much to who buys it as to who sells it: at any other price one loses."""
    ends = (worth, worth, worth)
    scenario = quota_scenario(worth_in_hub=ends, worth_in_hills=ends, price=price)
    moved = Moved(scenario, PRICE, lambda solver, subject: solver(subject))
    end = moved.low if price[1] > worth else moved.high
    (met,) = Way(moved, "terms", "fails", end).stretches()
    assert met.after == met.until == Fraction(str(worth))


@pytest.mark.parametrize("price", [1, 1.001])
def test_a_break_even_at_the_number_is_told_from_one_next_to_it(price):
    """Hills loses below a price of 1: of two thousandths of the way, that is a half from 1.001."""
    scenario = quota_scenario(price=(price, 0.8, 1.2))
    moved = Moved(scenario, PRICE, lambda solver, subject: solver(subject))
    (met,) = Way(moved, "terms", "stands", moved.low).stretches()
    assert (met.before == moved.value) == (price == 1)
    assert met.after < 1
    assert met.before >= 1
    assert met.before - met.after <= CLOSE * (moved.value - moved.low)


def test_the_page_does_not_say_that_nothing_turns_what_its_own_repair_moves(sold):
    _, report = sold
    printed = screen(report)
    assert "REPAIR a price from 1.0 to 3.0" in printed
    assert (
        "HINGES ON the price of quota from Hills to Hub, assumed to be 0: from 1 to 3: " in printed
    )


def test_a_search_that_meets_nothing_says_that_none_was_found():
    printed = screen(check_up(quota_scenario(price=(20, 20, 21))))
    assert "HINGES ON no single assumed number: none was found that turns" in printed
    assert "a changed clause does (REPAIR)" in printed
    assert "FLIPS no number that turns a verdict was found: each assumed one was moved" in printed
    assert "changes one" not in printed
    assert "FIND OUT" not in printed


def test_where_no_number_can_move_none_turns_a_verdict():
    printed = screen(check_up(quota_scenario(price=(20, 20, 20))))
    assert "HINGES ON no assumed number: none has a range to move in" in printed
    assert "FLIPS no number turns a verdict: no assumed one has a range" in printed


def test_where_no_number_can_move_none_is_said_to_have_been_left_in_its_range():
    report = check_up(quota_scenario(price=(20, 20, 20)), ranges=False)
    assert "FLIPS no number turns a verdict: no assumed one has a range" in screen(report)
    for printed in (" ".join(rendered(report, full=False).split()), report_page(report)):
        assert "umbers were not moved in their ranges" not in printed


def test_what_turns_a_verdict_at_the_far_end_of_a_range_is_not_near():
    """The hub loses above a price of 3: three quarters of the way."""
    report = check_up(quota_scenario(price=(0, 2, 4 / 3 + 2)))
    near = check_up(quota_scenario(price=(0, 2, 10)))
    far = [
        switching_value
        for switching_value in report.switching_values
        if switching_value.key == PRICE
    ]
    assert {switching_value.near for switching_value in far} == {False}
    assert {
        switching_value.near
        for switching_value in near.switching_values
        if switching_value.key == PRICE
    } == {True}
    printed = screen(report)
    assert "a quarter of its range; the nearest is the price of quota from Hills to Hub" in printed
    assert "near its break-even" not in printed
    assert "the price of quota from Hills to Hub (yours 2; above 3 up to 3.33: a member" in printed
    assert "a member loses, once it has moved by 30% of its range" in printed  # 1 of 10/3
    assert "near its break-even" in screen(near)


def test_a_verdict_that_turns_on_both_sides_is_told_on_both():
    report = check_up(quota_scenario(price=(0, 2, 10)))
    (down, up) = sorted(
        (one for one in report.switching_values if one.check == "terms"), key=lambda one: one.low
    )
    assert (down.low, up.high) == (0, 10)
    assert down.high < 1 <= down.before
    assert up.before <= 3 < up.low


def test_what_is_not_asked_any_more_is_not_turned():
    """Where no project returns, nobody asks what firms choose; that does not make them stay."""
    rate = "return_rate.Harbour.Uplands = { v = 0.30, low = 0.10, high = 0.45 }"
    text = "return_rate.Harbour.Uplands = { v = 0.01, low = 0, high = 0.01 }"
    report = check_up(starter((rate, text)))
    key = "project.return_rate.Harbour.Uplands"
    assert {f.becomes for f in report.switching_values} <= {"stands", "fails"}
    assert "firms' choice" not in {f.check for f in report.switching_values if f.key == key}


def test_what_it_hinges_on_is_about_the_deal():
    report = with_ranges()
    shares = [switching_value.distance for switching_value in report.switching_values]
    assert shares == sorted(shares)
    assert "HINGES ON " in screen(report)


class Bent(Moved):
    """A check whose margin is given, in place of a scenario."""

    def __init__(self, margin, low, value, high, *, whole=False):
        self.margin, self.low, self.value, self.high, self.whole = margin, low, value, high, whole
        self.looked = []

    def look(self, name, value):
        self.looked.append(value)
        margin = self.margin(value)
        if margin is None:
            return None
        verdict = Verdict.STANDS if margin >= 0 else Verdict.FAILS
        return Finding(Topic(name), Outcome(verdict=verdict, margin=margin))


def met(margin, value=Fraction(0), end=Fraction(80), **kind):
    moved = Bent(margin, min(value, end), value, max(value, end), **kind)
    verdict = "stands" if margin(value) >= 0 else "fails"
    found = Way(moved, "check", verdict, end).stretches()
    assert len(found) <= 1
    return next(iter(found), None), moved


@pytest.mark.parametrize("kink", [Fraction(k) for k in range(2, 79, 4)])
def test_a_dip_of_two_straight_lines_is_found_wherever_it_is(kink):
    found, moved = met(lambda at: abs(at - kink) - Fraction(1, 2))
    assert abs(kink - Fraction(1, 2) - found.after) <= CLOSE * 80
    assert abs(kink + Fraction(1, 2) - found.until) <= CLOSE * 80
    assert margin_at_the_sides(found, moved) == (False, True, True, False)
    assert len(set(moved.looked)) < 50


def margin_at_the_sides(found, moved):
    return tuple(moved.margin(at) < 0 for at in found)


def test_a_stretch_without_a_verdict_ends_before_the_verdict_that_is_told():
    def margin(at):
        return 1 if at < 30 else -1 if at > 50 else None

    found, _ = met(margin)
    assert 50 - CLOSE * 80 <= found.before <= 50 < found.after <= found.before + CLOSE * 80
    assert (found.until, found.beyond) == (80, None)


def test_a_stretch_without_a_verdict_ends_what_is_told():
    found, _ = met(lambda at: 1 if at < 20 else -1 if at < 50 else None)
    assert 20 <= found.after <= 20 + CLOSE * 80
    assert 50 - CLOSE * 80 <= found.until < 50 <= found.beyond


def test_a_verdict_inside_such_a_stretch_ends_it():
    def margin(at):
        return 1 if at < 30 or 38 < at < 42 else -1 if at > 50 else None

    found, _ = met(margin)
    assert margin(found.before) is None
    assert margin(found.after) == -1


@pytest.mark.parametrize("value", [Fraction(0), Fraction(5), Fraction(90)])
def test_every_stretch_of_several_is_told(value):
    """Below 0 from 20 to 30, and from 50 to 70, in 0 to 90."""
    end = Fraction(90) if value < 90 else Fraction(0)
    moved = Bent(lambda at: (at - 20) * (at - 30) * (at - 50) * (at - 70), 0, value, end)
    moved.low, moved.high = Fraction(0), Fraction(90)
    found = Way(moved, "check", "stands", end).stretches()
    ends = [20, 30, 50, 70][:: 1 if value < 90 else -1]
    sides = [at for one in found for at in (one.after, one.until)]
    assert all(abs(at - there) <= 90 * CLOSE for at, there in zip(sides, ends, strict=True))
    assert {margin_at_the_sides(one, moved) for one in found} == {(False, True, True, False)}


def test_whole_numbers_stay_whole():
    found, moved = met(lambda at: 31 - at, whole=True, value=Fraction(1), end=Fraction(90))
    assert (found.before, found.after) == (31, 32)
    assert all(at.denominator == 1 for at in moved.looked)


def test_a_number_that_matters_to_no_check_is_looked_at_twice_on_its_way():
    _, moved = met(lambda at: Fraction(1))
    assert set(moved.looked) == {0, 40, 80}


def both_ways(margin):
    """From 40 to 0 and to 120."""
    moved = Bent(margin, Fraction(0), Fraction(40), Fraction(120))
    ways = [Way(moved, "check", "stands", end) for end in (moved.low, moved.high)]
    looked = first_looks(ways)
    found = [way.stretches(looked) for way in ways]
    assert all(len(each) <= 1 for each in found)
    return looked, [next(iter(each), None) for each in found], moved


def test_a_margin_on_a_line_is_looked_at_at_both_ends_alone_and_where_it_is_0():
    looked, (down, up), moved = both_ways(lambda at: 90 - at)
    assert looked == [0, 40, 120]
    assert down is None
    assert up.before <= 90 < up.after
    assert up.until == 120
    assert len(set(moved.looked)) <= 3 + 2 + 7


def test_a_margin_far_from_0_at_both_ends_and_half_way_is_not_looked_at_at_quarters():
    looked, found, _ = both_ways(lambda at: 100 + abs(at - 50))
    assert looked == [0, 20, 40, 80, 120]
    assert found == [None, None]


def test_a_margin_far_from_0_at_both_ends_is_looked_at_half_way():
    """An offer that exceeds the deal by 6, and by more at both ends, is none from 70 to 100."""
    _, (down, up), _ = both_ways(lambda at: -1 if 70 <= at <= 100 else 6 + abs(at - 40) / 20)
    assert down is None
    assert 70 - 80 * CLOSE <= up.before < 70 <= up.after
    assert up.until <= 100 < up.beyond <= 100 + 80 * CLOSE


@pytest.mark.parametrize("kink", [Fraction(k) for k in range(42, 119, 4)])
def test_a_dip_beyond_the_number_is_found_by_how_the_margin_falls_before_it(kink):
    _, (down, up), _ = both_ways(lambda at: abs(at - kink) - Fraction(1, 2))
    assert down is None
    assert kink - 1 < up.after <= kink + Fraction(1, 2)


def test_a_deal_that_cannot_be_is_told_by_where_it_is_turned():
    scenario = quota_scenario(amount=(1, 10, 12), price=(2, 2, 2))
    report = check_up(scenario)
    switching_values = {(f.key, f.check): f for f in report.switching_values}
    assert switching_values["compact.transfer.0.amount", "consistency"].after > 10


@pytest.mark.parametrize(
    "name", ["industries", "park_operator", "corridor", "firm_offers", "kansas_missouri"]
)
def test_a_verdict_is_turned_in_all_of_the_interval_that_is_told(name):
    """So at 0.168, if it is told to be from 0.17 down; not below 0 where no number can be."""
    scenario = load_scenario(EXAMPLES / name / "scenario.toml")
    report = check_up(scenario)
    verdicts = {f.name: f.turns_on for f in report.findings}
    assert report.switching_values
    for one in report.switching_values:
        quantity = scenario.quantity(one.key)
        moved = Moved(scenario, one.key, lambda solver, x: solver(x))
        low, high = sorted(interval_ends(scenario, one))
        step = 2 * (quantity.high - quantity.low) / 100_000
        places = {low.number + step * low.apart, high.number - step * high.apart}
        if not quantity.whole:
            places |= {
                low.number + (high.number - low.number) * Fraction(k, 7) for k in range(1, 7)
            }
        assert all(quantity.low <= at <= quantity.high for at in places)
        for at in places:
            assert moved.look(one.check, at).turns_on == one.becomes != verdicts[one.check]


def test_where_margins_are_on_a_line_what_is_told_is_where_they_are_0():
    _, (down, up), _ = both_ways(lambda at: 90 - at)
    assert down is None
    assert up.before == 90 < up.after <= 90 + Fraction(80, 100_000)
    assert (up.until, up.beyond) == (120, None)


def test_what_is_turned_at_one_number_alone_is_told_to_be_at_it():
    """Neither the hub nor the hills, to whom a unit is worth 5, loses at a price of 5."""
    worth = {"worth_in_hub": (5, 5, 5), "worth_in_hills": (5, 5, 5)}
    report = check_up(quota_scenario(price=(2, 8, 12), **worth))
    (line,) = switching_value_lines(report.scenario, report.switching_values)
    assert " at 5 (yours 8): " in line
    assert all(one.low == one.high == 5 for one in report.switching_values)
    assert verify_report(report.scenario, json.loads(json.dumps(report.to_json()))).ok


@pytest.mark.parametrize("hundredths", [6492, 6498, 6502, 6508])
def test_a_quarter_of_the_range_is_not_between_the_two_sides(hundredths):
    """Up to 65, from 40 of 0 to 100, it is near."""
    turns = Fraction(hundredths, 100)
    moved = Bent(
        lambda at: (turns - at) * (200 - at) ** 3, Fraction(0), Fraction(40), Fraction(100)
    )
    (up,) = Way(moved, "check", "stands", moved.high).stretches()
    assert not up.before < 65 < up.after


def test_the_shortest_number_between_two():
    assert shortest(Fraction("0.1641"), Fraction("0.1719"), Fraction(1, 6)) == Fraction("0.17")
    assert shortest(Fraction(-134), Fraction(-118), Fraction(-118)) == -120
    assert shortest(Fraction(-1), Fraction(1), Fraction(1)) == 0
