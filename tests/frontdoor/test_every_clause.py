"""The manual's list of all clauses: each can be written, and is read by the checks it names."""

import functools
import re
from pathlib import Path

import pytest

from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.outcome import facts_of
from tests.frontdoor.starter import STARTER, all_found
from tests.frontdoor.test_operator_check import FIGURES

PAGE = (Path(__file__).parents[2] / "docs" / "scenario.md").read_text("utf-8")
PROMISE = "enforceable = false                      # a promise: no court would enforce it"
YEARS = "years = [1, 5]"


def n(number):
    return f'{{ v = {number}, src = "derived" }}'


def table(head, **entries):
    lines = (
        f"{key.rstrip('_')} = {x if isinstance(x, str) else n(x)}" for key, x in entries.items()
    )
    return f"{head}\n" + "\n".join(lines) + "\n"


DEAL = STARTER + table("[compact.limits]", side_payment=5, loan=100)
DEAL += table("[statistics]", attribution="{ Harbour = 0.5, Uplands = 0.5 }")
DEAL += "".join(f"indicator_value.{city} = {n(0.1)}\n" for city in ("Harbour", "Uplands"))
NOBODY_RETURNS = DEAL.replace("separation_cost   = { v = 0.25,", "separation_cost   = { v = 0.40,")

MOVES = """
format = 1
title = "Firms move"
cities.Harbour.discount = { v = 0.9, src = "derived" }
cities.Uplands.discount = { v = 0.9, src = "derived" }
time = { horizon = { v = 10, src = "derived" }, interest = { v = 0.05, src = "derived" } }
[resources.firms]
kind = "tradable"
owned.Harbour = { v = 10, src = "derived" }
[[activities]]
name = "a firm in Uplands"
sites = ["Uplands"]
uses = [{ resource = "firms" }]
values = [{ city = "Uplands", kind = "cash", amount = { v = 3, src = "derived" } }]
[[activities]]
name = "a firm in Harbour"
sites = ["Harbour"]
uses = [{ resource = "firms" }]
values = [{ city = "Harbour", kind = "cash", amount = { v = 1, src = "derived" } }]
[compact]
members = ["Harbour", "Uplands"]
[[compact.transfer]]
resource = "firms"
from = "Harbour"
to = "Uplands"
amount = { v = 6, src = "derived" }
tax = { v = 2, src = "derived" }
reversible = false
"""
SPLIT = table(
    "[[compact.refund]]",
    base='"moved_tax"',
    from_='"Uplands"',
    to='"Harbour"',
    share=0.5,
    years="[1, 5]",
    enforceable="false",
)

CITIES = "".join(f"[cities.{c}]\ndiscount = {n(0.9)}\n" for c in "ABC")
BIDS = 'format = 1\ntitle = "bids"\n' + CITIES
BIDS += table("[subsidies]", bidders='["A", "B", "C"]', mass=100, mu=0.3, outside_option=0.2)
BIDS += "".join(f"value.{city} = {n(x)}\n" for city, x in zip("ABC", (2, 1.8, 1), strict=True))


def accord(enforced="true", **terms):
    return BIDS + table("[subsidies.accord]", enforceable=enforced, **terms)


BOTH = accord(truce='"joint"', members='["A", "B"]')
PARK = STARTER.replace("cost_one_off = { v = 100,", "cost_one_off = { v = 90,")
OPERATOR = table("[operator]", run='"joint"', **FIGURES)
CONTRACT = table("[operator.contract]", park='"park"', fixed=-2.5, slope=0.8, enforceable="true")
KNOWS = table("[information]", buyer='"Harbour"', seller='"Uplands"', good='"quota"')
KNOWS += table("[information.value]", lowest=0.05, highest=0.2)
KNOWS += table("[information.cost]", lowest=0.01, highest=0.1)

