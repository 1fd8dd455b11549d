"""The claims of checks 1, 2, 4 and 12, played by other means on small regions.

What a group could make is worked out from the file itself by a program of its own (PuLP), what a
region makes in parts by going through all partitions, and what firms do by asking them one by one.
"""

import itertools
from fractions import Fraction

import pulp
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.topics.firms_choice.check import PlannedReturns
from intercity.topics.outcome import Components
from intercity.topics.statistics.check import LeastShares, Payments
from intercity.topics.surplus.bottleneck import bottleneck
from tests.frontdoor.small_regions import number, read, regions, scenario
from tests.properties.strategies import simulations
from tests.solvers.oracles import partitions


def looked_at(document):
    """The world of a scenario, without what the check-up tells beside the checks asked for."""
    return Context(scenario(document), Recorder())


def solved(model):
    status = model.solve(pulp.HiGHS(msg=False))
    assert pulp.LpStatus[status] == "Optimal", pulp.LpStatus[status]
    return pulp.value(model.objective)


def annuity(document):
    years, rate = document["time"]["horizon"]["v"], document["time"]["interest"]["v"]
    return rate / (1 - (1 + rate) ** -years)


def makes(document, group):
    """The most that a group makes with what it owns, by a program written from the file."""
    model = pulp.LpProblem("group", pulp.LpMaximize)
    value, used = [], {}
    for k, activity in enumerate(document["activities"]):
        if not set(activity["sites"]) <= set(group):
            continue
        level = model.add_variable(f"x{k}", 0, activity.get("limit", {}).get("v"))
        value += [given["amount"]["v"] * level for given in activity["values"]]
        for use in activity.get("uses", []):
            place = (use["resource"], use.get("site"))
            used.setdefault(place, []).append(use.get("amount", {"v": 1})["v"] * level)
    for k, park in enumerate(document.get("platforms", {}).values()):
        if park.get("site", group[0]) in group:
            opened = model.add_variable(f"z{k}", 0, 1, cat="Integer")
            value.append(-park["cost_per_year"]["v"] * opened)
            for resource, amount in park["provides"].items():
                used.setdefault((resource, None), []).append(-amount["v"] * opened)
    for name, resource in document["resources"].items():
        exchange = resource.get("exchange")
        owned = {city: x["v"] for city, x in resource.get("owned", {}).items()}
        if resource["kind"] == "bound":
            for city in group:
                model += pulp.lpSum(used.get((name, city), [])) <= owned.get(city, 0)
            continue
        bought = sold = 0
        if exchange is not None:  # quota, which every city can build with
            cap = exchange["cap"]["v"] * len(group)
            bought, sold = (model.add_variable(f"{way}_{name}", 0, cap) for way in ("buy", "sell"))
            value.append(annuity(document) * exchange["sell_one_off"]["v"] * sold)
            value.append(-annuity(document) * exchange["buy_one_off"]["v"] * bought)
        pooled = sum(owned.get(city, 0) for city in group)
        model += pulp.lpSum(used.get((name, None), [])) + sold <= pooled + bought
    model += pulp.lpSum(value)
    return max(0.0, solved(model)) if value else 0.0


def groups(cities):
    return [g for size in range(1, len(cities) + 1) for g in itertools.combinations(cities, size)]


WORTH = st.integers(1, 9)


@st.composite
def with_a_park(draw):
    """A region in which a platform, at a city or for any group, opens room for batches."""
    document = draw(regions(cities=4))
    del document["compact"]
    document.pop("province", None)
    cities = list(document["cities"])
    document["resources"]["room"] = {"kind": "tradable"}
    park = {"cost_per_year": number(draw(st.integers(1, 12)))}
    park["provides"] = {"room": number(draw(st.integers(1, 3)))}
    if draw(st.booleans()):
        park["site"] = draw(st.sampled_from(cities))
    document["platforms"] = {"park": park}
    for city in cities:
        document["activities"].append(
            {
                "name": f"batch of {city}",
                "sites": [city],
                "uses": [{"resource": "room"}],
                "values": [
                    {"city": city, "kind": "cash", "amount": number(draw(st.integers(1, 9)))}
                ],
                "limit": number(1),
            }
        )
    return document


def in_parts(document, worths, group):
    return max(sum(worths[part] for part in parts) for parts in partitions(list(group)))


