"""Is what a rule does acceptable, affordable, efficient and fair, at every profile of true types?

With payoffs u_i, outside options o_i, payments p_i, costs c and values v_i at the alternative a:

    individual rationality:  u_i >= o_i, at every profile (ex post), or expected by type (interim);
    budget balance:          sum of p_i - c(a) = 0 (exact) or >= 0 (weak), ex post or ex ante;
    efficiency:              a makes sum of v_i - c as great as can be;
    core stability:          sum over S of u_i >= w(S) for every group S, which alone has its
                             outside options or the best alternative that it can bring about.

Anonymity and envy-freeness compare cities *in the same position*: they have the same types, and
each type attaches the same values to the alternatives, up to their order.

Source: Börgers (2015); Foley (1967) for envy; Gillies (1959) and Ausubel and Milgrom (2002) for the
core of a mechanism's outcomes.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np

from games.alternatives import groups
from games.bayesian_problem import BayesianProblem
from games.continuous_problem import ContinuousProblem
from games.private_types import profile_name, shown
from mechanisms.direct import counterexample
from mechanisms.direct.payoff_tables import Integers, PayoffTables
from mechanisms.direct.verdict import Fails, Holds, NotApplicable, Verdict

__all__ = [
    "alike",
    "anonymous",
    "balanced",
    "core_stable",
    "efficient",
    "envy_free",
    "groups_asked",
    "individually_rational",
]


def individually_rational(tables: PayoffTables, *, ex_post: bool) -> Verdict:
    """Whether nobody has less than outside, ever, or in expectation by type."""
    problem = tables.problem
    name = f"{'ex post' if ex_post else 'interim'} individual rationality"
    found: Fails | None = None
    for i, (city, types) in enumerate(zip(problem.cities, problem.types, strict=True)):
        if ex_post:
            short = tables.own_axis(i, tables.outside[i]) - tables.truthful[i] + tables.fees[i]
            at = _argmax(short)
            amount, kind = tables.money(short[at]), types[at[i]]
            truth = tables.problem.profile_at(at)
            others = {name: kind for name, kind in truth.items() if name != city}
            sentence = counterexample.walk_out(city, kind, amount, others)
        else:
            payoff, scale = tables.interim(i)
            missing = tables.outside[i].astype(object) * scale - np.diagonal(payoff)
            k = int(missing.argmax())
            amount, kind = tables.money(missing[k]) / scale, types[k]
            truth = {city: kind}
            sentence = counterexample.expected_walk_out(city, kind, amount)
        if amount > (0 if found is None else found.gain):
            found = Fails(name, (city,), truth, {}, amount, sentence)
    cases = math.prod(problem.shape) if ex_post else sum(problem.shape)
    return (
        Holds(name, f"all {cases} {'profiles' if ex_post else 'types'}") if found is None else found
    )


def balanced(tables: PayoffTables, *, exact: bool, ex_post: bool) -> Verdict:
    """Whether the fund needs no money (and, if exact, keeps none), ever or in expectation."""
    name = f"{'exact' if exact else 'weak'} budget balance {'ex post' if ex_post else 'ex ante'}"
    if not ex_post:
        left = tables.expected(tables.balance)
        if left < 0 or (exact and left):
            return Fails(name, (), {}, {}, abs(left), counterexample.expected_need(left))
        return Holds(name, f"the fund expects {shown(left)}")
    off = abs(tables.balance) if exact else -tables.balance
    at = _argmax(off)
    if off[at] <= 0:
        return Holds(name, f"all {tables.balance.size} profiles")
    left = tables.money(tables.balance[at])
    truth = tables.problem.profile_at(at)
    return Fails(name, (), truth, {}, abs(left), counterexample.need(left, truth))


def efficient(tables: PayoffTables) -> Verdict:
    """Whether what is done is worth the most to all, at every profile."""
    _, lost = tables.welfare
    at = _argmax(lost)
    if lost[at] <= 0:
        return Holds("allocative efficiency", f"all {lost.size} profiles")
    truth = tables.problem.profile_at(at)
    amount, expected = tables.money(lost[at]), tables.expected(lost)
    everybody = tuple(range(len(tables.problem.cities)))
    alternatives = tables.problem.alternatives
    best = max(
        range(len(alternatives)),
        key=lambda a: int(np.broadcast_to(tables.surplus(everybody, a), lost.shape)[at]),
    )
    return Fails(
        "allocative efficiency",
        (),
        truth,
        {},
        amount,
        f"{counterexample.waste(truth, amount, alternatives[best])}; {shown(expected)} is lost in "
        "expectation",
    )


def core_stable(tables: PayoffTables) -> Verdict:
    """Whether at no profile a group has more by acting without the rule."""
    problem, name = tables.problem, "core stability"
    payoffs = [tables.truthful[i] - tables.fees[i] for i in range(len(problem.cities))]
    worst: tuple[int, tuple[int, ...], tuple[int, ...]] = (0, (), ())
    for members, alone in _groups(tables):
        gain = alone - sum(payoffs[i] for i in members)
        at = _argmax(gain)
        # Smaller groups come first; a larger one counts only if it gains more.
        if gain[at] > worst[0]:
            worst = (int(gain[at]), members, at)
    if worst[0]:
        gain, members, at = worst
        who = tuple(problem.cities[i] for i in members)
        truth, amount = tables.problem.profile_at(at), tables.money(gain)
        return Fails(
            name,
            who,
            truth,
            {},
            amount,
            counterexample.secession(who, amount, truth),
        )
    short = -tables.balance
    at = _argmax(short)
    if short[at] > 0:
        truth, amount = tables.problem.profile_at(at), tables.money(short[at])
        return Fails(
            name,
            (),
            truth,
            {},
            amount,
            counterexample.overspending(amount, truth),
        )
    asked, which = groups_asked(problem)
    return Holds(name, f"{which}, at all {short.size} profiles", asked)


def groups_asked(
    problem: BayesianProblem | ContinuousProblem,
) -> tuple[tuple[tuple[str, ...], ...], str]:
    """The groups that core stability is asked of, small ones first, and the same in words."""
    able = groups(problem.cities, problem.alternatives, problem.coalitions)
    asked = tuple(tuple(problem.cities[i] for i in members) for members, _ in able)
    if problem.coalitions:
        return asked, f"all {len(asked)} groups that can act by themselves"
    which = "each city alone and all together, as the problem names no other group that can act"
    return asked, which


def _groups(tables: PayoffTables) -> Iterator[tuple[tuple[int, ...], Integers]]:
    """Each group that can act alone, the small first, and what it then has at each profile."""
    problem = tables.problem
    for members, able in groups(problem.cities, problem.alternatives, problem.coalitions):
        alone: Integers = np.zeros(problem.shape, dtype=tables.dtype)
        for i in members:
            alone = alone + tables.own_axis(i, tables.outside[i])
        for a in able:
            alone = np.maximum(alone, tables.surplus(members, a))
        yield members, alone


def alike(problem: BayesianProblem) -> list[tuple[int, int, list[int]]]:
    """Pairs of cities in the same position, and where the second has each type of the first."""
    found = []
    for i, j in itertools.combinations(range(len(problem.cities)), 2):
        if set(problem.types[i]) != set(problem.types[j]):
            continue
        order = [problem.types[j].index(kind) for kind in problem.types[i]]
        if all(
            sorted(problem.values[i][k]) == sorted(problem.values[j][order[k]])
            for k in range(len(order))
        ):
            found.append((i, j, order))
    return found


def anonymous(tables: PayoffTables) -> Verdict:
    """Whether two cities in the same position that exchange reports exchange payoffs.

    It is anonymity in welfare: who gets an object in a tie may depend on names, what it brings may
    not.
    """
    problem, name = tables.problem, "anonymity"
    pairs = alike(problem)
    payoffs = [own - fees for own, fees in zip(tables.truthful, tables.fees, strict=True)]
    for i, j, order in pairs:
        for k, city in enumerate(problem.cities):
            partner = j if k == i else i if k == j else k
            # At the profile with both reports exchanged, the partner's payoff must be the same.
            exchanged = np.swapaxes(payoffs[partner].take(order, axis=j), i, j)
            differs = abs(payoffs[k].take(order, axis=j) - exchanged)
            at = _argmax(differs)
            if differs[at] <= 0:
                continue
            one, two = problem.cities[i], problem.cities[j]
            true = tuple(order[p] if axis == j else p for axis, p in enumerate(at))
            truth = tables.problem.profile_at(true)
            swapped = {**truth, one: truth[two], two: truth[one]}
            return Fails(
                name,
                (one, two),
                truth,
                swapped,
                tables.money(differs[at]),
                f"{city} has {shown(tables.money(payoffs[k][true]))} at {profile_name(truth)}, but "
                f"{problem.cities[partner]} {shown(tables.money(exchanged[at]))} at "
                f"{profile_name(swapped)}",
            )
    if not pairs:
        return NotApplicable(name, "no two cities are in the same position")
    return Holds(name, f"all exchanges of reports by {len(pairs)} pairs in the same position")


def envy_free(tables: PayoffTables) -> Verdict:
    """Whether no city would rather be in the place of another in the same position."""
    problem, name = tables.problem, "envy-freeness"
    pairs = alike(problem)
    worst: tuple[int, int, int, tuple[int, ...]] = (0, 0, 0, ())
    both = [(i, j, order) for i, j, order in pairs]
    both += [(j, i, [order.index(k) for k in range(len(order))]) for i, j, order in pairs]
    for i, j, order in both:
        for k in range(problem.shape[i]):
            own = (tables.truthful[i] - tables.fees[i]).take(k, axis=i)
            other = (tables.gross(j, order[k]) - tables.fees[j]).take(k, axis=i)
            envy = other - own
            at = _argmax(envy)
            if envy[at] > worst[0]:
                worst = (int(envy[at]), i, j, (*at[:i], k, *at[i:]))
    if worst[0]:
        envy, i, j, profile = worst
        amount, truth = tables.money(envy), tables.problem.profile_at(profile)
        return Fails(
            name,
            (problem.cities[i], problem.cities[j]),
            truth,
            {},
            amount,
            counterexample.envy(problem.cities[i], problem.cities[j], amount, truth),
        )
    if not pairs:
        return NotApplicable(name, "no two cities are in the same position")
    return Holds(name, f"all profiles, for {len(pairs)} pairs in the same position")


def _argmax(table: Integers) -> tuple[int, ...]:
    return tuple(map(int, np.unravel_index(int(table.argmax()), table.shape)))
