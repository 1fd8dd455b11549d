"""Nash-in-Nash: each deal against the Nash solution of its own problem; hubs against Shapley."""

from __future__ import annotations

import dataclasses
import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.bargaining import BargainingProblem
from games.coalitional import CoalitionalGame
from games.contract_network import ContractNetwork
from games.errors import InvalidInput, Undefined
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.bargaining.nash_in_nash import nash_in_nash
from solvers.coalitional.shapley import shapley_value
from tests.properties.strategies import examples

F = Fraction
HUB, TOWNS = "Hangzhou", ("Quzhou", "Jinhua", "Lishui")


def star(worth) -> CoalitionalGame:
    """v(S) = worth(the towns in S) with the hub, 0 without."""
    return CoalitionalGame.from_function(
        (HUB, *TOWNS), lambda s: worth([t for t in s if t != HUB]) if HUB in s else 0
    )


def solved(network: ContractNetwork):
    deal = nash_in_nash(network)
    assert deal.certificate.verify(network) is True
    return deal


# ------------------------------------------------------------------- by hand


@pytest.mark.parametrize(
    ("worths", "hub", "shapley"),
    [
        ((0, 5, 8, 9), F(15, 2), F(22, 4)),  # substitutes: 9 - 3/2 * 1
        ((0, 3, 6, 9), F(9, 2), F(18, 4)),  # neither: half of each deal
        ((0, 1, 4, 9), F(3, 2), F(14, 4)),  # complements: 9 - 3/2 * 5
    ],
)
def test_a_hub_whose_deals_are_substitutes_or_complements(worths, hub, shapley) -> None:
    """By hand: v = worths[number of towns] with the hub, equal power."""
    game = star(lambda towns: worths[len(towns)])
    deal = solved(ContractNetwork.from_game(game, HUB))
    assert deal[HUB] == hub
    assert shapley_value(game)[HUB] == shapley
    last = worths[3] - worths[2]
    assert [deal[town] for town in TOWNS] == [F(last, 2)] * 3
    assert deal.drop is None
    assert deal.share(HUB) == hub / 9


def test_strong_complements_make_the_hub_drop_several_deals_at_once() -> None:
    """v = s^3: each town gets half of the last 19, so the hub has 27 - 57/2 = -3/2, and 0 alone."""
    deal = solved(ContractNetwork.from_game(star(lambda towns: len(towns) ** 3), HUB))
    assert deal[HUB] == F(-3, 2)
    assert deal.drop is not None
    assert (deal.drop.city, len(deal.drop.deals), deal.drop.gain) == (HUB, 3, F(3, 2))
    assert "at once" in deal.status


def test_horn_and_wolinsky_1988_one_hub_two_suppliers() -> None:
    """With gains 1 for one deal and 1 + g for both, each supplier gets g / 2: less than 1/2."""
    for g in (F(1, 2), F(1), F(3, 2)):
        game = CoalitionalGame.from_function(
            ["H", "A", "B"], lambda s, g=g: [0, 1, 1 + g][len(s) - 1] if "H" in s else 0
        )
        deal = solved(ContractNetwork.from_game(game, "H"))
        assert deal["A"] == deal["B"] == g / 2


def test_rival_centres_hand_the_surplus_to_the_towns() -> None:
    """One deal of 10: half to the hub; a rival with 6: half of 4; two equal hubs: nothing."""
    for rivals, hub in (({}, 5), ({"Ningbo": 6}, 2), ({"Ningbo": 10}, 0), ({"Ningbo": 0}, 5)):
        network = ContractNetwork.from_surplus({"Quzhou": {HUB: 10, **rivals}})
        deal = solved(network)
        assert (deal[HUB], deal["Quzhou"]) == (hub, 10 - hub)
        assert deal.surplus == 10


def test_power_splits_each_deal() -> None:
    network = ContractNetwork.from_surplus({"Quzhou": {HUB: 10, "Ningbo": 6}}, weights={HUB: 3})
    deal = solved(network)
    assert deal[HUB] == 3  # 3/4 of the 4 by which it is the better one
    assert dict(nash_in_nash(network, {HUB: 1}).payoffs) == {HUB: 2, "Ningbo": 0, "Quzhou": 8}
    assert not deal.certificate.verify(dataclasses.replace(network, weights={}))


