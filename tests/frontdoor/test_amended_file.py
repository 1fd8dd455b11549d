"""The file of an amended deal: the analyst's own text, with only what is changed changed in it."""

import difflib
import tomllib
from fractions import Fraction

import pytest

from intercity.amendment.entries import NOTE
from intercity.amendment.rounding import as_written
from intercity.plausibility import doubts
from intercity.scenario_file import parse_scenario
from tests.frontdoor.amended_deals import IN_TRANCHES, amended, swapped
from tests.frontdoor.small_scenarios import assumed, quota_for_a_price
from tests.frontdoor.starter import STARTER

PRICE = "price_one_off = { v = 0, low = 0, high = 40 }"
NO_PRICE = (f"{PRICE}\n", "")
LIMIT = "side_payment = { v = 0, low = 0, high = 0 }"
TRANSFER = """[[compact.transfer]]
resource = "quota"
from = "Hills"
to = "Hub"
amount = { v = 10, low = 10, high = 10 }
price_one_off = { v = 0, low = 0, high = 40 }
when = 0
reversible = false
[compact.limits]
side_payment = { v = 0, low = 0, high = 0 }
"""
INLINE_TRANSFER = (
    '{ resource = "quota", from = "Hills", to = "Hub", amount = { v = 10, low = 10, high = 10 }, '
    "price_one_off = { v = 0, low = 0, high = 40 }, when = 0, reversible = false }"
)


def quota(*changes, **how):
    return swapped(quota_for_a_price(**how), *changes)


