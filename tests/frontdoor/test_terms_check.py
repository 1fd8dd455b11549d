"""Check 3, first half: the gains of a sale by hand, at signing and later, and what would mend them.

Hills owns 100 of quota, worth 0.5 each to it and 1 to Hub, and hands over 60 in the first of three
years, or at signing, for a price paid once. There is no interest.
"""

from fractions import Fraction

import pytest

from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.clauses import nearest_terms
from intercity.topics.clauses.clause import AtSigning
from intercity.topics.condition import Wish
from intercity.topics.efficiency.check import Purchase
from intercity.topics.outcome import NotAsked, Verdict
from intercity.topics.terms.check import conditions
from tests.frontdoor.small_scenarios import assumed, quota_for_a_price
from tests.frontdoor.starter import STARTER, starter
from tests.frontdoor.test_equalisation import FORMULA


def sale(price, *changes, when=1, brief=False):
    text = quota_for_a_price(
        owned=(100, 100, 100),
        worth_in_hub=(1, 1, 1),
        worth_in_hills=(0.5, 0.5, 0.5),
        amount=(60, 60, 60),
        price=(0, price, 40),
    )
    text = text.replace(f"horizon = {assumed(1, 1, 1)}", f"horizon = {assumed(3, 3, 3)}")
    for old, new in (("when = 0", f"when = {when}"), *changes):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return Context(parse_scenario(text), Recorder(), brief=brief)


def found(context, name="terms"):
    return evaluate(context, name).facts


@pytest.mark.parametrize("price", [0.4, 1, 1.02, 1.98, 2, 2.7])
def test_what_comes_later_is_used_and_paid_for_later(price):
    """Two of three years of 60, and a third of its price a year."""
    paid = 20 * Fraction(str(price))
    facts = found(sale(price))
    assert facts.gains == {"Hub": 40 - paid, "Hills": paid - 20}
    assert facts.at_signing == {"Hub": 60 - paid, "Hills": paid - 30}
    assert facts.margin == min(facts.gains.values())
    assert facts.verdict is (Verdict.STANDS if facts.margin >= 0 else Verdict.FAILS)
    assert (facts.repair is None) == (facts.margin >= 0)
    assert (facts.own_gains, facts.discounts, facts.beyond_stable) == ({}, {}, ())
    assert facts.returning == 0
    # Members have 50 and 20 of their own, and 40 of what is sold, of 100 that they could have.
    efficiency = found(sale(price), "efficiency")
    assert (efficiency.verdict, efficiency.margin) == (Verdict.FAILS, -(100 - 70))
    assert (efficiency.brought, efficiency.to_buy, efficiency.money_of_firms) == (20, None, 0)
    assert {one.cities: x for one, x in conditions(sale(price)).items()} == {
        (city,): gain for city, gain in facts.gains.items()
    }
    assert {one.wish for one in conditions(sale(price))} == {Wish.GAIN}


@pytest.mark.parametrize(("price", "whole"), [(2.7, True), (2.95, True), (3, True), (3.01, False)])
def test_handed_over_at_signing_it_is_used_for_longer(price, whole):
    """Then Hub has 60 for the price, and nobody loses up to a price of 3."""
    repair = found(sale(price)).repair
    at_once = [one for one in getattr(repair, "clauses", ()) if isinstance(one, AtSigning)]
    assert bool(at_once) == whole
    if whole:
        assert [(t.resource, t.year) for t in at_once[0].transfers] == [("quota", 1)]
    assert found(sale(price, brief=True)).repair is None


@pytest.mark.parametrize(("discount", "whole"), [(0.99, True), (0.5, False)])
def test_nobody_may_lose_at_its_own_factor_either(discount, whole):
    """Of 162 at signing Hub has 60 in each of three years: too little at a factor of a half."""
    patience = f"[cities.Hub]\ndiscount = {{ v = {discount}, low = 0.1, high = 0.999 }}\n"
    facts = found(sale(2.7, ("[cities.Hub]\n", patience)))
    assert facts.discounts == {"Hub": Fraction(str(discount))}
    assert facts.own_gains["Hub"] < facts.gains["Hub"] == facts.margin < 0  # it loses at both
    clauses = getattr(facts.repair, "clauses", ())
    assert any(isinstance(one, AtSigning) for one in clauses) == whole


