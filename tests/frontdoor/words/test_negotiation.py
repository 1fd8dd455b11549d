"""What is said of negotiated terms is so."""

import itertools
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest

from games.annuity import Annuity
from games.production import LinearProductionGame, Resource
from intercity.topics.negotiation.english import (
    as_signed_words,
    clause_name,
    clause_unit,
    negotiated_head,
    negotiated_lines,
    negotiated_table,
    solution_name,
    value_words,
)
from intercity.topics.negotiation.formula import Decides, Equation, GainLine, Reason, Solution
from intercity.topics.negotiation.negotiated import Agreed, Negotiated, OpenClause, OpenKind
from intercity.topics.negotiation.over_time import Schedule
from mechanisms.compact.clauses import Enclave, Incubation, Payment, Refund, Transfer
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import (
    Instrument,
    amount_of,
    payments_between,
    price_of,
    refund_share,
)
from tests.frontdoor.words.facts import facts

F = Fraction
EVEN, MIDDLE, NASH = Solution.EQUAL_GAINS, Solution.KALAI_SMORODINSKY, Solution.NASH
AT_SIGNING = "were all handed over at signing, "


def deal(*transfers, third=False, floor=0, returning=None, **given):
    """Uplands hands over quota to Harbour, in ten years at no interest; ``floor``: of a park."""
    cities = ("Harbour", "Uplands", "Valley") if third else ("Harbour", "Uplands")
    quota = Resource("quota", "tradable", {"Uplands": 250}, unit="mu")
    region = LinearProductionGame(cities, (quota,), ())
    each = Incubation(1, 0, 0, 0, 4, 0, 6, 2, 0, return_rate=F(1, 2))
    park = Enclave("park", "Harbour", "Uplands", "Uplands", "Uplands", 8, floor, 20, 0, each,
                   returns=returning)  # fmt: skip
    parks = (park,) if floor or returning is not None else ()
    refunds = (Refund("Harbour", "Uplands", share=F(1, 4), first=1, last=3),)
    moved = transfers or (Transfer("quota", "Uplands", "Harbour", 120, price=2),)
    found = {"refunds": refunds, "transfers": moved, **given}
    return EnclaveCompact(region, Annuity(10, 0), cities, parks, **found)


def later(year, **given):
    return deal(Transfer("quota", "Uplands", "Harbour", 120, price=2, when=year), **given)


DEAL = deal(floor=30)


def talks(
    compact=DEAL,
    *,
    plan=None,
    split=None,
    many=None,
    race=None,
    power=None,
    factors=None,
    out=False,
    above=None,
):
    """What words ask of the context of a check-up: a deal, and what is known around it."""
    region = SimpleNamespace(power=power or {}, discounts=factors or {})
    return SimpleNamespace(
        compact=compact, plan=plan, region=region, outsiders_split=split, among_many=many,
        members=() if compact is None else compact.members, once=lambda _: race,
        talks_without_outsiders=out, floor_above=above,
    )  # fmt: skip


def agreed(*values, gains=(3, 3), names=("Harbour", "Uplands"), **given):
    return lambda instruments: facts(
        Agreed,
        terms={one.name: F(x) for one, x in zip(instruments, values, strict=True)},
        gains=dict(zip(names, map(F, gains), strict=False)),
        **given,
    )


OPEN = {
    OpenKind.AMOUNT: (lambda compact: (amount_of(compact),), {"resource": "quota", "unit": "mu"}),
    OpenKind.SHARE: (lambda compact: (refund_share(compact),), {"base": "stay_tax"}),
    OpenKind.PRICE: (lambda compact: (price_of(compact),), {"resource": "quota", "unit": "mu"}),
    OpenKind.MONEY: (payments_between, {}),
    OpenKind.AMOUNT_AND_SHARE: (
        lambda compact: (amount_of(compact), refund_share(compact)),
        {"resource": "quota", "unit": "mu", "base": "stay_tax"},
    ),
}


