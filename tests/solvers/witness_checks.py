"""Whether another witness, or a weaker claim, is a true one: from the definitions, by brute force.

Nothing here calls what ``verify`` calls: coalitions are listed with ``combinations``, orders with
``permutations``, payoffs are read from the game one by one; a linear program and digits by mpmath
stand where no list is finite.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, permutations, product
from typing import Any

from solvers.answer import Answer
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

Check = Callable[[Any, Any, Any], bool]
"""Of the subject, the answer as it was and the answer of the changed certificate."""


def claims(answer: Any) -> dict[str, Any]:
    """What an answer says, by field; of answers in it the same. Certificates are left out."""
    fields = {
        name
        for kind in type(answer).__mro__
        for name in getattr(kind, "__slots__", ())
        if name[0] != "_"
    }
    if dataclasses.is_dataclass(answer):
        fields |= {field.name for field in dataclasses.fields(answer)}
    said = {name: plain(getattr(answer, name)) for name in fields | {"status", "proof"}}
    if isinstance(answer, Mapping):
        said["entries"] = dict(answer)
    if "inside" in said:  # what was asked is in the certificate alone
        said["question"] = dict(answer.certificate.split)
    said.pop("certificate", None)
    return said


def plain(value: Any) -> Any:
    if isinstance(value, Answer):
        return claims(value)
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


def is_weaker(told: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether less is proven: enclosed rather than exact, in a larger radius, or not at all."""

    def strength(said: dict[str, Any]) -> tuple[int, Fraction]:
        proof = said["proof"]
        return ("unproven", "enclosed", "exact").index(proof.kind), -(proof.radius or Fraction(0))

    return strength(found) < strength(told)


# What is claimed less.


def is_open(subject: Any, told: Any, found: Any) -> bool:
    """Whether the answer says that it is unproven, and that something is open."""
    words = ("open", "not proven")
    return found.proof.kind == "unproven" and any(word in found.status for word in words)


def no_truce(rule: Any, told: Any, found: Any) -> bool:
    """Whether it says no more than what the race is."""
    race = found.certificate.race.equilibria[0]
    nothing = (found.exists, found.critical, found.smallest_gain) == (None, {}, 0)
    at_the_race = dict(found.subsidies) == dict(race) and not any(found.paid.values())
    return is_open(rule, told, found) and nothing and at_the_race


def no_stick(rule: Any, told: Any, found: Any) -> bool:
    """Whether it says no more than what a race for ever needs, which is no less than the stick."""
    least = found.critical_discount == found.grim and told.critical_discount <= found.grim
    return is_open(rule, told, found) and least and (found.stick, found.ends) == ({}, None)


def radius(answer: Any, city: str) -> Fraction:
    proof = answer.proof
    return (proof.radii or {}).get(city, proof.radius) or Fraction(0)


def encloses(subject: Any, told: Any, found: Any) -> bool:
    """Whether the balls of the answer as it was, proven by itself, lie in the larger ones."""

    return found.keys() == told.keys() and all(
        abs(found[city] - told[city]) + radius(told, city) <= radius(found, city) for city in told
    )


def leads_there(problem: Any, told: Any, found: Any) -> bool:
    """Whether the way of midpoints, followed with 80 digits, ends within the balls."""
    from mpmath import mp
    from sympy import lambdify

    one, other = problem.players
    (x,) = problem.frontier.expression.free_symbols
    height = lambdify(x, problem.frontier.expression, "mpmath")
    with mp.workdps(80):

        def number(value: Fraction) -> Any:
            return mp.mpf(value.numerator) / value.denominator

        share = number(problem.weights[one] / sum(problem.weights.values()))
        end = number(told.certificate.end)
        a, b = (number(problem.disagreement[city]) for city in (one, other))
        for _ in range(300):
            low, high = a, end
            for _ in range(270):
                middle = (low + high) / 2
                low, high = (middle, high) if height(middle) >= b else (low, middle)
            a, b = (1 - share) * a + share * low, share * b + (1 - share) * height(a)
        return all(
            abs(number(found[city]) - limit) + mp.mpf(10) ** -70 <= number(radius(found, city))
            for city, limit in ((one, a), (other, b))
        )


def is_open_between(subject: Any, told: Any, found: Any) -> bool:
    """Whether fewer equilibria, or the same ones, are told without the claim that they are all."""
    same = all(each in told.equilibria for each in found.equilibria)
    return is_open(subject, told, found) and same and not found.complete


# Other witnesses, of games of coalitions.


