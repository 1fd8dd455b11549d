"""Agreements kept by repetition: published critical discount factors, play by simulation, laws."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, RepeatedGame, StrategicGame, TacitAgreement, Undefined
from solvers.strategic.grim_trigger import GrimTriggerCertificate, grim_trigger, per_period
from solvers.strategic.penal_bound import penal_bound
from solvers.strategic.penal_code import PenalCodeCertificate, penal_code
from solvers.strategic.penal_search import Sanction
from solvers.strategic.sustainable_profiles import (
    SustainableProfilesCertificate,
    sustainable_profiles,
)

CITIES = ["A", "B", "C"]
HALF = Fraction(1, 2)


def dilemma(T, R, P, S):
    return StrategicGame.from_payoffs(CITIES[:2], [[R, S], [T, P]], [[R, T], [S, P]])


def cournot(quantities, n=2, demand=24):
    """Price demand - Q (below 0 too), no costs."""
    return StrategicGame.from_function(
        CITIES[:n], quantities, lambda q: [own * (demand - sum(q)) for own in q]
    )


def worth(stream, cycle, delta):
    """(1 - d) (stream, then the cycle for ever), summed period by period and by a geometric sum."""
    total = sum((delta**t * u for t, u in enumerate(stream)), Fraction(0))
    tail = sum((delta**t * u for t, u in enumerate(cycle)), Fraction(0)) / (1 - delta ** len(cycle))
    return (1 - delta) * (total + delta ** len(stream) * tail)


@pytest.mark.parametrize(
    ("payoffs", "critical"),
    [
        ((10, 9, 3, 1), Fraction(1, 7)),  # a set of payoffs that is nearly a segment
        ((5, 3, 1, 0), HALF),  # Axelrod (1984): (5 - 3) / (5 - 1)
        ((3, 2, 1, 0), HALF),
    ],
)
def test_friedman(payoffs, critical):
    """Friedman (1971): delta >= (T - R) / (T - P); in a dilemma nothing punishes harder."""
    game = RepeatedGame(dilemma(*payoffs))
    found = grim_trigger(game, ["1", "1"])
    assert found.critical == {"A": critical, "B": critical}
    assert found.critical_discount == critical
    code = penal_code(game, ["1", "1"])
    assert code.critical_discount == code.at_least == critical
    assert code.proof.kind == "exact"


@pytest.mark.parametrize(
    ("payoffs", "critical"),
    [((4, 3, 1, 0), Fraction(1, 3)), ((25_000, 1, 0, -1), Fraction(24_999, 25_000))],
)
def test_the_patience_that_is_told_is_enough(payoffs, critical):
    """A third was told as 0.333, at which the agreement is broken, and 0.99996 as 1."""
    stage = dilemma(*payoffs)
    for found in (grim_trigger, penal_code):
        told = Fraction(re.search(r"[01]\.\d+", found(RepeatedGame(stage), ["1", "1"]).status)[0])
        assert critical <= told < 1
        assert grim_trigger(RepeatedGame(stage, discount=told), ["1", "1"]).holds


@pytest.mark.parametrize(
    ("n", "demand", "share", "critical"),
    [(2, 24, 6, Fraction(9, 17)), (3, 48, 8, Fraction(4, 7))],
)
def test_linear_cournot(n, demand, share, critical):
    """(n + 1)^2 / (n^2 + 6n + 1): collusion on the monopoly output, Cournot after a breach."""
    assert critical == Fraction((n + 1) ** 2, n * n + 6 * n + 1)
    reply = (demand - (n - 1) * share) // 2
    nash = demand // (n + 1)
    stage = cournot([share, nash, reply], n, demand)
    found = grim_trigger(RepeatedGame(stage), [share] * n, reversion=[nash] * n)
    assert found.critical_discount == critical
    assert found.certificate.verify(found.agreement)


def test_abreus_stick_and_carrot():
    """Abreu (1986): in the linear duopoly one round at 5/12 each supports the monopoly at 9/32.

    With u the profit in it: 1/64 = d (1/8 - u), and the best reply to it gains 1/64 too. Of
    codes that punish one firm harder than the other, some hold at less.
    """
    stage = cournot(range(25))
    agreement = TacitAgreement(RepeatedGame(stage), [6, 6])
    code = tuple(Sanction(city, ("10", "10"), None) for city in CITIES[:2])
    certificate = PenalCodeCertificate(Fraction(9, 32), code)
    assert certificate.verify(agreement)
    assert not PenalCodeCertificate(Fraction(9, 32) - Fraction(1, 1000), code).verify(agreement)
    best = penal_code(RepeatedGame(stage), [6, 6])
    assert best.at_least <= best.critical_discount < Fraction(9, 32)
    assert best.certificate.verify(agreement)


@pytest.mark.parametrize("n", [2, 3])
def test_bertrand(n):
    """(n - 1) / n in the limit: a share of the monopoly profit against all of it, less a step."""
    prices = [0, 49, 50]

    def profits(p):
        least = min(p)
        return [Fraction(own * (100 - own), p.count(least)) if own == least else 0 for own in p]

    stage = StrategicGame.from_function(CITIES[:n], prices, profits)
    undercut = 49 * 51
    expected = (undercut - Fraction(2500, n)) / undercut
    for found in (
        grim_trigger(RepeatedGame(stage), [50] * n),
        penal_code(RepeatedGame(stage), [50] * n),
    ):
        assert found.critical_discount == expected
    assert abs(expected - Fraction(n - 1, n)) < Fraction(1, 2000)


def test_a_lag_takes_a_root():
    """Noticed after two rounds: (1/9)^(1/2) = 1/3 is rational, (1/7)^(1/2) is not."""
    square = grim_trigger(RepeatedGame(dilemma(10, 9, 1, 0), lag=2), ["1", "1"])
    assert square.critical_discount == Fraction(1, 3)
    assert square.proof.kind == "exact"
    late = grim_trigger(RepeatedGame(dilemma(10, 9, 3, 1), lag=2), ["1", "1"])
    above = late.critical_discount
    assert 0 <= above**2 - Fraction(1, 7) < Fraction(1, 10**17)
    assert late.proof.kind == "enclosed"
    assert late.certificate.verify(late.agreement)


def test_the_verdict_at_given_discount_factors():
    stage = dilemma(10, 9, 3, 1)
    for discount, holds in (
        (Fraction(1, 7), True),
        (Fraction(1, 7) - Fraction(1, 10**30), False),
        ({"A": 0.9, "B": 0.1}, False),
        ([0.2, 0.9], True),
        (None, None),
    ):
        assert grim_trigger(RepeatedGame(stage, discount), ["1", "1"]).holds is holds
    assert penal_code(RepeatedGame(stage, 0.1), ["1", "1"]).holds is False
    assert penal_code(RepeatedGame(stage, 0.2), ["1", "1"]).holds is True
    assert penal_code(RepeatedGame(stage, [0.2, 0.3]), ["1", "1"]).holds is None


def test_mixed_equilibria_to_return_to():
    """Pennies: no pure equilibrium, and the even lottery is worth no more than the mixed one."""
    stage = StrategicGame.from_payoffs(CITIES[:2], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    game = RepeatedGame(stage)
    with pytest.raises(Undefined, match="no pure equilibrium"):
        grim_trigger(game, ["1", "1"])
    even = {"1": HALF, "2": HALF}
    lottery = {("1", "1"): HALF, ("1", "2"): HALF}
    found = grim_trigger(game, lottery, reversion=[even, even])
    assert found.unwilling == ("A", "B")
    with pytest.raises(Undefined, match="B gains by deviating"):
        grim_trigger(game, lottery, reversion=["1", "1"])


def test_a_truce_where_the_race_is_mixed():
    """Each attacks the site that the other leaves open; a truce pays 2, a breach 3, the race 1/2.

    (3 - 2) / (3 - 1/2) = 2/5.
    """
    stage = StrategicGame.from_payoffs(
        CITIES[:2],
        [[1, 0, 0], [0, 1, 3], [0, 0, 2]],
        [[0, 1, 0], [1, 0, 0], [0, 3, 2]],
        actions=["one", "two", "truce"],
    )
    even = {"one": HALF, "two": HALF}
    found = grim_trigger(RepeatedGame(stage), ["truce", "truce"], reversion=[even, even])
    assert found.critical_discount == Fraction(2, 5)
    assert found.certificate.verify(found.agreement)


def test_turns_in_the_battle_of_the_sexes():
    """A lottery over both equilibria needs no patience; over a bad profile, by hand.

    Half (1, 1) and half (2, 1) of [[3, 0], [0, 1]] twice: R = 3/2 and 1/2; (2, 1) brings nobody
    anything, A gains 3 and B 1 by leaving it. A falls back to 1, B to 1 as well: B never keeps to
    it; A needs 3 / (3 + 3/2 - 1) = 6/7.
    """
    stage = StrategicGame.from_payoffs(CITIES[:2], [[3, 0], [0, 1]], [[1, 0], [0, 3]])
    turns = grim_trigger(RepeatedGame(stage), {("1", "1"): HALF, ("2", "2"): HALF})
    assert turns.critical_discount == 0
    bad = grim_trigger(RepeatedGame(stage), {("1", "1"): HALF, ("2", "1"): HALF})
    assert bad.critical == {"A": Fraction(6, 7), "B": None}
    assert bad.critical_discount is None


def test_nothing_keeps_what_is_worse_than_what_one_can_secure():
    stage = dilemma(5, 3, 1, 0)
    found = penal_code(RepeatedGame(stage), ["1", "2"])  # A gets 0, and secures 1
    assert found.critical_discount is None
    assert found.at_least is None
    assert found.proof.kind == "exact"
    assert grim_trigger(RepeatedGame(stage), ["1", "2"]).unwilling == ("A",)


def tables(low=0, high=6):
    return st.tuples(st.integers(2, 3), st.integers(2, 3)).flatmap(
        lambda shape: st.tuples(
            *[
                st.lists(
                    st.integers(low, high),
                    min_size=shape[0] * shape[1],
                    max_size=shape[0] * shape[1],
                ).map(lambda numbers: np.array(numbers).reshape(shape))
            ]
            * 2
        )
    )


@given(tables(), st.data())
def test_grim_play(found_tables, data):
    """At delta* the best breach is worth what keeping to it is, in streams; a bit above, less."""
    stage = StrategicGame.from_payoffs(CITIES[:2], *found_tables)
    target = data.draw(st.sampled_from(list(stage)))
    lag = data.draw(st.integers(1, 3))
    try:
        found = grim_trigger(RepeatedGame(stage, lag=lag), target)
    except Undefined:
        return
    assert found.certificate.verify(found.agreement)
    for i, city in enumerate(stage.players):
        R = stage.payoff(target)[city]
        T = max(stage.payoff((*target[:i], a, *target[i + 1 :]))[city] for a in stage.actions[i])
        P = stage.payoff(found.after[city])[city]
        delta = found.critical[city]
        if delta is None:
            assert T > R
            assert P >= R
        else:
            # Rounded up, so that from delta on the agreement is kept.
            assert worth([T] * lag, [P], delta) <= R
            if delta > Fraction(1, 100):
                assert worth([T] * lag, [P], delta - Fraction(1, 10**17)) > R


def check_code(stage, code, reward, target, x):
    """All one-shot deviations, in values: the stick's continuation follows from its own value."""
    players = stage.players

    def reply(i, profile):
        return max(
            stage.payoff((*profile[:i], a, *profile[i + 1 :]))[players[i]] for a in stage.actions[i]
        )

    v = {city: code[city].payoffs[city] for city in players}
    paths = [(target, reward)]
    for punishment in code.values():
        carrot = punishment.carrot
        after = reward if carrot is None else stage.payoff(carrot)
        here = stage.payoff(punishment.stick)
        paths.append((punishment.stick, punishment.payoffs))
        if carrot is not None:
            paths.append((carrot, after))
        theta = punishment.share
        # The draw that ends the stick: theta = x r / (1 - x + x r), a probability.
        ends = theta * (1 - x) / (x * (1 - theta)) if theta else 0
        assert 0 <= ends <= 1
        for city in players:
            later = (1 - ends) * punishment.payoffs[city] + ends * after[city]
            assert punishment.payoffs[city] == (1 - x) * here[city] + x * later
    for profile, payoffs in paths:
        for i, city in enumerate(players):
            assert payoffs[city] >= (1 - x) * reply(i, profile) + x * v[city]


