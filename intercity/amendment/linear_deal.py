"""A deal with amendable clauses as linear programs: wishes of members, as lines in their numbers.

Each wish is worked out at the deal as it stands and with one clause changed at a time, so that the
line has the same counterfactual behind it as the check. Gains, outside offers and statistics are
linear wherever the numbers lie; what staying is worth, and what is left after bargaining again, as
long as nobody would then close a park or go on who does not now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from games.bargaining import BargainingProblem
from intercity.amendment.aim import Aim
from intercity.amendment.amendable_clause import AmendableClause, Kind, shares_left
from intercity.amendment.law import Together, allowed_together
from intercity.amendment.smallest_conflict import fewest
from intercity.region.context import Context
from intercity.topics.condition import Condition, Wish
from intercity.topics.registry import topics_of
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.last_obligation import last_obligation
from solvers.bargaining.lexicographic_egalitarian import lexicographic_egalitarian
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import InfeasibilityCertificate, solve

__all__ = ["Conflict", "LinearDeal", "lacking_in", "linear_deal", "lost", "wishes_of"]

ZERO, ONE = Fraction(0), Fraction(1)
PROGRAMS = 60
"""So many programs are solved for the fewest wishes that exclude each other."""
ROUNDED = Fraction(1, 100)
"""By so much, as a part of what it is, a loss may be more where numbers are rounded."""
LINEAR = {Wish.GAIN, Wish.NO_BETTER_OFFER, Wish.GAIN_IN_STATISTICS}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Wishes that exclude each other, none of which could be left out.

    ``program``: that no numbers within the limits meet all of them, and the ``certificate`` of it.
    ``proven``: whether its lines hold for all numbers, not only near the deal, and no share of a
    refund is left as it is, its floor or cap binding in some years only; else none were found.
    ``fewest``: whether it is shown that of gains, offers and statistics no fewer exclude each
    other; it is not where gains at members' own factors are among them.
    """

    wishes: tuple[Condition, ...]
    program: LinearProgram
    certificate: InfeasibilityCertificate
    proven: bool
    fewest: bool = False

    def verify(self) -> bool:
        """Whether the multipliers add the wishes up to a contradiction, by exact sums."""
        return not list(self.certificate.violations(self.program))