def coalitions(players: Any) -> Iterator[tuple[str, ...]]:
    for size in range(1, len(players) + 1):
        yield from combinations(players, size)


def total(split: Mapping[str, Fraction], members: Any) -> Fraction:
    return sum((split[city] for city in members), Fraction(0))


def added(game: Any, order: Any) -> dict[str, Fraction]:
    """What each adds to those before it."""
    worths = [game.worth(order[:k]) if k else Fraction(0) for k in range(len(order) + 1)]
    return {city: worths[k + 1] - worths[k] for k, city in enumerate(order)}


def averages(game: Any, told: Any, found: Any) -> bool:
    """Whether the orders, with chances that add up to 1, give the split on average."""
    orders = [(each.order, each.weight) for each in found.orders]
    return (
        all(sorted(order) == sorted(game.players) and weight > 0 for order, weight in orders)
        and sum(weight for _, weight in orders) == 1
        and all(
            sum(weight * added(game, order)[city] for order, weight in orders) == payoff
            for city, payoff in found.certificate.split.items()
        )
    )


def is_worth_more(game: Any, told: Any, found: Any) -> bool:
    """Whether the split is worth more, by the gap, than what is added in any order."""

    def worth(split: Mapping[str, Fraction]) -> Fraction:
        return sum((found.prices[city] * x for city, x in split.items()), Fraction(0))

    most = max(worth(added(game, order)) for order in permutations(game.players))
    return found.gap > 0 and worth(found.certificate.split) - most == found.gap


def excesses(game: Any, split: Mapping[str, Fraction]) -> list[Fraction]:
    """Of all coalitions but the grand one, as gains."""
    sign = 1 if game.sense == "gain" else -1
    proper = [members for members in coalitions(game.players) if len(members) < len(game.players)]
    return [sign * (game.worth(members) - total(split, members)) for members in proper]


def is_in_least_core(game: Any, told: Any, found: Any) -> bool:
    efficient = total(found.point, game.players) == game.worth(game.players)
    return efficient and max(excesses(game, found.point), default=0) == told.epsilon


def is_stable_with(game: Any, told: Any, found: Any) -> bool:
    """Whether the split pays the grand coalition's worth and the outside money, and holds."""
    sign = 1 if game.sense == "gain" else -1
    paid = total(found.split, game.players) - game.worth(game.players)
    return sign * paid == told.value and max(excesses(game, found.split), default=0) <= 0


def is_in_airport_core(game: Any, told: Any, found: Any) -> bool:
    costs = game.costs
    return total(found.point, game.players) == max(costs.values()) and all(
        total(found.point, members) <= max(costs[city] for city in members)
        for members in coalitions(game.players)
    )


def is_in_assignment_core(game: Any, told: Any, found: Any) -> bool:
    split = found.split
    return (
        min(split.values()) >= 0
        and total(split, game.players) == told.value
        and all(
            split[seller] + split[buyer] >= game.surplus_of(seller, buyer)
            for seller, buyer in product(game.sellers, game.buyers)
        )
    )


def is_imputation(game: Any, split: Mapping[str, Fraction]) -> bool:
    sign = 1 if game.sense == "gain" else -1
    return total(split, game.players) == game.worth(game.players) and all(
        sign * (x - game.worth([city])) >= 0 for city, x in split.items()
    )


def can_all_be_met(game: Any, told: Any, found: Any) -> bool:
    """Whether no raises d of a coalition are above 0, and above what each that counters has over.

    By a linear program for each who objects, to whom and with whom, which maximises by how much.
    """
    split, one = found.certificate.split, Fraction(1)
    proper = [members for members in coalitions(game.players) if len(members) < len(game.players)]
    spare = dict(zip(proper, excesses(game, split), strict=True))
    programs = []
    for members in proper:
        least = {f"least {city}": ({city: one, "by": -one}, 0) for city in members}
        for i, j in product(members, set(game.players) - set(members)):
            rows = least | {
                ", ".join(others): (
                    {city: one for city in others if city in members} | {"by": -one},
                    spare[others],
                )
                for others in proper
                if j in others and i not in others
            }
            bounds = dict.fromkeys((*members, "by"), (None, None))
            whole = Row("whole", dict.fromkeys(members, one), "==", spare[members])
            above = [Row(name, row, ">=", Fraction(bound)) for name, (row, bound) in rows.items()]
            programs.append(LinearProgram("max", {"by": one}, (whole, *above), bounds))
    return is_imputation(game, split) and all(solve(each).optimum <= 0 for each in programs)


