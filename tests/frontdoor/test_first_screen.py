"""The first screen, as the README shows it: what it prints is what the command prints."""

import dataclasses
import inspect
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

import pytest

from games.errors import InvalidInput
from intercity.checkup.check_up import check_up
from intercity.english import shown
from intercity.findings.checks import CHECKS
from intercity.page import report_page
from intercity.report import check_named, label
from intercity.scenario.label import label_of
from intercity.scenario.section import Section
from intercity.scenario_file import TABLES, load_scenario, parse_scenario, scenario_with
from intercity.topics.outcome import Verdict
from tests.frontdoor.private_scenarios import HEAD, listed, ranged
from tests.frontdoor.starter import STARTER, rendered, report_of, reported, with_ranges

ROOT = Path(__file__).parents[2]


def as_if(finding, verdict):
    """The finding with another verdict."""
    facts = dataclasses.replace(finding.facts, verdict=Verdict(verdict))
    return dataclasses.replace(finding, facts=facts)


def screen(scenario, *, ranges=False):
    return rendered(check_up(scenario, ranges=ranges), width=120)


def words(text):
    return " ".join(text.replace("~", " ").split())


def test_what_it_hinges_on_is_named_with_where_it_turns():
    printed = words(rendered(with_ranges(), width=120))
    interval = "(above|below|from) [0-9.]+ (up|down) to [0-9.]+: "
    assert re.search(f"HINGES ON [^.]+, assumed to be [0-9.]+: {interval}", printed)
    # A plant earns 1.30 - 0.25 at home against 1.00: it stays where that falls below.
    switching_value = next(
        switching_value
        for switching_value in with_ranges().switching_values
        if (switching_value.key, switching_value.check)
        == ("firm.return_small_city", "firms' choice")
    )
    assert switching_value.becomes == "fails"
    assert switching_value.after <= Fraction(125, 100) <= switching_value.before


@pytest.mark.parametrize(("example", "has"), [("tva", False), ("claims", True)])
def test_of_a_table_of_worths_no_numbers_are_said_to_have_been_left_in_their_ranges(example, has):
    """It has none to move, and screen and page said that they were not moved."""
    report = report_of(example)
    left = "ssumed numbers were not moved in their ranges"
    assert (left in words(rendered(report, width=120, full=False))) == has
    assert (left in report_page(report)) == has
    flips = words(rendered(report, width=120, full=True)).partition("FLIPS ")[2]
    told = "the ranges of assumed numbers were left out" if has else "the numbers of a table have"
    assert flips.startswith(f"not looked for: {told}")


def test_keys_are_said_in_words():
    scenario = load_scenario(ROOT / "examples/quzhou_hangzhou/scenario.toml")
    for key in ("resources.quota.owned.Quzhou", "province.credit.Hangzhou", "time.horizon"):
        assert "." not in label(scenario, key)
        assert "_" not in label(scenario, key)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("pairing.to_hub.Harbour.Up_lands", "what Up lands brings Harbour"),
        ("pairing.to_city.Harbour.Uplands", "what Harbour brings Uplands"),
        ("subsidies.value.Harbour", "what a firm is worth to Harbour"),
        ("resources.quota.exchange.cap", "the cap on trade in quota"),
        ("resources.quota.exchange.cap.Hills", "the cap on trade in quota of Hills"),
        ("compact.pool.0.share", "the share pooled"),
        ("compact.pool.2.share", "the share pooled (#3)"),
        ("information.cost.lowest", "the least that a unit may be worth to the seller"),
        ("information.value.types.1.weight", "how likely one of the buyer's values is"),
        ("information.buyers.Hub.types.1.value", "a value that Hub may have"),
        (
            "information.project.members.Hub.types.0.value",
            "a value that the project may have to Hub",
        ),
        ("information.project.members.Hub.known", "what the project is worth to Hub"),
        ("build", None),
        ("no_such.key", None),
    ],
)
def test_the_label_is_that_of_the_field_with_the_names_on_the_way(key, words):
    keys = tuple(int(step) if step.isdecimal() else step for step in key.split("."))
    assert label_of(scenario_with(TABLES), keys) == words


