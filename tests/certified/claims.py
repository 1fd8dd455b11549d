"""Claims rules: subjects where every part of a certificate counts."""

from __future__ import annotations

from games import BankruptcyProblem
from mechanisms import (
    adjusted_proportional,
    alpha_min,
    average_of_awards,
    constrained_egalitarian,
    constrained_equal_awards,
    constrained_equal_losses,
    dominguez_thomson,
    dual_rule,
    minimal_overlap,
    piniles_rule,
    proportional_rule,
    random_arrival,
    reverse_talmud,
    talmud_rule,
)

# Rules differ here: where two agree, one's certificate rightly proves the other's answer. Three of
# them are the same up to half of all claims, so these have one problem only.
_CLAIMS = {"Quzhou": 10, "Jinhua": 20, "Lishui": 30}
_PROBLEMS = {
    "little": BankruptcyProblem(_CLAIMS, 25),
    "much": BankruptcyProblem(_CLAIMS, 35),
}
_HALVES = (talmud_rule, piniles_rule, constrained_egalitarian)
CERTIFIED = {
    f"{rule.__name__} {name}": (problem, rule)
    for rule in (
        proportional_rule,
        constrained_equal_awards,
        constrained_equal_losses,
        adjusted_proportional,
        random_arrival,
        minimal_overlap,
        dual_rule(minimal_overlap),
        alpha_min,
        average_of_awards,
        dominguez_thomson,
        reverse_talmud,
        *_HALVES,
    )
    for name, problem in _PROBLEMS.items()
    if rule not in _HALVES or name == "much"
}
