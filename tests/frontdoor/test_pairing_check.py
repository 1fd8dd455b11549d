"""Check 10 on pairings written by hand: verdicts, words, repairs, replay, and bad input."""

from __future__ import annotations

import copy
import itertools
import json
import random
import re
from fractions import Fraction
from pathlib import Path

import pytest

from games import MandatedPairing, PairingGame
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.checkup.sensitivity import find_switching_values
from intercity.equations import model_text
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.pairing.check import Held, WhyNot
from intercity.topics.pairing.english import WORDS
from mechanisms import mandated_pairing
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve
from tests.frontdoor.starter import report_of, screen

EXAMPLE = Path(__file__).parents[2] / "examples" / "coast_and_hills" / "scenario.toml"
HEAD = """
format = 1
title = "Pairs"
[cities]
H = {}
K = {}
a = {}
b = {}
"""


def number(value, spread=5):
    return f"{{ v = {value}, low = {value - spread}, high = {value + spread} }}"


def text_of(to_hub, to_city, province="", more=""):
    """By hub, then city."""
    lines = [
        f"{field}.{hub}.{city} = {number(value)}"
        for field, table in (("to_hub", to_hub), ("to_city", to_city))
        for hub, row in zip("HK", table, strict=True)
        for city, value in zip("ab", row, strict=True)
    ]
    return HEAD + province + '[pairing]\nhubs = ["H", "K"]\n' + "\n".join(lines) + f"\n{more}\n"


MANDATE = '[province]\npairs = [["H", "a"], ["K", "b"]]\n'
CROSSED = ([[2, 4], [5, 1]], [[3, 4], [6, 2]])  # as mandated 5 + 3, crossed 8 + 11


def checked(text):
    report = check_up(parse_scenario(text), ranges=False)
    found = next(f for f in report.findings if f.name == "pairing")
    assert len(WORDS.line(found.facts)) <= 75
    assert len(WORDS.remedy(found.facts)) <= 60
    return found


def test_pairs_that_would_leave_freely():
    found = checked(text_of(*CROSSED, MANDATE))
    assert found.verdict == "fails"
    assert found.says == (
        "the mandated pairs make 8.0 a year, a with K and b with H would make 19.0. 2 pairs gain "
        "by leaving for each other, K and a 7.0 and H and b 4.0"
    )
    assert found.margin == -7
    new, payments = found.facts.repair.clauses
    assert new.pairs == {"a": "K", "b": "H"}
    # K and a make 11, H and b 8, H and a 5, K and b 3. a keeps 0 to 11, b 0 to 8, and all else
    # follows: half-way, a has 5.5 and b 4, so that a pays 6 - 5.5 and b 4 - 4.
    assert payments.paid == {"a": Fraction(1, 2), "b": 0}
    assert not found.facts.repair.unique
    assert WORDS.line(found.facts) == "K and a gain 7.0 a year by leaving for each other"
    assert WORDS.remedy(found.facts) == "pair a with K and b with H"
    assert found.repair.startswith("a with K and b with H, where ")
    assert found.repair.endswith(
        "or 11.0 a year from outside for those with no other partner to hold the mandated pairs"
    )
    assert found.facts.loss == 11


def law_of(limit):
    law = f"side_payment = {{ v = {limit}, low = 0, high = 9 }}"
    law = f'[compact]\nmembers = ["H", "a"]\n[compact.limits]\n{law}\n[time]\n'
    return f"{law}horizon = {number(9)}\ninterest = {{ v = 0.05, low = 0, high = 0.1 }}\n"


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        (0, "no money between city budgets, this has to be in prices"),
        (0.25, "0.25 a year between city budgets, the rest has to be in prices"),
        (0.5, ""),
    ],
)
def test_payments_beyond_the_law_are_told_as_prices(limit, told):
    """As above a pays 1/2, for which it may hand something over."""
    found = checked(text_of(*CROSSED, MANDATE + law_of(limit)))
    assert ("prices" in found.repair) == bool(told)
    assert told in found.repair


