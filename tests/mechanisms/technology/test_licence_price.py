"""Licences: prices by hand, by the product of gains on a grid, and by the general Nash-in-Nash."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import ContractNetwork, InvalidInput, Licence
from mechanisms import licence_price
from solvers import nash_in_nash

F = Fraction
some = st.integers(0, 12)


@st.composite
def licences(draw):
    n = draw(st.integers(1, 4))
    return Licence(
        "Owner", list("abcd")[:n],
        worth=[draw(some) for _ in range(n)],
        rivalry=[draw(st.integers(0, 3)) for _ in range(n)],
        keeps=20, loss=draw(st.integers(0, 3)),
        outside=[draw(st.integers(0, 2)) for _ in range(n)],
        weights={"a": draw(st.integers(1, 3))},
    )  # fmt: skip


def test_an_exclusive_licence_by_hand():
    """Worth 10 to a, which costs the owner 2: they gain 8, half each, so a pays 2 + 4."""
    patent = Licence("O", ["a", "b"], worth=[10, 7], loss=2)
    found = licence_price(patent)
    assert found.exclusive == {"a": 6, "b": F(9, 2)}
    assert found.buyer == "a"
    # With b to go to, where it would gain 5/2, the owner gets 5/2 + (8 - 5/2)/2.
    assert licence_price(patent, "next buyer").exclusive["a"] == 2 + F(5, 2) + F(11, 4)
    # An owner twice as strong has two thirds.
    strong = Licence("O", ["a"], worth=[11], loss=2, weights={"O": 2})
    assert licence_price(strong).exclusive == {"a": 8}


@given(licences())
def test_prices_to_several_are_those_of_nash_in_nash(patent):
    """The general solver knows payoffs by set of deals, and nothing of licences."""
    found = licence_price(patent)
    users = found.users
    if not users:
        return

    def payoffs(signed):
        made = patent.made([city for _, city in signed])
        others = dict(zip(patent.cities, patent.outside, strict=True))
        return {**others, **made, "Owner": patent.keeps - patent.loss * len(made)}

    links = [("Owner", city) for city in patent.cities]
    network = ContractNetwork(["Owner", *patent.cities], links, payoffs, patent.weights)
    within = ContractNetwork(
        ["Owner", *patent.cities],
        [("Owner", city) for city in users],
        network.payoff,
        patent.weights,
    )
    dealt = nash_in_nash(within)
    assert {city: -dealt.transfers["Owner", city] for city in users} == found.prices
    assert found.certificate.verify(patent) is True


@given(licences())
def test_no_larger_set_of_users_all_gains(patent):
    found = licence_price(patent)
    for k in range(len(found.users) + 1, len(patent.cities) + 1):
        for users in combinations(patent.cities, k):
            made = patent.made(users)
            assert any(
                made[c] - patent.outside[patent.cities.index(c)] - patent.loss <= 0 for c in users
            )


@pytest.mark.parametrize("fallback", ["nothing", "next buyer"])
@given(patent=licences())
def test_exclusive_prices_have_the_greatest_product_of_gains(patent, fallback):
    found = licence_price(patent, fallback)
    assert found.certificate.verify(patent) is True
    for k, city in enumerate(patent.cities):
        rest = [w - o - patent.loss for w, o in zip(patent.worth, patent.outside, strict=True)]
        gains = dict(zip(patent.cities, rest, strict=True))
        others = [max(0, g) / (1 + patent.weights[c]) for c, g in gains.items() if c != city]
        other = max([F(0), *others]) if fallback == "next buyer" else F(0)
        if city not in found.exclusive:
            assert rest[k] <= other
            continue

        def product(price, other=other, k=k, city=city):
            owner, user = price - patent.loss - other, patent.worth[k] - patent.outside[k] - price
            return owner * user ** int(patent.weights[city]) if min(owner, user) >= 0 else F(-1)

        price = found.exclusive[city]
        assert all(product(price) >= product(price + F(step, 7)) for step in range(-40, 41))


def test_the_owner_withholds_what_several_would_use():
    """Alone a is worth 12, of which the owner has 6. Two who are rivals (5 each) make 7 + 4, half
    of it 11/2: less for the owner, and less for all. Users that do not meet are different."""
    rivals = licence_price(Licence("O", ["a", "b"], worth=[12, 9], rivalry=[5, 5]))
    assert (rivals.chosen, rivals.withheld) == ("exclusive", False)
    assert rivals.owner_has == {"none": 0, "exclusive": 6, "to several": F(11, 2)}
    both = licence_price(Licence("O", ["a", "b"], worth=[12, 9]))
    assert (both.chosen, both.withheld) == ("to several", False)
    # b is strong: the owner gets little of what b adds, and loses more by it than that.
    strong = Licence("O", ["a", "b"], worth=[12, 9], rivalry=[4, 0], weights={"b": 8})
    found = licence_price(strong)
    assert found.owner_has == {"none": 0, "exclusive": 6, "to several": 4 + 1}
    assert found.totals == {"none": 0, "exclusive": 12, "to several": 17}
    assert (found.chosen, found.withheld) == ("exclusive", True)
    assert "loses 5 for all together" in found.status


def test_nothing_is_sold_that_nobody_gains_by():
    found = licence_price(Licence("O", ["a", "b"], worth=[3, 2], loss=4))
    assert (found.chosen, found.buyer, found.users, found.withheld) == ("none", None, (), False)


def test_another_price_is_refused():
    patent = Licence("O", ["a", "b"], worth=[12, 9], rivalry=[5, 5])
    certificate = licence_price(patent).certificate
    assert not replace(certificate, exclusive={"a": F(7), "b": F(9, 2)}).verify(patent)
    assert not replace(certificate, prices={"a": F(7, 2)}).verify(patent)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"worth": [-1, 2]}, "worth of a is -1"),
        ({"loss": -1}, "the owner's loss for each user is -1"),
        ({"owner": "a"}, "named once"),
        ({"weights": {"z": 1}}, "z"),
    ],
)
def test_what_cannot_be_right_is_named(changes, told):
    with pytest.raises(InvalidInput, match=told):
        Licence(**({"owner": "O", "cities": ["a", "b"], "worth": [3, 2]} | changes))
    with pytest.raises(InvalidInput, match="one of nothing, next buyer"):
        licence_price(Licence("O", ["a"], worth=[1]), "something")
