"""What cities have in stable splits at least and at most: as in the table of all coalitions."""

import math
import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from games import Activity, LinearProductionGame, Platform, Resource, Use, Value
from solvers import LinearProgram, Row, core, tabulated
from solvers.families import stable_optimum as stable
from solvers.families.integer_program import Step, proven_bound
from solvers.families.nearest_split import NearestSplit, nearest_in_fractions
from solvers.families.program_oracle import ProgramOracle
from solvers.families.stable_optimum import StableProgram, StableSplits, stable_optimum
from solvers.limited_work import limited_work
from solvers.optimum import solve
from tests.properties.strategies import examples
from tests.solvers.families.test_large_games import park_games

ONE, NONE = Fraction(1), Fraction(0)


def two_batches():
    """A park for two batches, which costs 100, serves two of 80 that three cities own."""
    cities = ("A", "B", "C")
    batches = Resource("batches", "tradable", {"A": 1, "B": 1, "C": 1})
    work = Activity("work", ("A",), (Use("batches", 1), Use("room", 1)), (Value("A", "cash", 80),))
    park = Platform("park", "A", 100, (Use("room", 3),))
    return LinearProductionGame(cities, (batches, Resource("room", "tradable")), (work,), (park,))


def known(game, answer):
    return StableSplits(game, game.cities, sum(answer.point.values()), answer.certificate.stability)


@examples(12)
@given(park_games())
def test_ranges_agree_with_the_table_with_and_without_a_split_known_before(game):
    answer, table = core(game), core(tabulated(game))
    if answer.empty:
        return
    before = StableSplits(game, game.cities, sum(answer.point.values()))
    for splits in (before, known(game, answer)):
        for city in game.cities:
            for sign, ends in ((ONE, table.lowest), (-ONE, table.highest)):
                program = StableProgram(splits, {city: sign})
                with limited_work():
                    found = stable_optimum(program)
                assert found.certificate.verify(program) is True
                assert found.attained
                assert sign * found.lowest == ends[city]


def test_a_split_that_is_known_to_be_stable_is_not_proven_again(monkeypatch):
    game = two_batches()
    answer = core(game)
    ends = core(tabulated(game))
    city = next(c for c in game.cities if answer.point[c] in (ends.lowest[c], ends.highest[c]))
    sign = ONE if answer.point[city] == ends.lowest[city] else -ONE
    splits = known(game, answer)
    everybody = dict.fromkeys(game.cities, ONE)
    assert stable_optimum(StableProgram(splits, everybody)).split == dict(answer.point)

    def refused(*_, **__):
        raise AssertionError

    for mask in range(1, 8):
        splits.search.add({mask: splits.search.oracle.evaluate(mask)})
    for question in ("separate", "prove", "by_cases"):
        monkeypatch.setattr(ProgramOracle, question, refused)
    found = stable_optimum(StableProgram(splits, {city: sign}))
    assert (sign * found.lowest, found.split) == (answer.point[city], dict(answer.point))


def test_cases_of_one_split_are_looked_at_once_and_never_taken_for_others(monkeypatch):
    game, proofs = two_batches(), []
    answer = core(game)
    splits = known(game, answer)
    everybody = dict.fromkeys(game.cities, ONE)
    programs = [StableProgram(splits, {c: n * x for c, x in everybody.items()}) for n in (1, 2)]
    one, two = (stable_optimum(program).certificate for program in programs)
    assert (one.split, one.cases) == (two.split, two.cases)

    def counted(program, cases):
        proofs.append(cases)
        return proven_bound(program, cases)

    monkeypatch.setattr(stable, "proven_bound", counted)
    assert one.verify(programs[0]) is True
    assert two.verify(programs[1]) is True
    assert len(proofs) == 1
    case = next(case for case in two.cases if case.prices)
    row = next(iter(case.prices))
    for wrong in (
        replace(case, bound=case.bound + 1),
        replace(case, total=case.total + 1),
        replace(case, prices={**case.prices, row: case.prices[row] + 1}),
        replace(case, path=(*case.path, Step("park", "<=", 0))),
    ):
        cases = tuple(wrong if one is case else one for one in two.cases)
        assert not replace(two, cases=cases).verify(programs[1])
    assert not replace(two, cases=two.cases[1:]).verify(programs[1])
    other = {**two.split, "A": two.split["A"] - ONE, "B": two.split["B"] + ONE}
    assert not replace(two, split=other).verify(programs[1])
    case.prices[row] += 1  # what was looked at is not what it is now
    assert not two.verify(programs[1])


