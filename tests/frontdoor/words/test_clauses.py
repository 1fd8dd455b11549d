"""What is said of clauses that could repair a deal is so."""

import re
from fractions import Fraction

import pytest

from intercity.topics.clauses.clause import (
    Amount,
    AtSigning,
    Enforcement,
    Mark,
    NoLawfulClause,
    Price,
    RefundShare,
    ReturnBonus,
    SidePayment,
    WhichRefund,
    WhichTransfer,
    WhyNot,
)
from intercity.topics.clauses.english import (
    loses_words,
    own_rate_words,
    remedy_words,
    repair_words,
    which_words,
)
from intercity.topics.outcome import Repair
from intercity.words.english import English
from tests.frontdoor.words.facts import facts

F = Fraction
PARTIES = {"giver": "Ost", "taker": "West"}


def transfer(*marks, resource="land", unit="mu", **given):
    return facts(WhichTransfer, resource=resource, unit=unit, **PARTIES, marks=marks, **given)


def refund(*marks, **given):
    return facts(
        WhichRefund, base="rent", payer="Ost", payee="West", first=2, last=5, marks=marks, **given
    )


def payment(**given):
    paid = {"a_year": 2, "payers": ("Ost",), "payees": ("West",), "lowest": 2, "highest": 2}
    return facts(SidePayment, **{**paid, **given})


def told(*clauses, **given):
    return repair_words(Repair(clauses=clauses, **given))


def short(*clauses):
    return remedy_words(Repair(clauses=clauses))


# --------------------------------------------------------------- each clause


@pytest.mark.parametrize(
    ("lowest", "highest", "range_", "one"),
    [
        (2, 4, "from 2.0 to 4.0", "3.0"),
        (3, 3, "of 3.0", "3.0"),
        (None, None, "of 3.0", "3.0"),
        (None, 4, "from 3.0 to 4.0", "3.0"),
        (2, None, "from 2.0 to 3.0", "3.0"),
        (F(2999, 1000), F(4001, 1000), "from 3.0 to 4.0", "3.0"),
    ],
)
def test_a_price(lowest, highest, range_, one):
    clause = facts(Price, transfer=transfer(unit="sites"), price=3, lowest=lowest, highest=highest)
    assert told(clause) == f"a price {range_} per site of land, paid once"
    assert short(clause) == f"a price of {one} per site of land, paid once"


def test_which_of_several_prices_it_is_goes_before_how_it_is_paid():
    later = transfer(Mark.PARTIES, Mark.YEAR, resource="quota", year=3)
    clause = facts(Price, transfer=later, price=9)
    assert short(clause) == "a price of 9.0 per mu (Ost to West, in year 3)"
    assert "per mu of quota (Ost to West, in year 3), paid once" in told(clause)


def test_terms_without_known_ends_are_rounded_no_nearer_to_the_signed_ones():
    """Of several that are open, less than what was found would not do."""
    dearer = facts(Price, transfer=transfer(), price=F("0.03398784"), signed=0)
    cheaper = facts(Price, transfer=transfer(), price=F("0.2561"), signed=1)
    more = facts(RefundShare, refund=refund(), share=F("0.40049"), signed=F(1, 4))
    assert [told(one).split(" per ")[0] for one in (dearer, cheaper)] == [
        "a price of 0.034", "a price of 0.25",
    ]  # fmt: skip
    assert short(cheaper).startswith("a price of 0.25 ")
    assert told(more).startswith("give West 40.1% ")


@pytest.mark.parametrize(
    ("lowest", "highest", "share"),
    [(None, None, "40.0%"), (F(2, 5), F(1, 2), "40.0%"), (F(8001, 20000), None, "40.1%"),
     (None, F(7999, 20000), "39.9%")],
)  # fmt: skip
def test_a_share_of_a_refund(lowest, highest, share):
    near = {"40.1%": F(8001, 20000), "39.9%": F(7999, 20000)}.get(share, F(2, 5))
    clause = facts(
        RefundShare, refund=refund(), share=near, signed=F(1, 4), lowest=lowest, highest=highest
    )
    assert told(clause) == f"give West {share} of the rent in place of 25%"
    assert short(clause) == f"give West {share} of the rent"


