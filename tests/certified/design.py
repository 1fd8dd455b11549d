"""Certificates of mechanism design, on subjects small enough to change every leaf."""

from games import BayesianProblem
from mechanisms import DirectMechanism, audit

# Names of their own, and types that differ, so that no changed leaf is another proof of the same.
_SWAP = BayesianProblem.bilateral_trade({"Bill": [1, 4]}, {"Jack": {0: 0.25, 2: 0.75}})


def _halfway(told):
    price = (told["Bill"] + told["Jack"]) / 2
    return ("trade", [price, -price]) if told["Bill"] >= told["Jack"] else ("no trade", None)


CERTIFIED = {
    "audit halfway": (
        DirectMechanism.from_rule(_SWAP, _halfway),
        lambda mechanism: audit(mechanism, ["DSIC", "BIC", "efficiency"]),
    )
}
