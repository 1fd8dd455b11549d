"""What is said of pairs of hubs and cities is so."""

from fractions import Fraction

import pytest

from intercity.topics.outcome import NoRepair, Repair
from intercity.topics.pairing.check import (
    BestPairing,
    Centre,
    Held,
    NewPairs,
    PairingOutcome,
    PairPayments,
    StablePairs,
    WhyNot,
)
from intercity.topics.pairing.english import clause, headline, line, remedy, repair, says
from mechanisms.pairing.mandated_pairing import BlockingPair
from tests.frontdoor.words.facts import facts

F = Fraction
MANDATED = {"a": "Hub", "b": "Port"}
OTHER = {"a": "Port", "b": "Hub"}


def best(worth=9):
    return facts(BestPairing, pairs=OTHER, worth=worth)


def pair(hub, city, together=2, *, unpaid=False, consent=False):
    """``unpaid``: both gain though neither pays the other."""
    of_city = F(together, 2) if unpaid else F(-1)
    gains = {"hub_gain": together - of_city, "city_gain": of_city}
    return facts(BlockingPair, hub=hub, city=city, needs_consent=consent, **gains)


def mandate(*leavers, held=Held.NOT, worth=6, may_pay=True, **given):
    found = {"mandated": MANDATED, "best": best(), "worth": worth, **given}
    return facts(PairingOutcome, blocking=leavers, held=held, may_pay=may_pay, **found)


def free(may_pay=False, **given):
    found = {"best": best(), "held": Held.FREELY, **given}
    return facts(PairingOutcome, may_pay=may_pay, **found)


def stable(worth=7, among=None, **given):
    return facts(StablePairs, pairs=MANDATED, worth=worth, among=among, **given)


# --------------------------------------------------------------- left to themselves

MOST = "a with Port and b with Hub make most, 9.0 a year"
THEY = "left to themselves a with Hub and b with Port make 7.0 a year, "
LASTS = " that nobody would leave without payments"


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (free(may_pay=True), (
            f"left to themselves {MOST}, and payments exist at which nobody leaves")),
        (free(), f"{MOST}; whether that lasts if nobody may pay is not computed"),
        (free(stable=stable()), f"{THEY}one{LASTS}; {MOST}"),
        (free(stable=stable(), best=best(7)), f"{THEY}one{LASTS}"),
        (free(stable=stable(among=1, best_for_cities=True)), f"{THEY}the only one{LASTS}; {MOST}"),
        (free(stable=stable(among=2, best_for_cities=True)), (
            f"{THEY}for every city at least as good as any other pairing of the 2{LASTS}; {MOST}")),
        (free(stable=stable(best_for_cities=True)), (
            f"{THEY}for every city at least as good as any other pairing{LASTS}; {MOST}")),
        (free(stable=stable(among=2)), f"{THEY}which makes most of the 2{LASTS}; {MOST}"),
    ],
)  # fmt: skip
def test_pairs_that_are_left_to_themselves(found, told):
    assert headline(found) == says(found) == told


def test_what_pairs_that_are_left_to_themselves_make():
    assert line(free()) == "left to themselves, the pairs make 9.0 a year"
    assert line(free(stable=stable())) == "left to themselves, the pairs make 7.0 a year"


# --------------------------------------------------------------- as mandated

LESS = "the mandated pairs make 6.0 a year, a with Port and b with Hub would make 9.0. "


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (mandate(held=Held.FREELY), f"{LESS}Nobody would leave for another"),
        (mandate(held=Held.FREELY, worth=9), (
            "the mandated pairs make 9.0 a year, the most that any pairing can. Nobody would "
            "leave for another")),
        (mandate(pair("Hub", "b"), may_pay=False), (
            f"{LESS}Nobody would leave for another without being paid to")),
        (mandate(pair("Hub", "b")), (
            f"{LESS}Hub and b gain 2.0 by leaving for each other, if one pays the other")),
        (mandate(pair("Hub", "b", unpaid=True)), (
            f"{LESS}Hub and b gain 2.0 by leaving for each other")),
        (mandate(pair("Hub", "b", unpaid=True), may_pay=False), (
            f"{LESS}Hub and b gain 2.0 by leaving for each other")),
        (mandate(pair("Hub", "b", unpaid=True), pair("Port", "a", 1)), (
            f"{LESS}2 pairs gain by leaving for each other, some only if one pays the other, "
            "Hub and b 2.0 and Port and a 1.0")),
        (mandate(pair("Hub", "b"), pair("Port", "a", 1)), (
            f"{LESS}2 pairs gain by leaving for each other, if one pays the other, Hub and b "
            "2.0 and Port and a 1.0")),
        (mandate(*[pair("Hub", c, unpaid=True) for c in "bcd"]), (
            f"{LESS}3 pairs gain by leaving for each other, Hub and b 2.0, Hub and c 2.0 and "
            "Hub and d 2.0")),
        (mandate(*[pair("Hub", c, unpaid=True) for c in "bcde"]), (
            f"{LESS}4 pairs gain by leaving for each other, first of all Hub and b 2.0, Hub "
            "and c 2.0 and Hub and d 2.0")),
        (mandate(better_alone={"a": 3, "b": 1}), (
            f"{LESS}Nobody would leave for another. By having nobody instead a would gain 3.0 "
            "and b 1.0")),
        (mandate(pair("Hub", "b", unpaid=True), consent=True), (
            f"{LESS}Hub and b gain 2.0 by leaving for each other. Hub and b need nobody's "
            "consent")),
        (mandate(*[pair("Hub", c, unpaid=True) for c in "bcde"], consent=True), (
            f"{LESS}4 pairs gain by leaving for each other, first of all Hub and b 2.0, Hub "
            "and c 2.0 and Hub and d 2.0. Hub and b, Hub and c and Hub and d need nobody's "
            "consent")),
    ],
)  # fmt: skip
def test_what_mandated_pairs_make_and_who_would_leave_them(found, told):
    assert headline(found) == told


