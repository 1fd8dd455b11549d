"""From [compact] to the deal as it would be signed, over the years of [time]."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from games.annuity import Annuity
from games.errors import InvalidInput, Told
from intercity.region.deal.money import late_money, payments_of, unlawful_money
from intercity.region.production.builder import incubation
from intercity.scenario.errors import place
from intercity.scenario.quantity import amount_of
from mechanisms.compact.clauses import (
    Bonus,
    Deposit,
    Enclave,
    Loan,
    Pool,
    Refund,
    ReturnClawback,
    Transfer,
    divided_by_floor,
)
from mechanisms.compact.enclave_compact import EnclaveCompact
from solvers.enclosure.enclosed_number import there

if TYPE_CHECKING:
    from games.production import LinearProductionGame
    from intercity.scenario.deal import Compact
    from intercity.scenario.scenario import Scenario

__all__ = ["PublicMoney", "credits_of_groups", "public_money", "signed_compact"]

ZERO, ONE = Fraction(0), Fraction(1)


def signed_compact(
    scenario: Scenario, production: LinearProductionGame, annuity: Annuity
) -> EnclaveCompact:
    """The deal; ``InvalidInput`` where its parks, refunds or owners do not fit together."""
    given = scenario.compact
    if production.common_pools:
        pool = production.common_pools[0].name
        raise InvalidInput(
            "[compact]",
            f"given with the common pool {pool}",
            "left out, since a deal needs to know what each member owns",
        )
    assert given is not None  # noqa: S101 - the caller looked
    enclaves = _parks(scenario, given, annuity)
    transfers = _transfers(given, annuity)
    # Checked here too, as numbers that are moved in their ranges are not validated again.
    for found in (*late_money(given, annuity.horizon), *unlawful_money(given, annuity)):
        raise InvalidInput(place(found.keys), Told(found.found), found.expected)
    refunds = _refunds(given, enclaves)
    pools = _pools(given)
    money = public_money(scenario, given.members)
    province = scenario.province
    grant = ZERO if province is None else amount_of(province.grant)
    each = grant / len(given.members)
    limits = given.limits
    return EnclaveCompact(
        region=production,
        annuity=annuity,
        members=given.members,
        enclaves=_as_planned(scenario, enclaves),
        transfers=transfers,
        refunds=refunds,
        credit=dict(money.credit),
        grant=dict.fromkeys(given.members, each) if there(each) else {},
        side_payment_limit=None if limits.side_payment is None else limits.side_payment.value,
        refund_limits=limits.tax_share,
        bonuses=tuple(
            Bonus(b.payer, b.amount.value, None if b.first is None else b.first.value)
            for b in given.bonus
        ),
        clawbacks=tuple(ReturnClawback(c.receiver, c.amount.value) for c in given.clawback),
        lag=given.lag,
        payments=payments_of(given),
        pools=pools,
        grant_years=None if province is None or not there(grant) else province.grant_years,
        deposits=tuple(Deposit(d.payer, d.amount.value, d.until) for d in given.deposit),
        loans=tuple(Loan(one.receiver, one.amount.value, *one.years) for one in given.loan),
        loan_limit=None if limits.loan is None else limits.loan.value,
        keeps_of_shared=dict(scenario.keeps_of_shared_tax),
    )


def _parks(scenario: Scenario, given: Compact, annuity: Annuity) -> list[Enclave]:
    """The deal's parks, among which its projects are divided by floor space."""
    enclaves = []
    floors = {name: amount_of(scenario.platforms[name].floor) for name in given.platforms}
    admitted = ZERO if given.projects is None else given.projects.value
    divided = divided_by_floor(admitted, floors)
    for name in given.platforms:
        terms, platform = given.platforms[name], scenario.platforms[name]
        host, home = _host_and_home(scenario, given, name)  # refused without projects
        projects = divided[name]
        running = scenario.yearly_cost(name)
        enclaves.append(
            Enclave(
                name=name,
                host=host,
                home=home,
                paid_by=terms.paid_by,
                rent_to=terms.rent_to,
                cost=amount_of(platform.cost_one_off) * annuity.renewed + running,
                floor=floors[name],
                projects=projects,
                brings=min(projects, amount_of(platform.brings)),
                incubation=incubation(scenario, host, home),
                running_cost=running,
            )
        )
    return enclaves


