"""The double effect: projects that gather in the hub and reach the small city, counted by hand."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.clauses.clause import ReturnBonus
from intercity.topics.double_effect.check import WhyNot
from intercity.topics.double_effect.english import WORDS
from tests.frontdoor.starter import NONE_RETURNS, STARTER, found_by, proven, starter

QUZHOU = Path(__file__).parents[2] / "examples" / "quzhou_hangzhou" / "scenario.toml"
# 60 projects, all of Harbour; 40 in the park, of which 30% are suited to return.
PARK = next(line for line in STARTER.splitlines() if line.startswith("[platforms."))


TRANSFER = '[[compact.transfer]]\nresource   = "quota"'


def found(*changes):
    return proven("double effect", starter(*changes)).facts


def brings(number):
    text = f"{PARK}\nbrings = {{ v = {number}, low = 0, high = 40 }}"
    return (PARK, text)


def test_a_park_that_brings_nothing_gathers_nothing():
    outcome = found()
    hub, home = outcome.hubs["Harbour"], outcome.homes["Uplands"]
    assert (hub.before, hub.after, home.returning) == (60, 60, 12)
    assert home.plant_tax == 12 * 8 * Fraction("0.4") * Fraction("0.4")
    assert outcome.verdict.value == "fails"
    assert outcome.gather_nothing == ("Harbour",)
    assert outcome.reached_by_none == ()
    assert outcome.repair.reason is WhyNot.NOTHING_NEW


@pytest.mark.parametrize("number", [1, 10])
def test_with_projects_from_elsewhere_both_effects_are_there(number):
    outcome = found(brings(number))
    hub, home = outcome.hubs["Harbour"], outcome.homes["Uplands"]
    assert hub.after == 60 + number
    assert hub.share_before == hub.share_after == 1, "nobody else has projects"
    assert outcome.verdict.value == "stands"
    assert outcome.margin == min(number, 12)
    assert (outcome.gather_nothing, outcome.reached_by_none, outcome.repair) == ((), (), None)
    # 12 plants on 8 mu each, at a tax of 0.4 a mu, of which the city keeps 0.4.
    assert home.plant_tax == 12 * 8 * Fraction(4, 10) * Fraction(4, 10)


OWNED = "owned.Harbour = { v = 60, low = 40, high = 80 }"
BOTH = f"{OWNED}\nowned.Uplands = {{ v = 20, low = 10, high = 30 }}"
MOVED = """[[compact.transfer]]
resource = "projects"
from = "{}"
to = "{}"
reversible = false
amount = {{ v = 20, low = 10, high = 20 }}
"""


@pytest.mark.parametrize(
    ("changes", "gathers"),
    [([(OWNED, BOTH)], 0), ([(TRANSFER, MOVED.format("Harbour", "Uplands") + TRANSFER)], -20)],
)
def test_that_nothing_helps_is_not_said_where_projects_could_be_handed_over(changes, gathers):
    """It said that there is no repair; handing over one project, or none, is one."""
    outcome = found(*changes)
    assert outcome.hubs["Harbour"].gathers == gathers
    assert (outcome.could_hand_over, outcome.repair.reason) == (("Uplands",), WhyNot.NOT_TRIED)
    assert "not tried" in WORDS.repair(outcome)
    assert "not tried" in WORDS.remedy(outcome)
    one = MOVED.format("Uplands", "Harbour").replace("v = 20, low = 10", "v = 1, low = 0")
    if gathers == 0:
        assert found((OWNED, BOTH), (TRANSFER, one + TRANSFER)).verdict.value == "stands"


def test_projects_that_are_handed_over_gather_too():
    owned, both, moved = OWNED, BOTH, MOVED.format("Uplands", "Harbour")
    first = "[[compact.transfer]]"
    outcome = found((owned, both), (first, f"{moved}\n{first}"))
    hub = outcome.hubs["Harbour"]
    assert (hub.before, hub.after) == (60, 80)
    assert (hub.share_before, hub.share_after) == (Fraction(3, 4), 1)
    assert outcome.verdict.value == "stands"


def test_where_firms_stay_nothing_reaches_the_small_city_and_a_bonus_mends_it():
    """A plant earns 1.30 - 0.25 at home, and 1.10 in the hub: a bonus of 0.05 tips it."""
    stays = ("stay_hub          = { v = 1.00", "stay_hub          = { v = 1.10")
    outcome = found(brings(10), stays)
    assert outcome.reached_by_none == ("Uplands",)
    assert not outcome.gather_nothing
    assert outcome.margin == 0
    (bonus,) = outcome.repair.clauses
    assert isinstance(bonus, ReturnBonus)
    assert (bonus.payer, bonus.a_year) == ("Uplands", Fraction(5, 100))


def test_a_bonus_that_is_half_of_what_it_takes_is_to_be_paid_once_more():
    """A plant earns 1.05 at home, 1.25 in the hub: a second bonus of 0.1 tips it."""
    stays = ("{ v = 1.00, low = 0.80, high = 1.20 }", "{ v = 1.25, low = 0.80, high = 1.30 }")
    half = '[[compact.bonus]]\nfrom = "Uplands"\namount = { v = 0.1, low = 0, high = 1 }\n\n'
    paid = ("[[compact.refund]]", f"{half}[[compact.refund]]")
    outcome = found(brings(10), stays, paid)
    assert outcome.reached_by_none == ("Uplands",)
    told = "a further bonus of 0.1 a year for each return to Uplands"
    assert WORDS.repair(outcome) == told
    choice = found_by("firms' choice", starter(brings(10), stays, paid))
    assert choice.repair.startswith(f"{told}, ")
    assert choice.remedy == told
    twice = (paid[0], f"{half}{half}[[compact.refund]]")
    assert found(brings(10), stays, twice).verdict.value == "stands"
    assert found_by("firms' choice", starter(brings(10), stays, twice)).verdict == "stands"


def test_where_no_project_is_suited_no_bonus_helps():
    rate = "return_rate.Harbour.Uplands = { v = 0.30, low = 0.10"
    outcome = found(brings(10), (rate, rate.replace("0.30, low = 0.10", "0, low = 0")))
    assert outcome.reached_by_none == ("Uplands",)
    assert outcome.repair.reason is WhyNot.NONE_SUITED


def test_a_bonus_that_leaves_a_loser_with_less_of_a_loss_is_a_repair():
    """Of a park of 900 Quzhou loses as signed, and less with the bonus; Hangzhou gains."""
    text, cost = NONE_RETURNS, "cost_one_off = { v = 320,"
    assert text.count(cost) == 1
    dear = text.replace(cost, "cost_one_off = { v = 900,")
    context = Context(parse_scenario(dear), Recorder())
    outcome = evaluate(context, "double effect").facts
    assert outcome.reached_by_none == ("Quzhou",)
    (bonus,) = outcome.repair.clauses
    assert bonus.payer == "Quzhou"
    own, before = context.own_with_bonus, context.own_gains
    assert before["Quzhou"] < own["Quzhou"] < 0 < own["Hangzhou"]


def test_without_a_park_it_is_not_asked():
    table = """
