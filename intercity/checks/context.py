"""What the checks look at: the games of one scenario, each solved once, through one ``ask``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from games.coalitional import CoalitionalGame
from games.production import LinearProductionGame
from intercity.expansion.pairing import mandated_pairs
from intercity.region import Region, region
from mechanisms.compact.deal_payoffs import DealPayoffs, deal_payoffs
from mechanisms.compact.deal_stream import deal_stream
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.kept_platforms import with_kept_platforms

if TYPE_CHECKING:
    from games.pairing_game import MandatedPairing
    from intercity.scenario import Scenario
    from solvers.coalitional.core import Core
    from solvers.competition.arms_race import ArmsRace
    from solvers.competition.contest_race import ContestRace
    from solvers.production.coalitional_form import CoalitionalForm

__all__ = ["Context"]

ZERO = Fraction(0)


class Context:
    """One scenario and the answers found for it; each is asked for when first looked at.

    ``brief``: only verdicts are wanted, so that repairs and companion figures may be left out.
    """

    def __init__(self, scenario: Scenario, ask: Callable[..., Any], *, brief: bool = False) -> None:
        self.scenario = scenario
        self.ask = ask
        self.brief = brief
        self.region: Region = region(scenario)

    @cached_property
    def form(self) -> CoalitionalForm | None:
        """The coalitional form of the region's production game."""
        from solvers.production.coalitional_form import coalitional_form

        if self.region.production is None:
            return None
        found: CoalitionalForm = self.ask(coalitional_form, self.region.production)
        return found

    @cached_property
    def game(self) -> CoalitionalGame | None:
        """What each group of cities can make (or must pay) on its own."""
        return self.form.game if self.form is not None else self.region.table

    @cached_property
    def core(self) -> Core | None:
        """The stable splits of what all can make together."""
        from solvers.coalitional.core import core

        found: Core | None = None if self.game is None else self.ask(core, self.game)
        return found

    @cached_property
    def race(self) -> ArmsRace | ContestRace | None:
        """The subsidy race and what it costs."""
        from solvers.competition.arms_race import arms_race

        game = self.region.subsidies
        return None if game is None else self._asked(arms_race, game)

    def _asked(self, solver: Callable[..., Any], game: Any) -> ArmsRace | ContestRace:
        found: ArmsRace | ContestRace = self.ask(solver, game)
        return found

    @cached_property
    def pairing(self) -> MandatedPairing | None:
        """The mandated pairs, and what each pair would bring: as given, or as the region has it.

        What two gain together in the region is shared equally, but for what is ``paid``.
        """
        given, game = self.scenario.pairing, None
        if given is not None and given.from_region:
            game = self.game
        if given is None or game is None:
            return self.region.pairing
        halves = [
            [
                (game.worth((hub, city)) - game.worth((hub,)) - game.worth((city,))) / 2
                for city in game.players
                if city not in given.hubs
            ]
            for hub in given.hubs
        ]
        return mandated_pairs(self.scenario, halves, halves)

    @cached_property
    def compact(self) -> EnclaveCompact | None:
        """The deal on the table, in which each member keeps the platforms it would open alone."""
        compact = self.region.compact
        return None if compact is None else with_kept_platforms(compact, self.ask)

    @property
    def members(self) -> tuple[str, ...]:
        """Who signs: the deal's members, or all cities where there is no deal."""
        return self.compact.members if self.compact is not None else self.region.cities

    def between_members(self, *, platforms: bool) -> LinearProductionGame:
        """The production game of the deal's members alone, with or without platforms."""
        full = self.region.production
        assert full is not None  # noqa: S101 - asked for regions only
        inside = set(self.members)
        return LinearProductionGame(
            self.members,
            tuple(
                replace(r, owned={c: q for c, q in r.owned.items() if c in inside})
                for r in full.resources
            ),
            tuple(a for a in full.activities if inside.issuperset(a.sites)),
            tuple(p for p in full.platforms if platforms and (p.site is None or p.site in inside)),
        )

    @cached_property
    def without_platforms(self) -> Fraction:
        """What the deal's members can make together without opening any platform."""
        from solvers.production.coalitional_form import coalitional_form

        full = self.region.production
        assert full is not None  # noqa: S101 - asked for regions only
        # What outsiders do matters only where a pool has no owner; else leave them out.
        game = (
            replace(full, platforms=())
            if full.common_pools
            else self.between_members(platforms=False)
        )
        worth: Fraction = self.ask(coalitional_form, game).game.worth(self.members)
        return worth

    @cached_property
    def status_quo(self) -> Mapping[str, Fraction]:
        """Each city's worth alone."""
        game = self.game
        if game is None:
            return {}
        return {city: game.worth((city,)) for city in game.players}

    @cached_property
    def planned(self) -> DealPayoffs | None:
        """Payoffs of the deal if projects return as planned; ``None`` if it cannot be done."""
        return None if self.compact is None else deal_payoffs(self.compact, self.ask)

    @cached_property
    def dated(self) -> Mapping[str, Fraction] | None:
        """Payoffs of the deal as planned, what is handed over or paid later counted from then on.

        Annual equivalents at the region's interest; ``None`` where nothing comes later, or where a
        member could not do its part before it does.
        """
        return self._by_dates(self.compact, self.planned)

    def _by_dates(
        self, compact: EnclaveCompact | None, deal: DealPayoffs | None
    ) -> Mapping[str, Fraction] | None:
        if compact is None or deal is None or not any(t.when for t in compact.transfers):
            return None
        payoffs = {}
        for city in compact.members:
            flows = deal_stream(compact, deal, self.status_quo[city], city, self.ask)
            if flows is None:
                return None
            payoffs[city] = self.status_quo[city] + compact.annuity.evenly(flows)
        return payoffs

    @property
    def payoffs_by_date(self) -> Mapping[str, Fraction]:
        """Payoffs of a deal that can be carried out, as planned, by dates where those matter."""
        return self.by_date.payoffs

    @property
    def by_date(self) -> DealPayoffs:
        """The same, with what each does on its own once all is handed over."""
        assert self.planned is not None  # noqa: S101 - the caller looked
        return replace(self.planned, payoffs=self.dated or self.planned.payoffs)

    @property
    def gains(self) -> dict[str, Fraction]:
        """What each member gains a year by these payoffs."""
        return {city: self.payoffs_by_date[city] - self.status_quo[city] for city in self.members}

    @cached_property
    def unreturned(self) -> Mapping[str, Fraction] | None:
        """Payoffs of the deal if no project returns, by dates where those as planned are."""
        if self.compact is None:
            return None
        compact = self.compact.with_return_rate(ZERO)
        deal = deal_payoffs(compact, self.ask)
        if self.dated is not None:
            return self._by_dates(compact, deal)
        return None if deal is None else deal.payoffs

    @property
    def with_bonus(self) -> Mapping[str, Fraction] | None:
        """Payoffs of the deal if its homes pay the bonus that makes firms return as planned."""
        firms, compact = self.region.firms, self.compact
        if self.planned is None or firms is None or compact is None or self.returns_as_planned:
            return None
        paid = {
            city: firms.bonus
            * sum((e.planned_returns for e in compact.enclaves if e.home == city), ZERO)
            for city in compact.members
        }
        return {city: payoff - paid[city] for city, payoff in self.payoffs_by_date.items()}

    @property
    def returns_as_planned(self) -> bool:
        """Whether firms, left to choose, do what the plan says."""
        compact, firms = self.compact, self.region.firms
        return compact is None or not compact.planned_returns or firms is None or firms.returns