@simulations(25)
@given(with_a_park())
def test_groups_make_in_their_best_parts_what_all_partitions_make(document):
    whole = looked_at(document)
    contexts = whole.parts
    worths = {group: makes(document, group) for group in groups(list(document["cities"]))}
    for context in contexts:
        for group in groups(context.best.players):
            expected = in_parts(document, worths, group)
            assert float(context.best.worth(group)) == pytest.approx(expected, abs=1e-6)
    gain = sum(
        in_parts(document, worths, context.best.players)
        - sum(worths[(city,)] for city in context.best.players)
        for context in contexts
    )
    facts = evaluate(whole, "surplus").facts
    each = facts.parts.values() if isinstance(facts, Components) else [facts]
    assert float(sum(one.gain_of_all for one in each)) == pytest.approx(gain, abs=1e-6)


@simulations(25)
@given(with_a_park())
def test_a_split_that_no_group_leaves_exists_exactly_where_the_check_says_so(document):
    """By a program over payments: all that the best parts make, and each group what it can make."""
    for context in looked_at(document).parts:
        cities = context.best.players
        worths = {group: makes(document, group) for group in groups(cities)}
        model = pulp.LpProblem("split", pulp.LpMinimize)
        pay = {city: model.add_variable(f"x{k}") for k, city in enumerate(cities)}
        for group, worth in worths.items():
            model += pulp.lpSum(pay[city] for city in group) >= worth
        model += pulp.lpSum(pay.values())
        needed = solved(model)
        shared = in_parts(document, worths, cities)
        stable = needed <= shared + 1e-7
        assert (not context.core.empty) == stable
        assert float(context.least_core.epsilon) == pytest.approx(
            least_fine(worths, cities, shared), abs=1e-6
        )


def least_fine(worths, cities, shared):
    """That on each group that leaves and acts as one, with which some split keeps all."""
    model = pulp.LpProblem("fine", pulp.LpMinimize)
    pay = {city: model.add_variable(f"x{k}") for k, city in enumerate(cities)}
    fine = model.add_variable("fine")
    for group, worth in worths.items():
        if len(group) < len(cities):
            model += pulp.lpSum(pay[city] for city in group) + fine >= worth
    model += pulp.lpSum(pay.values()) == shared
    model += 1 * fine
    return solved(model)


@simulations(12)
@given(regions(cities=3))
def test_the_bottleneck_is_what_one_per_cent_more_of_adds_most(document):
    """Each number in the file moved by itself, and everything solved afresh."""
    given_ = scenario(document)
    context = Context(given_, Recorder())

    def gain(moved):
        game = Context(moved, Recorder()).best
        inside = [city for city in game.players if city in context.cities]
        return game.worth(inside) - sum(game.worth((city,)) for city in inside)

    now, adds = gain(given_), {}
    for key, quantity in given_.quantities():
        parts = key.split(".")
        owned = parts[0] == "resources" and parts[2] == "owned" and quantity.value
        if owned and parts[3] in context.cities:
            more = gain(given_.moved({key: quantity.value * Fraction(101, 100)})) - now
            adds[parts[1], parts[3]] = more
    found = bottleneck(context)
    best = max(adds.values(), default=Fraction(0))
    if best <= 0:
        assert found is None
        return
    assert found.adds == best == adds[found.resource, found.owner]
    as_much = {key for key, more in adds.items() if more == best}
    assert {(found.resource, found.owner), *found.equal_bottlenecks} == as_much
    owned = document["resources"][found.resource]["owned"][found.owner]["v"]
    assert found.more == owned * Fraction(1, 100)


# ---------------------------------------------------------------- firms, asked one by one


@st.composite
def deals_with_firms(draw):
    """The starter with firms' profits, clauses for firms, a plan and land of its own."""
    document = read("intercity/starter.toml")
    document["firm"]["return_small_city"] = number(draw(st.sampled_from([1.0, 1.15, 1.25, 1.4])))
    document["project"]["return_rate"]["Harbour"]["Uplands"] = {"v": 0.5, "low": 0, "high": 1}
    document["resources"]["factory_land"]["owned"]["Uplands"] = number(
        draw(st.sampled_from([40, 80, 144, 400]))
    )
    compact = document["compact"]
    if draw(st.booleans()):
        compact["returns"] = number(draw(st.integers(0, 20)))
    if draw(st.booleans()):
        bonus = {"from": "Uplands", "amount": number(draw(st.sampled_from([0.1, 0.25, 0.3])))}
        if draw(st.booleans()):
            bonus["first"] = number(draw(st.integers(1, 20)))
        compact["bonus"] = [bonus]
    if draw(st.booleans()):
        compact["clawback"] = [
            {"to": "Harbour", "amount": number(draw(st.sampled_from([0.1, 0.2])))}
        ]
    return document


