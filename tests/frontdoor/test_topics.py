"""Every topic has what the check-up and the report ask of it, and no two have the same."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

from intercity.checkup.check_up import check_up
from intercity.findings.checks import CHECKS, evaluate
from intercity.scenario_file import TABLES, load_scenario, parse_scenario, scenario_with
from intercity.topics import registry
from intercity.topics.outcome import NotAsked
from intercity.topics.registry import NAMES, TOPICS, context_of
from mechanisms.compact.run_solver import call
from tests.frontdoor.starter import STARTER

ROOT = Path(__file__).parents[2] / "intercity"


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_has_its_outcomes_and_its_words(name):
    topic = CHECKS[name]
    assert topic.contents.outcomes
    assert topic.number > 0
    assert {"stands", "fails"} <= set(topic.contents.words["en"].turned) or name == "arms race"


def test_two_topics_of_one_name_are_refused(monkeypatch):
    monkeypatch.setattr(registry, "TOPICS", (*TOPICS, TOPICS[-1]))
    with pytest.raises(ValueError, match="two topics have the name"):
        registry._refuse_duplicates()


def test_every_folder_is_registered():
    folders = {path.parent.name for path in ROOT.glob("topics/*/__init__.py")}
    with_topic = {
        n for n in folders if "TOPIC" in (ROOT / "topics" / n / "__init__.py").read_text()
    }
    assert with_topic == set(NAMES)


READS = r"\.(startswith|endswith|removeprefix|removesuffix|r?partition)\(|^import re$"


def test_nothing_reads_words_back():
    """Words are made of facts, and looked at by nobody; an equation may drop a sign."""
    paths = [path for path in ROOT.glob("topics/*/*.py") if path.name != "equations.py"]
    assert [path for path in paths if re.search(READS, path.read_text("utf-8"), re.MULTILINE)] == []


def test_what_a_check_needs_is_a_section_or_of_an_enumeration():
    """No sentence: which section to add is read from the facts."""
    head = 'format = 1\ntitle = "a test"\n'
    found = set()
    for scenario in (
        parse_scenario(head + "[cities.A]"),
        parse_scenario(head + 'game = { sense = "gain", assumed = "x", worths = { A = 1 } }'),
        parse_scenario(STARTER),
        load_scenario(ROOT.parent / "examples/kansas_missouri/scenario.toml"),
    ):
        context = context_of(scenario, call, brief=True)
        outcomes = [evaluate(context, name).facts for name in CHECKS]
        found |= {need for one in outcomes if isinstance(one, NotAsked) for need in one.needs}
    sections = {need for need in found if not isinstance(need, StrEnum)}
    assert {"compact", "game", "subsidies"} <= sections <= set(scenario_with(TABLES).model_fields)
    assert {"a city to share with", "a third bidder"} <= found - sections


def test_a_topic_says_nothing_of_a_file_without_its_tables():
    """So nothing of it has to be imported then: what its files would say is what it says itself."""
    given = parse_scenario('format = 1\ntitle = "Two"\n[cities.A]\n[cities.B]\n')
    context = context_of(given, call)
    absent = [topic for topic in TOPICS if topic.tables]
    for topic in absent:
        contents = topic.contents
        assert not topic.concerns(given)
        assert [*contents.violations(given), *contents.equations(context)] == []
        assert not contents.pictures(context)
        assert not contents.conditions(context)
        assert contents.guard(context) is None
        assert {game(context) for game in contents.games} <= {None}
        assert contents.check is None or contents.check(context) == topic.not_asked()
    assert len(absent) > 15


def test_of_two_cities_about_which_nothing_is_known_nothing_is_asked():
    given = parse_scenario('format = 1\ntitle = "Two"\n[cities.A]\n[cities.B]\n')
    findings = check_up(given, ranges=False).findings
    assert [one.name for one in findings] == list(CHECKS)
    assert {one.verdict for one in findings} == {"not asked"}