@pytest.mark.parametrize(
    ("given", "money"),
    [
        ({}, "a side payment of 2.0"),
        ({"further": True}, "a further side payment of 2.0"),
        ({"a_year": F(201, 100), "lowest": F(201, 100), "highest": None}, "a side payment of 2.1"),
        ({"a_year": F(201, 100), "lowest": None, "highest": None}, "a side payment of 2.1"),
        ({"a_year": F(201, 100), "lowest": 2, "highest": 3}, "a side payment of 2.0"),
    ],
)
def test_a_side_payment(given, money):
    clause = payment(**given)
    assert told(clause) == short(clause) == f"{money} a year from Ost to West"


def test_a_payment_and_what_is_promised_that_have_to_be_enforced():
    backed = "enforced by a court or guaranteed by the province"
    paid = payment(enforced=True)
    assert told(paid) == f"a side payment of 2.0 a year from Ost to West, {backed}"
    assert short(paid) == "an enforced payment of 2.0 a year from Ost to West"
    more = payment(enforced=True, further=True)
    assert short(more) == "a further enforced payment of 2.0 a year from Ost to West"
    rent = Enforcement(promise="refund", payer="Ost", payee="West", base="rent")
    bare = Enforcement(promise="payment", payer="Ost", payee="West")
    pool = Enforcement(promise="pool")
    for one, what in (
        (rent, "what Ost pays West of the rent"),
        (bare, "what Ost pays West"),
        (pool, "the pool of tax"),
    ):
        assert told(one) == f"have a court enforce, or the province guarantee, {what}"
        assert short(one) == f"enforce {what.removesuffix(' of the rent')}"
    long = Enforcement(promise="payment", payer="O" * 60, payee="West")
    assert short(long) == "enforce what is promised"


@pytest.mark.parametrize(
    ("size", "signed", "moved"),
    [
        (F(401, 100), 9, "4.0"),
        (F(401, 100), 3, "4.1"),
        (F(399, 100), 9, "3.9"),
        (F(399, 100), 3, "4.0"),
        (7, 7, "7"),
    ],
)
def test_an_amount_is_not_rounded_towards_the_signed_one(size, signed, moved):
    clause = facts(Amount, transfer=transfer(), amount=size, signed=signed)
    assert told(clause) == f"move the amount of land from {signed} to {moved}"
    assert short(clause) == f"hand over {moved} mu of land in place of {signed}"


def test_no_amount_leaves_the_transfer_out():
    clause = facts(Amount, transfer=transfer(unit=""), amount=0, signed=9)
    assert told(clause) == short(clause) == "leave out the transfer of land"
    some = facts(Amount, transfer=transfer(unit=""), amount=1, signed=9)
    assert short(some) == "hand over 1 unit of land in place of 9"


def test_a_bonus_and_what_is_handed_over_at_signing():
    bonus = facts(ReturnBonus, payer="Ost", a_year=2)
    assert told(bonus) == short(bonus) == "a bonus of 2.0 a year for each return to Ost"
    early = AtSigning(transfers=(transfer(),))
    assert told(early) == "hand over at signing, for the same price, what comes later"
    assert short(early) == "hand over at signing what comes later"


def test_one_of_several_ways():
    assert told(payment(), unique=False) == (
        "a side payment of 2.0 a year from Ost to West, one of several ways"
    )
    assert told(payment(), payment()).count("a side payment") == 2