def exactly(node):
    return Fraction(str(node["v"]))


def played(document):
    """How many return when 20 suited projects are asked one by one, with 8 mu for each plant."""
    firm, compact = document["firm"], document["compact"]
    stay = exactly(firm["stay_hub"]) - sum(
        exactly(c["amount"]) for c in compact.get("clawback", [])
    )
    home = exactly(firm["return_small_city"]) - exactly(firm["separation_cost"])
    planned = compact.get("returns", {"v": 20})["v"]
    land = exactly(document["resources"]["factory_land"]["owned"]["Uplands"])
    quota = 250 - exactly(compact["transfer"][0]["amount"])
    returned = 0
    for _ in range(20):
        paid = sum(
            exactly(bonus["amount"])
            for bonus in compact.get("bonus", [])
            if returned < bonus.get("first", {"v": 20})["v"]
        )
        room = (returned + 1) * 8 <= land and (returned + 1) * 4 <= quota
        wants = home + paid > stay or (home + paid == stay and returned < planned)
        if room and wants:
            returned += 1
    return returned, planned


def has_at(document, returned):
    """What Harbour and Uplands have a year with so many returns, from the numbers of the file."""
    compact, of_year = document["compact"], {n: Fraction(100, 105) ** n for n in range(1, 21)}
    shared = sum(of_year[n] for n in range(1, 6)) / sum(of_year.values())
    refund = Fraction(1, 2) * (40 - returned) * Fraction(4, 10) * shared
    paid = sum(
        exactly(b["amount"]) * min(returned, b.get("first", {"v": 20})["v"])
        for b in compact.get("bonus", [])
    )
    clawed = sum(exactly(c["amount"]) * (20 - returned) for c in compact.get("clawback", []))
    harbour = (60 - returned) * Fraction(4, 10) + 120 * Fraction(1, 10) - refund + clawed
    park = 100 / sum(of_year.values()) - 40 * Fraction(7, 10) * Fraction(1, 10)
    return [harbour, returned * 8 * Fraction(16, 100) + refund - paid - park]


def does_harm(document, returned, planned):
    """Whether the departure costs members something together, or takes one below no deal."""
    land = exactly(document["resources"]["factory_land"]["owned"]["Uplands"])
    if planned * 8 > land or planned * 4 > 130:
        return True  # the plan could not be carried out
    signed, meant = has_at(document, returned), has_at(document, planned)
    alone = [60 * Fraction(4, 10), 0]
    below = (s < d <= m for s, d, m in zip(signed, alone, meant, strict=True))
    return sum(signed) < sum(meant) or any(below)


@simulations(40)
@given(deals_with_firms())
def test_as_many_return_as_would_one_by_one(document):
    context = looked_at(document)
    found, (returned, planned) = evaluate(context, "firms' choice"), played(document)
    assert context.compact.returning == returned
    assert found.facts.as_planned == (returned == planned)
    stands = returned == planned or not does_harm(document, returned, planned)
    assert (found.verdict == "stands") == stands
    if found.facts.against_plan:
        pairs = zip(has_at(document, returned), has_at(document, planned), strict=True)
        assert list(found.facts.against_plan.values()) == [s - m for s, m in pairs]
    paid = sum(
        exactly(b["amount"]) * min(returned, b.get("first", {"v": 20})["v"])
        for b in document["compact"].get("bonus", [])
    )
    clawed = sum(exactly(c["amount"]) for c in document["compact"].get("clawback", []))
    brought = {city: context.compact.incidence(city) for city in ("Harbour", "Uplands")}
    assert brought["Uplands"]["bonus"] == -paid
    assert brought["Harbour"]["clawback"] == clawed * (20 - returned)
    if found.verdict == "fails" and found.mends == 1 and returned < planned:
        (clause,) = found.facts.repair.clauses
        if isinstance(clause, PlannedReturns):
            document["compact"]["returns"] = number(float(clause.returns))
            returned, planned = played(document)
            assert returned == planned
        else:
            document["compact"].setdefault("bonus", []).append(
                {"from": "Uplands", "amount": number(float(clause.amount))}
            )
            assert played(document)[0] >= planned


