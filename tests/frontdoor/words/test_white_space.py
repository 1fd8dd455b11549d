"""What is said of land left white is so."""

from fractions import Fraction

from intercity.topics.outcome import Repair
from intercity.topics.white_space.check import WhiteLand, WhiteSpaceOutcome
from intercity.topics.white_space.english import line, remedy, repair, says
from tests.frontdoor.words.facts import facts

FOUND = {
    "fixed_value": 10, "value": 13, "regret": 6, "regrets": {"boom": 5, "bust": 1},
    "avoided": 4, "option_cost": 1,
}  # fmt: skip


def test_white_land_that_pays_and_none_that_does():
    none = facts(WhiteSpaceOutcome, **FOUND)
    told = "the best fixed plan makes 10.0 a year on average, 6.0 less than with foresight (5.0 in "
    assert says(none) == (
        f"{told}boom, 1.0 in bust); no white land avoids more of it than waiting costs"
    )
    assert line(none) == "the best fixed plan makes 10.0 a year; waiting makes no more"
    assert repair(none) == remedy(none) == ""
    land = {"Ost": 3, "West": 2}
    mended = Repair(clauses=(facts(WhiteLand, amounts=land),))
    some = facts(WhiteSpaceOutcome, **FOUND, white=land, repair=mended)
    assert says(some).endswith(
        "; white land avoids 4.0 of it and costs 1.0, so that the plan makes 13.0"
    )
    assert line(some) == "white land would bring 3.0 a year more than a fixed plan"
    assert repair(some) == remedy(some) == "leave land white: 3 in Ost and 2 in West"
    until = says(facts(WhiteSpaceOutcome, **FOUND, white=land, break_even=2))
    assert until.endswith("; some white land pays until a unit of it costs 2.0 more")
    # At 0.13 more it would not.
    near = says(facts(WhiteSpaceOutcome, **FOUND, white=land, break_even=Fraction("0.1289")))
    assert near.endswith("; some white land pays until a unit of it costs 0.12 more")
