"""Promises over time as the screen tells them: deposits, tranches, the horizon, each own factor."""

import math
import re
from dataclasses import replace
from fractions import Fraction

import pytest

from intercity.checkup.check_up import check_up
from intercity.english import sentences, shown, told_apart, when_words
from intercity.equations import model_text
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.clauses.clause import NoLawfulClause, Price, WhichTransfer
from intercity.topics.clauses.nearest_terms import nearest_repair
from intercity.topics.hold_up.check import (
    HoldUpOutcome,
    HoldUpRepair,
    Member,
    Shared,
    Step,
    held_up,
)
from intercity.topics.hold_up.check import check as hold_up
from intercity.topics.hold_up.english import WORDS as HOLD_UP
from intercity.topics.hold_up.english import (
    alternatives,
    by_tranches,
    deposit_told,
    tranches_told,
    why_no_tranches,
)
from intercity.topics.hold_up.tranches import (
    HandOverInTranches,
    MemberDeposit,
    NoTranches,
    Tranche,
    Tranches,
    WhyNot,
    tranches,
)
from intercity.topics.outcome import Repair, Verdict
from intercity.topics.walk_away.check import MemberPath, WalkAwayOutcome, member_paths
from intercity.topics.walk_away.english import WORDS as WALK_AWAY
from tests.frontdoor.starter import STARTER, finding, found_by, proven, replayed, screen, starter

D, R = Fraction(95, 100), Fraction(5, 100)
REFUND = 8 * Fraction(7, 10)  # half of the tax of 28 projects that stay
TIME = "horizon  = { v = 20,   low = 10,   high = 30 }"
FOREVER = (TIME, f'{TIME}\nbeyond = "perpetuity"')
SIGNED = STARTER[STARTER.index("[[compact.transfer]]") : STARTER.index("[[compact.refund]]")]
FARM = """[[activities]]
name = "farm"
sites = ["Uplands"]
uses = [{ resource = "quota", amount = { v = 1, low = 1, high = 2 } }]
values = [{ city = "Uplands", kind = "cash", amount = { v = 0.02, low = 0, high = 1 } }]
"""
GIVES_UP = ("[[compact.transfer]]", f"{FARM}\n\n[[compact.transfer]]")


def checked(*changes):
    return check_up(starter(*changes), ranges=False)


def transfers(*dated):
    """The quota of the deal handed over in parts."""
    return (
        SIGNED,
        "".join(
            '[[compact.transfer]]\nresource = "quota"\nfrom = "Uplands"\nto = "Harbour"\n'
            f"amount = {{ v = {amount}, low = 0, high = 400 }}\nwhen = {year}\nreversible = false\n"
            for year, amount in dated
        ),
    )


def test_what_the_host_saves_by_stopping_and_the_deposit_that_holds_it():
    report = replayed(starter())
    found = finding(report, "walk-away")
    saved = [sum(D**k * REFUND for k in range(6 - t)) for t in range(1, 6)]
    path = found.facts.paths["Harbour"]
    assert (path.gain_of_leaving, path.pays_most_in) == (saved[0], 1)
    assert (path.least_value, path.only_costs_from, path.stays_from) == (-saved[0], 1, None)
    assert found.margin == -saved[0] < found.facts.paths["Uplands"].least_value
    deposit = max(x / (D ** (5 - t) * (1 + R) ** 5) for t, x in enumerate(saved, 1))
    assert (path.deposit.amount, path.deposit.returned_in) == (deposit, 5)
    cost = deposit * (1 - (D * (1 + R)) ** 5)
    assert (path.deposit.cost, path.deposit.unit_cost) == (cost, cost / deposit)
    years = sum(D**t for t in range(1, 21))
    gain = report.context.own_gains["Harbour"] - cost / years
    assert path.deposit.gain_with_deposit == gain
    assert path.deposit in found.facts.repair.clauses
    assert f"{shown(saved[0])} to it then" in found.says
    assert f"a deposit of {shown(deposit)} (once) by Harbour" in found.repair
    assert "having it there costs Harbour 1% of it in present value" in found.repair
    left = f"and leaves it a gain of {shown(gain)} a year at its own discount factor"
    assert left in found.repair
    assert "as from year 1 on staying only costs it" in found.says
    assert found.mends == 1


def test_the_year_that_is_told_is_the_one_with_the_amount():
    """Land of year 3 keeps Harbour in for a while: leaving pays in year 3, and most in year 4."""
    later = transfers((0, 40), (3, 80))
    found = found_by("walk-away", starter(later, ("years = [1, 5]", "years = [4, 9]")))
    path = found.facts.paths["Harbour"]
    assert (path.leaves_in, path.pays_most_in) == (3, 4)
    assert "in year 3 already and most in year 4" in found.says
    assert path.gain_of_leaving == sum(D**k * REFUND for k in range(6))


