"""Continuation: what members have, year by year, once some of them no longer keep to the deal."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games.by_city import one_of, whole
from games.errors import of_kind
from mechanisms.compact.clauses import Enclave, Promise, Transfer
from mechanisms.compact.deal_payoffs import DealPayoffs, of_the_deal
from mechanisms.compact.deal_stream import deal_flows, own_opening_costs
from mechanisms.compact.enclave_compact import EnclaveCompact, kind_of
from mechanisms.compact.last_obligation import deposit_flow
from mechanisms.compact.opening_costs import opening_flows_from
from mechanisms.compact.own_program import OwnBest, best_by_itself
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.enclosure.enclosed_number import there

__all__ = ["Continuation", "Outside", "differences"]

ZERO = Fraction(0)
DATED = ("price", "refund", "payment", "pool", "grant")
Closed = frozenset[str]
_Terms = tuple[str, frozenset[str], frozenset[str], bool, bool, str, Closed]
Flows = list[Fraction]
Outside = Callable[[str, Mapping[str, Fraction]], Fraction]
"""What outsiders add a year to what a city makes by itself, its endowment so changed."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """Which clauses are still kept by and to a member.

    ``group``: who keep to the deal with each other. Between a member of it and the others, what it
    ``delivered`` (what they ``received``: what it got) is what was due before that year.
    ``answered``: whether the others have stopped; else they keep to the deal. ``others``: who of
    them keep to it with each other. ``left``: who broke the deal, if anybody did.
    """

    group: frozenset[str]
    delivered: int
    received: int
    answered: bool = True
    others: frozenset[str] = frozenset()
    left: str = ""


@dataclass(frozen=True, slots=True)
class _Path:
    """Flows of some years, and what part of each pays for platforms of its own as an annuity."""

    flows: Flows
    opened: Flows


def differences(one: Flows, other: Flows) -> Flows:
    """By how much one is more than the other in each year.

    Most years have the same numbers as the year before: they are worked out once.
    """
    known: dict[tuple[int, int], Fraction] = {}
    found = []
    for a, b in zip(one, other, strict=True):
        key = id(a), id(b)
        if key not in known:
            known[key] = a - b
        found.append(known[key])
    return found


def continued(
    compact: EnclaveCompact,
    deal: DealPayoffs,
    run_solver: RunSolver,
    continuation: Continuation | None,
) -> Continuation:
    """The continuation that was worked out already, or a new one."""
    if continuation is None:
        return Continuation(compact, deal, run_solver)
    of_kind(continuation, Continuation, place="the continuation of a deal")
    return continuation


class Continuation:
    """Continuation: what members have, year by year, once some of them no longer keep to the deal.

    Those who keep to the deal with each other are a *group*; a member whom nobody keeps to is a
    group of its own, and what it then has is its **fall-back**: the best it can do with what it has
    left,

        fall-back_i[s]  =  v_i(endowment left) + parks_i + bonuses_i - repayments of loans_i[s]
                           + enforceable refunds_i[s], payments_i[s] and pools_i[s],

    where v_i opens whichever platforms of its own pay (``own_game`` with the changed endowment).
    Within a group all clauses hold; between groups

    - what was handed over for good stays, and what was to come is not handed over, nor paid for;
    - what is reversible goes back, and with it the price of the years without it;
    - refunds, payments and pools that no court enforces cease; credit and grant end with the deal;
    - what is guaranteed goes on: the guarantor pays it, and takes it back from the payer; but who
      breaks the deal is paid no more (who bargains again has broken nothing);
    - firms that moved for good pay their tax where they went;
    - a loan is paid back as agreed: a debt is due whether the deal is kept or not;
    - who leaves loses its deposit; who bargains again has broken nothing, and gets it back in its
      year;
    - a park stays in the hands of who paid for it, its rent too. Its firms stay where they are, and
      pay and are paid as before, if the payer rather runs it than closes it: if its rent, taxes and
      plants are worth the running cost to it, over the years left, at the region's interest. Else
      the park is idle, its projects are back in the host's pool, and what was paid for it once is
      sunk.

    What parks and platforms cost once is paid as they are opened (``opening_costs.py``): it is in
    what staying brings in year 0, and who opens others after it has left, or closes some, pays, or
    gets back, what their years left are worth.

    Who leaves may deal with outsiders with what it then owns: ``outside`` says what they add a year
    to its own best. So may who stays, with what the deal leaves it: the difference counts.

    Who breaks the deal in year t is answered after the deal's lag: it saves what it owes from t on
    and still gets what others owe it in years t to t + lag - 1 (``Continuation.leaving``).

    What members have from some year on, in the deal or out of it; years as in ``deal_stream``.

    In a perpetuity the last flow of each list stands for all later years.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> from mechanisms.compact.deal_payoffs import deal_payoffs
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> farm = Activity("farm", ("Uplands",), (Use("quota", 1),), (Value("Uplands", "cash", 0.5),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build, farm))
    >>> parts = [Transfer("quota", "Uplands", "Harbour", 30, when=year) for year in (0, 2)]
    >>> deal = EnclaveCompact(region, Annuity(4, 0), region.cities, transfers=parts)
    >>> path = Continuation(deal, deal_payoffs(deal))
    >>> [str(x) for x in path.staying("Harbour")], [str(x) for x in path.leaving("Harbour", 1)]
    (['0', '30', '30', '60', '60'], ['30', '30', '30', '30'])
    >>> [str(x) for x in path.among(("Uplands",), after=0)["Uplands"]]
    ['35', '35', '35', '35']

    Source: Grossman and Hart (1986) on what owners fall back on; Thomas and Worrall (1988).
    """

    def __init__(
        self,
        compact: EnclaveCompact,
        deal: DealPayoffs,
        run_solver: RunSolver = call,
        outside: Outside | None = None,
    ) -> None:
        check_run_solver(run_solver)
        of_the_deal(compact, deal)
        self.compact, self.deal, self.run_solver = compact, deal, run_solver
        self.outside = outside
        self._members = frozenset(compact.members)
        self._partners = _partners(compact)
        changing = {year for t in compact.transfers for year in (t.when, t.when + 1)}
        changing |= {compact.annuity.horizon + 1}
        first, last = compact.grant_years or (1, compact.annuity.horizon)
        changing |= {first, last + 1}
        changing |= {year for p in compact.promises for year in (p.first, (p.last or 0) + 1)}
        self._changes = sorted(changing)
        self._end = max((t.when for t in compact.transfers), default=0) + 1
        self._streams: dict[str, Flows | None] = {}
        self._worlds: dict[_Terms, EnclaveCompact] = {}
        self._even: dict[_Terms, tuple[Fraction, list[Promise]]] = {}
        self._due: dict[tuple[_Terms, tuple[Transfer, ...]], list[tuple[Promise, Fraction]]] = {}
        self._closed: dict[tuple[str, int], Closed] = {}
        self._bests: dict[tuple[str, bool, Closed, tuple[Transfer, ...]], OwnBest | None] = {}
        self._opened: dict[str, Flows] = {}
        self._left: dict[tuple[_Terms, int], tuple[Flows, Fraction] | None] = {}
        self._known: dict[
            tuple[_Terms, tuple[int, int], int], tuple[Fraction, Fraction] | None
        ] = {}
        self._sunk = {
            city: sum((e.opening_cost for e in self._parks_of(city)), ZERO)
            for city in compact.region.cities
        }
        """The annual equivalent of what the parks that a city pays cost once."""

    @property
    def last(self) -> int:
        """The last year of each list: late enough for a breach in any year to be answered."""
        annuity = self.compact.annuity
        return annuity.last + (self.compact.lag if annuity.forever else 0)

    def staying(self, city: str) -> Flows | None:
        """Flows of years 0, 1, ... if all keep to the deal; ``None`` if it cannot do its part."""
        one_of(city, self.compact.members, "a member")
        if city not in self._streams:
            flows = deal_flows(self.compact, self.deal, city, self.run_solver)
            if flows is not None:
                flows += flows[-1:] * (self.last + 1 - len(flows))
            self._streams[city] = flows
        return self._streams[city]

    def leaving(self, city: str, year: int) -> Flows | None:
        """Flows from ``year`` on of a member that leaves in that year; the others stay together.

        ``None`` if it cannot do what it still must do.
        """
        one_of(city, self.compact.members, "a member")
        answer = whole(year, "the year of leaving", 1) + self.compact.lag
        alone = frozenset({city})
        rest = frozenset(self.compact.region.cities) - alone
        before = _Kept(alone, year, answer, answered=False, others=rest, left=city)
        after = replace(before, answered=True)
        others = _Kept(rest & self._members, answer, year, left=city)
        idle = self._idle([others], answer)
        best: _Path | None = None
        for closed in _subsets(self._parks_of(city)):
            early = self._flows(city, before, range(year, min(answer, self.last + 1)), closed)
            late = self._flows(city, after, range(answer, self.last + 1), closed | idle)
            if early is None or late is None:
                continue
            both = _Path(early.flows + late.flows, early.opened + late.opened)
            if best is None or self._worth_more(both.flows, best.flows, year):
                best = both
                self._closed[city, year] = closed | idle
        if best is None:
            return None
        return self._with_debts(city, self._dated(city, best, year), year)

    def by_kind(self, city: str, year: int, *, left_in: int | None = None) -> dict[str, Fraction]:
        """The flows of one year by kind: in the deal, or having left in a year and been answered.

        Kinds as in ``EnclaveCompact.incidence``, "own best" beside them. ``InvalidInput`` for a
        year before a breach is answered.
        """
        compact, closed = self.compact, Closed()
        kept = _Kept(self._members, year, year)
        if left_in is not None:
            answer = left_in + compact.lag
            whole(year, "the year", answer)
            rest = frozenset(compact.region.cities) - {city}
            kept = _Kept(frozenset({city}), left_in, answer, others=rest, left=city)
            self.leaving(city, left_in)
            closed = self._closed.get((city, left_in), closed)
        world = self._world(city, kept, closed)
        found = {kind: x for kind, x in world.incidence(city).items() if kind not in DATED}
        own = self._own_best(city, kept, closed, self._in_force(city, kept, year))
        found |= {
            "own best": ZERO if own is None else own.worth,
            "with outsiders": ZERO
            if left_in is None
            else self._outsiders_add(city, kept, closed, year),
            "refund": ZERO,
            "payment": ZERO,
            "pool": ZERO,
            "grant": self._granted(city, kept, year),
            "price": self._prices(city, kept, year),
            "deposit": deposit_flow(compact, city, year) if left_in is None else ZERO,
            "loan": compact.loan_flow(city, year),
        }
        for promise, x in self._promised(city, kept, closed, year):
            if compact.is_due(promise, year):
                found[kind_of(promise)] += x
        if year <= compact.annuity.horizon:
            found["park cost"] += self._sunk[city]
            found["own best"] += ZERO if own is None else own.opening_cost
        flows = self.staying(city) if left_in is None else self.leaving(city, left_in)
        if flows is not None:
            # The remainder of the flow: what its own platforms cost, or bring back, in that year.
            found["own platforms"] = flows[year - (left_in or 0)] - sum(found.values(), ZERO)
        return found

    def among(self, group: Iterable[str], after: int) -> dict[str, Flows] | None:
        """By member of a group, its flows of the years after ``after``, the others being gone.

        ``None`` if one of them cannot do what it still must do.
        """
        found = self._among(group, after)
        return None if found is None else {city: flows for city, (flows, _) in found.items()}

    def worths_among(self, group: Iterable[str], after: int) -> dict[str, Fraction] | None:
        """What those flows are worth a year, as annual equivalents over the whole horizon."""
        found = self._among(group, after)
        return None if found is None else {city: worth for city, (_, worth) in found.items()}

    def _among(self, group: Iterable[str], after: int) -> dict[str, tuple[Flows, Fraction]] | None:
        inside = frozenset(one_of(city, self.compact.members, "a member") for city in group)
        first = whole(after, "the year after which some are gone", 0) + 1
        kept, idle = _Kept(inside, first, first), self._idle_after(inside, first)
        found = {}
        for city in self.compact.members:
            if city in inside:
                left = self._left_to(city, kept, idle, first)
                if left is None:
                    return None
                found[city] = left
        return found

    def _left_to(
        self, city: str, kept: _Kept, idle: Closed, first: int
    ) -> tuple[Flows, Fraction] | None:
        """A member's flows from a year on, the others being gone, and what they are worth a year.

        Worked out once for all groups that are the same to it.
        """
        key = self._terms(city, kept, idle), first
        if key not in self._left:
            path = self._flows(city, kept, range(first, self.last + 1), idle)
            if path is None:
                self._left[key] = None
            else:
                flows = self._with_debts(city, self._dated(city, path, first), first)
                flows = [
                    x + deposit_flow(self.compact, city, year)
                    for year, x in enumerate(flows, first)
                ]
                self._left[key] = flows, self.compact.annuity.evenly([ZERO] * first + flows)
        return self._left[key]

    def _idle_after(self, inside: frozenset[str], first: int) -> Closed:
        """The parks that are idle from a year on if this group alone keeps to the deal."""
        if not self.compact.enclaves:
            return frozenset()
        alone = (frozenset({c}) for c in self.compact.members if c not in inside)
        groups = [_Kept(group, first, first) for group in (inside, *alone)]
        return self._idle(groups, first)

    def runs(self, group: Iterable[str], after: int) -> dict[str, bool]:
        """By park, whether it runs after that year if this group alone keeps to the deal."""
        idle = self._idle_after(frozenset(group), after + 1)
        return {e.name: e.name not in idle for e in self.compact.enclaves}

    def _parks_of(self, payer: str) -> list[Enclave]:
        return [e for e in self.compact.enclaves if e.paid_by == payer]

    def _idle(self, groups: Collection[_Kept], first: int) -> Closed:
        """The parks that their payers close, if these are in a group, the parks of others running.

        A park whose host, home and payer are one group runs by the clauses among them.
        """
        idle: set[str] = set()
        for payer in dict.fromkeys(e.paid_by for e in self.compact.enclaves):
            kept = next((g for g in groups if payer in g.group), None)
            if kept is None:
                continue
            free = [e for e in self._parks_of(payer) if not {e.host, e.home} <= kept.group]
            best: tuple[Flows, Closed] | None = None
            for closed in _subsets(free):
                path = self._flows(payer, kept, range(first, self.last + 1), closed)
                if path and (best is None or self._worth_more(path.flows, best[0], first)):
                    best = path.flows, closed
            idle |= best[1] if best else frozenset()
        return frozenset(idle)

    def _worth_more(self, one: Flows, other: Flows, first: int) -> bool:
        more = differences(one, other)
        each = list({id(x): x for x in more}.values())
        if all(x <= 0 for x in each):
            return False
        if all(x >= 0 for x in each):
            return True
        return self.compact.annuity.evenly([ZERO] * first + more) > 0

    def _flows(self, city: str, kept: _Kept, years: range, closed: Closed) -> _Path | None:
        """What a member has in these years under the clauses that are kept.

        The parks are paid; what platforms of its own cost once is spread.
        """
        flows: Flows = []
        opened: Flows = []
        if not years:
            return _Path(flows, opened)
        starts = [years[0], *(y for y in self._changes if years[0] < y <= years[-1])]
        for year, until in itertools.pairwise([*starts, years[-1] + 1]):
            found = self._flow(city, kept, year, closed)
            if found is None:
                return None
            flows += [found[0]] * (until - year)
            opened += [found[1]] * (until - year)
        return _Path(flows, opened)

    def _terms(self, city: str, kept: _Kept, closed: Closed) -> _Terms:
        """All that of who keeps to the deal matters to a city, whatever the year."""
        partners, all_keep = self._partners[city], self._all_keep(kept)
        group, others = kept.group & partners, kept.others & partners
        return city, group, others, all_keep, kept.answered, kept.left, closed

    def _flow(
        self, city: str, kept: _Kept, year: int, closed: Closed
    ) -> tuple[Fraction, Fraction] | None:
        """The flow of one year, and what part of it pays for platforms of its own.

        Worked out once for all years between two in which something changes, and for all dates of
        leaving after the last transfer: dates of what is kept matter to transfers alone.
        """
        k = bisect_right(self._changes, year)
        since = self._changes[k - 1] if k else 0
        dates = min(kept.delivered, self._end), min(kept.received, self._end)
        key = self._terms(city, kept, closed), dates, since
        if key not in self._known:
            self._known[key] = self._work_out(city, kept, year, closed)
        return self._known[key]

    def _work_out(
        self, city: str, kept: _Kept, year: int, closed: Closed
    ) -> tuple[Fraction, Fraction] | None:
        own = self._own_best(city, kept, closed, self._in_force(city, kept, year))
        if own is None:
            return None
        flow = own.worth + self._yearly(city, kept, closed)[0]
        flow += self._sunk[city] if year <= self.compact.annuity.horizon else ZERO
        promised = self._promised(city, kept, closed, year)
        flow += sum((x for p, x in promised if self.compact.is_due(p, year)), ZERO)
        flow += self._granted(city, kept, year)
        if kept.left == city:
            flow += self._outsiders_add(city, kept, closed, year)
        return flow + self._prices(city, kept, year), own.opening_cost

    def _outsiders_add(self, city: str, kept: _Kept, closed: Closed, year: int) -> Fraction:
        """What outsiders add in a year to a member's own best, out of the deal more than in it."""
        if self.outside is None:
            return ZERO
        in_deal = _Kept(self._members, year, year)
        there, here = (self._in_force(city, one, year) for one in (kept, in_deal))
        if there == here and not closed:
            return ZERO  # it owns as much
        worlds = (kept, closed, there), (in_deal, Closed(), here)
        out, within = (
            self.outside(city, self._world(city, one, idle).endowment_changes(city, transfers))
            for one, idle, transfers in worlds
        )
        return out - within

    def outsiders_add(self, city: str, after: int) -> Fraction:
        """What outsiders add to a member's fall-back after a year, as an annual equivalent.

        More than to what it has in the deal; below 0 where they add less.
        """
        one_of(city, self.compact.members, "a member")
        first = whole(after, "the year after which all are gone", 0) + 1
        if self.outside is None or first > self.last:
            return ZERO
        kept = _Kept(frozenset({city}), first, first)
        idle = self._idle_after(frozenset({city}), first)
        starts = [first, *(year for year in self._changes if first < year <= self.last)]
        flows: Flows = [ZERO] * first
        for year, until in itertools.pairwise([*starts, self.last + 1]):
            flows += [self._outsiders_add(city, kept, idle, year)] * (until - year)
        return self.compact.annuity.evenly(flows)

    def _dated(self, city: str, path: _Path, first: int) -> Flows:
        """The flows from a year on, what is open in the deal in that year being paid for."""
        if city not in self._opened:
            self._opened[city] = own_opening_costs(self.compact, city, self.run_solver) or []
        # Its openings are known where the deal can be kept.
        known = self._opened[city][first - 1 : first] or path.opened[:1] or [ZERO]
        if not any((*known, *path.opened)):
            return path.flows
        paid = opening_flows_from(first, known[0], path.opened, self.compact.annuity)
        dated: dict[tuple[int, int, int], Fraction] = {}  # most years are as the year before
        both = [*zip(path.flows, path.opened, paid, strict=True)]
        for flow, spread, cost in both:
            key = id(flow), id(spread), id(cost)
            if key not in dated:
                dated[key] = flow + spread - cost
        return [dated[id(flow), id(spread), id(cost)] for flow, spread, cost in both]

    def _with_debts(self, city: str, flows: Flows, first: int) -> Flows:
        """The flows from a year on, less what loans are paid back then."""
        if not self.compact.loans:
            return flows
        return [x + self.compact.loan_flow(city, year) for year, x in enumerate(flows, first)]

    def _in_force(self, city: str, kept: _Kept, year: int) -> tuple[Transfer, ...]:
        """The member's transfers that are done, and not undone, when the year begins."""
        its = (t for t in self.compact.transfers if city in (t.giver, t.taker))
        return tuple(t for t in its if self._holds(t, city, kept, year))

    def _taxed(self, kept: _Kept, year: int) -> tuple[Transfer, ...]:
        """The transfers, of anybody, of which tax is paid in a year where they went."""
        return tuple(
            t
            for t in self.compact.transfers
            if t.tax and self._holds(t, t.giver if t.giver in kept.group else t.taker, kept, year)
        )

    def _holds(self, transfer: Transfer, city: str, kept: _Kept, year: int) -> bool:
        """Whether a transfer is done, as one of its two knows, and not undone, by a year."""
        if transfer.when >= year:
            return False
        if _both_keep(transfer, kept) or {transfer.giver, transfer.taker} <= kept.others:
            return True
        return self._handed_over(transfer, city, kept) and not _undone(transfer, kept)

    @staticmethod
    def _handed_over(transfer: Transfer, city: str, kept: _Kept) -> bool:
        return transfer.when < (kept.delivered if transfer.giver == city else kept.received)

    @staticmethod
    def _paid(transfer: Transfer, city: str, kept: _Kept) -> bool:
        return transfer.when < (kept.delivered if transfer.taker == city else kept.received)

    def _prices(self, city: str, kept: _Kept, year: int) -> Fraction:
        """Prices that are paid in a year, and those given back for it."""
        flow = ZERO
        for t in self.compact.transfers:
            sign = (t.giver == city) - (t.taker == city)
            if not sign or not there(t.price):
                continue
            once = self.compact.paid_once(t)
            if t.when == year and (_both_keep(t, kept) or (not kept.answered and sign > 0)):
                flow += sign * once
            elif not _both_keep(t, kept) and _undone(t, kept) and self._paid(t, city, kept):
                flow -= sign * once / self.compact.annuity.from_year(t.when + 1)
        return flow

    def _yearly(self, city: str, kept: _Kept, closed: Closed) -> tuple[Fraction, list[Promise]]:
        """What a member has every year beside its own best, and its promises that are kept."""
        key = self._terms(city, kept, closed)  # whatever the year
        if key not in self._even:
            found = self._world(city, kept, closed).incidence(city)
            even = sum((x for kind, x in found.items() if kind not in DATED), ZERO)
            its = (p for p in self.compact.promises if city in (p.payer, p.payee))
            self._even[key] = even, [p for p in its if _still_paid(p, city, kept)]
        return self._even[key]

    def _promised(
        self, city: str, kept: _Kept, closed: Closed, year: int
    ) -> list[tuple[Promise, Fraction]]:
        """What each of a member's promises brings it, if due, with the firms that have moved."""
        taxed = self._taxed(kept, year)
        key = self._terms(city, kept, closed), taxed
        if key not in self._due:
            world = replace(self._world(city, kept, closed), transfers=taxed)
            promises = self._yearly(city, kept, closed)[1]
            self._due[key] = [(p, world.promised_to(city, p)) for p in promises]
        return self._due[key]

    def _all_keep(self, kept: _Kept) -> bool:
        """Whether the deal is still kept by all, or the breach is not seen yet."""
        return kept.group == self._members or not kept.answered

    def _granted(self, city: str, kept: _Kept, year: int) -> Fraction:
        return self.compact.granted(city, year) if self._all_keep(kept) else ZERO

    def _world(self, city: str, kept: _Kept, closed: Closed) -> EnclaveCompact:
        """The deal as it is kept by and to a member, without promises, and some parks closed."""
        compact, key = self.compact, self._terms(city, kept, closed)
        if key not in self._worlds:
            self._worlds[key] = replace(
                compact,
                enclaves=tuple(_park(e, city, kept, closed) for e in compact.enclaves),
                refunds=(),  # promises are counted by year
                payments=(),
                pools=(),
                credit=compact.credit if self._all_keep(kept) else {},
                grant={},
                kept={},  # what platforms of its own cost is in its worth
            )
        return self._worlds[key]

    def _own_best(
        self, city: str, kept: _Kept, closed: Closed, transfers: tuple[Transfer, ...]
    ) -> OwnBest | None:
        """The best a year with these transfers done, with what platforms of its own it likes."""
        key = city, len(kept.group) == 1, closed, transfers
        if key not in self._bests:
            changes = self._world(city, kept, closed).endowment_changes(city, transfers)
            self._bests[key] = best_by_itself(self.compact, city, changes, self.run_solver)
        return self._bests[key]


