"""Repairs of checks beside the deal that are written into the file: what they say, and do."""

import tomllib
from fractions import Fraction

import pytest

from intercity.amendment import amend
from intercity.amendment.english import DEAL_IS_KEPT
from intercity.amendment.entries import with_proposal
from intercity.amendment.repairs import with_repairs
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.findings.checks import CHECKS, evaluate
from intercity.page import report_page
from intercity.page.altered_page import refuse_altered
from intercity.page.package import Package
from intercity.page.to_sign import to_sign
from intercity.scenario_file import parse_scenario
from intercity.topics.arms_race.proposals import AccordOnBids
from intercity.topics.arms_race.proposals_english import clause as accord_words
from intercity.topics.outcome import Clause, Verdict
from intercity.topics.proposal import Bare, Proposal
from intercity.topics.statistics.proposals import nearest_shares
from tests.frontdoor.amended_deals import amended, context_of, swapped
from tests.frontdoor.small_scenarios import quota_for_a_price
from tests.frontdoor.starter import STARTER, found_by
from tests.properties.strategies import NIGHTLY

F = Fraction
DEAL = quota_for_a_price(price=(0, 2, 40))
LIMIT = "side_payment = { v = 0, low = 0, high = 0 }"


def race(hub, hills):
    return f"""
[subsidies]
bidders = ["Hub", "Hills"]   # two
mass = {{ v = 10, low = 5, high = 20 }}
mu = {{ v = 0.25, low = 0.1, high = 0.5 }}
value.Hub = {{ v = {hub}, low = 0.5, high = 9 }}
value.Hills = {{ v = {hills}, low = 0.5, high = 9 }}

# what firms do
"""


CLAIMS = """
[claims]
estate = { v = 150, low = 100, high = 180 }
claim = { Hub = { v = 100, low = 90, high = 110 }, Hills = { v = 100, low = 90, high = 110 } }
weight.Hub = { v = 1, src = "derived: output" }   # by output
weight.Hills = { v = 9, low = 5, high = 12 }
"""
HUBS = """
[point_hub]
budget = { v = 5, low = 1, high = 9 }
coverage = { v = 1, low = 0.5, high = 1 }
planned = ["lab"]
opening = { lab = { v = 4, low = 1, high = 9 }, port = { v = 3, low = 1, high = 9 } }
worth.Hub = { lab = { v = 5, low = 1, high = 9 }, port = { v = 3, low = 1, high = 9 } }
worth.Hills = { port = { v = 3, low = 1, high = 9 } }
worth.Port = { port = { v = 3, low = 1, high = 9 } }
"""
OFFERS = """
[firm_offers]
value = [{ invested = { v = 4, low = 3, high = 5 }, worth = { v = 16, low = 15, high = 17 } }]
costs = { lean = { v = 1, low = 0.5, high = 1.5 }, dear = { v = 3, low = 2, high = 4 } }
offers.lean = { invest = { v = 4, low = 3, high = 5 }, subsidy = { v = 16, low = 4, high = 30 } }
offers.dear = { invest = { v = 4, low = 1, high = 5 }, subsidy = { v = 20, low = 6, high = 30 } }
"""
VOTES = """
[meetings]
votes = { Hub = 4, Hills = 4, Port = 1 }
quota = 8
"""


OPERATOR = """
[operator]
run = "public"
value_quantity = { v = 1, low = 0.5, high = 2 }
value_quality = { v = 1, low = 0.5, high = 2 }
effort_cost = { v = 1, low = 0.5, high = 2 }
substitution = { v = 0, low = 0, high = 0.5 }
risk_aversion = { v = 0, low = 0, high = 1 }
index_noise = { v = 0, low = 0, high = 1 }
profit_noise = { v = 0, low = 0, high = 1 }
basic_quantity = { v = 1, low = 0, high = 2 }
basic_quality = { v = 1, low = 0, high = 2 }
public_quantity = { v = 0, low = 0, high = 2 }
public_quality = { v = 0, low = 0, high = 2 }
cost.public = { v = 1, low = 0, high = 2 }
"""


