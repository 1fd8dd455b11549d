"""Check 8 on races written by hand: each club's race solved by an own code in floating point."""

import dataclasses
import itertools
import json
import math
import re
from fractions import Fraction
from pathlib import Path

import pytest

from games import SubsidyCompetition
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.equations import model_text
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.outcome import Verdict
from intercity.topics.truce_clubs.check import (
    BudgetBinds,
    SmallerClub,
    TruceWithTransfers,
    WhyNot,
    WhyOpen,
    alike,
)
from intercity.topics.truce_clubs.english import WORDS
from tests.frontdoor.starter import report_of

QUZHOU = Path(__file__).parents[2] / "examples" / "quzhou_hangzhou" / "scenario.toml"
RACE = """
format = 1
title = "Cities that bid"
[subsidies]
bidders = {bidders}
mass = {{ v = {mass}, low = 1, high = 200 }}
mu = {{ v = {mu}, low = 0.1, high = 9 }}
{values}
{more}
"""


def text_of(values, mu, mass=10, more=""):
    names = list("ABCDEFGH")[: len(values)]
    lines = [
        f"value.{c} = {{ v = {v}, low = 0, high = 9 }}" for c, v in zip(names, values, strict=True)
    ]
    return RACE.format(
        bidders=json.dumps(names), mass=mass, mu=mu, values="\n".join(lines), more=more
    )


def scenario(values, mu, **more):
    return parse_scenario(text_of(values, mu, **more))


def checked(given):
    return next(f for f in check_up(given, ranges=False).findings if f.name == "truce clubs")


def club_of(found, *members):
    """The facts of this club."""
    return next(club for club in found.facts.clubs if club.members == members)


def bids_of(block, values, mu, bids, outside):
    """A block's best reply: s_j = max(0, b_j - L), L = mu + sum over it of (b - s) share."""
    rest = outside + sum(math.exp(s / mu) for j, s in enumerate(bids) if j not in block)
    low, high = mu, mu + 2 * max(values)
    for _ in range(200):
        level = (low + high) / 2
        paid = {j: max(0.0, values[j] - level) for j in block}
        total = rest + sum(math.exp(s / mu) for s in paid.values())
        kept = sum((values[j] - s) * math.exp(s / mu) for j, s in paid.items()) / total
        low, high = (level, high) if mu + kept > level else (low, level)
    return paid


def payoffs(blocks, values, mu, mass, outside=0.0):
    """What each city gets where blocks bid as one, by replies in turn."""
    bids = [0.0] * len(values)
    for _ in range(400):
        last = list(bids)
        for block in blocks:
            for j, s in bids_of(block, values, mu, bids, outside).items():
                bids[j] = s
        if max(abs(s - t) for s, t in zip(bids, last, strict=True)) < 1e-15:
            break
    total = outside + sum(math.exp(s / mu) for s in bids)
    return [mass * (b - s) * math.exp(s / mu) / total for b, s in zip(values, bids, strict=True)]


def all_clubs(values, mu, mass, outside=0.0, *, together=False):
    """By club (a set of indices): payoffs, gamma or (``together``) delta."""
    n = range(len(values))
    found = {}
    for size in range(len(values) + 1):
        for club in map(frozenset, itertools.combinations(n, size)):
            others = [j for j in n if j not in club]
            rest = [others] if together and others and club else [[j] for j in others]
            blocks = ([sorted(club)] if club else []) + rest
            found[club] = payoffs(blocks, values, mu, mass, outside)
    return found


def stable(table, n):
    """The clubs of two or more that nobody gains by leaving or joining."""
    return {
        club
        for club, x in table.items()
        if len(club) > 1
        and all(x[i] >= table[club - {i}][i] for i in club)
        and all(x[i] >= table[club | {i}][i] for i in set(range(n)) - club)
    }


@pytest.fixture(scope="module")
def quzhou():
    return report_of("quzhou_hangzhou")


BIDDERS = ["Quzhou", "Lishui", "Jinhua"]
TABLE = all_clubs([0.384, 0.256, 0.448], 0.05, 100, math.exp(0.1 / 0.05))


