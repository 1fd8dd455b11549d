"""Clubs in a race: block equilibria against SciPy's, published club sizes, and the gamma-core."""

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from games import ClubRace, Contest, InvalidInput, PartitionGame, SubsidyCompetition, Undefined
from solvers import core, joint_optimum, partition_form, subsidy_equilibrium, truce_clubs
from solvers.competition.logit_clubs import PartitionFormCertificate
from solvers.competition.truce_clubs import TruceClubsCertificate

F = Fraction
RACE = SubsidyCompetition(
    ["A", "B", "C"],
    [1, F(4, 5), F(3, 5)],
    [0, F(1, 10), 0],
    mu=F(1, 4),
    mass=10,
    caps={"C": F(1, 5)},
    outside_option=F(1, 4),
    public_funds_cost=F(1, 10),
)


def block_equilibrium(game, blocks):
    """Payoffs where each block in turn maximises its sum, by SciPy, until nothing moves."""
    n = len(game.cities)
    s = np.zeros(n)

    def total(block, bids, s):
        paid = s.copy()
        paid[block] = bids
        payoffs = game.payoffs([float(x) for x in np.maximum(paid, 0)])
        return -sum(list(payoffs.values())[i] for i in block)

    for _ in range(60):
        last = s.copy()
        for block in blocks:
            bounds = [(0, 3 if game.caps[i] is None else float(game.caps[i])) for i in block]
            best = minimize(
                lambda bids, block=block: total(block, bids, s),
                s[block],
                bounds=bounds,
                method="L-BFGS-B",
                options={"ftol": 1e-15, "gtol": 1e-10},
            )
            s[block] = best.x
        if abs(s - last).max() < 1e-8:
            break
    return game.payoffs([float(x) for x in s])


@pytest.mark.parametrize("club", [(), ("A", "B"), ("A", "C"), ("B", "C"), ("A", "B", "C")])
@pytest.mark.parametrize("conjecture", ["gamma", "delta"])
def test_blocks_against_scipy(club, conjecture):
    form = partition_form(RACE, conjecture)
    members = [RACE.cities.index(city) for city in club]
    others = [i for i in range(3) if i not in members]
    if conjecture == "delta" and club and others:
        blocks = [members, others]
    else:
        blocks = [members, *([i] for i in others)] if members else [[i] for i in others]
    expected = block_equilibrium(RACE, blocks)
    for city in RACE.cities:
        assert float(form.game.payoff(club, city)) == pytest.approx(expected[city], abs=2e-5)


def test_no_club_is_the_race_and_all_are_the_joint_optimum():
    form = partition_form(RACE)
    race, joint = subsidy_equilibrium(RACE), joint_optimum(RACE)
    for city in RACE.cities:
        assert abs(form.game.payoff((), city) - race.payoffs[city]) < F(1, 10**12)
        assert abs(form.game.payoff(RACE.cities, city) - joint.payoffs[city]) < F(1, 10**12)
    assert form.certificate.verify(ClubRace(RACE)) is True
    assert form.certificate.verify(ClubRace(RACE, "delta")) is not True


