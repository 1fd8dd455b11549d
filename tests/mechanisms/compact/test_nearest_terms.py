"""The nearest terms: cases by hand, and scans of clauses that find nothing nearer."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from games.annuity import Annuity
from games.production import Activity, LinearProductionGame, Resource, Use, Value
from mechanisms.compact.clauses import Transfer
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.gain_curve import gain_curves, pieces
from mechanisms.compact.instrument import (
    Instrument,
    amount_of,
    payments_between,
    price_of,
    with_clauses_merged,
)
from mechanisms.compact.nearest_terms import (
    nearest_amount,
    nearest_by_money,
    range_on_pieces,
)
from tests.properties.strategies import simulations

F = Fraction
CITIES = ("A", "B", "C")


def deal(owned, land, worth, sales):
    """Cities that build on quota, and quota sold among them: (giver, taker, amount, price)."""
    cities = CITIES[: len(owned)]
    resources = (
        Resource("quota", "tradable", dict(zip(cities, owned, strict=True))),
        Resource("land", "bound", dict(zip(cities, land, strict=True))),
    )
    acts = tuple(
        Activity(f"build in {c}", (c,), (Use("quota", 1), Use("land", 1, c)),
                 (Value(c, "cash", w),))
        for c, w in zip(cities, worth, strict=True)
    )  # fmt: skip
    transfers = tuple(Transfer("quota", *sale) for sale in sales)
    region = LinearProductionGame(cities, resources, acts)
    return EnclaveCompact(region, Annuity(10, 0), cities, transfers=transfers)


def payoffs(compact):
    return dict(deal_payoffs(compact).payoffs)


def test_of_terms_that_are_as_near_those_are_taken_that_change_least():
    """A needs 3.25 a year more; no price is raised by more than that while another is cut."""
    two = deal((10, 0), (10, 10), (1, 3), [("A", "B", 4, F(1, 2)), ("A", "B", 5, F(3, 4))])
    now = payoffs(two)
    assert now == {"A": 1 + 2 + F(15, 4), "B": 27 - F(23, 4)}
    prices = [replace(price_of(two, k), name=f"price {k}") for k in (0, 1)]
    found = nearest_by_money(prices, now, {("A",): F(10), ("B",): F(0)})
    assert (found.distance, found.unique) == (F(13, 4), False)
    changes = [found.values[one.name] - one.signed for one in prices]
    assert min(changes) >= 0
    assert 4 * changes[0] + 5 * changes[1] == F(13, 4)


def test_what_is_lost_on_the_way_is_money_moved_too():
    """B needs 6: a payment moves 6; of a refund grants take back half, so that it moves 9."""
    aid = Instrument("aid", "payment", F(0), F(0), None, {"A": F(-1), "B": F(1)})
    refund = Instrument("refund", "refund", F(0), F(0), None, {"A": F(-2), "B": F(1)})
    now, floors = {"A": F(20), "B": F(0)}, {("B",): F(6)}
    both = nearest_by_money((refund, aid), now, floors)
    assert both.values == {"aid": 6, "refund": 0}
    assert (both.distance, both.unique) == (6, True)
    alone = nearest_by_money((refund,), now, floors)
    assert (alone.distance, alone.changes) == (9, {"A": -12, "B": 6})


def test_a_price_of_its_own_repairs_what_no_side_payment_may():
    given_away = deal((10, 0), (10, 10), (1, 3), [("A", "B", 5, 0)])
    now = payoffs(given_away)
    assert now == {"A": 5, "B": 15}
    floors = {("A",): F(10), ("B",): F(0)}
    price = nearest_by_money((price_of(given_away),), now, floors)
    assert list(price.values.values()) == [1]
    assert (price.distance, price.outside, price.unique) == (5, 0, True)
    nothing = nearest_by_money((), now, floors)
    assert nothing.outside == 5
    paid = nearest_by_money(payments_between(given_away, 3), now, floors)
    assert paid.outside == 2


def test_groups_have_floors_too():
    three = deal((6, 0, 0), (6, 6, 6), (1, 2, 2), [("A", "B", 2, 2), ("A", "C", 2, 0)])
    now = payoffs(three)
    assert now == {"A": 6, "B": 0, "C": 4}
    floors = {("A",): F(0), ("A", "B"): F(8), ("C",): F(1)}
    found = nearest_by_money(payments_between(three), now, floors)
    assert found.distance == 2
    assert found.changes["C"] == -2
    assert not found.unique


def test_an_amount_may_be_nearest_where_what_is_made_of_it_bends():
    sale = deal((10, 0), (4, 10), (2, 3), [("A", "B", 8, 1)])
    now = payoffs(sale)  # A builds on 2 of the 4 that it could, and is paid 8
    found = nearest_amount(sale, amount_of(sale), now, {("A",): F(13), ("B",): F(0)})
    assert list(found.values.values()) == [7]
    # What A makes of 4 - x and is paid for x is highest at 13 or so; the rest comes from outside.
    most = max(
        payoffs(sale.with_transfers((replace(sale.transfers[0], amount=F(k, 4)),)))["A"]
        for k in range(41)
    )
    beyond = nearest_amount(sale, amount_of(sale), now, {("A",): F(15)})
    assert beyond.outside == 15 - most


def test_of_amounts_that_are_as_near_the_one_that_changes_least_is_told():
    """A builds on 4 plots, B on 3: whether A gives 3 or 6 of its ten units, nobody lacks one."""
    given_away = deal((10, 0), (4, 3), (2, 3), [("A", "B", 9, 0)])
    now = payoffs(given_away)
    assert now == {"A": 2, "B": 9}
    found = nearest_amount(given_away, amount_of(given_away), now, {("A",): F(8), ("B",): F(9)})
    assert (found.values, found.unique) == ({amount_of(given_away).name: 6}, False)
    more = nearest_amount(given_away, amount_of(given_away), now, {("A",): F(6)})
    assert (more.values, more.unique) == ({amount_of(given_away).name: 7}, True)


sales = st.tuples(st.integers(0, 6), st.integers(0, 3))


@given(
    st.lists(st.integers(0, 6), min_size=2, max_size=2),
    st.lists(st.integers(0, 4), min_size=2, max_size=2),
    sales,
    st.lists(st.integers(0, 20), min_size=2, max_size=2),
)
@simulations(50)
def test_no_amount_or_price_on_a_scan_is_nearer(land, worth, sale, least):
    amount, price = sale
    compact = deal((6, 0), land, worth, [("A", "B", amount, price)])
    now = payoffs(compact)
    floors = {(c,): F(x) for c, x in zip("AB", least, strict=True)}

    def scanned(changed):
        """Distances of all changed deals in which everybody has enough."""
        for one in changed:
            then = payoffs(compact.with_transfers((one,)))
            if all(then[c] >= floors[c,] for c in "AB"):
                yield sum(abs(then[c] - now[c]) for c in "AB") / 2

    (signed,) = compact.transfers
    amounts = [replace(signed, amount=F(k, 4)) for k in range(25)]
    found = nearest_amount(compact, amount_of(compact), now, floors)
    near = min(scanned(amounts), default=None)
    assert near is None or (not found.outside and found.distance <= near)
    if found.outside:
        for one in amounts:  # no amount needs less money from outside
            then = payoffs(compact.with_transfers((one,)))
            assert found.outside <= sum(max(floors[c,] - then[c], 0) for c in "AB")
    else:
        (value,) = found.values.values()
        assert list(scanned([replace(signed, amount=value)])) == [found.distance]
    if not amount:
        return
    prices = [replace(signed, price=F(k, 4)) for k in range(100)]
    found = nearest_by_money((price_of(compact),), now, floors)
    near = min(scanned(prices), default=None)
    assert near is None or (not found.outside and found.distance <= near)
    if not found.outside:
        (value,) = found.values.values()
        assert list(scanned([replace(signed, price=value)])) == [found.distance]


@given(
    st.lists(st.integers(0, 6), min_size=2, max_size=2),
    st.lists(st.integers(0, 4), min_size=2, max_size=2),
    sales,
    st.lists(st.integers(0, 12), min_size=2, max_size=2),
    st.tuples(st.sampled_from("AB"), st.integers(-2, 2), st.integers(0, 24)),
)
@simulations(60)
def test_an_amount_is_enough_by_a_second_measure_too(land, worth, sale, least, second):
    """By which one city has so much more a unit; along a scan of quarters."""
    compact = deal((6, 0), land, worth, [("A", "B", *sale)])
    now, opened = payoffs(compact), amount_of(compact)
    floors = {(c,): F(x) for c, x in zip("AB", least, strict=True)}
    city, slope, at_least = second
    beside = {city: ({opened.name: F(slope)}, F(at_least))}

    def lacking(amount):
        then = payoffs(compact.with_transfers((replace(compact.transfers[0], amount=amount),)))
        short = {c: floors[c,] - then[c] for c in "AB"}
        short[city] = max(short[city], at_least - then[city] - slope * amount)
        moved = sum(abs(then[c] - now[c]) for c in "AB") / 2
        return sum(max(x, 0) for x in short.values()), moved

    scan = {F(k, 4): lacking(F(k, 4)) for k in range(25)}
    enough = [amount for amount, (short, _) in scan.items() if not short]
    found = nearest_amount(compact, opened, now, floors, beside=beside)
    (value,) = found.values.values()
    assert lacking(value)[0] == found.outside <= min(short for short, _ in scan.values())
    if enough:
        assert found.distance == lacking(value)[1] <= min(scan[amount][1] for amount in enough)
    lines = pieces(gain_curves(compact, dict.fromkeys("AB", F(0)), opened))
    ends = range_on_pieces(lines, opened, now, floors, beside)
    assert bool(ends) is not bool(found.outside)
    if ends:
        low, high = ends
        assert [amount for amount in scan if low <= amount <= high] == enough
        assert lacking(low)[0] == lacking(high)[0] == 0


def test_floors_that_are_told_one_by_one_bound_amounts_at_either_end():
    """The more A gives, at 1 a unit, the less it makes of ten plots at 2 a plot, and B the more."""
    sale = deal((10, 0), (10, 10), (2, 3), [("A", "B", 4, 1)])
    now, opened = payoffs(sale), amount_of(sale)
    lines = pieces(gain_curves(sale, dict.fromkeys("AB", F(0)), opened))
    for floors, ends in (({"A": F(13)}, (0, 7)), ({"B": F(4)}, (2, 10))):

        def above(has, floors=floors):
            return {(city,): least for city, least in floors.items() if has[city] < least}

        assert range_on_pieces(lines, opened, now, {}, floor_above=above) == ends


def test_parts_of_one_clause_are_one():
    halves = deal((6, 0), (6, 6), (1, 2), [("A", "B", 2, 1), ("A", "B", 2, 1), ("A", "B", 1, 0)])
    whole = with_clauses_merged(halves)
    assert [(t.amount, t.price) for t in whole.transfers] == [(4, 1), (1, 0)]
    assert payoffs(whole) == payoffs(halves)