def test_only_consent_holds_them():
    consent = MANDATE + 'consent = ["change of pairing"]\n'
    found = checked(text_of(*CROSSED, consent))
    assert (found.verdict, found.turns_on) == ("stands", "held by consent")
    assert (found.facts.held, found.facts.loss, found.facts.free_leavers) == (
        Held.BY_CONSENT,
        11,
        (),
    )
    assert found.says.endswith(
        "Only the province's consent, or 11.0 a year from outside for those with no other partner, "
        "holds the pairs"
    )


def test_who_needs_nobodys_consent():
    """Ordered is H with a alone; K and b are free to pair."""
    province = '[province]\npairs = [["a", "H"]]\nconsent = ["change of pairing"]\n'
    found = checked(text_of([[9, 0], [0, 3]], [[9, 0], [0, 3]], province))
    assert (found.verdict, found.margin) == ("fails", -6)
    (pair,) = found.facts.free_leavers
    assert (pair.hub, pair.city, pair.hub_gain, pair.city_gain) == ("K", "b", 3, 3)
    assert found.facts.mandated == {"a": "H"}
    assert "K and b gain 6.0 by leaving for each other. K and b need nobody's consent" in found.says


def test_a_pairing_that_nobody_leaves():
    found = checked(text_of([[9, 0], [0, 3]], [[9, 0], [0, 3]], MANDATE))
    assert (found.verdict, found.turns_on) == ("stands", "stands")
    assert (found.facts.held, found.facts.blocking) == (Held.FREELY, ())
    assert found.facts.best.worth == found.facts.worth == 24
    assert found.facts.best.most == {"H": 18, "a": 18, "K": 6, "b": 6}
    assert set(found.facts.best.least.values()) == {0}
    assert found.says == (
        "the mandated pairs make 24.0 a year, the most that any pairing can. Nobody would leave "
        "for another"
    )


def test_the_province_s_credit_is_for_those_it_pairs():
    """Hubs and cities alike have it on top of what they had; nobody has another's."""
    credit = "credit.H = {}\ncredit.a = {}\ncredit.K = {}\ncredit.b = {}\n".format(
        *(number(worth, 1) for worth in (1, 2, 3, 4))
    )
    plain = text_of([[9, 0], [0, 3]], [[9, 0], [0, 3]], MANDATE)
    text = text_of([[9, 0], [0, 3]], [[9, 0], [0, 3]], MANDATE + credit)
    before, after = (checked(one).facts.payoffs for one in (plain, text))
    assert [checked(one).facts.has_credit for one in (plain, text)] == [False, True]
    told = {name: after[name] - before[name] for name in "HaKb"}
    assert told == {"H": 1, "a": 2, "K": 3, "b": 4}


def test_payments_hold_what_is_best():
    """By hand v_b is 0 to 4, v_a from v_b + 1 to v_b + 3: half-way (4, 2) of (9, 4)."""
    found = checked(text_of([[0, 0], [0, 0]], [[9, 6], [5, 4]], MANDATE))
    assert "H and b gain 2.0 by leaving for each other, if one pays the other" in found.says
    (clause,) = found.facts.repair.clauses
    assert clause.paid == found.facts.holding_payments == {"a": 5, "b": 2}
    assert not found.facts.repair.unique
    stays = "the mandated pairs stay if a pays 5.0 and b pays 2.0 a year"
    assert found.repair.startswith(f"{stays} (half-way between what is best for hubs and for")