def test_a_deposit_that_costs_more_than_the_deal_brings_mends_nothing():
    impatient = ('role     = "hub"', 'role     = "hub"\ntenure   = { v = 2, low = 1, high = 5 }')
    found = found_by("walk-away", starter(impatient))
    assert re.match("none by a deposit: .*costs Harbour 9\\d% of it", found.repair)
    assert found.facts.paths["Harbour"].deposit.gain_with_deposit < 0
    by_deposit = found.facts.repair.instead
    assert (by_deposit.mends, found.remedy) == (0, "enforce what Harbour pays Uplands")
    alone = replace(found.facts, repair=by_deposit)
    assert "costs Harbour more than it gains" in WALK_AWAY.remedy(alone)


def test_the_lag_is_said_and_counts():
    found = found_by("walk-away", starter())
    assert "Who leaves still gets 1 year of what the others owe it" in found.says
    text = starter(("[[compact.transfer]]", "lag = 2\n\n[[compact.transfer]]"))
    found = found_by("walk-away", text)
    assert "Who leaves still gets 2 years of what the others owe it" in found.says
    assert "answered after L = 2 years" in model_text(text)


@pytest.mark.parametrize("lag", [1, 2])
def test_tranches_hold_once_they_are_written_into_the_file(lag):
    """Written as dated transfers, rounded up, no member leaves, and no repair is told again."""
    year = ("[[compact.transfer]]", f"lag = {lag}\n\n[[compact.transfer]]")
    context = Context(starter(year), Recorder())
    found = tranches(context)
    assert isinstance(found, Tranches)
    assert list(found.schedule.releases) == list(range(1 + lag, 6 + lag))
    parts = [(y, math.ceil(100 * q) / 100) for y, q in found.schedule.releases.items()]
    kept = 120 - sum(q for _, q in parts)
    text = STARTER.replace(*transfers((0, round(kept, 2)), *parts))
    scenario = parse_scenario(
        text.replace("[[compact.transfer]]", f"lag = {lag}\n[[compact.transfer]]", 1)
    )
    assert proven("walk-away", scenario).verdict == "stands"
    assert "tranches" not in proven("hold-up", scenario).repair


@pytest.mark.parametrize(
    ("factor", "price", "loses_at"),
    [(0.95, 0.4, []), (0.92, 0.3, ["own"]), (0.98, 0.5, ["region"])],
)
def test_tranches_with_which_who_gained_loses_are_no_repair(factor, price, loses_at, monkeypatch):
    """Harbour has land that comes later for fewer years, and pays as much for it."""
    hub = 'role     = "hub"\ndiscount = {{ v = {}, low = 0.90, high = 0.98 }}'
    patience = (hub.format("0.95"), hub.format(factor))
    once = f"price_one_off = {{ v = {price}, low = 0, high = 1 }}\nwhen = 0 "
    scenario = starter(patience, ("when       = 0 ", once))
    context = Context(scenario, Recorder())
    found = tranches(context)
    with monkeypatch.context() as patched:
        patched.setattr("intercity.topics.hold_up.tranches.turned_to_loss", lambda *_: [])
        later = tranches(context).schedule.releases
    missed = {t: sum(q for year, q in later.items() if year >= t) / 10 for t in range(1, 21)}
    gains = {"own": context.own_gains["Harbour"], "region": context.gains["Harbour"]}
    assert min(gains.values()) > 0
    for rate, d in (("own", Fraction(str(factor))), ("region", 1 / (1 + R))):
        weights = {t: d**t for t in missed}
        gains[rate] -= sum(weights[t] * missed[t] for t in missed) / sum(weights.values())
    assert [rate for rate, gain in gains.items() if gain < 0] == loses_at
    told = found_by("walk-away", scenario)
    assert any(map(by_tranches, alternatives(told.facts.repair))) is not bool(loses_at)
    if loses_at:
        assert found == NoTranches(reason=WhyNot.A_MEMBER_LOSES, city="Harbour")


def test_a_transfer_in_two_halves_is_the_same_transfer():
    one, two = checked(GIVES_UP), checked(GIVES_UP, transfers((0, 60), (0, 60)))
    for name in ("walk-away", "hold-up"):
        whole, halves = finding(one, name), finding(two, name)
        assert (halves.says, halves.repair) == (whole.says, whole.repair)
        assert halves.facts == whole.facts


