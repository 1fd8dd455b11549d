"""Slow and simple: the same concepts by other algorithms, on all 2^n coalitions, for tests."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

from games import CoalitionalGame
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import LinearProgramAnswer, solve

ONE, ZERO = Fraction(1), Fraction(0)


def partitions(names):
    """All ways to part some names, each a list of groups."""
    if not names:
        yield []
        return
    first, *rest = names
    for size in range(len(rest) + 1):
        for others in itertools.combinations(rest, size):
            left = [name for name in rest if name not in others]
            yield from ([(first, *others), *parts] for parts in partitions(left))


def proper(game: CoalitionalGame) -> list[int]:
    return list(range(1, game.grand))


def indicator(game: CoalitionalGame, mask: int) -> dict[str, Fraction]:
    return dict.fromkeys(game.members(mask), ONE)


def program(game, objective, rows, *, sense="min", level=False) -> LinearProgramAnswer:
    """A linear program over the splits of v(N), in gains."""
    game = game.as_gains()
    names = [*game.players, *(["t"] if level else [])]
    efficient = Row("N", indicator(game, game.grand), "==", game.grand_worth)
    return solve(
        LinearProgram(sense, objective, (efficient, *rows), dict.fromkeys(names, (None, None)))
    )


def core_rows(game):
    game = game.as_gains()
    return [Row(f"S{m}", indicator(game, m), ">=", game.worth(m)) for m in proper(game)]


def core_range(game, city):
    """(lowest, highest) gain of a city in the core, or None if the core is empty."""
    rows = core_rows(game)
    low = program(game, {city: ONE}, rows)
    if low.outcome == "infeasible":
        return None
    return low.optimum, program(game, {city: ONE}, rows, sense="max").optimum


def core_is_empty_with_three_players(game) -> bool:
    """The five minimal balanced collections of three players, written out."""
    v = game.as_gains().worth
    plans = [
        v(0b001) + v(0b010) + v(0b100),
        v(0b011) + v(0b100),
        v(0b101) + v(0b010),
        v(0b110) + v(0b001),
        (v(0b011) + v(0b101) + v(0b110)) / 2,
    ]
    return max(plans) > v(0b111)


def core_vertices(game):
    """All vertices, by solving every system of n tight rows; n <= 4."""
    game = game.as_gains()
    n = len(game.players)
    found = set()
    for tight in itertools.combinations(proper(game), n - 1):
        x = linear_system(
            [[m >> i & 1 for i in range(n)] for m in (game.grand, *tight)],
            [game.worth(m) for m in (game.grand, *tight)],
        )
        if x and all(
            sum((x[i] for i in range(n) if m >> i & 1), ZERO) >= game.worth(m) for m in proper(game)
        ):
            found.add(tuple(x))
    return found


def linear_system(matrix, right):
    """The solution of a square system in fractions; None if it is singular."""
    rows = [
        [Fraction(a) for a in row] + [Fraction(b)] for row, b in zip(matrix, right, strict=True)
    ]
    size = len(rows)
    for c in range(size):
        pivot = next((r for r in range(c, size) if rows[r][c]), None)
        if pivot is None:
            return None
        rows[c], rows[pivot] = rows[pivot], rows[c]
        rows[c] = [a / rows[c][c] for a in rows[c]]
        for r in range(size):
            if r != c and rows[r][c]:
                rows[r] = [a - rows[r][c] * b for a, b in zip(rows[r], rows[c], strict=True)]
    return [row[-1] for row in rows]


def epsilon(game):
    game = game.as_gains()
    rows = [
        Row(f"S{m}", indicator(game, m) | {"t": ONE}, ">=", game.worth(m)) for m in proper(game)
    ]
    return program(game, {"t": ONE}, rows, level=True).optimum


def nucleolus_by_faces(game, *, floors, weight=lambda mask: ONE, only_one=False):
    """Maschler, Peleg and Shapley: after each level, fix what is constant on the optimal face.

    Which coalitions are constant is found by two linear programs for each of them: no multipliers,
    no spans. The split in gains. ``weight``: what the excess of a coalition is divided by; 0: it
    does not count. ``only_one``: None where that leaves more than one split.
    """
    game = game.as_gains()
    base = []
    if floors:
        base = [Row(f"floor {c}", {c: ONE}, ">=", game.worth([c])) for c in game.players]
    open_, fixed = [m for m in proper(game) if weight(m)], []
    while open_:
        rows = [
            Row(f"S{m}", indicator(game, m) | {"t": weight(m)}, ">=", game.worth(m)) for m in open_
        ]
        t = program(game, {"t": ONE}, [*base, *fixed, *rows], level=True).optimum
        face = [
            *base,
            *fixed,
            *(Row(f"S{m}", indicator(game, m), ">=", game.worth(m) - t * weight(m)) for m in open_),
        ]
        still = []
        for m in open_:
            low = program(game, indicator(game, m), face).optimum
            if low == program(game, indicator(game, m), face, sense="max").optimum:
                fixed.append(Row(f"S{m}", indicator(game, m), "==", low))
            else:
                still.append(m)
        open_ = still
    ends = [*base, *fixed]
    if only_one and any(
        program(game, {c: ONE}, ends).optimum != program(game, {c: ONE}, ends, sense="max").optimum
        for c in game.players
    ):
        return None
    point = program(game, {}, ends).point
    return {city: point[city] for city in game.players}


def modiclus_by_faces(game):
    """The same for all pairs: v(S) - v(T) - (x(S) - x(T)), as each direction has it at most."""
    game = game.as_gains()
    most = {}
    for s, t in itertools.permutations(range(game.grand + 1), 2):
        direction = tuple((s >> i & 1) - (t >> i & 1) for i in range(len(game.players)))
        most[direction] = max(
            most.get(direction, game.worth(s) - game.worth(t)), game.worth(s) - game.worth(t)
        )

    def row(direction, sense, right, **more):
        named = {c: Fraction(d) for c, d in zip(game.players, direction, strict=True) if d}
        return Row(str(direction), named | more, sense, right)

    open_, fixed = list(most), []
    while open_:
        rows = [row(d, ">=", most[d], t=ONE) for d in open_]
        t = program(game, {"t": ONE}, [*fixed, *rows], level=True).optimum
        face = [*fixed, *(row(d, ">=", most[d] - t) for d in open_)]
        still = []
        for d in open_:
            aim = dict(row(d, ">=", ZERO).coefficients)
            low = program(game, aim, face).optimum
            if low == program(game, aim, face, sense="max").optimum:
                fixed.append(row(d, "==", low))
            else:
                still.append(d)
        open_ = still
    return {city: x for city, x in program(game, {}, fixed).point.items() if city in game.players}


def shapley_by_orders(game):
    """The mean of the marginal vectors of all n! orders."""
    total = dict.fromkeys(game.players, ZERO)
    for order in itertools.permutations(game.players):
        for k, city in enumerate(order):
            total[city] += game.worth(order[: k + 1]) - game.worth(order[:k])
    return {city: x / math.factorial(len(game.players)) for city, x in total.items()}


def sorted_excesses(game, split):
    """The excesses of the proper coalitions, the greatest first."""
    sign = 1 if game.sense == "gain" else -1
    return sorted(
        (
            sign * (game.worth(m) - sum((split[c] for c in game.members(m)), ZERO))
            for m in proper(game)
        ),
        reverse=True,
    )
