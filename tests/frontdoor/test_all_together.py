"""Check 2: who has a veto, and which groups are worth barring; games solved by hand."""

import itertools
import json
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest

from games import CoalitionalGame
from intercity.checkup.check_up import check_up
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region import effort
from intercity.region.context import Context
from intercity.region.groups import AskedGame
from intercity.scenario_file import parse_scenario
from intercity.topics.all_together.check import BarredGroup, OwenPrice, veto_player
from intercity.topics.all_together.cost_shares import Way
from intercity.topics.all_together.english import WORDS
from intercity.topics.outcome import NoRepair, NotAsked, Outcome, Repair, Verdict, in_components
from tests.frontdoor.small_scenarios import quota_for_a_price
from tests.frontdoor.starter import STARTER

CITIES = ("A", "B", "C")
PAIRS = [("A", "B"), ("A", "C"), ("B", "C")]


def by_size(*worths):
    return CoalitionalGame.from_function(CITIES, lambda group: worths[len(group) - 1])


def finding(pairs, everybody):
    text = f"""
format = 1
title = "three cities"
[game]
sense = "gain"
assumed = "made up"
[game.worths]
A = 0
B = 0
C = 0
"A, B" = {pairs}
"A, C" = {pairs}
"B, C" = {pairs}
"A, B, C" = {everybody}
"""
    report = check_up(parse_scenario(text), ranges=False)
    return next(f for f in report.findings if f.name == "all together")


def test_the_owner_of_the_only_left_glove_has_a_veto():
    glove = CoalitionalGame.from_function(CITIES, lambda g: int("A" in g and len(g) > 1))
    assert veto_player(glove) == "A"


def test_in_a_majority_nobody_has_a_veto():
    assert veto_player(by_size(0, 1, 1)) is None


@pytest.mark.parametrize("alone", [0, 2])
def test_where_nothing_is_gained_nobody_has_a_veto(alone):
    assert veto_player(by_size(alone, 2 * alone, 3 * alone)) is None


@pytest.mark.parametrize("veto", CITIES)
def test_who_has_a_veto_is_found_whatever_its_place(veto):
    """Each makes 2 alone, and a group with both it and another 1 more."""
    game = CoalitionalGame.from_function(
        CITIES, lambda g: 2 * len(g) + int(veto in g and len(g) > 1)
    )
    assert veto_player(game) == veto


def test_a_veto_decides_nothing_where_a_smaller_group_makes_more():
    worth = {("A", "B"): 3, ("A", "B", "C"): 2}
    assert veto_player(CoalitionalGame.from_function(CITIES, lambda g: worth.get(g, 0))) is None


def test_a_veto_is_one_for_costs_too():
    shared = {("A", "B"): 3, ("A", "C"): 3, ("A", "B", "C"): 4}
    costs = CoalitionalGame.from_function(CITIES, lambda g: shared.get(g, 2 * len(g)), "cost")
    assert veto_player(costs) == "A"


def test_barring_one_pair_of_three_is_enough_where_a_city_can_then_have_it_all():
    found = finding(pairs=60, everybody=60)
    assert found.facts.fine == 20
    assert found.facts.outside_money == 30
    assert found.facts.groups == dict.fromkeys(PAIRS, Fraction(1, 2))
    fine, money, *barred = found.facts.repair.clauses
    assert (fine.fine, fine.between_parts, money.amount) == (20, False, 30)
    assert [one.group for one in barred] == PAIRS
    assert found.facts.repair.alternatives
    assert found.repair.endswith("barring one of {A, B}, {A, C} and {B, C} from dealing apart")
    assert WORDS.line(found.facts) == "no split of the gain keeps every group in: 30.0 is lacking"
    assert WORDS.remedy(found.facts) == "a fine of 20.0 on a group that leaves"


