"""The page of a report, opened in a real browser as a reader would."""

import csv
import io
import json
import re
import subprocess
import sys
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from games.errors import InvalidInput
from intercity.checkup.check_up import check_up
from intercity.comparison import compare
from intercity.drawing.chart import Curves, Lanes
from intercity.drawing.svg import svg
from intercity.page import report_page
from intercity.page.altered_page import AlteredPage, refuse_altered, report_in
from intercity.page.charts import charts
from intercity.page.glossary import glossary
from intercity.report.payoffs import payoff_heads
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.deal.english import deal_sentences
from tests.frontdoor.amended_deals import amended
from tests.frontdoor.browser import Tab, chromium
from tests.frontdoor.small_scenarios import quota_scenario
from tests.frontdoor.starter import report_of
from tests.frontdoor.test_many_cities import region

EXAMPLES = Path(__file__).parents[2] / "examples"
QUZHOU = EXAMPLES / "quzhou_hangzhou" / "scenario.toml"
PARK = EXAMPLES / "three_city_park" / "scenario.toml"
SKANE = EXAMPLES / "skane" / "scenario.toml"
ENEMY = """
format = 1
title = "<script>document.title = 'taken'</script>"
[game]
sense = "gain"
assumed = "<img src=x onerror=alert(1)>"
[game.worths]
"<script>alert(1)</script>" = 1
"B & 'C'" = 2
"<script>alert(1)</script>, B & 'C'" = 6
"""


@pytest.fixture(scope="module")
def tab():
    with chromium() as found:
        yield Tab(found)


@pytest.fixture(scope="module")
def quzhou():
    return report_of("quzhou_hangzhou")


@pytest.fixture(scope="module")
def package(quzhou):
    return amended(quzhou.scenario.text).package


@pytest.fixture(scope="module")
def page(quzhou, package, tmp_path_factory):
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(report_page(quzhou, package), encoding="utf-8")
    return file


def test_of_a_check_that_still_fails_it_is_told_which_part_its_repair_mends(quzhou, page):
    """A truce of two brings half of what one of all would, as the screen alone told."""
    (clubs,) = [one for one in quzhou.findings if one.name == "truce clubs"]
    assert 0 < clubs.mends < 1
    assert clubs.falls in page.read_text("utf-8").partition("taken alone:")[2].partition("</li>")[0]


def test_it_asks_for_nothing_and_says_nothing_on_the_console(tab, page):
    found, said, asked = tab.opened(page)
    found.click("#verify")
    found.wait_for_selector("#verdict-of-verify.good, #verdict-of-verify.bad")
    assert "good" in found.locator("#verdict-of-verify").get_attribute("class")
    assert said == []
    assert asked == [page.as_uri()]
    assert page.stat().st_size < 400_000


