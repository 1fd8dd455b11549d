"""Barter: Nash's Bill and Jack; lotteries against the list of all swaps; swaps read back."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.bargaining import BargainingProblem
from games.barter import AgreedBarter, Barter, Right
from games.errors import InvalidInput, Undefined
from solvers.bargaining.kalai_smorodinsky import kalai_smorodinsky
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.bargaining.swap import agreed_swap, best_swap

F = Fraction
PLAYERS = ("Bill", "Jack")
BILLS = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
JACKS = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}
NASH_1950 = Barter(
    PLAYERS,
    [
        Right(name, owner, dict(zip(PLAYERS, worth, strict=True)))
        for owner, goods in (("Bill", BILLS), ("Jack", JACKS))
        for name, worth in goods.items()
    ],
)


def test_nash_1950_bill_and_jack() -> None:
    """Bill gives book, whip, ball and bat, Jack pen, toy and knife: gains 12 and 5."""
    nash = nash_bargaining(NASH_1950.bargaining_problem())
    assert dict(nash) == {"Bill": 12, "Jack": 5}
    for swap in (best_swap(NASH_1950), agreed_swap(NASH_1950, nash)):
        assert dict(swap.gains) == {"Bill": 12, "Jack": 5}
        moved = {move.right: move.taker for move in swap.moves}
        assert moved == {
            **dict.fromkeys(("book", "whip", "ball", "bat"), "Jack"),
            **dict.fromkeys(("pen", "toy", "knife"), "Bill"),
        }
        assert {move.probability for move in swap.moves} == {1}
    assert best_swap(NASH_1950).certificate.verify(NASH_1950) is True


def test_kalai_smorodinsky_leaves_a_right_to_chance() -> None:
    """Hopes 18 and 17/2 on the edge x + 3y = 27: (324/29, 153/29)."""
    split = kalai_smorodinsky(NASH_1950.bargaining_problem())
    assert dict(split) == {"Bill": F(324, 29), "Jack": F(153, 29)}
    swap = agreed_swap(NASH_1950, split)
    assert dict(swap.gains) == dict(split)
    assert swap.certificate.verify(AgreedBarter(NASH_1950, dict(split))) is True
    (left,) = [move for move in swap.moves if move.probability < 1]
    assert left.right in swap.status


def test_a_swap_among_three_cities() -> None:
    """Each owns what the next one wants: only all three moves together let all gain."""
    cities = ("Hangzhou", "Quzhou", "Jinhua")
    ring = Barter(
        cities,
        [
            Right(f"right of {city}", city, {city: 1, cities[(k + 1) % 3]: 3 + k})
            for k, city in enumerate(cities)
        ],
    )
    swap = best_swap(ring)
    assert dict(swap.gains) == {"Hangzhou": 4, "Quzhou": 2, "Jinhua": 3}
    assert dict(nash_bargaining(ring.bargaining_problem())) == dict(swap.gains)
    assert [(move.giver, move.taker) for move in swap.moves] == [
        (city, cities[(k + 1) % 3]) for k, city in enumerate(cities)
    ]


def test_gifts_duties_and_idle_cities() -> None:
    """A right that is worth nothing to its owner, and a duty that another likes to take."""
    free = Barter(
        ["A", "B", "C"],
        [Right("spare room", "A", {"B": 5}), Right("duty", "B", {"B": -2, "A": 1, "C": -1})],
    )
    swap = best_swap(free)
    assert dict(swap.gains) == {"A": 1, "B": 7, "C": 0}
    assert "C cannot gain" in swap.status


def test_nothing_to_swap() -> None:
    for goods in ([], [Right("seal", "A", {"A": 5, "B": 5})], [Right("seal", "A", {})]):
        barter = Barter(["A", "B"], goods)
        swap = best_swap(barter)
        assert swap.moves == ()
        assert swap.status.startswith("No swap")
        problem = barter.bargaining_problem()
        assert dict(nash_bargaining(problem)) == dict(swap.gains) == {"A": 0, "B": 0}
        assert agreed_swap(barter, swap.gains).moves == ()


def test_input_that_cannot_be_right() -> None:
    with pytest.raises(InvalidInput, match="owner of seal is 'C'; it should be one of A, B"):
        Barter(["A", "B"], [Right("seal", "C", {})])
    with pytest.raises(InvalidInput, match=r"worth of seal is .*a number for each city, by name"):
        Barter(["A", "B"], [Right("seal", "A", [1, 2])])
    with pytest.raises(InvalidInput, match=r"a Right\(name, owner, worth\)"):
        Barter(["A", "B"], [("seal", "A", {"B": 1})])
    with pytest.raises(InvalidInput, match="of different names"):
        Barter(["A", "B"], [Right("seal", "A", {}), Right("seal", "B", {})])
    with pytest.raises(InvalidInput, match="worth of seal to B"):
        Barter(["A", "B"], [Right("seal", "A", {"B": "much"})])
    with pytest.raises(InvalidInput, match="names that tell moves apart"):
        Barter(["A", "b to A", "b"], [Right("r", "b", {}), Right("r to b", "b", {})])
    with pytest.raises(Undefined, match="no lottery"):
        agreed_swap(NASH_1950, {"Bill": 13, "Jack": 5})
    with pytest.raises(InvalidInput, match="agreed gain of Jack is missing"):
        agreed_swap(NASH_1950, {"Bill": 1})
    with pytest.raises(InvalidInput, match="so few"):
        best_swap(Barter(["A", "B"], [Right(f"r{k}", "A", {}) for k in range(21)]))


WORTHS = st.integers(-2, 9)


@st.composite
def barters(draw: st.DrawFn) -> Barter:
    players = "ABC"[: draw(st.integers(2, 3))]
    goods = draw(st.lists(st.tuples(st.sampled_from(players), *[WORTHS] * 3), max_size=5))
    return Barter(
        list(players),
        [
            Right(f"r{k}", owner, dict(zip(players, worths, strict=False)))
            for k, (owner, *worths) in enumerate(goods)
        ],
    )


def swaps(barter: Barter):
    """Every swap's gains, by the worths of what each city holds afterwards."""
    before = [sum(r.worth[c] for r in barter.goods if r.owner == c) for c in barter.players]
    for holders in itertools.product(barter.players, repeat=len(barter.goods)):
        held = list(zip(holders, barter.goods, strict=True))
        yield tuple(
            sum(r.worth[c] for holder, r in held if holder == c) - b
            for c, b in zip(barter.players, before, strict=True)
        )