def test_where_nobody_may_pay():
    found = checked(text_of(*CROSSED, MANDATE, "payments = false"))
    (clause,) = found.facts.repair.clauses
    assert clause.pairs == found.facts.stable.pairs == {"a": "K", "b": "H"}
    assert (found.facts.stable.among, found.facts.stable.worth) == (1, 19)
    assert found.facts.stable.best_for_cities  # as is each that no two gain by leaving
    assert found.facts.repair.unique
    same = text_of([[0, 0], [0, 0]], [[9, 6], [5, 4]], MANDATE, "payments = false")
    found = checked(same)
    assert [(pair.hub, pair.city) for pair in found.facts.blocking] == [("H", "b")]
    assert (found.facts.leavers, found.facts.held) == ((), Held.FREELY)
    assert "Nobody would leave for another without being paid to" in found.says
    crowded = text_of(*CROSSED, MANDATE, "payments = false\ncrowding.H = " + number(1, 1))
    found = checked(crowded)
    assert (found.facts.repair.reason, found.mends) == (WhyNot.CROWDING, None)


@pytest.mark.parametrize("province", ["", MANDATE])
def test_a_city_that_brings_nobody_anything_is_in_no_pair(province):
    """With capacity for it at K, with K or without would be two pairings, and not the only one."""
    text = text_of(*CROSSED, province, "payments = false\ncapacity.K = 2")
    more = text.replace("[cities]\n", "[cities]\nnobody = {}\n", 1)
    assert more != text
    one, other = checked(text), checked(more)
    assert (other.says, other.repair) == (one.says, one.repair)
    assert "the only one that nobody would leave" in (other.repair or other.says)
    assert other.facts.stable == one.facts.stable


def test_a_mandated_pair_that_brings_nothing_may_stay():
    """c and K are free to have nothing: their pair is kept where the others cross."""
    mandate = MANDATE.replace('["K", "b"]', '["K", "b"], ["K", "c"]')
    text = text_of(*CROSSED, mandate, "payments = false\ncapacity.K = 2")
    (clause,) = checked(text.replace("[cities]\n", "[cities]\nc = {}\n", 1)).facts.repair.clauses
    assert clause.pairs == {"a": "K", "b": "H", "c": "K"}


def test_left_to_themselves():
    found = checked(text_of(*CROSSED))
    assert found.verdict == "stands"
    assert found.says.startswith("left to themselves a with K and b with H make most, 19.0 a year")


def test_who_would_rather_have_nobody():
    found = checked(text_of([[-4, 0], [0, 3]], [[1, 0], [0, 3]], MANDATE))
    assert (found.verdict, found.margin) == ("fails", -4)
    assert found.facts.better_alone == {"H": 4}
    assert "y having nobody instead H would gain 4.0" in found.says
    assert WORDS.line(found.facts) == "H gains 4.0 a year by having nobody"
    assert WORDS.remedy(found.facts) == "no hub for a"

    consent = MANDATE + 'consent = ["change of pairing"]\n'
    held = checked(text_of([[-4, 0], [0, 3]], [[1, 0], [0, 3]], consent))
    assert (held.verdict, held.turns_on) == ("stands", "held by consent")
    assert (
        WORDS.line(held.facts)
        == "H would gain 4.0 a year by leaving, but needs the province's consent"
    )


def test_a_single_centre():
    more = 'centre = "H"\ncapacity.H = 2\ncrowding.H = { v = 1, low = 0, high = 2 }'
    found = checked(text_of([[5, 4], [4, 4]], [[3, 2], [3, 3]], "", more))
    assert "with H as the only hub all make 13.0, of which it can take 100%" in found.says
    assert found.facts.centre.worth_alone == 8 + 6 - 1
    # Beside K all make 8 + 7 = 15. H, a and b make 13 of it, so K has 2 at most; K and a make 7,
    # so a has 5 at least, and H no more than 8 - 5.
    assert found.facts.centre.takes_beside == 3


def test_not_asked():
    report = check_up(load_scenario(EXAMPLE.parents[1] / "tva" / "scenario.toml"), ranges=False)
    found = next(f for f in report.findings if f.name == "pairing")
    assert (found.verdict, found.says) == ("not asked", "add [pairing]")


