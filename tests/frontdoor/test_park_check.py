"""Check 1, second half: whether the park pays, as facts; regions solved by hand."""

from fractions import Fraction

import pytest

from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.outcome import NoRepair, Repair, Verdict
from intercity.topics.park import check
from intercity.topics.park.check import (
    BonusLeftOut,
    ParkLeftOut,
    ParkOutcome,
    WhyNot,
    WhyUndecided,
)
from intercity.topics.park.english import WORDS
from tests.frontdoor.small_scenarios import towns_with_a_hall
from tests.frontdoor.starter import STARTER, found_by, proven, starter
from tests.frontdoor.unrelated_pairs import PAIRS, with_a_hall

BARN = "[platforms.barn]\ncost_per_year = { v = 900, low = 800, high = 1000 }\n"


def the_park(text):
    return proven("the park", parse_scenario(text))


def test_a_hall_adds_what_is_made_in_it_less_its_cost():
    """30 in the hall of B less 15, and without it 10 in A; C and D have none."""
    found = the_park(with_a_hall(15))
    assert list(found.facts.parts) == [("A", "B")]
    assert found.facts.parts["A", "B"].adds == found.margin == 30 - 15 - 10
    assert found.says == (
        "in A and B: all else put to its best use, it adds 5.0 a year to what all make without it"
    )


def test_halls_that_parts_open_for_themselves_all_count():
    """Any two of four towns make 80 + 80 - 100 in a hall; so do all as one, and two pairs twice."""
    found = the_park(towns_with_a_hall())
    assert (found.facts.adds, found.facts.parks) == (2 * (80 + 80 - 100), 1)


def test_of_two_parks_without_a_deal_none_is_the_park():
    """A barn that costs more than it brings changes nothing but what is said."""
    found = the_park(f"{towns_with_a_hall()}{BARN}provides.places = {{ v = 1, src = 'derived' }}\n")
    assert (found.facts.adds, found.facts.parks) == (2 * (80 + 80 - 100), 2)
    assert "parks add 120.0 a year to what all make without any" in found.says


def test_of_two_parks_the_one_in_the_deal_is_the_park():
    floor = "site = 'Harbour'\nfloor = { v = 1, src = 'derived' }\n"
    found = proven("the park", parse_scenario(f"{STARTER}\n{BARN}{floor}"))
    assert (found.facts.parks, found.facts.best_without) == (1, ())
    assert ", it adds " in found.says


def test_a_hall_that_costs_too_much_is_left_out():
    found = the_park(with_a_hall(25))
    assert (found.verdict, found.margin, found.mends) == ("fails", 0, 1)
    assert "it brings no more than it costs" in found.says  # 20 more than in A
    pair = found.facts.parts["A", "B"]
    assert pair.repair == Repair(clauses=(ParkLeftOut(parks=("hall",)),))
    assert found.repair == "in A and B: leave it out"
    assert WORDS.remedy(pair) == "leave the park out"


def test_where_no_pair_has_a_platform_it_is_not_asked():
    assert the_park(PAIRS).verdict == "not asked"


def test_a_park_for_more_projects_than_members_have_is_undecided():
    """The deal admits 40 projects, and Harbour has 30."""
    few = ("owned.Harbour = { v = 60, low = 40", "owned.Harbour = { v = 30, low = 30")
    found = proven("the park", starter(few))
    assert found.facts.reason is WhyUndecided.TOO_LITTLE_TO_OCCUPY
    assert found.says == "the members lack what a park would occupy"


def failing(repair, **totals):
    return ParkOutcome(
        verdict=Verdict.FAILS, margin=Fraction(-2), adds=Fraction(-2), repair=repair, **totals
    )


def test_a_deal_that_can_be_carried_out_with_the_park_alone_is_told_so():
    none = NoRepair(reason=WhyNot.NO_DEAL_WITHOUT)
    assert WORDS.repair(failing(none)).endswith("without it either")
    told = WORDS.repair(failing(none, as_signed=Fraction(5)))
    assert told == "none: without it the deal cannot be carried out"


def test_lines_are_short():
    bonus = BonusLeftOut(payer="A city of a very long name indeed", amount=Fraction(1, 10))
    for clauses in ((bonus,), (bonus, bonus)):
        found = failing(Repair(clauses=clauses))
        assert len(WORDS.remedy(found)) <= 60
        assert WORDS.line(found) == (
            "all else put to its best use, the park costs 2.0 a year more than it brings"
        )