def test_the_table_has_the_payoffs(tab, page, quzhou):
    found, _, _ = tab.opened(page)
    told = {
        tuple(json.loads(one.get_attribute("data-at"))): one.get_attribute("value")
        for one in found.locator("data:not([data-of])").all()
    }
    for column in ("alone", "planned", "signed", "with_bonus", "lowest", "highest"):
        for city, payoff in getattr(quzhou.payoffs, column).items():
            assert Fraction(told["payoffs", column, city]) == payoff
    verdicts = found.locator("article h3").all_text_contents()
    for finding in quzhou.findings:
        if finding.verdict != "not asked":
            assert any(finding.name in one and finding.verdict in one for one in verdicts)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_it_is_accessible_and_fits_a_phone(tab, page, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found, _, _ = tab.opened(page, width=width, height=800, scheme=scheme)
    found.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    seen = axe.Axe().run(found)
    assert [one["id"] for one in seen.response["violations"]] == []
    assert found.evaluate("document.documentElement.scrollWidth") <= width


LETTERS = """() => [...document.querySelectorAll('svg')].map(picture => {
  const box = one => one.getBoundingClientRect()
  const place = one => [box(one).x, box(one).y, box(one).right, box(one).bottom]
  const letters = one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a
  return [place(picture), [...picture.querySelectorAll('text')].map(
    one => [one.textContent, letters(one), place(one)])] })"""
"""Each chart's place on the screen, and of its words how high they are and where, in pixels."""


def words_in_charts(page):
    """Each chart's words, which are read on a phone, stand in it, and do not touch each other."""
    for (left, top, right, bottom), words in page.evaluate(LETTERS):
        for told, high, (x, y, end, foot) in words:
            assert high >= 11.5, told
            assert left - 1 <= x, told
            assert end <= right + 1, told
            assert top - 1 <= y, told
            assert foot <= bottom + 3, told
        for (one, _, a), (other, _, b) in combinations(words, 2):
            across, down = (min(a[k + 2], b[k + 2]) - max(a[k], b[k]) for k in (0, 1))
            assert across <= 0 or down <= 3, (one, other)  # a line is as high as its letters and 3
        yield [told for told, *_ in words]


def test_the_words_of_charts_can_be_read_on_a_phone(tab, page):
    found, _, _ = tab.opened(page, width=390, height=844)
    told = list(words_in_charts(found))
    assert len(told) == found.locator("svg").count() > 5
    assert all(told)


def test_no_axis_strikes_through_a_name():
    numbers = {"Hangzhou": Fraction(36), "Quzhou": Fraction(-9)}
    drawn = ET.fromstring(svg(Lanes(title="Gain", unit="yuan", columns={"now": numbers})))
    spaces = {"s": "http://www.w3.org/2000/svg"}
    lines = [
        (float(one.get("y1")), float(one.get("y2"))) for one in drawn.iterfind("s:line", spaces)
    ]
    names = [one for one in drawn.iterfind("s:text", spaces) if one.text in numbers]
    assert len(lines) == len(names) == 2
    for one in names:
        foot = float(one.get("y"))
        assert all(end <= foot - 9 or start >= foot for start, end in lines)


@pytest.mark.parametrize("most", [Fraction(9_999_999), Fraction(1, 7000), Fraction(-880_000)])
def test_numbers_under_an_axis_stand_in_the_picture_and_apart(tab, tmp_path, most):
    line = ((Fraction(0), Fraction(0)), (most, most))
    drawn = [
        Curves(title="Terms", across="mu", up="gain", curves={"A": line}),
        Lanes(title="Splits", unit="yuan", columns={"now": {"A": most}}, ranges={"A": (0, most)}),
    ]
    file = tmp_path / "charts.html"
    pictures = "".join(f"<figure style='margin:0'>{svg(one)}</figure>" for one in drawn)
    style = "<style>body { margin: 0; width: 344px } svg { display: block }</style>"
    file.write_text(f"<!doctype html><meta charset=utf-8>{style}{pictures}", encoding="utf-8")
    found, _, _ = tab.opened(file, width=390, height=844)
    for words in words_in_charts(found):
        assert "0" in words
        assert len(words) > 3


def test_what_an_axis_shows_is_told_in_full_on_as_many_lines_as_it_takes():
    """It was cut: "gain over having no deal, million yuan per…"."""
    told = {
        "up": "gain over having no deal, million yuan per year",
        "across": "the quota that Quzhou hands over to Hangzhou at signing, mu",
        "mark": "dashed: as signed by both cities, late in 2017, 1,234.5 mu",
    }
    line = ((Fraction(0), Fraction(0)), (Fraction(9), Fraction(9)))
    marks = {"as signed by both cities, late in 2017": (Fraction(3), "1,234.5 mu")}
    drawn = svg(
        Curves(title="T", up=told["up"], across=told["across"], curves={"A": line}, marks=marks)
    )
    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)', drawn)
    assert " ".join(words for *_, words in found).count("…") == 0
    for one in told.values():
        lines = [(y, words) for _, y, words in found if words in one and len(words) > 1]
        assert " ".join(words for _, words in lines) == one
        assert len({y for y, _ in lines}) == len(lines) == 2


def test_what_is_first_is_on_the_first_printed_page(tab, page):
    found, _, _ = tab.opened(page, width=720, height=1040)
    found.emulate_media(media="print")
    for part in ("#deal", "#who", "#risks", "#clauses"):
        box = found.locator(f"section:has(> {part})").bounding_box()
        assert box["y"] + box["height"] < 1040, part
    assert found.locator("#numbers").is_visible()  # with their sources
    assert not found.get_by_text("The model in equations").is_visible()  # pages of it