QUZHOU = EXAMPLE.parents[1] / "quzhou_hangzhou" / "scenario.toml"
TABLE = """
format = 1
title = "By a table"
[pairing]
hubs = ["H", "K"]
[province]
pairs = [["H", "a"], ["K", "b"]]
[game]
sense = "gain"
assumed = "an example"
[game.worths]
"""


def test_what_pairs_gain_follows_from_the_region():
    """With the worths of check-up's own coalitions: v(h, c) - v(h) - v(c), shared equally."""
    report = report_of("quzhou_hangzhou")
    found = next(f for f in report.findings if f.name == "pairing")
    game = report.context.form.game  # the province's credit is counted apart
    gain = {
        (hub, city): game.worth((hub, city)) - game.worth((hub,)) - game.worth((city,))
        for hub in ("Hangzhou", "Ningbo")
        for city in ("Jinhua", "Quzhou", "Lishui")
    }
    mandated = gain["Hangzhou", "Quzhou"] + gain["Ningbo", "Lishui"]
    crossed = gain["Hangzhou", "Lishui"] + gain["Ningbo", "Quzhou"]
    assert found.facts.worth == mandated > crossed
    assert found.facts.payoffs["Quzhou"] == gain["Hangzhou", "Quzhou"] / 2
    best = max(
        gain["Hangzhou", one] + gain["Ningbo", other]
        for one in ("Jinhua", "Quzhou", "Lishui")
        for other in ("Jinhua", "Quzhou", "Lishui")
        if one != other
    )
    assert found.facts.best.worth == best
    assert (found.verdict, found.turns_on) == ("stands", "held by consent")


def test_a_table_of_worths_and_what_it_cannot_say():
    names = ["H", "K", "a", "b"]
    worths = {
        ", ".join(group): sum(3 if one in "HK" else 1 for one in group)
        + 4 * ("H" in group and "b" in group)
        for size in range(1, 5)
        for group in itertools.combinations(names, size)
    }
    text = TABLE + "\n".join(f'"{key}" = {worth}' for key, worth in worths.items()) + "\n"
    with pytest.raises(ScenarioError, match="is given beside"):
        parse_scenario(text)  # [province] says nothing about a table
    free = text.replace('[province]\npairs = [["H", "a"], ["K", "b"]]\n', "")
    assert checked(free).says.startswith("left to themselves b with H make most, 4.0 a year")
    for old, new, words in (
        ('"K"]\n', '"K"]\npayments = false\n', "the region says what two gain together"),
        ('"K"]\n', '"K"]\ncapacity.H = 2\n', "at most 1"),
        ('sense = "gain"', 'sense = "cost"', "given beside costs"),
    ):
        with pytest.raises(ScenarioError, match=words):
            parse_scenario(free.replace(old, new, 1))
    bare = HEAD + '[pairing]\nhubs = ["H", "K"]\n'
    with pytest.raises(ScenarioError, match="to_hub is missing"):
        parse_scenario(bare)


def test_which_number_flips_it():
    scenario = parse_scenario(text_of([[0, 0], [1, 0]], [[4, 0], [1, 4]], MANDATE))
    report = check_up(scenario, ranges=False)
    assert next(f for f in report.findings if f.name == "pairing").verdict == "stands"
    switching_values = [
        f for f in find_switching_values(scenario, report.findings) if f.check == "pairing"
    ]
    edges = {
        switching_value.key: (switching_value.before + switching_value.after) / 2
        for switching_value in switching_values
    }
    # K and a block where a's with K and K's with a exceed 4 + 0 (K drops b, who brings it 0).
    assert abs(edges["pairing.to_hub.K.a"] - 3) < Fraction(1, 10)
    assert abs(edges["pairing.to_city.K.a"] - 3) < Fraction(1, 10)
    assert all(switching_value.becomes == "fails" for switching_value in switching_values)