def test_where_a_pair_makes_more_than_all_it_is_told_so():
    """All make 90 in parts, and every pair asks for 90: half of 3 x 90 is 45 more than there is."""
    found = finding(pairs=90, everybody=60)
    assert found.verdict == "fails"
    assert found.facts.worth == 90
    assert found.facts.better_in_parts.as_one == 60
    assert not found.facts.better_in_parts.unique  # any pair, and the third city by itself
    assert found.facts.groups_worth == Fraction(3, 2) * 90
    assert found.facts.outside_money == 45
    fine, _, *barred = found.facts.repair.clauses
    assert fine.between_parts
    # With a pair barred the third city can have all 90, as it is in both others.
    assert [one.group for one in barred] == PAIRS
    assert "payments between the parts" in found.repair


def test_two_pairs_that_leave_pay_two_fines():
    """Five towns make 60 a pair, 120 in their best parts, 24 each: a pair leaves for 60 - 48.

    Four towns make 120 as two pairs, 24 more than 4 x 24, and pay the fine of 12 twice.
    """
    towns = ("A", "B", "C", "D", "E")
    pairs = "".join(f'"{a}, {b}" = 60\n' for a, b in itertools.combinations(towns, 2))
    more = "".join(
        f'"{", ".join(group)}" = 60\n'
        for size in (3, 4, 5)
        for group in itertools.combinations(towns, size)
    )
    alone = "".join(f"{town} = 0\n" for town in towns)
    head = 'format = 1\ntitle = "towns"\n[game]\nsense = "gain"\nassumed = "made up"\n'
    scenario = parse_scenario(f"{head}[game.worths]\n{alone}{pairs}{more}")
    found = evaluate(Context(scenario, lambda solver, game: solver(game)), "all together")
    assert (found.facts.worth, found.facts.fine, found.facts.outside_money) == (120, 12, 30)


def test_no_group_is_named_where_barring_one_is_not_enough():
    """Any three of five have a majority: with one group barred, others still ask for all."""
    names = "ABCDE"
    worths = {
        ", ".join(group): int(size > 2)
        for size in range(1, 6)
        for group in itertools.combinations(names, size)
    }
    text = "\n".join(f'"{group}" = {worth}' for group, worth in worths.items())
    head = (
        'format = 1\ntitle = "five"\n[game]\nsense = "gain"\nassumed = "made up"\n[game.worths]\n'
    )
    report = check_up(parse_scenario(head + text), ranges=False)
    found = next(f for f in report.findings if f.name == "all together")
    assert found.verdict == "fails"
    assert not any(isinstance(one, BarredGroup) for one in found.facts.repair.clauses)


def test_four_towns_do_better_in_two_pairs():
    """Each pair has a park of its own: 120 in parts, 30 each, which no group leaves; no fine."""
    towns = Path(__file__).parents[2] / "docs" / "scenario.md"
    blocks = towns.read_text("utf-8").split("\n\n    format = 1")
    text = next(b for b in blocks if "Four towns" in b).split("\n\nAny two")[0]
    text = "format = 1" + text.replace("\n    ", "\n")
    report = check_up(parse_scenario(text), ranges=False)
    found = next(f for f in report.findings if f.name == "all together")
    assert found.verdict == "stands"
    assert found.facts.worth == 120
    assert found.facts.better_in_parts.as_one == 60
    assert not found.facts.better_in_parts.unique  # any two pairs
    assert [found.facts.lowest[town] for town in ("North", "East")] == [30, 30]


def test_a_park_that_each_would_open_alone():
    """At 50 a park each makes 80 - 50 alone; all open two for three batches: 240 - 100 - 90."""
    example = Path(__file__).parents[2] / "examples" / "three_city_park" / "scenario.toml"
    text = example.read_text("utf-8").replace("{ v = 100, low = 70,", "{ v = 50, low = 40,")
    report = check_up(parse_scenario(text), ranges=False)
    found = next(f for f in report.findings if f.name == "surplus")
    assert found.says == (
        "50.0 to be gained in smaller groups, such as {Bury, Cove}, over what each has alone. "
        "Without any platform they would have 90.0 less than each has alone"
    )


