"""What members of a deal could have without the others where groups are too many to look at each.

The floor of members I is the most that they and some outsiders J make beyond the least that these
have in any stable split,

    floor(I)  =  max over J of  v(I with J) - m(J),      m(J) = min over stable y of y(J).

So it is the most over J and y together. By what is known of stable splits that is one integer
program, which bounds the floor from above (``floor_program``): first each outsider has no less than
it makes alone, and no more than all others cannot do without it; where that is not enough it is
asked what each has at least and at most. Then the program says which J to ask about next: groups of
outsiders that prove m(J) enter it, and a stable split at which J has m(J) says what members could
have, which bounds the floor from below. Where both bounds meet it is exact. At one stable split it
is one program alone.

Where outsiders have no stable split J must be paid what it makes, v(J), and no more: what members
add to some J is a bound from below, the best of a local search. From above it is what they could
have if each outsider had what it makes alone, and no more than what they add to any J at most, by
one integer program (``marginal_program``), or a linear one where that is not made or not solved
(``marginal_limits``); and where that is far off, by bounds of a closer one.

See ``outside_offers`` for the concept and its sources.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import cached_property

from games.errors import IntercityError
from games.players import Coalition
from games.production import LinearProductionGame
from mechanisms.compact.floor_program import floor_program
from mechanisms.compact.member_floors import Floor
from mechanisms.compact.offers_among_many import OffersAmongMany
from mechanisms.compact.run_solver import answered
from solvers.families.marginal_limits import adds_up, most_added_program
from solvers.families.marginal_program import marginal_program
from solvers.families.marginal_search import Joining, marginal_search
from solvers.families.program_game import ProgramGame, program_game
from solvers.families.proven_plan import plan_worth
from solvers.families.stable_optimum import StableOptimum, StableProgram, stable_optimum
from solvers.families.worth_at_most import worth_at_most
from solvers.optimum import solve

__all__ = ["FloorsAmongMany"]

ZERO, ONE = Fraction(0), Fraction(1)
_FEW = 4
"""Of so many members at most each group is asked what it could have; of more, each member."""
_ASKED = 60
"""So often, over the number of groups, is asked what some have at least, for a group's floor."""
_AT_LEAST = 10
"""But so often at least, however many groups there are."""
_FAILED = 2
"""So many questions may stay without a proof, or bring none closer; then no further is asked."""
_JOINS = Fraction(1, 2)
"""Who joins by more than this part is asked what it has at least."""
_EACH = 40
"""Of so many outsiders each is asked what it has at least, and at most, in stable splits.

Of more the program is asked once: with groups of them in it, it would take minutes.
"""


_Ends = Mapping[str, tuple[Fraction, Fraction]]
"""What each outsider has in stable splits, at least and at most."""


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
        self._makes: dict[Coalition, Fraction] = {}

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
        failed, whole = 0, set[str]()
        last: Fraction | float = math.inf
        for _ in range(rounds):
            found = answered(self.run_solver, worth_at_most, self._asking(group, ends, whole))
            if isinstance(found, IntercityError):
                break
            most = min(most, found.most)
            if most <= best.amount:
                return best, best.amount
            asked = tuple(c for c in offers.outsiders if found.plan.get(c, ZERO) > _JOINS)
            split, exact = self._cheapest_split(asked)
            if split:
                best = max(best, offers.floor(group, split), key=lambda floor: floor.amount)
            parts = {c for c in offers.outsiders if ZERO < found.plan.get(c, ZERO) < ONE} - whole
            whole |= parts
            closer = found.least == found.most and exact and (found.most < last or bool(parts))
            failed, last = failed + (not closer), found.most
            if failed > _FAILED or len(offers.outsiders) > _EACH:
                break
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
    def _known_ends(self) -> _Ends:
        """For each outsider, its worth alone and its marginal contribution to all outsiders."""
        offers = self.offers
        others = {c: tuple(o for o in offers.outsiders if o != c) for c in offers.outsiders}
        return {
            city: (offers.alone[city], offers.apart - (offers.worth(group) if group else ZERO))
            for city, group in others.items()
        }

    @cached_property
    def _asked_ends(self) -> _Ends:
        """The same bounds or tighter, by city, until limited work leaves too many unproven."""
        ends, unknown = dict(self._known_ends), 0
        for side, sign in ((0, ONE), (1, -ONE)):
            for city, known in ends.items():
                found = self._least({city: sign})
                if found is None:
                    return ends
                end = sign * max(found.lowest, sign * known[side])
                ends[city] = (known[0], end) if side else (end, known[1])
                unknown += not found.attained
                if unknown > _FAILED:
                    return ends
        return ends

    def _cheapest_split(self, outsiders: Coalition) -> tuple[Mapping[str, Fraction], bool]:
        """A stable split in which some have least, if it is found; whether that is known."""
        if outsiders in ((), self.offers.outsiders):
            return {}, True  # they have the same in any
        found = self._least(dict.fromkeys(outsiders, ONE))
        return (found.split, found.attained) if found else ({}, False)

    def _least(self, objective: Mapping[str, Fraction]) -> StableOptimum | None:
        """The least of a sum of what outsiders have in stable splits, if there is an answer.

        Groups of outsiders that prove it are kept, with what they make at least.
        """
        own = self.offers.own
        assert own is not None  # noqa: S101 - there are outsiders
        found = answered(self.run_solver, stable_optimum, StableProgram(own, objective))
        if isinstance(found, IntercityError):
            return None
        for one in found.collection:
            makes = plan_worth(own.model, one.plan)
            self._makes[one.coalition] = max(makes, self._makes.get(one.coalition, makes))
        return found

    def _asking(self, group: Coalition, ends: _Ends, whole: Collection[str]) -> ProgramGame:
        """The program of the most that a group could have, by what is known of stable splits."""
        offers = self.offers
        asking = offers.asking(group, {city: least for city, (least, _) in ends.items()})
        return floor_program(
            asking,
            ends=ends,
            apart=offers.apart,
            makes=self._makes,
            filled=self._filled,
            whole=whole,
        )

    @cached_property
    def _filled(self) -> dict[str, str]:
        """Activities of one city that are as large as can be in the best plan of outsiders."""
        plan, bounds = self.offers.plan_apart, self.offers.model.program.bounds
        return {
            one.name: one.sites[0]
            for one in self.offers.production.activities
            if len(one.sites) == 1 and one.sites[0] in self.offers.outsiders
            if plan.get(one.name) == bounds[one.name][1]
        }
