"""Check 5: when leaving pays, and what holds who would leave; by hand at a discount factor of 0.9.

Hills hands over 60 of quota at signing, worth 0.5 each a year to it and 1 to Hub, and Hub promises
10 in each of three years. Nothing of the quota comes back, so that to stay in year t costs Hub what
is still to be paid. There is no interest.
"""

from fractions import Fraction

import pytest

from intercity.english import shown
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.condition import Wish
from intercity.topics.hold_up.tranches import HandOverInTranches, MemberDeposit
from intercity.topics.outcome import NotAsked, Verdict
from intercity.topics.walk_away.check import EnforcedPromise, conditions
from intercity.topics.walk_away.english import WORDS as WALK_AWAY
from intercity.topics.walk_away.on_box import on_box
from tests.frontdoor.small_scenarios import assumed
from tests.frontdoor.starter import STARTER, starter
from tests.frontdoor.test_terms_check import sale

D = Fraction(9, 10)


def promise(payer, payee, amount, years):
    return (
        f'[[compact.payment]]\nfrom = "{payer}"\nto = "{payee}"\n'
        f"amount = {assumed(0, amount, 999)}\nenforceable = false\nyears = {years}\n"
    )


def promised(
    *, factors=("Hub", "Hills"), factor=0.9, price=0, promises=10, back=0, credit=None,
    years="[1, 3]", brief=False,
):  # fmt: skip
    """Hub promises 10 a year, and Hills perhaps something back in the third year."""
    more = promise("Hub", "Hills", promises, years)
    if back:
        more += promise("Hills", "Hub", back, "[3, 3]")
    if credit is not None:
        more += f"[province]\ncredit.Hub = {assumed(0, credit, 99)}\n"
    patience = f"discount = {assumed(0.01, factor, 0.999)}\n"
    return sale(
        price,
        ("[[compact.transfer]]", f"{more}[[compact.transfer]]"),
        (f"side_payment = {assumed(0, 0, 0)}", f"side_payment = {assumed(0, 99, 99)}"),
        *((f"[cities.{city}]\n", f"[cities.{city}]\n{patience}") for city in factors),
        when=0,
        brief=brief,
    )


def found(context):
    return evaluate(context, "walk-away").facts


def test_what_is_still_to_be_paid_is_saved_by_leaving():
    context = promised()
    facts = found(context)
    saved = [10 * sum(D**s for s in range(3 - t)) for t in range(3)]  # leaving in year t + 1
    hub, hills = facts.paths["Hub"], facts.paths["Hills"]
    assert (hub.leaves_in, hub.pays_most_in, hub.gain_of_leaving) == (1, 1, saved[0])
    assert (hub.least_value, hub.only_costs_from, hub.credit) == (-saved[0], 1, 0)
    assert (hub.stays_at, hub.stays_from) == ((), None)
    # 27.1 in the first year is what 33.5 are worth then that come back in the third.
    assert hub.deposit.amount == saved[0] / D**2
    assert hub.deposit.cost == hub.deposit.amount * (1 - D**3)
    assert (hills.leaves_in, hills.least_value, hills.gain_of_leaving) == (None, 0, 0)
    assert (hills.deposit, hills.only_costs_from, hills.stays_from) == (None, None, 0)
    assert (facts.verdict, facts.margin, facts.lag, facts.others) == (
        Verdict.FAILS,
        -saved[0],
        1,
        (),
    )
    assert (facts.repair.clauses, facts.repair.mends) == ((hub.deposit,), 1)
    worths = {(one.cities, one.year): x for one, x in conditions(context).items()}
    lost = {1: 10 * (D + D**2), 2: 10 * D, 3: 0}  # what Hub owes after the year in which Hills left
    assert worths == {(("Hub",), t + 1): -x for t, x in enumerate(saved)} | {
        (("Hills",), t): x for t, x in lost.items()
    }
    assert {one.wish for one in conditions(context)} == {Wish.STAYS}
    brief = found(promised(brief=True))
    path = brief.paths["Hub"]
    assert (brief.verdict, brief.margin, brief.repair) == (facts.verdict, facts.margin, None)
    assert (path.stays_at, path.stays_from, path.deposit) == (None, None, None)


def test_what_is_due_later_pays_most_to_leave_later():
    hub = found(promised(years="[2, 3]")).paths["Hub"]
    assert (hub.leaves_in, hub.pays_most_in, hub.gain_of_leaving) == (1, 2, 10 + 10 * D)


