"""A report has no words but those of its language and of its file.

The language is made up: English in Cyrillic letters. So a Latin letter that is left in a report was
written where no other language reaches it, unless the file has it.
"""

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from intercity.comparison import Comparison
from intercity.drawing.chart import Curves, Lanes
from intercity.page import COMPARISONS, PAGES, report_page
from intercity.page.charts import charts
from intercity.page.shown_text import text_of
from intercity.report import explain, written
from intercity.topics.deal.words import CLAUSE_SENTENCES, DEAL_NOTES, DEAL_SENTENCES
from intercity.topics.negotiation.words import NEGOTIATED
from intercity.topics.registry import TOPICS
from intercity.words import WORDS, told_in
from intercity.words.english import English
from tests.frontdoor.starter import checked, report_of

ROOT = Path(__file__).parents[2]
LATIN = string.ascii_lowercase + string.ascii_uppercase
CYRILLIC = "".join(chr(0x430 + k) for k in range(26)) + "".join(chr(0x410 + k) for k in range(26))
LETTERS, BACK = str.maketrans(LATIN, CYRILLIC), str.maketrans(CYRILLIC, LATIN)


def moved(told):
    """Words, and whatever makes or holds them, in the made-up language."""
    if isinstance(told, str):
        return re.sub(r"{\w*}", lambda place: place[0].translate(BACK), told.translate(LETTERS))
    if isinstance(told, Mapping):
        return {key: moved(each) for key, each in told.items()}
    if isinstance(told, tuple | list | Iterator):
        return tuple(map(moved, told))
    if isinstance(told, Lanes | Curves):  # the names of what is drawn are keys
        named = {one.name: getattr(told, one.name) for one in fields(told)}
        return replace(told, **{name: moved_whole(one) for name, one in named.items()})
    if is_dataclass(told):
        return replace(told, **{one.name: moved(getattr(told, one.name)) for one in fields(told)})
    return (lambda *given, **named: moved(told(*given, **named))) if callable(told) else told


def moved_whole(told):
    """The same, of a mapping with its keys."""
    if isinstance(told, Mapping):
        return {moved(key): moved_whole(each) for key, each in told.items()}
    return moved(told)


def in_cyrillic():
    """The words of a report in the made-up language."""
    found = English()
    for name in dir(English):
        if not name.startswith("_"):
            setattr(found, name, moved(getattr(English(), name)))
    return found


@pytest.fixture
def cyrillic(monkeypatch):
    monkeypatch.setitem(WORDS, "xx", in_cyrillic())
    for told in (CLAUSE_SENTENCES, DEAL_NOTES, DEAL_SENTENCES):
        monkeypatch.setitem(told, "xx", moved(told["en"]))
    monkeypatch.setitem(NEGOTIATED, "xx", moved(NEGOTIATED["en"]))
    for topic in TOPICS:
        for told in (topic.contents.words, topic.contents.charts):
            if told:
                monkeypatch.setitem(told, "xx", moved(told["en"]))
    with told_in("xx"):
        yield


def latin(text, *files):
    """What has Latin letters in a text, but for what the files say, and their keys."""
    known = {one for file in files for one in names(tomllib.loads(file))}
    known |= {one.replace("_", " ") for one in known}
    for one in sorted(known, key=len, reverse=True):
        text = re.sub(rf"(?<![A-Za-z]){re.escape(one)}(?![A-Za-z])", "", text)
    return re.findall(".{,30}[A-Za-z]+.{,30}", text)


def names(node):
    """The keys and texts of a file."""
    if isinstance(node, dict):
        yield from (key for key in node if len(key) > 1)
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from names(one)
    elif isinstance(node, bool):
        yield str(node).lower()
    elif isinstance(node, str) and node:
        yield node


def example(name):
    return (ROOT / "examples" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "file",
    [
        "two_compacts/land_for_funds.toml",
        "kansas_missouri/scenario.toml",
        "jing_jin_ji/scenario.toml",
        "claims/scenario.toml",
    ],
)
@pytest.mark.parametrize("full", [True, False])
def test_a_report_has_no_words_of_another_language(cyrillic, file, full):
    text = example(file)
    report = checked(text)
    assert latin(written(report, 2000, full=full), text) == []
    for chart in charts(report).values():
        heard = re.findall('aria-label="([^"]*)"', chart.svg)
        cells = [cell for row in chart.rows for cell in row]
        assert latin("\n".join([text_of(chart.svg, " "), *heard, *cells]), text) == []


