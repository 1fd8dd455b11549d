"""What a page gives to sign: found, shown with its facts, proven again, and refused when forged."""

import html
import json
import re
import shlex
import subprocess
import sys
from fractions import Fraction
from html.parser import HTMLParser

import pytest

from games.errors import InvalidInput
from intercity.amendment import amend
from intercity.checkup.check_up import check_up
from intercity.page import report_page
from intercity.page.altered_page import AlteredPage, data_in, refuse_altered
from intercity.page.package import Package
from intercity.page.packing import packed
from intercity.page.shown_text import fingerprint
from intercity.page.to_sign import to_sign
from intercity.scenario_file import parse_scenario
from intercity.topics.condition import Condition, Wish
from intercity.words import words
from tests.frontdoor.browser import Tab, chromium
from tests.frontdoor.small_scenarios import quota_for_a_price, quota_scenario
from tests.frontdoor.starter import STARTER, report_of
from tests.frontdoor.test_amended_file import SHORT

LOSS = {"worth_in_hub": (1, 1, 1), "worth_in_hills": (3, 3, 3)}
DATA = re.compile(r'(?<=id="intercity-data">)[^<]*')


@pytest.fixture(scope="module")
def given_away():
    """Ten units, worth 1 each to Hills and 3 to Hub, for nothing; and what to sign."""
    scenario = quota_scenario()
    return check_up(scenario, ranges=False), amend(scenario).package


@pytest.fixture(scope="module")
def page(given_away):
    return report_page(*given_away)


class Section(HTMLParser):
    """The text between one heading and the next, and the numbers in it."""

    def __init__(self, heading):
        super().__init__()
        self.heading, self.inside, self.told, self.numbers = heading, False, [], []

    def handle_starttag(self, tag, attrs):
        if tag == "h2":
            self.inside = dict(attrs).get("id") == self.heading
        if self.inside and tag == "data":
            self.numbers.append(Fraction(dict(attrs)["value"]))

    def handle_data(self, data):
        if self.inside:
            self.told.append(data)


def section(page, heading):
    found = Section(heading)
    found.feed(page)
    return " ".join(" ".join(found.told).split()), found.numbers


def test_a_deal_that_fails_is_given_with_the_change_that_mends_it(page, given_away):
    """At 1 each nobody loses: Hub has 30 - 10, and Hills 10 as without the deal."""
    told, numbers = section(page, "clauses")
    assert "Hub pays 1 per unit" in told
    assert "10 in all" in told
    hub, hills = (0, 30, 20), (10, 0, 10)
    assert numbers == [*hub, *hills]
    then, _ = section(page, "then")
    names = [one.name for one in given_away[1].report.findings if one.verdict == "stands"]
    assert {"terms", "outside offers"} <= set(names)
    assert all(name in then for name in names)


def test_who_gains_hardly_anything_by_it_is_told(given_away):
    """All 20 would be the buyer's at the least price."""
    assert "Hills has less than 1%" in to_sign(*given_away).uneven
    shared = amend(quota_scenario(), aim="equal gains").package
    assert not to_sign(given_away[0], shared).uneven


def test_equal_gains_are_pointed_to_by_a_command_that_runs(given_away, call, tmp_path):
    """The command had no file and was refused."""
    told, _ = section(report_page(*given_away), "clauses")
    command = re.search(r"intercity (amend FILE --aim .*?) looks for", told)[1]
    file = tmp_path / "deal.toml"
    file.write_text(given_away[0].scenario.text, encoding="utf-8")
    ran = call(*(file if word == "FILE" else word for word in shlex.split(command)))
    assert ran.code == 0
    assert "less than 1%" not in ran.out


def test_where_wishes_exclude_each_other_the_page_points_to_no_aim():
    """A port outside would pay 3.1 each: at 3 the hub gains nothing, whatever the aim."""
    scenario = quota_scenario(worth_in_port=(0, 3.1, 4))
    told, _ = section(
        report_page(check_up(scenario, ranges=False), amend(scenario).package), "clauses"
    )
    assert "Hub has less than 1% of what members then gain by the deal." in told
    assert "--aim" not in told


def test_the_change_is_told_beside_what_it_replaces(given_away):
    (change,) = to_sign(*given_away).changes
    assert "without a price" in change.was
    assert "without a price" not in change.now
    assert change.now in section(report_page(*given_away), "clauses")[0]


