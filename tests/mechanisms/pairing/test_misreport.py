"""Lies: every list that somebody could hand in is tried."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import MatchingMarket
from games.errors import InvalidInput
from intercity.testing import matching_markets
from mechanisms import deferred_acceptance, profitable_misreport
from tests.mechanisms.pairing.test_deferred_acceptance import (
    markets_with_several_stable_pairings,
)
from tests.properties.strategies import examples


def partners(market, who, proposing, report=None):
    told = market if report is None else market.reported(who, report)
    found = deferred_acceptance(told, proposing=proposing)
    return (
        [found[who]] if who in market.cities and found[who] else list(found.partners.get(who, ()))
    )


def surely_better(one, other, wishes):
    """Place by place, by the true list."""
    a, b = sorted(map(wishes.index, one)), sorted(map(wishes.index, other))
    return a != b and len(a) >= len(b) and all(x <= y for x, y in zip(a, b, strict=False))


def every_report(names):
    for size in range(len(names) + 1):
        yield from itertools.permutations(names, size)


def assert_all_misreports_are_found(market, proposing):
    liars = 0
    for who in (*market.cities, *market.hubs):
        wishes = market.wishes(who)
        others = market.hubs if who in market.cities else market.cities
        honest = partners(market, who, proposing)
        gains = [
            report
            for report in every_report(others)
            if set(got := partners(market, who, proposing, report)) <= set(wishes)
            and surely_better(got, honest, wishes)
        ]
        misreport = profitable_misreport(market, who, proposing=proposing)
        assert (misreport is not None) == bool(gains), (who, gains)
        if misreport is not None:
            liars += 1
            got = partners(market, who, proposing, misreport.report)
            assert got == sorted(misreport.lying, key=others.index)
            assert surely_better(misreport.lying, misreport.honest, wishes)
    return liars


@examples(50)
@given(matching_markets(max_side=3), st.sampled_from(["cities", "hubs"]))
def test_against_every_list_that_could_be_handed_in(market, proposing):
    assert_all_misreports_are_found(market, proposing)


def test_where_there_is_a_choice_somebody_lies():
    for market, _ in markets_with_several_stable_pairings(6, cities=3, places=(1,)):
        for proposing in ("cities", "hubs"):
            assert assert_all_misreports_are_found(market, proposing) > 0


def test_a_hub_with_two_places_gains_though_hubs_propose():
    """Roth (1985): no stable rule keeps hubs with several places honest."""
    market = MatchingMarket(
        {
            "s1": ["C3", "C1", "C2"],
            "s2": ["C2", "C1", "C3"],
            "s3": ["C1", "C3", "C2"],
            "s4": ["C1", "C2", "C3"],
        },
        {
            "C1": ["s1", "s2", "s3", "s4"],
            "C2": ["s1", "s2", "s3", "s4"],
            "C3": ["s3", "s1", "s2", "s4"],
        },
        {"C1": 2},
    )
    assert deferred_acceptance(market, proposing="hubs").partners["C1"] == ("s3", "s4")
    misreport = profitable_misreport(market, "C1", proposing="hubs")
    assert misreport.lying == ("s1", "s4")
    assert str(misreport) == "C1 gets s1, s4 instead of s3, s4 by listing only s1, s4."


def test_too_many_sets_to_try():
    names = [f"c{k}" for k in range(30)]
    market = MatchingMarket({c: ["H"] for c in names}, {"H": names}, {"H": 10})
    with pytest.raises(InvalidInput, match="the sets of cities for H"):
        profitable_misreport(market, "H")
