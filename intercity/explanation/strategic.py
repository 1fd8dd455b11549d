"""Proofs about strategic games in numbered lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from games.by_city import listed
from games.latex import escaped
from games.repeated import TacitAgreement
from games.strategic import StrategicGame
from intercity.explanation.formula import (
    Formula,
    Part,
    Symbol,
    bracketed,
    sum_of,
    symbol,
    told,
)
from intercity.explanation.lines import Explanation, Line
from solvers.certificate import Certificate
from solvers.strategic.equilibrium import EquilibriumCertificate
from solvers.strategic.grim_trigger import GrimTriggerCertificate
from solvers.strategic.iterated_elimination import (
    EliminationCertificate,
    Gone,
    WeakEliminationCertificate,
)
from solvers.strategic.pure_equilibria import PureEquilibriaCertificate
from solvers.strategic.zero_sum import ZeroSumCertificate, constant_sum

__all__ = ["KINDS"]

ZERO, ONE = Fraction(0), Fraction(1)


def payoff(city: str, actions: str, value: Fraction) -> Symbol:
    """A city's payoff at a profile, or from an action: u_city(actions)."""
    return Symbol(
        f"u_{city}({actions})",
        rf"u_{{\text{{{escaped(city)}}}}}(\text{{{escaped(actions)}}})",
        value,
    )


def at(game: StrategicGame, city: str, profile: tuple[str, ...]) -> Symbol:
    return payoff(city, ", ".join(profile), game.payoff(profile)[city])


def lottery(mix: Mapping[str, Fraction]) -> str:
    """How an action or a lottery is said.

    >>> lottery({"high": ONE}), lottery({"high": Fraction(1, 3), "low": Fraction(2, 3)})
    ('high', 'high with 1/3 and low with 2/3')
    """
    if len(mix) == 1:
        return next(iter(mix))
    return listed(f"{action} with {p}" for action, p in mix.items())


def expected(
    game: StrategicGame, city: str, action: str, others: Mapping[str, Mapping[str, Fraction]]
) -> tuple[Part, ...]:
    """What an action brings against what the others play: chances times payoffs."""
    beside = [one for one in game.players if one != city]
    terms = []
    for chosen in product(*(others[one] for one in beside)):
        chance = ONE
        for one, its in zip(beside, chosen, strict=True):
            chance *= others[one][its]
        by = {**dict(zip(beside, chosen, strict=True)), city: action}
        terms.append((chance, at(game, city, tuple(by[one] for one in game.players))))
    return told(terms)


def equilibrium(found: EquilibriumCertificate, game: StrategicGame) -> Explanation:
    played = listed(f"{city} plays {lottery(mix)}" for city, mix in found.strategies.items())
    lines = []
    for city, actions in zip(game.players, game.actions, strict=True):
        others = {one: mix for one, mix in found.strategies.items() if one != city}
        brings = game.action_payoffs(found.strategies)[city]
        best = max(brings.values())
        rows = tuple(
            Formula(
                (
                    *expected(game, city, action, others),
                    "=",
                    brings[action],
                    *(() if brings[action] == best else ("<", best)),
                )
            )
            for action in actions
        )
        good = listed(found.strategies[city])
        regret = best - sum((p * brings[a] for a, p in found.strategies[city].items()), ZERO)
        verdict = (
            f"it plays {good}, and no other action brings more"
            if not regret
            else f"by changing alone it could gain {regret}"
        )
        lines.append(
            Line(f"What each action brings {city}, given what others play; {verdict}:", rows)
        )
    nobody = (
        "nobody gains by changing alone"
        if not found.regret
        else f"nobody gains more than {found.regret} by changing alone"
    )
    return Explanation(f"{played}: {nobody}.", tuple(lines))


