"""From a scenario to games: primitives that an analyst knows become what cities can do.

One project whose production may come back uses floor of a park in the hub and, if it returns, land
and quota at home; one more mu of quota lets a city build. Money paid once becomes a yearly amount.
The expansion is plain arithmetic on the scenario's numbers, so it is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from games.annuity import Annuity
from games.coalitional import CoalitionalGame
from games.errors import InvalidInput
from games.production import (
    Activity,
    Exchange,
    LinearProductionGame,
    Platform,
    Resource,
    Use,
    Value,
)
from intercity.faults import place
from mechanisms.compact.clauses import Enclave, Incubation, Refund, Transfer
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.return_bonus import FirmsChoice, firms_choice
from mechanisms.compact.self_enforcement import effective_discount

if TYPE_CHECKING:
    from games.contest import Contest, Technology
    from games.pairing_game import MandatedPairing
    from games.park_operator import ParkOperator
    from games.project_screening import ProjectScreening
    from games.subsidy import SubsidyCompetition
    from intercity.quantity import Quantity
    from intercity.scenario import Scenario

__all__ = [
    "Region",
    "annuity_of",
    "build_activity",
    "incubation_activity",
    "mandated_pairs",
    "region",
]

ZERO = Fraction(0)
BUILD, STAY, HOME = "build in {}", "start and stay in {}", "start and stay at home in {}"
INCUBATE = "incubate in {}, produce in {}"
QUOTA, FLOOR = "quota", "floor"


def build_activity(city: str) -> str:
    """The name of the activity that builds on one mu in a city."""
    return BUILD.format(city)


def incubation_activity(host: str, home: str) -> str:
    """The name of the activity that incubates one project in a host for a home."""
    return INCUBATE.format(host, home)


@dataclass(frozen=True, slots=True)
class Region:
    """What the check-up looks at: a scenario's games, each ``None`` where it has no section."""

    cities: tuple[str, ...]
    production: LinearProductionGame | None
    table: CoalitionalGame | None
    compact: EnclaveCompact | None
    firms: FirmsChoice | None
    subsidies: SubsidyCompetition | Contest | None
    pairing: MandatedPairing | None
    operator: ParkOperator | None
    screening: ProjectScreening | None
    discounts: dict[str, Fraction]
    impatience: dict[str, Fraction]
    power: dict[str, Fraction]


def region(scenario: Scenario) -> Region:
    """The games of a scenario; ``InvalidInput`` where its numbers do not fit together."""
    annuity = annuity_of(scenario)
    production = _production(scenario, annuity) if scenario.resources else None
    compact = None
    if scenario.compact is not None and production is not None:
        compact = _compact(scenario, production, annuity)
    firms = None
    if scenario.firm is not None:
        firm = scenario.firm
        firms = firms_choice(
            firm.stay_hub.value, firm.return_small_city.value, _of(firm.separation_cost)
        )
    discounts, plain = {}, {}
    for name, city in scenario.cities.items():
        if city.discount is not None:
            plain[name] = city.discount.value
            tenure = city.tenure.value if city.tenure is not None else None
            discounts[name] = effective_discount(city.discount.value, tenure)
    return Region(
        scenario.players,
        production,
        _table(scenario),
        compact,
        firms,
        _subsidies(scenario),
        _pairing(scenario),
        _operator(scenario),
        _screening(scenario),
        discounts,
        plain,
        {} if scenario.compact is None else dict(scenario.compact.bargaining.weights),
    )


def _of(quantity: Quantity | None) -> Fraction:
    return ZERO if quantity is None else quantity.value


def annuity_of(scenario: Scenario) -> Annuity:
    """What spreads sums that are paid once over the years of [time]."""
    if scenario.time is None:
        return Annuity(1, ZERO)
    return Annuity(int(scenario.time.horizon.value), scenario.time.interest.value)


def _table(scenario: Scenario) -> CoalitionalGame | None:
    if scenario.game is None:
        return None
    from intercity.sections import members

    worths = {members(key): worth for key, worth in scenario.game.worths.items()}
    return CoalitionalGame(scenario.players, worths, scenario.game.sense)