def verdict_of(text, name):
    return found_by(name, parse_scenario(text)).verdict


def accord_of(found):
    [clause] = [one for one in found.clauses if isinstance(one.change, Proposal)]
    assert isinstance(clause.change.clause, AccordOnBids)
    return clause


def test_a_race_of_equals_ends_by_an_accord_without_bids():
    """At a share of a half each bids 1 - 0.25 x 2 = 0.5, and keeps 10 x 0.5 x 0.5; else 5."""
    found = amended(DEAL + race(1, 1))
    clause = accord_of(found)
    assert clause.mends == ("arms race",)
    assert {city: float(x) for city, x in clause.gives.items()} == pytest.approx(
        {"Hub": 2.5, "Hills": 2.5}
    )
    assert set(found.not_standing) <= {"efficiency"}
    assert found.amended.subsidies.accord.rules
    assert "# what firms do" in found.text.split("[subsidies.accord]")[1]
    assert float(found_by("arms race", parse_scenario(found.text)).facts.all_keep) == pytest.approx(
        10
    )


def kept_by_each(text):
    return found_by("arms race", parse_scenario(text)).facts.keeps


@pytest.mark.parametrize("limit", [0, 9])
def test_nobody_signs_an_accord_by_which_it_loses(limit):
    """Each that could be written, by the check-up of its file; transfers within the law."""
    text = swapped(DEAL, (LIMIT, f"side_payment = {{ v = {limit}, low = 0, high = 9 }}"))
    text += race(4, 1)
    race_alone, context = kept_by_each(text), context_of(text)
    context.brief = False
    paid = []
    for one in CHECKS["arms race"].contents.proposals(
        context, evaluate(context, "arms race").facts
    ):
        file = with_proposal(text, one)
        now = kept_by_each(file)
        assert all(now[city] >= race_alone[city] for city in now)
        assert all(one.gives[city] == now[city] - race_alone[city] for city in now)
        transfers = parse_scenario(file).subsidies.accord.transfers
        assert sum(transfers.values()) == 0
        assert max(transfers.values(), default=0) == one.moved <= limit
        paid.append(one.moved)
    assert min(paid) == 0
    assert (max(paid) > 0) == (limit > 0)


def test_of_accords_that_do_it_the_one_that_moves_no_money_is_signed():
    """By a ban Hills, which bids little, would have to pay Hub; by their best bids nobody pays."""
    text = swapped(DEAL, (LIMIT, "side_payment = { v = 9, low = 0, high = 9 }"))
    found = amended(text + race(4, 1))
    assert accord_of(found).change.moved == 0
    assert not found.amended.subsidies.accord.transfers
    assert set(found.not_standing) <= {"efficiency"}


@pytest.mark.parametrize(
    ("section", "check", "written"),
    [
        (CLAIMS, "claims", {("claims", "weight", "Hub", "v"): 1}),  # each is sure of 50
        (HUBS, "point hub", {("point_hub", "planned"): ["port"]}),  # the lab serves the Hub alone
        (OPERATOR, "operator", {("operator", "run"): "joint"}),  # officials bring nothing for 1
        (VOTES, "meetings", {("meetings", "quota"): 9}),  # at 8 the Port never decides
    ],
)
def test_the_repair_of_a_check_is_written(section, check, written):
    found = amended(DEAL + section)
    [clause] = found.clauses
    assert clause.mends == (check,)
    assert check not in found.not_standing
    assert verdict_of(found.text, check) == "stands"
    document = tomllib.loads(found.text)
    for path, value in written.items():
        entry = document
        for key in path:
            entry = entry[key]
        assert entry == value
    assert found.to_json()["clauses"][0]["change"]["check"] == check
    # A page may carry it, as its topic says where in the file its clauses stand.
    report = check_up(parse_scenario(DEAL + section), ranges=False)
    refuse_altered(report_page(report, found.package).encode(), report)


