"""Incubation and return: the firm's choice, the sponsor's, and promises, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput
from mechanisms import ReturnContract, return_or_stay

F = Fraction
PARK = ReturnContract(
    "Quzhou",
    "Hangzhou",
    support=1,
    chance=F(1, 2),
    stay=4,
    back=4,
    separation=1,
    home={"return": 6, "stay": 2},
    hub={"stay": 5},
)


def test_quzhou_pays_hangzhou_keeps():
    """4 - 1 + 0 < 4 - 0: it stays. Quzhou has 2/2 - 1, Hangzhou 5/2, the firm 1 + 4/2."""
    found = return_or_stay(PARK)
    assert found.act == "stay"
    assert found.host_keeps
    assert found.payoffs == {"Quzhou": 0, "Hangzhou": F(5, 2), "firm": 3}
    assert (found.needed_bonus, found.needed_clawback) == (1, 1)
    assert found.status == (
        "Quzhou pays, Hangzhou keeps. A bonus of 1 or a clawback of 1 would bring firms back."
    )


@pytest.mark.parametrize("repair", [{"bonus": 1}, {"clawback": 1}, {"bonus": 0.5, "clawback": 0.5}])
def test_either_brings_them_back(repair):
    """Only a bonus costs Quzhou something: 6/2 - 1 less half of it."""
    found = return_or_stay(replace(PARK, **repair))
    assert found.act == "return"
    assert found.payoffs["Quzhou"] == 2 - F(repair.get("bonus", 0)) / 2
    assert found.payoffs["Hangzhou"] == 0
    assert found.status == "Firms return to Quzhou."


def test_a_rational_sponsor_does_not_pay_for_the_hub():
    found = return_or_stay(replace(PARK, home={"return": 6}))
    assert not found.supported
    assert found.host_keeps
    assert set(found.payoffs.values()) == {0}
    assert "it does better not to incubate" in found.status


def test_a_promise_needs_patience():
    """Believed 6/2 - 1/2 - 1 = 3/2 a year, doubted 0: 1 <= d/(1 - d) 3/2 from d = 2/5 on."""
    promised = replace(PARK, bonus=1, promised=True)
    for patience, act in ((0, "stay"), (F(39, 100), "stay"), (F(2, 5), "return")):
        found = return_or_stay(replace(promised, patience=patience))
        assert found.critical_patience == F(2, 5)
        assert found.act == act
        assert found.believed == (act == "return")
    assert "it would be kept from a patience of 0.4 on" in return_or_stay(promised).status
    rich = replace(PARK, bonus=5, promised=True, patience=F(99, 100))
    assert (
        return_or_stay(rich).critical_patience is None
    )  # 6/2 - 5/2 - 1 < 0: a promise nobody keeps
    assert "at no patience" in return_or_stay(rich).status


def test_who_does_well_without_the_bonus_needs_more_patience():
    """Doubted it has 3/2 - 1 = 1/2 a year, so that to be believed brings 1: 1 <= d/(1 - d)."""
    promised = replace(PARK, home={"return": 6, "stay": 3}, bonus=1, promised=True)
    assert return_or_stay(promised).critical_patience == F(1, 2)


def test_a_bonus_that_no_one_needs_is_not_believed():
    """It returns anyhow; to pay only costs, so that the promise is empty."""
    willing = replace(PARK, back=6, bonus=1, promised=True, patience=F(9, 10))
    found = return_or_stay(willing)
    assert (found.act, found.believed, found.critical_patience) == ("return", 0, None)


def test_a_firm_may_leave_or_not_come():
    away = return_or_stay(replace(PARK, leave=5))
    assert (away.act, away.needed_bonus, away.needed_clawback) == ("leave", 2, None)
    assert "firms leave; it does better not to incubate" in away.status
    outside = return_or_stay(replace(PARK, bonus=1, alone=4))
    assert (outside.supported, outside.payoffs["firm"]) == (False, 4)
    assert outside.status == "Firms would return, but they do better outside the park."
    # In the park a firm has 1/2 + 4/2, and the sponsor 2/2 - 1/2: it is the firm that stays away.
    staying = replace(PARK, support=F(1, 2), alone=4)
    assert staying.earned(F(0)) < 4 < staying.stay + 1
    assert staying.chance * staying.home["stay"] > staying.support
    told = "Firms do better outside the park, and would not return to Quzhou."
    assert return_or_stay(staying).status == told
    doubted = return_or_stay(replace(staying, bonus=1, promised=True))
    assert doubted.status.startswith(f"{told} Firms do not believe in the bonus; it would be kept")
    dear = return_or_stay(replace(PARK, bonus=1, support=9))
    assert dear.status == "Firms would return, but they cost Quzhou more than they bring."
    never = return_or_stay(replace(PARK, chance=0, support=0))
    assert (never.supported, never.payoffs["Quzhou"]) == (True, 0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"patience": 1}, "patience is 1; it should be from 0 to less than 1."),
        ({"chance": 1.5}, "chance is 1.5; it should be between 0 and 1."),
        ({"home": {"go": 1}}, "an act with a gain of Quzhou is 'go'; it should be one of return"),
        ({"bonus": -1}, "bonus is -1; it should be 0 or more."),
    ],
)
def test_bad_input(change, sentence):
    with pytest.raises(InvalidInput) as raised:
        replace(PARK, **change)
    assert str(raised.value).startswith(sentence)


money = st.integers(0, 6)


@given(
    st.builds(
        lambda home, hub, **more: replace(PARK, home=home, hub=hub, **more),
        home=st.fixed_dictionaries({"return": money, "stay": money, "leave": money}),
        hub=st.fixed_dictionaries({"stay": money}),
        stay=money,
        back=money,
        leave=money,
        support=money,
        bonus=money,
        clawback=money,
        promised=st.booleans(),
        patience=st.sampled_from([0, F(1, 2), F(9, 10)]),
    )
)
def test_no_single_step_pays(game):
    """One-step deviations: the firm's act, the sponsor's support, and a bonus not paid out."""
    found = return_or_stay(game)
    worth = {
        "return": game.back - game.separation + found.believed,
        "stay": game.stay - game.clawback,
        "leave": game.leave,
    }
    assert worth[found.act] == max(worth.values())
    paid = {"return": -found.believed, "stay": game.clawback, "leave": 0}[found.act]
    assert found.supported == (game.chance * (game.home[found.act] + paid) >= game.support)
    if game.promised and found.believed and found.act == "return":
        doubted = return_or_stay(replace(game, bonus=0)).payoffs["Quzhou"]
        later = game.patience / (1 - game.patience) * (found.payoffs["Quzhou"] - doubted)
        assert found.believed <= later
    enough = return_or_stay(replace(game, promised=False, bonus=found.needed_bonus))
    assert enough.act == "return"
    if found.needed_bonus:
        less = replace(game, promised=False, bonus=found.needed_bonus - F(1, 100))
        assert return_or_stay(less).act != "return"
    if found.needed_clawback is not None and not game.promised:
        assert return_or_stay(replace(game, clawback=found.needed_clawback)).act == "return"
    assert found.certificate.verify(game)
