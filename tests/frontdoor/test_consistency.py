"""Check 13: what members promise beyond what they own; numbers by hand.

In the starter Uplands owns 250 mu of quota, gives 120, and needs 12 x 8 x 0.5 = 48 for plants; it
has 150 mu of factory land, and needs 96. The park has a floor of 30, and a project takes 0.7.
"""

from fractions import Fraction

import pytest

from intercity.amendment.step import ways
from intercity.checkup.robustness import robustness
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.consistency import check
from intercity.topics.consistency.check import AdmitFewer, PromiseLess
from intercity.topics.consistency.english import WORDS
from intercity.topics.outcome import NoPayoffs, Undecided
from intercity.topics.words import NO_PAYOFFS
from tests.frontdoor.starter import found_by, starter

GIVEN = ("v = 120, low = 60, high = 150", "v = 240, low = 60, high = 300")
LAND = ("owned.Uplands = { v = 150, low = 80", "owned.Uplands = { v = 90, low = 80")


def found(*changes, brief=False):
    return evaluate(Context(starter(*changes), Recorder(), brief=brief), "consistency")


def test_all_is_owned():
    facts = found().facts
    assert (facts.verdict, facts.margin, facts.beyond, facts.repair) == ("stands", 0, (), None)
    assert WORDS.line(facts) == "all that is promised is owned"


def test_checks_of_a_deal_that_cannot_be_carried_out_are_undecided_for_one_reason():
    grants = (
        "[resources.quota]",
        "[equalisation]\nrate.Uplands = { v = 0.5, low = 0, high = 0.9 }\n\n[resources.quota]",
    )
    context = Context(starter((GIVEN[0], "v = 300, low = 60, high = 300"), grants), Recorder())
    for name in ("terms", "walk-away", "hold-up", "equalisation"):
        one = evaluate(context, name)
        assert isinstance(one.facts, Undecided)
        assert one.facts.reason is NoPayoffs.PROMISES_TOO_MUCH
        assert one.says == one.line == NO_PAYOFFS[NoPayoffs.PROMISES_TOO_MUCH]


def test_each_of_two_that_lack_is_mended():
    """38 mu of quota and 6 of factory land are lacking: less of one would not be enough."""
    facts = found(GIVEN, LAND).facts
    assert [(p.resource, p.promised, p.owned, p.lacking) for p in facts.beyond] == [
        ("quota", 288, 250, 38),
        ("factory_land", 96, 90, 6),
    ]
    quota, land = facts.repair.clauses
    assert isinstance(quota, PromiseLess)
    assert (quota.city, quota.resource, quota.amount) == ("Uplands", "quota", 38)
    assert quota.shares == {
        "Harbour": Fraction(240 * 250, 288),
        "plants of park": Fraction(48 * 250, 288),
    }
    assert (land.resource, land.amount, land.shares, land.outside) == ("factory_land", 6, {}, None)
    assert facts.margin == -38
    assert WORDS.repair(facts) == (
        "Uplands promises 38 mu of quota less: in proportion 208.3 for Harbour, 41.7 for plants of "
        "park. Uplands promises 6 mu of factory land less"
    )
    assert WORDS.line(facts) == "Uplands lacks 38 mu of quota that it promises"
    assert WORDS.remedy(facts) == "promise 38 mu of quota less, and 1 more cut"


def test_what_is_bought_is_told_with_its_cost():
    """288 of 250: the exchange sells 40, for 0.5 once each."""
    exchange = (
        "[resources.quota.exchange]\n"
        "buy_one_off = { v = 0.5, low = 0.4, high = 0.6 }\n"
        "sell_one_off = { v = 0.3, low = 0.2, high = 0.4 }\n"
        "cap.Uplands = { v = 40, low = 0, high = 50 }\n\n[resources.projects]"
    )
    facts = found(GIVEN, ("[resources.projects]", exchange)).facts
    (quota,) = facts.beyond
    discount = Fraction(100, 105)
    yearly = Fraction(1, 2) / sum(discount**year for year in range(1, 21))
    assert (facts.verdict, quota.beyond_owned, quota.lacking) == ("stands", 38, 0)
    assert quota.bought_for == 38 * yearly
    assert WORDS.line(facts) == "Uplands must buy 38 mu of quota to keep its word"


@pytest.mark.parametrize(("cap", "lacking"), [(30, 8), (37.5, 0.5), (38, 0)])
def test_what_cannot_all_be_bought_is_told_without_a_cost(cap, lacking):
    exchange = (
        "[resources.quota.exchange]\n"
        "buy_one_off = { v = 0.5, low = 0.4, high = 0.6 }\n"
        "sell_one_off = { v = 0.3, low = 0.2, high = 0.4 }\n"
        f"cap.Uplands = {{ v = {cap}, low = 0, high = 50 }}\n\n[resources.projects]"
    )
    facts = found(GIVEN, ("[resources.projects]", exchange)).facts
    (quota,) = facts.beyond
    assert (quota.beyond_owned, quota.lacking, facts.margin) == (38, lacking, -lacking)
    assert (quota.bought_for is None) == (lacking > 0)
    assert (facts.verdict == "fails") == (lacking > 0)