def test_what_is_too_long_for_a_line_is_counted_and_then_told_without_names():
    early = AtSigning(transfers=())
    first = "hand over at signing what comes later"
    assert short(early, payment()) == f"{first} and 1 more"
    assert short(early, payment(), payment()) == f"{first} and 2 more"
    long = payment(payers=("O" * 30,))
    assert short(long) == "a side payment of 2.0 a year"
    assert short(long, payment()) == "a side payment of 2.0 a year and 1 more"
    bare = {
        facts(Price, transfer=transfer(resource="q" * 60), price=3): "a price of 3.0 per mu, paid "
                                                                     "once",
        facts(RefundShare, refund=refund(), share=F(2, 5)): "",
        facts(ReturnBonus, payer="O" * 60, a_year=2): "a bonus of 2.0 a year for each return",
        facts(Amount, transfer=transfer(resource="q" * 60), amount=2, signed=9): "hand over 2 mu in"
                                                                                " place of 9",
        facts(Amount, transfer=transfer(resource="q" * 60), signed=9): "leave out the transfer",
    }  # fmt: skip
    for clause, bare_words in bare.items():
        assert not bare_words or short(clause) == bare_words


def test_a_refund_to_a_city_whose_name_is_too_long():
    to = facts(WhichRefund, base="rent", payer="Ost", payee="W" * 60)
    clause = facts(RefundShare, refund=to, share=F(2, 5))
    assert short(clause) == "give back 40.0% of the rent"


# --------------------------------------------------------------- which one


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (transfer(), ""),
        (None, ""),
        (transfer(Mark.PARTIES, Mark.YEAR), " (Ost to West, at signing)"),
        (transfer(Mark.YEAR, year=2), " (in year 2)"),
        (transfer(Mark.PRICE, price=3), " (at 3.0 each)"),
        (transfer(Mark.PRICE), " (free)"),
        (transfer(Mark.REVERSIBLE, reversible=True), " (reversible)"),
        (transfer(Mark.REVERSIBLE), " (for good)"),
        (refund(Mark.PARTIES), " (paid by Ost in years 2 to 5)"),
        (refund(Mark.ENFORCEABLE), " (a promise)"),
        (refund(Mark.ENFORCEABLE, enforceable=True), " (enforceable)"),
        (refund(Mark.ENFORCEABLE, guaranteed=True), " (guaranteed)"),
    ],
)
def test_which_of_several_like_clauses(one, told):
    assert which_words(one) == told


# --------------------------------------------------------------- none that is lawful


def no_clause(**given):
    return facts(NoLawfulClause, reason=WhyNot.NONE_IS_ENOUGH, **{"outside": 3, **given})


def test_the_money_that_it_takes_from_outside():
    assert repair_words(no_clause()) == "none that is lawful: it takes 3.0 a year from outside"
    assert remedy_words(no_clause()) == "none by a clause without 3.0 a year from outside"
    bound = no_clause(bound=True)
    assert repair_words(bound).endswith(": it takes at most 3.0 a year from outside")
    assert remedy_words(bound) == "no clause; at most 3.0 a year from outside would do"
    tried = repair_words(no_clause(tried=(Price.kind, Amount.kind)))
    assert tried == (
        "none that is lawful: no price or amount alone does it; with the one that helps most it "
        "takes 3.0 a year from outside (several together: intercity amend)"
    )


def test_several_kinds_are_listed():
    told = repair_words(no_clause(tried=(Price.kind, RefundShare.kind, Amount.kind)))
    assert ": no price, share or amount alone does it; with the one that" in told


def test_what_was_not_tried_may_do_it():
    one = no_clause(tried=(Price.kind,), untried=(Amount.kind,), unused=2)
    assert repair_words(one) == (
        "none was found: no price alone does it, and other amounts to be handed over were not "
        "tried; with the best that was tried it takes at most 3.0 a year from outside (several "
        "together: intercity amend). Members could make 2.0 a year more together, which the deal "
        "leaves unused"
    )
    alone = repair_words(no_clause(untried=(Amount.kind,)))
    assert alone.startswith(
        "none was found: other amounts to be handed over were not tried; it takes at most 3.0 "
    )
    assert remedy_words(one) == "no clause found; at most 3.0 a year from outside would do"
    dated = facts(Amount, transfer=transfer(), amount=7, signed=F("0.1255"))
    for count in (1, 2):  # what is not below was not ruled out
        assert "no clause below repairs" in English().failing(count, 0)
    assert told(dated) == "move the amount of land from 0.1255 to 7"


