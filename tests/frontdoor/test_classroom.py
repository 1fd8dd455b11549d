"""The lessons run as scripts, state what is proven, hide it before a prediction, and take slips."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest

import intercity as ic
from tests.frontdoor.browser import Tab, chromium

pytest.importorskip("marimo")

ROOT = Path(__file__).parents[2]
LESSONS = {file.stem: file for file in sorted((ROOT / "examples" / "classroom").glob("*.py"))}


def app(name):
    spec = importlib.util.spec_from_file_location(f"lesson_{name}", LESSONS[name])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app


def told(outputs):
    """All words that the cells show."""
    return "\n".join(getattr(one, "text", "") for one in outputs if hasattr(one, "_mime_"))


@pytest.fixture(scope="module")
def runs():
    """What each lesson shows and defines, run without PuLP, which a browser does not have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pulp", None)
        yield {name: app(name).run() for name in LESSONS}


def test_there_are_six_and_each_is_named_where_the_teacher_looks():
    assert len(LESSONS) == 6
    page = (ROOT / "docs" / "classroom.md").read_text(encoding="utf-8")
    answers = (LESSONS["quota_swap"].parent / "answers.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.*)$", answers, re.MULTILINE)
    for name, file in LESSONS.items():
        assert f"{name}.py" in page
        title = re.search(r'app_title="([^"]*)"', file.read_text(encoding="utf-8"))[1]
        assert title in heads


@pytest.mark.parametrize("name", LESSONS)
def test_the_answer_is_hidden_until_a_prediction_is_made(name, runs):
    import marimo as mo

    shown, hidden = runs[name][0], app(name).run({"mo": mo, "ic": ic, "revealed": False})[0]
    after, before = told(shown), told(hidden)
    for head in ("2 · Reveal", "3 · Prove"):
        assert head in after
        assert head not in before
    pictures = [type(one).__name__ for one in hidden if type(one).__name__ == "Picture"]
    assert pictures == []


def test_every_question_of_a_lesson_is_answered_for_the_teacher():
    answers = (LESSONS["quota_swap"].parent / "answers.md").read_text(encoding="utf-8")
    for file in LESSONS.values():
        source = file.read_text(encoding="utf-8")
        title = re.search(r'app_title="([^"]*)"', source)[1]
        section = answers.split(f"## {title}\n")[1].split("\n## ")[0]
        asked = set(re.findall(r"Question (\d)", source))
        assert asked <= set(re.findall(r"\(questions? (\d)", section)) | {"1"}, file.name


class TestNumbersThatLessonsState:
    def test_the_outside_offer_raises_nash_by_half_of_it(self, runs):
        shown, defined = runs["quota_swap"]
        # On the edge from (100, 600) to (400, -300), h = 900 - 3 q, the product (q - d) h is
        # greatest at q = (300 + d) / 2.
        assert defined["answer"] == {"Quzhou": 180, "Hangzhou": 360}
        assert defined["rise"] == 30
        assert "<strong>30 more</strong>" in told(shown)
        assert defined["nash"].certificate.verify(defined["problem"])
        assert all(
            row.holds is not False for line in defined["proof"].lines for row in line.formulas
        )

    def test_pairs_of_60_leave_a_whole_of_72(self, runs):
        shown, defined = runs["who_walks_out"]
        assert defined["answer"].empty
        assert defined["answer"].certificate.verify(defined["game"])
        assert defined["leaves"].gain == 60 - 48
        assert "They gain 12." in told(shown)
        assert "no split keeps all three in" in told(shown)
        assert str(defined["proof"]).count("60") > 3

    def test_the_race_ends_where_a_formula_says(self, runs):
        shown, defined = runs["subsidy_race"]
        assert defined["race"].subsidies["Jinhua"] == 10 - 2 * Fraction(3, 2)
        assert defined["lines"][-1].startswith("So $s = 10 - 3 =$ **7**.")
        assert "at <strong>7</strong> for each firm" in told(shown)
        assert defined["cheats"] == ["Jinhua"]
        # T by a fine grid of bids against two that bid nothing: 30 (10 - s) e^(s/2)/(e^(s/2) + 2).
        import math

        best = max(
            30 * (10 - s) / (1 + 2 * math.exp(-s / 2)) for s in (k / 1000 for k in range(9000))
        )
        needed = (best - 100) / (best - 30)
        assert float(defined["truce"].critical_discount) == pytest.approx(needed, abs=1e-5)
        assert f"<strong>{needed:.3f}</strong>" in told(shown)

    def test_errors_grow_by_the_ratio_of_slopes(self, runs):
        shown, defined = runs["cobweb_and_matthew"]
        assert defined["one"].price == Fraction(100 - 10, 2 + 3)
        assert defined["one"].ratio == Fraction(-3, 2)
        assert "wages swing ever wider" in told(shown)
        assert defined["net"] == 1 - 0.5 - 0.25
        assert round(float(defined["moved"].ends["hub"]), 3) == 20
        assert defined["lead"].congestion == Fraction(3, 4)

    def test_the_best_pairs_make_what_all_orders_of_three_show(self, runs):
        from itertools import permutations

        shown, defined = runs["who_pairs_with_whom"]
        table = [[10, 10, 8], [13, 5, 11], [8, 10, 3]]
        best = max(
            sum(table[k][j] for k, j in enumerate(order)) for order in permutations(range(3))
        )
        assert defined["best"].value == best == 31
        assert defined["audit"].loss == 31 - 18
        assert "<strong>13</strong>" in told(shown)
        assert all(
            row.holds is not False for line in defined["proof"].lines for row in line.formulas
        )

    def test_the_lie_pays_what_a_table_shows(self, runs):
        shown, defined = runs["break_this_mechanism"]
        expects = {
            claim: sum(7 - Fraction(claim + c, 2) for c in (1, 3, 5, 7) if claim >= c) / 4
            for claim in (1, 3, 5, 7)
        }
        assert {claim: gain for claim, (gain, _) in defined["by_report"].items()} == expects
        assert defined["good"] == [3, 5]
        assert "<strong>3 or 5</strong>" in told(shown)
        assert "fails: Hangzhou of type 7" in told(shown)


