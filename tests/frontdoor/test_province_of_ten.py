"""One file on which all is asked: each check comes to an answer, each answer to a proof."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

import intercity as ic
from intercity.checkup.replay import verify_report
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.topics.registry import context_of

F = Fraction
FOLDER = Path(__file__).parents[2] / "examples" / "zhejiang"
PROVINCE = ic.load_scenario(FOLDER / "province_of_ten.toml")


@pytest.fixture(scope="module")
def report():
    return ic.check_up(PROVINCE, ranges=False)


def test_all_checks_are_asked_and_answered(report):
    undecided = {one.name for one in report.findings if one.verdict == "undecided"}
    assert undecided == {"terms", "outside offers", "statistics"}
    told = {str(one.verdict) for one in report.findings if one.name not in undecided}
    assert told == {"stands", "fails"}


def test_all_that_it_says_of_the_province_is_proven(report):
    told = json.loads(json.dumps(report.to_json()))
    assert verify_report(PROVINCE, told).ok


def test_readme_names_what_stands(report):
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"^What stands: (.*?)\.$", page, flags=re.MULTILINE | re.DOTALL)
    stands = {one.name for one in report.findings if one.verdict == "stands"}
    assert set(re.split(r",\s+", said)) == stands


def test_readme_names_what_the_bonus_turns(report):
    page = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())
    (said,) = re.findall(r"turns six checks at once: ([^.]*)\.", page)
    bonus = context_of(PROVINCE.moved({"compact.bonus.0.amount": F(1, 10)}), Recorder(), brief=True)
    turned = {
        one.name
        for one in report.findings
        if one.verdict != "stands" and evaluate(bonus, one.name).verdict == "stands"
    }
    assert set(said.split(", ")) == turned
    assert len(turned) == 6


@pytest.mark.parametrize(("bonus", "return_"), [(F(0), 0), (F(99, 1000), 0), (F(10, 100), 30)])
def test_the_deal_brings_what_it_does_by_hand(bonus, return_):
    """1.15 - 0.25 and a bonus of 0.1 are as much as 1 in Hangzhou; 30% of 100 are suited.

    10 projects stay out of the park. Quzhou keeps 70% of tax that returns, and 4 mu go to a plant.
    """
    paid_once = F(5, 100) / (1 - F(100, 105) ** 20)
    five_years = (1 - F(100, 105) ** 5) / (1 - F(100, 105) ** 20)
    stay = 100 - return_
    refund = F(50, 100) * F(40, 100) * stay * five_years
    alone = 90 * (F(40, 100) + F(10, 100) - F(15, 100) - F(10, 100))
    built = min(100, 400 - 250 - 4 * return_)
    deal = PROVINCE.moved({"compact.bonus.0.amount": bonus})
    assert context_of(deal, Recorder(), brief=True).gains == {
        "Hangzhou": (110 * F(10 - 15, 100) + (stay + 10) * F(40 - 10, 100) - alone)
        + (250 * F(12, 100) - refund + 2),
        "Quzhou": 67 * F(18, 100)
        + refund
        - 320 * paid_once
        + (return_ * (8 * F(16, 100) * F(70, 100) - bonus) + F(3, 100) * (built - 100)),
    }


def test_one_province_in_all_its_parts():
    """A park can win the open share of projects of [paths], and levels are those of its zone."""
    number = dict(PROVINCE.quantities())
    for hub in ("Hangzhou", "Ningbo", "Wenzhou"):
        open_to_parks = number["paths.open"].value * number[f"paths.projects.{hub}"].value
        assert number[f"resources.projects.owned.{hub}"].value == open_to_parks
    assert len(PROVINCE.cities) == 10
    for city in PROVINCE.cities:
        level, same = (number[f"{table}.level.{city}"] for table in ("zone", "paths.zone"))
        assert (level.value, level.low, level.high) == (same.value, same.low, same.high)
