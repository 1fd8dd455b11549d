"""Deferred acceptance as a direct mechanism: the audit of all rules finds who misreports."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from games.bayesian_problem import BayesianProblem
from games.errors import MISSING, InvalidInput, of_kind
from games.matching_market import MatchingMarket
from mechanisms.direct.direct_mechanism import DirectMechanism
from mechanisms.pairing.deferred_acceptance import Side, deferred_acceptance

__all__ = ["pairing_mechanism"]

Pairs = tuple[tuple[str, str], ...]
Lists = Mapping[str, Iterable[Sequence[str]]]


def pairing_mechanism(cities: Lists, hubs: Lists, *, proposing: Side = "cities") -> DirectMechanism:
    """Deferred acceptance as a direct mechanism: the audit of all rules finds who misreports.

    The type of a city or a hub is its list. What a partner is worth counts places: the last on a
    list is worth 1, the one before 2, and so on, nobody 0, and who is not on it -1. Whoever has
    only one possible list is known. Where only the side that proposes has lists to hide no
    misreport pays, which is a theorem, and is tried here in all cases; where the other side has,
    one may.

    Deferred acceptance over all profiles of lists, each of a city's or hub's being as likely.

    ``cities``, ``hubs``: for each name the lists that it may have, best first.
    ``proposing``: the side that proposes, "cities" or "hubs".
    Errors: ``InvalidInput``, as of ``MatchingMarket``.

    >>> from mechanisms.direct.audit import audit
    >>> known = {"H": [["b", "a"]], "K": [["a", "b"]]}
    >>> hidden = {"a": [["H", "K"], ["K", "H"], ["H"]], "b": [["K", "H"], ["H", "K"], ["K"]]}
    >>> for side in ("cities", "hubs"):
    ...     print(audit(pairing_mechanism(hidden, known, proposing=side))["strategy-proofness"])
    holds (all 36 misreports against all reports)
    fails: a of type (H, K) gains 1 by reporting (H) when the others report (b: (K, H), H: (b, a),
    K:
    (a, b))

    Each hub is paired once at most; for hubs with more places see ``profitable_misreport``. The
    audit's core adds up what a group's members have, as if they could pay each other: it is not the
    stability meant here.

    Source: Gale and Shapley (1962); Dubins and Freedman (1981); Roth (1982).
    """
    for side, given in (("cities", cities), ("hubs", hubs)):
        of_kind(given, Mapping, place=f"table of the {side}", hint="the lists of each, by name")
    first = {name: _lists(name, lists) for name, lists in (*cities.items(), *hubs.items())}
    for which in range(max(map(len, first.values()), default=0)):  # each list is looked at once
        of = {name: lists[min(which, len(lists) - 1)] for name, lists in first.items()}
        MatchingMarket({c: of[c] for c in cities}, {h: of[h] for h in hubs})
    pairings = tuple(_pairings(tuple(cities), tuple(hubs)))
    problem = BayesianProblem(
        tuple(first),
        {name: list(lists) for name, lists in first.items()},
        pairings,
        _worth,
    )

    def rule(reports: Mapping[str, tuple[str, ...]]) -> tuple[Pairs, None]:
        market = MatchingMarket({c: reports[c] for c in cities}, {h: reports[h] for h in hubs})
        found = deferred_acceptance(market, proposing=proposing)
        return tuple(sorted(found.pairs.items())), None

    return DirectMechanism.from_rule(problem, rule)


def _lists(name: str, given: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The lists that one may have; what is no list, ``MatchingMarket`` refuses."""
    place = f"the lists that {name} may have"
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidInput(place, given, "several lists of names, each best first")
    found: tuple[Any, ...] = tuple(
        tuple(one) if isinstance(one, Iterable) and not isinstance(one, str) else one
        for one in given
    )
    if not found:
        raise InvalidInput(place, MISSING, "at least one")
    return found


def _worth(name: str, pairs: Pairs, wishes: tuple[str, ...]) -> int:
    partner = next((a if b == name else b for a, b in pairs if name in (a, b)), None)
    if partner is None:
        return 0
    return len(wishes) - wishes.index(partner) if partner in wishes else -1


def _pairings(cities: tuple[str, ...], hubs: tuple[str, ...]) -> Iterator[Pairs]:
    for chosen in itertools.product([None, *hubs], repeat=len(cities)):
        taken = [hub for hub in chosen if hub is not None]
        if len(set(taken)) == len(taken):
            pairs = zip(cities, chosen, strict=True)
            yield tuple(sorted((city, hub) for city, hub in pairs if hub is not None))
