"""What members of a deal could have without the others where groups are too many to look at each.

The floor of members I is the most that they and some outsiders J make beyond the least that these
have in any stable split,

    floor(I)  =  max over J of  v(I with J) - m(J),      m(J) = min over stable y of y(J).

That is the most over stable splits y, too, so that one program has both: J, and what y gives each
outsider, of which it counts what those have that join,

    floor(I)  =  max over J and stable y of  v(I with J) - y(J).

For y to be stable each coalition has to get what it makes. The program knows some of them: those
whose plans proved what a J has at least, or what an outsider has at least or at most. So it bounds
the floor from above, and says whom to ask about next, m(J); where both meet the floor is exact. At
one stable split it is one program alone. First what a city makes alone, and what all others cannot
do without it, stand for its least and its most; where that is not enough both are asked for.

Where outsiders have no stable split J must be paid what it makes, v(J), and no more: what members
add to some J is a bound from below, the best of a local search. From above it is what they could
have if each outsider had what it makes alone, and no more than what they add to any J at most, by
one integer program (``marginal_program``), or a linear one where that is not made or not solved
(``marginal_limits``); and where that is far off, by bounds of a closer one.

See ``outside_offers`` for the concept and its sources; McCormick (1976) for products of what an
outsider has and whether it joins.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from games.errors import IntercityError
from games.players import Coalition
from games.production import LinearProductionGame
from mechanisms.compact.member_floors import Floor
from mechanisms.compact.offers_among_many import OffersAmongMany
from mechanisms.compact.run_solver import answered
from solvers.families.integer_program import IntegerProgram
from solvers.families.marginal_limits import adds_up, most_added_program
from solvers.families.marginal_program import marginal_program
from solvers.families.marginal_search import Joining, marginal_search
from solvers.families.program_game import ProgramGame, program_game
from solvers.families.proven_plan import plan_worth
from solvers.families.stable_optimum import StableOptimum, StableProgram, stable_optimum
from solvers.families.worth_at_most import worth_at_most
from solvers.linear_program import Row
from solvers.optimum import solve

__all__ = ["FloorsAmongMany"]

ZERO, ONE = Fraction(0), Fraction(1)
_FEW = 4
"""Of so many members at most each group is asked what it could have; of more, each member."""
_ASKED = 60
"""So often, over the number of groups, is asked what some have at least, for a group's floor."""
_AT_LEAST = 10
"""But so often at least, however many groups there are."""
_UNKNOWN = 2
"""So many outsiders' ends may stay without a proof; with one more no further is asked about."""
_OPEN = 5
"""The same of what a group could have, by what is known so far."""
_EACH = 40
"""Of so many outsiders each is asked what it has at least, and at most, in stable splits."""


@dataclass(frozen=True, slots=True)
class _Ends:
    """What each outsider has in stable splits: no less than ``least``, no more than ``most``."""

    least: Mapping[str, Fraction]
    most: Mapping[str, Fraction]