def test_the_ranges_of_a_stable_split_are_told_of_the_city_that_it_leaves_most_open():
    """A has a veto: {A, B} and {A, C} make 10, all 12: A has 8 to 12, B and C up to 2 each."""
    worth = {("A", "B"): 10, ("A", "C"): 10, ("A", "B", "C"): 12}
    groups = [group for size in (1, 2, 3) for group in itertools.combinations(CITIES, size)]
    table = "\n".join(f'"{", ".join(group)}" = {worth.get(group, 0)}' for group in groups)
    text = 'format = 1\ntitle = "x"\n[game]\nsense = "gain"\nassumed = "x"\n[game.worths]\n'
    report = check_up(parse_scenario(text + table), ranges=False)
    found = next(f for f in report.findings if f.name == "all together").facts
    assert found.veto_player == "A"
    assert found.lowest == {"A": 8, "B": 0, "C": 0}
    assert found.highest == {"A": 12, "B": 2, "C": 2}
    # In six orders of arrival A adds 0 twice, 10 twice and 12 twice; B 10, 2, 2, and thrice 0.
    third = Fraction(1, 3)
    assert found.shapley.shares == {"A": 22 * third, "B": 7 * third, "C": 7 * third}
    # {A, B} make 10, and have 29/3 of it.
    assert found.shapley.breach.gain == third
    assert WORDS.line(found) == "A has 8.0 to 12.0 in splits that no group would leave"
    assert WORDS.remedy(found) == ""


def park_of(cities, cost):
    """A park that only these cities use, a batch each, at 40 a batch; it has room for two."""

    def wide(number):
        return f"{{ v = {number}, low = 0, high = 999 }}"

    text = f'[resources.batches{cities}]\nkind = "tradable"\n'
    text += "".join(f"owned.{city} = {wide(1)}\n" for city in cities)
    text += f'[resources.places{cities}]\nkind = "tradable"\n[platforms.park{cities}]\n'
    text += f"cost_per_year = {wide(cost)}\nprovides.places{cities} = {wide(2)}\nlimit = 1\n"
    for city in cities:
        text += (
            f'[[activities]]\nname = "a batch of {city}"\nsites = ["{city}"]\n'
            f'uses = [{{ resource = "batches{cities}" }}, {{ resource = "places{cities}" }}]\n'
            f'values = [{{ city = "{city}", kind = "cash", amount = {wide(40)} }}]\n'
        )
    return text


def in_parks(*parks):
    cities = "".join(f"[cities.{city}]\n" for cities, _ in parks for city in cities)
    text = 'format = 1\ntitle = "parks"\n' + cities + "".join(itertools.starmap(park_of, parks))
    return check_up(parse_scenario(text), ranges=False)


def test_unrelated_cities_are_looked_at_apart_and_the_worst_counts():
    """Of A, B and C two fill a park that costs 60: each pair makes 20, and so do all three."""
    report = in_parks(("ABC", 60), ("DE", 60))
    found = next(f for f in report.findings if f.name == "all together")
    first, second = found.facts.parts.values()
    assert list(found.facts.parts) == [("A", "B", "C"), ("D", "E")]
    assert [first.verdict, second.verdict, found.verdict] == ["fails", "stands", "fails"]
    assert first.fine == -found.margin == Fraction(20, 3)
    assert second.lowest == {"D": 0, "E": 0}
    assert second.highest == {"D": 20, "E": 20}
    (clause,) = found.facts.repair.clauses
    assert (clause.cities, clause.repair) == (("A", "B", "C"), first.repair)
    assert found.mends == 1
    assert found.says == f"in A, B and C: {WORDS.says(first)}; in D and E: {WORDS.says(second)}"
    assert found.repair == f"in A, B and C: {WORDS.repair(first)}"
    assert found.tables == WORDS.tables(first) + WORDS.tables(second) != ()
    assert json.loads(json.dumps(found.to_json()))["facts"]["parts"]["D, E"]["verdict"] == "stands"


