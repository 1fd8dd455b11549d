"""Upper bounds of what a group adds: against all others of small games, by their tables."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from games import Activity, Exchange, LinearProductionGame, Platform, Resource, Use, Value
from intercity import load_scenario
from intercity.region.games import region
from solvers import LinearProgram, Row, coalitional_form
from solvers.families.marginal_limits import most_added_program
from solvers.families.marginal_program import marginal_program
from solvers.families.marginal_search import Joining, marginal_search
from solvers.families.price_limits import PriceLimits
from solvers.families.program_game import place_of, program_game
from solvers.families.worth_at_most import worth_at_most
from solvers.families.worth_of_all import worth_of_all
from solvers.optimum import solve
from tests.solvers.families.test_large_shapley import park_towns

ZERO, ONE = Fraction(0), Fraction(1)
PROVINCE = Path(__file__).parents[3] / "examples" / "zhejiang" / "province.toml"


def drawn(seed):
    """Up to six cities, with resources of all kinds, parks, and a port that gives to all."""
    r = random.Random(seed)
    cities = [f"T{k}" for k in range(r.randint(2, 6))]

    def owned(amounts):
        return {c: r.choice(amounts) for c in cities if r.random() < 0.7} or {cities[0]: 2}

    pooled = [f"pooled {k}" for k in range(r.randint(1, 3))]
    bound = [f"bound {k}" for k in range(r.randint(0, 2))]
    resources = [Resource(x, "tradable", owned([1, 2, 3, 5, 10, Fraction(1, 3)])) for x in pooled]
    resources += [Resource(x, "bound", owned([1, 2, 4, Fraction(5, 2)])) for x in bound]
    if r.random() < 0.2:
        told = r.choice(["stay_home", "race"])
        resources.append(Resource("wind", "common", amount=r.randint(1, 5), conjecture=told))
        pooled.append("wind")
    sites = r.sample(cities, r.randint(0, len(cities) // 2 + 1))
    parks = [
        Platform(f"park {c}", c, Fraction(r.randint(0, 24), 3), (Use("room", r.randint(1, 6), c),))
        for c in sites
    ]
    if r.random() < 0.3:
        site = r.choice([None, cities[0]])
        parks.append(Platform("port", site, r.randint(0, 8), (Use("pooled 0", r.randint(1, 6)),)))
    activities = []
    for k in range(r.randint(2, 7)):
        at = r.sample(cities, r.choice([1, 1, 2]))
        uses = [
            Use(x, Fraction(r.randint(1, 4), r.choice([1, 2]))) for x in pooled if r.random() < 0.55
        ]
        uses += [Use(x, r.randint(1, 3), r.choice(at)) for x in bound if r.random() < 0.35]
        if sites and r.random() < 0.6:
            at = list(dict.fromkeys([r.choice(sites), at[0]]))
            uses = [*(use for use in uses if use.site is None), Use("room", r.randint(1, 2), at[0])]
        values = [Value(c, "cash", r.randint(-2, 9)) for c in at]
        limit = r.randint(1, 4) if r.random() < 0.15 else None
        activities.append(
            Activity(f"work {k}", at, uses or [Use("pooled 0", 1)], values, limit=limit)
        )
    return LinearProductionGame(cities, [*resources, Resource("room", "bound")], activities, parks)


def most_added(game, group):
    """The most that a group adds to any others, from the table."""
    table = coalitional_form(game).game
    others = [city for city in game.cities if city not in group]
    return max(
        table.worth([*group, *to]) - (table.worth(to) if to else 0)
        for size in range(len(others) + 1)
        for to in combinations(others, size)
    )


@pytest.mark.parametrize("seed", range(40))
def test_no_others_gain_more_by_a_group_than_its_program_is_worth(seed):
    game, r = drawn(seed), random.Random(seed)
    for size in (1, 2):
        group = tuple(sorted(r.sample(game.cities, min(size, len(game.cities)))))
        assert worth_of_all(marginal_program(game, group)).worth >= most_added(game, group)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("group", [("T0",), ("T3",), ("T1", "T4")])
def test_nor_where_platforms_are_opened_twice(seed, group):
    game = park_towns(seed)
    assert worth_of_all(marginal_program(game, group)).worth >= most_added(game, group)


def test_it_is_the_most_in_many_small_games():
    beyond = [
        worth_of_all(marginal_program(game, game.cities[:1])).worth
        - most_added(game, game.cities[:1])
        for game in map(drawn, range(40))
    ]
    assert sum(x < Fraction(1, 10**6) for x in beyond) >= 24


@pytest.mark.parametrize("seed", range(40))
def test_at_prices_of_their_own_others_are_known_exactly_in_small_games(seed):
    game, r = drawn(seed), random.Random(seed)
    group = tuple(sorted(r.sample(game.cities, r.randint(1, 2))))
    parks = [park.name for park in game.platforms]
    most = most_added(game, group)
    for closer in ((None,), ((), parks)):
        assert worth_at_most(marginal_program(game, group, closer)).most >= most
    each = itertools.chain.from_iterable(combinations(parks, k) for k in range(len(parks) + 1))
    program = marginal_program(game, group, [None, *each])
    found = worth_at_most(program)
    assert found.most - most < Fraction(1, 10**6)
    assert found.certificate.verify(program)


def hosts_and_openings():
    """Small games, in each a city with a park that joins others, and all they may open instead."""
    for seed in (*range(40), 49, 109, 169, 189, 292, 367):
        game = drawn(seed)
        hosts = sorted({park.site for park in game.platforms if park.site})
        if hosts and len(game.cities) > 1:
            parks = [park.name for park in game.platforms if park.site != hosts[0]]
            ways = itertools.chain.from_iterable(
                combinations(parks, k) for k in range(len(parks) + 1)
            )
            yield game, (hosts[0],), [*ways]


def test_nor_does_a_host_add_more_than_at_prices_of_others_with_any_openings():
    for game, group, ways in hosts_and_openings():
        most = most_added(game, group)
        for way in (None, *ways):
            assert worth_at_most(marginal_program(game, group, [way])).most >= most
        found = worth_at_most(marginal_program(game, group, [None, *ways])).most
        assert found - most < Fraction(1, 10**6)


def test_what_is_lost_with_a_host_bounds_it_well_before_cases_are_cut():
    """Where cities may join by halves the bound by all that others make is far above."""
    closer = tried = 0
    for game, group, ways in hosts_and_openings():
        lp = marginal_program(game, group, ways[:1]).program
        without = [row for row in lp.rows if not row.name.startswith("what is lost")]
        bound = solve(replace(lp, rows=tuple(without))).optimum
        tried += 1
        closer += solve(lp).optimum < bound * Fraction(9, 10)
    assert closer >= tried // 8 > 0


def test_implied_rows_cut_off_what_is_not_whole_and_nothing_else():
    closer = 0
    for seed in range(30):
        game = drawn(seed)
        group, parks = game.cities[-1:], [park.name for park in game.platforms]
        plain, tight = (
            marginal_program(game, group, (None, parks[:1]), implied=implied)
            for implied in (False, True)
        )
        if tight is None or len(game.cities) == 1:
            continue
        assert worth_at_most(tight).most == worth_at_most(plain).most
        bounds = [solve(program.program).optimum for program in (plain, tight)]
        assert bounds[1] <= bounds[0]
        closer += bounds[1] < bounds[0]
    assert closer > 2


def stalls_and_a_park():
    """B and C own lots, each worth 5 or more to its owner; A has one more, and a park for shops."""
    lots, room = Resource("lots", "tradable", {"A": 1, "B": 2, "C": 1}), Resource("room", "bound")
    stalls = [Activity(f"at {c}", [c], [Use("lots", 1)], [Value(c, "cash", 5)]) for c in "BC"]
    yard = Activity("yard", ["B"], [Use("lots", 1)], [Value("B", "cash", 9)], limit=2)
    shop = Activity("shop", ["A"], [Use("lots", 1), Use("room", 1, "A")], [Value("A", "cash", 11)])
    park = Platform("park", "A", 1, (Use("room", 3, "A"),))
    return LinearProductionGame(["A", "B", "C"], [lots, room], [*stalls, yard, shop], [park])


def test_what_is_kept_costs_its_price_times_its_amount_where_either_is_at_an_end():
    products = 0
    games = [(game, group) for game, group, _ in hosts_and_openings()]
    for game, group in [*games, (stalls_and_a_park(), ("A",))]:
        lp = marginal_program(game, group, [None]).program
        rows = [row for row in lp.rows if " by " in row.name]
        for part in {name for row in rows for name in row.coefficients if " by " in name}:
            price, kept = part.split(" by ")
            place = price.removeprefix("price of ").rpartition(",")[0]
            uses = PriceLimits(game).uses[kept][place]
            low = -next((row.bound for row in lp.rows if row.name == f"{price} at least"), ZERO)
            products += bool(low)
            for p, x in itertools.product((low, lp.bounds[price][1]), lp.bounds[kept]):
                at = {price: p, kept: x}
                most = min(
                    row.bound - sum(a * at.get(name, ZERO) for name, a in row.coefficients.items())
                    for row in rows
                    if part in row.coefficients
                )
                assert most == p * uses * x
    assert products


def test_what_a_platform_gives_to_all_may_cost_nothing_though_each_who_owns_some_has_use_for_it():
    # Of what the port gives A makes 10 alone; B and C, who would make as much, are not there.
    crates = Resource("crates", "tradable", {"B": 1, "C": 1})
    stalls = [Activity(f"at {c}", [c], [Use("crates", 1)], [Value(c, "cash", 5)]) for c in "ABC"]
    port, park = Platform("port", None, 0, (Use("crates", 2),)), Platform("park", "A", 1)
    game = LinearProductionGame(["A", "B", "C"], [crates], stalls, [port, park])
    for opened in (("port",), ()):
        bound = worth_at_most(marginal_program(game, ["A"], [opened])).most
        assert bound >= most_added(game, ["A"]) == 10


def test_others_make_nothing_in_a_park_that_cannot_be_opened():
    """B would earn 9 with each lot in it, and A's lot would add none of that; it adds 3."""
    lots, room = Resource("lots", "tradable", {"A": 1, "B": 1}), Resource("room", "bound")
    shop = Activity("shop", ["B"], [Use("room", 1, "B"), Use("lots", 1)], [Value("B", "cash", 9)])
    stall = Activity("stall", ["B"], [Use("lots", 1)], [Value("B", "cash", 3)])
    park = Platform("park", "B", 1, (Use("room", 2, "B"),), limit=0)
    game = LinearProductionGame(["A", "B"], [lots, room], [shop, stall], [park])
    bound = worth_at_most(marginal_program(game, ["A"], [["park"]])).most
    assert bound == most_added(game, ["A"]) == 3