class FloorsAmongMany:
    """What groups of members could have without the others, by the ``offers`` that there are.

    >>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
    >>> lots = Resource("lots", "bound", {"Hub": 1})
    >>> pair = [Activity(f"with {c}", ("Hub", c), (Use("lots", 1, "Hub"),), (Value(c, "cash", 9),))
    ...         for c in ("Home", "Rival")]
    >>> region = LinearProductionGame(("Hub", "Home", "Rival"), (lots,), pair)
    >>> payoffs = {"Hub": Fraction(6), "Home": Fraction(3)}
    >>> found = FloorsAmongMany(OffersAmongMany(region, ("Hub", "Home"), payoffs))
    >>> found.floors["Hub",].amount, found.exact
    (Fraction(9, 1), True)
    """

    def __init__(self, offers: OffersAmongMany) -> None:
        self.offers, self.run_solver = offers, offers.run_solver

    @cached_property
    def floors(self) -> dict[Coalition, Floor]:
        """By group of some members, the most that it could have, outsiders having as little.

        As ``member_floors``, if ``exact``; else a group may be able to have more, up to
        ``highest``. Of many members it has each one by itself, and no larger group; of a deal of
        one member no group at all.
        """
        return {group: floor for group, (floor, _) in self._bounded.items()}

    @property
    def highest(self) -> dict[Coalition, Fraction]:
        """By group as in ``floors``, what it is proven to have at most."""
        return {group: most for group, (_, most) in self._bounded.items()}

    @property
    def exact(self) -> bool:
        """Whether no group could have more than its floor."""
        return all(most == floor.amount for floor, most in self._bounded.values())

    @property
    def of_all_groups(self) -> bool:
        """Whether each group of some members was asked, not only each member by itself."""
        return len(self.offers.members) <= _FEW

    @cached_property
    def _bounded(self) -> dict[Coalition, tuple[Floor, Fraction]]:
        offers = self.offers
        groups = [*offers.groups()] if self.of_all_groups else [(city,) for city in offers.members]
        if not groups or not offers.split:
            return {group: self._highest_added(group) for group in groups}
        rounds = max(_AT_LEAST, _ASKED // len(groups))
        return {group: self._highest_floor(group, rounds) for group in groups}

    def _highest_floor(self, group: Coalition, rounds: int) -> tuple[Floor, Fraction]:
        """The highest floor that is found, and what none is proven to exceed."""
        offers = self.offers
        ends = self._asked_ends if "_asked_ends" in vars(self) else self._known_ends
        best, most = offers.floor_at_split(group), self._added_at_most(group)
        unknown = 0
        for _ in range(rounds):
            found = answered(self.run_solver, worth_at_most, self._asking(group, ends))
            if isinstance(found, IntercityError):
                break
            most = min(most, found.most)
            if most <= best.amount:
                return best, best.amount
            asked = tuple(city for city in offers.outsiders if found.plan.get(city))
            paid, exact = self._least_of(asked)
            amount = offers.worth(self._with(group, asked)) - paid
            if exact and amount > best.amount:
                best = Floor(amount, asked, paid)
            unknown += found.least < found.most or not exact
            if unknown > _OPEN:
                break
            if len(offers.outsiders) <= _EACH:
                ends = self._asked_ends
        return best, max(most, best.amount)

    def _highest_added(self, group: Coalition) -> tuple[Floor, Fraction]:
        """The same where no stable split is known: what the group adds to outsiders, of some.

        Where there may be one, only to none or all of them, whom no split pays more.
        """
        offers, game = self.offers, self._with_outsiders(group)
        bound: ProgramGame | None = None
        tried = [(), offers.outsiders]
        if not offers.stable:
            found = self.run_solver(marginal_search, Joining(game, group))
            tried += [offers.dearest(group).outsiders, found.to]
            bound = marginal_program(game, group, found.closer) if found.closer else None
        floors = [self._added(group, outsiders) for outsiders in dict.fromkeys(tried)]
        best = max(floors, key=lambda floor: floor.amount)
        most = self._added_at_most(group)
        if most > best.amount and bound is not None:
            near = answered(self.run_solver, worth_at_most, bound)
            if not isinstance(near, IntercityError):
                joined = tuple(city for city in offers.outsiders if near.plan.get(city))
                added = self._added(group, joined)
                best = added if added.amount > best.amount else best
                most = min(most, near.most)
        return best, max(best.amount, most)

    def _added(self, group: Coalition, outsiders: Coalition) -> Floor:
        """What a group adds to some outsiders."""
        paid = self.offers.worth(outsiders) if outsiders else ZERO
        return Floor(self.offers.worth(self._with(group, outsiders)) - paid, outsiders, paid)

    def _added_at_most(self, group: Coalition) -> Fraction:
        """What a group could have at most: no outsiders are paid less than they make.

        So it is no more than if each had what it makes alone, nor than what the group adds.
        """
        game = self._with_outsiders(group)
        most = self.offers.dearest(group).amount
        if bound := marginal_program(game, group):
            found = answered(self.run_solver, worth_at_most, bound)
            if not isinstance(found, IntercityError):
                at_prices: Fraction = found.most
                return min(most, at_prices)
        model = program_game(game)
        alone = self.offers.alone if adds_up(model) else {}
        limit = self.run_solver(solve, most_added_program(game, group, alone, model)).optimum
        return min(most, limit)

    def _with(self, group: Coalition, outsiders: Coalition) -> Coalition:
        """A group and some outsiders, in the order of the region."""
        return tuple(c for c in self.offers.production.cities if c in {*group, *outsiders})

    def _with_outsiders(self, group: Coalition) -> LinearProductionGame:
        """What a group and the outsiders can do, the other members left aside."""
        return self.offers.production.subgame(self._with(group, self.offers.outsiders))

    @cached_property
    def _known_least(self) -> dict[Coalition, tuple[Fraction, bool]]:
        """By outsiders asked about, a bound from below of m; whether it is m."""
        return {(): (ZERO, True), self.offers.outsiders: (self.offers.apart, True)}

    @cached_property
    def _known_worths(self) -> dict[Coalition, Fraction]:
        """What coalitions of outsiders are known to make; no stable split gives one less."""
        return {}

    @cached_property
    def _known_ends(self) -> _Ends:
        """For each outsider, its worth alone and its marginal contribution to all outsiders."""
        offers = self.offers
        others = {c: tuple(o for o in offers.outsiders if o != c) for c in offers.outsiders}
        most = {
            city: offers.apart - (offers.worth(group) if group else ZERO)
            for city, group in others.items()
        }
        return _Ends(offers.alone, most)

    @cached_property
    def _asked_ends(self) -> _Ends:
        """The same bounds or tighter, by city, until limited work leaves too many unproven."""
        assert self.offers.own is not None  # noqa: S101 - there are outsiders
        least, most = dict(self._known_ends.least), dict(self._known_ends.most)
        unknown = 0
        for ends, sign in ((least, ONE), (most, -ONE)):
            for city, known in ends.items():
                asked = StableProgram(self.offers.own, {city: sign})
                found = answered(self.run_solver, stable_optimum, asked)
                if isinstance(found, IntercityError):
                    return _Ends(least, most)
                self._remember(found)
                ends[city] = sign * max(found.lowest, sign * known)
                unknown += not found.attained
                if unknown > _UNKNOWN:
                    return _Ends(least, most)
        return _Ends(least, most)

    def _least_of(self, outsiders: Coalition) -> tuple[Fraction, bool]:
        """m(J), or a bound from below; whether it is m(J)."""
        known = self._known_least
        if outsiders not in known:
            assert self.offers.own is not None  # noqa: S101 - there are outsiders
            objective = dict.fromkeys(outsiders, ONE)
            least = self.run_solver(stable_optimum, StableProgram(self.offers.own, objective))
            self._remember(least)
            known[outsiders] = least.lowest, least.attained
        return known[outsiders]

    def _remember(self, found: StableOptimum) -> None:
        """What coalitions make whose plans prove a bound."""
        assert self.offers.own is not None  # noqa: S101 - there are outsiders
        for one in found.collection:
            worth = plan_worth(self.offers.own.model, one.plan)
            self._known_worths[one.coalition] = max(
                worth, self._known_worths.get(one.coalition, worth)
            )

    def _asking(self, group: Coalition, ends: _Ends) -> ProgramGame:
        """The game of a group that pays the outsiders it asks what they have in a split.

        It chooses the split: one that keeps to ``ends`` and pays known coalitions what they make.
        """
        offers, least = self.offers, ends.least
        asking = offers.asking(group, least)
        unit = asking.unit()  # of what they have beyond the least, for floats
        room = {city: (ends.most[city] - least[city]) / unit for city in offers.outsiders}
        room = {city: most for city, most in room.items() if most > 0}
        program, rows = asking.program, list[Row]()
        has, paid = (_named(room, word, program.bounds) for word in ("has more", "is paid more"))

        def shared(coalition: Coalition, worth: Fraction) -> Fraction:
            return (worth - sum((least[city] for city in coalition), ZERO)) / unit

        for city, most in room.items():
            line = {has[city]: ONE, paid[city]: -ONE, city: most}
            rows.append(Row(paid[city], line, "<=", most))
        if room:
            left = shared(offers.outsiders, offers.apart)
            rows.append(Row("all outsiders", dict.fromkeys(has.values(), ONE), "==", left))
        for coalition, worth in self._known_worths.items():
            beyond, inside = shared(coalition, worth), [c for c in coalition if c in room]
            if beyond > 0 and inside:
                named = ", ".join(coalition)
                rows.append(Row(f"{named} have", {has[c]: ONE for c in inside}, ">=", beyond))
                # Who is not asked takes along no more than it may have, nor than there is.
                spare = {c: min(room[c], beyond) for c in inside}
                line = {paid[c]: ONE for c in inside} | {c: -x for c, x in spare.items()}
                most = beyond - sum(spare.values(), ZERO)
                rows.append(Row(f"{named} are paid", line, ">=", most))
        bounds = {name: (ZERO, room[c]) for names in (has, paid) for c, name in names.items()}
        lp = replace(
            program,
            objective={**program.objective, **dict.fromkeys(paid.values(), -unit)},
            rows=(*program.rows, *rows),
            bounds={**program.bounds, **bounds},
        )
        counted = IntegerProgram(lp, asking.integers).with_sums()
        return ProgramGame(group, counted.lp, counted.integers)


def _named(cities: Iterable[str], word: str, taken: Container[str]) -> dict[str, str]:
    """A new variable for each city."""
    named = {city: f"{city} {word}" for city in cities}
    while any(name in taken for name in named.values()):
        named = {city: f"{name}'" for city, name in named.items()}
    return named
