"""A draft: a deal after a choice of steps, with the best numbers, as the checks judge it.

The numbers are those of a linear program (``linear_deal.py``), with few digits. Where the wishes
exclude each other, as few checks are given up as can be, and of these as little is lacking as can
be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, islice
from math import prod

from intercity.amendment.aim import Aim
from intercity.amendment.amendable_clause import AmendableClause, Kind
from intercity.amendment.linear_deal import (
    Conflict,
    LinearDeal,
    lacking_in,
    linear_deal,
    wishes_of,
)
from intercity.amendment.repairs import is_lost, judged
from intercity.amendment.rounding import rounded
from intercity.amendment.step import Guarantee, Step
from intercity.findings.checks import CHECKS, evaluate
from intercity.region.context import Context
from intercity.topics.condition import Condition, Wish
from intercity.topics.outcome import Verdict
from mechanisms.compact.enclave_compact import EnclaveCompact
from solvers.linear_program import LinearProgram

__all__ = ["Draft", "cost_of", "draft_of", "most_kept", "short_of", "verdicts"]

ZERO, ONE = Fraction(0), Fraction(1)
TRIES = 4
"""So many ways to round are looked at with the checks themselves."""
ROUNDS = 3
"""So often lines are drawn again, at the numbers found, where the checks see it otherwise."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A deal with steps taken and numbers changed, and what the checks of the deal say of it.

    ``values``: by clause that has another number. ``conflict``: the wishes that exclude each other
    after these steps; ``None`` where all can be met. ``moved``: between members, and to firms, a
    year, and what members lose by steps that move no money. ``short``: how far from the aim, level
    by level; nothing for the least change. ``not_standing``: the checks that are asked, or were
    decided before, and do not stand; ``loses_more``: whether a member loses more than in the deal
    as signed; ``lacking``: what members lack of their wishes then.
    ``program``: the least money moved at which the wishes that are kept are met.
    """

    steps: tuple[Step, ...]
    clauses: tuple[AmendableClause, ...]
    values: Mapping[str, Fraction]
    compact: EnclaveCompact
    verdicts: Mapping[str, Verdict]
    conflict: Conflict | None
    moved: Fraction
    short: tuple[float | Fraction, ...]
    not_standing: tuple[str, ...]
    loses_more: bool
    lacking: Fraction
    program: LinearProgram

    @property
    def changed(self) -> tuple[AmendableClause, ...]:
        """The clauses that have another number."""
        return tuple(one for one in self.clauses if one.name in self.values)

    @property
    def rank(
        self,
    ) -> tuple[bool, int, Fraction, int, tuple[float | Fraction, ...], Fraction, Fraction, int]:
        """Smaller is better.

        Whether a member loses more than as signed, checks that do not stand, what is lacking,
        guarantees of the province and payments that a court enforces, the aim, money, what is tied
        up, clauses.
        """
        changes = {one: abs(self.values[one.name] - one.signed) for one in self.changed}
        tied = sum((x for one, x in changes.items() if not one.per_unit), ZERO)
        number = len(self.steps) + len(self.changed)
        failing = len(self.not_standing)
        guaranteed = sum(isinstance(step, Guarantee) for step in self.steps)
        guaranteed += sum(one.enforced for one in self.changed)
        return (
            self.loses_more,
            failing,
            self.lacking,
            guaranteed,
            self.short,
            self.moved,
            tied,
            number,
        )


def verdicts(context: Context) -> dict[str, Verdict]:
    """What each check of the deal says of it, but those that look at the file's own clauses."""
    of_deals = {
        name for name, topic in CHECKS.items() if topic.of_the_deal and not topic.of_the_file
    }
    names = [name for name in judged(context) if name in of_deals]
    return {name: Verdict(evaluate(context, name).verdict) for name in names}


def draft_of(
    context: Context,
    steps: tuple[Step, ...],
    deal: LinearDeal,
    aim: Aim,
    before: Mapping[str, Verdict],
    *,
    closer: bool = True,
) -> Draft:
    """The draft with the best numbers; ``before``: the verdicts on the deal as signed.

    ``closer``: whether of wishes that are given up as little is to be lacking as can be, or of
    gains alone.
    """
    conflict = deal.conflict(list(deal.now))
    signed = deal
    if not deal.can_keep([]):  # by its steps alone a member loses more
        deal = replace(deal, most_lacking={})
    kept = list(deal.now) if conflict is None else most_kept(deal)
    if not closer:  # all gains stay in it: some members alone do not bargain
        deal = replace(signed.only(kept), most_lacking=deal.most_lacking)
    values = _numbers(context, deal, kept, aim, closer=closer)
    amended = deal.amended(values)
    there = context.with_deal(amended)
    found = verdicts(there)
    changed = {one.name: values[one.name] for one in deal.clauses if values[one.name] != one.signed}
    gains = {} if there.compact is None or there.deal is None else there.gains
    worths = {} if there.deal is None else {w: x for w, (_, x) in wishes_of(there).items()}
    return Draft(
        steps,
        deal.clauses,
        changed,
        amended,
        found,
        conflict,
        cost_of(deal, values),
        short_of(deal, aim, gains, values) if gains else (),
        tuple(name for name, one in found.items() if is_lost(before[name], one)),
        signed.loses_more(worths),
        lacking_in(worths),
        deal.least_money(kept),
    )