def clause(kind, compact=DEAL, by=None, **given):
    """An open clause of a deal, and what is agreed ``by`` each solution."""
    made, named = OPEN[kind]
    instruments = made(compact)
    found = {solution: one(instruments) for solution, one in (by or {}).items()}
    return facts(OpenClause, kind=kind, instruments=instruments, agreed=found, **named, **given)


def table(one, compact=DEAL, signed=(1, 2), **known):
    gains = dict(zip(compact.members, map(F, signed), strict=False))
    return negotiated_table(talks(compact, **known), Negotiated((one,)), gains)


def lines(*clauses, compact=DEAL, schedule=None, **known):
    return list(negotiated_lines(talks(compact, **known), Negotiated(clauses, None, schedule)))


# --------------------------------------------------------------- on what it rests


@pytest.mark.parametrize(
    ("returning", "planned", "told"),
    [
        (0, 4, ""),
        (1, 1, "; 1 project returns"),
        (4, 4, "; 4 projects return"),
        (3, 4, "; 3 projects return, fewer than planned"),
        (5, 4, "; 5 projects return, more than planned"),
    ],
)
def test_on_what_all_but_the_amount_rests(returning, planned, told):
    context = talks(deal(returning=returning), plan=deal(returning=planned))
    assert as_signed_words(context) == f"All other clauses as signed{told}"
    assert as_signed_words(talks(None)) == "All other clauses as signed"


WITHOUT = "; what each could have without it"


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({}, ""),
        ({"race": object()}, ", the race going on"),
        ({"power": {"Harbour": F(2)}}, " (bargaining power: Harbour 2; 1 if not named)"),
        ({"compact": deal(returning=3)}, ", with 3 returning"),
        ({"compact": later(2)}, ", as if all were handed over at signing"),
        ({"split": {"Far": F(3), "Off": F(2)}}, (
            f"{WITHOUT} counts outsiders at their nucleolus (the group that is treated worst "
            "being treated as well as can be), Far 3.0 and Off 2.0")),
        ({"split": {"Far": F(3)}, "many": object()}, (
            f"{WITHOUT} is what it could if outsiders split stably, and ask members away "
            "least (--json has the split)")),
        ({"many": object()}, ""),
    ],
)  # fmt: skip
def test_what_the_table_tells(known, told):
    head = negotiated_head(talks(**{"compact": deal(), **known}))
    plain = [
        ("what Harbour and Uplands would gain over no deal (each as "
         "it is now"), (") if one clause were"
        " open"), ", the rest as signed", ", counted at the region's interest",
    ]  # fmt: skip
    for part in plain:
        assert part in head
        head = head.replace(part, "", 1)
    assert head == told


def test_without_a_deal_nothing_returns_and_nothing_comes_later():
    head = negotiated_head(talks(None))
    assert head.endswith(" if one clause were open, the rest as signed, counted at the region's "
                         "interest")  # fmt: skip


# --------------------------------------------------------------- the table


def test_the_table_of_an_amount():
    both = {EVEN: agreed(90), NASH: agreed(60, gains=(4, 2), lost={"Uplands": F(1)})}
    one = clause(OpenKind.AMOUNT, by=both)
    assert table(one, factors={"Uplands": F(9, 10)}) == (
        ("quota (q)", "", "per 1,000 m2", "Harbour", "Uplands", "because"),
        ("as signed", "120 mu", "4.0", "+1.0", "+2.0", ""),
        ("equal gains", "90 mu", "3.0", "+3.0", "+3.0", ""),
        ("Nash", "60 mu", "2.0", "+4.0", "+2.0", ("Uplands would lose 1.0 a year, at its own "
                                                "discount factor")),
    )  # fmt: skip
    two = {NASH: agreed(60, gains=(4, 2), lost={"Uplands": F(1), "Harbour": F(2)})}
    factors = {"Uplands": F(9, 10), "Harbour": F(9, 10)}
    assert table(clause(OpenKind.AMOUNT, by=two), factors=factors)[-1][-1] == (
        "Uplands would lose 1.0 a year and Harbour would lose 2.0 a year, each at its own "
        "discount factor"
    )
    bare = table(clause(OpenKind.AMOUNT, deal(), by=both), deal(), factors={"Uplands": F(9, 10)})
    assert bare[:2] == (
        ("quota (q)", "", "Harbour", "Uplands", "because"),
        ("as signed", "120 mu", "+1.0", "+2.0", ""),
    )


