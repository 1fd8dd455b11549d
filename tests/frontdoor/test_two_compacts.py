"""Land for funds against land for innovation, on one region: figures by hand, and what turns them.

Alone, Quzhou builds on 100 mu at 0.03, sells 100 mu of quota, and has 4 projects at 0.1; Hangzhou
builds on the 100 mu that it may buy, and has 90 projects that leave it 0.4 + 0.1 - 0.15 - 0.1 each.
"""

from fractions import Fraction
from pathlib import Path

import pytest

import intercity as ic
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.topics.registry import context_of

F = Fraction
FOLDER = Path(__file__).parents[2] / "examples" / "two_compacts"
FUNDS, INNOVATION = (
    ic.load_scenario(FOLDER / f"land_for_{x}.toml") for x in ("funds", "innovation")
)
BONUS, RATE = "compact.bonus.0.amount", "project.return_rate.Hangzhou.Quzhou"
SUITED, TIPS = F(30, 100), F(10, 100)
ONCE = F(5, 100) / (1 - F(100, 105) ** 20)  # what 1 paid once counts a year, over 20 years
EARLY = (1 - F(100, 105) ** 5) / (1 - F(100, 105) ** 20)  # and what 1 a year for five years does
STAYS = F(40, 100) + F(10, 100) - F(15, 100) - F(10, 100)
ALONE = {
    "Hangzhou": 90 * STAYS + 100 * (F(12, 100) - F(50, 100) * ONCE),
    "Quzhou": 100 * F(3, 100) + 100 * F(30, 100) * ONCE + 4 * F(10, 100),
}


def for_funds(price):
    """300 mu for a price, and 8 projects that settle in Quzhou; Hangzhou still buys 100 mu."""
    paid = 300 * price * ONCE
    return {
        "Hangzhou": 82 * STAYS + 400 * F(12, 100) - 100 * F(50, 100) * ONCE - paid,
        "Quzhou": 100 * F(3, 100) + 12 * F(10, 100) + paid,
    }


def for_innovation(returning, bonus):
    """300 mu for a park of 100 projects, its rent and, for five years, half of their tax.

    90 projects of Hangzhou and 20 from elsewhere: the 10 that are not admitted start in Hangzhou.
    Plants take 4 mu of quota each, of the 100 mu that are left, and beyond these of mu bought.
    """
    rent, tax = 67 * F(18, 100), F(40, 100) * (100 - returning)
    refund = tax / 2 * EARLY
    quota = 100 - 4 * returning
    built = F(3, 100) * quota if quota >= 0 else F(50, 100) * ONCE * quota
    return {
        "Hangzhou": 10 * STAYS
        + 100 * (F(10, 100) - F(15, 100))
        + tax
        - F(10, 100) * (100 - returning)
        - refund
        + 400 * F(12, 100)
        - 100 * F(50, 100) * ONCE,
        "Quzhou": 4 * F(10, 100)
        + built
        + rent
        + refund
        - 320 * ONCE
        + returning * (8 * F(16, 100) - bonus),
    }


def gains(payoffs):
    return {city: payoffs[city] - ALONE[city] for city in ALONE}


def with_bonus(rate=SUITED, bonus=TIPS):
    return INNOVATION.moved({BONUS: bonus, RATE: rate})


def signed(scenario):
    """What each gains, by the deal as signed."""
    return context_of(scenario, Recorder(), brief=True).gains


def test_land_for_funds_stands_and_land_for_innovation_fails_as_signed():
    found = ic.compare({"funds": FUNDS, "innovation": INNOVATION})
    assert {one.key.split(".")[0] for one in found.inputs} == {"compact"}, "one region, two deals"
    by_name = [{city: row[k] for city, row in found.gains.items()} for k in range(2)]
    assert by_name == [gains(for_funds(F(30, 100))), gains(for_innovation(0, 0))]
    assert by_name[0]["Quzhou"] > 0 > by_name[1]["Quzhou"]
    failing = ["the park", "terms", "efficiency", "firms' choice", "walk-away", "hold-up"]
    fails = [[name for name, told in found.verdicts.items() if told[k] == "fails"] for k in (0, 1)]
    assert fails == [["efficiency"], [*failing, "double effect"]]


def test_with_a_bonus_both_have_more_than_by_funds_and_only_walking_away_is_left():
    """1.15 - 0.25 and a bonus of 0.1 are as much as 1 in Hangzhou: all 30 suited return."""
    found = ic.compare({"funds": FUNDS, "mended": with_bonus()})
    assert {name for name, told in found.verdicts.items() if told[1] == "fails"} == {
        "efficiency", "walk-away",
    }  # fmt: skip
    for city, (by_funds, by_innovation) in found.gains.items():
        assert by_innovation == gains(for_innovation(30, F(10, 100)))[city]
        assert by_innovation > by_funds
    assert signed(with_bonus(bonus=F(99, 1000))) == signed(INNOVATION), "nobody returns, or is paid"


@pytest.mark.parametrize(("returning", "better"), [(14, False), (15, True)])
def test_fifteen_plants_must_return_for_innovation_to_be_worth_more_to_quzhou(returning, better):
    """Each plant adds 1.28 - 0.1, less the tax that is not refunded and 4 mu at 0.03."""
    by_innovation = signed(with_bonus(F(returning, 100)))
    assert by_innovation == gains(for_innovation(returning, F(10, 100)))
    assert (by_innovation["Quzhou"] > signed(FUNDS)["Quzhou"]) is better


def test_at_a_low_price_land_for_funds_fails_its_terms():
    """Quzhou gives up 2.4 a year for quota that it sells, and has 0.8 of the projects."""
    least = (F(30, 100) * 100 * ONCE - F(80, 100)) / (300 * ONCE)
    # Just below it all are paid for at Quzhou's own factor, and not at the interest.
    prices = (
        (least / 4, "fails"),
        (least - F(1, 1000), "undecided"),
        (least + F(1, 1000), "stands"),
    )
    for price, verdict in prices:
        poorer = FUNDS.moved({"compact.transfer.0.price_one_off": price})
        context = context_of(poorer, Recorder(), brief=True)
        assert evaluate(context, "terms").verdict == verdict
        assert context.gains == gains(for_funds(price))