THREE = {
    "next event": (
        [[[8, 5], [1, 4]], [[2, 4], [1, 8]]],
        [[[7, 0], [8, 2]], [[6, 6], [8, 8]]],
        [[[1, 1], [0, 8]], [[8, 1], [0, 5]]],
    ),
    "event before": (
        [[[2, 0], [3, 6]], [[4, 2], [5, 6]]],
        [[[2, 8], [0, 6]], [[2, 5], [3, 5]]],
        [[[4, 7], [0, 5]], [[2, 4], [0, 5]]],
    ),
    "carrot binds": (
        [[[6, 0], [5, 3]], [[7, 0], [2, 1]]],
        [[[4, 7], [4, 3]], [[8, 0], [7, 2]]],
        [[[0, 8], [2, 7]], [[5, 0], [2, 1]]],
    ),
    "stick binds": (
        [[[2, 6], [0, 1]], [[2, 2], [8, 7]]],
        [[[8, 8], [0, 1]], [[7, 0], [1, 1]]],
        [[[8, 3], [2, 1]], [[4, 5], [7, 5]]],
    ),
}


@pytest.mark.parametrize("name", THREE)
def test_three_cities(name):
    """Codes and bounds of all eight profiles, where each part of them decides somewhere."""
    stage = StrategicGame.from_payoffs(CITIES, *map(np.array, THREE[name]))
    for target in stage:
        found = penal_code(RepeatedGame(stage), target)
        check_bound(stage, target, found.at_least)
        x = found.critical_discount
        if x:
            check_code(stage, found.punishments, stage.payoff(target), target, x)
            below = x - Fraction(1, 10**6)
            with pytest.raises(AssertionError):
                check_code(stage, found.punishments, stage.payoff(target), target, below)


