"""Splits at which groups with members lack little: against a program over all groups."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest

from games.production import Activity, LinearProductionGame, Platform, Resource, Use, Value
from solvers.families.shortfall_search import Requirements, TightGroup, shortfall_search
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
    """The question, and what each group that counts requires, by a table of all."""
    game = region(seed)
    table = coalitional_form(game).game
    payoffs = {c: table.worth([c]) + (seed * 5 + 7 * k) % 20 for k, c in enumerate(MEMBERS)}
    alone = {c: table.worth([c]) for c in TOWNS}
    spare = (table.worth(TOWNS) - sum(alone.values())) / len(TOWNS)
    start = {c: x + spare for c, x in alone.items()}
    required = {}
    for members in groups_of(MEMBERS, 1, 2):
        for towns in groups_of(TOWNS):
            needed = table.worth([*members, *towns]) - sum(payoffs[c] for c in members)
            if needed > (table.worth(towns) if towns else 0):
                required[members, towns] = needed
    return Requirements(game=game, payoffs=payoffs, alone=alone, start=start), required


def least(asked, required):
    """What is lacking at best, by one program of the groups given."""
    rows = [
        Row(f"{members} {towns}", {**dict.fromkeys(towns, ONE), "level": ONE}, ">=", needed)
        for (members, towns), needed in required.items()
    ]
    whole = Row("all", dict.fromkeys(TOWNS, ONE), "==", sum(asked.start.values()))
    bounds = {c: (x, None) for c, x in asked.alone.items()} | {"level": (ZERO, None)}
    return solve(LinearProgram("min", {"level": ONE}, (whole, *rows), bounds)).optimum


@pytest.mark.parametrize("seed", range(12))
def test_little_more_is_lacking_at_the_split_than_at_the_best(seed):
    asked, required = requirements(seed)
    found = shortfall_search(asked)
    best = least(asked, required)
    lacking = max(
        (needed - sum(found.split[c] for c in towns) for (_, towns), needed in required.items()),
        default=ZERO,
    )
    to_share = sum(asked.start.values()) - sum(asked.alone.values())
    # One per cent of what outsiders share, where all that lacks counts; the search stops with less.
    assert best <= max(lacking, 0)
    bound = least(
        asked, {(g.members, g.outsiders): required[g.members, g.outsiders] for g in found.groups}
    )
    assert bound <= best
    assert max(lacking, 0) - bound <= to_share / 100 + Fraction(1, 10**6)  # where it stops


def test_what_is_no_split_or_no_group_is_refused():
    asked, _ = requirements(3)
    proof = shortfall_search(asked).certificate
    assert proof.verify(asked) is True
    more = {**proof.split, "T1": proof.split["T1"] + 1}
    below = {**proof.split, "T1": asked.alone["T1"] - 1}
    for wrong in (
        replace(proof, split=more),
        replace(proof, split=below),
        replace(proof, split={c: proof.split[c] for c in reversed(TOWNS)}),
        replace(proof, groups=(TightGroup(MEMBERS, ("T1",)),)),
        replace(proof, groups=(TightGroup((), ("T1",)),)),
        replace(proof, groups=(TightGroup(("M1",), ("M2",)),)),
        replace(proof, groups=(TightGroup(("M1",), ("T2", "T1")),)),
    ):
        assert not wrong.verify(asked)


def test_a_split_that_gives_an_outsider_less_than_it_makes_alone_is_refused():
    asked, _ = requirements(1)
    proof = shortfall_search(asked).certificate
    own = asked.alone["T2"]
    assert own > 1
    for kept in (own, own - 1):
        moved = {"T1": proof.split["T1"] + proof.split["T2"] - kept, "T2": kept}
        moved = replace(proof, split={**proof.split, **moved})
        assert bool(moved.verify(asked)) is (kept == own)