def cannot_be_met(game: Any, told: Any, found: Any) -> bool:
    """Whether each member gains, and who counters would have to pay more than there is."""
    objection, split = found.objection, found.certificate.split
    offered, sign = objection.payoffs, 1 if game.sense == "gain" else -1
    wanted = {city: max(sign * x, sign * offered.get(city, x)) for city, x in split.items()}
    members = objection.coalition
    return (
        is_imputation(game, split)
        and objection.city in members
        and objection.against not in members
        and set(objection.payoffs) == set(members)
        and total(objection.payoffs, members) == game.worth(members)
        and all(sign * (objection.payoffs[city] - split[city]) > 0 for city in members)
        and all(
            total(wanted, others) > sign * game.worth(others)
            for others in coalitions(game.players)
            if objection.against in others and objection.city not in others
        )
    )


def nobody_loses(game: Any, told: Any, found: Any) -> bool:
    """Whether in each coalition nobody of it has less when somebody joins."""
    sign = 1 if game.sense == "gain" else -1

    def split(members: Any) -> dict[str, Fraction]:
        return added(game, [city for city in found.order if city in members])

    return sorted(found.order) == sorted(game.players) and all(
        sign * (split((*members, city))[one] - x) >= 0
        for members in coalitions(game.players)
        for city in set(game.players) - set(members)
        for one, x in split(members).items()
    )


def names_its_benefits(game: Any, told: Any, found: Any) -> bool:
    """Whether the split is that of the benefits that the status names."""
    asked, everybody = found.certificate.justified, game.players
    own = {
        city: game.worth(everybody) - game.worth([one for one in everybody if one != city])
        for city in everybody
    }
    rest = {city: asked[city] - own[city] for city in everybody}
    joint, remains = game.worth(everybody) - total(own, everybody), total(rest, everybody)
    return all(
        asked[city] <= game.worth([city])
        and f"{city} {asked[city]}" in found.status
        and (found[city] - own[city]) * remains == joint * rest[city]
        for city in everybody
    )


# Other witnesses, of games of strategies.


def payoff(game: Any, profile: Mapping[str, str], city: str) -> Fraction:
    value: Fraction = game.payoff(tuple(profile[one] for one in game.players))[city]
    return value


def margins(game: Any, city: str, action: str, by: Mapping[str, Fraction]) -> list[Fraction]:
    """What a lottery brings more than an action, against each profile of the others."""
    others = [one for one in game.players if one != city]
    actions = dict(zip(game.players, game.actions, strict=True))
    found = []
    for chosen in product(*(actions[one] for one in others)):
        beside = dict(zip(others, chosen, strict=True))
        mean = sum((p * payoff(game, beside | {city: b}, city) for b, p in by.items()), Fraction(0))
        found.append(mean - payoff(game, beside | {city: action}, city))
    return found


def is_lottery(weights: Mapping[Any, Fraction]) -> bool:
    return min(weights.values()) > 0 and sum(weights.values()) == 1


def is_dominated(
    game: Any, city: str, action: str, by: Mapping[str, Fraction], *, strictly: bool
) -> bool:
    ahead = margins(game, city, action, by)
    least = min(ahead) > 0 if strictly else min(ahead) >= 0 < max(ahead)
    return is_lottery(by) and action not in by and least


def dominates_weakly(game: Any, told: Any, found: Any) -> bool:
    """Whether the lotteries dominate; which actions are dominated, and how far, is as it was."""
    return all(
        told_of[city].keys() == found_of[city].keys()
        and all(
            is_dominated(game, city, action, by, strictly=strictly)
            for action, by in found_of[city].items()
        )
        for told_of, found_of, strictly in (
            (told.strict, found.strict, True),
            (told.weak, found.weak, False),
        )
        for city in game.players
    )


def is_best(game: Any, city: str, action: str, belief: Mapping[Any, Fraction]) -> bool:
    """Whether an action is a best reply to a belief about the others' profiles."""
    others = [one for one in game.players if one != city]
    actions = dict(zip(game.players, game.actions, strict=True))

    def mean(own: str) -> Fraction:
        return sum(
            (
                p * payoff(game, dict(zip(others, chosen, strict=True)) | {city: own}, city)
                for chosen, p in belief.items()
            ),
            Fraction(0),
        )

    return is_lottery(belief) and all(mean(own) <= mean(action) for own in actions[city])