def test_what_turns_a_verdict_has_no_words_of_another_language(cyrillic):
    text = example("three_city_park/scenario.toml")
    report = report_of("three_city_park", ranges=True)
    assert report.switching_values
    assert latin(written(report, 2000, full=True), text) == []
    assert latin(written(report, 2000), text) == []
    for one in report.findings:
        explained = StringIO()
        explain(report, one.name, Console(file=explained, width=2000))
        assert latin(explained.getvalue(), text) == []


def test_doubts_have_no_words_of_another_language(cyrillic):
    text = example("two_compacts/land_for_funds.toml").replace(
        "0.05, low = 0.03, high = 0.08", "5, low = 3, high = 8"
    )
    text = text.replace("v = 400,", "v = 2, ").replace("low = 350", "low = 1")
    report = checked(text)
    assert report.warnings
    assert report.context.deal is None  # it promises more than there is
    assert latin(written(report, 2000, full=True), text) == []


def test_parts_of_a_region_have_no_words_of_another_language(cyrillic):
    worths = "A = 1, B = 2, C = 3, D = 4, 'A, B' = 5, 'C, D' = 9, 'A, B, C' = 8, 'A, B, D' = 9"
    worths += ", 'A, C' = 4, 'A, D' = 5, 'B, C' = 5, 'B, D' = 6, 'A, C, D' = 10, 'B, C, D' = 11"
    text = f"""
format = 1
title = "?"
money = "$"
game = {{ sense = "cost", assumed = "-", worths = {{ {worths}, 'A, B, C, D' = 14 }} }}
"""
    report = checked(text)
    for full in (True, False):
        assert latin(re.sub(r"\b[A-D]\b", "", written(report, 2000, full=full)), text) == []


@pytest.mark.parametrize("times", [1, 4])
def test_a_comparison_has_no_words_of_another_language(cyrillic, times):
    texts = [example(f"two_compacts/land_for_{what}.toml") for what in ("funds", "innovation")]
    reports = [checked(text) for text in texts]
    names = [f"{k}" for k in range(2 * times)]
    found = Comparison(dict(zip(names, reports * times, strict=True)))
    text = StringIO()
    found.print(Console(file=text, width=2000))
    assert latin(text.getvalue(), *texts) == []


def moved_template(name):
    """A page in the made-up language: its text, what is heard, and texts inside of expressions."""
    text = (ROOT / "intercity" / "page" / name).read_text(encoding="utf-8")
    if "one.verdict" in text:  # of checks
        text = re.sub(r"{{ (one\.(?:name|verdict)) }}", r"{{ term(\1) }}", text)

    def part(found):
        told = found[0]
        if told.startswith("{"):
            return re.sub('"[^"]*[a-z] [a-z ]*"', lambda quoted: moved(quoted[0]), told)
        if told.startswith("<"):
            heard = 'aria-label="[^"{]*'
            return re.sub(heard, lambda found: "aria-label=" + moved(found[0][11:]), told)
        return moved(told)

    apart = r"<style>.*?</style>|<script.*?</script>|{{.*?}}|{%.*?%}|<code.*?</code>|<[^>]*>"
    return re.sub(rf"{apart}|[^<{{]+", part, text, flags=re.DOTALL)


@pytest.fixture
def pages(cyrillic, monkeypatch, tmp_path):
    for entered in (PAGES, COMPARISONS):
        file = tmp_path / entered["en"]
        file.write_text(moved_template(entered["en"]), encoding="utf-8")
        monkeypatch.setitem(entered, "xx", str(file))


def seen(page):
    """The text of a page, but for commands and equations."""
    return text_of(re.sub("(?s)<(code|pre).*?</\\1>", " ", page), "\n")


@pytest.mark.parametrize(
    "file", ["two_compacts/land_for_funds.toml", "kansas_missouri/scenario.toml"]
)
def test_a_page_has_no_words_of_another_language(pages, file):
    text = example(file)
    report = checked(text)
    assert latin(seen(report_page(report)), text) == []


def test_a_page_of_scenarios_has_no_words_of_another_language(pages):
    texts = [example(f"two_compacts/land_for_{what}.toml") for what in ("funds", "innovation")]
    reports = [checked(text) for text in texts]
    found = Comparison(dict(zip("12", reports, strict=True)))
    assert latin(seen(found.to_html()), *texts) == []