def _host_and_home(scenario: Scenario, given: Compact, name: str) -> tuple[str, str]:
    """The host of a park, and the home of its projects."""
    terms, host = given.platforms[name], scenario.platforms[name].site
    homes = [city for city in (terms.paid_by, terms.rent_to, *given.members) if city != host]
    if host is None or not homes or given.projects is None:
        raise InvalidInput(
            place(("compact", "platforms", name)),
            Told("missing its host, home or projects"),
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
    return host, homes[0]


def _transfers(given: Compact, annuity: Annuity) -> tuple[Transfer, ...]:
    return tuple(
        Transfer(
            resource=t.resource,
            giver=t.giver,
            taker=t.receiver,
            amount=t.amount.value,
            price=amount_of(t.price_one_off) * annuity.yearly,
            when=t.when,
            reversible=t.reversible,
            tax=amount_of(t.tax),
        )
        for t in given.transfer
    )


def _refunds(given: Compact, enclaves: list[Enclave]) -> tuple[Refund, ...]:
    """The refunds, each of what its payer gets from a park of the two, or of moved tax."""
    for k, refund in enumerate(given.refund):
        if refund.base == "moved_tax":
            continue
        payers = [
            {"stay_tax": e.host, "return_tax": e.home, "rent": e.rent_to}[refund.base]
            for e in enclaves
            if {e.host, e.home} == {refund.payer, refund.receiver}
        ]
        if refund.payer not in payers:
            raise InvalidInput(
                place(("compact", "refund", k)),
                f"from {refund.payer} to {refund.receiver}, of {refund.base}",
                f"paid by {', '.join(dict.fromkeys(payers))}, who gets it"
                if payers
                else "between the host and the home of a park in [compact] platforms: it is a "
                "share of what that park brings",
            )
    return tuple(
        Refund(
            payer=r.payer,
            payee=r.receiver,
            share=r.share.value,
            first=r.years[0],
            last=r.years[1],
            enforceable=r.enforceable,
            base=r.base,
            at_least=amount_of(r.at_least),
            at_most=None if r.at_most is None else r.at_most.value,
            guaranteed=r.guaranteed_by is not None,
        )
        for r in given.refund
    )


def _pools(given: Compact) -> tuple[Pool, ...]:
    return tuple(
        Pool(
            share=p.share.value,
            first=p.years[0],
            last=p.years[1],
            weights={city: weight.value for city, weight in p.weights.items()},
            enforceable=p.enforceable,
            guaranteed=p.guaranteed_by is not None,
        )
        for p in given.pool
    )


def with_clauses_of(compact: EnclaveCompact, other: EnclaveCompact) -> EnclaveCompact:
    """A deal of this scenario with the clauses of another between the same members.

    Its parks are those of both, with what the scenario says of them and the other's returns.
    """
    returns = {one.name: one.returns for one in other.enclaves}
    return replace(
        compact,
        enclaves=tuple(
            replace(one, returns=returns[one.name])
            for one in compact.enclaves
            if one.name in returns
        ),
        transfers=other.transfers,
        refunds=other.refunds,
        pools=other.pools,
        grant=other.grant,
        bonuses=other.bonuses,
        clawbacks=other.clawbacks,
        payments=other.payments,
        deposits=other.deposits,
        loans=other.loans,
    )


def _as_planned(scenario: Scenario, enclaves: list[Enclave]) -> tuple[Enclave, ...]:
    """The parks with the returns of the plan, in proportion to what is suited."""
    given = scenario.compact
    assert given is not None  # noqa: S101 - the caller looked
    suited = sum((e.suited for e in enclaves), ZERO)
    if given.returns is None or not enclaves:
        return tuple(enclaves)
    if given.returns.value > suited:
        raise InvalidInput(
            place(("compact", "returns")),
            given.returns.value,
            f"at most the {suited} projects that are suited to return (return_rate)",
        )
    share = given.returns.value / suited if suited else ZERO
    return tuple(replace(e, returns=e.suited * share) for e in enclaves)


@dataclass(frozen=True, slots=True)
class PublicMoney:
    """What the province pays or credits a group a year, if it meets the written conditions.

    A grant of some years is spread evenly over all.
    """

    grant: Fraction
    credit: Mapping[str, Fraction]

    @property
    def total(self) -> Fraction:
        return self.grant + sum(self.credit.values(), ZERO)


def public_money(scenario: Scenario, group: Collection[str]) -> PublicMoney:
    """The grant belongs to every group with all members of the deal in it.

    A city's credit belongs to every group in which it is with all cities that it is paired with;
    without pairs, with all members of the deal.
    """
    province, compact = scenario.province, scenario.compact
    if province is None:
        return PublicMoney(ZERO, {})
    together = compact is not None and set(compact.members) <= set(group)
    credit = {}
    for city, worth in province.credit.items():
        pairs = [pair for pair in province.pairs if city in pair]
        met = all(set(pair) <= set(group) for pair in pairs) if pairs else together
        if city in group and met and (pairs or compact is not None):
            credit[city] = worth.value
    return PublicMoney(_grant(scenario) if together else ZERO, credit)


def credits_of_groups(scenario: Scenario) -> list[tuple[str, tuple[str, ...], Fraction]]:
    """Credits as amounts, each of a city, in every group with certain cities in it."""
    province, compact = scenario.province, scenario.compact
    if province is None:
        return []
    members = () if compact is None else tuple(compact.members)
    found = []
    for city, worth in province.credit.items():
        linked = {one for pair in province.pairs if city in pair for one in pair}
        needed = tuple(dict.fromkeys((city, *sorted(linked)))) if linked else (city, *members)
        if linked or compact is not None:
            found.append((city, tuple(dict.fromkeys(needed)), worth.value))
    if members:
        found.append((members[0], members, _grant(scenario)))
    return found


def _grant(scenario: Scenario) -> Fraction:
    """What the members of the deal have of the province's grant a year."""
    province, time = scenario.province, scenario.time
    grant = ZERO if province is None else amount_of(province.grant)
    if (
        province is not None
        and province.grant_years is not None
        and time is not None
        and there(grant)
    ):
        annuity = Annuity(int(time.horizon.value), time.interest.value, time.beyond)
        grant *= annuity.share_of_years(*province.grant_years)
    return grant