def test_the_report_is_re_checked_and_forgeries_are_refused():
    scenario = load_scenario(EXAMPLE)
    told = json.loads(json.dumps(check_up(scenario, ranges=False).to_json()))
    assert verify_report(scenario, told).ok
    asked = [entry["answer"] for entry in told["certificates"]]
    assert asked == ["mandated_pairing", "pairing_with_transfers", "pairing_with_transfers"]
    forged = copy.deepcopy(told)
    best = forged["certificates"][0]["certificate"]["best"]["pairs"]
    best["Ridgeville"] = "Southbay"
    assert not verify_report(scenario, forged).ok


@pytest.mark.parametrize("most", [1, 100_000])
def test_tied_pairings_without_payments_are_re_checked(monkeypatch, most):
    """All of them are looked through; or there are too many, and one of them is taken."""
    monkeypatch.setattr("mechanisms.pairing.stable_pairings.MOST_STEPS", most)
    ties = [[1, 1], [1, 1]]
    scenario = parse_scenario(text_of(ties, ties, "", "payments = false"))
    report = check_up(scenario, ranges=False)
    (stable,) = (one.facts.stable for one in report.findings if one.name == "pairing")
    assert (stable.among, stable.best_for_cities) == ((None, False) if most == 1 else (2, True))
    told = json.loads(json.dumps(report.to_json()))
    monkeypatch.undo()
    replayed = verify_report(scenario, told)
    assert replayed.ok, replayed.reason
    assert bool(replayed.unproven) == (most == 1)
    swapped = copy.deepcopy(told)
    swapped["certificates"][-1] = told["certificates"][0]
    assert not verify_report(scenario, swapped).ok


def test_the_model_text_says_what_is_compared():
    text = model_text(load_scenario(EXAMPLE))
    assert "## Check 10, pairing" in text
    assert "Southbay, Stonebrook: x = 7, y = 8" in text
    assert "Mandated: Ridgeville with Eastport" in text
    assert "gamma_Eastport = 8" in text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('hubs = ["Eastport", "Southbay", "Northhaven"]', 'hubs = ["Eastport", "X"]', '"X"'),
        (
            'hubs   = ["Eastport", "Southbay", "Northhaven"]',
            'hubs = ["Eastport", "Southbay", "Northhaven", "Ridgeville", "Fernhill", "Stonebrook"]',
            "is all cities",
        ),
        ('centre = "Eastport"', 'centre = "Ridgeville"', "[pairing] centre"),
        (
            "capacity.Eastport = 2",
            "capacity.Eastport = -1",
            "is -1; it should be a whole number from 0",
        ),
        ("capacity.Eastport = 2", "capacity.Westport = 2", "an unknown hub"),
        ("Eastport.Ridgeville   = { v = 8,", "Eastport.Nowhere = { v = 8,", "an unknown city"),
        ("Eastport.Ridgeville   = { v = 8,", "Eastport.Southbay = { v = 8,", "a hub"),
        (
            "crowding.Eastport = { v = 8, low = 2",
            "crowding.Eastport = { v = 8, low = -2",
            "not neg",
        ),
        ("capacity.Eastport = 2", "paid.Fernhill = 3", "{ v = 3, src = ... }"),
        ('["Southbay", "Fernhill"]', '["Eastport", "Fernhill"]', "at most"),
        ("capacity.Eastport = 2", "capacity.Eastport = 0", "1 city for Eastport"),
    ],
)
def test_bad_pairings_are_refused_in_a_sentence(old, new, words):
    text = EXAMPLE.read_text("utf-8")
    if "at most" in words:
        text = text.replace("capacity.Eastport = 2", "capacity.Eastport = 1")
    pattern = re.escape(old).replace(r"\ ", r"\s+")
    changed = re.sub(pattern, lambda _: new, text, count=1)
    assert changed != text
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(changed)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (MANDATE, ". 2 pairs gain by leaving for each other, K and a 7.0 and H and b 4.0."),
        (
            MANDATE + 'consent = ["change of pairing"]\n',
            ". Only the province's consent, or 11.0 a year",
        ),
        ("", "Left to themselves a with K and b with H make most, 19.0 a year"),
    ],
)
def test_the_report_begins_with_what_the_pairs_make(more, says):
    """One centre against several is told further down."""
    scenario = parse_scenario(text_of(*CROSSED, more, 'centre = "H"'))
    first, rest = screen(check_up(scenario, ranges=False)).split("BASIS")
    assert says in first
    assert "as the only hub" not in first
    assert "as the only hub" in rest