def test_clauses_of_one_kind_are_called_by_whose_they_are():
    """Only of those that are called the same the label says which: by their years, if it can."""
    same = "[[compact.payment]]\nfrom = 'A'\nto = 'B'\namount = { v = 1, low = 0, high = 2 }\n"
    same += "enforceable = true\n"
    back = same.replace("from = 'A'\nto = 'B'", "from = 'B'\nto = 'A'")
    text = "format = 1\ntitle = 'T'\n[time]\nhorizon = { v = 3, low = 1, high = 9 }\n"
    text += "interest = { v = 0, low = 0, high = 1 }\n[cities.A]\n[cities.B]\n[compact]\n"
    scenario = parse_scenario(f"{text}members = ['A', 'B']\n{same}{back}{same}")
    told = [label(scenario, f"compact.payment.{place}.amount") for place in range(3)]
    assert told == ["what A pays B", "what B pays A", "what A pays B (#2)"]
    late, once = f"{same}years = [2, 3]\n", f"{same}years = [1, 1]\n"
    scenario = parse_scenario(f"{text}members = ['A', 'B']\n{same}{back}{late}{once}")
    told = [label(scenario, f"compact.payment.{place}.amount") for place in range(4)]
    assert told == [
        "what A pays B (every year)",
        "what B pays A",
        "what A pays B (in years 2 to 3)",
        "what A pays B (in year 1)",
    ]


def test_every_number_of_the_examples_has_words():
    for file in sorted((ROOT / "examples").glob("*/scenario.toml")):
        scenario = load_scenario(file)
        for keys, _ in scenario.located_quantities():
            assert label_of(scenario_with(TABLES), keys, given=scenario), keys


def test_every_entry_that_a_file_may_have_has_words():
    """Each field is tried by a made-up path to it, of names and places."""

    def without_names(words):
        return re.sub(r"{\d}", "it", words)

    def paths(kind, keys):
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Annotated, Union, UnionType):
            for one in arguments[:1] if origin is Annotated else arguments:
                yield from paths(one, keys)
        elif origin is Mapping:
            yield from paths(arguments[1], (*keys, f"name{len(keys)}"))
        elif origin is tuple and inspect.isclass(arguments[0]) and arguments[0] not in (str, int):
            yield from paths(arguments[0], (*keys, 0))
        elif inspect.isclass(kind) and issubclass(kind, Section):
            for name, field in kind.model_fields.items():
                yield from paths(field.annotation, (*keys, field.alias or name))
        elif kind is not type(None):
            yield keys

    whole = scenario_with(TABLES)
    found = set(paths(whole, ()))
    assert {("compact", "bonus", 0, "from"), ("meetings", "votes", "name2")} <= found
    for keys in found:
        filled_in = keys[0] in ("compact", "activities")  # their labels have names from there
        assert label_of(whole, keys, told=without_names if filled_in else str), keys


def test_numbers_of_activities_are_called_by_name_city_and_kind():
    """No two of them alike."""
    scenario = load_scenario(ROOT / "examples/jing_jin_ji/scenario.toml")
    assert label(scenario, "activities.1.values.0.amount") == (
        "the cash for Beijing from 'offices on a mu that a firm left'"
    )
    assert (
        label(scenario, "activities.2.uses.1.amount") == "the land of Hebei for 'a firm in Hebei'"
    )
    for file in sorted((ROOT / "examples").glob("*/scenario.toml")):
        scenario = load_scenario(file)
        keys = [key for key, _ in scenario.quantities() if key.startswith("activities")]
        assert len({label(scenario, key) for key in keys}) == len(keys)


def test_small_numbers_are_not_rounded_away():
    assert shown(Fraction("0.0123")) == "0.012"
    assert shown(Fraction("-0.949")) == "-0.95"


def test_where_everything_was_asked_nothing_was_not():
    report = report_of("three_city_park")
    unasked = [finding.verdict == "not asked" for finding in report.findings]
    assert any(unasked)
    findings = [
        as_if(finding, "undecided") if one else finding
        for finding, one in zip(report.findings, unasked, strict=True)
    ]
    told = rendered(dataclasses.replace(report, findings=findings), width=120)
    assert "NOT ASKED nothing" in words(told)


def test_two_cities_are_both_and_what_cannot_fail_leaves_the_deal_to_look_at():
    printed = words(screen(parse_scenario((ROOT / "intercity/starter.toml").read_text("utf-8"))))
    assert "stable deal of both Harbour 24.0" in printed
    assert "There always is one, as every gain needs Harbour. A deal can miss it" in printed


