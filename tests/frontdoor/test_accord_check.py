"""What bidders signed: the file against the report that proposed it, and own floating point."""

import json
import math
import re
import textwrap
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from scipy.optimize import minimize_scalar

from games.errors import Undefined
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.checkup.schema import report_schema
from intercity.equations import model_text
from intercity.pictures import pictures_of
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.arms_race.accord import InForce
from intercity.topics.arms_race.check import Open
from intercity.topics.arms_race.race_repair import Ban, CommonCap, CommonFloor, Grants, Truce
from intercity.topics.outcome import Verdict
from intercity.topics.truce_clubs.check import TruceWithTransfers, check
from solvers import RaceVerdict
from tests.frontdoor.test_truce_clubs_check import payoffs as of_blocks
from tests.frontdoor.test_truce_clubs_check import text_of

OUTSIDE = "outside_option = { v = 0.2, low = 0, high = 1 }\n"
NEAR = "outside_option = { v = 0.75, low = 0, high = 1 }\n" + "".join(
    f"spillovers.{one}.{other} = {{ v = 1, low = 0, high = 1 }}\n" for one, other in ("AB", "BA")
)
UNEQUAL = [1, 0.9, 0.5], 0.2


def patient(**discounts):
    return "".join(
        f"[cities.{city}]\ndiscount = {{ v = {delta}, low = 0.01, high = 0.999 }}\n"
        for city, delta in discounts.items()
    )


def decimal(x):
    """An exact number as TOML has it."""
    return f"{Decimal(x.numerator) / Decimal(x.denominator):f}"


def level(x):
    return f"{{ v = {decimal(Fraction(x))}, low = -9, high = 9 }}".replace("-9", "0")


def accord(rule, *, enforced=True, more=""):
    word = "true" if enforced else "false"
    return f"[subsidies.accord]\nenforceable = {word}\n{rule}\n{more}\n"


def report(values, mu, more=""):
    return check_up(parse_scenario(text_of(values, mu, more=more)), ranges=False)


def found(told, name="arms race"):
    return next(f for f in told.findings if f.name == name)


def race(values, mu, more=""):
    return found(report(values, mu, more))


def tried(finding, kind):
    repair = finding.facts.repair
    rules = (*getattr(repair, "clauses", ()), *repair.in_vain)
    return next(one for one in rules if isinstance(one, kind))


def shares(bids, mu, outside=None):
    weights = [math.exp(s / mu) for s in bids]
    total = sum(weights) + (0 if outside is None else math.exp(outside / mu))
    return [w / total for w in weights]


def own_bids(values, mu, *, caps=(), prices=(), outside=None):
    """Best replies in turn, each by a search on a line, of what a city keeps of its firms."""
    n = len(values)
    caps, prices = caps or [9.0] * n, prices or [1.0] * n
    bids = [0.0] * n
    for _ in range(60):
        for i in range(n):
            top = min(caps[i], values[i])

            def loses(s, i=i):
                tries = [s if j == i else x for j, x in enumerate(bids)]
                return -(values[i] - prices[i] * s) * shares(tries, mu, outside)[i]

            best = minimize_scalar(
                loses,
                bounds=(0, top),
                method="bounded",
                options={"xatol": 1e-12},
            ).x
            ends = (0.0, top, best)
            bids[i] = min(ends, key=loses)
    return bids


def own_payoffs(values, mu, bids, *, outside=None, mass=10):
    return [
        mass * (b - s) * p for b, s, p in zip(values, bids, shares(bids, mu, outside), strict=True)
    ]


def test_a_cap_as_told_does_what_is_said_of_it():
    """The best is 0.30095...: at 0.301, as it was told, both bid too much."""
    more = "outside_option = { v = 2, low = 0, high = 9 }\n"
    more += "public_funds_cost = { v = 0.2, low = 0, high = 1 }\n"
    before = race([2, 2], 1, more)
    told = re.search(r"(?i)a common cap of ([0-9.]+) per firm", before.repair)[1]
    best = tried(before, CommonCap).level
    assert best * Fraction(999, 1000) < Fraction(told) <= best
    after = race([2, 2], 1, more + accord("cap = " + level(told)))
    assert (before.verdict, after.verdict) == ("fails", "stands")


