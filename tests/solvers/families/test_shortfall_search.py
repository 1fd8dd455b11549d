"""Splits at which groups with members lack little: against a program over all groups."""

import math
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
import pytest

from games.production import Activity, LinearProductionGame, Platform, Resource, Use, Value
from solvers import limited_work as limits
from solvers.families import shortfall_search as shortfalls
from solvers.families.case_tree import CaseTree
from solvers.families.program_oracle import ProgramOracle
from solvers.families.shortfall_search import (
    Requirements,
    TightGroup,
    _Search,
    shortfall_search,
)
from solvers.limited_work import limited_work, work_left
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve
from solvers.production.coalitional_form import coalitional_form

MEMBERS, TOWNS = ("M1", "M2", "M3"), ("T1", "T2", "T3", "T4")
ZERO, ONE = Fraction(0), Fraction(1)


def region(seed):
    """Each town has batches, worth more in some towns; parks of few places at some of them."""
    cities = (*MEMBERS, *TOWNS)
    batches = Resource(
        "batches", "tradable", {c: 1 + (seed * 7 + k) % 3 for k, c in enumerate(cities)}
    )
    places = Resource("places", "tradable", {})
    work = [
        Activity(f"in {c}", (c,), (Use("batches", 1), Use("places", 1)),
                 (Value(c, "cash", 50 + (seed * 13 + 11 * k) % 40),))
        for k, c in enumerate(cities)
    ]  # fmt: skip
    parks = [
        Platform(f"park {c}", c, Fraction(60 + (seed * 17 + 29 * k) % 90), (Use("places", 3),))
        for k, c in enumerate(cities)
        if (seed + k) % 2
    ]
    return LinearProductionGame(cities, (batches, places), work, parks)


def groups_of(cities, least=0, most=None):
    sizes = range(least, (len(cities) if most is None else most) + 1)
    return [group for size in sizes for group in combinations(cities, size)]


def requirements(seed):
    """The question, and what each group requires and each that counts, by a table of all."""
    game = region(seed)
    table = coalitional_form(game).game
    payoffs = {c: table.worth([c]) + (seed * 5 + 7 * k) % 20 for k, c in enumerate(MEMBERS)}
    alone = {c: table.worth([c]) for c in TOWNS}
    spare = (table.worth(TOWNS) - sum(alone.values())) / len(TOWNS)
    start = {c: x + spare for c, x in alone.items()}
    required, counts = {}, {}
    for members in groups_of(MEMBERS, 1, 2):
        for towns in groups_of(TOWNS):
            needed = table.worth([*members, *towns]) - sum(payoffs[c] for c in members)
            required[members, towns] = needed
            if needed > (table.worth(towns) if towns else 0):
                counts[members, towns] = needed
    asked = Requirements(game=game, payoffs=payoffs, alone=alone, start=start)
    return asked, required, counts


def least(asked, required):
    """What is lacking at best, by one program of the groups given."""
    rows = [
        Row(f"{members} {towns}", {**dict.fromkeys(towns, ONE), "level": ONE}, ">=", needed)
        for (members, towns), needed in required.items()
    ]
    whole = Row("all", dict.fromkeys(TOWNS, ONE), "==", sum(asked.start.values()))
    bounds = {c: (x, None) for c, x in asked.alone.items()} | {"level": (ZERO, None)}
    return solve(LinearProgram("min", {"level": ONE}, (whole, *rows), bounds)).optimum


def lacking(asked, required, split):
    """What each group lacks at a split."""
    return {
        group: needed - sum((split[c] for c in group[1]), ZERO)
        for group, needed in required.items()
    }


@pytest.mark.parametrize("seed", range(12))
def test_no_split_lacks_less_than_the_one_that_is_found(seed):
    asked, required, counts = requirements(seed)
    found = shortfall_search(asked)
    lacks = lacking(asked, required, found.split)
    # To the last digit: what groups with outsiders lack at most at the split, by the table.
    assert found.most == max(x for (_, towns), x in lacks.items() if towns)
    short = max(0, *lacks.values())
    assert short == least(asked, required)
    # The groups that are named bound it from below, if they count.
    named = {(g.members, g.outsiders): required[g.members, g.outsiders] for g in found.groups}
    alone = {group: needed for group, needed in required.items() if not group[1]}
    assert least(asked, named | alone) == short
    if named.keys() <= counts.keys():
        assert least(asked, counts) == least(asked, required)


def in_unit(asked, unit):
    """The same question where all money is counted so."""
    game = asked.game
    work = [
        replace(one, values=tuple(replace(v, amount=v.amount * unit) for v in one.values))
        for one in game.activities
    ]
    parks = [replace(one, cost=one.cost * unit) for one in game.platforms]
    numbers = {
        name: {city: x * unit for city, x in getattr(asked, name).items()}
        for name in ("payoffs", "alone", "start")
    }
    game = LinearProductionGame(game.cities, game.resources, work, parks)
    return replace(asked, game=game, **numbers)