def test_a_gain_at_the_own_factor_alone_is_undecided():
    """For 84 at signing Hills gives up 30 in each of three years, which count little to it."""
    patience = f"[cities.Hills]\ndiscount = {assumed(0.1, 0.5, 0.999)}\n"
    facts = found(sale(1.4, ("[cities.Hills]\n", patience), when=0))
    assert facts.own_gains["Hills"] > 0 > facts.gains["Hills"] == -2
    assert (facts.verdict, facts.margin) == (Verdict.UNDECIDED, None)
    assert facts.hangs_on == ("Hills",)


def test_only_what_comes_later_is_handed_over_at_signing():
    first = (
        '[[compact.transfer]]\nresource = "quota"\nfrom = "Hills"\nto = "Hub"\n'
        "amount = { v = 1, low = 0, high = 9 }\nreversible = false\n\n[[compact.transfer]]"
    )
    (clause,) = found(sale(2.7, ("[[compact.transfer]]", first))).repair.clauses
    assert [(t.place, t.year) for t in clause.transfers] == [(1, 1)]


@pytest.mark.parametrize(
    ("price", "all_gain"), [(2.7, True), (1.52, True), (1.5, False), (1.2, False), (3.3, False)]
)
def test_any_amount_will_do_where_all_gain_by_a_unit(price, all_gain):
    """At signing, a unit for more than 1.5 and less than 3."""
    facts = found(sale(price, when=0))
    open_amount = facts.open_amount
    assert (open_amount.signed, open_amount.floor_space) == (60, 0)
    assert (open_amount.lowest, open_amount.highest) == ((0, 100) if all_gain else (None, None))
    assert facts.at_signing is None


def test_what_firms_and_parks_do_is_told_of_the_starter():
    facts = found(Context(starter(), Recorder()))
    assert (facts.open_amount.floor_space, facts.returning) == (30, 12)
    assert facts.as_planned
    assert set(facts.own_gains) == {"Harbour", "Uplands"}
    both = conditions(Context(starter(), Recorder()))
    assert {one.wish for one in both} == {Wish.GAIN, Wish.OWN_GAIN}
    assert {both[one] for one in both if one.wish is Wish.OWN_GAIN} == set(facts.own_gains.values())


EXCHANGE = """
[resources.quota.exchange]
buy_one_off = {{ v = 0.6, low = 0.4, high = 0.8 }}
sell_one_off = {{ v = 0.3, low = 0.2, high = 0.4 }}
cap.Hub = {{ v = 5, low = 0, high = 50 }}
cap.Hills = {{ v = {}, low = 0, high = 50 }}

[[activities]]
name = "building in Hub\""""


@pytest.mark.parametrize("hills", [10, 0.5])
def test_what_members_would_buy_together_is_told_beside_what_they_buy(hills):
    """Hub buys five at 0.2 a year, which are worth 1 to it. To Hills one is worth 0.1."""
    text = quota_for_a_price(
        owned=(60, 60, 60), worth_in_hub=(1, 1, 1), worth_in_hills=(0.1, 0.1, 0.1), amount=(60,) * 3
    )
    text = text.replace(f"horizon = {assumed(1, 1, 1)}", f"horizon = {assumed(3, 3, 3)}")
    text = text.replace('\n[[activities]]\nname = "building in Hub"', EXCHANGE.format(hills), 1)
    context = Context(parse_scenario(text), Recorder())
    facts = found(context, "efficiency")
    assert facts.unused == Fraction(str(hills)) * Fraction("0.8")
    assert facts.to_buy == Purchase(resource="quota", unit="units", amount=Fraction(str(hills)))
    brief = Context(parse_scenario(text), Recorder(), brief=True)
    assert found(brief, "efficiency").to_buy is None


