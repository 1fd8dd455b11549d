"""Tax sharing: splits, caps, sunsets and pools by hand, and as laws."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, SubsidyCompetition
from mechanisms import (
    JING_JIN_JI_2015,
    IntergovernmentalRefund,
    OriginDestination,
    RelocationSharing,
    common_fund,
    tax_base_pooling,
)
from solvers import subsidy_equilibrium

amounts = st.fractions(0, 50, max_denominator=4)


# ---------------------------------------------------------------- relocation


def test_jing_jin_ji():
    """Caiyu [2015] 92: half for three years, two more if three years' tax is not reached."""
    shared = JING_JIN_JI_2015.schedule([30, 30, 30], [100, 100, 100, 100])
    assert shared.origin == (50, 40, 0, 0)
    assert shared.destination == (50, 60, 100, 100)
    assert shared.status == "The cap of 90 is reached in year 2."
    slow = JING_JIN_JI_2015.schedule([30, 30, 30], [20] * 7)
    assert slow.origin == (10, 10, 10, 10, 10, 0, 0)
    assert slow.status == (
        "Sharing ends with year 5, 40 below the cap; then comes a central grant that the rule does "
        "not fix."
    )
    assert (slow.gap, slow.grant_year, slow.grant) == (40, 6, 0)
    early = JING_JIN_JI_2015.schedule([30, 30, 30], [20, 20])
    assert early.status == "Sharing goes on after the years given, until year 5."


def test_who_is_left_out():
    small = JING_JIN_JI_2015.schedule([19, 20, 20], [60] * 3)
    assert small.origin == (0, 0, 0)
    assert small.status.startswith("Not shared: the firm paid 19.6667 a year before the move")
    led = JING_JIN_JI_2015.schedule([30] * 3, [60] * 3, market_led=True)
    assert (led.origin, led.status) == ((0, 0, 0), "Not shared: the market led the move.")
    assert JING_JIN_JI_2015.schedule([20] * 3, [60] * 3).origin == (30, 30, 0)


def test_what_the_origin_loses():
    """Undiscounted: 30 a year for six years against a cap of 90: 90 lost, and no share helps."""
    stake = JING_JIN_JI_2015.origin_stake([30] * 3, [60] * 6, [30] * 6, 1)
    assert (stake.kept, stake.received, stake.loss, stake.least_share) == (180, 90, 90, None)
    # It would have gone after two years anyway: 60 of 5 * 60 is enough.
    stake = JING_JIN_JI_2015.origin_stake([30] * 3, [60] * 6, [30, 30], 1)
    assert (stake.loss, stake.least_share) == (-30, Fraction(1, 5))
    gone = JING_JIN_JI_2015.origin_stake([30] * 3, [60] * 6, [], 1)
    assert (gone.loss, gone.least_share) == (-90, 0)
    small = JING_JIN_JI_2015.origin_stake([3] * 3, [60] * 6, [3], 1)
    assert (small.loss, small.least_share) == (3, None)


@given(
    before=st.lists(amounts, min_size=2, max_size=4),
    after=st.lists(amounts, max_size=6),
    stays=st.lists(amounts, max_size=6),
    discount=st.fractions(0, 1, max_denominator=10),
    capped=st.booleans(),
)
def test_relocation_laws(before, after, stays, discount, capped):
    def rule(share):
        return RelocationSharing(share, 2, extension=1, cap_years=2 if capped else None)

    shared = rule(Fraction(1, 3)).schedule(before, after)
    assert [a + b for a, b in zip(shared.origin, shared.destination, strict=True)] == after
    assert not any(shared.origin[3:])
    if capped:
        assert sum(shared.origin) <= shared.cap == sum(before[-2:])
    least = rule(Fraction(1, 3)).origin_stake(before, after, stays, discount).least_share
    if least is None:
        assert rule(1).origin_stake(before, after, stays, discount).loss > 0
    else:
        assert rule(least).origin_stake(before, after, stays, discount).loss <= 0
        if least:
            less = least - Fraction(1, 10**9)
            assert rule(max(less, 0)).origin_stake(before, after, stays, discount).loss > 0


@given(
    before=st.lists(amounts, min_size=2, max_size=3),
    after=st.lists(amounts, max_size=6),
    stays=st.lists(amounts, max_size=6),
    discount=st.fractions(0, 1, max_denominator=10),
    grant=amounts,
)
def test_the_central_grant_replayed_year_by_year(before, after, stays, discount, grant):
    rule = RelocationSharing(Fraction(1, 3), 2, extension=1, cap_years=2, central_grant=True)
    cap, paid, worth, weight, dated = sum(before[-2:]), 0, 0, Fraction(1), None
    for year in range(1, 9):
        if year <= min(3, len(after)):
            due = min(Fraction(after[year - 1]) / 3, cap - paid)
            paid, worth = paid + due, worth + weight * due
        if year == 4 and len(after) >= 3 and paid < cap:
            dated, worth = (4, weight), worth + weight * grant
        weight *= discount
    kept = sum(Fraction(x) * discount**t for t, x in enumerate(stays))
    shared = rule.schedule(before, after, grant=grant)
    stake = rule.origin_stake(before, after, stays, discount, grant=grant)
    assert stake.received == worth
    assert stake.grant_year == shared.grant_year == (dated and dated[0])
    assert shared.gap == (cap - paid if len(after) >= 3 else 0)
    if stake.least_grant is not None:
        whole = rule.origin_stake(before, after, stays, discount, grant=stake.least_grant)
        assert whole.loss <= 0
        assert not stake.least_grant or whole.loss == 0
    elif dated:
        assert discount == 0
        assert kept > worth
    assert all(
        city <= tax for city, tax in zip(shared.origin, after, strict=True)
    )  # the grant is no tax