def test_the_example_against_an_own_solution_of_every_club(quzhou):
    found = next(f for f in quzhou.findings if f.name == "truce clubs")
    base, grand = TABLE[frozenset()], TABLE[frozenset(range(3))]
    possible = sum(grand) - sum(base)
    assert float(found.facts.possible) == pytest.approx(possible, abs=1e-9)
    assert len(found.facts.clubs) == found.facts.all_clubs == 4
    for club, x in TABLE.items():
        if len(club) < 2:
            continue
        told = club_of(found, *(BIDDERS[i] for i in sorted(club)))
        share = (sum(x) - sum(base)) / possible
        assert float(told.share) == pytest.approx(share, abs=1e-9)
        for i, city in enumerate(BIDDERS):
            assert float(told.gets[city]) == pytest.approx(x[i], abs=1e-9)
            by = told.gain_by_leaving if i in club else told.gain_by_joining
            gain = TABLE[club ^ {i}][i] - x[i]
            assert float(by[city]) == pytest.approx(gain, abs=1e-9)
    assert stable(TABLE, 3) == {frozenset({0, 2})}
    assert found.verdict == "fails"
    assert "is Quzhou and Jinhua, with 50% of that gain" in found.says
    assert "Lishui does better by staying outside it (1.3 against 0.6)" in found.says
    assert "(taking it that who is outside bids for itself)" in found.says


def test_the_least_transfers_of_the_example(quzhou):
    """Lishui gets what it lacks; who would lose more by leaving pays more of it."""
    found = next(f for f in quzhou.findings if f.name == "truce clubs")
    full = frozenset(range(3))
    lose = [TABLE[full][i] - TABLE[full - {i}][i] for i in range(3)]
    assert lose[1] < 0 < min(lose[0], lose[2])
    lack = -lose[1]
    expected = [-lack * lose[0] / (lose[0] + lose[2]), lack, -lack * lose[2] / (lose[0] + lose[2])]
    for city, paid in zip(BIDDERS, expected, strict=True):
        assert float(found.facts.everyone.transfers[city]) == pytest.approx(paid, abs=1e-9)


def test_transfers_are_proposed_only_within_the_law(quzhou):
    """The deal allows no side payment; with 2 a year the transfers that hold all are lawful."""
    found = next(f for f in quzhou.findings if f.name == "truce clubs")
    assert found.repair.startswith("a truce of Quzhou and Jinhua. The law does not let one city")
    assert found.mends == club_of(found, "Quzhou", "Jinhua").share
    assert found.facts.repair.no_larger is WhyNot.LAW
    assert found.facts.repair.clauses == (SmallerClub(members=("Quzhou", "Jinhua")),)
    assert WORDS.remedy(found.facts) == "a truce of Quzhou and Jinhua"
    assert WORDS.line(found.facts) == "Lishui gains 0.74 a year by leaving a truce of all"
    text = QUZHOU.read_text()
    limit = "side_payment = { v = 0, low = 0, high = 30 }"
    assert limit in text
    allowed = checked(parse_scenario(text.replace(limit, limit.replace("v = 0", "v = 2"))))
    assert (
        allowed.repair
        == "all 3 stay in if Lishui gets 0.7405 a year, from Quzhou 0.1056 and Jinhua 0.6349"
    )
    assert allowed.mends == 1


def test_nobody_leaves_alone_but_two_do_together():
    """Each gains by firms in one or two others: with two outside, all four bid for themselves."""
    spilled = [("A", "B"), ("A", "C"), ("B", "D"), ("C", "D"), ("D", "A")]
    more = "outside_option = { v = 0.5, low = 0, high = 1 }\n"
    more += "attractiveness.B = { v = 0.5, low = 0, high = 1 }\n"
    more += "\n".join(f"spillovers.{a}.{b} = {{ v = 0.5, low = 0, high = 1 }}" for a, b in spilled)
    found = checked(scenario([1, 2, 0.8, 0.5], 0.4, more=more))
    assert found.verdict == "stands"
    assert "and nobody gains by leaving it alone and bidding for itself, but B and D both gain" in (
        found.says
    )
    assert "by leaving it together (+0.081, +0.089)" in found.says
    everyone = found.facts.everyone
    assert everyone.pair_leaves is True
    assert everyone.pair_gains.keys() == {"B", "D"}
    for city, gain in everyone.pair_gains.items():
        assert everyone.gain_by_leaving[city] <= 0 < gain