def consented(**given):
    return mandate(pair("Hub", "b", unpaid=True, consent=True), held=Held.BY_CONSENT, consent=True,
                   **given)  # fmt: skip


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (consented(may_pay=False), (
            "Only the province's consent, or money from outside, holds the pairs")),
        (consented(holding_payments={"a": 2, "b": -1, "c": 0}), (
            "The province's consent holds the pairs, as payments would: a pays 2.0 and b "
            "is paid 1.0 a year")),
        (consented(holding_payments={"a": F(1, 2), "b": -3}, side_payment_limit=1), (
            "The province's consent holds the pairs, as payments would: a pays 0.5 and b "
            "is paid 3.0 a year; as the law allows 1.0 a year between city budgets, the rest has "
            "to be in prices of what partners hand over")),
        (consented(holding_payments={"a": F(1, 2)}), (
            "The province's consent holds the pairs, as payments would: a pays 0.5 a year")),
        (consented(), (
            "Only the province's consent, or 3.0 a year from outside for those with no other "
            "partner, holds the pairs")),
        (consented(worth=F("5.996")), (
            "Only the province's consent, or 3.01 a year from outside for those with no other "
            "partner, holds the pairs")),
        (consented(has_credit=True), (
            "Only the province's consent, or 3.0 a year from outside in place of the credits "
            "for those with no other partner, holds the pairs")),
    ],
)  # fmt: skip
def test_what_holds_pairs_that_some_would_leave(found, told):
    assert headline(found).endswith(f"leaving for each other. {told}")


# --------------------------------------------------------------- in a line


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (mandate(held=Held.FREELY), "nobody would leave the mandated pairs, which make 6.0 a year"),
        (mandate(pair("Hub", "b"), pair("Port", "a", 3)), (
            "Port and a gain 3.0 a year by leaving for each other")),
        (mandate(pair("Hub", "b"), better_alone={"a": 3}), "a gains 3.0 a year by having nobody"),
        (mandate(pair("Hub", "b"), better_alone={"a": 3}, consent=True), (
            "Hub and b gain 2.0 a year by leaving for each other")),
        (mandate(pair("Hub", "b", 5, consent=True), pair("Port", "a"), consent=True), (
            "Port and a gain 2.0 a year by leaving for each other")),
        (mandate(pair("H" * 60, "b")), "2.0 a year to gain by leaving a mandated pair"),
        (consented(), (
            "Hub and b would gain 2.0 a year by leaving, but need the province's consent")),
        (consented(better_alone={"a": 3}), (
            "a would gain 3.0 a year by leaving, but needs the province's consent")),
        (mandate(pair("H" * 12, "b", consent=True), held=Held.BY_CONSENT), (
            f"{'H' * 12} and b would gain 2.0 a year by leaving, but need consent")),
        (mandate(pair("H" * 60, "b", consent=True), held=Held.BY_CONSENT), (
            "a pair would gain 2.0 a year by leaving, but needs the province's consent")),
    ],
)  # fmt: skip
def test_who_gains_most_by_leaving(found, told):
    assert line(found) == told


# --------------------------------------------------------------- one centre against several


