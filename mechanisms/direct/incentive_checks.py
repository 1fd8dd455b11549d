"""Does anybody gain by a misreport? All are tried, against all reports of the others.

With u_i(r; t) what city i of type t has when r is reported, and E over the others' types:

    dominant-strategy:  u_i(t, r'; t) >= u_i(s, r'; t)        for all types t, reports s, others r';
    Bayesian:           E u_i(t, t'; t) >= E u_i(s, t'; t)    for all types t, reports s;
    monotonicity:       v_i(t, r'; t) - v_i(s, r'; t) >= v_i(t, r'; s) - v_i(s, r'; s);
    a pair:             the sum of both payoffs, and misreports of both at once.

Monotonicity speaks of values v_i alone: some payments make a rule dominant-strategy incentive
compatible only if it holds. A pair is taken to know each other's types and what the others report.

Source: Gibbard (1973); d'Aspremont and Gérard-Varet (1979); Bikhchandani, Chatterji, Lavi, Mu'alem,
Nisan and Sen (2006) for (weak) monotonicity; Laffont and Martimort (1997) for collusion;
Satterthwaite and Sonnenschein (1981) for non-bossiness.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from games.private_types import shown
from mechanisms.direct import counterexample
from mechanisms.direct.payoff_tables import Integers, PayoffTables
from mechanisms.direct.verdict import Fails, Holds, NotRefuted, Verdict

__all__ = ["bayesian", "dominant_strategy", "monotone", "no_collusion", "non_bossy"]

EXHAUSTIVE = 1 << 27
"""How many cases of collusion are tried one by one; beyond, a sample."""

SAMPLE = 200_000


def dominant_strategy(tables: PayoffTables) -> Verdict:
    """Whether no city gains by a misreport, whatever the others report."""
    problem, name = tables.problem, "dominant-strategy incentive compatibility"
    worst: tuple[int, int, int, int, tuple[int, ...]] = (0, 0, 0, 0, ())
    for i, types in enumerate(problem.types):
        for k in range(len(types)):
            payoff = np.moveaxis(tables.gross(i, k) - tables.fees[i], i, 0)
            gains = payoff - payoff[k]
            at = np.unravel_index(int(gains.argmax()), gains.shape)
            if gains[at] > worst[0]:
                worst = (int(gains[at]), i, k, int(at[0]), tuple(map(int, at[1:])))
    gain, i, true, misreport, rest = worst
    cases = sum(math.prod(problem.shape) * (n - 1) for n in problem.shape)
    if not gain:
        return Holds(name, f"all {cases} misreports against all reports")
    at_others = _reports_of_others(tables, i, rest)
    city, types = problem.cities[i], problem.types[i]
    amount = tables.money(gain)
    return Fails(
        name,
        (city,),
        {city: types[true], **at_others},
        {city: types[misreport], **at_others},
        amount,
        counterexample.misreport(city, types[true], types[misreport], amount, at_others),
    )


def bayesian(tables: PayoffTables) -> Verdict:
    """Whether no type of a city expects to gain by a misreport."""
    problem, name = tables.problem, "Bayesian incentive compatibility"
    found: Fails | None = None
    for i, (city, types) in enumerate(zip(problem.cities, problem.types, strict=True)):
        payoff, scale = tables.interim(i)
        gains = payoff - np.diagonal(payoff)[:, None]
        true, misreport = map(int, np.unravel_index(int(gains.argmax()), gains.shape))
        gain = tables.money(gains[true, misreport]) / scale
        if gain > (0 if found is None else found.gain):
            found = Fails(
                name,
                (city,),
                {city: types[true]},
                {city: types[misreport]},
                gain,
                counterexample.expected_misreport(city, types[true], types[misreport], gain),
            )
    cases = sum(n * (n - 1) for n in problem.shape)
    return Holds(name, f"all {cases} lies, for this prior") if found is None else found


def monotone(tables: PayoffTables) -> Verdict:
    """Whether each of two types likes its own outcome more, compared with the other."""
    problem, name = tables.problem, "monotonicity"
    worst: tuple[int, int, int, int, tuple[int, ...]] = (0, 0, 0, 0, ())
    for i, types in enumerate(problem.types):
        own = np.array(
            [np.moveaxis(tables.truthful[i], i, 0)[k] for k in range(len(types))], dtype=object
        ).astype(tables.dtype)
        for k in range(len(types)):
            as_k = np.moveaxis(tables.gross(i, k), i, 0)
            missing = as_k + tables.gross_at(i, k) - own - own[k]
            at = np.unravel_index(int(missing.argmax()), missing.shape)
            if missing[at] > worst[0]:
                worst = (int(missing[at]), i, k, int(at[0]), tuple(map(int, at[1:])))
    missed, i, one, two, rest = worst
    cases = sum(math.prod(problem.shape) * (n - 1) // 2 for n in problem.shape)
    if not missed:
        return Holds(name, f"all {cases} pairs of types against all reports")
    city, types = problem.cities[i], problem.types[i]
    others = _reports_of_others(tables, i, rest)
    amount = tables.money(missed)
    return Fails(
        name,
        (city,),
        {city: types[one], **others},
        {city: types[two], **others},
        amount,
        counterexample.exchange_of_types(city, types[one], types[two], amount, others),
    )


def non_bossy(tables: PayoffTables) -> Verdict:
    """Whether nobody changes what another gets without changing what it gets itself.

    What a city gets is what its place is worth to each of its types, and its payment; what another
    gets is what that is worth to its type, and its payment.
    """
    problem, name = tables.problem, "non-bossiness"
    others_get = [_numbered(tables.truthful[j], tables.fees[j]) for j in range(len(problem.cities))]
    for i, (city, types) in enumerate(zip(problem.cities, problem.types, strict=True)):
        own = np.moveaxis(_places(tables, i), i, 0)
        for j, other in enumerate(problem.cities):
            if i == j:
                continue
            theirs = np.moveaxis(others_get[j], i, 0)
            for k in range(len(types)):
                bossy = (own == own[k]) & (theirs != theirs[k])
                if not bossy.any():
                    continue
                at = tuple(map(int, np.unravel_index(int(bossy.argmax()), bossy.shape)))
                rest = _reports_of_others(tables, i, at[1:])
                net = np.moveaxis(tables.truthful[j] - tables.fees[j], i, 0)
                change = tables.money(abs(int(net[at]) - int(net[(k, *at[1:])])))
                changes = f"{other}'s outcome changes"
                changes += f", by {shown(change)}" if change else ""
                return Fails(
                    name,
                    (city, other),
                    {city: types[k], **rest},
                    {city: types[at[0]], **rest},
                    change,
                    counterexample.bossiness(city, types[k], types[at[0]], rest, changes),
                )
    cases = sum(math.prod(problem.shape) * (n - 1) for n in problem.shape)
    return Holds(name, f"all {cases} changes of one report")


def no_collusion(tables: PayoffTables) -> Verdict:
    """Whether no two cities gain together by lying together."""
    problem = tables.problem
    pairs = list(itertools.combinations(range(len(problem.cities)), 2))
    cases = sum(math.prod(problem.shape) * problem.shape[i] * problem.shape[j] for i, j in pairs)
    if cases > EXHAUSTIVE:
        return _sampled_collusion(tables, pairs)
    best: tuple[int, tuple[int, int], tuple[int, ...], tuple[int, ...]] = (0, (0, 0), (), ())
    for i, j in pairs:
        money = tables.fees[i] + tables.fees[j]
        theirs = [tables.gross(j, k) - money for k in range(problem.shape[j])]
        for k in range(problem.shape[i]):
            mine = tables.gross(i, k)
            for m, other in enumerate(theirs):
                joint = np.moveaxis(mine + other, (i, j), (0, 1))
                gains = joint - joint[k, m]
                at = tuple(map(int, np.unravel_index(int(gains.argmax()), gains.shape)))
                if gains[at] > best[0]:
                    best = (int(gains[at]), (i, j), (k, m), at)
    if not best[0]:
        return Holds("no collusion by a pair", f"all {cases} joint lies")
    gain, pair, true, at = best
    return _collusion(tables, gain, pair, (true, at[:2], at[2:]))


def _sampled_collusion(tables: PayoffTables, pairs: list[tuple[int, int]]) -> Verdict:
    """Joint misreports drawn at random, the same at every call."""
    problem = tables.problem
    draw = np.random.default_rng(2024)
    each = SAMPLE // len(pairs)
    for i, j in pairs:
        truth = [draw.integers(0, n, each) for n in problem.shape]
        reported = list(truth)
        reported[i], reported[j] = (draw.integers(0, problem.shape[k], each) for k in (i, j))

        def joint(at: list[Any], i: int = i, j: int = j, truth: list[Any] = truth) -> Integers:
            chances = tables.chances[tuple(at)]
            total = -(tables.fees[i][tuple(at)] + tables.fees[j][tuple(at)])
            for city in (i, j):
                total = total + (chances * tables.worth[city][truth[city]]).sum(axis=1)
            found: Integers = total
            return found

        gains = joint(reported) - joint(truth)
        at = int(gains.argmax())
        if gains[at] > 0:
            rest = [int(truth[k][at]) for k in range(len(truth)) if k not in (i, j)]
            return _collusion(
                tables,
                int(gains[at]),
                (i, j),
                (
                    (int(truth[i][at]), int(truth[j][at])),
                    (int(reported[i][at]), int(reported[j][at])),
                    tuple(rest),
                ),
            )
    return NotRefuted("no collusion by a pair", each * len(pairs))


def _collusion(
    tables: PayoffTables,
    gain: int,
    pair: tuple[int, int],
    positions: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
) -> Fails:
    """The case in words; the pair's true types, their reports, the types of the others."""
    problem, (true, misreports, rest) = tables.problem, positions
    amount = tables.money(gain)
    one, two = (problem.cities[i] for i in pair)
    truth = {problem.cities[i]: problem.types[i][k] for i, k in zip(pair, true, strict=True)}
    reported = {
        problem.cities[i]: problem.types[i][k] for i, k in zip(pair, misreports, strict=True)
    }
    bystanders = [i for i in range(len(problem.cities)) if i not in pair]
    others = {problem.cities[i]: problem.types[i][k] for i, k in zip(bystanders, rest, strict=True)}
    return Fails(
        "no collusion by a pair",
        (one, two),
        {**truth, **others},
        {**reported, **others},
        amount,
        counterexample.joint_misreport((one, two), truth, reported, amount, others),
    )