TRIES = {
    "return bonus": [
        (text, text + table("[[compact.bonus]]", from_='"Uplands"', amount=0.2))
        for text in (DEAL, NOBODY_RETURNS)
    ],
    "clawback": [
        (text, text + table("[[compact.clawback]]", to='"Uplands"', amount=0.2))
        for text in (DEAL, NOBODY_RETURNS)
    ],
    "price": [(DEAL, DEAL.replace("when       = 0 ", f"price_one_off = {n(0.2)}\nwhen = 0 "))],
    "tranches, and any other date": [(DEAL, DEAL.replace("when       = 0 ", "when       = 4 "))],
    "side payment": [
        (
            DEAL,
            DEAL
            + table(
                "[[compact.payment]]",
                from_='"Harbour"',
                to='"Uplands"',
                amount=3,
                years="[1, 5]",
                enforceable="true",
            ),
        )
    ],
    "tax share": [(DEAL, DEAL.replace("share = { v = 0.50,", "share = { v = 0.60,"))],
    "its years": [(DEAL, DEAL.replace(YEARS, "years = [1, 8]"))],
    "its cap and floor": [
        (DEAL, DEAL.replace(YEARS, f"at_most = {n(1)}\n{YEARS}")),
        (DEAL, DEAL.replace(YEARS, f"at_least = {n(9)}\n{YEARS}")),
    ],
    "relocation split without a park": [(MOVES, MOVES + SPLIT)],
    "pooling of tax-base growth": [
        (
            DEAL,
            DEAL + table("[[compact.pool]]", share=0.4, years="[1, 10]", enforceable="true"),
        )
    ],
    "deposit": [(DEAL, DEAL + table("[[compact.deposit]]", from_='"Harbour"', amount=20))],
    "provincial guarantee": [
        (DEAL, DEAL.replace(PROMISE, 'guaranteed_by = "province"\nenforceable = false'))
    ],
    "loan of the province's fund": [
        (
            DEAL,
            DEAL
            + table(
                "[[compact.loan]]",
                to='"Uplands"',
                amount=50,
                years="[1, 10]",
                lender='"the fund"',
            ),
        )
    ],
    "grant": [(DEAL, DEAL + table("[province]", grant=5))],
    "common subsidy cap": [(BIDS, accord(cap=0.1))],
    "floor on bids": [(BIDS, accord(floor=1))],
    "sunset": [(accord(cap=0.1), accord(cap=0.1, sunset="4"))],
    "matching levy": [(BIDS, accord(levy=f"{{ A = {n(0.3)}, B = {n(0.2)} }}"))],
    "truce": [(BIDS, accord("false", truce=0.1))],
    "its monitoring": [
        (accord("false", truce=0.1), accord("false", truce=0.1, monitoring_lag="5"))
    ],
    "transfers inside a club": [(BOTH, BOTH + "transfers = { A = -1, B = 1 }\n")],
    "operator's contract": [(PARK + OPERATOR, PARK + OPERATOR + CONTRACT)],
    "exchange rule": [(DEAL + KNOWS, DEAL + KNOWS + table("[information.rule]", price=0.1))],
}


@functools.cache
def found(text):
    """What each check finds, as facts."""
    findings = all_found(Context(parse_scenario(text), Recorder()))
    return {f.name: (f.verdict, f.margin, facts_of(f.facts)) for f in findings}


def rows():
    part = PAGE.split("## All clauses")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in part.splitlines()
        if line.startswith("| ")
    ]
    return {row[0]: row[1:] for row in cells[1:]}


def test_every_clause_of_the_list_is_tried():
    assert list(rows()) == list(TRIES)


@pytest.mark.parametrize("clause", TRIES)
def test_a_clause_is_read_by_the_checks_that_the_list_names(clause):
    """Of checks that change, all are named; each that is named changes in one of the tries."""
    where, read_by, enforced_by = rows()[clause]
    changed = set()
    for before, after in TRIES[clause]:
        assert before != after
        one, other = found(before), found(after)
        changed |= {name for name in one if one[name] != other[name]}
    assert changed == set(read_by.split(", "))
    assert enforced_by
    keys = re.findall(r"`\[*([\w.]+)\]*`", where)
    assert keys
    text = "\n".join(after for _, after in TRIES[clause])
    for key in keys:  # what the list says is what was written
        assert re.search(rf"{key.split('.')[-1]}\W", text), key