@pytest.mark.parametrize("mu", [0.15, 0.25])
def test_the_best_pair_is_that_of_an_own_enumeration(mu):
    values = [1.0, 0.9, 0.8, 0.7]
    table, full = all_clubs(values, mu, 10), frozenset(range(4))
    best = max(
        min(table[full - {i, j}][k] - table[full][k] for k in (i, j))
        for i, j in itertools.combinations(range(4), 2)
    )
    found = checked(scenario(values, mu))
    gains = found.facts.everyone.pair_gains.values()
    assert float(min(gains)) == pytest.approx(best, abs=1e-9)
    assert ("both gain by leaving it together" in found.says) == (best > 1e-9)


def test_a_bidder_that_is_none_leaves_the_verdict_on_the_others():
    """Nothing is worth anything to D: it was told to be too close to say."""
    found = checked(scenario([1, 1, 1, 0], 0.25))
    assert found.verdict == checked(scenario([1, 1, 1], 0.25)).verdict == "stands"
    assert found.facts.parties == ("A", "B", "C")
    assert found.facts.bystanders == ("D",)
    assert "a truce of A, B and C (D would not bid anyway)" in found.says


@pytest.mark.parametrize("mu", [0.15, 0.25, 0.3])
@pytest.mark.parametrize("conjecture", ["gamma", "delta"])
def test_verdicts_against_an_own_enumeration(mu, conjecture):
    values = [1.0, 0.9, 0.5, 0.4]
    table = all_clubs(values, mu, 10, together=conjecture == "delta")
    found = checked(scenario(values, mu, more=f'[clubs]\nconjecture = "{conjecture}"'))
    full = frozenset(range(4))
    stays = all(table[full][i] >= table[full - {i}][i] for i in full)
    assert found.verdict == ("stands" if stays else "fails")
    assert found.facts.conjecture == conjecture
    lasting = stable(table, 4)
    base = sum(table[frozenset()])
    shares = [(sum(table[c]) - base) / (sum(table[full]) - base) for c in lasting]
    assert found.facts.lasting == len(lasting)
    best = found.facts.best
    share = 0 if best is None else float(best.share)
    assert share == pytest.approx(max(shares, default=0), abs=1e-9)
    if not stays and not lasting:
        assert "no club of two or more that nobody would leave or join" in found.says


def test_three_alike_stay_together_by_themselves():
    """Who leaves bids against two that do not: in the truce a third of 10, outside less."""
    table = all_clubs([1.0] * 3, 0.25, 10)
    assert table[frozenset(range(3))][0] > table[frozenset({1, 2})][0]
    found = checked(scenario([1, 1, 1], 0.25))
    assert found.verdict == "stands"
    assert "nobody gains by leaving it alone" in found.says


def test_where_nobody_would_bid_a_truce_brings_nothing():
    found = checked(scenario([1, 1, 1], 2))  # b - 3/2 mu < 0
    assert found.verdict == "stands"
    assert "would bring them nothing" in found.says


def test_under_alpha_nobody_dares_to_leave():
    """Outsiders without caps can pay so much that a club is worth nothing."""
    values = [1, 0.9, 0.5, 0.4]
    given = scenario(values, 0.3, more='[clubs]\nconjecture = "alpha"')
    assert checked(given).verdict == "stands"
    assert checked(scenario(values, 0.3)).verdict == "fails"


