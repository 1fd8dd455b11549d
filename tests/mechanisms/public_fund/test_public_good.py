"""Lindahl prices and voluntary contributions: by hand, in the core, and against a grid of lies."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, PublicGood
from mechanisms import lindahl, public_good_game, understatement, voluntary_contributions
from solvers import core_violation
from tests.properties.strategies import examples

RIVER = PublicGood(["Up", "Down"], [6, 10], [1, 1], 8)


@st.composite
def goods(draw):
    n = draw(st.integers(1, 4))
    number = draw(st.sampled_from([st.integers(0, 12), st.fractions(0, 9, max_denominator=6)]))
    return PublicGood(
        list("ABCD")[:n],
        draw(st.lists(number, min_size=n, max_size=n)),
        draw(st.lists(st.fractions(Fraction(1, 4), 4, max_denominator=4), min_size=n, max_size=n)),
        draw(st.fractions(Fraction(1, 2), 12, max_denominator=4)),
    )


def test_the_river():
    """6 - G + 10 - G = 8 at G = 4. Alone, Down pays for 2. Lie: 2 + G a unit, so 8 = 3G."""
    found = lindahl(RIVER)
    assert (found.level, found.prices) == (4, {"Up": 2, "Down": 6})
    assert found.payments == {"Up": 8, "Down": 24}
    assert found.payoffs == {"Up": 8, "Down": 8}
    alone = voluntary_contributions(RIVER)
    assert (alone.level, alone.payers, alone.lost) == (2, ("Down",), 4)
    misreport = understatement(RIVER, "Down")
    assert (misreport.says, misreport.level, misreport.price) == (
        Fraction(22, 3),
        Fraction(8, 3),
        Fraction(14, 3),
    )
    assert misreport.gain == Fraction(8, 3)
    # Up: Down alone has 2, so silence brings 6*2 - 2 = 10 against 8; at a price of G - 2 for it,
    # 6 - G = (G - 2) + G, so G = 8/3, which brings 16 - 32/9 - 16/9 = 32/3.
    misreport = understatement(RIVER, "Up")
    assert (misreport.level, misreport.gain) == (Fraction(8, 3), Fraction(8, 3))


@given(good=goods())
@examples(62)
def test_lindahl_is_efficient_and_in_the_core(good):
    found = lindahl(good)
    assert found.certificate.verify(good) is True
    assert core_violation(public_good_game(good), found.payoffs) is None  # Foley (1970)
    assert sum(found.prices.values()) == good.cost
    assert sum(found.payments.values()) == good.cost * found.level
    for step in (Fraction(1, 50), Fraction(-1, 50)):
        other = max(Fraction(0), found.level + step)
        for city, price in found.prices.items():
            better = good.benefit(city, other) - price * other
            assert better <= found.payoffs[city]


@given(good=goods())
@examples(62)
def test_nobody_pays_more_or_less_voluntarily(good):
    found = voluntary_contributions(good)
    assert found.certificate.verify(good) is True
    assert found.level <= found.efficient
    assert found.lost >= 0
    for city in good.cities:
        assert good.marginal(city, found.level) <= good.cost
    assert bool(found.payers) == (found.level > 0)


@given(good=goods(), report=st.fractions(0, 14, max_denominator=3))
def test_no_other_lie_is_better(good, report):
    """What a city gets by any report, run through the rule itself, is at most what is shown."""
    city = good.cities[0]

    def payoff(says):
        told = replace(good, first=(says, *good.first[1:]))
        found = lindahl(told)
        return good.benefit(city, found.level) - found.payments[city]

    honest, best = lindahl(good).payoffs[city], understatement(good, city)
    assert payoff(report) <= honest + best.gain
    assert payoff(best.says) == honest + best.gain
    assert lindahl(replace(good, first=(best.says, *good.first[1:]))).prices[city] == best.price
    assert bool(best.gain) == (str(best) != f"{city} has nothing to gain by a lie.")


def test_degenerate():
    alone = PublicGood(["A"], [10], [2], 4)
    assert lindahl(alone).payments == {"A": 12}
    assert understatement(alone, "A").gain == 0
    assert voluntary_contributions(alone).lost == 0
    dear = PublicGood(["A", "B"], [3, 4], [1, 1], 9)
    assert lindahl(dear).level == 0
    assert lindahl(dear).payoffs == {"A": 0, "B": 0}
    # A first unit is worth 3 and 4 and costs 9: of the 2 beyond that each price has one.
    assert lindahl(dear).prices == {"A": 4, "B": 5}
    assert understatement(dear, "A").price == 4
    assert voluntary_contributions(dear).payers == ()
    alike = PublicGood(["A", "B"], [9, 9], [1, 1], 6)
    assert voluntary_contributions(alike).payers == ("A", "B")
    # B has enough at 1 and pays nothing for more.
    full = PublicGood(["A", "B"], [20, 1], [1, 1], 10)
    assert lindahl(full).prices == {"A": 10, "B": 0}
    assert lindahl(full).payoffs["B"] == Fraction(1, 2)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"first": [-1, 2]}, "benefit of a first unit of Up is -1; it should be 0 or more"),
        ({"falls": [0, 1]}, "fall of the benefit of Up is 0; it should be more than 0"),
        ({"cost": 0}, "the cost of a unit is 0; it should be more than 0"),
        ({"first": [1]}, "of length 1"),
    ],
)
def test_bad_input(fields, words):
    with pytest.raises(InvalidInput, match=words):
        replace(RIVER, **fields)
    with pytest.raises(InvalidInput, match="one of Up, Down"):
        understatement(RIVER, "Sea")