def test_a_giver_that_farms_the_land_backs_the_last_tranches_with_a_deposit():
    scenario = starter(GIVES_UP)
    found = proven("walk-away", scenario)
    assert "Or hand over quota in instalments of " in found.repair
    assert re.search(r"last instalments need a deposit of \S+ \(once\) by Uplands", found.repair)
    secured = tranches(Context(scenario, Recorder()))
    assert not secured.schedule.both_sides
    parts = [(y, math.ceil(100 * q) / 100) for y, q in secured.schedule.releases.items()]
    kept = round(120 - sum(q for _, q in parts), 2)
    written = check_up(starter(GIVES_UP, transfers((0, kept), *parts)), ranges=False)
    paths = member_paths(written.context)
    assert paths["Harbour"].leaves_in is None
    (told,) = secured.deposits
    assert told.member == "Uplands"
    assert float(paths["Uplands"].deposit.amount) == pytest.approx(float(told.amount), rel=0.01)
    again = finding(written, "walk-away")
    assert "tranches" not in again.repair
    assert "tranches" not in finding(written, "hold-up").repair


def test_tranches_do_not_hold_a_giver_that_counts_this_year_alone_and_owes_something():
    """Harbour pays what it promised if land is still to come; Uplands would keep its rent."""
    last_year = ('role     = "small city"',
                 'role     = "small city"\ntenure   = { v = 1, low = 1, high = 5 }')  # fmt: skip
    owes = '[[compact.refund]]\nbase = "rent"\nfrom = "Uplands"\nto = "Harbour"\n'
    owes += "share = { v = 0.1, low = 0, high = 1 }\nyears = [1, 5]\nenforceable = false\n\n"
    scenario = starter(last_year, ("[[compact.refund]]", f"{owes}[[compact.refund]]"))
    found = tranches(Context(scenario, Recorder()))
    assert found == NoTranches(reason=WhyNot.NO_DEPOSIT, city="Uplands")
    told = found_by("walk-away", scenario)
    assert told.facts.paths["Uplands"].deposit is None
    assert told.facts.paths["Uplands"].gain_of_leaving == Fraction(28, 10) * Fraction(1, 10)
    assert "None by a deposit: none holds Uplands" in told.repair
    assert "tranches" not in told.repair


def test_bargaining_again_is_told_by_step_and_member():
    report = replayed(starter(transfers((0, 70), (3, 50))))
    answer = held_up(report.context)
    assert [step.year for step in answer.found.steps] == [0, 3]
    found = finding(report, "hold-up")
    assert [step.year for step in found.facts.steps] == [0, 3]
    for told, step in zip(found.facts.steps, answer.found.steps, strict=True):
        assert told.ends_with == step.path
    text = model_text(report.context.scenario)
    assert "After signing (if talks fail, park runs on):" in text
    assert "After year 3 (if talks fail, park runs on):" in text


def test_who_would_not_sign_and_who_is_only_talked_down():
    scenario = starter()
    found = found_by("hold-up", scenario)
    assert found.verdict == "stands"
    assert "can be talked down from" in found.says
    assert "no less than the 0 it has alone" in found.says
    dear = ("cost_one_off = { v = 100, low = 70, high = 140 }",
            "cost_one_off = { v = 230, low = 70, high = 240 }")  # fmt: skip
    found = found_by("hold-up", starter(dear))
    assert found.verdict == "fails"
    assert "foreseeing it, it would not sign" in found.says
    assert found.margin < 0


def test_what_is_handed_over_for_good_keeps_its_value_in_a_perpetuity():
    """A price of 30 once is 5 per cent of it a year; the park is built anew every 20 years."""
    priced = ("when       = 0 ", "price_one_off = { v = 0.25, low = 0, high = 1 }\nwhen = 0 ")
    report = replayed(starter(FOREVER, priced))
    compact = report.context.compact
    assert compact.transfers[0].price == Fraction(1, 4) * R
    assert compact.enclaves[0].cost == 100 * R / (1 - (1 + R) ** -20)
    refund = REFUND * (1 - (1 + R) ** -5) / R * R
    incidence = compact.incidence("Uplands")
    assert (incidence["price"], incidence["refund"]) == (30 * R, refund)
    told = screen(report)
    assert "the region goes on for ever, at 5%; parks are renewed every 20 years" in told
    assert "20 years at 5%; one-off sums are spread over them; nothing counts after them" in (
        screen(checked())
    )
    assert "the region goes on for ever. Money paid once counts as r = 0.05" in (
        model_text(report.context.scenario)
    )