def test_words_are_explained_where_the_page_has_them(tab, page):
    found, _, _ = tab.opened(page)
    terms = found.locator("dl.words dt").all_text_contents()
    assert {"deposit", "sunk", "talked down", "bottleneck"} <= set(terms)
    text = found.locator("main").inner_text().lower()
    assert all(term.split(",")[0].removeprefix("to ") in text for term in terms)
    asked = found.locator("article .asks").all_text_contents()
    assert len(asked) == found.locator("article").count()
    assert all(one.endswith("?") for one in asked)


def test_the_deal_is_told_clause_by_clause(tab, page, quzhou):
    found, _, _ = tab.opened(page)
    told = found.locator("section:has(> #deal) li").all_text_contents()
    assert told == deal_sentences(quzhou.context)


def test_it_is_used_with_the_keyboard_alone(tab, page):
    found, _, _ = tab.opened(page)
    for _ in range(60):
        found.keyboard.press("Tab")
        if found.evaluate("document.activeElement.id") == "verify":
            break
    found.keyboard.press("Enter")
    found.wait_for_selector("#verdict-of-verify.good")


def test_the_files_that_it_saves_are_those_that_it_shows(tab, page, quzhou):
    found, _, _ = tab.opened(page)

    def saved(button):
        with found.expect_download() as waiting:
            found.click(button)
        return Path(waiting.value.path()).read_text(encoding="utf-8-sig")

    assert json.loads(saved("#json")) == json.loads(json.dumps(quzhou.to_json()))
    assert saved("#toml") == QUZHOU.read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(saved("#csv"))))
    assert [row[0] for row in rows[1:]] == list(quzhou.payoffs.alone)
    assert float(rows[1][1]) == pytest.approx(float(quzhou.payoffs.alone["Hangzhou"]), abs=0.05)


def test_without_payoffs_no_table_is_offered_as_them(tab, tmp_path):
    file = tmp_path / "report.html"
    zone = load_scenario(EXAMPLES / "zone" / "scenario.toml")
    file.write_text(report_page(check_up(zone, ranges=False)), encoding="utf-8")
    found, said, _ = tab.opened(file)
    assert found.locator("#csv").count() == found.locator("#payoffs").count() == 0
    found.click("#verify")
    found.wait_for_selector("#verdict-of-verify.good")
    assert said == []
    assert "shown numbers" not in found.locator("#verdict-of-verify").text_content()


