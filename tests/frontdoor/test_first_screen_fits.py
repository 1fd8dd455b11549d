"""The first screen of all examples, and of the starter with clauses and numbers drawn anew."""

import functools
import random
import re
from pathlib import Path

import pytest

from intercity.checkup.check_up import check_up
from intercity.report import WIDTH, written
from intercity.topics.words import LINE, REMEDY
from tests.frontdoor.starter import STARTER, starter
from tests.frontdoor.starter import report_of as report_of_example

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/scenario.toml"))
MOST_LINES = 45

JARGON = (
    *("gamma", "tranche", "core", "discount factor", "index", "stable range", "conjecture"),
    *("epsilon", "equilibrium", "leximin", "dual", "vcg", "disagreement point", "imputation"),
)
"""Words that nobody need know who reads the first screen."""

YEAR_OF_QUOTA = "when       = 0 "
CHANGES = (
    ("return_small_city = { v = 1.30, low = 1.10", "return_small_city = { v = 1.15, low = 1.10"),
    ("cost_one_off = { v = 100, low = 70, high = 140 }", "cost_one_off = { v = 700, src = 'B' }"),
    ("v = 120, low = 60, high = 150", "v = 240, low = 60, high = 300"),
    ("projects = { v = 40, low = 30, high = 42 }", "projects = { v = 60, low = 30, high = 62 }"),
    ('paid_by = "Uplands"', 'paid_by = "Harbour"'),
    ("share = { v = 0.50, low = 0.30, high = 0.70 }", "share = { v = 1, low = 0.30, high = 1 }"),
    ("years = [1, 5] ", "years = [1, 20] "),
    (YEAR_OF_QUOTA, "when       = 8 "),
    (
        'role     = "small city"\ndiscount = { v = 0.95, low = 0.90',
        'role     = "small city"\ndiscount = { v = 0.60, low = 0.50',
    ),
    ("rent        = { v = 0.10,", "rent        = { v = 0.29,"),
)
"""Each makes another deal of the starter, and most of them a check that fails."""


def question(head):
    """A change that asks what the starter leaves out, by taking the # away."""
    asked = STARTER[STARTER.index(f"# [{head}]") :].split("\n\n")[0]
    return asked, re.sub("^# ", "", asked, flags=re.MULTILINE)


QUESTIONS = tuple(map(question, ("information", "pairing", "operator")))


@functools.cache
def report_of(which):
    """That of an example, or the starter's with changes drawn by a number."""
    if isinstance(which, Path):
        return report_of_example(which.parent.name)
    draw = random.Random(which)
    sources = ('# BUDGET = "City', 'B = "City')
    drawn = [*draw.sample(CHANGES, draw.randint(1, 4)), *draw.sample(QUESTIONS, draw.randint(0, 1))]
    return check_up(starter(sources, *drawn), ranges=False)


def name_of(which):
    return which.parent.name if isinstance(which, Path) else f"drawn {which}"


ALL = pytest.mark.parametrize("which", [*EXAMPLES, *range(12)], ids=name_of)


@ALL
def test_it_fits_and_names_every_check_that_fails(which):
    report = report_of(which)
    lines = written(report).splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= WIDTH
    told = " ".join(" ".join(lines).split())
    for one in report.findings:
        if one.verdict == "fails":
            remedy = f"{'only in part: ' if one.in_part else ''}{one.remedy or 'none by a clause'}"
            assert f"{one.name} {one.line}. REPAIR {remedy}" in told
            assert re.search("[0-9]|no project", one.line), one.line


@ALL
def test_lines_are_short_and_plain(which):
    report = report_of(which)
    for one in report.findings:
        if one.verdict != "not asked":
            assert 0 < len(one.line) <= LINE, one.line
            assert len(one.remedy) <= REMEDY, one.remedy
            assert not (one.line + one.remedy).endswith((".", "…"))
    told = written(report).lower()
    assert not [word for word in JARGON if re.search(rf"\b{word}", told)]


def test_the_drawn_deals_fail_in_many_ways():
    failing = {f.name for k in range(12) for f in report_of(k).findings if f.verdict == "fails"}
    assert {"the park", "terms", "firms' choice", "walk-away", "hold-up", "consistency"} <= failing