def test_the_own_factor_counts_for_ever_in_a_perpetuity():
    """Land handed over in year 1: 12 a year from year 2 on, d^2 / (1 - d) over d / (1 - d)."""
    report = replayed(starter(FOREVER))
    own = report.context.own_gains
    lasting = report.context.compact.incidence("Harbour")
    per_year = report.context.deal.own["Harbour"] - report.context.status_quo["Harbour"]
    per_year += sum(x for kind, x in lasting.items() if kind not in ("price", "refund"))
    worth = per_year * D / (1 - D) - sum(D**t * REFUND for t in range(1, 6))
    assert own["Harbour"] == worth / (D / (1 - D))


def test_a_perpetuity_needs_interest():
    none = ("interest = { v = 0.05, low = 0.03", "interest = { v = 0, low = 0")
    with pytest.raises(ValueError, match=r"\[time\] interest is 0; it should be above 0"):
        checked(FOREVER, none)
    with pytest.raises(ValueError, match='beyond is "ever"; it should be "nothing" or "perp'):
        checked((TIME, f'{TIME}\nbeyond = "ever"'))


HUNDRED = """
format = 1
title = "100 now for 12 a year over ten years"
money = "million a year"
[time]
horizon = { v = 10, src = "x" }
interest = { v = 0.03, src = "x" }
[sources]
x = "the definition"
[cities.Seller]
[cities.Buyer]
discount = { v = 0.9, src = "x" }
[resources.land]
kind = "tradable"
owned.Seller = { v = 100, src = "x" }
[[activities]]
name = "build"
sites = ["Buyer"]
uses = [{ resource = "land", amount = { v = 1, src = "x" } }]
values = [{ city = "Buyer", kind = "cash", amount = { v = 0.12, src = "x" } }]
[compact]
members = ["Seller", "Buyer"]
[[compact.transfer]]
resource = "land"
from = "Seller"
to = "Buyer"
amount = { v = 100, src = "x" }
price_one_off = { v = 1, src = "x" }
when = 0
reversible = false
"""


def test_a_member_that_loses_at_its_own_factor_gains_if_it_can_borrow():
    scenario = parse_scenario(HUNDRED)
    found = proven("terms", scenario)
    factors = 1 / Fraction(103, 100), Fraction(9, 10)
    present = {x: sum(12 * x**t for t in range(1, 11)) - 100 for x in factors}
    assert [round(float(x)) for x in present.values()] == [2, -30]
    own = present[Fraction(9, 10)] / sum(Fraction(9, 10) ** t for t in range(1, 11))
    assert found.facts.own_gains["Buyer"] == own
    assert found.facts.gains["Buyer"] > 0
    assert found.verdict == "undecided"
    assert found.line == "whether Buyer gains hangs on whether it can borrow at 3%"
    assert "its own discount factor (1 a year later is worth 0.90) Buyer would lose" in found.says
    assert f" lose {shown(-own)} a year" in found.says
    scenario = parse_scenario(HUNDRED.replace("v = 0.9,", "v = 0.98,"))
    assert proven("terms", scenario).verdict == "stands"
    assert "its own discount factor" not in proven("terms", scenario).says


FARMED = """[resources.plots]
kind = "bound"
owned.Seller = { v = 50, src = "x" }
[[activities]]
name = "farm"
sites = ["Seller"]
uses = [
    { resource = "land", amount = { v = 1, src = "x" } },
    { resource = "plots", site = "Seller", amount = { v = 1, src = "x" } },
]
values = [{ city = "Seller", kind = "cash", amount = { v = 0.3, src = "x" } }]
[[activities]]
name = "town"
sites = ["Buyer"]
limit = { v = PLOTS, src = "x" }
uses = [{ resource = "land", amount = { v = 1, src = "x" } }]
values = [{ city = "Buyer", kind = "cash", amount = { v = 0.3, src = "x" } }]
[compact.limits]
side_payment = { v = 0, src = "x" }
[compact]
"""


def farmed(plots, amount=100):
    """Seller farms 50 plots at 0.3, and Buyer makes 0.3 of some plots and 0.12 of all others."""
    text = HUNDRED.replace("[compact]\n", FARMED.replace("PLOTS", str(plots)))
    return parse_scenario(text.replace("amount = { v = 100", f"amount = {{ v = {amount}"))


def at_zero(factor, plots):
    """Of how much land on Buyer loses, at a price of 1 for it now and this factor."""
    price = 1 / sum(factor**t for t in range(1, 11))
    return plots * Fraction(18, 100) / (price - Fraction(12, 100))


