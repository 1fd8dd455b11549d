"""Scenarios of private information, and what they bring: what tests of check 9 share."""

from fractions import Fraction
from itertools import product

from games import BayesianProblem
from intercity.checkup.check_up import check_up
from intercity.scenario_file import parse_scenario
from mechanisms import design

HEAD = """
format = 1
title = "A test"
[time]
horizon = { v = 10, low = 10, high = 10 }
interest = { v = 0, low = 0, high = 0 }
[cities.A]
[cities.B]
[cities.C]
[cities.D]
"""


def n(number):
    """An assumed number with a wide range."""
    low = min(number, 0)
    return f"{{ v = {number}, low = {low}, high = 99 }}"


def listed(table, types):
    """One city's list of types, with weights."""
    return "".join(
        f"[[information.{table}.types]]\nvalue = {n(x)}\n"
        f"weight = {{ v = {w}, low = 1, high = 9 }}\n"
        for x, w in types.items()
    )


def ranged(table, low, high, more=""):
    return f"[information.{table}]\nlowest = {n(low)}\nhighest = {n(high)}\n{more}\n"


def known(table, value):
    return f"[information.{table}]\nknown = {n(value)}\n"


SIX = "cost_per_year = " + n(6)


def market(buyers, sellers, amount=10):
    text = HEAD + f'[information]\ngood = "quota"\namount = {n(amount)}\n'
    for side, given in (("buyers", buyers), ("sellers", sellers)):
        for city, types in given.items():
            text += listed(f"{side}.{city}", types)
    return text


def project(members, cost=SIX):
    text = HEAD + f'[information.project]\nname = "the dyke"\n{cost}\n'
    return text + "".join(listed(f"project.members.{c}", types) for c, types in members.items())


MEMBERS = {"A": {1: 1, 6: 1}, "B": {0: 3, 5: 1}, "C": {0: 3, 7: 2}}


def checked(text, **how):
    report = check_up(parse_scenario(text), ranges=False, **how)
    return next(finding for finding in report.findings if finding.name == "private values")


def profiles(*sides):
    """Each profile of types of all cities, and its chance."""
    everyone = [types for side in sides for types in side.values()]
    whole = [sum(types.values()) for types in everyone]
    for pairs in product(*(types.items() for types in everyone)):
        chance = Fraction(1)
        for (_, weight), total in zip(pairs, whole, strict=True):
            chance *= Fraction(weight, total)
        yield [kind for kind, _ in pairs], chance


def best_by_program(types, alternatives, worth, costs=None):
    problem = BayesianProblem(
        list(types),
        {c: {k: Fraction(w, sum(t.values())) for k, w in t.items()} for c, t in types.items()},
        alternatives,
        worth,
        costs=costs,
    )
    return design(problem, "welfare", ["BIC", "interim IR", "budget balance"]).value


def no_row_beats_the_best(found):
    """No rule is told to lose less than the best one does."""
    facts = found.facts
    best = facts.share_lost
    for row in found.tables:
        told = row.loses.removeprefix("about ")
        rule = row.rule.split(" of ")[0]
        if "about" in row.loses or rule in ("posted price", "fixed shares"):
            lost = facts.rules[rule].share_lost
            assert lost >= best
            assert (told == "nothing") == (lost == 0)
