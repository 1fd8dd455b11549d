"""Tax of firms that move, pools, guarantees, floors and caps: as a file says them, and is told."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from games.errors import InvalidInput
from intercity.amendment import amend
from intercity.amendment.amendable_clause import Kind, amendable_clauses
from intercity.amendment.linear_deal import linear_deal
from intercity.amendment.search import Draft
from intercity.amendment.step import LeaveOutParks
from intercity.amendment.writing import amended_text
from intercity.checkup.check_up import check_up
from intercity.equations import model_text
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.condition import Condition, Wish
from intercity.topics.hold_up.tranches import WhyNot, tranches
from intercity.topics.negotiation import negotiated
from intercity.topics.negotiation.negotiated import OpenKind
from mechanisms.compact.clauses import Refund
from solvers.linear_program import LinearProgram
from tests.frontdoor.starter import STARTER, finding, replayed, screen

F = Fraction
JING_JIN_JI = Path(__file__).parents[2] / "examples" / "jing_jin_ji" / "scenario.toml"
REFUND = """[[compact.refund]]
base = "moved_tax"
from = "Edge"
to = "Core"
share = { v = 0.5, low = 0.4, high = 0.6 }
years = [1, 3]
enforceable = false
"""
POOL = """[[compact.pool]]
share = { v = 0.4, low = 0.3, high = 0.5 }
weights.Core = { v = 3, low = 2, high = 4 }
weights.Edge = { v = 1, low = 1, high = 2 }
years = [2, 3]
enforceable = true
"""
DEAL = """
format = 1
title = "Firms that move"
[time]
horizon = { v = 4, low = 3, high = 5 }
interest = { v = 0, low = 0, high = 0.1 }
[cities.Core]
discount = { v = 0.9, low = 0.8, high = 0.95 }
[cities.Edge]
discount = { v = 0.9, low = 0.8, high = 0.95 }
[resources.firms]
kind = "tradable"
owned.Core = { v = 20, low = 15, high = 25 }
[[activities]]
name = "a firm in Core"
sites = ["Core"]
uses = [{ resource = "firms" }]
values = [{ city = "Core", kind = "cash", amount = { v = 2, low = 1, high = 3 } }]
[[activities]]
name = "a firm in Edge"
sites = ["Edge"]
uses = [{ resource = "firms" }]
values = [{ city = "Edge", kind = "cash", amount = { v = 5, low = 4, high = 6 } }]
[compact]
members = ["Core", "Edge"]
[[compact.transfer]]
resource = "firms"
from = "Core"
to = "Edge"
amount = { v = 10, low = 5, high = 15 }
tax = { v = 3, low = 2, high = 4 }
reversible = false
"""
LIMITS = "[compact.limits]\nside_payment = { v = 0, low = 0, high = 0 }\n"


def examined(text):
    return check_up(parse_scenario(DEAL + text), ranges=False)


def refused(text):
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text)
    [line] = str(caught.value).splitlines()
    return line


def test_the_terms_of_jing_jin_ji():
    """Half of 10 x 20 in five years of 20 at 4 per cent, less 10 x (24 - 4 x 5.35)."""
    text = JING_JIN_JI.read_text("utf-8")
    report = replayed(parse_scenario(text))
    pv = {n: sum(1.04**-y for y in range(1, n + 1)) for n in (3, 5, 20)}

    def gain(one):
        return float(one.payoffs.signed["Beijing"] - one.payoffs.alone["Beijing"])

    assert gain(report) == pytest.approx(100 * pv[5] / pv[20] - 26)
    assert {finding(report, name).verdict for name in ("terms", "walk-away")} == {"stands"}
    short = text.replace("years         = [1, 5]", "years = [1, 3]")
    found = check_up(parse_scenario(short), ranges=False)
    assert gain(found) == pytest.approx(100 * pv[3] / pv[20] - 26)
    assert gain(found) < 0
    loose = check_up(parse_scenario(text.replace("guaranteed_by", "#")), ranges=False)
    assert finding(loose, "walk-away").verdict == "fails"
    assert gain(loose) == gain(report)


def test_the_deal_is_told_in_words_and_equations():
    band = "at_least = { v = 6, low = 5, high = 7 }\nat_most = { v = 12, low = 9, high = 14 }\n"
    cut = REFUND + band
    cut += 'guaranteed_by = "province"\n'
    scenario = parse_scenario(DEAL + cut + POOL)
    told = screen(check_up(scenario, ranges=False))
    assert (
        "Edge gives Core 50% of the tax of what moved from Core, at least 6 and at most 12 "
        "a year, in years 1 to 3: the province pays it if the payer does not."
    ) in told
    assert (
        "All pool 40% of the tax that the deal brings them in years 2 to 3, 75% to Core and 25% to"
        " Edge"
    ) in told
    # Half of 3 a firm is 6 for 4 firms and 12 for 8, from which on the cap binds at 10.
    assert (
        "Other amounts of firms from Core to Edge at signing are looked at from 8 to 20 only"
        in told
    )
    text = model_text(scenario)
    assert "at least 6, at most 12; in year 3 of 30, which comes to 12." in text
    assert "spread over the horizon, 9 a year" in text
    assert "Edge: g = 30 in year 3, w = 0.25" in text
    assert "guaranteed by the province, which pays what the payer does not" in text


def test_payoffs_of_a_file_by_hand():
    """Core makes 10 x 2, has half of 30 in three years of four, and 3/4 of 12 in two."""
    report = replayed(parse_scenario(DEAL + REFUND + POOL))
    assert report.payoffs.signed["Core"] == 20 + F(45, 4) + F(18, 4)
    assert report.payoffs.signed["Edge"] == 50 - F(45, 4) - F(18, 4)


def test_halves_in_a_file_are_the_whole():
    half = REFUND.replace("v = 0.5, low = 0.4, high = 0.6", "v = 0.25, low = 0.2, high = 0.3")
    pool = POOL.replace("v = 0.4, low = 0.3, high = 0.5", "v = 0.2, low = 0.15, high = 0.25")
    whole, halves = examined(REFUND + POOL), examined(half * 2 + pool * 2)
    assert halves.payoffs.signed == whole.payoffs.signed
    for one in whole.findings:
        other = finding(halves, one.name)
        assert (other.verdict, other.repair) == (one.verdict, one.repair)


def test_under_grants_a_pool_counts_what_each_keeps():
    """Edge keeps 0.4 of its tax, Core all: what Edge gives up is worth 2.5 times as much there."""
    payee = '[equalisation]\nrate.Edge = { v = 0.6, low = 0.5, high = 0.7 }\nshared_tax = "payee"\n'
    report = examined(POOL + payee)
    assert report.payoffs.signed["Edge"] == 50 - F(18, 4) * F(2, 5)
    assert report.payoffs.signed["Core"] == 20 + F(18, 4)


def test_a_grant_of_some_years_is_spread_in_what_groups_make():
    """8 in two of four years, half to each; whoever acts together has it: 4 a year in all."""
    grant = "[province]\ngrant = { v = 8, low = 4, high = 9 }\ngrant_years = [2, 3]\n"
    report, plain = replayed(parse_scenario(DEAL + REFUND + grant)), examined(REFUND)
    for city in ("Core", "Edge"):
        assert report.payoffs.signed[city] == plain.payoffs.signed[city] + 2
    members = ("Core", "Edge")
    assert report.context.best.worth(members) == plain.context.best.worth(members) + 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            DEAL.replace("tax = ", "# tax = ") + REFUND,
            (
                '[compact.refund #1] base is "moved_tax"; it should be given with a '
                "[[compact.transfer]] from Core to Edge that says its tax."
            ),
        ),
        (
            DEAL + REFUND.replace('"moved_tax"', '"stay_tax"'),
            "between the host and the home of a park",
        ),
        (
            DEAL + REFUND + "at_least = { v = 9, low = 8, high = 9 }\n"
            "at_most = { v = 7, low = 6, high = 8 }\n",
            "[compact.refund #1] at_least is 9; it should be no more than at_most, 7.",
        ),
        (
            DEAL + POOL + 'guaranteed_by = "province"\n',
            (
                '[compact.pool #1] guaranteed_by is "province"; it should be left out, since a '
                "court enforces the clause (enforceable = true)."
            ),
        ),
        (DEAL + REFUND + 'guaranteed_by = "bank"\n', "guaranteed_by"),
        (
            DEAL.replace("tax = ", "# tax = ") + POOL,
            (
                "[compact] pool #1 is a pool; it should be given with a park, or a "
                "[[compact.transfer]] that says its tax: nothing grows."
            ),
        ),
        (
            DEAL + REFUND + "[province]\ngrant_years = [1, 2]\n",
            "[province] grant is missing; it should be given, since its years are.",
        ),
        (
            DEAL + "[province]\ngrant = { v = 1, low = 1, high = 2 }\ngrant_years = [1, 9]\n",
            "[province] grant_years is [1, 9]; it should be within the 4 years of [time].",
        ),
        (
            DEAL + POOL.replace("weights.Edge", "weights.Rim"),
            "Rim",
        ),
        (
            DEAL + POOL.replace("weights.Edge = { v = 1, low = 1, high = 2 }\n", ""),
            (
                "[compact.pool #1.weights] Edge is missing; it should be its part of the pot, 0 if "
                "it gets none of it."
            ),
        ),
        (DEAL + POOL.replace("[2, 3]", "[3, 2]"), "years is [3, 2]; it should be [first, last]"),
        (DEAL + POOL.replace("[2, 3]", "[2, 9]"), "within the 4 years of [time]"),
        (
            DEAL + POOL + "[compact.limits]\ntax_share = [0, 0.3]\n",
            "[compact.pool #1] share is 0.4; it should be inside compact.limits.tax_share",
        ),
        (
            DEAL + POOL * 2 + "[compact.limits]\ntax_share = [0, 0.5]\n",
            "0.8 in year 2 together with pools before it; it should be at most 0.5 together",
        ),
    ],
)
def test_a_fault_is_told_in_one_sentence(text, said):
    if '"stay_tax"' in text:
        with pytest.raises(InvalidInput, match=said):
            check_up(parse_scenario(text), ranges=False)
    else:
        line = refused(text)
        assert said in line


# ---------------------------------------------------------------- amendments


def test_an_amendment_may_change_the_share_of_moved_tax():
    """Core gives up 20 a year; at no interest 3/4 of share x 30 makes up for it at 8/9."""
    fixed = re.sub(r"discount = .*\n", "", DEAL)
    scenario = parse_scenario(fixed + REFUND.replace("= false", "= true") + LIMITS)
    found = amend(scenario)
    signed, alone = found.after.payoffs.signed, found.after.payoffs.alone
    assert signed["Core"] >= alone["Core"]
    assert set(found.not_standing) <= {"efficiency"}
    context = check_up(scenario, ranges=False).context
    compact = context.region.compact
    [share] = [c for c in amendable_clauses(context, compact) if c.kind is Kind.SHARE]
    program = linear_deal(context, compact, (share,))
    gains = [wish for wish in program.now if wish.wish is Wish.GAIN]
    assert program.best(gains, "least change") == {share.name: F(8, 9)}


def test_the_share_of_a_pool_is_an_open_clause():
    """A pool of which Core has 3/4, in two years of four: a share s brings it 30 s 3/8 a year."""
    context = examined(POOL).context
    compact = context.region.compact
    clauses = amendable_clauses(context, compact)
    [one] = [clause for clause in clauses if clause.kind is Kind.POOL]
    assert (one.signed, one.lowest, one.highest) == (F(2, 5), 0, 1)
    assert one.per_unit == 30 * F(3, 8)
    lines = linear_deal(context, compact, clauses)
    slope = lines.slopes[Condition(Wish.GAIN, ("Core",))][one.name]
    assert slope == 30 * F(3, 8)
    assert one.at(compact, F(1, 2)).incidence("Core")["pool"] == 30 * F(3, 16)


def test_a_cut_share_is_open_as_far_as_it_pays():
    """At most 12 of 30: a share of 0.4 is paid, and none above it would pay more."""
    context = examined(REFUND + "at_most = { v = 12, low = 9, high = 14 }\n").context
    [one] = [c for c in amendable_clauses(context, context.region.compact) if c.kind is Kind.SHARE]
    assert (one.signed, one.lowest, one.highest) == (F(2, 5), 0, F(2, 5))


@pytest.mark.parametrize(
    ("cap", "proven"), [("", True), ("at_most = { v = 20, low = 9, high = 24 }\n", False)]
)
def test_nothing_is_proven_where_a_cap_that_binds_in_some_years_leaves_a_share_shut(cap, proven):
    """Firms make 7 in Core and 5 in Edge; half of their tax is 15, and 22.5 once more have come."""
    at_a_loss = DEAL.replace("v = 2, low = 1, high = 3", "v = 7, low = 6, high = 8")
    more = at_a_loss[at_a_loss.index("[[compact.transfer]]") :].replace("v = 10", "v = 5")
    text = at_a_loss + more + "when = 1\n" + REFUND + cap + LIMITS
    conflict = amend(parse_scenario(text)).conflict
    assert {one.cities for one in conflict.wishes} == {("Core",), ("Edge",)}
    assert conflict.proven == proven


def test_an_amended_file_says_what_was_promised():
    """The amended text is a scenario, and its payoffs are those that were told."""
    found = amend(parse_scenario(DEAL + REFUND))
    again = parse_scenario(found.text)
    assert again.compact.refund[0].base == "moved_tax"
    assert check_up(again, ranges=False).payoffs.signed == found.after.payoffs.signed


def test_without_its_parks_a_deal_keeps_what_firms_that_moved_pay():
    """Of a park's refund, a pool and a refund of moved tax, the first alone hangs on the park."""
    scenario = parse_scenario(DEAL + REFUND + POOL)
    compact = check_up(scenario, ranges=False).context.region.compact
    stays = Refund("Core", "Edge", F(1, 2), 1, 2)
    with_park = replace(compact, refunds=(stays, *compact.refunds))
    assert LeaveOutParks(("hall",)).on(with_park) == compact
    untaxed = replace(compact, transfers=(replace(compact.transfers[0], tax=0),))
    assert LeaveOutParks(("hall",)).on(untaxed).pools == ()