@pytest.mark.parametrize(
    ("firms", "parks", "idle", "added"),
    [
        (Resource("firms", "bound", {"B": 3}), 1, 1, 5 + 8),
        # A pool of firms instead; two parks; and land in other use is worth more than half as much.
        (Resource("firms", "common", amount=3, conjecture="stay_home"), 1, 1, 5 + 8),
        (Resource("firms", "bound", {"B": 6}), 2, 1, 4 * 5 - 1 + 5),
        (Resource("firms", "bound", {"B": 3}), 1, 3, 5 + 8 * 3),
    ],
)
def test_more_land_than_others_can_use_well_is_paid_for_as_what_they_use(firms, parks, idle, added):
    # B's two plots do not fill its park; so many of A's nine are worth 5 there, all others less.
    land = Resource("land", "tradable", {"A": 9, "B": 2})
    room = Resource("room", "bound")
    park = Platform("park", "B", 1, (Use("room", 3, "B"),), limit=parks)
    at = "B" if firms.kind == "bound" else None
    work = Activity(
        "work", ["B"], [Use("land", 1), Use("room", 1, "B"), Use("firms", 1, at)],
        [Value("B", "cash", 5)],
    )  # fmt: skip
    build = Activity("build", ["B"], [Use("land", 1)], [Value("B", "cash", idle)])
    game = LinearProductionGame(["A", "B"], [land, firms, room], [work, build], [park])
    bound = worth_of_all(marginal_program(game, ["A"])).worth
    assert most_added(game, ["A"]) == added <= bound
    assert parks > 1 or bound == added


