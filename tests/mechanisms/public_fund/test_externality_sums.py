"""Expected externality with yearly sums: when it is voluntary, by an LP over sums of its own."""

import random
from fractions import Fraction
from itertools import product

import pytest

from games import PrivateExchange, PrivateProject
from mechanisms import best_voluntary_rule, expected_exchange, expected_project
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

ZERO = Fraction(0)


def draw_prior(draw, sizes=(1, 2, 2, 3)):
    kinds = draw.sample(range(7), draw.choice(sizes))
    weights = [draw.randint(1, 3) for _ in kinds]
    whole = sum(weights)
    return {
        Fraction(kind): Fraction(w, whole) for kind, w in sorted(zip(kinds, weights, strict=True))
    }


def draw_project(draw):
    members = {city: draw_prior(draw) for city in "ABC"[: draw.choice((2, 3))]}
    return PrivateProject(members, draw.randint(1, 8))


def draw_exchange(draw):
    buyers = {city: draw_prior(draw, (2, 3, 5)) for city in "AB"[: draw.choice((1, 1, 2))]}
    sellers = {city: draw_prior(draw, (2, 3, 5)) for city in "CD"[: draw.choice((1, 1, 2))]}
    lots = {city: draw.choice((1, 1, 2)) for city in (*buyers, *sellers)}
    return PrivateExchange(buyers, sellers, lots if draw.random() < 0.3 else None)


def each_profile(priors):
    for pairs in product(*(prior.items() for prior in priors.values())):
        chance = Fraction(1)
        for _, p in pairs:
            chance *= p
        yield dict(zip(priors, (kind for kind, _ in pairs), strict=True)), chance


def values_in_project(project):
    """What each has of the efficient choice, a cost being paid in equal parts."""
    part = project.cost / len(project.cities)
    for told, chance in each_profile(project.members):
        built = sum(told.values()) > project.cost
        yield told, chance, {city: (kind - part) * built for city, kind in told.items()}


def values_in_exchange(market):
    """What each has of the efficient trades, lot by lot, before any payment."""
    for told, chance in each_profile({**market.buyers, **market.sellers}):
        bids = sorted((-told[b], b) for b in market.buyers for _ in range(market.lots[b]))
        asks = sorted((told[s], s) for s in market.sellers for _ in range(market.lots[s]))
        has = dict.fromkeys(told, ZERO)
        for (minus_bid, buyer), (ask, seller) in zip(bids, asks, strict=False):
            if -minus_bid > ask:
                has[buyer] -= minus_bid
                has[seller] -= ask
        yield told, chance, has


def interim_payoffs(profiles):
    """By city and type what it expects by d'Aspremont and Gérard-Varet's rule, replayed."""
    profiles = list(profiles)
    cities = list(profiles[0][0])
    external, likely, own = {}, {}, {}
    for told, chance, has in profiles:
        for city in cities:
            at = city, told[city]
            others = sum(has.values(), ZERO) - has[city]
            external[at] = external.get(at, ZERO) + chance * others
            own[at] = own.get(at, ZERO) + chance * has[city]
            likely[at] = likely.get(at, ZERO) + chance
    mean = dict.fromkeys(cities, ZERO)
    for (city, _), part in external.items():
        mean[city] += part
    return {
        (city, kind): (own[city, kind] + external[city, kind]) / likely[city, kind]
        - (sum(mean.values()) - mean[city]) / (len(cities) - 1)
        for city, kind in own
    }


def best_sums(expected):
    """The zero-sum sums at which whoever expects least expects most, by a linear program."""
    cities = {city for city, _ in expected}
    rows = [
        Row(f"{city} of type {kind}", {city: Fraction(1), "least": Fraction(-1)}, ">=", -payoff)
        for (city, kind), payoff in expected.items()
    ]
    rows.append(Row("zero sum", dict.fromkeys(cities, Fraction(1)), "==", ZERO))
    free = dict.fromkeys((*cities, "least"), (None, None))
    return solve(LinearProgram("max", {"least": Fraction(1)}, tuple(rows), free)).optimum


@pytest.mark.parametrize("kind", ["project", "exchange"])
def test_yearly_sums_exist_where_a_linear_program_finds_them(kind):
    draw, seen = random.Random(13), {"sums": 0, "another rule": 0, "none": 0}
    while sum(seen.values()) < 250:
        asked = draw_project(draw) if kind == "project" else draw_exchange(draw)
        found = (expected_project if kind == "project" else expected_exchange)(asked)
        if not found.first_best:
            continue
        values = values_in_project if kind == "project" else values_in_exchange
        expected = interim_payoffs(values(asked))
        payoffs, best = found.externality_payoffs, best_voluntary_rule(asked)
        assert (payoffs is not None) == (best_sums(expected) >= 0)
        if payoffs is None:
            seen["another rule" if best.gains == best.first_best else "none"] += 1
            continue
        seen["sums"] += 1
        assert best.gains == best.first_best  # it is honest, voluntary and pays for itself
        assert sum(payoffs.values()) == found.first_best
        priors = {city: dict(prior) for city, prior in zip(asked.cities, asked.priors, strict=True)}
        mean = dict.fromkeys(asked.cities, ZERO)
        for (city, t), payoff in expected.items():
            mean[city] += priors[city][t] * payoff
        sums = {city: payoffs[city] - mean[city] for city in asked.cities}
        assert sum(sums.values()) == 0
        assert all(payoff + sums[city] >= 0 for (city, _), payoff in expected.items())
        if kind == "project":
            assert found.yearly_sums == sums
            assert found.rules["expected externality"].payoffs == mean
        assert found.certificate.verify(asked)
    assert min(seen.values()) > 5, seen


def test_a_null_member_changes_clarke_and_expected_externality_by_its_part_of_the_cost():
    """Who is worth nothing pays C / n all the same: rows must tell the parts."""
    draw, changed = random.Random(5), 0
    for _ in range(60):
        project = draw_project(draw)
        found = expected_project(project)
        if not found.first_best:
            continue
        more = PrivateProject({**project.members, "Null": {0: 1}}, project.cost)
        wider = expected_project(more)
        assert wider.first_best == found.first_best
        part = project.cost / len(more.cities)
        assert dict(wider.equal_parts) == dict.fromkeys(more.cities, part)
        built = sum(
            chance
            for told, chance in each_profile(project.members)
            if sum(told.values()) > project.cost
        )
        # The null member reports nothing that costs or brings others anything but its part.
        external = interim_payoffs(values_in_project(more))["Null", ZERO]
        assert wider.rules["expected externality"].payoffs["Null"] == external
        assert wider.rules["Clarke pivot"].payoffs["Null"] <= 0
        changed += wider.rules["Clarke pivot"].payoffs["Null"] < 0 < built
        changed += wider.rules["Clarke pivot"].kept != found.rules["Clarke pivot"].kept
    assert changed > 20