def test_cases_tell_of_who_is_unhappy_or_that_nobody_is():
    oracle = ProgramOracle(StableSplits(two_batches(), ("A", "B", "C"), ONE).model, grand=True)
    found, settled = oracle.by_cases(np.array([60.0, 40.0, 20.0]), 1e-6, math.inf)
    assert (found, settled) == ({0b111: 140.0}, False)
    assert oracle.by_cases(np.array([60.0, 40.0, 40.0]), 1e-6, math.inf) == ({}, True)


def test_the_nearest_split_moves_no_more_than_it_has_to():
    centre = np.array([5.0, 2.0, 2.0])
    near = NearestSplit(centre, np.arange(3, dtype=np.int32), 9.0)
    near.add([1, 2], 3.0)
    near.add([1], 2.5)
    costs = np.array([1.0, 0.0, 0.0])
    found = near.cheapest(costs, 4.0)
    assert np.abs(found - centre).sum() == 2
    assert found.sum() == 9
    assert found[0] <= 4 + 1e-9
    assert found[1] >= 2.5 - 1e-9
    free = dict.fromkeys("abc", (None, None))
    rows = (
        Row("all", dict.fromkeys("abc", ONE), "==", Fraction(9)),
        Row("bc", {"b": ONE, "c": ONE}, ">=", Fraction(3)),
        Row("b", {"b": ONE}, ">=", Fraction(5, 2)),
        Row("a", {"a": ONE}, ">=", Fraction(4)),
    )
    program = LinearProgram("min", {"a": ONE}, rows, free)
    at = {"a": Fraction(5), "b": Fraction(2), "c": Fraction(2)}
    split = nearest_in_fractions(program, Fraction(4), at)
    assert (split["a"], sum(split.values())) == (4, 9)
    assert sum(abs(split[name] - at[name]) for name in at) == 2


@pytest.mark.parametrize("seed", range(8))
def test_the_nearest_split_is_as_near_as_that_in_fractions_wherever_it_moves(seed):
    r = random.Random(seed)
    names, groups = "abcd", [(0, 1), (1, 2), (0, 2, 3)]
    costs, total = [r.randrange(3) for _ in names], 20
    near = NearestSplit(np.zeros(4), np.arange(4, dtype=np.int32), float(total))
    rows = [Row("all", dict.fromkeys(names, ONE), "==", Fraction(total))]
    for group in [*((i,) for i in range(4)), *groups]:
        worth = r.randrange(4) * len(group)
        near.add(group, float(worth))
        rows.append(Row(f"{group}", {names[i]: ONE for i in group}, ">=", Fraction(worth)))
    free = dict.fromkeys(names, (None, None))
    objective = {name: Fraction(c) for name, c in zip(names, costs, strict=True)}
    program = LinearProgram("min", objective, tuple(rows), free)
    lowest = solve(program).optimum
    for _ in range(3):
        centre = [r.randrange(12) for _ in names]
        near.move(np.array(centre, dtype=float))
        found = near.cheapest(np.array(costs, dtype=float), float(lowest))
        split = nearest_in_fractions(
            program, lowest, {name: Fraction(x) for name, x in zip(names, centre, strict=True)}
        )
        least = sum(abs(split[name] - x) for name, x in zip(names, centre, strict=True))
        assert np.abs(found - centre).sum() == pytest.approx(float(least), abs=1e-6)