def test_a_cap_by_hand():
    """Alike at mu = 1/4 two bid 1/2 each; at most 1/10 leaves each 5 firms at 9/10."""
    checked = race([1, 1], 0.25, accord("cap = " + level(Fraction(1, 10))))
    told = checked.facts
    assert told.accord.in_force is InForce.ENFORCED
    assert told.bids == {"A": Fraction(1, 10), "B": Fraction(1, 10)}
    assert told.payers == ("A", "B")
    assert told.keeps == {"A": Fraction(9, 2), "B": Fraction(9, 2)}
    assert told.outlay == 1
    assert told.accord.effect.cities == {"A": 2, "B": 2}
    assert told.accord.effect.firms == -4
    assert told.accord.effect.mends == Fraction(4, 5)  # of 10 - 5
    assert told.race is RaceVerdict.TRANSFER_FOR_REGION
    assert told.verdict is Verdict.FAILS
    assert (
        tried(race([1, 1], 0.25, accord("cap = " + level(Fraction(1, 10)))), CommonCap).mends == 1
    )


def test_a_cap_that_nothing_betters_has_no_repair_and_stands():
    told = race([1, 1], 0.25, accord("cap = " + level(0)))
    assert (told.verdict, told.facts.race) == ("stands", RaceVerdict.NO_RACE)
    assert (told.facts.repair, told.facts.payers) == (None, ())


@pytest.mark.parametrize(
    ("values", "mu", "more", "kind", "key"),
    [
        ([1, 0.9, 0.5], 0.2, OUTSIDE, CommonCap, "cap"),
        ([1, 1], 0.25, "outside_option = { v = 0.2, low = 0, high = 1 }\n", CommonCap, "cap"),
        ([1, 1], 0.2, NEAR, CommonFloor, "floor"),
    ],
)
def test_what_a_report_proposes_is_what_the_file_then_brings(values, mu, more, kind, key):
    before = race(values, mu, more)
    rule = tried(before, kind)
    after = race(values, mu, more + accord(f"{key} = {level(rule.level)}")).facts
    assert after.accord.level == rule.level
    assert after.accord.effect == rule.effect
    assert after.accord.effect.mends == rule.mends
    for city, gain in rule.effect.cities.items():
        change = after.keeps[city] - before.facts.keeps[city]
        assert float(change) == pytest.approx(float(gain), abs=1e-12)
    change = after.firms_gain - before.facts.firms_gain
    assert float(change) == pytest.approx(float(rule.effect.firms), abs=1e-12)


@pytest.mark.parametrize("spilled", [1, 0.5])
def test_levies_and_grants_written_in_bring_what_was_promised(spilled):
    """With large spillovers the joint optimum is one equilibrium of several; the file has them."""
    near = NEAR.replace("v = 1,", f"v = {spilled},")
    rule = tried(race([1, 1], 0.2, near), Grants)
    rates = "\n".join(
        f"levy.{city} = {{ v = {decimal(rate)}, low = -2, high = 2 }}"
        for city, rate in rule.rates.items()
    )
    after = race([1, 1], 0.2, near + accord(rates)).facts
    assert after.accord.effect == rule.effect
    assert min(rule.rates.values()) < 0  # grants, where all bid too little
    if rule.equilibria == 1:
        assert after.verdict is Verdict.STANDS
        assert 0.9999 < rule.mends <= 1
    else:
        assert after.verdict is Verdict.UNDECIDED
        assert after.open is Open.SEVERAL
    assert (rule.equilibria > 1) == (spilled == 1)


def test_a_floor_as_told_leaves_no_bid_too_high():
    """0.96508... is best for both: 0.9651 was told, at which both bid a little too much."""
    more = NEAR.replace("0.75, low = 0, high = 1", "0.5, low = 0, high = 9")
    before = race([2, 2], 0.5, more)
    told = re.search(r"(?i)a common floor of ([0-9.]+) per firm", before.repair)[1]
    after = race([2, 2], 0.5, more + accord("floor = " + level(told)))
    assert (before.verdict, after.verdict) == ("stands", "stands")
    assert 0.999999 < after.facts.accord.effect.mends <= 1