def test_the_table_of_a_price_and_of_a_share():
    price = table(clause(OpenKind.PRICE, by={EVEN: agreed(F(3, 2))}))
    assert price[0] == ("price of quota (q, a year each)", "", "Harbour", "Uplands", "because")
    assert [row[1] for row in price[1:]] == ["2.0", "1.5"]
    share = table(clause(OpenKind.SHARE, by={EVEN: agreed(F(1, 2))}))
    assert share[0][:2] == ("Uplands's share of the tax of projects that stay (q)", "")
    assert [row[1] for row in share[1:]] == ["25%", "50%"]


def paid(value, **given):
    return clause(OpenKind.MONEY, by={EVEN: agreed(value, **given)})


@pytest.mark.parametrize(
    ("value", "told"),
    [(5, "5.0 (Harbour pays)"), (-5, "-5.0 (Uplands pays)"), (0, "nothing"),
     (F(1, 2), "0.5 (Harbour pays)"), (F(-1, 2), "-0.5 (Uplands pays)")],
)  # fmt: skip
def test_the_table_of_money(value, told):
    rows = table(paid(value))
    assert rows[0][:2] == ("money (no limit by law is given)", "q, Harbour to Uplands")
    assert (rows[1][1], rows[2][1]) == ("nothing", told)


PAYMENT = Payment("Harbour", "Uplands", 2)


@pytest.mark.parametrize(
    ("limit", "value", "payments", "told"),
    [
        (4, 4, (), "the law allows 4.0 a year"),
        (4, -4, (), "the law allows 4.0 a year"),
        (4, 5, (), "if the law allowed more than 4.0 a year"),
        (0, 5, (), "if the law allowed it"),
        (0, 0, (), "the law allows 0 a year"),
        (4, 2, (PAYMENT,), "the law allows 4.0 a year, the deal's own payments counted"),
        (4, 3, (PAYMENT,), "if the law allowed more than 4.0 a year"),
    ],
)
def test_whether_the_law_allows_the_money(limit, value, payments, told):
    limited = replace(DEAL, side_payment_limit=F(limit), payments=payments)
    one = clause(OpenKind.MONEY, limited, by={EVEN: agreed(value)})
    assert table(one, limited)[0][0] == f"money ({told})"


def test_money_of_which_nothing_is_agreed_needs_no_law():
    limited = replace(DEAL, side_payment_limit=F(4))
    assert table(clause(OpenKind.MONEY, limited), limited) == ()
    assert negotiated_table(talks(), Negotiated(), {}) == ()
    assert lines(compact=None) == []
    assert negotiated_table(talks(None), Negotiated(), {}) == ()


