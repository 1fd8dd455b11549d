"""Deferred acceptance before the audit that all rules face."""

from __future__ import annotations

import itertools

import pytest

from games import MatchingMarket
from games.errors import InvalidInput
from mechanisms import audit, pairing_mechanism, profitable_misreport


def every_list(names):
    return [list(some) for k in range(len(names) + 1) for some in itertools.permutations(names, k)]


ASKED = ["strategy-proofness", "ex post IR"]


def test_no_city_lies_where_cities_propose_whatever_the_hubs_lists():
    """Dubins and Freedman (1981), in all cases of two and two."""
    free = {"a": every_list("HK"), "b": every_list("HK")}
    for lists in itertools.product(every_list("ab"), repeat=2):
        known = {hub: [one] for hub, one in zip("HK", lists, strict=True)}
        found = audit(pairing_mechanism(free, known), ASKED)
        assert found["strategy-proofness"]
        assert found["ex post IR"]


def test_the_audit_and_the_search_find_the_same_liars():
    known = {"a": [["H", "K"]], "b": [["K", "H"]]}
    own = {"H": ["b", "a"], "K": ["a", "b"]}
    market = MatchingMarket({c: lists[0] for c, lists in known.items()}, own)
    for hub in "HK":
        hubs = {h: every_list("ab") if h == hub else [own[h]] for h in "HK"}
        verdict = audit(pairing_mechanism(known, hubs), ASKED)["strategy-proofness"]
        assert not verdict
        assert profitable_misreport(market, hub) is not None
        mended = audit(pairing_mechanism(known, hubs, proposing="hubs"), ASKED)
        assert mended["strategy-proofness"]


def test_bad_lists_are_refused_in_a_sentence():
    with pytest.raises(InvalidInput, match="an entry on the list of a is 'L'"):
        pairing_mechanism({"a": [["H"], ["L"]]}, {"H": [["a"]]})
    with pytest.raises(InvalidInput, match="the lists that K may have is missing"):
        pairing_mechanism({"a": [["H"]]}, {"H": [["a"]], "K": []})
    for lists in (3, "H", None):
        with pytest.raises(InvalidInput, match=r"the lists that a may have is .*several lists"):
            pairing_mechanism({"a": lists}, {"H": [["a"]]})
    for one in (3, "H", None):
        with pytest.raises(InvalidInput):
            pairing_mechanism({"a": [["H"], one]}, {"H": [["a"]]})
    with pytest.raises(InvalidInput, match="table of the hubs is None"):
        pairing_mechanism({"a": [["H"]]}, None)