@given(tables(), st.data())
def test_a_code_is_an_equilibrium(found_tables, data):
    """No one-shot deviation pays anywhere, at its weight and above; grim is no better."""
    stage = StrategicGame.from_payoffs(CITIES[:2], *found_tables)
    target = data.draw(st.sampled_from(list(stage)))
    game = RepeatedGame(stage)
    found = penal_code(game, target)
    assert found.certificate.verify(found.agreement)
    x = found.critical_discount
    if x is not None:
        reward = stage.payoff(target)
        for weight in (x, (1 + x) / 2):
            if weight:
                check_code(stage, found.punishments, reward, target, weight)
        assert found.at_least <= x
        assert max(found.critical.values()) <= x
    try:
        grim = grim_trigger(game, target).critical_discount
    except Undefined:
        return
    if grim is not None:
        assert x is not None
        assert x <= grim


def self_generating(stage, v, x, places):
    """The largest set of profiles that box continuations within [v, M] enforce; slow and simple."""
    left = set(places)
    while True:
        kept = {
            a
            for a in left
            if all(
                (1 - x) * (max(t[tuple(b)] for b in line(stage, i, a)) - t[a])
                <= x
                * (
                    max(t[b] for b in left)
                    - min(max(t[tuple(c)] for c in line(stage, i, b)) for b in left)
                )
                for i, t in enumerate(v)
            )
        }
        if kept == left or not kept:
            return kept
        left = kept


