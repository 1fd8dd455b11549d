"""All groups at once, in arrays of whole numbers, against one group after the other, in fractions.

``coalitional_form`` looks at many cities together; here it does so however few they are.
"""

import dataclasses
import itertools
import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from solvers.optimum import Basis
from solvers.production import coalitional_form as rooms
from solvers.production import table_proof, table_search
from solvers.production.coalitional_form import coalitional_form
from solvers.production.opening_proof import CoalitionProof, Memory, OpeningPrograms, Settled
from solvers.production.opening_search import with_memory
from solvers.production.table_numbers import digits_of, table_numbers, whole_of_digits
from solvers.production.table_proof import proven_worths
from solvers.production.table_search import search_table
from tests.properties.strategies import NIGHTLY, examples


def found(game, *, together):
    """Its coalitional form, found afresh."""
    with pytest.MonkeyPatch.context() as patch, with_memory(Memory()):
        patch.setattr(rooms, "MANY", 1 if together else 99)
        patch.setattr(table_proof, "BOUNDS", 8)  # in small parts, as of many cities
        patch.setattr(table_search, "TOGETHER", 64)
        return coalitional_form(game)


def verified(certificate, game, *, together):
    with pytest.MonkeyPatch.context() as patch, with_memory(Memory()):
        patch.setattr(rooms, "MANY", 1 if together else 99)
        patch.setattr(table_proof, "BOUNDS", 8)
        return certificate.verify(game)


@examples(100)
@given(production_games(max_cities=4, allow_pools=True))
def test_both_ways_find_the_same_worths_and_openings_and_prove_each_others(game):
    one, other = found(game, together=False), found(game, together=True)
    assert other.game == one.game
    for alone, among in zip(one.certificate.coalitions, other.certificate.coalitions, strict=True):
        assert among.openings == alone.openings
    assert verified(other.certificate, game, together=False) is True
    assert verified(one.certificate, game, together=True) is True
    assert verified(other.certificate, game, together=True) is True
    for mask in range(1, 1 << len(game.cities)):
        group = other.game.members(mask)
        plan = other.plan(group)
        assert plan.worth == one.plan(group).worth
        given_up = sum((x for kinds in plan.values.values() for x in kinds.values()), plan.trade)
        assert given_up - plan.outlay == plan.worth


def one_city():
    """One group with three rows, four columns and four ways to open platforms."""
    quota = Resource("quota", "tradable", {"A": 2}, Exchange(3, 2, 1))
    water = Resource("water", "tradable", {"A": 1})
    land = Resource("land", "bound", {"A": 3})

    def activity(name, worth, limit, **uses):
        used = tuple(Use(r, x, "A" if r == "land" else None) for r, x in uses.items())
        return Activity(name, ("A",), used, (Value("A", "cash", worth),), limit)

    activities = (
        activity("farm", 5, 2, quota=1, land=1, water=1),
        activity("mill", 4, None, quota=2, land=2),
    )
    platforms = (
        Platform("dyke", "A", 5, (Use("land", 4, "A"),), (Use("quota", 1),)),
        Platform("well", "A", 2, (Use("quota", 1),)),
    )
    return LinearProductionGame(("A",), (quota, land, water), activities, platforms)


def all_bases(program):
    """All names of as many rows and columns, and of columns that stand at their limits."""
    rows, columns = list(program.row), list(program.column)
    for size in range(len(rows) + 1):
        for tight in itertools.combinations(rows, size):
            for basic in itertools.combinations(columns, size):
                for many in range(len(columns) + 1):
                    for upper in itertools.combinations(columns, many):
                        yield Basis(tight, basic, upper)


def test_both_ways_say_the_same_of_all_proofs_that_can_be_written():
    game = one_city()
    numbers, program = table_numbers(game), OpeningPrograms(game, ("A",), {})
    program.prepare()
    bases = list(all_bases(program))
    vectors = list(itertools.product((0, 1), repeat=2))
    plain = [CoalitionProof(v, basis, ()) for v in vectors for basis in bases]
    sides = [basis for basis in bases if not basis.upper and program.prices(basis) is not None]
    optimal = [
        proof
        for proof in plain
        if program.prices(proof.plan) is not None
        and program.vertex(proof.plan, program.right[proof.openings]) is not None
    ]
    some = [*sides[:4], Basis((), ())]
    beside = [(one,) for one in some] + list(itertools.permutations(some, 2))
    tried = plain if NIGHTLY else plain[::3] + [p for p in optimal if p not in plain[::3]]
    tried = tried + [dataclasses.replace(p, bounds=b) for p in optimal for b in beside]
    proven = 0
    for proof in tried:
        (worth,) = proven_worths(numbers, [proof])
        told = program.check(proof)
        assert (worth is None) == isinstance(told, str), (proof, told)
        if worth is not None:
            proven += 1
            assert worth == told.worth
    assert proven > 1
    assert len(tried) > 1000