@pytest.mark.parametrize(
    ("values", "caps", "verdict"),
    [
        ([1.0, 0.95, 0.3], [0.6, 0.5, 0.2], "stands"),
        ([1.0, 0.95, 0.3], [0.1, 0.5, 0.05], "fails"),
        ([1.0, 0.5, 0.9], [0.2, 0.1, 0.5], "stands"),
    ],
)
@pytest.mark.parametrize("conjecture", ["alpha", "beta"])
def test_who_leaves_alone_is_sure_of_its_best_reply_to_all_others_at_their_caps(
    conjecture, values, caps, verdict
):
    """It was told what it would get by doing its worst to those who stay, at its own cost."""
    mu, mass = 0.25, 10
    more = "".join(
        f"caps.{c} = {{ v = {x}, low = 0, high = 9 }}\n" for c, x in zip("ABC", caps, strict=True)
    )
    given = scenario(values, mu, more=f'{more}[clubs]\nconjecture = "{conjecture}"')
    assert "can be sure only of x_i(i)" in model_text(given)
    found = checked(given)
    inside = [float(found.facts.everyone.gets[city]) for city in "ABC"]
    steps = [[cap * k / 200 for k in range(201)] for cap in caps]

    def kept(bids, i):
        total = sum(math.exp(s / mu) for s in bids)
        return mass * (values[i] - bids[i]) * math.exp(bids[i] / mu) / total

    for i, city in enumerate("ABC"):
        sure = max(kept([*caps[:i], s, *caps[i + 1 :]], i) for s in steps[i])
        gain = float(found.facts.everyone.gain_by_leaving[city])
        assert gain == pytest.approx(sure - inside[i], abs=2e-3)
        assert (city in found.facts.would_leave) == (sure > inside[i] + 2e-3)
        others = club_of(found, *(c for c in "ABC" if c != city))
        assert float(others.gets[city]) == pytest.approx(sure, abs=2e-3)
    assert found.verdict == verdict


def test_who_is_not_asked_and_why():
    said = checked(scenario([1, 1], 0.25))
    assert (said.verdict, said.says) == ("not asked", "add a third bidder")


def test_clubs_of_cities_that_gain_by_a_firm_next_door():
    """Each keeps a fifth of a firm in another: bids are lower than the same race has without it."""
    more = "".join(
        f"spillovers.{a}.{b} = {{ v = 0.2, low = 0, high = 0.4 }}\n"
        for a, b in itertools.permutations("ABC", 2)
    )
    given = scenario([1, 1, 1], 0.1, more=more)
    report = check_up(given, ranges=False)
    found = next(f for f in report.findings if f.name == "truce clubs")
    # One more firm is worth 1 - 0.2 to a city that it leaves: bids 0.8 - 3/2 mu, a third each.
    assert float(found.facts.possible) == pytest.approx(10 * (0.8 - 0.15))
    assert str(found.proof).startswith("enclosed within")
    assert verify_report(given, json.loads(json.dumps(report.to_json()))).ok


def contest_of(values, technology, more=""):
    text = text_of(values, 1, mass=1, more=f'technology = "{technology}"\n{more}')
    text = "\n".join(line for line in text.splitlines() if not line.startswith("mu"))
    return parse_scenario(text)


def test_clubs_in_a_contest_by_hand():
    """Tullock's, alike: V/25 each; a club of m of five V/(6 - m)^2, and each outsider as much."""
    given = contest_of([1] * 5, "tullock")
    report = check_up(given, ranges=False)
    found = next(f for f in report.findings if f.name == "truce clubs")
    assert found.verdict == "fails"
    assert found.facts.possible == 1 - Fraction(5, 25)
    assert found.facts.everyone.gain_by_leaving["A"] == Fraction(1, 4) - Fraction(1, 5)
    assert found.facts.would_leave == ("A", "B", "C", "D", "E")
    assert [club.members for club in found.facts.clubs] == [("A", "B", "C", "D", "E")]
    assert (found.facts.all_clubs, found.facts.lasting) == (26, 0)
    assert "do better by staying outside it (0.25 against 0.2, " in found.says
    assert "no club of two or more that nobody would leave or join" in found.says
    assert verify_report(given, json.loads(json.dumps(report.to_json()))).ok
    text = " ".join(model_text(given).split())
    assert "A club S puts in one bid" in text


@pytest.mark.parametrize("technology", ["all-pay", "bertrand"])
def test_who_leaves_a_contest_that_leaves_nobody_anything_gets_nothing(technology):
    found = checked(contest_of([1, 1, 1], technology))
    assert found.verdict == "stands"
    assert found.facts.possible == 1