def _partners(compact: EnclaveCompact) -> dict[str, frozenset[str]]:
    """By city: itself, and those with whom it has a clause; of a pool all who pay to it."""
    together = [{t.giver, t.taker} for t in compact.transfers]
    together += [{e.host, e.home, e.paid_by, e.rent_to} for e in compact.enclaves]
    together += [{p.payer, p.payee} for p in compact.promises]
    partners = {city: {city} for city in compact.region.cities}
    for parties in together:
        for city in parties:
            partners[city] |= parties
    return {city: frozenset(those) for city, those in partners.items()}


def _subsets(parks: Sequence[Enclave]) -> Iterator[Closed]:
    """All sets of parks to close, the fewest first."""
    for size in range(len(parks) + 1):
        for some in itertools.combinations(parks, size):
            yield frozenset(e.name for e in some)


def _both_keep(transfer: Transfer, kept: _Kept) -> bool:
    return {transfer.giver, transfer.taker} <= kept.group


def _still_paid(promise: Promise, city: str, kept: _Kept) -> bool:
    if promise.enforceable or {promise.payer, promise.payee} <= kept.group:
        return True
    if not kept.answered and promise.payee == city:
        return True
    return promise.guaranteed and promise.payee != kept.left


def _undone(transfer: Transfer, kept: _Kept) -> bool:
    return transfer.reversible and kept.answered


def _park(park: Enclave, city: str, kept: _Kept, closed: Closed) -> Enclave:
    if park.name in closed:
        return replace(
            park,
            projects=ZERO,
            brings=ZERO,
            returns=ZERO,
            cost=park.cost - park.running_cost,
            running_cost=ZERO,
        )
    both = {park.paid_by, park.rent_to}
    if both <= kept.group or both <= kept.others:
        return park
    # Between groups the payer keeps the rent; until a breach is answered, it is still paid.
    if not kept.answered and park.rent_to == city:
        return park
    return replace(park, rent_to=park.paid_by)
