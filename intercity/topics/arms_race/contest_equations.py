"""A contest for one firm in the model text: how bids decide, payoffs, the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from games.contest import Contest
from intercity.notation import number

__all__ = ["state"]

_WINS = {
    "tullock": (
        "City i bids x_i and spends it, whoever wins; the firm goes to i with the chance",
        "p_i = e_i x_i^r / sum_j e_j x_j^r",
        "x_i",
    ),
    "all-pay": (
        "City i bids x_i and spends it, whoever wins; the firm goes to the largest bid:",
        "p_i = 1 if e_i x_i is the largest (ties by lot), else 0",
        "x_i",
    ),
    "bertrand": (
        "City i bids x_i, and only the winner pays; the firm goes to the largest bid:",
        "p_i = 1 if e_i x_i is the largest (ties by lot), else 0",
        "p_i x_i",
    ),
}


def state(game: Contest) -> Iterator[str]:
    """The contest, and what makes it a race."""
    words, chance, spends = _WINS[game.technology]
    spills = any(any(row) for row in game.spillovers)
    yield words
    yield ""
    yield f"    {chance}"
    yield f"    spends_i = {spends}"
    yield (
        "    payoff_i = p_i V_i - k spends_i"
        + (" + sum over j other than i of p_j theta_ij V_j" if spills else "")
    )
    if any(budget is not None for budget in game.budgets):
        yield "    0 <= x_i <= budget_i"
    yield ""
    told = [("k", game.cost_of_subsidy), ("c", game.pocketed)]
    if game.technology == "tullock":
        told.insert(0, ("r", game.exponent))
    yield (
        ", ".join(f"{name} = {number(value)}" for name, value in told)
        + "; of what is spent the firm pockets the share c. If nobody bids it draws lots among "
        "those to whom it is worth something."
    )
    yield ""
    for i, city in enumerate(game.cities):
        budget, efficiency = game.budgets[i], game.efficiency[i]
        yield (
            f"    {city}: V = {number(game.value[i])}"
            + ("" if efficiency == 1 else f", e = {number(efficiency)}")
            + ("" if budget is None else f", budget = {number(budget)}")
        )
        for j, theta in enumerate(game.spillovers[i]):
            if theta:
                yield f"        theta from {game.cities[j]} = {number(theta)}"
    yield ""
    yield (
        "In the equilibrium each city's bid (drawn at random if need be) is its best, given the "
        "others'. With weight w on the firm,"
    )
    yield ""
    yield "    total_w = sum of payoff_i + w c (sum of spends_i)"
    yield ""
    yield (
        "City i bids too much at w if total_w would rise with a little less of its bid, too little "
        "if with a little more"
        + (
            ": d total_w / d x_i = r p_i / x_i (B_i - sum of p_j B_j) - (k - w c), with B_j = "
            "V_j (1 + sum_i theta_ij)"
            if game.technology == "tullock"
            else " (here of all bids, by the same percentage, which changes no chance: too much if "
            "k > w c)"
        )
        + ". Too much at w = 0 and w = 1: a race. At w = 0 only: a race for the treasuries, for "
        "the region a transfer if no bid is too high or too low at w = 1. Nothing at w = 0: no "
        "race. Jointly they would not "
        "bid, and let the firm go where V_j (1 + sum_i theta_ij) is largest."
    )
    yield ""