def line(stage, i, a):
    return [(*a[:i], k, *a[i + 1 :]) for k in range(len(stage.actions[i]))]


def check_bound(stage, target, bound):
    """Just below it the elimination on boxes, written out once more, refuses the agreement."""
    at = stage.profile(target)
    utilities = [t.astype(object) for t in stage.tables]
    places = list(itertools.product(*(range(len(a)) for a in stage.actions)))

    def kept(x):
        left = self_generating(stage, utilities, x, places)
        return bool(left) and all(
            (1 - x) * (max(t[b] for b in line(stage, i, at)) - t[at])
            <= x * (t[at] - min(max(t[c] for c in line(stage, i, b)) for b in left))
            for i, t in enumerate(utilities)
        )

    if bound is None:
        assert not kept(1 - Fraction(1, 10**6))
    else:
        assert kept(bound)
        assert bound == 0 or not kept(bound - Fraction(1, 10**6))


@given(tables(), st.data())
def test_the_bound(found_tables, data):
    stage = StrategicGame.from_payoffs(CITIES[:2], *found_tables)
    target = data.draw(st.sampled_from(list(stage)))
    check_bound(stage, target, penal_bound(TacitAgreement(RepeatedGame(stage), target)))


def test_a_threat_that_nobody_would_carry_out():
    """By hand: to destroy costs 21 or more, which 3 instead of -10 makes up for from 21/34 on.

    A gift of 50 would earlier, but giving one costs 90 or more, not below 90/150. So neither counts
    at 1/2, where the race as a threat keeps the truce: (3 - 2) / (3 - 1).
    """
    own = {
        "hold": [2, 0, -10, 50],
        "bid": [3, 1, -10, 50],
        "destroy": [-20, -20, -100, -20],
        "gift": [-100] * 4,
    }
    actions = list(own)
    stage = StrategicGame.from_function(
        CITIES[:2], actions, lambda a: [own[a[i]][actions.index(a[1 - i])] for i in range(2)]
    )
    code = penal_code(RepeatedGame(stage), ["hold", "hold"])
    assert code.at_least == code.critical_discount == HALF
    found = sustainable_profiles(RepeatedGame(stage, 0.5))
    assert set(found.kept) == {("hold", "hold"), ("bid", "bid")}
    assert found.open == ()
    # With more patience the threat to destroy is real: then even a victim with 0 keeps to it.
    patient = sustainable_profiles(RepeatedGame(stage, 0.95))
    assert ("hold", "bid") in patient.kept


