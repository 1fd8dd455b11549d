"""Whether members could have more by another deal: by hand, and by the dearest uses first."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intercity.scenario_file import parse_scenario
from tests.frontdoor.starter import EXAMPLES, finding, proven, replayed
from tests.properties.strategies import simulations

HEAD = """
format = 1
title = "Rights to build"
[time]
horizon = { v = 1, src = "S" }
interest = { v = 0, src = "S" }
[sources]
S = "given"
"""


def sourced(number):
    return f'{{ v = {float(number)}, src = "S" }}'


def region(owned, worth, most, transfers, *, members, side_payment=None):
    """Cities with rights to build, up to so many of which bring each city so much a year."""
    text = HEAD + "".join(f"[cities.{city}]\n" for city in worth)
    text += '[resources.quota]\nkind = "tradable"\n'
    text += "".join(f"owned.{city} = {sourced(x)}\n" for city, x in owned.items() if x)
    for city, x in worth.items():
        text += (
            f'[[activities]]\nname = "{city}"\nsites = ["{city}"]\nlimit = {sourced(most[city])}\n'
        )
        text += 'uses = [{ resource = "quota" }]\n'
        text += f'values = [{{ city = "{city}", kind = "cash", amount = {sourced(x)} }}]\n'
    text += f"[compact]\nmembers = {list(members)}\n"
    if side_payment is not None:
        text += f"[compact.limits]\nside_payment = {sourced(side_payment)}\n"
    for giver, receiver, amount, price in transfers:
        text += f'[[compact.transfer]]\nresource = "quota"\nfrom = "{giver}"\nto = "{receiver}"\n'
        text += f"amount = {sourced(amount)}\nprice_one_off = {sourced(price)}\n"
        text += "when = 0\nreversible = false\n"
    return parse_scenario(text)


def most_of(group, owned, worth, most):
    """What a group makes of its rights: the dearest uses first."""
    left, made = sum(owned[city] for city in group), 0
    for city in sorted(group, key=lambda city: -worth[city]):
        used = min(left, most[city])
        left, made = left - used, made + used * worth[city]
    return made


OWNED = {"A": 10, "B": 0, "C": 0}
WORTH = {"A": 1, "B": 5, "C": 5}
MOST = {"A": 10, "B": 4, "C": 4}
TOO_LITTLE = [("A", "B", 2, 3), ("A", "C", 2, 3)]


def test_too_little_is_traded_and_no_outsider_offers_anything():
    """{A, B} would trade 4 and make 26, of 22 that both have: but so do they in a better deal."""
    report = replayed(region(OWNED, WORTH, MOST, TOO_LITTLE, members="ABC"))
    efficiency = finding(report, "efficiency")
    assert (efficiency.verdict, efficiency.facts.brought, efficiency.facts.unused) == (
        "fails",
        16,
        16,
    )
    assert finding(report, "outside offers").verdict == "stands"
    assert efficiency.facts.repair.mends == Fraction(1, 2)  # one of the two transfers, doubled
    assert "the deal brings 16.0 of 32.0 a year" in efficiency.line


def test_members_alone_count_where_no_deal_satisfies_all_groups_of_them():
    """Two of three cities share a park as well as all three do: somebody always leaves."""
    text = (EXAMPLES / "three_city_park" / "scenario.toml").read_text("utf-8")
    time = HEAD[HEAD.index("[time]") :]
    text += f'{time}[compact]\nmembers = ["Aton", "Bury", "Cove"]\n'
    report = replayed(parse_scenario(text))
    assert finding(report, "all together").verdict == "fails"
    assert finding(report, "efficiency").verdict == "fails"
    assert finding(report, "outside offers").verdict == "fails"


def test_a_null_member_turns_no_waste_into_an_offer():
    """D owns, does, receives and pays nothing."""
    with_null = {"A": 10, "B": 0}, {"A": 1, "B": 5}, {"A": 10, "B": 4}
    two = replayed(region(*with_null, TOO_LITTLE[:1], members="AB"))
    assert finding(two, "efficiency").facts.unused == 2 * 4
    assert finding(two, "outside offers").verdict == "not asked"


@pytest.mark.parametrize(("limit", "verdict"), [(0, "fails"), (1, "fails")])
def test_lawful_clauses_may_bring_it_where_the_law_limits_money(limit, verdict):
    """What is handed over may be paid for, whatever the limit on other payments."""
    scenario = region(OWNED, WORTH, MOST, TOO_LITTLE, members="ABC", side_payment=limit)
    found = proven("efficiency", scenario)
    assert (found.verdict, found.facts.lawful) == (verdict, 16)


amounts = st.integers(0, 6)


@simulations(40)
@given(
    owned=st.tuples(amounts, amounts, amounts),
    worth=st.tuples(amounts, amounts, amounts),
    most=st.tuples(amounts, amounts, amounts),
    handed=amounts,
)
def test_what_is_unused_is_what_members_could_make_less_what_they_have(owned, worth, most, handed):
    cities = "ABC"
    owned, worth, most = (dict(zip(cities, one, strict=True)) for one in (owned, worth, most))
    handed = min(handed, owned["A"])
    scenario = region(owned, worth, most, [("A", "B", handed, 1)], members="AB")
    after = owned | {"A": owned["A"] - handed, "B": owned["B"] + handed}
    have = sum(most_of((city,), after, worth, most) for city in "AB")
    found = proven("efficiency", scenario).facts
    assert found.unused == most_of("AB", owned, worth, most) - have
    assert found.verdict == ("fails" if found.unused else "stands")