@pytest.mark.parametrize(("limit", "lawful"), [("0.19125", True), ("0.1912", False)])
def test_the_law_limits_transfers_also_where_nothing_is_owned(limit, lawful):
    """A pays 0.3825, half to each: without [resources] there is no deal, and no limit was seen."""
    law = f"""
[cities]
A = {{}}
B = {{}}
C = {{}}
[time]
horizon = {{ v = 10, low = 5, high = 20 }}
interest = {{ v = 0.05, low = 0, high = 0.1 }}
[compact]
members = ["A", "B"]
[compact.limits]
side_payment = {{ v = {limit}, low = 0, high = 1 }}
"""
    found = checked(contest_of([3, 2, 1], "tullock", more=law))
    assert found.facts.side_payment_limit == Fraction(limit)
    assert found.repair.startswith("all 3 stay in if B gets 0.32") == lawful
    if not lawful:
        assert found.facts.repair.reason is WhyNot.LAW
        assert "another more than 0.1912 a year, which" in found.repair


def test_transfers_hold_those_who_have_no_seat():
    """A alone is left 27/25 by B, B 8/25; C outside bids against A: 1/16 of 1. Inside A has all."""
    found = checked(contest_of([3, 2, 1], "tullock"))
    assert found.verdict == "fails"
    assert "B and C do better by staying outside it (0.32 against 0, 0.062 against 0)" in found.says
    assert (
        "No club of two or more that nobody would leave or join alone brings any of that"
        in found.says
    )
    assert found.repair == "all 3 stay in if B gets 0.32 and C 0.0625 a year, from A 0.3825"
    (clause,) = found.facts.repair.clauses
    paid = {"A": -Fraction(8, 25) - Fraction(1, 16), "B": Fraction(8, 25), "C": Fraction(1, 16)}
    assert clause == TruceWithTransfers(members=("A", "B", "C"), transfers=paid, share=Fraction(1))
    assert WORDS.remedy(found.facts) == "a truce of all 3, payments of 0.3825 a year"


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("budget.A = { v = 0.1, low = 0, high = 9 }", "the budget of A would bind"),
        (
            'spillovers.A.B = { v = 0.1, low = 0, high = 1 }\n[clubs]\nconjecture = "alpha"',
            "conjecture is 'alpha'; it should be gamma or delta where spillovers are given: a",
        ),
        (
            'budget.A = { v = 9, low = 0, high = 99 }\n[clubs]\nconjecture = "beta"',
            "conjecture is 'beta'; it should be gamma or delta where budgets are given: what",
        ),
    ],
)
def test_what_is_not_computed_is_undecided_and_says_why(more, named):
    given = scenario([1, 0.9, 0.5], 0.15, more=more)
    report = check_up(given, ranges=False)
    found = next(f for f in report.findings if f.name == "truce clubs")
    assert found.verdict == "undecided"
    assert named in found.says
    assert isinstance(found.facts, BudgetBinds) == named.startswith("the budget")
    if isinstance(found.facts, BudgetBinds):
        assert (found.facts.city, found.facts.reason) == ("A", WhyOpen.BUDGET)
    assert verify_report(given, json.loads(json.dumps(report.to_json()))).ok


def test_another_level_of_a_clubs_race_is_refused(quzhou):
    told = json.loads(json.dumps(quzhou.to_json()))
    given = load_scenario(QUZHOU)
    assert verify_report(given, told).ok
    entry = next(e for e in told["certificates"] if e["answer"] == "partition_form")
    entry["certificate"]["levels"][3] = entry["certificate"]["levels"][5]
    outcome = verify_report(given, told)
    assert not outcome.ok
    assert "partition_form" in outcome.reason


def test_a_number_flips_it_where_the_largest_city_begins_to_gain_by_leaving():
    """mu is moved to where A gets as much outside the truce of all as in it, by the own code."""
    values = [1.0, 0.8, 0.6, 0.4]
    toml = re.sub(r"low = 0, high = 9", 'src = "derived"', text_of(values, 0.25))
    report = check_up(parse_scenario(toml.replace("high = 9", "high = 0.32")))
    switching_value = next(
        f for f in report.switching_values if (f.check, f.key) == ("truce clubs", "subsidies.mu")
    )

    def gain(mu):
        alone = payoffs([[0], [1, 2, 3]], values, float(mu), 10)[0]
        return alone - payoffs([[0, 1, 2, 3]], values, float(mu), 10)[0]

    assert switching_value.becomes == "fails"
    assert gain(0.25) < 0
    assert gain(switching_value.before) < 0 < gain(switching_value.after)


