"""Certificates of mechanism design, on subjects small enough to change every leaf."""

from games import BayesianProblem
from mechanisms import DirectMechanism, audit, design, second_best_trade
from mechanisms.design.design_program import DesignQuestion
from mechanisms.design.second_best_trade import TradeQuestion

# Names of their own, and types that differ, so that no changed leaf is another proof of the same.
_SWAP = BayesianProblem.bilateral_trade({"Bill": [1, 4]}, {"Jack": {0: 0.25, 2: 0.75}})


def _halfway(told):
    price = (told["Bill"] + told["Jack"]) / 2
    return ("trade", [price, -price]) if told["Bill"] >= told["Jack"] else ("no trade", None)


_FORCED = DesignQuestion(_SWAP, "welfare", ("BIC", "interim IR", "budget balance"))
_NEVER = DesignQuestion(
    BayesianProblem.bilateral_trade({"Bill": [1, 4]}, {"Jack": {0: 0.75, 3: 0.25}}),
    "welfare",
    ("DSIC", "ex post IR", "budget balance", "efficiency"),
)
_DEAL = TradeQuestion(
    BayesianProblem.bilateral_trade(
        {"Bill": {1: 0.5, 4: 0.3, 9: 0.2}}, {"Jack": {0: 0.2, 3: 0.3, 7: 0.5}}
    )
)


def _designed(question):
    return design(question.problem, question.objective, question.subject_to)


CERTIFIED = {
    "design": (_FORCED, _designed),
    "design impossible": (_NEVER, _designed),
    "audit halfway": (
        DirectMechanism.from_rule(_SWAP, _halfway),
        lambda mechanism: audit(mechanism, ["DSIC", "BIC", "efficiency"]),
    ),
    "second_best_trade": (_DEAL, lambda deal: second_best_trade(deal.problem, deal.subsidy)),
}