def test_a_floor_of_unlike_cities_leaves_no_bid_too_high():
    """2.071, which leaves treasuries most, is more than is best for B: the check failed with it."""
    more = NEAR.replace("0.75, low = 0, high = 1", "2, low = 0, high = 9").replace(
        "v = 1,", "v = 0.8,"
    )
    before = race([3, 2.5], 1, more)
    rule = tried(before, CommonFloor)
    after = race([3, 2.5], 1, more + accord("floor = " + level(rule.level)))
    assert (before.verdict, after.verdict) == ("stands", "stands")

    def all_keep(*bids):
        had = shares(bids, 1, 2)
        return sum(10 * p * (1.8 * b - s) for p, b, s in zip(had, [3, 2.5], bids, strict=True))

    at = [float(bid) for bid in after.facts.bids.values()]
    now = all_keep(*at)
    assert now > all_keep(*map(float, before.facts.bids.values()))
    assert all_keep(at[0] - 0.01, at[1]) < now
    assert all_keep(at[0], at[1] - 0.01) < now
    assert all_keep(2.071, 2.061) > all_keep(2.071, 2.071)


@pytest.mark.parametrize(
    ("values", "mu", "more"),
    [
        ([2, 3], 0.1, "outside_option = {1}\nspillovers.A.B = {0.5}\n"),
        ([3, 2], 0.5, "outside_option = {1}\nspillovers.B.A = {0.4}\n"),
    ],
)
def test_levies_and_grants_as_told_leave_no_bid_too_high(values, mu, more):
    """Rounded to the nearest, as "about 64.3%", they left some: the check failed with them."""
    more = re.sub(r"{([0-9.]+)}", r"{ v = \1, low = 0, high = 9 }", more)
    before = race(values, mu, more)
    (told,) = re.findall(r"shared equally \(([^)]*)\)", before.repair)
    rates = {
        city: Fraction(rate) / 100 * (1 if pays == "pays" else -1)
        for city, pays, rate in re.findall(r"([A-C]) (pays|is granted) ([0-9.]+)%", told)
    }
    assert rates == {c: rate for c, rate in tried(before, Grants).rates.items() if rate}
    signed = "\n".join(
        f"levy.{city} = {{ v = {decimal(rate)}, low = -9, high = 9 }}"
        for city, rate in rates.items()
    )
    after = race(values, mu, more + accord(signed))
    assert after.verdict == "stands"
    assert 0.999 < after.facts.accord.effect.mends <= 1


def test_a_truce_written_in_is_kept_as_was_promised():
    cities = patient(A=0.9, B=0.9, C=0.9)
    rule = tried(race(*UNEQUAL, OUTSIDE + cities), Truce)
    clause = accord("truce = " + level(rule.level), enforced=False)
    after = race(*UNEQUAL, OUTSIDE + clause + cities).facts
    assert after.accord.in_force is InForce.KEPT
    assert after.accord.promise.patience == rule.patience
    assert after.accord.effect == rule.effect
    assert sum(after.keeps.values()) > sum(race(*UNEQUAL, OUTSIDE).facts.keeps.values())


@pytest.mark.parametrize(("enforced", "key"), [(True, "cap"), (False, "truce")])
def test_in_a_contest_nobody_bids_and_lots_decide(enforced, key):
    """Tullock, 6 each of three: 2/3 in the race, 2 by lots; delta* = 3/4."""
    values = "".join(f"value.{c} = {{ v = 6, low = 1, high = 9 }}\n" for c in "ABC")
    text = 'format = 1\ntitle = "One firm"\n[subsidies]\ntechnology = "tullock"\n'
    text += 'bidders = ["A", "B", "C"]\n' + values
    rule = tried(found(check_up(parse_scenario(text), ranges=False)), Ban)
    clause = accord(f"{key} = {level(0)}", enforced=enforced)
    for delta, kept in ((0.7, enforced), (0.8, True)):
        whole = parse_scenario(text + clause + patient(A=delta, B=delta, C=delta))
        told = check_up(whole, ranges=False)
        after = found(told).facts
        assert {c: float(x) for c, x in after.accord.effect.cities.items()} == pytest.approx(
            dict.fromkeys("ABC", 4 / 3)
        )
        assert after.accord.effect.cities == rule.effect.cities
        assert {float(x) for x in after.keeps.values()} == {2.0 if kept else 2 / 3}
        # Who stays outside has the firm for next to nothing.
        outside = found(told, "truce clubs").facts.signed.gain_by_leaving
        assert {c: float(x) for c, x in outside.items()} == dict.fromkeys("ABC", 4.0)
        assert verify_report(whole, json.loads(json.dumps(told.to_json()))).ok


def test_some_sign_a_cap_and_the_others_race_on():
    told = race(*UNEQUAL, accord('members = ["B", "A"]\ncap = ' + level(Fraction(3, 10)))).facts
    bids = own_bids(*UNEQUAL, caps=[0.3, 0.3, 9])
    assert [float(x) for x in told.bids.values()] == pytest.approx(bids, abs=1e-6)
    kept = own_payoffs(*UNEQUAL, bids)
    assert [float(x) for x in told.keeps.values()] == pytest.approx(kept, abs=1e-6)
    assert told.accord.members == ("A", "B")  # in the order of bidders


