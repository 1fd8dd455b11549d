"""The model in equations: what is maximised, under which limits, and how the deal divides it.

``model_text`` writes the sets, variables, objective and constraints of all cities together with
their numbers, the payoffs of the deal, discounting, the firms' choice and the subsidy race, as
plain Markdown. It states the model; it solves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from games.coalitional import CoalitionalGame
from games.production import LinearProductionGame, Platform, Resource, Use
from intercity.region import Region, region

if TYPE_CHECKING:
    from games.annuity import Annuity
    from games.subsidy import SubsidyCompetition
    from intercity.scenario import Scenario
    from mechanisms.enclave_compact import Enclave, EnclaveCompact

__all__ = ["model_text"]


def model_text(scenario: Scenario) -> str:
    """The equations of a scenario, to be read by an economist.

    >>> from intercity.scenario import parse_scenario
    >>> print(model_text(parse_scenario('''
    ... format = 1
    ... title = "Two cities"
    ... [game]
    ... sense = "gain"
    ... assumed = "an example"
    ... worths = { A = 1, B = 2.5, "A, B" = 6 }
    ... ''')))
    # Two cities
    <BLANKLINE>
    Money: money units per year. N = {A, B}.
    <BLANKLINE>
    ## Worths
    <BLANKLINE>
    What each coalition S makes, given as a table (no program behind it):
    <BLANKLINE>
        v({A}) = 1
        v({B}) = 2.5
        v({A, B}) = 6
    <BLANKLINE>
    """
    games = region(scenario)
    return "\n".join(_lines(scenario, games)) + "\n"


def _lines(scenario: Scenario, games: Region) -> Iterator[str]:
    yield f"# {scenario.title}"
    yield ""
    yield f"Money: {scenario.money}. N = {_set(games.cities)}."
    if games.table is not None:
        yield from _table(games.table)
    if games.production is not None:
        yield from _program(games.production)
    if games.compact is not None:
        yield from _deal(games.compact)
    if scenario.time is not None and games.production is not None:
        yield from _discounting(scenario, games)
    if games.firms is not None:
        yield from _section("The firms' choice")
        yield "A mature project produces in the small city iff"
        yield ""
        stay, back = _text(games.firms.profit_stay), _text(games.firms.profit_return)
        yield f"    profit there - cost of separation = {back}  >=  {stay} = profit in the hub"
    if games.subsidies is not None:
        yield from _race(games.subsidies)


def _text(number: Fraction) -> str:
    """A decimal where it ends within 9 digits, else about."""
    if (number * 10**9).denominator == 1:
        whole, part = divmod(abs(number), 1)
        digits = f"{int(part * 10**9):09d}".rstrip("0")
        sign = "-" if number < 0 else ""
        return f"{sign}{int(whole)}" + (f".{digits}" if digits else "")
    return f"{float(number):.6g}"


def _set(names: Iterable[str]) -> str:
    return "{" + ", ".join(names) + "}"


def _sum(terms: Iterable[tuple[Fraction, str]]) -> str:
    """``2 x - y``; terms of coefficient 0 are left out."""
    text = ""
    for coefficient, name in terms:
        if coefficient:
            sign = "-" if coefficient < 0 else "+"
            size = "" if abs(coefficient) == 1 else f"{_text(abs(coefficient))} "
            text += f" {sign} {size}{name}"
    return text.removeprefix(" + ").strip() or "0"


def _section(title: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""


def _table(game: CoalitionalGame) -> Iterator[str]:
    yield from _section("Worths" if game.sense == "gain" else "Costs")
    verb, letter = ("makes", "v") if game.sense == "gain" else ("must pay", "c")
    yield f"What each coalition S {verb}, given as a table (no program behind it):"
    yield ""
    for mask in sorted(range(1, game.grand + 1), key=lambda mask: (mask.bit_count(), mask)):
        yield f"    {letter}({_set(game.members(mask))}) = {_text(game.worth(mask))}"


def _program(game: LinearProductionGame) -> Iterator[str]:
    yield from _section("Variables (all at least 0)")
    levels = {activity.name: f"x{i}" for i, activity in enumerate(game.activities, 1)}
    openings = {platform.name: f"z{i}" for i, platform in enumerate(game.platforms, 1)}
    for activity in game.activities:
        limit = "" if activity.limit is None else f", at most {_text(activity.limit)}"
        sites = ", ".join(activity.sites)
        yield f"- {levels[activity.name]}: {activity.name} (needs {sites}){limit}"
    for platform in game.platforms:
        site = f" in {platform.site}" if platform.site else ""
        yield (
            f"- {openings[platform.name]}: openings of platform {platform.name}{site}, "
            f"a whole number, at most {platform.limit}"
        )
    markets = [resource for resource in game.resources if resource.exchange is not None]
    for resource in markets:
        yield f"- buy_{resource.name}, sell_{resource.name}: {resource.unit} traded outside"

    yield from _section("Objective: what all cities make together")
    yield "v(N) = max"
    yield ""
    for activity in game.activities:
        parts = _sum((value.amount, f"[{value.kind}, {value.city}]") for value in activity.values)
        yield f"    + {_text(activity.worth)} {levels[activity.name]}    = {parts} per unit"
    for platform in game.platforms:
        yield f"    - {_text(platform.cost)} {openings[platform.name]}    cost of {platform.name}"
    for resource in markets:
        assert resource.exchange is not None  # noqa: S101 - filtered above
        buy, sell = _text(resource.exchange.buy), _text(resource.exchange.sell)
        yield f"    - {buy} buy_{resource.name} + {sell} sell_{resource.name}"

    yield from _section("Subject to")
    for resource in game.resources:
        yield from _limits(game, resource, levels, openings)
    for resource in markets:
        assert resource.exchange is not None  # noqa: S101 - filtered above
        cap = resource.exchange.cap * len(game.cities)
        yield f"- trade in {resource.name}: buy and sell at most {_text(cap)} each, a cap per city"
    yield ""
    yield (
        "For a coalition S: the same program with the activities all of whose sites are in S, the "
        "platforms whose site is in S, and what the members of S own; v(S) is its value."
    )


def _limits(
    game: LinearProductionGame,
    resource: Resource,
    levels: Mapping[str, str],
    openings: Mapping[str, str],
) -> Iterator[str]:
    """Uses of a resource against what there is: once, or at each site where it is bound."""

    def amount(uses: Iterable[Use], site: str | None) -> Fraction:
        return sum(
            (u.amount for u in uses if u.resource == resource.name and u.site == site), Fraction(0)
        )

    def opened(platform: Platform, site: str | None) -> Fraction:
        return amount(platform.provides, site) - amount(platform.uses, site)

    for site in game.cities if resource.kind == "bound" else (None,):
        used = [(amount(a.uses, site), levels[a.name]) for a in game.activities]
        used += [(-opened(p, site), openings[p.name]) for p in game.platforms]
        if resource.exchange is not None:
            used += [(Fraction(1), f"sell_{resource.name}"), (Fraction(-1), f"buy_{resource.name}")]
        if not any(coefficient for coefficient, _ in used):
            continue
        owners = {c: q for c, q in resource.owned.items() if q and site in {None, c}}
        there = sum(owners.values(), Fraction(0)) + resource.amount
        whose = f"  ({_sum((q, f'[{c}]') for c, q in owners.items())})" if len(owners) > 1 else ""
        place = f" in {site}" if site else ""
        yield f"- {resource.name}{place}, {resource.unit}: {_sum(used)} <= {_text(there)}{whose}"
    if resource.conjecture is not None:
        yield f"  ({resource.name} is a common pool; outsiders: {resource.conjecture})"


def _deal(compact: EnclaveCompact) -> Iterator[str]:
    yield from _section("The deal: payoffs per year")
    yield (
        "Each member does the best it can, alone, with what it owns after the deal, and gets or "
        "pays what the deal says; others keep their status quo v({i}):"
    )
    yield ""
    yield "    payoff_i = v({i}; endowment after the deal) + what the deal brings to i"
    for city in compact.members:
        changes = compact.endowment_changes(city)
        yield ""
        yield f"**{city}**: endowment {_changes(changes)}; if projects return as planned, it gets"
        yield ""
        found = {kind: amount for kind, amount in compact.incidence(city).items() if amount}
        yield (
            "    "
            + _sum((amount, f"[{kind}]") for kind, amount in found.items())
            + (f"  =  {_text(sum(found.values(), Fraction(0)))}")
        )
    for park in compact.enclaves:
        yield from _park(park)
    for refund in compact.refunds:
        share = compact.annuity.share_of_years(refund.first, refund.last)
        kind = "enforceable" if refund.enforceable else "a promise"
        yield ""
        yield (
            f"Refund, {refund.payer} to {refund.payee} ({kind}): {_text(refund.share)} of "
            f"{refund.base} = {_text(compact.refund_a_year(refund))} in years {refund.first} to "
            f"{refund.last}, which is {_text(share)} of that each year of the horizon."
        )


def _changes(changes: Mapping[str, Fraction]) -> str:
    if not changes:
        return "unchanged"
    return ", ".join(
        f"{'+' if amount > 0 else '-'}{_text(abs(amount))} {name}"
        for name, amount in changes.items()
    )


def _park(park: Enclave) -> Iterator[str]:
    one = park.incubation
    yield ""
    yield (
        f"Platform {park.name} in {park.host}, for {park.home}: {_text(park.projects)} projects, "
        f"{_text(park.brings)} of them from outside the region; cost {_text(park.cost)} a year, "
        f"paid by {park.paid_by}. One project, with return rate r = {_text(one.return_rate)}:"
    )
    yield ""
    yield (
        f"    {park.host}: (1 - r) {_text(one.stay_tax)} tax + {_text(one.spillover)} spillover "
        f"- {_text(one.congestion_rd)} - (1 - r) {_text(one.congestion_production)} congestion"
    )
    yield f"    {park.home}: r {_text(one.plant_tax)} tax"
    yield f"    rent, to {park.rent_to}: {_text(one.floor)} x {_text(one.rent)}"


def _discounting(scenario: Scenario, games: Region) -> Iterator[str]:
    annuity: Annuity
    if games.compact is not None:
        annuity = games.compact.annuity
    else:
        from games.annuity import Annuity as Found

        assert scenario.time is not None  # noqa: S101 - the caller looked
        annuity = Found(int(scenario.time.horizon.value), scenario.time.interest.value)
    yield from _section("Time")
    yield (
        f"Horizon T = {annuity.horizon} years, interest r = {_text(annuity.interest)}: 1 paid once "
        f"is r / (1 - (1 + r)^-T) = {_text(annuity.yearly)} a year."
    )
    if games.discounts:
        yield ""
        yield (
            "A city stays in the deal iff at every date t the sum over later dates u of "
            "d^(u - t) c[u] is at least what it still gets after it stops paying, with"
        )
        yield ""
        for name, effective in games.discounts.items():
            tenure = scenario.cities[name].tenure
            rule = "" if tenure is None else f" (1 - 1 / {_text(tenure.value)})"
            yield f"    d_{name} = {_text(games.impatience[name])}{rule} = {_text(effective)}"


def _race(race: SubsidyCompetition) -> Iterator[str]:
    yield from _section("The subsidy race")
    yield "City i pays s_i >= 0 per firm; firms choose by logit:"
    yield ""
    outside = race.outside_option
    option = "" if outside is None else " + exp(a_0 / mu)"
    yield "    share_i = exp((a_i + s_i) / mu) / Z"
    yield f"    Z = sum_j exp((a_j + s_j) / mu){option}"
    yield (
        "    payoff_i = M ((b_i - k s_i) share_i + sum over j other than i of theta_ij b_j share_j)"
    )
    yield ""
    numbers = f"M = {_text(race.mass)}, mu = {_text(race.mu)}, k = {_text(race.cost_of_subsidy)}"
    yield numbers + ("" if outside is None else f", a_0 = {_text(outside)}") + "."
    yield ""
    for i, city in enumerate(race.cities):
        cap, budget = race.caps[i], race.budgets[i]
        yield (
            f"    {city}: b = {_text(race.value[i])}, a = {_text(race.attractiveness[i])}"
            + ("" if cap is None else f", s at most {_text(cap)}")
            + ("" if budget is None else f", M s share at most {_text(budget)}")
        )
        for j, theta in enumerate(race.spillovers[i]):
            if theta:
                yield f"        theta from {race.cities[j]} = {_text(theta)}"
