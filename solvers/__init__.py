"""How an answer is found and proven: one concept a file, each answer with its certificate."""

from solvers.core import Core, core, core_violation
from solvers.cost_of_stability import CostOfStability, cost_of_stability
from solvers.excess import Violation, blocking_coalitions, excess, greatest_excess
from solvers.least_core import LeastCore, least_core
from solvers.nucleolus import nucleolus
from solvers.prenucleolus import prenucleolus
from solvers.shapley import shapley_value

__all__ = [
    "Core",
    "CostOfStability",
    "LeastCore",
    "Violation",
    "blocking_coalitions",
    "core",
    "core_violation",
    "cost_of_stability",
    "excess",
    "greatest_excess",
    "least_core",
    "nucleolus",
    "prenucleolus",
    "shapley_value",
]