EMPTY = LinearProgram("min", {}, (), {})


def test_a_file_without_its_parks_keeps_them_too():
    text = STARTER + REFUND.replace("Edge", "Harbour").replace("Core", "Uplands")
    assert text.count("reversible = false") == 1
    tax = "reversible = false\ntax = { v = 0.01, low = 0, high = 0.02 }"
    scenario = parse_scenario(text.replace("reversible = false", tax))
    compact = check_up(scenario, ranges=False).context.region.compact
    step = LeaveOutParks(tuple(e.name for e in compact.enclaves))
    draft = Draft((step,), (), {}, step.on(compact), {}, None, F(0), (), (), False, F(0), EMPTY)
    written = check_up(parse_scenario(amended_text(scenario, draft)), ranges=False)
    assert written.context.region.compact == step.on(compact)
    assert [r.base for r in step.on(compact).refunds] == ["moved_tax"]


def test_what_is_no_line_is_not_looked_at_as_one():
    """An amount times a share of its tax; and what is held back takes the shared tax along."""
    context = examined(REFUND).context
    kinds = [one.kind for one in negotiated.open_clauses(context.compact)]
    assert {OpenKind.AMOUNT, OpenKind.SHARE} <= set(kinds)
    assert OpenKind.AMOUNT_AND_SHARE not in kinds
    assert tranches(context).reason is WhyNot.TAX_MOVES_WITH_IT


