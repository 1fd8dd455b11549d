"""Bad input: one sentence each, with file, place, value and what would be right; exit code 2.

Each case changes one line of a scenario that is right, and runs the command line on it; one that
cannot be read and one of a key in a process of its own, the others in this one.
"""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from games.input_limits import MOST_CITIES
from intercity.region import table_of_worths
from intercity.scenario.errors import ScenarioError, ViolationKind
from intercity.scenario_file import load_scenario, parse_scenario
from tests.frontdoor.conftest import Told

ROOT = Path(__file__).resolve().parents[2]
QUZHOU = (ROOT / "examples" / "quzhou_hangzhou" / "scenario.toml").read_text("utf-8")
STARTER = (ROOT / "intercity" / "starter.toml").read_text("utf-8")
TVA = (ROOT / "examples" / "tva" / "scenario.toml").read_text("utf-8")
PARK = (ROOT / "examples" / "three_city_park" / "scenario.toml").read_text("utf-8")


def run(*arguments: str, at: Path) -> Told:
    """The command line as a user starts it."""
    done = subprocess.run(
        [sys.executable, "-m", "intercity", *arguments],
        cwd=at,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Told(done.returncode, done.stdout, done.stderr)


def one_sentence(text: str) -> str:
    """The text, if it is one sentence on one line."""
    assert text.endswith(".\n"), text
    assert text.count("\n") == 1, text
    sentence = text.removesuffix("\n")
    assert "Traceback" not in sentence
    assert not re.search(r"[.!?] +[A-Z]", sentence), sentence
    assert len(sentence) < 500
    return sentence


def changed(text: str, found: str, wrong: str) -> str:
    assert found in text, found
    return text.replace(found, wrong, 1)


NEGATIVE_TRANSFER = """[[compact.transfer]]
resource = "quota"
from = "Quzhou"
to = "Hangzhou"
amount = { v = -3, low = -4, high = 5 }
when = 0
reversible = false
[[compact.transfer]]"""

# case: (the file, what is replaced, by what, what the sentence must name)
ACTIVITY = """[[activities]]
name = "{}"
sites = ["Quzhou"]
values = [{{ city = "Quzhou", kind = "cash", amount = {{ v = 1, src = "CYD2017" }} }}]
uses = [{{ resource = "quota" }}]
[build]"""
CASES = {
    "unknown key": (
        QUZHOU,
        "local_share    =",
        "local_shar     =",
        ["[project] local_shar", "0.40", "local_share"],
    ),
    "unknown table": (QUZHOU, "[province]", "[provinces]", ["[provinces]", "be [province]."]),
    "a key like none of many": (
        QUZHOU,
        "format = 1",
        "format = 1\nzzz = 3",
        ["zzz", "3", "more (intercity schema lists all)"],
    ),
    "a table in capitals": (QUZHOU, "[province]", "[PROVINCE]", ["[PROVINCE]", "be [province]."]),
    "a key in another table": (
        QUZHOU,
        "[compact]\n",
        "[compact]\ninterest = 0.05\n",
        ["[compact] interest is an unknown key", "in [time], or one of "],
    ),
    "a table outside of its own": (
        QUZHOU,
        "[[compact.transfer]]",
        "[[transfer]]",
        ["[transfer] is an unknown key", "in [compact], or one of "],
    ),
    "unknown key in a list": (PARK, "uses = [{ resource", "uses = [{ resourc", ["#1", "resourc"]),
    "negative quota": (
        QUZHOU,
        "owned.Quzhou = { v = 400, low = 200, high = 600 }",
        "owned.Quzhou = { v = -400, low = -600, high = 600 }",
        ["[resources.quota.owned] Quzhou", "-400", "not negative"],
    ),
    "assumed without range": (
        QUZHOU,
        "rent           = { v = 0.18, low = 0,    high = 0.36 }",
        "rent = { v = 0.18 }",
        ["[project] rent", "0.18", "src", "low, high"],
    ),
    "half a range": (
        QUZHOU,
        "rent           = { v = 0.18, low = 0,    high = 0.36 }",
        "rent = { v = 0.18, low = 0.1 }",
        ["[project] rent", "0.18", "low, high"],
    ),
    "assumed outside its range": (
        QUZHOU,
        "rent           = { v = 0.18, low = 0,    high = 0.36 }",
        "rent = { v = 0.48, low = 0, high = 0.36 }",
        ["[project] rent", "0.48", "low <= v <= high"],
    ),
    "bare number": (
        QUZHOU,
        "rent           = { v = 0.18, low = 0,    high = 0.36 }",
        "rent = 0.18",
        [
            "[project] rent",
            "0.18",
            "{ v = 0.18, src = ... }",
            "{ v = 0.18, low = ..., high = ... }",
        ],
    ),
    "unknown source": (
        QUZHOU,
        'cost_one_off = { v = 320,  src = "CYD2017" }',
        'cost_one_off = { v = 320,  src = "CYD2071" }',
        ["[platforms.hai_chuang.cost_one_off] src", "CYD2071", "[sources]", "CYD2017"],
    ),
    "unknown owner": (
        QUZHOU,
        "owned.Quzhou = { v = 400",
        "owned.Quzhu = { v = 400",
        ["[resources.quota.owned] Quzhu", "unknown city", "Quzhou"],
    ),
    "unknown city in an activity": (
        PARK,
        'sites = ["Bury"]',
        'sites = ["Burry"]',
        ["[activities #2] sites #1", '"Burry"', "Bury"],
    ),
    "value for a city that takes no part": (
        PARK,
        'values = [{ city = "Bury"',
        'values = [{ city = "Cove"',
        ["[activities #2.values #1] city", '"Cove"', "Bury"],
    ),
    "two activities with one name": (
        PARK,
        'name = "a batch of Bury in the park"',
        'name = "a batch of Aton in the park"',
        ["[activities #2] name", '"a batch of Aton in the park", as of #1', "a name of its own"],
    ),
    "an activity called as a platform": (
        PARK,
        'name = "a batch of Bury in the park"',
        'name = "park"',
        ["[activities #2] name", '"park", as [platforms.park] is called'],
    ),
    "an activity called as what is traded": (
        QUZHOU,
        "[build]",
        ACTIVITY.format("buy quota"),
        ["[activities #1] name", '"buy quota", as trade in quota is called'],
    ),
    "an activity called as one of [build]": (
        QUZHOU,
        "[build]",
        ACTIVITY.format("build in Quzhou"),
        ["[activities #1] name", '"build in Quzhou", as an activity of [build] is called'],
    ),
    "a resource called as another of a city": (
        QUZHOU,
        "[build]",
        '[resources."buildable at Quzhou"]\nkind = "tradable"\n[build]',
        ['[resources] "buildable at Quzhou"', "the buildable of Quzhou is called so"],
    ),
    "unknown member": (
        QUZHOU,
        'members = ["Hangzhou", "Quzhou"]',
        'members = ["Hangzhou", "Wuhan"]',
        ["[compact] members #2", '"Wuhan"', "Hangzhou"],
    ),
    "duplicate city": (
        QUZHOU,
        "[cities.Lishui]",
        "[cities.Quzhou]",
        ["line", "[cities.Quzhou]", "given once"],
    ),
    "duplicate city but for case": (
        QUZHOU,
        "[cities.Lishui]",
        "[cities.quzhou]",
        ["[cities] quzhou", '"Quzhou"', "given once"],
    ),
    "shares that do not sum to 1": (
        QUZHOU,
        "attribution = { Hangzhou = 0.5, Quzhou = 0.5 }",
        "attribution = { Hangzhou = 0.5, Quzhou = 0.6 }",
        ["[statistics] attribution", "Quzhou = 0.6", "sum to 1", "1.1"],
    ),
    "refund outside the lawful shares": (
        QUZHOU,
        "tax_share = [0, 1]",
        "tax_share = [0, 0.4]",
        ["[compact.refund #1] share", "0.5", "0.4"],
    ),
    "gross tax without local share": (
        QUZHOU,
        "local_share    =",
        "# local_share  =",
        ["[project] local_share", "missing", "gross"],
    ),
    "worth of the empty coalition": (
        TVA,
        "navigation = 163520",
        '"" = 5\nnavigation = 163520',
        ["[game.worths]", "5", "0"],
    ),
    "missing coalition": (
        TVA,
        '"navigation, power" = 378821',
        "",
        ["[game.worths]", "missing", "{navigation, power}"],
    ),
    "coalition given twice": (
        TVA,
        '"navigation, power" = 378821',
        '"navigation, power" = 378821\n"power, navigation" = 378821',
        ["[game.worths]", "power, navigation", "given once"],
    ),
    "table without provenance": (TVA, "src   =", "# src =", ["[game] src", "missing", "assumed"]),
    "NaN": (TVA, "navigation = 163520", "navigation = nan", ["navigation", "NaN", "finite"]),
    "infinity": (
        QUZHOU,
        "rent           = { v = 0.18, low = 0,    high = 0.36 }",
        "rent = { v = 0.18, low = 0, high = inf }",
        ["[project.rent] high", "Infinity", "finite"],
    ),
    "a number of a billion digits": (
        TVA,
        "navigation = 163520",
        "navigation = 1e999999999",
        ["navigation", "1e999999999", "digits"],
    ),
    "a text for a number": (
        QUZHOU,
        "horizon   = { v = 20,   low = 10,   high = 40 }",
        'horizon = "20 years"',
        ["[time] horizon", '"20 years"', "v = ..."],
    ),
    "a percent for a share": (
        QUZHOU,
        "local_share    = { v = 0.40, low = 0.30, high = 0.50 }",
        "local_share    = { v = 40, low = 30, high = 50 }",
        ["[project] local_share", "a share from 0 to 1", "40 per cent is 0.4"],
    ),
    "a percent in quotes": (
        QUZHOU,
        "local_share    = { v = 0.40, low",
        'local_share    = { v = "40 %", low',
        ["[project.local_share] v", '"40 %"', "0.4, without quotes and the sign for per cent"],
    ),
    "one table where there can be several": (
        QUZHOU,
        "[[compact.refund]]",
        "[compact.refund]",
        ["[compact] refund is a single table", "[[compact.refund]], in double brackets"],
    ),
    "several tables where there can be one": (
        QUZHOU,
        "[compact]\n",
        "[[compact]]\n",
        ["[compact] is a list of tables, [[compact]]; it should be [compact], in single brackets"],
    ),
    "more years than two": (
        QUZHOU,
        "years = [1, 5]",
        "years = [1, 3, 5]",
        ["[compact.refund #1] years", "[1, 3, 5]", "a list of 2 (first and last year"],
    ),
    "one value in place of a list": (
        PARK,
        'values = [{ city = "Aton", kind = "cash", amount',
        'values = { city = "Aton", kind = "cash" } # amount',
        ["[activities #1] values is { ... }, a single table; it should be [{ ... }], a list"],
    ),
    "a word in place of a table": (
        PARK,
        "uses = [{ resource",
        'uses = ["batches"] # { resource',
        ["[activities #1] uses #1", "a table, { key = value, ... }"],
    ),
    "a deal of one": (
        QUZHOU,
        'members = ["Hangzhou", "Quzhou"]',
        'members = ["Hangzhou"]',
        ["[compact] members", '["Hangzhou"]', "a list of at least 2 (the cities that sign)"],
    ),
    "a title without words": (
        PARK,
        'title  = "',
        'title  = "" # "',
        ['title is ""', "a text that is not empty"],
    ),
    "a broken number of years": (
        QUZHOU,
        "horizon   = { v = 20,   low = 10,   high = 40 }",
        "horizon = { v = 20.5, low = 10, high = 40 }",
        ["[time] horizon", "20.5", "whole number"],
    ),
    "a truth value for a year": (QUZHOU, "when = 0", "when = true", ["when", "true", "whole"]),
    "unknown kind": (QUZHOU, 'kind = "bound"', 'kind = "bond"', ["kind", '"bond"', '"bound"']),
    "common pool without a conjecture": (
        PARK,
        '# nobody owns places; parks open them\nkind = "tradable"',
        '\nkind = "common"\namount = { v = 2, low = 1, high = 3 }',
        ["[resources.places] conjecture", "missing", "stay_home"],
    ),
    "selling dearer than buying": (
        QUZHOU,
        "sell_one_off = { v = 0.30, low = 0.20, high = 0.40 }",
        "sell_one_off = { v = 0.60, low = 0.20, high = 0.70 }",
        ["sell_one_off", "0.6", "buy_one_off", "0.5"],
    ),
    "no horizon": (
        PARK,
        "cost_per_year",
        "cost_one_off ",
        ["[time]", "missing", "platforms.park.cost_one_off"],
    ),
    "another format": (QUZHOU, "format = 1", "format = 2", ["format", "2", "1"]),
    "a game beside resources": (
        PARK,
        "[resources.batches]",
        '[game]\nsense = "gain"\nassumed = "x"\nworths = { Aton = 1 }\n[resources.batches]',
        ["[game]", "[resources]"],
    ),
    "negative budget": (
        QUZHOU,
        "budget.Lishui = { v = 8.0, low = 4, high = 16 }",
        "budget.Lishui = { v = -8.0, low = -9, high = 16 }",
        ["[subsidies.budget] Lishui", "-8", "not negative"],
    ),
    "mu of 0": (
        QUZHOU,
        "mu        = { v = 0.05, low = 0.02, high = 0.20 }",
        "mu = { v = 0, low = 0, high = 0.20 }",
        ["[subsidies] mu", "0", "above 0"],
    ),
    "no mu": (QUZHOU, "mu        = {", "# mu = {", ["[subsidies] mu", "missing", "judge places"]),
    "no mass": (QUZHOU, "mass      = {", "# mass = {", ["[subsidies] mass", "missing"]),
    "spillovers as a matrix": (
        QUZHOU,
        "[benchmarks]",
        "[subsidies.spillovers]\nQuzhou = [0, 0.1, 0]\n[benchmarks]",
        ["[subsidies.spillovers] Quzhou", "a table"],
    ),
    "spillover from nobody": (
        QUZHOU,
        "[benchmarks]",
        "[subsidies.spillovers.Quzhou]\nWuhan = { v = 0.1, low = 0, high = 1 }\n[benchmarks]",
        ["[subsidies.spillovers.Quzhou] Wuhan", "an unknown bidder"],
    ),
    "spillover from itself": (
        QUZHOU,
        "[benchmarks]",
        "[subsidies.spillovers.Quzhou]\nQuzhou = { v = 0.1, low = 0, high = 1 }\n[benchmarks]",
        ["[subsidies.spillovers.Quzhou] Quzhou", "a spillover from itself", "left out"],
    ),
    "discount factor of 1": (
        QUZHOU,
        "discount = { v = 0.95, low = 0.90, high = 0.98 }",
        "discount = { v = 1, low = 0.90, high = 1 }",
        ["discount", "v = 1", "above 0 and below 1"],
    ),
    "unknown technology": (
        QUZHOU,
        "[subsidies]\n",
        '[subsidies]\ntechnology = "Tulock"\n',
        ["[subsidies] technology", '"Tulock"', '"logit", "tullock", "all-pay" or "bertrand"'],
    ),
    "numbers of another technology": (
        QUZHOU,
        "[subsidies]\n",
        '[subsidies]\ntechnology = "tullock"\n',
        ["[subsidies] mu", 'given with technology = "tullock"', "only logit looks at it"],
    ),
    "an exponent without a contest": (
        QUZHOU,
        "[subsidies]\n",
        "[subsidies]\nexponent = { v = 1, low = 0.5, high = 2 }\n",
        ["[subsidies] exponent", 'given with technology = "logit"', "only tullock looks at it"],
    ),
    "more than all of it pocketed": (
        QUZHOU,
        "[subsidies]\n",
        "[subsidies]\ncaptured = { v = 1.5, low = 0, high = 2 }\n",
        ["[subsidies] captured", "1.5", "a share from 0 to 1"],
    ),
    "unknown conjecture": (
        QUZHOU,
        "[benchmarks]",
        '[clubs]\nconjecture = "epsilon"\n[benchmarks]',
        ["[clubs] conjecture", '"epsilon"', '"gamma"'],
    ),
    "clubs of no race": (
        TVA,
        "[game]",
        '[clubs]\nconjecture = "gamma"\n[game]',
        ["[clubs]", "given without [subsidies]", "left out"],
    ),
    "a decimal comma": (
        QUZHOU,
        "rent           = { v = 0.18, low = 0,    high = 0.36 }",
        "rent = { v = 0,18, low = 0, high = 0.36 }",
        [", [project] rent is 0,18; it should be 0.18, with a decimal point."],
    ),
    "a decimal comma in quotes": (
        QUZHOU,
        "rent           = { v = 0.18, low = 0,    high = 0.36 }",
        'rent = { v = "0,18", low = 0, high = 0.36 }',
        ['[project.rent] v is "0,18"; it should be 0.18, with a decimal point.'],
    ),
    "a number in quotes that is bare": (
        QUZHOU,
        "rent           = { v = 0.18, low = 0,    high = 0.36 }",
        'rent = "0,18"',
        ['[project] rent is "0,18"; it should be 0.18, with a decimal point.'],
    ),
    "a separator of thousands": (
        QUZHOU,
        "owned.Quzhou = { v = 400, low = 200, high = 600 }",
        "owned.Quzhou = { v = 1,400, low = 1,200, high = 1,600 }",
        [
            ", [resources.quota] owned.Quzhou is 1,400; it should be 1400, without a separator",
            " of thousands, or 1.400, with a decimal point.",
        ],
    ),
    "separators of thousands": (
        TVA,
        "navigation = 163520",
        "navigation = 1,163,520",
        ["navigation is 1,163,520; it should be 1163520, without separators of thousands."],
    ),
    "a decimal comma in a list": (
        PARK,
        "uses = [{ resource",
        'uses = [\n{ resource = "batches", amount = 0,5 },\n{ resource',
        [", [[activities]] amount is 0,5; it should be 0.5, with a decimal point."],
    ),
    "a range that is negative": (
        QUZHOU,
        "owned.Quzhou = { v = 400, low = 200, high = 600 }",
        "owned.Quzhou = { v = 400, low = -200, high = 600 }",
        ["[resources.quota.owned] Quzhou", "not negative, range included (low is -200)"],
    ),
    "a negative amount": (
        QUZHOU,
        "[[compact.transfer]]",
        NEGATIVE_TRANSFER,
        ["[compact.transfer #1] amount", "v = -3", "a number that is not negative"],
    ),
    "low and high swapped": (
        QUZHOU,
        "owned.Quzhou = { v = 400, low = 200, high = 600 }",
        "owned.Quzhou = { v = 400, low = 600, high = 200 }",
        [
            "[resources.quota.owned] Quzhou is { v = 400, low = 600, high = 200 }; it should",
            " be given with low = 200 and high = 600, which are swapped.",
        ],
    ),
    "a city without quotes": (
        QUZHOU,
        "[cities.Lishui]",
        "[cities.杭州市]",
        ['is `[cities.杭州市]`; it should be `[cities."杭州市"]`, the name in quotes.'],
    ),
    "a city of two words without quotes": (
        QUZHOU,
        "[cities.Lishui]",
        "[cities.New Lishui]  # the new one",
        ['it should be `[cities."New Lishui"]`, the name in quotes.'],
    ),
    "an owner without quotes": (
        QUZHOU,
        "owned.Quzhou = { v = 400, low = 200, high = 600 }",
        'owned.衢州 = { v = 400, src = "衢州" }',
        ['should be `owned."衢州" = { v = 400, src = "衢州" }`, the name in quotes.'],
    ),
    "a text that does not end": (
        QUZHOU,
        "[cities.Lishui]",
        '[cities.Lishui]\nrole = "杭州市',
        ['`role = "杭州市`', '`role = "杭州市"`, with a quote at both ends'],
    ),
    "a topic by another name": (
        QUZHOU,
        "[subsidies]\n",
        "[subsidy]\n",
        ["[subsidy] is an unknown table; it should be [subsidies]."],
    ),
    "a key of a topic by another name": (
        QUZHOU,
        "mass      = {",
        "masses    = {",
        ["[subsidies] masses is an unknown key", "it should be mass."],
    ),
    "a topic like none": (
        QUZHOU,
        "[benchmarks]",
        "[clubs_of_cities]\nx = 1\n[benchmarks]",
        ["[clubs_of_cities] is an unknown table; it should be one of ", ", clubs"],
    ),
    "broken TOML": (QUZHOU, "format = 1", "format = = 1", ["line 10", "format = = 1", "TOML"]),
}


PROMISED = {
    "broken TOML",
    "unknown key",
    "negative quota",
    "assumed without range",
    "assumed outside its range",
    "unknown city in an activity",
    "duplicate city",
    "shares that do not sum to 1",
    "gross tax without local share",
    "worth of the empty coalition",
    "missing coalition",
    "NaN",
    "infinity",
}
assert CASES.keys() >= PROMISED
APART = {"broken TOML", "unknown key"}
"""Told in a process of their own, as a user starts it."""
assert PROMISED >= APART


@pytest.mark.parametrize("case", CASES)
def test_bad_scenarios(case: str, tmp_path: Path, call: Callable[..., Told]) -> None:
    text, found, wrong, named = CASES[case]
    file = tmp_path / "bad.toml"
    file.write_text(changed(text, found, wrong), "utf-8")
    start = run if case in APART else call
    result = start("check", "bad.toml", "--write-model", "out.md", at=tmp_path)
    sentence, *others = map(one_sentence, result.err.splitlines(keepends=True))
    assert all(told.startswith("bad.toml: ") for told in (sentence, *others))
    assert [part for part in named if part not in sentence] == [], sentence
    assert result.code == 2
    assert result.out == ""
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("number", [61, MOST_CITIES])
def test_a_file_of_many_cities_is_looked_through_too(number):
    """From 61 cities on nothing but their names was: a member that there is not was let pass."""
    cities = "".join(f"[cities.C{k}]\n" for k in range(number))
    with pytest.raises(ScenarioError, match='members #2 is "X", an unknown city'):
        parse_scenario(f'format = 1\ntitle = "t"\n{cities}[compact]\nmembers = ["C0", "X"]\n')
    worths = "".join(f"C{k} = 1\n" for k in range(number))
    head = '[game]\nsense = "gain"\nassumed = "a guess"\n[game.worths]\n'
    with pytest.raises(ScenarioError, match=f"a table of {number} cities; it should be shorter"):
        parse_scenario(f'format = 1\ntitle = "t"\n{head}{worths}')


@pytest.mark.parametrize(
    ("old", "number", "hint"),
    [
        ("local_share    = { v = 0.40, low = 0.30, high = 0.50 }", 100, "100 per cent is 1"),
        ("local_share    = { v = 0.40, low = 0.30, high = 0.50 }", 101, ""),
        ("local_share    = { v = 0.40, low = 0.30, high = 0.50 }", 1.9, ""),
        ("horizon   = { v = 20,   low = 10,   high = 40 }", 2.5, ""),  # no share
    ],
)
def test_a_percent_is_told_where_it_can_be_one(old, number, hint):
    assert QUZHOU.count(old) == 1
    key = old.partition("=")[0]
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(QUZHOU.replace(old, f"{key} = {{ v = {number}, low = -50, high = 101 }}"))
    told = str(refused.value)
    assert "range included" in told
    assert hint in told
    assert bool(hint) == ("per cent is" in told)


NO_WORTHS = 'format = 1\ntitle = "x"\n[game]\nsense = "gain"\nassumed = "x"\n'


@pytest.mark.parametrize(
    ("group", "told"),
    [
        ("Port and Hill", '"Port and Hill" is one name; it should be "Port, Hill", with commas.'),
        ("Port+Hill", '"Port+Hill" is one name; it should be "Port, Hill", with commas.'),
        ("Port Hill", '"Port Hill" is one name; it should be "Port, Hill", with commas.'),
        ("Port, Hil", '"Port, Hil" is "Hil"; it should be "Hill", or have a worth of its own.'),
        ("Port, Dale", '"Port, Hill" is missing; it should be the worth of {Port, Hill}'),
    ],
)
def test_a_group_without_commas_or_misspelt_is_told_as_it_was_meant(group, told):
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(f'{NO_WORTHS}worths = {{ Port = 1, Hill = 2, "{group}" = 5 }}')
    assert told in str(refused.value)
    assert not refused.value.others


def test_a_name_of_a_table_of_worths_is_read_once_where_a_group_is_missing(monkeypatch):
    """Six cities stand in 63 groups; one of them has no worth of its own, and is in 31 others."""
    read, joined = [], table_of_worths.joined
    monkeypatch.setattr(
        table_of_worths, "joined", lambda name, alone: read.append(name) or joined(name, alone)
    )
    groups = [group for size in range(1, 7) for group in combinations("ABCDEF", size)]
    worths = ", ".join(f'"{", ".join(group)}" = 1' for group in groups if group != ("F",))
    with pytest.raises(ScenarioError, match="F is missing"):
        parse_scenario(f"{NO_WORTHS}worths = {{ {worths} }}")
    assert read == ["F"]


def test_a_city_that_is_called_as_two_others_are_has_worths():
    table = 'worths = { York = 1, New = 2, "New York" = 3, "New, York" = 3, "New, New York" = 5 '
    table += ', "York, New York" = 4, "York, New, New York" = 9 }'
    game = parse_scenario(
        f'format = 1\ntitle = "x"\n[game]\nsense = "gain"\nassumed = "x"\n{table}'
    )
    assert game.players == ("York", "New", "New York")
    with pytest.raises(ScenarioError, match='"York, New York" is missing') as refused:
        parse_scenario(NO_WORTHS + table.replace(', "York, New York" = 4', ""))
    assert not refused.value.others


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('"New York" = 0,5', 'line 1, "New York" is 0,5; it should be 0.5, with a decimal point.'),
        ("= 0,5", "line 1 is 0,5; it should be 0.5, with a decimal point."),
        ("a = 12,34,56", "line 1, a is 12,34,56; it should be a number without commas."),
        (
            'a = { 杭州 = 1, "x" = 2, 衢州 = 3 }',
            'it should be `a = { "杭州" = 1, "x" = 2, "衢州" = 3 }`, the name in quotes.',
        ),
        ("a = 2O", "it should be `a = 20`, with the digit 0 in place of a letter"),
        ("a = 5 市", "it should be `a = 5`, the number alone, in the unit that this file counts"),
        (
            "a = 5万",
            "it should be `a = 5`, the number alone, in the unit that this file counts in.",
        ),
        ("a = 0.5 yuan per mu/year", "it should be `a = 0.5`, the number alone, in the unit that"),
        ("a = １２．５", "it should be `a = 12.5`, with plain quotes, commas, digits and signs."),
        ('a = 5 to 10 "b"', "it should be TOML ("),
        ("3号.a = 5", 'it should be `"3号".a = 5`, the name in quotes.'),
        (
            '3号.a = 5\n"4号".a = 1 # 5号.a\n5号.a = 2\n6号.a = { v = 1 }',
            'it should be `"3号".a = 5`, the name in quotes; and so in 2 more lines.',
        ),
        ("a = { v = 5%, low = 12.5 % }", "`a = { v = 0.05, low = 0.125 }`, a share in place of a"),
        ('from = Hill # "who"', 'it should be `from = "Hill"`, the text in quotes.'),
        ('a = [Port, New York, "x"]', 'be `a = ["Port", "New York", "x"]`, the text in quotes.'),
        ("a = “杭 州”", 'it should be `a = "杭 州"`, with plain quotes, commas, digits'),
        ('a = { v = −5，src = "5，6 %" }', 'be `a = { v = -5,src = "5，6 %" }`, with plain quotes'),
        ("a = No", "it should be `a = false`, with true or false."),
        ("a = { v = .5, low = 0. }", "be `a = { v = 0.5, low = 0.0 }`, with a digit on both sides"),
        ("a = 007", "it should be `a = 7`, without zeros before the number."),
        ("a = 12 000", "it should be `a = 12000`, without blanks in the number."),
        ("Port, New York = 5", 'it should be `"Port, New York" = 5`, the key in quotes.'),
        ("a: 5", "it should be `a = 5`, with = after each key."),
        ("a { v: 5 }", "it should be `a = { v = 5 }`, with = after each key."),
        ("a = { v = 5; low = 3 high = 7 }", "be `a = { v = 5, low = 3, high = 7 }`, with a comma"),
        ('a = ["New York" "B",]', 'be `a = ["New York", "B"]`, with a comma between entries, and'),
        ("a = { v = 5 ]", "it should be `a = { v = 5 }`, with each bracket closed."),
        ("[cities.A", "it should be `[cities.A]`, with each bracket closed."),
        ("a = [", "it should be TOML ("),
        ('a = "Port', 'it should be `a = "Port"`, with a quote at both ends of the text.'),
        ("a = Port, New York", 'it should be `a = ["Port", "New York"]`, a list of texts.'),
        ("a = 5 // mu", "it should be `a = 5 # mu`, with # before a remark."),
        ("a = 5;", "it should be `a = 5`, without the sign at its end."),
        (
            "a = {v = 5,\nlow = 3}",
            "is `a = {v = 5,`; it should be on one line, from { to }.",
        ),
        ("a.b = 1\na.b = 2", "line 2 is `a.b = 2`; it should be given once"),
        ("a = 50 to 60", "it should be TOML ("),
        (f"a = {'x' * 100_000} 市", "it should be TOML ("),
        ("a = 0,5b", "it should be TOML ("),
        ("a = 1,5 # 'quoted", "line 1, a is 1,5; it should be 1.5, with a decimal point."),
    ],
    ids=lambda value: value[:20],
)
def test_a_line_that_is_no_toml(line: str, told: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(line)
    assert told in str(refused.value)
    assert refused.value.kind is ViolationKind.UNREADABLE


def test_an_untouched_scenario_is_not_refused() -> None:
    for text in (QUZHOU, TVA, PARK):
        parse_scenario(text)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["check", "nowhere.toml"], ["nowhere.toml", "missing", "intercity new nowhere.toml"]),
        (["check", "."], [". is not readable", "directory", "scenario file"]),
        (["check", "latin.toml"], ["latin.toml", "UTF-8"]),
        (["check", "empty.toml"], ["empty.toml is empty", "intercity new"]),
        (["check", "quiet.toml"], ["quiet.toml is empty but for comments", "intercity new"]),
        (["check", "table.xlsx"], ["table.xlsx is a table", "new FILE --from table.xlsx"]),
        (["amend", "TABLE.CSV"], ["TABLE.CSV is a table", "new FILE --from TABLE.CSV"]),
        (["check"], ["FILE"]),
        (["schek", "good.toml"], ["schek", "did you mean 'check' or 'schema' (see"]),
        (["good.toml"], ["did you mean 'check good.toml' (see intercity --help)"]),
        (["check", "good.toml", "--jsn"], ["--jsn: did you mean --csv or --json (see"]),
        (["check", "good.toml", "--explian", "x"], ["--explian: did you mean --explain (see"]),
        (["check", "good.toml", "--seconds", "ten"], ["--seconds is 'ten'", "a number, as 5"]),
        (["check", "good.toml", "--seconds", "5", "--seconds", "ten"], ["--seconds is 'ten'"]),
        (["check", "good.toml", "--seconds=1,5"], ["--seconds is '1,5'", "a number, as 5"]),
        (["check", "good.toml", "--seconds", "inf"], ["--seconds is 'inf'", "above 0, as 5"]),
        (["sweep", "good.toml", "--seed", "1.5"], ["--seed is '1.5'", "a whole number"]),
        (["check", "good.toml", "--json", "--verify"], ["--json --verify", "one of them"]),
        (["check", "good.toml", "--write-lp", "out.txt"], ["out.txt", ".lp or .mps"]),
        (["check", "good.toml", "--write-model", "no/out.md"], ["no/out.md", "no such file"]),
        (["check", "good.toml", "--write-model", "./good.toml"], ["good.toml", "another file"]),
        (["check", "good.toml", "--csv", "no/out"], ["--csv", "no/out", "in one that exists"]),
        (["check", "good.toml", "--csv", "good.toml"], ["--csv", "a folder, not a file"]),
        (["new", "good.toml"], ["good.toml", "does not exist"]),
        (["new", "new.xlsx"], ["new.xlsx", "such as new.toml", "--spreadsheet new.xlsx"]),
        (["new", "no/new.toml"], ["no/new.toml", "no such file"]),
        (["verify", "good.toml", "nowhere.json"], ["nowhere.json", "missing", "--json"]),
        (["verify", "good.toml", "good.toml"], ["good.toml is no JSON", "--json"]),
        (["verify", "good.toml", "latin.toml"], ["latin.toml is not UTF-8 at byte 11", "--json"]),
        (["verify", "nowhere.toml", "good.toml"], ["nowhere.toml", "missing"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_bad_arguments(
    arguments: list[str], named: list[str], tmp_path: Path, call: Callable[..., Told]
) -> None:
    (tmp_path / "good.toml").write_text(PARK, "utf-8")
    (tmp_path / "latin.toml").write_bytes('title = "Skåne"'.encode("latin-1"))
    (tmp_path / "empty.toml").write_text("")
    (tmp_path / "quiet.toml").write_text("# format = 1\n")
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    start = run if arguments == ["check", "nowhere.toml"] else call
    result = start(*arguments, at=tmp_path)
    sentence = one_sentence(result.err)
    assert [part for part in named if part not in sentence] == [], sentence
    assert result.code == 2
    assert result.out == ""
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_no_cities() -> None:
    for text in ("", "[cities]\n", '[game]\nsense = "gain"\nassumed = "x"\nworths = {}\n'):
        with pytest.raises(ScenarioError, match=r"\[cities\] is missing.*at least one city"):
            parse_scenario(f'format = 1\ntitle = "x"\n{text}')


def test_more_cities_than_a_file_may_have_says_how_many_it_may() -> None:
    cities = "".join(f"[cities.C{i}]\n" for i in range(201))
    with pytest.raises(ScenarioError, match=r"201 cities.*at most 200") as refused:
        parse_scenario(f'format = 1\ntitle = "x"\n{cities}')
    assert one_sentence(f"{refused.value}\n")


def test_all_of_several_faults_in_the_order_of_the_file(
    tmp_path: Path, call: Callable[..., Told]
) -> None:
    text = changed(QUZHOU, "[firm] ", "[firn] ")
    text = changed(text, "local_share    =", "local_shar     =")
    text = changed(text, "base_year = 2016", 'base_year = "2016"')
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(text, "s.toml")
    assert str(refused.value).startswith('s.toml: [time] base_year is "2016"')
    error = refused.value
    assert error.kind is ViolationKind.WRONG
    assert [(one.place, one.kind, one.expected) for one in error.others] == [
        ("[project] local_shar", ViolationKind.UNKNOWN_KEY, "local_share"),
        ("[firn]", ViolationKind.UNKNOWN_KEY, "[firm]"),
    ]
    (tmp_path / "s.toml").write_text(text, "utf-8")
    told = call("check", "s.toml", at=tmp_path)
    lines = told.err.splitlines(keepends=True)
    assert [one_sentence(line).partition(" is ")[0] for line in lines] == [
        "s.toml: [time] base_year",
        "s.toml: [project] local_shar",
        "s.toml: [firn]",
    ]
    assert (told.code, told.out) == (2, "")
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error)
    assert [one.kind for one in again.others] == [one.kind for one in error.others]


def test_what_is_missing_because_it_is_misspelt_is_one_fault() -> None:
    text = changed(QUZHOU, "title  = ", "titel = ")
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(text, "s.toml")
    assert (refused.value.place, refused.value.expected) == ("titel", "title")
    assert refused.value.others == ()
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(changed(QUZHOU, "title  = ", "# title = "), "s.toml")
    assert (refused.value.place, refused.value.kind) == ("title", ViolationKind.MISSING)


def test_what_seems_wrong_by_another_fault_is_not_told() -> None:
    """Without cities every name is unknown; with a member misspelt, so is who gives and pays."""
    without = "".join(
        part for part in re.split(r"(?m)^(?=\[)", STARTER) if not part.startswith("[cities.")
    )
    misspelt = changed(STARTER, '"Harbour", "Uplands"]', '"Harbour", "Upland"]')
    of_a_list = changed(PARK, 'kind = "cash"', 'kind = "tax"')  # which is not too short by it
    for text, place in (
        (without, "[cities]"),
        (misspelt, "[compact] members #2"),
        (of_a_list, "[activities #1.values #1] kind"),
    ):
        with pytest.raises(ScenarioError) as refused:
            parse_scenario(text, "s.toml")
        assert (refused.value.place, refused.value.others) == (place, ())


def test_the_error_has_its_facts_as_fields(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text(changed(QUZHOU, "owned.Quzhou = { v = 400", "owned.Quzhu = { v = 400"), "utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_scenario(file)
    error = refused.value
    assert error.file == str(file)
    assert error.place == "[resources.quota.owned] Quzhu"
    assert (error.value, error.expected, error.others) == (
        "an unknown city",
        "Quzhou, or be listed in [cities]",
        (),
    )


def refunds(*given: tuple[str, int, int, str]) -> str:
    """The main example with these refunds: share, first and last year, whether enforceable."""
    before, refund = QUZHOU.split("[[compact.refund]]")
    after = refund[refund.index("[compact.limits]") :]
    clauses = "".join(
        f'[[compact.refund]]\nbase = "stay_tax"\nfrom = "Hangzhou"\nto = "Quzhou"\n'
        f"share = {{ v = {share}, low = 0, high = 1 }}\nyears = [{first}, {last}]\n"
        f"enforceable = {enforceable}\n"
        for share, first, last, enforceable in given
    )
    return before + clauses + after


@pytest.mark.parametrize("enforceable", ["false", "true"])
@pytest.mark.parametrize("years", [(1, 5), (5, 9), (3, 3)])
def test_refunds_of_one_base_are_together_no_more_than_all_of_it(
    years: tuple[int, int], enforceable: str
) -> None:
    text = refunds(("0.7", 1, 5, "false"), ("0.7", *years, enforceable))
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(text, "s.toml")
    sentence = one_sentence(f"{refused.value}\n")
    named = ["[compact.refund #2] share", "0.7", "1.4", f"year {years[0]}", "refund #1"]
    assert [part for part in [*named, "at most 1"] if part not in sentence] == []


def test_refunds_together_obey_the_limit_by_law() -> None:
    limited = QUZHOU, "tax_share = [0, 1]", "tax_share = [0, 0.6]"
    three = refunds(*[("0.25", 1, 5, "false")] * 3)
    parse_scenario(three)
    with pytest.raises(
        ScenarioError, match=r"refund #3\] share is 0.25, and 0.75 of .* at most 0.6"
    ):
        parse_scenario(changed(three, *limited[1:]))


def test_refunds_one_after_the_other_or_in_two_halves_may_be_all_of_it() -> None:
    parse_scenario(refunds(("1", 1, 5, "false"), ("1", 6, 9, "false")))
    parse_scenario(refunds(("0.5", 1, 5, "false"), ("0.5", 2, 9, "true")))