def test_who_is_to_invest_nothing_is_offered_nothing():
    """Lean firms may pose as dear ones; the menu is what the check proposes."""
    found = amended(DEAL + OFFERS)
    [before] = [one.facts for one in found.before.findings if one.name == "firm offers"]
    [menu] = before.repair.clauses
    offers = found.amended.firm_offers.offers
    assert {kind: one.invest.value for kind, one in offers.items()} == menu.invest
    assert {kind: one.subsidy.value for kind, one in offers.items()} == menu.subsidies


def test_a_repair_that_brings_another_check_down_is_not_kept():
    """The race fails, and is said to stand: then with any change of claims it is brought down."""
    scenario = parse_scenario(DEAL + race(1, 1) + CLAIMS)
    context = context_of(scenario.text)
    told = {name: Verdict(evaluate(context, name).verdict) for name in CHECKS}
    assert [kept.proposal.check for kept in with_repairs(scenario, context, told)[1]] == [
        "arms race",
        "claims",
    ]
    told["arms race"] = Verdict.STANDS
    assert with_repairs(scenario, context, told) == (scenario, ())


def test_what_is_not_mended_is_not_said_to_stand():
    """Each of two adds nothing to the other; a fee is nothing that the file can say."""
    broker = """
[broker]
brokers = ["Agency", "Exchange"]
deals.Hub.Hills = { v = 6, low = 1, high = 9 }
links.Hub = { Hills = { v = 3, low = 1, high = 9 }, Agency = { v = 1, low = 0, high = 2 } }
links.Exchange = { Hub = { v = 1, low = 0, high = 2 }, Hills = { v = 1.5, low = 0, high = 2 } }
links.Hills = { Agency = { v = 1.5, low = 0, high = 2 } }
"""
    found = amended(DEAL + broker)
    assert verdict_of(found.text, "broker") == "fails"
    assert found.not_standing == ("broker",)
    assert found.text == DEAL + broker
    not_found = str(found).split("NOT FOUND")[1].split("\n\n")[0]
    assert "broker" in not_found
    assert "efficiency" not in not_found  # it was not looked for
    assert DEAL_IS_KEPT not in " ".join(str(found).split())  # the broker is no matter of the deal


STATISTICS = """
[compact.limits]
side_payment = { v = 0, low = 0, high = 10 }
[statistics]
indicator_value.Harbour = { v = %s, low = 0, high = 90 }
attribution = { Harbour = 0, Uplands = 1 }   # all at home
double_counting = false
"""
TWENTY_YEARS = "horizon  = { v = 20,   low = 10", "horizon  = { v = 6,   low = 5"  # six will do


@pytest.mark.parametrize("worth", [1, 30] if NIGHTLY else [1])
def test_how_projects_are_counted_is_open_too(worth):
    """Counted at home alone, Harbour loses whatever is paid; then there is no conflict left."""
    text = swapped(STARTER, TWENTY_YEARS) + STATISTICS % worth
    found = amended(text)
    shares = found.amended.statistics.attribution
    assert sum(shares.values()) == 1
    assert shares["Harbour"] > 0
    assert found.conflict is None
    (counted,) = [one for one in found.clauses if isinstance(one.change, Proposal)]
    assert (counted.change.check, "statistics" in counted.mends) == ("statistics", True)
    assert verdict_of(text, "statistics") == "fails"
    assert verdict_of(found.text, "statistics") == "stands"
    assert "all at home" in found.text


