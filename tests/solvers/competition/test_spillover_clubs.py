"""Clubs with spillovers: block equilibria against SciPy's, and against what else is known."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games import ClubRace, InvalidInput, SubsidyCompetition
from solvers import joint_optimum, partition_form, subsidy_equilibrium, truce_clubs
from solvers.competition.club_reply import ClubReply
from solvers.competition.logit_choice import ball, logit_choice
from solvers.competition.spillover_clubs import SpilloverFormCertificate, spillover_form
from tests.solvers.competition.test_truce_clubs import RACE as PLAIN
from tests.solvers.competition.test_truce_clubs import block_equilibrium

F = Fraction
RACE = replace(
    PLAIN, spillovers=[[0, F(1, 5), F(-1, 10)], [F(1, 4), 0, 0], [F(1, 10), F(1, 10), 0]]
)


@pytest.mark.parametrize("club", [("A", "B"), ("A", "C"), ("B", "C"), ("A", "B", "C")])
@pytest.mark.parametrize("conjecture", ["gamma", "delta"])
def test_blocks_against_scipy(club, conjecture):
    form = partition_form(RACE, conjecture)
    members = [RACE.cities.index(city) for city in club]
    others = [i for i in range(3) if i not in members]
    rest = [others] if conjecture == "delta" and others else [[i] for i in others]
    expected = block_equilibrium(RACE, [members, *rest])
    for city in RACE.cities:
        assert float(form.game.payoff(club, city)) == pytest.approx(expected[city], abs=2e-5)


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.integers(1, 30).map(lambda k: F(k, 10)), min_size=2, max_size=3),
    st.integers(2, 10),
    st.one_of(st.none(), st.integers(-1, 1)),
    st.lists(st.integers(-1, 5), min_size=6, max_size=6),
)
def test_no_club_is_the_race_and_all_are_the_joint_optimum(value, mu, outside, spilled):
    n = len(value)
    game = SubsidyCompetition(
        [f"c{i}" for i in range(n)],
        value,
        mu=F(mu, 10),
        outside_option=outside,
        spillovers=[
            [0 if i == j else F(spilled[2 * i + (j > i)], 10) for j in range(n)] for i in range(n)
        ],
    )
    form = spillover_form(ClubRace(game))
    assert form.certificate.verify(ClubRace(game)) is True
    race, joint = subsidy_equilibrium(game), joint_optimum(game)
    for city in game.cities:
        if race.unique:
            assert abs(form.game.payoff([], city) - race.payoffs[city]) <= form.game.radius
        assert abs(form.game.payoff(game.cities, city) - joint.payoffs[city]) <= form.game.radius
    assert truce_clubs(form.game).certificate.verify(form.game) is True


def test_without_spillovers_it_is_what_one_number_gives():
    plain = replace(RACE, spillovers=((F(0),) * 3,) * 3)
    known, other = partition_form(plain).game, spillover_form(ClubRace(plain)).game
    for mask in range(8):
        for one, two in zip(known.payoffs[mask], other.payoffs[mask], strict=True):
            assert abs(one - two) <= known.radius + F(1, 10**13)


@pytest.mark.parametrize("mover", [0, 1, 2])
def test_slopes_are_those_of_differences(mover):
    """How the best bids of the others, as one club, move with what one city pays."""
    members = [i for i in range(3) if i != mover]
    step = F(1, 10**9)
    for caps in (RACE.caps, (None,) * 3):
        with logit_choice(replace(RACE, caps=caps)) as choice:
            block = ClubReply(choice, members)
            paid = [F(1, 10), F(1, 5), F(1, 20)]
            moved = [s + step * (i == mover) for i, s in enumerate(paid)]
            ends = [block.best(block.outside([ball(s) for s in one])) for one in (paid, moved)]
            rows = block.slopes([ball(s).union(ball(t)) for s, t in zip(paid, moved, strict=True)])
            for before, after, (slope,) in zip(*ends, rows, strict=True):
                found = float(after - before) / float(step)
                assert found == pytest.approx(float(slope), abs=1e-6)


def test_what_is_said_of_proof_budgets_and_forgery():
    form = partition_form(RACE)
    assert form.proof.kind == "enclosed"
    assert form.game.radius == form.proof.radius < F(1, 10**11)
    assert "may have other equilibria" in form.status
    tight = partition_form(replace(RACE, budgets=(F(1, 100), None, None)))
    assert ((), "A") in tight.overspent
    good = form.certificate.subsidies
    for mask in range(8):
        for i in range(3):
            moved = [list(profile) for profile in good]
            moved[mask][i] += F(1, 10**12)
            forged = SpilloverFormCertificate(tuple(map(tuple, moved)))
            assert not forged.verify(ClubRace(RACE))
    assert not form.certificate.verify(ClubRace(RACE, "delta"))
    with pytest.raises(InvalidInput, match="gamma or delta where spillovers are given"):
        partition_form(RACE, "alpha")


def test_of_several_equilibria_the_race_is_the_one_that_is_shown():
    """A and B each think the other's firms nearly as good as their own: one of them stands back."""
    game = SubsidyCompetition(
        ["A", "B", "C"],
        [1, 1, 1],
        mu=F(1, 20),
        spillovers=[[0, F(9, 10), 0], [F(9, 10), 0, 0], [0, 0, 0]],
    )
    race, form = subsidy_equilibrium(game), partition_form(game).game
    assert len(race.others) == 2
    for city in game.cities:
        assert abs(form.payoff([], city) - race.payoffs[city]) <= form.radius


@pytest.mark.parametrize("mu", [F(1, 1000), F(1, 10**4), F(1, 10**6)])
def test_firms_that_hardly_care_where_they_are(mu):
    """All together only those firms are bid for that are worth more elsewhere: 1 against 3/2."""
    spilled = [[0, F(1, 2), 0], [F(1, 2), 0, 0], [0, 0, 0]]
    game = SubsidyCompetition(["A", "B", "C"], [1, 1, 1], mu=mu, spillovers=spilled)
    form = partition_form(game)
    assert form.proof.kind == "enclosed"
    assert form.proof.radius <= F(1, 10**13)
    assert abs(form.game.worth(list("ABC")) - F(3, 2)) < 20 * mu
    # A and B together outbid C by a hair: it would pay up to 1, and a firm is worth 3/2 to them.
    assert abs(form.game.worth(list("AB")) - F(1, 2)) < 20 * mu


def test_certificates_of_races_with_and_without_spillovers_are_not_mixed_up():
    """Without spillovers one number decides; outsiders who do their worst are in no equilibrium."""
    plain = replace(RACE, spillovers=((F(0),) * 3,) * 3, caps=(F(2),) * 3)
    spilled = replace(plain, spillovers=RACE.spillovers)
    assert not partition_form(plain).certificate.verify(ClubRace(spilled))
    by_replies = spillover_form(ClubRace(plain)).certificate
    assert by_replies.verify(ClubRace(plain)) is True
    assert not by_replies.verify(ClubRace(plain, "alpha"))