@pytest.mark.parametrize("shared", [REFUND, POOL, REFUND + POOL])
def test_as_if_all_were_handed_over_at_signing_is_as_if_the_file_said_so(shared):
    """Firms were counted from the signing on, and the tax that is shared from year 3 on."""
    assert DEAL.count("reversible = false") == 1
    later = (DEAL + shared).replace("reversible = false", "reversible = false\nwhen = 2")
    dated, at_once = check_up(parse_scenario(later), ranges=False), examined(shared)
    assert dated.payoffs.signed != at_once.payoffs.signed
    assert dated.payoffs.at_signing == at_once.payoffs.signed
    assert finding(dated, "terms").facts.at_signing == finding(at_once, "terms").facts.gains
    for one, other in zip(dated.negotiated.clauses, at_once.negotiated.clauses, strict=True):
        assert (one.range, one.kind) == (other.range, other.kind)
        assert {s: (a.terms, a.gains) for s, a in one.agreed.items()} == {
            s: (a.terms, a.gains) for s, a in other.agreed.items()
        }


@pytest.mark.parametrize("shares", [REFUND, POOL])
def test_what_shares_the_tax_of_firms_stays_where_they_are_not_handed_over(shares):
    """Firms are worth 2 in Edge, too: none are best. Without the transfer the file is refused."""
    text = DEAL.replace("v = 5, low = 4", "v = 2, low = 1") + shares + LIMITS
    found = finding(check_up(parse_scenario(text), ranges=False), "terms")
    assert found.verdict == "fails"
    assert found.repair == "move the amount of firms from 10 to 0"
    assert found.remedy == "hand over 0 units of firms in place of 10"
    none = text.replace("{ v = 10, low = 5,", "{ v = 0, low = 0,")
    assert finding(check_up(parse_scenario(none), ranges=False), "terms").verdict == "stands"
    start, end = text.index("[[compact.transfer]]"), text.index(shares)
    with pytest.raises(ScenarioError):
        parse_scenario(f"{text[:start]}{text[end:]}")