@pytest.mark.parametrize(
    ("signed", "least", "shares"),
    [
        ({"A": "0", "B": "1"}, {"A": "0.333", "B": "0.4"}, {"A": "0.34", "B": "0.66"}),
        ({"A": "0.5", "B": "0.5"}, {"A": "0.2", "B": "0.8"}, {"A": "0.2", "B": "0.8"}),
        ({"A": "0.5", "B": "0.2", "C": "0.3"}, {"A": "0", "B": "0.4", "C": "0.3"}, None),
        ({"A": "1"}, {"A": "0.6", "B": "0.5"}, ()),
    ],
)
def test_no_more_is_taken_off_others_than_is_needed(signed, least, shares):
    """By hand; where three share, who has most to spare gives."""
    given = {city: F(x) for city, x in signed.items()}
    found = nearest_shares(given, {city: F(x) for city, x in least.items()}, F(1, 100))
    if shares is None:
        assert found == {"A": F("0.3"), "B": F("0.4"), "C": F("0.3")}
    else:
        assert found == ({city: F(x) for city, x in shares.items()} if shares else None)


# ---------------------------------------------------------------- entries of a file


@pytest.mark.parametrize(
    ("text", "entries", "left_out", "becomes"),
    [
        ("[a]\nb = 1 # x\n", ((("a", "b"), 2),), (), "[a]\nb = 2 # was 1; x\n"),
        ("a.b = 1\n", ((("a", "c", "d"), 2),), (), None),
        ("a = { b = 1 }\n", ((("a", "c"), "d"),), (), None),
        ("[a.e]\nf = 1\n\n# of c\n[c]\n", ((("a", "b", "d"), True),), (), None),
        (
            '[a]\nb = """\n[c]\n"""\n[c]\n',
            ((("a", "d"), 2),),
            (),
            '[a]\nb = """\n[c]\n"""\nd = 2\n[c]\n',
        ),
        ("[a]\nb = 1\n[a.c]\nd = 1\n", ((("a", "e"), 2),), (), "[a]\nb = 1\ne = 2\n[a.c]\nd = 1\n"),
        ("[a.c]\nd = 1\n[b]\n", ((("a", "c", "e"), 2),), (("a", "c"),), None),
        (
            "[a]\nb = { v = 1, src = 's' } # x\n",
            ((("a", "b"), F(1)),),
            (),
            "[a]\nb = { v = 1, src = 's' } # x\n",
        ),
        ("[a]\n", ((("a", "b c", "d"), Bare(F(1, 2))),), (), '[a]\n[a."b c"]\nd = 0.5\n'),
    ],
)
def test_entries_are_written_as_they_are_read(text, entries, left_out, becomes):
    found = with_proposal(text, Proposal("", Clause(), entries, left_out))
    expected = tomllib.loads(text)
    for path in left_out:
        inside = expected
        for key in path[:-1]:
            inside = inside[key]
        del inside[path[-1]]
    for path, entry in entries:
        inside = expected
        for key in path[:-1]:
            inside = inside.setdefault(key, {})
        if not isinstance(entry, Fraction):
            inside[path[-1]] = float(entry.number) if isinstance(entry, Bare) else entry
    assert tomllib.loads(found) == expected
    assert becomes is None or found == becomes


def test_the_page_tells_an_accord_as_it_was_proposed():
    """The page reads it from the file, and comes to the sentence that was made of the proposal."""
    scenario = parse_scenario(DEAL + race(1, 1))
    found = amend(scenario)
    [accord] = [c.change.clause for c in found.clauses if isinstance(c.change, Proposal)]
    told = to_sign(check_up(scenario, ranges=False), found.package).changes
    assert any(accord_words(accord) in one.now for one in told)


ELSEWHERE = "outside_option = { v = 0.9, low = 0.1, high = 1.5 }\n\n# what firms do\n"


def accorded(text, kind, part):
    """The race under a cap at, or a levy of, a part of what both would bid, or pay, at most."""
    if kind == "cap":
        rule = f"cap = {{ v = {1.52 * part}, low = 0, high = 3 }}"
    else:
        rate = f"{{ v = {0.43 * part}, low = 0, high = 1 }}"
        rule = f"levy = {{ Hub = {rate}, Hills = {rate} }}"
    return f"{text}\n[subsidies.accord]\n{rule}\nenforceable = true\n"