@pytest.mark.parametrize("unit", [1, 2**30, Fraction(1, 2**30)])
def test_ranges_are_found_in_any_unit_of_money(unit):
    """Counted so that all was less than 1, what B has at least was not found in huge money."""
    cities, per = ("A", "B", "C"), unit * ONE
    batches = Resource("batches", "tradable", {"A": ONE / 4, "B": ONE / 2, "C": ONE / 2})
    work = [
        Activity(
            f"work in {c}", (c,), (Use("batches", 1), Use("room", 1)),
            (Value(c, "cash", per * amount),),
        )
        for c, amount in zip(cities, (89, 79, 77), strict=True)
    ]  # fmt: skip
    parks = [
        Platform(f"park {c}", c, per * cost, (Use("room", room),))
        for c, cost, room in (("A", 111, 2), ("C", 65, 3), ("B", 81, 3))
    ]
    game = LinearProductionGame(cities, (batches, Resource("room", "tradable")), work, parks)
    splits = known(game, core(game))
    for city, least, most in (("A", 0, 129), ("B", 0, 178), ("C", 0, 185)):
        for sign, end in ((ONE, least), (-ONE, most)):
            program = StableProgram(splits, {city: sign})
            found = stable_optimum(program)
            assert found.certificate.verify(program) is True
            assert found.attained
            assert found.lowest == sign * per * end / 4
    program = StableProgram(splits, dict.fromkeys(cities, ONE))
    found = stable_optimum(program)
    assert found.attained
    assert found.certificate.verify(program) is True


def test_a_known_split_is_not_told_where_it_misses_the_least_by_a_hair():
    """B has nothing at least; in the split that is known it has a billionth."""
    game, hair = two_batches(), Fraction(1, 10**9)
    split = {"A": 140 - 3 * hair, "B": hair, "C": 2 * hair}
    oracle = ProgramOracle(StableSplits(game, game.cities, ONE).model, grand=True)
    cases, most, _ = oracle.prove([*split.values()], NONE)
    assert most <= 0
    proof = replace(core(game).certificate.stability, split=split, cases=cases)
    program = StableProgram(StableSplits(game, game.cities, Fraction(140), proof), {"B": ONE})
    found = stable_optimum(program)
    assert found.lowest == 0
    assert not found.attained or found.split["B"] == 0
    assert found.certificate.verify(program) is True


def test_a_split_that_is_left_open_is_not_told(monkeypatch):
    """Cases may not prove that nobody blocks it; the lower bound stands all the same."""
    prove = ProgramOracle.prove

    def left_open(*question):
        cases, most, _ = prove(*question)
        return cases, most + 1, None

    game, program = two_batches(), {"A": ONE}
    closed = stable_optimum(StableProgram(StableSplits(game, game.cities, Fraction(140)), program))
    monkeypatch.setattr(ProgramOracle, "prove", left_open)
    subject = StableProgram(StableSplits(game, game.cities, Fraction(140)), program)
    found = stable_optimum(subject)
    assert closed.attained
    assert (closed.proof.kind, closed.status) == ("exact", "The least value.")
    assert (found.attained, found.split, found.lowest) == (False, {}, closed.lowest)
    assert (found.proof.kind, found.status) == ("unproven", "A lower bound of the least value.")
    assert found.certificate.verify(subject) is True


def test_a_split_that_costs_more_than_the_bound_does_not_attain_it(monkeypatch):
    """As where coalitions that only seem tight raise what is least."""
    bound = stable._Search.bound

    def lower(search, subject):
        lowest, weights = bound(search, subject)
        return lowest - 1, weights

    monkeypatch.setattr(stable._Search, "bound", lower)
    game = two_batches()
    splits = StableSplits(game, game.cities, Fraction(140))
    found = stable_optimum(StableProgram(splits, {"A": ONE}))
    assert (found.attained, found.split) == (False, {})
