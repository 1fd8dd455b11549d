"""What is read from outside has limits: each is refused in a sentence, before it takes long.

The hostile ones took minutes, gigabytes or a traceback once; docs/security.md lists the limits.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from games import input_limits
from games.strict_json import AmbiguousJson, strict_json
from intercity.checkup.replay import verify_report
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import load_scenario, parse_scenario
from solvers.certificate import Certificate, MalformedCertificate
from tests.frontdoor.conftest import Told

HEAD = 'format = 1\ntitle = "x"\n'
GAME = HEAD + '[game]\nsense = "gain"\nassumed = "x"\n[game.worths]\n'
ROOT = Path(__file__).resolve().parents[2]
TVA = ROOT / "examples" / "tva" / "scenario.toml"
SECONDS = 20
"""Of this process's own time: refused early it takes one or two, refused late it took minutes."""

# case: (the scenario, what the sentence names)
BEYOND = {
    "an exponent of twenty digits": (GAME + "A = 1e99999999999999999999", ["A is 1e999", "digits"]),
    "a tiny one": (GAME + "A = 1e-99999999999999999999", ["A is 1e-999", "at most 100 digits"]),
    "an exponent that fills the memory": (GAME + "A = 1e300000000", ["A is 1e300000000", "digits"]),
    "5,000 hexadecimal digits": (GAME + "A = 0x" + "f" * 5000, ["A is 0xfff", "100 digits"]),
    "200 hexadecimal digits": (GAME + "A = 0x" + "f" * 200, ["A is 0xfff", "100 digits"]),
    "5,000 digits": (GAME + "A = " + "9" * 5000, ["line 7", "100 digits"]),
    "a million digits after the point": (GAME + "A = 0." + "9" * 10**6, ["line 7", "100 digits"]),
    "101 digits after the point": (GAME + "A = 0." + "9" * 101, ["A is 0.999", "100 digits"]),
    "a key of 900 parts": (HEAD + ".".join("a" * 900) + " = 1", ["line 3", "at most 20 tables"]),
    "a header of 900 parts": (HEAD + f"[{'.'.join('a' * 900)}]", ["line 3", "at most 20 tables"]),
    "quoted parts": (HEAD + ".".join(['"a b"'] * 10**5) + " = 1", ["line 3", "at most 20 tables"]),
    "21 lists in each other": (HEAD + "a = " + "[" * 22 + "]" * 22, ["nested", "at most 20"]),
    "lists without end": (HEAD + "a = " + "[" * 10**5, ["nested"]),
    "100,000 unknown keys": (
        HEAD + "".join(f"k{i} = 1\n" for i in range(10**5)),
        ["more than 20,000", "smaller"],
    ),
    "100,000 worths": (
        GAME + "".join(f"C{i} = 1\n" for i in range(10**5)),
        ["more than 20,000", "smaller"],
    ),
    "19,000 cities": (
        GAME + "".join(f"C{i} = 1\n" for i in range(19_000)),
        ["19000 cities", "shorter"],
    ),
    "a text of a million": (f'format = 1\ntitle = "{"x" * 10**6}"', ["title", "at most 2,000"]),
    "a name of a million": (HEAD + "k" * 10**6 + " = 1", ["name of 1,000,000", "at most 2,000"]),
    "a text of megabytes": ("#" * (input_limits.LARGEST_SCENARIO + 1), ["2,097,153", "2,097,152"]),
}


@pytest.mark.parametrize("case", BEYOND)
def test_a_scenario_beyond_a_limit_is_refused_in_a_sentence(case: str) -> None:
    text, named = BEYOND[case]
    began = time.process_time()
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(text, "s.toml")
    assert time.process_time() - began < SECONDS
    sentence = str(refused.value)
    assert sentence.startswith("s.toml")
    assert "; it should be " in sentence
    assert "\n" not in sentence
    assert len(sentence) < 1000
    assert [part for part in named if part not in sentence] == [], sentence


def test_what_is_at_the_limits_is_read() -> None:
    digits = "9" * 100
    text = GAME + f'A = 0.{digits}\nB = {digits}\n"A, B" = 1e100\n'
    game = parse_scenario(text).game
    assert game is not None
    assert game.worths["A"] == Fraction(int(digits), 10**100)
    assert game.worths["B"] == int(digits)
    assert game.worths["A, B"] == 10**100
    title = "衢" * input_limits.LONGEST_TEXT
    assert parse_scenario(f'format = 1\ntitle = "{title}"\n[cities.A]\n').title == title


def test_of_many_faults_the_first_are_told() -> None:
    began = time.process_time()
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(HEAD + "".join(f"k{i} = 1\n" for i in range(19_000)), "s.toml")
    assert time.process_time() - began < SECONDS
    *told, last = str(refused.value).split("\n")
    assert [line.split()[1] for line in told] == [f"k{i}" for i in range(input_limits.MOST_FAULTS)]
    assert last == "s.toml: more is wrong; mend this first."
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(HEAD + "".join(f"k{i} = 1\n" for i in range(19)) + "[cities.A]", "s.toml")
    assert len(str(refused.value).split("\n")) == 19