def test_the_highest_cap_and_the_smallest_levy_are_tried():
    """Firms may go elsewhere, so that both bid; no cap, and no levy, that does less does it."""
    text = DEAL + race(2, 2).replace("# what firms do\n", ELSEWHERE)
    context = context_of(text)
    context.brief = False
    tried = CHECKS["arms race"].contents.proposals(context, evaluate(context, "arms race").facts)
    terms = [dict(one.entries) for one in tried]
    caps = [one[at] for one in terms for at in one if at[-1] == "cap"]
    levies = [one[at] for one in terms for at in one if at[2:3] == ("levy",)]
    parts = [F(k, 16) for k in range(8, 17)]
    stands = {
        kind: [
            x for x in parts if verdict_of(accorded(text, kind, float(x)), "arms race") == "stands"
        ]
        for kind in ("cap", "levy")
    }
    assert (
        max(stands["cap"]) * F("1.52") <= max(caps) <= (max(stands["cap"]) + F(1, 16)) * F("1.52")
    )
    least = min(stands["levy"]) * F("0.43")
    assert least - F("0.43") / 16 <= min(levies) <= least


def test_of_accords_that_do_it_the_one_that_changes_bids_least_is_signed():
    text = DEAL + race(2, 2).replace("# what firms do\n", ELSEWHERE)
    found, context = amended(text), context_of(text)
    context.brief = False
    tried = CHECKS["arms race"].contents.proposals(context, evaluate(context, "arms race").facts)
    moved, enforced, size = min(one.burden for one in tried)
    signed = accord_of(found).change
    assert (signed.moved, signed.enforced) == (moved, enforced)
    assert size <= signed.size <= size * F(101, 100)
    alone, signed = (
        next(one.facts.bids for one in report.findings if one.name == "arms race")
        for report in (found.before, found.after)
    )
    size = sum(abs(signed[city] - x) for city, x in alone.items())
    assert size == pytest.approx(float(accord_of(found).change.size))


def test_what_each_of_two_repairs_mends_fails_without_it():
    """Judged on a file that has only the other."""
    text = DEAL + race(1, 1) + CLAIMS
    found = amended(text)
    assert {one.change.check: one.mends for one in found.clauses} == {
        "arms race": ("arms race",),
        "claims": ("claims",),
    }
    assert not any(one.keeps for one in found.clauses)
    for one in found.clauses:
        [other] = [each.change for each in found.clauses if each is not one]
        without = with_proposal(text, other)
        assert verdict_of(without, one.change.check) == "fails"
        assert verdict_of(without, other.check) == "stands"
    assert found.by_other_clauses == found.clauses[0].gives
    assert set(found.by_other_clauses) == {"Hub", "Hills"}


def test_a_report_on_two_repairs_is_proven_by_its_own_certificates():
    """What is asked to judge each of them alone is not among them."""
    scenario = parse_scenario(DEAL + race(1, 1) + CLAIMS)
    report = amend(scenario).package.report
    assert verify_report(report.scenario, report)
    first = check_up(scenario, ranges=False)
    assert "Verify in this page" in report_page(first, Package(report))


def test_who_signs_beside_the_deal_is_in_the_table():
    """The Port is no member of the deal, and bids: what it has by the accord is shown."""
    text = DEAL + race(1, 1).replace('["Hub", "Hills"]', '["Hub", "Port"]').replace(
        "value.Hills", "value.Port"
    )
    found = amended(text)
    table = str(found).split("What each city gains by all that it signs\n")[1].split("\n\n")[0]
    rows = {line.split()[0]: line.split()[1:] for line in table.splitlines()[1:]}
    assert rows["Port"] == ["+2.5", "+2.5"]
    assert rows["Hub"] == ["+10.0", "+10.0", "+2.5", "+12.5"]
    assert rows["Hills"] == ["+10.0", "+10.0", "+10.0"]
