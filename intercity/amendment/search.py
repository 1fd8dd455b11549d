"""The search for an amended deal: each choice of steps, and for each the best money.

Each choice of steps (``step.py``) gives a draft (``draft.py``), which the checks themselves judge.
Of all choices that counts under which fewest checks do not stand, then the one in which least is
lacking, then by the aim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from intercity.amendment.aim import Aim
from intercity.amendment.amendable_clause import AmendableClause, Kind, Outside, amendable_clauses
from intercity.amendment.amounts import amount_parts, few_digits, with_amount
from intercity.amendment.draft import (
    Draft,
    cost_of,
    draft_of,
    most_kept,
    short_of,
    verdicts,
)
from intercity.amendment.law import allowed_together
from intercity.amendment.linear_deal import (
    Conflict,
    LinearDeal,
    linear_deal,
    wishes_of,
)
from intercity.amendment.other_terms import floors_and_caps, guarantees, other_years
from intercity.amendment.step import (
    DueIn,
    HandOver,
    InTranches,
    PayBonus,
    Step,
    Within,
    after,
    moved_by,
    ways,
)
from intercity.findings.checks import CHECKS
from intercity.region.context import Context
from intercity.topics.condition import Condition, Wish
from intercity.topics.outcome import Verdict
from mechanisms.compact.clauses import Bonus
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.last_obligation import last_obligation
from solvers.linear_program import LinearProgram

__all__ = ["drafts", "with_help"]

ZERO, ONE = Fraction(0), Fraction(1)
Score = tuple[tuple[float | Fraction, ...], Fraction, int]
"""How far from the aim, the money moved, how many numbers are changed: smaller is better."""
CLEAR = Fraction(1, 100)
"""By so much, as a part of what it is, something has to be better to be worth one more step."""


def drafts(context: Context, aim: Aim, outside: Outside) -> Iterator[Draft]:
    """Drafts for each choice of steps under which the deal can be carried out.

    First with what is handed over, and when promises are due, as it is; then, where less could do,
    with other amounts and years; last, where checks still fail, with floors and caps, new payments
    that are enforced, and guarantees.
    """
    begun = [one for steps in ways(context) if (one := _begun(context, steps, aim, outside))]
    search = _Search(context, aim, outside, verdicts(context), _ideals(begun, aim))
    best: Draft | None = None
    ranked = []
    for one in begun:
        for draft in search.of_money(one.steps, one.deal):
            yield draft
            best = draft if best is None or draft.rank < best.rank else best
        ranked.append((draft, one))
    ranked.sort(key=lambda pair: pair[0].rank)
    for widened in (search.of_amounts, search.of_years, search.of_last_resorts):
        for first, one in ranked:
            if best is None or not search.could_do_better(first, best):
                continue
            if widened == search.of_last_resorts and not best.lacking:
                continue
            for draft in widened(one):
                court = any(clause.enforced for clause in draft.clauses)
                if court and len(draft.not_standing) >= len(best.not_standing):
                    continue  # no court is asked where no more checks stand by it
                yield draft
                best = min(best, draft, key=lambda each: each.rank)


class _Begun:
    """A choice of steps, its lines, and the parts in which they are straight in an amount.

    ``enforced``: whether a court may enforce new payments.
    """

    def __init__(self, steps: tuple[Step, ...], deal: LinearDeal, *, enforced: bool) -> None:
        self.steps, self.deal, self.enforced = steps, deal, enforced

    @cached_property
    def parts(self) -> tuple[tuple[AmendableClause, LinearDeal], ...]:
        """Each with the amount that is open."""
        return tuple(amount_parts(self.deal))


def _begun(
    context: Context,
    steps: tuple[Step, ...],
    aim: Aim,
    outside: Outside,
    *,
    enforced: bool = False,
) -> _Begun | None:
    compact = context.region.compact
    assert compact is not None  # noqa: S101 - the caller looked
    changed = after(compact, steps)
    clauses = _open(context, changed, steps, outside, aim, enforced=enforced)
    deal = linear_deal(context, changed, clauses)
    return None if deal is None else _Begun(steps, deal, enforced=enforced)


def _ideals(begun: Sequence[_Begun], aim: Aim) -> Mapping[str, Fraction] | None:
    """What each member could gain at most with any steps and amounts, times its weight, for claims.

    So what is short of the aim is measured alike for all of them.
    """
    if aim != "Kalai-Smorodinsky":
        return None
    deals = [one.deal for one in begun]
    deals += [part for one in begun if not _in_tranches(one.steps) for _, part in one.parts]
    power = {city: _power(one.deal, city) for one in begun[:1] for city in one.deal.compact.members}
    found = [deal.claims(power) for deal in deals]
    return {city: max(claims[city] for claims in found if city in claims) for city in power}


def _in_tranches(steps: tuple[Step, ...]) -> bool:
    return any(isinstance(step, InTranches) for step in steps)


def _power(deal: LinearDeal, city: str) -> Fraction:
    return deal.context.region.power.get(city, ONE)


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for, in one region. ``before``: the verdicts on the deal as signed."""

    context: Context
    aim: Aim
    outside: Outside
    before: Mapping[str, Verdict]
    ideals: Mapping[str, Fraction] | None

    def could_do_better(self, draft: Draft, best: Draft) -> bool:
        """Whether a draft with more steps than this one may be better than the best so far.

        Checks without conditions are taken to fail then as they do. Tranches say how much is handed
        over, and are no longer than they have to be.
        """
        if _in_tranches(draft.steps):
            return False
        failing = sum(not CHECKS[name].contents.has_conditions for name in draft.not_standing)
        if failing > len(best.not_standing):
            return False
        if best.lacking or any(CHECKS[name].contents.has_conditions for name in best.not_standing):
            return True
        if self.aim != "least change" and any(best.short):
            return True
        return self._paid_by_steps(draft.steps) < best.moved

    def _paid_by_steps(self, steps: tuple[Step, ...]) -> Fraction:
        """What the steps alone move a year: new bonuses, other amounts, years, floors and caps."""
        compact = self.context.region.compact
        assert compact is not None  # noqa: S101 - the caller looked
        chosen = self.context.with_deal(after(compact, steps)).compact
        new = (Bonus(step.payer, step.amount) for step in steps if isinstance(step, PayBonus))
        bonuses = (ZERO if chosen is None else chosen.paid_a_bonus(b) * b.amount for b in new)
        return sum(bonuses, moved_by(self.context, steps))

    def of_money(
        self, steps: tuple[Step, ...], deal: LinearDeal, program: LinearProgram | None = None
    ) -> Iterator[Draft]:
        """After these steps the best numbers; once more with payments that make the deal last."""
        deal = replace(deal, ideals=self.ideals)
        draft = self._draft(steps, deal)
        if program is not None:
            draft = replace(draft, program=program)
        change = draft.not_standing or draft.moved or draft.short
        last = _lasting(deal) if change else None
        if last is not None and draft.conflict is not None:
            draft = replace(draft, conflict=_in_both(draft.conflict, deal, last))
        yield draft
        open_now = Verdict.UNDECIDED in draft.verdicts.values()
        if draft.conflict is not None and (open_now or self.loses(draft)):
            other = self._draft(steps, deal, closer=False)
            yield replace(other, conflict=draft.conflict)
        if last is not None:
            yield self._draft(steps, replace(last, ideals=self.ideals))

    def _draft(self, steps: tuple[Step, ...], deal: LinearDeal, *, closer: bool = True) -> Draft:
        draft = draft_of(self.context, steps, deal, self.aim, self.before, closer=closer)
        return replace(draft, moved=draft.moved + self._paid_by_steps(steps))

    def of_amounts(self, begun: _Begun) -> Iterator[Draft]:
        """With other amounts handed over: of one transfer, then of the others, one by one."""
        taken: set[int] = set()
        while True:
            parts = [one for one in begun.parts if not taken & set(one[0].places)]
            wanted = [(clause, part, list(part.now)) for clause, part in parts]
            if not any(part.possible(wishes) for _, part, wishes in wanted):
                wanted = _keeping_more(begun.deal, parts)
            scored = [
                (*score, clause, part, wishes)
                for clause, part, wishes in wanted
                if (score := self._score(part, clause, wishes)) is not None
            ]
            if not scored:
                return
            now = self._score(begun.deal)
            for best, amount, clause, part, wishes in sorted(scored, key=lambda one: one[0]):
                if amount == clause.signed or not _worth_a_step(best, now):
                    return
                new = with_amount(clause.places, self._rounded(part, clause, amount, wishes))
                steps = _with_amounts(begun.steps, new)
                more = _begun(self.context, steps, self.aim, self.outside, enforced=begun.enforced)
                if more is None:
                    return
                found = list(self.of_money(steps, more.deal, part.least_money(wishes)))
                yield from found
                if not all(map(self.loses, found)):
                    break  # else checks fall there, as where more is promised than can be had
            else:
                return
            begun = more
            taken |= set(clause.places)

    def _score(
        self,
        part: LinearDeal,
        clause: AmendableClause | None = None,
        wishes: Sequence[Condition] = (),
    ) -> tuple[Score, Fraction] | None:
        """How good the best numbers are by its lines, and the amount among them.

        ``None`` where not all ``wishes`` can be met, by default all of its.
        """
        part = replace(part, ideals=self.ideals)
        wishes = wishes or list(part.now)
        if not part.can_keep(wishes):
            return None
        values = part.best(wishes, self.aim)
        gaining = [wish for wish in part.now if wish.wish is Wish.GAIN]
        gains = {wish.cities[0]: gain for wish, gain in part.worths(gaining, values)}
        short = short_of(part, self.aim, gains, values) if gains else ()
        changed = sum(values[one.name] != one.signed for one in part.clauses)
        amount = ZERO if clause is None else values[clause.name]
        return (short, cost_of(part, values), changed), amount

    def _rounded(
        self,
        part: LinearDeal,
        clause: AmendableClause,
        amount: Fraction,
        wishes: Sequence[Condition],
    ) -> Fraction:
        """The amount with as few digits as leave these wishes met, and other numbers alone."""
        for near in few_digits(clause, amount):
            scored = [
                (score[0], one)
                for one in near
                if (score := self._score(_at_amount(part, clause, one), wishes=wishes)) is not None
            ]
            if scored and self.aim in ("least change", "least outside money"):
                return min(scored, key=lambda one: (one[0][2], one[0]))[1]
            if scored:
                return min(scored)[1]
        return amount

    def loses(self, draft: Draft) -> bool:
        """Whether a check that stood as signed does not stand."""
        return any(self.before[name] is Verdict.STANDS for name in draft.not_standing)

    def of_years(self, begun: _Begun) -> Iterator[Draft]:
        """With other years in which one promise is due."""
        scored: list[tuple[Score, DueIn]] = []
        for choices in other_years(begun.deal.compact):
            for step in choices:
                other = self._after_one_more(begun, step)
                found = None if other is None else self._score(other)
                if found is not None:
                    (short, cost, changed), _ = found
                    cost += moved_by(self.context, (*begun.steps, step))
                    scored.append(((short, cost, changed), step))
        if scored:
            score, step = min(scored, key=lambda one: one[0])
            if _worth_a_step(score, self._score(begun.deal)):
                yield from self._of_steps((*begun.steps, step))

    def of_last_resorts(self, begun: _Begun) -> Iterator[Draft]:
        """With floors and caps of refunds, new payments enforced; last with a guarantee."""

        def mends(step: Within) -> bool:
            other = self._after_one_more(begun, step)
            return other is not None and other.possible(list(other.now))

        compact = begun.deal.compact
        for within in floors_and_caps(compact, mends):
            yield from self._of_steps((*begun.steps, *within))
        limit = compact.side_payment_limit
        if limit is None or limit > 0:
            court = _begun(self.context, begun.steps, self.aim, self.outside, enforced=True)
            if court is not None:
                yield from self.of_money(court.steps, court.deal)
                if not _in_tranches(court.steps):
                    yield from self.of_amounts(court)
        for guaranteed in guarantees(compact):
            yield from self._of_steps((*begun.steps, *guaranteed))

    def _of_steps(self, steps: tuple[Step, ...]) -> Iterator[Draft]:
        begun = _begun(self.context, steps, self.aim, self.outside)
        if begun is not None:
            yield from self.of_money(steps, begun.deal)

    def _after_one_more(self, begun: _Begun, step: DueIn | Within) -> LinearDeal | None:
        """The lines after one more step, those of money by how much they move then."""
        deal, compact = begun.deal, step.on(begun.deal.compact)
        there = self.context.with_deal(compact)
        if there.deal is None:
            return None
        now = {wish: worth for wish, (_, worth) in wishes_of(there).items()}
        clauses = _open(self.context, compact, begun.steps, self.outside, self.aim)
        old = {one.name: one for one in deal.clauses}
        times = {
            one.name: one.per_unit / old[one.name].per_unit
            for one in clauses
            if one.name in old and old[one.name].per_unit
        }
        slopes = {
            wish: {
                name: slope * times.get(name, ONE)
                for name, slope in deal.slopes.get(wish, {}).items()
            }
            for wish in now
        }
        known = {one.name for one in clauses}
        slopes = {w: {n: x for n, x in line.items() if n in known} for w, line in slopes.items()}
        together = allowed_together(compact, clauses)
        return replace(
            deal, compact=compact, clauses=clauses, now=now, slopes=slopes, together=together
        )