def test_what_outsiders_can_do_to_a_club():
    """Without caps a club is worth nothing under alpha; with caps its reply to all of them."""
    free = partition_form(replace(RACE, caps=(None,) * 3), "alpha").game
    assert free.worth(["A", "B"]) == 0
    assert free.worth(RACE.cities) > 0
    capped = replace(RACE, caps=(F(1, 5),) * 3)
    alpha, beta = (partition_form(capped, name).game for name in ("alpha", "beta"))
    assert alpha.payoffs == beta.payoffs
    best = max(  # of A and B, C at its cap, on a grid
        sum(list(capped.payoffs([F(i, 100), F(j, 100), F(1, 5)]).values())[:2])
        for i in range(21)
        for j in range(21)
    )
    assert float(alpha.worth(["A", "B"])) == pytest.approx(best, abs=2e-3)
    assert float(alpha.worth(["A", "B"])) >= best
    for club in (["A"], ["A", "B"], ["B", "C"]):
        gamma = partition_form(capped).game.worth(club)
        assert alpha.worth(club) <= gamma + alpha.radius * 6


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.integers(0, 30).map(lambda k: F(k, 20)), min_size=2, max_size=3),
    st.integers(1, 10),
    st.one_of(st.none(), st.integers(-1, 3)),
    st.booleans(),
)
def test_each_race_is_enclosed_and_outsiders_gain(value, mu, outside, capped):
    n = len(value)
    game = SubsidyCompetition(
        [f"c{i}" for i in range(n)],
        value,
        [F(i, 7) for i in range(n)],
        mu=F(mu, 10),
        outside_option=outside,
        caps=[F(1, 2)] * n if capped else None,
    )
    form = partition_form(game)
    assert form.certificate.verify(ClubRace(game)) is True
    slack = 4 * n * form.game.radius
    for mask in range(1 << n):  # subsidies are strategic complements: a truce helps outsiders
        for i in range(n):
            if not mask >> i & 1:
                assert form.game.payoffs[mask][i] >= form.game.payoffs[0][i] - slack
    found = truce_clubs(form.game)
    assert found.certificate.verify(form.game) is True


def abatement(n):
    """Benefit 1 from each unit that anyone abates, cost q^2/2; a club of s abates s each."""

    def payoffs(club):
        s = max(len(club), 1)
        total = (s * s if club else 1) + n - s
        return [total - F((s if city in club else 1) ** 2, 2) for city in names]

    names = [f"c{i}" for i in range(n)]
    return PartitionGame.from_function(names, payoffs)


@pytest.mark.parametrize("n", [3, 4, 5, 6])
def test_three_abate_together(n):
    """Carraro and Siniscalco (1993), Barrett (1994): three, however many there are.

    A club of s stays iff s^2 - 4 s + 3 <= 0; at s = 3 the third is indifferent, so that two are
    stable as well.
    """
    found = truce_clubs(abatement(n))
    assert {len(club.members) for club in found.stable} == {2, 3}
    assert len(found.best.members) == 3
    assert {len(club.members) for club in found.stable_with_transfers} == {3}
    assert found.core_empty is False  # Chander and Tulkens (1997)
    best = found.best
    alone, full, three = (sum(abatement(n).payoffs[mask]) for mask in (0, (1 << n) - 1, 0b111))
    assert best.share == (three - alone) / (full - alone)
    if n == 5:  # totals 22.5, 62.5 and 5 * 11 - 14.5 = 40.5
        assert best.share == F(18, 40)
    if n == 3:
        assert best.share == 1


def test_transfers_hold_a_club_that_is_not_stable_alone():
    """A gains 4 and B loses 1 by the club: with 1 to 2.5 from A to B both stay."""
    game = PartitionGame.from_function(["A", "B"], lambda club: [5, 0] if len(club) > 1 else [1, 1])
    found = truce_clubs(game)
    (club,) = found.clubs
    assert (club.internal, club.held) == (False, True)
    assert found.best is None
    assert found.best_with_transfers.split == {"A": F(5, 2), "B": F(5, 2)}
    assert "With transfers A, B hold together: 100 per cent" in found.status


def test_an_empty_core_of_clubs():
    """Any two make 3 of what three make, 4: 3 * 3/2 > 4."""
    game = PartitionGame.from_function(
        ["A", "B", "C"],
        lambda club: (
            [F(4, 3)] * 3 if len(club) == 3 else [F(3, 2)] * 3 if len(club) == 2 else [0] * 3
        ),
    )
    found = truce_clubs(game)
    assert found.core_empty is True
    assert core(game.coalitional_game()).empty
    near = replace(game, radius=F(1, 2))
    assert truce_clubs(near).core_empty is None  # 4 + 3/2 against 3/2 (3 - 3/2)
    assert truce_clubs(near).clubs[0].external is None


