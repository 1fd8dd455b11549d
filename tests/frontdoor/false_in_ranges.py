"""Certificates of what is known as ranges, and of the cobweb, that are wrong in one way alone.

Each is the genuine one with one thing changed, and all that follows from it changed with it.
"""

from dataclasses import replace
from fractions import Fraction

from games import Cobweb, UniformExchange, UniformProject
from mechanisms.direct.uniform_voluntary_rule import (
    UniformVoluntaryRuleCertificate,
    _Tangent,
    uniform_voluntary_rule,
)
from mechanisms.exchange.exchange_in_ranges import exchange_in_ranges
from mechanisms.public_fund.expected_project import SHARES, UnderstatedWorth
from mechanisms.public_fund.project_in_ranges import _fixed, project_in_ranges
from solvers.competition.cobweb import CobwebCertificate

SWAP = UniformExchange({"B": (0, 1)}, {"S": (0, 1)})  # breaks even at the stretch 4/3
IDLE = UniformExchange({"B": (0, 1)}, {"S": (1, 2)})  # nothing to gain
PAIR = UniformProject({"A": (0, 1), "B": (0, 1)}, 1)  # half each is best
UNEVEN = UniformProject({"A": (0, 1), "B": (0, 3)}, 1)
SURE = UniformProject({"A": (2, 3), "B": (1, 2)}, 2)  # the lowest values alone pay for it
EVEN = UniformProject({"A": 1, "B": 1}, 2)  # worth just its cost
MARKET = Cobweb(  # 100 - 2 p meets 10 + p at 30
    ["A"], demand=[100], demand_slope=[2], supply=[10], supply_slope=[1], start=[20],
    expectations="rational",
)  # fmt: skip


def stretched(question, stretch):
    """What another stretch comes to."""
    first, found = _Tangent(question, Fraction(1)), _Tangent(question, Fraction(stretch))
    return UniformVoluntaryRuleCertificate(Fraction(stretch), found.gains, first.gains, first.funds)


def shared(project, **shares):
    """Other shares, and what they bring."""
    genuine = project_in_ranges(project).certificate
    given = {city: Fraction(share) for city, share in shares.items()}
    rules = {**genuine.rules, SHARES: _fixed(project, given)}
    return replace(genuine, shares=given, rules=rules)


def lied(project, **changes):
    genuine = project_in_ranges(project).certificate
    return replace(genuine, misreport=replace(genuine.misreport, **changes))


def rest(price):
    return CobwebCertificate({"A": Fraction(price)}, {"A": Fraction(0)})


TRUE = {
    "the stretch": (SWAP, uniform_voluntary_rule(SWAP).certificate),
    "no stretch": (IDLE, uniform_voluntary_rule(IDLE).certificate),
    "a price": (SWAP, exchange_in_ranges(SWAP).certificate),
    "shares": (PAIR, project_in_ranges(PAIR).certificate),
    "shares of ranges of other widths": (UNEVEN, project_in_ranges(UNEVEN).certificate),
    "shares that all pay": (SURE, project_in_ranges(SURE).certificate),
    "a project of no worth": (EVEN, project_in_ranges(EVEN).certificate),
    "the price of rest": (MARKET, rest(30)),
}
FALSE = {
    "a stretch that cannot be paid for": (SWAP, stretched(SWAP, Fraction(5, 4))),
    "a stretch that leaves money": (SWAP, stretched(SWAP, Fraction(7, 5))),
    "a stretch of more than 2": (SWAP, stretched(SWAP, 3)),
    "a stretch that nobody needs": (IDLE, stretched(IDLE, Fraction(3, 2))),
    "another first best": (
        PAIR,
        replace(project_in_ranges(PAIR).certificate, first_best=Fraction(1, 5)),
    ),
    "no shares of what is worth it": (PAIR, shared(PAIR)),
    "shares of less than the cost": (PAIR, shared(PAIR, A=Fraction(1, 3), B=Fraction(1, 3))),
    "unequal margins": (PAIR, shared(PAIR, A=Fraction(1, 4), B=Fraction(3, 4))),
    "shares that are not in proportion": (SURE, shared(SURE, A=1, B=1)),
    "shares of what is worth no more than its cost": (EVEN, shared(EVEN, A=1, B=1)),
    "a lie that is not told": (
        UNEVEN,
        replace(project_in_ranges(UNEVEN).certificate, misreport=None),
    ),
    "a lie that does not pay": (
        EVEN,
        replace(
            project_in_ranges(EVEN).certificate,
            misreport=UnderstatedWorth("A", Fraction(1), Fraction(0), Fraction(1)),
        ),
    ),
    "a lie of another city": (UNEVEN, lied(UNEVEN, city="A")),
    "a price at which the market does not clear": (MARKET, rest(31)),
}