def test_who_pays_a_levy_has_its_part_of_the_fund_back():
    rule = 'members = ["A", "B"]\nlevy.A = { v = 0.3, low = 0, high = 1 }'
    told = race(*UNEQUAL, OUTSIDE + accord(rule)).facts
    bids = own_bids(*UNEQUAL, prices=[1.3, 1, 1], outside=0.2)
    assert [float(x) for x in told.bids.values()] == pytest.approx(bids, abs=1e-6)
    fund = 10 * 0.3 * bids[0] * shares(bids, 0.2, 0.2)[0]
    kept = own_payoffs(*UNEQUAL, bids, outside=0.2)
    money = [kept[0] - fund / 2, kept[1] + fund / 2, kept[2]]
    assert [float(x) for x in told.keeps.values()] == pytest.approx(money, abs=1e-6)


def test_members_that_bid_as_one_bid_what_is_best_for_both():
    told = race(*UNEQUAL, accord('members = ["A", "B"]\ntruce = "joint"')).facts
    kept = of_blocks([[0, 1], [2]], *UNEQUAL, 10)
    assert [float(x) for x in told.keeps.values()] == pytest.approx(kept, abs=1e-9)
    assert told.unique


def breach(values, mu, truce, i):
    """The most that i has of one year in which it alone pays as it likes."""
    best = minimize_scalar(
        lambda s: -own_payoffs(values, mu, [s if j == i else x for j, x in enumerate(truce)])[i],
        bounds=(0, 1),
        method="bounded",
        options={"xatol": 1e-12},
    )
    return -best.fun


@pytest.mark.parametrize("lag", [1, 3])
def test_patience_with_transfers_by_own_numbers(lag):
    """B pays A 0.5 a year, and may breach in secret or stop paying."""
    rule = 'truce = "joint"\ntransfers = { A = 0.5, B = -0.5 }'
    rule += f"\nmonitoring_lag = {lag}"
    more = accord(rule, enforced=False) + patient(A=0.9, B=0.9)
    told = race([1, 0.9], 0.25, more).facts.accord
    values = [1, 0.9]
    truce = joint_bids(values, 0.25)
    held = own_payoffs(values, 0.25, truce)
    fought = own_payoffs(values, 0.25, own_bids(values, 0.25))
    for i, (city, paid) in enumerate((("A", 0.5), ("B", -0.5))):
        gain = breach(values, 0.25, truce, i) - held[i]
        worth = held[i] - fought[i]
        needs = (gain / (gain + worth + paid)) ** (1 / lag)
        if paid < 0:
            needs = max(needs, (gain - paid) / (gain + worth))
        assert float(told.promise.patience[city].race_for_ever) == pytest.approx(needs, abs=1e-6)
    assert float(told.effect.cities["A"]) == pytest.approx(held[0] - fought[0] + 0.5, abs=1e-6)


def joint_bids(values, mu):
    """Joint bids of two that have all firms: b - s alike but for bids of 0 (a cut only shifts)."""
    gap = values[0] - values[1]
    # One bids 0, the other s >= 0 at which the sum of payoffs is largest.
    best = minimize_scalar(
        lambda s: -sum(own_payoffs(values, mu, [s, 0.0])),
        bounds=(0, gap + 0.1),
        method="bounded",
        options={"xatol": 1e-12},
    ).x
    return [best, 0.0]


def test_a_promise_is_kept_by_who_is_patient_enough_only():
    alike = accord("truce = " + level(0), enforced=False)
    kept = race([1, 1], 0.25, alike + patient(A=0.9, B=0.8))
    assert (kept.verdict, kept.facts.accord.in_force) == ("stands", InForce.KEPT)
    assert kept.facts.keeps == {"A": 5, "B": 5}
    broken = race([1, 1], 0.25, alike + patient(A=0.9, B=0.05))
    assert (broken.verdict, broken.facts.accord.in_force) == ("fails", InForce.BROKEN)
    assert broken.facts.keeps == {"A": Fraction(5, 2), "B": Fraction(5, 2)}
    assert broken.facts.accord.effect.cities == {"A": Fraction(5, 2), "B": Fraction(5, 2)}
    unknown = race([1, 1], 0.25, alike)
    assert (unknown.verdict, unknown.facts.open) == ("undecided", Open.ACCORD)
    assert unknown.facts.accord.in_force is InForce.OPEN
    # Without a race it does not matter whether it is kept.
    assert race([1, 1], 0.5, alike).verdict == "stands"