@pytest.mark.parametrize(
    ("may_pay", "worths", "told"),
    [
        (True, (8, 10), (
            "with Hub as the only hub all make 8.0, of which it can take 50%; beside the "
            "others it can take 20% of 10.0")),
        (False, (8, 10), (
            "if pairs could pay each other, with Hub as the only hub all make 8.0, of which "
            "it can take 50%; beside the others it can take 20% of 10.0")),
        (True, (0, 0), (
            "with Hub as the only hub all make 0, of which it can take nothing; beside the "
            "others it can take nothing of 0")),
    ],
)  # fmt: skip
def test_one_centre_against_several(may_pay, worths, told):
    alone, beside = worths
    centre = facts(Centre, hub="Hub", worth_alone=alone, takes_alone=4, worth_beside=beside,
                   takes_beside=2)  # fmt: skip
    found = mandate(held=Held.FREELY, may_pay=may_pay, centre=centre)
    assert says(found) == f"{headline(found)}; {told}"


# --------------------------------------------------------------- what repairs it


def mended(*clauses, **given):
    return mandate(pair("Hub", "b"), repair=Repair(clauses=clauses), **given)


def paid(**by):
    return facts(PairPayments, paid=by)


def pairs(**by):
    return facts(NewPairs, pairs=by)


@pytest.mark.parametrize(
    ("found", "told", "short"),
    [
        (mended(paid(a=2, b=-1, c=0)), (
            "the mandated pairs stay if a pays 2.0 and b is paid 1.0 a year"),
         "a pays 2.0 and b is paid 1.0 a year"),
        # Where one payment alone holds a pair, 2.3 in place of 2.25 does not.
        (mended(paid(a=F("2.25"), b=F("-0.125"))), (
            "the mandated pairs stay if a pays 2.25 and b is paid 0.125 a year"),
         "a pays 2.25 and b is paid 0.125 a year"),
        (mended(paid(a=2, b=-1, c=3)), (
            "the mandated pairs stay if a pays 2.0, b is paid 1.0 and c pays 3.0 a year"),
         "payments of 6.0 a year within pairs"),
        (mended(paid(**{"a" * 30: 2, "b" * 30: -1})), (
            f"the mandated pairs stay if {'a' * 30} pays 2.0 and {'b' * 30} is paid 1.0 a year"),
         "payments of 3.0 a year within pairs"),
        (mended(paid(a=0)), "the mandated pairs stay if nobody pays anything", (
            "nobody pays anything")),
        (mended(pairs(a="Port", b="Hub"), stable=stable(among=1)), (
            f"a with Port and b with Hub, the only one{LASTS}"), "pair a with Port and b with Hub"),
        (mended(pairs(a="Hub", b="Hub")), f"a with Hub and b with Hub, one{LASTS}", (
            "pair b with Hub")),
        (mended(pairs(a="Hub", b="Hub", c="Hub", d="Hub")), (
            f"a with Hub, b with Hub, c with Hub and d with Hub, one{LASTS}"),
         "pair 3 of the cities with other hubs"),
        (mended(pairs(**{"a" * 30: "Hub", "b" * 30: "Hub"})), (
            f"{'a' * 30} with Hub and {'b' * 30} with Hub, one{LASTS}"),
         "pair 2 of the cities with other hubs"),
        (mended(pairs(a="Hub")), f"a with Hub, one{LASTS}", "no hub for b"),
        (mended(pairs()), f"no pairs, one{LASTS}", "no hub for a and b"),
        (mended(pairs(), mandated=dict.fromkeys("abc", "Hub")), (
            f"no pairs, one{LASTS}"), (
            "no hub for 3 of the cities")),
        (mended(pairs(a="Port", b="Hub"), paid(a=2)), (
            "a with Port and b with Hub, where a pays 2.0 a year; or 3.0 a year from outside "
            "for those with no other partner to hold the mandated pairs"),
         "pair a with Port and b with Hub"),
    ],
)  # fmt: skip
def test_payments_or_other_pairs(found, told, short):
    assert (repair(found), remedy(found)) == (told, short)


def test_payments_of_which_there_are_others_are_told_as_such():
    several = Repair(clauses=(paid(a=2),), unique=False)
    assert "a pays 2.0 a year (half-way between" in repair(
        mandate(pair("Hub", "b"), repair=several)
    )
    none = Repair(clauses=(paid(a=0),), unique=False)
    assert "half-way" not in repair(mandate(pair("Hub", "b"), repair=none))


def test_why_nothing_is_proposed():
    none = mandate(pair("Hub", "b"), repair=NoRepair(reason=WhyNot.CROWDING))
    assert repair(none) == f"none computed: {WhyNot.CROWDING}"
    assert remedy(none) == remedy(free()) == repair(free()) == ""


@pytest.mark.parametrize(
    ("paid", "told"),
    [
        ({"a": 2, "b": -1, "c": 0}, "A pays its hub 2 a year, b is paid by its hub 1 a year"),
        ({"a": F(1, 2)}, "A pays its hub 0.5 a year"),
        ({}, ""),
    ],
)
def test_payments_as_they_are_written(paid, told):
    assert clause(facts(PairPayments, paid=paid)) == told
