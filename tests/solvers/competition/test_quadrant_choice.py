"""The four quadrants: the paper's condition, bonuses by hand, logit in closed form and floats."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from games import Firm, InvalidInput, Quadrants
from solvers import quadrant_choice
from tests.properties.strategies import examples

F = Fraction
HUB, HOME = "Hangzhou", "Quzhou"
RETURN, STAY, AWAY, CROSS = (HUB, HOME), (HUB, HUB), (HOME, HOME), (HOME, HUB)


def plan(*firms, **more):
    return Quadrants(HUB, HOME, firms, **more)


def test_the_condition_of_the_paper():
    """Best iff t <= min(rho_H - rho_Q, c_H - c_Q) = min(3, 2)."""
    for separation, best in ((1, (RETURN,)), (2, (STAY, RETURN)), (F(9, 4), (STAY,))):
        found = quadrant_choice(plan(Firm("one", [5, 2], [3, 1], separation)))["one"]
        assert found.break_even == 2
        assert found.best == best
        assert found.margin == 2 - separation
        assert found.bonus == max(0, separation - 2)
    cheap = quadrant_choice(plan(Firm("one", [5, 4], [3, 1], 1)))["one"]
    assert cheap.break_even == 1  # here the research does not need the hub that much
    assert cheap.clawback == 0


def test_policy_counts_on_both_sides():
    """Rent relief of 1 for firms that stay: t* = min(2 - 1, 3); a bonus of 1 brings it back."""
    one = Firm("one", {HUB: 5, HOME: 2}, {HUB: 3, HOME: 1}, 2)
    game = plan(one, policy={STAY: 1})
    found = quadrant_choice(game)["one"]
    assert found.profits == {STAY: 3, RETURN: 2, CROSS: -3, AWAY: 1}
    assert (found.break_even, found.bonus, found.clawback) == (1, 1, 1)
    with_bonus = quadrant_choice(replace(game, bonus=1))["one"]
    assert (with_bonus.break_even, with_bonus.bonus, with_bonus.margin) == (2, 1, 0)
    assert quadrant_choice(replace(game, clawback=1))["one"].clawback == 1


def test_a_clawback_cannot_move_a_firm_that_wants_yet_another_place():
    """At home both are best by 1: whoever stays in the hub is not the obstacle."""
    found = quadrant_choice(plan(Firm("rooted", [2, 2], [3, 1], 1)))
    assert found["rooted"].best == (AWAY,)
    assert found["rooted"].bonus == 1
    assert found["rooted"].clawback is None
    assert (found.bonus, found.clawback) == (1, None)


def test_no_separation_cost_helps_where_the_other_way_round_is_better():
    found = quadrant_choice(plan(Firm("odd", [1, 4], [1, 3], 0)))["odd"]
    assert found.best == (CROSS,)
    assert found.break_even is None
    together = quadrant_choice(plan(Firm("one", [5, 2], [3, 1], 1), wanted=STAY))["one"]
    assert together.break_even == 2  # from there on it is better not to separate
    assert together.bonus == 1


def test_who_comes_by_the_rule_for_two_sites():
    """Comes iff t <= min(rho_hub - rho_home, c_hub - c_home), and the other way is no better."""
    came = set()
    for hub, home, dear, cheap, apart in product((1, 4), (0, 3), (1, 5), (2, 3), (-1, 0, 1, 2)):
        found = quadrant_choice(plan(Firm("one", [hub, home], [dear, cheap], apart)))
        lead, saved = hub - home, dear - cheap
        comes = apart <= min(lead, saved) and lead + saved >= 0
        assert (found["one"].comes, found.stay_away) == (comes, () if comes else ("one",))
        came.add(comes)
    assert came == {True, False}


def test_research_is_placed_as_well_as_production():
    """One kind for each quadrant, two of the last: all four are told, by all firms."""
    kinds = [
        Firm("apart", [5, 2], [3, 1], 1),
        Firm("hub", [5, 2], [3, 1], 3),
        Firm("rooted", [2, 2], [3, 1], 1),
        Firm("odd", [1, 4], [1, 3], 0, 2),
    ]
    found = quadrant_choice(plan(*kinds))
    assert found.shares == {STAY: F(1, 5), RETURN: F(1, 5), CROSS: F(2, 5), AWAY: F(1, 5)}
    assert found.stay_away == ("hub", "rooted", "odd")
    assert sum(quadrant_choice(plan(*kinds, mu=2)).shares.values()) == 1


def test_a_bonus_for_a_target_also_pays_those_who_would_come_anyway():
    """Needs 0, 1 and 3 for 2, 3 and 5 firms: half of them come for 1, nine tenths for 3."""
    kinds = [
        Firm("willing", [5, 2], [3, 1], 1, 2),
        Firm("wavering", [5, 2], [3, 1], 3, 3),
        Firm("settled", [5, 2], [3, 1], 5, 5),
    ]
    found = quadrant_choice(plan(*kinds))
    assert (found.share, found.bonus, found.cost, found.windfall) == (F(1, 5), 1, 5, 2)
    assert found["wavering"].shares[STAY] == 1
    all_but_one = quadrant_choice(plan(*kinds, target=0.9))
    assert (all_but_one.bonus, all_but_one.cost, all_but_one.windfall) == (3, 30, 6)
    none = quadrant_choice(plan(*kinds, target=F(1, 5)))
    assert (none.bonus, none.cost) == (0, 0)
    assert none.status.endswith("20 % or more without a bonus.")
    assert quadrant_choice(plan(*kinds, target=0)).clawback == 0


def test_logit_in_closed_form():
    """share = 1/(1 + k e^(-b)) for k equal others: ln(k share/(1 - share)) is the bonus."""
    flat = Firm("flat", [0, 0], [0, 0])
    half = quadrant_choice(plan(flat, mu=2))
    assert half.share == F(1, 4)
    assert math.isclose(half.bonus, 2 * math.log(3), rel_tol=1e-15)
    assert math.isclose(half.cost, math.log(3), rel_tol=1e-14)
    assert math.isclose(half.windfall, math.log(3) / 2, rel_tol=1e-14)
    assert 0 < half.proof.radius <= F(1, 10**14)
    assert half.clawback is None  # without the hub a third, not a half
    third = quadrant_choice(plan(flat, mu=2, target=F(2, 7)))
    # 1/(3 + e^(-k/2)) = 2/7
    assert math.isclose(third.clawback, 2 * math.log(2), rel_tol=1e-15)
    assert quadrant_choice(plan(flat, mu=2, target=F(1, 3))).clawback is None
    assert quadrant_choice(plan(flat, mu=2, target=F(1, 4))).bonus == 0
    assert quadrant_choice(plan(flat, mu=2, target=1)).bonus is None
    assert "no bonus makes it 100 %" in quadrant_choice(plan(flat, mu=2, target=1)).status


def test_a_small_mu_is_as_none():
    kind = Firm("one", [5, 2], [3, 1], 3)
    sharp = quadrant_choice(plan(kind, mu=F(1, 10**6)))
    assert abs(sharp.bonus - 1) < F(1, 10**15)
    assert sharp["one"].shares[STAY] == 1
    assert sharp.certificate.verify(sharp.game)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"mu": -1}, "mu is -1; it should be 0 or more."),
        ({"bonus": -1}, "bonus is -1; it should be 0 or more."),
        ({"target": 2}, "target is 2; it should be between 0 and 1."),
        ({"policy": {("Ningbo", HOME): 1}}, "a quadrant with a policy is ('Ningbo', 'Quzhou'); "),
        ({"wanted": ("Ningbo", HOME)}, "wanted is ('Ningbo', 'Quzhou'); it should be a research"),
        ({"firms": [Firm("a", [1], [1, 1])]}, "the list of each site's return to research of a is"),
        ({"firms": [Firm("a", [1, 1], {HUB: 1})]}, "cost of production of a of Quzhou is missing"),
        ({"firms": [Firm("a", [1, 1], [1, 1], number=0)]}, "the number of all firms is 0; "),
    ],
)
def test_bad_input(change, sentence):
    with pytest.raises(InvalidInput) as raised:
        replace(plan(Firm("one", [5, 2], [3, 1])), **change)
    assert str(raised.value).startswith(sentence)


number = st.integers(-4, 6)
sites = st.lists(number, min_size=2, max_size=2)


@st.composite
def plans(draw, mu=0):
    firms = [
        Firm(f"f{k}", draw(sites), draw(sites), draw(st.integers(0, 4)), draw(st.integers(1, 3)))
        for k in range(draw(st.integers(1, 3)))
    ]
    quadrants = st.sampled_from([STAY, RETURN, CROSS, AWAY])
    return plan(
        *firms,
        policy=draw(st.dictionaries(quadrants, st.integers(-2, 2))),
        bonus=draw(st.integers(0, 2)),
        clawback=draw(st.integers(0, 2)),
        wanted=draw(quadrants),
        target=draw(st.sampled_from([F(1, 4), F(1, 2), F(3, 4)])),
        mu=mu,
    )


def share(game):
    """The wanted share by the definition: who is as well off nowhere else."""
    come = [
        firm.number
        for firm in game.firms
        if game.profits(firm)[game.wanted] == max(game.profits(firm).values())
    ]
    return sum(come) / game.number


@given(plans())
def test_the_smallest_money_meets_the_target_and_less_does_not(game):
    found = quadrant_choice(game)
    assert found.share == share(game)
    for instrument, money in (("bonus", found.bonus), ("clawback", found.clawback)):
        enough = 100 if money is None else money
        assert (share(replace(game, **{instrument: enough})) >= game.target) == (money is not None)
        if money:
            assert share(replace(game, **{instrument: money - F(1, 100)})) < game.target
    for firm in game.firms:
        one = found[firm.name]
        alone = replace(game, firms=[firm])
        assert share(replace(alone, bonus=one.bonus)) == 1
        assert one.bonus == 0 or share(replace(alone, bonus=one.bonus - F(1, 100))) == 0
        if one.break_even is not None:
            apart = game.wanted[0] != game.wanted[1]
            at = replace(alone, firms=[replace(firm, separation=one.break_even)])
            past = replace(firm, separation=one.break_even + (F(1, 100) if apart else -F(1, 100)))
            assert share(at) == 1
            assert share(replace(alone, firms=[past])) == 0
    assert found.certificate.verify(game)


@examples(62)
@given(plans(mu=F(3, 2)))
def test_logit_shares_in_floating_point(game):
    found = quadrant_choice(game)

    def smooth(played):
        total = 0.0
        for firm in played.firms:
            weights = {at: math.exp(p / played.mu) for at, p in played.profits(firm).items()}
            total += float(firm.number) * weights[played.wanted] / sum(weights.values())
        return total / float(played.number)

    assert math.isclose(found.share, smooth(game), rel_tol=1e-12)
    assume(found.bonus)
    assert math.isclose(smooth(replace(game, bonus=found.bonus)), game.target, rel_tol=1e-9)
    if found.clawback:
        assert math.isclose(
            smooth(replace(game, clawback=found.clawback)), game.target, rel_tol=1e-9
        )
    assert found.certificate.verify(game)


@pytest.mark.parametrize("instrument", ["bonus", "clawback"])
def test_a_certificate_of_a_larger_or_smaller_sum_is_refused(instrument):
    """The break-even is 2, and the separation 9/4: a quarter is the smallest sum."""
    game = plan(Firm("one", [5, 2], [3, 1], F(9, 4)))
    certificate = quadrant_choice(game).certificate
    assert getattr(certificate, instrument) == F(1, 4)
    assert certificate.verify(game) is True
    for money in (F(0), F(1, 5), F(1, 3), None):
        assert not replace(certificate, **{instrument: money}).verify(game)
