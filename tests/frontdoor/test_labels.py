"""What numbers are called in words tells each from all others of its file."""

from collections import Counter
from pathlib import Path

import pytest

from games.errors import InvalidInput
from intercity.report.labels import label, labels
from intercity.scenario_file import load_scenario, parse_scenario

EXAMPLES = Path(__file__).parents[2] / "examples"
TWICE = """
format = 1
title = "Two values of one kind"
[cities.Aton]
[[activities]]
name = "works"
sites = ["Aton"]
limit = { v = 1, low = 0, high = 2 }
values = [
  { city = "Aton", kind = "cash", amount = { v = 8, low = 6, high = 10 } },
  { city = "Aton", kind = "cash", amount = { v = -1, low = -2, high = 0 } },
]
"""


def test_two_numbers_with_the_same_words_are_told_apart_by_their_keys():
    named = labels(parse_scenario(TWICE))
    assert list(named.values()) == [
        "the limit on 'works'",
        "the cash for Aton from 'works' (activities.0.values.0.amount)",
        "the cash for Aton from 'works' (activities.0.values.1.amount)",
    ]


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*/*.toml")), ids=lambda p: p.parent.name)
def test_no_two_numbers_of_an_example_are_called_the_same(example):
    scenario = load_scenario(example)
    named = labels(scenario)
    assert max(Counter(named.values()).values(), default=1) == 1
    for key in list(named)[:3]:
        assert label(scenario, key) == named[key]


def test_of_a_file_without_numbers_it_is_said_that_no_key_will_do():
    """ "It should be left out" alone was told, of a table of worths."""
    game = '[game]\nsense = "gain"\nassumed = "x"\nworths = { A = 1, B = 2, "A, B" = 5 }'
    scenario = parse_scenario(f'format = 1\ntitle = "x"\n{game}')
    with pytest.raises(InvalidInput, match="left out: no number of this file has a key"):
        scenario.moved({"worths.A": 1})