def eliminates(game: Any, told: Any, found: Any) -> bool:
    """Whether what goes is dominated at its step, and what stays is best against its belief."""
    left = game
    for step in found.steps:
        if not all(
            is_dominated(left, each.city, each.action, each.by, strictly=not found.weakly)
            for each in step
        ):
            return False
        gone = {(each.city, each.action) for each in step}
        left = left.restricted(
            {
                city: [action for action in actions if (city, action) not in gone]
                for city, actions in zip(left.players, left.actions, strict=True)
            }
        )
    return dict(zip(left.players, left.actions, strict=True)) == dict(found.surviving) and all(
        is_best(left, city, action, found.beliefs[city][action])
        and (not found.weakly or len(found.beliefs[city][action]) == beside)
        for city, actions in found.surviving.items()
        for action in actions
        for beside in [
            math.prod(len(found.surviving[one]) for one in found.surviving if one != city)
        ]
    )


def goes_round(game: Any, told: Any, found: Any) -> bool:
    """Whether, around four moves of one city each, what is gained by moving adds up to the gain."""
    gained, rounds = Fraction(0), (*found.cycle[1:], found.cycle[0])
    for here, there in zip(found.cycle, rounds, strict=True):
        moved = [city for city, a, b in zip(game.players, here, there, strict=True) if a != b]
        if len(moved) != 1:
            return False
        gained += game.payoff(there)[moved[0]] - game.payoff(here)[moved[0]]
    return len(found.cycle) == 4 and gained == found.gain != 0


def evades_nothing(stage: Any, found: Any, weight: Fraction, kept: Any, reward: Any) -> bool:
    """Whether nobody gains by one deviation, from a profile kept or from a stick or a carrot."""
    codes = found.punishments
    own = {city: codes[city].payoffs[city] for city in stage.players}
    actions = dict(zip(stage.players, stage.actions, strict=True))

    def holds(profile: tuple[str, ...], worth: Mapping[str, Fraction]) -> bool:
        named = dict(zip(stage.players, profile, strict=True))
        return all(
            (1 - weight) * payoff(stage, named | {city: action}, city) + weight * own[city]
            <= worth[city]
            for city in stage.players
            for action in actions[city]
            if action != named[city]
        )

    for code in codes.values():
        carrot = reward if code.carrot is None else stage.payoff(code.carrot)
        stick = stage.payoff(code.stick)
        mean = {
            city: (1 - code.share) * stick[city] + code.share * carrot[city]
            for city in stage.players
        }
        if mean != dict(code.payoffs) or not 0 <= code.share <= weight:
            return False
        if not holds(code.stick, mean):
            return False
        if code.carrot is not None and not holds(code.carrot, carrot):
            return False
    return all(holds(profile, stage.payoff(profile)) for profile in kept)


def punishes(agreement: Any, told: Any, found: Any) -> bool:
    """Whether the code is kept at the critical discount factor, and keeps what was agreed."""
    lag, stage = agreement.game.lag, agreement.game.stage
    kept = list(agreement.target) if len(agreement.target) == 1 else []
    if found.critical_discount is None:
        return not found.punishments
    weight = found.critical_discount**lag
    return bool(kept) and evades_nothing(stage, found, weight, kept, agreement.reward)


def sustains(game: Any, told: Any, found: Any) -> bool:
    """Whether the code is kept at the game's discount factor, and keeps what is said."""
    weight = next(iter(game.discount.values())) ** game.lag
    return evades_nothing(game.stage, found, weight, found.kept, {})


# Other witnesses, of races and trades.


def bids_alike(game: Any, told: Any, found: Any) -> bool:
    """Whether the cities bid as they did: the same pieces, in another order."""
    return told.bids.keys() == found.bids.keys() and all(
        sorted(map(dataclasses.astuple, told.bids[city].pieces))
        == sorted(map(dataclasses.astuple, found.bids[city].pieces))
        for city in told.bids
    )


def races_alike(game: Any, told: Any, found: Any) -> bool:
    one, other = claims(told.equilibrium), claims(found.equilibrium)
    return bids_alike(game, told.equilibrium, found.equilibrium) and all(
        one[name] == other[name] for name in one if name != "bids"
    )