def reason(decides, **given):
    lines_ = {city: GainLine(F(a), F(b), F(1)) for city, a, b in (("Harbour", 0, 1),
                                                                  ("Uplands", 6, -1))}  # fmt: skip
    found = {"equation": Equation.EQUAL_GAINS, "value": F(3), "first": F(0), "last": F(9), **given}
    return facts(Reason, decides=decides, gains=lines_, **found)


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (reason(Decides.EQUATION), "q = 6 - q"),
        (reason(Decides.KINK), "more begins to cost more than it brings there"),
        (reason(Decides.MOST, held_back=("Harbour",)), (
            "no more can be delivered, else Harbour would get more")),
        (reason(Decides.FLOOR, floor=("Uplands",)), "Uplands could have 3.0 without it"),
        (None, ""),
    ],
)  # fmt: skip
def test_why_a_solution_lies_where_it_does(why, told):
    floors = {("Uplands",): F(3)}
    one = clause(OpenKind.AMOUNT, by={EVEN: agreed(3, reason=why)}, floors=floors)
    assert table(one)[2][-1] == told
    lost = clause(
        OpenKind.AMOUNT, by={EVEN: agreed(3, reason=why, lost={"Harbour": F(2)})}, floors=floors
    )
    later_ = "Harbour would lose 2.0 at first, at its own discount factor"
    assert table(lost, factors={"Harbour": F(0)})[2][-1] == "; but ".join(
        filter(None, (told, later_))
    )


def test_power_is_named_in_a_formula():
    claims = {"Harbour": GainLine(F(0), F(1), F(2)), "Uplands": GainLine(F(6), F(-1), F(1))}
    why = replace(
        reason(Decides.EQUATION, equation=Equation.EQUAL_SHARES, value=F(4)), gains=claims
    )
    one = clause(OpenKind.AMOUNT, by={MIDDLE: agreed(4, gains=(4, 2), reason=why)})
    assert table(one)[2][-1].endswith(" = 2 : 1, their largest gains")
    assert table(one, power={"Harbour": F(2)})[2][-1].endswith(", their largest gains times power")


@pytest.mark.parametrize(
    ("solution", "gains", "power", "told"),
    [
        (NASH, (3, 1), {}, "Nash"),
        (MIDDLE, (3, 1), {}, "Kalai-Smorodinsky"),
        (EVEN, (3, 3), {}, "equal gains"),
        (EVEN, (3, 1), {}, "largest least gain"),
        (EVEN, (4, 2), {"Harbour": F(2)}, "gains by power"),
        (EVEN, (3, 3), {"Harbour": F(2)}, "largest least gain by power"),
        (EVEN, (3, 3), {"Harbour": F(1)}, "equal gains"),
        (EVEN, (3, 3), {"Harbour": F(2), "Uplands": F(2)}, "gains by power"),
        (NASH, (3, 3), {"Harbour": F(2)}, "Nash"),
    ],
)
def test_what_a_solution_is_called(solution, gains, power, told):
    by_city = dict(zip(("Harbour", "Uplands"), map(F, gains), strict=True))
    assert solution_name(solution, by_city, power) == told


# --------------------------------------------------------------- what a clause is called


@pytest.mark.parametrize(
    ("kind", "name", "unit"),
    [
        (OpenKind.AMOUNT, "quota", "mu"),
        (OpenKind.SHARE, "share of stay tax", ""),
        (OpenKind.PRICE, "price of quota", "a year each"),
        (OpenKind.MONEY, "money", "a year"),
        (OpenKind.AMOUNT_AND_SHARE, "quota and share of stay tax", ""),
    ],
)
def test_an_open_clause_as_a_scenario_names_it(kind, name, unit):
    assert (clause_name(clause(kind)), clause_unit(clause(kind))) == (name, unit)


def test_money_beside_payments_is_further_money():
    assert clause_name(clause(OpenKind.MONEY, further=True)) == "further money"


@pytest.mark.parametrize(
    ("kind", "value", "unit", "told"),
    [
        ("refund", F(1, 4), "", "25%"),
        ("payment", 0, "", "nothing"),
        ("payment", 5, "", "Harbour pays Uplands 5.0"),
        ("payment", F(1, 2), "", "Harbour pays Uplands 0.5"),
        ("payment", -5, "", "Uplands pays Harbour 5.0"),
        ("price", 5, "", "5.0"),
        ("amount", 5, "mu", "5 mu"),
        ("amount", 5, "", "5"),
        ("amount", 1, "units", "1 unit"),
        ("amount", 1, "", "1"),
        ("amount", 0, "mu", "0 mu"),
    ],
)
def test_a_value_as_one_would_say_it(kind, value, unit, told):
    money = {"Harbour": F(-1), "Uplands": F(1)}
    one = Instrument("it", kind, F(0), None, None, money)
    assert value_words(one, F(value), unit) == told