def test_the_model_text_quotes_what_each_club_gets():
    text = model_text(load_scenario(QUZHOU))
    lone = TABLE[frozenset({0, 2})]
    told = ", ".join(f"{c} {x:.6g}" for c, x in zip(BIDDERS, lone, strict=True))
    assert f"x({{Quzhou, Jinhua}}): {told}" in text


def test_who_may_gain_by_leaving_is_named():
    """B pays nothing in the truce of all, nor beside A and C: it is as well off outside."""
    spilled = "\n".join(
        f"spillovers.{pair} = {{ v = {v}, low = 0, high = 1 }}"
        for pair, v in (("A.B", 1), ("B.C", 0.6))
    )
    found = checked(scenario([1, 1, 1], 0.1, mass=100, more=spilled))
    assert found.verdict == "undecided"
    assert found.facts.may_leave == ("B",)
    assert "whether B gains by leaving it alone is too close to say" in found.says


def test_a_contest_with_spillovers_is_open_and_says_so():
    found = checked(
        contest_of([3, 2, 1], "tullock", "spillovers.A.B = { v = 0.1, low = 0, high = 1 }")
    )
    assert found.verdict == "undecided"
    assert found.facts.reason is WhyOpen.SPILLOVERS
    assert "where spillovers are given" in found.says


def test_how_many_clubs_are_too_close_to_say():
    """A club is open if somebody may gain by leaving or joining, by too little to say."""
    spilled = "\n".join(
        f"spillovers.{pair} = {{ v = {v}, low = 0, high = 1 }}"
        for pair, v in (("A.B", 1), ("B.C", 0.6))
    )
    found = checked(scenario([1, 1, 1], 0.1, mass=100, more=spilled)).facts
    tiny = 1e-9

    def is_open(gains):
        most = max(map(float, gains.values()), default=-1.0)
        return abs(most) <= tiny

    close = [
        club.members
        for club in found.clubs
        if is_open(club.gain_by_leaving) or is_open(club.gain_by_joining)
    ]
    assert len(found.clubs) == found.all_clubs
    assert 0 < found.too_close == len(close) < found.all_clubs


def test_clubs_too_close_to_say_are_told_beside_the_best():
    found = checked(load_scenario(QUZHOU)).facts
    assert found.verdict is Verdict.FAILS
    assert found.too_close == 0
    assert "too close to say" not in WORDS.says(found)
    assert "(2 too close to say)" in WORDS.says(dataclasses.replace(found, too_close=2))


@pytest.mark.parametrize(("budget", "club"), [(2, ()), (2.1, ("B", "C"))])
def test_the_club_with_which_a_budget_binds_is_told(budget, club):
    """A pays (1 - 3/2 mu) 10/3 = 2.08 while nobody forms a club, and more beside B and C."""
    found = checked(
        scenario([1] * 3, 0.25, more=f"budget.A = {{ v = {budget}, low = 0, high = 9 }}")
    )
    assert isinstance(found.facts, BudgetBinds)
    assert (found.facts.city, found.facts.club) == ("A", club)
    assert ("B and C form a club" in found.says) == bool(club)


LAW = """
outside_option = {{ v = {outside}, low = 0, high = 1 }}
[time]
horizon = {{ v = 1, low = 1, high = 1 }}
interest = {{ v = 0, low = 0, high = 0 }}
[cities]
A = {{}}
B = {{}}
C = {{}}
[resources.ore]
kind = "tradable"
owned.A = {{ v = 1, low = 1, high = 1 }}
[[activities]]
name = "smelt"
sites = ["A"]
uses = [{{ resource = "ore" }}]
values = [{{ city = "A", kind = "cash", amount = {{ v = 1, low = 1, high = 1 }} }}]
[compact]
members = ["A", "B"]
[compact.limits]
side_payment = {{ v = {limit}, low = 0, high = 9 }}
"""


def facts_of(values, mu, **more):
    return evaluate(Context(scenario(values, mu, **more), Recorder()), "truce clubs").facts


def share_of(table, *club):
    base, grand = sum(table[frozenset()]), sum(table[frozenset(range(3))])
    return (sum(table[frozenset(club)]) - base) / (grand - base)


