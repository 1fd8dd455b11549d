"""Certificates of mechanism design, on subjects small enough to change every leaf."""

from fractions import Fraction

from games import BayesianProblem, ContinuousProblem, UniformExchange, UniformProject
from mechanisms import (
    ContinuousMechanism,
    DirectMechanism,
    audit,
    chatterjee_samuelson,
    design,
    dissolution,
    expected_externality,
    myerson_satterthwaite,
    optimal_auction,
    second_best_trade,
    uniform_voluntary_rule,
)
from mechanisms.direct.chatterjee_samuelson import SealedBidsGame
from mechanisms.direct.design_question import DesignQuestion
from mechanisms.direct.myerson_satterthwaite import UniformTrade
from mechanisms.direct.optimal_auction import Bidders
from mechanisms.direct.partnership import Partnership
from mechanisms.direct.second_best_trade import TradeQuestion

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

_RANGES = ContinuousMechanism.from_rule(
    ContinuousProblem.bilateral_trade({"Bill": (1, 4)}, {"Jack": (0, 2)}), _halfway
)
_STRICT = ContinuousMechanism.from_rule(
    ContinuousProblem.bilateral_trade({"Bill": (1, 4)}, {"Jack": (0, 2)}),
    lambda told: ("trade", [3, -3]) if told["Bill"] > 3 > told["Jack"] else ("no trade", None),
)
_CURVED = expected_externality(
    ContinuousProblem.bilateral_trade({"Bill": (1, 4)}, {"Jack": (0, 2)})
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
    "audit on ranges": (_RANGES, lambda mechanism: audit(mechanism, ["DSIC", "BIC", "no deficit"])),
    "audit on ranges, suprema": (
        _STRICT,
        lambda mechanism: audit(mechanism, ["efficiency"]),
    ),
    "audit on ranges, powers": (
        _CURVED,
        lambda mechanism: audit(mechanism, ["BIC", "ex post IR"]),
    ),
    "second_best_trade": (_DEAL, lambda deal: second_best_trade(deal.problem, deal.subsidy)),
    "chatterjee_samuelson": (
        SealedBidsGame("Bill", "Jack", Fraction(1, 3), Fraction(2), Fraction(5)),
        lambda game: chatterjee_samuelson("Bill", "Jack", k=game.k, low=game.low, high=game.high),
    ),
    "optimal_auction": (
        Bidders((("Bill", Fraction(0), Fraction(1)), ("Jack", Fraction(1), Fraction(3)))),
        lambda bidders: optimal_auction({name: ends for name, *ends in bidders.ranges}),
    ),
    "dissolution": (
        Partnership((("Bill", Fraction(1, 2)), ("Jack", Fraction(1, 3)), ("Jill", Fraction(1, 6)))),
        lambda partnership: dissolution(dict(partnership.shares)),
    ),
    "uniform_voluntary_rule exchange": (
        UniformExchange({"Bill": (2, 6), "Joan": 4}, {"Jack": (1, 5), "Jill": (3, 6)}),
        uniform_voluntary_rule,
    ),
    "uniform_voluntary_rule project": (
        UniformProject({"Bill": (2, 6), "Joan": (0, 3), "Jack": 1}, 6),
        uniform_voluntary_rule,
    ),
    "uniform_voluntary_rule had": (
        UniformExchange({"Bill": (5, 6)}, {"Jack": (1, 4), "Jill": (2, 5)}),
        uniform_voluntary_rule,
    ),
    "myerson_satterthwaite": (
        UniformTrade("Bill", "Jack", (2, 3), (0, Fraction(5, 2))),
        myerson_satterthwaite,
    ),
    "myerson_satterthwaite exact": (
        UniformTrade("Bill", "Jack", (1, 5), (1, 5)),
        myerson_satterthwaite,
    ),
}