def in_units(game, unit):
    """The game with its money counted in another unit."""
    activities = [
        replace(x, values=[replace(v, amount=v.amount * unit) for v in x.values])
        for x in game.activities
    ]
    parks = [replace(x, cost=x.cost * unit) for x in game.platforms]
    return LinearProductionGame(game.cities, game.resources, activities, parks)


def test_money_in_another_unit_gives_the_same_bound():
    for seed in range(6):
        game = park_towns(seed)
        bound = worth_of_all(marginal_program(game, ["T1"])).worth
        for unit in (Fraction(1, 10**12), Fraction(10**12)):
            found = worth_of_all(marginal_program(in_units(game, unit), ["T1"])).worth / unit
            assert found == pytest.approx(float(bound), rel=1e-6)


def test_a_bound_beyond_the_reach_of_floats_is_not_made():
    """The game itself is within it, and its search goes on without."""
    game = in_units(park_towns(1), 10**16)
    assert worth_of_all(game).worth == 88 * 10**16
    assert marginal_program(game, ["T1"]) is None
    assert marginal_search(Joining(game, ("T1",))).to == ("T2", "T4")


def test_nobody_has_no_pay_of_a_platform_that_anybody_can_open():
    # So A adds it to nobody, and nothing to B, who has it already.
    grant = Platform("grant", None, cost=-2)
    game = LinearProductionGame(["A", "B"], [], [], [grant])
    model = program_game(game)
    assert [solve(model.with_members(s).lp).optimum for s in ([], ["A"], ["A", "B"])] == [0, 2, 2]
    assert marginal_program(game, ["A"]) is None
    assert solve(most_added_program(game, ["A"], {}, model)).optimum >= most_added(game, ["A"]) == 2