@given(barters())
def test_against_the_list_of_all_swaps(barter: Barter) -> None:
    every = set(swaps(barter))
    swap = best_swap(barter)
    assert swap.certificate.verify(barter) is True
    gains = tuple(swap.gains.values())
    assert gains in every

    def key(point):
        who = [x > 0 for x in point]
        return sum(who), who, math.prod(x for x in point if x > 0)

    assert key(gains) == max(key(point) for point in every if min(point) >= 0)
    points = BargainingProblem.from_vertices(barter.players, sorted(every), [0] * len(gains))
    for solution in (nash_bargaining, kalai_smorodinsky):
        listed, lifted = solution(points), solution(barter.bargaining_problem())
        slack = (listed.proof.radius or 0) + (lifted.proof.radius or 0)
        assert all(abs(listed[city] - lifted[city]) <= slack for city in barter.players)
        back = agreed_swap(barter, lifted)
        assert back.certificate.verify(AgreedBarter(barter, dict(lifted))) is True
        assert all(back[city] >= lifted[city] for city in barter.players)
        by_chance = {move.right for move in back.moves if move.probability < 1}
        assert len(by_chance) <= len(barter.players)


@given(barters(), st.sampled_from([F(1, 10**12), F(10**15), F(10**40)]))
def test_the_unit_of_a_city_does_not_matter(barter: Barter, unit: Fraction) -> None:
    scaled = Barter(
        barter.players,
        [Right(r.name, r.owner, {**r.worth, "A": unit * r.worth["A"]}) for r in barter.goods],
    )
    assert best_swap(scaled).moves == best_swap(barter).moves