def changed(before, after):
    """The lines that went, and those that came."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return [x[2:] for x in lines if x[0] == "-"], [x[2:] for x in lines if x[0] == "+"]


def of(text, **how):
    found = amended(text, **how)
    assert set(found.not_standing) <= {"efficiency"}
    return found.text


@pytest.mark.parametrize(
    ("written", "came"),
    [
        (f"{PRICE} # by hand", "price_one_off = { v = 1, low = 0, high = 40 } # was 0; by hand"),
        (
            "price_one_off = { v = 0, low = 0, high = 0.5 }",
            f'price_one_off = {{ v = 1, low = 1, high = 1, note = "{NOTE}" }} # was 0',
        ),
        (
            '"price_one_off" = {v=0,low=0,high=40}',
            '"price_one_off" = {v=1,low=0,high=40} # was 0',
        ),
        (
            "price_one_off = { v = 0x0, low = 0b0, high = 0x28 }",
            "price_one_off = { v = 1, low = 0b0, high = 0x28 } # was 0x0",
        ),
        (
            "price_one_off = { v = 0, low = 0, high = 0.000_1 }",
            f'price_one_off = {{ v = 1, low = 1, high = 1, note = "{NOTE}" }} # was 0',
        ),
        ("  price_one_off.v = 0 # by hand", "  price_one_off.v = 1 # was 0; by hand"),
    ],
)
def test_a_number_is_changed_where_it_stands(written, came):
    more = "\nprice_one_off.low = 0\nprice_one_off.high = 40" if ".v" in written else ""
    text = quota((PRICE, written + more))
    assert changed(text, of(text)) == ([written], [came])


@pytest.mark.parametrize("dotted", [False, True])
def test_a_number_that_had_a_source_is_proposed_and_no_longer_sourced(dotted):
    sourced = 'price_one_off = { v = 0, src = "derived: by hand" } # barter'
    if dotted:
        sourced = 'price_one_off.v = 0 # barter\nprice_one_off.src = "derived: by hand"'
    text = quota((PRICE, sourced))
    came = of(text)
    price = parse_scenario(came).compact.transfer[0].price_one_off
    assert (price.value, price.low, price.high, price.sourced) == (1, 1, 1, False)
    assert price.note == "by an amendment of this deal"
    assert "# was 0; barter" in came


@pytest.mark.parametrize("text", [IN_TRANCHES, quota((PRICE, PRICE.replace("40", "1")))])
def test_what_is_proposed_is_not_doubted(text):
    """Less than the least of what was believed, or as much as the most."""
    assert doubts(parse_scenario(text)) == ()
    assert doubts(parse_scenario(of(text))) == ()


def test_a_new_clause_is_not_counted_as_sourced():
    found = amended(quota(NO_PRICE))
    assert not found.amended.compact.transfer[0].price_one_off.sourced


def test_what_was_barter_has_a_price():
    text = quota(NO_PRICE)
    went, came = changed(text, of(text))
    assert not went
    assert tomllib.loads("\n".join(came))["price_one_off"]["v"] == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TRANSFER, f"transfer = [{INLINE_TRANSFER}]\nlimits = {{ {LIMIT} }}\n"),
        (TRANSFER, f"transfer = [ # one\n  {INLINE_TRANSFER}, # it\n]\nlimits = {{ {LIMIT} }}\n"),
        (
            f'[compact]\nmembers = ["Hub", "Hills"]\n{TRANSFER}',
            f'[compact]\nmembers = ["Hub", "Hills"]\n[province]\nconsent = []\n{TRANSFER}',
        ),
    ],
)
def test_a_deal_in_braces_or_in_several_places_stays_as_it_is_written(old, new):
    text = quota((old, new))
    after = of(text)
    went, came = changed(text, after)
    assert (len(went), len(came)) == (1, 1)
    assert tomllib.loads(after)["compact"]["transfer"][0]["price_one_off"]["v"] == 1


SHORT = swapped(
    STARTER,
    ("v = 20,   low = 10", "v = 6,   low = 5"),
    ("cost_one_off = { v = 100, low = 70", "cost_one_off = { v = 40, low = 20"),
)
"""Six years in which all is well but that Harbour would leave: a deposit mends it."""
NO_MORE_LAND = swapped(
    SHORT, ("owned.Uplands = { v = 250, low = 200", "owned.Uplands = { v = 168, low = 100")
)
"""The same where the park needs all that Uplands does not hand over."""
STATISTICS = "[statistics]\nindicator_value = {}\nattribution = { Harbour = 1 }\n"
HOLD = '[[compact.deposit]]\nfrom = "Harbour"'


@pytest.mark.parametrize(
    ("change", "follows"),
    [
        (("# What if each side alone", "# What if each side alone"), "enforceable = false"),
        (
            (
                "# [information]\n",
                f"{STATISTICS}# [information]\n",
            ),
            "enforceable",
        ),
        (
            ("years = [1, 5] ", "years = [\n  1,\n  5,\n] # years"),
            "enforceable = false",
        ),
        (
            (
                'members  = ["Harbour", "Uplands"]',
                'limits.tax_share = [\n  0,\n  1\n]\nmembers = [\n  "Harbour",\n  "Uplands",\n]',
            ),
            "enforceable = false",
        ),
    ],
)
def test_a_new_clause_stands_after_the_last_of_the_deal(change, follows):
    text = swapped(SHORT, change)
    after = amended(text).text
    went, came = changed(text, after)
    assert not went
    assert "\n".join(came).startswith(HOLD)
    assert after.split(HOLD)[0].splitlines()[-1].startswith(follows)
    assert tomllib.loads(after)["compact"]["deposit"][0]["from"] == "Harbour"


def test_new_clauses_of_a_deal_in_braces_stand_in_its_braces():
    document = tomllib.loads(SHORT)["compact"]
    start = SHORT.index("[compact]")
    end = SHORT.index("# What if each side alone")
    refund, transfer = document["refund"][0], document["transfer"][0]
    inline = (
        'compact = { members = ["Harbour", "Uplands"], projects = { v = 40, low = 30, high = 42 }, '
        'platforms.park = { paid_by = "Uplands", rent_to = "Uplands" }, '
        f"transfer = [{braces(transfer)}], refund = [{braces(refund)}] }}\n"
    )
    text = SHORT[:start] + SHORT[end:]
    text = swapped(text, ("format = 1\n", f"format = 1\n{inline}"))
    after = amended(text).text
    assert len(changed(text, after)[1]) == 1
    assert tomllib.loads(after)["compact"]["deposit"][0]["from"] == "Harbour"


def braces(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {braces(x)}" for key, x in value.items()) + " }"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


@pytest.mark.parametrize("name", ["Hub. 'of' \\\"all\\\"", "[[compact.payment]]"])
def test_names_with_dots_and_quotes(name):
    """A grant, a price and, with outside money, all that is written of a city by name."""
    text = SHORT.replace("[cities.Harbour]", f'[cities."{name}"]')
    text = text.replace(".Harbour", f'."{name}"').replace('"Harbour"', f'"{name}"')
    text = text.replace("\nHarbour = ", f'\n"{name}" = ')
    found = amended(text)
    [deposit] = tomllib.loads(found.text)["compact"]["deposit"]
    assert deposit["from"] == name.replace("\\", "")
    assert "walk-away" not in found.not_standing


def test_lines_end_as_one():
    text = quota(NO_PRICE).replace("\n", "\r\n")
    assert "\r" not in of(text)
    assert tomllib.loads(of(text))["compact"]["transfer"][0]["price_one_off"]["v"] == 1


def test_the_last_line_needs_no_end():
    text = SHORT
    text = text[: text.index("\n\n# What if each side alone")]
    after = amended(text).text
    assert after.startswith(text + "\n[[compact.deposit]]")


def test_help_from_outside_beyond_the_limit_raises_it():
    """A loan of more than the file allows could not be read again."""
    patience = "{{ v = {}, low = 0.1, high = 0.95 }}"
    text = quota(
        ("horizon = { v = 1, low = 1, high = 1 }", "horizon = { v = 10, low = 1, high = 10 }"),
        ("[cities.Hub]", f"[cities.Hub]\ndiscount = {patience.format(0.5)}"),
        ("[cities.Hills]", f"[cities.Hills]\ndiscount = {patience.format(0.9)}"),
        (LIMIT, f"{LIMIT}\nloan = {{ v = 1, low = 0, high = 1 }}"),
    )
    assert amended(text).conflict.proven
    found = amended(text, outside="loan")
    lent = found.amended.compact.loan
    assert max(one.amount.value for one in lent) > 1
    assert found.amended.compact.limits.loan.value >= max(one.amount.value for one in lent)


def test_a_number_that_no_decimal_is_is_written_to_be_read():
    """There is nothing to share, and the land is worth 1 a year: its price would be 12.4622103...

    Whatever is written one of the two loses something: it was a number of 28 digits.
    """
    text = quota(
        (f"horizon = {assumed(1, 1, 1)}", f"horizon = {assumed(20, 20, 20)}"),
        (f"interest = {assumed(0, 0, 0)}", f"interest = {assumed(0, 0.05, 1)}"),
        worth_in_hub=(1, 1, 1),
        price=(0, 1, 400),
    )
    found = tomllib.loads(amended(text).amended.text)
    price = Fraction(str(found["compact"]["transfer"][0]["price_one_off"]["v"]))
    annuity = Fraction(5, 100) / (1 - Fraction(100, 105) ** 20)
    assert abs(price * annuity - 1) < Fraction(1, 10**4)
    assert len(f"{as_written(price):f}".replace(".", "")) <= 6