CONSENT = 'consent = ["change of pairing"]\n'


def test_only_one_pairing_is_the_only_one():
    """Where ties leave others, their number is told, and the one named is as good as any."""
    draw, seen = random.Random(4), set()
    for _ in range(60):
        tables = [[[draw.randint(0, 2) for _ in "ab"] for _ in "HK"] for _ in range(2)]
        found = checked(text_of(*tables, MANDATE, "payments = false"))
        if not found.repair:
            continue
        game = PairingGame(["H", "K"], ["a", "b"], *tables)
        stable = [
            pairs
            for chosen in itertools.product([None, "H", "K"], repeat=2)
            if chosen[0] != chosen[1] or chosen[0] is None
            for pairs in [{c: h for c, h in zip("ab", chosen, strict=True) if h}]
            if not mandated_pairing(MandatedPairing(game, pairs)).without_payments
            if all(  # who bring each other nothing are no pair, unless it is a mandated one
                (c, h) in {("a", "H"), ("b", "K")}
                or any(table["HK".index(h)]["ab".index(c)] for table in tables)
                for c, h in pairs.items()
            )
        ]
        (clause,) = found.facts.repair.clauses
        assert clause.pairs in stable
        only = found.facts.repair.unique
        assert only == (len(stable) == 1)
        assert found.facts.stable.among == (len(stable) if game.ties or only else None)
        assert ("the only one" in found.repair) == only
        seen.add(only)
    assert seen == {True, False}


def test_consent_is_not_said_to_be_alone_where_payments_hold_the_pairs():
    """For each mandate a linear program looks for payments at which nobody would leave."""
    draw, seen = random.Random(8), set()
    for _ in range(40):
        tables = [[[draw.randint(0, 4) for _ in "ab"] for _ in "HK"] for _ in range(2)]
        found = checked(text_of(*tables, MANDATE + CONSENT))
        if found.facts.held is not Held.BY_CONSENT:
            continue
        (ha, hb), (ka, kb) = tables[0]
        (ah, bh), (ak, bk) = tables[1]

        def row(name, pays, bound):
            return Row(name, {city: Fraction(x) for city, x in pays.items()}, ">=", Fraction(bound))

        # What H, K, a and b have: ha + pa, kb + pb, ah - pa, bk - pb.
        rows = (
            row("H", {"pa": 1}, -ha),
            row("K", {"pb": 1}, -kb),
            row("a", {"pa": -1}, -ah),
            row("b", {"pb": -1}, -bk),
            row("H with b", {"pa": 1, "pb": -1}, hb + bh - ha - bk),
            row("K with a", {"pb": 1, "pa": -1}, ka + ak - kb - ah),
            row("slack", {"slack": 1}, 0),
        )
        free = {"pa": (None, None), "pb": (None, None), "slack": (Fraction(0), None)}
        payable = not infeasible(rows, free)
        seen.add(payable)
        assert (found.facts.holding_payments is not None) == payable
        assert found.says.endswith("holds the pairs") == (not payable)
        assert ("as payments would: " in found.says) == payable
        if payable:
            audit = mandated_pairing(
                MandatedPairing(PairingGame(["H", "K"], ["a", "b"], *tables), {"a": "H", "b": "K"})
            )
            pays = found.facts.holding_payments
            paid = MandatedPairing(audit.mandate.game, audit.mandate.pairs, pays)
            assert mandated_pairing(paid).status == "Nobody would leave it."
        else:
            best = max(ha + ah + kb + bk, hb + bh + ka + ak)
            assert found.facts.loss == best - (ha + ah + kb + bk)
    assert seen == {True, False}


