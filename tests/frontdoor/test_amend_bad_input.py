"""``intercity amend`` with what cannot be: one clear sentence, and nothing half-written."""

import json
import os
from pathlib import Path

import pytest

from games.errors import InvalidInput
from intercity.amendment import amend
from intercity.scenario_file import parse_scenario
from tests.frontdoor.amended_deals import swapped
from tests.frontdoor.small_scenarios import quota_for_a_price

QUOTA = quota_for_a_price()
HORIZON = "horizon = { v = 1, low = 1, high = 1 }"
INTEREST = "interest = { v = 0, low = 0, high = 0 }"
FOREVER = (HORIZON, f'{HORIZON}\nbeyond = "perpetuity"')
NO_FUTURE = "[cities.Hub]\ndiscount = { v = 0, low = 0, high = 1 }"
DEPOSIT = '[[compact.deposit]]\nfrom = "Port"\namount = { v = 1, low = 0, high = 2 }\n'
PAYMENT = '[[compact.payment]]\nfrom = "Hub"\nto = "Hills"\namount = { v = 1, low = 0, high = 2 }\n'
LEVY = """[subsidies]
bidders = ["Hub", "Hills"]
mass = { v = 10, low = 5, high = 20 }
mu = { v = 0.25, low = 0.1, high = 0.5 }
value = { Hub = { v = 1, low = 0, high = 2 }, Hills = { v = 1, low = 0, high = 2 } }
accord = { levy = { Hub = { v = 1, low = 0, high = 2 } }, enforceable = false }
"""
REFUND = """[[compact.refund]]
base = "moved_tax"
from = "Hub"
to = "Hills"
years = [1, 1]
share = { v = 0.9, low = 0, high = 1 }
enforceable = true
"""


@pytest.fixture
def told(call, tmp_path):
    """What ``intercity amend`` says of a text, and that it leaves no other file behind."""

    def said(text, *arguments, leaves=()):
        file = tmp_path / "deal.toml"
        file.write_text(text, encoding="utf-8")
        answer = call("amend", file, *arguments)
        assert {one.name for one in tmp_path.iterdir()} == {"deal.toml", *leaves}
        return answer

    return said


@pytest.mark.parametrize(
    ("text", "arguments", "says"),
    [
        (QUOTA[: QUOTA.index("[compact]")], (), "[compact]"),
        (QUOTA, ("--aim", "best"), "--aim"),
        (QUOTA, ("--outside", "gift"), "--outside"),
        (swapped(QUOTA, ('from = "Hills"', 'from = "Port"')), (), "Port"),
        (QUOTA + DEPOSIT, (), "Port"),
        (
            swapped(QUOTA, ("[cities.Hub]", NO_FUTURE)),
            (),
            "discount",
        ),
        (swapped(QUOTA, FOREVER), (), "interest"),
        (swapped(QUOTA, ("side_payment", "tax_share = [0.7, 0.6]\nside_payment")), (), "tax_share"),
        (  # a share of 0.9 is signed
            swapped(
                QUOTA,
                ("side_payment", "tax_share = [0.95, 1]\nside_payment"),
                ("when = 0", "tax = { v = 1, low = 0, high = 2 }\nwhen = 0"),
            )
            + REFUND,
            (),
            "inside compact.limits.tax_share",
        ),
        ("a =", (), "TOML"),
        (QUOTA + PAYMENT, (), "enforceable"),
        (QUOTA + LEVY, (), "enforceable"),
        (QUOTA + REFUND, (), "transfer"),
        (f"{QUOTA}{PAYMENT}enforceable = true\n", (), "side_payment"),  # of which none is allowed
    ],
)
def test_one_sentence(told, text, arguments, says):
    answer = told(text, *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_an_option_is_not_said_to_be_in_the_file(told):
    assert "deal.toml" not in told(QUOTA, "--aim", "best").err


@pytest.mark.parametrize("name", ["deal.toml", "new.txt", "no/new.toml", ".", "old.toml"])
def test_what_cannot_be_written_to(told, tmp_path, name):
    if name == "old.toml":
        (tmp_path / name).mkdir()
    answer = told(QUOTA, "-o", tmp_path / name, leaves=["old.toml"] if name == "old.toml" else [])
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.strip().splitlines()) == 1
    assert (tmp_path / "deal.toml").read_text(encoding="utf-8") == QUOTA


def test_a_failed_write_leaves_nothing(told, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    answer = told(QUOTA, "-o", tmp_path / "new.toml")
    assert (answer.code, answer.out) == (2, "")


def test_where_one_of_two_files_cannot_be_written_neither_is(told, tmp_path, monkeypatch):
    """The program, renamed last, finds a folder in its place; what is drafted is taken away."""
    rename = Path.replace

    def full(self, target):
        if target.suffix == ".lp":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr("pathlib.Path.replace", full)
    answer = told(QUOTA, "-o", tmp_path / "new.toml", "--write-lp", tmp_path / "new.lp")
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.strip().splitlines()) == 1


def test_a_folder_that_may_not_be_written_to_is_refused_before_the_work(
    told, tmp_path, monkeypatch
):
    monkeypatch.setattr("os.access", lambda _, mode: mode != os.W_OK)
    monkeypatch.setattr("intercity.amendment.amend", None)  # it is not asked
    answer = told(QUOTA, "-o", tmp_path / "new.toml")
    assert (answer.code, answer.out) == (2, "")
    assert "may be written to" in answer.err


def test_the_file_and_what_is_printed_are_of_one_amendment(told, tmp_path):
    answer = told(QUOTA, "-o", tmp_path / "new.toml", "--json", leaves=["new.toml"])
    assert answer.code == 0
    text = (tmp_path / "new.toml").read_text(encoding="utf-8")
    assert text == amend(parse_scenario(QUOTA)).text
    printed, end = json.JSONDecoder().raw_decode(answer.out)
    assert [clause["mends"][0] for clause in printed["clauses"]] == ["terms"]
    assert "new.toml" in answer.out[end:] + answer.err


@pytest.mark.parametrize(
    ("changes", "price"),
    [
        ([], 1),  # members without discount factors
        ([FOREVER, (INTEREST, "interest = { v = 0.05, low = 0.01, high = 0.1 }")], 20),
        ([('["Hub", "Hills"]', '["Hub", "Hills", "Port"]')], 1),
    ],
)
def test_deals_of_other_kinds(changes, price):
    """1 a year for ever at 5 per cent is 20 once."""
    found = amend(parse_scenario(swapped(QUOTA, *changes)))
    assert found.amended.compact.transfer[0].price_one_off.value == price
    assert set(found.not_standing) <= {"efficiency"}


def test_a_scenario_with_moved_numbers_has_no_text_to_amend():
    scenario = parse_scenario(QUOTA)
    moved = scenario.model_copy(deep=True)
    moved._text = ""
    with pytest.raises(InvalidInput, match="text"):
        amend(moved)