@pytest.mark.parametrize("plots", [20, 25])
def test_the_amount_that_is_told_is_enough_at_the_own_factor_too(plots):
    """Seller gains by up to 82 of the 100; at its own 0.9 Buyer gains by less than that or more."""
    price = 1 / sum(Fraction(100, 103) ** t for t in range(1, 11))
    least = min(15 / (Fraction(3, 10) - price), at_zero(Fraction(9, 10), plots))
    found = proven("terms", farmed(plots))
    assert found.facts.open_amount.highest == least
    (clause,) = found.facts.repair.clauses
    assert (clause.signed, clause.amount) == (100, least)
    told = re.fullmatch(r"move the amount of land from 100 to (\S+)", found.repair)
    assert told is not None
    assert 0 <= least - Fraction(told[1]) < Fraction(1, 10)  # a little more would be too much
    assert found.mends == 1
    scenario = farmed(plots, round(float(least) - 0.1, 2))
    assert found_by("terms", scenario).verdict == "stands"
    scenario = farmed(plots, round(float(least) + 0.1, 2))
    assert found_by("terms", scenario).verdict == ("undecided" if plots == 20 else "fails")


def test_tranches_that_mend_a_hold_up_are_not_told_again_once_written():
    dear = ("cost_one_off = { v = 100, low = 70, high = 140 }",
            "cost_one_off = { v = 230, low = 70, high = 240 }")  # fmt: skip
    scenario = starter(dear)
    found = found_by("hold-up", scenario)
    assert found.verdict == "fails"
    assert "hand over quota in instalments" in found.repair
    assert found.mends == 1
    secured = tranches(Context(starter(dear), Recorder()))
    parts = [(y, math.ceil(100 * q) / 100) for y, q in secured.schedule.releases.items()]
    kept = round(120 - sum(q for _, q in parts), 2)
    scenario = starter(dear, transfers((0, kept), *parts))
    assert found_by("hold-up", scenario).verdict == "stands"
    assert found_by("walk-away", scenario).verdict == "stands"


@pytest.mark.parametrize("cost", [250, 300])
def test_tranches_mend_as_much_of_a_hold_up_as_is_not_lost_once_they_are_written(cost):
    """The loss of Uplands, who has nothing alone, before and after."""
    dear = ("cost_one_off = { v = 100, low = 70, high = 140 }",
            f"cost_one_off = {{ v = {cost}, low = 70, high = 340 }}")  # fmt: skip
    found = proven("hold-up", starter(dear))
    before = -found.facts.members["Uplands"].bargained_again
    releases = tranches(Context(starter(dear), Recorder())).releases
    parts = [(year, float(amount)) for year, amount in releases.items()]
    kept = float(120 - sum(releases.values()))
    again = found_by("hold-up", starter(dear, transfers((0, kept), *parts)))
    after = -again.facts.members["Uplands"].bargained_again
    assert 0 < after < before
    one = next(one for one in alternatives(found.facts.repair) if by_tranches(one))
    assert float(-one.bargained_again["Uplands"]) == pytest.approx(float(after))
    assert float(one.mends) == pytest.approx(float(1 - after / before))
    fall = told_apart(before, (1 - one.mends) * before)
    assert f"Uplands would lack of what it has alone falls from {' to '.join(fall)}" in found.repair


def by_hand(city, amount, gain, left):
    """A deposit that costs a tenth of it."""
    return MemberDeposit(
        member=city,
        amount=Fraction(amount),
        returned_in=5,
        unit_cost=Fraction(1, 10),
        cost=Fraction(amount, 10),
        gain=Fraction(gain),
        gain_with_deposit=Fraction(left),
    )


def leaving(gain, held, year=2):
    """A member to which leaving in this year brings a gain, and the deposit that holds it."""
    return MemberPath(
        discount=Fraction(9, 10),
        credit=Fraction(0),
        least_value=Fraction(-gain),
        leaves_in=year if gain > 0 else None,
        pays_most_in=year if gain > 0 else None,
        gain_of_leaving=Fraction(max(0, gain)),
        stays_at=(),
        stays_from=None,
        deposit=held,
        only_costs_from=None,
    )


QUOTA_LATER = HandOverInTranches(
    resource="quota",
    unit="mu",
    giver="Hill",
    taker="Port",
    amount=Fraction(120),
    year=0,
    held_back=Fraction(30),
    price=Fraction(0),
    tranches=(Tranche(year=2, amount=Fraction(10)), Tranche(year=3, amount=Fraction(20))),
)


