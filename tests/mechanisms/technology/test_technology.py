"""Licences in packages and markets with a broker, against every allocation and every fee."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import AssignmentGame, InvalidInput, PackageAuction
from mechanisms import Brokerage, best_fee, brokered_market, sale_game, vcg_sale
from solvers import core

ITEMS = ("x", "y", "z")
PACKAGES = [p for k in (1, 2, 3) for p in combinations(ITEMS, k)]


def most(auction, bidders):
    """By handing every item to everybody in turn."""
    if not bidders:
        return Fraction(0)
    return max(
        sum(
            (
                auction.value(b, [i for i, owner in zip(ITEMS, owners, strict=True) if owner == b])
                for b in bidders
            ),
            Fraction(0),
        )
        for owners in product(bidders, repeat=len(ITEMS))
    )


@given(
    st.lists(
        st.dictionaries(st.sampled_from(PACKAGES), st.integers(0, 6), max_size=4),
        min_size=1,
        max_size=3,
    )
)
def test_vcg_against_every_way_to_hand_out_items(wishes):
    auction = PackageAuction(ITEMS, {f"b{i}": wish for i, wish in enumerate(wishes)})
    sale = vcg_sale(auction)
    assert sale.certificate.verify(auction) is True
    assert sale.value == most(auction, auction.bidders)
    for bidder in auction.bidders:
        others = [b for b in auction.bidders if b != bidder]
        assert sale.gains[bidder] == sale.value - most(auction, others)
        assert sale.payments[bidder] >= 0
        for report in ({}, {("x",): 9}, {ITEMS: 9}, {("x", "y"): 3}):
            misreport = vcg_sale(auction.reporting(bidder, report))
            true = auction.value(bidder, misreport.packages[bidder]) - misreport.payments[bidder]
            assert true <= sale.gains[bidder]
    game = sale_game(auction)
    assert game.grand_worth == sale.value
    for size in range(4):
        for some in combinations(auction.bidders, size):
            assert game.worth(some) == 0
            assert game.worth(["seller", *some]) == most(auction, some)


@given(st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=1, max_size=4))
def test_bidders_who_want_one_item_are_substitutes(wishes):
    """Ausubel and Milgrom: then VCG lies in the core, and pays the seller the least of it."""
    bids = {f"b{i}": {(x,): v for x, v in zip(ITEMS, w, strict=True)} for i, w in enumerate(wishes)}
    auction = PackageAuction(ITEMS, bids)
    sale = vcg_sale(auction)
    assert sale.blocking is None
    assert core(sale_game(auction)).lowest["seller"] == sale.revenue


def test_ausubel_and_milgrom_2006():
    auction = PackageAuction(
        ["one", "two"], {"A": {("one", "two"): 2}, "B": {"one": 2}, "C": {"two": 2}}
    )
    sale = vcg_sale(auction)
    assert (sale.revenue, sale.value) == (0, 4)
    assert (set(sale.blocking.coalition), sale.blocking.gain) == ({"seller", "A"}, 2)
    assert core(sale_game(auction)).lowest["seller"] == 2


def test_bad_packages_are_refused_by_name():
    for bids, told in (
        ({"A": {"four": 1}}, "an item of a package is 'four'; it should be one of x, y, z"),
        ({"A": {"x": -1}}, "the bid of A for {x} is -1; it should be 0 or more"),
        ({"A": {("x", "y"): 1, ("y", "x"): 2}}, "the bid of A for {x, y} is 2; it should be given"),
        ({"A": 5}, "what A bids is 5; it should be values by package"),
        ({"A": {5: 1}}, "a package is 5; it should be an item, or a list of items"),
        ({"A": {(): 3}}, "a package that A bids for is (); it should be of one item at least"),
        (5, "the table of bids is 5; it should be values of packages for each bidder, by name"),
    ):
        with pytest.raises(InvalidInput) as caught:
            PackageAuction(ITEMS, bids)
        assert str(caught.value).startswith(told)
    with pytest.raises(InvalidInput, match="the list of items is missing"):
        PackageAuction([], {})
    with pytest.raises(InvalidInput, match="a package is None"):
        PackageAuction(ITEMS, {"A": {"x": 1}}).value("A", None)
    with pytest.raises(InvalidInput, match="the number of items is 13; it should be at most 12"):
        vcg_sale(PackageAuction([f"i{k}" for k in range(13)], {"A": {}}))


def every_assignment(game, fee):
    """The most after the fee, and among what reaches it the most deals."""
    sellers, buyers = range(len(game.sellers)), range(len(game.buyers))
    found = [(Fraction(0), 0)]
    for k in range(1, min(len(sellers), len(buyers)) + 1):
        for some in combinations(sellers, k):
            for others in permutations(buyers, k):
                made = sum(game.surplus[i][j] - fee for i, j in zip(some, others, strict=True))
                found.append((made, k))
    return max(found)


@given(
    st.integers(1, 3).flatmap(
        lambda n: st.lists(
            st.lists(st.integers(-2, 8), min_size=n, max_size=n), min_size=1, max_size=3
        )
    )
)
def test_fees_against_every_assignment(rows):
    game = AssignmentGame(
        [f"s{i}" for i in range(len(rows))], [f"b{j}" for j in range(len(rows[0]))], rows
    )
    found = best_fee(game)
    assert found.certificate.verify(game) is True
    grid = [Fraction(k, 6) for k in range(55)]
    assert found.revenue == max(fee * every_assignment(game, fee)[1] for fee in grid)
    for fee in (0, 1, Fraction(5, 2)):
        one = brokered_market(game, fee)
        assert one.certificate.verify(Brokerage(game, fee)) is True
        assert one.traders == every_assignment(game, fee)[0]
        assert one.lost == every_assignment(game, 0)[0] - one.traders - one.revenue
    assert brokered_market(game, 0).lost == 0


def test_no_deals_and_bad_fees():
    nothing = AssignmentGame(["s"], ["b"], [[0]])
    assert (best_fee(nothing).revenue, best_fee(nothing).share) == (0, 1)
    assert best_fee(nothing).status == "Nobody trades."
    with pytest.raises(InvalidInput, match="the fee is -1; it should be 0 or more"):
        brokered_market(nothing, -1)