def test_a_grant_under_a_rule_that_has_none_is_refused():
    with pytest.raises(InvalidInput, match="this rule has none"):
        RelocationSharing(Fraction(1, 2), 3, cap_years=3).schedule([30] * 3, [20] * 3, grant=5)


# ---------------------------------------------------------------- refunds


def test_the_refund():
    deal = IntergovernmentalRefund(Fraction(1, 2), 4, threshold=10, cap=20)
    assert deal.payments([5, 30, 30, 30, 30]) == (0, 10, 10, 0, 0)
    flat = IntergovernmentalRefund(Fraction(1, 4), 2)
    assert flat.payments([8, 8, 8]) == (2, 2, 0)
    assert flat.payments([]) == ()


def test_how_patient_the_host_must_be():
    """A yearly refund of 5 against gains of 8: 5 = 8 d if something follows, never if not."""
    always = IntergovernmentalRefund(Fraction(1, 2), 3)
    assert always.host_patience([10] * 4, [8] * 4).critical == Fraction(5, 8)
    assert always.host_patience([10] * 3, [8] * 3).critical is None
    verdict = always.host_walks_away([10] * 4, [8] * 4, Fraction(1, 2))
    # -5 + 3/2 + 3/4 + 1 in year 0: leaving is worth the sum to it then.
    assert (verdict.leaves_in, verdict.gain) == (0, Fraction(7, 4))
    assert IntergovernmentalRefund(0, 3).host_patience([10], [0]).critical == 0


# ---------------------------------------------------------------- pools


def test_the_pool():
    """Core grows by 100 and pools 40, Edge by 10 and pools 4. Keys 10/20 : 10/6 are 3 : 10."""
    pool = tax_base_pooling({"Core": (100, 200), "Edge": (50, 60)}, [10, 10], share=0.4)
    assert pool.contributed == {"Core": 40, "Edge": 4}
    assert pool.received == {"Core": Fraction(132, 13), "Edge": Fraction(440, 13)}
    assert pool.payers == ("Core",)
    # Key 3/13; at the margin its larger base also shrinks its key, by 3/13 10/13 / 200 of 44.
    assert pool.kept["Core"] == 1 - Fraction(4, 10) * Fraction(10, 13) - Fraction(33, 845)
    assert pool.after["Edge"] == 60 + Fraction(388, 13)
    # Equal capacity: back by heads, so Core's 40 and Edge's 4 return as 22 each.
    even = tax_base_pooling(
        {"Core": (100, 200), "Edge": (50, 60)}, [10, 10], share=0.4, capacity=[5, 5]
    )
    assert even.net == {"Core": -18, "Edge": 18}
    assert even.kept == {"Core": Fraction(4, 5), "Edge": Fraction(4, 5)}


@given(
    bases=st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=4),
    share=st.fractions(0, 1, max_denominator=5),
    by_base=st.booleans(),
)
def test_what_is_kept_is_the_slope_of_what_is_taxed_after(bases, share, by_base):
    """A difference quotient over a step so small that what it misses is below the tolerance."""
    cities, step = "ABCD"[: len(bases)], Fraction(1, 10**9)
    able = None if by_base else range(1, len(bases) + 1)

    def pool(pairs):
        return tax_base_pooling(
            dict(zip(cities, pairs, strict=True)),
            [3, 5, 2, 7][: len(bases)],
            share=share,
            capacity=able,
        )

    found = pool(bases)
    for i, (city, (old, new)) in enumerate(zip(cities, bases, strict=True)):
        grown = pool([*bases[:i], (old, new + step), *bases[i + 1 :]])
        slope = (grown.after[city] - found.after[city]) / step
        assert abs(slope - found.kept[city]) < Fraction(1, 10**6)


@given(
    bases=st.lists(
        st.tuples(amounts, st.fractions(1, 50, max_denominator=3)), min_size=1, max_size=4
    ),
    share=st.fractions(0, 1, max_denominator=5),
    data=st.data(),
)
def test_pooling_laws(bases, share, data):
    """Nothing is lost; what is kept of one more unit of own growth is what the formula says."""
    cities = "ABCD"[: len(bases)]
    people = [data.draw(st.integers(1, 9)) for _ in cities]
    able = [data.draw(st.integers(1, 9)) for _ in cities]

    def pool(pairs):
        return tax_base_pooling(
            dict(zip(cities, pairs, strict=True)), people, share=share, capacity=able
        )

    found = pool(bases)
    assert sum(found.net.values()) == 0
    assert sum(found.after.values()) == sum(now for _, now in bases)
    if share == 0:
        assert found.disparity_after == found.disparity_before
    old, new = bases[0]
    if new >= old:
        more = pool([(old, new + 1), *bases[1:]])
        assert more.after["A"] - found.after["A"] == found.kept["A"]