def with_bonuses(*amounts, cost=100, quota=120, stay=1):
    """The starter with bonuses of Uplands, and what the park costs once, in full."""
    bonuses = "".join(
        f'[[compact.bonus]]\nfrom = "Uplands"\namount = {{ v = {a}, low = 0, high = 9 }}\n\n'
        for a in amounts
    )
    scenario = starter(
        ("[[compact.refund]]", f"{bonuses}[[compact.refund]]"),
        ("{ v = 100, low = 70, high = 140 }", f"{{ v = {cost}, low = 70, high = 400 }}"),
        ("{ v = 120, low = 60, high = 150 }", f"{{ v = {quota}, low = 0, high = 150 }}"),
        ("{ v = 1.00, low = 0.80, high = 1.20 }", f"{{ v = {stay}, low = 0.80, high = 1.40 }}"),
    )
    return evaluate(Context(scenario, Recorder()), "the park")


@pytest.mark.parametrize(("cost", "quota"), [(100, 120), (150, 1), (300, 120), (300, 1)])
def test_a_bonus_that_moves_no_firm_is_left_out_if_that_brings_more_than_no_park(cost, quota):
    """Twelve firms return for 0.05 more; each is paid 1 for it."""
    found, plain = with_bonuses(1, cost=cost, quota=quota), with_bonuses(cost=cost, quota=quota)
    assert (found.verdict, found.margin) == ("fails", plain.margin - 12)
    without, lean = found.facts.without, found.facts.as_signed + 12
    (clause,) = found.facts.repair.clauses
    if lean > without:
        assert clause == BonusLeftOut(payer="Uplands", amount=Fraction(1))
        left = min(plain.margin, 0) / found.margin
        assert found.facts.repair.mends == 1 - left
    else:
        assert clause == ParkLeftOut(parks=("park",))


def test_of_two_bonuses_of_which_one_is_enough_one_is_left_out():
    """Staying brings 0.3 more than returning, and either bonus 0.4."""
    found = with_bonuses(0.4, 0.4, quota=1, stay=1.35)
    assert found.facts.repair.clauses == (BonusLeftOut(payer="Uplands", amount=Fraction(2, 5)),)


def test_a_hall_that_adds_half_a_unit_pays():
    found = the_park(with_a_hall(19.5)).facts.parts["A", "B"]
    assert (found.verdict, found.margin) == ("stands", Fraction(1, 2))


COST = "cost_one_off = { v = 100, low = 70, high = 140 }"
QUOTA = "amount     = { v = 120, low = 60, high = 150 }"
IN_UPLANDS = """
[[activities]]
name = "weaving"
sites = ["Uplands"]
uses = [{ resource = "projects" }]
values = [{ city = "Uplands", kind = "cash", amount = { v = 0.5, low = 0, high = 1 } }]
[compact]
"""


def costing(cost, *changes, quota=120):
    """The starter whose park costs so much a year, where so many mu are handed over.

    The park brings 28 x 0.4 of tax, 12 x 1.28 of plants and 2.8 of rent, and takes 40 x 0.4 from
    Harbour: 13.36. What 48 mu for plants would bring in Harbour, 4.8, is lost to all as they could
    do best, and not to the deal, which leaves them in Uplands. Without it the deal brings 36.
    """
    scenario = starter(
        (COST, f"cost_per_year = {{ v = {cost}, low = 0, high = 99 }}"),
        (QUOTA, f"amount     = {{ v = {quota}, low = 0, high = 300 }}"),
        *changes,
    )
    return evaluate(Context(scenario, Recorder()), "the park")


def bonus(amount):
    one = f'[[compact.bonus]]\nfrom = "Uplands"\namount = {{ v = {amount}, low = 0, high = 9 }}\n'
    return ("[[compact.refund]]", f"{one}\n[[compact.refund]]")


PARK_OUT = Repair(clauses=(ParkLeftOut(parks=("park",)),))
WORTH_LESS = NoRepair(reason=WhyNot.WORTH_LESS_WITHOUT)


@pytest.mark.parametrize(
    ("cost", "signed", "repair"),
    [
        (9, Fraction("40.36"), WORTH_LESS),
        (13.36, 36, PARK_OUT),
        (14, Fraction("35.36"), PARK_OUT),
    ],
)
def test_a_park_is_left_out_if_that_brings_no_less(cost, signed, repair):
    found = costing(cost)
    assert (found.verdict, found.margin) == ("fails", Fraction("8.56") - Fraction(str(cost)))
    assert (found.facts.as_signed, found.facts.without) == (signed, 36)
    assert found.facts.repair == repair


def test_a_park_is_left_out_where_its_projects_are_handed_over_too():
    """Harbour owns 60, of which 30 go to Uplands, and keeps 40 for the park."""
    moved = '[[compact.transfer]]\nresource = "projects"\nfrom = "Harbour"\nto = "Uplands"\n'
    moved += "amount = { v = 30, low = 0, high = 60 }\nreversible = true\n\n"
    found = costing(9, ("[[compact.refund]]", f"{moved}[[compact.refund]]")).facts
    assert (found.as_signed, found.without, found.repair) == (
        None,
        36 - 30 * Fraction("0.4"),
        PARK_OUT,
    )


