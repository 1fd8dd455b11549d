"""The page's own verifier says of proofs what Python says of them, genuine or forged.

The oracle is ``Certificate.verify``; numbers, fingerprints and roundings are compared with
Python's own.
"""

import collections
import copy
import functools
import hashlib
import html
import itertools
import json
import random
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

from games.exact import number_to_json
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.english import amount, percent, shown
from intercity.page import packing, report_page
from intercity.page.proofs import proof, proofs, written
from intercity.page.shown_text import digest_of
from intercity.scenario_file import load_scenario
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve
from tests.frontdoor import false_in_one_way, false_in_ranges
from tests.frontdoor.browser import Tab, chromium
from tests.frontdoor.false_in_one_way import PLANT
from tests.frontdoor.forged_certificates import Claimed, asked, forged
from tests.frontdoor.starter import report_of
from tests.frontdoor.test_arms_race_check import contest
from tests.solvers.test_certificates_tampered import CERTIFIED, certified

TRUE = false_in_one_way.TRUE | false_in_ranges.TRUE
FALSE = false_in_one_way.FALSE | false_in_ranges.FALSE
EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPT = files("intercity.page").joinpath("verify.js").read_text(encoding="utf-8")
ALL = sorted(path.parent.name for path in EXAMPLES.glob("*/scenario.toml"))
IN_PAGE = """cases => cases.map(({proof, certificate}) => {
    const found = verify({report: {certificates: [{certificate}]}, proofs: [proof]});
    return found.failed.length === 0 && found.checked === 1;
})"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def tab(browser):
    return Tab(browser)


@pytest.fixture(scope="module")
def page(browser):
    found = browser.new_page()
    found.add_script_tag(content=SCRIPT)
    return found


def scenario(name):
    return load_scenario(EXAMPLES / name / "scenario.toml")


def embedded(report):
    """What a page embeds of a report, as it is read there."""
    data = {"report": report.to_json(), "proofs": proofs(report), "scenario": "title = 'x'"}
    return json.loads(json.dumps(data))


@functools.cache
def example(name):
    """What a page embeds of an example, without switching values."""
    return embedded(report_of(name))


@pytest.fixture
def park():
    return copy.deepcopy(example("three_city_park"))


def count(found):
    return found["checked"] + sum(found["pythonOnly"].values())


@pytest.mark.parametrize("name", ["coast_and_hills", "park_operator"])
def test_certificates_of_a_report_and_of_its_switching_values_hold(page, name):
    data = embedded(check_up(scenario(name)))
    report = data["report"]
    switching = [part for one in report["switching_values"] for part in one["certificates"]]
    entries = [*report["certificates"], *itertools.chain(*switching)]
    assert len(entries) > 2 * len(report["certificates"])
    found = page.evaluate("verify", data)
    assert found == {"checked": len(entries), "pythonOnly": {}, "failed": []}


def test_a_part_that_stands_once_is_read_wherever_it_belongs(page, monkeypatch):
    monkeypatch.setattr("intercity.proofs.LONG", 300)
    data = embedded(report_of("three_city_park"))
    entries = data["report"]["certificates"]
    found = page.evaluate("verify", data)
    assert found == {"checked": len(entries), "pythonOnly": {}, "failed": []}
    name, number = next(part for one in entries for part in one.get("as", {}).items())
    entries[number - 1]["certificate"][name].clear()
    rest = [k for k, one in enumerate(entries) if one.get("as", {}).get(name) == number]
    failed = page.evaluate("verify", data)["failed"]
    assert [one["index"] for one in failed] == [number - 1, *rest]


def test_a_part_that_is_in_none_before_is_refused_as_in_python(page, monkeypatch):
    """Read as JavaScript would, "1" was 1, and what stood in both places was taken for one."""
    monkeypatch.setattr("intercity.proofs.LONG", 300)
    report = report_of("three_city_park")
    true = embedded(report)
    entries = true["report"]["certificates"]
    k = next(k for k, one in enumerate(entries) if "as" in one)
    name, number = next(iter(entries[k]["as"].items()))
    without = next(n for n, one in enumerate(entries, 1) if name not in one["certificate"])
    numbers = [0, -1, without, k + 1, k + 2, len(entries) + 1, None, True, str(number), [number]]
    lent = entries[number - 1]["certificate"][name]
    false = [{"as": {name: one}} for one in numbers]
    false += [{"as": {}}, {"as": None}, {"as": [number]}, {"as": {name: number, "none": number}}]
    false += [{"certificate": entries[k]["certificate"] | {name: lent}}, {"certificate": None}]
    for change in false:
        forged = copy.deepcopy(true)
        forged["report"]["certificates"][k] |= change
        failed = page.evaluate("verify", forged)["failed"]
        assert k in [one["index"] for one in failed], change
        assert not verify_report(report.scenario, forged["report"]), change


@pytest.mark.parametrize("kind", ["undecided", "of Python alone"])
def test_a_part_that_is_in_none_before_is_refused_where_the_page_checks_no_more(page, kind):
    entry = {"answer": "core", "certificate": {"kind": kind}, "undecided": "", "as": {"cases": 1}}
    data = {"report": {"certificates": [entry]}, "proofs": [{"kind": kind, "python_only": True}]}
    found = page.evaluate("verify", data)
    assert [one["why"] for one in found["failed"]] == ["It has parts from none before it."]


@pytest.mark.parametrize("name", ["three_city_park", "tva", "skane", "private_quota"])
def test_certificates_of_examples_hold(page, name):
    data = example(name)
    found = page.evaluate("verify", data)
    assert found == {"checked": len(data["proofs"]), "pythonOnly": {}, "failed": []}


def test_what_needs_balls_is_counted_as_checked_in_python_only(page):
    data = example("kansas_missouri")
    found = page.evaluate("verify", data)
    kinds = collections.Counter(
        entry["certificate"]["kind"] for entry in data["report"]["certificates"]
    )
    assert found["failed"] == []
    assert found["pythonOnly"] == {
        kind: number
        for kind, number in kinds.items()
        if kind not in ("two by two", "bargaining: egalitarian")
    }
    assert found["checked"] == 2


IN_BALLS = {
    *("subsidy equilibrium", "arms race", "cap accord", "truce patience", "escalation"),
    *("partition form", "path of a factor flow", "anarchy of a factor flow"),
    *("losers of a factor flow", "least policy of a flow"),
}
"""Kinds that need ball arithmetic, which a page does not do."""
IN_PYTHON = {
    *("expected exchange", "race in a contest", "Tullock contest", "claims: Talmud", "corridor"),
    *("profit-taking", "windfall industries", "meeting power", "meeting watch", "hub plans"),
}
"""Kinds that are sums, and would make each page larger than one example in ten is worth."""


def test_seven_in_eight_certificates_of_the_examples_are_checked_in_the_page(page):
    """Each answer has one: terms that several solutions agree on do not count several times."""
    checked, python_only = 0, collections.Counter()
    for name in ALL:
        data = example(name)
        found = page.evaluate("verify", data)
        assert not found["failed"], name
        assert count(found) == len(data["proofs"])
        checked += found["checked"]
        python_only.update(found["pythonOnly"])
    assert set(python_only) <= IN_BALLS | IN_PYTHON
    total = checked + python_only.total()
    assert total > 300
    assert checked > Fraction(7, 8) * total


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("three_city_park", 100),
        ("tva", 60),
        ("coast_and_hills", 60),
        ("kansas_missouri", 60),
        ("park_operator", 30),
        ("private_quota", 30),
        ("quzhou_hangzhou", 60),
        ("weekend_engineers", 60),
        ("white_space", 30),
        ("zone", 30),
        ("factor_market", 30),
        ("quota_exchange", 40),
        ("shared_dyke", 40),
    ],
)
def test_page_and_python_agree_on_forged_certificates(page, name, number):
    cases = forged(asked(scenario(name)), number, seed=17)
    said, differ = compared(page, cases)
    assert differ == []
    assert number / 3 < said.count(False) < number


def test_page_and_python_agree_on_forged_examples_of_every_kind(page):
    """On games with costs, common pools, lotteries, who cannot gain, and one city alone, too."""
    solvers = {kind.of for kind in written.registry if issubclass(kind, Certificate)}
    found = [
        (subject, certified(name))
        for name, (subject, solver) in CERTIFIED.items()
        if solver.__name__ in solvers
    ]
    cases = forged(found, 600, seed=17)
    said, differ = compared(page, cases)
    assert differ == []
    assert 200 < said.count(False) < 600
    kinds = {case["proof"]["kind"] for case, _ in cases}
    linear = {f"linear program: {end}" for end in ("optimum", "infeasible", "unbounded")}
    assert kinds | linear == set(page.evaluate("Object.keys(CHECKS)"))


@pytest.mark.parametrize("name", [*TRUE, *FALSE])
def test_what_is_false_in_one_way_is_refused(page, name):
    subject, certificate = (TRUE | FALSE)[name]
    assert bool(certificate.verify(subject)) == (name in TRUE), certificate.verify(subject)
    told = proof(Claimed(certificate), subject)
    if subject is PLANT:
        told["worths"] = ["0", "6" if name in TRUE else "0"]
    case = {"proof": told, "certificate": certificate.to_json()}
    assert page.evaluate(IN_PAGE, json.loads(json.dumps([case]))) == [name in TRUE]


def compared(page, cases):
    """What the page says of each case, and the kinds of those of which Python says otherwise."""
    said = page.evaluate(IN_PAGE, json.loads(json.dumps([case for case, _ in cases])))
    pairs = zip(cases, said, strict=True)
    return said, [case["proof"]["kind"] for (case, holds), here in pairs if here != holds]


FORGED = {
    "a fact of a game": lambda data: change(data, "core", lambda p: p["game"]["worths"], 7, "61"),
    "a worth": lambda data: change(data, "production game: worths", lambda p: p["worths"], 3, "61"),
    "a right-hand side": lambda data: change(
        data, "linear program: optimum", lambda p: p["program"]["rows"][0], 2, "1"
    ),
    "a kind": lambda data: data["proofs"][0].update(kind="core"),
    "a kind nobody knows": lambda data: data["proofs"][0].update(kind="toString"),
    "one for Python only": lambda data: data["proofs"][0].update(python_only=True),
    "an answer that was none": lambda data: data["proofs"].__setitem__(0, {"kind": "undecided"}),
    "a proof too few": lambda data: data["proofs"].pop(),
    "facts of a later one": lambda data: data["proofs"].__setitem__(
        0, {"kind": data["proofs"][0]["kind"], "as": 1}
    ),
    "a fact in floating point": lambda data: next(
        iter(data["report"]["payoffs"]["nucleolus"].values())
    ).update(value=20.000001),
    "a fact beyond lowest terms": lambda data: next(
        iter(data["report"]["payoffs"]["nucleolus"].values())
    ).update(exact="40/2"),
}


def change(data, kind, part, key, value):
    found = next(one for one in data["proofs"] if one["kind"] == kind and "as" not in one)
    assert part(found)[key] != value
    part(found)[key] = value


@pytest.mark.parametrize("name", FORGED)
def test_what_was_changed_beside_the_certificates_is_refused(page, park, name):
    FORGED[name](park)
    assert page.evaluate("verify", park)["failed"]


def test_an_answer_that_was_not_found_is_neither_checked_nor_refused(page):
    steep = contest("tullock", [6, 6], "exponent = { v = 3, low = 1, high = 4 }")
    data = embedded(check_up(steep, ranges=False))
    entries = data["report"]["certificates"]
    undecided = [entry for entry in entries if "undecided" in entry]
    found = page.evaluate("verify", data)
    assert found["failed"] == []
    assert len(undecided) > 0
    assert count(found) == len(entries) - len(undecided)


def test_who_comes_first_to_a_pool_is_checked_in_python_only(page):
    game, solver = CERTIFIED["coalitional_form residual"]
    answer = solver(game)
    case = {"proof": proof(answer, game), "certificate": answer.certificate.to_json()}
    told = {"report": {"certificates": [case]}, "proofs": [case["proof"]]}
    found = page.evaluate("verify", json.loads(json.dumps(told)))
    assert found == {"checked": 0, "pythonOnly": {answer.certificate.kind: 1}, "failed": []}


def test_numbers_of_thousands_of_digits_are_checked(page):
    large = Fraction(10**900 + 1, 3**1500)
    lp = LinearProgram(
        "max",
        {"x": Fraction(3), "y": large},
        (Row("land", {"x": large, "y": Fraction(1, 7)}, "<=", Fraction(6)),),
        {"x": (Fraction(0), None), "y": (Fraction(0), None)},
    )
    answer = solve(lp)
    case = {"proof": proof(answer, lp), "certificate": answer.certificate.to_json()}
    other = copy.deepcopy(case)
    other["certificate"]["value"] = number_to_json(answer.value + Fraction(1, 10**1200))
    assert page.evaluate(IN_PAGE, json.loads(json.dumps([case, other]))) == [True, False]


def test_fractions_are_pythons(page):
    draw = random.Random(5)
    pairs = [
        [str(Fraction(draw.randint(-(10**a), 10**a), draw.randint(1, 10**b))) for a, b in sizes]
        for sizes in [[(1, 1), (1, 1)], [(3, 1), (40, 2)], [(300, 9), (2, 400)]] * 30
    ]
    said = page.evaluate(
        """pairs => pairs.map(([left, right]) => {
            const [a, b] = [Fraction.parse(left), Fraction.parse(right)];
            const all = [a.plus(b), a.minus(b), a.times(b), b.sign ? a.over(b) : ZERO];
            return [...all.map(String), a.against(b), a.toNumber()];
        })""",
        pairs,
    )
    for (left, right), found in zip(pairs, said, strict=True):
        a, b = Fraction(left), Fraction(right)
        expected = [a + b, a - b, a * b, a / b if b else Fraction(0)]
        assert found == [*map(str, expected), (a > b) - (a < b), float(a)]


@pytest.mark.parametrize(
    "text", ["2/4", "1/0", "1/1", "-0", "1.5", " 1", "+1", "01", "1e5", "", "1/-2", "Infinity", "١"]
)
def test_what_is_no_fraction_in_lowest_terms_is_refused(page, text):
    refused = "text => { try { Fraction.parse(text); return false } catch { return true } }"
    assert page.evaluate(refused, text)
    assert not page.evaluate(refused, "-3/2")


@pytest.mark.parametrize(
    "text", ["", "abc", "é中🏙", *("x" * size for size in (55, 56, 63, 64, 119, 120, 10_000))]
)
def test_the_fingerprint_is_sha_256(page, text):
    assert page.evaluate("fingerprint", text) == hashlib.sha256(text.encode()).hexdigest()


def place(*keys):
    return json.dumps(keys)


def line_of(finding, text):
    """A paragraph that claims to be the line of a finding."""
    at = html.escape(place("findings", finding, "words", "line"))
    return f'<p data-words="{at}">{text}</p>'


def told(value, at, text):
    return f'<data value="{html.escape(value)}" data-at="{html.escape(at)}">{text}</data>'


def checked(page, report, body):
    return page.evaluate(
        """([report, body]) => {
            const parsed = new DOMParser().parseFromString(body, "text/html");
            return checkNumbers(parsed, {report});
        }""",
        [json.loads(json.dumps(report)), body],
    )


def test_numbers_as_they_are_told_are_accepted_and_no_others(page):
    draw = random.Random(3)
    numbers = [Fraction(draw.randint(-(10**a), 10**a), draw.randint(1, 10**3)) for a in range(25)]
    numbers += [Fraction(0), Fraction(-7), Fraction(889, 1000), Fraction(1, 3000)]
    report = {"payoffs": [number_to_json(number) for number in numbers]}
    right, wrong = [], []
    for k, number in enumerate(numbers):
        texts = [shown(number), shown(number, sign=True), amount(number), percent(number)]
        texts += [shown(number).replace("-", "\N{MINUS SIGN}")]
        at = place("payoffs", str(k))
        right += [told(str(number), at, text) for text in texts]
        wrong += [told(str(number + 1), at, texts[0]), told(str(number), at, f"{texts[0]} mu")]
        if abs(number) < 10**13:  # beyond, floats that percent() goes by are too coarse
            wrong += [told(str(number), at, bumped(text)) for text in texts]
    found = checked(page, report, "".join(right))
    assert found == {"numbers": len(right), "words": 0, "wrong": []}
    found = checked(page, report, "".join(wrong))
    assert len(found["wrong"]) == len(wrong)


def bumped(text):
    """The text with its last digit but those of an exponent another one, two units off."""
    head, e, exponent = text.partition("e")
    k = max(i for i, letter in enumerate(head) if letter.isdigit())
    digit = int(head[k])
    return f"{head[:k]}{digit + 2 if digit < 8 else digit - 2}{head[k + 1 :]}{e}{exponent}"


def test_numbers_and_words_are_found_by_their_place(page):
    report = {
        "claims": 12,
        "payoffs": {"signed": {"St. Louis": number_to_json(Fraction(1, 3))}},
        "findings": [{"words": {"line": "Fails <here> & there."}}],
    }
    good = told("1/3", place("payoffs", "signed", "St. Louis"), "0.33") + told(
        "12", place("claims"), "12"
    )
    good += line_of(0, " Fails &lt;here&gt; &amp; there. ")
    assert checked(page, report, good) == {"numbers": 2, "words": 1, "wrong": []}
    for bad in (
        told("1/3", place("payoffs", "signed", "Louis"), "0.33"),
        told("1/3", place("payoffs", "signed"), "0.33"),
        told("1/3", place("constructor"), "0.33"),
        told("1/3", place("payoffs", "signed", "St. Louis"), "0.34"),
        told("1/3", place("payoffs", "signed", "St. Louis"), ""),
        '<data value="1/3">0.33</data>',
        "<data>7</data>",
        line_of(0, "Stands."),
        line_of(1, ""),
        '<p data-words="[&quot;claims&quot;]">12</p>',
    ):
        assert len(checked(page, report, bad)["wrong"]) == 1, bad


def packed(data):
    told = {**data, "report": json.dumps(data["report"], ensure_ascii=False)}
    text = json.dumps(told, ensure_ascii=False)
    return packing.packed(text), hashlib.sha256(text.encode()).hexdigest()


def page_of(data, *, mark=None):
    """A page as small as can be, with all that the verifier looks for."""
    told_numbers = "".join(
        told(number["exact"], place("payoffs", "nucleolus", city), shown(Fraction(number["exact"])))
        for city, number in data["report"]["payoffs"]["nucleolus"].items()
    )
    words = html.escape(data["report"]["findings"][0]["words"]["line"])
    text, known = packed(data)
    page = (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>x</title></head>"
        '<body data-shown="SHOWN">'
        f"<p>{told_numbers}{line_of(0, words)}</p>"
        f"<code data-fingerprint>{mark or known}</code>"
        '<button id="verify">verify</button><p id="verdict-of-verify" role="status"></p>'
        f'<script type="text/plain" id="intercity-data">{text}</script>'
        f"<script>{SCRIPT}</script></body></html>"
    )
    return page.replace("SHOWN", digest_of(page), 1)


def verdict(tab, path, text):
    """What the button says on the page, opened from a file."""
    path.write_text(text, encoding="utf-8")
    page, said, asked = tab.opened(path)
    page.click("#verify")
    page.wait_for_selector(":is(.good, .bad, .open)#verdict-of-verify")
    found = page.locator("#verdict-of-verify")
    assert said == []
    assert asked == [path.as_uri()]
    return found.get_attribute("class"), found.text_content()


def test_the_button_tells_how_many_certificates_were_checked(tab, tmp_path, park):
    kind, said = verdict(tab, tmp_path / "page.html", page_of(park))
    assert kind == "good"
    assert f"{len(park['proofs'])} re-checked here" in said
    assert "All 3 shown numbers are those of the report." in said
    assert "intercity verify" in said


def test_a_page_in_which_nothing_can_be_checked_says_so(tab, tmp_path):
    flow = check_up(scenario("talent_flow"), ranges=False)
    file = tmp_path / "page.html"
    kind, said = verdict(tab, file, report_page(flow))
    assert kind == "open"
    assert "Nothing was proven here" in said
    assert f"{len(flow.certificates.entries)} certificates" in said
    assert "intercity verify decides" in said
    (says,) = [one.says for one in flow.findings if one.verdict != "not asked"]
    genuine = file.read_text(encoding="utf-8")
    altered = genuine.replace(says, f"Not so: {says}")
    assert altered != genuine
    assert verdict(tab, file, altered)[0] == "bad"


def test_a_page_without_certificates_is_not_called_good(tab, tmp_path, park):
    park["proofs"] = park["report"]["certificates"] = []
    kind, said = verdict(tab, tmp_path / "page.html", page_of(park))
    assert kind == "open"
    assert "there is no certificate" in said


def tampered(park):
    """Each copy of the page in which one thing was changed."""
    genuine_page = page_of(park)
    yield "a shown number", genuine_page.replace(">20.0</data>", ">21.0</data>", 1)
    yield "an exact number", genuine_page.replace('value="20"', 'value="21"', 1)
    yield (
        "words",
        genuine_page.replace('line&quot;]">', 'line&quot;]">Not so. ', 1),
    )
    yield "the fingerprint", page_of(park, mark="0" * 64)
    yield "no fingerprint", genuine_page.replace("data-fingerprint", "data-print")
    hiding = "<style>main { display: none; }</style></head>"
    yield "a rule that hides", genuine_page.replace("</head>", hiding)
    yield "what hides itself", genuine_page.replace("<p", "<p hidden", 1)
    yield "a style of one element", genuine_page.replace("<p", '<p style="opacity: 0"', 1)
    yield "no data", genuine_page.replace('id="intercity-data">', 'id="intercity-data">A')
    known = packed(park)[1]
    fact = copy.deepcopy(park)
    fact["report"]["title"] = "Another park"
    yield "a fact", page_of(fact, mark=known)
    certificate = copy.deepcopy(park)
    entries = [entry["certificate"] for entry in certificate["report"]["certificates"]]
    optimum = next(one for one in entries if one["kind"] == "linear program: optimum")
    optimum["value"] = number_to_json(Fraction(optimum["value"]["exact"]) + 1)
    yield "a certificate", page_of(certificate)


def test_a_tampered_page_turns_red(tab, tmp_path, park):
    genuine_page = page_of(park)
    for name, text in tampered(park):
        assert text != genuine_page, name
        assert verdict(tab, tmp_path / "page.html", text)[0] == "bad", name
