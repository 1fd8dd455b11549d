"""How an answer is found and proven: one concept a file, each answer with its certificate."""

from solvers.arms_race import ArmsRace, Standing, arms_race
from solvers.core import Core, core, core_violation
from solvers.cost_of_stability import CostOfStability, cost_of_stability
from solvers.excess import Violation, blocking_coalitions, excess, greatest_excess
from solvers.joint_optimum import JointOptimum, joint_optimum
from solvers.least_core import LeastCore, least_core
from solvers.nucleolus import nucleolus
from solvers.prenucleolus import prenucleolus
from solvers.shapley import shapley_value
from solvers.subsidy_equilibrium import SubsidyEquilibrium, subsidy_equilibrium

__all__ = [
    "ArmsRace",
    "Core",
    "CostOfStability",
    "JointOptimum",
    "LeastCore",
    "Standing",
    "SubsidyEquilibrium",
    "Violation",
    "arms_race",
    "blocking_coalitions",
    "core",
    "core_violation",
    "cost_of_stability",
    "excess",
    "greatest_excess",
    "joint_optimum",
    "least_core",
    "nucleolus",
    "prenucleolus",
    "shapley_value",
    "subsidy_equilibrium",
]