@pytest.mark.parametrize(
    ("credit", "leaves_in", "most_in", "gain", "only_costs_from"),
    [
        (0, 1, 1, 10 * (1 + D + D**2), 1),
        (10, 1, 1, 10, 1),
        (10.5, 1, 3, 10, 3),
        (18, 2, 3, 10, 3),
        (30, 3, 3, 10, 3),
    ],
)
def test_a_credit_is_lost_from_the_year_after(credit, leaves_in, most_in, gain, only_costs_from):
    """To stay in a year brings Hub the credit of all later ones, less 10 in each."""
    hub = found(promised(credit=credit)).paths["Hub"]
    assert hub.credit == Fraction(str(credit))
    assert (hub.leaves_in, hub.pays_most_in, hub.gain_of_leaving) == (leaves_in, most_in, gain)
    assert hub.only_costs_from == only_costs_from


@pytest.mark.parametrize(
    ("factors", "verdict", "others"),
    [
        (("Hub",), Verdict.FAILS, ()),  # Hills is only paid
        (("Hills",), Verdict.UNDECIDED, ("Hub",)),
        ((), Verdict.NOT_ASKED, None),
    ],
)
def test_who_has_no_factor_is_not_looked_at(factors, verdict, others):
    facts = found(promised(factors=factors))
    assert facts.verdict is verdict
    if others is not None:
        assert (tuple(facts.paths), facts.others) == (factors, others)
        assert (facts.margin is None) == (verdict is Verdict.UNDECIDED)
        assert {one.cities for one in conditions(promised(factors=factors))} == {factors}


@pytest.mark.parametrize(
    ("promises", "years", "factor", "losing"),
    [
        # Hub has 60 in three years, 146.3 to it, and pays 135 or 153 of it; a deposit costs 15.
        (150, "[1, 1]", 0.9, ()),
        (170, "[1, 1]", 0.9, None),
        # Hills gives up 30 a year for 10, promised or enforced; a deposit is dear at 0.3.
        (10, "[1, 3]", 0.3, ("Hills",)),
        # For 30 it is neither better nor worse off.
        (30, "[1, 3]", 0.3, ()),
    ],
)
@pytest.mark.parametrize("factors", [("Hub", "Hills"), ("Hub",)])
def test_a_promise_is_enforced_only_if_who_is_held_to_it_would_sign(
    promises, years, factor, losing, factors
):
    """Who loses by it as without it is told, whether or not it has a discount factor."""
    context = promised(promises=promises, years=years, factor=factor, factors=factors)
    facts = found(context)
    enforced = isinstance(facts.repair, EnforcedPromise)
    assert (facts.repair.losing if enforced else None) == losing
    if not enforced:
        assert context.own_gains["Hub"] < 0 < context.gains["Hub"]
        assert facts.repair.mends == 0  # the deposit costs too much, too
        return
    assert min(context.gains["Hub"], context.own_gains["Hub"]) >= 0
    assert (context.gains["Hills"] < 0) == bool(losing)
    assert all(city in WALK_AWAY.repair(facts).split("(this holds who would leave;")[1]
               for city in losing)  # fmt: skip


def test_of_what_is_promised_for_ever_no_deposit_holds_and_a_court_does():
    """10 a year: at 0.5 leaving saves 20 in any year, and would when a deposit has come back."""
    text = promised(factors=("Hub",), factor=0.5).scenario.text
    for old, new in (
        ("years = [1, 3]\n", ""),
        ("[time]", '[time]\nbeyond = "perpetuity"'),
        (f"interest = {assumed(0, 0, 0)}", f"interest = {assumed(0.1, 0.1, 0.1)}"),
    ):
        assert old in text
        text = text.replace(old, new)
    context = Context(parse_scenario(text), Recorder())
    facts = found(context)
    hub = facts.paths["Hub"]
    assert (hub.leaves_in, hub.gain_of_leaving, hub.deposit, hub.stays_at) == (1, 20, None, ())
    assert isinstance(facts.repair, EnforcedPromise)
    assert [*conditions(context).values()] == [-20] * 4


def test_two_leave_and_a_deposit_holds_one_of_them():
    """At 0.9 a deposit pays for Hub; Hills promises 200 in year 3, a loss that none holds."""
    facts = found(promised(back=200))
    hub, hills = facts.paths["Hub"].gain_of_leaving, facts.paths["Hills"].gain_of_leaving
    assert facts.repair.mends == hub / (hub + hills)
    told = WALK_AWAY.falls(facts)
    assert told == f"holds Hub; Hills still gains {shown(hills)} by leaving"
    assert shown(hub + hills) not in told  # in different years, at factors of their own