def test_names_that_are_nearly_alike_do_not_keep_it_busy() -> None:
    """Comparing each of many long names with each takes minutes."""
    sources = "".join(f'k{i}{"y" * 1900} = "x"\n' for i in range(500))
    wrong = "".join(f'b{i} = {{ v = 1, src = "q{i}{"y" * 1500}" }}\n' for i in range(300))
    began = time.process_time()
    with pytest.raises(ScenarioError, match="should be a key of"):
        parse_scenario(f"{HEAD}[cities.A]\n[sources]\n{sources}[benchmarks]\n{wrong}")
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(("command", "most"), [("check", "2,097,152"), ("verify", "67,108,864")])
def test_a_large_file_is_refused_unread(
    command: str, most: str, tmp_path: Path, call: Callable[..., Told]
) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(2**40)  # a file with a hole: on the disk it takes nothing
    told = call(command, *([TVA, large] if command == "verify" else [large]))
    assert (told.code, told.out) == (2, "")
    assert told.err.count("\n") == 1
    assert f"{large} is" in told.err
    assert f"a file of more than {most} bytes" in told.err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="devices and pipes of Unix")
@pytest.mark.parametrize("command", ["check", "verify"])
@pytest.mark.parametrize("what", ["/dev/zero", "pipe", "folder"])
def test_what_is_no_file_is_not_read(
    what: str, command: str, tmp_path: Path, call: Callable[..., Told]
) -> None:
    given = Path(what)
    if what == "pipe":
        given = tmp_path / "pipe"
        os.mkfifo(given)
    elif what == "folder":
        given = tmp_path
    told = call(command, *([TVA, given] if command == "verify" else [given]))
    assert (told.code, told.out) == (2, "")
    assert told.err.count("\n") == 1
    assert f"{given} is" in told.err
    assert ("directory" if what == "folder" else "a device or a pipe") in told.err


def test_a_path_that_no_system_has_is_refused() -> None:
    with pytest.raises(ScenarioError, match="null"):
        load_scenario("a\0b")


# what stands for a fraction in a report: as str(Fraction) writes it, and nothing else
@pytest.mark.parametrize(
    "text",
    [
        *("1e300000000", "1e5", "0.5", "1/3e9", " 1", "1_000", "+1", "1/-3", "٣", "9" * 4301),
        *("", "1/", 5, None, ["1"], {}),
    ],
    ids=lambda text: str(text)[:12],
)
def test_only_plain_fractions_are_read(text: object) -> None:
    with pytest.raises(ValueError, match="4,300 digits"):
        input_limits.fraction_from_json(text)


def test_plain_fractions_are_read_as_they_were_written() -> None:
    for number in (Fraction(-7, 3), Fraction(0), Fraction(10**4299), Fraction(1, 10**4299)):
        assert input_limits.fraction_from_json(str(number)) == number


def test_a_certificate_with_a_fraction_of_a_billion_digits_is_malformed() -> None:
    data = {"kind": "core", "split": {"A": {"exact": "1e300000000", "value": 1e300}}}
    with pytest.raises(MalformedCertificate):
        Certificate.from_json(data)


def test_a_report_with_a_number_of_a_billion_digits_is_refused(call: Callable[..., Told]) -> None:
    """Everywhere that a fraction stands in a real report, in turn."""
    example = ROOT / "examples" / "three_city_park" / "scenario.toml"
    scenario = load_scenario(example)
    text = call("check", example, "--json", "--no-ranges").out
    pieces = text.split('"exact": "')
    assert len(pieces) > 100
    places = range(1, len(pieces), max(1, len(pieces) // 40))
    for i in places:
        rest = pieces[i].partition('"')[2]
        forged = '"exact": "'.join([*pieces[:i], f'1e300000000"{rest}', *pieces[i + 1 :]])
        assert forged.count("1e300000000") == 1
        assert not verify_report(scenario, forged)


def test_json_is_of_bounded_depth() -> None:
    deepest = input_limits.DEEPEST_REPORT
    assert strict_json("[" * deepest + "]" * deepest)
    for depth in (deepest + 1, 900, 10**5):
        for opened, closed in (("[", "]"), ('{"a":', "}")):
            inside = "1" if opened != "[" else ""
            with pytest.raises(AmbiguousJson, match="more than 100 lists"):
                strict_json(opened * depth + inside + closed * depth)


def test_a_key_that_stands_twice_is_found_among_many() -> None:
    keys = [f'"k{i}": 1' for i in range(100_000)]
    began = time.process_time()
    with pytest.raises(AmbiguousJson, match="'k99999' stands twice"):
        strict_json("{" + ", ".join([*keys, keys[-1]]) + "}")
    with pytest.raises(AmbiguousJson, match="stands twice") as refused:
        strict_json(json.dumps({"x" * 10**6: 1, "y" * 10**6: 2}).replace("y", "x"))
    assert time.process_time() - began < SECONDS
    assert len(str(refused.value)) < 200


def test_a_report_in_a_thousand_lists_is_refused(tmp_path: Path, call: Callable[..., Told]) -> None:
    report = json.loads(call("check", TVA, "--json", "--no-ranges").out)
    text = json.dumps({**report, "unproven": "here"})
    for depth in (99, 101, 900, 50_000):
        stored = tmp_path / "report.json"
        stored.write_text(text.replace('"here"', "[" * depth + "]" * depth))
        told = call("verify", TVA, stored)
        assert told.code in {1, 2}, depth
        assert told.out == ""
        assert told.err.count("\n") == 1


def test_a_report_that_python_has_read_is_refused_at_any_depth(call: Callable[..., Told]) -> None:
    report = json.loads(call("check", TVA, "--json", "--no-ranges").out)
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    scenario = load_scenario(TVA)
    assert verify_report(scenario, report)
    for part in report:
        assert not verify_report(scenario, {**report, part: deep}), part
    certificate = report["certificates"][0]["certificate"]
    for part in certificate:
        with pytest.raises(MalformedCertificate):
            Certificate.from_json({**certificate, part: deep})