def of_two(price, *, brief=False):
    """All of 100 sold, without Port: Hub makes 100 of it and Hills 50."""
    text = quota_for_a_price(
        owned=(100, 100, 100),
        worth_in_hub=(1, 1, 1),
        worth_in_hills=(0.5, 0.5, 0.5),
        amount=(100, 100, 100),
        price=(0, price, 40),
    ).replace("[cities.Port]\n", "")
    port = text.index('[[activities]]\nname = "building in Port"')
    text = text[:port] + text[text.index("[compact]") :]
    return found(Context(parse_scenario(text), Recorder(), brief=brief))


def test_of_two_alone_it_is_told_who_has_more_than_any_stable_split_would_bring():
    (hub, hills) = of_two(1.1).beyond_stable
    assert (hub.city, hub.payoff, hub.least, hub.most) == ("Hub", -10, 0, 50)
    assert (hills.city, hills.payoff, hills.least, hills.most) == ("Hills", 110, 50, 100)
    assert of_two(1.1, brief=True).beyond_stable == ()
    for price in (1, 0.75, 0.5):  # Hub has from 0 to 50, and Hills from 50 to 100
        assert of_two(price).beyond_stable == ()


def test_of_a_verdict_alone_other_plans_are_not_looked_at():
    context = sale(2.7, brief=True)
    context.verdict_alone = True
    facts = found(context)
    assert (facts.margin, facts.open_amount) == (-14, None)


def test_where_other_plans_have_other_rates_nothing_is_said_of_them():
    """Uplands' own tax of 15.36 crosses a step of the formula of its grants."""
    text = STARTER + FORMULA.format("Uplands", 110, 0.5, 0)
    facts = found(Context(parse_scenario(text), Recorder()))
    assert (facts.open_amount, facts.beyond_stable) == (None, ())
    efficiency = found(Context(parse_scenario(text), Recorder()), "efficiency")
    assert efficiency.verdict is Verdict.UNDECIDED


def test_where_nothing_is_handed_over_there_is_no_amount():
    start, end = STARTER.index("[[compact.transfer]]"), STARTER.index("[[compact.refund]]")
    facts = found(Context(parse_scenario(STARTER[:start] + STARTER[end:]), Recorder()))
    assert (facts.open_amount, facts.first_decides) == (None, ())


def test_without_a_deal_it_is_not_asked():
    text = STARTER[: STARTER.index("# The deal on the table")]
    assert isinstance(found(Context(parse_scenario(text), Recorder())), NotAsked)


@pytest.mark.parametrize(("worth", "exact"), [("0.0667", "0.667"), ("0.0712", "0.712")])
def test_two_prices_that_change_together_move_next_to_no_more_than_they_have_to(worth, exact):
    """Port pays 1.9 a year for what brings it ten times its worth: one price is 0, one just that.

    Told as 0.6, the second took a twentieth more from Hill than Port lacks.
    """
    context = Context(parse_scenario(two_sales(worth)), Recorder())
    first, second = found(context).repair.clauses
    lacks = Fraction("1.9") - Fraction(exact)
    assert -context.gains["Port"] == lacks
    assert lacks <= Fraction("1.9") - first.price - second.price <= lacks * Fraction("1.02")
    assert min(first.price, second.price) == 0


@pytest.mark.parametrize(
    ("worth", "discount", "year", "told"), [("0.17", "0.95", 2, 1), ("0.25", "0.9", 4, 2)]
)
def test_one_price_is_told_where_two_are_a_hair_nearer(worth, discount, year, told):
    """At 5 per cent 1 in year 2 is worth 0.907 now, and 0.9025 to Port: less now, and more then,
    suits it, at next to no less cost to Hill. In year 4 and at 0.9 one price alone would cost Hill
    three per cent more than the two.
    """
    repair = repaired(worth, discount, year)
    assert len(repair.clauses) == told
    assert repair.unique == (told == 2)  # there are others, and nearer ones