class TestSlips:
    def of(self, lesson, **moves):
        return "\n".join(str(ic.Slip(lesson, who, given)) for who, given in moves.items())

    def test_deals_are_gains(self, runs):
        text = self.of(
            "quota swap", Anna={"mu": "150", "floor": "30"}, Bo={"mu": "0", "floor": "50"}
        )
        assert runs["quota_swap"][1]["collected"](text) == {
            "Anna": {"Quzhou": 8 * 30 - 150, "Hangzhou": 3 * 150 - 6 * 30},
            "Bo": {"Quzhou": 400, "Hangzhou": -300},
        }

    def test_splits_are_judged(self, runs):
        x = {"Hangzhou": "36", "Quzhou": "36", "Jinhua": "0"}
        (row,) = runs["who_walks_out"][1]["judged"](self.of("who walks out", Chen=x))
        assert (row["leave"], row["gain"]) in {
            ("Hangzhou and Jinhua", "24"),
            ("Quzhou and Jinhua", "24"),
        }

    def test_bids_are_played_by_the_class(self, runs):
        moves = {"Anna": {"bid": "2", "signs": "yes"}, "Bo": {"bid": "2", "signs": "no"}}
        rows, bid = runs["subsidy_race"][1]["played"](self.of("subsidy race", **moves))
        assert [(row["firms"], row["keeps"], row["truce"]) for row in rows] == [
            (10.0, 80.0, "broken"),
            (10.0, 80.0, "not signed"),
        ]
        assert bid == 10 - 2 * 2  # n/(n - 1) is 2 for two

    def test_one_bid_is_no_race(self, runs):
        with pytest.raises(ic.InvalidInput, match="2 or more"):
            runs["subsidy_race"][1]["played"](
                self.of("subsidy race", Anna={"bid": "2", "signs": "yes"})
            )

    def test_offers_clear_at_a_wage(self, runs):
        text = self.of("cobweb, round 2", Anna={"hours": "4"}, Bo={"hours": "7"})
        wage, earned = runs["cobweb_and_matthew"][1]["cleared"](text, 2)
        assert wage == 20 - 11
        assert earned == {"Anna": 9 * 4 - 8, "Bo": 63 - Fraction(49, 2)}
        with pytest.raises(ic.InvalidInput, match="round 1"):
            runs["cobweb_and_matthew"][1]["cleared"](text, 1)

    def test_lists_are_paired_and_nobody_would_rather_change(self, runs):
        lists = {"first": "Hangzhou", "second": "Ningbo", "third": "Wenzhou"}
        text = self.of("pairs", Anna=lists, Bo=lists, Chen=lists)
        by_cities, by_hubs = runs["who_pairs_with_whom"][1]["paired"](text)
        # Hangzhou takes who hands in first, Ningbo who hands in last.
        assert by_cities == by_hubs == {"Anna": "Hangzhou", "Bo": "Wenzhou", "Chen": "Ningbo"}

    def test_reports_meet(self, runs):
        moves = {
            "Anna": {"role": "buyer", "worth": "7", "report": "3"},
            "Bo": {"role": "seller", "worth": "5", "report": "5"},
        }
        text = self.of("break this mechanism", **moves)
        rows, lies, lost = runs["break_this_mechanism"][1]["played"](text)
        assert rows[0]["trade"] == "no"
        assert (lies, lost) == (1, 2)

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "the text with slips is empty"),
            ("Anna: 150 and 30", "is without one"),
            ("[quota swap | Anna]", "slip 1 is"),
            ("[quota swap | Anna | mu = 151 | floor = 30 | A47C]", "changed"),
            (str(ic.Slip("pairs", "Anna", {"mu": "1", "floor": "1"})), "'pairs'"),
            (str(ic.Slip("quota swap", "Anna", {"mu": "1"})), "without 'floor'"),
            (str(ic.Slip("quota swap", "Anna", {"mu": "1", "floor": "51"})), "between 0 and 50"),
            (str(ic.Slip("quota swap", "Anna", {"mu": "1", "floor": "1e9"})), "a number, such as"),
            (str(ic.Slip("quota swap", "Anna", {"mu": "1", "floor": "1/0"})), "a number, such as"),
        ],
    )
    def test_a_bad_paste_is_one_sentence(self, text, says, runs):
        with pytest.raises(ic.InvalidInput, match=re.escape(says)) as caught:
            runs["quota_swap"][1]["collected"](text)
        assert "\n" not in str(caught.value)

    def test_any_letter_that_changes_is_noticed(self):
        line = str(ic.Slip("quota swap", "Anna", {"mu": "150", "floor": "30"}))
        fields = line.strip("[]").rsplit(" | ", 1)[0]
        for k, letter in enumerate(fields):
            other = "7" if letter != "7" else "8"
            changed = f"[{fields[:k]}{other}{fields[k + 1 :]} | {line[-5:-1]}]"
            with pytest.raises(ic.InvalidInput):
                ic.read_slips(changed, "quota swap")

    def test_spaces_chats_and_second_thoughts(self):
        first, then = (ic.Slip("pairs", "Anna", {"first": hub}) for hub in ("Ningbo", "Wenzhou"))
        wrapped = str(then).replace(" | ", " |\n  ")
        chat = f"> {first}\n09:12 Teacher: thanks\n{wrapped} sorry"
        assert ic.read_slips(chat, "pairs") == {"Anna": then}

    @pytest.mark.parametrize("name", ["", "a|b", "[x]", "a = b", "n" * 101])
    def test_what_a_line_cannot_hold_is_refused(self, name):
        with pytest.raises(ic.InvalidInput):
            ic.Slip("pairs", name, {"first": "Ningbo"})