def _reports_of_others(tables: PayoffTables, i: int, rest: tuple[int, ...]) -> dict[str, Any]:
    """The reports of all but city i, by name."""
    problem = tables.problem
    others = [j for j in range(len(problem.cities)) if j != i]
    return {problem.cities[j]: problem.types[j][k] for j, k in zip(others, rest, strict=True)}


def _places(tables: PayoffTables, i: int) -> Integers:
    """A number for what city i gets at each profile: its place, whoever it is, and its fee."""
    shape = tables.problem.shape
    flat = tables.chances.reshape(-1, tables.chances.shape[-1])
    lotteries, which = _unique_rows(flat)
    worth = np.dot(lotteries, tables.worth[i].T)
    _, place = _unique_rows(worth)
    return _numbered(place[which].reshape(shape), tables.fees[i])


def _numbered(*tables: Integers) -> Integers:
    """One number for each different tuple of entries."""
    rows = np.stack([table.ravel() for table in tables], axis=1)
    return _unique_rows(rows)[1].reshape(tables[0].shape)


def _unique_rows(rows: Integers) -> tuple[Integers, Integers]:
    if rows.dtype == object:
        known: dict[tuple[int, ...], int] = {}
        which = np.array([known.setdefault(tuple(row), len(known)) for row in rows.tolist()])
        return np.array(list(known), dtype=object), which
    found, which = np.unique(rows, axis=0, return_inverse=True)
    return found, which.ravel()