@pytest.mark.parametrize("unit", [Fraction(10**12), Fraction(1, 10**12)])
def test_the_unit_of_money_does_not_matter(unit):
    """What groups lack at the split is that of the table in this unit; so is the least of it."""
    asked, required, _ = requirements(3)
    found = shortfall_search(in_unit(asked, unit))
    lacks = lacking(asked, required, {city: x / unit for city, x in found.split.items()})
    assert found.most == unit * max(x for (_, towns), x in lacks.items() if towns)
    assert max(0, *lacks.values()) == least(asked, required)
    assert found.certificate.verify(in_unit(asked, unit))


@pytest.mark.parametrize("short", [[0, 0, 0, 0], [1, 0, 0, 0], [-3, 1, 0, 1]])
def test_a_split_that_is_left_open_gives_each_what_it_makes_alone_and_shares_out_all(short):
    """The best in floats may fall short of it."""
    asked, *_ = requirements(3)
    search = _Search(asked)
    search.best = search.low - np.array(short)
    search.shortfall = math.inf
    _, split, _ = search._in_fractions()
    assert sum(split) == search.total > sum(search.alone)
    assert all(x >= own for x, own in zip(split, search.alone, strict=True))


def test_outsiders_without_a_member_are_no_group():
    """All towns lack nothing of what they make; groups with members have more than they need."""
    asked, required, _ = requirements(3)
    more = dict.fromkeys(MEMBERS, 1000)
    rich = replace(asked, payoffs={c: x + more[c] for c, x in asked.payoffs.items()})
    found = shortfall_search(rich)
    lacks = lacking(asked, required, found.split)
    assert max(x - 1000 * len(g) for (g, towns), x in lacks.items() if towns) <= found.most < 0


@pytest.mark.parametrize("seed", [1, 3, 7, 9])
def test_where_cases_leave_levels_open_splits_half_way_lead_to_the_same(seed, monkeypatch):
    """Only splits half way are settled, and those of a small gap."""
    by_cases, half_way, weights = ProgramOracle.by_cases, _Search._half_way, []

    def impatient(oracle, *question):
        left_open = question[-1] == shortfalls._CASES
        return ({}, False) if left_open else by_cases(oracle, *question)

    def recorded(search, weight):
        weights.append(weight)
        return half_way(search, weight)

    monkeypatch.setattr(ProgramOracle, "by_cases", impatient)
    monkeypatch.setattr(_Search, "_half_way", recorded)
    asked, required, _ = requirements(seed)
    found = shortfall_search(asked)
    lacks = lacking(asked, required, found.split)
    assert weights
    assert found.most == max(x for (_, towns), x in lacks.items() if towns)
    assert max(0, *lacks.values()) == least(asked, required)


@pytest.mark.parametrize("seed", [3, 5, 8])
def test_every_question_is_told_when_time_ends(monkeypatch, seed):
    """HiGHS, and the cases that take its place: neither was told, but in proofs."""
    asked, *_ = requirements(seed)
    ends, ask, grow = [], ProgramOracle._by_integer_program, CaseTree.grow

    def asking(oracle, payoffs, target, until, within):
        ends.append(("HiGHS", until))
        return ask(oracle, payoffs, target, until, within)

    def growing(tree, until=math.inf, **more):
        ends.append(("cases", until))
        return grow(tree, until, **more)

    monkeypatch.setattr(ProgramOracle, "_by_integer_program", asking)
    monkeypatch.setattr(CaseTree, "grow", growing)
    with limited_work(3600):
        shortfall_search(asked)
        assert set(ends) == {("HiGHS", work_left().until), ("cases", work_left().until)}


def test_where_time_ends_before_a_split_is_bounded_anew_what_is_proven_holds(monkeypatch):
    """A proof finds a group that floats had missed, and then there is no time to look again."""
    asked, required, _ = requirements(3)
    prove, close_in, searches = ProgramOracle.prove, _Search._close_in, []

    def missed(oracle, *given):
        cases, most, _ = prove(oracle, *given)
        unknown = (mask for mask in range(1, 1 << len(TOWNS)) if mask not in searches[0].worths)
        return cases, most, next(unknown, None)

    def once(search, *given):
        if not searches:
            close_in(search, *given)
        searches.append(search)

    monkeypatch.setattr(ProgramOracle, "prove", missed)
    monkeypatch.setattr(_Search, "_close_in", once)
    found = shortfall_search(asked)
    assert len(searches) > 1
    assert found.certificate.verify(asked)
    lacks = lacking(asked, required, found.split)
    assert found.most >= max(x for (_, towns), x in lacks.items() if towns)