@pytest.mark.parametrize(
    ("kind", "value", "unit", "told"),
    [
        ("refund", F("0.125"), "", "12.5%"),
        ("refund", F("0.3345"), "", "33.45%"),
        ("refund", F(1, 2), "", "50%"),
        ("payment", F("1.2345"), "", "Harbour pays Uplands 1.2345"),
        ("price", F("0.1255"), "", "0.1255"),
        ("amount", F("120.255"), "mu", "120.255 mu"),
        ("amount", 120, "mu", "120 mu"),
    ],
)
def test_a_value_that_is_signed_is_not_rounded(kind, value, unit, told):
    """A share of 12.5% was "signed 12%"."""
    money = {"Harbour": F(-1), "Uplands": F(1)}
    one = Instrument("it", kind, F(0), None, None, money)
    assert value_words(one, F(value), unit, exact=True) == told


# --------------------------------------------------------------- the other clauses

FIRST = clause(OpenKind.AMOUNT, by={EVEN: agreed(90)})
SHARE = "Uplands's share of the tax of projects that stay"


def beside(one, compact=DEAL, **known):
    """What is said of a clause beside the first, which has the table."""
    first = clause(OpenKind.AMOUNT, compact, by={EVEN: agreed(90)})
    return lines(first, one, compact=compact, **known)


@pytest.mark.parametrize(
    ("ends", "given", "told"),
    [
        ((F(1, 10), F(1, 2)), {"gain_at_ends": True}, "both gain from 10% to 50%"),
        ((F(1, 10), F(1, 2)), {}, "nobody loses from 10% to 50%"),
        ((F(101, 1000), F(499, 1000)), {}, "nobody loses from 11% to 49%"),
        ((None, F(1, 2)), {}, "nobody loses up to 50%"),
        ((F(1, 10), None), {}, "nobody loses from 10% on"),
        ((None, None), {}, "nobody loses by it"),
        ((F(1, 10), F(1, 2)), {"floors": {("Harbour",): F(1)}}, (
            "it could be agreed on between 10% and 50%")),
        ((F(1, 2), F(1, 2)), {"floors": {("Harbour",): F(1)}}, "it could be agreed on only at 50%"),
        ((None, F(1, 2)), {"floors": {("Harbour",): F(1)}}, "it could be agreed on"),
        ((None, None), {"floors": {("Harbour",): F(1)}}, "it could be agreed on"),
    ],
)  # fmt: skip
def test_in_which_range_a_share_could_be_agreed_on(ends, given, told):
    one = clause(OpenKind.SHARE, by={EVEN: agreed(F(2, 5))}, range=ends, **given)
    assert beside(one) == [f"or {SHARE} (signed 25%; {told}): equal gains 40% (+3.0, +3.0)"]


def test_three_gain_from_end_to_end():
    three = deal(third=True, floor=30)
    names = three.members
    one = clause(OpenKind.SHARE, three, by={EVEN: agreed(F(2, 5), gains=(3, 3, 3), names=names)},
                 range=(F(1, 10), F(1, 2)), gain_at_ends=True)  # fmt: skip
    assert (
        "; all gain from 10% to 50%): equal gains 40% (+3.0, +3.0, +3.0)" in beside(one, three)[0]
    )


def test_a_price_is_told_as_it_is_paid_once():
    one = clause(OpenKind.PRICE, by={EVEN: agreed(F(3, 2))}, range=(F(1), F(3)))
    assert beside(one) == [
        (
            "or price of quota (signed 20.0 each, once; nobody loses from 10.0 to "
            "30.0): equal gains "
            "15.0 each, once (+3.0, +3.0)"
        )
    ]


