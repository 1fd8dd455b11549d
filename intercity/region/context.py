"""What the checks look at: one world, in which clauses are signed, firms choose, payoffs follow.

All checks see the deal as firms will carry it out (``compact``, ``deal``); ``plan`` and ``planned``
are there to be compared with. What groups could make is ``game``, and in its best parts ``best``.
Each answer is asked for once, through one ``run_solver``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from games.coalitional import CoalitionalGame
from games.errors import IntercityError
from games.oracle_game import OracleGame
from games.players import Coalition
from games.production import LinearProductionGame
from intercity.region.components import components
from intercity.region.consent import without_consent
from intercity.region.deal.builder import credits_of_groups, public_money, with_clauses_of
from intercity.region.effort import tabled
from intercity.region.games import Region, region
from intercity.region.groups import (
    AskedForm,
    AskedGame,
    Worths,
    asked_form,
    with_credits,
    with_limited_work,
    with_ranges,
)
from intercity.region.own_tax import at_own_tax_of_deal, several_rates
from intercity.region.parts import parts_of
from mechanisms.compact.clauses import Bonus
from mechanisms.compact.continuation import Continuation, Outside
from mechanisms.compact.contributions import contribution_caps
from mechanisms.compact.deal_payoffs import DealPayoffs, deal_payoffs
from mechanisms.compact.deal_stream import deal_stream
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.firms_response import as_firms_choose
from mechanisms.compact.kept_platforms import with_kept_platforms
from mechanisms.compact.lawful_contract import lawful_gain
from mechanisms.compact.member_floors import (
    Floor,
    FreeOutsiders,
    floors_are_feasible,
    member_floors,
)
from mechanisms.compact.outside_offers import OutsideOffers, outside_offers
from mechanisms.compact.outsider_splits import groups_of
from mechanisms.compact.own_rate import gains_at_own_rate
from mechanisms.compact.run_solver import answered
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

if TYPE_CHECKING:
    from intercity.region.parts import Parts
    from intercity.scenario.scenario import Scenario
    from intercity.scenario.section import Section
    from mechanisms.compact.floors_among_many import FloorsAmongMany
    from mechanisms.compact.offers_among_many import OffersAmongMany
    from mechanisms.compact.run_solver import RunSolver
    from mechanisms.compact.unmet_floors import FloorAbove
    from solvers.coalitional.core import Core
    from solvers.coalitional.cost_of_stability import CostOfStability
    from solvers.coalitional.least_core import LeastCore
    from solvers.production.coalitional_form import CoalitionalForm

__all__ = ["Context", "Examined", "Games", "own_gains"]

ZERO = Fraction(0)
T = TypeVar("T")
MOST_ALONE = 8
"""Of so many members it is looked for one change of the deal that satisfies all groups of them."""


class OfTheDeal(cached_property[T]):
    """A fact that depends on the clauses of the deal."""


class OfOutsidersSplit(cached_property[T]):
    """A fact that depends on how outsiders split what they make.

    Among many cities that depends on the clauses of the deal: it is the split at which least is
    lacking for the deal to hold.
    """


class OfGroups(cached_property[T]):
    """A fact that depends on what groups can make alone."""


class Games(NamedTuple):
    """The components of the cities, the one that is examined, and its games."""

    components: list[tuple[str, ...]]
    cities: tuple[str, ...]
    region: Region


class Examined(Protocol):
    """Something with a context, such as a report."""

    @property
    def context(self) -> Context: ...


class Context:
    """One scenario and the answers found for it; each is asked for when first looked at.

    ``brief``: repairs and companion figures may be left out. ``verdict_alone``: all facts may be
    left out, too, and any margin of the verdict's sign will do.
    ``cities``: the component that is looked at. By default it is that of the deal; without a deal,
    it is the only one with two cities or more, or all cities where there are several (``parts``
    then has one context for each) or none.
    """

    verdict_alone = False
    floors_stay = False
    """Whether, among many cities, other deals are looked at with the floors of this one."""

    def __init__(
        self,
        scenario: Scenario,
        run_solver: RunSolver,
        *,
        brief: bool = False,
        cities: tuple[str, ...] | None = None,
    ) -> None:
        self.scenario = scenario = at_own_tax_of_deal(scenario, run_solver)
        self.run_solver = run_solver
        self.brief = brief
        self._built: dict[Callable[[Context], Any], Any] = {}
        self.components, self.cities, self.region = self._games(cities)
        if self.region.production is not None and not tabled(self.region.production):
            self.run_solver = with_limited_work(run_solver)

    def _games(self, asked: tuple[str, ...] | None) -> Games:
        full = region(self.scenario, self._parts_of_region())
        found = (
            [full.cities] if full.production is None else components(self.scenario, full.production)
        )
        cities = asked or _chosen_component(full, found)
        return Games(found, cities, full.among(cities))

    def _parts_of_region(self) -> Parts:
        return parts_of(self.scenario)

    def once(self, build: Callable[[Context], T]) -> T:
        """The result of a function of this context, computed once."""
        if build not in self._built:
            self._built[build] = build(self)
        found: T = self._built[build]
        return found

    def known(self, build: Callable[[Context], T]) -> T | None:
        """The result of ``once`` if it was computed, else ``None``."""
        return self._built.get(build)

    def without(self, kind: type[Section]) -> Context:
        """A context of the file without a topic's table, with the clauses that are looked at."""
        other = Context(self.scenario.without(kind), self.run_solver, brief=self.brief)
        mine, theirs = self.region.compact, other.region.compact
        if mine is None or theirs is None or mine == region(self.scenario).compact:
            return other
        return other.with_deal(with_clauses_of(theirs, mine))

    def aside(self, run_solver: RunSolver) -> Context:
        """A copy with what is known, of which only verdicts are wanted from now on.

        What is asked for from then on is asked of ``run_solver``, and is not known here. Among many
        cities floors are searched for, which takes long for each deal: other deals are looked at
        with the floors of this one, or with none where these were not asked for.
        """
        other = copy(self)
        other.run_solver, other.brief, other._built = run_solver, True, dict(self._built)
        other.__dict__.pop("parts", None)
        if not tabled(self.region.production) and self.deal is not None:
            other.floors_stay = True
            vars(other).setdefault("talk_floors", {})
            known = vars(other).setdefault("floor_above", None)
            if known is not None and self.among_many is not None:
                offers = copy(self.among_many)
                offers.run_solver = with_limited_work(run_solver)
                vars(other)["floor_above"] = offers.floor_above
        return other

    def with_floors(self, more: Mapping[Coalition, Fraction]) -> Context:
        """A copy with further floors, with which its other deals are looked at."""
        if not more:
            return self
        other = copy(self)
        other._built = {}
        vars(other)["talk_floors"] = {**self.talk_floors, **more}
        return other

    def with_scenario(self, scenario: Scenario, *, brief: bool) -> Context:
        """Another scenario; what groups can make is not asked for again where it is the same."""
        other = Context(scenario, self.run_solver, brief=brief)
        same = (
            other.region.production == self.region.production
            and other.region.table is self.region.table is None
            and other.cities == self.cities
            and other.members == self.members
            and scenario.province == self.scenario.province
        )
        if same:
            other.floors_stay = self.floors_stay
            kinds = (OfGroups, OfOutsidersSplit) if self.floors_stay else (OfGroups,)
            other.__dict__.update(self._known_facts(*kinds))
        return other

    def with_deal(self, compact: EnclaveCompact) -> Context:
        """The same region with other clauses between the same members.

        What groups can make does not depend on them, and is not asked for again.
        """
        other = copy(self)
        other._built = {}
        other.region = replace(self.region, compact=compact)
        many = isinstance(self.__dict__.get("free"), AskedGame) and not self.floors_stay
        for name in self._known_facts(OfTheDeal, *[OfOutsidersSplit] * many):
            del other.__dict__[name]
        return other

    def _known_facts(self, *kinds: type[cached_property[Any]]) -> dict[str, Any]:
        """The facts of some kinds that have been computed."""
        facts, known = vars(Context), self.__dict__.items()
        return {name: found for name, found in known if isinstance(facts.get(name), kinds)}

    @cached_property
    def parts(self) -> tuple[Context, ...]:
        """A context for each component of several cities, if there is no deal; else this one."""
        linked = [one for one in self.components if len(one) > 1 and set(one) <= set(self.cities)]
        if len(linked) < 2:
            return (self,)
        return tuple(map(self._component, linked))

    def _component(self, cities: tuple[str, ...]) -> Context:
        return Context(self.scenario, self.run_solver, brief=self.brief, cities=cities)

    @OfGroups
    def form(self) -> CoalitionalForm | AskedForm | None:
        """The coalitional form of the region's production game, tabulated or asked for."""
        return None if self.region.production is None else self._form(self.region.production)

    def _form(self, production: LinearProductionGame) -> CoalitionalForm | AskedForm:
        if not tabled(production):
            credited = with_credits(production, credits_of_groups(self.scenario))
            return asked_form(credited, self.run_solver)
        from solvers.production.coalitional_form import coalitional_form

        return self.run_solver(coalitional_form, production)

    @OfGroups
    def game(self) -> Worths | None:
        """v: what each group of cities can make (or must pay) on its own, acting as one."""
        return self.region.table if self.form is None else self._with_money(self.form.game)

    @OfGroups
    def best(self) -> Worths | None:
        """v*: what each group can make in its best parts.

        With a common pool it is v: what parts leave each other depends on a conjecture.
        """
        return None if self.game is None else self._in_parts(self.game)

    def best_of(self, group: tuple[str, ...]) -> Fraction:
        """v*(S): what some cities can make in their best parts."""
        assert self.best is not None  # noqa: S101 - the caller looked
        return self.best.worth(group)

    @property
    def to_split(self) -> Worths | None:
        """The game whose values and nucleoli are told: v, or v* where all do better in parts."""
        game, best = self.game, self.best
        if game is None or best is None or game is best:  # of many cities v* is v
            return game
        return game if game.grand_worth == best.grand_worth else best

    @OfGroups
    def free(self) -> Worths | None:
        """v* where no group does what the province must consent to."""
        province, production = self.scenario.province, self.region.production
        if province is None or not province.consent or production is None:
            return self.best
        game = self._form(without_consent(production, province.consent, province.pairs)).game
        return self._in_parts(self._with_money(game))

    def free_alone(self, city: str) -> Fraction:
        """What a city makes by itself where it does nothing that needs the province's consent."""
        province, production = self.scenario.province, self.region.production
        if province is None or not province.consent or production is None:
            return self.status_quo[city]
        if production.common_pools:
            assert self.free is not None  # noqa: S101 - there is a production game
            return self.free.worth((city,))
        alone = without_consent(production.subgame((city,)), province.consent, province.pairs)
        return self._with_money(self._form(alone).game).worth((city,))

    def _with_money(self, game: Worths) -> Worths:
        """With the grant and the credits that each group meets the conditions of."""
        if isinstance(game, AskedGame):
            return game  # whose programs have it already
        given: dict[Coalition, Fraction] = {}
        for _, needed, amount in credits_of_groups(self.scenario):
            if amount and set(needed) <= set(game.players):
                given[needed] = given.get(needed, ZERO) + amount
        return game.with_dividends(given) if given else game

    def _in_parts(self, game: Worths) -> Worths:
        if isinstance(game, AskedGame):
            return game  # nobody does better apart
        from solvers.coalitional.superadditive_cover import superadditive_cover

        production = self.region.production
        return (
            game
            if production is not None and production.common_pools
            else superadditive_cover(game)
        )

    @OfGroups
    def core_without_ranges(self) -> Core | IntercityError | None:
        """The core of the game of best parts, or why it was not decided whether it is empty.

        Of many cities without what each has in them at least and at most.
        """
        from solvers.coalitional.core import core

        game = self.best
        if isinstance(game, AskedGame):
            return answered(self.run_solver, core, game.production)
        return None if game is None else self.run_solver(core, game)

    @cached_property
    def _core(self) -> Core | IntercityError | None:
        """The core with the range of each city in it, or why it was not decided."""
        game, found = self.best, self.core_without_ranges
        if not isinstance(game, AskedGame) or found is None or self.brief:
            return found
        if isinstance(found, IntercityError) or found.empty:
            return found
        return with_ranges(found, game)

    @property
    def core(self) -> Core | None:
        """The core of the game of best parts, with ranges; ``None`` if it was not decided."""
        return None if isinstance(self._core, IntercityError) else self._core

    @OfGroups
    def least_core(self) -> LeastCore:
        """The least fine that keeps all together, which each group that acts as one pays once.

        So excesses are those of v, and what all share is v*(N).
        """
        from solvers.coalitional.least_core import least_core

        game, best = self.game, self.best
        assert game is not None  # noqa: S101 - its core is empty
        assert best is not None  # noqa: S101 - its core is empty
        if isinstance(game, CoalitionalGame) and best.grand_worth != game.grand_worth:
            best = game.with_dividends({game.players: best.grand_worth - game.grand_worth})
        elif isinstance(game, CoalitionalGame):
            best = game
        return self.run_solver(least_core, _solver_subject(best))

    @OfGroups
    def cost_of_stability(self) -> CostOfStability:
        """The least outside money that keeps all together."""
        from solvers.coalitional.cost_of_stability import cost_of_stability

        assert self.best is not None  # noqa: S101 - its core is empty
        return self.run_solver(cost_of_stability, _solver_subject(self.best))

    @OfTheDeal
    def plan(self) -> EnclaveCompact | None:
        """The deal as planned, in which each member opens the platforms that are best for it."""
        compact = self.region.compact
        return None if compact is None else with_kept_platforms(compact, self.run_solver)

    @OfTheDeal
    def compact(self) -> EnclaveCompact | None:
        """The deal as signed: with the returns that firms choose under its clauses."""
        return None if self.plan is None else self.as_firms_choose(self.plan)

    def as_firms_choose(self, compact: EnclaveCompact) -> EnclaveCompact:
        """A deal, whatever its clauses, with the returns that firms choose under them.

        And with the platforms of their own that members then open.
        """
        chosen = as_firms_choose(compact, self.region.firms, self.run_solver)
        return with_kept_platforms(chosen, self.run_solver)

    @property
    def missing_for_a_deal(self) -> tuple[str, ...]:
        """The tables that the file lacks for a deal."""
        return ("compact",) if self.scenario.compact is None else ("resources",)

    @property
    def members(self) -> tuple[str, ...]:
        """Who signs: the deal's members, or all cities where there is no deal."""
        return self.region.cities if self.region.compact is None else self.region.compact.members

    @property
    def side_payment_limit(self) -> Fraction | None:
        """What the law lets one city pay another a year, also where nothing is owned or dealt."""
        compact = self.scenario.compact
        limit = None if compact is None else compact.limits.side_payment
        return None if limit is None else limit.value

    @property
    def discounts(self) -> Mapping[str, Fraction]:
        """By member, the factor by which it discounts a year, where it has one."""
        factors = self.region.discounts
        return {city: factors[city] for city in self.members if city in factors}

    @property
    def outsiders(self) -> tuple[str, ...]:
        """The other cities of the component."""
        return tuple(city for city in self.region.cities if city not in self.members)

    def between_members(self, *, platforms: bool) -> LinearProductionGame:
        """The production game of the deal's members alone, with or without platforms."""
        full = self.region.production
        assert full is not None  # noqa: S101 - asked for regions only
        game = full.subgame(self.members)
        return game if platforms else replace(game, platforms=())

    @OfGroups
    def without_platforms(self) -> Fraction:
        """What the deal's members can make without opening any platform, public money included."""
        full = self.region.production
        assert full is not None  # noqa: S101 - asked for regions only
        # Outsiders matter only where a pool has no owner; else leave them out.
        game = (
            replace(full, platforms=())
            if full.common_pools
            else self.between_members(platforms=False)
        )
        return self._with_money(self._form(game).game).worth(self.members)

    @cached_property
    def status_quo(self) -> Mapping[str, Fraction]:
        """Each city's worth alone."""
        game = self.game
        if game is None:
            return {}
        return {city: game.worth((city,)) for city in game.players}

    @OfTheDeal
    def planned(self) -> DealPayoffs | None:
        """Payoffs of the deal if all goes as planned; ``None`` if the plan cannot be done."""
        return None if self.plan is None else deal_payoffs(self.plan, self.run_solver)

    @OfTheDeal
    def deal(self) -> DealPayoffs | None:
        """Payoffs of the deal as signed; ``None`` if it cannot be carried out."""
        if self.as_planned:
            return self.planned
        return None if self.compact is None else deal_payoffs(self.compact, self.run_solver)

    @OfTheDeal
    def dated(self) -> Mapping[str, Fraction] | None:
        """Payoffs of the deal as signed, what is handed over or paid later counted from then on.

        Annual equivalents at the region's interest; ``None`` where nothing comes later, or where a
        member could not do its part before it does.
        """
        return self._by_dates(self.compact, self.deal)

    def _by_dates(
        self, compact: EnclaveCompact | None, deal: DealPayoffs | None
    ) -> Mapping[str, Fraction] | None:
        if compact is None or deal is None or not any(t.when for t in compact.transfers):
            return None
        payoffs = {}
        for city in compact.members:
            flows = deal_stream(
                compact, deal, self.status_quo[city], city, self.run_solver, spread=True
            )
            if flows is None:
                return None
            payoffs[city] = self.status_quo[city] + compact.annuity.evenly(flows)
        return payoffs

    def payoffs_of(self, compact: EnclaveCompact) -> Mapping[str, Fraction] | None:
        """What members have under a deal, whatever its clauses: firms choose, then payoffs follow.

        By dates where those count for the deal as signed; ``None`` if it cannot be carried out.
        """
        chosen = self.as_firms_choose(compact)
        deal = deal_payoffs(chosen, self.run_solver)
        if deal is None:
            return None
        return self._by_dates(chosen, deal) or deal.payoffs

    @cached_property
    def several_rates(self) -> tuple[str, ...]:
        """Cities that would keep another share of their own tax in another plan than the deal.

        Then payoffs of the deal as signed are exact, and nothing is said of other plans.
        """
        return several_rates(self.scenario)

    @property
    def payoffs_by_date(self) -> Mapping[str, Fraction]:
        """u: payoffs of a deal that can be carried out, as signed, by dates where those matter."""
        return self.by_date.payoffs

    @property
    def by_date(self) -> DealPayoffs:
        """Payoffs by date, with what each does on its own once all is handed over."""
        assert self.deal is not None  # noqa: S101 - the caller looked
        return replace(self.deal, payoffs=self.dated or self.deal.payoffs)

    @property
    def gains(self) -> dict[str, Fraction]:
        """What each member gains a year by these payoffs over its status quo."""
        return {city: self.payoffs_by_date[city] - self.status_quo[city] for city in self.members}

    @property
    def hardly_gaining(self) -> tuple[str, ...]:
        """Members with less than a hundredth of what members gain, where none of them loses.

        None where the deal cannot be carried out.
        """
        gains = {} if self.deal is None else self.gains
        if any(gain < 0 for gain in gains.values()):
            return ()
        whole = sum(gains.values(), Fraction(0))
        return tuple(city for city, gain in gains.items() if 100 * gain < whole)

    @property
    def hardly_gaining_at_own_factor(self) -> tuple[str, ...]:
        """Members that keep less than a hundredth of their gain at their own discount factor."""
        own = self.own_gains
        return tuple(city for city, gain in own.items() if 0 <= 100 * gain < self.gains[city])

    @property
    def own_gains(self) -> Mapping[str, Fraction]:
        """W - d: by member with a discount factor, its gain a year at that factor.

        Empty where the deal cannot be carried out, or where a member could not do its part in some
        year without what is still to come.
        """
        return self.once(own_gains)

    @property
    def least_and_most(self) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
        """The lower, and the higher, of what each member has at the interest and at its own factor.

        Of a deal that can be carried out.
        """
        u, own, alone = self.payoffs_by_date, self.own_gains, self.status_quo
        both = {c: (u[c], alone[c] + own[c] if c in own else u[c]) for c in self.members}
        return {c: min(x) for c, x in both.items()}, {c: max(x) for c, x in both.items()}

    @property
    def told_at_own_factor(self) -> tuple[str, ...]:
        """Members whose w is told beside u: it differs by more than a tenth, or by its sign.

        A gain at the interest and a loss at its own factor, or the other way round.
        """
        gains, u = self.gains, self.payoffs_by_date
        return tuple(
            city
            for city, own in self.own_gains.items()
            if (own < 0) != (gains[city] < 0) or 10 * abs(own - gains[city]) > abs(u[city])
        )

    def own_gains_of(
        self, compact: EnclaveCompact, paid: Mapping[str, Fraction] | None = None
    ) -> Mapping[str, Fraction]:
        """Gains at members' own discount factors under a deal, ``paid`` so much more every year."""
        if not self.discounts:
            return {}
        chosen = self.as_firms_choose(compact)
        return self.gains_at_own_rate(chosen, deal_payoffs(chosen, self.run_solver), paid)

    def gains_at_own_rate(
        self,
        compact: EnclaveCompact | None,
        deal: DealPayoffs | None,
        paid: Mapping[str, Fraction] | None = None,
    ) -> Mapping[str, Fraction]:
        """Gains under a deal and its payoffs, at members' own discount factors."""
        if compact is None or deal is None:
            return {}
        # A yearly payment to a member counts like a status quo that is lower by it.
        had = {c: self.status_quo[c] - (paid or {}).get(c, ZERO) for c in compact.members}
        return gains_at_own_rate(compact, deal, had, self.discounts, self.run_solver)

    @OfTheDeal
    def planned_by_date(self) -> Mapping[str, Fraction] | None:
        """Payoffs of the deal as planned, by dates where those matter."""
        if self.as_planned:
            return None if self.deal is None else self.payoffs_by_date
        if self.planned is None or self.several_rates:
            return None
        return self._by_dates(self.plan, self.planned) or self.planned.payoffs

    @property
    def as_planned(self) -> bool:
        """Whether firms, left to choose, do what the plan says."""
        return self.plan is None or self.compact == self.plan or self._same_returns()

    def _same_returns(self) -> bool:
        assert self.plan is not None and self.compact is not None  # noqa: S101, PT018 - compared
        both = zip(self.plan.enclaves, self.compact.enclaves, strict=True)
        return all(planned.returning == chosen.returning for planned, chosen in both)

    @OfTheDeal
    def bonus_deal(self) -> EnclaveCompact | None:
        """The deal with the smallest bonus at which as many are willing to return as planned.

        Each home pays it to everyone who returns. ``None`` where firms are not given, where no
        fewer return than planned, and where all are willing: there is no room for more.
        """
        firms, plan, compact = self.region.firms, self.plan, self.compact
        if firms is None or plan is None or compact is None or self.several_rates:
            return None
        if compact.returning >= plan.returning:
            return None
        bonuses = list(plan.bonuses)
        for home in dict.fromkeys(e.home for e in plan.enclaves):
            clawed = min(plan.clawed_back(e) for e in plan.enclaves if e.home == home)
            paid = sum((b.amount for b in bonuses if b.payer == home and b.first is None), ZERO)
            short = -(firms.margin + clawed + paid)
            if short > 0:
                bonuses.append(Bonus(home, short))
        added = len(bonuses) > len(plan.bonuses)
        return replace(plan, bonuses=tuple(bonuses)) if added else None

    @OfTheDeal
    def with_bonus(self) -> Mapping[str, Fraction] | None:
        """Payoffs of the deal with that bonus; ``None`` where it is not the mend."""
        return None if self.bonus_deal is None else self.payoffs_of(self.bonus_deal)

    @OfTheDeal
    def own_with_bonus(self) -> Mapping[str, Fraction]:
        """Gains a year with that bonus, each at its own discount factor; empty where unknown."""
        return {} if self.bonus_deal is None else self.own_gains_of(self.bonus_deal)

    @OfTheDeal
    def continuation(self) -> Continuation:
        """The members' payoffs from any year on, in the deal or after leaving it."""
        assert self.compact is not None and self.deal is not None  # noqa: S101, PT018 - it was seen
        return self.continuation_of(self.compact, self.deal)

    def continuation_of(self, compact: EnclaveCompact, deal: DealPayoffs) -> Continuation:
        """The same of a deal with other clauses."""
        return Continuation(compact, deal, self.run_solver, self._outside)

    @property
    def _outside(self) -> Outside | None:
        return self._free_outsiders

    @property
    def _free_outsiders(self) -> FreeOutsiders | None:
        """What free outsiders add to who leaves; among many cities that is not looked for."""
        compact, free = self.compact, self.free_production
        if not self.outsiders_later or compact is None or free is None:
            return None
        return FreeOutsiders(compact, free, self.outsiders, self.run_solver)

    @property
    def outsiders_later(self) -> bool | None:
        """Whether what free outsiders could offer later on counts; ``None``: there are too many."""
        if not self.outsiders:
            return False
        return True if tabled(self.region.production) else None

    @property
    def free_production(self) -> LinearProductionGame | None:
        """The production game in which no group does what the province must consent to."""
        province, production = self.scenario.province, self.region.production
        if province is None or not province.consent or production is None:
            return production
        return without_consent(production, province.consent, province.pairs)

    @OfTheDeal
    def among_many(self) -> OffersAmongMany | None:
        """Offers of outsiders among many cities; ``None`` with a table, or without payoffs."""
        if tabled(self.region.production) or self.deal is None:
            return None  # whatever groups can make: it need not be known
        from mechanisms.compact.offers_among_many import OffersAmongMany

        free = self.free
        assert isinstance(free, AskedGame)  # noqa: S101 - there is no table
        return OffersAmongMany(free.production, self.members, self.payoffs_by_date, self.run_solver)

    @OfTheDeal
    def floors_among_many(self) -> FloorsAmongMany | None:
        """The floors of members in a deal among many cities."""
        if self.among_many is None:
            return None
        from mechanisms.compact.floors_among_many import FloorsAmongMany

        return FloorsAmongMany(self.among_many)

    @OfTheDeal
    def outside(self) -> OutsideOffers | None:
        """Whether the deal holds against groups that are free to form."""
        return None if self.deal is None else self.outside_offers(self.free, self.payoffs_by_date)

    @OfTheDeal
    def outside_with_consent(self) -> OutsideOffers | None:
        """Whether it would hold if the province consented to whatever any group does."""
        if self.deal is None or self.free is self.best:
            return self.outside
        return self.outside_offers(self.best, self.payoffs_by_date)

    def outside_offers(
        self, game: Worths | None, payoffs: Mapping[str, Fraction]
    ) -> OutsideOffers | None:
        """Whether members who have so much hold against groups that can make what a game says."""
        if game is None:
            return None
        if isinstance(game, AskedGame):
            from mechanisms.compact.offers_among_many import OffersAmongMany

            many = (
                self.among_many if game is self.free and payoffs == self.payoffs_by_date else None
            )
            many = many or OffersAmongMany(game.production, self.members, payoffs, self.run_solver)
            found = many.offers
            alone = [one for one in found.blocking if not one.outsiders]
            if found.verdict == "fails" and alone and not self.members_alone_count(game, payoffs):
                return replace(found, verdict="undecided", shortfall=ZERO, blocking=())
            return found
        count = self.members_alone_count(game, payoffs)
        return outside_offers(game, self.members, payoffs, self.run_solver, members_alone=count)

    def members_alone_count(self, game: Worths, payoffs: Mapping[str, Fraction]) -> bool:
        """Whether groups of members alone count as those that may leave the deal.

        They do not where one lawful change of it satisfies all of them and leaves no member less.
        Of more than ``MOST_ALONE`` members that is not looked for: they count.
        """
        members, compact = self.members, self.compact
        assert compact is not None  # noqa: S101 - it has payoffs
        if len(members) > MOST_ALONE:
            return True
        some = [group for group in groups_of(members) if 0 < len(group) < len(members)]
        wanted = {
            group: worth
            for group in some
            if (worth := game.worth(group)) > sum((payoffs[city] for city in group), Fraction(0))
        }
        if not wanted:
            return True
        limit = compact.side_payment_limit
        production = self.free_production if game is self.free else self.region.production
        if limit is None or production is None:
            rows = [
                Row(f"group {', '.join(group)}", dict.fromkeys(group, Fraction(1)), ">=", worth)
                for group, worth in wanted.items()
            ]
            everybody = dict.fromkeys(members, Fraction(1))
            bounds = {city: (payoffs[city], None) for city in members}
            least = self.run_solver(solve, LinearProgram("min", everybody, tuple(rows), bounds))
            return bool(least.optimum > game.worth(members))
        found = lawful_gain(
            production,
            members,
            payoffs,
            floors=wanted,
            side_payment=limit,
            tax_shares=compact.refund_limits,
            openings=None if self.form is None else self.form.plan(members).openings,
            beside=public_money(self.scenario, members).credit,
            run_solver=self.run_solver,
        )
        return found is None

    @OfOutsidersSplit
    def floors(self) -> Mapping[Coalition, Floor]:
        """What each group of some members could have without the others, if it may form freely.

        Among many cities, of more than four members, what each member could: ``FloorsAmongMany``.
        """
        if isinstance(self.free, AskedGame):
            return {} if self.floors_among_many is None else self.floors_among_many.floors
        return {} if self.free is None else member_floors(self.free, self.members, self.run_solver)

    @OfOutsidersSplit
    def outsiders_split(self) -> Mapping[str, Fraction] | None:
        """Outsiders' split on which floors rest in talks; ``None``: as little as they may have.

        Where such floors cannot hold together, it is the nucleolus of what outsiders make, in which
        all groups of theirs are as content as can be.
        """
        if self.free is None or len(self.outsiders) < 2:
            return None
        if isinstance(self.free, AskedGame):
            if self.among_many is None or self._floors_of_many_hold:
                return None
            return self.among_many.split or None
        if floors_are_feasible(self.free, self.members, self.floors, self.run_solver):
            return None
        from solvers.coalitional.nucleolus import nucleolus

        return dict(self.run_solver(nucleolus, self.free.subgame(self.outsiders)))

    @OfOutsidersSplit
    def _floors_of_many_hold(self) -> bool:
        """Whether members can meet all of their floors at once, and these are proven."""
        floors = self.floors_among_many
        if floors is None or not floors.of_all_groups or not floors.exact:
            return False
        free = self.free
        assert free is not None  # noqa: S101 - there are offers
        own = CoalitionalGame.from_function(self.members, free.worth)
        return floors_are_feasible(own, self.members, self.floors, self.run_solver)

    @property
    def talks_without_outsiders(self) -> bool:
        """Whether talks leave out what members could have with outsiders.

        So it is among many cities, where no stable split of the outsiders is known.
        """
        asked = isinstance(self.free, AskedGame) and self.among_many is not None
        if not asked or not self.outsiders or self._floors_of_many_hold:
            return False
        return self.outsiders_split is None

    @OfOutsidersSplit
    def talk_floors(self) -> Mapping[Coalition, Fraction]:
        """The floors on which talks, and repairs, are held: see ``floor_above`` for the others."""
        split, many = self.outsiders_split, self.among_many
        if many is not None and self.floor_above is not None:
            return {(city,): many.floor_at_split((city,)).amount for city in self.members}
        found = self.floors
        if split is not None and isinstance(self.free, CoalitionalGame):
            found = member_floors(self.free, self.members, self.run_solver, split=split)
        return {group: floor.amount for group, floor in found.items()}

    @OfOutsidersSplit
    def floor_above(self) -> FloorAbove | None:
        """Which floor payoffs do not reach, where ``talk_floors`` has those of each member only.

        ``None`` where it has those of all groups.
        """
        if self.among_many is None or self._floors_of_many_hold:
            return None
        return self.among_many.floor_above

    @OfOutsidersSplit
    def contribution_caps(self) -> Mapping[str, Fraction]:
        """Caps on members' claims in talks: their marginal contributions, if a split remains."""
        if self.best is None:
            return {}
        asked = self.best
        game = OracleGame(asked.players, asked.worth) if isinstance(asked, AskedGame) else asked
        return contribution_caps(
            game, self.members, self.talk_floors, self.run_solver, floor_above=self.floor_above
        )


def _chosen_component(full: Region, components: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The cities that are looked at where none are named: see ``Context``."""
    if full.production is None:
        return full.cities
    if full.compact is not None:
        return next(c for c in components if full.compact.members[0] in c)
    linked = [one for one in components if len(one) > 1]
    return linked[0] if len(linked) == 1 else full.cities


def _solver_subject(game: Worths) -> CoalitionalGame | LinearProductionGame:
    """The game that solvers take: a table, or the program that stands for one."""
    return game if isinstance(game, CoalitionalGame) else game.production


def own_gains(context: Context) -> Mapping[str, Fraction]:
    """``Context.own_gains`` as a function, so that ``known`` can tell whether it was computed."""
    return context.gains_at_own_rate(context.compact, context.deal)