@pytest.mark.parametrize(
    ("basis", "upper_of_bound"),
    [
        (Basis(("quota",), ("mill", "farm")), ()),  # not square
        (Basis(("land at A", "quota"), ("farm", "mill")), ()),  # not in order
        (Basis(("quota", "land at A"), ("farm", "no such thing")), ()),
        (Basis(("quota", "quota"), ("farm", "mill")), ()),
        (None, ("farm",)),
    ],
)
def test_what_is_written_otherwise_is_left_to_the_longer_way(basis, upper_of_bound):
    game = one_city()
    (proof,) = found(game, together=False).certificate.coalitions
    if basis is None:
        proof = dataclasses.replace(proof, bounds=(Basis((), (), upper_of_bound),))
    else:
        proof = dataclasses.replace(proof, plan=basis)
    assert proven_worths(table_numbers(game), [proof]) == [None]
    certificate = dataclasses.replace(found(game, together=False).certificate, coalitions=(proof,))
    assert not verified(certificate, game, together=True)


@pytest.mark.parametrize(
    ("bound", "holds"),
    [
        (Basis(("room",), ("mill",)), True),
        (Basis((), ()), False),  # more of the mill would pay without end
        (Basis(("room",), ("mill",), ("shop",)), False),  # a bound is of prices alone
    ],
)
def test_a_bound_has_prices_at_which_nothing_pays_without_end(bound, holds):
    """One more of the quota would bring 4, at a cost of 3, were there room for it."""
    resources = [Resource("quota", "tradable", {"A": 1}), Resource("room", "tradable", {"A": 1})]
    uses = (Use("quota", 1), Use("room", 1))
    mill = Activity("mill", ("A",), uses, (Value("A", "cash", 4),))
    shop = Activity("shop", ("A",), (Use("room", 1),), (Value("A", "cash", -1),), 1)
    well = Platform("well", "A", 3, (Use("quota", 1),))
    game = LinearProductionGame(("A",), resources, (mill, shop), (well,))
    proof = CoalitionProof((0,), Basis(("quota",), ("mill",)), (bound,))
    program = OpeningPrograms(game, ("A",), {})
    program.prepare()
    assert isinstance(program.check(proof), Settled) == holds
    (worth,) = proven_worths(table_numbers(game), [proof])
    assert worth == (4 if holds else None)


def test_a_group_opens_no_platform_of_another_city():
    work = Activity("work", ("B",), (Use("room", 1),), (Value("B", "cash", 5),))
    park = Platform("park", "A", 1, (Use("room", 2),))
    game = LinearProductionGame(("A", "B"), (Resource("room", "tradable"),), (work,), (park,))
    certificate = found(game, together=True).certificate
    idle, alone, both = certificate.coalitions
    assert (alone.openings, both.openings) == ((0,), (1,))
    forged = dataclasses.replace(certificate, coalitions=(idle, both, both))
    assert not verified(forged, game, together=True)
    assert proven_worths(table_numbers(game), forged.coalitions)[1] is None


def hills(count, value, *, shed=None):
    """Cities with land of their own and common quota; ``value`` of what the k-th city builds."""
    names = tuple(f"C{k}" for k in range(count))
    land = Resource("land", "bound", {c: k + 1 for k, c in enumerate(names)})
    quota = Resource("quota", "tradable", dict.fromkeys(names, 2))
    build = (
        Activity(
            f"build in {c}", (c,), (Use("quota", 1), Use("land", 1, c)),
            (Value(c, "cash", value(k)),),
        )
        for k, c in enumerate(names)
    )  # fmt: skip
    return LinearProductionGame(names, (land, quota), tuple(build), () if shed is None else (shed,))


def by_hand(values, group):
    """Quota goes to the cities of a group where it brings most, up to their land."""
    left, worth = Fraction(2 * len(group)), Fraction(0)
    for k in sorted(group, key=lambda k: -values[k]):
        used = min(left, Fraction(k + 1))
        left, worth = left - used, worth + used * max(values[k], Fraction(0))
    return worth


@pytest.mark.parametrize("long", [False, True])
def test_eight_cities_make_what_the_order_of_merit_says(long):
    """With values of a hundred digits, too: gains are numbers of any length."""
    tiny = Fraction(1, 3**200) if long else Fraction(1, 7)
    values = [Fraction((5 * k) % 7 - 1) + (k % 3) * tiny for k in range(8)]
    game = hills(8, values.__getitem__)
    form = coalitional_form(game)
    table = search_table(game)
    assert None not in table.proofs  # each was proven in arrays
    for mask in range(1, 1 << 8):
        group = [k for k in range(8) if mask >> k & 1]
        assert form.game.worth(mask) == by_hand(values, group)
    assert form.certificate.verify(game) is True


