"""An audit by sample: for rules with more profiles than can all be tried."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from games.bayesian_problem import BayesianProblem
from games.by_city import one_of, whole
from games.errors import of_kind
from games.private_types import profile_name, shown
from mechanisms.direct import counterexample
from mechanisms.direct.direct_mechanism import MechanismOutcome, outcome_of
from mechanisms.direct.properties import ByProperty, property_names
from mechanisms.direct.verdict import Fails, NotRefuted, verdict_facts
from solvers.tidy_rows import Tidy

__all__ = ["SAMPLED", "SampledAudit", "sampled_audit"]

ZERO = Fraction(0)
Reports = dict[str, Hashable]
Breach = tuple[Fraction, tuple[str, ...], Reports, Reports, str]

SAMPLED = (
    "dominant-strategy incentive compatibility",
    "ex post individual rationality",
    "weak budget balance ex post",
    "exact budget balance ex post",
    "allocative efficiency",
    "no collusion by a pair",
)
"""The properties that one profile, or one misreport at it, can break."""


class SampledAudit(ByProperty[Fails | NotRefuted], Tidy):
    """The verdicts by property; none of them is a proof that a property holds.

    See ``sampled_audit`` for the concept, an example and its source.
    """

    def __str__(self) -> str:
        return "\n".join(
            f"Fails: {name}: {found.sentence}."
            if isinstance(found, Fails)
            else f"Not refuted: {name}: no case among {found.cases} breaks it, which is no proof."
            for name, found in self.items()
        )

    def _facts(self) -> Iterator[tuple[str, object]]:
        return verdict_facts(self)

    def __repr__(self) -> str:
        fails = sum(isinstance(found, Fails) for found in self.values())
        return f"SampledAudit({fails} of {len(self)} properties fail)"


def sampled_audit(
    problem: BayesianProblem,
    rule: Callable[[dict[str, Any]], Any],
    properties: str | Iterable[str] | None = None,
    *,
    cases: int = 1000,
    seed: int = 0,
) -> SampledAudit:
    """An audit by sample: for rules with more profiles than can all be tried.

    Profiles of true types are drawn, each type as likely as the next; in each a city, and a pair of
    cities, try a misreport that is also drawn. What breaks a property is kept, the case with the
    greatest gain; a property that nothing broke is ``NotRefuted``, with the number of cases.
    Nothing is ever said to hold.

    What a sample finds against a rule, a function of the reports as in ``from_rule``.

    ``properties``: of ``SAMPLED``; all if left out. ``cases``: how many profiles are drawn;
    ``seed`` decides which, so that the same call finds the same.

    Errors: ``InvalidInput`` for another property, a number of cases below 1, and for what the rule
    may not return.

    >>> bids = [0, 1, 2, 3]
    >>> cities = ["Hangzhou", "Ningbo", "Quzhou"]
    >>> sale = BayesianProblem(cities, {city: bids for city in cities}, cities,
    ...                        lambda city, winner, bid: bid if city == winner else 0)
    >>> def first_price(told):
    ...     winner = max(told, key=told.get)
    ...     return winner, {winner: told[winner]}
    >>> search = sampled_audit(sale, first_price, ["DSIC", "ex post IR"], cases=500)
    >>> search["DSIC"].gain, search["ex post IR"].cases
    (Fraction(3, 1), 500)

    Source: Claessen and Hughes (2000), QuickCheck, for the idea; the properties as in ``audit``.
    """
    of_kind(problem, BayesianProblem, place="problem of a rule")
    given = SAMPLED if properties is None else properties
    asked = property_names(given, "the list of properties")
    for name in asked:
        one_of(name, SAMPLED, "a property to sample")
    seed, cases = whole(seed, "seed", 0), whole(cases, "the number of cases", 1, 10**8)
    draw, known = random.Random(seed), _Outcomes(problem, rule)
    worst: dict[str, Breach] = {}
    tried: Counter[str] = Counter()
    for _ in range(cases):
        truth = _drawn(problem, draw, problem.cities)
        found = list(_breaches(known, truth, draw))
        tried.update({name for name, _ in found})
        for name, breach in found:
            if name in asked and breach[0] > worst.get(name, (ZERO,))[0]:
                worst[name] = breach
    verdicts: dict[str, Fails | NotRefuted] = {}
    for name in asked:
        if name in worst:
            gain, who, truth, reported, sentence = worst[name]
            verdicts[name] = Fails(name, who, truth, reported, gain, sentence)
        else:
            verdicts[name] = NotRefuted(name, tried[name])
    return SampledAudit(verdicts)


class _Outcomes:
    """What the rule does, each profile asked once, and what that brings."""

    def __init__(self, problem: BayesianProblem, rule: Callable[[dict[str, Any]], Any]) -> None:
        self.problem, self.rule = problem, rule
        self.known: dict[tuple[Hashable, ...], MechanismOutcome] = {}

    def at(self, reports: Reports) -> MechanismOutcome:
        key = tuple(reports.values())
        if key not in self.known:
            self.known[key] = outcome_of(self.problem, self.rule, reports)
        return self.known[key]

    def payoff(self, city: str, kind: Hashable, reports: Reports) -> Fraction:
        outcome = self.at(reports)
        lottery = outcome.lottery.items()
        gross = sum((p * self.problem.value(city, a, kind) for a, p in lottery), ZERO)
        return gross - outcome.payments[city]

    def surplus(self, alternative: Hashable, truth: Reports) -> Fraction:
        """What an alternative is worth to all, its cost deducted."""
        cost = self.problem.costs[self.problem.alternative_index(alternative)]
        worth = (self.problem.value(city, alternative, kind) for city, kind in truth.items())
        return sum(worth, -cost)


def _drawn(
    problem: BayesianProblem,
    draw: random.Random,
    cities: Iterable[str],
    unlike: Mapping[str, Hashable] | None = None,
) -> Reports:
    """A type for each; none that it has already, if it has another."""
    found: Reports = {}
    for city in cities:
        types = problem.types[problem.cities.index(city)]
        others = [kind for kind in types if unlike is None or kind != unlike[city]]
        found[city] = draw.choice(others or list(types))
    return found


def _breaches(
    known: _Outcomes, truth: Reports, draw: random.Random
) -> Iterator[tuple[str, Breach]]:
    """Each property's case at a profile, with the gain, which breaks it if it is above 0."""
    problem, outcome = known.problem, known.at(truth)
    where = profile_name(truth)
    liar = draw.choice(problem.cities)
    groups: list[tuple[str, tuple[str, ...]]] = [(SAMPLED[0], (liar,))]
    if len(problem.cities) > 1:
        pair = draw.choice(list(itertools.combinations(problem.cities, 2)))
        groups.append(("no collusion by a pair", pair))
    for name, who in groups:
        # In a pair, one of the two may report truthfully.
        reported = {**truth, **_drawn(problem, draw, who, truth if len(who) == 1 else None)}
        gain = sum(
            (
                known.payoff(city, truth[city], reported) - known.payoff(city, truth[city], truth)
                for city in who
            ),
            ZERO,
        )
        misreport = profile_name({city: reported[city] for city in who})
        sentence = f"at {where} {' and '.join(who)} gain {shown(gain)} by reporting {misreport}"
        if len(who) == 1:
            sentence = sentence.replace(" gain ", " gains ", 1)
        yield name, (gain, who, truth, reported, sentence)
    for city, kind in truth.items():
        loss = problem.outside_option(city, kind) - known.payoff(city, kind, truth)
        sentence = f"{city} ends with {shown(loss)} less than without the rule at {where}"
        yield SAMPLED[1], (loss, (city,), truth, {}, sentence)
    costs = {a: problem.costs[problem.alternative_index(a)] for a in outcome.lottery}
    left = sum(outcome.payments.values(), ZERO)
    left -= sum((p * costs[a] for a, p in outcome.lottery.items()), ZERO)
    sentence = counterexample.need(left, truth)
    yield SAMPLED[2], (-left, (), truth, {}, sentence)
    yield SAMPLED[3], (abs(left), (), truth, {}, sentence)
    worth = {a: known.surplus(a, truth) for a in problem.alternatives}
    best = max(worth, key=lambda a: worth[a])
    lost = worth[best] - sum((p * worth[a] for a, p in outcome.lottery.items()), ZERO)
    sentence = counterexample.waste(truth, lost, best)
    yield SAMPLED[4], (lost, (), truth, {}, sentence)
