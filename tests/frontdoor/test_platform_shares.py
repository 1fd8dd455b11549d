"""Check 2 where a platform is paid for together: ways to share its cost, by hand."""

import json
from fractions import Fraction
from itertools import permutations
from pathlib import Path

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.scenario_file import load_scenario, parse_scenario
from tests.frontdoor.starter import finding, screen

ROOT = Path(__file__).parents[2]
WORTH = {"A": (1, 20), "B": (2, 40), "C": (3, 40)}
"""By city its batches, and what one in the park is worth to it."""


def wide(number):
    return f"{{ v = {number}, low = 0, high = 999 }}"


def park_text(worth=WORTH, cost=100, room=6, limit=1):
    text = 'format = 1\ntitle = "A park"\n' + "".join(f"[cities.{city}]\n" for city in worth)
    text += '[resources.batches]\nkind = "tradable"\n'
    text += "".join(f"owned.{city} = {wide(n)}\n" for city, (n, _) in worth.items())
    text += '[resources.places]\nkind = "tradable"\n[platforms.park]\n'
    text += f"cost_per_year = {wide(cost)}\nprovides.places = {wide(room)}\nlimit = {limit}\n"
    for city, (_, value) in worth.items():
        text += (
            f'[[activities]]\nname = "a batch of {city}"\nsites = ["{city}"]\n'
            'uses = [{ resource = "batches" }, { resource = "places" }]\n'
            f'values = [{{ city = "{city}", kind = "cash", amount = {wide(value)} }}]\n'
        )
    return text


def park(*arguments, **named):
    return parse_scenario(park_text(*arguments, **named))


def checked(scenario):
    report = check_up(scenario, ranges=False)
    assert verify_report(scenario, json.loads(json.dumps(report.to_json()))).ok
    return report


def by(found, way):
    (one,) = [one for one in found.facts.shared_cost.ways if one.way == way]
    return one


def paid(found, way):
    return tuple(by(found, way).shares.values())


def leaves(found, way):
    breach = by(found, way).breach
    return breach.group, breach.gain


def test_who_gives_what_others_use_better_is_paid():
    # A's batch is worth 40 with B or C and 20 with A: it is moved, and A has nothing of the plan.
    found = finding(checked(park()), "all together")
    assert "Ways to share what park costs, 100.0 a year" in found.says
    assert paid(found, "in proportion to use")[0] == 0
    assert paid(found, "nucleolus")[0] < 0
    assert found.facts.shared_cost.cost == 100
    assert leaves(found, "equal") == (("A",), Fraction(100, 3))
    (equal,) = [row for row in found.tables if "equal" in row.way]
    assert equal.holds == "A would gain 33.3 by leaving"


def test_each_works_with_its_own_where_that_is_as_good():
    alike = {"A": (1, 40), "B": (2, 40), "C": (3, 40)}
    report = checked(park(alike))
    found = finding(report, "all together")
    third, sixth = Fraction(100, 3), Fraction(100, 6)
    assert paid(found, "equal") == paid(found, "serial, by use") == (third,) * 3
    assert paid(found, "in proportion to use") == (sixth, 2 * sixth, 3 * sixth)
    assert paid(found, "in proportion to benefit") == (sixth, 2 * sixth, 3 * sixth)
    # By orders of arrival: what a city has, 40 for each batch, less what it adds to the gains.
    gain = {
        frozenset(g): max(0, 40 * sum(alike[c][0] for c in g) - 100)
        for k in range(4)
        for g in permutations("ABC", k)
    }
    added = dict.fromkeys("ABC", Fraction(0))
    for order in permutations("ABC"):
        for k, city in enumerate(order):
            added[city] += Fraction(gain[frozenset(order[: k + 1])] - gain[frozenset(order[:k])], 6)
    has = {city: 40 * alike[city][0] for city in alike}
    assert paid(found, "Shapley value") == tuple(has[city] - added[city] for city in "ABC")
    told = {row.way: row for row in found.tables}
    assert told["serial, by use and equal"].shares == "A 33.3, B 33.3, C 33.3"
    assert told["serial, by use and equal"].holds == "no group would leave"
    assert found.facts.shared_cost.honest_if_asked
    assert "shares each pays a year and nucleolus" in screen(report)


def test_a_share_beyond_what_a_city_has_makes_it_leave():
    report = checked(park({"A": (1, 40), "B": (4, 40), "C": (4, 40)}, cost=150, room=9))
    found = finding(report, "all together")
    assert leaves(found, "equal") == leaves(found, "serial, by use") == (("A",), 10)  # 50 of 40


def test_room_that_does_not_do_for_all_is_for_everybody():
    report = check_up(load_scenario(ROOT / "examples/three_city_park/scenario.toml"), ranges=False)
    found = finding(report, "all together")
    assert found.verdict == "fails"
    (row,) = found.tables
    assert row.shares == "Aton 33.3, Bury 33.3, Cove 33.3"
    gains = [one.breach.gain for one in found.facts.shared_cost.ways]
    assert gains == [60 - 2 * (Fraction(160, 3) - Fraction(100, 3))] * 5


def test_cities_that_are_alike_pay_alike_where_another_is_poorer():
    # Whatever comes to B, C and D, A with a tenth of a batch has least.
    worth = {"A": ("0.1", 80), "B": (1, 80), "C": (1, 80), "D": (1, 80)}
    found = finding(checked(park(worth, cost=100, room="1.5")), "all together")
    for way in ("Shapley value", "in proportion to use", "in proportion to benefit"):
        shares = paid(found, way)
        assert shares[1] == shares[2] == shares[3], way
    assert shares[0] == Fraction(100, 15)


def test_no_shares_where_nothing_is_shared():
    lone = finding(checked(park({"A": (3, 40), "B": (0, 40), "C": (0, 40)})), "all together")
    assert lone.facts.shared_cost is None
    dear = finding(checked(park(cost=900)), "all together")
    assert dear.facts.shared_cost is None


def test_nobody_is_asked_in_proportion_to_a_loss():
    # A's batch is run in D, too, and costs D 5 a year; D has no batch and gains nothing.
    text = park_text({"A": (1, 60), "B": (2, 40), "C": (3, 40), "D": (0, 40)})
    text = text.replace('sites = ["A"]', 'sites = ["A", "D"]')
    harm = f'{{ city = "D", kind = "cost", amount = {wide(5)} }}'
    text = text.replace('values = [{ city = "A"', f'values = [{harm}, {{ city = "A"')
    found = finding(checked(parse_scenario(text)), "all together")
    ways = [one.way for one in found.facts.shared_cost.ways]
    assert ways == ["nucleolus", "Shapley value", "equal"]
