"""Claims rules: subjects where every part of a certificate counts."""

from __future__ import annotations

from games import BankruptcyProblem
from mechanisms import (
    adjusted_proportional,
    constrained_equal_awards,
    constrained_equal_losses,
    dual_rule,
    minimal_overlap,
    proportional_rule,
    random_arrival,
    talmud_rule,
)

# All rules differ here: where two agree, one's certificate rightly proves the other's answer.
_CLAIMS = {"Quzhou": 10, "Jinhua": 20, "Lishui": 30}
_PROBLEMS = {
    "little": BankruptcyProblem(_CLAIMS, 25),
    "much": BankruptcyProblem(_CLAIMS, 35),
}
CERTIFIED = {
    f"{rule.__name__} {name}": (problem, rule)
    for rule in (
        proportional_rule,
        constrained_equal_awards,
        constrained_equal_losses,
        talmud_rule,
        adjusted_proportional,
        random_arrival,
        minimal_overlap,
        dual_rule(minimal_overlap),
    )
    for name, problem in _PROBLEMS.items()
}
