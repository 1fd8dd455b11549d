"""How answers are found: all public names of the layer."""

from games.notebook import show_in_notebooks
from solvers.bargaining.alternating_offers import OffersEquilibrium, alternating_offers
from solvers.bargaining.axiom import AxiomViolation, NotRefuted, violation
from solvers.bargaining.closed_form import ClosedForm, closed_form
from solvers.bargaining.comparative_statics import ComparativeStatics
from solvers.bargaining.egalitarian import egalitarian
from solvers.bargaining.equal_loss import equal_loss
from solvers.bargaining.kalai_smorodinsky import kalai_smorodinsky
from solvers.bargaining.legislative_bargaining import LegislativeEquilibrium, legislative_bargaining
from solvers.bargaining.lexicographic_egalitarian import lexicographic_egalitarian
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.bargaining.nash_in_nash import NashInNash, nash_in_nash
from solvers.bargaining.nash_limit import nash_limit
from solvers.bargaining.pareto_frontier import ParetoFrontier, pareto_frontier
from solvers.bargaining.perles_maschler import perles_maschler
from solvers.bargaining.raiffa import RaiffaSolution, raiffa
from solvers.bargaining.rubinstein_formula import rubinstein_formula, rubinstein_limit
from solvers.bargaining.smooth_frontier import on_frontier
from solvers.bargaining.swap import Swap, agreed_swap, best_swap
from solvers.bargaining.utilitarian import utilitarian
from solvers.bargaining.variable_threats import ThreatSolution, variable_threats
from solvers.coalitional.aumann_dreze_value import aumann_dreze_value
from solvers.coalitional.banzhaf import banzhaf_value, normalised_banzhaf_value
from solvers.coalitional.bargaining_set import (
    BargainingSetMembership,
    Objection,
    bargaining_set_membership,
)
from solvers.coalitional.broker_take import BrokerTake, broker_take, costly_links_game
from solvers.coalitional.complement_reduced_game import complement_reduced_game
from solvers.coalitional.core import Core, core, core_violation
from solvers.coalitional.core_centre import core_centre
from solvers.coalitional.core_partitions import (
    CorePartitions,
    ZonePartition,
    blocking_zone,
    core_partitions,
)
from solvers.coalitional.core_vertices import CoreVertices, core_vertices
from solvers.coalitional.corridor_ends import CorridorEnds, corridor_ends
from solvers.coalitional.cost_of_stability import CostOfStability, cost_of_stability
from solvers.coalitional.disruption_nucleolus import disruption_nucleolus
from solvers.coalitional.dividends import HarsanyiDividends, game_from_dividends, harsanyi_dividends
from solvers.coalitional.dual_game import dual_game
from solvers.coalitional.dutta_ray import dutta_ray
from solvers.coalitional.equal_division import equal_division
from solvers.coalitional.equal_surplus_division import equal_surplus_division
from solvers.coalitional.excess import (
    NoCoalitionFound,
    Violation,
    blocking_coalitions,
    excess,
    greatest_excess,
)
from solvers.coalitional.gately_point import gately_point, propensity_to_disrupt
from solvers.coalitional.hart_mas_colell_reduced_game import hart_mas_colell_reduced_game
from solvers.coalitional.kernel import (
    Outweighing,
    kernel_violation,
    maximum_surpluses,
    prekernel_violation,
)
from solvers.coalitional.least_core import LeastCore, least_core
from solvers.coalitional.least_square_nucleolus import (
    least_square_nucleolus,
    least_square_prenucleolus,
)
from solvers.coalitional.marginal_vector import marginal_vector
from solvers.coalitional.modiclus import modiclus
from solvers.coalitional.myerson_value import graph_restricted_game, myerson_value
from solvers.coalitional.nucleolus import nucleolus
from solvers.coalitional.optimal_structure import OptimalStructure, optimal_coalition_structure
from solvers.coalitional.owen_value import owen_value
from solvers.coalitional.payoff_bounds import (
    BoundedSplits,
    core_cover,
    imputation_set,
    reasonable_set,
)
from solvers.coalitional.per_capita_nucleolus import per_capita_nucleolus, per_capita_prenucleolus
from solvers.coalitional.population_monotonic import AllocationScheme, population_monotonic_scheme
from solvers.coalitional.position_value import position_value
from solvers.coalitional.prekernel_points import prekernel_points
from solvers.coalitional.prenucleolus import prenucleolus
from solvers.coalitional.proportional_division import proportional_division
from solvers.coalitional.proportional_nucleolus import proportional_nucleolus
from solvers.coalitional.reduced_game import reduced_game
from solvers.coalitional.semivalue import semivalue
from solvers.coalitional.separable_costs import (
    alternative_costs_avoided,
    egalitarian_nonseparable,
    separable_costs_remaining_benefits,
)
from solvers.coalitional.shapley import shapley_value
from solvers.coalitional.shapley_estimate import ShapleyEstimate, shapley_estimate
from solvers.coalitional.simplified_modiclus import simplified_modiclus
from solvers.coalitional.solidarity_value import solidarity_value
from solvers.coalitional.stable_networks import (
    LinkChange,
    StableNetworks,
    link_change,
    stable_networks,
)
from solvers.coalitional.superadditive_cover import superadditive_cover
from solvers.coalitional.tau_value import minimal_rights, tau_value, utopia_payoffs
from solvers.coalitional.weber_set import (
    WeberSetMembership,
    WeightedOrder,
    weber_set_membership,
)
from solvers.coalitional.weighted_shapley import weighted_shapley_value
from solvers.competition.all_subsidy_equilibria import (
    AllSubsidyEquilibria,
    all_subsidy_equilibria,
)
from solvers.competition.arms_race import ArmsRace, RaceWelfare, arms_race
from solvers.competition.club_payoffs import PartitionForm
from solvers.competition.cobweb import CobwebAnswer, CobwebMarket, CobwebPeriod, cobweb
from solvers.competition.congestion_equilibrium import CongestionEquilibrium, congestion_equilibrium
from solvers.competition.contest_equilibrium import BidDistribution, ContestEquilibrium
from solvers.competition.contest_optimum import ContestOptimum
from solvers.competition.contest_race import ContestRace, ContestWelfare
from solvers.competition.escalation import Escalation, escalation
from solvers.competition.joint_optimum import JointOptimum, joint_optimum
from solvers.competition.local_clubs import LocalClubs, local_clubs
from solvers.competition.one_or_several_centres import (
    CentreArrangement,
    CentreComparison,
    one_or_several_centres,
)
from solvers.competition.partition_form import partition_form
from solvers.competition.quadrant_choice import FirmQuadrants, QuadrantChoice, quadrant_choice
from solvers.competition.race_on_grid import RaceOnGrid, race_on_grid
from solvers.competition.race_verdict import RaceVerdict
from solvers.competition.residence_and_production import (
    ResidenceAndProduction,
    residence_and_production,
)
from solvers.competition.richardson import RichardsonPath
from solvers.competition.solve_contest import contest_equilibrium
from solvers.competition.subsidy_equilibrium import SubsidyEquilibrium, subsidy_equilibrium
from solvers.competition.truce_clubs import Club, TruceClubs, truce_clubs
from solvers.competition.windfall_industries import (
    IndustryPlan,
    IndustrySpread,
    WindfallIndustries,
    windfall_industries,
)
from solvers.families.assignment import OptimalAssignment, optimal_assignment
from solvers.families.assignment_core import AssignmentCore, assignment_core
from solvers.families.dutta_kar import dutta_kar
from solvers.families.hub_plans import HubPlan, HubPlans, hub_plans
from solvers.families.maximum_flow import MaximumFlow, maximum_flow
from solvers.families.program_game import ProgramGame, program_game
from solvers.families.spanning_tree import SpanningTree, spanning_tree
from solvers.families.station_plan import StationPlan, station_plan
from solvers.families.tabulated import tabulated
from solvers.flow.flow_anarchy import FlowAnarchy, flow_anarchy
from solvers.flow.flow_equilibria import FlowEquilibria, FlowEquilibrium, flow_equilibria
from solvers.flow.flow_losers import FlowLosers, flow_losers
from solvers.flow.flow_optimum import FlowOptimum, flow_optimum
from solvers.flow.flow_path import FlowPath, flow_path
from solvers.flow.growth_split import GrowthSplit, growth_split
from solvers.flow.least_policy import LeastPolicy, least_policy
from solvers.flow.symmetry_breaking import SymmetryBreaking, symmetry_breaking
from solvers.linear_program import LinearProgram, Row, to_pulp
from solvers.optimum import solve
from solvers.power.coleman import ColemanPower, coleman_power
from solvers.power.colomer_martinez import colomer_martinez_index
from solvers.power.deegan_packel import deegan_packel_index
from solvers.power.johnston import johnston_index
from solvers.power.koenig_braeuninger import koenig_braeuninger_index
from solvers.power.nevison import nevison_index
from solvers.power.public_good_index import public_good_index
from solvers.power.public_good_value import public_good_value
from solvers.power.public_help import public_help_index
from solvers.power.rae import rae_index
from solvers.power.winning import minimal_winning_coalitions
from solvers.production.coalition_program import coalition_program
from solvers.production.coalitional_form import CoalitionalForm, Plan, coalitional_form
from solvers.production.newsvendor import NewsvendorAnswer, newsvendor
from solvers.production.owen import OwenPrices, owen_point, owen_prices
from solvers.production.owen_set import OwenSet, owen_set
from solvers.production.saved_trials import SavedTrials, saved_trials
from solvers.production.white_space import WhiteSpacePlan, white_space, white_space_program
from solvers.properties.dummy_players import dummy_players, null_players, veto_players
from solvers.properties.k_convex import k_convex_violation
from solvers.properties.property_violation import game_properties, property_violation
from solvers.properties.symmetric import substitutes
from solvers.properties.violation import PropertyViolation
from solvers.properties.zero_normalised import strategically_equivalent, zero_normalised
from solvers.search_limits import Progress
from solvers.second_opinion import SecondOpinion
from solvers.strategic.best_response import Deviation, best_responses, profitable_deviation, regrets
from solvers.strategic.colocation import Colocation, Relocation, colocation, relocation
from solvers.strategic.common_agency import CommonAgencyEquilibrium, common_agency
from solvers.strategic.correlated_equilibrium import (
    CorrelatedEquilibrium,
    CorrelatedProblem,
    Recommendation,
    coarse_correlated_equilibrium,
    correlated_equilibrium,
)
from solvers.strategic.dominance import Dominance, dominance
from solvers.strategic.equilibrium import Equilibrium
from solvers.strategic.generalised_equilibrium import (
    GeneralisedEquilibrium,
    Segment,
    generalised_equilibrium,
)
from solvers.strategic.grim_trigger import GrimTrigger, grim_trigger
from solvers.strategic.iterated_elimination import (
    Elimination,
    iterated_elimination,
    rationalisable_actions,
)
from solvers.strategic.learning import LearningPath, learning_path
from solvers.strategic.minmax import MinmaxValues, minmax_values
from solvers.strategic.nash_equilibria import Component, NashEquilibria, nash_equilibria
from solvers.strategic.nash_equilibrium import nash_equilibrium
from solvers.strategic.penal_code import PenalCode, Punishment, penal_code
from solvers.strategic.potential import Potential, potential
from solvers.strategic.pure_equilibria import PureEquilibria, pure_equilibria
from solvers.strategic.supermodular import DecreasingDifference, Supermodularity, supermodular
from solvers.strategic.sustainable_profiles import SustainableProfiles, sustainable_profiles
from solvers.strategic.two_by_two import TwoByTwo, two_by_two
from solvers.strategic.zero_sum import ZeroSumValue, zero_sum_value