def test_an_exchange_and_platforms_that_use_resources_have_no_program():
    game = park_towns(0)
    lots = replace(game.resources[0], exchange=Exchange(buy=2, sell=1, cap=3))
    traded = LinearProductionGame(
        game.cities, [lots, *game.resources[1:]], game.activities, game.platforms
    )
    parks = [replace(park, uses=(Use("lots", 1),)) for park in game.platforms]
    on_land = LinearProductionGame(game.cities, game.resources, game.activities, parks)
    assert marginal_program(traded, ["T0"]) is None
    assert marginal_program(on_land, ["T0"]) is None


@pytest.mark.parametrize("seed", [*range(40), 49])
def test_some_prices_within_the_limits_are_optimal_for_any_cities(seed):
    game, r = drawn(seed), random.Random(seed)
    opened = {place_of(use): use.amount for park in game.platforms for use in park.provides}
    bare = LinearProductionGame(game.cities, game.resources, game.activities)
    limits = PriceLimits(game)
    joined = set(r.sample(game.cities, r.randint(1, len(game.cities))))
    given = dict(opened)
    for one in game.resources:
        if one.kind == "common":
            given[one.name] = one.amount
        for city, units in one.owned.items():
            place = one.name if one.kind == "tradable" else f"{one.name} at {city}"
            given[place] = given.get(place, ZERO) + (units if city in joined else ZERO)
    there = [one for one in bare.activities if {*one.sites} <= joined]
    plan = LinearProgram(
        "max",
        {one.name: one.worth for one in there},
        tuple(
            Row(
                at,
                {x.name: limits.uses[x.name].get(at, ZERO) for x in there},
                "<=",
                given.get(at, ZERO),
            )
            for at in limits.places
        ),
        {one.name: (ZERO, one.limit) for one in there},
    )
    # The dual: the cheapest prices that leave no activity a profit beyond the rent of its limit.
    certain = {
        at: max((x for name, x in limits.certain[at].items() if {*limits.sites[name]} <= joined),
                default=ZERO)
        for at in limits.places
    }  # fmt: skip
    rents = {one.name: f"rent of {one.name}" for one in there if one.limit is not None}
    costs = {
        one.name: limits.uses[one.name] | ({rents[one.name]: ONE} if one.name in rents else {})
        for one in there
    }
    dual = LinearProgram(
        "min",
        {at: given.get(at, ZERO) for at in limits.places}
        | {rents[one.name]: one.limit for one in there if one.limit is not None},
        tuple(Row(one.name, costs[one.name], ">=", one.worth) for one in there),
        {at: (certain[at], limits.highest(at)) for at in limits.places}
        | dict.fromkeys(rents.values(), (ZERO, None)),
    )
    assert solve(plan).optimum == solve(dual).optimum


def test_what_jiashan_adds_to_others_of_the_province_is_known_exactly():
    game = region(load_scenario(PROVINCE)).production
    beside = game.subgame([city for city in game.cities if city != "Qingyuan"])
    others = marginal_search(Joining(beside, ("Jiashan",))).to
    joined = [city for city in beside.cities if city in {*others, "Jiashan"}]
    added = worth_of_all(beside.subgame(joined)).worth - worth_of_all(beside.subgame(others)).worth
    assert added == worth_of_all(marginal_program(beside, ["Jiashan"])).worth


def with_money(game, unit):
    """The game with its money in another unit."""
    activities = [
        replace(
            one, values=tuple(replace(value, amount=value.amount * unit) for value in one.values)
        )
        for one in game.activities
    ]
    parks = [replace(one, cost=one.cost * unit) for one in game.platforms]
    return replace(game, activities=tuple(activities), platforms=tuple(parks))


@pytest.mark.parametrize("seed", [5, 8, 10, 12])
@pytest.mark.parametrize("unit", [Fraction(1, 10**9), Fraction(10**9)])
def test_in_another_unit_of_money_the_bound_is_the_same(seed, unit):
    """Costs of parks were rounded in powers of two of it, and what was exact was a bound."""
    game = drawn(seed)
    here, there = (
        worth_of_all(marginal_program(one, game.cities[:1])).worth
        for one in (game, with_money(game, unit))
    )
    assert there == here * unit
