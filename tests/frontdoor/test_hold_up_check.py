"""Check 6: who can be talked down after what, and what mends it; regions solved by hand.

Hills owns 100 of quota, worth 0.5 each to it and 1 to Hub, and hands over 60 after the first of
three years, for 2.7 each. So Hub has two thirds of 60 less 54 a year, and Hills 50, 20 and 20, and
54 a year on top. After the signing nothing is sunk: Hub has nothing and Hills 50 without the other,
and going on adds 60 x 0.5 in two of three years. In the year after, all is done.
"""

from fractions import Fraction

import pytest

from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.clauses.clause import AtSigning
from intercity.topics.condition import Wish
from intercity.topics.hold_up.check import Shared, conditions
from intercity.topics.hold_up.tranches import NoTranches, WhyNot, tranches
from intercity.topics.outcome import NotAsked, Verdict
from mechanisms.compact.hold_up import hold_up
from tests.frontdoor.starter import STARTER, starter
from tests.frontdoor.test_terms_check import sale


def later(*changes, price=2.7, brief=False):
    return sale(price, *changes, brief=brief)


def found(context):
    return evaluate(context, "hold-up").facts


def test_each_step_reopens_the_deal():
    facts = found(later())
    hub, hills = facts.members["Hub"], facts.members["Hills"]
    assert (hub.alone, hub.as_signed, hub.bargained_again) == (0, 40 - 54, 40 - 54)
    assert (hills.alone, hills.as_signed, hills.bargained_again) == (50, 30 + 54, 50 + 10)
    assert (hub.worst_step, hills.worst_step) == (1, 0)
    assert (hub.loss, hills.loss) == (0, 24)
    first, second = facts.steps
    assert (first.year, first.sunk, first.idle, first.going_on_adds) == (0, (), (), 20)
    assert first.falls_back_on == {"Hub": 0, "Hills": 50}
    assert first.ends_with == {"Hub": 10, "Hills": 60}
    assert (second.year, second.sunk, second.going_on_adds) == (1, ("quota",), 0)
    assert second.falls_back_on == second.ends_with == {"Hub": -14, "Hills": 84}
    assert first.by_nash is second.by_nash is None
    assert (facts.talked_down, facts.would_not_sign) == (("Hills",), ())
    assert (facts.verdict, facts.margin, facts.parks) == (Verdict.STANDS, 10, 0)
    assert facts.shared is Shared.EQUALLY


def test_a_price_at_which_nobody_is_talked_down_too_far():
    """At signing: from 1.5, at which Hills has 20 + 30, to 3, at which Hub has 60 - 60."""
    (price,) = found(sale(4, when=0)).repair.clauses
    assert (price.lowest, price.highest, price.signed) == (Fraction(3, 2), 3, 4)
    assert found(sale(4, when=0)).repair.bargained_again == {"Hub": 0, "Hills": 50}
    assert found(sale(4, when=0, brief=True)).repair is None


@pytest.mark.parametrize("price", [0, 0.4, 2.1, 40])
def test_until_anything_is_sunk_nobody_is_held_to_a_price(price):
    """Each can leave until year 1, and has 10 more than alone by talks at signing.

    Paid at signing the price is gone: then Hub loses above 3, and Hills below 1.5.
    """
    facts = found(later(price=price))
    assert (facts.verdict, facts.margin, facts.repair) == (Verdict.STANDS, 10, None)
    assert len(facts.talked_down) == 1
    gone = found(sale(price, when=0))
    lose = [city for city, x in (("Hub", 3 - price), ("Hills", price - 1.5)) if x < 0]
    assert list(gone.would_not_sign) == lose


@pytest.mark.parametrize("price", [2, 1.9, 1.52, 1.5, 1.48, 1])
def test_who_has_no_less_than_alone_signs(price):
    """At 1.9 Hub has 2; by bargaining again after the signing 10, and Hills 60."""
    paid = 20 * Fraction(str(price))
    facts = found(later(price=price))
    hub, hills = facts.members["Hub"], facts.members["Hills"]
    assert (hub.bargained_again, hills.bargained_again) == (min(10, 40 - paid), min(60, 30 + paid))
    assert (facts.verdict, facts.margin) == (Verdict.STANDS, min(40 - paid, 10, paid - 20))
    lost = [("Hills", hills.loss, paid - 20), ("Hub", hub.loss, 40 - paid)]
    told = [city for city, loss, _ in lost if loss > 0]
    assert set(facts.talked_down) == set(told)
    assert (facts.would_not_sign, facts.repair) == ((), None)