def test_a_city_that_shrinks_pays_nothing():
    pool = tax_base_pooling({"A": (10, 5), "B": (10, 30)}, [1, 1], share=1)
    assert pool.contributed == {"A": 0, "B": 20}
    # Key of A 6/7 of 20: of one unit of new growth it pays in nothing, but its key falls.
    assert pool.kept["A"] == 1 - Fraction(20, 5) * Fraction(6, 49)
    able = tax_base_pooling({"A": (10, 5), "B": (10, 30)}, [1, 1], share=1, capacity=[1, 1])
    assert able.kept == {"A": 1, "B": Fraction(1, 2)}
    assert tax_base_pooling({"A": (1, 9)}, [1], share=0.4).net == {"A": 0}
    bare = tax_base_pooling({"A": (0, 0), "B": (0, 9)}, [1, 1], share=0.4, capacity=[1, 1])
    assert bare.disparity_before is None


# ---------------------------------------------------------------- origin and destination


@given(taxes=st.lists(amounts, min_size=9, max_size=9), share=st.fractions(0, 1, max_denominator=6))
def test_all_tax_is_handed_out(taxes, share):
    cities = ["A", "B", "C"]
    flows = {
        made: {used: taxes[3 * i + j] for j, used in enumerate(cities)}
        for i, made in enumerate(cities)
    }
    rule = OriginDestination(cities, share)
    assert sum(rule.revenues(flows).values()) == sum(taxes)
    assert sum(rule.changes(flows).values()) == 0
    # A unit that moves from A to B with its customers brings B the prize, and takes it from A.
    moved = {**flows, "A": {**flows["A"], "C": taxes[2] + 1}}
    arrived = {**flows, "B": {**flows["B"], "C": taxes[5] + 1}}
    at_a, at_b = rule.revenues(moved), rule.revenues(arrived)
    assert at_b["B"] - at_a["B"] == rule.prize(1) == share == at_a["A"] - at_b["A"]
    assert at_a["C"] == at_b["C"]


def test_the_split_ends_a_race():
    """Cities alike: bids are b share - mu n/(n - 1) while positive; common_fund finds the end."""
    race = SubsidyCompetition(["A", "B"], [1, 1], mu=Fraction(1, 4))
    bids = {
        share: subsidy_equilibrium(
            OriginDestination(["A", "B"], share).race(race, [Fraction(1, 2)] * 2)
        ).subsidies["A"]
        for share in (1, Fraction(3, 4), Fraction(1, 2))
    }
    assert list(bids.values()) == [Fraction(1, 2), Fraction(1, 4), 0]
    assert abs(common_fund(race).rate - Fraction(1, 2)) < Fraction(1, 10**12)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda: RelocationSharing(2, 3), "the share of the origin is 2; it should be between"),
        (lambda: RelocationSharing(0.5, 0), "the years of sharing is 0"),
        (lambda: RelocationSharing(0.5, 1, cap_years=0), "make the cap is 0"),
        (lambda: JING_JIN_JI_2015.schedule([30], [60]), "tax before the move is 1; it should be 3"),
        (lambda: JING_JIN_JI_2015.schedule([30, 30, -1], [60]), "tax before the move, year 3"),
        (lambda: IntergovernmentalRefund(0.5, 1.5), "the years of a refund is 1.5"),
        (lambda: IntergovernmentalRefund(0.5, 1).payments("10"), "a list of numbers, year by year"),
        (
            lambda: IntergovernmentalRefund(0.5, 1).at_stake([1, 2], [1]),
            "years of gain of the host",
        ),
        (lambda: tax_base_pooling({"A": 5}, [1], share=0.4), "two numbers: in the base year"),
        (lambda: tax_base_pooling({"A": (1, 0)}, [1], share=0.4), "it has no base"),
        (
            lambda: tax_base_pooling({"A": (1, 2)}, [0], share=0.4),
            "residents of A is 0",
        ),
        (
            lambda: tax_base_pooling({"A": (1, 2)}, [1], share=4),
            "share of growth that is pooled",
        ),
        (lambda: OriginDestination(["A"], 1).revenues({"B": {}}), "a city of the flows is 'B'"),
        (lambda: OriginDestination(["A"], 1).revenues({"A": {"A": -1}}), "made in A for A is -1"),
        (lambda: OriginDestination(["A"], -1), "the origin's share is -1"),
    ],
)
def test_bad_input(broken, words):
    with pytest.raises(InvalidInput) as raised:
        broken()
    assert words in str(raised.value)
