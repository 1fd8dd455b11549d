"""Worths of production games: by hand, by brute force, by their laws; and forged proofs."""

from __future__ import annotations

import dataclasses
import itertools
from fractions import Fraction

import cbcbox
import pulp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.errors import InvalidInput, Undefined
from games.production import (
    Activity,
    Exchange,
    LinearProductionGame,
    Platform,
    Resource,
    Use,
    Value,
)
from intercity.testing import production_games
from solvers.answer import EXACT, UNPROVEN
from solvers.coalitional.core import core, core_violation
from solvers.coalitional.cost_of_stability import cost_of_stability
from solvers.linear_program import to_pulp
from solvers.optimum import Basis, solve
from solvers.production.coalition_program import coalition_program
from solvers.production.coalitional_form import coalitional_form
from solvers.production.opening_proof import CoalitionProof
from solvers.production.opening_search import forget
from solvers.production.owen import owen_point, owen_prices

CITIES = ("A", "B", "C")


def subgroups(cities: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [s for k in range(1, len(cities) + 1) for s in itertools.combinations(cities, k)]


def park(limit: int = 1) -> LinearProductionGame:
    """A park that costs 100 and has room for two batches worth 80; one batch in each city."""
    return LinearProductionGame(
        CITIES,
        (
            Resource("batch", "tradable", dict.fromkeys(CITIES, 1)),
            Resource("room", "tradable"),
        ),
        tuple(
            Activity(f"serve {c}", (c,), (Use("batch", 1), Use("room", 1)), (Value(c, "cash", 80),))
            for c in CITIES
        ),
        (Platform("park", None, 100, (Use("room", 2),), limit=limit),),
    )


def pool(conjecture: str) -> LinearProductionGame:
    """Ten firms of nobody; A makes 3 of each and has room for 7, B makes 5 and has room for 4."""
    return LinearProductionGame(
        ("A", "B"),
        (
            Resource("firms", "common", amount=10, conjecture=conjecture),
            Resource("room", "bound", {"A": 7, "B": 4}),
        ),
        tuple(
            Activity(
                f"host {c}", (c,), (Use("firms", 1), Use("room", 1, c)), (Value(c, "cash", v),)
            )
            for c, v in (("A", 3), ("B", 5))
        ),
    )


# ------------------------------------------------------------------- by hand


def test_a_park_for_two_leaves_the_core_of_three_empty() -> None:
    form = coalitional_form(park())
    assert [form.game.worth(s) for s in subgroups(CITIES)] == [0, 0, 0, 60, 60, 60, 60]
    assert form.plan(["A", "B"]).openings == {"park": 1}
    assert form.plan(["A"]).openings == {"park": 0}
    assert core(form.game).empty
    assert cost_of_stability(form.game).value == 30


def test_a_plan_adds_up() -> None:
    game = LinearProductionGame(
        ("A", "B"),
        (Resource("quota", "tradable", {"B": 10}, Exchange(buy=3, sell=1, cap=2)),),
        (
            Activity(
                "build",
                ("A", "B"),
                (Use("quota", 2),),
                (Value("A", "cash", 9), Value("B", "cost", Fraction(-1, 2))),
                limit=6,
            ),
        ),
    )
    plan = coalitional_form(game).plan(CITIES[:2])
    assert plan.levels == {"build": 6}
    assert (plan.bought, plan.sold, plan.trade) == ({"quota": 2}, {"quota": 0}, -6)
    assert plan.values == {"A": {"cash": 54}, "B": {"cost": -3}}
    assert plan.worth == 54 - 3 - 6
    alone = coalitional_form(game).plan("B")
    assert alone.sold == {"quota": 2}
    assert alone.worth == 2


@pytest.mark.parametrize(
    ("conjecture", "alone_a", "alone_b"),
    [
        ("stay_home", 7 * 3, 4 * 5),
        ("race", 5 * 3, 4 * 5),
        ("residual", 6 * 3, 3 * 5),  # B takes 4 of 10 and A 7 of 10, whoever comes first
    ],
)
def test_a_common_pool_goes_by_its_conjecture(conjecture: str, alone_a: int, alone_b: int) -> None:
    game = pool(conjecture)
    form = coalitional_form(game)
    assert form.game.worth("A") == alone_a
    assert form.game.worth("B") == alone_b
    assert form.game.grand_worth == 4 * 5 + 6 * 3
    assert form.certificate.verify(game) is True
    assert conjecture in form.status


def test_outsiders_who_come_first_spare_what_they_do_not_need() -> None:
    """A is as well off with plants that use no firms: it leaves all of them to B."""
    game = pool("residual")
    spare = Activity("plant", ("A",), (Use("room", 1, "A"),), (Value("A", "cash", 3),))
    game = dataclasses.replace(game, activities=(*game.activities, spare))
    form = coalitional_form(game)
    assert form.game.worth("B") == 20
    assert form.certificate.verify(game) is True
    assert form.certificate.leaders


def test_owen_prices_are_refused_where_nobody_owns() -> None:
    for solver in (owen_prices, owen_point):
        with pytest.raises(Undefined, match="nobody owns firms") as refused:
            solver(pool("stay_home"))
        assert refused.value.witness == "firms"


def test_no_owen_point_with_a_platform_but_prices_at_the_best_openings() -> None:
    with pytest.raises(Undefined, match="platform park"):
        owen_point(park())
    prices = owen_prices(park())
    assert prices.openings == {"park": 1}
    assert prices["room"] == 80
    assert prices["batch"] == 0


def test_the_price_at_a_kink_is_an_interval() -> None:
    """Two units of land for two of labour: more of one alone adds nothing, less costs its worth."""
    game = LinearProductionGame(
        ("A", "B"),
        (Resource("land", "tradable", {"A": 2}), Resource("labour", "tradable", {"B": 2})),
        (Activity("make", ("A",), (Use("land", 1), Use("labour", 1)), (Value("A", "cash", 5),)),),
    )
    prices = owen_prices(game)
    assert prices.intervals == {"land": (0, 5), "labour": (0, 5)}
    assert prices["land"] == 0
    assert prices.certificate.verify(game) is True


def test_too_many_openings_to_list_are_found_and_labelled_unproven() -> None:
    game = park(limit=70)
    form = coalitional_form(game)
    assert form.proof == UNPROVEN
    assert form.game.worth(["A", "B"]) == 60
    assert form.certificate.verify(game) is True


def test_the_program_is_written_for_people() -> None:
    game = park()
    lp = coalition_program(game, ["A", "C"], {"park": 1})
    assert list(lp.bounds) == ["serve A", "serve C"]
    assert [(row.name, row.bound) for row in lp.rows] == [("batch", 2), ("room", 2)]
    with pytest.raises(InvalidInput, match="one of A, B, C"):
        coalition_program(game, ["D"])
    with pytest.raises(InvalidInput, match="can open"):
        coalition_program(game, ["A"], {"hall": 1})


def test_two_parks_on_one_site_exclude_each_other() -> None:
    """A park draws on its site: the better one is built, until there is a second site."""

    def worth(sites: int) -> tuple[Fraction, dict[str, int]]:
        parks = (("small", 30), ("large", 50))
        game = LinearProductionGame(
            ("A", "B"),
            (
                Resource("site", "bound", {"A": sites}),
                Resource("floor", "bound"),
                Resource("firms", "tradable", {"B": 100}),
            ),
            (
                Activity(
                    "incubate",
                    ("A",),
                    (Use("firms", 1), Use("floor", 1, "A")),
                    (Value("A", "cash", 2),),
                ),
            ),
            tuple(
                Platform(name, "A", 20, (Use("floor", room, "A"),), (Use("site", 1, "A"),))
                for name, room in parks
            ),
        )
        form = coalitional_form(game)
        assert form.game.worth("A") == form.game.worth("B") == 0
        assert form.certificate.verify(game) is True
        return form.game.grand_worth, dict(form.plan(("A", "B")).openings)

    assert worth(0) == (0, {"small": 0, "large": 0})
    assert worth(1) == (2 * 50 - 20, {"small": 0, "large": 1})
    assert worth(2) == (2 * 80 - 40, {"small": 1, "large": 1})


# ------------------------------------------------------------------- by brute force


def by_brute_force(
    game: LinearProductionGame, members: tuple[str, ...]
) -> tuple[Fraction, tuple[int, ...]]:
    """The best worth and its smallest openings, each opening vector solved by itself."""
    best: tuple[Fraction, tuple[int, ...]] | None = None
    ranges = [
        range(p.limit + 1 if p.site is None or p.site in members else 1) for p in game.platforms
    ]
    for vector in itertools.product(*ranges):
        named = {p.name: k for p, k in zip(game.platforms, vector, strict=True) if k}
        answer = solve(coalition_program(game, members, named))
        if answer.value is None:
            continue
        cost = sum((p.cost * k for p, k in zip(game.platforms, vector, strict=True)), Fraction(0))
        if best is None or answer.value - cost > best[0]:
            best = answer.value - cost, vector
    assert best is not None
    return best


@given(st.booleans().flatmap(lambda pools: production_games(allow_pools=pools)))
def test_worths_and_openings_are_those_of_brute_force(game: LinearProductionGame) -> None:
    form = coalitional_form(game)
    assert form.proof == EXACT
    for members in subgroups(game.cities):
        worth, vector = by_brute_force(game, members)
        plan = form.plan(members)
        assert form.game.worth(members) == worth
        assert tuple(plan.openings.values()) == vector
        values = [amount for kinds in plan.values.values() for amount in kinds.values()]
        assert sum(values, plan.trade - plan.outlay) == worth


@given(production_games(), st.integers(-2, 2))
def test_what_is_remembered_changes_no_answer(game: LinearProductionGame, nudge: int) -> None:
    """A game asked after its like gets the same worths and plans as one asked afresh."""
    coalitional_form(game)
    first = game.activities[0]
    value = dataclasses.replace(first.values[0], amount=first.values[0].amount + Fraction(nudge, 9))
    nudged = dataclasses.replace(first, values=(value, *first.values[1:]), limit=Fraction(2))
    changed = dataclasses.replace(game, activities=(nudged, *game.activities[1:]))
    warm = coalitional_form(changed)
    forget()
    cold = coalitional_form(changed)
    assert warm.game == cold.game
    assert warm.points == cold.points


def test_among_plans_as_good_the_one_shown_does_not_depend_on_what_came_before() -> None:
    def plan(first: int, second: int) -> dict[str, Fraction]:
        game = LinearProductionGame(
            ("A",),
            (Resource("land", "tradable", {"A": 1}),),
            tuple(
                Activity(name, ("A",), (Use("land", 1),), (Value("A", "cash", value),))
                for name, value in (("first", first), ("second", second))
            ),
        )
        return dict(coalitional_form(game).plan("A").levels)

    shown = []
    for before in ((1, 2), (2, 1)):
        forget()
        plan(*before)
        shown.append(plan(1, 1))
    assert shown[0] == shown[1]


def test_checking_a_proof_does_not_change_what_is_found_later() -> None:
    """A stranger's proof of another plan as good is a proof, but not our answer."""
    game = LinearProductionGame(
        ("A",),
        (Resource("land", "tradable", {"A": 1}),),
        tuple(
            Activity(name, ("A",), (Use("land", 1),), (Value("A", "cash", 1),))
            for name in ("first", "second")
        ),
    )
    forget()
    ours = coalitional_form(game)
    for name in ("first", "second"):
        forget()
        theirs = CoalitionProof((), Basis(("land",), (name,)), ())
        certificate = dataclasses.replace(ours.certificate, coalitions=(theirs,))
        assert certificate.verify(game) is True
        assert coalitional_form(game).points == ours.points


# ------------------------------------------------------------------- the theorem


@given(production_games(allow_platforms=False))
def test_owned_and_without_platforms_every_subgame_has_a_core(game: LinearProductionGame) -> None:
    """Owen (1975): totally balanced, and the Owen point is in the core."""
    form = coalitional_form(game)
    for members in subgroups(game.cities):
        resources = tuple(
            dataclasses.replace(r, owned={c: u for c, u in r.owned.items() if c in members})
            for r in game.resources
        )
        activities = tuple(a for a in game.activities if set(a.sites) <= set(members))
        part = LinearProductionGame(members, resources, activities)
        subgame = coalitional_form(part).game
        assert all(subgame.worth(s) == form.game.worth(s) for s in subgroups(members))
        assert not core(subgame).empty
        split = owen_point(part)
        assert split.total() == subgame.grand_worth
        assert core_violation(subgame, split) is None
        assert split.certificate is not None
        assert split.certificate.verify(part) is True


@given(production_games())
def test_one_more_unit_adds_the_price_and_one_less_costs_the_greatest(
    game: LinearProductionGame,
) -> None:
    prices = owen_prices(game)
    assert prices.certificate.verify(game) is True
    lp = coalition_program(game, game.cities, prices.openings)
    value, hair = solve(lp).optimum, Fraction(1, 10**9)
    for i, row in enumerate(lp.rows):

        def at(step: Fraction, i: int = i) -> Fraction | None:
            rows = list(lp.rows)
            rows[i] = dataclasses.replace(rows[i], bound=rows[i].bound + step)
            return solve(dataclasses.replace(lp, rows=tuple(rows))).value

        low, high = prices.intervals[row.name]
        assert (at(hair) - value) / hair == low
        less = at(-hair)
        assert high == (None if less is None else (value - less) / hair)


# ------------------------------------------------------------------- second opinion, forged proofs


def test_cbc_is_of_the_same_opinion() -> None:
    game = park()
    problem = to_pulp(coalition_program(game, CITIES, {"park": 1}))
    problem.solve(pulp.COIN_CMD(path=cbcbox.cbc_bin_path(), msg=False))
    assert pulp.value(problem.objective) == pytest.approx(160)


def test_a_proof_of_one_game_proves_no_other() -> None:
    form = coalitional_form(park())
    cheaper = dataclasses.replace(
        park(), platforms=(dataclasses.replace(park().platforms[0], cost=Fraction(70)),)
    )
    assert not form.certificate.verify(cheaper)


def test_a_worse_plan_proves_nothing() -> None:
    certificate = coalitional_form(park()).certificate
    idle = CoalitionProof((0,), Basis((), ()), ())
    for k in range(len(certificate.coalitions)):
        proofs = list(certificate.coalitions)
        if proofs[k].openings == (0,):
            continue
        proofs[k] = idle
        assert not dataclasses.replace(certificate, coalitions=tuple(proofs)).verify(park())


def test_a_plan_below_a_limit_that_pays_proves_nothing() -> None:
    """Feasible prices and a feasible plan are not enough: they must meet."""
    game = LinearProductionGame(
        ("A",), (), (Activity("sell", ("A",), (), (Value("A", "cash", 1),), limit=3),)
    )
    certificate = coalitional_form(game).certificate
    assert certificate.coalitions[0].plan.upper == ("sell",)
    idle = CoalitionProof((), Basis((), ()), ())
    assert not dataclasses.replace(certificate, coalitions=(idle,)).verify(game)


def test_a_proof_carries_nothing_that_it_does_not_need() -> None:
    certificate = coalitional_form(park()).certificate
    last = certificate.coalitions[-1]
    padded = dataclasses.replace(
        last, bounds=(*last.bounds, Basis(last.plan.rows, last.plan.columns))
    )
    forged_one = dataclasses.replace(certificate, coalitions=(*certificate.coalitions[:-1], padded))
    assert not forged_one.verify(park())


@pytest.mark.parametrize("unit", [Fraction(1, 10**9), Fraction(1, 10**4), Fraction(10**9)])
def test_openings_too_many_to_list_are_worth_the_same_in_any_unit_of_money(unit):
    """Of seven parks HiGHS chooses: with money of 1e-9 each it took all gains for nothing."""
    goods = Resource("goods", "tradable", {"A": 7}), Resource("room", "tradable", {})
    earned, costs = (88, 82, 75, 71, 66, 64, 61), (70, 95, 101, 120, 133, 60, 84)

    def worth(unit):
        work = [
            Activity(
                f"work {k}", ("A",), (Use("goods", 1), Use("room", 1)),
                (Value("A", "cash", unit * amount),), limit=2,
            )
            for k, amount in enumerate(earned)
        ]  # fmt: skip
        parks = [
            Platform(f"park {k}", "A", unit * cost, (Use("room", 2 + k % 2),))
            for k, cost in enumerate(costs)
        ]
        forget()
        return coalitional_form(LinearProductionGame(("A",), goods, work, parks)).game.grand_worth

    assert worth(Fraction(1)) > 0
    assert worth(unit) == unit * worth(Fraction(1))