@pytest.mark.parametrize(
    ("kind", "end", "signed", "told"),
    [
        (OpenKind.PRICE, F("0.002266"), "20.0 each, once", "0.022 each, once"),
        (OpenKind.SHARE, F("0.3067"), "25%", "30%"),
    ],
)
def test_what_is_agreed_on_at_an_end_is_not_told_beyond_it(kind, end, signed, told):
    ends = {"range": (F(0), end), "floors": {("Harbour",): F(1)}}
    (line,) = beside(clause(kind, by={EVEN: agreed(end)}, **ends))
    assert f"(signed {signed}; it could be agreed on between 0" in line
    assert f" and {told.removesuffix(' each, once')}): equal gains {told} (+3.0" in line


def test_an_amount_is_told_in_its_unit():
    one = clause(OpenKind.AMOUNT, by={EVEN: agreed(90)}, range=(F(60), None))
    first = clause(OpenKind.SHARE, by={EVEN: agreed(F(2, 5))})
    assert lines(first, one) == [
        "or quota (signed 120 mu; nobody loses from 60.0 on): equal gains 90 mu (+3.0, +3.0)"
    ]


def test_the_share_that_is_due_where_a_cap_binds():
    """Ten projects stay and pay 4 each: half of 40 is 20, cut to 8, which is a fifth."""
    capped = (Refund("Harbour", "Uplands", share=F(1, 2), first=1, last=3, at_most=8),)
    compact = deal(floor=30, returning=10, refunds=capped)
    one = clause(OpenKind.SHARE, compact, by={EVEN: agreed(F(1, 5))})
    assert (
        f"{SHARE} (signed 50%, of which 20% is due; nobody loses by it)" in beside(one, compact)[0]
    )


def test_which_of_two_refunds_is_open():
    two = (Refund("Harbour", "Uplands", F(1, 4), 1, 3), Refund("Harbour", "Uplands", F(1, 4), 4, 6))
    compact = deal(floor=30, refunds=two)
    one = clause(OpenKind.SHARE, compact, by={EVEN: agreed(F(1, 5))})
    assert f"or {SHARE} (paid by Harbour in years 1 to 3) (signed 25%" in beside(one, compact)[0]
    none = clause(OpenKind.SHARE, compact)
    assert beside(none, compact)[-1].startswith(
        "no share of the tax of projects that stay (paid by Harbour in years 1 to 3) makes both"
    )


def test_terms_that_leave_out_what_outsiders_could_offer_say_so():
    told = lines(paid(5), out=True)
    assert "leaves out what members could have with outsiders" in told[-1]
    assert not any("leaves out" in one for one in lines(paid(5)))
    assert not lines(out=True)  # nothing is agreed on


def test_money_is_told_with_its_law():
    assert beside(paid(5)) == [
        "or money (no limit by law is given): equal gains Harbour pays Uplands 5.0 (+3.0, +3.0)"
    ]
    assert beside(paid(0)) == [("or money (no limit by law is given): equal gains nothing (+3.0, "
                               "+3.0)")]  # fmt: skip


def test_who_of_three_pays_whom():
    three = deal(third=True)
    both = {
        EVEN: agreed(5, 0, gains=(3, 3, 3), names=three.members),
        NASH: agreed(5, -2, gains=(4, 2, 3), names=three.members),
    }
    assert beside(clause(OpenKind.MONEY, three, by=both), three) == [
        (
            "or money (no limit by law is given): equal gains Harbour pays Uplands "
            "5.0 (+3.0, +3.0, +3.0"
            "); Nash Harbour pays Uplands 5.0 and Valley pays Harbour 2.0 (+4.0, +2.0, +3.0)"
        )
    ]


def test_an_amount_and_a_share_together():
    one = clause(OpenKind.AMOUNT_AND_SHARE, by={EVEN: agreed(90, F(2, 5))})
    assert beside(one) == ["or quota and that share: equal gains 90 mu and 40% (+3.0, +3.0)"]