@given(tables(), st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(9, 10)]))
def test_sustainable_profiles_agree_with_each_penal_code(found_tables, discount):
    stage = StrategicGame.from_payoffs(CITIES[:2], *found_tables)
    game = RepeatedGame(stage, discount)
    found = sustainable_profiles(game)
    if found.certificate is None:
        assert found.open
        assert not found.kept
    else:
        assert found.certificate.verify(game)
    assert sorted([*found.kept, *found.never, *found.open]) == sorted(stage)
    for profile in stage:
        one = penal_code(game, profile)
        if profile in found.kept:
            assert one.at_least <= discount
        if profile in found.never:
            assert one.critical_discount is None or one.critical_discount > discount
        at = stage.profile(profile)
        if all(
            max(t[tuple(b)] for b in line(stage, i, at)) == t[at]
            for i, t in enumerate(stage.tables)
        ):
            assert profile in found.kept  # an equilibrium of the stage game


@pytest.mark.parametrize("discount", [0, Fraction(1, 2), Fraction(9, 10)])
def test_an_empty_code_proves_nothing(discount):
    """Before, it verified, and its answer said that none of the profiles can be kept up."""
    game = RepeatedGame(dilemma(5, 3, 1, 0), discount)
    empty = SustainableProfilesCertificate(())
    assert "Without a code nothing is proven" in empty.verify(game).reason
    assert empty.answer(game).status.startswith("No code was found")
    assert sustainable_profiles(game).kept


