"""What is said of a split that no group would leave is so."""

from dataclasses import replace
from fractions import Fraction

import pytest

from intercity.topics.all_together.check import (
    BarredGroup,
    BetterInParts,
    FineForLeaving,
    NoStableSplit,
    OutsideMoney,
    OwenPrice,
    StableSplit,
    Unclear,
)
from intercity.topics.all_together.cost_shares import Breach, SharedCost, Way, WayToShare
from intercity.topics.all_together.english import (
    WORDS,
    headline,
    line,
    remedy,
    repair,
    says,
    tables,
)
from intercity.topics.outcome import Repair, Undecided
from intercity.topics.words import undecided
from solvers.answer import Proof
from tests.frontdoor.words.facts import facts

F = Fraction
AB, CD = ("A", "B"), ("C", "D")
BREACH = facts(Breach, group=AB, gain=2)
PARTS = facts(BetterInParts, parts=(AB, CD), as_one=7)


def stable(**given):
    return facts(StableSplit, **given)


def unstable(groups=None, **given):
    groups = {AB: F(1), CD: F(1)} if groups is None else groups
    return facts(NoStableSplit, groups=groups, **given)


def way(one=Way.SHAPLEY, breach=None, **shares):
    return facts(WayToShare, way=one, shares=shares or {"A": 1, "B": 2}, breach=breach)


def ways(*each, **given):
    return facts(SharedCost, ways=each, **given)


# --------------------------------------------------------------- a split that holds


def test_the_city_of_which_the_split_leaves_most_open():
    found = stable(lowest={"A": 1, "B": 2}, highest={"A": 3, "B": 7})
    assert line(found) == "B has 2.0 to 7.0 in splits that no group would leave"
    swapped = stable(lowest={"A": 1, "B": 2}, highest={"A": 9, "B": 3}, yearly=True, costs=True)
    assert line(swapped) == "A pays 1.0 to 9.0 a year in splits that no group would leave"
    limited = replace(found, law_limits_money=True)
    assert line(limited) == (
        "if money could flow, B has 2.0 to 7.0 in splits that no group would leave"
    )
    assert "Each end of its ranges can be had, but not all together" in says(found)
    assert line(stable()) == "a split exists that no group would leave" == headline(found)


def test_a_city_alone_is_no_group_in_braces():
    """ "{A} would gain 2.0 by leaving" was told."""
    alone = facts(Breach, group=("A",), gain=2)
    (row,) = tables(stable(shared_cost=ways(way(breach=alone), platforms=("park",))))
    assert row.holds == "A would gain 2.0 by leaving"
    assert "A would do better by 2.0 alone" in says(stable(shapley=way(breach=alone)))
    assert "in each of {A, B} and C the" in says(unstable({AB: F(1, 2), ("C",): F(1, 2)}))


def test_a_search_that_ended_says_what_is_open_and_what_may_help():
    told = undecided(Undecided(reason=Unclear.SEARCH_ENDED), WORDS.reasons)
    assert told == (
        "the search ended before it was known whether a split exists that no group would leave; "
        "if --seconds cut it short, more of them may tell"
    )


def test_the_one_split():
    one = stable(lowest={"A": 1, "B": 2}, highest={"A": 1, "B": 2})
    assert line(one) == "A has 1.0 in the one split that no group would leave"
    assert "ranges" not in says(one)
    assert "ranges" not in says(stable(highest={"A": 1}))


def test_why_there_always_is_one():
    always = "There always is one, as every"
    assert f"{always} gain needs A. A deal can miss it" in says(stable(veto_player="A"))
    assert f"{always}thing scarce has an owner and no platform" in says(stable(all_owned=True))
    assert always not in says(stable())


def test_whether_lawful_contracts_reach_one():
    told = "awful contracts of all reach one"
    assert says(stable(lawful=True)).endswith(f". L{told}")
    assert says(stable(lawful=False)).endswith(f". Whether l{told} is undecided")
    assert "awful" not in says(stable())