def _incubation(scenario: Scenario, host: str, home: str) -> Incubation:
    project = scenario.project
    if project is None:
        raise InvalidInput("[project]", "missing", "given, since the deal opens a park")
    plant_mu = project.plant_mu.value
    return Incubation(
        floor=project.floor.value,
        rent=_of(project.rent),
        spillover=_of(project.spillover.get(host)),
        congestion_rd=_of(project.congestion_rd.get(host)),
        stay_tax=_of(project.stay_tax.get(host)),
        congestion_production=_of(project.congestion_production.get(host)),
        plant_tax=plant_mu * project.tax_per_mu.value * project.local_share.value,
        plant_land=plant_mu,
        plant_quota=plant_mu * _of(project.plant_quota),
        return_rate=_of(project.return_rate.get(host, {}).get(home)),
    )


def _production(scenario: Scenario, annuity: Annuity) -> LinearProductionGame:
    yearly = annuity.yearly
    resources = [
        Resource(
            name,
            given.kind,
            {city: owned.value for city, owned in given.owned.items()},
            exchange=None
            if given.exchange is None
            else Exchange(
                given.exchange.buy_one_off.value * yearly,
                given.exchange.sell_one_off.value * yearly,
                given.exchange.cap.value,
            ),
            unit=given.unit,
            amount=_of(given.amount),
            conjecture=given.conjecture,
        )
        for name, given in scenario.resources.items()
    ]
    if any(p.floor is not None for p in scenario.platforms.values()) or (
        scenario.project is not None and scenario.project.return_rate
    ):
        resources.append(Resource(FLOOR, "bound", unit="1,000 m2"))
    kinds = {resource.name: resource.kind for resource in resources}
    return LinearProductionGame(
        scenario.players,
        tuple(resources),
        (*_primitives(scenario, kinds), *_escape_hatch(scenario)),
        tuple(_platforms(scenario, kinds, yearly)),
    )


def _use(kinds: Mapping[str, str], resource: str, amount: Fraction, site: str | None) -> Use:
    return Use(resource, amount, site if kinds[resource] == "bound" else None)


def _primitives(scenario: Scenario, kinds: Mapping[str, str]) -> list[Activity]:
    found = []
    for city, worth in scenario.build.items():
        uses = [
            _use(kinds, name, Fraction(1), city) for name in (QUOTA, "buildable") if name in kinds
        ]
        revenue = (Value(city, "land_revenue", worth.value),)
        found.append(Activity(build_activity(city), (city,), tuple(uses), revenue))
    project = scenario.project
    if project is None:
        return found
    one = (_use(kinds, "projects", Fraction(1), None),) if "projects" in kinds else ()
    for city in project.stay_tax:
        alone = _incubation(scenario, city, city)
        values = (
            Value(city, "cash", alone.stay_tax),
            Value(city, "spillover", alone.spillover),
            Value(city, "cost", -alone.congestion_rd - alone.congestion_production),
        )
        found.append(Activity(STAY.format(city), (city,), one, values))
    for city, worth in project.home_value.items():
        cash = (Value(city, "cash", worth.value),)
        found.append(Activity(HOME.format(city), (city,), one, cash))
    found += [
        _incubated(_incubation(scenario, host, home), host, home, kinds, one)
        for host, rates in project.return_rate.items()
        for home in rates
    ]
    return found


def _incubated(
    each: Incubation, host: str, home: str, kinds: Mapping[str, str], one: tuple[Use, ...]
) -> Activity:
    back, stays = each.return_rate, 1 - each.return_rate
    uses = [*one, Use(FLOOR, each.floor, host)]
    for name, amount in (("factory_land", each.plant_land), (QUOTA, each.plant_quota)):
        if name in kinds and back * amount:
            uses.append(_use(kinds, name, back * amount, home))
    values = (
        Value(host, "cash", stays * each.stay_tax + each.floor * each.rent),
        Value(host, "spillover", each.spillover),
        Value(host, "cost", -each.congestion_rd - stays * each.congestion_production),
        Value(home, "cash", back * each.plant_tax),
    )
    return Activity(incubation_activity(host, home), (host, home), tuple(uses), values)


def _escape_hatch(scenario: Scenario) -> list[Activity]:
    return [
        Activity(
            given.name,
            given.sites,
            tuple(Use(use.resource, use.value, use.site) for use in given.uses),
            tuple(
                Value(v.city, v.kind, -v.amount.value if v.kind == "cost" else v.amount.value)
                for v in given.values
            ),
            None if given.limit is None else given.limit.value,
        )
        for given in scenario.activities
    ]


