"""What is said of a deal is as it is signed."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from games.annuity import Annuity
from games.production import Exchange, LinearProductionGame, Resource
from intercity.proofs import Recorder
from intercity.scenario_file import parse_scenario
from intercity.topics.deal.english import deal_notes, deal_sentences
from intercity.topics.registry import context_of
from mechanisms.compact.clauses import Refund, Transfer
from mechanisms.compact.enclave_compact import EnclaveCompact
from tests.frontdoor.starter import STARTER, starter

TRANSFER = STARTER[STARTER.index("[[compact.transfer]]") : STARTER.index("[[compact.refund]]")]
REFUND = STARTER[STARTER.index("[[compact.refund]]") : STARTER.index("# What if")]


def told(*changes):
    return deal_sentences(context_of(starter(*changes), Recorder()))


def beside(clause, begins):
    """What is said of a clause that is signed beside the others; ``begins``: how that begins."""
    return next(s for s in told((TRANSFER, clause + TRANSFER)) if s.startswith(begins))


def assumed(value, most=999):
    return f"{{ v = {value}, low = 0, high = {most} }}"


# --------------------------------------------------------------- what is handed over


@pytest.mark.parametrize(
    ("change", "told_so"),
    [
        (("when       = 0 ", "when = 3 "), (
            "120 mu of quota to Harbour in year 3, for good, without a price per mu.")),
        (("reversible = false", "reversible = true"), (
            "120 mu of quota to Harbour at signing, until the deal ends, without a price per mu.")),
        (("v = 120, low = 60", "v = 1, low = 0"), (
            "1 mu of quota to Harbour at signing, for good, without a price per mu.")),
        (("when       = 0 ", f"price_one_off = {assumed(0.5)}\nwhen = 2 "), (
            "120 mu of quota to Harbour in year 2, for good; Harbour pays 0.5 per mu for it "
            "then, once, 60 in all.")),
        (("reversible = false", f"reversible = true\nprice_one_off = {assumed(0.5)}"), (
            "120 mu of quota to Harbour at signing, until the deal ends; Harbour pays 0.5 "
            "per mu for it then, once, 60 in all, part of which goes back with it.")),
        (("reversible = false", f"reversible = false\nprice_one_off = {assumed(0)}"), (
            "120 mu of quota to Harbour at signing, for good, without a price per mu.")),
    ],
)  # fmt: skip
def test_what_is_handed_over_when_and_for_how_much(change, told_so):
    assert told(change)[0] == f"Uplands hands over {told_so}"


@pytest.mark.parametrize(
    ("amount", "unit", "what"),
    [(5, "projects", "5 projects"), (1, "projects", "1 project"), (5, "", "5 units of projects"),
     (1, "", "1 unit of projects"), (1, "firms", "1 firm of projects")],
)  # fmt: skip
def test_what_is_handed_over_is_counted_in_its_unit(amount, unit, what):
    moved = TRANSFER.replace('"quota"', '"projects"').replace('"Uplands"', '"?"')
    moved = moved.replace('"Harbour"', '"Uplands"').replace('"?"', '"Harbour"')
    moved = moved.replace("v = 120, low = 60", f"v = {amount}, low = 0")
    moved = moved.replace("when  ", f"tax = {assumed(0.25)}\nwhen  ")
    found = told((TRANSFER, moved), ('unit = "projects"', f'unit = "{unit}"'))
    assert found[0].startswith(
        f"Harbour hands over {what} to Uplands at signing (each pays 0.25 in tax a year there), for"
    )


# --------------------------------------------------------------- parks

PARK = "pays for park in Harbour (8.0 a year, what is paid once spread) and"


def parks(*changes):
    return next(s for s in told(*changes) if "pays for park" in s)


@pytest.mark.parametrize(
    ("change", "told_so"),
    [
        ((), (
            f"Uplands {PARK} gets its rent; it is for 40 projects, 12 of which are planned to "
            "return to Uplands.")),
        (('paid_by = "Uplands"', 'paid_by = "Harbour"'), (
            f"Harbour {PARK} Uplands gets its rent; it is for 40 projects, 12 of which are "
            "planned to return to Uplands.")),
        (((
            "v = 0.30, low = 0.10, high = 0.45"), (
            "v = 0.025, low = 0, high = 0.45")), (
            f"Uplands {PARK} gets its rent; it is for 40 projects, 1 of which is planned to "
            "return to Uplands.")),
        (((
            "v = 0.30, low = 0.10, high = 0.45"), (
            "v = 0, low = 0, high = 0.45")), (
            f"Uplands {PARK} gets its rent; it is for 40 projects.")),
        (("v = 40, low = 30, high = 42", "v = 1, low = 0, high = 42"), (
            f"Uplands {PARK} gets its rent; it is for 1 project, 0.3 of which are planned to "
            "return to Uplands.")),
    ],
)  # fmt: skip
def test_who_pays_for_a_park_and_who_returns(change, told_so):
    assert parks(*([change] if change else [])) == told_so


# --------------------------------------------------------------- money


def test_bonuses():
    bonus = f'[[compact.bonus]]\nfrom = "Uplands"\namount = {assumed(0.25)}\n'
    assert beside(bonus, "Uplands pays 0.25") == (
        "Uplands pays 0.25 a year to each project that returns to it."
    )
    for first, who in (3, "each of the first 3 projects"), (1, "the first project"):
        one = beside(f"{bonus}first = {assumed(first)}\n", "Uplands pays 0.25")
        assert one.endswith(f" to {who} that returns to it.")
    none = bonus.replace("0.25", "0")
    assert len(told((TRANSFER, none + TRANSFER))) == len(told())


HELD = {
    "enforceable = false": "a promise, which no court enforces.",
    "enforceable = true": "a court enforces it.",
    'enforceable = false\nguaranteed_by = "province"': (
        "the province pays it if the payer does not."
    ),
}


@pytest.mark.parametrize("held", HELD)
def test_who_makes_a_member_pay(held):
    payment = (
        f'[[compact.payment]]\nfrom = "Harbour"\nto = "Uplands"\namount = {assumed(2)}\n{held}'
    )
    always = beside(f"{payment}\n", "Harbour pays")
    assert always == f"Harbour pays Uplands 2 a year every year: {HELD[held]}"
    dated = beside(f"{payment}\nyears = [2, 4]\n", "Harbour pays")
    assert dated == f"Harbour pays Uplands 2 a year in years 2 to 4: {HELD[held]}"


@pytest.mark.parametrize(
    ("ends", "band"),
    [("", " in"), ("at_least = 2", (
            ", at least 2 a year, in")), ("at_most = 4", (
            ", at most 4 a year, in")), ("at_least = 2\nat_most = 4", (", at least 2 and at "
             "most 4 a "
             "year, in"))],
)  # fmt: skip
def test_a_refund_with_a_floor_or_a_cap(ends, band):
    lines = "\n".join(
        f"{line.split(' = ')[0]} = {assumed(line[-1])}" for line in ends.splitlines() if line
    )
    found = told((REFUND, REFUND.replace("years = [1, 5]", f"{lines}\nyears = [1, 5]")))
    assert found[-1] == (
        f"Harbour gives Uplands 50% of the tax of projects that stay{band} years "
        "1 to 5: a promise, "
        "which no court enforces."
    )


def test_a_loan_and_who_lends_it():
    loan = f'[[compact.loan]]\nto = "Uplands"\namount = {assumed(3)}\nyears = [2, 4]\n'
    told_so = (
        "he province lends Uplands 3 at signing, paid back with interest in equal sums in years"
    )
    assert beside(f'{loan}lender = "the province"\n', "The").startswith(f"T{told_so} 2 to 4, what")


def test_numbers_have_the_digits_of_the_file():
    payment = '[[compact.payment]]\nfrom = "Harbour"\nto = "Uplands"\nenforceable = true\n'
    for written, told_so in ("12345678901", "12,345,678,901"), ("0.0625", "0.0625"):
        clause = f"{payment}amount = {assumed(written, 10**12)}\n"
        assert beside(clause, "Harbour pays").startswith(f"Harbour pays Uplands {told_so} a year")


def test_a_pool_in_equal_parts():
    pool = f"[[compact.pool]]\nshare = {assumed(0.4, 1)}\nyears = [2, 7]\nenforceable = true\n"
    assert beside(pool, "All pool") == (
        "All pool 40% of the tax that the deal brings them in years 2 to 7, 50% to Harbour and 50% "
        "to Uplands: a court enforces it."
    )


DEPOSIT = f'[[compact.deposit]]\nfrom = "Uplands"\namount = {assumed(3)}\n'


def test_when_a_deposit_comes_back():
    paid = "Uplands pays a deposit of 3 at signing"
    rest = "and is lost if Uplands leaves before."
    dated = beside(f"{DEPOSIT}until = 2\n", paid)
    assert dated == f"{paid}: it comes back with interest after year 2, {rest}"
    assert beside(DEPOSIT, paid) == f"{paid}: it comes back with interest after year 5, {rest}"
    one = told((TRANSFER, DEPOSIT + TRANSFER), ("years = [1, 5]", "years = [1, 1]"))
    assert f"{paid}: it comes back with interest after year 1, {rest}" in one
    none = told((TRANSFER, DEPOSIT + TRANSFER), (REFUND, ""))
    assert f"{paid} and has it back at once, as nothing is promised for later." in none


WITHOUT_RESOURCES = f"""
format = 1
title = "money alone"
[time]
horizon = {{ v = 3, low = 2, high = 4 }}
interest = {assumed(0.05, 1)}
[cities.Harbour]
[cities.Uplands]
[compact]
members = ["Harbour", "Uplands"]
{DEPOSIT}
"""


def test_a_deal_in_which_nothing_is_owned():
    context = context_of(parse_scenario(WITHOUT_RESOURCES), Recorder())
    (deposit,) = deal_sentences(context)
    assert deposit.endswith(": it comes back with interest in the end, and is lost if "
     "Uplands leaves "
                            "before.")  # fmt: skip
    assert list(deal_notes(context)) == []


@pytest.mark.parametrize(
    ("years", "when"), [("", "every year"), ("grant_years = [2, 4]\n", "in years 2 to 4")]
)
def test_what_the_province_grants(years, when):
    grant = f"[province]\ngrant = {assumed(3)}\n{years}"
    found = told(("[compact]", f"{grant}[compact]"))
    assert found[-1] == (
        f"The province grants the members 3 a year in all {when}, while all take part."
    )
    consent = '[province]\nconsent = ["quota transfer"]\n'
    for other in grant.replace("v = 3", "v = 0"), consent:
        assert "province" not in told(("[compact]", f"{other}[compact]"))[-1]


# --------------------------------------------------------------- how clauses are counted


def notes(*, when=0, dated=None, owned=20, exchange=None, **refund):
    firms = Resource("projects", "tradable", {"Core": owned}, exchange)
    region = LinearProductionGame(("Core", "Edge"), (firms,), ())
    moved = Transfer("projects", "Core", "Edge", 10, tax=2, when=when)
    half = Refund("Edge", "Core", Fraction(1, 2), 1, 3, base="moved_tax", **refund)
    deal = EnclaveCompact(region, Annuity(5, 0), region.cities, transfers=(moved,), refunds=(half,))
    return list(deal_notes(SimpleNamespace(compact=deal, deal=deal, dated=dated)))


@pytest.mark.parametrize(
    ("given", "between"),
    [
        ({"at_most": 12}, "0 to 12"),
        ({"at_least": 8}, "8 to 20"),
        ({"at_least": 1}, "1 to 20"),
        ({"at_least": Fraction(1, 2)}, "0.5 to 20"),
        ({"at_least": 8, "at_most": 12}, "8 to 12"),
        ({"at_most": 12, "owned": 10, "exchange": Exchange(5, 1, 10)}, "0 to 12"),
        ({"at_most": 20, "owned": 10, "exchange": Exchange(5, 1, 10)}, None),
        ({"at_most": 20}, None),
        ({}, None),
    ],
)
def test_between_which_amounts_a_refund_is_looked_at(given, between):
    told_so = [] if between is None else [
        (f"Other amounts of projects from Core to Edge at signing are looked at from {between} "
        "only, where no floor or cap of a refund begins or ceases to bind")
    ]  # fmt: skip
    assert notes(**given) == told_so


def test_from_when_on_what_comes_later_counts():
    (counted,) = notes(when=1, dated={"Core": Fraction(1)})
    assert counted.startswith(
        "Figures a year count projects, and any price of it, from the year of"
    )
    (whole,) = notes(when=1)
    assert whole.startswith(
        "Figures a year count all projects, and any price of it, from year 0 on"
    )