def test_a_deal_that_would_hurt_is_not_signed() -> None:
    """A second town crowds the hub: it adds -2 with the first one signed, and 3 without."""
    game = CoalitionalGame.from_function(
        ["H", "A", "B"],
        lambda s: {("H", "A"): 8, ("H", "B"): 3, ("H", "A", "B"): 6}.get(tuple(s), 0),
    )
    deal = solved(ContractNetwork.from_game(game, "H"))
    assert deal.unsigned == (("H", "B"),)
    assert dict(deal.payoffs) == {"H": 4, "A": 4, "B": 0}
    assert "H-B" in deal.status


def test_deals_that_chase_each_other_have_no_solution() -> None:
    """A-B is worth something only without C-D, and C-D only with A-B."""

    def payoffs(signed):
        first, second = ("A", "B") in signed, ("C", "D") in signed
        return {
            "A": first * (1 if not second else -1),
            "B": 0,
            "C": second * (1 if first else -1),
            "D": 0,
        }

    network = ContractNetwork(["A", "B", "C", "D"], [("A", "B"), ("C", "D")], payoffs)
    with pytest.raises(Undefined, match="no set of deals is stable") as refused:
        nash_in_nash(network)
    assert refused.value.witness == {("A", "B"): -1, ("C", "D"): 1}


def test_no_links_and_no_gains() -> None:
    alone = solved(ContractNetwork(["A", "B"], [], {(): (3, 4)}))
    assert dict(alone.payoffs) == {"A": 3, "B": 4}
    with pytest.raises(Undefined, match="bring nothing"):
        alone.share("A")
    idle = solved(ContractNetwork(["A", "B"], [("A", "B")], lambda _: (3, 4)))
    assert idle.transfers == {("A", "B"): 0}


def test_input_that_cannot_be_right() -> None:
    with pytest.raises(InvalidInput, match="pair of two different cities"):
        ContractNetwork(["A", "B"], [("A", "C")], {})
    with pytest.raises(InvalidInput, match="stands twice"):
        ContractNetwork(["A", "B"], [("A", "B"), ("B", "A")], {})
    with pytest.raises(InvalidInput, match="payoffs with A-B is missing"):
        ContractNetwork(["A", "B"], [("A", "B")], {(): (0, 0)})
    with pytest.raises(InvalidInput, match="one for each of A, B"):
        ContractNetwork(["A", "B"], [], lambda _: {"A": 1})
    for row in ((1, 2, 3), (1,), 3, None):
        with pytest.raises(InvalidInput, match="one for each of A, B"):
            ContractNetwork(["A", "B"], [("A", "B")], lambda _, row=row: row)
    for link in ("AB", 1, ("A",)):
        with pytest.raises(InvalidInput, match="pair of two different cities"):
            ContractNetwork(["A", "B"], [link], lambda _: (0, 0))
    with pytest.raises(InvalidInput, match="surplus of Quzhou is 10; it should be a number for"):
        ContractNetwork.from_surplus({"Quzhou": 10})
    with pytest.raises(InvalidInput, match="weight of A"):
        ContractNetwork(["A", "B"], [], {(): (0, 0)}, weights={"A": 0})
    with pytest.raises(InvalidInput, match="the hub is 'C'"):
        ContractNetwork.from_game(CoalitionalGame(["A"], {"A": 1}), "C")
    names = [str(k) for k in range(18)]
    with pytest.raises(InvalidInput, match="at most 16"):
        ContractNetwork(names, [("0", name) for name in names[1:]], lambda _: [0] * 18)


# ------------------------------------------------------------------- laws and oracles

AMOUNTS = st.lists(st.integers(0, 9), min_size=3, max_size=3)