def test_to_leave_out_the_park_mends_no_deal_for_more_land_than_there_is():
    found = costing(9, quota=260).facts
    assert (found.as_signed, found.without) == (None, None)
    assert found.repair == NoRepair(reason=WhyNot.NO_DEAL_WITHOUT)


@pytest.mark.parametrize(("cost", "left_out"), [(13.35, BonusLeftOut), (13.36, ParkLeftOut)])
def test_a_bonus_is_left_out_only_if_that_brings_more_than_no_park(cost, left_out):
    """Without the bonus members have 49.36 less the cost."""
    (clause,) = costing(cost, bonus(1)).facts.repair.clauses
    assert isinstance(clause, left_out)


def test_a_bonus_that_nobody_is_paid_mends_nothing():
    """All stay. Weavers in Uplands would make 0.1 more of each of 40, of which the deal has none.

    The park brings 40 x 0.4 of tax and 2.8 of rent, and takes 40 x 0.5 from all together. Without
    the deal's park Harbour opens it for itself, for a rent of 0.1 for each of its 30.
    """
    stays = ("{ v = 1.00, low = 0.80, high = 1.20 }", "{ v = 9, low = 0.80, high = 9 }")
    found = costing(1, stays, ("[compact]\n", IN_UPLANDS), bonus(1))
    assert found.margin == Fraction("2.8") - 40 * Fraction("0.1") - 1
    assert found.facts.as_signed - found.facts.without == Fraction("2.8") - Fraction(3)
    (clause,) = found.facts.repair.clauses
    assert isinstance(clause, ParkLeftOut)


@pytest.mark.parametrize(("owned", "returning"), [(250, 12), (40, 10)])
def test_what_nobody_can_use_is_still_taken(owned, returning):
    """Nobody builds, and each plant takes 4 mu, of which Uplands hands over none."""
    found = costing(
        2,
        ("[build]\n", ""),
        ("Harbour = { v = 0.10, low = 0.05, high = 0.20 }", ""),
        ("owned.Uplands = { v = 250, low = 200", f"owned.Uplands = {{ v = {owned}, low = 0"),
        quota=0,
    )
    adds = returning * Fraction("1.28") + (40 - returning) * Fraction("0.4") + Fraction("2.8") - 16
    assert (found.verdict, found.margin) == ("stands", adds - 2)


SIGNED = 'platforms.annex = { paid_by = "Uplands", rent_to = "Uplands" }'


def two_parks(cost, *, floor=1, first=30, first_cost=100):
    """The starter with an annex, which takes its part of the 40 projects by floor space."""
    start, end = STARTER.index("[platforms.park]"), STARTER.index("# What one project uses")
    parks = "".join(
        f'[platforms.{name}]\nsite = "Harbour"\n'
        f"cost_one_off = {{ v = {price}, low = 1, high = 400 }}\n"
        f"floor = {{ v = {space}, low = 1, high = 40 }}\n"
        for name, price, space in (("park", first_cost, first), ("annex", cost, floor))
    )
    signed = SIGNED.replace("annex", "park")
    return f"{STARTER[:start]}{parks}{STARTER[end:]}".replace(signed, f"{signed}\n{SIGNED}")


@pytest.mark.parametrize("cost", [2, 60])
def test_a_park_that_is_not_needed_costs_what_is_paid_for_it(cost):
    """The first has floor for all: it pays, and so would both together where the annex is cheap."""
    text = two_parks(cost)
    found = the_park(text)
    yearly = cost * Fraction(5, 100) / (1 - Fraction(100, 105) ** 20)
    assert (found.verdict, found.margin) == ("fails", -yearly)
    assert the_park(STARTER).verdict == "stands"
    assert found.line.startswith("all else at its best use, without annex members would make ")
    assert found.repair == "leave out annex"
    assert found.remedy == "leave out annex"
    assert the_park(text.replace(SIGNED, "")).verdict == "stands"


def test_a_park_that_is_left_out_leaves_room_for_fewer_projects():
    """Without 10 of 30 there is room for 28 4/7: as told, the deal brings its members more."""
    text = two_parks(200, floor=10, first=20, first_cost=60)
    found = the_park(text)
    assert found.repair == "leave out annex, and admit 11.5 projects fewer"
    fewer = text.replace(SIGNED, "").replace("{ v = 40, low = 30", "{ v = 28.5, low = 20")
    gains = [sum(Context(parse_scenario(one), Recorder()).gains.values()) for one in (text, fewer)]
    assert gains[0] < gains[1]
    assert found_by("consistency", parse_scenario(fewer)).verdict == "stands"


def test_each_of_two_parks_may_pay():
    """Both are full, and cheap."""
    found = the_park(two_parks(2, floor=10, first=20, first_cost=2))
    assert found.verdict == "stands"
    assert ", each park pays: without annex members would make " in found.says