def test_three_parks_form_a_full_truce():
    """Alike at mu = 1/4: race 1 - mu 3/2 = 5/8, so 1/8 is kept; without bids 1/3."""
    alike = SubsidyCompetition(["A", "B", "C"], [1, 1, 1], mu=F(1, 4))
    found = truce_clubs(alike)
    worths = {len(club.members): club for club in found.clubs}
    game = found.game
    assert float(game.payoff((), "A")) == pytest.approx(1 / 8)
    assert float(game.payoff(["A", "B", "C"], "A")) == pytest.approx(1 / 3)
    stays = game.payoff(["A", "B", "C"], "A") >= game.payoff(["B", "C"], "A")
    assert worths[3].internal is stays
    assert found.core_empty is False


def test_forged_levels_are_refuted():
    good = partition_form(RACE).certificate
    for k in range(8):
        moved = [*good.levels]
        moved[k] += F(1, 10**12)
        assert not PartitionFormCertificate(tuple(moved)).verify(ClubRace(RACE))
    game = abatement(3)
    other = core(
        replace(
            game, payoffs=tuple(tuple(2 * x for x in p) for p in game.payoffs)
        ).coalitional_game()
    )
    assert not TruceClubsCertificate(other.certificate).verify(game)


def test_the_least_transfers_hold_a_club_and_move_no_more_than_is_lacking():
    """By hand: A gets 1 by leaving the grand club and 4 in it, B 5 and 3, C 1 and 2."""
    payoffs = {0: (0, 0, 0), 7: (4, 3, 2), 6: (1, 1, 1), 5: (1, 5, 1), 3: (1, 1, 1)}
    game = PartitionGame(
        ("A", "B", "C"), tuple(tuple(map(F, payoffs.get(m, (0, 0, 0)))) for m in range(8))
    )
    club = next(c for c in truce_clubs(game).clubs if len(c.members) == 3)
    assert (club.internal, club.held) == (False, True)
    assert club.transfers == {"A": F(-3, 2), "B": F(2), "C": F(-1, 2)}
    held = next(c for c in truce_clubs(abatement(3)).clubs if c.internal)
    assert set(held.transfers.values()) == {0}


def test_the_best_departure_by_two_is_where_the_one_that_gains_less_gains_most():
    """Of four with 1 each A and B gain 2 each by leaving; A with C would gain 8, and C only 1."""
    left = {0b1111: (1, 1, 1, 1), 0b1100: (3, 3, 0, 0), 0b1010: (9, 0, 2, 0)}
    game = PartitionGame(tuple("ABCD"), tuple(left.get(mask, (0, 0, 0, 0)) for mask in range(16)))
    pair = next(club.pair for club in truce_clubs(game).clubs if len(club.members) == 4)
    assert (pair.cities, pair.gains, pair.pays) == (("A", "B"), {"A": 2, "B": 2}, True)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("conjecture", ["alpha", "beta"])
def test_who_is_outside_is_sure_of_what_it_gets_alone_where_others_do_their_worst(conjecture, seed):
    """Whatever the row of the club says of it: that would be its harm to those in the club."""
    drawn, players = random.Random(seed), "ABCD"
    rows = {mask: [drawn.randrange(9) for _ in players] for mask in range(16)}
    sure = [rows[1 << i][i] for i in range(4)]
    game = PartitionGame(tuple(players), tuple(rows.values()), 0, conjecture)
    found = truce_clubs(game)
    assert found.certificate.verify(game)

    def holds(club):
        return sum(rows[club][i] - sure[i] for i in range(4) if club >> i & 1) >= 0

    for one in found.clubs:
        club, got = game.mask(one.members), rows[game.mask(one.members)]
        inside = [i for i in range(4) if club >> i & 1]
        outside = [i for i in range(4) if not club >> i & 1]
        assert one.internal == all(got[i] >= sure[i] for i in inside)
        assert one.external == all(sure[i] >= rows[club | 1 << i][i] for i in outside)
        assert one.held == holds(club)
        assert one.closed == (not any(holds(club | 1 << i) for i in outside))
        race, possible = sum(rows[0]), sum(rows[15]) - sum(rows[0])
        gets = sum(got[i] if i in inside else sure[i] for i in range(4))
        assert one.share == (F(gets - race, possible) if possible > 0 else None)
        gains = sorted(sure[i] - got[i] for i in inside)[-2:]  # two leave: each is alone then
        assert sorted(one.pair.gains.values()) == gains