def test_two_prices_are_told_where_firms_undo_one_alone(monkeypatch):
    """Of one alone nothing would be told, and the two would be lost."""
    moved = nearest_terms._moved

    def undone(asked, opened, terms):
        return None if len(opened) == 1 else moved(asked, opened, terms)

    monkeypatch.setattr(nearest_terms, "_moved", undone)
    assert len(repaired("0.17", "0.95", 2).clauses) == 2


def repaired(worth, discount, year):
    """What repairs two sales, the second paid in this year, at this factor of Port's."""
    port = f'{{ discount = {{ v = {discount}, src = "agreed" }} }}'
    text = two_sales(worth, interest="0.05", port=port)
    first, second = text.split("price_one_off = { v = 0.9")
    later = f"{first}when = {year}\nprice_one_off = {{ v = 0.9{second}"
    return found(Context(parse_scenario(later), Recorder())).repair


def two_sales(worth, *, interest="0", port="{}"):
    """Hill sells ten of quota for 1 each, and ten of sand for 0.9: to Port ten times this worth."""
    text = f"""
format = 1
title = "Two sales"
money = "million a year"
cities = {{ Port = {port}, Hill = {{}} }}
sources = {{ agreed = "agreed" }}
[time]
horizon = {{ v = 10, src = "agreed" }}
interest = {{ v = {interest}, src = "agreed" }}
[[activities]]
name = "build"
sites = ["Port"]
uses = [{{ resource = "quota" }}, {{ resource = "sand" }}]
"""
    brings = f'{{ city = "Port", kind = "cash", amount = {{ v = {worth}, src = "agreed" }} }}'
    text += f"""values = [{brings}]
[compact]
members = ["Port", "Hill"]
"""
    for name, price in (("quota", "1"), ("sand", "0.9")):
        text += f"""
[resources.{name}]
kind = "tradable"
owned.Hill = {{ v = 10, src = "agreed" }}
[[compact.transfer]]
resource = "{name}"
from = "Hill"
to = "Port"
amount = {{ v = 10, src = "agreed" }}
price_one_off = {{ v = {price}, src = "agreed" }}
reversible = false
"""
    return text


def test_prices_of_seven_that_change_together_can_all_be_signed():
    """Each of seven sells 10 mu too cheaply; that of the seventh had as many digits as it took."""
    sellers = tuple(f"Hill{k}" for k in range(1, 8))

    def build(city, worth):
        return (
            f'[[activities]]\nname = "build in {city}"\nsites = ["{city}"]\n'
            'uses = [{ resource = "quota" }]\n'
            f'values = [{{ city = "{city}", kind = "cash", amount = {assumed(0, worth, 9)} }}]\n'
        )

    text = "".join((
        'format = 1\ntitle = "Seven sellers"\n[time]\n',
        f"horizon = {assumed(1, 20, 30)}\ninterest = {assumed(0, 0.05, 1)}\n",
        *(f"[cities.{city}]\n" for city in ("Hub", *sellers)),
        '[resources.quota]\nkind = "tradable"\n',
        *(f"owned.{city} = {assumed(0, 10, 40)}\n" for city in sellers),
        build("Hub", 1),
        *(build(city, 0.37) for city in sellers),
        f"[compact]\nmembers = {['Hub', *sellers]}\n",
        *(
            f'[[compact.transfer]]\nresource = "quota"\nfrom = "{city}"\nto = "Hub"\n'
            "reversible = false\n"
            f"amount = {assumed(0, 10, 10)}\nprice_one_off = {assumed(0, 1, 9)}\n"
            for city in sellers
        ),
    ))  # fmt: skip
    repair = found(Context(parse_scenario(text), Recorder())).repair
    yearly = Fraction(5, 100) / (1 - Fraction(100, 105) ** 20)
    assert len(repair.clauses) == 7
    for clause in repair.clauses:
        assert (100 * clause.price).denominator == 1
        assert Fraction("0.37") <= clause.price * yearly <= Fraction("0.4")
