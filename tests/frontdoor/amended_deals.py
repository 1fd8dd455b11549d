"""Deals to be amended: small regions with dated money, and the starter with other numbers."""

import functools

from hypothesis import strategies as st

from intercity.amendment import amend
from intercity.amendment.search import drafts
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from tests.frontdoor.small_regions import number, regions
from tests.frontdoor.starter import STARTER, SWAP


def context_of(text):
    """The world of a scenario file's text, in which only verdicts are asked for."""
    return Context(parse_scenario(text), Recorder(), brief=True)


def all_drafts(text, aim="least change", outside="none"):
    """Every draft of an amendment of this file."""
    return list(drafts(context_of(text), aim, outside))


@functools.lru_cache(maxsize=64)
def amended(text, aim="least change", outside="none"):
    """What amending this file comes to; the same files are amended for several tests."""
    return amend(parse_scenario(text), aim=aim, outside=outside)


def swapped(text, *changes):
    """A text with each old part, which stands there once, replaced by a new one."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


IN_TRANCHES = swapped(
    SWAP,
    (
        "owned.Hill = { v = 100, low = 50,  high = 150 }",
        "owned.Hill = { v = 200, low = 50, high = 250 }",
    ),
    ("amount      = { v = 7, low = 5, high = 9 }", "amount = { v = 20, low = 5, high = 30 }"),
    ("years       = [1, 10]", "years = [1, 3]"),
)
"""A swap in which what is handed over had better come in tranches."""


@st.composite
def dated(draw, cities=4, sizes=(2, 2, 3)):
    """A small region whose deal has quota for a price, and perhaps payments, a deposit, a loan."""
    document = draw(regions(cities=cities, members=draw(st.sampled_from(sizes))))
    compact, horizon = document["compact"], document["time"]["horizon"]["v"]
    names = compact["members"]
    compact["transfer"][0]["when"] = draw(st.integers(0, 1))
    for city in document["cities"]:
        discount = number(draw(st.sampled_from([0.5, 0.9, 0.97])))
        known = {"discount": {**discount, "low": 0.01, "high": 0.99}}
        document["cities"][city] = known if draw(st.integers(0, 5)) else {}
    limit = compact.get("limits", {}).get("side_payment", {}).get("v")
    if limit != 0 and draw(st.booleans()):
        payer, payee = draw(st.permutations(names))[:2]
        payment = {"from": payer, "to": payee, "enforceable": draw(st.booleans())}
        payment["amount"] = number(1 if limit else draw(st.integers(1, 5)))
        if draw(st.booleans()):
            payment["years"] = [1, draw(st.integers(1, horizon))]
        compact["payment"] = [payment]
    few = st.integers(1, 20)
    if draw(st.booleans()):
        compact["deposit"] = [{"from": draw(st.sampled_from(names)), "amount": number(draw(few))}]
    if draw(st.booleans()):
        loan = {"to": draw(st.sampled_from(names)), "amount": number(draw(few))}
        compact["loan"] = [{**loan, "years": [1, horizon], "lender": "a bank"}]
    if draw(st.booleans()):
        compact.setdefault("limits", {})["loan"] = number(40)
    return document


HARBOUR = "discount = { v = 0.95, low = 0.90, high = 0.98 }\n[cities.Uplands]"


@st.composite
def parks(draw):
    """The starter with other numbers and clauses, and statistics, as a file's text."""

    def one_of(*choices):
        return draw(st.sampled_from(choices))

    text = swapped(
        STARTER,
        ("horizon  = { v = 20,   low = 10", "horizon  = { v = 6,   low = 5"),
        ("cost_one_off = { v = 100", f"cost_one_off = {{ v = {one_of(70, 100, 140)}"),
        ("share = { v = 0.50", f"share = {{ v = {one_of(0.3, 0.5, 0.7)}"),
        ("years = [1, 5]", f"years = [{one_of(1, 2)}, {one_of(2, 5, 6)}]"),
        (HARBOUR, HARBOUR.replace("0.95", f"{one_of(0.9, 0.95, 0.98)}")),
        ("when       = 0", f"when = {one_of(0, 0, 1, 4)}"),
        ("enforceable = false", f"enforceable = {one_of('true', 'false')}"),
        ("stay_hub          = { v = 1.00", f"stay_hub = {{ v = {one_of(0.8, 1.0, 1.2)}"),
        ("reversible = false", f"reversible = {one_of('false', 'true')}"),
    )
    limit = one_of(None, 0, 2)
    text += "\n"
    if one_of(0, 1):
        text += '[[compact.bonus]]\nfrom = "Uplands"\namount = { v = 0.1, low = 0, high = 1 }\n'
    if one_of(0, 1) and limit != 0:
        payer, payee = one_of(("Harbour", "Uplands"), ("Uplands", "Harbour"))
        text += f'[[compact.payment]]\nfrom = "{payer}"\nto = "{payee}"\nenforceable = false\n'
        text += "amount = { v = 2, low = 0, high = 5 }\n"
    if one_of(0, 1):
        text += '[[compact.deposit]]\nfrom = "Harbour"\namount = { v = 20, low = 0, high = 50 }\n'
    if limit is not None:
        text += f"[compact.limits]\nside_payment = {{ v = {limit}, low = 0, high = 10 }}\n"
    if one_of(0, 1):
        share = one_of(0.5, 0.8, 1)
        worth = one_of(1, 3)
        text += f"[statistics]\nindicator_value.Harbour = {{ v = {worth}, low = 0, high = 20 }}\n"
        text += f"attribution = {{ Harbour = {share}, Uplands = {share} }}\n"
        text += f"double_counting = {'true' if share > 0.5 else 'false'}\n"
    return text