def test_patience_of_members_is_not_told_as_that_of_all_who_bid():
    """C bids, too, and has signed nothing."""
    promise = accord('members = ["A", "B"]\ntruce = "joint"', enforced=False)
    kept = race([1, 1, 1], 0.25, promise + patient(A=0.9, B=0.8, C=0.1))
    assert kept.facts.bids["C"] > 0
    assert ", which A and B have (0.80 or more)." in kept.says


def test_a_cap_that_no_court_enforces_is_a_truce():
    cities = patient(A=0.9, B=0.8, C=0.9)
    cap = race(*UNEQUAL, OUTSIDE + accord("cap = " + level(0.25), enforced=False) + cities)
    truce = race(*UNEQUAL, OUTSIDE + accord("truce = " + level(0.25), enforced=False) + cities)
    assert cap.facts.accord.promise == truce.facts.accord.promise
    assert cap.facts.accord.in_force is truce.facts.accord.in_force


def test_a_promise_with_a_known_end_unravels_at_any_patience():
    rule = accord("truce = " + level(0), enforced=False, more="sunset = 400")
    told = race([1, 1], 0.25, rule + patient(A=0.998, B=0.998)).facts
    assert told.accord.in_force is InForce.UNRAVELS
    assert told.keeps == {"A": Fraction(5, 2), "B": Fraction(5, 2)}
    # Nobody bids at mu = 1/2 anyway, so that no breach pays even in the last year.
    idle = race([1, 1], 0.5, rule + patient(A=0.5, B=0.5)).facts
    assert idle.accord.in_force is InForce.KEPT


def test_an_accord_that_ends_within_the_horizon_leaves_a_race():
    rule = accord("cap = " + level(0), more="sunset = 4")
    told = race([1, 1], 0.25, rule)
    assert (told.verdict, told.facts.race) == ("fails", RaceVerdict.NO_RACE)
    assert told.turns_on == told.facts.race_after == RaceVerdict.TRANSFER_FOR_REGION
    assert told.facts.keeps == {"A": 5, "B": 5}
    assert tried(told, CommonCap).level == 0
    for horizon, verdict in ((4, "stands"), (5, "fails")):
        time = f"[time]\nhorizon = {{ v = {horizon}, low = 1, high = 9 }}\n"
        time += "interest = { v = 0.03, low = 0, high = 0.1 }\n"
        assert race([1, 1], 0.25, rule + time).verdict == verdict


def test_transfers_that_hold_all_do_so_in_the_file_and_a_little_less_does_not():
    before = found(report(*UNEQUAL, OUTSIDE), "truce clubs")
    (clause,) = before.facts.repair.clauses
    assert isinstance(clause, TruceWithTransfers)
    written = {c: Fraction(round(x * 10**22), 10**22) for c, x in clause.transfers.items()}
    written["A"] -= sum(written.values())
    for less, would_leave in ((Fraction(0), ()), (Fraction(1, 10**9), ("C",))):
        paid = written | {"A": written["A"] + less, "C": written["C"] - less}
        rule = f'members = {json.dumps(list(clause.members))}\ntruce = "joint"\n'
        rule += "\n".join(f"transfers.{city} = {decimal(x)}" for city, x in paid.items())
        whole = parse_scenario(text_of(*UNEQUAL, more=OUTSIDE + accord(rule, enforced=False)))
        told = check_up(whole, ranges=False)
        after = found(told, "truce clubs").facts
        assert after.signed.would_leave == would_leave
        assert after.verdict is (Verdict.FAILS if less else Verdict.STANDS)
        for city, x in before.facts.everyone.gets.items():
            assert float(after.signed.gets[city] - x - paid[city]) == pytest.approx(0, abs=1e-12)
        share = sum(after.signed.accord.effect.cities.values()) / before.facts.possible
        assert float(share) == pytest.approx(float(clause.share), abs=1e-9)


def test_who_must_be_paid_to_sign_is_a_member():
    """No firm is worth anything to C, which has to pay; B loses firms and signs nothing."""
    values = [3, 2, 0], 0.3
    rule = accord('members = ["A", "C"]\nfloor = ' + level(Fraction(1, 2)))
    effect = race(*values, rule).facts.accord.effect
    assert {city for city, one in effect.cities.items() if one < 0} == {"A", "B", "C"}
    assert effect.to_be_paid == ("A", "C")


