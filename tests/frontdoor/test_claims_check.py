"""Claims on what is not enough: who is left less than it is sure of, by other means."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest

from intercity.equations import model_text
from intercity.proofs import Recorder
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.claims.check import Awards
from intercity.topics.claims.picture import pictures
from intercity.topics.registry import context_of
from tests.frontdoor.starter import proven

F = Fraction
# 12 for 4, 10 and 6; in proportion to 6, 5 and 1 they get 6, 5 and 1.
TEXT = """
format = 1
title = "water"
cities = { Port = {}, Hill = {}, Mill = {}, Dale = {} }
[claims]
estate = { v = 12, low = 8, high = 15 }
claim.Port = { v = 4, low = 1, high = 9 }
claim.Hill = { v = 10, low = 1, high = 12 }
claim.Mill = { v = 6, low = 1, high = 9 }
weight.Port = { v = 6, low = 1, high = 9 }
weight.Hill = { v = 5, low = 1, high = 9 }
weight.Mill = { v = 1, low = 0, high = 9 }
"""


def examined(*changes):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return proven("claims", parse_scenario(text))


def short(estate, claims, awards):
    """By how much each proper group is left less than what others cannot claim."""
    found = {}
    for size in range(1, len(claims)):
        for group in combinations(claims, size):
            others = sum(claims[city] for city in claims if city not in group)
            found[group] = max(0, estate - others) - sum(awards[city] for city in group)
    return found


def test_a_group_loses_what_another_has_beyond_its_claim():
    """Port claims 4 and gets 6: 2 more, which Hill and Mill would have had."""
    found = examined()
    facts = found.facts
    assert found.verdict == "fails"
    assert facts.awards == {"Port": 6, "Hill": 5, "Mill": 1}
    assert facts.beyond == {"Port": 2}
    assert (facts.leavers, facts.sure, facts.gain) == (("Hill", "Mill"), 8, 2)
    worst = short(12, {"Port": 4, "Hill": 10, "Mill": 6}, facts.awards)
    assert -facts.margin == max(worst.values()) == worst["Hill", "Mill"]
    assert "Hill and Mill lose 2 that nobody else claims" in found.line


def test_the_repair_leaves_nobody_short():
    """More than half of 20 is there: 8 are missing, of which none bears more than half a claim."""
    (clause,) = examined().facts.repair.clauses
    assert not examined().facts.repair.unique
    assert clause == Awards(amounts={"Port": 2, "Hill": 7, "Mill": 3})
    assert max(short(12, {"Port": 4, "Hill": 10, "Mill": 6}, clause.amounts).values()) <= 0


@pytest.mark.parametrize(("weight", "verdict"), [("3", "stands"), ("3.01", "fails")])
def test_it_turns_where_an_award_is_the_claim(weight, verdict):
    """12 w / (w + 6) is 4 at w = 3."""
    found = examined(("weight.Port = { v = 6", f"weight.Port = {{ v = {weight}"))
    assert found.verdict == verdict
    assert (found.facts.margin >= 0) == (verdict == "stands")
    assert set(found.facts.beyond) == (set() if verdict == "stands" else {"Port"})


def test_in_proportion_to_claims_it_stands():
    lines = [line for line in TEXT.splitlines() if line.startswith("weight")]
    found = examined(*((line, "") for line in lines))
    assert (found.verdict, found.facts.leavers, found.facts.repair) == ("stands", (), None)
    assert (found.facts.sure, found.facts.gain) == (0, 0)
    awards = {"Port": F(12, 5), "Hill": 6, "Mill": F(18, 5)}
    assert found.facts.awards == awards
    worst = short(12, {"Port": 4, "Hill": 10, "Mill": 6}, awards)
    assert found.facts.margin == -max(worst.values())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("claim.Port", "claim.Prt", "Prt is an unknown city"),
        ("weight.Port", "weight.Dale", "Dale is an unknown city of claims.claim"),
        (
            "estate = { v = 12, low = 8, high = 15 }",
            "estate = { v = 20, src = 'derived' }",
            "less than",
        ),
        ("claim.Port = { v = 4, low = 1", "claim.Port = { v = -4, low = -5", "not negative"),
    ],
)
def test_what_does_not_fit_is_named(old, new, told):
    assert old in TEXT
    with pytest.raises(ScenarioError, match=r"\[claims") as error:
        parse_scenario(TEXT.replace(old, new))
    assert told in str(error.value)


def test_the_model_text_has_claims_and_awards():
    assert "    Port: c = 4, x = 6" in model_text(parse_scenario(TEXT))


def test_the_picture_is_in_what_is_claimed():
    """It told land in million yuan, the scenario's money."""
    pytest.importorskip("matplotlib")
    for estate, unit, told in ((12, "mu", "12 mu"), (1, "sites", "1 site"), (12, "", "12 yuan")):
        text = TEXT.replace("v = 12, low = 8", f"v = {estate}, low = 1")
        text = text.replace("[claims]", f'[claims]\nunit = "{unit}"')
        scenario = parse_scenario(text.replace("cities =", 'money = "yuan"\ncities ='))
        figure = pictures(context_of(scenario, Recorder()))["claims"]()
        assert figure.texts[0].get_text().startswith(f"Of {told} the Talmud rule")