def test_without_any_equilibrium_an_impatient_region_keeps_nothing():
    pennies = StrategicGame.from_payoffs(CITIES[:2], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    found = sustainable_profiles(RepeatedGame(pennies, 0))
    assert found.certificate.code == ()
    assert found.certificate.verify(RepeatedGame(pennies, 0)) is True
    assert (len(found.kept), len(found.open), found.proof.kind) == (0, 0, "exact")
    assert found.status == "0 of 4 profiles can be kept up, and no others."


def test_folk_theorem():
    """Fudenberg and Maskin (1986): the patient keep what gives both more than they secure."""
    stage = StrategicGame.from_payoffs(
        CITIES[:2], [[4, 0, 1], [5, 2, 0], [0, 1, 0]], [[4, 5, 0], [0, 2, 1], [1, 0, 0]]
    )
    secured = [
        min(max(t[b] for b in line(stage, i, a)) for a in np.ndindex(3, 3))
        for i, t in enumerate(stage.tables)
    ]
    found = sustainable_profiles(RepeatedGame(stage, Fraction(99, 100)))
    for profile in stage:
        payoffs = [int(t[stage.profile(profile)]) for t in stage.tables]
        if all(u > v for u, v in zip(payoffs, secured, strict=True)):
            assert profile in found.kept
        if any(u < v for u, v in zip(payoffs, secured, strict=True)):
            assert profile in found.never


def test_one_discount_factor_for_all():
    for discount in (None, [0.5, 0.6]):
        with pytest.raises(InvalidInput, match="one for all"):
            sustainable_profiles(RepeatedGame(dilemma(5, 3, 1, 0), discount))


def test_per_period():
    assert per_period(Fraction(8, 27), 3) == Fraction(2, 3)
    assert per_period(Fraction(0), 5) == 0
    huge = Fraction(10**60 - 1, 10**60)
    assert 0 < per_period(huge, 7) ** 7 - huge < Fraction(1, 10**16)


def test_bad_input():
    stage = dilemma(5, 3, 1, 0)
    with pytest.raises(InvalidInput, match="discount factor of B is 1"):
        RepeatedGame(stage, {"A": 0.5, "B": 1})
    with pytest.raises(InvalidInput, match="lag"):
        RepeatedGame(stage, lag=0)
    with pytest.raises(InvalidInput, match="one of 1, 2"):
        TacitAgreement(RepeatedGame(stage), ["1", "3"])
    with pytest.raises(InvalidInput, match="3/4"):
        TacitAgreement(RepeatedGame(stage), {("1", "1"): HALF, ("2", "2"): Fraction(1, 4)})


def test_forged_certificates():
    agreement = TacitAgreement(RepeatedGame(dilemma(5, 3, 1, 0)), ["1", "1"])
    assert not GrimTriggerCertificate({"A": HALF, "B": None}).verify(agreement)
    assert not GrimTriggerCertificate({"A": HALF, "B": Fraction(0)}).verify(agreement)
    stick = tuple(Sanction(city, ("1", "1"), None) for city in CITIES[:2])
    assert not PenalCodeCertificate(HALF, stick).verify(agreement)
    assert not PenalCodeCertificate(HALF, stick[:1]).verify(agreement)


def test_no_code_is_not_claimed_where_a_return_to_the_race_is_one():
    stage = StrategicGame.from_payoffs(["A", "B"], [[3, 0], [4, 1]], [[3, 4], [0, 1]])
    first = stage.actions[0][0]
    found = penal_code(RepeatedGame(stage), [first, first])
    assert found.critical_discount == Fraction(1, 3)  # (4 - 3)/(4 - 1)
    assert not PenalCodeCertificate(None, ()).verify(found.agreement)