def test_a_club_that_bids_as_one_holds_where_a_cap_does_not():
    """Alike, all leave a cap of 0, which the others keep; bids as one are 0 too, and hold."""
    alike = [1, 1, 1], 0.2
    before = found(report(*alike, accord("cap = " + level(0))), "truce clubs")
    (clause,) = before.facts.repair.clauses
    assert (before.verdict, clause.members) == ("fails", ("A", "B", "C"))
    assert "as one" in before.repair
    assert "larger" not in before.repair
    after = found(report(*alike, accord('truce = "joint"')), "truce clubs")
    assert (after.verdict, after.facts.signed.gets) == ("stands", before.facts.signed.gets)


def test_who_would_do_better_outside_a_cap_by_own_numbers():
    told = found(report(*UNEQUAL, accord("cap = " + level(Fraction(1, 10)))), "truce clubs").facts
    inside = own_payoffs(*UNEQUAL, own_bids(*UNEQUAL, caps=[0.1] * 3))
    gains = {}
    for i, city in enumerate("ABC"):
        caps = [9 if j == i else 0.1 for j in range(3)]
        gains[city] = own_payoffs(*UNEQUAL, own_bids(*UNEQUAL, caps=caps))[i] - inside[i]
    signed = told.signed
    assert {c: float(x) for c, x in signed.gain_by_leaving.items()} == pytest.approx(
        gains, abs=1e-6
    )
    assert signed.would_leave == tuple(c for c, gain in gains.items() if gain > 0)
    # Of three, two that leave let the accord lapse: all race.
    fought = own_payoffs(*UNEQUAL, own_bids(*UNEQUAL))
    for city, gain in signed.pair_gains.items():
        i = "ABC".index(city)
        assert float(gain) == pytest.approx(fought[i] - inside[i], abs=1e-6)


def test_what_spills_over_from_a_firm_that_is_worth_nothing_is_nothing_above_a_floor_too():
    """A firm is worth nothing to A, and 0.4 of that to B: the floor of 0 changes nothing."""
    spills = "spillovers.B.A = " + level(0.4) + "\n"
    rules = "", accord("floor = " + level(0))
    free, floored = (race([0, 2], 0.25, spills + rule) for rule in rules)
    assert floored.facts.bids == pytest.approx(free.facts.bids)
    assert floored.facts.accord.effect.treasuries == pytest.approx(0)


def test_a_floor_that_takes_all_that_a_firm_is_worth_is_refused_in_a_sentence():
    spills = "spillovers.B.A = " + level(0.4) + "\n"
    assert race([1, 2], 0.25, spills + accord("floor = " + level(1))).says == (
        "The race above the floor is not defined here: it takes from A all that a firm is worth, "
        "of which others have a part; take another floor."
    )


def test_talks_do_not_end_a_race_that_an_accord_has_ended():
    alike = accord("truce = " + level(0), enforced=False)
    assert report([1, 1], 0.25).negotiated.truce is not None
    assert report([1, 1], 0.25, alike + patient(A=0.9, B=0.8)).negotiated.truce is None
    broken = report([1, 1], 0.25, alike + patient(A=0.9, B=0.05))
    assert broken.negotiated.truce is not None


def test_the_table_is_that_under_the_accord():
    told = report([1, 1], 0.25, accord("cap = " + level(Fraction(1, 10)))).payoffs
    assert told.bids == {"A": Fraction(1, 10), "B": Fraction(1, 10)}
    assert told.race == {"A": Fraction(9, 2), "B": Fraction(9, 2)}


WHOLE = [
    accord("cap = " + level(0.1), more="sunset = 3"),
    accord("floor = " + level(0.1), enforced=False),
    accord("levy.A = { v = 0.3, low = 0, high = 1 }"),
    accord(
        'members = ["A", "C"]\ntruce = "joint"\ntransfers = { A = 0.1, C = -0.1 }', enforced=False
    ),
]


@pytest.mark.parametrize("clause", WHOLE)
def test_reports_are_replayed_and_fit_their_schema(clause):
    whole = parse_scenario(text_of(*UNEQUAL, more=OUTSIDE + clause + patient(A=0.9, B=0.9, C=0.7)))
    told = json.loads(json.dumps(check_up(whole, ranges=False).to_json()))
    assert verify_report(whole, told).ok
    validator = jsonschema.Draft202012Validator(report_schema())
    assert [str(error)[:200] for error in validator.iter_errors(told)] == []
    facts = next(f for f in told["findings"] if f["name"] == "arms race")["facts"]
    facts["accord"]["effect"]["firms"]["exact"] = "1/7"
    assert not verify_report(whole, told).ok


