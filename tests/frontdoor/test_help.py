"""``help`` of a public name shows the concept, an example that runs, errors and the source."""

import doctest
import importlib
import inspect
import re

import pytest

import games
import intercity as ic
import mechanisms
import solvers
from games.errors import IntercityError

PUBLIC = {
    name: getattr(layer, name) for layer in (games, solvers, mechanisms) for name in layer.__all__
}
FUNCTIONS = {name: thing for name, thing in PUBLIC.items() if inspect.isfunction(thing)}
CLASSES = {name: thing for name, thing in PUBLIC.items() if inspect.isclass(thing)}

ERRORS = {name: thing for name, thing in CLASSES.items() if issubclass(thing, IntercityError)}

MOST_LOOKED_FOR = (
    "arms_race",
    "cap_accord",
    "clarke_pivot",
    "contest_equilibrium",
    "core",
    "deferred_acceptance",
    "kalai_smorodinsky",
    "least_core",
    "nash_bargaining",
    "nash_equilibria",
    "nucleolus",
    "shapley_value",
    "subsidy_equilibrium",
)


def shown(name):
    return inspect.getdoc(PUBLIC[name]) or ""


def examples(name):
    return doctest.DocTestParser().get_examples(shown(name))


def prose(name):
    """What is read before the first example."""
    return shown(name).split(">>>")[0]


def pointer(name, *, example=""):
    """The name to which one sends its reader for the concept, or for an example as well."""
    pattern = rf"^See ``(\w+)`` for the concept{example} and its source"
    found = re.search(pattern, shown(name), re.MULTILINE)
    return found and found[1]


def example_of(name):
    """The name that shows the example of one: itself, or the one that it points to for it."""
    return name if examples(name) else pointer(name, example=", an example")


def source(name):
    """What names the source: the name's own, or that of the name that it points to."""
    own = re.search(r"^Source: ((?:.+\n?)+)", shown(name), re.MULTILINE)
    where = pointer(name, example="(?:, an example)?")
    if own or not where:
        return own and own[1]
    return source(where)


def collected(module):
    """The public names whose examples a run of all doctests of a module finds."""
    found = doctest.DocTestFinder().find(importlib.import_module(module), module)
    return {test.name.removeprefix(f"{module}.") for test in found if test.examples}


def test_every_public_function_shows_an_example():
    assert len(FUNCTIONS) > 250  # 283 when this was written
    assert [name for name in FUNCTIONS if not examples(name)] == []


def test_every_public_class_shows_an_example_or_points_to_one():
    assert len(CLASSES) > 250  # 286 when this was written
    assert [name for name in CLASSES if not (example_of(name) and examples(example_of(name)))] == []


def test_who_has_an_example_points_to_no_other():
    assert [name for name in PUBLIC if examples(name) and pointer(name, example=", an.*")] == []


def test_the_examples_are_among_those_that_run():
    modules = {PUBLIC[name].__module__ for name in (*FUNCTIONS, *CLASSES)}
    run = {(module, name) for module in modules for name in collected(module)}
    told = {
        (PUBLIC[name].__module__, PUBLIC[name].__qualname__)
        for name in (*FUNCTIONS, *CLASSES)
        if examples(name)
    }
    assert told - run == set()


def test_an_example_of_a_function_calls_it():
    silent = [
        name
        for name in FUNCTIONS
        if not any(re.search(rf"\b{name}\b", one.source) for one in examples(name))
    ]
    assert silent == []


def test_functions_say_which_errors_to_expect():
    assert [name for name in FUNCTIONS if "Errors:" not in shown(name)] == []


def test_functions_and_classes_name_their_source():
    # An error, the progress of a search and a table of worths are nobody's finding.
    ours = {*ERRORS, "Progress", "PropertyViolation", "tabulated"}
    assert {name for name in (*FUNCTIONS, *CLASSES) if not source(name)} == ours


@pytest.mark.parametrize("name", MOST_LOOKED_FOR)
class TestOfTheMostLookedFor:
    def test_the_front_door_shows_the_same(self, name):
        assert getattr(ic, name) is PUBLIC[name]

    def test_it_opens_with_the_concept_in_one_sentence(self, name):
        first = shown(name).split("\n\n")[0]
        assert first[-1] == "."
        assert 30 < len(first) < 130

    def test_it_gives_a_formula_or_defines_a_term(self, name):
        assert re.search(r" (=|<=|>=) |\*[A-Za-z ]+\*", prose(name))

    def test_it_has_an_example_that_calls_it_and_a_source(self, name):
        assert any(f"{name}(" in one.source for one in examples(name))
        assert re.search(r"\b(19|20)\d\d\b", source(name))

    def test_it_names_errors_of_the_family(self, name):
        told = re.search(r"Errors:((?:.+\n?)+)", shown(name))[1]
        named = [error for error in re.findall(r"``([A-Z]\w+)``", told) if error in ERRORS]
        assert named
        with pytest.raises(ERRORS["InvalidInput"]):
            PUBLIC[name](object())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_option_is_named(name):
    """Whoever reads ``run_solver`` or ``kept`` in the first line finds the word below it."""
    options = inspect.signature(FUNCTIONS[name]).parameters.values()
    told = set(re.findall(r"\w+", prose(name)))
    assert {one.name for one in options if one.default is not one.empty} <= told