def test_who_has_nothing_to_gain_by_leaving_stays_without_a_factor():
    """All is handed over and paid for at signing: nobody owes anything later."""
    patient = ("[cities.Hub]\n", f"[cities.Hub]\ndiscount = {assumed(0.01, 0.9, 0.999)}\n")
    context = sale(2, patient, when=0)
    facts = found(context)
    assert (tuple(facts.paths), facts.others, facts.verdict) == (("Hub",), (), Verdict.STANDS)
    assert on_box(context) == "stands"
    assert on_box(promised(factors=("Hills",))) == "undecided"


@pytest.mark.parametrize(("price", "unwilling"), [(0, "Hills"), (2, "Hub")])
def test_a_deposit_of_who_would_not_sign_with_it_mends_nothing(price, unwilling):
    """Hills saves 4 by leaving in the third year, in which Hub would still pay.

    Hub, having left in the first, is not paid 4 in the third: it saves 27.1 less 4 x 0.81. For no
    price Hills loses by the deal; at 2 each Hub gains 1.995 a year, and its deposit costs it more.
    """
    facts = found(promised(price=price, back=4))
    gains = {"Hub": 10 * (1 + D + D**2) - 4 * D**2, "Hills": Fraction(4)}
    assert {city: path.gain_of_leaving for city, path in facts.paths.items()} == gains
    assert set(facts.leavers) == {"Hub", "Hills"}
    assert [one.member for one in facts.repair.clauses] == ["Hub", "Hills"]
    assert [one.member for one in facts.repair.clauses if not one.worthwhile] == [unwilling]
    held = sum(gain for city, gain in gains.items() if city != unwilling)
    assert facts.repair.mends == held / sum(gains.values())


@pytest.mark.parametrize(
    ("price", "first", "then"),
    [(0, MemberDeposit, HandOverInTranches), (0.55, HandOverInTranches, MemberDeposit)],
)
def test_of_deposits_and_tranches_what_mends_more_is_told_first(price, first, then):
    """Both hold Harbour to its refund; where it loses by the deal, no deposit is worth its cost."""
    priced = f"price_one_off = {{ v = {price}, low = 0, high = 3 }}\nwhen = 0 "
    facts = found(Context(starter(("when       = 0 ", priced)), Recorder()))
    assert set(facts.leavers) == {"Harbour"}
    repair = facts.repair
    assert [type(one) for one in (*repair.clauses, *repair.instead.clauses)] == [first, then]
    assert (repair.mends, repair.instead.mends) == (1, 1 if price == 0 else 0)


def test_without_a_deal_it_is_not_asked():
    text = STARTER[: STARTER.index("# The deal on the table")]
    assert isinstance(found(Context(parse_scenario(text), Recorder())), NotAsked)


@pytest.mark.parametrize(("lag", "leaves_in"), [(1, 3), (2, 2)])
def test_who_leaves_a_swap_gets_its_part_until_the_breach_is_answered(lag, leaves_in):
    """In year 3 Hills hands 10 of x, 1 each to it and 2 to Hub, over for 10 of y, the other way."""
    hills = found(Context(parse_scenario(SWAP.replace("LAG", str(lag))), Recorder())).paths["Hills"]
    kept = sum(10 * D**s for s in (1, 2, 3))  # of x in years 4 to 6, as seen in year 3
    assert (hills.leaves_in, hills.pays_most_in, hills.gain_of_leaving) == (leaves_in, 3, kept)


def _use(good, city, worth):
    return (
        f'[[activities]]\nname = "{good} in {city}"\nsites = ["{city}"]\n'
        f'uses = [{{ resource = "{good}" }}]\n'
        f'values = [{{ city = "{city}", kind = "cash", amount = {assumed(0, worth, 9)} }}]\n'
    )


def _swapped(good, giver, taker):
    return (
        f'[[compact.transfer]]\nresource = "{good}"\nfrom = "{giver}"\nto = "{taker}"\n'
        f"amount = {assumed(0, 10, 10)}\nwhen = 3\nreversible = false\n"
    )


SWAP = f"""
format = 1
title = "A swap in the third year"
[time]
horizon = {assumed(6, 6, 6)}
interest = {assumed(0, 0, 0)}
[cities.Hills]
discount = {assumed(0.1, 0.9, 0.99)}
[cities.Hub]
discount = {assumed(0.1, 0.9, 0.99)}
[cities.Nowhere]
[resources.x]
kind = "tradable"
owned.Hills = {assumed(0, 10, 20)}
[resources.y]
kind = "tradable"
owned.Hub = {assumed(0, 10, 20)}
{_use("x", "Hills", 1)}{_use("x", "Hub", 2)}{_use("y", "Hub", 1)}{_use("y", "Hills", 2)}
[compact]
members = ["Hills", "Hub"]
lag = LAG
{_swapped("x", "Hills", "Hub")}{_swapped("y", "Hub", "Hills")}
"""
