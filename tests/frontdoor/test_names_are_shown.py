"""Names and texts of a file are shown as what they are, or refused: none steers the terminal.

A newline in a name forged a line of the report once, and Rich drew pictures for ``:smile:``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from unicodedata import category

import pytest

import intercity as ic
from games.printable import printable
from intercity.checkup.check_up import check_up
from intercity.report import written
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from tests.frontdoor.conftest import Told
from tests.frontdoor.starter import STARTER, rendered, report_of

ROOT = Path(__file__).resolve().parents[2]
UNSEEN = [
    "\x1b",
    "\x07",
    "\x00",
    "\x85",
    "\u200b",
    "\u200e",
    "\u202e",
    "\u2066",
    "\u2028",
    "\ufeff",
]
UNSEEN += ["\ue000", "\u00ad", "\U000e0041", "\x7f"]
"""Control, format, bidirectional, private characters, and separators of lines."""


def steers(text: str) -> bool:
    """Whether a terminal would obey something in it, line breaks apart."""
    text = text.replace("\n", "")
    return any(category(c) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} for c in text)


def escape(character: str) -> str:
    """As TOML and JSON write it."""
    return f"\\U{ord(character):08x}"


@pytest.mark.parametrize("character", UNSEEN, ids=ascii)
@pytest.mark.parametrize(
    "where",
    [
        'title = "a{}b"\n[cities.A]',
        'title = "x"\nmoney = "a{}b"\n[cities.A]',
        'title = "x"\n[cities."a{}b"]',
        'title = "x"\n"a{}b" = 1\n[cities.A]',
        'title = "x"\n[cities.A]\n[sources]\n"a{}b" = "y"',
        'title = "x"\n[cities.A]\n[sources]\ny = "a{}b"',
        'title = "x"\n[cities.A]\nrole = "a{}b"',
        'title = "x"\n[resources."a{}b"]\n[cities.A]',
        'title = "x"\n[cities.A]\n[game]\nsense = "a{}b"',
    ],
)
def test_a_character_that_cannot_be_seen_is_refused_by_its_number(
    where: str, character: str
) -> None:
    with pytest.raises(ScenarioError) as refused:
        parse_scenario("format = 1\n" + where.replace("{}", escape(character)))
    sentence = str(refused.value)
    assert f"U+{ord(character):04X}" in sentence
    assert not steers(sentence)
    assert "\n" not in sentence


@pytest.mark.parametrize("character", ["\x1b", "\u202e", "\x85", "\u2028"], ids=ascii)
def test_a_line_that_is_no_toml_is_echoed_with_escapes(character: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(f'format = 1\ntitle = "x"\na{character}b = = 3\n')
    sentence = str(refused.value)
    assert "line 3" in sentence
    assert ascii(character)[1:-1] in sentence
    assert not steers(sentence)
    assert "\n" not in sentence


def test_a_newline_in_a_name_is_refused_and_in_a_text_is_a_blank() -> None:
    forged = "A\\nHOLDS       everything"
    with pytest.raises(ScenarioError, match=r"U\+000A") as refused:
        parse_scenario(f'format = 1\ntitle = "x"\n[cities."{forged}"]\n')
    assert "\n" not in str(refused.value)
    scenario = parse_scenario(f'format = 1\ntitle = "{forged}"\n[cities.A]\n[cities.B]\n')
    assert scenario.title == "A HOLDS       everything"
    noted = parse_scenario('format = 1\ntitle = """one\r\ntwo\tthree"""\n[cities.A]\n')
    assert noted.title == "one two three"


NAMES = ["衢州", "São Paulo", "Ålesund", "Львів", "أبوظبي", "서울", "กรุงเทพ", "Côte-d'Or"]
NAMES += ["[bold]", "[/]", ":smile:", "back\\slash", "ends\\", "$x^{", "{0}", "%s", "<b>", "a`b"]
NAMES += ["[link=x]y[/link]"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_that_can_be_seen_is_printed_as_it_is(name: str) -> None:
    key = json.dumps(name, ensure_ascii=False)[1:-1]
    worths = {"A": 1, key: 2, f"A, {key}": 6}
    listed = "\n".join(f'"{group}" = {worth}' for group, worth in worths.items())
    text = (
        f'format = 1\ntitle = "About {key}"\nmoney = "{key} a year"\n'
        f'[game]\nsense = "gain"\nassumed = "x"\n[game.worths]\n{listed}\n'
    )
    report = check_up(parse_scenario(text), ranges=False)
    assert name in report.scenario.players
    for full in (False, True):
        told = written(report, 300, full=full)
        assert f"About {name}" in told
        assert f"{name} a year" in told
        assert told.count(name) > 2


@pytest.mark.parametrize("name", ["A\nall is well", "\x1b[31mA", "\u202eA"], ids=ascii)
@pytest.mark.parametrize(
    "refused",
    [
        lambda name: ic.CoalitionalGame([name], {name: float("nan")}),
        lambda name: ic.load_scenario(f"/nowhere/{name}.toml"),
        lambda name: ic.WeightedVoting({name: -1}, 9),
    ],
)
def test_errors_of_the_library_are_one_line_without_escapes_to_obey(
    refused: Callable[[str], object], name: str
) -> None:
    with pytest.raises(ic.IntercityError) as caught:
        refused(name)
    assert not steers(str(caught.value))
    assert "\n" not in str(caught.value)
    assert printable(name) in str(caught.value)


def test_a_path_or_option_is_echoed_with_escapes(tmp_path: Path, call: Callable[..., Told]) -> None:
    name = "a\x1b[2J\nHOLDS all\u202e"
    (tmp_path / "s.toml").write_text("format = ", "utf-8")
    (tmp_path / name).write_text("format = ", "utf-8")
    for arguments in (
        ["check", name],
        ["check", "s.toml", f"--{name}"],
        [name],
        ["check", name + "no"],
        ["check", "s.toml", "--write-lp", name],
        ["new", name],
        ["verify", "s.toml", name],
    ):
        told = call(*arguments, at=tmp_path)
        assert told.code == 2
        assert told.out == ""
        assert told.err.count("\n") == 1, told.err
        assert not steers(told.err)
    told = call("new", f"{name}.toml", at=tmp_path)
    assert (told.code, told.err) == (0, "")
    assert told.out.count("\n") == 1
    assert not steers(told.out)


def test_what_a_report_says_is_undecided_cannot_forge_a_line(
    tmp_path: Path, call: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    """verify prints what a report itself says is not proven: with escapes, or it refuses it."""
    from intercity import proofs

    monkeypatch.setattr(proofs, "may_end_without_answer", lambda name: True)
    example = ROOT / "examples" / "tva" / "scenario.toml"
    report = json.loads(call("check", example, "--json", "--no-ranges").out)
    forged = "x\nall 99 claims re-checked without a solver (99 certificates hold)\x1b[8m"
    first = report["certificates"][0]
    report["certificates"][0] = {"answer": first["answer"], "undecided": forged}
    stored = tmp_path / "report.json"
    stored.write_text(json.dumps(report))
    told = call("verify", example, stored)
    assert not any(line.startswith("all 99") for line in (told.out + told.err).split("\n"))
    assert not steers(told.out + told.err)


def test_a_model_that_a_browser_may_show_has_no_tags(
    tmp_path: Path, call: Callable[..., Told]
) -> None:
    tag = "<script>alert(1)</script>"
    text = f'format = 1\ntitle = "About {tag} & <= 3"\nmoney = "{tag}"\n[game]\nsense = "gain"\n'
    text += f'assumed = "x"\n[game.worths]\n"{tag}" = 1\nB = 2\n"B, {tag}" = 6\n'
    (tmp_path / "s.toml").write_text(text)
    assert call("check", "s.toml", "--write-model", "m.md", at=tmp_path).code == 0
    model = (tmp_path / "m.md").read_text("utf-8")
    assert "<script" not in model
    assert "</script" not in model
    assert model.startswith("# About &lt;script>alert(1)&lt;/script> & <= 3")


def test_a_picture_that_a_browser_may_show_has_no_tags() -> None:
    from io import StringIO

    pytest.importorskip("matplotlib")
    tag, formula = "<script>alert(1)</script>", "$x^{"
    game = ic.CoalitionalGame(
        [tag, formula, "C"],
        {
            tag: 0,
            formula: 0,
            "C": 0,
            (tag, formula): 3,
            (tag, "C"): 2,
            (formula, "C"): 2,
            (tag, formula, "C"): 6,
        },
    )
    race = ic.SubsidyCompetition([tag, formula], [2, 1], mu=1)
    for figure in (ic.core_triangle(game), ic.race_picture(race, money=tag)):
        drawn = StringIO()
        figure.savefig(drawn, format="svg")
        assert "<script" not in drawn.getvalue()
        assert "<path" in drawn.getvalue()


def test_a_key_of_the_file_is_read_as_words() -> None:
    """factory_land stood beside factory land: a park, and land that is sold in two years."""
    text = STARTER.replace("platforms.park", "platforms.hai_chuang")
    land = '[resources.farm_land]\nkind = "tradable"\n'
    land += "owned.Uplands = { v = 9, low = 0, high = 20 }\n"
    sale = '[[compact.transfer]]\nresource = "farm_land"\nfrom = "Uplands"\nto = "Harbour"\n'
    sale += "amount = { v = 4, low = 0, high = 9 }\nreversible = false\nwhen = {}\n"
    field = '[[activities]]\nname = "fields"\nsites = ["Harbour"]\n'
    field += 'uses = [{ resource = "farm_land" }]\nvalues = [{ city = "Harbour", kind = "cash", '
    field += "amount = { v = 1, low = 0, high = 2 } }]\n"
    text = text.replace("[platforms.hai", f"{land}{field}[platforms.hai", 1)
    sales = "".join(sale.replace("{}", str(year)) for year in (0, 2))
    text = text.replace("[[compact.refund]]", f"{sales}[[compact.refund]]", 1)
    told = rendered(check_up(parse_scenario(text), ranges=False))
    assert "hai chuang" in told
    assert "farm land" in told
    assert re.findall(r"[a-z]+_[a-z]+(?![a-z_]*\])", told) == []
    told = rendered(report_of("stock_land"))
    assert "what pilot plant costs" in told