def test_whether_the_shapley_value_is_one():
    told = "The Shapley value (each gets what it adds on average, in whatever order cities join) is"
    assert says(stable(shapley=way())).endswith(f"{told} one")
    assert says(stable(shapley=way(breach=BREACH))).endswith(
        f"{told} not one: {{A, B}} would do better by 2.0 alone"
    )
    assert "Shapley" not in says(stable())


def price(resource, site=None, least=2, most=2):
    return facts(OwenPrice, resource=resource, site=site, least=least, most=most)


@pytest.mark.parametrize(
    ("prices", "told"),
    [
        ((price("land", "A"), price("quota")), "2.0 a unit of quota"),
        ((price("land", "A"), price("land", "B")), "2.0 a unit of land in A"),
        ((price("land", most=3), price("quota")), (
            "2.0 to 3.0 a unit of land and 2.0 a unit of quota")),
        ((price("land", most=None),), "2.0 or more a unit of land"),
    ],
)  # fmt: skip
def test_prices_of_what_is_pooled_go_before_those_of_a_site(prices, told):
    said = says(stable(owen={"A": 1}, prices=prices))
    assert said.endswith(f"at Owen's prices: {told}")


def test_nothing_is_scarce():
    assert says(stable(owen={"A": 1})).endswith(". At Owen's prices nothing is scarce")
    assert "Owen" not in says(stable())


def test_money_that_the_law_limits_is_a_benchmark():
    head = "if money could flow freely between cities: "
    assert says(stable(law_limits_money=True)).startswith(f"{head}a split that nobody")
    assert says(unstable(law_limits_money=True)).startswith(f"{head}no split")


# --------------------------------------------------------------- none that holds


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ({AB: F(1), CD: F(1)}, "apart, as {A, B} and {C, D},"),
        ({AB: F(1, 2), CD: F(1, 2)}, "working 50% of the time in each of {A, B} and {C, D}"),
        ({AB: F(1, 2), CD: F(1)}, "with their time spread over {A, B} and {C, D}"),
        ({AB: F(2), CD: F(2)}, "working 200% of the time in each of {A, B} and {C, D}"),
        ({AB * 15: F(1), CD * 15: F(1), AB: F(1)}, "apart, as 3 groups (--json has them),"),
    ],
)
def test_in_which_groups_cities_would_do_better(groups, told):
    found = unstable(groups, groups_worth=9, worth=7)
    assert says(found) == (f"no split: {told} the cities would make 9.0, all together only 7.0")
    costly = replace(found, costs=True)
    assert says(costly) == f"no split: {told} the cities would cost 9.0, all together 7.0"


def test_sixty_names_are_told():
    names = tuple(f"c{i}" for i in range(30))
    assert "c29" in says(unstable({names: F(1), names[::-1]: F(1)}))
    assert "c29" not in says(unstable({names: F(1), names[::-1]: F(1), AB: F(1)}))


@pytest.mark.parametrize("found", [stable(), unstable()])
def test_parts_do_better_than_one(found):
    found = replace(found, better_in_parts=PARTS, worth=F(9))
    told = "The region does better in parts: as {A, B} and {C, D} it makes 9.0, as one 7.0"
    assert told in says(found)
    assert told.replace("makes", "costs") in says(replace(found, costs=True))
    assert "all together only" not in says(found)  # that is told of the parts, not of one
    several = replace(found, better_in_parts=replace(PARTS, unique=False))
    assert "as {A, B} and {C, D}, one of several best ways, it makes 9.0" in says(several)


def test_what_is_lacking():
    found = unstable(outside_money=3)
    assert line(found) == "no split of the gain keeps every group in: 3.0 is lacking"
    told = line(replace(found, costs=True, yearly=True))
    assert told == "no split of the cost keeps every group in: 3.0 a year is lacking"
    bounded = replace(found, proof=Proof("enclosed", radius=F(1, 100)))
    assert line(bounded) == "no split of the gain keeps every group in: at most 3.0 is lacking"


