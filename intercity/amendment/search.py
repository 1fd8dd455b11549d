"""The search for an amended deal: each choice of steps, and for each the best money.

For each choice of steps (``step.py``) the open clauses are one linear program (``linear_deal.py``).
Where the wishes exclude each other, as few checks are given up as can be. What is found is judged
by the checks themselves; of all choices that counts under which fewest checks do not stand, then
the one that moves least money.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice

from intercity.amendment.linear_deal import Aim, Conflict, LinearDeal, linear_deal, wishes_of
from intercity.amendment.open_clause import Kind, OpenClause, Outside, open_clauses
from intercity.amendment.rounding import rounded
from intercity.amendment.step import PayBonus, Step, after, ways
from intercity.findings.checks import CHECKS, evaluate
from intercity.region.context import Context
from intercity.topics.condition import Condition, Wish
from intercity.topics.outcome import Verdict
from mechanisms.compact.enclave_compact import EnclaveCompact

__all__ = ["Draft", "drafts", "least_help", "verdicts"]

ZERO = Fraction(0)
TRIES = 4
"""So many ways to round are looked at with the checks themselves."""
ROUNDS = 3
"""So often lines are drawn again, at the numbers found, where the checks see it otherwise."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A deal with steps taken and numbers changed, and what the checks of the deal say of it.

    ``values``: by clause that has another number. ``conflict``: the wishes that exclude each other
    after these steps; ``None`` where all can be met. ``moved``: between members, and to firms, a
    year. ``not_standing``: of the checks that were asked before, those that do not stand now.
    """

    steps: tuple[Step, ...]
    clauses: tuple[OpenClause, ...]
    values: Mapping[str, Fraction]
    compact: EnclaveCompact
    verdicts: Mapping[str, Verdict]
    conflict: Conflict | None
    moved: Fraction
    not_standing: tuple[str, ...]

    @property
    def changed(self) -> tuple[OpenClause, ...]:
        """The clauses that have another number."""
        return tuple(one for one in self.clauses if one.name in self.values)

    @property
    def rank(self) -> tuple[int, Fraction, Fraction, int]:
        """Smaller is better: checks that do not stand, money, what is tied up, clauses."""
        changes = {one: abs(self.values[one.name] - one.signed) for one in self.changed}
        tied = sum((x for one, x in changes.items() if not one.per_unit), ZERO)
        return len(self.not_standing), self.moved, tied, len(self.steps) + len(self.changed)


def verdicts(context: Context) -> dict[str, Verdict]:
    """What each check of the deal says of it."""
    names = [name for name, topic in CHECKS.items() if topic.of_the_deal]
    return {name: Verdict(evaluate(context, name).verdict) for name in names}


def drafts(context: Context, aim: Aim, outside: Outside) -> Iterator[Draft]:
    """One draft for each choice of steps under which the deal can be carried out."""
    compact = context.region.compact
    assert compact is not None  # noqa: S101 - the caller looked
    asked = [name for name, one in verdicts(context).items() if one is not Verdict.NOT_ASKED]
    for steps in ways(context):
        changed = after(compact, steps)
        deal = linear_deal(context, changed, open_clauses(context, changed, outside))
        if deal is not None:
            yield _draft(context, steps, deal, aim, asked)


def _draft(
    context: Context, steps: tuple[Step, ...], deal: LinearDeal, aim: Aim, asked: Sequence[str]
) -> Draft:
    conflict = deal.conflict(list(deal.now))
    kept = list(deal.now) if conflict is None else _kept(deal)
    line, values = deal, {one.name: one.signed for one in deal.clauses}
    for _ in range(ROUNDS):
        values, met = _signed(context, line, kept, aim)
        if met:
            break
        again = linear_deal(context, deal.compact, deal.clauses, values)
        if again is None or again.conflict(kept) is not None:
            break
        line = again
    amended = deal.amended(values)
    found = verdicts(context.with_deal(amended))
    changed = {one.name: values[one.name] for one in deal.clauses if values[one.name] != one.signed}
    chosen = context.with_deal(amended).compact
    paid = ZERO  # to firms, by bonuses that are new
    if chosen is not None and any(isinstance(step, PayBonus) for step in steps):
        paid = sum((chosen.paid_a_bonus(b) * b.amount for b in chosen.bonuses), ZERO)
    return Draft(
        steps,
        deal.clauses,
        changed,
        amended,
        found,
        conflict,
        _cost(deal, values) + paid,
        tuple(name for name in asked if found[name] is not Verdict.STANDS),
    )


def _signed(
    context: Context, deal: LinearDeal, kept: Sequence[Condition], aim: Aim
) -> tuple[dict[str, Fraction], bool]:
    """Numbers with few digits, and whether the wishes themselves are then met, not only lines."""
    best = deal.best(kept, aim)
    for values in islice(rounded(deal, best, kept), TRIES):
        there = context.with_deal(deal.amended(values))
        worth = {} if there.deal is None else wishes_of(there)
        if all(wish in worth and worth[wish][1] >= 0 for wish in kept):
            return values, True
    return best, False


def _kept(deal: LinearDeal) -> list[Condition]:
    """The wishes that are kept: those of all but the fewest checks, then what else can be."""
    asked = list(dict.fromkeys(deal.checks.values()))
    for number in range(1, len(asked) + 1):
        possible = []
        for given_up in combinations(asked, number):
            kept = [wish for wish, check in deal.checks.items() if check not in given_up]
            if deal.conflict(kept) is None:
                possible.append((_cost(deal, deal.best(kept, "least change")), kept))
        if possible:
            _, kept = min(possible, key=lambda one: one[0])
            break
    else:
        kept = []
    rest = [wish for wish in deal.now if wish not in kept]
    for wish in sorted(rest, key=lambda w: (w.wish is not Wish.GAIN, deal.now[w] < 0)):
        if deal.conflict([*kept, wish]) is None:
            kept = [*kept, wish]
    return kept


def _cost(deal: LinearDeal, values: Mapping[str, Fraction]) -> Fraction:
    return sum((abs(values[c.name] - c.signed) * c.per_unit for c in deal.clauses), ZERO)


def least_help(context: Context, draft: Draft, outside: Outside) -> dict[str, Fraction] | None:
    """What of it would let all wishes be met after a draft's steps, by who borrows; or ``None``."""
    compact = context.region.compact
    assert compact is not None  # noqa: S101 - the caller looked
    changed = after(compact, draft.steps)
    deal = linear_deal(context, changed, open_clauses(context, changed, outside))
    if deal is None or deal.conflict(list(deal.now)) is not None:
        return None
    kind = Kind.LOAN if outside == "loan" else Kind.GRANT
    values = deal.best(list(deal.now), "least change")
    given = {c.taker: values[c.name] - c.signed for c in deal.clauses if c.kind is kind}
    return {city: more for city, more in given.items() if more}
