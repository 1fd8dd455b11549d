"""What may be done to a scenario without a verdict moving."""

import functools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intercity.findings.payoffs import payoffs
from intercity.proofs import Recorder
from intercity.region.context import Context
from tests.frontdoor.small_regions import (
    in_unit,
    read,
    regions,
    renamed,
    reordered,
    scenario,
    with_clauses_in_halves,
    with_null_city,
    with_null_member,
    with_resource_in_halves,
    with_unrelated_pair,
)
from tests.frontdoor.starter import all_found
from tests.properties.strategies import simulations

EXAMPLES = [
    "examples/quzhou_hangzhou/scenario.toml",
    "examples/coast_and_hills/scenario.toml",
    "examples/three_city_park/scenario.toml",
    "examples/quota_exchange/scenario.toml",
    "intercity/starter.toml",
]
THOUSANDTH = Fraction(1, 1000)
"""Then no gain is so large that a bound of 1 in place of 0 would not be seen."""
COLUMNS = ("alone", "planned", "signed", "at_signing", "with_bonus", "lowest", "highest")


def told(document):
    """By check its verdict and margin; the table of payoffs; and the cities."""
    context = Context(scenario(document), Recorder())
    findings, columns = all_found(context), payoffs(context)
    return (
        {f.name: (f.turns_on, f.margin) for f in findings},
        {column: dict(getattr(columns, column)) for column in COLUMNS},
        context.scenario.players,
    )


@functools.cache
def told_of(path):
    """The same of an example's file."""
    return told(read(path))


def verdicts(findings):
    return {name: outcome for name, (outcome, _) in findings.items()}


def same(one, other):
    """The same verdicts, margins and payoffs."""
    assert one[0] == other[0]
    assert one[1] == other[1]


def in_other_names(found, names):
    findings, columns, players = found
    return (
        findings,
        {column: {names[c]: x for c, x in by.items()} for column, by in columns.items()},
        players,
    )


@simulations(25)
@given(regions())
def test_names_and_order_do_not_matter(document):
    names = {city: f"Q{k}" for k, city in enumerate(reversed(document["cities"]))}
    names |= {"quota": "allowance", "land": "ground"}
    found = told(document)
    same(in_other_names(found, names), told(renamed(document, names)))
    same(found, told(reordered(document)))


@simulations(20)
@given(regions(), st.sampled_from([7, THOUSANDTH]))
def test_the_unit_of_money_does_not_matter(document, factor):
    found, scaled = told(document), told(in_unit(document, factor))
    assert verdicts(found[0]) == verdicts(scaled[0])
    for column, by_city in found[1].items():
        assert {city: x * factor for city, x in by_city.items()} == scaled[1][column], column


@simulations(20)
@given(regions())
def test_strangers_do_not_matter(document):
    found = told(document)
    same(found, told(with_null_city(document)))
    same(found, told(with_unrelated_pair(document)))


@simulations(20)
@given(regions(members=3))
def test_a_member_that_owns_and_does_nothing_does_not_matter(document):
    same(told(document), told(with_null_member(document)))


@simulations(15)
@given(regions(), st.sampled_from(["quota", "land"]))
def test_a_resource_in_two_halves_is_the_same(document, resource):
    document["resources"]["quota"].pop("exchange", None)  # a right to trade belongs to the whole
    found, split = told(document), told(with_resource_in_halves(document, resource))
    assert verdicts(found[0]) == verdicts(split[0])
    assert found[1] == split[1]


@simulations(20)
@given(regions())
def test_a_clause_in_two_halves_is_the_same(document):
    same(told(document), told(with_clauses_in_halves(document)))


@pytest.mark.parametrize("path", EXAMPLES)
def test_examples_by_other_names_and_in_another_order(path):
    document, found = read(path), told_of(path)
    names = {city: f"Q{k}" for k, city in enumerate(found[2])}
    same(in_other_names(found, names), told(renamed(document, names)))
    same(found, told(reordered(document)))


@pytest.mark.parametrize("path", [path for path in EXAMPLES if "resources" in read(path)])
def test_examples_with_strangers(path):
    document = read(path)
    found, pair = told_of(path), told(with_unrelated_pair(document))
    same(found, told(with_null_city(document)))
    for column, by_city in found[1].items():  # without a deal the pair has rows of its own
        assert by_city == {c: x for c, x in pair[1][column].items() if c not in ("Far", "Away")}
    assert found[0] == pair[0]


@pytest.mark.parametrize("path", [path for path in EXAMPLES if "compact" in read(path)])
def test_examples_with_a_member_that_owns_and_does_nothing(path):
    document = read(path)
    document.get("province", {}).pop("grant", None)  # of which each member has a share
    same(told(document), told(with_null_member(document)))


@pytest.mark.parametrize("path", EXAMPLES)
def test_examples_in_another_unit(path):
    found, scaled = told_of(path), told(in_unit(read(path), THOUSANDTH))
    assert verdicts(found[0]) == verdicts(scaled[0])
    for column, by_city in found[1].items():
        assert {city: x * THOUSANDTH for city, x in by_city.items()} == scaled[1][column], column


@pytest.mark.parametrize("path", [EXAMPLES[0], EXAMPLES[-1]])
def test_examples_with_clauses_in_halves(path):
    same(told_of(path), told(with_clauses_in_halves(read(path))))