def test_solutions_that_agree_are_told_together():
    alike = {EVEN: agreed(F(2, 5)), MIDDLE: agreed(F(2, 5)), NASH: agreed(F(2, 5))}
    told = beside(clause(OpenKind.SHARE, by=alike))
    assert told[0].endswith("): all three solutions 40% (+3.0, +3.0)")
    two = {**alike, NASH: agreed(F(1, 2), gains=(4, 2))}
    told = beside(clause(OpenKind.SHARE, by=two))
    assert told[0].endswith("): equal gains and Kalai-Smorodinsky 40% (+3.0, +3.0); Nash "
     "50% (+4.0, "
                            "+2.0)")  # fmt: skip


def test_where_there_is_no_table_cities_are_named():
    one = clause(OpenKind.AMOUNT_AND_SHARE, by={EVEN: agreed(90, F(2, 5))})
    assert lines(one) == [
        "quota and that share: equal gains 90 mu and 40% (Harbour +3.0, Uplands +3.0)"
    ]
    assert lines(FIRST) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, ""),
        ({"at_floor": (("Uplands",), ("Harbour",))}, ", as Uplands could have 3.0 without it"),
        ({"reason": reason(Decides.FLOOR, floor=("Uplands",))}, (
            ", as Uplands could have 3.0 without it")),
        ({"reason": reason(Decides.KINK), "at_floor": (("Uplands",),)}, ""),
        ({"lost": {"Uplands": F(1)}}, (
            ", but Uplands would lose 1.0 a year, at its own discount factor")),
    ],
)  # fmt: skip
def test_why_other_terms_are_not_better(given, told):
    one = clause(OpenKind.SHARE, by={EVEN: agreed(F(2, 5), **given)},
                 floors={("Uplands",): F(3), ("Harbour",): F(4)})  # fmt: skip
    (line,) = beside(one, factors={"Uplands": F(9, 10)})
    assert line.endswith(f"): equal gains 40% (+3.0, +3.0){told}")


# --------------------------------------------------------------- what cannot make all gain

STUCK = {
    OpenKind.AMOUNT: "amount of quota",
    OpenKind.PRICE: "price of quota",
    OpenKind.SHARE: "share of the tax of projects that stay",
    OpenKind.MONEY: "payment",
    OpenKind.AMOUNT_AND_SHARE: "mix of quota and that share",
}


@pytest.mark.parametrize("kind", STUCK)
def test_one_clause_makes_nobody_gain(kind):
    told = f"no {STUCK[kind]} makes both gain, the rest as signed"
    assert lines(clause(kind)) == [told]
    dated = later(2, floor=30)
    assert lines(clause(kind, dated), compact=dated) == [f"{AT_SIGNING}{told}"]


def test_several_clauses_make_nobody_gain():
    two = [clause(OpenKind.AMOUNT), clause(OpenKind.MONEY)]
    assert lines(*two) == ["no amount of quota or payment makes both gain, the rest as signed"]
    assert lines(*two, clause(OpenKind.SHARE)) == [
        (
            f"no amount of quota, payment or {STUCK[OpenKind.SHARE]} makes both gain, "
            "the rest as signed"
        )
    ]
    three = deal(third=True)
    assert lines(clause(OpenKind.AMOUNT, three), compact=three) == [
        "no amount of quota makes all gain, the rest as signed"
    ]
    floors = {("Uplands",): F(3), ("Harbour", "Uplands"): F(5)}
    held = clause(OpenKind.AMOUNT, floors=floors)
    assert lines(held, clause(OpenKind.MONEY)) == [
        (
            "no amount of quota or payment makes both gain and leaves each with what it could have "
            "without it (Uplands 3.0 and {Harbour, Uplands} 5.0), the rest as signed"
        )
    ]