def _numbers(
    context: Context, deal: LinearDeal, kept: Sequence[Condition], aim: Aim, *, closer: bool
) -> dict[str, Fraction]:
    """Numbers under which these wishes are met; where none are found, the best by the lines."""
    for _ in range(ROUNDS):
        values, met = _with_few_digits(context, deal, kept, aim)
        again = None if met else linear_deal(context, deal.compact, deal.clauses, values)
        if again is None or not again.can_keep(kept):
            break
        again = again if closer else again.only(kept)
        deal = replace(again, ideals=deal.ideals, most_lacking=deal.most_lacking)
    return values


def _with_few_digits(
    context: Context, deal: LinearDeal, kept: Sequence[Condition], aim: Aim
) -> tuple[dict[str, Fraction], bool]:
    """Numbers with few digits, and whether the wishes themselves are then met, not only lines.

    Where no such numbers meet all of them, those of checks that are given up are but close to it.
    """
    best = deal.best(kept, aim)
    failing = {deal.checks[wish] for wish in deal.now if wish not in kept}
    needed = [wish for wish in kept if deal.checks[wish] not in failing]
    tried = []
    for wishes in (kept, needed) if len(needed) < len(kept) else (kept,):
        close = [wish for wish in deal.now if wish not in wishes]
        if aim not in ("least change", "least outside money"):
            close = [wish for wish in deal.now if wish.wish is Wish.GAIN or wish in close]
        for values in islice(rounded(deal, best, wishes, close, aim), TRIES):
            if _met(context, deal, wishes, values):
                return values, True
            tried.append(values)
    return min(tried, key=_finest), False


def _finest(values: Mapping[str, Fraction]) -> int:
    """How finely numbers are written, the finest of them."""
    return max((x.denominator for x in values.values()), default=1)


def _met(
    context: Context, deal: LinearDeal, kept: Sequence[Condition], values: Mapping[str, Fraction]
) -> bool:
    there = context.with_deal(deal.amended(values))
    worth = {} if there.deal is None else wishes_of(there)
    return all(wish in worth and worth[wish][1] >= 0 for wish in kept)


def most_kept(deal: LinearDeal) -> list[Condition]:
    """The wishes that are kept: those of all but the fewest checks, then what else can be.

    Of several choices of checks the one of which least is lacking, then the cheapest.
    """
    asked = list(dict.fromkeys(deal.checks.values()))
    for number in range(1, len(asked) + 1):
        possible = []
        for given_up in combinations(asked, number):
            kept = [wish for wish, check in deal.checks.items() if check not in given_up]
            if deal.can_keep(kept):
                values = deal.best(kept, "least change")
                lacking = lacking_in(dict(deal.worths(deal.now, values)))
                possible.append((lacking, cost_of(deal, values), kept))
        if possible:
            *_, kept = min(possible, key=lambda one: one[:2])
            break
    else:
        kept = []
    rest = [wish for wish in deal.now if wish not in kept]
    for wish in sorted(rest, key=lambda w: (w.wish is not Wish.GAIN, deal.now[w] < 0)):
        if deal.can_keep([*kept, wish]):
            kept = [*kept, wish]
    return kept


def cost_of(deal: LinearDeal, values: Mapping[str, Fraction]) -> Fraction:
    """The money moved, between members and to firms, a year."""
    changes = deal.changes(values)
    return sum((abs(changes[c.name]) * c.per_unit for c in deal.clauses), ZERO)


def short_of(
    deal: LinearDeal, aim: Aim, gains: Mapping[str, Fraction], values: Mapping[str, Fraction]
) -> tuple[float | Fraction, ...]:
    """How far a deal is from an aim: smaller is better, level by level."""
    if aim == "least change":
        return ()
    if aim == "least outside money":
        return tuple(
            sum((one.parts * values[one.name] for one in deal.clauses if one.kind is kind), ZERO)
            for kind in (Kind.GRANT, Kind.LOAN)
        )
    power = {city: deal.context.region.power.get(city, ONE) for city in gains}
    if min(gains.values()) < 0 or aim != "Nash":
        claims = deal.claims(power) if aim == "Kalai-Smorodinsky" else power
        return tuple(sorted(float(-x / claims[city]) for city, x in gains.items()))[::-1]
    return (-prod(float(x) ** float(power[city]) for city, x in gains.items()),)