def test_what_is_too_long_for_arrays_is_looked_at_one_by_one():
    shed = Platform("shed", "C0", 1, (Use("quota", Fraction(1, 3**50)),))
    game = hills(8, lambda k: k + 1, shed=shed)
    assert table_numbers(game) is None
    form = coalitional_form(game)
    assert form.game.worth(["C0", "C1"]) == 1 + 2 * 2  # the shed costs more than it brings
    assert form.certificate.verify(game) is True


@pytest.mark.parametrize("cost", [1, 10**400], ids=["short", "long"])
def test_values_beyond_floating_point_are_looked_at_one_by_one(cost):
    shed = Platform("shed", "C0", cost, (Use("quota", 1),))
    game = hills(8, lambda k: 10**400 + k, shed=shed)
    assert search_table(game) is None
    form = coalitional_form(game)
    # Four units of quota: three in C2, one in C1.
    assert form.game.worth(["C1", "C2"]) == 4 * 10**400 + 3 * 2 + 1
    assert form.certificate.verify(game) is True


def test_groups_that_were_not_proven_are_settled_by_their_parts(monkeypatch):
    game = hills(8, lambda k: (3 * k) % 5 + 1)
    table = search_table(game)
    holes = [None if k % 3 else proof for k, proof in enumerate(table.proofs)]
    monkeypatch.setattr(rooms, "search_table", lambda _: dataclasses.replace(table, proofs=holes))
    patched = coalitional_form(game)
    monkeypatch.undo()
    assert patched.game == coalitional_form(game).game
    assert patched.certificate.verify(game) is True


@given(st.lists(st.integers(-(10**30), 10**30), min_size=1, max_size=4))
def test_digits_stand_for_their_numbers(numbers):
    assert whole_of_digits(digits_of(numbers)).tolist() == numbers


def test_sums_of_digits_have_the_sign_of_their_number():
    """Sums of digits may have any sign and size; what one carries may be all that the next has."""
    some = (0, 1, -1, 2**20, -(2**20), 2**20 - 1, -(2**40), 2**45 + 1)
    digits = np.array(list(itertools.product(some, repeat=3))).T
    signs = [(x > 0) - (x < 0) for x in whole_of_digits(digits).tolist()]
    assert table_proof._signs(digits).tolist() == signs


EIGHT = tuple("ABCDEFGH")
LAND = Resource("land", "tradable", {"A": 1})
WORK = Activity("work", ("A",), (), (Value("A", "cash", 1),), 3)
USES_NOTHING = Activity("work", ("A",), (Use("land", 0),), (Value("A", "cash", 1),), 3)


@pytest.mark.parametrize(
    ("resources", "activities", "platforms", "worth"),
    [
        ((), (), (), 0),
        ((LAND,), (), (), 0),
        ((), (WORK,), (), 3),
        ((LAND,), (USES_NOTHING,), (), 3),
        ((LAND,), (), (Platform("park", None, -1, (), (Use("land", 1),)),), 1),
        ((), (), (Platform("park", None, -1),), 1),
    ],
)
def test_eight_cities_without_something_to_do_or_to_use(resources, activities, platforms, worth):
    game = LinearProductionGame(EIGHT, resources, activities, platforms)
    form = coalitional_form(game)
    assert form.game.grand_worth == worth
    assert form.certificate.verify(game) is True
    assert form.points[-1] == form.points[255]
    assert form.points[:2] == ({}, form.points[1])


def long_numbers(seed):
    """A game in which sums are near to what 64 bits hold, and often beyond."""
    draw = random.Random(seed)

    def number(bits):
        return draw.randint(1, 1 << draw.randint(1, bits))

    cities = ("A", "B")
    resources = tuple(
        Resource(f"r{k}", "tradable", {c: number(37) for c in cities}) for k in range(3)
    )
    activities = tuple(
        Activity(
            f"a{k}",
            (draw.choice(cities),),
            tuple(Use(r.name, number(13)) for r in resources if draw.random() < 0.8),
            (),
            number(34),
        )
        for k in range(4)
    )
    activities = tuple(
        dataclasses.replace(
            a, values=(Value(a.sites[0], "cash", Fraction(number(40), draw.choice([1, 3, 13]))),)
        )
        for a in activities
    )
    park = Platform("park", None, number(30), (), (Use("r0", number(30)),))
    return LinearProductionGame(cities, resources, activities, (park,))


def test_sums_beyond_64_bits_are_left_to_the_longer_way():
    """Proven together or not, worths are those of fractions; of these games four were not."""
    kinds = set()
    for seed in (*range(60), 194, 287, 443, 783):
        game = long_numbers(seed)
        table = search_table(game)
        if table is None:
            continue
        right = found(game, together=False).game
        for mask, worth in enumerate(table.worths, start=1):
            kinds.add(worth is None)
            assert worth in (None, right.worth(mask)), (seed, mask)
    assert kinds == {True, False}