@given(AMOUNTS, st.integers(0, 20), st.integers(0, 20))
def test_substitutes_pay_the_hub_more_than_shapley_and_complements_less(sizes, low, high) -> None:
    """Concave and convex functions of a sum; where they are both, the two values are equal."""
    size = dict(zip(TOWNS, sizes, strict=True))

    def hubs(worth) -> tuple[Fraction, Fraction]:
        game = star(lambda towns: worth(sum(size[town] for town in towns)))
        network = ContractNetwork.from_game(game, HUB)
        return solved(network)[HUB], shapley_value(game)[HUB]

    nash, shapley = hubs(lambda total: min(2 * total, total + low, low + high))
    assert nash >= shapley
    nash, shapley = hubs(lambda total: max(total, 3 * total - low, 5 * total - low - high))
    assert nash <= shapley
    nash, shapley = hubs(lambda total: 3 * total)
    assert nash == shapley


@examples(62)
@given(AMOUNTS, AMOUNTS)
def test_additive_stars_get_myersons_value(pairs, alone) -> None:
    """Myerson (1977): the Shapley value of the game in which only what is linked cooperates."""
    cities = (HUB, *TOWNS)
    value = dict(zip(TOWNS, alone, strict=True))
    brings = {t: value[t] + p for t, p in zip(TOWNS, pairs, strict=True)}

    def worth(s) -> int:  # towns make 7 more together, but no link connects them
        base = sum(brings[t] if HUB in s else value[t] for t in s if t != HUB)
        return base if HUB in s or len(s) < 2 else base + 7

    game = CoalitionalGame.from_function(cities, worth)
    restricted = CoalitionalGame.from_function(
        cities, lambda s: worth(s) if HUB in s else sum(value[t] for t in s)
    )
    deal = solved(ContractNetwork.from_game(game, HUB))
    assert dict(deal.payoffs) == dict(shapley_value(restricted))


PAYOFFS = st.integers(-3, 6)


@st.composite
def networks(draw: st.DrawFn) -> ContractNetwork:
    cities = ["A", "B", "C", "D"][: draw(st.integers(2, 4))]
    pairs = list(itertools.combinations(cities, 2))
    links = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4))
    rows = draw(
        st.lists(
            st.lists(PAYOFFS, min_size=len(cities), max_size=len(cities)),
            min_size=2 ** len(links),
            max_size=2 ** len(links),
        )
    )
    weights = {city: draw(st.integers(1, 3)) for city in cities}
    return ContractNetwork(cities, links, rows, weights)


@given(networks())
def test_each_deal_is_the_nash_solution_of_its_own_problem(network: ContractNetwork) -> None:
    """All that the definition says, on any payoffs, by the bargaining solver and plain sums."""

    def added(signed: frozenset, link) -> Fraction:
        both = [network.payoff(signed | {link}), network.payoff(signed - {link})]
        return sum(both[0][c] - both[1][c] for c in link)

    def stable(signed: frozenset) -> bool:
        return all(
            added(signed, link) * (1 if link in signed else -1) >= 0 for link in network.links
        )

    every = [
        frozenset(signed)
        for k in range(len(network.links) + 1)
        for signed in itertools.combinations(network.links, k)
    ]
    try:
        deal = solved(network)
    except Undefined:
        assert not any(map(stable, every))
        return
    signed = frozenset(deal.transfers)
    assert stable(signed)
    assert len(signed) == max(len(other) for other in every if stable(other))

    def after(kept: frozenset, city: str) -> Fraction:
        paid = sum((t for (a, _), t in kept_items(kept) if a == city), F(0))
        got = sum((t for (_, b), t in kept_items(kept) if b == city), F(0))
        return network.payoff(kept)[city] - paid + got

    def kept_items(kept: frozenset):
        return [(link, deal.transfers[link]) for link in kept]

    for link in signed:
        without = {city: after(signed - {link}, city) for city in link}
        total = sum(without.values(), F(0)) + added(signed, link)
        problem = BargainingProblem.from_inequalities(link, [((1, 1), total)], without)
        weights = {city: network.weights[city] for city in link}
        split = nash_bargaining(problem, weights)
        assert all(split[city] == after(signed, city) == deal[city] for city in link)
    best = max(
        (after(signed - set(dropped), city) - deal[city], city)
        for city in network.cities
        for k in range(len(signed) + 1)
        for dropped in itertools.combinations([x for x in signed if city in x], k)
    )[0]
    assert (deal.drop.gain if deal.drop else 0) == best