def test_a_deal_that_stands_is_to_be_signed_as_it_is():
    report = check_up(quota_scenario(price=(0, 2, 40)), ranges=False)
    found = to_sign(report, None)
    assert (found.as_is, found.changed, found.changes, found.left) == (True, False, (), ())
    assert "as it is" in section(report_page(report), "clauses")[0]


RACE = """
[subsidies]
bidders = ["Hub", "Port"]
mass = { v = 10, low = 5, high = 20 }
mu = { v = 0.25, low = 0.1, high = 0.5 }
value = { Hub = { v = 1, low = 0.5, high = 9 }, Port = { v = 1, low = 0.5, high = 9 } }
"""


def test_who_signs_beside_the_deal_is_shown_with_what_it_keeps():
    """In the race each keeps 2.5, without bids 5; the Port is no member of the deal."""
    scenario = parse_scenario(quota_for_a_price() + RACE)
    report, package = check_up(scenario, ranges=False), amend(scenario).package
    text = report_page(report, package)
    told, numbers = section(text, "then")
    assert "of the arms race, each who signs keeps:" in told
    assert numbers[-4:] == [Fraction(5, 2), 5, Fraction(5, 2), 5]
    reports = {"": report.to_json(), "package": package.report.to_json()}
    shown = re.findall(r'<data value="([^"]*)" data-at="([^"]*)"(?: data-of="(\w+)")?>', text)
    for value, path, of in (one for one in shown if one[1] != "PATH"):  # as a script explains it
        there = reports[of]
        for key in json.loads(html.unescape(path)):
            there = there[key]
        assert there["exact"] == value


def test_a_check_that_stands_with_the_changes_says_so_beside_its_own_repair(page, given_away):
    before, package = given_away
    stands = {one.name for one in package.report.findings if one.verdict == "stands"}
    fails = {one.name for one in before.findings if one.verdict == "fails"}
    assert page.count("it stands.</p>") == len(fails & stands) > 0
    assert page.count("Repair of it alone:") == sum(
        one.repair is not None for one in before.findings if one.verdict == "fails"
    )
    assert "Repair of it alone:" not in report_page(before)


def test_where_nothing_was_searched_no_package_is_claimed(given_away):
    assert to_sign(given_away[0], None) is None
    assert "not searched" in section(report_page(given_away[0]), "clauses")[0]


def test_where_none_is_found_it_says_which_wishes_exclude_each_other():
    """Ten units, worth 3 to who sells and 1 to who buys: 20 are lost, whatever is paid."""
    scenario = quota_scenario(**LOSS)
    report, package = check_up(scenario, ranges=False), amend(scenario).package
    assert package.report is None
    found = to_sign(report, package)
    assert not found.changed
    assert "terms" in [one.finding.name for one in found.left]
    assert len(found.conflict) == 2
    assert all(any(city in wish for wish in found.conflict) for city in ("Hub", "Hills"))
    page = report_page(report, package)
    told, _ = section(page, "then")
    assert all(wish in told for wish in found.conflict)
    # With one, a check may fall by it: such changes are not taken.
    assert "with which more of its checks would stand and no other fall." in page
    refuse_altered(page.encode(), report)


def test_a_package_that_mends_in_part_says_what_still_fails_and_why():
    scenario = parse_scenario(SHORT)
    report, amendment = check_up(scenario, ranges=False), amend(scenario)
    found = to_sign(report, amendment.package)
    assert found.changed
    assert [one.finding.name for one in found.left] == ["double effect"]
    assert [one.name for one in found.unused] == ["efficiency"]
    assert set(amendment.not_standing) == {"double effect", "efficiency"}
    told, _ = section(report_page(report, amendment.package), "then")
    for one in found.left:
        assert one.finding.line in told
        assert amendment.after.findings[one.place] is one.finding


def data_of(page):
    return data_in(page.encode())