def _worth_a_step(score: Score, before: tuple[Score, Fraction] | None) -> bool:
    """Whether the best with one more step is better by more than rounding can be."""
    if before is None:
        return True
    (short, cost, _), (old_short, old_cost, _) = score, before[0]
    for new, old in zip(map(float, short), map(float, old_short), strict=True):
        if abs(new - old) > CLEAR * abs(old):
            return new < old
    return cost < old_cost * (1 - CLEAR)


def _keeping_more(
    deal: LinearDeal, parts: Sequence[tuple[AmendableClause, LinearDeal]]
) -> list[tuple[AmendableClause, LinearDeal, list[Condition]]]:
    """The parts in which wishes of most checks can be met, of more than without another amount.

    With the wishes that can.
    """
    found = [(clause, part, most_kept(part)) for clause, part in parts]
    fewest = min((_given_up(part, kept) for _, part, kept in found), default=0)
    if fewest >= _given_up(deal, most_kept(deal)):
        return []
    return [one for one in found if _given_up(one[1], one[2]) == fewest]


def _given_up(deal: LinearDeal, kept: Sequence[Condition]) -> int:
    """Of how many checks some wishes are not met."""
    return len({deal.checks[wish] for wish in deal.now if wish not in kept})


def _with_amounts(steps: tuple[Step, ...], new: HandOver) -> tuple[Step, ...]:
    """The steps, these amounts in place of those that are there."""
    old = [step for step in steps if isinstance(step, HandOver)]
    amounts = {place: x for step in (*old, new) for place, x in step.amounts}
    rest = (step for step in steps if not isinstance(step, HandOver))
    return (HandOver(tuple(sorted(amounts.items()))), *rest)


