"""Clubs where payoffs are quadratic: published club sizes, and first-order conditions by NumPy."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import ClubRace, InvalidInput, QuadraticGame, Undefined
from solvers import generalised_equilibrium, partition_form, truce_clubs
from tests.properties.strategies import examples

F = Fraction
NAMES = list("ABCDEF")


def cournot(n):
    total = " - ".join(NAMES[:n])
    return QuadraticGame.from_formulas({i: f"{i}*(1 - {total})" for i in NAMES[:n]})


@pytest.mark.parametrize("n", [3, 4, 5])
def test_a_merger_of_firms_pays_only_if_nearly_all_join(n):
    """Salant, Switzer and Reynolds (1983): m of n gain iff (n + 1)^2 >= m (n - m + 2)^2."""
    form = partition_form(cournot(n)).game
    alone = F(1, (n + 1) ** 2)
    for m in range(2, n + 1):
        assert form.worth(NAMES[:m]) == F(1, (n - m + 2) ** 2)
        assert (form.worth(NAMES[:m]) >= m * alone) is ((n + 1) ** 2 >= m * (n - m + 2) ** 2)
        for city in NAMES[m:n]:
            assert form.payoff(NAMES[:m], city) == F(1, (n - m + 2) ** 2)


@pytest.mark.parametrize("n", [3, 5])
def test_three_abate_together(n):
    """Carraro and Siniscalco (1993), Barrett (1994): a club of s abates s each, and three stay."""
    total = " + ".join(NAMES[:n])
    game = QuadraticGame.from_formulas({i: f"{total} - {i}**2/2" for i in NAMES[:n]})
    form = partition_form(game).game
    for s in range(1, n + 1):
        everybody = s * s + n - s
        assert form.payoff(NAMES[:s], "A") == everybody - F(s * s, 2)
    found = truce_clubs(game)
    assert {len(club.members) for club in found.stable} == {2, 3}
    assert found.core_empty is False  # Chander and Tulkens (1997)


def test_a_club_of_tax_setters_gains_and_outsiders_gain_more():
    """Konrad and Schjelderup (1999): taxes are complements. Zodrow and Mieszkowski's game of 3."""
    mean = "(A + B + C)/3"
    game = QuadraticGame.from_formulas({i: f"{i}*(1 + {mean} - {i})" for i in "ABC"}, upper=4)
    form = partition_form(game).game
    race = generalised_equilibrium(game).payoffs["A"]
    assert form.payoff([], "A") == race
    inside, outside = form.payoff(["A", "B"], "A"), form.payoff(["A", "B"], "C")
    assert race < inside < outside
    assert form.worth(["A", "B", "C"]) == 12  # all at the bound: 4 each, and no capital moves
    assert form.payoff(["A", "B"], "A") == form.payoff(["A", "B"], "B")


coefficients = st.integers(-4, 4)


@examples(50)
@given(
    st.lists(coefficients, min_size=3, max_size=3),
    st.lists(coefficients, min_size=6, max_size=6),
    st.lists(coefficients, min_size=6, max_size=6),
    st.sampled_from(["gamma", "delta"]),
)
def test_first_order_conditions_by_numpy(own, cross, spill, conjecture):
    """u_i = a_i x_i - 10 x_i^2 + x_i sum b_ij x_j + sum c_ij x_j: concave for every club."""
    n = range(3)
    pairs = [(i, j) for i in n for j in n if i != j]
    b, c = np.zeros((3, 3)), np.zeros((3, 3))
    for (i, j), x, y in zip(pairs, cross, spill, strict=True):
        b[i, j], c[i, j] = x, y
    game = QuadraticGame.from_formulas(
        {
            NAMES[i]: f"{own[i]}*{NAMES[i]} - 10*{NAMES[i]}**2"
            + "".join(
                f" + {int(b[i, j])}*{NAMES[i]}*{NAMES[j]} + {int(c[i, j])}*{NAMES[j]}"
                for j in n
                if j != i
            )
            for i in n
        },
        lower=None,
    )
    form = partition_form(game, conjecture)
    assert form.certificate.verify(ClubRace(game, conjecture)) is True
    for mask in range(8):
        club = [i for i in n if mask >> i & 1]
        rest = [i for i in n if i not in club]
        groups = [club, *([rest] if club and conjecture == "delta" else [[i] for i in rest])]
        rows, right = np.zeros((3, 3)), np.zeros(3)
        for group in groups:
            for j in group:  # sum over i in the group of du_i/dx_j
                rows[j, j] -= 20
                right[j] -= own[j]
                for i in n:
                    if i != j:
                        rows[j, i] += b[j, i] + (b[i, j] if i in group else 0)
                        right[j] -= c[i, j] if i in group else 0
        x = np.linalg.solve(rows, right)
        for i in n:
            payoff = own[i] * x[i] - 10 * x[i] ** 2 + x[i] * (b[i] @ x) + c[i] @ x
            assert float(form.game.payoffs[mask][i]) == pytest.approx(payoff, abs=1e-9)


def test_what_cannot_be_is_named():
    wild = QuadraticGame.from_formulas({"A": "3*A*B - A**2", "B": "3*A*B - B**2"}, upper=1)
    with pytest.raises(Undefined, match="with the club A, B the equilibrium is not: what A, B get"):
        partition_form(wild)
    free = QuadraticGame.from_formulas({"A": "A*(1 - A/2 + B/2)", "B": "B*(1 - B/2 + A/2)"})
    with pytest.raises(Undefined, match="with the club A, B the generalised equilibrium is not"):
        partition_form(free)
    with pytest.raises(InvalidInput, match="conjecture is 'alpha'; it should be gamma or delta"):
        partition_form(cournot(3), "alpha")
    shared = QuadraticGame.from_formulas({"A": "A - A**2"}, shared=[({"A": 1}, 1)])
    with pytest.raises(InvalidInput, match="shared limits is given"):
        truce_clubs(shared)


def test_other_equilibria_with_some_club_are_told():
    """A and B together get 1 - (A + B - 1)^2, however they share it; each alone has one reply."""
    own = "-({0} - 1)**2/2"
    game = QuadraticGame.from_formulas(
        {"A": "2*A - A**2 - A*B/2", "B": "2*B - B**2 - 3*A*B/2", "C": own.format("C")}, upper=4
    )
    assert generalised_equilibrium(game).unique
    assert "other equilibria" in partition_form(game).status
    alike = QuadraticGame.from_formulas({i: own.format(i) for i in "ABC"}, upper=4)
    assert "other equilibria" not in partition_form(alike).status