def _platforms(scenario: Scenario, kinds: Mapping[str, str], yearly: Fraction) -> list[Platform]:
    found = []
    for name, given in scenario.platforms.items():
        provides = [
            _use(kinds, resource, amount.value, given.site)
            for resource, amount in given.provides.items()
        ]
        if given.floor is not None:
            provides.append(Use(FLOOR, given.floor.value, given.site))
        if given.brings is not None and given.brings.value and "projects" in kinds:
            provides.append(_use(kinds, "projects", given.brings.value, None))
        uses = []
        if given.occupies is not None:
            uses.append(_use(kinds, given.occupies, Fraction(1), given.site))
        cost = _of(given.cost_one_off) * yearly + _of(given.cost_per_year)
        found.append(Platform(name, given.site, cost, tuple(provides), tuple(uses), given.limit))
    return found


def _compact(
    scenario: Scenario, production: LinearProductionGame, annuity: Annuity
) -> EnclaveCompact:
    given = scenario.compact
    if production.common_pools:
        pool = production.common_pools[0].name
        raise InvalidInput(
            "[compact]",
            f"given with the common pool {pool}",
            "left out, since a deal needs to know what each member owns",
        )
    assert given is not None  # noqa: S101 - the caller looked
    enclaves = []
    floors = {name: _of(scenario.platforms[name].floor) for name in given.platforms}
    total = sum(floors.values(), ZERO)
    for name, terms in given.platforms.items():
        platform = scenario.platforms[name]
        host = platform.site
        homes = [city for city in (terms.paid_by, terms.rent_to, *given.members) if city != host]
        if host is None or not homes or given.projects is None:
            raise InvalidInput(
                place(("compact", "platforms", name)),
                "missing its host, home or projects",
                "a park that a member hosts for another, with [compact] projects",
            )
        for city in (host, homes[0]):
            if city not in given.members:
                raise InvalidInput(
                    f"a city of {place(('compact', 'platforms', name))}", city, "a member"
                )
        if len(given.members) > 2 and terms.paid_by == terms.rent_to == host:
            raise InvalidInput(
                place(("compact", "platforms", name)),
                f"paid by its host {host}, which gets its rent",
                "paid by, or its rent given to, the member whose projects it is for, since the "
                "deal has more than two members",
            )
        part = floors[name] / total if total else Fraction(1, len(floors))
        projects = given.projects.value * part
        yearly_cost = _of(platform.cost_one_off) * annuity.yearly + _of(platform.cost_per_year)
        enclaves.append(
            Enclave(
                name=name,
                host=host,
                home=homes[0],
                paid_by=terms.paid_by,
                rent_to=terms.rent_to,
                cost=yearly_cost,
                floor=floors[name],
                projects=projects,
                brings=min(projects, _of(platform.brings)),
                incubation=_incubation(scenario, host, homes[0]),
                running_cost=_of(platform.cost_per_year),
            )
        )
    transfers = tuple(
        Transfer(
            t.resource,
            t.giver,
            t.receiver,
            t.amount.value,
            _of(t.price_one_off) * annuity.yearly,
            t.when,
            t.reversible,
        )
        for t in given.transfer
    )
    for k, refund in enumerate(given.refund):
        # A horizon that is moved in its range is not read from a file again.
        if refund.years[1] > annuity.horizon:
            raise InvalidInput(
                place(("compact", "refund", k, "years")),
                list(refund.years),
                f"within the {annuity.horizon} years of [time]",
            )
        pair = {refund.payer, refund.receiver}
        if enclaves and not any({e.host, e.home} == pair for e in enclaves):
            raise InvalidInput(
                place(("compact", "refund", k)),
                f"from {refund.payer} to {refund.receiver}",
                "between the host and the home of a park in the deal: it is a share of what that "
                "park brings",
            )
    refunds = tuple(
        Refund(r.payer, r.receiver, r.share.value, *r.years, r.enforceable, r.base)
        for r in given.refund
    )
    province = scenario.province
    credit = {} if province is None else {c: q.value for c, q in province.credit.items()}
    grant = _of(province.grant) if province is not None else ZERO
    each = grant / len(given.members)
    return EnclaveCompact(
        production,
        annuity,
        given.members,
        tuple(enclaves),
        transfers,
        refunds,
        credit,
        dict.fromkeys(given.members, each) if grant else {},
        _of(given.limits.side_payment),
        given.limits.tax_share,
    )


TECHNOLOGY: Mapping[str, Technology] = {
    "tullock": "Tullock",
    "all-pay": "all-pay",
    "bertrand": "Bertrand",
}