def _at_amount(part: LinearDeal, clause: AmendableClause, amount: Fraction) -> LinearDeal:
    there = replace(clause, lowest=amount, highest=amount)
    return replace(
        part, clauses=tuple(there if one.name == clause.name else one for one in part.clauses)
    )


def _open(
    context: Context,
    compact: EnclaveCompact,
    steps: tuple[Step, ...],
    outside: Outside,
    aim: Aim = "least change",
    *,
    enforced: bool = False,
) -> tuple[AmendableClause, ...]:
    """What the law leaves open; of tranches the price of all, which is due with the first."""
    less_grant = aim == "least outside money"
    found = amendable_clauses(context, compact, outside, less_grant=less_grant, enforced=enforced)
    if not _in_tranches(steps):
        return found
    return tuple(c for c in found if c.kind is not Kind.PRICE or c.places == (0,))


def _lasting(deal: LinearDeal) -> LinearDeal | None:
    """The deal, its lines taken at tiny new payments where these make it last longer.

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


def with_help(context: Context, draft: Draft, outside: Outside) -> Draft | None:
    """A draft with the same steps and the least help from outside with which all wishes are met.

    ``None`` where none was found.
    """
    enforced = any(one.enforced for one in draft.clauses)
    begun = _begun(context, draft.steps, "least change", outside, enforced=enforced)
    if begun is None or not begun.deal.possible(list(begun.deal.now)):
        return None
    return draft_of(context, draft.steps, begun.deal, "least change", verdicts(context))