def test_what_holds_in_each_component_is_said_of_each():
    report = in_parks(("AB", 60), ("DE", 60))
    found = next(f for f in report.findings if f.name == "all together")
    assert found.verdict == "stands"
    split = "a split exists that no group would leave"
    assert found.headline == f"in A and B: {split}; in D and E: {split}"


class Why(StrEnum):
    """Why nothing repairs it."""

    NOTHING = "nothing"


def test_components_are_repaired_where_each_that_fails_is():
    half, third = (Repair(clauses=(), mends=Fraction(1, k)) for k in (2, 3))
    none = NoRepair(reason=Why.NOTHING)

    def fails(repair, margin):
        return Outcome(verdict=Verdict.FAILS, margin=Fraction(margin), repair=repair)

    stands = Outcome(verdict=Verdict.STANDS, margin=Fraction(7))
    found = in_components({("A",): fails(half, -1), ("B",): stands, ("C",): fails(third, -2)})
    assert (found.verdict, found.margin, found.repair.mends) == ("fails", -2, Fraction(1, 3))
    assert [one.cities for one in found.repair.clauses] == [("A",), ("C",)]
    assert in_components({("A",): fails(half, -1), ("B",): fails(none, -2)}).repair == none
    unknown = Outcome(verdict=Verdict.UNDECIDED)
    nothing = NotAsked(needs=("game",))
    found = in_components({("A",): nothing, ("B",): stands, ("C",): unknown})
    assert (found.verdict, found.margin, list(found.parts)) == ("undecided", 7, [("B",), ("C",)])
    assert in_components({("A",): nothing}) == nothing


def test_the_headline_of_an_empty_core_says_what_it_takes():
    """All make 90, and every pair 60 without it: 90 of outside money or a fine."""
    found = finding(60, 75)
    assert found.verdict == "fails"
    assert found.headline.startswith("no split keeps every group in: it takes ")
    assert found.repair in found.headline


@pytest.mark.parametrize("cities", ["AB", "ABCD", "ABCDE"])
def test_a_veto_found_by_halves_is_who_is_in_all_groups_that_gain(cities):
    """Groups make what each makes alone, and a prize where the cities that it needs are in."""
    groups = [g for k in range(2, len(cities) + 1) for g in itertools.combinations(cities, k)]
    for needed in [(), *itertools.combinations_with_replacement(groups, 2)]:

        def worth(group, needed=needed):
            alone = sum(Fraction(1, 4) for _ in group)
            return alone + sum(Fraction(1, 3) for prize in needed if set(prize) <= set(group))

        production = SimpleNamespace(cities=tuple(cities), subgame=tuple)
        asked = AskedGame(production, lambda _, group, w=worth: SimpleNamespace(worth=w(group)))
        in_all = [city for city in cities if needed and all(city in prize for prize in needed)]
        assert veto_player(asked) == (in_all[0] if in_all else None), needed


def looked_at(text, *, brief=False):
    context = Context(parse_scenario(text), Recorder(), brief=brief)
    return evaluate(context, "all together").facts


LAND = """
format = 1
title = "land that stays"
[time]
horizon = {{ v = 1, low = 1, high = 1 }}
interest = {{ v = 0, low = 0, high = 0 }}
[cities.Hub]
[cities.Hills]
[resources.land]
kind = "bound"
owned.Hills = {{ v = 10, low = 1, high = 10 }}
[[activities]]
name = "farms"
sites = ["Hills"]
uses = [{{ resource = "land", site = "Hills" }}]
values = [{{ city = "Hills", kind = "land_revenue", amount = {{ v = 1, low = 1, high = 1 }} }}]
[[activities]]
name = "labs"
sites = ["Hub", "Hills"]
uses = [{{ resource = "land", site = "Hills" }}]
values = [{{ city = "Hub", kind = "spillover", amount = {{ v = 3, low = 1, high = 3 }} }}]
[compact]
members = ["Hub", "Hills"]
[compact.limits]
side_payment = {{ v = {}, low = 0, high = 99 }}
"""
PROVINCE = """[province]
grant = {{ v = {}, low = 0, high = 99 }}
credit.Hills = {{ v = {}, low = 0, high = 99 }}
"""