def walk_away_by_hand(paths, repair=None):
    fails = any(path.leaves_in for path in paths.values())
    return WalkAwayOutcome(
        verdict=Verdict.FAILS if fails else Verdict.STANDS,
        repair=repair,
        lag=1,
        outsiders=False,
        paths=paths,
        others=(),
    )


def test_instalments_by_which_another_would_be_talked_down_are_no_repair():
    """Uplands lacks less with them; but Harbour, who signed before, ends below its 24 alone."""
    late = (
        ("horizon  = { v = 20,   low = 10", "horizon  = { v = 6, low = 5"),
        ("years = [1, 5]", "years = [2, 2]"),
    )
    again = transfers((1, 120))
    money = "[compact.limits]\nside_payment = { v = 0, low = 0, high = 1 }\n"
    scenario = starter(*late, (again[0], again[1] + money))
    found = found_by("hold-up", scenario)
    assert found.facts.would_not_sign == ("Uplands",)
    secured = tranches(Context(scenario, Recorder()))
    parts = [(year, float(amount)) for year, amount in secured.releases.items()]
    kept = round(120 - sum(amount for _, amount in parts), 6)
    dated = transfers((1, kept), *parts)
    written = found_by("hold-up", starter(*late, (dated[0], dated[1] + money)))
    assert "Harbour" in written.facts.would_not_sign
    assert found.repair.startswith("none by instalments: Harbour would lose with them")


@pytest.mark.parametrize("share", ["0.3", "0.42", "0.7"])
def test_an_instalment_written_as_it_is_told_keeps_who_would_walk_away(share):
    """What is held back is rounded up: with a little less Harbour would leave all the same."""
    promised = (
        ("share = { v = 0.50, low = 0.30,", f"share = {{ v = {share}, low = 0.30,"),
        ("years = [1, 5]", "years = [2, 2]"),
    )
    found = found_by("walk-away", starter(*promised))
    assert found.verdict == "fails"
    told = re.search(r"[Hh]and over ([\d.]+) of quota in year (\d), \1 of 120 held", found.repair)
    later, year = float(told[1]), int(told[2])
    written = starter(*promised, transfers((0, round(120 - later, 6)), (year, later)))
    assert found_by("walk-away", written).verdict == "stands"


def test_a_line_tells_who_gains_most_by_leaving_and_the_clause_that_mends_most():
    dear, cheap = by_hand("Port", 40, 3, -1), by_hand("Hill", 5, 3, 2)
    paths = {"Hill": leaving(4, cheap), "Port": leaving(12, dear, 3), "Cove": leaving(-1, None)}
    deposits = Repair(clauses=(cheap, dear), mends=Fraction(4, 16))
    in_tranches = Repair(clauses=(QUOTA_LATER, cheap), instead=deposits)
    found = walk_away_by_hand(paths, in_tranches)
    assert WALK_AWAY.line(found) == "Port gains 12.0 in present value by leaving in year 3"
    assert WALK_AWAY.remedy(found) == "hold back 30 of 120 mu of quota; a deposit of 5.0 by Hill"
    told, instead = WALK_AWAY.repair(found).split(". Or ")
    assert told == sentences(map(deposit_told, (cheap, dear)))
    assert (
        instead
        == f"{tranches_told((QUOTA_LATER,))}; the last instalments need {deposit_told(cheap)}"
    )
    assert "instalments of 10 in year 2 and 20 in year 3, 30 of 120 held back" in instead
    assert "None by a deposit: one of 40.0 (once) by Port" in told
    assert "it would lose 1.0 a year" in told
    # a deposit that leaves a loss is no remedy
    assert WALK_AWAY.remedy(walk_away_by_hand(paths, replace(deposits, mends=Fraction(0)))) == ""
    stay = {"Port": leaving(-7, None), "Cove": leaving(-3, None)}
    assert "Cove would lose 3.0 or more" in WALK_AWAY.line(walk_away_by_hand(stay))


@pytest.mark.parametrize(("year", "held", "due"), [(0, 30, 0), (1, 30, 1), (0, 120, 2)])
def test_the_whole_price_is_due_with_the_first_instalment(year, held, due):
    """Which is what is left at signing, or in the year of handing over, or else the first later."""
    clause = replace(QUOTA_LATER, year=year, held_back=Fraction(held), price=Fraction(60))
    assert clause.paid_in == due
    assert f"the whole price of 60.0 (once) due {when_words(due)}" in tranches_told((clause,))
    assert "price" not in tranches_told((QUOTA_LATER,))