def parks_at(*costs):
    """The starter with a park at each of these costs, which share the floor for 30 projects."""
    start, end = STARTER.index("[platforms.park]"), STARTER.index("# What one project uses")
    parks = "".join(
        f'[platforms.p{i}]\nsite = "Harbour"\n'
        f"cost_one_off = {{ v = {cost}, low = 1, high = 400 }}\n"
        f"floor = {{ v = {30 / len(costs)}, low = 1, high = 40 }}\n"
        for i, cost in enumerate(costs)
    )
    signed = SIGNED.replace("annex", "park")
    of_each = "\n".join(SIGNED.replace("annex", f"p{i}") for i in range(len(costs)))
    return f"{STARTER[:start]}{parks}{STARTER[end:]}".replace(signed, of_each)


@pytest.mark.parametrize(("count", "questions"), [(4, 15), (5, 15), (8, 36)])
def test_of_many_parks_one_after_the_other_is_left_out(count, questions, monkeypatch):
    """Two do not pay, and both are told; of more than four parks not each set is looked at."""
    asked, best = [], check._best_with_parks
    monkeypatch.setattr(
        check, "_best_with_parks", lambda *of: asked.append(of[1].enclaves) or best(*of)
    )
    text = parks_at(*[1] * (count - 2), 150, 160)
    found = evaluate(Context(parse_scenario(text), Recorder(), brief=True), "the park").facts
    assert found.verdict is Verdict.FAILS
    assert found.best_without == (f"p{count - 2}", f"p{count - 1}")
    assert len(asked) == questions


@pytest.mark.parametrize("cost", [10, 15, 19, 25])
def test_a_credit_that_needs_no_park_is_not_what_the_park_adds(cost):
    """20 more are made in the hall of B, whatever the province credits a pair that is together."""
    text = with_a_hall(cost)
    text += '[province]\npairs = [["A", "B"]]\ncredit.A = { v = 4, low = 0, high = 9 }\n'
    found = the_park(text)
    assert found.facts.parts["A", "B"].adds == max(0, 20 - cost)
    surplus = proven("surplus", parse_scenario(text)).facts.parts["A", "B"]
    assert surplus.gain_of_members == 4 + max(0, 20 - cost)
    assert surplus.without_platforms.gain == 4


def test_a_grant_to_many_members_is_not_what_the_park_costs():
    """Of more than 16 members it was counted without the park, and not with it."""
    names = [f"T{k}" for k in range(16)]
    quota = "owned.Uplands = { v = 250, low = 200, high = 300 }\n"
    changes = (
        ("[resources.quota]", "".join(f"[cities.{c}]\n" for c in names) + "[resources.quota]"),
        (quota, quota + "".join(f"owned.{c} = {{ v = 10, low = 5, high = 20 }}\n" for c in names)),
        ('["Harbour", "Uplands"]\nprojects', f"{['Harbour', 'Uplands', *names]}\nprojects"),
    )
    grant = "\n[province]\ngrant = { v = 3, low = 0, high = 9 }\n"
    text = STARTER
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    plain, granted = (Context(parse_scenario(one), Recorder()) for one in (text, text + grant))
    assert proven_adds(granted) == proven_adds(plain) > 0


def proven_adds(context):
    return evaluate(context, "the park").facts.adds


def test_a_grant_that_needs_no_park_can_be_had_without_one():
    """The grant is added to both: what the park adds stays as it is."""
    plain = Context(starter(), Recorder())
    text = STARTER + "\n[province]\ngrant = { v = 3, low = 0, high = 9 }\n"
    granted = Context(parse_scenario(text), Recorder())
    assert proven_adds(granted) == proven_adds(plain)
    before, after = (evaluate(one, "surplus").facts for one in (plain, granted))
    assert after.gain_of_members == before.gain_of_members + 3
    assert after.without_platforms.gain == before.without_platforms.gain + 3


@pytest.mark.parametrize(("owned", "verdict"), [(39, "undecided"), (40, "stands")])
def test_no_park_takes_more_projects_than_there_are_though_members_have_no_use_for_them(
    owned, verdict
):
    """What a project brings is known of a third city alone, which is no member."""
    found = costing(
        1,
        ("[cities.Uplands]\n", "[cities.Third]\n[cities.Uplands]\n"),
        ("stay_tax.Harbour =", "stay_tax.Third ="),
        ("return_rate.Harbour.Uplands", "return_rate.Third.Uplands"),
        ("owned.Harbour = { v = 60, low = 40", f"owned.Harbour = {{ v = {owned}, low = 30"),
    )
    assert found.verdict == verdict
    if verdict == "undecided":
        assert found.facts.reason is WhyUndecided.TOO_LITTLE_TO_OCCUPY
    else:
        assert found.margin == Fraction("2.8") - 1  # it brings rent
