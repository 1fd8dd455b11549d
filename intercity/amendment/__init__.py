"""Amending a deal: the smallest change of its clauses under which checks stand together.

>>> from intercity.amendment import AIMS
>>> AIMS
('least change', 'equal gains', 'Kalai-Smorodinsky', 'Nash', 'least outside money')
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cached_property, partial
from typing import Any, Literal

from games.by_city import one_of
from games.errors import MISSING, InvalidInput, NotProven, Told, of_kind
from games.exact import number_to_json
from games.players import Coalition
from intercity.amendment.aim import AIMS, Aim, aim_of
from intercity.amendment.amendable_clause import AmendableClause, Kind, Outside
from intercity.amendment.draft import Draft, verdicts
from intercity.amendment.entries import with_proposal
from intercity.amendment.linear_deal import Conflict, lacking_in, wishes_of
from intercity.amendment.repairs import Kept, is_lost, judged, with_repairs
from intercity.amendment.search import drafts, with_help
from intercity.amendment.step import InTranches, Step, after
from intercity.amendment.writing import amended_text
from intercity.checkup.check_up import check_up
from intercity.checkup.searched_ahead import KnownAnswers
from intercity.comparison import Comparison
from intercity.findings.checks import evaluate
from intercity.page.package import Package, more_stand
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.region.effort import too_many_to_amend
from intercity.report import Report
from intercity.scenario.scenario import Scenario
from intercity.scenario_file import parse_scenario
from intercity.topics.condition import Condition, Wish
from intercity.topics.english import wish_words
from intercity.topics.hold_up.tranches import joined
from intercity.topics.outcome import Verdict, to_json
from intercity.topics.proposal import Proposal
from mechanisms.compact.enclave_compact import EnclaveCompact
from solvers.linear_program import LinearProgram
from solvers.progress import followed, listening, tell

__all__ = ["AIMS", "Aim", "AmendedClause", "Amendment", "Conflict", "Help", "Outside", "amend"]

ZERO, ONE = Fraction(0), Fraction(1)
ROUNDS = 2
"""So often a deal is searched for among many cities, by ever more groups that could have more."""
OUTSIDE: tuple[Outside, ...] = ("none", "loan", "grant")


@dataclass(frozen=True, slots=True)
class AmendedClause:
    """One change: a step, a clause of the deal with another number (``value``), or a proposal.

    ``mends``: the checks that did not stand before, and in the final deal do not if it alone is
    taken back; of a step or a clause of the deal, the checks of the deal. ``keeps``: those that
    stood before, and do not then, as another change would bring them down. ``gives``: by city, how
    much more it has a year with it than if it alone is taken back. ``at_own_factor``: of a deposit
    or a loan the same, for whose it is, at its own discount factor.
    """

    change: Step | AmendableClause | Proposal
    value: Fraction | None
    mends: tuple[str, ...]
    gives: Mapping[str, Fraction]
    keeps: tuple[str, ...] = ()
    at_own_factor: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Help:
    """The least help from outside with which all wishes can be met: a grant a year, or loans.

    ``amounts``: of loans, by who borrows; of a grant, by "". With few digits, as written into a
    file that was checked up. ``unmet``: the wishes that are not met there, if any.
    """

    kind: Literal["loan", "grant"]
    amounts: Mapping[str, Fraction]
    unmet: tuple[Condition, ...] = ()


@dataclass(frozen=True, repr=False)
class Amendment:
    """What ``amend`` found. ``print`` it, or write ``text`` to a file.

    ``clauses``: what is changed, empty where nothing is. ``not_standing``: the checks that were
    asked before, or are asked after it, and do not stand after it. ``conflict``: the
    wishes that exclude each other within the limits, if any do; ``help``: the least help from
    outside that would do then. ``lacking``: what members lack of all their wishes, before (``None``
    where the deal cannot be carried out) and after the changes of the deal. ``before``, ``after``:
    the check-ups, without ranges. ``program``:
    the least money moved after the steps that are taken (``to_pulp`` reads and exports it).
    ``enforced_payments``: whether new payments that a court enforces were open, too. ``missed``:
    among many cities, groups that could have more elsewhere than in the deal that was found, where
    the search ended before deals were compared by them.
    """

    scenario: Scenario
    aim: Aim
    clauses: tuple[AmendedClause, ...]
    not_standing: tuple[str, ...]
    conflict: Conflict | None
    help: tuple[Help, ...]
    lacking: tuple[Fraction | None, Fraction]
    amended: Scenario
    before: Report
    after: Report
    program: LinearProgram
    enforced_payments: bool = False
    missed: tuple[Coalition, ...] = ()

    def __repr__(self) -> str:
        changes = f"{len(self.clauses)} change{'' if len(self.clauses) == 1 else 's'}"
        stand = "all checks stand" if not self.not_standing else "not standing: "
        return f"Amendment({changes}; {stand}{', '.join(self.not_standing)})"

    def __str__(self) -> str:
        from intercity.amendment.english import summary

        return summary(self)

    def _repr_html_(self) -> str:
        """The amendment as it is printed, in a notebook."""
        return f"<pre>{html.escape(str(self))}</pre>"

    @property
    def text(self) -> str:
        """The amended file."""
        return self.amended.text

    @cached_property
    def comparison(self) -> Comparison:
        """Before and after, side by side."""
        return Comparison({"before": self.before, "after": self.after})

    @property
    def more_stand(self) -> bool:
        """Whether more checks stand after it than before, and none that stood fails."""
        return more_stand(self.before, self.after)

    @property
    def less_lacking(self) -> bool:
        """Whether members lack less of their wishes after it than before."""
        before, after = self.lacking
        return before is not None and after < before

    @property
    def loses_more(self) -> Mapping[str, Fraction]:
        """By member that loses more a year by the deal than as signed, how much more."""
        return _worse(self.comparison.gains)

    @property
    def loses_more_at_own_factor(self) -> Mapping[str, Fraction]:
        """The same at its own discount factor, above 0, of those that do not at the interest."""
        before, there = self.before.context, self.after.context
        gains = {
            city: (had, there.own_gains.get(city))
            for city, had in before.own_gains.items()
            if before.discounts[city] and city not in self.loses_more
        }
        return _worse(gains)

    @property
    def by_other_clauses(self) -> Mapping[str, Fraction]:
        """By city, how much more it has a year by what it signs beside the deal; members or not."""
        beside: dict[str, Fraction] = {}
        for one in self.clauses:
            if isinstance(one.change, Proposal):
                for city, more in one.gives.items():
                    beside[city] = beside.get(city, ZERO) + more
        return beside

    @property
    def package(self) -> Package:
        """What to sign, for ``report_page``: the changed deal, where more checks stand with it."""
        changed = self.after if self.more_stand else None
        return Package(changed, () if self.conflict is None else self.conflict.wishes)

    def to_json(self) -> dict[str, Any]:
        """What was found, with both reports."""
        from intercity.amendment.english import clause_words

        return {
            "format": 1,
            "aim": self.aim,
            "clauses": [
                {
                    "change": {"kind": str(one.change.kind), **_fields(one.change)},
                    "words": clause_words(self, one),
                    "value": None if one.value is None else number_to_json(one.value),
                    "mends": list(one.mends),
                    "keeps": list(one.keeps),
                    "gives": {city: number_to_json(x) for city, x in one.gives.items()},
                    "at_own_factor": {c: number_to_json(x) for c, x in one.at_own_factor.items()},
                }
                for one in self.clauses
            ],
            "by_other_clauses": {c: number_to_json(x) for c, x in self.by_other_clauses.items()},
            "loses_more": {c: number_to_json(x) for c, x in self.loses_more.items()},
            "loses_more_at_own_factor": {
                c: number_to_json(x) for c, x in self.loses_more_at_own_factor.items()
            },
            "not_standing": list(self.not_standing),
            "more_stand": self.more_stand,
            "lacking": [None if x is None else number_to_json(x) for x in self.lacking],
            "conflict": None
            if self.conflict is None
            else {
                "wishes": [
                    {**_fields(wish), "words": wish_words(wish)} for wish in self.conflict.wishes
                ],
                "proven": self.conflict.proven,
                "fewest": self.conflict.fewest,
                "multipliers": {
                    name: number_to_json(x)
                    for name, x in self.conflict.certificate.multipliers.items()
                },
            },
            "missed": [list(group) for group in self.missed],
            "help": [
                {
                    "kind": one.kind,
                    "amounts": {c: number_to_json(x) for c, x in one.amounts.items()},
                    "unmet": [{**_fields(wish), "words": wish_words(wish)} for wish in one.unmet],
                }
                for one in self.help
            ],
            "comparison": self.comparison.to_json(),
        }


def _fields(of: Step | AmendableClause | Proposal | Condition) -> dict[str, Any]:
    """Its facts by name."""
    return {one.name: to_json(getattr(of, one.name)) for one in fields(of) if one.name != "kind"}


def amend(
    scenario: Scenario,
    *,
    aim: str = "least change",
    outside: Outside = "none",
    processes: int = 1,
    known: KnownAnswers | None = None,
) -> Amendment:
    """Find the smallest change of a deal's clauses under which checks stand together.

    With x_k the numbers of its clauses, m_k the money that a unit of them moves a year, and w_j(x)
    what members wish,

        min  sum_k m_k |x_k - signed_k|    over lawful x with  w_j(x) >= 0  for each wish j.

    That is proven smallest for each choice of steps, and of an amount handed over for each part in
    which wishes were found straight in it. Of several amounts one after the other is changed, and
    of years those of one promise, so that a smaller change may be there.

    Open are prices, shares of refunds, payments between members, deposits and loans, within
    ``[compact.limits]``; how much is handed over, counted at its price, or, where it has none, at
    what it brings who gets it, but not so that members have less together; a bonus for firms,
    planned returns; what is handed over, at signing or in tranches, and to leave out the parks,
    or those of several that do not pay, each counted as what members lose by it a year; the years
    of a promise; and, last, a floor or a cap of a refund, a new payment that a court enforces, and
    a guarantee of the province. For each choice of steps all numbers are found at once by exact
    linear programs. Of what members wish (to gain, to have no better offer, to stay, not to be
    talked down) as much as can be is met together; then as little money is moved as can be
    (``aim`` "least change"), or as a bargaining
    solution asks ("equal gains", which is best for whoever gains least, "Kalai-Smorodinsky",
    "Nash"), or as little comes from outside as can be, first of grants, then of loans ("least
    outside money"). Numbers are rounded so that no wish is broken, and written into the file. Then
    the repairs of all checks that still fail are written, as far as the file can say them (an
    accord on bids, shares of what is counted, weights of claims, ...): each is kept if its check
    then stands and none falls that stood. ``after`` is the check-up of the whole.

    Where not all can be met, no member is made to lose more than it does as signed, at the region's
    interest or at its own factor, but for rounded numbers (``loses_more`` and
    ``loses_more_at_own_factor`` name it and how much).

    Where wishes exclude each other, some are named of which none could be left out, as few as were
    found in some 60 programs; as little is then lacking of the others as can be. It is a proof
    where all of them are linear in the clauses (gains, offers, statistics); else nothing was found,
    which is less. New payments are promises, as no court is known to enforce them: only where no
    promise does it are some written as enforced.
    ``outside``: "loan" or "grant" lets in as much of it as is needed, beyond the limits.
    ``processes``: so many share the searches among many cities, of which ``known`` answers are not
    looked for again. There deals are judged by what members could have elsewhere as it is found for
    the deal as signed; what outsiders could offer is searched for again in the deal that is found.
    Of five to eight members groups that could have more there are added, and it is searched again,
    once.

    Errors: ``InvalidInput`` for a scenario without a deal or without a file's text, where the deal
    cannot be carried out with any choice of steps, and for an aim that there is not.

    Below, Uplands gives away what is worth 1 a unit to it, and 3 to Harbour: at 1 nobody loses.

    >>> from intercity import parse_scenario
    >>> one = '{ v = 1, src = "derived" }'
    >>> found = amend(parse_scenario(f'''
    ... format = 1
    ... title = "Quota for a price"
    ... cities = {{ Harbour = {{}}, Uplands = {{}} }}
    ... time = {{ horizon = {one}, interest = {{ v = 0, src = "derived" }} }}
    ... [resources.quota]
    ... kind = "tradable"
    ... owned.Uplands = {{ v = 10, src = "derived" }}
    ... [[activities]]
    ... name = "farm"
    ... sites = ["Uplands"]
    ... uses = [{{ resource = "quota" }}]
    ... values = [{{ city = "Uplands", kind = "cash", amount = {one} }}]
    ... [[activities]]
    ... name = "build"
    ... sites = ["Harbour"]
    ... uses = [{{ resource = "quota" }}]
    ... values = [{{ city = "Harbour", kind = "cash", amount = {{ v = 3, src = "derived" }} }}]
    ... [compact]
    ... members = ["Harbour", "Uplands"]
    ... [[compact.transfer]]
    ... resource = "quota"
    ... from = "Uplands"
    ... to = "Harbour"
    ... amount = {{ v = 10, src = "derived" }}
    ... reversible = false
    ... [compact.limits]
    ... side_payment = {{ v = 0, src = "derived" }}
    ... '''))
    >>> found, found.amended.compact.transfer[0].price_one_off.value
    (Amendment(1 change; all checks stand), Fraction(1, 1))

    Source: Farkas (1902); Chinneck and Dravnieks (1991) on infeasible sets; Kalai and
    Smorodinsky (1975), Nash (1950) for the aims.
    """
    of_kind(scenario, Scenario, place="scenario to amend", hint="load_scenario reads it")
    wanted = aim_of(aim)
    one_of(outside, OUTSIDE, "the help from outside")
    if scenario.compact is None:
        raise InvalidInput("[compact]", MISSING, "given: there is no deal to amend")
    check = partial(
        check_up,
        ranges=False,
        processes=processes,
        known=KnownAnswers() if known is None else known,
    )
    before = check(scenario)
    found, base = _searched(scenario, before, wanted, outside, check), scenario
    first = tuple(one for one in found.kept if one.proposal.check in _in_conflict(found))
    if first:  # it is no clause of the deal that was lacking: the deal is looked at with it
        counted = _with(scenario, first)
        again = _searched(counted, check(counted), wanted, outside, check)
        if len(_not_standing(before, again.after)) <= len(_not_standing(before, found.after)):
            found, base = replace(again, kept=(*first, *again.kept)), counted
    conflict = found.best.conflict
    made = Amendment(
        scenario=scenario,
        aim=wanted,
        clauses=(*_clauses(found, before), *_proposals(scenario, found, before)),
        not_standing=_not_standing(before, found.after),
        conflict=conflict,
        help=() if conflict is None else tuple(_help(base, found)),
        lacking=(_lacking(_as_compared(found, before)), found.best.lacking),
        amended=found.amended,
        before=before,
        after=found.after,
        program=found.best.program,
        enforced_payments=any(one.enforced for one in found.best.clauses),
        missed=found.missed,
    )
    if made.more_stand or made.less_lacking:
        return made
    had, has = made.lacking
    return replace(
        made,
        clauses=(),
        not_standing=_not_standing(before, before),
        lacking=(had, has if had is None else had),
        amended=scenario,
        after=before,
        missed=(),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """The best draft of a scenario, what of repairs is kept then, and ``missed`` as there."""

    context: Context
    best: Draft
    kept: tuple[Kept, ...]
    amended: Scenario
    after: Report
    missed: tuple[Coalition, ...]


def _searched(
    scenario: Scenario,
    before: Report,
    aim: Aim,
    outside: Outside,
    check: Callable[[Scenario], Report],
) -> _Found:
    context = before.context.aside(Recorder())
    context = context.with_floors(_unmet_floors(context))
    for left in reversed(range(ROUNDS)):
        found, more = list[Draft](), drafts(context, aim, outside)
        while True:
            tell("deals looked at", len(found))
            with listening(None):
                draft = next(more, None)
            if draft is None:
                break
            found.append(draft)
        if not found:
            raise InvalidInput(
                "[compact]",
                Told("more than members own"),
                "a deal that they can carry out (intercity check tells what is lacking: "
                "consistency)",
            )
        best = min(found, key=lambda draft: draft.rank)
        missed = _unmet_floors(context.with_deal(best.compact))
        if not (missed and left):
            break
        context = context.with_floors(missed)
    amended = parse_scenario(amended_text(scenario, best), scenario.path)
    after_it = check(amended)
    there = after_it.context.aside(Recorder())
    looked_at = judged(there)
    asked = {name: verdict for name, verdict in _verdicts(after_it).items() if name in looked_at}
    amended, kept = with_repairs(amended, there, asked)
    if kept:
        after_it = check(amended)
    return _Found(context, best, kept, amended, after_it, tuple(missed))


def _worse(
    gains: Mapping[str, tuple[Fraction | None, ...]],
) -> dict[str, Fraction]:
    """Who loses more after it than before, of what is known, and by how much."""
    worse = {
        city: min(before, ZERO) - after_it
        for city, (before, after_it) in gains.items()
        if before is not None and after_it is not None
    }
    return {city: more for city, more in worse.items() if more > 0}


def _unmet_floors(context: Context) -> Mapping[Coalition, Fraction]:
    """Floors that a deal does not reach, where deals were not yet compared by them.

    Of many cities; none of too many members, and where limited work does not find it.
    """
    if not context.floors_stay or context.deal is None or context.floor_above is None:
        return {}
    if too_many_to_amend(context.region.production, len(context.members)):
        return {}
    try:
        found = context.floor_above(context.payoffs_by_date)
    except NotProven:
        return {}
    return {group: floor for group, floor in found.items() if group not in context.talk_floors}


def _in_conflict(found: _Found) -> set[str]:
    """The checks whose wishes exclude each other."""
    if found.best.conflict is None:
        return set()
    asked = wishes_of(found.context.with_deal(found.best.compact))
    return {asked[wish][0] for wish in found.best.conflict.wishes if wish in asked}


def _verdicts(report: Report) -> dict[str, Verdict]:
    return {one.name: Verdict(one.verdict) for one in report.findings}


def _not_standing(before: Report, after_it: Report) -> tuple[str, ...]:
    """The checks that do not stand after it, where they are asked or were decided."""
    old, new = _verdicts(before), _verdicts(after_it)
    return tuple(name for name, verdict in new.items() if is_lost(old[name], verdict))


def _as_compared(found: _Found, before: Report) -> Context:
    """The deal as signed, looked at with the floors by which deals were compared."""
    context = before.context.aside(Recorder())
    return context.with_floors(found.context.talk_floors) if context.floors_stay else context


def _lacking(context: Context) -> Fraction | None:
    """What members lack of their wishes as it is signed."""
    if context.deal is None:
        return None
    return lacking_in({wish: x for wish, (_, x) in wishes_of(context).items()})


def _with(scenario: Scenario, proposed: Iterable[Kept]) -> Scenario:
    """The scenario with proposals written into it."""
    for one in proposed:
        scenario = parse_scenario(with_proposal(scenario.text, one.proposal), scenario.path)
    return scenario


def _help(base: Scenario, found: _Found) -> Iterator[Help]:
    """The help with which the file written with it meets all wishes, or which it does not meet."""
    kinds: tuple[tuple[Literal["loan", "grant"], Kind], ...]
    kinds = (("loan", Kind.LOAN), ("grant", Kind.GRANT))
    for outside, kind in kinds:
        draft = with_help(found.context, found.best, outside)
        if draft is None:
            continue
        clauses = [one for one in draft.changed if one.kind is kind]
        given = {c.taker: c.parts * (draft.values[c.name] - c.signed) for c in clauses}
        helped = parse_scenario(amended_text(base, draft), base.path)
        there = found.context.with_scenario(helped, brief=True)
        worths = wishes_of(there) if there.deal is not None else {}
        unmet = tuple(wish for wish, (_, worth) in worths.items() if worth < 0)
        if given and worths:
            yield Help(outside, given, unmet)


def _clauses(found: _Found, before: Report) -> tuple[AmendedClause, ...]:
    """Each change, with what would fail, and who would have less, if it alone were taken back."""
    compact, draft = found.context.region.compact, found.best
    assert compact is not None  # noqa: S101 - the caller looked
    now = found.after.context.aside(Recorder())
    changes: list[tuple[Step | AmendableClause, Fraction | None, EnclaveCompact]] = []
    for step in draft.steps:
        rest, times = after(compact, tuple(s for s in draft.steps if s is not step)), ONE
        if isinstance(step, InTranches):  # the price of the first is that of all
            rest = joined(rest)
            times = draft.compact.transfers[0].amount / rest.transfers[0].amount
        for one in draft.changed:
            price = one.kind is Kind.PRICE
            rest = one.at(rest, draft.values[one.name] * (times if price else ONE))
        changes.append((step, None, rest))
    for one in draft.changed:
        rest = after(compact, draft.steps)
        for other in draft.changed:
            if other is not one:
                rest = other.at(rest, draft.values[other.name])
        changes.append((one, draft.values[one.name], rest))
    clauses = []
    for change, value, rest in followed("changes taken back", changes):
        without = now.with_deal(rest)
        gives: dict[str, Fraction] = {}
        if now.deal is not None and without.deal is not None:
            had = without.payoffs_by_date
            gives = {city: x - had[city] for city, x in now.payoffs_by_date.items()}
        mends, keeps = _needed(before, found.after, verdicts(without) | _below_floors(without))
        own = _at_own_factor(change, now, without)
        clauses.append(AmendedClause(change, value, mends, gives, keeps, own))
    return tuple(clauses)


def _at_own_factor(
    change: Step | AmendableClause, now: Context, without: Context
) -> dict[str, Fraction]:
    """What a deposit or a loan brings whose it is a year, at its own discount factor."""
    if not isinstance(change, AmendableClause) or change.kind not in (Kind.DEPOSIT, Kind.LOAN):
        return {}
    city, own, had = change.giver, now.own_gains, without.own_gains
    return {city: own[city] - had[city]} if city in own and city in had else {}


def _below_floors(context: Context) -> dict[str, Verdict]:
    """Among many cities, of which offers are not searched for: the check that floors unmet fail."""
    if not context.floors_stay or context.deal is None:
        return {}
    there = context.with_floors(_unmet_floors(context))
    return {
        check: Verdict.FAILS
        for wish, (check, worth) in wishes_of(there).items()
        if wish.wish is Wish.NO_BETTER_OFFER and worth < 0
    }


def _needed(
    before: Report, final: Report, without: Mapping[str, Verdict]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The checks that stand in the final deal and do not without a change: mended, and kept."""
    old, new = _verdicts(before), _verdicts(final)
    needed = [
        name
        for name, verdict in without.items()
        if verdict in (Verdict.FAILS, Verdict.UNDECIDED) and new[name] is Verdict.STANDS
    ]
    stood = [name for name in needed if old[name] is Verdict.STANDS]
    return tuple(name for name in needed if name not in stood), tuple(stood)


def _proposals(scenario: Scenario, found: _Found, before: Report) -> Iterator[AmendedClause]:
    """Each proposal with what would fail in the final file if it alone were taken back."""
    for one in found.kept:
        others = [other for other in found.kept if other is not one]
        mends, keeps = one.mends, tuple[str, ...]()
        if others:
            deal = parse_scenario(amended_text(scenario, found.best), scenario.path)
            there = found.after.context.aside(Recorder())  # the report keeps its own certificates
            there = there.with_scenario(_with(deal, others), brief=True)
            final = _verdicts(found.after)
            fallen = {
                name: Verdict(evaluate(there, name).verdict)
                for name in judged(there)
                if final[name] is Verdict.STANDS
            }
            mends, keeps = _needed(before, found.after, fallen)
        yield AmendedClause(one.proposal, None, mends, one.proposal.gives, keeps)