def test_what_is_no_split_or_no_group_is_refused():
    asked, _, _ = requirements(3)
    proof = shortfall_search(asked).certificate
    assert proof.verify(asked) is True
    more = {**proof.split, "T1": proof.split["T1"] + 1}
    below = {**proof.split, "T1": asked.alone["T1"] - 1}
    assert "does not add up" in str(replace(proof, split=more).verify(asked))
    for wrong in (
        replace(proof, most=proof.most - 1),
        replace(proof, cases=proof.cases[1:]),
        replace(proof, split=more),
        replace(proof, split=below),
        replace(proof, split={c: proof.split[c] for c in reversed(TOWNS)}),
        replace(proof, groups=(TightGroup(MEMBERS, ("T1",)),)),
        replace(proof, groups=(TightGroup((), ("T1",)),)),
        replace(proof, groups=(TightGroup(("M1",), ()),)),
        replace(proof, groups=(TightGroup(("M1",), ("M2",)),)),
        replace(proof, groups=(TightGroup(("M1",), ("T2", "T1")),)),
        replace(proof, groups=(TightGroup(("M2", "M1"), ("T1",)),)),
    ):
        assert not wrong.verify(asked)


def test_a_split_that_gives_an_outsider_less_than_it_makes_alone_is_refused():
    asked, _, _ = requirements(1)
    proof = shortfall_search(asked).certificate
    own = asked.alone["T2"]
    assert own > 1
    for kept in (own, own - 1):
        moved = {"T1": proof.split["T1"] + proof.split["T2"] - kept, "T2": kept}
        moved = replace(proof, split={**proof.split, **moved})
        answer = str(moved.verify(asked))  # the cases are those of another split
        assert ("less than it makes alone" in answer) is (kept < own)


def tells_the_truth(asked, required, found):
    """What is told of a split is so by the table, however early the search ended."""
    assert found.certificate.verify(asked) is True
    lacks, best = lacking(asked, required, found.split), least(asked, required)
    most = max(x for (_, towns), x in lacks.items() if towns)
    named = {(g.members, g.outsiders): required[g.members, g.outsiders] for g in found.groups}
    below = least(asked, named)
    assert below <= best <= max(0, *lacks.values())
    # What is proven of the split is so to within a tenth of the gap that is left open.
    assert most <= found.most <= most + (found.most - below) / 10


@pytest.mark.parametrize("seed", [1, 3, 7, 9])
def test_a_search_that_may_ask_no_more_ends_with_what_is_known(seed, monkeypatch):
    """``limited_work`` says how often cases are asked for, and after how many no more."""
    asked, required, _ = requirements(seed)
    by_cases, begun = ProgramOracle.by_cases, []

    def counted(oracle, *question):
        begun.append(oracle.cases)
        return by_cases(oracle, *question)

    monkeypatch.setattr(ProgramOracle, "by_cases", counted)
    for rounds, most in ((0, 1000), (1, 1000), (1000, 0), (1000, 2)):
        begun.clear()
        monkeypatch.setattr(limits, "MOST_ROUNDS", rounds)
        monkeypatch.setattr(limits, "MOST_IN_ALL", most)
        with limited_work():
            tells_the_truth(asked, required, shortfall_search(asked))
        assert len(begun) <= rounds + 1
        assert all(cases <= most for cases in begun)
    begun.clear()
    with limited_work(seconds=1e-9):  # time is over
        found = shortfall_search(asked)
    assert found.certificate.verify(asked) is True
    assert not begun


@pytest.mark.parametrize("seed", [1, 3, 7, 9])
def test_a_search_ends_where_cases_leave_all_splits_half_way_open(seed, monkeypatch):
    asked, required, _ = requirements(seed)
    half_way, weights = _Search._half_way, []

    def recorded(search, weight):
        weights.append(weight)
        return half_way(search, weight)

    monkeypatch.setattr(ProgramOracle, "by_cases", lambda *_: ({}, False))
    monkeypatch.setattr(_Search, "_half_way", recorded)
    found = shortfall_search(asked)
    tells_the_truth(asked, required, found)
    # After a new group half way again; nearer and nearer else, and not above 0.9.
    assert all(after in (1 / 2, (1 + before) / 2) for before, after in pairwise([0, *weights]))
    assert max(weights, default=0) <= 0.9


@pytest.mark.parametrize("seed", [1, 9])
def test_without_a_bound_at_any_split_there_is_nothing_to_go_half_way_from(seed, monkeypatch):
    asked, required, _ = requirements(seed)
    half_way = []
    monkeypatch.setattr(ProgramOracle, "separate", lambda *_, **__: ({}, math.inf))
    monkeypatch.setattr(ProgramOracle, "by_cases", lambda *_: ({}, False))
    monkeypatch.setattr(_Search, "_half_way", lambda _, weight: half_way.append(weight))
    tells_the_truth(asked, required, shortfall_search(asked))
    assert not half_way
