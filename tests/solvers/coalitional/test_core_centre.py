"""The core-centre against exact integrals over the core, which know nothing of its corners."""

from fractions import Fraction

import pytest
from hypothesis import given

from games import CoalitionalGame, InvalidInput, Undefined
from intercity.testing import games_with_a_core
from solvers import core_centre, core_vertices
from solvers.coalitional.core_vertices import CoreVerticesCertificate
from solvers.polytope_integral import polytope_integral
from tests.properties.strategies import convex_games, examples, table


def by_integrals(game):
    """Lasserre (1983), from the coalitions' inequalities; None where the core has no volume."""
    own, n = game.as_gains(), len(game.players)
    rows = []
    for mask in range(1, own.grand):
        last = mask >> n - 1 & 1
        more = [last - (mask >> i & 1) for i in range(n - 1)]
        rows.append((more, last * own.grand_worth - own.worth(mask)))
    flat = [0] * (n - 1)
    volume = polytope_integral(rows, [1, *flat])
    if not volume:
        return None
    found = []
    for i in range(n - 1):
        slopes = [*flat]
        slopes[i] = 1
        found.append(polytope_integral(rows, [0, *slopes]) / volume)
    found.append(own.grand_worth - sum(found))
    return found if game.sense == "gain" else [-x for x in found]


@examples(30)
@given(games_with_a_core(min_players=2, max_players=4) | convex_games(min_players=2))
def test_centre_by_integrals(game):
    split = core_centre(game)
    assert split.certificate.verify(game) is True
    expected = by_integrals(game)
    if expected is None:  # flat: between the corners, if there are two at most
        corners = core_vertices(game)
        if len(corners) <= 2:
            ends = [corner.values() for corner in corners]
            expected = [sum(pair) / Fraction(len(corners)) for pair in zip(*ends, strict=True)]
    assert expected is None or [*split.values()] == expected


def test_a_flat_core():
    """A fourth city that adds nothing leaves the centre of the others where it is."""
    three = [0, 0, 0, 2, 0, 2, 3, 5]
    plain = core_centre(table(three))
    assert [*plain.values()] == [Fraction(7, 6), Fraction(23, 12), Fraction(23, 12)]
    assert by_integrals(table(three + three)) is None
    assert [*core_centre(table(three + three)).values()] == [*plain.values(), 0]


def test_an_empty_core_and_too_many_cities():
    with pytest.raises(Undefined, match=r"the core is empty; least_core\(\) and prenucleolus"):
        core_centre(table([0, 0, 0, 1, 0, 1, 1, 1]))
    assert core_centre(CoalitionalGame(["A"], {"A": 3}))["A"] == 3
    seven = CoalitionalGame.from_function([f"c{i}" for i in range(7)], len)
    with pytest.raises(InvalidInput, match="the number of cities is 7; it should be at most 6"):
        core_centre(seven)


def test_a_corner_that_is_left_out_is_missed():
    game = table([0, 0, 0, 2, 0, 2, 3, 5])
    proof = core_centre(game).certificate
    for k in range(len(proof.corners.corners)):
        corners = (*proof.corners.corners[:k], *proof.corners.corners[k + 1 :])
        short = CoreVerticesCertificate(corners, ())
        assert not type(proof)(proof.split, short).verify(game)