def pure_equilibria(found: PureEquilibriaCertificate, game: StrategicGame) -> Explanation:
    lines = []
    for profile in game:
        place = ", ".join(profile)
        if profile in found.profiles:
            rows = tuple(_no_change(game, profile))
            lines.append(Line(f"At ({place}) no city gains by changing alone:", rows))
        else:
            lines.append(
                Line(f"At ({place}) a city gains by changing alone:", (_change(game, profile),))
            )
    places = listed(f"({', '.join(profile)})" for profile in found.profiles)
    claim = f"The pure equilibria are {places}." if places else "There is no pure equilibrium."
    if len(found.profiles) == 1:
        claim = f"The only pure equilibrium is {places}."
    return Explanation(claim, tuple(lines))


def _deviations(game: StrategicGame, profile: tuple[str, ...], i: int) -> Iterator[tuple[str, ...]]:
    for action in game.actions[i]:
        if action != profile[i]:
            yield (*profile[:i], action, *profile[i + 1 :])


def _no_change(game: StrategicGame, profile: tuple[str, ...]) -> Iterator[Formula]:
    for i, city in enumerate(game.players):
        here = game.payoff(profile)[city]
        for other in _deviations(game, profile, i):
            there = game.payoff(other)[city]
            yield Formula(
                (at(game, city, profile), "=", here, ">=", there, "=", at(game, city, other))
            )


def _change(game: StrategicGame, profile: tuple[str, ...]) -> Formula:
    gains = [
        (game.payoff(other)[city] - game.payoff(profile)[city], city, other)
        for i, city in enumerate(game.players)
        for other in _deviations(game, profile, i)
    ]
    _, city, other = max(gains, key=lambda one: one[0])
    here, there = game.payoff(profile)[city], game.payoff(other)[city]
    return Formula((at(game, city, other), "=", there, ">", here, "=", at(game, city, profile)))


def zero_sum(found: ZeroSumCertificate, game: StrategicGame) -> Explanation:
    answer, constant = found.answer(game), constant_sum(game)
    lines = []
    for city, rival in (game.players, game.players[::-1]):
        mix, value = found.strategies[city], answer.payoffs[city]
        rows = []
        for action in game.actions[game.players.index(rival)]:
            terms = []
            for own, p in mix.items():
                by = {city: own, rival: action}
                terms.append((p, at(game, city, tuple(by[one] for one in game.players))))
            total = sum((w * (one.value or ZERO) for w, one in terms), ZERO)
            relation = ("=", total) if total == value else ("=", total, ">", value)
            rows.append(Formula((*told(terms), *relation)))
        lines.append(
            Line(
                f"{city} plays {lottery(mix)}. Whatever {rival} does, {city} has at least {value}:",
                tuple(rows),
            )
        )
    first, second = (answer.payoffs[city] for city in game.players)
    lines.append(
        Line(
            "Together these are all there is, so that neither can have more for sure:",
            (Formula((first, "+", *bracketed(second), "=", constant)),),
        )
    )
    values = listed(f"{city} {value}" for city, value in answer.payoffs.items())
    return Explanation(f"The cities can guarantee themselves {values}, and no more.", tuple(lines))


def elimination(found: EliminationCertificate, game: StrategicGame) -> Explanation:
    left, lines = game, []
    for step in found.steps:
        lines += [_gone(left, gone) for gone in step]
        out = {(one.city, one.action) for one in step}
        left = left.restricted(
            {
                city: [action for action in actions if (city, action) not in out]
                for city, actions in zip(left.players, left.actions, strict=True)
            }
        )
    kept = listed(
        f"{city}: {listed(actions)}"
        for city, actions in zip(left.players, left.actions, strict=True)
    )
    why = "each of these is a best reply to some belief about what is left"
    lines.append(Line(f"No more goes: {why}."))
    return Explanation(f"What is left is {kept}.", tuple(lines))