def test_the_price_that_is_told_of_tranches_is_the_one_that_they_have_in_the_deal():
    """120 mu at 0.25 each, whichever of them come later."""
    priced = ("when       = 0 ", "price_one_off = { v = 0.25, low = 0, high = 1 }\nwhen = 0 ")
    context = Context(starter(priced), Recorder())
    found = tranches(context)
    clause = found.clauses[0]
    assert (clause.year, clause.price, clause.paid_in) == (0, Fraction(120, 4), 0)
    at_once = found.compact.transfers[0]
    assert at_once.price * at_once.amount / context.compact.annuity.yearly == clause.price
    assert not any(later.price for later in found.compact.transfers[1:])


def test_a_deposit_of_who_loses_anyway_is_no_repair_either():
    """As signed it loses 3 a year, by the deposit 4; or 3 all the same where it costs nothing."""
    dear = by_hand("Port", 40, -3, -4)
    assert deposit_told(dear).startswith("none by a deposit")
    assert "10% of it in present value, so that at its own discount factor it would lose 4.0" in (
        deposit_told(dear)
    )
    assert deposit_told(dear).endswith("it would lose 4.0 a year, 3.0 without it")
    assert "without it" not in deposit_told(by_hand("Port", 40, 3, -1))
    free = replace(dear, unit_cost=Fraction(0), cost=Fraction(0), gain_with_deposit=Fraction(-3))
    assert deposit_told(free).startswith("none by a deposit")
    assert "present value" not in deposit_told(free)


def test_whom_no_deposit_holds_is_named_beside_whom_one_does():
    held = by_hand("Hill", 5, 3, 2)
    paths = {"Port": leaving(12, None), "Hill": leaving(4, held)}
    repair = Repair(clauses=(held,), mends=Fraction(1, 4))
    told = WALK_AWAY.repair(walk_away_by_hand(paths, repair))
    assert told == f"none by a deposit: none holds Port. A{deposit_told(held)[1:]}"


def held_up_by_hand(alone, signed, again, repair=None):
    """Hill, talked down or not; Port is not."""
    members = {
        "Port": Member(
            alone=Fraction(1), as_signed=Fraction(2), bargained_again=Fraction(3), worst_step=0
        ),
        "Hill": Member(
            alone=Fraction(alone),
            as_signed=Fraction(signed),
            bargained_again=Fraction(again),
            worst_step=4,
        ),
    }
    steps = tuple(
        Step(
            year=year,
            sunk=("quota",),
            idle=("park",),
            going_on_adds=Fraction(1),
            falls_back_on={},
            ends_with={},
            by_nash=None,
        )
        for year in (0, 4)
    )
    return HoldUpOutcome(
        verdict=Verdict.FAILS if again < alone else Verdict.STANDS,
        repair=repair,
        members=members,
        parks=1,
        outsiders=False,
        shared=Shared.EQUALLY,
        steps=steps,
        talked_down=("Hill",) if again < signed else (),
        would_not_sign=("Hill",) if again < alone else (),
    )


@pytest.mark.parametrize(
    ("weights", "shared"),
    [
        ("", Shared.EQUALLY),
        ("{0} = 2", Shared.BY_WEIGHTS),
        ("{0} = 1", Shared.EQUALLY),
        ("{0} = 2\n{1} = 2", Shared.EQUALLY),
    ],
)
def test_a_member_without_a_weight_has_that_of_1(weights, shared):
    members = starter().compact.members
    table = "[compact.bargaining.weights]\n" + weights.format(*members)
    text = starter(("[[compact.transfer]]", f"{table}\n\n[[compact.transfer]]"))
    assert hold_up(Context(text, Recorder())).shared is shared


def test_a_line_tells_to_what_who_can_be_talked_down():
    found = held_up_by_hand(5, 6, 4)
    assert (
        HOLD_UP.line(found)
        == "Hill can be talked down later to 4.0 a year, less than its 5.0 alone"
    )
    assert HOLD_UP.says(found) == (
        "once the park and the transfer of quota are sunk by year 4, Hill can be talked down from "
        "6.0 to 4.0 a year (if talks fail, the park stands idle; what going on adds is shared "
        "equally), less than the 5.0 it has alone: foreseeing it, it would not sign"
    )
    assert "to 5.0 a year, no less than its 5.0 alone" in HOLD_UP.line(held_up_by_hand(5, 6, 5))
    assert HOLD_UP.line(held_up_by_hand(5, 3, 4)) == "Hill has 3.0 a year as signed, 5.0 alone"
    assert HOLD_UP.line(held_up_by_hand(5, 6, 7)).startswith("nobody can be talked down")


