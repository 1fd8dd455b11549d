"""Factor flows, put to the test against forgery."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games import (
    FactorFlow,
    FlowPolicy,
    NeighbourGrowth,
)
from solvers import (
    flow_anarchy,
    flow_equilibria,
    flow_losers,
    flow_optimum,
    flow_path,
    growth_split,
    least_policy,
    symmetry_breaking,
)

_ALIKE = FactorFlow(["A", "B"], 1, Fraction(6, 5), mass=10, congestion=Fraction(1, 20))
_THREE = FactorFlow(
    ["Bill", "Jack", "Jill"],
    [3, 2, 1],
    [Fraction(1, 2), 1, Fraction(3, 2)],
    mass=7,
    congestion={"Bill": Fraction(1, 10), "Jack": Fraction(1, 4), "Jill": Fraction(-1, 20)},
    spillovers={"Jack": Fraction(1, 8)},
    delay=2,
    start={"Bill": 2, "Jack": 4, "Jill": 1},
    stakes=[Fraction(1, 4), Fraction(1, 3), Fraction(1, 5)],
    nuisance={"Bill": Fraction(1, 10)},
    horizon=6,
)
_LATE = FactorFlow(["A", "B"], 1, Fraction(3, 2), mass=10, start=[6, 4], speed=1, horizon=12)

_NEIGHBOURS = NeighbourGrowth(
    ["Bill", "Jack", "Jill"],
    [10, 6, 3],
    rent=[1, 2, 1],
    firms=7,
    growth={"Bill": 2},
    arrivals=5,
    deal={"Jill": 1},
    brings=1,
    keeps={"Jack": 0.5},
)

CERTIFIED: dict[str, tuple[Any, Any]] = {
    "growth_split": (_NEIGHBOURS, growth_split),
    "flow_equilibria": (_THREE, flow_equilibria),
    "flow_optimum": (_THREE, flow_optimum),
    "flow_anarchy": (_ALIKE, flow_anarchy),
    "flow_path": (_THREE, flow_path),
    "flow_losers": (_THREE, flow_losers),
    "symmetry_breaking": (_ALIKE, symmetry_breaking),
    "least_policy": (FlowPolicy(_LATE, "B", Fraction(1, 4)), least_policy),
}
