"""Numbers that a sentence compares differ as they are read; none is told as less than enough."""

import re
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intercity.english import amount, enough, inside, rounded_inside, shown, told_apart
from intercity.findings.robustness import Robustness, TurningMoves
from intercity.findings.switching_value import SwitchingValue
from intercity.map_of_proof.english import MappedNumber, open_share, proven_share, summary
from intercity.proofs import Recorder
from intercity.report.labels import as_given, is_rounded
from intercity.report.switching_values import find_out, hinge, switching_value_lines
from intercity.report.together import together
from intercity.scenario_file import parse_scenario
from intercity.topics.all_together.check import BetterInParts, NoStableSplit, OutsideMoney
from intercity.topics.all_together.english import headline as headline_of_all
from intercity.topics.all_together.english import line as line_of_all
from intercity.topics.all_together.english import says as of_all
from intercity.topics.hold_up.check import HoldUpOutcome, Member, Shared, Step
from intercity.topics.hold_up.english import line as held_up
from intercity.topics.outcome import Repair
from intercity.topics.pairing.check import BestPairing, Held, PairingOutcome, StablePairs
from intercity.topics.pairing.english import headline as paired
from solvers.answer import Proof
from tests.frontdoor.words.facts import facts

F = Fraction
TEN, MORE = F(10), F(1004, 100)
numbers = st.fractions(-1000, 10**6, max_denominator=10**6)


def read(text):
    return F(text.replace(",", ""))


@given(st.lists(numbers, min_size=2, max_size=4))
def test_numbers_that_differ_are_told_in_their_order(some):
    told = [read(one) for one in told_apart(*some)]
    for one, other in pairwise(some):
        here, there = told[some.index(one)], told[some.index(other)]
        assert (here < there, here == there) == (one < other, one == other)


def test_a_whole_number_and_one_near_it_are_told_apart_as_numbers():
    """10.0 is no other number than 10: "10 is claimed of 10.0" was told."""
    for near in (F("10.0001"), F("9.9999")):
        assert tuple(map(read, told_apart(F(10), near, told=amount))) == (10, near)


@given(numbers)
def test_what_is_told_is_enough_and_little_more(number):
    told = read(enough(number))
    assert number <= told
    assert told - number <= abs(number) / 10
    assert shown(told) == shown(number)


def test_what_is_lacking_is_told_as_the_money_that_makes_up_for_it():
    """1.2 was lacking, and 1.3 of outside money needed."""
    short = F("1.21")
    repair = Repair(clauses=(OutsideMoney(amount=short),))
    found = facts(NoStableSplit, outside_money=short, repair=repair, proof=Proof("exact"))
    assert "1.2 is lacking" in line_of_all(found)
    assert "1.21 of outside money" in headline_of_all(found)


@given(numbers, numbers, st.booleans())
def test_a_value_is_told_on_its_side_of_another(value, other, up):
    low, high = (value, None) if up else (None, value)
    told = read(inside(value, low, high, apart_from=other))
    assert (told >= value) if up else (told <= value)
    if value != other:
        assert (told < other) == (value < other)


BEST = facts(BestPairing, pairs={"a": "Port"}, worth=MORE)
MANDATE = facts(
    PairingOutcome, mandated={"a": "Hub"}, best=BEST, worth=TEN, held=Held.NOT, may_pay=True
)
FREE = facts(
    PairingOutcome, best=BEST, held=Held.FREELY, stable=facts(StablePairs, pairs={}, worth=TEN)
)
HELD = facts(
    HoldUpOutcome,
    members={"Ost": facts(Member, alone=MORE, as_signed=12, bargained_again=TEN)},
    steps=(facts(Step, year=0),),
    shared=Shared.EQUALLY,
    talked_down=("Ost",),
    would_not_sign=("Ost",),
)
NO_SPLIT = facts(
    NoStableSplit,
    groups={("A", "B"): F(1, 2)},
    groups_worth=MORE,
    worth=TEN,
    better_in_parts=BetterInParts(parts=(("A",), ("B",)), as_one=F(996, 100)),
)


@pytest.mark.parametrize(
    ("told", "apart"),
    [
        (paired(MANDATE), ("make 10.0 a year", "would make 10.04")),
        (paired(FREE), ("make 10.0 a year", "make most, 10.04 a year")),
        (held_up(HELD), ("to 10.0 a year, less than its 10.04 alone",)),
        (of_all(NO_SPLIT), ("would make 10.04, in their best parts only 10.0", "as one 9.96")),
    ],
)
def test_what_differs_by_a_little_is_told_apart(told, apart):
    assert all(one in told for one in apart), told