format = 1
title = "Two cities"
[game]
sense = "gain"
assumed = "an example"
worths = { A = 1, B = 2, "A, B" = 4 }
"""
    scenario = parse_scenario(table)
    assert proven("double effect", scenario).verdict == "not asked"


@pytest.mark.parametrize(("returning", "told"), [(1, "1 plant return"), (2, "2 plants return")])
def test_one_plant_is_told_of_as_one(returning, told):
    outcome = found()
    home = replace(outcome.homes["Uplands"], returning=Fraction(returning))
    says = WORDS.says(replace(outcome, homes={"Uplands": home}))
    assert told in says
    assert (" brings " in says) == (returning == 1)


@pytest.mark.parametrize("taker", ["Harbour", "Uplands"])
def test_projects_that_are_handed_over_leave_one_hub_and_reach_another(taker):
    """Of 60 projects Uplands has 10; 5 are handed over."""
    giver = {"Harbour": "Uplands", "Uplands": "Harbour"}[taker]
    transfer = (
        f'[[compact.transfer]]\nresource = "projects"\nfrom = "{giver}"\nto = "{taker}"\n'
        "amount = { v = 5, low = 0, high = 9 }\nwhen = 0\nreversible = true\n\n"
    )
    owned = "owned.Harbour = { v = 60, low = 40, high = 80 }"
    given = starter(
        ("[[compact.refund]]", f"{transfer}[[compact.refund]]"),
        (owned, owned.replace("60", "50") + "\nowned.Uplands = { v = 10, low = 0, high = 80 }"),
    )
    hub = evaluate(Context(given, Recorder()), "double effect").facts.hubs["Harbour"]
    after = 50 + (5 if taker == "Harbour" else -5)
    assert (hub.before, hub.after, hub.share_after) == (50, after, Fraction(after, 60))


SECOND = """[platforms.hall]
site         = "{}"
cost_one_off = {{ v = 100, low = 70, high = 140 }}
floor        = {{ v = 30,  low = 28, high = 40 }}
{}
[platforms.park]"""
OWNED = "owned.Harbour = { v = 60, low = 40, high = 80 }"
RATE = "return_rate.Harbour.Uplands = { v = 0.30, low = 0.10, high = 0.45 }"
STAYS = "stay_tax.Harbour = { v = 0.40, low = 0.20, high = 0.60 }"
TERMS = 'platforms.park = { paid_by = "Uplands", rent_to = "Uplands" }'


def test_each_hub_and_each_home_is_looked_at():
    """A hall in Port, for Valley, brings 5 from elsewhere; each has half of 40 projects.

    Of 20 in the park 6 return to Uplands, with 8 mu each; of 20 in the hall a tenth to Valley,
    which has no land for them. Of the 0.4 that each pays which stays in Harbour, Uplands gets half.
    """
    given = starter(
        ("[cities.Uplands]", "[cities.Port]\n[cities.Valley]\n[cities.Uplands]"),
        ("[platforms.park]", SECOND.format("Port", "brings = { v = 5, low = 0, high = 9 }")),
        (OWNED, f"{OWNED}\nowned.Port = {{ v = 40, low = 0, high = 80 }}"),
        (RATE, f"{RATE}\nreturn_rate.Port.Valley = {{ v = 0.1, low = 0, high = 0.45 }}"),
        (STAYS, f"{STAYS}\nstay_tax.Port = {{ v = 0.40, low = 0.20, high = 0.60 }}"),
        (
            'members  = ["Harbour", "Uplands"]',
            'members = ["Harbour", "Uplands", "Port", "Valley"]',
        ),
        (TERMS, TERMS + '\nplatforms.hall = { paid_by = "Valley", rent_to = "Valley" }'),
        ("years = [1, 5]", "years = [1, 20]"),
    )
    found = evaluate(Context(given, Recorder()), "double effect").facts
    harbour, port = found.hubs["Harbour"], found.hubs["Port"]
    assert (harbour.before, harbour.after) == (60, 60)
    assert (harbour.share_before, harbour.share_after) == (Fraction(60, 100), Fraction(60, 105))
    assert (port.before, port.after) == (40, 45)
    assert (port.share_before, port.share_after) == (Fraction(40, 100), Fraction(45, 105))
    uplands, valley = found.homes["Uplands"], found.homes["Valley"]
    assert (uplands.returning, uplands.suited) == (6, 6)
    assert uplands.plant_tax == 6 * 8 * Fraction("0.16")
    assert uplands.shared_tax == 14 * Fraction("0.4") / 2
    assert (valley.returning, valley.suited, valley.plant_tax, valley.shared_tax) == (0, 2, 0, 0)
    assert (found.gather_nothing, found.reached_by_none) == (("Harbour",), ("Valley",))
    assert (found.verdict.value, found.margin) == ("fails", 0)


def test_who_shares_a_tax_is_not_shared_with_less_than_nothing():
    """Uplands refunds half of the tax of plants, and is refunded nothing."""
    back = 'base  = "return_tax"\nfrom  = "Uplands"\nto    = "Harbour"'
    home = found(('base  = "stay_tax"\nfrom  = "Harbour"\nto    = "Uplands"', back)).homes[
        "Uplands"
    ]
    assert home.shared_tax == 0


def test_projects_are_owned_by_somebody_or_it_is_not_asked():
    nobody = (OWNED, OWNED.replace("60, low = 40", "0, low = 0"))
    assert found(nobody).verdict.value == "not asked"


def test_half_a_project_is_enough():
    outcome = found(brings(0.5))
    assert (outcome.verdict.value, outcome.margin) == ("stands", Fraction(1, 2))
    assert outcome.gather_nothing == ()