def test_a_park_too_small():
    """40 projects take 28 of a floor of 21: ten have to stay out."""
    facts = found(
        ("floor        = { v = 30,  low = 28", "floor        = { v = 21,  low = 20")
    ).facts
    assert facts.repair.clauses == (AdmitFewer(park="park", projects=Fraction(10)),)
    assert (facts.beyond[0].city, facts.beyond[0].lacking) == ("Harbour", 7)
    assert WORDS.repair(facts) == "admit 10 projects fewer"
    assert WORDS.remedy(facts) == "admit 10 projects fewer"


def test_a_verdict_alone_is_the_same():
    brief = found(GIVEN, brief=True)
    assert (brief.verdict, brief.margin, brief.facts.repair) == ("fails", -38, None)


SWAPPED_BACK = (
    "[[compact.refund]]",
    """[[compact.transfer]]
resource   = "quota"
from       = "Harbour"
to         = "Uplands"
amount     = { v = 100, low = 0, high = 150 }
when       = 3
reversible = false

[[compact.refund]]""",
)


def test_what_comes_in_a_later_year_is_not_owned_before():
    """Uplands gives 240 and needs 48 of its 250; the 100 that come back in year 3 are too late."""
    more = (GIVEN[0], "v = 240, low = 60, high = 300")
    one = found(more, SWAPPED_BACK)
    (short,) = one.facts.beyond
    assert (one.verdict, short.year, short.promised, short.lacking) == ("fails", 0, 288, 38)
    assert WORDS.says(one.facts) == (
        "Uplands promises 288 mu of quota at signing, before more comes to it, and owns 250: "
        "38 cannot be had"
    )
    (clause,) = one.facts.repair.clauses
    assert (clause.amount, clause.shares) == (38, found(more).facts.repair.clauses[0].shares)
    at_signing = SWAPPED_BACK[0], SWAPPED_BACK[1].replace("when       = 3\n", "")
    assert found(more, at_signing).verdict == "stands"
    less = (GIVEN[0], "v = 202, low = 60, high = 300")
    assert found(less, SWAPPED_BACK).verdict == "stands"


LENT = """
format = 1
title = "All of it there, and all of it back"
[time]
horizon = { v = 5, low = 5, high = 6 }
interest = { v = 0.1, low = 0.05, high = 0.15 }
[cities]
Port = {}
Hill = {}
[resources.quota]
kind = "tradable"
owned.Port = { v = 20, low = 10, high = 30 }
owned.Hill = { v = 20, low = 10, high = 30 }
[resources.buildable]
kind = "bound"
owned.Port = { v = 30, low = 20, high = 40 }
owned.Hill = { v = 90, low = 80, high = 99 }
[build]
Port = { v = 0.05, low = 0.04, high = 0.06 }
Hill = { v = 0.1, low = 0.08, high = 0.12 }
[compact]
members = ["Port", "Hill"]
[[compact.transfer]]
resource = "quota"
from = "Port"
to = "Hill"
amount = { v = 20, low = 10, high = 30 }
reversible = false
price_one_off = { v = 0.3, low = 0.2, high = 0.4 }
[[compact.transfer]]
resource = "quota"
from = "Hill"
to = "Port"
amount = { v = 20, low = 10, high = 30 }
reversible = false
when = 3
"""


def test_nothing_is_proven_around_a_deal_that_hands_over_all_before_any_comes_back():
    """With a hair less quota Port cannot do its part at signing, whatever comes in year 3."""
    there = robustness(parse_scenario(LENT))
    assert there.edges["consistency"].becomes == "fails"
    assert "terms" not in there.parts or "terms" in there.edges
    short = LENT.replace("owned.Port = { v = 20,", "owned.Port = { v = 19.999,")
    assert found_by("consistency", parse_scenario(short)).verdict == "fails"


