"""Firms, talent and land."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

import games
from games import EnclaveYear, Firm, Talent
from intercity.testing.bounds import city_names
from intercity.testing.public_games.draws import (
    CHANCES,
    CITIES,
    POSITIVE,
    SHARES,
    WHOLE,
    Draw,
    by_name,
    draws,
    each,
)
from intercity.testing.spelled import spelled


@draws(games.Cobweb)
def _cobweb(draw: Draw) -> Any:
    names = city_names(draw(st.integers(1, 2)))
    supply = each(draw, WHOLE, names)
    demand = [low + draw(POSITIVE) for low in supply]
    return spelled(
        draw,
        games.Cobweb,
        names,
        demand=demand,
        demand_slope=each(draw, POSITIVE, names),
        supply=supply,
        supply_slope=each(draw, POSITIVE, names),
        start=each(draw, POSITIVE, names),
    )


@draws(games.FactorFlow)
def _factor_flow(draw: Draw) -> Any:
    names = draw(CITIES)
    return spelled(
        draw,
        games.FactorFlow,
        names,
        each(draw, POSITIVE, names),
        draw(st.sampled_from([1, 2, Fraction(1, 2)])),
        draw(POSITIVE),
        congestion=draw(WHOLE),
    )


@draws(games.FlowPolicy)
def _flow_policy(draw: Draw) -> Any:
    flow = draw(st.from_type(games.FactorFlow))
    return spelled(
        draw, games.FlowPolicy, flow, draw(st.sampled_from(flow.regions)), draw(POSITIVE)
    )


@draws(games.Firm)
def _firm(draw: Draw) -> Any:
    name = draw(st.sampled_from(["startup", "plant"]))
    research, production = each(draw, WHOLE, "HS"), each(draw, WHOLE, "HS")
    return spelled(draw, Firm, name, research, production, draw(WHOLE), draw(POSITIVE))


@draws(games.FirmMenu)
def _firm_menu(draw: Draw) -> Any:
    adds = sorted(each(draw, WHOLE, "ab"), reverse=True)
    value = {1: adds[0], 2: sum(adds)}
    return spelled(draw, games.FirmMenu, by_name(draw, WHOLE, ["lean", "dear"]), value)


@draws(games.Quadrants)
def _quadrants(draw: Draw) -> Any:
    firms = draw(st.lists(st.from_type(Firm), min_size=1, unique_by=lambda firm: firm.name))
    bonus, clawback = draw(WHOLE), draw(WHOLE)
    return spelled(draw, games.Quadrants, "hub", "home", firms, bonus=bonus, clawback=clawback)


@draws(games.NeighbourGrowth)
def _neighbour_growth(draw: Draw) -> Any:
    names = city_names(2)
    return spelled(
        draw,
        games.NeighbourGrowth,
        names,
        each(draw, WHOLE, names),
        each(draw, POSITIVE, names),
        draw(POSITIVE),
        arrivals=draw(WHOLE),
    )


@draws(games.Newsvendor)
def _newsvendor(draw: Draw) -> Any:
    salvage = draw(WHOLE)
    cost = salvage + draw(POSITIVE)
    demand = by_name(draw, WHOLE, ["slump", "boom"])
    return spelled(draw, games.Newsvendor, demand, cost + draw(WHOLE), cost, salvage)


@draws(games.QuotaBank)
def _quota_bank(draw: Draw) -> Any:
    names = city_names(2)
    allotted = {name: each(draw, WHOLE, "12") for name in names}
    uses = {name: [[(draw(WHOLE), draw(WHOLE))] for _ in "12"] for name in names}
    return spelled(draw, games.QuotaBank, allotted, uses, discount=draw(CHANCES))


@draws(games.Talent)
def _talent(draw: Draw) -> Any:
    name = draw(st.sampled_from(["engineers", "designers"]))
    wage, in_hub, remote, at_home = each(draw, WHOLE, "1234")
    return spelled(draw, Talent, name, wage=wage, in_hub=in_hub, remote=remote, at_home=at_home)


@draws(games.RemoteTalent)
def _remote_talent(draw: Draw) -> Any:
    kinds = draw(st.lists(st.from_type(Talent), min_size=1, unique_by=lambda kind: kind.name))
    residence = by_name(draw, WHOLE, ["home", "hub"])
    return spelled(
        draw, games.RemoteTalent, "home", "hub", kinds, residence=residence, desk=draw(WHOLE)
    )


@draws(games.EnclaveYear)
def _enclave_year(draw: Draw) -> Any:
    return spelled(draw, EnclaveYear, Fraction(draw(WHOLE)), draw(SHARES), Fraction(draw(WHOLE)))


@draws(games.TalentEnclave)
def _talent_enclave(draw: Draw) -> Any:
    years = [{"teams": draw(WHOLE), "share": draw(SHARES), "rent": draw(WHOLE)} for _ in range(2)]
    figures = by_name(draw, WHOLE, ["back", "stay", "buzz", "room", "quota_cost", "quota_worth"])
    return spelled(
        draw, games.TalentEnclave, "home", "hub", alone=years[0], signed=years[1], **figures
    )


@draws(games.TrialAndError)
def _trial_and_error(draw: Draw) -> Any:
    names = city_names(draw(st.integers(1, 2)))
    return spelled(
        draw,
        games.TrialAndError,
        names,
        each(draw, WHOLE, names),
        each(draw, WHOLE, names),
        each(draw, CHANCES, names),
        hub_cost=draw(WHOLE),
        hub_chance=draw(CHANCES),
    )


@draws(games.WhiteSpace)
def _white_space(draw: Draw) -> Any:
    names, uses = city_names(2), ["labs", "homes"]
    returns = {
        scenario: {name: by_name(draw, WHOLE, uses) for name in names}
        for scenario in ("boom", "slump")
    }
    return spelled(draw, games.WhiteSpace, by_name(draw, WHOLE, names), returns)