def test_how_much_is_short_at_best():
    floors = {("Uplands",): F(3)}
    short = [
        clause(OpenKind.MONEY, shortfall=F(4)),
        clause(OpenKind.AMOUNT, shortfall=F(2), floors=floors),
    ]
    told = "no payment or amount of quota leaves each with what it could have without it (Uplands "
    assert lines(*short) == [f"{told}3.0): 2.0 short at best, the rest as signed"]
    dated = later(2)
    assert lines(*short, compact=dated)[0].startswith(f"{AT_SIGNING}no payment or amount of quota")
    assert lines(FIRST, short[0])[0].startswith("no payment leaves each with")


def test_of_many_groups_it_is_told_what_each_member_could_have():
    """Of eight members 254 groups would be told."""
    names = "ABCD"
    groups = [g for size in (1, 2, 3) for g in itertools.combinations(names, size)]
    floors = {group: F(len(group)) for group in groups}
    (told,) = lines(clause(OpenKind.AMOUNT, shortfall=F(2), floors=floors))
    assert "(A 1.0, B 1.0, C 1.0, D 1.0 and 10 groups of several as --json has it): 2.0" in told


def test_where_not_each_group_was_asked_it_is_said_that_there_are_others():
    (told,) = lines(clause(OpenKind.AMOUNT, shortfall=F(2), floors={("A",): F(1)}), above=dict)
    assert "(A 1.0, among others): 2.0 short at best" in told


# --------------------------------------------------------------- money over time


def schedule(harbour, uplands, *, flat=True, **others):
    payments = {"Harbour": harbour, "Uplands": uplands, **others}
    gains = dict.fromkeys(payments, F(4))
    even = dict.fromkeys(payments, F(2)) if flat else {}
    return facts(Schedule, payments=payments, gains=gains, flat=even)


TIMED = "money over time, as members discount differently (gains in present value, each at its own "
TIMED += "factor): "


@pytest.mark.parametrize(
    ("paid", "told"),
    [
        ((0, 3, 3, -1), "gets 3.0 a year in years 1 to 2 (6.0 in all), pays 1.0 in year 3"),
        ((-2, -1, 0, 0), "pays up to 2.0 a year in years 0 to 1 (3.0 in all)"),
        ((0, F(1, 2), F(-1, 2), 0), "gets 0.5 in year 1, pays 0.5 in year 2"),
        ((1, 2, 0, 2), "gets up to 2.0 a year in years 0 to 1 (3.0 in all), gets 2.0 in year 3"),
    ],
)
def test_what_is_paid_when(paid, told):
    other = tuple(-x for x in paid)
    found = schedule(tuple(map(F, paid)), other)
    assert lines(schedule=found) == [
        (
            f"{TIMED}Harbour {told}, the later ones a promise; so Harbour +4.0, "
            "Uplands +4.0, where the same payment in each of years 1 to 3 brings Harbour +2.0, "
            "Uplands +2.0"
        )
    ]
    never = schedule(tuple(map(F, paid)), other, flat=False)
    assert lines(schedule=never)[0].endswith(
        ", where no same payment in each of years 1 to 3 makes both gain"
    )


def test_what_three_are_paid_when():
    three = schedule((F(1),), (F(1),), Valley=(F(-2),))
    assert (
        "Harbour gets 1.0 in year 0; Uplands gets 1.0 in year 0; Valley pays 2.0 in year 0, the"
        in (lines(schedule=three)[0])
    )
    held = replace(DEAL, side_payment_limit=F(3))
    assert (
        "own factor; by it no member pays, or gets, more than 3.0 a year in all): Harbour"
        in (lines(schedule=three, compact=held)[0])
    )
    assert TIMED in lines(schedule=schedule((F(1),), (F(-1),)), compact=held)[0]  # one pays one
    idle = schedule((F(0),), (F(1),), Valley=(F(-1),))
    assert (
        f"{TIMED}Uplands gets 1.0 in year 0; Valley pays 1.0 in year 0, the"
        in (lines(schedule=idle)[0])
    )
