"""Equilibria of three and more cities, without the optional engine, against a peer's enumeration.

Ours and pygambit's enumeration by polynomials agree on a game if every profile that it lists, and
that is an equilibrium (it lists some in which a city can gain), is within 1e-6 of one of ours in
each probability, and each of ours is an equilibrium, exact or proven to lie within 1e-9.
"""

import dataclasses
import json
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest

from games import NotFound, StrategicGame
from solvers import nash_equilibria, nash_equilibrium, regrets
from solvers.certificate import Certificate
from solvers.strategic.equilibrium import EquilibriumCertificate, proven_equilibrium
from solvers.strategic.equilibrium_enclosure import enclosure, payoff_ranges
from solvers.strategic.nash_equilibria import SomeEquilibriaCertificate
from tests.properties.strategies import NIGHTLY

F = Fraction
PEER = json.loads((Path(__file__).parent / "peer_equilibria.json").read_text())
SHAPES = [(2, 2, 2), (3, 2, 2), (3, 3, 2), (3, 3, 3), (2, 2, 2, 2), (3, 2, 2, 2)]


@pytest.fixture(autouse=True)
def _without_engine(monkeypatch):
    monkeypatch.setattr("solvers.strategic.equilibrium_search.find_spec", lambda name: None)


def random_game(shape, seed, high=10**6):
    payoffs = np.random.default_rng(seed).integers(0, high, size=(len(shape), *shape))
    return StrategicGame.from_payoffs(list("ABCDEFG")[: len(shape)], *payoffs)


def in_fractions(game, point):
    """The peer's floats as strategies that add up to 1."""
    parts = np.split(np.array(point), np.cumsum([len(a) for a in game.actions])[:-1])
    fractions = [[Fraction(max(p, 0.0)) for p in part] for part in parts]
    return [[p / sum(part) for p in part] for part in fractions]


def is_equilibrium(game, strategies):
    ranges = payoff_ranges(game)
    return all(r < F(1, 10**6) * ranges[city] for city, r in regrets(game, strategies).items())


def assert_agrees(game, listed):
    answer = nash_equilibria(game)
    assert answer.certificate.verify(game) is True
    assert answer.proof.kind in {"exact", "enclosed"}
    ours = [[p for played in one.values() for p in played.values()] for one in answer]
    for one in answer:
        assert one.radius <= F(1, 10**9)
        worst = max(r / payoff_ranges(game)[city] for city, r in regrets(game, one).items())
        assert worst <= F(1, 10**9)
    for point in listed:
        theirs = in_fractions(game, point)
        if is_equilibrium(game, theirs):
            flat = [p for part in theirs for p in part]
            assert any(
                max(abs(p - q) for p, q in zip(flat, one, strict=True)) < F(1, 10**6)
                for one in ours
            )
    assert len(answer) % 2 == 1  # Wilson (1971): no ties in these games


@pytest.mark.parametrize("case", PEER, ids=lambda case: f"{case['shape']} {case['seed']}")
def test_what_a_peer_listed_is_found(case):
    assert_agrees(random_game(tuple(case["shape"]), case["seed"]), case["equilibria"])


@pytest.mark.skipif(not NIGHTLY, reason="two hundred games take minutes: make nightly")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_peer_lists_no_other_in_two_hundred_games(shape):
    pygambit = pytest.importorskip("pygambit")
    for seed in range(1000, 1034):
        game = random_game(shape, seed)
        theirs = pygambit.Game.from_arrays(*[table.astype(float) for table in game.tables])
        found = pygambit.nash.enumpoly_solve(theirs).equilibria
        listed = [[float(p[s]) for city in theirs.players for s in city.strategies] for p in found]
        assert_agrees(game, listed)


@pytest.mark.parametrize(
    ("shape", "seed"),
    [((6, 6, 6), 0), ((2,) * 6, 1), *([((6, 6, 6), 1), ((5, 5, 5), 1)] if NIGHTLY else [])],
    ids=str,
)
def test_no_city_gains_in_what_is_listed_of_a_large_game(shape, seed):
    """Before, one profile was listed, and a city could gain 0.2 to 10 by leaving it."""
    game = random_game(shape, seed, 100)
    answer = nash_equilibria(game)
    assert answer.extreme
    assert answer.proof.kind in {"exact", "enclosed"}
    assert all(one.radius < F(1, 10**15) and one.regret < F(1, 10**15) for one in answer)
    assert answer.certificate.verify(game) is True


def test_the_path_leads_to_one_where_there_are_too_many_choices(monkeypatch):
    monkeypatch.setattr("solvers.strategic.equilibrium_search._MOST_SUPPORTS", 1)
    for shape, seed in [((4, 4, 4), 0), ((6, 6, 6), 0), ((6, 6, 6), 1), ((3,) * 4, 1)]:
        game = random_game(shape, seed, 100)
        one = nash_equilibrium(game)
        assert not one.pure
        assert one.radius < F(1, 10**15)


