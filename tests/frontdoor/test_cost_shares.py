"""Check 2 on tables of costs: which of the usual shares would hold, in words and by hand."""

import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.all_together.cost_shares import Way

ROOT = Path(__file__).parents[2]
SAVINGS, ALONE = Way.BY_SAVINGS, Way.BY_COST_ALONE


def table(alone, pair, whole):
    """Three cities alike."""
    worths = dict.fromkeys("ABC", alone)
    worths |= {f"{a}, {b}": pair for a, b in combinations("ABC", 2)}
    told = ", ".join(f'"{key}" = {cost}' for key, cost in {**worths, "A, B, C": whole}.items())
    return (
        f'format = 1\ntitle = "Costs"\n[game]\nsense = "cost"\nassumed = "x"\nworths = {{ {told} }}'
    )


def checked(scenario):
    report = check_up(scenario, ranges=False)
    assert verify_report(scenario, json.loads(json.dumps(report.to_json()))).ok
    return next(finding for finding in report.findings if finding.name == "all together")


def paid(found):
    """By way, what each pays."""
    return {one.way: one.shares for one in found.facts.shared_cost.ways}


def test_skane_as_published():
    """Young, Okada and Hashimoto (1982): H, K and L would rather build their own."""
    scenario = load_scenario(ROOT / "examples" / "skane" / "scenario.toml")
    found = checked(scenario)
    assert "None of the usual ones is: Shapley shares ({H, K, L} would save 0.43" in found.says
    costs = {frozenset(k.split(", ")): x for k, x in scenario.game.worths.items()}
    assert list(paid(found)) == [Way.SHAPLEY, SAVINGS, ALONE, Way.EQUAL]
    for one in found.facts.shared_cost.ways:
        split = one.shares
        assert sum(split.values()) == costs[frozenset(scenario.players)]
        saved = max(sum(split[c] for c in group) - cost for group, cost in costs.items())
        together = sum(split[c] for c in "HKL") - costs[frozenset("HKL")]
        assert saved == together > 0
        assert (one.breach.group, one.breach.gain) == (("H", "K", "L"), saved)
    # By hand: what each pays by what it would pay alone.
    total = sum(costs[frozenset(c)] for c in scenario.players)
    whole = costs[frozenset(scenario.players)]
    assert paid(found)[ALONE]["L"] == costs[frozenset("L")] / total * whole


def test_tva_keeps_all():
    found = checked(load_scenario(ROOT / "examples" / "tva" / "scenario.toml"))
    assert all(one.breach is None for one in found.facts.shared_cost.ways)
    assert "shares in proportion to costs alone and equal shares are such splits" in found.says
    assert found.facts.shared_cost.honest_if_asked
    # 163,520 - (412,584 - 367,370) is what navigation saves, and so on.
    separable = {"navigation": 45214, "flood control": 33763, "power": 110977}
    alone = {"navigation": 163520, "flood control": 140826, "power": 250096}
    rest = 412584 - sum(separable.values())
    savings = {city: alone[city] - separable[city] for city in alone}
    for city, saved in savings.items():
        share = separable[city] + Fraction(saved * rest, sum(savings.values()))
        assert paid(found)[SAVINGS][city] == share


def test_no_stable_shares():
    found = checked(parse_scenario(table(60, 70, 120)))
    assert found.verdict == "fails"
    assert "Shapley shares come nearest: by leaving a group would save at most 10.0" in found.says
    assert not found.facts.shared_cost.honest_if_asked  # costs are not submodular


def test_a_rest_without_savings():
    """All cost 40 as one and 30 apart: there is nothing to save by acting together."""
    found = checked(parse_scenario(table(10, 30, 40)))
    assert found.verdict == "stands"
    assert found.facts.worth == 30
    assert paid(found)[ALONE]["A"] == 10


@pytest.mark.parametrize(("alone", "pair", "whole"), [(0, 0, 0), (1, 2, 3)])
def test_nothing_to_share_or_to_save(alone, pair, whole):
    found = checked(parse_scenario(table(alone, pair, whole)))
    assert found.verdict == "stands"
    assert all(one.breach is None for one in found.facts.shared_cost.ways)


def test_gains_are_told_as_before():
    found = checked(parse_scenario(table(1, 3, 6).replace('"cost"', '"gain"')))
    assert found.says.endswith(" is one")