def fine(**given):
    return facts(FineForLeaving, fine=2, **given)


MONEY = facts(OutsideMoney, amount=3)


def priced(*clauses, **given):
    return unstable(repair=Repair(clauses=clauses), **given)


def test_the_prices_of_stability():
    assert repair(priced(fine(), MONEY)) == (
        "a fine of 2.0 on a group that leaves, or 3.0 of outside money"
    )
    found = priced(fine(between_parts=True), MONEY, yearly=True)
    assert repair(found) == (
        "a fine of 2.0 a year on each group that leaves, with payments between the parts, or 3.0 a "
        "year of outside money"
    )
    assert headline(found) == f"no split keeps every group in: it takes {repair(found)}"
    one, other = BarredGroup(group=AB), BarredGroup(group=CD)
    assert repair(priced(MONEY, one)).endswith(", or barring {A, B} from dealing apart")
    assert repair(priced(MONEY, one, other)) == (
        "3.0 of outside money, or barring one of {A, B} and {C, D} from dealing apart"
    )
    mended = Repair(clauses=(MONEY,))
    assert repair(stable(repair=mended)) == repair(unstable()) == remedy(unstable()) == ""


def test_the_fine_in_a_line():
    assert remedy(priced(MONEY, fine())) == "a fine of 2.0 on a group that leaves"
    assert remedy(priced(fine(between_parts=True), yearly=True)) == (
        "a fine of 2.0 a year for leaving; payments between parts"
    )


# --------------------------------------------------------------- shared costs


def test_ways_that_come_to_the_same_are_one_row():
    same = way(A=1, B=2), way(Way.SERIAL, A=1, B=2), way(Way.EQUAL, BREACH, A=2, B=1)
    first, second = tables(stable(shared_cost=ways(*same, platforms=("park",))))
    assert (first.way, first.shares) == ("Shapley value and serial, by use", "A 1.0, B 2.0")
    assert first.holds == "no group would leave"
    assert (second.way, second.holds) == ("equal", "{A, B} would gain 2.0 by leaving")
    assert tables(stable(shared_cost=ways(*same))) == tables(stable()) == ()


def test_what_platforms_cost():
    told = [
        says(stable(shared_cost=ways(platforms=p, cost=8))) for p in (("hub",), ("hub", "park"))
    ]
    assert told[0].endswith(". Ways to share what hub costs, 8.0 a year")
    assert told[1].endswith(". Ways to share what hub and park cost, 8.0 a year")
    honest = says(stable(shared_cost=ways(platforms=("hub",), honest_if_asked=True)))
    assert honest.endswith("at its Shapley share of this cost, nobody gains by a lie)")


SHARES = "Shapley shares"
EVEN = "equal shares ({A, B} would save 2.0 by leaving)"


@pytest.mark.parametrize(
    ("each", "told"),
    [
        ((way(),), f"{SHARES} are one"),
        ((way(), way(Way.EQUAL)), f"{SHARES} and equal shares are such splits"),
        ((way(), way(Way.EQUAL, BREACH)), f"{SHARES} are one. Not so {EVEN}"),
        ((way(Way.EQUAL, BREACH),), f"None of the usual ones is: {EVEN}"),
    ],
)
def test_which_of_the_usual_ways_hold(each, told):
    assert says(stable(shared_cost=ways(*each))).endswith(f". {told}")
    asked = says(stable(shared_cost=ways(*each, honest_if_asked=True)))
    assert asked.endswith("at its Shapley share, nobody gains by a lie")


def test_the_usual_way_that_comes_nearest():
    more = facts(Breach, group=CD, gain=5)
    found = unstable(shared_cost=ways(way(breach=more), way(Way.EQUAL, BREACH)))
    assert says(found).endswith(
        "equal shares come nearest: by leaving a group would save at most 2.0"
    )