def test_the_level_may_flip_the_verdict():
    told = check_up(
        parse_scenario(text_of([1, 1], 0.25, more=accord("cap = " + level(0)))), ranges=True
    )
    keys = {one.key: one for one in told.switching_values}
    assert keys["subsidies.accord.cap"].becomes == RaceVerdict.TRANSFER_FOR_REGION


def test_the_model_text_says_what_is_signed():
    text = model_text(
        parse_scenario(text_of(*UNEQUAL, more=accord("levy.A = { v = 0.3, low = 0, high = 1 }")))
    )
    assert "Accord, signed by A, B and C: a member pays l_i" in text
    assert "l_A = 0.3" in text


def test_the_accord_of_the_reference_is_kept_by_its_race():
    page = (Path(__file__).parents[2] / "docs" / "scenario.md").read_text("utf-8")
    race = page[page.index('    format = 1\n    title  = "Three cities bid for firms"') :]
    end = race.index("\n\nWhat the bidders")
    written = race[race.index("    [subsidies.accord]") :].split("\n\n")[0]
    whole = parse_scenario(textwrap.dedent(race[:end] + "\n" + written))
    told = check_up(whole, ranges=False)
    assert found(told).facts.accord.in_force is InForce.ENFORCED
    assert found(told).facts.accord.sunset == 8
    assert found(told).facts.bids["Aton"] == Fraction(1, 5)


# what is written, the key of the fault, what the sentence must name
FAULTS = [
    ("enforceable = true", "[subsidies] accord", "one of cap, floor, levy and truce"),
    ("cap = {L}", "enforceable", "missing"),
    ("enforceable = true\ncap = {L}\nfloor = {L}", "floor", "beside cap"),
    ("enforceable = true\ncap = {{ v = -1, low = -2, high = 1 }}", "cap", "not negative"),
    ('enforceable = true\ncap = {L}\nmembers = ["A", "Z"]', "members #2", "unknown bidder"),
    ('enforceable = true\ncap = {L}\nmembers = ["A", "A"]', "members #2", "again"),
    ('enforceable = true\ncap = {L}\nmembers = ["A"]', "members", "at least 2"),
    ("enforceable = true\ncap = {L}\ntransfers.A = 1", "transfers", "0 in all"),
    ("enforceable = false\nlevy.A = {L}", "enforceable", "collect"),
    (
        "enforceable = true\nlevy.A = {{ v = -1, low = -1, high = 1 }}",
        "[subsidies.accord.levy] A",
        "-1",
    ),
    ("enforceable = true\ncap = {L}\nmonitoring_lag = 2", "monitoring_lag", "left out"),
    ("enforceable = false\ntruce = {L}\nmonitoring_lag = 0", "monitoring_lag", "from 1"),
    ("enforceable = false\ntruce = {L}\nsunset = -1", "sunset", "-1"),
    ('enforceable = false\ntruce = "joined"', "truce", "joint"),
    ('enforceable = true\nmembers = ["A", "B"]\nlevy.C = {L}', "C", "member of the accord"),
    ('enforceable = true\ncap = {L}\n[clubs]\nconjecture = "delta"', "conjecture", "gamma"),
]


@pytest.mark.parametrize(("written", "key", "named"), FAULTS)
def test_one_sentence_for_each_fault(written, key, named):
    clause = "[subsidies.accord]\n" + written.format(L="{ v = 0.1, low = 0, high = 1 }")
    with pytest.raises(ScenarioError) as error:
        parse_scenario(text_of(*UNEQUAL, more=clause))
    assert error.value.others == ()
    assert key in str(error.value)
    assert named in str(error.value)


