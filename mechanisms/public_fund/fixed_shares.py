"""Fixed shares: the cost is divided beforehand,
and it is built iff every city agrees to its share.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from games.errors import InvalidInput, of_kind
from games.private_project import PrivateProject
from games.private_types import Prior
from mechanisms.direct.direct_mechanism import packed

__all__ = ["best_fixed_shares", "shares_one_by_one"]

ZERO = Fraction(0)
MOST_CHOICES = 1 << 20
"""As many choices of a type from which on each member agrees are compared."""


def best_fixed_shares(project: PrivateProject) -> tuple[dict[str, Fraction], Fraction]:
    """Fixed shares: the cost is divided beforehand, and it is built iff every city agrees to its
    share.

        built  iff  v_i >= s_i for all i,        s_1 + ... + s_n = C.

    Each is asked a question whose answer decides only whether it pays its share, so that truth is
    best, nobody loses, and the fund balances; but one city to which it is worth little stops what
    all others want. The best shares ask most of who is likely to want it most.

    The shares with the greatest expected gain, and that gain; no shares where there is none.

    What counts is from which type on each city agrees: its share is above the type before. Who
    always agrees pays 0 or more, unless even its least type is harmed. Of several that gain most,
    those that ask for the least types are taken. Errors: ``InvalidInput`` for more than
    ``MOST_CHOICES``.

    >>> best_fixed_shares(PrivateProject({"Delta": [2, 6], "Ford": [1, 2]}, cost=3))
    ({'Delta': Fraction(2, 1), 'Ford': Fraction(1, 1)}, Fraction(5, 2))

    Source: Deb and Razzolini (1999), Voluntary cost sharing for an excludable public project;
    Serizawa (1999), Strategy-proof and symmetric social choice functions for public good economies.
    """
    of_kind(project, PrivateProject, place="subject of best_fixed_shares")
    tails = [_tails(prior) for prior in project.priors]
    if project.profiles > MOST_CHOICES:
        raise InvalidInput(
            "the number of profiles of types",
            project.profiles,
            f"at most {MOST_CHOICES}: fewer members, or fewer types of each",
        )
    money, unit = packed([project.cost, *(x for own in tails for one in own for x in one[1:])])
    cost, *numbers = map(int, money)
    whole = iter(numbers)
    chances, scales = zip(*(packed([one[0] for one in own]) for own in tails), strict=True)
    agreed, worth = np.array([1], dtype=object), np.array([0], dtype=object)
    least = most = np.array([0], dtype=object)
    free = np.array([True])
    for likely, scale in zip(chances, scales, strict=True):
        rows = [[next(whole) for _ in range(3)] for _ in likely]
        sums, low, high = (np.array(column, dtype=object) for column in zip(*rows, strict=True))
        count = likely.astype(object)
        worth = np.outer(worth, count) + np.outer(agreed, sums * scale.denominator)
        agreed = np.outer(agreed, count)
        least, most = np.add.outer(least, low), np.add.outer(most, high)
        free = np.logical_and.outer(free, np.arange(len(count)) == 0)
        worth, agreed, least, most, free = map(np.ravel, (worth, agreed, least, most, free))
    gain = worth - cost * agreed
    able = (least <= cost) & (cost <= most) & ((least < cost) | free)
    value = np.where(able, gain, 0)
    at = int(np.argmax(value))
    best = Fraction(int(value[at])) * unit
    for scale in scales:
        best *= scale
    if best <= 0:
        return {}, ZERO
    firsts = []
    for own in reversed(tails):
        at, first = divmod(at, len(own))
        firsts.append(first)
    return _shares(project, firsts[::-1]), best


def shares_one_by_one(project: PrivateProject) -> Fraction:
    """The greatest expected gain of fixed shares again, one choice of first types at a time."""
    tails = [_tails(prior) for prior in project.priors]
    best = ZERO
    for chosen in itertools.product(*tails):
        low, high = (sum((one[k] for one in chosen), ZERO) for k in (2, 3))
        always = all(one[0] == 1 for one in chosen)
        if not low <= project.cost <= high or (low == project.cost and not always):
            continue
        agreed = Fraction(1)
        for one in chosen:
            agreed *= one[0]
        gain = agreed * (sum((one[1] / one[0] for one in chosen), ZERO) - project.cost)
        best = max(best, gain)
    return best


def _tails(prior: Prior) -> list[tuple[Fraction, Fraction, Fraction, Fraction]]:
    """From each type on: the chance, E[v; that], and between what the share must lie."""
    found = []
    kinds = list(prior)
    for k, kind in enumerate(kinds):
        rest = kinds[k:]
        chance = sum((prior[one] for one in rest), ZERO)
        worth = sum((prior[one] * one for one in rest), ZERO)
        found.append((chance, worth, kinds[k - 1] if k else min(ZERO, kind), kind))
    return found


def _shares(project: PrivateProject, firsts: Sequence[int]) -> dict[str, Fraction]:
    """Shares inside their limits, all in the same place between them."""
    ends = [_tails(prior)[k][2:] for prior, k in zip(project.priors, firsts, strict=True)]
    low, high = (sum(column, ZERO) for column in zip(*ends, strict=True))
    part = (project.cost - low) / (high - low) if high > low else ZERO
    return {city: a + part * (b - a) for city, (a, b) in zip(project.cities, ends, strict=True)}