def test_thousands_are_set_apart_in_every_line():
    """The park of three cities in a smaller money: each million is 123.45 of it."""
    text = (ROOT / "examples/three_city_park/scenario.toml").read_text("utf-8")
    scaled = re.sub(
        r"(?<= = )\d{2,}(?=[, ])", lambda found: f"{float(found[0]) * 123.45:.2f}", text
    )
    printed = screen(parse_scenario(scaled))
    assert "7,407.0 to be gained in smaller groups" in printed
    assert not re.findall(r"\d{4,}", printed)


def test_a_name_with_brackets_is_printed_as_it_is():
    worths = '{ "[b]A" = 1, "B" = 2, "[b]A, B" = 5 }'
    head = 'format = 1\ntitle = "Worths"\n[game]\nsense = "gain"\nassumed = "x"\n'
    printed = words(screen(parse_scenario(f"{head}worths = {worths}")))
    assert "[b]A 1.0 2.0 2.0 1.0 .. 3.0" in printed


def test_what_is_undecided_is_named_and_not_said_to_be_out_of_reach():
    alone = screen(parse_scenario(HEAD + ranged("buyers.A", 6, 8) + listed("sellers.C", {1: 1})))
    assert "IN SHORT Undecided: private values; why is told below." in words(alone)
    assert "Nothing in this scenario can be checked" not in alone


def test_a_deal_without_resources_does_not_lack_a_deal():
    """It was told to add [compact], which it has."""
    head = "format = 1\ntitle = 'T'\n[time]\nhorizon = { v = 3, low = 1, high = 9 }\n"
    head += "interest = { v = 0, low = 0, high = 1 }\n[cities.A]\n[cities.B]\n"
    printed = words(screen(parse_scenario(f"{head}[compact]\nmembers = ['A', 'B']\n")))
    assert "add [compact])" not in printed
    assert (
        "terms, efficiency, outside offers, walk-away, hold-up and consistency (add [resources])"
        in printed
    )


def test_of_nothing_little_is_said():
    scenario = parse_scenario('format = 1\ntitle = "Towns"\n[cities.A]\n[cities.B]\n')
    nothing = words(screen(scenario, ranges=True))
    assert "IN SHORT Nothing in this scenario can be checked; --full lists what to add" in nothing
    assert nothing.endswith("PROOF nothing is claimed, so that there is nothing to prove")
    for silent in ("HINGES ON", "FLIPS", "table of worths"):
        assert silent not in nothing
    patient = "discount = { v = 0.9, low = 0.8, high = 0.95 }\n[cities.B]"
    one = parse_scenario(f'format = 1\ntitle = "Towns"\n[cities.A]\n{patient}\n')
    told = words(screen(one, ranges=True))
    assert "BASIS 1 number: 0 sourced, 1 assumed NOT ASKED" in told
    assert "HINGES ON" not in told


def test_nothing_is_said_of_what_was_not_decided():
    report = report_of("quzhou_hangzhou")
    sound = [as_if(f, f.verdict if f.verdict == "not asked" else "stands") for f in report.findings]
    whole = rendered(dataclasses.replace(report, findings=sound), width=120)
    assert "would break it, unless the province consents to another deal." in words(whole)
    free = [f for f in sound if f.name != "outside offers"]
    whole = rendered(dataclasses.replace(report, findings=free), width=120)
    assert "Nothing that was asked would break it." in words(whole)
    one = [as_if(f, "undecided") if f.name == "walk-away" else f for f in free]
    partly = words(rendered(dataclasses.replace(report, findings=one), width=120))
    assert "Nothing that was decided would break it. Undecided: walk-away; why is" in partly


def test_a_report_prints_as_the_first_screen_and_is_short_in_a_list():
    report = report_of("three_city_park", ranges=True)
    scenario = report.scenario
    assert str(report).startswith("CHECK-UP    A park for two of three cities")
    assert max(map(len, str(report).splitlines())) <= 100
    assert repr(report).endswith(": 1 fails, 0 undecided, 2 stands)")
    assert repr(scenario) == str(scenario)
    assert repr(scenario).endswith(": 3 cities, 8 numbers)")
    assert repr(report.findings[2]) == "Finding(all together: fails)"
    assert "REPAIR a fine of 20.0" in str(report.findings[2])
    first = report.switching_values[0]
    assert "provides.places 2, from 2.375 to 3: all together stands" in repr(first)


