"""Offers and lawful contracts on boxes are, at each point, those that are worked out there."""

import random
from fractions import Fraction

import pytest

from games import CoalitionalGame
from mechanisms.compact.lawful_contract import lawful_contract
from mechanisms.compact.lawful_on_box import Lawful, blocks_on_box
from mechanisms.compact.offers_on_box import OffersOnBox
from mechanisms.compact.outside_offers import outside_offers
from mechanisms.compact.outsider_splits import OutsiderSplits, groups_of
from solvers import superadditive_cover
from solvers.enclosure.box import Box, paths
from solvers.enclosure.polygons import inside
from solvers.enclosure.worth_on_box import BoxedGame, form_on_box, in_best_parts
from solvers.highs import without_solvers
from solvers.optimum import Basis
from tests.properties.strategies import NIGHTLY
from tests.solvers.test_enclosures import region

F = Fraction
SIDES = [(F(0), F(6)), (F(1), F(7))]


def affine_game(draw, outsiders):
    """Worths of two members and some outsiders, and payoffs, each with two numbers in it."""
    players = ("Hub", "Home", *(f"O{k}" for k in range(outsiders)))
    table = {
        group: (
            F(draw.randint(0, 4 * len(group) ** 2)),
            draw.choice([0, 0, 1]),
            draw.choice([0, 1]),
        )
        for group in groups_of(players)
        if group
    }
    pays = {city: (F(draw.randint(2, 34)), draw.choice([0, 1])) for city in players[:2]}

    def worths(x, y):
        return {group: a + b * x + c * y for group, (a, b, c) in table.items()}

    def payoffs(x, y):
        return {city: a + b * (x + y) / 2 for city, (a, b) in pays.items()}

    return players, worths, payoffs


def verdict_of(players, worths, payoffs):
    best = in_best_parts(BoxedGame(players, worths.__getitem__))
    offers = OffersOnBox(best.worth, players, players[:2], payoffs)
    return "stands" if offers.stand() else "fails" if offers.fail() else "undecided"


def exact_verdict(players, worths, payoffs):
    game = CoalitionalGame.from_function(players, lambda s: worths.get(tuple(s), F(0)))
    return outside_offers(superadditive_cover(game), players[:2], payoffs).verdict


@pytest.mark.parametrize("outsiders", [0, 1, 2, 3])
@pytest.mark.parametrize("seed", range(60 if NIGHTLY else 6))
def test_offers_at_points_are_those_of_the_box(seed, outsiders):
    draw = random.Random(f"{seed} {outsiders}")
    players, worths, payoffs = affine_game(draw, outsiders)
    box = Box(SIDES)
    cells = paths(box, lambda x, y: verdict_of(players, worths(x, y), payoffs(x, y)), most=40)
    with without_solvers():
        known = Box(SIDES, box.hints)
        assert cells == paths(
            known, lambda x, y: verdict_of(players, worths(x, y), payoffs(x, y)), most=40
        )
    for _ in range(40 if NIGHTLY else 6):
        point = tuple(low + (high - low) * F(draw.randint(0, 12), 12) for low, high in SIDES)
        found = {cell.found for cell in cells if inside(cell.corners, point)}
        assert found
        if len(found) == 1 and None not in found:
            assert found == {exact_verdict(players, worths(*point), payoffs(*point))}, point


def test_most_of_a_box_of_offers_is_settled():
    told = {"stands": 0, "fails": 0, "undecided": 0, None: 0}
    for seed in range(24):
        players, worths, payoffs = affine_game(random.Random(seed), 3)

        def work(x, y, players=players, worths=worths, payoffs=payoffs):
            return verdict_of(players, worths(x, y), payoffs(x, y))

        for cell in paths(Box([(F(2), F(3)), (F(3), F(4))]), work):
            told[cell.found] += cell.share
    assert min(told["stands"], told["fails"], told["undecided"]) > F(1, 4)
    assert told[None] < F(1, 4) * sum(told.values())


def lawful_world(seed):
    """A region of three cities, two of which have a deal with each other, and the law."""
    draw = random.Random(seed)
    pay, high = draw.choice([F(0), F(1), None]), draw.choice([F(0), F(1, 2), F(1)])
    now = {city: F(draw.randint(0, 24)) for city in ("A", "B", "C")}
    state = draw.getstate()

    def game(*numbers):
        draw.setstate(state)
        return region(draw, numbers)

    return game, now, Lawful(pay, (F(0), high), lambda _: {})