@pytest.mark.parametrize(("unused", "left"), [(2, "2.0"), (F(1, 2), "0.5"), (0, ""), (None, "")])
def test_what_the_deal_leaves_unused(unused, left):
    told = repair_words(no_clause(unused=unused))
    unused = (
        f"Members could make {left} a year more together, which the deal leaves unused, but no "
        "clause alone both makes that and shares it so that each has enough"
    )
    assert told.endswith(unused if left else "from outside")


@pytest.mark.parametrize("given", [{"reason": WhyNot.FIRST_DECIDES}, {"outside": None}])
def test_what_comes_first_decides(given):
    found = facts(NoLawfulClause, **{"reason": WhyNot.NONE_IS_ENOUGH, "outside": 3, **given},
                  cities=("Ost",))  # fmt: skip
    assert repair_words(found) == (
        "undecided: to Ost later years count for nothing, so that what comes first decides"
    )
    assert remedy_words(found) == "undecided, as later years count for nothing"
    assert remedy_words(None) == ""


# --------------------------------------------------------------- at a city's own rate


@pytest.mark.parametrize(
    ("loss", "discount", "told"),
    [
        (3, F(9, 10), "Ost would lose 3.0 a year"),
        (F(1, 2), F(9, 10), "Ost would lose 0.5 a year"),
        (-3, F(9, 10), "Ost would gain 3.0 a year"),
        (0, F(9, 10), "Ost would gain 0 a year"),
        (3, F(0), "Ost would lose 3.0 at first"),
    ],
)
def test_what_a_city_would_lose_or_gain(loss, discount, told):
    assert loses_words("Ost", F(loss), discount) == told


@pytest.mark.parametrize(
    ("gain", "own", "told"),
    [
        (3, 2, ""),
        (3, 0, ""),
        (0, 2, ""),
        (-3, 0, ""),
        (-3, 2, "would gain 2.0"),
        (-3, F(1, 2), "would gain 0.5"),
        (-F(1, 2), 2, "would gain 2.0"),
        (F(1, 2), 2, ""),
        (3, -2, "would lose 2.0"),
        (-3, -2, "would lose 2.0"),
        (-3, -3, ""),
        (F("-3.01"), -3, ""),
    ],
)
def test_who_loses_only_at_one_of_two_rates(gain, own, told):
    words = own_rate_words({"Ost": F(gain)}, {"Ost": F(own)}, {"Ost": F(9, 10)})
    assert words == (
        told and f"at its own discount factor (1 a year later is worth 0.90) Ost {told} a year"
    )


def test_what_comes_first_is_told_beside_as_much_a_year():
    words = own_rate_words({"Ost": F(-3)}, {"Ost": F(-3)}, {"Ost": F(0)})
    assert words.endswith("Ost would lose 3.0 at first")


@pytest.mark.parametrize(
    ("price", "exactly"), [(F(1, 3), " (no rounded number does)"), (F(1, 4), "")]
)
def test_a_price_that_no_decimal_is_cannot_be_signed_rounded(price, exactly):
    """The price of a deal that is about 0.333333 was told to be mended by one of about 0.333333."""
    ends = {"price": price, "lowest": price, "highest": price}
    signed = F("0.333333")
    words = told(facts(Price, transfer=transfer(), signed=signed, **ends))
    assert words.endswith(f"paid once{exactly}")
    assert F(re.search(r"[\d.]+", words)[0]) != signed


def test_a_payment_or_a_share_that_no_decimal_is():
    third = {"lowest": F(1, 3), "highest": F(1, 3)}
    assert told(payment(a_year=F(1, 3), **third)).endswith("to West (no rounded number does)")
    assert told(facts(RefundShare, refund=refund(), share=F(1, 3), signed=F(1, 5), **third)) == (
        "give West about 33.3333% of the rent in place of 20% (no rounded number does)"
    )


def test_of_clauses_that_change_together_each_may_have_a_rounded_number():
    third = {"price": F(1, 3), "lowest": F(1, 3), "highest": F(1, 3)}
    price = facts(Price, transfer=transfer(), signed=F(0), **third)
    assert "rounded" not in told(price, price)
