"""What is no name, list, mapping or number is refused in one sentence that says what is."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import intercity as ic
from games.errors import InvalidInput, TooLarge

ONE = ic.CoalitionalGame(["A"], {"A": 1})
PAIR = ic.CoalitionalGame(["A", "B"], {"A": 0, "B": 0, ("A", "B"): 2})
TRADE = ic.LinearProductionGame(["A", "B"], [], [])
ASKED = ic.OracleGame(["A", "B", "C"], len)
RARE = ic.OracleGame(["A", "B", "C"], lambda s: 10**400 * (s == ("A", "B")))


def estimated(**wrong):
    return lambda: ic.shapley_estimate(ASKED, orders=12, **wrong)


def separated(answer):
    return lambda: ic.least_core(ic.OracleGame(["A", "B", "C"], len, lambda x: answer))


def stops(coalition):
    raise KeyError("no figure")


WRONG = [
    (lambda: ic.CoalitionalGame(["A"], None), "list of worths"),
    (lambda: ic.CoalitionalGame(["A"], [1]), "a list is for CoalitionalGame.from_array"),
    (lambda: ic.CoalitionalGame.from_array(["A"], [1]), "the first the 0 of the empty one"),
    (lambda: PAIR.worth("A, Z"), "member is 'Z'; it should be one of A, B."),
    (lambda: PAIR.worth("A", "B"), "one list of names: worth(['A', 'B'])"),
    (lambda: PAIR.worth("A and B"), "one of A, B, or several with commas between them"),
    (lambda: PAIR.worth(["A and B"]), "it should be one of A, B."),
    (lambda: ic.CoalitionalGame(["A", "B"], {"AB": 1}), "several with commas between them"),
    (lambda: ic.core({"A": 1}), "CoalitionalGame(players, worths) makes one"),
    (lambda: ic.nucleolus(ic.coalitional_form(TRADE)), "the one that it holds is its .game"),
    (lambda: ic.nucleolus(TRADE), "tabulated(game) makes one"),
    (lambda: ic.core_violation(PAIR, (1, 1)), "by name: dict(zip(players, numbers))"),
    (lambda: ic.CoalitionalGame(["A"], {1: 2}), "a coalition is 1"),
    (lambda: ic.CoalitionalGame(["A"], {("A", 2): 2}), "member is 2"),
    (lambda: ic.CoalitionalGame(None, {}), "players is None"),
    (lambda: ic.CoalitionalGame(3, {}), "players is 3"),
    (lambda: ic.CoalitionalGame([["A"]], {}), "a player"),
    (lambda: ic.OracleGame(None, len), "players is None"),
    (lambda: ic.GloveGame(5, None), "the list of left gloves is 5"),
    (lambda: PAIR.worth(None), "a coalition is None"),
    (lambda: PAIR.worth(1.0), "a coalition is 1.0"),
    (lambda: PAIR.mask([["A"]]), "member is"),
    (lambda: ic.excess(PAIR, {"A": 1, "B": 1}, None), "a coalition is None"),
    (lambda: ic.CoalitionalGame.from_array(["A"], [0, [1]]), "array of worths"),
    (lambda: ic.CoalitionalGame.from_array(["A"], None), "array of worths"),
    (lambda: ic.CoalitionalGame.from_array(["A"], ["0", "x"]), "worth of"),
    (lambda: ic.CoalitionalGame.from_function(["A"], 5), "the worth is 5"),
    (lambda: ic.CoalitionalGame.from_function(["A"], stops), "KeyError"),
    (lambda: ic.CoalitionalGame.from_integers(["A"], np.array([0, 1]), "x"), "unit"),
    (lambda: ic.CoalitionalGame.from_integers(["A"], np.array([0, 1]), 0), "unit"),
    (lambda: ic.CoalitionalGame.from_integers(["A"], np.array([0, 1]), -1), "unit"),
    (lambda: ic.CoalitionalGame.from_integers(["A"], [0, Fraction(1, 2)], 1), "whole numbers"),
    (lambda: ic.CoalitionalGame.from_integers(["A"], None, 1), "whole numbers"),
    (lambda: ic.property_violation(PAIR, []), "kind of game"),
    (lambda: ic.property_violation(PAIR, None), "kind of game"),
    (lambda: ic.game_from_dividends(["A"], None), "list of dividends"),
    (lambda: ic.DividendGame(["A"], None), "list of dividends"),
    (lambda: ic.DividendGame(["A"], {1: 1}), "a group is 1"),
    (lambda: ic.DividendGame(["A"], {("Z", 2): 1}), "a group's member is 'Z'"),
    (lambda: ic.DividendGame.additive(None), "list of worths"),
    (lambda: ic.DividendGame.unanimity(["A"], None), "a carrier is None"),
    (lambda: ic.SpanningTreeGame(["A", "B"], [1, 2], None), "list of links"),
    (lambda: ic.SpanningTreeGame(["A", "B"], [1, 2], [("A", "B", 1)]), "list of links"),
    (lambda: ic.SpanningTreeGame(["A", "B"], [1, 2], {("A", ("B",)): 1}), "end of a link"),
    (lambda: ic.SpanningTreeGame(["A", "B"], None, {}), "link to the source of A"),
    (lambda: ic.FlowGame("s", "t", None), "list of arcs"),
    (lambda: ic.FlowGame("s", "t", [("s", "t", 1, "A")]), "an arc"),
    (lambda: ic.FlowGame(["s"], "t", [ic.Arc("s", "t", 1, "A")]), "the source"),
    (lambda: ic.Arc(["s"], "t", 1, "A"), "tail of an arc"),
    (lambda: ic.Arc("s", "t", 1, ["A"]), "owner of an arc"),
    (lambda: ic.AssignmentGame(["A"], ["B"], None), "list of each seller's surplus"),
    (lambda: ic.AssignmentGame(["A"], ["B"], 5), "list of each seller's surplus"),
    (lambda: ic.AssignmentGame.from_values(None, {}), "list of reserves"),
    (lambda: ic.AirportGame({"A": 1}).worth(None), "a coalition is None"),
    (lambda: ic.WeightedVoting({"A": 1}, 1).worth([["A"]]), "member is"),
    (separated(None), "separation oracle's answer is None"),
    (separated(5), "separation oracle's answer is 5"),
    (separated([["A"]]), "separation oracle's answer"),
    (lambda: ic.least_core(ic.OracleGame(["A", "B", "C"], len, stops)), "KeyError"),
    (lambda: ic.least_core(ic.OracleGame(["A", "B", "C"], stops)), "KeyError"),
    (lambda: ic.shapley_estimate(None), "is None; it should be"),
    (lambda: ic.shapley_estimate(ic.AssignmentGame(["A"], ["B"], [[1]])), "tabulated"),
    (lambda: ic.shapley_estimate(ic.FlowGame("s", "t", [ic.Arc("s", "t", 1, "A")])), "tabulated"),
    (lambda: ic.shapley_estimate(ic.FacilityLocation(["A"], ["f"], [1], [[1]])), "tabulated"),
    (lambda: ic.shapley_estimate(ic.BankruptcyProblem({"A": 2, "B": 2}, 3)), "tabulated"),
    (estimated(confidence="x"), "the confidence"),
    (estimated(confidence=None), "the confidence"),
    (estimated(confidence=1 - 2**-53), "the confidence"),
    (estimated(confidence=float("nan")), "the confidence"),
    (estimated(marginals=5), "limits of what a city adds"),
    (estimated(marginals="ab"), "limits of what a city adds"),
    (estimated(seed=[1]), "the seed"),
    (estimated(seed=None), "the seed"),
    (estimated(seed=-1), "the seed"),
    (estimated(progress=5), "progress"),
    (lambda: ic.shapley_estimate(RARE), "what a city adds is"),
]


@pytest.mark.parametrize(("call", "said"), WRONG)
def test_one_sentence_says_what_is_wrong(call, said):
    with pytest.raises(InvalidInput) as raised:
        call()
    assert said in str(raised.value)
    assert "; it should be " in str(raised.value)
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize(
    "concept",
    [
        *(ic.optimal_assignment, ic.assignment_core, ic.maximum_flow, ic.spanning_tree),
        *(ic.coalition_program, ic.coalitional_form, ic.owen_point, ic.owen_prices),
    ],
)
@pytest.mark.parametrize("subject", [None, PAIR])
def test_a_game_of_another_kind_is_named(concept, subject):
    others = ["A"] if concept is ic.coalition_program else []
    with pytest.raises(InvalidInput, match=f"^subject of {concept.__name__} is (of kind|None)"):
        concept(subject, *others)


def test_whole_numbers_may_stand_in_a_list():
    assert ic.CoalitionalGame.from_integers(["A"], [0, 2], Fraction(1, 2)) == ONE


def test_the_memory_that_thousands_of_names_would_take_is_said_in_short():
    names = [f"city {k}" for k in range(5000)]
    with pytest.raises(TooLarge, match=r"needs 1\.1e\+1506 bytes; "):
        ic.CoalitionalGame(names, {})
    assert "8 EiB" in str(TooLarge(60, 2**63, 2**33))


@pytest.mark.parametrize(("sense", "verb"), [("gain", "makes"), ("cost", "pays")])
def test_a_group_is_not_said_to_be_alone(sense, verb):
    game = ic.CoalitionalGame.from_function(
        ["A", "B", "C", "D"], lambda s: -5 if len(s) == 3 else 1, sense
    )
    with pytest.raises(ic.Undefined, match=rf"\{{A, B, C\}} {verb} -5, and a rate needs"):
        ic.proportional_nucleolus(game)
