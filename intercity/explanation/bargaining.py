"""Proofs about bargaining problems in numbered lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from games.bargaining import BargainingProblem
from games.by_city import listed
from intercity.explanation.formula import Formula, Part, bracketed, symbol
from intercity.explanation.lines import Explanation, Line
from solvers.bargaining.feasible_payoffs import payoff_program
from solvers.bargaining.kalai_smorodinsky import KalaiSmorodinskyCertificate
from solvers.bargaining.nash_bargaining import NashBargainingCertificate
from solvers.bargaining.nash_search import hyperplane
from solvers.certificate import Certificate
from solvers.optimum import proven_optimum

__all__ = ["KINDS"]

ZERO, ONE = Fraction(0), Fraction(1)


def gains_line(problem: BargainingProblem, split: Mapping[str, Fraction]) -> Line:
    """What each gains over the disagreement."""
    rows = tuple(
        Formula(
            (
                symbol("g", city, split[city] - problem.disagreement[city]),
                "=",
                symbol("x", city, split[city]),
                "-",
                symbol("d", city, problem.disagreement[city]),
                "=",
                split[city],
                "-",
                *bracketed(problem.disagreement[city]),
                "=",
                split[city] - problem.disagreement[city],
            )
        )
        for city in problem.players
    )
    return Line("The agreement x is feasible. What each gains over no agreement, d:", rows)


def nash(found: NashBargainingCertificate, problem: BargainingProblem) -> Explanation:
    split = {city: found.point[city] for city in problem.players}
    lines = [gains_line(problem, split)]
    for city, basis in found.idle.items():
        most, _ = proven_optimum(payoff_program(problem, {city: ONE}), basis)
        lines.append(
            Line(
                f"{city} can have no more than without an agreement, and is left out:",
                (Formula((symbol("y", city), "<=", most)),),
            )
        )
    gains = {city: x - problem.disagreement[city] for city, x in split.items()}
    gains = {city: gain for city, gain in gains.items() if gain}
    if gains and found.support is not None:
        weights, total = problem.weights, sum((problem.weights[one] for one in gains), ZERO)
        bound, _ = proven_optimum(hyperplane(problem, gains), found.support)
        shift = sum(
            (weights[i] * problem.disagreement[i] / gain for i, gain in gains.items()), ZERO
        )
        left: list[Part] = []
        for city, gain in gains.items():
            left += ["+"] if left else []
            left += [weights[city] / gain, "*", "(", symbol("y", city), "-"]
            left += [*bracketed(problem.disagreement[city]), ")"]
        heavy = "" if set(weights.values()) == {ONE} else ", times the weights,"
        lines += [
            Line(
                "Divide each gain by the gain at x. A linear program proves that at no feasible y "
                f"do these relative gains{heavy} add up to more than:",
                (Formula((*left, "<=", bound - shift)),),
            ),
            Line(
                f"At x each relative gain is 1, and they{heavy} add up to {total}. The mean of "
                "numbers is never less than their geometric mean: no feasible y has a larger "
                "product of gains than x"
                + ("." if bound - shift == total else ", but for the little by which they differ."),
            ),
        ]
    told = listed(f"{city} {x}" for city, x in split.items())
    return Explanation(f"The Nash bargaining solution gives {told}.", tuple(lines))


def kalai_smorodinsky(
    found: KalaiSmorodinskyCertificate, problem: BargainingProblem
) -> Explanation:
    split = dict(found.answer(problem))
    lines = [gains_line(problem, split)]
    ideals = {}
    for city, basis in found.ideal.items():
        most, _ = proven_optimum(payoff_program(problem, {city: ONE}), basis)
        ideals[city] = most - problem.disagreement[city]
    rows = tuple(Formula((symbol("I", city, gain), "=", gain)) for city, gain in ideals.items())
    lines.append(Line("The most that each could gain if the others gained nothing:", rows))
    able = {city: ideal for city, ideal in ideals.items() if ideal}
    shares = tuple(
        Formula(
            (
                symbol("g", city, split[city] - problem.disagreement[city]),
                "=",
                (split[city] - problem.disagreement[city]) / ideal,
                "*",
                symbol("I", city, ideal),
            )
        )
        for city, ideal in able.items()
    )
    if shares:
        equal = len(set(problem.weights.values())) == 1
        lines.append(
            Line(
                "Each gains the same share of it" + (":" if equal else ", times its weight:"),
                shares,
            )
        )
        lines.append(
            Line("A linear program proves that no feasible agreement gives all a larger share.")
        )
    told = listed(f"{city} {x}" for city, x in split.items())
    return Explanation(f"The Kalai-Smorodinsky solution gives {told}.", tuple(lines))


KINDS: dict[type[Certificate], Callable[[Any, Any], Explanation]] = {
    NashBargainingCertificate: nash,
    KalaiSmorodinskyCertificate: kalai_smorodinsky,
}