@pytest.mark.parametrize("last", [10, 21, 55])
def test_less_is_promised_by_each_year_that_lacks(last):
    """Port owns 20: 25 at signing are 5 too many, and what comes back in year 3 does not help."""

    def at(first, last):
        text = LENT.replace("low = 10, high = 30 }\nrev", "low = 0, high = 99 }\nrev")
        given = text[text.index("[[compact.transfer]]") : text.rindex("[[compact.transfer]]")]
        once, again = (given.replace("v = 20,", f"v = {amount},") for amount in (first, last))
        return parse_scenario(f"{text.replace(given, once)}{again}when = 4\n")

    lacking = 25 - 20 + last - 20
    outcome = found_by("consistency", at(25, last))
    sooner = ", at least 5 of it" if lacking > 5 else ""
    less = f"{max(5, lacking)} units of quota less{sooner}"
    assert outcome.repair == f"promise {less} at signing"
    assert found_by("consistency", at(20, last - max(0, lacking - 5))).verdict == "stands"
    assert found_by("consistency", at(25, max(0, last - lacking))).verdict == "fails"
    (hand_over,) = next(ways(Context(at(25, last), Recorder())))
    amounts = dict(hand_over.amounts)
    assert amounts[0] <= 20
    assert amounts[0] + amounts.get(2, last) <= 40


HANDED_ON = """
format = 1
title  = "Quota that is handed on"
[time]
horizon  = {{ v = 5, low = 3, high = 8 }}
interest = {{ v = 0.05, low = 0.03, high = 0.07 }}
[cities.A]
[cities.B]
[cities.C]
[cities.D]
[cities.E]
[resources.quota]
kind = "tradable"
unit = "mu"
{}
[compact]
members = ["A", "B", "C", "D", "E"]
"""


def promised(owned, *transfers):
    """What is told of members that own so much and hand over so much to another in some year."""
    own = "".join(f"owned.{c} = {{ v = {x}, low = 0, high = 20 }}\n" for c, x in owned.items())
    text = HANDED_ON.format(own)
    for giver, taker, amount, year in transfers:
        text += f'[[compact.transfer]]\nresource = "quota"\nfrom = "{giver}"\nto = "{taker}"\n'
        text += f"amount = {{ v = {amount}, low = 0, high = 20 }}\nwhen = {year}\n"
        text += "reversible = false\n"
    return found_by("consistency", parse_scenario(text))


def test_who_gets_less_and_hands_it_on_promises_less_in_turn():
    """C owns nothing; of its 6 mu A, with 5 of its own, needs 0.75 for what it promises."""
    handed_on = ("A", "C", 2.75, 3), ("A", "B", 3, 0)
    found = promised({"A": 5}, ("C", "A", 6, 2), *handed_on)
    assert (
        found.repair == "C promises 6 mu of quota less by year 2. A promises 0.75 mu of quota less"
    )
    assert promised({"A": 5}, *handed_on).repair == "promise 0.75 mu of quota less"
    less = ("A", "C", 2, 3), ("A", "B", 3, 0)
    assert promised({"A": 5}, *less).verdict == "stands"


@pytest.mark.parametrize("beyond", ["0.000001", "19"])
def test_what_goes_round_in_a_circle_is_cut_in_few_rounds(beyond, monkeypatch):
    """A hands B what C had from B, and D a little more: each round B, C and A lack that more."""
    cuts, cut = [], check._cut

    def counted(*of):
        cuts.append(of)
        assert len(cuts) < 20
        return cut(*of)

    monkeypatch.setattr(check, "_cut", counted)
    circle = ("A", "B", 20, 0), ("B", "C", 20, 0), ("C", "A", 20, 0)
    found = promised({}, *circle, ("A", "D", beyond, 0))
    amounts = {one.city: one.amount for one in found.facts.repair.clauses}
    assert amounts == {"A": 20 + Fraction(beyond), "B": 20, "C": 20}


def test_who_hands_on_what_comes_from_a_circle_keeps_what_it_owns():
    """D owns 5 of the 8 that it hands on; what B promised it is gone with the circle."""
    circle = ("A", "B", 20, 0), ("B", "C", 17, 0), ("C", "A", 17, 0)
    little = ("A", "E", "0.000001", 0)
    found = promised({"A": 3, "D": 5}, *circle, little, ("B", "D", 3, 0), ("D", "E", 8, 0))
    amounts = {one.city: one.amount for one in found.facts.repair.clauses}
    assert amounts == {"A": 20 + Fraction("0.000001"), "B": 20, "C": 17, "D": 3}
    assert promised({"D": 5}, ("D", "E", 5, 0)).verdict == "stands"


def test_what_has_to_be_promised_less_at_signing_is_told_where_as_much_comes_as_goes_later():
    """B hands over 7 mu that it lacks at signing; in year 1 it gets 2.75 and hands them on."""
    later = ("B", "A", 2.75, 1), ("A", "B", 2.75, 1)
    found = promised({"A": 10}, ("B", "A", 7, 0), *later)
    assert found.repair == "promise 7 mu of quota less at signing"
    assert promised({"A": 10}, *later).verdict == "stands"


def test_no_more_is_to_be_promised_less_than_is_promised():
    assert promised({"A": 5}, ("B", "A", 2.75, 0)).repair == "promise 2.75 mu of quota less"
    rounded = promised({"B": 1}, ("B", "A", 2.76, 0)).repair
    assert rounded == "promise 1.8 mu of quota less"