@dataclass(frozen=True)
class LinearDeal:
    """A deal, what is amendable, and each wish: its worth ``now`` and its ``slopes`` by clause."""

    context: Context
    compact: EnclaveCompact
    clauses: tuple[AmendableClause, ...]
    now: Mapping[Condition, Fraction]
    slopes: Mapping[Condition, Mapping[str, Fraction]]
    checks: Mapping[Condition, str]
    together: tuple[Together, ...]
    most_lacking: Mapping[Condition, Fraction]
    """Of each member's gains what may be lacking where they are given up: as much as signed."""
    ideals: Mapping[str, Fraction] | None = None
    """By member, the most that it could gain in any of several such deals, times its weight."""

    def amended(self, values: Mapping[str, Fraction]) -> EnclaveCompact:
        """The deal with these numbers, by clause; the others as they are."""
        return _amended(self.compact, self.clauses, values)

    def only(self, wishes: Collection[Condition]) -> LinearDeal:
        """The deal with these wishes alone, and that nobody is made to lose more."""
        kept = [wish for wish in self.now if wish in wishes or wish in self.most_lacking]
        return replace(
            self,
            now={wish: self.now[wish] for wish in kept},
            slopes={wish: self.slopes[wish] for wish in kept},
        )

    def program(
        self,
        wishes: Iterable[Condition],
        objective: Mapping[str, Fraction],
        *,
        fixed: Collection[str] = (),
        more: Sequence[Row] = (),
        given_up: Iterable[Condition] = (),
    ) -> LinearProgram:
        """Minimise over numbers, each as what it is more, and less, than signed.

        And over what is lacking of wishes that are ``given_up``.
        """
        bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {}
        for one in self.clauses:
            room = ((ZERO, ZERO), (ZERO, ZERO)) if one.name in fixed else self._room(one)
            bounds[f"more: {one.name}"], bounds[f"less: {one.name}"] = room
        rows = [self._rows[wish] for wish in wishes]
        for wish in given_up:
            bounds[lacking_of(wish)] = (ZERO, None)
            rows.append(self._rows_given_up[wish])
        rows += [Row(one.name, self.change(one.weights), "<=", one.most) for one in self.together]
        return LinearProgram("min", objective, (*rows, *more), bounds)

    @cached_property
    def _rows(self) -> dict[Condition, Row]:
        """That each wish is met. Equal numbers are one object, which a program reads once."""
        known: dict[Fraction, Fraction] = {}
        found = {}
        for wish, slopes in self.slopes.items():
            line = {name: known.setdefault(x, x) for name, x in self.change(slopes).items()}
            found[wish] = Row(f"{wish}", line, ">=", -self.now[wish])
        return found

    @cached_property
    def _rows_given_up(self) -> dict[Condition, Row]:
        """The same, but for what is lacking."""
        return {
            wish: replace(row, coefficients={**row.coefficients, lacking_of(wish): ONE})
            for wish, row in self._rows.items()
        }

    def _room(
        self, one: AmendableClause
    ) -> tuple[tuple[Fraction, Fraction | None], tuple[Fraction, Fraction | None]]:
        """How much more, and how much less, than signed it may be, each at least and at most."""
        up = None if one.highest is None else max(ZERO, one.highest - one.signed)
        down: Fraction | None = max(ZERO, one.signed - one.lowest)
        if one.kind is Kind.PRICE and self._amounts(one):
            down = None  # a row says that no price is negative
        over = ZERO if one.highest is None else max(ZERO, one.signed - one.highest)
        return (max(ZERO, one.lowest - one.signed), up), (over, down)

    def _amounts(self, price: AmendableClause) -> list[AmendableClause]:
        """The open amounts that are paid for at a price."""
        return [
            one
            for one in self.clauses
            if one.kind is Kind.AMOUNT and set(one.places) & set(price.places)
        ]

    def _times(self, one: AmendableClause, values: Mapping[str, Fraction]) -> Fraction:
        """How much of what a price is paid for is handed over, against ``compact``; else 1.

        So the money that a price brings more is one of the numbers, and lines stay lines.
        """
        amounts = self._amounts(one) if one.kind is Kind.PRICE else []
        if not amounts:
            return ONE
        whole = sum((self.compact.transfers[k].amount for k in one.places), ZERO)
        more = sum(
            (values[a.name] - self.compact.transfers[k].amount for a in amounts for k in a.places),
            ZERO,
        )
        return 1 + more / whole

    def changes(self, values: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """By clause what it is more than signed; a price on all that is then handed over."""
        changes = {}
        for one in self.clauses:
            name = one.name
            changes[name] = (values[name] - one.signed) * self._times(one, values)
        return changes

    @staticmethod
    def change(slopes: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """A line in what numbers are more, and less, than signed."""
        line = {f"more: {name}": slope for name, slope in slopes.items()}
        return line | {f"less: {name}": -slope for name, slope in slopes.items()}

    def worths(
        self, wishes: Iterable[Condition], values: Mapping[str, Fraction]
    ) -> Iterator[tuple[Condition, Fraction]]:
        """Each wish, and what it is worth by its line, with these numbers."""
        changes = {name: x for name, x in self.changes(values).items() if x}
        for wish in wishes:
            slopes = self.slopes[wish]
            more = (slopes[name] * x for name, x in changes.items() if name in slopes)
            yield wish, sum(more, self.now[wish])

    def values(self, point: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """The numbers of clauses at a point of a program."""
        changes = {
            one.name: point[f"more: {one.name}"] - point[f"less: {one.name}"]
            for one in self.clauses
        }
        plain = {one.name: one.signed + changes[one.name] for one in self.clauses}
        return {
            one.name: one.signed + changes[one.name] / self._times(one, plain)
            for one in self.clauses
        }

    def conflict(self, wishes: Sequence[Condition]) -> Conflict | None:
        """Wishes that exclude each other, proven if that can be; ``None`` if all can be met."""
        if self.possible(wishes):
            return None
        everywhere = [wish for wish in wishes if self.everywhere(wish)]
        among = wishes if self.possible(everywhere) else everywhere
        smallest = fewest(among, lambda kept: self._unmet(kept, among), PROGRAMS)
        if not (used := smallest):
            multipliers = self._refuted(among).multipliers
            used = [wish for wish in among if multipliers.get(str(wish))]
        if smallest is None:
            used = self._fewer(used)
        certificate = self._refuted(used)
        left = shares_left(self.context, self.compact)
        proven = not left and all(map(self.everywhere, used))
        none_smaller = smallest is not None and all(wish.wish in LINEAR for wish in among)
        program = self.program(used, {})
        return Conflict(tuple(used), program, certificate, proven, proven and none_smaller)

    def _unmet(
        self, wishes: Sequence[Condition], among: Sequence[Condition]
    ) -> list[Condition] | None:
        """What is not met where these are and least else is lacking; ``None`` if they cannot be."""
        rest = [wish for wish in among if wish not in wishes]
        lacking = {lacking_of(wish): ONE for wish in rest}
        program = self.program(wishes, lacking, given_up=rest)
        found = self.context.run_solver(solve, program)
        if found.value is None:
            return None
        values = self.values(found.point)
        return [wish for wish, worth in self.worths(rest, values) if worth < 0]

    def possible(self, wishes: Sequence[Condition]) -> bool:
        """Whether all of these can be met."""
        return self._excluded(wishes) is None

    def can_keep(self, wishes: Sequence[Condition]) -> bool:
        """Whether all of these can be met while nobody loses more than in the deal as signed."""
        rest = [wish for wish in self.most_lacking if wish not in wishes]
        program = self.program(wishes, {}, given_up=rest, more=self._no_more_lost(rest))
        return not self.context.run_solver(solve, _eased(program)).optimum

    def _no_more_lost(self, given_up: Iterable[Condition]) -> list[Row]:
        """That nobody whose gain is given up loses more than in the deal as signed."""
        return [
            Row(f"lost: {wish}", {lacking_of(wish): ONE}, "<=", self.most_lacking[wish])
            for wish in given_up
            if wish in self.most_lacking
        ]

    def loses_more(self, worths: Mapping[Condition, Fraction]) -> bool:
        """Whether a member loses more by these gains than as signed, but for rounded numbers."""
        most = {wish: x * (1 + ROUNDED) for wish, x in self.most_lacking.items()}
        return any(worths.get(wish, ZERO) < -x for wish, x in most.items())

    def _excluded(self, wishes: Sequence[Condition]) -> set[Condition] | None:
        """Some of these that exclude each other; ``None`` if all can be met.

        Those that have a price exclude each other, as by their prices alone something is lacking.
        """
        found = self.context.run_solver(solve, _eased(self.program(wishes, {})))
        return {wish for wish in wishes if found.prices[str(wish)]} if found.optimum else None

    def everywhere(self, wish: Condition) -> bool:
        """Whether no numbers bring more of a wish than its line says.

        At its own factor a member whose deposit earns more than it costs has more of it the later
        it comes back: as late as can be already, or the line does not say all. Among many cities
        floors are those of another deal.
        """
        if wish.wish is Wish.NO_BETTER_OFFER and self.context.floors_stay:
            return False
        if wish.wish not in (Wish.OWN_GAIN, Wish.OWN_GAIN_IN_STATISTICS):
            return wish.wish in LINEAR
        annuity, factor = self.compact.annuity, self.context.region.discounts[wish.cities[0]]
        costs = factor * (1 + annuity.interest) <= 1
        chosen = self.context.with_deal(self.compact).compact
        return costs or (chosen is not None and last_obligation(chosen) == annuity.horizon)

    def _fewer(self, wishes: Sequence[Condition]) -> list[Condition]:
        """Of wishes that exclude each other some of which none can be left out."""
        used, exclude = list(wishes), set(wishes)
        for wish in wishes:
            rest = [w for w in used if w is not wish]
            without = self._excluded(rest) if wish in exclude else exclude
            if without is not None:
                used, exclude = rest, without
        return used

    def _refuted(self, wishes: Sequence[Condition]) -> InfeasibilityCertificate:
        """The proof that wishes exclude each other."""
        found = self.context.run_solver(solve, self.program(wishes, {})).certificate
        assert isinstance(found, InfeasibilityCertificate)  # noqa: S101 - it was seen
        return found

    def best(self, wishes: Sequence[Condition], aim: Aim) -> dict[str, Fraction]:
        """Numbers that meet these wishes: with the least help from outside, then by the aim.

        Of the other wishes as little is lacking as can be. Members who cannot all gain do not
        bargain. Then with the least money moved, the least deposits and loans, and in as few
        clauses as can be.
        """
        given_up = [wish for wish in self.now if wish not in wishes]
        rows = self._no_more_lost(given_up)

        def program(
            objective: Mapping[str, Fraction], fixed: Collection[str] = ()
        ) -> LinearProgram:
            return self.program(wishes, objective, fixed=fixed, more=rows, given_up=given_up)

        help_given = self.change({one.name: ONE for one in self.clauses if one.outside})
        if help_given:
            least = self.context.run_solver(solve, program(help_given)).optimum
            rows.append(Row("help from outside", help_given, "<=", least))
        if given_up:
            rows += self.least_lacking(wishes, rows)
        if aim == "least outside money":
            for kind in (Kind.GRANT, Kind.LOAN):
                come = self.change(
                    {one.name: Fraction(one.parts) for one in self.clauses if one.kind is kind}
                )
                least = self.context.run_solver(solve, program(come)).optimum
                rows.append(Row(f"outside money, {kind}", come, "<=", least))
        elif aim != "least change" and all(w in wishes for w in self.now if w.wish is Wish.GAIN):
            rows += self._asked(wishes, aim, rows, given_up)
        moved = self.moved()
        tied = {
            f"{way}: {one.name}": ONE
            for one in self.clauses
            for way in ("more", "less")
            if one.kind in (Kind.DEPOSIT, Kind.LOAN)
        }
        point: Mapping[str, Fraction] = {}
        for title, cost in (("moved", moved), ("tied up", tied)):
            found = self.context.run_solver(solve, program(cost))
            point = found.point
            rows.append(Row(title, cost, "<=", found.optimum))
        fixed: list[str] = []
        for one in self.clauses:
            if one.signed < one.lowest or (one.highest is not None and one.signed > one.highest):
                continue  # an amount in a piece without the signed one
            trial = [*fixed, name := one.name]
            if not (point[f"more: {name}"] or point[f"less: {name}"]):
                fixed = trial  # as the point shows
                continue
            found = self.context.run_solver(solve, _eased(program({}, trial)))
            if not found.optimum:
                fixed, point = trial, found.point
        if fixed:
            point = self.context.run_solver(solve, program({}, fixed)).point
        return self.values(point)

    def least_lacking(self, wishes: Sequence[Condition], more: Sequence[Row] = ()) -> list[Row]:
        """That no more is lacking of the other wishes than has to be; of a wish, in its worst year.

        The sum counts, in money: a year's or a present value, as each wish is counted.
        """
        given_up = [wish for wish in self.now if wish not in wishes]
        lacking = {lacking_of(wish): ONE for wish in given_up}
        if not lacking:
            return []
        program = self.program(wishes, lacking, more=more, given_up=given_up)
        least = self.context.run_solver(solve, program).optimum
        return [Row("lacking in all", lacking, "<=", least)]

    def least_money(self, wishes: Sequence[Condition]) -> LinearProgram:
        """The program of the least money moved at which these wishes are met."""
        given_up = [wish for wish in self.now if wish not in wishes]
        rows = self._no_more_lost(given_up)
        rows += self.least_lacking(wishes, rows)
        return self.program(wishes, self.moved(), more=rows, given_up=given_up)

    def moved(self) -> dict[str, Fraction]:
        """The money moved a year, as a sum over what each number is more, and less, than signed."""
        line = self.change({one.name: one.per_unit for one in self.clauses})
        return {name: abs(x) for name, x in line.items()}

    def _asked(
        self,
        wishes: Sequence[Condition],
        aim: Aim,
        more: Sequence[Row],
        given_up: Sequence[Condition],
    ) -> list[Row]:
        """That each member has at least what a bargaining solution gives it."""
        gains = {w.cities[0]: w for w in self.now if w.wish is Wish.GAIN}
        members = tuple(gains)
        inequalities: list[tuple[dict[str, Fraction], Fraction]] = []
        program = self.program(wishes, {}, more=more, given_up=given_up)
        for row in program.rows:
            sign = 1 if row.relation == "<=" else -1
            line = {name: sign * a for name, a in row.coefficients.items()}
            inequalities.append((line, sign * row.bound))
        for name, (low, high) in program.bounds.items():
            inequalities.append(({name: -ONE}, -(low or ZERO)))
            if high is not None:
                inequalities.append(({name: ONE}, high))
        for city, wish in gains.items():
            change = {name: -a for name, a in self.change(self.slopes[wish]).items()}
            inequalities.append(({city: ONE, **change}, self.now[wish]))
        power = {city: self.context.region.power.get(city, ONE) for city in members}
        problem = replace(
            BargainingProblem.from_inequalities(
                members, inequalities, dict.fromkeys(members, ZERO)
            ),
            weights=power,
        )
        solution = nash_bargaining if aim == "Nash" else lexicographic_egalitarian
        if aim == "Kalai-Smorodinsky":
            problem = replace(problem, weights=self.claims(power, more, given_up))
        asked = self.context.run_solver(solution, problem)
        slack = Fraction(1, 10**9) if asked.proof.radius else ZERO
        return [
            Row(
                f"asked of {city}",
                self.change(self.slopes[wish]),
                ">=",
                asked[city] - slack - self.now[wish],
            )
            for city, wish in gains.items()
        ]

    def claims(
        self,
        power: Mapping[str, Fraction],
        more: Sequence[Row] = (),
        given_up: Sequence[Condition] = (),
    ) -> dict[str, Fraction]:
        """The most that each could gain while nobody loses, times its weight; 1 if it could not."""
        if self.ideals is not None:
            return dict(self.ideals)
        gains = {w.cities[0]: w for w in self.now if w.wish is Wish.GAIN}
        claims = {}
        for city, wish in gains.items():
            least = {name: -a for name, a in self.change(self.slopes[wish]).items()}
            program = self.program(gains.values(), least, more=more, given_up=given_up)
            found = self.context.run_solver(solve, program)
            gain = ZERO if found.value is None else self.now[wish] - found.optimum
            claims[city] = power[city] * gain if gain else ONE
        return claims


def _eased(program: LinearProgram) -> LinearProgram:
    """How much each row has to be eased for all to hold: 0 where the program has a point.

    There always is an answer, which takes less to prove than that there is no point.
    """
    rows = tuple(
        replace(
            row, coefficients={**row.coefficients, "eased": ONE if row.relation == ">=" else -ONE}
        )
        for row in program.rows
    )
    return LinearProgram("min", {"eased": ONE}, rows, {**program.bounds, "eased": (ZERO, None)})


def lacking_of(wish: Condition) -> str:
    """The name of what is lacking of a wish, in the worst of its years."""
    return f"lacking: {replace(wish, year=None)}"


def lacking_in(worths: Mapping[Condition, Fraction]) -> Fraction:
    """What is lacking of wishes in all, of each in its worst year.

    >>> from intercity.topics.condition import Wish
    >>> worths = {Condition(Wish.STAYS, ("A",), year): Fraction(-year) for year in (1, 2)}
    >>> lacking_in({**worths, Condition(Wish.GAIN, ("B",)): Fraction(3)})
    Fraction(2, 1)
    """
    worst: dict[str, Fraction] = {}
    for wish, worth in worths.items():
        name = lacking_of(wish)
        worst[name] = max(worst.get(name, ZERO), -worth)
    return sum(worst.values(), ZERO)


def wishes_of(context: Context) -> dict[Condition, tuple[str, Fraction]]:
    """Every wish of a deal that can be carried out, by the check that asks it, and its worth."""
    found = {}
    for topic in topics_of(context.scenario):
        for wish, worth in topic.contents.conditions(context).items():
            found[wish] = (topic.name, worth)
    return found


def linear_deal(
    context: Context,
    compact: EnclaveCompact,
    clauses: tuple[AmendableClause, ...],
    at: Mapping[str, Fraction] | None = None,
) -> LinearDeal | None:
    """The deal with its lines, worked out ``at`` these numbers, by default at those signed.

    ``None`` where it cannot be carried out.
    """
    numbers = {one.name: one.signed for one in clauses} | dict(at or {})
    here = context.with_deal(_amended(compact, clauses, numbers))
    if here.deal is None:
        return None
    found = wishes_of(here)
    slopes: dict[Condition, dict[str, Fraction]] = {wish: {} for wish in found}

    def worths(one: AmendableClause, value: Fraction) -> Mapping[Condition, Fraction]:
        there = context.with_deal(_amended(compact, clauses, numbers | {one.name: value}))
        return {} if there.deal is None else {w: x for w, (_, x) in wishes_of(there).items()}

    for one in clauses:
        step, from_value = one.step(numbers[one.name]), numbers[one.name]
        start = {wish: worth for wish, (_, worth) in found.items()}
        if not from_value and one.kind in (Kind.PAYMENT, Kind.SHARE):
            # with the first unit the deal, and what hangs on its end, may last longer
            start, from_value = dict(worths(one, step)), step
        changed = worths(one, from_value + step)
        for wish, worth in start.items():
            if wish in slopes and wish in changed and (more := changed[wish] - worth):
                slopes[wish][one.name] = more / step
    back = {one.name: one.signed - numbers[one.name] for one in clauses}
    now = {
        wish: worth + sum((slope * back[name] for name, slope in slopes[wish].items()), ZERO)
        for wish, (_, worth) in found.items()
    }
    checks = {wish: check for wish, (check, _) in found.items()}
    together = allowed_together(compact, clauses)
    most = {wish: x for wish, x in lost(context).items() if wish in now}
    return LinearDeal(context, compact, clauses, now, slopes, checks, together, most)


def lost(context: Context) -> dict[Condition, Fraction]:
    """What each member loses by a deal, at the region's interest and at its own factor."""
    if context.deal is None:
        return {}
    gains = {Condition(Wish.GAIN, (city,)): x for city, x in context.gains.items()}
    own = {Condition(Wish.OWN_GAIN, (city,)): x for city, x in context.own_gains.items()}
    return {wish: max(ZERO, -x) for wish, x in {**gains, **own}.items()}


def _amended(
    compact: EnclaveCompact, clauses: tuple[AmendableClause, ...], values: Mapping[str, Fraction]
) -> EnclaveCompact:
    for one in clauses:
        value = values.get(one.name, one.signed)
        if value != one.signed or one.kind is Kind.AMOUNT:
            compact = one.at(compact, value)
    return compact