def infeasible(rows, bounds):
    """Whether no point keeps all rows, each of which may give way at a price."""
    soft = tuple(
        Row(row.name, {**row.coefficients, "give": Fraction(1)}, row.relation, row.bound)
        for row in rows
    )
    goal = {"give": Fraction(1)}
    return (
        solve(LinearProgram("min", goal, soft, {**bounds, "give": (Fraction(0), None)})).optimum > 0
    )


def test_left_to_themselves_without_payments():
    """The pairs that make most need not last where nobody may pay: each pairing is tried."""
    draw, apart = random.Random(9), 0
    for _ in range(40):
        tables = [[[draw.randint(0, 5) for _ in "ab"] for _ in "HK"] for _ in range(2)]
        found = checked(text_of(*tables, "", "payments = false"))
        assert "payments exist" not in found.says
        stable = found.facts.stable
        game = PairingGame(["H", "K"], ["a", "b"], *tables)
        made = {
            game.value(pairs)
            for chosen in itertools.product([None, "H", "K"], repeat=2)
            if chosen[0] != chosen[1] or chosen[0] is None
            for pairs in [{c: h for c, h in zip("ab", chosen, strict=True) if h}]
            if not mandated_pairing(MandatedPairing(game, pairs)).without_payments
        }
        assert stable.worth == game.value(stable.pairs)
        assert stable.worth in made
        apart += found.facts.best.worth not in made
    assert apart > 3


def test_who_would_have_to_be_paid_is_told_where_some_would_not():
    """K and a both gain; H and b only if one pays the other."""
    found = checked(text_of([[2, 6], [5, 1]], [[3, 1], [6, 2]], MANDATE))
    assert [pair.without_payments for pair in found.facts.leavers] == [True, False]
    assert "2 pairs gain by leaving for each other, some only if one pays the other, " in found.says


@pytest.mark.parametrize("consent", ["", CONSENT])
@pytest.mark.parametrize("limit", [0, Fraction(1, 2), 1, Fraction(3, 2)])
def test_who_leaves_only_by_more_than_the_law_allows_does_so_by_prices(limit, consent):
    """H has 6 in place of 2 with b, which has 1 in place of 2: all lawful payments are tried."""
    tables = [[2, 6], [5, 1]], [[3, 1], [6, 2]]
    found = checked(text_of(*tables, MANDATE + consent + law_of(float(limit))))
    paid = (Fraction(k, 4) for k in range(int(4 * limit) + 1))
    lawful = any(6 - x > 2 and 1 + x > 2 for x in paid)
    assert ("prices of what partners hand over" in found.says) == (not lawful)
    assert found.says.count("as the law allows") == (not lawful)
    assert found.verdict == ("stands" if consent else "fails")


@pytest.mark.parametrize(
    ("consent", "gain", "held"),
    [
        ("", 0, Held.FREELY),
        ("", 0.5, Held.NOT),
        (CONSENT, 0, Held.FREELY),
        (CONSENT, 0.5, Held.BY_CONSENT),
    ],
)
def test_half_a_unit_to_gain_is_enough_to_leave(consent, gain, held):
    """H brings nothing to a, and b has 1 with K: of b H would have 1, and so much more."""
    tables = [[0, 1 + gain], [0, 0]], [[1, 0], [0, 1]]
    facts = checked(text_of(*tables, MANDATE + consent)).facts
    assert facts.held is held
    assert facts.verdict.value == ("fails" if held is Held.NOT else "stands")
