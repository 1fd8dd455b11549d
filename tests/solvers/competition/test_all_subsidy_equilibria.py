"""That the list of equilibria is complete, against counts by other means, and forged proofs."""

import dataclasses
import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games import InvalidInput, SubsidyCompetition
from intercity.testing import subsidy_competitions
from solvers import all_subsidy_equilibria, subsidy_equilibrium
from solvers.competition import all_subsidy_equilibria as searched
from solvers.competition.all_subsidy_equilibria import AllSubsidyEquilibriaCertificate, _Search
from solvers.competition.float_replies import FloatReplies
from solvers.competition.reply_bounds import ReplyBounds, arb_of, low_precision
from solvers.competition.reply_contraction import is_contraction
from solvers.competition.subsidy_equilibrium import SubsidyEquilibriumCertificate

F = Fraction


def twentieths(low, high):
    return st.integers(int(low * 20), int(high * 20)).map(lambda k: F(k, 20))


THREE = SubsidyCompetition(
    ["A", "B", "C"],
    [1, 1, 1],
    mu=F(1, 20),
    spillovers={"A": {"B": F(9, 10)}, "B": {"A": F(9, 10)}},
)
PAIR = SubsidyCompetition(
    ["A", "B"],
    [1, 1],
    mu=F(1, 20),
    outside_option=F(1, 2),
    spillovers={"A": {"B": F(9, 10)}, "B": {"A": F(9, 10)}},
)


def test_three_equilibria_are_all_of_them():
    found = all_subsidy_equilibria(THREE)
    race = subsidy_equilibrium(THREE)
    assert found.complete
    assert found.equilibria == (race.subsidies, *race.others)
    assert len(found.equilibria) == 3
    fewer = SubsidyEquilibriumCertificate(found.equilibria[1:])
    assert fewer.verify(THREE) is True
    assert not AllSubsidyEquilibriaCertificate(fewer, found.certificate.parts).verify(THREE)
    assert found.status == "There are 3 equilibria, and no others."
    assert found.certificate.verify(THREE) is True
    assert 0 < found.proof.radius < F(1, 10**15)


def test_no_forged_parts_verify():
    found = all_subsidy_equilibria(PAIR).certificate
    parts = found.parts
    assert 20 < len(parts) < 200
    forged = [parts[:-1], parts + ".", parts.replace("*", "."), "*", "", "/", "x"]
    others = {"/": ".*", ".": "/", "*": "/."}  # an empty part may be beside an equilibrium as well
    for k, part in enumerate(parts):
        if part == "*" or not k % 4:
            forged += [parts[:k] + other + parts[k + 1 :] for other in others[part]]
    for one in forged:
        assert not dataclasses.replace(found, parts=one).verify(PAIR)


def test_replies_that_contract_have_one_by_theorem():
    pair = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4))
    found = all_subsidy_equilibria(pair)
    assert (found.complete, found.method) == (True, "contraction")
    assert found.status == "There is 1 equilibrium, and no other."
    assert found.proof == subsidy_equilibrium(pair).proof
    assert not dataclasses.replace(found.certificate, parts="*").verify(pair)


def test_budgets_that_end_first_are_proven_to():
    """What a city would pay if it could does not count where its budget ends before that."""
    pair = dataclasses.replace(
        PAIR,
        value=(F(3, 4), F(5, 4)),
        mu=F(1, 8),
        spillovers=((0, F(9, 10)), (0, 0)),
        budgets=(F(3, 16), F(3, 16)),
    )
    trio = dataclasses.replace(
        THREE,
        mu=F(1, 15),
        attractiveness=(F(1, 10), F(-1, 5), 0),
        spillovers=((0, F(9, 10), 1), (F(1, 2), 0, 1), (F(9, 10), F(1, 2), 0)),
        outside_option=F(1, 2),
        budgets=(None, None, F(1, 8)),
        public_funds_cost=F(1, 4),
    )
    for game in (pair, trio):
        found = all_subsidy_equilibria(game)
        assert found.status == "There is 1 equilibrium, and no other."
        assert found.certificate.verify(game) is True


def test_one_equilibrium_shown_twice_is_not_counted_twice():
    """A part with one of the two only, whose other ball reaches into it, is not single."""
    one = dict(all_subsidy_equilibria(PAIR).equilibria[1])
    twice = dict(one, A=one["A"] + F(1, 10**4))
    with low_precision():
        search = _Search(PAIR, SubsidyEquilibriumCertificate((one, twice)))
        known = _Search(PAIR, SubsidyEquilibriumCertificate((one,)))
        a, b = (float(one[city] / PAIR.mu) for city in "AB")
        box = ([a - 0.06, b - 0.03], [a - 0.02 + 0.001, b + 0.03])  # up to a + 0.0005, with room
        assert known._single(box) == 0
        assert search._single(box) is None


