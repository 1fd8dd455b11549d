"""The search for an amended deal: each choice of steps, and for each the best money.

For each choice of steps (``step.py``) the numbers of clauses are one linear program
(``linear_deal.py``).
Where the wishes exclude each other, as few checks are given up as can be, and of these as little is
lacking as can be. What is found is judged by the checks themselves; of all choices that counts
under which fewest checks do not stand, then the one in which least is lacking, then by the aim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, islice
from math import prod

from intercity.amendment.aim import Aim
from intercity.amendment.amendable_clause import AmendableClause, Kind, Outside, amendable_clauses
from intercity.amendment.linear_deal import (
    Conflict,
    LinearDeal,
    lacking_in,
    linear_deal,
    wishes_of,
)
from intercity.amendment.repairs import is_lost
from intercity.amendment.rounding import decimal, rounded
from intercity.amendment.step import InTranches, PayBonus, Step, after, ways
from intercity.findings.checks import CHECKS, evaluate
from intercity.region.context import Context
from intercity.topics.condition import Condition, Wish
from intercity.topics.outcome import Verdict
from mechanisms.compact.clauses import Bonus
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.last_obligation import last_obligation
from solvers.linear_program import LinearProgram

__all__ = ["Draft", "drafts", "least_help", "verdicts"]

ZERO, ONE = Fraction(0), Fraction(1)
TRIES = 4
"""So many ways to round are looked at with the checks themselves."""
Numbers = Callable[
    [Context, LinearDeal, Sequence[Condition], Aim], tuple[dict[str, Fraction], bool]
]
ROUNDS = 3
"""So often lines are drawn again, at the numbers found, where the checks see it otherwise."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A deal with steps taken and numbers changed, and what the checks of the deal say of it.

    ``values``: by clause that has another number. ``conflict``: the wishes that exclude each other
    after these steps; ``None`` where all can be met. ``moved``: between members, and to firms, a
    year. ``short``: how far from the aim, level by level; nothing for the least change.
    ``not_standing``: the checks that are asked, or were decided before, and do not stand;
    ``lacking``: what members lack of their wishes then.
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
    lacking: Fraction
    program: LinearProgram

    @property
    def changed(self) -> tuple[AmendableClause, ...]:
        """The clauses that have another number."""
        return tuple(one for one in self.clauses if one.name in self.values)

    @property
    def rank(self) -> tuple[int, Fraction, tuple[float | Fraction, ...], Fraction, Fraction, int]:
        """Smaller is better.

        Checks that do not stand, what is lacking, the aim, money, what is tied up, clauses.
        """
        changes = {one: abs(self.values[one.name] - one.signed) for one in self.changed}
        tied = sum((x for one, x in changes.items() if not one.per_unit), ZERO)
        number = len(self.steps) + len(self.changed)
        failing = len(self.not_standing)
        return failing, self.lacking, self.short, self.moved, tied, number


def verdicts(context: Context) -> dict[str, Verdict]:
    """What each check of the deal says of it, but those that look at the file's own clauses."""
    names = [name for name, topic in CHECKS.items() if topic.of_the_deal and not topic.of_the_file]
    return {name: Verdict(evaluate(context, name).verdict) for name in names}


def drafts(context: Context, aim: Aim, outside: Outside) -> Iterator[Draft]:
    """One draft for each choice of steps under which the deal can be carried out."""
    compact = context.region.compact
    assert compact is not None  # noqa: S101 - the caller looked
    before = verdicts(context)
    for steps in ways(context):
        changed = after(compact, steps)
        deal = linear_deal(context, changed, _open(context, changed, steps, outside, aim))
        if deal is None:
            continue
        draft = _draft(context, steps, deal, aim, before)
        change = draft.not_standing or draft.moved or draft.short
        last = _lasting(deal) if change else None
        if last is None:
            yield draft
            continue
        if draft.conflict is not None:
            draft = replace(draft, conflict=_in_both(draft.conflict, deal, last))
        yield draft
        yield _draft(context, steps, last, aim, before)


def _open(
    context: Context,
    compact: EnclaveCompact,
    steps: tuple[Step, ...],
    outside: Outside,
    aim: Aim = "least change",
) -> tuple[AmendableClause, ...]:
    """What the law leaves open; of tranches the price of all, which is due with the first."""
    found = amendable_clauses(context, compact, outside, less_grant=aim == "least outside money")
    if not any(isinstance(step, InTranches) for step in steps):
        return found
    return tuple(c for c in found if c.kind is not Kind.PRICE or c.places == (0,))


def _lasting(deal: LinearDeal) -> LinearDeal | None:
    """The same with its lines at new payments of next to nothing, where these make it last longer.

    A deposit is then held for as long as they are paid: by the lines of a deal that ends earlier it
    would not hold who pays.
    """
    chosen = deal.context.with_deal(deal.compact).compact
    new = {c.name: c.step(ZERO) for c in deal.clauses if c.kind is Kind.PAYMENT and not c.signed}
    deposits = any(one.kind is Kind.DEPOSIT for one in deal.clauses)
    if chosen is None or not (new and deposits):
        return None
    if last_obligation(chosen) == deal.compact.annuity.horizon:
        return None
    return linear_deal(deal.context, deal.compact, deal.clauses, new)