def test_conditions_are_what_each_has_beyond_its_own_after_each_step():
    assert {(one.cities, one.year): x for one, x in conditions(later()).items()} == {
        (("Hub",), 0): 10,
        (("Hills",), 0): 10,
        (("Hub",), 1): 10,
        (("Hills",), 1): 34,
    }
    assert {one.wish for one in conditions(later())} == {Wish.SIGNS}


def test_what_goes_back_is_not_sunk():
    facts = found(later(("reversible = false", "reversible = true")))
    assert all(step.sunk == () for step in facts.steps)


@pytest.mark.parametrize(
    ("weights", "shares", "shared"),
    [
        ("Hub = 3\nHills = 1", (15, 5), Shared.BY_WEIGHTS),
        ("Hub = 3", (15, 5), Shared.BY_WEIGHTS),
        ("Hub = 1", (10, 10), Shared.EQUALLY),
    ],
)
def test_a_gain_is_shared_by_weights(weights, shares, shared):
    """Of 20 that going on adds; whose weight is not given has that of 1."""
    table = f"[compact.bargaining.weights]\n{weights}\n[[compact.transfer]]"
    facts = found(later(("[[compact.transfer]]", table)))
    assert facts.steps[0].ends_with == {"Hub": shares[0], "Hills": 50 + shares[1]}
    assert facts.shared is shared


def test_three_share_by_the_shapley_value():
    """Port adds nothing, and has nothing by either way to share."""
    facts = found(later(('members = ["Hub", "Hills"]', 'members = ["Hub", "Hills", "Port"]')))
    assert facts.shared is Shared.SHAPLEY
    first, second = facts.steps
    assert first.ends_with == first.by_nash == {"Hub": 10, "Hills": 60, "Port": 0}
    assert second.by_nash == {"Hub": -14, "Hills": 84, "Port": 0}


def test_without_a_deal_it_is_not_asked():
    text = STARTER[: STARTER.index("# The deal on the table")]
    assert isinstance(found(Context(parse_scenario(text), Recorder())), NotAsked)


COST = "cost_one_off = { v = 100, low = 70, high = 140 }"


def dear(cost, *changes):
    """The starter whose park costs so much: Uplands, which has nothing alone, is held up."""
    more = (COST, f"cost_one_off = {{ v = {cost}, low = 70, high = 340 }}")
    return Context(starter(more, *changes), Recorder())


@pytest.mark.parametrize("cost", [230, 250, 300, 340])
def test_tranches_mend_what_is_not_lost_with_them(cost):
    context = dear(cost)
    facts, by_hand = found(context), tranches(context)
    before = -facts.members["Uplands"].bargained_again
    again = hold_up(by_hand.compact, by_hand.deal).lowest("Uplands")
    assert (facts.talked_down, facts.would_not_sign) == (("Uplands",), ("Uplands",))
    repair = facts.repair
    one = repair if repair.clauses == by_hand.clauses else repair.instead
    assert one.clauses == by_hand.clauses
    assert one.bargained_again["Uplands"] == again
    assert one.mends == 1 - max(0, -again) / before
    # Another clause is told first where tranches do not do it alone.
    assert (repair is one) == (one.mends == 1 or cost > 280)
    assert facts.parks == 1


def test_of_what_nobody_promises_nothing_can_be_held_back():
    """A refund that a court enforces: nobody is talked down, and Uplands loses as signed."""
    facts = found(dear(340, ("enforceable = false", "enforceable = true")))
    assert facts.verdict is Verdict.FAILS
    assert isinstance(facts.repair, NoTranches)
    assert facts.repair.reason is WhyNot.NOTHING_PROMISED


YEARLY = "cost_per_year = {{ v = {}, low = 0, high = 99 }}"


@pytest.mark.parametrize(("cost", "idle", "fall_back"), [(16, (), "2.16"), (20, ("park",), 0)])
def test_a_park_that_costs_more_than_it_brings_is_closed_if_talks_fail(cost, idle, fall_back):
    """Uplands has 15.36 of plants and a rent of 2.8 of it: 18.16."""
    (step,) = found(Context(starter((COST, YEARLY.format(cost))), Recorder())).steps
    assert step.idle == idle
    assert step.falls_back_on["Uplands"] == Fraction(fall_back)


STAYS = ("return_small_city = { v = 1.30, low = 1.10", "return_small_city = { v = 1.15, low = 1.10")
KEPT = ("enforceable = false", "enforceable = true")
EVERY_YEAR = ("years = [1, 5]", "years = [1, 20]")


