"""Money from outside at the best split of the outsiders, against one program with all groups."""

from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from games.coalitional import CoalitionalGame
from games.errors import InvalidInput
from mechanisms.compact.outside_money import OpenClauses, least_outside_money
from mechanisms.compact.outsider_splits import OutsiderSplits
from solvers.coalitional.superadditive_cover import superadditive_cover
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve
from tests.properties.strategies import simulations

F = Fraction
NAMES = ("A", "B", "C", "D", "E")


def groups(cities):
    return list(chain.from_iterable(combinations(cities, k) for k in range(len(cities) + 1)))


@st.composite
def games(draw):
    worths = draw(st.lists(st.integers(0, 12), min_size=31, max_size=31))
    table = dict(zip(groups(NAMES)[1:], worths, strict=True))
    return superadditive_cover(CoalitionalGame.from_function(NAMES, lambda s: table[tuple(s)]))


@given(games(), st.integers(2, 3), st.lists(st.integers(0, 12), min_size=3, max_size=3),
       st.integers(0, 6))  # fmt: skip
@simulations(60)
def test_it_is_the_optimum_of_the_program_with_all_groups(game, size, payoffs, limit):
    """The first member may pay the second up to a limit."""
    members, outsiders = NAMES[:size], NAMES[size:]
    splits = OutsiderSplits(game, members)
    assume(splits.stable)
    has = {c: F(x) for c, x in zip(members, payoffs, strict=False)}
    way = OpenClauses(has, {"pay": (F(0), F(limit))}, {"A": {"pay": F(-1)}, "B": {"pay": F(1)}})
    rows = [Row("all", dict.fromkeys(outsiders, F(1)), "==", game.worth(outsiders))]
    rows += [
        Row(f"{group} stays", dict.fromkeys(group, F(1)), ">=", game.worth(group))
        for group in groups(outsiders)
        if group
    ]
    for inside in groups(members)[1:-1]:
        for asked in groups(outsiders):
            line = dict.fromkeys(asked, F(1)) | {f"to {c}": F(1) for c in inside}
            line["pay"] = F(("B" in inside) - ("A" in inside))
            bound = game.worth((*inside, *asked)) - sum(has[c] for c in inside)
            rows.append(Row(f"{inside} with {asked}", line, ">=", bound))
    money = {f"to {c}": F(1) for c in members}
    bounds = dict.fromkeys(outsiders, (None, None)) | dict.fromkeys(money, (F(0), None))
    bounds["pay"] = (F(0), F(limit))
    best = solve(LinearProgram("min", money, tuple(rows), bounds)).optimum
    assert least_outside_money(splits, [way]) == best
    assert least_outside_money(splits, [way, OpenClauses(has)]) == best


def test_it_needs_outsiders_with_a_stable_split():
    game = CoalitionalGame.from_function(NAMES, lambda s: 3 if len(s) > 1 else 0)
    splits = OutsiderSplits(game, ("A", "B"))
    with pytest.raises(InvalidInput, match="stable split"):
        least_outside_money(splits, [OpenClauses({"A": F(1), "B": F(2)})])