def test_names_of_an_enemy_stay_text(tab, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(report_page(check_up(parse_scenario(ENEMY))), encoding="utf-8")
    found, said, asked = tab.opened(file)
    assert found.title().startswith("<script>")
    assert said == []
    assert asked == [file.as_uri()]
    assert "<script>alert(1)</script>" in found.locator("tbody th").first.text_content()


def test_the_charts_of_a_report_are_those_of_its_page(page, quzhou):
    found, text = charts(quzhou), page.read_text(encoding="utf-8")
    assert text.count("<svg") == len(found)
    assert all(one.svg in text for one in found.values())
    asked = {one.name for one in quzhou.findings if one.verdict != "not asked"}
    assert {"gains", "stable splits", "terms", "walk-away", "arms race 2"} <= set(found)
    assert {name.removesuffix(" 2") for name in found} <= asked | {"gains", "stable splits"}
    head, *rows = found["gains"].rows
    payoffs = quzhou.payoffs
    place = head.index(dict(payoff_heads(quzhou.context, payoffs))["signed"])
    for city, *cells in rows:
        gain = payoffs.signed[city] - payoffs.alone[city]
        assert float(cells[place - 1]) == pytest.approx(float(gain), abs=0.05)
    assert found["gains"]._repr_svg_() == found["gains"].svg
    ET.fromstring(found["gains"].svg)


def test_charts_are_of_a_report_alone():
    with pytest.raises(InvalidInput, match="check_up gives it"):
        charts(parse_scenario(ENEMY))


def test_a_notebook_shows_the_first_screen_as_text():
    shown = check_up(parse_scenario(ENEMY))._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "IN SHORT" in shown


@pytest.fixture(scope="module")
def small():
    """The report and the page of a small region, which are proven again in a moment."""
    report = check_up(quota_scenario(), ranges=False)
    return report, report_page(report)


def tampered(text):
    yield "a number", text.replace(">20.0</data>", ">99.9</data>")
    yield "an exact number", text.replace('value="', 'value="1', 1)
    yield "the verdict", text.replace(">fails</span>", ">stands</span>", 1)
    yield "the first sentence", text.replace("would lose", "would gain", 1)
    yield "the fingerprint", text.replace("data-fingerprint>", "data-fingerprint>0")


def test_what_was_altered_is_seen_in_the_page_and_by_verify(tab, small, tmp_path):
    report, text = small
    for what, forged in tampered(text):
        assert forged != text, what
        file = tmp_path / "forged.html"
        file.write_text(forged, encoding="utf-8")
        found, _, _ = tab.opened(file)
        found.click("#verify")
        found.wait_for_selector("#verdict-of-verify.good, #verdict-of-verify.bad")
        assert "bad" in found.locator("#verdict-of-verify").get_attribute("class"), what
        with pytest.raises(AlteredPage):
            refuse_altered(file.read_bytes(), report)


def test_the_page_of_an_example_is_taken(page, quzhou):
    text = page.read_text(encoding="utf-8")
    assert ">59.6</data>" in text
    refuse_altered(text.encode("utf-8"), quzhou)


def test_a_page_with_another_number_is_refused_with_that_number(small):
    report, text = small
    assert ">20.0</data>" in text
    with pytest.raises(AlteredPage, match=r"99\.9"):
        refuse_altered(text.replace(">20.0</data>", ">99.9</data>").encode("utf-8"), report)


def test_words_that_no_fact_stands_behind_are_compared_by_verify(small):
    report, text = small
    refuse_altered(text.encode("utf-8"), report)
    for old, new in (
        ("What to sign", "What to burn"),
        (">-10.0</text>", ">10.0</text>"),
        ("</main>", "<p>Sign it.</p></main>"),
        ("</script>\n</body>", "</script><script>alert(1)</script>\n</body>"),
    ):
        assert old in text
        with pytest.raises(AlteredPage):
            refuse_altered(text.replace(old, new, 1).encode("utf-8"), report)


def test_damaged_data_are_one_sentence(page):
    text = page.read_bytes()
    start = text.index(b'id="intercity-data">') + 20
    for damaged in (text[:start] + b"A" + text[start:], text[:start] + text[start + 400 :]):
        with pytest.raises(AlteredPage, match="damaged"):
            report_in(damaged)
    assert report_in(b"{}") is None


def test_the_command_writes_a_page_that_verify_takes(tmp_path, call):
    """The same page in a process of its own."""
    file = tmp_path / "park.html"
    command = [sys.executable, "-m", "intercity", "report", PARK, "-o", file, "--no-ranges"]
    subprocess.run(command, capture_output=True, check=True)
    assert call("verify", PARK, file).code == 0
    again = tmp_path / "again.html"
    assert call("report", PARK, "-o", again, "--no-ranges").code == 0
    assert again.read_bytes() == file.read_bytes()
    forged = file.read_text(encoding="utf-8").replace(">20.0</data>", ">21.0</data>", 1)
    file.write_text(forged, encoding="utf-8")
    refused = call("verify", PARK, file)
    assert refused.code == 1
    assert "21.0" in refused.err


@pytest.mark.parametrize("place", ["report.txt", ".", "no/such/folder/x.html"])
def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path, place, call):
    refused = call("report", PARK, "-o", tmp_path / place, "--no-ranges")
    assert refused.code == 2
    assert len(refused.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_scenarios_side_by_side_are_a_page_too(tab, tmp_path, quzhou):
    scenario = quzhou.scenario
    found = compare({"now": scenario, "more": scenario.moved({"compact.projects": 31})})
    assert [one.key for one in found.inputs] == ["compact.projects"]
    file = tmp_path / "compared.html"
    file.write_text(found.to_html(), encoding="utf-8")
    page, said, asked = tab.opened(file)
    assert said == []
    assert asked == [file.as_uri()]
    cells = page.locator("table").first.locator("tbody tr").first.locator("td").all_text_contents()
    assert cells == [f"+{float(x):.1f}" for x in found.gains["Hangzhou"]]


def test_of_many_scenarios_each_has_a_lane_and_each_city_a_bar(tab, tmp_path):
    """A and B make 1 and 2 alone; of 3 + x each gains x/2."""
    game = "format = 1\ntitle = 'x'\n[game]\nsense = 'gain'\nassumed = 'an example'\n"
    worths = 'worths = {{ A = 1, B = 2, "A, B" = {} }}'
    made = {f"path {k}": parse_scenario(game + worths.format(3 + k)) for k in range(1, 13)}
    file = tmp_path / "compared.html"
    file.write_text(compare(made).to_html(), encoding="utf-8")
    page, said, asked = tab.opened(file, width=360, height=800)
    assert (said, asked) == ([], [file.as_uri()])
    words = page.locator("svg text").all_text_contents()
    assert [word for word in words if word in ("A", "B")] == ["A", "B"]  # the legend
    assert [word for word in words if word in made] == list(made)
    rows = page.locator("table").first.locator("tbody tr").all_text_contents()
    assert rows[-1] == "path 12+6.0+6.0"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("command", ["report", "compare"])
def test_no_page_is_written_over_a_scenario(tmp_path, command, call):
    file = tmp_path / "scenario.html"
    file.write_bytes(SKANE.read_bytes())
    refused = call(command, file, *([SKANE] if command == "compare" else []), "-o", file)
    assert refused.code == 2
    assert "another file" in refused.err
    assert file.read_bytes() == SKANE.read_bytes()


def test_of_many_cities_the_members_are_shown_and_the_others_in_a_fold(tab, tmp_path):
    deal = '[compact]\nmembers = ["C3", "C1"]\n[time]\n'
    deal += "horizon = { v = 1, low = 1, high = 2 }\ninterest = { v = 0, low = 0, high = 1 }"
    report = check_up(parse_scenario(f"{region(12)}\n{deal}"), ranges=False)
    file = tmp_path / "many.html"
    file.write_text(report_page(report), encoding="utf-8")
    page, said, _ = tab.opened(file)
    assert said == []
    assert set(page.locator("#payoffs tbody th").all_text_contents()) == {"C1", "C3"}
    rest = page.get_by_role("region", name="what the other cities have")
    assert not rest.is_visible()
    page.get_by_text("10 more cities").click()
    shown = rest.locator("tbody th").all_text_contents()
    assert sorted(shown) == sorted({f"C{k}" for k in range(12)} - {"C1", "C3"})


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ("3.0 to 3.5 a unit of quota at Owen's prices", "Owen's prices"),
        ("40 mu of quota", "mu"),
        ("without a price per mu", "mu"),
        ("the Shapley value is one", "Shapley value"),
        ("No proof of the core was found", "core"),
        ("10.2 in present value", "in present value"),
        ("as 29 groups (--json has them)", "intercity ..., --json"),
        ("(several together: intercity amend)", "intercity ..., --json"),
        ("leave out the 2 bonuses that move no firm", "bonus"),
        ("Hub would lose 3.0 by keeping its promises", "promise"),
    ],
)
def test_words_of_reports_that_few_readers_know_are_explained_at_the_end(told, word):
    assert word in dict(glossary(told))
    assert word not in dict(glossary("Both gain: Hub +1.6, Hills +1.1 a year."))


def test_names_of_checks_that_nobody_asked_are_not_explained():
    """Of a table of costs it was explained what an arms race is, and a truce."""
    page = report_page(report_of("skane"))
    words = page[page.index('<dl class="words">') :]
    explained = words[: words.index("</dl>")]
    assert "arms race" in page
    assert "<dt>Shapley value</dt>" in explained
    assert "race" not in explained


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ("if one alone stopped, it would lose 40% of its firms", "alone, status quo"),
        ("an assumed number, moved alone inside its range, turns it", "alone, status quo"),
        ("a fixed return of 10% of the investment a year", "to return"),
        ("the deal promises nothing that a member does not own", "promise"),
    ],
)
def test_a_word_in_another_sense_is_not_explained(told, word):
    """Of a truce of two, "alone" was told to be what a city makes without any deal."""
    assert word not in dict(glossary(told))