def test_none_is_made_up_where_the_search_finds_none(monkeypatch):
    for name in ("_newton", "_along_logit_path"):
        monkeypatch.setattr(
            f"solvers.strategic.equilibrium_search.{name}", lambda *_, **__: iter(())
        )
    game = random_game((4, 4, 4), 0, 100)
    for concept in (nash_equilibria, nash_equilibrium):
        with pytest.raises(NotFound, match="A Nash equilibrium exists here, but none was found"):
            concept(game)


# ------------------------------------------------------------------------------ certificates


def test_a_profile_in_which_a_city_gains_is_no_equilibrium_in_any_certificate():
    """Even where its regret is told as it is."""
    game = random_game((3, 3, 3), 1)
    certificate = nash_equilibria(game).certificate
    even = proven_equilibrium(game, [[F(1, 3)] * 3] * 3)
    assert even.proof.kind == "unproven"
    assert even.status.startswith("An epsilon-equilibrium: ")
    forged = SomeEquilibriaCertificate(certificate.pure, (*certificate.mixed, even.certificate))
    assert "it is no equilibrium" in forged.verify(game).reason


def test_no_equilibrium_is_listed_twice():
    game = random_game((3, 3, 3), 1)
    certificate = nash_equilibria(game).certificate
    one = next(mixed for mixed in certificate.mixed if mixed.regret)
    again = SomeEquilibriaCertificate(certificate.pure, (*certificate.mixed, one))
    assert again.verify(game).reason == "One equilibrium is listed twice."
    moved = {city: dict(played) for city, played in one.strategies.items()}
    city = next(name for name, played in moved.items() if len(played) > 1)
    first, second, *_ = moved[city]
    moved[city][first] += F(1, 10**25)
    moved[city][second] -= F(1, 10**25)
    beside = proven_equilibrium(game, moved).certificate
    assert beside != one
    assert beside.verify(game) is True
    again = SomeEquilibriaCertificate(certificate.pure, (*certificate.mixed, beside))
    assert again.verify(game).reason == "One equilibrium is listed twice."


def test_a_radius_is_no_more_than_what_is_proven():
    game = random_game((2, 2, 2), 11)
    for one in nash_equilibria(game):
        if one.regret:
            for radius in (one.radius / 2, one.radius * 2, F(0), None):
                forged = EquilibriumCertificate(one.played, one.regret, radius)
                assert not forged.verify(game)
            data = one.certificate.to_json()
            assert Certificate.from_json(data).verify(game) is True


def test_an_action_that_is_not_played_is_not_listed():
    """Matching pennies: half and half; a third action that is worse is no part of it."""
    game = StrategicGame.from_function(
        ["A", "B"],
        {"A": ["heads", "tails", "edge"], "B": ["heads", "tails"]},
        lambda x: [-9, 9] if x[0] == "edge" else [1, -1] if x[0] == x[1] else [-1, 1],
    )
    even = {"heads": F(1, 2), "tails": F(1, 2)}
    found = proven_equilibrium(game, {"A": even, "B": even})
    assert found.certificate.verify(game) is True
    padded = {"A": {**even, "edge": F(0)}, "B": even}
    forged = dataclasses.replace(found.certificate, strategies=padded)
    assert not forged.verify(game)


@pytest.mark.parametrize("seed", range(12))
def test_an_enclosure_holds_the_root_that_exact_elimination_finds(seed):
    """Three cities with two actions each: eliminating two unknowns leaves a quadratic equation."""
    import sympy

    game = random_game((2, 2, 2), seed, 100)
    answer = nash_equilibria(game)
    x, y, z = sympy.symbols("x y z")
    chances = [(1 - x, x), (1 - y, y), (1 - z, z)]
    gains = []
    for i, table in enumerate(game.tables):
        gains.append(
            sympy.expand(
                sum(
                    (1 if at[i] else -1)
                    * int(table[at])
                    * sympy.prod(chances[j][at[j]] for j in range(3) if j != i)
                    for at in product((0, 1), repeat=3)
                )
            )
        )
    inside = [
        root
        for root in sympy.solve(gains, [x, y, z], dict=True)
        if len(root) == 3 and all(value.is_real and 0 < value < 1 for value in root.values())
    ]
    ours = [one for one in answer if all(len(played) == 2 for played in one.played.values())]
    assert len(ours) == len(inside)
    for root in inside:
        assert any(
            all(
                abs(sympy.Rational(str(one[city]["2"])) - root[name])
                <= sympy.Rational(str(one.radius))
                for city, name in zip("ABC", (x, y, z), strict=True)
            )
            for one in ours
        )


def test_no_enclosure_where_equilibria_form_a_line():
    """A city that is indifferent throughout plays anything: no one equilibrium is close."""
    game = StrategicGame.from_function(
        ["A", "B", "C"], ["l", "r"], lambda acts: [0, int(acts[1] == acts[2]), 0]
    )
    assert enclosure(game, [[F(1, 3), F(2, 3)], [F(1, 2), F(1, 2)], [F(1, 2), F(1, 2)]]) is None


def test_equilibria_that_are_listed_are_apart():
    for shape, seed in [((3, 3, 3), 1), ((2, 2, 2, 2), 2)]:
        for one, other in combinations(nash_equilibria(random_game(shape, seed)), 2):
            furthest = max(abs(one[c][a] - other[c][a]) for c in one for a in one[c])
            assert furthest > one.radius + other.radius