def _in_both(conflict: Conflict, deal: LinearDeal, last: LinearDeal) -> Conflict:
    """A conflict that is one of the deal that lasts longer, too, if there is one.

    Else a deposit, which holds nobody in a deal without promises, would seem to be of no use.
    """
    if all(wish in last.now for wish in conflict.wishes) and last.possible(conflict.wishes):
        other = last.conflict([wish for wish in last.now if wish in deal.now])
        if other is not None and not deal.possible(other.wishes):
            return other
    return conflict


def _short(
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


def _draft(
    context: Context,
    steps: tuple[Step, ...],
    deal: LinearDeal,
    aim: Aim,
    before: Mapping[str, Verdict],
) -> Draft:
    conflict = deal.conflict(list(deal.now))
    kept = list(deal.now) if conflict is None else _kept(deal)
    values = _found(context, deal, kept, aim, _signed)[0]
    amended = deal.amended(values)
    there = context.with_deal(amended)
    found = verdicts(there)
    changed = {one.name: values[one.name] for one in deal.clauses if values[one.name] != one.signed}
    chosen = there.compact
    paid, gains = ZERO, {}  # to firms, by bonuses that are new
    if chosen is not None and there.deal is not None:
        new = (Bonus(step.payer, step.amount) for step in steps if isinstance(step, PayBonus))
        paid = sum((chosen.paid_a_bonus(b) * b.amount for b in new), ZERO)
        gains = there.gains
    return Draft(
        steps,
        deal.clauses,
        changed,
        amended,
        found,
        conflict,
        _cost(deal, values) + paid,
        _short(deal, aim, gains, values) if gains else (),
        tuple(name for name, one in found.items() if is_lost(before[name], one)),
        lacking_in({} if there.deal is None else {w: x for w, (_, x) in wishes_of(there).items()}),
        deal.least_money(kept),
    )


def _found(
    context: Context, deal: LinearDeal, kept: Sequence[Condition], aim: Aim, numbers: Numbers
) -> tuple[dict[str, Fraction], bool]:
    """Numbers under which these wishes are met, and whether they are: else lines are drawn anew."""
    for _ in range(ROUNDS):
        values, met = numbers(context, deal, kept, aim)
        again = None if met else linear_deal(context, deal.compact, deal.clauses, values)
        if again is None or not again.possible(kept):
            break
        deal = again
    return values, met


def _signed(
    context: Context, deal: LinearDeal, kept: Sequence[Condition], aim: Aim
) -> tuple[dict[str, Fraction], bool]:
    """Numbers with few digits, and whether the wishes themselves are then met, not only lines."""
    best = deal.best(kept, aim)
    close = [wish for wish in deal.now if wish not in kept]
    if aim not in ("least change", "least outside money"):
        close = [wish for wish in deal.now if wish.wish is Wish.GAIN or wish in close]
    for values in islice(rounded(deal, best, kept, close), TRIES):
        if _met(context, deal, kept, values):
            return values, True
    return {name: decimal(value) for name, value in best.items()}, False


def _exact(
    context: Context, deal: LinearDeal, kept: Sequence[Condition], aim: Aim
) -> tuple[dict[str, Fraction], bool]:
    """The same, not rounded."""
    best = deal.best(kept, aim)
    return best, _met(context, deal, kept, best)


def _met(
    context: Context, deal: LinearDeal, kept: Sequence[Condition], values: Mapping[str, Fraction]
) -> bool:
    there = context.with_deal(deal.amended(values))
    worth = {} if there.deal is None else wishes_of(there)
    return all(wish in worth and worth[wish][1] >= 0 for wish in kept)


def _kept(deal: LinearDeal) -> list[Condition]:
    """The wishes that are kept: those of all but the fewest checks, then what else can be.

    Of several choices of checks the one of which least is lacking, then the cheapest.
    """
    asked = list(dict.fromkeys(deal.checks.values()))
    for number in range(1, len(asked) + 1):
        possible = []
        for given_up in combinations(asked, number):
            kept = [wish for wish, check in deal.checks.items() if check not in given_up]
            if deal.possible(kept):
                values = deal.best(kept, "least change")
                lacking = lacking_in({wish: deal.worth(wish, values) for wish in deal.now})
                possible.append((lacking, _cost(deal, values), kept))
        if possible:
            *_, kept = min(possible, key=lambda one: one[:2])
            break
    else:
        kept = []
    rest = [wish for wish in deal.now if wish not in kept]
    for wish in sorted(rest, key=lambda w: (w.wish is not Wish.GAIN, deal.now[w] < 0)):
        if deal.possible([*kept, wish]):
            kept = [*kept, wish]
    return kept


def _cost(deal: LinearDeal, values: Mapping[str, Fraction]) -> Fraction:
    return sum((abs(values[c.name] - c.signed) * c.per_unit for c in deal.clauses), ZERO)


def least_help(context: Context, draft: Draft, outside: Outside) -> dict[str, Fraction] | None:
    """What of it would let all wishes be met after a draft's steps, by who borrows; or ``None``."""
    compact = context.region.compact
    assert compact is not None  # noqa: S101 - the caller looked
    changed = after(compact, draft.steps)
    deal = linear_deal(context, changed, _open(context, changed, draft.steps, outside))
    if deal is None or not deal.possible(list(deal.now)):
        return None
    kind = Kind.LOAN if outside == "loan" else Kind.GRANT
    values, met = _found(context, deal, list(deal.now), "least change", _exact)
    if not met:
        return None
    given = {c.taker: values[c.name] - c.signed for c in deal.clauses if c.kind is kind}
    return {city: more for city, more in given.items() if more}