def test_pages_get_the_wheel_of_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wheel = f"../../dist/intercity-{version['version']}-py3-none-any.whl"
    for file in LESSONS.values():
        assert wheel in file.read_text(encoding="utf-8"), file.name


def test_a_browser_is_not_asked_for_what_it_does_not_have():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (pulp,) = [one for one in project["dependencies"] if one.startswith("pulp")]
    assert pulp.endswith("; sys_platform != 'emscripten'")


def test_a_picture_is_as_wide_on_a_phone_as_its_letters_need(tmp_path):
    """Of 1920 points it has letters of 31; marimo's `output` is no wider than the screen."""
    style = (LESSONS["quota_swap"].parent / "classroom.css").read_text(encoding="utf-8")
    drawn = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1920 1080'></svg>"
    image = f'<span class="output"><img src="data:image/svg+xml,{drawn}"></span>'
    page = tmp_path / "lesson.html"
    page.write_text(f"<!doctype html><style>{style}</style>{image}", encoding="utf-8")
    with chromium() as browser:
        tab, _, _ = Tab(browser).opened(page, width=390, height=844)
        wide = tab.locator("img").bounding_box()["width"]
        assert 31 * wide / 1920 >= 11.9
        assert (
            tab.evaluate("document.documentElement.scrollWidth") <= 390
        )  # the picture moves alone
