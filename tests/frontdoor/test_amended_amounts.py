"""Other amounts handed over, and other years, where less money does it: judged on files anew."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from intercity.amendment.amendable_clause import Kind, amendable_clauses
from intercity.amendment.amounts import amount_parts, straight_parts
from intercity.amendment.linear_deal import linear_deal
from intercity.amendment.search import verdicts
from intercity.amendment.step import DueIn, Guarantee, HandOver, Within, after
from intercity.amendment.writing import amended_text
from intercity.checkup.check_up import check_up
from intercity.scenario_file import parse_scenario
from intercity.topics.condition import Condition, Wish
from intercity.topics.outcome import Verdict
from solvers.optimum import solve
from tests.frontdoor.amended_deals import all_drafts, amended, context_of, swapped
from tests.frontdoor.small_scenarios import assumed, quota_for_a_price

F = Fraction
LIMIT = "side_payment = { v = 0, low = 0, high = 0 }"
OWNED = 20
FIRST_USE = f"""
[[activities]]
name = "best land in Hills"
sites = ["Hills"]
uses = [{{ resource = "quota" }}]
limit = {assumed(9, 12, 15)}
values = [{{ city = "Hills", kind = "cash", amount = {assumed(0, 4, 9)} }}]
"""


def deal(amount, price, paid, *, hub=5, limit=25, best_land=True):
    """Hills has 20 units, 12 of them worth 4 each to it, the others 1; Hub builds on each.

    Hub pays a price a unit, and a sum a year, which is too much for what it gets.
    """
    text = quota_for_a_price(
        owned=(OWNED,) * 3,
        amount=(0, amount, 99),
        price=(0, price, 90),
        worth_in_hub=(0, hub, 9),
    )
    payment = '[[compact.payment]]\nfrom = "Hub"\nto = "Hills"\n'
    payment += f"amount = {assumed(0, paid, 99)}\nenforceable = true\n"
    first = f"{FIRST_USE}\n[compact]\n" if best_land else "[compact]\n"
    return swapped(
        text,
        ("[compact]\n", first),
        ("[compact.limits]\n", f"{payment}[compact.limits]\n"),
        (LIMIT, f"side_payment = {assumed(0, limit, 99)}"),
    )


def signed_in(scenario):
    transfer, (payment,) = scenario.compact.transfer[0], scenario.compact.payment
    return transfer.amount.value, transfer.price_one_off.value, payment.amount.value


def moved(numbers, signed):
    """What is paid more for more, at the old price; the new price on all of it; payments."""
    (amount, price, paid), (had, old_price, had_paid) = numbers, signed
    return old_price * abs(amount - had) + abs(price - old_price) * amount + abs(paid - had_paid)


def together(amount, *, best_land=True):
    """What both gain: 5 a unit in Hub, less what Hills gives up."""
    given_up = max(F(0), amount - 8) * 4 + min(amount, 8) if best_land else amount
    return 5 * amount - given_up


@pytest.mark.parametrize(
    ("signed", "best_land"),
    [
        ((5, F(3, 2), 25), False),  # 7.15 units: 3.23 of money, where a payment would take 7.5
        ((4, F(3, 2), 20), True),  # more than 8 units cost Hills 4 each
        ((10, F(4), 12), True),  # a price that is high enough to be left alone
        ((5, F(0), 22), False),  # barter: a unit counts what it brings the Hub
    ],
)
def test_nothing_on_a_grid_of_amounts_is_cheaper(signed, best_land):
    """Amounts by a half, prices and payments by one: each judged by the checks on its own file."""

    def file(*numbers):
        return deal(*map(float, numbers), best_land=best_land)

    found = amended(file(*signed))
    assert set(found.not_standing) <= {"efficiency"}
    had = (F(signed[0]), signed[1] or F(5), F(signed[2]))  # of barter, each unit counts as 5

    def money(numbers):
        if signed[1]:
            return moved(numbers, had)
        amount, price, paid = numbers
        return 5 * abs(amount - signed[0]) + price * amount + abs(paid - signed[2])

    have = money(signed_in(found.amended))
    grid = product(
        [F(k, 2) for k in range(1, 2 * OWNED + 1)],
        sorted({F(0), F(1), F(2), F(4), signed[1]}),
        sorted({F(k) for k in range(0, 26, 5)} | {F(signed[2])}),
    )
    for numbers in grid:
        as_much = together(numbers[0], best_land=best_land) >= together(
            F(signed[0]), best_land=best_land
        )
        if as_much and money(numbers) < have:
            told = verdicts(context_of(file(*numbers))).values()
            assert Verdict.FAILS in told or Verdict.UNDECIDED in told, numbers


def test_more_is_handed_over_where_that_moves_less_money():
    """Hub has 3.5 a unit and pays 25: 7.14 units make that up, at 1.5 each; or 7.5 less paid."""
    found = amended(deal(5, 1.5, 25, best_land=False))
    [clause] = found.clauses
    assert isinstance(clause.change, HandOver)
    assert signed_in(found.amended) == (F("7.15"), F("1.5"), 25)
    assert "Hills hands over 7.15 units of quota (was 5)." in " ".join(str(found).split())
    assert clause.gives == {"Hub": F("2.15") * F("3.5"), "Hills": F("2.15") * F("0.5")}
    assert solve(found.program).optimum == F(15, 7) * F(
        3, 2
    )  # so many units more, each at its price


@pytest.mark.parametrize("amount", [F(6), F(9), F(12)])
def test_no_price_falls_below_nothing_where_the_amount_is_open(amount):
    """And what is paid more is counted on all that is then handed over."""
    context = context_of(deal(9, 2, 20, best_land=False))
    compact = context.region.compact
    whole = linear_deal(context, compact, amendable_clauses(context, compact))
    [(clause, part)] = amount_parts(whole)
    price = next(one for one in part.clauses if one.kind is Kind.PRICE)
    signed = {one.name: one.signed for one in part.clauses}
    gain = Condition(Wish.GAIN, ("Hub",))
    for value, lawful in ((F(0), True), (F(-1, 99), False), (F(5), True)):
        values = signed | {price.name: value, clause.name: amount}
        change = part.changes(values)
        assert all(one.holds(change) for one in part.together[:-1]) == lawful
        assert dict(part.worths([gain], values))[gain] == amount * (5 - value) - 20
        point = {f"more: {name}": max(F(0), x) for name, x in change.items()}
        point |= {f"less: {name}": max(F(0), -x) for name, x in change.items()}
        assert part.values(point) == values


@pytest.mark.parametrize("aim", ["Nash", "Kalai-Smorodinsky", "equal gains"])
def test_nothing_on_a_grid_is_better_for_them(aim):
    """At most 8 units can go for 4 each: with 32 to share, 16 are for each."""
    found = amended(deal(5, 1.5, 22), aim=aim)
    report = check_up(parse_scenario(found.text), ranges=False)
    gains = {c: x - report.payoffs.alone[c] for c, x in report.payoffs.signed.items()}
    best = max(together(F(k, 2)) for k in range(1, 2 * OWNED + 1))
    assert sum(gains.values()) >= best * F(99, 100)
    assert min(gains.values()) >= best / 2 * F(98, 100)


def test_no_grant_is_left_that_another_amount_makes_needless():
    """With 6 a year Hub would still lose; with 7.15 units neither does, and nothing is given."""
    text = f"{deal(5, 1.5, 25, best_land=False)}[province]\ngrant = {assumed(0, 6, 9)}\n"
    found = amended(text, aim="least outside money")
    assert set(found.not_standing) <= {"efficiency"}
    assert found.amended.province.grant.value == 0
    assert moved(signed_in(found.amended), (5, F("1.5"), 25)) <= F("3.25")


def test_a_deal_is_not_amended_away():
    """Each unit is worth 3 where it is and 1 where it goes: with none there would be no loss."""
    text = quota_for_a_price(worth_in_hub=(1, 1, 1), worth_in_hills=(3, 3, 3))
    for aim, outside in (
        ("least change", "none"),
        ("least outside money", "none"),
        ("least change", "grant"),
    ):
        found = amended(text, aim=aim, outside=outside)
        assert found.amended.compact.transfer[0].amount.value == 10


def standing(report):
    return {one.name for one in report.findings if one.verdict == "stands"}


def test_less_is_handed_over_where_not_all_checks_can_be_mended():
    """Ten units bring Hub 15 and cost Hills 16, two of them 4 each; eight cost it 8 for 12.

    Whatever they sign, Hills and Port could make 9 of each unit, so that not all wishes can be met.
    """
    text = quota_for_a_price(
        owned=(OWNED,) * 3,
        amount=(0, 10, 99),
        worth_in_hub=(0, 1.5, 9),
        worth_in_port=(0, 9, 9),
    )
    found = amended(swapped(text, ("[compact]\n", f"{FIRST_USE}\n[compact]\n")))
    assert standing(found.after) - standing(found.before) == {"terms", "hold-up"}
    assert found.not_standing == ("outside offers",)
    amount = found.amended.compact.transfer[0].amount.value
    assert 0 < amount < F(48, 5)  # at which what is given up, 8 and 4 for each above 8, costs 1.5


FAIR = f"""
[[activities]]
name = "fair of Port and Quay"
sites = ["Port", "Quay"]
limit = {assumed(0, 1, 2)}
values = [{{ city = "Quay", kind = "cash", amount = {assumed(0, 50, 90)} }}]
"""


def test_no_check_falls_for_a_wish_that_is_met_in_part_only():
    """A lower price mends terms. Quay offers Port 50: more than the 10 that a grant brings it.

    What Hills promises Port of its share would bring it closer, but whether Hills would pay, of
    which no discount factor is given, is open: then "walk-away" would stand no longer.
    """
    waits = f"discount = {assumed(0.5, 0.9, 0.95)}\n"
    text = swapped(
        quota_for_a_price(price=(0, 5, 40)),
        ("[cities.Hub]\n", f"[cities.Hub]\n{waits}"),
        ("[cities.Port]\n", f"[cities.Port]\n{waits}[cities.Quay]\n"),
        ("[compact]\n", f"{FAIR}\n[province]\ngrant = {assumed(0, 30, 90)}\n[compact]\n"),
        ('members = ["Hub", "Hills"]', 'members = ["Hub", "Hills", "Port"]'),
        (LIMIT, f"side_payment = {assumed(0, 25, 99)}"),
    )
    promised = [
        one for one in all_drafts(text) if not any(clause.enforced for clause in one.clauses)
    ]
    assert min(promised, key=lambda one: one.rank).not_standing == ("outside offers",)


def test_all_that_is_lost_on_too_much_is_left():
    """Of 20 units 12 are worth 4 to Hills, and 2 to Hub: with 8 nobody loses, with all both do."""
    found = amended(deal(OWNED, 1.5, 0, hub=2))
    assert set(found.not_standing) <= {"efficiency"}
    amount, *_ = signed_in(found.amended)
    assert amount <= 12


def test_two_amounts_that_are_alike_are_changed_alike():
    text = deal(5, 1.5, 25, best_land=False)
    start, end = text.index("[[compact.transfer]]"), text.index("[[compact.payment]]")
    half = text[start:end].replace("v = 5, low = 0", "v = 2.5, low = 0")
    found = amended(text[:start] + half * 2 + text[end:])
    one, other = found.amended.compact.transfer
    assert one.amount.value == other.amount.value
    assert F("7.142") < one.amount.value * 2 <= F("7.15")


@pytest.mark.parametrize("bends", [(), (3,), (2, 5, 7), (F(1, 3), F(20, 3))])
def test_a_line_is_cut_where_it_bends(bends):
    """At each bend a unit is worth one less; a jump is found to within what is looked at."""
    gain = Condition(Wish.GAIN, ("Hub",))

    def worth(x):
        return {gain: 9 * x - sum((max(F(0), x - at) for at in bends), F(0))}

    parts = {start: slope[gain] for start, _, _, slope in straight_parts(worth, F(0), F(10))}
    assert {0, *bends} <= parts.keys()
    for start, slope in parts.items():
        assert slope == 9 - sum(at <= start for at in bends)


def test_a_jump_is_in_no_straight_part():
    gain = Condition(Wish.GAIN, ("Hub",))
    parts = straight_parts(lambda x: {gain: x + (x >= F(10, 3))}, F(0), F(10))
    for start, end, at_start, slope in parts:
        assert not start < F(10, 3) < end
        assert slope[gain] == 1
        assert at_start[gain] == start + (start >= F(10, 3))


# ---------------------------------------------------------------- years

YEARS = 6
REFUND = """[[compact.refund]]
base = "moved_tax"
from = "Hub"
to = "Hills"
share = {{ v = 0.5, low = 0, high = 1 }}
years = [1, {}]   # as agreed
enforceable = true
"""


def shared(last):
    """Hub pays half of what units pay in tax; the law allows no more, and no payment.

    It does not wait for what it gets later: for a price at signing it has too little.
    """
    text = quota_for_a_price(price=(0, 0, 0), worth_in_hills=(1, 1, 1))
    return swapped(
        text,
        ("horizon = { v = 1, low = 1, high = 1 }", f"horizon = {assumed(1, YEARS, 9)}"),
        ("[cities.Hub]", f"[cities.Hub]\ndiscount = {assumed(0.1, 0.6, 0.9)}"),
        ("[cities.Hills]", f"[cities.Hills]\ndiscount = {assumed(0.1, 0.95, 0.99)}"),
        ("price_one_off = { v = 0, low = 0, high = 0 }", f"tax = {assumed(0, 3, 4)}"),
        ("[compact.limits]\n", f"{REFUND.format(last)}[compact.limits]\ntax_share = [0, 0.5]\n"),
    )


def test_a_share_is_paid_for_more_years_where_it_may_be_no_larger():
    """15 a year for the 10 that Hills gives up: in four years of six, and in no fewer."""
    found = amended(shared(2))
    assert [type(one.change) for one in found.clauses] == [DueIn]
    assert found.amended.compact.refund[0].years == (1, 4)
    assert "years = [1, 4]   # was [1, 2]; as agreed" in found.text
    assert "in years 1 to 4 (was in years 1 to 2)" in " ".join(str(found).split())
    assert set(found.not_standing) <= {"efficiency"}
    for last in range(1, YEARS + 1):
        told = verdicts(context_of(shared(last)))
        assert (Verdict.FAILS in told.values()) == (last < 4)


def in_two_parts(floor=0):
    """Half at signing, half in year 3; Hub shares 0.3 of the tax, as much as may be."""
    text = shared(YEARS)
    start, end = text.index("[[compact.transfer]]"), text.index("[[compact.refund]]")
    half = text[start:end].replace("{ v = 10, low = 10, high = 10 }", assumed(0, 5, 9))
    return swapped(
        text[:start] + half + half.replace("when = 0", "when = 3") + text[end:],
        ("share = { v = 0.5,", f"at_least = {assumed(0, floor, 9)}\nshare = {{ v = 0.3,"),
        ("tax_share = [0, 0.5]", "tax_share = [0, 0.3]"),
        ("discount = { v = 0.6, low = 0.1", "discount = { v = 0.1, low = 0.1"),
    )


def test_a_floor_is_tried_where_a_base_changes_with_the_years():
    """4.5 for the 5 of three years and 9 for the 10 of three: with 6 at least nothing is lacking.

    Hub counts what comes later for little: a price at signing can make up for a part of it alone.
    """
    text = in_two_parts()
    found = amended(text)
    assert set(found.not_standing) <= {"efficiency"}
    [floor] = [one for one in found.clauses if isinstance(one.change, Within)]
    assert 5 < floor.change.at_least <= 6
    assert "terms" in floor.mends
    assert found.amended.compact.refund[0].at_least.value == floor.change.at_least
    assert f"is no less than {float(floor.change.at_least)}" in " ".join(str(found).split())
    for draft in all_drafts(text):
        assert draft.not_standing or any(isinstance(step, Within) for step in draft.steps)


# ---------------------------------------------------------------- written, and read back

LATER = """[[compact.payment]]
from = "Hub"
to = "Hills"
amount = { v = 8, low = 0, high = 20 }   # a year
years = [1, 6]
enforceable = false
"""


DEPOSIT = '[[compact.deposit]]\nfrom = "Hub"\namount = {}\n'


def dated_deal():
    """Hub promises 8 a year for what Hills hands over at once, and would not pay it."""
    return swapped(
        quota_for_a_price(price=(0, 0, 0)),
        ("horizon = { v = 1, low = 1, high = 1 }", f"horizon = {assumed(1, YEARS, 9)}"),
        ("[cities.Hub]", f"[cities.Hub]\ndiscount = {assumed(0.1, 0.6, 0.9)}"),
        ("[cities.Hills]", f"[cities.Hills]\ndiscount = {assumed(0.1, 0.95, 0.99)}"),
        ("[compact.limits]\n", f"{LATER}[compact.limits]\n"),
        (LIMIT, f"side_payment = {assumed(0, 12, 20)}"),
    )


@pytest.mark.parametrize(
    "text", [dated_deal(), shared(2), shared(2).replace("when = 0", "when = 2"), deal(5, 1.5, 25)]
)
@pytest.mark.parametrize("aim", ["least change", "Nash"])
def test_every_draft_means_the_same_once_it_is_written_and_read(text, aim):
    scenario = parse_scenario(text)
    found = all_drafts(text, aim)
    assert found
    for draft in found:
        written = context_of(amended_text(scenario, draft)).region.compact
        assert written == draft.compact


def test_a_step_of_each_kind_means_the_same_once_it_is_written_and_read():
    context = context_of(shared(2))
    [draft, *_] = all_drafts(shared(2))
    for step in (
        Within((0,), F(3), F(12)),
        Guarantee("refunds", (0,)),
        DueIn("refunds", (0,), 2, 5),
        HandOver(((0, F(7)),)),
    ):
        text = shared(2).replace("enforceable = true", "enforceable = false")
        signed = context_of(text).region.compact
        one = replace(draft, steps=(step,), values={}, compact=after(signed, (step,)))
        new = amended_text(parse_scenario(text), one)
        assert context_of(new).region.compact == one.compact, step.kind
        assert context.region.compact != one.compact


def test_the_province_guarantees_what_nothing_else_holds():
    """At a factor of 0.6 a deposit costs Hub too much: no deposit, payment and price do it."""
    text = dated_deal()
    found = amended(text)
    assert set(found.not_standing) <= {"efficiency"}
    assert isinstance(found.clauses[0].change, Guarantee)
    assert "walk-away" in found.clauses[0].mends
    assert found.amended.compact.payment[0].guaranteed_by == "province"
    assert "The province guarantees what Hub pays Hills" in " ".join(str(found).split())
    for deposit, paid, price in product((0, 10, 20, 40, 80), (8, 10, 12), (0, 1, 2)):
        other = swapped(
            text,
            (
                "price_one_off = { v = 0, low = 0, high = 0 }",
                f"price_one_off = {assumed(0, price, 9)}",
            ),
            (
                LATER,
                DEPOSIT.format(assumed(0, deposit, 99)) + LATER.replace("v = 8", f"v = {paid}"),
            ),
        )
        assert Verdict.FAILS in verdicts(context_of(other)).values()


PARK = """
format = 1
title  = "Two small cities share a hub's park (assumed)"
money  = "million a year"
[time]
horizon  = { v = 12, low = 8, high = 15 }
interest = { v = 0.05, low = 0.03, high = 0.07 }
[cities.Hub]
role = "hub"
discount = { v = 0.93, low = 0.9, high = 0.96 }
[cities.Aby]
role = "small city"
discount = { v = 0.9, low = 0.86, high = 0.95 }
[cities.Cor]
role = "small city"
discount = { v = 0.95, low = 0.9, high = 0.97 }
[resources.quota]
kind = "tradable"
unit = "mu"
owned.Aby = { v = 150, low = 120, high = 200 }
owned.Cor = { v = 120, low = 100, high = 160 }
[resources.projects]
kind = "tradable"
unit = "projects"
owned.Hub = { v = 50, low = 35, high = 70 }
[resources.buildable]
kind = "bound"
unit = "mu"
owned.Hub = { v = 260, low = 150, high = 400 }
[resources.factory_land]
kind = "bound"
unit = "mu"
owned.Aby = { v = 120, low = 60, high = 200 }
[platforms.park]
site = "Hub"
cost_one_off = { v = 60, low = 40, high = 90 }
floor = { v = 28, low = 22, high = 36 }
[project]
floor = { v = 0.7, low = 0.5, high = 0.8 }
tax_per_mu = { v = 0.45, low = 0.3, high = 0.6 }
local_share = { v = 0.4, low = 0.3, high = 0.5 }
plant_mu = { v = 7, low = 5, high = 10 }
plant_quota = { v = 0.4, low = 0, high = 0.8 }
rent = { v = 0.12, low = 0.02, high = 0.25 }
stay_tax.Hub = { v = 0.35, low = 0.2, high = 0.5 }
return_rate.Hub.Aby = { v = 0.25, low = 0.1, high = 0.4 }
[build]
Hub = { v = 0.12, low = 0.05, high = 0.2 }
Cor = { v = 0.02, low = 0.0, high = 0.05 }
[firm]
stay_hub = { v = 1.0, low = 0.85, high = 1.15 }
return_small_city = { v = 1.25, low = 1.05, high = 1.45 }
separation_cost = { v = 0.2, low = 0.1, high = 0.35 }
[compact]
members = ["Hub", "Aby"]
projects = { v = 36, low = 30, high = 40 }
platforms.park = { paid_by = "Aby", rent_to = "Aby" }
[[compact.transfer]]
resource = "quota"
from = "Aby"
to = "Hub"
amount = { v = 60, low = 40, high = 80 }
when = 0
reversible = false
[[compact.refund]]
base = "stay_tax"
from = "Hub"
to = "Aby"
share = { v = 0.4, low = 0.2, high = 0.6 }
years = [1, 6]
enforceable = false
"""


def test_where_more_than_can_be_delivered_scores_best_less_is_handed_over():
    """Aby has 150 mu, of which 9 plants of 7 mu use 25.2: beyond 124.8 it promises too much.

    Each mu brings the Hub 0.12 a year, so that the grant is smaller the more is handed over.
    """
    dear = swapped(PARK, ("cost_one_off = { v = 60,", "cost_one_off = { v = 83,"))
    found = amended(dear, aim="least outside money", outside="grant")
    signed = parse_scenario(found.text)
    assert 120 <= signed.compact.transfer[0].amount.value <= F(1248, 10)
    assert signed.province.grant.value < 64 * F(12, 100)  # what the Hub has of 64 mu more
    verdict = {one.name: one.verdict for one in check_up(signed, ranges=False).findings}
    assert verdict["outside offers"] == verdict["consistency"] == "stands"


COURTED = f"""
format = 1
title = "An outsider offers Hill more than it gets"
money = "million a year"
[time]
horizon = {assumed(5, 10, 15)}
interest = {assumed(0, 0, 1)}
[cities]
Port = {{ discount = {assumed(0.9, 0.95, 0.98)} }}
Hill = {{ discount = {assumed(0.8, 0.9, 0.98)} }}
Rich = {{}}
[resources.quota]
kind = "tradable"
owned.Hill = {assumed(50, 100, 150)}
[resources.buildable]
kind = "bound"
owned.Port = {assumed(50, 300, 400)}
owned.Hill = {assumed(50, 100, 150)}
owned.Rich = {assumed(10, 20, 30)}
[build]
Port = {assumed(0, 0.05, 0.1)}
Hill = {assumed(0, 0.03, 0.1)}
Rich = {assumed(0, 0.12, 0.2)}
[compact]
members = ["Port", "Hill"]
[compact.limits]
side_payment = {assumed(0, 6, 9)}
[[compact.transfer]]
resource = "quota"
from = "Hill"
to = "Port"
amount = {assumed(50, 80, 100)}
price_one_off = {assumed(0, 0.2, 1)}
reversible = false
"""


def test_other_amounts_are_tried_with_payments_that_a_court_enforces():
    """With Rich Hill has 20 at 0.12 and 80 at 0.03, 4.8. With Port it has as much out of 5, 100 at
    0.05, all handed over, if it is paid by the year: a price paid once costs Port 10 / 7.62 a year.
    """
    found = amended(COURTED)
    signed = parse_scenario(found.text)
    assert signed.compact.transfer[0].amount.value >= 90  # 0.05 q + 0.03 (100 - q) >= 4.8
    (payment,) = signed.compact.payment
    assert payment.enforceable
    before = check_up(parse_scenario(COURTED), ranges=False).findings
    fails = {one.name for one in before if one.verdict == "fails"}
    assert fails == {"efficiency", "outside offers", "hold-up"}
    assert [one.name for one in before if one.verdict == "undecided"] == ["terms"]
    left = check_up(signed, ranges=False).findings
    assert {one.verdict for one in left} == {"stands", "not asked"}


def test_more_is_handed_over_than_is_owned_where_it_can_be_bought():
    """Hills has 5 units and can buy 10. Each brings it 1 and Hub 3: at a price of 2 both gain 1."""
    exchange = f"""[resources.quota.exchange]
buy_one_off = {assumed(0, 0.5, 2)}
sell_one_off = {assumed(0, 0, 0)}
cap.Hills = {assumed(0, 10, 20)}
[compact]
"""
    text = quota_for_a_price(owned=(5, 5, 5), amount=(0, 5, 99), price=(0, 0.9, 40))
    found = amended(swapped(text, ("[compact]\n", exchange)), aim="equal gains")
    assert set(found.not_standing) <= {"efficiency"}
    (sale,) = found.amended.compact.transfer
    assert (sale.amount.value, sale.price_one_off.value) == (15, 2)