@pytest.mark.parametrize("number", [F("71557005969.314"), F(2**60 + 1), F(-(10**22) - 3, 7)])
def test_all_digits_of_large_numbers_are_their_own(number):
    """A float has some 16 digits: of these it would tell others, or the same of both."""
    a_little = F(1, 10**8)
    one, other = map(read, told_apart(number, number + a_little))
    assert one < other
    assert abs(one - number) <= a_little
    assert abs(other - number - a_little) <= a_little
    assert read(enough(number)) >= number
    assert read(inside(number, None, number)) <= number


def test_how_far_off_numbers_are_is_that_of_the_numbers_told():
    """0.33333 of 1 to 2 is told as 1.34, rounded away from 1: as 34 per cent, not as 33.4."""
    scenario = parse_scenario("""
format = 1
title = "t"
[cities.A]
tenure = { v = 1, low = 1, high = 2 }
[cities.B]
""")
    moved = {"cities.A.tenure": F(4, 3)}
    turned = TurningMoves("terms", "fails", F(1, 3), moved, Recorder())
    found = Robustness(1, {"terms": "stands"}, (), {"terms": F(1, 4)}, turned, {})
    told = together(scenario, found)
    assert "1.34, off by up to 34%" in told


def turned(key, value, before, after, *, until, span, beyond=None):
    """A number that has terms fail from ``after`` to ``until``."""
    places = [None if at is None else F(at) for at in (value, span, before, after, until, beyond)]
    return SwitchingValue(key, "terms", *places, "fails", ())


@pytest.mark.parametrize(
    ("value", "before", "after", "told"),
    [
        (200, 150, F(1498, 10), "25.1%"),  # not known between 150, a quarter from 200, and this
        (200, 150, F(149), "25.5%"),  # somewhere between them: at 149 it is turned
        (200, 120, F(1_199_999, 10_000), "40%"),  # just below 120, which is told
        (200, F(2001, 20), F(100), "50%"),  # at the end of its range
    ],
)
def test_a_number_is_said_to_move_to_where_it_turns_a_verdict(value, before, after, told):
    scenario = parse_scenario("""
format = 1
title = "t"
cities = { A = {}, B = {} }
[resources.quota]
kind = "tradable"
owned.A = { v = 200, low = 100, high = 300 }
""")
    key = "resources.quota.owned.A"
    one = turned(key, value, before, after, until=100, span=200)
    assert f"once it has moved by {told} of its range" in find_out(scenario, [], (one,))
    stands = SimpleNamespace(verdict="stands", mended=False)
    assert hinge(scenario, [stands], (one,)).endswith(f"at {told} of its range")


def test_of_numbers_to_find_out_those_first_that_are_nearest():
    """One that turns a verdict above and below came after others as far off as its farther side."""
    scenario = parse_scenario("""
format = 1
title = "t"
cities = { A = {}, B = {}, C = {}, D = {} }
[resources.quota]
kind = "tradable"
owned.A = { v = 50, low = 0, high = 100 }
owned.B = { v = 50, low = 0, high = 100 }
owned.C = { v = 50, low = 0, high = 100 }
owned.D = { v = 50, low = 0, high = 100 }
""")
    places = ("A", 60, 61), ("B", 61, 62), ("C", 62, 63), ("A", 37, 36), ("D", 36, 35)
    owned = "resources.quota.owned."
    turning = [
        turned(owned + city, 50, before, after, until=100 if after > 50 else 0, span=100)
        for city, before, after in places
    ]
    told = find_out(scenario, [], tuple(turning))
    assert re.findall(r"the quota that (.) owns \(yours 50; from (\d+) up", told) == [
        ("A", "61"), ("B", "62"), ("C", "63"),
    ]  # fmt: skip


def test_a_whole_number_is_said_to_move_to_where_it_turns_a_verdict():
    scenario = parse_scenario("""
format = 1
title = "t"
cities = { A = {}, B = {} }
[time]
horizon = { v = 80, low = 40, high = 100 }
interest = { v = 0, low = 0, high = 0.1 }
""")
    one = turned("time.horizon", 80, 60, 59, until=40, span=60)
    told = find_out(scenario, [], (one,))
    assert "from 59 down to 40:" in told
    assert "once it has moved by 35% of its range" in told