def cuts_near(trade: Any, told: Any, found: Any) -> bool:
    """Whether the cut that breaks even, found by halving, gains as much as is said, or less.

    Gains and funds are sums over squares of the density of types, which is even: of the difference
    w of value and cost, integrated by hand from the cut to the widest.
    """
    (a, b), (low, high) = trade.values, trade.costs
    area, top = (b - a) * (high - low), b - low

    def moment(cut: Fraction, power: int) -> Fraction:
        """The integral of w^power over the pairs with w >= cut, over the area."""

        def beyond(corner: Fraction) -> Fraction:  # over all pairs with w from cut to a corner
            d = corner - cut
            if d <= 0:
                return Fraction(0)
            return d**2 / 2 if power == 0 else cut * d**2 / 2 + d**3 / 6

        corners = beyond(top) - beyond(top - (b - a)) - beyond(top - (high - low))
        return (corners + beyond(top - (b - a) - (high - low))) / area

    def funds(cut: Fraction) -> Fraction:
        return 2 * moment(cut, 1) - top * moment(cut, 0)

    left, right = Fraction(0), top / 2
    for _ in range(200):
        middle = (left + right) / 2
        left, right = (left, middle) if funds(middle) >= 0 else (middle, right)
    gains = moment(found.cut, 1)
    missed = moment(max(Fraction(0), a - high), 0) - moment(found.cut, 0)
    return (
        found.gains == gains
        and found.missed == missed
        and found.multiplier == found.cut / (top - 2 * found.cut)
        and (trade.overlap or found.cut == max(Fraction(0), a - high))
        and (not trade.overlap or gains <= moment(left, 1))
        and (not trade.overlap or moment(right, 1) <= gains + (found.proof.radius or 0))
    )


def sampled(game: Any, answer: Any, changed: Any) -> bool:
    """Another sample: in each pair of orders all add what all make twice; means are told."""
    drawn = changed.certificate.drawn
    worth = sum(answer.value.values())
    unit = worth / (sum(drawn[0]) / 2)
    close = all(abs(unit * sum(pair) - 2 * worth) <= abs(worth) / 10**8 for pair in drawn)
    means = [sum(column) * unit / (2 * len(drawn)) for column in zip(*drawn, strict=True)]
    told = zip(changed.value.values(), means, strict=True)
    near = all(abs(float(one) - float(mean)) <= abs(worth) / 10**8 for one, mean in told)
    return close and near and sum(changed.value.values()) == worth


def is_as_near(_: Any, told: Any, found: Any) -> bool:
    """Numbers that are enclosed: others may be as near to what is true."""
    return all(
        abs(found[city] - told[city]) <= radius(told, city) + radius(found, city) for city in told
    )


WITNESSES: dict[str, tuple[set[str], Check]] = {
    "Shapley-Shubik index, enclosed": ({"entries"}, is_as_near),
    "Shapley estimate of a large game": (
        {"value", "lowest", "highest", "orders", "status", "method"},
        sampled,
    ),
    "Weber set: inside": ({"orders", "question"}, averages),
    "Weber set: outside": ({"gap", "prices", "question"}, is_worth_more),
    "all-pay contest": ({"bids"}, bids_alike),
    "assignment": ({"split"}, is_in_assignment_core),
    "bargaining set: inside": ({"question"}, can_all_be_met),
    "bargaining set: outside": ({"objection", "question"}, cannot_be_met),
    "core of an airport game": ({"point"}, is_in_airport_core),
    "cost of stability": ({"split"}, is_stable_with),
    "dominance": ({"strict", "weak"}, dominates_weakly),
    "iterated elimination": ({"beliefs", "steps"}, eliminates),
    "iterated weak elimination": ({"beliefs", "steps"}, eliminates),
    "least core": ({"point"}, is_in_least_core),
    "no potential": ({"cycle", "gain"}, goes_round),
    "penal code": ({"punishments"}, punishes),
    "population-monotonic scheme": ({"order"}, nobody_loses),
    "race in a contest": ({"equilibrium"}, races_alike),
    "separable costs, remaining benefits": ({"status"}, names_its_benefits),
    "sustainable profiles": ({"punishments"}, sustains),
    "uniform bilateral trade": ({"cut", "gains", "missed", "multiplier", "proof"}, cuts_near),
}
"""By kind, what may be another where there is a choice of several, and how it is checked."""

WEAKER: dict[str, tuple[set[str], Check]] = {
    "truce clubs": ({"core_empty"}, is_open),
    "uniform bilateral trade": ({"cut", "gains", "missed", "multiplier"}, cuts_near),
    "all subsidy equilibria": ({"complete"}, is_open_between),
    "bargaining: Nash": ({"entries"}, encloses),
    "bargaining: Raiffa, smooth frontier": ({"entries"}, leads_there),
    "fairest truce": (
        {"critical", "exists", "firms_loss", "gains", "paid", "smallest_gain", "subsidies"},
        no_truce,
    ),
    "stick and carrot": ({"critical", "critical_discount", "ends", "hurts", "stick"}, no_stick),
}
"""By kind, what an answer may leave open, or enclose less closely, and how that is checked."""