@pytest.mark.parametrize(("cost", "mended"), [(235, True), (237, False)])
def test_a_bonus_mends_it_if_with_it_all_would_sign(cost, mended):
    """With a bonus of 0.1 twelve return; then Uplands gains just as much, or as little loses."""
    context = dear(cost, STAYS, KEPT)
    assert -1 < context.own_with_bonus["Uplands"] < 1
    assert (context.own_with_bonus["Uplands"] >= 0) == mended
    repair = found(context).repair
    clauses = [one.kind for one in getattr(repair, "clauses", ())]
    assert ("bonus" in clauses) == mended


def test_a_bonus_that_turns_a_gain_to_a_loss_is_none():
    """Harbour, whose factor is not given, pays for 120 mu what comes to 2.5 a year.

    As signed it has 12 - 8 less that; with twelve that return it has 4.8 less of tax, and 2.4 less
    to share.
    """
    context = dear(
        250,
        STAYS,
        KEPT,
        EVERY_YEAR,
        ('"hub"\ndiscount = { v = 0.95, low = 0.90, high = 0.98 }', '"hub"'),
        ("when       = 0 ", "price_one_off = { v = 0.26, low = 0, high = 3 }\nwhen = 0 "),
    )
    assert (
        context.gains["Harbour"] > 0 > context.with_bonus["Harbour"] - context.status_quo["Harbour"]
    )
    facts = found(context)
    assert facts.verdict is Verdict.FAILS
    assert "bonus" not in [one.kind for one in getattr(facts.repair, "clauses", ())]


def test_what_comes_later_handed_over_at_signing_can_leave_nothing_to_be_talked_down():
    """Uplands has built its park in Harbour before it hands its quota over."""
    changes = (
        ("horizon  = { v = 20,   low = 10", "horizon  = { v = 6, low = 5"),
        ('"hub"\ndiscount = { v = 0.95', '"hub"\ndiscount = { v = 0.98'),
        ("stay_hub          = { v = 1.00", "stay_hub          = { v = 0.8"),
        ("reversible = false", "reversible = true"),
        ("share = { v = 0.50", "share = { v = 0.3"),
        ("years = [1, 5]", "years = [2, 2]"),
        ("enforceable = false", "enforceable = true"),
    )

    def at(year):
        return Context(starter(*changes, ("when       = 0", f"when = {year}")), Recorder())

    late = evaluate(at(1), "hold-up")
    (clause,) = late.facts.repair.clauses
    assert isinstance(clause, AtSigning)
    assert late.remedy == "hand over at signing what comes later"
    assert evaluate(at(0), "hold-up").verdict == "stands"


MOVED = """
format = 1
title = "Firms move for a promise"
[time]
horizon = { v = 10, low = 1, high = 30 }
interest = { v = 0.05, low = 0, high = 0.2 }
[cities.Core]
[cities.Edge]
[resources.firms]
kind = "tradable"
owned.Core = { v = 20, low = 0, high = 40 }
[[activities]]
name = "a firm in Core"
sites = ["Core"]
uses = [{ resource = "firms" }]
values = [{ city = "Core", kind = "cash", amount = { v = 2, low = 0, high = 9 } }]
[[activities]]
name = "a firm in Edge"
sites = ["Edge"]
uses = [{ resource = "firms" }]
values = [{ city = "Edge", kind = "cash", amount = { v = 5, low = 0, high = 9 } }]
[compact]
members = ["Core", "Edge"]
[[compact.transfer]]
resource = "firms"
from = "Core"
to = "Edge"
amount = { v = 10, low = 0, high = 20 }
tax = { v = 4, low = 0, high = 9 }
reversible = false
[[compact.refund]]
base = "moved_tax"
from = "Edge"
to = "Core"
share = { v = 0.4, low = 0, high = 1 }
years = [1, 6]
enforceable = false
"""


def test_a_price_is_proposed_rather_than_no_deal():
    """Ten firms gone, Core keeps 20 of its 40: a price of 20 a year makes up for the promise.

    That it hand over none was proposed, by which there is no deal, as it is enough as signed.
    """
    found = evaluate(Context(parse_scenario(MOVED), Recorder()), "hold-up")
    (clause,) = found.facts.repair.clauses
    annuity = Fraction(5, 100) / (1 - Fraction(100, 105) ** 10)
    assert clause.lowest == 20 / (10 * annuity)
    assert found.facts.repair.bargained_again["Core"] >= 40