__all__ = [
    "AllSubsidyEquilibria",
    "AllocationScheme",
    "ArmsRace",
    "AssignmentCore",
    "AxiomViolation",
    "BargainingSetMembership",
    "BidDistribution",
    "BoundedSplits",
    "BrokerTake",
    "CentreArrangement",
    "CentreComparison",
    "ClosedForm",
    "Club",
    "CoalitionalForm",
    "CobwebAnswer",
    "CobwebMarket",
    "CobwebPeriod",
    "ColemanPower",
    "Colocation",
    "CommonAgencyEquilibrium",
    "ComparativeStatics",
    "Component",
    "CongestionEquilibrium",
    "ContestEquilibrium",
    "ContestOptimum",
    "ContestRace",
    "ContestWelfare",
    "Core",
    "CorePartitions",
    "CoreVertices",
    "CorrelatedEquilibrium",
    "CorrelatedProblem",
    "CorridorEnds",
    "CostOfStability",
    "DecreasingDifference",
    "Deviation",
    "Dominance",
    "Elimination",
    "Equilibrium",
    "Escalation",
    "FirmQuadrants",
    "FlowAnarchy",
    "FlowEquilibria",
    "FlowEquilibrium",
    "FlowLosers",
    "FlowOptimum",
    "FlowPath",
    "GeneralisedEquilibrium",
    "GrimTrigger",
    "GrowthSplit",
    "HarsanyiDividends",
    "HubPlan",
    "HubPlans",
    "IndustryPlan",
    "IndustrySpread",
    "JointOptimum",
    "LearningPath",
    "LeastCore",
    "LeastPolicy",
    "LegislativeEquilibrium",
    "LinearProgram",
    "LinkChange",
    "LocalClubs",
    "MaximumFlow",
    "MinmaxValues",
    "NashEquilibria",
    "NashInNash",
    "NewsvendorAnswer",
    "NoCoalitionFound",
    "NotRefuted",
    "Objection",
    "OffersEquilibrium",
    "OptimalAssignment",
    "OptimalStructure",
    "Outweighing",
    "OwenPrices",
    "OwenSet",
    "ParetoFrontier",
    "PartitionForm",
    "PenalCode",
    "Plan",
    "Potential",
    "ProgramGame",
    "Progress",
    "PropertyViolation",
    "Punishment",
    "PureEquilibria",
    "QuadrantChoice",
    "RaceOnGrid",
    "RaceVerdict",
    "RaceWelfare",
    "RaiffaSolution",
    "Recommendation",
    "Relocation",
    "ResidenceAndProduction",
    "RichardsonPath",
    "Row",
    "SavedTrials",
    "SecondOpinion",
    "Segment",
    "ShapleyEstimate",
    "SpanningTree",
    "StableNetworks",
    "StationPlan",
    "SubsidyEquilibrium",
    "Supermodularity",
    "SustainableProfiles",
    "Swap",
    "SymmetryBreaking",
    "ThreatSolution",
    "TruceClubs",
    "TwoByTwo",
    "Violation",
    "WeberSetMembership",
    "WeightedOrder",
    "WhiteSpacePlan",
    "WindfallIndustries",
    "ZeroSumValue",
    "ZonePartition",
    "agreed_swap",
    "all_subsidy_equilibria",
    "alternating_offers",
    "alternative_costs_avoided",
    "arms_race",
    "assignment_core",
    "aumann_dreze_value",
    "banzhaf_value",
    "bargaining_set_membership",
    "best_responses",
    "best_swap",
    "blocking_coalitions",
    "blocking_zone",
    "broker_take",
    "closed_form",
    "coalition_program",
    "coalitional_form",
    "coarse_correlated_equilibrium",
    "cobweb",
    "coleman_power",
    "colocation",
    "colomer_martinez_index",
    "common_agency",
    "complement_reduced_game",
    "congestion_equilibrium",
    "contest_equilibrium",
    "core",
    "core_centre",
    "core_cover",
    "core_partitions",
    "core_vertices",
    "core_violation",
    "correlated_equilibrium",
    "corridor_ends",
    "cost_of_stability",
    "costly_links_game",
    "deegan_packel_index",
    "disruption_nucleolus",
    "dominance",
    "dual_game",
    "dummy_players",
    "dutta_kar",
    "dutta_ray",
    "egalitarian",
    "egalitarian_nonseparable",
    "equal_division",
    "equal_loss",
    "equal_surplus_division",
    "escalation",
    "excess",
    "flow_anarchy",
    "flow_equilibria",
    "flow_losers",
    "flow_optimum",
    "flow_path",
    "game_from_dividends",
    "game_properties",
    "gately_point",
    "generalised_equilibrium",
    "graph_restricted_game",
    "greatest_excess",
    "grim_trigger",
    "growth_split",
    "harsanyi_dividends",
    "hart_mas_colell_reduced_game",
    "hub_plans",
    "imputation_set",
    "iterated_elimination",
    "johnston_index",
    "joint_optimum",
    "k_convex_violation",
    "kalai_smorodinsky",
    "kernel_violation",
    "koenig_braeuninger_index",
    "learning_path",
    "least_core",
    "least_policy",
    "least_square_nucleolus",
    "least_square_prenucleolus",
    "legislative_bargaining",
    "lexicographic_egalitarian",
    "link_change",
    "local_clubs",
    "marginal_vector",
    "maximum_flow",
    "maximum_surpluses",
    "minimal_rights",
    "minimal_winning_coalitions",
    "minmax_values",
    "modiclus",
    "myerson_value",
    "nash_bargaining",
    "nash_equilibria",
    "nash_equilibrium",
    "nash_in_nash",
    "nash_limit",
    "nevison_index",
    "newsvendor",
    "normalised_banzhaf_value",
    "nucleolus",
    "null_players",
    "on_frontier",
    "one_or_several_centres",
    "optimal_assignment",
    "optimal_coalition_structure",
    "owen_point",
    "owen_prices",
    "owen_set",
    "owen_value",
    "pareto_frontier",
    "partition_form",
    "penal_code",
    "per_capita_nucleolus",
    "per_capita_prenucleolus",
    "perles_maschler",
    "population_monotonic_scheme",
    "position_value",
    "potential",
    "prekernel_points",
    "prekernel_violation",
    "prenucleolus",
    "profitable_deviation",
    "program_game",
    "propensity_to_disrupt",
    "property_violation",
    "proportional_division",
    "proportional_nucleolus",
    "public_good_index",
    "public_good_value",
    "public_help_index",
    "pure_equilibria",
    "quadrant_choice",
    "race_on_grid",
    "rae_index",
    "raiffa",
    "rationalisable_actions",
    "reasonable_set",
    "reduced_game",
    "regrets",
    "relocation",
    "residence_and_production",
    "rubinstein_formula",
    "rubinstein_limit",
    "saved_trials",
    "semivalue",
    "separable_costs_remaining_benefits",
    "shapley_estimate",
    "shapley_value",
    "simplified_modiclus",
    "solidarity_value",
    "solve",
    "spanning_tree",
    "stable_networks",
    "station_plan",
    "strategically_equivalent",
    "subsidy_equilibrium",
    "substitutes",
    "superadditive_cover",
    "supermodular",
    "sustainable_profiles",
    "symmetry_breaking",
    "tabulated",
    "tau_value",
    "to_pulp",
    "truce_clubs",
    "two_by_two",
    "utilitarian",
    "utopia_payoffs",
    "variable_threats",
    "veto_players",
    "violation",
    "weber_set_membership",
    "weighted_shapley_value",
    "white_space",
    "white_space_program",
    "windfall_industries",
    "zero_normalised",
    "zero_sum_value",
]

show_in_notebooks(globals(), __all__)