@pytest.mark.parametrize(
    ("before", "after", "until", "beyond", "told"),
    [
        ("0", "0.00001", "1", None, "above 0 up to 1"),  # the least move
        ("0", "0.001", "1", None, "from 0.001 up to 1"),
        ("0.001", "0.004", "0.3", "0.30001", "from 0.004 to 0.3"),
        ("0.2", "0.20001", "0.49999", "0.5", "between 0.2 and 0.5"),
        ("0.2", "0.204", "0.49999", "0.5", "from 0.204 to below 0.5"),
        ("0.2", "0.20001", "0.495", "0.5", "above 0.2 to 0.495"),
        ("0.24999", "0.25", "0.25", "0.25001", "at 0.25"),
        ("0.99", "1", "1", None, "at 1"),
        # Neither end is rounded out of the interval.
        ("0.33", "1/3", "2/3", "0.67", "from 0.3334 to 0.6666"),
    ],
)
def test_where_a_number_turns_a_verdict_is_told_as_it_was_proven(
    before, after, until, beyond, told
):
    scenario = parse_scenario("""
format = 1
title = "t"
cities = { A = {}, B = {} }
[resources.quota]
kind = "tradable"
owned.A = { v = 0, low = 0, high = 1 }
""")
    one = turned("resources.quota.owned.A", 0, before, after, until=until, beyond=beyond, span=1)
    assert [*switching_value_lines(scenario, (one,))] == [
        f"the quota that A owns {told} (yours 0): a member loses"
    ]


def test_no_more_is_told_as_proven_than_is_and_no_less_as_open():
    assert (proven_share(F(687_599, 10**6)), open_share(F(312_401, 10**6))) == ("68.75%", "31.25%")


def test_the_picture_of_a_map_says_what_its_lines_say(monkeypatch):
    pytest.importorskip("matplotlib")
    from intercity.map_of_proof import picture

    monkeypatch.setattr(picture, "of_kind", lambda *_, **__: None)
    box = SimpleNamespace(
        outline=[(0, 0), (1, 0), (1, 1)], parts={"stands": [[(0, 0), (1, 0), (1, 1)]]}
    )
    found = SimpleNamespace(
        shares={"stands": F(687_599, 10**6)}, boxes=[box], open=F(312_401, 10**6), check="terms",
        values=(F(1, 2), F(1, 2)), keys=("one", "other"), at=lambda *_: "stands",
    )  # fmt: skip
    figure = picture.proof_map_picture(found)
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert legend == ["stands, proven: 68.75%", "open: 31.25%", "as assumed"]
    assert "on 68.75% of the two ranges" in figure.texts[0].get_text()
    assert (figure.get_size_inches() * figure.dpi).tolist() == [1920, 1080]  # as a projector


def test_a_number_moved_alone_on_a_map_is_not_told_beyond_what_is_proven():
    """2/3 was told as 0.666667, and 12.7% as 13%."""
    alone = MappedNumber("one", F(1), (F(0), F(2)), (F(2, 3), F(2))), MappedNumber(
        "other", F(1), (F(0), F(2)), (F(1) - F(254, 1000), F(4, 3))
    )  # fmt: skip
    shares, boxes = {"stands": F(1, 2)}, (1, 2)
    *_, one, other = summary("terms", alone, shares, left=F(1, 2), boxes=boxes, here="stands")
    nearest, least = re.search(r"from ([0-9.]+) to ([0-9.]+); it may turn ([0-9.]+)%", one), other
    assert F(nearest[1]) >= F("0.746")
    assert F(nearest[2]) <= F(4, 3)
    assert F(nearest[3]) <= F("12.7")
    assert F("0.6667") > F(re.search(r"above ([0-9.]+);", least)[1]) >= F(2, 3)


@given(st.fractions(max_denominator=10**9) | st.decimals(-(10**9), 10**9, places=9).map(F))
@example(F("1.25e-9"))
@example(F("1234.5678"))
def test_a_number_is_rounded_where_it_reads_as_another(number):
    assert is_rounded(number) == (read(as_given(number)) != number)


@given(st.fractions(-(10**6), 10**6, max_denominator=10**6), st.fractions(0, 9, max_denominator=99))
def test_the_number_that_is_told_is_the_one_that_is_read(value, room):
    number, told = rounded_inside(value, value, value + room)
    assert number == value or number == read(told)
    assert value <= number <= value + room
