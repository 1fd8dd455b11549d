"""What is said of promises beyond what a member owns is so."""

from fractions import Fraction

from intercity.topics.consistency.check import (
    AdmitFewer,
    ConsistencyOutcome,
    Promised,
    PromiseLess,
)
from intercity.topics.consistency.english import line, remedy, repair, says
from intercity.topics.consistency.outside_supply import OutsideSupply
from intercity.topics.outcome import Repair
from tests.frontdoor.words.facts import facts

LAND = {"city": "Ost", "resource": "land", "unit": "mu"}
PROMISED = {**LAND, "promised": 9, "owned": 4, "beyond_owned": 5}


def beyond(**of):
    return facts(ConsistencyOutcome, beyond=(facts(Promised, **PROMISED, **of),))


def mended(*clauses):
    return facts(ConsistencyOutcome, repair=Repair(clauses=clauses))


def less(**of):
    return facts(PromiseLess, **LAND, **of)


def fewer(projects):
    return facts(AdmitFewer, park="Park", projects=projects)


def supply(**of):
    return repair(mended(less(amount=5, outside=facts(OutsideSupply, **of))))


def test_what_cannot_be_had_and_what_must_be_bought():
    short = beyond(lacking=3)
    assert says(short) == "Ost promises 9 mu of land and owns 4: 3 cannot be had"
    assert line(short) == "Ost lacks 3 mu of land that it promises"
    far = {**PROMISED, "city": "O" * 60}
    for lacking, told in ((3, "3 mu of land are lacking"), (1, "1 mu of land is lacking")):
        named = facts(Promised, **far, lacking=lacking)
        assert line(facts(ConsistencyOutcome, beyond=(named,))) == told
    bought = beyond(bought_for=2)
    assert says(bought).endswith(" owns 4: it must buy 5 on the exchange, 2.0 a year")
    assert line(bought) == "Ost must buy 5 mu of land to keep its word"
    assert line(facts(ConsistencyOutcome)) == "all that is promised is owned"


def test_who_promises_less_is_named_where_there_are_several():
    assert repair(mended(less(amount=5))) == "promise 5 mu of land less"
    assert repair(mended(fewer(3))) == "admit 3 projects fewer"
    assert repair(mended(less(amount=5), fewer(3))) == (
        "Ost promises 5 mu of land less. Admit 3 projects fewer to Park"
    )
    shared = less(amount=5, shares={"Park": 2, "Hub": 1})
    assert repair(mended(shared)).endswith(" less: in proportion 2 for Park, 1 for Hub")


def test_projects_are_rounded_up_and_one_is_one():
    assert remedy(mended(fewer(Fraction(201, 100)))) == "admit 2.1 projects fewer"
    assert remedy(mended(fewer(1))) == "admit 1 project fewer"


def test_what_is_promised_less_is_rounded_up():
    """Of 100 promised 66 2/3 are owned: after 33.3 less 0.03 would still be lacking."""
    third = mended(less(amount=Fraction(100, 3)))
    assert remedy(third) == repair(third) == "promise 33.4 mu of land less"


def test_a_remedy_that_is_too_long_counts_the_other_cuts():
    long = facts(PromiseLess, **{**LAND, "resource": "land" * 5}, amount=5)
    first = f"promise 5 mu of {'land' * 5} less"
    assert remedy(mended(long)) == first
    assert remedy(mended(long, long)) == f"{first}, and 1 more cut"
    assert remedy(mended(long, long, long)) == f"{first}, and 2 more cuts"


def test_what_cities_outside_the_deal_could_hand_over():
    assert supply(available=2, lot=1).endswith(
        "; cities outside the deal could hand over 2 of it at most"
    )
    sold = {"available": 9, "lot": 1, "price": 3, "cost": 8, "sellers": {"West": 2, "Nord": 3}}
    told = supply(**sold)
    assert told.endswith(
        "at a uniform price of 3.0 a year for each unit of land, 8.0 a year in all, West 2 and "
        "Nord 3 would be handed over (in lots of up to 1)"
    )
    assert supply(**sold, consent=True).endswith("1, and the province has to consent)")
    free = supply(**{**sold, "price": 0, "cost": 0})
    assert "West 2 and Nord 3 could be handed over, and nobody there would lose by it" in free
    unpriced = supply(**{**sold, "cost": None})
    assert "could hand over 9 of it at most" in unpriced