def _subsidies(scenario: Scenario) -> SubsidyCompetition | Contest | None:
    given = scenario.subsidies
    if given is None:
        return None
    from games.contest import Contest
    from games.subsidy import SubsidyCompetition

    value: dict[str, Fraction]
    if isinstance(given.value, str):
        rates = scenario.project.return_rate if scenario.project is not None else {}
        host = given.hub or next(iter(rates), "")
        each = {bidder: _incubation(scenario, host, bidder) for bidder in given.bidders}
        value = {bidder: one.return_rate * one.plant_tax for bidder, one in each.items()}
    else:
        value = {bidder: given.value[bidder].value for bidder in given.bidders}

    def by_city(table: Mapping[str, Quantity]) -> dict[str, Fraction] | None:
        return {city: quantity.value for city, quantity in table.items()} or None

    budgets, funds = by_city(given.budget), _of(given.public_funds_cost)
    mass = Fraction(1) if given.mass is None else given.mass.value
    spillovers = {
        city: {other: q.value for other, q in row.items()} for city, row in given.spillovers.items()
    } or None
    if given.technology != "logit":
        return Contest(
            given.bidders,
            {bidder: mass * each for bidder, each in value.items()},
            TECHNOLOGY[given.technology],
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
        attractiveness={b: _of(given.attractiveness.get(b)) for b in given.bidders},
        mu=None if given.mu is None else given.mu.value,
        mass=mass,
        caps=by_city(given.caps),
        budgets=budgets,
        spillovers=spillovers,
        outside_option=None if given.outside_option is None else given.outside_option.value,
        firm_weight=_of(given.firm_weight),
        public_funds_cost=funds,
    )


def _pairing(scenario: Scenario) -> MandatedPairing | None:
    given = scenario.pairing
    if given is None or given.from_region:
        return None
    cities = tuple(city for city in scenario.players if city not in given.hubs)

    def table(rows: Mapping[str, Mapping[str, Quantity]]) -> list[list[Fraction]]:
        return [[_of(rows.get(hub, {}).get(city)) for city in cities] for hub in given.hubs]

    return mandated_pairs(scenario, table(given.to_hub), table(given.to_city))


def mandated_pairs(
    scenario: Scenario, to_hub: list[list[Fraction]], to_city: list[list[Fraction]]
) -> MandatedPairing:
    """The pairing that the province mandates, where pairs bring so much: by hub, then city."""
    from games.pairing_game import MandatedPairing, PairingGame
    from intercity.agreement.pairing import mandated_hubs

    given = scenario.pairing
    assert given is not None  # noqa: S101 - the callers looked
    game = PairingGame(
        given.hubs,
        tuple(city for city in scenario.players if city not in given.hubs),
        to_hub,
        to_city,
        capacity=given.capacity,
        crowding=[_of(given.crowding.get(hub)) for hub in given.hubs],
    )
    province, mandated = scenario.province, mandated_hubs(scenario)
    credit = {} if province is None else province.credit
    return MandatedPairing(
        game,
        mandated,
        {city: paid.value for city, paid in given.paid.items()},
        consent=province is not None and "change of pairing" in province.consent,
        credit={
            name: worth.value
            for name, worth in credit.items()
            if name in mandated or name in mandated.values()
        },
    )


def _operator(scenario: Scenario) -> ParkOperator | None:
    given = scenario.operator
    if given is None:
        return None
    from games.multitask_agency import MultitaskAgency
    from games.park_operator import ParkOperator

    hosted = MultitaskAgency(
        value=(given.value_quantity.value, given.value_quality.value),
        index=(Fraction(1), _of(given.index_quality)),
        cost=given.effort_cost.value,
        noise=given.index_noise.value,
        risk_aversion=given.risk_aversion.value,
        substitution=given.substitution.value,
        basic=(given.basic_quantity.value, given.basic_quality.value),
    )
    return ParkOperator(
        hosted,
        public=(given.public_quantity.value, given.public_quality.value),
        joint_noise=given.profit_noise.value,
        running={regime: cost.value for regime, cost in given.cost.items()},
        outside=_of(given.outside),
    )


def _screening(scenario: Scenario) -> ProjectScreening | None:
    given = None if scenario.operator is None else scenario.operator.screening
    if given is None:
        return None
    from games.project_screening import ProjectScreening

    return ProjectScreening(
        bad=given.bad.value,
        look=given.look.value,
        admit=given.admit.value,
        accuracy=given.accuracy.value,
        good_worth=given.good_worth.value,
        bad_harm=_of(given.bad_harm),
        tolerated=_of(given.tolerated),
    )