def test_a_box_of_too_many_parts_is_given_up_and_says_so(monkeypatch):
    needed = len(all_subsidy_equilibria(PAIR).certificate.parts)
    for most, complete in ((needed, True), (needed // 2, False)):
        monkeypatch.setattr(searched, "MOST_PARTS", most)
        found = all_subsidy_equilibria(PAIR)
        assert found.complete is complete
        assert ("not proven" in found.status) is not complete
        assert found.certificate.verify(PAIR) is True


def test_where_it_is_not_proven_it_is_not_said():
    """Magnitudes beyond 10^15 mu are not tried."""
    tiny = dataclasses.replace(THREE, mu=F(1, 10**16))
    found = all_subsidy_equilibria(tiny)
    assert not found.complete
    assert found.proof.kind == "unproven"
    assert found.certificate.verify(tiny) is True
    assert "that there are no others is not proven" in found.status
    with pytest.raises(InvalidInput, match="subject of all_subsidy_equilibria"):
        all_subsidy_equilibria([THREE])


def crossings(game, steps=4001):
    """How often s - reply of A to B's reply to s changes sign: once for each equilibrium."""
    floats = FloatReplies(game)
    s = np.linspace(-0.1, float(floats.high[0]) + 0.1, steps)
    zeros = np.zeros(steps)
    b = floats._at(np.column_stack([s, zeros]), slopes=False)[0][:, 1]
    a = floats._at(np.column_stack([zeros, b]), slopes=False)[0][:, 0]
    signs = np.sign(s - a)
    return int((np.diff(signs[signs != 0]) != 0).sum())


@settings(max_examples=15, deadline=None)
@given(
    st.lists(twentieths(0.5, 3), min_size=2, max_size=2),
    st.lists(twentieths(-1, 2), min_size=2, max_size=2),
    twentieths(0.05, 0.3),
    st.one_of(st.none(), st.lists(twentieths(0, 2), min_size=2, max_size=2)),
)
def test_two_cities_against_a_count_on_a_line(value, spilled, mu, limits):
    game = SubsidyCompetition(
        ["A", "B"],
        value,
        mu=mu,
        outside_option=0,
        spillovers=[[0, spilled[0]], [spilled[1], 0]],
        budgets=limits,
    )
    found = all_subsidy_equilibria(game)
    assert found.certificate.verify(game) is True
    if found.complete:
        assert crossings(game) == len(found.equilibria)


@given(subsidy_competitions(min_cities=2, max_cities=4), st.integers(0, 10**6))
def test_bounds_hold_in_the_whole_box(game, seed):
    """Replies and their differences, in floats, at profiles drawn in a box."""
    draw = random.Random(seed)
    n = len(game.cities)
    low = [draw.uniform(-1, 4) for _ in range(n)]
    high = [a + draw.choice([0.01, 0.3, 3]) for a in low]
    floats = FloatReplies(game)
    points = np.array([[draw.uniform(a, b) for a, b in zip(low, high, strict=True)] for _ in "ab"])
    replies = floats._at(points, slopes=False)[0]
    with low_precision():
        bounds = ReplyBounds(game)
        ends = [[arb_of(one) for one in side] for side in (low, high)]
        for i in range(n):
            least, most = bounds.reply(i, *ends)
            assert float(least) - 1e-9 <= replies[:, i].min()
            assert replies[:, i].max() <= float(most) + 1e-9
            assert replies[:, i].max() <= float(bounds.most(i)) + 1e-9
            step = points[1] - points[0]
            moves = sum(
                (
                    one * arb_of(float(d))
                    for one, d in zip(bounds.slopes(i, *ends), step, strict=True)
                ),
                arb_of(0.0),
            )
            moved = float(replies[1, i] - replies[0, i])
            assert float(moves.lower()) - 1e-9 <= moved <= float(moves.upper()) + 1e-9


@pytest.mark.parametrize("n", [3, 4])
def test_three_and_four_cities_are_proven_where_replies_do_not_contract(n):
    draw = random.Random(n)
    proven = 0
    for _ in range(6):
        game = SubsidyCompetition(
            list("ABCD")[:n],
            [F(draw.randint(5, 30), 10) for _ in range(n)],
            mu=F(1, 3),
            outside_option=draw.choice([None, 0, F(1, 2)]),
            spillovers=[
                [0 if i == j else F(draw.randint(0, 12), 10) for j in range(n)] for i in range(n)
            ],
        )
        found = all_subsidy_equilibria(game)
        assert found.complete
        assert found.certificate.verify(game) is True
        proven += not is_contraction(game)
    assert proven >= 3