@pytest.mark.parametrize("limit", [0, 9, 10])
@pytest.mark.parametrize(
    ("grant", "credit"), [(0, 0), (20, 0), (19.8, 0), (0, 10), (0, 9.9), (12, 4), (11.8, 4)]
)
def test_what_hills_can_have_by_law_is_what_its_farms_bring_or_more(limit, grant, credit):
    """Labs on its land bring 30 to Hub and nothing to Hills, whose farms bring it 10.

    It can have half of the grant, its credit, and what one may pay another.
    """
    found = looked_at(LAND.format(limit) + PROVINCE.format(grant, credit))
    given = Fraction(str(grant)), Fraction(str(credit))
    assert found.worth == 30 + sum(given)
    assert found.lowest == {"Hub": 0, "Hills": 10}
    assert found.law_limits_money
    assert found.lawful == (given[0] / 2 + given[1] + limit >= 10)


def test_where_the_law_limits_nothing_nothing_is_said_of_it():
    free = LAND.format(0)
    found = looked_at(free[: free.index("[compact.limits]")])
    assert (found.law_limits_money, found.lawful) == (False, None)
    assert looked_at(LAND.format(0), brief=True).lawful is None


HALL = """[resources.halls]
kind = "bound"
[platforms.hall]
site = "Hub"
cost_per_year = { v = 1, low = 0, high = 9 }
provides.halls = { v = 1, low = 0, high = 9 }
"""


@pytest.mark.parametrize(
    ("more", "all_owned"),
    [
        ("", True),
        ("[province]\ngrant = { v = 1, low = 0, high = 9 }\n", False),
        ("[province]\ncredit.Hills = { v = 1, low = 0, high = 9 }\n", False),
        ('[province]\nconsent = ["change of pairing"]\n', True),
        (HALL, False),
    ],
)
def test_owen_s_theorem_is_for_what_is_owned(more, all_owned):
    assert looked_at(LAND.format(0) + more).all_owned is all_owned


LIMITED = """[resources.iron]
kind = "tradable"
owned.Port = { v = 4, low = 4, high = 4 }
[resources.land]
kind = "bound"
unit = "mu"
owned.Hub = { v = 10, low = 1, high = 10 }
owned.Hills = { v = 5, low = 1, high = 10 }
[[activities]]"""


@pytest.fixture
def asked(monkeypatch):
    """Worths are asked for, however few cities there are."""
    monkeypatch.setattr(effort, "MOST", 1)


@pytest.mark.parametrize(
    ("owned", "quota", "land"),
    [(8, (3, 3), None), (10, (1, 3), (0, 2)), (12, (1, 1), (2, 2))],
)
@pytest.mark.usefixtures("asked")
def test_prices_are_what_one_unit_more_and_one_less_make(owned, quota, land):
    """Quota brings 3 on the 10 mu of Hub, and 1 elsewhere; nobody needs iron, or land in Hills."""
    text = quota_for_a_price(owned=(owned, owned, owned))
    own = 'sites = ["Hub"]\nuses = [{ resource = "quota" }'
    text = text.replace("[[activities]]", LIMITED, 1)
    text = text.replace(own, own + ', { resource = "land", site = "Hub" }')
    found = looked_at(text)
    prices = [OwenPrice(resource="quota", site=None, unit="units", least=quota[0], most=quota[1])]
    if land is not None:
        prices.append(
            OwenPrice(resource="land", site="Hub", unit="mu", least=land[0], most=land[1])
        )
    assert found.prices == tuple(prices)
    assert sum(found.owen.values()) == found.worth == 3 * min(owned, 10) + max(owned - 10, 0)
    assert (found.lawful, found.margin) == (False, None)
    brief = looked_at(text, brief=True)
    assert (brief.prices, brief.owen, brief.lawful) == ((), {}, None)


