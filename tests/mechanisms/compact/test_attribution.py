"""Who may count the projects: hand-solved cases."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CountedDeal, InvalidInput
from mechanisms.compact.attribution import double_counting, least_double_counting
from solvers.optimum import InfeasibilityCertificate
from tests.properties.strategies import examples

VALUES = {"Hub": Fraction(1, 10), "Home": Fraction(1, 10)}
NOTHING_LOST = {"Hub": Fraction(0), "Home": Fraction(0)}


def needed(hub, home, lost=NOTHING_LOST):
    return least_double_counting(
        {"Hub": Fraction(hub), "Home": Fraction(home)}, VALUES, lost, Fraction(50)
    )


def test_members_that_gain_anyway_need_no_share():
    assert needed(1, 0).needed == {"Hub": 0, "Home": 0}
    assert needed(1, 0).double == 0


def test_shares_that_add_up_to_one_need_no_double_counting():
    found = needed(-3, -2)  # 3/5 and 2/5 of 50 projects at 1/10 each
    assert found.needed == {"Hub": Fraction(3, 5), "Home": Fraction(2, 5)}
    assert found.double == 0


def test_shares_beyond_one_are_the_least_overlap():
    assert needed(-4, -2).double == Fraction(1, 5)


def test_projects_no_longer_counted_weigh_on_the_host():
    assert needed(0, 0, {"Hub": Fraction(20), "Home": Fraction(0)}).needed["Hub"] == Fraction(2, 5)


def test_even_all_can_be_too_little():
    found = needed(-6, 0)
    assert found.needed["Hub"] is None
    assert found.double is None


def test_plain_numbers_do():
    found = least_double_counting({"Hub": -4, "Home": -2}, {"Hub": 0.1, "Home": 0.1}, {}, 50)
    assert (found.needed["Hub"], found.double) == (Fraction(4, 5), Fraction(1, 5))


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (([1], {}, {}, 5), "a number for each member, by name"),
        (({"Hub": "much"}, {}, {}, 5), "gain of Hub is 'much'"),
        (({"Hub": 1}, {"Hub": None, "Home": 1}, {}, 5), "a member with a value"),
        (({"Hub": 1}, {"Sea": 1}, {}, 5), "a member with a value of a project is 'Sea'"),
        (({"Hub": 1}, {}, {"Hub": -1}, 5), "loss of projects of Hub is -1"),
        (({"Hub": 1}, {}, {}, -5), "the number of projects is -5"),
    ],
)
def test_bad_figures_are_named(figures, words):
    with pytest.raises(InvalidInput, match=words):
        least_double_counting(*figures)


money = st.fractions(-6, 1, max_denominator=2)
limits = st.sampled_from([(0, 1), (Fraction(1, 4), Fraction(3, 4)), (0, Fraction(1, 2))])


def counted_at(deal, part):
    """The least counting if the first member has this part of the tax; ``None``: not even twice."""
    parts = dict(zip(deal.members, (part, 1 - part), strict=True))
    gains = {city: gain + parts[city] * deal.tax for city, gain in deal.gains.items()}
    found = least_double_counting(gains, deal.values, deal.lost, deal.projects)
    return None if found.double is None else sum(found.needed.values())


@examples(60)
@given(
    st.lists(money, min_size=2, max_size=2),
    st.integers(0, 4),
    st.lists(st.sampled_from([0, Fraction(1, 20), Fraction(1, 10)]), min_size=2, max_size=2),
    st.integers(0, 10),
    limits,
)
def test_against_all_parts_of_the_tax_at_which_something_changes(gains, tax, values, lost, limit):
    """Between parts at which a member needs nothing, or all projects, the counting is linear."""
    names = ["Hub", "Home"]
    deal = CountedDeal(
        dict(zip(names, gains, strict=True)), tax, 50, values, lost=[lost, 0],
        tax_shares={"Hub": limit},
    )  # fmt: skip
    parts = [Fraction(limit[0]), Fraction(limit[1])]
    for city in names if tax else ():
        for counted in (0, 1):
            part = -deal.gain(city, Fraction(0), Fraction(counted)) / tax
            parts.append(part if city == "Hub" else 1 - part)
    inside = [part for part in parts if limit[0] <= part <= limit[1]]
    least = min((c for part in inside if (c := counted_at(deal, part)) is not None), default=None)
    found = double_counting(deal)
    assert found.counted == least
    assert found.once == (least is not None and least <= 1)
    assert found.holds_the_deal == (least is not None and least > 1)
    assert found.certificate.verify(deal) is True
    if least is not None:
        assert sum(found.tax_shares.values()) == 1
        assert sum(found.shares.values()) == least
        for city in names:
            assert deal.gain(city, found.tax_shares[city], found.shares[city]) >= 0


def test_double_counting_holds_the_deal_and_multipliers_prove_it():
    """Home's project is worth half of the hub's, so it has the tax: 4/5 + (3 - 2)/(5/2)."""
    losses, values = {"Hub": -4, "Home": -3}, {"Hub": Fraction(1, 10), "Home": Fraction(1, 20)}
    found = double_counting(CountedDeal(losses, 2, 50, values))
    assert (found.counted, found.holds_the_deal) == (Fraction(6, 5), True)
    assert isinstance(found.certificate.once, InfeasibilityCertificate)
    enough = double_counting(CountedDeal(losses, Fraction(5, 2), 50, values))
    assert (enough.counted, enough.once, enough.holds_the_deal) == (1, True, False)
    vain = double_counting(CountedDeal(losses, Fraction(1, 4), 50, values))
    assert (vain.counted, vain.holds_the_deal, vain.shares) == (None, False, {})
    assert isinstance(vain.certificate.twice, InfeasibilityCertificate)
    # Where the law keeps half of the tax for the hub, home needs (3 - 1)/(5/2), the hub 3/5.
    halves = {"Hub": (Fraction(1, 2), 1)}
    assert double_counting(CountedDeal(losses, 2, 50, values, tax_shares=halves)).counted == (
        Fraction(7, 5)
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"tax_shares": {"Hub": (Fraction(2, 3), 1), "Home": (Fraction(1, 2), 1)}}, "add up to 1"),
        ({"tax_shares": {"Hub": (1, 0)}}, "the lowest tax share of Hub is 1"),
        ({"tax_shares": {"Hub": 1}}, "the tax share of Hub is 1"),
        ({"lost": {"Hub": -1}}, "loss of projects of Hub is -1"),
    ],
)
def test_bad_figures_of_a_deal_are_named(more, words):
    with pytest.raises(InvalidInput, match=words):
        CountedDeal({"Hub": 1, "Home": 1}, 1, 1, {}, **more)
