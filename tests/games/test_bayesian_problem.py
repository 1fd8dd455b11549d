"""Problems with private information: what is kept, and what is refused in a sentence."""

import copy
from fractions import Fraction

import pytest

from games import BayesianProblem, InvalidInput, midpoint_types


def worth(city, alternative, kind):
    return kind if alternative == city else 0


def object_for(types, **more):
    return BayesianProblem(list(types), types, list(types), worth, **more)


def test_numbers_are_what_the_user_gave():
    problem = object_for({"A": {0.1: 0.3, 1: 0.7}, "B": [0, 2, Fraction(1, 3)]})
    assert problem.types[0] == (Fraction(1, 10), 1)
    assert problem.prior("B")[Fraction(1, 3)] == Fraction(1, 3)
    assert problem.value("A", "A", 0.1) == Fraction(1, 10)
    assert sum(problem.probability(profile) for profile in problem.profiles()) == 1
    assert copy.deepcopy(problem) == problem
    assert hash(problem) == hash(object_for({"A": {0.1: 0.3, 1: 0.7}, "B": [0, 2, Fraction(1, 3)]}))


def test_values_from_a_table_are_those_of_the_function():
    types = {"A": [1, 2], "B": [3]}
    table = {
        city: {each: {kind: worth(city, each, kind) for kind in known} for each in types}
        for city, known in types.items()
    }
    assert BayesianProblem(["A", "B"], types, ["A", "B"], table) == object_for(types)
    del table["A"]["B"][2]
    with pytest.raises(InvalidInput, match="value of B to A of type 2 is missing"):
        BayesianProblem(["A", "B"], types, ["A", "B"], table)


@pytest.mark.parametrize(
    ("types", "more", "sentence"),
    [
        ({"A": {1: 0.5, 2: 0.4}}, {}, "the sum of the probabilities of A's types is 0.9"),
        ({"A": {1: 1.5, 2: -0.5}}, {}, "probability of type 2 of A is -0.5"),
        ({"A": []}, {}, "the list of types of A is missing: there is none"),
        ({"A": [1, 1.0]}, {}, "a type of A is '1'; it should be given once"),
        ({"A": 3}, {}, "the list of types of A is 3; it should be a list of types"),
        ({"A": [float("nan")]}, {}, "a type of A is nan"),
        ({"A": [None]}, {}, "a type of A is None"),
        ({"A": [1]}, {"outside": {"C": 1}}, "a city with an outside option is 'C'"),
        ({"A": [1]}, {"outside": {"A": {2: 1}}}, "a type with an outside option of A is '2'"),
        ({"A": [1]}, {"costs": {"park": 1}}, "an alternative with a cost is 'park'"),
        ({"A": [1], "B": [1]}, {"coalitions": {"A": ["A"]}}, "a group is 'A'"),
        ({"A": [1], "B": [1]}, {"coalitions": {("A", "C"): []}}, "a member of a group is 'C'"),
    ],
)
def test_what_cannot_be_right_is_named(types, more, sentence):
    with pytest.raises(InvalidInput) as refused:
        object_for(types, **more)
    assert sentence in str(refused.value)


def test_names_that_are_nowhere():
    problem = object_for({"A": [1, 2], "B": [1]})
    for call, sentence in (
        (lambda: problem.value("C", "A", 1), "a city is 'C'"),
        (lambda: problem.value("A", "park", 1), "the alternative chosen is 'park'"),
        (lambda: problem.value("A", "A", 3), "a type of A is '3'; it should be one of 1, 2"),
        (lambda: problem.probability({"A": 1}), "a profile of types"),
        (lambda: problem.probability([1]), "a profile of types"),
        (lambda: BayesianProblem(["A"], {"B": [1]}, ["x"], worth), "a city with types is 'B'"),
        (lambda: BayesianProblem(["A"], {}, ["x"], worth), "the list of types of A is missing"),
        (
            lambda: BayesianProblem(["A"], {"A": [1]}, [], worth),
            "the list of alternatives is missing",
        ),
        (lambda: BayesianProblem(["A"], {"A": [1]}, ["x", "x"], worth), "this one stands twice"),
        (lambda: midpoint_types(1, 0, 3), "the highest type is 0"),
        (lambda: midpoint_types(0, 1, 0), "the number of types is 0"),
    ):
        with pytest.raises(InvalidInput) as refused:
            call()
        assert sentence in str(refused.value)


def test_too_many_profiles_are_refused_before_a_table_is_made():
    with pytest.raises(InvalidInput, match="the number of profiles of types is 10000000000"):
        object_for({f"C{i}": list(range(10)) for i in range(10)})


def test_more_cities_than_a_table_has_dimensions_are_refused():
    many = {f"city {k}": [1] for k in range(31)}
    with pytest.raises(InvalidInput, match="the number of cities is 31; it should be at most 30"):
        BayesianProblem(many, many, ["x"], lambda *_: 0)


def test_midpoints_average_to_the_middle():
    for count in (1, 2, 7):
        types = midpoint_types(-1, Fraction(1, 3), count)
        assert sum(types) / count == Fraction(-1, 3)
        assert len(set(types)) == count