@pytest.mark.parametrize("limit", [0, 0.07, 0.08, 1])
def test_transfers_within_the_law_hold_all_or_two_stay_together(limit):
    """B lacks what A and C pay, C partly by way of A: half of it may be the most that one pays."""
    values, mu, outside = [0.768, 0.512, 0.896], 0.1, 0.2
    table, full = all_clubs(values, mu, 10, math.exp(outside / mu)), frozenset(range(3))
    lacking = table[full - {1}][1] - table[full][1]
    most = lacking / 2
    assert 0.07 < most < 0.08
    facts = facts_of(values, mu, more=LAW.format(outside=outside, limit=limit))
    assert (facts.verdict, facts.would_leave) == ("fails", ("B",))
    assert facts.side_payment_limit == Fraction(str(limit))
    (clause,) = facts.repair.clauses
    if limit >= most:
        assert clause.members == ("A", "B", "C")
        assert (clause.share, facts.repair.mends, facts.repair.no_larger) == (1, 1, None)
        assert float(clause.transfers["B"]) == pytest.approx(lacking, abs=1e-9)
    else:
        assert clause == SmallerClub(members=("A", "C"))
        assert float(facts.repair.mends) == pytest.approx(share_of(table, 0, 2), abs=1e-9)
        assert facts.repair.no_larger is WhyNot.LAW


@pytest.mark.parametrize("limit", [0, 0.16, 0.17])
def test_where_no_club_lasts_only_transfers_within_the_law_do(limit):
    """A pays what B and C lack, a half of it by way of either."""
    values, mu, outside = [2, 1, 0.6], 0.2, 0.5
    table, full = all_clubs(values, mu, 10, math.exp(outside / mu)), frozenset(range(3))
    lacking = sum(table[full - {i}][i] - table[full][i] for i in (1, 2))
    assert not stable(table, 3)
    assert 0.16 < lacking / 2 < 0.17
    facts = facts_of(values, mu, more=LAW.format(outside=outside, limit=limit))
    assert facts.would_leave == ("B", "C")
    if limit >= lacking / 2:
        (clause,) = facts.repair.clauses
        assert isinstance(clause, TruceWithTransfers)
        assert float(clause.transfers["A"]) == pytest.approx(-lacking, abs=1e-9)
    else:
        assert facts.repair.reason is WhyNot.LAW


AS_ONE = '[clubs]\nconjecture = "delta"\n'


def test_where_outsiders_bid_as_one_all_are_parties():
    """What a bidder that pays nothing does is then part of what outsiders do."""
    plain = facts_of([1, 1, 1, 0.1], 0.25)
    assert (plain.parties, plain.bystanders) == (("A", "B", "C"), ("D",))
    as_one = facts_of([1, 1, 1, 0.1], 0.25, more=AS_ONE)
    assert (as_one.parties, as_one.bystanders) == (("A", "B", "C", "D"), ())


@pytest.mark.parametrize("spilled", [0, 0.5])
def test_to_whom_no_firm_is_worth_anything_gains_nothing_in_any_club(spilled):
    """D has 0 in each club, so that nothing about it is too close to say; by spillovers it has."""
    values = [2, 2, 1, 0]
    table = all_clubs(values, 0.5, 10, together=True)
    assert {payoffs[3] for payoffs in table.values()} == {0}
    for club in (frozenset({0, 1, 2}), frozenset({0, 1})):
        assert table[club] == pytest.approx(table[club | {3}])
    full = frozenset({0, 1, 2})
    assert all(table[full][i] >= table[full - {i}][i] for i in full)
    spills = f"spillovers.D.A = {{ v = {spilled}, low = 0, high = 1 }}\n"
    facts = facts_of(values, 0.5, more=spills + AS_ONE)
    assert facts.bystanders == (() if spilled else ("D",))
    assert spilled or (facts.verdict, facts.too_close) == ("stands", 0)


@pytest.mark.parametrize("values", [[1, 0, 0], [0, 0, 0]])
def test_a_truce_of_one_is_none(values):
    """Where no two bid, all count."""
    facts = facts_of(values, 0.25)
    assert (facts.parties, facts.bystanders) == (("A", "B", "C"), ())