def test_budgets_that_bind_in_no_race_change_nothing_and_the_others_are_named():
    """Three alike pay b - 3/2 mu per firm, to a third of ten firms each; to more beside a club."""
    race = SubsidyCompetition(["A", "B", "C"], [1, 1, 1], mu=F(1, 4), mass=10)
    free = partition_form(race)
    paid = (1 - F(3, 2) * race.mu) * F(10, 3)
    ample = partition_form(replace(race, budgets=(2 * paid, None, None)))
    assert ample.game == free.game
    assert ample.overspent == ()
    scarce = replace(race, budgets=(paid - F(1, 1000), None, None))
    form = partition_form(scarce)
    assert ((), "A") in form.overspent
    assert (("A", "B", "C"), "A") not in form.overspent  # who are all in it pay nobody
    assert "The budget of A would not do" in form.status
    with pytest.raises(Undefined, match="the budget of A binds while nobody forms a club"):
        truce_clubs(scarce)


@pytest.mark.parametrize(
    ("changes", "conjecture", "sentence"),
    [
        ({}, "epsilon", "conjecture is 'epsilon'; it should be one of alpha, beta, gamma, delta."),
        ({"value": (F(1), F(-1), F(0))}, "gamma", "value of B is -1"),
        (
            {"budgets": (F(1), None, None)},
            "alpha",
            "conjecture is 'alpha'; it should be gamma or delta where budgets",
        ),
        (
            {"spillovers": ((F(0), F(1), F(0)),) + ((F(0),) * 3,) * 2},
            "beta",
            "conjecture is 'beta'",
        ),
    ],
)
def test_bad_input_is_named(changes, conjecture, sentence):
    with pytest.raises(InvalidInput) as error:
        partition_form(replace(RACE, **changes), conjecture)
    assert str(error.value).startswith(sentence)
    with pytest.raises(InvalidInput, match="subject of truce_clubs is of kind int"):
        truce_clubs(3)
    with pytest.raises(InvalidInput, match="number of clubs is 3"):
        PartitionGame(("A", "B"), ((F(0), F(0)),) * 3)


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (
            lambda: PartitionGame(("A", "B"), ((1,), (1, 1), (1, 1), (1, 1))),
            "the list of each city's payoff with no club is of length 1",
        ),
        (
            lambda: PartitionGame(("A", "B"), ((1, 1), (1, 1), (1, None), (1, 1))),
            "payoff with the club of B of B is missing",
        ),
        (
            lambda: PartitionGame.from_function(["A"], lambda club: [1], conjecture="zeta"),
            "conjecture is 'zeta'",
        ),
        (lambda: PartitionGame(("A",), ((1,), (1,)), radius=-1), "radius is -1"),
    ],
)
def test_a_partition_game_with_a_hole_is_named(build, sentence):
    with pytest.raises(InvalidInput) as error:
        build()
    assert str(error.value).startswith(sentence)


def test_of_a_race_that_is_not_proven_the_clubs_are_not():
    """With r > 1 bids are such that nobody gains more than a regret, and no more is proven."""
    contest = Contest(["A", "B", "C"], [4, 3, 3], exponent=F(5, 4))
    assert partition_form(contest).proof.kind == "unproven"
    assert truce_clubs(contest).proof.kind == "unproven"
    assert truce_clubs(replace(contest, exponent=F(1))).proof.kind == "exact"