def test_too_many_returns_are_a_departure_too():
    """7 more plants bring Uplands 1.28 each, and Harbour has 0.4 of tax less, part of it shared."""
    document = read("intercity/starter.toml")
    document["compact"]["returns"] = number(5)
    found = evaluate(looked_at(document), "firms' choice")
    assert found.verdict == "stands"
    assert not found.facts.as_planned
    assert sum(found.facts.against_plan.values()) == 7 * Fraction(128 - 40, 100)
    assert min(found.facts.against_plan.values()) < 0
    assert found.facts.returns_as_signed == 12
    assert found.facts.returns_planned == 5


# ---------------------------------------------------------------- projects counted once


def counted_once(money, values, lost, paid_back):
    """Whether a share of the count and a payment leave both no loser; money gains are given.

    Harbour may pay any price for the land, Uplands so much. For a share both lines are straight, so
    that the ends and the roots are enough to look at.
    """
    harbour, uplands = money.values()
    full = [40 * Fraction(v, 10) for v in values]
    at = {0, 1}
    if full[0] != full[1]:
        at.add((lost - harbour - uplands - full[1]) / (full[0] - full[1]))
    if full[0]:
        at.add((lost - harbour - paid_back) / full[0])

    def enough(share):
        has = harbour + share * full[0] - lost
        return has >= -paid_back and has + uplands + (1 - share) * full[1] >= 0

    return any(enough(share) for share in at if 0 <= share <= 1)


@simulations(60)
@given(
    st.sampled_from([0, 0.25, 0.5, 1]),
    st.sampled_from([0.5, 0.75, 1]),
    st.lists(st.integers(0, 3), min_size=2, max_size=2),
    st.integers(0, 6),
    st.booleans(),
)
@example(1, 0.5, [0, 0], 0, False)  # Harbour gains 1.6 a year without the price of 9.6
@example(1, 0.5, [0, 0], 0, True)
@example(0, 1, [0, 0], 3, True)  # it refunds 5.6 more, and loses 4.0
@example(0, 1, [0, 0], 5, True)
def test_counting_twice_is_needed_exactly_where_no_split_and_payment_does(
    price, share, values, limit, factors
):
    """Uplands may give back the price that is signed, and pay as much as the law allows.

    What is counted or paid every year is as much at any rate: the smaller gain in money counts. A
    price that is paid once is not given back every year: not so with discount factors.
    """
    document = read("intercity/starter.toml")
    if not factors:
        for city in document["cities"].values():
            del city["discount"]
    document["province"] = {"credit": {}}
    document["statistics"] = {
        "indicator_value": {
            city: number(v / 10) for city, v in zip(("Harbour", "Uplands"), values, strict=True)
        },
        "attribution": {"Harbour": 0.5, "Uplands": 0.5},
    }
    document["compact"]["limits"] = {"side_payment": number(limit)}
    document["compact"]["transfer"][0]["price_one_off"] = number(price)
    document["compact"]["refund"][0] |= {
        "share": {"v": share, "low": 0, "high": 1},
        "years": [1, 20],
    }
    context = looked_at(document)
    own = context.own_gains
    assert bool(own) == factors
    money = {city: min(gain, own.get(city, gain)) for city, gain in context.gains.items()}
    found = evaluate(context, "statistics")
    lost = 40 * Fraction(values[0], 10)  # all projects come from Harbour's own pool
    has = [
        money[city] + 20 * Fraction(v, 10)
        for city, v in zip(("Harbour", "Uplands"), values, strict=True)
    ]
    assert (found.verdict == "stands") == (min(has[0] - lost, has[1]) >= 0)
    signed = 120 * Fraction(str(price)) * Fraction(5, 100) / (1 - Fraction(100, 105) ** 20)
    possible = counted_once(money, values, lost, limit if factors else limit + signed)
    if found.verdict == "fails":
        assert (found.facts.payments is not None) == possible
        clauses = getattr(found.facts.repair, "clauses", (None,))
        assert isinstance(clauses[0], LeastShares | Payments) == possible