def with_data(page, data):
    """A page with other data, and their fingerprint, as a forger would leave it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    (known,) = set(re.findall(r"data-fingerprint>([0-9a-f]{64})<", page))
    return DATA.sub(lambda _: packed(text), page).replace(known, fingerprint(text))


def changed(package, **parts):
    return {**package, **parts}


def as_of(scenario, conflict=()):
    """What a page would carry of another scenario as the changed deal, with honest proofs."""
    return Package(check_up(scenario, ranges=False), tuple(conflict))


def forged(page, report):
    """What is wrong, and a page that a reader could take for the right one."""
    data = data_of(page)
    package = data["package"]
    more = package["scenario"].replace("v = 1, low = 0, high = 40", "v = 2, low = 0, high = 40")
    assert more != package["scenario"]
    yield (
        "another price, not proven",
        with_data(page, {**data, "package": changed(package, scenario=more)}),
    )
    text = package["report"]
    fails = text.replace('"verdict":"stands"', '"verdict":"fails"', 1)
    yield "another verdict", with_data(page, {**data, "package": changed(package, report=fails)})
    yield "no proofs", with_data(page, {**data, "package": changed(package, proofs=[])})
    yield "no package", with_data(page, {**data, "package": None})
    yield "no such data", with_data(page, {k: x for k, x in data.items() if k != "package"})
    wish = {"wish": "GAIN", "cities": ["Hub"], "year": None}
    yield "a conflict", with_data(page, {**data, "package": changed(package, conflict=[wish])})
    no_wish = {"wish": "GREED", "cities": ["Hub"], "year": None}
    yield "no wish", with_data(page, {**data, "package": changed(package, conflict=[no_wish])})
    # Honest proofs of a deal that is none between these cities as they are.
    richer = quota_scenario(price=(0, 1, 40), worth_in_hub=(4, 4, 4))
    yield "another worth", report_page(report, as_of(richer))
    lawless = quota_for_a_price(price=(0, 1, 40)).replace("side_payment", "loan")
    yield "other limits", report_page(report, as_of(parse_scenario(lawless)))
    # Pages that agree with their data, and give what is no more stable, or speak of strangers.
    yield "no more stand", report_page(report, as_of(report.scenario))
    mended = amend(report.scenario).package.report
    stranger = Condition(Wish.GAIN, ("Atlantis",), None)
    yield "a stranger's wish", report_page(report, Package(mended, (stranger,)))


def test_a_forged_package_is_refused(page, given_away):
    report, _ = given_away
    assert refuse_altered(page.encode(), report) is not None
    for what, one in forged(page, report):
        assert one != page, what
        with pytest.raises(AlteredPage):
            refuse_altered(one.encode(), report)


def test_what_is_shown_of_it_cannot_be_changed(page, given_away):
    report, _ = given_away
    for old, new in (
        ("Hub pays 1 per unit", "Hub pays 9 per unit"),
        (">20.0</data>", ">29.0</data>"),
        ("All checks of the deal stand together", "No check of the deal stands"),
    ):
        assert old in page, old
        with pytest.raises(AlteredPage):
            refuse_altered(page.replace(old, new).encode(), report)


def test_the_page_sees_by_itself_what_was_changed(page, tmp_path):
    file = tmp_path / "page.html"
    data = data_of(page)
    report = json.loads(data["package"]["report"])
    report["payoffs"]["signed"]["Hub"] = {"exact": "29", "value": 29.0}
    worse = json.loads(data["package"]["report"])
    certificate = next(
        one["certificate"]
        for one in worse["certificates"]
        if one.get("certificate", {}).get("kind") == "linear program: optimum"
    )
    certificate["value"] = {"exact": "7", "value": 7.0}
    tampered = {
        "genuine": page,
        "a shown number": page.replace(">20.0</data>", ">29.0</data>"),
        "an exact number": page.replace('value="20"', 'value="29"'),
        "a fact": with_data(
            page, {**data, "package": changed(data["package"], report=json.dumps(report))}
        ),
        "a proof": with_data(
            page, {**data, "package": changed(data["package"], report=json.dumps(worse))}
        ),
    }
    with chromium() as browser:
        tab = Tab(browser)
        for what, text in tampered.items():
            assert what == "genuine" or text != page, what
            file.write_text(text, encoding="utf-8")
            found, _, _ = tab.opened(file)
            found.click("#verify")
            found.wait_for_selector("#verdict-of-verify.good, #verdict-of-verify.bad")
            kind = found.locator("#verdict-of-verify").get_attribute("class")
            assert kind == ("good" if what == "genuine" else "bad"), what
            if what == "genuine":
                entries = [*json.loads(data["report"])["certificates"], *worse["certificates"]]
                told = found.locator("#verdict-of-verify").text_content()
                assert told.startswith(f"{len(entries)} certificates")
                with found.expect_download() as waiting:
                    found.click("#changed")
                saved = waiting.value.path().read_text(encoding="utf-8")
                assert saved == data["package"]["scenario"]


def test_the_command_searches_and_says_so_and_verify_proves_both(tmp_path, call):
    file, page = tmp_path / "deal.toml", tmp_path / "deal.html"
    file.write_text(quota_for_a_price(), encoding="utf-8")
    written = call("report", file, "-o", page, "--no-ranges")
    assert written.code == 0
    assert "--no-amend" in written.err
    text = page.read_text(encoding="utf-8")
    assert "Hub pays 1 per unit" in section(text, "clauses")[0]
    verified = call("verify", file, page)
    assert verified.code == 0, verified.err
    assert len(verified.out.splitlines()) == 2
    page.write_text(with_data(text, {**data_of(text), "package": None}), encoding="utf-8")
    assert call("verify", file, page).code == 1
    quick = call("report", file, "-o", page, "--no-ranges", "--no-amend")
    assert quick.err == ""
    assert data_of(page.read_text(encoding="utf-8"))["package"] is None
    assert call("verify", file, page).code == 0


PROVEN = """
import pathlib, sys
sys.modules["highspy"] = sys.modules["pulp"] = None
from intercity.checkup.replay import verify_report
from intercity.page.altered_page import data_in
from intercity.page.package import proven_package
from intercity.scenario_file import load_scenario
file, page = map(pathlib.Path, sys.argv[1:])
scenario, carried = load_scenario(file), data_in(page.read_bytes())
before = verify_report(scenario, carried["report"]).report
found = proven_package(before, carried["package"])
print(found.report.payoffs.signed["Hub"])
"""


def test_no_solver_is_needed_to_prove_it(page, tmp_path):
    """As on a machine that has none."""
    file, shown = tmp_path / "deal.toml", tmp_path / "deal.html"
    file.write_text(quota_for_a_price(), encoding="utf-8")
    shown.write_text(page, encoding="utf-8")
    command = [sys.executable, "-c", PROVEN, str(file), str(shown)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.stdout == "20\n", found.stderr


def test_what_is_no_package_is_refused(given_away):
    with pytest.raises(InvalidInput, match=r"amend\(scenario\)\.package"):
        report_page(given_away[0], amend(quota_scenario()))


def test_what_is_asked_no_more_is_not_told_as_what_does_not_stand():
    """Without its park the starter's deal has no firms' choice."""
    park = 'platforms.park = { paid_by = "Uplands", rent_to = "Uplands" }'
    refund = STARTER.index("[[compact.refund]]")
    assert STARTER.count(park) == 1
    without = STARTER[:refund].replace(park, "")
    without = re.sub(r"\nprojects = .*# admitted to the park", "", without)
    before, after = (check_up(parse_scenario(text), ranges=False) for text in (STARTER, without))
    told, _ = section(report_page(before, Package(after)), "then")
    gone = {
        one.name
        for one in before.findings
        if one.verdict != "not asked" and after[one.name].verdict == "not asked"
    }
    assert {"the park", "firms' choice"} <= gone
    asked_no_more = told.partition("nothing that they ask about: ")[2].partition(".")[0]
    assert set(re.split(", | and ", asked_no_more)) == gone
    assert "(not asked)" not in told


def test_of_what_a_clause_mends_in_part_the_page_says_which_part_as_the_screen_does():
    """It said that sealed offers mend private values, of which they mend 88%."""
    for name, told in (("private_quota", "88% of"), ("weekend_engineers", "nearly all of")):
        report = report_of(name)
        (failing,) = [one for one in report.findings if one.verdict == "fails"]
        assert f"(mends {failing.name}, {told} it)" in report_page(report)
        assert words().mends(failing.mends, failing.falls) == f"(mends {told} it)"


def test_one_certificate_is_told_as_one():
    report = report_of("private_quota")
    assert len(report.to_json()["certificates"]) == 1
    assert "claims rest on 1 certificate." in report_page(report)
    assert "certificates." in report_page(report_of("quota_exchange"))
