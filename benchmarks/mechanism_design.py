"""Mechanisms with private types: the best rule for a trade and the audit of a rule, against others.

python benchmarks/mechanism_design.py     # part of run.py, which prints the same
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from timing import QUICK, ROUNDS, Comparison, Thunk, brief, race, table

from games import BayesianProblem, ContinuousProblem, midpoint_types
from mechanisms import (
    ContinuousMechanism,
    DirectMechanism,
    audit,
    design,
    exchange_on_ranges,
    mcafee,
    second_best_trade,
)
from mechanisms.direct.verdict import Holds

VOLUNTARY = ("BIC", "interim IR", "budget balance")
TRADES = (16, 32) if QUICK else (16, 32, 64, 200, 1000)
PROGRAMS = (8, 16) if QUICK else (16, 32, 64)
AUDITS = (10,) if QUICK else (10, 40)
PEER_TRADES = 16 if QUICK else 64
"""Beyond this mechaudit takes minutes."""


def swap(k: int) -> BayesianProblem:
    """A buyer and a seller with k midpoint types each."""
    types = midpoint_types(0, 1, k)
    return BayesianProblem.bilateral_trade({"B": types}, {"S": types})


def split_the_difference(told: dict[str, Fraction]) -> tuple[str, list[Fraction]]:
    price = (told["B"] + told["S"]) / 2
    return ("trade", [price, -price]) if told["B"] >= told["S"] else ("no trade", [price * 0] * 2)


class MechAudit:
    """The same questions for mechaudit, in floats."""

    def __init__(self) -> None:
        import mechaudit

        self.theirs = mechaudit

    def environment(self, k: int) -> Any:
        theirs = self.theirs
        types = [float(t) for t in midpoint_types(0, 1, k)]
        outcomes = theirs.bilateral_trade_outcomes()
        even = dict.fromkeys(types, 1 / k)

        def worth(agent: str, own: float, outcome: Any) -> float:
            return (own if agent == "B" else -own) if outcome["trade"] else 0.0

        return theirs.FiniteEnvironment(
            agents={"B": types, "S": types},
            outcomes=outcomes,
            prior=theirs.JointPrior.from_independent({"B": even, "S": even}),
            values=theirs.PrivateValues(worth),
        )

    def design(self, k: int) -> float:
        theirs = self.theirs
        problem = self.environment(k).design(
            objective=theirs.ExpectedSocialWelfare(),
            requirements=[theirs.BIC(), theirs.InterimIR(), theirs.StrongBudgetBalance()],
        )
        return float(problem.solve().objective_value)

    def audit(self, k: int) -> tuple[bool, ...]:
        theirs = self.theirs
        environment = self.environment(k)
        types = [float(t) for t in midpoint_types(0, 1, k)]
        profiles = [(v, c) for v in types for c in types]
        mechanism = theirs.DirectMechanism.from_arrays(
            np.array([[0.0, 1.0] if v >= c else [1.0, 0.0] for v, c in profiles]),
            np.array([[(v + c) / 2, -(v + c) / 2] if v >= c else [0.0, 0.0] for v, c in profiles]),
            environment=environment,
        )
        asked = [
            theirs.DSIC(),
            theirs.BIC(),
            theirs.ExPostIR(),
            theirs.InterimIR(),
            theirs.StrongBudgetBalance(),
        ]
        report = environment.audit(mechanism, asked)
        return (report.passed,)


AUDITED = ("DSIC", "BIC", "ex post IR", "interim IR", "budget balance")


def questions(peer: MechAudit | None) -> Iterator[tuple[str, int, dict[str, Thunk], Any]]:
    """Each question with its size, its answerers, and how to read an answer for comparison."""
    for k in TRADES:
        thunks: dict[str, Thunk] = {"intercity": lambda k=k: second_best_trade(swap(k))}
        if peer and k <= PEER_TRADES:
            thunks["mechaudit"] = lambda k=k: peer.design(k)
        yield "best rule for a trade", k, thunks, lambda found: float(found.gains)
    for k in PROGRAMS:
        thunks = {"intercity": lambda k=k: design(swap(k), "welfare", VOLUNTARY)}
        if peer and k <= PEER_TRADES:
            thunks["mechaudit"] = lambda k=k: peer.design(k)
        yield "the same by the general program", k, thunks, lambda found: float(found.value)
    for k in AUDITS:
        problem = swap(k)

        def ours(problem: BayesianProblem = problem, asked: Any = AUDITED) -> Any:
            return audit(DirectMechanism.from_rule(problem, split_the_difference), asked)

        thunks = {"intercity": ours}
        if peer:
            thunks["mechaudit"] = lambda k=k: peer.audit(k)
        yield (
            "audit, the five properties of both",
            k,
            thunks,
            lambda found: (not found.failures,),
        )
        yield (
            "audit, all 15 properties",
            k,
            {"intercity": lambda problem=problem: ours(problem, None)},
            str,
        )


def on_ranges() -> Iterator[tuple[str, str, Thunk]]:
    """Audits of all types between two figures, all properties; no peer has them."""
    pair = ContinuousProblem.bilateral_trade({"B": (0, 1)}, {"S": (0, 1)})
    bidders = ContinuousProblem.auction(dict.fromkeys("ABC", (0, 1)))

    def second_price(told: dict[str, Any]) -> Any:
        best = max(told, key=told.__getitem__)
        return best, {best: max(told[city] for city in told if city != best)}

    for name, size, problem, rule in (
        ("splitting the difference", "1 buyer, 1 seller", pair, split_the_difference),
        ("second price", "3 bidders", bidders, second_price),
    ):
        yield (
            name,
            size,
            lambda problem=problem, rule=rule: audit(ContinuousMechanism.from_rule(problem, rule)),
        )
    ranges = [dict.fromkeys(side, (0, 1)) for side in ("AB", "CD")]
    yield (
        "McAfee's double auction",
        "2 buyers, 2 sellers",
        lambda: audit(exchange_on_ranges(mcafee, *ranges)),
    )


def same(ours: Any, theirs: Any) -> bool:
    return bool(np.isclose(ours, theirs)) if isinstance(ours, float) else ours == theirs


def main() -> None:
    peer = MechAudit() if find_spec("mechaudit") else None
    if peer:
        print(f"mechaudit {version('mechaudit')}")
    else:
        print("mechaudit is not installed: left out")
    print()
    rows = []
    for question, k, thunks, told in questions(peer):
        print(f"{question}: {k} types each ...", file=sys.stderr)
        timed = race(thunks, 1 if k >= 32 else ROUNDS)
        us = timed.pop("intercity")
        if isinstance(us, str):
            raise SystemExit(us)
        answer = us.answer
        comparison = Comparison()
        for their in timed.values():
            if isinstance(their, str):
                comparison.reasons[their] += 1
            elif same(told(answer), their.answer):
                comparison.ratios.append(us.seconds / their.seconds)
            else:
                comparison.reasons["differ"] += 1
        rows.append([question, str(k), brief(1e3 * us.seconds), str(comparison)])
    print("Milliseconds for an exact answer with its proof, and as a share of mechaudit's time:\n")
    table(["question", "types each", "time", "over mechaudit"], rows)
    print("\nMilliseconds for the audit of all types in ranges, all properties:\n")
    rows = []
    for name, size, thunk in on_ranges():
        print(f"{name}, on ranges ...", file=sys.stderr)
        timed = race({"intercity": thunk}, 1)["intercity"]
        if isinstance(timed, str):
            raise SystemExit(timed)
        kept = sum(isinstance(found, Holds) for found in timed.answer.values())
        rows.append([name, size, brief(1e3 * timed.seconds), f"{kept} of {len(timed.answer)}"])
    table(["rule", "cities", "time", "holds"], rows)


if __name__ == "__main__":
    main()