@pytest.mark.parametrize(
    ("written", "key", "named"),
    [
        ("enforceable = true\ncap = {L}", "cap", "nobody bids"),
        ("enforceable = true\nlevy.A = {L}", "levy", "only logit"),
        ("enforceable = true\nfloor = {L}", "floor", "only logit"),
        ('enforceable = false\ntruce = "joint"', "truce", "nobody bids"),
        (
            'enforceable = true\nmembers = ["A", "B"]\ncap = { v = 0, low = 0, high = 1 }',
            "members",
            "all bidders",
        ),
    ],
)
def test_a_contest_knows_fewer_rules(written, key, named):
    values = "".join(f"value.{c} = {{ v = 6, low = 1, high = 9 }}\n" for c in "ABC")
    text = 'format = 1\ntitle = "One firm"\n[subsidies]\ntechnology = "all-pay"\n'
    text += 'bidders = ["A", "B", "C"]\n' + values + "[subsidies.accord]\n"
    with pytest.raises(ScenarioError) as error:
        parse_scenario(text + written.replace("{L}", "{ v = 0.1, low = 0, high = 1 }"))
    assert error.value.others == ()
    assert key in str(error.value)
    assert named in str(error.value)


def test_transfers_obey_the_limit_on_side_payments():
    deal = (
        '[compact]\nmembers = ["A", "B"]\n[compact.limits]\n'
        "side_payment = { v = 0.2, low = 0, high = 1 }\n"
    )
    for gets, unlawful in (("0.4", False), ("0.41", True)):  # of two, each at most 0.2
        paid = f"transfers = {{ A = {gets}, B = -0.2, C = -{float(gets) - 0.2:.2f} }}"
        clause = accord("cap = " + level(0.1) + "\n" + paid)
        with pytest.raises(ScenarioError) as error:  # a deal needs more tables than these
            parse_scenario(text_of(*UNEQUAL, more=clause + deal))
        assert ("by compact.limits.side_payment" in str(error.value)) == unlawful


def test_neither_the_unit_of_money_nor_the_order_of_bidders_matters():
    rule = 'members = ["A", "C"]\ncap = '
    plain = found(report([1, 0.9, 0.5], 0.2, accord(rule + level(0.25))))
    more = found(report([4, 3.6, 2], 0.8, accord(rule + level(1))))
    told = text_of([1, 0.9, 0.5], 0.2, more=accord(rule + level(0.25)))
    turned = told.replace('bidders = ["A", "B", "C"]', 'bidders = ["C", "B", "A"]')
    assert turned != told
    turned = found(check_up(parse_scenario(turned), ranges=False))
    for city, gain in plain.facts.accord.effect.cities.items():
        for other, unit in ((more, 4), (turned, 1)):
            assert float(other.facts.accord.effect.cities[city]) == pytest.approx(
                unit * float(gain), abs=1e-9
            )
    assert plain.turns_on == more.turns_on == turned.turns_on
    assert turned.facts.accord.members == ("C", "A")


@pytest.mark.parametrize(
    ("place", "more"),
    [
        ("monitoring_lag", "monitoring_lag = 1000001"),
        ("truce_lag", "[subsidies]\ntruce_lag = 1000001"),
    ],
)
def test_a_lag_of_ages_is_refused_where_it_stands(place, more):
    rule = accord('truce = "joint"', enforced=False)
    text = text_of([1, 1, 1], 0.2, more=rule + ("" if "[" in more else more))
    text = text.replace("[subsidies]\n", more + "\n") if "[" in more else text
    with pytest.raises(ScenarioError, match=rf"{place} is 1000001"):
        parse_scenario(text)


def test_pairs_are_not_looked_at_for_the_verdict_alone():
    """Of four members six pairs might leave: each is a race of its own."""
    text = text_of([1, 1, 1, 1], 0.2, more=accord(f"cap = {level(0.1)}"))
    full, brief = (
        Context(parse_scenario(text), Recorder(), brief=brief) for brief in (False, True)
    )
    asked, alone = check(full).signed, check(brief).signed
    assert len(asked.pair_gains) == 2
    assert alone.pair_gains == {}
    assert alone.gain_by_leaving == asked.gain_by_leaving
    races = [
        sum(one["answer"] == "subsidy_equilibrium" for one in context.run_solver.entries)
        for context in (full, brief)
    ]
    assert races[0] - races[1] >= 6


def test_no_picture_shows_a_race_that_an_accord_has_ended():
    """Its bids are those without the accord; of one that nobody keeps they are what is bid."""
    with pytest.raises(Undefined, match="an accord on bids is signed"):
        pictures_of(report([1, 1], 0.25, accord(f"cap = {level(0.1)}")))["race"]()
    broken = accord(f"truce = {level(0)}", enforced=False, more="sunset = 1")
    for more in ("", broken):
        figure = pictures_of(report([1, 1], 0.25, more))["race"]()
        assert figure.texts[0].get_text().startswith("Bidding leaves the cities")