def of_many(count):
    """The starter, its two members among so many cities."""
    towns = "".join(f"[cities.Town{k}]\n" for k in range(count - 2))
    shared = '[[activities]]\nname = "fair"\nsites = [{}]\nvalues = [{}]\nlimit = {}\n'
    cities = ["Harbour", *(f"Town{k}" for k in range(count - 2))]
    value = '{ city = "Harbour", kind = "cash", amount = { v = 1, low = 1, high = 1 } }'
    fair = shared.format(
        ", ".join(f'"{city}"' for city in cities), value, "{ v = 1, low = 1, high = 1 }"
    )
    return parse_scenario(
        STARTER.replace("[resources.quota]", f"{towns}\n[resources.quota]") + fair
    )


def test_of_many_cities_members_stand_once_and_the_others_are_counted():
    report = check_up(of_many(12), ranges=False)
    lines = rendered(report, width=100, full=False).splitlines()
    head = next(k for k, line in enumerate(lines) if "alone   deal" in line)
    rows = [line.split()[0] for line in lines[head + 1 : head + 4]]
    assert sorted(rows) == ["...", "Harbour", "Uplands"]
    assert sum("... 10 more" in line for line in lines) == 1
    assert len(lines) <= 45


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("hold-up", "hold-up"),
        ("holdup", "hold-up"),
        ("Hold up", "hold-up"),
        ("firms choice", "firms' choice"),
        ("park", "the park"),
        ("clubs", "truce clubs"),
    ],
)
def test_a_check_is_found_by_its_letters_or_a_part_of_them(name, meant):
    assert check_named(name, list(CHECKS)) == meant


@pytest.mark.parametrize(
    ("name", "likely"),
    [("hodlup", "hold-up"), ("wakl-away", "walk-away"), ("firm", "firms' choice")],
)
def test_of_an_unknown_check_the_nearest_is_named(name, likely):
    with pytest.raises(InvalidInput) as refused:
        check_named(name, list(CHECKS))
    assert refused.value.expected.startswith(f"{likely}, if that is meant, or one of surplus")


@pytest.mark.parametrize("name", ["nothing", "core", "nucleolus"])
def test_of_a_check_that_is_like_none_all_are_named_and_none_is_guessed(name):
    with pytest.raises(InvalidInput) as refused:
        check_named(name, list(CHECKS))
    assert refused.value.expected.startswith("one of surplus, the park")


def test_a_report_is_read_by_the_name_of_a_check():
    report = report_of("zone")
    assert [report[finding.name] for finding in report.findings] == list(report.findings)
    assert report["Zone"].name == "zone"
    for wrong in ("zzz", 0):
        with pytest.raises(InvalidInput, match="the name of the check"):
            report[wrong]


def test_what_is_not_asked_is_named_in_a_line_or_counted():
    report = report_of("zone")
    number = sum(finding.verdict == "not asked" for finding in report.findings)
    assert f"NOT ASKED {number} checks: --full lists them" in words(
        rendered(report, 100, full=False)
    )
    assert "NOT ASKED surplus, the park, " in words(rendered(report, 400, full=False))


@pytest.mark.parametrize(
    ("mends", "count", "part"),
    [
        (Fraction(1), "it can be repaired by a clause below", ""),
        (Fraction(2, 3), "a clause below repairs at least half of it", ""),
        (Fraction(1, 3), "no clause below repairs it", "only in part: "),
        # As of a deposit that costs more than it holds: its words say so.
        (Fraction(0), "no clause below repairs it", ""),
    ],
)
def test_a_repair_is_said_to_be_in_part_where_it_is_not_counted(mends, count, part):
    """Screen, full report and page count alike: what mends less than half is no repair."""
    report = reported()
    one = report["walk-away"]
    repair = dataclasses.replace(one.facts.repair, mends=mends)
    one = dataclasses.replace(one, facts=dataclasses.replace(one.facts, repair=repair))
    report = dataclasses.replace(report, findings=(one,))
    page, printed = report_page(report), words(rendered(report, width=120))
    assert f"1 check fails; {count}" in printed
    assert f"1 check fails; {count}" in page
    for told in (printed, words(rendered(report, full=True, width=120))):
        assert f"REPAIR {part}a deposit of" in told
    assert ("<strong>Repair, only in part:</strong>" in page) is bool(part)
