"""Values and other splits, put to the test against forgery."""

from fractions import Fraction

from games import CoalitionalGame, Corridor, CostlyLinks, WeightedVoting
from solvers import (
    alternative_costs_avoided,
    aumann_dreze_value,
    banzhaf_value,
    bargaining_set_membership,
    broker_take,
    coleman_power,
    colomer_martinez_index,
    core_cover,
    corridor_ends,
    deegan_packel_index,
    dutta_ray,
    egalitarian_nonseparable,
    equal_division,
    equal_surplus_division,
    gately_point,
    harsanyi_dividends,
    imputation_set,
    johnston_index,
    koenig_braeuninger_index,
    least_square_prenucleolus,
    marginal_vector,
    minimal_rights,
    myerson_value,
    nevison_index,
    normalised_banzhaf_value,
    optimal_coalition_structure,
    owen_value,
    population_monotonic_scheme,
    position_value,
    prekernel_points,
    proportional_division,
    public_good_index,
    public_good_value,
    public_help_index,
    rae_index,
    reasonable_set,
    semivalue,
    separable_costs_remaining_benefits,
    solidarity_value,
    tau_value,
    utopia_payoffs,
    weber_set_membership,
    weighted_shapley_value,
)

GAINS = CoalitionalGame.from_array(["A", "B", "C"], [0, 1, 2, 5, 3, 9, 8, 17])
COSTS = CoalitionalGame.from_array(["A", "B", "C"], [0, 10, 12, 18, 8, 15, 17, 23], "cost")

CERTIFIED = {
    f"{concept.__name__} {name}": (game, concept)
    for name, game in {"values-gains": GAINS, "values-costs": COSTS}.items()
    for concept in (
        harsanyi_dividends,
        banzhaf_value,
        normalised_banzhaf_value,
        equal_division,
        proportional_division,
        equal_surplus_division,
        egalitarian_nonseparable,
        alternative_costs_avoided,
        tau_value,
        utopia_payoffs,
        minimal_rights,
        gately_point,
        solidarity_value,
        least_square_prenucleolus,
    )
}
CERTIFIED |= {
    "semivalue": (GAINS, lambda game: semivalue(game, [Fraction(1, 2), 0, Fraction(1, 2)])),
    "weighted_shapley_value": (GAINS, lambda game: weighted_shapley_value(game, [2, 1, 3])),
    "weighted_shapley_value, a weight system": (
        GAINS,
        lambda game: weighted_shapley_value(game, [0, 1, 0], {"A": 2, "C": 1}),
    ),
    "separable_costs_remaining_benefits": (
        COSTS,
        lambda game: separable_costs_remaining_benefits(game, {"A": 9, "B": 20, "C": 8}),
    ),
}
_PAIR = CoalitionalGame.from_array(["A", "B", "C"], [0, 0, 0, 10, 0, 0, 0, 3])
_FOUR = CoalitionalGame.from_array(
    ["A", "B", "C", "D"], [0, 0, 0, 7, 0, 10, 9, 5, 0, 9, 11, 5, 10, 8, 5, 16]
)
_THIRDS = dict.fromkeys("ABC", Fraction(17, 3))
CERTIFIED |= {
    "dutta_ray of gains": (GAINS, dutta_ray),
    "dutta_ray of costs": (COSTS, dutta_ray),
    "population_monotonic_scheme": (GAINS, population_monotonic_scheme),
    "bargaining_set_membership inside": (
        _PAIR,
        lambda game: bargaining_set_membership(game, {"A": 2, "B": 1, "C": 0}),
    ),
    "bargaining_set_membership outside": (
        _FOUR,
        lambda game: bargaining_set_membership(game, {"A": 2, "B": 4, "C": 6, "D": 4}),
    ),
    "bargaining_set_membership, in the core": (
        GAINS,
        lambda game: bargaining_set_membership(game, _THIRDS),
    ),
}
CERTIFIED |= {
    "myerson_value": (GAINS, lambda game: myerson_value(game, [("A", "B"), ("B", "C")])),
    "broker_take": (
        CostlyLinks(GAINS, {("A", "B"): 1, ("B", "C"): 2}),
        lambda links: broker_take(links, "B"),
    ),
    "corridor_ends": (
        Corridor(["Bill", "Jack", "Jill"], [8, 4, 1], [3, 5], Fraction(1, 2)),
        corridor_ends,
    ),
    "position_value": (GAINS, lambda game: position_value(game, [("A", "B"), ("B", "C")])),
    "owen_value": (GAINS, lambda game: owen_value(game, [["A", "C"]])),
    "aumann_dreze_value": (COSTS, lambda game: aumann_dreze_value(game, [["A", "C"]])),
    "optimal_coalition_structure": (
        CoalitionalGame.from_array(["A", "B", "C"], [0, 1, 2, 7, 3, 9, 8, 10]),
        optimal_coalition_structure,
    ),
    "optimal_coalition_structure of costs": (COSTS, optimal_coalition_structure),
}
_COUNCIL = CoalitionalGame.from_function(
    ["A", "B", "C", "D"], lambda s: int(sum({"A": 3, "B": 2, "C": 2, "D": 1}[c] for c in s) >= 5)
)
CERTIFIED |= {
    index.__name__: (_COUNCIL, index)
    for index in (
        deegan_packel_index,
        public_good_index,
        johnston_index,
        coleman_power,
        rae_index,
        koenig_braeuninger_index,
        nevison_index,
        public_good_value,
        public_help_index,
    )
}
CERTIFIED["colomer_martinez_index"] = (
    WeightedVoting({"A": 3, "B": 2, "C": 2, "D": 1}, 5),
    colomer_martinez_index,
)
CERTIFIED |= {
    "marginal_vector": (GAINS, lambda game: marginal_vector(game, ["C", "A", "B"])),
    "weber_set_membership inside": (GAINS, lambda game: weber_set_membership(game, _THIRDS)),
    "weber_set_membership outside": (
        GAINS,
        lambda game: weber_set_membership(game, {"A": -4, "B": 11, "C": 10}),
    ),
}
CERTIFIED |= {
    "imputation_set": (GAINS, imputation_set),
    "core_cover": (
        CoalitionalGame.from_array(["A", "B", "C"], [0, 0, 0, 4, 0, 3, 2, 6]),
        core_cover,
    ),
    "reasonable_set of costs": (COSTS, reasonable_set),
    "prekernel_points": (GAINS, lambda game: prekernel_points(game)[0]),
}