ASKED = [("A", "B"), ("A", "C"), ("B", "C")]


@pytest.mark.parametrize("seed", range(300 if NIGHTLY else 25))
def test_lawful_blocks_at_points_are_those_of_the_box(seed):
    game, now, law = lawful_world(seed)
    sides = [(F(1), F(2)), (F(2), F(4))] if seed % 2 else [(F(1), F(3, 2)), (F(3), F(7, 2))]

    def work(x, y):
        form = in_best_parts(form_on_box(game(x, y)).game)
        gains = {g: form.worth(g) - sum(now[city] for city in g) for g in ASKED}
        return blocks_on_box(game(x, y), gains, now, law)

    box = Box(sides)
    cells = paths(box, work)
    with without_solvers():
        assert cells == paths(Box(sides, box.hints), work)
    points = random.Random(seed)
    for _ in range(20 if NIGHTLY else 4):
        point = tuple(low + (high - low) * F(points.randint(0, 9), 9) for low, high in sides)
        found = {cell.found for cell in cells if inside(cell.corners, point)}
        if len(found) == 1 and None not in found:
            exact = any(
                lawful_contract(
                    game(*point), g, now, side_payment=law.pay, tax_shares=law.tax_shares
                ).gain
                > 0
                for g in ASKED
            )
            assert found == {exact}, point


def test_lawful_blocks_of_two_cities_are_found_and_ruled_out():
    found = {True: F(0), False: F(0), None: F(0)}
    for seed in range(0, 40, 2):
        game, now, law = lawful_world(seed)

        def work(x, y, game=game, now=now, law=law):
            form = in_best_parts(form_on_box(game(x, y)).game)
            gains = {g: form.worth(g) - sum(now[city] for city in g) for g in ASKED}
            return blocks_on_box(game(x, y), gains, now, law)

        for cell in paths(Box([(F(1), F(3, 2)), (F(3), F(7, 2))]), work):
            found[cell.found] += cell.share
    assert found[True] > 3
    assert found[False] > 3
    assert found[None] < 5


def test_a_changed_basis_settles_nothing_that_is_false():
    """Each basis of a box of offers is cut short or emptied: what is settled is still right."""
    players, worths, payoffs = affine_game(random.Random(3), 3)

    def work(x, y):
        return verdict_of(players, worths(x, y), payoffs(x, y))

    exact = {}
    for point in ((F(k), F(1 + m)) for k in (0, 2, 3, 6) for m in (0, 2, 5)):
        exact[point] = exact_verdict(players, worths(*point), payoffs(*point))
    box = Box(SIDES)
    paths(box, work)
    changed = 0
    for name, hint in box.hints.items():
        if not isinstance(hint, Basis) or not hint.rows:
            continue
        for other in (
            Basis(hint.rows[1:], hint.columns),
            Basis(hint.rows[::-1], hint.columns[::-1]),
            Basis(hint.rows[1:], hint.columns[1:]),
            Basis((), ()),
        ):
            changed += 1
            forged = paths(Box(SIDES, {**box.hints, name: other}), work)
            for point, verdict in exact.items():
                found = {cell.found for cell in forged if inside(cell.corners, point)}
                assert None in found or verdict in found
    assert changed


@pytest.mark.parametrize("seed", range(8))
def test_the_most_that_an_outsider_has_is_that_of_its_splits(seed):
    players, worths, payoffs = affine_game(random.Random(seed), 3)

    def most(x, y):
        best = in_best_parts(BoxedGame(players, worths(x, y).__getitem__))
        return OffersOnBox(best.worth, players, players[:2], payoffs(x, y)).most("O1") >= 9

    point = (F(2), F(3))
    there = worths(*point)
    game = CoalitionalGame.from_function(players, lambda s: there.get(tuple(s), F(0)))
    exact = OutsiderSplits(superadditive_cover(game), players[:2]).most("O1") >= 9
    found = {c.found for c in paths(Box(SIDES), most) if inside(c.corners, point)}
    assert exact in found or None in found
