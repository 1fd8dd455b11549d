"""Each family's fast way against the table of all its coalitions, and published answers."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import (
    AirportGame,
    Arc,
    AssignmentGame,
    BankruptcyProblem,
    CoalitionalGame,
    DividendGame,
    FacilityLocation,
    FlowGame,
    GloveGame,
    InvalidInput,
    OracleGame,
    SpanningTreeGame,
    WeightedVoting,
)
from solvers import (
    banzhaf_value,
    coleman_power,
    core,
    core_violation,
    cost_of_stability,
    excess,
    least_core,
    maximum_flow,
    normalised_banzhaf_value,
    nucleolus,
    shapley_value,
    spanning_tree,
    tabulated,
)
from solvers.certificate import Refuted
from solvers.families import tree_core
from solvers.families.spanning_tree import _irreducible
from solvers.families.voting_core import VetoCoreCertificate
from tests.properties.strategies import examples
from tests.solvers import oracles

NAMES = ("A", "B", "C", "D", "E")
_small = st.integers(0, 6)
_numbers = st.sampled_from([_small, st.fractions(0, 4, max_denominator=5)])


@st.composite
def votes(draw):
    names = NAMES[: draw(st.integers(1, 5))]
    number = draw(_numbers)
    weights = {name: draw(number) for name in names}
    total = sum(weights.values())
    if not total:
        return WeightedVoting(weights | {names[0]: 1}, 1)
    return WeightedVoting(weights, total * draw(st.integers(1, 8)) / Fraction(8))


@st.composite
def airports(draw):
    names = NAMES[: draw(st.integers(1, 5))]
    number = draw(_numbers)
    return AirportGame({name: draw(number) for name in names})


@st.composite
def gloves(draw):
    left, right = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    return GloveGame([f"L{k}" for k in range(left)], [f"R{k}" for k in range(right)])


@st.composite
def dividend_games(draw):
    names = NAMES[: draw(st.integers(1, 4))]
    groups = st.sets(st.sampled_from(names), min_size=1).map(lambda s: tuple(sorted(s)))
    sense = draw(st.sampled_from(["gain", "cost"]))
    return DividendGame(names, draw(st.dictionaries(groups, st.integers(-9, 9), max_size=5)), sense)


@st.composite
def tree_games(draw):
    names = NAMES[: draw(st.integers(1, 4))]
    number = draw(_numbers)
    links = {
        (one, other): draw(number)
        for k, one in enumerate(names)
        for other in names[k + 1 :]
        if draw(st.booleans())
    }
    return SpanningTreeGame(names, [draw(number) for _ in names], links)


@st.composite
def flow_games(draw):
    place, owner = st.sampled_from(["s", "a", "b", "t"]), st.sampled_from(NAMES[:4])
    arcs = draw(st.lists(st.tuples(place, place, _small, owner), min_size=1, max_size=8))
    return FlowGame("s", "t", [Arc(*arc) for arc in arcs])


def proven(answer, game):
    assert answer.certificate.verify(game) is True
    return answer


@examples(40)
@given(votes())
def test_power_by_generating_functions_is_that_of_the_table(game):
    table = tabulated(game)
    assert proven(shapley_value(game), game) == shapley_value(table)
    assert proven(banzhaf_value(game), game) == banzhaf_value(table)
    assert proven(normalised_banzhaf_value(game), game) == normalised_banzhaf_value(table)
    assert game.veto_players == tuple(
        name for name in game.players if not table.worth([p for p in game.players if p != name])
    )


@examples(40)
@given(airports())
def test_airport_formulas_are_those_of_the_table(game):
    table = tabulated(game)
    assert proven(shapley_value(game), game) == shapley_value(table)
    assert proven(nucleolus(game), game) == nucleolus(table)


@examples(10)
@given(gloves())
def test_glove_formulas_are_those_of_the_table(game):
    table = tabulated(game)
    assert proven(shapley_value(game), game) == shapley_value(table)
    assert table == tabulated(game.assignment())
    assert nucleolus(game.assignment()) == nucleolus(table)


def judged(game, table, split):
    """What keeps the split out of the core by the fast way and by the table; both or neither."""
    fast, slow = core_violation(game, split), core_violation(table, split)
    assert (fast is None) == (slow is None)
    if fast is not None and len(fast.coalition) < len(table.players):
        assert fast.gain == excess(table, split, fast.coalition) > 0
        assert fast.gain <= slow.gain
    else:
        assert fast == slow
    return fast, slow


_any_split = st.lists(st.integers(-2, 6), min_size=6, max_size=6)


def total_of(table, numbers):
    """A split of v(N) in which all but the last get these numbers of fourths."""
    paid = [Fraction(x, 4) for x in numbers[: len(table.players) - 1]]
    return dict(zip(table.players, [*paid, table.grand_worth - sum(paid)], strict=True))


@examples(40)
@given(votes(), _any_split)
def test_the_core_of_a_vote_is_that_of_the_table(game, numbers):
    table = tabulated(game)
    answer, truth = proven(core(game), game), core(table)
    assert answer.empty == truth.empty
    assert (answer.lowest, answer.highest) == (truth.lowest, truth.highest)
    if not answer.empty:
        assert answer.contains(answer.point)
        assert truth.contains(answer.point)
    judged(game, table, total_of(table, numbers))


def test_the_core_of_a_council_of_two_hundred():
    votes = {f"c{k}": 1 + k % 9 for k in range(200)}
    assert proven(core(WeightedVoting(votes, 500)), WeightedVoting(votes, 500)).empty
    every = WeightedVoting(votes, sum(votes.values()))
    assert core(every).point["c7"] == Fraction(1, 200)
    assert core_violation(every, core(every).point) is None


@examples(20)
@given(votes())
def test_coleman_by_generating_functions_is_that_of_the_table(game):
    power, truth = proven(coleman_power(game), game), coleman_power(tabulated(game))
    assert power == truth


@examples(30)
@given(airports(), _any_split)
def test_the_core_of_an_airport_is_judged_as_by_the_table(game, numbers):
    table = tabulated(game)
    fast, slow = judged(game, table, total_of(table, numbers))
    assert (fast and fast.gain) == (slow and slow.gain)
    assert core_violation(game, nucleolus(game)) is None
    answer, truth = proven(core(game), game), core(table)
    assert truth.contains(answer.point)
    assert (answer.lowest, answer.highest) == (truth.lowest, truth.highest)
    assert core_violation(game, {c: float(x) for c, x in nucleolus(game).items()}) is None


def test_gloves_paid_by_other_gloves_of_their_side_are_no_core_split():
    """S pays for R, and M for L: each side gets what it adds, and one of the other pays for it."""
    game = GloveGame(["L", "M"], ["R", "S"])
    proof = core(game).certificate
    left, right = (
        dict(zip("LMRS", map(Fraction, x), strict=True)) for x in ((1, 1, 1, -1), (1, -1, 1, 1))
    )
    for forged in (replace(proof, left_best=left), replace(proof, right_best=right)):
        assert forged.verify(game) == Refuted("A split is not in the core.")


@examples(15)
@given(gloves(), _any_split)
def test_the_core_of_gloves_is_judged_as_by_the_table(game, numbers):
    table, market = tabulated(game), game.assignment()
    split = total_of(table, numbers)
    judged(game, table, split)
    judged(market, table, split)
    assert core(market).contains(core(market).point)
    assert core(market).contains(split) == core(table).contains(split)
    assert proven(nucleolus(game), game) == nucleolus(table)
    answer, truth = proven(core(game), game), core(table)
    assert answer.contains(answer.point)
    assert (answer.lowest, answer.highest) == (truth.lowest, truth.highest)


@examples(25)
@given(tree_games(), _any_split)
def test_the_core_of_a_tree_is_judged_as_by_the_table(game, numbers):
    table, tree = tabulated(game), spanning_tree(game)
    judged(game, table, total_of(table, numbers))
    for split in (tree.bird, tree.folk):
        with mock.patch.object(tree_core, "tabulated", None):  # proven by the tree alone
            assert core_violation(game, split) is None
    assert proven(core(game), game).contains(core(game).point)


@examples(25)
@given(tree_games(), _any_split)
def test_what_is_overpaid_at_irreducible_costs_is_that_of_all_groups(game, numbers):
    tree = spanning_tree(game)
    split = total_of(tabulated(game), numbers)
    dearest = _irreducible(game, tree.links)
    names = game.players
    pairs = {(a, b): dearest[a][b] for k, a in enumerate(names) for b in names[k + 1 :]}
    least = SpanningTreeGame(names, [dearest[a][None] for a in names], pairs)
    groups = [g for n in range(len(names) + 1) for g in itertools.combinations(names, n)]
    most = max(sum(split[c] for c in group) - least.worth(group) for group in groups)
    found, group = tree_core._overpaid(tree.links, tree.bird, split)
    assert found == most == sum(split[c] for c in group) - least.worth(group)


def test_a_tree_of_a_hundred_cities_is_judged_by_the_tree_or_not_at_all():
    cities = [f"c{k}" for k in range(100)]
    ring = {(a, b): 1 + k % 5 for k, (a, b) in enumerate(itertools.pairwise(cities))}
    game = SpanningTreeGame(cities, [20] * 100, ring)
    tree = spanning_tree(game)
    assert core_violation(game, tree.folk) is None
    even = dict.fromkeys(cities, tree.cost / 100)
    even["c0"], even["c99"] = even["c0"] + 1, even["c99"] - 1
    breach = core_violation(game, even)
    assert not breach or breach.gain == excess(game, even, breach.coalition)
    greedy = dict.fromkeys(cities, 0) | {"c9": tree.cost}
    assert core_violation(game, greedy).gain >= tree.cost - 20


@examples(8)
@given(flow_games(), _any_split)
def test_the_core_of_a_flow_is_judged_as_by_the_table(game, numbers):
    table = tabulated(game)
    fast, slow = judged(game, table, total_of(table, numbers))
    assert (fast and fast.gain) == (slow and slow.gain)
    assert core_violation(game, maximum_flow(game).split) is None
    answer = proven(core(game), game)
    assert answer.contains(answer.point)
    assert proven(least_core(game), game).epsilon == least_core(table).epsilon
    assert not proven(cost_of_stability(game), game).value


@examples(20)
@given(dividend_games())
def test_values_of_dividends_are_those_of_the_table(game):
    table = tabulated(game)
    assert proven(shapley_value(game), game) == shapley_value(table)
    assert proven(banzhaf_value(game), game) == banzhaf_value(table)


@examples(30)
@given(tree_games())
def test_trees_cost_what_the_table_says_and_both_rules_are_in_the_core(game):
    table = tabulated(game)
    tree = proven(spanning_tree(game), game)
    assert tree.cost == table.grand_worth
    stable = core(table)
    assert stable.contains(tree.bird)
    assert stable.contains(tree.folk)


@examples(20)
@given(tree_games())
def test_the_folk_rule_is_the_shapley_value_of_the_irreducible_costs(game):
    links = spanning_tree(game).links
    path = {}
    for city in game.players:
        cost, at, costs = Fraction(0), city, {city: Fraction(0)}
        while at is not None:
            cost = max(cost, game.cost(at, links[at]))
            at = links[at]
            costs[at] = cost
        path[city] = costs

    def dearest(one, other):
        shared = [max(path[one][p], path[other][p]) for p in path[one] if p in path[other]]
        return min(shared)  # where the two paths meet; beyond, they only get dearer

    reduced = SpanningTreeGame(
        game.players,
        [path[city][None] for city in game.players],
        {
            (one, other): dearest(one, other)
            for k, one in enumerate(game.players)
            for other in game.players[k + 1 :]
        },
    )
    assert spanning_tree(game).folk == oracles.shapley_by_orders(tabulated(reduced))


@examples(30)
@given(flow_games())
def test_a_least_cut_pays_a_core_split(game):
    answer = proven(maximum_flow(game), game)
    table = tabulated(game)
    assert answer.value == table.grand_worth
    assert core(table).contains(answer.split)


def test_the_council_of_1958():
    """Luxembourg has a vote, and no power (Brams, 1976)."""
    votes = {"DE": 4, "FR": 4, "IT": 4, "BE": 2, "NL": 2, "LU": 1}
    council = WeightedVoting(votes, 12)
    assert shapley_value(council)["DE"] == Fraction(7, 30)
    assert normalised_banzhaf_value(council)["BE"] == Fraction(1, 7)
    assert shapley_value(council)["LU"] == normalised_banzhaf_value(council)["LU"] == 0


def test_the_security_council():
    """Shapley and Shubik (1954) by the rules of 1965: 421/2145 for each veto, 4/2145 else."""
    council = WeightedVoting(
        {f"P{k}": 7 for k in range(5)} | {f"E{k}": 1 for k in range(10)}, quota=39
    )
    power = shapley_value(council)
    assert (power["P0"], power["E0"]) == (Fraction(421, 2145), Fraction(4, 2145))
    assert council.veto_players == ("P0", "P1", "P2", "P3", "P4")


def test_sixty_eight_equal_voters_do_not_overflow():
    """Peers run out of 64 bits here."""
    equal = WeightedVoting({f"v{k}": 1 for k in range(68)}, 35)
    assert set(shapley_value(equal).values()) == {Fraction(1, 68)}
    assert proven(banzhaf_value(equal), equal)["v0"] > 0


def test_a_corridor_of_two_hundred_cities():
    line = AirportGame({f"c{k}": (k * k) % 97 + k for k in range(200)})
    for concept in (shapley_value, nucleolus):
        assert proven(concept(line), line).total() == max(line.costs.values())


def test_families_that_know_their_own_game_are_tabulated_too():
    estate = BankruptcyProblem({"A": 100, "B": 200, "C": 300}, 200)
    assert nucleolus(tabulated(estate)) == {"A": 50, "B": 75, "C": 75}


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: WeightedVoting({"A": -1}, 1), "weight of A"),
        (lambda: WeightedVoting({"A": 1}, 2), "quota is 2"),
        (lambda: WeightedVoting([1], 1), "weights is"),
        (lambda: WeightedVoting({"A": 1}, 1).worth(["B"]), "member is 'B'"),
        (lambda: AirportGame({"A": -1}), "cost of A"),
        (lambda: AirportGame({"A": 1}).worth("B"), "member is 'B'"),
        (lambda: GloveGame(["A"], ["A"]), "right glove is 'A'"),
        (lambda: GloveGame([], ["A"]), "the list of left gloves is missing"),
        (lambda: GloveGame(["A"], ["B", "B"]), "a right glove is 'B'; it should be named once"),
        (lambda: DividendGame(["A"], {"B": 1}), "group's member is 'B'"),
        (lambda: DividendGame(["A"], {(): 1}), "dividend of"),
        (lambda: SpanningTreeGame(["A"], [1], {("A", "A"): 1}), "a link is"),
        (lambda: SpanningTreeGame(["A"], [-1], {}), "link of A"),
        (lambda: Arc("a", "b", -1, "A"), "capacity from a to b"),
        (lambda: FlowGame("s", "s", []), "the sink is 's'"),
        (lambda: tabulated(WeightedVoting(dict.fromkeys(map(str, range(70)), 1), 40)), "70 pl"),
    ],
)
def test_bad_input_is_one_sentence(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_none_of_these_is_a_traceback():
    with pytest.raises(InvalidInput, match="of type str"):
        tabulated("a game")


@pytest.mark.parametrize(
    "game",
    [
        CoalitionalGame(["A", "B"], {"A": 1, "B": 2, ("A", "B"): 4}),
        AirportGame({"A": 1, "B": 2}),
        AssignmentGame(["A"], ["B"], [[4]]),
        GloveGame(["A"], ["B"]),
        SpanningTreeGame(["A", "B"], {"A": 1, "B": 2}, {("A", "B"): 1}),
        WeightedVoting({"A": 1, "B": 2}, 2),
        FlowGame("s", "t", [Arc("s", "t", 1, "A")]),
        FacilityLocation(["A", "B"], ["f"], [3], [[1], [2]]),
        OracleGame(["A", "B"], len),
    ],
    ids=lambda game: type(game).__name__,
)
def test_one_line_with_limits_serves_every_game(game):
    """A table and a formula need none, and are as strict about what a limit is."""
    for concept in (core, least_core, cost_of_stability):
        try:
            concept(game)
        except InvalidInput:  # a family that has only its core: to be tabulated
            continue
        assert str(concept(game, seconds=600, progress=print)) == str(concept(game))
        with pytest.raises(InvalidInput, match="seconds is 'a minute'; it should be a number"):
            concept(game, seconds="a minute")
        with pytest.raises(InvalidInput, match="seconds is -1; it should be a number, 0 or more"):
            concept(game, seconds=-1)
        with pytest.raises(InvalidInput, match="progress is 5; it should be a function"):
            concept(game, progress=5)


def test_a_forged_list_of_those_who_can_veto_is_refused():
    """Of weights 3, 2 and 1 the quota is 5: the rest win without C, not without A or B."""
    council = WeightedVoting({"A": 3, "B": 2, "C": 1}, quota=5)
    assert VetoCoreCertificate(("A", "B")).verify(council) is True
    for forged in ((), ("A",), ("B",), ("C",), ("B", "A"), ("A", "B", "C")):
        assert not VetoCoreCertificate(forged).verify(council)


def test_a_tree_past_a_cheaper_link_to_the_source_is_refused():
    """B's own link of 2 makes A's of 5 needless; the certificate is that of B's being 9."""
    links = {("A", "B"): 1, ("B", "C"): 1}
    game = SpanningTreeGame(["A", "B", "C"], [5, 9, 9], links)
    dear = spanning_tree(game)
    assert (dear.cost, dear.links) == (7, {"A": None, "B": "A", "C": "B"})
    assert dear.certificate.verify(game) is True
    for cheap in ([5, 2, 9], [5, 9, 2], [5, 2, 2]):
        assert not dear.certificate.verify(SpanningTreeGame(["A", "B", "C"], cheap, links))
