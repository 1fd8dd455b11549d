"""Outside offers where there are too many groups to look at each.

One integer program stands for all groups T of some members I and some outsiders J. With what
members have under the deal taken off, and a *deal* that joins whenever a member does,

    w(J)            =  v(J),
    w(J with deal)  =  max over I of  v(I with J) - u(I),

the least amount that lets some stable split y of the outsiders pass is the deal's least payoff,

    minimise s  over  y(O) = v(O),   y(J) >= w(J),   y(J) + s >= w(J with deal).

It fails if this is above 0. Else some split passes; where another one is found that does not, it is
undecided, and where none is found, too: to rule out all of them is out of reach. But the deal
stands where no group gains even if it pays outsiders no more than what each makes alone, which one
integer program over all groups says.

Where outsiders have no stable split, y_j >= v({j}) takes the place of y(J) >= w(J), and only groups
count that make more than u(I) + v(J).

What members could have is told by ``floors_among_many``.

See ``outside_offers`` for the concept and its sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from games.errors import IntercityError, NotProven
from games.players import Coalition, members_of
from games.production import LinearProductionGame
from mechanisms.compact.member_floors import Floor
from mechanisms.compact.outside_offers import OutsideOffers
from mechanisms.compact.outsider_splits import Requirement
from mechanisms.compact.run_solver import RunSolver, answered, call
from solvers.coalitional.core import Core, core
from solvers.families.large_core import LargeCoreCertificate
from solvers.families.marginal_search import Joining, marginal_search
from solvers.families.program_game import ProgramGame, program_game
from solvers.families.proven_plan import PlannedCoalition
from solvers.families.shortfall_search import Requirements, shortfall_search
from solvers.families.stable_optimum import (
    StableOptimum,
    StableProgram,
    StableSplits,
    stable_optimum,
)
from solvers.families.worth_of_all import WorthOfAll, worth_of_all
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve
from solvers.production.owen import owen_point

__all__ = ["OffersAmongMany"]

ZERO, ONE = Fraction(0), Fraction(1)
FEW = 12
"""Of so many outsiders the least that is lacking is sought, where it is known to be above 0."""
_EACH = 8
"""Of so many members at most each group is looked at for a split that lets it pass: 254 groups."""
_BESIDE = 2
"""So many further floors are told beside the one that payoffs miss most."""


class OffersAmongMany:
    """What outsiders could offer members of a deal, in a production game of many cities.

    ``production``: of which no group does better in parts, as each platform is at a site and each
    resource is a city's. ``payoffs``: what members, two or more, have under the deal. Answers are
    obtained through ``run_solver``.
    Errors: ``NotProven`` or ``Undefined`` where limited work does not prove one.

    >>> from games.production import Activity, Resource, Use, Value
    >>> lots = Resource("lots", "bound", {"Hub": 1})
    >>> pair = [Activity(f"with {c}", ("Hub", c), (Use("lots", 1, "Hub"),), (Value(c, "cash", 9),))
    ...         for c in ("Home", "Rival")]
    >>> region = LinearProductionGame(("Hub", "Home", "Rival"), (lots,), pair)
    >>> found = OffersAmongMany(region, ("Hub", "Home"), {"Hub": Fraction(6), "Home": Fraction(3)})
    >>> found.offers.verdict, found.offers.shortfall
    ('fails', Fraction(3, 1))
    >>> found.floor_above({"Hub": Fraction(6), "Home": Fraction(3)})
    {('Hub',): Fraction(9, 1)}
    """

    def __init__(
        self,
        production: LinearProductionGame,
        members: Iterable[str],
        payoffs: Mapping[str, Fraction],
        run_solver: RunSolver = call,
    ) -> None:
        self.production, self.run_solver = production, run_solver
        chosen = set(members)
        self.members = tuple(city for city in production.cities if city in chosen)
        self.outsiders = tuple(city for city in production.cities if city not in chosen)
        self.payoffs = {city: payoffs[city] for city in self.members}
        self.model = program_game(production)
        self._known: dict[tuple[Coalition, tuple[Fraction, ...]], Floor] = {}

    @cached_property
    def stable(self) -> bool | IntercityError:
        """Whether outsiders have a stable split, or why that was not decided."""
        if len(self.outsiders) < 3:
            return True
        own = self.production.subgame(self.outsiders)
        if not own.platforms:  # Owen's theorem
            self.run_solver(owen_point, own)
            return True
        found = self._own_core
        return found if isinstance(found, IntercityError) else not found.empty

    @cached_property
    def _own_core(self) -> Core | IntercityError:
        """The stable splits of the outsiders, or why it was not decided whether there are any."""
        own = self.production.subgame(self.outsiders)
        return answered(self.run_solver, core, own)

    @cached_property
    def apart(self) -> Fraction:
        """What outsiders make by themselves."""
        return self._best_apart.worth if self.outsiders else ZERO

    @cached_property
    def plan_apart(self) -> Mapping[str, Fraction]:
        """How they make that: values of the program's variables that are not 0."""
        return self._best_apart.plan if self.outsiders else {}

    @cached_property
    def _best_apart(self) -> WorthOfAll:
        own = self.production.subgame(self.outsiders)
        return self.run_solver(worth_of_all, own)

    @cached_property
    def deal(self) -> str:
        """The name of the player that stands for the deal; no city has it."""
        name = "the deal"
        while name in self.model.program.bounds:
            name += "'"
        return name

    @cached_property
    def joint(self) -> ProgramGame:
        """w: what groups of outsiders make, the deal with them or not."""
        program, taken = self.model.program, dict(self.payoffs)
        objective = {**program.objective, **{city: -x for city, x in taken.items()}}
        asked = [
            Row(f"{city} is asked away", {city: ONE, self.deal: -ONE}, "<=", ZERO)
            for city in self.members
        ]
        most = Fraction(len(self.members) - 1)
        some = Row("not all members", dict.fromkeys(self.members, ONE), "<=", most)
        return ProgramGame(
            (*self.outsiders, self.deal),
            replace(
                program,
                objective={name: c for name, c in objective.items() if c},
                rows=(*program.rows, *asked, some),
                bounds={**program.bounds, self.deal: (ZERO, ONE)},
            ),
            (*self.members, *self.model.integers),
        )

    @cached_property
    def joint_if_unstable(self) -> ProgramGame:
        """The game w where outsiders without the deal do nothing together: each works alone."""
        joint, alone = self.joint, self.alone
        lp = joint.program
        own = {city: f"{city} alone" for city in self.outsiders if alone[city]}
        while lp.bounds.keys() & {*own.values()}:
            own = {city: f"{name}'" for city, name in own.items()}
        works = [name for name in lp.bounds if name not in {*joint.players, *self.members}]
        rows = [
            Row(
                f"{name}: asked away", {name: ONE, **dict.fromkeys(self.members, -most)}, "<=", ZERO
            )
            for name in works
            if (most := lp.bounds[name][1]) is not None
        ]
        for city, name in own.items():
            rows.append(Row(f"{name}: joins", {name: ONE, city: -ONE}, "<=", ZERO))
            rows.append(Row(f"{name}: no deal", {name: ONE, self.deal: ONE}, "<=", ONE))
        return ProgramGame(
            joint.players,
            replace(
                lp,
                objective={**lp.objective, **{name: alone[city] for city, name in own.items()}},
                rows=(*lp.rows, *rows),
                bounds={**lp.bounds, **dict.fromkeys(own.values(), (ZERO, ONE))},
            ),
            joint.integers,
        )

    @cached_property
    def nearest(self) -> StableOptimum:
        """The split of the outsiders at which least has to be taken off requirements.

        A stable one, or where there is none, one that gives each what it makes alone.
        """
        joint = self.joint if self.stable is True else self.joint_if_unstable
        splits = StableSplits(joint, self.outsiders, self.apart)
        return self.run_solver(stable_optimum, StableProgram(splits, {self.deal: ONE}))

    @cached_property
    def split(self) -> dict[str, Fraction]:
        """The same: what each outsider has; empty where no stable split is known."""
        if self.stable is not True:
            return {}
        return {city: self.nearest.split[city] for city in self.outsiders if self.nearest.split}

    @cached_property
    def offers(self) -> OutsideOffers:
        """Whether the deal holds.

        Errors: ``NotProven`` where outsiders have no stable split, or that is not known.
        """
        most = answered(self.run_solver, worth_of_all, self._gaining(self.payoffs, self.alone))
        if not isinstance(most, IntercityError) and most.worth <= 0:
            return OutsideOffers("stands", (), ZERO, {}, (), stable=self.stable is not False)
        if self.stable is not True:
            many = len(self.outsiders) > FEW
            if many and self.stable is False and (found := self._by_cuts[0]):
                return found
            alone = self._without_outsiders()
            if (alone is None or not many) and (found := self._if_unstable()):
                return found
            if alone:  # what is lacking is a bound
                return alone
            why = "outsiders have no stable split, and of so many not all others are looked at"
            told = str(self.stable).rstrip(".") if self.stable else why
            raise NotProven("verdict on outside offers", told, None)
        needed = self._requirements(self.nearest)
        short = self.nearest.lowest
        if short > 0:
            exact = self.nearest.attained
            return OutsideOffers(
                "fails", needed, short, self.split, needed, stable=True, exact=exact
            )
        blocking = self._passed_by()
        return OutsideOffers("undecided", needed, ZERO, self.split, blocking, stable=True)

    def _if_unstable(self) -> OutsideOffers | None:
        """The verdict where each outsider has at least what it makes alone, if it is found.

        Only groups count that make more than members have and their outsiders make by themselves.
        The program takes off requirements of all groups, which proves no less. What no such split
        lets pass no stable one does, whether there is one or not.
        """
        nearest, stable = self.nearest, self.stable is not False
        split = {city: nearest.split[city] for city in self.outsiders if nearest.split}
        needed = self._requirements(nearest)
        if nearest.lowest > 0:
            if all(map(self._counts, needed)):
                exact = nearest.attained and not stable
                return OutsideOffers(
                    "fails", needed, nearest.lowest, split, needed, stable=stable, exact=exact
                )
            return None
        if not nearest.attained or stable:
            return None
        for members in self._some_groups():
            one = self._added_most(members)
            if one is not None and self._counts(one):
                return OutsideOffers("undecided", needed, ZERO, split, (one,), stable=False)
        return None

    def _added_most(self, members: Coalition) -> Requirement | None:
        """Of members with the outsiders to whom they add most, of those found.

        ``None`` if they add to nobody what they have. If it counts, a split at which these have no
        more than their own does not meet it.
        """
        if self.dearest(members).amount <= self._paid_by_deal(members):
            return None
        joining = (c for c in self.production.cities if c in {*members, *self.outsiders})
        game = self.production.subgame(tuple(joining))
        found = self.run_solver(marginal_search, Joining(game, members))
        return self._required(members, found.to)

    @property
    def highest_shortfall(self) -> Fraction | None:
        """What the shortfall is at most, by one split of the outsiders; ``None`` if none is known.

        So much taken off each requirement lets that split pass.
        """
        found = self.offers
        if found.verdict != "fails" or found.exact:
            return found.shortfall
        return self._by_cuts[1] if self.stable is False and self.outsiders else None

    @cached_property
    def _by_cuts(self) -> tuple[OutsideOffers | None, Fraction]:
        """A failure where outsiders have no stable split, and what its shortfall is at most.

        At a split at which little is lacking, and by groups that prove that it is so at any other.
        Members alone lack no more than with all outsiders, who are paid what they make apart.
        """
        asked = Requirements(
            game=self.production,
            payoffs=self.payoffs,
            alone=self.alone,
            start=self._split_if_unstable,
        )
        near = self.run_solver(shortfall_search, asked)
        required = (self._required(one.members, one.outsiders) for one in near.groups)
        needed = {", ".join(one.group): one for one in required if self._counts(one)}
        rows = [
            Row(name, {**dict.fromkeys(one.outsiders, ONE), self.deal: ONE}, ">=", one.least)
            for name, one in needed.items()
        ]
        whole = Row("all outsiders", dict.fromkeys(self.outsiders, ONE), "==", self.apart)
        bounds = {city: (own, None) for city, own in self.alone.items()} | {self.deal: (ZERO, None)}
        found = self.run_solver(
            solve, LinearProgram("min", {self.deal: ONE}, (whole, *rows), bounds)
        )
        short = found.optimum
        blocking = tuple(one for name, one in needed.items() if found.prices.get(name))
        most = max(near.most, ZERO)
        if short <= 0:
            return None, most
        exact = most <= short
        at = near.split if exact else {}
        offers = OutsideOffers("fails", blocking, short, at, blocking, stable=False, exact=exact)
        return offers, most

    def _required(self, members: Coalition, outsiders: Coalition) -> Requirement:
        """What a group requires of its outsiders."""
        group = tuple(c for c in self.production.cities if c in {*members, *outsiders})
        worth = self.worth(group)
        return Requirement(group, members, outsiders, worth, worth - self._paid_by_deal(members))

    @cached_property
    def _split_if_unstable(self) -> dict[str, Fraction]:
        """What they have where none would leave, but for the money that this takes from outside."""
        found = self._own_core
        assert isinstance(found, Core)  # noqa: S101 - it is empty
        assert isinstance(found.certificate, LargeCoreCertificate)  # noqa: S101 - of many cities
        paid = found.certificate.stability.split
        beyond = {city: paid[city] - self.alone[city] for city in self.outsiders}
        left, most = self.apart - sum(self.alone.values(), ZERO), sum(beyond.values(), ZERO)
        each = left / len(self.outsiders)
        return {
            city: self.alone[city] + (more * left / most if most else each)
            for city, more in beyond.items()
        }

    def _counts(self, one: Requirement) -> bool:
        """Whether a group makes more than its members have and its outsiders by themselves."""
        return one.least > (self.worth(one.outsiders) if one.outsiders else ZERO)

    def _gaining(
        self, payoffs: Mapping[str, Fraction], paid: Mapping[str, Fraction]
    ) -> ProgramGame:
        """The game of the deal alone: what some members gain over their payoffs with outsiders.

        Only those count that are ``paid``, each so much.
        """
        joint = self.joint
        lp = joint.program
        costs = {city: -x for city, x in {**payoffs, **paid}.items()}
        objective = {**lp.objective, **costs}
        left = [city for city in self.outsiders if city not in paid]
        some = Row("some member", {**dict.fromkeys(self.members, ONE), self.deal: -ONE}, ">=", ZERO)
        return ProgramGame(
            (self.deal,),
            replace(
                lp,
                objective={name: c for name, c in objective.items() if c},
                rows=(*lp.rows, some),
                bounds={**lp.bounds, **dict.fromkeys(left, (ZERO, ZERO))},
            ),
            (*self.outsiders, *joint.integers),
        )

    def _without_outsiders(self) -> OutsideOffers | None:
        """That members do better among themselves, which no split of the outsiders changes."""
        most = self.run_solver(worth_of_all, self._gaining(self.payoffs, {}))
        if most.worth <= 0:
            return None
        offer = self._required(tuple(city for city in self.members if most.plan.get(city)), ())
        short = offer.least
        stable = self.stable is not False
        return OutsideOffers("fails", (offer,), short, {}, (offer,), stable=stable, exact=False)

    def _requirements(self, found: StableOptimum) -> tuple[Requirement, ...]:
        """Of the groups with members in the proof of a bound."""
        return tuple(
            self._requirement(one)
            for one in found.collection
            if any(one.plan.get(city) for city in self.members)
        )

    def _requirement(self, one: PlannedCoalition) -> Requirement:
        members = tuple(city for city in self.members if one.plan.get(city))
        return self._required(members, tuple(c for c in self.outsiders if c in one.coalition))

    def _paid_by_deal(self, members: Coalition) -> Fraction:
        return sum((self.payoffs[city] for city in members), ZERO)

    def worth(self, group: Coalition) -> Fraction:
        return self.run_solver(worth_of_all, self.production.subgame(group)).worth

    def _passed_by(self) -> tuple[Requirement, ...]:
        """A group that some stable split of the outsiders lets form, if one is found soon."""
        own = self.own
        for floor_of in self._some_groups():
            floor = self.floor_at_split(floor_of)
            if own is None or not floor.outsiders or floor.outsiders == self.outsiders:
                continue
            least = self.run_solver(
                stable_optimum, StableProgram(own, dict.fromkeys(floor.outsiders, ONE))
            )
            group = tuple(c for c in self.production.cities if c in {*floor_of, *floor.outsiders})
            worth = floor.amount + floor.paid
            needed = worth - self._paid_by_deal(floor_of)
            if least.attained and least.lowest < needed:
                return (Requirement(group, floor_of, floor.outsiders, worth, needed),)
        return ()

    @cached_property
    def own(self) -> StableSplits | None:
        """The stable splits of the outsiders; ``None`` where there are no outsiders."""
        if not self.outsiders:
            return None
        game, known = self.production.subgame(self.outsiders), None
        if len(self.outsiders) > 2 and game.platforms and self.stable is True:
            core_of_own = self._own_core
            assert isinstance(core_of_own, Core)  # noqa: S101 - they have a stable split
            proof = core_of_own.certificate
            known = proof.stability if isinstance(proof, LargeCoreCertificate) else None
        return StableSplits(game, self.outsiders, self.apart, known)

    @cached_property
    def alone(self) -> dict[str, Fraction]:
        """What each outsider makes alone."""
        return {city: self.worth((city,)) for city in self.outsiders}

    def floor_at_split(self, group: Coalition) -> Floor:
        """The most that a group could have, outsiders splitting in this way.

        Where they have no stable split, or none was found: what it makes by itself.
        """
        if not self.split:
            return Floor(self.worth(group), (), ZERO)
        return self.floor(group, self.split)

    def floor_above(self, payoffs: Mapping[str, Fraction]) -> dict[Coalition, Fraction]:
        """The floor at the split that is most above what its group has, by group; none if none is.

        One integer program over all groups of some members, not all, says which:

            max over I and J of  v(I with J) - y(J) - x(I).

        Beside it the same of a few groups with a member that is in none of these, so that fewer
        payoffs have to be asked about.
        For errors see ``worth_of_all``.

        >>> from games.production import LinearProductionGame
        >>> alone = OffersAmongMany(LinearProductionGame(("A", "B"), (), ()), ("A", "B"),
        ...                         {"A": ZERO, "B": ZERO})
        >>> alone.floor_above({"A": ZERO, "B": -ONE})
        {('B',): Fraction(0, 1)}
        """
        if len(self.members) < 2:
            return {}  # there are no groups of some members, and the program has no plan
        asked = self._gaining(payoffs, self.split)
        first = self.run_solver(worth_of_all, asked)
        if first.worth <= 0:
            return {}
        above = self._above(first, payoffs)
        for city in self.members:
            if len(above) <= _BESIDE and not any(city in group for group in above):
                bounds = {**asked.program.bounds, city: (ONE, ONE)}
                program = replace(asked.program, bounds=bounds)
                game = ProgramGame(asked.players, program, asked.integers)
                found = answered(self.run_solver, worth_of_all, game)
                if not isinstance(found, IntercityError) and found.worth > 0:
                    above |= self._above(found, payoffs)
        return above

    def _above(
        self, found: WorthOfAll, payoffs: Mapping[str, Fraction]
    ) -> dict[Coalition, Fraction]:
        """The group that gains most over its payoffs, and its floor."""
        group = tuple(city for city in self.members if found.plan.get(city))
        return {group: found.worth + sum((payoffs[city] for city in group), ZERO)}

    def dearest(self, group: Coalition) -> Floor:
        """A group's floor if each outsider has what it makes alone: no floor is higher."""
        return self.floor(group, self.alone)

    def groups(self) -> Iterator[Coalition]:
        """Of some members, not all."""
        for mask in range(1, (1 << len(self.members)) - 1):
            yield members_of(mask, self.members)

    def _some_groups(self) -> Iterator[Coalition]:
        """All groups of some members, or of many each one by itself."""
        if len(self.members) <= _EACH:
            return self.groups()
        return ((city,) for city in self.members)

    def floor(self, group: Coalition, split: Mapping[str, Fraction]) -> Floor:
        """The most that a group could have at a split; found once."""
        key = group, tuple(split.values())
        if key not in self._known:
            found = self.run_solver(worth_of_all, self.asking(group, split))
            asked = tuple(city for city in self.outsiders if found.plan.get(city))
            paid = sum((split[city] for city in asked), ZERO)
            self._known[key] = Floor(found.worth, asked, paid)
        return self._known[key]

    def asking(self, group: Coalition, split: Mapping[str, Fraction]) -> ProgramGame:
        """The game of a group that pays the outsiders it asks what they have in a split."""
        program = self.model.program
        objective = {**program.objective, **{city: -x for city, x in split.items()}}
        others = [city for city in self.members if city not in group]
        return ProgramGame(
            group,
            replace(
                program,
                objective={name: c for name, c in objective.items() if c},
                bounds={**program.bounds, **dict.fromkeys(others, (ZERO, ZERO))},
            ),
            (*self.outsiders, *self.model.integers),
        )
