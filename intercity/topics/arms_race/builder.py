"""From [subsidies] to the race: by firms that choose a city, or a contest for one prize."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import InvalidInput, Told
from intercity.region.production.builder import incubation
from intercity.scenario.quantity import amount_of
from intercity.topics.arms_race.section import Accord, Subsidies

if TYPE_CHECKING:
    from games.contest import Contest
    from games.subsidy import SubsidyCompetition
    from intercity.region.context import Context
    from intercity.scenario.quantity import Quantity
    from solvers.competition.arms_race import ArmsRace
    from solvers.competition.contest_race import ContestRace

__all__ = ["competition", "played_once", "subsidy_race", "years_until_seen"]


def subsidy_race(context: Context) -> ArmsRace | ContestRace | None:
    """The equilibrium of the race and what it costs; ``None`` without the section."""
    from solvers.competition.arms_race import arms_race

    game = context.once(competition)
    if game is None:
        return None
    solver: Callable[[Any], ArmsRace | ContestRace] = arms_race  # overloaded by kind of race
    return context.run_solver(solver, game)


def years_until_seen(context: Context, accord: Accord | None = None) -> int:
    """Years until a breach of a truce is seen, or of an accord: until a meeting at most."""
    given = context.scenario.section(Subsidies)
    if given is None:
        return 1
    lag = given.truce_lag
    if accord is not None and accord.monitoring_lag is not None:
        lag = accord.monitoring_lag
    return context.scenario.breach_is_seen_after(lag, given.bidders)


def played_once(context: Context) -> bool:
    """Whether cities bid once: then nothing that comes later can answer a breach."""
    given = context.scenario.section(Subsidies)
    if given is None or given.repeats is not None:
        return given is not None and given.repeats == "once"
    return not context.scenario.money_again


def competition(context: Context) -> SubsidyCompetition | Contest | None:
    """The race that the file describes; ``None`` without the section."""
    scenario = context.scenario
    given = scenario.section(Subsidies)
    if given is None:
        return None
    from games.contest import Contest
    from games.subsidy import SubsidyCompetition

    value: dict[str, Fraction]
    if isinstance(given.value, str):
        rates = scenario.project.return_rate if scenario.project is not None else {}
        host = given.hub or next(iter(rates), "")
        for bidder in (b for b in given.bidders if b in context.several_rates):
            raise InvalidInput(
                f"what a project is worth to {bidder}",
                Told("of several values, as its tax is taken from its grants at several rates"),
                "given by bidder in value",
            )
        each = {bidder: incubation(scenario, host, bidder) for bidder in given.bidders}
        value = {bidder: one.return_rate * one.kept_plant_tax for bidder, one in each.items()}
    else:
        value = {bidder: given.value[bidder].value for bidder in given.bidders}

    def by_city(table: Mapping[str, Quantity]) -> dict[str, Fraction] | None:
        return {city: quantity.value for city, quantity in table.items()} or None

    budgets, funds = by_city(given.budget), amount_of(given.public_funds_cost)
    mass = Fraction(1) if given.mass is None else given.mass.value
    spillovers = {
        city: {other: q.value for other, q in row.items()} for city, row in given.spillovers.items()
    } or None
    if given.technology != "logit":
        return Contest(
            given.bidders,
            {bidder: mass * each for bidder, each in value.items()},
            given.technology,
            exponent=1 if given.exponent is None else given.exponent.value,
            efficiency=by_city(given.efficiency),
            budgets=budgets,
            spillovers=spillovers,
            public_funds_cost=funds,
            captured=None if given.captured is None else given.captured.value,
        )
    return SubsidyCompetition(
        given.bidders,
        value=value,
        attractiveness={b: amount_of(given.attractiveness.get(b)) for b in given.bidders},
        mu=None if given.mu is None else given.mu.value,
        mass=mass,
        caps=by_city(given.caps),
        budgets=budgets,
        spillovers=spillovers,
        outside_option=None if given.outside_option is None else given.outside_option.value,
        firm_weight=amount_of(given.firm_weight),
        public_funds_cost=funds,
    )
