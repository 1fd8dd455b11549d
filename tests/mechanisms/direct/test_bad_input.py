"""What is of another kind than asked for is refused in a sentence, never by another traceback."""

import pytest

from games import BayesianProblem, InvalidInput, SubsidyCompetition, midpoint_types
from mechanisms import (
    DirectMechanism,
    audit,
    chatterjee_samuelson,
    clarke_pivot,
    design,
    design_program,
    dissolution,
    groves,
    myerson_satterthwaite,
    optimal_auction,
    prior_sweep,
    sampled_audit,
    second_best_trade,
)

RACE = SubsidyCompetition(["A", "B"], [1, 1], mu=1)


def refuses(_):
    raise ValueError("not\nhere")


SWAP = BayesianProblem.bilateral_trade({"B": [1]}, {"S": [0]})


@pytest.mark.parametrize("given", [RACE, None, "swap", [[1, 2]]])
@pytest.mark.parametrize(
    "ask",
    [
        audit,
        design,
        design_program,
        second_best_trade,
        myerson_satterthwaite,
        optimal_auction,
        dissolution,
        lambda given: DirectMechanism(given, {}),
        lambda given: DirectMechanism.from_rule(given, lambda reports: ("x", None)),
        lambda given: DirectMechanism(SWAP, given),
        lambda given: prior_sweep(lambda _: given, [1]),
    ],
)
def test_another_kind_is_refused_by_name(ask, given):
    found = "None" if given is None else f"of kind {type(given).__name__}"
    with pytest.raises(InvalidInput, match=f"is {found}; it should be"):
        ask(given)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: DirectMechanism.from_rule(SWAP, 3), "is of kind int"),
        (lambda: DirectMechanism.from_rule(SWAP, lambda _: (["trade"], None)), "is ['trade']"),
        (lambda: DirectMechanism.from_rule(SWAP, lambda _: ({"rent": 1}, None)), "is 'rent'"),
        (lambda: audit(DirectMechanism(SWAP, {(1, 0): "trade"}), 5), "a list of properties"),
        (lambda: audit(DirectMechanism(SWAP, {(1, 0): "trade"}), [3]), "a property is 3"),
        (lambda: DirectMechanism(SWAP, {(1,): "trade"}), "a profile of types is (1,)"),
        (lambda: DirectMechanism(SWAP, {(2, 0): "trade"}), "a type of B is '2'"),
        (lambda: DirectMechanism(SWAP, {(None, 0): "trade"}), "a type of B is None"),
        (lambda: DirectMechanism(SWAP, {(1, 0): {}}), "the sum of the probabilities at"),
        (lambda: design(SWAP, 3), "the objective is 3"),
        (lambda: design(SWAP, subject_to=[None]), "a property is None"),
        (lambda: second_best_trade(SWAP, "much"), "the subsidy is 'much'"),
        (lambda: chatterjee_samuelson("B", "S", k="half"), "k is 'half'"),
        (lambda: optimal_auction({"A": 3}), "the range of A is 3"),
        (lambda: dissolution({"A": -1, "B": 2}), "share of A is -1"),
        (lambda: midpoint_types("a", 1, 2), "the lowest type is 'a'"),
        (lambda: BayesianProblem.bilateral_trade("B", {"S": [0]}), "the buyer is 'B'"),
        (lambda: BayesianProblem.bilateral_trade({"B": ["x"]}, {"S": [0]}), "a type of B is 'x'"),
        (lambda: BayesianProblem(["A"], [1], ["x"], lambda *_: 0), "the table of types is [1]"),
        (
            lambda: BayesianProblem(["A"], {"A": [1]}, "x", lambda *_: 0),
            "the list of alternatives is 'x'",
        ),
        (
            lambda: BayesianProblem(["A"], {"A": [1]}, ["x"], 3),
            "values is of kind int; it should be a dict, or",
        ),
        (lambda: BayesianProblem(["A"], {"A": [1]}, ["x"], lambda *_: "much"), "value of x to A"),
        (
            lambda: BayesianProblem(["A"], {"A": [1]}, ["x"], lambda city: 0),
            "value of x to A of type 1 is missing: the function stops with TypeError",
        ),
        (
            lambda: BayesianProblem(["A"], {"A": [1]}, ["x"], lambda *_: 0, outside=5),
            "table of outside options is of kind int",
        ),
        (
            lambda: BayesianProblem(["A"], {"A": [1]}, ["x"], lambda *_: 0, costs=[5]),
            "table of costs is of kind list",
        ),
        (
            lambda: BayesianProblem(["A"], {"A": [1]}, ["x"], lambda *_: 0, coalitions=5),
            "table of what coalitions can do is of kind int",
        ),
        (
            lambda: BayesianProblem(["A"], {"A": [1]}, ["x"], lambda *_: 0, coalitions={5: ["x"]}),
            "group is of kind int",
        ),
        (
            lambda: DirectMechanism.from_rule(SWAP, lambda reports: reports["Z"]),
            "S: 0) is missing: the function stops with KeyError, 'Z'; it should be a pair",
        ),
        (lambda: DirectMechanism.from_rule(SWAP, refuses), "at (B: 1, S: 0) is missing"),
        (lambda: sampled_audit(SWAP, refuses), "at (B: 1, S: 0) is missing"),
        (lambda: prior_sweep(5, [1]), "family of problems is of kind int"),
        (lambda: prior_sweep(lambda _: SWAP, 1), "list of parameters is of kind int"),
        (lambda: prior_sweep(lambda _: SWAP, [1], subject_to=5), "a list of properties"),
        (
            lambda: prior_sweep(lambda x: {}[x], [7]),
            "the problem for the parameter 7 is missing: the function stops with KeyError, 7",
        ),
        (lambda: clarke_pivot(SWAP).outcome(None), "a profile of types is None"),
        (lambda: clarke_pivot(SWAP).outcome("10"), "a profile of types is '10'"),
        (lambda: groves(SWAP, lambda city: 0), "the lump of B at (S: 0) is missing"),
    ],
)
def test_a_sentence_says_what_is_wrong(call, sentence):
    with pytest.raises(InvalidInput) as refused:
        call()
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_error_of_the_library_within_a_rule_says_at_which_profile():
    with pytest.raises(InvalidInput, match="the table of types is 3") as refused:
        DirectMechanism.from_rule(SWAP, lambda _: BayesianProblem(["A"], 3, ["x"], max))
    assert refused.value.__notes__ == ["This was for what the rule returns at (B: 1, S: 0)."]