def test_a_clause_that_mends_all_is_told_before_tranches_that_do_not():
    part = HoldUpRepair(
        clauses=(QUOTA_LATER,), mends=Fraction(2, 5), bargained_again={"Hill": Fraction(4)}
    )
    quota = WhichTransfer(
        place=0,
        resource="quota",
        unit="mu",
        giver="Hill",
        taker="Port",
        year=0,
        price=Fraction(1),
        reversible=False,
        marks=(),
    )
    clause = Price(transfer=quota, price=Fraction(2), signed=Fraction(1), lowest=None, highest=None)
    whole = HoldUpRepair(clauses=(clause,), bargained_again={"Hill": Fraction(5)}, instead=part)
    found = held_up_by_hand(5, 6, 4, whole)
    assert HOLD_UP.repair(found) == (
        "a price of 2.0 per mu of quota, paid once. Or "
        f"{tranches_told(part.clauses)}: what Hill would lack of what it has alone falls from 1.0 "
        "to 0.6 a year"
    )
    assert HOLD_UP.remedy(found) == "a price of 2.0 per mu of quota, paid once"
    assert HOLD_UP.remedy(replace(found, repair=part)) == "hold back 30 of 120 mu of quota"


@pytest.mark.parametrize("why", WhyNot)
def test_each_reason_against_tranches_is_told_with_what_it_is_about(why):
    facts = {"city": "Port", "resource": "quota"}
    if why is WhyNot.TOO_MUCH:
        facts |= {"needed": Fraction(130), "available": Fraction(120)}
    told = why_no_tranches(NoTranches(reason=why, **facts))
    about = {
        WhyNot.NOTHING_TO_HOLD_BACK: "Port",
        WhyNot.NO_DISCOUNT_FACTOR: "Port",
        WhyNot.NEVER_ENOUGH: "quota",
        WhyNot.KEPT_ANYWAY: "Port",
        WhyNot.TOO_MUCH: "130 units of quota would have to be held back, the deal has 120",
        WhyNot.NO_DEPOSIT: "Port",
        WhyNot.A_MEMBER_LOSES: "Port",
    }
    assert about.get(why, "") in told


def test_no_factor_holds_who_stays_at_none_and_at_none_alone():
    """Who stays at some factors, if not at all from one on, is not held by none."""
    never = leaving(4, None)
    between = replace(never, stays_at=((Fraction(1, 5), Fraction(1, 2)),))
    for path, told in ((never, True), (between, False)):
        says = WALK_AWAY.says(walk_away_by_hand({"Port": path}))
        assert "Port does better by stopping in year 2" in says
        assert ("no discount factor below 1 would hold it" in says) == told


@pytest.mark.parametrize("when", [0, 1, 2])
def test_what_does_not_come_back_is_sunk_from_the_year_in_which_it_is_handed_over(when):
    given = starter(("when       = 0", f"when       = {when}"))
    steps = evaluate(Context(given, Recorder()), "hold-up").facts.steps
    assert when in [step.year for step in steps]
    assert all(step.sunk == (("quota",) if step.year >= when else ()) for step in steps)


def test_a_repair_is_not_ruled_out_by_amounts_that_were_not_tried():
    """With 201 mu in place of 120 no other group offers more; "none that is lawful" was said."""
    cape = "[cities.Cape]\ndiscount = { v = 0.9, low = 0.8, high = 0.98 }\n[resources.quota] "
    late = """[[compact.transfer]]
resource = "quota"
from = "Cape"
to = "Harbour"
amount = { v = 30, low = 6, high = 40 }
price_one_off = { v = 0.3, low = 0, high = 2 }
when = 3
reversible = false

[[compact.refund]]"""
    changes = (
        ("[resources.quota] ", cape),
        ('members  = ["Harbour", "Uplands"]', 'members  = ["Harbour", "Uplands", "Cape"]'),
        (
            "owned.Uplands = { v = 250,",
            "owned.Cape = { v = 40, low = 1, high = 50 }\nowned.Uplands = { v = 250,",
        ),
        ("[[compact.refund]]", late),
    )
    context = Context(starter(*changes), Recorder())
    repair = nearest_repair(context, context.talk_floors)
    assert isinstance(repair, NoLawfulClause)
    assert repair.untried == ("amount",)
    more = (
        "amount     = { v = 120, low = 60, high = 150 }",
        "amount = { v = 201, low = 60, high = 250 }",
    )
    mended = Context(starter(*changes, more), Recorder())
    has = mended.payoffs_by_date
    assert all(sum(has[c] for c in one) >= floor for one, floor in mended.talk_floors.items())
