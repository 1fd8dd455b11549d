"""What is said of what there is to share is so."""

import pytest

from intercity.topics.outcome import NoRepair
from intercity.topics.surplus.bottleneck import Bottleneck
from intercity.topics.surplus.check import SurplusOutcome, WhyNot, WithoutPlatforms
from intercity.topics.surplus.english import line, repair, says
from intercity.topics.surplus.parts import BestParts
from tests.frontdoor.words.facts import facts

TWO, THREE = ("Ost", "West"), ("Ost", "West", "Nord")


def shared(members=TWO, cities=TWO, gain=4, of_all=9, **given):
    gains = {"gain_of_members": gain, "gain_of_all": of_all}
    return facts(SurplusOutcome, members=members, cities=cities, **gains, **given)


@pytest.mark.parametrize(
    ("members", "cities", "told"),
    [
        (TWO, TWO, "9.0 to be gained by both together over"),
        (THREE, THREE, "9.0 to be gained among all 3 over"),
        (TWO, THREE, "4.0 to be gained by Ost and West, 9.0 among all 3, over"),
    ],
)
def test_what_all_gain_and_what_members_do(members, cities, told):
    assert says(shared(members, cities)).startswith(told)
    saved = says(shared(members, cities, costs=True))
    assert saved.startswith(told.replace("to be gained", "saved"))


def test_many_are_not_said_to_gain_together_where_fewer_might_do():
    assert line(shared(THREE, THREE)) == "Ost, West and Nord can gain 4.0"


GROUPS = (("Ost", "West"), ("Nord", "Sud"))
FOUR = ("Ost", "West", "Nord", "Sud")


def in_groups(*groups, unique=True):
    return facts(BestParts, groups=groups, unique=unique)


def test_groups_that_are_some_of_several_are_told_as_such():
    pair = in_groups(("Ost", "West"), unique=False)
    some = shared(THREE, THREE, parts=pair, parts_of_all=pair)
    assert says(some) == (
        "9.0 to be gained in smaller groups, such as {Ost, West}, over what each has alone"
    )
    assert line(some) == "Ost, West and Nord can gain 4.0, in smaller groups"


def test_what_is_gained_in_groups_is_not_gained_by_all_together():
    apart = shared(FOUR, FOUR, parts=in_groups(*GROUPS), parts_of_all=in_groups(*GROUPS))
    groups = "{Ost, West} and {Nord, Sud}"
    assert says(apart) == f"9.0 to be gained in the groups {groups}, over what each has alone"
    assert line(apart) == f"{groups} can gain 4.0"
    one = shared(FOUR, FOUR, parts=in_groups(*GROUPS[:1]), parts_of_all=in_groups(*GROUPS[:1]))
    assert says(one).startswith("9.0 to be gained by Ost and West together, as much as by all 4,")
    assert line(one) == "Ost and West can gain 4.0 together"
    some = shared(THREE, FOUR, parts=in_groups(*GROUPS[:1]), parts_of_all=in_groups(*GROUPS))
    assert says(some).startswith(
        "4.0 to be gained by Ost, West and Nord in the group {Ost, West}, "
        f"9.0 by all 4 in the groups {groups}, over"
    )
    all_of_them = shared(FOUR, FOUR, parts=in_groups(FOUR), parts_of_all=in_groups(FOUR))
    assert says(all_of_them).startswith("9.0 to be gained by all 4 together over")
    assert line(all_of_them) == "Ost, West, Nord and Sud can gain 4.0 together"


def test_groups_with_long_names_are_counted():
    long = (("Ost" * 20, "West"), ("Nord" * 9, "Sud"))
    cities = (*long[0], *long[1])
    found = shared(cities, cities, parts=in_groups(*long), parts_of_all=in_groups(*long))
    assert says(found).startswith("9.0 to be gained in smaller groups (--json has them), over")
    assert line(found) == "the 4 cities can gain 4.0, in 2 groups"
    one = shared(cities, cities, parts=in_groups(cities[:3]))
    assert line(one) == "3 cities can gain 4.0 together"


def test_a_gain_a_loss_and_neither():
    assert line(shared(yearly=True)) == "Ost and West can gain 4.0 a year together"
    assert line(shared(costs=True)) == "Ost and West can save 4.0 together"
    assert line(shared(gain=1)) == "Ost and West can gain 1.0 together"
    assert line(shared(gain=0)) == "Ost and West can gain nothing together"
    assert line(shared(gain=-4)) == "Ost and West would lose 4.0 by acting together"
    assert line(shared(("Ost" * 20, "West"))) == "the 2 cities can gain 4.0 together"
    assert says(shared(gain=-4)) == "Ost and West would lose 4.0 by acting together"
    assert says(shared(gain=0)).startswith("9.0 to be gained")


@pytest.mark.parametrize(
    ("without", "cities", "told"),
    [
        (4, TWO, "All of it can be had without a platform"),
        (0, TWO, "All of it needs a platform"),
        (1, TWO, "25% of it can be had without a platform"),
        (1, THREE, "25% of what Ost and West gain can be had without a platform"),
        (-1, TWO, "Without any platform they would have 1.0 less than each has alone"),
    ],
)
@pytest.mark.parametrize("name", ["platform", "park"])
def test_what_needs_a_platform(without, cities, told, name):
    without = facts(WithoutPlatforms, gain=without, parks=name == "park")
    said = says(shared(TWO, cities, without_platforms=without))
    assert said.endswith(told.replace("platform", name))


@pytest.mark.parametrize(
    ("unit", "told"),
    [("mu", "3.0 mu of land"), ("", "3.0 land"), ("units", "3.0 land"), ("land", "3.0 land")],
)
def test_the_bottleneck_and_what_one_per_cent_more_of_it_adds(unit, told):
    scarce = facts(Bottleneck, resource="land", unit=unit, owner="Ost", more=3, adds=2)
    assert says(shared(bottleneck=scarce)).endswith(
        f". The bottleneck is land of Ost: 1% more of it ({told}) would add 2.0 a year to the gain"
        " of all"
    )


def test_what_is_not_counted_and_that_nothing_repairs_it():
    assert ". Not counted in it: 3.0 a year that" in says(shared(borne_by_firms=3))
    assert "counted" not in says(shared())
    nothing = NoRepair(reason=WhyNot.NOTHING_TO_SHARE)
    assert repair(shared(repair=nothing)) == "none: there is nothing to share"
    assert repair(shared()) == ""


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ((("land", "West"),), "land of West"),
        ((("land", "West"), ("ore", "Ost")), "land of West and ore of Ost"),
        (tuple(("land", f"C{k}") for k in range(5)), "5 others that are owned (--json has them)"),
    ],
)
def test_of_several_of_which_more_adds_as_much_none_is_the_bottleneck(others, told):
    scarce = facts(
        Bottleneck, resource="land", owner="Ost", more=3, adds=2, equal_bottlenecks=others
    )
    said = says(shared(bottleneck=scarce))
    assert ". A bottleneck is land of Ost: 1% more of it" in said
    assert said.endswith(f" to the gain of all, as would 1% more of {told}")