@pytest.mark.usefixtures("asked")
def test_what_is_not_all_owned_has_no_prices():
    grant = "[province]\ngrant = { v = 1, low = 0, high = 9 }\n[compact]"
    found = looked_at(quota_for_a_price().replace("[compact]", grant, 1))
    assert (found.prices, found.owen, found.all_owned) == ((), {}, False)


def test_one_city_is_alone():
    text = 'format = 1\ntitle = "x"\n[game]\nsense = "gain"\nassumed = "x"\n[game.worths]\nA = 1\n'
    assert isinstance(looked_at(text), NotAsked)


COSTS = """format = 1
title = "a dyke"
[game]
sense = "cost"
assumed = "x"
[game.worths]
A = 5
B = 4
"A, B" = 7
"""


def test_a_cost_is_shared_where_there_is_a_table_of_it_and_all_is_asked():
    assert looked_at(COSTS).shared_cost is not None
    assert looked_at(COSTS, brief=True).shared_cost is None


def test_who_pays_for_a_park_is_signed_in_a_deal():
    def park(text):
        return evaluate(Context(parse_scenario(text), Recorder()), "all together").facts.shared_cost

    alone = "[cities.A]\n[cities.B]\n" + park_of("AB", 60)
    shared = park('format = 1\ntitle = "parks"\n' + alone)
    assert shared.platforms == ("parkAB",)
    # The nucleolus of what is gained is a way to share where no group would leave some split.
    assert Way.NUCLEOLUS in [one.way for one in shared.ways]
    three = "[cities.A]\n[cities.B]\n[cities.C]\n" + park_of("ABC", 60)
    unstable = park('format = 1\ntitle = "parks"\n' + three)
    assert Way.NUCLEOLUS not in [one.way for one in unstable.ways]
    assert park(STARTER) is None


@pytest.mark.usefixtures("asked")
def test_where_worths_are_asked_for_no_group_is_barred():
    """A park of 60, which each may open, holds two of three batches of 40: two make 20, and all."""
    text = "[cities.A]\n[cities.B]\n[cities.C]\n" + park_of("ABC", 60)
    park = text[text.index("[platforms.") : text.index("[[activities]]")]
    parks = "".join(
        park.replace("[platforms.parkABC]", f'[platforms.park{city}]\nsite = "{city}"')
        for city in CITIES
    )
    found = looked_at('format = 1\ntitle = "parks"\n' + text.replace(park, parks))
    assert (found.worth, found.groups_worth) == (20, 30)
    assert found.groups == dict.fromkeys(PAIRS, Fraction(1, 2))
    assert (found.fine, found.outside_money) == (Fraction(20, 3), 10)
    assert [one.kind for one in found.repair.clauses] == ["fine for leaving", "outside money"]
    assert found.shared_cost is None


@pytest.mark.parametrize("sense", ["gain", "cost"])
@pytest.mark.parametrize(("pairs", "everybody"), [(4, 6), (3, 6), (6, 6), (6, 9), (5, 7)])
def test_a_verdict_alone_is_the_same_by_the_least_fine(sense, pairs, everybody):
    """Nobody asks then for a stable split, its ranges, or what else would keep all together."""
    text = (
        'format = 1\ntitle = "x"\n[game]\nassumed = "x"\n' + f'sense = "{sense}"\n[game.worths]\n'
    )
    for group in (("A",), ("B",), ("C",), *PAIRS, CITIES):
        worth = {1: 0 if sense == "gain" else 4, 2: pairs, 3: everybody}[len(group)]
        text += f'"{", ".join(group)}" = {worth}\n'
    asked = []

    def run_solver(solver, game):
        asked.append(solver.__name__)
        return solver(game)

    full = Context(parse_scenario(text), run_solver, brief=True)
    whole = evaluate(full, "all together")
    asked.clear()
    alone = Context(parse_scenario(text), run_solver, brief=True)
    alone.verdict_alone = True
    found = evaluate(alone, "all together")
    assert (found.turns_on, found.margin) == (whole.turns_on, whole.margin)
    assert asked == ["least_core"]