def test_two_that_bid_are_a_truce_of_their_own():
    facts = facts_of([1, 1, 0], 0.25)
    assert (facts.parties, facts.bystanders, facts.all_clubs) == (("A", "B"), ("C",), 1)
    assert [club.members for club in facts.clubs] == [("A", "B")]
    three = facts_of([1, 1, 1], 0.25)
    assert len(three.everyone.pair_gains) == 2
    assert three.everyone.pair_leaves is not None
    assert (three.verdict, three.repair) == ("stands", None)


def test_of_a_verdict_alone_nothing_is_repaired():
    more = "outside_option = { v = 0.2, low = 0, high = 1 }"
    given = scenario([0.768, 0.512, 0.896], 0.1, more=more)
    full, brief = (
        evaluate(Context(given, Recorder(), brief=brief), "truce clubs").facts
        for brief in (False, True)
    )
    assert full.verdict == brief.verdict == "fails"
    assert full.margin == brief.margin < 0
    assert full.repair is not None
    assert brief.repair is None


@pytest.mark.parametrize(("parties", "told"), [(3, 4), (4, 11), (5, None)])
def test_of_up_to_four_all_clubs_are_told(parties, told):
    """Of more, only the truce of all and the best."""
    facts = facts_of([1, 0.9, 0.8, 0.7, 0.6][:parties], 0.25)
    assert facts.all_clubs == 2**parties - parties - 1
    assert len(facts.clubs) == told if told else len(facts.clubs) <= 3
    assert facts.clubs[0].members == facts.parties == tuple("ABCDE"[:parties])


def test_of_a_contest_it_is_told_where_a_truce_of_all_has_the_firm():
    """Of 6, 5 and 5 that it is worth, all together have most where it is worth 6."""
    worth = "".join(
        f"value.{c} = {{ v = {v}, low = 2, high = 9 }}\n" for c, v in (("A", 6), ("B", 5), ("C", 5))
    )
    head = 'format = 1\ntitle = "x"\n[cities.A]\n[cities.B]\n[cities.C]\n[subsidies]\n'
    race = f'technology = "tullock"\nbidders = ["A", "B", "C"]\n{worth}'
    report = check_up(parse_scenario(head + race), ranges=False)
    found = next(one for one in report.findings if one.name == "truce clubs")
    assert found.facts.host == "A"
    assert "a truce of all 3, with the firm in A, would bring" in found.says


def same_but_for(**told):
    """A race of three that are the same but for what is ``told`` by city, or by two cities."""
    given = {"value": [2, 2, 2], "attractiveness": [0, 0, 0], "caps": [1, 1, 1]}
    given |= {"budgets": [5, 5, 5], "spillovers": [[0, 0, 0]] * 3} | told
    return given


@pytest.mark.parametrize(
    "told",
    [
        {},
        *({name: [1, 1, 3]} for name in ("value", "attractiveness", "caps", "budgets")),
        *({name: [1, 3, 1]} for name in ("value", "attractiveness", "caps", "budgets")),
        {"spillovers": [[0, 1, 0], [0, 0, 0], [0, 0, 0]]},
        {"spillovers": [[0, 1, 0], [1, 0, 0], [0, 0, 0]]},
        {"spillovers": [[0, 0, 1], [0, 0, 0], [0, 0, 0]]},
        {"spillovers": [[0, 0, 0], [0, 0, 0], [1, 0, 0]]},
        {"spillovers": [[0, 0, 0], [0, 0, 0], [1, 1, 0]]},
        {"spillovers": [[0, 1, 0], [0, 0, 1], [1, 0, 0]]},
    ],
)
def test_alike_are_those_that_can_change_places(told):
    given, names = same_but_for(**told), ("A", "B", "C")
    race = SubsidyCompetition(names, mu=Fraction(1, 4), **given)
    grouped = {
        frozenset(two) for group in alike(race, names) for two in itertools.combinations(group, 2)
    }
    for two in itertools.combinations(range(3), 2):
        at = list(range(3))
        at[two[0]], at[two[1]] = two[1], two[0]
        moved = {name: [row[i] for i in at] for name, row in given.items()}
        moved["spillovers"] = [[row[i] for i in at] for row in moved["spillovers"]]
        same = SubsidyCompetition(names, mu=Fraction(1, 4), **moved) == race
        assert (frozenset(names[i] for i in two) in grouped) is same