def _gone(game: StrategicGame, gone: Gone) -> Line:
    """Why an action goes, whatever the others do."""
    i = game.players.index(gone.city)
    beside = [actions for j, actions in enumerate(game.actions) if j != i]
    rows, always = [], True
    for others in product(*beside):

        def whole(action: str, others: tuple[str, ...] = others) -> tuple[str, ...]:
            return (*others[:i], action, *others[i:])

        terms = [(p, at(game, gone.city, whole(action))) for action, p in gone.by.items()]
        better = sum((w * (one.value or ZERO) for w, one in terms), ZERO)
        worse = game.payoff(whole(gone.action))[gone.city]
        always = always and better > worse
        relation = ">" if better > worse else "="
        rows.append(
            Formula(
                (
                    *sum_of(terms),
                    "=",
                    better,
                    relation,
                    worse,
                    "=",
                    at(game, gone.city, whole(gone.action)),
                )
            )
        )
    more = "more" if always else "no less, and sometimes more"
    return Line(
        f"{gone.action} of {gone.city} goes: {lottery(gone.by)} brings {more}, whatever others do:",
        tuple(rows),
    )


def grim_trigger(found: GrimTriggerCertificate, agreement: TacitAgreement) -> Explanation:
    answer, lag = found.answer(agreement), agreement.game.lag
    given = {
        letter: {city: symbol(letter, city, x) for city, x in numbers.items()}
        for letter, numbers in (
            ("R", answer.reward),
            ("T", {c: answer.reward[c] + answer.temptation[c] for c in answer.reward}),
            ("P", answer.punishment),
        )
    }
    rows = tuple(
        Formula((one, "=", one.value or ZERO))
        for city in answer.reward
        for one in (given["R"][city], given["T"][city], given["P"][city])
    )
    lines = [
        Line(
            "A round brings each city R while all keep to the agreement, at most T in a round in "
            "which it breaks it, and P in the equilibrium that follows:",
            rows,
        )
    ]
    power = "" if lag == 1 else f", which is the discount factor to the power of {lag}"
    for city, weight in found.patience.items():
        reward, most, least = (given[letter][city] for letter in "RTP")
        gain, loss = answer.temptation[city], answer.reward[city] - answer.punishment[city]
        if weight is None:
            says = f"{city} gains {gain} by a breach and then has no less: no patience keeps it."
            lines.append(Line(says, (Formula((least, "=", *_number(least), ">=", reward)),)))
        elif not weight:
            says = f"{city} gains nothing by a breach, and keeps to it at any patience:"
            lines.append(Line(says, (Formula((most, "-", reward, "=", ZERO)),)))
        else:
            w = Symbol(f"w({city})", rf"w_{{\text{{{escaped(city)}}}}}", weight)
            brk = ("(", ONE, "-", w, ")", "*", most, "+", w, "*", least)
            chain = (*brk, "=", *_at_weight(weight, most, least), "=", *_number(reward))
            lines.append(
                Line(
                    f"{city} gains T - R = {gain} at once, and loses R - P = {loss} in each round "
                    f"from then on. With the weight w = {gain} / ({gain} + {loss}) = {weight} on "
                    f"what comes later{power}, both are worth the same. With more weight on it, "
                    "keeping to the agreement is worth more:",
                    (Formula((*chain, "=", reward)),),
                )
            )
    if answer.critical_discount is None:
        who = listed(answer.unwilling)
        return Explanation(f"However patient, {who} would break the agreement.", tuple(lines))
    least_of_all = answer.critical_discount
    about = "" if answer.proof.kind == "exact" else "about "
    number = least_of_all if answer.proof.kind == "exact" else round(float(least_of_all), 6)
    return Explanation(
        f"The agreement keeps itself if all discount factors are at least {about}{number}.",
        tuple(lines),
    )


def _number(one: Symbol) -> tuple[Part, ...]:
    return (one.value or ZERO,)


def _at_weight(weight: Fraction, most: Symbol, least: Symbol) -> tuple[Part, ...]:
    first, then = most.value or ZERO, least.value or ZERO
    return (ONE - weight, "*", *bracketed(first), "+", weight, "*", *bracketed(then))


KINDS: dict[type[Certificate], Callable[[Any, Any], Explanation]] = {
    EquilibriumCertificate: equilibrium,
    PureEquilibriaCertificate: pure_equilibria,
    ZeroSumCertificate: zero_sum,
    EliminationCertificate: elimination,
    WeakEliminationCertificate: elimination,
    GrimTriggerCertificate: grim_trigger,
}
